"""Who may see a whole number (handbook C-34), and the one door by which lists of people leave (handbook C-27).

The roles are a policy of the site, the word may be given on the spot. The whole table: `desk.rules.kit.personal`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.catalog import catalog
from desk.errors import InvalidInput, Problem
from desk.i18n import _
from desk.rules.kit.personal import exported

if TYPE_CHECKING:
    from desk.services.kit.desk import Act, Desk


def sees_identity(desk: Desk) -> bool:
    """Whether the one at the counter sees identity numbers in full without asking anybody."""
    return desk.may(desk.policy["access.identity"])


def require_identity(desk: Desk) -> None:
    """Lets an identity number be seen in full: by the role of the policy `access.identity`, or by the word of one who has it.

    Raises:
        NotAllowed: with the role whose word is needed.
    """
    desk.require(desk.policy["access.identity"])


def require_phones(desk: Desk) -> None:
    """Lets a phone be seen in full: by the role of the policy `access.phones`, or by the word of one who has it.

    Raises:
        NotAllowed: nobody is signed in, or the role whose word is needed.
    """
    desk.require(desk.policy["access.phones"])


def check_purpose(purpose: str) -> None:
    """What a look is for is one of the short list.

    Raises:
        InvalidInput: field `purpose`.
    """
    if purpose not in {choice.code for choice in catalog("view_purposes")}:
        # L10N: 请先选择查阅用途
        raise InvalidInput([Problem("choice", _("Say first what you look it up for."), "purpose")])


def hand_out(act: Act, desk: Desk, book: Any, file: Path, *, people: int, **data: object) -> Path:
    """Writes a list of people to a file, inside its act: what, how many, what for and by whose word stand in the event (handbook C-27).

    It is saved inside the act: what could not be written did not leave the desk, and a file whose event is lost is taken away again.

    Args:
        act: the act under way; its name stands among the exports of `rules.kit.personal`, with the role and the purpose.
        desk: the desk.
        book: a workbook or pages (`kit.sheets`).
        file: where to.
        people: how many stand in it.
        data: what else is worth keeping.

    Raises:
        NotAllowed: a lesser role than the list needs. StorageError: the file cannot be written.
    """
    from desk.services.kit.sheets import save

    rule = exported(act.name)
    desk.require(rule.role)
    act.subject = act.subject or "site:1"
    act.data.update(data, people=people, purpose=rule.purpose, file=Path(file).name)
    saved = save(book, Path(file))
    act.if_lost.append(lambda: saved.unlink(missing_ok=True))
    return saved


__all__ = ["check_purpose", "hand_out", "require_identity", "require_phones", "sees_identity"]

"""The one door by which lists of people leave the desk (handbook C-27)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.rules.kit.personal import exported
from desk.services.kit.sheets import save

if TYPE_CHECKING:
    from desk.services.kit.desk import Act, Desk


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
    rule = exported(act.name)
    desk.require(rule.role)
    act.subject = act.subject or "site:1"
    act.data.update(data, people=people, purpose=rule.purpose, file=Path(file).name)
    saved = save(book, Path(file))
    act.if_lost.append(lambda: saved.unlink(missing_ok=True))
    return saved


__all__ = ["hand_out"]

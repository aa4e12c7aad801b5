"""Who may see a whole number (handbook C-34); the door by which lists of people leave is `leaving`.

The roles are a policy of the site, the word may be given on the spot. The whole table: `desk.rules.kit.personal`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.catalog import catalog
from desk.errors import InvalidInput, Problem
from desk.i18n import _

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk


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


__all__ = ["check_purpose", "require_identity", "require_phones", "sees_identity"]

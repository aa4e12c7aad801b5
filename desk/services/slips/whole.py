"""Papers with whole identity numbers: the case at hand goes freely, later views need the word of who may see them (handbook C-34)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from desk.models import SlipRecord
from desk.services.kit.desk import Act, Desk
from desk.services.kit.personal import require_identity
from desk.services.kit.sealed import identities_in

WHOLE_PRINTED, WHOLE_PRINTED_MANY = "slip.print-whole", "slip.print-whole-many"
"""The events of a printing with the whole identity number of somebody: they stand in the access log (handbook S27)."""


def asked_for(act: Act, desk: Desk, rows: Sequence[SlipRecord], *, first: Collection[str] = ()) -> int:
    """Lets slips with the whole identity number of somebody out: the case at hand freely, later by the word of who may (handbook C-34).

    The case at hand is the day of issue: whoever issued a paper has what was typed there before the eyes, and the original that
    goes to its owner is printed by whoever stands at the counter. The event of the act says how many such numbers went out.

    Args:
        act: the act that shows or prints them.
        desk: the desk.
        rows: the slips.
        first: numbers of those whose original is printed now.

    Returns:
        How many identity numbers of people stand on them.

    Raises:
        NotAllowed: with the role whose word it needs (policy `access.identity`).
    """
    today, me = desk.local(act.at).date(), act.actor.id if act.actor else None
    found = identities_in(act.session, [row.content for row in rows])
    for row, count in zip(rows, found, strict=True):
        at_hand = desk.local(row.issued_at).date() == today and (row.staff_id == me or row.number in first)
        if count and not at_hand:
            require_identity(desk)
    if any(found):
        act.data["identities"] = sum(found)
    return sum(found)


__all__ = ["WHOLE_PRINTED", "WHOLE_PRINTED_MANY", "asked_for"]

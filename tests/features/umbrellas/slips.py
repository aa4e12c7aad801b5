"""The paper that goes with an umbrella."""

from __future__ import annotations

from desk.slips.engine.slip import Field, Signature, Slip


def loan_slip(*, room: str, borrower: str, due_on: str, site: str, language: str) -> Slip:
    """What the borrower signs."""
    return Slip(
        "umbrella",
        "Umbrella loan",
        site=site,
        fields=(Field("Room", room), Field("Lent to", borrower), Field("Back by", due_on)),
        signatures=(Signature("Borrower"),),
        language=language,
    )

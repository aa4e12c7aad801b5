"""Members and cards: who has joined the scheme, with which plastic; found or scanned at the counter."""

from __future__ import annotations

from desk.features import Feature, Numbers

FEATURE = Feature(
    code="cards",
    tables=("desk.models.cards",),
    numbers=(
        Numbers("desk.models.cards:Member.number", ("HY",)),
        Numbers("desk.models.cards:Card.serial", ("KP",)),
    ),
)

"""The papers of moving in and out (handbook A2, A3, B1, M6, M7): the door."""

from desk.slips.moves.facts import (
    DefectFacts,
    HandoutFacts,
    KeyFacts,
    LineFacts,
    MoveFacts,
    MoverFacts,
    StationFacts,
)
from desk.slips.moves.forms import clearance, handouts, handover, key_receipt, members, sign_off
from desk.slips.moves.passes import ResidentPassFacts, resident_pass

__all__ = [
    "DefectFacts",
    "HandoutFacts",
    "KeyFacts",
    "LineFacts",
    "MoveFacts",
    "MoverFacts",
    "ResidentPassFacts",
    "StationFacts",
    "clearance",
    "handouts",
    "handover",
    "key_receipt",
    "members",
    "resident_pass",
    "sign_off",
]

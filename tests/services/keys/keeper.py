"""A desk that keeps keys, for the tests."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from desk.services import keys as service
from desk.services.households import register_person
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit.desk import Desk

OWNER = "王芳"


class Keeper:
    """Takes and lends keys of the room 1, whose owner is 王芳."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._tags = count(1)
        register_person(desk, PersonEntry(OWNER, phones=("13800010001",)), StayEntry(1, "owner"))

    def entry(self, **other: Any) -> service.KeySetEntry:
        number = next(self._tags)
        values = {
            "kind": "household", "name": "入户门钥匙", "tag": f"K-{number}", "hook": f"A-{number:02d}", "pieces": 3,
            "unit_id": 1, "given_by": OWNER, "consent_by": OWNER, "consented": True,
        }  # fmt: skip
        return service.KeySetEntry(**{**values, **other})

    def take(self, **other: Any) -> service.KeySetView:
        return service.take(self.desk, self.entry(**other))

    def loan(self, **other: Any) -> service.LoanEntry:
        values = {
            "borrower_kind": "owner", "borrower": OWNER, "purpose": "开门",
            "due_at": self.desk.clock() + timedelta(hours=4),
        }  # fmt: skip
        return service.LoanEntry(**{**values, **other})

    def lent(self, **other: Any) -> service.KeySetView:
        return service.lend(self.desk, self.take().id, self.loan(**other))

    def now(self, key_set_id: int) -> service.KeySetView:
        return service.key_set(self.desk, key_set_id)

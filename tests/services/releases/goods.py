"""A release at the counter of the tests: each step as one short word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from desk.errors import InvalidInput
from desk.rules.kit.money import Tender
from desk.services import households, money
from desk.services import releases as service
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit.desk import Desk
from desk.services.releases import GateEntry, Item, ReleaseEntry, ReleaseView
from tests.kit.site import Clock, People

ROOM, OTHER = 1, 2
OWNER, TENANT = "王芳", "李强"
OWNER_PHONE = "13800000001"
GOODS = (Item("沙发", 2, "三人座"), Item("冰箱", 1), Item("纸箱", 8))
GUARD = GateEntry("老吴")
PAPERS = {
    "owner": ("own-id",), "agent": ("own-id", "attorney", "attorney-id-copy"), "contractor": ("own-id",),
    "tenant": ("own-id", "owner-id-copy", "consent-signed"), "borrower": ("own-id", "owner-id-copy", "consent-signed"),
    "merchant": ("own-id", "letter"),
}  # fmt: skip


@dataclass
class Counter:
    """The counter: a desk, its clock, its people, and who lives in the room."""

    desk: Desk
    clock: Clock
    people: People
    owner: int
    tenant: int

    def on(self, day: str, hour: int = 10, minute: int = 0) -> None:
        """It is this day and hour; time does what it does."""
        moment = datetime.combine(date.fromisoformat(day), datetime.min.time(), self.desk.zone)
        self.clock.now = moment.replace(hour=hour, minute=minute)
        service.sweep(self.desk)

    def at(self, day: str, hour: int = 14) -> datetime:
        """A moment of the site."""
        return datetime.combine(date.fromisoformat(day), datetime.min.time(), self.desk.zone).replace(hour=hour)

    def entry(self, applicant: str = "owner", **more: Any) -> ReleaseEntry:
        known: dict[str, Any] = {
            "unit_id": ROOM, "items": GOODS, "applicant": applicant, "papers": PAPERS[applicant],
            "move_at": self.desk.local(self.clock.now),
        }  # fmt: skip
        if applicant in ("agent", "merchant", "contractor"):
            known["name"] = "周师傅"
        if applicant in ("tenant", "borrower"):
            known["owner_phone"] = OWNER_PHONE
        return ReleaseEntry(**{**known, **more})

    def issue(self, applicant: str = "owner", **more: Any) -> ReleaseView:
        return service.issue(self.desk, self.entry(applicant, **more))

    def owe(self, fen: int = 23400, kind: str = "management", unit_id: int = ROOM) -> None:
        money.charge(self.desk, money.ChargeEntry(kind, fen, unit_id))

    def pay(self, fen: int = 23400) -> None:
        money.pay(self.desk, money.PayEntry(OWNER, (Tender("cash", fen),), ROOM))

    def stay(self, name: str, role: str, unit_id: int = ROOM, **more: Any) -> int:
        """Registers somebody."""
        return households.register_person(self.desk, PersonEntry(name, **more), StayEntry(unit_id, role)).customer_id

    def as_manager(self) -> Any:
        """The manager's word on the spot."""
        return self.desk.approved(self.people.manager)


def fields(refused: Any) -> dict[str, str]:
    """What was refused: the codes by field."""
    error = refused.value
    assert isinstance(error, InvalidInput), error
    return {problem.field: problem.code for problem in error.problems}


def codes(refused: Any) -> list[str]:
    """All codes of a refusal."""
    assert isinstance(refused.value, InvalidInput), refused.value
    return [problem.code for problem in refused.value.problems]


__all__ = ["GOODS", "GUARD", "OTHER", "OWNER", "OWNER_PHONE", "PAPERS", "ROOM", "TENANT", "Counter", "codes", "fields"]

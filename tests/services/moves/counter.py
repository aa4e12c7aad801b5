"""Moving in and out at the counter of the tests: each step as one short word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from desk.errors import InvalidInput
from desk.services import households as h
from desk.services import moves as service
from desk.services.households.views import PersonEntry, PersonView, StayEntry
from desk.services.kit.desk import Desk
from desk.services.moves import (
    BeginEntry,
    DefectEntry,
    HandoutsEntry,
    InspectEntry,
    KeyEntry,
    KeysEntry,
    LeaveEntry,
    MoverEntry,
    MoveView,
    ReadingEntry,
    SignEntry,
)
from tests.kit.site import Clock, People

ROOM = 3
OWNER, TENANT = "王芳", "李伟"
PAPERS = {
    "owner": ("title-deed",),
    "tenant": (),
    "relative": ("kinship", "consent", "identity-copy"),
    "borrower": ("consent",),
    "company": ("licence", "letter", "authorised-id"),
}
"""What each applicant must show besides identity and photos (handbook A2, M3)."""
TREATY = ("covenant", "service-agreement")


@dataclass
class Counter:
    """The counter: a desk, its clock, its people, numbers of identity cards."""

    desk: Desk
    clock: Clock
    people: People
    resident: Callable[..., str]

    @contextmanager
    def role(self, role: str = "supervisor") -> Iterator[None]:
        """Somebody of a higher role at the counter, with the receptionist's shift."""
        before, self.desk.actor = self.desk.actor, replace(self.people.receptionist, role=role)
        try:
            yield
        finally:
            self.desk.actor = before

    def on(self, day: str, hour: int = 10) -> None:
        moment = datetime.combine(date.fromisoformat(day), datetime.min.time(), self.desk.zone).replace(hour=hour)
        self.clock.now = moment

    def owner(self, name: str = OWNER, *, lives: bool | None = None, room: int = ROOM, **more: Any) -> PersonView:
        """An owner on the register."""
        person = PersonEntry(name, phones=more.pop("phones", ("13800000001",)), consent=True)
        return h.register_person(
            self.desk, person, StayEntry(room, "owner", since=date(2020, 1, 1), lives=lives, **more)
        )

    def mover(self, name: str, place: int = 1, **more: Any) -> MoverEntry:
        """Somebody with an identity card, two photos and the card seen."""
        known: dict[str, Any] = {
            "document_number": self.resident(sequence=f"{place:03d}"),
            "photos": 2,
            "identity": True,
        }
        return MoverEntry(name, **{**known, **more})

    def entry(self, who: str = "tenant", **more: Any) -> BeginEntry:
        name = {"owner": OWNER, "company": "宏达商贸有限公司"}.get(who, TENANT)
        first = MoverEntry(name, company=True) if who == "company" else self.mover(name, 1)
        known: dict[str, Any] = {"day": self.desk.today(), "people": (first,)}
        if who in ("relative", "borrower"):
            known |= {"owner_word": OWNER, "owner_signed": True, "owner_phone": "13800000001"}
        if who == "owner":
            known |= {"deed_number": "粤(2026)0001234", "deed_holder": OWNER}
        return BeginEntry(ROOM, who, **{**known, **more})

    def begin(self, who: str = "tenant", **more: Any) -> MoveView:
        return service.begin(self.desk, self.entry(who, **more))

    def ready(self, who: str = "tenant", **more: Any) -> MoveView:
        """A move-in with everything that is needed."""
        row = self.begin(who, **more)
        papers = (*PAPERS[who], *(TREATY if who == "owner" else ()))
        if papers:
            service.see_papers(self.desk, row.id, papers)
        self.inspected(row)
        for station in ("money", "treaty") if who == "owner" else ():
            self.sign(row, station)
        for station in ("property", "inspection"):
            self.sign(row, station)
        return service.move(self.desk, row.id)

    def inspected(self, row: MoveView, *defects: DefectEntry) -> MoveView:
        return service.inspect(self.desk, row.id, InspectEntry(("living", "kitchen"), defects))

    def sign(self, row: MoveView, station: str, **more: Any) -> MoveView:
        return service.sign(self.desk, row.id, SignEntry(station, "张工", **more))

    def keys(self, row: MoveView, pieces: int = 3, number: str = "A-17") -> MoveView:
        return service.hand_keys(self.desk, row.id, KeysEntry((KeyEntry("home", pieces, number),), row.people[0].name))

    def handouts(self, row: MoveView) -> MoveView:
        return service.hand_out(self.desk, row.id, HandoutsEntry({"owner-handbook": 1, "use-manual": 1}, OWNER))

    def meters(self, row: MoveView) -> MoveView:
        return service.read_meters(
            self.desk,
            row.id,
            (ReadingEntry("water", Decimal("12.50"), "W-1"), ReadingEntry("electricity", Decimal(301))),
        )

    def moved_in(self, who: str = "tenant", **more: Any) -> MoveView:
        return service.move_in(self.desk, self.ready(who, **more).id)

    def leave(self, why: str = "end-of-lease", **more: Any) -> MoveView:
        return service.leave(self.desk, LeaveEntry(ROOM, why, more.pop("day", self.desk.today()), **more))

    def utilities(self, row: MoveView) -> MoveView:
        answer = {"how": "bill-seen", "reason": "10月账单已付"}
        return service.note_utilities(self.desk, row.id, {"water": answer, "electricity": answer})

    def home(self, room: int = ROOM) -> Any:
        return h.household(self.desk, room)


def fields(refused: Any) -> dict[str, str]:
    """What was refused: the codes by field."""
    error = refused.value
    assert isinstance(error, InvalidInput), error
    return {problem.field: problem.code for problem in error.problems}


def words(refused: Any) -> str:
    """All sentences of a refusal."""
    return "\n".join(problem.message for problem in refused.value.problems)

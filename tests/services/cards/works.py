"""Members at the counter of the tests: each step as one short word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from desk.errors import InvalidInput
from desk.rules.schemes.standard import STANDARD
from desk.services import cards as service
from desk.services import schemes
from desk.services.cards import JoinEntry, MemberView, ReplaceEntry
from desk.services.households.views import PersonEntry
from desk.services.kit.desk import Desk
from desk.services.schemes import SchemeEntry
from tests.kit.site import Clock, People

NAME = "欧阳念南"


@dataclass
class Counter:
    """The counter: a desk, its clock, its people, numbers of identity cards."""

    desk: Desk
    clock: Clock
    people: People
    resident: Callable[..., str]
    made: int = 0

    @contextmanager
    def role(self, role: str) -> Iterator[None]:
        """Somebody else of this role at the counter."""
        before, self.desk.actor = self.desk.actor, getattr(self.people, role)
        try:
            yield
        finally:
            self.desk.actor = before

    def on(self, day: str, hour: int = 10) -> None:
        """It is this day."""
        moment = datetime.combine(date.fromisoformat(day), datetime.min.time(), self.desk.zone).replace(hour=hour)
        self.clock.now = moment
        service.sweep(self.desk)

    def person(self, **more: Any) -> PersonEntry:
        self.made += 1
        known: dict[str, Any] = {
            "name": NAME, "sex": "female", "document_kind": "resident-card",
            "document_number": self.resident("19850314", f"{self.made * 2:03d}"), "birthday": date(1985, 3, 14),
            "phones": (f"1380000{self.made:04d}",), "address": "1栋1单元101",
        }  # fmt: skip
        return PersonEntry(**{**known, **more})

    def entry(self, person: PersonEntry | None = None, **more: Any) -> JoinEntry:
        known: dict[str, Any] = {
            "person": person or self.person(), "receipts_seen": True, "identity_seen": True, "consent": True,
            "goods": ("food",),
        }  # fmt: skip
        return JoinEntry(**{**known, **more})

    def join(self, person: PersonEntry | None = None, **more: Any) -> MemberView:
        return service.join(self.desk, self.entry(person, **more))

    def holder(self, **more: Any) -> MemberView:
        """A member with the card in hand."""
        return service.hand_over(self.desk, self.join(**more).id, signer=NAME)

    def lose(self, member: MemberView) -> MemberView:
        return service.lose(self.desk, member.id, note="本人来电，地铁上丢失")

    def replace(self, member: MemberView, cause: str = "lost", **more: Any) -> MemberView:
        entry = ReplaceEntry(cause, identity_seen=True, old_returned=cause != "lost")
        return service.replace(self.desk, member.id, replace(entry, **more))


def fields(refused: Any) -> dict[str, str]:
    """What was refused: the codes by field."""
    error = refused.value
    assert isinstance(error, InvalidInput), error
    return {problem.field: problem.code for problem in error.problems}


def switch(counter: Counter, code: str) -> None:
    """The site uses another scheme from the next day on, which it is then."""
    tomorrow = counter.desk.today() + timedelta(days=1)
    levels = STANDARD[code].codes
    with counter.role("manager"):
        mapping = dict.fromkeys(STANDARD["points"].codes, levels[0])
        schemes.save(counter.desk, SchemeEntry(STANDARD[code], tomorrow, "", mapping))
    counter.on(tomorrow.isoformat())

"""Random lives of notices, legal and illegal, against a model; after each act the laws hold.

The laws: each notice is in the state the model gives it, and what is over never changes again; none is issued with less time than
its kind is told ahead unless a supervisor wrote why; a poster hangs only of what was issued; what hangs is what was put up and not
taken down; what was delivered is what was noted last for each home; an outage has its mass incident from its begin to its end and no
longer; a withdrawal is a notice of its own; a refused act leaves everything as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from desk.errors import DeskError
from desk.models import AuditEvent, Incident
from desk.models.notices import Notice, NoticeDelivery, NoticeIncident, NoticePosting
from desk.models.slips import SlipRecord
from desk.services import households, incidents
from desk.services import notices as service
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit.desk import Desk
from desk.services.site import check
from tests.soak._machine import Dice

UNITS = (1, 2, 3, 4)
LIVED_IN = (1, 2, 3)
AHEAD = {"outage": timedelta(hours=24)}
"""How long ahead a kind is told; the others by whole days."""
DAYS = {"prices": 15}
OVER = ("ended", "withdrawn", "cancelled")


@dataclass
class Told:
    """What the model knows of a notice."""

    kind: str
    since: datetime
    until: datetime | None
    emergency: bool
    state: str = "draft"
    reason: bool = False
    begun: bool = False
    up: int = 0
    posters: int = 0
    withdraws: int = 0
    doors: dict[int, str] = field(default_factory=dict)
    text: str = ""


class Board:
    """The notices of a site, and the model of them."""

    def __init__(self, desk: Desk, clock: Any, people: Any) -> None:
        self.desk, self.clock, self.people = desk, clock, people
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.told: dict[int, Told] = {}
        self.ended: set[int] = set()
        """Outages whose incident was ended on its own page: the clock ends them."""
        for unit in LIVED_IN:
            households.register_person(self.desk, PersonEntry(f"住户{'甲乙丙'[unit - 1]}"), StayEntry(unit, "owner"))

    @property
    def acts(self) -> tuple[Callable[[Dice], None], ...]:
        """Every act, the common ones more often."""
        return (
            self.write, self.write, self.write, self.edit, self.approve, self.approve, self.approve, self.issue, self.issue, self.issue,
            self.post, self.post, self.take_down, self.deliver, self.deliver, self.extend, self.end, self.end_incident, self.withdraw,
            self.cancel, self.paper, self.sleep, self.sleep,
        )  # fmt: skip

    def step(self, dice: Dice) -> None:
        """One act, and the laws after it."""
        act = dice.of(self.acts)
        self.desk.actor = dice.of((self.people.receptionist, self.people.supervisor, self.people.supervisor))
        before = self._figures()
        try:
            act(dice)
            self.done[act.__name__] += 1
        except DeskError as error:
            self.refused[f"{act.__name__}: {error.code}"] += 1
            assert self._figures() == before, f"a refused {act.__name__} changed something"
        self.laws()

    def _figures(self) -> tuple[object, ...]:
        with self.desk.look() as session:
            counts = [
                session.scalar(select(func.count()).select_from(kind))
                for kind in (AuditEvent, NoticePosting, NoticeDelivery, NoticeIncident, SlipRecord)
            ]
            return (*counts, tuple(session.execute(select(Notice.id, Notice.state, Notice.up, Notice.text)).all()))

    # -------------------------------------------------------------------------------------------------------------- laws
    def laws(self) -> None:
        """The books say what the model says."""
        with self.desk.look() as session:
            rows = {row.id: row for row in session.scalars(select(Notice))}
            hanging = Counter(session.scalars(select(NoticePosting.notice_id).where(NoticePosting.down_at.is_(None))))
            posters = Counter(session.scalars(select(SlipRecord.subject).where(SlipRecord.kind == "notice-poster")))
            runs = Counter(
                session.scalars(
                    select(NoticeIncident.notice_id)
                    .join(Incident, Incident.id == NoticeIncident.incident_id)
                    .where(Incident.state == "running")
                )
            )
            for number, told in self.told.items():
                row = rows[number]
                assert row.state == told.state, (number, row.state, told.state)
                assert row.text == told.text or told.withdraws, number
                assert row.up == hanging[number] == told.up, number
                assert posters[f"public-notice:{number}"] == told.posters, number
                assert bool(row.begun_at) == told.begun, number
                if told.state != "issued":
                    assert not runs[number], f"{number} is over and its incident runs"
                if told.state in ("issued", "ended", "withdrawn") and self._short(told, row.issued_at):
                    assert row.late_reason, f"{number} was told late and nobody said why"
            assert set(rows) == set(self.told)

    def _short(self, told: Told, at: datetime) -> bool:
        """Whether less time was left than the kind is told ahead, reckoned anew."""
        if told.emergency or told.withdraws:
            return False
        if told.kind in AHEAD:
            return told.since - at < AHEAD[told.kind]
        days = (self.desk.local(told.since).date() - self.desk.local(at).date()).days
        return days < DAYS.get(told.kind, 3)

    def whole(self) -> None:
        """Everything that `desk check` proves, and what each page says of proof."""
        found = check.check(self.desk)
        assert found == [], found
        for number, told in list(self.told.items())[-12:]:
            view = service.notice(self.desk, number)
            reached = sum(told.doors.get(unit) in ("signed", "left") for unit in LIVED_IN)
            assert (view.reached, view.homes) == (reached, len(LIVED_IN))
            assert bool(view.percent) == bool(told.doors)
            left = {row.id for row in service.deliveries(self.desk, number, view="left").rows}
            assert left == {unit for unit in LIVED_IN if told.doors.get(unit) not in ("signed", "left")}
            assert len(view.postings) >= view.up

    def _sweep(self, *, later: bool) -> None:
        """What the clock does, by the model; `later`: the minute in which an end may be taken back is over."""
        now = self.clock.now
        for number, told in self.told.items():
            if told.state != "issued":
                continue
            if number in self.ended and later:
                told.state = "ended"
            elif told.kind == "outage" and not told.withdraws:
                told.begun = told.begun or told.since <= now
            elif told.until is not None and told.until <= now:
                told.state = "ended"

    # -------------------------------------------------------------------------------------------------------------- acts
    def _entry(self, dice: Dice) -> service.NoticeEntry:
        kind = dice.of(("outage", "outage", "prices", "holiday", "other"))
        since = self.clock.now + timedelta(hours=dice.of((-2, 1, 23, 24, 30, 72, 96, 96, 400, 400)))
        until = since + timedelta(hours=dice.of((-1, 4, 10, 10, 30))) if dice.number(0, 5) else None
        return service.NoticeEntry(
            kind, "通知", f"第{dice.number(1, 99)}次通知", since, until, scope="buildings", places=dice.of(("1栋",) * 6 + ("9栋", "")),
            english="Notice.", emergency=dice.number(0, 3) == 0, category="water" if kind == "outage" else "",
        )  # fmt: skip

    def write(self, dice: Dice) -> None:
        entry = self._entry(dice)
        view = service.write(self.desk, entry)
        assert entry.since is not None
        assert entry.emergency or entry.since >= self.clock.now
        self.told[view.id] = Told(entry.kind, entry.since, entry.until, entry.emergency, text=entry.text)

    def _one(self, dice: Dice, *states: str) -> int:
        """One of the notices, mostly one in a fitting state."""
        fit = [number for number, told in self.told.items() if told.state in states]
        return int(dice.of(fit[-6:] if fit and dice.number(0, 9) else list(self.told)[-12:] or [1]))

    def edit(self, dice: Dice) -> None:
        number, entry = self._one(dice, "draft", "approved"), self._entry(dice)
        view = service.edit(self.desk, number, entry)
        assert self.told[number].state in ("draft", "approved")
        assert entry.since is not None
        self.told[number] = Told(entry.kind, entry.since, entry.until, entry.emergency, text=entry.text)
        assert view.approved_by == ""

    def approve(self, dice: Dice) -> None:
        number, reason = self._one(dice, "draft"), dice.of(("", "抢修"))
        service.approve(self.desk, number, reason=reason)
        told = self.told[number]
        assert told.state == "draft"
        assert self.desk.actor == self.people.supervisor
        told.state, told.reason = "approved", bool(reason)

    def issue(self, dice: Dice) -> None:
        number = self._one(dice, "approved")
        service.issue(self.desk, number, reason=dice.of(("", "", "抢修")))
        told = self.told[number]
        assert told.state == "approved"
        assert told.emergency or told.since >= self.clock.now
        told.state, told.posters = "issued", 1

    def post(self, dice: Dice) -> None:
        number = self._one(dice, "issued")
        service.post(self.desk, number, service.PostingEntry(dice.of(("大门", "")), "李强", self._when(dice)))
        assert self.told[number].state == "issued"
        self.told[number].up += 1

    def _when(self, dice: Dice) -> datetime | None:
        # The dice give one of what they get.
        return dice.of((None, None, self.clock.now + timedelta(hours=1), self.clock.now - timedelta(days=900)))  # type: ignore[no-any-return]

    def take_down(self, dice: Dice) -> None:
        number = self._one(dice, "issued", "ended", "withdrawn")
        service.take_down(self.desk, number, by="李强")
        assert self.told[number].up > 0
        self.told[number].up = 0

    def deliver(self, dice: Dice) -> None:
        number = self._one(dice, "issued")
        outcome = dice.of(("signed", "left", "refused", "absent"))
        units = (dice.of(UNITS),) if outcome == "signed" else tuple({dice.of(UNITS), dice.of(UNITS)})
        service.deliver(self.desk, number, service.DeliveryEntry(units, outcome, dice.of(("本人", "本人", "")), "李强"))
        assert self.told[number].state == "issued"
        self.told[number].doors.update(dict.fromkeys(units, outcome))

    def extend(self, dice: Dice) -> None:
        number = self._one(dice, "issued")
        until = self.clock.now + timedelta(hours=dice.number(-2, 40))
        service.extend(self.desk, number, until=until)
        told = self.told[number]
        assert told.begun
        assert told.until is None or until > told.until
        told.until, told.posters = until, told.posters + 1

    def end(self, dice: Dice) -> None:
        number = self._one(dice, "issued")
        service.end(self.desk, number, result=dice.of(("已恢复", "已恢复", "")))
        told = self.told[number]
        assert told.state == "issued"
        assert told.kind != "outage" or told.withdraws or told.begun
        told.state = "ended"

    def end_incident(self, dice: Dice) -> None:
        """The incident of an outage is ended on its own page: the notice follows with the clock."""
        number = self._one(dice, "issued")
        with self.desk.look() as session:
            opened = session.scalars(select(NoticeIncident.incident_id).where(NoticeIncident.notice_id == number)).all()
        for each in opened:
            incidents.end_incident(self.desk, each, result="已恢复")
        if opened:
            service.sweep(self.desk)
            self._sweep(later=False)
            assert service.notice(self.desk, number).state == "issued", "the end may still be taken back"
            self.ended.add(number)

    def withdraw(self, dice: Dice) -> None:
        number = self._one(dice, "issued")
        new = service.withdraw(self.desk, number, note=dice.of(("改期", "改期", "")))
        old = self.told[number]
        assert old.state == "issued"
        assert new.withdraws_id == number
        old.state = "withdrawn"
        self.told[new.id] = Told(old.kind, self.clock.now, old.until, False, "issued", posters=1, withdraws=number)

    def cancel(self, dice: Dice) -> None:
        number = self._one(dice, "draft", "approved")
        service.cancel(self.desk, number, note=dice.of(("不办了", "")))
        assert self.told[number].state in ("draft", "approved")
        self.told[number].state = "cancelled"

    def paper(self, dice: Dice) -> None:
        number, kind = self._one(dice, "issued"), dice.of(("notice-poster", "notice-copy", "notice-list"))
        service.issue_paper(self.desk, number, kind)
        assert self.told[number].state in ("issued", "ended", "withdrawn")
        self.told[number].posters += kind == "notice-poster"

    def sleep(self, dice: Dice) -> None:
        """Time goes by, and does what it does to notices; a second look finds nothing."""
        self.clock.forward(hours=dice.of((1, 1, 6, 30, 80)))
        while service.sweep(self.desk):
            pass
        self._sweep(later=True)


def begin(desk: Desk, clock: Any, people: Any) -> Board:
    """A board of notices."""
    return Board(desk, clock, people)


__all__ = ["Board", "begin"]

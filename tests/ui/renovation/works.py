"""A renovation at the counter of the window's tests, each step as one word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from desk.rules.kit.money import Tender
from desk.services import renovation as service
from desk.services import staff
from desk.services.renovation import (
    ContractorEntry,
    DocumentEntry,
    DownstairsEntry,
    FileEntry,
    InspectionEntry,
    PassEntry,
    PassesEntry,
    RenovationView,
    WorkEntry,
)

if TYPE_CHECKING:
    from tests.ui.counter import Counter
from tests.ui.household_site import resident

OWNER = "单雄风"
FIRST = date(2026, 11, 23)
LAST = date(2027, 1, 31)
ROOM = 4
CARDS = tuple(resident("19850314", f"{at:03d}") for at in range(1, 10))
PAPERS = (
    "application", "pledge", "owner-pledge", "licence", "qualification", "contract", "drawings", "leader-papers",
    "worker-papers",
)  # fmt: skip


class Works:
    """A renovation at the counter, each step as one word; what the tests of the window begin with."""

    def __init__(self, counter: Counter) -> None:
        self.counter, self.desk = counter, counter.desk

    def as_supervisor(self, act: Any, *args: Any, **more: Any) -> Any:
        """Runs an act with the role of a supervisor."""
        before = self.desk.actor
        assert before is not None
        self.desk.actor = replace(before, role="supervisor")
        try:
            return act(*args, **more)
        finally:
            self.desk.actor = before

    def officer(self) -> int:
        return next(each.id for each in staff.staff_list(self.desk) if each.name == "陈刚")

    def contractor(self) -> int:
        entry = ContractorEntry("宏达装饰有限公司", "91350100M000100Y43", "赵强", "13800000001", qualification="贰级")
        return service.save_contractor(self.desk, entry).id

    def filed(self, **more: Any) -> RenovationView:
        known: dict[str, Any] = {
            "unit_id": ROOM, "applicant": OWNER, "first": FIRST, "last": LAST, "applicant_phone": "13900000001",
            "works": (WorkEntry("floor", "客厅、卧室", plan=True), WorkEntry("bathroom", "主卫", plan=True)),
            "leader": "李工", "leader_phone": "13700000001", "officer_id": self.officer(), "summary": "全屋翻新",
            "workers": 6, "owner_pledge": True, "deposit": 200000,
        }  # fmt: skip
        if "contractor_id" not in more:
            known["contractor_id"] = self.contractor()
        return service.file(self.desk, FileEntry(**{**known, **more}))

    def papers(self, file: RenovationView, *codes: str) -> None:
        service.receive(
            self.desk, file.id, [DocumentEntry(code, stamped=code in ("licence", "qualification")) for code in codes]
        )

    def submitted(self) -> RenovationView:
        file = self.filed()
        self.papers(file, *PAPERS)
        return service.submit(self.desk, file.id)

    def told(self) -> RenovationView:
        file: RenovationView = self.as_supervisor(service.approve, self.desk, self.submitted().id)
        return service.tell(self.desk, file.id, how="phone")

    def running(self) -> RenovationView:
        file = self.told()
        service.notify(self.desk, file.id)
        self.papers(file, "fire", "agreement")
        service.sign(self.desk, file.id, signed=["owner", "centre", "contractor"])
        service.take_deposit(self.desk, file.id, payer=OWNER, tenders=[Tender("cash", 200000)])
        return service.start(self.desk, file.id)

    def with_passes(self, count: int = 2) -> RenovationView:
        file = self.running()
        workers = tuple(
            PassEntry(f"工人{at}", number, trade="mason", papers_seen=True)
            for at, number in enumerate(CARDS[:count], 1)
        )
        entry = PassesEntry(workers, copy_shown=True, deposit=2000, payer=OWNER, tenders=(("cash", 2000 * count, ""),))
        service.issue_passes(self.desk, file.id, entry)
        return service.renovation(self.desk, file.id)

    def passed(self, count: int = 2) -> RenovationView:
        file = self.with_passes(count)
        service.ask_inspection(self.desk, file.id)
        return service.inspect(self.desk, file.id, InspectionEntry("completion", passed=True))

    def ripe(self, count: int = 0) -> RenovationView:
        """Three months later, signed downstairs, nobody moved in."""
        file = self.passed(count) if count else self._without_passes()
        service.note_moving_in(self.desk, file.id, nobody=True)
        self.on(date(2027, 3, 1))
        service.note_downstairs(self.desk, file.id, DownstairsEntry("楼下张先生", self.desk.today(), by_owner=True))
        return service.renovation(self.desk, file.id)

    def _without_passes(self) -> RenovationView:
        file = self.running()
        service.ask_inspection(self.desk, file.id)
        return service.inspect(self.desk, file.id, InspectionEntry("completion", passed=True))

    def on(self, day: date) -> None:
        """It is this day."""
        self.counter.clock.now = datetime.combine(day, datetime.min.time(), self.desk.zone).replace(hour=10)
        service.sweep(self.desk)

    def show(self, file: RenovationView) -> Any:
        """Opens the page of a file."""
        self.counter.window.open_target(f"renovation:{file.id}")
        self.counter.settle()
        return self.counter.page()

    def now(self, file: RenovationView) -> RenovationView:
        """The file as it is stored."""
        return service.renovation(self.desk, file.id)

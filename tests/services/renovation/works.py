"""A renovation at the counter of the tests: each step as one short word."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from desk.errors import InvalidInput
from desk.rules.kit.money import Tender
from desk.services import renovation as service
from desk.services.kit.desk import Desk
from desk.services.renovation import (
    ContractorEntry,
    DocumentEntry,
    DownstairsEntry,
    FileEntry,
    InspectionEntry,
    PassEntry,
    PassesEntry,
    PassView,
    RefundEntry,
    RefundView,
    RenovationView,
    WorkEntry,
)
from tests.kit.site import Clock, People

OWNER = "王芳"
WORKS = (WorkEntry("floor", "客厅、卧室"), WorkEntry("bathroom", "主卫"))
CREDIT_CODE = "91350100M000100Y43"
PAPERS = (
    "application", "pledge", "owner-pledge", "licence", "qualification", "contract", "drawings", "leader-papers",
    "worker-papers",
)  # fmt: skip
SIGNING = ("fire", "agreement")
ROOM = 11
"""1栋2单元301: a room with one below it on the test site."""


@dataclass
class Counter:
    """The counter: a desk, its clock, its people, numbers of identity cards."""

    desk: Desk
    clock: Clock
    people: People
    resident: Callable[..., str]

    @contextmanager
    def supervisor(self) -> Iterator[None]:
        """Somebody of a supervisor's role at the counter, with the receptionist's shift."""
        before, self.desk.actor = self.desk.actor, replace(self.people.receptionist, role="supervisor")
        try:
            yield
        finally:
            self.desk.actor = before

    def on(self, day: str, hour: int = 10) -> None:
        """It is this day."""
        moment = datetime.combine(date.fromisoformat(day), datetime.min.time(), self.desk.zone).replace(hour=hour)
        self.clock.now = moment
        service.sweep(self.desk)

    def contractor(self, **more: Any) -> int:
        entry = ContractorEntry("宏达装饰有限公司", CREDIT_CODE, "赵强", "13800000001", qualification="贰级", **more)
        return service.save_contractor(self.desk, entry).id

    def entry(self, **more: Any) -> FileEntry:
        today = self.desk.today()
        known: dict[str, Any] = {
            "unit_id": ROOM, "applicant": OWNER, "first": today, "last": today.replace(day=28), "works": WORKS,
            "applicant_phone": "13900000001", "leader": "李工", "leader_phone": "13700000001",
            "officer_id": self.people.supervisor.id, "summary": "全屋翻新", "workers": 6,
        }  # fmt: skip
        if "contractor_id" not in more:
            known["contractor_id"] = (
                next((each.id for each in service.contractors(self.desk)), None) or self.contractor()
            )
        return FileEntry(**{**known, **more})

    def file(self, **more: Any) -> RenovationView:
        return service.file(self.desk, self.entry(**more))

    def papers(self, file: RenovationView, *codes: str) -> RenovationView:
        stamped = ("licence", "qualification")
        return service.receive(self.desk, file.id, [DocumentEntry(code, stamped=code in stamped) for code in codes])

    def approved(self, **more: Any) -> RenovationView:
        file = self.file(**more)
        service.submit(self.desk, file.id)
        self.papers(file, *PAPERS)
        service.receive_plans(self.desk, file.id, [work.code for work in file.works])
        with self.supervisor():
            return service.approve(self.desk, file.id)

    def told(self, **more: Any) -> RenovationView:
        return service.tell(self.desk, self.approved(**more).id, how="phone")

    def pay(self, file: RenovationView, fen: int = 200000, payer: str = OWNER) -> RenovationView:
        return service.take_deposit(self.desk, file.id, payer=payer, tenders=[Tender("cash", fen)])

    def running(self, **more: Any) -> RenovationView:
        file = self.told(**more)
        service.notify(self.desk, file.id)
        self.papers(file, *SIGNING)
        service.sign(self.desk, file.id, signed=["owner", "centre", "contractor"])
        if file.deposit_due:
            self.pay(file)
        return service.start(self.desk, file.id)

    def passes(self, file: RenovationView, count: int, **more: Any) -> tuple[PassView, ...]:
        workers = tuple(
            PassEntry(f"工人{place}", self.resident(sequence=f"{place:03d}"), trade="mason", papers_seen=True)
            for place in range(1, count + 1)
        )
        known: dict[str, Any] = {"copy_shown": True, "payer": OWNER, "tenders": (("cash", 2000 * count, ""),)}
        return service.issue_passes(self.desk, file.id, PassesEntry(workers, **{**known, **more}))

    def finished(self, file: RenovationView, *, passed: bool = True, **more: Any) -> RenovationView:
        if file.state in ("running", "extended", "expired"):
            service.ask_inspection(self.desk, file.id)
        note = "" if passed else "渗漏"
        return service.inspect(self.desk, file.id, InspectionEntry("completion", passed, note=note, **more))

    def settled(self, file: RenovationView, moved_in: date | None = None) -> RenovationView:
        """Moving in and the signature downstairs."""
        service.note_moving_in(self.desk, file.id, on=moved_in, nobody=moved_in is None)
        return service.note_downstairs(
            self.desk, file.id, DownstairsEntry("楼下张先生", self.desk.today(), by_owner=True)
        )

    def refund(self, file: RenovationView, **more: Any) -> RefundView:
        known: dict[str, Any] = {"payee": OWNER, "payer": "self", "certificate": True, "receipt": True}
        with self.supervisor():
            return service.refund(self.desk, file.id, RefundEntry(**{**known, **more}))

    def photo(self) -> Path:
        """A photo as a camera gives it."""
        from PIL import Image

        file = self.desk.data / "photo.png"
        image = Image.new("RGB", (300, 400), (200, 215, 230))
        image.paste((90, 110, 140), (100, 90, 200, 210))
        image.paste((60, 80, 110), (60, 230, 240, 400))
        image.save(file, "PNG")
        return file


def fields(refused: Any) -> dict[str, str]:
    """What was refused: the codes by field."""
    error = refused.value
    assert isinstance(error, InvalidInput), error
    return {problem.field: problem.code for problem in error.problems}


def words(refused: Any) -> str:
    """All sentences of a refusal."""
    return "\n".join(problem.message for problem in refused.value.problems)

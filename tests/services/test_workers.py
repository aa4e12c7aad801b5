"""Workers are kept without a sign-in and get jobs; who was only on the staff for that stays usable."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk.errors import InvalidInput, NotAllowed, NotFound
from desk.services import requests, slips, staff, workers
from desk.services.requests import RequestEntry
from desk.services.site.check import check
from desk.services.workers import WorkerEntry
from tests.kit.site import PIN

ZHAO = WorkerEntry(" 赵铁柱 ", "engineering", ("electrician", "plumber"), "8-17", "1234567", "138 0000 0901")


def job(desk, **more):
    entry = RequestEntry("repair", "phone", caller_name="王五", category="leak", content="水管漏水", place="1栋")
    entry = replace(entry, promised_at=desk.clock() + timedelta(hours=4), **more)
    return requests.log_request(desk, entry)


def test_a_worker_is_added_changed_retired_and_taken_back(desk, staff_of_site, events):
    desk.actor = staff_of_site.supervisor
    added = workers.add_worker(desk, ZHAO)
    assert (added.name, added.hours, added.phone, added.on_duty) == ("赵铁柱", "08:00-17:00", "13800000901", True)
    away = workers.change_worker(desk, added.id, replace(ZHAO, away_until=desk.today()))
    assert (away.on_duty, away.trades) == (False, ("electrician", "plumber"))
    gone = workers.retire_worker(desk, added.id)
    assert (gone.active, gone.on_duty) == (False, False)
    assert workers.workers(desk, active_only=True) == ()
    assert workers.restore_worker(desk, added.id).active
    assert not check(desk)
    assert [len(events(f"worker.{act}")) for act in ("add", "change", "retire", "restore")] == [1, 1, 1, 1]
    assert "13800000901" not in str(events("worker.change")[0].data)


def test_a_receptionist_changes_none(desk):
    for call in (
        lambda: workers.add_worker(desk, ZHAO),
        lambda: workers.change_worker(desk, 1, ZHAO),
        lambda: workers.retire_worker(desk, 1),
        lambda: workers.restore_worker(desk, 1),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_what_is_wrong_comes_at_once_by_field(desk, staff_of_site):
    desk.actor = staff_of_site.supervisor
    first = workers.add_worker(desk, ZHAO)
    wrong = WorkerEntry("赵铁柱", "nowhere", ("juggler",), "8-8", "9", "12", date(26, 1, 1))
    with pytest.raises(InvalidInput) as caught:
        workers.add_worker(desk, wrong)
    assert {each.field for each in caught.value.problems} == {
        "name", "department", "trades", "hours", "days", "phone", "away_until",
    }  # fmt: skip
    workers.retire_worker(desk, first.id)
    workers.add_worker(desk, ZHAO)
    with pytest.raises(InvalidInput):
        workers.restore_worker(desk, first.id)  # somebody else has the name meanwhile
    with pytest.raises(NotFound):
        workers.retire_worker(desk, 99)


def test_workers_come_before_staff_each_name_once(desk, staff_of_site):
    desk.actor = staff_of_site.manager
    staff.add_staff(desk, staff.StaffEntry("zhao", "赵铁柱", "receptionist", PIN, "engineering"))
    offered = workers.candidates(desk, department="engineering", present="林晓")
    assert offered[0].name == "赵铁柱"  # only on the staff, and usable as before
    assert offered[-1].name == "林晓"
    workers.add_worker(desk, ZHAO)
    workers.add_worker(desk, replace(ZHAO, name="钱大勇", hours="20-8", phone=""))
    offered = workers.candidates(desk, department="engineering")
    assert [(each.name, each.on_duty, each.staff) for each in offered][:2] == [
        ("赵铁柱", True, False), ("钱大勇", False, False),
    ]  # fmt: skip
    assert len({each.name for each in offered}) == len(offered)


def test_a_work_order_names_the_worker_and_what_the_worker_can(desk, staff_of_site):
    desk.actor = staff_of_site.supervisor
    added = workers.add_worker(desk, ZHAO)
    desk.actor = staff_of_site.receptionist
    done = requests.assign(desk, job(desk).id, department="engineering", responsible="赵铁柱")
    paper = next(slip for slip in done.slips if slip.kind == "dispatch")
    assert "工程部 赵铁柱（电工、水工）" in str(slips.slip_content(desk, paper.number))
    desk.actor = staff_of_site.supervisor
    workers.retire_worker(desk, added.id)
    with pytest.raises(InvalidInput) as caught:
        requests.assign(desk, job(desk).id, department="engineering", responsible="赵铁柱")
    assert caught.value.problems[0].code == "left"
    outside = requests.assign(desk, job(desk).id, department="engineering", responsible="某某电梯公司")
    assert outside.responsible == "某某电梯公司"

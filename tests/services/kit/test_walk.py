"""The morning walk: in its order, each thing once, counting to zero; the guide of the first week ticks itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk import features
from desk.errors import NotAllowed
from desk.services import callbacks, requests, site, slips, staff
from desk.services.kit import due
from desk.services.requests import RequestEntry, moves
from desk.services.site import guide
from tests.kit.site import PIN

REPAIR = RequestEntry("repair", "phone", caller_name="王五", category="leak", content="水管漏水", place="1栋")


def log(desk, **more):
    promised = more.pop("promised_at", desk.clock() + timedelta(hours=2))
    return requests.log_request(desk, replace(REPAIR, promised_at=promised, **more))


def complaint_to_call(desk):
    made = log(desk, kind="complaint", category="noise", repeated_back=True)
    requests.assign(desk, made.id, department="security", responsible="陈刚")
    requests.resolve(desk, made.id, result="已劝阻")
    return made


def test_overdue_then_not_handed_over_then_callbacks_then_the_rest(desk, clock):
    called = complaint_to_call(desk)
    clock.forward(days=3)
    overdue = log(desk)
    requests.assign(desk, overdue.id, department="engineering", responsible="赵铁柱")
    clock.forward(hours=3)
    waiting = log(desk, promised_at=clock() + timedelta(hours=5))
    clock.forward(minutes=4)
    today = log(desk, promised_at=clock() + timedelta(hours=1))
    requests.assign(desk, today.id, department="engineering", responsible="赵铁柱")
    seen, put_off = [], ()
    view = due.walk(desk)
    assert view.left == due.waiting(desk)
    for _each in range(view.left):
        view = due.walk(desk, put_off=put_off)
        seen.append((view.step.code, view.step.row.target, view.step.row.act))
        put_off += (view.step.row.about,)
    assert seen[:3] == [
        ("overdue", f"request:{overdue.id}", "resolve"),
        ("handover", f"request:{waiting.id}", "assign"),
        ("callback", f"request:{called.id}", "callback"),
    ]
    assert len({target for _code, target, _act in seen}) == len(seen)
    again = due.walk(desk, put_off=put_off)
    assert (again.step.row.target, again.put_off, again.left) == (seen[0][1], len(seen), len(seen))
    requests.resolve(desk, overdue.id, result="已修好")
    assert due.walk(desk).left == len(seen) - 1
    requests.assign(desk, waiting.id, department="engineering", responsible="赵铁柱")
    requests.resolve(desk, waiting.id, result="已修好")
    entry = callbacks.CallbackEntry("reached", "phone", score=5)
    callbacks.record_callback(desk, called.id, entry)
    requests.resolve(desk, today.id, result="已修好")
    assert due.walk(desk) == due.WalkView(None, 0, 0, ())


def test_each_thing_is_said_once_under_its_most_pressing_reason(desk, clock):
    """Whatever features declare: no thing stands in two cards, and the counts of what waits agree with the rows."""
    complaint_to_call(desk)
    for number in range(3):
        made = log(desk)
        if number:
            requests.assign(desk, made.id, department="engineering", responsible="赵铁柱")
    escalated = log(desk)
    moves.escalate(desk, escalated.id, to="supervisor", reason="多次")
    held = log(desk)
    requests.assign(desk, held.id, department="engineering", responsible="赵铁柱")
    moves.hold(desk, held.id, reason="缺配件", until=clock() + timedelta(hours=1))
    for forward in (timedelta(), timedelta(minutes=5), timedelta(hours=3), timedelta(days=4)):
        clock.now += forward
        found = due.items(desk, limit=100)
        things = [row.about for item in found for row in item.rows if ":" in row.about]
        assert len(things) == len(set(things))
        for item in found:
            if item.rows:
                assert item.count == len(item.rows), (
                    item.code
                )  # the question leaves out what was said, the engine has nothing to drop
        assert due.waiting(desk) == sum(item.count for item in found if item.waits)


def test_what_waits_has_its_place_in_the_walk_and_its_act_can_be_loaded():
    for each in features.each("due"):
        if each.act:
            assert each.waits, each.code
            assert callable(features.load(each.act))
    assert [each.code for each in sorted(features.each("due"), key=lambda due: due.walk)][:3] == [
        "overdue", "handover", "callback",
    ]  # fmt: skip


def test_the_steps_of_the_first_week_tick_themselves(empty_desk, clock):
    desk = empty_desk
    plan = (site.BuildingPlan("1栋", 1, 1, 1),)
    site.set_up(desk, site.SetUp("阳光花园", "", "zh_CN", plan, "周敏", "zhou", PIN))
    steps = guide.guide(desk)
    assert [step.code for step in steps] == [
        "roster", "staff", "printers", "printed", "copied", "recovery", "telephones",
    ]  # fmt: skip
    assert not any(step.done for step in steps)
    staff.add_staff(desk, staff.StaffEntry("lin", "林晓", "receptionist", PIN))
    staff.new_recovery_code(desk)
    slips.save_printer_choice(desk, "complaint", slips.printer_choice(desk, "complaint"))
    site.change_site(desk, hotline="0755-26001234")
    made = log(desk)
    slips.print_copy(desk, made.slips[0].number, printer="office")
    done = {step.code for step in guide.guide(desk) if step.done}
    assert done == {"staff", "recovery", "printers", "telephones", "printed"}
    clock.forward(days=31)
    assert guide.guide(desk) == ()  # no new site any more


def test_the_guide_is_put_away_for_good_by_a_supervisor(empty_desk):
    desk = empty_desk
    site.set_up(desk, site.SetUp("阳光花园", "", "zh_CN", (), "周敏", "zhou", PIN))
    me = desk.actor
    clerk = staff.add_staff(desk, staff.StaffEntry("lin", "林晓", "receptionist", PIN))
    desk.actor = me.__class__(clerk.id, clerk.login, clerk.name, clerk.role)
    with pytest.raises(NotAllowed):
        guide.dismiss(desk)
    desk.actor = me
    guide.dismiss(desk)
    assert guide.guide(desk) == ()

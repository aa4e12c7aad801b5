"""Approval on the spot: somebody who may enters the PIN, the one at the counter stays signed in."""

from __future__ import annotations

import pytest

from desk.errors import DeskError, InvalidInput, NotAllowed
from desk.services import requests, staff
from desk.services.site import check
from desk.services.staff import Approval, approving
from tests.services.request_site import given_out, problems, resolved

LOGIN, PIN = "chen", "246810"


def test_a_supervisor_approves_what_the_receptionist_does(desk, staff_of_site, events):
    job = given_out(desk)
    with pytest.raises(NotAllowed) as refused:
        requests.cancel(desk, job.id, reason="客户撤回")
    assert refused.value.role == "supervisor"
    with approving(desk, Approval(LOGIN, PIN, "已与客户确认")):
        assert requests.cancel(desk, job.id, reason="客户撤回").state == "cancelled"
    assert desk.actor == staff_of_site.receptionist
    (event,) = events("request.cancel")
    assert event.staff_id == staff_of_site.receptionist.id
    assert event.data["approved_by"] == staff_of_site.supervisor.name
    assert (event.data["approver"], event.data["approved_because"]) == (staff_of_site.supervisor.id, "已与客户确认")
    assert check.check(desk) == []


def test_an_approval_is_named_only_where_it_was_needed_and_ends_with_its_act(desk, events):
    job = given_out(desk)
    with approving(desk, Approval(LOGIN, PIN)):
        requests.add_note(desk, job.id, "记")
    assert "approver" not in events("request.note")[0].data
    with pytest.raises(NotAllowed):
        requests.cancel(desk, job.id, reason="客户撤回")


def test_an_approval_that_is_not_high_enough_helps_nothing(desk, staff_of_site):
    with approving(desk, Approval(LOGIN, PIN)), pytest.raises(NotAllowed) as refused:
        staff.retire(desk, staff_of_site.supervisor.id)
    assert refused.value.role == "manager"


def test_a_waiver_needs_a_supervisor_and_everything_else_is_told_with_it(desk, events):
    done = resolved(desk)
    with pytest.raises(NotAllowed):
        requests.close(desk, done.id, waiver="客户出国")
    with approving(desk, Approval(LOGIN, PIN)), pytest.raises(InvalidInput) as refused:
        requests.close(desk, done.id, waiver=" ")
    assert problems(refused)["callback"] == "callback"
    with approving(desk, Approval(LOGIN, PIN)):
        closed = requests.close(desk, done.id, cause="装修", waiver="客户出国")
    assert (closed.state, closed.waiver) == ("closed", "客户出国")
    assert "approver" in events("request.close")[0].data


def test_wrong_pins_of_an_approver_count_although_nothing_is_done(desk, staff_of_site, clock):
    job = given_out(desk)
    left = int(desk.policy["staff.pin_attempts"])
    for attempt in range(left):
        with pytest.raises(DeskError) as refused, approving(desk, Approval(LOGIN, "9999")):
            raise AssertionError("nobody approved anything")
        assert refused.value.code == ("wrong-pin" if attempt < left - 1 else "locked-out")
    with pytest.raises(DeskError) as refused, approving(desk, Approval(LOGIN, PIN)):
        requests.cancel(desk, job.id, reason="客户撤回")
    assert refused.value.code == "locked-out"
    assert requests.request(desk, job.id).state == "assigned"
    assert desk.actor == staff_of_site.receptionist
    clock.forward(minutes=float(desk.policy["staff.lock_minutes"]) + 1)
    with approving(desk, Approval(LOGIN, PIN)):
        assert requests.cancel(desk, job.id, reason="客户撤回").state == "cancelled"


def test_nobody_approves_at_an_empty_counter_and_no_pin_is_written_anywhere(desk):
    assert PIN not in repr(Approval(LOGIN, PIN))
    desk.actor = None
    with pytest.raises(NotAllowed) as refused, approving(desk, Approval(LOGIN, PIN)):
        raise AssertionError("nobody is here")
    assert refused.value.role == ""


def test_who_may_approve(desk, staff_of_site):
    assert [each.id for each in staff.approvers(desk, "manager")] == [staff_of_site.manager.id]
    names = [each.id for each in staff.approvers(desk, "supervisor")]
    assert names == [staff_of_site.supervisor.id, staff_of_site.manager.id]
    desk.actor = staff_of_site.supervisor
    assert [each.id for each in staff.approvers(desk, "supervisor")] == [staff_of_site.manager.id]

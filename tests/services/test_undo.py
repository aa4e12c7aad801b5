"""Undo within a minute (handbook S34): everything is as it was, numbers stay given, papers become void."""

from __future__ import annotations

from datetime import date

import pytest

from desk import catalog, paths
from desk.errors import DeskError, NotAllowed
from desk.services import drafts, finder, households, money, orders, requests, slips, undo
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit.changes import Typed
from desk.services.kit.desk import Desk
from desk.services.requests import moves
from desk.services.site import catalogue, change_setting
from desk.services.site.check import check
from tests.kit.undoing import differences, rows
from tests.services.request_site import given_out, log, resolved


def refused(desk: Desk, event: int | None = None) -> str:
    with pytest.raises(DeskError) as caught:
        undo.undo(desk, event=event)
    return caught.value.code


def wrong(before: dict, desk: Desk) -> list[str]:
    """What is gone or another one; what an undone act left behind is void and counts no more."""
    return differences(before, rows(desk))[0]


def test_an_assigned_request_is_as_before(desk, events):
    job = log(desk)
    before = rows(desk)
    requests.assign(desk, job.id, department="security", responsible="陈刚")
    offer = undo.offered(desk)
    assert offer is not None
    assert (offer.act, offer.seconds, offer.instead) == ("request.assign", 60, "")
    desk.take_changes()
    done = undo.undo(desk)
    assert (done.act, done.subject, done.papers) == ("request.assign", f"request:{job.id}", ())
    assert wrong(before, desk) == []
    assert requests.request(desk, job.id).state == "received"
    assert [event.kind for event in requests.request(desk, job.id).events] == ["received"]
    assert slips.slip_view(desk, "PG-20261121-0001").state == "void"
    assert orders.by_code(desk, "PG-20261121-0001").row.state == "void"
    assert desk.take_changes().touch("request", job.id)
    first, second = events("request.assign")[0], events("request.assign.undone")[0]
    assert (second.data["undoes"], second.subject) == (first.id, first.subject)
    assert check(desk) == []
    assert requests.assign(desk, job.id, department="security", responsible="陈刚").slips[-1].number.endswith("-0002")


def test_a_request_just_taken_down_is_cancelled_with_its_slip_and_comes_back_as_a_draft(desk):
    before = desk.steps.last_event()
    job = log(desk)
    desk.steps.typed(before, Typed("request#1", {"content": "楼上敲打"}, "request-form", {"unit_id": 1}))
    done = undo.undo(desk)
    assert done.draft is not None
    assert (done.draft.key, done.draft.page, done.draft.args) == ("request#1", "request-form", {"unit_id": 1})
    assert [draft.data for draft in drafts.drafts(desk, form="request")] == [{"content": "楼上敲打"}]
    view = requests.request(desk, job.id)
    assert (view.state, [event.kind for event in view.events]) == ("cancelled", ["received", "cancelled"])
    assert view.events[-1].note == "前台撤销"
    assert [slip.state for slip in view.slips] == ["void"]
    (hit,) = [hit for hit in finder.find(desk, job.number) if hit.kind == "request"]
    assert hit.past
    assert check(desk) == []


def test_a_resolved_closed_or_cancelled_one_is_open_again(desk):
    job = given_out(desk, kind="repair", category="leak")
    before = rows(desk)
    requests.cancel(desk, job.id, reason="重复")
    assert orders.by_code(desk, "PG-20261121-0001").row.state == "void"
    undo.undo(desk)
    assert wrong(before, desk) == []
    assert orders.by_code(desk, "PG-20261121-0001").row.state == "out"


def test_the_last_comes_first_and_each_once(desk):
    job = resolved(desk)
    assert undo.undo(desk).act == "request.resolve"
    assert undo.undo(desk).act == "request.assign"
    assert undo.undo(desk).act == "request.log"
    assert refused(desk) == "nothing-to-undo"
    assert requests.request(desk, job.id).state == "cancelled"


def test_it_lasts_a_minute_by_the_clock_of_the_desk(desk, clock):
    log(desk)
    clock.forward(seconds=59)
    offer = undo.offered(desk)
    assert offer is not None
    assert offer.seconds == 1
    clock.forward(seconds=1)
    assert undo.offered(desk) is None
    assert refused(desk) == "nothing-to-undo"


def test_what_somebody_went_on_with_is_not_undone(desk):
    job = log(desk)
    event = desk.steps.last_event()
    requests.assign(desk, job.id, department="security", responsible="陈刚")
    assert refused(desk, event) == "changed-since"
    assert requests.request(desk, job.id).state == "assigned"


def test_what_something_was_built_upon_is_not_undone(desk):
    person = households.register_person(desk, PersonEntry("赵六"), StayEntry(1, "tenant"))
    event = desk.steps.last_event()
    log(desk, customer_id=person.customer_id)
    before = rows(desk)
    assert refused(desk, event) == "changed-since"
    assert rows(desk) == before
    assert undo.undo(desk).act == "request.log"
    assert check(desk) == []


def test_a_colleagues_act_needs_a_supervisor(desk, staff_of_site):
    job = log(desk)
    desk.actor = staff_of_site.manager
    requests.assign(desk, job.id, department="security", responsible="陈刚")
    desk.actor = staff_of_site.receptionist
    with pytest.raises(NotAllowed) as caught:
        undo.undo(desk)
    assert caught.value.role == "supervisor"
    with desk.approved(staff_of_site.supervisor):
        assert undo.undo(desk).act == "request.assign"


def test_a_printed_paper_is_asked_back_and_printing_is_no_step_of_its_own(desk, clock):
    job = given_out(desk)
    number = requests.request(desk, job.id).slips[-1].number
    slips.printed(desk, slips.print_copy(desk, number, waits=True).logs)
    assert undo.undo(desk).papers == (number,)
    assert slips.slip_view(desk, number).state == "void"
    clock.forward(minutes=5)
    slips.print_copy(desk, job.number)
    offer = undo.offered(desk)
    assert offer is not None
    assert offer.instead == "已打印的纸张不能撤销：请收回纸张，单据有误的请作废。"
    assert refused(desk) == "not-undoable"


def test_what_cannot_be_undone_lets_the_act_before_come_next(desk, staff_of_site):
    from desk.services import staff

    desk.actor = staff_of_site.manager
    log(desk)
    staff.set_pin(desk, staff_of_site.receptionist.id, "739182")
    assert refused(desk) == "not-undoable"
    assert undo.undo(desk).act == "request.log"


def test_many_given_to_one_crew_are_taken_back_together(desk, events):
    jobs = [log(desk, kind="repair", category="leak").id for _each in range(3)]
    before = rows(desk)
    moves.bulk_assign(desk, jobs, department="security", responsible="陈刚")
    undo.undo(desk)
    assert wrong(before, desk) == []
    (event,) = events("request.assign.undone")
    assert [event.data["undoes"], *reversed(event.data["undoes_also"])] == [row.id for row in events("request.assign")]
    assert check(desk) == []


def test_looking_is_no_step(desk):
    person = households.register_person(desk, PersonEntry("赵六", phones=("13722220000",)), StayEntry(1, "tenant"))
    households.reveal(desk, person.customer_id, purpose="file")
    offer = undo.offered(desk)
    assert offer is not None
    assert offer.act == "household.register"


def test_a_wrong_moving_out_is_as_if_it_had_not_been(desk):
    person = households.register_person(desk, PersonEntry("赵六"), StayEntry(1, "tenant", since=date(2023, 1, 5)))
    households.add_vehicle(desk, 1, "粤B12345", person.customer_id)
    before = rows(desk)
    households.end_stay(desk, person.occupancy_id, on=desk.today(), reason="退租")
    undo.undo(desk)
    assert rows(desk) == before, "nothing has a number: not a row more"
    line = next(line for line in households.household(desk, 1).timeline if line.title == "注销登记")
    assert line.detail.endswith("已撤销")


def test_erased_data_is_not_brought_back(desk):
    person = households.register_person(
        desk, PersonEntry("赵六", consent=True, phones=("13722220000",)), StayEntry(1, "tenant")
    )
    households.withdraw_consent(desk, person.customer_id, "register")
    assert refused(desk) == "not-undoable"


def test_a_scan_that_was_added_goes_with_its_file(desk, picture):
    paper = catalog.catalog("dossier")[0].code
    before = rows(desk)
    households.attach(desk, 1, paper, picture("a paper"))
    assert list(paths.attachments(desk.data).iterdir())
    undo.undo(desk)
    assert rows(desk) == before
    assert not list(paths.attachments(desk.data).iterdir())


def test_lists_and_rules_are_those_of_before_at_once(desk, staff_of_site):
    desk.actor = staff_of_site.manager
    made = catalogue.add_entry(desk, "places", labels={"zh_CN": "天台"})
    assert made.code in {choice.code for choice in catalog.catalog("places")}
    undo.undo(desk)
    assert made.code not in {choice.code for choice in catalog.catalog("places")}
    before = desk.policy["requests.reply_days"]
    change_setting(desk, "policy.requests.reply_days", before + 3)
    assert desk.policy["requests.reply_days"] == before + 3
    undo.undo(desk)
    assert desk.policy["requests.reply_days"] == before


def test_money_is_taken_back_by_a_reversal_with_a_supervisors_word(desk, staff_of_site, events):
    money.open_shift(desk, opening=100_00)
    money.charge(desk, money.ChargeEntry("management", 120_00, 1))
    (owed,) = money.open_charges(desk, 1)
    receipt = money.pay(desk, money.PayEntry("王芳", (money.Tender("cash", 120_00),), 1))
    with pytest.raises(NotAllowed):
        undo.undo(desk)
    with desk.approved(staff_of_site.supervisor):
        assert undo.undo(desk).act == "money.pay"
    assert money.receipt(desk, receipt.id).state == "void"
    assert [charge.id for charge in money.open_charges(desk, 1)] == [owed.id]
    event = events("money.pay.undone")[0]
    assert (event.data["undoes"], event.data["approved_by"]) == (events("money.pay")[0].id, "陈刚")
    assert check(desk) == []
    again = money.pay(desk, money.PayEntry("王芳", (money.Tender("cash", 120_00),), 1))
    slips.print_copy(desk, again.number)
    with desk.approved(staff_of_site.supervisor), pytest.raises(DeskError) as caught:
        undo.undo(desk)
    assert caught.value.code == "not-undoable"
    assert caught.value.message.startswith("已打印，可能已交给客户，不能撤销。")
    assert money.receipt(desk, again.id).state == "issued"

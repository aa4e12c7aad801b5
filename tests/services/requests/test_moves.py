"""The steps between logging and closing, the clocks they move, links and incidents."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from desk.errors import DeskError, InvalidInput, NotAllowed, NotFound
from desk.models import Incident, Request, Staff
from desk.services import callbacks, incidents, requests, slips
from desk.services.callbacks import CallbackEntry
from desk.services.incidents import IncidentEntry
from desk.services.kit import due
from desk.services.kit.desk import Desk
from desk.services.requests import RequestFilter, RequestView
from desk.services.requests import moves as request_moves
from desk.services.requests.notices import note_sent, texts_for
from desk.services.site import check
from desk.services.site.policy import change_rules
from tests.services.request_site import given_out, log, problems, resolved


def clock_of(view: RequestView, code: str):
    return next(clock for clock in view.clocks if clock.code == code)


# ------------------------------------------------------------------------------------------------------------- steps
def test_a_job_is_accepted_started_held_resumed_resolved_and_answered(desk, clock, events):
    job = given_out(desk)
    clock.forward(minutes=10)
    assert request_moves.accept(desk, job.id, note="马上去").state == "accepted"
    assert request_moves.start(desk, job.id).state == "in-progress"
    until = clock() + timedelta(days=1)
    held = request_moves.hold(desk, job.id, reason="parts", until=until)
    assert (held.state, held.hold_until, held.hold_reason) == ("on-hold", until, "parts")
    going_on = request_moves.resume(desk, job.id, note="配件到了")
    assert (going_on.state, going_on.hold_until, going_on.hold_reason) == ("in-progress", None, "")
    done = requests.resolve(desk, job.id, result="已修好。")
    answered = request_moves.reply(desk, job.id, note="已告知业主", method="wechat")
    assert (answered.state, answered.replied_at, answered.resolved_at) == ("replied", clock(), done.resolved_at)
    assert [event.kind for event in answered.events][2:] == [
        "accepted", "started", "held", "resumed", "resolved", "replied",
    ]  # fmt: skip
    assert events("request.hold")[0].data["number"] == job.number


def test_a_job_that_comes_back_voids_its_work_order(desk):
    job = given_out(desk)
    back = request_moves.return_(desk, job.id, reason="不归秩序部管")
    assert (back.state, back.responsible, back.department) == ("received", "", "security")
    assert [slip.state for slip in back.slips] == ["issued", "void"]
    assert [order.state for order in back.orders] == ["void"]
    assert back.events[-1].data["before"]["responsible"] == "陈刚"
    with pytest.raises(InvalidInput) as refused:
        request_moves.return_(desk, given_out(desk).id, reason=" ")
    assert problems(refused) == {"reason": "required"}


def test_transferring_needs_somebody_to_transfer_from(desk):
    with pytest.raises(DeskError) as refused:
        request_moves.transfer(desk, log(desk).id, department="cleaning", responsible="孙师傅")
    assert refused.value.code == "illegal-move"
    moved = request_moves.transfer(desk, given_out(desk).id, department="cleaning", responsible="孙师傅")
    assert (moved.state, moved.responsible) == ("assigned", "孙师傅")
    assert [order.state for order in moved.orders] == ["void", "out"]


def test_nobody_transfers_to_someone_who_left(desk):
    with desk.database.write() as session:
        session.add(Staff(login="old", name="吴老", active=False))
    job = given_out(desk)
    with pytest.raises(InvalidInput) as refused:
        request_moves.transfer(desk, job.id, department="security", responsible="吴老")
    assert problems(refused) == {"responsible": "left"}
    assert requests.request(desk, job.id) == job


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"reason": ""}, {"reason": "required"}),
        ({"until": datetime(2026, 11, 21, 2, 0, tzinfo=UTC)}, {"until": "past"}),
        ({"until": None}, {"until": "required"}),
        ({"promised_at": datetime(2026, 11, 21, 1, 0, tzinfo=UTC)}, {"promised_at": "past"}),
    ],
)
def test_a_wrong_hold_is_refused_beside_its_field(desk, changes, expected):
    job = given_out(desk)
    with pytest.raises(InvalidInput) as refused:
        request_moves.hold(desk, job.id, **{"reason": "parts", "until": desk.clock() + timedelta(hours=1)} | changes)
    assert problems(refused) == expected
    assert requests.request(desk, job.id) == job


def test_a_hold_may_bring_a_new_promise(desk, clock):
    later = clock() + timedelta(days=2)
    held = request_moves.hold(desk, given_out(desk).id, reason="parts", until=later, promised_at=later)
    assert held.promised_at == later


def test_the_reply_says_what_and_how(desk):
    done = resolved(desk)
    with pytest.raises(InvalidInput) as refused:
        request_moves.reply(desk, done.id, note=" ", method="pigeon")
    assert problems(refused) == {"note": "required", "method": "unknown"}


def test_escalating_is_printed_on_a_new_edition_of_the_form(desk):
    job = given_out(desk)
    hard = request_moves.escalate(desk, job.id, to="supervisor", reason="情绪激动")
    assert (hard.escalated, hard.state) == ("supervisor", "assigned")
    assert hard.slips[-1].number == f"{job.number}-2"
    assert hard.slips[0].state == "issued"
    assert "客服主管" in "".join(slips.slip_content(desk, f"{job.number}-2").texts())
    assert "客服主管" not in "".join(slips.slip_content(desk, job.number).texts())
    with pytest.raises(InvalidInput) as refused:
        request_moves.escalate(desk, job.id, to="supervisor", reason="再次")
    assert problems(refused) == {"to": "already"}
    major = request_moves.escalate(desk, job.id, to="manager", reason="媒体来电")
    assert major.slips[-1].number == f"{job.number}-3"
    with pytest.raises(InvalidInput) as refused:
        request_moves.escalate(desk, job.id, to="mayor", reason="")
    assert problems(refused) == {"to": "unknown", "reason": "required"}
    order = request_moves.transfer(desk, job.id, department="security", responsible="陈刚").slips[-1]
    assert "服务中心经理" in "".join(slips.slip_content(desk, order.number).texts())
    assert requests.requests(desk, RequestFilter(state="escalated")).total == 1
    assert check.check(desk) == []


def test_what_was_found_puts_the_record_right(desk):
    job = given_out(desk, severity="normal")
    found = request_moves.confirm(
        desk, job.id, confirmed="楼上水管爆裂", category="leak", severity="emergency", problem="leaking"
    )
    assert (found.confirmed, found.category, found.severity, found.problem, found.place) == (
        "楼上水管爆裂", "leak", "emergency", "leaking", "upstairs",
    )  # fmt: skip
    assert found.events[-1].data["before"]["category"] == "noise"
    assert clock_of(found, "resolution").allowance < clock_of(job, "resolution").allowance
    with pytest.raises(InvalidInput) as refused:
        request_moves.confirm(desk, job.id, confirmed="", category="tea", severity="very", problem="tea")
    assert problems(refused) == {
        "confirmed": "required", "category": "unknown", "severity": "unknown", "problem": "unknown",
    }  # fmt: skip


def test_reopening_starts_a_new_round_without_the_old_promise(desk, clock):
    done = resolved(desk)
    clock.forward(days=3)
    again = requests.reopen(desk, done.id, reason="又响了")
    assert (again.promised_at, again.resolved_at, again.callback_due_at, again.reopened) == (None, None, None, 1)
    assert again.events[-1].data["before"]["promised_at"]
    with pytest.raises(InvalidInput) as refused:
        requests.assign(desk, done.id, department="security", responsible="陈刚")
    assert problems(refused) == {"promised_at": "required"}


@pytest.mark.parametrize("minutes", [1, 60 * 24])
@pytest.mark.parametrize("act", [requests.assign, request_moves.transfer])
def test_a_promise_is_put_off_with_a_reason_only(desk, act, minutes):
    job = log(desk) if act is requests.assign else given_out(desk)
    given = {"department": "security", "responsible": "陈刚"}
    later = job.promised_at + timedelta(minutes=minutes)
    for blank in ("", "  "):
        with pytest.raises(InvalidInput) as refused:
            act(desk, job.id, **given, promised_at=later, note=blank)
        assert problems(refused) == {"note": "required"}
    assert requests.request(desk, job.id) == job
    put_off = act(desk, job.id, **given, promised_at=later, note="配件明天到")
    assert (put_off.promised_at, put_off.events[-1].note) == (later, "配件明天到")


def test_a_promise_that_stays_or_comes_earlier_needs_no_reason(desk):
    job = given_out(desk)
    for at in (None, job.promised_at, job.promised_at - timedelta(minutes=1)):
        request_moves.transfer(desk, job.id, department="security", responsible="陈刚", promised_at=at)
    assert requests.request(desk, job.id).promised_at == job.promised_at - timedelta(minutes=1)


def test_many_promises_are_put_off_with_a_reason_only(desk, clock):
    first, second = log(desk), log(desk, promised_at=clock() + timedelta(days=3))
    given = {"department": "security", "responsible": "陈刚", "promised_at": clock() + timedelta(days=1)}
    bulk = request_moves.bulk_assign(desk, [first.id, second.id], **given)
    assert [view.id for view in bulk.done] == [second.id]
    assert [each.request_id for each in bulk.refused] == [first.id]
    again = request_moves.bulk_assign(desk, [first.id], **given, note="停水，明天做")
    assert [view.promised_at for view in again.done] == [given["promised_at"]]


def test_many_are_assigned_at_once_and_each_refusal_is_told(desk, events):
    first, second = log(desk), log(desk)
    gone = log(desk)
    requests.cancel(desk, gone.id, reason="误报")
    bulk = request_moves.bulk_assign(
        desk, [first.id, gone.id, second.id, first.id, 99], department="security", responsible="陈刚"
    )
    assert [view.id for view in bulk.done] == [first.id, second.id]
    assert [(each.request_id, each.number) for each in bulk.refused] == [(gone.id, gone.number), (99, "")]
    assert all(each.message for each in bulk.refused)
    assert len(events("request.assign")) == 2


# ------------------------------------------------------------------------------------------------------------ clocks
def test_the_clocks_are_shown_and_kept_for_lists(desk, clock):
    job = log(desk)
    assert [each.code for each in job.clocks] == [
        "handover", "response", "resolution", "promise", "first-word", "reply",
    ]  # fmt: skip
    assert clock_of(job, "promise").label == "承诺时间"
    assert clock_of(job, "promise").due == clock() + timedelta(hours=2)
    clock.forward(minutes=100)
    row = requests.requests(desk).rows[0]
    # The three minutes are the first to go red; handed over, it is the promise.
    assert (row.light, row.due_at) == ("red", job.received_at + timedelta(minutes=3))
    requests.assign(desk, job.id, department="security", responsible="陈刚")
    row = requests.requests(desk).rows[0]
    assert (row.light, row.due_at) == ("amber", job.promised_at)
    assert requests.requests(desk, RequestFilter(state="at-risk")).total == 1
    assert requests.requests(desk, RequestFilter(state="late")).total == 0
    clock.forward(minutes=21)
    assert requests.requests(desk, RequestFilter(state="late")).total == 1
    assert requests.requests(desk, RequestFilter(state="at-risk")).total == 0
    requests.resolve(desk, job.id, result="好")
    assert requests.requests(desk, RequestFilter(state="late")).total == 0


def by_text(desk: Desk, job: RequestView) -> RequestView:
    return note_sent(desk, job.id, texts_for(desk, job.id)[0].code)


def by_callback(desk: Desk, job: RequestView, outcome: str = "reached") -> RequestView:
    requests.resolve(desk, job.id, result="已劝止。", cause="夜间装修。")
    return callbacks.record_callback(
        desk, job.id, CallbackEntry(outcome, "phone", score=4 if outcome == "reached" else None)
    )


FIRST_WORDS = {
    "a note that says so": (lambda desk, job: requests.add_note(desk, job.id, "已告知：明天上门", told=True), True),
    "a text": (by_text, True),
    "a callback that reached them": (by_callback, True),
    "a callback that reached nobody": (lambda desk, job: by_callback(desk, job, "no-answer"), False),
    "a note": (lambda desk, job: requests.add_note(desk, job.id, "已看现场"), False),
    "their second call": (lambda desk, job: request_moves.again(desk, job.id, note="又问"), False),
    "accepted": (lambda desk, job: request_moves.accept(desk, job.id), False),
    "cancelled": (lambda desk, job: requests.cancel(desk, job.id, reason="撤回"), True),
}


@pytest.mark.parametrize("act", FIRST_WORDS)
def test_the_first_word_back_is_what_tells_the_customer_something(desk, staff_of_site, act):
    job = given_out(desk)
    assert not clock_of(job, "first-word").done
    if act == "cancelled":
        desk.actor = staff_of_site.supervisor
    does, ends = FIRST_WORDS[act]
    after = does(desk, job)
    assert clock_of(after, "first-word").done is ends
    assert clock_of(after, "first-word").label == "首次回音"
    assert clock_of(after, "reply").done is (act == "cancelled")


def test_a_first_word_that_is_missing_is_counted_on_today_until_it_is_said(desk, clock):
    job = given_out(desk, severity="planned", promised_at=clock() + timedelta(days=300))
    job = request_moves.accept(desk, job.id)  # of its limits the first word is now the nearest
    due_at = clock_of(job, "first-word").due

    def counted() -> tuple[int, int]:
        found = {item.code: item.count for item in due.items(desk)}
        return found["at-risk"], found["late"]

    assert counted() == (0, 0)
    clock.now = due_at
    assert counted() == (1, 0)
    clock.now = due_at + timedelta(seconds=1)
    assert counted() == (0, 1)
    assert clock_of(requests.request(desk, job.id), "first-word").light == "red"
    told = requests.add_note(desk, job.id, "已电话说明经过", told=True)
    assert (clock_of(told, "first-word").done, clock_of(told, "first-word").light) == (True, "red")
    assert counted() == (0, 0)


def test_what_waits_for_a_callback_is_said_there_and_urgent_once_the_first_word_is_late(desk, clock):
    job = given_out(desk, promised_at=clock() + timedelta(days=300))
    job = requests.resolve(desk, job.id, result="已劝止。", cause="夜间装修。")

    def told() -> tuple[int, bool, int]:
        found = {item.code: item for item in due.items(desk)}
        return found["callback"].count, found["callback"].urgent, found["late"].count

    clock.now = clock_of(job, "first-word").due
    assert told() == (1, False, 0)
    clock.now += timedelta(seconds=1)
    assert told() == (1, True, 0)
    assert due.waiting(desk) == 1
    requests.add_note(desk, job.id, "已电话说明经过", told=True)
    assert told() == (1, False, 0)


def test_a_site_may_do_without_the_first_word_or_give_it_another_limit(desk, staff_of_site):
    job = given_out(desk, promised_at=desk.clock() + timedelta(days=300))
    desk.actor = staff_of_site.manager
    change_rules(desk, {"requests.first_word_days": 5})
    due_at = clock_of(requests.request(desk, job.id), "first-word").due
    assert desk.local(due_at).date() == desk.today() + timedelta(days=5)
    change_rules(desk, {"requests.first_word": False})
    assert "first-word" not in {each.code for each in requests.request(desk, job.id).clocks}


def test_nobody_is_told_who_gave_no_name(desk):
    job = log(desk, anonymous=True, caller_name="", caller_phone="")
    assert "first-word" not in {each.code for each in job.clocks}


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(("hold", "resume", "transfer", "start")), st.integers(0, 60 * 30)),
        max_size=8,
    )
)
def test_on_the_clock_and_on_hold_is_the_elapsed_service_time(desk, clock, steps):
    job = given_out(desk, kind="repair", promised_at=clock() + timedelta(days=300))
    held, since = timedelta(), None
    for step, minutes in steps:
        try:
            match step:
                case "hold":
                    job = request_moves.hold(desk, job.id, reason="parts", until=clock() + timedelta(hours=1))
                    since = clock()
                case "resume":
                    job = request_moves.resume(desk, job.id)
                case "transfer":
                    job = request_moves.transfer(desk, job.id, department="cleaning", responsible="孙师傅")
                case _:
                    job = request_moves.start(desk, job.id)
        except DeskError:
            pass
        if since is not None and job.state != "on-hold":
            held, since = held + (clock() - since), None
        clock.forward(minutes=minutes)
    shown = clock_of(requests.request(desk, job.id), "resolution")
    assert shown.spent + shown.held == shown.service
    total = held + (clock() - since if since else timedelta())
    assert shown.held <= total
    if not total:
        assert shown.held == timedelta()
    assert (shown.due is None) == (job.state == "on-hold" and shown.spent < shown.allowance)


# ------------------------------------------------------------------------------------------------------------- links
def test_a_complaint_turned_into_a_repair_keeps_both(desk, staff_of_site):
    complaint = given_out(desk, category="leak")
    start = requests.entry_from(desk, complaint.id)
    assert (start.kind, start.category, start.caller_phone, start.department) == (
        "repair", "leak", "138****0001", "engineering",
    )  # fmt: skip
    repair = requests.log_request(desk, start)
    assert repair.number.startswith("BX-")
    with desk.look() as session:
        assert session.get(Request, repair.id).caller_phone == "13812340001"
    assert [(link.number, link.relation) for link in repair.links] == [(complaint.number, "came-from")]
    kept = requests.request(desk, complaint.id)
    assert kept.state == "assigned"
    assert [(link.number, link.relation) for link in kept.links] == [(repair.number, "became")]
    assert [event.kind for event in repair.events] == ["received", "linked"]
    assert kept.events[-1].kind == "linked"


def test_what_does_not_fit_the_new_kind_is_chosen_anew(desk):
    assert requests.entry_from(desk, log(desk, category="noise").id).category == ""
    with pytest.raises(NotFound):
        requests.entry_from(desk, 99)


def test_requests_are_linked_once_and_not_to_themselves(desk):
    first, second = log(desk), log(desk)
    linked = request_moves.link(desk, first.id, second.id, kind="duplicate")
    assert [link.relation for link in linked.links] == ["duplicate"]
    for other, code in ((second.id, "linked"), (first.id, "same")):
        with pytest.raises(InvalidInput) as refused:
            request_moves.link(desk, first.id, other)
        assert problems(refused) == {"other_id": code}
    with pytest.raises(InvalidInput) as refused:
        request_moves.link(desk, second.id, first.id)
    assert problems(refused) == {"other_id": "linked"}


# --------------------------------------------------------------------------------------------------------- incidents
def test_an_incident_gathers_its_requests_and_ends_with_them(desk, clock):
    burst = incidents.start_incident(
        desk,
        IncidentEntry(
            "1栋停水", category="water", building_id=1, note="预计三点恢复", expected_at=clock() + timedelta(hours=5)
        ),
    )
    assert (burst.number, burst.state, burst.building, burst.requests) == ("SJ-20261121-0001", "running", "1栋", 0)
    assert [each.id for each in incidents.incidents(desk, unit_id=1, category="water")] == [burst.id]
    assert incidents.incidents(desk, unit_id=1, category="noise") == ()
    assert incidents.incidents(desk, unit_id=13) == ()  # A座
    first = log(desk, kind="repair", category="water", incident_id=burst.id)
    assert (first.incident, first.incident_id) == ("1栋停水", burst.id)
    second = given_out(desk, kind="repair", category="water")
    request_moves.attach(desk, second.id, burst.id)
    aside = log(desk)
    assert request_moves.attach(desk, aside.id, burst.id).incident == "1栋停水"
    assert request_moves.attach(desk, aside.id, None).incident_id is None
    assert incidents.incident(desk, burst.id).open == 2
    assert requests.requests(desk, RequestFilter(incident_id=burst.id)).total == 2
    changed = incidents.change_incident(desk, burst.id, IncidentEntry("1栋停水", building_id=1, note="预计五点恢复"))
    assert changed.note == "预计五点恢复"
    with pytest.raises(InvalidInput):
        incidents.end_incident(desk, burst.id, result=" ")
    over = incidents.end_incident(desk, burst.id, result="管道已修复", cause="老化", resolve_requests=True)
    assert (over.state, over.ended_at) == ("ended", clock())
    for each in (first, second):
        now = requests.request(desk, each.id)
        assert (now.state, now.result, now.cause) == ("resolved", "管道已修复", "老化")
    assert requests.request(desk, aside.id).state == "received"
    assert incidents.incidents(desk) == ()
    assert [each.id for each in incidents.incidents(desk, running=False)] == [burst.id]
    with pytest.raises(InvalidInput) as refused:
        log(desk, incident_id=burst.id)
    assert problems(refused) == {"incident_id": "ended"}
    with pytest.raises(DeskError) as twice:
        incidents.end_incident(desk, burst.id, result="好")
    assert twice.value.code == "illegal-move"
    assert check.check(desk) == []


def test_a_wrong_incident_leaves_nothing_behind(desk, clock):
    with pytest.raises(InvalidInput) as refused:
        incidents.start_incident(desk, IncidentEntry(" ", category="tea", building_id=99, expected_at=clock()))
    assert problems(refused) == {
        "title": "required", "category": "unknown", "building_id": "unknown", "expected_at": "past",
    }  # fmt: skip
    with desk.look() as session:
        assert session.scalar(select(func.count()).select_from(Incident)) == 0


def test_nobody_signed_in_moves_nothing(desk: Desk):
    job = given_out(desk)
    desk.actor = None
    with pytest.raises(NotAllowed):
        request_moves.accept(desk, job.id)

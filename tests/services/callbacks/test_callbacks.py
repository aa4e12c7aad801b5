"""Calling back and the monthly sample."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from desk.errors import DeskError, InvalidInput, NotAllowed
from desk.models import QualitySample
from desk.services import callbacks, requests, site
from desk.services.callbacks import CallbackEntry, quality
from desk.services.callbacks.quality import VisitEntry
from tests.services.request_site import given_out, in_the_way, log, problems, resolved

NOVEMBER = date(2026, 11, 1)


def test_a_complaint_is_due_for_a_callback_and_closes_after_it(desk, clock):
    done = resolved(desk)
    assert done.callback_due_at == clock() + timedelta(hours=48)
    (due,) = callbacks.callbacks_due(desk).rows
    assert (due.request_id, due.room, due.caller, due.phone, due.attempts, due.late, due.may_score) == (
        done.id, "1栋1单元101", "单雄风", "138****0001", 0, False, True,
    )  # fmt: skip
    clock.forward(hours=49)
    assert callbacks.callbacks_due(desk, late_only=True).rows[0].late
    called = callbacks.record_callback(desk, done.id, CallbackEntry("reached", score=5, words="很好"))
    assert (called.state, called.callback_due_at, in_the_way(called)) == ("resolved", None, ())
    assert [(each.outcome, each.score, each.staff, each.round) for each in called.callbacks] == [
        ("reached", 5, "林晓", 0)
    ]
    assert callbacks.callbacks_due(desk).rows == ()
    assert requests.close(desk, done.id).state == "closed"


def test_no_answer_then_dissatisfied_opens_it_again_at_once(desk, clock, events):
    done = resolved(desk)
    tried = callbacks.record_callback(desk, done.id, CallbackEntry("no-answer"))
    assert tried.callback_due_at == clock() + timedelta(hours=4)
    again_at = clock() + timedelta(hours=1)
    asked = callbacks.record_callback(desk, done.id, CallbackEntry("later", again_at=again_at))
    assert asked.callback_due_at == again_at
    assert callbacks.callbacks_due(desk).rows[0].attempts == 2
    assert callbacks.callbacks_due(desk).rows[0].last_outcome == "later"
    bad = CallbackEntry("reached", score=2, reasons=("not-solved",), words="昨晚又敲")
    opened = callbacks.record_callback(desk, done.id, bad)
    assert (opened.state, opened.result, opened.reopened) == ("received", "", 1)
    assert [event.kind for event in opened.events][-2:] == ["callback", "reopened"]
    assert "问题未解决" in opened.events[-1].note
    assert "昨晚又敲" in opened.events[-1].note
    assert len(events("callback.record")) == 3
    assert callbacks.callbacks_due(desk).rows == ()


def test_a_grade_of_an_earlier_round_closes_nothing(desk, clock):
    done = resolved(desk)
    callbacks.record_callback(desk, done.id, CallbackEntry("reached", score=5))
    requests.reopen(desk, done.id, reason="又响了")
    clock.forward(minutes=1)
    requests.assign(desk, done.id, department="security", responsible="陈刚")
    again = requests.resolve(desk, done.id, result="再次劝止")
    assert in_the_way(again) == ("callback",)
    with pytest.raises(InvalidInput) as refused:
        requests.close(desk, done.id)
    assert problems(refused) == {"callback": "callback"}


@pytest.mark.parametrize("state", ["received", "assigned"])
def test_a_callback_before_anything_was_resolved_is_refused(desk, state):
    early = log(desk) if state == "received" else given_out(desk)
    entry = CallbackEntry("reached", score=5)
    for act in (callbacks.check_callback, callbacks.record_callback):
        with pytest.raises(DeskError) as refused:
            act(desk, early.id, entry)
        assert refused.value.code == "illegal-move"
    assert requests.request(desk, early.id) == early


def test_who_did_the_job_does_not_record_its_grade(desk, staff_of_site):
    done = resolved(desk)
    desk.actor = staff_of_site.supervisor  # 陈刚, who was sent
    assert not requests.request(desk, done.id).may_score
    assert not callbacks.callbacks_due(desk).rows[0].may_score
    with pytest.raises(InvalidInput) as refused:
        callbacks.record_callback(desk, done.id, CallbackEntry("reached", score=5))
    assert problems(refused) == {"score": "own-job"}
    callbacks.record_callback(desk, done.id, CallbackEntry("no-answer"))
    desk.actor = staff_of_site.receptionist
    assert callbacks.record_callback(desk, done.id, CallbackEntry("reached", score=5)).callbacks[-1].score == 5


def test_who_handed_the_job_on_does_not_record_it_either(desk, staff_of_site):
    job = given_out(desk)
    requests.assign(desk, job.id, department="cleaning", responsible="孙师傅")
    requests.resolve(desk, job.id, result="好")
    desk.actor = staff_of_site.supervisor
    with pytest.raises(InvalidInput) as refused:
        callbacks.record_callback(desk, job.id, CallbackEntry("reached", score=5))
    assert problems(refused) == {"score": "own-job"}


def test_who_solved_it_on_the_spot_lets_a_colleague_call(desk, staff_of_site):
    done = log(desk, solved_on_spot=True, result="已劝止", cause="装修", responsible="陈刚", promised_at=None)
    with pytest.raises(InvalidInput) as refused:
        callbacks.record_callback(desk, done.id, CallbackEntry("reached", score=5))
    assert problems(refused) == {"score": "own-job"}
    desk.actor = staff_of_site.manager
    callbacks.record_callback(desk, done.id, CallbackEntry("reached", score=5))
    assert requests.close(desk, done.id).state == "closed"


def test_a_supervisor_may_do_without_a_callback_and_says_why(desk, staff_of_site):
    done = resolved(desk)
    with pytest.raises(NotAllowed):
        requests.close(desk, done.id, waiver="客户出国")
    desk.actor = staff_of_site.supervisor
    with pytest.raises(InvalidInput):
        requests.close(desk, done.id, waiver=" ")
    closed = requests.close(desk, done.id, waiver="客户出国")
    assert (closed.state, closed.waiver, closed.callback_due_at) == ("closed", "客户出国", None)
    assert callbacks.callbacks_due(desk).rows == ()


def test_nobody_calls_an_anonymous_caller(desk):
    done = resolved(desk, anonymous=True)
    assert done.callback_due_at is None
    assert in_the_way(done) == ("callback",)


def test_a_refusal_keeps_the_complaint_on_the_list(desk):
    done = resolved(desk)
    refused = callbacks.record_callback(desk, done.id, CallbackEntry("refused"))
    assert refused.callback_due_at == done.callback_due_at
    assert in_the_way(refused) == ("callback",)


def test_repairs_are_called_by_sample_and_may_close_before(desk, staff_of_site):
    desk.actor = staff_of_site.manager
    site.change_setting(desk, "policy.callbacks.repair_percent", 100)
    desk.actor = staff_of_site.receptionist
    repair = resolved(desk, kind="repair", category="leak")
    closed = requests.close(desk, repair.id)
    assert (closed.state, closed.callback_due_at) == ("closed", repair.callback_due_at)
    assert [row.state for row in callbacks.callbacks_due(desk).rows] == ["closed"]
    opened = callbacks.record_callback(desk, repair.id, CallbackEntry("reached", score=1, reasons=("quality",)))
    assert (opened.state, opened.closed_at) == ("received", None)
    desk.actor = staff_of_site.manager
    site.change_setting(desk, "policy.callbacks.repair_percent", 0)
    assert resolved(desk, kind="repair", category="leak", unit_id=2).callback_due_at is None


def test_cancelling_and_reopening_take_it_off_the_list(desk):
    done = resolved(desk)
    requests.reopen(desk, done.id, reason="又响了")
    assert callbacks.callbacks_due(desk).total == 0


def test_looking_at_the_whole_number_is_noted(desk, events):
    done = resolved(desk)
    assert callbacks.phone(desk, done.id) == "13812340001"
    assert [event.subject for event in events("callback.reveal")] == [f"request:{done.id}"]


def test_the_list_pages_by_when_it_is_due(desk, clock):
    ids = []
    for _each in range(3):
        clock.forward(minutes=1)
        ids.append(resolved(desk).id)
    assert [row.request_id for row in callbacks.callbacks_due(desk, limit=2).rows] == ids[:2]
    page = callbacks.callbacks_due(desk, offset=2, limit=2)
    assert ([row.request_id for row in page.rows], page.total) == (ids[2:], 3)


def test_rates_count_closed_complaints_and_grades(desk, staff_of_site):
    assert callbacks.rates(desk, NOVEMBER, date(2026, 11, 30)).rate is None
    for score in (5, 4, 4):
        done = resolved(desk)
        callbacks.record_callback(desk, done.id, CallbackEntry("reached", score=score))
        requests.close(desk, done.id)
    waived = resolved(desk)
    desk.actor = staff_of_site.supervisor
    requests.close(desk, waived.id, waiver="客户出国")
    found = callbacks.rates(desk, NOVEMBER, date(2026, 11, 30))
    assert (found.complaints, found.called, found.waived, found.attempts) == (4, 3, 1, 3)
    assert (found.rate, found.average) == (Fraction(3, 4), Decimal("4.33"))
    assert found.scores == {5: 1, 4: 2, 3: 0, 2: 0, 1: 0}
    assert callbacks.rates(desk, date(2026, 12, 1), date(2026, 12, 31)).complaints == 0


# ---------------------------------------------------------------------------------------------------- quality sample
@pytest.fixture
def complaints(desk, staff_of_site) -> list[int]:
    """Eleven complaints of November; one more was cancelled, one came in October, one is a repair."""
    clock = desk.clock
    clock.now = datetime(2026, 10, 31, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    log(desk)
    clock.now = datetime(2026, 10, 31, 16, 0, tzinfo=UTC)
    ids = [log(desk, unit_id=n).id for n in range(1, 12)]
    gone = log(desk)
    requests.cancel(desk, gone.id, reason="误报")
    log(desk, kind="repair", category="leak")
    clock.now = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
    desk.actor = staff_of_site.supervisor
    return ids


def test_ten_per_cent_are_drawn_and_can_be_drawn_again(desk, complaints, events):
    drawn = quality.draw_sample(desk, date(2026, 11, 15), seed="abc")
    assert (drawn.month, drawn.population, drawn.needed, drawn.doors_needed) == (NOVEMBER, 11, 2, 1)
    assert {item.request_id for item in drawn.items} <= set(complaints)
    assert (len(drawn.items), sum(item.at_door for item in drawn.items)) == (2, 1)
    assert drawn == quality.sample(desk, NOVEMBER)
    assert quality.reproduces(desk, NOVEMBER)
    assert quality.sample_months(desk) == (NOVEMBER,)
    assert quality.sample(desk, date(2026, 10, 1)) is None
    assert events("quality.draw")[0].data["seed"] == "abc"
    with desk.database.write() as session:
        row = session.get(QualitySample, drawn.id)
        row.seed = "abd"
    assert not quality.reproduces(desk, NOVEMBER)


def test_drawing_again_tops_up(desk, complaints, clock):
    first = quality.draw_sample(desk, NOVEMBER)
    assert quality.draw_sample(desk, NOVEMBER).items == first.items
    for _each in range(20):
        log(desk)
    more = quality.draw_sample(desk, NOVEMBER)
    assert (more.population, len(more.items), sum(item.at_door for item in more.items)) == (31, 4, 2)
    assert more.items[:2] == first.items
    assert quality.reproduces(desk, NOVEMBER)


def test_a_door_visit_counts_with_its_signature(desk, complaints):
    drawn = quality.draw_sample(desk, NOVEMBER)
    door = next(item for item in drawn.items if item.at_door)
    other = next(item for item in drawn.items if not item.at_door)
    unsigned = quality.record_visit(desk, door.id, VisitEntry(desk.today(), score=4))
    assert (unsigned.done, unsigned.doors_done, unsigned.met, unsigned.doors_met) == (0, 0, False, False)
    signed = quality.record_visit(desk, door.id, VisitEntry(desk.today(), score=4, signed=True, signer="单雄风"))
    assert (signed.done, signed.doors_done, signed.doors_met, signed.met) == (1, 1, True, False)
    both = quality.record_visit(desk, other.id, VisitEntry(desk.today(), at_door=False, score=5))
    assert (both.done, both.met, both.rate, both.door_rate) == (2, True, Fraction(2, 11), Fraction(1, 2))


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (VisitEntry(None, score=4), {"visited_on": "required"}),
        (VisitEntry(date(2026, 11, 22), score=4), {"visited_on": "future"}),
        (VisitEntry(date(2026, 10, 31), score=4), {"visited_on": "early"}),
        (VisitEntry(date(2026, 11, 20)), {"score": "required"}),
        (VisitEntry(date(2026, 11, 20), score=7), {"score": "unknown"}),
        (VisitEntry(date(2026, 11, 20), score=1), {"reasons": "required"}),
        (VisitEntry(date(2026, 11, 20), score=1, reasons=("tea",)), {"reasons": "unknown"}),
        (VisitEntry(date(2026, 11, 20), score=4, signed=True), {"signer": "required"}),
    ],
)
def test_a_wrong_visit_is_refused_beside_its_field(desk, complaints, entry, expected):
    drawn = quality.draw_sample(desk, NOVEMBER)
    with pytest.raises(InvalidInput) as refused:
        quality.record_visit(desk, drawn.items[0].id, entry)
    assert problems(refused) == expected
    assert quality.sample(desk, NOVEMBER) == drawn


def test_a_month_without_complaints_or_not_begun_is_not_drawn(desk, staff_of_site):
    with pytest.raises(NotAllowed):
        quality.draw_sample(desk, NOVEMBER)
    desk.actor = staff_of_site.supervisor
    for month, code in ((NOVEMBER, "empty"), (date(2026, 12, 1), "future")):
        with pytest.raises(InvalidInput) as refused:
            quality.draw_sample(desk, month)
        assert problems(refused) == {"month": code}
    with pytest.raises(DeskError):
        quality.reproduces(desk, NOVEMBER)

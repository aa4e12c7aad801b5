"""The last calls as a caller-ID box tells them: who it is, whether somebody took it, for how long it is known."""

from __future__ import annotations

from datetime import date

import pytest

from desk.errors import InvalidInput, NotAllowed, NotFound
from desk.services import calls, drafts
from desk.services.households import people, withdraw_consent
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.site.check import check


def resident(desk, phone="13800000366"):
    return people.register_person(desk, PersonEntry("谭文", phones=(phone,), consent=True), StayEntry(1, "tenant"))


def test_a_call_of_somebody_on_file_says_who_and_from_where(desk, clock):
    who = resident(desk)
    call = calls.ring(desk, "+86 138 0000 0366")
    assert (call.name, call.room, call.unit_id, call.customer_id) == ("谭文", "1栋1单元101", 1, who.customer_id)
    assert (call.phone, call.state) == ("138****0366", "ringing")
    assert calls.ringing(desk) == (call,)
    clock.forward(minutes=1)
    other = calls.ring(desk, "021-65121234")
    assert (other.name, other.customer_id, other.room) == ("", None, "")
    assert [each.id for each in calls.calls(desk)] == [other.id, call.id], "the newest first"
    assert [each.id for each in calls.ringing(desk)] == [call.id, other.id], "who waits longest comes first"


def test_taking_it_gives_the_number_and_leaves_an_event(desk, events):
    call = calls.ring(desk, "13900001234")
    taken = calls.take(desk, call.id)
    assert (taken.number, taken.call.state) == ("13900001234", "taken")
    assert calls.ringing(desk) == ()
    (event,) = events("call.take")
    assert event.data["phone"] == "13900001234"
    assert calls.number(desk, call.id).number == "13900001234"
    assert len(events("call.number")) == 1
    assert [each.state for each in calls.calls(desk)] == ["taken"]
    with pytest.raises(NotFound):
        calls.take(desk, "nothing")


def test_a_call_that_nobody_takes_is_missed_after_a_while_and_forgotten_after_a_month(desk, clock):
    calls.ring(desk, "13900001234")
    clock.forward(minutes=11)
    assert calls.ringing(desk) == ()
    assert [each.state for each in calls.calls(desk)] == ["missed"]
    clock.forward(days=31)
    assert calls.calls(desk) == ()
    assert drafts.expire(desk) == 1


@pytest.mark.one_engine
def test_short_and_service_numbers_are_taken_as_they_come_and_words_are_refused(desk):
    assert calls.ring(desk, "110").state == "ringing"
    with pytest.raises(InvalidInput) as refused:
        calls.ring(desk, "unknown")
    assert set(refused.value.by_field()) == {"number"}


@pytest.mark.one_engine
def test_it_rings_while_nobody_is_signed_in_but_only_staff_sees_a_number(desk):
    clerk, desk.actor = desk.actor, None
    call = calls.ring(desk, "13900001234")
    with pytest.raises(NotAllowed):
        calls.take(desk, call.id)
    desk.actor = clerk
    assert drafts.drafts(desk) == [], "a call is nobody's draft"
    assert check(desk) == []


def test_a_childs_number_goes_with_the_guardians_consent(desk):
    child = people.register_person(
        desk,
        PersonEntry(
            "谭小文",
            phones=("13800000367",),
            birthday=date(2019, 5, 1),
            consent=True,
            guardian_name="谭文",
            guardian_as="mother",
        ),
        StayEntry(1, "member"),
    )
    calls.ring(desk, "13800000367")
    withdraw_consent(desk, child.customer_id, "guardian")
    assert calls.calls(desk) == ()

"""While somebody calls: what runs, what is owed, how content they were; a second call joins the first; times by one key."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desk.catalog import catalog
from desk.errors import DeskError, InvalidInput
from desk.rules.callbacks import CallbackEntry
from desk.rules.kit.clocks import serves
from desk.rules.kit.service_hours import ServiceHours, parse_hours
from desk.rules.requests import promises
from desk.services import callbacks, money, requests
from desk.services.households import people
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.money import ChargeEntry
from desk.services.requests import calling, moves
from desk.services.site import policy

SHANGHAI = ZoneInfo("Asia/Shanghai")


def log(desk, unit=1, category="leak", **more):
    entry = {"caller_name": "王五", "content": "厨房漏水", **more}
    return requests.log_request(
        desk,
        requests.RequestEntry(
            "repair", "phone", unit_id=unit, category=category,
            promised_at=requests.proposed_promise(desk, "normal"), **entry,
        ),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------------------------- the card
def test_the_card_says_what_runs_the_nearest_first(desk, clock):
    who = people.register_person(desk, PersonEntry("谭文"), StayEntry(1, "tenant")).customer_id
    other = log(desk, unit=4, category="leak")
    own = log(desk, category="noise")
    same = log(desk, category="leak")
    public = requests.log_request(
        desk,
        requests.RequestEntry(
            "complaint", "letter", customer_id=who, caller_name="谭文", category="noise", content="路灯不亮",
            place="大门口", promised_at=requests.proposed_promise(desk, "normal"),
        ),
    )  # fmt: skip
    done = log(desk, category="leak")
    requests.resolve(desk, done.id, result="已修复")
    requests.close(desk, done.id)
    card = calling.caller_card(desk, unit_id=1, customer_id=who, category="leak")
    assert [each.number for each in card.running] == [same.number, own.number, public.number, other.number]
    assert {each.number for each in card.repeats} >= {done.number, same.number, own.number, public.number}
    without = calling.caller_card(desk, unit_id=1, customer_id=who)
    assert other.number not in [each.number for each in without.running], "neighbours count with the same category only"
    assert calling.caller_card(desk) == calling.CallerCard()


def test_the_amount_owed_is_for_those_who_may_see_it(desk, staff_of_site):
    money.charge(desk, ChargeEntry("management", 123456, 1))

    def owed():
        return [line.text for line in calling.caller_card(desk, unit_id=1).lines if line.code == "fees"]

    assert owed() == ["欠费 ¥1,234.56"]
    clerk, desk.actor = desk.actor, staff_of_site.manager
    policy.change_rules(desk, {"money.caller_amounts": "supervisor"})
    assert owed() == ["欠费 ¥1,234.56"]
    desk.actor = clerk
    assert owed() == ["有欠费"]
    assert [line for line in calling.caller_card(desk, unit_id=2).lines if line.code == "fees"] == []


def test_the_last_grade_of_the_room_is_told(desk, clock):
    first = log(desk)
    requests.resolve(desk, first.id, result="已修复")
    reason = catalog("callback_reasons")[0].code
    callbacks.record_callback(desk, first.id, CallbackEntry("reached", "phone", 2, (reason,)))
    (line,) = calling.caller_card(desk, unit_id=1).lines
    assert (line.code, line.state, line.target) == ("callback", "red", f"request:{first.id}")
    assert first.number in line.text
    clock.forward(minutes=10)
    requests.resolve(desk, first.id, result="重新修复")
    callbacks.record_callback(desk, first.id, CallbackEntry("reached", "phone", 5))
    (line,) = calling.caller_card(desk, unit_id=1).lines
    assert line.state == ""


def test_last_results_come_once_each_the_newest_first(desk, clock):
    for result in ("换垫圈", "换水龙头", "换垫圈"):
        view = log(desk)
        clock.forward(minutes=1)
        requests.resolve(desk, view.id, result=result)
    assert calling.last_results(desk, "leak") == ("换垫圈", "换水龙头")
    assert calling.last_results(desk, "noise") == ()
    assert calling.last_results(desk, "") == ()


# ------------------------------------------------------------------------------------------------------- the same again
def test_a_second_call_joins_the_first(desk, events):
    who = people.register_person(desk, PersonEntry("谭文"), StayEntry(2, "tenant")).customer_id
    first = log(desk)
    after = moves.again(desk, first.id, note=" 还在漏 ", unit_id=2, customer_id=who)
    assert (after.state, after.number) == (first.state, first.number)
    event = after.events[-1]
    assert (event.kind, event.note, event.data) == ("again", "还在漏", {"room": "1栋1单元102", "customer": who})
    assert len(events("request.again")) == 1
    moves.again(desk, first.id, unit_id=1)
    assert requests.request(desk, first.id).events[-1].data == {}
    total = requests.requests(desk, requests.RequestFilter(state="all")).total
    assert total == 1, "nothing was registered twice"


def test_what_is_over_is_not_joined(desk):
    first = log(desk)
    requests.cancel(desk, first.id, reason="重复")
    with pytest.raises(DeskError) as refused:
        moves.again(desk, first.id, note="还在漏")
    assert refused.value.code == "illegal-move"
    second = log(desk)
    with pytest.raises(InvalidInput) as wrong:
        moves.again(desk, second.id, note="漏" * 2001, unit_id=999)
    assert set(wrong.value.by_field()) == {"note", "unit_id"}


# --------------------------------------------------------------------------------------------------------- times by one key
HOURS = parse_hours(
    {**{day: ["08:30-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}, "sat": [], "sun": ["09:00-12:00"],
     "holiday": ["09:00-17:00"]},
    SHANGHAI,
)  # fmt: skip


@pytest.mark.parametrize(
    ("now", "soon", "today", "tomorrow"),
    [
        # Wednesday morning: all three lie where somebody is there.
        ("2026-11-25 10:02", "2026-11-25 12:05", "2026-11-25 18:00", "2026-11-26 10:00"),
        # 17:00 and two hours run on from the next opening.
        ("2026-11-25 17:00", "2026-11-26 09:30", "2026-11-25 18:00", "2026-11-26 10:00"),
        # After closing time "today" is the next day with service.
        ("2026-11-25 18:00", "2026-11-26 10:30", "2026-11-26 18:00", "2026-11-26 10:00"),
        # Friday evening: nobody on Saturday, mornings on Sunday.
        ("2026-11-27 20:00", "2026-11-29 11:00", "2026-11-29 12:00", "2026-11-29 10:00"),
        # Saturday night: Sunday closes at noon.
        ("2026-11-28 23:59", "2026-11-29 11:00", "2026-11-29 12:00", "2026-11-29 10:00"),
    ],
)
@pytest.mark.one_engine
def test_the_three_times_lie_in_service_hours(desk, now, soon, today, tomorrow):
    moment = datetime.strptime(now, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)
    found = promises.offers(moment, HOURS, desk.holidays)
    assert [at.strftime("%Y-%m-%d %H:%M") for at in found] == [soon, today, tomorrow]
    assert all(serves(at, HOURS, desk.holidays) for at in found)


@pytest.mark.one_engine
def test_emergencies_do_not_wait_for_the_morning(desk):
    night = datetime(2026, 11, 25, 23, 0, tzinfo=SHANGHAI)
    always = promises.offers(night, ServiceHours.always(SHANGHAI), desk.holidays)
    assert [at.strftime("%d %H:%M") for at in always] == ["26 01:00", "26 18:00", "26 10:00"]


@pytest.mark.one_engine
def test_the_question_speaks_the_sites_zone(desk):
    found = requests.promise_offers(desk, "normal")
    assert [desk.local(at).strftime("%m-%d %H:%M") for at in found] == ["11-21 12:00", "11-21 18:00", "11-22 10:00"]
    assert all(at > desk.now() and at < desk.now() + timedelta(days=3) for at in found)
    assert found[0].astimezone(UTC).tzinfo is UTC
    assert desk.today() == date(2026, 11, 21)

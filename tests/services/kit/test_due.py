"""What is due now."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from desk import features
from desk.models import Consent, Customer, Occupancy
from desk.models.renovation import Contractor
from desk.services import households, money, requests
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit import due
from desk.services.kit.desk import Desk
from desk.services.requests import RequestEntry
from desk.services.requests import moves as request_moves


def complaint(desk: Desk, **changes: object) -> RequestEntry:
    entry = RequestEntry(
        kind="complaint", channel="phone", unit_id=1, caller_name="单雄风", category="noise", content="楼上敲打。",
        repeated_back=True, promised_at=desk.clock() + timedelta(hours=2),
    )  # fmt: skip
    return replace(entry, **changes)


def item(desk: Desk, code: str) -> due.DueView:
    return next(item for item in due.items(desk) if item.code == code)


def test_an_empty_site_has_nothing_due_but_a_backup(desk):
    items = {item.code: item for item in due.items(desk)}
    assert list(items) == [  # features that nobody uses yet are not asked
        "overdue", "handover", "late", "at-risk", "due", "hold-over", "callback", "unreturned", "escalated", "resolved",
        "leases", "birthdays", "second-copy", "backup",
    ]  # fmt: skip
    assert {item.count for item in items.values() if item.code not in ("backup", "second-copy")} == {0}
    assert not items["overdue"].urgent
    assert items["backup"].urgent
    assert items["backup"].count == -1


def test_a_feature_is_asked_from_its_first_row_on(desk):
    """Money and renovation are in use: what falls due of them stands among the rest, by the order that is declared."""
    money.open_shift(desk, counter="1", opening=0)
    with desk.database.write() as session:
        session.add(Contractor(name="华艺装饰", credit_code="91440300MA5EXAMPL8", created_at=desk.clock()))
    in_use = [each for each in features.features() if not each.used or each.code in ("money", "renovation")]
    declared = sorted((each for feature in in_use for each in feature.due), key=lambda each: each.order)
    assert [item.code for item in due.items(desk)] == [each.code for each in declared if each.role == "receptionist"]
    assert due.waiting(desk) == 0


def test_what_time_does_is_asked_of_features_in_use_only(desk, monkeypatch):
    asked = []
    loading = features.load
    monkeypatch.setattr(features, "load", lambda ref: asked.append(ref) or loading(ref))
    due.time_passes(desk, "day_begins")
    due.time_passes(desk, "minute_passes")
    assert asked == []
    with desk.database.write() as session:
        session.add(Contractor(name="华艺装饰", credit_code="91440300MA5EXAMPL8", created_at=desk.clock()))
    due.time_passes(desk, "day_begins")
    assert asked == ["desk.services.renovation:sweep"]


def test_a_feature_with_work_of_time_names_its_tables():
    """Else it is loaded in every window, three seconds after the start; what it needs on an unused site is `site_begins`."""
    timed = [feature for feature in features.features() if {"day_begins", "minute_passes"} & feature.hooks.keys()]
    assert len(timed) > 5
    assert [feature.code for feature in timed if not feature.used] == []


def test_a_promise_is_due_and_then_overdue(desk, clock):
    logged = requests.log_request(desk, complaint(desk))
    requests.assign(desk, logged.id, department="security", responsible="陈刚")
    assert item(desk, "due").count == 1
    assert item(desk, "overdue").count == 0
    clock.forward(hours=2)
    assert item(desk, "overdue").count == 0  # exactly then is in time (handbook C-16)
    assert item(desk, "at-risk").count == 1
    clock.forward(seconds=1)
    late = item(desk, "overdue")
    assert (late.count, late.urgent, late.target) == (1, True, "requests:overdue")
    assert late.rows[0].title.startswith("TS-20261121-0001")
    assert "1栋1单元101" in late.rows[0].detail
    assert late.rows[0].target == "request:1"
    assert item(desk, "due").count == 0


def test_each_request_is_said_once_under_its_most_urgent_reason(desk, clock):
    """One that is past its promise is also past its limit, and may never have been handed over: it is one thing to do."""
    first = requests.log_request(desk, complaint(desk))
    second = requests.log_request(desk, complaint(desk))
    requests.assign(desk, second.id, department="security", responsible="陈刚")
    request_moves.escalate(desk, second.id, to="supervisor", reason="情绪激动")
    codes = ("overdue", "handover", "hold-over", "late", "at-risk", "due", "escalated")
    seen = []
    for minutes in (0, 5, 90, 30, 24 * 60, 7 * 24 * 60):
        clock.forward(minutes=minutes)
        shown = {found.code: found.rows for found in due.items(desk) if found.code in codes and found.count}
        assert sorted(row.target for rows in shown.values() for row in rows) == [
            f"request:{n.id}" for n in (first, second)
        ]
        seen.append({row.target: code for code, rows in shown.items() for row in rows})
    assert [states[f"request:{first.id}"] for states in seen] == [
        "due",
        "handover",
        "handover",
        "overdue",
        *["overdue"] * 2,
    ]
    assert [states[f"request:{second.id}"] for states in seen] == ["due", "due", "due", "overdue", *["overdue"] * 2]


def test_a_promise_for_tomorrow_is_not_due_today(desk, clock):
    midnight = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
    logged = requests.log_request(desk, complaint(desk, promised_at=midnight))
    requests.assign(desk, logged.id, department="security", responsible="陈刚")
    assert item(desk, "due").count == 0
    clock.now = midnight
    assert item(desk, "late").count == 1  # nobody answered: that says more than that it is promised for today
    assert item(desk, "due").count == 0


def test_three_minutes_to_hand_over(desk, clock):
    logged = requests.log_request(desk, complaint(desk))
    requests.log_request(desk, complaint(desk, kind="enquiry"))
    clock.forward(minutes=3)
    assert item(desk, "handover").count == 0
    clock.forward(seconds=1)
    assert item(desk, "handover").count == 1  # an enquiry sends nobody
    requests.assign(desk, logged.id, department="security", responsible="陈刚")
    assert item(desk, "handover").count == 0


def test_each_thing_that_waits_is_counted_and_opens_its_list(desk, clock):
    held, asked, out = (requests.log_request(desk, complaint(desk)) for _each in range(3))
    for each in (held, asked, out):
        requests.assign(desk, each.id, department="security", responsible="陈刚")
    request_moves.hold(desk, held.id, reason="parts", until=clock() + timedelta(minutes=90))
    request_moves.escalate(desk, out.id, to="supervisor", reason="情绪激动")
    requests.resolve(desk, asked.id, result="已劝止。", cause="装修")
    clock.forward(minutes=100)
    counts = {item.code: (item.count, item.target) for item in due.items(desk)}
    assert counts["hold-over"] == (1, "requests:hold-over")
    assert counts["callback"] == (1, "callbacks")
    assert counts["unreturned"] == (3, "work-orders")
    assert counts["escalated"] == (0, "requests:escalated")  # it is said above, where it is at risk
    assert counts["at-risk"] == (1, "requests:at-risk")  # 80 % of the two hours promised
    assert counts["late"] == (0, "requests:late")
    clock.forward(minutes=21)
    assert (item(desk, "overdue").count, item(desk, "hold-over").count) == (2, 0)


def test_only_the_first_five_are_shown(desk, clock):
    for _each in range(7):
        requests.log_request(desk, complaint(desk))
    clock.forward(hours=3)
    late = item(desk, "overdue")
    assert late.count == 7
    assert len(late.rows) == 5


@pytest.mark.parametrize(
    ("calendar", "month", "day", "leap", "on", "expected"),
    [
        ("solar", 11, 21, False, date(2026, 11, 21), True),
        ("solar", 11, 22, False, date(2026, 11, 21), False),
        ("solar", 2, 29, False, date(2027, 2, 28), True),
        ("solar", 2, 29, False, date(2028, 2, 28), False),
        ("solar", 2, 29, False, date(2028, 2, 29), True),
        ("lunar", 1, 1, False, date(2027, 2, 6), True),  # the spring festival of 2027
        ("lunar", 1, 1, False, date(2027, 2, 7), False),
        ("lunar", 8, 15, False, date(2026, 9, 25), True),
        ("lunar", 8, 16, False, date(2026, 9, 25), False),
    ],
)
def test_birthdays_by_the_calendar_that_is_kept(desk, clock, calendar, month, day, leap, on, expected):
    with desk.database.write() as session:
        person = Customer(
            name="单雄风", birthday_calendar=calendar, birthday_month=month, birthday_day=day, birthday_leap=leap,
            birthday=date(1990, 1, 1), created_at=clock(), changed_at=clock(),
        )  # fmt: skip
        session.add(person)
        session.flush()
        session.add(Occupancy(customer_id=person.id, unit_id=3, role="owner"))
        session.add(Consent(customer_id=person.id, purpose="greetings", text_version="2026-1", given_at=clock()))
    clock.now = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
    found = item(desk, "birthdays")
    assert found.count == expected
    assert [(row.title, row.target) for row in found.rows] == ([("单雄风", "unit:3")] if expected else [])


def test_no_birthday_of_those_who_left(desk, clock):
    with desk.database.write() as session:
        person = Customer(
            name="单雄风", birthday_month=11, birthday_day=21, birthday=date(1990, 11, 21),
            created_at=clock(), changed_at=clock()
        )  # fmt: skip
        session.add(person)
        session.flush()
        session.add(Occupancy(customer_id=person.id, unit_id=3, role="owner", until=date(2026, 11, 20)))
        session.add(Consent(customer_id=person.id, purpose="greetings", text_version="2026-1", given_at=clock()))
    assert item(desk, "birthdays").count == 0


def test_a_birthday_only_of_those_who_agreed_to_greetings(desk):
    """Who never agreed, or took it back, is on no list of greetings from that moment on."""
    born = date(1990, 11, 21)
    person = households.register_person(desk, PersonEntry("单雄风", birthday=born), StayEntry(3, "owner"))
    assert item(desk, "birthdays").count == 0
    households.give_consent(desk, person.customer_id, "greetings")
    assert item(desk, "birthdays").count == 1
    households.withdraw_consent(desk, person.customer_id, "greetings")
    assert item(desk, "birthdays").count == 0

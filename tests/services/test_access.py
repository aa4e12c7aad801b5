"""Who looked at whose data leaves a trace where the site wants it, and the manager reviews it (handbook S27)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from desk.errors import DeskError, InvalidInput, NotAllowed, NotFound
from desk.models import AuditEvent
from desk.services import access, finder, households, slips
from desk.services.finder.watch import figures
from desk.services.households.opened import AGAIN
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit.desk import Desk
from desk.services.site.due import access_review
from desk.services.site.policy import change_rules
from tests.kit.site import Clock, People

Events = Callable[[str], list[AuditEvent]]


def use(desk: Desk, people: People, **rules: object) -> None:
    desk.actor = people.manager
    change_rules(desk, {f"access.{name}": value for name, value in rules.items()})
    desk.actor = people.receptionist


def opened(events: Events) -> list[tuple[str, object]]:
    return [(event.subject, event.data["purpose"]) for event in events("household.open")]


def test_opening_a_page_leaves_no_trace_unless_the_site_wants_one(desk: Desk, events: Events) -> None:
    households.household(desk, 1)
    assert opened(events) == []


def test_a_page_that_is_opened_is_noted_once_for_ten_minutes(
    desk: Desk, staff_of_site: People, clock: Clock, events: Events
) -> None:
    use(desk, staff_of_site, opened="log")
    for _again in range(3):
        households.household(desk, 1)
    assert opened(events) == [("unit:1", "")]
    desk.actor = staff_of_site.manager  # somebody else opens it too
    households.household(desk, 1)
    desk.actor = staff_of_site.receptionist
    households.household(desk, 2)
    clock.now += AGAIN
    households.household(desk, 1)
    assert [subject for subject, _purpose in opened(events)] == ["unit:1", "unit:1", "unit:2", "unit:1"]
    desk.actor = None
    with pytest.raises(NotAllowed):
        households.household(desk, 3)
    desk.actor = staff_of_site.receptionist
    with pytest.raises(NotFound):
        households.household(desk, 999)


def test_it_has_to_be_said_what_for(desk: Desk, staff_of_site: People, events: Events) -> None:
    use(desk, staff_of_site, opened="purpose")
    for purpose in ("", "curiosity"):
        with pytest.raises(DeskError) as refused:
            households.household(desk, 1, purpose=purpose)
        assert refused.value.code == "purpose"
    assert households.household(desk, 1, purpose="callback").unit.id == 1
    assert households.household(desk, 1).unit.id == 1  # said a moment ago
    assert opened(events) == [("unit:1", "callback")]


def test_the_manager_sees_and_prints_the_looks_of_a_month(desk: Desk, staff_of_site: People, clock: Clock) -> None:
    use(desk, staff_of_site, opened="purpose")
    who = households.register_person(desk, PersonEntry("周启明", phones=("13800000101",)), StayEntry(1, "owner"))
    households.household(desk, 1, purpose="fees")
    households.reveal(desk, who.customer_id, purpose="file")
    for question in (
        lambda: access.looks(desk),
        lambda: access.counts(desk),
        lambda: access.review(desk, date(2026, 1, 1)),
    ):
        with pytest.raises(NotAllowed):
            question()
    desk.actor = staff_of_site.manager
    rows = access.looks(desk, "month").rows
    assert [(row.what, row.whose, row.purpose, row.staff) for row in rows] == [
        ("查看完整号码", "周启明", "核对档案", "林晓"),
        ("打开住户页", "1栋1单元101", "收费催缴", "林晓"),
    ]
    assert access.looks(desk, "month", text="林").total == 2
    assert access.looks(desk, "month", text="%").total == 0
    assert access.counts(desk) == {
        "month": 2,
        "last-month": 0,
        "numbers": 1,
        "papers": 0,
        "lists": 0,
        "many": 0,
        "all": 2,
    }
    with pytest.raises(InvalidInput):
        access.looks(desk, "nothing")
    with pytest.raises(InvalidInput):
        access.review(desk, desk.today() + timedelta(days=40))
    clock.now += timedelta(days=31)
    assert access.counts(desk)["last-month"] == 2
    with desk.look() as session:
        assert access_review(session, desk, desk.clock(), 5).count == 1
    slip = access.review(desk, desk.today() - timedelta(days=31))
    texts = " ".join(slips.slip_content(desk, slip.number).texts())
    for words in ("查阅记录", "1栋1单元101", "收费催缴", "林晓", "周启明"):
        assert words in texts
    with desk.look() as session:
        assert access_review(session, desk, desk.clock(), 5).count == 0


# ------------------------------------------------------------------------------------------------- the finder tells less
def test_a_number_is_found_by_four_figures_and_no_fewer(desk: Desk) -> None:
    households.register_person(
        desk, PersonEntry("周启明", phones=("13800139876",), document_kind="resident-card", document_number="110000198503140032"),
        StayEntry(1, "owner"),
    )  # fmt: skip

    def found(text: str) -> bool:
        return any(one.title == "周启明" for one in finder.find(desk, text, kinds=("customer",)))

    for text in ("876", "138", "138****76", "138**876", "+138", "#678", "(#6", "032", "周启明 876", "87", "1 3 8"):
        assert not found(text), text
    for text in ("9876", "1380", "138****9876", "13800139876", "周启明 9876", "0032"):
        assert found(text), text


@pytest.mark.parametrize(
    ("text", "number"),
    [("9876", "9876"), ("138****9876", "1389876"), ("138 0013 9876", "13800139876"), ("876", ""), ("周启明", ""),
     ("1-1-101", "11101"), ("粤B12345", ""), ("110101x", "110101"), ("", "")],
)  # fmt: skip
def test_what_is_a_look_up_of_a_number(text: str, number: str) -> None:
    assert figures(text) == number


def many(events: Events) -> list[object]:
    return [event.data["count"] for event in events("finder.many")]


def test_many_look_ups_in_a_row_leave_one_event_and_no_number(
    desk: Desk, staff_of_site: People, clock: Clock, events: Events
) -> None:
    use(desk, staff_of_site, lookups=12)
    for length in range(4, 12):  # typed on and taken back: one look-up
        finder.find(desk, "13800139876"[:length])
    for tail in range(10):
        finder.find(desk, f"{tail}9876")
    assert many(events) == []
    finder.find(desk, "777777")
    assert many(events) == [12]
    event = events("finder.many")[-1]
    assert event.data == {"count": 12, "minutes": 10}
    assert event.staff_id == staff_of_site.receptionist.id
    for tail in range(11):  # slowly enough for people
        clock.now += timedelta(minutes=1)
        finder.find(desk, f"{tail:02}5555")
    assert many(events) == [12]
    use(desk, staff_of_site, lookups=0)
    for tail in range(40):
        finder.find(desk, f"{tail:02}6666")
    assert many(events) == [12]

"""Clocks: the law of holds, due moments, summer time, three minutes, rates at the limit (handbook A4, B3, B5, C-16)."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desk.errors import InvalidInput
from desk.rules.kit.calendar import HolidayTable, is_makeup, is_off, parse_table
from desk.rules.kit.clocks import (
    WARN_AT,
    Due,
    Hold,
    Light,
    ServiceHours,
    Span,
    due,
    elapsed,
    end_of_day,
    handover_in_time,
    held,
    into_service,
    lamp,
    late_after,
    light,
    parse_hours,
    part_of,
    passes,
    percent,
    provisional,
    rate,
    read_clock,
    reply_last_day,
    spells,
)
from desk.rules.kit.service_hours import WEEKDAYS

TABLE = parse_table(
    tomllib.loads((Path(__file__).parents[3] / "resources" / "holidays.toml").read_text(encoding="utf-8"))
)
SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
# The last four change their clocks at midnight, by half an hour, at midnight again, and by leaving out a whole day.
ZONES = tuple(
    ZoneInfo(name)
    for name in (
        "Asia/Shanghai", "UTC", "Europe/Berlin", "America/New_York", "America/Havana", "Australia/Lord_Howe",
        "Africa/Cairo", "Pacific/Apia",
    )
)  # fmt: skip
MINUTE, HOUR, ZERO = timedelta(minutes=1), timedelta(hours=1), timedelta(0)
OFFICE = ServiceHours(SHANGHAI, ((Span(510, 1080),),) * 5 + ((), ()), on_makeup_days=(Span(510, 1080),))
"""08:30–18:00, Monday to Friday."""
ALWAYS = ServiceHours.always(SHANGHAI)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


# ------------------------------------------------------------------------------------------------- service time
@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-16 10:00", "2026-11-16 12:30", 2.5),
        ("2026-11-16 07:00", "2026-11-16 20:00", 9.5),
        ("2026-11-16 18:00", "2026-11-17 08:30", 0),
        ("2026-11-16 17:00", "2026-11-17 09:00", 1.5),
        ("2026-11-20 17:00", "2026-11-23 09:00", 1.5),  # over a weekend
        ("2026-06-18 17:00", "2026-06-22 09:30", 2),  # over the Dragon Boat Festival
        ("2026-10-09 17:00", "2026-10-12 08:30", 10.5),  # the Saturday between is made up
        ("2026-11-16 12:00", "2026-11-16 11:00", 0),
    ],
)
def test_service_time(start: str, end: str, hours: float) -> None:
    assert elapsed(at(start), at(end), OFFICE, TABLE) == hours * HOUR


def test_round_the_clock_is_plain_time() -> None:
    assert elapsed(at("2026-09-30 12:00"), at("2026-10-08 12:00"), ALWAYS, TABLE) == 8 * 24 * HOUR


def test_holds_stop_the_clock_and_count_once() -> None:
    start, end = at("2026-11-16 09:00"), at("2026-11-17 18:00")
    holds = [
        Hold(at("2026-11-16 17:00"), at("2026-11-17 09:00")),  # 1.5 hours of service
        Hold(at("2026-11-17 08:00"), at("2026-11-17 10:00")),  # one more
        Hold(at("2026-11-17 17:30")),  # nobody has resumed it
        Hold(at("2026-11-15 00:00"), at("2026-11-15 12:00")),
    ]
    assert held(start, end, OFFICE, TABLE, holds) == 3 * HOUR
    assert elapsed(start, end, OFFICE, TABLE, holds) == 15.5 * HOUR


# ---------------------------------------------------------------------------------------------------- hypothesis
@st.composite
def spans(draw: st.DrawFn) -> tuple[Span, ...]:
    marks = sorted(draw(st.sets(st.integers(0, 96), max_size=4)))
    return tuple(Span(opens * 15, closes * 15) for opens, closes in zip(marks[::2], marks[1::2], strict=False))


@st.composite
def service_hours(draw: st.DrawFn) -> ServiceHours:
    zone = draw(st.sampled_from(ZONES))
    week = tuple(draw(spans()) for _day in range(7))
    assume(any(week))
    return ServiceHours(zone, week, draw(st.none() | spans()), draw(st.none() | spans()))


# Around changes of the clocks, the Spring Festival, the end of the published years, and Samoa's missing day.
_ANCHORS = [
    datetime(*day, tzinfo=UTC)
    for day in (
        (2026, 2, 13), (2026, 3, 7), (2026, 3, 28), (2026, 4, 4), (2026, 4, 23), (2026, 10, 3), (2026, 10, 24),
        (2026, 10, 29), (2026, 10, 31), (2026, 12, 29), (2011, 12, 28), (1991, 4, 13), (1991, 9, 14),
    )
]  # fmt: skip


@st.composite
def moments(draw: st.DrawFn, anchor: datetime) -> datetime:
    moment = anchor + timedelta(seconds=draw(st.integers(0, 5 * 86_400)))
    return moment.astimezone(draw(st.sampled_from(ZONES)))


@st.composite
def cases(draw: st.DrawFn) -> tuple[datetime, datetime, ServiceHours, list[Hold]]:
    anchor = draw(st.sampled_from(_ANCHORS))
    start, end = sorted((draw(moments(anchor)), draw(moments(anchor))), key=lambda moment: moment.timestamp())
    holds = []
    for _hold in range(draw(st.integers(0, 4))):
        pair = sorted((draw(moments(anchor)), draw(moments(anchor))), key=lambda moment: moment.timestamp())
        holds.append(Hold(pair[0], draw(st.sampled_from([pair[1], pair[1], None]))))
    return start, end, draw(service_hours()), holds


@given(cases())
def test_time_on_the_clock_and_on_hold_is_the_elapsed_service_time(
    case: tuple[datetime, datetime, ServiceHours, list[Hold]],
) -> None:
    start, end, hours, holds = case
    service = elapsed(start, end, hours, TABLE)
    on_clock, on_hold = elapsed(start, end, hours, TABLE, holds), held(start, end, hours, TABLE, holds)
    assert on_clock + on_hold == service
    assert ZERO <= on_clock <= service <= end.astimezone(UTC) - start.astimezone(UTC)


@given(cases(), st.data())
def test_clocks_add_up_wherever_they_are_cut(
    case: tuple[datetime, datetime, ServiceHours, list[Hold]], data: st.DataObject
) -> None:
    start, end, hours, holds = case
    length = end.astimezone(UTC) - start.astimezone(UTC)
    middle = start.astimezone(UTC) + length * data.draw(st.sampled_from((0, 0.25, 0.5, 0.9, 1)))
    parts = elapsed(start, middle, hours, TABLE, holds) + elapsed(middle, end, hours, TABLE, holds)
    assert parts == elapsed(start, end, hours, TABLE, holds)


@given(cases())
def test_round_the_clock_no_zone_gains_or_loses_a_second(
    case: tuple[datetime, datetime, ServiceHours, list[Hold]],
) -> None:
    start, end, hours, _holds = case
    always = ServiceHours.always(hours.zone)
    assert elapsed(start, end, always, TABLE) == end.astimezone(UTC) - start.astimezone(UTC)


@settings(max_examples=60)
@given(st.data(), st.sampled_from([SHANGHAI, BERLIN]), st.sampled_from(_ANCHORS))
def test_the_clock_counts_what_a_watchman_counts(data: st.DataObject, zone: ZoneInfo, anchor: datetime) -> None:
    """Looking at the wall every quarter of an hour gives the same; openings lie outside the hour that comes twice."""
    day = st.sampled_from(
        [(), (Span(240, 600), Span(780, 1320)), (Span(510, 1080),), (Span(0, 1440),), (Span(1200, 1440),)]
    )
    week = tuple(data.draw(day) for _day in range(7))
    assume(any(week))
    hours = ServiceHours(zone, week, data.draw(st.none() | day), data.draw(st.none() | day))
    quarter = timedelta(minutes=15)
    marks = st.integers(0, 4 * 96).map(lambda count: anchor + quarter * count)
    start, end = sorted((data.draw(marks), data.draw(marks)))
    holds = [Hold(*sorted((data.draw(marks), data.draw(marks)))) for _hold in range(data.draw(st.integers(0, 3)))]

    def watch(moment: datetime) -> tuple[bool, bool]:
        wall = moment.astimezone(zone)
        today, minute = wall.date(), wall.hour * 60 + wall.minute
        now = hours.week[today.weekday()]
        if is_off(today, TABLE) and hours.on_holidays is not None:
            now = hours.on_holidays
        elif is_makeup(today, TABLE) and hours.on_makeup_days is not None:
            now = hours.on_makeup_days
        serving = any(span.opens <= minute < span.closes for span in now)
        return serving, any(hold.start <= moment < (hold.end or end) for hold in holds)

    seen = [watch(start + quarter * tick) for tick in range((end - start) // quarter)]
    assert elapsed(start, end, hours, TABLE, holds) == quarter * seen.count((True, False))
    assert held(start, end, hours, TABLE, holds) == quarter * seen.count((True, True))


def later(one: Due, two: Due) -> bool:
    """Never is later than any time."""
    return two.at is None or (one.at is not None and one.at <= two.at)


LENGTHS = st.integers(0, 5 * 86_400).map(lambda seconds: timedelta(seconds=seconds))


@given(cases(), LENGTHS, st.sampled_from((0, 0.5, 1)))
def test_two_kept_moments_show_the_same_lamp_as_the_clock(
    case: tuple[datetime, datetime, ServiceHours, list[Hold]], allowance: timedelta, share: float
) -> None:
    """Lists do not reckon: the last moment in time and the first amber say whatever the clock says, at every moment."""
    start, end, hours, holds = case
    begun = start.astimezone(UTC)
    late = late_after(start, allowance, hours, TABLE, holds)
    warns = due(start, part_of(allowance, WARN_AT), hours, TABLE, holds).at
    moments = {begun + (end.astimezone(UTC) - begun) * share}
    for kept in (late, warns, due(start, allowance, hours, TABLE, holds).at):
        if kept is not None:
            moments |= {kept, kept + timedelta(seconds=1)}
    for now in moments:
        spent = elapsed(start, now, hours, TABLE, holds)
        assert lamp(late, warns, now) == light(spent, allowance), now


def test_used_up_at_closing_time_is_in_time_until_the_doors_open() -> None:
    start = at("2026-11-16 16:00")
    assert due(start, 2 * HOUR, OFFICE, TABLE).at == at("2026-11-16 18:00")
    assert late_after(start, 2 * HOUR, OFFICE, TABLE) == at("2026-11-17 08:30")
    waiting = [Hold(at("2026-11-16 17:00"))]
    assert late_after(start, HOUR, OFFICE, TABLE, waiting) is None
    with pytest.raises(ValueError, match="negative"):
        late_after(start, -HOUR, OFFICE, TABLE)


@given(cases(), LENGTHS)
def test_what_is_due_is_the_first_moment_that_uses_up_the_allowance(
    case: tuple[datetime, datetime, ServiceHours, list[Hold]], allowance: timedelta
) -> None:
    start, _end, hours, holds = case
    moment = due(start, allowance, hours, TABLE, holds).at
    if moment is None:
        assert any(hold.end is None for hold in holds)
        forever = min(hold.start for hold in holds if hold.end is None)
        assert elapsed(start, forever, hours, TABLE, holds) < allowance
    else:
        assert elapsed(start, moment, hours, TABLE, holds) == allowance
        if allowance:
            assert elapsed(start, moment - timedelta.resolution, hours, TABLE, holds) < allowance


@given(cases(), LENGTHS, LENGTHS, st.data())
def test_what_is_due_is_monotone(
    case: tuple[datetime, datetime, ServiceHours, list[Hold]],
    allowance: timedelta,
    more: timedelta,
    data: st.DataObject,
) -> None:
    start, end, hours, holds = case
    now = due(start, allowance, hours, TABLE, holds)
    assert later(now, due(start, allowance + more, hours, TABLE, holds))
    assert later(now, due(end, allowance, hours, TABLE, holds))
    kept = data.draw(st.lists(st.sampled_from(holds), unique_by=id)) if holds else []
    assert later(due(start, allowance, hours, TABLE, kept), now)


# ----------------------------------------------------------------------------------------------------- due by table
@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-16 10:00", 2, "2026-11-16 12:00"),
        ("2026-11-16 17:00", 1, "2026-11-16 18:00"),  # the evening, not the next morning
        ("2026-11-16 17:00", 2, "2026-11-17 09:30"),
        ("2026-11-16 22:00", 1, "2026-11-17 09:30"),
        ("2026-11-20 17:00", 2, "2026-11-23 09:30"),
        ("2026-06-18 17:00", 9.5, "2026-06-22 17:00"),
        ("2026-11-21 12:00", 0, "2026-11-21 12:00"),
    ],
)
def test_due_in_service_hours(start: str, hours: float, end: str) -> None:
    assert due(at(start), hours * HOUR, OFFICE, TABLE) == Due(at(end).astimezone(UTC), False)


def test_due_moves_with_holds_and_is_never_while_one_is_open() -> None:
    start = at("2026-11-16 09:00")
    assert due(start, 2 * HOUR, OFFICE, TABLE, [Hold(at("2026-11-16 10:00"), at("2026-11-16 15:00"))]).at == at(
        "2026-11-16 16:00"
    )
    open_ended = [Hold(at("2026-11-16 10:00"))]
    assert due(start, 2 * HOUR, OFFICE, TABLE, open_ended).at is None
    assert due(start, HOUR, OFFICE, TABLE, open_ended).at == at("2026-11-16 10:00")  # used up just before


def test_a_year_without_data_is_provisional() -> None:
    assert not due(at("2026-12-31 10:00"), 8 * HOUR, OFFICE, TABLE).provisional
    assert due(at("2026-12-31 10:00"), 9 * HOUR, OFFICE, TABLE) == Due(at("2027-01-04 09:30").astimezone(UTC), True)
    assert not due(at("2026-12-31 10:00"), 99 * HOUR, ALWAYS, TABLE).provisional  # holidays make no difference
    assert provisional(at("2026-12-31 10:00"), at("2027-01-01 00:01"), OFFICE, TABLE)
    assert not provisional(at("2026-12-31 10:00"), at("2027-01-01 00:00"), OFFICE, TABLE)


def test_an_allowance_that_no_calendar_holds_is_never_due() -> None:
    hours = ServiceHours.always(UTC)
    assert due(datetime(9999, 12, 1, tzinfo=UTC), timedelta(days=60), hours, TABLE).at is None
    with pytest.raises(ValueError, match="negative"):
        due(at("2026-12-31 10:00"), -MINUTE, hours, TABLE)


# ------------------------------------------------------------------------------------------------------ summer time
def test_the_night_of_23_hours_and_of_25() -> None:
    always = ServiceHours.always(BERLIN)
    assert elapsed(at("2026-03-28 12:00", BERLIN), at("2026-03-29 12:00", BERLIN), always, TABLE) == 23 * HOUR
    assert elapsed(at("2026-10-24 12:00", BERLIN), at("2026-10-25 12:00", BERLIN), always, TABLE) == 25 * HOUR
    assert due(at("2026-03-28 12:00", BERLIN), 24 * HOUR, always, TABLE).at == at("2026-03-29 13:00", BERLIN)


def test_shanghai_had_summer_time_too() -> None:
    assert elapsed(at("1991-04-13 12:00"), at("1991-04-14 12:00"), ALWAYS, TABLE) == 23 * HOUR


def test_hours_that_the_clocks_jump_over_are_not_served() -> None:
    night = ServiceHours(BERLIN, ((Span(90, 150), Span(150, 240)),) * 7, on_holidays=None)  # 01:30–02:30–04:00
    start, end = at("2026-03-29 00:00", BERLIN), at("2026-03-29 12:00", BERLIN)
    assert elapsed(start, end, night, TABLE) == 1.5 * HOUR  # 02:00 is 03:00
    assert elapsed(start - 24 * HOUR, end - 24 * HOUR, night, TABLE) == 2.5 * HOUR


def test_a_day_that_a_zone_left_out_has_no_service() -> None:
    apia = ZoneInfo("Pacific/Apia")
    hours = ServiceHours(apia, ((Span(480, 1020),),) * 7, on_holidays=None)
    assert elapsed(at("2011-12-29 17:00", apia), at("2011-12-31 09:00", apia), hours, TABLE) == HOUR


def test_moments_of_one_wall_clock_hour_that_comes_twice() -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    second = first.replace(fold=1)
    assert elapsed(first, second, ServiceHours.always(BERLIN), TABLE) == HOUR
    assert not handover_in_time(first, second)


# ---------------------------------------------------------------------------------------------------- hours as typed
def test_hours_of_the_policy() -> None:
    hours = parse_hours(
        {
            "mon": ["08:30-12:00", "14:00 - 18:00"],
            "tue": "8:30–18:00",
            "sat": ["00:00-24:00"],
            "holiday": "09:00-17:00",
        },
        SHANGHAI,
    )
    assert hours.week[0] == (Span(510, 720), Span(840, 1080))
    assert hours.week[1] == (Span(510, 1080),)
    assert hours.week[2] == ()
    assert hours.week[5] == (Span(0, 1440),)
    assert hours.on_holidays == (Span(540, 1020),)
    assert hours.on_makeup_days == hours.week[0]
    usual = parse_hours({"sun": ["00:00-24:00"], "holiday": "usual", "makeup": "usual"}, SHANGHAI)
    assert not usual.by_calendar
    closed = parse_hours({"sun": ["00:00-24:00"]}, SHANGHAI)
    assert (closed.on_holidays, closed.on_makeup_days) == ((), None)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({}, "mon"),
        ({"mon": []}, "mon"),
        ({"monday": ["08:30-18:00"]}, "monday"),
        ({"mon": ["18:00-08:30"]}, "mon"),
        ({"mon": ["08:30-08:30"]}, "mon"),
        ({"mon": ["08:30-12:00", "11:00-18:00"]}, "mon"),
        ({"mon": ["14:00-18:00", "08:30-12:00"]}, "mon"),
        ({"mon": ["08:30-24:30"]}, "mon"),
        ({"mon": ["08:60-18:00"]}, "mon"),
        ({"mon": ["all day"]}, "mon"),
        ({"mon": "usual"}, "mon"),
        ({"mon": 8}, "mon"),
        ({"mon": [8.5]}, "mon"),
        ({"mon": ["08:30-18:00"], "holiday": "never"}, "holiday"),
    ],
)
def test_hours_that_cannot_be_are_told_by_day(data: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_hours(data, SHANGHAI)
    assert [problem.field for problem in caught.value.problems] == [field]


@pytest.mark.parametrize(
    "week",
    [((),) * 7, ((Span(0, 60),),) * 6, ((Span(60, 60),),) * 7, ((Span(0, 1441),),) * 7, ((Span(-1, 5),),) * 7],
)
def test_hours_that_make_no_week_are_a_mistake_of_the_program(week: tuple[tuple[Span, ...], ...]) -> None:
    with pytest.raises(ValueError, match=r"days|spans"):
        ServiceHours(SHANGHAI, week)


def test_a_moment_must_know_its_zone() -> None:
    naive, aware = datetime(2026, 11, 16, 9), at("2026-11-16 09:00")  # noqa: DTZ001 - what the test is about
    with pytest.raises(ValueError, match="zone"):
        elapsed(naive, aware, OFFICE, TABLE)
    with pytest.raises(ValueError, match="zone"):
        Hold(naive)
    with pytest.raises(ValueError, match="before it starts"):
        Hold(aware, aware - MINUTE)


def test_spells_in_a_state_are_holds() -> None:
    times = [at(f"2026-11-16 {hour:02}:00") for hour in range(8, 16)]
    states = ["received", "on-hold", "on-hold", "in-progress", "on-hold", "resolved", "received", "on-hold"]
    assert spells(zip(times, states, strict=True), {"on-hold"}) == [
        Hold(times[1], times[3]),
        Hold(times[4], times[5]),
        Hold(times[7]),
    ]
    assert spells([], {"on-hold"}) == []
    # The computer's clock was set back between the two.
    assert spells([(times[3], "on-hold"), (times[1], "received")], {"on-hold"}) == [Hold(times[3], times[3])]


# --------------------------------------------------------------------------------------------------- fixed limits
@pytest.mark.parametrize(
    ("end", "in_time"),
    [("10:00:00", True), ("10:02:59", True), ("10:03:00", True), ("10:03:00.000001", False), ("10:03:01", False)],
)
def test_three_minutes_are_in_time(end: str, in_time: bool) -> None:
    assert handover_in_time(at("2026-11-16 10:00:00"), at(f"2026-11-16 {end}")) is in_time


@pytest.mark.parametrize(
    ("replied", "in_time"),
    [("2026-09-21 09:00", True), ("2026-10-01 23:59:59", True), ("2026-10-02 00:00", False)],
)
def test_ten_days_to_reply_end_with_the_tenth_day(replied: str, in_time: bool) -> None:
    last = reply_last_day(date(2026, 9, 21))
    assert last == date(2026, 10, 1)  # a holiday: it does not move
    assert (at(replied) < end_of_day(last, SHANGHAI)) is in_time


def test_the_end_of_a_day_that_ends_without_midnight() -> None:
    havana = ZoneInfo("America/Havana")  # 2026-03-08 begins at 01:00
    assert end_of_day(date(2026, 3, 7), havana) == datetime(2026, 3, 8, 5, tzinfo=UTC)
    assert end_of_day(date(2026, 11, 16), SHANGHAI) == at("2026-11-17 00:00")


# ---------------------------------------------------------------------------------------------------------- lights
@pytest.mark.parametrize(
    ("minutes", "done", "shown"),
    [
        (0, False, Light.GREEN),
        (Fraction(479, 10), False, Light.GREEN),
        (48, False, Light.AMBER),
        (60, False, Light.AMBER),
        (Fraction(601, 10), False, Light.RED),
        (48, True, Light.GREEN),
        (60, True, Light.GREEN),
        (61, True, Light.RED),
    ],
)
def test_lights(minutes: int | Fraction, done: bool, shown: Light) -> None:
    spent = timedelta(seconds=int(minutes * 60))
    assert light(spent, HOUR, Decimal("0.8"), done=done) is shown
    assert light(spent, HOUR, Fraction(4, 5), done=done) is shown


def test_parts_of_an_allowance_are_exact() -> None:
    assert part_of(timedelta(microseconds=10), Fraction(1, 3)) == timedelta(microseconds=4)
    assert part_of(timedelta(days=300), Decimal("0.9")) == timedelta(days=270)
    with pytest.raises(TypeError, match="Fraction"):
        part_of(HOUR, 0.8)
    with pytest.raises(ValueError, match="no share"):
        part_of(HOUR, Decimal(80))


@given(LENGTHS, LENGTHS, st.fractions(0, 1))
def test_a_light_is_amber_from_its_share_on(spent: timedelta, allowance: timedelta, share: Fraction) -> None:
    shown = light(spent, allowance, share)
    seconds = Fraction(spent // timedelta.resolution)
    limit = Fraction(allowance // timedelta.resolution)
    assert shown == (Light.RED if seconds > limit else Light.AMBER if seconds >= limit * share else Light.GREEN)


@given(cases(), LENGTHS)
def test_a_reading_proves_itself(
    case: tuple[datetime, datetime, ServiceHours, list[Hold]], allowance: timedelta
) -> None:
    start, now, hours, holds = case
    reading = read_clock(start, now, allowance, hours, TABLE, holds)
    assert reading.on_clock + reading.on_hold == reading.service
    assert (reading.light is Light.RED) == (reading.on_clock > allowance)
    if reading.light is Light.RED:
        assert reading.due is not None
        assert reading.due < now
    if reading.due is not None:
        assert reading.warns is not None
        assert reading.warns <= reading.due
    assert (reading.light is Light.GREEN) == (reading.warns is None or now < reading.warns)


# ----------------------------------------------------------------------------------------------------------- rates
@pytest.mark.parametrize(
    ("part", "whole", "passed"),
    [
        (95, 100, True),
        (19, 20, True),
        (949, 1000, False),
        (94, 100, False),
        (20, 20, True),
        (0, 5, False),
        (0, 0, True),
    ],
)
def test_exactly_the_limit_passes(part: int, whole: int, passed: bool) -> None:
    assert passes(part, whole, Decimal("0.95")) is passed
    assert passes(part, whole, Fraction(95, 100)) is passed


def test_no_float_says_whether_a_limit_is_reached() -> None:
    assert passes(3, 10, Decimal("0.3"))  # 0.1 + 0.2 would not
    with pytest.raises(TypeError):
        passes(19, 20, 0.95)
    with pytest.raises(ValueError, match="no share"):
        passes(19, 20, Fraction(95))


@pytest.mark.parametrize(("part", "whole"), [(-1, 5), (6, 5), (1, 0)])
def test_counts_that_make_no_rate(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="no rate"):
        rate(part, whole)


def test_percentages_are_rounded_half_up_but_never_onto_a_whole_one() -> None:
    assert rate(0, 0) is None
    assert str(percent(Fraction(9496, 10_000))) == "94.9"
    assert str(percent(Fraction(95, 100))) == "95.0"
    assert str(percent(Fraction(1))) == "100.0"
    assert str(percent(Fraction(4, 39))) == "10.3"
    assert str(percent(Fraction(8, 9))) == "88.9"
    assert str(percent(Fraction(9996, 10_000))) == "99.9"
    assert str(percent(Fraction(2, 3), 0)) == "66"


@given(st.integers(0, 10_000), st.integers(1, 10_000), st.integers(0, 100))
def test_what_prints_as_the_limit_has_passed_it(part: int, whole: int, limit_percent: int) -> None:
    assume(part <= whole)
    limit = Decimal(limit_percent) / 100
    assert passes(part, whole, limit) == (percent(Fraction(part, whole)) >= limit * 100)


def test_an_empty_table_serves_too() -> None:
    empty = HolidayTable("0", date(2026, 1, 1))
    assert due(at("2026-06-18 17:00"), 2 * HOUR, OFFICE, empty) == Due(at("2026-06-22 09:30").astimezone(UTC), True)


@pytest.mark.parametrize(
    ("now", "hours", "expected"),
    [
        ("2026-11-25 10:00", 2, "2026-11-25 12:00"),
        ("2026-11-25 16:00", 2, "2026-11-25 18:00"),  # exactly at closing time somebody is still there
        ("2026-11-25 17:00", 2, "2026-11-26 09:30"),  # one hour is left for tomorrow
        ("2026-11-25 22:05", 4, "2026-11-26 12:30"),  # not at 02:05
        ("2026-11-25 22:05", 24, "2026-11-27 12:35"),
        ("2026-11-26 02:00", 4, "2026-11-26 12:30"),  # an unanswered call: not at 06:00
        ("2026-11-26 02:00", 8, "2026-11-26 10:00"),
    ],
)
def test_a_proposal_falls_into_service_hours(now, hours, expected):
    zone = ZoneInfo("Asia/Shanghai")
    open_hours = parse_hours({key: ["08:30-18:00"] for key in WEEKDAYS}, zone)
    begin = datetime.fromisoformat(now).replace(tzinfo=zone)
    found = into_service(begin, begin + timedelta(hours=hours), open_hours, TABLE)
    assert found.astimezone(zone).strftime("%Y-%m-%d %H:%M") == expected

"""Dates as they are typed at the counter."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.ui.kit.dates import read_date, read_moment

TODAY = date(2026, 11, 21)  # a Saturday
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("20261121", "2026-11-21"), ("2026-11-21", "2026-11-21"), ("2026年3月1日", "2026-03-01"), ("２０２６．３．１", "2026-03-01"),
        ("11-23", "2026-11-23"), ("11/3", "2026-11-03"), ("1123", "2026-11-23"), ("1-2", "2027-01-02"),
        ("今天", "2026-11-21"), ("明天", "2026-11-22"), ("后天", "2026-11-23"), ("昨天", "2026-11-20"), ("後天", "2026-11-23"),
        ("tomorrow", "2026-11-22"), ("+3", "2026-11-24"), ("＋３", "2026-11-24"), ("-1", "2026-11-20"), ("+10天", "2026-12-01"),
        ("周五", "2026-11-27"), ("星期六", "2026-11-21"), ("下周一", "2026-11-23"), ("周日", "2026-11-22"), ("fri", "2026-11-27"),
        ("2-29", "2028-02-29"), ("3天后", "2026-11-24"), ("三天后", "2026-11-24"), ("一周后", "2026-11-28"), ("2周后", "2026-12-05"), ("本周五", "2026-11-27"),
        ("下下周一", "2026-11-30"), ("27号", "2026-11-27"), ("20日", "2026-11-20"), ("1号", "2026-12-01"),
        ("二十七号", "2026-11-27"), ("11月27日星期五", "2026-11-27"),
    ],
)  # fmt: skip
def test_a_date_is_read(typed, meant):
    if typed == "2-29":  # neither 2025, 2026 nor 2027 has one
        assert read_date(typed, today=TODAY) is None
        return
    assert read_date(typed, today=TODAY) == date.fromisoformat(meant)


@pytest.mark.parametrize("typed", ["", "  ", "大概", "13-45", "2026-02-30", "99999", "+", "周八"])
def test_what_is_no_date_is_none(typed):
    assert read_date(typed, today=TODAY) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("11:00", "2026-11-21 11:00"), ("9:30", "2026-11-22 09:30"), ("今天 11:00", "2026-11-21 11:00"), ("今天11:00", "2026-11-21 11:00"),
        ("明天 9点", "2026-11-22 09:00"), ("明天下午3点半", "2026-11-22 15:30"), ("下午3点", "2026-11-21 15:00"), ("11-23 15:00", "2026-11-23 15:00"),
        ("2026-11-25 8:05", "2026-11-25 08:05"), ("2026-11-25 1705", "2026-11-25 17:05"), ("明天", "2026-11-22 18:00"), ("+2h", "2026-11-21 12:00"),
        ("+30m", "2026-11-21 10:30"), ("+1.5小时", "2026-11-21 11:30"), ("周一 10：15", "2026-11-23 10:15"), ("tomorrow 3pm", "2026-11-22 15:00"),
        ("中午12点", "2026-11-21 12:00"), ("晚上8点", "2026-11-21 20:00"), ("晚上12点", "2026-11-22 00:00"), ("24:00", "2026-11-22 00:00"),
        ("明天24点", "2026-11-23 00:00"), ("凌晨12点", "2026-11-22 00:00"), ("凌晨2点", "2026-11-22 02:00"), ("夜里2点", "2026-11-22 02:00"),
        ("2026-12-01T09:00", "2026-12-01 09:00"), ("明天下午三点", "2026-11-22 15:00"), ("下午六点半", "2026-11-21 18:30"), ("十点一刻", "2026-11-21 10:15"),
        ("明早9点", "2026-11-22 09:00"), ("今晚8点", "2026-11-21 20:00"), ("明晚八点", "2026-11-22 20:00"), ("下周一9点", "2026-11-23 09:00"),
        ("本周五下午2点", "2026-11-27 14:00"), ("周五 9点", "2026-11-27 09:00"), ("27号下午3点", "2026-11-27 15:00"), ("30分钟后", "2026-11-21 10:30"),
        ("半小时后", "2026-11-21 10:30"), ("半个小时内", "2026-11-21 10:30"), ("一小时后", "2026-11-21 11:00"), ("两个小时以内", "2026-11-21 12:00"),
        ("1个半小时后", "2026-11-21 11:30"), ("2h", "2026-11-21 12:00"), ("45min", "2026-11-21 10:45"),
        ("+1d", "2026-11-22 18:00"), ("3天后", "2026-11-24 18:00"),
        ("3pm", "2026-11-21 15:00"), ("12am", "2026-11-22 00:00"), ("fri 3pm", "2026-11-27 15:00"),
        ("明天中午", "2026-11-22 12:00"), ("1530", "2026-11-21 15:30"),
        ("0900", "2026-11-22 09:00"), ("1201", "2026-12-01 18:00"), ("今天下班前", "2026-11-21 18:00"), ("11月27日(周五)下午3点", "2026-11-27 15:00"),
        ("明天下午3点前", "2026-11-22 15:00"),
    ],
)  # fmt: skip
def test_a_moment_is_read(typed, meant):
    found = read_moment(typed, now=NOW)
    assert (f"{found:%Y-%m-%d %H:%M}" if found else None) == meant
    if found:
        assert found.tzinfo is NOW.tzinfo


@pytest.mark.parametrize(
    "typed", ["", "25:00", "24:30", "11:61", "改天", "明天 99", "明天25点", "13pm", "0pm", "1561", "31号2点半后"]
)
def test_what_is_no_moment_is_none(typed):
    assert read_moment(typed, now=NOW) is None


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)))
def test_every_written_date_is_read_back(day):
    assert read_date(day.isoformat(), today=TODAY) == day
    assert read_date(f"{day:%Y%m%d}", today=TODAY) == day


@given(st.datetimes(min_value=NOW.replace(year=2020, tzinfo=None), max_value=NOW.replace(year=2040, tzinfo=None)))
def test_every_written_moment_is_read_back(moment):
    found = read_moment(f"{moment:%Y-%m-%d %H:%M}", now=NOW)
    assert found == moment.replace(second=0, microsecond=0, tzinfo=NOW.tzinfo)


@given(st.integers(min_value=-400, max_value=400))
def test_days_counted_from_today(days):
    assert read_date(f"{days:+d}", today=TODAY) == TODAY + timedelta(days=days)


@given(st.text(max_size=20))
def test_nothing_typed_breaks_it(text):
    read_date(text, today=TODAY)
    read_moment(text, now=NOW)

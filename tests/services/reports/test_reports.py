"""Reports: numbers by hand, numbers against a plain reckoning, what is printed and what is in the workbook."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desk import i18n
from desk.catalog import label
from desk.errors import InvalidInput, NotAllowed, StorageError
from desk.models import Building, CallbackAttempt, Request, RequestEvent, Unit
from desk.models.kit.functions import microseconds
from desk.rules import requests as rules
from desk.rules.kit.statistics import Rate
from desk.rules.requests.cycle import CYCLE
from desk.services import reports
from desk.services.kit.desk import Desk
from desk.slips.engine import raster
from tests.kit.pdf import page_text

ZONE = ZoneInfo("Asia/Shanghai")


def at(day: int, hour: int = 9, minute: int = 0, second: int = 0, *, month: int = 11, micro: int = 0) -> datetime:
    """A moment of the site's November."""
    return datetime(2026, month, day, hour, minute, second, micro, ZONE).astimezone(UTC)


@dataclass
class Site:
    """Writes requests straight into the tables, with the events that the reports look at."""

    desk: Desk
    count: int = 0

    def add(
        self, received: datetime, *events: tuple[str, datetime], session: Session | None = None, **columns: object
    ) -> int:
        """A request with its events after `received`; the columns that events fill in are filled in."""
        if session is None:
            with self.desk.database.write() as own:
                return self.add(received, *events, session=own, **columns)
        self.count += 1
        last = dict(events)
        state = "received"
        for kind, _moment in events:
            state = CYCLE.targets[kind] or state
        row = {
            "number": f"TS-{received:%Y%m%d}-{self.count:04d}",
            "kind": "complaint",
            "state": state,
            "channel": "phone",
            "unit_id": 1,
            "category": "noise",
            "content": "楼上敲打",
            "caller_name": "单雄风",
            "department": "security",
            "received_at": received,
            "first_receiver_id": self.desk.actor.id,
            "resolved_at": last.get("resolved") or last.get("solved"),
            "replied_at": last.get("replied"),
            "closed_at": last.get("closed"),
            "reopened": sum(kind == "reopened" for kind, _moment in events),
        } | columns
        request = Request(**row)
        session.add(request)
        session.flush()
        for kind, moment in (("received", received), *events):
            session.add(
                RequestEvent(request_id=request.id, kind=kind, at=moment, staff_id=self.desk.actor.id, data=None)
            )
        return request.id

    def called(
        self, request_id: int, moment: datetime, outcome: str = "reached", score: int | None = None, **other: object
    ) -> None:
        with self.desk.database.write() as session:
            session.add(
                CallbackAttempt(
                    request_id=request_id, at=moment, staff_id=self.desk.actor.id, outcome=outcome, score=score,
                    reasons=[], **other,
                )
            )  # fmt: skip


@pytest.fixture
def site(desk: Desk) -> Site:
    return Site(desk)


def november(desk: Desk) -> reports.MonthView:
    return reports.month_report(desk, 2026, 11)


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


def printed(pdf: bytes) -> list[str]:
    return [page_text(pdf, index) for index in range(len(raster.pages(pdf)))]


# ---------------------------------------------------------------------------------------------------- exact to the step
def test_microseconds_are_exact(desk, site):
    """Days as floats would be off by some ten microseconds; strftime rounds 59.9999995 up."""
    for micro in (0, 1, 499_999, 999_999):
        site.add(at(3, 9, 0, 59, micro=micro))
    with desk.look() as session:
        found = session.execute(select(Request.received_at, microseconds(Request.received_at))).all()
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    assert len(found) == 4
    assert all(value == (moment - epoch) // timedelta(microseconds=1) for moment, value in found)


def test_three_minutes_are_in_time_and_a_microsecond_more_is_not(desk, site):
    """Handbook C-16: 10:00:00 → 10:03:00."""
    site.add(at(3, 10), ("assigned", at(3, 10, 3)))
    site.add(at(3, 10), ("assigned", at(3, 10, 3, micro=1)))
    site.add(at(3, 10), ("solved", at(3, 10, 2)), ("assigned", at(3, 12)))  # the first of them ends it
    assert november(desk).handover == Rate(2, 3)


def test_what_waits_too_long_is_late_already_and_what_came_just_now_is_not_counted(desk, site, clock):
    site.add(clock.now - timedelta(minutes=3, microseconds=1))
    site.add(clock.now - timedelta(minutes=3))
    site.add(clock.now - timedelta(hours=5), kind="enquiry")  # nobody is sent for an enquiry
    view = november(desk)
    assert view.handover == Rate(0, 1)
    assert view.total == 3


def test_a_promise_is_kept_to_the_second_and_counts_once_it_is_due(desk, site, clock):
    due = at(4, 12)
    site.add(at(4), ("assigned", at(4, 9, 1)), ("resolved", due), promised_at=due)
    site.add(at(4), ("assigned", at(4, 9, 1)), ("resolved", due + timedelta(microseconds=1)), promised_at=due)
    site.add(at(4), ("assigned", at(4, 9, 1)), promised_at=due)  # late, not done
    site.add(at(4), ("assigned", at(4, 9, 1)), promised_at=clock.now)  # due this very moment: not late
    site.add(at(4), ("assigned", at(4, 9, 1)), promised_at=clock.now + timedelta(hours=1))
    site.add(at(4), ("cancelled", at(4, 10)), promised_at=due)
    site.add(at(4), ("solved", at(4, 9, 1)))  # nothing was promised
    view = november(desk)
    assert view.promise == Rate(1, 3)
    assert (view.total, view.unfinished, view.done, view.cancelled) == (7, 3, 3, 1)


def test_an_answer_on_the_tenth_day_is_in_time_whatever_the_hour(desk, site, clock):
    """B3: ten days, the day it came in not counted; the days are the site's."""
    clock.now = at(28)
    for answered in (at(11, 23, 59, 59), at(12, 0, 0, 0)):
        site.add(at(1, 0, 5), ("assigned", at(1, 0, 6)), ("resolved", at(2)), ("replied", answered))
    site.add(at(1, 0, 5), ("assigned", at(1, 0, 6)))  # past the limit, not answered
    site.add(at(20), ("assigned", at(20, 9, 1)))  # has time until the 30th
    site.add(at(1, 0, 5), ("solved", at(1, 0, 6)), ("closed", at(3)))  # closing ends the wait too
    site.add(at(1), ("resolved", at(27)), kind="repair")  # the limit is one of complaints
    assert november(desk).reply == Rate(2, 4)


def test_a_month_is_one_of_the_sites_days(desk, site):
    """23:59:59 on 31 October in Shanghai is the 31st there and in UTC; 00:00 on 1 November is still October in UTC."""
    site.add(at(31, 23, 59, 59, month=10))
    site.add(at(1, 0, 0))
    assert november(desk).total == 1
    assert reports.month_report(desk, 2026, 10).total == 1
    assert [point.total for point in november(desk).trend[-3:]] == [0, 1, 1]


# ------------------------------------------------------------------------------------------------ callbacks and repeats
def test_callback_rate_is_of_complaints_closed_in_the_month_in_their_round(desk, site):
    """Handbook C-3: every closed complaint gets a callback."""
    steps = (("assigned", at(2)), ("resolved", at(3)), ("closed", at(5)))
    reached, missed, _waived = (site.add(at(2), *steps) for _ in range(3))
    site.called(reached, at(4), "no-answer")
    site.called(reached, at(4, 10), score=4)
    site.called(missed, at(4), "no-answer")
    again = site.add(at(2), *steps[:2], ("reopened", at(3, 10)), ("assigned", at(3, 11)), ("resolved", at(4)), steps[2])
    site.called(again, at(3, 9), score=1, round=0)  # of the round before: does not count for the last one
    earlier = site.add(at(2, month=10), ("resolved", at(3, month=10)), ("closed", at(6)))
    site.called(earlier, at(5), score=5)
    site.add(at(2), *steps, kind="repair")
    site.called(site.add(at(2), *steps[:2]), at(20, month=10), score=3)
    view = november(desk)
    assert view.callbacks == Rate(2, 5)
    assert [(line.grade, line.count) for line in view.scores] == [(5, 1), (4, 1), (3, 0), (2, 0), (1, 1)]
    assert view.attempts == 5
    assert view.mean == "3.33"
    assert view.satisfied == Rate(2, 3)
    assert view.reopened == 1


def test_repeats_are_of_one_room_and_one_matter_within_the_days(desk, site):
    site.add(at(28, month=10))
    site.add(at(4))  # exactly seven days later
    site.add(at(11, 9, 0, micro=1))  # a microsecond too late
    site.add(at(12), category="leak")
    site.add(at(12), unit_id=2)
    site.add(at(12), unit_id=None)
    site.add(at(12, 10), unit_id=None)
    site.add(at(13), ("cancelled", at(13, 10)))
    site.add(at(14))
    site.add(at(15), unit_id=2)
    site.add(at(16), unit_id=2)
    view = november(desk)
    assert view.repeats == 4
    assert [(line.room, line.count) for line in view.repeated] == [("1栋1单元101", 2), ("1栋1单元102", 2)]
    assert view.repeated[0].category == label("categories", "noise")


# ------------------------------------------------------------------------------------------------------- breakdowns
def test_breakdowns_by_hand(desk, site):
    site.add(
        at(2), ("assigned", at(2, 9, 1)), channel="counter", department="engineering", kind="repair", category="leak"
    )
    site.add(at(2), ("assigned", at(2, 9, 9)), unit_id=13)
    site.add(at(2), kind="praise", department="", category="staff", unit_id=None)
    view = november(desk)
    found = {part.code: {line.label: line.count for line in part.lines} for part in view.breakdowns}
    assert found == {
        "kind": {"投诉": 1, "报修": 1, "表扬": 1},
        "category": {"噪声": 1, "渗漏水": 1, "服务态度": 1},
        "building": {"1栋": 1, "A座": 1, view.breakdown("building").lines[-1].label: 1},
        "department": {"秩序部": 1, "工程部": 1, view.breakdown("department").lines[-1].label: 1},
        "channel": {"电话": 2, "来访": 1},
    }
    # what was left open stands last among equals
    assert view.breakdown("department").lines[-1].code == ""
    assert view.breakdown("building").lines[-1].code == ""
    by_kind = {line.code: line.handover for line in view.breakdown("kind").lines}
    assert by_kind == {"repair": Rate(1, 1), "complaint": Rate(0, 1), "praise": Rate(0, 0)}
    with pytest.raises(KeyError):
        view.breakdown("weather")


MINUTES = st.integers(0, 30 * 24 * 60 - 1)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "minute": MINUTES,
            "micro": st.sampled_from([0, 1, 999_999]),
            "kind": st.sampled_from(rules.KINDS),
            "category": st.sampled_from(["", "noise", "leak"]),
            "channel": st.sampled_from(["phone", "counter"]),
            "department": st.sampled_from(["", "security"]),
            "unit_id": st.sampled_from([None, 1, 2, 13]),
            "taken": st.none() | st.sampled_from([0, 179, 180, 181, 10**6]),
            "promise": st.none() | st.integers(-600, 60 * 24 * 40),
            "state": st.sampled_from(rules.STATES),
            "worked": st.integers(0, 60 * 24 * 15),
            "reopened": st.integers(0, 2),
        }
    ),
    max_size=25,
)


def plain_month(rows: list[Request], firsts: dict[int, datetime], now: datetime) -> dict[str, object]:
    """The same numbers reckoned one by one in Python."""

    def rate(verdicts: list[bool]) -> Rate:
        return Rate(sum(verdicts), len(verdicts))

    hand, promise, reply, repeats = [], [], [], 0
    for row in rows:
        first = firsts.get(row.id)
        if row.kind in rules.PROMISED_KINDS and (first is not None or rules.handover_late(row.received_at, now, 3)):
            hand.append(not rules.handover_late(row.received_at, first or now, 3))
        done = row.state not in (*rules.UNFINISHED, "cancelled") and row.resolved_at is not None
        if row.promised_at is not None and (rules.overdue(row.state, row.promised_at, now) or done):
            promise.append(done and row.resolved_at <= row.promised_at)
        if row.kind == "complaint" and row.state != "cancelled":
            last_day = row.received_at.astimezone(ZONE).date() + timedelta(days=10)
            answered = row.replied_at or row.closed_at
            if answered is not None:
                reply.append(answered.astimezone(ZONE).date() <= last_day)
            elif now.astimezone(ZONE).date() > last_day:
                reply.append(False)
        before = [
            other.received_at
            for other in rows
            if other.unit_id == row.unit_id
            and other.category == row.category
            and other.state != "cancelled"
            and (other.received_at, other.id) < (row.received_at, row.id)
        ]
        if row.unit_id and row.category and row.state != "cancelled" and before:
            repeats += row.received_at - max(before) <= timedelta(days=7)
    return {
        "total": len(rows),
        "unfinished": sum(row.state in rules.UNFINISHED for row in rows),
        "cancelled": sum(row.state == "cancelled" for row in rows),
        "reopened": sum(row.reopened > 0 for row in rows),
        "handover": rate(hand),
        "promise": rate(promise),
        "reply": rate(reply),
        "repeats": repeats,
    }


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=ROWS)
def test_the_database_counts_as_one_would_by_hand_and_parts_make_the_whole(desk, clock, data):
    clock.now = at(25, 12)
    site = Site(desk)
    with desk.database.write() as session:
        session.execute(delete(RequestEvent))
        session.execute(delete(Request))
        for entry in data:
            received = at(1, 0) + timedelta(minutes=entry["minute"], microseconds=entry["micro"])
            worked = received + timedelta(minutes=entry["worked"])
            state = entry["state"]
            events = [] if entry["taken"] is None else [("assigned", received + timedelta(seconds=entry["taken"]))]
            site.add(
                received, *events, session=session,
                kind=entry["kind"], category=entry["category"], channel=entry["channel"],
                department=entry["department"], unit_id=entry["unit_id"], state=state, reopened=entry["reopened"],
                promised_at=None if entry["promise"] is None else received + timedelta(minutes=entry["promise"]),
                resolved_at=worked if state in ("resolved", "replied", "closed") else None,
                replied_at=worked if state == "replied" else None,
                closed_at=worked if state == "closed" else None,
            )  # fmt: skip
    view = november(desk)
    with desk.look() as session:
        rows = list(session.scalars(select(Request)))
        firsts = {
            event.request_id: event.at for event in session.scalars(select(RequestEvent)) if event.kind == "assigned"
        }
        expected = plain_month(rows, firsts, clock.now)
    assert {name: getattr(view, name) for name in expected} == expected
    assert view.unfinished + view.done + view.cancelled == view.total
    for part in view.breakdowns:
        assert sum(line.count for line in part.lines) == view.total, part.code
        assert sum(line.share for line in part.lines) == (100 if view.total else 0), part.code
        for name in ("handover", "promise", "reply"):
            rates = [getattr(line, name) for line in part.lines]
            assert sum((r.part for r in rates), 0) == getattr(view, name).part, (part.code, name)
            assert sum((r.whole for r in rates), 0) == getattr(view, name).whole, (part.code, name)
        for name in ("unfinished", "cancelled", "reopened"):
            assert sum(getattr(line, name) for line in part.lines) == getattr(view, name), (part.code, name)
    assert view.trend[-1].total == view.total
    kinds = {line.code: line.count for line in view.breakdown("kind").lines}
    assert {
        code: count for (code, _n), count in zip(view.trend_kinds, view.trend[-1].counts, strict=True) if count
    } == kinds


def test_an_empty_month_is_a_report_too(desk, tmp_path):
    view = november(desk)
    assert (view.total, view.handover.text, view.mean) == (0, "–", "–")
    assert all(not part.lines for part in view.breakdowns)
    pages = printed(reports.report_pdf(desk, view))
    assert "2026-11" in pages[0]
    assert len(reports.report_charts(view)) == 8
    assert reports.save_report(desk, view, tmp_path / "leer.xlsx").exists()


@pytest.mark.parametrize(
    ("year", "month", "field"),
    [(2026, 13, "month"), (2026, 0, "month"), (2026, 12, "year"), (2027, 1, "year"), (1999, 1, "year")],
)
def test_a_month_that_cannot_be_reported_is_refused_by_field(desk, year, month, field):
    with pytest.raises(InvalidInput) as caught:
        reports.month_report(desk, year, month)
    assert [problem.field for problem in caught.value.problems] == [field]


def test_progress_is_told_and_can_cancel(desk):
    steps: list[tuple[int, int]] = []
    reports.month_report(desk, 2026, 11, progress=lambda done, whole: steps.append((done, whole)))
    assert steps == [(n, steps[-1][1]) for n in range(steps[-1][1] + 1)]

    class Stop(Exception):
        pass

    def stop(done: int, whole: int) -> None:
        if done == 2:
            raise Stop

    with pytest.raises(Stop):
        reports.month_report(desk, 2026, 11, progress=stop)
    assert november(desk).total == 0  # and the database is free again


# ------------------------------------------------------------------------------------------------ everything unfinished
@pytest.fixture
def year_end(desk, site, clock) -> dict[str, int]:
    clock.now = at(21, 10)
    return {
        "open": site.add(at(2), ("assigned", at(2, 10)), promised_at=at(9)),
        "open-then": site.add(
            at(3), ("assigned", at(3, 10)), ("resolved", at(12)), ("closed", at(15)), promised_at=at(30)
        ),
        "resolved-then": site.add(at(3, 9, 30), ("assigned", at(3, 10)), ("resolved", at(9)), ("closed", at(15))),
        "closed": site.add(at(3), ("assigned", at(3, 10)), ("resolved", at(4)), ("closed", at(5))),
        "reopened-later": site.add(at(3), ("solved", at(3, 10)), ("closed", at(4)), ("reopened", at(12))),
        "reopened-before": site.add(
            at(4), ("solved", at(4, 10)), ("closed", at(5)), ("reopened", at(6)), ("note", at(7))
        ),
        "cancelled-later": site.add(at(5), ("cancelled", at(14)), anonymous=True, caller_name=""),
        "cancelled": site.add(at(5), ("cancelled", at(6))),
        "later": site.add(at(11)),
        "last-moment": site.add(at(10, 23, 59, 59, micro=999_999)),
    }


def test_the_state_is_that_of_the_day(desk, year_end):
    view = reports.unfinished_report(desk, date(2026, 11, 10))
    names = {value: name for name, value in year_end.items()}
    found = {names[row.request_id]: (row.state, row.done, row.overdue) for row in view.rows}
    assert found == {
        "open": ("assigned", False, True),
        "open-then": ("assigned", False, False),
        "resolved-then": ("resolved", True, False),
        "reopened-before": ("received", False, False),
        "cancelled-later": ("received", False, False),
        "last-moment": ("received", False, False),
    }
    assert (view.working, view.waiting, view.overdue) == (5, 1, 1)
    assert [row.done for row in view.rows] == [False] * 5 + [True]
    open_rows = [row.received_at for row in view.rows if not row.done]
    assert open_rows == sorted(open_rows)
    row = next(row for row in view.rows if row.request_id == year_end["open"])
    assert (row.days, row.room, row.kind_label) == (8, "1栋1单元101", "投诉")
    assert dict(view.by_kind) == {"投诉": 6}


def test_of_today_it_is_what_is_open_now(desk, year_end):
    view = reports.unfinished_report(desk, date(2026, 11, 21))
    with desk.look() as session:
        expected = set(session.scalars(select(Request.id).where(Request.state.in_(rules.OPEN))))
    assert {row.request_id for row in view.rows} == expected
    assert expected >= {year_end["open"], year_end["later"], year_end["reopened-later"]}


def test_a_day_to_come_is_refused(desk):
    for day in (date(2026, 11, 22), date(1999, 1, 1)):
        with pytest.raises(InvalidInput) as caught:
            reports.unfinished_report(desk, day)
        assert caught.value.problems[0].field == "on"


# ----------------------------------------------------------------------------------------------------- paper and screen
@pytest.fixture
def busy(desk, site) -> reports.MonthView:
    """A month with every channel, 40 categories' worth of lines, and a building with a long name."""
    with desk.database.write() as session:
        building = Building(code="Z", name="滨江花园国际公寓南区附属商业裙楼及地下车库", sort="Z")
        session.add(building)
        session.flush()
        session.add(Unit(building_id=building.id, entrance="", room="1", code="Z-1", name="裙楼1", sort="Z1", floor=1))
        session.flush()
        unit = session.scalars(select(Unit.id).where(Unit.code == "Z-1")).one()
    for day in range(1, 21):
        for channel in ("phone", "counter", "wechat"):
            site.add(
                at(day), ("assigned", at(day, 9, day % 6)), ("resolved", at(day, 15)), ("closed", at(day, 16)),
                channel=channel, kind=rules.KINDS[day % 6], category=f"kind-{day % 14}", unit_id=unit if day % 2 else 1,
                promised_at=at(day, 14 + day % 3),
            )  # fmt: skip
            site.called(site.count, at(day, 16), score=day % 5 + 1)
    return november(desk)


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en"])
def test_the_paper_says_what_the_view_says_with_page_numbers(desk, site, busy, language):
    i18n.set_language(language)
    view = november(desk)
    pdf = reports.report_pdf(desk, view)
    pages = printed(pdf)
    everything = flat("".join(pages))
    for part in view.breakdowns:
        for line in part.lines:
            assert flat(line.label) in everything
            assert f"{line.handover.part}/{line.handover.whole}" in everything or not line.handover.whole
    for value in (view.handover, view.promise, view.callbacks):
        assert flat(value.text) in everything
    for number, page in enumerate(pages, 1):
        assert flat(i18n._("Page {page} of {pages}").format(page=number, pages=len(pages))) in flat(page)
        assert view.site in page
    assert reports.report_pdf(desk, view) == pdf
    size = raster.pages(pdf)[0]
    assert (round(size.width / 72 * 25.4), round(size.height / 72 * 25.4)) == (210, 297)


def test_the_list_is_printed_whole_across_its_sheets(desk, site, clock):
    for number in range(60):
        site.add(
            at(1) + timedelta(minutes=number), ("assigned", at(2)), promised_at=at(3), content="反映楼道照明不亮。" * 4
        )
    view = reports.unfinished_report(desk, date(2026, 11, 20))
    pages = printed(reports.report_pdf(desk, view))
    everything = "".join(pages)
    assert len(pages) > 2
    assert [everything.count(row.number) for row in view.rows] == [1] * 60
    heading = flat(i18n._("Responsible"))
    assert all(heading in flat(page) for page in pages if "TS-" in page)


def test_a_rare_name_is_printed(desk, site):
    site.add(at(2), caller_name="王䶮㛃", content="李𬱖家漏水")
    text = "".join(printed(reports.report_pdf(desk, reports.unfinished_report(desk, date(2026, 11, 20)))))
    assert "王䶮㛃" in text
    assert "李𬱖" in text


def test_charts_are_pictures_that_grow_with_the_screen(busy):
    small, large = reports.report_charts(busy, dpi=96), reports.report_charts(busy, dpi=144)
    assert [chart.code for chart in small] == [
        "trend", "rates", "kind", "category", "building", "department", "channel", "scores",
    ]  # fmt: skip
    for one, other in zip(small, large, strict=True):
        assert one.png.startswith(b"\x89PNG")
        assert int.from_bytes(one.png[16:20], "big") == one.width
        assert int.from_bytes(one.png[20:24], "big") == one.height
        assert abs(other.width - one.width * 1.5) <= 2
        assert one.title
        assert any(character.isdigit() for character in one.text)


def test_a_dark_window_gets_dark_charts(busy):
    light, dark = reports.report_charts(busy)[2], reports.report_charts(busy, dark=True)[2]
    assert light.png != dark.png
    assert (light.width, light.height, light.text) == (dark.width, dark.height, dark.text)


# ------------------------------------------------------------------------------------------------------------- workbook
def test_the_workbook_has_the_numbers(desk, busy, tmp_path):
    file = reports.save_report(desk, busy, tmp_path / "月报.xlsx")
    book = load_workbook(file)
    assert len(book.sheetnames) == 1 + len(busy.breakdowns) + 2
    for part, name in zip(busy.breakdowns, book.sheetnames[1:], strict=False):
        rows = list(book[name].iter_rows(min_row=2, values_only=True))
        assert [(row[0], row[1]) for row in rows] == [(line.label, line.count) for line in part.lines]
        assert [row[4:6] for row in rows] == [(line.handover.part, line.handover.whole) for line in part.lines]
        for row, line in zip(rows, part.lines, strict=True):
            percent = line.handover.percent
            assert row[3] == (None if percent is None else pytest.approx(float(percent) / 100, abs=1e-9))
    summary = {row[0]: row[1] for row in book[book.sheetnames[0]].iter_rows(values_only=True) if row[0]}
    assert summary[i18n._("Requests received")] == busy.total == 60
    trend = list(book[book.sheetnames[-2]].iter_rows(min_row=2, values_only=True))
    assert [row[-1] for row in trend] == [point.total for point in busy.trend]
    assert not list(tmp_path.glob("*.part"))


def test_every_head_of_the_workbook_says_what_its_column_counts(desk, busy, tmp_path):
    """A rate has its share, what was met and what was counted: three heads in words, none of them a sign, none twice."""
    book = load_workbook(reports.save_report(desk, busy, tmp_path / "report.xlsx"))
    for name in book.sheetnames[1 : 1 + len(busy.breakdowns)]:
        heads = [cell.value for cell in book[name][1]]
        assert len(set(heads)) == len(heads) == 15
        assert heads[4] == "派工及时率（达到件数）"
        assert all(len(re.findall(r"\w", head)) > 1 for head in heads), heads


def test_a_complaint_that_looks_like_a_formula_stays_text(desk, site, staff_of_site, tmp_path):
    site.add(at(2), content='=HYPERLINK("x")', caller_name="+8613800000000", promised_at=at(3, 12))
    view = reports.unfinished_report(desk, date(2026, 11, 20))
    desk.actor = staff_of_site.manager
    sheet = load_workbook(reports.save_report(desk, view, tmp_path / "x.xlsx")).active
    cells = {cell.value: cell for cell in sheet[2]}
    assert cells['=HYPERLINK("x")'].data_type == "s"
    assert "+8613800000000" in cells
    assert cells[at(2).astimezone(ZONE).replace(tzinfo=None)].number_format == "yyyy-mm-dd hh:mm"
    assert cells[at(3, 12).astimezone(ZONE).replace(tzinfo=None)].is_date


def test_the_list_of_what_is_unfinished_names_callers_and_leaves_by_the_managers_word(
    desk, site, staff_of_site, tmp_path, events
):
    site.add(at(2), content="漏水", caller_name="周启明")
    file = tmp_path / "x.pdf"
    with pytest.raises(NotAllowed) as refused:
        reports.save_unfinished(desk, date(2026, 11, 20), file)
    assert refused.value.role == "manager"
    assert not file.exists()
    with desk.approved(staff_of_site.manager):
        reports.save_unfinished(desk, date(2026, 11, 20), file)
    assert file.read_bytes().startswith(b"%PDF")
    (event,) = events("report.export")
    assert {name: event.data[name] for name in ("people", "purpose", "file", "approved_by")} == {
        "people": 1, "purpose": "office", "file": "x.pdf", "approved_by": staff_of_site.manager.name,
    }  # fmt: skip


def test_control_characters_do_not_break_the_workbook(desk, site, staff_of_site, tmp_path):
    site.add(at(2), content="噪\x0b声\x00")
    view = reports.unfinished_report(desk, date(2026, 11, 20))
    desk.actor = staff_of_site.manager
    sheet = load_workbook(reports.save_report(desk, view, tmp_path / "x.xlsx")).active
    assert "噪声" in [cell.value for cell in sheet[2]]


def test_a_file_that_cannot_be_written_is_explained_and_the_old_one_kept(desk, busy, tmp_path, monkeypatch):
    target = tmp_path / "月报.xlsx"
    target.write_bytes(b"old")

    def refuse(_source: Path, _target: Path) -> None:
        raise PermissionError(13, "used by another process")

    monkeypatch.setattr("desk.services.kit.sheets.os.replace", refuse)
    with pytest.raises(StorageError) as caught:
        reports.save_report(desk, busy, target)
    assert caught.value.code == "file-in-use"
    assert "月报.xlsx" in caught.value.message
    assert target.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir() if file.suffix in (".xlsx", ".part")] == ["月报.xlsx"]
    monkeypatch.undo()
    with pytest.raises(StorageError, match="xlsx"):
        reports.save_report(desk, busy, tmp_path / "no-such-folder" / "x.xlsx")


def test_file_names_say_what_and_when(desk, busy):
    i18n.set_language("en")
    assert reports.file_name(november(desk), "pdf") == "Monthly report-2026-11.pdf"
    assert (
        reports.file_name(reports.unfinished_report(desk, date(2026, 11, 20)), "xlsx")
        == "Unfinished items-2026-11-20.xlsx"
    )


def test_words_are_those_of_the_language_it_was_made_in(desk, site, busy):
    """Switching the window's language afterwards does not mix two in one report."""
    i18n.set_language("en")
    view = november(desk)
    i18n.set_language("zh_CN")
    assert "Page 1 of" in printed(reports.report_pdf(desk, view))[0]
    assert Counter(line.label for line in view.breakdown("channel").lines) == {"Phone": 1, "In person": 1, "WeChat": 1}
    assert reports.report_charts(view)[1].text.startswith("Handed over in time")


def test_a_share_is_exact(busy):
    assert busy.handover.share == Fraction(busy.handover.part, busy.handover.whole)
    assert all(isinstance(line.share, Decimal) for line in busy.breakdown("kind").lines)
    assert replace(busy, handover=Rate(19, 20)).handover.passes(Decimal("0.95"))

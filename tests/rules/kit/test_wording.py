"""Moments, shares and lists in words: one place, in the language in force."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

import desk
from desk.i18n import speaking
from desk.rules.kit import wording

TODAY = date(2026, 11, 21)
AT = datetime(2026, 11, 21, 9, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "today", "tomorrow", "other", "before"),
    [
        ("zh_CN", "今天 09:04", "明天 09:04", "11-19 09:04", "2025-11-21 09:04"),
        ("zh_TW", "今天 09:04", "明天 09:04", "11-19 09:04", "2025-11-21 09:04"),
        ("en", "Today 09:04", "Tomorrow 09:04", "Nov 19 09:04", "2025-11-21 09:04"),
    ],
)
def test_a_moment_is_as_short_as_the_day_allows(language, today, tomorrow, other, before):
    with speaking(language):
        assert wording.when(AT, TODAY) == today
        assert wording.when(AT + timedelta(days=1), TODAY) == tomorrow
        assert wording.when(AT - timedelta(days=2), TODAY) == other
        assert wording.when(AT.replace(year=2025), TODAY) == before
        assert wording.when(None, TODAY) == ""


def test_the_zone_in_which_a_moment_is_given_is_kept():
    from zoneinfo import ZoneInfo

    assert wording.moment(AT.astimezone(ZoneInfo("Asia/Shanghai"))) == "2026-11-21 17:04"


def test_papers_say_a_day_and_a_moment_alike_in_every_language():
    for language in ("zh_CN", "zh_TW", "en"):
        with speaking(language):
            assert (wording.day(TODAY), wording.moment(AT)) == ("2026-11-21", "2026-11-21 09:04")
    assert wording.day(None) == wording.moment(None) == ""


def test_several_names_are_joined_by_the_signs_of_the_language():
    names = ["单雄风", "", "曾丽", "翟田林"]
    for language, joined in (
        ("zh_CN", "单雄风、曾丽、翟田林"),
        ("zh_TW", "单雄风、曾丽、翟田林"),
        ("en", "单雄风, 曾丽, 翟田林"),
    ):
        with speaking(language):
            assert wording.listed(names) == joined
    assert wording.listed(["单雄风"]) == "单雄风"
    assert wording.listed([]) == ""


def test_a_label_and_its_words_are_joined_by_the_colon_of_the_language():
    with speaking("zh_CN"):
        assert wording.labelled("维修质量", "又漏了") == "维修质量：又漏了"
    with speaking("en"):
        assert wording.labelled("Quality", "leaks again") == "Quality: leaks again"
    assert wording.labelled("", "又漏了") == "又漏了"


def test_shares_months_and_spans():
    with speaking("zh_CN"):
        assert wording.percent(Fraction(954, 1000)) == "95.4%"
        assert wording.percent(Fraction(4, 39)) == "10.3%"
        assert wording.percent(Fraction(9496, 10_000)) == "94.9%", "as the reports print it"
        assert wording.percent(None) == "–"
        assert wording.month(TODAY) == "2026年11月"
        assert wording.duration(timedelta(hours=2, minutes=5)) == "2 小时 5 分"
    with speaking("en"):
        assert wording.month(TODAY) == "November 2026"


FORMATS = re.compile(r"%(?:Y|m|H)[^a-zA-Z]")
FOR_MACHINES = {
    "sequences.py",
    "backup.py",
    "demo.py",
    "quality.py",
    "calendar.py",
    "reports",
    "day_sheets.py",
    "day_book.py",
    "money/papers.py",
    "releases/papers.py",
    "anchor.py",
    "copies.py",
    "counters.py",
    "restore.py",
    "ink.py",
}
"""Numbers of slips, names of files, keys: read by programs, the same in every language."""


def test_nothing_writes_a_time_format_of_its_own():
    """Every f-string with a format of a time stands where a program reads it."""
    found = []
    for file in _sources():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
                spec = ast.unparse(node.format_spec)
                if FORMATS.search(spec + " ") and not (
                    {file.name, file.parent.name, f"{file.parent.name}/{file.name}"} & FOR_MACHINES
                ):
                    found.append(f"{file.name}:{node.lineno} {spec}")
    assert found == []


def test_no_sign_of_one_language_joins_words_in_code():
    found = [
        f"{file.name}: {line.strip()}"
        for file in _sources()
        for line in file.read_text(encoding="utf-8").splitlines()
        if re.search(r"[\"'][、：][\"']\.join", line)
    ]
    assert found == []


def _sources():
    root = Path(desk.__file__).parent
    return [file for room in ("ui", "services", "slips") for file in sorted((root / room).rglob("*.py"))]


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en"])
def test_what_is_written_without_babel_reads_as_babel_would_write_it(language):
    from babel.dates import format_date, format_datetime, format_skeleton

    patterns = ("HH:mm", "yyyy-MM-dd", "yyyy-MM-dd HH:mm", "MM-dd", "MM-dd HH:mm", "d.M.y H:m", "MMM d", "MMM d HH:mm", "EEE d", "EEEE MMMM",
                "y'年'M'月'")  # fmt: skip
    with speaking(language):
        for number in range(0, 800, 3):
            at = datetime(2025, 2, 27, 0, 59, tzinfo=UTC) + timedelta(days=number, hours=number % 24)
            for pattern in patterns:
                assert wording._by(at, pattern) == format_datetime(at, pattern, locale=language)
            assert wording.full_day(at.date()) == format_date(at, "full", locale=language)
            assert wording.written_day(at.date()) == format_date(at, "long", locale=language)
            assert wording.month(at.date()) == format_skeleton("yMMMM", at, locale=language)


def test_the_first_page_needs_no_babel():
    code = """
import sys
from datetime import date, datetime
from desk.rules.kit import wording
for said in (wording.full_day, wording.day, wording.month, wording.weekday, wording.written_day):
    said(date(2026, 11, 21))
wording.short_moment(datetime(2026, 11, 20, 9, 4), date(2026, 11, 21))
wording.listed(["a", "b"])
assert not any(name.startswith("babel") for name in sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True)

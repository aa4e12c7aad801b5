"""Workers (handbook S30): trades, shifts, who is on duty at a moment, and in which order they are offered for a job.

Workers have no sign-in: the crew carries paper, not phones. What is typed of a shift is a span of the clock that may pass
midnight (`20:00-08:00` belongs to the day on which it begins) and the days of the week on which it begins.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desk.errors import Problem
from desk.i18n import _

MIDNIGHT = 24 * 60
DAYS = ("1234567", "12345", "123456", "67")
"""The days of the week that are offered, Monday is 1."""
_SPAN = re.compile(r"(\d{1,2}):?(\d{2})?\s*[-–—~至到]\s*(\d{1,2}):?(\d{2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a job may be given to.

    Attributes:
        name: as it is written on the work order.
        department: code in catalog.toml, "" for none. trades: codes in catalog.toml.
        on_duty: now; a member of the staff without a shift counts as on duty.
        staff: signs in; workers come before them.
        phone: at work; "" for none.
    """

    name: str
    department: str = ""
    trades: tuple[str, ...] = ()
    on_duty: bool = True
    staff: bool = False
    phone: str = ""


def read_hours(text: str) -> tuple[int, int] | None:
    """A shift as typed, in minutes of the day on which it begins: `8-17` is (480, 1020), `20:00-08:00` is (1200, 1920).

    Nothing typed is the whole day. None: it cannot be read.
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    if not typed:
        return 0, MIDNIGHT
    match = _SPAN.fullmatch(typed)
    if match is None:
        return None
    begins, ends = (int(match[at]) * 60 + int(match[at + 1] or 0) for at in (1, 3))
    minutes_fit = all(int(match[at] or 0) < 60 for at in (2, 4))
    if not minutes_fit or begins >= MIDNIGHT or ends > MIDNIGHT or begins == ends:
        return None
    return begins, ends if ends > begins else ends + MIDNIGHT


def written_hours(text: str) -> str:
    """A shift in the form in which it is kept (`08:00-17:00`); what cannot be read stays as typed, nothing stays nothing."""
    read = read_hours(text)
    if read is None or not text.strip():
        return text.strip()
    begins, ends = read
    ends = ends if ends <= MIDNIGHT else ends - MIDNIGHT
    return f"{begins // 60:02}:{begins % 60:02}-{ends // 60:02}:{ends % 60:02}"


def on_duty(hours: str, days: str, away_until: date | None, at: datetime) -> bool:
    """Whether a worker is on duty at a moment of the site's zone.

    Args:
        hours: `08:00-17:00`, "" for the whole day.
        days: on which of the days of the week the shift begins, `12345`; "" for every day.
        away_until: the last day of a leave; None without one.
        at: local moment. The shift's last minute is not on duty any more.
    """
    read = read_hours(hours)
    if read is None:
        return False
    begins, ends = read
    minute = at.hour * 60 + at.minute
    for back in (0, 1):
        began = at.date() - timedelta(days=back)
        if away_until is not None and began <= away_until:
            continue
        if (not days or str(began.isoweekday()) in days) and begins <= minute + back * MIDNIGHT < ends:
            return True
    return False


def ordered(found: Iterable[Candidate], *, department: str = "", present: str = "") -> tuple[Candidate, ...]:
    """The order in which they are offered: of the department first, on duty before off, workers before staff.

    Args:
        found: who there is, each name once.
        department: that of the job; "" means none is first because of it.
        present: who has the job now: last, for it goes to somebody else.
    """

    def place(each: Candidate) -> tuple[bool, bool, bool, bool]:
        other = bool(department) and each.department != department
        return bool(present) and each.name == present, other, not each.on_duty, each.staff

    return tuple(sorted(found, key=place))


def worker_problems(name: str, hours: str, days: str, away_until: date | None) -> list[Problem]:
    """What is wrong with a worker's entry, beyond words that are too long and codes that are not known."""
    found = []
    if not name.strip():
        found.append(Problem("required", _("Type the name."), "name"))
    if read_hours(hours) is None:
        # L10N: 请按 08:00-17:00 填写班次；夜班写 20:00-08:00；不填表示全天
        message = _("Write a shift like 08:00-17:00, a night shift like 20:00-08:00; nothing means the whole day.")
        found.append(Problem("hours", message, "hours"))
    if set(days) - set("1234567"):
        found.append(Problem("days", _("Choose the days of the week."), "days"))
    if away_until is not None and away_until.year < 2000:
        found.append(Problem("day", _("Please check the year."), "away_until"))
    return found


__all__ = ["DAYS", "Candidate", "on_duty", "ordered", "read_hours", "worker_problems", "written_hours"]

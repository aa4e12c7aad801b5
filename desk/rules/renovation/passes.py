"""Workers' passes and hot-work permits: who may have one, for how long (handbook A5, B1, R6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desk.errors import Problem
from desk.i18n import _

LONGEST_HOT_WORK = timedelta(hours=12)
"""A permit is for a piece of work of one day."""


def pass_problems(
    first: date, until: date, *, period: tuple[date, date], today: date, copy_shown: bool, papers_seen: bool
) -> list[Problem]:
    """A pass lies within the period, is not over yet, and asks for copy 1 of the certificate, identity copy and photo."""
    found = []
    if until < first:
        found.append(Problem("order", _("The last day lies before the first day."), "until"))
    if first < period[0] or until > period[1]:
        # L10N: 有效期须在装修期限 {first} 至 {last} 内
        words = _("A pass lies within the period {first} to {last}.")
        found.append(Problem("period", words.format(first=period[0].isoformat(), last=period[1].isoformat()), "until"))
    elif until < today:
        found.append(Problem("past", _("This day is over."), "until"))
    if not copy_shown:
        # L10N: 请出示登记证复印件（办理出入证专用）
        words = _("The copy of the certificate for passes must be shown.")
        found.append(Problem("copy", words, "copy_shown"))
    if not papers_seen:
        # L10N: 缺身份证复印件或照片
        found.append(Problem("papers", _("The worker's identity copy and photo are needed."), "papers_seen"))
    return found


@dataclass(frozen=True, slots=True)
class HotWork:
    """A hot-work permit as it is typed.

    Attributes:
        start, until: aware. place: where in the home. worker: who does it, certificate: of the welder. watch: who watches.
        extinguishers: how many stand beside it.
    """

    place: str
    worker: str
    watch: str
    start: datetime | None
    until: datetime | None
    certificate: str = ""
    extinguishers: int = 0


def hot_work_problems(entry: HotWork, *, now: datetime, days: tuple[date, date]) -> list[Problem]:
    """A permit has a window of at most twelve hours within the period, a fire watch who is somebody else, two extinguishers.

    Args:
        entry: as typed, its moments in the site's zone.
        now: aware.
        days: first and last day of the period in force.
    """
    found = []
    for name, value, words in (
        # L10N: 请填写动火部位
        ("place", entry.place, _("Where is the hot work?")),
        # L10N: 请填写动火人
        ("worker", entry.worker, _("Who does the hot work?")),
        # L10N: 请填写看火人
        ("watch", entry.watch, _("Who watches the fire?")),
    ):
        if not value.strip():
            found.append(Problem("required", words, name))
    if entry.watch.strip() and entry.watch.strip() == entry.worker.strip():
        # L10N: 看火人须另有其人
        found.append(Problem("watch", _("The fire watch is somebody else."), "watch"))
    if entry.extinguishers < 2:
        # L10N: 现场灭火器不少于两具
        found.append(Problem("extinguishers", _("At least two extinguishers stand beside it."), "extinguishers"))
    if entry.start is None or entry.until is None:
        # L10N: 请填写动火时间
        found.append(Problem("required", _("From when to when?"), "start" if entry.start is None else "until"))
        return found
    if entry.until <= entry.start:
        found.append(Problem("order", _("It ends after it begins."), "until"))
    elif entry.until - entry.start > LONGEST_HOT_WORK:
        # L10N: 一张许可最长 12 小时
        found.append(Problem("long", _("A permit is for 12 hours at most."), "until"))
    elif entry.until <= now:
        found.append(Problem("past", _("This time is over."), "until"))
    if entry.start.date() < days[0] or entry.until.date() > days[1]:
        words = _("A permit lies within the period {first} to {last}.")
        found.append(Problem("period", words.format(first=days[0].isoformat(), last=days[1].isoformat()), "start"))
    return found


def pass_state(state: str, until: date, today: date, *, file_state: str) -> str:
    """What a guard is told: an active pass is only good while its file is at work and its last day is not over.

    `expired`: its last day is past; `over`: its file ended before (an inspection was asked for, say), so the date is no lie.
    """
    if state != "active":
        return state
    if file_state == "suspended":
        return "suspended"
    if until < today:
        return "expired"
    return "active" if file_state in ("running", "extended") else "over"


__all__ = ["HotWork", "hot_work_problems", "pass_problems", "pass_state"]

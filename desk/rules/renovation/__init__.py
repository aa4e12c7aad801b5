"""Renovation: the period, its extension, who may apply, what may be done (handbook A5, C-7, R3, R6, R7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desk.errors import Problem
from desk.i18n import _, ngettext
from desk.rules.kit.dates import add_months
from desk.rules.kit.wording import listed

MONTHS = 3


def last_day_at_most(first: date, *, months: int = MONTHS) -> date:
    """The latest last day of a period that begins on `first`: the corresponding day (handbook C-7); never moved by weekends."""
    return add_months(first, months)


def period_problem(first: date, last: date, *, months: int = MONTHS) -> Problem | None:
    """A period begins before it ends and is at most three months: 2026-03-01 → 2026-06-01 at most; field `until`."""
    if last < first:
        return Problem("order", _("The last day lies before the first day."), "until")
    most = last_day_at_most(first, months=months)
    if last > most:
        # L10N: 装修期限最长不超过三个月，至 {day}；更长的请到期再办延期
        words = _("A renovation is filed for at most {months} months, to {day}. File an extension for more.")
        return Problem("long", words.format(months=months, day=most.isoformat()), "until")
    return None


@dataclass(frozen=True, slots=True)
class Extension:
    """What came of asking for more time.

    Attributes:
        problems: why it cannot be granted; empty when it can.
        without_permit: days between the old last day and the asking, both left out of none: 16–20 May.
    """

    problems: tuple[Problem, ...]
    without_permit: tuple[date, ...] = ()


def extension(  # noqa: PLR0913 - all facts of a file, by name
    *,
    first: date,
    old_last: date,
    new_last: date,
    asked_on: date,
    active_passes: Collection[str],
    shown_passes: Collection[str],
    certificate_copies: int,
    in_total: bool = False,
    months: int = MONTHS,
) -> Extension:
    """Whether a period may be extended; counted from the **old last day**, also when asked late (handbook C-7, R7).

    Args:
        first: first day of the period in force.
        old_last: its last day.
        new_last: what is asked for.
        asked_on: today.
        active_passes: numbers that are neither returned nor lost with a record; all of them must be shown.
        shown_passes: those that are here.
        certificate_copies: how many of the contractor's two copies are here.
        in_total: policy switch: three months in total, from `first`.
        months: of the policy.
    """
    found = []
    most = add_months(first, months) if in_total else add_months(old_last, months)
    if new_last <= old_last:
        # L10N: 延期只能往后
        found.append(Problem("shorter", _("An extension ends later than the period in force."), "until"))
    elif new_last > most:
        # L10N: 延期最长至 {day}
        words = _("It can be extended to {day} at most.").format(day=most.isoformat())
        found.append(Problem("long", words, "until"))
    if certificate_copies < 2:
        # L10N: 请出示《装修备案登记证》的两份复印件
        found.append(Problem("certificate", _("Both copies of the certificate must be shown."), "copies"))
    missing = sorted(set(active_passes) - set(shown_passes))
    if missing:
        # L10N: 还缺{n}张出入卡：{numbers}
        words = ngettext("{n} pass is missing: {numbers}", "{n} passes are missing: {numbers}", len(missing))
        found.append(Problem("passes", words.format(n=len(missing), numbers=listed(missing)), "passes"))
    late = (asked_on - old_last).days
    days = tuple(old_last + timedelta(days=number) for number in range(1, late + 1))
    return Extension(tuple(found), days)


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies.

    Attributes:
        role: owner, tenant, company. handed_over: whether the home was handed over to its owner.
        owner_consents: the owner's written consent was seen. owner_told: the owner was told.
        letter: the company's letter for its agent was seen.
    """

    role: str
    handed_over: bool = True
    owner_consents: bool = False
    owner_told: bool = False
    letter: bool = False


def applicant_problems(applicant: Applicant) -> list[Problem]:
    """Who may apply: the owner; a tenant with the owner's written consent and the owner told; a company by its agent (handbook R6)."""
    found = []
    if not applicant.handed_over:
        # L10N: 房屋尚未交付
        found.append(Problem("not-handed-over", _("The home has not been handed over yet."), "applicant"))
    if applicant.role == "tenant":
        if not applicant.owner_consents:
            # L10N: 租户申请须有业主书面同意
            found.append(Problem("consent", _("A tenant needs the owner's written consent."), "owner_consents"))
        if not applicant.owner_told:
            # L10N: 请先告知业主
            found.append(Problem("told", _("Tell the owner first, and note when and how."), "owner_told"))
    if applicant.role == "company" and not applicant.letter:
        # L10N: 公司由经办人持委托书办理
        found.append(Problem("letter", _("A company applies by an agent with its letter."), "letter"))
    return found


@dataclass(frozen=True, slots=True)
class Work:
    """One item of work of a filing.

    Attributes:
        code: of the catalogue. forbidden: by law, cannot be filed. waterproofing: breaks the existing waterproofing.
        plan: a plan for it was handed in.
    """

    code: str
    label: str
    forbidden: bool = False
    waterproofing: bool = False
    plan: bool = False


def work_problems(works: Sequence[Work], *, owner_pledge: bool) -> list[Problem]:
    """Forbidden works cannot be filed; each item has its plan; broken waterproofing needs the owner's 《业主承诺》 (handbook A5, B3)."""
    found = []
    if not works:
        found.append(Problem("required", _("Choose at least one item of work."), "works"))
    for work in works:
        if work.forbidden:
            # L10N: {work}：法规禁止，不能备案
            found.append(
                Problem("forbidden", _("{work}: forbidden by law, cannot be filed.").format(work=work.label), "works")
            )
        elif not work.plan:
            # L10N: {work}：缺图纸
            found.append(Problem("plan", _("{work}: its plan is missing.").format(work=work.label), "plans"))
    if any(work.waterproofing for work in works) and not owner_pledge:
        # L10N: 破坏防水层的须业主签《业主承诺》
        words = _("Work that breaks the waterproofing needs the owner's signed pledge.")
        found.append(Problem("pledge", words, "owner_pledge"))
    return found

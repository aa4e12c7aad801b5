"""The gate before a renovation deposit goes back (handbook A5, C-8, R8).

All obstacles are told at once, each with a code, a sentence and the act that settles it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from desk.i18n import _, ngettext
from desk.rules.kit.dates import add_months
from desk.rules.kit.gate import Obstacle
from desk.rules.kit.wording import listed

MONTHS = 3
OBSTACLES = (
    "inspection",
    "months",
    "refund-day",
    "downstairs",
    "certificate",
    "receipt",
    "passes",
    "file",
    "violation",
    "payer",
)
"""The codes, in the order in which they are told."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """One completion inspection.

    Attributes:
        on: its day. passed: whether everything was in order.
    """

    on: date
    passed: bool


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """What the gate has to know of a file.

    Attributes:
        inspections: all completion inspections; only a passed one after the last failed one counts.
        moved_in: the first day somebody lived there; nobody_moved_in: confirmed that nobody did.
        downstairs_signed: day of the downstairs owner's signature; downstairs_waived: not applicable, with a reason.
        certificate, receipt: `original`, `declared` (lost, approved by the supervisor), "" not shown.
        passes_out: numbers of passes that are neither returned nor lost with a record.
        missing_papers: names of papers the file lacks. violations: numbers of notices not put right.
        payer: `self` (the payer is at the counter), `letter` (payer's letter and identity card checked), `approved`
            (contractor dissolved or owner changed: supervisor with reason), "" unknown.
    """

    inspections: Sequence[Inspection] = ()
    moved_in: date | None = None
    nobody_moved_in: bool = False
    downstairs_signed: date | None = None
    downstairs_waived: bool = False
    certificate: str = ""
    receipt: str = ""
    passes_out: Sequence[str] = ()
    missing_papers: Sequence[str] = ()
    violations: Sequence[str] = ()
    payer: str = ""


def passed_on(inspections: Sequence[Inspection]) -> date | None:
    """The day of the passed inspection; a failed one after it takes it back, a failed one before it does not count."""
    last = max(inspections, key=lambda inspection: inspection.on, default=None)
    return last.on if last is not None and last.passed else None


def opens_on(facts: RefundFacts, *, from_moving_in_alone: bool = False, months: int = MONTHS) -> date | None:
    """The first day on which the three months are over; None while it cannot be known.

    Counted from the later of the passed inspection and moving in, from the inspection when nobody moved in; the corresponding
    day itself opens the gate, weekends and holidays never move it (handbook C-8).

    Args:
        facts: the file.
        from_moving_in_alone: policy switch for the literal old reading.
        months: of the policy.
    """
    passed = passed_on(facts.inspections)
    if passed is None:
        return None
    if facts.moved_in is None:
        return add_months(passed, months) if facts.nobody_moved_in else None
    if from_moving_in_alone:
        return max(add_months(facts.moved_in, months), passed)
    return add_months(max(passed, facts.moved_in), months)


def next_refund_day(day: date, weekdays: Collection[int]) -> date:
    """The first refund day from `day` on, by the weekdays of the policy (Monday is 0).

    Raises:
        ValueError: no weekday is a refund day.
    """
    if not weekdays:
        raise ValueError("no refund day")
    while day.weekday() not in weekdays:
        day += timedelta(days=1)
    return day


def obstacles(
    facts: RefundFacts,
    today: date,
    *,
    weekdays: Collection[int] = frozenset(range(7)),
    from_moving_in_alone: bool = False,
    months: int = MONTHS,
) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of the refund today, in the order of `OBSTACLES`."""
    passed = passed_on(facts.inspections)
    found = [
        *_of_time(facts, today, passed, weekdays, from_moving_in_alone, months),
        *_of_downstairs(facts, passed),
        *_of_papers(facts),
    ]
    return tuple(sorted(found, key=lambda obstacle: OBSTACLES.index(obstacle.code)))


def _of_time(
    facts: RefundFacts, today: date, passed: date | None, weekdays: Collection[int], alone: bool, months: int
) -> list[Obstacle]:
    found = []
    if passed is None:
        # L10N: 竣工验收尚未合格
        words = _("The completion inspection has not been passed yet.")
        found.append(Obstacle("inspection", words, "inspect", _("Inspect")))
    opens = opens_on(facts, from_moving_in_alone=alone, months=months)
    if passed is not None and opens is None:
        # L10N: 入住日期未登记
        words = _("It is not known when somebody moved in. Register it, or confirm that nobody did.")
        found.append(Obstacle("months", words, "moved-in", _("Note moving in")))
    elif opens is not None and today < opens:
        # L10N: 三个月未满，{day} 起可退
        words = _("The {months} months are not over. The deposit can go back from {day} on.")
        found.append(Obstacle("months", words.format(months=months, day=opens.isoformat())))
    if weekdays and today.weekday() not in weekdays:
        first = next_refund_day(max(today, opens or today), weekdays)
        # L10N: 今天不是退款日
        words = _("Today is no refund day. The next one is {day}.").format(day=first.isoformat())
        found.append(Obstacle("refund-day", words, waivable_by="supervisor"))
    return found


def _of_downstairs(facts: RefundFacts, passed: date | None) -> list[Obstacle]:
    if facts.downstairs_waived:
        return []
    settle = {"settle": "downstairs", "settle_words": _("Note the signature")}
    if facts.downstairs_signed is None:
        # L10N: 楼下业主尚未签字
        return [Obstacle("downstairs", _("The owner downstairs has not signed yet."), **settle)]
    if passed is not None and facts.downstairs_signed < passed:
        # L10N: 楼下业主的签字早于验收
        words = _("The owner downstairs signed on {day}, before the inspection was passed. A new signature is needed.")
        return [Obstacle("downstairs", words.format(day=facts.downstairs_signed.isoformat()), **settle)]
    return []


def _of_papers(facts: RefundFacts) -> list[Obstacle]:
    found = []
    if facts.certificate not in ("original", "declared"):
        # L10N: 请交回《装修备案登记证》原件，遗失的先办遗失声明
        words = _("The original of the certificate is not here. Take it back, or record that it is lost.")
        found.append(Obstacle("certificate", words, "declare-lost", _("Record the loss"), field="certificate"))
    if facts.receipt not in ("original", "declared"):
        # L10N: 请出示保证金收据，遗失的先办遗失声明
        words = _("The receipt of the deposit is not here. Take it back, or record that it is lost.")
        found.append(Obstacle("receipt", words, "declare-lost", _("Record the loss"), field="receipt"))
    if facts.passes_out:
        count = len(facts.passes_out)
        # L10N: 尚有{n}张临时出入卡未退：{numbers}
        words = ngettext(
            "{n} pass has not come back: {numbers}", "{n} passes have not come back: {numbers}", count
        ).format(n=count, numbers=listed(facts.passes_out))
        found.append(Obstacle("passes", words, "passes", _("Take passes back")))
    if facts.missing_papers:
        # L10N: 装修档案不全，缺：{names}
        words = _("The file lacks: {names}").format(names=listed(facts.missing_papers))
        found.append(Obstacle("file", words, "documents", _("Add papers")))
    if facts.violations:
        # L10N: 违规未整改：{numbers}
        words = _("Not put right yet: {numbers}").format(numbers=listed(facts.violations))
        found.append(Obstacle("violation", words, "reinspect", _("Inspect again")))
    if facts.payer not in ("self", "letter", "approved"):
        # L10N: 来人不是缴款人
        words = _(
            "Who is here is not the payer. See the payer's letter and identity card, or let a supervisor approve."
        )
        found.append(Obstacle("payer", words, waivable_by="supervisor", field="payer"))
    return found

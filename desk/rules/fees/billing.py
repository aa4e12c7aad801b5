"""What a month costs: the one function that the month's run and the forecast both use (handbook S1, S2).

Amounts are quantity × rate, rounded half up to the fen once a line; part of a month by the days of that month. A rate that changes
inside a month makes a line for each rate; a payer who changes, a bill for each payer, by days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from desk.rules.fees import month_end, month_of
from desk.rules.kit.amounts import to_fen

DAY = timedelta(days=1)
ONE = Decimal(1)
_PERCENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both ends included; None is without an end."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays, from when to when."""

    id: int
    name: str
    span: Span = field(default_factory=Span)


@dataclass(frozen=True, slots=True)
class Discount:
    """A rule that takes a share off (handbook S1: discounts only by rule).

    Attributes:
        percent: what is taken off, more than 0, at most 100. name: printed beside it.
    """

    name: str
    percent: Decimal
    span: Span = field(default_factory=Span)


@dataclass(frozen=True, slots=True)
class Used:
    """What a meter counted between two readings, and the days and ids of these."""

    meter_id: int
    quantity: Decimal
    from_id: int
    to_id: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Assigned:
    """A charge item at a room, with everything that its bills are reckoned from.

    Attributes:
        basis: of `rules.fees.BASES`. rates: (first day, rate), the oldest first; own_rate: counts instead of them.
        quantity: spaces, or how many times a fixed rate. area: of the room; None when it is not known.
        span: from when to when. exempt: stretches that cost nothing. payers: in the order they are asked.
        used: what its meters counted in the month; None when one has no reading in it.
        covered: its readings of the month are billed already.
        window: the days whose readings are its own, where the item is assigned anew inside the month; else without ends.
    """

    id: int
    unit_id: int
    item_id: int
    basis: str
    rates: Sequence[tuple[date, Decimal]]
    span: Span
    payers: Sequence[Payer]
    own_rate: Decimal | None = None
    quantity: Decimal = ONE
    area: Decimal | None = None
    exempt: Sequence[Span] = ()
    discounts: Sequence[Discount] = ()
    used: Sequence[Used] | None = None
    covered: bool = False
    window: Span = field(default_factory=Span)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a bill: so much for so many days of the month.

    Attributes:
        days, of_days: of the month; equal for a whole month. fen: before the discount. off: what a rule takes off, in fen.
        used: what a meter counted, for metered lines.
    """

    first: date
    last: date
    quantity: Decimal
    rate: Decimal
    days: int
    of_days: int
    fen: int
    off: int = 0
    discount: str = ""
    used: Used | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A bill to be made."""

    assigned: Assigned
    payer: Payer
    first: date
    last: date
    lines: tuple[Line, ...]

    @property
    def fen(self) -> int:
        """What is billed."""
        return sum(line.fen - line.off for line in self.lines)

    @property
    def quantity(self) -> Decimal:
        """Of the whole bill: what was counted, else the quantity of its lines, which is the same in all."""
        if any(line.used for line in self.lines):
            return sum((line.quantity for line in self.lines), Decimal(0))
        return self.lines[0].quantity


@dataclass(frozen=True, slots=True)
class Gap:
    """Why something of a month is not billed: `payer`, `area`, `rate`, `reading`, `zero`."""

    assigned: Assigned
    code: str


def bill_month(assigned: Assigned, month: date) -> tuple[list[Draft], list[Gap]]:
    """The bills of one item at one room for a month, and what keeps something from being billed.

    89.53 m² × 2.68 = 239.94; from 16 November × 15/30 = 119.97 (handbook S1).

    Args:
        assigned: the item at the room.
        month: any day of the month.
    """
    if assigned.basis == "once":
        return _once(assigned, month)
    quantity = assigned.area if assigned.basis == "area" else assigned.quantity
    if assigned.basis != "meter" and quantity and (whole := _whole(assigned, month, quantity)) is not None:
        return [whole], []
    days = [day for day in _days(month) if _chargeable(assigned, day)]
    if not days:
        return [], []
    if assigned.basis == "meter":
        return _metered(assigned)
    if quantity is None or quantity <= 0:
        return [], [Gap(assigned, "area")]
    return _by_days(assigned, days, quantity)


def _covers(span: Span, first: date, last: date) -> bool:
    return (span.first is None or span.first <= first) and (span.last is None or span.last >= last)


def _touches(span: Span, first: date, last: date) -> bool:
    return (span.first is None or span.first <= last) and (span.last is None or span.last >= first)


def _whole(assigned: Assigned, month: date, quantity: Decimal) -> Draft | None:
    """The bill of a month in which nothing changes, which is nearly every one: reckoned without looking at each day."""
    first, last = month_of(month), month_end(month)
    payers = [payer for payer in assigned.payers if _touches(payer.span, first, last)]
    discounts = [each for each in assigned.discounts if _touches(each.span, first, last)]
    changes = assigned.own_rate is None and any(first < since <= last for since, _rate in assigned.rates)
    rate = rate_on(assigned, first)
    if (
        changes
        or rate is None
        or not payers
        or not _covers(assigned.span, first, last)
        or any(_touches(span, first, last) for span in assigned.exempt)
        or not _covers(payers[0].span, first, last)
        or not all(_covers(each.span, first, last) for each in discounts)
    ):
        return None
    count = (last - first).days + 1
    discount = max(discounts, key=lambda each: each.percent) if discounts else None
    fen = to_fen(quantity * rate)
    line = Line(
        first, last, quantity, rate, count, count, fen, _off(fen, discount), discount.name if discount else "",
    )  # fmt: skip
    draft = Draft(assigned, payers[0], first, last, (line,))
    return draft if fen > 0 and draft.fen > 0 else None


def _days(month: date) -> list[date]:
    first, last = month_of(month), month_end(month)
    return [first + DAY * ahead for ahead in range((last - first).days + 1)]


def _chargeable(assigned: Assigned, day: date) -> bool:
    return assigned.span.holds(day) and not any(span.holds(day) for span in assigned.exempt)


def rate_on(assigned: Assigned, day: date) -> Decimal | None:
    """The rate of a day: the room's own, else the newest that has begun; None before the first."""
    if assigned.own_rate is not None:
        return assigned.own_rate
    found = [rate for since, rate in assigned.rates if since <= day]
    return found[-1] if found else None


def payer_on(assigned: Assigned, day: date) -> Payer | None:
    """Who pays for a day; of several the first one."""
    return next((payer for payer in assigned.payers if payer.span.holds(day)), None)


def _discount_on(assigned: Assigned, day: date) -> Discount | None:
    """The rule of a day; of several the one that takes most off: they do not add up."""
    found = [each for each in assigned.discounts if each.span.holds(day)]
    return max(found, key=lambda each: each.percent) if found else None


def _by_days(assigned: Assigned, days: Sequence[date], quantity: Decimal) -> tuple[list[Draft], list[Gap]]:
    of_days = (month_end(days[0]) - month_of(days[0])).days + 1
    gaps: dict[str, Gap] = {}
    by_payer: dict[int, tuple[Payer, dict[tuple[Decimal, Discount | None], list[date]]]] = {}
    for day in days:
        payer, rate = payer_on(assigned, day), rate_on(assigned, day)
        if rate is None:
            gaps["rate"] = Gap(assigned, "rate")
        elif payer is None:
            gaps["payer"] = Gap(assigned, "payer")
        else:
            _payer, parts = by_payer.setdefault(payer.id, (payer, {}))
            parts.setdefault((rate, _discount_on(assigned, day)), []).append(day)
    drafts = []
    for payer, parts in by_payer.values():
        lines = [_line(quantity, rate, some, of_days, discount) for (rate, discount), some in parts.items()]
        lines = [line for line in lines if line.fen > 0]
        first, last = min(min(some) for some in parts.values()), max(max(some) for some in parts.values())
        draft = Draft(assigned, payer, first, last, tuple(lines))
        if draft.lines and draft.fen > 0:
            drafts.append(draft)
        else:
            gaps["zero"] = Gap(assigned, "zero")
    return drafts, list(gaps.values())


def _line(quantity: Decimal, rate: Decimal, days: Sequence[date], of_days: int, discount: Discount | None) -> Line:
    # Rounded once, from quantity × rate × days: the share of the month is no rounded number of its own.
    fen = to_fen(quantity * rate * len(days) / of_days)
    return Line(
        days[0], days[-1], quantity, rate, len(days), of_days, fen, _off(fen, discount),
        discount.name if discount else "",
    )  # fmt: skip


def _off(fen: int, discount: Discount | None) -> int:
    if discount is None:
        return 0
    return int((Decimal(fen) * discount.percent / _PERCENT).quantize(ONE, rounding=ROUND_HALF_UP))


def _once(assigned: Assigned, month: date) -> tuple[list[Draft], list[Gap]]:
    """What is charged once falls into the month in which its assignment begins."""
    day = assigned.span.first
    if day is None or month_of(day) != month_of(month) or any(span.holds(day) for span in assigned.exempt):
        return [], []
    return _single(assigned, day, [(assigned.quantity, None, day, day)])


def _metered(assigned: Assigned) -> tuple[list[Draft], list[Gap]]:
    """What the meters counted up to the last reading of the month; units across an exchange add up.

    Rate and payer are those of the day of that reading.
    """
    if assigned.covered:
        return [], []
    if assigned.used is None:
        return [], [Gap(assigned, "reading")]
    used = [each for each in assigned.used if each.quantity > 0]
    if not used:
        return [], [Gap(assigned, "zero")]
    return _single(assigned, used[-1].last, [(each.quantity, each, each.first, each.last) for each in used])


def windows(sinces: Sequence[date]) -> list[Span]:
    """Whose a reading is when an item is assigned more than once inside a month: of the assignment that has begun last.

    The first one has what was read before, the last one what is read later, also after its end: so that nothing that a meter
    counted is billed twice, or never.

    Args:
        sinces: when the assignments begin, the oldest first.
    """
    begins: list[date | None] = [None, *sinces[1:]]
    ends = [since - DAY for since in sinces[1:]]
    return [Span(first, last) for first, last in zip(begins, [*ends, None], strict=True)]


def _metered_days(assigned: Assigned, day: date) -> tuple[date, date]:
    """The days that a metered bill is for: the month, or its part of one that is shared with another assignment."""
    first, last = month_of(day), month_end(day)
    return max(first, assigned.window.first or first), min(last, assigned.window.last or last)


def _single(
    assigned: Assigned, day: date, parts: Sequence[tuple[Decimal, Used | None, date, date]]
) -> tuple[list[Draft], list[Gap]]:
    payer, rate = payer_on(assigned, day), rate_on(assigned, day)
    if rate is None:
        return [], [Gap(assigned, "rate")]
    if payer is None:
        return [], [Gap(assigned, "payer")]
    discount = _discount_on(assigned, day)
    lines = []
    for quantity, used, first, last in parts:
        fen = to_fen(quantity * rate)
        if fen > 0:
            lines.append(
                Line(
                    first, last, quantity, rate, 1, 1, fen, _off(fen, discount), discount.name if discount else "", used
                )
            )
    first, last = _metered_days(assigned, day) if parts[0][1] else (day, day)
    draft = Draft(assigned, payer, first, last, tuple(lines))
    return ([draft], []) if lines and draft.fen > 0 else ([], [Gap(assigned, "zero")])


# ------------------------------------------------------------------------------------------------------------ forecast
@dataclass(frozen=True, slots=True)
class Expected:
    """What an item at a room will cost in a month.

    Attributes:
        fen: None for what is charged by reading, which no forecast can know and no total holds (handbook S2).
        rates, days: what it was reckoned with, so that a later difference can be explained.
    """

    unit_id: int
    item_id: int
    month: date
    fen: int | None
    payer_id: int | None = None
    rates: tuple[Decimal, ...] = ()
    days: int = 0


def forecast(assigned: Iterable[Assigned], months: Sequence[date]) -> list[Expected]:
    """What will be billed in the months, by the very function of the run; one line for each item, room, payer and month."""
    found = []
    for one in assigned:
        for month in months:
            if one.basis == "meter":
                if any(_chargeable(one, day) for day in _days(month)):
                    found.append(Expected(one.unit_id, one.item_id, month_of(month), None))
                continue
            for draft in bill_month(one, month)[0]:
                found.append(
                    Expected(
                        one.unit_id, one.item_id, month_of(month), draft.fen, draft.payer.id,
                        tuple(line.rate for line in draft.lines), sum(line.days for line in draft.lines),
                    )
                )  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a bill is not what was forecast: `missing`, `unexpected`, `rate`, `days`, `quantity`."""

    unit_id: int
    item_id: int
    month: date
    expected: int
    billed: int
    reason: str


def compare(expected: Iterable[Expected], billed: Iterable[Expected]) -> list[Difference]:
    """What was billed against what was forecast, for fixed items; empty when the forecast was right (handbook S2)."""

    def gathered(many: Iterable[Expected]) -> Mapping[tuple[int, int, date], tuple[int, set[Decimal], int]]:
        found: dict[tuple[int, int, date], tuple[int, set[Decimal], int]] = {}

        def key(each: Expected) -> tuple[int, int, date]:
            return each.unit_id, each.item_id, each.month

        for place, some in groupby(sorted(many, key=key), key=key):
            parts = [each for each in some if each.fen is not None]
            if parts:
                rates = {rate for each in parts for rate in each.rates}
                found[place] = (sum(each.fen or 0 for each in parts), rates, sum(each.days for each in parts))
        return found

    before, after = gathered(expected), gathered(billed)
    differences = []
    for place in sorted({*before, *after}):
        was, came = before.get(place), after.get(place)
        fen, now = (was[0] if was else 0), (came[0] if came else 0)
        if fen == now:
            continue
        if came is None:
            reason = "missing"
        elif was is None:
            reason = "unexpected"
        elif was[1] != came[1]:
            reason = "rate"
        else:
            reason = "days" if was[2] != came[2] else "quantity"
        differences.append(Difference(*place, fen, now, reason))
    return differences


__all__ = [
    "Assigned",
    "Difference",
    "Discount",
    "Draft",
    "Expected",
    "Gap",
    "Line",
    "Payer",
    "Span",
    "Used",
    "bill_month",
    "compare",
    "forecast",
    "payer_on",
    "rate_on",
    "windows",
]

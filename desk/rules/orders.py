"""What a work order says when it comes back (handbook B1 报修派工单): arrival, finish, materials and labour, signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from desk.errors import Problem
from desk.i18n import N_, _
from desk.rules.kit.lifecycle import LifeCycle, Move, Need


def _refusal(state: str, code: str) -> str:
    if state == "void":
        # L10N: 该派工单已作废
        return _("This work order is void: the job was given out anew, or is no longer needed.")
    return _("This work order is recorded already.") if code == "return" else ""


CYCLE = LifeCycle(
    kind="work-order",
    states=("out", "returned", "void"),
    names="order_states",
    ended=("returned", "void"),
    likely={"out": "return"},
    refusals=_refusal,
    moves=(
        Move("give-out", ("",), "out", event="given-out", hidden=True),
        # L10N: 派工单回单; {number} 已回单
        Move(
            "return",
            ("out",),
            "returned",
            event="returned",
            # L10N: 请填写到场时间
            needs=(Need("arrived_at", N_("When did the crew arrive?")),),
            label=N_("Work order returned"),
            done=N_("{number} is recorded."),
        ),
        # L10N: 更正回单; {number} 的回单已更正
        Move(
            "correct",
            ("returned",),
            event="corrected",
            needs=(
                Need("arrived_at", N_("When did the crew arrive?")),
                # L10N: 请填写更正原因
                Need("reason", N_("Say why it is put right.")),
            ),
            label=N_("Correct the return"),
            done=N_("{number}: the return is put right."),
            quiet=True,
        ),
        # With its request: given to somebody else, handed back, cancelled.
        Move("void", ("out",), "void", hidden=True),
    ),
)
"""The life of a work order on paper."""

LINE_KINDS = ("material", "labour")
FEN = Decimal("0.01")
MOST_QUANTITY = Decimal(100_000)
MOST_PRICE = Decimal(1_000_000)
"""More than that is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class LineEntry:
    """A line of materials or labour.

    Attributes:
        kind: material or labour.
        quantity: more than 0, at most two places (1.5 hours, 2 pieces).
        unit: of the quantity, in words.
        price: of one unit in yuan, 0 or more, at most two places.
    """

    kind: str
    name: str
    quantity: Decimal
    unit: str = ""
    price: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class ReturnEntry:
    """What is written on a work order that came back.

    Attributes:
        arrived_at, finished_at: aware; the crew's arrival and the end of the work.
        result: how it was handled; cause: why it happened.
        signed: the customer's signature is on it; signer: who signed.
        lines: materials and labour.
        resolve: the work is done; False when the crew has to go again.
    """

    arrived_at: datetime | None
    finished_at: datetime | None
    result: str = ""
    cause: str = ""
    signed: bool = False
    signer: str = ""
    lines: tuple[LineEntry, ...] = ()
    resolve: bool = True


class Totals(NamedTuple):
    """Sums in yuan, and the amount of each line."""

    materials: Decimal
    labour: Decimal
    total: Decimal
    amounts: tuple[Decimal, ...]


def amount(line: LineEntry) -> Decimal:
    """Quantity × price, rounded half up to fen."""
    return (line.quantity * line.price).quantize(FEN, ROUND_HALF_UP)


def totals(lines: Sequence[LineEntry]) -> Totals:
    """The sums of a work order: of the rounded amounts, so that they are the sums of what is printed."""
    amounts = tuple(amount(line) for line in lines)
    by_kind = {
        kind: sum((each for each, line in zip(amounts, lines, strict=True) if line.kind == kind), Decimal(0))
        for kind in LINE_KINDS
    }
    materials, labour = by_kind["material"].quantize(FEN), by_kind["labour"].quantize(FEN)
    return Totals(materials, labour, materials + labour, amounts)


def return_problems(entry: ReturnEntry, *, issued_at: datetime, now: datetime) -> list[Problem]:
    """What is wrong with a returned order, by field; a line's fields are named like `lines.0.quantity`.

    What every returned order needs is said by `CYCLE`.
    """
    found = []

    def wrong(field: str, code: str, message: str) -> None:
        found.append(Problem(code, message, field))

    for field, moment in (("arrived_at", entry.arrived_at), ("finished_at", entry.finished_at)):
        if moment is None:
            continue
        if moment > now:
            # L10N: 该时间还没到
            wrong(field, "future", _("This time has not come yet."))
        elif moment < issued_at.replace(second=0, microsecond=0):
            # L10N: 早于派工时间
            wrong(field, "early", _("That is before the work order was given out."))
    if entry.finished_at is not None and entry.arrived_at is not None and entry.finished_at < entry.arrived_at:
        wrong("finished_at", "order", _("The work cannot end before the crew arrived."))
    if entry.resolve:
        if entry.finished_at is None:
            # L10N: 请填写完成时间
            wrong("finished_at", "required", _("When was the work finished?"))
        if not entry.result.strip():
            # L10N: 请填写维修情况
            wrong("result", "required", _("Please write in a sentence how it was handled."))
    for place, line in enumerate(entry.lines):
        found += line_problems(line, f"lines.{place}.")
    return found


def line_problems(line: LineEntry, prefix: str = "") -> list[Problem]:
    """What is wrong with a line, by field behind `prefix`."""
    found = []

    def wrong(field: str, code: str, message: str) -> None:
        found.append(Problem(code, message, prefix + field))

    if line.kind not in LINE_KINDS:
        wrong("kind", "unknown", _("Choose material or labour."))
    if not line.name.strip():
        # L10N: 请填写材料或人工名称
        wrong("name", "required", _("What was it? Write the material or the work."))
    if not line.quantity.is_finite() or line.quantity <= 0:
        # L10N: 数量须大于 0
        wrong("quantity", "positive", _("The quantity is more than 0."))
    elif line.quantity > MOST_QUANTITY:
        wrong("quantity", "many", _("That is too many. Please check the figure."))
    elif _places(line.quantity) > 2:
        wrong("quantity", "places", _("At most two decimal places."))
    if not line.price.is_finite() or line.price < 0:
        # L10N: 单价不能为负
        wrong("price", "negative", _("A price is not negative."))
    elif line.price > MOST_PRICE:
        wrong("price", "many", _("That is too much. Please check the figure."))
    elif _places(line.price) > 2:
        wrong("price", "places", _("At most two decimal places."))
    return found


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


__all__ = [
    "CYCLE",
    "LINE_KINDS",
    "LineEntry",
    "ReturnEntry",
    "Totals",
    "amount",
    "line_problems",
    "return_problems",
    "totals",
]

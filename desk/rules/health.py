"""The health of a household as one number of weighted parts (handbook S11): for the staff, never printed for others or used for prices. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from desk.errors import Problem
from desk.i18n import _

State = Literal["green", "amber", "red"]
PARTS = ("safety", "requests", "papers", "custody", "fees")
"""Open hazards and the fire letter; requests; the file's papers; keys, passes, cards and things; fees."""
WHOLE = 100
LAMPS: Mapping[str, int] = {"green": WHOLE, "amber": WHOLE // 2, "red": 0}
"""What a lamp of a part is worth (default)."""
_TENTH = Decimal("0.1")


def mean(scores: Iterable[Decimal]) -> Decimal:
    """The score of a part that several things tell of; with none of them nothing is wrong."""
    found = list(scores)
    return sum(found, Decimal(0)) / len(found) if found else Decimal(WHOLE)


def index(scores: Mapping[str, Decimal], weights: Mapping[str, int]) -> Decimal:
    """The index, 0 to 100 with one place, half up: 60/80/50/100/100 by 30/25/20/15/10 are 73.0.

    Args:
        scores: of each part, 0 to 100.
        weights: of each part; their sum is 100.
    """
    whole = sum((scores[part] * weights[part] for part in PARTS), Decimal(0)) / WHOLE
    return whole.quantize(_TENTH, rounding=ROUND_HALF_UP)


def state(value: Decimal, *, green: int, amber: int) -> State:
    """Its colour: green and amber from these numbers on, else red."""
    if value >= green:
        return "green"
    return "amber" if value >= amber else "red"


def problems(weights: Mapping[str, int], *, green: int, amber: int) -> list[Problem]:
    """What is wrong with the settings: weights that are not 100 together, an amber that begins above the green.

    The fields are the parts, and `amber`.
    """
    found = []
    whole = sum(weights.values())
    if whole != WHOLE:
        # L10N: 五项权重之和须为 100，现为 {n}
        words = _("The five weights are {n} together; they must be 100.").format(n=whole)
        found += [Problem("sum", words, part) for part in PARTS]
    if amber >= green:
        # L10N: 黄灯下限须低于绿灯下限
        found.append(Problem("order", _("Amber begins below green."), "amber"))
    return found


__all__ = ["LAMPS", "PARTS", "WHOLE", "State", "index", "mean", "problems", "state"]

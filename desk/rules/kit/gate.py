"""A gate: everything that stands in the way of an act, told at once, each with what settles it (HOUSE §4.3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing in the way.

    Attributes:
        code: what it is; a waiver names it. words: one sentence, with numbers and dates.
        settle: the act that settles it (`callback`, `unit:12/dossier`); "" when nothing at the desk does.
        settle_words: words of the button; "" with `settle`.
        waivable_by: the least role that may do without it, with a reason; "" when nobody may.
        field: the field of the act's form that settles it right there; "" when another act does.
    """

    code: str
    words: str
    settle: str = ""
    settle_words: str = ""
    waivable_by: str = ""
    field: str = ""


def standing(obstacles: Iterable[Obstacle], waived: Mapping[str, str] | None = None) -> tuple[Obstacle, ...]:
    """The obstacles that are left when some are waived, `{code: reason}`; a waiver without a reason is none."""
    reasons = waived or {}
    return tuple(
        obstacle for obstacle in obstacles if not (obstacle.waivable_by and reasons.get(obstacle.code, "").strip())
    )


def waiver_role(obstacles: Iterable[Obstacle], waived: Collection[str], roles: tuple[str, ...]) -> str:
    """The highest role that the waived obstacles ask for, of `roles` from least to most; "" when none is waived."""
    asked = [
        roles.index(obstacle.waivable_by) for obstacle in obstacles if obstacle.code in waived and obstacle.waivable_by
    ]
    return roles[max(asked)] if asked else ""

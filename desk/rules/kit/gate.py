"""A gate: everything that stands in the way of an act, told at once, each with what settles it (architecture "Gate")."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desk.errors import Problem
from desk.rules.kit.lifecycle import ROLES, empty


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing in the way.

    Attributes:
        code: what it is; a waiver names it. words: one sentence, with numbers and dates.
        settle: the act that settles it (`callback`, `unit:12/dossier`); "" when nothing at the desk does.
        settle_words: words of the button; "" with `settle`.
        waivable_by: the least role that may do without it, with a reason; "" when nobody may.
        waive_words: words of the field that asks for the reason; "" with `waivable_by`.
        field: the field of the act's form that settles it right there; "" when another act does.
    """

    code: str
    words: str
    settle: str = ""
    settle_words: str = ""
    waivable_by: str = ""
    waive_words: str = ""
    field: str = ""

    def problem(self) -> Problem:
        """It as what is wrong with the act's form."""
        return Problem("required" if self.field else self.code, self.words, self.field or self.code)


def standing(
    obstacles: Iterable[Obstacle], values: Mapping[str, Any] | None = None, waived: Mapping[str, str] | None = None
) -> tuple[Obstacle, ...]:
    """The obstacles that are left.

    Args:
        obstacles: all of them.
        values: what the act's form says; a field that is filled in settles its obstacle.
        waived: `{code: reason}`; a waiver without a reason is none, and neither is one of what nobody may waive.
    """
    typed, reasons = values or {}, waived or {}
    return tuple(
        obstacle
        for obstacle in obstacles
        if not (obstacle.field and not empty(typed.get(obstacle.field)))
        and not (obstacle.waivable_by and reasons.get(obstacle.code, "").strip())
    )


def waiver_role(obstacles: Iterable[Obstacle], waived: Collection[str]) -> str:
    """The highest role that the waived obstacles ask for; "" when none is waived."""
    asked = [
        ROLES.index(obstacle.waivable_by) for obstacle in obstacles if obstacle.code in waived and obstacle.waivable_by
    ]
    return ROLES[max(asked)] if asked else ""


__all__ = ["Obstacle", "standing", "waiver_role"]

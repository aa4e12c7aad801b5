"""What decides about umbrellas: what may happen to one that is out, and what stands in the way of another one. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from desk.rules.kit.gate import Obstacle
from desk.rules.kit.lifecycle import LifeCycle, Move, Need

CYCLE = LifeCycle(
    kind="umbrella",
    moves=(
        Move("lend", ("",), "out", hidden=True),
        Move("return", ("out",), "back", label="Bring back", done="{number} is back."),
        Move(
            "lose", ("out",), "lost", needs=(Need("note", "Say how it was lost."),), label="Report lost", danger=True,
            role="supervisor", done="{number} is lost.",
        ),
        Move("find", ("lost",), "back", label="Found again", done="{number} is back."),
    ),
    states=("out", "back", "lost"),
    names={"out": "Out", "back": "Back", "lost": "Lost"},
    ended=("back",),
    likely={"out": "return", "lost": "find"},
)  # fmt: skip


def due_on(lent_on: date, days: int) -> date:
    """The last day of a loan; the day it is lent does not count."""
    return lent_on + timedelta(days=days)


def one_at_a_time(number: str) -> Obstacle:
    """A household has one umbrella at a time; a supervisor may lend a second one."""
    return Obstacle(
        "umbrella-out",
        f"The umbrella {number} is not back yet.",
        settle="umbrella:return",
        settle_words="Bring back",
        waivable_by="supervisor",
        waive_words="Lend another one, because",
    )

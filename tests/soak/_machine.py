"""One random act after another, and what holds after each: the step that the machines of things given out share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from desk.errors import DeskError
from desk.services.kit.desk import Actor, Desk


class Dice(Protocol):
    """Where chance comes from: a random generator, or Hypothesis, which makes what fails small."""

    def of(self, many: Sequence[Any]) -> Any: ...

    def number(self, least: int, most: int) -> int: ...


class Machine:
    """Who works at the counter, what was done and refused; a subclass names its acts, its print and its laws.

    Attributes:
        several: names of its acts that are several of the program's: a refusal may come after the first of them.
    """

    several: frozenset[str] = frozenset()
    desk: Desk
    people: Sequence[Actor]
    done: Counter[str]
    refused: Counter[str]

    @property
    def acts(self) -> tuple[Callable[[Dice], None], ...]:
        """The acts, the usual ones more than once."""
        raise NotImplementedError

    def print(self) -> tuple[object, ...]:
        """What a refused act must leave as it was."""
        raise NotImplementedError

    def laws(self) -> None:
        """What holds after each act."""
        raise NotImplementedError

    def step(self, dice: Dice) -> None:
        """One act, and the laws after it."""
        act = dice.of(self.acts)
        self.desk.actor = dice.of(self.people)
        before = self.print()
        try:
            act(dice)
            self.done[act.__name__] += 1
        except DeskError as error:
            self.refused[f"{act.__name__}: {error.code}"] += 1
            kept = act.__name__ in self.several or self.print() == before
            assert kept, f"{act.__name__} was refused and changed something"
        self.laws()

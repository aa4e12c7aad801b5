"""One row of the table of architecture "Speed", and how it is measured and shown."""

from __future__ import annotations

import statistics
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any


class NotThere(Exception):
    """The part of the program that a row measures is not in the tree, or cannot run on this machine."""


@dataclass(frozen=True, slots=True)
class Row:
    """A figure, the floor it stands on, and whether the goal is met.

    Attributes:
        what: the row of architecture "Speed".
        figure: what Desk takes; unit: ms, s, MB or rows/s.
        floor: the least that the same work costs on this machine, measured in the same run; "floor_is" names it.
        ratio: how many times the floor Desk takes (for rates: the floor's rate by Desk's).
        goal: in words; met: None when it could not be measured.
        sealed: how many times as long it takes on an encrypted site; None where it was not tried.
    """

    what: str
    figure: float | None
    unit: str
    floor: float | None
    floor_is: str
    ratio: float | None
    goal: str
    met: bool | None
    note: str = ""
    sealed: float | None = None

    @property
    def verdict(self) -> str:
        return "not measured" if self.met is None else "met" if self.met else "missed"

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "verdict": self.verdict}


def missing(what: str, goal: str, why: str) -> Row:
    """A row that could not be measured."""
    return Row(what, None, "", None, "", None, goal, None, why)


def seconds(run: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def median(runs: Iterable[float]) -> float:
    """The middle one."""
    return statistics.median(runs)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0 to 1) of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def say(text: str) -> None:
    """Progress, on stderr: stdout holds the table only."""
    print(text, file=sys.stderr, flush=True)


def _cell(value: float | None, unit: str = "") -> str:
    if value is None:
        return "–"
    digits = 0 if abs(value) >= 1000 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f} {unit}".strip()


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def as_text(rows: Sequence[Row]) -> str:
    """The table as it is printed and pasted into the README (Markdown)."""
    head = ["what", "figure", "floor in the same run", "ratio", "encrypted", "goal", ""]
    lines = [head] + [
        [
            row.what,
            _cell(row.figure, row.unit),
            f"{_cell(row.floor, row.unit)} ({row.floor_is})" if row.floor is not None else "–",
            "–" if row.ratio is None else f"{row.ratio:.2f}×",
            "–" if row.sealed is None else f"{row.sealed:.2f}×",
            row.goal,
            row.verdict + (f" ({row.note})" if row.note else ""),
        ]
        for row in rows
    ]
    widths = [max(_wide(line[column]) for line in lines) for column in range(len(head))]
    shown = [
        "| " + " | ".join(text + " " * (width - _wide(text)) for text, width in zip(line, widths, strict=True)) + " |"
        for line in lines
    ]
    return "\n".join([shown[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *shown[1:]])

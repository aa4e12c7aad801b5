"""How the sheets of an office's own list are read, and what is wrong with its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """How a sheet is read; the clerk may change it.

    Attributes:
        sheet: the sheet's name.
        header_row: the row of the headings, counted from 1; the list begins below it.
        columns: column by field (a key of `rules.roster.FIELDS`), counted from 0: an index into `headings`.
        headings: the texts of the headings, "" where there is none.
    """

    sheet: str
    header_row: int
    columns: Mapping[str, int]
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListProblem:
    """What is wrong with one cell of an office's own list.

    Attributes:
        sheet, row: where; rows are counted from 1 as the spreadsheet shows them.
        column: the column's letter; "" when it concerns the row.
        heading: the column's heading, "" when it has none.
        room, person: whose it is, as far as the row says: the room as it is shown (or as it is written, where it is not
            understood), and the name.
        code: a machine word; of a roster `id-check-digit`, `id-lost-digits`, `id-format`, `id-birthday`, `phone`, `date`, `room`, `duplicate`,
            `area`, `plate`, `role`, `sheet`, `column`, `sex`, `name`, `count`, `cell-error`, `child-consent`, `left`, `encoding`.
        message: the sentence.
        target: the record it is about, as the finder's (`unit:12`, `member:3`); "" where there is none yet.
    """

    sheet: str
    row: int
    column: str
    code: str
    message: str
    heading: str = ""
    room: str = ""
    person: str = ""
    target: str = ""

    def to_json_dict(self) -> dict[str, Any]:
        """The problem as a command prints it; a column is its letter and its heading."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": f"{self.column} {self.heading}".strip(),
            "room": self.room,
            "person": self.person,
            "code": self.code,
            "message": self.message,
        }


__all__ = ["ListProblem", "SheetPlan"]

"""A list that may show what one run made, and make one of its rows current: letters, greetings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk.ui.kit.list_page import ListPage, Query

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk


@dataclass(frozen=True, slots=True)
class RunQuery(Query):
    """Which ones are shown; `run`: those of one run."""

    run: int | None = None


class OfRunPage(ListPage):
    """The rows of all runs, or of the one it was opened for."""

    def __init__(self, shell: Any, desk: Desk) -> None:
        self._run: int | None = None
        super().__init__(shell, desk)

    def only(self, run: Any, wanted: Any) -> bool:
        """Shows one run, or makes one row current; gives whether either is meant. Marks belong to what was shown before."""
        self._run, self.meant = int(run or 0) or None, int(wanted or 0)
        if self.marks is not None:
            self.marks.clear()
        return bool(self.meant or self._run)

    def query(self) -> RunQuery:
        return RunQuery(self._view, self.words(), self._run)

    def narrowed(self) -> bool:
        return bool(self.words() or self._run)

    def show_all(self) -> None:
        self._run = None
        super().show_all()

    def open_person(self, row: Any) -> None:
        """The household the row is about, or the person who has none here."""
        self.shell.open_target(f"unit:{row.unit_id}" if row.unit_id is not None else f"customer:{row.customer_id}")


__all__ = ["OfRunPage", "RunQuery"]

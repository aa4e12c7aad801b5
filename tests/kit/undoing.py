"""The law of undo, over any machine of random acts: after each act a copy of the site takes it back, and everything is as before.

What stays is what stays by handbook C-19: records with a number and slips, void; and, where money or points were booked,
the entry and its reversal.
"""

from __future__ import annotations

import copy
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import text

from desk import features
from desk.errors import DeskError
from desk.models import Base
from desk.models.kit.database import open_database
from desk.services import undo
from desk.services.kit.desk import Actor, Desk
from desk.services.site.check import check

APART = ("audit_event", "draft", "row_sum", "sequence", "sealed_value")
"""The record of acts, the numbers given and what they stand on are never taken back."""

Rows = dict[str, dict[Any, tuple[Any, ...]]]


def rows(desk: Desk) -> Rows:
    """Everything that is kept, by table and key."""
    found: Rows = {}
    with desk.look() as session:
        for table in Base.metadata.sorted_tables:
            if table.name in APART:
                continue
            names = [column.name for column in table.columns]
            keys = [names.index(column.name) for column in table.primary_key]
            found[table.name] = {
                tuple(row[place] for place in keys): tuple(row)
                for row in session.execute(text(f'SELECT * FROM "{table.name}"'))
            }
    return found


def differences(before: Rows, after: Rows) -> tuple[list[str], list[tuple[str, Any]]]:
    """What is gone or another one, in words; and which rows there are more."""
    wrong, more = [], []
    for table, old in before.items():
        new = after[table]
        wrong += [f"{table} {key}: {row} → {new.get(key)}" for key, row in old.items() if new.get(key) != row]
        more += [(table, key) for key in new if key not in old]
    return wrong, more


def stays() -> set[str]:
    """The tables of records that keep their number, and of what belongs to them."""
    kept = {features.load(record.model).__tablename__ for record in features.records().values() if record.withdraw}
    while True:
        more = {
            table.name
            for table in Base.metadata.sorted_tables
            if any(key.column.table.name in kept - {"slip"} for key in table.foreign_keys)
        }
        if more <= kept:
            # A record that stays points at the person it was made for.
            return kept | {"customer", "phone", "consent", "search_entry", "search_term"}
        kept |= more


class TakenBack:
    """A machine whose every act is taken back on a copy; the machine itself goes on as if nothing were."""

    def __init__(self, desk: Desk, inner: Any, supervisor: Actor) -> None:
        self.desk, self.inner, self.supervisor = desk, inner, supervisor
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self._stays = stays()

    def step(self, dice: Any) -> None:
        self.desk.steps.clear()
        before = rows(self.desk)
        self.inner.step(dice)
        steps = self.desk.steps.all(self.desk.clock())
        if steps:
            self._take_back(before, steps)

    def whole(self) -> None:
        self.inner.whole()

    def _take_back(self, before: Rows, steps: Any) -> None:
        with tempfile.TemporaryDirectory(prefix="desk-undo-") as folder:
            file = Path(folder) / "desk.sqlite3"
            self.desk.database.backend.copy_to(file)
            database = open_database(file)
            try:
                side = Desk(database, data=Path(folder), clock=self.desk.clock, actor=self.desk.actor)
                for step in steps:
                    side.steps.keep(copy.copy(step))
                self._hold(side, before, steps)
            finally:
                database.close()

    def _undo(self, side: Desk) -> DeskError | None:
        try:
            with side.approved(self.supervisor):
                while side.steps:
                    undo.undo(side)
        except DeskError as error:
            return error
        return None

    def _hold(self, side: Desk, before: Rows, steps: Any) -> None:
        names = ", ".join(step.act for step in steps)
        refused = self._undo(side)
        if refused is not None:
            assert refused.code != "changed-since", f"{names}: nobody went on with it"
            self.refused[f"{names}: {refused.code} {refused.message}"] += 1
            assert refused.code == "not-undoable" or any(step.declared.undo.run for step in steps), (names, refused)
            return
        self.done[names] += 1
        after = rows(side)
        wrong, more = differences(before, after)
        if any(step.declared.undo.run for step in steps):
            # What was booked is booked back: balances, what is owed and what is held are as before.
            wrong = [
                words
                for words in wrong
                if words.startswith(("account ", "charge ", "point_account ", "card ", "unit "))
            ]
        else:
            assert {table for table, _key in more} <= self._stays, (names, more)
            void = [row for key, row in after["slip"].items() if key not in before["slip"]]
            assert all("void" in row for row in void), (names, "a slip is still good")
        assert not wrong, (names, wrong)
        found = list(check(side))
        assert not found, (names, found)


__all__ = ["TakenBack", "differences", "rows", "stays"]

"""The drafts of one form page: each entry begun has its own, so that one never takes the place of another.

A receptionist is called away from a half-filled form, takes another call, and comes back: both must still be there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from desk.errors import DeskError
from desk.i18n import _
from desk.ui.kit import tasks

if TYPE_CHECKING:
    from desk.ui.forms.page import FormPage

MOST = 5
"""Entries left half-way that a form keeps for a clerk; with more, the oldest gives way."""
MARK = "#"


class DraftBox:
    """Where a form page keeps what is typed, and what it offers again.

    Attributes:
        slot: the key that the entry now being typed is kept under.
    """

    def __init__(self, page: FormPage) -> None:
        self._page = page
        self.slot = ""
        self._found: list[tuple[str, Any, datetime]] = []
        self._unkept: dict[tuple[int, str], tuple[Any, datetime]] = {}
        self._told = False

    def look(self, key: str, show: Callable[[], object]) -> None:
        """Begins an entry: finds the drafts of `key`, newest first, and a slot that is free; then calls `show`."""
        page, who = self._page, self._who()
        self._found, self.slot = [], key

        def read() -> list[tuple[str, Any, datetime]]:
            from desk.services import drafts

            return [(d.key, d.data, d.saved_at) for d in drafts.drafts(page.desk) if d.key.partition(MARK)[0] == key]

        def answer(found: list[tuple[str, Any, datetime]]) -> None:
            if key != page.draft_key:
                return  # another record was opened meanwhile
            unkept = [(slot, *kept) for (whose, slot), kept in self._unkept.items() if whose == who]
            known = {entry[0]: entry for entry in [*found, *(e for e in unkept if e[0].partition(MARK)[0] == key)]}
            self._found = sorted(known.values(), key=lambda entry: entry[2], reverse=True)
            slots = [key, *(f"{key}{MARK}{number}" for number in range(2, MOST + 1))]
            free = (slot for slot in slots if slot not in known)
            self.slot = next(free, self._found[-1][0] if self._found else key)
            show()

        page.ask(read, answer)

    def newest(self) -> tuple[Any, datetime] | None:
        """What is offered: state and moment of the newest draft."""
        return self._found[0][1:] if self._found else None

    def take(self) -> None:
        """The offered draft is gone on with: from now on it is what is being typed."""
        if self._found:
            self.slot = self._found.pop(0)[0]

    def drop(self) -> None:
        """The offered draft is thrown away."""
        if self._found:
            self.forget(self._found.pop(0)[0])

    def keep(self, state: Any, kept: Callable[[datetime], object]) -> None:
        """Keeps what is typed; where the disk refuses, until the program is closed."""
        page, slot, who = self._page, self.slot, self._who()

        def save() -> datetime:
            from desk.services import drafts

            drafts.save_draft(page.desk, slot, state)
            return page.desk.now()

        def done(at: datetime) -> None:
            self._told = False
            self._unkept.pop((who, slot), None)
            if slot == self.slot:
                kept(at)

        def failed(error: DeskError) -> None:
            self._unkept[who, slot] = (state, page.desk.now())
            if page.isVisible() and self._told:
                return  # once is enough while the typing goes on
            self._told = True
            # L10N: 草稿未能写入磁盘，在关闭程序之前会一直保留
            note = _("The draft is not on the disk; it is kept until Desk is closed.")
            page.shell.messages.error(f"{error.message} {note}")

        tasks.run(save, on_done=done, on_error=failed, owner=page)

    def forget(self, slot: str) -> None:
        """Drops a draft: it was saved, or thrown away."""
        page = self._page
        self._unkept.pop((self._who(), slot), None)

        def drop() -> None:
            from desk.services import drafts

            drafts.drop_draft(page.desk, slot)

        tasks.run(drop, owner=page)

    def _who(self) -> int:
        actor = self._page.desk.actor
        return actor.id if actor is not None else 0


__all__ = ["DraftBox"]

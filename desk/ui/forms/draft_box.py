# ruff: noqa: PLC0415 - SQLAlchemy comes after the finder has answered
"""The drafts of one form page: each entry begun has its own, so that one never takes the place of another.

A receptionist is called away from a half-filled form, takes another call, and comes back: both must still be there. A draft
stays until its entry is saved, thrown away, or too old (services.drafts).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal

from desk.errors import DeskError
from desk.i18n import _
from desk.ui.kit import tasks
from desk.ui.kit.pages import Page

MARK = "#"
"""Between the form's key and what is the entry's own."""


class _News(QObject):
    """What becomes of drafts anywhere in the window.

    Signals:
        kept: the slot and what is typed under it. dropped: the slot; it was saved, or thrown away.
    """

    kept = Signal(str, object)
    dropped = Signal(str)


news = _News()


@dataclass(frozen=True, slots=True)
class Offer:
    """A draft that may be gone on with: its slot, what was typed, and when."""

    slot: str
    state: Any
    at: datetime


def new_slot(key: str) -> str:
    """The key of a draft of its own among those of a form."""
    return f"{key}{MARK}{uuid.uuid4().hex[:12]}"


class DraftBox:
    """Where a form page keeps what is typed, and what it offers again.

    Attributes:
        slot: the key that the entry now being typed is kept under.
        offers: the other entries begun with this form, the one offered first.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._key = ""
        self.slot = ""
        self.offers: list[Offer] = []
        self._unkept: dict[tuple[int, str], Offer] = {}
        self._dropped: set[str] = set()
        self._told = False

    def look(self, key: str, show: Callable[[], object]) -> None:
        """Begins an entry: gives it a slot and finds the others of `key`, newest first; then calls `show`."""
        page, who = self._page, self._who()
        self._key, self.offers = key, []
        slot = self.slot = new_slot(key)

        def read() -> list[Offer]:
            from desk.services import drafts

            return [Offer(draft.key, draft.data, draft.saved_at) for draft in drafts.drafts(page.desk, form=key)]

        def answer(found: list[Offer]) -> None:
            if slot != self.slot:
                return  # another entry was begun meanwhile
            known = {offer.slot: offer for offer in found if offer.slot not in self._dropped}
            # What is still on its way to the disk, or could not be written.
            known |= {
                place: offer
                for (whose, place), offer in self._unkept.items()
                if whose == who and place.partition(MARK)[0] == key
            }
            self.offers = sorted(known.values(), key=lambda offer: offer.at, reverse=True)
            show()

        page.ask(read, answer)

    def take(self, slot: str = "") -> Any:
        """Goes on with an offer, the first or the one of `slot`: from now on it is what is being typed.

        Returns:
            What was typed; None when there is no such offer.
        """
        wanted = next((offer for offer in self.offers if not slot or offer.slot == slot), None)
        if wanted is None:
            return None
        self.offers.remove(wanted)
        self.slot = wanted.slot
        news.kept.emit(wanted.slot, wanted.state)
        return wanted.state

    def put_back(self, state: Any) -> None:
        """What is being typed is kept and offered after all the others."""
        self.keep(state, lambda _at: None)
        self.offers.append(Offer(self.slot, state, self._page.desk.now()))

    def drop(self) -> None:
        """The offered draft is thrown away."""
        if self.offers:
            self.forget(self.offers.pop(0).slot)

    def keep(self, state: Any, kept: Callable[[datetime], object], slot: str = "") -> None:
        """Keeps what is typed, or was typed under another slot; where the disk refuses, until the program is closed."""
        page, slot, who = self._page, slot or self.slot, self._who()
        self._dropped.discard(slot)
        kept_here = self._unkept[who, slot] = Offer(slot, state, page.desk.now())
        news.kept.emit(slot, state)

        def save() -> datetime:
            from desk.services import drafts

            drafts.save_draft(page.desk, slot, state)
            return page.desk.now()

        def done(at: datetime) -> None:
            self._told = False
            if self._unkept.get((who, slot)) is kept_here:
                del self._unkept[who, slot]
            if slot == self.slot:
                kept(at)

        def failed(error: DeskError) -> None:
            if page.isVisible() and self._told:
                return  # once is enough while the typing goes on
            self._told = True
            # L10N: 草稿未能写入磁盘，在关闭程序之前会一直保留
            note = _("The draft is not on the disk; it is kept until Desk is closed.")
            page.shell.messages.error(f"{error.message} {note}")

        tasks.run(save, on_done=done, on_error=failed, owner=page, pool=tasks.ACTS)

    def forget(self, slot: str) -> None:
        """Drops a draft: it was saved, or thrown away."""
        page = self._page
        self._dropped.add(slot)
        self._unkept.pop((self._who(), slot), None)
        news.dropped.emit(slot)

        def drop() -> None:
            from desk.services import drafts

            drafts.drop_draft(page.desk, slot)

        tasks.run(drop, owner=page, pool=tasks.ACTS)

    def _who(self) -> int:
        actor = self._page.desk.actor
        return actor.id if actor is not None else 0


__all__ = ["DraftBox", "Offer", "news"]

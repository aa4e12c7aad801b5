# ruff: noqa: PLC0415 - SQLAlchemy comes after the finder has answered, and dialogs when they are opened
"""Somebody leaves the counter for a moment: what was begun is put aside, and waits for who began it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desk.i18n import _
from desk.ui.kit import tasks

if TYPE_CHECKING:
    from desk.services.kit.desk import Actor, Desk
    from desk.ui.kit.pages import Page


class Left:
    """Who left, and what was open then.

    The page keeps a draft at once, before anybody else signs in; dialogs are hidden, so that nobody goes on in them
    unsigned and nothing is read over the sign-in.
    """

    def __init__(self, window: QWidget, desk: Desk, page: Page | None) -> None:
        from desk.ui.forms.dialog import ActDialog

        self._desk = desk
        self._window = window
        self._who: Actor | None = desk.actor
        self._began = page is not None and page.put_aside()
        self._dialogs: list[QDialog] = []
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QDialog) and dialog.isVisible() and dialog.parentWidget() is window:
                if isinstance(dialog, ActDialog):
                    self._dialogs.append(dialog)
                    dialog.hide()
                else:
                    dialog.reject()  # a question holds nothing typed

    def sign_out(self) -> None:
        """Signs out behind what is still being saved; also where the database cannot note it."""
        desk = self._desk

        def work() -> None:
            from desk.services import staff

            try:
                staff.sign_out(desk)
            finally:
                desk.actor = None

        tasks.run(work, owner=self._window, pool=tasks.ACTS)

    def come_back(self, actor: Actor | None) -> bool:
        """Somebody signed in: gives the same person the dialogs back; whether the page may stay for this one."""
        same = actor is not None and self._who is not None and actor.id == self._who.id
        for dialog in self._dialogs:
            if not shiboken6.isValid(dialog):
                continue
            if same:
                dialog.show()
            else:
                dialog.reject()
        return same or not self._began

    def words(self) -> str:
        """Says where the entry is that the one before had begun."""
        # L10N: {name} 未填完的内容已存为其草稿
        return _("What {name} was typing is kept as a draft for {name}.").format(
            name=self._who.name if self._who else ""
        )


__all__ = ["Left"]

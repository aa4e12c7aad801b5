# ruff: noqa: PLC0415 - SQLAlchemy comes after the finder has answered; what was scanned is read with it
"""What becomes of a scan: its record opens at once; what nobody has is named, with what fits it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog

from desk.i18n import N_, _
from desk.ui.kit import pages, tasks

if TYPE_CHECKING:
    from desk.features.kit import Way
    from desk.services.finder.scanned import Scan


class Scans(QObject):
    """Takes what was scanned on a window.

    A page may want a code for itself (`Page.scanned`), some kinds of numbers have a page of their own (`PageSpec.scans`),
    all others open the record that has them. The window is `MainWindow`, not imported here. While a dialog asks something
    the scan waits: the page behind it must not change.
    """

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window = window
        self._waiting = ""

    def take(self, text: str) -> None:
        """Something was scanned."""
        window = self._window
        if window.locked() or not window.attached():
            return
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            self._wait_for(dialog, text)
            return
        page = window.page()
        if page is not None and page.scanned(text):
            return
        from desk.services.finder.scanned import NUMBER, read

        scan = read(text)
        spec = pages.page_for_scan(scan.kept) if scan.code == NUMBER else None
        if spec is not None:
            window.open_page(spec.code, number=scan.kept)
            return
        self._look(scan)

    def reads(self, text: str) -> bool:
        """Whether a text typed into the finder is a code, which opens its record as a scan does."""
        from desk.services.finder.scanned import read

        return bool(read(text).code)

    def _wait_for(self, dialog: Any, text: str) -> None:
        taken = getattr(dialog, "scanned", None)
        if callable(taken) and taken(text):
            return
        from desk.services.finder.scanned import read, what

        if not self._waiting and isinstance(dialog, QDialog):
            dialog.finished.connect(self._dialog_closed)
        self._waiting = text
        # L10N: 已扫到{what}，关闭此窗口后打开
        self._window.messages.info(
            _("Scanned: {what}. It opens when this dialog is closed.").format(what=what(read(text)))
        )

    def _dialog_closed(self) -> None:
        text, self._waiting = self._waiting, ""
        if text:
            tasks.run(
                lambda: None, on_done=lambda _none: self.take(text), owner=self._window
            )  # the dialog is gone by then

    # ----------------------------------------------------------------------------------------------- its record
    def _look(self, scan: Scan) -> None:
        desk = self._window.desk

        def look() -> list[tuple[str, dict[str, Any]]]:
            from desk.services.finder import scanned as service

            return service.look(desk, scan)

        tasks.run(look, on_done=lambda found: self._open(scan, found), owner=self._window, pool=tasks.SEARCH)

    def _open(self, scan: Scan, found: list[tuple[str, dict[str, Any]]]) -> None:
        window = self._window
        if window.locked():
            return
        if QApplication.activeModalWidget() is not None:
            self._wait_for(QApplication.activeModalWidget(), scan.text)
            return
        if len({target for target, _more in found}) == 1:
            target, more = found[0]
            kind, args = pages.target_args(target)
            spec = pages.page_for(kind)
            if spec is not None:
                window.open_page(spec.code, **args, **more)
        elif found or not scan.code:
            self.find(scan)
        else:
            self._offer(scan)

    def find(self, scan: Scan) -> None:
        """Shows in the finder what it finds for a code; opens it when it is the only thing."""
        window, desk, text = self._window, self._window.desk, scan.kept

        def search() -> list[Any]:
            from desk.services import finder as service

            return list(service.find(desk, text, limit=5))

        def answer(hits: list[Any]) -> None:
            exact = [hit for hit in hits if hit.title.casefold().startswith(text.casefold())]
            sure = exact or hits
            if len({hit.target for hit in sure}) == 1:
                window.open_hit(sure[0])
            else:
                window.focus_finder()
                window.finder.type_in(text)

        tasks.run(search, on_done=answer, owner=self._window, pool=tasks.SEARCH)

    def _offer(self, scan: Scan) -> None:
        """Nobody has it: says what it is, and offers what fits."""
        page = self._window.page()
        if page is None:
            return
        from desk.services.finder.scanned import ways, what
        from desk.ui.forms.dialog import Dialog

        around = page.context()
        offered = [way for way in ways(scan) if all(around.get(name) for name in way.about)]
        # L10N: 没有登记
        dialog = Dialog(page, what(scan), note=_("Nothing here has this code. Nothing was changed."))

        def go(way: Way) -> None:
            dialog.accept()
            args: dict[str, Any] = {name: around[name] for name in way.about} | dict(way.args)
            told = scan.text if way.takes == "line" else scan.kept
            args[way.takes] = told
            self._window.open_page(way.page, **args)

        def find() -> None:
            dialog.accept()
            self._window.focus_finder()
            self._window.finder.type_in(scan.kept)

        for place, way in enumerate(offered, start=1):
            role = "primary" if place == 1 else ""
            button = dialog.add_button(_(way.label), f"{place}", partial(go, way), role=role)
            if place == 1:
                button.setDefault(True)
        # L10N: 查找 / 关闭
        dialog.add_button(_(FIND), "F2", find)
        dialog.add_button(_("Close"), "Esc", dialog.reject, first=True)
        dialog.open()


# L10N: 查找
FIND = N_("Find")

__all__ = ["Scans"]

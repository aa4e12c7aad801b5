"""What every test with a window needs: to wait for its work, and to take it away."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.exceptions import TimeoutError  # noqa: A004 - pytest-qt's, as its users expect it
from pytestqt.qtbot import QtBot

from desk.ui.kit import tasks
from desk.ui.shell.main_window import MainWindow

SECONDS = 8.0
"""How long a test waits for work to end."""


def settled(rounds: int = 4) -> None:
    """Until no work is under way and its results have been shown, so often: a result may ask for the next.

    It waits for the answers of the workers, not for a time to pass: what ends wakes the window's loop.
    """
    late: list[bool] = []
    for _again in range(rounds):
        QTest.qWait(0)
        while not tasks.idle():
            clock = QTimer()
            clock.setSingleShot(True)
            clock.timeout.connect(lambda: late.append(True))
            clock.start(int(SECONDS * 1000))
            while not tasks.idle() and not late:
                QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            clock.stop()
            assert not late, f"work is still under way after {SECONDS:.0f} seconds"
            QTest.qWait(0)


class QuickBot(QtBot):
    """Waits for what happens in the window instead of ten milliseconds at a time."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = 5000) -> None:
        """As pytest-qt has it: until it gives True, or None and no assertion that fails."""
        __tracebackhide__ = True
        end = time.monotonic() + timeout / 1000
        tick = QTimer()  # what changes without an event is seen then
        tick.start(10)
        while True:
            failed = None
            try:
                result = callback()
            except AssertionError as error:
                result, failed = False, error
            if result not in (None, True, False):
                raise ValueError(f"waitUntil() callback must return None, True or False, returned {result!r}")
            if result is not False:
                return
            if time.monotonic() > end:
                raise TimeoutError(f"waitUntil timed out in {timeout} milliseconds") from failed
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def gone(window: QWidget) -> None:
    """Takes a closed window away, with everything of it.

    PySide keeps a function that was connected when its sender is gone, and with it every page of the window that was closed:
    seven thousand objects a test, which each collection of garbage would walk through.
    """
    parts = [window, *window.findChildren(QObject)]
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for part in parts:
        held, kind = vars(part), type(part)
        for name in list(held):
            # What hides something of the class a test put there, and takes it away itself.
            if not hasattr(kind, name) or isinstance(getattr(kind, name), cached_property):
                del held[name]


def forget_pages(window: MainWindow) -> None:
    """Takes away every page but the one that is shown, as if none had been opened yet."""
    for code, page in list(window._pages.items()):
        if page is not window.page():
            del window._pages[code]
            window._stack.removeWidget(page)
            gone(page)
    window._history.clear()

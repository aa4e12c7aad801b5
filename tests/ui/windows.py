"""What every test with a window needs: to wait for its work, and to take it away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desk.ui.kit import tasks
from desk.ui.shell.main_window import MainWindow

SECONDS = 8.0
"""How long a test waits for work to end."""


def settled() -> None:
    """Until no work is under way and its results have been shown.

    It waits for the answers of the workers, not for a time to pass: what ends wakes the window's loop.
    """
    late: list[bool] = []
    for _again in range(4):
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


def gone(window: QWidget) -> None:
    """Takes a closed window away, with everything of it.

    PySide keeps a function that was connected when its sender is gone, and with it every page of the window that was closed:
    seven thousand objects a test, which each collection of garbage would walk through.
    """
    parts = [window, *window.findChildren(QObject)]
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    for part in parts:
        vars(part).clear()


def forget_pages(window: MainWindow) -> None:
    """Takes away every page but the one that is shown, as if none had been opened yet."""
    for code, page in list(window._pages.items()):
        if page is not window.page():
            del window._pages[code]
            window._stack.removeWidget(page)
            gone(page)
    window._history.clear()

"""The tour's hands and eyes: drives the real window by keys and clicks, counts them, takes the pictures.

What it does at the counter is told in `tour_story`. Chinese words are committed as an input method commits them; the
characters typed are counted apart from the keys pressed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.errors import DeskError
from desk.services import slips
from desk.slips.engine.renderer import render
from desk.tour.latin import latin_words
from desk.ui.kit import tasks
from desk.ui.kit.pages import spec_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desk.services.kit.desk import Desk
    from desk.ui.shell.main_window import MainWindow

PATIENCE_MS = 20_000
"""How long the tour waits for the window before it says what is stuck."""
SOON_MS = 500
"""A timer this short waits for the typing to end; longer ones (a message, a draft, the idle minutes) are not waited for."""
LIFT_MS = 35
"""A hand lifts before the next key that means something: without it, quick letters and Enter are a scan (`ui/shell/scanner`)."""


class Stuck(DeskError):
    """The window did not come to the state the tour waits for."""

    def __init__(self, words: str) -> None:
        super().__init__("tour-stuck", words)


class Hands:
    """Keys, clicks and pictures on one window.

    Attributes:
        story: what `tour.json` will hold: pictures, slips, jobs.
    """

    def __init__(self, window: MainWindow, desk: Desk, out: Path) -> None:
        self.window = window
        self.desk = desk
        self.out = out
        self.story: dict[str, list[dict[str, Any]]] = {"pictures": [], "slips": [], "jobs": []}
        self._keys = 0
        self._typed = 0

    # ---------------------------------------------------------------------------------------------------- waiting
    def wait(self, ready: Callable[[], object], what: str) -> None:
        """Lets the window live until `ready()` is true."""
        from PySide6.QtTest import QTest

        end = time.monotonic() + PATIENCE_MS / 1000
        while not ready():
            if time.monotonic() > end:
                self.window.grab().save(str(self.out / "stuck.png"))
                raise Stuck(f"waited for {what}; the message bar says: {self.window.messages.text()!r}")
            QTest.qWait(5)

    def settle(self) -> None:
        """Waits until no work is under way, nothing is about to begin, and the preview has caught up."""
        from PySide6.QtTest import QTest

        for _again in range(3):  # an answer shown may ask for the next
            self.wait(self._quiet, "the work to end")
            QTest.qWait(2)

    def _quiet(self) -> bool:
        """Nothing runs, and no timer of the window's (a search or a preview that waits for the typing to end) is near."""
        from PySide6.QtCore import QTimer

        return tasks.idle() and not any(
            timer.isActive() and timer.isSingleShot() and timer.interval() <= SOON_MS
            for timer in self.window.findChildren(QTimer)
        )

    # ------------------------------------------------------------------------------------------------------- keys
    def _focused(self) -> QWidget:
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        QTest.qWait(1)  # what the last key did comes first: a list that closes takes the keyboard with it
        for _ in range(200):
            top = QApplication.activeModalWidget() or self.window
            if QApplication.activeWindow() is not None:
                break
            # Without a window manager nobody gives the keyboard back when a list of choices closes.
            top.activateWindow()
            QTest.qWait(10)
        return QApplication.focusWidget() or top

    def press(self, keys: str, times: int = 1) -> None:
        """Presses a key as on the keyboard: `Ctrl+S`, `F3`, `Down`."""
        from PySide6.QtTest import QTest

        for _ in range(times):
            self._send(self._focused(), keys)
            QTest.qWait(1)

    def _send(self, widget: QWidget, keys: str) -> None:
        from PySide6.QtGui import QKeySequence
        from PySide6.QtTest import QTest

        combination = QKeySequence.fromString(keys)[0]  # type: ignore[index]  # PySide's stubs lack it
        QTest.keyClick(widget, combination.key(), combination.keyboardModifiers())
        self._keys += 1

    def _answered(self) -> QWidget:
        """What has the keyboard once every answer has come: an Enter that waited for a search may still move the cursor.

        A key sent to it before the event loop runs again goes where it was meant to.
        """
        self._focused()
        self.wait(tasks.idle, "the work to end")
        return self._focused()

    def type(self, text: str) -> None:
        """Types words: ASCII key by key, Chinese as an input method commits it."""
        from PySide6.QtGui import QInputMethodEvent
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        run = ""
        for character in text:
            if character.isascii():
                if run:
                    QApplication.sendEvent(self._focused(), _commit(run))
                    run = ""
                QTest.keyClicks(self._focused(), character)
            else:
                run += character
        if run:
            event: QInputMethodEvent = _commit(run)
            QApplication.sendEvent(self._focused(), event)
        self._typed += len(text)
        QTest.qWait(LIFT_MS)

    def goto(self, form: Any, name: str) -> None:
        """Presses Tab from field to field until the cursor is in the field."""
        field = form.field(name)
        for _ in range(60):
            focused = self._answered()
            if focused is field or field.isAncestorOf(focused):
                return
            self._send(focused, "Tab")
        raise Stuck(f"Tab does not reach the field {name}")

    def choose(self, form: Any, name: str, code: str) -> None:
        """Chooses an entry of a list by the arrow keys."""
        self.goto(form, name)
        field = form.field(name)
        for key in ("Down", "Up"):
            for _ in range(field.count() + 1):
                focused = self._answered()
                if field.value() == code:
                    return
                self._send(focused, key)
        raise Stuck(f"{code} is not among the choices of {name}")

    def fill(self, form: Any, **values: object) -> None:
        """Types into fields, each reached by Tab."""
        for name, words in values.items():
            self.goto(form, name)
            self.type(f"{words}")

    def find(self, form: Any, name: str, words: str) -> None:
        """Types into a field that searches, and takes the first that is found."""
        self.goto(form, name)
        self.type(words)
        self.settle()
        self.press("Return")

    def closed(self) -> None:
        """Waits until no dialog is open."""
        from PySide6.QtWidgets import QApplication

        self.wait(lambda: QApplication.activeModalWidget() is None, "the dialog to close")
        self.settle()

    def save(self) -> None:
        """Does the dialog's act and waits until it is closed."""
        self.press("Ctrl+Return")
        self.closed()

    def back(self, code: str) -> None:
        """Esc until the page is shown."""
        spec = spec_of(code)
        assert spec is not None
        name = spec.factory.partition(":")[2]
        for _again in range(3):
            if type(self.window.page()).__name__ != name:
                self.press("Esc")
                self.settle()
        self.shown(code)

    def shown(self, code: str) -> Any:
        """Waits until a page is shown; gives it."""
        spec = spec_of(code)
        assert spec is not None
        name = spec.factory.partition(":")[2]
        self.wait(lambda: type(self.window.page()).__name__ == name, f"the page {code}")
        self.settle()
        return self.window.page()

    def dialog(self) -> Any:
        """Waits for a dialog; gives it."""
        from PySide6.QtWidgets import QApplication

        self.wait(lambda: QApplication.activeModalWidget() is not None, "a dialog")
        return QApplication.activeModalWidget()

    def click(self, widget: QWidget) -> None:
        """Clicks a widget; counted like a key."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self._keys += 1

    # ---------------------------------------------------------------------------------------------------- pictures
    def snap(self, name: str, widget: QWidget | None = None) -> None:
        """Takes a picture of the window, an open dialog drawn over it."""
        from PySide6.QtCore import QPoint
        from PySide6.QtGui import QColor, QPainter
        from PySide6.QtWidgets import QApplication

        self.settle()
        picture = (widget or self.window).grab()
        dialog = QApplication.activeModalWidget()
        if widget is None and dialog is not None and dialog is not self.window:
            painter = QPainter(picture)
            painter.fillRect(self.window.rect(), QColor(0, 0, 0, 70))
            centre = self.window.rect().center() - dialog.rect().center()
            painter.drawPixmap(QPoint(max(0, centre.x()), max(0, centre.y())), dialog.grab())
            painter.end()
        file = f"{len(self.story['pictures']) + 1:02d}-{name}.png"
        picture.save(str(self.out / file))
        self.story["pictures"].append(
            {
                "name": name,
                "page": self.window.place()[0],
                "file": file,
                "width": picture.width(),
                "height": picture.height(),
                "latin": latin_words(self.window if dialog is None else dialog),
            }
        )

    def keep_slip(self, number: str, paper: str | None = None, pdf: bytes | None = None, *, reprint: int = 0) -> None:
        """Keeps a slip's PDF: the bytes that were printed, or the stored slip on another paper."""
        view = slips.slip_view(self.desk, number)
        paper = paper or view.paper
        file = f"{number}-{paper}{f'-reprint{reprint}' if reprint else ''}.pdf"
        (self.out / file).write_bytes(pdf or render(slips.slip_content(self.desk, number), paper))
        self.story["slips"].append({"kind": view.kind, "number": number, "paper": paper, "file": file})

    @contextmanager
    def job(self, name: str) -> Iterator[None]:
        """Counts the keys and the time of one job."""
        self.settle()
        keys, typed, start = self._keys, self._typed, time.perf_counter()
        yield
        self.story["jobs"].append(
            {
                "name": name,
                "keystrokes": self._keys - keys,
                "characters": self._typed - typed,
                "milliseconds": round((time.perf_counter() - start) * 1000),
            }
        )


def resident_card(body: str) -> str:
    """The number of a resident card from its first 17 digits."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]


def _commit(text: str) -> Any:
    from PySide6.QtGui import QInputMethodEvent

    event = QInputMethodEvent()
    event.setCommitString(text)
    return event

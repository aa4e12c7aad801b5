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

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QInputMethodEvent, QKeySequence, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStackedWidget

from desk.errors import DeskError
from desk.services import slips
from desk.slips.engine.renderer import render
from desk.tour.latin import latin_words
from desk.ui.kit import tasks
from desk.ui.kit.pages import spec_of

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

    from desk.services.kit.desk import Desk
    from desk.ui.shell.main_window import MainWindow

PATIENCE_MS = 20_000
"""How long the tour waits for the window before it says what is stuck."""
TICK_MS = 50
"""What the tour waits for is asked after everything that happens in the window, and this often where nothing does."""
SOON_MS = 500
"""A timer this short waits for the typing to end; longer ones (a message, a draft, the idle minutes) are not waited for."""
PICTURE_QUALITY = 80
"""Of a PNG, which loses nothing by any: how little it is packed; Qt's own choice takes half as long again to save a sixth."""
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
        """Lets the window live until `ready()` is true; it is asked whenever something happened."""
        if ready():
            return
        end = time.monotonic() + PATIENCE_MS / 1000
        tick = QTimer()
        tick.start(TICK_MS)
        while not ready():
            if time.monotonic() > end:
                self.window.grab().save(str(self.out / "stuck.png"))
                raise Stuck(f"waited for {what}; the message bar says: {self.window.messages.text()!r}")
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def settle(self) -> None:
        """Waits until no work is under way, nothing is about to begin, and the preview has caught up."""
        while True:
            for _again in range(3):  # an answer shown may ask for the next
                self.wait(tasks.idle, "the work to end")
                QTest.qWait(0)
            if tasks.idle() and not self._soon():
                return
            self.wait(lambda: not (tasks.idle() and self._soon()), "a timer to end")

    def _soon(self) -> bool:
        """Whether a timer of what is shown (a search or a preview that waits for the typing to end) is near."""
        return any(
            timer.isActive() and timer.isSingleShot() and timer.interval() <= SOON_MS
            for part in self._shown()
            for timer in ([part] if isinstance(part, QTimer) else part.findChildren(QTimer))
        )

    def _shown(self) -> Iterator[QObject]:
        """The parts of the window without the pages that are not shown: there are a hundred of them at the end."""
        at: QObject | None = self.window.page() or self.window
        assert at is not None
        yield at
        while at is not None:
            above = at.parent()
            if above is not None and not isinstance(above, QStackedWidget):
                yield from (part for part in above.children() if part is not at)
            at = above

    # ------------------------------------------------------------------------------------------------------- keys
    def _focused(self) -> QWidget:
        QTest.qWait(0)  # what the last key did comes first: a list that closes takes the keyboard with it
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
        for _ in range(times):
            self._send(self._focused(), keys)
            QTest.qWait(0)

    def _send(self, widget: QWidget, keys: str) -> None:
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
        self.wait(lambda: QApplication.activeModalWidget() is not None, "a dialog")
        return QApplication.activeModalWidget()

    def click(self, widget: QWidget) -> None:
        """Clicks a widget; counted like a key."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self._keys += 1

    # ---------------------------------------------------------------------------------------------------- pictures
    def snap(self, name: str, widget: QWidget | None = None) -> None:
        """Takes a picture of the window, an open dialog drawn over it."""
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
        picture.save(str(self.out / file), quality=PICTURE_QUALITY)
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
    event = QInputMethodEvent()
    event.setCommitString(text)
    return event

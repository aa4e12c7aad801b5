"""The counter: a real site file, a real window, real keys; for the tests of the request pages."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.exceptions import TimeoutError as Late

from desk import paths
from desk.models.kit.database import open_database
from desk.services import site, staff
from desk.services.households import people
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit.desk import Actor, Desk
from desk.ui.kit import theme
from desk.ui.shell.main_window import MainWindow
from tests.kit.site import PIN, Clock, actor, hurried, new_site
from tests.ui.windows import gone, settled

NAMES = {"Enter": "Return", "Esc": "Escape", "Del": "Delete", "Ins": "Insert", "PgUp": "PageUp", "PgDown": "PageDown"}
"""What keys are called by Qt, where that is not what the program calls them."""


class Counter:
    """A window at work, and the hands of the clerk. `strokes` counts the keys that are not words."""

    def __init__(self, desk: Desk, clock: Clock, window: MainWindow, qtbot: Any) -> None:
        self.desk = desk
        self.clock = clock
        self.window = window
        self.qtbot = qtbot
        self.strokes = 0

    def settle(self) -> None:
        """Until nothing is under way."""
        settled()

    def until(self, true: Any) -> None:
        """Until something is so."""
        self.qtbot.waitUntil(true, timeout=8000)

    def focus(self) -> QWidget:
        """What gets the keys; a dialog that comes back when another one closes has them a moment after it is the active one."""
        modal = QApplication.activeModalWidget()
        if modal is not None and modal.isActiveWindow():

            def there() -> bool:
                widget = QApplication.focusWidget()
                return widget is modal or modal.isAncestorOf(widget)

            with suppress(Late):
                self.qtbot.waitUntil(there, timeout=1000)
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the focus"
        return widget

    def press(self, *keys: str) -> None:
        """Presses keys: `Enter`, `Down`, `Ctrl+S`, `F3`, `n`."""
        for key in keys:
            self.strokes += 1
            *modifiers, name = key.split("+")
            held = Qt.KeyboardModifier.NoModifier
            for modifier in modifiers:
                held |= {
                    "Ctrl": Qt.KeyboardModifier.ControlModifier,
                    "Shift": Qt.KeyboardModifier.ShiftModifier,
                    "Alt": Qt.KeyboardModifier.AltModifier,
                }[modifier]
            code = getattr(Qt.Key, f"Key_{NAMES.get(name, name.upper() if len(name) == 1 else name)}")
            takes = QApplication.activePopupWidget() or self.focus()  # an open list has the keyboard
            QTest.keyClick(takes, code, held) if len(name) > 1 or modifiers else QTest.keyClicks(takes, name)
            self.settle()

    def write(self, words: str) -> None:
        """Types words as an input method commits them; they are not counted."""
        from PySide6.QtGui import QInputMethodEvent

        event = QInputMethodEvent()
        event.setCommitString(words)
        QApplication.sendEvent(self.focus(), event)
        self.settle()

    def page(self) -> Any:
        """The page shown."""
        return self.window.page()

    def message(self) -> str:
        """What the message bar says."""
        return self.window.messages.text()

    def residents(self) -> dict[str, int]:
        """The people by name."""
        return dict(self._people)

    _people: dict[str, int]
    unit: int


def _fill(desk: Desk) -> dict[str, int]:
    found = {}
    for name, phone, role in (("单雄风", "13800010001", "owner"), ("曾丽", "13800010002", "member")):
        view = people.register_person(desk, PersonEntry(name, phones=(phone,)), StayEntry(1, role))
        found[name] = view.customer_id
    return found


@pytest.fixture(scope="session")
def counter_master(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Actor, Actor, dict[str, int]]:
    """A set-up site's closed database, its clerk, its manager, and its people."""
    with new_site(
        tmp_path_factory.mktemp("counter"), site.BuildingPlan("1栋", 1, 3, 2), hotline="010-60000000"
    ) as desk:
        manager = desk.actor
        assert manager is not None
        staff.add_staff(desk, staff.StaffEntry("chen", "陈刚", "supervisor", PIN, "security"))
        clerk = staff.add_staff(desk, staff.StaffEntry("lin", "林晓", "receptionist", PIN))
        return paths.database_file(desk.data), actor(clerk), manager, _fill(desk)


@contextmanager
def at_the_counter(
    master: tuple[Path, Actor, Actor, dict[str, int]], data: Path, qapp: QApplication, qtbot: Any = None
) -> Iterator[Counter]:
    """The window on a copy of the site in `data`, the receptionist signed in, 1366×768."""
    file = paths.database_file(data)
    shutil.copy(master[0], file)
    clock = Clock()
    desk = Desk(hurried(open_database(file)), data=data, clock=clock, actor=master[1])
    theme.apply(qapp, "light")
    window = MainWindow(desk, staff_sign_in=False)
    window.resize(1366, 768)
    window.show()
    QTest.qWaitForWindowActive(window)
    made = Counter(desk, clock, window, qtbot)
    made._people = master[3]
    made.unit = 1
    made.settle()
    yield made
    made.settle()
    page = window.page()
    if page is not None and hasattr(page, "form"):
        page.form.mark_saved()
    window.close()
    made.settle()
    gone(window)
    desk.database.close()


@pytest.fixture(scope="session")
def new_counter(
    counter_master: tuple[Path, Actor, Actor, dict[str, int]], qapp: QApplication
) -> Callable[[Path], AbstractContextManager[Counter]]:
    """Opens the window on a copy of the site in a folder: for tests that share one."""
    return lambda data: at_the_counter(counter_master, data, qapp)


@pytest.fixture
def no_printers(monkeypatch: pytest.MonkeyPatch) -> None:
    """No printer on this PC."""
    from desk.ui.kit import printing

    monkeypatch.setattr(printing, "available_printers", list)


@pytest.fixture
def counter(
    counter_master: tuple[Path, Actor, Actor, dict[str, int]],
    tmp_path: Path,
    qtbot: Any,
    qapp: QApplication,
    no_printers: None,
) -> Iterator[Counter]:
    """The window on a copy of the site, for one test."""
    with at_the_counter(counter_master, tmp_path, qapp, qtbot) as made:
        yield made

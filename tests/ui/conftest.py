"""A real window on a real site: a set-up database made once per session and copied for each test."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtWidgets import QApplication

from desk import features, i18n, paths
from desk.features.kit import Feature, PageSpec
from desk.models.kit.database import open_database
from desk.services import site, staff
from desk.services.kit.desk import Actor, Desk
from desk.ui.kit import tasks, theme, translator
from desk.ui.shell.main_window import MainWindow
from tests.kit.site import PIN, Clock, actor, hurried, new_site, quick
from tests.ui.windows import QuickBot, gone, settled


@pytest.fixture(autouse=True)
def quick_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cost of a PIN's hash is not what these tests are about."""
    quick(monkeypatch)


@pytest.fixture(scope="session")
def ui_master(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Actor, Actor]:
    """The database, its manager and its receptionist."""
    with new_site(
        tmp_path_factory.mktemp("ui-master"), site.BuildingPlan("1栋", 2, 6, 2), site.BuildingPlan("A座", 0, 2, 2), name="阳光花园"
    ) as desk:  # fmt: skip
        assert desk.actor is not None
        clerk = staff.add_staff(desk, staff.StaffEntry("lin", "林晓", "receptionist", PIN))
        return paths.database_file(desk.data), desk.actor, actor(clerk)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QuickBot:
    """pytest-qt's, which does not sleep while it waits."""
    return QuickBot(request)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def empty_desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    """A desk on a new folder: no site, nobody signed in."""
    database = hurried(open_database(paths.database_file(tmp_path)))
    yield Desk(database, data=tmp_path, clock=clock)
    tasks.wait()
    database.close()


@pytest.fixture
def desk(ui_master: tuple[Path, Actor, Actor], tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    """A desk with 1栋 (24 units) and A座 (4 units), the receptionist signed in."""
    file = paths.database_file(tmp_path)
    shutil.copy(ui_master[0], file)
    database = hurried(open_database(file))
    yield Desk(database, data=tmp_path, clock=clock, actor=ui_master[2])
    tasks.wait()
    database.close()


@pytest.fixture
def manager(ui_master: tuple[Path, Actor, Actor]) -> Actor:
    return ui_master[1]


@pytest.fixture
def look(qapp: QApplication) -> Iterator[QApplication]:
    """The program's fonts and colours, Chinese."""
    theme.apply(qapp, "light")
    translator.switch_language(qapp, i18n.DEFAULT_LANGUAGE)
    yield qapp
    translator.switch_language(qapp, i18n.DEFAULT_LANGUAGE)
    theme.apply(qapp, "light")


@pytest.fixture
def settle(qapp: QApplication) -> Callable[[], None]:
    """Waits until no work is under way and its results have been shown."""
    return settled


@pytest.fixture
def add_page(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, type], None]:
    """Adds a page of the test's own to the window, as a feature does; before the window opens it."""

    def add(code: str, page: type) -> None:
        module = ModuleType(f"feature_of_the_test_{code}")
        spec = PageSpec(code, "Log a request", f"{module.__name__}:page", parent="requests")
        module.page, module.FEATURE = page, Feature(code, pages=(spec,))
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setattr(features, "FEATURES", (*features.FEATURES, f"{module.__name__}:FEATURE"))

    return add


@pytest.fixture
def open_window(look: QApplication, qtbot, settle: Callable[[], None]) -> Iterator[Callable[..., MainWindow]]:
    """Makes windows that are closed when the test ends."""
    made: list[MainWindow] = []

    def make(desk: Desk | None, *, size: tuple[int, int] = (1366, 768), **options: bool) -> MainWindow:
        window = MainWindow(desk, **options)
        made.append(window)
        window.resize(*size)
        window.show()
        qtbot.waitUntil(window.isActiveWindow)
        settle()
        return window

    yield make
    for window in made:
        settle()
        window.close()
        settle()
        gone(window)
    tasks.set_default_error(None)


@pytest.fixture
def window(open_window: Callable[..., MainWindow], desk: Desk) -> MainWindow:
    """The window with the receptionist at the counter."""
    return open_window(desk, staff_sign_in=False)

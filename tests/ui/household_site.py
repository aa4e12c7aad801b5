"""A site with one lived-in room, and the real window on it, for the tests of the household pages."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desk import paths
from desk.models import AuditEvent
from desk.models.kit.database import open_database
from desk.rules.kit.identity import resident_check_digit
from desk.services import households as household
from desk.services import site
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit.desk import Actor, Desk
from desk.ui.kit import tasks
from desk.ui.shell.main_window import MainWindow
from tests.kit.site import PIN, START, hurried, quick
from tests.ui.windows import gone, settled

NOW = START
ROOM = 3
"""1栋1单元201, where people live."""


def resident(birthday: str, sequence: str = "003", area: str = "440305") -> str:
    """A resident card number with its check digit."""
    first = area + birthday + sequence
    return first + resident_check_digit(first)


OWNER_NUMBER = resident("19700312")


@cache
def _master() -> tuple[Path, Actor]:
    folder = Path(tempfile.mkdtemp(prefix="household-", dir=os.environ["XDG_DATA_HOME"]))
    clock = [NOW - timedelta(days=400)]
    database = hurried(open_database(paths.database_file(folder)))
    desk = Desk(database, data=folder, clock=lambda: clock[0])
    with pytest.MonkeyPatch.context() as patch:
        quick(patch)
        buildings = (site.BuildingPlan("1栋", 2, 5, 2), site.BuildingPlan("A座", 0, 2, 2))
        site.set_up(desk, site.SetUp("阳光花园", "0755-26001234", "zh_CN", buildings, "周敏", "zhou", PIN))
    desk.forget()
    assert desk.actor is not None
    clock[0] = NOW - timedelta(days=30)
    register = household.register_person
    owner = PersonEntry(
        "李䶮", sex="male", document_kind="resident-card", document_number=OWNER_NUMBER, birthday=date(1970, 3, 12),
        phones=("13800010009", "0755-26001111"), emergency_phone="13900001111", consent=True,
    )  # fmt: skip
    register(desk, owner, StayEntry(ROOM, "owner", since=date(2019, 6, 12)))
    left = register(
        desk, PersonEntry("赵六", phones=("13700002210",)), StayEntry(ROOM, "tenant", since=date(2023, 1, 5))
    )
    household.end_stay(desk, left.occupancy_id, on=date(2024, 12, 31), reason="租约到期")
    register(desk, PersonEntry("欧阳念南", phones=("13900008877",)), StayEntry(ROOM, "tenant", since=date(2025, 3, 1)))
    household.change_unit(desk, ROOM, area=Decimal("128.4"), kind="residence", state="let", note="")
    household.set_dossier(desk, ROOM, "move-in-sign-off", state="received", filed_at="A柜3层")
    actor = desk.actor
    database.close()
    return paths.database_file(folder), actor


@contextmanager
def opened(qtbot: Any, folder: Path, *, size: tuple[int, int] = (1366, 768)) -> Iterator[MainWindow]:
    """The window on a copy of the site, the manager at the counter."""
    file, actor = _master()
    shutil.copy(file, paths.database_file(folder))
    database = hurried(open_database(paths.database_file(folder)))
    desk = Desk(database, data=folder, clock=lambda: NOW, actor=actor)
    window = MainWindow(desk, staff_sign_in=False)
    window.resize(*size)
    window.show()
    qtbot.waitUntil(tasks.idle)
    try:
        yield window
    finally:
        for page in window._pages.values():
            form = getattr(page, "form", None)
            if form is not None:
                form.mark_saved()
        window.close()
        tasks.wait()
        settle(qtbot)
        gone(window)
        database.close()


def settle(_qtbot: Any = None) -> None:
    """Waits until no answer is on its way."""
    settled()


def press(qtbot: Any, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A real key, to whatever has the focus."""
    target = QApplication.focusWidget()
    assert isinstance(target, QWidget), "nothing has the focus"
    qtbot.keyClick(target, key, modifiers)
    settle(qtbot)


def acts(desk: Desk) -> list[str]:
    """The names of all audited acts, oldest first."""
    from sqlalchemy import select

    with desk.look() as session:
        return list(session.scalars(select(AuditEvent.act).order_by(AuditEvent.id)))


def dialog_of(kind: type) -> Callable[[], Any]:
    """Gives the open dialog of a class."""

    def find() -> Any:
        return next(
            (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()),
            None,
        )

    return find

"""The window of tests/ui, and a site that has one feature more: umbrellas."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk import features
from desk.services import site
from desk.services.kit.desk import Desk
from tests.kit.site import Clock, People, make_master, quick
from tests.ui.conftest import look, open_window, qtbot, settle

__all__ = ["look", "open_window", "qtbot", "settle"]


@pytest.fixture
def clock() -> Clock:
    return Clock()


def _end_what_other_tests_left() -> None:
    """A window of an earlier test whose clock ticks would ask its own site for the tables of the feature that is added now."""
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    from desk.ui.kit import tasks

    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    for widget in app.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    tasks.wait()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


@pytest.fixture
def umbrellas(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One line among the features."""
    _end_what_other_tests_left()
    others = list(features.FEATURES)
    others.insert(others.index("desk.features.slips:FEATURE"), "tests.features.umbrellas.manifest:FEATURE")
    monkeypatch.setattr(features, "FEATURES", tuple(others))
    from desk.models.kit.base import Base
    from tests.features.umbrellas.models import Umbrella

    table = Umbrella.__table__
    if table.key not in Base.metadata.tables:
        table.to_metadata(Base.metadata)
    yield
    Base.metadata.remove(Base.metadata.tables[table.key])  # the program's own tables are compared with its migrations


@pytest.fixture
def people_and_desk(
    umbrellas: None, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[People, Desk]]:
    """The staff, and a desk on a fresh site with the feature, the receptionist signed in."""
    from desk.models.kit.database import open_database

    quick(monkeypatch)
    file, people = make_master(tmp_path, site.BuildingPlan("1栋", 1, 2, 2))
    database = open_database(file)
    yield people, Desk(database, data=tmp_path, clock=clock, actor=people.receptionist)
    database.close()


@pytest.fixture
def desk(people_and_desk: tuple[People, Desk]) -> Desk:
    return people_and_desk[1]


@pytest.fixture
def people(people_and_desk: tuple[People, Desk]) -> People:
    return people_and_desk[0]

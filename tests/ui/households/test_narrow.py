"""1024 × 700: what matters is whole (phones, dates), columns have the room their words need, what was opened is in sight."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QScrollArea

from desk.services import households as household
from desk.services.households.views import PersonEntry, StayEntry
from tests.ui.household_site import ROOM, opened, press, settle

FIRM = "深圳市某某科技发展有限公司"


@pytest.fixture
def page(qtbot, tmp_path):
    with opened(qtbot, tmp_path) as window:
        firm = PersonEntry(FIRM, kind="company", phones=("18812345678",))
        household.register_person(window.desk, firm, StayEntry(ROOM, "tenant", since=date(2026, 11, 21)))
        window.resize(1024, 700)
        page = window.open_target(f"unit:{ROOM}")
        settle(qtbot)
        yield page


def whole(table, name):
    """Whether each of a column's words has the room it needs."""
    at = next(place for place, column in enumerate(table.model.columns) if column.name == name)
    column, font = table.model.columns[at], QFont(table.view.font())
    font.setBold(column.bold)
    needs = [QFontMetrics(font).horizontalAdvance(column.text(row)) for _number, row in table.model.loaded()]
    return max(needs) + 12 <= table.view.columnWidth(at)


def test_phones_are_whole_and_an_empty_column_gives_its_room_away(page):
    assert page.window().width() == 1024
    assert whole(page.people, "phone")
    assert whole(page.people, "role")
    names = [column.name for column in page.people.model.columns]
    width = dict(zip(names, map(page.people.view.columnWidth, range(len(names))), strict=True))
    assert sum(width.values()) <= page.people.view.viewport().width() + 2
    assert width["name"] > width["role"]


def test_who_is_signed_in_is_shown(page):
    assert page.window().status._site.text().startswith(page.desk.actor.name)
    page.window().resize(1366, 768)


@pytest.mark.parametrize("size", [(1024, 700), (911, 512)])
def test_the_papers_come_into_sight(page, qtbot, size):
    page.window().resize(*size)
    settle(qtbot)
    press(qtbot, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    settle(qtbot)
    assert page.tabs.currentWidget() is page.dossier
    area = next(area for area in page.findChildren(QScrollArea) if area.isAncestorOf(page.tabs))
    top = page.tabs.mapTo(area.viewport(), page.tabs.rect().topLeft()).y()
    assert 0 <= top < area.viewport().height() - 60

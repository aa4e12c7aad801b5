"""A table of 100,000 rows reads what is looked at, no more."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt

from desk.ui.kit.tables import BLOCK, Column, Table


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    state: str = "open"


COLUMNS = (
    Column("name", "Name", 20, bold=True, sort="name"),
    Column("state", "State", 10, tone=lambda row: "amber"),
    Column("id", "Number", 8, sort="id", align="right"),
)


class Store:
    """Rows by number, and a note of what was asked."""

    def __init__(self, total):
        self.total = total
        self.asked = []

    def __call__(self, offset, limit, sort, descending):
        self.asked.append((offset, limit, sort, descending, threading.get_ident()))
        numbers = range(self.total - 1, -1, -1) if descending else range(self.total)
        return [Row(n, f"Room {n}") for n in numbers[offset : offset + limit]], self.total


@pytest.fixture
def make(look, qtbot, settle):
    def made(total, **options):
        store = Store(total)
        table = Table(COLUMNS, store, sort="id", **options)
        table.resize(640, 400)
        qtbot.addWidget(table)
        table.show()
        qtbot.waitUntil(table.isActiveWindow)
        table.reload()
        settle()
        return table, store

    return made


def test_only_the_first_block_is_read(make):
    table, store = make(100_000)
    assert table.total() == 100_000
    assert [(offset, limit) for offset, limit, *_rest in store.asked] == [(0, BLOCK)]
    assert store.asked[0][4] != threading.main_thread().ident
    assert table.current().id == 0


def test_the_end_is_reached_without_reading_what_lies_between(make, qtbot, settle):
    table, store = make(100_000)
    qtbot.keyClick(table.view, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: table.current() is not None)
    settle()
    assert table.current().id == 99_999
    assert len(store.asked) <= 3


def test_a_click_on_a_heading_sorts_in_the_service(make, qtbot, settle):
    table, store = make(1000)
    header = table.view.horizontalHeader()

    def click(section):
        x = header.sectionViewportPosition(section) + 12
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, header.height() // 2))
        settle()

    click(2)
    assert store.asked[-1][2:4] == ("id", True)
    assert table.model.row(0).id == 999
    click(0)
    assert store.asked[-1][2:4] == ("name", False)
    before = len(store.asked)
    click(1)
    assert len(store.asked) == before  # this column is not sorted by


def test_enter_and_double_click_open_the_row(make, qtbot):
    table, _store = make(50)
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert opened.args[0].id == 1


def test_reading_anew_keeps_the_row_and_the_place(make, settle):
    table, store = make(5000)
    table.view.setCurrentIndex(table.model.index(150, 0))
    table.view.scrollTo(table.model.index(150, 0))
    settle()
    place = table.view.verticalScrollBar().value()
    assert place > 0
    table.reload()
    settle()
    assert table.current().id == 150
    assert table.view.verticalScrollBar().value() == place
    store.total = 10
    table.reload()
    settle()
    assert table.total() == 10
    assert table.current().id == 9


def test_an_empty_table_says_so_and_offers_what_to_do(make, qtbot):
    table, _store = make(0, empty="Nobody yet.")
    pressed = []
    table.set_empty("还没有人", button="登记", action=lambda: pressed.append(1))
    assert table._empty_words.isVisible()
    assert table._empty_words.text() == "还没有人"
    qtbot.mouseClick(table.empty_button, Qt.MouseButton.LeftButton)
    assert pressed == [1]


def test_columns_fit_without_a_scroll_bar_at_any_width(make):
    table, _store = make(100)
    for width in (300, 640, 1200):
        table.resize(width, 400)
        header = table.view.horizontalHeader()
        total = sum(header.sectionSize(section) for section in range(3))
        assert total <= table.view.viewport().width() + 3
        if width >= 640:
            assert total == table.view.viewport().width()


def test_rows_of_a_small_list_and_an_action_by_key(look, qtbot):
    table = Table(COLUMNS)
    qtbot.addWidget(table)
    done = []
    table.add_action("Remove", "Del", done.append)
    table.set_rows([Row(1, "a"), Row(2, "b")])
    table.show()
    qtbot.waitUntil(table.isActiveWindow)
    table.view.setFocus()
    assert table.select(lambda row: row.name == "b")
    qtbot.keyClick(table.view, Qt.Key.Key_Delete)
    assert [row.id for row in done] == [2]
    table.fit_rows(10)
    assert not table.view.verticalScrollBar().isVisible()

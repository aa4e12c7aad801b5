"""A table of 100,000 rows reads what is looked at, no more."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QHBoxLayout, QStyleOptionViewItem, QWidget

from desk.services.kit.paging import Page
from desk.ui.kit import theme
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
        return Page(tuple(Row(n, f"Room {n}") for n in numbers[offset : offset + limit]), self.total)


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
    assert table.empty_words.isVisible()
    assert table.empty_words.text() == "还没有人"
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


def test_where_there_is_little_room_figures_stay_whole_and_words_give_way(look, qtbot):
    columns = (
        Column("at", "When", 13, get=lambda row: "2026-11-26 17:26"),
        Column("number", "Matter", 24, get=lambda row: "Work order PG-0012"),
        Column("name", "Details", 30),
    )
    table = Table(columns)
    qtbot.addWidget(table)
    table.resize(440, 300)
    table.show()
    table.set_rows([Row(1, "a sentence that says at length what happened, and may be cut")])
    header = table.view.horizontalHeader()
    metrics = table.view.fontMetrics()
    for at, words in enumerate(("2026-11-26 17:26", "Work order PG-0012")):
        assert header.sectionSize(at) >= metrics.horizontalAdvance(words) + 20, words
    assert sum(header.sectionSize(at) for at in range(3)) == table.view.viewport().width()


def test_words_get_the_room_that_an_empty_column_does_not_need(look, qtbot):
    table = Table(
        (Column("name", "Name", 8), Column("state", "State", 30, get=lambda row: ""), Column("id", "No.", 30))
    )
    qtbot.addWidget(table)
    table.resize(520, 300)
    table.show()
    table.set_rows([Row(1, "a name of some length")])
    header, metrics = table.view.horizontalHeader(), table.view.fontMetrics()
    assert header.sectionSize(0) >= min(metrics.horizontalAdvance("a name of some length"), 130)
    assert sum(header.sectionSize(at) for at in range(3)) == table.view.viewport().width()


def test_a_small_list_is_as_high_as_its_rows(look, qtbot):
    table = Table(COLUMNS)
    qtbot.addWidget(table)
    table.set_rows([Row(1, "a"), Row(2, "b")])
    table.show()
    assert table.select(lambda row: row.name == "b")
    table.fit_rows(10)
    assert not table.view.verticalScrollBar().isVisible()


def test_the_list_that_has_the_keys_is_framed_and_the_others_are_grey(look, qtbot):
    holder = QWidget()
    row = QHBoxLayout(holder)
    tables = [Table(COLUMNS), Table(COLUMNS)]
    for table in tables:
        table.set_rows([Row(1, "a"), Row(2, "b")])
        row.addWidget(table)
    qtbot.addWidget(holder)
    holder.resize(800, 300)
    holder.show()
    qtbot.waitUntil(holder.isActiveWindow)
    for name in ("light", "dark"):
        theme.apply(look, name)
        tables[0].view.setFocus()
        qtbot.wait(1)
        pictures = [table.view.grab().toImage() for table in tables]
        edges = [picture.pixelColor(picture.width() // 2, picture.height() - 1) for picture in pictures]
        card = QColor(theme.colors().card)
        assert contrast(edges[0], card) >= 3, (name, edges[0].name())
        assert contrast(edges[1], card) < 1.2, name
        chosen, idle = (_ground(picture) for picture in pictures)
        assert chosen.hslSaturation() > idle.hslSaturation() + 20, (name, chosen.name(), idle.name())


def _ground(picture):
    """The colour behind the words of the first row."""
    header = 34
    return picture.pixelColor(picture.width() - 6, header + 8)


def contrast(one: QColor, other: QColor) -> float:
    """By WCAG."""

    def light(color: QColor) -> float:
        parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in color.getRgbF()[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_what_was_typed_is_no_html_in_a_tooltip(look, qtbot):
    table = Table(COLUMNS)
    qtbot.addWidget(table)
    table.set_rows([Row(1, "<img src='//server/x'>")])
    words = table.model.data(table.model.index(0, 0), Qt.ItemDataRole.ToolTipRole)
    assert "&lt;img" in words
    assert "<img" not in words
    assert table.model.data(table.model.index(0, 0)) == "<img src='//server/x'>"


def test_the_last_column_that_is_shown_takes_the_room_that_is_left(make):
    table, _store = make(100)
    table.resize(1200, 400)
    table.hide_columns("id")
    header = table.view.horizontalHeader()
    assert header.sectionSize(0) + header.sectionSize(1) == table.view.viewport().width()


def test_a_chosen_row_keeps_the_colours_of_what_it_says(look, qtbot):
    table = Table((Column("name", "Name", 20, tone=lambda row: "red" if row.id == 1 else ""),))
    qtbot.addWidget(table)
    table.set_rows([Row(1, "late"), Row(2, "in time")])
    for at, colour in ((0, theme.colors().red), (1, theme.colors().text)):
        option = QStyleOptionViewItem()
        table.view.itemDelegate().initStyleOption(option, table.model.index(at, 0))
        shown = option.palette.color(QPalette.ColorRole.HighlightedText)
        assert shown == QColor(colour), at

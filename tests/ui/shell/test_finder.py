"""The one box: by keys, on a real site."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desk.ui.forms.search_box import HitModel, SearchBox
from desk.ui.kit import tasks
from desk.ui.shell.finder import headings


@dataclass
class Hit:
    kind: str
    id: int
    title: str
    subtitle: str = ""
    past: bool = False

    @property
    def target(self):
        return f"{self.kind}:{self.id}"


HITS = [
    Hit("customer", 1, "李雷", "1栋101"),
    Hit("unit", 7, "1栋101"),
    Hit("customer", 2, "李梅", past=True),
    Hit("slip", 9, "TS-20261121-0001"),
]


@pytest.fixture
def box(look, qtbot):
    page = QWidget()
    page.resize(600, 500)
    layout = QVBoxLayout(page)
    found = SearchBox(lambda text: [hit for hit in HITS if text in hit.title], headings=headings)
    layout.addWidget(found)
    layout.addStretch(1)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(page.isActiveWindow)
    found.setFocus()
    found.page = page  # keeps it alive
    return found


def test_groups_stand_in_the_order_of_their_best_and_headings_cannot_be_chosen(look):
    model = HitModel(headings=headings)
    model.fill(HITS)
    shown = [model.data(model.index(row)) for row in range(model.rowCount())]
    assert [row.split("  ")[0] for row in shown] == [
        "人员",
        "李雷",
        "李梅",
        "房间",
        "1栋101",
        "单据",
        "TS-20261121-0001",
    ]
    assert model.best() == 1
    assert model.hit(0) is None
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable


def test_typing_shows_results_and_enter_opens_the_best(box, qtbot):
    with qtbot.waitSignal(box.answered):
        qtbot.keyClicks(box, "1")
    assert box.list.isVisible()
    with qtbot.waitSignal(box.chosen) as chosen:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert chosen.args[0].target == "unit:7"
    assert not box.list.isVisible()


def test_arrow_keys_pass_over_headings_and_go_round(box, qtbot):
    with qtbot.waitSignal(box.answered):
        qtbot.keyClicks(box, "1")
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.list.model.hit(box.list.view.currentIndex().row()).kind == "slip"
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.list.model.hit(box.list.view.currentIndex().row()).kind == "unit"
    qtbot.keyClick(box, Qt.Key.Key_Up)
    with qtbot.waitSignal(box.chosen) as chosen:
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert chosen.args[0].kind == "slip"


def test_escape_closes_the_list_then_empties_the_box(box, qtbot):
    with qtbot.waitSignal(box.answered):
        qtbot.keyClicks(box, "1")
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not box.list.isVisible()
    assert box.text() == "1"
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""


def test_nothing_found_is_said(box, qtbot):
    with qtbot.waitSignal(box.answered):
        qtbot.keyClicks(box, "zzz")
    assert "zzz" in box.list._note.text()
    with qtbot.waitSignal(box.submitted):
        qtbot.keyClick(box, Qt.Key.Key_Return)


def test_only_the_newest_text_waits_while_a_search_runs(box, qtbot):
    gate = threading.Event()
    searched = []

    def slow(text):
        searched.append(text)
        if len(searched) == 1:
            gate.wait(5)
        return [Hit("unit", len(text), text)]

    box.set_search(slow)
    qtbot.keyClicks(box, "1栋101"[:1])
    qtbot.waitUntil(lambda: len(searched) == 1)
    for character in "2345":
        qtbot.keyClicks(box, character)
    answers = []
    box.answered.connect(answers.append)
    gate.set()
    qtbot.waitUntil(tasks.idle)
    qtbot.waitUntil(lambda: bool(answers))
    assert searched == ["1", "12345"]
    assert answers == ["12345"]


def test_enter_typed_before_the_answer_counts_for_it(box, qtbot):
    gate = threading.Event()

    def slow(text):
        gate.wait(5)
        return [Hit("unit", len(text), text)]

    box.set_search(slow)
    qtbot.keyClicks(box, "101")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    with qtbot.waitSignal(box.chosen) as chosen:
        gate.set()
    assert chosen.args[0].title == "101"


def test_the_list_closes_when_the_focus_goes(box, qtbot):
    other = QLineEdit(box.window())
    other.show()
    with qtbot.waitSignal(box.answered):
        qtbot.keyClicks(box, "1")
    other.setFocus()
    assert not box.list.isVisible()


def test_the_windows_finder_finds_rooms_of_the_site(window, qtbot):
    with qtbot.waitSignal(window.finder.answered):
        qtbot.keyClicks(window.finder, "1-1-101")
    first = window.finder.list.model.hit(window.finder.list.model.best())
    assert first.title == "1栋1单元101"
    area = window.finder.list.geometry()
    assert window.rect().contains(area)

"""A slash in a text: the office's phrases and the last results, by words and pinyin."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from desk.ui.forms import FieldSpec, Form, FormSpec
from desk.ui.forms.phrases import fitting

SPEC = FormSpec(
    "Log a request",
    (
        FieldSpec("name", "Name"),
        FieldSpec(
            "words", "Details", "multiline", span="full", suggest=lambda: ["已换垫圈，试水正常。", "已换水龙头。"]
        ),
        FieldSpec("note", "Note", span="full"),
    ),
)


@pytest.fixture
def form(look: Any, qtbot: Any, settle: Any) -> Form:
    made = Form(SPEC)
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    made.activateWindow()
    made.field("words").setFocus()
    qtbot.waitUntil(made.field("words").hasFocus)
    return made


def commit(field: Any, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def test_a_slash_offers_and_enter_puts_the_phrase_in_its_place(form, qtbot, settle):
    words = form.field("words")
    commit(words, "客厅灯不亮。")
    qtbot.keyClicks(words, "/")
    settle()
    offered = form.phrases["words"].shown()
    assert offered[:2] == ["已换垫圈，试水正常。", "已换水龙头。"], "what was written lately comes first"
    assert "已修复，现场试用正常。" in offered
    qtbot.keyClicks(words, "yxf")
    assert form.phrases["words"].shown() == ["已修复，现场试用正常。"]
    qtbot.keyClick(words, Qt.Key.Key_Return)
    assert form.value("words") == "客厅灯不亮。已修复，现场试用正常。"
    assert form.phrases["words"].shown() == []
    assert words.hasFocus()


def test_words_of_an_input_method_choose_too_and_arrows_move(form, qtbot, settle):
    words = form.field("words")
    commit(words, "/")
    settle()
    commit(words, "已换")
    assert form.phrases["words"].shown() == ["已换垫圈，试水正常。", "已换水龙头。"]
    qtbot.keyClick(words, Qt.Key.Key_Down)
    qtbot.keyClick(words, Qt.Key.Key_Return)
    assert form.value("words") == "已换水龙头。"


@pytest.mark.parametrize("before", ["1", "电梯", "a"])
def test_a_slash_inside_a_word_or_a_number_is_a_slash(form, qtbot, settle, before):
    words = form.field("words")
    commit(words, before)
    qtbot.keyClicks(words, "/2")
    settle()
    assert form.phrases["words"].shown() == []
    assert form.value("words") == f"{before}/2"


def test_escape_leaves_what_was_typed_and_a_field_of_names_offers_nothing(form, qtbot, settle):
    words, name = form.field("words"), form.field("name")
    qtbot.keyClicks(words, "/")
    settle()
    qtbot.keyClick(words, Qt.Key.Key_Escape)
    qtbot.keyClicks(words, "y")
    assert form.phrases["words"].shown() == []
    assert form.value("words") == "/y"
    assert "name" not in form.phrases
    name.setFocus()
    qtbot.keyClicks(name, "/")
    assert form.value("name") == "/"


def test_the_sign_that_an_input_method_gives_for_a_slash_counts_at_the_beginning(form, qtbot, settle):
    note = form.field("note")
    note.setFocus()
    commit(note, "、")
    settle()
    assert "希望书面答复。" in form.phrases["note"].shown()
    commit(note, "希望")
    qtbot.keyClick(note, Qt.Key.Key_Return)
    assert form.value("note") == "希望书面答复。"
    commit(note, "漏水、")
    assert form.phrases["note"].shown() == []


def test_a_rare_character_before_the_slash_does_not_move_the_place(form, qtbot, settle):
    for name in ("words", "note"):
        field = form.field(name)
        field.setFocus()
        commit(field, "赵𬱖。")
        qtbot.keyClicks(field, "/xwsm")
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert form.value(name) == "赵𬱖。希望书面答复。"


def test_what_is_offered_is_ranked_by_how_well_it_fits():
    assert [phrase.title for phrase in fitting((), "书面")] == ["希望书面答复。"]
    assert fitting(("希望书面答复两次",), "xw")[0].kind == "lately"
    assert fitting((), "没有这样的话") == []

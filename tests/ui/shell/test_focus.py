"""The keys stay where the work is: while a page is busy, and when a message offers something."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDateEdit, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from desk.ui.kit import theme


def holder(window, settle):
    page = window.open_page("reports")
    settle()
    box = QWidget(page)
    row = QHBoxLayout(box)
    buttons = [theme.Button(words, parent=box) for words in ("one", "two")]
    for button in buttons:
        row.addWidget(button)
    box.setGeometry(10, 10, 300, 60)
    box.show()
    buttons[0].setFocus()
    settle()
    assert QApplication.focusWidget() is buttons[0]
    return page, buttons


def inside(page):
    here = QApplication.focusWidget()
    return here is page or (here is not None and page.isAncestorOf(here))


def test_a_button_that_is_disabled_keeps_the_keys_on_the_page_and_gets_them_back(window, settle):
    page, (button, other) = holder(window, settle)
    other.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    for widget in page.findChildren(QWidget):
        if widget is not button:
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # as on a page that is busy as a whole
    button.setEnabled(False)
    settle()
    assert inside(page), QApplication.focusWidget()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle()
    assert window.page() is page, "Enter did not leave the page"
    button.setEnabled(True)
    assert QApplication.focusWidget() is button


def test_a_page_that_is_disabled_around_the_focus_keeps_it(window, settle):
    page, (button, _other) = holder(window, settle)
    button.parentWidget().setEnabled(False)
    settle()
    assert inside(page)
    button.parentWidget().setEnabled(True)
    assert inside(page)


def test_going_on_by_tab_is_let_be(window, settle):
    _page, (button, other) = holder(window, settle)
    QTest.keyClick(button, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is other
    window.finder.setFocus()
    settle()
    assert QApplication.focusWidget() is window.finder


def test_what_a_message_offers_has_a_key(window, settle):
    done = []
    window.messages.info("Saved.", label="Open", action=lambda: done.append(1))
    assert "F12" in window.messages._button.text()
    QTest.keyClick(window.finder, Qt.Key.Key_F12)
    assert done == [1]
    QTest.keyClick(window.finder, Qt.Key.Key_F12)
    assert done == [1]


def test_keys_of_a_page_reach_it_from_inside_every_kind_of_box(window, settle):
    """On Linux a line, a date and a list of their own take Ctrl+E, Ctrl+U, Ctrl+K, Ctrl+D for themselves."""
    page = window.open_page("reports")
    settle()
    pressed = []
    for key in ("Ctrl+E", "Ctrl+U", "Ctrl+D"):
        QShortcut(QKeySequence(key), page).activated.connect(lambda key=key: pressed.append(key))
    list_to_type = QComboBox(page)
    list_to_type.setEditable(True)
    for box in (QDateEdit(page), QLineEdit("words", page), QPlainTextEdit("words", page), list_to_type):
        pressed.clear()
        box.show()
        box.setFocus()
        settle()
        for key in (Qt.Key.Key_E, Qt.Key.Key_U, Qt.Key.Key_D):
            QTest.keyClick(QApplication.focusWidget(), key, Qt.KeyboardModifier.ControlModifier)
        assert pressed == ["Ctrl+E", "Ctrl+U", "Ctrl+D"], type(box).__name__


@pytest.mark.parametrize("code", ["request-form", "person", "cashier", "member-form", "notice-form", "release-form"])
def test_what_stands_beside_a_form_is_a_key_away_where_it_is_narrow(window, settle, code):
    window.resize(911, 512)
    page = window.open_page(code)
    settle()
    name = next(field.name for field in page.spec.fields if page.form.field(field.name).isVisible())
    page.form.field(name).setFocus()
    assert page.side_button.isVisible()
    assert "F6" in page.side_button.text()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
    settle()
    assert not page.form.isVisible()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
    settle()
    assert page.form.isVisible()
    assert page.form.focused_name() == name
    page.side_button.setChecked(True)
    page.submit(printing=False)  # what is wrong is seen
    settle()
    assert page.form.isVisible()

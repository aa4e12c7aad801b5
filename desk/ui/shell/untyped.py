"""Takes out again what a scanner typed before it was known for one: the field, and whatever its keys did to the form around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from desk.ui.forms import Form
from desk.ui.forms.search_box import SearchBox
from desk.ui.kit.theme.chooser import Chooser

Undo = Callable[[], object]


class Before:
    """What stood where the keys go, before the first key of a scan reached it; cheap, since any key may be the first of one."""

    def __init__(self) -> None:
        focus = QApplication.focusWidget()
        self._focus = focus
        self._undo: list[Undo] = []
        self._form: Form | None = None
        self._state: dict[str, Any] = {}
        if focus is None:
            return
        for kind, remember in _KINDS:
            if isinstance(focus, kind):
                self._undo.append(remember(focus))
                break
        form: QWidget | None = focus
        while form is not None and not isinstance(form, Form):
            form = form.parentWidget()
        if isinstance(form, Form):
            self._form, self._state = form, form.state()

    def put_back(self) -> None:
        """Makes it all as it was."""
        _stop_composing()
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        focus = self._focus
        if focus is not None and not shiboken6.isValid(focus):
            return
        for undo in self._undo:
            undo()
        form = self._form
        if form is not None and shiboken6.isValid(form):
            now = form.state()
            for name, value in self._state.items():
                if now.get(name) != value:
                    form.field(name).restore(value)
        if isinstance(focus, SearchBox):
            focus.close_list()
        if focus is not None and QApplication.focusWidget() is not focus and focus.isVisible():
            focus.setFocus(Qt.FocusReason.OtherFocusReason)


def _stop_composing() -> None:
    """What an input method was composing is dropped: it is shown in the field, and is no part of it."""
    QGuiApplication.inputMethod().reset()
    focus = QApplication.focusWidget()
    if focus is not None and focus.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
        QApplication.sendEvent(focus, QInputMethodEvent())


def _line(field: QLineEdit) -> Undo:
    text, cursor = field.text(), field.cursorPosition()
    start, length = field.selectionStart(), len(field.selectedText())

    def put_back() -> None:
        if field.text() == text:
            return
        field.setText(text)
        field.setCursorPosition(cursor)
        if length:
            field.setSelection(start, length)
        field.textEdited.emit(text)

    return put_back


def _text(field: QPlainTextEdit | QTextEdit) -> Undo:
    document = field.document()
    cursor = field.textCursor()
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    length = document.characterCount()
    held = cursor.selectedText().replace("\u2029", "\n")

    def put_back() -> None:
        typed = document.characterCount() - length + (end - start)
        if document.characterCount() == length and not held:
            return
        at = field.textCursor()
        at.setPosition(start)
        at.setPosition(min(start + max(typed, 0), document.characterCount() - 1), at.MoveMode.KeepAnchor)
        at.insertText(held)
        if held:
            at.setPosition(start)
            at.setPosition(end, at.MoveMode.KeepAnchor)
        field.setTextCursor(at)

    return put_back


def _list(field: Chooser) -> Undo:
    row, text = field.currentIndex(), field.currentText()

    def put_back() -> None:
        if field.currentIndex() != row:
            field.setCurrentIndex(row)
        if field.isEditable() and field.currentText() != text:
            field.setEditText(text)

    return put_back


def _view(view: QAbstractItemView) -> Undo:
    if view.model() is None:
        return lambda: None
    index = QPersistentModelIndex(view.currentIndex())

    def put_back() -> None:
        if index.isValid() and view.currentIndex() != index:
            view.setCurrentIndex(view.model().index(index.row(), index.column(), index.parent()))

    return put_back


def _button(button: QAbstractButton) -> Undo:
    on = button.isChecked()

    def put_back() -> None:
        if button.isCheckable() and button.isChecked() != on:
            button.setChecked(on)

    return put_back


_KINDS: tuple[tuple[type[QWidget], Callable[[Any], Undo]], ...] = (
    (QLineEdit, _line),
    (QPlainTextEdit, _text),
    (QTextEdit, _text),
    (Chooser, _list),
    (QAbstractItemView, _view),
    (QAbstractButton, _button),
)

__all__ = ["Before"]

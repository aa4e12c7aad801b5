"""What holds for every page and every form: words fit, in each language, at each size, and when they grow."""

from __future__ import annotations

import gettext

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTabWidget,
    QWidget,
)

from desk import i18n
from desk.services import site
from desk.ui.forms import Form
from desk.ui.kit import pages, theme, translator
from desk.ui.kit.list_page import ListPage
from desk.ui.kit.tables import Table
from tests.ui.windows import forget_pages

SIZES = {"100 %": (1366, 768), "150 %": (911, 512)}


class Longer(gettext.NullTranslations):
    """Every text half as long again: finds what only fits by luck."""

    def gettext(self, message):
        return f"{message}{'ñ' * (len(message) // 2)}" if message and "\n" not in message else message

    def ngettext(self, singular, plural, n):
        return self.gettext(singular if n == 1 else plural)

    def pgettext(self, context, message):
        return self.gettext(message)


def clipped(root: QWidget) -> list[str]:
    """The words that are wider or higher than their widget."""
    found = []
    for label in root.findChildren(QLabel):
        if not label.isVisible() or not label.text() or not label.pixmap().isNull():
            continue
        if label.wordWrap():
            bad = label.heightForWidth(label.width()) > label.height() + 1
        else:
            bad = label.sizeHint().width() > label.width() + 1
        if bad:
            found.append(f"label {label.text()!r}: {label.sizeHint().toTuple()} in {label.size().toTuple()}")
    for area in root.findChildren(QScrollArea):
        if area.isVisible() and area.horizontalScrollBar().maximum() > 0:
            found.append(f"page wider than the window by {area.horizontalScrollBar().maximum()}")
    for table in root.findChildren(Table):
        shown = [at for at in range(table.model.columnCount()) if not table.view.isColumnHidden(at)]
        width = sum(table.view.columnWidth(at) for at in shown)
        if table.view.isVisible() and table.total() and width < table.view.viewport().width() - 1:
            found.append(f"table: columns of {width} in {table.view.viewport().width()}")
    for button in root.findChildren(QAbstractButton):
        if (
            button.isVisible()
            and isinstance(button, QPushButton | QCheckBox)
            and button.sizeHint().width() > button.width() + 1
        ):
            found.append(f"button {button.text()!r}: {button.sizeHint().width()} in {button.width()}")
    return found + _headings(root) + _chosen(root) + _tabs(root)


def _headings(root: QWidget) -> list[str]:
    """Headings of columns that are cut; a column without one has nothing to say."""
    found = []
    for header in root.findChildren(QHeaderView):
        if not header.isVisible() or header.orientation() == Qt.Orientation.Vertical:
            continue
        for section in range(header.count()):
            words = str(header.model().headerData(section, header.orientation()) or "")
            if header.isSectionHidden(section) or not words:
                continue
            room, needed = header.sectionSize(section), header.fontMetrics().horizontalAdvance(words)
            if needed > room:
                found.append(f"heading {words!r}: {needed} in {room}")
    return found


def _chosen(root: QWidget) -> list[str]:
    """Drop-down lists whose chosen words are cut; one to type in shows its beginning, as a field does."""
    found = []
    for box in root.findChildren(QComboBox):
        if not box.isVisible() or box.isEditable():
            continue
        option = QStyleOptionComboBox()
        box.initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, box).width()
        needed = box.fontMetrics().horizontalAdvance(box.currentText())
        if needed > room:
            found.append(f"list {box.currentText()!r}: {needed} in {room}")
    return found


def _tabs(root: QWidget) -> list[str]:
    return [
        f"tab {bar.tabText(at)!r}"
        for bar in root.findChildren(QTabBar)
        if bar.isVisible()
        for at in range(bar.count())
        if bar.isTabVisible(at) and bar.tabRect(at).width() < bar.fontMetrics().horizontalAdvance(bar.tabText(at))
    ]


def nameless(root: QWidget) -> list[str]:
    """Fields a screen reader would be silent about."""
    kinds = (QLineEdit, QPlainTextEdit, QAbstractButton, QAbstractScrollArea, QTabBar, QTabWidget, theme.Light)
    fields = [widget for kind in kinds for widget in root.findChildren(kind)]
    return [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for widget in fields
        if widget.isVisible() and not widget.accessibleName() and not (isinstance(widget, QAbstractButton) and widget.text())
        and not (isinstance(widget, QScrollArea) and widget.focusPolicy() == Qt.FocusPolicy.NoFocus)
    ]  # fmt: skip


def check(window, settle, sizes=((1366, 768),)):
    """Opens each page that needs no record and collects what does not fit, at each size."""
    wrong = {}
    for page in pages.registered():
        kind = pages.load(page)
        if page.targets and not page.icon and not (isinstance(kind, type) and issubclass(kind, ListPage)):
            continue
        shown = window.open_page(page.code)
        settle()
        parts = [""]
        if page.code == "settings":
            parts = [shown.tabs.tabText(at) for at in range(shown.tabs.count())]
        for at, part in enumerate(parts):
            if part:
                shown.tabs.setCurrentIndex(at)
                settle()
            for size in sizes:
                bad = cut_at(window, size, shown)
                if not shown.title():
                    bad.append("no title")
                if bad:
                    wrong[f"{page.code} {part} {size[0]}".strip()] = bad
        forget_pages(window)  # or everything that is looked for would be looked for on a hundred pages
    return wrong


def cut_at(window, size, page):
    """What is cut or nameless on a page at a size of the window, and whether the page made the window grow."""
    window.resize(*size)
    bad = []
    for again in range(25):  # columns and lines of buttons fit themselves once they know their room
        QTest.qWait(0 if again < 5 else 5)
        bad = clipped(window) + nameless(page)
        if not bad:
            break
    if (window.width(), window.height()) != size:
        bad.append(f"the window grew to {window.width()} × {window.height()}")
    return bad


@pytest.mark.long
@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en"])
def test_every_page_shows_its_words_whole(window, look, settle, language):
    translator.switch_language(look, language)
    settle()
    assert check(window, settle, SIZES.values()) == {}


def test_words_that_do_not_fit_are_noticed(look, qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    label, wrapped, button = (
        QLabel("投诉报修", page),
        QLabel("one two three four " * 5, page),
        QPushButton("登记投诉报修", page),
    )
    wrapped.setWordWrap(True)
    label.setFixedSize(10, 20)
    wrapped.setFixedSize(80, 20)
    button.setFixedSize(20, 30)
    QLineEdit(page)
    page.show()
    assert len(clipped(page)) == 3
    assert len(nameless(page)) == 1


def test_words_half_as_long_again_still_fit(window, look, settle, monkeypatch):
    monkeypatch.setitem(i18n._catalogues, "en", Longer())
    translator.switch_language(look, "en")
    settle()
    found = check(window, settle)
    # What is chosen in a list is no word of the program.
    assert [bad for wrong in found.values() for bad in wrong if not bad.startswith("list ")] == []


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en"])
def test_sign_in_and_set_up_show_their_words_whole(open_window, empty_desk, desk, look, settle, language):
    translator.switch_language(look, language)
    site.ensure_site(empty_desk)
    window = open_window(empty_desk, size=(911, 512))
    assert clipped(window.gate) + nameless(window.gate) == []
    desk.actor = None
    other = open_window(desk, size=(911, 512))
    assert clipped(other.gate) + nameless(other.gate) == []


def test_every_form_has_a_title_and_each_field_its_label(window, settle):
    forms = []
    for page in pages.registered():
        if not (page.targets and not page.icon):
            shown = window.open_page(page.code)
            settle()
            forms += shown.findChildren(Form)
    assert forms
    for form in forms:
        assert form.spec.title
        names = [field.name for field in form.spec.fields]
        assert len(names) == len(set(names)), form.spec.title
        for field in form.spec.fields:
            assert field.label
            assert form._labels[field.name].buddy() is form.field(field.name)
    QApplication.processEvents()

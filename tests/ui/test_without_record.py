"""A page of a record that is opened without one says what to do instead of staying blank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QLineEdit, QTableView

from desk import features
from desk.ui.kit import pages
from desk.ui.kit.list_page import ListPage

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def test_no_page_is_blank_without_a_record(counter: Counter) -> None:
    blank = set()
    records = features.records()
    for page in pages.registered():
        if not set(page.targets) & set(records):
            continue
        shown = counter.window.open_page(page.code)
        counter.settle()
        if isinstance(shown, ListPage):
            continue
        said = [label.text() for label in shown.findChildren(QLabel) if label.isVisible() and len(label.text()) > 8]
        asks = [field for field in shown.findChildren(QLineEdit) if field.isVisible() and field.isEnabled()]
        rows = [table for table in shown.findChildren(QTableView) if table.isVisible()]
        if not said and not asks and not rows:
            blank.add(page.code)
        counter.window.open_page("today")
        counter.settle()
    assert blank == set()

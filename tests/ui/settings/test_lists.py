"""The site's own lists, the holidays and the service hours, edited in the settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk import catalog
from desk.services.kit.desk import Actor
from desk.services.site import catalogue, holidays
from desk.ui.forms.dialog import ActDialog
from desk.ui.settings.calendar import split_days, split_hours


@pytest.fixture
def lists(window: Any, desk: Any, manager: Actor, settle: Any) -> Any:
    desk.actor = manager
    page = window.open_page("settings", part="lists")
    settle()
    part = page.parts["lists"]
    part.list.setCurrentIndex(part.list.findData("categories"))
    settle()
    part.table.view.setFocus()
    return part


@pytest.fixture
def calendar(window: Any, desk: Any, manager: Actor, settle: Any) -> Iterator[Any]:
    desk.actor = manager
    page = window.open_page("settings", part="calendar")
    settle()
    part = page.parts["calendar"]
    yield part
    part.form.mark_saved()
    part.hours.mark_saved()


def dialog() -> ActDialog:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, ActDialog) and one.isVisible())


def rows(part: Any) -> dict[str, Any]:
    return {row.code: row for _at, row in part.table.model.loaded()}


def key(widget: Any, code: Qt.Key, settle: Any, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, code, held)
    settle()


# --------------------------------------------------------------------------------------------------------------- lists
def test_an_entry_is_added_in_three_languages_and_offered_at_once(lists: Any, desk: Any, settle: Any) -> None:
    key(lists.table.view, Qt.Key.Key_Insert, settle)
    form = dialog().form
    form.set_values(
        {"label_zh_CN": "充电桩", "label_zh_TW": "充電樁", "label_en": "Charging point", "group": "facilities"}
    )
    for kind in catalog.catalog("kinds"):
        form.set_value(f"kind_{kind.code}", kind.code == "repair")
    key(form, Qt.Key.Key_Return, settle, Qt.KeyboardModifier.ControlModifier)
    added = next(entry for entry in catalogue.entries(desk, "categories") if entry.own)
    assert (added.labels["zh_TW"], added.kinds) == ("充電樁", ("repair",))
    assert rows(lists)[added.code].label == "充电桩"
    assert catalog.label("categories", added.code) == "充电桩"


def test_no_words_and_no_kind_are_refused_beside_the_field(lists: Any, desk: Any, settle: Any) -> None:
    key(lists.table.view, Qt.Key.Key_Insert, settle)
    form = dialog().form
    key(form, Qt.Key.Key_Return, settle, Qt.KeyboardModifier.ControlModifier)
    assert "label_zh_CN" in form.problems()
    form.set_value("label_zh_CN", "甲")
    for kind in catalog.catalog("kinds"):
        form.set_value(f"kind_{kind.code}", False)
    key(form, Qt.Key.Key_Return, settle, Qt.KeyboardModifier.ControlModifier)
    assert list(form.problems()) == ["kind_complaint"]
    dialog().reject()


def test_an_entry_is_renamed_retired_and_offered_again(lists: Any, desk: Any, settle: Any) -> None:
    row = lists.table.current()
    key(lists.table.view, Qt.Key.Key_Return, settle)
    dialog().form.set_value("label_zh_CN", "门岗巡逻")
    key(dialog(), Qt.Key.Key_Return, settle, Qt.KeyboardModifier.ControlModifier)
    assert catalog.label("categories", row.code) == "门岗巡逻"
    lists.table.view.setFocus()
    key(lists.table.view, Qt.Key.Key_Delete, settle)
    assert rows(lists)[row.code].retired
    assert row.code not in {choice.code for choice in catalog.catalog("categories")}
    lists.table.select(lambda each: each.code == row.code)
    key(lists.table.view, Qt.Key.Key_Delete, settle)
    assert not rows(lists)[row.code].retired


def test_the_entry_for_everything_else_stays(lists: Any, window: Any, settle: Any) -> None:
    lists.list.setCurrentIndex(lists.list.findData("hold_reasons"))
    settle()
    assert lists.table.select(lambda each: each.code == "other")
    key(lists.table.view, Qt.Key.Key_Delete, settle)
    assert window.messages.kind == "error"
    assert not rows(lists)["other"].retired


def test_arrows_go_from_list_to_list(lists: Any, settle: Any) -> None:
    before = lists.name()
    key(lists.table.view, Qt.Key.Key_Right, settle)
    assert lists.name() != before
    assert rows(lists)
    assert lists.table.view.isColumnHidden(4)
    key(lists.table.view, Qt.Key.Key_Left, settle)
    assert lists.name() == before


def test_without_the_word_of_a_supervisor_nothing_is_changed(window: Any, settle: Any) -> None:
    page = window.open_page("settings", part="lists")
    settle()
    part = page.parts["lists"]
    key(part.table.view, Qt.Key.Key_Insert, settle)
    (asked,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, ActDialog) and one.isVisible()]
    assert asked.approval.isVisible()
    asked.form.set_value("label_zh_CN", "高空抛物")
    asked.act()
    settle()
    assert asked.form.problems()
    asked.reject()
    settle()
    key(part.table.view, Qt.Key.Key_Delete, settle)
    (asked,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, ActDialog) and one.isVisible()]
    asked.reject()
    settle()
    assert window.messages.text()
    assert not any(row.retired for row in rows(part).values())


# ------------------------------------------------------------------------------------------------------------ calendar
def test_a_year_without_data_is_provisional_until_it_is_typed(
    calendar: Any, desk: Any, window: Any, settle: Any
) -> None:
    calendar.year.setCurrentIndex(calendar.year.findData(2027))
    calendar.year.activated.emit(calendar.year.currentIndex())
    assert calendar.provisional.isVisible()
    assert "2027" in calendar.provisional.text()
    calendar.form.set_values(
        {"off": "01-01..01-03，02-06..02-12", "makeup": "02-13、02-14", "source": "国务院办公厅通知"}
    )
    assert "10" in calendar.count.text()
    key(calendar, Qt.Key.Key_S, settle, Qt.KeyboardModifier.ControlModifier)
    assert desk.holidays.knows(2027)
    assert not calendar.provisional.isVisible()
    assert calendar.editions.total() == 2


def test_an_odd_day_is_told_while_typing_and_a_wrong_one_is_refused(calendar: Any, desk: Any, settle: Any) -> None:
    before = calendar.form.value("off")
    calendar.form.set_value("makeup", "01-05")
    settle()
    assert calendar.form._cells["makeup"].note.text()
    calendar.form.set_value("off", "13-40")
    key(calendar, Qt.Key.Key_S, settle, Qt.KeyboardModifier.ControlModifier)
    assert "off" in calendar.form.problems()
    assert calendar.form.value("off") == "13-40"
    assert before in ", ".join(holidays.edition(desk, 0)["years"]["2026"]["off"])


def test_every_wrong_day_is_told_at_once_and_each_only_once(calendar: Any, settle: Any) -> None:
    calendar.form.set_value("off", "13-40, 14-01")
    settle()
    cell = calendar.form._cells["off"]
    assert [line[:7] for line in cell.note.text().split("\n")][:2] == ["“13-40”", "“14-01”"]
    key(calendar, Qt.Key.Key_S, settle, Qt.KeyboardModifier.ControlModifier)
    assert [line[:7] for line in cell.problem.text().split("\n")] == ["“13-40”", "“14-01”"]
    assert "13-40" not in cell.note.text()  # the same words would stand there twice
    calendar.form.set_value("off", "13-40")
    settle()
    assert not cell.problem.text()
    assert cell.note.text()[:7] == "“13-40”"
    assert "14-01" not in cell.note.text()


def test_service_hours(calendar: Any, desk: Any, settle: Any) -> None:
    calendar.hours.set_values({"sat": "09:00-12:00，13:30-17:00", "sun": "", "mon": "18:00-08:00"})
    key(calendar, Qt.Key.Key_S, settle, Qt.KeyboardModifier.ControlModifier)
    assert list(calendar.hours.problems()) == ["mon"]
    calendar.hours.set_value("mon", "08:00-18:00")
    key(calendar, Qt.Key.Key_S, settle, Qt.KeyboardModifier.ControlModifier)
    now = holidays.hours(desk)
    assert now["sat"] == ["09:00-12:00", "13:30-17:00"]
    assert not now.get("sun")
    assert now["makeup"] == "usual"


def test_what_people_type_is_understood() -> None:
    assert split_days("01-01 至 01-03，02-14；03-01\n04-05") == ["01-01..01-03", "02-14", "03-01", "04-05"]
    assert split_hours("08：30－12:00、14:00～18:00") == ["08:30-12:00", "14:00-18:00"]
    assert split_hours("照常") == "usual"
    assert split_hours(" ") == []

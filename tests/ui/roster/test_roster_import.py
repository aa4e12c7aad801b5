"""Importing a roster in the window: mapping, trial run, problems, import, cancel."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import openpyxl
import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from desk import paths
from desk.errors import DeskError
from desk.i18n import _
from desk.services import households as household
from desk.services import roster, site
from desk.services.kit.desk import Actor
from desk.ui.forms.dialog import Dialog
from desk.ui.forms.import_page import write_problems
from desk.ui.roster.differences import differences_words
from desk.ui.roster.page import PROBLEMS, counts_words
from tests.ui.household_site import opened, press, settle

CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key
HEADINGS = ("房号", "业主姓名", "联系电话", "身份证号码", "补充说明")


@pytest.fixture
def window(qtbot, tmp_path):
    with opened(qtbot, tmp_path) as window:
        yield window


@pytest.fixture
def page(window, qtbot):
    page = window.open_page("roster")
    settle(qtbot)
    return page


@pytest.fixture
def file(tmp_path):
    book = openpyxl.Workbook()
    first = book.active
    first.title = "1栋"
    first.append(HEADINGS)
    first.append(("1-1-101", "王小明", "13800013333", "", "老住户"))
    first.append(("1-1-102", "钱七", "138", "", ""))
    second = book.create_sheet("2栋")
    second.append(HEADINGS)
    second.append(("2-1-101", "孙八", "13800014444", "", ""))
    file = tmp_path / "花名册.xlsx"
    book.save(file)
    return file


def load(page, qtbot, file):
    page.load(file)
    settle(qtbot)
    qtbot.waitUntil(lambda: page.report is not None)
    settle(qtbot)


def tried(page, qtbot):
    """Waits for the trial run of a changed mapping."""
    before = page.report
    qtbot.waitUntil(lambda: page.report is not before)
    settle(qtbot)


def names(page):
    return [row.name for _n, row in page.rows.model.loaded()]


def test_without_a_file_it_says_what_to_do(page):
    assert page._empty.isVisible()
    assert page.first_focus() is page._start
    assert page._start.hasFocus()


def test_the_trial_run_shows_rows_and_problems_and_writes_nothing(page, qtbot, file):
    before = site.counts(page.desk)
    load(page, qtbot, file)
    assert names(page) == ["王小明", "钱七", "孙八"]
    assert page.report.rooms == 3
    [problem] = [row for _n, row in page.problems.model.loaded()]
    assert (problem.sheet, problem.row, problem.code) == ("1栋", 3, "phone")
    assert counts_words(page.report) in page._counts.text()
    assert "13800013333" not in " ".join(row.phone for _n, row in page.rows.model.loaded())
    assert site.counts(page.desk) == before


def test_ctrl_enter_imports_and_the_result_is_shown(page, qtbot, file, window):
    load(page, qtbot, file)
    press(qtbot, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.done)
    settle(qtbot)
    assert page.report.created == 3
    assert "王小明" in [person.name for person in household.household(page.desk, 1).people]
    assert counts_words(page.report) in window.messages.text()
    assert not page.import_button.isEnabled()
    # the same file again changes nothing
    load(page, qtbot, file)
    assert (page.report.created, page.report.updated, page.report.unchanged) == (0, 0, 3)


def test_a_column_is_given_another_meaning(page, qtbot, file):
    load(page, qtbot, file)
    box = page.mapping.box("补充说明")
    assert box.currentData() == "note"
    box.setCurrentIndex(box.findData("workplace"))
    tried(page, qtbot)
    phone = page.mapping.box("联系电话")
    phone.setCurrentIndex(phone.findData(""))
    tried(page, qtbot)
    assert not page.report.problems
    press(qtbot, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.done)
    who = household.household(page.desk, 1).people[0]
    assert who.phone == ""
    assert household.person_for_edit(page.desk, who.customer_id).workplace == "老住户"


def test_a_field_is_in_one_column_only(page, qtbot, file):
    load(page, qtbot, file)
    other = page.mapping.box("补充说明")
    other.setCurrentIndex(other.findData("phone"))
    assert page.mapping.box("联系电话").currentData() == ""
    assert page.mapping.plans()[0].columns["phone"] == 4


def test_a_sheet_is_left_out(page, qtbot, file):
    load(page, qtbot, file)
    page.mapping.sheets.setCurrentIndex(1)
    page.mapping.use.click()
    tried(page, qtbot)
    assert names(page) == ["王小明", "钱七"]
    page.mapping.sheets.setCurrentIndex(0)
    page.mapping.use.click()
    qtbot.waitUntil(lambda: page.report is None)
    assert not page.import_button.isEnabled()


def test_bad_rows_are_left_out_when_wanted(page, qtbot, file):
    load(page, qtbot, file)
    page.skip.click()
    tried(page, qtbot)
    assert [(row.name, row.state) for _n, row in page.rows.model.loaded()] == [
        ("王小明", "new"),
        ("钱七", "wrong"),
        ("孙八", "new"),
    ]
    assert page.report.created == 2


def test_problems_are_saved_for_excel(page, qtbot, file, tmp_path, window):
    load(page, qtbot, file)
    target = tmp_path / "problems.csv"
    page.save_problems(target)
    settle(qtbot)
    rows = list(csv.reader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1][:5] == ["1栋", "3", "C 联系电话", "1栋1单元102", "钱七"]
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "problems.csv" in window.messages.text()


def test_problems_are_marked_in_a_copy_of_the_offices_own_list(page, qtbot, file, tmp_path, window, monkeypatch):
    load(page, qtbot, file)
    target = tmp_path / "marked.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    page.problems.view.setFocus()
    qtbot.keyClick(page.problems.view, Qt.Key.Key_S, CTRL)
    settle(qtbot)
    cell = load_workbook(target)["1栋"]["C3"]
    assert page.report.problems[0].message in cell.comment.text
    assert cell.fill.start_color.rgb == "FFFFE08A"
    assert "marked.xlsx" in window.messages.text()


def test_a_folder_that_cannot_be_written_is_told(page, qtbot, file, tmp_path, window):
    load(page, qtbot, file)
    page.save_problems(tmp_path / "not there" / "problems.csv")
    settle(qtbot)
    assert window.messages.kind == "error"


def test_a_file_that_is_no_workbook_is_told_in_words(page, qtbot, tmp_path, window):
    file = tmp_path / "x.xlsx"
    file.write_bytes(b"no workbook")
    page.load(file)
    settle(qtbot)
    assert window.messages.kind == "error"
    assert page._empty.isVisible()


def test_a_workbook_without_headings_is_told_in_words(page, qtbot, tmp_path, window):
    book = openpyxl.Workbook()
    book.active.append(("甲", "乙"))
    file = tmp_path / "x.xlsx"
    book.save(file)
    page.load(file)
    settle(qtbot)
    assert "x.xlsx" in window.messages.text()


def test_cancel_leaves_everything_as_it_was(page, qtbot, file, window, monkeypatch):
    load(page, qtbot, file)
    before = site.counts(page.desk)
    real = roster.import_roster

    def cancelled_at_once(*args, **kwargs):
        return real(*args, **{**kwargs, "cancelled": lambda: True})

    monkeypatch.setattr(roster, "import_roster", cancelled_at_once)
    page.run_import()
    settle(qtbot)
    assert site.counts(page.desk) == before
    assert window.messages.text()
    assert not page.done
    assert page.import_button.isEnabled()


def test_a_receptionist_is_told_who_may_import(page, qtbot, file, window):
    load(page, qtbot, file)
    manager = page.desk.actor
    page.desk.actor = Actor(manager.id, manager.login, manager.name, "receptionist")
    press(qtbot, Key.Key_Return, CTRL)
    asked = QApplication.activeModalWidget()
    assert isinstance(asked, Dialog), "whoever may is asked for the PIN"
    asked.reject()
    settle(qtbot)
    assert window.messages.kind == "error"
    assert not page.done


def test_the_sample_roster_of_an_office(page, qtbot):
    sample = paths.resources() / "demo" / "roster-sample.xlsx"
    assert sample.exists()
    load(page, qtbot, Path(sample))
    assert (page.report.rooms, page.report.people, len(page.report.problems)) == (144, 173, 5)
    assert page.tabs.tabText(1) == _("Problems {n}").format(n=5)
    view = page.problems.view
    assert view.horizontalHeader().length() <= view.viewport().width() + 4


def test_save_problems_says_when_the_disk_refuses(page, qtbot, file, tmp_path):
    load(page, qtbot, file)
    with pytest.raises(Exception, match=r"problems\.csv"):
        write_problems(page.desk, PROBLEMS, page.report.problems, file, tmp_path / "nowhere" / "problems.csv")


def test_closing_the_window_while_importing_stops_the_import(page, qtbot, file, window, monkeypatch):
    load(page, qtbot, file)
    seen = []

    def endless(*_args, cancelled, **_more):
        for _turn in range(600):
            if cancelled():
                seen.append("stopped")
                raise DeskError("cancelled", "已停止。")
            time.sleep(0.01)
        seen.append("went on")

    monkeypatch.setattr(roster, "import_roster", endless)
    page.run_import()
    window.close()
    assert seen == ["stopped"]
    settle(qtbot)


@pytest.mark.parametrize("name", ["只有表头", "空工作簿", "公式"])
def test_a_roster_without_anything_to_read_says_so(page, qtbot, tmp_path, window, name):
    book = openpyxl.Workbook()
    sheet = book.active
    if name != "空工作簿":
        sheet.append(HEADINGS)
    if name == "公式":  # a program wrote it and nobody has opened it in Excel: the formulas have no results
        sheet.append(('="1-1-101"', '="王"&"小明"', "=13800013333", "", ""))
    file = tmp_path / f"{name}.xlsx"
    book.save(file)
    page.load(file)
    settle(qtbot)
    assert window.messages.text() or page._counts.text()
    assert name != "公式" or page.report.problems
    assert not page.import_button.isEnabled()


# ----------------------------------------------------------------------------------------------------- what differs
@pytest.fixture
def second(page, tmp_path):
    """The site has owners in 1-1-101 and 1-1-102; the list names others, and a tenant's room as it is."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "1栋"
    sheet.append(HEADINGS)
    sheet.append(("1-1-101", "王小明", "13800013333", "", ""))
    sheet.append(("1-1-102", "钱七", "13800013334", "", ""))
    first = tmp_path / "first.xlsx"
    book.save(first)
    roster.import_roster(page.desk, first)
    sheet["B2"], sheet["C2"] = "孙八", "13800014444"
    sheet["B3"], sheet["C3"] = "李九", "13800014445"
    sheet.append(("1-1-202", "周十", "138", "", ""))
    second = tmp_path / "second.xlsx"
    book.save(second)
    return second


def owners(page, room):
    return [
        person.name
        for person in household.household(page.desk, room).people
        if person.role == "owner" and not person.until
    ]


def test_who_has_the_rooms_is_asked_before_anything_is_saved(page, qtbot, second, window):
    load(page, qtbot, second)
    assert page.tabs.currentWidget() is page.differences
    shown = [row for _n, row in page.differences.table.model.loaded()]
    assert [(row.room, row.person, row.stored, row.choice) for row in shown] == [
        ("1栋1单元101", "孙八", "王小明", "skip"),
        ("1栋1单元102", "李九", "钱七", "skip"),
    ]
    assert differences_words(page.report) in page._counts.text()
    page.differences.table.view.setFocus()
    press(qtbot, Key.Key_Y, CTRL)  # the list's; the next row is current now
    assert page.differences.table.current().person == "李九"
    press(qtbot, Key.Key_Insert, CTRL)
    tried(page, qtbot)
    assert [row.choice for _n, row in page.differences.table.model.loaded()] == ["replace", "co-owner"]
    assert page.report.created == 3
    press(qtbot, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.done)
    settle(qtbot)
    assert owners(page, 1) == ["孙八"]
    assert owners(page, 2) == ["钱七", "李九"]


def test_what_is_stored_stays_unless_somebody_says_otherwise(page, qtbot, second, window):
    load(page, qtbot, second)
    press(qtbot, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.done)
    settle(qtbot)
    assert (owners(page, 1), owners(page, 2)) == (["王小明"], ["钱七"])
    assert page.report.skipped == 2
    assert _("left out {n}").format(n=2) in window.messages.text()


def test_one_choice_for_all_by_keys(page, qtbot, second):
    load(page, qtbot, second)
    page.differences.table.view.setFocus()
    press(qtbot, Key.Key_A, CTRL)
    assert page.differences.for_all.hasFocus()
    press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_Down)
    tried(page, qtbot)
    assert [each.choice for each in page.report.differences] == ["replace", "replace"]
    load(page, qtbot, second)  # another look at it: nothing was said yet
    assert [each.choice for each in page.report.differences] == ["skip", "skip"]


def test_enter_leads_from_a_problem_to_its_row_and_from_a_row_to_the_household(page, qtbot, second, window):
    load(page, qtbot, second)
    press(qtbot, Key.Key_2, CTRL)
    assert page.problems.current().person == "周十"
    press(qtbot, Key.Key_Return)
    assert page.tabs.currentIndex() == 0
    assert page.rows.current().name == "周十"
    press(qtbot, Key.Key_3, CTRL)
    press(qtbot, Key.Key_Return)
    settle(qtbot)
    assert window.page() is not page
    press(qtbot, Key.Key_Escape)
    settle(qtbot)
    assert window.page() is page
    assert page.tabs.currentWidget() is page.differences

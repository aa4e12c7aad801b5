"""Signing in and the first set-up, by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk import i18n
from desk.errors import StorageError
from desk.services import site, staff
from desk.ui.shell.set_up import expand
from tests.kit.site import PIN

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def gate(open_window, desk, qtbot, settle):
    desk.actor = None
    window = open_window(desk)
    assert window.locked()
    return window.gate


def focus():
    return QApplication.focusWidget()


def test_name_by_arrow_keys_pin_and_enter(gate, desk, qtbot, settle):
    window = gate.window()
    names = [gate.names.item(row).text() for row in range(gate.names.count())]
    assert [name.split()[0] for name in names] == ["周敏", "林晓"] or [name.split()[0] for name in names] == [
        "林晓",
        "周敏",
    ]
    assert focus() is gate.pin
    wanted = next(row for row, name in enumerate(names) if name.startswith("林晓"))
    while gate.names.currentRow() != wanted:
        qtbot.keyClick(focus(), Qt.Key.Key_Down)
    qtbot.keyClicks(focus(), PIN)
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    settle()
    assert desk.actor.login == "lin"
    assert not window.locked()
    assert focus() is window.finder
    assert window.preferences.get("login") == "lin"


def test_a_wrong_pin_is_said_and_the_next_try_counts(gate, desk, qtbot, settle):
    qtbot.keyClicks(gate.pin, "000000")
    qtbot.keyClick(gate.pin, Qt.Key.Key_Return)
    settle()
    assert "4" in gate.problem.text()
    assert desk.actor is None
    assert gate.pin.hasFocus()
    assert gate.button.isEnabled()
    qtbot.keyClicks(gate.pin, PIN)  # what was wrong is selected and gives way
    qtbot.keyClick(gate.pin, Qt.Key.Key_Return)
    settle()
    assert desk.actor is not None


def test_an_empty_pin_asks_nobody(gate, desk, qtbot):
    qtbot.keyClick(gate.pin, Qt.Key.Key_Return)
    assert gate.problem.text()
    assert gate.pin.hasFocus()


def test_the_last_one_is_chosen_next_time(gate, desk, qtbot, settle):
    window = gate.window()
    qtbot.keyClick(gate.pin, Qt.Key.Key_Down)
    chosen = gate._person().login
    qtbot.keyClicks(gate.pin, PIN)
    qtbot.keyClick(gate.pin, Qt.Key.Key_Return)
    settle()
    window.lock()
    settle()
    assert window.gate._person().login == chosen


def test_a_manager_who_forgot_the_pin_sets_a_new_one_by_the_code_of_the_safe(gate, desk, qtbot, settle):
    """G8: the way stands where the PIN is asked for; its use is an event; nobody else is offered it."""
    window = gate.window()
    desk.actor = staff.sign_in(desk, "zhou", PIN)
    code = staff.new_recovery_code(desk)
    desk.actor = None
    while gate._person().role == "manager":
        qtbot.keyClick(gate.pin, Qt.Key.Key_Down)
    assert gate.forgotten.isHidden()
    qtbot.keyClick(gate.pin, Qt.Key.Key_1, CTRL)
    assert gate.code.isHidden()
    while gate._person().login != "zhou":
        qtbot.keyClick(gate.pin, Qt.Key.Key_Down)
    qtbot.keyClick(gate.pin, Qt.Key.Key_1, CTRL)
    assert gate.code.hasFocus()
    qtbot.keyClicks(gate.code, "AAAA-BBBB")
    qtbot.keyClicks(gate.pin, "258036")
    qtbot.keyClick(gate.pin, Qt.Key.Key_Return)
    settle()
    assert gate.problem.text()
    assert gate.code.hasFocus()
    assert gate.pin.value() == "258036", "what is typed stays"
    gate.code.clear()
    qtbot.keyClicks(gate.code, code)
    qtbot.keyClick(gate.code, Qt.Key.Key_Return)
    settle()
    assert desk.actor.login == "zhou"
    assert not window.locked()


def test_full_width_digits_are_digits(gate, desk, qtbot, settle):
    gate.pin.setText("２４６８１０")
    gate.enter()
    settle()
    assert desk.actor is not None


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("1-3栋", ["1栋", "2栋", "3栋"]), ("1栋，2栋、A座", ["1栋", "2栋", "A座"]), ("", []), ("１－２", ["1栋", "2栋"]), ("7", ["7栋"]),
        ("1-2座 北楼", ["1座", "2座", "北楼"]), ("3-1栋", ["3-1栋"]),
    ],
)  # fmt: skip
def test_buildings_in_short(typed, names):
    assert expand(typed) == names


def test_the_first_set_up_by_keys(open_window, empty_desk, qtbot, settle):
    site.ensure_site(empty_desk)
    window = open_window(empty_desk)
    page = window.gate
    form = page.form
    assert focus() is form.field("site_password")  # asked first; left empty: not encrypted

    def enter(text=""):
        qtbot.keyClicks(focus(), text)
        qtbot.keyClick(focus(), Qt.Key.Key_Return)

    enter()
    enter()
    assert focus() is form.field("site_name")
    enter("Sunshine Garden")
    enter("010-60000000")
    form.field("buildings").setText("1-2栋")
    enter()
    for figure in ("2", "6", "3"):
        focus().selectAll()
        enter(figure)
    enter("Zhou Min")
    enter("zhou")
    enter(PIN)
    enter("135790")
    assert focus() is page.button
    settle()
    assert "72" in page._total.text()
    qtbot.keyClick(focus(), Qt.Key.Key_Return)
    assert list(form.problems()) == ["again"]
    assert focus() is form.field("again")
    focus().selectAll()
    qtbot.keyClicks(focus(), PIN)
    qtbot.keyClick(focus(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert not window.locked()
    assert empty_desk.site.ready
    assert empty_desk.site.name == "Sunshine Garden"
    assert site.counts(empty_desk).units == 72
    assert empty_desk.actor.role == "manager"
    assert staff.sign_in(empty_desk, "zhou", PIN).name == "Zhou Min"


def test_set_up_says_what_the_service_refuses(open_window, empty_desk, settle):
    site.ensure_site(empty_desk)
    window = open_window(empty_desk)
    form = window.gate.form
    form.set_values({"site_name": "x", "manager_name": "y", "manager_login": "z z", "manager_pin": "12", "again": "12"})
    window.gate.submit()
    settle()
    assert set(form.problems()) == {"manager_login", "manager_pin"}
    assert window.locked()


def test_set_up_counts_no_rooms_from_wrong_figures(open_window, empty_desk, settle):
    site.ensure_site(empty_desk)
    gate = open_window(empty_desk).gate
    gate.form.set_values({"buildings": "1-13", "floors": 18, "rooms_per_floor": 4, "entrances": 1})
    settle()
    gate._count()
    assert "936" in gate._total.text()
    gate.form.set_value("entrances", -2)
    gate._count()
    assert gate._total.text() == ""
    gate.submit()
    settle()
    assert "entrances" in gate.form.problems()
    assert "buildings" not in gate.form.problems()


def test_set_up_speaks_the_language_chosen(open_window, empty_desk, settle, look):
    site.ensure_site(empty_desk)
    window = open_window(empty_desk)
    page = window.gate
    page.form.set_value("language", "en")
    settle()
    assert i18n.current_language() == "en"
    assert page._title.text() == "Welcome to Desk"
    assert page.form.value("slip_language") == "en"
    assert page.form.value("language") == "en"


def test_names_that_cannot_be_read_are_told_on_the_sheet_itself(open_window, desk, settle, monkeypatch):
    def refuse(_desk):
        raise StorageError("broken", "数据文件已损坏。")

    monkeypatch.setattr(staff, "staff_list", refuse)
    desk.actor = None
    window = open_window(desk)
    assert window.gate.problem.text() == "数据文件已损坏。"


def test_the_title_of_a_locked_window_names_nobody(open_window, desk, settle):
    window = open_window(desk)
    window.open_page("settings")
    settle()
    named = window.windowTitle()
    window.lock()
    settle()
    assert window.windowTitle() != named
    assert window.windowTitle().startswith("阳光花园")


def test_a_damaged_memory_of_the_window_falls_back(look, tmp_path):
    """`window.ini` is a file that anybody may have edited."""
    from desk import i18n
    from desk.window import running

    (tmp_path / "window.ini").write_text(
        "[General]\nlanguage=xx\ntheme=neon\ntext_size=huge\ngeometry=zz\n", encoding="utf-8"
    )
    running._application(tmp_path)
    assert i18n.current_language() == i18n.DEFAULT_LANGUAGE

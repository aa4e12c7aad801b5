"""Settings, backup: one back with what would be lost said before, the places outside, encryption."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desk import paths
from desk.errors import DeskError
from desk.models.kit import keys
from desk.services.site import backup, encryption, places
from desk.ui.kit import messages
from desk.ui.shell.main_window import MainWindow
from desk.ui.site import offline, recovery
from tests.kit.site import PIN


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    for name, value in (("TIME", 1), ("MEMORY", 64), ("LANES", 1)):
        monkeypatch.setattr(keys, name, value)


@pytest.fixture
def shown(open_window, desk, manager, settle):
    desk.actor = manager
    window = open_window(desk, staff_sign_in=False)
    page = window.open_page("settings")
    settle()
    page.open(part="backup")
    settle()
    part = page.parts["backup"]
    part.window_ = window
    return part


@pytest.fixture
def jobs(monkeypatch, shown):
    """The work that needs the site closed, caught instead of done."""
    caught = []
    monkeypatch.setattr(MainWindow, "go_offline", lambda _self, job: bool(caught.append(job)) or True)
    return caught


def dialog_of(window):
    from desk.ui.forms.dialog import ActDialog

    return next(child for child in window.findChildren(ActDialog) if child.isVisible())


def test_a_restore_says_what_would_be_lost_and_asks(shown, desk, jobs, settle, monkeypatch, qtbot):
    backup.backup(desk)
    for subject in ("request:1", "request:2"):
        with desk.act("request.log") as act:
            act.subject = subject
    shown.refresh()
    settle()
    said = []
    answers = iter([False, True])
    monkeypatch.setattr(messages, "ask", lambda *given, **_named: bool(said.append(given[2])) or next(answers))
    shown.copies.table.select(lambda _row: True)
    for _answer in range(2):
        qtbot.mouseClick(shown.copies.buttons["restore"], Qt.MouseButton.LeftButton)
        settle()
    assert "3 项操作" in said[0] or "3" in said[0]
    assert len(jobs) == 1
    desk.database.close()
    outcome = jobs[0].work(desk.data, lambda *_given: None)
    assert "replaced-" in outcome.words


def test_a_receptionist_needs_the_managers_word(shown, desk, jobs, settle, manager, qtbot):
    backup.backup(desk)
    desk.actor = type(manager)(2, "lin", "林晓", "receptionist")
    shown.refresh()
    settle()
    shown.copies.table.select(lambda _row: True)
    qtbot.mouseClick(shown.copies.buttons["restore"], Qt.MouseButton.LeftButton)
    settle()
    asked = dialog_of(shown.window_)
    assert asked.approval.isVisible()
    asked.reject()
    settle()
    assert jobs == []


def test_places_are_named_and_what_is_wrong_stands_at_its_field(shown, desk, settle, tmp_path_factory):
    stick = tmp_path_factory.mktemp("stick")
    shown.name_places()
    settle()
    asked = dialog_of(shown.window_)
    asked.form.set_values({"second": str(desk.data / "backups"), "anchor": "anchors.txt"})
    asked.act()
    settle()
    assert set(asked.form.problems()) == {"second", "anchor"}
    asked.form.set_values({"second": str(stick), "anchor": str(stick / "anchors.txt")})
    asked.act()
    settle()
    assert str(stick) in shown.second.text()
    shown.copy_second()
    settle()
    assert len(list(stick.glob("desk-*.zip"))) == 1
    assert (stick / "anchors.txt").read_text().count("\n") == 1
    assert places.show(desk).copied_at is not None
    assert not places.is_due(desk, places.show(desk))


def test_encrypting_asks_for_a_good_password_twice(shown, desk, jobs, settle):
    shown.turn()
    settle()
    asked = dialog_of(shown.window_)
    asked.form.set_values({"password": "short", "again": "other"})
    asked.act()
    settle()
    assert set(asked.form.problems()) == {"password", "again"}
    asked.form.set_values({"password": "four unrelated words", "again": "four unrelated words"})
    asked.act()
    settle()
    assert len(jobs) == 1
    desk.database.close()
    outcome = jobs[0].work(desk.data, lambda *_given: None)
    assert outcome.password == "four unrelated words"
    assert len(outcome.code) == 34
    assert not paths.database_file(desk.data).read_bytes().startswith(b"SQLite")


def test_the_code_is_shown_until_it_lies_in_the_safe(shown, desk, settle, tmp_path, qtbot):
    code = keys.new_code()
    dialog = recovery.CodeDialog(shown.window_, desk, code)
    dialog.show()
    settle()
    dialog.reject()
    assert dialog.isVisible()
    assert not dialog.go_button.isEnabled()
    dialog.save_to(tmp_path / "sheet.pdf")
    settle()
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()
    dialog.sure.setChecked(True)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not dialog.isVisible()
    dialog.deleteLater()


@pytest.fixture
def encrypted(tmp_path, ui_master, clock):
    """An encrypted site, opened."""
    import shutil

    from desk.app import open_desk
    from desk.ui.kit import tasks

    folder = paths.private(tmp_path / "encrypted")
    shutil.copy(ui_master[0], paths.database_file(folder))
    encryption.turn_on(folder, "four unrelated words")
    desk = open_desk(folder, clock=clock, password="four unrelated words")
    yield desk
    tasks.wait()
    desk.database.close()


def test_the_sign_in_asks_for_the_site_password_once_a_day(encrypted, open_window, clock, settle, qtbot):
    window = open_window(encrypted)
    gate = window.gate
    assert gate.site_password.isHidden()  # it was typed at the start
    qtbot.keyClicks(gate.pin, PIN)
    qtbot.keyClick(gate.pin, Qt.Key.Key_Return)
    settle()
    clock.forward(days=1)
    window.lock()
    settle()
    gate = window.gate
    assert gate.site_password.isVisible()
    qtbot.keyClicks(gate.pin, PIN)
    qtbot.keyClick(gate.pin, Qt.Key.Key_Return)
    settle()
    assert gate.site_password.hasFocus()
    qtbot.keyClicks(gate.site_password, "wrong wrong wrong")
    qtbot.keyClick(gate.site_password, Qt.Key.Key_Return)
    settle()
    assert window.locked()
    assert "密码" in gate.problem.text() or gate.problem.text()
    qtbot.keyClicks(gate.site_password, "four unrelated words")
    qtbot.keyClick(gate.site_password, Qt.Key.Key_Return)
    settle()
    assert not window.locked()
    window.lock()
    settle()
    assert window.gate.site_password.isHidden()


def test_what_goes_wrong_with_the_site_closed_is_said(qtbot, monkeypatch, tmp_path):
    said = []
    monkeypatch.setattr(offline.QMessageBox, "warning", lambda _parent, _title, words: said.append(words))

    def work(_data, _progress):
        raise DeskError("in-use", "somebody has it open")

    assert offline.perform(offline.Offline("x", work), tmp_path) == offline.Outcome()
    assert said == ["somebody has it open"]

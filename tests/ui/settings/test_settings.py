"""Settings: every part, as receptionist and as manager."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from sqlalchemy import select

from desk import i18n
from desk.models import AuditEvent
from desk.services import site, slips, staff, workers
from desk.services.site import backup
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import theme
from desk.ui.settings.page import PARTS
from tests.kit.pdf import page_text
from tests.ui.conftest import PIN


@pytest.fixture
def page(window, settle):
    found = window.open_page("settings")
    settle()
    return found


@pytest.fixture
def as_manager(desk, manager):
    desk.actor = manager


def part(page, code, settle):
    page.open(part=code)
    settle()
    return page.parts[code]


def dialog():
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, ActDialog) and w.isVisible())


def test_every_part_opens_by_key(page, qtbot, settle):
    codes = [code for code, _label, _part in PARTS]
    for code in [*codes[1:], codes[0]]:
        qtbot.keyClick(page.tabs, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
        settle()
        assert page.current() is page.parts[code]


def test_language_theme_and_size_work_at_once_and_are_remembered(page, window, settle):
    pc = part(page, "pc", settle)
    pc.form.set_value("language", "en")
    settle()
    assert i18n.current_language() == "en"
    assert page._title.text() == "Settings"
    pc.form.set_value("theme", "dark")
    assert theme.is_dark()
    pc.form.set_value("text_size", "large")
    assert theme.current() == ("dark", "large")
    assert [window.preferences.get(name) for name in ("language", "theme", "text_size")] == ["en", "dark", "large"]
    settle()


def test_a_receptionist_changes_the_site_with_the_managers_pin_only(page, desk, settle):
    for code in ("site", "rules"):
        assert any("经理" in label.text() for label in part(page, code, settle).findChildren(QLabel))
    shown = part(page, "site", settle)
    shown.form.set_value("name", "月光花园")
    shown.save()
    settle()
    asked = dialog()
    assert [code for code, _name in asked.approval.form.field("approver").spec.choices()] == ["zhou"]
    asked.approval.form.set_value("approval_pin", "9999")
    asked.act()
    settle()
    assert asked.approval.form.problems()
    assert desk.site.name == "阳光花园"
    asked.approval.form.set_value("approval_pin", PIN)
    asked.act()
    settle()
    assert desk.site.name == "月光花园"
    assert desk.actor.login == "lin"


def test_a_receptionist_who_gives_up_is_told_who_may(page, desk, window, settle):
    shown = part(page, "site", settle)
    shown.form.set_value("name", "月光花园")
    shown.save()
    settle()
    dialog().reject()
    settle()
    assert window.messages.text()
    assert desk.site.name == "阳光花园"
    assert shown.form.value("name") == "月光花园", "nothing typed is lost"
    shown.form.mark_saved()


def test_the_manager_changes_the_site(as_manager, page, desk, window, settle):
    shown = part(page, "site", settle)
    assert shown.form.value("name") == "阳光花园"
    shown.form.set_value("name", "")
    shown.save()
    assert list(shown.form.problems()) == ["name"]
    shown.form.set_value("name", "月光花园")
    shown.save()
    settle()
    assert desk.site.name == "月光花园"
    assert "月光花园" in window.windowTitle()


def test_the_manager_changes_a_rule(as_manager, page, desk, settle):
    shown = part(page, "rules", settle)
    wanted = {"requests.repeat_days": 14, "requests.promise_hours.emergency": 1.5}
    for key, value in wanted.items():
        shown.form_of(key).set_value(key, value)
    shown.save()
    settle()
    assert {key: desk.policy[key] for key in wanted} == wanted
    assert shown.can_leave()


def test_rules_of_several_headings_are_stored_by_one_act_or_not_at_all(as_manager, page, desk, settle):
    shown = part(page, "rules", settle)
    first, second = "requests.repeat_days", "renovation.months"
    assert shown.form_of(first) is not shown.form_of(second)
    shown.form_of(first).set_value(first, 14)
    shown.form_of(second).set_value(second, 99)
    shown.form_of(first).setFocus()
    shown.save()
    settle()
    assert list(shown.form_of(second).problems()) == [second]
    assert (desk.policy[first], desk.policy[second]) == (7, 3)
    shown.form_of(second).set_value(second, 6)
    shown.save()
    settle()
    assert (desk.policy[first], desk.policy[second]) == (14, 6)
    with desk.look() as session:
        acts = session.scalars(select(AuditEvent.data).where(AuditEvent.act == "site.rules")).all()
    assert [sorted(data["changed"]) for data in acts] == [[second, first]]


def test_a_rule_out_of_bounds_is_refused_beside_its_field_and_none_is_saved(as_manager, page, desk, settle):
    shown = part(page, "rules", settle)
    shown.form_of("requests.repeat_days").set_value("requests.repeat_days", 14)
    form = shown.form_of("requests.at_risk_percent")
    form.set_value("requests.at_risk_percent", 101)
    shown.save()
    settle()
    assert list(form.problems()) == ["requests.at_risk_percent"]
    assert "100" in form.problems()["requests.at_risk_percent"]
    assert desk.policy["requests.repeat_days"] == 7
    form.mark_saved()


def test_leaving_a_changed_part_asks(as_manager, page, window, settle, monkeypatch):
    shown = part(page, "site", settle)
    shown.form.set_value("name", "x")
    monkeypatch.setattr("desk.ui.kit.messages.ask", lambda *args, **kw: False)
    assert window.open_page("today") is None
    monkeypatch.setattr("desk.ui.kit.messages.ask", lambda *args, **kw: True)
    assert window.open_page("today") is not None


def test_a_building_is_added(as_manager, page, desk, qtbot, settle):
    shown = part(page, "buildings", settle)
    assert shown.table.total() == 2
    qtbot.mouseClick(shown.card.buttons["add"], Qt.MouseButton.LeftButton)
    form = dialog().form
    form.set_values({"name": "9栋", "entrances": 1, "floors": 3, "rooms_per_floor": 2})
    dialog().act()
    settle()
    assert "9栋" in [building.name for building in site.buildings(desk)]
    assert shown.table.total() == 3


def test_a_building_is_renamed_and_its_rooms_are_one_key_away(as_manager, page, desk, window, settle):
    shown = part(page, "buildings", settle)
    shown.table.select(lambda row: row.code == "A")
    shown.card.run("change")
    dialog().form.set_value("name", "A幢")
    dialog().act()
    settle()
    assert "A幢" in [building.name for building in site.buildings(desk)]
    assert shown.table.select(lambda row: row.code == "A")
    shown.card.run("rooms")
    settle()
    assert window.place()[0] == "households"
    assert {row.name[:2] for _at, row in window.page().table.model.loaded()} == {"A幢"}


def test_a_worker_needs_no_sign_in_and_is_added_changed_and_retired(as_manager, page, desk, settle):
    shown = part(page, "workers", settle)
    shown.card.buttons["add"].click()
    dialog().form.set_values({"name": "李响", "hours": "8-17", "trades": ("plumber",)})
    dialog().act()
    settle()
    (made,) = workers.workers(desk)
    assert (made.name, made.department, made.trades, made.hours) == ("李响", "engineering", ("plumber",), "08:00-17:00")
    assert made.name not in {member.name for member in staff.staff_list(desk)}
    assert shown.table.select(lambda row: row.id == made.id)
    shown.card.buttons["change"].click()
    dialog().form.set_value("hours", "nonsense")
    dialog().act()
    settle()
    assert list(dialog().form.problems()) == ["hours"]
    dialog().form.set_value("hours", "20-8")
    dialog().act()
    settle()
    assert shown.table.select(lambda row: row.hours == "20:00-08:00")
    for active in (False, True):
        shown.card.buttons["retire"].click()
        dialog().act()
        settle()
        assert workers.workers(desk)[0].active is active


def test_staff_are_added_changed_given_a_pin_and_retired(as_manager, page, desk, qtbot, settle, monkeypatch):
    shown = part(page, "staff", settle)
    qtbot.mouseClick(shown.card.buttons["add"], Qt.MouseButton.LeftButton)
    dialog().form.set_values({"name": "赵强", "login": "zhao", "role": "supervisor", "pin": "135790"})
    dialog().act()
    settle()
    assert shown.table.select(lambda row: row.login == "zhao")
    qtbot.mouseClick(shown.card.buttons["change"], Qt.MouseButton.LeftButton)
    dialog().form.set_value("role", "receptionist")
    dialog().act()
    settle()
    assert shown.table.select(lambda row: row.login == "zhao")
    assert shown.table.current().role == "receptionist"
    qtbot.mouseClick(shown.card.buttons["pin"], Qt.MouseButton.LeftButton)
    asked = dialog()
    asked.form.set_values({"pin": "2580", "again": "8888"})
    asked.act()
    settle()
    assert list(asked.form.problems()) == ["again"]
    asked.form.set_value("again", "2580")
    asked.act()
    settle()
    monkeypatch.setattr("desk.ui.kit.messages.ask", lambda *args, **kw: True)
    assert shown.table.select(lambda row: row.login == "zhao")
    qtbot.mouseClick(shown.card.buttons["retire"], Qt.MouseButton.LeftButton)
    settle()
    found = {person.login: person.active for person in staff.staff_list(desk, active_only=False)}
    assert found["zhao"] is False


def test_a_receptionist_sets_the_own_pin_alone_and_others_with_the_manager(page, settle):
    shown = part(page, "staff", settle)
    for login, alone in (("lin", True), ("zhou", False)):
        shown.table.select(lambda row, login=login: row.login == login)
        shown.card.buttons["pin"].click()
        settle()
        assert dialog().approval.isVisible() is not alone
        dialog().reject()
        settle()


def test_a_slips_printer_is_chosen(page, desk, qtbot, settle):
    shown = part(page, "print", settle)
    assert shown.table.total() >= 3
    assert shown.table.select(lambda row: row.id == "complaint")
    qtbot.keyClick(shown.table.view, Qt.Key.Key_Return)
    settle()
    dialog().form.set_values({"paper": "241-half", "copies": 2, "offset_x": "-1.5"})
    dialog().act()
    settle()
    choice = slips.printer_choice(desk, "complaint")
    assert (choice.paper, choice.copies, choice.offset_x) == ("241-half", 2, -15)


def test_the_test_grid_goes_to_the_printer_with_the_offset(page, qtbot, settle, monkeypatch):
    from PySide6.QtCore import QObject, Signal

    from desk.ui.kit import printing

    class Job(QObject):
        finished = Signal(bool, str)

    sent, jobs = [], []

    def print_pdf(pdf, printer, paper, offset=(0, 0), *, title="", owner=None):
        sent.append((page_text(pdf, 0), printer, paper, offset))
        jobs.append(Job())
        return jobs[-1]

    monkeypatch.setattr(printing, "print_pdf", print_pdf)
    monkeypatch.setattr(printing, "available_printers", list)
    slips.save_printer_choice(page.desk, "complaint", slips.PrinterChoice("", "a5", offset_x=-15, offset_y=20))
    shown = part(page, "print", settle)
    shown.table.select(lambda row: row.id == "complaint")
    button = shown.card.buttons["grid"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    assert page.shell.messages.text() == "本机没有安装打印机，未打印测试网格。"
    monkeypatch.setattr(printing, "available_printers", lambda: ["HP"])
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()
    ((text, *sent_to),) = sent
    assert sent_to == ["HP", "a5", (0, 0)]  # the grid itself is moved by the offset
    assert "-1.5" in text
    assert "+2.0" in text
    jobs[0].finished.emit(False, "打印机没有纸。")
    assert page.shell.messages.text() == "打印机没有纸。"


def test_a_backup_now(page, desk, settle):
    shown = part(page, "backup", settle)
    shown.save()
    settle()
    assert backup.latest_backup(desk.data) is not None
    assert "2026" in shown.last.text() or "20" in shown.last.text()

"""The household page and the list of rooms, by real keys on a real file."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk import i18n, paths
from desk.i18n import _
from desk.services import households as household
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit import viewing
from desk.ui.forms.dialog import ActDialog
from desk.ui.households import cards as household_cards
from desk.ui.households.acts import CardDialog, attach_scan, open_scan
from desk.ui.households.page import event_moment
from tests.ui.household_site import OWNER_NUMBER, ROOM, acts, dialog_of, opened, press, settle

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


@pytest.fixture
def window(qtbot, tmp_path):
    with opened(qtbot, tmp_path) as window:
        yield window


@pytest.fixture
def page(window, qtbot):
    page = window.open_target(f"unit:{ROOM}")
    settle(qtbot)
    return page


def names(page):
    return [row.name for _n, row in page.people.model.loaded()]


def shown_text(widget):
    from PySide6.QtWidgets import QLabel

    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def test_it_shows_who_lives_and_lived_there_with_masked_numbers(page):
    assert names(page) == ["李䶮", "欧阳念南", "赵六"]
    assert page.people.total() == 3
    text = shown_text(page)
    assert "1栋1单元201" in text
    assert "128.40 ㎡" in text
    assert "138****0009" in text
    assert "13800010009" not in text
    assert OWNER_NUMBER not in text
    assert page.people.model.columns[0].tone(page.people.model.row(2)) == "muted"


def test_no_table_of_people_scrolls_and_no_column_is_cut(page, qtbot):
    assert page.people.view.verticalScrollBar().maximum() == 0
    for table in (page.people, page.timeline, page.dossier.table):
        if table is page.dossier.table:
            page.tabs.setCurrentIndex(1)  # what lies behind another tab has not been laid out
            settle(qtbot)
        # widths are rounded one by one: a column is cut by no more than a pixel each
        assert table.view.horizontalHeader().length() <= table.view.viewport().width() + len(table.model.columns)


def test_the_page_itself_does_not_scroll_at_1366_by_768(page):
    from PySide6.QtWidgets import QScrollArea

    areas = [area for area in page.findChildren(QScrollArea) if area.isVisible()]
    assert areas
    assert all(area.horizontalScrollBar().maximum() == 0 for area in areas)


def test_a_narrow_window_puts_the_cards_under_each_other(window, page, qtbot):
    window.resize(911, 512)
    settle(qtbot)
    assert page.acts.width() == page.people.parentWidget().width(), "one column"
    assert page.acts.isVisible()
    assert (
        page.acts.mapTo(page, page.acts.rect().topLeft()).y()
        > page.people.mapTo(page, page.people.rect().topLeft()).y()
    )
    window.resize(1366, 768)
    settle(qtbot)
    assert (
        page.acts.mapTo(page, page.acts.rect().topLeft()).x()
        > page.people.mapTo(page, page.people.rect().topRight()).x()
    )
    assert page.acts.isVisible()


def test_revealing_is_audited_and_hides_itself_again(page, qtbot):
    before = acts(page.desk).count("household.reveal")
    press(qtbot, Key.Key_R, ALT)
    assert acts(page.desk).count("household.reveal") == before  # first it is said what for
    press(qtbot, Key.Key_1)
    assert acts(page.desk).count("household.reveal") == before + 1
    text = shown_text(page.person)
    assert "138 0001 0009" in text
    assert OWNER_NUMBER in text
    assert page.person.timer.isActive()
    assert page.person.timer.interval() == household_cards.REVEAL_MS == 30_000
    page.person.timer.timeout.emit()
    settle(qtbot)
    text = shown_text(page.person)
    assert OWNER_NUMBER not in text
    assert "138****0009" in text


def test_another_person_or_another_page_masks_again(window, page, qtbot):
    press(qtbot, Key.Key_R, ALT)
    press(qtbot, Key.Key_5)
    assert page.person.revealed()
    press(qtbot, Key.Key_Down)
    assert not page.person.revealed()
    press(qtbot, Key.Key_R, ALT)
    press(qtbot, Key.Key_5)
    assert page.person.revealed()
    window.open_page("households")
    settle(qtbot)
    assert not page.person.revealed()


def test_del_ends_the_stay_and_keeps_the_person(window, page, qtbot):
    press(qtbot, Key.Key_Down)  # the tenant
    press(qtbot, Key.Key_Delete)
    dialog = dialog_of(ActDialog)()
    assert dialog is not None
    dialog.form.field("reason").setCurrentText("回老家")
    qtbot.keyClick(dialog, Key.Key_Return, CTRL)
    settle(qtbot)
    people = household.household(page.desk, ROOM).people
    gone = next(person for person in people if person.name == "欧阳念南")
    assert (gone.until, gone.end_reason) == (date(2026, 11, 21), "回老家")
    assert names(page) == ["李䶮", "欧阳念南", "赵六"]
    assert "欧阳念南" in window.messages.text()


def test_a_wrong_day_is_told_beside_its_field_and_nothing_happens(page, qtbot):
    press(qtbot, Key.Key_Delete)
    dialog = dialog_of(ActDialog)()
    dialog.form.set_value("on", date(2000, 1, 1))
    qtbot.keyClick(dialog, Key.Key_Return, CTRL)
    settle(qtbot)
    assert "on" in dialog.form.problems()
    assert dialog.isVisible()
    dialog.reject()
    assert all(person.until is None for person in household.household(page.desk, ROOM).people if person.name != "赵六")


def test_who_moved_out_cannot_move_out_again(page, window, qtbot):
    press(qtbot, Key.Key_End)
    press(qtbot, Key.Key_Delete)
    assert dialog_of(ActDialog)() is None
    assert window.messages.text()


def test_past_people_are_hidden_and_shown(page, qtbot):
    press(qtbot, Key.Key_H, ALT)
    assert names(page) == ["李䶮", "欧阳念南"]
    press(qtbot, Key.Key_H, ALT)
    assert names(page) == ["李䶮", "欧阳念南", "赵六"]


def test_enter_changes_ins_adds(window, page, qtbot):
    press(qtbot, Key.Key_Return)
    form = window.page()
    assert form is not page
    assert form.form.value("name") == "李䶮"
    window.back()
    settle(qtbot)
    press(qtbot, Key.Key_Insert)
    form = window.page()
    assert form.form.value("unit_id") == ROOM


def test_f3_knows_the_room_and_the_selected_person(page, window, qtbot, monkeypatch):
    press(qtbot, Key.Key_Down)
    assert page.context() == {"unit_id": ROOM, "customer_id": page.selected().customer_id}
    opened_with = {}
    monkeypatch.setattr(window, "open_page", lambda code, **args: opened_with.update(code=code, **args))
    press(qtbot, Key.Key_F3)
    assert opened_with == {"code": "request-form", "unit_id": ROOM, "customer_id": page.selected().customer_id}


@pytest.mark.parametrize(
    ("typed", "who", "called"),
    [("8877", "欧阳念南", "欧阳念南"), ("0009", "李䶮", "李䶮"), ("zhaoliu", "赵六", "")],
    ids=["tenant by the end of the phone", "owner", "somebody who moved out"],
)
def test_who_was_found_is_selected_and_is_whom_the_next_act_is_about(window, qtbot, typed, who, called):
    """Slip and callback went to the owner, whoever had called."""
    window.focus_finder()
    qtbot.keyClicks(window.finder, typed)
    qtbot.waitUntil(window.finder.list.isVisible)
    qtbot.keyClick(window.finder, Key.Key_Return)
    settle(qtbot)
    page = window.page()
    assert page.selected().name == who
    press(qtbot, Key.Key_F3)
    form = window.page().form
    assert form.value("unit_id") == ROOM
    assert form.field("customer_id").text() == called


def test_found_and_called_at_once_is_the_same_person(window, qtbot):
    """F3 may come before the page has been read."""
    window.focus_finder()
    qtbot.keyClicks(window.finder, "8877")
    qtbot.waitUntil(window.finder.list.isVisible)
    qtbot.keyClick(window.finder, Key.Key_Return)
    qtbot.keyClick(window, Key.Key_F3)
    settle(qtbot)
    assert window.page().form.field("customer_id").text() == "欧阳念南"


def test_the_lights_say_why_and_lead_to_the_act(page, qtbot):
    text = shown_text(page.lights)
    assert page.view.health is not None
    assert f"健康指数 {page.view.health.value:.1f}" in text
    assert "13" in text
    page.lights.buttons["dossier"].click()
    settle(qtbot)
    assert page.tabs.currentWidget() is page.dossier
    assert page.dossier.current().paper == "temporary-covenant"
    assert page.dossier.table.view.hasFocus()


def test_space_receives_a_paper_and_the_light_follows(page, qtbot):
    press(qtbot, Key.Key_D, CTRL | SHIFT)
    press(qtbot, Key.Key_Space)
    paper = household.household(page.desk, ROOM).dossier[1]
    assert paper.state == "received"
    assert page.dossier.current().paper == "temporary-covenant"
    assert "2/14" in page.tabs.tabText(1)
    press(qtbot, Key.Key_Space)
    assert household.household(page.desk, ROOM).dossier[1].state == "missing"


def test_where_a_paper_is_filed_is_typed_and_saved_by_enter(page, qtbot):
    press(qtbot, Key.Key_D, CTRL | SHIFT)
    press(qtbot, Key.Key_Return)
    assert page.dossier.place.hasFocus()
    page.dossier.place.setText("B柜1层")
    press(qtbot, Key.Key_Return)
    paper = household.household(page.desk, ROOM).dossier[1]
    assert (paper.state, paper.filed_at) == ("received", "B柜1层")


def test_a_scan_is_attached_and_opened(page, qtbot, tmp_path, monkeypatch):
    file = tmp_path / "规约.pdf"
    file.write_bytes(b"%PDF-1.4 scan")
    press(qtbot, Key.Key_D, CTRL | SHIFT)
    attach_scan(page, page.dossier.current(), file)
    settle(qtbot)
    paper = page.dossier.current()
    assert paper.attachment_name == "规约.pdf"
    from PySide6.QtGui import QDesktopServices

    shown = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()) or True)
    page.dossier.scan_opened.emit(paper)
    settle(qtbot)
    assert shown[0].endswith("规约.pdf")
    from pathlib import Path

    assert Path(shown[0]).read_bytes() == b"%PDF-1.4 scan"


def test_the_timeline_leads_to_the_person(page, qtbot):
    page.tabs.setCurrentWidget(page.timeline)
    page.timeline.view.setFocus()
    tenant = next(person for person in page.view.people if person.name == "欧阳念南")
    assert page.timeline.select(lambda row: row.target == f"customer:{tenant.customer_id}")
    press(qtbot, Key.Key_Return)
    assert page.selected().name == "欧阳念南"
    assert page.people.view.hasFocus()


def test_the_register_card_is_previewed_then_issued(page, window, qtbot):
    press(qtbot, Key.Key_P, CTRL)
    dialog = dialog_of(CardDialog)()
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.preview.pages() > 0)
    dialog.print_button.click()
    settle(qtbot)
    assert any(row.target.startswith("slip:") for row in household.household(page.desk, ROOM).timeline)


def test_a_vehicle_is_registered(page, window, qtbot):
    press(qtbot, Key.Key_M, ALT)
    dialog = dialog_of(ActDialog)()
    dialog.form.set_value("plate", "粤b·12345")
    qtbot.keyClick(dialog, Key.Key_Return, CTRL)
    settle(qtbot)
    assert household.household(page.desk, ROOM).vehicles == ("粤B12345",)
    assert "粤B12345" in page.heading.facts.text()


def test_a_plate_that_left_the_room_is_ended(page, window, qtbot):
    press(qtbot, Key.Key_Z, CTRL | SHIFT)
    assert window.messages.text() == _("No vehicle is registered for this room.")
    for plate in ("粤B12345", "粤B99999"):
        household.add_vehicle(page.desk, ROOM, plate)
    page.refresh()
    settle(qtbot)
    press(qtbot, Key.Key_Z, CTRL | SHIFT)
    dialog = dialog_of(ActDialog)()
    dialog.form.set_value("plate", "粤B99999")
    qtbot.keyClick(dialog, Key.Key_Return, CTRL)
    settle(qtbot)
    assert household.household(page.desk, ROOM).vehicles == ("粤B12345",)
    assert "粤B99999" not in page.heading.facts.text()


def test_an_empty_room_says_what_to_do(window, qtbot):
    page = window.open_target("unit:1")
    settle(qtbot)
    assert page.people.empty_button.isVisible()
    page.people.empty_button.click()
    settle(qtbot)
    assert window.page().form.value("unit_id") == 1
    assert window.page().form.value("role") == "owner"


def test_the_key_of_a_new_person_presets_the_owner_in_a_room_without_one(window, qtbot):
    """From the empty room F4 is as short as its own button; where somebody owns the room the role is asked."""
    window.open_target("unit:1")
    settle(qtbot)
    qtbot.keyClick(window, Qt.Key.Key_F4)
    settle(qtbot)
    form = window.page().form
    assert (form.value("unit_id"), form.value("role")) == (1, "owner")


def test_many_people_scroll_and_hide_the_past_at_first(window, qtbot):
    desk = window.desk
    for number in range(7):
        household.register_person(desk, PersonEntry(f"住户{number}"), StayEntry(ROOM, "member"))
    page = window.open_target(f"unit:{ROOM}")
    settle(qtbot)
    assert page.people.total() == 9
    assert "赵六" not in names(page)


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en"])
def test_every_language_fits_the_acts_and_lights(window, page, qtbot, language):
    from desk.ui.kit.translator import switch_language

    app = QApplication.instance()
    switch_language(app, language)
    try:
        settle(qtbot)
        for button in page.acts.buttons.values():
            assert button.width() >= button.minimumSizeHint().width(), button.text()
        for card in (page.lights, page.acts, page.person):
            assert card.minimumSizeHint().width() <= card.width()
    finally:
        switch_language(app, i18n.DEFAULT_LANGUAGE)


def test_a_stay_has_a_day_and_no_hour(desk):
    assert event_moment(desk, datetime(2026, 11, 18, 1, 14, tzinfo=UTC)) == "11-18 09:14"
    assert event_moment(desk, datetime(2026, 3, 1, 0, 0, tzinfo=desk.zone)) == "03-01"


# ------------------------------------------------------------------------------------------------------- the list
def rooms(page):
    return [row.name for _n, row in page.table.model.loaded()]


@pytest.fixture
def listing(window, qtbot):
    page = window.open_page("households")
    settle(qtbot)
    return page


def test_rooms_are_in_the_order_of_numbers(listing):
    assert rooms(listing)[:4] == ["1栋1单元101", "1栋1单元102", "1栋1单元201", "1栋1单元202"]
    assert rooms(listing)[-1] == "A座202"
    assert "138****0009" in [row.phone_masked for _n, row in listing.table.model.loaded()]


def test_the_list_is_filtered_by_typing_and_enter_opens(listing, window, qtbot):
    press(qtbot, Key.Key_F, CTRL)
    assert listing.text.hasFocus()
    listing.text.setText("欧阳")
    press(qtbot, Key.Key_Return)
    assert rooms(listing) == ["1栋1单元201"]
    press(qtbot, Key.Key_Return)
    assert window.page().unit_id == ROOM


def test_the_list_is_filtered_by_building(listing, qtbot):
    listing.building.setCurrentIndex(listing.building.findText("A座"))
    settle(qtbot)
    assert rooms(listing) == ["A座101", "A座102", "A座201", "A座202"]


def test_nothing_found_says_how_to_see_all_again(listing, qtbot):
    listing.text.setText("没有这个人")
    qtbot.waitUntil(lambda: listing.table.total() == 0)
    assert listing.table.empty_words.text() == _("No room matches. Press Esc to see all rooms.")
    press(qtbot, Key.Key_Escape)
    assert len(rooms(listing)) == 24


def test_ctrl_p_twice_shows_one_register_card(page, window, qtbot):
    for _press in range(2):
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_P, CTRL)
    settle(qtbot)
    shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, CardDialog) and w.isVisible()]
    assert len(shown) == 1
    for dialog in shown:
        dialog.reject()


def test_a_scan_with_a_very_long_name_is_opened(page, qtbot, tmp_path, monkeypatch):
    from PySide6.QtGui import QDesktopServices

    file = tmp_path / ("装修押金收据扫描件" * 9 + ".pdf")
    file.write_bytes(b"%PDF-1.4 scan")
    household.attach(page.desk, ROOM, "move-in-sign-off", file)
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    paper = next(p for p in household.household(page.desk, ROOM).dossier if p.attachment)
    open_scan(page, paper)
    settle(qtbot)
    assert len(opened) == 1
    assert opened[0].endswith(".pdf")
    assert Path(opened[0]).is_relative_to(paths.viewing(page.desk.data))


def test_a_scan_that_cannot_be_copied_out_is_told(page, window, qtbot, tmp_path, monkeypatch):
    file = tmp_path / "规约.pdf"
    file.write_bytes(b"%PDF-1.4 another scan")
    household.attach(page.desk, ROOM, "move-in-sign-off", file)

    def refuse(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(viewing, "put", refuse)
    open_scan(page, next(p for p in household.household(page.desk, ROOM).dossier if p.attachment))
    settle(qtbot)
    assert "规约.pdf" in window.messages.text()


def test_a_wrong_moving_out_is_put_right_by_its_key(page, window, qtbot):
    """After a wrong moving-out only "select a person who lives here" was said (handbook S34)."""
    press(qtbot, Key.Key_Down)  # the tenant
    press(qtbot, Key.Key_Delete, SHIFT)
    assert window.messages.text() == "请先选中已搬出的人。"
    press(qtbot, Key.Key_Delete)
    qtbot.keyClick(dialog_of(ActDialog)(), Key.Key_Return, CTRL)
    settle(qtbot)
    assert names(page)[page.people.view.currentIndex().row()] == "欧阳念南"
    press(qtbot, Key.Key_Delete, SHIFT)
    dialog = dialog_of(ActDialog)()
    dialog.form.set_value("reason", "选错了人")
    qtbot.keyClick(dialog, Key.Key_Return, CTRL)
    settle(qtbot)
    assert window.messages.text() == "欧阳念南 的搬出登记已更正。"
    back = next(person for person in household.household(page.desk, ROOM).people if person.name == "欧阳念南")
    assert (back.lives, back.lives_until) == (True, None)

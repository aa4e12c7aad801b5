"""What is typed around a save: it settles before, stands still meanwhile, is saved once, and all errors come together."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desk.errors import Checker
from desk.services import drafts, staff
from desk.ui.forms import FieldSpec, Form, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.forms.lines import LinesField
from desk.ui.forms.page import FormPage
from desk.ui.kit import theme
from desk.ui.manual import ManualDialog

COLOURS = [("r", "红色"), ("g", "绿色")]
SPEC = FormSpec(
    "Log a request",
    (
        FieldSpec("name", "Name", required=True),
        FieldSpec("day", "Date", "date"),
        FieldSpec("moment", "Until", "datetime"),
        FieldSpec("words", "Details", "multiline"),
        FieldSpec("colour", "Kind", "choice", choices=lambda: COLOURS, editable=True),
        FieldSpec("kind", "Kind", "choice", choices=lambda: COLOURS),
        FieldSpec("room", "Room", "room"),
        FieldSpec("price", "Price", "money"),
        FieldSpec("ticked", "Original", "check", text="Original"),
        FieldSpec("lines", "Materials and labour", "lines", widget=LinesField, span="full"),
    ),
)


class Entry(FormPage):
    """A page whose save waits until it is let go."""

    spec = SPEC
    draft_key = "entry"
    gate = threading.Event()
    kept: list[dict[str, Any]] = []

    def save(self, values: dict[str, Any]) -> str:
        check = Checker()
        check.require("words", values["words"], "请填写内容。")
        check.done()
        self.gate.wait(5)
        self.kept.append(values)
        return "ok"


@pytest.fixture
def page(window, settle, add_page):
    Entry.kept = []
    Entry.gate = threading.Event()
    Entry.gate.set()
    add_page("entry", Entry)
    found = window.open_page("entry")
    settle()
    yield found
    Entry.gate.set()
    settle()
    found.form.mark_saved()


def keys(widget: QWidget, text: str, qtbot: Any) -> None:
    widget.setFocus()
    qtbot.keyClicks(widget, text)


def commit(widget: QWidget, text: str) -> None:
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def kept_drafts(desk: Any) -> list[Any]:
    return [draft.data for draft in drafts.drafts(desk, form="entry")]


# ------------------------------------------------------------------------------------------------- settle before saving
@pytest.mark.parametrize(("field", "typed"), [("moment", "+2h"), ("moment", "18:00"), ("day", "+3"), ("colour", "红")])
def test_what_was_saved_is_no_draft_afterwards(page, window, qtbot, settle, desk, field, typed):
    """A shorthand in the last field is written out when the field is left: after the save that looked like typing."""
    page._draft_timer.setInterval(1)
    keys(page.form.field("name"), "abc", qtbot)
    commit(page.form.field("words"), "漏水")
    widget = page.form.field(field)
    widget.setFocus()
    if typed.isascii():
        qtbot.keyClicks(widget, typed)
    else:
        commit(widget, typed)
    qtbot.keyClick(widget, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert len(page.kept) == 1
    assert window.page() is not page
    qtbot.wait(5)
    settle()
    assert kept_drafts(desk) == []
    window.open_page("entry")
    settle()
    assert not page._offer.isVisible()


def test_nothing_of_a_settled_form_changes_when_it_is_left(page, qtbot):
    form = page.form
    for name, text in (("day", "3-1"), ("moment", "+1d"), ("price", "12"), ("name", " 李 "), ("room", "1")):
        form.field(name).setText(text)
    form.field("colour").setEditText("绿")
    form.settle()
    settled = form.state()
    for field in SPEC.fields:
        form.field(field.name).setFocus()
    page.save_button.setFocus()
    QApplication.processEvents()
    assert form.state() == settled


# --------------------------------------------------------------------------------------------------- still while saving
def test_fields_stand_still_while_saving_and_what_was_handed_over_is_what_was_saved(page, window, qtbot, settle):
    form = page.form
    keys(form.field("name"), "abc", qtbot)
    commit(form.field("words"), "第一句")
    page.gate.clear()
    page.submit(printing=False)
    before = form.state()
    for field in SPEC.fields:
        widget = form.field(field.name)
        widget.setFocus()
        target = QApplication.focusWidget() or widget
        commit(target, "第二句")
        qtbot.keyClicks(target, "5")
        qtbot.keyClick(target, Qt.Key.Key_Down)
        qtbot.keyClick(target, Qt.Key.Key_Space)
        qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)
        for popup in iter(QApplication.activePopupWidget, None):
            popup.close()
    assert form.state() == before
    assert not page.can_leave(), "the outcome would be told to nobody"
    page.submit(printing=False)
    page.gate.set()
    settle()
    assert [values["words"] for values in page.kept] == ["第一句"], "saved once, without what came later"
    assert not form.is_changed()
    window.open_page("entry")
    settle()
    keys(form.field("name"), "again", qtbot)
    assert form.value("name") == "again", "and the fields take keys again"


def test_saved_is_what_was_handed_over_also_where_an_answer_fills_something_in_meanwhile(page, settle, desk):
    page.form.set_values({"name": "abc", "words": "第一句"})
    page.gate.clear()
    page.saved = lambda _result, _printing: None
    page.submit(printing=False)
    page.form.set_value("words", "第一句，第二句")
    page.gate.set()
    settle()
    assert page.form.is_changed(), "the second sentence is not saved"


# ------------------------------------------------------------------------------------------------------ all at once
def test_errors_of_form_and_service_come_together(page, settle):
    form = page.form
    form.field("moment").setText("morgen")
    form.field("price").setText("teuer")
    page.submit(printing=False)
    settle()
    assert set(form.problems()) == {"name", "moment", "price", "words"}
    assert page.kept == []
    form.set_values({"name": "abc", "words": "漏水", "price": None, "moment": None})
    page.submit(printing=False)
    settle()
    assert len(page.kept) == 1


def test_a_rehearsed_act_leaves_nothing_behind(window, desk, manager, settle, qtbot):
    """What the service would say is found by doing the act and taking it back."""
    desk.actor = manager
    known = len(staff.staff_list(desk))
    spec = FormSpec(
        "Add a member of the staff",
        (
            FieldSpec("name", "Name"),
            FieldSpec("login", "Name"),
            FieldSpec("pin", "PIN"),
            FieldSpec("day", "Date", "date"),
        ),
    )

    def save(values: dict[str, Any]) -> Any:
        return staff.add_staff(desk, staff.StaffEntry(values["login"], values["name"], "receptionist", values["pin"]))

    dialog = ActDialog(window.page(), spec, save, yes="Add").start()
    dialog.form.set_values({"name": "王五", "login": "wang", "pin": "246810"})
    dialog.form.field("day").setText("morgen")
    dialog.act()
    settle()
    assert set(dialog.form.problems()) == {"day"}
    assert len(staff.staff_list(desk)) == known
    dialog.form.set_value("day", None)
    dialog.act()
    settle()
    assert len(staff.staff_list(desk)) == known + 1


# --------------------------------------------------------------------------------------------------------- dialogs
def wide_dialog(window: Any) -> ActDialog:
    fields = (FieldSpec("a", "Name"), FieldSpec("b", "Phones", max_length=40), FieldSpec("c", "Note", "multiline"))
    return ActDialog(window.page(), FormSpec("Note", fields), lambda values: None, yes="Save").start()


@pytest.mark.parametrize("size", [(1366, 768), (911, 512)])
def test_a_long_error_beside_a_narrow_field_is_shown_whole(window, settle, size):
    from tests.ui.test_structure import clipped

    window.resize(*size)
    settle()
    dialog = wide_dialog(window)
    dialog.form.show_problems({"b": "这个号码不完整，请再看一遍来电显示，" * 8, "a": "请填写姓名。"})
    settle()
    settle()
    assert clipped(dialog) == []
    assert dialog.height() <= window.height()
    dialog.reject()


def test_sentences_over_the_fields_take_their_room_from_the_fields_not_from_the_screen(window, settle):
    window.resize(911, 512)
    settle()
    fields = tuple(FieldSpec(f"f{at}", f"Field {at}") for at in range(8))
    dialog = ActDialog(window.page(), FormSpec("Note", fields), lambda values: None, yes="Save")
    told = QWidget()
    lines = QVBoxLayout(told)
    for _at in range(3):
        lines.addWidget(theme.text("a sentence that is broken " * 4, wrap=True))
    dialog.layout().insertWidget(1, told)
    dialog.start()
    settle()
    settle()
    assert dialog.height() <= window.height()
    assert dialog.yes_button.mapTo(dialog, dialog.yes_button.rect().bottomLeft()).y() < dialog.height()
    dialog.reject()


def test_page_keys_never_reach_a_field(window, qtbot, settle):
    dialog = wide_dialog(window)
    for name in ("a", "c"):
        field = dialog.form.field(name)
        field.setFocus()
        for key in (Qt.Key.Key_5, Qt.Key.Key_P):
            qtbot.keyClick(field, key, Qt.KeyboardModifier.AltModifier)
        assert dialog.form.value(name) == ""
    dialog.reject()


def test_a_dialog_shows_its_keys(window, qtbot, settle):
    dialog = wide_dialog(window)
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.form.field("a"), Qt.Key.Key_F1)
    sheet = dialog.findChild(ManualDialog)
    assert sheet is not None
    assert sheet.isVisible()
    assert "Ctrl+Enter" in sheet.browser.toPlainText()
    sheet.reject()
    dialog.reject()


# ---------------------------------------------------------------------------------------------------------- drafts
def test_a_form_without_typed_words_leaves_no_draft_and_none_takes_the_place_of_another(
    page, window, qtbot, settle, desk
):
    keys(page.form.field("name"), "real", qtbot)
    window.open_page("today")
    for _again in range(7):
        window.open_page("entry")
        settle()
        page.form.set_value("kind", "g")
        page.form.set_value("ticked", True)
        window.open_page("today")
        settle()
    assert [state["name"] for state in kept_drafts(desk)] == ["real"]


def test_seven_entries_left_half_way_are_seven_drafts_and_one_key_leads_through_them(
    page, window, qtbot, settle, desk, clock
):
    wanted = [f"entry {number}" for number in range(7)]
    for text in wanted:
        keys(page.form.field("name"), text, qtbot)
        window.open_page("today")
        settle()
        clock.forward(minutes=1)
        window.open_page("entry")
        settle()
    keys(page.form.field("name"), "typed now", qtbot)
    seen = []
    for _each in range(9):
        qtbot.keyClick(page.form.field("name"), Qt.Key.Key_F7)
        settle()
        seen.append(page.form.value("name"))
    assert seen == [*reversed(wanted), "typed now", wanted[-1]], "and what was being typed comes round again"


def test_the_offer_says_what_it_is_and_keys_take_and_drop_it(page, window, qtbot, settle, desk):
    page.form.field("room").set_value((1, "1-1-101"))
    commit(page.form.field("words"), "客厅跳闸，空气开关合不上")
    window.open_page("today")
    settle()
    window.open_page("entry")
    settle()
    assert "1-1-101" in page._offer_words.text()
    assert "客厅跳闸" in page._offer_words.text()
    keys(page.form.field("name"), "other", qtbot)
    qtbot.keyClick(page.form.field("name"), Qt.Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    settle()
    assert not page._offer.isVisible()
    assert page.form.value("name") == "other", "what is typed is safe"
    assert page.form.field("name").hasFocus()
    assert all(not state["words"] for state in kept_drafts(desk))


def test_an_interrupted_entry_comes_back_as_it_was(page, window, qtbot, settle):
    keys(page.form.field("name"), "half", qtbot)
    window.open_page("households")  # a scan opens a record
    settle()
    window.back()
    settle()
    assert window.page() is page
    assert page.form.value("name") == "half"
    assert not page._offer.isVisible()


def test_a_draft_is_kept_while_the_typing_goes_on(page, qtbot, settle, desk):
    """A pause is not waited for: who types on and on has a draft at the latest after two seconds."""
    assert page._draft_timer.interval() <= 2000
    page._draft_timer.setInterval(40)
    field = page.form.field("name")
    field.setFocus()

    def typing() -> bool:
        qtbot.keyClicks(field, "a")
        return bool(kept_drafts(desk))

    qtbot.waitUntil(typing, timeout=5000)


def test_a_draft_expires(page, window, qtbot, settle, desk, clock):
    keys(page.form.field("name"), "old", qtbot)
    window.open_page("today")
    settle()
    clock.forward(days=31)
    assert kept_drafts(desk) == []
    drafts.save_draft(desk, "entry#1", {})
    with desk.look() as session:
        from desk.models import Draft

        assert session.query(Draft).count() == 1, "and its personal data is gone"


def test_a_code_that_was_retired_meanwhile_is_asked_anew(window, qtbot, desk, look):
    codes = [("", ""), *COLOURS]
    spec = FormSpec(
        "Log a request",
        (
            FieldSpec("kind", "Kind", "choice", choices=lambda: codes),
            FieldSpec("entry", "Category", "entry", known=lambda code: code in dict(codes)),
        ),
    )
    form = Form(spec, desk)
    qtbot.addWidget(form)
    form.set_values({"kind": "g", "entry": ("g", "绿色")})
    state = form.state()
    assert (state["kind"], state["entry"][0]) == ("g", "g")
    codes.remove(("g", "绿色"))
    other = Form(spec, desk)
    qtbot.addWidget(other)
    other.restore(state)
    assert (other.value("kind"), other.value("entry")) == ("", "")
    assert set(other.check()) == {"kind", "entry"}
    other.set_values({"kind": "r", "entry": ("r", "红色")})
    assert other.check() == {}

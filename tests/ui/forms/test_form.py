"""The form engine: keys, problems beside their fields, one or two columns, drafts."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel

from desk import ui
from desk.errors import InvalidInput, Problem
from desk.ui.forms import FieldSpec, Form, FormSpec
from desk.ui.forms.page import FormPage
from desk.ui.forms.rows import RowsField
from desk.ui.kit import translator

CITIES = [(f"c{n}", f"城市 {n}") for n in range(12)]
SPEC = FormSpec(
    "Log a request",
    (
        FieldSpec("name", "Name", required=True),
        FieldSpec("kind", "Kind", "choice", required=True, choices=lambda: [("a", "甲"), ("b", "乙")]),
        FieldSpec("city", "City", "choice", choices=lambda: CITIES),
        FieldSpec("day", "Date", "date"),
        FieldSpec("text", "Content", "multiline", span="full"),
        FieldSpec("solved", "Solved on the spot", "check", text="Solved on the spot"),
        FieldSpec("result", "Result", visible_when=lambda values: values["solved"]),
        FieldSpec("phones", "Phones", "phone-list"),
        FieldSpec("amount", "Amount", "money"),
        FieldSpec("plate", "Plate", "plate"),
        FieldSpec("unit_id", "Room", "room"),
        FieldSpec("customer_id", "Caller", "person"),
    ),
)


@pytest.fixture
def form(look, qtbot, desk):
    made = Form(SPEC, desk)
    made.resize(900, 700)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def focused(form):
    widget = QApplication.focusWidget()
    return next((name for name in form.values() if not name.endswith("_text") and widget is form.field(name)), None)


def test_values_of_every_kind(form):
    form.set_values({
        "name": "  翟田林 ", "kind": "b", "city": "c3", "day": "11-23", "text": "漏水", "solved": True, "result": "已修",
        "phones": ("13800000001", "010 6000 0000"), "amount": Decimal("1200.50"), "plate": "粤b 12345", "unit_id": (7, "1栋1单元101"),
        "customer_id": "门口的人",
    })  # fmt: skip
    values = form.values()
    assert values["name"] == "翟田林"
    assert (values["kind"], values["city"]) == ("b", "c3")
    assert values["day"] == date(2026, 11, 23)
    assert values["phones"] == ("13800000001", "010 6000 0000")
    assert values["amount"] == Decimal("1200.50")
    assert values["plate"] == "粤B12345"
    assert (values["unit_id"], values["unit_id_text"]) == (7, "1栋1单元101")
    assert (values["customer_id"], values["customer_id_text"]) == (None, "门口的人")


def test_hidden_fields_appear_when_they_matter_and_give_nothing_while_hidden(form):
    form.set_values({"solved": True, "result": "已修"})
    assert form.field("result").isVisible()
    assert form.values()["result"] == "已修"
    form.set_values({"solved": False})
    assert not form.field("result").isVisible()
    assert form.values()["result"] == ""


def test_enter_moves_on_and_leaves_a_new_line_to_shift(form, qtbot):
    form.focus_first()
    assert focused(form) == "name"
    seen = []
    for _step in range(4):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        seen.append(focused(form))
    assert seen == ["kind", "city", "day", "text"]
    area = form.field("text")
    qtbot.keyClicks(area, "a")
    qtbot.keyClick(area, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(area, "b")
    assert area.toPlainText() == "a\nb"
    qtbot.keyClick(area, Qt.Key.Key_Return)
    assert focused(form) == "solved"
    qtbot.keyClick(form.field("solved"), Qt.Key.Key_Space)
    QApplication.sendPostedEvents()
    qtbot.waitUntil(form.field("result").isVisible)
    qtbot.keyClick(form.field("solved"), Qt.Key.Key_Return)
    assert focused(form) == "result"


def test_tab_follows_the_fields(form, qtbot):
    form.focus_first()
    order = [focused(form)]
    for _step in range(5):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        order.append(focused(form))
    assert order == ["name", "kind", "city", "day", "text", "solved"]


def test_enter_in_the_last_field_ends_the_form(form, qtbot):
    form.field("customer_id").setFocus()
    with qtbot.waitSignal(form.finished):
        qtbot.keyClick(form.field("customer_id"), Qt.Key.Key_Return)


def test_missing_and_unreadable_values_are_told_beside_their_fields(form, qtbot):
    form.field("day").setText("大概明年")
    form.field("amount").setText("十块")
    problems = form.check()
    assert list(problems) == ["name", "kind", "day", "amount"]
    form.show_problems(problems)
    assert focused(form) == "name"
    assert form.problems() == problems
    cell = form.field("day").parentWidget()
    shown = [label.text() for label in cell.findChildren(QLabel) if label.isVisible()]
    assert shown == [problems["day"]]
    assert form.field("name").accessibleDescription() == problems["name"]
    qtbot.keyClicks(form.field("name"), "L")
    assert "name" not in form.problems()


def test_problems_of_a_service_without_a_field_stand_above(form):
    form.show_problems(InvalidInput([Problem("x", "此房已有业主。", "owner"), Problem("y", "姓名太长。", "name")]))
    assert form.problems() == {"": "此房已有业主。", "name": "姓名太长。"}
    form.clear_problems()
    assert form.problems() == {}


def test_a_typed_date_shows_how_it_was_understood_and_is_written_out(form, qtbot):
    line = form.field("day")
    line.setFocus()
    qtbot.keyClicks(line, "+3")
    assert "2026年11月24日" in form._cells["day"].help.text()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert line.text() == "2026-11-24"


@pytest.mark.parametrize("name", ["name", "text"])
def test_what_the_font_lacks_is_said_beside_the_field_and_taken(form, name):
    form.set_value(name, "王😡某🙏")
    assert form._cells[name].help.text() == "😡 🙏 打印时以 〓 代替。"
    assert form.field(name).value() == "王😡某🙏"
    form.set_value(name, "王䶮㛃𬱖 José")
    assert "〓" not in form._cells[name].help.text()


@pytest.mark.qt_log_ignore("grabbing the keyboard")
def test_a_long_list_is_searched_by_typing(form, qtbot):
    box = form.field("city")
    assert box.isEditable()
    box.setFocus()
    box.lineEdit().selectAll()
    qtbot.keyClicks(box, "7")
    popup = box.completer().popup()
    assert popup.isVisible()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert not popup.isVisible()
    assert (box.currentText(), form.value("city")) == ("城市 7", "c7")
    box.lineEdit().selectAll()
    qtbot.keyClicks(box, "11")
    popup.hide()
    form.field("name").setFocus()
    assert (box.currentText(), form.value("city")) == ("城市 11", "c11")  # one fits: it is meant
    box.setFocus()
    box.lineEdit().selectAll()
    qtbot.keyClicks(box, "xyz")
    form.field("name").setFocus()
    assert (box.currentText(), form.value("city")) == ("城市 11", "c11")  # none fits: what was chosen stays


@pytest.mark.qt_log_ignore("grabbing the keyboard")
@pytest.mark.parametrize(("typed", "code"), [("gcb", "eng"), ("gongc", "eng"), ("工程", "eng"), ("kf", "service")])
def test_a_short_list_takes_words_and_pinyin(look, qtbot, desk, typed, code):
    made = choosing(qtbot, desk, "department")
    write(made.field("department"), typed)
    assert made.value("department") == code


def test_what_a_list_cannot_take_goes_on_to_the_next_field_that_takes_it(look, qtbot, desk):
    made = choosing(qtbot, desk, "department")
    qtbot.keyClicks(made.field("department"), "7")
    assert QApplication.focusWidget() is made.field("count")
    assert made.field("count").text() == "7"
    made.field("department").setFocus()
    qtbot.keyClicks(made.field("department"), "v")
    assert (QApplication.focusWidget(), made.field("person").currentText()) == (made.field("person"), "v")


@pytest.mark.qt_log_ignore("grabbing the keyboard")
def test_enter_takes_the_name_on_top_and_leaving_keeps_a_name_of_ones_own(look, qtbot, desk):
    made = choosing(qtbot, desk, "person")
    box = made.field("person")
    write(box.lineEdit(), "赵")
    popup = box.completer().popup()
    assert popup.isVisible()
    assert [popup.model().index(row, 0).data() for row in range(popup.model().rowCount())] == ["赵铁柱", "老赵"]
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert made.value("person") == "赵铁柱"
    qtbot.waitUntil(made.field("words").hasFocus)
    box.setFocus()
    box.lineEdit().selectAll()
    qtbot.keyClicks(box.lineEdit(), "ztz")
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert made.value("person") == "赵铁柱"
    box.setFocus()
    box.lineEdit().selectAll()
    write(box.lineEdit(), "赵")
    popup.hide()
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    assert made.value("person") == "赵"


def write(widget, text):
    """Types characters of any script, which QTest cannot."""
    for char in text:
        QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, char))


def choosing(qtbot, desk, first):
    departments = [("", ""), ("service", "客服部"), ("eng", "工程部"), ("security", "秩序部")]
    people = [("", ""), ("赵铁柱", "赵铁柱"), ("老赵", "老赵"), ("陈刚", "陈刚")]
    made = Form(FormSpec("Choose", (
        FieldSpec("department", "Department", "choice", choices=lambda: departments),
        FieldSpec("done", "Done", "check", text="Done"),
        FieldSpec("count", "Count", "number"),
        FieldSpec("person", "Person", "choice", editable=True, choices=lambda: people),
        FieldSpec("words", "Words"),
    )), desk)  # fmt: skip
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    made.field(first).setFocus()
    return made


def test_a_code_the_list_no_longer_has_stays(form):
    form.set_value("kind", "old-code")
    assert form.value("kind") == "old-code"


def test_the_wheel_changes_nothing(form, qtbot):
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent

    form.set_value("kind", "a")
    box = form.field("kind")
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, event)
    assert form.value("kind") == "a"


def test_a_room_is_chosen_by_typing_and_enter_moves_on(form, qtbot):
    line = form.field("unit_id")
    line.setFocus()
    with qtbot.waitSignal(line.answered):
        qtbot.keyClicks(line, "1-1-101")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert form.values()["unit_id_text"] == "1栋1单元101"
    assert form.value("unit_id") is not None
    assert focused(form) == "customer_id"
    qtbot.keyClicks(line, "x")
    assert form.value("unit_id") is None
    assert "unit_id" in form.check()


def test_a_room_known_by_its_number_gets_its_name(form, settle):
    form.set_value("unit_id", 1)
    settle()
    assert form.field("unit_id").text() == "1栋1单元101"
    assert form.value("unit_id") == 1


def test_one_column_where_it_is_narrow(form, qtbot):
    top = form.field("kind").mapTo(form, form.field("kind").rect().topLeft()).y()
    assert top == form.field("name").mapTo(form, form.field("name").rect().topLeft()).y()
    form.resize(360, 900)
    qtbot.waitUntil(lambda: form._columns == 1)
    form.layout().activate()
    lefts = {
        form.field(name).mapTo(form, form.field(name).rect().topLeft()).x() for name in ("name", "kind", "day", "text")
    }
    assert len(lefts) == 1


def test_the_draft_is_plain_and_comes_back_whole(form, look, qtbot, desk):
    import json

    values = {
        "name": "李",
        "kind": "b",
        "day": "+3",
        "text": "一\n二",
        "solved": True,
        "result": "好",
        "unit_id": (3, "1栋1单元201"),
        "phones": ("13800000001",),
    }
    form.set_values(values)
    state = json.loads(json.dumps(form.state()))
    other = Form(SPEC, desk)
    qtbot.addWidget(other)
    other.restore(state)
    assert other.values() == form.values()
    assert other.is_changed()
    other.mark_saved()
    assert not other.is_changed()


def test_changes_in_a_row_come_as_one(form, qtbot):
    heard = []
    form.changed.connect(lambda: heard.append(1))
    with qtbot.waitSignal(form.changed):
        qtbot.keyClicks(form.field("name"), "abcdef")
    assert len(heard) == 1


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en"])
def test_labels_have_buddies_names_and_stars_in_each_language(form, look, language):
    translator.switch_language(look, language)
    for field in SPEC.fields:
        label = form._labels[field.name]
        assert label.buddy() is form.field(field.name)
        assert label.text().endswith("*") == field.required
        assert form.field(field.name).accessibleName() == label.text().removesuffix(" *")


class Page(FormPage):
    spec = SPEC
    draft_key = "test"
    kept: list = []

    def save(self, values):
        if values["name"] == "坏":
            raise InvalidInput([Problem("bad", "这个名字不行。", "name")])
        self.kept.append(values)
        return values["name"]

    def saved(self, result, printing):
        self.result = (result, printing)


@pytest.fixture
def page(window, settle, add_page):
    Page.kept = []
    add_page("test", Page)
    found = window.open_page("test")
    settle()
    return found


def type_draft(page, qtbot, settle, text):
    qtbot.keyClicks(page.form.field("name"), text)
    page._keep_draft()
    settle()


def test_ctrl_enter_saves_and_prints_and_ctrl_s_saves(page, qtbot, settle):
    page.form.set_values({"name": "李", "kind": "a"})
    qtbot.keyClick(page.form.field("name"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert page.result == ("李", True)
    qtbot.keyClick(page.form.field("name"), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert page.result == ("李", False)
    assert len(page.kept) == 2


def test_a_refusal_stays_in_the_form(page, qtbot, settle):
    page.form.set_values({"name": "坏", "kind": "a"})
    page.submit(printing=False)
    settle()
    assert page.form.problems() == {"name": "这个名字不行。"}
    assert page.save_button.isEnabled()
    assert page.kept == []


def test_a_draft_survives_and_is_offered_and_dropped_when_saved(page, window, qtbot, settle, desk):
    from desk.services import drafts

    type_draft(page, qtbot, settle, "abc")
    assert drafts.drafts(desk, form="test")[0].data["name"] == "abc"
    assert page._state.text()
    window.open_page("today")
    settle()
    window.open_page("test")
    settle()
    assert page.form.value("name") == ""
    assert page._offer.isVisible()
    qtbot.keyClick(page.form.field("name"), Qt.Key.Key_F7)
    assert page.form.value("name") == "abc"
    page.form.set_value("kind", "a")
    page.submit(printing=False)
    settle()
    assert drafts.drafts(desk, form="test") == []


def test_the_draft_keeps_itself_while_typing(page, qtbot, desk, settle, monkeypatch):
    from desk.services import drafts

    page._draft_timer.setInterval(1)
    qtbot.keyClicks(page.form.field("name"), "abc")
    qtbot.waitUntil(lambda: bool(drafts.drafts(desk, form="test")))


def test_leaving_keeps_the_draft_and_says_so(page, window, qtbot, settle, desk):
    from desk.services import drafts

    qtbot.keyClicks(page.form.field("name"), "abc")
    qtbot.keyClick(page.form.field("name"), Qt.Key.Key_Escape)
    settle()
    assert window.page() is not page
    assert drafts.drafts(desk, form="test")
    qtbot.mouseClick(window.messages._button, Qt.MouseButton.LeftButton)
    settle()
    assert drafts.drafts(desk, form="test") == []


def test_without_drafts_leaving_asks(page, window, qtbot, settle, monkeypatch):
    page.draft_key = ""
    qtbot.keyClicks(page.form.field("name"), "abc")
    answers = [False, True]
    monkeypatch.setattr("desk.ui.kit.messages.ask", lambda *args, **kw: answers.pop(0))
    window.back()
    assert window.page() is page
    window.back()
    assert window.page() is not page


def test_a_line_says_that_it_holds_one_line_and_how_much(form):
    form.field("name").setText("褚燕\n13800000102")
    form.field("result").setText("字" * 101)
    form.field("text").setPlainText("字" * 2001)
    found = form.check()
    assert "一行" in found["name"]
    assert "2000" in found["text"]
    form.field("name").setText("\u202a褚燕\u202c")
    assert form.value("name") == "褚燕"
    assert "name" not in form.check()


def test_every_list_of_the_window_takes_words_and_pinyin():
    """A filter as much as a field: nothing makes a drop-down list of its own."""
    root = Path(ui.__file__).parent
    own = [
        f"{file.relative_to(root)}"
        for file in root.rglob("*.py")
        if file.name != "chooser.py" and re.search(r"QComboBox\(\)|\(QComboBox[,)]", file.read_text(encoding="utf-8"))
    ]
    assert own == []


def test_a_tick_in_a_line_keeps_the_room_its_word_needs(look, qtbot):
    """However narrow the window: 「Known: yes」 was cut at 150 %."""
    spec = FieldSpec("known", "Known", "check", text="known to the centre")
    field = RowsField(FieldSpec("lines", "Lines", "lines"), None, (FieldSpec("words", "Words"), spec), (8, 1))
    qtbot.addWidget(field)
    field.show()
    field.resize(field.minimumSizeHint())
    (_words, tick), *_others = field.rows_of_cells()
    assert tick.width() >= tick.sizeHint().width()

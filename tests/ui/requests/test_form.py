"""Logging a request by keys: few of them, errors beside their fields, the slip following the typing."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QLabel

from desk.catalog import catalog
from desk.services import requests
from desk.services.kit.desk import Desk
from desk.services.requests.views import RequestFilter
from desk.ui.requests.parts import categories

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def all_requests(desk: Desk) -> Any:
    return requests.requests(desk, RequestFilter(state="all")).rows


def choose(counter: Counter, code: str) -> None:
    form = counter.page().form
    form.set_value("category", (code, "x"))


@pytest.fixture
def household(counter: Counter) -> Counter:
    """The household page of 1栋1单元101 with its owner selected."""
    counter.window.open_target(f"unit:{counter.unit}")
    counter.settle()
    counter.until(lambda: counter.page().context().get("customer_id"))
    return counter


def test_a_repair_of_a_known_caller_takes_at_most_twelve_keystrokes(household: Counter) -> None:
    counter = household
    assert counter.page().context() == {"unit_id": counter.unit, "customer_id": counter.residents()["单雄风"]}
    counter.strokes = 0
    counter.press("F3")  # the caller is filled in, the cursor stands on the kind
    form = counter.page().form
    assert form.field("kind").hasFocus()
    counter.press("Down", "Enter")  # repair
    counter.press("s", "l", "s")  # 渗漏水
    counter.until(form.field("category").list.isVisible)
    counter.press("Enter")
    assert form.field("content").hasFocus()
    counter.write("厨房水管接头渗漏，请尽快上门。")
    counter.press("Ctrl+Enter")
    assert counter.strokes <= 12
    (row,) = all_requests(counter.desk)
    view = requests.request(counter.desk, row.id)
    assert (view.kind, view.category, view.room, view.caller_name) == ("repair", "leak", "1栋1单元101", "单雄风")
    assert view.caller_phone == "138****0001"
    assert view.department == "engineering"
    assert view.number.startswith("BX-20261121-")
    assert view.number in counter.message()
    assert counter.page().title() == view.number


def test_a_room_brings_its_people_and_a_person_brings_the_phone(counter: Counter) -> None:
    counter.press("F3")
    form = counter.page().form
    assert form.field("unit_id").hasFocus()
    counter.write("1-1-101")
    counter.until(form.field("unit_id").list.isVisible)
    counter.press("Enter")
    assert form.value("unit_id") == counter.unit
    counter.until(form.field("customer_id").list.isVisible)
    counter.press("Down", "Enter")
    assert form.value("customer_id") == counter.residents()["曾丽"]
    assert form.value("caller_phone") == "138****0002"
    assert form.field("kind").hasFocus()


def test_a_name_typed_for_the_room_brings_room_and_caller(counter: Counter) -> None:
    counter.press("F3")
    form = counter.page().form
    counter.press("z", "l")  # 曾丽: zeng li
    counter.until(form.field("unit_id").list.isVisible)
    counter.press("Enter")
    assert form.value("customer_id") == counter.residents()["曾丽"]
    assert form.value("unit_id") == counter.unit


def test_each_problem_stands_beside_its_field_and_nothing_is_lost(counter: Counter) -> None:
    counter.window.new_request(counter.unit, counter.residents()["单雄风"])
    counter.settle()
    form = counter.page().form
    counter.press("Ctrl+S")
    assert set(form.problems()) == {"category", "content", "repeated_back"}, "all at once"
    assert form.field("category").hasFocus()
    choose(counter, "noise")
    form.set_value("content", "楼上连续三晚敲打。")
    counter.press("Ctrl+S")
    assert form.problems() == {"repeated_back": "请先向客户复述一遍并勾选。"} or set(form.problems()) == {
        "repeated_back"
    }
    assert all_requests(counter.desk) == ()
    counter.press("Space")
    counter.press("Ctrl+S")
    assert len(all_requests(counter.desk)) == 1


def test_a_promise_in_the_past_and_an_unknown_category_are_refused(counter: Counter) -> None:
    counter.window.new_request(counter.unit, counter.residents()["单雄风"], "repair")
    counter.settle()
    form = counter.page().form
    form.set_value("content", "灯不亮")
    form.set_value("promised_at", None)
    form.field("promised_at").setText("2026-11-20 11:00")
    form.field("category").setText("没有这样的类别")
    counter.press("Ctrl+S")
    assert "category" in form.problems()
    choose(counter, "electricity")
    counter.press("Ctrl+S")
    assert set(form.problems()) == {"promised_at"}
    assert form.value("content") == "灯不亮"
    form.field("promised_at").setText("+2h")
    counter.press("Ctrl+S")
    (row,) = all_requests(counter.desk)
    assert counter.desk.local(row.promised_at).strftime("%H:%M") == "12:00"


def test_the_urgency_proposes_the_promise_until_the_clerk_types_one(counter: Counter) -> None:
    counter.window.new_request()
    counter.settle()
    form = counter.page().form
    local = counter.desk.local
    assert local(form.value("promised_at")).strftime("%d %H:%M") == "22 10:00"
    form.set_value("severity", "urgent")
    counter.settle()
    assert local(form.value("promised_at")).strftime("%d %H:%M") == "21 12:00"
    form.field("promised_at").setText("今天 15:00")
    form.set_value("severity", "emergency")
    counter.settle()
    assert local(form.value("promised_at")).strftime("%d %H:%M") == "21 15:00"


def test_solved_on_the_spot_asks_for_the_result_instead_of_a_promise(counter: Counter) -> None:
    counter.window.new_request(counter.unit, counter.residents()["单雄风"], "enquiry")
    counter.settle()
    form = counter.page().form
    choose(counter, "charges")
    form.set_value("content", "询问物业费。")
    assert form.field("result").isHidden() or not form.field("result").isVisible()
    form.set_value("solved_on_spot", True)
    counter.settle()
    assert form.field("result").isVisible()
    assert not form.field("promised_at").isVisible()
    counter.press("Ctrl+S")
    assert set(form.problems()) == {"result"}
    counter.write("已当面解释。")
    counter.press("Ctrl+S")
    (row,) = all_requests(counter.desk)
    assert row.state == "resolved"


def test_the_slip_follows_the_typing_and_has_no_number_yet(counter: Counter) -> None:
    counter.window.new_request(counter.unit, counter.residents()["单雄风"])
    counter.settle()
    page = counter.page()
    counter.until(lambda: page.preview.pages() >= 1)
    before = page.preview.picture().copy()
    page.form.field("content").setFocus()
    with counter.qtbot.waitSignal(page.preview.rendered, timeout=3000):
        page.form.field("content").setPlainText("楼上连续三晚敲打，希望制止。")
    assert page.preview.picture() != before
    slip = page.preview._slip
    assert slip.number == ""
    assert any("楼上连续三晚敲打" in field.value for field in slip.fields)
    assert any("138****0001" in field.value for field in slip.fields)


def test_repeats_follow_room_and_category(counter: Counter) -> None:
    desk = counter.desk
    when = requests.proposed_promise(desk, "normal")
    for unit, category in ((1, "leak"), (2, "noise")):
        requests.log_request(
            desk,
            requests.RequestEntry(
                "repair", "phone", unit_id=unit, caller_name="王五", category=category, content="x", promised_at=when
            ),
        )
    counter.window.new_request(counter.unit, kind="repair")
    counter.settle()
    page = counter.page()
    assert len(page.repeats.found) == 2
    assert page.repeats.words()
    assert "BX-20261121-0001" in page.repeats.links[0].text()
    choose(counter, "drainage")
    counter.settle()
    assert [repeat.number for repeat in page.repeats.found] == ["BX-20261121-0001"]
    page.form.set_value("unit_id", None)
    counter.settle()
    assert page.repeats.words() == ""


def test_an_untouched_form_is_left_without_a_draft_and_a_touched_one_keeps_it(counter: Counter) -> None:
    from desk.services import drafts

    counter.window.new_request(counter.unit, counter.residents()["单雄风"])
    counter.settle()
    assert not counter.page().form.is_changed()
    counter.press("Esc")
    assert drafts.drafts(counter.desk, form="request") == []
    counter.press("F3")
    counter.page().form.set_value("content", "写到一半")
    counter.settle()
    counter.press("Esc")
    counter.settle()
    assert counter.page().title() != "登记投诉报修"
    assert drafts.drafts(counter.desk, form="request")
    counter.press("F3")
    counter.settle()
    counter.press("F7")
    assert counter.page().form.value("content") == "写到一半"


def test_another_kind_drops_a_category_it_does_not_have(counter: Counter) -> None:
    counter.window.new_request()
    counter.settle()
    form = counter.page().form
    choose(counter, "noise")
    counter.settle()
    form.set_value("kind", "repair")
    counter.settle()
    assert form.value("category") == ""
    assert form.value("department") == "engineering"
    form.set_value("kind", "complaint")
    counter.settle()
    assert form.value("department") == ""


def test_down_offers_the_whole_list_of_categories(counter: Counter) -> None:
    counter.window.new_request(counter.unit, counter.residents()["单雄风"], "repair")
    counter.settle()
    form = counter.page().form
    box = form.field("category")
    box.setFocus()
    counter.press("Down")
    assert box.list.isVisible()
    counter.press("Down", "Enter")
    wanted = categories("repair")[1]
    assert form.value("category") == wanted.id
    assert form.field("content").hasFocus()


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [("zs", "noise"), ("噪", "noise"), ("zaosheng", "noise"), ("noise", "noise"), ("dt", "lift"), ("sls", "leak")],
)
def test_a_category_is_found_by_words_pinyin_and_initials(typed: str, wanted: str) -> None:
    assert categories("complaint", typed)[0].id == wanted


def test_nothing_fits() -> None:
    assert categories("complaint", "qqqq") == []


@pytest.mark.parametrize("size", [(1366, 768), (911, 512)])
def test_the_form_fits_the_screen(counter: Counter, size: tuple[int, int]) -> None:
    counter.window.resize(*size)
    counter.window.new_request(counter.unit, counter.residents()["单雄风"])
    counter.settle()
    page = counter.page()
    assert counter.window.width() == size[0]
    assert page._area.horizontalScrollBar().maximum() == 0
    buttons = [page.cancel_button, page.save_button, page.print_button]
    for left, right in pairwise(buttons):
        assert right.x() - (left.x() + left.width()) >= 6
    assert buttons[-1].mapTo(counter.window, buttons[-1].rect().topRight()).x() < size[0]
    if size[0] < 1000:
        assert not page.preview.isVisible()
        counter.press("F6")
        assert page.preview.isVisible()


def test_the_language_can_change_while_the_form_is_open(counter: Counter, qapp: Any) -> None:
    from desk.ui.kit import translator

    counter.window.new_request(counter.unit, counter.residents()["单雄风"])
    counter.settle()
    form = counter.page().form
    choose(counter, "noise")
    form.set_value("content", "楼上敲打")
    counter.settle()
    try:
        translator.switch_language(qapp, "en")
        counter.settle()
        assert counter.page().save_button.text().startswith("Save")
        assert form.field("category").text() == "Noise"
        assert form.value("category") == "noise"
        assert form.value("content") == "楼上敲打"
        for page in ("today", "requests", "slips"):
            counter.window.open_page(page)
            counter.settle()
            translator.switch_language(qapp, "zh_TW")
            counter.settle()
            translator.switch_language(qapp, "en")
            counter.settle()
    finally:
        translator.switch_language(qapp, "zh_CN")


def test_a_running_incident_of_the_building_is_offered_and_joined_by_one_key(counter: Counter) -> None:
    from desk.services import drafts, incidents

    first = incidents.start_incident(counter.desk, incidents.IncidentEntry("1栋停水", "water", note="预计 18:00 恢复"))
    counter.window.new_request(counter.unit, counter.residents()["单雄风"], "repair")
    counter.settle()
    page = counter.page()
    assert "1栋停水" in page.incident_bar.words()
    assert "18:00" in page.incident_bar.words(), "what callers are told"
    choose(counter, "water")
    page.form.set_value("content", "家里停水。")
    counter.press("Ctrl+Shift+W")
    assert first.number in page.incident_bar.words()
    counter.press("Ctrl+Shift+W")
    assert page.form.value("incident_id") == "", "and taken out again"
    counter.press("Ctrl+Shift+W")
    counter.press("Esc", "F3")  # kept as a draft, and taken up again
    assert drafts.drafts(counter.desk, form="request")
    counter.press("F7")
    assert counter.page().form.value("incident_id") == str(first.id)
    counter.press("Ctrl+S")
    (row,) = all_requests(counter.desk)
    assert requests.request(counter.desk, row.id).incident == "1栋停水"


def test_the_problems_follow_the_kind(counter: Counter) -> None:
    counter.window.new_request(counter.unit, counter.residents()["单雄风"], "complaint")
    counter.settle()
    form = counter.page().form
    form.set_value("problem", "late-night")
    counter.settle()
    form.set_value("kind", "repair")
    counter.settle()
    assert form.value("problem") == ""
    assert form.field("problem").findData("late-night") < 0
    assert form.field("problem").findData("leaking") > 0


def test_a_category_retired_meanwhile_is_asked_anew_and_never_becomes_another(
    counter: Counter, counter_master: Any
) -> None:
    """A draft kept the place in the list: with an entry retired before it, it was another category."""
    from desk.services.site import catalogue

    counter.window.new_request(counter.unit, counter.residents()["单雄风"])
    counter.settle()
    form = counter.page().form
    before, _other, wanted = catalog("categories")[:3]
    form.set_value("category", (wanted.code, wanted.label))
    state = form.state()
    counter.desk.actor = counter_master[2]
    try:
        catalogue.retire_entry(counter.desk, "categories", before.code)
        form.restore(state)
        assert form.value("category") == wanted.code
        catalogue.retire_entry(counter.desk, "categories", wanted.code)
        form.restore(state)
        assert form.value("category") == ""
        counter.press("Ctrl+S")
        assert "category" in form.problems()
    finally:
        for entry in (wanted, before):
            catalogue.restore_entry(counter.desk, "categories", entry.code)


def test_what_has_to_be_filled_in_has_its_star_as_soon_as_that_is_known(counter: Counter) -> None:
    counter.window.new_request()
    counter.settle()
    form = counter.page().form

    def starred() -> set[str]:
        labels = {label.buddy(): label.text() for label in form.findChildren(QLabel) if label.buddy() is not None}
        fields = {
            name: form.field(name) for name in ("unit_id", "customer_id", "repeated_back", "promised_at", "content")
        }
        return {name for name, field in fields.items() if labels[field].endswith("*")}

    assert starred() == {"customer_id", "repeated_back", "promised_at", "content"}
    form.set_value("anonymous", True)
    form.set_value("channel", "letter")
    counter.settle()
    assert starred() == {"promised_at", "content"}
    form.set_value("kind", "repair")
    counter.settle()
    assert starred() == {"unit_id", "customer_id", "promised_at", "content"}


def test_what_repeats_is_in_sight_also_under_a_banner(counter: Counter) -> None:
    requests.log_request(
        counter.desk,
        requests.RequestEntry(
            "repair", "phone", unit_id=counter.unit, caller_name="王五", category="leak", content="x",
            promised_at=counter.clock() + timedelta(hours=2),
        ),
    )  # fmt: skip
    counter.window.new_request(counter.unit, kind="repair")
    counter.window.messages.error("磁盘已满。")
    counter.settle()
    repeats = counter.page().repeats
    assert repeats.isVisible()
    for part in (repeats, *repeats.links[:1]):
        bottom = part.mapTo(counter.window, part.rect().bottomRight())
        assert counter.window.rect().contains(bottom)
        assert part.visibleRegion().boundingRect() == part.rect()


def test_an_anonymous_complaint_takes_at_most_fifteen_keys_besides_its_words(counter: Counter) -> None:
    counter.strokes = 0
    counter.press("F3")
    form = counter.page().form
    for name in ("unit_id", "customer_id", "caller_phone", "channel", "kind"):
        assert form.field(name).hasFocus() or form.field(name).isAncestorOf(counter.focus()), name
        counter.press("Enter")
    words = counter.strokes
    counter.press(*"noise"[:2])
    words = counter.strokes - words
    counter.press("Enter")
    assert form.field("content").hasFocus()
    counter.write("夜里有人敲打管道。")
    counter.press("Enter", "Space", "Enter", "Space", "Ctrl+Enter")
    assert counter.strokes - words <= 15
    (row,) = all_requests(counter.desk)
    assert (row.kind, row.caller) == ("complaint", "")


def test_another_room_says_that_the_caller_does_not_live_there(counter: Counter) -> None:
    page = counter.window.new_request(unit_id=1, customer_id=counter.residents()["单雄风"], kind="repair")
    counter.settle()
    page.form.set_value("content", "客厅漏水")
    counter.window.open_page("today")
    counter.settle()
    counter.window.open_page("request-form")
    counter.settle()
    counter.press("F7")
    note = page.form._cells["customer_id"].note
    assert not note.text()
    for room, said in ((2, True), (1, False)):
        page.form.set_value("unit_id", (room, f"1栋1单元10{room}"))
        counter.settle()
        assert bool(note.text()) == said


def test_a_caller_who_was_looked_up_does_not_push_out_who_was_named_meanwhile(counter: Counter) -> None:
    page = counter.window.new_request(unit_id=1, kind="repair")
    counter.settle()
    box = page.form.field("customer_id")
    box.set_value((counter.residents()["单雄风"], "单雄风"))
    page._look_up(counter.residents()["单雄风"], 1)
    box.setText("王先生")  # while that is read
    counter.settle()
    assert (page.form.value("customer_id"), box.text()) == (None, "王先生")

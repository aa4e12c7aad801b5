"""Calls that wait: interrupted ones as chips, one that rings, the way from one to the next, nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication

from desk.services import calls, drafts, requests
from desk.services.households import NoteEntry, add_note
from desk.services.requests.views import RequestFilter
from desk.ui.calls.strip import CallStrip, draft_words

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


@pytest.fixture
def strip(counter: Counter) -> CallStrip:
    found = counter.window.findChild(CallStrip)
    assert found is not None
    assert found.isHidden(), "nothing waits"
    return found


def words(strip: CallStrip) -> list[str]:
    return [chip.accessibleName() for chip in strip.chips.values()]


def shown(strip: CallStrip) -> list[str]:
    """The words of the chip of the call on the screen."""
    return [chip.accessibleName() for chip in strip.chips.values() if chip.isChecked()]


def begin(counter: Counter, text: str, caller: str = "") -> Any:
    """A call taken by F3: who calls, and the first words."""
    counter.press("F3")
    form = counter.page().form
    if caller:
        counter.write(caller)
        counter.until(form.field("unit_id").list.isVisible)
        counter.press("Enter")
    form.field("content").setFocus()
    counter.write(text)
    return form


def test_an_interrupted_call_waits_by_name_and_comes_back_where_it_was(counter: Counter, strip: CallStrip) -> None:
    form = begin(counter, "客厅跳闸", "曾丽")
    begin(counter, "问停车费")
    assert strip.isVisible()
    assert words(strip)[0] == "曾丽 · 1栋1单元101 · 客厅跳闸"
    assert form.value("content") == "问停车费"
    counter.press("Ctrl+Tab")
    assert form.value("content") == "客厅跳闸"
    assert form.field("content").hasFocus()
    counter.write("，合不上")
    assert form.value("content") == "客厅跳闸，合不上", "the next word goes on behind the last"
    assert shown(strip) == ["曾丽 · 1栋1单元101 · 客厅跳闸"]
    counter.press("Ctrl+Tab")
    assert form.value("content") == "问停车费"
    counter.press("Ctrl+Tab")
    assert form.value("content") == "客厅跳闸，合不上"
    assert counter.message() == "", "a chip says enough"


def test_f3_is_a_new_call_on_any_page_but_the_households(counter: Counter, strip: CallStrip) -> None:
    known = requests.log_request(
        counter.desk,
        requests.RequestEntry(
            "repair", "phone", unit_id=1, caller_name="王五", category="leak", content="漏水",
            promised_at=requests.proposed_promise(counter.desk, "normal"),
        ),
    )  # fmt: skip
    counter.window.open_page("request", request_id=known.id)
    counter.settle()
    counter.press("F3")
    form = counter.page().form
    assert form.value("unit_id") is None
    assert form.field("unit_id").hasFocus()
    counter.window.open_page("cashier", unit_id=1)
    counter.settle()
    counter.press("F3")
    assert form.value("unit_id") is None
    counter.window.open_target("unit:1")
    counter.settle()
    counter.until(lambda: counter.page().context().get("customer_id"))
    counter.press("F3")
    assert form.value("unit_id") == 1
    assert form.value("customer_id") == counter.residents()["单雄风"]


def test_what_was_saved_or_discarded_waits_no_more(counter: Counter, strip: CallStrip) -> None:
    form = begin(counter, "厨房漏水", "曾丽")
    begin(counter, "路灯不亮")
    counter.press("Shift+F7")
    assert "丢弃" in counter.message()
    assert words(strip) == ["曾丽 · 1栋1单元101 · 厨房漏水"]
    counter.press("F12")
    assert words(strip) == ["曾丽 · 1栋1单元101 · 厨房漏水", "路灯不亮"], "and the message brings it back"
    counter.press("Ctrl+Tab")
    form.set_value("kind", "repair")
    form.set_value("category", ("leak", "渗漏水"))
    counter.press("Ctrl+S")
    assert requests.requests(counter.desk, RequestFilter(state="all")).total == 1
    assert words(strip) == ["路灯不亮"]
    assert len(drafts.drafts(counter.desk, form="request")) == 1


def test_a_scan_a_lock_and_a_new_start_lose_nothing(counter: Counter, strip: CallStrip) -> None:
    begin(counter, "客厅跳闸", "曾丽")
    counter.window.take_scan("1-1-102")
    counter.settle()
    assert words(strip) == ["曾丽 · 1栋1单元101 · 客厅跳闸"]
    clerk = counter.desk.actor
    counter.window.lock()
    counter.settle()
    assert not strip.isVisible()
    counter.desk.actor = clerk
    counter.window._enter()
    counter.settle()
    assert words(strip) == ["曾丽 · 1栋1单元101 · 客厅跳闸"]
    # A crash: another window on the same file, by the same clerk.
    from desk.ui.shell.main_window import MainWindow

    other = MainWindow(counter.desk, staff_sign_in=False)
    counter.settle()
    found = other.findChild(CallStrip)
    assert found is not None
    assert words(found) == ["曾丽 · 1栋1单元101 · 客厅跳闸"]
    other.close()
    other.deleteLater()


def test_another_clerk_has_calls_of_her_own(counter: Counter, strip: CallStrip) -> None:
    begin(counter, "客厅跳闸", "曾丽")
    counter.window.open_page("today")
    counter.settle()
    from desk.services import staff

    (other,) = [one for one in staff.staff_list(counter.desk) if one.name == "陈刚"]
    from tests.kit.site import actor

    counter.desk.actor = actor(other)
    counter.window._enter()
    counter.settle()
    assert words(strip) == []
    assert strip.isHidden()


def test_a_caller_id_box_rings_and_the_chip_knows_who(counter: Counter, strip: CallStrip) -> None:
    begin(counter, "问停车费")
    form = counter.page().form
    counter.window.call_came.emit("13800010002")
    counter.settle()
    assert form.value("content") == "问停车费", "the cursor stays where it is"
    assert form.field("content").hasFocus()
    assert words(strip)[0] == "来电：曾丽 · 1栋1单元101"
    counter.press("Ctrl+Tab")
    assert form.value("customer_id") == counter.residents()["曾丽"]
    assert form.value("unit_id") == 1
    assert form.field("kind").hasFocus()
    assert [call.state for call in calls.calls(counter.desk)] == ["taken"]
    counter.press("Ctrl+Tab")
    assert form.value("content") == "问停车费"
    assert words(strip) == ["问停车费", "曾丽 · 1栋1单元101"], (
        "a call that was taken is not lost, though nothing was typed"
    )


def test_an_unknown_number_stands_in_the_form_and_the_list_rings_back(counter: Counter, strip: CallStrip) -> None:
    counter.window.call_came.emit("021-65121234")
    counter.settle()
    assert words(strip) == ["来电：021-****1234"]
    counter.press("Ctrl+Tab")
    assert counter.page().form.value("caller_phone") == "021-65121234"
    counter.press("Ctrl+F7")
    page = counter.page()
    assert page.title() == "最近来电"
    counter.press("Alt+R")
    assert counter.message() == "021-65121234"
    counter.press("Enter")
    assert counter.page().form.value("caller_phone") == "021-65121234"


def test_it_rings_while_the_window_is_locked(counter: Counter, strip: CallStrip) -> None:
    clerk = counter.desk.actor
    counter.window.lock()
    counter.settle()
    counter.window.call_came.emit("13800010001")
    counter.settle()
    assert strip.isHidden()
    counter.desk.actor = clerk
    counter.window._enter()
    counter.settle()
    assert words(strip) == ["来电：单雄风 · 1栋1单元101"]


def test_chips_without_room_are_counted_and_reached_all_the_same(counter: Counter, strip: CallStrip) -> None:
    counter.window.resize(1024, 700)
    for number in range(7):
        begin(counter, f"第{number}位客户来电说了很长的话", "曾丽")
    counter.settle()
    visible = [chip for chip in strip.chips.values() if chip.isVisible()]
    assert 0 < len(visible) < 7
    assert strip._more.text() == f"另有 {len(strip.chips) - len(visible)} 个"
    right = max(chip.mapTo(strip, chip.rect().topRight()).x() for chip in visible)
    assert right < strip._key.mapTo(strip, strip._key.rect().topLeft()).x()
    seen = set()
    for _each in range(7):
        counter.press("Ctrl+Tab")
        seen.add(counter.page().form.value("content"))
    assert len(seen) == 7


def test_what_a_chip_says() -> None:
    assert draft_words(
        {"customer_id": [3, "谭文"], "unit_id": [1, "1-1-101"], "content": "客厅跳闸，空气开关合不上"}
    ) == ("谭文 · 1-1-101 · 客厅跳闸，空气开关合…")
    assert draft_words({"customer_id": "门口的人", "caller_phone": "139"}) == "门口的人"
    assert draft_words({"caller_phone": "13900001234"}) == "13900001234"
    assert draft_words({"anonymous": True, "content": "噪声"}) == "匿名 · 噪声"
    assert draft_words({}) == "新来电"


# ------------------------------------------------------------------------------------------------- the card beside the form
def test_the_card_tells_while_she_types_and_one_key_joins_what_runs(counter: Counter, strip: CallStrip) -> None:
    desk = counter.desk
    first = requests.log_request(
        desk,
        requests.RequestEntry(
            "repair", "phone", unit_id=1, caller_name="单雄风", category="leak", content="厨房漏水",
            promised_at=requests.proposed_promise(desk, "normal"),
        ),
    )  # fmt: skip
    add_note(desk, 1, NoteEntry("家有犬只", desk.today().replace(year=2027)))
    form = begin(counter, "还在漏，请快来", "曾丽")
    page = counter.page()
    card = page.caller_card
    assert card.isVisible()
    assert [line.text for line in card.shown.lines] == ["家有犬只"]
    assert "本户 1 件" in page.repeats.words()
    assert card.button.accessibleName() == f"同 {first.number}"
    bottom = card.mapTo(counter.window, card.rect().bottomLeft()).y()
    assert bottom < counter.window.height(), "on the screen, not below the last field"
    counter.press("Ctrl+Shift+L")
    assert counter.page().title() == first.number
    assert first.number in counter.message()
    event = requests.request(desk, first.id).events[-1]
    assert (event.kind, event.note) == ("again", "还在漏，请快来")
    assert requests.requests(desk, RequestFilter(state="all")).total == 1
    assert drafts.drafts(desk, form="request") == []
    assert words(strip) == []
    counter.press("F3")
    assert form.value("content") == ""


def test_the_next_running_request_is_named_by_a_key(counter: Counter) -> None:
    desk = counter.desk
    numbers = [
        requests.log_request(
            desk,
            requests.RequestEntry(
                "repair", "phone", unit_id=1, caller_name="单雄风", category=category, content="x",
                promised_at=requests.proposed_promise(desk, "normal"),
            ),
        ).number
        for category in ("leak", "noise")
    ]  # fmt: skip
    begin(counter, "再问一下", "曾丽")
    card = counter.page().caller_card
    assert card.chosen().number == numbers[1]
    counter.press("Ctrl+PgDown")
    assert card.chosen().number == numbers[0]
    counter.press("Ctrl+PgDown")
    assert card.chosen().number == numbers[1]


def test_in_a_narrow_window_the_card_stands_over_the_fields(counter: Counter) -> None:
    add_note(counter.desk, 1, NoteEntry("家有犬只", counter.desk.today().replace(year=2027)))
    counter.window.resize(1024, 700)
    counter.settle()
    begin(counter, "还在漏", "曾丽")
    card = counter.page().caller_card
    assert card.isVisible()
    assert (
        card.mapTo(counter.window, card.rect().topLeft()).y()
        < counter.page().form.mapTo(counter.window, counter.page().form.rect().topLeft()).y()
    )
    counter.window.resize(1366, 768)
    counter.settle()
    assert card.isVisible()


# ------------------------------------------------------------------------------------------------------ times by one key
@pytest.mark.parametrize(("key", "said"), [("1", "21 12:00"), ("2", "21 18:00"), ("3", "22 10:00")])
def test_a_figure_promises_a_time(counter: Counter, key: str, said: str) -> None:
    counter.press("F3")
    field = counter.page().form.field("promised_at")
    assert [chip.accessibleName() for chip in field.chips.buttons] == ["1  12:00", "2  18:00", "3  明天 10:00"]
    field.setFocus()
    field.selectAll()
    counter.press(key)
    local = counter.desk.local(counter.page().form.value("promised_at"))
    assert local.strftime("%d %H:%M") == said
    counter.press("Enter")
    assert field.text().endswith(said[3:])


def test_a_time_that_begins_with_such_a_figure_is_still_a_time(counter: Counter) -> None:
    counter.press("F3")
    field = counter.page().form.field("promised_at")
    field.setFocus()
    field.selectAll()
    counter.press("1", "5")
    counter.write(":30")
    assert counter.desk.local(field.value()).strftime("%d %H:%M") == "21 15:30"


# ----------------------------------------------------------------------------------------------- no field moves by a choice
def places(form: Any) -> dict[str, tuple[int, int]]:
    """Where the fields stand that are always shown."""
    QApplication.processEvents()
    return {
        name: (cell.x(), cell.y())
        for name, cell in form._cells.items()
        if cell.spec.visible_when is None and not cell.isHidden()
    }


def test_no_field_of_a_request_moves_because_of_a_choice(counter: Counter) -> None:
    counter.press("F3")
    form = counter.page().form
    before = places(form)
    for kind in ("repair", "praise", "suggestion", "complaint"):
        form.set_value("kind", kind)
        counter.settle()
        assert places(form) == before, kind
    for spot in (True, False):
        form.set_value("solved_on_spot", spot)
        counter.settle()
        assert places(form) == before


def test_no_field_of_a_person_moves_because_of_a_choice(counter: Counter) -> None:
    counter.window.open_page("person", unit_id=2)
    counter.settle()
    form = counter.page().form
    assert form.value("role") == "owner", "the first one of an empty room"
    before = places(form)
    for role in ("member", "tenant", "owner"):
        form.set_value("role", role)
        counter.settle()
        assert places(form) == before, role


def test_f4_on_an_empty_room_takes_four_keys(counter: Counter) -> None:
    counter.window.open_target("unit:2")
    counter.settle()
    counter.strokes = 0
    counter.press("F4")
    counter.write("冯程程")
    form = counter.page().form
    assert form.field("name").hasFocus() or form.value("name") == "冯程程"
    assert form.value("role") == "owner"
    assert counter.strokes == 1


def test_a_small_screen_shows_one_sentence_and_the_field_being_typed(counter: Counter) -> None:
    """1366×768 at 150 %: the card leaves the fields room."""
    add_note(counter.desk, 1, NoteEntry("家有犬只", counter.desk.today().replace(year=2027)))
    for category in ("leak", "noise"):
        requests.log_request(
            counter.desk,
            requests.RequestEntry(
                "repair", "phone", unit_id=1, caller_name="单雄风", category=category, content="x",
                promised_at=requests.proposed_promise(counter.desk, "normal"),
            ),
        )  # fmt: skip
    counter.window.resize(911, 512)
    counter.settle()
    form = begin(counter, "还在漏", "曾丽")
    counter.settle()
    page = counter.page()
    assert len(page.caller_card._shown_lines()) == 1
    assert "家有犬只" in page.caller_card._shown_lines()[0].text
    assert "本户 2 件" in page.caller_card._shown_lines()[0].text
    field = form.field("content")
    top = field.mapTo(counter.window, field.rect().topLeft()).y()
    area = page._area
    assert area.mapTo(counter.window, area.rect().topLeft()).y() <= top
    assert top + 20 < area.mapTo(counter.window, area.rect().bottomLeft()).y()


@pytest.mark.parametrize("width", [1366, 1024, 911])
def test_the_words_of_the_times_are_whole(counter: Counter, width: int) -> None:
    counter.window.resize(width, 700)
    counter.settle()
    counter.press("F3")
    chips = counter.page().form.field("promised_at").chips
    for chip in chips.buttons:
        assert chip.width() >= chip.sizeHint().width()

"""Ctrl+Z takes back the last minute from any page, and leaves text fields their own (handbook S34)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit

from desk import features
from desk.services import requests
from desk.services.requests.views import RequestFilter
from tests.services.request_site import log

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def opened(counter: Counter, **entry: Any) -> int:
    """A repair that was taken down five minutes ago, on its page."""
    job = log(counter.desk, **{"kind": "repair", "category": "leak", **entry})
    counter.clock.forward(minutes=5)
    counter.window.open_target(f"request:{job.id}")
    counter.settle()
    return job.id


def assign(counter: Counter) -> None:
    """By keys, on the page of the request."""
    counter.press("Enter")
    counter.page().acts.dialog.form.set_value("department", "security")
    counter.page().acts.dialog.form.set_value("responsible", "陈刚")
    counter.press("Ctrl+Enter")


def kinds(counter: Counter, request_id: int) -> list[str]:
    return [event.kind for event in requests.request(counter.desk, request_id).events]


def all_requests(counter: Counter) -> Any:
    return requests.requests(counter.desk, RequestFilter(state="all")).rows


def test_an_act_is_undone_by_its_key_also_on_another_page(counter: Counter) -> None:
    job = opened(counter)
    assign(counter)
    button = counter.window.undoer.button
    assert counter.window.messages._undo.isVisible()
    assert not button.isVisible(), "one of them is enough"
    counter.window.messages.clear()
    assert button.isVisible()
    assert button.text() == "撤销（60 秒）  Ctrl+Z"
    counter.clock.forward(seconds=20)
    counter.until(lambda: "40" in button.text())
    counter.window.open_page("today")
    counter.settle()
    assert button.isVisible(), "it survives a change of page"
    counter.press("Ctrl+Z")
    assert counter.message() == "已撤销：BX-20261121-0001 已派工给 陈刚。"
    assert (requests.request(counter.desk, job).state, kinds(counter, job)) == ("received", ["received"])
    assert not button.isVisible(), "nothing else was done in the last minute"
    counter.press("Ctrl+Z")
    assert counter.message() == "最近一分钟内没有可以撤销的操作。"


def test_the_second_time_it_takes_back_the_act_before(counter: Counter) -> None:
    job = opened(counter)
    assign(counter)
    counter.press("Ctrl+R")
    counter.write("已劝止。")
    counter.press("Ctrl+Enter")
    assert requests.request(counter.desk, job).state == "resolved"
    counter.press("Ctrl+Z")
    assert requests.request(counter.desk, job).state == "assigned"
    assert counter.message().endswith("再按 Ctrl+Z 撤销：BX-20261121-0001 已派工给 陈刚。")
    counter.press("Ctrl+Z")
    assert kinds(counter, job) == ["received"]


def test_the_message_carries_it_and_its_button_does_the_same(counter: Counter) -> None:
    job = opened(counter)
    assign(counter)
    button = counter.window.messages._undo
    assert button.isVisible()
    assert button.text().startswith("撤销（60 秒）")
    button.click()
    counter.settle()
    assert kinds(counter, job) == ["received"]


def test_a_minute_later_it_is_gone(counter: Counter) -> None:
    job = opened(counter)
    assign(counter)
    counter.clock.forward(seconds=60)
    counter.until(lambda: not counter.window.undoer.button.isVisible())
    counter.press("Ctrl+Z")
    assert counter.message() == "最近一分钟内没有可以撤销的操作。"
    assert requests.request(counter.desk, job).state == "assigned"


def test_a_text_field_with_typed_changes_keeps_the_key(counter: Counter) -> None:
    job = opened(counter)
    assign(counter)
    counter.window.focus_finder()
    counter.press("1", "0")
    field = counter.focus()
    assert isinstance(field, QLineEdit)
    assert field.text() == "10"
    counter.press("Ctrl+Z")
    assert field.text() == ""
    assert requests.request(counter.desk, job).state == "assigned"
    counter.press("Ctrl+Z")
    assert requests.request(counter.desk, job).state == "received", "nothing typed is left in the field: the act's turn"


def test_a_saved_request_comes_back_as_it_was_typed(counter: Counter) -> None:
    counter.window.open_target(f"unit:{counter.unit}")
    counter.settle()
    counter.until(lambda: counter.page().context().get("customer_id"))
    counter.press("F3", "Down", "Enter", "s", "l", "s")
    counter.until(counter.page().form.field("category").list.isVisible)
    counter.press("Enter")
    counter.write("厨房水管接头渗漏，请尽快上门。")
    typed = counter.page().form.state()
    counter.press("Ctrl+S")
    (row,) = all_requests(counter)
    counter.press("Ctrl+Z")
    view = requests.request(counter.desk, row.id)
    assert (view.state, [slip.state for slip in view.slips]) == ("cancelled", ["void"])
    assert "录入的内容已存为草稿。" in counter.message()
    counter.press("F12")
    counter.until(lambda: counter.page().form.state() == typed)
    counter.press("Ctrl+S")
    assert [row.state for row in all_requests(counter)] == ["received", "cancelled"]


def test_what_cannot_be_undone_says_what_to_do_instead(counter: Counter) -> None:
    from desk.services import slips

    opened(counter)
    slips.print_copy(counter.desk, "BX-20261121-0001")
    counter.press("Ctrl+Z")
    assert counter.message() == "已打印的纸张不能撤销：请收回纸张，单据有误的请作废。"


def test_the_message_of_what_time_did_does_not_carry_the_way_back_of_the_act_before(counter: Counter) -> None:
    opened(counter)
    assign(counter)
    assert counter.window.messages._undo.isVisible()
    nightly = next(each.code for each in features.each("acts") if each.undo is features.kit.TIME)
    with counter.desk.act(nightly) as act:
        act.about("site", 1)
    counter.window.messages.info("已核算。")
    assert not counter.window.messages._undo.isVisible()
    assert counter.window.undoer.button.isVisible()  # the line at the bottom keeps it

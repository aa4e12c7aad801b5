"""The page of a request: what is shown, and the acts by keys from assigning to closing and reopening."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from desk.services import requests
from desk.services.requests import RequestEntry

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def log(counter: Counter, kind: str = "complaint", **other: Any) -> int:
    entry = {
        "kind": kind,
        "channel": "phone",
        "unit_id": counter.unit,
        "customer_id": counter.residents()["单雄风"],
        "category": "noise" if kind == "complaint" else "leak",
        "content": "楼上连续三晚敲打。",
        "repeated_back": True,
        "promised_at": requests.proposed_promise(counter.desk, "normal"),
        **other,
    }
    return requests.log_request(counter.desk, RequestEntry(**entry)).id


def open_it(counter: Counter, request_id: int) -> Any:
    counter.window.open_target(f"request:{request_id}")
    counter.settle()
    assert counter.page().view() is not None
    return counter.page()


def test_a_repair_from_assigning_to_closing_by_keys(counter: Counter) -> None:
    request_id = log(counter, "repair")
    page = open_it(counter, request_id)
    assert page.buttons["assign"].hasFocus()
    assert not page.buttons["close"].isEnabled()
    counter.press("Enter")
    form = page.acts.dialog.form
    form.set_value("department", "security")
    counter.press("Ctrl+Enter")
    assert set(form.problems()) == {"responsible"}, "nothing is assigned to nobody"
    counter.write("陈刚")
    counter.press("Ctrl+Enter")
    assert page.acts.dialog is None
    view = requests.request(counter.desk, request_id)
    assert (view.state, view.responsible) == ("assigned", "陈刚")
    assert [slip.kind for slip in view.slips] == ["complaint", "dispatch"]
    assert view.slips[-1].number in counter.message(), "no printer: the work order is saved and says so"
    assert page.view().state == "assigned"
    counter.press("Ctrl+R")
    counter.write("已上门劝阻，邻居答应不再施工。")
    counter.press("Ctrl+Enter")
    assert requests.request(counter.desk, request_id).state == "resolved"
    counter.press("Ctrl+E")
    counter.write("业主签字确认")
    counter.press("Ctrl+Enter")
    view = requests.request(counter.desk, request_id)
    assert (view.state, view.events[-1].note) == ("closed", "业主签字确认")
    assert page.buttons["reopen"].isEnabled()
    assert not page.buttons["assign"].isEnabled()
    assert view.number in counter.message()


def test_closing_a_complaint_asks_for_what_is_missing_and_keeps_what_is_typed(counter: Counter) -> None:
    """DOMAIN A4: not without cause and callback."""
    request_id = log(counter, responsible="陈刚", department="security")
    requests.resolve(counter.desk, request_id, result="已劝阻")
    page = open_it(counter, request_id)
    counter.press("Ctrl+E")
    form = page.acts.dialog.form
    assert "cause" in form.values()
    assert "result" not in form.values(), "what is known already is not asked again"
    counter.press("Ctrl+Enter")
    assert "cause" in form.problems()
    counter.write("邻居夜间装修")
    counter.press("Ctrl+Enter")
    assert form.problems()[""], "the callback is missing: said above the fields"
    assert form.value("cause") == "邻居夜间装修"
    assert requests.request(counter.desk, request_id).state == "resolved"
    counter.press("Esc")


def test_reopening_and_cancelling_need_a_reason(counter: Counter) -> None:
    request_id = log(counter, "repair")
    page = open_it(counter, request_id)
    counter.press("Ctrl+Del")
    form = page.acts.dialog.form
    counter.press("Ctrl+Enter")
    assert set(form.problems()) == {"reason"}
    counter.write("业主自己修好了")
    counter.press("Ctrl+Enter")
    assert requests.request(counter.desk, request_id).state == "cancelled"
    counter.press("Ctrl+O")
    counter.write("又漏了")
    counter.press("Ctrl+Enter")
    view = requests.request(counter.desk, request_id)
    assert (view.state, view.reopened) == ("received", 1)
    assert [event.kind for event in view.events][-2:] == ["cancelled", "reopened"]
    assert page.view() == view


def test_a_note_goes_into_the_history(counter: Counter) -> None:
    page = open_it(counter, log(counter, "repair"))
    counter.press("Ctrl+N")
    counter.write("业主晚上七点后在家")
    counter.press("Ctrl+Enter")
    assert page.view().events[-1].note == "业主晚上七点后在家"


def test_an_act_that_is_not_possible_says_so(counter: Counter) -> None:
    page = open_it(counter, log(counter, "repair"))
    counter.press("Ctrl+E")
    assert page.acts.dialog is None
    assert page.view().number in counter.message()


def test_esc_leaves_an_act_without_doing_it(counter: Counter) -> None:
    request_id = log(counter, "repair")
    page = open_it(counter, request_id)
    counter.press("Ctrl+N")
    counter.write("x")
    counter.press("Esc")
    assert page.acts.dialog is None
    assert len(page.view().events) == 1
    assert counter.page() is page


def test_what_is_overdue_is_said_in_words(counter: Counter) -> None:
    request_id = log(counter, "repair")
    counter.clock.forward(days=2)
    page = open_it(counter, request_id)
    assert page.view().overdue
    assert page._late.text()


def test_a_new_request_is_about_the_same_household(counter: Counter) -> None:
    open_it(counter, log(counter, "repair"))
    counter.press("F3")
    form = counter.page().form
    assert (form.value("unit_id"), form.value("customer_id")) == (counter.unit, counter.residents()["单雄风"])


def test_the_room_is_one_key_away(counter: Counter) -> None:
    open_it(counter, log(counter, "repair"))
    counter.press("Ctrl+H")
    assert counter.page().context()["unit_id"] == counter.unit


@pytest.mark.parametrize("size", [(1366, 768), (911, 512)])
def test_the_page_fits(counter: Counter, size: tuple[int, int]) -> None:
    counter.window.resize(*size)
    page = open_it(counter, log(counter, content="很长的内容。" * 60))
    from PySide6.QtWidgets import QScrollArea

    area = page.findChild(QScrollArea)
    assert area.horizontalScrollBar().maximum() == 0

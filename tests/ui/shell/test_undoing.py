"""Ctrl+Z takes back the last act from any page, and leaves text fields their own (handbook S34)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from desk.services import requests
from desk.services.requests.views import RequestFilter
from tests.services.request_site import log

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def opened(counter: Counter, request_id: int) -> None:
    counter.window.open_target(f"request:{request_id}")
    counter.settle()


def assigned(counter: Counter) -> int:
    """A repair of the form's own, assigned by keys."""
    job = log(counter.desk, kind="repair", category="leak")
    counter.clock.forward(minutes=5)
    opened(counter, job.id)
    counter.press("Enter")
    form = counter.window.findChildren(QLineEdit)  # the dialog's fields exist
    assert form
    return job.id


def test_an_act_is_undone_by_its_key_after_the_page_was_changed(counter: Counter) -> None:
    job = log(counter.desk, kind="repair", category="leak")
    counter.clock.forward(minutes=5)
    opened(counter, job.id)
    page = counter.page()
    page.act(lambda: requests.add_note(counter.desk, job.id, "钥匙在前台"), lambda _view: page.shell.messages.info("已备注"))
    counter.settle()
    assert counter.window.undoer.button.isVisible()
    assert "60" in counter.window.undoer.button.text() and "Ctrl+Z" in counter.window.undoer.button.text()
    counter.press("Alt+1") if False else counter.window.open_page("today")
    counter.settle()
    assert counter.window.undoer.button.isVisible(), "it survives a change of page"
    counter.window.focus_finder()
    counter.press("Ctrl+Z")
    assert "已备注" in counter.message()
    assert [event.kind for event in requests.request(counter.desk, job.id).events] == ["received"]
    assert not counter.window.undoer.button.isVisible()
    counter.press("Ctrl+Z")
    assert counter.message() == "最近一分钟内没有可以撤销的操作。"


def test_a_saved_request_comes_back_as_it_was_typed(counter: Counter) -> None:
    counter.window.open_page("request-form", unit_id=counter.unit)
    counter.settle()
    form = counter.page().form
    form.set_value("kind", "enquiry")
    form.set_value("category", ("noise", "x"))
    form.set_value("content", "几点可以装修？")
    form.set_value("solved_on_spot", True)
    form.set_value("result", "已告知")
    typed = form.state()
    counter.press("Ctrl+S")
    (row,) = requests.requests(counter.desk, RequestFilter(state="all")).rows
    counter.press("Ctrl+Z")
    view = requests.request(counter.desk, row.id)
    assert view.state == "cancelled"
    assert "草稿" in counter.message()
    counter.press("F12")
    assert counter.page().form.state() == typed

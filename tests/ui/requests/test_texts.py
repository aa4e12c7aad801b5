"""One key puts the fitting text on the clipboard and says so; the message notes it."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtGui import QGuiApplication

from desk.services import requests
from desk.services.requests import RequestEntry

pytest_plugins = ["tests.ui.counter"]


def test_one_key_copies_the_next_and_the_message_notes_it(counter):
    promised = counter.desk.clock() + timedelta(hours=3)
    entry = RequestEntry(
        "repair", "phone", caller_name="王五", category="leak", content="漏水", place="1栋", promised_at=promised
    )
    made = requests.log_request(counter.desk, entry)
    counter.window.open_page("request", request_id=made.id)
    counter.settle()
    counter.press("Ctrl+F8")
    copied = QGuiApplication.clipboard().text()
    assert made.number in copied
    assert copied in counter.message()
    counter.press("Ctrl+F8")
    assert QGuiApplication.clipboard().text() != copied
    counter.window.messages.act()
    counter.settle()
    note = requests.request(counter.desk, made.id).events[-1].note
    assert note == f"已发送：{QGuiApplication.clipboard().text()}"

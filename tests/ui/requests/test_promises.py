"""The calendar of promises by keys, and the line beside a promise."""

from __future__ import annotations

from datetime import timedelta

from desk.services import requests
from desk.services.requests import RequestEntry

pytest_plugins = ["tests.ui.counter"]


def job(counter, who="陈刚"):
    promised = counter.desk.clock() + timedelta(hours=3)
    entry = RequestEntry(
        "repair", "phone", caller_name="王五", category="leak", content="漏水", place="1栋", promised_at=promised
    )
    made = requests.log_request(counter.desk, entry)
    return requests.assign(counter.desk, made.id, department="security", responsible=who) if who else made


def test_a_week_by_keys(counter):
    made = job(counter)
    job(counter, "")
    counter.window.open_page("promises")
    counter.settle()
    page = counter.page()
    assert page.view().total.total == 2
    assert page.week.table.total() == 3  # all, nobody yet, 陈刚
    counter.press("Down", "Down")
    assert (page.jobs.table.total(), page.jobs.table.current().id) == (1, made.id)
    page.jobs.table.view.setFocus()
    counter.press("Enter")
    assert counter.page().view().id == made.id
    counter.press("Esc")
    counter.page().step(7)
    counter.settle()
    assert counter.page().view().total.total == 0
    counter.page().step(-7)
    counter.settle()
    assert counter.page().view().total.total == 2


def test_the_line_beside_a_promise_says_how_full_the_day_is(counter):
    job(counter)
    counter.press("F3")
    form = counter.page().form
    form.set_values({"responsible": "陈刚", "promised_at": counter.desk.clock() + timedelta(hours=4)})
    counter.settle()
    said = form._cells["promised_at"].note.text()
    assert "当天已承诺 1 件。 其中 陈刚 1 件。" in said

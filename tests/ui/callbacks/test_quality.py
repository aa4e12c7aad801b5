"""The monthly quality sample: drawn by a supervisor, visits with signatures, the rates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk.services import requests, staff
from desk.services.callbacks import quality
from desk.services.requests import RequestEntry

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def complaints(counter: Counter, count: int) -> None:
    for _each in range(count):
        entry = RequestEntry(
            "complaint",
            "phone",
            unit_id=1,
            customer_id=counter.residents()["单雄风"],
            category="noise",
            content="楼上连续三晚敲打。",
            repeated_back=True,
            promised_at=requests.proposed_promise(counter.desk, "normal"),
        )
        requests.log_request(counter.desk, entry)


def open_page(counter: Counter) -> Any:
    counter.window.open_page("quality")
    counter.settle()
    return counter.page()


def test_a_receptionist_draws_with_the_word_of_a_supervisor_only(counter: Counter) -> None:
    complaints(counter, 3)
    page = open_page(counter)
    assert page.sample() is None
    counter.press("Ctrl+J", "Esc")
    assert page.sample() is None
    assert counter.message()
    counter.press("Ctrl+J")
    counter.write("246810")
    counter.press("Ctrl+Enter")
    assert page.sample() is not None


def test_a_month_without_complaints_says_so(counter: Counter) -> None:
    staff.sign_in(counter.desk, "zhou", "246810")
    page = open_page(counter)
    counter.press("Ctrl+J")
    assert page.sample() is None
    assert counter.message()


def test_drawing_visiting_and_the_rates(counter: Counter) -> None:
    complaints(counter, 11)
    staff.sign_in(counter.desk, "chen", "246810")
    page = open_page(counter)
    counter.press("Ctrl+J")
    found = page.sample()
    assert (found.population, len(found.items), found.doors_needed) == (11, 2, 1)
    assert not page.buttons["draw"].isEnabled(), "nothing is missing"
    assert found.seed in page._drawn.text()
    assert page.table.total() == 2
    page.table.select(lambda row: row.at_door)
    page.table.view.setFocus()
    counter.press("Enter")
    form = page.dialog.form
    assert form.value("at_door")
    form.set_value("score", "2")
    counter.settle()
    counter.press("Ctrl+Enter")
    assert set(form.problems()) == {"reasons"}
    form.set_value("score", "5")
    counter.press("Ctrl+Enter")
    assert page.sample().done == 0, "a door visit without a signature does not count"
    assert page.figures[1].value.text() == "0.0%"
    counter.press("Enter")
    form = page.dialog.form
    assert form.value("score") == "5", "what was noted is there to be completed"
    form.set_value("signed", True)
    form.set_value("signer", "")
    counter.settle()
    counter.press("Ctrl+Enter")
    assert set(form.problems()) == {"signer"}
    form.set_value("signer", "单雄风")
    counter.press("Ctrl+Enter")
    found = quality.sample(counter.desk, counter.desk.today())
    assert (found.done, found.doors_done) == (1, 1)
    assert page.figures[2].value.text() == "100.0%"
    complaints(counter, 10)
    counter.press("F5")
    assert page.buttons["draw"].isEnabled(), "more complaints came: the sample lacks one"
    counter.press("Ctrl+J")
    assert len(page.sample().items) == 3


def test_other_months(counter: Counter) -> None:
    page = open_page(counter)
    counter.press("Ctrl+PgDown")
    assert (page.month().year, page.month().month) == (2026, 11), "not beyond this month"
    counter.press("Ctrl+PgUp")
    assert page.month().month == 10
    assert page._month_words.text()


def test_it_fits_a_small_screen(counter: Counter) -> None:
    complaints(counter, 3)
    staff.sign_in(counter.desk, "zhou", "246810")
    counter.window.resize(911, 512)
    page = open_page(counter)
    counter.press("Ctrl+J")
    assert page.table.view.height() > 60
    assert counter.window.width() == 911

"""Greetings by keys: a list made from the birthdays of today, people noted as greeted, an occasion of the site's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from desk.models import Customer
from desk.services import letters as service
from desk.services.households import consents_of, give_consent, withdraw_consent
from desk.ui.kit import printing
from tests.kit.site import PIN
from tests.ui.letters.test_letters import dialog, in_use, no_dialog

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


@pytest.fixture(autouse=True)
def no_printer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "available_printers", list)


@pytest.fixture(autouse=True)
def agreed(counter: Counter) -> None:
    """曾丽 has her birthday today, both agreed to greetings."""
    people = counter.residents()
    for customer_id in people.values():
        give_consent(counter.desk, customer_id, "greetings")
    today = counter.desk.today()
    with counter.desk.act("test.birthday") as act:
        act.session.execute(
            update(Customer)
            .where(Customer.id == people["曾丽"])
            .values(birthday_month=today.month, birthday_day=today.day, birthday_calendar="solar")
        )


def test_birthdays_are_listed_and_greeted(counter: Counter) -> None:
    counter.window.open_page("greetings")
    counter.settle()
    page = counter.page()
    counter.until(lambda: page.table.total() == 1)
    assert (page.table.current().name, page.table.current().id) == ("曾丽", 0)
    counter.press("Ctrl+A", "Ctrl+J")
    assert "尚未列入名单" in counter.message()
    counter.press("Esc", "Insert")
    greet = counter.page()
    counter.until(lambda: greet.to_write.total() == 1)
    assert greet.form.value("occasion") == "birthday"
    counter.press("Ctrl+Enter")
    counter.until(lambda: counter.page() is page and page.table.total() == 1)
    assert page.table.current().state == "due"
    counter.press("Ctrl+R")
    assert dialog().form.has_field("note")
    counter.press("Ctrl+Enter")
    no_dialog()
    assert service.greeting_counts(counter.desk)["missed"] == 1
    counter.press("Ctrl+J")
    assert dialog().form.has_field("note")
    counter.press("Ctrl+Enter")
    no_dialog()
    assert service.greeting_counts(counter.desk)["done"] == 1
    counter.press("Ctrl+1")
    counter.until(lambda: type(counter.page()).__name__ == "GreetingRunsPage" and counter.page().table.total() == 1)


def test_cards_of_an_occasion_are_shown_and_written(counter: Counter) -> None:
    in_use(counter, name="贺卡", kind="greeting", text="{称呼}：\n祝您节日快乐。")
    counter.window.open_page("occasions")
    counter.settle()
    page = counter.page()
    page.table.select(lambda row: row.code == "christmas")
    counter.press("Enter")
    greet = counter.page()
    counter.until(lambda: greet.to_write.total() == 2)
    assert not greet.preview.pages()
    greet.form.set_value("means", "card")
    counter.until(lambda: greet.preview.pages() == 1)
    counter.press("Ctrl+S")
    counter.until(lambda: type(counter.page()).__name__ == "GreetingsPage" and counter.page().table.total() == 2)
    assert len(service.greeting_runs(counter.desk).rows[0].numbers) == 2


def test_the_site_adds_an_occasion_of_its_own(counter: Counter) -> None:
    counter.window.open_page("occasions")
    counter.settle()
    page = counter.page()
    before = page.table.total()
    counter.press("Insert")
    at = dialog()
    at.form.set_values({"name": "社区日", "rule": "nth", "month": 12, "nth": "2", "weekday": "6"})
    at.approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    no_dialog()
    counter.until(lambda: page.table.total() == before + 1)
    page.table.select(lambda row: row.own)
    counter.press("Ctrl+Del")
    dialog().approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    no_dialog()
    counter.until(lambda: page.table.total() == before)


def test_a_resident_agrees_to_greetings_on_the_page_of_the_household(counter: Counter) -> None:
    """Without a membership, too; what is in force is not asked again."""
    who = counter.residents()["曾丽"]
    withdraw_consent(counter.desk, who, "greetings")
    counter.window.open_page("household", unit_id=1)
    page: Any = counter.page()
    counter.until(lambda: page.selected() is not None)
    page.people.select(lambda row: row.customer_id == who)
    counter.settle()
    assert not page.selected().greets
    counter.press("Ctrl+Y")
    asked = dialog()
    asked.form.set_value("register", False)
    counter.press("Ctrl+Enter")
    assert asked.form.problems()  # nothing is ticked
    asked.form.set_value("register", True)
    asked.form.set_value("greetings", True)
    counter.press("Ctrl+Enter")
    no_dialog()
    counter.settle()
    assert set(consents_of(counter.desk, who)) >= {"register", "greetings"}
    counter.press("Ctrl+Y")
    counter.settle()
    no_dialog()  # there is nothing left to agree to


def test_the_card_that_is_proposed_fits_the_occasion(counter: Counter) -> None:
    """Nobody gets a birthday card at Christmas because it stands first; what was chosen by hand stays."""
    birthday = in_use(counter, name="生日贺卡", kind="greeting", text="{称呼}：\n祝您生日快乐。")
    holiday = in_use(counter, name="节日贺卡", kind="greeting", text="{称呼}：\n祝您节日快乐。")
    counter.window.open_page("greet", occasion="birthday")
    counter.settle()
    form = counter.page().form
    assert form.value("template_id") == str(birthday.id)
    form.set_value("occasion", "christmas")
    counter.settle()
    assert form.value("template_id") == str(holiday.id)
    form.set_value("template_id", str(birthday.id))
    form.set_value("occasion", "thanksgiving")
    counter.settle()
    assert form.value("template_id") == str(birthday.id)

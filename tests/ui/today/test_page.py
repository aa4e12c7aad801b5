"""Today: counts and rows, calm when nothing is due, read anew when something changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.services import requests
from desk.services.requests import RequestEntry

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def log(counter: Counter, severity: str = "normal") -> int:
    when = requests.proposed_promise(counter.desk, severity)
    entry = RequestEntry(
        "repair", "phone", unit_id=1, caller_name="王五", category="leak", content="漏水", promised_at=when
    )
    return requests.log_request(counter.desk, entry).id


def codes(counter: Counter) -> dict[str, int]:
    return {card.item.code: card.item.count for card in counter.page().cards}


def test_nothing_due_is_calm(counter: Counter) -> None:
    page = counter.page()
    assert page.title()
    assert set(codes(counter)) == {"backup", "second-copy"}
    assert page._calm.isVisible()
    assert "F3" in page._calm_words.text()
    assert page.waiting() == 0


def test_counts_rows_and_enter(counter: Counter) -> None:
    request_id = log(counter, "urgent")
    counter.clock.forward(minutes=5)
    counter.press("F5")
    assert codes(counter) == {"backup": codes(counter)["backup"], "second-copy": 1, "handover": 1}
    assert not counter.page()._calm.isVisible()
    assert counter.window.sidebar.buttons["today"]._badge == 1
    counter.clock.forward(days=1)
    counter.page()._timer.timeout.emit()  # each minute
    counter.settle()
    assert codes(counter)["overdue"] == 1
    counter.press("F6")
    counter.press("Down", "Up", "Enter")
    assert counter.page().view().id == request_id


def test_an_act_elsewhere_changes_the_count(counter: Counter) -> None:
    request_id = log(counter, "urgent")
    counter.clock.forward(minutes=5)
    counter.press("F5")
    counter.window.open_target(f"request:{request_id}")
    counter.settle()
    page = counter.page()
    page.act(lambda: requests.assign(counter.desk, request_id, department="engineering", responsible="陈刚"))
    counter.settle()
    assert counter.window.sidebar.buttons["today"]._badge == 1


def test_one_column_where_there_is_little_room(counter: Counter) -> None:
    log(counter, "urgent")
    counter.clock.forward(minutes=5)
    counter.press("F5")
    cards = counter.page().cards
    assert cards[0].y() == cards[1].y()
    counter.window.resize(829, 480)
    counter.settle()
    assert cards[0].y() < cards[1].y()


def test_who_waits_for_a_call_opens_the_callback_desk(counter: Counter) -> None:
    entry = RequestEntry(
        "complaint",
        "phone",
        unit_id=1,
        caller_name="王五",
        category="noise",
        content="吵",
        repeated_back=True,
        promised_at=requests.proposed_promise(counter.desk, "normal"),
    )
    request_id = requests.log_request(counter.desk, entry).id
    requests.assign(counter.desk, request_id, department="security", responsible="陈刚")
    requests.resolve(counter.desk, request_id, result="已劝阻")
    counter.clock.forward(days=3)
    counter.press("F5")
    assert codes(counter)["callback"] == 1
    counter.page().go("callbacks")
    counter.settle()
    assert counter.page().table.current().request_id == request_id
    assert counter.window.sidebar.buttons["today"]._badge >= 1

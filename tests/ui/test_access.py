"""The access log in the window: a page is opened for something, by one key; the manager reads and prints the month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.services.households import PersonEntry, register_person
from desk.services.households.views import StayEntry
from desk.services.site.policy import change_rules
from desk.ui.households.purpose import PurposeDialog

if TYPE_CHECKING:
    from desk.services.kit.desk import Actor
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def asking(counter: Counter) -> list[PurposeDialog]:
    return [one for one in counter.window.findChildren(PurposeDialog) if one.isVisible()]


def test_a_page_is_opened_for_something_said_by_one_key(
    counter: Counter, ui_master: tuple[object, Actor, Actor]
) -> None:
    desk, (_file, manager, clerk) = counter.desk, ui_master
    desk.actor = manager
    change_rules(desk, {"access.opened": "purpose"})
    desk.actor = clerk
    register_person(desk, PersonEntry("周启明"), StayEntry(1, "owner"))
    counter.window.open_page("households")
    counter.settle()
    counter.window.open_target("unit:1")
    counter.settle()
    page = counter.page()
    (dialog,) = asking(counter)
    assert page.people.total() == 0  # nothing is seen before it is said what for
    counter.press("Escape")
    counter.settle()
    assert counter.page() is not page
    counter.window.open_target("unit:1")
    counter.settle()
    (dialog,) = asking(counter)
    assert dialog is not None
    counter.press("2")
    counter.settle()
    assert asking(counter) == []
    assert "周启明" in [row.name for _n, row in counter.page().people.model.loaded()]
    counter.page().refresh()
    counter.settle()
    assert asking(counter) == []
    desk.actor = manager
    counter.window.open_page("reports")
    counter.settle()
    counter.press("Ctrl+1")
    counter.settle()
    log = counter.page()
    assert log.table.total() == 1
    row = log.table.model.row(0)
    assert (row.whose, row.purpose) == ("1栋1单元101", "回访联系")

"""The morning walk by keys: Enter on Today, each thing's one act, counting to zero; Esc leaves it where it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.services import requests
from desk.services.requests import RequestEntry
from tests.kit.site import PIN

pytest_plugins = ["tests.ui.counter"]
REPAIR = RequestEntry("repair", "phone", caller_name="王五", category="leak", content="水管漏水", place="1栋")


@pytest.fixture
def morning(counter):
    """A job past its promise, one nobody has, and a customer to call back."""
    desk = counter.desk
    called = log(desk, kind="complaint", category="noise", repeated_back=True)
    requests.assign(desk, called.id, department="security", responsible="陈刚")
    requests.resolve(desk, called.id, result="已劝阻")
    counter.clock.forward(days=3)
    late = log(desk)
    requests.assign(desk, late.id, department="engineering", responsible="赵铁柱")
    counter.clock.forward(hours=3)
    waiting = log(desk)
    counter.clock.forward(minutes=4)
    counter.press("F5")
    counter.ids = [late.id, waiting.id, called.id]
    return counter


def log(desk, **more):
    return requests.log_request(desk, replace(REPAIR, promised_at=desk.clock() + timedelta(hours=2), **more))


def shown(counter):
    step = counter.page().view().step
    return None if step is None else int(step.row.target.partition(":")[2])


def test_enter_leads_through_what_is_due_and_counts_to_zero(morning):
    counter = morning
    late, waiting, called = counter.ids
    assert counter.page().walk_button.isVisible()
    counter.press("Enter")  # the cursor is in the empty finder
    assert type(counter.page()).__name__ == "WalkPage"
    assert shown(counter) == late
    left = counter.page().view().left
    counter.press("Enter")  # its one act: the result
    dialog().form.set_value("result", "已修好")
    counter.press("Ctrl+Enter")
    assert requests.request(counter.desk, late).state == "resolved"
    assert (shown(counter), counter.page().view().left) == (waiting, left - 1)
    counter.press("Enter")
    dialog().form.set_values({"department": "engineering", "responsible": "陈刚"})
    counter.press("Ctrl+Enter")
    assert requests.request(counter.desk, waiting).responsible == "陈刚"
    counter.until(lambda: shown(counter) == called)
    counter.press("Enter")
    dialog().form.set_values({"outcome": "reached", "score": "5"})
    counter.press("Ctrl+Enter")
    while counter.page().view().step is not None:  # what was assigned just now is promised for today
        requests.resolve(counter.desk, shown(counter), result="好")
        counter.press("F5")
    assert counter.page().view().left == 0
    assert counter.window.sidebar.buttons["today"]._badge == 0
    counter.press("Enter")
    assert type(counter.page()).__name__ == "TodayPage"
    assert not counter.page().walk_button.isVisible()


def test_what_is_put_off_comes_last_and_esc_leaves_the_walk_where_it_stands(morning):
    counter = morning
    late, waiting, _called = counter.ids
    counter.press("Enter", "Ctrl+PageDown")
    assert (shown(counter), counter.page().view().put_off) == (waiting, 1)
    counter.press("Esc")
    assert type(counter.page()).__name__ == "TodayPage"
    counter.press("Enter")
    assert shown(counter) == waiting
    for _each in range(counter.page().view().left - 1):
        counter.press("Ctrl+PageDown")
    assert shown(counter) == late
    counter.clock.forward(days=1)
    counter.press("Esc", "Enter")
    assert counter.page().view().put_off == 0  # a new day


def test_a_record_is_opened_from_the_walk_and_esc_comes_back_to_it(morning):
    counter = morning
    counter.press("Enter")
    counter.page().open_button.click()
    counter.settle()
    assert counter.page().view().id == counter.ids[0]
    counter.press("Esc")
    assert shown(counter) == counter.ids[0]


def test_a_new_sites_guide_ticks_itself_and_leads_there_by_key(counter):
    counter.clock.now -= timedelta(days=29)
    counter.press("F5")
    page = counter.page()
    assert page.guide.isVisible()
    assert {step.code for step in page.guide.steps if step.done} == {"roster", "staff", "telephones"}
    counter.press("Ctrl+6")
    assert type(counter.page()).__name__ == "SettingsPage"
    assert type(counter.page().current()).__name__ == "StaffPart"
    counter.press("Esc")
    page.guide._dismiss.click()
    counter.settle()
    asked = dialog()
    asked.approval.form.set_values({"approver": "chen", "approval_pin": PIN})
    asked.act()
    counter.settle()
    assert not page.guide.isVisible()


def dialog():
    from PySide6.QtWidgets import QApplication

    found = QApplication.activeModalWidget()
    assert found is not None
    return found

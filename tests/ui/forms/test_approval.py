"""Approval on the spot, by real keys: the PIN in the same dialog, wrong PINs, and who is named afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desk.models import AuditEvent
from desk.services import requests
from desk.services.requests import RequestEntry

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def in_work(counter: Counter) -> Any:
    """The page of a complaint that somebody works on."""
    when = requests.proposed_promise(counter.desk, "normal")
    entry = RequestEntry(
        "complaint", "phone", unit_id=1, caller_name="王五", category="noise", content="吵", repeated_back=True, promised_at=when
    )  # fmt: skip
    view = requests.log_request(counter.desk, entry)
    requests.assign(counter.desk, view.id, department="security", responsible="陈刚")
    counter.window.open_target(f"request:{view.id}")
    counter.settle()
    return counter.page()


def test_a_complaint_in_work_is_cancelled_with_a_supervisors_pin(counter: Counter) -> None:
    page = in_work(counter)
    counter.press("Ctrl+Del")
    dialog = page.acts.dialog
    assert dialog.approval.isVisible(), "it is offered and asks, instead of refusing"
    counter.press("Ctrl+Enter")
    assert set(dialog.form.problems()) == {"reason", ""}, "the reason and the approval, at once"
    counter.write("客户撤回")
    dialog.approval.form.field("approval_pin").setFocus()
    counter.write("1111")
    counter.press("Ctrl+Enter")
    assert set(dialog.approval.form.problems()) == {"approval_pin"}
    assert dialog.form.value("reason") == "客户撤回"
    counter.write("246810")
    counter.press("Ctrl+Enter")
    assert page.view().state == "cancelled"
    assert counter.desk.actor.name == "林晓"
    with counter.desk.look() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.act == "request.cancel")).one()
    assert (event.staff_id, event.data["approved_by"]) == (counter.desk.actor.id, "陈刚")
    assert page.view().number in counter.message()


def test_giving_up_an_approval_changes_nothing(counter: Counter) -> None:
    page = in_work(counter)
    counter.press("Ctrl+Del")
    counter.write("客户撤回")
    counter.press("Esc")
    assert page.acts.dialog is None
    assert page.view().state == "assigned"
    counter.press("Ctrl+N")
    assert not page.acts.dialog.approval.isVisible(), "a note needs nobody's word"
    counter.press("Esc")


def test_work_without_a_form_asks_too(counter: Counter) -> None:
    """Drawing the quality sample is the supervisor's: the button asks, and goes on once somebody approved."""
    in_work(counter)
    page = counter.window.open_page("quality")
    counter.settle()
    page.buttons["draw"].click()
    counter.settle()
    counter.write("246810")
    counter.press("Ctrl+Enter")
    with counter.desk.look() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.act == "quality.draw")).one()
    assert event.data["approved_by"] == "陈刚"

"""Every act that the life cycle offers has a key, a form that asks what it needs, and words afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from desk.rules.requests.cycle import CYCLE
from desk.services import requests
from desk.services.requests import RequestEntry
from desk.ui.kit.acts import by_key
from desk.ui.requests.act_forms import FORMS
from desk.ui.requests.acts import ELSEWHERE, KEYS
from desk.ui.requests.choices import Around

if TYPE_CHECKING:
    from desk.services.requests import RequestView
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]

OFFERED = [move for move in CYCLE.moves if not move.hidden]


@pytest.fixture
def view(counter: Counter) -> Any:
    entry = RequestEntry(
        "help", "phone", caller_name="王五", category="noise", content="吵", result="好", solved_on_spot=True
    )
    logged = requests.log_request(counter.desk, entry)
    return replace(logged, kind="complaint", state="received", promised_at=None)


def test_the_acts_of_the_window_are_those_of_the_rules() -> None:
    codes = {move.code for move in OFFERED}
    assert set(KEYS) == codes
    assert {*FORMS, *ELSEWHERE} == codes
    assert not set(FORMS) & set(ELSEWHERE)


def test_acts_that_share_a_key_are_never_possible_together() -> None:
    for _key, codes in by_key(CYCLE, KEYS):
        for state in CYCLE.states:
            together = [code for code in codes if state in CYCLE.by_code[code].sources]
            assert len(together) <= 1, (state, together)


def test_every_need_is_a_field_of_its_form_and_every_act_has_its_words(counter: Counter, view: Any) -> None:
    page = counter.window.open_page("requests")
    for code, made in FORMS.items():
        move = CYCLE.by_code[code]
        form = made(page, view, Around())
        assert {need.field for need in move.needs} <= {field.name for field in form.fields}, code
        assert move.done or form.said is not None, code
        assert move.label


def about_to_assign(counter: Counter) -> RequestView:
    """A repair that is open in the window, with the form of its assignment over it."""
    entry = RequestEntry(
        "repair", "phone", unit_id=1, caller_name="王五", category="leak", content="漏水",
        promised_at=requests.proposed_promise(counter.desk, "normal"),
    )  # fmt: skip
    view = requests.log_request(counter.desk, entry)
    counter.window.open_target(f"request:{view.id}")
    counter.settle()
    counter.press("Ctrl+D")
    return view


def test_a_promise_put_off_without_a_reason_is_refused_beside_the_note(counter: Counter) -> None:
    view = about_to_assign(counter)
    form = counter.page().acts.dialog.form
    form.set_values({"department": "engineering", "responsible": "陈刚"})
    form.set_value("promised_at", view.promised_at + timedelta(days=1))
    counter.press("Ctrl+Enter")
    assert set(form.problems()) == {"note"}
    form.set_value("note", "配件明天到")
    counter.press("Ctrl+Enter")
    assert requests.request(counter.desk, view.id).promised_at == view.promised_at + timedelta(days=1)


def test_what_a_move_needs_is_marked_in_its_form(counter: Counter) -> None:
    about_to_assign(counter)
    fields = {field.name: field.required for field in counter.page().acts.dialog.form.spec.fields}
    assert fields == {"department": True, "responsible": True, "promised_at": False, "note": False}
    counter.press("Esc")

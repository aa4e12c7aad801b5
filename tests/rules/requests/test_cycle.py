"""The life cycle of a request: what may happen when, what comes next, what stands in the way of closing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from desk.errors import DeskError
from desk.rules import requests as rules
from desk.rules.requests.cycle import CYCLE, Case, closing

FULL = Case("complaint", "resolved", "陈刚", "装修", "已劝止", "done")


@dataclass
class Row:
    """A request as far as the needs of its moves go."""

    kind: str
    state: str
    promised_at: datetime | None = None


def test_little_happens_to_what_has_ended():
    """A closed one may still be asked about, its work order may come back; only reopening changes its state."""
    late = {"callback", "order-back"}
    for state, more in (("closed", late), ("cancelled", set())):
        possible = [move for move in CYCLE.moves if state in move.sources]
        assert {move.code for move in possible} == {"note", "reopen", "link", "repair"} | more
        assert {move.target for move in possible} == {"", "received"}


@pytest.mark.parametrize("state", rules.ENDED)
def test_what_is_over_joins_no_incident(state):
    assert not CYCLE.possible(Case("repair", state), "attach")


@pytest.mark.parametrize("missing", ["responsible", "cause", "result", "callback"])
def test_a_complaint_is_not_closed_without_person_cause_result_and_callback(missing):
    assert closing(FULL) == ()
    (obstacle,) = closing(replace(FULL, **{missing: "  "}))
    assert obstacle.code == missing
    assert (obstacle.field, obstacle.settle) == (("", "callback") if missing == "callback" else (missing, ""))
    assert obstacle.waivable_by == ("supervisor" if missing == "callback" else "")
    assert bool(obstacle.settle) == bool(obstacle.settle_words)


def test_everything_in_the_way_is_told_at_once():
    assert [each.code for each in closing(Case("complaint", "resolved"))] == [
        "responsible", "cause", "result", "callback",
    ]  # fmt: skip


def test_a_repair_is_closed_with_its_result_only():
    assert closing(Case("repair", "resolved", result="已更换")) == ()
    assert [each.code for each in closing(Case("repair", "resolved"))] == ["result"]


@pytest.mark.parametrize(
    ("kind", "state", "role"),
    [
        ("complaint", "received", "receptionist"),
        ("complaint", "assigned", "supervisor"),
        ("complaint", "on-hold", "supervisor"),
        ("repair", "assigned", "receptionist"),
    ],
)
def test_who_may_cancel(kind, state, role):
    case = Case(kind, state)
    assert CYCLE.role_for(case, "cancel") == role
    # It is offered to everybody: somebody who may approves it on the spot.
    assert "cancel" in [move.code for move in CYCLE.fitting(case)]


@pytest.mark.parametrize(
    ("kind", "state", "callback", "act"),
    [
        ("complaint", "received", "", "assign"),
        ("complaint", "assigned", "", "accept"),
        ("repair", "assigned", "", "resolve"),
        ("complaint", "accepted", "", "start"),
        ("repair", "accepted", "", "resolve"),
        ("repair", "in-progress", "", "resolve"),
        ("complaint", "on-hold", "", "resume"),
        ("complaint", "resolved", "", "reply"),
        ("repair", "resolved", "", "close"),
        ("complaint", "replied", "", "callback"),
        ("complaint", "replied", "done", "close"),
        ("repair", "closed", "", ""),
        ("complaint", "cancelled", "", ""),
    ],
)
def test_what_comes_next(kind, state, callback, act):
    assert CYCLE.next_move(Case(kind, state, callback=callback)) == act


def test_a_complaint_can_become_a_repair_and_nothing_else_can():
    assert CYCLE.possible(Case("complaint", "assigned"), "repair")
    assert not CYCLE.possible(Case("repair", "assigned"), "repair")


def test_a_promise_is_needed_once_and_only_where_somebody_is_sent():
    when = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
    assert CYCLE.required(Row("repair", "received"), "assign") == ("department", "responsible", "promised_at")
    assert CYCLE.required(Row("repair", "received", when), "assign") == ("department", "responsible")
    assert CYCLE.required(Row("enquiry", "received"), "assign") == ("department", "responsible")


@pytest.mark.parametrize(
    ("state", "code"),
    [("received", "close"), ("assigned", "reply"), ("closed", "resolve"), ("cancelled", "assign"), ("received", "reopen"),
     ("resolved", "hold"), ("received", "accept"), ("on-hold", "hold")],
)  # fmt: skip
def test_a_refusal_says_what_to_do(state, code):
    with pytest.raises(DeskError) as refused:
        CYCLE.after(Case("complaint", state), code)
    assert refused.value.code == "illegal-move"
    assert refused.value.message.endswith("。")

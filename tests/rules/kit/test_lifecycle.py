"""Every life cycle that is declared: reachable, in words, and no illegal move passes."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.errors import DeskError
from desk.features import load, records
from desk.rules.kit.lifecycle import ROLES, LifeCycle, Move, Need, at_least, empty

CYCLES = {record.code: load(record.lifecycle) for record in records().values() if record.lifecycle}
"""Of every feature that declares one."""
each_cycle = pytest.mark.parametrize("cycle", CYCLES.values(), ids=CYCLES)


def test_the_features_declare_their_life_cycles():
    assert {"request", "work-order", "incident"} <= set(CYCLES)
    assert all(cycle.kind == code for code, cycle in CYCLES.items())


def reached(cycle: LifeCycle) -> set[str]:
    """The states that can be reached from nothing."""
    found, new = {""}, {""}
    while new:
        new = {move.target for move in cycle.moves if move.target and set(move.sources) & found} - found
        found |= new
    return found - {""}


@each_cycle
def test_every_state_is_reached_and_every_move_can_happen(cycle):
    assert reached(cycle) == set(cycle.states)
    for move in cycle.moves:
        assert set(move.sources) & {"", *cycle.states}, move.code
        assert set(move.sources) <= {"", *cycle.states}, move.code
        assert move.role in ROLES
    assert len(cycle.by_code) == len(cycle.moves)
    assert set(cycle.targets.values()) <= {"", *cycle.states}


@each_cycle
def test_what_has_ended_is_not_asked_for_again(cycle):
    assert set(cycle.ended) <= set(cycle.states)
    assert not set(cycle.ended) & set(cycle.likely)
    if cycle.likely:  # what is done next with a bill is no move: it is paid
        assert set(cycle.likely) <= set(cycle.states) - set(cycle.ended)
    assert set(cycle.likely.values()) <= set(cycle.by_code)


@each_cycle
def test_every_move_that_is_offered_has_its_words(cycle):
    for move in cycle.moves:
        assert move.hidden or move.label, move.code
        assert move.heading == (move.title or move.label)
        assert all(need.words for need in move.needs)


@each_cycle
@given(data=st.data())
def test_no_illegal_move_passes(cycle, data):
    """Whatever is tried in whatever order: the state is always what the table says, and a refusal changes nothing."""
    record = SimpleNamespace(
        state="",
        kind=data.draw(st.sampled_from(("complaint", "repair", "found"))),
        callback="",
        extended=data.draw(st.booleans()),
        deposit_due=data.draw(st.sampled_from((0, 200000))),
        certificate=data.draw(st.sampled_from(("", "DZ-20261121-0001"))),
        matter=data.draw(st.sampled_from(("", "电梯异响"))),
        answered_at=None,
        copy_back_on=None,
        open_fen=data.draw(st.sampled_from((0, 5000))),
        prepaid_fen=0,
        fen=5000,
        up=data.draw(st.sampled_from((0, 2))),
        told=data.draw(st.booleans()),
        begun_at=None,
    )
    happened = []
    for code in data.draw(st.lists(st.sampled_from(sorted(cycle.by_code)), max_size=25)):
        before, move = record.state, cycle.by_code[code]
        legal = before in move.sources and (move.fits is None or move.fits(record))
        assert cycle.possible(record, code) is legal
        if legal:
            record.state = cycle.after(record, code)
            happened.append(move.happened)
        else:
            with pytest.raises(DeskError) as refused:
                cycle.after(record, code)
            assert refused.value.code == "illegal-move"
            assert refused.value.message
            assert record.state == before
        offered = [each.code for each in cycle.fitting(record)]
        assert cycle.next_move(record) in ("", *offered)
    told = ""
    for event in happened:
        told = cycle.targets[event] or told
    assert told == record.state


@dataclass
class Thing:
    state: str
    heavy: bool = False


MACHINE = LifeCycle(
    kind="thing",
    states=("here", "gone"),
    names="states",
    ended=("gone",),
    likely={"here": "send"},
    stricter=lambda record, _code: "manager" if record.heavy else "",
    moves=(
        Move("take", ("",), "here", hidden=True),
        Move("send", ("here",), "gone", needs=(Need("by", "By whom?"), Need("lift", "Which lift?", lambda r: r.heavy))),
    ),
)


def test_needs_and_roles_may_depend_on_the_record():
    light, heavy = Thing("here"), Thing("here", heavy=True)
    assert MACHINE.required(light, "send") == ("by",)
    assert [p.field for p in MACHINE.missing(heavy, "send", {"by": " "})] == ["by", "lift"]
    assert MACHINE.missing(heavy, "send", {"by": "车", "lift": "2"}) == []
    assert (MACHINE.role_for(light, "send"), MACHINE.role_for(heavy, "send")) == ("receptionist", "manager")


def test_acts_that_share_a_name_are_told_apart_by_the_record():
    assert MACHINE.choose(Thing(""), ("send", "take")) == "take"
    assert MACHINE.choose(Thing("gone"), ("send", "take")) == "send"
    with pytest.raises(DeskError):
        MACHINE.after(Thing("gone"), "send")


def test_an_event_leads_to_one_state():
    two = LifeCycle("x", (Move("a", ("",), "b", event="e"), Move("c", ("b",), "d", event="e")), ("b", "d"), "states")
    with pytest.raises(ValueError, match="two states"):
        _ = two.targets


def test_roles_and_emptiness():
    assert [at_least("supervisor", role) for role in ROLES] == [True, True, False]
    assert not at_least("", "receptionist")
    assert all(empty(value) for value in (None, False, " ", (), []))
    assert not any(empty(value) for value in (0, "a", True, ("x",)))

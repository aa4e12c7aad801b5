"""The rulebook of the request desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from desk.errors import DeskError, NotAllowed
from desk.rules import requests as rules
from desk.rules.requests import Case, RequestEntry

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
GOOD = RequestEntry(
    kind="complaint", channel="phone", unit_id=1, caller_name="单雄风", category="noise", content="楼上敲打。",
    repeated_back=True, promised_at=NOW + timedelta(hours=1),
)  # fmt: skip


def fields(entry: RequestEntry) -> dict[str, str]:
    return {problem.field: problem.code for problem in rules.entry_problems(entry, now=NOW)}


def test_a_complete_complaint_is_right():
    assert fields(GOOD) == {}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"content": " \n"}, {"content": "required"}),
        ({"category": ""}, {"category": "required"}),
        ({"caller_name": " "}, {"caller_name": "required"}),
        ({"caller_name": "", "customer_id": 7}, {}),
        ({"repeated_back": False}, {"repeated_back": "repeat-back"}),
        ({"repeated_back": False, "channel": "letter"}, {}),
        ({"repeated_back": False, "kind": "repair"}, {}),
        ({"promised_at": None}, {"promised_at": "required"}),
        ({"promised_at": None, "kind": "repair"}, {"promised_at": "required"}),
        ({"promised_at": None, "kind": "help"}, {"promised_at": "required"}),
        ({"promised_at": None, "kind": "enquiry"}, {}),
        ({"promised_at": NOW}, {"promised_at": "past"}),
        ({"promised_at": NOW - timedelta(minutes=1), "kind": "praise"}, {"promised_at": "past"}),
        ({"promised_at": NOW + timedelta(days=400)}, {"promised_at": "far"}),
        ({"promised_at": NOW + timedelta(seconds=1)}, {}),
        ({"solved_on_spot": True, "promised_at": None}, {"result": "required"}),
        ({"solved_on_spot": True, "promised_at": None, "result": "已劝止。"}, {}),
        ({"anonymous": True, "caller_name": ""}, {}),
        ({"anonymous": True, "caller_name": "", "kind": "suggestion"}, {}),
        ({"anonymous": True, "caller_name": "", "kind": "help"}, {"anonymous": "anonymous", "caller_name": "required"}),
        ({"unit_id": None}, {}),
        ({"unit_id": None, "kind": "repair"}, {"unit_id": "required"}),
        ({"unit_id": None, "kind": "repair", "place": "lift"}, {}),
        ({"kind": "tea"}, {"kind": "unknown"}),
        ({"channel": "pigeon"}, {"channel": "unknown"}),
        ({"severity": "very"}, {"severity": "unknown"}),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(changes, expected):
    assert fields(replace(GOOD, **changes)) == expected


def test_all_problems_are_told_at_once():
    bad = RequestEntry(kind="complaint", channel="phone")
    assert set(fields(bad)) == {"caller_name", "category", "content", "repeated_back", "promised_at"}


@pytest.mark.parametrize(("seconds", "late"), [(0, False), (179, False), (180, False), (181, True), (3600, True)])
def test_three_minutes_are_in_time(seconds, late):
    assert rules.handover_late(NOW, NOW + timedelta(seconds=seconds), 3) is late


@pytest.mark.parametrize(
    ("state", "seconds", "late"),
    [("received", 0, False), ("received", 1, True), ("on-hold", 1, True), ("resolved", 1, False), ("closed", 1, False)],
)
def test_overdue_when_the_promise_has_passed_and_the_work_is_not_done(state, seconds, late):
    assert rules.overdue(state, NOW, NOW + timedelta(seconds=seconds)) is late
    assert not rules.overdue(state, None, NOW)


HOURS = {"emergency": 0.5, "urgent": 2, "normal": 24, "planned": 72}


@pytest.mark.parametrize(
    ("severity", "expected"),
    [("emergency", (21, 9, 45)), ("urgent", (21, 11, 15)), ("normal", (22, 9, 15)), ("planned", (24, 9, 15))],
)
def test_the_proposed_promise(severity, expected):
    now = datetime(2026, 11, 21, 9, 14, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
    proposed = rules.propose_promise(now, severity, HOURS)
    assert (proposed.day, proposed.hour, proposed.minute, proposed.second) == (*expected, 0)
    assert proposed.tzinfo is now.tzinfo


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)), st.sampled_from(rules.SEVERITIES))  # noqa: DTZ001
def test_a_proposed_promise_can_always_be_kept_by_the_form(naive, severity):
    now = naive.replace(tzinfo=UTC)
    proposed = rules.propose_promise(now, severity, HOURS)
    wait = timedelta(hours=HOURS[severity])
    assert wait <= proposed - now < wait + timedelta(minutes=5)
    assert rules.promise_problem(proposed, now=now, required=True) is None


def test_a_promise_of_no_hours_still_lies_ahead():
    assert rules.propose_promise(NOW, "urgent", HOURS | {"urgent": 0}) == NOW + timedelta(minutes=5)


def test_the_table_of_moves_holds_together():
    for move in rules.MOVES.values():
        assert move.target in {"", *rules.STATES}
        assert set(move.sources) <= {"", *rules.STATES}
    reachable, new = {""}, {""}
    while new:
        new = {m.target for m in rules.MOVES.values() if m.target and set(m.sources) & reachable} - reachable
        reachable |= new
    assert reachable == {"", *rules.STATES}
    assert set(rules.PREFIXES) == set(rules.KINDS)
    assert len(set(rules.PREFIXES.values())) == len(rules.KINDS)


def test_little_happens_to_what_has_ended():
    """A closed one may still be asked about, its work order may come back; only reopening changes its state."""
    late = {"callback", "order-back"}
    for state, more in (("closed", late), ("cancelled", set())):
        possible = {m.event for m in rules.MOVES.values() if state in m.sources}
        assert possible == {"note", "reopened", "linked"} | more
        assert {rules.MOVES[event].target for event in possible} == {"", "received"}


@pytest.mark.parametrize("state", rules.STATES)
@pytest.mark.parametrize("event", rules.EVENTS)
def test_each_move_is_made_or_refused_in_words(state, event):
    case = Case("complaint", state, "陈刚", "装修", "已劝止", "done")
    if state in rules.MOVES[event].sources:
        assert rules.after(case, event) == (rules.MOVES[event].target or state)
    else:
        with pytest.raises(DeskError) as refused:
            rules.after(case, event)
        assert refused.value.code == "illegal-move"
        assert refused.value.message


@pytest.mark.parametrize("missing", ["responsible", "cause", "result", "callback"])
@pytest.mark.parametrize("callback", ["done", "waived"])
def test_a_complaint_is_not_closed_without_person_cause_result_and_callback(missing, callback):
    case = replace(Case("complaint", "resolved", "陈刚", "装修", "已劝止", callback), **{missing: "  "})
    assert [problem.field for problem in rules.close_problems(case)] == [missing]
    with pytest.raises(DeskError) as refused:
        rules.after(case, "closed")
    assert refused.value.code == "not-complete"


def test_a_repair_is_closed_with_its_result_only():
    assert rules.close_problems(Case("repair", "resolved", result="已更换")) == []
    assert [p.field for p in rules.close_problems(Case("repair", "resolved"))] == ["result"]


def test_who_may_cancel_a_complaint():
    clerk, chief = ("receptionist",), ("receptionist", "supervisor")
    assert rules.may(Case("complaint", "received"), "cancelled", clerk)
    assert not rules.may(Case("complaint", "assigned"), "cancelled", clerk)
    assert rules.may(Case("complaint", "assigned"), "cancelled", chief)
    assert rules.may(Case("repair", "assigned"), "cancelled", clerk)
    assert not rules.may(Case("repair", "closed"), "cancelled", chief)
    with pytest.raises(NotAllowed):
        rules.require_role(Case("complaint", "assigned"), "cancelled", clerk)


@pytest.mark.parametrize(
    ("room", "floor", "line"),
    [("1203", 12, "03"), ("1303", 13, "03"), ("101", 1, "01"), ("12A", 12, "A"), ("B101", None, "01"), ("3", None, ""),
     ("A", None, "")],
)  # fmt: skip
def test_rooms_above_each_other_share_a_line(room, floor, line):
    assert rules.line_of(room, floor) == line


@pytest.mark.parametrize(
    ("reason", "hours", "expected"),
    [
        ("等配件", 1, {}),
        (" ", 1, {"reason": "required"}),
        ("等配件", 0, {"until": "past"}),
        ("等配件", -1, {"until": "past"}),
        ("等配件", 24 * 400, {"until": "far"}),
        ("等配件", None, {"until": "required"}),
    ],
)
def test_a_hold_has_a_reason_and_an_end_ahead(reason, hours, expected):
    until = None if hours is None else NOW + timedelta(hours=hours)
    assert {p.field: p.code for p in rules.hold_problems(reason, until, now=NOW)} == expected


class LifeCycle(RuleBasedStateMachine):
    """Whatever is tried in whatever order: closed is reached from resolved or replied only, with all filled in."""

    def __init__(self) -> None:
        super().__init__()
        self.case = Case("complaint", "")
        self.events: list[str] = []

    @precondition(lambda self: not self.events)
    @rule(kind=st.sampled_from(rules.KINDS))
    def begin(self, kind):
        self.case = Case(kind, rules.after(Case(kind, ""), "received"))
        self.events.append("received")

    @rule(grade=st.sampled_from(("", "done", "waived")))
    def call_back(self, grade):
        """Only a callback of this round counts: reopening forgets it."""
        if self.case.state in rules.MOVES["callback"].sources and self.case.state not in rules.ENDED:
            self.case = replace(self.case, callback=grade)

    @rule(field=st.sampled_from(("responsible", "cause", "result")), text=st.sampled_from(("", " ", "说明")))
    def write(self, field, text):
        if self.case.state not in rules.ENDED:
            self.case = replace(self.case, **{field: text})

    @precondition(lambda self: self.events)
    @rule(event=st.sampled_from(rules.EVENTS))
    def attempt(self, event):
        before = self.case
        try:
            state = rules.after(before, event)
        except DeskError:
            assert before.state not in rules.MOVES[event].sources or event == "closed"
            return
        result = "" if event == "reopened" else before.result
        callback = "" if event == "reopened" else before.callback
        self.case = replace(before, state=state, result=result, callback=callback)
        self.events.append(event)

    @invariant()
    def closed_is_earned(self):
        if self.case.state != "closed":
            return
        assert self.case.result.strip()
        if self.case.kind == "complaint":
            assert self.case.responsible.strip()
            assert self.case.cause.strip()
            assert self.case.callback in ("done", "waived")
        moves = [event for event in self.events if rules.MOVES[event].target]
        assert moves[-1] == "closed"
        assert moves[-2] in {"solved", "resolved", "replied"}

    @invariant()
    def the_events_give_the_state(self):
        state = ""
        for event in self.events:
            assert state in rules.MOVES[event].sources
            state = rules.MOVES[event].target or state
        assert state == self.case.state


TestLifeCycle = LifeCycle.TestCase

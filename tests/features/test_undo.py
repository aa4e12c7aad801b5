"""Every act that changes something can be undone, or says why not and what to do instead (handbook S34)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from desk import features
from desk.models import Base
from desk.rules.kit.lifecycle import LifeCycle
from desk.services import finder

ACTS = tuple(act for act in features.each("acts") if act.changes)
SERVICES = Path(finder.__file__).parent.parent
BESIDES = {
    "backup.erase-again", "backup.restore", "move.archive", "renovation.archive", "voucher.expire", "release.expire", "site.encrypt", "site.decrypt",
    "staff.unknown-login", "finder.many",
}  # fmt: skip
"""Events of what the program does on its way: nobody chose it at the counter, or it only gives a file."""


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.code)
def test_an_act_says_how_it_is_undone(act: features.kit.Act) -> None:
    how = act.undo
    assert not (how.run and how.instead)
    if how.run:
        assert callable(features.load(how.run))
    elif how.instead:
        # Why not, and what to do instead.
        assert re.fullmatch(r"[A-Z].+[:,;.] .+\.|[A-Z].+[:;] .+\.", how.instead), how.instead
    assert how.instead or not how.aside, "what is no step of its own says why"


def events() -> set[str]:
    """The names of audit events in the services' source, and those of visible moves."""
    found = set()
    for file in SERVICES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            if called == "desk.act" and node.args and isinstance(node.args[0], ast.Constant):
                found.add(node.args[0].value)
            if called.endswith("moving"):
                codes = ast.literal_eval(node.args[3]) if len(node.args) > 3 and literal(node.args[3]) else ()
                named = [word.value for word in node.keywords if word.arg == "name"]
                if named and isinstance(named[0], ast.Constant):
                    found.add(named[0].value)
                elif not named:
                    kept = KINDS.get(ast.unparse(node.args[1]), "")
                    found |= {f"{kept}.{code}" for code in ([codes] if isinstance(codes, str) else codes) if kept}
    return found


def literal(node: ast.AST) -> bool:
    return all(isinstance(each, ast.Constant | ast.Tuple | ast.Load) for each in ast.walk(node))


KINDS = {
    "REQUESTS": "request", "ORDERS": "work-order", "INCIDENTS": "incident", "BILLS": "bill", "LETTERS": "dunning",
    "STATEMENTS": "statement", "FILES": "renovation", "VIOLATIONS": "violation", "MOVES": "move", "RELEASES": "release",
    "SETS": "key-set", "VISITS": "visit", "THINGS": "parcel", "CERTIFICATES": "certificate", "MEMBERS": "member",
}  # fmt: skip


def test_every_event_belongs_to_a_declared_act() -> None:
    """Else what it did could be undone by nobody, and nothing would say so."""
    found = events()
    assert len(found) > 200
    assert sorted(name for name in found if features.act_of(name) is None) == sorted(BESIDES & found)


def test_acts_that_share_an_event_are_undone_alike() -> None:
    by_event: dict[str, set[features.kit.Undo]] = {}
    for act in ACTS:
        for name in act.events or (act.code,):
            by_event.setdefault(name, set()).add(act.undo)
    assert {name for name, ways in by_event.items() if len(ways) > 1} == set()


def test_what_has_a_number_says_how_it_is_withdrawn_or_is_not_put_back() -> None:
    """Records with a number are never deleted (handbook C-19)."""
    withdrawn = {features.load(record.model).__tablename__ for record in features.records().values() if record.withdraw}
    numbered = {
        features.load(numbers.column.rpartition(".")[0]).__tablename__
        for feature in features.features()
        for numbers in feature.numbers
    }
    # Their acts are undone by a reversal, or say what to do instead.
    assert numbered - withdrawn == {
        "bill", "draw", "forecast", "key_count", "receipt", "redemption", "shift", "statement",
    }  # fmt: skip
    for record in features.records().values():
        if record.withdraw:
            assert callable(features.load(record.withdraw))
        if record.lifecycle:
            assert isinstance(features.load(record.lifecycle), LifeCycle)


def test_ledgers_are_tables() -> None:
    named = {table for feature in features.features() for table in feature.ledgers}
    assert named <= set(Base.metadata.tables)
    assert {"journal_entry", "posting", "point_entry"} <= named

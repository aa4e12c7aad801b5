"""Whatever a feature can do is done at the counter: no act is only there for scripts unless it is said here, and why."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import desk
from desk import features

ELSEWHERE = {
    "fees.readings": "many readings at once: the import of a list and the meter round note them one by one",
    "slip.whole": "what `desk print` takes; the window asks for the numbers through the printing",
    "household.open": "what reading a home's page does where the site wants it noted (tests/ui/test_access.py)",
    "report.export": "what is unfinished on a day by a script; the window saves the report that it shows",
    "site.make": "the first set-up",
    "site.setting": "one rule by a script; the window changes all of a page at once by `site.rules`",
    "holidays.change": "the whole table by a script; the window adds and takes away days",
}
"""Acts that the window does not call by their name."""

UI = Path(desk.__file__).parent / "ui"


def _trees() -> Iterator[ast.Module]:
    for file in UI.rglob("*.py"):
        yield ast.parse(file.read_text(encoding="utf-8"))


@cache
def _called() -> frozenset[str]:
    """The functions of the services that the window calls, as `module.name`."""
    found: set[str] = set()
    for tree in _trees():
        names: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("desk.services"):
                names |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
                found.add(f"{names[node.value.id]}.{node.attr}")
            elif isinstance(node, ast.Name) and node.id in names:
                found.add(names[node.id])
    return frozenset(found)


@cache
def _words() -> frozenset[str]:
    """What the window names by a text: acts of a life cycle are called by the name of their move."""
    return frozenset(
        word
        for tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for word in node.value.split()
    )


@cache
def _hooked() -> frozenset[str]:
    """What a manifest gives the window to call: hooks, and what notes that a text about a record was sent."""
    hooks = {str(ref) for feature in features.features() for ref in feature.hooks.values()}
    return frozenset(hooks | {record.text_sent for record in features.each("records")})


@pytest.mark.parametrize("act", [act for act in features.each("acts") if act.changes], ids=lambda act: act.code)
def test_an_act_is_done_in_the_window(act: features.kit.Act) -> None:
    module, _colon, name = act.run.partition(":")
    move = name.rstrip("_").replace("_", "-")
    reached = f"{module}.{name}" in _called() or act.run in _hooked() or bool({name, move} & _words())
    assert reached != (act.code in ELSEWHERE), (
        "done nowhere in the window" if not reached else "done in the window after all"
    )

"""What the program gave as a reason is said in the language of now, whenever it was stored."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import desk.services
from desk.i18n import LANGUAGES, _, speaking
from desk.services.kit.reasons import PROGRAM, said


@pytest.mark.parametrize("stored_in", LANGUAGES)
@pytest.mark.parametrize("shown_in", LANGUAGES)
def test_a_reason_of_the_program_follows_the_language(stored_in: str, shown_in: str) -> None:
    for message in PROGRAM:
        with speaking(stored_in):
            stored = _(message).format(number="FX-20261121-0003", n=3)
        with speaking(shown_in):
            assert said(stored) == _(message).format(number="FX-20261121-0003", n=3)


def test_what_somebody_typed_stays_as_it_is() -> None:
    with speaking("en"):
        for typed in ("", "业主来电取消", "已改派他人", "Replaced by.", "已由  替代"):
            assert said(typed) == typed


def test_what_is_said_behind_a_note_follows_the_language_too() -> None:
    with speaking("zh_CN"):
        stored = f"钥匙在箱内 {_('Undone at the counter')}"
    with speaking("en"):
        assert said(stored) == "钥匙在箱内 Undone at the counter"
        assert said("旧房 过户") == "旧房 过户"


STORED = ("reason", "why", "note", "void_reason", "end_reason", "void")
"""What a reason is called where it is kept, or handed to what keeps it."""


def given() -> Iterator[tuple[str, str]]:
    """Every sentence that a service gives as a reason by itself: `(where, msgid)`."""
    trees = {file: ast.parse(file.read_text()) for file in Path(desk.services.__path__[0]).rglob("*.py")}
    takes: dict[str, set[int]] = {}
    for tree in trees.values():
        for made in ast.walk(tree):
            if isinstance(made, ast.FunctionDef):
                names = [arg.arg for arg in made.args.args]
                takes.setdefault(made.name, set()).update(names.index(name) for name in STORED if name in names)
    for file, tree in trees.items():
        for node in ast.walk(tree):
            values: list[ast.expr] = []
            if isinstance(node, ast.Assign):
                targets = {
                    each.attr for whole in node.targets for each in ast.walk(whole) if isinstance(each, ast.Attribute)
                }
                values = [node.value] if targets & set(STORED) else []
            elif isinstance(node, ast.Call):
                called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                values = [each for at, each in enumerate(node.args) if at in takes.get(called, ())]
                views = called.endswith(("View", "Facts", "Deduction", "Line")) or called in ("format", "PrintingView")
                values += [] if views else [each.value for each in node.keywords if each.arg in STORED]
            for value in values:
                for each in ast.walk(value):
                    if isinstance(each, ast.Call) and getattr(each.func, "id", "") == "_" and each.args:
                        word = each.args[0]
                        if isinstance(word, ast.Constant) and isinstance(word.value, str):
                            yield f"{file.name}:{each.lineno}", word.value


def test_every_reason_that_the_program_gives_is_known() -> None:
    found = dict(given())
    assert found.keys()
    assert {where: word for where, word in found.items() if word not in PROGRAM} == {}

"""A lazy door hands on what it says, and loads only what is asked for."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import desk.services

DOORS = sorted(
    path
    for path in Path(desk.services.__path__[0]).glob("*/__init__.py")
    if "lazily(" in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("path", DOORS, ids=lambda path: path.parent.name)
def test_what_is_said_to_the_type_checker_is_what_is_there(path: Path) -> None:
    package = f"desk.services.{path.parent.name}"
    block = next(node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.If))
    said = {
        (alias.name, str(node.module))
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    door = __import__(package, fromlist=["x"])
    assert said == {(name, f"{package}.{module}") for name, module in door._desk_names.items()}
    assert [name for name, _module in said if getattr(door, name).__class__.__name__ == "module"] == []
    assert {name for name, _module in said} <= set(dir(door))


def test_a_function_named_like_its_module_stays_the_function_and_the_rest_is_not_loaded() -> None:
    code = (
        "import sys, desk.services.money.read, desk.services.money.deposits, desk.services.money as money\n"
        "print(callable(money.deposits), 'desk.services.money.imports' in sys.modules, hasattr(money, 'nothing'))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["True", "False", "False"]

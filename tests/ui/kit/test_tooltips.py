"""What somebody typed is never HTML, wherever a tooltip tells it: Qt would load a picture, even from another PC."""

from __future__ import annotations

import ast
import html
from pathlib import Path

import desk
from desk.ui.kit.words import tooltip


def test_signs_of_html_are_words_and_lines_stay():
    assert tooltip("<img src='//server/x'>\n<b>王五</b>") == (
        "<p style='white-space: pre-wrap'>&lt;img src=&#x27;//server/x&#x27;&gt;\n&lt;b&gt;王五&lt;/b&gt;</p>"
    )
    assert tooltip("") == ""


def test_signs_become_what_the_library_makes_of_them():
    every = "".join(map(chr, range(32, 0x3000)))
    assert tooltip(every) == f"<p style='white-space: pre-wrap'>{html.escape(every)}</p>"


def _own_words(node: ast.expr) -> bool:
    """Words of the program: made of its messages and keys alone."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        return name in ("tooltip", "_", "pgettext")
    if isinstance(node, ast.BinOp):
        return _own_words(node.left) and _own_words(node.right)
    if isinstance(node, ast.IfExp):
        return _own_words(node.body) and _own_words(node.orelse)
    if isinstance(node, ast.JoinedStr):
        return all(_own_words(part) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return _own_words(node.value)
    # `words`, `key`: parameters that hold labels of pages and keys.
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id in ("words", "key"))


def test_every_tooltip_goes_through_the_one_function():
    found = []
    for file in sorted((Path(desk.__file__).parent / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "setToolTip"
                and not _own_words(node.args[0])
            ):
                found.append(f"{file.name}:{node.lineno} {ast.unparse(node.args[0])}")
    assert found == []

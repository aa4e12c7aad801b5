"""Words are joined by the signs of the language, in one place: no text is strung together by hand (rules.kit.wording)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from desk.i18n import speaking
from desk.rules.kit.wording import clauses, either, listed

ROOT = Path(__file__).parents[3] / "desk"
ROOMS = ("cli", "features", "rules", "services", "slips", "ui")
SIGNS = set("、，；：,;:")
"""Signs that stand between words and differ from language to language; `·`, `/` and `–` are everybody's."""
NO_WORDS = {
    # What is stored or typed by a person has a sign of its own, and SQL has its comma.
    "services/desk_book/start.py", "services/fees/items.py", "services/finder/__init__.py", "services/points/papers.py",
    "ui/forms/fields.py", "ui/forms/rows.py", "ui/schemes/page.py", "ui/settings/calendar.py",
}  # fmt: skip
NAMES_OF_COMMANDS = {"cli/showing.py"}


def by_hand(file: Path) -> list[int]:
    """The lines where texts are joined by a sign of one language, or by a translated one."""
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "join"):
            continue
        sign = node.func.value
        if isinstance(sign, ast.Call):
            sign = sign.args[0] if isinstance(sign.func, ast.Name) and sign.func.id == "_" else sign
        choices = [sign.body, sign.orelse] if isinstance(sign, ast.IfExp) else [sign]
        if any(isinstance(each, ast.Constant) and set(str(each.value)) & SIGNS for each in choices):
            found.append(node.lineno)
    return found


def test_no_words_are_joined_by_hand() -> None:
    files = [file for room in ROOMS for file in (ROOT / room).rglob("*.py")]
    wrong = {str(file.relative_to(ROOT)): lines for file in files if (lines := by_hand(file))}
    assert wrong.keys() == NO_WORDS | NAMES_OF_COMMANDS


def test_a_join_by_hand_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "some.py"
    file.write_text('a = "、".join(b)\nc = _(", ").join(b)\nd = ("；" if e else "; ").join(b)\nf = " · ".join(b)\n')
    assert by_hand(file) == [1, 2, 3]


@pytest.mark.parametrize(
    ("language", "names", "statements", "ways"),
    [
        ("zh_CN", "甲、乙、丙", "甲；乙；丙", "甲、乙或丙"),
        ("zh_TW", "甲、乙、丙", "甲；乙；丙", "甲、乙或丙"),
        ("en", "甲, 乙, 丙", "甲; 乙; 丙", "甲, 乙, or 丙"),
    ],
)
def test_the_signs_of_the_language(language: str, names: str, statements: str, ways: str) -> None:
    with speaking(language):
        assert listed(["甲", "", "乙", "丙"]) == names
        assert clauses(["", "甲", "乙", "", "丙"]) == statements
        assert either(["甲", "乙", "", "丙"]) == ways
        assert (listed([]), clauses([]), either([])) == ("", "", "")

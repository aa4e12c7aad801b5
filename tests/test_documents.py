"""The pages in docs explain the code that is there: every citation has its anchor, every link its file."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
DECISIONS = DOCS / "decisions"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])

_ITEM = r"(?:C-\d+|B\d\.\d|[ABSRMV]\d+)"
_LIST = rf"{_ITEM}(?:(?:, | and |–){_ITEM})*"
HANDBOOK = re.compile(rf"\b[Hh]andbook ({_LIST})")
ARCHITECTURE = re.compile(r'\b[Aa]rchitecture ("[^"]+"(?:, "[^"]+")*)')
BARE = re.compile(r"\bC-\d+\b")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PATH = re.compile(r"`((?:desk|tests|tools|resources|docs|benchmarks|i18n|\.ci)/[\w./-]*[\w-])/?`")


# ----------------------------------------------------------------------------------------------- what the pages offer
def handbook_anchors() -> list[str]:
    """The letters (`A4`, `B2.1`), in the order of the page."""
    return [found.upper() for found in re.findall(r'<a id="([^"]+)">', (DOCS / "handbook.md").read_text("utf-8"))]


def headings(page: Path) -> list[str]:
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [re.sub(r"<[^>]+>", "", found).strip() for found in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]


def anchors(page: Path) -> set[str]:
    """What a link into a page may name: its headings as GitHub writes them, and its own anchors."""
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings(page)}
    return slugs | set(re.findall(r'<a id="([^"]+)">', page.read_text("utf-8")))


# ------------------------------------------------------------------------------------------------- what the code cites
@cache
def prose(file: Path) -> list[tuple[int, str]]:
    """The comments and docstrings of a file, each with its line; what runs on over several lines is one text."""
    return list(_prose(file))


def _prose(file: Path) -> Iterator[tuple[int, str]]:
    text = file.read_text("utf-8")
    comments: list[tuple[int, str]] = []
    if file.suffix == ".py":
        for node in ast.walk(ast.parse(text)):
            if (
                isinstance(node, ast.Expr)
                and isinstance(node.value, ast.Constant)
                and isinstance(node.value.value, str)
            ):
                yield node.lineno, " ".join(node.value.value.split())
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT:
                comments.append((token.start[0], token.string))
    else:
        for number, line in enumerate(text.splitlines(), 1):
            if found := re.search(r"(?:^|\s)(#.*)", line):
                comments.append((number, found[1]))
    last = begun = 0
    block: list[str] = []
    for number, comment in [*comments, (0, "")]:
        if number != last + 1 and block:
            yield begun, " ".join(" ".join(block).split())
            block = []
        begun = begun if block else number
        block.append(comment.lstrip("#"))
        last = number


def sources() -> list[Path]:
    rooms = [file for room in ("desk", "tests", "benchmarks", "tools") for file in (ROOT / room).rglob("*.py")]
    return sorted(
        [*rooms, *(ROOT / "resources").glob("*.toml"), ROOT / "pyproject.toml", ROOT / "Makefile", ROOT / ".ci/run"]
    )


def items(cited: str) -> Iterator[str]:
    """The letters of a list; `A1–A3` names the ones between, too."""
    for part in re.split(r", | and ", cited):
        first, _dash, last = part.partition("–")
        if last and first[0] == last[0] and "." not in part:
            yield from (f"{first[0]}{number}" for number in range(int(first[1:]), int(last[1:]) + 1))
        else:
            yield from (name for name in (first, last) if name)


def citations(text: str) -> Iterator[tuple[str, str]]:
    """Page and anchor of each citation in a text."""
    for found in HANDBOOK.finditer(text):
        yield from (("handbook", item) for item in items(found[1]))
    for found in ARCHITECTURE.finditer(text):
        yield from (("architecture", name) for name in re.findall(r'"([^"]+)"', found[1]))


def test_every_citation_has_its_anchor():
    known = {"handbook": set(handbook_anchors()), "architecture": set(headings(DOCS / "architecture.md"))}
    wrong = [
        f"{file.relative_to(ROOT).as_posix()}:{line}: {page} has no {name}"
        for file in sources()
        for line, text in prose(file)
        for page, name in citations(text)
        if name not in known[page]
    ]
    assert not wrong, "\n".join(wrong)


def test_a_decision_is_cited_with_its_page():
    wrong = [
        f"{file.relative_to(ROOT).as_posix()}:{line}: say handbook {found[0]}"
        for file in sources()
        for line, text in prose(file)
        for found in BARE.finditer(HANDBOOK.sub("", text))
    ]
    assert not wrong, "\n".join(wrong)


def test_no_page_is_cited_that_is_not_here():
    gone = re.compile(r"\b(?:DOMAIN|DESIGN|HOUSE|SPECS|STYLE|FAULTS|WORDS)(?:\.md\b| (?:§|[A-Z]-?\d|\d[a-z]\b))")
    wrong = [
        f"{file.relative_to(ROOT).as_posix()}: {found[0]}"
        for file in sources()
        for found in gone.finditer(file.read_text("utf-8"))
    ]
    assert not wrong, "\n".join(wrong)


def test_a_wrong_citation_is_found():
    cited = list(citations('It holds (handbook A4, C-3 and B2.1; architecture "Speed", "Gate").'))
    assert cited == [
        ("handbook", "A4"),
        ("handbook", "C-3"),
        ("handbook", "B2.1"),
        ("architecture", "Speed"),
        ("architecture", "Gate"),
    ]
    assert [name for _page, name in citations("handbook A1–A3, B3")] == ["A1", "A2", "A3", "B3"]


# -------------------------------------------------------------------------------------------------------- the handbook
def test_each_letter_of_the_handbook_is_there_once():
    found = handbook_anchors()
    assert [name for name, times in Counter(found).items() if times > 1] == []
    for letter, last in (("A", 13), ("B", 6), ("C-", 36), ("S", 27)):
        assert [f"{letter}{number}" for number in range(1, last + 1) if f"{letter}{number}" not in found] == []


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.name)
def test_a_page_names_only_letters_that_the_handbook_has(page):
    text = re.sub(r"<a id=[^>]+>|\]\([^)]*\)|`[^`]*`", "", page.read_text("utf-8"))
    named = set(re.findall(r"(?<![A-Za-z0-9-])(?:C-\d+|B\d\.\d|[ABS]\d+)(?![A-Za-z0-9])", text))
    assert named - set(handbook_anchors()) == set()


# --------------------------------------------------------------------------------------------------- links and files
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    wrong = []
    for target in LINK.findall(page.read_text("utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        name, _hash, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        if not file.exists():
            wrong.append(f"{target}: no such file")
        elif anchor and anchor not in anchors(file):
            wrong.append(f"{target}: no such section")
    assert wrong == []


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.name != "CHANGELOG.md"], ids=lambda page: page.relative_to(ROOT).as_posix()
)
def test_files_that_are_named_are_there(page):
    """A name without its ending is a module or a folder: a feature is a file until it needs a second one."""
    named = set(PATH.findall(page.read_text("utf-8")))
    assert [name for name in sorted(named) if not (ROOT / name).exists() and not (ROOT / f"{name}.py").exists()] == []


def test_each_decision_is_linked_and_has_its_three_parts():
    pages = sorted(DECISIONS.glob("[0-9]*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    linked = re.findall(r"\((\d{4}-[^)]+\.md)\)", (DECISIONS / "README.md").read_text("utf-8"))
    assert linked == [page.name for page in pages]
    for page in pages:
        assert headings(page)[1:] == ["Context", "Decision", "Consequences"], page.name


def test_the_readmes_lead_to_the_documents():
    for name in ("README.md", "README.zh-CN.md"):
        links = LINK.findall((ROOT / name).read_text("utf-8"))
        assert {"docs/handbook.md", "docs/architecture.md", "docs/decisions/README.md"} <= set(links), name

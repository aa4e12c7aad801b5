"""The manual has a text for each page in each language, and speaks of nothing that the page does not have.

`resources/manual/LANGUAGE/PAGE.md`; what stands in bold is a label of the window as it is written there, what stands in code a key.
A page whose labels changed has its texts changed with it; a new page brings its texts along.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import desk
from desk import features, i18n
from desk.i18n import _
from desk.rules.manual import read
from desk.services import manual

ROOT = Path(desk.__file__).parent
SHARED = (
    "ui/forms",
    "ui/kit",
    "ui/shell",
    "ui/slips",
    "ui/households",
    "ui/requests",
    "rules/kit",
    "services/kit",
    "catalog.py",
)
"""Where words stand that many pages show."""
PAGES = {page.code: feature.code for feature in features.features() for page in feature.pages}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_page_has_a_text_and_every_text_a_page(language: str) -> None:
    written = {file.stem for file in (manual.folder() / language).glob("*.md")}
    assert written == {*PAGES, *manual.GENERAL}
    for file in (manual.folder() / language).glob("*.md"):
        assert file.read_text(encoding="utf-8").count("\n# ") == 0, f"{file.name} has two titles"
    for chapter in manual.chapters(language):
        assert chapter.title, chapter.code
        assert chapter.blocks or chapter.code in manual.GENERAL, chapter.code


@pytest.mark.parametrize("code", [*PAGES, *manual.GENERAL])
def test_the_languages_say_the_same(code: str) -> None:
    """The same keys and links, in whatever order the sentences want them; labels are compared by their msgids below."""
    told = [manual.chapter(code, language) for language in i18n.LANGUAGES]
    for kind in ("key", "link"):
        said = [Counter(piece.target or piece.words for piece in chapter.pieces(kind)) for chapter in told]
        assert said[0].keys() == said[1].keys() == said[2].keys(), (code, kind)
    assert len({sum(block.kind == "heading" for block in chapter.blocks) for chapter in told}) == 1, code


def test_links_lead_to_chapters() -> None:
    for chapter in manual.chapters():
        for link in chapter.pieces("link"):
            assert link.target in (*PAGES, *manual.GENERAL), (chapter.code, link.target)


SURROGATE = re.compile("[\ud800-\udfff]")
"""What is no text at all: a rule names it to refuse it."""


@cache
def strings(place: str) -> frozenset[str]:
    """Every text that stands in the sources of a folder or module."""
    where = ROOT / place
    beside = where.with_suffix(".py")
    files = [where] if where.suffix else [*where.rglob("*.py"), *([beside] if beside.exists() else [])]
    return frozenset(
        node.value
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and not SURROGATE.search(node.value)
    )


def said_by(code: str) -> frozenset[str]:
    """The msgids that a page may show: those of its own feature, of the machinery, and of whoever adds something to pages."""
    feature = PAGES.get(code, "")
    module = next((page.factory for page in features.each("pages") if page.code == code), "").partition(":")[0]
    folder = "/".join(module.split(".")[1:3])
    found = set()
    guests = [
        f"ui/{other.code}"
        for other in features.features()
        if any(moment.startswith(f"{code}_") for moment in other.hooks)
    ]  # what other features put on this page (`member_cards`)
    for place in (*guests, *SHARED, folder, f"features/{feature}.py", f"rules/{feature}", f"services/{feature}"):
        if place and ((ROOT / place).exists() or (ROOT / f"{place}.py").exists()):
            found |= strings(place)
    return frozenset(found | strings("features"))


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_label_is_a_word_of_the_page(language: str) -> None:
    with i18n.speaking(language):
        wrong = []
        for chapter in manual.chapters(language):
            labels = {piece.words for piece in chapter.pieces("label")}
            if labels:
                known = {_(words) for words in said_by(chapter.code)}
                wrong += [f"{chapter.code}: {words}" for words in labels - known]
    assert wrong == []


def test_a_text_is_read_into_blocks() -> None:
    chapter = read("x", "# Title\nWords **Save** `Ctrl+S`.\n## How\n1. [there](today)\n- point\n![all](today)\n")
    assert chapter.title == "Title"
    assert [block.kind for block in chapter.blocks] == ["text", "heading", "step", "point", "picture"]
    assert [piece.words for piece in chapter.pieces("label")] == ["Save"]
    assert [piece.words for piece in chapter.pieces("key")] == ["Ctrl+S"]
    assert [piece.target for piece in chapter.pieces("link")] == ["today"]
    assert chapter.says("title POINT")
    assert not chapter.says("title nothing")


def test_it_is_searched_by_words() -> None:
    assert "gate" in {chapter.code for chapter in manual.search("门岗", "zh_CN")}
    assert manual.search("At the gate", "en")[0].code == "gate"
    assert manual.search("没有这样的词", "zh_CN") == ()


def test_pictures_are_of_pages() -> None:
    for language in i18n.LANGUAGES:
        drawn = {file.stem for file in (manual.folder() / "pictures" / language).glob("*.webp")}
        assert drawn <= set(PAGES), language
        assert drawn, "make manual draws them"

"""The manual as it is shipped: a page for each page of the window, in each language, with pictures of the tour.

Texts lie in `resources/manual/LANGUAGE/PAGE.md`, pictures in `resources/manual/pictures/LANGUAGE/PAGE.webp` (`make manual`
draws them anew). Nothing here asks the database: the manual is there before a site is.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from desk import features, i18n, paths
from desk.rules.manual import Chapter, read

GENERAL = ("start", "trouble")
"""Chapters that belong to no page: working with Desk in general, when something goes wrong."""


def folder() -> Path:
    """Where the manual's texts and pictures lie."""
    return paths.resources() / "manual"


def codes() -> tuple[str, ...]:
    """Every chapter in the order of the manual: the general ones around the pages as the window shows them."""
    return (GENERAL[0], *(page.code for page in features.each("pages")), *GENERAL[1:])


def chapter(code: str, language: str = "") -> Chapter:
    """A page of the manual.

    Args:
        code: of the window's page, or of a general chapter.
        language: whose words; the one spoken now when "". Where a page has none, English, else an empty chapter.
    """
    for spoken in (language or i18n.current_language(), "en"):
        found = _read(code, spoken)
        if found is not None:
            return found
    return Chapter(code, code)


def chapters(language: str = "") -> tuple[Chapter, ...]:
    """Every chapter that is written."""
    return tuple(found for code in codes() if (found := chapter(code, language)).blocks)


def search(words: str, language: str = "") -> tuple[Chapter, ...]:
    """The chapters in which all the words stand, those that have them in their title first."""
    wanted = words.strip()
    hits = [each for each in chapters(language) if each.says(wanted)]
    return tuple(sorted(hits, key=lambda each: wanted.casefold() not in each.title.casefold()))


def picture(name: str, language: str = "") -> Path | None:
    """The file of a picture, None when none was drawn."""
    for spoken in (language or i18n.current_language(), i18n.DEFAULT_LANGUAGE):
        file = folder() / "pictures" / spoken / f"{name}.webp"
        if file.is_file():
            return file
    return None


@lru_cache(maxsize=512)
def _read(code: str, language: str) -> Chapter | None:
    file = folder() / language / f"{code}.md"
    if not file.is_file():
        return None
    return read(code, file.read_text(encoding="utf-8"))


__all__ = ["GENERAL", "chapter", "chapters", "codes", "folder", "picture", "search"]

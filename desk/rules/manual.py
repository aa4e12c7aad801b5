"""The manual's text as data: a small part of Markdown, read into blocks that the window and the PDF show alike.

A page of the manual is a file. What stands in `code` is a key, in **bold** a label of the window as it is written there; both
are compared with the page by a test, so that the manual cannot speak of what is gone. [words](page) leads to another page,
`![words](picture)` on a line of its own is a picture of the tour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Kind = Literal["heading", "text", "step", "point", "picture"]

_PICTURE = re.compile(r"!\[([^\]]*)\]\(([\w-]+)\)")
_STEP = re.compile(r"\d+\.\s+(.*)")
_PIECES = re.compile(r"`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([\w-]+)\)")


class Piece(NamedTuple):
    """A run of words: `key`, `label`, `link` (to `target`), or "" for plain words."""

    kind: str
    words: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, step (numbered), point or picture; `target` is the picture's name."""

    kind: Kind
    pieces: tuple[Piece, ...]
    target: str = ""

    @property
    def words(self) -> str:
        """What it says, without marks."""
        return "".join(piece.words for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One page of the manual.

    Attributes:
        code: the window's page it belongs to, or the name of a general chapter.
        title: its heading. blocks: what stands under it.
    """

    code: str
    title: str
    blocks: tuple[Block, ...] = field(default=())

    def pieces(self, kind: str) -> Iterator[Piece]:
        """Every key, label or link in it."""
        return (piece for block in self.blocks for piece in block.pieces if piece.kind == kind)

    def says(self, words: str) -> bool:
        """Whether every one of the words stands in it."""
        whole = " ".join((self.title, *(block.words for block in self.blocks))).casefold()
        return all(word in whole for word in words.casefold().split())


def pieces(line: str) -> tuple[Piece, ...]:
    """The runs of a line."""
    found: list[Piece] = []
    at = 0
    for mark in _PIECES.finditer(line):
        if mark.start() > at:
            found.append(Piece("", line[at : mark.start()]))
        key, label, words, target = mark.groups()
        if key:
            found.append(Piece("key", key))
        elif label:
            found.append(Piece("label", label))
        else:
            found.append(Piece("link", words, target))
        at = mark.end()
    if at < len(line):
        found.append(Piece("", line[at:]))
    return tuple(found)


def read(code: str, text: str) -> Chapter:
    """Reads a page of the manual.

    Args:
        code: its name.
        text: its Markdown; the first heading is its title.
    """
    title = ""
    blocks: list[Block] = []
    for line in (line.strip() for line in text.splitlines()):
        if not line:
            continue
        if line.startswith("# "):
            title = line[2:].strip()
        elif line.startswith("## "):
            blocks.append(Block("heading", pieces(line[3:].strip())))
        elif picture := _PICTURE.fullmatch(line):
            blocks.append(Block("picture", (Piece("", picture[1]),), picture[2]))
        elif step := _STEP.fullmatch(line):
            blocks.append(Block("step", pieces(step[1])))
        elif line.startswith("- "):
            blocks.append(Block("point", pieces(line[2:].strip())))
        else:
            blocks.append(Block("text", pieces(line)))
    return Chapter(code, title, tuple(blocks))


__all__ = ["Block", "Chapter", "Piece", "pieces", "read"]

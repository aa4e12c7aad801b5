"""Free layouts in millimetres: cards of their own size, alone on their paper or several on a sheet with marks to cut along."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from desk.slips.engine import fonts
from desk.slips.engine.barcode import code128, qr
from desk.slips.engine.ink import BLACK, FILL, GREY, RED, THIN, Colour, Ink
from desk.slips.engine.linebreak import break_lines
from desk.slips.engine.paper import MM, Paper
from desk.slips.engine.slip import Card, Piece

Pictures = Callable[[str], bytes | None]
"""Gives the content of a stored picture by its hash; None when it is not there any more."""

_TONES: dict[str, Colour] = {"black": BLACK, "grey": GREY, "red": RED, "white": (1.0, 1.0, 1.0)}
_SMALLEST = 0.62
"""Text shrinks to this share of its size before it breaks."""
_LEAST = 3.6
"""Points below which nobody reads a card."""
_GAP = 6.0
"""Millimetres between two cards of a sheet, so that each is cut out whole: eight CR80 cards on A4."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A card to print, and the words that this printing adds.

    Attributes:
        void: 作废 across it, or "". reprint: 补打 with its count, or "".
    """

    card: Card
    void: str = ""
    reprint: str = ""


def places(card: Card, paper: Paper) -> tuple[tuple[float, float], ...]:
    """Where cards stand on one page, in points; one at the corner when the paper is no larger than the card."""
    height = paper.height or card.height * MM
    columns = max(1, int((paper.width / MM - 6 + _GAP) // (card.width + _GAP)))
    rows = max(1, int((height / MM - 6 + _GAP) // (card.height + _GAP)))
    wide, high = columns * (card.width + _GAP) - _GAP, rows * (card.height + _GAP) - _GAP
    left, top = max(paper.width / MM - wide, 0.0) / 2, max(height / MM - high, 0.0) / 2
    return tuple(
        ((left + column * (card.width + _GAP)) * MM, (top + row * (card.height + _GAP)) * MM)
        for row in range(rows)
        for column in range(columns)
    )


def print_cards(
    ink: Ink, tags: Iterable[Tag], paper: Paper, pictures: Pictures | None, offset: tuple[float, float]
) -> None:
    """Draws cards of one size, page after page; cut lines are drawn where a sheet holds more than one."""
    for page in _pages(list(tags), paper):
        first = page[0][0].card
        ink.begin(paper.width, paper.height or first.height * MM, *offset)
        several = len(places(first, paper)) > 1
        for tag, (x, top) in page:
            if several:
                ink.dashed(x, top, tag.card.width * MM, tag.card.height * MM, THIN)
            _card(ink, tag, x, top, pictures)
        ink.end()


def _pages(tags: list[Tag], paper: Paper) -> Iterator[list[tuple[Tag, tuple[float, float]]]]:
    while tags:
        size = (tags[0].card.width, tags[0].card.height)
        spots = places(tags[0].card, paper)
        count = 0
        while count < min(len(spots), len(tags)) and (tags[count].card.width, tags[count].card.height) == size:
            count += 1
        yield list(zip(tags[:count], spots, strict=False))
        tags = tags[count:]


def _card(ink: Ink, tag: Tag, x: float, top: float, pictures: Pictures | None) -> None:
    for piece in tag.card.pieces:
        _piece(ink, piece, x + piece.x * MM, top + piece.y * MM, pictures)
    wide, high = tag.card.width * MM, tag.card.height * MM
    if tag.void:
        diagonal = (wide**2 + high**2) ** 0.5
        size = min(diagonal * 0.6 / max(fonts.width(tag.void, 1.0, True), 0.1), high * 0.5)
        ink.slanted(x + wide / 2, top + high / 2, tag.void, size, wide / diagonal, high / diagonal)
    if tag.reprint:
        ink.text(x + wide - 3 * MM, top + high - 1.6 * MM, tag.reprint, 5, bold=True, colour=RED, align="r")


def _piece(ink: Ink, piece: Piece, x: float, top: float, pictures: Pictures | None) -> None:
    width, height = piece.width * MM, piece.height * MM
    if piece.kind == "text":
        _text(ink, piece, x, top, width, height)
    elif piece.kind == "picture":
        content = pictures(piece.text) if pictures is not None and piece.text else None
        if content is not None:
            ink.picture(x, top, width, height, content)
        ink.frame(x, top, width, height, 0.4, GREY)
    elif piece.kind == "qr":
        rows = qr(piece.text)
        ink.squares(x, top, min(width, height) / len(rows), rows)
    elif piece.kind == "bars":
        bars = code128(piece.text)
        module = min(width / (sum(bars) + 20), 0.72)
        ink.bars(x + (width - sum(bars) * module) / 2, top, height, module, bars)
    elif piece.kind == "line":
        ink.lines([(x, top, x + width, top + height)], 0.5, _TONES[piece.tone])
    elif piece.kind == "frame":
        ink.frame(x, top, width, height, 0.6, _TONES[piece.tone])
    elif piece.kind == "fill":
        ink.fill(x, top, width, height, RED if piece.tone == "red" else FILL)


def _broken(piece: Piece, width: float, size: float) -> list[str]:
    return break_lines(piece.text, width, lambda part: fonts.width(part, size, piece.bold))


def _text(ink: Ink, piece: Piece, x: float, top: float, width: float, height: float) -> None:
    size, lines = piece.size, [piece.text]
    need = fonts.width(piece.text, size, piece.bold)
    if need > width > 0:
        smaller = size * width / need * 0.999
        if smaller >= size * _SMALLEST:
            size = smaller
        else:
            size = max(size * 0.8, 4.5)
            lines = _broken(piece, width, size)
            while len(lines) * size * 1.2 > max(height, size * 1.2) and size > _LEAST:
                size *= 0.94
                lines = _broken(piece, width, size)
    baseline = top + size * 0.95
    if len(lines) == 1 and height:
        baseline = top + height / 2 + size * 0.36
    at = {"l": x, "c": x + width / 2, "r": x + width}[piece.align]
    for line in lines:
        ink.text(at, baseline, line, size, bold=piece.bold, colour=_TONES[piece.tone], align=piece.align)
        baseline += size * 1.2


__all__ = ["Pictures", "Tag", "places", "print_cards"]

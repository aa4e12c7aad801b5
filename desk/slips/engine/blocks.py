"""What a slip is made of on the page: rows of cells, paragraphs, places to sign; each knows its height and draws itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from desk.slips.engine import fonts
from desk.slips.engine.ink import GREY, THIN, Colour, Ink
from desk.slips.engine.paper import MM, Style
from desk.slips.engine.slip import Signature

Item = tuple[float, Literal["text", "box", "ticked"], str]
"""x from the left of the cell's text, what, and the text."""


@dataclass(slots=True)
class Cell:
    """One cell of a row, laid out."""

    x: float
    width: float
    lines: list[list[Item]]
    size: float
    bold: bool = False
    caption: bool = False
    muted: bool = False
    align: Literal["l", "r"] = "l"


class Block(Protocol):
    """Something with a height on the page.

    Attributes:
        least: the height its content needs.
        want: the height it would like (room for handwriting).
        gap: white before it, dropped at the top of a page.
        keep: stays on the page of the block before it.
    """

    least: float
    want: float
    gap: float
    keep: bool

    def draw(self, ink: Ink, top: float, height: float, below_row: bool) -> None:
        """Draws it at `top`, `height` high; `below_row`: a row stands right above."""


@dataclass(slots=True)
class Row:
    """A row of cells with one height."""

    cells: list[Cell]
    left: float
    width: float
    style: Style
    pad: float
    kind: Literal["grid", "table", "narrow"] = "grid"
    want_lines: int = 1
    thin: Colour = THIN
    gap: float = 0.0
    keep: bool = False
    heading: Row | None = None
    blank: bool = False
    open: bool = False
    last: bool = False
    least: float = field(init=False)
    want: float = field(init=False)

    def __post_init__(self) -> None:
        content = max((len(cell.lines) * cell.size * self.style.line for cell in self.cells), default=0.0)
        self.least = max(content, self.style.size * self.style.line) + 2 * self.pad
        self.want = max(self.least, self.want_lines * self.style.size * self.style.line + 2 * self.pad)

    def split(self, height: float) -> tuple[Row, Row] | None:
        """Two rows, the first no higher than `height`; None when not two lines would fit."""
        count = int((height - 2 * self.pad) / (self.style.size * self.style.line))
        if count < 2 or all(len(cell.lines) <= count for cell in self.cells):
            return None
        above, below = [], []
        for cell in self.cells:
            above.append(replace(cell, lines=cell.lines[:count]))
            rest = cell.lines if cell.caption else cell.lines[count:]
            below.append(replace(cell, lines=rest))
        first = replace(self, cells=above, want_lines=1)
        return first, replace(self, cells=below, want_lines=1, gap=0.0)

    def shade(self, ink: Ink, top: float, height: float) -> None:
        """Shades the captions; all rows of a page are shaded before the lines are drawn."""
        for cell in self.cells:
            if cell.caption and self.kind != "narrow":
                ink.fill(cell.x, top, cell.width, height)

    def draw(self, ink: Ink, top: float, height: float, below_row: bool) -> None:
        """Draws the row; `below_row`: the row above has drawn the line between them."""
        bottom = top + height
        right = self.left + self.width
        tall = height > self.least + self.style.size * self.style.line * 0.9
        # a caption beside a long text stands at its first line
        tall = tall or max(len(cell.lines) for cell in self.cells) > 4
        largest = max(cell.size for cell in self.cells)
        for cell in self.cells:
            leading = cell.size * self.style.line
            if tall or self.kind == "narrow":
                # caption and value share their first baseline
                baseline = top + self.pad + largest * (self.style.line / 2 + 0.36)
            else:
                baseline = top + (height - len(cell.lines) * leading) / 2 + leading / 2 + cell.size * 0.36
            for line in cell.lines:
                self._line(ink, cell, line, baseline)
                baseline += leading
        if self.kind == "narrow":
            ink.lines([(self.left, bottom, right, bottom)], 0.4, self.thin)
            return
        # Each row draws its own lower line only: two lines on one place look thicker than one.
        inner = [(cell.x, top, cell.x, bottom) for cell in self.cells[1:]]
        outer = [(self.left, top, self.left, bottom), (right, top, right, bottom)]
        if not below_row:
            outer.append((self.left, top, right, top))
        lower = (self.left, bottom, right, bottom)
        if self.kind == "table":
            thin = [] if self.open else [lower]
            ink.lines([*inner, *([] if self.last else thin)], 0.4, self.thin)
            ink.lines([*outer, *([lower] if self.last else [])])
        else:
            ink.lines([*inner, *outer, lower])

    def _line(self, ink: Ink, cell: Cell, line: list[Item], baseline: float) -> None:
        pad = self.style.pad_x
        colour = GREY if cell.caption or cell.muted else None
        for dx, what, text in line:
            x = cell.x + pad + dx
            if what == "text":
                if cell.align == "r":
                    x = cell.x + cell.width - pad
                if colour:
                    ink.text(x, baseline, text, cell.size, bold=cell.bold, colour=colour, align=cell.align)
                else:
                    ink.text(x, baseline, text, cell.size, bold=cell.bold, align=cell.align)
            else:
                ink.tick_box(x, baseline, cell.size, what == "ticked")


@dataclass(slots=True)
class Paragraph:
    """Lines without a frame: small print, or a letter's text; `right`, `middle`: where they end, or have their middle."""

    left: float
    lines: list[str]
    size: float
    gap: float
    right: float = 0.0
    colour: Colour = GREY
    bold: bool = False
    leading: float = 1.4
    keep: bool = False
    middle: float = 0.0
    least: float = field(init=False)
    want: float = field(init=False)

    def __post_init__(self) -> None:
        self.least = self.want = len(self.lines) * self.size * self.leading

    def draw(self, ink: Ink, top: float, height: float, below_row: bool) -> None:  # noqa: ARG002 - as Block
        """Draws the lines."""
        for place, line in enumerate(self.lines):
            baseline = top + place * self.size * self.leading + self.size
            x, align = (self.right, "r") if self.right else (self.left, "l")
            if self.middle:
                x, align = self.middle - fonts.width(line, self.size, self.bold) / 2, "l"
            ink.text(x, baseline, line, self.size, bold=self.bold, colour=self.colour, align=align)


@dataclass(slots=True)
class Signatures:
    """A row of places to sign, each with its line, and the date's line where wanted."""

    left: float
    width: float
    places: tuple[Signature, ...]
    per_row: int
    style: Style
    date: str
    gap: float
    keep: bool = False
    least: float = field(init=False)
    want: float = field(init=False)

    def __post_init__(self) -> None:
        self.least = self.want = self.style.signature

    def draw(self, ink: Ink, top: float, height: float, below_row: bool) -> None:  # noqa: ARG002 - as Block
        """Draws captions and lines."""
        between = 14.0
        room = (self.width - between * (self.per_row - 1)) / self.per_row
        baseline = top + height - 5
        size = self.style.size
        for place, signature in enumerate(self.places):
            x = self.left + place * (room + between)
            end = x + room
            label = signature.label + ("：" if signature.label and ord(signature.label[-1]) > 0x2E80 else ":")
            if fonts.width(label, size) > room * 0.62:
                size_here = max(size * 0.7, size * room * 0.62 / fonts.width(label, size))
            else:
                size_here = size
            ink.text(x, baseline, label, size_here)
            start = x + fonts.width(label, size_here) + 3
            if signature.dated:
                date_room = min(room * 0.36, 86.0)
                date_x = end - date_room
                ink.text(date_x, baseline, self.date, self.style.label, colour=GREY)
                ink.lines(
                    [(date_x + fonts.width(self.date, self.style.label) + 3, baseline + 2.5, end, baseline + 2.5)]
                )
                end = date_x - 5
            if signature.name:
                ink.text(start + 2, baseline, signature.name, size)
            ink.lines([(start, baseline + 2.5, end, baseline + 2.5)])


@dataclass(slots=True)
class Seals:
    """Dashed boxes in which a seal is put, side by side from the right, each with its caption."""

    left: float
    width: float
    captions: tuple[str, ...]
    style: Style
    gap: float
    keep: bool = True
    least: float = field(init=False)
    want: float = field(init=False)

    def __post_init__(self) -> None:
        self.least = self.want = 27 * MM

    def draw(self, ink: Ink, top: float, height: float, below_row: bool) -> None:  # noqa: ARG002 - as Block
        """Draws the boxes."""
        side, high = 52 * MM, 26 * MM
        for place, caption in enumerate(reversed(self.captions)):
            x = self.left + self.width - (place + 1) * side - place * 6
            ink.dashed(x, top, side, high)
            ink.text(x + side / 2, top + high - 5, caption, self.style.small, colour=GREY, align="c")


@dataclass(slots=True)
class Pictures:
    """Up to three photos side by side with their captions; one whose file is gone leaves an empty frame."""

    left: float
    width: float
    pictures: tuple[tuple[bytes | None, str, bool], ...]
    style: Style
    gap: float
    keep: bool = False
    least: float = field(init=False)
    want: float = field(init=False)

    def __post_init__(self) -> None:
        self.least = self.want = 48 * MM + self.style.small * 1.6

    def draw(self, ink: Ink, top: float, height: float, below_row: bool) -> None:  # noqa: ARG002 - as Block
        """Draws photos and captions."""
        room = (self.width - 2 * 8) / 3
        for place, (content, caption, whole) in enumerate(self.pictures):
            x = self.left + place * (room + 8)
            if content is not None:
                ink.picture(x, top, room, 48 * MM, content, whole=whole)
            ink.frame(x, top, room, 48 * MM, 0.4, GREY)
            ink.text(x + room / 2, top + 48 * MM + self.style.small * 1.2, caption, self.style.small, align="c")


__all__ = ["Block", "Cell", "Item", "Paragraph", "Pictures", "Row", "Seals", "Signatures"]

"""From the fields of a slip to blocks with heights, and from blocks to pages. Knows sizes, draws through `Ink`.

A block is a row of cells, a paragraph or a row of signatures. Rows hold room for handwriting that gives way when the page is short
and takes what is left when it is long, so that the signatures stand at the foot of the sheet.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from desk.slips import fonts
from desk.slips.ink import GREY, LINE, THIN, Colour, Ink
from desk.slips.linebreak import break_lines, clusters
from desk.slips.papers import MM, Paper, Style
from desk.slips.slip import Field, Signature, Slip, Table, Tick

COLUMNS = 12
_BOX_GAP = 0.35  # between a box and its label, in font sizes
_TICK_GAP = 0.9  # between two ticks

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
    """Small print."""

    left: float
    lines: list[str]
    size: float
    gap: float
    centred: float = 0.0
    keep: bool = False
    least: float = field(init=False)
    want: float = field(init=False)

    def __post_init__(self) -> None:
        self.least = self.want = len(self.lines) * self.size * 1.4

    def draw(self, ink: Ink, top: float, height: float, below_row: bool) -> None:  # noqa: ARG002 - as Block
        """Draws the lines."""
        for place, line in enumerate(self.lines):
            ink.text(self.left, top + place * self.size * 1.4 + self.size, line, self.size, colour=GREY)


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
class Placed:
    """A block with its place on a page."""

    block: Block
    top: float
    height: float


def finish(page: list[Placed]) -> list[tuple[Placed, bool]]:
    """The blocks of a page, each with whether a row stands right above; marks the rows at which a table ends."""
    out = []
    above: Placed | None = None
    for place, placed in enumerate(page):
        touching = (
            above is not None
            and isinstance(above.block, Row)
            and isinstance(placed.block, Row)
            and abs(above.top + above.height - placed.top) < 0.01
        )
        below = page[place + 1].block if place + 1 < len(page) else None
        if isinstance(placed.block, Row):
            placed.block.last = not (isinstance(below, Row) and below.kind == "table")
        out.append((placed, touching))
        above = placed
    return out


def text_lines(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """The text broken for a width in points."""
    return break_lines(text, width, lambda piece: fonts.width(piece, size, bold))


def _items(text: str, ticks: tuple[Tick, ...], width: float, size: float, bold: bool) -> list[list[Item]]:
    lines: list[list[Item]] = [[(0.0, "text", line)] for line in text_lines(text, width, size, bold)] if text else []
    if not ticks:
        return lines
    x = width + 1
    if len(lines) == 1:
        x = fonts.width(lines[0][0][2], size, bold) + size * _TICK_GAP
    for tick in ticks:
        box = size * (0.82 + _BOX_GAP)
        need = box + fonts.width(tick.label, size)
        if x + need > width + 0.01:
            lines.append([])
            x = 0.0
        broken = text_lines(tick.label, width - box, size) if need > width else [tick.label]
        lines[-1] += [(x, "ticked" if tick.ticked else "box", ""), (x + box, "text", broken[0])]
        lines += [[(box, "text", more)] for more in broken[1:]]
        x += need + size * _TICK_GAP
    return lines


class Layout:
    """Lays one slip out on one paper.

    Attributes:
        left, width: of the printable area, in points.
    """

    def __init__(self, slip: Slip, paper: Paper, date: str) -> None:
        self.slip, self.paper, self.style = slip, paper, paper.style
        self.left = paper.left
        self.width = paper.width - paper.left - paper.right
        self._date = date

    def blocks(self, density: float = 1.0) -> list[Block]:
        """All blocks of the slip; `density` < 1 takes room from the paddings."""
        pad = self.style.pad_y * density
        slip = self.slip
        out: list[Block] = list(self._grid(slip.fields, pad))
        for table in slip.tables:
            out += self._table(table, pad)
        out += self._grid(slip.after, pad)
        gap = self.style.small * 0.9 * density
        for place, clause in enumerate(slip.clauses):
            lines = text_lines(clause, self.width, self.style.small)
            out.append(Paragraph(self.left, lines, self.style.small, gap if place == 0 else 1.0))
        out += self._signatures(gap * 0.6)
        if self.paper.mono:  # a pale line would vanish in black and white
            for block in out:
                if isinstance(block, Row):
                    block.thin = LINE
        return out

    # -- the grid ------------------------------------------------------------------------------------------------
    def _caption_width(self, cells: tuple[Field, ...]) -> float:
        """One width for the captions of a slip, so that they stand under each other."""
        style = self.style
        need = max((fonts.width(cell.label, style.label) for cell in cells if cell.label), default=0.0)
        least = 15 * MM if not self.paper.narrow else 9 * MM
        most = self.width * (0.2 if not self.paper.narrow else 0.36)
        return min(max(need + 2 * style.pad_x, least), most)

    def _grid(self, cells: tuple[Field, ...], pad: float) -> list[Row]:
        if not cells:
            return []
        caption = self._caption_width((*self.slip.fields, *self.slip.after))
        if self.paper.narrow:
            return [self._narrow_row(cell, caption, pad) for cell in cells]
        rows: list[list[Field]] = []
        used = COLUMNS + 1
        for cell in cells:
            span = self._span(cell)
            if used + span > COLUMNS:
                rows.append([])
                used = 0
            rows[-1].append(cell)
            used += span
        return [self._grid_row(row, caption, pad) for row in rows]

    def _span(self, cell: Field) -> int:
        """The field's columns; on a small sheet at least four, or short texts would break."""
        return min(max(cell.span, 4 if self.width < 150 * MM else 1), COLUMNS)

    def _grid_row(self, row: list[Field], caption: float, pad: float) -> Row:
        style = self.style
        cells: list[Cell] = []
        unit = self.width / COLUMNS
        column = 0
        for place, cell in enumerate(row):
            x = self.left + column * unit
            column += self._span(cell)
            end = self.left + (self.width if place == len(row) - 1 else column * unit)
            if cell.label:
                room = min(caption, (end - x) * 0.46)
                lines: list[list[Item]] = [
                    [(0.0, "text", line)] for line in text_lines(cell.label, room - 2 * style.pad_x + 0.5, style.label)
                ]
                cells.append(Cell(x, room, lines, style.label, caption=True))
                x += room
            inner = end - x - 2 * style.pad_x
            cells.append(
                Cell(x, end - x, _items(cell.value, cell.ticks, inner, style.size, cell.bold), style.size, cell.bold)
            )
        return Row(cells, self.left, self.width, style, pad, want_lines=max(cell.lines for cell in row))

    def _narrow_row(self, cell: Field, caption: float, pad: float) -> Row:
        style = self.style
        cells: list[Cell] = []
        x = self.left
        if cell.label:
            lines: list[list[Item]] = [
                [(0.0, "text", line)] for line in text_lines(cell.label, caption - style.pad_x, style.label)
            ]
            cells.append(Cell(x - style.pad_x, caption + style.pad_x, lines, style.label, caption=True))
            x += caption
        inner = self.left + self.width - x - style.pad_x
        size = style.size * (1.12 if cell.bold else 1.0)
        cells.append(
            Cell(x, inner + style.pad_x, _items(cell.value, cell.ticks, inner, size, cell.bold), size, cell.bold)
        )
        want = min(cell.lines, 3) if not cell.value else 1
        return Row(cells, self.left, self.width, style, pad, "narrow", want_lines=max(want, 1))

    # -- tables --------------------------------------------------------------------------------------------------
    def _table(self, table: Table, pad: float) -> list[Block]:
        style, slip = self.style, self.slip
        if self.paper.narrow and len(table.columns) > 4:
            return self._stacked(table, pad)
        out: list[Block] = []
        kind: Literal["grid", "table", "narrow"] = "narrow" if self.paper.narrow else "table"
        grid = slip.fields if slip.tables and table is slip.tables[0] else ()
        gap = 0.0 if grid or not self.paper.narrow else pad
        if table.heading:
            lines: list[list[Item]] = [[(0.0, "text", table.heading)]]
            heading = Cell(self.left, self.width, lines, style.label, bold=True, caption=True)
            out.append(Row([heading], self.left, self.width, style, pad * 0.7, "grid", gap=gap))
        places = self._columns(table)

        def row(texts: tuple[str, ...], *, head: bool = False) -> Row:
            size = style.label if head else style.size
            cells = []
            for (cx, room), column, text in zip(places, table.columns, texts, strict=False):
                lines: list[list[Item]] = [
                    [(0.0, "text", line)] for line in text_lines(text, room - 2 * style.pad_x + 0.2, size)
                ]
                cells.append(Cell(cx, room, lines, size, caption=head, align="r" if column.right else "l"))
            shown: Literal["grid", "table", "narrow"] = "grid" if head and kind == "table" else kind
            return Row(cells, self.left, self.width, style, pad * 0.85, shown)

        head = row(tuple(column.heading for column in table.columns), head=True)
        head.keep = bool(out)
        out.append(head)
        body = [row(texts) for texts in table.rows]
        if table.closing:
            lines = [[(0.0, "text", table.closing)]]
            closing = Cell(self.left, self.width, lines, style.label, muted=True)
            body.append(Row([closing], self.left, self.width, style, pad * 0.85, kind, open=True))
        while len(body) < table.least_rows:
            # below the closing line nothing may be added, so there are no lines to write on
            blank = (
                Row(
                    [Cell(self.left, self.width, [], style.size)],
                    self.left,
                    self.width,
                    style,
                    pad * 0.85,
                    kind,
                    open=True,
                )
                if table.closing
                else row(("",) * len(table.columns))
            )
            blank.blank = True
            body.append(blank)
        for place, line in enumerate(body):
            line.heading = head
            line.keep = place == 0
        return [*out, *body]

    def _columns(self, table: Table) -> list[tuple[float, float]]:
        """Left edge and width of each column: the given proportions, but what may not be cut gets its room if there is any."""
        style = self.style
        total = sum(column.width for column in table.columns) or 1.0
        widths = [self.width * column.width / total for column in table.columns]
        needs = []
        for place, column in enumerate(table.columns):
            pieces = [(piece, style.size) for row in table.rows if place < len(row) for piece in clusters(row[place])]
            pieces += [(piece, style.label) for piece in clusters(column.heading)]
            need = max((fonts.width(piece.rstrip(), size) for piece, size in pieces), default=0.0)
            needs.append(min(need + 2 * style.pad_x + 0.5, self.width * 0.4))
        lacking = sum(max(need - width, 0.0) for need, width in zip(needs, widths, strict=True))
        spare = sum(max(width - need, 0.0) for need, width in zip(needs, widths, strict=True))
        if lacking > 0 and spare > 0:
            share = min(lacking / spare, 1.0)
            given = min(spare / lacking, 1.0)
            widths = [
                width + (need - width) * given if need > width else width - (width - need) * share
                for need, width in zip(needs, widths, strict=True)
            ]
        places, x = [], self.left
        for width in widths:
            places.append((x, width))
            x += width
        return places

    def _stacked(self, table: Table, pad: float) -> list[Block]:
        """A table too wide for the paper: each line as captions and values under each other."""
        out: list[Block] = []
        style = self.style
        if table.heading:
            cell = Cell(self.left - style.pad_x, self.width, [[(0.0, "text", table.heading)]], style.size, bold=True)
            out.append(Row([cell], self.left, self.width, style, pad, "narrow", gap=pad))
        widest = max(range(len(table.columns)), key=lambda place: table.columns[place].width)
        for number, texts in enumerate(table.rows, 1):
            main = texts[widest] if widest < len(texts) else ""
            lead = texts[0] if widest else str(number)
            others = [
                f"{column.heading} {text}"
                for place, (column, text) in enumerate(zip(table.columns, texts, strict=False))
                if text and place not in (0, widest)
            ]
            out.append(self._narrow_row(Field(lead, "\n".join([main, "　".join(others)]).strip()), 9 * MM, pad * 0.8))
        if table.closing:
            cell = Cell(self.left - style.pad_x, self.width, [[(0.0, "text", table.closing)]], style.label, muted=True)
            out.append(Row([cell], self.left, self.width, style, pad, "narrow"))
        return out

    # -- the end -------------------------------------------------------------------------------------------------
    def _signatures(self, gap: float) -> list[Block]:
        places = self.slip.signatures
        if not places:
            return []
        if self.paper.narrow:
            per_row = 1
        else:
            caption = max(fonts.width(s.label, self.style.size) for s in places) + self.style.size
            need = caption + 22 * MM + (20 * MM if any(s.dated for s in places) else 0)
            per_row = max(1, min(len(places), int((self.width + 14) / (need + 14)), 4))
            rows = -(-len(places) // per_row)
            per_row = -(-len(places) // rows)
        out: list[Block] = []
        for start in range(0, len(places), per_row):
            out.append(
                Signatures(
                    self.left,
                    self.width,
                    places[start : start + per_row],
                    per_row,
                    self.style,
                    self._date,
                    gap,
                    keep=start > 0,
                )
            )
        return out

    # -- pages ---------------------------------------------------------------------------------------------------
    def pages(self, room: float) -> list[list[Placed]]:
        """Distributes the blocks over pages with `room` points each (infinite for a roll), tops counted from 0."""
        if room == float("inf"):
            return [_stack(self.blocks(), [block.want for block in self.blocks()])]
        for density in (1.0, 0.8, 0.6, 0.42):
            blocks = self.blocks(density)
            page = _one_page(blocks, room, self.style.size * self.style.line)
            if page is not None:
                return [page]
        return _many_pages(self.blocks(), room)


def _stack(blocks: list[Block], heights: list[float]) -> list[Placed]:
    out: list[Placed] = []
    y = 0.0
    for place, (block, height) in enumerate(zip(blocks, heights, strict=True)):
        y += block.gap if place else 0.0
        out.append(Placed(block, y, height))
        y += height
    return out


def _one_page(blocks: list[Block], room: float, line: float) -> list[Placed] | None:
    """Everything on one page: room for handwriting shrinks, or grows to fill the sheet; None when it cannot fit."""
    gaps = sum(block.gap for block in blocks[1:])
    least = gaps + sum(block.least for block in blocks)
    while least > room and any(isinstance(b, Row) and b.blank for b in blocks):
        place = max(i for i, b in enumerate(blocks) if isinstance(b, Row) and b.blank)
        least -= blocks[place].least + blocks[place].gap
        del blocks[place]
    if least > room:
        return None
    flex = [block.want - block.least for block in blocks]
    total = sum(flex)
    spare = room - least
    if total <= 0:
        return _stack(blocks, [block.least for block in blocks])
    # what is wanted, then up to as much again where much room was wanted, so that the form fills its sheet
    ratio = min(spare / total, 1.0)
    heights = [block.least + share * ratio for block, share in zip(blocks, flex, strict=True)]
    left_over = spare - total
    large = [share if share > 1.5 * line else 0.0 for share in flex]
    if left_over > 0 and sum(large) > 0:
        more = min(left_over, sum(large) * 1.6)
        heights = [height + more * share / sum(large) for height, share in zip(heights, large, strict=True)]
    return _stack(blocks, heights)


def _many_pages(blocks: list[Block], room: float) -> list[list[Placed]]:
    pages: list[list[Placed]] = []
    page: list[Placed] = []
    y = 0.0
    queue = list(blocks)
    index = 0
    while index < len(queue):
        block = queue[index]
        gap = block.gap if page else 0.0
        height = block.want if block.want <= room - y - gap else block.least
        # a heading stays with its first line, a caption with its table
        needed = height
        ahead = index + 1
        while ahead < len(queue) and queue[ahead].keep:
            needed += queue[ahead].gap + queue[ahead].least
            ahead += 1
        if needed > room:
            needed = height
        if y + gap + needed <= room + 0.01:
            page.append(Placed(block, y + gap, height))
            y += gap + height
            index += 1
            continue
        if isinstance(block, Row):
            parts = block.split(room - y - gap)
            if parts and (height > room * 0.35 or not page):
                page.append(Placed(parts[0], y + gap, parts[0].least))
                queue[index] = parts[1]
                pages.append(page)
                page, y = _headed(parts[1])
                continue
        if not page or (len(page) == 1 and page[0].block is getattr(block, "heading", None)):
            # higher than a whole page and cannot be cut: better over the edge than lost in a loop
            page.append(Placed(block, y, height))
            y += height
            index += 1
            continue
        pages.append(page)
        page, y = _headed(block)
    if page:
        pages.append(page)
    return pages


def _headed(block: Block) -> tuple[list[Placed], float]:
    """A new page, with the table's headings when a table goes on."""
    heading = block.heading if isinstance(block, Row) else None
    if heading is None:
        return [], 0.0
    return [Placed(heading, 0.0, heading.least)], heading.least


__all__ = ["Block", "Cell", "Layout", "Paragraph", "Placed", "Row", "Signatures", "finish", "text_lines"]

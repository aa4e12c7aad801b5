"""From the fields of a slip to blocks: which cells stand in a row, how wide they are and where their text breaks."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from desk.slips.engine import fonts
from desk.slips.engine.blocks import Block, Cell, Item, Paragraph, Pictures, Row, Seals, Signatures
from desk.slips.engine.ink import BLACK, KEPT, LINE
from desk.slips.engine.linebreak import break_lines, clusters
from desk.slips.engine.paging import Placed, many_pages, one_page, stack
from desk.slips.engine.paper import MM, Paper
from desk.slips.engine.slip import Field, Passage, Slip, Table, Tick

_SIZES = {"": 1.0, "large": 1.3, "huge": 1.6}
"""Sizes of running text, as shares of the size of values."""
COLUMNS = 12
_BOX_GAP = 0.35  # between a box and its label, in font sizes
_TICK_GAP = 0.9  # between two ticks


@lru_cache(maxsize=KEPT)
def _pieces(text: str) -> tuple[str, ...]:
    """What a text is broken between: the headings and words of a table are the same on many slips."""
    return tuple(clusters(text))


def text_lines(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """The text broken for a width in points."""
    if "\n" not in text and fonts.width(text, size, bold) <= width:
        return [text.rstrip()]
    key = (text, width, size, bold)
    found = fonts.broken.get(key)
    if found is None:
        found = break_lines(text, width, lambda piece: fonts.width(piece, size, bold))
        if len(fonts.broken) >= KEPT:
            fonts.broken.clear()
        fonts.broken[key] = found
    return list(found)


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

    def __init__(
        self, slip: Slip, paper: Paper, date: str, pictures: Callable[[str], bytes | None] | None = None
    ) -> None:
        self.slip, self.paper, self.style = slip, paper, paper.style
        self.left = paper.left
        self.width = paper.width - paper.left - paper.right
        self._date = date
        self._pictures = pictures

    def blocks(self, density: float = 1.0) -> list[Block]:
        """All blocks of the slip; `density` < 1 takes room from the paddings."""
        pad = self.style.pad_y * density
        slip = self.slip
        out: list[Block] = [*self._body(slip.body, density), *self._grid(slip.fields, pad)]
        for table in slip.tables:
            out += self.table(table, pad)
        out += self._grid(slip.after, pad)
        out += self._photos(self.style.small * 0.9 * density)
        gap = self.style.small * 0.9 * density
        for place, clause in enumerate(slip.clauses):
            lines = text_lines(clause, self.width, self.style.small)
            out.append(Paragraph(self.left, lines, self.style.small, gap if place == 0 else 1.0))
        if slip.seals:
            out.append(Seals(self.left, self.width, slip.seals, self.style, gap))
        out += self._signatures(gap * 0.6)
        if self.paper.mono:  # a pale line would vanish in black and white
            for block in out:
                if isinstance(block, Row):
                    block.thin = LINE
        return out

    # -- running text --------------------------------------------------------------------------------------------
    def _body(self, body: tuple[Passage, ...], density: float) -> list[Block]:
        """Running text, line by line, so that a page may end after any of them."""
        out: list[Block] = []
        for passage in body:
            size = self.style.size * _SIZES[passage.size]
            # U+3000: the two characters' room that a Chinese paragraph begins with
            text = ("　　" if passage.indent else "") + passage.text
            gap = size * 0.7 * density
            for line in text_lines(text, self.width, size, passage.bold):
                right = self.left + self.width if passage.right else 0.0
                made = Paragraph(self.left, [line], size, gap, right, BLACK, passage.bold, self.style.line * 1.24)
                made.middle = self.left + self.width / 2 if passage.centre else 0.0
                out.append(made)
                gap = 0.0
        if out and body is self.slip.body and self.slip.fields:
            out.append(Paragraph(self.left, [], self.style.size, self.style.size * density))
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
                # The first caption of a row stands in the column of all captions, also where the field is small.
                room = min(caption, (end - x) * (0.46 if place else 0.6))
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
    def table(self, table: Table, pad: float) -> list[Block]:
        """A table as rows: its caption, its headings, its lines."""
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
            lines = [line for row in table.rows if place < len(row) for line in row[place].split("\n")]
            pieces = [(piece, style.size) for line in lines for piece in _pieces(line)]
            pieces += [(piece, style.label) for piece in _pieces(column.heading)]
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
                    keep=True,
                )
            )
        return out

    def _photos(self, gap: float) -> list[Block]:
        found = [
            (self._pictures(picture.sha) if self._pictures is not None else None, picture.caption, picture.whole)
            for picture in self.slip.pictures
        ]
        return [
            Pictures(self.left, self.width, tuple(found[start : start + 3]), self.style, gap)
            for start in range(0, len(found), 3)
        ]

    # -- pages ---------------------------------------------------------------------------------------------------
    def pages(self, room: float) -> list[list[Placed]]:
        """Distributes the blocks over pages with `room` points each (infinite for a roll), tops counted from 0."""
        if room == float("inf"):
            blocks = [*self.blocks(), *self._body(self.slip.back, 1.0)]
            return [stack(blocks, [block.want for block in blocks])]
        back = self._sheet(lambda density: self._body(self.slip.back, density), room) if self.slip.back else []
        return [*self._sheet(self.blocks, room), *back]

    def _sheet(self, make: Callable[[float], list[Block]], room: float) -> list[list[Placed]]:
        """Blocks on one page if they fit, else on as many as they need."""
        for density in (1.0, 0.8, 0.6, 0.42):
            blocks = make(density)
            page = one_page(blocks, room, self.style.size * self.style.line)
            if page is not None:
                return [page]
        return many_pages(make(1.0), room)


__all__ = ["Layout", "text_lines"]

"""One renderer for all slips and all papers: content and paper in, PDF bytes out (architecture "Slips and printing").

The same content on the same paper gives the same bytes, in every process; so the database keeps the content only, together with
`RENDERER_VERSION`. Change the version when bytes change for a slip that has been issued.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from desk.i18n import _, speaking
from desk.slips.engine import fonts
from desk.slips.engine.barcode import code128
from desk.slips.engine.blocks import Row
from desk.slips.engine.cards import Pictures, Tag, print_cards
from desk.slips.engine.ink import GREY, RED, Ink
from desk.slips.engine.layout import Layout, text_lines
from desk.slips.engine.paging import Placed, finish
from desk.slips.engine.paper import MM, PAPERS, Paper
from desk.slips.engine.slip import Field, Marks, Slip, Table, Tick, plain

RENDERER_VERSION = 1
warm_up = fonts.warm_up

_ENDLESS = float("inf")


@dataclass(frozen=True, slots=True)
class _Words:
    """The fixed words of a slip, in its language."""

    unnumbered: str
    void: str
    reprint: str
    date: str
    hotline: str
    lacking: str

    @classmethod
    def of(cls, slip: Slip, marks: Marks) -> _Words:
        with speaking(slip.language):
            return cls(
                # L10N: 保存后编号
                unnumbered=_("Numbered when saved"),
                # L10N: 作废
                void=_("VOID"),
                # L10N: 补打 {count}
                reprint=_("Reprint {count}").format(count=marks.reprint) if marks.reprint else "",
                # L10N: 日期
                date=_("Date"),
                # L10N: 服务热线 {phone}
                hotline=_("Hotline {phone}").format(phone=slip.hotline) if slip.hotline else "",
                lacking="" if slip.cards else fonts.lacking(slip.texts()),
            )


def _page_of(language: str, page: int, pages: int) -> str:
    with speaking(language):
        # L10N: 第 {page} 页 / 共 {pages} 页
        return _("Page {page} of {pages}").format(page=page, pages=pages)


def render(
    slip: Slip,
    paper: str,
    marks: Marks | None = None,
    *,
    offset: tuple[int, int] = (0, 0),
    pictures: Pictures | None = None,
) -> bytes:
    """Renders one slip, all its copies, as a PDF.

    Args:
        slip: the content.
        paper: a code of `PAPERS`.
        marks: what this printing adds (reprint, void, preview).
        offset: moves the print right and down, in 0.1 mm, signed (套打).
        pictures: gives the photos that the slip names by their hash.

    Returns:
        The PDF; the same arguments give the same bytes. What no font holds is drawn 〓, and the foot says so.
    """
    return render_many([(slip, marks or plain())], paper, offset=offset, pictures=pictures)


def render_many(
    slips: Iterable[tuple[Slip, Marks]],
    paper: str,
    *,
    offset: tuple[int, int] = (0, 0),
    pictures: Pictures | None = None,
) -> bytes:
    """Renders many slips as one PDF, in order, each with all its copies; cards that follow each other share sheets.

    Args:
        slips: contents and marks; at least one.
        paper: a code of `PAPERS`.
        offset: as in `render`.
        pictures: as in `render`.

    Raises:
        ValueError: no slips.
    """
    jobs = [(_cleaned(slip), marks) for slip, marks in slips]
    if not jobs:
        raise ValueError("no slips to render")
    sheet = PAPERS[paper]
    words = [_Words.of(slip, marks) for slip, marks in jobs]
    with fonts.LOCK:
        first = jobs[0][0]
        ink = Ink(
            f"{first.title} {first.number}".strip() if len(jobs) == 1 else first.title,
            site=first.site,
            subject=first.title,
            language=first.language,
            at=jobs[0][1].issued_at,
        )
        _print_jobs(ink, list(zip(jobs, words, strict=True)), sheet, offset, pictures)
        return ink.finish()


def render_file(parts: Iterable[tuple[Slip, Marks, str]], *, pictures: Pictures | None = None) -> bytes:
    """Renders slips of a file as one PDF, in order, each on its own paper.

    Args:
        parts: contents, marks and code of the paper; at least one.
        pictures: as in `render`.

    Raises:
        ValueError: no slips.
    """
    jobs = [(_cleaned(slip), marks, PAPERS[paper]) for slip, marks, paper in parts]
    if not jobs:
        raise ValueError("no slips to render")
    words = [_Words.of(slip, marks) for slip, marks, _paper in jobs]
    with fonts.LOCK:
        first = jobs[0][0]
        ink = Ink(first.title, site=first.site, subject=first.title, language=first.language, at=jobs[0][1].issued_at)
        for (slip, marks, sheet), fixed in zip(jobs, words, strict=True):
            _print_jobs(ink, [((slip, marks), fixed)], sheet, (0, 0), pictures)
        return ink.finish()


def _print_jobs(
    ink: Ink,
    jobs: list[tuple[tuple[Slip, Marks], _Words]],
    sheet: Paper,
    offset: tuple[int, int],
    pictures: Pictures | None,
) -> None:
    """Draws slips one after another; cards that follow each other fill their sheets."""
    tags: list[Tag] = []
    shift = (offset[0] / 10 * MM, offset[1] / 10 * MM)
    for (slip, marks), fixed in jobs:
        if slip.cards:
            tags += [Tag(card, fixed.void if marks.void else "", fixed.reprint) for card in slip.cards]
            continue
        print_cards(ink, tags, sheet, pictures, shift)
        tags = []
        _Printer(ink, slip, marks, sheet, fixed, offset, pictures).print()
    print_cards(ink, tags, sheet, pictures, shift)


def _cleaned(slip: Slip) -> Slip:
    """The slip with printable text only (see `fonts.clean`); the same object where nothing changes."""
    if all(fonts.clean(text) == text for text in slip.texts()):
        return slip
    clean = fonts.clean

    def cells(fields: tuple[Field, ...]) -> tuple[Field, ...]:
        return tuple(
            replace(
                f,
                label=clean(f.label),
                value=clean(f.value),
                ticks=tuple(Tick(clean(t.label), t.ticked) for t in f.ticks),
            )
            for f in fields
        )

    def table(source: Table) -> Table:
        return replace(
            source,
            heading=clean(source.heading),
            closing=clean(source.closing),
            columns=tuple(replace(c, heading=clean(c.heading)) for c in source.columns),
            rows=tuple(tuple(clean(text) for text in row) for row in source.rows),
        )

    return replace(
        slip,
        title=clean(slip.title),
        site=clean(slip.site),
        footer=clean(slip.footer),
        hotline=clean(slip.hotline),
        fields=cells(slip.fields),
        after=cells(slip.after),
        stub=cells(slip.stub),
        stub_copy=clean(slip.stub_copy),
        tables=tuple(table(t) for t in slip.tables),
        clauses=tuple(clean(c) for c in slip.clauses),
        copies=tuple(clean(c) for c in slip.copies),
        signatures=tuple(replace(s, label=clean(s.label), name=clean(s.name)) for s in slip.signatures),
        body=tuple(replace(p, text=clean(p.text)) for p in slip.body),
        back=tuple(replace(p, text=clean(p.text)) for p in slip.back),
        seals=tuple(clean(caption) for caption in slip.seals),
        pictures=tuple(replace(picture, caption=clean(picture.caption)) for picture in slip.pictures),
        cards=tuple(
            replace(
                card,
                pieces=tuple(replace(p, text=clean(p.text)) if p.kind == "text" else p for p in card.pieces),
            )
            for card in slip.cards
        ),
    )


class _Printer:
    """Prints one slip, copy by copy, into an open document."""

    def __init__(
        self,
        ink: Ink,
        slip: Slip,
        marks: Marks,
        paper: Paper,
        words: _Words,
        offset: tuple[int, int],
        pictures: Pictures | None = None,
    ) -> None:
        self.ink, self.slip, self.marks, self.paper, self.words = ink, slip, marks, paper, words
        self.style = paper.style
        self.left = paper.left
        self.right = paper.width - paper.right
        self.dx, self.dy = offset[0] / 10 * MM, offset[1] / 10 * MM
        self.number = slip.number if slip.number and not marks.preview else ""
        self.bars = code128(self.number) if self.number and self.number.isascii() else ()
        self._pictures = pictures
        self.layout = Layout(slip, paper, words.date, pictures)

    def print(self) -> None:
        if not self.slip.stub:
            self._print(self.layout, self.slip.copies or ("",))
            return
        # The copies beside the stub are all alike: one layout for them.
        for _own, group in groupby(self.slip.copies or ("",), lambda copy: copy == self.slip.stub_copy):
            copies = tuple(group)
            self._print(Layout(self.slip.of_copy(copies[0]), self.paper, self.words.date, self._pictures), copies)

    def _print(self, layout: Layout, copies: tuple[str, ...]) -> None:
        head, foot = self._head_height(), self._foot_height()
        height = self.paper.height
        room = _ENDLESS if height is None else height - self.paper.top - self.paper.bottom - head - foot
        pages = layout.pages(room)
        if height is None:
            last = pages[0][-1] if pages[0] else None
            content = last.top + last.height if last else 0.0
            height = self.paper.top + head + content + foot + self.paper.bottom
        drawn: list[list[str]] = []
        for copy in copies:
            for place, page in enumerate(pages):
                self.ink.begin(self.paper.width, height, self.dx, self.dy)
                if len(drawn) <= place:
                    self._body(page, place, len(pages), head, foot, height)
                    drawn.append(self.ink.ops()[1 if self.dx else 0 :])
                else:
                    self.ink.replay(drawn[place])
                self._copy_name(copy)
                self.ink.end()

    def _body(self, page: list[Placed], place: int, count: int, head: float, foot: float, height: float) -> None:
        self.ink.shaded = not self.marks.void
        if self.marks.void:
            self._void(height)
        self._head(place, count)
        for placed in page:
            if isinstance(placed.block, Row):
                placed.block.shade(self.ink, self.paper.top + head + placed.top, placed.height)
        for placed, below_row in finish(page):
            placed.block.draw(self.ink, self.paper.top + head + placed.top, placed.height, below_row)
        self._foot(height - self.paper.bottom - foot, foot)

    # -- the head ------------------------------------------------------------------------------------------------
    def _number_text(self) -> str:
        return f"No. {self.number}" if self.number else self.words.unnumbered

    def _title(self, room: float) -> tuple[list[str], float]:
        """The title's lines and size: shrinks to two thirds before it takes a second line."""
        size = self.style.title
        need = fonts.width(self.slip.title, size, True)
        if need > room:
            size = max(size * room / need * 0.999, size * 0.66)
        return text_lines_bold(self.slip.title, room, size), size

    def _title_room(self) -> float:
        if self.paper.narrow:
            return self.right - self.left
        aside = [fonts.width(copy, self.style.label) for copy in self.slip.copies] or [0.0]
        tag = fonts.width(self.words.reprint, self.style.label, True) + 8 if self.words.reprint else 0.0
        return self.right - self.left - 2 * (max(aside) + tag + 10)

    def _head_height(self) -> float:
        style = self.style
        lines, size = self._title(self._title_room())
        if self.paper.narrow:
            rows = (1 if self.slip.site else 0) + 1
            return rows * style.label * 1.4 + len(lines) * size * 1.3 + self._aside_narrow() + style.pad_y
        return style.label * 1.3 + len(lines) * size * 1.22 + style.pad_y + 3

    def _aside_narrow(self) -> float:
        return self.style.label * 1.5 if (any(self.slip.copies) or self.words.reprint) else 0.0

    def _head(self, place: int, count: int) -> None:
        ink, style, paper = self.ink, self.style, self.paper
        top = paper.top
        lines, size = self._title(self._title_room())
        page = _page_of(self.slip.language, place + 1, count) if count > 1 else ""
        if paper.narrow:
            middle = (self.left + self.right) / 2
            y = top
            if self.slip.site:
                y += style.label
                ink.text(middle, y, fit(self.slip.site, self.right - self.left, style.label), style.label, align="c")
                y += style.label * 0.4
            for line in lines:
                ink.text(middle, y + size * 1.02, line, size, bold=True, align="c")
                y += size * 1.3
            number = f"{self._number_text()}  {page}".strip()
            ink.text(
                middle, y + style.label * 1.05, number, style.label * 1.1, bold=True, colour=self._ink(), align="c"
            )
            return
        first = top + style.label
        room = self.right - self.left - fonts.width(self._number_text(), style.size, True) - 12
        ink.text(self.left, first, fit(self.slip.site, room, style.label), style.label, colour=GREY)
        ink.text(self.right, first, self._number_text(), style.size, bold=True, colour=self._ink(), align="r")
        y = top + style.label * 1.3
        for line in lines:
            ink.text((self.left + self.right) / 2, y + size * 0.95, line, size, bold=True, align="c")
            y += size * 1.22
        if page:
            ink.text(self.left, first + style.label * 1.7, page, style.label, colour=GREY)

    def _ink(self) -> tuple[float, float, float]:
        return RED if self.number else GREY

    def _copy_name(self, copy: str) -> None:
        """The name of the copy and the mark of a reprint; the only thing in which copies differ."""
        ink, style, reprint = self.ink, self.style, self.words.reprint
        size = style.label
        if not copy and not reprint:
            return
        wide_copy = fonts.width(copy, size)
        wide_mark = fonts.width(reprint, size, True) + 6 if reprint else 0.0
        between = 6.0 if copy and reprint else 0.0
        total = wide_copy + wide_mark + between
        if self.paper.narrow:
            baseline = self.paper.top + self._head_height() - style.pad_y - size * 0.4
            x = (self.left + self.right - total) / 2
        else:
            baseline = self.paper.top + size * 2.7
            x = self.right - total
        if reprint:
            ink.text(x + 3, baseline, reprint, size, bold=True, colour=RED)
            ink.frame(x, baseline - size * 0.95, wide_mark, size * 1.3, 0.6, RED)
        ink.text(x + wide_mark + between, baseline, copy, size, colour=GREY)

    # -- the foot ------------------------------------------------------------------------------------------------
    def _bars_width(self) -> float:
        return sum(self.bars) * self.paper.module

    def _foot_lines(self) -> list[str]:
        style = self.style
        room = self.right - self.left
        if not self.paper.narrow and self.bars:
            room -= self._bars_width() + 14
        return [
            line
            for text in (self.words.hotline, self.slip.footer, self.words.lacking)
            if text
            for line in text_lines(text, room, style.small)
        ]

    def _foot_height(self) -> float:
        lines = len(self._foot_lines()) * self.style.small * 1.4
        bars = self.style.barcode if self.bars else 0.0
        if self.paper.narrow:
            return lines + (bars + 6 if bars else 0) + (12 if lines or bars else 0)
        # kept even without a barcode, so that the preview does not jump when the number comes
        bars = self.style.barcode
        return max(lines, bars) + 8

    def _foot(self, top: float, height: float) -> None:
        ink, style = self.ink, self.style
        lines = self._foot_lines()
        if self.paper.narrow:
            middle = (self.left + self.right) / 2
            y = top + 12
            if self.bars:
                ink.bars(middle - self._bars_width() / 2, y, style.barcode, self.paper.module, self.bars)
                y += style.barcode + 6
            for line in lines:
                ink.text(middle, y + style.small, line, style.small, colour=GREY, align="c")
                y += style.small * 1.4
            return
        bottom = top + height
        if self.bars:
            left = self.right - self._bars_width()
            ink.bars(left, bottom - style.barcode, style.barcode, self.paper.module, self.bars)
        baseline = bottom - 1.5 - (len(lines) - 1) * style.small * 1.4
        for line in lines:
            ink.text(self.left, baseline, line, style.small, colour=GREY)
            baseline += style.small * 1.4

    def _void(self, height: float) -> None:
        """Prints 作废 across the page, under everything, so that the text stays readable; on a long roll every 12 cm."""
        width = self.paper.width
        times = max(1, round(height / (width * 1.6)))
        high = min(height / times, width * 1.1)
        diagonal = (width**2 + high**2) ** 0.5
        size = min(diagonal * 0.6 / max(fonts.width(self.words.void, 1.0, True), 0.1), high * 0.36)
        for place in range(times):
            middle = height * (place + 0.5) / times
            self.ink.slanted(width / 2, middle, self.words.void, size, width / diagonal, high / diagonal)


def text_lines_bold(text: str, width: float, size: float) -> list[str]:
    """The text broken for a width, in the bold face."""
    return text_lines(text, width, size, True)


def fit(text: str, width: float, size: float) -> str:
    """The text, cut with … where it is too wide for one line."""
    if fonts.width(text, size) <= width:
        return text
    while text and fonts.width(text + "…", size) > width:
        text = text[:-1]
    return text + "…"


__all__ = ["RENDERER_VERSION", "render", "render_many", "warm_up"]

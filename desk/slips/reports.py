"""The paper of a report: figures, charts and tables on numbered pages. Finished words in, PDF bytes out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from desk.i18n import _, current_language
from desk.slips.engine import fonts
from desk.slips.engine.blocks import Block, Paragraph, Row
from desk.slips.engine.charts import words
from desk.slips.engine.ink import BLACK, FILL, GREY, THIN, Ink
from desk.slips.engine.layout import Layout, text_lines
from desk.slips.engine.paging import finish, many_pages
from desk.slips.engine.paper import PAPERS, Paper, Style
from desk.slips.engine.slip import Slip, Table

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

_STYLE = Style(size=9, label=8, title=16, small=7.8, pad_x=4, pad_y=3.4)
_BETWEEN = 22.0
"""White between two charts beside each other."""


def paper_of(code: str) -> Paper:
    """The paper with the sizes of text of a report."""
    return replace(PAPERS[code], style=_STYLE)


def room(code: str, across: int = 1) -> float:
    """How wide a chart may be, in points, when `across` of them stand beside each other."""
    sheet = PAPERS[code]
    return (sheet.width - sheet.left - sheet.right - _BETWEEN * (across - 1)) / across


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the large figures at the top: its name, the figure, and a small remark."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with its heading, and what it says in words."""

    code: str
    title: str
    drawing: Drawing
    text: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: a heading, then charts beside each other, a table, a remark; each may be missing.

    Attributes:
        heading: "" for none.
        pictures: at most two, made as wide as `room` says.
        table: its own heading is not used.
        text: in place of the table where there is nothing, or a remark below it.
    """

    heading: str = ""
    pictures: tuple[Picture, ...] = ()
    table: Table | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report.

    Attributes:
        title, subtitle: at the top of every page.
        site: the centre's name.
        made: when and by whom, at the foot of every page.
        figures: the large ones on the first page.
        sections: in order.
        notes: how it was counted, in small print at the end.
        paper: `a4` or `a4-wide`.
    """

    title: str
    subtitle: str = ""
    site: str = ""
    made: str = ""
    figures: tuple[Figure, ...] = ()
    sections: tuple[Section, ...] = ()
    notes: tuple[str, ...] = ()
    paper: str = "a4"

    def texts(self) -> list[str]:
        """Every text that will be printed, to see what the font lacks."""
        found = [self.title, self.subtitle, self.site, self.made, *self.notes]
        for figure in self.figures:
            found += [figure.label, figure.value, figure.note]
        for section in self.sections:
            found += [section.heading, section.text]
            for picture in section.pictures:
                found += [picture.title, *words(picture.drawing)]
            if section.table:
                found += [column.heading for column in section.table.columns]
                found += [text for row in section.table.rows for text in row]
        return [text for text in found if text]


def render_report(report: Report) -> bytes:
    """A report as PDF; the same report gives the same bytes. Its fixed words are in the language in force.

    What no font holds is drawn 〓, and the last note says so.
    """
    sheet = paper_of(report.paper)
    with fonts.LOCK:
        lacking = fonts.lacking(report.texts())
        if lacking:
            report = replace(report, notes=(*report.notes, lacking))
        ink = Ink(f"{report.title} {report.subtitle}".strip(), subject=report.title, language=current_language())
        head = _STYLE.label * 1.5 + _STYLE.title * 1.5 + 6
        foot = _STYLE.small * 2.2
        assert sheet.height is not None
        pages = many_pages(_blocks(report, sheet), sheet.height - sheet.top - sheet.bottom - head - foot)
        for number, page in enumerate(pages or [[]], 1):
            ink.begin(sheet.width, sheet.height)
            _head(ink, report, sheet)
            top = sheet.top + head
            for placed in page:
                if isinstance(placed.block, Row):
                    placed.block.shade(ink, top + placed.top, placed.height)
            for placed, below_row in finish(page):
                placed.block.draw(ink, top + placed.top, placed.height, below_row)
            baseline = sheet.height - sheet.bottom - 2
            ink.text(sheet.left, baseline, report.made, _STYLE.small, colour=GREY)
            counted = _page_of(number, max(len(pages), 1))
            ink.text(sheet.width - sheet.right, baseline, counted, _STYLE.small, colour=GREY, align="r")
            ink.end()
        return ink.finish()


def _page_of(page: int, pages: int) -> str:
    # L10N: 第 {page} 页 / 共 {pages} 页
    return _("Page {page} of {pages}").format(page=page, pages=pages)


def _head(ink: Ink, report: Report, sheet: Paper) -> None:
    first = sheet.top + _STYLE.label
    right = sheet.width - sheet.right
    ink.text(sheet.left, first, report.site, _STYLE.label, colour=GREY)
    baseline = first + _STYLE.title * 1.35
    ink.text(sheet.left, baseline, report.title, _STYLE.title, bold=True)
    ink.text(right, baseline, report.subtitle, _STYLE.title * 0.8, colour=GREY, align="r")
    ink.lines([(sheet.left, baseline + 7, right, baseline + 7)], 0.8)


def _blocks(report: Report, sheet: Paper) -> list[Block]:
    left = sheet.left
    width = sheet.width - sheet.left - sheet.right
    layout = Layout(Slip("report", report.title), sheet, "")
    out: list[Block] = []
    for start in range(0, len(report.figures), 4):
        out.append(_Figures(left, width, report.figures[start : start + 4], gap=8.0))
    for section in report.sections:
        begun = False
        if section.heading:
            out.append(Paragraph(left, [section.heading], 11, 14.0, colour=BLACK, bold=True, leading=1.7))
            begun = True
        if section.pictures:
            out.append(_Pictures(left, section.pictures, keep=begun, gap=0.0 if begun else 14.0))
            begun = True
        if section.table is not None:
            rows = layout.table(replace(section.table, heading=""), _STYLE.pad_y)
            rows[0].gap, rows[0].keep = 4.0, begun
            out += rows
        if section.text:
            lines = text_lines(section.text, width, _STYLE.label)
            out.append(Paragraph(left, lines, _STYLE.label, 4.0, keep=begun))
    for place, note in enumerate(report.notes):
        out.append(Paragraph(left, text_lines(note, width, _STYLE.small), _STYLE.small, 2.0 if place else 14.0))
    return out


@dataclass(slots=True)
class _Figures:
    """A row of tiles with large figures."""

    left: float
    width: float
    figures: tuple[Figure, ...]
    gap: float
    keep: bool = False
    least: float = field(default=52.0)
    want: float = field(default=52.0)

    def draw(self, ink: Ink, top: float, height: float, below_row: bool) -> None:  # noqa: ARG002 - as Block
        between = 8.0
        each = (self.width - between * 3) / 4
        for place, figure in enumerate(self.figures):
            x = self.left + place * (each + between)
            ink.fill(x, top, each, height, FILL)
            ink.frame(x, top, each, height, 0.4, THIN)
            self._fitted(ink, x + 7, top + 13, figure.label, _STYLE.label, each - 14)
            self._fitted(ink, x + 7, top + 33, figure.value, 17, each - 14, bold=True)
            self._fitted(ink, x + 7, top + 45, figure.note, 7.2, each - 14)

    @staticmethod
    def _fitted(ink: Ink, x: float, baseline: float, text: str, size: float, most: float, bold: bool = False) -> None:
        """Text that gives way in size before it leaves its tile."""
        need = fonts.width(text, size, bold)
        if need > most:
            size *= most / need * 0.999
        ink.text(x, baseline, text, size, bold=bold, colour=BLACK if bold else GREY)


@dataclass(slots=True)
class _Pictures:
    """Charts beside each other, each under its title."""

    left: float
    pictures: tuple[Picture, ...]
    keep: bool
    gap: float
    least: float = field(init=False)
    want: float = field(init=False)

    def __post_init__(self) -> None:
        self.least = self.want = max(picture.drawing.height for picture in self.pictures) + 18.0

    def draw(self, ink: Ink, top: float, height: float, below_row: bool) -> None:  # noqa: ARG002 - as Block
        x = self.left
        for picture in self.pictures:
            ink.text(x, top + 10, picture.title, 9.5, bold=True)
            ink.drawing(picture.drawing, x, top + 16)
            x += picture.drawing.width + _BETWEEN


__all__ = ["Figure", "Picture", "Report", "Section", "paper_of", "render_report", "room"]

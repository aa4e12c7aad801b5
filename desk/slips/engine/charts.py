# ruff: noqa: PLC0415 - ReportLab is loaded with the first page that is drawn, not with what describes it
"""Charts: one drawing serves the paper (as vectors) and the screen (as a picture). Plain numbers and finished words in.

Every label is measured in the font it is drawn with: what is too wide is shortened with …, what would overlap is left
out or takes a line of its own.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk.slips.engine import fonts, raster

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

SIZE = 8.5
"""Size of labels in points."""
_ROW = 17.0
_BAR = 9.0
_GAP = 6.0

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Palette:
    """Calm colours that stay apart in grey too: darker and lighter ones take turns.

    Attributes:
        ground: None leaves the paper as it is.
        series: one for each part of a column, at most six.
        quiet: for others, for what was left open.
    """

    ground: Colour | None
    text: Colour
    muted: Colour
    line: Colour
    track: Colour
    bar: Colour
    quiet: Colour
    series: tuple[Colour, ...]


LIGHT = Palette(
    ground=None,
    text=(28, 31, 38),
    muted=(84, 94, 107),
    line=(214, 220, 226),
    track=(234, 238, 242),
    bar=(63, 114, 155),
    quiet=(164, 173, 182),
    series=((45, 92, 132), (232, 163, 92), (121, 168, 143), (160, 188, 214), (139, 118, 158), (205, 205, 160)),
)
DARK = Palette(
    ground=(32, 35, 40),
    text=(228, 231, 235),
    muted=(160, 168, 178),
    line=(66, 72, 80),
    track=(52, 57, 64),
    bar=(105, 160, 205),
    quiet=(112, 120, 130),
    series=((105, 160, 205), (222, 160, 98), (130, 180, 155), (70, 105, 140), (165, 145, 185), (190, 190, 145)),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: label, how long it is, what stands behind it (the value itself when ""), whether it is a quiet one."""

    label: str
    value: int
    text: str = ""
    quiet: bool = False


def bars(rows: Sequence[Bar], width: float, *, palette: Palette = LIGHT) -> Drawing:
    """Lying bars under each other, the longest as long as there is room; labels at the left, values behind the bars."""
    drawing, pen = _start(width, max(len(rows), 1) * _ROW + 4, palette)
    labels = _label_width([row.label for row in rows], width)
    texts = [row.text or f"{row.value:,}" for row in rows]
    room = width - labels - _GAP - max((fonts.width(text, SIZE) for text in texts), default=0.0) - _GAP
    most = max((row.value for row in rows), default=0) or 1
    y = drawing.height - 2 - _ROW
    for row, text in zip(rows, texts, strict=True):
        middle = y + _ROW / 2
        pen.text(labels, middle, row.label, colour=palette.text, align="r", most=labels)
        long = max(room * row.value / most, 0.8 if row.value else 0.0)
        pen.box(labels + _GAP, middle - _BAR / 2, long, _BAR, palette.quiet if row.quiet else palette.bar)
        pen.text(labels + _GAP + long + 4, middle, text, colour=palette.muted)
        y -= _ROW
    pen.line(labels + _GAP, 2, labels + _GAP, drawing.height - 2, palette.line)
    return drawing


@dataclass(frozen=True, slots=True)
class Gauge:
    """A rate: how full the track is, part of whole, and what stands behind it."""

    label: str
    part: int
    whole: int
    text: str


def gauges(rows: Sequence[Gauge], width: float, *, palette: Palette = LIGHT) -> Drawing:
    """Rates as tracks from 0 to 100 %, each filled as far as it goes; an empty one where there was nothing to count."""
    drawing, pen = _start(width, max(len(rows), 1) * _ROW + 4, palette)
    labels = _label_width([row.label for row in rows], width)
    behind = max((fonts.width(row.text, SIZE) for row in rows), default=0.0)
    room = max(width - labels - _GAP - behind - _GAP, 10.0)
    y = drawing.height - 2 - _ROW
    for row in rows:
        middle = y + _ROW / 2
        pen.text(labels, middle, row.label, colour=palette.text, align="r", most=labels)
        pen.box(labels + _GAP, middle - _BAR / 2, room, _BAR, palette.track)
        if row.whole:
            pen.box(labels + _GAP, middle - _BAR / 2, room * row.part / row.whole, _BAR, palette.bar)
        pen.text(width, middle, row.text, colour=palette.muted, align="r")
        y -= _ROW
    return drawing


def columns(
    points: Sequence[tuple[str, Sequence[int]]],
    series: Sequence[str],
    width: float,
    height: float = 150.0,
    *,
    palette: Palette = LIGHT,
) -> Drawing:
    """Standing columns of stacked parts, with a legend of the parts above and a scale of whole numbers at the left.

    Args:
        points: label and parts of each column.
        series: the names of the parts; those that are nowhere more than zero are left out of the legend.
        width: in points.
        height: of the columns with their labels; the legend comes on top.
        palette: the colours.
    """
    used = [place for place in range(len(series)) if any(parts[place] for _label, parts in points)]
    legend = _legend_lines([series[place] for place in used], width)
    top = len(legend) * 14.0
    drawing, pen = _start(width, height + top, palette)
    place, y = 0, drawing.height - 8
    for line in legend:
        x = 0.0
        for name in line:
            pen.box(x, y - 4, 8, 8, palette.series[used[place] % len(palette.series)])
            pen.text(x + 12, y, name, colour=palette.muted)
            x += 12 + fonts.width(name, SIZE) + 14
            place += 1
        y -= 14
    totals = [sum(parts) for _label, parts in points]
    ticks = scale(max(totals, default=0))
    left = max(fonts.width(f"{tick:,}", SIZE) for tick in ticks) + _GAP
    foot, high = 16.0, height - 16.0 - 16.0
    for tick in ticks:
        at = foot + high * tick / ticks[-1]
        pen.line(left, at, width, at, palette.line)
        pen.text(left - _GAP + 2, at, f"{tick:,}", colour=palette.muted, align="r")
    step = (width - left) / max(len(points), 1)
    thick = min(step * 0.56, 34.0)
    every = _every([label for label, _parts in points], step)
    figures = all(fonts.width(f"{count:,}", SIZE - 1) <= step - 1 for count in totals)
    for place, ((label, parts), count) in enumerate(zip(points, totals, strict=True)):
        middle = left + step * (place + 0.5)
        low = foot
        for part in used:
            tall = high * parts[part] / ticks[-1]
            pen.box(middle - thick / 2, low, thick, tall, palette.series[part % len(palette.series)])
            low += tall
        if figures and count:
            pen.text(middle, low + 6, f"{count:,}", colour=palette.muted, align="c", size=SIZE - 1)
        # counted from the last: the month of the report always has its name
        if (len(points) - 1 - place) % every == 0:
            name = shorten(label, width - left)
            half = fonts.width(name, SIZE) / 2
            pen.text(min(max(middle, left + half), width - half), 6, name, colour=palette.muted, align="c")
    return drawing


def scale(most: int) -> list[int]:
    """Whole numbers from 0 to at least `most`, two to six of them, in steps of 1, 2 or 5 times a power of ten."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            step = factor * power
            if step * 5 >= most:
                return [step * place for place in range(max(-(-most // step), 1) + 1)]
        power *= 10


def _label_width(labels: Sequence[str], width: float) -> float:
    return min(max((fonts.width(label, SIZE) for label in labels), default=0.0), width * 0.42)


def _legend_lines(names: Sequence[str], width: float) -> list[list[str]]:
    lines: list[list[str]] = []
    x = width + 1
    for name in names:
        need = 12 + fonts.width(name, SIZE)
        if x + need > width:
            lines.append([])
            x = 0.0
        lines[-1].append(name)
        x += need + 14
    return lines


def _every(labels: Sequence[str], step: float) -> int:
    """Every how many-th label can be written without touching the next.

    The first and the last may be wider than their column and are moved in then: two labels need twice their width
    between the edges.
    """
    need = max((fonts.width(label, SIZE) for label in labels), default=0.0) + 4
    return 1 if need <= step else max(1, -int(-2 * need // step) - 1)


def shorten(text: str, most: float, size: float = SIZE) -> str:
    """The text, cut with … where it is wider than `most` points."""
    if fonts.width(text, size) <= most + 0.01:
        return text
    while text and fonts.width(text.rstrip() + "…", size) > most:
        text = text[:-1]
    return text.rstrip() + "…"


class _Pen:
    """Draws on a ReportLab drawing: coordinates in points from the lower left corner."""

    _no_line: Any = {"strokeColor": None, "strokeWidth": 0}

    def __init__(self, drawing: Any) -> None:
        self._drawing = drawing

    def box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        from reportlab.graphics.shapes import Rect

        self._drawing.add(Rect(x, y, width, height, fillColor=_rgb(colour), **self._no_line))

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: Colour) -> None:
        from reportlab.graphics.shapes import Line

        self._drawing.add(Line(x1, y1, x2, y2, strokeColor=_rgb(colour), strokeWidth=0.5))

    def text(
        self,
        x: float,
        middle: float,
        text: str,
        *,
        colour: Colour,
        align: str = "l",
        size: float = SIZE,
        most: float | None = None,
    ) -> None:
        """One line whose middle is at a height; `most`: how wide it may be."""
        from reportlab.graphics.shapes import String

        text = fonts.clean(text).replace("\n", " ")
        if most is not None:
            text = shorten(text, most, size)
        wide = fonts.width(text, size)
        x -= wide if align == "r" else wide / 2 if align == "c" else 0.0
        for face, run in fonts.runs(text):
            self._drawing.add(
                String(x, middle - size * 0.36, run, fontName=face.name, fontSize=size, fillColor=_rgb(colour))
            )
            x += fonts.width(run, size)


def _start(width: float, height: float, palette: Palette) -> tuple[Drawing, _Pen]:
    from reportlab.graphics.shapes import Drawing

    fonts.warm_up()
    drawing: Drawing = Drawing(width, height)
    pen = _Pen(drawing)
    if palette.ground is not None:
        pen.box(0, 0, width, height, palette.ground)
    return drawing, pen


def _rgb(colour: Colour) -> Any:
    from reportlab.lib.colors import Color

    return Color(*(part / 255 for part in colour))


# ----------------------------------------------------------------------------------------------------- for the screen
def words(drawing: Drawing) -> list[str]:
    """Every text of a drawing, to see what the font lacks."""
    from reportlab.graphics.shapes import String

    return [part.text for part in drawing.contents if isinstance(part, String)]


def size_in_pixels(drawing: Drawing, dpi: float) -> tuple[int, int]:
    """Width and height of the picture that `chart_png` makes."""
    return _pixels(drawing.width, dpi), _pixels(drawing.height, dpi)


def _pixels(points: float, dpi: float) -> int:
    return -int(-points * dpi // 72)


def chart_png(drawing: Drawing, dpi: float) -> bytes:
    """A drawing as a picture for the screen, by the same way that paper goes: PDF, then PDFium."""
    from reportlab.graphics import renderPDF

    with fonts.LOCK:
        pdf: Any = renderPDF.drawToString(drawing)
    picture = raster.page_rgb(pdf, 0, dpi)
    return png(picture)


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as a picture for the screen.

    Attributes:
        code: what it shows: kinds, trend, months… title: its heading.
        png: the picture; width, height: its size in pixels.
        text: what it says in words, for who cannot see it.
    """

    code: str
    title: str
    png: bytes
    width: int
    height: int
    text: str


def on_screen(code: str, title: str, drawing: Drawing, text: str, *, dpi: float) -> Chart:
    """A chart as a picture; `dpi`: pixels per inch of the screen times its scale, 96 at 100 %."""
    return Chart(code, title, chart_png(drawing, dpi), *size_in_pixels(drawing, dpi), text)


def png(picture: Any) -> bytes:
    """A picture of `raster.page_rgb` as PNG."""
    rows = bytearray()
    for y in range(picture.height):
        line = picture.data[y * picture.stride : y * picture.stride + picture.width * 4]
        pixels = bytearray(picture.width * 3)
        pixels[0::3], pixels[1::3], pixels[2::3] = line[2::4], line[1::4], line[0::4]
        rows += b"\0" + pixels

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", picture.width, picture.height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(rows), 6)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


__all__ = [
    "DARK",
    "LIGHT",
    "Bar",
    "Chart",
    "Gauge",
    "Palette",
    "bars",
    "chart_png",
    "columns",
    "gauges",
    "on_screen",
    "png",
    "scale",
    "shorten",
    "size_in_pixels",
    "words",
]

# ruff: noqa: PLC0415 - ReportLab is loaded with the first page that is drawn, not with what describes it
"""Drawing on a ReportLab canvas, fast: page content is built as PDF operators, encoded text is kept for the whole document.

`Canvas.drawString` looks the font up and splits the text into font subsets at every call; the captions of a thousand receipts are
the same, so here each text is encoded once per document.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from desk.slips.engine import fonts

Colour = tuple[float, float, float]
KEPT = 8192
"""So many operators are kept for a document."""

BLACK: Colour = (0.11, 0.12, 0.15)
GREY: Colour = (0.33, 0.37, 0.42)
RED: Colour = (0.74, 0.09, 0.11)
FILL: Colour = (0.941, 0.957, 0.969)
LINE: Colour = (0.42, 0.45, 0.49)
THIN: Colour = (0.76, 0.79, 0.82)
PALE: Colour = (1.0, 0.95, 0.95)


class Ink:
    """One PDF document being drawn, page by page. Use it inside `fonts.LOCK`.

    Coordinates are points from the upper left corner of the page, y downwards.
    """

    def __init__(
        self, title: str = "", *, site: str = "", subject: str = "", language: str = "zh_CN", at: datetime | None = None
    ) -> None:
        from reportlab.pdfgen.canvas import Canvas

        self._buffer = BytesIO()
        # invariant: no time of day and no random id, so the same content is the same bytes
        self._canvas: Any = Canvas(self._buffer, pageCompression=1, invariant=1, lang=language.replace("_", "-"))
        if title:
            self._canvas.setTitle(title)
        self._canvas.setAuthor(site or "Desk")
        self._canvas.setSubject(subject or title)
        self._canvas.setCreator("Desk")
        if at is not None:
            written = f"D:{at.astimezone(UTC):%Y%m%d%H%M%S}Z"
            self._canvas.setDateFormatter(lambda *_parts: written)
        self._ops: list[str] = []
        self.shaded = True
        self._height = 0.0
        self._encoded: dict[tuple[str, bool], list[tuple[str, str, float]]] = {}
        self._drawn: dict[object, str] = {}
        """Operators by what they draw: the captions and the grid of a thousand bills stand on the same places."""

    def begin(self, width: float, height: float, dx: float = 0.0, dy: float = 0.0) -> None:
        """Starts a page of exactly this size in points; `dx`, `dy` move everything right and down."""
        self._canvas.setPageSize((width, height))
        self._height = height - dy
        self._ops = [f"1 0 0 1 {dx:.3f} 0 cm"] if dx else []

    def end(self) -> None:
        """Finishes the page."""
        self._canvas.addLiteral("\n".join(self._ops))
        self._canvas.showPage()
        self._ops = []

    def finish(self) -> bytes:
        """The PDF."""
        from reportlab import rl_config

        # Page streams as bytes, not as printable characters: a quarter smaller, and the encoding took a third of the time.
        settings: Any = rl_config
        before = settings.useA85
        settings.useA85 = 0
        try:
            self._canvas.save()
        finally:
            settings.useA85 = before
        return self._buffer.getvalue()

    def ops(self) -> list[str]:
        """The operators of the page so far (to repeat them on another copy)."""
        return list(self._ops)

    def replay(self, ops: list[str]) -> None:
        """Draws operators again that `ops` returned for a page of the same size in the same document."""
        for op in ops:
            if op.startswith("/FormXob."):  # a picture: the page has to name it among its resources
                self._canvas._formsinuse.append(op.split()[0].removeprefix("/FormXob."))
        self._ops += ops

    def picture(
        self, x: float, top: float, width: float, height: float, content: bytes, *, whole: bool = False
    ) -> None:
        """Draws a picture into a box: cut to the box's proportions like an identity photo, or the `whole` of it in its middle.

        Raises:
            ValueError: the file is no picture.
        """
        from PIL import Image, ImageOps, UnidentifiedImageError
        from reportlab.lib.utils import ImageReader

        try:
            with Image.open(BytesIO(content)) as opened:
                image = ImageOps.exif_transpose(opened).convert("RGB")
        except (UnidentifiedImageError, OSError) as error:
            raise ValueError("not a picture") from error
        dots = 300 / 72
        box = (max(1, round(width * dots)), max(1, round(height * dots)))
        if whole:
            image = ImageOps.contain(image, box)
            x, top = x + (width - image.width / dots) / 2, top + (height - image.height / dots) / 2
            width, height = image.width / dots, image.height / dots
        else:
            image = ImageOps.fit(image, box)
        canvas = self._canvas
        before = len(canvas._code)
        canvas.drawImage(ImageReader(image), x, self._height - top - height, width, height)
        self._ops += canvas._code[before:]
        del canvas._code[before:]

    def dashed(self, x: float, top: float, width: float, height: float, colour: Colour = LINE) -> None:
        """Draws the outline of a rectangle in dashes (where a seal goes, where to cut)."""
        r, g, b = colour
        low = self._height - top - height
        self._ops.append(f"q [3 2] 0 d {r} {g} {b} RG 0.5 w {x:.2f} {low:.2f} {width:.2f} {height:.2f} re S Q")

    def squares(self, x: float, top: float, module: float, rows: tuple[tuple[bool, ...], ...]) -> None:
        """Draws the dark squares of a QR code, those side by side as one."""
        path = []
        for line, row in enumerate(rows):
            low = self._height - top - (line + 1) * module
            start = None
            for place, dark in enumerate((*row, False)):
                if dark and start is None:
                    start = place
                elif not dark and start is not None:
                    path.append(f"{x + start * module:.3f} {low:.3f} {(place - start) * module:.3f} {module:.3f} re")
                    start = None
        self._ops.append(f"0 0 0 rg {' '.join(path)} f")

    def _encode(self, text: str, bold: bool) -> list[tuple[str, str, float]]:
        key = (text, bold)
        found = self._encoded.get(key)
        if found is None:
            document = self._canvas._doc
            escape = self._canvas._escape
            found = []
            for face, run in fonts.runs(text, bold):
                widths = face.widths
                # splitString cuts the run into parts of one subset font each, one byte per character
                position = 0
                for subset, part in face.font.splitString(run, document):
                    name = face.font.getSubsetInternalName(subset, document)
                    chars = run[position : position + len(part)]
                    position += len(part)
                    found.append((name, escape(part), sum(widths.get(ord(char), 1000.0) for char in chars)))
            self._encoded[key] = found
        return found

    def text(
        self,
        x: float,
        baseline: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        colour: Colour = BLACK,
        align: str = "l",
    ) -> None:
        """Draws one line; `align` is l, r (x is the right end) or c (x is the middle)."""
        if not text:
            return
        key = (text, x, self._height - baseline, size, bold, colour, align)
        drawn = self._drawn.get(key)
        if drawn is None:
            if align != "l":
                shift = fonts.width(text, size, bold)
                x -= shift if align == "r" else shift / 2
            r, g, b = colour
            parts = " ".join(f"{name} {size:.2f} Tf ({data}) Tj" for name, data, _w in self._encode(text, bold))
            drawn = f"{r} {g} {b} rg BT 1 0 0 1 {x:.2f} {self._height - baseline:.2f} Tm {parts} ET"
            self._keep(key, drawn)
        self._ops.append(drawn)

    def _keep(self, key: object, drawn: str) -> None:
        if len(self._drawn) >= KEPT:
            self._drawn.clear()
        self._drawn[key] = drawn

    def slanted(self, x: float, y: float, text: str, size: float, cos: float, sin: float) -> None:
        """Draws red outlined text centred on (x, y) along a direction; what follows is drawn over it.

        Outlines, because pins and heat have no shades. They are drawn twice as thick, then filled: glyphs are made of overlapping
        strokes whose inner lines would show.
        """
        half = fonts.width(text, size, True) / 2
        left = x - half * cos + 0.36 * size * sin
        low = self._height - y - half * sin - 0.36 * size * cos
        parts = " ".join(f"{name} {size:.2f} Tf ({data}) Tj" for name, data, _w in self._encode(text, True))
        matrix = f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {left:.2f} {low:.2f} Tm"
        r, g, b = RED
        pr, pg, pb = PALE
        self._ops.append(
            f"q {r} {g} {b} RG {pr} {pg} {pb} rg 1 j 2.4 w 1 Tr BT {matrix} {parts} ET 0 Tr BT {matrix} {parts} ET Q"
        )

    def fill(self, x: float, top: float, width: float, height: float, colour: Colour = FILL) -> None:
        """Fills a rectangle, unless `shaded` is off."""
        if not self.shaded:
            return
        r, g, b = colour
        self._ops.append(f"{r} {g} {b} rg {x:.2f} {self._height - top - height:.2f} {width:.2f} {height:.2f} re f")

    def lines(
        self, segments: list[tuple[float, float, float, float]], width: float = 0.5, colour: Colour = LINE
    ) -> None:
        """Draws straight lines (x1, y1, x2, y2)."""
        if not segments:
            return
        h = self._height
        key = (tuple(segments), h, width, colour)
        drawn = self._drawn.get(key)
        if drawn is None:
            r, g, b = colour
            path = " ".join(f"{x1:.2f} {h - y1:.2f} m {x2:.2f} {h - y2:.2f} l" for x1, y1, x2, y2 in segments)
            drawn = f"{r} {g} {b} RG {width} w {path} S"
            self._keep(key, drawn)
        self._ops.append(drawn)

    def frame(
        self, x: float, top: float, width: float, height: float, line: float = 0.5, colour: Colour = LINE
    ) -> None:
        """Draws the outline of a rectangle."""
        r, g, b = colour
        self._ops.append(
            f"{r} {g} {b} RG {line} w {x:.2f} {self._height - top - height:.2f} {width:.2f} {height:.2f} re S"
        )

    def tick_box(self, x: float, baseline: float, size: float, ticked: bool) -> None:
        """Draws a box as high as the characters beside it, with a tick or without."""
        side = size * 0.82
        top = baseline + size * 0.08 - side
        self.frame(x, top, side, side, 0.8, BLACK)
        if ticked:
            h = self._height
            r, g, b = BLACK
            self._ops.append(
                f"q 1 J 1 j {r} {g} {b} RG {size * 0.13:.2f} w {x + side * 0.2:.2f} {h - top - side * 0.52:.2f} m "
                f"{x + side * 0.42:.2f} {h - top - side * 0.76:.2f} l {x + side * 0.82:.2f} {h - top - side * 0.22:.2f} l S Q"
            )

    def drawing(self, picture: Any, x: float, top: float) -> None:
        """Draws a ReportLab drawing (a chart) with its upper left corner there; all else on the page is drawn over it."""
        from reportlab.graphics import renderPDF

        renderPDF.draw(picture, self._canvas, x, self._height - top - picture.height)

    def bars(self, x: float, top: float, height: float, module: float, widths: tuple[int, ...]) -> None:
        """Draws the bars of a barcode: widths in modules, bar first."""
        low = self._height - top - height
        path = []
        rest = [f" {low:.2f} {count * module:.3f} {height:.2f} re" for count in range(5)]  # no bar is wider than four
        for place, count in enumerate(widths):
            if place % 2 == 0:
                path.append(f"{x:.3f}{rest[count]}")
            x += count * module
        self._ops.append(f"0 0 0 rg {' '.join(path)} f")


__all__ = ["BLACK", "FILL", "GREY", "LINE", "RED", "THIN", "Colour", "Ink"]

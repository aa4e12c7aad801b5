"""A page with a 10 mm grid, to measure on the real printer how far the print is off (套打, handbook B4)."""

from __future__ import annotations

from desk.i18n import _
from desk.slips.engine import fonts
from desk.slips.engine.ink import BLACK, GREY, LINE, RED, THIN, Ink
from desk.slips.engine.paper import MM, PAPERS

_ROLL_MM = 100


def grid_page(paper: str, *, offset: tuple[int, int] = (0, 0)) -> bytes:
    """A PDF of one page of this paper with a 10 mm grid, the safe area, and the offset in force.

    Lay it over the form or measure it with a ruler: what is off goes into the offset.

    Args:
        paper: a code of `PAPERS`; a roll gets 100 mm.
        offset: the printer's offset in 0.1 mm (right, down), applied to the grid as to a slip.
    """
    sheet = PAPERS[paper]
    width, height = sheet.width, sheet.height or _ROLL_MM * MM
    # L10N: 打印测试页
    title = _("Test page")
    # L10N: {paper}　偏移 右 {x} mm　下 {y} mm　每格 10 mm
    note = _("{paper}, {width} × {height} mm, offset right {x} mm, down {y} mm; each square 10 mm").format(
        paper=_(sheet.label),
        width=f"{width / MM:.1f}",
        height=f"{height / MM:.1f}",
        x=f"{offset[0] / 10:+.1f}",
        y=f"{offset[1] / 10:+.1f}",
    )
    with fonts.LOCK:
        ink = Ink(title)
        ink.begin(width, height, offset[0] / 10 * MM, offset[1] / 10 * MM)
        for step in range(0, int(max(width, height) / MM) + 1, 5):
            at, strong = step * MM, step % 10 == 0
            colour, line = (LINE, 0.5) if strong else (THIN, 0.25)
            if at <= width:
                ink.lines([(at, 0, at, height)], line, colour)
                if strong and step:
                    ink.text(at + 1, sheet.top + 6, str(step), 6, colour=GREY)
            if at <= height:
                ink.lines([(0, at, width, at)], line, colour)
                if strong and step:
                    ink.text(sheet.left + 1, at - 1, str(step), 6, colour=GREY)
        right, bottom = width - sheet.right, height - sheet.bottom
        ink.frame(sheet.left, sheet.top, right - sheet.left, bottom - sheet.top, 1.0, RED)
        middle, across = width / 2, height / 2
        ink.lines([(middle - 12, across, middle + 12, across), (middle, across - 12, middle, across + 12)], 1.2, BLACK)
        size = min(10.0, 10.0 * (right - sheet.left - 10) / fonts.width(note, 10.0))
        block = max(fonts.width(note, size), fonts.width(title, size * 1.3, True)) + 12
        top = across - size * 6
        ink.fill(middle - block / 2, top, block, size * 3.6, (1.0, 1.0, 1.0))
        ink.text(middle, top + size * 1.5, title, size * 1.3, bold=True, align="c")
        ink.text(middle, top + size * 3, note, size, align="c")
        ink.end()
        return ink.finish()


__all__ = ["grid_page"]

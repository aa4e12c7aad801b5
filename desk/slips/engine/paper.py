"""Papers a slip is printed on (architecture "Slips and printing", handbook B4).

Sizes are kept in points computed from inches or millimetres, never rounded: 93.1 mm instead of 3⅔ in would drift 3.3 mm per 100 slips.
"""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import N_

MM = 72 / 25.4
"""Points in a millimetre."""
INCH = 72.0
"""Points in an inch."""


@dataclass(frozen=True, slots=True)
class Style:
    """How big things are on one paper, in points.

    Attributes:
        size: text of values.
        label: captions of cells.
        title: the form's name.
        small: clauses, footer.
        pad_x: room left and right of a cell's text.
        pad_y: room above and below it.
        line: line height in font sizes.
        signature: height of a row to sign in.
        barcode: height of the bars.
    """

    size: float
    label: float
    title: float
    small: float
    pad_x: float
    pad_y: float
    line: float = 1.34
    signature: float = 26.0
    barcode: float = 22.0


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper.

    Attributes:
        code: what the database and settings keep.
        label: message id of its name.
        width: in points, exact.
        height: in points, exact; None where the content decides (roll).
        left, right: margins in points; on 241 mm paper the tear strips and more.
        top, bottom: margins in points.
        style: sizes of text.
        narrow: one field per line instead of a grid.
        mono: printed by pins or heat in one colour: no shades, only black and white.
        dpi: resolution to rasterise at.
        module: width of the thinnest bar of the barcode, in points, whole dots of such printers.
    """

    code: str
    label: str
    width: float
    height: float | None
    left: float
    right: float
    top: float
    bottom: float
    style: Style
    narrow: bool = False
    mono: bool = False
    dpi: int = 300
    module: float = 0.72

    @property
    def continuous(self) -> bool:
        """Whether one page follows another without a cut: what a printer feeds too little adds up."""
        return self.code.startswith("241-")


_SHEET = Style(size=10.5, label=9.2, title=18, small=8.5, pad_x=6, pad_y=6)
_WIDE = Style(size=8.6, label=7.8, title=16, small=8, pad_x=3.2, pad_y=4.2)
_A5 = Style(size=9.8, label=8.6, title=16, small=8, pad_x=5.5, pad_y=4.8)
_HALF = Style(size=10, label=8.8, title=16, small=8.2, pad_x=6, pad_y=4.2, signature=24)
_THIRD = Style(size=9.8, label=8.8, title=15, small=8, pad_x=6, pad_y=4.2, signature=22, barcode=20)
_ROLL = Style(size=9, label=8.2, title=13, small=7.6, pad_x=2, pad_y=2.6, signature=26, barcode=26)
_CARD = Style(size=6.6, label=6, title=8.5, small=5.2, pad_x=1.5, pad_y=1.1, signature=12, barcode=12)


def _continuous(code: str, label: str, inches: float, style: Style) -> Paper:
    """241 mm paper: 9.5 in wide with its strips (handbook B4).

    The strips take 13 mm a side, but the heads of 80-column printers reach 8 in only: what is wider would lose its last digits.
    24-pin drivers keep a quarter of an inch free above and below.
    """
    side, edge = 0.75 * INCH, 0.25 * INCH
    return Paper(code, label, 9.5 * INCH, inches * INCH, side, side, edge, edge, style, mono=True, dpi=360, module=0.8)


PAPERS: dict[str, Paper] = {
    paper.code: paper
    for paper in (
        Paper("a4", N_("A4"), 210 * MM, 297 * MM, 17 * MM, 17 * MM, 13 * MM, 12 * MM, _SHEET),
        # L10N: A4 横向
        Paper("a4-wide", N_("A4 landscape"), 297 * MM, 210 * MM, 12 * MM, 12 * MM, 11 * MM, 10 * MM, _WIDE),
        Paper("a5", N_("A5"), 148 * MM, 210 * MM, 13 * MM, 13 * MM, 10 * MM, 9 * MM, _A5),
        # L10N: 241 mm 连续纸（整张）
        _continuous("241-whole", N_("241 mm continuous, whole"), 11, _SHEET),
        # L10N: 241 mm 连续纸（二等分）
        _continuous("241-half", N_("241 mm continuous, half"), 5.5, _HALF),
        # L10N: 241 mm 连续纸（三等分）
        _continuous("241-third", N_("241 mm continuous, third"), 11 / 3, _THIRD),
        # L10N: 80 mm 热敏卷纸. 72 mm of it can be printed on; 203 dpi, so bars of two dots.
        Paper(
            "roll-80",
            N_("80 mm roll"),
            80 * MM,
            None,
            4 * MM,
            4 * MM,
            4 * MM,
            6 * MM,
            _ROLL,
            narrow=True,
            mono=True,
            dpi=203,
            module=2 * 72 / 203,
        ),
        # L10N: CR80 卡片
        Paper(
            "cr80",
            N_("CR80 card"),
            85.6 * MM,
            53.98 * MM,
            4 * MM,
            4 * MM,
            3.5 * MM,
            3.5 * MM,
            _CARD,
            narrow=True,
            module=0.48,
        ),
    )
}


def paper(code: str) -> Paper:
    """The paper with this code.

    Raises:
        KeyError: no such paper (a bug: codes come from `PAPERS`).
    """
    return PAPERS[code]


__all__ = ["INCH", "MM", "PAPERS", "Paper", "Style", "paper"]

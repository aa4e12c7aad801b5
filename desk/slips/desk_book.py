"""What is printed of the desk's book (handbook S14): the wall sheet of telephones (A4), the leaflet for residents (A5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desk.i18n import _, speaking
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Card, Passage, Piece, Slip

SHEET = (186.0, 275.0)
"""Millimetres of what is printed on the wall sheet: A4 within its margins."""
ROWS = 14
"""Telephones on one sheet."""
_TOP, _STEP = 24.0, 17.0


@dataclass(frozen=True, slots=True)
class WallNumber:
    """A telephone: its name, number ("" while it is missing), what it is for."""

    name: str
    number: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the leaflet: the words over it, and its entries as (title, text); text may have several lines."""

    heading: str
    entries: tuple[tuple[str, str], ...]


def wall_sheet(numbers: Sequence[WallNumber], day: str, head: PaperHead) -> Slip:
    """The 常用电话, in letters that are read across the room; a telephone without a number says that it is missing (handbook S14)."""
    with speaking(head.language):
        # L10N: 常用电话
        title = _("Useful telephones")
        sheets = [numbers[first : first + ROWS] for first in range(0, len(numbers), ROWS)] or [()]
        # L10N: 更新日期：{day}
        foot = " ".join(part for part in (head.site, _("As of {day}").format(day=day)) if part)
        cards = tuple(Card(*SHEET, _sheet(title, sheet, foot)) for sheet in sheets)
        return replace(head, issued="").slip("book-wall", title, cards=cards)


def _sheet(title: str, numbers: Sequence[WallNumber], foot: str) -> tuple[Piece, ...]:
    wide, high = SHEET
    # L10N: （未填写）
    missing = _("(missing)")
    pieces = [Piece("text", 0, 2, wide, 16, title, 34, bold=True, align="c")]
    for place, each in enumerate(numbers):
        top = _TOP + place * _STEP
        tone = "black" if each.number else "grey"
        pieces += [
            Piece("line", 0, top, wide, 0),
            Piece("text", 2, top + 3.5, 70, 9, each.name, 19, bold=True),
            Piece("text", 74, top + 2.5, 76, 11, each.number or missing, 25 if each.number else 17, bold=bool(each.number), tone=tone),
            Piece("text", 152, top + 4, wide - 154, 9, each.remark, 11, tone="grey"),
        ]  # fmt: skip
    pieces += [
        Piece("line", 0, _TOP + len(numbers) * _STEP, wide, 0),
        Piece("text", 0, high - 7, wide, 5, foot, 9, align="c", tone="grey"),
    ]
    return tuple(piece for piece in pieces if piece.kind != "text" or piece.text)


def leaflet(parts: Sequence[Part], day: str, head: PaperHead) -> Slip:
    """The 服务指南 for residents: charges, telephones, facilities, papers; what has no words yet is left out."""
    with speaking(head.language):
        body: list[Passage] = []
        for part in parts:
            body.append(Passage(part.heading, bold=True, size="large"))
            for title, text in part.entries:
                lines = [line.strip() for line in text.splitlines() if line.strip()]
                body.append(Passage(title, bold=True))
                body += [Passage(line) for line in lines]
        return replace(head, issued="").slip(
            "book-leaflet",
            # L10N: 服务指南
            _("Guide to our services"),
            body=tuple(body),
            clauses=(_("As of {day}").format(day=day),),
        )


__all__ = ["Part", "WallNumber", "leaflet", "wall_sheet"]

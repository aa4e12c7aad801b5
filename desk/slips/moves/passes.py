"""The 小区居住证 as a card: CR80, or eight to an A4 sheet (handbook A2, C-30, M7)."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, speaking
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Card, Piece, Slip

CARD = (85.6, 53.98)
"""Millimetres of a CR80 card."""


@dataclass(frozen=True, slots=True)
class ResidentPassFacts:
    """A residence pass; the code says the number only. `until`: "" for no end."""

    number: str
    name: str
    room: str
    role: str
    first: str
    until: str = ""
    photo: str = ""


def resident_pass(facts: ResidentPassFacts, head: PaperHead) -> Slip:
    """A residence pass as a card."""
    with speaking(head.language):
        # L10N: 小区居住证
        title = _("Residence pass")
        # L10N: 有效期 {first} 至 {until} / {first} 起长期有效
        valid = (
            _("Valid {first} to {until}").format(first=facts.first, until=facts.until)
            if facts.until
            else _("Valid from {first}").format(first=facts.first)
        )
        # L10N: 凭证出入 · 仅限本人使用 · 搬出时交回 · 遗失即报
        rule = _("For its bearer only · return it when you move out · report a loss at once")
        left, wide = 29.0, CARD[0] - 29.0 - 3.5
        pieces = [
            Piece("fill", 0.6, 0.6, CARD[0] - 1.2, 8.6),
            Piece("text", 3, 1.0, CARD[0] - 6, 4.6, title, 10, bold=True, align="c"),
            Piece("text", 3, 5.4, CARD[0] - 6, 3.0, head.site, 6, align="c", tone="grey"),
            Piece("picture", 3.5, 11, 22, 28, facts.photo),
            Piece("text", left, 11.0, wide - 17, 6.0, facts.name, 13, bold=True),
            # L10N: 身份
            *_line(left, 19.0, wide - 17, _("Role"), facts.role),
            # L10N: 房号
            *_line(left, 25.4, wide, _("Room"), facts.room, bold=True),
            Piece("text", left, 32.2, wide, 4.8, valid, 7.6, bold=True),
            Piece("qr", CARD[0] - 3.5 - 14, 10.6, 14, 14, head.number or "JZ"),
        ]
        if not facts.photo:
            # L10N: 照片
            pieces.append(Piece("frame", 3.5, 11, 22, 28))
            pieces.append(Piece("text", 3.5, 22, 22, 5, _("Photo"), 8, align="c", tone="grey"))
        pieces += [
            Piece("bars", 3.5, 42, 44, 6.4, head.number or "JZ"),
            Piece("text", 49, 42, CARD[0] - 49 - 3.5, 6.4, f"No. {head.number}", 7.4, bold=True, tone="red", align="r"),
            Piece("text", 3, 49.4, CARD[0] - 6, 3.2, rule, 5.2, align="c", tone="grey"),
        ]
        return head.slip("resident-pass", title, cards=(Card(*CARD, tuple(pieces)),))


def _line(x: float, y: float, width: float, label: str, text: str, *, bold: bool = False) -> tuple[Piece, Piece]:
    caption = 9.0
    return (
        Piece("text", x, y, caption - 0.6, 4.4, label, 5.6, tone="grey"),
        Piece("text", x + caption, y, width - caption, 4.4, text, 8.0, bold=bold),
    )


__all__ = ["CARD", "ResidentPassFacts", "resident_pass"]

"""The member's card itself: CR80, front and back with instructions (handbook A9, B4, V11).

It carries its number only, in words, bars and squares: nothing personal (handbook C-30). The holder signs on the back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desk.i18n import _
from desk.slips.cards.facts import CardFacts, slip
from desk.slips.engine.slip import Card, Piece, Slip

CARD = (85.6, 53.98)
"""Millimetres of a CR80 card."""
_EDGE = 4.0


def card(facts: CardFacts, head: Mapping[str, Any]) -> Slip:
    """Front and back of a card."""
    # L10N: 会员卡
    return slip("member-card", _("Member's card"), dict(head), cards=(_front(facts, head), _back(facts, head)))


def _front(facts: CardFacts, head: Mapping[str, Any]) -> Card:
    wide, room = CARD[0], CARD[0] - 2 * _EDGE
    pieces = [
        Piece("fill", 0.6, 0.6, wide - 1.2, 13.4),
        Piece("text", _EDGE, 2.2, room, 4, head["site"], 7, tone="grey"),
        Piece("text", _EDGE, 6.4, room - (20 if facts.vip else 0), 7, facts.level, 14, bold=True),
        # L10N: 会员卡
        Piece("text", _EDGE, 16.4, room - 22, 4.4, _("Member's card"), 8, tone="grey"),
        Piece("qr", wide - _EDGE - 19, 16.5, 19, 19, facts.number),
        Piece("text", _EDGE, 29.5, room - 22, 3.4, "No.", 6, tone="grey"),
        Piece("text", _EDGE, 38.4, room, 6.4, facts.grouped, 13, bold=True),
    ]
    if facts.vip:
        pieces.append(Piece("text", wide - _EDGE - 20, 4.2, 20, 8, "VIP", 18, bold=True, align="r", tone="red"))
    # L10N: 有效期至 {day}; 长期有效
    until = _("Valid until {day}").format(day=facts.until) if facts.until else _("Valid without end")
    pieces.append(Piece("text", _EDGE, 46.8, room, 4, until, 6.6, tone="grey"))
    return Card(*CARD, tuple(pieces))


def _back(facts: CardFacts, head: Mapping[str, Any]) -> Card:
    room = CARD[0] - 2 * _EDGE
    lines = (
        # L10N: 凭本卡享受会员优惠并累积积分，付款时出示，不影响售货单价格。
        _("Show it when you pay: it brings the discount and the points, never another price on the sales slip."),
        # L10N: 本卡限持卡人本人使用，不得转借；使用时可能核对姓名。
        _("For its holder only, not lent; the name may be asked at each use."),
        # L10N: 遗失、损坏请立即到服务中心办理挂失、补卡；积分和等级不变，旧卡作废。
        _("Lost or damaged: report it at once. Points and level stay, the old card is dead."),
        # L10N: 本卡不储值，不记载个人信息。
        _("No money and nothing personal is stored on it."),
    )
    pieces = [
        Piece("bars", _EDGE, 3.4, room, 9, facts.number),
        Piece("text", _EDGE, 12.6, room, 3.4, facts.grouped, 6.6, align="c"),
        Piece("frame", _EDGE, 17.2, room, 7),
        # L10N: 持卡人签名
        Piece("text", _EDGE + 1, 17.2, 20, 7, _("Holder's signature"), 5.4, tone="grey"),
    ]
    top = 25.6
    for place, words in enumerate(lines, 1):
        pieces.append(Piece("text", _EDGE, top, room, 5.2, f"{place}. {words}", 5.4))
        top += 5.5
    if head["hotline"]:
        # L10N: 服务热线 {phone}
        words = _("Hotline {phone}").format(phone=head["hotline"])
        pieces.append(Piece("text", _EDGE, CARD[1] - 5.2, room, 3.6, words, 6.2, bold=True, align="c"))
    return Card(*CARD, tuple(pieces))


__all__ = ["CARD", "card"]

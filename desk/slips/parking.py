"""The papers of parking (handbook S19): 停车卡单, which is signed, and the card itself (CR80)."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, speaking
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Card, Field, Piece, Signature, Slip

CARD = (85.6, 53.98)
"""Millimetres of a CR80 card."""


@dataclass(frozen=True, slots=True)
class CardFacts:
    """A parking card; texts are finished. `replaces`: number of the card whose place it takes, with the reason."""

    number: str
    kind: str
    plate: str
    holder: str
    room: str
    space: str
    first: str
    until: str
    phone: str = ""
    paid: str = ""
    replaces: str = ""
    note: str = ""
    staff: str = ""


def card_slip(facts: CardFacts, head: PaperHead) -> Slip:
    """The 停车卡单: what is issued, renewed or replaced, signed by the holder."""
    with speaking(head.language):
        return head.slip(
            "parking-card",
            # L10N: 停车卡办理单
            _("Parking card form"),
            facts.number,
            fields=(
                # L10N: 车牌 / 卡类
                Field(_("Plate"), facts.plate, bold=True),
                Field(_("Kind of card"), facts.kind),
                # L10N: 持卡人
                Field(_("Card holder"), facts.holder, bold=True),
                Field(_("Phone"), facts.phone),
                Field(_("Room"), facts.room),
                # L10N: 车位号
                Field(_("Parking space"), facts.space),
                # L10N: 有效期
                Field(
                    _("Valid"), _("{first} to {last}").format(first=facts.first, last=facts.until), span=12, bold=True
                ),
                # L10N: 缴费
                Field(_("Paid until"), facts.paid, span=12),
                # L10N: 换发原因
                *((Field(_("Takes the place of"), facts.replaces, span=12),) if facts.replaces else ()),
                Field(_("Note"), facts.note, span=12),
            ),
            clauses=(
                # L10N: 一车一卡，不得转借；换牌、遗失请及时办理，原卡号作废。
                _(
                    "One car, one card; it is not lent on. Report a new plate or a loss at once: the old number is dead."
                ),
                # L10N: 行驶证、驾驶证核对后当场交还，不扣押证件。
                _("The papers of the car are looked at and given back at once; no document is kept."),
            ),
            signatures=(Signature(_("Card holder"), dated=True), Signature(_("Handled by"), facts.staff)),
        )


def plastic_card(facts: CardFacts, head: PaperHead) -> Slip:
    """The card itself; its codes say the number only (handbook C-30)."""
    with speaking(head.language):
        title = _("Parking card")
        valid = _("Valid until {day}").format(day=facts.until)
        pieces = (
            Piece("fill", 0.6, 0.6, CARD[0] - 1.2, 9),
            Piece("text", 3, 1.0, CARD[0] - 6, 4.8, title, 10, bold=True, align="c"),
            Piece("text", 3, 5.6, CARD[0] - 6, 3.0, head.site, 6, align="c", tone="grey"),
            Piece("text", 4, 12, CARD[0] - 24, 9, facts.plate, 20, bold=True),
            Piece("text", 4, 23, CARD[0] - 24, 5, " ".join(part for part in (facts.space, facts.kind) if part), 9),
            Piece("text", 4, 30, CARD[0] - 24, 5, valid, 9, bold=True),
            Piece("qr", CARD[0] - 19, 12, 15, 15, facts.number),
            Piece("bars", 4, 39, 44, 7, facts.number),
            Piece("text", 49, 40, CARD[0] - 53, 6, f"No. {facts.number}", 7.4, bold=True, tone="red", align="r"),
            # L10N: 一车一卡，请放在前风挡内
            Piece("text", 3, 48.6, CARD[0] - 6, 3.4, _("One car, one card. Keep it behind the windscreen."), 5.4, align="c", tone="grey"),
        )  # fmt: skip
        return head.slip("parking-plastic", title, facts.number, cards=(Card(*CARD, pieces),))


__all__ = ["CARD", "CardFacts", "card_slip", "plastic_card"]

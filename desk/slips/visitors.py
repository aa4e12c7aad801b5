"""The papers of visitors (handbook B1, M9): 访客登记单 and the paper 临时卡. They say that no identity card is kept (handbook C-20)."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, speaking
from desk.rules.kit.wording import clauses
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Column, Field, Signature, Slip, Table, Tick


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A visitor; the document in words and number."""

    name: str
    document: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A visit; `answer`: of the host, in words; `admitted`: whether they were let in; `deposit`: receipt and amount, in words."""

    number: str
    room: str
    host: str
    answer: str
    admitted: bool
    people: tuple[PersonFacts, ...]
    purpose: str
    came: str
    until: str = ""
    brings: str = ""
    plate: str = ""
    cards: str = ""
    deposit: str = ""
    matter: str = ""
    passed_to: str = ""
    agreed: str = ""
    staff: str = ""


@dataclass(frozen=True, slots=True)
class CardFacts:
    """A paper card."""

    number: str
    name: str
    room: str
    host: str
    until: str


def no_identity_card() -> str:
    """What a visitor reads (handbook B3, C-20)."""
    # L10N: 证件核对后当场交还，不扣押身份证等任何证件。
    return _("The document is looked at and given back at once; no identity card is kept (不扣押身份证).")


def _people(facts: VisitFacts) -> Table:
    # L10N: 访客姓名, 证件, 电话, 签字
    columns = (
        Column(_("Visitor"), 1.4),
        Column(_("Document"), 3),
        Column(_("Phone"), 1.9),
        Column(_("Signature"), 1.3),
    )
    return Table(columns, tuple((person.name, person.document, person.phone, "") for person in facts.people))


def visit_sheet(facts: VisitFacts, head: PaperHead) -> Slip:
    """The 访客登记单: several visitors on one sheet."""
    with speaking(head.language):
        return head.slip(
            "visit",
            # L10N: 访客登记单
            _("Visitors' sheet"),
            facts.number,
            fields=(
                # L10N: 被访房号 / 被访人
                Field(_("Room visited"), facts.room, bold=True),
                Field(_("Person visited"), facts.host),
                # L10N: 来访时间 / 预计离开
                Field(_("Came at"), facts.came),
                Field(_("Means to leave at"), facts.until),
                # L10N: 来访事由
                Field(_("Purpose of the visit"), facts.purpose, span=12),
                # L10N: 被访人意见
                Field(_("Answer of the host"), clauses((facts.answer, facts.agreed))),
                Field(
                    # L10N: 放行
                    _("Let in"),
                    # L10N: 是 / 否
                    ticks=(Tick(_("yes"), facts.admitted), Tick(_("no"), not facts.admitted)),
                ),
                # L10N: 携带物品 / 车牌
                Field(_("Carries"), facts.brings),
                Field(_("Plate"), facts.plate),
                # L10N: 临时卡 / 押金
                Field(_("Temporary cards"), facts.cards),
                Field(_("Deposit"), facts.deposit),
            ),
            tables=(_people(facts),),
            after=(
                # L10N: 反映事项 / 转交
                *(
                    (Field(_("Brought forward"), facts.matter, span=8), Field(_("Passed to"), facts.passed_to, span=4))
                    if facts.matter
                    else ()
                ),
                # L10N: 离开时间 / 收卡人
                Field(_("Left at"), ""),
                Field(_("Card taken back by"), ""),
            ),
            clauses=(
                no_identity_card(),
                # L10N: 请遵守小区规定，只到被访房号；离开时交还临时卡。
                _("Please go to the room visited only, and give the card back when you leave."),
            ),
            # L10N: 值班员
            signatures=(Signature(_("On duty at the desk"), facts.staff),),
        )


def paper_card(facts: CardFacts, head: PaperHead) -> Slip:
    """The 临时卡 on paper."""
    with speaking(head.language):
        return head.slip(
            "visitor-card",
            # L10N: 访客临时卡
            _("Visitor's card"),
            facts.number,
            fields=(
                Field(_("Visitor"), facts.name, span=12, bold=True),
                Field(
                    _("Room visited"), " ".join(part for part in (facts.room, facts.host) if part), span=12, bold=True
                ),
                # L10N: 有效期至
                Field(_("Valid until"), facts.until, span=12, bold=True),
            ),
            clauses=(
                # L10N: 仅供本次来访使用，离开时请交还前台。
                _("For this visit only. Please give it back at the desk when you leave."),
                no_identity_card(),
            ),
        )


__all__ = ["CardFacts", "PersonFacts", "VisitFacts", "no_identity_card", "paper_card", "visit_sheet"]

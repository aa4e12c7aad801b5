"""The papers of a membership, each made of what is stored, in the language of the slips (handbook A9, B1)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import features
from desk.catalog import whole_catalog
from desk.errors import Checker, NotFound
from desk.i18n import N_, _
from desk.models import Consent
from desk.models.cards import Card, Member
from desk.models.slips import SlipRecord
from desk.rules import cards as rules
from desk.rules.kit import identity, wording
from desk.rules.kit.dates import age_on
from desk.rules.kit.phones import format_phone
from desk.rules.schemes import level_name, scheme_name
from desk.rules.schemes.words import handbook as scheme_chapters
from desk.services import households
from desk.services.cards import scheme
from desk.services.cards.core import get, record, subject
from desk.services.cards.entries import BookFilter
from desk.services.cards.lists import book_question
from desk.services.kit import papers as kit
from desk.services.kit.desk import Act, Desk
from desk.services.kit.sealed import Personal
from desk.services.kit.words import word
from desk.services.slips import SlipView, issue, looked_at, views, void_within
from desk.slips import cards as forms
from desk.slips.engine.slip import Slip


def _handed_over(row: Member) -> str:
    # L10N: 尚未领卡
    return "" if row.handed_over else _("The card was not handed over yet.")


def _replaced(row: Member) -> str:
    # L10N: 没有补过卡
    return "" if row.card is not None and row.card.replaces_id else _("No card was replaced.")


def _application(session: Session, desk: Desk, row: Member, _entry: object) -> Slip:
    with kit.writing(desk) as head:
        return forms.application(_facts(session, desk, row, rules_too=True), head)


def _receipt(session: Session, desk: Desk, row: Member, _entry: object) -> Slip:
    with kit.writing(desk) as head:
        return forms.card_receipt(_facts(session, desk, row), _card_facts(session, desk, row, _of(row)), head)


def _replacement(session: Session, desk: Desk, row: Member, _entry: object) -> Slip:
    with kit.writing(desk) as head:
        return forms.replacement(_facts(session, desk, row), _card_facts(session, desk, row, _of(row)), head)


def _handbook(session: Session, desk: Desk, row: Member | None, _entry: object) -> Slip:
    with kit.writing(desk) as head:
        now = scheme.in_force(session, desk) if row is None else scheme.named(session, desk, row.scheme)
        chapters = [forms.Chapter(heading, tuple(lines)) for heading, lines in scheme_chapters(now)]
        for hook in features.hooks("member_handbook"):
            chapters += [forms.Chapter(heading, tuple(lines)) for heading, lines in hook(session, desk)]
        return forms.handbook(scheme_name(now), chapters, head)


_PAPERS: tuple[kit.Paper[Member], ...] = (
        # L10N: 入会申请，背面为会员须知
        kit.Paper("member-application", "member.paper", N_("What was applied for; the rules stand on its back."), _application),
        # L10N: 持卡人签收会员卡
        kit.Paper("card-receipt", "member.paper", N_("The holder signs for the card."), _receipt, why_not=_handed_over),
        # L10N: 补卡说明：积分和等级不变，旧卡作废
        kit.Paper("card-replacement", "member.paper", N_("What the new card takes the place of."), _replacement,
                  why_not=_replaced),
        # L10N: 会员等级、积分、兑换和用卡规则
        kit.Paper("member-handbook", "member.paper", N_("The rules of the scheme in words."), _handbook),
)  # fmt: skip
PAPERS = {each.kind: each for each in _PAPERS}
"""The papers of a membership that can be issued at any time; its card comes from acts alone."""


# ---------------------------------------------------------------------------------------------------------- facts
def _of(row: Member) -> Card:
    card = row.card
    return card if card is not None else Card(number="", serial="", tier=row.tier, state="", collected_by="", cause="")


def _facts(session: Session, desk: Desk, row: Member, *, rules_too: bool = False) -> forms.MemberFacts:
    person, today = row.customer, desk.today()
    now = scheme.named(session, desk, row.scheme)
    numbers = [phone.number for phone in person.phones]
    mobile = rules.mobile_of(numbers)
    agreed = set(
        session.scalars(
            select(Consent.purpose).where(
                Consent.customer_id == row.customer_id, Consent.withdrawn_at.is_(None),
                Consent.purpose.in_(("membership", "greetings")),
            )
        )
    )  # fmt: skip
    card = row.card
    return forms.MemberFacts(
        number=row.number, name=person.name, latin_name=row.latin_name, sex=word("sexes", person.sex) if person.sex else "",
        birthday=households.birthday_text(person), age=f"{age_on(person.birthday, today)}" if person.birthday else "",
        document_kind=identity.kind_name(person.document_kind) if person.document_kind else "",
        document=person.document_number, phone=format_phone(mobile) if mobile else "", email=row.email,
        address=person.address, work_address=row.work_address,
        goods=tuple((choice.label, choice.code in row.goods) for choice in whole_catalog("goods_types")),
        level=level_name(now, row.tier), scheme=scheme_name(now), how=word("member_hows", row.how),
        proposed_by=row.proposed_by, joined=wording.day(row.joined_on), card=rules.grouped(card.number) if card else "",
        consent="membership" in agreed, greetings="greetings" in agreed, no_notices=row.opted_out,
        rules=scheme_chapters(now) if rules_too else (), approves=row.how in rules.ASKED,
        version=row.consent_version.removeprefix("member-"),
    )  # fmt: skip


def _card_facts(session: Session, desk: Desk, row: Member, card: Card) -> forms.CardFacts:
    now = scheme.named(session, desk, row.scheme)
    old = next((each for each in row.cards if each.id == card.replaces_id), None)
    return forms.CardFacts(
        number=card.number, grouped=rules.grouped(card.number), serial=card.serial,
        level=rules.printed_level(level_name(now, card.tier), letters=card.vip),
        vip=card.vip and "VIP" not in level_name(now, card.tier), issued=wording.day(card.issued_on),
        until=wording.day(card.expires_on), old=rules.grouped(old.number) if old else "",
        cause=word("card_causes", card.cause), lost=wording.day(old.lost_on) if old else "",
        returned=old is not None and old.lost_on is None, holder=row.customer.name, signer=card.collected_by,
        collected=wording.day(card.collected_on),
    )  # fmt: skip


def people_of(row: Member) -> list[Personal]:
    """What the papers say of a person: it is sealed beside them, so that it can be erased."""
    person, about = row.customer, f"customer:{row.customer_id}"
    numbers = [phone.number for phone in person.phones]
    mobile = rules.mobile_of(numbers)
    texts = [
        (about, "document", person.document_number), (about, "phone", format_phone(mobile) if mobile else ""),
        (about, "address", person.address), (about, "name", person.name),
        (subject(row), "address", row.work_address), (subject(row), "other", row.email),
        (subject(row), "name", row.latin_name), (about, "name", row.card.collected_by if row.card else ""),
    ]  # fmt: skip
    return [Personal(whom, kind, text) for whom, kind, text in texts if text]


# ----------------------------------------------------------------------------------------------- issued within acts
def issue_within(act: Act, desk: Desk, row: Member, kind: str, *, number: str | None = None) -> SlipView:
    """Issues a paper inside the act it belongs to."""
    slip = PAPERS[kind].build(act.session, desk, row, None)
    return issue(act, desk, slip, subject=subject(row), number=number, people=people_of(row))


def issue_card_within(act: Act, desk: Desk, row: Member, card: Card) -> SlipView:
    """Issues the paper of a card: what the card printer prints."""
    with kit.writing(desk) as head:
        slip = forms.card(_card_facts(act.session, desk, row, card), head)
    return issue(act, desk, slip, subject=subject(row), number=card.serial)


def offered(desk: Desk, member_id: int) -> tuple[kit.Offer, ...]:
    """The papers of a membership, each with what it is or why it is not possible yet.

    Raises:
        NotFound: there is no such member.
    """
    with desk.look() as session:
        row = get(session, member_id)
        return kit.offers(PAPERS.values(), row, views(session, [subject(row)]))


def preview(desk: Desk, member_id: int, kind: str) -> Slip:
    """A paper as it would be issued, numbers masked.

    Raises:
        NotFound: there is no such member or paper.
    """
    with desk.look() as session:
        row = get(session, member_id)
        return looked_at(_paper(kind).build(session, desk, row, None), people_of(row))


def issue_paper(desk: Desk, member_id: int, kind: str) -> SlipView:
    """Issues a paper; an application that was changed gets a new edition, and the old one is void.

    Raises:
        DeskError: `paper-not-yet`. NotFound: no such member or paper. NotAllowed: nobody is signed in.
    """
    paper = _paper(kind)
    with desk.act("member.paper") as act:
        desk.require("receptionist")
        row = get(act.session, member_id)
        paper.refuse(row)
        number = _edition(act, row) if kind == "member-application" else None
        slip = issue_within(act, desk, row, kind, number=number)
        record(act, row, "paper", slip.title, slip=slip.number)
        return slip


def _paper(kind: str) -> kit.Paper[Member]:
    if kind not in PAPERS:
        # L10N: 没有这种单据
        raise NotFound(_("There is no such paper."))
    return PAPERS[kind]


def _edition(act: Act, row: Member) -> str:
    """The number of the next edition of an application; the one before is void (handbook C-19)."""
    stem = f"{row.number}-"
    before = act.session.scalars(
        select(SlipRecord).where((SlipRecord.number == row.number) | SlipRecord.number.startswith(stem))
    ).all()
    for old in before:
        if old.state == "issued":
            # L10N: 已换发新版申请表
            void_within(act, old.number, _("Replaced by a newer edition."))
    return f"{stem}{len(before) + 1}" if before else row.number


# --------------------------------------------------------------------------------------------- of no single member
def handbook_preview(desk: Desk) -> Slip:
    """The handbook of the scheme in force."""
    with desk.look() as session:
        return _handbook(session, desk, None, None)


def issue_handbook(desk: Desk) -> SlipView:
    """Issues the handbook of the scheme in force.

    Raises:
        NotAllowed: nobody is signed in.
    """
    with desk.act("member.handbook") as act:
        desk.require("receptionist")
        return issue(act, desk, _handbook(act.session, desk, None, None), subject="handbook:members")


def book_preview(desk: Desk, which: BookFilter) -> Slip:
    """The issue book of a period as it would be issued.

    Raises:
        InvalidInput: field `until`.
    """
    with desk.look() as session:
        return _book(session, desk, which)[0]


def issue_book(desk: Desk, which: BookFilter) -> SlipView:
    """Issues the issue book of a period.

    Raises:
        InvalidInput: field `until`. NotAllowed: nobody is signed in.
    """
    with desk.act("card.book") as act:
        desk.require("receptionist")
        slip, people = _book(act.session, desk, which)
        return issue(act, desk, slip, subject=f"day:{desk.local(act.at).date()}", people=people)


def _book(session: Session, desk: Desk, which: BookFilter) -> tuple[Slip, list[Personal]]:
    check = Checker()
    if which.since and which.until and which.until < which.since:
        check.add("until", "date", _("The end lies before the start."))
    check.done()
    rows = session.execute(book_question(desk, which)).all()
    schemes = {code: scheme.named(session, desk, code) for code in {row.scheme for row in rows}}
    with kit.writing(desk) as head:
        lines = tuple(
            forms.BookLine(
                wording.day(row.issued_on), rules.grouped(row.number), row.name, level_name(schemes[row.scheme], row.tier),
                cause_words(row.cause), rules.grouped(row.old or ""), word("card_states", row.state),
                f"{wording.day(row.collected_on)} {row.collected_by}".strip(), row.staff,
            )
            for row in rows
        )  # fmt: skip
        people = [Personal(f"customer:{row.customer_id}", "name", row.name) for row in rows]
        return forms.issue_book(_period(which.since, which.until), lines, head), people


def cause_words(code: str) -> str:
    """Why a card was made: issued anew, or the cause of its replacement."""
    # L10N: 新办
    return word("card_causes", code) if code else _("new card")


def _period(since: date | None, until: date | None) -> str:
    if since is None and until is None:
        # L10N: 全部
        return _("all of them")
    return f"{wording.day(since) or '…'} — {wording.day(until) or '…'}"


__all__ = [
    "PAPERS", "book_preview", "cause_words", "handbook_preview", "issue_book", "issue_card_within", "issue_handbook", "issue_paper",
    "issue_within", "offered", "people_of", "preview",
]  # fmt: skip

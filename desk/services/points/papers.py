"""The papers of points, made from what is stored, in the language of the slips; names on them are sealed beside the content."""

from __future__ import annotations

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.i18n import _
from desk.models.cards import Member
from desk.models.points import Draw, Gift, PointAccount, Redemption, Voucher
from desk.rules.kit import wording
from desk.rules.kit.money import figures
from desk.rules.schemes import level_name, scheme_name
from desk.rules.schemes.words import ladder_words
from desk.services import schemes
from desk.services.kit.desk import Act, Desk
from desk.services.kit.papers import writing, writing_copies
from desk.services.kit.sealed import Personal
from desk.services.points.within import GIFT_WORDS, member_names, member_words, value_words
from desk.services.slips import SlipView, issue
from desk.services.slips import void_within as void_slip
from desk.slips import points as slips


def _tier(session: Session, desk: Desk, member: Member) -> str:
    return level_name(schemes.at(session, desk.today()), member.tier)


def person(member: Member) -> Personal:
    """The name on a paper belongs to the member."""
    return Personal(f"customer:{member.customer_id}", "name", member.customer.name)


def issue_redemption(act: Act, desk: Desk, row: Redemption) -> SlipView:
    """Issues the 兑换单."""
    session = act.session
    balance = session.scalar(select(PointAccount.balance).where(PointAccount.member_id == row.member_id)) or 0
    coupon = session.scalar(select(Voucher.number).where(Voucher.redemption_id == row.id)) or ""
    with writing_copies(desk, "points-redemption") as head:
        item = _("Cash coupon") if row.kind == "coupon" else row.item
        now = schemes.at(session, row.day)
        ladder = now.coupons if row.kind == "coupon" else now.ladder
        by = wording.dotted(scheme_name(now), ladder_words(ladder, coupon=row.kind == "coupon")) if ladder else ""
        facts = slips.RedemptionFacts(
            member_words(row.member), _tier(session, desk, row.member), item, row.counter.name if row.counter else "",
            figures(row.label), f"{row.points:,}", f"{balance:,}", coupon, by,
        )  # fmt: skip
        slip = slips.redemption(head, head["copies"], facts)
    return issue(act, desk, slip, subject=f"redemption:{row.id}", number=row.number, people=[person(row.member)])


def issue_voucher(act: Act, desk: Desk, row: Voucher) -> SlipView:
    """Issues a coupon or a parking voucher."""
    with writing(desk) as head:
        days = (
            wording.day(row.since) if row.since == row.until else f"{wording.day(row.since)} – {wording.day(row.until)}"
        )
        slip = slips.voucher(
            head, coupon=row.kind == "coupon", number=row.number,
            value=value_words(row.kind, row.value), days=days,
            tier=wording.dotted(row.member.number, _tier(act.session, desk, row.member)),
        )  # fmt: skip
    return issue(act, desk, slip, subject=f"voucher:{row.id}", number=row.number)


def issue_gift(act: Act, desk: Desk, row: Gift) -> SlipView:
    """Issues the slip of a gift."""
    with writing_copies(desk, "points-gift") as head:
        slip = slips.gift(
            head, head["copies"], what=_(GIFT_WORDS[row.kind]), period=row.period, member=member_words(row.member),
            tier=_tier(act.session, desk, row.member), item=row.item,
        )  # fmt: skip
    return issue(act, desk, slip, subject=f"gift:{row.id}", number=row.number, people=[person(row.member)])


def issue_draw(act: Act, desk: Desk, row: Draw) -> SlipView:
    """Issues the record of a draw."""
    names = member_names(act.session, row.winners)
    digest = hashlib.sha256(",".join(str(each) for each in row.people).encode()).hexdigest()[:16]
    with writing(desk) as head:
        slip = slips.draw(
            head, day=wording.moment(desk.local(row.at)), digit=str(row.digit), people=f"{len(row.people):,}", seed=row.seed,
            prize=row.prize, winners=tuple(names[each] for each in row.winners), digest=digest,
        )  # fmt: skip
    people = [person(member) for member in act.session.scalars(select(Member).where(Member.id.in_(row.winners)))]
    return issue(act, desk, slip, subject=f"draw:{row.id}", number=row.number, people=people)


def void_paper(act: Act, number: str, reason: str) -> None:
    """Voids the paper of a record with it."""
    void_slip(act, number, reason.strip())


__all__ = ["issue_draw", "issue_gift", "issue_redemption", "issue_voucher", "person", "void_paper"]

"""A membership as it is shown, and what a card says that is put on the counter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from desk import features, i18n
from desk.errors import DeskError
from desk.i18n import _, ngettext
from desk.models import Consent, Occupancy, Phone, Staff, Unit
from desk.models.cards import Card, Member, MemberEvent
from desk.models.households import lives_now
from desk.rules import cards as rules
from desk.rules.kit.dates import add_months, age_on
from desk.rules.kit.gate import Obstacle
from desk.rules.kit.identity import mask_number
from desk.rules.kit.phones import mask_phone
from desk.rules.schemes import Scheme, level_name, scheme_name
from desk.rules.schemes.words import level_lines
from desk.services import households
from desk.services.cards import scheme
from desk.services.cards.core import by_number, get, living, usable
from desk.services.cards.entries import EditEntry
from desk.services.cards.views import CardView, MemberEventView, MemberFact, MemberView, ScanView, SchemeView
from desk.services.kit import reasons
from desk.services.kit.desk import Desk
from desk.services.kit.gate import obstacles
from desk.services.kit.words import TextView, texts_of
from desk.services.slips import views


def member(desk: Desk, member_id: int) -> MemberView:
    """One membership.

    Raises:
        NotFound: there is none with this id.
    """
    with desk.look() as session:
        return view(session, desk, get(session, member_id))


def of_customer(desk: Desk, customer_id: int) -> MemberView | None:
    """The living membership of a person; None without one."""
    with desk.look() as session:
        row = living(session, customer_id)
        return view(session, desk, row) if row is not None else None


def memberships(desk: Desk, customer_ids: Sequence[int]) -> dict[int, int]:
    """The living memberships of people: the member's id by the customer's."""
    with desk.look() as session:
        rows = session.execute(select(Member.holder, Member.id).where(Member.holder.in_(list(customer_ids))))
        return {holder: member for holder, member in rows if holder is not None}


def scan(desk: Desk, number: str) -> ScanView:
    """Whose card it is, and whether it may be used today. A card is not lent: the holder's name is shown at each use (handbook A9).

    Raises:
        NotFound: no card has this number.
    """
    with desk.look() as session:
        card = by_number(session, number)
        row = card.member
        refusal, code = "", ""
        try:
            usable(session, number, desk.today())
        except DeskError as error:
            refusal, code = error.message, error.code
        now = scheme.named(session, desk, row.scheme)
        return ScanView(
            row.id, row.customer_id, row.customer.name, card.number, level_name(now, row.tier), refusal, code
        )


def scheme_in_force(desk: Desk) -> SchemeView:
    """The scheme in force: levels, what its application asks for, whether a leader approves."""
    with desk.look() as session:
        return scheme.view(session, desk)


def gate_obstacles(desk: Desk, member_id: int, gate: str) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of an act (`member.end`), before it is tried."""
    with desk.look() as session:
        return obstacles(session, desk, gate, f"member:{member_id}")


def edit_entry(desk: Desk, member_id: int) -> EditEntry:
    """What of an application can be changed, as it is.

    Raises:
        NotFound: there is no such member.
    """
    with desk.look() as session:
        row = get(session, member_id)
        greets = bool(households.in_force(session, row.customer_id, ["greetings"]))
        return EditEntry(row.latin_name, row.email, row.work_address, tuple(row.goods), greets, row.opted_out)


def view(session: Session, desk: Desk, row: Member) -> MemberView:
    """A membership as it is shown."""
    session.flush()
    today = desk.today()
    customer, now = row.customer, scheme.named(session, desk, row.scheme)
    numbers = session.scalars(
        select(Phone.number).where(Phone.customer_id == row.customer_id).order_by(Phone.position, Phone.id)
    ).all()
    home = session.execute(
        select(Unit.id, Unit.name)
        .join(Occupancy, Occupancy.unit_id == Unit.id)
        .where(Occupancy.customer_id == row.customer_id, lives_now(today))
        .order_by(case((Occupancy.role == "owner", 0), else_=1), Occupancy.id)
        .limit(1)
    ).first()
    greets = session.scalar(
        select(func.count(Consent.id)).where(
            Consent.customer_id == row.customer_id, Consent.purpose == "greetings", Consent.withdrawn_at.is_(None)
        )
    )
    cards = [card_view(now, each, row.cards) for each in reversed(row.cards)]
    card = next((each for each, kept in zip(cards, reversed(row.cards), strict=True) if kept.living is not None), None)
    year_ago = add_months(today, -12)
    replaced = sum(each.cause not in ("", "tier") and each.issued_on > year_ago for each in row.cards)
    dormant = row.state == "active" and rules.dormant_from(row.last_use_on, now.dormant_months) <= today
    changed = bool(row.identity) and customer.document_key not in ("", row.identity)
    facts = tuple(
        sorted(
            (fact for hook in features.hooks("member_facts") for fact in hook(session, desk, row)),
            key=lambda fact: fact.order,
        )
    )
    return MemberView(
        id=row.id, number=row.number, customer_id=row.customer_id, name=customer.name, sex=customer.sex,
        scheme=row.scheme, scheme_name=scheme_name(now), tier=row.tier, tier_name=level_name(now, row.tier), tier_since=row.tier_since,
        benefits=_benefits(now, row.tier), state=row.state,
        joined_on=row.joined_on, how=row.how, proposed_by=row.proposed_by, latin_name=row.latin_name, email=row.email,
        work_address=row.work_address, goods=tuple(row.goods), birthday=households.birthday_text(customer),
        age=age_on(customer.birthday, today) if customer.birthday else None,
        phone=mask_phone(rules.mobile_of(numbers) or (numbers[0] if numbers else "")),
        document=mask_number(customer.document_number), address=customer.address,
        greets=bool(greets) and not row.opted_out, opted_out=row.opted_out, unit_id=home.id if home else None,
        room=home.name if home else "", last_use_on=row.last_use_on, dormant=dormant, replaced=replaced,
        identity_changed=changed, ended_on=row.ended_on, end_reason=reasons.said(row.end_reason), points_said=row.points_said,
        note=row.note, card=card, old_cards=tuple(each for each in cards if each is not card),
        warnings=_warnings(desk, row, now, replaced=replaced, dormant=dormant, changed=changed, facts=facts), facts=facts,
        events=_events(session, row, now), slips=views(session, [f"member:{row.id}"]),
    )  # fmt: skip


def _benefits(now: Scheme, tier: str) -> tuple[str, ...]:
    """What a level gives, without how it is reached."""
    if not now.has(tier):
        return ()
    return level_lines(now, replace(now.level(tier), join=(), upgrade=(), judgement=False))


def card_view(now: Scheme, card: Card, others: list[Card]) -> CardView:
    """A card as it is shown; `others`: the cards of the same member."""
    old = next((each.number for each in others if each.id == card.replaces_id), "")
    return CardView(
        card.id, card.number, card.serial, card.state, card.tier, level_name(now, card.tier), card.vip, card.issued_on,
        card.expires_on, card.cause, old, card.collected_on, card.collected_by, card.lost_on, card.ended_on, reasons.said(card.note), card.own,
    )  # fmt: skip


def _warnings(
    desk: Desk, row: Member, now: Scheme, *, replaced: int, dormant: bool, changed: bool, facts: tuple[MemberFact, ...]
) -> tuple[str, ...]:
    """What whoever takes the card should know, the most pressing first."""
    found = []
    card, today = row.card, desk.today()
    if row.state == "active" and card is not None:
        problem = rules.use_problem(card.state, card.expires_on, today, lost_on=card.lost_on)
        if problem is not None:
            found.append(problem.message)
        elif card.expires_on is not None and (card.expires_on - today).days <= int(desk.policy["cards.remind_days"]):
            # L10N: 卡片 {day} 到期
            found.append(_("The card runs out on {day}.").format(day=card.expires_on))
        if card.tier != row.tier:
            # L10N: 卡面等级为“{old}”，现为“{new}”，可换卡。
            words = _("The card says {old}, the level is {new}. It can be replaced.")
            found.append(words.format(old=level_name(now, card.tier), new=level_name(now, row.tier)))
    if changed:
        # L10N: 住户档案中的证件与入会时不同，请核对。
        found.append(_("The document on file is not the one that joined. Please compare."))
    if replaced >= int(desk.policy["cards.replaced_shown"]):
        # L10N: 一年内已补卡 {n} 次
        found.append(
            ngettext("Replaced {n} time within a year.", "Replaced {n} times within a year.", replaced).format(
                n=replaced
            )
        )
    if dormant:
        # L10N: 休眠：{day} 以来没有消费
        found.append(_("Dormant: no purchase since {day}.").format(day=row.last_use_on))
    return (*found, *(fact.words for fact in facts if fact.warns))


def _events(session: Session, row: Member, now: Scheme) -> tuple[MemberEventView, ...]:
    found = session.execute(
        select(MemberEvent, Staff.name)
        .outerjoin(Staff, Staff.id == MemberEvent.staff_id)
        .where(MemberEvent.member_id == row.id)
        .order_by(MemberEvent.id.desc())
        .limit(MOST_EVENTS)
    )
    return tuple(
        MemberEventView(each.at, name or "", each.kind, reasons.said(each.note), each.data or {}, _levels(now, each))
        for each, name in found
    )


def _levels(now: Scheme, event: MemberEvent) -> str:
    """From which level to which, of an event about it."""
    if event.kind != "tier":
        return ""
    before, after = (str((event.data or {}).get(name) or "") for name in ("before", "after"))
    return " → ".join(level_name(now, code) for code in (before, after) if code)


MOST_EVENTS = 60
"""So many lines of the history are shown, the newest."""


def texts_for(desk: Desk, member_id: int) -> tuple[TextView, ...]:
    """The texts to send about a membership or its card, in the language of the slips, those that fit its state first (handbook S30).

    Raises:
        NotFound: there is no such member.
    """
    shown = member(desk, member_id)
    card = shown.card
    state = shown.state
    if state == "active" and card is not None:
        state = "ready" if card.state == "active" and card.collected_on is None else f"card-{card.state}"
    until = card.expires_on if card is not None else None
    with i18n.speaking(desk.site.slip_language):
        # L10N: 会员卡
        matter = _("Membership card")
        return texts_of(desk, "member", state, number=shown.number, matter=matter, until=until, ahead=False)


__all__ = [
    "card_view",
    "edit_entry",
    "gate_obstacles",
    "member",
    "memberships",
    "of_customer",
    "scan",
    "scheme_in_force",
    "texts_for",
    "view",
]

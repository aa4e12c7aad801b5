"""What acts of members and cards need, and the doors by which points write on a membership."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import DeskError, NotFound
from desk.i18n import _
from desk.models.cards import Card, Member, MemberEvent
from desk.rules.cards import plain, use_problem
from desk.rules.cards.cycle import CYCLE
from desk.services.finder import index
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import Kept

# L10N: 没有这个会员
MEMBERS = Kept(CYCLE, Member, lambda: _("This member is not there."))
"""Memberships and their life cycle."""


def get(session: Session, member_id: int) -> Member:
    """A membership.

    Raises:
        NotFound: there is none with this id.
    """
    row = session.get(Member, member_id)
    if row is None:
        raise NotFound(MEMBERS.absent())
    return row


def living(session: Session, customer_id: int) -> Member | None:
    """The living membership of a person, applied for or active; None without one."""
    return session.scalars(select(Member).where(Member.holder == customer_id)).first()


def by_number(session: Session, number: str) -> Card:
    """A card by its number, living or dead, as typed or scanned.

    Raises:
        NotFound: no card has this number.
    """
    row = session.scalars(select(Card).where(Card.number == plain(number))).first()
    if row is None:
        # L10N: 没有卡号为 {number} 的会员卡，请核对。
        raise NotFound(_("No card has the number {number}. Please compare.").format(number=number.strip()))
    return row


def of_card(session: Session, _desk: Desk, number: str) -> list[tuple[str, dict[str, Any]]]:
    """Where the member of a card is opened, living or dead card; the page says why it may not be used (what a scanner read)."""
    found = session.scalar(select(Card.member_id).where(Card.number == number))
    return [] if found is None else [(f"member:{found}", {"number": number})]


def usable(session: Session, number: str, on: date) -> Card:
    """The card of a number when it may be used on a day: what every booking on a card asks first (handbook V15).

    Raises:
        NotFound: no card has this number.
        DeskError: `card-lost`, `card-frozen`, `card-expired`, `card-dead`, `member-ended`.
    """
    card = by_number(session, number)
    problem = use_problem(card.state, card.expires_on, on, lost_on=card.lost_on)
    if problem is not None:
        raise DeskError(problem.code, problem.message)
    if card.member.state != "active":
        # L10N: 会籍未生效或已终止，不能使用此卡。
        raise DeskError("member-ended", _("The membership of this card is not in force."))
    return card


def record(act: Act, member: Member, kind: str, note: str = "", *, card: Card | None = None, **data: Any) -> None:
    """Writes a line of the membership's history, and says what the act is about."""
    act.session.flush()
    data = {name: value for name, value in data.items() if value not in ("", None, {}, [])}
    act.session.add(
        MemberEvent(
            member_id=member.id, card_id=card.id if card else None, at=act.at, staff_id=act.actor.id if act.actor else None,
            kind=kind, note=note.strip(), data=data or None,
        )
    )  # fmt: skip
    if card is not None:
        data["card"] = card.number
        act.touch("card", card.id)
    act.about("member", member.id, number=member.number, **data)
    act.touch("customer", member.customer_id)
    index.write(act.session, "member", [member.id])


def set_tier(act: Act, member: Member, tier: str, *, since: date, why: str, note: str = "", **data: Any) -> None:
    """Puts a member on a level: the one place where it is written, always with its event.

    Args:
        act: the act it belongs to.
        member: whose.
        tier: code of a level of the member's scheme.
        since: the first day of its benefits.
        why: code: joined, upgrade, taken-back, judgement, switch, fulfilment.
        note: words of the one who decided.
        data: what the event keeps besides (the purchase, the sums).
    """
    before, member.tier, member.tier_since = member.tier, tier, since
    record(act, member, "tier", note, before=before, after=tier, since=f"{since}", why=why, **data)


def set_scheme(act: Act, member: Member, scheme: str, tier: str, *, since: date) -> None:
    """Takes a member along to another scheme with the level that its level is mapped to (handbook V12)."""
    before, member.scheme = member.scheme, scheme
    set_tier(act, member, tier, since=since, why="switch", schemes=[before, scheme])


def note_use(act: Act, member: Member, on: date) -> None:
    """Says that something was bought on a day: what dormant is counted from. An earlier day changes nothing."""
    if on > member.last_use_on:
        member.last_use_on = on
        act.touch("member", member.id)


def subject(member: Member) -> str:
    """How slips name a membership."""
    return f"member:{member.id}"


__all__ = [
    "MEMBERS", "by_number", "get", "living", "note_use", "of_card", "record", "set_scheme", "set_tier", "subject", "usable",
]  # fmt: skip

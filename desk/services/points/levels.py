"""Upgrades after a purchase, proposals and their decisions, judgements, taking back (handbook C-25, C-28, V1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import Checker, DeskError, NotFound
from desk.i18n import _
from desk.models.cards import Member, MemberEvent
from desk.models.points import PointAccount, Purchase, TierProposal
from desk.models.staff import Staff
from desk.rules.kit.dates import add_months
from desk.rules.kit.lifecycle import at_least
from desk.rules.points import tiers
from desk.rules.schemes import Scheme
from desk.rules.schemes.earned import Spent
from desk.services import cards, schemes
from desk.services.kit.desk import Act, Desk
from desk.services.points.core import guard_own
from desk.services.points.entries import JudgeEntry


def history(session: Session, scheme: Scheme, member_id: int, since: date) -> list[Spent]:
    """What a member bought and kept, as far back as a condition of the scheme looks from a day; nothing when none looks."""
    months = max((each.months for level in scheme.levels for each in (*level.upgrade, *level.join)), default=0)
    if not any(each.kind != "lifetime" for level in scheme.levels for each in level.upgrade):
        return []
    rows = session.execute(
        select(Purchase.id, Purchase.day, Purchase.paid - Purchase.refunded, Purchase.graded)
        .where(
            Purchase.member_id == member_id, Purchase.void == "", Purchase.paid > Purchase.refunded,
            Purchase.day >= add_months(since, -months) - timedelta(days=4),
        )
        .order_by(Purchase.day, Purchase.id)
    )  # fmt: skip
    return [Spent(day, fen, min(fen, graded), key) for key, day, fen, graded in rows]


def lifetime_of(session: Session, member_id: int) -> int:
    """A member's lifetime points."""
    row = session.get(PointAccount, member_id)
    return row.lifetime if row is not None else 0


def consider(
    act: Act, desk: Desk, member: Member, scheme: Scheme, *, since: date | None = None, purchase: Purchase | None = None
) -> None:
    """After something was earned: an upgrade happens where the scheme says so, else it is proposed; a judgement is asked for.

    Args:
        act: the act.
        desk: the desk.
        member: whose.
        scheme: of today.
        since: the day of the purchase that was entered, which may lie back; today when None.
        purchase: which one it was.
    """
    if not scheme.has(member.tier):
        return
    today = desk.local(act.at).date()
    spent = history(act.session, scheme, member.id, since or today)
    points = lifetime_of(act.session, member.id)
    days = tiers.days_to_ask(spent, since, today) if since is not None and spent else (today,)
    found = tiers.first_earned(scheme, member.tier, spent, points, days)
    if found is not None:
        level, on = found
        if scheme.automatic:
            cards.set_tier(
                act, member, level.code, since=today, why="upgrade", computed=True, earned_on=f"{on}",
                purchase=purchase.id if purchase else None,
            )  # fmt: skip
            _lapse(act, member.id, ("upgrade",))
        else:
            _propose(act, member, "upgrade", level.code, on, purchase)
    for day in days:
        wanted = tiers.to_judge(scheme, member.tier, spent, points, day, frozenset())
        if wanted is not None:
            _propose(act, member, "judge", wanted.code, day, purchase)
            break


def consider_now(act: Act, desk: Desk, member: Member, scheme: Scheme) -> None:
    """The same without a purchase: what other numbers of the scheme, or a night, bring. The replay reads it as a decision."""
    if not scheme.has(member.tier):
        return
    today = desk.local(act.at).date()
    spent = history(act.session, scheme, member.id, today)
    points = lifetime_of(act.session, member.id)
    level = tiers.earned(scheme, member.tier, spent, points, today)
    if level is not None and scheme.automatic:
        cards.set_tier(act, member, level.code, since=today, why="upgrade", earned_on=f"{today}")
    elif level is not None:
        _propose(act, member, "upgrade", level.code, today, None)
    wanted = tiers.to_judge(scheme, member.tier, spent, points, today, frozenset())
    if wanted is not None:
        _propose(act, member, "judge", wanted.code, today, None)


def _open(session: Session, member_id: int, kind: str) -> TierProposal | None:
    return session.scalars(
        select(TierProposal).where(TierProposal.pending == member_id, TierProposal.kind == kind)
    ).first()


def _propose(act: Act, member: Member, kind: str, after: str, day: date, purchase: Purchase | None) -> TierProposal:
    row = _open(act.session, member.id, kind)
    if row is None:
        row = TierProposal(
            member_id=member.id, kind=kind, before=member.tier, after=after, state="open", pending=member.id, day=day,
            purchase_id=purchase.id if purchase else None, note="", first_note="", at=act.at,
        )  # fmt: skip
        act.session.add(row)
    else:
        row.after, row.before = after, member.tier
    act.session.flush()
    act.touch("member", member.id)
    return row


def _lapse(act: Act, member_id: int, kinds: Iterable[str]) -> None:
    for kind in kinds:
        row = _open(act.session, member_id, kind)
        if row is not None:
            row.state, row.pending, row.decided_at = "lapsed", None, act.at


def lapse_all(act: Act, member_id: int) -> None:
    """A member's open proposals lapse."""
    _lapse(act, member_id, ("upgrade", "judge", "take-back", "joining"))


def last_upgrade(session: Session, member: Member) -> tuple[str, str, date] | None:
    """The upgrade by which a member has the present level: from, to, day of its recording; None when it came otherwise."""
    row = session.scalars(
        select(MemberEvent)
        .where(MemberEvent.member_id == member.id, MemberEvent.kind == "tier")
        .order_by(MemberEvent.id.desc())
        .limit(1)
    ).first()
    if row is None or row.data is None or row.data.get("why") not in ("upgrade", "judgement"):
        return None
    return str(row.data["before"]), str(row.data["after"]), date.fromisoformat(row.data["since"])


def upgraded_at(session: Session, member: Member) -> datetime | None:
    """When a member's level was last written."""
    return session.scalars(
        select(MemberEvent.at)
        .where(MemberEvent.member_id == member.id, MemberEvent.kind == "tier")
        .order_by(MemberEvent.id.desc())
        .limit(1)
    ).first()


def after_refund(act: Act, desk: Desk, member: Member, scheme: Scheme, purchase: Purchase) -> None:
    """After a refund: an upgrade that no longer holds is proposed to be taken back, a proposal that no longer holds lapses.

    A purchase that the upgrade did not need (it came later, or lies outside) proposes nothing (handbook C-25).
    """
    if not scheme.has(member.tier):
        return
    today = desk.local(act.at).date()
    spent = history(act.session, scheme, member.id, today)
    points = lifetime_of(act.session, member.id)
    upgrade = last_upgrade(act.session, member)
    if (
        upgrade is not None
        and desk.local(purchase.at).date() <= upgrade[2]
        and tiers.asks_to_take_back(scheme, upgrade, spent, points, today)
    ):
        row = _propose(act, member, "take-back", upgrade[0], today, purchase)
        row.before = member.tier
    proposed = _open(act.session, member.id, "upgrade")
    if proposed is not None:
        still = tiers.earned(scheme, member.tier, spent, points, today)
        if still is None:
            _lapse(act, member.id, ("upgrade",))
        else:
            proposed.after = still.code
    judged = _open(act.session, member.id, "judge")
    if judged is not None and tiers.to_judge(scheme, member.tier, spent, points, today, frozenset()) is None:
        _lapse(act, member.id, ("judge",))


def tell_joining(act: Act, member: Member, purchase: Purchase) -> None:
    """A joining receipt fell below the joining level: the card stays, a supervisor is told (handbook V, settled readings)."""
    _propose(act, member, "joining", member.tier, purchase.day, purchase)


# ----------------------------------------------------------------------------------------------------------------- acts
def _proposal(session: Session, proposal_id: int, *kinds: str) -> TierProposal:
    row = session.get(TierProposal, proposal_id, with_for_update={"of": TierProposal})
    if row is None or (kinds and row.kind not in kinds):
        # L10N: 没有这条等级提议
        raise NotFound(_("This proposal is not there."))
    if row.state != "open":
        # L10N: 该提议已处理
        raise DeskError("illegal-move", _("This proposal was decided already."))
    return row


def confirm(desk: Desk, proposal_id: int, *, note: str = "") -> int:
    """Confirms a proposed upgrade, takes an upgrade back, or notes what was told of a joining receipt; gives the member's id.

    Raises:
        DeskError: `illegal-move`, `no-longer`: its condition does not hold any more. NotFound.
        NotAllowed: taking back needs a supervisor; nobody decides about a card of their own.
    """
    with desk.act("tier.confirm") as act:
        desk.require("receptionist")
        row = _proposal(act.session, proposal_id, "upgrade", "take-back", "joining")
        member = row.member
        scheme = schemes.at(act.session, desk.local(act.at).date())
        if row.kind != "upgrade":
            desk.require("supervisor")
        guard_own(act, desk, member.customer, scheme)
        today = desk.local(act.at).date()
        spent, points = history(act.session, scheme, member.id, row.day), lifetime_of(act.session, member.id)
        if row.kind == "upgrade":
            if not scheme.has(member.tier) or tiers.earned(scheme, member.tier, spent, points, row.day) is None:
                # L10N: 升级条件已不满足
                raise DeskError("no-longer", _("What the upgrade needs does not hold any more."))
            cards.set_tier(act, member, row.after, since=today, why="upgrade", note=note, purchase=row.purchase_id)
        elif row.kind == "take-back":
            # Back to the level before, or to one between that is earned all the same.
            between = tiers.earned(scheme, row.after, spent, points, today) if scheme.has(row.after) else None
            keeps = between.code if between and scheme.rank(between.code) < scheme.rank(member.tier) else row.after
            cards.set_tier(act, member, keeps, since=today, why="taken-back", note=note, purchase=row.purchase_id)
        _decide(act, row, "confirmed", note)
        act.about("member", member.id, number=member.number, proposal=row.kind, after=row.after)
        return member.id


def decline(desk: Desk, proposal_id: int, *, reason: str) -> int:
    """Declines a proposal with a reason; gives the member's id.

    Raises:
        InvalidInput: field `reason`. DeskError: `illegal-move`. NotFound. NotAllowed: not a supervisor.
    """
    with desk.act("tier.decline") as act:
        desk.require("supervisor")
        check = Checker()
        # L10N: 请填写原因
        check.require("reason", reason, _("Say why."))
        check.done()
        row = _proposal(act.session, proposal_id)
        _decide(act, row, "declined", reason)
        act.about("member", row.member_id, number=row.member.number, proposal=row.kind, declined=row.after)
        return row.member_id


def _decide(act: Act, row: TierProposal, state: str, note: str) -> None:
    row.state, row.pending, row.note, row.decided_at = state, None, note.strip(), act.at
    act.session.flush()


def judge(desk: Desk, entry: JudgeEntry) -> int:
    """Records one half of the judgement that the top level needs: a supervisor's, then the manager's; gives the member's id.

    Both write what the centre's own data says (handbook C-28); the second one puts the level in force.

    Raises:
        InvalidInput: field `words`. DeskError: `illegal-move`, `same-person`. NotFound. NotAllowed.
    """
    with desk.act("tier.judge") as act:
        desk.require("supervisor")
        check = Checker()
        # L10N: 请填写评定依据（仅限本中心数据）
        check.require("words", entry.words, _("Write what the centre's own data says."))
        check.done()
        row = _proposal(act.session, entry.proposal_id, "judge")
        assert act.actor is not None
        if row.first_id is None:
            row.first_id, row.first_note = act.actor.id, entry.words.strip()
        else:
            if row.first_id == act.actor.id:
                # L10N: 须由另一人评定
                raise DeskError("same-person", _("The second judgement is another person's."))
            if not at_least(act.actor.role, "manager") and not _manager_first(act.session, row):
                desk.require("manager")
            row.second_id = act.actor.id
            scheme = schemes.at(act.session, desk.local(act.at).date())
            spent = history(act.session, scheme, row.member_id, row.day)
            points = lifetime_of(act.session, row.member_id)
            if tiers.to_judge(scheme, row.member.tier, spent, points, row.day, frozenset()) is None:
                raise DeskError("no-longer", _("What the upgrade needs does not hold any more."))
            today = desk.local(act.at).date()
            cards.set_tier(
                act, row.member, row.after, since=today, why="judgement", note=entry.words, first=row.first_note
            )
            _decide(act, row, "confirmed", entry.words)
            _lapse(act, row.member_id, ("upgrade",))
        act.about("member", row.member_id, number=row.member.number, judged=row.after)
        return row.member_id


def _manager_first(session: Session, row: TierProposal) -> bool:
    first = session.get(Staff, row.first_id) if row.first_id else None
    return first is not None and at_least(first.role, "manager")


__all__ = [
    "after_refund", "confirm", "consider", "consider_now", "decline", "history", "judge", "lapse_all",
    "last_upgrade", "lifetime_of", "tell_joining", "upgraded_at",
]  # fmt: skip

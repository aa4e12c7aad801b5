"""Gifts by quarter, on the birthday, with the card; lucky draws that anyone can draw again (handbook A9, C-18, V10)."""

from __future__ import annotations

import hashlib
import random
import secrets
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import Checker, DeskError, NotFound
from desk.i18n import _
from desk.models.cards import Member
from desk.models.points import Draw, Gift, PointAccount, Purchase
from desk.rules import points as rules
from desk.rules.kit import texts
from desk.rules.schemes import Scheme
from desk.services import schemes
from desk.services.kit.desk import Act, Desk
from desk.services.kit.sequences import next_number
from desk.services.points import core, papers
from desk.services.points.entries import GiftEntry
from desk.services.points.views import DrawView, GiftView
from desk.services.points.within import gift_view, member_names
from desk.services.undo import reason as why_undone

GIFT, DRAW = "ST", "CQ"
KINDS = ("quarter", "birthday", "card", "prize")


def give(desk: Desk, entry: GiftEntry) -> GiftView:
    """Hands a gift out and prints its slip.

    Raises:
        InvalidInput: `kind` (`choice`, `level`, `taken`, `day`, `purchase`), `item`. NotFound. DeskError: `member-ended`.
        NotAllowed: a birth date changed lately, or a card of one's own, needs somebody else's word.
    """
    with desk.act("gift.give") as act:
        desk.require("receptionist")
        session, today = act.session, desk.local(act.at).date()
        member = core.active(session, entry.member_id)
        scheme = core.align(act, desk, member)
        check = Checker(texts.entry_problems(entry, names=("item",)))
        # L10N: 请填写礼品
        check.require("item", entry.item, _("Which gift is it?"))
        core.shown(session, check, card="", member_id=member.id, customer_id=None, day=today)
        purchase = _check_kind(session, check, entry, member, scheme, today)
        period = {"quarter": rules.quarter(today), "birthday": f"{today.year}"}.get(entry.kind, "")
        once = f"{entry.kind}:{period}:{member.id}"
        if session.scalars(select(Gift.id).where(Gift.once == once)).first() is not None:
            # L10N: 本期礼品已领取
            check.add("kind", "taken", _("This gift was handed out already."))
        check.done()
        core.guard_own(act, desk, member.customer, scheme)
        if entry.kind == "birthday" and core.lately_changed(core.see_birthday(act, desk, member), scheme, today):
            desk.require("supervisor")
        row = _new(act, member.id, today, (entry.kind, period, once), entry.item, purchase)
        papers.issue_gift(act, desk, row)
        act.about("gift", row.id, number=row.number, gift=row.kind, period=row.period)
        act.touch("member", member.id)
        return gift_view(session, row)


def _new(act: Act, member_id: int, today: date, key: tuple[str, str, str], item: str, purchase: int | None) -> Gift:
    kind, period, once = key
    row = Gift(
        number=next_number(act.session, GIFT, today), member_id=member_id, kind=kind, period=period, once=once,
        item=item.strip(), day=today, state="given", purchase_id=purchase, note="", at=act.at, staff_id=act.staff_id,
    )  # fmt: skip
    act.session.add(row)
    act.session.flush()
    return row


def _check_kind(
    session: Session, check: Checker, entry: GiftEntry, member: Member, scheme: Scheme, today: date
) -> int | None:
    if entry.kind == "quarter":
        if not scheme.has(member.tier) or not scheme.level(member.tier).quarter_gift:
            # L10N: 该等级没有季度礼品
            check.add("kind", "level", _("This level has no gift of the quarter."))
    elif entry.kind == "birthday":
        if not scheme.birthday_gift:
            # L10N: 现行会员制度没有生日礼品
            check.add("kind", "level", _("The scheme in force has no birthday gift."))
        elif not core.has_birthday(member.customer, today):
            # L10N: 档案中的生日不是今天
            check.add("kind", "day", _("The birthday in the file is not today."))
        else:
            return _birthday_purchase(session, check, entry, member, today)
    elif entry.kind == "card":
        if not scheme.card_gift and not any(each.gift for each in scheme.campaigns_on(member.joined_on)):
            # L10N: 现行制度没有办卡礼品
            check.add("kind", "level", _("No gift goes with the card now."))
    else:
        # L10N: 请选择礼品类别
        check.add("kind", "choice", _("Choose the kind of gift."))
    return None


def _birthday_purchase(session: Session, check: Checker, entry: GiftEntry, member: Member, today: date) -> int | None:
    where = [
        Purchase.member_id == member.id,
        Purchase.day == today,
        Purchase.void == "",
        Purchase.paid > Purchase.refunded,
    ]
    if entry.purchase_id is not None:
        where.append(Purchase.id == entry.purchase_id)
    found = session.scalars(select(Purchase.id).where(*where)).first()
    if found is None:
        # L10N: 生日当天须有消费小票
        check.add("kind", "purchase", _("There is no receipt of today: any purchase on the birthday will do."))
    return found


def void_gift(desk: Desk, gift_id: int, *, reason: str) -> GiftView:
    """Takes a gift back that was entered by mistake; it can be given again.

    Raises:
        InvalidInput: field `reason`. DeskError: `illegal-move`. NotFound. NotAllowed: not a supervisor.
    """
    with desk.act("gift.void") as act:
        desk.require("supervisor")
        check = Checker()
        check.require("reason", reason, _("Say why."))
        check.note("reason", texts.length_problem(reason, texts.LONG, "reason"))
        check.done()
        row = act.session.get(Gift, gift_id, with_for_update={"of": Gift})
        if row is None:
            # L10N: 没有这份礼品
            raise NotFound(_("This gift is not there."))
        if row.state != "given":
            raise DeskError("illegal-move", _("{number} is void already.").format(number=row.number))
        row.state, row.once, row.note = "void", None, reason.strip()
        papers.void_paper(act, row.number, reason)
        act.about("gift", row.id, number=row.number, state="void")
        act.touch("member", row.member_id)
        return gift_view(act.session, row)


# ----------------------------------------------------------------------------------------------------------------- draws
def pick(people: Sequence[int], seed: str, prizes: int) -> list[int]:
    """Who wins: the same people and start value give the same winners, first prize first."""
    chance = random.Random(int.from_bytes(hashlib.sha256(seed.encode()).digest(), "big"))
    return chance.sample(sorted(people), min(prizes, len(people)))


def draw(desk: Desk, *, prizes: int, prize: str, seed: str = "") -> DrawView:
    """Draws among the members whose balance ends in the scheme's digit now; list, moment and start value are kept (handbook V10).

    Args:
        desk: the desk.
        prizes: how many win.
        prize: what.
        seed: the start value; made by the program when "".

    Raises:
        InvalidInput: `prizes`, `prize` (`none`: the scheme has no draw, or nobody is in it). NotAllowed: not a supervisor.
    """
    with desk.act("draw.make") as act:
        desk.require("supervisor")
        session, today = act.session, desk.local(act.at).date()
        scheme = schemes.at(session, today)
        check = Checker()
        # L10N: 请填写奖品
        check.require("prize", prize, _("What is the prize?"))
        check.note("prize", texts.line_problem(prize, "prize") or texts.length_problem(prize, texts.NAME, "prize"))
        if not 1 <= prizes <= 1000:
            # L10N: 奖品数为 1 至 1000
            check.add("prizes", "range", _("Between 1 and 1,000 prizes."))
        people = _in_the_draw(session, check, scheme)
        check.done()
        value = seed or secrets.token_hex(8)
        row = Draw(
            number=next_number(session, DRAW, today), at=act.at, day=today, digit=scheme.draw_digit, seed=value,
            prize=prize.strip(), people=people, winners=pick(people, value, prizes), staff_id=act.staff_id,
        )  # fmt: skip
        session.add(row)
        session.flush()
        for place, winner in enumerate(row.winners, 1):
            once = ("prize", row.number, f"prize:{row.number}:{winner}")
            papers.issue_gift(act, desk, _new(act, winner, today, once, f"{row.prize} ({place})", None))
            act.touch("member", winner)
        papers.issue_draw(act, desk, row)
        act.about("draw", row.id, number=row.number, people=len(people), winners=len(row.winners), seed=value)
        return _draw_view(session, row)


def _in_the_draw(session: Session, check: Checker, scheme: Scheme) -> list[int]:
    """The members whose balance ends in the scheme's digit, in the order of their ids."""
    if scheme.draw_digit < 0:
        # L10N: 现行会员制度不设抽奖
        check.add("prizes", "none", _("The scheme in force has no draw."))
        return []
    balance = PointAccount.balance
    people = session.scalars(
        select(PointAccount.member_id)
        .join(Member, Member.id == PointAccount.member_id)
        .where(balance >= 0, balance % 10 == scheme.draw_digit, Member.state == "active")
        .order_by(PointAccount.member_id)
    ).all()
    if not people:
        # L10N: 没有积分尾数为 {digit} 的会员
        words = _("No member has points that end in {digit}.").format(digit=scheme.draw_digit)
        check.add("prizes", "nobody", words)
    return list(people)


def draw_of(desk: Desk, number: str) -> DrawView:
    """A draw by its number.

    Raises:
        NotFound.
    """
    with desk.look() as session:
        return _draw_view(session, _draw(session, number))


def draw_again(desk: Desk, number: str) -> bool:
    """Whether the kept list with the kept start value gives the very same winners.

    Raises:
        NotFound.
    """
    with desk.look() as session:
        row = _draw(session, number)
        return pick(row.people, row.seed, len(row.winners)) == list(row.winners)


def draws(desk: Desk) -> tuple[DrawView, ...]:
    """The draws, the newest first."""
    with desk.look() as session:
        rows = session.scalars(select(Draw).order_by(Draw.id.desc()).limit(100)).all()
        return tuple(_draw_view(session, row) for row in rows)


def _draw(session: Session, number: str) -> Draw:
    row = session.scalars(select(Draw).where(Draw.number == number.strip().upper())).first()
    if row is None:
        # L10N: 没有这次抽奖
        raise NotFound(_("There is no draw with this number."))
    return row


def _draw_view(session: Session, row: Draw) -> DrawView:
    names = member_names(session, row.winners)
    return DrawView(
        row.id,
        row.number,
        row.at,
        row.digit,
        row.seed,
        row.prize,
        len(row.people),
        tuple(names[each] for each in row.winners),
    )


def withdraw_gift(act: Act, desk: Desk, row: Gift) -> None:
    """Void: it can be given again."""
    row.state, row.once, row.note = "void", None, why_undone(desk)
    act.touch("member", row.member_id)


__all__ = ["KINDS", "draw", "draw_again", "draw_of", "draws", "give", "pick", "void_gift"]

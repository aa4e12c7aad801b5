"""The cards themselves: issued, handed over, lost and found, replaced, frozen, run out (handbook A9, B1, B3, V11).

What a member has earned stands on the member: a new card takes nothing along and loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.errors import Checker, DeskError
from desk.i18n import _, speaking
from desk.models import Customer
from desk.models.cards import Card, Member, MemberEvent
from desk.rules import cards as rules
from desk.rules.cards.cycle import CARD_CYCLE
from desk.rules.kit.dates import add_months
from desk.rules.kit.gate import Obstacle
from desk.rules.kit.identity import normalise
from desk.services.cards import papers, scheme
from desk.services.cards.core import MEMBERS, by_number, get, record
from desk.services.cards.entries import ReplaceEntry
from desk.services.cards.read import view
from desk.services.cards.views import BatchView, MemberView, RefusedView
from desk.services.finder.scanned import read, what
from desk.services.kit.changes import together
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import advance, moving
from desk.services.kit.sequences import next_number
from desk.services.slips import void_within

PREFIX = "KP"
Progress = Callable[[int, int, str], object]
"""Told how many of how many are done, and which."""


def end_of(desk: Desk, issued_on: date) -> date | None:
    """The last day of a card issued on a day, by the policy; None for no end."""
    months = int(desk.policy["cards.valid_months"])
    return add_months(issued_on, months) if months else None


def issue_within(
    act: Act, desk: Desk, row: Member, *, replaces: Card | None = None, cause: str = "", expires_on: date | None = None,
    number: str = "",
) -> Card:  # fmt: skip
    """Makes a card for a member inside the act it belongs to, with its paper; one that was made elsewhere, by its `number`, has none."""
    today = desk.local(act.at).date()
    serial = next_number(act.session, PREFIX, today)
    now = scheme.named(act.session, desk, row.scheme)
    made = Card(
        number=rules.plain(number) or rules.card_number(serial), own=not number.strip(), serial=serial,
        member_id=row.id, living=row.id, state="", tier=row.tier,
        vip=now.has(row.tier) and now.level(row.tier).letters, issued_on=today, issued_at=act.at,
        expires_on=expires_on or end_of(desk, today), replaces_id=replaces.id if replaces else None, cause=cause,
        collected_by="", note="", staff_id=act.staff_id,
    )  # fmt: skip
    advance(CARD_CYCLE, made, "issue")
    row.cards.append(made)
    act.session.flush()
    if made.own:
        papers.issue_card_within(act, desk, row, made)
    if replaces is None:
        record(act, row, "card-issued", card=made)
    return made


def kill(act: Act, desk: Desk, card: Card, reason: str) -> None:
    """A card is dead from here on, and so is its paper; the number is never given again (handbook C-19, V11)."""
    card.living, card.ended_on, card.note = None, desk.local(act.at).date(), reason
    act.session.flush()
    if card.own:
        void_within(act, card.serial, reason)


def check_number(session: Session, check: Checker, number: str, name: str = "number") -> None:
    """Notes why a card that was made elsewhere cannot have this number; "" is none, the program gives one (handbook V11, C-19).

    Codes: those of `rules.cards.number_problem`; `taken`: a card has or had it; `code`: the house reads it as something else.
    """
    if not number.strip():
        return
    kept = rules.plain(number)
    problem = rules.number_problem(number)
    if problem is not None:
        check.add(name, problem.code, problem.message)
    elif session.scalar(select(Card.id).where(Card.number == kept)) is not None:
        # L10N: 卡号 {number} 已登记过，作废的卡号也不再使用
        words = _("A card with the number {number} is on file. A number is never used again, also of a dead card.")
        check.add(name, "taken", words.format(number=kept))
    elif read(kept).code:
        # L10N: 该号码会被识别为{what}，请换一张卡
        check.add(name, "code", _("This would be read as {what}. Take another card.").format(what=what(read(kept))))


def issue_card(desk: Desk, member_id: int, *, expires_on: date | None = None, number: str = "") -> MemberView:
    """Issues a card to a member who has none.

    Args:
        desk: the desk.
        member_id: whom.
        expires_on: its last day; None as the policy says.
        number: what stands on a card that was made elsewhere; "" for one of this house.

    Raises:
        InvalidInput: fields `expires_on`, `number`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(act: Act, _row: Member, check: Checker) -> None:
        check.note("expires_on", rules.period_problem(expires_on, desk.local(act.at).date()))
        check_number(act.session, check, number)

    with moving(desk, MEMBERS, member_id, "issue-card", checks=checks) as step:
        issue_within(step.act, desk, step.row, expires_on=expires_on, number=number)
        return view(step.act.session, desk, step.row)


def hand_over(desk: Desk, member_id: int, *, signer: str) -> MemberView:
    """Notes that the card was handed over and signed for, with its receipt (领卡签收).

    Raises:
        InvalidInput: field `signer`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, MEMBERS, member_id, "hand-over", {"signer": signer}) as step:
        act, row = step.act, step.row
        card = _held(row)
        advance(CARD_CYCLE, card, "hand-over")
        card.collected_on, card.collected_by = desk.local(act.at).date(), signer.strip()
        record(act, row, step.move.happened, card=card)
        papers.issue_within(act, desk, row, "card-receipt")
        return view(act.session, desk, row)


def lose(desk: Desk, member_id: int, *, note: str) -> MemberView:
    """Reports the card lost: nobody can use it from this moment (handbook B1: report at once).

    Raises:
        InvalidInput: field `note`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, MEMBERS, member_id, "lose", {"note": note}) as step:
        card = _held(step.row)
        advance(CARD_CYCLE, card, "lose")
        card.lost_on, card.note = desk.local(step.act.at).date(), note.strip()
        record(step.act, step.row, step.move.happened, note, card=card)
        return view(step.act.session, desk, step.row)


def find(desk: Desk, member_id: int, *, identity_seen: bool) -> MemberView:
    """Takes the report of a loss back: the holder has the card again. One that was replaced meanwhile stays dead (handbook V11).

    Raises:
        InvalidInput: field `identity_seen`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, MEMBERS, member_id, "find", {"identity_seen": identity_seen}) as step:
        card = _held(step.row)
        advance(CARD_CYCLE, card, "find")
        card.lost_on, card.note = None, ""
        record(step.act, step.row, step.move.happened, card=card)
        return view(step.act.session, desk, step.row)


def freeze(desk: Desk, member_id: int, *, reason: str) -> MemberView:
    """Freezes the card until somebody has looked into it (lent to others, a doubt): nobody can use it meanwhile.

    Raises:
        InvalidInput: field `reason`. DeskError: `illegal-move`. NotFound; NotAllowed: not a supervisor.
    """
    return _card_move(desk, member_id, "freeze", reason)


def unfreeze(desk: Desk, member_id: int, *, reason: str) -> MemberView:
    """Lets a frozen card be used again.

    Raises:
        As `freeze`.
    """
    return _card_move(desk, member_id, "unfreeze", reason)


def cancel_card(desk: Desk, member_id: int, *, reason: str) -> MemberView:
    """Cancels a card; membership and points stay, and another card can be issued.

    Raises:
        As `freeze`.
    """
    return _card_move(desk, member_id, "cancel-card", reason)


def _card_move(desk: Desk, member_id: int, code: str, reason: str) -> MemberView:
    with moving(desk, MEMBERS, member_id, code, {"reason": reason}) as step:
        card = _held(step.row)
        advance(CARD_CYCLE, card, code.removesuffix("-card"))
        card.note = reason.strip()
        if code == "cancel-card":
            kill(step.act, desk, card, reason.strip())
        record(step.act, step.row, step.move.happened, reason, card=card)
        return view(step.act.session, desk, step.row)


def replace(desk: Desk, member_id: int, entry: ReplaceEntry) -> MemberView:
    """Replaces a card that is lost, damaged, demagnetised, run out, or of another level (补卡).

    The old number is dead for good; points, totals and level stay, for they never stood on the plastic. Name and identity do
    not change: a document on file that is not the one that joined stands in the way (handbook B1).

    Raises:
        InvalidInput: fields `cause`, `identity_seen`, `old_returned`, `expires_on`, `number`; obstacles by their codes.
        DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(act: Act, row: Member, check: Checker) -> None:
        if entry.cause and entry.cause not in rules.CAUSES:
            check.add("cause", "choice", _("Choose why it is replaced."))
        if row.card_state == "lost" and entry.cause not in ("", "lost"):
            # L10N: 此卡已挂失，补卡原因只能是遗失
            check.add("cause", "choice", _("This card is reported lost: it is replaced for that."))
        if entry.cause not in ("", "lost") and not entry.old_returned:
            # L10N: 请先收回旧卡
            check.add("old_returned", "required", _("Take the old card in first, or report it lost."))
        check.note("expires_on", rules.period_problem(entry.expires_on, desk.local(act.at).date()))
        check_number(act.session, check, entry.number)

    values = {"cause": entry.cause, "identity_seen": entry.identity_seen, "note": entry.note}
    with moving(desk, MEMBERS, member_id, "replace", values, checks=checks, waived=entry.waived) as step:
        act, row = step.act, step.row
        waived = dict(step.waived)
        old = _held(row)
        if entry.cause == "lost" and old.lost_on is None:
            old.lost_on = desk.local(act.at).date()
        advance(CARD_CYCLE, old, "replace")
        with speaking(desk.site.slip_language):
            # L10N: 已补发新卡
            kill(act, desk, old, _("Replaced by a new card."))
        new = issue_within(
            act, desk, row, replaces=old, cause=entry.cause, expires_on=entry.expires_on, number=entry.number
        )
        record(act, row, step.move.happened, entry.note, card=new, old=old.number, cause=entry.cause, waived=waived)
        papers.issue_within(act, desk, row, "card-replacement")
        return view(act.session, desk, row)


def replacing(session: Session, _desk: Desk, about: str) -> list[Obstacle]:
    """What stands in the way of replacing a card (`member:12`): identity never changes (handbook B1)."""
    row = get(session, int(about.removeprefix("member:")))
    if not row.identity or row.customer.document_key in ("", row.identity):
        return []
    return [
        Obstacle(
            "identity",
            # L10N: 住户档案中的证件与入会时不同；会籍的姓名和证件不变。
            _("The document on file is not the one that joined; name and identity of a membership do not change."),
            settle=f"customer:{row.customer_id}",
            # L10N: 查看人员
            settle_words=_("Look at the person"),
            waivable_by="supervisor",
            # L10N: 更正说明
            waive_words=_("The entry was put right, because"),
        )
    ]


def _held(row: Member) -> Card:
    card = row.card
    assert card is not None  # the life cycle let only members with a card pass
    return card


# -------------------------------------------------------------------------------------------------- many at a time
def issue_cards(desk: Desk, member_ids: Sequence[int], *, progress: Progress | None = None) -> BatchView:
    """Issues cards to many members, each in an act of its own; who cannot have one is told with the reason.

    Args:
        desk: the desk.
        member_ids: whom.
        progress: told before each one.

    Returns:
        The serial numbers of the new cards' papers, to be printed together.

    Raises:
        DeskError: what stops all of them (a full disk, `cancelled`); those issued before stay issued.
    """
    numbers, refused = [], []
    with together():
        for place, member_id in enumerate(dict.fromkeys(member_ids)):
            with desk.look() as session:
                row = session.get(Member, member_id)
                number = row.number if row is not None else ""
            if progress is not None:
                progress(place, len(member_ids), number)
            try:
                made = issue_card(desk, member_id)
            except DeskError as error:
                refused.append(RefusedView(member_id, number, error.message))
                continue
            assert made.card is not None
            numbers.append(made.card.serial)
    return BatchView(tuple(numbers), tuple(refused))


def papers_of_cards(desk: Desk, member_ids: Sequence[int]) -> BatchView:
    """The papers of the cards of many members, to be printed together; who has no card that may be used is told."""
    numbers, refused = [], []
    with desk.look() as session:
        rows = {row.id: row for row in session.scalars(select(Member).where(Member.id.in_(list(member_ids))))}
        for member_id in dict.fromkeys(member_ids):
            row = rows.get(member_id)
            card = row.card if row is not None else None
            if row is None or card is None or card.state != "active":
                # L10N: 没有可用的会员卡
                words = _("There is no card in use.")
                refused.append(RefusedView(member_id, row.number if row is not None else "", words))
            elif not card.own:
                # L10N: 该卡为外购或原系统的卡，无需打印
                refused.append(
                    RefusedView(member_id, row.number, _("This card was made elsewhere; it is not printed here."))
                )
            else:
                numbers.append(card.serial)
    return BatchView(tuple(numbers), tuple(refused))


def sweep(desk: Desk) -> int:
    """What time itself does: cards past their last day have run out. Called at each sign-in and each hour.

    Returns:
        How many ran out now.
    """
    today = desk.today()
    late = (Card.state.in_(CARD_CYCLE.by_code["expire"].sources), Card.expires_on < today)
    with desk.look() as session:
        if session.scalar(select(func.count(Card.id)).where(*late)) == 0:
            return 0
    with desk.act("card.sweep") as act:
        rows = act.session.scalars(select(Card).where(*late).order_by(Card.id)).all()
        for card in rows:
            advance(CARD_CYCLE, card, "expire")
            act.session.add(
                MemberEvent(
                    member_id=card.member_id, card_id=card.id, at=act.at, kind="card-expired", note="", data=None
                )
            )
            act.touch("card", card.id)
            act.touch("member", card.member_id)
        act.data["cards"] = len(rows)
    return len(rows)


def compare_identity(desk: Desk, member_id: int, number: str) -> bool:
    """Whether the number on a document that is shown is the one on file: nobody needs to see the whole one (handbook C-34).

    Raises:
        NotFound: there is no such member.
    """
    with desk.look() as session:
        row = get(session, member_id)
        kept = session.scalar(select(Customer.document_number).where(Customer.id == row.customer_id)) or ""
    return bool(kept) and normalise(number) == normalise(kept)


def member_id_of(desk: Desk, number: str) -> int:
    """Whose membership a number leads to: of a card, of its paper, of the application.

    Raises:
        NotFound: nothing has this number.
    """
    wanted = number.strip().upper()
    with desk.look() as session:
        found = session.scalar(select(Member.id).where(Member.number == wanted))
        found = found or session.scalar(select(Card.member_id).where(Card.serial == wanted))
        return found or by_number(session, number).member_id


__all__ = [
    "cancel_card", "check_number", "compare_identity", "end_of", "find", "freeze", "hand_over", "issue_card", "issue_cards", "issue_within", "kill",
    "lose", "member_id_of", "papers_of_cards", "replace", "replacing", "sweep", "unfreeze",
]  # fmt: skip

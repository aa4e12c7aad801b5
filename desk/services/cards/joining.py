"""Joining: the application with what the scheme demands, its approval, its changes, and the end of a membership (handbook A9, B1, V3, V7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import features
from desk.catalog import catalog
from desk.errors import Checker, InvalidInput, NotAllowed, Problem
from desk.i18n import _
from desk.models import Customer
from desk.models.cards import Member, MemberEvent
from desk.rules import cards as rules
from desk.rules.cards.cycle import CARD_CYCLE, CYCLE
from desk.rules.kit import gate, phones, texts
from desk.rules.kit.identity import mask_number
from desk.rules.kit.wording import day as day_words
from desk.rules.schemes import Scheme
from desk.rules.schemes.words import conditions_words
from desk.services import households
from desk.services.cards import papers, plastic, scheme
from desk.services.cards.core import MEMBERS, get, living, record, set_tier
from desk.services.cards.entries import EditEntry, JoinEntry
from desk.services.cards.read import view
from desk.services.cards.views import MemberView, StandingView
from desk.services.kit import sealed
from desk.services.kit.desk import Act, Desk
from desk.services.kit.gate import obstacles
from desk.services.kit.lifecycle import advance, moving
from desk.services.kit.sequences import next_number

PREFIX = "HY"
LEVEL_FIELDS = ("latin_name", "email", "work_address")


# ------------------------------------------------------------------------------------------------------- questions
def standing(desk: Desk, customer_id: int) -> StandingView:
    """What is on file of somebody who wants to join, masked, and what the application still asks for.

    Raises:
        NotFound: no such customer.
    """
    with desk.look() as session:
        person, _wrong = households.on_file(session, households.NOBODY, customer_id, desk.today())
        member = living(session, customer_id)
        facts = _applicant(person, ())
        wanted = scheme.in_force(session, desk).form
        known = {
            "name": person.name,
            "age": day_words(person.birthday),
            "document": mask_number(person.document_number),
            "address": person.address,
            "phone": phones.mask_phone(facts.mobile) if facts.mobile else "",
        }
        return StandingView(
            customer_id, person.name, member.id if member else None, member.number if member else "",
            tuple(item for item in wanted if not rules.has(facts, item)),
            {item: words for item, words in known.items() if words and item in wanted},
        )  # fmt: skip


def check_join(desk: Desk, entry: JoinEntry) -> list[Problem]:
    """What is wrong with an application, all at once by field; warnings too. Nothing is saved.

    Raises:
        NotFound: no such customer.
    """
    with desk.look() as session:
        return _check(session, desk, entry)[2]


def join_obstacles(desk: Desk, customer_id: int | None, tier: str) -> tuple[gate.Obstacle, ...]:
    """What stands in the way of joining at a level, before it is tried (gate `member.join`)."""
    with desk.look() as session:
        return obstacles(session, desk, "member.join", f"customer:{customer_id or 0}/{tier}")


def _applicant(person: households.PersonEntry, goods: Sequence[str]) -> rules.Applicant:
    return rules.Applicant(
        person.name, person.kind, person.birthday, person.document_number, person.address,
        rules.mobile_of(person.phones), tuple(goods),
    )  # fmt: skip


def earned(session: Session, desk: Desk, customer_id: int | None) -> str:
    """The level that somebody has earned without a card, as those who keep the purchases say; "" for none."""
    if customer_id is None:
        return ""
    return next((found for hook in features.hooks("member_level") if (found := hook(session, desk, customer_id))), "")


def settle(session: Session, desk: Desk, entry: JoinEntry) -> JoinEntry:
    """An application with level and reason filled in as the scheme and the day give them."""
    now = scheme.in_force(session, desk)
    free = next((each.free_level for each in now.campaigns_on(desk.today()) if each.free_level), "")
    tier = entry.tier or earned(session, desk, entry.customer_id) or free
    tier = tier or next((each.code for each in now.levels if scheme.joins(now, each)), "")
    how = entry.how or ("request" if now.by_request else "campaign" if free and tier == free else "receipts")
    return replace(entry, tier=tier, how=how)


def _check(session: Session, desk: Desk, entry: JoinEntry) -> tuple[JoinEntry, households.PersonEntry, list[Problem]]:
    """The application as it would be kept, the person as on file afterwards, and all that is wrong."""
    today = desk.today()
    entry = settle(session, desk, entry)
    now = scheme.in_force(session, desk)
    typed = replace(entry.person, consent=entry.person.consent or entry.consent)
    if typed.document_number.strip() and entry.identity_seen:
        typed = replace(typed, document_checked=True)
    person, problems = households.on_file(session, typed, entry.customer_id, today)
    check = Checker(list(problems))
    demanded = rules.application_problems(_applicant(person, entry.goods), now.form, today=today)
    told = {problem.field for problem in problems if not problem.warning}
    check.problems += [problem for problem in demanded if problem.field not in told]
    _check_level(now, entry, check)
    _check_once(session, desk, entry, person, check)
    _check_words(entry, check)
    if not entry.consent:
        # L10N: 须本人同意会员须知和个人信息告知后办理
        check.add("consent", "consent", _("Without the person's consent there is no membership."))
    if not entry.identity_seen:
        # L10N: 请核对本人证件后勾选（实名办理）
        check.add("identity_seen", "required", _("Compare the person's document first, then tick this."))
    if entry.how == "receipts" and not entry.receipts_seen:
        # L10N: 请核对达到办卡标准的购物小票后勾选
        words = _("See the receipts that reach the level first, then tick this.")
        check.add("receipts_seen", "required", words)
    if entry.card and entry.how not in rules.ASKED:
        plastic.check_number(session, check, entry.card_number, "card_number")
    if entry.how == "moved":
        start = entry.joined_on
        if start is None or start > today:
            # L10N: 请填写原入会日期（不晚于今天）
            check.add("joined_on", "date", _("Write the day of the old papers, not later than today."))
    return entry, person, check.problems


def _check_level(now: Scheme, entry: JoinEntry, check: Checker) -> None:
    free = entry.tier if entry.how in ("campaign", "moved") else ""
    if not now.has(entry.tier) or not scheme.joins(now, now.level(entry.tier), free):
        # L10N: 请选择可直接办理的等级
        check.add("tier", "choice", _("Choose a level that one can begin with."))
    allowed = (*rules.ASKED, "moved") if now.by_request else tuple(how for how in rules.HOWS if how not in rules.ASKED)
    if entry.how not in allowed:
        # L10N: 现行会员制度不这样入会，请重新选择
        check.add("how", "choice", _("The scheme in force takes nobody in this way. Choose another one."))
    if entry.how == "proposal":
        # L10N: 请填写推荐人或推荐单位
        check.require("proposed_by", entry.proposed_by, _("Who proposes it?"))


def _check_once(session: Session, desk: Desk, entry: JoinEntry, person: households.PersonEntry, check: Checker) -> None:
    """One person, one living membership, whoever of the register bears the document."""
    member = living(session, entry.customer_id) if entry.customer_id is not None else None
    key = households.document_key(person.document_number, desk.today())
    if member is None and key:
        member = session.scalars(
            select(Member).where(Member.identity == key, Member.holder.is_not(None)).limit(1)
        ).first()
    if member is not None:
        # L10N: 一人一会籍：此人已是会员（{number}）
        words = _("One person, one membership: this person has {number} already.").format(number=member.number)
        check.add("customer_id", "already-member", words)
    elif entry.customer_id is None and key:
        same = session.scalars(select(Customer).where(Customer.document_key == key).limit(1)).first()
        if same is not None:
            # L10N: 此证件在住户档案中为 {name}，请选择该人办理
            words = _("This document is on file for {name}. Choose that person instead.").format(name=same.name)
            check.add("customer_id", "on-file", words)


def _check_words(entry: JoinEntry | EditEntry, check: Checker) -> None:
    check.note("email", rules.mail_problem(entry.email))
    for name in (*LEVEL_FIELDS, *(("proposed_by",) if isinstance(entry, JoinEntry) else ())):
        value = texts.visible(getattr(entry, name))
        check.note(name, texts.line_problem(value, name) or texts.length_problem(value, texts.LINE, name))
    known = {choice.code for choice in catalog("goods_types")}
    if set(entry.goods) - known:
        # L10N: 请从目录中选择商品类型
        check.add("goods", "choice", _("Choose kinds of goods from the list."))


# ------------------------------------------------------------------------------------------------------------ acts
def join(desk: Desk, entry: JoinEntry) -> MemberView:
    """Takes somebody in, or keeps the application until a leader approves it; with the form, and the card at once if wanted.

    Raises:
        InvalidInput: fields of `JoinEntry` and of its person; `customer_id` with `already-member` or `on-file`; obstacles of
            the gate `member.join` by their codes.
        NotFound: no such customer. NotAllowed: nobody is signed in; a waiver or a membership taken over needs a supervisor.
    """
    with desk.act("member.join") as act:
        desk.require("receptionist")
        session = act.session
        entry, person, problems = _check(session, desk, entry)
        found = obstacles(session, desk, "member.join", f"customer:{entry.customer_id or 0}/{entry.tier}")
        problems = [each for each in problems if not each.warning]
        problems += [each.problem() for each in gate.standing(found, waived=entry.waived)]
        if problems:
            raise InvalidInput(problems)
        for role in ("supervisor" if entry.how == "moved" else "", gate.waiver_role(found, entry.waived)):
            if role:
                desk.require(role)
        customer = households.put_on_file(act, desk, person, entry.customer_id)
        purposes = {"membership", *(("greetings",) if entry.greetings else ())}
        households.agree_within(act, customer.id, purposes, rules.CONSENT_VERSION)
        row = _write(act, desk, entry, customer)
        waived = {code: words.strip() for code, words in entry.waived.items() if code in {each.code for each in found}}
        asked = entry.how in rules.ASKED
        move = CYCLE.by_code["apply" if asked else "join"]
        row.state = move.target
        seen = entry.receipts_seen if entry.how == "request" else None
        record(act, row, move.happened, entry.note, how=entry.how, receipts_seen=seen, waived=waived)
        if not asked:
            _begin(act, desk, row, entry.tier)
        papers.issue_within(act, desk, row, "member-application", number=row.number)
        if entry.card and not asked:
            plastic.issue_within(act, desk, row, number=entry.card_number)
        act.about("member", row.id, name=act.sealed(f"customer:{customer.id}", "name", customer.name))
        return view(session, desk, row)


def _write(act: Act, desk: Desk, entry: JoinEntry, customer: Customer) -> Member:
    today = desk.local(act.at).date()
    start = entry.joined_on if entry.how == "moved" and entry.joined_on else today
    row = Member(
        number=next_number(act.session, PREFIX, today), customer_id=customer.id, holder=customer.id,
        scheme=scheme.in_force(act.session, desk).code, tier=entry.tier, tier_since=None, state="", joined_on=start,
        how=entry.how, proposed_by=entry.proposed_by.strip(), latin_name=texts.visible(entry.latin_name).strip(),
        email=entry.email.strip(), work_address=texts.visible(entry.work_address).strip(), goods=list(entry.goods),
        identity=customer.document_key, consent_version=rules.CONSENT_VERSION, consented_at=act.at,
        opted_out=entry.opted_out, last_use_on=start, note="", created_at=act.at, staff_id=act.staff_id,
    )  # fmt: skip
    row.customer = customer
    act.session.add(row)
    if row.opted_out:
        _wants_none(act, desk, row, "notices")
    return row


def _begin(act: Act, desk: Desk, row: Member, tier: str) -> None:
    """The membership is in force: its level, and what others do then."""
    row.tier = ""
    set_tier(act, row, tier, since=desk.local(act.at).date(), why="joined")
    for hook in features.hooks("member_joined"):
        hook(act, desk, row.id)


def approve(
    desk: Desk, member_id: int, *, card: bool = True, card_number: str = "", waived: dict[str, str] | None = None
) -> MemberView:
    """Approves an application; a leader does who did not write it down (handbook V7). The card follows at once if wanted.

    Raises:
        InvalidInput: field `card_number`; obstacles of the gate `member.approve` by their codes.
        DeskError: `illegal-move`. NotAllowed: no supervisor, or the one who wrote the application. NotFound.
    """

    def checks(act: Act, _row: Member, check: Checker) -> None:
        if card:
            plastic.check_number(act.session, check, card_number, "card_number")

    with moving(desk, MEMBERS, member_id, "approve", checks=checks, waived=waived) as step:
        act, row = step.act, step.row
        _another(desk, row)
        row.joined_on = row.last_use_on = desk.local(act.at).date()
        record(act, row, step.move.happened, waived=dict(step.waived))
        _begin(act, desk, row, row.tier)
        if card:
            plastic.issue_within(act, desk, row, number=card_number)
        return view(act.session, desk, row)


def reject(desk: Desk, member_id: int, *, reason: str) -> MemberView:
    """Rejects an application with its reason; the person may apply anew.

    Raises:
        InvalidInput: field `reason`. DeskError: `illegal-move`. NotAllowed: as `approve`. NotFound.
    """
    with moving(desk, MEMBERS, member_id, "reject", {"reason": reason}) as step:
        act, row = step.act, step.row
        _another(desk, row)
        row.holder, row.ended_on, row.end_reason = None, desk.local(act.at).date(), reason.strip()
        record(act, row, step.move.happened, reason)
        return view(act.session, desk, row)


def approving(session: Session, desk: Desk, about: str) -> list[gate.Obstacle]:
    """What stands in the way of approving a request (`member:12`): purchases that do not reach the level (handbook V7).

    They were shown with the application, or are kept of the person. A proposal of the company needs none.
    """
    row = get(session, int(about.removeprefix("member:")))
    if row.how != "request" or earned(session, desk, row.customer_id):
        return []
    applied = select(MemberEvent.data).where(MemberEvent.member_id == row.id, MemberEvent.kind == "applied")
    if any((data or {}).get("receipts_seen") for data in session.scalars(applied)):
        return []
    now = scheme.named(session, desk, row.scheme)
    wanted = conditions_words(now.level(row.tier).join, every=now.every) if now.has(row.tier) else ""
    # L10N: 没有达到标准的消费：{conditions}
    words = _("No purchases on file reach the level: {conditions}.").format(conditions=wanted)
    return [
        gate.Obstacle(
            "purchases", words, settle=f"customer:{row.customer_id}", settle_words=_("Look at the person"),
            waivable_by="manager",
            # L10N: 特批理由
            waive_words=_("Approved all the same, because"),
        )
    ]  # fmt: skip


def _another(desk: Desk, row: Member) -> None:
    """Nobody approves what was written down by the same hand."""
    if desk.authority("supervisor").id == row.staff_id:
        # L10N: 申请由您登记，须由另一位主管批准
        raise NotAllowed(_("You wrote this application down. Another leader decides it."), "supervisor")


def edit(desk: Desk, member_id: int, entry: EditEntry) -> MemberView:
    """Changes what an application says besides name and identity, which never change (handbook B1); also the opt-out (handbook C-36).

    Raises:
        InvalidInput: fields of `EditEntry`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(_act: Act, _row: Member, check: Checker) -> None:
        _check_words(entry, check)

    with moving(desk, MEMBERS, member_id, "edit", checks=checks) as step:
        act, row = step.act, step.row
        changed = []
        for name, after in (
            ("latin_name", texts.visible(entry.latin_name).strip()), ("email", entry.email.strip()),
            ("work_address", texts.visible(entry.work_address).strip()), ("goods", list(entry.goods)),
            ("opted_out", entry.opted_out),
        ):  # fmt: skip
            if getattr(row, name) != after:
                setattr(row, name, after)
                changed.append(name)
        agreed = households.in_force(act.session, row.customer_id, ["greetings"])
        if entry.greetings and not agreed:
            households.agree_within(act, row.customer_id, {"greetings"}, rules.CONSENT_VERSION)
            changed.append("greetings")
        elif agreed and not entry.greetings:
            for consent in agreed:
                consent.withdrawn_at = act.at
            changed.append("greetings")
        if agreed and not entry.greetings:
            _wants_none(act, desk, row, "greetings")
        if row.opted_out:
            _wants_none(act, desk, row, "notices")
        record(act, row, step.move.happened, fields=changed)
        return view(act.session, desk, row)


def _wants_none(act: Act, desk: Desk, row: Member, purpose: str) -> None:
    """Whoever waits to be greeted and does not want it any more waits no longer (handbook C-36)."""
    act.session.flush()
    for hook in features.hooks("consent_withdrawn"):
        hook(act, desk, row.customer_id, purpose)


def note(desk: Desk, member_id: int, *, note: str) -> MemberView:
    """Writes a note into the history.

    Raises:
        InvalidInput: field `note`. NotFound; NotAllowed.
    """
    with moving(desk, MEMBERS, member_id, "note", {"note": note}) as step:
        record(step.act, step.row, step.move.happened, note)
        return view(step.act.session, desk, step.row)


def end(desk: Desk, member_id: int, *, reason: str, points: str, waived: dict[str, str] | None = None) -> MemberView:
    """Ends a membership at the holder's wish: the card dies, what happens to the points is said and kept.

    Args:
        desk: the desk.
        member_id: which.
        reason: why.
        points: what was said of the points.
        waived: obstacles of the gate `member.end` to do without, `{code: reason}`.

    Raises:
        InvalidInput: fields `reason`, `points`; obstacles by their codes. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, MEMBERS, member_id, "end", {"reason": reason, "points": points}, waived=waived) as step:
        act, row = step.act, step.row
        _ended(act, desk, row, reason.strip(), points.strip())
        record(act, row, step.move.happened, reason, points=points.strip(), waived=dict(step.waived))
        return view(act.session, desk, row)


def _ended(act: Act, desk: Desk, row: Member, reason: str, points: str) -> None:
    card = row.card
    if card is not None:
        advance(CARD_CYCLE, card, "cancel")
        plastic.kill(act, desk, card, reason)
    row.holder, row.ended_on, row.end_reason, row.points_said = None, desk.local(act.at).date(), reason, points
    act.session.flush()
    for hook in features.hooks("member_ended"):
        hook(act, desk, row.id)


def consent_withdrawn(act: Act, desk: Desk, customer_id: int, purpose: str) -> list[str]:
    """Somebody took the agreement to the membership back: it ends, and what was kept for it alone is erased (PIPL 15, 47)."""
    if purpose != "membership":
        return []
    erased: list[str] = []
    for row in act.session.scalars(select(Member).where(Member.customer_id == customer_id)).all():
        if row.holder is not None:
            advance(CYCLE, row, "withdraw")
            # L10N: 本人撤回同意
            reason = _("The consent was withdrawn.")
            _ended(act, desk, row, reason, reason)
            record(act, row, "withdrawn", reason)
        for name, empty in (("latin_name", ""), ("email", ""), ("work_address", ""), ("goods", [])):
            if getattr(row, name):
                setattr(row, name, empty)
                erased.append(name)
        sealed.shred(act.session, f"member:{row.id}")
    return erased


def withdraw(desk: Desk, member_id: int) -> MemberView:
    """Takes back the holder's agreement to the membership: it ends at once and what was kept for it is erased (PIPL 15, 47).

    Raises:
        DeskError: `no-consent`. NotFound; NotAllowed.
    """
    with desk.look() as session:
        member = session.get(Member, member_id)
        customer_id = member.customer_id if member is not None else 0
    households.withdraw_consent(desk, customer_id, "membership")
    with desk.look() as session:
        return view(session, desk, session.get_one(Member, member_id))


__all__ = [
    "approve", "approving", "check_join", "consent_withdrawn", "earned", "edit", "end", "join", "join_obstacles", "note", "reject",
    "standing", "withdraw",
]  # fmt: skip

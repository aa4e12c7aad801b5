"""Dunning: letters step by step, their texts, who signed for them, contacts and promises (handbook B3, S1).

A letter goes to one household. Its text is a version that was checked when it was saved: none threatens the supply (民法典 944).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.catalog import catalog, label
from desk.errors import Checker, DeskError, InvalidInput, Problem
from desk.i18n import _, speaking
from desk.models import Staff, Unit
from desk.models.fees import Bill, DunningContact, DunningLetter, DunningText
from desk.models.money import Charge
from desk.rules import fees as rules
from desk.rules.fees import dunning as rule
from desk.rules.kit import wording
from desk.rules.kit.amounts import in_words
from desk.rules.kit.money import figures, yuan
from desk.rules.money import PREPAID
from desk.services.fees.core import absent, get, refuse, the_unit, today
from desk.services.fees.debts import debt_row, debts, letter_views
from desk.services.fees.entries import ContactEntry, LetterEntry
from desk.services.fees.views import ContactView, DebtRow, LetterView, TextView
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import Kept, Step, advance, moving
from desk.services.kit.paging import Page
from desk.services.kit.papers import writing_copies
from desk.services.kit.sequences import next_number
from desk.services.kit.workbooks import Cancelled, Progress
from desk.services.slips import issue, void_within
from desk.services.undo import reason as why
from desk.slips.engine.slip import Slip
from desk.slips.fees import DunningFacts, DunningLine, dunning_slip

LETTERS = Kept(rules.LETTER, DunningLetter, lambda: absent(DunningLetter))
"""Dunning letters and their life cycle."""


# --------------------------------------------------------------------------------------------------------------- texts
def own_text(step: str) -> str:
    """The program's text of a step, in the language in force."""
    return {
        # L10N: {姓名}：您好！{房号} 截至 {日期} 尚有费用 {金额} 未缴，可能是您一时未及办理，请于 {期限} 前到本中心或线上缴纳。如已缴纳，请忽略本提醒。
        "reminder": _(
            "Dear {姓名}, on {日期} fees of {金额} for {房号} were still open. It may have slipped your mind: please pay by"
            " {期限}, at our desk or online. If you have paid already, please ignore this reminder."
        ),
        # L10N: {姓名}：根据物业服务合同，{房号} 截至 {日期} 尚欠费用 {金额}（{大写}）。请于 {期限} 前缴清。如有困难或异议，请与本中心联系。
        "notice": _(
            "Dear {姓名}, by the service contract fees of {金额} ({大写}) for {房号} are owed on {日期}. Please pay them by"
            " {期限}. If you are in difficulty, or disagree, please talk to us."
        ),
        # L10N: {姓名}：经多次催缴，{房号} 所欠费用 {金额}（{大写}）仍未缴纳。请于 {期限} 前缴清；逾期未缴，本中心将依据《民法典》第九百四十四条通过诉讼或仲裁解决。
        "last": _(
            "Dear {姓名}, in spite of earlier letters {金额} ({大写}) for {房号} are still owed. Please pay by {期限}. After that"
            " we shall bring the matter before a court or an arbitrator, as article 944 of the Civil Code provides."
        ),
        # L10N: {姓名}：{房号} 所欠费用 {金额}（{大写}）经催缴逾期未缴，本中心已着手提起诉讼。您仍可在 {期限} 前缴清以了结此事。
        "at-law": _(
            "Dear {姓名}, {金额} ({大写}) for {房号} were not paid in spite of our letters, and we are bringing a suit. You can"
            " still settle it by paying by {期限}."
        ),
    }[step]


def forbidden_words(desk: Desk) -> tuple[str, ...]:
    """The site's own forbidden words; those of the law count besides."""
    return tuple(
        part for part in str(desk.policy["fees.forbidden_words"]).replace("、", " ").replace("，", " ").split() if part
    )


def check_text(desk: Desk, step: str, text: str, *, reason: str = "") -> list[Problem]:
    """What is wrong with the text of a letter as it is typed."""
    check = Checker()
    if step not in rule.STEPS:
        check.add("step", "required", _("Choose one from the list."))
    check.problems += rule.template_problems(text, forbidden_words(desk), reason=reason)
    return check.problems


def save_text(desk: Desk, step: str, text: str, *, reason: str = "") -> TextView:
    """Keeps a new version of a letter's text; letters from here on use it, those that were issued stay.

    Args:
        desk: the desk.
        step: of `rules.fees.dunning.STEPS`.
        text: with placeholders in braces.
        reason: why a word that reads like a threat is none (判断水表).

    Raises:
        InvalidInput: field `text`: `threat`, `placeholder`, `required`; `reason`: `chance`. NotAllowed: not a supervisor.
    """
    refuse(check_text(desk, step, text, reason=reason))
    with desk.act("fees.dunning-text") as act:
        desk.require("supervisor")
        session = act.session
        last = session.scalar(select(func.max(DunningText.version)).where(DunningText.step == step)) or 0
        row = DunningText(
            step=step, version=last + 1, text=text.strip(), reason=reason.strip(), at=act.at, staff_id=act.staff_id
        )
        session.add(row)
        session.flush()
        act.about("site", 1, step=step, version=row.version, reason=reason.strip())
        return TextView(step, row.version, row.text, row.reason, row.at, act.actor.name if act.actor else "")


def texts(desk: Desk) -> tuple[TextView, ...]:
    """The texts in force, by step."""
    with desk.look() as session:
        found = []
        for step in rule.STEPS:
            row = _text(session, step)
            if row is None:
                with speaking(desk.site.slip_language):
                    found.append(TextView(step, 0, own_text(step), "", None, ""))
            else:
                name = session.scalar(select(Staff.name).where(Staff.id == row.staff_id)) or ""
                found.append(TextView(step, row.version, row.text, row.reason, row.at, name))
        return tuple(found)


def _text(session: Session, step: str) -> DunningText | None:
    return session.scalars(
        select(DunningText).where(DunningText.step == step).order_by(DunningText.version.desc()).limit(1)
    ).first()


# -------------------------------------------------------------------------------------------------------------- issue
def dun(desk: Desk, entry: LetterEntry) -> LetterView:
    """Issues a letter to one household: the next step, for all that is past due and not disputed.

    Raises:
        InvalidInput: fields of `LetterEntry`; `charges`: `disputed`, `settled`, `not-due`. NotFound; NotAllowed (`at-law`: supervisor).
        DeskError: `nothing`, nothing is past due; `promise`, a promise is running.
    """
    with desk.act("fees.dun") as act:
        desk.require("receptionist")
        the_unit(act.session, entry.unit_id)
        row = _issue(act, desk, entry)
        act.about("dunning", row.id, number=row.number, step=row.step, fen=row.fen)
        act.touch("unit", row.unit_id)
        return letter_views(act.session, [row])[0]


def _issue(act: Act, desk: Desk, entry: LetterEntry) -> DunningLetter:
    session, now = act.session, today(act, desk)
    found = debt_row(session, desk, entry.unit_id, entry.payer_id)
    if entry.payer_id is None and found is None:
        found = next((row for row in debts(desk, view="all").rows if row.unit_id == entry.unit_id), None)
    if entry.charges:
        _refuse_charges(session, entry, now)
    if found is None or not found.fen:
        # L10N: 没有逾期未缴的费用
        raise DeskError("nothing", _("Nothing is past due here, or it is disputed."))
    if found.promise == "running":
        # L10N: 已承诺 {day} 前付款，到期后再催缴
        words = _("It is promised by {day}. Dun again after that.")
        raise DeskError("promise", words.format(day=wording.day(found.promised)))
    step = entry.step or found.next_step
    last = entry.pay_by or rule.pay_by(now, int(desk.policy["fees.pay_by_days"]), desk.holidays)
    check = Checker()
    if step not in rule.STEPS:
        # L10N: 已转诉讼，无后续催缴
        check.add("step", "required", _("Choose one from the list."))
    if last < now:
        check.add("pay_by", "past", _("This day has passed already."))
    check.done()
    if step == "at-law":
        desk.require("supervisor")
    wanted = entry.charges or found.charges
    rows = list(session.scalars(select(Charge).where(Charge.id.in_(wanted)).order_by(Charge.since, Charge.id)))
    text = _text(session, step)
    letter = DunningLetter(
        number="", unit_id=entry.unit_id, payer_id=found.payer_id, payer=found.payer, step=step, issued=now, pay_by=last,
        fen=sum(row.open_fen for row in rows), amounts={f"{row.id}": row.open_fen for row in rows},
        text_id=text.id if text is not None else None, state="issued", signer="", note="", staff_id=act.staff_id,
    )  # fmt: skip
    slip = _slip(desk, letter, found, rows, text.text if text is not None else "")
    letter.number = next_number(session, "CJ", now)
    session.add(letter)
    session.flush()
    issue(act, desk, slip, subject=f"dunning:{letter.id}", number=letter.number)
    return letter


def _refuse_charges(session: Session, entry: LetterEntry, now: date) -> None:
    """Only what is past due, open and not disputed is dunned, and only what this household owes."""
    rows = {row.id: row for row in session.scalars(select(Charge).where(Charge.id.in_(entry.charges)))}
    of_payer = dict(
        session.execute(select(Bill.charge_id, Bill.payer_id).where(Bill.charge_id.in_(entry.charges))).all()
    )
    for charge_id in entry.charges:
        row = rows.get(charge_id)
        strange = row is None or row.unit_id != entry.unit_id
        strange = strange or (entry.payer_id is not None and of_payer.get(charge_id, entry.payer_id) != entry.payer_id)
        if row is None or strange:
            # L10N: 不是该户的费用
            raise InvalidInput([Problem("strange", _("This is not owed by this household."), "charges")])
        if row.disputed:
            # L10N: 有异议的账单不催缴
            raise InvalidInput([Problem("disputed", _("What is disputed is not dunned."), "charges")])
        if not row.open_fen:
            # L10N: 已结清，无须催缴
            raise InvalidInput([Problem("settled", _("This is settled already."), "charges")])
        if row.since >= now:
            # L10N: 尚未到期
            raise InvalidInput([Problem("not-due", _("This is not due yet."), "charges")])


def _slip(desk: Desk, letter: DunningLetter, found: DebtRow, rows: Sequence[Charge], text: str) -> Slip:
    with writing_copies(desk, "dunning") as head:
        kinds: dict[str, int] = {}
        for row in rows:
            kinds[row.kind] = kinds.get(row.kind, 0) + row.open_fen
        total = sum(kinds.values())
        values = {
            "姓名": found.payer,
            "房号": found.room,
            "金额": figures(total),
            "大写": in_words(yuan(total)),
            "日期": wording.day(letter.issued),
            "期限": wording.day(letter.pay_by),
            "落款": head["site"],
        }
        return dunning_slip(
            DunningFacts(
                step=letter.step,
                room=found.room,
                payer=found.payer,
                text=rule.filled(text or own_text(letter.step), values),
                lines=tuple(DunningLine(row.item, row.period, wording.day(row.since), row.open_fen) for row in rows),
                kinds=tuple((label("charge_kinds", kind), fen) for kind, fen in kinds.items()),
                pay_by=wording.day(letter.pay_by),
                day=wording.day(letter.issued),
                methods=wording.listed(choice.label for choice in catalog("tenders") if choice.code != PREPAID),
                **head,
            )
        )


def dun_many(
    desk: Desk, *, building_id: int | None = None, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> tuple[LetterView, ...]:
    """The monthly dunning: the next letter for every household of the list, in building order; none goes to court by itself.

    Args:
        desk: the desk.
        building_id: of one building.
        progress: called with done and total now and then.
        cancelled: asked now and then; a cancelled one leaves nothing.

    Raises:
        DeskError: `nothing`, nobody is to be dunned; `cancelled`. NotAllowed: nobody is signed in.
    """
    found = [row for row in debts(desk, building_id=building_id, limit=100_000).rows if row.next_step != "at-law"]
    with desk.act("fees.dun-many") as act:
        desk.require("receptionist")
        if not found:
            # L10N: 没有需要催缴的住户
            raise DeskError("nothing", _("Nobody is to be dunned now."))
        letters = []
        for place, row in enumerate(_in_order(act.session, found)):
            if cancelled is not None and cancelled():
                # L10N: 已取消，未开具任何催缴单
                raise DeskError("cancelled", _("It was stopped. No letter was issued."))
            letters.append(_issue(act, desk, LetterEntry(row.unit_id, row.payer_id)))
            act.touch("unit", row.unit_id)
            if progress is not None:
                progress(place + 1, len(found))
        act.about("site", 1, letters=len(letters), fen=sum(letter.fen for letter in letters))
        act.touch("dunning", letters[0].id)
        return letter_views(act.session, letters)


def _in_order(session: Session, rows: Sequence[DebtRow]) -> list[DebtRow]:
    order = {unit_id: place for place, unit_id in enumerate(session.scalars(select(Unit.id).order_by(Unit.sort)))}
    return sorted(rows, key=lambda row: (order[row.unit_id], row.payer_id or 0))


# ---------------------------------------------------------------------------------------------------- what comes of it
def sign_letter(desk: Desk, letter_id: int, *, signer: str, on: date | None, note: str = "") -> LetterView:
    """Notes who signed for a letter (签收), which is kept as the proof of the demand.

    Raises:
        InvalidInput: fields `signer`, `on`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    values = {"signer": signer, "on": on, "note": note}
    with moving(desk, LETTERS, letter_id, "sign", values, checks=_of_day(desk, on)) as step:
        step.row.signer = signer.strip()
        return _told(step, on, note)


def refuse_letter(desk: Desk, letter_id: int, *, note: str, on: date | None) -> LetterView:
    """Notes that a letter was not signed for, how it was delivered and who was there.

    Raises:
        InvalidInput: fields `note`, `on`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, LETTERS, letter_id, "refuse", {"note": note, "on": on}, checks=_of_day(desk, on)) as step:
        return _told(step, on, note)


def void_letter(desk: Desk, letter_id: int, *, reason: str) -> LetterView:
    """Voids a letter that was wrong; the step counts as not taken.

    Raises:
        InvalidInput: field `reason`. DeskError: `illegal-move`. NotFound; NotAllowed: not a supervisor.
    """
    with moving(desk, LETTERS, letter_id, "void", {"reason": reason}) as step:
        void_within(step.act, step.row.number, reason.strip())
        return _told(step, None, reason)


def withdraw(act: Act, desk: Desk, row: DunningLetter) -> None:
    """A letter whose issue was undone is void; the step counts as not taken (services.undo)."""
    advance(rules.LETTER, row, "void")
    row.note = why(desk)
    act.touch("dunning", row.id)


def _of_day(desk: Desk, on: date | None) -> Callable[[Act, DunningLetter, Checker], None]:
    def checks(_act: Act, row: DunningLetter, check: Checker) -> None:
        check.note("on", rules.signing_problem(on, row.issued, desk.today()))

    return checks


def _told(step: Step[DunningLetter], on: date | None, note: str) -> LetterView:
    act, row = step.act, step.row
    row.on, row.note = on, note.strip()
    act.session.flush()
    act.about("dunning", row.id, number=row.number, state=row.state, on=on.isoformat() if on else "", note=row.note)
    act.touch("unit", row.unit_id)
    return letter_views(act.session, [row])[0]


def note_contact(desk: Desk, entry: ContactEntry) -> ContactView:
    """Logs an attempt to reach who owes; a promise stops the dunning through its day.

    Raises:
        InvalidInput: fields of `ContactEntry`. NotFound; NotAllowed: nobody is signed in.
    """
    check = Checker()
    if entry.outcome not in rule.OUTCOMES:
        # L10N: 请选择联系结果
        check.add("outcome", "required", _("Choose what came of it."))
    if entry.outcome == "promised":
        # L10N: 请填写承诺付款日
        check.require("promised", entry.promised, _("By which day will it be paid?"))
        if entry.promised is not None and entry.promised < desk.today():
            check.add("promised", "past", _("This day has passed already."))
        most = date.fromordinal(desk.today().toordinal() + int(desk.policy["fees.promise_days"]))
        if entry.promised is not None and entry.promised > most:
            # L10N: 承诺日最晚 {day}
            words = _("A promise runs to {day} at the latest.")
            check.add("promised", "late", words.format(day=wording.day(most)))
    check.done()
    with desk.act("fees.contact") as act:
        desk.require("receptionist")
        session = act.session
        the_unit(session, entry.unit_id)
        found = debt_row(session, desk, entry.unit_id, entry.payer_id)
        if found is None and entry.payer_id is None:
            found = next((row for row in debts(desk, view="all").rows if row.unit_id == entry.unit_id), None)
        payer_id = entry.payer_id if entry.payer_id is not None else found.payer_id if found else None
        row = DunningContact(
            unit_id=entry.unit_id, payer_id=payer_id, at=act.at, outcome=entry.outcome,
            promised=entry.promised if entry.outcome == "promised" else None, fen=found.fen if found else 0,
            note=entry.note.strip(), staff_id=act.staff_id,
        )  # fmt: skip
        session.add(row)
        session.flush()
        act.about(
            "unit",
            entry.unit_id,
            outcome=row.outcome,
            promised=row.promised.isoformat() if row.promised else "",
            fen=row.fen,
        )
        return ContactView(row.id, row.at, row.outcome, row.promised, row.note, act.actor.name if act.actor else "")


# ----------------------------------------------------------------------------------------------------------- questions
def letter(desk: Desk, letter_id: int) -> LetterView:
    """One letter.

    Raises:
        NotFound: there is none.
    """
    with desk.look() as session:
        return letter_views(session, [get(session, DunningLetter, letter_id)])[0]


def letters(
    desk: Desk, *, state: str = "", unit_id: int | None = None, offset: int = 0, limit: int = 200
) -> Page[LetterView]:
    """Letters, the newest first; `issued` are those that nobody has signed for."""
    conditions = [DunningLetter.state == state] if state else []
    if unit_id is not None:
        conditions.append(DunningLetter.unit_id == unit_id)
    with desk.look() as session:
        total = session.scalar(select(func.count()).select_from(DunningLetter).where(*conditions)) or 0
        rows = session.scalars(
            select(DunningLetter).where(*conditions).order_by(DunningLetter.id.desc()).offset(offset).limit(limit)
        ).all()
        return Page(letter_views(session, rows), total)


def letter_preview(desk: Desk, entry: LetterEntry) -> Slip:
    """A letter as it would be issued.

    Raises:
        DeskError: `nothing`, nothing is past due. NotFound.
    """
    now = desk.today()
    with desk.look() as session:
        the_unit(session, entry.unit_id)
        found = debt_row(session, desk, entry.unit_id, entry.payer_id)
        if found is None or not found.fen:
            raise DeskError("nothing", _("Nothing is past due here, or it is disputed."))
        step = entry.step or found.next_step or "at-law"
        rows = list(
            session.scalars(select(Charge).where(Charge.id.in_(found.charges)).order_by(Charge.since, Charge.id))
        )
        text = _text(session, step)
        last = entry.pay_by or rule.pay_by(now, int(desk.policy["fees.pay_by_days"]), desk.holidays)
        made = DunningLetter(step=step, issued=now, pay_by=last)
        return _slip(desk, made, found, rows, text.text if text is not None else "")


__all__ = [
    "check_text",
    "dun",
    "dun_many",
    "forbidden_words",
    "letter",
    "letter_preview",
    "letters",
    "note_contact",
    "own_text",
    "refuse_letter",
    "save_text",
    "sign_letter",
    "texts",
    "void_letter",
]

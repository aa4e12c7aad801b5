"""Single letters: one to one person, its delivery, what came back, void ones; lists of them (handbook S3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.errors import Checker, InvalidInput, NotFound, Problem
from desk.i18n import _
from desk.models import Customer, Staff, Unit
from desk.models.kit.functions import holds, words_in
from desk.models.letters import Letter, LetterRun, LetterTemplate
from desk.rules import letters as rules
from desk.services import slips
from desk.services.finder.reading import met
from desk.services.kit import reasons
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import Kept, Step, moving
from desk.services.kit.paging import Page
from desk.services.letters import templates as kept
from desk.services.letters.audience import one_recipient
from desk.services.letters.entries import LetterEntry
from desk.services.letters.views import LetterView, Recipient
from desk.services.letters.writing import write
from desk.services.slips import void_within
from desk.services.undo import reason as why


def _absent() -> str:
    return _("This letter is not there.")


SENT = Kept(rules.LETTER, Letter, _absent)
"""Letters and their life cycle."""


@dataclass(frozen=True, slots=True)
class LetterFilter:
    """Which letters a list shows: `state` "" for all; `run_id`, `unit_id`; `text` in number, room, name, subject."""

    state: str = ""
    run_id: int | None = None
    unit_id: int | None = None
    text: str = ""


# ------------------------------------------------------------------------------------------------------ one letter
def check_letter(desk: Desk, entry: LetterEntry) -> Recipient:
    """The recipient of a single letter as it would be written, with the reason why not.

    Raises:
        NotFound: no such template, or nobody of this home. DeskError: `not-in-use`.
    """
    with desk.look() as session:
        template = kept.in_use(session, entry.template_id)
        return _recipient(session, desk, template, entry)


def _recipient(session: Session, desk: Desk, template: LetterTemplate, entry: LetterEntry) -> Recipient:
    found = one_recipient(session, desk, template, entry.unit_id, entry.customer_id, again=entry.again)
    if found is None:
        # L10N: 该人目前未登记在该户
        raise NotFound(_("This person does not belong to this home now."))
    return found


def send_letter(desk: Desk, entry: LetterEntry) -> LetterView:
    """Writes one letter to one person of a home, from a template in use.

    Raises:
        InvalidInput: why not (`opted-out`, `no-consent`, `had-it` …), field `again` where saying so helps, else `template_id`.
        NotFound; DeskError: `not-in-use`; NotAllowed: nobody is signed in.
    """
    with desk.act("letter.send") as act:
        desk.require("receptionist")
        template = kept.in_use(act.session, entry.template_id)
        one = _recipient(act.session, desk, template, entry)
        if one.why:
            field = "again" if one.why == "had-it" else "template_id"
            raise InvalidInput([Problem(one.why, label("letter_gaps", one.why), field)])
        row = write(act, desk, template, [one], household=False)[0]
        act.about("letter", row.id, number=row.number)
        return _view(act.session, row)


# -------------------------------------------------------------------------------------------------------- delivery
def _of_day(desk: Desk, on: date | None) -> Callable[[Act, Letter, Checker], None]:
    def checks(_act: Act, row: Letter, check: Checker) -> None:
        if on is not None and on < row.day:
            # L10N: 不能早于函件日期
            check.add("on", "past", _("This is before the day of the letter."))
        if on is not None and on > desk.today():
            check.add("on", "future", _("This day lies ahead."))

    return checks


def deliver(desk: Desk, letter_id: int, *, by: str, on: date | None, signer: str = "") -> LetterView:
    """Notes who delivered a letter, when, and who signed for it.

    Raises:
        InvalidInput: fields `by`, `on`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(
        desk, SENT, letter_id, "deliver", {"by": by, "on": on, "signer": signer}, checks=_of_day(desk, on)
    ) as step:
        _delivered(step.row, by, on, signer)
        return _told(step)


def _delivered(row: Letter, by: str, on: date | None, signer: str) -> None:
    row.delivered_by, row.delivered_on, row.signer = by.strip(), on, signer.strip()


def deliver_many(desk: Desk, letter_ids: Sequence[int], *, by: str, on: date | None) -> tuple[LetterView, ...]:
    """Notes the delivery of several letters by one person on one day, as the list came back; all or none.

    Raises:
        InvalidInput: fields `by`, `on`, `letters`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with desk.act("letter.deliver-many") as act:
        desk.require("receptionist")
        session = act.session
        rows = [session.get(Letter, letter_id) for letter_id in dict.fromkeys(letter_ids)]
        found = [row for row in rows if row is not None]
        if len(found) < len(rows):
            raise NotFound(_absent())
        check = Checker()
        # L10N: 请填写送达人
        check.require("by", by, _("Write who delivered it."))
        check.require("on", on, _("Give the day."))
        if not found:
            # L10N: 请先选中函件
            check.add("letters", "required", _("Mark the letters first."))
        for row in found:
            _of_day(desk, on)(act, row, check)
        check.problems = list({(each.field, each.code): each for each in check.problems}.values())
        check.done()
        for row in found:
            row.state = rules.LETTER.after(row, "deliver")
            _delivered(row, by, on, "")
            act.touch("letter", row.id)
            act.touch("unit", row.unit_id)
        act.about("letter", found[0].id, letters=len(found), numbers=[row.number for row in found])
        return _views(session, found)


def take_back(desk: Desk, letter_id: int, *, on: date | None, note: str) -> LetterView:
    """Notes that a letter came back, and why.

    Raises:
        InvalidInput: fields `on`, `note`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, SENT, letter_id, "return", {"on": on, "note": note}, checks=_of_day(desk, on)) as step:
        step.row.note = note.strip()
        step.row.delivered_on = on
        return _told(step)


def void_letter(desk: Desk, letter_id: int, *, reason: str) -> LetterView:
    """Voids a letter that was wrong; it does not count as sent.

    Raises:
        InvalidInput: field `reason`. DeskError: `illegal-move`. NotFound; NotAllowed: not a supervisor.
    """
    with moving(desk, SENT, letter_id, "void", {"reason": reason}) as step:
        step.row.note = reason.strip()
        void_within(step.act, step.row.number, reason.strip())
        return _told(step)


def undone(act: Act, desk: Desk, row: Letter) -> None:
    """A letter that an undone act had written is void (services.undo)."""
    row.state, row.note = "void", why(desk)
    act.touch("unit", row.unit_id)


def _told(step: Step[Letter]) -> LetterView:
    act, row = step.act, step.row
    act.about("letter", row.id, number=row.number)
    act.touch("unit", row.unit_id)
    act.touch("letter-run", row.run_id)
    return _view(act.session, row)


# ------------------------------------------------------------------------------------------------------------ lists
def letter(desk: Desk, letter_id: int) -> LetterView:
    """A letter.

    Raises:
        NotFound: there is none.
    """
    with desk.look() as session:
        row = session.get(Letter, letter_id)
        if row is None:
            raise NotFound(_absent())
        return _view(session, row)


def letter_by_number(desk: Desk, number: str) -> LetterView:
    """A letter by its number, in any case.

    Raises:
        NotFound: there is none.
    """
    with desk.look() as session:
        row = session.scalars(select(Letter).where(Letter.number == number.strip().upper())).first()
        if row is None:
            raise NotFound(_absent())
        return _view(session, row)


def letters(desk: Desk, which: LetterFilter | None = None, *, offset: int = 0, limit: int = 200) -> Page[LetterView]:
    """Letters, the newest first; those of one run in building order.

    Args:
        desk: the desk.
        which: which ones.
        offset: rows left out at the start.
        limit: the most rows.
    """
    wanted = which or LetterFilter()
    with desk.look() as session:
        base = (
            select(Letter)
            .join(Customer, Customer.id == Letter.customer_id)
            .join(LetterTemplate, LetterTemplate.id == Letter.template_id)
            .outerjoin(Unit, Unit.id == Letter.unit_id)
            .outerjoin(LetterRun, LetterRun.id == Letter.run_id)
        )
        if wanted.state:
            base = base.where(Letter.state == wanted.state)
        if wanted.run_id is not None:
            base = base.where(Letter.run_id == wanted.run_id)
        if wanted.unit_id is not None:
            base = base.where(Letter.unit_id == wanted.unit_id)
        for word in words_in(wanted.text):
            base = base.where(
                holds(Letter.number, word) | holds(Customer.name, word) | holds(func.coalesce(Unit.name, ""), word)
                | holds(LetterTemplate.name, word) | holds(func.coalesce(LetterRun.subject, ""), word)
                | holds(func.coalesce(LetterRun.number, ""), word)
                | met(desk, word, unit=Letter.unit_id, customer=Letter.customer_id)
            )  # fmt: skip
        total = session.scalar(select(func.count()).select_from(base.subquery())) or 0
        order = Letter.id if wanted.run_id is not None else Letter.id.desc()
        return Page(_views(session, session.scalars(base.order_by(order).offset(offset).limit(limit)).all()), total)


def letter_counts(desk: Desk) -> dict[str, int]:
    """How many letters there are in each state."""
    with desk.look() as session:
        found = session.execute(select(Letter.state, func.count()).group_by(Letter.state)).all()
        counts = {state: int(count) for state, count in found}
        return {**{state: counts.get(state, 0) for state in rules.LETTER.states}, "all": sum(counts.values())}


def _view(session: Session, row: Letter) -> LetterView:
    session.flush()
    return _views(session, [row])[0]


def _views(session: Session, rows: Sequence[Letter]) -> tuple[LetterView, ...]:
    session.flush()
    staff = {each.id: each.name for each in session.scalars(select(Staff))}
    templates = {
        row.id: row
        for row in session.scalars(
            select(LetterTemplate).where(LetterTemplate.id.in_({row.template_id for row in rows}))
        )
    }
    runs = dict(
        session.execute(
            select(LetterRun.id, LetterRun.number).where(LetterRun.id.in_({row.run_id for row in rows if row.run_id}))
        ).all()
    )
    papers = {slip.subject: slip for slip in slips.views(session, [f"letter:{row.id}" for row in rows])}
    return tuple(
        LetterView(
            row.id, row.number, row.run_id, runs.get(row.run_id or 0, ""), templates[row.template_id].name,
            templates[row.template_id].kind, row.unit_id, row.unit.name if row.unit is not None else "", row.customer_id,
            row.customer.name, row.household, row.day, row.fen, row.state, row.delivered_by, row.delivered_on, row.signer,
            reasons.said(row.note), staff.get(row.staff_id, ""), papers.get(f"letter:{row.id}"),
        )
        for row in rows
    )  # fmt: skip


__all__ = [
    "SENT", "LetterFilter", "check_letter", "deliver", "deliver_many", "letter", "letter_by_number", "letter_counts",
    "letters", "send_letter", "take_back", "void_letter",
]  # fmt: skip

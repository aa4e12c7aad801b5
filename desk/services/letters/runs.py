"""Runs: letters to an audience in one go, with a preview before and a delivery list after (handbook S3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.errors import Checker, DeskError, NotFound
from desk.i18n import _
from desk.models import Building, Customer, Phone, Staff, Unit
from desk.models.cards import Member
from desk.models.kit.functions import holds, words_in
from desk.models.letters import Letter, LetterRun, LetterTemplate
from desk.rules.households import ROLES, UNIT_KINDS
from desk.rules.kit import wording
from desk.rules.kit.names import Style
from desk.rules.kit.names import salutation as salutation_by_rule
from desk.rules.kit.texts import entry_problems
from desk.rules.letters import LANGUAGES
from desk.services import slips
from desk.services.kit.desk import Act, Desk
from desk.services.kit.paging import Page
from desk.services.kit.papers import writing
from desk.services.kit.personal.leaving import hand_out
from desk.services.kit.sealed import Personal
from desk.services.kit.sequences import next_number
from desk.services.kit.sheets import Sheet, new_book
from desk.services.kit.workbooks import Cancelled, Progress
from desk.services.letters import templates as kept
from desk.services.letters.audience import recipients, salutation, still_wanted
from desk.services.letters.entries import RunEntry, TemplateEntry
from desk.services.letters.views import LeftOutView, Recipient, RunPreview, RunView
from desk.services.letters.writing import slip_of, write
from desk.services.slips import issue
from desk.slips import letters as forms
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Slip

PREFIX = "XP"


def _check(session: Session, entry: RunEntry) -> None:
    check = Checker(entry_problems(entry))
    # L10N: 请填写事由
    check.require("subject", entry.subject, _("Write what the letters are about."))
    if entry.role and entry.role not in (*ROLES, "living"):
        check.add("role", "choice", _("Choose one from the list."))
    if entry.unit_kind and entry.unit_kind not in UNIT_KINDS:
        check.add("unit_kind", "choice", _("Choose one from the list."))
    if entry.building_id is not None and session.get(Building, entry.building_id) is None:
        check.add("building_id", "choice", _("Choose one from the list."))
    check.done()


def preview_run(desk: Desk, entry: RunEntry) -> RunPreview:
    """What a run would write and whom it would leave out, each with the reason; nothing is kept.

    Raises:
        NotFound: no such template. DeskError: `not-in-use`.
    """
    with desk.look() as session:
        template = kept.in_use(session, entry.template_id)
        view = kept.template(desk, entry.template_id)
        found, left = recipients(session, desk, template, entry)
        return RunPreview(view, tuple(found), tuple(left))


def letter_preview(desk: Desk, template_id: int, one: Recipient) -> Slip:
    """A letter to somebody as it would be, without its number; also from a draft.

    Raises:
        NotFound: no such template.
    """
    with desk.look() as session:
        template = session.get(LetterTemplate, template_id)
        if template is None:
            raise NotFound(kept.TEMPLATES.absent())
        return slip_of(desk, session, template, one, desk.today(), desk.actor.id if desk.actor else None)


def template_preview(desk: Desk, entry: TemplateEntry) -> Slip:
    """A letter from a text as it is typed, to a made-up person, for looking at.

    Raises:
        InvalidInput: field `language`.
    """
    check = Checker()
    if entry.language not in LANGUAGES:
        check.add("language", "choice", _("Choose one from the list."))
    check.done()
    name = "李明"
    company = entry.customers == "company"
    row = LetterTemplate(
        name=entry.name, kind=entry.kind, text=entry.text, customers=entry.customers, language=entry.language,
        style=entry.style,
    )  # fmt: skip
    style: Style = "gong" if entry.style == "gong" else "sir-madam"
    with desk.look() as session:
        room = session.scalar(select(Unit.name).order_by(Unit.sort).limit(1)) or ""
        saluted = salutation_by_rule(name, style=style, sex="male", company=company, language=entry.language)
        one = Recipient(0, name, saluted, "owner", None, room, 23994)
        return slip_of(desk, session, row, one, desk.today(), desk.actor.id if desk.actor else None)


def run(
    desk: Desk, entry: RunEntry, *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> RunView:
    """Writes the letters of an audience: one for each household or person, numbered, in building order, with the delivery list.

    Args:
        desk: the desk.
        entry: template, subject, audience.
        progress: called with done and total.
        cancelled: asked before each letter; a run that was stopped leaves nothing.

    Raises:
        InvalidInput: fields of the entry. DeskError: `not-in-use`; `nothing`, nobody gets one; `cancelled`. NotFound; NotAllowed.
    """
    with desk.act("letter-run.make") as act:
        desk.require("receptionist")
        session = act.session
        _check(session, entry)
        template = kept.in_use(session, entry.template_id)
        found, left = recipients(session, desk, template, entry)
        if not found:
            # L10N: 没有符合条件的收件人（{n} 户（人）未列入）
            raise DeskError("nothing", _("Nobody gets this letter; {n} were left out.").format(n=len(left)))
        row = start(act, desk, template, entry.subject, asdict(entry), left)
        rows = write(
            act,
            desk,
            template,
            found,
            run_id=row.id,
            household=not entry.persons,
            progress=progress,
            cancelled=cancelled,
        )
        finish(act, desk, row, template, found, rows)
        return _views(session, [row], numbers=True)[0]


def start(
    act: Act, desk: Desk, template: LetterTemplate, subject: str, audience: dict[str, object], left: Sequence[Recipient]
) -> LetterRun:
    """The run's row, with its number and whom it leaves out."""
    row = LetterRun(
        number=next_number(act.session, PREFIX, desk.local(act.at).date()), template_id=template.id,
        subject=subject.strip(), audience={name: value for name, value in audience.items() if value not in ("", None, (), False)},
        letters=0, left_out=[{"unit": one.unit_id, "customer": one.customer_id, "why": one.why} for one in left],
        at=act.at, staff_id=act.staff_id,
    )  # fmt: skip
    act.session.add(row)
    act.session.flush()
    return row


def finish(
    act: Act,
    desk: Desk,
    row: LetterRun,
    template: LetterTemplate,
    people: Sequence[Recipient],
    letters: Sequence[Letter],
) -> None:
    """Counts the letters of a run and issues its delivery list."""
    row.letters = len(letters)
    with writing(desk) as head:
        lines = [
            forms.DeliveryLine(one.room, one.name, letter.number) for one, letter in zip(people, letters, strict=True)
        ]
        day = wording.day(desk.local(act.at).date())
        slip = forms.delivery_list(row.number, row.subject, template.name, day, lines, PaperHead(**head))
    personal = [Personal(f"customer:{one.customer_id}", "name", one.name) for one in people if one.name]
    issue(act, desk, slip, subject=f"letter-run:{row.id}", number=row.number, people=personal)
    act.about("letter-run", row.id, number=row.number, letters=row.letters, left_out=len(row.left_out))


def undone(act: Act, _desk: Desk, row: LetterRun) -> None:
    """A run that is undone keeps its number; its letters are void each (services.undo)."""
    act.touch("letter-run", row.id)


def run_view(desk: Desk, run_id: int) -> RunView:
    """A run with the numbers of its letters.

    Raises:
        NotFound: there is none.
    """
    with desk.look() as session:
        return _views(session, [_get(session, run_id)], numbers=True)[0]


def _get(session: Session, run_id: int) -> LetterRun:
    row = session.get(LetterRun, run_id)
    if row is None:
        raise NotFound(_("This run is not there."))
    return row


def runs(desk: Desk, *, text: str = "", offset: int = 0, limit: int = 200) -> Page[RunView]:
    """Runs, the newest first.

    Args:
        desk: the desk.
        text: in number, subject or template.
        offset: rows left out at the start.
        limit: the most rows.
    """
    with desk.look() as session:
        base = select(LetterRun).join(LetterTemplate, LetterTemplate.id == LetterRun.template_id)
        for word in words_in(text):
            base = base.where(
                holds(LetterRun.number, word) | holds(LetterRun.subject, word) | holds(LetterTemplate.name, word)
            )
        total = session.scalar(select(func.count()).select_from(base.subquery())) or 0
        rows = session.scalars(base.order_by(LetterRun.id.desc()).offset(offset).limit(limit)).all()
        return Page(_views(session, rows), total)


def left_out(desk: Desk, run_id: int) -> tuple[LeftOutView, ...]:
    """Whom a run left out, each with the reason.

    Raises:
        NotFound: there is none.
    """
    with desk.look() as session:
        row = _get(session, run_id)
        names = dict(
            session.execute(
                select(Customer.id, Customer.name).where(Customer.id.in_({one["customer"] for one in row.left_out}))
            ).all()
        )
        rooms = dict(
            session.execute(select(Unit.id, Unit.name).where(Unit.id.in_({one["unit"] for one in row.left_out}))).all()
        )
        return tuple(
            LeftOutView(
                one["customer"], names.get(one["customer"], ""), one["unit"], rooms.get(one["unit"], ""), one["why"]
            )
            for one in row.left_out
        )


def _views(session: Session, rows: Sequence[LetterRun], *, numbers: bool = False) -> tuple[RunView, ...]:
    session.flush()
    ids = [row.id for row in rows]
    states: dict[int | None, dict[str, int]] = {}
    for run_id, state, count in session.execute(
        select(Letter.run_id, Letter.state, func.count())
        .where(Letter.run_id.in_(ids))
        .group_by(Letter.run_id, Letter.state)
    ):
        states.setdefault(run_id, {})[state] = count
    written: dict[int | None, list[str]] = {}
    if numbers:
        for run_id, number in session.execute(
            select(Letter.run_id, Letter.number)
            .where(Letter.run_id.in_(ids), Letter.state != "void")
            .order_by(Letter.id)
        ):
            written.setdefault(run_id, []).append(number)
    staff = {each.id: each.name for each in session.scalars(select(Staff))}
    papers = {slip.subject: slip for slip in slips.views(session, [f"letter-run:{row.id}" for row in rows])}
    return tuple(
        RunView(
            row.id, row.number, row.template.name, row.template.kind, row.subject, row.at, staff.get(row.staff_id, ""),
            row.letters, len(row.left_out), states.get(row.id, {}).get("delivered", 0),
            states.get(row.id, {}).get("returned", 0), states.get(row.id, {}).get("void", 0),
            papers.get(f"letter-run:{row.id}"), tuple(written.get(row.id, ())),
        )
        for row in rows
    )  # fmt: skip


def export_run(desk: Desk, run_id: int, file: Path) -> Path:
    """The recipients of a run with telephone and e-mail as a workbook; whole numbers leave the desk with the manager's word only.

    It is meant for sending by other means; the program sends nothing (handbook C-27, S3).

    Raises:
        NotFound: there is none. NotAllowed: not a manager. StorageError: the file cannot be written.
    """
    with desk.act("letter-run.export") as act:
        desk.require("manager")
        session = act.session
        row = _get(session, run_id)
        rows = session.execute(
            select(Letter, Customer.name, Unit.name.label("room"))
            .join(Customer, Customer.id == Letter.customer_id)
            .outerjoin(Unit, Unit.id == Letter.unit_id)
            .where(Letter.run_id == row.id, Letter.state != "void")
            .order_by(Letter.id)
        ).all()
        template = row.template
        wanted = still_wanted(session, desk, template, [each.Letter.customer_id for each in rows])
        rows = [each for each in rows if each.Letter.customer_id in wanted]
        phones, mails = reach(session, [each.Letter.customer_id for each in rows])
        act.about("letter-run", row.id, number=row.number)
        book = new_book()
        sheet = Sheet(
            book,
            row.number,
            [
                (_("Number"), 20), (_("Room"), 18), (_("Name"), 16), (_("Salutation"), 16), (_("Phone"), 18),
                # L10N: 电子邮箱
                (_("E-mail"), 26),
            ],
        )  # fmt: skip
        for each in rows:
            person = session.get(Customer, each.Letter.customer_id)
            assert person is not None
            sheet.row(
                [
                    each.Letter.number, each.room or "", each.name, salutation(person, template, desk.today()),
                    phones.get(person.id, ""), mails.get(person.id, ""),
                ]
            )  # fmt: skip
        return hand_out(act, desk, book, file, people=len(rows))


def reach(session: Session, people: Sequence[int]) -> tuple[dict[int, str], dict[int, str]]:
    """The first telephone number of people, and the e-mail that members gave."""
    phones: dict[int, str] = {}
    for customer_id, number in session.execute(
        select(Phone.customer_id, Phone.number)
        .where(Phone.customer_id.in_(list(people)))
        .order_by(Phone.position, Phone.id)
    ):
        phones.setdefault(customer_id, number)
    mails = dict(
        session.execute(
            select(Member.customer_id, Member.email).where(Member.customer_id.in_(list(people)), Member.email != "")
        ).all()
    )
    return phones, mails


__all__ = [
    "PREFIX", "export_run", "finish", "left_out", "letter_preview", "preview_run", "reach", "run", "run_view", "runs", "start", "template_preview",
]  # fmt: skip

"""Lists of renovation files: running, running out, overdue, waiting, refundable; passes out; deposits by age; a building."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Connection, String, cast, func, literal, select
from sqlalchemy.orm import Session

from desk.errors import InvalidInput, NotFound, Problem
from desk.i18n import _, speaking
from desk.models import Building, Unit
from desk.models.kit.functions import holds
from desk.models.money import Account, Deposit
from desk.models.renovation import Contractor, Renovation, WorkerPass
from desk.rules.kit.money import figures
from desk.rules.kit.names import fold
from desk.rules.kit.phones import mask_phone
from desk.rules.money import AGES, age
from desk.rules.renovation.cycle import AT_WORK, OVER, STARTED
from desk.services.finder import index
from desk.services.finder.reading import met
from desk.services.kit.desk import Desk
from desk.services.kit.paging import Page
from desk.services.kit.papers import head_of
from desk.services.kit.sealed import Personal
from desk.services.money import AgeView, HeldView
from desk.services.renovation import papers
from desk.services.renovation.core import word
from desk.services.renovation.read import pass_view
from desk.services.renovation.views import FileRow, PassView
from desk.services.slips import SlipView, issue, looked_at
from desk.slips import renovation as forms
from desk.slips.engine.slip import Slip

LISTS = ("all", "running", "running-out", "overdue", "waiting", "refundable", "told", "submitted")
"""running: at work; running-out: within the policy's days; overdue: the period ended; waiting: for the inspection."""


def where(desk: Desk, name: str) -> list[ColumnElement[bool]]:
    """The conditions of a list."""
    today = desk.today()
    soon = today + timedelta(days=int(desk.policy["renovation.remind_days"]))
    work = Renovation.state.in_(AT_WORK)
    lists: dict[str, list[ColumnElement[bool]]] = {
        "all": [],
        "running": [Renovation.state.in_((*AT_WORK, "suspended"))],
        "running-out": [work, Renovation.last_day >= today, Renovation.last_day <= soon],
        "overdue": [Renovation.state.in_((*AT_WORK, "suspended", "expired")), Renovation.last_day < today],
        "waiting": [Renovation.state.in_(("inspection-asked", "rectify"))],
        "refundable": [Renovation.state == "refundable"],
        "told": [Renovation.state == "approved"],
        "submitted": [Renovation.state == "submitted"],
    }
    if name not in lists:
        raise InvalidInput([Problem("unknown", _("There is no such list."), "name")])
    return lists[name]


@dataclass(frozen=True, slots=True)
class FileFilter:
    """Which files a list shows; `building`: its id; `text`: in number, applicant, leader, contractor, or the room."""

    name: str = "all"
    building_id: int | None = None
    text: str = ""


def files(desk: Desk, which: FileFilter | None = None, *, offset: int = 0, limit: int = 200) -> Page[FileRow]:
    """Files, those whose period ends first at the top; of a building in the true order of its rooms.

    Raises:
        InvalidInput: field `name`, there is no such list.
    """
    wanted = which or FileFilter()
    conditions: list[ColumnElement[bool]] = where(desk, wanted.name)
    if wanted.building_id is not None:
        conditions.append(Unit.building_id == wanted.building_id)
    if wanted.text.strip():
        text = wanted.text.strip()
        conditions.append(
            Renovation.number.startswith(text.upper())
            | holds(Renovation.applicant, text)
            | holds(Renovation.leader, text)
            | holds(Unit.name, text)
            | met(desk, text, unit=Renovation.unit_id, renovation=Renovation.id)
        )
    order = [Unit.sort, Renovation.id] if wanted.building_id is not None else [Renovation.last_day, Renovation.id]
    with desk.look() as session:
        total = session.scalar(
            select(func.count()).select_from(Renovation).join(Unit, Unit.id == Renovation.unit_id).where(*conditions)
        )
        rows = session.execute(
            select(Renovation, Unit.name, Contractor.name)
            .join(Unit, Unit.id == Renovation.unit_id)
            .outerjoin(Contractor, Contractor.id == Renovation.contractor_id)
            .where(*conditions)
            .order_by(*order)
            .offset(offset)
            .limit(limit)
        ).all()
        held, out = _sums(session, [row.id for row, _room, _firm in rows])
        today = desk.today()
        return Page(
            tuple(
                FileRow(
                    row.id, row.number, row.unit_id, room, row.state, row.applicant, firm or "", row.leader,
                    mask_phone(row.leader_phone), row.first_day, row.last_day, (row.last_day - today).days, held.get(row.id, 0),
                    out.get(row.id, 0),
                )
                for row, room, firm in rows
            ),
            total or 0,
        )  # fmt: skip


def _sums(session: Session, ids: list[int]) -> tuple[dict[int, int], dict[int, int]]:
    subjects = {f"renovation:{each}": each for each in ids}
    held = session.execute(
        select(Deposit.subject, func.sum(Account.balance))
        .join(Account, Account.id == Deposit.account_id)
        .where(Deposit.subject.in_(subjects))
        .group_by(Deposit.subject)
    )
    out = session.execute(
        select(WorkerPass.renovation_id, func.count().label("out"))
        .where(WorkerPass.renovation_id.in_(ids), WorkerPass.state == "active")
        .group_by(WorkerPass.renovation_id)
    )
    return {subjects[name]: -int(fen or 0) for name, fen in held}, {row.renovation_id: row.out for row in out}


def counts(desk: Desk) -> dict[str, int]:
    """How many files each list holds."""
    with desk.look() as session:
        return {
            name: session.scalar(select(func.count()).select_from(Renovation).where(*where(desk, name))) or 0
            for name in LISTS
        }


def passes_out(desk: Desk, *, offset: int = 0, limit: int = 200) -> Page[PassView]:
    """The passes that are out, those that ran out first at the top."""
    question = select(WorkerPass).where(WorkerPass.state == "active")
    with desk.look() as session:
        total = session.scalar(select(func.count()).select_from(question.subquery())) or 0
        rows = session.scalars(question.order_by(WorkerPass.until, WorkerPass.number).offset(offset).limit(limit))
        return Page(tuple(pass_view(session, desk, row) for row in rows), total)


def deposits_by_age(desk: Desk) -> HeldView:
    """The deposits of renovations and passes that are held, by how long; their sum is that of the journal's accounts."""
    today = desk.today()
    found = {name: [0, 0] for name in AGES}
    with desk.look() as session:
        rows = session.execute(
            select(Deposit.taken_on, func.count(), func.sum(Account.balance))
            .join(Account, Account.id == Deposit.account_id)
            .where(Deposit.subject.startswith("renovation:"), Account.balance != 0)
            .group_by(Deposit.taken_on)
        ).all()
    for taken_on, count, balance in rows:
        each = found[age(taken_on, today)]
        each[0] += count
        each[1] -= int(balance)
    ages = tuple(AgeView(name, count, fen) for name, (count, fen) in found.items())
    return HeldView(ages, sum(each.count for each in ages), sum(each.fen for each in ages))


def building_sheet(desk: Desk, building_id: int) -> Slip:
    """The list of a building's files, low floor to high floor, as it would be issued, numbers masked.

    Raises:
        NotFound: there is no such building.
    """
    return looked_at(*_building_sheet(desk, building_id, _building(desk, building_id)))


def _building_sheet(desk: Desk, building_id: int, name: str) -> tuple[Slip, list[Personal]]:
    """The list with whole numbers, and whose they are."""
    rows = files(desk, FileFilter(building_id=building_id), limit=10_000).rows
    with desk.look() as session:
        known = {
            row.id: row
            for row in session.scalars(select(Renovation).where(Renovation.id.in_([row.id for row in rows])))
        }
        people = [one for row in known.values() for one in papers.people_of(row)]
        phone = {key: row.leader_phone for key, row in known.items()}
    with speaking(desk.site.slip_language):
        slip = forms.building_list(
            name,
            tuple(
                forms.IndexRow(
                    row.room, row.number, row.applicant, f"{row.first} — {row.last}",
                    f"{row.leader} {phone[row.id]}".strip(), word("renovation_states", row.state), _held(row.held),
                )
                for row in rows
            ),
            head_of(desk, "renovation-list"),
        )  # fmt: skip
    return slip, people


def _building(desk: Desk, building_id: int) -> str:
    with desk.look() as session:
        building = session.get(Building, building_id)
        if building is None:
            # L10N: 没有该楼栋
            raise NotFound(_("This building is not there."))
        return building.name


def _held(fen: int) -> str:
    # L10N: 在押 {amount}
    return _("{amount} held").format(amount=figures(fen)) if fen else ""


def issue_building_sheet(desk: Desk, building_id: int) -> SlipView:
    """Issues the list of a building's files.

    Raises:
        NotFound: there is no such building. NotAllowed: nobody is signed in.
    """
    slip, people = _building_sheet(desk, building_id, _building(desk, building_id))
    with desk.act("renovation.building-list") as act:
        desk.require("receptionist")
        return issue(act, desk, slip, subject=f"building:{building_id}", people=people)


def started_without_deposit(session: Session) -> list[Renovation]:
    """Files at work whose deposit is not held in full: a receipt was voided and nothing was taken anew."""
    held = (
        select(Deposit.subject, (-func.sum(Account.balance)).label("fen"))
        .join(Account, Account.id == Deposit.account_id)
        .where(Deposit.kind == "renovation")
        .group_by(Deposit.subject)
        .subquery()
    )
    return list(
        session.scalars(
            select(Renovation)
            .outerjoin(held, held.c.subject == literal("renovation:") + cast(Renovation.id, String))
            .where(
                Renovation.state.in_(STARTED),
                Renovation.taken_over.is_(False),
                func.coalesce(held.c.fen, 0) < Renovation.deposit_due,
            )
        )
    )


def pages(connection: Connection, ids: Sequence[int]) -> Iterator[index.Page]:
    """What files put into the index: their numbers, the room, who applies, who works there."""
    for row in connection.execute(
        select(
            Renovation.id, Renovation.number, Renovation.certificate, Renovation.state, Renovation.applicant,
            Renovation.applicant_phone, Renovation.leader, Renovation.leader_phone, Contractor.name.label("firm"),
            Unit.name.label("room"), Unit.code,
        )
        .join(Unit, Unit.id == Renovation.unit_id)
        .outerjoin(Contractor, Contractor.id == Renovation.contractor_id)
        .where(Renovation.id.in_(ids))
    ):  # fmt: skip
        detail = {"state": row.state, "room": row.room, "applicant": row.applicant, "firm": row.firm or ""}
        page = index.Page(
            "renovation", row.id, row.state in OVER, row.number, detail, f"renovation:{row.id}", index.newest(row.id)
        )
        page.add(index.number_terms(row.number))
        if row.certificate:
            page.add(index.number_terms(row.certificate))
        page.add([fold(row.code)], minor=True)
        for name in (row.applicant, row.leader, row.firm):
            for terms in index.name_terms(name) if name else ():
                page.add(terms, minor=True)
        for phone in (row.applicant_phone, row.leader_phone):
            if phone:
                page.add(index.phone_terms(phone), minor=True)
        yield page


__all__ = [
    "LISTS",
    "FileFilter",
    "building_sheet",
    "counts",
    "deposits_by_age",
    "files",
    "issue_building_sheet",
    "pages",
    "passes_out",
    "started_without_deposit",
    "where",
]  # fmt: skip

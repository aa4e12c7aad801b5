"""A release from the application to the numbered slip; everything wrong is told at once (handbook A3, M2–M5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.catalog import catalog
from desk.errors import Checker, InvalidInput, NotFound, Problem
from desk.i18n import _
from desk.models import Customer, Occupancy, Phone, Unit
from desk.models.households import belongs_now, lives_now
from desk.models.releases import Release, ReleaseItem
from desk.models.renovation import Renovation
from desk.rules import releases as rules
from desk.rules.households import plate_problem, tidy_plate
from desk.rules.kit import texts
from desk.rules.kit.gate import Obstacle, standing, waiver_role
from desk.rules.kit.identity import DocumentKind, check_document, mask_number
from desk.rules.kit.phones import check_phone, mask_phone
from desk.rules.kit.wording import listed
from desk.rules.releases import cycle
from desk.services.kit.desk import Act, Desk
from desk.services.kit.gate import obstacles as of_features
from desk.services.kit.lifecycle import advance
from desk.services.kit.personal import require_phones, sees_identity
from desk.services.kit.sequences import next_number
from desk.services.money.within import balances_of
from desk.services.releases import papers
from desk.services.releases.core import PREFIX, find, get, record, seen, view
from desk.services.releases.entries import ReleaseEntry
from desk.services.releases.views import AroundView, CheckView, PersonChoice, ReleaseView
from desk.services.slips import void_within
from desk.slips.engine.slip import Slip

GATE = "release.issue"
"""The gate that other features may stand in the way at; its subject is the room, `unit:12`."""
ROLES = {"owner": ("owner",), "tenant": ("tenant",), "borrower": ("borrower",), "merchant": ("owner", "tenant")}
"""In which roles of the register each applicant stands."""
_FIELDS = {
    **dict.fromkeys(("own-id", "owner-id", "owner-id-copy", "consent-signed", "attorney", "attorney-id-copy", "letter"), "papers"),
    "registered": "customer_id", "owner": "owner_id", "owner-ended": "owner_id", "owner-phone": "owner_phone",
    "on-site": "on_site", "file": "applicant", "contractor-part": "scope", "utilities": "utilities", "utilities-note": "utilities_note",
    "leaving": "leaving", "fees": "waived",
}  # fmt: skip
"""Beside which field of the form an obstacle is told."""


# ---------------------------------------------------------------------------------------------------------- the facts
def _people(session: Session, desk: Desk, unit_id: int) -> list[tuple[Customer, str, bool]]:
    """Who is registered in a room today, owners first: the person, the role, and whether they live there (handbook C-21)."""
    today = desk.today()
    rows = session.execute(
        select(Customer, Occupancy.role, lives_now(today))
        .join(Occupancy, Occupancy.customer_id == Customer.id)
        .where(Occupancy.unit_id == unit_id, belongs_now(today))
        .order_by(Occupancy.id)
    ).all()
    found = [(customer, role, bool(lives)) for customer, role, lives in rows]
    return sorted(found, key=lambda pair: pair[1] != "owner")


def _file_state(session: Session, unit_id: int) -> str:
    state = session.scalars(
        select(Renovation.state).where(Renovation.unit_id == unit_id).order_by(Renovation.id.desc()).limit(1)
    ).first()
    return state or ""


def billed_here(desk: Desk) -> tuple[str, ...]:
    """The utilities that stand on the centre's own bills."""
    return tuple(kind for kind in rules.UTILITIES if desk.policy[f"releases.{kind}_here"])


def _facts(
    session: Session, desk: Desk, entry: ReleaseEntry
) -> tuple[rules.Facts, Customer | None, Customer | None, set[str]]:
    """The facts of an application, who applies, which owner stands behind it, and that owner's telephones."""
    people = _people(session, desk, entry.unit_id)
    roles = ROLES.get(entry.applicant, ())
    fitting = [
        one for one, role, _lives in people
        if role in roles and (entry.applicant != "merchant" or one.kind == "company")
    ]  # fmt: skip
    if entry.customer_id is not None:
        applicant = next((one for one in fitting if one.id == entry.customer_id), None)
    elif entry.name.strip() and entry.applicant != "merchant":
        applicant = next((one for one in fitting if one.name == entry.name.strip()), None)
    else:
        applicant = fitting[0] if len(fitting) == 1 else None
    owners = [one for one, role, _lives in people if role == "owner"]
    chosen = next((one for one in owners if one.id == entry.owner_id), None)
    if entry.owner_id is None and len(owners) == 1:
        chosen = owners[0]
    phones = set()
    if chosen is not None and entry.owner_phone.strip():
        phones = set(session.scalars(select(Phone.number).where(Phone.customer_id == chosen.id)))
    balance = balances_of(session, entry.unit_id)
    facts = rules.Facts(
        applicant=entry.applicant, scope=entry.scope, lease_end=entry.lease_end, papers=entry.papers,
        registered=applicant is not None,
        owner="current" if chosen is not None else "ended" if entry.owner_id is not None else "",
        owner_here=entry.owner_here, owner_phone=entry.owner_phone, on_site=entry.on_site,
        file=_file_state(session, entry.unit_id) if entry.applicant == "contractor" else "",
        owed=balance.owed, ticks=entry.utilities, note=entry.utilities_note,
        billed_here=billed_here(desk),
        residents=tuple(dict.fromkeys(one.name for one, _role, lives in people if lives and one.kind != "company")),
        leaving=len(entry.leaving), nobody_leaves=entry.nobody_leaves,
    )  # fmt: skip
    return facts, applicant, chosen, phones


def around(desk: Desk, unit_id: int) -> AroundView:
    """What the form needs of a room.

    Raises:
        NotFound: there is no such room.
    """
    with desk.look() as session:
        unit = _unit(session, unit_id)
        phones: dict[int, str] = {}
        people = _people(session, desk, unit_id)
        for customer_id, number in session.execute(
            select(Phone.customer_id, Phone.number)
            .where(Phone.customer_id.in_([one.id for one, _role, _lives in people]))
            .order_by(Phone.position, Phone.id)
        ):
            phones.setdefault(customer_id, mask_phone(number))
        balance = balances_of(session, unit_id)
        elsewhere = tuple(kind for kind in rules.UTILITIES if kind not in billed_here(desk))
        choices = tuple(
            PersonChoice(one.id, one.name, role, one.kind == "company", phones.get(one.id, ""), lives)
            for one, role, lives in people
        )
        return AroundView(
            unit.id, unit.name, choices, dict(balance.owed), elsewhere, _file_state(session, unit_id),
            desk.local(desk.clock()),
        )  # fmt: skip


def _unit(session: Session, unit_id: int) -> Unit:
    unit = session.get(Unit, unit_id)
    if unit is None:
        # L10N: 该房号不存在
        raise NotFound(_("This room is not there."))
    return unit


# ---------------------------------------------------------------------------------------------------------- the checks
def _plain_problems(desk: Desk, entry: ReleaseEntry) -> list[Problem]:
    """What is wrong with an entry whatever the register says."""
    check = Checker([])
    if entry.applicant not in rules.APPLICANTS:
        # L10N: 请选择申请人身份
        check.add("applicant", "choice", _("Choose as what the applicant comes."))
    if entry.scope not in rules.SCOPES:
        # L10N: 请选择全部或部分
        check.add("scope", "choice", _("Choose: a part of the goods, or everything."))
    if entry.on_site not in ("", "owner", "desk"):
        check.add("on_site", "choice", _("Choose who is there."))
    check.problems += cycle.item_problems(entry.items)
    move_on = desk.local(entry.move_at).date() if entry.move_at is not None else None
    check.problems += cycle.day_problems(
        move_on, entry.valid_to, desk.today(), most_days=int(desk.policy["releases.most_days"])
    )
    if entry.phone.strip():
        check.note("phone", check_phone(entry.phone).problem)
    if entry.document.strip():
        check.note("document", check_document(DocumentKind.RESIDENT_CARD, entry.document, today=desk.today()).error)
    if entry.slot and entry.slot not in {choice.code for choice in catalog("release_slots")}:
        # L10N: 请从列表中选择时段
        check.add("slot", "choice", _("Choose a lift or loading place from the list."))
    plain = {name: getattr(entry, name) for name in ("name", "company", "carrier", "note", "utilities_note")}
    plain |= {f"items.{place}.name": item.name for place, item in enumerate(entry.items)}
    plain |= {f"items.{place}.remark": item.remark for place, item in enumerate(entry.items)}
    for name, text in plain.items():
        check.note(name, texts.length_problem(text, texts.LINE, name))
    return [each for each in check.problems if not each.warning]


def _obstacles(session: Session, desk: Desk, entry: ReleaseEntry, facts: rules.Facts) -> tuple[Obstacle, ...]:
    return (*rules.obstacles(facts), *of_features(session, desk, GATE, f"unit:{entry.unit_id}"))


def _told(obstacle: Obstacle) -> Problem:
    return Problem(obstacle.code, obstacle.words, _FIELDS.get(obstacle.code, obstacle.field or obstacle.code))


def _warnings(
    session: Session, entry: ReleaseEntry, facts: rules.Facts, phones: set[str], applicant: Customer | None
) -> list[str]:
    plate = plate_problem(tidy_plate(entry.plate)) if entry.plate.strip() else None
    found = rules.warnings(
        facts, [item.name for item in entry.items], on_file=phones, plate=plate.message if plate else ""
    )
    if entry.slot and entry.move_at is not None:
        edge = timedelta(hours=1)
        other = session.scalars(
            select(Release.number).where(
                Release.slot == entry.slot, Release.state.in_(cycle.OPEN), Release.number != entry.replaces,
                Release.move_at > entry.move_at - edge, Release.move_at < entry.move_at + edge,
            )
        ).first()  # fmt: skip
        if other is not None:
            # L10N: 该时段的货梯已由 {number} 预约
            found.append(_("{number} has this place at about the same hour.").format(number=other))
    shown = entry.document.strip().upper()
    if applicant is not None and shown and applicant.document_number and applicant.document_number != shown:
        # L10N: 出示的证件号码与登记的不一致，请核对
        found.append(_("The identity number shown is not the one on file. Please compare."))
    return found


def check_release(desk: Desk, entry: ReleaseEntry) -> CheckView:
    """What stands in the way of an application as far as it is typed, and what deserves a second look; nothing is kept.

    Raises:
        NotFound: there is no such room.
    """
    with desk.look() as session:
        _unit(session, entry.unit_id)
        entry = _with_number(session, entry)
        facts, applicant, _owner, phones = _facts(session, desk, entry)
        return CheckView(
            _obstacles(session, desk, entry, facts), tuple(_warnings(session, entry, facts, phones, applicant))
        )


# ------------------------------------------------------------------------------------------------------------ the act
def issue(desk: Desk, entry: ReleaseEntry) -> ReleaseView:
    """Issues a release slip with its number and code; the slip that it takes the place of becomes void.

    Raises:
        InvalidInput: everything that is wrong and everything in the way at once, by field: `items`, `papers`, `customer_id`,
            `owner_id`, `owner_phone`, `applicant`, `on_site`, `scope`, `waived` (fees), `utilities`, `leaving`, `move_at`, `valid_to` …
        DeskError: `illegal-move`, the slip to be replaced was used. NotFound: no such room or slip.
        NotAllowed: fees are waived, and that is the manager's to allow (`NotAllowed.role`).
    """
    with desk.act("release.issue") as act:
        desk.require("receptionist")
        session = act.session
        unit = _unit(session, entry.unit_id)
        entry = _with_number(session, entry)
        problems = _plain_problems(desk, entry)
        facts, applicant, owner, _phones = _facts(session, desk, entry)
        if applicant is None and entry.customer_id is None and not entry.name.strip():
            # L10N: 请填写申请人
            problems.append(Problem("required", _("Who applies?"), "name"))
        if entry.applicant == "merchant" and not entry.name.strip():
            problems.append(Problem("required", _("Who comes for the company?"), "name"))
        found = _obstacles(session, desk, entry, facts)
        left = standing(found, waived=entry.waived)
        problems += [_told(each) for each in left]
        if problems:
            raise InvalidInput(problems)
        waived = {each.code: entry.waived[each.code].strip() for each in found if each not in left}
        role = waiver_role(found, waived)
        waiver = desk.authority(role) if role else None
        old = _replaced(session, entry, unit)
        row = _new(act, desk, entry, applicant, owner)
        row.waived, row.waived_by_id = waived or None, waiver.id if waiver else None
        session.add(row)
        session.flush()
        if old is not None:
            row.replaces_id = old.id
            advance(cycle.CYCLE, old, "replace")
            # L10N: 由 {number} 取代
            old.void_reason = _("Replaced by {number}.").format(number=row.number)
            void_within(act, old.number, old.void_reason)
            record(act, old, cycle.REPLACED, old.void_reason)
        papers.issue_within(act, desk, row)
        # The number is what the message says; the words of a waiver belong into the history.
        record(act, row, "issued", listed(waived.values()), scope=row.scope, waived=sorted(waived))
        act.touch("unit", unit.id)
        return view(session, desk, row)


def _with_number(session: Session, entry: ReleaseEntry) -> ReleaseEntry:
    """An entry whose masked number was given back as `entry_of` gave it, with the number of the old slip."""
    if entry.replaces.strip() and entry.document.strip():
        old = find(session, entry.replaces)
        if entry.document.strip() == mask_number(old.document):
            return replace(entry, document=old.document)
    return entry


def _replaced(session: Session, entry: ReleaseEntry, unit: Unit) -> Release | None:
    if not entry.replaces.strip():
        return None
    old = find(session, entry.replaces)
    cycle.CYCLE.after(old, "replace")
    if old.unit_id != unit.id:
        # L10N: 被取代的放行单属于另一房号
        raise InvalidInput([Problem("unit", _("The slip to be replaced belongs to another room."), "unit_id")])
    return old


def _new(act: Act, desk: Desk, entry: ReleaseEntry, applicant: Customer | None, owner: Customer | None) -> Release:
    assert entry.move_at is not None
    day = desk.local(entry.move_at).date()
    with_owner = entry.applicant in ("agent", *rules.LESSEES)
    company = entry.company.strip()
    if entry.applicant == "merchant" and applicant is not None:
        company = applicant.name
    name = entry.name.strip() or (applicant.name if applicant is not None else "")
    plate, owner_phone = tidy_plate(entry.plate), entry.owner_phone.strip()
    return Release(
        number=next_number(act.session, PREFIX, desk.local(act.at).date()), unit_id=entry.unit_id, state="issued",
        applicant=entry.applicant, customer_id=applicant.id if applicant is not None else None, name=name,
        company=company, document=entry.document.strip().upper(),
        phone=check_phone(entry.phone).number if entry.phone.strip() else "",
        owner_id=owner.id if owner is not None and with_owner else None, owner_here=entry.owner_here and with_owner,
        owner_phone=check_phone(owner_phone).number if owner_phone else "", papers={"seen": sorted(set(entry.papers))},
        on_site=entry.on_site, scope=entry.scope, lease_end=entry.lease_end, leaving=listed(entry.leaving),
        utilities=dict(entry.utilities) or None, utilities_note=entry.utilities_note.strip(),
        carrier=entry.carrier.strip(), plate=plate, move_at=entry.move_at, slot=entry.slot, valid_from=day,
        valid_to=entry.valid_to or day, note=entry.note.strip(), guard="", carrier_document="", difference="",
        void_reason="", created_at=act.at, staff_id=act.staff_id,
        items=[
            ReleaseItem(position=place, name=item.name.strip(), quantity=item.quantity, remark=item.remark.strip())
            for place, item in enumerate(entry.items)
        ],
    )  # fmt: skip


def preview(desk: Desk, entry: ReleaseEntry) -> Slip:
    """The slip as it would be issued now.

    Raises:
        NotFound: there is no such room.
    """
    with desk.look() as session:
        unit = _unit(session, entry.unit_id)
        _known, applicant, owner, _phones = _facts(session, desk, entry)
        return papers.slip_of_entry(desk, entry, unit, applicant, owner)


def entry_of(desk: Desk, release_id: int) -> ReleaseEntry:
    """An issued slip as an entry for the one that takes its place; what was waived is asked anew. Its phones are whole: the look is noted.

    The identity number stays masked for whoever may not see it; given back as it is, the one of the old slip counts.

    Raises:
        NotFound: there is no such release. NotAllowed: nobody is signed in.
    """
    with desk.act("release.reveal") as act:
        require_phones(desk)
        row = get(act.session, release_id)
        whole = sees_identity(desk)
        act.about("unit", row.unit_id, number=row.number, purpose="edit", document=whole and bool(row.document))
        act.only_looked()
        later = desk.local(row.move_at).date() >= desk.today()
        return ReleaseEntry(
            row.unit_id, tuple(cycle.Item(i.name, i.quantity, i.remark) for i in row.items), row.applicant,
            row.customer_id, row.name, row.company, row.document if whole else mask_number(row.document), row.phone, row.owner_id, row.owner_here,
            row.owner_phone, seen(row), row.on_site, row.scope, row.lease_end, row.carrier, row.plate,
            desk.local(row.move_at) if later else desk.local(desk.clock()), row.slot,
            row.valid_to if later else None, row.note, dict(row.utilities or {}), row.utilities_note,
            replaces=row.number,
        )  # fmt: skip


def usual_goods(desk: Desk, unit_id: int, *, limit: int = 20) -> tuple[str, ...]:
    """What left this room before, the most frequent first: offered before the list of usual goods."""
    with desk.look() as session:
        rows = session.execute(
            select(ReleaseItem.name)
            .join(Release, Release.id == ReleaseItem.release_id)
            .where(Release.unit_id == unit_id)
            .group_by(ReleaseItem.name)
            .order_by(func.count().desc(), ReleaseItem.name)
            .limit(limit)
        )
        return tuple(name for (name,) in rows)


__all__ = [
    "GATE", "around", "billed_here", "check_release", "entry_of", "issue", "preview", "usual_goods",
]  # fmt: skip

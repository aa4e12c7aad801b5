"""The papers of a move, made from what is stored, in the language of the slips (handbook A2, A3, B1, M6, M7)."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.catalog import catalog, label, whole_catalog
from desk.errors import NotFound
from desk.features import slip_kinds
from desk.i18n import N_, _, speaking
from desk.models import Occupancy, Request
from desk.models.moves import Move, ResidentPass
from desk.models.slips import SlipRecord
from desk.rules import moves as rules
from desk.rules.kit import identity, wording
from desk.rules.kit.phones import format_phone
from desk.services.kit.desk import Act, Desk
from desk.services.kit.papers import Offer, head_of
from desk.services.kit.sealed import Personal
from desk.services.kit.words import moment_of
from desk.services.moves.clearance import clearance_of
from desk.services.moves.core import get, keys_of, needed_papers, record, seen, subject
from desk.services.slips import SlipView, issue, looked_at, views, void_within
from desk.slips import moves as forms
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Slip, Tick

KINDS = {
    "sign-off": "move-sign-off",
    "handover": "move-handover",
    "keys": "move-keys",
    "members": "move-members",
    "handouts": "move-handouts",
    "clearance": "move-clearance",
}
"""The papers of a move by name, and their kinds of slips."""
OF_IN = ("sign-off", "handover", "keys", "members", "handouts")
_FORMS: dict[str, Callable[[forms.MoveFacts, PaperHead], Slip]] = {
    "sign-off": forms.sign_off,
    "handover": forms.handover,
    "keys": forms.key_receipt,
    "members": forms.members,
    "handouts": forms.handouts,
    "clearance": forms.clearance,
}
_ABOUT = {
    # L10N: 各站依次会签
    "sign-off": N_("The stations sign in turn."),
    # L10N: 房间 × 项目，缺陷和表底数
    "handover": N_("Rooms by items, with defects and readings."),
    # L10N: 钥匙种类、编号、数量，签收
    "keys": N_("Keys by kind and number, signed for."),
    # L10N: 入住人员
    "members": N_("Who moves in."),
    # L10N: 发放的资料和物品，签收
    "handouts": N_("What was handed out, signed for."),
    # L10N: 搬出时逐项核对
    "clearance": N_("What is open and what is settled when a household leaves."),
}
_MATTERS = {
    # L10N: 入住费用收讫
    "money": N_("Fees of the move-in are paid"),
    # L10N: 签订管理规约、服务协议
    "treaty": N_("Covenant and service agreement are signed"),
    # L10N: 住户登记、资料发放
    "property": N_("Household registered, papers handed out"),
    # L10N: 房屋验收、表底数、钥匙
    "inspection": N_("Home inspected, meters read, keys handed out"),
}


def move_facts(session: Session, desk: Desk, row: Move, paper: str) -> forms.MoveFacts:
    """What the papers say of a move; the grid and the clearance only for the papers that show them."""
    rooms, items, grid = _grid(row) if paper == "handover" else ((), (), ())
    here = seen(session, row) if paper == "sign-off" else {}
    who = label("move_who" if row.kind == "in" else "move_why", row.who)
    return forms.MoveFacts(
        reference=row.number, room=row.unit.name, area=f"{row.unit.area} ㎡" if row.unit.area is not None else "",
        who=who, day=f"{row.day}", fees_from=f"{row.fees_from or ''}", lease_until=f"{row.lease_until or ''}",
        agent=row.agent, owner=row.owner_word, owner_phone=format_phone(row.owner_phone) if row.owner_phone else "",
        deed=f"{row.deed_number} {row.deed_holder}".strip(), people=_people(row),
        papers=tuple(Tick(each.label, each.code in here) for each in needed_papers(row)) if paper == "sign-off" else (),
        stations=_stations(desk, row), rooms=rooms, items=items, grid=grid, defects=_defects(session, row),
        readings=tuple(
            (label("meters", each.meter), each.serial, f"{each.value}", f"{each.on}") for each in row.readings
        ),
        keys=tuple(
            forms.KeyFacts(
                label("move_key_kinds", each.kind), each.number, str(each.pieces), each.signed_by, f"{each.given_on}", each.note
            )
            for each in keys_of(session, row)
        ),
        handouts=tuple(
            forms.HandoutFacts(label("handouts", each.code), str(each.pieces), each.signed_by, f"{each.on}")
            for each in row.handouts
        ),
        lines=_lines(session, desk, row) if paper == "clearance" else (), forwarding=row.forwarding,
        waived=tuple(str(reason) for reason in row.waived.values()),
        passes=_cancelled(session, row) if paper == "clearance" else "", note=row.note,
    )  # fmt: skip


def _people(row: Move) -> tuple[forms.MoverFacts, ...]:
    found = []
    for each in row.people:
        who = each.customer
        number = f"{identity.kind_name(who.document_kind)} {who.document_number}" if who.document_number else ""
        relation = label("relations", each.relation) if each.relation else label("roles", each.role)
        phone = format_phone(who.phones[0].number) if who.phones else ""
        birth = f"{who.birthday}" if who.birthday else ""
        photos = str(each.photos) if row.kind == "in" else ""
        sex = label("sexes", who.sex) if who.sex else ""
        found.append(forms.MoverFacts(who.name, relation, sex, birth, number, phone, photos))
    return tuple(found)


def _stations(desk: Desk, row: Move) -> tuple[forms.StationFacts, ...]:
    signed = {each.code: each for each in row.stations}
    found = []
    for code in rules.STATIONS:
        one = signed.get(code)
        if one is None:
            found.append(forms.StationFacts(label("move_stations", code), _(_MATTERS[code])))
            continue
        # L10N: 免办：{reason}
        note = _("not needed: {reason}").format(reason=one.waived) if one.waived else one.note
        found.append(
            forms.StationFacts(
                label("move_stations", code), _(_MATTERS[code]), one.signer, moment_of(desk, one.at), note
            )
        )
    return tuple(found)


def _grid(row: Move) -> tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Rooms by items: in order where a room was looked at and nothing is wrong, the number of the defect else."""
    items = catalog("handover_items")
    rooms = [choice for choice in whole_catalog("handover_rooms") if choice.code in row.rooms]
    wrong: dict[tuple[str, str], list[int]] = {}
    for place, defect in enumerate(row.defects, 1):
        wrong.setdefault((defect.room, defect.item), []).append(place)

    def cell(room: str, item: str) -> str:
        numbers = wrong.get((room, item))
        # L10N: 见 {numbers}
        return _("see {numbers}").format(numbers=wording.listed(map(str, numbers))) if numbers else "ok"

    return (
        tuple(choice.label for choice in rooms),
        tuple(choice.label for choice in items),
        tuple(tuple(cell(room.code, item.code) for item in items) for room in rooms),
    )


def _defects(session: Session, row: Move) -> tuple[forms.DefectFacts, ...]:
    ids = [each.request_id for each in row.defects if each.request_id is not None]
    rows = session.execute(select(Request.id, Request.number).where(Request.id.in_(ids)))
    numbers = {each.id: each.number for each in rows}
    # L10N: 物业说明 / 业主发现
    origins = {"stated": _("the centre"), "found": _("who moves in")}
    return tuple(
        forms.DefectFacts(
            label("handover_rooms", each.room), label("handover_items", each.item), origins[each.origin], each.words,
            f"{each.deadline or ''}", numbers.get(each.request_id or 0, ""),
        )
        for each in row.defects
    )  # fmt: skip


def _lines(session: Session, desk: Desk, row: Move) -> tuple[forms.LineFacts, ...]:
    found = [
        forms.LineFacts(line.label, line.text, line.state != "green")
        for line in clearance_of(session, desk, row.unit_id).lines
    ]
    for kind, answer in row.utilities.items():
        words = f"{label('utility_answers', answer['how'])} {answer['reason']}"
        found.append(forms.LineFacts(label("charge_kinds", kind), words, False))
    return tuple(found)


def _cancelled(session: Session, row: Move) -> str:
    people = [each.customer_id for each in row.people]
    return wording.listed(
        session.scalars(
            select(ResidentPass.number)
            .where(
                ResidentPass.unit_id == row.unit_id, ResidentPass.customer_id.in_(people),
                ResidentPass.state.in_(("cancelled", "active")),
            )
            .order_by(ResidentPass.number)
        )
    )  # fmt: skip


def make(session: Session, desk: Desk, row: Move, paper: str) -> Slip:
    """A paper of a move as it would be issued now.

    Raises:
        NotFound: there is no such paper.
    """
    if paper not in KINDS:
        # L10N: 没有这种单据
        raise NotFound(_("There is no such paper."))
    with speaking(desk.site.slip_language):
        return _FORMS[paper](move_facts(session, desk, row, paper), head_of(desk, KINDS[paper]))


def preview(desk: Desk, move_id: int, paper: str) -> Slip:
    """A paper as it would be issued, numbers masked.

    Raises:
        NotFound: there is no such move or paper.
    """
    with desk.look() as session:
        row = get(session, move_id)
        return looked_at(make(session, desk, row, paper), people_of(row))


def issue_paper(desk: Desk, move_id: int, paper: str) -> SlipView:
    """Issues a paper of a move (`KINDS`).

    Raises:
        NotFound: there is no such move or paper. NotAllowed.
    """
    with desk.act("move.paper") as act:
        desk.require("receptionist")
        row = get(act.session, move_id)
        slip = issue_within(act, desk, row, paper)
        record(act, row, "paper", slip.title, slip=slip.number)
        return slip


def issue_within(act: Act, desk: Desk, row: Move, paper: str) -> SlipView:
    """Issues a paper inside the act it belongs to."""
    return issue(act, desk, make(act.session, desk, row, paper), subject=subject(row), people=people_of(row))


def people_of(row: Move) -> list[Personal]:
    """What the papers of a move say of people: it is sealed beside them, so that it can be erased."""
    found: list[Personal] = []
    for each in row.people:
        who, about = each.customer, f"customer:{each.customer_id}"
        texts = [("name", who.name), ("document", who.document_number), ("other", f"{who.birthday or ''}")]
        texts += [("phone", format_phone(phone.number)) for phone in who.phones]
        found += [Personal(about, kind, text) for kind, text in texts if text]
    for kind, text in (
        ("name", row.owner_word),
        ("phone", format_phone(row.owner_phone) if row.owner_phone else ""),
        ("name", row.deed_holder),
        ("name", row.agent),
        ("address", row.forwarding),
    ):
        if text:
            found.append(Personal(subject(row), kind, text))
    return found


def issue_pass_within(act: Act, desk: Desk, each: ResidentPass) -> SlipView:
    """Issues the card of a residence pass; it shows the photo on file, which is there by consent only (handbook C-12)."""
    role = act.session.scalar(select(Occupancy.role).where(Occupancy.id == each.occupancy_id)) or ""
    with speaking(desk.site.slip_language):
        facts = forms.ResidentPassFacts(
            each.number, each.customer.name, each.unit.name, label("roles", role), f"{each.first_day}",
            f"{each.until or ''}", each.customer.photo,
        )  # fmt: skip
        slip = forms.resident_pass(facts, head_of(desk, "resident-pass", each.number))
    people = [Personal(f"customer:{each.customer_id}", "name", each.customer.name)]
    return issue(act, desk, slip, subject=f"unit:{each.unit_id}", number=each.number, people=people)


def void_pass_within(act: Act, each: ResidentPass, reason: str) -> None:
    """Voids the card of a pass with it."""
    card = act.session.scalars(
        select(SlipRecord).where(SlipRecord.number == each.number, SlipRecord.state == "issued")
    ).first()
    if card is not None:
        void_within(act, card.number, reason)


def offered(desk: Desk, move_id: int) -> tuple[Offer, ...]:
    """The papers of a move, each with what it is; `Offer.kind` is the kind of slip."""
    with desk.look() as session:
        row = get(session, move_id)
        last = {slip.kind: slip.number for slip in views(session, [subject(row)]) if slip.state != "void"}
        papers = OF_IN if row.kind == "in" else ("clearance",)
    found = []
    for paper in papers:
        kind = KINDS[paper]
        words = _(_ABOUT[paper])
        if kind in last:
            words = _("Issued as {number}; issued again it gets a new number.").format(number=last[kind])
        found.append(Offer(kind, _(slip_kinds()[kind].label), words))
    return tuple(found)


def paper_of(kind: str) -> str:
    """The paper of a kind of slip, as `issue_paper` and `preview` call it."""
    return next(paper for paper, each in KINDS.items() if each == kind)


__all__ = [
    "KINDS", "issue_paper", "issue_pass_within", "issue_within", "make", "offered", "paper_of", "people_of",
    "preview", "void_pass_within",
]  # fmt: skip

"""The papers of a file, made from what is stored, in the language of the slips (handbook R3, R4, C-14)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import DeskError, NotFound
from desk.features import slip_kinds
from desk.i18n import N_, _, speaking
from desk.models.money import Receipt, ReceiptLine
from desk.models.renovation import (
    HotWorkPermit,
    Renovation,
    RenovationInspection,
    Violation,
    WorkerPass,
)
from desk.models.slips import SlipRecord
from desk.rules.kit import wording
from desk.rules.kit.amounts import in_words
from desk.rules.kit.money import figures, yuan
from desk.rules.kit.wording import listed
from desk.rules.renovation import gate
from desk.rules.renovation.cycle import BEFORE_START
from desk.services.kit.desk import Act, Desk
from desk.services.kit.papers import Offer, head_of
from desk.services.kit.sealed import Personal
from desk.services.kit.words import moment_of
from desk.services.renovation import texts
from desk.services.renovation.archive import parts
from desk.services.renovation.core import get, held, here, needed_papers, record, subject, word, works_of
from desk.services.renovation.entries import RefundEntry, ViolationEntry
from desk.services.renovation.settling import unit_below
from desk.services.slips import SlipView, issue, looked_at, views, void_within
from desk.slips import renovation as forms
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Picture, Slip
from desk.slips.requests import NoticeFacts, rectification_notice

KINDS = {
    "application": "renovation-application",
    "filing-form": "renovation-filing",
    "pledge": "renovation-pledge",
    "owner-pledge": "renovation-owner-pledge",
    "fire": "renovation-fire",
    "notice": "renovation-notice",
    "agreement": "renovation-agreement",
    "certificate": "renovation-certificate",
    "workers": "renovation-workers",
    "downstairs": "renovation-downstairs",
    "index": "renovation-index",
}
"""The papers that can be issued by name, and their kinds of slips."""
ONCE = ("certificate",)
"""Issued by an act of the file only."""


def file_facts(session: Session, desk: Desk, row: Renovation, text: str = "") -> forms.FileFacts:
    """What the papers say of a file; `text`: the code of the clauses to print."""
    known = {work.code: work for work in works_of(row)}
    got = here(row)
    documents = needed_papers(row, signing=True)
    firm = row.contractor
    first = row.periods[0] if row.periods else None

    def side(name: str) -> tuple[forms.DocumentFacts, ...]:
        return tuple(
            forms.DocumentFacts(
                paper.label,
                all(work.plan for work in row.works) if paper.plans else paper.code in got and got[paper.code].on is not None,
                paper.stamped,
                paper.code in got and got[paper.code].stamped,
            )
            for paper in documents
            if paper.side == name
        )  # fmt: skip

    return forms.FileFacts(
        reference=row.number, room=row.unit.name, applicant=row.applicant,
        role=word("renovation_applicants", row.applicant_role), phone=row.applicant_phone, owner=row.owner,
        contractor=firm.name if firm else "", credit_code=firm.credit_code if firm else "",
        licence_until=f"{firm.licence_until}" if firm and firm.licence_until else "",
        qualification=firm.qualification if firm else "", leader=row.leader, leader_phone=row.leader_phone,
        officer=wording.bracketed(row.officer.name if row.officer else "", row.deputy.name if row.deputy else ""),
        works=tuple(
            forms.WorkFacts(known[each.code].label, each.detail, each.plan, known[each.code].waterproofing)
            for each in row.works
        ),
        summary=row.summary, workers=row.workers, first=f"{first.first_day if first else row.first_day}",
        last=f"{first.last_day if first else row.last_day}",
        extensions=tuple(
            forms.ExtensionFacts(f"{each.last_day}", f"{each.granted_on}") for each in row.periods if each.old_last
        ),
        owner_papers=side("owner"), contractor_papers=side("contractor"), certificate=row.certificate,
        deposit=_amount(row.deposit_due), deposit_receipt=listed(_deposit_receipts(session, row)),
        fees=_payments(session, row), approved=_approved(desk, row),
        told=f"{moment_of(desk, row.told_at)} {word('told_by', row.told_how)}".strip(),
        version=texts.version(session, text) if text else "", clauses=texts.clauses(session, text) if text else (),
    )  # fmt: skip


def _amount(fen: int) -> str:
    return wording.bracketed(figures(fen), in_words(yuan(fen))) if fen else ""


def _approved(desk: Desk, row: Renovation) -> str:
    if row.approved_at is None or row.approved_by is None:
        return ""
    # L10N: 同意 {staff} {moment}
    return _("Approved by {staff}, {moment}").format(
        staff=row.approved_by.name, moment=moment_of(desk, row.approved_at)
    )


def _deposit_receipts(session: Session, row: Renovation) -> list[str]:
    own = session.scalars(
        select(Receipt.number)
        .join(ReceiptLine, ReceiptLine.receipt_id == Receipt.id)
        .where(Receipt.subject == subject(row), Receipt.kind == "deposit", Receipt.state == "issued")
        .order_by(Receipt.id)
    )
    old = [each.paper_number for each in held(session, row, "renovation") if each.paper_number]
    return list(dict.fromkeys([*own, *old]))


def _payments(session: Session, row: Renovation) -> tuple[str, ...]:
    receipts = session.scalars(
        select(Receipt).where(Receipt.subject == subject(row), Receipt.state == "issued").order_by(Receipt.id)
    )
    found = []
    for each in receipts:
        items = listed(dict.fromkeys(line.item for line in each.lines))
        sign = "−" if each.kind in ("refund", "deposit-refund") else ""
        found.append(f"{each.day} {each.number} {items} {sign}{figures(each.fen)}")
    found += [
        f"{each.taken_on} {each.paper_number} {each.item} {figures(each.fen)}"
        for each in held(session, row)
        if each.paper_number
    ]
    return tuple(found)


_FORMS: dict[str, tuple[Callable[[forms.FileFacts, PaperHead], Slip], str]] = {
    "application": (forms.application, ""),
    "filing-form": (forms.filing_form, ""),
    "pledge": (forms.pledge, "pledge"),
    "owner-pledge": (forms.owner_pledge, "owner-pledge"),
    "fire": (forms.fire_letter, "fire"),
    "notice": (forms.notice, "notice"),
    "agreement": (forms.agreement, "agreement"),
    "certificate": (forms.certificate, ""),
}
"""How a paper is made of the file's facts, and which clauses it prints."""


def make(session: Session, desk: Desk, row: Renovation, paper: str) -> Slip:
    """A paper of a file as it would be issued now.

    Raises:
        NotFound: there is no such paper.
    """
    if paper not in KINDS:
        # L10N: 没有这种单据
        raise NotFound(_("There is no such paper."))
    with speaking(desk.site.slip_language):
        if paper in _FORMS:
            form, text = _FORMS[paper]
            return form(file_facts(session, desk, row, text), head_of(desk, KINDS[paper]))
        facts = file_facts(session, desk, row)
        at = head_of(desk, KINDS[paper])
        if paper == "workers":
            found = session.scalars(
                select(WorkerPass).where(WorkerPass.renovation_id == row.id).order_by(WorkerPass.number)
            )
            return forms.workers_register(facts, tuple(_pass_facts(row, each) for each in found), at)
        if paper == "downstairs":
            below = row.downstairs_unit or unit_below(session, row.unit)
            passed = f"{row.passed_on}" if row.passed_on else ""
            return forms.downstairs(
                facts, forms.DownstairsFacts(below.name if below else "", row.downstairs_signer, passed), at
            )
        return forms.index_sheet(facts, word("renovation_states", row.state), _archive_lines(session, row), at)


def preview(desk: Desk, renovation_id: int, paper: str) -> Slip:
    """A paper as it would be issued, numbers masked.

    Raises:
        NotFound: there is no such file or paper.
    """
    with desk.look() as session:
        row = get(session, renovation_id)
        return looked_at(make(session, desk, row, paper), _people(session, row, paper))


def issue_paper(desk: Desk, renovation_id: int, paper: str) -> SlipView:
    """Issues a paper of a file (`KINDS`); the certificate is issued by the start only, printed again from there.

    Raises:
        DeskError: `by-act`. NotFound; NotAllowed.
    """
    if paper in ONCE:
        # L10N: 登记证在开工时出具，补打请在单据中办理
        raise DeskError("by-act", _("The certificate is issued when the works start. Print it again from there."))
    with desk.act("renovation.paper") as act:
        desk.require("receptionist")
        row = get(act.session, renovation_id)
        slip = issue_within(act, desk, row, paper)
        record(act, row, "paper", slip.title, slip=slip.number)
        return slip


def issue_within(act: Act, desk: Desk, row: Renovation, paper: str) -> SlipView:
    """Issues a paper inside the act it belongs to."""
    people = _people(act.session, row, paper)
    return issue(act, desk, make(act.session, desk, row, paper), subject=subject(row), people=people)


def _people(session: Session, row: Renovation, paper: str) -> list[Personal]:
    people = people_of(row)
    if paper == "workers":
        for each in session.scalars(select(WorkerPass).where(WorkerPass.renovation_id == row.id)):
            people += people_of_pass(each)
    return people


def people_of(row: Renovation) -> list[Personal]:
    """What the papers of a file say of people: it is sealed beside them, so that it can be erased."""
    found = [("name", row.applicant), ("phone", row.applicant_phone), ("name", row.owner), ("name", row.leader)]
    found += [("phone", row.leader_phone), ("name", row.downstairs_signer)]
    return [Personal(subject(row), kind, text) for kind, text in found if text]


def people_of_pass(each: WorkerPass) -> list[Personal]:
    """What a pass says of its bearer."""
    about = f"worker-pass:{each.id}"
    return [Personal(about, "name", each.name), Personal(about, "document", each.document_number)]


def _pass_facts(row: Renovation, each: WorkerPass, *, extended: bool = False) -> forms.PassFacts:
    return forms.PassFacts(
        each.number, each.name, each.document_number, word("trades", each.trade), row.unit.name,
        row.contractor.name if row.contractor else row.applicant, f"{each.first_day}", f"{each.until}", each.photo,
        wording.day(each.until) if extended else "", each.phone, word("pass_states", each.state),
    )  # fmt: skip


def issue_pass_within(act: Act, desk: Desk, row: Renovation, each: WorkerPass, *, extended: bool = False) -> SlipView:
    """Issues the card of a pass; an extended card is a new edition under the same pass number (`LK-…-0007-2`)."""
    number = each.number
    if extended:
        stem = f"{each.number}-"
        editions = act.session.scalars(select(SlipRecord).where(SlipRecord.number.startswith(stem))).all()
        for old in [
            *editions, *act.session.scalars(select(SlipRecord).where(SlipRecord.number == each.number))
        ]:  # fmt: skip
            if old.state == "issued":
                # L10N: 已换发延期卡
                void_within(act, old.number, _("Replaced by the extended card."))
        number = f"{stem}{len(editions) + 2}"
    with speaking(desk.site.slip_language):
        slip = forms.worker_pass(_pass_facts(row, each, extended=extended), head_of(desk, "worker-pass", each.number))
    return issue(act, desk, slip, subject=subject(row), number=number, people=people_of_pass(each))


def void_pass_within(act: Act, each: WorkerPass, reason: str) -> None:
    """Voids the cards of a pass with it."""
    cards = act.session.scalars(
        select(SlipRecord).where(
            SlipRecord.kind == "worker-pass", SlipRecord.number.startswith(each.number), SlipRecord.state == "issued"
        )
    ).all()
    for card in cards:
        void_within(act, card.number, reason)


def issue_hot_work_within(act: Act, desk: Desk, row: Renovation, permit: HotWorkPermit) -> SlipView:
    """Issues a hot-work permit."""
    with speaking(desk.site.slip_language):
        approver = act.actor.name if act.actor else ""
        facts = forms.HotWorkFacts(
            permit.place, permit.worker, permit.certificate, permit.watch, permit.extinguishers,
            f"{moment_of(desk, permit.start)} — {moment_of(desk, permit.until)}",
            f"{approver} {moment_of(desk, act.at)}".strip(),
        )  # fmt: skip
        slip = forms.hot_work_permit(file_facts(act.session, desk, row), facts, head_of(desk, "hot-work"))
    return issue(act, desk, slip, subject=subject(row), people=people_of(row))


def issue_acceptance_within(act: Act, desk: Desk, row: Renovation, done: RenovationInspection) -> SlipView:
    """Issues the 验收单 of an inspection, with its photos."""
    with speaking(desk.site.slip_language):
        facts = forms.InspectionFacts(f"{done.on}", done.inspector, done.passed, done.note, tuple(done.photos))
        slip = forms.acceptance(file_facts(act.session, desk, row), facts, head_of(desk, "renovation-acceptance"))
    return issue(act, desk, slip, subject=subject(row), people=people_of(row))


def issue_rectification_within(
    act: Act, desk: Desk, row: Renovation, found: Violation, entry: ViolationEntry
) -> SlipView:
    """Issues the 整改通知单 of a violation, with its photos (handbook C-9)."""
    with speaking(desk.site.slip_language):
        at = head_of(desk, "rectification")
        slip = rectification_notice(
            NoticeFacts(
                reference=row.number, room=row.unit.name, addressee=row.owner or row.applicant,
                phone=row.applicant_phone, contact=f"{row.leader} {row.leader_phone}".strip(),
                found_at=moment_of(desk, act.at), found_by=act.actor.name if act.actor else "", place=entry.place.strip(),
                findings=found.finding, basis=entry.basis.strip(), demand=found.demand,
                deadline=f"{found.deadline}", issued_by=act.actor.name if act.actor else "", site=at.site, hotline=at.hotline,
                issued=at.issued, copies=at.copies, language=at.language,
            )
        )  # fmt: skip
    slip = replace(slip, pictures=tuple(Picture(sha) for sha in found.photos))
    return issue(act, desk, slip, subject=subject(row), number=found.number, people=people_of(row))


def issue_refund_application_within(
    act: Act, desk: Desk, row: Renovation, entry: RefundEntry, known: gate.RefundFacts, opens: date | None, fen: int
) -> SlipView:
    """Issues the 退押金申请单."""
    with speaking(desk.site.slip_language):
        payers = list(dict.fromkeys(each.payer for each in held(act.session, row)))
        # L10N: 尚未入住
        moved = f"{row.moved_in}" if row.moved_in else (_("nobody moved in") if row.nobody_moved_in else "")
        below = f"{row.downstairs_signer} {row.downstairs_signed_on or ''}".strip() or row.downstairs_reason
        out = listed(known.passes_out)
        # L10N: 尚未交回：{numbers} / 已全部交回
        passes = _("not back: {numbers}").format(numbers=out) if out else _("all back")
        facts = forms.RefundFacts(
            listed(payers), entry.payee, _amount(fen), listed(_deposit_receipts(act.session, row)),
            f"{row.passed_on or ''}", moved, f"{opens or ''}", below,
            entry.certificate or row.certificate_back == "original", entry.receipt or row.receipt_back == "original",
            passes, row.lost_note,
            tuple(wording.labelled(each.item, f"{each.reason} {figures(each.fen)}") for each in entry.deductions),
        )  # fmt: skip
        at = head_of(desk, "renovation-refund-application")
        slip = forms.refund_application(file_facts(act.session, desk, row), facts, at)
    return issue(act, desk, slip, subject=subject(row), people=people_of(row))


def _archive_lines(session: Session, row: Renovation) -> tuple[tuple[str, str], ...]:
    return tuple((part.title, part.number) for part in parts(session, row))


_ABOUT = {
    # L10N: 业主提出装修申请时填写
    "application": N_("What the owner asks for; signed before it is handed in."),
    # L10N: 批准、延期时出具，盖章处在内
    "filing-form": N_("The filing with its extensions and the place of the seal."),
    # L10N: 业主和施工单位签字
    "pledge": N_("Signed by owner and contractor."),
    # L10N: 破坏防水层时由业主签字
    "owner-pledge": N_("Signed by the owner where the waterproofing is broken."),
    # L10N: 施工负责人签字
    "fire": N_("Signed by the site leader."),
    # L10N: 禁止行为和施工时间
    "notice": N_("Forbidden acts and working hours."),
    # L10N: 一式三份，三方签字
    "agreement": N_("Three copies, signed by the three parties."),
    # L10N: 开工时出具；补打请在单据中办理
    "certificate": N_("Issued when the works start; print it again from the slips."),
    # L10N: 全部施工人员和出入证
    "workers": N_("All workers with their passes."),
    # L10N: 楼下业主验收后签字
    "downstairs": N_("Signed by the owner downstairs after the inspection."),
    # L10N: 档案内全部单据
    "index": N_("All papers of the file, in the order of the archive."),
}
"""What each paper is, for the list of those that can be issued."""


def offered(desk: Desk, renovation_id: int) -> tuple[Offer, ...]:
    """The papers of a file, each with what it is, or why it is not possible yet; `Offer.kind` is the kind of slip."""
    with desk.look() as session:
        row = get(session, renovation_id)
        last = {slip.kind: slip.number for slip in views(session, [subject(row)]) if slip.state != "void"}
        started = row.state not in BEFORE_START
    found = []
    for paper, kind in KINDS.items():
        possible, words = paper not in ONCE, _(_ABOUT[paper])
        if paper in ("workers", "downstairs") and not started:
            # L10N: 开工后才能开具
            possible, words = False, _("Only after the works have begun.")
        elif possible and kind in last:
            words = _("Issued as {number}; issued again it gets a new number.").format(number=last[kind])
        found.append(Offer(kind, _(slip_kinds()[kind].label), words, possible))
    return tuple(found)


def paper_of(kind: str) -> str:
    """The paper of a kind of slip, as `issue_paper` and `preview` call it."""
    return next(paper for paper, each in KINDS.items() if each == kind)


__all__ = [
    "KINDS", "file_facts", "issue_acceptance_within", "issue_hot_work_within", "issue_paper",
    "issue_pass_within", "issue_rectification_within", "issue_refund_application_within", "issue_within", "make", "offered", "paper_of",
    "preview", "void_pass_within",
]  # fmt: skip

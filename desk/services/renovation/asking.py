"""What the window asks before an act: what stands in its way, what is proposed, which papers can be issued, which fees are open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desk.errors import InvalidInput, Problem
from desk.features import slip_kinds
from desk.i18n import N_, _
from desk.rules.kit.gate import Obstacle
from desk.rules.kit.money import Tender
from desk.rules.renovation.cycle import BEFORE_START
from desk.rules.renovation.papers import Paper
from desk.services.kit.desk import Desk
from desk.services.kit.gate import obstacles
from desk.services.kit.papers import Offer
from desk.services.money import PayEntry, ReceiptView, pay
from desk.services.money.views import ChargeView, charge_view
from desk.services.renovation.core import checklist, get, subject
from desk.services.renovation.entries import FileEntry, WorkEntry
from desk.services.renovation.money import open_fees, pass_deposit, proposed_deposit
from desk.services.renovation.papers import KINDS, ONCE
from desk.services.slips import views

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


@dataclass(frozen=True, slots=True)
class Proposals:
    """What a filing starts with: deposits in fen, the longest period in months."""

    deposit: int
    pass_deposit: int
    months: int


def proposals(desk: Desk) -> Proposals:
    """What the policy proposes."""
    return Proposals(proposed_deposit(desk), pass_deposit(desk), int(desk.policy["renovation.months"]))


def papers_to_hand_in() -> tuple[Paper, ...]:
    """The whole checklist of papers; plans are ticked with the works."""
    return tuple(paper for paper in checklist() if not paper.plans)


def in_the_way(desk: Desk, renovation_id: int, gate: str) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of an act (`renovation.start`), before it is tried."""
    with desk.look() as session:
        return obstacles(session, desk, gate, f"renovation:{renovation_id}")


def entry_of(desk: Desk, renovation_id: int) -> FileEntry:
    """A filing as it was typed, to be changed.

    Raises:
        NotFound: there is none with this id.
    """
    with desk.look() as session:
        row = get(session, renovation_id)
        return FileEntry(
            row.unit_id, row.applicant, row.first_day, row.last_day, row.applicant_role, row.applicant_phone, row.owner,
            row.owner_consents, row.owner_told, row.letter, True, row.contractor_id, row.leader, row.leader_phone,
            row.officer_id, row.deputy_id,
            tuple(WorkEntry(work.code, work.detail, work.plan) for work in row.works), row.summary, row.workers,
            row.owner_pledge, row.deposit_due,
        )  # fmt: skip


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


def fees(desk: Desk, renovation_id: int) -> tuple[ChargeView, ...]:
    """The fees of a file that are not paid yet."""
    with desk.look() as session:
        return tuple(charge_view(each) for each in open_fees(session, get(session, renovation_id)))


def pay_fees(desk: Desk, renovation_id: int, *, payer: str, tenders: Sequence[Tender]) -> ReceiptView:
    """Takes all open fees of a file on one receipt, apart from any deposit.

    Raises:
        InvalidInput: fields of the cashier's payment; nothing is open. DeskError: `no-shift`. NotFound; NotAllowed.
    """
    with desk.look() as session:
        row = get(session, renovation_id)
        named = {each.id: each.open_fen for each in open_fees(session, row)}
        unit_id, about = row.unit_id, subject(row)
    if not named:
        # L10N: 没有未交的费用
        raise InvalidInput([Problem("nothing", _("No fee is open."), "amount")])
    return pay(desk, PayEntry(payer, tuple(tenders), unit_id, named, subject=about))


__all__ = [
    "Proposals", "entry_of", "fees", "in_the_way", "offered", "paper_of", "papers_to_hand_in", "pay_fees", "proposals",
]  # fmt: skip

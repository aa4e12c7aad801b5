"""Workers' passes and hot-work permits (handbook A5, B1, R6, R7, R9): issued with a deposit each, extended, taken back, lost, void."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.catalog import whole_catalog
from desk.errors import Checker, NotFound
from desk.i18n import _, speaking
from desk.models.money import Account, Deposit
from desk.models.renovation import HotWorkPermit, Renovation, WorkerPass
from desk.models.slips import SlipRecord
from desk.rules.kit.identity import DocumentKind, check_document
from desk.rules.renovation import passes as rules
from desk.rules.renovation.cycle import PASS_CYCLE
from desk.services.kit import attachments
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import advance, moving
from desk.services.kit.sequences import next_number
from desk.services.money import DepositEntry, SettleEntry, TakeEntry, check_take
from desk.services.money.within import issue_receipt, settle_within, take
from desk.services.renovation import papers
from desk.services.renovation.core import FILES, PASSES, check_photos, get, record, subject, tick_dossier
from desk.services.renovation.entries import HotWorkEntry, PassEntry, PassesEntry
from desk.services.renovation.facts import active_passes
from desk.services.renovation.money import pass_deposit
from desk.services.renovation.read import pass_view
from desk.services.renovation.views import PassView
from desk.services.slips import SlipView
from desk.services.undo import reason as why_undone

PREFIX = "LK"


def issue_passes(desk: Desk, renovation_id: int, entry: PassesEntry) -> tuple[PassView, ...]:
    """Issues passes, a deposit each on one receipt; the certificate's copy 1, identity copy and photo are here (handbook R6).

    Raises:
        InvalidInput: `workers.0.name`, `workers.0.document_number` (`bearer`: the person has an active card) …, `until`,
            `copy_shown`, `payer`, `tenders`. DeskError: `illegal-move`, `no-shift`. NotFound; NotAllowed.
    """
    deposit = pass_deposit(desk) if entry.deposit is None else entry.deposit

    def taking(row: Renovation) -> TakeEntry:
        # L10N: 临时出入卡押金（{name}）
        names = [_("Deposit for the pass of {name}").format(name=worker.name.strip()) for worker in entry.workers]
        deposits = tuple(DepositEntry("pass", deposit, name) for name in names)
        return TakeEntry(entry.payer, entry.tenders, deposits, row.unit_id, subject(row))

    def checks(act: Act, row: Renovation, check: Checker) -> None:
        if not entry.workers:
            # L10N: 请填写施工人员
            check.add("workers", "required", _("Who gets a pass?"))
        check.problems += rules.pass_problems(
            entry.first or row.first_day, entry.until or row.last_day, period=(row.first_day, row.last_day),
            today=desk.local(act.at).date(), copy_shown=entry.copy_shown,
            papers_seen=all(worker.papers_seen for worker in entry.workers),
        )  # fmt: skip
        _check_workers(act, desk, row, entry.workers, check)
        if deposit and entry.workers:
            check.problems += check_take(desk, taking(row))

    with moving(desk, FILES, renovation_id, "pass", checks=checks, name="renovation.passes") as step:
        act, row = step.act, step.row
        made = [_make(act, desk, row, worker, entry) for worker in entry.workers]
        number = ""
        if deposit:
            with speaking(desk.site.slip_language):
                receipt = take(act, desk, taking(row))
            issue_receipt(act, desk, receipt)
            number = receipt.number
            for each, line in zip(made, receipt.lines, strict=True):
                each.deposit_id = line.deposit_id
        act.session.flush()
        for each in made:
            papers.issue_pass_within(act, desk, row, each)
        record(act, row, step.move.happened, passes=[each.number for each in made], receipt=number)
        tick_dossier(act, desk, row, ["worker-papers"])
        return tuple(pass_view(act.session, desk, each) for each in made)


def _check_workers(act: Act, desk: Desk, row: Renovation, workers: Sequence[PassEntry], check: Checker) -> None:
    active = {each.document_key: each.number for each in active_passes(act.session, row)}
    trades = {choice.code for choice in whole_catalog("trades")}
    seen: set[str] = set()
    for place, worker in enumerate(workers):
        at = f"workers.{place}."
        # L10N: 请填写姓名
        check.require(at + "name", worker.name, _("Write the name."))
        if worker.trade not in trades:
            # L10N: 请选择工种
            check.add(at + "trade", "choice", _("Choose the trade."))
        check_photos(check, at + "photo", [worker.photo])
        if worker.document_kind not in set(DocumentKind):
            check.add(at + "document_kind", "choice", _("Choose the kind of document."))
            continue
        found = check_document(worker.document_kind, worker.document_number, today=desk.local(act.at).date())
        if found.error is not None:
            check.add(at + "document_number", found.error.code, found.error.message)
            continue
        key = found.person_key or found.number
        if key in active or key in seen:
            # L10N: 一人一卡：此人已有出入卡 {number}
            words = _("One person, one card: this person has the card {number}.")
            check.add(at + "document_number", "bearer", words.format(number=active.get(key, "")).rstrip())
        seen.add(key)


def _make(act: Act, desk: Desk, row: Renovation, worker: PassEntry, entry: PassesEntry) -> WorkerPass:
    today = desk.local(act.at).date()
    found = check_document(worker.document_kind, worker.document_number, today=today)
    key = found.person_key or found.number
    made = WorkerPass(
        number=next_number(act.session, PREFIX, today), renovation_id=row.id, name=worker.name.strip(),
        document_kind=worker.document_kind, document_number=found.number, document_key=key, bearer=key,
        phone=worker.phone.strip(), trade=worker.trade, photo="", first_day=entry.first or row.first_day,
        until=entry.until or row.last_day, issued_at=act.at, staff_id=act.staff_id, note="",
    )  # fmt: skip
    made.state = PASS_CYCLE.by_code["issue"].target
    act.session.add(made)
    act.session.flush()
    if worker.photo is not None:
        made.photo = attachments.store(act, desk, worker.photo, subject=f"worker-pass:{made.id}", role="photo").sha256
    return made


def extend_passes(act: Act, desk: Desk, row: Renovation, until: date) -> None:
    """Extends all active passes with their file: the old card is void, the new one says 延期至 …, the number stays."""
    for each in active_passes(act.session, row):
        each.until = until
        advance(PASS_CYCLE, each, "extend")
        act.session.flush()
        papers.issue_pass_within(act, desk, row, each, extended=True)


def take_back(
    desk: Desk, pass_id: int, *, refund: bool = True, payee: str = "", method: str = "cash", reference: str = ""
) -> PassView:
    """Takes a pass back, and with `refund` gives its deposit back on a line of its own (handbook R9).

    Args:
        desk: the desk.
        pass_id: which.
        refund: now; else the deposit waits for the refund of the file.
        payee: who receives it.
        method: how it is paid out.
        reference: of a transfer.

    Raises:
        InvalidInput: field `payee`. DeskError: `illegal-move`, `drawer`, `no-shift`. NotFound.
        NotAllowed: more than a receptionist refunds alone (policy of the cashier).
    """

    def checks(act: Act, row: WorkerPass, check: Checker) -> None:
        if refund and held_of(act.session, row):
            check.require("payee", payee, _("Who receives the money?"))

    with moving(desk, PASSES, pass_id, "return", checks=checks) as step:
        act, row = step.act, step.row
        row.bearer, row.ended_on = None, desk.local(act.at).date()
        _drop_photo(act, desk, row)
        file = get(act.session, row.renovation_id)
        act.session.flush()
        if refund and row.deposit_id is not None and held_of(act.session, row):
            settled = settle_within(
                act, desk, SettleEntry((row.deposit_id,), payee, method, reference, remark=row.number)
            )
            record(act, file, "pass-returned", row.name, card=row.number, receipt=settled.receipt.number)
        else:
            record(act, file, "pass-returned", row.name, card=row.number)
        act.about("worker-pass", row.id, number=row.number)
        return pass_view(act.session, desk, row)


def lose(desk: Desk, pass_id: int, *, note: str) -> PassView:
    """Records that a pass is lost: it no longer blocks, and is invalid; its deposit is dealt with at the refund (handbook R9).

    Raises:
        InvalidInput: field `note`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, PASSES, pass_id, "lose", {"note": note}) as step:
        return _end(step.act, desk, step.row, "pass-lost", note)


def void_pass(desk: Desk, pass_id: int, *, reason: str) -> PassView:
    """Voids a pass that was issued by mistake; its number is never used again (handbook C-19), its deposit waits for the refund.

    Raises:
        InvalidInput: field `reason`. DeskError: `illegal-move`. NotFound; NotAllowed: not a supervisor.
    """
    with moving(desk, PASSES, pass_id, "void", {"reason": reason}) as step:
        act, row = step.act, step.row
        papers.void_pass_within(act, row, reason.strip())
        _drop_photo(act, desk, row)
        return _end(act, desk, row, "pass-void", reason)


def _drop_photo(act: Act, desk: Desk, row: WorkerPass) -> None:
    """A photo is kept as long as the pass may be shown, no longer."""
    if row.photo:
        attachments.release(act, desk, subject=f"worker-pass:{row.id}", role="photo")
        row.photo = ""


def _end(act: Act, desk: Desk, row: WorkerPass, kind: str, note: str) -> PassView:
    row.bearer, row.note, row.ended_on = None, note.strip(), desk.local(act.at).date()
    record(act, get(act.session, row.renovation_id), kind, note, card=row.number)
    act.about("worker-pass", row.id, number=row.number)
    act.session.flush()
    return pass_view(act.session, desk, row)


def held_of(session: Session, row: WorkerPass) -> int:
    """What is held for a pass, in fen."""
    if row.deposit_id is None:
        return 0
    balance = session.scalar(
        select(Account.balance).join(Deposit, Deposit.account_id == Account.id).where(Deposit.id == row.deposit_id)
    )
    return -(balance or 0)


def worker_pass(desk: Desk, number: str) -> PassView:
    """A pass by its number, as a guard's scanner reads it.

    Raises:
        NotFound: no pass has it.
    """
    with desk.look() as session:
        row = session.scalars(select(WorkerPass).where(WorkerPass.number == number.strip().upper())).first()
        if row is None:
            raise NotFound(PASSES.absent())
        return pass_view(session, desk, row)


def permit_hot_work(desk: Desk, renovation_id: int, entry: HotWorkEntry) -> SlipView:
    """Issues a hot-work permit with its window; the officer, the deputy or a supervisor permits it.

    Raises:
        InvalidInput: fields of `HotWorkEntry`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(act: Act, row: Renovation, check: Checker) -> None:
        local = [desk.local(moment) if moment is not None else None for moment in (entry.start, entry.until)]
        typed = rules.HotWork(
            entry.place, entry.worker, entry.watch, local[0], local[1], entry.certificate, entry.extinguishers
        )
        check.problems += rules.hot_work_problems(typed, now=act.at, days=(row.first_day, row.last_day))

    with moving(desk, FILES, renovation_id, "hot-work", checks=checks) as step:
        act, row = step.act, step.row
        if act.staff_id not in (row.officer_id, row.deputy_id):
            desk.require("supervisor")
        assert entry.start is not None
        assert entry.until is not None
        permit = HotWorkPermit(
            number="", renovation_id=row.id, place=entry.place.strip(), worker=entry.worker.strip(),
            certificate=entry.certificate.strip(), watch=entry.watch.strip(), extinguishers=entry.extinguishers,
            start=entry.start, until=entry.until, approved_by_id=act.staff_id,
        )  # fmt: skip
        slip = papers.issue_hot_work_within(act, desk, row, permit)
        permit.number = slip.number
        act.session.add(permit)
        record(act, row, step.move.happened, entry.place, slip=slip.number)
        return slip


def pass_voided(act: Act, _desk: Desk, slip_id: int, reason: str) -> None:
    """A pass's card was voided among the slips: the pass is void with it, unless a newer card stands for it."""
    slip = act.session.get(SlipRecord, slip_id)
    if slip is None:
        return
    row = act.session.scalars(select(WorkerPass).where(WorkerPass.number == slip.number)).first()
    if row is not None and row.state == "active":
        advance(PASS_CYCLE, row, "void")
        row.bearer, row.note = None, reason


def withdraw(act: Act, desk: Desk, row: WorkerPass) -> None:
    """Void: nobody goes in by it."""
    advance(PASSES.cycle, row, "void")
    row.bearer, row.ended_on, row.note = None, desk.local(act.at).date(), why_undone(desk)
    act.touch("worker-pass", row.id)


__all__ = [
    "PREFIX", "extend_passes", "held_of", "issue_passes", "lose", "pass_voided",
    "permit_hot_work", "take_back", "void_pass", "worker_pass",
]  # fmt: skip

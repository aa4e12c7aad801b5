"""What the window shows of renovation; amounts in whole fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from desk.rules.kit.gate import Obstacle
from desk.services.kit.lines import EventView
from desk.services.money import DepositView, ReceiptRow
from desk.services.slips import SlipView


@dataclass(frozen=True, slots=True)
class ContractorView:
    """A contractor; `running`: files at work; `violations`: not put right; `expired`: what ran out, in words."""

    id: int
    name: str
    credit_code: str
    contact: str
    phone: str
    address: str
    licence_until: date | None
    qualification: str
    qualification_until: date | None
    refused: str
    note: str
    running: int
    violations: int
    expired: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkView:
    """An item of work."""

    code: str
    label: str
    detail: str
    plan: bool
    waterproofing: bool


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A paper of the checklist. `needs_seal`: each copy bears the seal; `signing`: it comes with the signatures."""

    code: str
    label: str
    side: str
    received_on: date | None
    needs_seal: bool
    stamped: bool
    signing: bool
    scan: str = ""


@dataclass(frozen=True, slots=True)
class PeriodView:
    """A period that was granted; `days_without`: days nobody was allowed to work before it."""

    first: date
    last: date
    old_last: date | None
    days_without: int
    granted_on: date
    slip: str


@dataclass(frozen=True, slots=True)
class InspectionView:
    """An inspection; photos by hash."""

    id: int
    kind: str
    on: date
    inspector: str
    passed: bool
    note: str
    photos: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ViolationView:
    """A violation."""

    id: int
    number: str
    state: str
    found_on: date
    finding: str
    demand: str
    deadline: date
    overdue: bool
    photos: tuple[str, ...]
    checked_on: date | None
    checked_note: str
    authority: str
    reported_on: date | None


@dataclass(frozen=True, slots=True)
class PassView:
    """A worker's pass; `shown`: active, expired, over, suspended, returned, lost, void; the number of the document is masked."""

    id: int
    number: str
    renovation_id: int
    room: str
    state: str
    shown: str
    name: str
    document: str
    trade: str
    photo: str
    first: date
    until: date
    deposit_held: int
    ended_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class RenovationView:
    """A renovation file.

    Attributes:
        deposits: held and gone; held: what is held of the renovation deposit, in fen.
        missing: names of what the file lacks. obstacles: what stands in the way of the refund today; () while it is not its turn.
        opens: from which day the deposit can go back; None while it is not known.
        days_left: to the last day, less than 0 when it is over.
    """

    id: int
    number: str
    unit_id: int
    room: str
    state: str
    applicant_role: str
    applicant: str
    applicant_phone: str
    owner: str
    contractor_id: int | None
    contractor: str
    leader: str
    leader_phone: str
    officer: str
    deputy: str
    summary: str
    workers: int
    first: date
    last: date
    extended: bool
    days_left: int
    owner_pledge: bool
    deposit_due: int
    held: int
    certificate: str
    agreement_version: str
    signed_on: date | None
    told_at: datetime | None
    passed_on: date | None
    moved_in: date | None
    nobody_moved_in: bool
    downstairs_room: str
    downstairs_signer: str
    downstairs_signed_on: date | None
    downstairs_waiver: str
    attempts: int
    works: tuple[WorkView, ...]
    documents: tuple[DocumentView, ...]
    periods: tuple[PeriodView, ...]
    inspections: tuple[InspectionView, ...]
    violations: tuple[ViolationView, ...]
    passes: tuple[PassView, ...]
    deposits: tuple[DepositView, ...]
    receipts: tuple[ReceiptRow, ...]
    events: tuple[EventView, ...]
    slips: tuple[SlipView, ...]
    missing: tuple[str, ...]
    taken_over: bool = False
    obstacles: tuple[Obstacle, ...] = ()
    opens: date | None = None


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file in a list; `held`: of its deposits, in fen; `out`: passes out."""

    id: int
    number: str
    unit_id: int
    room: str
    state: str
    applicant: str
    contractor: str
    leader: str
    leader_phone: str
    first: date
    last: date
    days_left: int
    held: int
    out: int


@dataclass(frozen=True, slots=True)
class RefundView:
    """How a deposit went back: the cashier's papers with their numbers, and the sums in fen."""

    file: RenovationView
    numbers: tuple[str, ...]
    refund: int
    deducted: int
    claim: int


__all__ = [
    "ContractorView",
    "DocumentView",
    "FileRow",
    "InspectionView",
    "PassView",
    "PeriodView",
    "RefundView",
    "RenovationView",
    "ViolationView",
    "WorkView",
]

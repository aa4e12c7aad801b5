"""What is typed of a renovation file; amounts are whole fen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from desk.rules.kit.money import Tender
from desk.rules.money import Deduction


@dataclass(frozen=True, slots=True)
class ContractorEntry:
    """A contractor. `qualification`: its number or grade; dates: last day, None for no end. `refused`: why no filing is taken."""

    name: str
    credit_code: str
    contact: str = ""
    phone: str = ""
    address: str = ""
    licence_until: date | None = None
    qualification: str = ""
    qualification_until: date | None = None
    refused: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class WorkEntry:
    """An item of work; `plan`: its plan is here."""

    code: str
    detail: str = ""
    plan: bool = False


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A filing.

    Attributes:
        applicant_role: owner, tenant, company. handed_over: the home was handed over to its owner.
        contractor_id: None when the owner does it. leader: 施工负责人. officer_id: 装修管理员; deputy_id: who stands in.
        works: items of work. first, last: the period. deposit: to be taken, in fen; None proposes the policy's.
    """

    unit_id: int
    applicant: str
    first: date | None
    last: date | None
    applicant_role: str = "owner"
    applicant_phone: str = ""
    owner: str = ""
    owner_consents: bool = False
    owner_told: bool = False
    letter: bool = False
    handed_over: bool = True
    contractor_id: int | None = None
    leader: str = ""
    leader_phone: str = ""
    officer_id: int | None = None
    deputy_id: int | None = None
    works: tuple[WorkEntry, ...] = ()
    summary: str = ""
    workers: int = 0
    owner_pledge: bool = False
    deposit: int | None = None


@dataclass(frozen=True, slots=True)
class OldFileEntry:
    """A renovation that was running before Desk (handbook R1): its filing, the certificate's old number, the day it was issued."""

    file: FileEntry
    certificate: str
    started_on: date | None


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A paper that was received (or taken off the list again)."""

    code: str
    received: bool = True
    stamped: bool = False
    on: date | None = None


@dataclass(frozen=True, slots=True)
class ExtendEntry:
    """An extension; `shown`: numbers of the passes that are here; `copies`: how many copies of the certificate."""

    until: date | None
    shown: tuple[str, ...] = ()
    copies: int = 0


@dataclass(frozen=True, slots=True)
class InspectionEntry:
    """An inspection. `kind`: plans, interim, completion, not-begun; `photos`: files to keep with it."""

    kind: str
    passed: bool
    on: date | None = None
    inspector: str = ""
    note: str = ""
    photos: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class ViolationEntry:
    """What must be put right. `deadline`: the policy's when None."""

    finding: str
    demand: str = ""
    deadline: date | None = None
    place: str = ""
    basis: str = ""
    photos: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class PassEntry:
    """A worker who gets a pass. `photo`: a file to keep with it; `papers_seen`: identity copy and photo are here."""

    name: str
    document_number: str
    document_kind: str = "resident-card"
    trade: str = "other"
    phone: str = ""
    photo: Path | None = None
    papers_seen: bool = False


@dataclass(frozen=True, slots=True)
class PassesEntry:
    """Passes to issue at once.

    Attributes:
        workers: who. first, until: the file's period when None. copy_shown: copy 1 of the certificate was shown.
        deposit: for each, in fen; the policy's when None; 0 takes none. payer, tenders: who pays it, and how.
    """

    workers: tuple[PassEntry, ...]
    first: date | None = None
    until: date | None = None
    copy_shown: bool = False
    deposit: int | None = None
    payer: str = ""
    tenders: tuple[Tender, ...] = ()


@dataclass(frozen=True, slots=True)
class HotWorkEntry:
    """A hot-work permit; moments are aware."""

    place: str
    worker: str
    watch: str
    start: datetime | None
    until: datetime | None
    certificate: str = ""
    extinguishers: int = 0


@dataclass(frozen=True, slots=True)
class DownstairsEntry:
    """The owner downstairs: signed, or why that is not applicable.

    Attributes:
        unit_id: the room below when the one found is not the right one.
        signer, signed_on: of the signature; by_owner: the owner signed, not the tenant.
        waiver: ground, vacant, unreachable, with its reason; "" for a signature.
    """

    signer: str = ""
    signed_on: date | None = None
    by_owner: bool = False
    unit_id: int | None = None
    waiver: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LostEntry:
    """A declaration of loss, which a supervisor approves. `what`: certificate or receipt."""

    what: str
    note: str


@dataclass(frozen=True, slots=True)
class RefundEntry:
    """The refund of a deposit.

    Attributes:
        payee: who signs for the money. payer: `self`, `letter` (letter and identity card checked); "" is an obstacle.
        certificate, receipt: the original is here. deductions: damages, item by item. waived: obstacles done without, `{code: reason}`.
    """

    payee: str
    method: str = "cash"
    reference: str = ""
    payer: str = ""
    certificate: bool = False
    receipt: bool = False
    deductions: tuple[Deduction, ...] = ()
    waived: Mapping[str, str] = field(default_factory=dict)


__all__ = [
    "ContractorEntry",
    "Deduction",
    "DocumentEntry",
    "DownstairsEntry",
    "ExtendEntry",
    "FileEntry",
    "HotWorkEntry",
    "InspectionEntry",
    "LostEntry",
    "OldFileEntry",
    "PassEntry",
    "PassesEntry",
    "RefundEntry",
    "ViolationEntry",
    "WorkEntry",
]

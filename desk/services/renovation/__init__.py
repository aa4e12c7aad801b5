"""The renovation file (handbook A5, C-7, C-8, C-9, C-14, C-32, R1, R3 to R9): the door of the feature."""

from desk.services.renovation.archive import print_passes
from desk.services.renovation.entries import (
    ContractorEntry,
    Deduction,
    DocumentEntry,
    DownstairsEntry,
    ExtendEntry,
    FileEntry,
    HotWorkEntry,
    InspectionEntry,
    LostEntry,
    OldFileEntry,
    PassEntry,
    PassesEntry,
    RefundEntry,
    ViolationEntry,
    WorkEntry,
)
from desk.services.renovation.filing import (
    approve,
    check_file,
    edit,
    file,
    keep_scan,
    note,
    receive,
    receive_plans,
    return_,
    sign,
    start,
    submit,
    take_over,
    tell,
)
from desk.services.renovation.inspections import (
    ask_inspection,
    find_violation,
    inspect,
    reinspect,
    report_violation,
)
from desk.services.renovation.lists import (
    LISTS,
    FileFilter,
    building_sheet,
    counts,
    deposits_by_age,
    files,
    issue_building_sheet,
    passes_out,
)
from desk.services.renovation.money import (
    Proposals,
    charge_fee,
    fees,
    notify,
    pay_fees,
    proposals,
    take_deposit,
    take_over_deposit,
)
from desk.services.renovation.papers import issue_paper, offered, paper_of, preview
from desk.services.renovation.passes import (
    issue_passes,
    lose,
    permit_hot_work,
    take_back,
    void_pass,
    worker_pass,
)
from desk.services.renovation.periods import extend, resume, suspend
from desk.services.renovation.read import by_number, entry_of, gate_obstacles, of_unit, papers_to_hand_in, renovation
from desk.services.renovation.refunds import (
    apply_refund,
    cancel,
    file_away,
    refund,
    refund_cancelled,
    sweep,
)
from desk.services.renovation.register import check_contractor, contractor, contractors, save_contractor
from desk.services.renovation.settling import declare_lost, note_attempt, note_downstairs, note_moving_in
from desk.services.renovation.texts import TextView, save_text, text, text_codes
from desk.services.renovation.views import (
    ContractorView,
    FileRow,
    PassView,
    RefundView,
    RenovationView,
    ViolationView,
)
from desk.services.renovation.whole_file import whole_file

__all__ = [
    "LISTS", "ContractorEntry", "ContractorView", "Deduction", "DocumentEntry", "DownstairsEntry", "ExtendEntry",
    "FileEntry", "FileFilter", "FileRow", "HotWorkEntry", "InspectionEntry", "LostEntry", "OldFileEntry",
    "PassEntry", "PassView", "PassesEntry", "Proposals", "RefundEntry", "RefundView", "RenovationView", "TextView",
    "ViolationEntry", "ViolationView", "WorkEntry", "apply_refund", "approve", "ask_inspection", "building_sheet",
    "by_number", "cancel", "charge_fee", "check_contractor", "check_file", "contractor", "contractors", "counts",
    "declare_lost", "deposits_by_age", "edit", "entry_of", "extend", "fees", "file", "file_away", "files",
    "find_violation", "gate_obstacles", "inspect", "issue_building_sheet", "issue_paper", "issue_passes", "keep_scan",
    "lose", "note", "note_attempt", "note_downstairs", "note_moving_in", "notify", "of_unit", "offered", "paper_of",
    "papers_to_hand_in", "passes_out", "pay_fees", "permit_hot_work", "preview", "print_passes", "proposals",
    "receive", "receive_plans", "refund", "refund_cancelled", "reinspect", "renovation", "report_violation",
    "resume", "return_", "save_contractor", "save_text", "sign", "start", "submit", "suspend", "sweep", "take_back",
    "take_deposit", "take_over", "take_over_deposit", "tell", "text", "text_codes", "void_pass", "whole_file",
    "worker_pass",
]  # fmt: skip

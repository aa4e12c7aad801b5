"""The papers of renovation (handbook A5, R3, R4): the door."""

from desk.slips.renovation.closing import (
    DownstairsFacts,
    IndexRow,
    InspectionFacts,
    RefundFacts,
    acceptance,
    building_list,
    downstairs,
    index_sheet,
    refund_application,
)
from desk.slips.renovation.facts import DocumentFacts, ExtensionFacts, FileFacts, WorkFacts
from desk.slips.renovation.filing import (
    agreement,
    application,
    certificate,
    filing_form,
    fire_letter,
    notice,
    owner_pledge,
    pledge,
)
from desk.slips.renovation.workers import (
    HotWorkFacts,
    PassFacts,
    hot_work_permit,
    worker_pass,
    workers_register,
)

__all__ = [
    "DocumentFacts",
    "DownstairsFacts",
    "ExtensionFacts",
    "FileFacts",
    "HotWorkFacts",
    "IndexRow",
    "InspectionFacts",
    "PassFacts",
    "RefundFacts",
    "WorkFacts",
    "acceptance",
    "agreement",
    "application",
    "building_list",
    "certificate",
    "downstairs",
    "filing_form",
    "fire_letter",
    "hot_work_permit",
    "index_sheet",
    "notice",
    "owner_pledge",
    "pledge",
    "refund_application",
    "worker_pass",
    "workers_register",
]

"""Every table: importing this module loads them all. A new table is added here, to the imports and to `__all__`."""

from desk.models.callbacks import CallbackAttempt, QualitySample, SampleItem
from desk.models.finder.tables import SearchEntry, SearchTerm
from desk.models.households import (
    Attachment,
    Building,
    Consent,
    Customer,
    DossierItem,
    Occupancy,
    Phone,
    Unit,
    Vehicle,
)
from desk.models.incidents import Incident
from desk.models.kit.base import Base
from desk.models.money import (
    Account,
    Allocation,
    Charge,
    Deduction,
    Deposit,
    JournalEntry,
    Posting,
    Receipt,
    ReceiptLine,
    ReceiptTender,
    Shift,
    ShiftLog,
)
from desk.models.orders import WorkLine, WorkOrder
from desk.models.records import AuditEvent, Draft, Sequence
from desk.models.renovation import (
    Contractor,
    DownstairsAttempt,
    HotWorkPermit,
    Renovation,
    RenovationDocument,
    RenovationEvent,
    RenovationInspection,
    RenovationPeriod,
    RenovationText,
    RenovationWork,
    Violation,
    WorkerPass,
)
from desk.models.requests import Request, RequestEvent, RequestLink
from desk.models.site import CatalogChange, HolidayEdition, Setting, Site
from desk.models.slips import PrintLog, SlipRecord
from desk.models.staff import Staff

__all__ = [
    "Account",
    "Allocation",
    "Attachment",
    "AuditEvent",
    "Base",
    "Building",
    "CallbackAttempt",
    "CatalogChange",
    "Charge",
    "Consent",
    "Contractor",
    "Customer",
    "Deduction",
    "Deposit",
    "DossierItem",
    "DownstairsAttempt",
    "Draft",
    "HolidayEdition",
    "HotWorkPermit",
    "Incident",
    "JournalEntry",
    "Occupancy",
    "Phone",
    "Posting",
    "PrintLog",
    "QualitySample",
    "Receipt",
    "ReceiptLine",
    "ReceiptTender",
    "Renovation",
    "RenovationDocument",
    "RenovationEvent",
    "RenovationInspection",
    "RenovationPeriod",
    "RenovationText",
    "RenovationWork",
    "Request",
    "RequestEvent",
    "RequestLink",
    "SampleItem",
    "SearchEntry",
    "SearchTerm",
    "Sequence",
    "Setting",
    "Shift",
    "ShiftLog",
    "Site",
    "SlipRecord",
    "Staff",
    "Unit",
    "Vehicle",
    "Violation",
    "WorkLine",
    "WorkOrder",
    "WorkerPass",
]

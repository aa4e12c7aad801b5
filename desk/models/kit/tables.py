"""Every table: importing this module loads them all. A new table is added here, to the imports and to `__all__`."""

from desk.models.attachments import Attachment, AttachmentUse
from desk.models.callbacks import CallbackAttempt, QualitySample, SampleItem
from desk.models.finder.tables import SearchEntry, SearchTerm
from desk.models.households import (
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
from desk.models.orders import WorkLine, WorkOrder
from desk.models.records import AuditEvent, Draft, Erasure, SealedValue, Sequence
from desk.models.requests import Request, RequestEvent, RequestLink
from desk.models.site import CatalogChange, HolidayEdition, Setting, Site
from desk.models.slips import PrintLog, SlipRecord
from desk.models.staff import Staff

__all__ = [
    "Attachment",
    "AttachmentUse",
    "AuditEvent",
    "Base",
    "Building",
    "CallbackAttempt",
    "CatalogChange",
    "Consent",
    "Customer",
    "DossierItem",
    "Draft",
    "Erasure",
    "HolidayEdition",
    "Incident",
    "Occupancy",
    "Phone",
    "PrintLog",
    "QualitySample",
    "Request",
    "RequestEvent",
    "RequestLink",
    "SampleItem",
    "SealedValue",
    "SearchEntry",
    "SearchTerm",
    "Sequence",
    "Setting",
    "Site",
    "SlipRecord",
    "Staff",
    "Unit",
    "Vehicle",
    "WorkLine",
    "WorkOrder",
]

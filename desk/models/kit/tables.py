"""Every table: importing this module loads them all. A new table is added here, to the imports and to `__all__`."""

from desk.models.audit import AuditEvent
from desk.models.callbacks import CallbackAttempt, QualitySample, SampleItem
from desk.models.draft import Draft
from desk.models.finder.tables import SearchEntry, SearchTerm
from desk.models.households import (
    Attachment,
    Consent,
    Customer,
    DossierItem,
    Occupancy,
    Phone,
    Vehicle,
)
from desk.models.kit.base import Base
from desk.models.lists import CatalogChange, HolidayEdition
from desk.models.orders import WorkLine, WorkOrder
from desk.models.place import Building, Unit
from desk.models.requests import Incident, Request, RequestEvent, RequestLink
from desk.models.sequence import Sequence
from desk.models.site import Setting, Site
from desk.models.slips import PrintLog, SlipRecord
from desk.models.staff import Staff

__all__ = [
    "Attachment",
    "AuditEvent",
    "Base",
    "Building",
    "CallbackAttempt",
    "CatalogChange",
    "Consent",
    "Customer",
    "DossierItem",
    "Draft",
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

"""Parcels, left and found things (handbook S20): the door of the feature."""

from desk.services.parcels.acts import (
    dispose,
    give_back,
    hand_out,
    issue_count_sheet,
    issue_notice,
    take,
    tell,
    to_police,
    void,
)
from desk.services.parcels.due import sweep
from desk.services.parcels.lists import ParcelFilter, by_number, counts, parcel, parcels
from desk.services.parcels.views import HandingEntry, ParcelEntry, ParcelView

__all__ = [
    "HandingEntry", "ParcelEntry", "ParcelFilter", "ParcelView", "by_number", "counts", "dispose", "give_back", "hand_out",
    "issue_count_sheet", "issue_notice", "parcel", "parcels", "sweep", "take", "tell", "to_police", "void",
]  # fmt: skip

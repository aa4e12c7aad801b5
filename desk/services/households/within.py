"""Households inside the act of another feature: what a feature that moves people in and out may call.

Everything here runs in the caller's transaction, so that the registration and the record it belongs to stand or fall together.
"""

from desk.services.households.consents import in_force
from desk.services.households.notes import of_unit as notes_of
from desk.services.households.notes import personal as notes_personal
from desk.services.households.people import register_within
from desk.services.households.read import open_matters
from desk.services.households.residence import (
    back_within,
    come_within,
    leave_within,
    living_roles,
    residents_of,
    settle_state,
)

__all__ = [
    "back_within", "come_within", "in_force", "leave_within", "living_roles", "notes_of", "notes_personal", "open_matters",
    "register_within", "residents_of", "settle_state",
]  # fmt: skip

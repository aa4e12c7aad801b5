"""Opening a home's page leaves a trace where the site wants one (policy `access.opened`, handbook S27)."""

from __future__ import annotations

from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from desk.catalog import catalog
from desk.errors import DeskError, NotFound
from desk.i18n import _
from desk.models import Unit
from desk.services.kit.desk import Desk

AGAIN = timedelta(minutes=10)
"""Whoever comes back to a home within this time, or whose page is read anew, has opened it once."""

_noted: WeakKeyDictionary[Desk, dict[tuple[int, int], datetime]] = WeakKeyDictionary()


def note_opening(desk: Desk, unit_id: int, *, purpose: str = "") -> bool:
    """Notes that the one at the counter opens a home's page, where the site wants that noted.

    Args:
        desk: the desk.
        unit_id: the room.
        purpose: code of `view_purposes`; needed only where the rule is `purpose`.

    Returns:
        Whether an event was written: not where the rule is off, nor for whoever opened the same home within ten minutes.

    Raises:
        DeskError: `purpose`: it has to be said what for. NotFound: no such room. NotAllowed: nobody is signed in.
    """
    wanted = desk.policy["access.opened"]
    if wanted == "off":
        return False
    desk.require("receptionist")
    now = desk.clock()
    noted, key = _noted.setdefault(desk, {}), (desk.actor.id if desk.actor else 0, unit_id)
    if key in noted and timedelta() <= now - noted[key] < AGAIN:
        return False
    known = {choice.code for choice in catalog("view_purposes")}
    if wanted == "purpose" and purpose not in known:
        # L10N: 请先选择查阅用途
        raise DeskError("purpose", _("Say first what you open the page for."))
    with desk.act("household.open") as act:
        if act.session.get(Unit, unit_id) is None:
            raise NotFound(_("This room is not registered."))
        act.about("unit", unit_id, purpose=purpose if purpose in known else "")
        act.only_looked()
    for old in [one for one, at in noted.items() if not timedelta() <= now - at < AGAIN]:
        del noted[old]
    noted[key] = now
    return True


__all__ = ["AGAIN", "note_opening"]

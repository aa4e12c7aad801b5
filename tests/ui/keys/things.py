"""One record of each kind that is kept, lent or given out at the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from desk.services import certificates, keys, parcels, parking, visitors

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk

OWNER = "单雄风"


def key_entry(**other: object) -> keys.KeySetEntry:
    """Keys of the room 1, whose owner is 单雄风."""
    values = {
        "kind": "household", "name": "入户门钥匙", "tag": "K-1", "hook": "A-01", "pieces": 2, "unit_id": 1, "given_by": OWNER,
        "consent_by": OWNER, "consented": True,
    }  # fmt: skip
    return keys.KeySetEntry(**{**values, **other})


def lent_keys(desk: Desk, **other: object) -> keys.KeySetView:
    """Keys that are out for an hour."""
    view = keys.take(desk, key_entry(**other))
    return keys.lend(desk, view.id, keys.LoanEntry("owner", OWNER, "开门", desk.clock() + timedelta(hours=1)))


def keep_things(desk: Desk) -> None:
    """One of each."""
    view = lent_keys(desk)
    keys.count(desk, keys.CountEntry({view.id: 0}))
    visit = visitors.VisitEntry(
        "赵来访", "走亲访友", "yes", unit_id=1, seen=True, card="paper", until=desk.clock() + timedelta(hours=1)
    )
    visitors.register(desk, visit)
    parcels.take(desk, parcels.ParcelEntry("parcel", "纸箱", "A3", unit_id=1))
    last = desk.today() + timedelta(days=30)
    parking.issue_card(
        desk, parking.ParkingCardEntry("粤B12345", OWNER, last, unit_id=1, paid_until=last, papers_seen=True)
    )
    who = certificates.residents(desk, 1)[0].customer_id
    certificates.issue_certificate(desk, certificates.CertificateEntry(1, who, "入学"))

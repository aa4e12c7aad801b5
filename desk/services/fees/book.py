"""What the desk's own book says of charges: read here, typed nowhere else (handbook S14)."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.i18n import _
from desk.models.fees import FeeItem, FeeRate
from desk.rules.kit import wording
from desk.services.kit.desk import Desk


def charges(session: Session, desk: Desk) -> tuple[tuple[str, str, str], ...]:
    """Each charge item in use: key (`fee-item:3`), name, and its rate of today with the next one, in words."""
    today = desk.today()
    rates: dict[int, list[FeeRate]] = {}
    for rate in session.scalars(select(FeeRate).order_by(FeeRate.since)):
        rates.setdefault(rate.item_id, []).append(rate)
    found = []
    for item in session.scalars(select(FeeItem).where(FeeItem.retired.is_(False)).order_by(FeeItem.code)):
        known = rates.get(item.id, [])
        now = [rate for rate in known if rate.since <= today][-1:]
        later = [rate for rate in known if rate.since > today][:1]
        words = [
            # L10N: 自 {day} 起 {rate}
            *(
                _("{rate} since {day}").format(rate=_plain(rate.rate), day=wording.day(rate.since))
                for rate in (*now, *later)
            ),
            label("fee_bases", item.basis),
            item.supplier,
        ]
        found.append((f"fee-item:{item.id}", item.name, wording.dotted(*words)))
    return tuple(found)


def _plain(rate: Decimal) -> str:
    """2.6800 → 2.68, 150.0000 → 150.00: two places at least."""
    short = rate.normalize()
    places = max(2, -int(short.as_tuple().exponent))
    return f"{rate:.{places}f}"


__all__ = ["charges"]

"""What several acts on fees need: records by their ids, words of items, days of the site, who pays in which role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desk.errors import InvalidInput, NotFound, Problem
from desk.i18n import _
from desk.models import Customer, Occupancy, Unit
from desk.models.fees import Bill, BillEvent, DunningLetter, FeeAssignment, FeeItem, Meter, Statement
from desk.rules.fees.billing import Payer, Span
from desk.services.kit.desk import Act, Desk

CHUNK = 500
Row = TypeVar("Row", FeeItem, FeeAssignment, Meter, Bill, DunningLetter, Statement)


def absent(model: type[object]) -> str:
    """Says that there is no such record."""
    return {
        # L10N: 没有该收费项目
        "FeeItem": _("This charge item is not there."),
        # L10N: 没有该计费设定
        "FeeAssignment": _("This assignment is not there."),
        # L10N: 没有该表
        "Meter": _("This meter is not there."),
        # L10N: 没有该账单
        "Bill": _("This bill is not there."),
        # L10N: 没有该催缴单
        "DunningLetter": _("This letter is not there."),
        # L10N: 没有该对账单
        "Statement": _("This statement is not there."),
    }[model.__name__]


def get(session: Session, model: type[Row], record_id: int, *, lock: bool = False) -> Row:
    """A record by its id.

    Raises:
        NotFound: there is none.
    """
    row = session.get(model, record_id, with_for_update={"of": model} if lock else None)
    if row is None:
        raise NotFound(absent(model))
    return row


def the_unit(session: Session, unit_id: int) -> Unit:
    """A room.

    Raises:
        NotFound: there is none.
    """
    row = session.get(Unit, unit_id)
    if row is None:
        raise NotFound(_("This room is not there."))
    return row


def today(act: Act, desk: Desk) -> date:
    """The site's date of the act."""
    return desk.local(act.at).date()


def refuse(problems: list[Problem]) -> None:
    """Raises problems, if there are any."""
    if problems:
        raise InvalidInput(problems)


def note(act: Act, bill: Bill, kind: str, words: str = "") -> None:
    """Notes what happened to a bill."""
    act.session.add(BillEvent(bill_id=bill.id, at=act.at, kind=kind, note=words, staff_id=act.staff_id))


def chunks(ids: Sequence[int], size: int = CHUNK) -> Iterator[Sequence[int]]:
    """Ids in parts that one statement takes."""
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def payers(session: Session, unit_ids: Iterable[int]) -> Mapping[int, Mapping[str, list[Payer]]]:
    """Who pays in which role, by room: owners and tenants with the days on which they were that, the first registered first.

    A tenant's fee of a day without a tenant is the owner's: the owner follows in the tenants' list.
    """
    found: dict[int, dict[str, list[Payer]]] = {}
    ids = sorted(set(unit_ids))
    for some in chunks(ids):
        rows = session.execute(
            select(Occupancy.unit_id, Occupancy.role, Occupancy.since, Occupancy.until, Customer.id, Customer.name)
            .join(Customer, Customer.id == Occupancy.customer_id)
            .where(Occupancy.unit_id.in_(some), Occupancy.role.in_(("owner", "tenant")))
            .order_by(Occupancy.id)
        )
        for unit_id, role, since, until, customer_id, name in rows:
            roles = found.setdefault(unit_id, {"owner": [], "tenant": []})
            roles[role].append(Payer(customer_id, name, Span(since, until)))
    for roles in found.values():
        roles["tenant"] = [*roles["tenant"], *roles["owner"]]
    return found


def owner_now(session: Session, unit_id: int, day: date) -> Customer | None:
    """The owner of a day, who owes what has no bill; of several the first registered."""
    return session.scalars(
        select(Customer)
        .join(Occupancy, Occupancy.customer_id == Customer.id)
        .where(
            Occupancy.unit_id == unit_id,
            Occupancy.role == "owner",
            or_(Occupancy.since.is_(None), Occupancy.since <= day),
            or_(Occupancy.until.is_(None), Occupancy.until >= day),
        )
        .order_by(Occupancy.id)
        .limit(1)
    ).first()


def rooms(session: Session, unit_ids: Iterable[int]) -> Mapping[int, str]:
    """Names of rooms by id."""
    found: dict[int, str] = {}
    for some in chunks(sorted(set(unit_ids))):
        found |= dict(session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(some))).all())
    return found


def item_names(session: Session) -> Mapping[int, str]:
    """Names of the charge items by id."""
    return dict(session.execute(select(FeeItem.id, FeeItem.name)).all())


__all__ = [
    "CHUNK",
    "absent",
    "chunks",
    "get",
    "item_names",
    "note",
    "owner_now",
    "payers",
    "refuse",
    "rooms",
    "the_unit",
    "today",
]

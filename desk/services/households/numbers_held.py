"""Numbers of somebody that other records hold by what was typed there: who borrowed a key, visited, took a parcel (handbook C-27)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, column, select, table, update
from sqlalchemy.orm import Session

from desk import features
from desk.features.kit import HeldNumber
from desk.models import Customer, Phone, SealedValue
from desk.services.finder import index
from desk.services.kit import sealed


def forget_numbers(session: Session, customer_id: int, texts: Iterable[str]) -> None:
    """Erases telephones and document numbers wherever a feature keeps them: from its rows, from what events and slips say, from the finder.

    A number that somebody else on file has as well stays: it is theirs. Names stay as long as the record needs them (handbook C-27).

    Args:
        session: inside the act that erases.
        customer_id: whose they were.
        texts: the numbers, as they are stored.
    """
    wanted = {text for text in texts if text}
    wanted -= set(
        session.scalars(select(Phone.number).where(Phone.number.in_(wanted), Phone.customer_id != customer_id))
    )
    wanted -= set(
        session.scalars(
            select(Customer.document_number).where(Customer.document_number.in_(wanted), Customer.id != customer_id)
        )
    )
    if not wanted:
        return
    session.flush()
    records = features.records()
    for held in features.each("numbers_held"):
        ids = _blank(session, held, wanted)
        _shred(session, [f"{held.about}:{each}" for each in ids], wanted)
        known = records.get(held.about)
        if ids and known is not None and known.find is not None:
            index.write(session, held.about, ids)


def _blank(session: Session, held: HeldNumber, wanted: set[str]) -> list[int]:
    """Empties a column where it holds one of the numbers; gives the records."""
    name, _dot, key = held.column.partition(".")
    owner: ColumnElement[int] = column(held.key)
    rows = table(name, column(key), column(held.key))
    there = column(key).in_(wanted)
    ids = list(session.scalars(select(owner).select_from(rows).where(there).distinct()))
    if ids:
        session.execute(update(rows).where(there).values({key: ""}))
        session.expire_all()
    return ids


def _shred(session: Session, about: list[str], wanted: set[str]) -> None:
    values = session.execute(
        select(SealedValue.digest, SealedValue.value).where(
            SealedValue.about.in_(about), SealedValue.kind.in_(("phone", "document")), SealedValue.salt.is_not(None)
        )
    ).all()
    gone = [digest for digest, value in values if f"{value}".replace(" ", "").replace("-", "") in wanted]
    if gone:
        sealed.shred_values(session, gone)


__all__ = ["forget_numbers"]

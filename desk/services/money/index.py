"""What receipts put into the finder's index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from desk.models import Unit
from desk.models.money import Receipt
from desk.rules.kit.money import figures
from desk.rules.kit.names import fold
from desk.services.finder.index import Page, name_terms, newest, number_terms


def pages(connection: Connection, ids: Sequence[int]) -> Iterator[Page]:
    """What receipts, refunds and settlements put into the index: number, payer, room, the number of the tax invoice."""
    for row in connection.execute(
        select(
            Receipt.id, Receipt.number, Receipt.kind, Receipt.state, Receipt.payer, Receipt.fen, Receipt.invoice_number,
            Unit.name, Unit.code,
        )
        .outerjoin(Unit, Unit.id == Receipt.unit_id)
        .where(Receipt.id.in_(ids))
    ):  # fmt: skip
        receipt_id, number, kind, state, payer, fen, invoice, room, code = row
        detail = {"kind": kind, "payer": payer, "room": room or "", "amount": figures(fen)}
        page = Page("receipt", receipt_id, state == "void", number, detail, f"receipt:{receipt_id}", newest(receipt_id))
        page.add(number_terms(number))
        if code:
            page.add([fold(code)], minor=True)
        for terms in name_terms(payer):
            page.add(terms, minor=True)
        if invoice:
            page.add([fold(invoice), f"#{fold(invoice)[::-1]}"], minor=True)
        yield page


__all__ = ["pages"]

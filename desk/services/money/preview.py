"""The receipt as it would be, while it is typed: nothing is saved, nothing has to be complete."""

from __future__ import annotations

from desk.errors import InvalidInput
from desk.models import Unit
from desk.models.money import Charge
from desk.rules.kit import wording
from desk.rules.money import PREPAID
from desk.services.kit.desk import Desk
from desk.services.kit.papers import writing_copies
from desk.services.money.core import words_of_kind
from desk.services.money.entries import PayEntry
from desk.services.money.papers import how_paid
from desk.services.money.receipts import quote
from desk.slips.engine.slip import Slip
from desk.slips.money.receipt import SLIPS, LineFacts, ReceiptFacts, receipt_slip


def receipt_preview(desk: Desk, entry: PayEntry) -> Slip:
    """The receipt of a payment as far as it is typed; what cannot be paid like this shows without lines."""
    try:
        split = quote(desk, entry)
        shares, change, prepaid = dict(split.shares), split.settled.change, split.prepaid
    except InvalidInput:
        shares = dict(entry.named or {})
        shares.update({-place: line.fen for place, line in enumerate(entry.lines, 1)})
        change = prepaid = 0
    with writing_copies(desk, SLIPS["income"]) as head, desk.look() as session:
        unit = session.get(Unit, entry.unit_id) if entry.unit_id is not None else None
        lines = []
        for one, fen in shares.items():
            if one < 0:
                own = entry.lines[-one - 1]
                lines.append(LineFacts(own.item.strip() or words_of_kind(own.kind), fen, own.period))
            elif (row := session.get(Charge, one)) is not None:
                lines.append(LineFacts(row.item, fen, row.period))
        if prepaid:
            lines.append(LineFacts(words_of_kind(PREPAID), prepaid))
        return receipt_slip(
            ReceiptFacts(
                kind="income",
                day=wording.day(desk.today()),
                payer=entry.payer.strip(),
                room=unit.name if unit else "",
                lines=tuple(lines),
                fen=sum(line.fen for line in lines),
                method=how_paid(entry.tenders, change),
                invoice=entry.invoice_number.strip(),
                remark=entry.note.strip(),
                cashier=desk.actor.name if desk.actor else "",
                **head,
            )
        )


__all__ = ["receipt_preview"]

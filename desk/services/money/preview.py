"""The receipt as it would be, while it is typed: nothing is saved, nothing has to be complete."""

from __future__ import annotations

from desk.catalog import label
from desk.errors import InvalidInput
from desk.i18n import _, speaking
from desk.models import Unit
from desk.models.money import Charge
from desk.rules.kit.money import figures
from desk.rules.money import PREPAID
from desk.services.kit.desk import Desk
from desk.services.kit.words import issued_line
from desk.services.money.core import copies_of, words_of_kind
from desk.services.money.entries import PayEntry
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
    with speaking(desk.site.slip_language), desk.look() as session:
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
        several = len(entry.tenders) > 1
        method = [
            " ".join(
                part
                for part in (label("tenders", each.method), figures(each.fen) if several else "", each.reference)
                if part
            )
            for each in entry.tenders
        ]
        if change:
            method.append(_("change {amount}").format(amount=figures(change)))
        return receipt_slip(
            ReceiptFacts(
                kind="income",
                day=f"{desk.today():%Y-%m-%d}",
                payer=entry.payer.strip(),
                room=unit.name if unit else "",
                lines=tuple(lines),
                fen=sum(line.fen for line in lines),
                method="；".join(method),
                invoice=entry.invoice_number.strip(),
                remark=entry.note.strip(),
                cashier=desk.actor.name if desk.actor else "",
                site=desk.site.name,
                hotline=desk.site.hotline,
                issued=issued_line(desk),
                copies=copies_of(SLIPS["income"]),
                language=desk.site.slip_language,
            )
        )


__all__ = ["receipt_preview"]

"""The whole file of a move as one PDF: its papers in the order of the counter, the newest edition of each (handbook A1, A2)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import DeskError
from desk.i18n import _
from desk.models.money import Receipt, ReceiptLine
from desk.models.moves import Move, ResidentPass
from desk.models.slips import SlipRecord
from desk.services.kit.desk import Desk
from desk.services.kit.sealed import open_contents
from desk.services.moves.core import get, subject
from desk.services.moves.papers import KINDS
from desk.services.slips import pictures_of
from desk.services.slips.whole import asked_for
from desk.slips.engine.raster import joined
from desk.slips.engine.renderer import render_file
from desk.slips.engine.slip import Marks, Slip

_ORDER = (*KINDS.values(), "receipt", "resident-pass")


def _parts(session: Session, row: Move) -> list[SlipRecord]:
    """The slips of the file: of a form that was issued again the newest edition; receipts of its fees; the passes."""
    newest: dict[str, SlipRecord] = {}
    for slip in session.scalars(
        select(SlipRecord)
        .where(SlipRecord.subject == subject(row), SlipRecord.state == "issued")
        .order_by(SlipRecord.id)
    ):
        newest[slip.kind] = slip
    receipts = session.scalars(
        select(Receipt.id)
        .join(ReceiptLine, ReceiptLine.receipt_id == Receipt.id)
        .where(Receipt.subject == subject(row))
        .distinct()
    ).all()
    numbers = session.scalars(select(ResidentPass.number).where(ResidentPass.move_id == row.id)).all()
    others = session.scalars(
        select(SlipRecord)
        .where(
            SlipRecord.state == "issued",
            SlipRecord.subject.in_([f"receipt:{each}" for each in receipts]) | SlipRecord.number.in_(numbers),
        )
        .order_by(SlipRecord.id)
    ).all()
    order = {kind: place for place, kind in enumerate(_ORDER)}
    return sorted([*newest.values(), *others], key=lambda slip: (order.get(slip.kind, 99), slip.id))


def whole_file(desk: Desk, move_id: int) -> bytes:
    """Every paper of the move as one PDF, each on its own paper; it counts as no printing, and is logged.

    Raises:
        NotFound: there is no such move. NotAllowed. DeskError: `empty`, no paper was issued yet; a character has no glyph.
    """
    look = pictures_of(desk)
    pages = []
    with desk.act("move.archive") as act:
        desk.require("receptionist")
        row = get(act.session, move_id)
        act.about("move", row.id, number=row.number)
        found = _parts(act.session, row)
        asked_for(act, desk, found)
        for slip in found:
            (text,) = open_contents(act.session, [slip.content], masked=False)
            pages.append(render_file([(Slip.from_json(text), Marks(), slip.paper)], pictures=look))
        if not pages:
            # L10N: 尚未出具单据
            raise DeskError("empty", _("No paper was issued yet."))
    return joined(pages)


__all__ = ["whole_file"]

"""The whole file as one PDF in the order of the archive, under its index sheet; the passes of a file on sheets (handbook A5, C-14)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.models.money import Receipt
from desk.models.renovation import Renovation
from desk.models.slips import SlipRecord
from desk.rules.renovation.papers import archive_place
from desk.services.kit.desk import Desk
from desk.services.renovation.core import get, subject
from desk.services.slips import Batch, print_many

_LEFT_OUT = ("worker-pass", "renovation-index")
_SCANS = ("licence", "qualification", "contract")
"""Papers of the contractor that the archive keeps between the agreement and the register of workers."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the archive: a slip (`record`) or a scan (`scan`: its hash; "" where only the paper is kept)."""

    kind: str
    title: str
    number: str
    record: SlipRecord | None = None
    scan: str = ""


def parts(session: Session, row: Renovation) -> tuple[Part, ...]:
    """What the file holds, in the order of the archive; of a form that was issued again the newest edition."""
    newest: dict[str, SlipRecord] = {}
    found: list[Part] = []
    wanted = [subject(row)]
    wanted += [
        f"receipt:{receipt_id}"
        for receipt_id in session.scalars(select(Receipt.id).where(Receipt.subject == subject(row)))
    ]
    for slip in session.scalars(
        select(SlipRecord).where(SlipRecord.subject.in_(wanted), SlipRecord.state == "issued").order_by(SlipRecord.id)
    ):
        if slip.kind in _LEFT_OUT:
            continue
        if slip.kind.startswith("renovation-") and slip.kind != "renovation-acceptance":
            newest[slip.kind] = slip
        else:
            found.append(Part(_place_of(slip.kind), slip.title, slip.number, slip))
    found += [Part(kind, slip.title, slip.number, slip) for kind, slip in newest.items()]
    for paper in row.documents:
        if paper.received_on is not None and (paper.scan or paper.code in _SCANS):
            name = label("renovation_documents", paper.code)
            found.append(Part(f"scan:{paper.code}", name, f"{paper.received_on}", scan=paper.scan))
    return tuple(sorted(found, key=lambda part: archive_place(part.kind)))


def _place_of(kind: str) -> str:
    return "receipt" if kind in ("receipt", "deposit-receipt") else kind


def print_passes(desk: Desk, renovation_id: int, *, paper: str = "a4", printer: str = "", waits: bool = False) -> Batch:
    """All valid cards of a file's passes: eight to an A4 sheet, or one by one on CR80; each printing is logged.

    Raises:
        NotFound: there is no such file. InvalidInput: field `numbers`, there is no pass. DeskError: the paper does not suit.
    """
    with desk.look() as session:
        row = get(session, renovation_id)
        numbers = session.scalars(
            select(SlipRecord.number)
            .where(SlipRecord.kind == "worker-pass", SlipRecord.subject == subject(row), SlipRecord.state == "issued")
            .order_by(SlipRecord.number)
        ).all()
    return print_many(desk, numbers, printer=printer, paper=paper, waits=waits)


__all__ = ["Part", "parts", "print_passes"]

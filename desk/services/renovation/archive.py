"""The whole file as one PDF in the order of the archive, under its index sheet; the passes of a file on sheets (A5, C-14)."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import paths
from desk.catalog import label
from desk.models.money import Receipt
from desk.models.renovation import Renovation
from desk.models.slips import SlipRecord
from desk.rules.renovation.papers import archive_place
from desk.services.kit.desk import Desk
from desk.services.kit.sealed import open_contents
from desk.services.renovation.core import get, subject
from desk.services.slips import Batch, pictures_of, print_many
from desk.slips.engine.slip import Marks, Slip

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


def whole_file(desk: Desk, renovation_id: int) -> bytes:
    """The index sheet and every paper of the file as one PDF, each on its own paper; it counts as no printing, and is logged.

    Raises:
        NotFound: there is no such file. NotAllowed: nobody is signed in. DeskError: a character has no glyph.
    """
    from desk.services.renovation.papers import make
    from desk.slips.engine.renderer import render_file

    look = pictures_of(desk)
    with desk.act("renovation.archive") as act:
        desk.require("receptionist")
        row = get(act.session, renovation_id)
        act.about("renovation", row.id, number=row.number)
        index = make(act.session, desk, row, "index")
        pages = [render_file([(index, Marks(), "a4")], pictures=look)]
        for part in parts(act.session, row):
            if part.record is not None:
                (text,) = open_contents(act.session, [part.record.content], masked=False)
                content = Slip.from_json(text)
                pages.append(render_file([(content, Marks(), part.record.paper)], pictures=look))
            elif part.scan:
                pages.append(_scan(desk, part.scan))
    return _joined([page for page in pages if page])


def _scan(desk: Desk, sha: str) -> bytes:
    """A scan as PDF; nothing for one whose file is gone or is neither PDF nor picture."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    file = paths.attachments(desk.data) / sha
    if not file.is_file():
        return b""
    content = file.read_bytes()
    if content.startswith(b"%PDF"):
        return content
    try:
        with Image.open(BytesIO(content)) as opened:
            image = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError):
        return b""
    out = BytesIO()
    image.save(out, "PDF", resolution=max(image.width / 8.27, 72.0))
    return out.getvalue()


def _joined(documents: list[bytes]) -> bytes:
    import pypdfium2

    whole = pypdfium2.PdfDocument.new()
    for content in documents:
        part = pypdfium2.PdfDocument(content)
        whole.import_pages(part)
        part.close()
    out = BytesIO()
    whole.save(out)
    whole.close()
    return out.getvalue()


def print_passes(desk: Desk, renovation_id: int, *, paper: str = "a4", printer: str = "") -> Batch:
    """All valid cards of a file's passes: eight to an A4 sheet, or one by one on CR80; each printing is counted.

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
    return print_many(desk, numbers, printer=printer, paper=paper)


__all__ = ["Part", "parts", "print_passes", "whole_file"]

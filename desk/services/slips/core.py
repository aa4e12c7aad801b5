# ruff: noqa: PLC0415 - the first page needs nothing that draws
"""What an issued slip is and how it is read, rendered and shown: for the modules of this folder."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from desk.errors import DeskError, NotFound, StorageError
from desk.features import slip_kinds
from desk.i18n import _
from desk.models import PrintLog, SlipRecord
from desk.models.slips import printings_of
from desk.services.finder import index as search_index
from desk.services.kit import attachments, reasons
from desk.services.kit.desk import Desk
from desk.services.kit.sealed import open_contents
from desk.slips.engine.paper import PAPERS
from desk.slips.engine.slip import Marks, Slip, sha256


@dataclass(frozen=True, slots=True)
class SlipView:
    """An issued slip.

    Attributes:
        kind: code of a kind of slip (`desk.features.slip_kinds`).
        state: issued or void.
        printings: how often it was printed; the next printing is a 补打 when there was one.
        paper: code of the paper it was issued for.
        subject: kind and id of the record, `request:7`.
        staff: who issued it.
    """

    id: int
    number: str
    kind: str
    title: str
    state: str
    issued_at: datetime
    printings: int
    paper: str
    void_reason: str
    subject: str = ""
    staff: str = ""


def with_count() -> Select[Any]:
    """Slips, each with how often it was printed and who issued it."""
    return select(SlipRecord, printings_of(SlipRecord.id)).options(joinedload(SlipRecord.staff))


def get(session: Session, number: str) -> SlipRecord:
    """The slip of a number as it was typed or scanned.

    Raises:
        NotFound: no slip has it.
    """
    wanted = "".join(unicodedata.normalize("NFKC", number).split()).upper()
    row = session.scalars(select(SlipRecord).where(SlipRecord.number == wanted)).first()
    if row is None:
        raise NotFound(_("There is no slip {number}.").format(number=number.strip()))
    return row


def contents(session: Session, rows: Sequence[SlipRecord], *, masked: bool = False) -> list[Slip]:
    """What the slips say, by one question however many they are."""
    for row in rows:
        if sha256(row.content) != row.sha256:
            raise StorageError(
                "broken",
                _(
                    "The stored slip {number} was changed outside the program; it is not printed. "
                    "Please tell the manager."
                ).format(number=row.number),
            )
    return [Slip.from_json(text) for text in open_contents(session, [row.content for row in rows], masked=masked)]


def printings(session: Session, slip_id: int) -> int:
    """How often the printer took it."""
    return session.scalar(select(func.count()).where(PrintLog.slip_id == slip_id, PrintLog.taken)) or 0


def pictures_of(desk: Desk) -> Callable[[str], bytes | None]:
    """Gives the photos that slips name by their hash, out of the site's stored files; None for one that is gone."""

    def content(sha: str) -> bytes | None:
        try:
            return attachments.read(desk, sha)
        except NotFound:
            return None

    return content


def render_row(
    desk: Desk, row: SlipRecord, slip: Slip, count: int, *, paper: str | None, copy_only: str | None
) -> bytes:
    """Its pages as PDF, with what a printing adds."""
    from desk.slips.engine.renderer import render

    paper = paper or row.paper
    if paper not in PAPERS or (paper != row.paper and paper not in slip_kinds()[row.kind].papers):
        raise DeskError("paper", _("This slip is not printed on that paper. Choose another one."))
    if copy_only is not None:
        if copy_only not in slip.copies:
            raise DeskError("copy", _("This slip has no copy named {name}.").format(name=copy_only))
        slip = replace(slip, copies=(copy_only,))
    return render(
        slip, paper, Marks(reprint=count, void=row.state == "void", issued_at=row.issued_at), pictures=pictures_of(desk)
    )


def view_of(row: SlipRecord, printings: int, staff: str) -> SlipView:
    """What a row looks like to others."""
    return SlipView(
        id=row.id,
        number=row.number,
        kind=row.kind,
        title=row.title,
        state=row.state,
        issued_at=row.issued_at,
        printings=printings,
        paper=row.paper,
        void_reason=reasons.said(row.void_reason),
        subject=row.subject,
        staff=staff,
    )


def put_into_index(session: Session, slip_id: int) -> None:
    """Writes what the finder knows of it."""
    search_index.write(session, "slip", [slip_id])

"""The wall sheet of telephones and the leaflet: looked at before, issued with a number."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.errors import DeskError
from desk.i18n import _
from desk.models.desk_book import BookEntry
from desk.rules import desk_book as rules
from desk.rules.kit import wording
from desk.services.desk_book.core import charge_items
from desk.services.kit.desk import Desk
from desk.services.kit.papers import writing
from desk.services.slips import SlipView, issue
from desk.slips import desk_book as forms
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Slip

PAPERS = ("book-wall", "book-leaflet")
LEAFLET = ("charge", "telephone", "facility", "form", "procedure", "law")
"""What a leaflet may have, in its order; emergencies and phrases are the desk's own."""


def _now(session: Session, desk: Desk) -> list[BookEntry]:
    today = desk.today()
    rows = session.scalars(select(BookEntry).order_by(BookEntry.id))
    return [row for row in rows if rules.valid_on(row.valid_from, row.valid_until, today)]


def _wall(session: Session, desk: Desk) -> Slip:
    with writing(desk) as head:
        numbers = [
            forms.WallNumber(row.title, row.phone, row.text.replace("\n", " "))
            for row in _now(session, desk)
            if row.kind == "telephone"
        ]
        return forms.wall_sheet(numbers, wording.written_day(desk.today()), PaperHead(**head))


def _leaflet(session: Session, desk: Desk) -> Slip:
    with writing(desk) as head:
        items = charge_items(session, desk)
        rows = [row for row in _now(session, desk) if row.public]
        parts = []
        for kind in LEAFLET:
            found = tuple(
                (row.title, text)
                for row in rows
                if row.kind == kind
                for text in [_words(row, items[row.item].words if row.item in items else "")]
                if text
            )
            if found:
                parts.append(forms.Part(label("book_kinds", kind), found))
        return forms.leaflet(parts, wording.written_day(desk.today()), PaperHead(**head))


def _words(row: BookEntry, charge: str) -> str:
    return "\n".join(part for part in (charge, row.phone, row.text) if part)


def _build(session: Session, desk: Desk, kind: str) -> Slip:
    if kind not in PAPERS:
        raise DeskError("unknown", _("There is no such paper."))
    return _wall(session, desk) if kind == "book-wall" else _leaflet(session, desk)


def preview(desk: Desk, kind: str) -> Slip:
    """The wall sheet (`book-wall`) or the leaflet (`book-leaflet`) as it would be printed now.

    Raises:
        DeskError: `unknown`, there is no such paper.
    """
    with desk.look() as session:
        return _build(session, desk, kind)


def print_paper(desk: Desk, kind: str) -> SlipView:
    """Issues the wall sheet or the leaflet.

    Raises:
        DeskError: `unknown`. NotAllowed: nobody is signed in.
    """
    with desk.act("book.paper") as act:
        desk.require("receptionist")
        slip = issue(act, desk, _build(act.session, desk, kind), subject="site:1")
        act.about("site", 1, slip=slip.number)
        return slip


__all__ = ["LEAFLET", "PAPERS", "preview", "print_paper"]

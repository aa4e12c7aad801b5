"""The issue book and the lists of members as files: names of many people leave the desk with the manager's word only (handbook C-27).

They are read and built before the act, which only writes the file and its event: the counter is not kept waiting.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desk.catalog import label
from desk.errors import Checker
from desk.i18n import _
from desk.rules import cards as rules
from desk.rules.kit import wording
from desk.rules.schemes import level_name
from desk.services.cards import lists, scheme
from desk.services.cards.entries import BookFilter, MemberFilter
from desk.services.cards.papers import cause_words
from desk.services.cards.views import MemberRow
from desk.services.kit.desk import Desk
from desk.services.kit.personal.leaving import hand_out
from desk.services.kit.sheets import Pages, Sheet, new_book
from desk.services.kit.words import issued_line
from desk.slips.engine.slip import Column, Table
from desk.slips.reports import Report, Section, render_report

BLOCK = 1000
"""So many members are read at once."""


def book_xlsx(desk: Desk, which: BookFilter, file: Path) -> Path:
    """The issue book of a period as a workbook, in the order in which the cards were issued.

    Raises:
        InvalidInput: field `until`. NotAllowed: not a manager. StorageError: the file cannot be written.
    """
    check = Checker()
    if which.since and which.until and which.until < which.since:
        check.add("until", "date", _("The end lies before the start."))
    check.done()
    desk.require("manager")
    book = new_book()
    headings = [
        (_("Card issued on"), 12), (_("Card number"), 24), (_("Holder"), 16), (_("Level"), 18), (_("Why"), 12),
        (_("Old number"), 24), (_("State"), 12), (_("Fetched on"), 12), (_("Received by"), 16), (_("By"), 12),
    ]  # fmt: skip
    sheet = Sheet(book, _("Issue book"), headings)
    with desk.look() as session:
        rows = session.execute(lists.book_question(desk, which)).all()
        schemes = {code: scheme.named(session, desk, code) for code in {row.scheme for row in rows}}
    for row in rows:
        sheet.row(
            [
                wording.day(row.issued_on), rules.grouped(row.number), row.name, level_name(schemes[row.scheme], row.tier),
                cause_words(row.cause), rules.grouped(row.old or ""), label("card_states", row.state),
                wording.day(row.collected_on), row.collected_by, row.staff,
            ]
        )  # fmt: skip
    return _kept(desk, "card.book-export", book, file, len(rows), cards=len(rows))


def members_file(desk: Desk, which: MemberFilter, file: Path) -> Path:
    """A list of members (in force, lost, dormant, birthdays …) as a workbook, or as pages where the name ends with .pdf; phones masked.

    Raises:
        InvalidInput: field `name`. NotAllowed: not a manager. StorageError: the file cannot be written. DeskError: `missing-glyph`.
    """
    desk.require("manager")
    rows: list[MemberRow] = []
    left_out = 0
    while True:
        page = lists.members(desk, which, offset=len(rows), limit=BLOCK)
        rows += page.rows
        left_out = page.more
        if not page.rows or len(rows) >= page.total:
            break
    said = ""
    if left_out:
        said = _("{n} others opted out or did not agree; they are not listed.").format(n=left_out)
    pdf = Path(file).suffix.lower() == ".pdf"
    book = Pages(_member_pages(desk, rows, said)) if pdf else _member_book(rows, said)
    return _kept(desk, "member.list-export", book, file, len(rows), members=len(rows), list=which.name)


def _member_book(rows: list[MemberRow], said: str) -> Any:
    book = new_book()
    headings = [
        (_("Membership"), 20), (_("Name"), 16), (_("Level"), 18), (_("State"), 12), (_("Card number"), 24), (_("Card"), 12),
        (_("Phone"), 16), (_("Joined on"), 12), (_("Last visit"), 12), (_("Valid until"), 12), (_("Birthday"), 12),
    ]  # fmt: skip
    sheet = Sheet(book, _("VIP members"), headings)
    for row in rows:
        sheet.row(
            [
                row.number, row.name, row.tier_name, label("member_states", row.state), rules.grouped(row.card_number),
                label("card_states", row.card_state) if row.card_state else "", row.phone, wording.day(row.joined_on),
                wording.day(row.last_use_on), wording.day(row.expires_on), wording.day(row.day),
            ]
        )  # fmt: skip
    if said:
        sheet.row([said])
    return book


def _member_pages(desk: Desk, rows: list[MemberRow], said: str) -> bytes:
    day = any(row.day for row in rows)
    table = Table(
        (
            Column(_("Membership"), 2.1), Column(_("Name"), 1.5), Column(_("Level"), 1.9), Column(_("Card number"), 2.2),
            Column(_("State"), 1.2), Column(_("Phone"), 1.5), Column(_("Joined on"), 1.3), Column(_("Last visit"), 1.3),
            *((Column(_("Birthday"), 1.3),) if day else ()),
        ),
        tuple(
            (
                row.number, row.name, row.tier_name, rules.grouped(row.card_number),
                label("card_states", row.card_state) if row.state == "active" and row.card_state else label("member_states", row.state),
                row.phone, wording.day(row.joined_on), wording.day(row.last_use_on), *((wording.day(row.day),) if day else ()),
            )
            for row in rows
        ),
        closing="" if rows else _("Nothing"),
    )  # fmt: skip
    notes = (said,) if said else ()
    made = issued_line(desk)
    sections = (Section(table=table),)
    return render_report(
        Report(_("VIP members"), site=desk.site.name, made=made, sections=sections, notes=notes, paper="a4-wide")
    )


def _kept(desk: Desk, name: str, book: Any, file: Path, people: int, **data: object) -> Path:
    with desk.act(name) as act:
        return hand_out(act, desk, book, file, people=people, **data)


__all__ = ["book_xlsx", "members_file"]

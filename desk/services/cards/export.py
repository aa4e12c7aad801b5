"""The issue book and the lists of members as workbooks: names of many people leave the desk with the manager's word only (handbook C-27)."""

from __future__ import annotations

from pathlib import Path

from desk.catalog import label
from desk.errors import Checker
from desk.i18n import _
from desk.rules import cards as rules
from desk.rules.kit import wording
from desk.rules.schemes import level_name
from desk.services.cards import lists, scheme
from desk.services.cards.entries import BookFilter, MemberFilter
from desk.services.cards.papers import cause_words
from desk.services.kit.desk import Act, Desk
from desk.services.kit.sheets import Sheet, new_book, save

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
    with desk.act("card.book-export") as act:
        desk.require("manager")
        book = new_book()
        headings = [
            (_("Issued on"), 12), (_("Card number"), 24), (_("Holder"), 16), (_("Level"), 18), (_("Why"), 12),
            (_("Old number"), 24), (_("State"), 12), (_("Fetched on"), 12), (_("Received by"), 16), (_("By"), 12),
        ]  # fmt: skip
        sheet = Sheet(book, _("Issue book"), headings)
        rows = act.session.execute(lists.book_question(which)).all()
        schemes = {code: scheme.named(act.session, desk, code) for code in {row.scheme for row in rows}}
        for row in rows:
            sheet.row(
                [
                    wording.day(row.issued_on), rules.grouped(row.number), row.name, level_name(schemes[row.scheme], row.tier),
                    cause_words(row.cause), rules.grouped(row.old or ""), label("card_states", row.state),
                    wording.day(row.collected_on), row.collected_by, row.staff,
                ]
            )  # fmt: skip
        return _kept(act, book, file, cards=len(rows))


def members_xlsx(desk: Desk, which: MemberFilter, file: Path) -> Path:
    """A list of members (in force, lost, dormant, birthdays …) as a workbook; phones masked as in the list.

    Raises:
        InvalidInput: field `name`. NotAllowed: not a manager. StorageError: the file cannot be written.
    """
    with desk.act("member.list-export") as act:
        desk.require("manager")
        book = new_book()
        headings = [
            (_("Membership"), 20), (_("Name"), 16), (_("Level"), 18), (_("State"), 12), (_("Card number"), 24), (_("Card"), 12),
            (_("Phone"), 16), (_("Joined on"), 12), (_("Last visit"), 12), (_("Valid until"), 12), (_("Birthday"), 12),
        ]  # fmt: skip
        sheet = Sheet(book, _("VIP members"), headings)
        done, total, left_out = 0, 1, 0
        while done < total:
            page = lists.read(act.session, desk, which, offset=done, limit=BLOCK)
            total, left_out = page.total, page.more
            for row in page.rows:
                sheet.row(
                    [
                        row.number, row.name, row.tier_name, label("member_states", row.state), rules.grouped(row.card_number),
                        label("card_states", row.card_state) if row.card_state else "", row.phone, wording.day(row.joined_on),
                        wording.day(row.last_use_on), wording.day(row.expires_on), wording.day(row.day),
                    ]
                )  # fmt: skip
            done += len(page.rows)
            if not page.rows:
                break
        if left_out:
            sheet.row([_("{n} others opted out or did not agree; they are not listed.").format(n=left_out)])
        return _kept(act, book, file, members=done, list=which.name)


def _kept(act: Act, book: object, file: Path, **data: object) -> Path:
    """Saved inside the act: what could not be written did not leave the desk, and what left it has its event."""
    act.subject = "site:1"
    act.data.update(data, file=Path(file).name)
    saved = save(book, Path(file))
    act.if_lost.append(lambda: saved.unlink(missing_ok=True))
    return saved


__all__ = ["book_xlsx", "members_xlsx"]

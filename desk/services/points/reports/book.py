"""A member report as a workbook, with the charts of the paper. Called in the language of the view."""

from __future__ import annotations

from pathlib import Path

from desk.i18n import _
from desk.rules.kit import wording
from desk.rules.kit.money import yuan
from desk.services.kit.sheets import Amount, Sheet, new_book, save
from desk.services.points.reports.views import ReportView, sums


def write(view: ReportView, file: Path) -> Path:
    """Writes the workbook.

    Raises:
        StorageError: the file is open in another program, or cannot be written.
    """
    book = new_book()
    sheet = Sheet(book, view.title, [(view.title, 30), (view.name, 16)])
    for name, value in sums(view):
        sheet.row([name, value])
    amount = _("Amount (yuan)")
    months = _("Members' purchases in twelve months (yuan)")
    sheet = Sheet(book, months, [(_("Month"), 16), (amount, 14)])
    for name, fen in view.months:
        sheet.row([name, Amount(yuan(fen))])
    sheet.bars(months, 2)
    for part in view.breakdowns:
        headings = [(part.title, 28), (_("Shop receipts"), 10), (_("Members"), 10), (amount, 14)]
        sheet = Sheet(book, part.title, headings)
        for line in part.lines:
            sheet.row([line.words, line.count, line.members, Amount(yuan(line.fen))])
        sheet.bars(f"{part.title} · {amount}", 4, across=True)
    if view.reactions:
        headings = [
            (_("Campaign"), 24), (_("Period"), 26), (_("Members"), 10), (amount, 14), (_("Members before"), 14), (_("Amount before"), 14),
        ]  # fmt: skip
        sheet = Sheet(book, _("Reaction to campaigns"), headings)
        for each in view.reactions:
            days = f"{wording.day(each.since)} – {wording.day(each.until)}"
            sheet.row(
                [
                    each.name,
                    days,
                    each.members,
                    Amount(yuan(each.fen)),
                    each.before_members,
                    Amount(yuan(each.before_fen)),
                ]
            )
    return save(book, file)


__all__ = ["write"]

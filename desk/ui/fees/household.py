"""The bills of a household on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.catalog import label
from desk.i18n import _
from desk.rules.kit.money import figures
from desk.ui.kit import words as say
from desk.ui.kit.record_cards import Related, RelatedList

if TYPE_CHECKING:
    from desk.services.fees.household import HomeBill
    from desk.ui.kit.pages import Page


def bills_list(page: Page) -> RelatedList:
    """A row for each, those that are owed first; its number opens it."""

    def row(bill: HomeBill) -> Related:
        # L10N: 应缴日 {day}
        due = _("due {day}").format(day=say.day(bill.due)) if bill.open_fen else ""
        words = say.dotted(bill.item, say.month(bill.month), figures(bill.open_fen or bill.fen), due)
        return Related(label("bill_states", bill.state), bill.number, f"bill:{bill.id}", words)

    return RelatedList(page, row)


__all__ = ["bills_list"]

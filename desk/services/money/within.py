"""Money inside the act of another feature: what a feature that takes deposits or fees itself may call (architecture "Money").

Everything here runs in the caller's transaction, so that money and the record it belongs to stand or fall together.
"""

from desk.services.money.charges import (
    get,
    give_prepaid_back,
    mark_disputed,
    raise_charge,
    raise_many,
    take_back,
    use_prepaid,
)
from desk.services.money.deposits import settle_within, take
from desk.services.money.papers import issue_receipt
from desk.services.money.read import balances_of, deposit_views, disputed_of, receipt_rows, receipt_view, receivables

__all__ = [
    "balances_of",
    "deposit_views",
    "disputed_of",
    "get",
    "give_prepaid_back",
    "issue_receipt",
    "mark_disputed",
    "raise_charge",
    "raise_many",
    "receipt_rows",
    "receipt_view",
    "receivables",
    "settle_within",
    "take",
    "take_back",
    "use_prepaid",
]

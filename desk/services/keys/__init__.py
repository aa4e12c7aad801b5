"""Keys and equipment in custody (handbook M8): the door of the feature."""

from desk.services.keys.counts import count, key_counts, to_count
from desk.services.keys.custody import change, find, hand_back, hand_over_all, key_set, lose, recount, take, void
from desk.services.keys.due import sweep
from desk.services.keys.entries import ChangeEntry, CountEntry, HandBackEntry, KeySetEntry, LoanEntry, ReturnEntry
from desk.services.keys.lists import KeyFilter, by_number, key_counts_by_list, key_sets
from desk.services.keys.loans import lend, prolong, take_back
from desk.services.keys.views import CountView, KeyEventView, KeyRow, KeySetView, LoanView

__all__ = [
    "ChangeEntry", "CountEntry", "CountView", "HandBackEntry", "KeyEventView", "KeyFilter", "KeyRow", "KeySetEntry",
    "KeySetView", "LoanEntry", "LoanView", "ReturnEntry", "by_number", "change", "count", "find", "hand_back", "hand_over_all",
    "key_counts", "key_counts_by_list", "key_set", "key_sets", "lend", "lose", "prolong", "recount", "sweep", "take",
    "take_back", "to_count", "void",
]  # fmt: skip

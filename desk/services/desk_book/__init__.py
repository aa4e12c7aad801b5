"""The desk's own book (handbook S14): the door of the feature."""

from desk.services.desk_book.acts import accept, propose, refuse, review, save, save_numbers
from desk.services.desk_book.papers import preview, print_paper
from desk.services.desk_book.read import changes, counts, entries, entry, items, search
from desk.services.desk_book.start import begin
from desk.services.desk_book.views import BookText, BookView, ChangeView, ChargeItem, Number

__all__ = [
    "BookText", "BookView", "ChangeView", "ChargeItem", "Number", "accept", "begin", "changes", "counts", "entries", "entry",
    "items", "preview", "print_paper", "propose", "refuse", "review", "save", "save_numbers", "search",
]  # fmt: skip

# ruff: noqa: I001 - names that are handed on stand by module
"""The desk's own book (handbook S14): the door of the feature."""

from typing import TYPE_CHECKING

from desk.services.kit import doors

if TYPE_CHECKING:  # by the door it is looked up when it is asked for
    from desk.services.desk_book.acts import (
        accept as accept,
        propose as propose,
        refuse as refuse,
        review as review,
        save as save,
        save_numbers as save_numbers,
    )
    from desk.services.desk_book.papers import (
        preview as preview,
        print_paper as print_paper,
    )
    from desk.services.desk_book.read import (
        changes as changes,
        counts as counts,
        entries as entries,
        entry as entry,
        items as items,
        search as search,
    )
    from desk.services.desk_book.start import (
        begin as begin,
    )
    from desk.services.desk_book.views import (
        BookText as BookText,
        BookView as BookView,
        ChangeView as ChangeView,
        ChargeItem as ChargeItem,
        Number as Number,
    )

doors.lazily(
    __name__,
    acts="accept propose refuse review save save_numbers",
    papers="preview print_paper",
    read="changes counts entries entry items search",
    start="begin",
    views="BookText BookView ChangeView ChargeItem Number",
)

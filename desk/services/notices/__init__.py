"""Notices to residents (handbook S22): the door of the feature."""

from desk.services.notices.acts import (
    approve,
    cancel,
    check,
    edit,
    end,
    entry_of,
    extend,
    issue,
    proposal,
    withdraw,
    write,
)
from desk.services.notices.area import area_of
from desk.services.notices.clock import sweep
from desk.services.notices.papers import issue_paper, paper_preview, papers, typed_preview
from desk.services.notices.proof import deliver, deliveries, post, take_down
from desk.services.notices.read import NoticeFilter, by_number, counts, notice, notices
from desk.services.notices.register import in_the_way
from desk.services.notices.views import (
    AreaView,
    DeliveryEntry,
    DeliveryRow,
    NoticeEntry,
    NoticeRow,
    NoticeView,
    PostingEntry,
    PostingView,
    Proposal,
)

__all__ = [
    "AreaView", "DeliveryEntry", "DeliveryRow", "NoticeEntry", "NoticeFilter", "NoticeRow", "NoticeView", "PostingEntry",
    "PostingView", "Proposal", "approve", "area_of", "by_number", "cancel", "check", "counts", "deliver", "deliveries", "edit",
    "end", "entry_of", "extend", "in_the_way", "issue", "issue_paper", "notice", "notices", "paper_preview", "papers", "post", "proposal",
    "sweep", "take_down", "typed_preview", "withdraw", "write",
]  # fmt: skip

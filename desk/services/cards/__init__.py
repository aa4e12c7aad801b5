"""Members and cards. Points enter by this door: a membership, the card of a number, the one place where a level is written."""

from __future__ import annotations

from desk.services.cards.core import (
    MEMBERS,
    by_number,
    get,
    living,
    note_use,
    record,
    set_scheme,
    set_tier,
    subject,
    usable,
)
from desk.services.cards.entries import BookFilter, EditEntry, JoinEntry, MemberFilter, ReplaceEntry
from desk.services.cards.export import book_xlsx, members_file
from desk.services.cards.joining import (
    approve,
    check_join,
    edit,
    end,
    join,
    join_obstacles,
    note,
    reject,
    standing,
    withdraw,
)
from desk.services.cards.lists import LISTS, counts, issue_list, members
from desk.services.cards.papers import (
    book_preview,
    handbook_preview,
    issue_book,
    issue_handbook,
    issue_paper,
    offered,
    preview,
)
from desk.services.cards.plastic import (
    cancel_card,
    compare_identity,
    find,
    freeze,
    hand_over,
    issue_card,
    issue_cards,
    lose,
    member_id_of,
    papers_of_cards,
    replace,
    sweep,
    unfreeze,
)
from desk.services.cards.read import edit_entry, gate_obstacles, member, memberships, of_customer, scan, scheme_in_force
from desk.services.cards.views import (
    BatchView,
    BookRow,
    CardView,
    LevelView,
    MemberEventView,
    MemberFact,
    MemberRow,
    MemberView,
    RefusedView,
    ScanView,
    SchemeView,
    StandingView,
)

__all__ = [
    "LISTS", "MEMBERS", "BatchView", "BookFilter", "BookRow", "CardView", "EditEntry", "JoinEntry", "LevelView",
    "MemberEventView", "MemberFact", "MemberFilter", "MemberRow", "MemberView", "RefusedView", "ReplaceEntry", "ScanView",
    "SchemeView", "StandingView", "approve", "book_preview", "book_xlsx", "by_number", "cancel_card", "check_join",
    "compare_identity", "counts", "edit", "edit_entry", "end", "find", "freeze", "gate_obstacles", "get", "hand_over",
    "handbook_preview", "issue_book", "issue_card", "issue_cards", "issue_handbook", "issue_list", "issue_paper", "join",
    "join_obstacles", "living", "lose", "member", "member_id_of", "members", "members_file", "memberships", "note",
    "note_use", "of_customer", "offered", "papers_of_cards", "preview", "record", "reject", "replace", "scan",
    "scheme_in_force", "set_scheme", "set_tier", "standing", "subject", "sweep", "unfreeze", "usable", "withdraw",
]  # fmt: skip

"""The desk's own book (handbook S14): what an entry is, which are refused, when one is looked through again. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from desk.errors import Checker, Problem
from desk.i18n import N_, _
from desk.rules.kit import phones
from desk.rules.kit.dates import add_months
from desk.rules.kit.lifecycle import LifeCycle, Move, Need

KINDS = ("telephone", "charge", "facility", "form", "procedure", "emergency", "phrase", "law")
"""Kinds of entries in the order of the book: codes of the list `book_kinds`."""
WORDLESS = ("telephone", "charge", "facility")
"""Kinds that stand without a text: a number, a rate, or a heading that is filled in later."""
MOST = 1500
"""The longest text of an entry in characters."""

CHANGES = LifeCycle(
    kind="book-change",
    states=("proposed", "accepted", "refused"),
    names="book_change_states",
    ended=("accepted", "refused"),
    likely={"proposed": "accept"},
    moves=(
        Move("propose", ("",), "proposed", event="proposed", hidden=True),
        # L10N: 采纳; 已采纳
        Move("accept", ("proposed",), "accepted", event="accepted", role="supervisor", label=N_("Take it over"),
             title=N_("Take the proposal over"), done=N_("“{number}” is in the book.")),
        # L10N: 不采纳; 已退回建议
        Move("refuse", ("proposed",), "refused", event="refused", role="supervisor", quiet=True, label=N_("Do not take it over"),
             needs=(Need("note", N_("Write why.")),), done=N_("“{number}” is not taken over.")),
    ),
)  # fmt: skip
"""What becomes of a proposal."""


@dataclass(frozen=True, slots=True)
class Typed:
    """An entry as it is typed.

    Attributes:
        item: key of the charge item that a charge is about. taken: title of another entry about it that is valid then, "" for none.
        known_item: whether there is such an item.
    """

    kind: str
    title: str
    text: str
    phone: str
    item: str
    valid_from: date | None
    valid_until: date | None
    taken: str = ""
    known_item: bool = True


def problems(typed: Typed) -> list[Problem]:
    """What is wrong with an entry (handbook S14)."""
    check = Checker()
    if typed.kind not in KINDS:
        check.add("kind", "choice", _("Choose the kind."))
    check.require("title", typed.title, _("Type the title."))
    if typed.kind in KINDS and typed.kind not in WORDLESS:
        # L10N: 请填写内容
        check.require("text", typed.text, _("Type the text."))
    if len(typed.text.strip()) > MOST:
        # L10N: 内容最多 {most} 字
        check.add("text", "long", _("The text has at most {most} characters.").format(most=MOST))
    if typed.phone.strip():
        check.note("phone", read_phone(typed.phone).problem)
    if typed.kind == "charge":
        if not typed.item or not typed.known_item:
            # L10N: 请选择收费项目
            check.add("item", "required", _("Choose the charge item; its rate is read from there."))
        elif typed.taken:
            # L10N: 该收费项目已有有效条目“{title}”
            words = _("“{title}” is valid for this charge item then. End that one first.")
            check.add("item", "taken", words.format(title=typed.taken))
    if typed.valid_from is not None and typed.valid_until is not None and typed.valid_until < typed.valid_from:
        check.add("valid_until", "before", _("It ends before it begins."))
    return check.problems


_SHORT = re.compile(r"1\d{2}")


def read_phone(text: str) -> phones.PhoneCheck:
    """A telephone of the book: whatever is one elsewhere, and the three digits of police, fire brigade, ambulance."""
    short = "".join(unicodedata.normalize("NFKC", text).split())
    return phones.PhoneCheck(short) if _SHORT.fullmatch(short) else phones.check_phone(text)


def valid_on(first: date | None, last: date | None, day: date) -> bool:
    """Whether an entry is valid on a day; an open end is no end."""
    return (first is None or first <= day) and (last is None or day <= last)


def overlap(first: date | None, last: date | None, other_first: date | None, other_last: date | None) -> bool:
    """Whether two entries are valid on some day together."""
    begins_in_time = first is None or other_last is None or first <= other_last
    return begins_in_time and (other_first is None or last is None or other_first <= last)


def review_on(reviewed: date, months: int) -> date:
    """The day on which an entry is looked through again (handbook S14: after 12 months)."""
    return add_months(reviewed, months)


__all__ = [
    "CHANGES",
    "KINDS",
    "MOST",
    "WORDLESS",
    "Typed",
    "overlap",
    "problems",
    "read_phone",
    "review_on",
    "valid_on",
]

"""Who sees what of a person: one table for every way on which data of people is shown or leaves (handbook C-27, C-34, C-36).

The handbook prints this very table (a test compares the two), and another test makes one person with tell-tale values in every feature
and looks on every way for what may not be there. Roles that are a policy of the site stand here by its key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from desk.rules.kit.personal.looks import COLUMNS, LOOKS, PURPOSES, Look, acts_of, exported

IDENTITY, PHONES = "access.identity", "access.phones"
"""Policies: whose word shows an identity number, a phone, in full."""

KINDS: Mapping[str, str] = {
    "identity": "identity number, other documents of a person",
    "code": "credit code of a company",
    "phone": "phone",
    "name": "name",
    "birthday": "birthday, sex",
    "address": "address, workplace, e-mail",
    "plate": "plate",
    "note": "notes, free words",
    "photo": "photo",
    "scan": "scans",
}
"""Kinds of data. What is kept of a child under 14 is of the same kinds, and gone as soon as the guardian takes the word back."""
WHOLE, MASKED, ABSENT = "whole", "masked", "–"
"""What is shown. Masked is the last four of a number, or the first three and last four of a mobile."""
W, M, A = WHOLE, MASKED, ABSENT


class Way(NamedTuple):
    """A way on which data of people is shown or leaves.

    Attributes:
        code: its name. words: what it is.
        shows: for each of `KINDS`, in their order: whole, masked or not at all.
        who: whose it is: a role, a policy key, `nobody` for what no clerk opens; `+` joins that of several kinds.
        event: the audit events that name who, what and what for; "" where looking is free.
        purpose: what the event says it was for: `asked` from the short list, else the fixed word of `PURPOSES`.
    """

    code: str
    words: str
    shows: tuple[str, ...]
    who: str = "receptionist"
    event: str = ""
    purpose: str = ""

    def of(self, kind: str) -> str:
        """What it shows of a kind of data."""
        return self.shows[tuple(KINDS).index(kind)]


WAYS: tuple[Way, ...] = (
    #                                                      identity code phone name birthday address plate note photo scan
    Way("list", "rows of lists, due items, Today", (M, M, M, W, W, A, W, W, A, A)),
    Way("page", "pages of homes, people and records; the typed number is compared, not shown", (M, M, M, W, W, W, W, W, W, A)),
    Way("around", "finder, caller's line, chips, messages, tooltips, title of the window", (M, M, M, W, W, A, W, W, A, A)),
    Way("preview", "paper before it is issued, stored slip on the screen", (M, W, M, W, W, W, W, W, W, A)),
    Way("form", "the form that changes somebody's data", (M, W, W, W, W, W, W, W, W, A), PHONES, "household.reveal", "edit"),
    Way("phones", "whole phones shown on request", (M, W, W, W, W, W, W, W, W, A), PHONES,
        "household.reveal callback.reveal renovation.reveal call.number", "asked"),
    Way("identity", "whole identity number shown on request", (W, W, W, W, W, W, W, W, W, A), IDENTITY,
        "household.reveal", "asked"),
    Way("replace", "entry of a release that is issued anew", (M, W, W, W, A, A, W, W, A, A), PHONES, "release.reveal", "edit"),
    Way("issued", "paper of the case at hand: its original on the day of issue", (W, W, W, W, W, W, W, W, W, A),
        "receptionist", "slip.print slip.print-many slip.print-whole slip.print-whole-many", "printed"),
    Way("sheet", "sheet of what is known of a person, for that person", (W, W, W, W, W, W, W, W, A, A), "manager",
        "access.person-sheet", "own"),
    Way("later", "slip printed again, opened, saved; whole file of a case", (W, W, W, W, W, W, W, W, W, W), IDENTITY,
        "slip.look slip.print-whole slip.print-whole-many renovation.archive move.archive", "look"),
    Way("scan", "scan or photo of a record opened", (W, W, W, W, W, W, W, W, W, W), IDENTITY, "file.look", "look"),
    Way("mobiles", "list of mobiles for an urgent message: numbers and text only", (A, A, W, A, A, A, A, A, A, A),
        "supervisor", "incident.phones", "urgent"),
    Way("contacts", "lists for letters and greetings (of those who agreed)", (A, A, W, W, A, W, A, A, A, A), "manager",
        "letter-run.export greeting-run.export points.export", "letters"),
    Way("members", "lists of members as files", (A, A, M, W, W, A, A, A, A, A), "manager",
        "member.list-export card.book-export points.top-export tier.proposals-export", "members"),
    Way("books", "day book, unfinished requests as files", (A, A, A, W, A, A, A, W, A, A), "manager",
        "money.day-book-export report.export", "office"),
    Way("problems", "problems of an office's own list: says what the list says", (W, W, W, W, W, W, W, W, A, A),
        "receptionist", "import.problems-export", "list"),
    Way("texts", "texts to copy and send", (A, A, A, W, A, A, A, W, A, A)),
    Way("ask", "questions by command (desk ask)", (M, W, M, W, W, W, W, W, A, A)),
    Way("command", "desk find, desk call, desk check", (M, M, M, W, W, A, W, A, A, A)),
    Way("print", "desk print", (W, W, W, W, W, W, W, W, W, A), "manager", "slip.look", "command"),
    Way("history", "history and record of acts: names are sealed values that can be erased", (M, M, M, W, W, W, W, W, A, A)),
    Way("log", "log and crash report", (A, A, A, A, A, A, A, A, A, A), "nobody"),
    Way("draft", "what was typed and not saved, for its clerk, 30 days", (W, W, W, W, W, W, W, W, A, A)),
    Way("backup", "database, stored files and backups; sealed by the site's key where it is encrypted",
        (W, W, W, W, W, W, W, W, W, W), "nobody", "backup.make", "backup"),
    Way("viewing", "folder of what is opened in another program, emptied at the start and the end",
        (W, W, W, W, W, W, W, W, W, W), "nobody"),
)  # fmt: skip


def way(code: str) -> Way:
    """A way by its name.

    Raises:
        KeyError: there is none.
    """
    return {each.code: each for each in WAYS}[code]


def lines() -> Iterator[str]:
    """The table as it stands in the handbook."""
    yield "| way | " + " | ".join(KINDS) + " | by the word of | on record as | what for |"
    yield "|---" * (len(KINDS) + 4) + "|"
    for each in WAYS:
        who = f"`{each.who}`" if "." in each.who else each.who
        events = " ".join(f"`{name}`" for name in each.event.split()) or "–"
        cells = [each.words, *each.shows, who, events, each.purpose or "–"]
        yield f"| {' | '.join(cells)} |"


__all__ = [
    "ABSENT", "COLUMNS", "IDENTITY", "KINDS", "LOOKS", "MASKED", "PHONES", "PURPOSES", "WAYS", "WHOLE", "Look", "Way", "acts_of",
    "exported", "lines", "way",
]  # fmt: skip

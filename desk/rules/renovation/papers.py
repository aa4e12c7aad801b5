"""Which papers a file needs, which are missing, and in which order the archive keeps them (handbook A5, R4, R5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from desk.errors import Problem
from desk.i18n import _


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of the checklist.

    Attributes:
        code, label: of catalog.toml. side: owner or contractor. stamped: each copy bears the contractor's seal.
        when: only for this case (`waterproofing`, `tenant`, `company`); "" always. at: "" for the filing, `signing` after the approval.
        plans: it stands for the plans of the works, which are ticked one by one. dossier: the paper of the household's file it ticks.
    """

    code: str
    label: str
    side: str
    stamped: bool = False
    when: str = ""
    at: str = ""
    plans: bool = False
    dossier: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """A paper that is here; `stamped`: with the seal."""

    on: date | None = None
    stamped: bool = False


def needed(
    papers: Iterable[Paper], cases: Iterable[str], *, contractor: bool, signing: bool = False
) -> tuple[Paper, ...]:
    """The papers that a file needs.

    Args:
        papers: the whole checklist.
        cases: what is true of it (`waterproofing`, `tenant`, `company`).
        contractor: a contractor does the work; without one its papers are not asked for.
        signing: those of the signing too.
    """
    known = set(cases)
    return tuple(
        paper
        for paper in papers
        if (not paper.when or paper.when in known)
        and (contractor or paper.side != "contractor" or paper.at == "signing")
        and (signing or paper.at != "signing")
    )


def missing(papers: Iterable[Paper], here: Mapping[str, Received]) -> tuple[str, ...]:
    """The labels of what is missing; a copy without its seal is missing its seal. Plans are told by the works."""
    found = []
    for paper in papers:
        if paper.plans:
            continue
        received = here.get(paper.code)
        if received is None or received.on is None:
            found.append(paper.label)
        elif paper.stamped and not received.stamped:
            # L10N: {paper}（未加盖公章）
            found.append(_("{paper} (without its seal)").format(paper=paper.label))
    return tuple(found)


def validity_problems(what: str, until: date | None, today: date, field: str) -> list[Problem]:
    """A licence or qualification that ran out is refused; one without a date is for good."""
    if until is not None and until < today:
        # L10N: {what}已于 {day} 到期
        words = _("{what} ran out on {day}.").format(what=what, day=until.isoformat())
        return [Problem("expired", words, field)]
    return []


ARCHIVE = (
    "renovation-index",
    "renovation-certificate",
    "renovation-agreement",
    "scan:licence",
    "scan:qualification",
    "scan:contract",
    "renovation-workers",
    "renovation-application",
    "renovation-filing",
    "renovation-pledge",
    "renovation-owner-pledge",
    "renovation-fire",
    "renovation-notice",
    "payment-notice",
    "receipt",
    "hot-work",
    "rectification",
    "renovation-acceptance",
    "renovation-downstairs",
    "renovation-refund-application",
    "deposit-refund",
)
"""The order of the archive: the certificate's file copy, the agreement, the contractor's papers, the workers; then the rest (handbook A5)."""


def archive_place(kind: str) -> int:
    """Where a kind of slip stands in the archive; unknown ones at the end."""
    return ARCHIVE.index(kind) if kind in ARCHIVE else len(ARCHIVE)


def days_without_permit(old_last: date, asked_on: date) -> int:
    """How many days lay between the old last day and the asking: 16–20 May are five."""
    return max((asked_on - old_last).days, 0)


__all__ = [
    "ARCHIVE",
    "Paper",
    "Received",
    "archive_place",
    "days_without_permit",
    "missing",
    "needed",
    "validity_problems",
]

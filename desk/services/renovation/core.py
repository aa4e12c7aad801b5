"""What several acts of a renovation file need: the record, its history, its checklist, its policy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.catalog import label, whole_catalog
from desk.errors import Checker, InvalidInput, NotFound, Problem
from desk.i18n import _
from desk.models.money import Account, Deposit
from desk.models.renovation import Renovation, RenovationEvent, Violation, WorkerPass
from desk.rules import renovation as rules
from desk.rules.kit import files
from desk.rules.renovation import papers as paper_rules
from desk.rules.renovation.cycle import CYCLE, PASS_CYCLE, VIOLATION_CYCLE
from desk.services.finder import index
from desk.services.households import receive_within
from desk.services.kit import attachments
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import Kept

FILES = Kept(CYCLE, Renovation, lambda: _("This renovation file is not there."))
"""Renovation files and their life cycle."""
PASSES = Kept(PASS_CYCLE, WorkerPass, lambda: _("This pass is not there."))
"""Workers' passes and theirs."""
VIOLATIONS = Kept(VIOLATION_CYCLE, Violation, lambda: _("This violation is not there."))
"""Violations and theirs."""


def get(session: Session, renovation_id: int) -> Renovation:
    """A file.

    Raises:
        NotFound: there is none with this id.
    """
    row = session.get(Renovation, renovation_id)
    if row is None:
        raise NotFound(FILES.absent())
    return row


def record(act: Act, row: Renovation, kind: str, note: str = "", **data: Any) -> None:
    """Writes a line of the file's history, and says what the act is about."""
    act.session.add(
        RenovationEvent(
            renovation_id=row.id,
            at=act.at,
            staff_id=act.actor.id if act.actor else None,
            kind=kind,
            note=note.strip(),
            data=data or None,
        )
    )
    act.about("renovation", row.id, number=row.number, **data)
    act.session.flush()
    index.write(act.session, "renovation", [row.id])


def subject(row: Renovation) -> str:
    """How money and slips name the file."""
    return f"renovation:{row.id}"


def work_of(code: str, *, plan: bool = False) -> rules.Work | None:
    """An item of the catalogue; None for an unknown one."""
    for choice in whole_catalog("renovation_works"):
        if choice.code == code:
            extra = choice.extra
            return rules.Work(code, choice.label, bool(extra.get("forbidden")), bool(extra.get("waterproofing")), plan)
    return None


def works_of(row: Renovation) -> list[rules.Work]:
    """The works of a file as the rules see them."""
    return [
        work_of(work.code, plan=work.plan) or rules.Work(work.code, work.code, plan=work.plan) for work in row.works
    ]


def checklist() -> tuple[paper_rules.Paper, ...]:
    """The papers of catalog.toml."""
    return tuple(
        paper_rules.Paper(
            choice.code,
            choice.label,
            str(choice.extra.get("side", "owner")),
            bool(choice.extra.get("stamped")),
            str(choice.extra.get("when", "")),
            str(choice.extra.get("at", "")),
            bool(choice.extra.get("plans")),
            str(choice.extra.get("dossier", "")),
        )
        for choice in whole_catalog("renovation_documents")
    )


def needed_papers(row: Renovation, *, signing: bool = False) -> tuple[paper_rules.Paper, ...]:
    """The papers that this file needs."""
    cases = {row.applicant_role}
    if any(work.waterproofing for work in works_of(row)):
        cases.add("waterproofing")
    return paper_rules.needed(checklist(), cases, contractor=row.contractor_id is not None, signing=signing)


def here(row: Renovation) -> dict[str, paper_rules.Received]:
    """The papers that are here."""
    found = {each.code: paper_rules.Received(each.received_on, each.stamped) for each in row.documents}
    if row.signed_on is not None:
        found.setdefault("agreement", paper_rules.Received(row.signed_on))
    return found


def missing_papers(row: Renovation, *, signing: bool = False) -> tuple[str, ...]:
    """The names of what the file lacks, plans by their works."""
    lacking = list(paper_rules.missing(needed_papers(row, signing=signing), here(row)))
    for work in works_of(row):
        if not work.plan:
            # L10N: {work}的图纸
            lacking.append(_("plan of {work}").format(work=work.label))
    return tuple(lacking)


def tick_dossier(act: Act, desk: Desk, row: Renovation, codes: Sequence[str]) -> None:
    """Ticks the household's file for papers that were received (handbook R5)."""
    wanted = {paper.code: paper.dossier for paper in checklist() if paper.dossier}
    for code in codes:
        if code in wanted:
            receive_within(act, desk, row.unit_id, wanted[code])


def held(session: Session, row: Renovation, kind: str = "") -> list[Deposit]:
    """The deposits of the file of which something is held, the oldest first."""
    question = (
        select(Deposit)
        .join(Account, Account.id == Deposit.account_id)
        .where(Deposit.subject == subject(row), Account.balance != 0)
        .order_by(Deposit.id)
    )
    if kind:
        question = question.where(Deposit.kind == kind)
    return list(session.scalars(question))


def held_fen(session: Session, row: Renovation, kind: str = "") -> int:
    """How much is held."""
    return sum(-deposit.account.balance for deposit in held(session, row, kind))


def refund_weekdays(desk: Desk) -> frozenset[int]:
    """The policy's refund days as weekdays, Monday 0: `1-5`, `2,4`."""
    found: set[int] = set()
    for part in str(desk.policy["renovation.refund_weekdays"]).split(","):
        first, _dash, last = part.strip().partition("-")
        if first:
            found.update(range(int(first) - 1, int(last or first)))
    return frozenset(found)


def check_photos(check: Checker, field: str, photos: Sequence[Path | None]) -> None:
    """Notes photos that cannot be read or are no pictures."""
    for file in photos:
        if file is None:
            continue
        try:
            with file.open("rb") as stream:
                kind = files.media_type(stream.read(16))
        except OSError:
            kind = ""
        if not kind.startswith("image/"):
            # L10N: {file} 不是图片
            check.add(field, "photo", _("{file} is no picture.").format(file=file.name))


def keep_photos(act: Act, desk: Desk, about: str, photos: Sequence[Path]) -> list[str]:
    """Keeps photos with their record; gives their hashes."""
    return [
        attachments.store(act, desk, file, subject=about, role=f"photo-{place}").sha256
        for place, file in enumerate(photos, 1)
    ]


def refuse(problems: Sequence[Problem]) -> None:
    """Raises what is wrong, if anything is."""
    if problems:
        raise InvalidInput(list(problems))


def word(name: str, code: str) -> str:
    """The words of a code; nothing for none."""
    return label(name, code) if code else ""


Values = Mapping[str, Any]

__all__ = [
    "FILES",
    "PASSES",
    "VIOLATIONS",
    "check_photos",
    "checklist",
    "get",
    "held",
    "held_fen",
    "here",
    "keep_photos",
    "missing_papers",
    "needed_papers",
    "record",
    "refund_weekdays",
    "refuse",
    "subject",
    "tick_dossier",
    "word",
    "work_of",
    "works_of",
]

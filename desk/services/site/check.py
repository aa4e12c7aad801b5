"""Verifies the whole database: nothing was lost, nothing was changed behind the program's back."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import features
from desk.i18n import _
from desk.models import AuditEvent, SealedValue, Sequence
from desk.services.kit import attachments, audit, sealed
from desk.services.kit.desk import Desk
from desk.services.site import counters


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        code: integrity, foreign-key, audit-chain, sequence-gap, attachment, sealed, and what the features look for.
        message: what and where, in words.
    """

    code: str
    message: str


def check(desk: Desk) -> list[Finding]:
    """Everything that is wrong with the site's data; empty when all is well."""
    with desk.look() as session:
        found = [
            *_integrity(desk, session),
            *_audit_chain(session),
            *_sequences(session),
            *_sealed(session),
        ]
        for ref in features.each("checks"):
            found += features.load(ref)(session, desk)
        found += [Finding("attachment", words) for words in attachments.faults(session, desk)]
    return found


def _integrity(desk: Desk, session: Session) -> list[Finding]:
    return [
        Finding(code, what if code == "integrity" else _("A row of {table} points at nothing.").format(table=what))
        for code, what in desk.database.backend.integrity(session)
    ]


def _audit_chain(session: Session) -> list[Finding]:
    """One chain from the first event to the last; ids may leave some out, where an act failed on a server."""
    previous, place = "", 0
    events = select(AuditEvent).order_by(AuditEvent.id).execution_options(yield_per=500)
    with closing(session.scalars(events)) as rows:
        for row in rows:
            good = audit.event_hash(
                previous=previous,
                at=row.at,
                staff_id=row.staff_id,
                act=row.act,
                subject=row.subject,
                data=row.data or {},
            )
            place += 1
            if row.previous != previous or row.hash != good:
                return [Finding("audit-chain", _("The record of acts was changed at entry {n}.").format(n=place))]
            previous = row.hash
    written = session.scalar(select(Sequence.last).where(Sequence.name == audit.HEAD))
    if written is not None and written != place:  # no row: nothing was done since an older version
        return [Finding("audit-chain", _("The record of acts was changed at entry {n}.").format(n=place + 1))]
    return []


_NUMBER = re.compile(r"^([A-Z]+-\d{8})-(\d+)$")


def _sequences(session: Session) -> list[Finding]:
    """Every number up to the last given one is used by a record or a slip: no gaps, none twice."""
    used: dict[str, set[int]] = {}
    for numbers in features.each("numbers"):
        for number in session.scalars(select(features.load(numbers.column)).execution_options(yield_per=1000)):
            match = _NUMBER.match(number)
            if match:
                used.setdefault(match[1], set()).add(int(match[2]))
    # What a restore left out, so that no number is given twice, was never given to a record.
    for name, first, last in counters.skipped(session):
        used.setdefault(name, set()).update(range(first, last + 1))
    found = []
    for row in session.scalars(select(Sequence).where(Sequence.name != audit.HEAD)):
        given, there = set(range(1, row.last + 1)), used.get(row.name, set())
        used[row.name] = there - given
        missing = given - there
        if missing:
            first = f"{row.name}-{min(missing):04d}"
            found.append(
                Finding("sequence-gap", _("The number {number} was given but is not there.").format(number=first))
            )
    found += [
        Finding("sequence-gap", _("Numbers of {name} were not given by the counter.").format(name=name))
        for name, strange in used.items()
        if strange
    ]
    return found


def _sealed(session: Session) -> list[Finding]:
    """Each sealed value fits its digest or was erased with its salt; what events name is there (slips look for theirs)."""
    found = []
    values = select(SealedValue.digest, SealedValue.salt, SealedValue.value).execution_options(yield_per=1000)
    with closing(session.execute(values)) as rows:
        for row in rows:
            good = row.value is None if row.salt is None else sealed.digest_of(row.salt, row.value) == row.digest
            if not good:
                # L10N: 封存的值 {digest} 已被改动
                words = _("The sealed value {digest} was changed.").format(digest=row.digest[:12])
                found.append(Finding("sealed", words))
    named: set[str] = set()
    with closing(session.scalars(select(AuditEvent.data).execution_options(yield_per=500))) as events:
        for data in events:
            named.update(sealed.digests(data))
    return found + [Finding("sealed", words) for words in sealed.missing(session, named)]

"""Verifies the whole database: nothing was lost, nothing was changed behind the program's back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import features
from desk.errors import DeskError
from desk.i18n import _
from desk.models import SealedValue, Sequence
from desk.rules.kit import wording
from desk.services.kit import attachments, audit, sealed
from desk.services.kit.desk import Desk
from desk.services.site import anchor, chain, counters


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        code: integrity, foreign-key, schema, rows, audit-chain, anchor, sequence-gap, attachment, sealed, and what the features
            look for.
        message: what and where, in words.
    """

    code: str
    message: str


def check(desk: Desk, *, code: str = "") -> list[Finding]:
    """Everything that is wrong with the site's data; empty when all is well.

    Args:
        desk: the desk.
        code: the short code of a printed sheet, to hold the record of acts against; "" for none.

    Raises:
        DeskError: `anchor-code`: it is none.
    """
    anchors = anchor.known(desk)
    if code:
        anchors.append(anchor.read_code(code))
    with desk.look() as session:
        walk = chain.Walk()
        unread = _told(desk, lambda: chain.walk(walk, desk, session, {each.count for each in anchors}))
        steps: tuple[Callable[[], Iterable[Finding]], ...] = (
            lambda: _integrity(desk, session),
            lambda: _audit_chain(session, walk),
            lambda: [Finding("anchor", words) for words in chain.compare(walk, anchors)],
            lambda: [Finding("anchor", words) for words in _lost_log(session, desk)],
            lambda: _rows(desk, session, walk),
            lambda: _sequences(session),
            lambda: _sealed(session, walk),
            *(_of_feature(desk, session, ref) for ref in features.each("checks")),
            lambda: [Finding("attachment", words) for words in attachments.faults(session, desk)],
        )
        found = unread + [finding for step in steps for finding in _told(desk, step)]
    fault = chain.anchor_file_fault(desk)
    return [*found, Finding("anchor", fault)] if fault else found


def _of_feature(desk: Desk, session: Session, ref: str) -> Callable[[], Iterable[Finding]]:
    return lambda: cast("Iterable[Finding]", features.load(ref)(session, desk))


def _told(desk: Desk, step: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """What a step finds. Damaged text in the way of one (bytes that are no text, JSON that is none) is a finding too."""
    try:
        return list(step())
    except DeskError as error:
        return [Finding("integrity", error.message)]
    except Exception as error:  # noqa: BLE001 - damaged data breaks whatever reads it; telling that is what a check is for
        said = desk.database.backend.said(error)
        if said is not None:
            return [Finding("integrity", said.message)]
        # L10N: 有数据读不出来：{reason}
        words = _("Some of the data cannot be read: {reason}").format(reason=type(error).__name__)
        return [Finding("integrity", words)]


def _integrity(desk: Desk, session: Session) -> list[Finding]:
    return [
        Finding(code, what if code == "integrity" else _("A row of {table} points at nothing.").format(table=what))
        for code, what in desk.database.backend.integrity(session)
    ]


def _audit_chain(session: Session, walk: chain.Walk) -> list[Finding]:
    """One chain from the first event to the last; ids may leave some out, where an act failed on a server."""
    counted = chain.head_count(session)
    place = walk.broken_at
    if not place and counted is not None and counted != walk.count:
        place = min(counted, walk.count) + 1
    if not place:
        return []
    return [Finding("audit-chain", _("The record of acts was changed at entry {n}.").format(n=place))]


def _lost_log(session: Session, desk: Desk) -> Iterator[str]:
    """That the last act saved here is not in the record, in words."""
    file = desk.database.file
    at = audit.lost(session, desk.data) if file is not None else None
    if file is not None and at is not None:
        # L10N: {at} 保存的操作已不在数据中：数据文件被换成了较早的，或它的日志文件 {log} 丢失。
        yield _(
            "The act saved at {at} is not in the data any more: the file was replaced by an older one, or its log {log} is lost."
        ).format(at=wording.moment(at.astimezone(desk.zone)), log=f"{file.name}-wal")


def _rows(desk: Desk, session: Session, walk: chain.Walk) -> Iterator[Finding]:
    """The rows of every table are what the acts left, and nothing else lies in the database."""
    backend = desk.database.backend
    if walk.state is not None:
        for table in backend.changed_rows(session, walk.state):
            # L10N: 表 {table} 的数据在程序之外被改动 / 数据校验和与操作记录不符
            words = (
                _("Rows of {table} were changed outside Desk.").format(table=table)
                if table
                else _("The sums of the data are not those of the last act.")
            )
            yield Finding("rows", words)
    for what in backend.strange(session):
        # L10N: 数据库中有多余或缺失的对象：{what}
        yield Finding("schema", _("The database holds something strange or lacks something: {what}").format(what=what))


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
    for name, from_here, to_there in counters.skipped(session):
        used.setdefault(name, set()).update(range(from_here, to_there + 1))
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


def _sealed(session: Session, walk: chain.Walk) -> list[Finding]:
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
    return found + [Finding("sealed", words) for words in walk.missing]

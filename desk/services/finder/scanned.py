"""What was scanned: which code it is, and the records that have it, exactly (not those that begin so).

Numbers of records and slips are known by the features' `numbers` and kinds of slips; other codes by `Feature.codes`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import features
from desk.features.kit import Code, Record, Way
from desk.i18n import _
from desk.models.slips import SlipRecord
from desk.rules.kit.identity import mask_number
from desk.rules.scans import house_number
from desk.services.finder.query import prefixes
from desk.services.kit.desk import Desk

NUMBER = "number"
"""The code of numbers that this house gave."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What a text that was scanned is.

    Attributes:
        code: name of the code (`desk.features.kit.Code.code`), `number`, "" for something without a known form.
        kept: the code as it is kept: folded, capital letters, without what stands between.
        text: as it was read.
        label: msgid of what it is, "" without one.
        shown: how it may be shown: a person's number by its last digits.
    """

    code: str
    kept: str
    text: str
    label: str = ""
    shown: str = ""


def read(text: str) -> Scan:
    """What a text is by its form; pure, and quick enough to be asked at every Enter."""
    number = house_number(text, prefixes())
    if number:
        return Scan(NUMBER, number, text, _number_label(number), number)
    for code in _codes():
        if code.label and (kept := features.load(code.reads)(text)):
            return Scan(code.code, kept, text, code.label, mask_number(kept) if code.masked else kept)
    return Scan("", text.strip(), text, "", text.strip())


def look(desk: Desk, scan: Scan) -> list[tuple[str, dict[str, Any]]]:
    """Where the records that have a code are opened: a target, and what its page is told besides; the best first.

    What the first feature that knows any gives counts alone: a household before the parking card of its car.
    """
    with desk.look() as session:
        if scan.code == NUMBER:
            return _numbered(session, scan.kept)
        for code in _codes():
            if code.code == scan.code or not (scan.code or code.label):
                kept = features.load(code.reads)(scan.text)
                found: list[tuple[str, dict[str, Any]]] = features.load(code.look)(session, desk, kept) if kept else []
                if found:
                    return found
    return []


def ways(scan: Scan) -> tuple[Way, ...]:
    """What fits a code that no record has, in the order of the features."""
    return tuple(way for code in _codes() if code.label and code.code == scan.code for way in code.ways)


def _codes() -> Iterator[Code]:
    return features.each("codes")


def _number_label(number: str) -> str:
    """What a number is of: the slip's name first, since that is what was held under the scanner."""
    prefix = number.partition("-")[0]
    slip = next((kind.label for kind in features.each("slips") if kind.prefix == prefix), "")
    return slip or next((record.label for record, _column in _numbered_by(prefix)), "")


def _numbered_by(prefix: str) -> Iterator[tuple[Record, str]]:
    """Kinds of records whose numbers begin so, with the column of the number."""
    for numbers in features.each("numbers"):
        if prefix in numbers.prefixes:
            model, _dot, column = numbers.column.rpartition(".")
            for record in features.records().values():
                if record.model == model and _opened(record.code):
                    yield record, column


def _opened(kind: str) -> bool:
    return any(kind in page.targets for page in features.each("pages"))


def _numbered(session: Session, number: str) -> list[tuple[str, dict[str, Any]]]:
    """The record of a number; the slip of it where it numbers no record that has a page."""
    for record, column in _numbered_by(number.partition("-")[0]):
        model = features.load(record.model)
        found = session.scalar(select(model.id).where(getattr(model, column) == number))
        if found is not None:
            return [(f"{record.code}:{found}", {})]
    if session.scalar(select(SlipRecord.id).where(SlipRecord.number == number)) is not None:
        return [(f"slip:{number}", {})]
    return []


def what(scan: Scan) -> str:
    """What a code is, in words: “Identity card ···0032”."""
    return f"{_(scan.label)} {scan.shown}" if scan.label else scan.shown


__all__ = ["NUMBER", "Scan", "look", "read", "ways", "what"]

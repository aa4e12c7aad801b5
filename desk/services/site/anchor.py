"""The record of acts has its anchors outside: how far it had come, and the hash of its last act.

Inside the database a chain of hashes can be reckoned anew by whoever changes it. So count and head stand where the database is not:
in the name of each backup, on the sheets of shift and day as a short code, and, where the site names one, in a file outside the
data folder. `desk check` holds the chain against all of them.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desk import paths
from desk.errors import DeskError
from desk.i18n import _
from desk.services.kit import audit
from desk.services.site import copies, places

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desk.services.kit.desk import Desk

log = logging.getLogger("desk.anchor")

_LINE = re.compile(r"(\S+) (\d+) ([0-9a-f]{12,64})")
_CODE = re.compile(r"(\d+)-([0-9A-F]{4})-?([0-9A-F]{4})")


@dataclass(frozen=True, slots=True)
class Anchor:
    """One thing outside that says how the record of acts stood.

    Attributes:
        count: after so many acts. head: how the last hash begins, "" for an empty record.
        where: what says so: a backup's name, the anchor file, a code on paper.
        at: when it was made, as far as that is known.
    """

    count: int
    head: str
    where: str
    at: datetime | None = None


def now(session: Session) -> Anchor:
    """How the record of acts stands at this moment."""
    count, head = audit.head(session)
    return Anchor(count, head, "")


def read_code(text: str) -> Anchor:
    """A short code typed from a sheet.

    Raises:
        DeskError: `anchor-code`: it is none.
    """
    match = _CODE.fullmatch(text.strip().upper())
    if match is None:
        # L10N: “{code}” 不是存证码，应类似 1234-AB12-CD34。
        raise DeskError(
            "anchor-code", _("“{code}” is no code of a sheet; it looks like 1234-AB12-CD34.").format(code=text)
        )
    return Anchor(int(match[1]), (match[2] + match[3]).lower(), text.strip())


def note(desk: Desk) -> bool:
    """Adds a line to the anchor file that the site names; whether it could be written (nothing named: True).

    A stick that is not there stops nobody's work: `desk check` and Today tell it.
    """
    file = places.anchor_file(desk)
    if file is None:
        return True
    with desk.look() as session:
        at = now(session)
    try:
        with file.open("a", encoding="ascii") as stream:
            stream.write(f"{desk.clock().astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} {at.count} {at.head or '0' * 64}\n")
            stream.flush()
            os.fsync(stream.fileno())
        return True
    except OSError as error:
        log.warning("the anchor file cannot be written: %s", error.strerror)
        return False


def known(desk: Desk) -> list[Anchor]:
    """Everything outside that is in reach: names of backups here and in the second place, the anchor file."""
    found = []
    second = places.second_place(desk)
    for folder in [paths.backups(desk.data), *([second] if second else [])]:
        for copy in copies.existing(folder):
            if copy.count is not None:
                at = copy.at.replace(tzinfo=desk.zone)
                found.append(Anchor(copy.count, copy.head, copy.file.name, at))
    file = places.anchor_file(desk)
    if file is not None:
        found += _lines(file)
    return found


def _lines(file: Path) -> Iterable[Anchor]:
    try:
        lines = file.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        match = _LINE.fullmatch(line.strip())
        if match is None:
            continue  # half a line of a power cut
        try:
            at = datetime.fromisoformat(match[1])
        except ValueError:
            at = None
        yield Anchor(int(match[2]), match[3], file.name, at)


__all__ = ["Anchor", "known", "note", "now", "read_code"]

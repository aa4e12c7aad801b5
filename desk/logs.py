# ruff: noqa: PLC0415 - asked once, when the log begins
"""The log of a site: `logs/desk.log`, rotated, without personal data, so that it can be sent to whoever helps.

Our own lines are codes and figures (`act request.log 12 ms`); names are never logged. What comes with an error is scrubbed.
"""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path
from typing import Any

from desk import paths, scrub

STARTED = time.perf_counter()
"""When the program began, near enough: this module is among the first to be imported."""
BYTES = 1_000_000
SAFE_EXPAT = (2, 6, 0)
FILES = 5
"""So much is kept: a file, and the ones before it."""


class _Lines(logging.Formatter):
    """One line a record, times in UTC; messages without long numbers, tracebacks scrubbed."""

    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")

    def format(self, record: logging.LogRecord) -> str:
        # A record is shared with other handlers (stderr, tests): nothing of it is changed.
        text = f"{self.formatTime(record, self.datefmt)} {record.levelname} {record.name} "
        said = record.getMessage()
        # Libraries are quoted scrubbed: what they say may hold anything.
        text += scrub.numbers(said) if record.name.startswith("desk") else scrub.message(said)
        if record.exc_info and record.exc_info[1] is not None:
            text += "\n" + scrub.report(record.exc_info[1]).rstrip()
        return text


class _File(logging.FileHandler):
    """A file for its owner alone, with the ones before it: `desk.log.1` is the last one that was full.

    Not the one of `logging.handlers`, whose import brings sockets and pickles along and costs 25 ms of the start.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        super().__init__(file, encoding="utf-8")

    def _open(self) -> Any:
        paths.private(self._file.parent)
        return open(self._file, "a", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600))

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if self.stream and self.stream.tell() + len(self.format(record)) > BYTES:
                self._turn()
        except (OSError, ValueError):
            self.handleError(record)
        super().emit(record)

    def _turn(self) -> None:
        """The full file becomes the first of those before, the last of them goes."""
        self.close()
        names = [self._file, *(self._file.with_name(f"{self._file.name}.{n}") for n in range(1, FILES + 1))]
        for older, newer in zip(reversed(names[1:]), reversed(names[:-1]), strict=True):
            if newer.exists():
                newer.replace(older)
        self.stream = self._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - a full disk ends no act
        return


def file_of(data: Path) -> Path:
    """Where the log of a site is."""
    return paths.logs(data) / "desk.log"


def install(data: Path) -> logging.Handler | None:
    """Begins to write the log of a site; None when its folder cannot be written (the program says so elsewhere)."""
    try:
        handler = _File(file_of(data))
    except OSError:
        return None
    handler.setLevel(logging.INFO)
    handler.setFormatter(_Lines())
    logging.getLogger().addHandler(handler)
    logging.getLogger("desk").setLevel(logging.INFO)
    return handler


def remove(handler: logging.Handler | None) -> None:
    """Ends the log."""
    if handler is not None:
        logging.getLogger().removeHandler(handler)
        handler.close()


def since_start() -> float:
    """Milliseconds since the program began."""
    return (time.perf_counter() - STARTED) * 1000


def old_parser() -> str:
    """The version of an Expat that small crafted workbooks can keep busy for minutes (CVE-2023-52425, before 2.6.0); "" for a newer one.

    Python brings it along: 3.11.9 has the newer one. Our own limits hold either way (services.kit.excel).
    """
    from pyexpat import version_info

    return "" if version_info >= SAFE_EXPAT else ".".join(map(str, version_info))


def note_machine() -> None:
    """Says once in the log what of this machine should be newer."""
    if version := old_parser():
        logging.getLogger("desk.logs").info(
            "Expat %s is old (CVE-2023-52425); Python 3.11.9 or newer brings one that is not", version
        )


__all__ = ["BYTES", "FILES", "STARTED", "file_of", "install", "note_machine", "old_parser", "remove", "since_start"]

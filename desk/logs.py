"""The log of a site: `logs/desk.log`, rotated, without personal data, so that it can be sent to whoever helps.

Our own lines are codes and figures (`act request.log 12 ms`); names are never logged. What comes with an error is scrubbed.
"""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk import paths, scrub

if TYPE_CHECKING:
    from logging.handlers import RotatingFileHandler

STARTED = time.perf_counter()
"""When the program began, near enough: this module is among the first to be imported."""
BYTES = 1_000_000
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


def file_of(data: Path) -> Path:
    """Where the log of a site is."""
    return paths.logs(data) / "desk.log"


def install(data: Path) -> logging.Handler | None:
    """Begins to write the log of a site; None when its folder cannot be written (the program says so elsewhere)."""
    from logging.handlers import RotatingFileHandler

    class Private(RotatingFileHandler):
        def _open(self) -> Any:
            paths.private(Path(self.baseFilename).parent)
            return open(
                self.baseFilename,
                self.mode,
                encoding=self.encoding,
                opener=lambda name, flags: os.open(name, flags, 0o600),
            )

        def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802 - a full disk ends no act
            return

    try:
        handler: RotatingFileHandler = Private(file_of(data), maxBytes=BYTES, backupCount=FILES, encoding="utf-8")
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


__all__ = ["BYTES", "FILES", "STARTED", "file_of", "install", "remove", "since_start"]

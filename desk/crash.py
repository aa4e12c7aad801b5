"""What happens to a bug: a report file, one calm sentence, and the day goes on.

Exceptions of slots, threads and Qt's own messages end up here. Saved data is safe already (an act is one transaction);
forms keep their drafts.
"""

from __future__ import annotations

import faulthandler
import hashlib
import logging
import os
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

from desk import __version__, logs, paths, scrub
from desk.errors import Unexpected
from desk.i18n import _

log = logging.getLogger("desk.crash")
_faults: TextIO | None = None
_reports: Path | None = None
"""The site's folder, once `install` was called."""


def report(data: Path, error: BaseException) -> Path | None:
    """Writes the report of a bug; the same bug writes one file only. None when even that is impossible (disk full).

    It can be sent to whoever helps: places in the program and kinds of errors are in it, nothing that was typed.
    """
    file = _file(data, error)
    try:
        paths.private(file.parent)
        head = f"Desk {__version__} · Python {platform.python_version()} · {platform.platform()}\n"
        moment = datetime.now().astimezone().isoformat(timespec="seconds")
        where_else = f"Log: {paths.logs(data).name}/{logs.file_of(data).name}\n"
        _write(file, f"{head}{moment}\n{where_else}\n{scrub.report(error)}")
    except OSError:
        return None
    return file


def _write(file: Path, text: str) -> None:
    with _open(file) as stream:
        stream.write(text)


def _open(file: Path) -> TextIO:
    """The file for writing, readable by nobody else from the beginning."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    paths.only_mine(file)  # an older version left it open
    return os.fdopen(handle, "w", encoding="utf-8")


def _file(data: Path, error: BaseException) -> Path:
    where = "".join(frame for frame in traceback.format_exception(error) if frame.lstrip().startswith("File"))
    digest = hashlib.sha256((type(error).__name__ + where).encode()).hexdigest()[:10]
    return paths.crashes(data) / f"crash-{digest}.txt"


def met(error: BaseException) -> Unexpected:
    """A bug was caught: hands it to the hook in force (report, log) and gives it back as a sentence that names the report."""
    sys.excepthook(type(error), error, error.__traceback__)
    # L10N: 程序内部出错。录入的内容还在；再做一次之前，请先看看是否已经保存。
    words = _(
        "Something went wrong inside Desk. What you typed is still here; look whether it was saved before doing it again."
    )
    file = None if _reports is None else _file(_reports, error)
    if file is None or not file.exists():
        return Unexpected(words)
    # L10N: 错误报告在 {file}
    return Unexpected(words + " " + _("A report is in {file}.").format(file=file), str(file))


def install(data: Path, show: Callable[[BaseException, Path | None], None]) -> None:
    """Routes every uncaught exception to a report and to `show`, which must be safe to call from any thread.

    Args:
        data: the site's folder.
        show: tells the receptionist; called once for each distinct bug.
    """
    global _reports
    _reports = data
    seen: set[str] = set()

    def handle(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None or issubclass(kind, KeyboardInterrupt):
            return
        log.error("bug", exc_info=(kind, error, trace))
        file = report(data, error)
        if (key := str(file) + kind.__name__) not in seen:
            seen.add(key)
            show(error, file)

    sys.excepthook = handle
    threading.excepthook = lambda args: handle(args.exc_type, args.exc_value, args.exc_traceback)


def watch_hard_faults(data: Path) -> str:
    """Lets a hard crash (a fault inside Qt) leave its stack in a file; returns what the last run left there."""
    global _faults
    file = paths.crashes(data) / "fault.txt"
    try:
        paths.private(file.parent)
        left = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
        if left:
            file.replace(file.with_name("fault-before.txt"))
        _faults = _open(file)
    except OSError:
        return ""
    faulthandler.enable(_faults)
    return left


def stop_watching() -> None:
    """Closes the file of `watch_hard_faults`; a clean end leaves it empty."""
    global _faults
    faulthandler.disable()
    if _faults is not None:
        _faults.close()
        _faults = None

"""One window for each site's folder: a lock beside the data, and a call that raises the window already open.

The call is a word written into a file that the open window watches; it wipes the word out to say that it heard. No socket: Qt's
network library (QLocalServer) costs 2.8 MB of every window (116.5 instead of 113.7), for a message sent once a month. What the
word cannot do is forge anything: the lock beside it decides who has the folder.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, Signal

from desk import paths
from desk.errors import DeskError
from desk.i18n import _

_WAIT_MS = 1500
_LOOK_MS = 25


class Instance(QObject):
    """This program's hold on a site's folder.

    Signals:
        raised: another start asked this window to come forward.
    """

    raised = Signal()

    def __init__(self, lock: QLockFile, call: Path) -> None:
        super().__init__()
        self._lock = lock
        self._call = call
        call.write_text("", encoding="ascii")  # what a killed run left there is nobody's call
        self._watcher: QFileSystemWatcher | None = QFileSystemWatcher([str(call)])
        self._watcher.fileChanged.connect(self._answer)

    def _answer(self, _file: str) -> None:
        try:
            called = self._call.stat().st_size > 0
            if called:
                self._call.write_text("", encoding="ascii")
        except OSError:
            return
        if called:
            self.raised.emit()

    def release(self) -> None:
        """Lets another start have the folder."""
        self._watcher = None  # ends while Qt still runs
        self._call.unlink(missing_ok=True)
        self._lock.unlock()


def claim(data: Path) -> Instance | None:
    """Takes the site's folder for this program.

    Returns:
        The hold, or None when another window has the folder (it was asked to come forward).

    Raises:
        DeskError: `read-only` when the folder cannot be written, `hung` when the other one does not answer.
    """
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeskError(
            "read-only", _("The data folder {folder} cannot be made: please choose another place.").format(folder=data)
        ) from error
    file = paths.database_file(data)
    call = file.with_name(file.name + ".call")
    lock = QLockFile(str(file) + ".lock")
    lock.setStaleLockTime(0)  # a lock of a dead process is recognised by its process id, never by age
    if lock.tryLock(0):
        return Instance(lock, call)
    if lock.error() == QLockFile.LockError.PermissionError:
        raise DeskError("read-only", _("The data folder is write-protected. Please ask for write permission to it."))
    if not _heard(call):
        raise DeskError(
            "hung",
            _("Desk is already running on this data but does not answer. Please close it first, or restart the PC."),
        )
    return None


def _heard(call: Path) -> bool:
    """Calls the open window; whether it answered in time."""
    try:
        call.write_text(str(os.getpid()), encoding="ascii")
        until = time.monotonic() + _WAIT_MS / 1000
        while time.monotonic() < until:
            if call.stat().st_size == 0:
                return True
            time.sleep(_LOOK_MS / 1000)
    except OSError:
        return not call.exists()  # it is being closed just now
    return False

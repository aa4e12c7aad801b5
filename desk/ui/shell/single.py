# ruff: noqa: PLC0415 - asked only when the folder is held by somebody else
"""One window for each site's folder: a lock beside the data, and a call that raises the window already open.

The call is a word written into a file that the open window watches; it wipes the word out to say that it heard. No socket: Qt's
network library (QLocalServer) costs 2.8 MB of every window (116.5 instead of 113.7), for a message sent once a month. What the
word cannot do is forge anything: the lock beside it decides who has the folder.
"""

from __future__ import annotations

import os
import platform
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, QSysInfo, Signal

from desk import paths
from desk.errors import DeskError
from desk.i18n import _

CALLING = "tel:"
"""What a caller-ID box's word begins with; behind it the number."""
LONGEST = 40
_WAIT_MS = 1500
_LOOK_MS = 25
_SETTLE = 0.2


class Instance(QObject):
    """This program's hold on a site's folder.

    Signals:
        raised: another start asked this window to come forward.
        called: a caller-ID box told who is calling; with the number (`ring`).
    """

    raised = Signal()
    called = Signal(str)

    def __init__(self, lock: QLockFile, call: Path) -> None:
        super().__init__()
        self._lock = lock
        self._call = call
        call.write_text("", encoding="ascii")  # what a killed run left there is nobody's call
        self._watcher: QFileSystemWatcher | None = QFileSystemWatcher([str(call)])
        self._watcher.fileChanged.connect(self._answer)

    def serve(self, window: Any) -> None:
        """Calls go to a window: it comes forward, or says who rings."""
        self.raised.connect(window.come_forward)
        self.called.connect(window.call_came)

    def _answer(self, _file: str) -> None:
        try:
            said = self._call.read_text(encoding="ascii", errors="replace").strip()
            if said:
                self._call.write_text("", encoding="ascii")
        except OSError:
            return
        if said.startswith(CALLING):
            self.called.emit(said.removeprefix(CALLING)[:LONGEST])
        elif said:
            self.raised.emit()

    def release(self) -> None:
        """Lets another start have the folder."""
        self._watcher = None  # ends while Qt still runs
        self._call.unlink(missing_ok=True)
        self._lock.unlock()


def claim(data: Path, *, take_over: bool = False) -> Instance | None:
    """Takes the site's folder for this program.

    Args:
        data: the site's folder.
        take_over: another computer's lock is taken away: somebody was asked and said that Desk is closed there.

    Returns:
        The hold, or None when another window has the folder (it was asked to come forward).

    Raises:
        DeskError: `read-only`, `disk-full`, `io` when the lock cannot be written, `elsewhere` when another computer holds it,
            `hung` when the other window does not answer.
    """
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeskError(
            "read-only", _("The data folder {folder} cannot be made: please choose another place.").format(folder=data)
        ) from error
    file = paths.database_file(data)
    call = file.with_name(file.name + ".call")
    lock = hold(data, take_over=take_over)
    if lock is not None:
        return Instance(lock, call)
    if not _heard(call):
        raise DeskError(
            "hung",
            _("Desk is already running on this data but does not answer. Please close it first, or restart the PC."),
        )
    return None


def ring(data: Path, number: str) -> None:
    """Tells the window that is open on a site who is calling.

    Args:
        data: the site's folder.
        number: digits, perhaps with a plus in front.

    Raises:
        DeskError: `not-open`, no window is open on this site; `hung`, it does not answer; else as `hold`.
    """
    lock = hold(data)
    if lock is not None:
        lock.unlock()
        # L10N: 前台没有打开，来电未能告知
        raise DeskError("not-open", _("Desk is not open on this data; nobody was told of the call."))
    file = paths.database_file(data)
    if not _heard(file.with_name(file.name + ".call"), f"{CALLING}{number[:LONGEST]}"):
        raise DeskError("hung", _("Desk is open on this data but does not answer; nobody was told of the call."))


def hold(data: Path, *, take_over: bool = False) -> QLockFile | None:
    """The lock on a site's folder; None when another process of this computer holds it.

    A lock that no process holds (empty, of zeros after a power cut, of a process that is gone) is taken over. Raises as `claim`.
    """
    file = Path(f"{paths.database_file(data)}.lock")
    lock = QLockFile(str(file))
    lock.setStaleLockTime(0)  # a lock of a dead process is recognised by its process id, never by age
    if lock.tryLock(0):
        return lock
    if lock.error() == QLockFile.LockError.LockFailedError:
        holder = _holder(lock)
        if holder is None:
            time.sleep(_SETTLE)  # another one may be just writing it
            holder = _holder(lock)
        elsewhere = holder is not None and (
            holder not in ("", platform.node(), QSysInfo.machineHostName()) or not _of_this_computer(file)
        )
        if elsewhere and not take_over:
            raise DeskError(
                "elsewhere",
                # L10N: 数据文件夹正由计算机 {computer} 使用。若那里的前台已关闭（例如曾断电），可以接管。
                _(
                    "The computer {computer} uses this data folder. If Desk is closed there (after a power failure, for example), "
                    "it can be taken over."
                ).format(computer=holder or "?"),
            )
        if file.is_dir():
            raise _cannot(file.parent, lock.error())
        if holder is None or elsewhere:
            with suppress(OSError):
                file.unlink()
            if lock.tryLock(0):
                return lock
        return None
    raise _cannot(file.parent, lock.error())


def _holder(lock: QLockFile) -> str | None:
    """The computer that holds a lock, "" for an unnamed one; None when the file says nothing that a lock says."""
    process, computer, _program = lock.getLockInfo()
    return str(computer) if process > 0 else None


def _of_this_computer(file: Path) -> bool:
    """Whether a lock was made by this computer, by the number of its system: a PC that was replaced keeps its name.

    Of another system it cannot be known whether the process still runs, so it is asked.
    """
    try:
        lines = file.read_bytes()[:1000].splitlines()
    except OSError:
        return True
    return len(lines) < 4 or lines[3].strip() in (b"", bytes(QSysInfo.machineUniqueId().data()))


def _cannot(folder: Path, error: QLockFile.LockError) -> DeskError:
    """Why a lock cannot be made, found by trying: Qt says no more than that."""
    from desk.services.site import disk  # when something is wrong, not at each start

    refused = disk.refuses(folder)
    if refused is not None:
        return refused
    if error == QLockFile.LockError.PermissionError:
        return DeskError("read-only", _("The data folder is write-protected. Please ask for write permission to it."))
    # L10N: 无法在数据文件夹 {folder} 中写入锁文件。
    return DeskError(
        "io", _("The lock file in {folder} cannot be written. Please check the disk.").format(folder=folder)
    )


def _heard(call: Path, word: str = "") -> bool:
    """Says a word to the open window, after the one before was heard; whether it answered in time."""
    try:
        until = time.monotonic() + _WAIT_MS / 1000
        while word and call.stat().st_size and time.monotonic() < until:
            time.sleep(_LOOK_MS / 1000)
        call.write_text(word or str(os.getpid()), encoding="ascii")
        until = time.monotonic() + _WAIT_MS / 1000
        while time.monotonic() < until:
            if call.stat().st_size == 0:
                return True
            time.sleep(_LOOK_MS / 1000)
    except OSError:
        return not call.exists()  # it is being closed just now
    return False

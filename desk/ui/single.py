"""One window for each site's folder: a lock beside the data, and a call that raises the window already open."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desk import paths
from desk.errors import DeskError
from desk.i18n import _

_WAIT_MS = 1500


class Instance(QObject):
    """This program's hold on a site's folder.

    Signals:
        raised: another start asked this window to come forward.
    """

    raised = Signal()

    def __init__(self, lock: QLockFile, name: str) -> None:
        super().__init__()
        self._lock = lock
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(name)  # left by a killed run; the lock says that we are alone
        self._server.listen(name)
        self._server.newConnection.connect(self._answer)

    def _answer(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.disconnected.connect(socket.deleteLater)
            socket.disconnectFromServer()
            self.raised.emit()

    def release(self) -> None:
        """Lets another start have the folder."""
        self._server.close()
        self._lock.unlock()


def _server_name(data: Path) -> str:
    return "desk-" + hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]


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
    lock = QLockFile(str(paths.database_file(data)) + ".lock")
    lock.setStaleLockTime(0)  # a lock of a dead process is recognised by its process id, never by age
    if lock.tryLock(0):
        return Instance(lock, _server_name(data))
    if lock.error() == QLockFile.LockError.PermissionError:
        raise DeskError("read-only", _("The data folder is write-protected. Please ask for write permission to it."))
    socket = QLocalSocket()
    socket.connectToServer(_server_name(data))
    if not socket.waitForConnected(_WAIT_MS):
        raise DeskError(
            "hung",
            _("Desk is already running on this data but does not answer. Please close it first, or restart the PC."),
        )
    socket.disconnectFromServer()
    return None

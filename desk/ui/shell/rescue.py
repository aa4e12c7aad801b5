"""The data cannot be read at the start: the backups are offered, instead of an end."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from desk.i18n import N_, _
from desk.rules.kit import wording
from desk.services import staff
from desk.services.site.restore import backups_of, opened_copy
from desk.ui.forms.fields import FieldSpec, PinField, SecretField
from desk.ui.kit import tasks, theme
from desk.ui.kit.pages import shortcut
from desk.ui.site import offline

if TYPE_CHECKING:
    from desk.errors import DeskError


class RescueDialog(QDialog):
    """What is wrong, the copies there are, and the PIN of the manager as the copy knows it.

    Attributes:
        job: what is to be done once it was accepted.
    """

    def __init__(self, parent: QWidget, data: Path, words: str, copies: tuple[Any, ...]) -> None:
        super().__init__(parent)
        self._data, self._copies = data, copies
        self.job: offline.Offline | None = None
        # L10N: 恢复备份
        self.setWindowTitle(_("Restore"))
        self.setMinimumWidth(theme.characters(self, 70))
        box = QVBoxLayout(self)
        box.setSpacing(10)
        box.addWidget(theme.text(words, wrap=True))
        self.list = QListWidget()
        self.list.addItems([f"{wording.moment(copy.at)}    {copy.file.name}" for copy in copies])
        self.list.setCurrentRow(0)
        # L10N: 备份
        self.list.setAccessibleName(_("Backup"))
        self.list.setMaximumHeight(self.fontMetrics().height() * 8)
        box.addWidget(self.list)
        self.secret = SecretField(FieldSpec("secret", N_("Site password"), "secret", max_length=128))
        self.login = SecretField(FieldSpec("login", N_("Sign-in name"), max_length=20))
        self.login.setEchoMode(SecretField.EchoMode.Normal)
        self.pin = PinField(FieldSpec("pin", N_("PIN"), "pin", max_length=12))
        for label, field in (
            # L10N: 备份当时的站点密码（没有加密则留空）
            (_("Site password of then (empty if it was not encrypted)"), self.secret),
            # L10N: 经理的登录名
            (_("Manager's sign-in name"), self.login),
            (_("PIN"), self.pin),
        ):
            caption = theme.text(label, "label")
            caption.setBuddy(field)
            field.setAccessibleName(label)
            box.addWidget(caption)
            box.addWidget(field)
            field.returnPressed.connect(self.focusNextChild)
        self.problem = theme.text("", "problem", wrap=True)
        box.addWidget(self.problem)
        row = QHBoxLayout()
        row.addStretch(1)
        self.no_button = theme.Button(_("Close"), key="Esc")
        self.no_button.clicked.connect(self.reject)
        self.yes_button = theme.Button(_("Restore"), key="Ctrl+Enter", role="primary")
        self.yes_button.clicked.connect(self.restore)
        row.addWidget(self.no_button)
        row.addWidget(self.yes_button)
        box.addLayout(row)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut(keys, self, self.yes_button.click)
        self.busy = tasks.Busy(self.yes_button.setDisabled)

    def restore(self) -> None:
        """Asks the copy's staff for the manager's PIN; then the site is restored."""
        file = self._copies[max(self.list.currentRow(), 0)].file
        secret, login, pin = self.secret.value() or None, self.login.value(), self.pin.value()

        def work() -> Any:
            return manager_of(file, secret, login, pin)

        def done(actor: Any) -> None:
            self.job = offline.restore_job(file, None, secret, actor)
            self.accept()

        tasks.run(work, on_done=done, on_error=self._failed, owner=self, busy=self.busy, pool=tasks.ACTS)

    def _failed(self, error: DeskError) -> None:
        self.problem.setText(error.message)


def manager_of(file: Path, secret: str | None, login: str, pin: str) -> Any:
    """The manager whom a copy knows by this PIN; None where it knows nobody.

    Raises:
        DeskError, StorageError: as `staff.sign_in` and `restore`. NotAllowed: the PIN is right, the role is not.
    """
    with (
        tempfile.TemporaryDirectory(prefix="desk-", ignore_cleanup_errors=True) as folder,
        opened_copy(file, Path(folder), secret) as desk,
    ):
        if staff.staff_list(desk):
            staff.sign_in(desk, login, pin)
            desk.require("manager")
        return desk.actor


def offer(parent: QWidget, data: Path, error: DeskError) -> offline.Offline | None:
    """Offers the backups when the data cannot be read; None when there are none, or nobody wants one."""
    copies = backups_of(data)
    if not copies:
        return None
    dialog = RescueDialog(parent, data, error.message, copies)
    dialog.exec()
    return dialog.job


__all__ = ["RescueDialog", "manager_of", "offer"]

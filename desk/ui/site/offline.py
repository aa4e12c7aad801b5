"""Work that needs the site closed: a restore, encryption turned on or off.

The window asks for it, is closed with its site, and opens again afterwards. Meanwhile there is a bar, and Cancel where the work
can be broken off.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QMessageBox

from desk import features
from desk.i18n import _, ngettext, pgettext
from desk.services.households import repeat_erasures
from desk.services.site import encryption
from desk.services.site.backup_files import after_restore
from desk.services.site.restore import restore
from desk.services.staff import staff_list
from desk.ui.kit import tasks
from desk.ui.kit import words as say


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the work left.

    Attributes:
        words: what is said when the window is back.
        password: opens the site from here on; None: as before.
        afterwards: called with the open desk, on a worker, before anybody is at the counter (stored files, the event).
        code: a recovery code that has to be printed now; "" for none.
    """

    words: str = ""
    password: str | None = None
    afterwards: Callable[[Any], object] | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Offline:
    """Work for which the site is closed.

    Attributes:
        title: of the bar. work: gets the site's folder and what is told the progress; runs on a worker.
    """

    title: str
    work: Callable[[Path, Any], Outcome]


def perform(job: Offline, data: Path) -> Outcome:
    """Does the work and waits for it with a bar; what went wrong is said, and the site is as it was."""
    waiting = QEventLoop()
    got: list[Outcome] = []
    task = tasks.run(
        lambda progress: job.work(data, progress.step),
        on_done=got.append,
        on_error=lambda error: QMessageBox.warning(None, _("Desk"), error.message),
        progress=job.title,
    )
    task.finished.connect(waiting.quit)
    waiting.exec()
    return got[0] if got else Outcome()


def lost_words(desk: Any, lost: Any) -> str:
    """What a restore takes away, in sentences."""
    # L10N: 将恢复备份 {file}。现有数据会另存。
    words = [
        _("The backup {file} is put in the place of the data. What it replaces is kept.").format(file=lost.copy.name)
    ]
    if lost.acts is None:
        # L10N: 无法与现有数据比较（现有数据读不出，或备份来自别处）。
        words.append(
            _(
                "The present data cannot be compared with this copy: it cannot be read, or the copy comes from elsewhere."
            )
        )
    elif lost.acts == 0:
        # L10N: 备份之后没有任何操作，不会失去什么。
        words.append(_("Nothing was done since; nothing is lost."))
    else:
        # L10N: 将失去 {n} 项操作（{since} 至 {until}）：
        words.append(
            ngettext(
                "{n} act is lost, from {since} to {until}:", "{n} acts are lost, from {since} to {until}:", lost.acts
            ).format(n=lost.acts, since=say.moment(desk, lost.since), until=say.moment(desk, lost.until))
        )
        labels = {code: _(record.label) for code, record in features.records().items()}
        # L10N: 其他操作
        named = [(labels.get(kind) or pgettext("acts", "other"), count) for kind, count in lost.kinds.items()]
        words += [f"{name}  {sum(count for other, count in named if other == name):,}" for name in dict(named)]
    return "\n".join(words)


def restore_job(file: Path, key: bytes | None, secret: str | None, actor: Any) -> Offline:
    """Puts a copy back while the site is closed."""

    def work(data: Path, progress: Any) -> Outcome:
        progress(0, 0)
        kept = restore(data, file, key=key, secret=secret)

        def afterwards(desk: Any) -> None:
            known = actor is not None and any((p.id, p.login) == (actor.id, actor.login) for p in staff_list(desk))
            desk.actor = actor if known else None
            after_restore(desk, file, kept, forget=repeat_erasures)
            desk.actor = None

        # L10N: 备份已恢复。原数据另存为 {file}。
        words = _("The backup is in place. What it replaced is kept in {file}").format(file=kept.name if kept else "-")
        return Outcome(words, password=secret if key is None else None, afterwards=afterwards)

    return Offline(_("Restore"), work)


def encrypt_job(password: str, actor: Any) -> Offline:
    """Encrypts the site while it is closed."""

    def work(data: Path, progress: Any) -> Outcome:
        code = encryption.turn_on(data, password, progress=progress)

        def afterwards(desk: Any) -> None:
            desk.actor = actor
            encryption.after_turning(desk, encrypted=True)
            desk.actor = None

        # L10N: 数据已加密。
        return Outcome(_("The data is encrypted."), password=password, afterwards=afterwards, code=code)

    return Offline(_("Encrypt the data"), work)


def decrypt_job(secret: str) -> Offline:
    """Writes the site plain again while it is closed; its files are plain already."""

    def work(data: Path, progress: Any) -> Outcome:
        encryption.turn_off(data, secret, progress=progress)
        # L10N: 数据已解密
        return Outcome(_("The data is plain again."))

    return Offline(_("Take the encryption away"), work)


__all__ = ["Offline", "Outcome", "decrypt_job", "encrypt_job", "lost_words", "perform", "restore_job"]

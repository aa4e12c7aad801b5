"""The weekly copy in a second place: a stick for the safe, a share. What takes the computer away leaves that one."""

from __future__ import annotations

from pathlib import Path

from desk.errors import DeskError
from desk.i18n import _
from desk.models import Setting
from desk.models.kit.engines.base import Progress
from desk.services.kit.desk import Desk
from desk.services.site import copies, places
from desk.services.site.backup import BackupView, backup_to


def second_copy(desk: Desk, *, progress: Progress | None = None) -> BackupView:
    """Makes a copy in the second place, thins the older ones there, and notes when.

    Raises:
        DeskError: `no-second-place`, `second-place-missing`: the stick is not in. StorageError: what its disk says.
    """
    folder = places.second_place(desk)
    if folder is None:
        # L10N: 还没有指定第二备份位置
        raise DeskError("no-second-place", _("No second place for copies is named yet. Please name one in Settings."))
    try:
        there = folder.is_dir()
    except OSError:
        there = False
    if not there:
        raise DeskError(
            "second-place-missing",
            # L10N: 找不到第二备份位置 {folder}。请插好 U 盘或连接共享后再试。
            _(
                "The second place {folder} is not there. Please put the stick in or connect the share, and try again."
            ).format(folder=folder),
        )
    copies.sweep(folder)
    made = backup_to(desk, folder, progress=progress)
    policy = desk.policy
    copies.prune(
        folder,
        keep_days=2,
        keep_weeks=policy["backup.weeks"],
        keep_months=policy["backup.months"],
        spare=made.file,
    )
    with desk.act("backup.second") as act:
        act.session.merge(Setting(key=places.COPIED, value=desk.clock().isoformat()))
        act.subject = "site:1"
        act.data.update(file=made.file.name, acts=made.count, head=made.head)
    return made


def weekly_copy(desk: Desk) -> BackupView | None:
    """The copy in the second place when one is due and the place is there; None otherwise."""
    view = places.show(desk)
    if not view.second or not Path(view.second).is_dir() or not places.is_due(desk, view):
        return None
    return second_copy(desk)


__all__ = ["second_copy", "weekly_copy"]

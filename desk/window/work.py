"""The work that an open window does by itself, on a worker."""

from __future__ import annotations

from desk import features
from desk.services import drafts
from desk.services.kit import attachments, due
from desk.services.kit.desk import Desk
from desk.services.site import copies
from desk.services.site.backup import BackupView, daily_backup
from desk.services.site.second import weekly_copy


def back_up(desk: Desk) -> BackupView | None:
    """The day's backup, unless it is there."""
    return daily_backup(desk)


def second_copy(desk: Desk) -> object:
    """The week's copy in the second place, when it is due."""
    return weekly_copy(desk)


def tidy(desk: Desk) -> None:
    """Drafts and copies that are too old, files that nothing points at, and what was interrupted when the site was encrypted."""
    drafts.expire(desk)
    attachments.sweep(desk)
    copies.sweep_site(desk.data)
    if desk.database.key is not None:
        attachments.turn_files(desk, desk.database.key)


def begin_day(desk: Desk) -> None:
    """What features begin with, and what time does to their records."""
    for begin in features.hooks("site_begins"):
        begin(desk)
    due.time_passes(desk, "day_begins")


def pass_minute(desk: Desk) -> None:
    """What begins at its time."""
    due.time_passes(desk, "minute_passes")

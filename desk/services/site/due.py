"""How old the latest backup is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from desk.i18n import _, ngettext
from desk.services.kit.desk import Desk
from desk.services.kit.due import DueItems
from desk.services.site.backup import latest_backup


def backup(_session: Session, desk: Desk, now: datetime, _limit: int) -> DueItems:
    """The age of the latest backup in days (-1: there is none); red from the second day on."""
    button, target = _("Settings"), "settings:backup"
    at = latest_backup(desk.data)
    if at is None:
        # L10N: 还没有备份
        return DueItems(-1, target=target, text=_("There is no backup yet."), button=button, urgent=True)
    age = max(0, (desk.local(now).date() - desk.local(at).date()).days)
    # L10N: 今天 / {n} 天前
    text = _("today") if age == 0 else ngettext("{n} day ago", "{n} days ago", age).format(n=age)
    return DueItems(age, target=target, text=text, button=button, urgent=age > 1)

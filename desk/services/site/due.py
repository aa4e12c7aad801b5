"""How old the latest backup is, and the copy in a second place."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desk.i18n import _, ngettext
from desk.models import AuditEvent
from desk.models.slips import SlipRecord
from desk.rules.kit import wording
from desk.rules.kit.dates import add_months
from desk.rules.kit.personal import acts_of
from desk.services.kit.desk import Desk
from desk.services.kit.due import DueItems, DueRow
from desk.services.site import places
from desk.services.site.backup import latest_backup

ACCESS_LOG = "access-log"
"""The kind of slip that is issued when the looks of a month are reviewed."""


def access_review(session: Session, desk: Desk, _now: datetime, _limit: int) -> DueItems:
    """The looks of last month at people's data, while there are any and their sheet was not issued."""
    today = desk.today().replace(day=1)
    first = add_months(today, -1)
    since = desk.midnight(today)
    count = session.scalar(
        select(func.count(AuditEvent.id)).where(
            AuditEvent.act.in_(acts_of()), AuditEvent.at >= desk.midnight(first), AuditEvent.at < since
        )
    )
    done = select(SlipRecord.id).where(SlipRecord.kind == ACCESS_LOG, SlipRecord.issued_at >= since).limit(1)
    if not count or session.scalar(done) is not None:
        return DueItems(0)
    # L10N: {n} 次查阅
    words = ngettext("{n} look", "{n} looks", count).format(n=count)
    return DueItems(1, (DueRow(wording.month(first), words, "access:last-month"),), "access:last-month")


def backup(_session: Session, desk: Desk, now: datetime, _limit: int) -> DueItems:
    """The age of the latest backup in days (-1: there is none); red from the second day on."""
    button, target = _("Settings"), "settings:backup"
    at = latest_backup(desk.data, now=desk.local(now))
    if at is None:
        # L10N: 还没有备份
        return DueItems(-1, target=target, text=_("There is no backup yet."), button=button, urgent=True)
    age = max(0, (desk.local(now).date() - desk.local(at).date()).days)
    # L10N: 今天 / {n} 天前
    text = _("today") if age == 0 else ngettext("{n} day ago", "{n} days ago", age).format(n=age)
    return DueItems(age, target=target, text=text, button=button, urgent=age > 1)


def second(_session: Session, desk: Desk, now: datetime, _limit: int) -> DueItems:
    """The weekly copy in a second place: how many days it is overdue (1 where no place is named); nothing on a demo."""
    view = places.show(desk)
    if desk.is_demo or not places.is_due(desk, view):
        return DueItems(0)
    button, target = _("Settings"), "settings:backup"
    if not view.second:
        # L10N: 还没有指定第二备份位置（U 盘或共享）
        words = _("No second place for copies (a stick, a share) is named yet.")
        return DueItems(1, target=target, text=words, button=button)
    if view.copied_at is None:
        # L10N: 还没有复制到第二备份位置
        return DueItems(1, target=target, text=_("No copy was made there yet."), button=button)
    age = abs((desk.local(now).date() - desk.local(view.copied_at).date()).days)
    text = ngettext("{n} day ago", "{n} days ago", age).format(n=age)
    return DueItems(age, target=target, text=text, button=button, urgent=age > 2 * places.WEEK_DAYS)

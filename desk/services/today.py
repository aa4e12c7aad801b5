"""What is due now (DESIGN §5): promises, hand-overs, limits, callbacks, papers out, birthdays, the last backup."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.i18n import _, ngettext
from desk.models import Customer, Occupancy, Request, Unit
from desk.rules.kit import lunar, wording
from desk.rules.requests import UNFINISHED
from desk.services.kit.desk import Desk
from desk.services.requests.lists import first_rows, where
from desk.services.requests.views import RequestFilter, RequestRow, TodayItem, TodayRow, TodayView
from desk.services.site.backup import latest_backup

FIRST = 5
"""How many things a count shows."""


def today(desk: Desk) -> TodayView:
    """What is due now, the most pressing first. Counts come from SQL; of each thing only the first five are read."""
    now = desk.clock()
    with desk.look() as session:
        items = (
            # L10N: 承诺已超时
            _requests(session, desk, now, "overdue", _("Past the promised time"), sort="promised", urgent=True),
            _requests(
                session,
                desk,
                now,
                "unassigned",
                # L10N: 超过{minutes}分钟未派工
                _("Not handed over within {minutes} minutes").format(minutes=desk.policy["requests.handover_minutes"]),
                sort="received",
                urgent=True,
                code="handover",
            ),
            # L10N: 时限已超（响应、处理或回复）
            _requests(session, desk, now, "late", _("A time limit has passed"), sort="due", urgent=True),
            # L10N: 将超时
            _requests(session, desk, now, "at-risk", _("At risk: a time limit is near"), sort="due"),
            # L10N: 今日到期的承诺
            _requests(session, desk, now, "due", _("Promised for today"), sort="promised"),
            # L10N: 暂缓到期
            _requests(session, desk, now, "hold-over", _("On hold, and its date has passed"), sort="hold", urgent=True),
            # L10N: 待回访
            _requests(session, desk, now, "callback", _("Waiting for callback"), sort="callback"),
            # L10N: 派工单未收回
            _requests(session, desk, now, "unreturned", _("Work orders not back"), sort="received"),
            # L10N: 已升级
            _requests(session, desk, now, "escalated", _("Escalated"), sort="received"),
            # L10N: 已处理待关闭
            _requests(session, desk, now, "resolved", _("Resolved, to be closed"), sort="received"),
            _birthdays(session, desk.today()),
        )
    return TodayView((*items, _backup(desk, now)))


WAITING = ("overdue", "unassigned", "due", "hold-over", "callback")
"""What somebody has to do today; risks and what only wants watching are not counted."""


def waiting(desk: Desk) -> int:
    """How many things wait to be done today, by one question."""
    now = desk.clock()
    counts = [
        select(func.count())
        .select_from(Request)
        .where(*where(desk, RequestFilter(state=state), now=now))
        .scalar_subquery()
        for state in WAITING
    ]
    with desk.look() as session:
        return sum(session.execute(select(*counts)).one())


def _requests(
    session: Session,
    desk: Desk,
    now: datetime,
    state: str,
    words: str,
    *,
    sort: str,
    urgent: bool = False,
    code: str = "",
) -> TodayItem:
    conditions = where(desk, RequestFilter(state=state), now=now)
    total, rows = first_rows(session, conditions, now, sort=sort, limit=FIRST)
    return TodayItem(
        code=code or state,
        label=words,
        count=total,
        urgent=urgent and total > 0,
        target=f"requests:{state}",
        rows=tuple(_row(desk, row) for row in rows),
    )


def _row(desk: Desk, row: RequestRow) -> TodayRow:
    where_and_what = [row.room, label("categories", row.category) if row.category else "", row.responsible]
    if row.promised_at is not None and row.state in UNFINISHED:
        promised, today = desk.local(row.promised_at), desk.today()
        moment = wording.hour(promised) if promised.date() == today else wording.short_moment(promised, today)
        # L10N: {moment} 前
        where_and_what.append(_("by {moment}").format(moment=moment))
    return TodayRow(
        title=f"{row.number} {row.content}".strip(),
        detail=" · ".join(part for part in where_and_what if part),
        target=f"request:{row.id}",
    )


def _birthdays(session: Session, day: date) -> TodayItem:
    """People who live or own here now and have their birthday today, by the calendar they keep (C-18)."""
    rows = _celebrating(session, day)
    return TodayItem(
        code="birthdays",
        # L10N: 今日生日
        label=_("Birthdays today"),
        count=len(rows),
        urgent=False,
        target="",
        rows=tuple(TodayRow(name, room, f"unit:{unit_id}") for name, unit_id, room in rows[:FIRST]),
    )


def _celebrating(session: Session, day: date) -> Sequence[tuple[str, int, str]]:
    # 29 February is kept on the 28th of other years; the rule below decides.
    days = [(day.month, day.day), *([(2, 29)] if (day.month, day.day) == (2, 28) else [])]
    solar = or_(*(and_(Customer.birthday_month == m, Customer.birthday_day == d) for m, d in days))
    people = session.execute(
        select(
            Customer.id,
            Customer.birthday_calendar,
            Customer.birthday_month,
            Customer.birthday_day,
            Customer.birthday_leap,
        ).where(
            Customer.kind == "person",
            Customer.birthday_month.is_not(None),
            or_(and_(Customer.birthday_calendar == "solar", solar), Customer.birthday_calendar == "lunar"),
        )
    ).all()
    keep_lunar = any(calendar == "lunar" for _id, calendar, *_rest in people)
    lunar_day = lunar.to_lunar(day) if keep_lunar else None
    ids = []
    for customer_id, calendar, month, of_month, leap in people:
        if not month or not of_month:
            continue
        if calendar == "lunar":
            # Cheap questions first: the rule works through a whole lunar year. 三十 may be kept on 廿九.
            if lunar_day is None or month != lunar_day.month or of_month not in (lunar_day.day, lunar_day.day + 1):
                continue
            due = lunar.next_birthday(month, of_month, leap, "lunar", day)
        else:
            due = lunar.next_birthday(month, of_month, False, "solar", day)
        if due == day:
            ids.append(customer_id)
    if not ids:
        return []
    found: dict[int, tuple[str, int, str]] = {}
    for customer_id, name, unit_id, room in session.execute(
        select(Customer.id, Customer.name, Unit.id, Unit.name)
        .join(Occupancy, Occupancy.customer_id == Customer.id)
        .join(Unit, Unit.id == Occupancy.unit_id)
        .where(Customer.id.in_(ids), or_(Occupancy.until.is_(None), Occupancy.until >= day))
        .order_by(Unit.sort, Customer.id)
    ):
        found.setdefault(customer_id, (name, unit_id, room))
    return list(found.values())


def _backup(desk: Desk, now: datetime) -> TodayItem:
    # L10N: 最近备份
    words = _("Latest backup")
    at = latest_backup(desk.data)
    if at is None:
        # L10N: 还没有备份
        return TodayItem("backup", words, -1, True, "backup", text=_("There is no backup yet."))
    age = max(0, (desk.local(now).date() - desk.local(at).date()).days)
    # L10N: 今天 / {n} 天前
    text = _("today") if age == 0 else ngettext("{n} day ago", "{n} days ago", age).format(n=age)
    return TodayItem("backup", words, age, age > 1, "backup", text=text)


__all__ = ["TodayItem", "TodayRow", "TodayView", "today"]

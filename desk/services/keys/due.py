"""What the rest of the program asks about keys: what is due, lamp, history, shift sheet, obstacles, checks, finder, retention."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.i18n import _
from desk.models import Staff, Unit
from desk.models.keys import KeyEvent, KeyLoan, KeySet
from desk.rules import keys as rules
from desk.rules.keys import HELD, OUT
from desk.rules.kit import wording
from desk.rules.kit.gate import Obstacle
from desk.services.finder import index
from desk.services.households.views import HouseholdView
from desk.services.keys.counts import last_count
from desk.services.kit import reasons, sealed
from desk.services.kit.desk import Desk
from desk.services.kit.due import DueItems, DueRow, counted_by
from desk.services.kit.lines import MOST, LightView, ShiftLine, TimelineView
from desk.services.site.check import Finding


# ------------------------------------------------------------------------------------------------------------ Today
@counted_by(lambda _desk, now: select(func.count(KeyLoan.id)).where(KeyLoan.out_of.is_not(None), KeyLoan.due_at < now))
def late(session: Session, desk: Desk, now: datetime, limit: int) -> DueItems:
    """Loans past their time that are not back, the longest overdue first."""
    wanted = (KeyLoan.out_of.is_not(None), KeyLoan.due_at < now)
    total = session.scalar(select(func.count(KeyLoan.id)).where(*wanted)) or 0
    rows = session.execute(
        select(KeyLoan, KeySet.name, Unit.name)
        .join(KeySet, KeySet.id == KeyLoan.key_set_id)
        .outerjoin(Unit, Unit.id == KeySet.unit_id)
        .where(*wanted)
        .order_by(KeyLoan.due_at, KeyLoan.id)
        .limit(limit)
    )
    return DueItems(
        total,
        tuple(
            DueRow(
                wording.dotted(room or "", name), wording.dotted(loan.borrower, _due_words(desk, loan)),
                f"key-set:{loan.key_set_id}",
            )
            for loan, name, room in rows
        ),
        "keys:late",
    )  # fmt: skip


def _due_words(desk: Desk, loan: KeyLoan) -> str:
    return wording.short_moment(desk.local(loan.due_at), desk.today())


def count_due(session: Session, desk: Desk, _now: datetime, _limit: int) -> DueItems:
    """The weekly count, when the days of the policy are over since the last one."""
    last = last_count(session, desk)
    first = session.scalar(select(func.min(KeySet.taken_at)).where(KeySet.state.in_(HELD)))
    since = last or (desk.local(first).date() if first is not None else None)
    if since is None or not rules.count_is_due(since, desk.today(), int(desk.policy["keys.count_days"])):
        return DueItems(0, (), "keys")
    # L10N: 从未盘点 / 上次盘点 {day}
    words = _("never counted") if last is None else _("last counted {day}").format(day=wording.day(last))
    # L10N: 钥匙盘点
    return DueItems(1, (DueRow(_("Count of keys"), words, "key-count"),), "key-count")


# ---------------------------------------------------------------------------------------------------------- household
def light(session: Session, desk: Desk, home: HouseholdView) -> LightView:
    """Red when keys of the home are late or lost, amber while they are out or in custody, green when there are none."""
    # L10N: 钥匙
    name = _("Key custody")
    rows = session.execute(
        select(KeySet.id, KeySet.state, KeySet.number, KeyLoan.borrower, KeyLoan.due_at)
        .outerjoin(KeyLoan, KeyLoan.out_of == KeySet.id)
        .where(KeySet.unit_id == home.unit.id, KeySet.state.in_(HELD))
        .order_by(KeySet.id)
    ).all()
    if not rows:
        # L10N: 无托管钥匙
        return LightView("keys", name, _("None in custody"), "green", "")
    out = [row for row in rows if row.state in OUT]
    gone = [row for row in rows if row.state == "lost"]
    late_ones = [row for row in out if row.due_at < desk.clock()]
    parts = []
    if gone:
        # L10N: {n} 串遗失
        parts.append(_("{n} lost").format(n=len(gone)))
    if out:
        # L10N: {n} 串借出：{who}
        parts.append(_("{n} lent: {who}").format(n=len(out), who=wording.listed(row.borrower for row in out)))
    if not parts:
        # L10N: {n} 串托管
        parts.append(_("{n} in custody").format(n=len(rows)))
    first = (late_ones or gone or out or rows)[0]
    return LightView(
        "keys", name, wording.listed(parts), "red" if late_ones or gone else "amber", f"key-set:{first.id}"
    )  # fmt: skip


def lines(session: Session, _desk: Desk, home: HouseholdView) -> list[TimelineView]:
    """What happened to the keys of a home."""
    rows = session.execute(
        select(KeyEvent, KeySet.number, KeySet.name, Staff.name)
        .join(KeySet, KeySet.id == KeyEvent.key_set_id)
        .join(Staff, Staff.id == KeyEvent.staff_id)
        .where(KeySet.unit_id == home.unit.id)
        .order_by(KeyEvent.id.desc())
        .limit(MOST)
    )
    what = _("Keys in custody")
    return [
        TimelineView(
            event.at, wording.dotted(f"{what} {number}", label("key_events", event.kind)),
            wording.dotted(name, reasons.said(event.note)), "", staff, f"key-set:{event.key_set_id}",
        )
        for event, number, name, staff in rows
    ]  # fmt: skip


def shift_lines(session: Session, desk: Desk) -> list[ShiftLine]:
    """What the hand-over sheet says of keys (handbook S15): each that is out, and how many are in custody."""
    rows = session.execute(
        select(KeyLoan, KeySet, Unit.name)
        .join(KeySet, KeySet.id == KeyLoan.key_set_id)
        .outerjoin(Unit, Unit.id == KeySet.unit_id)
        .where(KeyLoan.out_of.is_not(None))
        .order_by(KeyLoan.due_at, KeyLoan.id)
    )
    # L10N: 借出的钥匙
    name = _("Keys lent")
    found = [
        ShiftLine(
            name, loan.number,
            wording.dotted(room or "", row.name, row.tag, loan.borrower, _due_words(desk, loan)),
            rules.outstanding(loan),
        )
        for loan, row, room in rows
    ]  # fmt: skip
    counted = {
        kind: int(pieces)
        for kind, pieces in session.execute(
            select(KeySet.kind, func.sum(KeySet.pieces)).where(KeySet.state == "kept").group_by(KeySet.kind)
        )
    }
    # L10N: 在库钥匙和器材
    held = _("Keys and equipment on their hooks")
    return found + [
        ShiftLine(held, "", label("key_kinds", kind), counted[kind]) for kind in rules.KINDS if kind in counted
    ]


# ------------------------------------------------------------------------------------------------------------- gate
def moving_out(session: Session, _desk: Desk, subject: str) -> list[Obstacle]:
    """What keys stand in the way of a household's moving out (`unit:12`): those lent, and those still in custody."""
    kind, _colon, number = subject.partition(":")
    if kind != "unit" or not number.isdigit():
        return []
    rows = session.execute(
        select(KeySet, KeyLoan.borrower)
        .outerjoin(KeyLoan, KeyLoan.out_of == KeySet.id)
        .where(KeySet.unit_id == int(number), KeySet.state.in_(("kept", *OUT)))
        .order_by(KeySet.id)
    ).all()
    found = [rules.keys_out(row.number, borrower, f"key-set:{row.id}") for row, borrower in rows if row.state in OUT]
    kept = [row for row, _borrower in rows if row.state == "kept"]
    if not kept:
        return found
    numbers = wording.listed(row.number for row in kept)
    return [*found, rules.keys_kept(numbers, f"key-set:{kept[0].id}")]


# ------------------------------------------------------------------------------------------------------------ check
def check(session: Session, _desk: Desk) -> list[Finding]:
    """What `desk check` finds: a set that is out without a loan, a loan that is open for a set on its hook, free places held."""
    found = []
    rows = session.execute(
        select(KeySet.number, KeySet.state, KeySet.tag_held, KeyLoan.id, KeyLoan.pieces_back)
        .outerjoin(KeyLoan, KeyLoan.out_of == KeySet.id)
    )  # fmt: skip
    for number, state, tag, loan, back in rows:
        if (state in OUT) != (loan is not None) or (state == "partly") != bool(loan and back):
            # L10N: 钥匙 {number} 的状态与借用记录不符
            found.append(
                Finding("keys-loan", _("{number}: its state and its loan do not agree.").format(number=number))
            )
        if (state in HELD) != (tag is not None):
            # L10N: 钥匙 {number} 的挂钩与状态不符
            found.append(
                Finding("keys-place", _("{number}: its state and its hook do not agree.").format(number=number))
            )
    return found


# ----------------------------------------------------------------------------------------------------------- finder
def pages(connection: Connection, ids: Sequence[int]) -> Iterator[index.Page]:
    """What the finder knows of sets: number, tag, the home's keys by its room's code."""
    for row in connection.execute(
        select(KeySet.id, KeySet.number, KeySet.state, KeySet.tag, KeySet.name, KeySet.hook, KeySet.kind, Unit.name)
        .outerjoin(Unit, Unit.id == KeySet.unit_id)
        .where(KeySet.id.in_(ids))
    ):
        detail = {"room": row[7] or "", "name": row.name, "tag": row.tag, "hook": row.hook, "state": row.state}
        page = index.Page(
            "key-set", row.id, row.state not in HELD, row.number, detail, f"key-set:{row.id}", index.newest(row.id)
        )
        page.add(index.number_terms(row.number))
        page.add(index.number_terms(row.tag))
        yield page


# -------------------------------------------------------------------------------------------------------- retention
def sweep(desk: Desk) -> int:
    """Erases who borrowed or gave keys once the days of the policy are over since loan or custody ended (PIPL 19, 47).

    Returns:
        How many loans and sets were emptied.

    Raises:
        NotAllowed: nobody is signed in.
    """
    edge = desk.clock() - timedelta(days=int(desk.policy["keys.keep_days"]))
    wanted = select(KeyLoan).where(KeyLoan.ended_at < edge, KeyLoan.borrower != sealed.GONE).order_by(KeyLoan.id)
    ended = select(KeySet).where(KeySet.ended_at < edge, KeySet.given_by.not_in(("", sealed.GONE))).order_by(KeySet.id)
    with desk.look() as session:
        if not any(session.scalars(query.limit(1)).first() for query in (wanted, ended)):
            return 0
    with desk.act("key-loan.sweep") as act:
        desk.require("receptionist")
        rows = list(act.session.scalars(wanted.limit(500)))
        for row in rows:
            row.borrower = sealed.GONE
            row.phone = row.company = row.permitted_by = ""
            sealed.shred(act.session, f"key-loan:{row.id}")
        sets = list(act.session.scalars(ended.limit(500)))
        for each in sets:
            each.given_by = sealed.GONE
            each.phone = each.consent_by = each.ended_to = ""
            sealed.shred(act.session, f"key-set:{each.id}")
        act.data["loans"], act.data["sets"] = len(rows), len(sets)
        return len(rows) + len(sets)


__all__ = [
    "check", "count_due", "late", "light", "lines", "moving_out", "pages", "shift_lines", "sweep",
]  # fmt: skip

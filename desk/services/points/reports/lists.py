"""Whom to look after and whom to tell: the TOP 500, target lists (handbook V14, V10, C-27, C-36)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from desk.errors import InvalidInput, Problem
from desk.i18n import _
from desk.models import Consent, Customer, Phone
from desk.models.cards import Member
from desk.models.points import PointAccount, Purchase
from desk.rules.kit import wording
from desk.rules.kit.money import figures, yuan
from desk.rules.kit.phones import mask_phone
from desk.rules.schemes import level_name
from desk.services import schemes
from desk.services.kit.desk import Desk
from desk.services.kit.personal.leaving import hand_out
from desk.services.kit.sheets import Amount, Pages, Sheet, new_book
from desk.services.kit.words import issued_line
from desk.services.points.read import proposals
from desk.services.points.views import ProposalView
from desk.slips.engine.slip import Column, Table
from desk.slips.reports import Report, Section, render_report

TOP = 500
MANY = 1_000_000
"""More proposals than there are ever open at once."""


@dataclass(frozen=True, slots=True)
class TopView:
    """A member of the TOP 500: place, what was spent in fen, last visit."""

    place: int
    member_id: int
    number: str
    name: str
    tier: str
    fen: int
    count: int
    last: date


@dataclass(frozen=True, slots=True)
class TargetList:
    """Whom to tell of something: rows, and how many were left out because they opted out or did not agree (handbook C-36)."""

    rows: tuple[TargetView, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class TargetView:
    """Somebody of a target list; the phone is masked."""

    member_id: int
    number: str
    name: str
    tier: str
    phone: str
    balance: int


def top_members(desk: Desk, since: date, until: date, *, limit: int = TOP) -> tuple[TopView, ...]:
    """The members who spent most in a time, the first at the top, with their last visit (handbook V14).

    Args:
        desk: the desk.
        since: first day.
        until: last day.
        limit: so many.
    """
    with desk.look() as session:
        scheme = schemes.at(session, desk.today())
        fen = func.sum(Purchase.paid - Purchase.refunded)
        rows = session.execute(
            select(
                Member.id, Member.number, Customer.name, Member.tier, fen, func.count(Purchase.id), Member.last_use_on
            )
            .join(Purchase, Purchase.member_id == Member.id)
            .join(Customer, Customer.id == Member.customer_id)
            .where(Purchase.day >= since, Purchase.day <= until, Purchase.void == "")
            .group_by(Member.id, Member.number, Customer.name, Member.tier, Member.last_use_on)
            .having(fen > 0)
            .order_by(fen.desc(), Member.number)
            .limit(limit)
        )
        return tuple(
            TopView(place, key, number, name, level_name(scheme, tier), int(total), count, last)
            for place, (key, number, name, tier, total, count, last) in enumerate(rows, 1)
        )


def top_file(desk: Desk, since: date, until: date, file: Path) -> Path:
    """The TOP 500 of a time as a workbook, or as pages where the name ends with .pdf; names leave with the manager's word only (handbook C-27).

    Raises:
        InvalidInput: field `until`. NotAllowed: not a manager. StorageError. DeskError: `missing-glyph`.
    """
    if until < since:
        raise InvalidInput([Problem("date", _("The end lies before the start."), "until")])
    rows = top_members(desk, since, until)
    with desk.act("points.top-export") as act:
        desk.require("manager")
        pdf = Path(file).suffix.lower() == ".pdf"
        book = Pages(_top_pages(desk, rows, since, until)) if pdf else _top_book(rows)
        days = {"since": f"{since}", "until": f"{until}"}
        return hand_out(act, desk, book, file, people=len(rows), members=len(rows), **days)


def _headings() -> tuple[str, ...]:
    return (
        _("Membership"), _("Name"), _("Level"), _("Amount (yuan)"), _("Shop receipts"), _("Last visit"),
    )  # fmt: skip


def _top_book(rows: tuple[TopView, ...]) -> Any:
    book = new_book()
    # L10N: 前 500 名会员
    sheet = Sheet(book, _("TOP 500"), [("", 6), *zip(_headings(), (20, 16, 18, 14, 10, 14), strict=True)])
    for row in rows:
        sheet.row([row.place, row.number, row.name, row.tier, Amount(yuan(row.fen)), row.count, wording.day(row.last)])
    return book


def _top_pages(desk: Desk, rows: tuple[TopView, ...], since: date, until: date) -> bytes:
    number, name, level, amount, count, last = _headings()
    table = Table(
        (
            Column("", 0.6, right=True), Column(number, 2.2), Column(name, 1.6), Column(level, 2.0), Column(amount, 1.6, right=True),
            Column(count, 1.0, right=True), Column(last, 1.5),
        ),
        tuple(
            (f"{row.place}", row.number, row.name, row.tier, figures(row.fen), f"{row.count:,}", wording.day(row.last))
            for row in rows
        ),
        closing="" if rows else _("Nothing"),
    )  # fmt: skip
    days = f"{wording.day(since)} – {wording.day(until)}"
    return render_report(
        Report(_("TOP 500"), days, desk.site.name, issued_line(desk), sections=(Section(table=table),))
    )


def proposals_file(desk: Desk, file: Path, *, kind: str = "") -> Path:
    """The levels that wait for a decision, upgrades due among them, as a workbook or, where the name ends with .pdf, as pages.

    Args:
        desk: the desk.
        file: where to.
        kind: upgrade, judge, take-back, joining; "" of every kind.

    Raises:
        NotAllowed: not a manager. StorageError. DeskError: `missing-glyph`.
    """
    rows = proposals(desk, kind, limit=MANY)
    with desk.act("tier.proposals-export") as act:
        desk.require("manager")
        pdf = Path(file).suffix.lower() == ".pdf"
        book = Pages(_proposal_pages(desk, rows)) if pdf else _proposal_book(rows)
        return hand_out(act, desk, book, file, people=len(rows), members=len(rows), kind=kind)


def _proposal_headings() -> tuple[str, ...]:
    return _("Day"), _("Member"), _("What"), _("Level now"), _("New level"), _("Judged by")


def _proposal_cells(row: ProposalView) -> tuple[str, ...]:
    return wording.day(row.day), row.member, row.words, row.before, row.after, row.judged_by


def _proposal_book(rows: Sequence[ProposalView]) -> Any:
    book = new_book()
    # L10N: 等级提议
    sheet = Sheet(book, _("Levels to decide"), list(zip(_proposal_headings(), (12, 30, 18, 20, 20, 12), strict=True)))
    for row in rows:
        sheet.row(list(_proposal_cells(row)))
    return book


def _proposal_pages(desk: Desk, rows: Sequence[ProposalView]) -> bytes:
    widths = (1.3, 3.0, 1.8, 1.9, 1.9, 1.2)
    table = Table(
        tuple(Column(name, width) for name, width in zip(_proposal_headings(), widths, strict=True)),
        tuple(_proposal_cells(row) for row in rows),
        closing="" if rows else _("Nothing"),
    )
    return render_report(
        Report(_("Levels to decide"), site=desk.site.name, made=issued_line(desk), sections=(Section(table=table),))
    )


def target_list(
    desk: Desk, *, tier: str = "", least: int = 0, bought_since: date | None = None, party: bool = False
) -> TargetList:
    """Members to tell of an event; opt-outs are left out and counted.

    Args:
        desk: the desk.
        tier: of this level; "" of every one.
        least: with so many points at least.
        bought_since: who bought on this day or later.
        party: of a level that is invited to the yearly thank-you party (handbook A9).
    """
    with desk.look() as session:
        scheme = schemes.at(session, desk.today())
        agreed = select(Consent.customer_id).where(Consent.purpose == "greetings", Consent.withdrawn_at.is_(None))
        question = (
            select(Member, Customer.name, func.coalesce(PointAccount.balance, 0))
            .join(Customer, Customer.id == Member.customer_id)
            .outerjoin(PointAccount, PointAccount.member_id == Member.id)
            .where(Member.state == "active")
            .order_by(Member.number)
        )
        if tier:
            question = question.where(Member.tier == tier)
        if party:
            question = question.where(Member.tier.in_([each.code for each in scheme.levels if each.party]))
        if least:
            question = question.where(PointAccount.balance >= least)
        if bought_since is not None:
            question = question.where(Member.last_use_on >= bought_since)
        every = session.scalar(select(func.count()).select_from(question.subquery())) or 0
        kept = session.execute(question.where(~Member.opted_out, Member.customer_id.in_(agreed))).all()
        phones: Mapping[int, str] = {}
        if kept:
            phones = dict(
                session.execute(
                    select(Phone.customer_id, Phone.number)
                    .join(Member, Member.customer_id == Phone.customer_id)
                    .order_by(Phone.position.desc(), Phone.id.desc())
                ).all()
            )
        rows = tuple(
            TargetView(
                row.id, row.number, name, level_name(scheme, row.tier),
                mask_phone(phones[row.customer_id]) if row.customer_id in phones else "", balance,
            )
            for row, name, balance in kept
        )  # fmt: skip
        return TargetList(rows, every - len(rows))


def target_xlsx(
    desk: Desk, file: Path, *, tier: str = "", least: int = 0, bought_since: date | None = None, party: bool = False
) -> TargetList:
    """The target list as a workbook; whole phone numbers leave the desk with the manager's word only (handbook C-27).

    Raises:
        NotAllowed: not a manager. StorageError.
    """
    found = target_list(desk, tier=tier, least=least, bought_since=bought_since, party=party)
    with desk.act("points.export") as act:
        desk.require("manager")
        ids = [row.member_id for row in found.rows]
        numbers: dict[int, str] = dict(
            act.session.execute(
                select(Member.id, Phone.number)
                .join(Phone, Phone.customer_id == Member.customer_id)
                .where(Member.id.in_(ids))
                .order_by(Phone.position.desc(), Phone.id.desc())
            ).all()
        )
        book = new_book()
        # L10N: 目标名单
        sheet = Sheet(
            book,
            _("Target list"),
            [(_("Membership"), 20), (_("Name"), 16), (_("Level"), 18), (_("Phone"), 16), (_("Points"), 12)],
        )
        for row in found.rows:
            sheet.row([row.number, row.name, row.tier, numbers.get(row.member_id, ""), row.balance])
        # L10N: 另有 {n} 人未同意或已退订，不在名单中
        sheet.row([_("{n} others opted out or did not agree; they are not listed.").format(n=found.left_out)])
        hand_out(act, desk, book, file, people=len(ids), members=len(ids), left_out=found.left_out)
    return found


__all__ = [
    "TOP", "TargetList", "TargetView", "TopView", "proposals_file", "target_list", "target_xlsx", "top_file", "top_members",
]  # fmt: skip

"""Receipts from the shops' own workbooks: all of them or none, every problem by sheet, row and column (handbook A9).

A row with a problem stops the import, or with `skip_bad` is left out and told. The same file imported again books nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice
from pathlib import Path

from sqlalchemy import select

from desk.errors import DeskError, InvalidInput, NotAllowed, Problem
from desk.i18n import _
from desk.models import Customer
from desk.models.cards import Card, Member
from desk.models.points import Purchase
from desk.rules import points, roster
from desk.rules.kit import dates, phones
from desk.rules.kit.money import parse_fen
from desk.services import schemes
from desk.services.kit.desk import Act, Desk
from desk.services.kit.workbooks import Cancelled, Progress, opened, rows, stop_if, visible
from desk.services.kit.workbooks.places import FROM_1904
from desk.services.kit.workbooks.plans import ListProblem
from desk.services.points import core
from desk.services.points.entries import LineEntry, PurchaseEntry
from desk.services.points.purchases import book

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "receipt": ("小票号", "小票", "单号", "流水号", "凭证号", "消费凭证", "交易号", "receipt"),
    "counter": ("专柜", "柜组", "专柜编号", "店铺", "商户", "品牌", "專櫃", "counter", "shop"),
    "day": ("日期", "消费日期", "交易日期", "销售日期", "消費日期", "date"),
    "label": ("标价", "原价", "吊牌价", "標價", "label price", "label"),
    "promotion": ("折扣", "促销折扣", "活动折扣", "promotion"),
    "paid": ("实付", "实付金额", "实收", "实收金额", "金额", "消费金额", "實付", "實付金額", "paid", "amount"),
    "room": ("房号", "门牌号", "room"),
    "name": ("姓名", "会员姓名", "客户姓名", "顾客", "顾客姓名", "name"),
    "who": ("会员卡号", "卡号", "会员号", "手机", "手机号", "会员", "會員卡號", "card", "member", "phone"),
}
"""What the columns of such a list are called."""
_LOOKED_AT = 20
_STEP = 50


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do: receipts booked, those there already, points, amount in fen, problems in the file's order."""

    created: int
    unchanged: int
    points: int
    fen: int
    problems: tuple[ListProblem, ...]
    written: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    sheet: str
    number: int
    columns: Mapping[str, int]
    headings: tuple[str, ...]
    values: tuple[object, ...]
    from_1904: bool = False

    def text(self, name: str) -> str:
        place = self.columns.get(name)
        text = "" if place is None or place >= len(self.values) else roster.plain_text(self.values[place])
        return text.strip()

    def raw(self, name: str) -> object:
        place = self.columns.get(name)
        return None if place is None or place >= len(self.values) else self.values[place]

    def day(self, today: date) -> date | Problem | None:
        """The day of the receipt as its cell says it."""
        value = self.raw("day")
        if self.from_1904 and isinstance(value, (int, float)) and not isinstance(value, bool):
            value += FROM_1904
        return dates.parse_date(value, today=today)

    def problem(self, name: str, code: str, message: str, whose: tuple[str, str] = ("", "")) -> ListProblem:
        """What is wrong with a cell; `whose`: the record it is about, and the name."""
        place = self.columns.get(name)
        letter = "" if place is None else roster.column_letter(place)
        heading = "" if place is None else self.headings[place]
        return ListProblem(
            self.sheet,
            self.number,
            letter,
            code,
            message,
            heading,
            self.text("room"),
            whose[1] or self._who(),
            whose[0],
        )

    def _who(self) -> str:
        """Whose receipt it is, as the row says: the name, else the card or the masked phone."""
        who = self.text("who")
        return self.text("name") or (phones.mask_phone(who) if not phones.check_phone(who).problem else who)


class _Stop(Exception):
    """Takes everything back: it was only tried, or something is wrong."""


def import_purchases(
    desk: Desk,
    file: Path,
    *,
    dry_run: bool = False,
    skip_bad: bool = False,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> ImportReport:
    """Books the receipts of a workbook in one transaction.

    Args:
        desk: the desk.
        file: an .xlsx workbook with columns for receipt, counter, day, amount, and card, member or phone.
        dry_run: only report.
        skip_bad: leave rows with a problem out instead of importing nothing.
        progress: called with done and total now and then.
        cancelled: asked now and then; True stops, nothing is changed.

    Raises:
        DeskError: `purchases-none` when no sheet holds such a list; `cancelled`; of the workbook as the roster's import.
        NotAllowed: a receptionist is signed in.
    """
    found = list(_rows(Path(file), cancelled))
    report = ImportReport(0, 0, 0, 0, ())
    try:
        with desk.act("purchase.import") as act:
            desk.require("supervisor")
            problems: list[ListProblem] = []
            for place, row in enumerate(found, 1):
                report = _take(act, desk, row, report, problems)
                if place % _STEP == 0:
                    stop_if(cancelled)
                    if progress is not None:
                        progress(place, len(found))
            report = replace(report, problems=tuple(problems))
            if dry_run or not report.created or (problems and not skip_bad):
                raise _Stop
            act.subject = "site:1"
            act.data.update(file=Path(file).name, created=report.created, problems=len(problems), points=report.points)
            report = replace(report, written=True)
    except _Stop:
        pass
    return report


def _rows(file: Path, cancelled: Cancelled | None) -> Iterator[_Row]:
    any_list = False
    with opened(file) as workbook:
        for sheet in visible(workbook):
            lines = rows(workbook, sheet)
            top = list(islice(lines, _LOOKED_AT))
            header, columns, headings = _headings(top)
            if not columns:
                continue
            any_list = True
            for number, values in enumerate(chain(top, lines), start=1):
                stop_if(cancelled)
                row = _Row(sheet.title, number, columns, headings, tuple(values), workbook.from_1904)
                first = next((text for text in (roster.plain_text(value) for value in values) if text), "")
                if (
                    number > header
                    and first
                    and not roster.is_total(first)
                    and row.text("receipt") not in HEADINGS["receipt"]
                ):
                    yield row
    if not any_list:
        # L10N: 没有找到含小票号、专柜和金额的工作表
        words = _(
            "No sheet of this file has headings for receipt, counter and amount. Name the columns, for example {names}."
        )
        raise DeskError("purchases-none", words.format(names="日期, 专柜, 小票号, 实付, 卡号"))


def _headings(top: Sequence[Sequence[object]]) -> tuple[int, dict[str, int], tuple[str, ...]]:
    for number, row in enumerate(top, start=1):
        columns: dict[str, int] = {}
        for place, value in enumerate(row):
            text = roster.plain_text(value).replace("\n", "").replace(" ", "").casefold().split("(")[0].split("（")[0]
            for name, words in HEADINGS.items():
                if text and text in {word.replace(" ", "").casefold() for word in words}:
                    columns.setdefault(name, place)
        if {"receipt", "counter"} <= set(columns) and {"label", "paid"} & set(columns):
            return number, columns, tuple(roster.plain_text(value).replace("\n", " ") for value in row)
    return 0, {}, ()


def _take(act: Act, desk: Desk, row: _Row, report: ImportReport, problems: list[ListProblem]) -> ImportReport:
    entry = _entry(act, desk, row, problems)
    if entry is None:
        return report
    if _known(act, entry):
        return replace(report, unchanged=report.unchanged + 1)
    subject, data = act.subject, dict(act.data)
    try:
        made = book(act, desk, entry)
    except InvalidInput as wrong:
        problems += [_told(row, problem, _whose(act, entry)) for problem in wrong.problems]
        return report
    except (DeskError, NotAllowed) as wrong:
        problems.append(row.problem("who", wrong.code, wrong.message, _whose(act, entry)))
        return report
    finally:
        act.subject, act.data = subject, data
    return replace(report, created=report.created + 1, points=report.points + made.points, fen=report.fen + made.paid)


def _whose(act: Act, entry: PurchaseEntry) -> tuple[str, str]:
    """The member or the person that a receipt is for, and the name."""
    member = entry.member_id
    if member is None and entry.card:
        member = act.session.scalar(select(Card.member_id).where(Card.number == entry.card))
    holder = (
        entry.customer_id if member is None else act.session.scalar(select(Member.holder).where(Member.id == member))
    )
    name = act.session.scalar(select(Customer.name).where(Customer.id == holder)) if holder is not None else ""
    if member is not None:
        return f"member:{member}", name or ""
    return "" if holder is None else f"customer:{holder}", name or ""


def _told(row: _Row, problem: Problem, whose: tuple[str, str]) -> ListProblem:
    names = {"card": "who", "receipt": "receipt", "counter": "counter", "day": "day", "paid": "paid"}
    name = names.get(problem.field, "label" if problem.field.startswith("lines") else "receipt")
    return row.problem(name, problem.code, problem.message, whose)


def _entry(act: Act, desk: Desk, row: _Row, problems: list[ListProblem]) -> PurchaseEntry | None:
    today = desk.local(act.at).date()
    wrong = len(problems)
    day = row.day(today) if "day" in row.columns else today
    if isinstance(day, Problem):
        problems.append(row.problem("day", day.code, day.message))
        day = today
    amounts: dict[str, int | None] = {"label": None, "paid": None}
    for name in amounts:
        text = row.text(name)
        if text:
            fen = parse_fen(text, field=name)
            if isinstance(fen, Problem):
                problems.append(row.problem(name, fen.code, fen.message))
            else:
                amounts[name] = fen
    who = row.text("who")
    card, member, customer = core.resolve(act.session, who)
    if not who or (card == "" and member is None and customer is None):
        # L10N: 找不到会员“{who}”
        problems.append(
            row.problem("who", "not-found", _("No member has the card, number or phone “{who}”.").format(who=who))
        )
    promotion = points.read_promotion(row.text("promotion"))
    if promotion is None:
        # L10N: “{value}”不是折扣
        words = _("“{value}” is no promotion. Write it like 8.5折 or 85%.")
        problems.append(row.problem("promotion", "promotion", words.format(value=row.text("promotion"))))
    if len(problems) > wrong or promotion is None:
        return None
    label, paid = amounts["label"], amounts["paid"]
    lines = (LineEntry(label, promotion),) if label is not None else ()
    return PurchaseEntry(
        row.text("receipt"), row.text("counter"), day or today, lines, paid, as_printed=paid is not None, card=card,
        member_id=member, customer_id=customer,
    )  # fmt: skip


def _known(act: Act, entry: PurchaseEntry) -> bool:
    """Whether exactly this receipt was booked before."""
    counter = schemes.counter(act.session, entry.counter)
    if counter is None:
        return False
    row = act.session.scalars(
        select(Purchase).where(
            Purchase.counter_id == counter.id, Purchase.day == entry.day, Purchase.receipt == entry.receipt
        )
    ).first()
    return row is not None and (entry.paid is None or row.paid == entry.paid)


__all__ = ["HEADINGS", "ImportReport", "import_purchases"]

"""Receipts from a workbook, the centre's own receipts, reports, target lists (handbook A9, C-26, C-36, V9, V14)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from openpyxl import load_workbook

from desk.errors import DeskError, InvalidInput, NotAllowed
from desk.rules.schemes import Campaign
from desk.rules.schemes.standard import POINTS
from desk.services import cards, money, points, schemes
from desk.services.kit.desk import Desk
from desk.services.kit.sheets import Sheet, new_book, save
from desk.services.money import ChargeEntry, PayEntry, Tender
from desk.services.points import PurchaseEntry
from desk.services.schemes import SchemeEntry
from tests.kit.site import Clock, People
from tests.services.points.works import TODAY, buy, join

pytestmark = pytest.mark.one_engine


def book(
    folder: Path,
    *rows: tuple[Any, ...],
    headings: tuple[str, ...] = ("日期", "专柜", "小票号", "标价", "折扣", "实付", "卡号"),
) -> Path:
    made = new_book()
    sheet = Sheet(made, "小票", [(heading, 12) for heading in headings])
    for row in rows:
        sheet.row(row)
    return save(made, folder / "list.xlsx")


def test_a_shops_list_is_booked_whole_and_once(shop: Desk, gold: Any, tmp_path: Path) -> None:
    file = book(
        tmp_path,
        ("2026-11-21", "A01", "1", "56.81", "8折", "", gold.card.number),
        ("2026-11-21", "A01", "2", "", "", "559.00", gold.number),
        ("2026-11-21", "B09", "2", "", "", "100", "13800000001"),
        ("合计", "", "", "", "", "699.00", ""),
    )  # fmt: skip
    tried = points.import_purchases(shop, file, dry_run=True)
    assert (tried.created, tried.points, tried.problems, tried.written) == (3, 69, (), False)
    assert points.member_points(shop, gold.id).balance == 0
    assert points.import_purchases(shop, file).written
    assert points.member_points(shop, gold.id).balance == 4 + 55 + 10
    again = points.import_purchases(shop, file)
    assert (again.created, again.unchanged, again.written) == (0, 3, False)


def test_every_problem_of_a_list_is_told_by_row_and_column(shop: Desk, gold: Any, tmp_path: Path) -> None:
    file = book(
        tmp_path,
        ("2026-11-22", "A01", "1", "", "", "10", gold.number),
        ("2026-11-21", "Z99", "2", "", "", "10", gold.number),
        ("2026-11-21", "A01", "3", "", "", "abc", gold.number),
        ("2026-11-21", "A01", "4", "", "", "10", "没有这个人"),
        ("2026-11-21", "A01", "5", "", "", "10", gold.number),
    )  # fmt: skip
    report = points.import_purchases(shop, file)
    assert [(each.row, each.column, each.code) for each in report.problems] == [
        (2, "A", "future"), (3, "B", "not-found"), (4, "F", "amount"), (5, "G", "not-found"),
    ]  # fmt: skip
    # Each names the person, and where one is known, the record that Enter opens.
    assert [(each.person, each.target, each.heading) for each in report.problems] == [
        (gold.name, f"member:{gold.id}", "日期"), (gold.name, f"member:{gold.id}", "专柜"), (gold.number, "", "实付"),
        ("没有这个人", "", "卡号"),
    ]  # fmt: skip
    assert not report.written
    assert points.member_points(shop, gold.id).balance == 0
    assert points.import_purchases(shop, file, skip_bad=True).written
    assert points.member_points(shop, gold.id).balance == 1


def test_a_list_without_its_headings_is_refused(shop: Desk, tmp_path: Path, staff_of_site: People) -> None:
    with pytest.raises(DeskError) as refused:
        points.import_purchases(shop, book(tmp_path, ("1", "2"), headings=("甲", "乙")))
    assert refused.value.code == "purchases-none"
    shop.actor = staff_of_site.receptionist
    with pytest.raises(NotAllowed):
        points.import_purchases(shop, book(tmp_path, ("2026-11-21", "A01", "1", "", "", "10", "HY-1")))


def test_receipts_of_the_centre_earn_only_by_the_chosen_kinds(
    shop: Desk, gold: Any, clock: Clock, staff_of_site: People
) -> None:
    money.open_shift(shop, opening=10000)

    def paid(kind: str, fen: int) -> str:
        line = ChargeEntry(kind, fen, 1, "费用")
        return money.pay(shop, PayEntry("欧阳雪", (Tender("wechat", fen),), 1, lines=(line,))).number

    def booked(number: str) -> int:
        return points.purchase(
            shop, points.log_purchase(shop, PurchaseEntry(number, member_id=gold.id, centre=True))
        ).points

    def refused(number: str) -> str:
        with pytest.raises(InvalidInput) as error:
            booked(number)
        return error.value.problems[0].code

    number = paid("other", 500_00)
    assert refused(number) == "kinds"  # off, as the program comes
    schemes.save(shop, SchemeEntry(replace(POINTS, centre_kinds=("other", "water")), TODAY + timedelta(days=1)))
    clock.forward(days=1)
    number, water = paid("other", 500_00), paid("water", 500_00)
    assert booked(number) == 50
    assert refused(number) == "taken"
    assert refused(water) == "kinds"  # collected utilities never do
    assert refused("SK-20261122-0099") == "not-found"
    receipt = money.receipt_by_number(shop, number)
    money.void(shop, receipt.id, reason="开错")
    assert points.member_points(shop, gold.id).balance == 0  # a void receipt takes its points along
    assert refused(number) in ("void", "taken")


def test_the_reports_of_a_period(shop: Desk, gold: Any, tmp_path: Path, clock: Clock) -> None:
    start = TODAY + timedelta(days=1)
    schemes.save(
        shop, SchemeEntry(replace(POINTS, campaigns=(Campaign("店庆", start, start + timedelta(days=1)),)), start)
    )
    other = join(shop, 2, "diamond")
    buy(shop, gold.id, 99_99)
    key = buy(shop, other.id, 500_00)
    points.refund(shop, key, 100_00)
    clock.forward(days=1)
    buy(shop, gold.id, 1000_00)
    view = points.report(shop, "month", 2026, 11)
    assert (view.fen, view.count, view.members, view.joined) == (99_99 + 400_00 + 1000_00, 3, 2, 2)
    bands = next(part for part in view.breakdowns if part.code == "band")
    assert [(line.words, line.fen) for line in bands.lines] == [
        ("0–100", 99_99),
        ("300–500", 400_00),
        ("500–1,000", 1000_00),
    ]
    (reaction,) = view.reactions
    assert (reaction.members, reaction.fen, reaction.before_members, reaction.before_fen) == (1, 1000_00, 2, 499_99)
    assert points.report_pdf(shop, view).startswith(b"%PDF")
    book = load_workbook(points.report_xlsx(shop, view, tmp_path / "r.xlsx"))
    assert [cell.value for cell in book.worksheets[0]["B"]][:3] == [view.name, "¥1,499.99", "3"]
    assert all(sheet._charts for sheet in book.worksheets[1:-1])  # months and each breakdown are drawn
    assert list(book.worksheets[-1].values)[1] == ("店庆", "2026-11-22 – 2026-11-23", 1, 1000, 2, 499.99)
    said = " ".join(str(value) for sheet in book.worksheets for row in sheet.values for value in row)
    assert gold.name not in said  # a report names nobody
    for kind, part in (("quarter", 4), ("half-year", 2), ("year", 1)):
        assert points.report(shop, kind, 2026, part).fen == view.fen
    for kind, part, code in (("month", 13, "range"), ("week", 1, "choice"), ("month", 12, "future")):
        with pytest.raises(InvalidInput) as refused:
            points.report(shop, kind, 2026, part)
        assert refused.value.problems[0].code == code
    top = points.top_members(shop, date(2026, 11, 1), date(2026, 11, 30))
    assert [(row.place, row.name, row.fen) for row in top] == [(1, gold.name, 1099_99), (2, other.name, 400_00)]


def test_the_levels_to_decide_leave_by_the_managers_word(
    shop: Desk, gold: Any, tmp_path: Path, staff_of_site: People
) -> None:
    buy(shop, gold.id, 80_000_00)
    (row,) = points.proposals(shop)
    shop.actor = staff_of_site.supervisor
    with pytest.raises(NotAllowed):
        points.proposals_file(shop, tmp_path / "levels.xlsx")
    shop.actor = staff_of_site.manager
    rows = list(load_workbook(points.proposals_file(shop, tmp_path / "levels.xlsx")).active.values)  # type: ignore[union-attr]
    assert rows[1][:5] == ("2026-11-21", row.member, row.words, row.before, row.after)
    none = list(load_workbook(points.proposals_file(shop, tmp_path / "none.xlsx", kind="judge")).active.values)  # type: ignore[union-attr]
    assert len(none) == 1
    pdf = points.proposals_file(shop, tmp_path / "levels.pdf", kind="upgrade")
    with pdfium.PdfDocument(pdf) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    assert "等级提议" in text
    assert row.after in text


def test_the_five_hundred_leave_by_the_managers_word(
    shop: Desk, gold: Any, tmp_path: Path, staff_of_site: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = join(shop, 2, "diamond")
    buy(shop, gold.id, 100_00)
    buy(shop, other.id, 100_01)
    key = buy(shop, join(shop, 3).id, 500_00)
    points.refund(shop, key, 500_00)  # gave all of it back: no place
    days = (date(2026, 7, 1), TODAY)
    assert [row.place for row in points.top_members(shop, *days)] == [1, 2]
    assert [row.name for row in points.top_members(shop, *days, limit=1)] == [other.name]
    assert points.top_members(shop, date(2026, 1, 1), date(2026, 6, 30)) == ()
    shop.actor = staff_of_site.supervisor
    with pytest.raises(NotAllowed):
        points.top_file(shop, *days, tmp_path / "top.xlsx")
    shop.actor = staff_of_site.manager
    file = points.top_file(shop, *days, tmp_path / "top.xlsx")
    rows = list(load_workbook(file).active.values)  # type: ignore[union-attr]  # openpyxl: perhaps no sheet
    assert [row[2] for row in rows[1:]] == [other.name, gold.name]
    assert rows[1][4:] == (100.01, 1, "2026-11-21")
    assert points.top_file(shop, *days, tmp_path / "top.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(InvalidInput):
        points.top_file(shop, TODAY, TODAY - timedelta(days=1), tmp_path / "x.xlsx")


def test_a_target_list_is_of_a_level_of_so_many_points_of_a_day_of_the_party(shop: Desk, gold: Any) -> None:
    other = join(shop, 2, "diamond")
    buy(shop, gold.id, 100_00)

    def people(**more: Any) -> list[int]:
        return [row.member_id for row in points.target_list(shop, **more).rows]

    assert people() == [gold.id, other.id]
    assert people(tier="diamond") == people(party=True) == [other.id]  # the party is the diamonds' (handbook A9)
    assert (people(least=10), people(least=11)) == ([gold.id], [])
    assert people(bought_since=TODAY + timedelta(days=1)) == []


def test_target_lists_leave_out_who_opted_out_and_say_how_many(
    shop: Desk, gold: Any, tmp_path: Path, staff_of_site: People
) -> None:
    join(shop, 2, opted_out=True)
    found = points.target_list(shop)
    assert ([row.member_id for row in found.rows], found.left_out) == ([gold.id], 1)
    assert "****" in found.rows[0].phone
    shop.actor = staff_of_site.supervisor
    with pytest.raises(NotAllowed):
        points.target_xlsx(shop, tmp_path / "t.xlsx")
    shop.actor = staff_of_site.manager
    assert points.target_xlsx(shop, tmp_path / "t.xlsx").left_out == 1
    said = list(load_workbook(tmp_path / "t.xlsx").active.values)  # type: ignore[union-attr]  # openpyxl: perhaps no sheet
    assert said[1][3].startswith("138")
    assert "****" not in said[1][3]


def test_the_members_handbook_lists_counters_and_partners(shop: Desk) -> None:
    schemes.save_partner(shop, schemes.PartnerEntry("青禾书店", TODAY))
    text = " ".join(cards.handbook_preview(shop).texts())
    assert "专柜A01" in text
    assert "青禾书店" in text

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from desk import paths
from desk.errors import DeskError, NotAllowed
from desk.models import AuditEvent, Base, Building, Customer, Occupancy, Phone, Unit, Vehicle
from desk.models.kit.database import open_database
from desk.rules import roster_headings
from desk.rules.kit.identity import credit_check_character, resident_check_digit
from desk.rules.kit.phones import check_phone
from desk.services.kit.desk import Actor, Desk
from desk.services.kit.workbooks import opened, rows
from desk.services.roster import Choices, SheetPlan, import_roster, preview, read_headings
from desk.services.roster.data import RosterContent
from desk.services.roster.line import SheetReader
from desk.services.roster.plan import Stored, make_plan
from desk.services.roster.read import find_headings
from tests.kit.site import hurried

SAMPLE = paths.resources() / "demo" / "roster-sample.xlsx"
EXPECTED = json.loads((Path(__file__).parent / "roster-sample.expect.json").read_text(encoding="utf-8"))
NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
HEADINGS = ["楼栋", "单元", "房号", "面积", "姓名", "身份证号码", "电话", "身份", "入住日期", "车牌号", "备注"]


CREDIT_CODE = "91350211M000100Y4" + credit_check_character("91350211M000100Y4")


def card(number: int, born: str = "19800101") -> str:
    first = f"110000{born}{number:03d}"
    return first + resident_check_digit(first)


@pytest.fixture
def desk(place: Path | str, tmp_path: Path) -> Iterator[Desk]:
    database = hurried(open_database(place))
    yield Desk(database, data=tmp_path / "site", clock=lambda: NOW)
    database.close()


Book = Callable[..., Path]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    def make(*rows: list[Any], sheet: str = "名册", name: str = "a.xlsx", merge: tuple[str, ...] = ()) -> Path:
        workbook = openpyxl.Workbook()
        page = workbook.active
        page.title = sheet
        for row in rows:
            page.append(row)
        for cells in merge:
            page.merge_cells(cells)
        file = tmp_path / name
        workbook.save(file)
        return file

    return make


def everything(desk: Desk) -> str:
    """A fingerprint of all rows but the audit events and their count."""
    digest = hashlib.sha256()
    with desk.database.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name not in ("audit_event", "sequence", "row_sum"):
                digest.update(repr(sorted(map(tuple, connection.execute(select(table))), key=repr)).encode())
    return digest.hexdigest()


def counted(desk: Desk, model: type[Any]) -> int:
    with desk.look() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def people(desk: Desk) -> list[tuple[Any, ...]]:
    """(room, name, role, relation, document, phones, since) in the order of rooms and stays."""
    with desk.look() as session:
        rows = session.execute(
            select(Unit.code, Occupancy, Customer)
            .join(Unit, Unit.id == Occupancy.unit_id)
            .join(Customer, Customer.id == Occupancy.customer_id)
            .order_by(Unit.sort, Occupancy.id)
        )
        return [
            (code, c.name, o.role, o.relation, c.document_number, tuple(p.number for p in c.phones), o.since)
            for code, o, c in rows
        ]


def codes(report: Any) -> list[tuple[int, str, str]]:
    return [(p.row, p.column, p.code) for p in report.problems]


# ------------------------------------------------------------------------------------------------------- the sample
def test_sample_is_read_as_expected_and_again_changes_nothing(desk: Desk) -> None:
    report = import_roster(desk, SAMPLE)
    found = report.to_json_dict()
    assert (found["rooms"], found["people"]) == (EXPECTED["rooms"], EXPECTED["people"])
    assert (found["created"], found["updated"], found["unchanged"]) == (EXPECTED["people"], 0, 0)
    bad = [(b["sheet"], b["row"], b["what"]) for b in EXPECTED["bad"]]
    assert [(p["sheet"], p["row"], p["code"]) for p in found["problems"]] == bad
    assert {p["column"] for p in found["problems"]} == {"G 联系电话", "F 身份证号码"}
    before = everything(desk)
    again = import_roster(desk, SAMPLE)
    assert (again.created, again.updated, again.unchanged) == (0, 0, EXPECTED["people"])
    assert (again.rooms_created, again.rooms_updated) == (0, 0)
    assert everything(desk) == before
    # One event for each import, with the counts and the file.
    with desk.look() as session:
        events = list(session.scalars(select(AuditEvent).where(AuditEvent.act == "roster.import")))
    assert [(e.data or {})["created"] for e in events] == [EXPECTED["people"], 0]
    assert (events[0].data or {})["file"] == "roster-sample.xlsx"


def test_sample_in_detail(desk: Desk) -> None:
    import_roster(desk, SAMPLE)
    rows = people(desk)
    by_room = {room: [row[1:] for row in rows if row[0] == room] for room, *_rest in rows}
    assert len(by_room) == EXPECTED["rooms"]
    # Full-width room, landline, date as text; building only on the first row.
    assert by_room["1-1-101"] == [("谢秀子", "owner", "", "110000195405022194", ("010-61521911",), date(2019, 8, 19))]
    # Two owners in one cell, each with the own numbers.
    assert [(n, d, p) for n, _r, _l, d, p, _s in by_room["1-1-402"]] == [
        ("谢芳英", "110000195001088947", ("15659351559",)),
        ("郑文欣", "110000198310031251", ("13911539081",)),
    ]
    assert [(row[0], row[1]) for row in by_room["1-1-902"]] == [("朴辉", "owner"), ("于涛玲", "tenant")]
    assert by_room["1-1-1102"][0][0] == "刘伟"
    # What was wrong is empty, the person is there.
    for bad in EXPECTED["bad"]:
        name, _role, _relation, document, numbers, _since = by_room[bad["room"]][0]
        assert name
        assert (numbers if bad["what"] == "phone" else document) in ((), "")
        assert (document if bad["what"] == "phone" else numbers) not in ((), "")
    with desk.look() as session:
        unit = session.scalars(select(Unit).where(Unit.code == "1-1-902")).one()
        assert (unit.area, unit.name, unit.state, unit.floor) == (Decimal("86.22"), "1栋1单元902", "let", 9)
        assert [b.name for b in session.scalars(select(Building).order_by(Building.sort))] == ["1栋", "2栋"]
        customer = session.scalars(select(Customer).where(Customer.name == "欧阳敏诗")).one()
        assert (customer.surname_length, customer.sex, customer.birthday) == (2, "male", date(1956, 6, 30))
        plates = session.scalars(select(Vehicle.plate).join(Unit).where(Unit.code == "1-1-101")).all()
        assert plates == ["京A29260"]


def test_dry_run_and_preview_write_nothing(desk: Desk) -> None:
    before = everything(desk)
    report = import_roster(desk, SAMPLE, dry_run=True)
    assert (report.rooms, report.created) == (144, 173)
    assert preview(desk, SAMPLE) == report
    assert everything(desk) == before
    assert counted(desk, AuditEvent) == 0
    assert report.sample[0].document == "****2194"
    assert report.sample[0].phone == "010-****1911"
    assert {row.state for row in report.sample} == {"new"}


def test_skip_bad_leaves_the_rows_out(desk: Desk) -> None:
    report = import_roster(desk, SAMPLE, skip_bad=True)
    assert len(report.problems) == 5
    assert (report.rooms, report.people) == (139, 168)
    assert not {b["room"] for b in EXPECTED["bad"]} & {row[0] for row in people(desk)}


def test_found_in_the_finder(desk: Desk) -> None:
    from desk.services.finder import find

    import_roster(desk, SAMPLE)
    assert any(found.kind == "customer" and found.title == "翟芳" for found in find(desk, "翟芳"))
    assert any("欧阳敏诗" in found.title for found in find(desk, "ouyms"))
    assert find(desk, "1-1-101")[0].title.startswith("1栋1单元101")


def test_progress_and_cancel(desk: Desk, book: Book) -> None:
    file = book(HEADINGS, *[["1栋", "1", str(100 + n), None, f"张{n % 20:x}"] for n in range(450)])
    seen: list[tuple[int, int]] = []
    import_roster(desk, file, progress=lambda done, total: seen.append((done, total)))
    assert len(seen) > 3
    assert seen == sorted(seen)
    assert all(done <= total for done, total in seen)
    assert seen[-1][0] == seen[-1][1]
    before = everything(desk)
    other = book(HEADINGS, *[["2栋", "1", str(100 + n), None, f"李{n % 20:x}"] for n in range(450)], name="b.xlsx")
    for limit in (0, 2, 3, 5):  # in reading, in writing
        asked = iter(range(1000))
        with pytest.raises(DeskError) as error:
            import_roster(desk, other, cancelled=lambda limit=limit, asked=asked: next(asked) >= limit)
        assert error.value.code == "cancelled"
        assert next(asked) == limit + 1
        assert everything(desk) == before
        assert counted(desk, AuditEvent) == 1


def test_who_may(desk: Desk, book: Book) -> None:
    file = book(HEADINGS, ["1", "1", "101", None, "张三"])
    desk.actor = Actor(1, "r", "R", "receptionist")
    assert preview(desk, file).people == 1
    with pytest.raises(NotAllowed):
        import_roster(desk, file)
    assert counted(desk, Unit) == 0


# -------------------------------------------------------------------------------------------------- changes and people
def test_changed_cells_update_and_nothing_is_deleted(desk: Desk, book: Book) -> None:
    import_roster(
        desk,
        book(
            HEADINGS,
            ["1栋", "1单元", "101", 80, "张三", card(1), "13812340001", "业主", "2020-01-01", "京A12345", "养狗"],
            [None, None, "102", 90, "李四", None, "13812340002", "业主", None, None, None],
            [None, None, "103", 90, "王五", card(3), None, "租户", None, None, None],
        ),
    )
    file = book(
        HEADINGS,
        ["1栋", "1单元", "101", 81.5, "张三", card(1), "13912340009", "业主", "2020-02-01", None, None],
        [None, None, "102", 90, "李四", card(2), "13812340002", "业主", None, None, "新来的"],
    )
    report = import_roster(desk, file, differences=Choices(otherwise="replace"))
    assert (report.created, report.updated, report.unchanged, report.rooms_updated) == (0, 2, 0, 1)
    rows = people(desk)
    assert rows[0] == ("1-1-101", "张三", "owner", "", card(1), ("13912340009", "13812340001"), date(2020, 2, 1))
    assert rows[1][4] == card(2)
    assert rows[2][:2] == ("1-1-103", "王五")
    with desk.look() as session:
        assert session.scalars(select(Customer.note).order_by(Customer.id)).all() == ["养狗", "新来的", ""]
        assert session.scalars(select(Unit.area).order_by(Unit.id)).first() == Decimal("81.50")
        assert session.scalars(select(Vehicle.plate)).all() == ["京A12345"]


def test_one_person_in_two_rooms_is_one_customer(desk: Desk, book: Book) -> None:
    file = book(
        HEADINGS,
        ["1", "1", "101", 80, "张三", card(1), "13812340001", "业主"],
        ["1", "1", "102", 80, "张三", card(1), "13812340002", "业主"],
        ["1", "1", "103", 80, "李四", None, "13812340003", "业主"],
        ["2", "1", "103", 80, "李四", None, "13812340003", "租户"],
        ["2", "1", "104", 80, "李四", None, "13812340004", "租户"],
    )
    report = import_roster(desk, file)
    assert (report.rooms, report.people, counted(desk, Occupancy)) == (5, 3, 5)
    assert people(desk)[0][5] == ("13812340001", "13812340002")
    again = import_roster(desk, file)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 3)


def test_same_document_with_another_name_is_a_duplicate(desk: Desk, book: Book) -> None:
    file = book(
        HEADINGS,
        ["1", "1", "101", 80, "张三", card(1), "13812340001", "业主"],
        ["1", "1", "102", 80, "李四", card(1), "13812340002", "业主"],
    )
    report = import_roster(desk, file)
    assert codes(report) == [(3, "F", "duplicate")]
    assert [row[4] for row in people(desk)] == [card(1), ""]
    other = book(HEADINGS, ["1", "1", "103", 80, "王五六", card(1), "13812340003", "业主"], name="b.xlsx")
    assert codes(import_roster(desk, other, skip_bad=True)) == [(2, "F", "duplicate")]
    assert counted(desk, Unit) == 2
    # Same room, one character: the name was corrected.
    corrected = book(HEADINGS, ["1", "1", "101", 80, "章三", card(1), "13812340001", "业主"], name="c.xlsx")
    report = import_roster(desk, corrected, differences=Choices(otherwise="replace"))
    assert (codes(report), report.updated, people(desk)[0][1]) == ([], 1, "章三")


def test_who_moved_out_does_not_come_back(desk: Desk, book: Book) -> None:
    file = book(HEADINGS, ["1", "1", "101", 80, "张三", card(1), "13812340001", "租户", "2020-01-01"])
    import_roster(desk, file)
    with desk.act("test") as act:
        act.session.scalars(select(Occupancy)).one().until = date(2026, 1, 1)
    report = import_roster(desk, file)
    assert (report.unchanged, counted(desk, Occupancy)) == (1, 1)
    returned = book(HEADINGS, ["1", "1", "101", 80, "张三", card(1), "13812340001", "租户", "2026-06-01"])
    assert import_roster(desk, returned).updated == 1
    assert counted(desk, Occupancy) == 2


def test_the_room_s_state_follows_who_moves_in(desk: Desk, book: Book) -> None:
    import_roster(desk, book(HEADINGS, ["1", "1", "101", 80, None], ["1", "1", "102", 80, "空置"]))
    assert counted(desk, Customer) == 0
    with desk.look() as session:
        assert session.scalars(select(Unit.state)).all() == ["vacant", "vacant"]
    import_roster(
        desk, book(HEADINGS, ["1", "1", "101", 80, "张三"], ["1", "1", "102", 80, "李四", None, None, "租户"])
    )
    with desk.look() as session:
        assert session.scalars(select(Unit.state).order_by(Unit.id)).all() == ["occupied", "let"]


# ------------------------------------------------------------------------------------------------------ odd workbooks
def test_merged_cells_titles_totals_and_dividers(desk: Desk, book: Book) -> None:
    file = book(
        ["阳光花园业主身份证号码及联系电话登记总表（内部资料，请勿外传）"],
        ["制表日期：2026年10月"],
        HEADINGS,
        ["1号楼", "1单元", "101", 80, "张三", None, "13812340001", "业主"],
        [None, None, None, None, "李四", None, "13812340002", "租户"],
        [None, None, "102", 80, "王五", None, "13812340003", "业主"],
        [None, "2单元", "101", 80, "赵六", None, "13812340004", "业主"],
        HEADINGS,
        [],
        ["小计", None, None, None, "3户"],
        ["２号楼", None, 101.0, 80, "钱七", None, 13812340005.0, "业主"],
        [None, None, None, None, None],
        ["合  计", None, None, 320, "4户"],
        ["制表人：某某", None, None, None, "审核：某某"],
        ["注：本表一式两份"],
        merge=("A1:K1", "A4:A7", "B4:B6", "C4:C5"),
    )
    report = import_roster(desk, file)
    assert codes(report) == []
    assert [(row[0], row[1], row[2]) for row in people(desk)] == [
        ("1-1-101", "张三", "owner"),
        ("1-1-101", "李四", "tenant"),
        ("1-1-102", "王五", "owner"),
        ("1-2-101", "赵六", "owner"),
        ("2-101", "钱七", "owner"),
    ]
    with desk.look() as session:
        assert session.scalars(select(Building.name).order_by(Building.sort)).all() == ["1号楼", "2号楼"]


@pytest.mark.parametrize(
    "headings",
    [
        ["房号", "业主姓名\n（产权人）", "联系电话", "身份证号码"],
        ["房 号 *", "户主", "手机", "证件号码"],
        ["门牌号", "产权人", "联系方式", "身份证"],
        ["房間號", "業主姓名", "聯絡電話", "身分證字號"],
        ["Room No.", "Owner name", "Phone number", "ID card no."],
        ["Unit", "Resident", "Mobile", "ID"],
        ["楼栋-单元-房号", "住户 姓名", "业主联系电话(手机)", "业主身份证件号码"],
        ["Flat", "Full Name", "Tel.", "Passport/ID"],
    ],
)
def test_heading_synonyms_in_the_first_row_with_one_column_for_the_room(
    desk: Desk, book: Book, headings: list[str]
) -> None:
    rows = [["1-1-101", "张三", "13812340001", card(1)], ["1栋1单元102室", "李四", "13812340002", card(2)]]
    report = import_roster(desk, book(headings, *rows))
    assert codes(report) == []
    assert [row[0:2] + row[4:6] for row in people(desk)] == [
        ("1-1-101", "张三", card(1), ("13812340001",)),
        ("1-1-102", "李四", card(2), ("13812340002",)),
    ]


def test_headings_in_two_rows_with_a_tenant_beside_the_owner(desk: Desk, book: Book) -> None:
    file = book(
        ["楼栋", "房号", "业主信息", None, "租户信息", None],
        [None, None, "姓名", "电话", "姓名", "电话"],
        ["3栋", "101", "张三", "13812340001", "李四", "13812340002"],
        [None, "102", "王五", "13812340003", None, None],
        merge=("A1:A2", "B1:B2", "C1:D1", "E1:F1"),
    )
    assert import_roster(desk, file).problems == ()
    assert [(row[0], row[1], row[2], row[5]) for row in people(desk)] == [
        ("3-101", "张三", "owner", ("13812340001",)),
        ("3-101", "李四", "tenant", ("13812340002",)),
        ("3-102", "王五", "owner", ("13812340003",)),
    ]


def test_the_sheet_s_name_is_the_building(desk: Desk, book: Book) -> None:
    rows = [["单元", "房号", "姓名"], ["1", "101", "张三"], ["1", "102", "李四"], ["2", "101", "王五"]]
    import_roster(desk, book(*rows, sheet="12栋"))
    assert [row[0] for row in people(desk)] == ["12-1-101", "12-1-102", "12-2-101"]


def test_each_wrong_cell_is_told_and_its_person_kept(desk: Desk, book: Book) -> None:
    file = book(
        [*HEADINGS, "性别"],
        ["1", "1", "101", "大", "张三", "11000019800101", "1234", "神仙", "去年", "???", None, "?!"],
        ["1", "1", None, None, None, card(9), None, None],
        ["1", "1", "2026/1/1x", 80, "李四"],
        ["1", "1", "103", 80, "王五、赵六", card(3), "13812340001、13812340002、13812340003", "业主"],
        ["1", "1", "104", 80, "钱七", card(4, "20200101"), "13812340004", "家属"],
        ["1", "1", "105", "#REF!", "孙八", "#N/A", "无", "业主", "—"],
        ["1", "1", "106", 80, "12345", None, None, "业主"],
    )
    report = import_roster(desk, file)
    assert codes(report) == [
        (2, "D", "area"),
        (2, "F", "id-format"),
        (2, "G", "phone"),
        (2, "H", "role"),
        (2, "I", "date"),
        (2, "J", "plate"),
        (2, "L", "sex"),
        (3, "E", "name"),
        (4, "C", "room"),
        (5, "F", "count"),
        (5, "G", "count"),
        (6, "F", "child-consent"),
        (6, "G", "child-consent"),
        (7, "D", "cell-error"),
        (7, "F", "cell-error"),
        (8, "E", "name"),
    ]
    assert all(p.message and p.heading for p in report.problems)
    assert [(row[0], row[1], row[4], row[5]) for row in people(desk)] == [
        ("1-1-101", "张三", "", ()),
        ("1-1-103", "王五", "", ()),
        ("1-1-103", "赵六", "", ()),
        ("1-1-104", "钱七", "", ()),
        ("1-1-105", "孙八", "", ()),
    ]
    assert import_roster(desk, file).unchanged == 5


@pytest.mark.parametrize("separator", ["、", "，", ",", ";", "；", "/", "\n", " / "])
def test_several_people_in_one_cell(desk: Desk, book: Book, separator: str) -> None:
    row = ["1", "1", "101", 80, *(separator.join(pair) for pair in (("张 三", "Jo Smith"), (card(1), card(2))))]
    import_roster(desk, book(HEADINGS, [*row, separator.join(("138 1234 0001", "13812340002")), "业主"]))
    assert [(r[1], r[4], r[5]) for r in people(desk)] == [
        ("张三", card(1), ("13812340001",)),
        ("Jo Smith", card(2), ("13812340002",)),
    ]


def test_families_companies_and_remarks(desk: Desk, book: Book) -> None:
    file = book(
        ["房号", "姓名", "与业主关系", "电话", "证件号码", "工作单位", "紧急联系人", "紧急联系人电话", "出生日期"],
        ["1-1-101", "张三（已故）", "户主", None, None, "一中", "张四", "13812340009", "1950年1月2日"],
        [None, "李四", "配偶", "13812340001/010-61521911", "H12345678", None, None, None, None],
        [None, "张五(租户)", None, None, None, None, None, None, None],
        ["1-1-102", "阳光物业有限公司", "业主", "010-61521911", CREDIT_CODE, None, None, None, None],
    )
    assert import_roster(desk, file).problems == ()
    assert [row[1:6] for row in people(desk)] == [
        ("张三", "owner", "", "", ()),
        ("李四", "member", "配偶", "H12345678", ("13812340001", "010-61521911")),
        ("张五", "tenant", "", "", ()),
        ("阳光物业有限公司", "owner", "", CREDIT_CODE, ("010-61521911",)),
    ]
    with desk.look() as session:
        first, second, _third, company = session.scalars(select(Customer).order_by(Customer.id))
        assert (first.note, first.workplace, first.emergency_phone) == ("已故", "一中", "13812340009")
        assert (first.birthday, first.birthday_month) == (date(1950, 1, 2), 1)
        assert second.document_kind == "mainland-travel-permit-hkmo"
        assert (company.kind, company.document_kind) == ("company", "credit-code")


@pytest.mark.parametrize(
    ("field", "headings"),
    [
        ("room", "房号 门牌 房间 房间号 室号 门牌号码 房屋编号"),
        ("building", "楼栋 栋 幢 座 楼号 栋号 樓棟"),
        ("entrance", "单元 单元号 Entrance"),
        ("name", "业主姓名 户主 产权人 姓名 住户 客户名称 业主姓名(产权人) 姓\n名"),
        ("phone", "联系电话 手机 电话 联系方式 手机号码 移动电话 業主電話 固定电话"),
        ("document", "身份证号码 证件号码 身份证 公民身份号码 身份证号(必填)"),
        ("area", "建筑面积 面积 建筑面积（㎡） 房屋面积(平方米)"),
        ("since", "入住日期 交房时间 收房日期 接房日期 入伙时间"),
        ("role", "身份 关系 类别 与业主关系 住户类型"),
        ("floor", "楼层 所在楼层 层"),
        ("left", "搬离日期 退租时间 状态"),
        ("note", "备注 说明 備註 Remarks"),
        ("vehicle", "车牌号 车牌 車牌號碼 Plate"),
        ("sex", "性别 Sex"),
        ("tenant", "租户姓名 承租人"),
        ("tenant_phone", "租户联系电话 承租人手机号"),
        ("emergency_phone", "紧急联系电话 紧急联系人手机"),
        (None, "序号 物业费 使用面积 车位号 户型 总楼层 签字 微信号 关于业主身份证号码和电话的填写说明"),
    ],
)
def test_headings(field: str | None, headings: str) -> None:
    for heading in headings.split(" "):
        assert roster_headings.heading_field(heading) == field, heading


cells = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.datetimes(),
    st.dates(),
    st.sampled_from(
        ["1栋", "101", "1-1-101", "张三、李四", "13812340001", "110000195405022194", "合计", "无", "租户", "（妻）"]
    ),
)


@settings(max_examples=60)
@given(st.lists(st.lists(cells, min_size=1, max_size=12), max_size=6))
def test_any_cells_make_lines_or_problems_never_an_error(rows: list[list[object]]) -> None:
    plan = find_headings("名册", [[*HEADINGS, "性别"]])
    assert plan is not None
    content = RosterContent(plans=(plan,))
    reader = SheetReader(plan, content, NOW.date(), skip_bad=False)
    for number, row in enumerate(rows, start=2):
        reader.read(number, row)
    made = make_plan(Stored(), content, today=NOW.date())
    assert {p.row for p in (*content.problems, *made.problems)} <= set(range(2, len(rows) + 2))
    for person in made.people:
        assert person.facts.name.strip()
        assert person.stays
        assert all(check_phone(number).number == number for number in person.phones)


# ------------------------------------------------------------------------------------------------------ files and plans
def test_the_plan_can_be_changed(desk: Desk, book: Book) -> None:
    file = book(["房号", "甲", "乙"], ["1-1-101", "13812340001", "张三"], sheet="表")
    assert read_headings(file) == []
    with pytest.raises(DeskError) as error:
        preview(desk, file)
    assert error.value.code == "roster-none"
    plan = SheetPlan("表", 1, {"room": 0, "phone": 1, "name": 2}, ("房号", "甲", "乙"))
    assert import_roster(desk, file, plans=[plan]).people == 1
    assert people(desk)[0][1:6] == ("张三", "owner", "", "", ("13812340001",))


def test_values_are_those_of_openpyxl(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.append(
        ["文 <&> ", 1, 1.5, True, False, NOW.replace(tzinfo=None), date(2020, 1, 2), time(8, 30), "", None, "末"]
    )
    page["AB7"] = "单"
    page["B9"] = "#N/A"  # (formulas without a result are ours alone, see below)
    page["A9"] = 110000195402290250
    page["C9"], page["D9"] = timedelta(hours=30), -0.5
    workbook.save(tmp_path / "v.xlsx")
    for file in (tmp_path / "v.xlsx", SAMPLE):
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        with opened(file) as mine:
            values = [[trimmed(row) for row in rows(mine, sheet)] for sheet in mine.worksheets]
        for sheet, ours in zip(book.worksheets, values, strict=True):
            sheet.reset_dimensions()
            assert ours == [trimmed(row) for row in sheet.iter_rows(values_only=True)]
            assert any(ours)
        book.close()


SHEET_XML = """<?xml version="1.0" encoding="UTF-8"?>
<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:dimension ref="A1"/><x:sheetData>
<x:row r="2"><x:c r="A2" t="s"><x:v>0</x:v></x:c><x:c r="B2" t="s"><x:v>1</x:v></x:c><x:c r="C2" t="inlineStr"><x:is><x:r><x:t>联系</x:t></x:r>
<x:r><x:t>电话</x:t></x:r><x:rPh sb="0" eb="1"><x:t>ignored</x:t></x:rPh></x:is></x:c></x:row>
<x:row><x:c t="str"><x:f>"1-1-"&amp;101</x:f><x:v>1-1-101</x:v></x:c><x:c t="s"><x:v>2</x:v></x:c><x:c><x:v>1.3812340001E10</x:v></x:c></x:row>
</x:sheetData></x:worksheet>"""
SHARED_XML = """<?xml version="1.0" encoding="UTF-8"?>
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>房号</t></si><si><r><t>业主</t></r><r><t>姓名</t></r></si>
<si><t>张三</t><rPh sb="0" eb="2"><t>zhangsan</t></rPh></si></sst>"""


def test_texts_shared_between_cells_and_rows_without_places(desk: Desk, tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    with ZipFile(tmp_path / "empty.xlsx") as old, ZipFile(tmp_path / "a.xlsx", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = SHEET_XML.encode()
            elif name == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
                part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
                content = content.replace(b"</Types>", part.encode())
            if name != "xl/sharedStrings.xml":
                new.writestr(name, content)
        new.writestr("xl/sharedStrings.xml", SHARED_XML)
    report = import_roster(desk, tmp_path / "a.xlsx")
    assert report.plans[0].header_row == 2
    assert people(desk) == [("1-1-101", "张三", "owner", "", "", ("13812340001",), None)]


def trimmed(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(row)[: max((index + 1 for index, value in enumerate(row) if value is not None), default=0)]


def test_sheets_without_a_roster_and_hidden_ones_are_left_out(tmp_path: Path) -> None:
    plans = read_headings(SAMPLE)
    assert [(plan.sheet, plan.header_row) for plan in plans] == [("1栋", 3), ("2栋", 3)]
    assert plans[0].headings[4] == "业主姓名 (产权人)"
    assert plans[0].columns["name"] == 4
    workbook = openpyxl.load_workbook(SAMPLE)
    workbook["2栋"].sheet_state = "hidden"
    workbook.save(tmp_path / "h.xlsx")
    assert [plan.sheet for plan in read_headings(tmp_path / "h.xlsx")] == ["1栋"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "workbook-broken"),
        ("a.xls", b"<html><table></table></html>", "workbook-broken"),
        ("a.csv", b"\x00\x01\x02", "workbook-broken"),
        ("a.csv", b"\xff\xff\xff", "workbook-broken"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "workbook-password"),
        ("a.xlsx", b"", "workbook-empty"),
        ("a.xlsx", b"PK\x03\x04 no zip", "workbook-broken"),
        ("a.xlsx", b"name,room\n", "workbook-broken"),
    ],
)
def test_files_that_are_no_workbooks_get_a_sentence(
    desk: Desk, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DeskError) as error:
        import_roster(desk, tmp_path / name)
    assert (error.value.code, counted(desk, AuditEvent)) == (code, 0)


def test_a_truncated_or_missing_file(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(DeskError, match=r"gone\.xlsx"):
        preview(desk, tmp_path / "gone.xlsx")
    content = bytearray(SAMPLE.read_bytes())
    for place in (len(content) // 3, len(content) // 2):
        content[place : place + 64] = bytes(64)
    (tmp_path / "cut.xlsx").write_bytes(content)
    with pytest.raises(DeskError) as error:
        preview(desk, tmp_path / "cut.xlsx")
    assert error.value.code == "workbook-broken"


def test_what_the_bench_imports(desk: Desk, tmp_path: Path) -> None:
    import sys

    sys.path.insert(0, str(Path(__file__).parents[3]))
    try:
        from benchmarks.rosters import make_roster
    finally:
        sys.path.pop(0)
    lines = make_roster(tmp_path / "big.xlsx", 400)
    report = import_roster(desk, tmp_path / "big.xlsx")
    assert (report.rooms, report.people, report.problems) == (400, lines, ())
    assert counted(desk, Phone) == lines


def test_formulas_whose_results_are_not_in_the_file_are_reported(desk: Desk, book: Book) -> None:
    file = book(HEADINGS, ["1栋", "1", '="10"&"1"', 88, '="王"&"五"', "", "13800013333", "业主", "", "", "=1+1"])
    report = preview(desk, file)
    assert {(p.heading, p.code) for p in report.problems} >= {("房号", "cell-error"), ("姓名", "cell-error")}


def test_a_row_number_beyond_excel_does_not_eat_the_memory(desk: Desk, book: Book, tmp_path: Path) -> None:
    file, bad = book(HEADINGS, ["1栋", "1", "101", 88, "王五", "", "", "", "", "", ""]), tmp_path / "bad.xlsx"
    with ZipFile(file) as source, ZipFile(bad, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'<row r="2"', b'<row r="2000000000"'))
    with pytest.raises(DeskError) as refused:
        preview(desk, bad)
    assert refused.value.code == "workbook-broken"

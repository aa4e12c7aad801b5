"""What offices write in their own files, kind by kind: each is understood, or reported with sheet and row."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from desk.models import Customer, Occupancy, Unit, Vehicle
from desk.models.kit.database import open_database
from desk.rules import roster as rules
from desk.rules.kit.identity import credit_check_character, resident_check_digit
from desk.services.kit.desk import Desk
from desk.services.roster import RosterReport, import_roster
from tests.kit.site import hurried
from tests.kit.workbooks import workbook

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
Take = Callable[..., RosterReport]


@pytest.fixture
def desk(empty_file: Path, tmp_path: Path) -> Iterator[Desk]:
    database = hurried(open_database(Path(shutil.copy(empty_file, tmp_path / "desk.db"))))
    yield Desk(database, data=tmp_path / "site", clock=lambda: NOW)
    database.close()


@pytest.fixture
def take(desk: Desk, tmp_path: Path) -> Take:
    """Imports sheets (name: rows) as a workbook."""

    def imported(sheets: dict[str, list[list[Any]]], merge: tuple[str, ...] = ()) -> RosterReport:
        return import_roster(desk, workbook(tmp_path / "list.xlsx", sheets, merge))

    return imported


def people(desk: Desk) -> dict[str, list[tuple[str, str, str]]]:
    """Name, role and phones of the people by room."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    with desk.look() as session:
        for code, stay, customer in session.execute(
            select(Unit.code, Occupancy, Customer)
            .join(Unit, Unit.id == Occupancy.unit_id)
            .join(Customer, Customer.id == Occupancy.customer_id)
            .order_by(Unit.sort, Occupancy.id)
        ):
            numbers = "、".join(phone.number for phone in customer.phones)
            found.setdefault(code, []).append((customer.name, stay.role, numbers))
    return found


def one(desk: Desk, model: type[Any]) -> Any:
    with desk.look() as session:
        return session.scalars(select(model)).one()


HEAD = ["房号", "业主姓名", "联系电话"]


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("1栋", "1-101"), ("12号楼", "12-101"), ("5幢", "5-101"), ("A座", "A-101"), ("2栋3单元", "2-3-101"), ("2#楼", "2-101"), ("7#", "7-101"),
        ("二期4栋", "2期4-101"), ("翠园5栋", "翠园5-101"), ("3号楼业主名单", "3-101"), ("八栋", "8-101"), ("1栋甲单元", "1-甲-101"),
    ],
)  # fmt: skip
def test_a_sheet_named_as_a_building(desk: Desk, take: Take, title: str, code: str) -> None:
    report = take({title: [HEAD, ["101", "周启明", "13800000101"]]})
    assert report.problems == ()
    assert people(desk) == {code: [("周启明", "owner", "13800000101")]}


@pytest.mark.parametrize(
    ("divider", "code"),
    [
        ("2栋", "2-101"), ("2#楼", "2-101"), ("3号楼（共1户）", "3-101"), ("二期4栋", "2期4-101"), ("翠园5栋", "翠园5-101"), ("6 # 楼", "6-101"),
        ("7#", "7-101"), ("【8栋】", "8-101"), ("9栋：", "9-101"), ("10幢2单元", "10-2-101"), ("11栋 共20户", "11-101"),
    ],
)  # fmt: skip
def test_a_row_that_names_the_building_of_the_rows_below(desk: Desk, take: Take, divider: str, code: str) -> None:
    take({"名单": [["序号", *HEAD], ["1号楼"], [1, "101", "卫宁", ""], [divider], [2, "101", "蒋平", ""]]})
    assert people(desk) == {"1-101": [("卫宁", "owner", "")], code: [("蒋平", "owner", "")]}


def test_a_row_that_names_a_place_in_unknown_words_is_told_and_ends_the_building_above(desk: Desk, take: Take) -> None:
    report = take(
        {"名单": [["序号", *HEAD], ["1号楼"], [1, "101", "卫宁", ""], ["湖畔东苑联排区"], [2, "101", "蒋平", ""]]}
    )
    assert [(p.row, p.code) for p in report.problems] == [(4, "room"), (5, "room")]
    assert list(people(desk)) == ["1-101"]


@pytest.mark.parametrize("part", ["组团", "期", "区", "苑"])
def test_the_part_of_the_estate_belongs_to_the_building(desk: Desk, take: Take, part: str) -> None:
    take(
        {
            "名单": [
                [part, "幢", *HEAD],
                ["东苑", 1, 202, "华楠", ""],
                ["西苑", 1, 202, "金鸣", ""],
                [2, 1, 202, "沈阳", ""],
            ]
        }
    )
    assert set(people(desk)) == {"东苑1-202", "西苑1-202", "2期1-202"}


def test_merged_cells_count_for_all_rows(desk: Desk, take: Take) -> None:
    lines = [
        HEAD,
        ["1-1-101", "尤佳", None],
        ["1-1-102", None, None],
        ["1-1-201", "许诺", "13800000115"],
        ["1-1-201", "施然", None],
    ]
    take({"名单": lines}, merge=("B2:B3", "C4:C5"))
    assert people(desk) == {
        "1-1-101": [("尤佳", "owner", "")],
        "1-1-102": [("尤佳", "owner", "")],
        "1-1-201": [("许诺", "owner", "13800000115"), ("施然", "owner", "13800000115")],
    }


def test_rooms_joined_in_a_cell_have_one_owner(desk: Desk, take: Take) -> None:
    take({"名单": [["楼栋", "房号", "业主姓名"], ["3栋", "1201、1202", "潘多"], ["3栋", "1301-1302", "葛青"]]})
    with desk.look() as session:
        assert len(session.scalars(select(Customer)).all()) == 2
    assert list(people(desk)) == ["3-1201", "3-1202", "3-1301", "3-1302"]


def test_sheets_that_are_not_read_are_told(desk: Desk, take: Take) -> None:
    report = take(
        {
            "1栋": [HEAD, ["101", "何畅", "13800000116"]],
            "2栋": [["101", "吕安", "13800000117"]],
            "通讯录": [["物业", "值班", "13800000118", "老周"]],
            "说明": [["本表由客服中心填写"]],
        }
    )
    assert list(people(desk)) == ["1-101", "2-101"]
    assert [(p.sheet, p.code) for p in report.problems] == [("通讯录", "sheet")]


@pytest.mark.parametrize(
    ("upper", "lower", "found"),
    [
        (
            ["", "业主信息", "", "紧急联系人", "", ""],
            ["房号", "姓名", "电话", "姓名", "关系", "电话"],
            [("魏来", "owner", "13800000125")],
        ),
        (
            ["", "业主", "", "配偶", "", ""],
            ["房号", "姓名", "电话", "姓名", "工作单位", "电话"],
            [("魏来", "owner", "13800000125"), ("陶然", "member", "13800000126")],
        ),
        (
            ["", "业主信息", "", "租户信息", "", ""],
            ["房号", "姓名", "电话", "姓名", "性别", "电话"],
            [("魏来", "owner", "13800000125"), ("陶然", "tenant", "13800000126")],
        ),
    ],
)
def test_headings_in_two_rows_keep_people_apart(
    desk: Desk, take: Take, upper: list[str], lower: list[str], found: list[tuple[str, str, str]]
) -> None:
    take({"名单": [upper, lower, ["1-1-101", "魏来", "13800000125", "陶然", "父亲", "13800000126"]]})
    assert people(desk) == {"1-1-101": found}
    if "紧急联系人" in upper:
        owner = one(desk, Customer)
        assert (owner.emergency_name, owner.emergency_phone) == ("陶然", "13800000126")


@pytest.mark.parametrize(
    ("name", "phone"),
    [("配偶姓名", "配偶电话"), ("家庭成员", "家庭成员联系电话"), ("家属姓名", "家属手机"), ("爱人", "爱人电话")],
)
def test_columns_for_the_family(desk: Desk, take: Take, name: str, phone: str) -> None:
    take({"名单": [[*HEAD, name, phone], ["1-1-101", "戚薇然", "13800000128", "谢舟", "13800000129"]]})
    assert people(desk) == {"1-1-101": [("戚薇然", "owner", "13800000128"), ("谢舟", "member", "13800000129")]}


def test_a_second_column_of_the_same_meaning_is_told(take: Take) -> None:
    report = take({"名单": [[*HEAD, "成员1姓名", "成员2姓名"], ["1-1-101", "戚薇然", "", "谢舟", "谢帆"]]})
    assert [(p.row, p.column, p.code) for p in report.problems] == [(1, "E", "column")]


@pytest.mark.parametrize(
    "name",
    [
        "Harbor Trading (Shenzhen) Co., Ltd.",
        "Finch & Sons Ltd",
        "Northwind Foods Co.,Ltd",
        "Reed, Marsh & Partners LLP",
        "Blue & Green Inc.",
    ],
)
def test_the_name_of_a_company_is_one_name(desk: Desk, take: Take, name: str) -> None:
    take({"名单": [HEAD, ["1-1-101", name, "0755-26001111"]]})
    customer = one(desk, Customer)
    assert (customer.name, customer.kind) == (name, "company")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Smith, Jones", ["Smith", "Jones"]),
        ("张三&李四", ["张三", "李四"]),
        ("Acme Ltd, Finch Ltd", ["Acme Ltd", "Finch Ltd"]),
        ("陈默然(业主)褚燕(租客)", ["陈默然", "褚燕"]),
        ("中远(集团)有限公司", ["中远(集团)有限公司"]),
    ],
)
def test_names_in_a_cell(text: str, names: list[str]) -> None:
    assert [name for name, _remark in rules.split_names(text)] == names


def test_a_room_and_a_name_make_a_row(desk: Desk, take: Take) -> None:
    lines = [
        ["楼栋", "房号", "业主姓名"],
        ["统计局宿舍", "101", "邹野"],
        ["审核楼", "102", "Totalis Bakery"],
        ["1栋", "103", "Total Comfort Ltd"],
    ]
    report = take({"名单": [*lines, ["合计", "3", "3户"], ["小计：3户"], ["制表人：周"]]})
    assert report.problems == ()
    assert report.people == 3


def test_free_text_is_kept_as_written(desk: Desk, take: Take) -> None:
    text = "①号、②号钥匙已取；面积≈89㎡，租金½押金：1200元…"
    take({"名单": [[*HEAD, "备注", "通讯地址", "工作单位"], ["1-1-101", "水淼", "", text, "（甲）℃路１号", "Ⅲ厂"]]})
    owner = one(desk, Customer)
    assert (owner.note, owner.address, owner.workplace) == (text, "（甲）℃路１号", "Ⅲ厂")


@pytest.mark.parametrize("mark", "\u202a\u202c\u202d\u2068\u2069\u200e\ufe0d\ufffc\u3164\u200b\ufeff\u00ad\u2060\u200f")
def test_marks_nobody_sees_are_left_out(desk: Desk, take: Take, mark: str) -> None:
    values = ["1-1-101", "韦然", "13800000147", "110000199003070036", "粤B12345"]
    report = take({"名单": [[*HEAD, "身份证号码", "车牌号"], [f"{mark}{v[:2]}{mark}{v[2:]}{mark}" for v in values]]})
    assert report.problems == ()
    assert people(desk) == {"1-1-101": [("韦然", "owner", "13800000147")]}
    assert one(desk, Customer).document_number == "110000199003070036"
    assert one(desk, Vehicle).plate == "粤B12345"


@pytest.mark.parametrize(
    ("written", "area"),
    [
        ("89,5", "89.50"),
        ("1,086.2", "1086.20"),
        ("1,086", "1086.00"),
        ("1.086,5", "1086.50"),
        ("89，55㎡", "89.55"),
        ("89.5", "89.50"),
    ],
)
def test_areas_with_a_comma(written: str, area: str) -> None:
    assert str(rules.read_area(written)) == area


@pytest.mark.parametrize("name", ["Null", "Na", "None"])
def test_people_may_be_called_like_nothing(desk: Desk, take: Take, name: str) -> None:
    take({"名单": [HEAD, ["1-1-101", name, ""]]})
    assert people(desk) == {"1-1-101": [(name, "owner", "")]}


def test_a_good_plate_beside_a_word_is_kept(desk: Desk, take: Take) -> None:
    report = take({"名单": [[*HEAD, "车牌号"], ["1-1-101", "俞白", "", "自行车、粤B12345、电动车"]]})
    assert [p.message for p in report.problems] == ["“自行车、电动车”不是车牌号。"]
    assert one(desk, Vehicle).plate == "粤B12345"


def test_a_rounded_number_is_named_so(take: Take) -> None:
    report = take({"名单": [[*HEAD, "身份证号码"], ["1-1-101", "俞白", "", "1.10000199003E+17"]]})
    assert [p.code for p in report.problems] == ["id-lost-digits"]


@pytest.mark.parametrize(
    "name",
    "中国邮政储蓄银行天津分行 人民法院 街道办事处 第一实验小学 红十字会 供电局 派出所 居委会 业委会 便民超市 加油站 幼儿园 口腔诊所 设计工作室"
    " 建材经营部 信用社 国家电网 中国移动".split(),
)
def test_institutions(name: str) -> None:
    assert rules.is_company(name)


@pytest.mark.parametrize("name", ["张三", "李站", "诸葛店", "欧阳处"])
def test_people_are_no_institutions(name: str) -> None:
    assert not rules.is_company(name)


@pytest.mark.parametrize("first", ["12110000400000000", "51440300123456789"])
def test_a_credit_code_of_digits_makes_an_institution(desk: Desk, take: Take, first: str) -> None:
    number = next(
        code
        for last in range(1000)
        if (code := f"{first[:14]}{last:03d}" + credit_check_character(f"{first[:14]}{last:03d}")).isdecimal()
    )
    report = take({"名单": [[*HEAD, "身份证号码"], ["1-1-101", "机关事务中枢", "", number]]})
    assert report.problems == ()
    customer = one(desk, Customer)
    assert (customer.kind, customer.document_kind, customer.document_number) == ("company", "credit-code", number)


def test_a_workbook_that_counts_from_1904(desk: Desk, tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for line in ([*HEAD, "入住日期"], ["1-1-101", "凤鸣", "", 42234]):
        workbook.active.append(line)
    workbook.save(tmp_path / "mac.xlsx")
    import_roster(desk, tmp_path / "mac.xlsx")
    assert one(desk, Occupancy).since == date(2019, 8, 19)


def test_a_room_keeps_its_first_writing(desk: Desk, take: Take) -> None:
    lines = [["楼栋", "单元", *HEAD], ["1号楼", "2", "0301", "郎逸", ""]]
    take({"名单": lines})
    again = take({"名单": [lines[0], ["1号楼", 2, 301, "郎逸", ""]]})
    assert (again.created, again.rooms_created, again.unchanged) == (0, 0, 1)
    with desk.look() as session:
        assert [(unit.code, unit.name) for unit in session.scalars(select(Unit))] == [("1-2-301", "1号楼2单元0301")]


def test_an_age_that_the_document_itself_says_is_kept_and_told(desk: Desk, take: Take) -> None:
    first = "11010118800101001"
    number = first + resident_check_digit(first)
    report = take(
        {
            "名单": [
                ["房号", "业主姓名", "身份证号", "出生日期"],
                ["1-1-101", "王秀英", number, "1880-01-01"],
                ["1-1-102", "李素珍", number[:-1] + number[-1], None],
                ["1-1-103", "赵兰", None, "1880-01-01"],
            ]
        }
    )
    told = [
        (problem.row, problem.heading, "146" in problem.message)
        for problem in report.problems
        if problem.code == "date"
    ]
    assert told == [(2, "身份证号", True), (3, "身份证号", True), (4, "出生日期", True)]
    with desk.look() as session:
        kept = {person.name: person.birthday for person in session.scalars(select(Customer))}
    assert kept["王秀英"] == date(1880, 1, 1)
    assert kept["赵兰"] is None


STRICT = (
    ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    ("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships"),
)  # fmt: skip
"""What a workbook saved as “Strict Open XML Spreadsheet” says for the usual names."""


def test_a_strict_open_xml_workbook_is_read(desk: Desk, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "3栋"
    for line in (
        ["房号", "业主姓名", "联系电话", "入住日期"],
        ["101", "周启明", "13800000101", datetime(2019, 8, 19)],  # noqa: DTZ001
        ["102", "", "13800000102", None],
    ):
        page.append(line)
    page.merge_cells("B2:B3")
    usual, strict = tmp_path / "usual.xlsx", tmp_path / "strict.xlsx"
    book.save(usual)
    with zipfile.ZipFile(usual) as source, zipfile.ZipFile(strict, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name).decode()
            for before, after in STRICT:
                content = content.replace(before, after)
            if name == "xl/workbook.xml":
                content = content.replace("<workbook ", '<workbook conformance="strict" ', 1)
            target.writestr(name, content)
    with zipfile.ZipFile(strict) as written:
        assert b"purl.oclc.org/ooxml/spreadsheetml" in written.read("xl/worksheets/sheet1.xml")
        assert b"purl.oclc.org/ooxml/officeDocument/relationships" in written.read("xl/_rels/workbook.xml.rels")
    report = import_roster(desk, strict)
    assert report.problems == ()
    assert people(desk) == {
        "3-101": [("周启明", "owner", "13800000101")],
        "3-102": [("周启明", "owner", "13800000102")],
    }
    with desk.look() as session:
        assert session.scalars(select(Occupancy.since)).first() == date(2019, 8, 19)


@pytest.mark.parametrize("heading", ["门", "门洞号", "梯", "楼道", "楼门号", "座"])
def test_entrances_by_any_name_keep_homes_apart(desk: Desk, take: Take, heading: str) -> None:
    report = take({"名单": [["栋", heading, *HEAD], ["1", "1", "101", "卫宁", ""], ["1", "2", "101", "蒋平", ""]]})
    assert report.problems == ()
    assert set(people(desk)) == {"1-1-101", "1-2-101"}


@pytest.mark.parametrize("heading", ["项目", "小区名称", "管家片", "网格"])
def test_a_column_that_tells_homes_apart_and_is_not_read_is_told(take: Take, heading: str) -> None:
    lines = [["翠园", "1", "101", "卫宁", ""], ["锦园", "1", "101", "蒋平", ""], ["锦园", "1", "102", "沈舟", ""]]
    report = take({"名单": [[heading, "栋", *HEAD], *lines]})
    (told,) = report.problems
    assert (told.row, told.heading, told.room, told.person) == (3, heading, "1栋101", "蒋平")
    assert heading in told.message


@pytest.mark.parametrize(("heading", "values"), [("职业", ("教师", "医生")), ("序号", (1, 2)), ("车位", ("A1", "A2"))])
def test_what_differs_between_two_owners_of_a_home_is_no_news(
    take: Take, heading: str, values: tuple[Any, Any]
) -> None:
    lines = [[values[0], "1-101", "卫宁", ""], [values[1], "1-101", "蒋平", ""]]
    assert take({"名单": [[heading, *HEAD], *lines]}).problems == ()


def test_a_room_that_counts_on_its_floor_only(desk: Desk, take: Take) -> None:
    lines = [["1", 1, "01", "卫宁"], ["1", "2层", 1, "蒋平"], ["1", 3, "302", "沈舟"], ["1", "屋顶", "1", "韩冬"]]
    report = take({"名单": [["栋", "楼层", "房号", "业主姓名"], *lines]})
    assert list(people(desk)) == ["1-101", "1-201", "1-302"]
    assert [(problem.row, problem.code) for problem in report.problems] == [(5, "room")]


@pytest.mark.parametrize(
    ("heading", "value"),
    [("搬离日期", "2020-01-01"), ("退租日期", datetime(2020, 1, 1)), ("状态", "已过户"), ("是否搬走", "是"), ("居住状态", "已搬走")],  # noqa: DTZ001
)  # fmt: skip
def test_who_has_left_is_told_and_not_imported(desk: Desk, take: Take, heading: str, value: object) -> None:
    report = take(
        {
            "名单": [
                [*HEAD, heading],
                ["1-101", "卫宁", "", value],
                ["1-101", "蒋平", "", None],
                ["1-102", "沈舟", "", "在住"],
            ]
        }
    )
    assert [(problem.row, problem.code, problem.person) for problem in report.problems] == [(2, "left", "卫宁")]
    assert people(desk) == {"1-101": [("蒋平", "owner", "")], "1-102": [("沈舟", "owner", "")]}


@pytest.mark.parametrize(
    "headings",
    [
        ["业主姓名1", "电话1", "业主姓名2", "电话2"],
        ["业主1", "手机", "业主2", "手机2"],
        ["姓名", "电话", "姓名", "电话"],
    ],
)
def test_a_second_persons_phone_is_nobody_elses(desk: Desk, take: Take, headings: list[str]) -> None:
    report = take({"名单": [["房号", *headings], ["1-101", "卫宁", "13800000101", "蒋平", "13800000102"]]})
    assert [problem.heading for problem in report.problems] == headings[2:]
    assert people(desk) == {"1-101": [("卫宁", "owner", "13800000101")]}


def test_numbers_in_a_column_without_a_heading_are_told(take: Take) -> None:
    report = take({"名单": [HEAD, ["1-101", "卫宁", "13800000101", "13800000102"], ["1-102", "沈舟", "", "门口有车"]]})
    assert [(problem.row, problem.column, problem.code) for problem in report.problems] == [(2, "D", "column")]


@pytest.mark.parametrize(
    "cells",
    [
        ("1", "", "1月2日"), ("1", "", "2026年1月2日"), ("1", "", "801/2"), ("1", "", "301至303"), ("1", "", "201~203"), ("1.5", "1", "101"),
        (1.5, 1, 101), ("1", "1.5", "101"), ("1", "1", "101.5"),
    ],
)  # fmt: skip
def test_what_may_be_another_room_is_told(desk: Desk, take: Take, cells: tuple[object, object, object]) -> None:
    report = take({"名单": [["栋", "单元", *HEAD], [*cells, "卫宁", ""]]})
    assert [(problem.row, problem.code) for problem in report.problems] == [(2, "room")]
    assert people(desk) == {}


def test_figures_that_are_kept_as_text_and_rooms_parted_by_a_space(desk: Desk, take: Take) -> None:
    report = take(
        {"名单": [["栋", "单元", *HEAD], ["1.0", "2.0", "101.0", "卫宁", ""], ["1", "2", "501 502", "蒋平", ""]]}
    )
    assert report.problems == ()
    assert set(people(desk)) == {"1-2-101", "1-2-501", "1-2-502"}


@pytest.mark.parametrize(
    ("written", "code", "kept"),
    [
        ("同上", "name", []), ("〃", "name", []), ("已售", "name", []), ("未登记", "", []), ("锟斤拷", "encoding", ["锟斤拷"]),
        ("ÖÜÆôÃ÷", "encoding", ["ÖÜÆôÃ÷"]), ("周启明 王芳", "name", ["周启明王芳"]), ("欧阳 娜娜", "", ["欧阳娜娜"]), ("张 三", "", ["张三"]),
        ("李四夫妇", "name", ["李四"]), ("赵六一家三口", "name", ["赵六"]),
    ],
)  # fmt: skip
def test_words_below_the_name_that_are_none(desk: Desk, take: Take, written: str, code: str, kept: list[str]) -> None:
    report = take({"名单": [HEAD, ["1-101", written, ""]]})
    assert [problem.code for problem in report.problems] == ([code] if code else [])
    assert [name for found in people(desk).values() for name, _role, _phones in found] == kept


def test_a_car_behind_its_plate_is_told(desk: Desk, take: Take) -> None:
    report = take({"名单": [[*HEAD, "车牌号"], ["1-101", "卫宁", "", "粤B·12347 宝马"]]})
    assert [problem.code for problem in report.problems] == ["plate"]
    assert one(desk, Vehicle).plate == "粤B12347"

"""Lists as offices lay them out: titles that name the place, several lists in a file, lines that are none. Understood, or told.

Nothing is stored here: what a file says is asked of the reader itself.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desk.services.roster.data import RosterContent
from desk.services.roster.read import read_roster
from tests.kit.workbooks import workbook

Read = Callable[..., RosterContent]
HEAD = ["房号", "业主姓名", "联系电话"]
PLACED = ["楼栋", *HEAD]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """What sheets (name: rows) say."""

    def content(sheets: dict[str, list[list[Any]]], merge: tuple[str, ...] = ()) -> RosterContent:
        return read_roster(workbook(tmp_path / "list.xlsx", sheets, merge), today=date(2026, 11, 26))

    return content


def people(content: RosterContent) -> dict[str, list[str]]:
    """Name, role where it is not owner, and phones by room."""
    found: dict[str, list[str]] = {}
    for line in content.lines:
        told = [
            "|".join(
                [p.name, *([p.role] if p.role != "owner" else []), *([p.kind] if p.kind != "person" else []), *p.phones]
            )
            for p in line.people
        ]
        found.setdefault(line.room.code, []).extend(told)
    return found


def told(content: RosterContent) -> list[tuple[str, int, str]]:
    return [(p.sheet, p.row, p.code) for p in content.problems]


@pytest.mark.parametrize(
    ("one", "other", "first", "second"),
    [
        ("一期", "二期", "1期1-101", "2期1-101"), ("A区", "B区业主名单", "A区1-101", "B区1-101"), ("东苑", "西苑", "东苑1-101", "西苑1-101"),
        ("Ⅰ期", "Ⅱ期", "1期1-101", "2期1-101"), ("3组团", "4组团", "3组团1-101", "4组团1-101"),
        ("1单元", "2单元", "1-1-101", "1-2-101"), ("一单元", "二单元", "1-1-101", "1-2-101"), ("东单元", "西单元", "1-东-101", "1-西-101"),
        ("1门", "2门", "1-1-101", "1-2-101"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("in_a_line", [False, True])
def test_sheets_of_parts_and_entrances(
    read: Read, one: str, other: str, first: str, second: str, in_a_line: bool
) -> None:
    lists = {one: [PLACED, ["1", "101", "周启明"]], other: [PLACED, ["1", "101", "郑朗"]]}
    if in_a_line:
        lists = {f"Sheet{n}": [[title], *rows] for n, (title, rows) in enumerate(lists.items(), start=1)}
    content = read(lists)
    assert (people(content), told(content)) == ({first: ["周启明"], second: ["郑朗"]}, [])


def test_a_part_that_is_alone_makes_no_other_rooms(read: Read) -> None:
    assert list(people(read({"一期": [PLACED, ["1", "101", "周启明"]]}))) == ["1-101"]


@pytest.mark.parametrize(("one", "other"), [("翠园", "锦园"), ("Sheet1", "Sheet2"), ("张工", "李工")])
def test_homes_on_two_sheets_with_other_owners_are_told(read: Read, one: str, other: str) -> None:
    rows = [["1", "101", "郑朗"], ["1", "102", "吴静"], ["1", "103", "冯悦"]]
    content = read({one: [PLACED, ["1", "101", "周启明"], ["1", "102", "吴静"]], other: [PLACED, *rows]})
    assert told(content) == [(other, 2, "room")]
    (problem,) = content.problems
    assert (problem.room, problem.person) == ("1栋101", "郑朗")
    assert one in problem.message
    assert "周启明" in problem.message


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("1号楼业主信息表", ["1-101"]), ("楼栋：1栋", ["1-101"]), ("1栋2单元业主清册", ["1-2-101"]), ("二期3栋住户登记表", ["2期3-101"]),
        ("2026年3栋业主名单", []),
    ],
)  # fmt: skip
def test_a_line_above_the_headings_names_the_building(read: Read, title: str, codes: list[str]) -> None:
    assert list(people(read({"Sheet1": [[title], HEAD, ["101", "周启明"]]}))) == codes


@pytest.mark.parametrize(
    ("divider", "code"),
    [
        ("★2栋", "2-201"), ("2、2号楼", "2-201"), ("（二）2号楼", "2-201"), ("二、3号楼", "3-201"), ("2栋：共18层", "2-201"), ("2栋 高层", "2-201"),
        ("以下为2栋", "2-201"), ("2號樓", "2-201"), ("贰号楼", "2-201"), ("Ⅱ栋", "2-201"), ("2号楼一单元", "2-1-201"), ("甲栋", "甲-201"),
        ("2单元", "1-2-201"), ("第二单元：", "1-2-201"), ("3层", "1-201"), ("二楼", "1-201"), ("三楼", "3-201"), ("2F", "1-201"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("column", [0, 1])
def test_rows_that_divide_a_list(read: Read, divider: str, code: str, column: int) -> None:
    """The divider stands in the rooms' own column, too."""
    rows = [["1栋"], ["", "101", "卫宁"][1 - column :], [divider], ["", "201", "蒋平"][1 - column :]]
    content = read({"名单": [["序号", *HEAD][1 - column :], *rows]})
    assert (people(content), told(content)) == ({"1-101": ["卫宁"], code: ["蒋平"]}, [])


@pytest.mark.parametrize(
    "divider",
    [
        "商铺",
        "地下车库",
        "别墅区",
        "西塔",
        "B",
        "2-1",
        "2-3栋",
        "2栋（东）",
        "Block 2",
        "翠竹苑",
        "临街门面",
        "公寓",
    ],
)
@pytest.mark.parametrize("column", [0, 1])
def test_a_divider_in_unknown_words_ends_the_building_above(read: Read, divider: str, column: int) -> None:
    rows = [["1栋"], ["", "101", "卫宁"][1 - column :], [divider], ["", "201", "蒋平"][1 - column :]]
    content = read({"名单": [["序号", *HEAD][1 - column :], *rows]})
    assert told(content) == [("名单", 4, "room"), ("名单", 5, "room")]
    assert people(content)["1-101"] == ["卫宁"]
    assert "1-201" not in people(content)


def test_a_part_between_the_rows(read: Read) -> None:
    rows = [["一期"], ["", "1", "101", "周启明"], ["二期"], ["", "1", "101", "郑朗"]]
    assert people(read({"名单": [["序号", *PLACED], *rows]})) == {"1期1-101": ["周启明"], "2期1-101": ["郑朗"]}


def test_lines_that_are_no_home(read: Read) -> None:
    rows = [
        ["101", "周启明", 89.5], ["小计：", "1户", 89.5], ["共2户"], ["其中空置1户"], ["户数", "2"], ["平均", None, 89.5], ["102", "吴静", 90],
    ]  # fmt: skip
    content = read({"1栋": [["房号", "业主", "面积"], *rows]})
    assert (people(content), told(content)) == ({"1-101": ["周启明"], "1-102": ["吴静"]}, [])


def test_headings_and_titles_that_stand_again_on_each_page(read: Read) -> None:
    top: list[list[Any]] = [["业主信息表"], [None, "业主信息"], ["房号", "姓名"]]
    content = read({"1栋": [*top, ["101", "周启明"], ["第1页 共2页"], *top, ["102", "吴静"]]})
    assert (people(content), told(content)) == ({"1-101": ["周启明"], "1-102": ["吴静"]}, [])


def test_another_list_below_has_columns_of_its_own(read: Read) -> None:
    rows = [["101", "周启明", "13800000101"], [None], ["电话", "业主", "房号"], ["13800000102", "吴静", "201"]]
    content = read({"1栋": [["房号", "业主", "电话"], *rows]})
    assert (people(content), told(content)) == ({"1-101": ["周启明|13800000101"], "1-201": ["吴静|13800000102"]}, [])


@pytest.mark.parametrize("title", ["租户", "租户名单", "承租人信息", "3栋租客"])
def test_a_sheet_of_tenants(read: Read, title: str) -> None:
    content = read({"业主": [["房号", "姓名"], ["3-101", "周启明"]], title: [["房号", "姓名"], ["3-101", "吴静"]]})
    assert (people(content), told(content)) == ({"3-101": ["周启明", "吴静|tenant"]}, [])


@pytest.mark.parametrize("title", ["已搬走", "历史业主", "退租", "已过户业主", "作废"])
def test_a_sheet_of_people_who_have_left_is_told(read: Read, title: str) -> None:
    content = read({"业主": [["房号", "姓名"], ["3-101", "周启明"]], title: [["房号", "姓名"], ["3-102", "吴静"]]})
    assert (people(content), told(content)) == ({"3-101": ["周启明"]}, [(title, 1, "sheet")])


def test_a_table_that_is_no_list_is_told(read: Read) -> None:
    plan = [["楼层", "01", "02"], ["2层", "冯悦", "陈默"], ["1层", "卫宁", "蒋平"]]
    content = read({"1栋": [HEAD, ["101", "周启明"]], "平面图": plan, "说明": [["本表由客服中心填写"], ["每月更新"]]})
    assert told(content) == [("平面图", 1, "sheet")]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!"])
@pytest.mark.parametrize("column", [0, 1])
def test_a_broken_formula_in_the_place_leaves_the_home_out(read: Read, error: str, column: int) -> None:
    row: list[Any] = ["1", "2", "101", "卫宁"]
    row[column] = error
    content = read({"名单": [["楼栋", "单元", *HEAD], ["1", "1", "102", "蒋平"], row]})
    assert people(content) == {"1-1-102": ["蒋平"]}
    assert told(content) == [("名单", 3, "cell-error"), ("名单", 3, "room")]


def test_a_building_that_each_room_repeats_is_no_entrance(read: Read) -> None:
    rows = [["3", "3-101", "周启明"], ["3", "3-102", "吴静"], ["4", "1-101", "郑朗"], ["4", "4-101", "冯悦"]]
    assert list(people(read({"名单": [PLACED, *rows]}))) == ["3-101", "3-102", "4-1-101", "4-4-101"]


def test_four_parts_have_a_floor_in_them_only_where_all_have(read: Read) -> None:
    floors = [["1-2-1-101", "周启明"], ["1-2-2-203", "吴静"], ["1-2-12-1203", "郑朗"]]
    assert list(people(read({"名单": [HEAD, *floors]}))) == ["1-2-101", "1-2-203", "1-2-1203"]
    phases = [["2-3-1-101", "周启明"], ["2-3-1-203", "吴静"], ["2-3-2-203", "郑朗"], ["2期3-1-104", "冯悦"]]
    content = read({"名单": [HEAD, *phases]})
    assert people(content) == {"2期3-1-104": ["冯悦"]}
    assert sorted(told(content)) == [("名单", row, "room") for row in (2, 3, 4)]


NAMES = {
    "张三+李四": ["张三", "李四"],
    "张三\\李四": ["张三", "李四"],
    "张三和李四": ["张三", "李四"],
    "张和平": ["张和平"],
    "1.张三 2.李四": ["张三", "李四"],
    "①张三②李四": ["张三", "李四"],
    "（1）张三（2）李四": ["张三", "李四"],
    "张三 &amp; 李四": ["张三", "李四"],
    "张三（夫）李四（妻）": ["张三", "李四"],
    "张三、李四（妻）": ["张三", "李四|member"],
    "张三/妻李四": ["张三", "李四|member"],
    "业主：张三": ["张三"],
    "租客李四": ["李四|tenant"],
    "张三业主": ["张三"],
    "张三先生": ["张三"],
    "张先生": ["张先生"],
    "欧阳女士": ["欧阳女士"],
    "业主委员会": ["业主委员会|company"],
    "海港贸易有限公司 张三": ["海港贸易有限公司|company", "张三"],
    "张三(13800000101)": ["张三|13800000101"],
    "张三13800000101李四13800000102": ["张三|13800000101", "李四|13800000102"],
    "张三 男": ["张三"],
    "阿卜杜拉.艾山": ["阿卜杜拉·艾山"],
    "阿卜杜拉 ・ 艾山": ["阿卜杜拉·艾山"],
    "阿卜杜拉˙艾山": ["阿卜杜拉·艾山"],
    "迪丽热巴": ["迪丽热巴"],
    "Иванов Иван": ["Иванов Иван"],
    "Mr & Mrs Smith": ["Mr & Mrs Smith"],
    "John Smith, Jr.": ["John Smith, Jr."],
    "c/o John Smith": ["John Smith"],
    "José García, Ana López": ["José García", "Ana López"],
    "D'Souza Maria-José": ["D'Souza Maria-José"],
    "陳大文 Chan Tai Man": ["陳大文 Chan Tai Man"],
    "“张三”": ["张三"],
    "张三。": ["张三"],
}


@pytest.mark.parametrize(("written", "kept"), NAMES.items())
def test_names_and_what_stands_with_them(read: Read, written: str, kept: list[str]) -> None:
    content = read({"名单": [HEAD, ["1-1-101", written]]})
    assert (people(content)["1-1-101"], told(content)) == (kept, [])


ODD_NAMES = {
    "张三1": ["张三1"],
    "张三A": ["张三A"],
    "张*": ["张*"],
    "张XX": ["张XX"],
    "张？": ["张?"],
    "张三→李四": ["张三→李四"],
    "张三—李四": ["张三—李四"],
    "李四转张三": ["李四转张三"],
    "张三及配偶李四": ["张三及配偶李四"],
    "张三丰李四光": ["张三丰李四光"],
    "张三.李四": ["张三·李四"],
    "张三及其家属": ["张三"],
    "张三等": ["张三"],
    "张三母女": ["张三"],
    "张三遗产": ["张三"],
    "Smith, John": ["Smith", "John"],
    "John and Mary Smith": ["John", "Mary Smith"],
    "出租": [],
    "本人": [],
    "租户": [],
    "公司": [],
    "35岁": [],
}


@pytest.mark.parametrize(("written", "kept"), ODD_NAMES.items())
def test_what_looks_like_more_or_less_than_a_name_is_told(read: Read, written: str, kept: list[str]) -> None:
    content = read({"名单": [HEAD, ["1-1-101", written]]})
    assert people(content)["1-1-101"] == kept
    assert {(p.row, p.column, p.code, p.room) for p in content.problems} == {(2, "B", "name", "1栋1单元101")}


@pytest.mark.parametrize(
    ("cell", "phone", "kept", "problems"),
    [
        ("吴静（月租3000）", "", ["吴静|tenant"], 0), ("自住", "", [], 0), ("空置", "", [], 0), ("未出租", "", [], 0), ("-", "", [], 0),
        ("已出租", "", [], 1), ("有", "", [], 1),
        ("-", "13800000103", [], 1), ("", "13800000103", [], 1), ("张三13800000104", "", ["张三|tenant|13800000104"], 0),
        ("海港贸易有限公司", "0755-26001234", ["海港贸易有限公司|tenant|company|0755-26001234"], 0),
    ],
)  # fmt: skip
def test_words_below_tenant(read: Read, cell: str, phone: str, kept: list[str], problems: int) -> None:
    content = read({"名单": [[*HEAD, "租户", "租户电话"], ["1-1-101", "周启明", "", cell, phone]]})
    assert people(content)["1-1-101"] == ["周启明", *kept]
    assert len(content.problems) == problems


@pytest.mark.parametrize(("cell", "kept", "problems"), [("谢舟", ["谢舟|member"], 0), ("3人", [], 1), ("无", [], 0)])
def test_words_below_family(read: Read, cell: str, kept: list[str], problems: int) -> None:
    content = read({"名单": [[*HEAD, "家庭成员"], ["1-1-101", "周启明", "", cell]]})
    assert people(content)["1-1-101"] == ["周启明", *kept]
    assert len(content.problems) == problems


@pytest.mark.parametrize(
    ("who", "number"), [("租户", "租户电话"), ("配偶", "配偶电话"), ("紧急联系人", "紧急联系电话")]
)
def test_a_number_of_nobody_is_told(read: Read, who: str, number: str) -> None:
    content = read({"名单": [[*HEAD, who, number], ["1-1-101", "周启明", "", "", "13800000103"]]})
    assert people(content)["1-1-101"] == ["周启明"]
    owner = content.lines[0].people[0]
    assert told(content) == [("名单", 2, "name")] or owner.emergency_phone == "13800000103"


def test_a_list_of_tenants_only_gives_them_their_numbers(read: Read) -> None:
    content = read({"租户": [["房号", "租户姓名", "电话"], ["1-1-101", "吴静", "13800000102"]]})
    assert people(content) == {"1-1-101": ["吴静|tenant|13800000102"]}


FOREIGN_LISTS = [
    (["Block", "Floor", "Unit No.", "Owner's Name", "Contact No."], ["A", "12", "1203", "John Smith", "13800000101"], "A-1203"),
    (["Building", "Room #", "Resident Name", "Cell Phone"], ["3", "301", "John Smith", "13800000101"], "3-301"),
    (["Tower", "Flat", "Proprietor", "Telephone"], ["3", "12A", "John Smith", "13800000101"], "3-12A"),
    (["Tower", "Level", "Flat", "Registered Owner", "Mobile"], ["Tower 3", "12", "A", "John Smith", "13800000101"], "3-12A"),
    (["棟別", "樓層", "戶號", "屋主姓名", "聯絡電話"], ["A", "3", "A3-1", "John Smith", "13800000101"], "A-A3-1"),
    (["棟", "樓", "戶別", "住戶姓名", "電話"], ["A", "3", "1", "John Smith", "13800000101"], "A-301"),
    (["棟別", "門牌號碼", "所有權人", "行動電話"], ["A棟", "1203", "John Smith", "13800000101"], "A-1203"),
    (["座數", "樓層", "單位", "業主姓名", "電話"], ["3", "12", "A", "John Smith", "13800000101"], "3-12A"),
    (["楼栋", "房号", "业主姓名", "电话", "单位"], ["3", "301", "John Smith", "13800000101", "海港贸易"], "3-301"),
]  # fmt: skip


@pytest.mark.parametrize(("headings", "row", "code"), FOREIGN_LISTS)
def test_lists_from_elsewhere(read: Read, headings: list[str], row: list[str], code: str) -> None:
    content = read({"List": [headings, row]})
    assert (people(content), told(content)) == ({code: ["John Smith|13800000101"]}, [])


@pytest.mark.parametrize(
    ("names", "cell", "kept", "problems"),
    [
        ("张三、李四", "李四:13800000102", ["张三", "李四|13800000102"], 0),
        ("张三、李四", "李四13800000102、张三13800000101", ["张三|13800000101", "李四|13800000102"], 0),
        ("张三、李四", "13800000102(李四)", ["张三", "李四|13800000102"], 0),
        ("张三、李四", "13800000101/李四13800000102", ["张三|13800000101", "李四|13800000102"], 0),
        ("张三", "13800000101(张三)", ["张三|13800000101"], 0),
        ("张三", "13800000101（微信同号）", ["张三|13800000101"], 0),
        ("张三", "手机：13800000101", ["张三|13800000101"], 0),
        ("张三", "13800000101（停机）", ["张三|13800000101"], 0),
        ("张三", "13800000102(李四)", ["张三"], 1),
        ("张三", "儿子13800000102", ["张三"], 1),
        ("张三", "13800000101，女儿13800000102", ["张三|13800000101"], 1),
        ("张三", "李四:13800000102", ["张三"], 1),
    ],
)
def test_a_phone_that_says_whose_it_is(read: Read, names: str, cell: str, kept: list[str], problems: int) -> None:
    content = read({"名单": [HEAD, ["1-1-101", names, cell]]})
    assert people(content)["1-1-101"] == kept
    assert [(p.column, p.code) for p in content.problems] == [("C", "phone")] * problems


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("身份证：110000199003070036", ("resident-card", "110000199003070036")), ("护照E12345678", ("passport", "E12345678")),
        ("Passport: E12345678", ("passport", "E12345678")), ("110000199003070036（张三）", ("resident-card", "110000199003070036")),
        ("港澳通行证H12345678", ("mainland-travel-permit-hkmo", "H12345678")), ("台胞证 12345678", ("mainland-travel-permit-tw", "12345678")),
        ("A123456(3)", ("other", "A123456(3)")),
    ],
)  # fmt: skip
def test_a_document_with_the_word_for_it(read: Read, cell: str, kept: tuple[str, str]) -> None:
    content = read({"名单": [[*HEAD, "证件号码"], ["1-1-101", "张三", "", cell]]})
    person = content.lines[0].people[0]
    assert ((person.document_kind, person.document_number), told(content)) == (kept, [])


@pytest.mark.parametrize(
    "cell", ["军官证 南字第12345678号", "户口本", "110000199003070036（李四）", "已验", "房产证12345"]
)
def test_what_is_no_known_document_is_told(read: Read, cell: str) -> None:
    content = read({"名单": [[*HEAD, "证件号码"], ["1-1-101", "张三", "", cell]]})
    assert content.lines[0].people[0].document_number == ""
    assert [(p.row, p.column) for p in content.problems] == [(2, "D")]

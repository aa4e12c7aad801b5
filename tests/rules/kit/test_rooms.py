"""Rooms in any writing."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.errors import Problem
from desk.rules.kit.rooms import (
    RoomKey,
    building_code,
    estate_name,
    floor_of,
    format_room,
    parse_parts,
    parse_room,
    room_query,
    room_sort_key,
    room_sort_text,
    split_rooms,
    unit_code,
)
from tests.kit.rooms import room_terms

WHOLE = {
    "1栋1单元101": ("1", "1", "101"),
    "1-1-101": ("1", "1", "101"),
    "１－１－１０１": ("1", "1", "101"),
    "1号楼1单元101室": ("1", "1", "101"),
    "１栋２单元１０１": ("1", "2", "101"),
    " 1 栋 1 单元 101 室 ": ("1", "1", "101"),
    "1栋-1单元-101": ("1", "1", "101"),
    "1#1单元101": ("1", "1", "101"),
    "1#楼1单元101": ("1", "1", "101"),
    "1幢1单元101": ("1", "1", "101"),
    "01栋01单元101": ("1", "1", "101"),
    "1/1/101": ("1", "1", "101"),
    "1栋1-101": ("1", "1", "101"),
    "一栋二单元501": ("1", "2", "501"),
    "十二栋1单元501": ("12", "1", "501"),
    "1棟1單元101": ("1", "1", "101"),
    "3-502": ("3", "", "502"),
    "1栋101": ("1", "", "101"),
    "A座1203": ("A", "", "1203"),
    "a座1203": ("A", "", "1203"),
    "A-1203": ("A", "", "1203"),
    "12栋1001A": ("12", "", "1001A"),
    "二期3栋1单元101": ("2期3", "1", "101"),
    "1栋B101": ("1", "", "B101"),
    "1号楼2单元0301室": ("1", "2", "301"),
    "五栋五〇二": ("5", "", "502"),
    "三幢二单元五零二": ("3", "2", "502"),
    "3栋B1-102": ("3", "", "B1-102"),
    "3栋S-12": ("3", "", "S-12"),
    "3栋商铺S-12": ("3", "", "商铺S-12"),
    "11号楼-1单元-2层-201": ("11", "1", "201"),
    "1-2-21-2101": ("1", "2", "2101"),
    "A座12层1203": ("A", "", "1203"),
    "A座-12F-1203": ("A", "", "1203"),
    "1栋1单元8楼801": ("1", "1", "801"),
    "一期-1号楼-1单元-309": ("1期1", "1", "309"),
    "一期1号楼1单元309": ("1期1", "1", "309"),
    "C区1号楼1单元101": ("C区1", "1", "101"),
    "二区1号楼-1单元-203": ("2区1", "1", "203"),
    "10号院1号楼1单元101室": ("10号院1", "1", "101"),
    "177弄1号101室": ("177弄1", "", "101"),
    "翠园5栋1单元101": ("翠园5", "1", "101"),
    "1栋甲单元101": ("1", "甲", "101"),
    "1栋东单元101": ("1", "东", "101"),
    "1栋2门洞101": ("1", "2", "101"),
    "1栋1单元101-1": ("1", "1", "101-1"),
    "1-1-101-1": ("1", "1", "101-1"),
    "1栋1单元B1-101": ("1", "1", "B1-101"),
    "1栋1单元负101": ("1", "1", "负101"),
    "1栋1单元-101": ("1", "1", "负101"),
    "1栋底商101": ("1", "", "底商101"),
    "1栋商铺101": ("1", "", "商铺101"),
    "1栋1单元复式2701": ("1", "1", "复式2701"),
    "1-0-101": ("1", "", "101"),
    "1栋0单元101": ("1", "", "101"),
    "\u202d1-1-103\u202c": ("1", "1", "103"),
    "1栋\u20681单元\u2069\ufe0d101": ("1", "1", "101"),
    "1號樓2單元301室": ("1", "2", "301"),
    "Ⅲ期2栋301": ("3期2", "", "301"),
    "III期2栋301": ("3期2", "", "301"),
    "IX栋101": ("9", "", "101"),
    "壹栋贰单元301": ("1", "2", "301"),
    "第3栋第1单元第101室": ("3", "1", "101"),
    "甲栋101": ("甲", "", "101"),
    "东楼2门301": ("东", "2", "301"),
    "A塔1201": ("A", "", "1201"),
    "(1栋)101": ("1", "", "101"),
    "1栋（1单元）101": ("1", "1", "101"),
    "1栋,1单元,101": ("1", "1", "101"),
    "1·1·101": ("1", "1", "101"),
    "1 1 101": ("1", "1", "101"),
    "A 1203": ("A", "", "1203"),
    "3 号 楼 2 单 元 301": ("3", "2", "301"),
    "1栋1单元10层02室": ("1", "1", "1002"),
    "1栋1单元10楼2号": ("1", "1", "1002"),
    "1-1-10F-02": ("1", "1", "1002"),
    "1-1-10/F-02": ("1", "1", "1002"),
    # A dash with space around it, or a long one, parts; a minus right before the figure is the basement's.
    "1栋1单元 - 101": ("1", "1", "101"),
    "1栋1单元—101": ("1", "1", "101"),
    "1栋1单元－101": ("1", "1", "负101"),
    "1栋1单元-2层-201": ("1", "1", "201"),
}


@pytest.mark.parametrize(("text", "parts"), WHOLE.items())
def test_whole_rooms(text: str, parts: tuple[str, str, str]) -> None:
    key = parse_room(text)
    assert key == RoomKey(*parts)
    assert parse_room(key.code) == key
    assert parse_room(format_room(key)) == key


@pytest.mark.parametrize(
    "text",
    [
        "",
        "101",
        "11101",
        "1单元101",
        "1栋",
        "1栋1单元",
        "1-",
        "-101",
        "合计",
        "张三",
        "1-1-2-101",
        "1幢101-102",
        "13812340001",
        "1栋1单元-1层101",  # below the ground, or a dash?
        "1栋1单元-2层201",
        "1栋1单元10层902",
        "1栋2栋101",
    ],
)
def test_what_is_no_complete_room(text: str) -> None:
    assert parse_room(text) is None


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("1栋", "1单元", "１０１"), "1-1-101"),
        (("1栋", "1单元", "201室"), "1-1-201"),
        ((1, 1, 101), "1-1-101"),
        ((1.0, 1.0, 101.0), "1-1-101"),
        (("1号楼", "一单元", "101"), "1-1-101"),
        (("A座", None, "1203"), "A-1203"),
        (("1栋", "无", "101"), "1-101"),
        (("1栋", "", "1单元101"), "1-1-101"),
        (("3栋", None, "2-301"), "3-2-301"),
        ((None, None, "1-1-101"), "1-1-101"),
        ((None, None, "1栋1单元101"), "1-1-101"),
        (("1栋", "1单元", "1-1-101"), "1-1-101"),
        (("1栋", "1单元", "1栋1单元101室"), "1-1-101"),
        (("1栋", "2单元", "2-101"), "1-2-101"),
        (("3栋", "1单元", "3-101"), "3-1-101"),
        (("1栋", "2单元", "1栋101"), "1-2-101"),
        (("1栋", None, "商铺3"), "1-商铺3"),
        (("1栋", "1单元", "101室"), "1-1-101"),
        (("1栋", "1单元", "1203A"), "1-1-1203A"),
        (("二期3栋", "1单元", "101"), "2期3-1-101"),
        (("1栋2单元", None, "101"), "1-2-101"),
        (("1号楼", 2, "0301"), "1-2-301"),
        (("3栋", None, "B1-102"), "3-B1-102"),
        (("3栋", "", "S-12"), "3-S-12"),
        (("3栋", "1单元", "商铺S-12"), "3-1-商铺S-12"),
        (("3栋", None, "101-1"), "3-101-1"),
        (("3栋", 1, "2层201"), "3-1-201"),
        (("3栋", None, "1单元8楼801"), "3-1-801"),
        (("3栋", None, "负101"), "3-负101"),
        (("3栋", None, -101), "3-负101"),
        (("3栋", 0, "101"), "3-101"),
        (("1栋", "0单元", "101"), "1-101"),
        (("A座", None, "A-1203"), "A-1203"),
        (("统计局宿舍", None, "101"), "统计局宿舍-101"),
        ((None, None, "阳光花园1栋1单元101"), "阳光花园1-1-101"),
        (("三", "一", "101"), "3-1-101"),
        (("叁栋", "贰单元", "101"), "3-2-101"),
        (("Ⅲ栋", "Ⅱ", "101"), "3-2-101"),
        (("III", "II单元", "101"), "3-2-101"),
        (("㈢栋", "②", "101"), "3-2-101"),
        (("#3", "第2单元", "101"), "3-2-101"),
        (("No.3", "2单", "101"), "3-2-101"),
        (("Building 3", "单元2", "101"), "3-2-101"),
        (("Tower A", "2;", "101"), "A-2-101"),
        (("3号楼（高层）", None, "101"), "3-101"),
        (("1-2", None, "101"), "1-2-101"),
        (("1#-2", "", "101"), "1-2-101"),
        (("3幢2单", None, "101"), "3-2-101"),
        (("三栋二", None, "101"), "3-2-101"),
        ((3, "3栋2单元", "101"), "3-2-101"),
        ((None, "3栋2单元", "101"), "3-2-101"),
        ((3, 2, "3楼-1"), "3-2-301"),
        ((3, 2, "2F-01"), "3-2-201"),
        ((3, 2, "2/F-01"), "3-2-201"),
        ((3, 2, "3楼201"), "3-2-201"),
    ],
)
def test_columns_of_a_roster(cells: tuple[object, object, object], code: str) -> None:
    key = parse_parts(*cells)
    assert isinstance(key, RoomKey), key
    assert key.code == code


@pytest.mark.parametrize(
    "cells",
    [
        (None, None, "101"),
        ("1栋", "1单元", None),
        ("1栋", "1单元", "  "),
        ("1栋", "1单元", "2-1-101"),
        ("1栋", "1单元", "1-2-101"),
        ("1栋", "2单元", "1单元101"),
        ("1栋", "1单元", "张三"),
        ("1栋", "1单元", "101、102"),
        ("1栋", "1单元", 101.5),
        ("1栋", None, datetime(2026, 1, 1)),  # noqa: DTZ001 - without a zone, as a workbook has it
        (datetime(2026, 1, 2), None, "101"),  # noqa: DTZ001 - without a zone, as a workbook has it
        ("1栋", datetime(2026, 1, 2), "101"),  # noqa: DTZ001 - without a zone, as a workbook has it
        ("1栋", None, "2-1-101"),
        ("1栋", None, "101-110"),
        ("1栋2单元", "1单元", "101"),
        ("3栋", "1单元", "3层201"),
        ("3栋/4栋", None, "101"),
        ("3栋、4栋", None, "101"),
        ("3,4栋", None, "101"),
        ("10栋-12栋", None, "101"),
        ("13800000101", None, "101"),
        ("3栋", "13800000101", "101"),
        ("3栋", None, "13800000101"),
        ("3栋", None, "201202"),
        ("3栋", None, 12011202),
        ("3栋", "1-2", "101"),
        ("3栋", "2栋1单元", "101"),
        ("1-2", 1, "101"),
    ],
)
def test_columns_that_make_no_room_are_told_in_words(cells: tuple[object, object, object]) -> None:
    problem = parse_parts(*cells)
    assert isinstance(problem, Problem)
    assert problem.code == "room"
    assert len(problem.message) > 5


def test_codes_of_buildings_and_units() -> None:
    assert [building_code(text) for text in ("1栋", "01#", "1号楼", 1.0, "A座", "", None)] == [
        "1",
        "1",
        "1",
        "1",
        "A",
        "",
        "",
    ]
    assert [unit_code(text) for text in ("1单元", "一单元", 2, "-", "无", None)] == ["1", "1", "2", "", "", ""]


@pytest.mark.parametrize(
    ("room", "floor"),
    [
        ("101", 1),
        ("1203", 12),
        ("1001", 10),
        ("1203A", 12),
        ("B101", -1),
        ("A1203", 12),
        ("3301", 33),
        ("12", None),
        ("商铺3", None),
    ],
)
def test_floors(room: str, floor: int | None) -> None:
    assert floor_of(room) == floor


def test_rooms_are_ordered_by_numbers() -> None:
    codes = ["1-1-B101", "1-1-101", "1-1-105", "1-1-201", "1-1-1001", "1-2-101", "2-1-101", "10-1-101", "A-101"]
    keys = [parse_room(code) for code in codes]
    assert sorted(keys, key=room_sort_key) == keys
    assert sorted(keys, key=room_sort_text) == keys


keys = st.builds(
    RoomKey,
    st.sampled_from(["1", "2", "10", "12", "A", "B", "A2", "2期3"]),
    st.sampled_from(["", "1", "2", "11"]),
    st.builds(lambda floor, number: f"{floor}{number:02d}", st.integers(1, 60), st.integers(1, 20)),
)


@given(keys)
def test_every_writing_reads_back(key: RoomKey) -> None:
    assert parse_room(key.code) == key
    assert parse_room(format_room(key)) == key
    assert parse_parts(key.building + "栋", key.unit, key.room + "室") == key


@given(keys, keys)
def test_both_orders_agree(one: RoomKey, other: RoomKey) -> None:
    assert (room_sort_key(one) < room_sort_key(other)) == (room_sort_text(one) < room_sort_text(other))


@pytest.mark.parametrize(
    "typed",
    ["1-1-101", "1-1-1", "1栋1单元101", "1栋1单元", "1栋", "1幢1单元101室", "1号楼1单元101", "1#101", "11101", "1栋101", "101", "101室",
     "１－１－１０１", "1单元101", "1号1单元101号", "1-101", "1座101", "1栋-1单元-101"],
)  # fmt: skip
def test_any_writing_typed_finds_the_room(typed: str) -> None:
    assert any(term.startswith(room_query(typed)) for term in room_terms(RoomKey("1", "1", "101")))


@pytest.mark.parametrize("typed", ["A座", "a座1203", "A1203", "A栋1203", "A-12", "1203"])
def test_any_writing_typed_finds_a_room_in_a_lettered_building(typed: str) -> None:
    assert any(term.startswith(room_query(typed)) for term in room_terms(RoomKey("A", "", "1203")))


@pytest.mark.parametrize("typed", ["1-1-102", "2栋", "1栋2单元", "1102"])
def test_another_room_is_not_found(typed: str) -> None:
    assert not any(term.startswith(room_query(typed)) for term in room_terms(RoomKey("1", "1", "101")))


@pytest.mark.parametrize(
    ("typed", "query"),
    [("zhaitl", "zhaitl"), ("TS-20261121-0007", "ts-20261121-0007"), ("门", "门"), ("三", "三"), ("张三", "张三")],
)
def test_words_that_are_no_rooms_are_only_folded(typed: str, query: str) -> None:
    assert room_query(typed) == query


@given(st.text(max_size=20), st.text(max_size=5), st.text(max_size=5))
def test_no_text_is_too_strange(text: str, building: str, unit: str) -> None:
    parse_room(text)
    room_query(text)
    found = parse_parts(building, unit, text)
    assert isinstance(found, Problem) or found.room


def test_names_of_the_site_are_kept_in_display() -> None:
    key = RoomKey("1", "1", "101")
    assert format_room(key) == "1栋1单元101"
    assert format_room(key, building_name="1号楼", unit_name="东单元") == "1号楼东单元101"
    assert format_room(RoomKey("A", "", "1203")) == "A座1203"


def test_the_estates_name_in_front_is_left_out() -> None:
    assert estate_name("阳光花园小区物业服务中心") == estate_name("阳光花园") == "阳光花园"
    assert parse_room("阳光花园1栋1单元101", estate="阳光花园") == RoomKey("1", "1", "101")
    assert parse_parts(None, None, "阳光花园1-1-101", estate="阳光花园") == RoomKey("1", "1", "101")
    assert room_query("阳光花园1栋1单元101", estate="阳光花园") == "1-1-101"


def test_a_room_is_shown_as_first_written() -> None:
    key = parse_parts("1号楼", "2单元", "0301")
    assert isinstance(key, RoomKey)
    assert (key.room, format_room(key, building_name="1号楼")) == ("301", "1号楼2单元0301")
    below = parse_room("1栋1单元-101")
    assert below
    assert (format_room(below), floor_of(below.room)) == ("1栋1单元-101", -1)


@pytest.mark.parametrize(
    ("text", "rooms"),
    [
        ("1201/1202", ["1201", "1202"]),
        ("1301-1302", ["1301", "1302"]),
        ("1501~1502", ["1501", "1502"]),
        ("101、103、105", ["101", "103", "105"]),
        ("1201/02", ["1201", "1202"]),
        ("3-1201/1202", ["3-1201", "3-1202"]),
        ("3栋1401/1402", ["3栋1401", "3栋1402"]),
        ("1幢101-102室", ["1幢101室", "1幢102室"]),
        ("1/1/101", ["1/1/101"]),
        ("1-1-101", ["1-1-101"]),
        ("101-1", ["101-1"]),
        ("101-110", ["101-110"]),
        ("商铺3", ["商铺3"]),
        ("201室202室", ["201室", "202室"]),
        ("201室、202室", ["201室", "202室"]),
        ("3-2-201、3-2-202", ["3-2-201", "3-2-202"]),
        ("3栋201/3栋202", ["3栋201", "3栋202"]),
        ("1栋201，2栋301", ["1栋201", "2栋301"]),
    ],
)
def test_several_rooms_in_a_cell(text: str, rooms: list[str]) -> None:
    assert split_rooms(text) == rooms


@pytest.mark.parametrize(
    "typed", ["1号楼2单元0301室", "0301", "301", "1-2-0301", "1-2-3-301", "三〇一", "1栋2单元3层301"]
)
def test_a_room_with_a_zero_is_found_both_ways(typed: str) -> None:
    key = parse_room("1号楼2单元0301室")
    assert key
    assert any(term.startswith(room_query(typed)) for term in room_terms(key))

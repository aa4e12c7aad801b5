"""A second list that says something else than what is stored: nothing is added, ended or changed unasked, by rule and by act."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from desk.errors import DeskError
from desk.models import AuditEvent, Customer, Occupancy, Staff, Unit, Vehicle
from desk.models.kit.database import open_database
from desk.services.finder import find
from desk.services.kit import seam
from desk.services.kit.desk import Actor, Desk
from desk.services.roster import Choices, Difference, import_roster, preview
from tests.kit.site import hurried

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
HEADINGS = ["楼栋", "单元", "房号", "面积", "姓名", "电话", "身份", "入住日期", "车牌号", "工作单位", "性别"]

Book = Callable[..., Path]


@pytest.fixture
def desk(place: Path | str, tmp_path: Path) -> Iterator[Desk]:
    database = hurried(open_database(place))
    yield Desk(database, data=tmp_path / "site", clock=lambda: NOW)
    database.close()


@pytest.fixture
def book(tmp_path: Path) -> Book:
    def make(*rows: list[Any], name: str = "second.xlsx") -> Path:
        workbook = openpyxl.Workbook()
        page = workbook.active
        page.title = "名册"
        for row in (HEADINGS, *rows):
            page.append(row)
        workbook.save(tmp_path / name)
        return tmp_path / name

    return make


@pytest.fixture
def first(desk: Desk, book: Book) -> None:
    """1-1-101: 张三 with 80 m²; 1-1-102: the couple 李四 and 王五; 1-1-103: an owner and the tenant 赵六; 1-1-104: nobody."""
    rows = [
        ["1栋", "1单元", "101", 80, "张三", "13812340001", "业主", "2020-01-01", "京A12345", "一厂", "男"],
        [None, None, "102", 90, "李四", "13812340002", "业主"],
        [None, None, None, None, "王五", "13812340003", "业主"],
        [None, None, "103", 70, "孙七", "13812340004", "业主"],
        [None, None, None, None, "赵六", "13812340005", "租户"],
        [None, None, "104", 60, None],
    ]
    import_roster(desk, book(*rows, name="first.xlsx"))


def people(desk: Desk) -> list[tuple[str, str, str, date | None]]:
    """(room, name, role, until)."""
    with desk.look() as session:
        rows = session.execute(
            select(Unit.code, Customer.name, Occupancy.role, Occupancy.until)
            .join(Occupancy, Occupancy.unit_id == Unit.id)
            .join(Customer, Customer.id == Occupancy.customer_id)
            .order_by(Unit.sort, Occupancy.id)
        )
        return [tuple(row) for row in rows]


def now(desk: Desk, room: str) -> list[tuple[str, str]]:
    """Who has or lives in a room now."""
    return [(name, role) for code, name, role, until in people(desk) if code == room and until is None]


def said(differences: tuple[Difference, ...]) -> list[tuple[Any, ...]]:
    return [(each.key, each.room, each.person, each.stored, each.listed, each.choice) for each in differences]


OTHERS = (
    ["1栋", "1单元", "101", 85, "周八", "13812340011", "业主", None, "京B11111"],
    [None, None, None, None, "周小", None, "父亲"],
    [None, None, "102", 90, "李四", "13812340002", "业主"],
    [None, None, None, None, "吴九", "13812340012", "业主"],
    [None, None, "103", 70, "孙七", "13812340004", "业主"],
    [None, None, None, None, "郑十", "13812340013", "租户"],
    [None, None, "104", 60, "冯一", "13812340014", "业主"],
    ["2栋", "1单元", "101", 60, "陈二", "13812340015", "业主"],
)


def test_the_differences_are_told_before_anything_is_saved(desk: Desk, book: Book, first: None) -> None:
    file, before = book(*OTHERS), people(desk)
    report = preview(desk, file)
    assert said(report.differences) == [
        ("area:1-1-101", "1栋1单元101", "", "80.00", "85.00", "skip"),
        ("owner:1-1-101", "1栋1单元101", "周八", "张三", "周八", "skip"),
        ("owner:1-1-102", "1栋1单元102", "吴九", "李四、王五", "李四、吴九", "skip"),
        ("tenant:1-1-103", "1栋1单元103", "郑十", "赵六", "郑十", "skip"),
    ]
    assert [each.row for each in report.differences] == [2, 2, 5, 7]
    assert (report.undecided, report.rooms_of_others) == (4, 3)
    # 冯一 and 陈二 come into rooms that nobody has.
    assert (report.created, report.updated, report.unchanged, report.skipped) == (2, 0, 2, 4)
    assert people(desk) == before
    states = {row.name: row.state for row in report.sample}
    assert (states["周八"], states["周小"], states["吴九"], states["冯一"]) == ("skipped", "skipped", "skipped", "new")


def test_without_a_choice_nothing_is_imported(desk: Desk, book: Book, first: None) -> None:
    before = people(desk)
    with pytest.raises(DeskError, match="3") as refused:
        import_roster(desk, book(*OTHERS))
    assert refused.value.code == "roster-differences"
    partly = {"owner:1-1-101": "replace", "area:1-1-101": "replace", "owner:1-1-102": "skip"}
    with pytest.raises(DeskError):
        import_roster(desk, book(*OTHERS), differences=Choices(partly))
    assert people(desk) == before
    import_roster(desk, book(*OTHERS), differences=Choices({**partly, "tenant:1-1-103": "co-owner"}))


def test_skip_leaves_what_is_stored(desk: Desk, book: Book, first: None) -> None:
    report = import_roster(desk, book(*OTHERS), differences=Choices(otherwise="skip"))
    assert report.skipped == 4
    assert now(desk, "1-1-101") == [("张三", "owner")]
    assert now(desk, "1-1-102") == [("李四", "owner"), ("王五", "owner")]
    assert now(desk, "1-1-103") == [("孙七", "owner"), ("赵六", "tenant")]
    assert now(desk, "1-1-104") == [("冯一", "owner")]
    assert now(desk, "2-1-101") == [("陈二", "owner")]
    with desk.look() as session:
        assert session.scalar(select(Unit.area).where(Unit.code == "1-1-101")) == Decimal(80)
        assert session.scalars(select(Vehicle.plate)).all() == ["京A12345"]
        # Nobody is kept of those who are registered nowhere.
        assert set(session.scalars(select(Customer.name))) == {"张三", "李四", "王五", "孙七", "赵六", "冯一", "陈二"}
    assert not [hit for hit in find(desk, "周八") if "周八" in hit.title]


def test_co_owner_registers_them_as_well(desk: Desk, book: Book, first: None) -> None:
    import_roster(desk, book(*OTHERS), differences=Choices(otherwise="co-owner"))
    assert now(desk, "1-1-101") == [("张三", "owner"), ("周八", "owner"), ("周小", "member")]
    assert now(desk, "1-1-102") == [("李四", "owner"), ("王五", "owner"), ("吴九", "owner")]
    assert now(desk, "1-1-103") == [("孙七", "owner"), ("赵六", "tenant"), ("郑十", "tenant")]
    with desk.look() as session:
        # Two areas cannot both be: what is stored stays.
        assert session.scalar(select(Unit.area).where(Unit.code == "1-1-101")) == Decimal(80)


def test_replace_ends_the_former_today_with_the_list_as_paper(desk: Desk, book: Book, first: None) -> None:
    import_roster(desk, book(*OTHERS), differences=Choices(otherwise="replace"))
    assert now(desk, "1-1-101") == [("周八", "owner"), ("周小", "member")]
    assert now(desk, "1-1-102") == [("李四", "owner"), ("吴九", "owner")]
    assert now(desk, "1-1-103") == [("孙七", "owner"), ("郑十", "tenant")]
    assert {(room, name) for room, name, _role, until in people(desk) if until == TODAY} == {
        ("1-1-101", "张三"), ("1-1-102", "王五"), ("1-1-103", "赵六"),
    }  # fmt: skip
    with desk.look() as session:
        stay = session.scalars(select(Occupancy).join(Customer).where(Customer.name == "张三")).one()
        assert (stay.end_paper, stay.lives_until) == ("second.xlsx", TODAY)
        new = session.scalars(select(Occupancy).join(Customer).where(Customer.name == "周八")).one()
        assert new.since == TODAY
        assert session.scalar(select(Unit.area).where(Unit.code == "1-1-101")) == Decimal(85)
        assert session.scalars(select(Unit.state).where(Unit.code.in_(("1-1-101", "1-1-103"))).order_by(Unit.sort)).all() == [
            "occupied", "let",
        ]  # fmt: skip
        # The plate of who left ends with it.
        assert dict(session.execute(select(Vehicle.plate, Vehicle.until)).all()) == {
            "京A12345": TODAY,
            "京B11111": None,
        }
        event = session.scalars(
            select(AuditEvent).where(AuditEvent.act == "roster.import").order_by(AuditEvent.id.desc())
        ).first()
        assert (event.data or {})["differences"] == {"area:replace": 1, "owner:replace": 2, "tenant:replace": 1}
    again = preview(desk, book(*OTHERS))
    assert (again.differences, again.created, again.updated) == ((), 0, 0)
    # The first list speaks of those who left: asked, not silently unchanged.
    old = preview(desk, book(["1栋", "1单元", "101", 85, "张三", "13812340001", "业主", "2020-01-01"], name="old.xlsx"))
    assert said(old.differences) == [("owner:1-1-101", "1栋1单元101", "张三", "周八", "张三", "skip")]


def test_each_difference_has_its_own_choice(desk: Desk, book: Book, first: None) -> None:
    choices = {"owner:1-1-101": "replace", "owner:1-1-102": "co-owner"}
    import_roster(desk, book(*OTHERS), differences=Choices(choices, "skip"))
    assert now(desk, "1-1-101") == [("周八", "owner"), ("周小", "member")]
    assert now(desk, "1-1-102") == [("李四", "owner"), ("王五", "owner"), ("吴九", "owner")]
    assert now(desk, "1-1-103") == [("孙七", "owner"), ("赵六", "tenant")]
    with desk.look() as session:
        assert session.scalar(select(Unit.area).where(Unit.code == "1-1-101")) == Decimal(80)


SAME = ["1栋", "1单元", "101", 80, "张三", "13812340001", "业主", "2020-01-01", "京A12345", "一厂", "男"]


@pytest.mark.parametrize(
    ("at", "value", "kind", "stored", "listed"),
    [
        (3, 81.5, "area", "80.00", "81.50"),
        (7, "2020-02-01", "since", "2020-01-01", "2020-02-01"),
        (9, "二厂", "workplace", "一厂", "二厂"),
        (10, "女", "sex", "男", "女"),
        (5, "13812340001、13812340099", "phone", "138****0001", "138****0001、138****0099"),
    ],
)
def test_a_value_that_differs_is_asked_for(
    desk: Desk, book: Book, first: None, at: int, value: object, kind: str, stored: str, listed: str
) -> None:
    file = book([*SAME[:at], value, *SAME[at + 1 :]])
    [found] = preview(desk, file).differences
    assert (found.kind, found.stored, found.listed) == (kind, stored, listed)
    assert found.choices[0] == "skip"
    with pytest.raises(DeskError):
        import_roster(desk, file)
    kept = import_roster(desk, file, differences=Choices(otherwise="skip"))
    assert (kept.created, kept.updated, kept.rooms_updated) == (0, 0, 0)
    taken = import_roster(desk, file, differences=Choices({found.key: "replace"}))
    assert (taken.created, taken.updated, taken.unchanged) == (0, 1, 0)
    assert preview(desk, file).differences == ()


def test_what_is_not_stored_yet_is_filled_without_asking(desk: Desk, book: Book, first: None) -> None:
    file = book(["1栋", "1单元", "102", 90, "李四", "13812340002", "业主", "2021-05-01", "京C22222", "三厂", "女"])
    report = import_roster(desk, file)
    assert (report.differences, report.updated) == ((), 1)


def test_by_the_seam_the_choice_is_demanded_too(desk: Desk, book: Book, first: None) -> None:
    way, file = seam.way("roster.import"), str(book(*OTHERS))
    with desk.act("test") as act:
        act.session.add(staff := Staff(login="s", name="S", role="supervisor"))
        act.session.flush()
        desk.actor = Actor(staff.id, "s", "S", "supervisor")
    with pytest.raises(DeskError) as refused:
        seam.run(desk, way, {"file": file})
    assert refused.value.code == "roster-differences"
    with pytest.raises(DeskError):
        seam.run(desk, way, {"file": file, "otherwise": "anything"})
    told = json.loads(
        seam.to_json(seam.run(desk, way, {"file": file, "otherwise": "skip", "choices": {"owner:1-1-101": "co-owner"}}))
    )
    assert now(desk, "1-1-101") == [("张三", "owner"), ("周八", "owner"), ("周小", "member")]
    assert told["skipped"] == 2


def test_problems_name_room_and_person(desk: Desk, book: Book, first: None) -> None:
    file = book(
        ["1幢", "1单元", "101", 80, "张三", "138", "业主"],
        [None, None, "这里", 80, "谁", "13812340021", "业主"],
        [None, None, "105", "大", "蒋三", "13812340022", "业主"],
    )
    report = preview(desk, file)
    assert [(each.row, each.code, each.room, each.person) for each in report.problems] == [
        (2, "phone", "1幢1单元101", "张三"),
        (3, "room", "1幢 1单元 这里", "谁"),
        (4, "area", "1幢1单元105", "蒋三"),
    ]
    # The preview calls the building as the site does, and shows the row that is not imported too.
    assert [(row.row, row.room, row.name, row.state) for row in report.sample] == [
        (2, "1栋1单元101", "张三", "same"),
        (3, "1幢 1单元 这里", "谁", "wrong"),
        (4, "1栋1单元105", "蒋三", "new"),
    ]
    assert report.sample[0].unit_id == 1
    assert report.to_json_dict()["problems"][0]["person"] == "张三"

"""What others show of members, and the lists: finder, household, Today, check, birthdays, dormant, issue book; on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from desk.errors import InvalidInput, NotAllowed, NotFound
from desk.models import AuditEvent
from desk.models.cards import Card, Member
from desk.services import cards as service
from desk.services import finder, households, slips
from desk.services.cards import BookFilter, EditEntry, MemberFilter
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit.due import items
from desk.services.site.check import check
from tests.services.cards.works import NAME, Counter, fields, switch

D = date.fromisoformat


# ------------------------------------------------------------------------------------------------------ what others show
def test_the_finder_knows_members_by_name_phone_and_every_card(counter: Counter) -> None:
    desk = counter.desk
    member = counter.replace(counter.lose(counter.holder()))

    def found(text: str) -> list[str]:
        return [hit.target for hit in finder.find(desk, text, kinds=("member",))]

    target = [f"member:{member.id}"]
    for text in (
        NAME,
        "oynn",
        "0001",
        member.number,
        "8800261121000027",
        "8800 2611 2100 0027",
        "8800261121000016",
        "KP-20261121-0002",
    ):
        assert found(text) == target, text
    person = households.person_for_edit(desk, member.customer_id)
    households.change_person(desk, member.customer_id, replace(person, phones=("13977776666",)))
    assert found("13977776666") == target
    assert found("13800000001") == []


def test_a_number_leads_to_its_member(counter: Counter) -> None:
    desk = counter.desk
    member = counter.join()
    for number in ("8800 2611 2100 0016", "hy-20261121-0001", "KP-20261121-0001"):
        assert service.member_id_of(desk, number) == member.id
    with pytest.raises(NotFound):
        service.member_id_of(desk, "8800261121000027")


def test_the_household_shows_its_members(counter: Counter) -> None:
    desk = counter.desk
    view = households.register_person(desk, replace(counter.person(), consent=True), StayEntry(1, "owner"))
    member = counter.join(PersonEntry(""), customer_id=view.customer_id)

    def light() -> tuple[str, str]:
        found = next(each for each in households.household(desk, 1).lights if each.code == "cards")
        return found.state, found.act

    assert light() == ("amber", f"member:{member.id}")  # the card waits
    service.hand_over(desk, member.id, signer=NAME)
    assert light()[0] == "green"
    counter.lose(member)
    home = households.household(desk, 1)
    assert light()[0] == "amber"
    assert any(line.target == f"member:{member.id}" for line in home.timeline)
    assert next(each for each in households.household(desk, 2).lights if each.code == "cards").state == "green"


def test_what_is_due_is_counted_and_told(counter: Counter) -> None:
    desk = counter.desk
    counter.join()
    counter.lose(counter.holder())
    switch(counter, "approval")
    counter.join(receipts_seen=False)

    def due() -> dict[str, int]:
        return {
            each.code: each.count for each in items(desk) if each.code.startswith(("card-", "member-")) and each.count
        }

    assert due() == {"card-lost": 1, "member-applied": 1}
    counter.on("2026-12-05")
    assert due() == {"card-lost": 1, "card-waiting": 1, "member-applied": 1}


def test_the_check_finds_what_was_changed_behind_its_back(counter: Counter) -> None:
    desk = counter.desk
    member = counter.holder()
    with desk.act("test.behind") as act:
        row = act.session.scalars(select(Card)).one()
        row.living, row.number = None, "8800261121000017"
        act.session.get_one(Member, member.id).holder = None
    assert {"member-holder", "card-state", "card-number"} <= {finding.code for finding in check(desk)}


def test_a_card_that_outlives_its_membership_is_found(counter: Counter) -> None:
    member = counter.holder()
    with counter.desk.act("test.behind") as act:
        row = act.session.get_one(Member, member.id)
        row.state, row.holder = "ended", None
    assert "card-state" in {finding.code for finding in check(counter.desk)}


def test_dormant_from_the_day_after_twelve_months(counter: Counter) -> None:
    member = counter.holder()
    counter.on("2027-11-21")
    assert (service.member(counter.desk, member.id).dormant, service.counts(counter.desk)["dormant"]) == (False, 0)
    counter.on("2027-11-22")
    assert (service.member(counter.desk, member.id).dormant, service.counts(counter.desk)["dormant"]) == (True, 1)


# ------------------------------------------------------------------------------------------------------------- lists
def names(counter: Counter, **more: Any) -> list[str]:
    return [row.name for row in service.members(counter.desk, MemberFilter(**more)).rows]


def test_each_list_holds_who_it_names_and_counts_them(counter: Counter) -> None:
    desk = counter.desk
    counter.join(counter.person(name="甲"))
    counter.holder(person=counter.person(name="乙"))
    counter.join(counter.person(name="丙"), card=False)
    counter.lose(counter.holder(person=counter.person(name="丁")))
    gone = counter.join(counter.person(name="戊"), tier="diamond")
    service.end(desk, gone.id, reason="搬走", points="作废")
    expected = {
        "active": ["丁", "丙", "乙", "甲"], "waiting": ["甲"], "without": ["丙"], "lost": ["丁"], "ended": ["戊"], "applied": [],
        "frozen": [], "expiring": [], "expired": [], "dormant": [], "all": ["戊", "丁", "丙", "乙", "甲"],
    }  # fmt: skip
    for name, people in expected.items():
        assert names(counter, name=name) == people, name
    counts = service.counts(desk)
    assert counts == {**{name: len(people) for name, people in expected.items()}, "birthdays": 0}
    assert names(counter, name="all", tier="diamond") == ["戊"]
    assert names(counter, name="all", text="0002") == ["乙"]  # the last digits of a phone
    assert names(counter, name="all", text="HY-20261121-0003") == ["丙"]
    assert names(counter, name="all", text="8800 2611 2100 0016") == ["甲"]
    ordered = service.members(desk, sort="name", limit=2).rows
    assert [row.name for row in ordered] == sorted(expected["all"])[:2]
    for sort in ("number", "tier", "joined_on", "last_use_on", "expires_on"):
        assert service.members(desk, sort=sort, descending=True).total == 5
    with pytest.raises(InvalidInput) as refused:
        service.members(desk, MemberFilter("nobody"))
    assert fields(refused) == {"name": "unknown"}


def test_birthdays_ask_for_consent_and_leave_out_who_wants_none(counter: Counter) -> None:
    """29 February is kept on the 28th, 腊月三十 on 廿九 where the month is short (handbook C-18, C-36)."""
    desk = counter.desk
    counter.on("2027-02-22")  # lunar new year of 2027 is 6 February

    def member(name: str, born: str, **more: Any) -> None:
        document = counter.resident(born.replace("-", ""), f"{counter.made * 2 + 500:03d}")
        person = counter.person(
            name=name, birthday=D(born), document_number=document, birthday_calendar=more.pop("calendar", "solar")
        )
        counter.join(person, **{"greetings": True, **more})

    member("今天", "1990-02-22")
    member("闰日", "1988-02-29")
    member("后天", "1991-02-24", opted_out=True)
    member("不问候", "1992-02-23", greetings=False)
    member("很久", "1990-03-08")
    member("农历", "1985-03-07", calendar="lunar")  # 正月十六: 2027-02-21 was it, 2028 comes later
    member("元宵后", "1985-03-08", calendar="lunar")  # 正月十七
    page = service.members(desk, MemberFilter("birthdays"))
    assert [(row.name, row.day) for row in page.rows] == [
        ("今天", D("2027-02-22")), ("元宵后", D("2027-02-22")), ("闰日", D("2027-02-28")),
    ]  # fmt: skip
    assert (page.total, page.more) == (3, 2)
    assert service.counts(desk)["birthdays"] == 3
    assert names(counter, name="birthdays", days=0) == ["今天", "元宵后"]
    assert names(counter, name="birthdays", days=30)[-1] == "很久"
    assert names(counter, name="birthdays", text="闰") == ["闰日"]
    first = service.members(desk, MemberFilter("birthdays")).rows[0]
    service.edit(desk, first.id, EditEntry(greetings=False))
    assert names(counter, name="birthdays") == ["元宵后", "闰日"]


def test_who_opted_out_stands_in_no_list_of_birthdays_not_on_today_either(counter: Counter) -> None:
    desk = counter.desk
    counter.on("2027-03-14")
    view = households.register_person(desk, replace(counter.person(), consent=True), StayEntry(1, "owner"))
    member = counter.join(PersonEntry(""), customer_id=view.customer_id, greetings=True)

    def told() -> int:
        return next((each.count for each in items(desk) if each.code == "birthdays"), 0)

    assert told() == 1
    service.edit(desk, member.id, EditEntry(goods=("food",), greetings=True, opted_out=True))
    assert told() == 0
    assert names(counter, name="birthdays") == []


def test_the_issue_book_tells_every_card(counter: Counter) -> None:
    desk = counter.desk
    counter.replace(counter.lose(counter.holder()))
    counter.on("2026-12-01")
    counter.join(counter.person(name="王芳"))
    rows = service.issue_list(desk).rows
    assert [(row.holder, row.cause, row.state, row.old) for row in rows] == [
        ("王芳", "", "active", ""), (NAME, "lost", "active", "8800261121000016"), (NAME, "", "replaced", ""),
    ]  # fmt: skip
    assert service.issue_list(desk, BookFilter(until=D("2026-11-30"))).total == 2
    assert service.issue_list(desk, BookFilter(since=D("2026-12-01"))).total == 1
    assert service.issue_list(desk, BookFilter(text="王")).total == 1
    assert service.issue_list(desk, BookFilter(text="0016")).total == 1
    paper = service.issue_book(desk, BookFilter(D("2026-11-01"), D("2026-11-30")))
    assert paper.number == "KB-20261201-0001"
    said = "\n".join(slips.slip_content(desk, paper.number).texts())
    assert "8800 2611 2100 0027" in said
    assert "王芳" not in said
    with pytest.raises(InvalidInput) as refused:
        service.issue_book(desk, BookFilter(D("2026-12-02"), D("2026-12-01")))
    assert fields(refused) == {"until": "date"}


@pytest.mark.one_engine
def test_book_and_lists_leave_as_workbooks_by_the_managers_word(counter: Counter, tmp_path: Path) -> None:
    desk = counter.desk
    counter.replace(counter.lose(counter.holder()))
    counter.on("2026-12-01")
    counter.join(counter.person(name="=王芳"), opted_out=True, card_number="0012345678")
    file = tmp_path / "book.xlsx"
    with pytest.raises(NotAllowed):
        service.book_xlsx(desk, BookFilter(), file)
    assert not file.exists()
    with counter.role("manager"):
        with pytest.raises(InvalidInput) as refused:
            service.book_xlsx(desk, BookFilter(D("2026-12-02"), D("2026-12-01")), file)
        assert fields(refused) == {"until": "date"}
        service.book_xlsx(desk, BookFilter(), file)
        rows = cells(file)
        assert [row[:3] for row in rows[1:]] == [
            ["2026-11-21", "8800 2611 2100 0016", NAME], ["2026-11-21", "8800 2611 2100 0027", NAME],
            ["2026-12-01", "0012345678", "=王芳"],
        ]  # fmt: skip
        assert rows[2][5] == "8800 2611 2100 0016"
        service.book_xlsx(desk, BookFilter(D("2026-12-01")), file)
        assert len(cells(file)) == 2
        service.members_file(desk, MemberFilter("active"), file)
        said = cells(file)
        assert [row[1] for row in said[1:]] == ["=王芳", NAME]
        assert "****" in str(said[1][6])  # no whole phone leaves
        service.members_file(desk, MemberFilter("dormant"), file)
        assert len(cells(file)) == 1
        with pytest.raises(InvalidInput):
            service.members_file(desk, MemberFilter("nobody"), file)
        pages = service.members_file(desk, MemberFilter("active"), tmp_path / "list.pdf").read_bytes()
        assert pages.startswith(b"%PDF")
    with desk.look() as session:
        acts = session.scalars(
            select(AuditEvent.act).where(AuditEvent.act.like("%-export")).order_by(AuditEvent.id)
        ).all()
    assert acts == [
        "card.book-export",
        "card.book-export",
        "member.list-export",
        "member.list-export",
        "member.list-export",
    ]


@pytest.mark.one_engine
def test_who_is_left_out_of_birthdays_is_said_in_the_workbook(counter: Counter, tmp_path: Path) -> None:
    desk = counter.desk
    counter.on("2026-03-14")
    counter.join(counter.person(name="今天"), greetings=True)
    counter.join(counter.person(name="不问候"))
    with counter.role("manager"):
        service.members_file(desk, MemberFilter("birthdays"), tmp_path / "b.xlsx")
    said = cells(tmp_path / "b.xlsx")
    assert (said[1][1], said[1][10]) == ("今天", "2026-03-14")
    assert "1" in str(said[2][0])


def cells(file: Path) -> list[list[object]]:
    """What a workbook says, row by row."""
    sheet = load_workbook(file).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_cards_are_issued_in_one_go_and_who_has_one_is_told(counter: Counter) -> None:
    desk = counter.desk
    bare = [counter.join(counter.person(name=f"会员{place}"), card=False).id for place in range(3)]
    has = counter.join()
    told: list[tuple[int, int]] = []
    batch = service.issue_cards(desk, [*bare, has.id, 999], progress=lambda at, of, _number: told.append((at, of)))
    assert batch.numbers == ("KP-20261121-0002", "KP-20261121-0003", "KP-20261121-0004")
    assert [refused.number for refused in batch.refused] == [has.number, ""]
    assert told == [(0, 5), (1, 5), (2, 5), (3, 5), (4, 5)]
    assert all(refused.message for refused in batch.refused)
    lost = counter.lose(has)
    papers = service.papers_of_cards(desk, [*bare, lost.id])
    assert papers.numbers == batch.numbers
    assert [refused.member_id for refused in papers.refused] == [lost.id]
    printed = slips.print_many(desk, papers.numbers, paper="a4")
    assert printed.pdf.startswith(b"%PDF")
    assert set(printed.counts.values()) == {0}

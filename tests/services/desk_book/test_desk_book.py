"""The desk's own book (handbook S14): start texts, charges read from the fees, proposals, review, papers."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update

from desk.config import toml
from desk.errors import DeskError, InvalidInput, NotAllowed
from desk.models.desk_book import BookEntry
from desk.services import desk_book as service
from desk.services import fees
from desk.services.desk_book import BookText
from desk.services.fees.entries import ItemEntry
from desk.services.finder import find
from desk.services.kit import due
from desk.services.kit.desk import Desk
from desk.services.site.check import check
from tests.kit.site import Clock, People

TELEPHONES = (
    "派出所", "消防", "街道办", "社区", "租赁办", "三防办", "供水", "供电", "供气", "视讯", "服务中心", "中控室",
)  # fmt: skip


def item(desk: Desk, people: People, code: str = "WY", name: str = "物业服务费", rate: str = "2.68") -> str:
    """A charge item of the fees; its key in the book."""
    with desk.approved(people.manager):
        made = fees.save_item(desk, ItemEntry(code, name, rate=Decimal(rate), since=desk.today()))
    return f"fee-item:{made.id}"


def refused(call: object, *given: object, **named: object) -> dict[str, str]:
    with pytest.raises(InvalidInput) as told:
        call(*given, **named)
    return {problem.field: problem.code for problem in told.value.problems}


def titles(desk: Desk, name: str) -> list[str]:
    return [row.title for row in service.entries(desk, name).rows]


def test_the_book_begins_with_its_start_texts_once(desk: Desk) -> None:
    assert service.begin(desk) == len(toml("book.toml")["entries"])
    assert service.begin(desk) == 0
    assert tuple(titles(desk, "telephone")) == TELEPHONES
    assert titles(desk, "facility") == ["停车场", "商业", "安防", "周边交通", "其他配套"]
    assert all(row.phone == "" for row in service.entries(desk, "telephone").rows)
    assert find(desk, "paichusuo")[0].title == "派出所"
    assert find(desk, "dtkr")[0].title == "电梯困人"
    assert check(desk) == []


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en"])
def test_every_start_text_is_there_in_each_language(language: str) -> None:
    for each in toml("book.toml")["entries"]:
        words = each[language]
        assert words["title"], each["code"]
        assert words["keywords"], each["code"]
        assert bool(words["text"]) == bool(each["zh_CN"]["text"]), each["code"]


def test_a_supervisor_changes_and_a_receptionist_proposes(desk: Desk, staff_of_site: People) -> None:
    text = BookText("procedure", "访客登记", "核对证件，登记后放行。", "访客 来访")
    with pytest.raises(NotAllowed):
        service.save(desk, text)
    made = service.propose(desk, text)
    assert (made.state, made.staff, service.entries(desk).total) == ("proposed", "林晓", 0)
    with pytest.raises(NotAllowed):
        service.accept(desk, made.id)
    with desk.approved(staff_of_site.supervisor):
        after = service.accept(desk, made.id)
    assert after.state == "accepted"
    assert after.entry_id is not None
    view = service.entry(desk, after.entry_id)
    assert (view.title, view.version, view.updated_by) == ("访客登记", 1, "林晓")
    assert find(desk, "fangke")[0].target == f"book-entry:{view.id}"
    with desk.approved(staff_of_site.supervisor):
        service.save(desk, BookText("procedure", "访客登记", "先致电住户，再登记放行。"), view.id)
        with pytest.raises(DeskError):
            service.accept(desk, made.id)  # it was decided already
    assert service.entry(desk, view.id).version == 2
    assert [each.text.text for each in service.changes(desk, entry_id=view.id)] == [
        "先致电住户，再登记放行。",
        "核对证件，登记后放行。",
    ]
    other = service.propose(desk, BookText("phrase", "问候", "您好。"))
    with desk.approved(staff_of_site.supervisor):
        assert refused(service.refuse, desk, other.id, note="") == {"note": "required"}
        assert service.refuse(desk, other.id, note="已有").state == "refused"
    assert service.changes(desk, open_only=True) == ()


def test_a_proposal_does_not_write_over_a_newer_text_unasked(desk: Desk, staff_of_site: People) -> None:
    with desk.approved(staff_of_site.supervisor):
        entry = service.save(desk, BookText("procedure", "访客登记", "核对证件，登记后放行。"))
    old = service.propose(desk, BookText("procedure", "访客登记", "打电话给住户。"), entry.id)
    assert not old.outdated
    with desk.approved(staff_of_site.supervisor):
        service.save(desk, BookText("procedure", "访客登记", "先致电住户，再登记放行。"), entry.id)
        (waits,) = service.changes(desk, open_only=True)
        assert waits.outdated
        assert refused(service.accept, desk, old.id) == {"over": "newer"}
        assert (service.entry(desk, entry.id).text, service.entry(desk, entry.id).version) == (
            "先致电住户，再登记放行。",
            2,
        )
        fresh = service.propose(desk, BookText("procedure", "访客登记", "三步登记。"), entry.id)
        service.accept(desk, fresh.id)
        assert service.entry(desk, entry.id).text == "三步登记。"
        # The supervisor has compared both and wants the older one all the same.
        assert not service.accept(desk, old.id, over=True).outdated
    assert (service.entry(desk, entry.id).text, service.entry(desk, entry.id).version) == ("打电话给住户。", 4)


def test_what_the_book_began_with_is_kept_when_it_is_written_over(desk: Desk, staff_of_site: People) -> None:
    service.begin(desk)
    began = service.search(desk, "电梯困人")[0]
    phone = service.search(desk, "派出所")[0]
    with desk.approved(staff_of_site.supervisor):
        service.save(desk, BookText(began.kind, began.title, "先报中控室。"), began.id)
        service.save_numbers(desk, [service.Number(phone.id, "110")])
    assert [(each.version, each.text.text) for each in service.changes(desk, entry_id=began.id)] == [
        (2, "先报中控室。"),
        (1, began.text),
    ]
    assert [(each.version, each.text.phone) for each in service.changes(desk, entry_id=phone.id)] == [
        (2, "110"),
        (1, ""),
    ]
    assert service.changes(desk, entry_id=began.id)[1].note == "手册初始内容"


def test_what_has_ended_is_found_as_over(desk: Desk, staff_of_site: People, clock: Clock) -> None:
    """Its last day still counts; afterwards the one box says that it is over, and nothing beside a form shows it."""
    text = BookText("procedure", "访客登记", "登记后放行。", valid_until=desk.today())
    with desk.approved(staff_of_site.supervisor):
        made = service.save(desk, text)
    assert [(hit.past, "已结束" in hit.subtitle) for hit in find(desk, "fangke")] == [(False, False)]
    assert [each.id for each in service.search(desk, "访客")] == [made.id]
    clock.forward(days=1)
    assert [(hit.past, "已结束" in hit.subtitle) for hit in find(desk, "fangke")] == [(True, True)]
    assert service.search(desk, "访客") == ()


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("text", "field", "code"),
    [
        (BookText("story", "从前", "有一座山。"), "kind", "choice"),
        (BookText("law", "", "内容"), "title", "required"),
        (BookText("law", "民法典", ""), "text", "required"),
        (BookText("telephone", "派出所", phone="12ab"), "phone", "phone"),
        (BookText("charge", "物业服务费"), "item", "required"),
        (BookText("charge", "物业服务费", item="fee-item:99"), "item", "required"),
        (
            BookText("law", "法", "文", valid_from=date(2026, 12, 2), valid_until=date(2026, 12, 1)),
            "valid_until",
            "before",
        ),
        (BookText("law", "法", "字" * 1501), "text", "long"),
    ],
)
def test_what_is_refused(desk: Desk, text: BookText, field: str, code: str) -> None:
    assert refused(service.propose, desk, text) == {field: code}


def test_a_charge_has_one_valid_text_and_its_rate_is_read_from_the_fees(desk: Desk, staff_of_site: People) -> None:
    key = item(desk, staff_of_site)
    service.begin(desk)
    (view,) = service.entries(desk, "charge").rows
    assert (view.title, view.text) == ("物业服务费", "")
    assert view.charge == "2026-11-21 起 2.68 · 按面积（元/平方米·月）"
    assert find(desk, "wyfwf")[0].target == f"book-entry:{view.id}"
    with desk.approved(staff_of_site.manager):
        fees.add_rate(desk, int(key.partition(":")[2]), date(2027, 1, 1), Decimal("2.9"))
    assert "2027-01-01 起 2.90" in service.entry(desk, view.id).charge  # nobody typed it
    second = BookText("charge", "物业费说明", "按建筑面积计收。", item=key)
    assert refused(service.propose, desk, second) == {"item": "taken"}
    with desk.approved(staff_of_site.supervisor):
        service.save(desk, BookText("charge", "物业服务费", item=key, valid_until=desk.today()), view.id)
        later = BookText(
            "charge", "物业费说明", "按建筑面积计收。", item=key, valid_from=desk.today() + timedelta(days=1)
        )
        assert service.save(desk, later).valid is False
    assert service.begin(desk) == 0
    assert titles(desk, "charge") == ["物业服务费"]


@pytest.mark.one_engine
def test_telephones_are_filled_in_at_once_and_the_missing_ones_told(desk: Desk, staff_of_site: People) -> None:
    service.begin(desk)
    rows = service.entries(desk, "telephone").rows
    desk.actor = staff_of_site.supervisor

    def missing() -> int:
        return sum(each.count for each in due.items(desk) if each.code == "book-numbers")

    assert missing() == 12
    typed = tuple(
        service.Number(row.id, number) for row, number in zip(rows, ("110", "119", "0755-26001234", "x"), strict=False)
    )
    assert refused(service.save_numbers, desk, typed) == {f"phone-{rows[3].id}": "phone"}
    assert missing() == 12  # nothing half done
    service.save_numbers(desk, typed[:3])
    assert missing() == 9
    assert find(desk, "26001234")[0].title == "街道办"
    law = service.entries(desk, "law").rows[0]
    assert refused(service.save_numbers, desk, (service.Number(law.id, "110"),)) == {f"phone-{law.id}": "kind"}
    said = [
        piece.text for card in service.preview(desk, "book-wall").cards for piece in card.pieces if piece.kind == "text"
    ]
    assert [said[said.index(name) + 1] for name in ("消防", "街道办", "社区")] == ["119", "0755-26001234", "（未填写）"]
    assert said.count("（未填写）") == 9


@pytest.mark.one_engine
def test_what_was_not_looked_through_for_a_year_is_told(desk: Desk, staff_of_site: People, clock: Clock) -> None:
    service.begin(desk)
    desk.actor = staff_of_site.supervisor

    def old() -> int:
        return sum(each.count for each in due.items(desk) if each.code == "book-review")

    clock.now += timedelta(days=364)
    assert old() == 0
    clock.now += timedelta(days=1)
    assert service.entries(desk, "review").total == service.entries(desk).total
    assert old() > 0  # some of them are said already: telephones without a number
    first = service.entries(desk, "review").rows[0]
    assert first.overdue
    assert not service.review(desk, first.id).overdue
    assert service.entries(desk, "review").total == service.entries(desk).total - 1


@pytest.mark.one_engine
def test_what_belongs_beside_a_page_comes_first(desk: Desk) -> None:
    service.begin(desk)
    beside = [row.title for row in service.search(desk, page="renovation-form")]
    assert beside[:2] == ["装修备案所需资料", "装修办理步骤"]
    assert [row.title for row in service.search(desk, "zxba")][:1] == ["装修备案所需资料"]
    assert "漏" in service.search(desk, "关总阀")[0].title  # words of the text, too
    assert service.search(desk, "没有这样的事") == ()


@pytest.mark.one_engine
def test_what_has_ended_is_not_said_any_more(desk: Desk) -> None:
    service.begin(desk)
    row = service.entries(desk, "law").rows[0]
    with desk.turn() as session:
        session.execute(
            update(BookEntry).where(BookEntry.id == row.id).values(valid_until=desk.today() - timedelta(days=1))
        )
    assert service.search(desk, row.title) == ()
    assert titles(desk, "ended") == [row.title]


@pytest.mark.one_engine
def test_the_guide_has_what_is_for_residents(desk: Desk, staff_of_site: People) -> None:
    item(desk, staff_of_site)
    service.begin(desk)
    slip = service.print_paper(desk, "book-leaflet")
    assert slip.number == "FY-20261121-0001"
    assert service.print_paper(desk, "book-wall").number == "TH-20261121-0001"
    said = "\n".join(passage.text for passage in service.preview(desk, "book-leaflet").body)
    assert "2.68" in said
    assert "物品放行所需资料" in said
    assert "电梯困人" not in said  # the desk's own
    assert "台面与仪容" not in said
    assert "派出所" not in said  # no number yet
    with pytest.raises(DeskError):
        service.preview(desk, "book-poem")

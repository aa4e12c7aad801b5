from __future__ import annotations

import pypdfium2
import pytest
from sqlalchemy import func, select, text

from desk.errors import DeskError, InvalidInput, NotAllowed, NotFound, StorageError
from desk.models import PrintLog
from desk.services import slips
from desk.services.finder import find
from desk.services.site.check import check
from desk.services.slips import PrinterChoice
from desk.slips.engine.slip import Field, Slip

SLIP = Slip(
    kind="complaint",
    title="投诉登记单",
    site="阳光花园",
    fields=(Field("房号", "1栋1单元101"), Field("内容", "楼上漏水")),
    copies=("客户联", "存根联"),
)


def issue(desk, slip=SLIP, **named):
    with desk.act("test.issue") as act:
        return slips.issue(act, desk, slip, subject="unit:1", **named)


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def printings(desk):
    with desk.look() as session:
        return session.scalar(select(func.count(PrintLog.id)))


def test_an_issued_slip_has_the_next_number_of_the_local_day(desk, clock, staff_of_site):
    first = issue(desk)
    clock.forward(hours=14, minutes=30)  # 00:30 in Shanghai, still the 21st in UTC
    assert [first.number, issue(desk).number] == ["TS-20261121-0001", "TS-20261122-0001"]
    assert issue(desk).number == "TS-20261122-0002"
    assert (first.state, first.printings, first.paper, first.staff) == ("issued", 0, "a5", "林晓")
    assert check(desk) == []


def test_a_slip_may_carry_its_records_number(desk):
    assert issue(desk, number="TS-20261121-0031").number == "TS-20261121-0031"
    assert slips.slip_content(desk, " ts-20261121-0031 ").number == "TS-20261121-0031"


def test_an_act_that_fails_takes_number_and_slip_with_it(desk):
    with pytest.raises(RuntimeError), desk.act("test") as act:
        slips.issue(act, desk, SLIP, subject="unit:1")
        raise RuntimeError
    assert issue(desk).number.endswith("-0001")
    assert len(slips.slips_of(desk, "unit:1")) == 1


def test_nobody_issues_or_prints_unsigned(desk):
    number = issue(desk).number
    desk.actor = None
    with pytest.raises(NotAllowed):
        issue(desk)
    with pytest.raises(NotAllowed):
        slips.print_copy(desk, number)
    assert printings(desk) == 0


def test_the_content_comes_back_and_the_bytes_are_the_same(desk):
    number = issue(desk).number
    assert slips.slip_content(desk, number) == SLIP.numbered(number)
    assert slips.pdf(desk, number) == slips.pdf(desk, number)
    assert "楼上漏水" in text_of(slips.pdf(desk, number))


def test_the_slips_of_a_record_oldest_first(desk):
    numbers = [issue(desk).number for _ in range(3)]
    assert [slip.number for slip in slips.slips_of(desk, "unit:1")] == numbers
    assert slips.slips_of(desk, "unit:2") == ()


def test_the_first_printing_is_the_original_later_ones_say_so(desk, events):
    number = issue(desk).number
    first = slips.print_copy(desk, number, printer="LQ-630K")
    assert first.count == 0
    assert "补打" not in text_of(first.pdf)
    second = slips.print_copy(desk, number, reason="纸卡住")
    assert second.count == 1
    assert first.pdf != second.pdf
    assert slips.slip_view(desk, number).printings == 2
    assert slips.pdf(desk, number) == slips.print_copy(desk, number).pdf
    assert [e.data["count"] for e in events("slip.print")] == [0, 1, 2]
    assert events("slip.print")[1].data["reason"] == "纸卡住"


def test_one_character_stops_no_paper(desk):
    number = issue(
        desk, Slip(kind="complaint", title="x", fields=(Field("内容", "\U000e0fff\ufdd0\U0001f9ff😡"),))
    ).number
    page = text_of(slips.print_copy(desk, number).pdf)
    assert "〓" in page
    assert "U+1F621" in page


def test_a_printing_counts_once_the_printer_took_it(desk, events):
    number = issue(desk).number
    meant = slips.print_copy(desk, number, printer="LQ", waits=True)
    assert slips.slip_view(desk, number).printings == 0  # it jammed: the customer has no first sheet yet
    again = slips.print_copy(desk, number, printer="LQ", waits=True)
    assert again.pdf == meant.pdf
    assert "补打" not in text_of(again.pdf)
    slips.printed(desk, again.logs)
    assert slips.slip_view(desk, number).printings == 1
    assert slips.print_copy(desk, number).count == 1
    assert [e.data["numbers"] for e in events("slip.printed")] == [[number]]


def test_a_batch_counts_once_the_printer_took_it(desk):
    numbers = [issue(desk).number for _each in range(3)]
    batch = slips.print_many(desk, numbers, waits=True)
    assert {slips.slip_view(desk, number).printings for number in numbers} == {0}
    slips.printed(desk, batch.logs)
    assert {slips.slip_view(desk, number).printings for number in numbers} == {1}


def test_one_copy_alone(desk):
    number = issue(desk).number
    both = text_of(slips.pdf(desk, number))
    one = text_of(slips.pdf(desk, number, copy_only="存根联"))
    assert "客户联" in both
    assert "存根联" in one
    assert "客户联" not in one
    with pytest.raises(DeskError, match="财务联"):
        slips.pdf(desk, number, copy_only="财务联")


def test_only_papers_of_the_kind(desk):
    number = issue(desk).number
    assert slips.pdf(desk, number, paper="roll-80") != slips.pdf(desk, number)
    for paper in ("a4", "papyrus"):
        with pytest.raises(DeskError) as caught:
            slips.pdf(desk, number, paper=paper)
        assert caught.value.code == "paper"


def test_a_void_slip_keeps_its_number_and_prints_as_void(desk, events):
    number = issue(desk).number
    plain = slips.pdf(desk, number)
    view = slips.void(desk, number, reason=" 房号写错 ")
    assert (view.state, view.void_reason) == ("void", "房号写错")
    assert slips.pdf(desk, number) != plain
    assert slips.print_copy(desk, number).pdf != plain
    assert slips.slip_content(desk, number) == SLIP.numbered(number)
    assert issue(desk).number != number
    assert events("slip.void")[-1].data["reason"] == "房号写错"
    assert next(found for found in find(desk, number) if found.kind == "slip").past
    assert check(desk) == []


def test_voiding_needs_a_reason_and_happens_once(desk):
    number = issue(desk).number
    with pytest.raises(InvalidInput) as caught:
        slips.void(desk, number, reason="  ")
    assert list(caught.value.by_field()) == ["reason"]
    slips.void(desk, number, reason="错")
    with pytest.raises(DeskError) as again:
        slips.void(desk, number, reason="错")
    assert again.value.code == "void-already"


def test_yesterdays_slip_is_voided_by_a_supervisor(desk, clock, staff_of_site):
    number = issue(desk).number
    clock.forward(hours=14)  # midnight in Shanghai
    with pytest.raises(NotAllowed):
        slips.void(desk, number, reason="错")
    assert slips.slip_view(desk, number).state == "issued"
    desk.actor = staff_of_site.supervisor
    slips.void(desk, number, reason="错")


def test_a_slip_changed_behind_our_back_is_not_printed(desk):
    number = issue(desk).number
    with desk.database.write() as session:
        session.execute(text("UPDATE slip SET content = replace(content, '漏水', '着火')"))
    for call in (slips.pdf, slips.print_copy, slips.slip_content):
        with pytest.raises(StorageError) as caught:
            call(desk, number)
        assert caught.value.code == "broken"
    assert printings(desk) == 0


def test_an_unknown_number_is_told(desk):
    for call in (slips.pdf, slips.print_copy, slips.slip_content, slips.slip_view):
        with pytest.raises(NotFound, match="TS-1"):
            call(desk, "TS-1")


def test_the_printer_of_each_kind_is_remembered(desk, events):
    assert slips.printer_choice(desk, "complaint") == PrinterChoice(paper="a5")
    choice = PrinterChoice("LQ-630K", "241-half", 2, -15, 20, trim=5)
    slips.save_printer_choice(desk, "complaint", choice)
    assert slips.printer_choice(desk, "complaint") == choice
    assert slips.printer_choice(desk, "register-card").paper == "a4"
    assert events("settings.printer")[-1].data["after"]["offset_x"] == -15


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        (PrinterChoice(paper="a4"), "paper"),
        (PrinterChoice(paper="a5", copies=0), "copies"),
        (PrinterChoice(paper="a5", offset_x=501), "offset_x"),
        (PrinterChoice(paper="a5", offset_y=-501), "offset_y"),
        (PrinterChoice(paper="241-half", trim=51), "trim"),
    ],
)
def test_a_wrong_choice_of_printer_is_refused(desk, choice, field):
    with pytest.raises(InvalidInput) as caught:
        slips.save_printer_choice(desk, "complaint", choice)
    assert list(caught.value.by_field()) == [field]

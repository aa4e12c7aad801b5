"""Meters, dunning, fulfilment, statements, forecasts: what the office does month by month (handbook B3, C-33, S1, S2)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from desk.errors import DeskError, InvalidInput, NotAllowed
from desk.models import Customer
from desk.models.fees import DunningLetter
from desk.services import fees, households, money, slips
from desk.services.fees import (
    AssignEntry,
    ContactEntry,
    ExchangeEntry,
    ExemptEntry,
    ForecastEntry,
    LetterEntry,
    MeterEntry,
    ReadingEntry,
)
from desk.services.kit import due
from desk.services.site import check
from tests.services.fees.office import DECEMBER, NOVEMBER, OCTOBER, OTHER, ROOM, START, Office
from tests.services.money.cashier import codes

pytestmark = pytest.mark.one_engine


# -------------------------------------------------------------------------------------------------------------- meters
def test_water_is_billed_by_what_the_meter_counted(office: Office):
    office.water()
    meter = office.meter()
    office.on(date(2026, 10, 31))
    office.read(meter, date(2026, 10, 31), "110")
    assert office.run(OCTOBER).fen == 3450
    office.on(date(2026, 11, 30))
    office.read(meter, date(2026, 11, 30), "122.5")
    office.run()
    bill = office.bill(month=NOVEMBER)
    (line,) = bill.lines
    assert (bill.fen, bill.charge_kind, line.before, line.after, line.meter) == (
        4313,
        "water",
        Decimal(110),
        Decimal("122.5"),
        "S0001",
    )
    with office.supervisor():
        fees.void_bill(office.desk, bill.id, reason="抄错")
    office.run()
    assert office.bill(month=NOVEMBER).fen == 4313, "made anew from the same readings"
    assert check.check(office.desk) == []


def test_a_meter_that_changes_hands_inside_a_month_is_billed_to_each_by_the_reading_between(office: Office):
    """The item was ended at a room and assigned anew: one bill each, nothing twice, and no bill without a reading between."""
    item = office.water(rooms=(ROOM, OTHER))
    first, second = office.meter(), office.meter(OTHER)
    with office.supervisor():
        for row in fees.assignments(office.desk, item_id=item).rows:
            fees.end_assignment(office.desk, row.id, date(2026, 11, 10))
        fees.assign(office.desk, AssignEntry(item, (ROOM, OTHER), date(2026, 11, 11), own_rate=Decimal(5)))
    office.on(date(2026, 11, 30))
    office.read(first, date(2026, 11, 10), "104")
    for meter in (first, second):
        office.read(meter, date(2026, 11, 30), "110")
    run = office.run()
    rows = fees.bills(office.desk, fees.BillFilter(month=NOVEMBER)).rows
    assert sorted((row.room, row.fen) for row in rows) == [
        ("1栋1单元101", 1380),  # 4 × 3.45
        ("1栋1单元101", 3000),  # 6 × 5.00
        ("1栋1单元102", 5000),  # nobody read it between: 10 × 5.00, the price of the reading's day
    ]
    assert run.gap_counts == {"reading": 1}
    with pytest.raises(InvalidInput) as again:
        office.run()
    assert codes(again) == {"month": "nothing"}
    assert check.check(office.desk) == []


def test_two_items_of_one_meter_each_count_for_themselves(office: Office):
    """Water and sewage go by the same meter; an item counts from its own beginning on, however old the meter is."""
    water = office.water(rooms=(ROOM,))
    meter = office.meter()
    office.on(date(2026, 10, 31))
    office.read(meter, date(2026, 10, 31), "110")
    assert office.run(OCTOBER).fen == 3450
    sewage = office.item(
        "WS", "1", rooms=(ROOM,), since=NOVEMBER, family="energy", basis="meter", charge_kind="other", meter_kind="water",
    )  # fmt: skip
    office.on(date(2026, 11, 30))
    office.read(meter, date(2026, 11, 30), "122.5")
    assert office.run(items=(water,)).fen == 4313
    assert office.run(items=(sewage,)).fen == 1250  # 12.5 × 1.00, not the 22.5 since the meter was put in
    office.on(date(2026, 12, 31))
    office.read(meter, date(2026, 12, 31), "130")
    assert office.run(DECEMBER).fen == 2588 + 750
    assert check.check(office.desk) == []


def test_an_exchange_adds_up_and_the_old_meter_is_not_read_again(office: Office):
    office.water(rooms=(ROOM,))
    old = office.meter()
    office.on(date(2026, 11, 21))
    with pytest.raises(InvalidInput) as refused:
        fees.exchange(office.desk, ExchangeEntry(old, date(2026, 11, 10), Decimal(90), "", Decimal(-1)))
    assert codes(refused) == {"last": "below", "number": "required", "first": "value"}
    new = fees.exchange(office.desk, ExchangeEntry(old, date(2026, 11, 10), Decimal(105), "S-NEW", Decimal(2)))
    with pytest.raises(InvalidInput) as gone:
        office.read(old, date(2026, 11, 20), "106")
    assert codes(gone) == {"meter_id": "gone"}
    assert fees.preview_run(office.desk, fees.RunEntry(NOVEMBER)).gap_counts == {"reading": 1}, (
        "the new one was not read yet"
    )
    office.read(new.id, date(2026, 11, 20), "5")
    office.run()
    assert (office.bill().fen, len(office.bill().lines)) == (2760, 2)  # (5 + 3) × 3.45
    assert fees.meters(office.desk).rows[0].number == "S-NEW"
    assert check.check(office.desk) == []


def test_readings_are_refused_beside_their_field_and_a_jump_asks(office: Office):
    meter = office.meter()
    office.read(meter, date(2026, 10, 31), "110")
    for entry, wrong in (
        (ReadingEntry(meter, date(2026, 11, 20), Decimal(109)), {"value": "below"}),
        (ReadingEntry(meter, date(2026, 11, 22), Decimal(120)), {"on": "future"}),
        (ReadingEntry(meter, date(2026, 10, 31), Decimal(120)), {"on": "taken"}),
        (ReadingEntry(meter, None, Decimal(120)), {"on": "required"}),
        (ReadingEntry(meter, date(2026, 11, 20), Decimal(900)), {"value": "jump"}),
    ):
        with pytest.raises(InvalidInput) as refused:
            fees.read_meter(office.desk, entry)
        assert codes(refused) == wrong
        assert [each.code for each in fees.check_reading(office.desk, entry)] == list(wrong.values())
    office.read(meter, date(2026, 11, 20), "900", sure=True)
    view = fees.meter(office.desk, meter)
    assert [(each.value, each.used) for each in view.readings][:2] == [
        (Decimal(900), Decimal(790)),
        (Decimal(110), Decimal(10)),
    ]
    assert fees.correct_reading(office.desk, view.readings[0].id, Decimal(119), reason="看错一位").last == 119
    with pytest.raises(InvalidInput) as many:
        fees.read_many(
            office.desk, [ReadingEntry(meter, date(2026, 11, 21), Decimal(1)), ReadingEntry(meter, None, None)]
        )
    assert set(codes(many)) == {"readings.0.value", "readings.1.on"}
    with pytest.raises(InvalidInput) as twice:
        fees.add_meter(office.desk, MeterEntry(OTHER, "water", "S0001", date(2026, 12, 1), Decimal(-1)))
    assert codes(twice) == {"since": "future", "first": "value"}


def test_a_billed_reading_stays(office: Office):
    office.water()
    meter = office.meter()
    office.read(meter, date(2026, 11, 20), "110")
    office.run()
    with pytest.raises(DeskError) as refused:
        fees.correct_reading(office.desk, fees.meter(office.desk, meter).readings[0].id, Decimal(111), reason="错")
    assert refused.value.code == "billed"


def _workbook(path: Path, rows: list[tuple[object, ...]]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "1栋1单元"
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_readings_come_from_the_offices_own_workbook(office: Office, tmp_path: Path):
    for unit in (ROOM, OTHER):
        office.meter(unit)
    file = _workbook(
        tmp_path / "抄表.xlsx",
        [
            ("抄表记录表",), ("房号", "表号", "上次读数", "本次读数", "抄表日期"),
            ("101", "S0001", 100, 110.5, "2026-11-20"), ("102", "", 100, "98", None), ("合计", None, None, 208.5, None),
        ],
    )  # fmt: skip
    report = fees.import_readings(office.desk, file, on=date(2026, 11, 20), dry_run=True)
    assert (report.read, report.left_out, [(each.row, each.code) for each in report.problems]) == (1, 1, [(4, "below")])
    assert not fees.import_readings(office.desk, file, on=date(2026, 11, 20)).written, "all or nothing"
    assert fees.import_readings(office.desk, file, on=date(2026, 11, 20), skip_bad=True).written
    again = fees.import_readings(office.desk, file, on=date(2026, 11, 20), skip_bad=True)
    assert (again.read, again.unchanged) == (0, 1)
    bad = _workbook(tmp_path / "坏.xlsx", [("房号", "本次读数"), ("999", 5), ("101", "约200")])
    problems = fees.import_readings(office.desk, bad, on=date(2026, 11, 20), dry_run=True).problems
    assert {(each.row, each.code) for each in problems} == {(2, "room-unknown"), (3, "value")}
    with pytest.raises(DeskError) as none:
        fees.import_readings(
            office.desk, _workbook(tmp_path / "无.xlsx", [("姓名",), ("王芳",)]), on=date(2026, 11, 20)
        )
    assert none.value.code == "readings-none"


def test_the_meter_sheet_is_in_the_order_of_the_round(office: Office):
    for unit in (OTHER, ROOM):
        office.meter(unit)
    slip = fees.meter_paper(office.desk, kind="water")
    texts = slips.slip_content(office.desk, slip.number).texts()
    assert texts.index("S0001") < texts.index("S0002")
    with pytest.raises(InvalidInput):
        fees.meter_paper(office.desk, kind="gas")


# ------------------------------------------------------------------------------------------------------------- dunning
def late(office: Office) -> None:
    """Two households whose bills of October are past due."""
    office.item()
    office.on(date(2026, 10, 1))
    office.run(OCTOBER)
    office.on(date(2026, 11, 25))


def test_the_monthly_list_and_the_four_steps(office: Office):
    late(office)
    rows = fees.debts(office.desk).rows
    assert [(row.room, row.payer, row.fen, row.age, row.next_step) for row in rows] == [
        ("1栋1单元101", "王芳", 23994, "90", "reminder"), ("1栋1单元102", "李伟", 23994, "90", "reminder"),
    ]  # fmt: skip
    letters = fees.dun_many(office.desk)
    assert [(letter.number, letter.step, letter.payer, letter.pay_by) for letter in letters] == [
        ("CJ-20261125-0001", "reminder", "王芳", date(2026, 12, 2)), ("CJ-20261125-0002", "reminder", "李伟", date(2026, 12, 2)),
    ]  # fmt: skip
    texts = "\n".join(slips.slip_content(office.desk, letters[0].number).texts())
    assert "¥239.94" in texts
    assert "人民币贰佰叁拾玖元玖角肆分" in texts
    assert "李伟" not in texts, "one household, and nothing of a neighbour's"
    for step in ("notice", "last"):
        assert fees.dun(office.desk, LetterEntry(ROOM)).step == step
    with pytest.raises(NotAllowed):
        fees.dun(office.desk, LetterEntry(ROOM))
    with office.supervisor():
        assert fees.dun(office.desk, LetterEntry(ROOM)).step == "at-law"
    assert [row.next_step for row in fees.debts(office.desk, view="law").rows] == [""]
    office.pay(23994)
    assert [row.unit_id for row in fees.debts(office.desk, view="all").rows] == [OTHER]


def test_a_paid_debt_begins_with_the_reminder_again(office: Office):
    late(office)
    fees.dun(office.desk, LetterEntry(ROOM))
    office.pay(23994)
    office.run(NOVEMBER)
    office.on(date(2026, 12, 28))
    (row,) = (row for row in fees.debts(office.desk).rows if row.unit_id == ROOM)
    assert (row.step, row.next_step) == ("", "reminder")


def test_disputed_and_settled_bills_are_not_dunned(office: Office):
    late(office)
    bill = office.bill()
    fees.dispute(office.desk, bill.id, reason="面积不符")
    assert [row.unit_id for row in fees.debts(office.desk).rows] == [OTHER]
    with pytest.raises(DeskError) as nothing:
        fees.dun(office.desk, LetterEntry(ROOM))
    assert nothing.value.code == "nothing"
    other = office.bill(OTHER)
    office.pay(23994, OTHER)
    for charge, unit, code in (
        (bill.charge_id, ROOM, "disputed"),
        (other.charge_id, OTHER, "settled"),
        (bill.charge_id, OTHER, "strange"),
    ):
        with pytest.raises(InvalidInput) as refused:
            fees.dun(office.desk, LetterEntry(unit, charges=(charge,)))
        assert codes(refused) == {"charges": code}


def test_a_promise_stops_the_dunning_through_its_day_and_a_broken_one_comes_first(office: Office):
    late(office)
    for entry, wrong in (
        (ContactEntry(OTHER, "x"), {"outcome": "required"}),
        (ContactEntry(OTHER, "promised"), {"promised": "required"}),
        (ContactEntry(OTHER, "promised", None, date(2026, 11, 24)), {"promised": "past"}),
        (ContactEntry(OTHER, "promised", None, date(2027, 6, 1)), {"promised": "late"}),
    ):
        with pytest.raises(InvalidInput) as refused:
            fees.note_contact(office.desk, entry)
        assert codes(refused) == wrong
    fees.note_contact(office.desk, ContactEntry(OTHER, "promised", None, date(2026, 11, 26), "周四发工资"))
    assert [row.unit_id for row in fees.debts(office.desk).rows] == [ROOM]
    with pytest.raises(DeskError) as running:
        fees.dun(office.desk, LetterEntry(OTHER))
    assert running.value.code == "promise"
    office.on(date(2026, 11, 26))
    assert [row.unit_id for row in fees.debts(office.desk).rows] == [ROOM], "it runs through its day"
    assert {each.code: each.count for each in due.items(office.desk)}["fees-promised"] == 1
    office.on(date(2026, 11, 27))
    assert [(row.unit_id, row.promise) for row in fees.debts(office.desk).rows] == [(OTHER, "broken"), (ROOM, "")]
    assert {each.code: each.count for each in due.items(office.desk)}["fees-broken"] == 1
    view = fees.debt(office.desk, OTHER)
    assert [(each.outcome, each.note) for each in view.contacts] == [("promised", "周四发工资")]


def test_letters_are_signed_for_refused_or_void(office: Office):
    late(office)
    mine, theirs = fees.dun_many(office.desk)
    with pytest.raises(InvalidInput) as refused:
        fees.sign_letter(office.desk, mine.id, signer="", on=date(2026, 11, 26))
    assert codes(refused) == {"signer": "required", "on": "future"}
    signed = fees.sign_letter(office.desk, mine.id, signer="王芳", on=date(2026, 11, 25))
    assert (signed.state, signed.signer) == ("signed", "王芳")
    assert fees.refuse_letter(office.desk, theirs.id, note="拒收，邻居在场", on=date(2026, 11, 25)).state == "refused"
    with pytest.raises(DeskError):
        fees.sign_letter(office.desk, theirs.id, signer="李伟", on=date(2026, 11, 25))
    third = fees.dun(office.desk, LetterEntry(ROOM))
    with office.supervisor():
        assert fees.void_letter(office.desk, third.id, reason="金额有误").state == "void"
    assert slips.slip_view(office.desk, third.number).state == "void"
    assert [(row.step, row.next_step) for row in fees.debts(office.desk).rows if row.unit_id == ROOM] == [
        ("reminder", "notice")
    ]
    assert [letter.state for letter in fees.letters(office.desk, unit_id=ROOM).rows] == ["void", "signed"]


def test_a_template_that_threatens_the_supply_is_not_saved(office: Office):
    late(office)
    with office.supervisor():
        with pytest.raises(InvalidInput) as refused:
            fees.save_text(office.desk, "last", "{姓名}：逾期将停水停电。", reason="不会真停")
        assert set(codes(refused)) == {"text"}
        with pytest.raises(InvalidInput) as chance:
            fees.save_text(office.desk, "last", "{姓名}：请自行判断水表读数，欠费 {金额}。")
        assert codes(chance) == {"reason": "chance"}
        saved = fees.save_text(
            office.desk, "reminder", "{姓名}：请自行判断水表读数，欠费 {金额}。", reason="“判断水表”是两个词"
        )
    assert (saved.version, [text.version for text in fees.texts(office.desk)]) == (1, [1, 0, 0, 0])
    with pytest.raises(NotAllowed):
        fees.save_text(office.desk, "last", "{姓名}：欠费 {金额}。")
    letter = fees.dun(office.desk, LetterEntry(ROOM))
    assert "王芳：请自行判断水表读数，欠费 ¥239.94。" in slips.slip_content(office.desk, letter.number).texts()


def test_the_programs_own_letters_threaten_nothing_in_any_language(office: Office):
    from desk.i18n import speaking
    from desk.rules.fees import dunning
    from desk.services.fees.letters import own_text

    for language in ("zh_CN", "zh_TW", "en"):
        with speaking(language):
            for step in dunning.STEPS:
                assert dunning.template_problems(own_text(step), ("限电", "停用门禁")) == [], (language, step)


def test_what_was_brought_forward_is_dunned_too_and_ages_add_up(office: Office):
    late(office)
    with office.supervisor():
        money.bring_forward(
            office.desk, money.ChargeEntry("water", 5000, ROOM, since=date(2026, 5, 24), source="旧单 12")
        )
    (row,) = (row for row in fees.debts(office.desk, view="older").rows)
    assert (row.unit_id, row.payer, row.fen, row.oldest) == (ROOM, "王芳", 28994, date(2026, 5, 24))
    view = fees.ages(office.desk)
    assert ({each.code: each.fen for each in view.ages if each.fen}, view.total) == (
        {"90": 47988, "older": 5000},
        52988,
    )
    assert [(each.label, each.fen) for each in view.buildings] == [("1栋", 52988)]
    assert {each.code: each.fen for each in view.kinds} == {"management": 47988, "water": 5000}
    office.run(NOVEMBER)
    office.pay(5000)
    office.pay(47988)
    assert fees.ages(office.desk).rate == Decimal("0.5"), "one of the two bills of November"


def test_the_household_shows_its_own_debt_and_no_other(office: Office):
    late(office)
    fees.note_contact(office.desk, ContactEntry(OTHER, "promised", None, date(2026, 11, 30)))
    fees.dun(office.desk, LetterEntry(ROOM))
    mine, theirs = (households.household(office.desk, unit) for unit in (ROOM, OTHER))
    lamps = [next(lamp for lamp in home.lights if lamp.code == "dunning") for home in (mine, theirs)]
    assert [lamp.state for lamp in lamps] == ["amber", "amber"]
    assert "239.94" in lamps[0].text
    told = " ".join(f"{line.title} {line.detail}" for line in mine.timeline)
    assert "王芳" in told
    assert "李伟" not in told
    assert lamps[1].act == f"debt:{OTHER}"
    office.pay(23994)
    assert (
        next(lamp for lamp in households.household(office.desk, ROOM).lights if lamp.code == "dunning").state == "green"
    )


def test_what_is_due_for_the_desk(office: Office):
    late(office)
    counts = {each.code: each.count for each in due.items(office.desk)}
    assert (counts["fees-dunning"], counts["fees-unbilled"], counts["fees-unsigned"]) == (2, 1, 0)
    office.run(NOVEMBER)
    fees.dun_many(office.desk)
    office.on(date(2026, 12, 2))
    counts = {each.code: each.count for each in due.items(office.desk)}
    assert (counts["fees-dunning"], counts["fees-unbilled"], counts["fees-unsigned"]) == (0, 0, 2)
    assert due.waiting(office.desk) >= 2


# ------------------------------------------------------------------------------------------------ fulfilment, statements
def test_too_few_bills_in_time_propose_the_ordinary_class_and_a_supervisor_confirms(office: Office):
    item = office.item(rooms=(ROOM,))
    del item
    for month in range(7, 11):
        office.on(date(2026, month, 1))
        office.run(date(2026, month, 1))
        if month < 9:
            office.pay(23994)
    with office.desk.act("test.class") as act:
        row = act.session.scalars(select(Customer).where(Customer.name == "王芳")).one()
        row.klass, customer_id = "A", row.id
    office.on(date(2026, 11, 21))
    (proposed,) = fees.fulfilment_list(office.desk).rows
    assert (proposed.klass, proposed.after, proposed.paid, proposed.due) == ("A", "C", 2, 4)
    with pytest.raises(NotAllowed):
        fees.take_class_back(office.desk, customer_id)
    with office.supervisor():
        assert fees.take_class_back(office.desk, customer_id, reason="履约率 50%") == "C"
        with pytest.raises(DeskError) as done:
            fees.take_class_back(office.desk, customer_id)
    assert done.value.code == "fulfilment"
    assert fees.fulfilment_list(office.desk).total == 0


def test_the_statements_of_a_quarter(office: Office):
    office.item()
    office.on(date(2026, 8, 1))
    office.run(date(2026, 8, 1))
    office.on(date(2026, 9, 1))
    office.run(date(2026, 9, 1))
    office.pay(23994)
    with pytest.raises(InvalidInput) as early:
        fees.issue_statements(office.desk, date(2026, 7, 1))
    assert codes(early) == {"quarter": "future"}
    office.on(date(2026, 10, 9))
    numbers = fees.issue_statements(office.desk, date(2026, 8, 15))
    assert fees.issue_statements(office.desk, date(2026, 7, 1)) == numbers, "again: only what is missing"
    mine, theirs = fees.statements(office.desk, date(2026, 7, 1)).rows
    assert (mine.payer, mine.opening, mine.billed, mine.paid, mine.closing) == ("王芳", 0, 47988, 23994, 23994)
    texts = "\n".join(slips.slip_content(office.desk, mine.number).texts())
    assert "李伟" not in texts
    fees.sign_statement(office.desk, mine.id, signer="王芳", on=date(2026, 10, 9))
    fees.dispute_statement(office.desk, theirs.id, note="九月已付", on=date(2026, 10, 9))
    view = fees.quarters(office.desk, date(2026, 7, 1))
    assert (view.payers, view.issued, view.done, view.in_time) == (2, 2, 2, 2)
    office.on(date(2027, 1, 4))
    fees.issue_statements(office.desk, date(2026, 10, 1))
    (next_one, _other) = fees.statements(office.desk, date(2026, 10, 1)).rows
    assert (next_one.opening, next_one.closing) == (23994, 23994), "a balance alone is enough"
    assert check.check(office.desk) == []


def test_a_balance_from_paper_has_its_statement_too(office: Office):
    """To every payer with a balance or turnover: what was brought forward counts from its as-of date, a single charge from its day."""
    office.on(date(2026, 10, 9))
    old = money.ChargeEntry("management", 48_000, ROOM, "物业费", "2026年1月", date(2026, 3, 31), source="旧单 17")
    with office.supervisor():
        money.bring_forward(office.desk, old)
    fees.issue_statements(office.desk, date(2026, 7, 1))
    (one,) = fees.statements(office.desk, date(2026, 7, 1)).rows
    assert (one.payer, one.opening, one.billed, one.paid, one.closing) == ("王芳", 48_000, 0, 0, 48_000)
    fees.issue_statements(office.desk, date(2026, 1, 1))
    (first,) = fees.statements(office.desk, date(2026, 1, 1)).rows
    assert (first.opening, first.billed, first.closing) == (0, 48_000, 48_000)
    assert "旧单 17" in "".join(slips.slip_content(office.desk, first.number).texts())
    money.charge(office.desk, money.ChargeEntry("service", 500, ROOM, item="门禁卡"))
    office.pay(30_000)
    office.on(date(2027, 1, 4))
    fees.issue_statements(office.desk, date(2026, 10, 1))
    (last,) = fees.statements(office.desk, date(2026, 10, 1)).rows
    assert (last.opening, last.billed, last.paid, last.closing) == (48_000, 500, 30_000, 18_500)


# ------------------------------------------------------------------------------------------------------------ forecast
def example(office: Office) -> tuple[int, int]:
    """The example of S2 on 2026-11-30."""
    office.on(date(2026, 11, 30))
    fee = office.item("GG", "240", basis="fixed", charge_kind="other", rooms=())
    parking = office.parking(rooms=())
    with office.as_(office.people.manager):
        fees.assign(office.desk, AssignEntry(fee, (ROOM,), START))
        fees.assign(office.desk, AssignEntry(parking, (ROOM,), START, date(2027, 1, 31)))
        fees.add_rate(office.desk, fee, date(2027, 2, 1), Decimal(252))
        (mine,) = fees.assignments(office.desk, item_id=fee).rows
        fees.exempt(office.desk, ExemptEntry(mine.id, DECEMBER, date(2026, 12, 31), "抵扣"))
    return fee, parking


def test_the_example_of_the_forecast(office: Office):
    example(office)
    office.water(rooms=(ROOM,))
    view = fees.forecast(office.desk, ForecastEntry(3, ROOM))
    assert (view.totals, view.total) == ((15000, 39000, 25200), 79200)
    assert {line.item: line.fen for line in view.lines} == {
        "公共能耗费": (0, 24000, 25200), "车位费": (15000, 15000, 0), "水费": (None, None, None),
    }  # fmt: skip
    (home,) = fees.forecast_by_home(office.desk, ForecastEntry(3))
    assert (home.unit_id, home.fen, home.total) == (ROOM, (15000, 39000, 25200), 79200)
    for months in (0, 13):
        with pytest.raises(InvalidInput) as refused:
            fees.forecast(office.desk, ForecastEntry(months))
        assert codes(refused) == {"months": "range"}


def test_what_was_forecast_is_what_is_billed(office: Office):
    example(office)
    given = fees.issue_forecast(office.desk, ForecastEntry(3))
    assert (given.number, given.total) == ("YE-20261130-0001", 79200)
    assert "¥792.00" in slips.slip_content(office.desk, given.number).texts()
    for month in (DECEMBER, date(2027, 1, 1), date(2027, 2, 1)):
        office.on(month)
        office.run(month)
        assert fees.compare_month(office.desk, month) == ()
    assert fees.forecast(office.desk, ForecastEntry(1)).overdue == 15000 + 39000
    assert check.check(office.desk) == []


def test_a_difference_between_forecast_and_bill_names_its_reason(office: Office):
    fee, _parking = example(office)
    fees.issue_forecast(office.desk, ForecastEntry(3))
    with office.supervisor():
        fees.assign(office.desk, AssignEntry(fee, (OTHER,), date(2027, 1, 16)))
        (mine,) = (row for row in fees.assignments(office.desk, item_id=fee).rows if row.unit_id == ROOM)
        fees.end_assignment(office.desk, mine.id, date(2027, 1, 15))
    office.on(date(2027, 1, 5))
    office.run(date(2027, 1, 1))
    rows = fees.compare_month(office.desk, date(2027, 1, 1))
    assert [(row.unit_id, row.expected, row.billed, row.reason) for row in rows] == [
        (ROOM, 24000, 11613, "days"), (OTHER, 0, 12387, "unexpected"),
    ]  # fmt: skip
    with pytest.raises(DeskError):
        fees.compare_month(office.desk, date(2028, 1, 1))


def test_two_clerks_bill_a_month_at_once_and_nothing_is_made_twice(office: Office, staff_of_site):
    from concurrent.futures import ThreadPoolExecutor
    from threading import Barrier

    from desk.services.kit.desk import Desk

    office.item()
    desks = [
        Desk(office.desk.database, data=office.desk.data, clock=office.clock, actor=who)
        for who in (staff_of_site.receptionist, staff_of_site.supervisor)
    ]
    together = Barrier(2)

    def work(each: Desk) -> int:
        together.wait()
        try:
            return fees.run(each, fees.RunEntry(NOVEMBER)).bills
        except InvalidInput:
            return 0

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(work, desks)) == [0, 2]
    assert check.check(office.desk) == []
    assert office.bill().due == office.desk.today() + timedelta(days=15)
    with office.desk.look() as session:
        assert session.scalars(select(DunningLetter)).first() is None

"""Ages, steps, what a letter may say, promises, fulfilment, statements (handbook B3, C-33, S1 and its settled readings)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import config
from desk.rules import fees
from desk.rules.fees import dunning, sheets
from desk.rules.fees.dunning import Due, Promise, age, fulfilment, next_step, promise_state, template_problems, threats
from desk.rules.kit import calendar
from desk.rules.kit.amounts import to_fen

TABLE = calendar.parse_table(config.holidays())
WORDS = ("限电", "停用门禁")


@pytest.mark.parametrize(
    ("due", "today", "name"),
    [
        (date(2026, 5, 25), date(2026, 11, 25), "half"),
        (date(2026, 5, 25), date(2026, 11, 26), "older"),  # the example of S1
        (date(2026, 11, 26), date(2026, 11, 26), "not-due"),
        (date(2026, 10, 27), date(2026, 11, 26), "30"),
        (date(2026, 10, 26), date(2026, 11, 26), "90"),
        (date(2026, 8, 28), date(2026, 11, 26), "90"),
        (date(2026, 8, 27), date(2026, 11, 26), "half"),
        (date(2023, 11, 26), date(2026, 11, 26), "older"),
        (date(2023, 11, 25), date(2026, 11, 26), "limitation"),
        (date(2026, 8, 31), date(2027, 2, 28), "half"),
        (date(2026, 8, 31), date(2027, 3, 1), "older"),
    ],
)
def test_the_age_of_a_debt(due, today, name):
    assert age(due, today) == name


@given(today=st.dates(date(2024, 1, 1), date(2032, 12, 31)), back=st.integers(0, 1300))
def test_what_a_list_asks_for_is_what_the_rule_says(today, back):
    due = today - timedelta(days=back)
    name = age(due, today)
    first, last = dunning.age_edges(today)[name]
    assert first is None or first <= due
    assert last is None or due <= last


def test_the_limitation_and_the_last_day_to_pay_move_to_a_working_day_the_ages_do_not():
    assert dunning.limitation_day(date(2023, 10, 1), TABLE) == date(2026, 10, 8)  # the holiday of October
    assert dunning.pay_by(date(2026, 11, 21), 7, TABLE) == date(2026, 11, 30)  # Saturday → Monday
    assert dunning.pay_by(date(2026, 11, 20), 7, TABLE) == date(2026, 11, 27)


def test_four_steps_and_no_more():
    steps = [""]
    while (step := next_step(steps[-1])) != "":
        steps.append(step)
    assert steps[1:] == ["reminder", "notice", "last", "at-law"]


@pytest.mark.parametrize(
    "text",
    [
        "逾期将停水停电", "逾期将 停 电 处理", "我们会停·气", "将予停暖", "断水断电", "将对您限电", "将停用门禁", "逾期將停電", "不会停水",
        "逾期停止供水", "将切断电源", "we shall cut off your water", "we will disconnect the electricity supply", "将中断供电", "拉闸处理",
    ],
)  # fmt: skip
def test_a_letter_that_threatens_the_supply_is_refused(text):
    problems = template_problems(f"{{姓名}}：{text}。", WORDS, reason="主管说明")
    assert [problem.code for problem in problems] == ["threat"] * len(problems) != []
    assert problems[0].field == "text"


@pytest.mark.parametrize("text", ["请您自行判断水表读数", "电梯暂停电梯", "有限电子账单"])
def test_a_chance_part_of_other_words_is_saved_by_a_reason(text):
    (problem,) = template_problems(text, WORDS)
    assert (problem.code, problem.field) == ("chance", "reason")
    assert template_problems(text, WORDS, reason="“判断水表”不是停水用语") == []


def test_a_word_that_is_also_a_threat_elsewhere_in_the_text_is_no_chance():
    assert [each.chance for each in threats("请判断水表；逾期断水", WORDS)] == [False]


@pytest.mark.parametrize(
    "text",
    [
        "{姓名}：请缴纳水费、电费。",
        "{房号} 欠费 {金额}（{大写}），请于 {期限} 前缴清。{落款} {日期}",
        "水费电费暖气费燃气费",
    ],
)
def test_an_honest_letter_passes(text):
    assert template_problems(text, WORDS) == []


def test_an_unknown_placeholder_is_named():
    (problem,) = template_problems("{姓名}：{欠费}", WORDS)
    assert problem.code == "placeholder"
    assert "{欠费}" in problem.message
    assert template_problems("   ", WORDS)[0].code == "required"
    assert template_problems("{姓名：", WORDS)[0].code == "placeholder"


TODAY = date(2026, 11, 26)


def test_a_promise_runs_through_its_day_and_is_broken_after_it():
    made = Promise(date(2026, 11, 20), TODAY)
    assert promise_state([made], TODAY, date(2026, 10, 1)) == "running"
    assert promise_state([made], TODAY + timedelta(days=1), date(2026, 10, 1)) == "broken"
    assert promise_state([made], TODAY + timedelta(days=1), None) == ""
    assert promise_state([made], TODAY + timedelta(days=1), date(2026, 11, 25)) == "", "what fell due after it"
    assert promise_state([made, Promise(TODAY, TODAY + timedelta(days=9))], TODAY, date(2026, 10, 1)) == "running"


def test_fulfilment_by_number_of_bills():
    paid, late, open_one = (
        Due(date(2026, 6, 1), date(2026, 6, 1)),
        Due(date(2026, 6, 1), date(2026, 6, 2)),
        Due(date(2026, 6, 1), None),
    )
    assert (fulfilment([paid] * 3 + [late], TODAY).share, fulfilment([paid] * 3 + [open_one], TODAY).due) == (
        Decimal("0.75"),
        4,
    )
    assert not fulfilment([paid] * 3 + [late], TODAY).below(Decimal(75)), "75.0 % is enough"
    assert fulfilment([paid] * 749 + [late] * 251, TODAY).below(Decimal(75)), "74.9 % is not"
    assert fulfilment([Due(date(2026, 6, 1), None, disputed=True), paid], TODAY).due == 1
    assert fulfilment([Due(TODAY, None), Due(date(2025, 11, 25), None), paid], TODAY).due == 1, (
        "up to yesterday, from a year ago"
    )
    assert fulfilment([Due(date(2025, 11, 26), None)], TODAY).due == 1
    assert fulfilment([], TODAY).share is None


def test_the_statement_of_a_quarter_and_its_rates():
    quarter = dunning.quarter_of(date(2026, 9, 30))
    assert (quarter, dunning.quarter_end(quarter)) == (date(2026, 7, 1), date(2026, 9, 30))
    limit = dunning.statement_limit(quarter, 15, TABLE)
    assert limit == calendar.working_days_after(date(2026, 9, 30), 15, TABLE).day
    rates = dunning.statement_rates(4, [limit, limit + timedelta(days=1), date(2026, 10, 9)], limit)
    assert (rates.done_share, rates.in_time_share) == (Decimal("0.75"), Decimal("0.5"))


# ------------------------------------------------------------------------------------------------------ items and rates
@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (fees.ItemWords("WY", "物业服务费", "service", "area", "management"), set()),
        (fees.ItemWords("", " ", "x", "y", "z"), {"code", "name", "family", "basis", "charge_kind"}),
        (fees.ItemWords("SF", "水费手续费", "energy", "meter", "water", "市自来水公司", "water"), {"name"}),
        (fees.ItemWords("SF", "代收水费 handling", "energy", "meter", "water", "市自来水公司", "water"), {"name"}),
        (fees.ItemWords("SF", "水费", "energy", "meter", "water", "市自来水公司"), {"meter_kind"}),
        (fees.ItemWords("OLD", "物业服务费", "service", "area", "management"), {"code"}),
    ],
)
def test_a_charge_item_is_checked(words, codes):
    assert {problem.field for problem in fees.item_problems(words, ("management", "water"), ("OLD",))} == codes


@pytest.mark.parametrize(
    ("rate", "code"), [("0", "positive"), ("-1", "positive"), ("1.00001", "places"), ("1000000", "large")]
)
def test_a_rate_is_checked(rate, code):
    problem = fees.rate_problem(Decimal(rate))
    assert problem is not None
    assert problem.code == code


def test_a_new_rate_begins_after_what_was_billed():
    assert fees.new_rate_problem(date(2026, 12, 1), [date(2026, 1, 1)], date(2026, 11, 30)) is None
    for since, code in ((date(2026, 11, 16), "billed"), (date(2026, 1, 1), "taken"), (None, "required")):
        problem = fees.new_rate_problem(since, [date(2026, 1, 1)], date(2026, 11, 30))
        assert problem is not None
        assert problem.code == code


@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(0, 40),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(0, 40),
)
def test_periods_overlap_when_they_share_a_day(first, long, other, wide):
    mine = {first + timedelta(days=one) for one in range(long + 1)}
    theirs = {other + timedelta(days=one) for one in range(wide + 1)}
    assert fees.overlaps(first, max(mine), [(other, max(theirs))]) == bool(mine & theirs)


def test_how_a_bill_is_shown():
    assert [fees.shown_state("open", 100, left) for left in (100, 40, 0)] == ["open", "part-paid", "settled"]
    assert [fees.shown_state(state, 100, 40) for state in ("disputed", "at-law", "void")] == [
        "disputed",
        "at-law",
        "void",
    ]
    assert fees.shown_state("disputed", 100, 0) == "settled"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("房号", "room"), ("表号", "number"), ("水表编号", "number"), ("本次读数", "value"), ("本期抄见数", "value"), ("上次读数", ""),
        ("抄表日期", "on"), ("用量", ""), ("表种类", "kind"), ("楼栋", "building"), ("单元", "entrance"), ("备注", ""),
    ],
)  # fmt: skip
def test_headings_of_a_list_of_readings(heading, field):
    assert sheets.heading_field(heading) == field


def test_what_a_cell_of_readings_shows():
    assert sheets.read_value("1,234.5 度") == Decimal("1234.5")
    assert sheets.read_value(239.94000000000003) == Decimal("239.94")
    assert not isinstance(sheets.read_value(1e300), Decimal)
    assert sheets.read_value("１，２３４吨") == Decimal(1234)


@pytest.mark.parametrize(
    "cell", ["1234,5", "12,34", "1,2345", "1.234,5", "约1234", "1234/1235", "#N/A", "坏表", "12oo"]
)
def test_what_may_be_another_reading_is_none(cell):
    """1234,5 is 1234.5 or 12345: a wrong comma makes a bill ten times as high."""
    assert not isinstance(sheets.read_value(cell), Decimal)
    assert not isinstance(sheets.read_value("9" * 60), Decimal)
    problem = sheets.read_value("约 200")
    assert not isinstance(problem, Decimal)
    assert to_fen(Decimal("239.9404")) == 23994

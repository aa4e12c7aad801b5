"""The papers of a complaint's way, issued from its record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from desk import i18n
from desk.catalog import catalog, label
from desk.errors import DeskError, InvalidInput, NotAllowed, NotFound
from desk.models import Customer
from desk.rules.callbacks import CallbackEntry
from desk.services import requests, slips
from desk.services.callbacks import record_callback
from desk.services.requests import RequestEntry, RequestView, day_sheets, notices, papers
from desk.services.requests import moves as request_moves
from desk.services.requests.notices import DamageEntry, NoticeEntry
from desk.slips.engine.slip import Slip


def log(desk, **changes) -> RequestView:
    entry = RequestEntry(
        kind="complaint", channel="phone", unit_id=1, caller_name="欧阳念南", caller_phone="138 1234 0001",
        category="noise", place="upstairs", content="楼上连续三晚敲打。", wish="书面答复", repeated_back=True,
        promised_at=desk.clock() + timedelta(hours=2),
    )  # fmt: skip
    return requests.log_request(desk, replace(entry, **changes))


def said(slip: Slip) -> str:
    return "\n".join(slip.texts())


@pytest.fixture
def handled(desk, clock) -> RequestView:
    """A complaint that was escalated, resolved, answered, and asked about twice: no answer, then satisfied."""
    found = log(desk)
    clock.forward(minutes=2)
    requests.assign(desk, found.id, department="security", responsible="陈刚")
    request_moves.escalate(desk, found.id, to="supervisor", reason="第三次反映")
    clock.forward(hours=1)
    requests.resolve(desk, found.id, result="已停止夜间施工。", cause="施工人员不知道时段。")
    request_moves.reply(desk, found.id, note="电话告知结果")
    clock.forward(days=1)
    record_callback(desk, found.id, CallbackEntry("no-answer", again_at=desk.clock() + timedelta(hours=2)))
    clock.forward(hours=3)
    return record_callback(desk, found.id, CallbackEntry("reached", method="visit", score=4, words="这次安静了"))


def test_the_handling_form_tells_the_whole_way(desk, handled):
    slip = papers.handling_preview(desk, handled.id)
    text = said(slip)
    for part in (
        handled.number, "1栋1单元101", "欧阳念南", "138****0001", "楼上连续三晚敲打。", "书面答复", "施工人员不知道时段。",
        "秩序部 陈刚", "已停止夜间施工。", "电话告知结果", "第三次反映", "这次安静了", "2026-11-21 10:02",
    ):  # fmt: skip
        assert part in text, part
    assert "13812340001" not in text
    steps = [row[1] for row in slip.tables[0].rows]
    assert steps == [label("events", kind) for kind in ("assigned", "escalated", "resolved", "replied")]
    ticked = {tick.label for field in slip.after for tick in field.ticks if tick.ticked}
    assert ticked == {label("scores", "4"), i18n._("Supervisor")}


def test_a_form_for_a_fresh_complaint_leaves_room_to_write(desk):
    slip = papers.handling_preview(desk, log(desk).id)
    assert slip.tables[0].least_rows > len(slip.tables[0].rows)
    assert not [t for f in slip.after for t in f.ticks if t.ticked and t.label != i18n._("Not escalated")]


def test_papers_are_issued_under_numbers_of_their_own_and_belong_to_the_request(desk, handled, events):
    issued = [
        papers.issue_handling(desk, handled.id),
        papers.issue_callback(desk, handled.id),
        papers.issue_letter(desk, handled.id),
    ]
    day = f"{desk.today():%Y%m%d}"
    assert [(slip.kind, slip.number) for slip in issued] == [
        ("handling", f"CL-{day}-0001"),
        ("callback", f"HF-{day}-0001"),
        ("reply", f"HH-{day}-0001"),
    ]
    found = requests.request(desk, handled.id)
    assert [slip.number for slip in found.slips[-3:]] == [slip.number for slip in issued]
    assert found.state == handled.state  # a paper moves nothing
    assert slips.slip_content(desk, issued[0].number) == replace(
        papers.handling_preview(desk, handled.id), number=issued[0].number
    )
    for slip in issued:
        assert slips.pdf(desk, slip.number).startswith(b"%PDF")
    (audit,) = events("request.letter")
    assert audit.subject == f"request:{handled.id}"
    assert audit.data["slips"] == [issued[2].number]


def test_the_callback_record_lists_the_attempts_of_the_last_round(desk, handled):
    slip = papers.callback_preview(desk, handled.id)
    assert [(row[1], row[2], row[3]) for row in slip.tables[0].rows] == [
        (label("callback_methods", "phone"), "林晓", label("callback_outcomes", "no-answer")),
        (label("callback_methods", "visit"), "林晓", label("callback_outcomes", "reached")),
    ]
    ticked = [tick.label for field in slip.after for tick in field.ticks if tick.ticked]
    assert ticked == [i18n._("At the door"), label("scores", "4")]
    assert slip.signatures[1].name == "林晓"


def test_dissatisfied_starts_a_new_round_and_the_record_keeps_the_words(desk, clock):
    found = log(desk)
    requests.assign(desk, found.id, department="security", responsible="陈刚")
    requests.resolve(desk, found.id, result="已制止", cause="不知道时段")
    clock.forward(hours=5)
    reasons = (catalog("callback_reasons")[0].code,)
    record_callback(desk, found.id, CallbackEntry("reached", score=1, reasons=reasons, words="又敲了"))
    slip = papers.callback_preview(desk, found.id)
    assert "又敲了" in said(slip)
    assert label("callback_reasons", reasons[0]) in said(slip)
    reopened = papers.handling_preview(desk, found.id)
    assert any(field.label == i18n._("Reopened") for field in reopened.after)
    assert "又敲了" not in "".join(field.value for field in reopened.after)  # the new round has not been asked about


# -------------------------------------------------------------------------------------------------------------- letter
def test_the_letter_salutes_by_surname(desk, handled):
    assert "欧阳先生/女士" in papers.letter_preview(desk, handled.id).body[0].text, "nobody knows whether it is a man"
    assert "欧阳老师" in papers.letter_preview(desk, handled.id, papers.LetterEntry(salutation="欧阳老师")).body[0].text


def test_a_customer_is_addressed_as_they_wish(desk, clock):
    with desk.database.write() as session:
        person = Customer(name="单雄风", created_at=clock(), changed_at=clock(), salutation="单校长")
        firm = Customer(name="某某科技有限公司", kind="company", created_at=clock(), changed_at=clock())
        woman = Customer(name="董敏诗", sex="female", created_at=clock(), changed_at=clock())
        man = Customer(name="董敏", sex="male", created_at=clock(), changed_at=clock())
        child = Customer(name="董小诗", sex="male", birthday=date(2018, 3, 1), created_at=clock(), changed_at=clock())
        session.add_all([person, firm, woman, man, child])
        session.flush()
        ids = person.id, firm.id, woman.id, man.id, child.id
    greetings = [
        papers.letter_preview(desk, log(desk, customer_id=customer, caller_name="").id).body[0].text for customer in ids
    ]
    assert "单校长" in greetings[0]
    assert "贵公司" in greetings[1]
    assert "董女士" in greetings[2]
    assert "董公" in greetings[3]
    assert "董小诗：" in greetings[4].replace(":", "：").replace(",", "：")


def test_a_letter_needs_a_result_and_a_name(desk, handled):
    with pytest.raises(DeskError) as caught:
        papers.issue_letter(desk, log(desk).id)
    assert caught.value.code == "paper-not-yet"
    nobody = log(
        desk, anonymous=True, caller_name="", caller_phone="", solved_on_spot=True, result="已制止", promised_at=None
    )
    with pytest.raises(DeskError) as caught:
        papers.issue_letter(desk, nobody.id)
    assert caught.value.code == "anonymous"
    with pytest.raises(NotFound):
        papers.letter_preview(desk, 999_999)
    desk.actor = None
    with pytest.raises(NotAllowed):
        papers.issue_letter(desk, handled.id)


def test_what_is_typed_for_the_letter_stands_in_it(desk, handled):
    entry = papers.LetterEntry(findings="现场核实属实", further="夜巡一周", signed_by="周敏")
    texts = [passage.text for passage in papers.letter_preview(desk, handled.id, entry).body]
    assert any("现场核实属实" in text for text in texts)
    assert any("夜巡一周" in text for text in texts)
    assert "周敏" in texts


# -------------------------------------------------------------------------------------------------------------- notice
def notice(desk, **changes) -> NoticeEntry:
    entry = NoticeEntry(
        unit_id=1, findings="夜间使用电锤", demand="停止夜间施工", deadline=desk.clock() + timedelta(days=3), addressee="王某",
        phone="13812340001", damages=(DamageEntry("地砖", "2 块", Decimal("360.50")), DamageEntry("灯", "1", Decimal(40))),
    )  # fmt: skip
    return replace(entry, **changes)


def test_a_notice_is_issued_for_a_room_or_a_request(desk, handled):
    plain = notices.issue_notice(desk, notice(desk))
    assert plain.number.startswith("ZG-")
    assert plain.subject == "unit:1"
    text = said(slips.slip_content(desk, plain.number))
    for part in ("1栋1单元101", "夜间使用电锤", "¥360.50", "¥400.50", "人民币肆佰元零伍角整", "138****0001"):
        assert part in text, part
    assert "13812340001" not in text
    of_request = notices.issue_notice(desk, notice(desk, request_id=handled.id, addressee=""))
    assert of_request.subject == f"request:{handled.id}"
    assert handled.number in said(slips.slip_content(desk, of_request.number))
    assert "欧阳念南" in said(slips.slip_content(desk, of_request.number))


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"findings": " "}, "findings", "required"),
        ({"demand": ""}, "demand", "required"),
        ({"deadline": None}, "deadline", "required"),
        ({"damages": (DamageEntry("地砖", "1", Decimal(-1)),)}, "damages.0.amount", "amount"),
        ({"damages": (DamageEntry("地砖", "1", Decimal(0)),)}, "damages.0.amount", "amount"),
        ({"damages": (DamageEntry("地砖", "1", Decimal("NaN")),)}, "damages.0.amount", "amount"),
        ({"damages": (DamageEntry("", "1", Decimal(1)),)}, "damages.0.item", "required"),
    ],
)
def test_a_notice_with_faults_is_refused_by_field_and_previewed_all_the_same(desk, changes, field, code):
    entry = notice(desk, **changes)
    assert notices.notice_preview(desk, entry).kind == "rectification"
    with pytest.raises(InvalidInput) as caught:
        notices.issue_notice(desk, entry)
    assert [(problem.field, problem.code) for problem in caught.value.problems] == [(field, code)]
    assert not slips.slips_of(desk, "unit:1")


def test_a_deadline_in_the_past_and_an_unknown_room_are_refused(desk):
    with pytest.raises(InvalidInput) as caught:
        notices.issue_notice(desk, notice(desk, deadline=desk.clock()))
    assert caught.value.problems[0].code == "past"
    with pytest.raises(NotFound):
        notices.notice_preview(desk, notice(desk, unit_id=999))


# ----------------------------------------------------------------------------------------------------------- day sheet
def test_the_day_sheet_holds_the_day_and_nothing_else(desk, clock, handled):
    written = log(desk, channel="letter", repeated_back=False, caller_name="王某")
    sheet = day_sheets.day_sheet_preview(desk, date(2026, 11, 21))
    (row,) = sheet.tables[0].rows
    assert row[:7] == (
        "1", "10:00", "欧阳念南", "1栋1单元101", "138****0001",
        " / ".join(("投诉", label("categories", "noise"), label("places", "upstairs"))), "楼上连续三晚敲打。",
    )  # fmt: skip
    assert row[7] == i18n._("Yes")
    assert row[8] == "11-21 12:00"
    assert row[10].splitlines()[0] == f"10:02 {label('events', 'assigned')}"
    assert row[11] == "已停止夜间施工。"
    assert row[12] == f"11-22 {label('scores', '4')}"
    (other,) = day_sheets.day_sheet_preview(desk, desk.local(written.received_at).date()).tables[0].rows
    assert (other[2], other[7]) == ("王某", "")  # there was nobody to repeat a letter to
    assert day_sheets.day_sheet_preview(desk, date(2026, 11, 1), blank=5).tables[0].least_rows == 5


def test_a_day_sheet_is_issued_and_printed(desk, handled, events):
    issued = day_sheets.issue_day_sheet(desk, date(2026, 11, 21), blank=3)
    assert (issued.subject, issued.paper) == ("day:2026-11-21", "a4-wide")
    assert slips.pdf(desk, issued.number).startswith(b"%PDF")
    (audit,) = events("day-sheet.issue")
    assert audit.data["slips"] == [issued.number]
    with pytest.raises(InvalidInput) as caught:
        day_sheets.issue_day_sheet(desk, desk.today() + timedelta(days=1))
    assert caught.value.problems[0].field == "day"


def test_papers_speak_the_language_of_the_sites_slips(desk, handled):
    i18n.set_language("en")
    assert desk.site.slip_language == "zh_CN"
    with i18n.speaking("zh_CN"):
        title = i18n._("Complaint handling form")
    assert papers.handling_preview(desk, handled.id).title == title

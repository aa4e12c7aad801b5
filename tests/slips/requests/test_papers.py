"""The papers of a complaint's way: what has to stand on them, and what must not."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from desk.features import slip_kinds
from desk.i18n import speaking
from desk.slips.callbacks import CallbackFacts, callback_record
from desk.slips.engine import raster
from desk.slips.engine.renderer import render
from desk.slips.engine.slip import Field, Passage, Slip
from desk.slips.requests import DispatchFacts, dispatch_slip, satisfaction
from desk.slips.requests.day_sheet import DaySheetFacts, TalkFacts, day_sheet
from desk.slips.requests.handling import HandlingFacts, handling_form
from desk.slips.requests.letter import ReplyFacts, reply_letter
from desk.slips.requests.notice import NoticeFacts, rectification_notice
from tests.kit.pdf import page_text

BUILDERS = {
    "handling": lambda language: handling_form(HandlingFacts(language=language)),
    "callback": lambda language: callback_record(CallbackFacts(language=language)),
    "day-sheet": lambda language: day_sheet(DaySheetFacts(language=language)),
    "rectification": lambda language: rectification_notice(NoticeFacts(language=language)),
    "reply": lambda language: reply_letter(ReplyFacts(language=language)),
}


def ticked(field: Field) -> list[str]:
    return [tick.label for tick in field.ticks if tick.ticked]


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


def pages(slip: Slip, paper: str) -> list[str]:
    pdf = render(slip, paper)
    return [page_text(pdf, index) for index in range(len(raster.pages(pdf)))]


@pytest.mark.parametrize("kind", BUILDERS)
def test_an_empty_form_to_fill_in_by_hand_is_one_page_in_every_language(kind: str) -> None:
    for language in ("zh_CN", "zh_TW", "en"):
        slip = BUILDERS[kind](language)
        assert slip.kind == kind
        for paper in slip_kinds()[kind].papers:
            assert len(raster.pages(render(slip, paper))) == 1, (language, paper)


def test_one_grade_of_five_is_ticked() -> None:
    with speaking("en"):
        assert [[t.ticked for t in satisfaction(grade)].index(True) for grade in (5, 4, 3, 2, 1)] == [0, 1, 2, 3, 4]
        assert not any(t.ticked for t in satisfaction())
        assert [t.label for t in satisfaction(1) if t.ticked] == ["Very dissatisfied"]


def test_handling_form_says_to_whom_it_was_escalated() -> None:
    facts = HandlingFacts(language="en")
    for to, expected in (("", "Not escalated"), ("supervisor", "Supervisor"), ("manager", "Centre manager")):
        slip = handling_form(replace(facts, escalated_to=to))
        (field,) = [f for f in slip.after if f.label == "Escalation"]
        assert ticked(field) == [expected]


def test_handling_form_prints_a_waiver_in_place_of_the_callback() -> None:
    labels = [f.label for f in handling_form(HandlingFacts(waiver="客户已搬离", language="en")).after]
    assert "Callback waived" in labels
    assert "Callback" not in labels
    with_callback = [f.label for f in handling_form(HandlingFacts(language="en")).after]
    assert "Callback" in with_callback


def test_handling_form_counts_how_often_it_was_taken_up_again() -> None:
    for count, words in ((1, "1 time"), (3, "3 times")):
        (field,) = [
            f for f in handling_form(HandlingFacts(reopened=count, language="en")).after if f.label == "Reopened"
        ]
        assert field.value == words
    assert not any(f.label == "Reopened" for f in handling_form(HandlingFacts(language="en")).after)


def test_a_visit_at_the_door_is_ticked_and_signed_for() -> None:
    for visit, expected in ((True, ["At the door"]), (False, ["By phone"]), (None, [])):
        slip = callback_record(CallbackFacts(door_visit=visit, language="en"))
        (field,) = [f for f in slip.after if f.label == "Way of callback"]
        assert ticked(field) == expected
        assert slip.signatures[0].label == "Customer's signature"


def test_a_notice_charges_nothing(more: dict[str, Slip]) -> None:
    """Handbook C-9: no power to fine; damage stands item by item and only when there is any."""
    plain = rectification_notice(NoticeFacts(language="en"))
    assert any("no fine is charged" in clause for clause in plain.clauses)
    assert not plain.tables
    assert not any("¥" in text for text in plain.texts())
    assert [row[0] for row in more["rectification"].tables[0].rows] == ["12 层走道地砖 800×800"]


def test_day_sheet_runs_over_with_headings_and_loses_no_line() -> None:
    talks = tuple(
        TalkFacts(f"{n // 60 + 8:02d}:{n % 60:02d}", f"客户{n:03d}", content="反映楼道照明。" * 3) for n in range(70)
    )
    slip = day_sheet(DaySheetFacts(number="GT-20261121-0001", talks=talks, language="en"))
    printed = pages(slip, "a4-wide")
    assert len(printed) >= 3
    everything = "".join(printed)
    assert [everything.count(f"客户{n:03d}") for n in range(70)] == [1] * 70
    assert all("Repeated" in page for page in printed if "客户0" in page)
    assert slip.tables[0].rows[69][0] == "70"


def test_repeated_back_is_said_in_words() -> None:
    talks = (TalkFacts(repeated_back=True), TalkFacts(repeated_back=False), TalkFacts())
    rows = day_sheet(DaySheetFacts(talks=talks, language="en")).tables[0].rows
    assert [row[7] for row in rows] == ["Yes", "No", ""]


def test_landscape_is_wider_than_high() -> None:
    size = raster.pages(render(day_sheet(DaySheetFacts()), "a4-wide"))[0]
    assert (round(size.width / 72 * 25.4), round(size.height / 72 * 25.4)) == (297, 210)


def test_letter_salutes_by_surname_and_leaves_out_what_is_not_known() -> None:
    letter = reply_letter(ReplyFacts(salutation="欧阳公", result="已修好。", hotline="010-6000 0000", language="en"))
    texts = [passage.text for passage in letter.body]
    assert texts[0] == "Dear 欧阳公,"
    assert "What was done: 已修好。" in texts
    assert not any(text.startswith(("The cause", "This is what we found", "You told us")) for text in texts)
    assert any("010-6000 0000" in text for text in texts)


def test_a_long_letter_runs_over_and_keeps_every_word(more: dict[str, Slip]) -> None:
    sentences = [f"第{n}条处理情况说明如下；" for n in range(100, 240)]
    letter = replace(
        more["reply"], body=(Passage("".join(sentences), indent=True), Passage("落款", right=True)), copies=()
    )
    printed = pages(letter, "a4")
    assert len(printed) == 2
    everything = flat("".join(printed))
    assert all(everything.count(sentence) == 1 for sentence in sentences)


def test_text_at_the_right_ends_at_the_margin() -> None:
    def rightmost(right: bool) -> int:
        slip = Slip("x", "", "", body=(Passage("落款", right=right),))
        picture = raster.page_mono(render(slip, "a4"), 0, 100)
        rows = [picture.data[y * picture.stride : y * picture.stride + picture.width] for y in range(100, 250)]
        return max((row.rfind(0) for row in rows), default=-1)

    edge = (210 - 17) / 25.4 * 100
    assert edge - 6 < rightmost(True) <= edge
    assert rightmost(False) < edge / 2


def test_slips_without_running_text_keep_their_bytes(complaint: Slip) -> None:
    """Issued slips are stored with their hash: a new part of a slip may not change old ones."""
    assert '"body"' not in complaint.to_json()
    letter = Slip("reply", "回复函", "HH-1", body=(Passage("一", True), Passage("二", right=True)))
    assert Slip.from_json(letter.to_json()) == letter


def test_a_work_order_of_something_else_than_a_repair_does_not_speak_of_repairs() -> None:
    """Every field and signature: a complaint is not reported by somebody who wants something mended."""
    for language, words in (("zh_CN", "修"), ("zh_TW", "修"), ("en", "epair")):
        with speaking(language):
            title = "派工单"
            texts = [
                text
                for text in dispatch_slip(DispatchFacts(language=language, repair=False, title=title)).texts()
                if text
            ]
            assert [text for text in texts if words in text] == []
            assert [text for text in dispatch_slip(DispatchFacts(language=language)).texts() if words in text]


def test_the_first_caption_of_a_row_of_small_fields_stands_in_the_column_of_all() -> None:
    from desk.slips.engine.layout import Layout
    from desk.slips.engine.paper import PAPERS

    fields = (
        Field("材料与人工费", "¥", span=4),
        Field("人工费", "¥", span=4),
        Field("合计", "¥", span=4),
        Field("内容", "", span=12),
    )
    slip = Slip(kind="x", title="单", number="X-1", site="阳光花园", fields=fields)
    layout = Layout(slip, PAPERS["a5"], "2026-11-21")
    rows = layout._grid(fields, 1.0)
    assert rows[0].cells[0].width == rows[1].cells[0].width

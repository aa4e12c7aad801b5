"""The papers of a notice on their pages (handbook S22)."""

from __future__ import annotations

import pypdfium2 as pdfium
import pytest

from desk.rules.notices import ENGLISH, TEXT
from desk.slips.engine.renderer import render
from desk.slips.engine.slip import Slip
from desk.slips.notices import household_copy, poster
from tests.slips.notices.samples import facts, head, papers


def pages(slip: Slip, paper: str) -> list[str]:
    document = pdfium.PdfDocument(render(slip, paper))
    return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


def test_the_poster_says_what_where_and_when_on_one_sheet() -> None:
    (page,) = pages(papers()["notice-poster"], "a4")
    for words in ("停水通知", "1栋、3栋、5栋", "2026年11月24日09:00至17:00", "供水公司当天通知", "TZ-20261121-0001"):
        assert words in page
    assert "010-60000000" in page


@pytest.mark.parametrize(
    ("text", "english", "size"),
    [
        ("停水。", "", "huge"),
        ("字" * 300, "", "large"),
        ("字" * TEXT, "", ""),
        ("字" * TEXT, "word " * (ENGLISH // 5), ""),
    ],
)
def test_type_is_as_large_as_one_sheet_allows(text: str, english: str, size: str) -> None:
    slip = poster(facts(text=text, english=english), head())
    assert slip.body[1].size == size
    assert len(pages(slip, "a4")) == 1


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en"])
def test_a_copy_has_the_words_of_the_poster(language: str) -> None:
    made = papers(language)
    on_poster = [passage.text for passage in made["notice-poster"].body]
    assert [passage.text for passage in made["notice-copy"].body if passage.text not in on_poster] == []
    assert len(pages(made["notice-copy"], "a5")) == 1


def test_what_has_happened_says_so() -> None:
    assert household_copy(facts(emergency=True), head()).body[0].text == "紧急"


def test_no_clerk_is_named_on_what_hangs() -> None:
    made = papers()
    assert "林晓" not in "".join((*made["notice-poster"].texts(), *made["notice-copy"].texts()))


def test_the_delivery_list_has_every_home_with_room_to_sign() -> None:
    slip = papers()["notice-list"]
    assert len(slip.tables[0].rows) == 44
    assert {row[2] for row in slip.tables[0].rows} == {""}
    found = pages(slip, "a4")
    assert "1栋2单元1102" in found[-1]
    assert all("签收人" in page for page in found)  # the heads on each sheet


def test_the_proof_says_where_and_how_long_it_hung_with_its_photos() -> None:
    slip = papers()["notice-proof"]
    assert [row[1:5] for row in slip.tables[0].rows] == [
        ("小区大门公告栏", "2026-11-21 10:20 李强", "2026-11-25 09:00 李强", "照片 1"),
        ("1栋1单元大堂", "2026-11-21 10:35 李强", "2026-11-25 09:05 李强", "照片 2"),
        ("3栋大堂", "2026-11-21 10:50 王姐", "", ""),
    ]
    assert [(each.sha[0], each.caption[:1]) for each in slip.pictures] == [("a", "1"), ("b", "2"), ("c", "")]
    (page,) = pages(slip, "a4")
    assert "公告张贴记录" in page

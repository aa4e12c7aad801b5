"""Texts of letters, who is left out, and how people are addressed in each language (handbook A6, B2.4, S3, C-36)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import i18n
from desk.i18n import speaking
from desk.rules.fees.dunning import threat_problems
from desk.rules.kit.names import salutation
from desk.rules.letters import (
    FREE_KINDS,
    KINDS,
    PLACEHOLDERS,
    Facts,
    asked,
    filled,
    left_out,
    parts,
    starting,
    text_problems,
)

VALUES = {
    "称呼": "李公", "姓名": "李明", "房号": "1栋1单元101", "金额": "¥239.94", "日期": "2026年11月21日",
    "落款": "阳光花园物业服务中心\n前台接待 林晓",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "sex", "style", "language", "expected"),
    [
        ("李明", "male", "gong", "zh_CN", "李公"),
        ("郑文", "male", "gong", "zh_CN", "郑公"),
        ("欧阳敏", "male", "gong", "zh_CN", "欧阳公"),
        ("李芳", "female", "gong", "zh_CN", "李女士"),  # never 公 to a woman
        ("李明", "male", "sir-madam", "zh_CN", "李先生"),
        ("李明", "", "gong", "zh_CN", "李先生/女士"),
        ("李明", "male", "gong", "zh_TW", "李先生"),  # 公 belongs to obituaries there
        ("歐陽敏", "female", "gong", "zh_TW", "歐陽女士"),
        ("John Smith", "male", "sir-madam", "en", "Mr John Smith"),
        ("王芳", "female", "gong", "en", "Ms 王芳"),
        ("John Smith", "", "sir-madam", "en", "John Smith"),
    ],
)
def test_salutation_by_language(name: str, sex: str, style: str, language: str, expected: str) -> None:
    assert salutation(name, sex=sex, style=style, language=language) == expected


def test_companies_and_children() -> None:
    assert salutation("光明公司", company=True) == "贵公司"
    assert salutation("光明公司", company=True, language="zh_TW") == "貴公司"
    assert salutation("Acme Ltd", company=True, language="en") == "Acme Ltd"
    for language in ("zh_CN", "zh_TW", "en"):
        assert salutation("王小满", child=True, sex="male", language=language) == "王小满"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["required"]),
        ("  \n", ["required"]),
        ("尊敬的{称呼}：您好", []),
        ("{称呼}{姓名}{房号}{金额}{日期}{落款}", []),
        ("{称呼} {电话}", ["placeholder"]),
        ("{称呼} {", ["placeholder"]),
        ("} {称呼}", ["placeholder"]),
        ("{}", ["placeholder"]),
        ("长" * 2001, ["long"]),
    ],
)
def test_a_text_is_checked(text: str, codes: list[str]) -> None:
    assert [problem.code for problem in text_problems(text)] == codes


def test_an_unknown_placeholder_is_named() -> None:
    (problem,) = text_problems("{称呼}，{电话} {身份证} {电话}")
    assert "{电话}、{身份证}" in problem.message
    assert problem.field == "text"


def test_a_letter_has_an_opening_its_text_and_a_closing() -> None:
    found = parts("尊敬的{称呼}：\n请核对 {房号} 的电话。\n\n{落款}\n{日期}", VALUES)
    assert [(part.place, part.text) for part in found] == [
        ("opening", "尊敬的李公："),
        ("text", "请核对 1栋1单元101 的电话。"),
        ("closing", "阳光花园物业服务中心"),
        ("closing", "前台接待 林晓"),
        ("closing", "2026年11月21日"),
    ]


def test_sender_and_date_close_every_letter() -> None:
    found = parts("截至{日期}，{房号} 尚欠 {金额}。", VALUES)
    assert [part.place for part in found] == ["text", "closing", "closing", "closing"]
    assert found[0].text == "截至2026年11月21日，1栋1单元101 尚欠 ¥239.94。"
    both = parts("{称呼}：\n您好\n{落款} {日期}", VALUES)
    assert [part.text for part in both][-1] == "2026年11月21日"
    assert sum(part.place == "closing" for part in both) == 3  # each once


def test_what_a_value_holds_is_not_read_again() -> None:
    assert filled("{姓名}", {"姓名": "{金额}", "金额": "¥1.00"}) == "{金额}"


@given(st.text(alphabet="{}称呼姓名房号x \n", max_size=40))
def test_a_text_that_passes_leaves_no_brace(text: str) -> None:
    if not text_problems(text):
        assert asked(text) <= set(PLACEHOLDERS)
        printed = "".join(part.text for part in parts(text, VALUES))
        assert "{" not in printed
        assert "}" not in printed


WELL = Facts(name="李明", agreed=True, owed=23994)


@pytest.mark.parametrize(
    ("kind", "facts", "why"),
    [
        ("service", Facts(name="李明"), ""),
        ("service", Facts(name="  "), "no-name"),
        ("service", Facts(name="李明", opted_out=True), ""),  # service letters are no greetings
        ("dunning", Facts(name="李明", opted_out=True, owed=1), ""),
        ("notice", Facts(name="李明", child=True), ""),
        ("greeting", Facts(name="李明"), "no-consent"),
        ("greeting", Facts(name="李明", agreed=True), ""),
        ("greeting", Facts(name="李明", agreed=True, opted_out=True), "opted-out"),
        ("news", Facts(name="李明", opted_out=True), "opted-out"),
        ("news", Facts(name="李明"), "no-consent"),
        ("greeting", Facts(name="小明", agreed=True, child=True), "child"),
        ("greeting", Facts(name="小明", agreed=True, child=True, guardian=True), ""),
        ("service", Facts(name="李明", had=True), "had-it"),
        ("dunning", Facts(name="李明", owed=1, promised=True), "promised"),
    ],
)
def test_who_is_left_out(kind: str, facts: Facts, why: str) -> None:
    assert left_out(kind, (), facts) == why


def test_what_cannot_be_filled_in_is_not_sent() -> None:
    assert left_out("service", {"金额"}, Facts(name="李明")) == "nothing-due"
    assert left_out("service", {"金额"}, Facts(name="李明", owed=0, disputed=True)) == "disputed"
    assert left_out("service", {"金额"}, Facts(name="李明", owed=1)) == ""
    assert left_out("service", {"房号"}, Facts(name="李明", room=False)) == "no-room"


def test_again_needs_the_clerks_word_and_lifts_nothing_else() -> None:
    had = Facts(name="李明", had=True)
    assert left_out("service", (), had, again=True) == ""
    for kind in FREE_KINDS:
        assert left_out(kind, (), had, again=True) == "no-consent"


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW", "en"])
def test_the_starting_texts_pass_their_own_rules(language: str) -> None:
    with speaking(language):
        texts = starting.texts()
    assert len({text.name for text in texts}) == len(texts) == 9
    assert {text.kind for text in texts} == set(KINDS)
    for text in texts:
        assert text_problems(text.text) == []
        assert "{称呼}" in text.text
        assert threat_problems(text.text, ("限电", "停用门禁")) == []
        printed = parts(text.text, VALUES)
        assert printed[0].place == "opening"
        assert printed[-1].place == "closing"
    assert i18n.current_language() == "zh_CN"

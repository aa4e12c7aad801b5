"""The words of the trade, one for each thing: what must not stand in the texts of a language (handbook "Words")."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from desk import paths

ROOT = Path(__file__).resolve().parent.parent
NEVER = {
    # A riot; what the law forbids to threaten; what no customer may read of himself; what is said of people, not of programs.
    "zh_CN": ("群体事件", "黑名单", "信用问题", "定金", "订金", "审计", "清户灯", "亲爱的", "！"),
    # Words of the mainland, where Taiwan has its own.
    "zh_TW": (
        "群體事件", "黑名單", "定金", "訂金", "審計", "清戶燈", "尊敬的", "！",
        "投訴", "業主", "租戶", "房號", "樓棟", "班組", "首接人", "簽字", "開具", "整改", "存在問題", "核實", "節假日", "及時率",
        "兌現率", "辦結", "產權證", "工作單位", "職位", "錄錯", "短橫線", "崗位", "上年末", "櫃台", "丟棄", "短信", "信息", "打印",
        "髮", "隻能", "隻有", "隻回", "引數", "默認", "賬", "裝修", "軟件", "數據", "鼠標", "屏幕", "文件夾", "視頻", "網絡", "質量",
        "視窗口", "物業公司",
    ),
}  # fmt: skip
LAW = "個人信息保護法"
"""The name of a law stays as it is."""
PLACES = re.compile(r"\{[^}]*\}")
"""Places of a template are names, the same in each language."""
ONLY_TO_DENY = {"zh_CN": ("罚款", "处罚", "扣押身份证", "储值"), "zh_TW": ("罰款", "處罰", "扣押身分證", "儲值")}
"""Words that may stand only beside a word that denies them."""
DENIES = re.compile("[不无無没沒]")


def texts(language: str) -> list[str]:
    file = ROOT / "i18n" / language / "LC_MESSAGES" / "desk.po"
    with file.open("rb") as source:
        messages = [message for message in read_po(source) if message.id]
    found = [
        part
        for message in messages
        for part in (message.string if isinstance(message.string, tuple) else (message.string,))
    ]
    manual = [file.read_text(encoding="utf-8") for file in (paths.resources() / "manual" / language).glob("*.md")]
    tables = [tomllib.loads(file.read_text(encoding="utf-8")) for file in paths.resources().glob("*.toml")]
    return [*found, *(line for text in manual for line in text.splitlines()), *said(tables, language)]


def said(table: Any, language: str, *, mine: bool = False) -> Iterator[str]:
    """The words of a language in a file of resources, at any depth."""
    if isinstance(table, dict):
        for key, value in table.items():
            yield from said(value, language, mine=mine or key == language)
    elif isinstance(table, list):
        for value in table:
            yield from said(value, language, mine=mine)
    elif mine and isinstance(table, str):
        yield table


def source_messages() -> Iterator[tuple[str, str | None, str]]:
    """Where, context and words of each message that the code writes out, wherever in an expression it stands."""
    places = {"_": 0, "N_": 0, "ngettext": 0, "pgettext": 1, "npgettext": 1, "NP_": 1}
    for file in sorted((ROOT / "desk").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in places):
                continue
            said = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            at = places[node.func.id]
            if len(said) > at:
                where = f"{file.relative_to(ROOT).as_posix()}:{node.lineno}"
                yield where, said[0] if at else None, said[at]


def test_every_message_of_the_code_is_in_the_catalogue() -> None:
    """What is written where no extractor looks (inside an f-string) would stay English in every language."""
    with (ROOT / "i18n" / "desk.pot").open("rb") as source:
        template = read_po(source)
    known = {(one.context, one.id[0] if isinstance(one.id, tuple) else one.id) for one in template}
    found = list(source_messages())
    assert len(found) > 5_000
    assert [each for each in found if each[1:] not in known] == []


@pytest.mark.parametrize("language", NEVER)
def test_no_wrong_word(language: str) -> None:
    found = [(word, text) for text in texts(language) for word in NEVER[language] if word in text.replace(LAW, "")]
    assert found == []


def simplified(text: str) -> str:
    """The signs of a text that Taiwan does not write: those that its own standard (Big5) does not hold."""
    found = []
    for sign in PLACES.sub("", text):
        if "\u4e00" <= sign <= "\u9fff":
            try:
                sign.encode("big5")
            except UnicodeEncodeError:
                found.append(sign)
    return "".join(found)


def test_nothing_simplified_stands_in_the_traditional_texts() -> None:
    assert simplified("证件核對，{房号}") == "证"
    found = texts("zh_TW")
    assert len(found) > 5_000
    assert [(signs, text) for text in found if (signs := simplified(text))] == []


@pytest.mark.parametrize("language", ONLY_TO_DENY)
def test_what_an_office_may_not_do_is_only_denied(language: str) -> None:
    found = [
        text for text in texts(language) for word in ONLY_TO_DENY[language] if word in text and not DENIES.search(text)
    ]
    assert found == []


# ------------------------------------------------------------------------------------------- one msgid, one thing
HAN = re.compile("[\u4e00-\u9fff]+")
SAME = ROOT / "tests" / "same_thing.tsv"
"""Labels whose places name them by other words that mean the same there, as somebody has looked at: msgid, the term said there."""


def unlike(said: str, shown: str) -> bool:
    """Whether what a place calls a thing (its comment for translators) has nothing in common with what is shown there."""
    terms = HAN.findall(said)
    shown = "".join(HAN.findall(shown))
    return bool(terms and shown) and not any(
        term in shown or shown in term or len(set(term) & set(shown)) > 1 for term in terms
    )


def two_meanings() -> list[tuple[str, str]]:
    """(msgid, term) of every short label that is called otherwise where it stands than its translation calls it."""
    with (ROOT / "i18n" / "zh_CN" / "LC_MESSAGES" / "desk.po").open("rb") as source:
        messages = [each for each in read_po(source) if isinstance(each.id, str) and each.id]
    return sorted(
        {
            (each.id, comment.removeprefix("L10N:").strip())
            for each in messages
            if each.context is None and "{" not in each.id and len(each.id.split()) <= 3
            for comment in each.auto_comments
            if comment.startswith("L10N:") and unlike(comment.removeprefix("L10N:"), str(each.string))
        }
    )


def test_one_label_does_not_stand_for_two_things() -> None:
    """A new one needs a msgid or a context of its own; only where it is the same thing by another word it is added to the list."""
    known = sorted(tuple(line.split("\t")) for line in SAME.read_text(encoding="utf-8").splitlines())
    found = two_meanings()
    assert [each for each in found if each not in known] == []
    assert [each for each in known if each not in found] == [], "not so any more"


def test_two_things_of_one_label_are_noticed() -> None:
    assert unlike("出账", "账单")
    assert unlike("遗失", "挂失")
    assert unlike("领取人签字; 发放人", "接收人")
    assert not unlike("收取金额", "金额（元）")
    assert not unlike("打印 A4（八张一页）", "A4 打印")

"""The words of the trade, one for each thing: what must not stand in the texts of a language (handbook "Words")."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

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
        "髮", "隻能", "隻有", "隻回", "引數", "默認", "賬", "軟件", "數據", "鼠標", "屏幕", "文件夾", "視頻", "網絡", "質量", "視窗口", "物業公司",
    ),
}  # fmt: skip
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
    with (paths.resources() / "catalog.toml").open("rb") as source:
        lists = tomllib.load(source)
    pages = [file.read_text(encoding="utf-8") for file in (paths.resources() / "manual" / language).glob("*.md")]
    return [*found, *pages, *(entry[language] for entries in lists.values() for entry in entries if language in entry)]


@pytest.mark.parametrize("language", NEVER)
def test_no_wrong_word(language: str) -> None:
    found = [(word, text) for text in texts(language) for word in NEVER[language] if word in text]
    assert found == []


@pytest.mark.parametrize("language", ONLY_TO_DENY)
def test_what_an_office_may_not_do_is_only_denied(language: str) -> None:
    found = [
        text for text in texts(language) for word in ONLY_TO_DENY[language] if word in text and not DENIES.search(text)
    ]
    assert found == []

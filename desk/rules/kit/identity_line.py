"""What an identity-card reader types or pastes: a line with name, sex, nation, birth, address, number (handbook B2.2).

Readers differ in what they put between the parts (tab, line end, |, comma) and whether they name them (姓名：…); the
parts are therefore told by what they look like, and only what is left is told by its place.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from desk.rules.kit.identity import DocumentKind, guess_kind, normalise
from desk.rules.kit.texts import visible

NATIONS = frozenset(
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌"
    " 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺".split()
)
"""The 56 nations as the card prints them; never kept (sensitive, handbook B3), known only to be told from a name."""

_KINDS = (DocumentKind.RESIDENT_CARD, DocumentKind.RESIDENCE_PERMIT, DocumentKind.FOREIGN_PERMANENT_RESIDENT)
_BETWEEN = re.compile(r"[\t\r\n\v\f|｜;；\u2028\u2029\u21b5]+")
_COMMAS = re.compile(r"[,，]+")
_LABELS = re.compile(
    r"(姓名|性别|民族|出生日期|出生|住址|地址|公民身份号码|身份证号码?|证件号码?|号码|签发机关|有效期限?"
    r"|name|sex|gender|nation|ethnicity|birthday|birth|address|number|id)\s*[:：=]\s*",
    re.IGNORECASE,
)
_BY_LABEL = {
    "姓名": "name", "name": "name", "性别": "sex", "sex": "sex", "gender": "sex", "民族": "nation", "nation": "nation",
    "ethnicity": "nation", "出生日期": "birth", "出生": "birth", "birthday": "birth", "birth": "birth",
    "住址": "address", "地址": "address",
    "address": "address", "签发机关": "other", "有效期限": "other", "有效期": "other",
}  # fmt: skip
_DATE = re.compile(r"(\d{4})\s*[-./年]?\s*(\d{1,2})\s*[-./月]?\s*(\d{1,2})\s*日?")
_VALIDITY = re.compile(
    r"\d{4}[-./年]?\d{1,2}[-./月]?\d{1,2}日?\s*[-—~至]\s*(\d{4}[-./年]?\d{1,2}[-./月]?\d{1,2}日?|长期)"
)
_PLACE = re.compile(r"[省市区县州镇乡村路街道弄号室]")


@dataclass(frozen=True, slots=True)
class IdentityLine:
    """The parts of a reader's line that the form takes.

    Attributes:
        name: as on the card.
        number: normalised.
        kind: the document's kind, a `rules.identity.DocumentKind` value.
        sex: male, female or "" (the line does not say).
        birthday: None when the line has none.
        address: the registered address, "" without one.
    """

    name: str
    number: str
    kind: str
    sex: Literal["", "male", "female"] = ""
    birthday: date | None = None
    address: str = ""


def _date(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _labelled(text: str) -> list[tuple[str, str]]:
    """The parts of 姓名：张三 性别：男 …, each with what its label says."""
    marks = list(_LABELS.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return [
        (_BY_LABEL.get(mark[1].lower(), ""), text[mark.end() : end].strip(" \t\r\n|,，;；"))
        for mark, end in zip(marks, ends, strict=True)
    ]


def _parts(text: str) -> list[tuple[str, str]]:
    if len(_LABELS.findall(text)) >= 2:
        return _labelled(text)
    pieces = [piece.strip() for piece in _BETWEEN.split(text)]
    if len([piece for piece in pieces if piece]) < 3:
        pieces = [piece.strip() for piece in _COMMAS.split(text)]
    return [("", piece) for piece in pieces if piece]


def parse_identity_line(text: str) -> IdentityLine | None:
    """Reads a reader's line.

    Args:
        text: what was pasted or typed into the field of the name.

    Returns:
        The parts; None when the text has not at least a name and an identity number of 18 (or, old, 15) characters with
        something between them, so that an ordinary name is never taken for a line. A number with a wrong check digit is
        given back all the same: the form says what is wrong with it.
    """
    name = sex = address = number = ""
    kind = ""
    birthday: date | None = None
    rest: list[str] = []
    for label, part in _parts(unicodedata.normalize("NFKC", visible(text).strip()) if text else ""):
        guessed = guess_kind(part) if not number and 15 <= len(normalise(part)) <= 18 else None
        if guessed in _KINDS:
            number, kind = normalise(part), str(guessed)
        elif label == "name":
            name = part
        elif label == "address":
            address = part
        elif label in ("nation", "other") or _VALIDITY.fullmatch(part.replace(" ", "")):
            continue
        elif not sex and part in ("男", "女", "M", "F", "Male", "Female", "male", "female"):
            sex = "male" if part[0] in "男Mm" else "female"
        elif birthday is None and (found := _date(part)) is not None:
            birthday = found
        else:
            rest.append(part)
    if not number:
        return None
    # In the order readers write: the name comes first, the nation behind the sex, then a text that names places.
    if not name and rest:
        name = rest.pop(0)
    rest = [part for part in rest if part.removesuffix("族") not in NATIONS]
    if not address:
        address = next((part for part in rest if len(part) >= 6 and _PLACE.search(part)), "")
    if not name or len(name) > 40 or any(character.isdigit() for character in name):
        return None
    # The card fills a name's second half with spaces: 张 三.
    name = name.replace(" ", "") if not re.search(r"[A-Za-z]", name) else " ".join(name.split())
    return IdentityLine(name, number, kind, "male" if sex == "male" else "female" if sex else "", birthday, address)

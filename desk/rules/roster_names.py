"""What stands in a cell for a name beside the name: who it is (业主：张三), further people, what speaks against it (handbook A1).

How a cell is cut into its people is in `rules/roster.py`.
"""

from __future__ import annotations

import re

from desk.rules.kit.names import is_compound_surname

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭谢謝韩韓唐冯馮于董萧蕭肖程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉"
    "阎閻闫余潘杜戴夏钟鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段雷钱錢汤湯尹黎易常武乔喬贺賀赖賴龚龔文殷施洪章褚卫蒋"
)
_BEFORE = re.compile(
    rf"(业主|業主|屋主|户主|房主|产权人|共有人|租户|租客|承租人|配偶|妻子|丈夫|儿子|女儿|父亲|母亲|owner|tenant)(?:\s*[:：]\s*|(?=[{_HAN}]{{2,4}}$))(?=\S)",
    re.IGNORECASE,
)
_WIFE = re.compile(rf"([妻夫])(?=[{_HAN}]{{2,3}}$)")
_BEHIND = re.compile(rf"(?<=[{_HAN}])(?:业主|業主|屋主|户主|先生|女士|小姐|太太)$")
_JOINED = re.compile(rf"(?<=[{_HAN}])\s*[+\\＋]\s*(?=[{_HAN}])")
_AND = re.compile(rf"([{_HAN}]{{2,4}})(?:和|与|及|暨|跟|與)([{_HAN}]{{2,4}})")
_DOTS = re.compile(rf"(?<=[{_HAN}])\s*[.•・‧∙⋅･●\u0307]\s*(?=[{_HAN}])")
_FIRST = re.compile(rf"[(]?1[)、.]?\s*(?=[{_HAN}])")
_COUNTED = re.compile(rf"[\s、,，;；]*(?<!\d)[(]?\d{{1,2}}[)、.]?\s*(?=[{_HAN}])")
_AFTER_PHONE = re.compile(rf"(1[3-9]\d{{9}})(?=[{_HAN}])")
_SEX = re.compile(rf"(?<=[{_HAN}])\s+([男女])$")
_QUOTES = "\"'“”‘’《》<>{}"
_END = re.compile(rf"(?<=[{_HAN}])[。.:：]+$")


def tidied(text: str) -> str:
    """The text of a cell for names with one way of writing it: 1.张三 2.李四, 张三+李四, 张三和李四 → 张三、李四; 阿卜杜拉.艾山 → 阿卜杜拉·艾山."""
    if text.isalpha() and len(text) <= 4:
        return text
    text = re.sub(r"^c/o\s+", "", text.strip(), flags=re.IGNORECASE)
    if _FIRST.match(text):
        text = _COUNTED.sub("、", text).strip("、")
    text = _SEX.sub(r"(\1)", _DOTS.sub("·", _JOINED.sub("、", _AFTER_PHONE.sub(r"\1、", text))))
    both = _AND.fullmatch(text)
    if both and all(_may_be_surname(half) for half in both.groups()):
        text = f"{both[1]}、{both[2]}"
    return _END.sub("", text.strip(_QUOTES))


def _may_be_surname(name: str) -> bool:
    return name[:1] in _SURNAMES or is_compound_surname(name[:2])


def with_role(name: str) -> tuple[str, str]:
    """A name and the word for who it is that stands with it in the same cell (业主：张三, 妻李四); "" without one.

    Titles behind a whole name go (张三先生), not those that stand for the given name (张先生, 欧阳女士).
    """
    if found := _BEFORE.match(name):
        return name[found.end() :], found[1]
    if (found := _WIFE.match(name)) and _may_be_surname(name[1:]):
        return name[1:], found[1]
    bare = _BEHIND.sub("", name)
    if bare != name and len(bare) >= 2 and not is_compound_surname(bare):
        return bare, ""
    return name, ""


def is_plain(name: str) -> bool:
    """Whether a name is the usual one of two or three characters, with nothing beside it: most are done by this."""
    return (
        len(name) <= 3 and name.isalpha() and name[0] not in "妻夫" and name[-1] not in "人妇妻家口等女子弟妹属偶母产"
    )


_NO_NAMES = frozenset(
    "出租 已出租 租户 租客 业主 业主本人 本人 户主 房主 房东 公司 无名 有 是 否 男 女 使用人 产权人 自用 家人 家属 同业主".split()
)
_AGE = re.compile(r"\d{1,3}岁|[男女]性?|[\d一二两三四五六七八九十]{1,2}(?:人|口人?|口之家)")


def is_no_name(name: str) -> bool:
    """Whether the words in a cell for a name speak of somebody and name nobody: 出租, 本人, 35岁."""
    return name in _NO_NAMES or (name[-1:] in "岁性人口家男女" and _AGE.fullmatch(name) is not None)


_SELF = frozenset(
    "自住 业主自住 自用 空置 空 未租 未出租 没有出租 待租 待出租 不出租 否 无租户 无租客 业主 本人 业主本人 self none".split()
)


def is_no_tenant(text: str) -> bool:
    """Whether the cell for a tenant says that there is none: 自住, 空置, 未出租."""
    return text.casefold() in _SELF


_WHOSE = re.compile(
    rf"(?:([{_HAN}·]{{1,8}})\s*[:：]?\s*)?(\+?\d[\d\s\-().]{{5,}}\d)\s*(?:[(]([{_HAN}·]{{1,8}})[)]|([{_HAN}·]{{1,8}}))?"
)
_OF_NO_PERSON = re.compile(
    "手机号?|电话|座机|固话|住宅|家|家庭|宅|宅电|办公室?|办|公司|单位|本人|机主|微信(?:同号|号)?|同微信|移动|联通|电信|主|备用?|新|旧|常用|紧急|联系(?:电话|方式)?|转|分机|停机|空号|已停机"
    "|不通|无人接听|停用|关机|换号|工作|短号|小灵通|香港|澳门|台湾|国外|境外|号码?|业主"
)


def whose(cell: str) -> tuple[str, str]:
    """The word for a person beside a phone (李四：138…, 138…(儿子)) and the phone alone; "" for none and for other words (微信同号)."""
    found = _WHOSE.fullmatch(cell.strip())
    if found is None:
        return "", cell
    word = found[1] or found[3] or found[4] or ""
    return ("", cell) if not word or _OF_NO_PERSON.fullmatch(word) else (word, found[2])


_FEW_SIGNS = re.compile(r"[0-9*★☆?？!！=+→>~\\@#%^_|×✕\-—…]")
_ONLY_HAN = re.compile(f"[{_HAN}]+")
_HAS_HAN = re.compile(f"[{_HAN}]")
_LETTER_BEHIND = re.compile(rf"[{_HAN}][A-Za-z]")
_TITLE_ALONE = frozenset("mr mrs ms dr jr sr md phd ii iii iv esq".split())


def is_odd(name: str) -> bool:
    """Whether a person's name looks like more or less than one: figures and signs (张三1, 张*), 张三A, more characters than names have."""
    if len(name) <= 4 and name.isalpha() and (name.isascii() or not _LETTER_BEHIND.search(name)):
        return False
    if not _HAS_HAN.search(name):
        return any(sign.isdigit() for sign in name) or name.strip(".").casefold() in _TITLE_ALONE
    closed = name.replace(" ", "")
    if _FEW_SIGNS.search(closed) or _LETTER_BEHIND.search(name):
        return True
    halves = name.split("·")
    if len(halves) == 2 and all(2 <= len(half) <= 3 and half[0] in _SURNAMES for half in halves):
        return True
    return len(closed) > 4 and _ONLY_HAN.fullmatch(closed) is not None and _may_be_surname(closed)


def is_title(word: str) -> bool:
    """Whether a word belongs to the name beside it and names nobody: Mr, Jr., MD."""
    return word.strip(" .").casefold() in _TITLE_ALONE


_LATIN_WORD = re.compile(r"[A-Za-z.'’\-]+")


def may_be_one(names: list[str]) -> bool:
    """Whether several names of one cell may be one: Smith, John; John and Mary Smith."""
    return len(names) > 1 and any(_LATIN_WORD.fullmatch(name) for name in names)


__all__ = ["is_no_name", "is_no_tenant", "is_odd", "is_plain", "is_title", "may_be_one", "tidied", "whose", "with_role"]

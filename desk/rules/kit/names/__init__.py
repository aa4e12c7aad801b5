"""Names: compound surnames, salutations, and the terms by which a name is found (handbook A6, B2.4).

A name must be found by every reading of every character: nobody at the counter stops to think that 单 is shan in a
surname and dan elsewhere. Terms are computed when a record is saved; searching compares beginnings of text only.
"""

from __future__ import annotations

import importlib
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import product
from typing import Literal

from desk.errors import Problem
from desk.i18n import _
from desk.rules.kit.names.characters import SIMPLIFIED, STANDARD
from desk.rules.kit.texts import visible

Style = Literal["gong", "sir-madam"]

MAX_TERMS = 64
"""The most pinyin terms one name gets."""

_FULL_NAME_TERMS = 48
_LONGEST_NAME = 24
_SEARCHED = 48
"""So many characters of a name lead to it: each makes a term of its own, and nobody types more."""

# The 81 compound surnames still met, and those that registers of today add; each with its readings.
_COMPOUND_READINGS: Mapping[str, str] = {
    "欧阳": "ou yang", "太史": "tai shi", "端木": "duan mu", "上官": "shang guan", "司马": "si ma", "东方": "dong fang",
    "独孤": "du gu", "南宫": "nan gong", "万俟": "mo qi", "闻人": "wen ren", "夏侯": "xia hou", "诸葛": "zhu ge",
    "尉迟": "yu chi", "公羊": "gong yang", "赫连": "he lian", "澹台": "tan tai", "皇甫": "huang fu", "宗政": "zong zheng",
    "濮阳": "pu yang", "公冶": "gong ye", "太叔": "tai shu", "申屠": "shen tu", "公孙": "gong sun", "慕容": "mu rong",
    "仲孙": "zhong sun", "钟离": "zhong li", "长孙": "zhang sun", "宇文": "yu wen", "司徒": "si tu", "鲜于": "xian yu",
    "司空": "si kong", "闾丘": "lv qiu", "子车": "zi ju", "亓官": "qi guan", "司寇": "si kou", "巫马": "wu ma",
    "公西": "gong xi", "颛孙": "zhuan sun", "壤驷": "rang si", "公良": "gong liang", "漆雕": "qi diao", "乐正": "yue zheng",
    "宰父": "zai fu", "谷梁": "gu liang", "拓跋": "tuo ba", "夹谷": "jia gu", "轩辕": "xuan yuan", "令狐": "ling hu",
    "段干": "duan gan", "百里": "bai li", "呼延": "hu yan", "东郭": "dong guo", "南门": "nan men", "羊舌": "yang she",
    "微生": "wei sheng", "公户": "gong hu", "公玉": "gong yu", "公仪": "gong yi", "梁丘": "liang qiu", "公仲": "gong zhong",
    "公上": "gong shang", "公门": "gong men", "公山": "gong shan", "公坚": "gong jian", "左丘": "zuo qiu", "公伯": "gong bo",
    "西门": "xi men", "公祖": "gong zu", "第五": "di wu", "公乘": "gong sheng", "贯丘": "guan qiu", "公皙": "gong xi",
    "南荣": "nan rong", "东里": "dong li", "东宫": "dong gong", "仲长": "zhong chang", "子书": "zi shu", "子桑": "zi sang",
    "即墨": "ji mo", "达奚": "da xi", "褚师": "chu shi", "单于": "chan yu", "淳于": "chun yu", "叔孙": "shu sun",
    "纳兰": "na lan", "完颜": "wan yan", "耶律": "ye lv", "呼衍": "hu yan", "第二": "di er",
    "东门": "dong men", "仉督": "zhang du", "句龙": "gou long", "毌丘": "guan qiu",
    # As they are written in Hong Kong, Macao and Taiwan.
    "歐陽": "ou yang", "司馬": "si ma", "東方": "dong fang", "獨孤": "du gu", "南宮": "nan gong", "萬俟": "mo qi",
    "聞人": "wen ren", "諸葛": "zhu ge", "尉遲": "yu chi", "赫連": "he lian", "澹臺": "tan tai", "濮陽": "pu yang",
    "公孫": "gong sun", "仲孫": "zhong sun", "鍾離": "zhong li", "鐘離": "zhong li", "長孫": "zhang sun", "鮮于": "xian yu",
    "閭丘": "lv qiu", "巫馬": "wu ma", "顓孫": "zhuan sun", "樂正": "yue zheng", "穀梁": "gu liang", "軒轅": "xuan yuan",
    "東郭": "dong guo", "南門": "nan men", "西門": "xi men", "單于": "chan yu", "叔孫": "shu sun", "納蘭": "na lan", "東門": "dong men",
    "句龍": "gou long", "榖梁": "gu liang",
}  # fmt: skip

# Readings that a character has as a surname only; they come before all the others.
_SURNAME_READINGS: Mapping[str, str] = {
    "单": "shan", "單": "shan", "曾": "zeng", "仇": "qiu", "解": "xie", "查": "zha", "翟": "zhai di", "朴": "piao",
    "覃": "qin tan", "区": "ou", "區": "ou", "盖": "ge gai", "蓋": "ge gai", "任": "ren", "黑": "he", "员": "yun", "員": "yun",
    "逄": "pang", "乜": "nie", "缪": "miao", "繆": "miao", "洗": "xian", "冼": "xian", "都": "du", "宓": "mi fu", "佴": "nai",
    "郇": "xun huan", "繁": "po", "种": "chong", "折": "she", "秘": "bi", "祕": "bi", "尉": "wei yu", "万": "wan", "哈": "ha",
    "那": "na", "能": "nai", "召": "shao", "牟": "mu mou", "訾": "zi", "阚": "kan", "闞": "kan", "乐": "yue le",
    "樂": "yue le", "幺": "yao", "么": "yao", "纪": "ji", "紀": "ji", "葛": "ge", "过": "guo", "過": "guo",
    "撒": "sa", "莘": "shen xin", "隗": "wei kui", "郗": "xi chi", "郄": "qie xi", "燕": "yan", "应": "ying", "應": "ying",
    "谌": "chen shen", "諶": "chen shen", "车": "che", "車": "che", "瞿": "qu", "祭": "zhai ji", "相": "xiang", "殷": "yin",
    "炅": "gui", "角": "jue", "贲": "ben", "賁": "ben", "费": "fei bi", "費": "fei bi", "盛": "sheng", "宿": "su",
    "沈": "shen", "石": "shi", "俞": "yu", "叶": "ye", "葉": "ye", "长": "zhang", "長": "zhang", "占": "zhan", "曲": "qu",
    "强": "qiang", "柏": "bai bo", "薄": "bo", "六": "lu liu", "陆": "lu", "陸": "lu", "呙": "guo", "咼": "guo",
    "番": "pan fan", "句": "gou", "贾": "jia", "賈": "jia", "华": "hua", "華": "hua", "宁": "ning", "於": "yu", "阿": "a",
    "藏": "zang", "余": "yu", "晁": "chao", "臧": "zang", "尹": "yin", "洪": "hong", "粘": "nian",
    "贠": "yun", "貟": "yun",
}  # fmt: skip

# Readings that the dictionary lacks; 𬱖 is typed for its double 𬱟.
_MORE_READINGS: Mapping[str, str] = {"浣": "wan", "𬱖": "wei"}

_TONES = {0x0300, 0x0301, 0x0304, 0x030C, 0x0302}
_WORD = re.compile(r"[^\W_]+")
_SEPARATORS = re.compile(r"[\s·•‧・.\-_,'’`]+")


_ACCENTS = re.compile("[\u0300-\u036f]")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})


def fold(text: str) -> str:
    """The text as it is compared when searching: half width, small, without accents, Simplified, single spaces, ü as v.

    Used on terms and on what is typed, so that both meet.
    """
    return _folded(text, "v")


def _folded(text: str, umlaut: str) -> str:
    if text.isascii() and text.isprintable():
        return " ".join(text.casefold().split())
    text = unicodedata.normalize("NFKC", visible(text)).casefold()
    if not text.isascii():
        marked = unicodedata.normalize("NFD", text).replace("u\u0308", umlaut)
        text = unicodedata.normalize("NFC", _ACCENTS.sub("", marked))
        text = text.translate(_LETTERS).translate(STANDARD).translate(SIMPLIFIED)
    return " ".join(text.split())


def _is_han(character: str) -> bool:
    code = ord(character)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x3FFFF
        or 0xF900 <= code <= 0xFAFF
        or code == 0x3007
    )


def _cleaned(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", visible(name)).translate(STANDARD).split())


def _han_only(name: str) -> str:
    """The name without spaces when it is written in characters only (张 三), else ""."""
    closed = name.replace(" ", "")
    return closed if closed and all(_is_han(character) for character in closed) else ""


_NUMBER_INSIDE = re.compile(r"\d(?:[\s\-]?\d){6,}")
_ROLE_INSIDE = re.compile(
    r"[(\[【<]\s*(?:业主|業主|屋主|房东|房東|房主|户主|戶主|产权人|租客|租户|租戶|承租人|住户|住戶|家属|家屬|亲属|親屬|"
    r"owner|tenant)\s*[)\]】>]",
    re.IGNORECASE,
)
_AND_OTHERS = re.compile(r"等\s*(?:\d+|[一二两兩三四五六七八九十几幾多]+)?\s*[人户戶位]$")
_BETWEEN_PEOPLE = re.compile(r"\s*[、,;/|&+]\s*")


def name_problem(name: str, *, company: bool = False) -> Problem | None:
    """A name that holds more than a name: a phone, a role in brackets, several people. Field `name`.

    Kept so, the phone would not be found, and two people would be one.

    Args:
        name: as typed.
        company: a company's name may have signs between characters.
    """
    whole = _cleaned(name)
    if _NUMBER_INSIDE.search(whole):
        # L10N: 姓名中含有电话等号码，请填到相应栏
        return Problem("name-phone", _("The name holds a number. Please put the phone into its own field."), "name")
    if _AND_OTHERS.search(whole) or (not company and _several(whole)):
        # L10N: 请每人分别登记
        return Problem("name-several", _("These are several people. Please register each of them."), "name")
    if _ROLE_INSIDE.search(whole):
        # L10N: 姓名中含有身份（业主、租户），请填到“身份”栏
        return Problem("name-role", _("The name holds a role. Please choose the role in its own field."), "name")
    return None


def _several(whole: str) -> bool:
    people = [piece for piece in _BETWEEN_PEOPLE.split(_ROLE_INSIDE.sub("、", whole).rstrip("、")) if piece]
    return len(people) > 1 and all(2 <= len(piece) <= 4 and _han_only(piece) for piece in people)


def is_compound_surname(text: str) -> bool:
    """Whether it is a surname of two characters: 欧阳."""
    return text in _COMPOUND_READINGS


def surname_length(name: str) -> int:
    """How many characters of the name are its surname.

    Compound surnames count only before a given name: 欧阳 alone is Mr 欧, given name 阳. Names that are not written
    surname first (Latin letters, 阿卜杜·热合曼, more than four characters) are addressed whole, so the whole length is
    given back. Where the table is wrong for a person the clerk corrects it and the length is stored (handbook B2.4).

    Returns:
        1 or 2 for Chinese names, the length of the cleaned name for others, 0 for no name.
    """
    name = _cleaned(name)
    han = _han_only(name)
    if not han:
        return len(name)
    if len(han) >= 3 and han[:2] in _COMPOUND_READINGS:
        return 2
    return 1 if len(han) <= 4 else len(han)


def salutation(
    name: str,
    *,
    style: Style = "gong",
    sex: str | None = None,
    surname_length: int | None = None,
    company: bool = False,
    child: bool = False,
    language: str = "zh_CN",
) -> str:
    """How a person is addressed, on every page and paper: 李公, 李先生, 李女士 (handbook A6).

    The words are part of a letter's text and are not translated: they go by the letter's language. In Taiwan 公 belongs to
    obituaries, so men are 先生 there; an English letter says Mr or Ms before the name, or the name alone.

    Args:
        name: the full name.
        style: how the template addresses men: "gong" for 公, "sir-madam" for 先生.
        sex: "male" or "female"; anything else is not known, which gives 先生/女士.
        surname_length: the stored length where the clerk corrected it.
        company: it is addressed as 贵公司.
        child: somebody under 14 is called by the name.
        language: of the letter.

    Returns:
        The salutation, "" for no name.
    """
    whole = _cleaned(name)
    whole = _han_only(whole) or whole
    if not whole or child:
        return whole
    if not language.startswith("zh"):
        title = {"female": "Ms ", "male": "Mr "}.get(sex or "", "")
        return whole if company else title + whole
    if company:
        return "貴公司" if language == "zh_TW" else "贵公司"
    length = surname_length if surname_length else _surname_length(whole)
    surname = whole[:length]
    if sex == "female":
        title = "女士"
    elif sex == "male":
        title = "公" if style == "gong" and language == "zh_CN" else "先生"
    else:
        title = "先生/女士"
    # Latin names read better with a space before the title.
    return surname + ("" if _is_han(surname[-1]) else " ") + title


_surname_length = surname_length


def _plain(reading: str) -> str:
    """A reading without its tone; ü stays."""
    marks = unicodedata.normalize("NFD", reading)
    return unicodedata.normalize("NFC", "".join(mark for mark in marks if ord(mark) not in _TONES))


def _spellings(syllable: str) -> tuple[str, ...]:
    """ü is typed v, u, or yu as passports have it."""
    if "ü" not in syllable and "v" not in syllable:
        return (syllable,)
    syllable = syllable.replace("ü", "v")
    return (syllable, syllable.replace("v", "u"), syllable.replace("v", "yu"))


@lru_cache(maxsize=1)
def _dictionary() -> Mapping[int, str]:
    # Only single characters are looked up; without the table of phrases the import takes a third of the time and
    # memory.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    found: Mapping[int, str] = importlib.import_module("pypinyin.constants").PINYIN_DICT
    return found


@cache
def _character_readings(character: str) -> tuple[str, ...]:
    known = _dictionary().get(ord(character), "")
    spelled = (spelling for reading in known.split(",") if reading for spelling in _spellings(_plain(reading)))
    return tuple(dict.fromkeys([*spelled, *_MORE_READINGS.get(character, "").split()]))


@cache
def _surname_readings(surname: str) -> tuple[tuple[str, ...], ...]:
    """The readings of a surname's characters, those that it has as a surname first."""
    if len(surname) == 2 and surname in _COMPOUND_READINGS:
        first = [_spellings(syllable) for syllable in _COMPOUND_READINGS[surname].split()]
    else:
        first = [
            tuple(_SURNAME_READINGS.get(character, "").split()) if index == 0 else ()
            for index, character in enumerate(surname)
        ]
    return tuple(
        tuple(dict.fromkeys((*own, *_character_readings(character)))) or (character,)
        for own, character in zip(first, surname, strict=True)
    )


def _latin(word: str) -> tuple[str, ...]:
    """Müller is typed mvller by who types ü as in pinyin, and muller by everybody else."""
    return tuple(dict.fromkeys((_folded(word, "v"), _folded(word, "u"))))


def _words(name: str) -> list[list[tuple[str, ...]]]:
    """The name's words (a Chinese name is one), each a list of the readings of its characters.

    A run of Latin letters or digits is one "character" with itself as its only reading.
    """
    name = _cleaned(name)[:_SEARCHED]
    han = _han_only(name)
    if han:
        length = min(_surname_length(han), 2)
        return [
            [*_surname_readings(han[:length]), *(_character_readings(c) or (c,) for c in han[length:_LONGEST_NAME])]
        ]
    words: list[list[tuple[str, ...]]] = []
    for piece in _SEPARATORS.split(name):
        word: list[tuple[str, ...]] = []
        run = ""
        for character in [*piece, ""]:
            if character and not _is_han(character):
                run += character
                continue
            word += [_latin(found) for found in _WORD.findall(run)]
            run = ""
            if character:
                own = _surname_readings(character) if not words and not word else (_character_readings(character),)
                word.append(own[0] or (character,))
        if word:
            words.append(word)
    return words


def readings(name: str) -> list[list[str]]:
    """Every reading of every character, without tones, ü as both v and u; the most likely first.

    Surnames come first with the readings they have as surnames (单 shan, 仇 qiu, 尉迟 yu chi). A Latin word counts as one
    character and reads as itself.
    """
    return [list(character) for word in _words(name) for character in word]


def _patterns(length: int) -> list[tuple[bool, ...]]:
    """Which characters but the last are written in full, the most typed first; long names get few patterns."""
    before = length - 1
    if before <= 4:
        return sorted(product((True, False), repeat=before), key=lambda full: (len(set(full)) > 1, full))
    steps = range(before + 1)
    ordered = [
        (True,) * before,
        (False,) * before,
        *((True,) * full + (False,) * (before - full) for full in steps),
        *((False,) * short + (True,) * (before - short) for short in steps),
    ]
    return list(dict.fromkeys(ordered))


_cached_patterns = lru_cache(maxsize=64)(_patterns)


def _combinations(characters: list[tuple[str, ...]]) -> Iterable[tuple[str, ...]]:
    """Combinations of readings, the likely ones first; every reading is met early, even in a long name."""
    if all(len(character) == 1 for character in characters):
        return (tuple(character[0] for character in characters),)
    size = 1
    for character in characters:
        size *= len(character)
    if size <= 512:
        ranked = sorted(product(*(range(len(character)) for character in characters)), key=sum)
        return (tuple(c[rank] for c, rank in zip(characters, ranks, strict=True)) for ranks in ranked)
    return _single_changes(characters)


def _single_changes(characters: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    first = tuple(character[0] for character in characters)
    yield first
    for rank in range(1, max(len(character) for character in characters)):
        for place, character in enumerate(characters):
            if rank < len(character):
                yield (*first[:place], character[rank], *first[place + 1 :])


@lru_cache(maxsize=20_000)
def _terms(characters: tuple[tuple[str, ...], ...], limit: int) -> tuple[str, ...]:
    patterns = _cached_patterns(len(characters))
    combinations = list(_combinations(list(characters)))
    # Where not all fit: all writings of the likeliest readings, then all readings in two writings, then the rest.
    passes = [(combinations[:1], patterns), (combinations[1:], patterns[:2]), (combinations[1:], patterns[2:])]
    found: dict[str, None] = {}
    for some, writings in passes:
        for combination in some:
            last = combination[-1]
            for writing in writings:
                before = [
                    syllable if full else syllable[0] for syllable, full in zip(combination, writing, strict=False)
                ]
                found["".join(before) + last] = None
                if len(found) >= limit:
                    return tuple(found)
    return tuple(found)


def pinyin_terms(name: str) -> set[str]:
    """The terms that find a name by its sound; a query matches when it is the beginning of a term.

    For each combination of readings every character but the last stands in full or as its first letter, the last in
    full, so that zhaitianlin, ztl, zhaitl and ztianl all find 翟田林. The given name alone (tianlin, tlin), and each
    later word of a name in several words, has its terms too. At most `MAX_TERMS`, the likeliest readings first.
    """
    words = _words(name)
    characters = tuple(character for word in words for character in word)
    if not characters:
        return set()
    found = dict.fromkeys(_terms(characters, _FULL_NAME_TERMS))
    han = _han_only(_cleaned(name))
    if han:
        length = _surname_length(han)
        rests = [characters[length:]] if length < len(characters) else []
    else:
        rests = [tuple(c for word in words[start:] for c in word) for start in range(1, len(words))]
    for rest in rests:
        found.update(dict.fromkeys(_terms(rest, MAX_TERMS - _FULL_NAME_TERMS)))
    return set(list(found)[:MAX_TERMS])


def hanzi_terms(name: str) -> set[str]:
    """The terms that find a name by its characters: its endings (翟田林, 田林, 林) or words (john smith, smith)."""
    return _character_terms(_folded(name, "v")[:_SEARCHED]) | _character_terms(_folded(name, "u")[:_SEARCHED])


def _character_terms(name: str) -> set[str]:
    han = _han_only(name)
    if han:
        return {han[start:] for start in range(len(han))}
    words = [word for word in _SEPARATORS.split(name) if word]
    found = {" ".join(words[start:]) for start in range(len(words))} | {
        "".join(words[start:]) for start in range(len(words))
    }
    for word in words:
        # 阿里巴巴ABC, 小王: characters inside a mixed word begin a term, letters do not.
        found |= {word[start:] for start in range(len(word)) if _is_han(word[start])}
    return {term for term in found if term} | ({name} if name else set())

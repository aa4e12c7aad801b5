"""Surnames, salutations and the terms by which a name is found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.rules.kit.names import MAX_TERMS, fold, hanzi_terms, pinyin_terms, readings, salutation, surname_length


def finds(query: str, name: str) -> bool:
    return any(term.startswith(fold(query)) for term in pinyin_terms(name) | hanzi_terms(name))


@pytest.mark.parametrize(
    ("name", "length"),
    [
        ("李明", 1),
        ("单敏䶮", 1),
        ("欧阳敏诗", 2),
        ("歐陽修", 2),
        ("诸葛浩敏", 2),
        ("尉迟翀", 2),
        ("万俟娟", 2),
        ("长孙无忌", 2),
        ("澹台灭明", 2),
        ("令狐芳", 2),
        ("慕容复", 2),
        ("上官堃博", 2),
        ("第五伦", 2),
        # Two characters are a surname and a given name.
        ("欧阳", 1),
        ("东方", 1),
        ("李 明", 1),
        ("  刘伟 ", 1),
        ("John Smith", 10),
        ("阿卜杜·热合曼", 7),
        ("阳光物业公司", 6),
        ("", 0),
        ("  ", 0),
    ],
)
def test_surname_length(name: str, length: int) -> None:
    assert surname_length(name) == length


def test_salutations() -> None:
    assert salutation("李明") == "李公"
    assert salutation("郑 文") == "郑公"
    assert salutation("欧阳敏诗") == "欧阳公"
    assert salutation("李明", style="sir-madam", sex="male") == "李先生"
    assert salutation("诸葛浩敏", style="sir-madam", sex="female") == "诸葛女士"
    assert salutation("李明", style="sir-madam") == "李先生/女士"
    assert salutation("John Smith", style="sir-madam", sex="male") == "John Smith 先生"
    assert salutation("阿卜杜·热合曼", style="sir-madam", sex="male") == "阿卜杜·热合曼先生"
    assert salutation("") == ""


def test_the_clerks_correction_of_a_surname_wins() -> None:
    assert salutation("东方红", surname_length=1) == "东公"
    assert salutation("欧阳", surname_length=2) == "欧阳公"


@pytest.mark.parametrize(
    ("surname", "expected"),
    [
        ("单", "shan dan chan"),
        ("曾", "zeng ceng"),
        ("仇", "qiu chou"),
        ("解", "xie jie"),
        ("查", "zha cha"),
        ("翟", "zhai di"),
        ("朴", "piao pu"),
        ("覃", "qin tan"),
        ("区", "ou qu"),
        ("盖", "ge gai"),
        ("任", "ren"),
        ("吕", "lv lu"),
        ("黑", "he hei"),
        ("员", "yun yuan"),
        ("乜", "nie"),
        ("缪", "miao"),
        ("洗", "xian xi"),
        ("都", "du dou"),
        ("佴", "nai er"),
        ("郇", "xun huan"),
        ("繁", "po fan"),
        ("种", "chong zhong"),
        ("折", "she zhe"),
        ("秘", "bi mi"),
    ],
)
def test_surnames_have_their_own_reading_first_and_all_others(surname: str, expected: str) -> None:
    first = readings(surname + "明")[0]
    wanted = expected.split()
    assert first[0] == wanted[0]
    assert set(wanted) <= set(first)
    assert len(first) == len(set(first))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("尉迟翀", ["yu", "chi"]),
        ("万俟娟", ["mo", "qi"]),
        ("长孙明", ["zhang", "sun"]),
        ("澹台明", ["tan", "tai"]),
        ("令狐芳", ["ling", "hu"]),
        ("鲜于明", ["xian", "yu"]),
        ("闾丘明", ["lv", "qiu"]),
    ],
)
def test_compound_surnames(name: str, expected: list[str]) -> None:
    assert [character[0] for character in readings(name)[:2]] == expected


def test_a_surnames_reading_is_not_forced_on_given_names() -> None:
    assert "shan" in readings("王单")[1], "it is in the dictionary anyway"
    assert readings("王单")[1][0] == "dan"
    assert "piao" not in readings("王盖")[1]


@pytest.mark.parametrize(
    "query",
    ["zhaitianlin", "ditianlin", "zhaitl", "ztianl", "ztianlin", "ztl", "zt", "z", "tianlin", "tl", "tianl", "ZHAITL",
     "ｚｔｌ", "翟田", "田林", "林"],
)  # fmt: skip
def test_zhai_tian_lin_is_found(query: str) -> None:
    assert finds(query, "翟田林")


@pytest.mark.parametrize("query", ["zl", "lin", "tianz", "zhaitianlinx", "田翟"])
def test_zhai_tian_lin_is_not_found_by_what_is_not_the_name(query: str) -> None:
    assert not finds(query, "翟田林")


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("lvkun", "吕堃"),
        ("lukun", "吕堃"),
        ("lükun", "吕堃"),
        ("LÜK", "吕堃"),
        ("oy", "欧阳敏诗"),
        ("ouyang", "欧阳敏诗"),
        ("oyms", "欧阳敏诗"),
        ("minshi", "欧阳敏诗"),
        ("danmin", "单敏䶮"),
        ("shanmy", "单敏䶮"),
        ("liming", "李 明"),
        ("johns", "John Smith"),
        ("smith", "John Smith"),
        ("john smith", "John Smith"),
        ("rehem", "阿卜杜·热合曼"),
        ("热合", "阿卜杜·热合曼"),
        ("阿卜杜热", "阿卜杜·热合曼"),
        ("wangmary", "王Mary"),
        ("ygwy", "阳光物业公司"),
        ("yangguangwuye", "阳光物业公司"),
        ("物业", "阳光物业公司"),
        ("nve", "虐虐"),
    ],
)
def test_finding(query: str, name: str) -> None:
    assert finds(query, name)


@pytest.mark.parametrize(
    "name",
    ["和和和和和和", "那能行解都乐", "阿" * 40, "行" * 12, "那能行解", "长乐和那", "a b c d e f g h i j k l m n o p"],
)
def test_strange_names_stay_within_the_limit_and_keep_the_likeliest(name: str) -> None:
    terms = pinyin_terms(name)
    assert 0 < len(terms) <= MAX_TERMS
    likeliest = [character[0] for character in readings(name)]
    assert "".join(likeliest) in terms
    assert any(term.startswith("".join(syllable[0] for syllable in likeliest)) for term in terms)


@pytest.mark.parametrize("name", ["单敏䶮", "区行乐", "解朴查", "尉迟和长", "朴乐行"])
def test_every_reading_of_every_character_finds_a_name_of_usual_length(name: str) -> None:
    characters = readings(name)
    for place, character in enumerate(characters):
        for syllable in character:
            typed = [other[0] for other in characters]
            typed[place] = syllable
            assert finds("".join(typed), name), typed
            assert finds("".join(one[0] for one in typed), name), typed


@given(st.text(st.sampled_from("单曾仇解查翟朴覃区盖吕尉迟欧阳和行乐长子䶮㛃𬱖 ·aZ9-é\u200b"), max_size=9))
@settings(max_examples=150)
def test_terms_are_folded_and_few_and_nothing_breaks(name: str) -> None:
    terms = pinyin_terms(name)
    assert len(terms) <= MAX_TERMS
    for term in terms | hanzi_terms(name):
        assert term
        assert fold(term) == term
    assert len(readings(name)) <= len(name)
    salutation(name)


@given(st.text(max_size=20))
def test_fold_twice_is_fold(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_no_name_has_no_terms() -> None:
    for name in ("", "  ", "·"):
        assert pinyin_terms(name) == set()
    assert hanzi_terms("") == set()
    assert hanzi_terms("翟田林") == {"翟田林", "田林", "林"}


def test_fold() -> None:
    assert fold("  ＬÜ  Ｋun ") == "lv kun"
    assert fold("u\u0308") == "v"

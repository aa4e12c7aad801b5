"""Surnames, salutations and the terms by which a name is found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.rules.kit.names import (
    MAX_TERMS,
    fold,
    hanzi_terms,
    name_problem,
    pinyin_terms,
    readings,
    salutation,
    surname_length,
)


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
    assert salutation("李明", sex="male") == "李公"
    assert salutation("郑 文", sex="male") == "郑公"
    assert salutation("欧阳敏诗", sex="male") == "欧阳公"
    assert salutation("李明", style="sir-madam", sex="male") == "李先生"
    assert salutation("诸葛浩敏", style="sir-madam", sex="female") == "诸葛女士"
    assert salutation("李明", style="sir-madam") == "李先生/女士"
    assert salutation("John Smith", style="sir-madam", sex="male") == "John Smith 先生"
    assert salutation("阿卜杜·热合曼", style="sir-madam", sex="male") == "阿卜杜·热合曼先生"
    assert salutation("") == ""


def test_the_clerks_correction_of_a_surname_wins() -> None:
    assert salutation("东方红", surname_length=1, sex="male") == "东公"
    assert salutation("欧阳", surname_length=2, sex="male") == "欧阳公"


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


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("jose garcia", "José García"),
        ("muller", "Müller"),
        ("mvller", "Müller"),
        ("müller", "Müller"),
        ("nguyen", "Nguyễn Văn An"),
        ("akesson", "Åkesson"),
        ("lukasz", "Łukasz"),
        ("josé", "Jose"),
        ("陳大文", "陈大文"),
        ("陈大文", "陳大文"),
        ("葉問", "叶问"),
        ("叶问", "葉問"),
        ("zhaowei", "赵𬱖"),
        ("zhaodi", "赵𬱖"),
        ("张䶮", "张\ue863"),
        ("张\ue863", "张䶮"),
        ("zhangyan", "张\ue863"),
        ("lyu", "吕明"),
        ("lyumf", "吕明芳"),
        ("nyu", "女明"),
        ("yun", "贠明"),
        ("yun", "貟明"),
        ("wan", "浣明"),
        ("liwan", "李浣"),
    ],
)
def test_a_name_is_found_as_it_is_typed(query: str, name: str) -> None:
    assert finds(query, name)


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("东门雪", "dongmenxue"),
        ("東門雪", "dongmenxue"),
        ("仉督明", "zhangduming"),
        ("句龙明", "goulongming"),
        ("毌丘俭", "guanqiujian"),
        ("榖梁赤", "guliangchi"),
    ],
)
def test_rare_compound_surnames(name: str, reading: str) -> None:
    assert surname_length(name) == 2
    assert finds(reading, name)
    assert salutation(name, sex="male") == f"{name[:2]}公"


def test_other_scripts_keep_their_marks() -> None:
    for text in ("한글", "がぎ", "नमस्ते"):
        assert fold(text) == text


def test_one_salutation_for_everybody() -> None:
    assert salutation("董敏", sex="female") == "董女士", "公 is for men"
    assert salutation("董敏", style="sir-madam", sex="female") == "董女士"
    assert salutation("董敏", sex="") == salutation("董敏") == "董先生/女士"
    assert salutation("董小敏", sex="male", child=True) == "董小敏"
    assert salutation("柏溪物业有限公司", company=True) == "贵公司"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("周启明 13800000101", "name-phone"),
        ("周启明138-0000-0101", "name-phone"),
        ("周启明（010-61521911）", "name-phone"),
        ("郑朗等3人", "name-several"),
        ("郑朗等三人", "name-several"),
        ("陈默然、褚燕", "name-several"),
        ("陈默然/褚燕", "name-several"),
        ("陈默然(业主)褚燕(租客)", "name-several"),
        ("陈默然（业主）", "name-role"),
        ("陈默然[租户]", "name-role"),
    ],
)
def test_a_name_holds_only_a_name(name: str, code: str) -> None:
    problem = name_problem(name)
    assert problem is not None
    assert problem.code == code
    assert not problem.warning


@pytest.mark.parametrize("name", ["陈默然", "Smith, John", "阿卜杜·热合曼", "José García", "张 三", "360 科技", "李等"])
def test_a_mere_name_has_no_problem(name: str) -> None:
    assert name_problem(name) is None


def test_a_company_has_signs_in_its_name() -> None:
    assert name_problem("中餐、西餐", company=True) is None


def test_a_long_text_makes_few_terms() -> None:
    for text in ("字" * 100_000, "word " * 20_000, "ab字" * 30_000):
        terms = hanzi_terms(text) | pinyin_terms(text)
        assert len(terms) < 300
        assert max(map(len, terms)) <= 400


def test_each_pair_of_traditional_and_simplified_is_found():
    from desk.rules.kit.names import characters

    assert list(characters._TRADITIONAL) == sorted(set(characters._TRADITIONAL)), "searched in its order"
    assert len(characters._TRADITIONAL) == len(characters._SIMPLIFIED) > 4000
    assert characters._TRADITIONAL.translate(characters.SIMPLIFIED) == characters._SIMPLIFIED
    assert "aЖ里鑣𬱖😀".translate(characters.SIMPLIFIED) == "aЖ里镳𬱖😀"

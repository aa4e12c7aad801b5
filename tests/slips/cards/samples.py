"""A member's papers with long names and all ticks: what has to fit."""

from __future__ import annotations

from desk.catalog import catalog, label
from desk.features import slip_kinds
from desk.i18n import current_language, speaking
from desk.rules.cards import grouped, printed_level
from desk.rules.schemes import level_name, scheme_name
from desk.rules.schemes.standard import STANDARD
from desk.rules.schemes.words import handbook as chapters
from desk.slips import cards as forms
from desk.slips.engine.slip import Slip

CARD = "8800261121000016"
OLD = "8800250304000027"


def head(language: str) -> dict[str, str]:
    return {
        "site": "阳光花园物业服务中心", "hotline": "010-6000 0000", "issued": "2026-11-21 16:20　经办 林晓",
        "language": language,
    }  # fmt: skip


def member(scheme: str = "points") -> forms.MemberFacts:
    now = STANDARD[scheme]
    top = now.levels[-1].code
    return forms.MemberFacts(
        number="HY-20261121-0001", name="欧阳念南", latin_name="Ouyang Niannan", sex=label("sexes", "female"),
        birthday="1985-03-14", age="41", document_kind="居民身份证", document="11000019850314003X",
        phone="138 0000 0001", email="niannan.ouyang@example.com", address="阳光花园 2栋1单元1203",
        work_address="深圳市南山区科技园南区高新南七道 8 号",
        goods=tuple((choice.label, choice.code in ("food", "jewellery")) for choice in catalog("goods_types")),
        level=level_name(now, top), scheme=scheme_name(now), how=label("member_hows", "proposal"),
        proposed_by="深圳市宏达建筑装饰设计工程有限公司", joined="2026-11-21", card=grouped(CARD), consent=True, greetings=True,
        no_notices=True, rules=chapters(now), approves=True, version="2026-1",
    )  # fmt: skip


def card(scheme: str = "points", level: str = "") -> forms.CardFacts:
    now = STANDARD[scheme]
    one = now.level(level) if level else now.levels[-1]
    name = level_name(now, one.code)
    return forms.CardFacts(
        number=CARD, grouped=grouped(CARD), serial="KP-20261121-0001", level=printed_level(name, letters=one.letters),
        vip=one.letters and "VIP" not in name, issued="2026-11-21", until="2028-11-21", old=grouped(OLD),
        cause=label("card_causes", "lost"), lost="2026-11-20", holder="欧阳念南", signer="欧阳念南", collected="2026-11-21",
    )  # fmt: skip


def papers(language: str = "zh_CN") -> dict[str, Slip]:
    """Every paper of members and cards."""
    with speaking(language):
        at = head(language)
        line = forms.BookLine(
            "2026-11-21", grouped(CARD), "欧阳念南", member().level, label("card_causes", "lost"), grouped(OLD),
            label("card_states", "active"), "2026-11-21 欧阳念南", "林晓",
        )  # fmt: skip
        found = (
            forms.application(member(), at), forms.card_receipt(member(), card(), at), forms.replacement(member(), card(), at),
            forms.card(card(), at), forms.handbook(member().scheme, [forms.Chapter(*each) for each in chapters(STANDARD["tiers"])], at),
            forms.issue_book("2026-11-01 — 2026-11-21", [line] * 12, at),
        )  # fmt: skip
        assert current_language() == language
        return {slip.kind: slip.numbered(f"{slip_kinds()[slip.kind].prefix}-20261121-0001") for slip in found}

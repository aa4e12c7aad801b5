"""会员手册, the rules of the scheme in words; 发卡登记簿, the book of cards issued (handbook A9, V8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk.i18n import _
from desk.slips.cards.facts import slip
from desk.slips.engine.slip import Column, Field, Passage, Signature, Slip, Table


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the handbook: heading and sentences."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BookLine:
    """A card in the issue book."""

    issued: str
    number: str
    holder: str
    level: str
    cause: str
    old: str
    state: str
    collected: str
    staff: str


def handbook(scheme: str, chapters: Sequence[Chapter], head: Mapping[str, Any]) -> Slip:
    """The handbook for members: what each level gives, the rules, whatever else the centre tells."""
    # L10N: 尊敬的会员：本手册说明会员等级、积分和会员卡的使用。
    body = [
        Passage(_("This handbook tells what the levels give, how points work and how the card is used."), indent=True)
    ]
    for chapter in chapters:
        body.append(Passage(chapter.heading, bold=True))
        body += [Passage(f"{place}. {line}") for place, line in enumerate(chapter.lines, 1)]
    # L10N: 会员手册
    title = _("Handbook for members")
    return slip("member-handbook", f"{title} · {scheme}", dict(head), body=tuple(body))


def issue_book(period: str, lines: Sequence[BookLine], head: Mapping[str, Any]) -> Slip:
    """The book of the cards issued in a period."""
    columns = (
        Column(_("No."), 0.6),
        # L10N: 发卡日期
        Column(_("Issued on"), 1.5),
        # L10N: 卡号
        Column(_("Card number"), 2.6),
        # L10N: 持卡人
        Column(_("Holder"), 1.6),
        # L10N: 等级
        Column(_("Level"), 1.9),
        # L10N: 原因（新办、补卡）
        Column(_("Why"), 1.2),
        # L10N: 原卡号
        Column(_("Old number"), 2.6),
        # L10N: 状态
        Column(_("State"), 1.2),
        # L10N: 领卡
        Column(_("Fetched on"), 2.0),
        # L10N: 经办
        Column(_("By"), 1.1),
    )
    rows = tuple(
        (
            str(place), line.issued, line.number, line.holder, line.level, line.cause, line.old, line.state,
            line.collected, line.staff,
        )
        for place, line in enumerate(lines, 1)
    )  # fmt: skip
    return slip(
        "card-book",
        # L10N: 会员卡发卡登记簿
        _("Book of members' cards issued"),
        dict(head),
        fields=(
            # L10N: 期间
            Field(_("Period"), period, bold=True),
            # L10N: 张数
            Field(_("Cards"), str(len(lines))),
        ),
        tables=(Table(columns, rows, closing=_("— nothing below this line —")),),
        # L10N: 登记人; 复核人
        signatures=(Signature(_("Registered by"), dated=True), Signature(_("Checked by"), dated=True)),
    )


__all__ = ["BookLine", "Chapter", "handbook", "issue_book"]

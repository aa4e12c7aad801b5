"""The 回访记录表 (handbook A4, B1, C-3): every attempt to reach the customer, the grade, the words, the signature."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, speaking
from desk.rules.kit import wording
from desk.slips.engine.slip import NUMBER_AFTER_SAVING, Column, Field, Signature, Slip, Table, Tick
from desk.slips.requests import person, satisfaction


@dataclass(frozen=True, slots=True)
class AttemptFacts:
    """One attempt, as printed: when, how (电话, 上门), by whom, what came of it (无人接听 …), and the remark."""

    at: str
    way: str
    staff: str
    outcome: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CallbackFacts:
    """What a callback record says. All texts are finished, in the language of the slip; "" leaves room to write.

    Attributes:
        number: the slip's number; request: the number of what is asked about.
        kind, category: labels; content: what was said; result: how it was handled; done_by: who did it.
        resolved_at: when it was resolved, as printed.
        attempts: oldest first.
        door_visit: True for a visit at the door, False for a call, None while open.
        grade: 5 (very satisfied) to 1, 0 while unknown; reasons: labels of the reasons given.
        opinion: the customer's words.
        follow_up: what follows (重新受理 …).
        caller_back: who called or visited.
        sample: this one is part of the month's quality sample (handbook C-3), such as 2026-11.
    """

    number: str = NUMBER_AFTER_SAVING
    request: str = ""
    room: str = ""
    caller: str = ""
    role: str = ""
    phone: str = ""
    kind: str = ""
    category: str = ""
    content: str = ""
    result: str = ""
    done_by: str = ""
    resolved_at: str = ""
    attempts: tuple[AttemptFacts, ...] = ()
    door_visit: bool | None = None
    grade: int = 0
    reasons: tuple[str, ...] = ()
    opinion: str = ""
    follow_up: str = ""
    caller_back: str = ""
    sample: str = ""
    site: str = ""
    hotline: str = ""
    issued: str = ""
    copies: tuple[str, ...] = ()
    language: str = "zh_CN"


def callback_record(facts: CallbackFacts) -> Slip:
    """The 回访记录表 of one request."""
    with speaking(facts.language):
        attempts = Table(
            # L10N: 回访经过
            heading=_("Attempts"),
            columns=(
                # L10N: 时间
                Column(_("Time"), 1.7),
                # L10N: 方式
                Column(_("Way"), 0.8),
                # L10N: 回访人
                Column(_("By"), 1.0),
                # L10N: 结果
                Column(_("Outcome"), 1.2),
                # L10N: 说明
                Column(_("Remark"), 2.4),
            ),
            rows=tuple((a.at, a.way, a.staff, a.outcome, a.note) for a in facts.attempts),
            least_rows=3,
        )
        return Slip(
            kind="callback",
            # L10N: 回访记录表
            title=_("Callback record"),
            number=facts.number,
            site=facts.site,
            fields=tuple(_asked_about(facts)),
            tables=(attempts,),
            after=tuple(_answers(facts)),
            # L10N: 上门回访须有客户签字方为有效；由处理人以外的人员记录评价。
            clauses=(
                _(
                    "A visit at the door counts only with the customer's signature. "
                    "Who did the job does not record its grade."
                ),
            ),
            signatures=(
                # L10N: 客户签字
                Signature(_("Customer's signature"), dated=True),
                # L10N: 回访人
                Signature(_("Called back by"), facts.caller_back, dated=True),
            ),
            copies=facts.copies,
            footer=facts.issued,
            hotline=facts.hotline,
            language=facts.language,
        )


def _asked_about(facts: CallbackFacts) -> list[Field]:
    fields = [
        # L10N: 工单号
        Field(_("Request"), facts.request, bold=True),
        # L10N: 房号
        Field(_("Room"), facts.room, bold=True),
        # L10N: 客户
        Field(_("Customer"), person(facts.caller, facts.role)),
        # L10N: 电话
        Field(_("Phone"), facts.phone),
        # L10N: 类别
        Field(_("Category"), " / ".join(part for part in (facts.kind, facts.category) if part)),
        # L10N: 处理人
        Field(_("Handled by"), facts.done_by),
        # L10N: 内容
        Field(_("Details"), facts.content, span=12, lines=2),
        # L10N: 处理结果
        Field(_("Result"), "\n".join(part for part in (facts.resolved_at, facts.result) if part), span=12, lines=2),
    ]
    if facts.sample:
        # L10N: 质量抽样
        fields.append(Field(_("Quality sample"), facts.sample, span=12))
    return fields


def _answers(facts: CallbackFacts) -> list[Field]:
    return [
        Field(
            # L10N: 回访方式
            _("Way of callback"),
            ticks=(
                # L10N: 电话回访
                Tick(_("By phone"), facts.door_visit is False),
                # L10N: 上门回访
                Tick(_("At the door"), facts.door_visit is True),
            ),
            span=12,
        ),
        # L10N: 满意度
        Field(_("Satisfaction"), ticks=satisfaction(facts.grade), span=12),
        # L10N: 不满意原因
        Field(_("Reasons"), wording.listed(facts.reasons), span=12),
        # L10N: 客户意见
        Field(_("Customer's opinion"), facts.opinion, span=12, lines=3),
        # L10N: 后续处理
        Field(_("What follows"), facts.follow_up, span=12, lines=2),
    ]


__all__ = ["AttemptFacts", "CallbackFacts", "callback_record"]

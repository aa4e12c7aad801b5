"""The 投诉处理单 of a complaint (handbook A4): what it was, why, who did what, what was answered, who was told."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, ngettext, speaking
from desk.slips.engine.slip import NUMBER_AFTER_SAVING, Column, Field, Signature, Slip, Table, Tick
from desk.slips.requests import person, satisfaction


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One step of the handling, as printed: when, what (派工, 暂缓, 回复 …), by whom, and the remark."""

    at: str
    what: str
    staff: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class HandlingFacts:
    """What a handling form says. All texts are finished, in the language of the slip; "" leaves room to write.

    Attributes:
        number: the slip's number; request: that of the complaint.
        room, caller, role, phone: where and who; the phone as it is to be printed.
        received_at, first_receiver, channel, category, severity: labels and times as printed.
        content: what was said; wish: what the customer wants (诉求).
        confirmed: what was found to be so (核实情况).
        analysis: its nature and how it came about; cause: the cause.
        responsible: department and person; promised: the promised time.
        solution: what was proposed.
        steps: what was done, oldest first.
        result: how it was handled; reply: when, how and what was answered.
        callback: when, how and by whom it was asked; grade: 5 (very satisfied) to 1, 0 while unknown;
            opinion: the customer's words.
        escalated_to: "supervisor", "manager" or "" (not escalated); escalation: when, by whom, why.
        reopened: how often it was taken up again.
        waiver: the supervisor's reason when it was closed without a callback.
        summary: the closing remark (总结评价).
    """

    number: str = NUMBER_AFTER_SAVING
    request: str = ""
    room: str = ""
    caller: str = ""
    role: str = ""
    phone: str = ""
    received_at: str = ""
    first_receiver: str = ""
    channel: str = ""
    category: str = ""
    severity: str = ""
    content: str = ""
    wish: str = ""
    confirmed: str = ""
    analysis: str = ""
    cause: str = ""
    responsible: str = ""
    promised: str = ""
    solution: str = ""
    steps: tuple[StepFacts, ...] = ()
    result: str = ""
    reply: str = ""
    callback: str = ""
    grade: int = 0
    opinion: str = ""
    escalated_to: str = ""
    escalation: str = ""
    reopened: int = 0
    waiver: str = ""
    summary: str = ""
    site: str = ""
    hotline: str = ""
    issued: str = ""
    copies: tuple[str, ...] = ()
    language: str = "zh_CN"


def handling_form(facts: HandlingFacts) -> Slip:
    """The 投诉处理单 of a complaint."""
    with speaking(facts.language):
        steps = Table(
            # L10N: 处理经过
            heading=_("What was done"),
            columns=(
                # L10N: 时间
                Column(_("Time"), 1.5),
                # L10N: 事项
                Column(_("Step"), 1.1),
                # L10N: 经办人
                Column(_("By"), 1.0),
                # L10N: 说明
                Column(_("Remark"), 4.2),
            ),
            rows=tuple((step.at, step.what, step.staff, step.note) for step in facts.steps),
            least_rows=3,
        )
        return Slip(
            kind="handling",
            # L10N: 投诉处理单
            title=_("Complaint handling form"),
            number=facts.number,
            site=facts.site,
            fields=tuple(_what_happened(facts)),
            tables=(steps,),
            after=tuple(_how_it_ended(facts)),
            signatures=(
                # L10N: 责任人
                Signature(_("Person responsible"), dated=True),
                # L10N: 客服主管
                Signature(_("Supervisor"), dated=True),
                # L10N: 服务中心经理
                Signature(_("Centre manager"), dated=True),
                # L10N: 客户签字
                Signature(_("Customer's signature"), dated=True),
            ),
            copies=facts.copies,
            footer=facts.issued,
            hotline=facts.hotline,
            language=facts.language,
        )


def _what_happened(facts: HandlingFacts) -> list[Field]:
    fields = [
        # L10N: 投诉编号
        Field(_("Complaint no."), facts.request, bold=True),
        # L10N: 房号
        Field(_("Room"), facts.room, bold=True),
        # L10N: 投诉人
        Field(_("Complainant"), person(facts.caller, facts.role)),
        # L10N: 电话
        Field(_("Phone"), facts.phone),
        # L10N: 受理时间
        Field(_("Received"), facts.received_at),
        # L10N: 首接人
        Field(_("First receiver"), facts.first_receiver),
        # L10N: 渠道
        Field(_("Channel"), facts.channel),
        # L10N: 类别
        Field(_("Category"), " / ".join(part for part in (facts.category, facts.severity) if part)),
        # L10N: 内容
        Field(_("Details"), facts.content, span=12, lines=2),
    ]
    if facts.wish:
        # L10N: 客户诉求
        fields.append(Field(_("Customer's wish"), facts.wish, span=12))
    fields += [
        # L10N: 核实情况
        Field(_("What was found"), facts.confirmed, span=12, lines=2),
        # L10N: 性质与分析
        Field(_("Analysis"), facts.analysis, span=12, lines=2),
        # L10N: 原因
        Field(_("Cause"), facts.cause, span=12),
        # L10N: 责任部门 / 责任人
        Field(_("Responsible"), facts.responsible),
        # L10N: 承诺时间
        Field(_("Promised by"), facts.promised),
        # L10N: 处理方案
        Field(_("Proposed solution"), facts.solution, span=12, lines=2),
    ]
    return fields


def _how_it_ended(facts: HandlingFacts) -> list[Field]:
    fields = [
        # L10N: 处理结果
        Field(_("Result"), facts.result, span=12, lines=2),
        # L10N: 回复客户
        Field(_("Reply"), facts.reply, span=12, lines=2),
    ]
    if facts.waiver:
        # L10N: 免回访原因
        fields.append(Field(_("Callback waived"), facts.waiver, span=12))
    else:
        fields.append(
            # L10N: 回访
            Field(_("Callback"), facts.callback, ticks=satisfaction(facts.grade), span=12, lines=2)
        )
        if facts.opinion:
            # L10N: 客户意见
            fields.append(Field(_("Customer's opinion"), facts.opinion, span=12))
    fields.append(
        Field(
            # L10N: 升级上报
            _("Escalation"),
            facts.escalation,
            ticks=(
                # L10N: 未升级
                Tick(_("Not escalated"), not facts.escalated_to),
                # L10N: 客服主管
                Tick(_("Supervisor"), facts.escalated_to == "supervisor"),
                # L10N: 服务中心经理
                Tick(_("Centre manager"), facts.escalated_to == "manager"),
            ),
            span=12,
        )
    )
    if facts.reopened:
        # L10N: 重新受理
        fields.append(Field(_("Reopened"), _times(facts.reopened), span=12))
    # L10N: 总结评价
    fields.append(Field(_("Summary"), facts.summary, span=12, lines=2))
    return fields


def _times(count: int) -> str:
    # L10N: {count} 次
    return ngettext("{count} time", "{count} times", count).format(count=count)


__all__ = ["HandlingFacts", "StepFacts", "handling_form"]

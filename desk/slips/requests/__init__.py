"""Slips of the request desk: 投诉/服务登记单 and 报修派工单 (handbook B1). Plain facts in, a slip out."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, speaking
from desk.slips.engine.slip import NUMBER_AFTER_SAVING, Field, Signature, Slip, Tick
from desk.slips.requests.notice import NoticeFacts, rectification_notice


@dataclass(frozen=True, slots=True)
class ComplaintFacts:
    """What a complaint or service slip says. All texts are finished, in the language of the slip; "" leaves room to write.

    Attributes:
        number: the slip's number; NUMBER_AFTER_SAVING while previewing.
        title: "" for the usual title.
        room: the room as spoken at the counter (2栋1单元1203).
        caller: who speaks; anonymous complaints leave it to the caller to say so.
        phone: masked or whole, as the caller of this builder decides.
        role: 业主, 租户 …; printed behind the name.
        channel, kind, category, severity, urgency: labels, not codes.
        received_at: date and time as printed.
        first_receiver: who took it (首接).
        content: what was said; wish: what the customer wants (诉求).
        repeated_back: repeated back and confirmed.
        solved_on_spot: solved at once; then `promised` may be "".
        promised: the promised time as printed.
        responsible: department and person.
        result: how it was handled; "" leaves room.
        escalated: to whom it was escalated; "" when it was not.
        copies: names of the copies, in the slip's language.
        issued: footer line (issued at, by whom).
    """

    number: str = NUMBER_AFTER_SAVING
    title: str = ""
    room: str = ""
    caller: str = ""
    phone: str = ""
    role: str = ""
    channel: str = ""
    kind: str = ""
    category: str = ""
    severity: str = ""
    urgency: str = ""
    received_at: str = ""
    first_receiver: str = ""
    content: str = ""
    wish: str = ""
    repeated_back: bool = False
    solved_on_spot: bool = False
    promised: str = ""
    responsible: str = ""
    result: str = ""
    escalated: str = ""
    site: str = ""
    hotline: str = ""
    issued: str = ""
    copies: tuple[str, ...] = ()
    language: str = "zh_CN"


@dataclass(frozen=True, slots=True)
class DispatchFacts:
    """What a work order says. All texts are finished, in the language of the slip; "" leaves room to write.

    Attributes:
        number: the slip's number; NUMBER_AFTER_SAVING while previewing.
        request: the number of the request it belongs to.
        room: the room; place: where in it or around it (主卧卫生间, 3号电梯厅).
        caller, role, phone: who asked for it; the phone masked or whole.
        channel, category, urgency: labels, not codes.
        received_at: when it was reported; visit: when the caller is at home (预约时间).
        content: what is broken.
        dispatched_at: when the crew got it; crew: crew or person; dispatcher: who sent them.
        due: the expected completion.
        notes: what to know before ringing at the home (a dog, an old person alone), one a line.
        repair: something is to be mended; of a complaint or an errand the paper does not speak of repairs.
        copies, issued, site, hotline: as in ComplaintFacts.
    """

    number: str = NUMBER_AFTER_SAVING
    title: str = ""
    repair: bool = True
    request: str = ""
    room: str = ""
    place: str = ""
    caller: str = ""
    role: str = ""
    phone: str = ""
    channel: str = ""
    category: str = ""
    urgency: str = ""
    received_at: str = ""
    visit: str = ""
    content: str = ""
    dispatched_at: str = ""
    crew: str = ""
    dispatcher: str = ""
    due: str = ""
    notes: str = ""
    site: str = ""
    hotline: str = ""
    issued: str = ""
    copies: tuple[str, ...] = ()
    language: str = "zh_CN"


def person(name: str, role: str) -> str:
    """Name and role as printed: 单雄风（业主）."""
    if not role:
        return name
    # L10N: {name}（{role}）
    return _("{name} ({role})").format(name=name, role=role) if name else role


def satisfaction(grade: int = 0) -> tuple[Tick, ...]:
    """The five grades to tick (回访): 5 for very satisfied to 1; 0 leaves them open."""
    words = (
        # L10N: 非常满意
        _("Very satisfied"),
        # L10N: 满意
        _("Satisfied"),
        # L10N: 一般
        _("Neutral"),
        # L10N: 不满意
        _("Dissatisfied"),
        # L10N: 非常不满意
        _("Very dissatisfied"),
    )
    return tuple(Tick(text, 5 - place == grade) for place, text in enumerate(words))


def _complaint_fields(facts: ComplaintFacts) -> list[Field]:
    fields = [
        # L10N: 房号
        Field(_("Room"), facts.room, bold=True),
        # L10N: 来电时间 / 受理时间
        Field(_("Received"), facts.received_at),
        # L10N: 来人
        Field(_("Caller"), person(facts.caller, facts.role)),
        # L10N: 电话
        Field(_("Phone"), facts.phone),
        # L10N: 渠道
        Field(_("Channel"), facts.channel),
        # L10N: 类别
        Field(_("Category"), " / ".join(part for part in (facts.kind, facts.category) if part)),
        # L10N: 紧急程度
        Field(_("Urgency"), " / ".join(part for part in (facts.urgency, facts.severity) if part)),
        # L10N: 首接人
        Field(_("First receiver"), facts.first_receiver),
        # L10N: 内容
        Field(_("Details"), facts.content, span=12, lines=3),
    ]
    if facts.wish:
        # L10N: 客户诉求
        fields.append(Field(_("Customer's wish"), facts.wish, span=12))
    fields += [
        Field(
            # L10N: 复述确认
            _("Confirmation"),
            ticks=(
                # L10N: 已向客户复述并确认
                Tick(_("Repeated back and confirmed"), facts.repeated_back),
                # L10N: 已当场解决
                Tick(_("Solved on the spot"), facts.solved_on_spot),
            ),
            span=12,
        ),
        # L10N: 承诺时间
        Field(_("Promised by"), facts.promised),
        # L10N: 责任部门 / 责任人
        Field(_("Responsible"), facts.responsible),
    ]
    if facts.escalated:
        # L10N: 升级上报
        fields.append(Field(_("Escalated to"), facts.escalated, span=12))
    fields += [
        # L10N: 处理结果
        Field(_("Result"), facts.result, span=12, lines=6),
        # L10N: 回访
        Field(_("Callback"), ticks=satisfaction(), span=12),
    ]
    return fields


def complaint_slip(facts: ComplaintFacts) -> Slip:
    """The 投诉/服务登记单 of a request."""
    with speaking(facts.language):
        return Slip(
            kind="complaint",
            # L10N: 投诉/服务登记单
            title=facts.title or _("Complaint and service form"),
            number=facts.number,
            site=facts.site,
            fields=tuple(_complaint_fields(facts)),
            signatures=(
                # L10N: 客户签字
                Signature(_("Customer's signature"), dated=True),
                # L10N: 处理人
                Signature(_("Handled by"), dated=True),
            ),
            copies=facts.copies,
            footer=facts.issued,
            hotline=facts.hotline,
            language=facts.language,
        )


def _dispatch_fields(facts: DispatchFacts) -> list[Field]:
    fields = [
        # L10N: 房号
        Field(_("Room"), facts.room, bold=True),
        # L10N: 地点
        Field(_("Place"), facts.place),
        # L10N: 报修人; 来人
        Field(_("Reported by") if facts.repair else _("Caller"), person(facts.caller, facts.role)),
        # L10N: 电话
        Field(_("Phone"), facts.phone, bold=True),
        # L10N: 报修时间; 受理时间
        Field(_("Reported") if facts.repair else _("Received"), facts.received_at),
        # L10N: 渠道
        Field(_("Channel"), facts.channel),
        # L10N: 类别
        Field(_("Category"), facts.category),
        # L10N: 紧急程度
        Field(_("Urgency"), facts.urgency, bold=True),
    ]
    if facts.visit:
        # L10N: 预约时间
        fields.append(Field(_("Appointment"), facts.visit, span=12))
    fields += [
        # L10N: 报修内容; 内容
        Field(_("Problem") if facts.repair else _("Details"), facts.content, span=12, lines=3),
        # L10N: 派工时间
        Field(_("Sent"), facts.dispatched_at),
        # L10N: 派工人
        Field(_("Sent by"), facts.dispatcher),
        # L10N: 班组/责任人
        Field(_("Crew / person"), facts.crew, bold=True),
        # L10N: 预计完成
        Field(_("Due"), facts.due),
    ]
    if facts.notes:
        # L10N: 上门提示
        fields.append(Field(_("Before you ring"), facts.notes, span=12, bold=True))
    if facts.request:
        # L10N: 工单号
        fields.insert(0, Field(_("Request"), facts.request, span=12))
    return fields


def _work_fields(facts: DispatchFacts) -> list[Field]:
    """What is written by hand: of a repair with its materials and cost, of anything else what came of it."""
    if not facts.repair:
        # L10N: 处理结果
        return [Field(_("Result"), "", span=12, lines=6)]
    return [
        # L10N: 维修情况
        Field(_("Work done"), "", span=12, lines=4),
        # L10N: 更换材料
        Field(_("Materials"), "", span=12, lines=2),
        # L10N: 材料费
        Field(_("Materials cost"), "¥", span=4),
        # L10N: 人工费
        Field(_("Labour"), "¥", span=4),
        # L10N: 合计
        Field(_("Total"), "¥", span=4),
    ]


def dispatch_slip(facts: DispatchFacts) -> Slip:
    """The 报修派工单 of a repair, or the 派工单 of something else; materials, labour, finish and the customer's grade are written by hand."""
    with speaking(facts.language):
        after = [
            # L10N: 到场时间
            Field(_("Arrived"), ""),
            # L10N: 完成时间
            Field(_("Finished"), ""),
            *_work_fields(facts),
            # L10N: 满意度
            Field(_("Satisfaction"), ticks=satisfaction(), span=12),
        ]
        return Slip(
            kind="dispatch",
            # L10N: 报修派工单
            title=facts.title or _("Repair work order"),
            number=facts.number,
            site=facts.site,
            fields=tuple(_dispatch_fields(facts)),
            after=tuple(after),
            signatures=(
                # L10N: 维修人; 处理人
                Signature(_("Repaired by") if facts.repair else _("Handled by")),
                # L10N: 业主签字
                Signature(_("Resident's signature"), dated=True),
            ),
            copies=facts.copies,
            footer=facts.issued,
            hotline=facts.hotline,
            language=facts.language,
        )


__all__ = [
    "ComplaintFacts",
    "DispatchFacts",
    "NoticeFacts",
    "complaint_slip",
    "dispatch_slip",
    "person",
    "rectification_notice",
    "satisfaction",
]

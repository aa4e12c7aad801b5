"""物品放行通知单 in three parts, and the weekly reconciliation with the gate (handbook A3, B1, M4)."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, pgettext, speaking
from desk.rules.kit import wording
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Column, Field, Signature, Slip, Table, Tick

ACROSS = 3
"""So many of the goods stand in a row."""
STRUCK = "——"


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """A release slip; all texts are finished, in the language of the slip.

    Attributes:
        role: as what the applicant comes; document: masked, or "". owner: who agrees, with how.
        goods: name, quantity, remark. total: in words. whole: everything leaves; lease_end: the lease ends.
        move: day and hour; valid: from day to day. waived: why the fees were not asked for, and who allowed it: on the stub only.
        lessee: somebody else than the owner applies, who declares the goods (声明书).
    """

    room: str
    applicant: str
    role: str
    document: str = ""
    phone: str = ""
    owner: str = ""
    papers: str = ""
    whole: bool = False
    lease_end: bool = False
    goods: tuple[tuple[str, str, str], ...] = ()
    total: str = ""
    carrier: str = ""
    plate: str = ""
    move: str = ""
    slot: str = ""
    valid: str = ""
    note: str = ""
    waived: str = ""
    lessee: bool = False
    clerk: str = ""


@dataclass(frozen=True, slots=True)
class WeekLine:
    """A slip of the week: number, room, scope, result, when and by whom at the gate, whether the copy is back, what differs."""

    number: str
    room: str
    scope: str
    result: str
    gate: str
    guard: str
    copy: str
    difference: str


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """The weekly reconciliation: the period, all slips that were used or should have been, and the sums in words.

    Attributes:
        shown: slips that were shown at the gate and did not pass: when, number, why.
    """

    period: str
    lines: tuple[WeekLine, ...] = ()
    sums: tuple[tuple[str, str], ...] = ()
    shown: tuple[tuple[str, str, str], ...] = ()


def release_slip(facts: ReleaseFacts, head: PaperHead) -> Slip:
    """The slip: stub, customer's copy and gate copy under one number (handbook B1)."""
    with speaking(head.language):
        # L10N: 全部 / 部分 / 退租
        ticks = (
            Tick(pgettext("goods", "Everything"), facts.whole),
            Tick(_("A part"), not facts.whole),
            Tick(_("The lease ends"), facts.lease_end),
        )
        who = wording.bracketed(facts.applicant, facts.role)
        scope = Field(_("What leaves"), facts.total, ticks, span=7)  # L10N: 搬出范围
        fields = [
            # L10N: 房号
            Field(_("Room"), facts.room, span=5, bold=True),
            # L10N: 申请人
            Field(_("Applicant"), who, span=7, bold=True),
            # L10N: 电话
            Field(_("Phone"), facts.phone, span=5),
            # L10N: 证件
            Field(_("Document"), facts.document, span=7),
        ]
        fields += [
            # L10N: 有效期
            Field(_("Valid"), facts.valid, span=5, bold=True),
            scope,
            # L10N: 搬出时间
            Field(_("Leaves at"), f"{facts.move} {facts.slot}".strip(), span=5),
            # L10N: 承运车辆
            Field(_("Carrier and plate"), f"{facts.carrier} {facts.plate}".strip(), span=7),
        ]
        if facts.note:
            # L10N: 备注
            fields.append(Field(_("Note"), facts.note, span=12))
        return head.slip(
            "release",
            # L10N: 物品放行通知单
            _("Goods release slip"),
            fields=tuple(fields),
            tables=(_goods(facts),),
            clauses=_clauses(),
            signatures=(
                # L10N: 申请人签字; 经办人; 门岗（姓名、时间）; 承运人证件
                Signature(_("Applicant")),
                Signature(_("Issued by"), facts.clerk),
                Signature(_("Gate, time")),
                Signature(_("Carrier's ID")),
            ),
            stub=_stub(facts),
            stub_copy=head.copies[0] if head.copies else "",
        )


def _goods(facts: ReleaseFacts) -> Table:
    """The list, three to a row: a slip of eighteen things still is one third of a sheet high. What is left of a row is struck out."""
    cells = [
        (wording.bracketed(f"{place}. {name}", remark), count)
        for place, (name, count, remark) in enumerate(facts.goods, 1)
    ]
    cells += [(STRUCK, STRUCK)] * (-len(cells) % ACROSS)
    # L10N: 物品名称; 数量
    columns = (Column(_("Item name"), 3.4), Column(_("Quantity"), 1.0, right=True)) * ACROSS
    return Table(
        columns,
        tuple(
            tuple(text for cell in cells[start : start + ACROSS] for text in cell)
            for start in range(0, len(cells), ACROSS)
        ),
    )


def _clauses() -> tuple[str, ...]:
    return (
        # L10N: 门岗凭单核对：可少不可多，其余失效，一次有效。搬运请勿扰邻；损坏电梯、墙面、地面的照价赔偿。本中心不扣押身份证。
        _(
            "The gate compares: fewer may leave, never more; good once. Please do not disturb neighbours; "
            "damage is made good. No identity card is kept."
        ),
    )


def _stub(facts: ReleaseFacts) -> tuple[Field, ...]:
    """What only the office keeps: the papers seen, who agreed, what the applicant declares, why fees were not asked for."""
    found = []
    if facts.lessee:
        # L10N: 业主; 已核对资料
        found += [Field(_("Owner"), facts.owner, span=5), Field(_("Papers seen"), facts.papers, span=7)]
        # L10N: 申请人声明：上列物品为本人所有或已获权利人同意搬出，如有不实由本人负责。
        words = _("These goods are mine or leave with the holder's consent, and I answer for it.")
        # L10N: 声明
        found.append(Field(_("Declaration"), words, span=12))
    if facts.waived:
        # L10N: 特批放行
        found.append(Field(_("Allowed by the manager"), facts.waived, span=12))
    return tuple(found)


def week_sheet(facts: WeekFacts, head: PaperHead) -> Slip:
    """The reconciliation that security and the desk sign once a week (handbook B1)."""
    with speaking(head.language):
        tables = [
            Table(
                (
                    Column(_("No."), 0.6),
                    # L10N: 放行单号
                    Column(_("Release"), 2.4),
                    Column(_("Room"), 1.8),
                    # L10N: 范围
                    Column(_("What leaves"), 0.9),
                    # L10N: 门岗结果
                    Column(_("At the gate"), 1.2),
                    # L10N: 放行时间
                    Column(_("Time"), 1.8),
                    # L10N: 门岗
                    Column(_("Guard"), 1.1),
                    # L10N: 门岗联
                    Column(_("Gate copy"), 1.3),
                    # L10N: 不符之处
                    Column(_("What differs"), 2.4),
                ),
                tuple(
                    (
                        str(place), line.number, line.room, line.scope, line.result, line.gate, line.guard, line.copy,
                        line.difference,
                    )
                    for place, line in enumerate(facts.lines, 1)
                ),
                least_rows=0 if facts.lines else 3,
            )
        ]  # fmt: skip
        if facts.shown:
            tables.append(
                Table(
                    # L10N: 时间; 放行单号; 未放行原因
                    (Column(_("Time"), 2), Column(_("Release"), 2.4), Column(_("Why it did not pass"), 6)),
                    facts.shown,
                    # L10N: 门岗出示而未放行
                    heading=_("Shown at the gate, did not pass"),
                )
            )
        return head.slip(
            "release-week",
            # L10N: 物品放行周核对表
            _("Weekly reconciliation of releases"),
            # L10N: 核对期间
            fields=(
                Field(_("Period"), facts.period, span=12),
                *(Field(name, words, span=3) for name, words in facts.sums),
            ),
            tables=tuple(tables),
            # L10N: 安管; 前台
            signatures=(Signature(_("Security"), dated=True), Signature(_("Front desk"), dated=True)),
        )


__all__ = ["ReleaseFacts", "WeekFacts", "WeekLine", "release_slip", "week_sheet"]

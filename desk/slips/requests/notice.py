"""The 整改通知单: what has to be put right, by when, and who looks again (handbook C-9).

A property company has no power to fine. The notice asks for correction only; damage is claimed item by item.
"""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, speaking
from desk.slips.engine.slip import NUMBER_AFTER_SAVING, Column, Field, Signature, Slip, Table, Tick


@dataclass(frozen=True, slots=True)
class DamageFacts:
    """One damaged thing: what, how much of it, the cost of putting it right (figures with ¥)."""

    item: str
    quantity: str
    amount: str


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What a notice says. All texts are finished, in the language of the slip; "" leaves room to write.

    Attributes:
        number: the slip's number; reference: the number of the request or renovation it belongs to.
        room, addressee, phone: to whom; contact: the person on the spot (施工负责人).
        found_at, found_by, place: when, by whom and where it was found.
        findings: what was found; basis: the clause of the covenant or agreement.
        demand: what has to be done; deadline: by when, as printed.
        damages: the damage, item by item; total: in figures and words. Nothing is charged by the notice itself.
        reported: the authority it was reported to where the law asks for it; "" when not.
        outcome: "done", "partly", "not" or "" while nobody has looked again; checked: by whom and when.
    """

    number: str = NUMBER_AFTER_SAVING
    reference: str = ""
    room: str = ""
    addressee: str = ""
    phone: str = ""
    contact: str = ""
    found_at: str = ""
    found_by: str = ""
    place: str = ""
    findings: str = ""
    basis: str = ""
    demand: str = ""
    deadline: str = ""
    damages: tuple[DamageFacts, ...] = ()
    total: str = ""
    reported: str = ""
    outcome: str = ""
    checked: str = ""
    issued_by: str = ""
    site: str = ""
    hotline: str = ""
    issued: str = ""
    copies: tuple[str, ...] = ()
    language: str = "zh_CN"


def rectification_notice(facts: NoticeFacts) -> Slip:
    """The 整改通知单."""
    with speaking(facts.language):
        return Slip(
            kind="rectification",
            # L10N: 整改通知单
            title=_("Rectification notice"),
            number=facts.number,
            site=facts.site,
            fields=tuple(_demand(facts)),
            tables=(_damages(facts),) if facts.damages else (),
            after=tuple(_second_look(facts)),
            clauses=(
                # L10N: 本通知只要求改正，不收取任何罚款。造成损失的，按实际损失逐项协商赔偿。
                _(
                    "This notice asks for correction only; no fine is charged. "
                    "Damage is settled item by item at its real cost."
                ),
                # L10N: 对本通知有异议的，请在整改期限内向服务中心提出。依法应当报告的，本中心将报告有关行政主管部门。
                _(
                    "If you disagree, please tell the service centre before the deadline. "
                    "Where the law requires it, the centre reports the matter to the authority in charge."
                ),
            ),
            signatures=(
                # L10N: 签发人
                Signature(_("Issued by"), facts.issued_by, dated=True),
                # L10N: 签收人
                Signature(_("Received by"), dated=True),
            ),
            copies=facts.copies,
            footer=facts.issued,
            hotline=facts.hotline,
            language=facts.language,
        )


def _demand(facts: NoticeFacts) -> list[Field]:
    fields = [
        # L10N: 房号
        Field(_("Room"), facts.room, bold=True),
        # L10N: 关联单号
        Field(_("Belongs to"), facts.reference),
        # L10N: 致（业主/使用人）
        Field(_("To"), facts.addressee),
        # L10N: 电话
        Field(_("Phone"), facts.phone),
        # L10N: 现场负责人
        Field(_("Contact on site"), facts.contact),
        # L10N: 地点
        Field(_("Place"), facts.place),
        # L10N: 发现时间
        Field(_("Found"), facts.found_at),
        # L10N: 检查人
        Field(_("Found by"), facts.found_by),
        # L10N: 存在问题
        Field(_("Findings"), facts.findings, span=12, lines=4),
        # L10N: 依据
        Field(_("Basis"), facts.basis, span=12, lines=2),
        # L10N: 整改要求
        Field(_("What to put right"), facts.demand, span=12, lines=4),
        # L10N: 整改期限
        Field(_("Deadline"), facts.deadline, span=12, bold=True),
    ]
    if facts.reported:
        # L10N: 已报告
        fields.append(Field(_("Reported to"), facts.reported, span=12))
    return fields


def _damages(facts: NoticeFacts) -> Table:
    return Table(
        # L10N: 损失明细（另行协商赔偿）
        heading=_("Damage, item by item (to be settled separately)"),
        columns=(
            # L10N: 项目
            Column(_("Item"), 4.0),
            # L10N: 数量
            Column(_("Quantity"), 1.2),
            # L10N: 金额
            Column(_("Amount"), 1.4, right=True),
        ),
        rows=tuple((damage.item, damage.quantity, damage.amount) for damage in facts.damages),
        # L10N: 合计：{total}
        closing=_("Total: {total}").format(total=facts.total) if facts.total else "",
    )


def _second_look(facts: NoticeFacts) -> list[Field]:
    return [
        Field(
            # L10N: 复查结果
            _("Second look"),
            facts.checked,
            ticks=(
                # L10N: 已整改
                Tick(_("Put right"), facts.outcome == "done"),
                # L10N: 部分整改
                Tick(_("Partly"), facts.outcome == "partly"),
                # L10N: 未整改
                Tick(_("Not put right"), facts.outcome == "not"),
            ),
            span=12,
            lines=2,
        ),
        # L10N: 复查说明
        Field(_("Remark"), "", span=12, lines=2),
    ]


__all__ = ["DamageFacts", "NoticeFacts", "rectification_notice"]

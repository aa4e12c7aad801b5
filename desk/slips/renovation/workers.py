"""施工人员登记表, the workers' passes (CR80, or eight to an A4 sheet), 动火作业许可证 (handbook A5, B1)."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, speaking
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Card, Column, Field, Piece, Signature, Slip, Table
from desk.slips.renovation.facts import FileFacts, parties, period
from desk.slips.renovation.filing import passes_sentence

CARD = (85.6, 53.98)
"""Millimetres of a CR80 card."""


@dataclass(frozen=True, slots=True)
class PassFacts:
    """A worker's pass; `identity` masked but for the list of workers; `extended`: 延期至 …; `state` in words."""

    number: str
    name: str
    identity: str
    trade: str
    room: str
    contractor: str
    first: str
    until: str
    photo: str = ""
    extended: str = ""
    phone: str = ""
    state: str = ""
    deposit: str = ""


@dataclass(frozen=True, slots=True)
class HotWorkFacts:
    """A hot-work permit; `window`: from when to when."""

    place: str
    worker: str
    certificate: str
    watch: str
    extinguishers: int
    window: str
    approved: str


def workers_register(facts: FileFacts, passes: tuple[PassFacts, ...], head: PaperHead) -> Slip:
    """The 施工人员登记表, which is the list of the passes too."""
    with speaking(head.language):
        return head.slip(
            "renovation-workers",
            # L10N: 施工人员登记表
            _("Register of renovation workers"),
            # L10N: 装修期限
            fields=(*parties(facts), Field(_("Period of the works"), period(facts), span=12)),
            tables=(
                Table(
                    (
                        Column(_("No."), 0.8),
                        # L10N: 姓名
                        Column(_("Name"), 1.7),
                        # L10N: 证件号码
                        Column(_("Document number"), 2.6),
                        # L10N: 工种
                        Column(_("Trade"), 1.2),
                        # L10N: 出入卡号
                        Column(_("Pass"), 2.4),
                        # L10N: 有效期至
                        Column(_("Valid to"), 1.5),
                        # L10N: 状态
                        Column(_("State"), 1.2),
                        # L10N: 签字
                        Column(_("Signature"), 1.3),
                    ),
                    tuple(
                        (str(place), each.name, each.identity, each.trade, each.number, each.until, each.state, "")
                        for place, each in enumerate(passes, 1)
                    ),
                    least_rows=10,
                ),
            ),
            # L10N: 一人一卡，不得转借；不扣押身份证。
            clauses=(passes_sentence(), _("One person, one card; never lent. No identity card is kept as security.")),
            signatures=(
                Signature(_("Site leader"), dated=True),
                # L10N: 登记人
                Signature(_("Registered by"), dated=True),
            ),
        )


def worker_pass(facts: PassFacts, head: PaperHead) -> Slip:
    """A worker's pass as a card. Its codes say the number only (handbook C-30)."""
    with speaking(head.language):
        # L10N: 施工人员临时出入证
        title = _("Temporary pass for renovation")
        # L10N: 有效期 {first} 至 {until}
        valid = _("Valid {first} to {until}").format(first=facts.first, until=facts.until)
        # L10N: 一人一卡 · 凭证出入 · 到期交回 · 遗失即报
        rule = _("One person, one card · return it when it ends · report a loss at once")
        left, wide = 29.0, CARD[0] - 29.0 - 3.5
        pieces = [
            Piece("fill", 0.6, 0.6, CARD[0] - 1.2, 8.6),
            Piece("text", 3, 1.0, CARD[0] - 6, 4.6, title, 10, bold=True, align="c"),
            Piece("text", 3, 5.4, CARD[0] - 6, 3.0, head.site, 6, align="c", tone="grey"),
            Piece("picture", 3.5, 11, 22, 28, facts.photo),
            Piece("text", left, 10.6, wide - 17, 5.6, facts.name, 13, bold=True),
            # L10N: 工种
            *_line(left, 16.8, wide - 17, _("Trade"), facts.trade),
            # L10N: 证件
            *_line(left, 21.0, wide - 17, _("Document"), facts.identity),
            # L10N: 房号
            *_line(left, 25.2, wide, _("Room"), facts.room, bold=True),
            # L10N: 施工单位
            *_line(left, 29.4, wide, _("Contractor"), facts.contractor),
            Piece("text", left, 33.2, wide, 4.6, valid, 7.6, bold=True),
            Piece("qr", CARD[0] - 3.5 - 14, 10.6, 14, 14, head.number or "LK"),
        ]
        if facts.extended:
            # L10N: 延期至 {day}（盖章有效）
            words = _("Extended to {day} (valid with seal)").format(day=facts.extended)
            pieces.append(Piece("text", left, 37.4, wide, 3.6, words, 7, bold=True, tone="red"))
        if not facts.photo:
            # L10N: 照片
            pieces.append(Piece("text", 3.5, 22, 22, 5, _("Photo"), 8, align="c", tone="grey"))
        pieces += [
            Piece("bars", 3.5, 42, 44, 6.4, head.number or "LK"),
            Piece("text", 49, 42, CARD[0] - 49 - 3.5, 6.4, f"No. {head.number}", 7.4, bold=True, tone="red", align="r"),
            Piece("text", 3, 49.4, CARD[0] - 6, 3.2, rule, 5.2, align="c", tone="grey"),
        ]
        return head.slip("worker-pass", title, cards=(Card(*CARD, tuple(pieces)),))


def _line(x: float, y: float, width: float, label: str, text: str, *, bold: bool = False) -> tuple[Piece, Piece]:
    caption = 13.0
    return (
        Piece("text", x, y, caption - 0.6, 4, label, 5.6, tone="grey"),
        Piece("text", x + caption, y, width - caption, 4, text, 7.4, bold=bold),
    )


def hot_work_permit(facts: FileFacts, permit: HotWorkFacts, head: PaperHead) -> Slip:
    """The 动火作业许可证."""
    with speaking(head.language):
        return head.slip(
            "hot-work",
            # L10N: 动火作业许可证
            _("Hot-work permit"),
            fields=(
                Field(_("Room"), facts.room, bold=True),
                Field(_("Renovation file"), facts.reference),
                # L10N: 动火部位
                Field(_("Place of the work"), permit.place),
                # L10N: 许可时间
                Field(_("Permitted"), permit.window, bold=True),
                # L10N: 动火人
                Field(_("Done by"), permit.worker),
                # L10N: 操作证号
                Field(_("Welder's certificate"), permit.certificate),
                # L10N: 看火人
                Field(_("Fire watch"), permit.watch),
                # L10N: 灭火器（具）
                Field(_("Extinguishers"), str(permit.extinguishers)),
                Field(_("Contractor"), facts.contractor),
                Field(_("Site leader"), f"{facts.leader} {facts.leader_phone}".strip()),
                Field(_("Approved"), permit.approved, span=12),
            ),
            clauses=(
                # L10N: 动火前清除周围可燃物；作业中看火人不得离开；作业后留守检查不少于 30 分钟。超过许可时间须重新办理。
                _(
                    "Clear what can burn; the fire watch does not leave; stay and look for 30 minutes afterwards. "
                    "Beyond the time permitted a new permit is needed."
                ),
            ),
            signatures=(
                Signature(_("Done by")),
                Signature(_("Fire watch")),
                # L10N: 审批人
                Signature(_("Approved by")),
            ),
        )


__all__ = ["CARD", "HotWorkFacts", "PassFacts", "hot_work_permit", "worker_pass", "workers_register"]

"""The papers of a move: 入伙会签单, 房屋验收交接表, 钥匙领用表, 住户成员登记表, 资料发放签收表, 清户单 (handbook A2, A3, B1, M6)."""

from __future__ import annotations

from desk.i18n import _, speaking
from desk.rules.kit import wording
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Column, Field, Signature, Slip, Table
from desk.slips.moves.facts import MoveFacts, parties


def sign_off(facts: MoveFacts, head: PaperHead) -> Slip:
    """The 入伙会签单: the stations sign in turn."""
    with speaking(head.language):
        return head.slip(
            "move-sign-off",
            # L10N: 入伙会签单
            _("Move-in sign-off sheet"),
            fields=(
                *parties(facts),
                # L10N: 建筑面积
                Field(_("Floor area"), facts.area),
                # L10N: 房产证
                Field(_("Title deed"), facts.deed),
                # L10N: 入住日期
                Field(_("Moves in on"), facts.day, bold=True),
                # L10N: 计费起始日
                Field(_("Fees from"), facts.fees_from),
                # L10N: 代理人
                Field(_("Agent"), facts.agent, span=12),
                # L10N: 核验资料
                Field(_("Papers seen"), ticks=facts.papers, span=12),
            ),
            tables=(
                Table(
                    (
                        # L10N: 序号
                        Column(_("No."), 0.8),
                        # L10N: 会签站
                        Column(_("Station"), 1.4),
                        # L10N: 办理事项
                        Column(_("Matter"), 3.4),
                        # L10N: 会签人
                        Column(_("Signed by"), 1.5),
                        # L10N: 时间
                        Column(_("When"), 2.0),
                        # L10N: 备注
                        Column(_("Note"), 2.0),
                    ),
                    tuple(
                        (str(place), each.label, each.matter, each.signer, each.at, each.note)
                        for place, each in enumerate(facts.stations, 1)
                    ),
                ),
            ),
            signatures=(
                # L10N: 业主（使用人）签字
                Signature(_("Signature of who moves in"), dated=True),
                # L10N: 经办人
                Signature(_("Seen to by"), dated=True),
            ),
        )


def handover(facts: MoveFacts, head: PaperHead) -> Slip:
    """The 房屋验收交接表: rooms by items, defects stated and found, readings."""
    with speaking(head.language):
        # L10N: 合格 / 未验
        marks = {"ok": _("in order"), "": "—"}
        grid = Table(
            # L10N: 房间
            (Column(_("Room of the home"), 1.3), *(Column(item, 1.0) for item in facts.items)),
            tuple(
                (room, *(marks.get(cell, cell) for cell in row))
                for room, row in zip(facts.rooms, facts.grid, strict=True)
            ),
        )
        defects = Table(
            (
                Column(_("No."), 0.7),
                # L10N: 部位
                Column(_("Part of the home"), 1.6),
                # L10N: 来源
                Column(_("Comes from"), 1.3),
                # L10N: 缺陷
                Column(_("Defect"), 3.2),
                # L10N: 整改期限
                Column(_("To be put right by"), 1.5),
                # L10N: 报修单
                Column(_("Repair request"), 2.1),
            ),
            tuple(
                (str(place), f"{each.room} {each.item}", each.origin, each.words, each.deadline, each.request)
                for place, each in enumerate(facts.defects, 1)
            ),
            # L10N: 缺陷记录（先由物业说明已知缺陷，再由业主验收）
            heading=_("Defects: first those the centre knows of, then those found"),
            least_rows=3,
        )
        meters = Table(
            # L10N: 表计, 表号, 底数, 日期
            (Column(_("Meter")), Column(_("Meter number")), Column(_("Reading"), right=True), Column(_("Date"))),
            facts.readings,
            # L10N: 水、电、气、热表底数
            heading=_("First readings of the meters"),
            least_rows=2,
        )
        return head.slip(
            "move-handover",
            # L10N: 房屋验收交接表
            _("Handover inspection"),
            fields=(*parties(facts), Field(_("Floor area"), facts.area), Field(_("Moves in on"), facts.day)),
            tables=(grid, defects, meters),
            clauses=(
                # L10N: 以上缺陷由本中心跟进整改，整改完成后请您验收确认。
                _("We see to it that these defects are put right, and ask you to look at them afterwards."),
            ),
            signatures=(
                # L10N: 业主（使用人）签字, 验房人
                Signature(_("Signature of who moves in"), dated=True),
                Signature(_("Inspected by"), dated=True),
            ),
        )


def key_receipt(facts: MoveFacts, head: PaperHead) -> Slip:
    """The 钥匙领用表."""
    with speaking(head.language):
        return head.slip(
            "move-keys",
            # L10N: 钥匙领用表
            _("Receipt for keys"),
            fields=tuple(parties(facts)),
            tables=(
                Table(
                    (
                        Column(_("No."), 0.8),
                        # L10N: 钥匙种类
                        Column(_("Kind of key"), 2.4),
                        # L10N: 编号
                        Column(_("Key number"), 1.6),
                        # L10N: 数量
                        Column(_("How many"), 0.9, right=True),
                        # L10N: 签收人
                        Column(_("Signed for by"), 1.8),
                        # L10N: 日期
                        Column(_("Date"), 1.6),
                        Column(_("Note"), 1.6),
                    ),
                    tuple(
                        (str(place), each.kind, each.number, each.pieces, each.signed_by, each.on, each.note)
                        for place, each in enumerate(facts.keys, 1)
                    ),
                    closing=_("— nothing below this line —"),
                ),
            ),
            clauses=(
                # L10N: 搬出时请交回全部钥匙；遗失请即告知本中心。不扣押身份证。
                _("Please bring all keys back when you move out, and tell us at once when one is lost."),
                _("No identity card is kept as security."),
            ),
            signatures=(
                # L10N: 领用人签字, 发放人
                Signature(_("Received by"), dated=True),
                Signature(_("Handed out by"), dated=True),
            ),
        )


def members(facts: MoveFacts, head: PaperHead) -> Slip:
    """The 住户成员登记表 of a move."""
    with speaking(head.language):
        return head.slip(
            "move-members",
            # L10N: 住户成员登记表
            _("Register of household members"),
            fields=(
                *parties(facts),
                Field(_("Moves in on"), facts.day),
                # L10N: 租期至
                Field(_("Lease until"), facts.lease_until),
                # L10N: 同意的业主
                Field(_("Owner's consent"), facts.owner),
                # L10N: 业主电话
                Field(_("Owner's phone"), facts.owner_phone),
            ),
            tables=(
                Table(
                    (
                        Column(_("No."), 0.8),
                        # L10N: 姓名
                        Column(_("Name"), 1.5),
                        # L10N: 关系
                        Column(_("Relation"), 1.3),
                        # L10N: 性别
                        Column(_("Sex"), 0.7),
                        # L10N: 出生日期
                        Column(_("Born"), 1.5),
                        # L10N: 证件
                        Column(_("Document"), 3.0),
                        # L10N: 电话
                        Column(_("Phone"), 1.8),
                        # L10N: 照片
                        Column(_("Photos"), 0.8),
                    ),
                    tuple(
                        (
                            str(place), each.name, each.relation, each.sex, each.birth, each.document, each.phone,
                            each.photos,
                        )
                        for place, each in enumerate(facts.people, 1)
                    ),
                    least_rows=5,
                ),
            ),
            clauses=(
                # L10N: 以上信息仅用于小区物业服务与出入管理，详见《个人信息告知书》。
                _("This is kept for the property service and the access to the site only; see the notice on personal data."),
            ),
            signatures=(Signature(_("Signature of who moves in"), dated=True), Signature(_("Registered by"), dated=True)),
        )  # fmt: skip


def handouts(facts: MoveFacts, head: PaperHead) -> Slip:
    """The 资料发放签收表."""
    with speaking(head.language):
        return head.slip(
            "move-handouts",
            # L10N: 资料发放签收表
            _("Receipt for what was handed out"),
            fields=tuple(parties(facts)),
            tables=(
                Table(
                    (
                        Column(_("No."), 0.8),
                        # L10N: 资料、物品
                        Column(_("Papers and things"), 3.6),
                        # L10N: 份数
                        Column(_("How many"), 0.9, right=True),
                        Column(_("Signed for by"), 2.0),
                        Column(_("Date"), 1.6),
                    ),
                    tuple(
                        (str(place), each.label, each.pieces, each.signed_by, each.on)
                        for place, each in enumerate(facts.handouts, 1)
                    ),
                    closing=_("— nothing below this line —"),
                ),
            ),
            signatures=(Signature(_("Received by"), dated=True), Signature(_("Handed out by"), dated=True)),
        )


def _left_open(facts: MoveFacts) -> tuple[Field, ...]:
    """What is to come back, where post goes, what was done without."""
    found = [
        # L10N: 居住证（已注销，请交回）
        Field(_("Residence passes cancelled, please return"), facts.passes, span=12),
        # L10N: 新联系地址
        Field(_("Post goes to"), facts.forwarding, span=12),
    ]
    if facts.waived:
        # L10N: 特批
        found.append(Field(_("Done without"), "\n".join(facts.waived), span=12, bold=True))
    return tuple(found)


def clearance(facts: MoveFacts, head: PaperHead) -> Slip:
    """The 清户单: each matter with how it stands; what was done without, with its reason."""
    with speaking(head.language):
        # L10N: 已清 / 未清
        states = {False: _("settled"), True: _("not settled")}
        return head.slip(
            "move-clearance",
            # L10N: 清户单
            _("Clearance sheet"),
            fields=(
                Field(_("Room"), facts.room, bold=True),
                Field(_("Move file"), facts.reference),
                # L10N: 搬出原因
                Field(_("Why they leave"), facts.who),
                # L10N: 搬出日期
                Field(_("Moves out on"), facts.day, bold=True),
                # L10N: 搬出人员
                Field(_("Who leaves"), wording.listed(each.name for each in facts.people), span=12),
            ),
            tables=(
                Table(
                    (
                        Column(_("No."), 0.8),
                        # L10N: 事项
                        Column(_("Matter"), 2.0),
                        # L10N: 情况
                        Column(_("How it stands"), 4.6),
                        # L10N: 结果
                        Column(_("Settled or not"), 1.2),
                        # L10N: 经办
                        Column(_("Initials"), 1.3),
                    ),
                    tuple(
                        (str(place), each.matter, each.words, states[each.open], each.note)
                        for place, each in enumerate(facts.lines, 1)
                    ),
                ),
            ),
            after=_left_open(facts),
            clauses=(
                # L10N: 业主搬出后仍为业主，物业服务费由业主继续承担，直至办理过户。
                _(
                    "An owner who moves out stays owner and goes on paying the management fee until the home is transferred."
                ),
            ),
            signatures=(
                # L10N: 搬出人签字, 经办人, 主管
                Signature(_("Signature of who leaves"), dated=True),
                Signature(_("Seen to by"), dated=True),
                Signature(_("Supervisor"), dated=True),
            ),
        )


__all__ = ["clearance", "handouts", "handover", "key_receipt", "members", "sign_off"]

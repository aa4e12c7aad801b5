"""验收单, 楼下业主确认书, 退押金申请; the index sheet and the list of a building (handbook A5, C-8, C-14, R4)."""

from __future__ import annotations

from dataclasses import dataclass

from desk.i18n import _, speaking
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Column, Field, Picture, Signature, Slip, Table, Tick
from desk.slips.renovation.facts import FileFacts, parties, period, works_table


@dataclass(frozen=True, slots=True)
class InspectionFacts:
    """An inspection: its day, who looked, whether it passed (None: not yet said), what was noted, photos by hash."""

    day: str
    inspector: str
    passed: bool | None = None
    note: str = ""
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DownstairsFacts:
    """The home below: its room, its owner, and when the inspection was passed."""

    room: str
    owner: str
    passed: str


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """What is asked back.

    Attributes:
        payer: who paid; payee: who receives. amount: in figures and words. receipt: its number. opens: from which day.
        passed: day of the inspection. moved_in: day, or that nobody did. lost: the declaration of a loss, "" for none.
        deductions: lines in words.
    """

    payer: str
    payee: str
    amount: str
    receipt: str
    passed: str
    moved_in: str
    opens: str
    downstairs: str
    certificate_here: bool
    receipt_here: bool
    passes: str
    lost: str = ""
    deductions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A file in a building's list."""

    room: str
    number: str
    owner: str
    period: str
    leader: str
    state: str
    fees: str


def acceptance(facts: FileFacts, inspection: InspectionFacts, head: PaperHead) -> Slip:
    """The 验收单."""
    with speaking(head.language):
        checks = (
            # L10N: 未动承重结构
            _("Structure untouched"),
            # L10N: 防水闭水试验合格
            _("Waterproofing tested"),
            # L10N: 外立面符合统一样式
            _("Facade in the common style"),
            # L10N: 给排水、电路正常
            _("Water and power in order"),
            # L10N: 消防设施完好
            _("Fire equipment whole"),
            # L10N: 公共部位完好、垃圾清运
            _("Shared parts whole, waste gone"),
        )
        return head.slip(
            "renovation-acceptance",
            # L10N: 装修验收单
            _("Renovation inspection form"),
            fields=(
                *parties(facts),
                Field(_("Period of the works"), period(facts), span=12),
                # L10N: 验收日期
                Field(_("Inspected on"), inspection.day),
                # L10N: 验收人
                Field(_("Inspected by"), inspection.inspector),
            ),
            tables=(works_table(facts),),
            after=(
                # L10N: 验收内容
                Field(_("Looked at"), ticks=tuple(Tick(text, inspection.passed is True) for text in checks), span=12),
                Field(
                    # L10N: 验收结论
                    _("Result of the inspection"),
                    # L10N: 合格 / 不合格，需整改
                    ticks=(
                        Tick(_("Passed"), inspection.passed is True),
                        Tick(_("Not passed, to be put right"), inspection.passed is False),
                    ),
                    span=12,
                ),
                # L10N: 存在问题
                Field(_("Faults"), inspection.note, span=12, lines=3),
            ),
            pictures=tuple(Picture(sha) for sha in inspection.photos),
            signatures=(
                Signature(_("Owner"), dated=True),
                Signature(_("Site leader"), dated=True),
                Signature(_("Inspected by"), dated=True),
            ),
        )


def downstairs(facts: FileFacts, below: DownstairsFacts, head: PaperHead) -> Slip:
    """The 楼下业主确认书: the owner signs, not the tenant; on or after the passed inspection (handbook C-8)."""
    with speaking(head.language):
        return head.slip(
            "renovation-downstairs",
            # L10N: 楼下业主确认书
            _("Confirmation of the owner downstairs"),
            fields=(
                # L10N: 装修房号
                Field(_("Renovated room"), facts.room, bold=True),
                Field(_("Renovation file"), facts.reference),
                # L10N: 楼下房号
                Field(_("Room downstairs"), below.room, bold=True),
                # L10N: 楼下业主
                Field(_("Owner downstairs"), below.owner),
                # L10N: 验收合格日期
                Field(_("Passed on"), below.passed),
                Field(_("Period of the works"), facts.until and f"{facts.first} — {facts.until}"),
                Field(
                    # L10N: 确认事项
                    _("Confirmed"),
                    ticks=(
                        # L10N: 无渗漏水
                        Tick(_("No leak")),
                        # L10N: 管道、天花板完好
                        Tick(_("Pipes and ceiling whole")),
                        # L10N: 有问题（请写明）
                        Tick(_("Something is wrong (please write)")),
                    ),
                    span=12,
                ),
                # L10N: 问题说明
                Field(_("What is wrong"), span=12, lines=4),
            ),
            clauses=(
                # L10N: 由楼下业主本人签字（租户签字无效），签字日期不早于验收合格日期。
                _("The owner downstairs signs in person (a tenant's signature does not count), dated on or after the passed inspection."),
            ),
            signatures=(
                # L10N: 楼下业主签字
                Signature(_("Signature of the owner downstairs"), dated=True),
                # L10N: 经办人
                Signature(_("Clerk"), dated=True),
            ),
        )  # fmt: skip


def refund_application(facts: FileFacts, refund: RefundFacts, head: PaperHead) -> Slip:
    """The 退押金申请单."""
    with speaking(head.language):
        after = []
        if refund.deductions:
            # L10N: 扣除项目
            after.append(Field(_("Deductions"), "\n".join(refund.deductions), span=12))
        if refund.lost:
            # L10N: 遗失声明
            after.append(Field(_("Declaration of loss"), refund.lost, span=12))
        return head.slip(
            "renovation-refund-application",
            # L10N: 退押金申请单
            _("Application for the refund of a deposit"),
            fields=(
                Field(_("Room"), facts.room, bold=True),
                Field(_("Renovation file"), facts.reference),
                # L10N: 缴款人
                Field(_("Payer"), refund.payer),
                # L10N: 领款人
                Field(_("Payee"), refund.payee),
                # L10N: 保证金
                Field(_("Renovation deposit"), refund.amount, span=12, bold=True),
                # L10N: 保证金收据号
                Field(_("Receipt of the deposit"), refund.receipt),
                # L10N: 登记证编号
                Field(_("Certificate"), facts.certificate),
                Field(_("Passed on"), refund.passed),
                # L10N: 入住日期
                Field(_("Moved in"), refund.moved_in),
                # L10N: 可退款日期
                Field(_("Can go back from"), refund.opens, bold=True),
                Field(_("Owner downstairs"), refund.downstairs),
                Field(
                    # L10N: 交回
                    _("Handed in"),
                    ticks=(
                        # L10N: 登记证原件, 保证金收据
                        Tick(_("Original of the certificate"), refund.certificate_here),
                        Tick(_("Original of the receipt"), refund.receipt_here),
                    ),
                    span=12,
                ),
                # L10N: 临时出入卡
                Field(_("Temporary passes"), refund.passes, span=12),
            ),
            after=tuple(after),
            signatures=(
                Signature(_("Applicant's signature"), dated=True),
                Signature(_("Officer"), dated=True),
                # L10N: 主管审批
                Signature(_("Supervisor"), dated=True),
            ),
        )


def index_sheet(facts: FileFacts, state: str, papers: tuple[tuple[str, str], ...], head: PaperHead) -> Slip:
    """The first page of the folder: 装修期限、客户姓名、施工负责人电话、装修情况、交费情况 (handbook C-14), and what the file holds."""
    with speaking(head.language):
        return head.slip(
            "renovation-index",
            # L10N: 装修档案索引
            _("Index of the renovation file"),
            fields=(
                Field(_("Room"), facts.room, bold=True),
                Field(_("Renovation file"), facts.reference),
                # L10N: 客户姓名
                Field(_("Customer's name"), facts.owner or facts.applicant, bold=True),
                Field(_("Phone"), facts.phone),
                # L10N: 装修期限
                Field(_("Period of the works"), period(facts), span=12, bold=True),
                Field(_("Site leader"), facts.leader),
                Field(_("Site leader's phone"), facts.leader_phone, bold=True),
                # L10N: 装修情况
                Field(_("State of the works"), f"{state}\n{facts.summary}".strip(), span=12, lines=2),
                # L10N: 交费情况
                Field(_("Fees and deposits paid"), "\n".join(facts.fees), span=12, lines=2),
                Field(_("Officer"), facts.officer),
                Field(_("Certificate"), facts.certificate),
            ),
            tables=(
                Table(
                    (
                        Column(_("No."), 0.8),
                        # L10N: 资料名称
                        Column(_("Paper"), 4.2),
                        # L10N: 编号 / 日期
                        Column(_("Number / date"), 3),
                        # L10N: 页次
                        Column(_("Page"), 0.9),
                    ),
                    tuple((str(place), name, number, "") for place, (name, number) in enumerate(papers, 1)),
                    # L10N: 归档资料（按归档顺序）
                    heading=_("Papers, in the order of the archive"),
                    least_rows=14,
                ),
            ),
        )


def building_list(building: str, rows: tuple[IndexRow, ...], head: PaperHead) -> Slip:
    """The files of a building, low floor to high floor."""
    with speaking(head.language):
        return head.slip(
            "renovation-list",
            # L10N: 装修档案目录
            _("Renovation files of a building"),
            # L10N: 楼栋 / 份数
            fields=(Field(_("Building"), building, bold=True), Field(_("Files"), str(len(rows)))),
            tables=(
                Table(
                    (
                        Column(_("No."), 0.8),
                        Column(_("Room"), 1.6),
                        Column(_("Renovation file"), 2.4),
                        Column(_("Customer"), 1.4),
                        Column(_("Period of the works"), 2.6),
                        # L10N: 施工负责人及电话
                        Column(_("Site leader and phone"), 2.2),
                        Column(_("State"), 1.4),
                        Column(_("Fees and deposits paid"), 3),
                    ),
                    tuple(
                        (str(place), row.room, row.number, row.owner, row.period, row.leader, row.state, row.fees)
                        for place, row in enumerate(rows, 1)
                    ),
                    closing=_("— nothing below this line —"),
                ),
            ),
        )


__all__ = [
    "DownstairsFacts",
    "IndexRow",
    "InspectionFacts",
    "RefundFacts",
    "acceptance",
    "building_list",
    "downstairs",
    "index_sheet",
    "refund_application",
]

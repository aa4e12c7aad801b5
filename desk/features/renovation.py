"""Renovation: the file of a home's works with its papers, deposit, passes, inspections and refund; the register of contractors."""

from __future__ import annotations

from desk.features.kit import (
    LOOKED,
    TIME,
    Act,
    Code,
    Due,
    Feature,
    Findable,
    HouseholdAct,
    HouseholdCard,
    Key,
    Light,
    Numbers,
    OwnList,
    PageSpec,
    PolicyKey,
    Record,
    SlipKind,
    Undo,
)
from desk.i18n import N_

# L10N: 装修
_RENOVATION = N_("Renovation")
_FILE = ("renovation",)
# L10N: 业主联, 存根联
_OWNER_AND_OFFICE = (N_("Owner's copy"), N_("Office copy"))
# L10N: 登记证的四份：原件（业主留存，退押金凭证）; 复印件一（办理出入证专用）; 复印件二（贴于户门）; 存档件
_SHEETS = (
    N_("Original (owner)"),
    N_("Copy 1: for passes only"),
    N_("Copy 2: on the home's door"),
    N_("File copy"),
)
# L10N: 甲方（物业服务中心）, 乙方（业主）, 丙方（施工单位）
_PARTIES = (N_("Copy of party A (centre)"), N_("Copy of party B (owner)"), N_("Copy of party C (contractor)"))
# L10N: 登记证由装修档案出具，不能单独作废
_BY_FILE = N_("The certificate belongs to its renovation file and cannot be voided alone.")


def _slip(
    code: str, prefix: str, label: str, paper: str = "a4", papers: tuple[str, ...] = (), copies: tuple[str, ...] = ()
) -> SlipKind:
    return SlipKind(code, prefix, label, paper, papers or (paper,), copies, subject=_FILE)


_PAID = Undo(run="desk.services.money.receipts:undo_receipts")
_CHARGED = Undo(run="desk.services.money.charges:undo_charges")
# L10N: 已接管的押金不能撤销：请以退押金结清。
_OPENED = Undo(instead=N_("A deposit that was taken over stays on the books: settle it by its refund."))

SLIPS = (
    # L10N: 装修申请表
    _slip("renovation-application", "SQ", N_("Application for renovation")),
    # L10N: 装修备案表
    _slip("renovation-filing", "BA", N_("Renovation filing form")),
    # L10N: 装修承诺书
    _slip("renovation-pledge", "CN", N_("Renovation pledge")),
    # L10N: 业主承诺（破坏防水层）
    _slip("renovation-owner-pledge", "YC", N_("Owner's pledge (waterproofing)")),
    # L10N: 防火责任书
    _slip("renovation-fire", "FH", N_("Fire-safety responsibility letter")),
    # L10N: 装修告知书
    _slip("renovation-notice", "GZ", N_("Notice on renovation"), copies=_OWNER_AND_OFFICE),
    # L10N: 装修管理服务协议书
    _slip("renovation-agreement", "XY", N_("Renovation management agreement"), copies=_PARTIES),
    SlipKind(
        "renovation-certificate",
        "DZ",
        # L10N: 装修备案登记证
        N_("Renovation certificate"),
        "a4",
        ("a4",),
        _SHEETS,
        own_void=_BY_FILE,
        subject=_FILE,
    ),
    # L10N: 施工人员登记表
    _slip("renovation-workers", "RY", N_("Register of renovation workers"), "a4-wide", ("a4-wide", "a4")),
    SlipKind(
        "worker-pass",
        "LK",
        # L10N: 施工人员临时出入证
        N_("Temporary pass for renovation"),
        "cr80",
        ("cr80", "a4"),
        carries="worker-pass",
        on_void="desk.services.renovation.passes:pass_voided",
        subject=_FILE,
    ),
    # L10N: 动火作业许可证
    _slip("hot-work", "DH", N_("Hot-work permit"), "a5", ("a5", "a4"), _OWNER_AND_OFFICE),
    # L10N: 装修验收单
    _slip("renovation-acceptance", "YS", N_("Renovation inspection form"), copies=_OWNER_AND_OFFICE),
    # L10N: 楼下业主确认书
    _slip("renovation-downstairs", "LX", N_("Confirmation of the owner downstairs")),
    # L10N: 退押金申请单
    _slip("renovation-refund-application", "TY", N_("Application for the refund of a deposit")),
    # L10N: 装修档案索引
    _slip("renovation-index", "SY", N_("Index of the renovation file")),
    SlipKind(
        "renovation-list",
        "LM",
        # L10N: 装修档案目录
        N_("Renovation files of a building"),
        "a4-wide",
        ("a4-wide", "a4"),
        subject=("building",),
    ),
)

_REFUND_DAYS = (
    # L10N: 每天
    ("1-7", N_("Every day")),
    # L10N: 星期一至星期五
    ("1-5", N_("Monday to Friday")),
    # L10N: 星期一至星期六
    ("1-6", N_("Monday to Saturday")),
    # L10N: 星期二、星期四
    ("2,4", N_("Tuesday and Thursday")),
    # L10N: 星期三
    ("3", N_("Wednesday")),
    # L10N: 星期五
    ("5", N_("Friday")),
)
POLICY = (
    # L10N: 装修期限最长（月）
    PolicyKey("renovation.months", "int", N_("A period is at most (months)"), _RENOVATION, 1, 12),
    # L10N: 连同延期合计不超过该期限
    PolicyKey("renovation.in_total", "bool", N_("… extensions included"), _RENOVATION),
    # L10N: 备案答复时限（工作日）
    PolicyKey("renovation.answer_days", "int", N_("A filing is answered within (working days)"), _RENOVATION, 1, 60),
    # L10N: 图纸核查时限（工作日）
    PolicyKey("renovation.plans_days", "int", N_("Plans are checked within (working days)"), _RENOVATION, 1, 60),
    # L10N: 中间检查间隔（天）
    PolicyKey("renovation.interim_days", "int", N_("An interim inspection at least every (days)"), _RENOVATION, 1, 180),
    # L10N: 验收时限（工作日）
    PolicyKey(
        "renovation.inspection_days", "int", N_("Completion inspection within (working days)"), _RENOVATION, 1, 60
    ),
    # L10N: 到期提醒（天）
    PolicyKey("renovation.remind_days", "int", N_("Reminder before the end (days)"), _RENOVATION, 1, 90),
    # L10N: 整改期限（天）
    PolicyKey("renovation.rectify_days", "int", N_("A rectification notice gives (days)"), _RENOVATION, 1, 90),
    # L10N: 出入证到期后交回期限（天）
    PolicyKey("renovation.pass_return_days", "int", N_("A pass comes back within (days)"), _RENOVATION, 0, 60),
    # L10N: 装修保证金（元，0 为不收）
    PolicyKey("renovation.deposit", "decimal", N_("Proposed deposit (yuan, 0: none)"), _RENOVATION, 0, 1000000),
    # L10N: 出入证押金（元/张）
    PolicyKey("renovation.pass_deposit", "decimal", N_("Deposit of a worker's pass (yuan)"), _RENOVATION, 0, 1000),
    # L10N: 遗失出入证不退押金（协议约定）
    PolicyKey("renovation.keep_lost_pass", "bool", N_("A lost pass keeps its deposit (agreement)"), _RENOVATION),
    # L10N: 退款日
    PolicyKey(
        "renovation.refund_weekdays",
        "choice",
        N_("Refund days"),
        _RENOVATION,
        choices=_REFUND_DAYS,
    ),
    # L10N: 退款时间
    PolicyKey("renovation.refund_hours", "text", N_("Refund hours"), _RENOVATION),
    # L10N: 入住满几个月可退（月）
    PolicyKey("renovation.wait_months", "int", N_("The deposit goes back after (months)"), _RENOVATION, 0, 24),
    # L10N: 仅自入住之日起计算
    PolicyKey("renovation.from_moving_in", "bool", N_("… counted from moving in alone"), _RENOVATION),
    # L10N: 楼下业主联系不上须登记次数
    PolicyKey("renovation.attempts", "int", N_("Attempts to reach the owner downstairs"), _RENOVATION, 1, 20),
)

_S = "desk.services.renovation:"
ACTS = (
    Act("renovation.texts", "desk.services.renovation.read:texts_for", changes=False),
    Act("renovation.show", _S + "renovation", changes=False),
    Act("renovation.by-number", _S + "by_number", changes=False),
    Act("renovation.of-unit", _S + "of_unit", changes=False),
    Act("renovation.list", _S + "files", changes=False),
    Act("renovation.counts", _S + "counts", changes=False),
    Act("renovation.passes-out", _S + "passes_out", changes=False),
    Act("renovation.deposits", _S + "deposits_by_age", changes=False),
    Act("renovation.check", _S + "check_file", changes=False),
    Act("renovation.preview", _S + "preview", changes=False),
    Act("renovation.building-preview", _S + "building_sheet", changes=False),
    Act("renovation.in-the-way", _S + "gate_obstacles", changes=False),
    Act("renovation.entry", _S + "entry_of", undo=LOOKED, events=("renovation.reveal",)),
    Act("renovation.reveal", _S + "numbers", undo=LOOKED),
    Act("renovation.papers", _S + "offered", changes=False),
    Act("renovation.fees", _S + "fees", changes=False),
    Act("renovation.pay-fees", _S + "pay_fees", undo=_PAID),
    Act("renovation.clauses", _S + "text", changes=False),
    Act("worker-pass.show", _S + "worker_pass", changes=False),
    Act("contractor.show", _S + "contractor", changes=False),
    Act("contractor.list", _S + "contractors", changes=False),
    Act("contractor.check", _S + "check_contractor", changes=False),
    Act("contractor.save", _S + "save_contractor"),
    Act("renovation.file", _S + "file"),
    Act("renovation.take-over", _S + "take_over", role="supervisor"),
    Act("renovation.edit", _S + "edit"),
    Act("renovation.submit", _S + "submit"),
    Act("renovation.document", _S + "receive"),
    Act("renovation.scan", _S + "keep_scan"),
    Act("renovation.plans", _S + "receive_plans"),
    Act("renovation.approve", _S + "approve"),
    Act("renovation.return", _S + "return_"),
    Act("renovation.tell", _S + "tell"),
    Act("renovation.sign", _S + "sign"),
    Act("renovation.fee", _S + "charge_fee", undo=_CHARGED),
    Act("renovation.notice", _S + "notify"),
    Act("renovation.take-deposit", _S + "take_deposit", undo=_PAID),
    Act("renovation.deposit-taken-over", _S + "take_over_deposit", role="supervisor", undo=_OPENED),
    Act("renovation.start", _S + "start"),
    Act("renovation.extend", _S + "extend"),
    Act("renovation.suspend", _S + "suspend"),
    Act("renovation.resume", _S + "resume"),
    Act("renovation.passes", _S + "issue_passes"),
    Act("worker-pass.return", _S + "take_back"),
    Act("worker-pass.lose", _S + "lose"),
    Act("worker-pass.void", _S + "void_pass", role="supervisor"),
    Act("renovation.hot-work", _S + "permit_hot_work"),
    Act("renovation.ask-inspection", _S + "ask_inspection"),
    Act(
        "renovation.inspect",
        _S + "inspect",
        events=("renovation.inspect", "renovation.pass-completion", "renovation.fail-completion"),
    ),
    Act("renovation.violation", _S + "find_violation"),
    Act("violation.reinspect", _S + "reinspect", events=("violation.reinspect", "violation.still")),
    Act("violation.report", _S + "report_violation", role="supervisor"),
    Act("renovation.moved-in", _S + "note_moving_in"),
    Act("renovation.attempt", _S + "note_attempt"),
    Act("renovation.downstairs", _S + "note_downstairs"),
    Act("renovation.declare-lost", _S + "declare_lost", role="supervisor"),
    Act("renovation.apply-refund", _S + "apply_refund"),
    Act("renovation.refund", _S + "refund", undo=_PAID),
    Act("renovation.refund-cancelled", _S + "refund_cancelled", undo=_PAID),
    Act("renovation.cancel", _S + "cancel"),
    Act("renovation.file-away", _S + "file_away"),
    Act("renovation.note", _S + "note"),
    Act("renovation.paper", _S + "issue_paper"),
    Act("renovation.building-list", _S + "issue_building_sheet"),
    Act("renovation.text", _S + "save_text", role="manager"),
    Act("renovation.sweep", _S + "sweep", undo=TIME),
)

_DUE = "desk.services.renovation.due:"
DUE = (
    # L10N: 装修到期未延期
    Due("renovation-overdue", N_("Renovations past their last day"), _DUE + "overdue", True, True, order=16),
    # L10N: 已批准未告知业主
    Due("renovation-told", N_("Approved, the owner does not know"), _DUE + "told", True, True, order=17),
    # L10N: 装修备案待答复
    Due("renovation-answer", N_("Renovation filings to answer"), _DUE + "answer", waits=True, order=18),
    # L10N: 图纸核查超时
    Due("renovation-plans", N_("Plans not checked in time"), _DUE + "plans", True, True, order=18),
    # L10N: 待验收
    Due("renovation-inspection", N_("Completion inspections"), _DUE + "inspection", waits=True, order=19),
    # L10N: 整改到期
    Due("renovation-violations", N_("Violations past their deadline"), _DUE + "violations", True, True, order=20),
    # L10N: 应做中间检查
    Due("renovation-interim", N_("Interim inspections"), _DUE + "interim", waits=True, order=21),
    # L10N: 应收回的出入证
    Due("renovation-passes", N_("Passes to come back"), _DUE + "passes", waits=True, order=22),
    # L10N: 装修即将到期
    Due("renovation-running-out", N_("Renovations running out"), _DUE + "running_out", order=42),
    # L10N: 施工单位证照到期
    Due("renovation-papers", N_("Contractors' papers running out"), _DUE + "papers", order=43),
    # L10N: 可退装修保证金
    Due("renovation-refundable", N_("Deposits that can go back"), _DUE + "refundable", order=44),
)

_UI = "desk.ui.renovation."
PAGES = (
    # L10N: 装修
    PageSpec("renovations", _RENOVATION, _UI + "list:RenovationsPage", icon="renovation", targets=("renovations",)),
    # L10N: 装修备案
    PageSpec("renovation-form", N_("File a renovation"), _UI + "form:RenovationForm", parent="renovations"),
    PageSpec(
        "renovation",
        N_("Renovation file"),
        _UI + "page:RenovationPage",
        parent="renovations",
        targets=("renovation",),
        scans=("ZX-", "DZ-", "LK-"),
    ),
    # L10N: 在外出入证
    PageSpec(
        "worker-passes",
        N_("Passes out"),
        _UI + "registers:WorkerPassesPage",
        parent="renovations",
        targets=("worker-passes",),
    ),
    # L10N: 在押押金
    PageSpec("renovation-deposits", N_("Deposits held"), _UI + "registers:DepositsPage", parent="renovations"),
    # L10N: 施工单位
    PageSpec(
        "contractors",
        N_("Contractors"),
        _UI + "registers:ContractorsPage",
        parent="renovations",
        targets=("contractors",),
    ),
    # L10N: 装修文书条款
    PageSpec("renovation-clauses", N_("Printed clauses"), _UI + "clauses:ClausesPage", parent="renovations"),
    PageSpec(
        "contractor", N_("Contractor"), _UI + "registers:ContractorPage", parent="renovations", targets=("contractor",)
    ),
)

_SCANNED = "desk.services.renovation.register:"
CODES = (
    # L10N: 身份证
    Code("person", N_("Identity card"), "desk.rules.scans:person_number", _SCANNED + "of_worker", masked=True),
    # L10N: 统一社会信用代码
    Code("company", N_("Unified social credit code"), "desk.rules.scans:credit_code", _SCANNED + "of_code"),
)

KEYS = (
    Key("Enter", ("New edition", "Open the file")), Key("F9", ("Take the fees",)),
    Key("Ins", ("Add a contractor", "File a renovation")), Key("Alt+N", ("Payment notice",), "payment notice"),
    Key("Alt+Q", ("Workers' passes",), "workers' passes"), Key("Alt+R", ("Show the number",)),
    Key("Alt+X", ("Owner downstairs",), "owner downstairs"), Key("Alt+Y", ("Take the deposit",), "takes the deposit"),
    Key("Alt+Z", ("File a renovation",), "files a renovation"), Key("Ctrl+B", ("Take back",)),
    Key("Ctrl+Del", ("Cancel before the start",)), Key("Ctrl+E", ("Change", "Edit")), Key("Ctrl+G", ("Owner told",)),
    Key("Ctrl+H", ("Open the household",)), Key("Ctrl+I", ("Keep a scan",)), Key("Ctrl+Ins", ("Deposit of an old receipt",)),
    Key("Ctrl+J", ("File away", "Inspection asked for", "Issue the certificate", "Submit")),
    Key("Ctrl+P", ("Print the building",)), Key("Ctrl+R", ("Inspect again",)), Key("Ctrl+S", ("Whole file as one PDF",)),
    Key("Ctrl+T", ("Signatures",)), Key("Ctrl+U", ("Refund the deposit",)), Key("Ctrl+Y", ("Approve", "Inspection passed")),
    Key("Ctrl+Shift+A", ("Print on A4",)), Key("Ctrl+Shift+D", ("Papers received",)), Key("Ctrl+Shift+Del", ("Void",)),
    Key("Ctrl+Shift+G", ("Fee",)), Key("Ctrl+Shift+H", ("Hot-work permit",), "hot-work permit"),
    Key("Ctrl+Shift+I", ("Inspection",)), Key("Ctrl+Shift+K", ("Print on cards",)),
    Key("Ctrl+Shift+M", ("Moving in",), "somebody moved in"), Key("Ctrl+Shift+R", ("Extend",)),
    Key("Ctrl+Shift+S", ("Resume", "Suspend")), Key("Ctrl+Shift+T", ("Report",)), Key("Ctrl+Shift+U", ("Refund the deposit",)),
    Key("Ctrl+Shift+V", ("Violation",), "a violation"), Key("Ctrl+Shift+X", ("Lost",)),
    Key("Ctrl+Shift+Y", ("Inspection failed",)),
)  # fmt: skip


FEATURE = Feature(
    code="renovation",
    keys=KEYS,
    codes=CODES,
    tables=("desk.models.renovation",),
    identity_scans=("document:leader-papers", "document:worker-papers"),
    records=(
        Record(
            "renovation",
            # L10N: 装修档案
            N_("Renovation file"),
            "desk.models.renovation:Renovation",
            files=True,
            find=Findable(
                12,
                # L10N: 装修档案
                N_("Renovation files"),
                writer="desk.services.renovation.lists:pages",
                shows=("room", "applicant", "firm", "renovation_states:state"),
                newest_first=True,
            ),
            lifecycle="desk.rules.renovation.cycle:CYCLE",
            withdraw="desk.services.renovation.refunds:withdraw",
            texts="desk.services.renovation.read:texts_for",
        ),
        Record(
            "worker-pass",
            # L10N: 施工人员出入证
            N_("Worker's pass"),
            "desk.models.renovation:WorkerPass",
            lifecycle="desk.rules.renovation.cycle:PASS_CYCLE",
            withdraw="desk.services.renovation.passes:withdraw",
        ),
        Record(
            "violation",
            # L10N: 装修违规
            N_("Violation"),
            "desk.models.renovation:Violation",
            lifecycle="desk.rules.renovation.cycle:VIOLATION_CYCLE",
        ),
        # L10N: 施工单位
        Record("contractor", N_("Contractor"), "desk.models.renovation:Contractor", title="name"),
    ),
    numbers=(
        Numbers("desk.models.renovation:Renovation.number", ("ZX",)),
        Numbers("desk.models.renovation:WorkerPass.number", ("LK",)),
    ),
    policy=POLICY,
    lists=(
        # L10N: 工种
        OwnList("trades", N_("Trades")),
    ),
    slips=SLIPS,
    pages=PAGES,
    due=DUE,
    lights=(
        # L10N: 无装修
        Light(
            "renovation",
            "desk.services.renovation.due:light",
            order=45,
            label=N_("Renovation"),
            none=N_("No works"),
            health="safety",
        ),
    ),
    used=("renovation", "contractor"),
    homes=("renovation.unit_id",),
    household_acts=(
        # L10N: 装修申请
        HouseholdAct("renovation-filing", N_("File a renovation"), "Alt+Z", page="renovation-form", order=40),
    ),
    household_cards=(
        # L10N: 装修
        HouseholdCard(
            "renovation",
            N_("Renovation"),
            read="desk.services.renovation.due:files",
            make="desk.ui.renovation.household:files_list",
            order=40,
        ),
    ),
    acts=ACTS,
    timeline=("desk.services.renovation.due:lines",),
    checks=("desk.services.renovation.due:check",),
    obstacles={
        "renovation.approve": "desk.services.renovation.filing:approving",
        "renovation.start": "desk.services.renovation.filing:starting",
        "renovation.refund": "desk.services.renovation.refunds:refund_gate",
        "renovation.refund-cancelled": "desk.services.renovation.refunds:cancelled",
        "renovation.file-away": "desk.services.renovation.refunds:filing_away",
        "renovation.cancel": "desk.services.renovation.refunds:cancelling",
        "deposit.refund": "desk.services.renovation.refunds:deposit_refund",
    },
    hooks={
        "day_begins": "desk.services.renovation:sweep",
        "receipt_voided": "desk.services.renovation.money:receipt_voided",
    },
    tour="desk.tour.renovation:tell",
)

"""The life of a renovation file: one table of what may happen when, by whom, and what it needs (handbook A5, R6)."""

from __future__ import annotations

from typing import Any

from desk.i18n import N_, _
from desk.rules.kit.lifecycle import LifeCycle, Move, Need

AT_WORK = ("running", "extended")
"""People are at work with a valid certificate."""
BEFORE_START = ("draft", "submitted", "returned", "approved", "told")
"""No certificate yet."""
STARTED = (*AT_WORK, "suspended", "expired", "inspection-asked", "rectify")
"""With a certificate, not yet passed."""
WAITING = ("passed", "refundable")
"""Passed; the deposit is still held."""
ALIVE = (*BEFORE_START, *STARTED, *WAITING)
OVER = ("refunded", "filed", "cancelled")


def _refusal(state: str, code: str) -> str:
    if state in OVER:
        # L10N: 该装修档案已结束
        return _("This renovation file is closed.")
    if state in BEFORE_START and code in ("pass", "extend", "ask-inspection", "suspend", "pass-completion"):
        # L10N: 尚未开工（未出具登记证）
        return _("There is no certificate yet: approve, tell the owner, sign and pay first.")
    if state == "expired" and code in ("pass", "hot-work"):
        # L10N: 装修期限已过，请先办理延期
        return _("The period has ended. File an extension first.")
    if state == "submitted" and code == "edit":
        # L10N: 审核中不能修改，请先退回
        return _("It is being checked. Return it first.")
    return ""


def _unextended(record: Any) -> bool:
    return not record.extended


def _extended(record: Any) -> bool:
    return bool(record.extended)


def _without_deposit(record: Any) -> bool:
    return bool(record.state == "refunded" or not record.deposit_due)


def _certified(record: Any) -> bool:
    return bool(record.certificate)


_REASON = Need("reason", N_("Say why."))

CYCLE = LifeCycle(
    kind="renovation",
    states=(
        "draft", "submitted", "returned", "approved", "told", "running", "extended", "suspended", "expired",
        "inspection-asked", "rectify", "passed", "refundable", "refunded", "filed", "cancelled",
    ),
    names="renovation_states",
    ended=("filed", "cancelled"),
    likely={
        "draft": "submit", "submitted": "approve", "returned": "submit", "approved": "tell", "told": "start",
        "running": "ask-inspection", "extended": "ask-inspection", "suspended": "resume", "expired": "extend",
        "inspection-asked": "pass-completion", "rectify": "pass-completion", "passed": "refund",
        "refundable": "refund", "refunded": "file-away",
    },
    refusals=_refusal,
    moves=(
        Move("file", ("",), "draft", event="filed-draft", hidden=True),
        # L10N: 提交审核; {number} 已提交审核
        Move("submit", ("draft", "returned"), "submitted", "submitted", label=N_("Submit"), done=N_("{number} is submitted.")),
        Move(
            "approve", ("submitted",), "approved", "approved", gate="renovation.approve",
            # L10N: 批准; {number} 已批准，请立即告知业主
            label=N_("Approve"), done=N_("{number} is approved. Tell the owner at once."),
        ),
        Move(
            "return", ("submitted",), "returned", "returned",
            # L10N: 请写明缺少什么
            needs=(Need("missing", N_("Say what is missing.")),),
            # L10N: 退回补正; {number} 已退回
            label=N_("Return"), done=N_("{number} is returned."),
        ),
        Move(
            "tell", ("approved",), "told", "told",
            # L10N: 请选择告知方式
            needs=(Need("how", N_("How was the owner told?")),),
            # L10N: 告知业主; {number} 已告知业主
            label=N_("Owner told"), done=N_("{number}: the owner knows."),
        ),
        # L10N: 三方签字
        Move("sign", ("told",), event="signed", label=N_("Signatures")),
        Move(
            "start", ("told",), "running", "started", gate="renovation.start",
            # L10N: 出具登记证，开工; {number} 已开工
            label=N_("Issue the certificate"), done=N_("{number} may start."),
        ),
        Move(
            "extend", (*AT_WORK, "expired"), "extended", "extended",
            # L10N: 请填写新的最后一天
            needs=(Need("until", N_("Until when?")),),
            # L10N: 延期; {number} 已延期
            label=N_("Extend"), done=N_("{number} is extended."),
        ),
        # L10N: 申请验收; {number} 待验收
        Move(
            "ask-inspection", (*AT_WORK, "expired"), "inspection-asked", "inspection-asked",
            label=N_("Inspection asked for"), done=N_("{number} waits for its inspection."),
        ),
        # L10N: 验收合格; {number} 验收合格
        Move(
            "pass-completion", ("inspection-asked", "rectify"), "passed", "passed",
            label=N_("Inspection passed"), done=N_("{number} has passed."),
        ),
        Move(
            "fail-completion", ("inspection-asked", "rectify", *WAITING), "rectify", "failed",
            # L10N: 请写明不合格之处
            needs=(Need("note", N_("Say what is not in order.")),),
            # L10N: 验收不合格
            label=N_("Inspection failed"), done=N_("{number} is to be put right."),
        ),
        # Time itself: the three months are over.
        Move("ripen", ("passed",), "refundable", "refundable", hidden=True),
        Move(
            "refund", WAITING, "refunded", "refunded", gate="renovation.refund",
            # L10N: 请填写领款人
            needs=(Need("payee", N_("Who receives the money?")),),
            # L10N: 退押金; {number} 已退款
            label=N_("Refund the deposit"), done=N_("{number} is refunded."),
        ),
        # The cashier voided the refund: the deposit is held again.
        Move("refund-voided", ("refunded", "filed"), "passed", "refund-voided", hidden=True),
        Move(
            "file-away", ("refunded", *WAITING), "filed", "filed", fits=_without_deposit, gate="renovation.file-away",
            # L10N: 归档; {number} 已归档
            label=N_("File away"), done=N_("{number} is filed."),
        ),
        # L10N: 暂停施工; {number} 已暂停
        Move("suspend", AT_WORK, "suspended", "suspended", needs=(_REASON,), label=N_("Suspend"), quiet=True,
             done=N_("{number} is suspended.")),
        # L10N: 恢复施工; {number} 已恢复施工. The days are not added to the period.
        Move("resume", ("suspended",), "running", "resumed", fits=_unextended, label=N_("Resume"),
             done=N_("{number} goes on.")),
        Move("resume-extended", ("suspended",), "extended", "resumed-extended", fits=_extended, label=N_("Resume"),
             done=N_("{number} goes on.")),
        Move("expire", AT_WORK, "expired", "expired", hidden=True),
        Move(
            "cancel", (*BEFORE_START, *AT_WORK, "suspended", "expired"), "cancelled", "cancelled",
            needs=(_REASON,), gate="renovation.cancel",
            # L10N: 开工前取消; {number} 已取消
            label=N_("Cancel before the start"), done=N_("{number} is cancelled."), danger=True, quiet=True,
        ),
        # L10N: 修改
        Move("edit", ("draft", "returned"), event="edited", label=N_("Edit"), quiet=True),
        # L10N: 登记资料
        Move("document", ALIVE, event="document", label=N_("Papers received"), quiet=True),
        # L10N: 收保证金
        Move("deposit", ("approved", "told"), event="deposit", label=N_("Take the deposit"), quiet=True),
        # L10N: 办理出入证
        Move("pass", AT_WORK, event="pass", label=N_("Workers' passes"), quiet=True),
        # L10N: 动火许可
        Move("hot-work", AT_WORK, event="hot-work", label=N_("Hot-work permit"), quiet=True),
        # L10N: 检查
        Move("inspect", (*STARTED, *WAITING, "submitted", "approved", "told"), event="inspected", label=N_("Inspection"), quiet=True),
        # L10N: 违规整改
        Move("violation", (*STARTED, *WAITING), event="violation", label=N_("Violation"), quiet=True),
        # L10N: 楼下业主签字
        Move("downstairs", (*STARTED, *WAITING), event="downstairs", label=N_("Owner downstairs"), quiet=True),
        # L10N: 登记入住
        Move("moved-in", (*STARTED, *WAITING), event="moved-in", label=N_("Moving in"), quiet=True),
        Move(
            "declare-lost", (*STARTED, *WAITING, "cancelled"), event="lost", fits=_certified, role="supervisor",
            # L10N: 请填写遗失说明
            needs=(Need("note", N_("Write the declaration of loss.")),),
            # L10N: 遗失声明
            label=N_("Record the loss"), quiet=True,
        ),
        Move("refund-cancelled", ("cancelled",), event="refunded-cancelled", gate="renovation.refund-cancelled",
             needs=(Need("payee", N_("Who receives the money?")),),
             # L10N: 退还保证金（已取消）
             label=N_("Refund the deposit"), hidden=True),
        # L10N: 备注
        Move("note", (*ALIVE, *OVER), event="note", needs=(Need("note", N_("Write a note.")),), label=N_("Note"), quiet=True),
    ),
)  # fmt: skip
"""The life of a renovation file."""

PASS_CYCLE = LifeCycle(
    kind="worker-pass",
    states=("active", "returned", "lost", "void"),
    names="pass_states",
    ended=("returned", "lost", "void"),
    likely={"active": "return"},
    moves=(
        Move("issue", ("",), "active", event="issued", hidden=True),
        # L10N: 交回; {number} 已交回
        Move("return", ("active", "lost"), "returned", "returned", label=N_("Take back"), done=N_("{number} is back.")),
        Move(
            "lose", ("active",), "lost", "lost",
            # L10N: 请填写遗失经过
            needs=(Need("note", N_("Write how it was lost.")),),
            # L10N: 挂失; {number} 已挂失
            label=N_("Lost"), done=N_("{number} is recorded as lost."),
        ),
        Move("void", ("active",), "void", "void", needs=(_REASON,), label=N_("Void"), danger=True, quiet=True,
             role="supervisor"),
        Move("extend", ("active",), event="extended", hidden=True),
    ),
)  # fmt: skip
"""The life of a worker's pass; one found again after its loss was recorded comes back like any other."""

VIOLATION_CYCLE = LifeCycle(
    kind="violation",
    states=("open", "put-right", "reported"),
    names="violation_states",
    ended=("put-right",),
    likely={"open": "reinspect", "reported": "reinspect"},
    moves=(
        Move("find", ("",), "open", event="found", hidden=True),
        # L10N: 复查合格
        Move("reinspect", ("open", "reported"), "put-right", "put-right", label=N_("Put right")),
        # L10N: 复查不合格
        Move("still", ("open", "reported"), event="still", label=N_("Not put right"),
             needs=(Need("note", N_("Say what is not in order.")),)),
        Move(
            "report", ("open",), "reported", "reported", role="supervisor",
            # L10N: 请填写报告的主管部门
            needs=(Need("authority", N_("To which authority?")),),
            # L10N: 报告主管部门
            label=N_("Report"),
        ),
    ),
)  # fmt: skip
"""A violation: the notice, the second look, the report to the authority, which does not end it (handbook C-9, R6)."""

__all__ = [
    "ALIVE",
    "AT_WORK",
    "BEFORE_START",
    "CYCLE",
    "OVER",
    "PASS_CYCLE",
    "STARTED",
    "VIOLATION_CYCLE",
    "WAITING",
]

"""The life cycle of a request (handbook A4, B1, C-3, C-19), and the gate before it is closed.

A request's events are the truth; its state is what the last move led to: received → (solved on the spot) or assigned →
accepted / returned / transferred → in progress ⇄ on hold → resolved → replied → closed; reopened from any later state;
cancelled with a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desk.i18n import N_, _
from desk.rules.kit.gate import Obstacle
from desk.rules.kit.lifecycle import LifeCycle, Move, Need
from desk.rules.requests import ENDED, OPEN, PROMISED_KINDS, STATES, UNFINISHED

CLOSING = "request.close"
"""The gate before a request is closed."""

_IN_HAND = ("assigned", "accepted", "in-progress", "on-hold")
_LATER = ("resolved", "replied", "closed", "cancelled")


@dataclass(frozen=True, slots=True)
class Case:
    """What the rules have to know of a request.

    Attributes:
        responsible: the person's name; cause, result: in sentences, "" while unknown.
        callback: `done` when the customer was reached in this round and is not dissatisfied, "" else.
    """

    kind: str
    state: str
    responsible: str = ""
    cause: str = ""
    result: str = ""
    callback: str = ""


def _promises(record: Any) -> bool:
    """Somebody is sent, and no time has been promised yet."""
    return record.kind in PROMISED_KINDS and record.promised_at is None


_GIVEN = (
    # L10N: 请选择责任部门
    Need("department", N_("Choose the department that does it.")),
    # L10N: 请填写责任人
    Need("responsible", N_("Who does it? Type the name.")),
    # L10N: 请填写承诺时间，或勾选已当场解决
    Need("promised_at", N_("Promise a time, or tick that it was solved on the spot."), _promises),
)
# L10N: 请填写处理结果
_RESULT = Need("result", N_("Please write in a sentence how it was handled."))


def _refusal(state: str, code: str) -> str:
    if code in ("close", "callback", "reply") and state in ("", *UNFINISHED):
        return _("The request is not resolved yet. Please record the result first.")
    if state == "closed":
        return _("The request is closed. Reopen it first.")
    if state == "cancelled":
        return _("The request was cancelled. Reopen it first.")
    if code == "reopen":
        return _("The request is still being worked on; there is nothing to reopen.")
    if state in ("resolved", "replied"):
        return _("The request is resolved already. Reopen it first.")
    if code in ("accept", "start", "hold", "return", "transfer") and state == "received":
        return _("Nobody is assigned yet. Please assign it first.")
    return _("This cannot be done in the present state of the request.")


def _stricter(record: Any, code: str) -> str:
    """A complaint that somebody works on is cancelled by a supervisor only."""
    return "supervisor" if code == "cancel" and record.kind == "complaint" and record.state != "received" else ""


def _likelier(record: Any) -> str:
    """A crew's paper comes back with the job done; a complaint goes through hands that say so, and is called back."""
    if record.kind != "complaint":
        return ""
    steps = {"assigned": "accept", "accepted": "start", "resolved": "reply"}
    if record.state == "replied" and not record.callback:
        return "callback"
    return steps.get(record.state, "")


CYCLE = LifeCycle(
    kind="request",
    states=STATES,
    names="states",
    ended=ENDED,
    likely={
        "received": "assign",
        "assigned": "resolve",
        "accepted": "resolve",
        "in-progress": "resolve",
        "on-hold": "resume",
        "resolved": "close",
        "replied": "close",
    },
    likelier=_likelier,
    refusals=_refusal,
    stricter=_stricter,
    moves=(
        Move("log", ("",), "received", event="received", hidden=True),
        Move("solve", ("received",), "resolved", event="solved", needs=(_RESULT,), hidden=True),
        Move(
            "assign",
            ("received",),
            "assigned",
            event="assigned",
            needs=_GIVEN,
            # L10N: 派工; 派工给; 已派工给 {who}
            label=N_("Assign"),
            title=N_("Assign and print the work order"),
            done=N_("{number} assigned to {who}."),
        ),
        # L10N: 接单; {number} 已接单
        Move(
            "accept",
            ("assigned",),
            "accepted",
            event="accepted",
            label=N_("Accepted"),
            title=N_("The job is accepted"),
            done=N_("{number} is accepted."),
        ),
        # L10N: 开始处理; {number} 处理中
        Move(
            "start",
            ("assigned", "accepted"),
            "in-progress",
            event="started",
            label=N_("Start work"),
            title=N_("Work has started"),
            done=N_("{number}: work has started."),
        ),
        # L10N: 处理完毕; 登记处理结果; 已登记处理结果
        Move(
            "resolve",
            UNFINISHED,
            "resolved",
            event="resolved",
            needs=(_RESULT,),
            label=N_("Resolved"),
            title=N_("Record how it was handled"),
            done=N_("{number} is resolved."),
        ),
        # L10N: 回复; 回复客户; 已回复客户
        Move(
            "reply",
            ("resolved",),
            "replied",
            event="replied",
            needs=(
                # L10N: 请填写回复内容
                Need("note", N_("What was the customer told? Please write it in a sentence.")),
                Need("method", N_("Choose how the customer was told.")),
            ),
            label=N_("Replied"),
            title=N_("Record the reply to the customer"),
            done=N_("{number}: the reply is noted."),
        ),
        # A repair may be closed before its callback; its grade still counts, and a bad one takes it up again.
        # L10N: 回访
        Move("callback", ("resolved", "replied", "closed"), label=N_("Call back")),
        # L10N: 关闭; 已关闭
        Move(
            "close",
            ("resolved", "replied"),
            "closed",
            event="closed",
            gate=CLOSING,
            label=N_("Close the request"),
            done=N_("{number} is closed."),
        ),
        # L10N: 恢复; {number} 已恢复处理
        Move(
            "resume",
            ("on-hold",),
            "in-progress",
            event="resumed",
            label=N_("Resume"),
            title=N_("Resume the work"),
            done=N_("{number} goes on."),
        ),
        # L10N: 暂缓; {number} 已暂缓
        Move(
            "hold",
            ("assigned", "accepted", "in-progress"),
            "on-hold",
            event="held",
            needs=(
                # L10N: 请填写暂缓原因
                Need("reason", N_("Say why it has to wait.")),
                # L10N: 请填写暂缓到何时
                Need("until", N_("Until when does it wait?")),
            ),
            label=N_("Put on hold"),
            done=N_("{number} is on hold; its clocks stand still."),
        ),
        # L10N: 改派
        Move(
            "transfer",
            _IN_HAND,
            "assigned",
            event="transferred",
            needs=_GIVEN,
            label=N_("Reassign"),
            title=N_("Assign to somebody else"),
            done=N_("{number} assigned to {who}."),
        ),
        # L10N: 退回; {number} 已退回，请重新派工
        Move(
            "return",
            ("assigned", "accepted"),
            "received",
            event="returned",
            # L10N: 请填写退回原因
            needs=(Need("reason", N_("Say why it comes back.")),),
            label=N_("Returned"),
            title=N_("The job was returned"),
            done=N_("{number} was returned. Assign it again."),
        ),
        # L10N: 核实问题; 已核实
        Move(
            "confirm",
            OPEN,
            event="confirmed",
            # L10N: 请填写核实的问题
            needs=(Need("confirmed", N_("What was found? Please write it in a sentence.")),),
            label=N_("Confirm the problem"),
            title=N_("What the problem really is"),
            done=N_("{number}: the confirmed problem is noted."),
            quiet=True,
        ),
        # L10N: 升级; 升级上报; 已上报{who}
        Move(
            "escalate",
            OPEN,
            event="escalated",
            needs=(
                Need("to", N_("Choose whom it goes to.")),
                # L10N: 请填写升级原因
                Need("reason", N_("Say why it is escalated.")),
            ),
            label=N_("Escalate"),
            done=N_("{number} is escalated to: {who}."),
            quiet=True,
        ),
        # L10N: 转为报修
        Move(
            "repair",
            STATES,
            event="linked",
            label=N_("Make a repair of it"),
            quiet=True,
            fits=lambda record: record.kind == "complaint",
        ),
        # L10N: 关联; 已关联
        Move(
            "link",
            STATES,
            event="linked",
            # L10N: 请选择另一单
            needs=(Need("other_id", N_("Choose a request from the list.")),),
            label=N_("Link another request"),
            done=N_("{number} is linked."),
            quiet=True,
        ),
        # What is over belongs to no incident any more.
        # L10N: 并入多户事件
        Move(
            "attach", OPEN, event="note", label=N_("Mass incident"), title=N_("Put under a mass incident"), quiet=True
        ),
        # L10N: 备注; 添加备注; 已添加备注
        Move(
            "note",
            STATES,
            # L10N: 请填写备注
            needs=(Need("note", N_("Please write the remark.")),),
            label=N_("Add a note"),
            done=N_("Noted on {number}."),
            quiet=True,
        ),
        # What runs already is not taken down twice: the second call stands in its history.
        # L10N: 同一事项再次来电
        Move("again", OPEN, hidden=True),
        # L10N: 重新打开; {number} 已重新打开
        Move(
            "reopen",
            _LATER,
            "received",
            event="reopened",
            # L10N: 请填写重新打开的原因
            needs=(Need("reason", N_("Say why it is taken up again.")),),
            label=N_("Reopen"),
            title=N_("Reopen the request"),
            done=N_("{number} is open again."),
        ),
        # L10N: 取消此单; {number} 已取消
        Move(
            "cancel",
            UNFINISHED,
            "cancelled",
            event="cancelled",
            # L10N: 请填写取消原因
            needs=(Need("reason", N_("Say why it is cancelled.")),),
            label=N_("Cancel the request"),
            done=N_("{number} is cancelled."),
            danger=True,
        ),
        # The act that took it down was undone.
        Move("withdraw", ("received", "resolved"), "cancelled", event="cancelled", hidden=True),
        # The crew's copy may come back long after the work.
        Move("order-back", (*UNFINISHED, "resolved", "replied", "closed"), hidden=True),
    ),
)
"""What may happen to a request when, what it leads to, and who may do it."""

EVENTS = tuple(CYCLE.targets)
"""What the history of a request can say."""


def closing(case: Case) -> tuple[Obstacle, ...]:
    """What a request lacks to be closed: every one its result, a complaint also responsible person, cause and callback.

    Every complaint is called back before it is closed, or a supervisor does without and says why (handbook A4, C-3).
    """
    found = []
    if case.kind == "complaint":
        if not case.responsible.strip():
            # L10N: 请填写责任人
            words = _("A complaint is closed with the person responsible. Who is it?")
            found.append(Obstacle("responsible", words, field="responsible"))
        if not case.cause.strip():
            # L10N: 请填写原因
            words = _("A complaint is closed with its cause. Please write it in a sentence.")
            found.append(Obstacle("cause", words, field="cause"))
    if not case.result.strip():
        found.append(Obstacle("result", _(_RESULT.words), field="result"))
    if case.kind == "complaint" and case.callback != "done":
        # L10N: 投诉须回访后才能关闭，或由主管说明原因免除回访
        words = _(
            "A complaint is closed after a callback. Call back first, or let a supervisor waive it with a reason."
        )
        found.append(
            Obstacle(
                "callback",
                words,
                settle="callback",
                # L10N: 现在回访
                settle_words=_("Call back now"),
                waivable_by="supervisor",
                # L10N: 免回访原因
                waive_words=_("Waive the callback"),
            )
        )
    return tuple(found)


__all__ = ["CLOSING", "CYCLE", "EVENTS", "Case", "closing"]

"""The life of a move, of a residence pass and of keys handed out: what may happen when (handbook A2, A3, C-21, M6, M7, M8)."""

from __future__ import annotations

from typing import Any

from desk.i18n import N_, _
from desk.rules.kit.lifecycle import LifeCycle, Move, Need

OPEN = ("open", "leaving")
"""Under way."""


def _in(record: Any) -> bool:
    return bool(record.kind == "in")


def _out(record: Any) -> bool:
    return bool(record.kind == "out")


def _refusal(state: str, code: str) -> str:
    if state in ("cancelled", "reversed"):
        # L10N: 该办理单已取消
        return _("This move was cancelled.")
    if state == "moved-out" and code == "move-out":
        # L10N: 已办理搬出
        return _("The household has moved out already.")
    if state == "moved-in" and code == "move-in":
        # L10N: 已办理入住
        return _("The household has moved in already.")
    return ""


def _likely(record: Any) -> str:
    """The next step of a move-in: what is not done yet, in the order of the counter."""
    return str(getattr(record, "next_step", "") or "")


_REASON = Need("reason", N_("Say why."))
_IN = ("open", "moved-in")

CYCLE = LifeCycle(
    kind="move",
    states=("open", "leaving", "moved-in", "moved-out", "cancelled", "reversed"),
    names="move_states",
    ended=("moved-in", "moved-out", "cancelled", "reversed"),
    likely={"open": "people", "leaving": "move-out"},
    likelier=_likely,
    refusals=_refusal,
    moves=(
        Move("begin", ("",), "open", event="begun", hidden=True),
        Move("leave", ("",), "leaving", event="leaving", hidden=True),
        # L10N: 人员和照片
        Move("people", ("open",), event="people", fits=_in, label=N_("People, photos")),
        # L10N: 核验资料
        Move("papers", ("open",), event="papers", fits=_in, label=N_("Papers seen")),
        # L10N: 验房（交接验收）
        Move("inspect", _IN, event="inspected", fits=_in, label=N_("Inspect the home")),
        # L10N: 水电气表底数
        Move("readings", _IN, event="readings", fits=_in, label=N_("Meter readings")),
        # L10N: 发放钥匙
        Move("keys", _IN, event="keys", fits=_in, label=N_("Hand out keys")),
        # L10N: 发放资料
        Move("handouts", _IN, event="handouts", fits=_in, label=N_("Hand out papers")),
        # L10N: 会签
        Move("sign", ("open",), event="signed", fits=_in, label=N_("Sign a station")),
        Move(
            "move-in", ("open",), "moved-in", "moved-in", gate="move.in", fits=_in,
            # L10N: 办结入住; {number} 已入住
            label=N_("Move in"), done=N_("{number}: moved in."),
        ),
        # L10N: 水电费（供应商代收）
        Move("utilities", ("leaving",), event="utilities", fits=_out, label=N_("Utilities")),
        # L10N: 收回钥匙
        Move("keys-back", ("leaving",), event="keys-back", fits=_out, label=N_("Keys back")),
        # L10N: 收回居住证
        Move("passes-back", ("leaving", "moved-out"), event="passes-back", fits=_out, label=N_("Passes back")),
        # L10N: 打印清户单
        Move("clearance", ("leaving", "moved-out"), event="clearance", fits=_out, label=N_("Clearance sheet")),
        Move(
            "move-out", ("leaving",), "moved-out", "moved-out", gate="move.out", fits=_out,
            # L10N: 办结搬出; {number} 已搬出
            label=N_("Move out"), done=N_("{number}: moved out."),
        ),
        # L10N: 入住收费项目
        Move("fee", ("open",), event="fee", fits=_in, label=N_("Fee"), quiet=True),
        # L10N: 办理居住证
        Move("passes", ("moved-in",), event="passes", fits=_in, label=N_("Residence passes")),
        # L10N: 修改
        Move("edit", ("open", "leaving"), event="edited", label=N_("Change"), quiet=True),
        # L10N: 备注
        Move("note", ("open", "leaving", "moved-in", "moved-out"), event="note", label=N_("Note"), quiet=True,
             needs=(Need("note", N_("Write a note.")),)),
        Move(
            "cancel", ("open", "leaving"), "cancelled", "cancelled", needs=(_REASON,),
            # L10N: 取消办理; {number} 已取消
            label=N_("Cancel"), done=N_("{number} is cancelled."), danger=True, quiet=True,
        ),
        Move(
            "reverse", ("moved-out",), "reversed", "reversed", needs=(_REASON,), role="supervisor",
            # L10N: 撤销搬出; {number} 已撤销
            label=N_("Take the move-out back"), done=N_("{number} is taken back."), danger=True, quiet=True,
        ),
    ),
)  # fmt: skip
"""The life of a move: a household moves in, or out."""

PASS_CYCLE = LifeCycle(
    kind="resident-pass",
    states=("active", "cancelled", "lost", "replaced", "returned", "void"),
    names="resident_pass_states",
    ended=("returned", "lost", "replaced", "void"),
    likely={"active": "return", "cancelled": "return"},
    moves=(
        Move("issue", ("",), "active", event="issued", hidden=True),
        # L10N: 交回; {number} 已交回
        Move("return", ("active", "cancelled", "lost"), "returned", "returned", label=N_("Take back"),
             done=N_("{number} is back.")),
        Move(
            "lose", ("active", "cancelled"), "lost", "lost",
            # L10N: 请填写遗失经过
            needs=(Need("note", N_("Write how it was lost.")),),
            # L10N: 挂失; {number} 已挂失
            label=N_("Lost"), done=N_("{number} is recorded as lost."),
        ),
        # L10N: 补办; the old number is dead
        Move("replace", ("active", "lost"), "replaced", "replaced", label=N_("Replace"), done=N_("{number} is replaced.")),
        # The household moved out, or the registration ended: it is to come back.
        Move("cancel", ("active",), "cancelled", "cancelled", hidden=True),
        # The move-out was taken back.
        Move("revive", ("cancelled",), "active", "revived", hidden=True),
        Move("void", ("active", "cancelled"), "void", "void", needs=(_REASON,), label=N_("Void"), danger=True, quiet=True,
             role="supervisor"),
    ),
)  # fmt: skip
"""The life of a residence pass; one found again after its loss comes back like any other."""

KEY_CYCLE = LifeCycle(
    kind="move-key",
    states=("out", "part", "back", "kept", "lost"),
    names="move_key_states",
    ended=("back", "kept", "lost"),
    likely={"out": "return", "part": "return"},
    moves=(
        Move("hand-out", ("",), "out", event="handed-out", hidden=True),
        # L10N: 收回
        Move("return", ("out", "part", "lost", "kept"), "back", "returned", label=N_("Keys come back")),
        # L10N: 部分收回
        Move("return-part", ("out", "part"), "part", "returned-part", label=N_("Partly back")),
        # L10N: 遗失
        Move("lose", ("out", "part"), "lost", "lost", label=N_("Record a loss"), needs=(Need("note", N_("Write how it was lost.")),)),
        # L10N: 业主留用
        Move("keep", ("out", "part"), "kept", "kept", label=N_("The owner keeps them")),
        # L10N: 再次发放：留用的钥匙随迁出撤销恢复
        Move("again", ("back", "kept", "lost", "part"), "out", "again", hidden=True),
    ),
)  # fmt: skip
"""The life of the keys that were handed to a household; fewer pieces than were given are still out (handbook M8)."""

__all__ = ["CYCLE", "KEY_CYCLE", "OPEN", "PASS_CYCLE"]

"""The life of a membership and of its card: what may happen when, by whom, and what it needs (handbook A9, B1, V7, V11).

The member is what acts are done with; a card's own table says in which state the card must be for them.
"""

from __future__ import annotations

from typing import Any

from desk.i18n import N_, _
from desk.rules.kit.lifecycle import LifeCycle, Move, Need

LIVING = ("applied", "active")
"""A person has one membership in one of these states."""
HELD = ("active", "lost", "frozen", "expired")
"""A card in one of these states is the member's; the others are dead for ever."""

CARD_CYCLE = LifeCycle(
    kind="card",
    states=("active", "lost", "frozen", "expired", "replaced", "cancelled"),
    names="card_states",
    ended=("replaced", "cancelled"),
    likely={"active": "hand-over", "lost": "replace", "frozen": "unfreeze", "expired": "replace"},
    moves=(
        Move("issue", ("",), "active", event="issued", hidden=True),
        Move("hand-over", ("active",), event="handed-over", label=N_("Hand the card over")),
        Move("lose", ("active", "frozen"), "lost", event="lost", hidden=True),
        Move("find", ("lost",), "active", event="found", hidden=True),
        Move("freeze", ("active",), "frozen", event="frozen", hidden=True),
        Move("unfreeze", ("frozen",), "active", event="unfrozen", label=N_("Release the card")),
        # A frozen card is asked about first: a new one would be a way around it.
        Move("replace", ("active", "lost", "expired"), "replaced", event="replaced", label=N_("Replace the card")),
        Move("expire", ("active", "frozen"), "expired", event="expired", hidden=True),
        Move("prolong", ("expired",), "active", event="prolonged", hidden=True),
        Move("cancel", HELD, "cancelled", event="cancelled", hidden=True),
    ),
)  # fmt: skip
"""The life of one card."""


def _card(*moves: str) -> Any:
    """Fits a member whose card may be moved so."""

    def fits(record: Any) -> bool:
        state = getattr(record, "card_state", "")
        return any(state in CARD_CYCLE.by_code[move].sources for move in moves)

    return fits


def _without_card(record: Any) -> bool:
    return not getattr(record, "card_state", "")


def _waits(record: Any) -> bool:
    """A card lies at the desk for its holder."""
    return getattr(record, "card_state", "") == "active" and not getattr(record, "handed_over", False)


def _likelier(record: Any) -> str:
    state = getattr(record, "card_state", "")
    if record.state != "active":
        return ""
    if not state:
        return "issue-card"
    return "replace" if state in ("lost", "expired") else "unfreeze" if state == "frozen" else ""


def _refusal(state: str, code: str) -> str:
    if state in ("ended", "rejected"):
        # L10N: 会籍已终止
        return _("This membership has ended. The person may join anew.")
    if state == "applied":
        # L10N: 申请尚未批准
        return _("This application is not approved yet.")
    words = {
        # L10N: 已有会员卡；请办理补卡
        "issue-card": _("There is a card already. Replace it instead."),
        # L10N: 卡片已冻结，请先解冻
        "replace": _("This card cannot be replaced now. A frozen one is released first."),
        # L10N: 卡片不在“已挂失”状态
        "find": _("The card is not reported lost."),
    }
    return words.get(code, "")


_REASON = Need("reason", N_("Say why."))
# L10N: 请核对本人证件后勾选
_SEEN = Need("identity_seen", N_("Compare the holder's document first, then tick this."))

CYCLE = LifeCycle(
    kind="member",
    states=("applied", "active", "rejected", "ended"),
    names="member_states",
    ended=("rejected", "ended"),
    likely={"applied": "approve", "active": "hand-over"},
    likelier=_likelier,
    refusals=_refusal,
    moves=(
        Move("join", ("",), "active", event="joined", hidden=True),
        Move("apply", ("",), "applied", event="applied", hidden=True),
        Move(
            "approve", ("applied",), "active", event="approved", role="supervisor", gate="member.approve",
            # L10N: 批准入会; {number} 已批准，请发卡
            label=N_("Approve"), done=N_("{number} is approved. Issue the card next."),
        ),
        Move(
            "reject", ("applied",), "rejected", event="rejected", role="supervisor", needs=(_REASON,),
            # L10N: 不予批准; {number} 未获批准
            label=N_("Reject"), done=N_("{number} is not approved."), danger=True,
        ),
        Move(
            "issue-card", ("active",), event="card-issued", fits=_without_card,
            # L10N: 发卡
            label=N_("Issue a card"),
        ),
        Move(
            "hand-over", ("active",), event="handed-over", fits=_waits,
            # L10N: 请填写领卡人签收
            needs=(Need("signer", N_("Who signs for the card?")),),
            # L10N: 领卡签收
            label=N_("Hand the card over"),
        ),
        Move(
            "lose", ("active",), event="card-lost", fits=_card("lose"),
            # L10N: 请写明何时、由谁、如何挂失
            needs=(Need("note", N_("Say who reports it, and how it was lost.")),),
            # L10N: 挂失; {number} 的卡已挂失，即时停用
            label=N_("Report the card lost"), done=N_("The card of {number} is reported lost. Nobody can use it now."),
        ),
        Move(
            "find", ("active",), event="card-found", fits=_card("find"), needs=(_SEEN,),
            # L10N: 解除挂失; {number} 的卡已恢复使用
            label=N_("Card found again"), done=N_("The card of {number} may be used again."),
        ),
        Move(
            "replace", ("active",), event="card-replaced", fits=_card("replace"), gate="member.replace",
            # L10N: 请选择补卡原因
            needs=(Need("cause", N_("Choose why it is replaced.")), _SEEN),
            # L10N: 补卡
            label=N_("Replace the card"),
        ),
        Move(
            "freeze", ("active",), event="card-frozen", fits=_card("freeze"), role="supervisor", needs=(_REASON,),
            # L10N: 冻结; {number} 的卡已冻结
            label=N_("Freeze the card"), done=N_("The card of {number} is frozen."), quiet=True,
        ),
        Move(
            "unfreeze", ("active",), event="card-unfrozen", fits=_card("unfreeze"), role="supervisor", needs=(_REASON,),
            # L10N: 解冻; {number} 的卡已解冻
            label=N_("Release the card"), done=N_("The card of {number} may be used again."),
        ),
        Move(
            "cancel-card", ("active",), event="card-cancelled", fits=_card("cancel"), role="supervisor", needs=(_REASON,),
            # L10N: 注销卡片; {number} 的卡已注销，会籍和积分保留
            label=N_("Cancel the card"), done=N_("The card of {number} is cancelled. Membership and points stay."),
            quiet=True, danger=True,
        ),
        Move("expire-card", ("active",), event="card-expired", fits=_card("expire"), hidden=True),
        # L10N: 修改登记资料; {number} 的资料已修改
        Move("edit", LIVING, event="edited", label=N_("Change the application"), done=N_("{number} is changed."), quiet=True),
        # L10N: 备注
        Move(
            "note", ("applied", "active", "rejected", "ended"), event="note", needs=(Need("note", N_("Write a note.")),),
            label=N_("Note"), done=N_("{number}: noted."), quiet=True,
        ),
        Move(
            "end", LIVING, "ended", event="ended", gate="member.end",
            # L10N: 请写明积分如何处理
            needs=(_REASON, Need("points", N_("Say what happens to the points."))),
            # L10N: 退会（终止会籍）; {number} 已退会
            label=N_("End the membership"), done=N_("The membership {number} has ended."), danger=True, quiet=True,
        ),
        Move(
            "withdraw", LIVING, "ended", event="withdrawn", needs=(_SEEN,),
            # L10N: 撤回同意（终止会籍并删除资料）; {number} 已终止，会籍资料已删除
            label=N_("Consent withdrawn"), done=N_("{number} has ended and its data is erased."), danger=True, quiet=True,
        ),
        # Points are written by those who keep them; they say so in the history.
        Move("tier", LIVING, event="tier", hidden=True),
    ),
)  # fmt: skip
"""The life of a membership."""

__all__ = ["CARD_CYCLE", "CYCLE", "HELD", "LIVING"]

"""The life of a release slip, and what it says when it is shown at the gate (handbook M4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desk.errors import Problem
from desk.i18n import N_, _
from desk.rules.kit.lifecycle import LifeCycle, Move, Need

OPEN = ("issued", "refused")
"""Not used yet; after a refusal goods on the list may still leave until the slip is replaced."""
USED = ("passed", "partly")
REPLACED = "replaced"


def _refusal(state: str, _code: str) -> str:
    return {
        # L10N: 该放行单已使用
        "passed": _("This release was used already."),
        "partly": _("This release was used already; what did not leave has lapsed."),
        # L10N: 该放行单已作废
        "void": _("This release is void."),
        # L10N: 该放行单已过期
        "expired": _("This release has expired."),
        "unused": _("This release has expired."),
    }.get(state, "")


def _copy_out(record: Any) -> bool:
    return record.copy_back_on is None


CYCLE = LifeCycle(
    kind="release",
    states=("issued", "refused", "passed", "partly", "expired", "unused", "void"),
    names="release_states",
    ended=("unused", "void"),  # what passed waits for the gate's copy
    likely={"issued": "pass", "refused": "pass", "expired": "drop", "passed": "return", "partly": "return"},
    refusals=_refusal,
    moves=(
        Move("issue", ("",), "issued", event="issued", hidden=True),
        Move(
            "pass", OPEN, "passed", event="passed",
            # L10N: 请填写放行的门岗人员
            needs=(Need("guard", N_("Who checked the goods at the gate?")),),
            # L10N: 放行; {number} 已放行
            label=N_("Let it pass"), done=N_("{number} has passed the gate."),
        ),
        Move(
            "part", OPEN, "partly", event="partly",
            needs=(Need("guard", N_("Who checked the goods at the gate?")),),
            # L10N: 部分放行; {number} 已部分放行，其余失效
            label=N_("Partly passed"), done=N_("{number} has passed in part; the rest has lapsed."),
        ),
        Move(
            "refuse", OPEN, "refused", event="refused",
            needs=(
                Need("guard", N_("Who checked the goods at the gate?")),
                # L10N: 请写明清单外的物品
                Need("note", N_("Say which goods are not on the list.")),
            ),
            # L10N: 不予放行; {number} 未放行，请另开新单
            label=N_("Refused at the gate"), done=N_("{number} did not pass. Issue a new slip for these goods."),
        ),
        # L10N: 门岗联收回; {number} 的门岗联已收回
        Move(
            "return", USED, event="returned", fits=_copy_out, label=N_("Gate copy is back"),
            done=N_("{number}: the gate copy is back."),
        ),
        # L10N: 另开新单
        Move("reissue", OPEN, event="reissued", label=N_("New slip"), quiet=True),
        Move("replace", OPEN, "void", event=REPLACED, hidden=True),
        Move(
            "void", OPEN, "void", event="void", needs=(Need("reason", N_("Say why the slip is void.")),),
            # L10N: 作废; {number} 已作废
            label=N_("Void"), done=N_("{number} is void."), danger=True, quiet=True,
        ),
        Move("expire", OPEN, "expired", event="expired", hidden=True),
        # L10N: 未用销单; {number} 未使用，已销单
        Move(
            "drop", ("expired",), "unused", event="unused", label=N_("Close unused"),
            done=N_("{number} is closed unused."),
        ),
        # L10N: 备注
        Move(
            "note", ("issued", "refused", "passed", "partly", "expired", "unused", "void"), event="note",
            needs=(Need("note", N_("Write a note.")),), label=N_("Note"), quiet=True,
        ),
    ),
)  # fmt: skip
"""The life of a release slip; a number is used once (handbook C-19, M4)."""


def verdict(state: str, valid_from: date, valid_to: date, today: date) -> str:
    """What a slip shown at the gate is: good, early, expired, used, void. Its last day is valid till midnight (handbook M4)."""
    if state == "void":
        return "void"
    if state in USED:
        return "used"
    if state in ("expired", "unused") or today > valid_to:
        return "expired"
    return "early" if today < valid_from else "good"


def verdict_words(verdict_code: str, valid_from: date, valid_to: date) -> str:
    """The sentence for the guard."""
    words = {
        # L10N: 有效，请核对物品
        "good": _("Valid. Compare the goods with the list."),
        # L10N: 尚未生效：{first} 起有效
        "early": _("Not valid yet: from {first} on."),
        # L10N: 已过期：有效至 {last}
        "expired": _("Expired: it was valid to {last}."),
        # L10N: 已使用，不能再次放行
        "used": _("Used already. It does not pass a second time."),
        # L10N: 已作废，不予放行
        "void": _("Void. It does not pass."),
    }[verdict_code]
    return words.format(first=valid_from.isoformat(), last=valid_to.isoformat())


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the list: what, how many, what else is said of it."""

    name: str
    quantity: int = 1
    remark: str = ""


def item_problems(items: Sequence[Item]) -> list[Problem]:
    """A release lists at least one thing, each with its name and more than none of it (handbook A3)."""
    if not items:
        # L10N: 请填写至少一件物品
        return [Problem("required", _("List at least one thing that leaves."), "items")]
    found = []
    for place, item in enumerate(items):
        if not item.name.strip():
            # L10N: 请填写物品名称
            found.append(Problem("required", _("Say what it is."), f"items.{place}.name"))
        if item.quantity <= 0:
            # L10N: 数量须大于 0
            found.append(Problem("positive", _("A quantity is more than 0."), f"items.{place}.quantity"))
    return found


def day_problems(move_on: date | None, valid_to: date | None, today: date, *, most_days: int) -> list[Problem]:
    """The day of the move is not past, and the slip is valid from it for a few days at most (handbook M4)."""
    if move_on is None:
        # L10N: 请填写搬出时间
        return [Problem("required", _("Say when the goods leave."), "move_at")]
    found = []
    if move_on < today:
        # L10N: 搬出日期不能早于今天
        found.append(Problem("past", _("This day is past. Choose today or a later one."), "move_at"))
    last = valid_to or move_on
    if last < move_on:
        # L10N: 有效期不能早于搬出日期
        found.append(Problem("order", _("It would end before the goods leave."), "valid_to"))
    elif (last - move_on).days >= most_days:
        # L10N: 有效期最长 {n} 天
        words = _("A release is valid for at most {n} days.").format(n=most_days)
        found.append(Problem("long", words, "valid_to"))
    return found


def left_problems(listed_items: Sequence[int], left: Sequence[int]) -> list[Problem]:
    """Partly: some of the goods leave and some do not; more than listed never does (handbook M4)."""
    if len(left) != len(listed_items) or any(count < 0 for count in left):
        # L10N: 请逐项填写放行数量
        return [Problem("required", _("Say for each line how many left."), "left")]
    if any(count > most for count, most in zip(left, listed_items, strict=True)):
        # L10N: 放行数量不能多于清单
        return [Problem("more", _("More than is listed does not leave: issue a new slip."), "left")]
    if not any(left):
        # L10N: 没有物品放行，请选择不予放行
        return [Problem("none", _("Nothing left. Choose “Refused at the gate”."), "left")]
    if tuple(left) == tuple(listed_items):
        # L10N: 全部物品都已放行，请选择放行
        return [Problem("all", _("Everything left. Choose “Let it pass”."), "left")]
    return []


__all__ = [
    "CYCLE", "OPEN", "REPLACED", "USED", "Item", "day_problems", "item_problems", "left_problems", "verdict",
    "verdict_words",
]  # fmt: skip

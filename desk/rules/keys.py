"""Keys and equipment in the desk's custody (handbook M8): what may happen to a set, what a loan, a return and a count must say. Pure.

A set of keys is on a hook, out as a whole, or partly back, which is still out: nothing that is not on its hook can be lent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from desk.errors import Checker, Problem
from desk.i18n import N_, _
from desk.rules.kit.gate import Obstacle
from desk.rules.kit.lifecycle import LifeCycle, Move, Need

if TYPE_CHECKING:
    from datetime import date

HOUSEHOLD = "household"
"""Kind of a set that belongs to a home; the others are the centre's own."""
KINDS = (HOUSEHOLD, "common", "equipment")
OUT = ("out", "partly")
"""States in which a set, or a part of it, is not on its hook."""
HELD = ("kept", *OUT, "lost")
"""States in which the desk still answers for a set."""
MOST_PIECES = 99

_NOTE = Need("note", N_("Write how it happened."))

CYCLE = LifeCycle(
    kind="key-set",
    states=("kept", "out", "partly", "lost", "handed-back", "void"),
    names="key_states",
    ended=("handed-back", "void"),
    likely={"kept": "lend", "out": "return", "partly": "return", "lost": "find"},
    moves=(
        # L10N: 登记托管
        Move("take", ("",), "kept", event="taken", label=N_("Take keys into custody"), hidden=True),
        # L10N: 借出; {number} 已借出
        Move("lend", ("kept",), "out", event="lent", label=N_("Lend"), title=N_("Lend keys"), done=N_("{number} is lent.")),
        # L10N: 归还验收; {number} 已归还
        Move("return", OUT, "kept", event="returned", label=N_("Accept return"), title=N_("Accept returned keys"),
             done=N_("{number} is back.")),
        Move("return-part", OUT, "partly", event="partly", hidden=True),
        # L10N: 改归还时间
        Move("prolong", OUT, event="prolonged", label=N_("Later return"), quiet=True,
             # L10N: 请填写原因
             needs=(Need("note", N_("Write why.")),), done=N_("{number}: noted.")),
        # L10N: 登记遗失; {number} 已登记遗失
        Move("lose", ("kept", "out"), "lost", event="lost", needs=(_NOTE,), label=N_("Record a loss"),
             done=N_("{number}: the loss is recorded.")),
        # L10N: 其余遗失
        Move("lose-rest", ("partly",), "kept", event="rest-lost", needs=(_NOTE,), label=N_("The rest is lost"),
             done=N_("{number}: noted.")),
        # L10N: 已找回
        Move("find", ("lost",), "kept", event="found", needs=(_NOTE,), label=N_("Found again"), done=N_("{number} is back.")),
        # L10N: 交还业主; {number} 已交还
        Move("hand-back", ("kept",), "handed-back", event="handed-back", label=N_("Hand back"), title=N_("End the custody"),
             done=N_("{number} is handed back.")),
        # L10N: 修改
        Move("change", ("kept",), event="changed", label=N_("Change"), quiet=True, done=N_("{number}: noted.")),
        # L10N: 更正件数
        Move("recount", ("kept",), event="recounted", role="supervisor", label=N_("Correct the pieces"), quiet=True,
             needs=(Need("note", N_("Write why.")),), done=N_("{number}: noted.")),
        # L10N: 作废
        Move("void", ("kept",), "void", event="void", role="supervisor", label=N_("Void"), danger=True, quiet=True,
             needs=(Need("note", N_("Write why.")),), done=N_("{number} is void.")),
    ),
)  # fmt: skip
"""The life of a set of keys, or of a piece of equipment."""


@dataclass(frozen=True, slots=True)
class Custody:
    """What is typed when a set comes into custody, as far as the rules look at it.

    Attributes:
        room: whether a room was chosen. owners: names of the owners of that room now.
        tags, hooks: those in use by other sets.
    """

    kind: str
    name: str
    tag: str
    hook: str
    pieces: int
    room: bool
    given_by: str
    consent_by: str
    consented: bool
    sealed: bool
    seal: str
    owners: Collection[str] = ()
    tags: Collection[str] = ()
    hooks: Collection[str] = ()


def custody_problems(typed: Custody) -> list[Problem]:
    """What is wrong with a custody: consent, tag, hook, pieces, seal (handbook M8)."""
    check = Checker()
    if typed.kind not in KINDS:
        # L10N: 请选择类别
        check.add("kind", "choice", _("Choose the kind."))
    # L10N: 请填写名称
    check.require("name", typed.name, _("Write what it is."))
    # L10N: 请填写标签号
    check.require("tag", typed.tag, _("Write the number of the tag."))
    # L10N: 请填写挂钩号
    check.require("hook", typed.hook, _("Write the hook or place."))
    if typed.tag.strip() and typed.tag.strip() in typed.tags:
        # L10N: 标签号已在使用
        check.add("tag", "taken", _("This tag is in use. Take another one."))
    if typed.hook.strip() and typed.hook.strip() in typed.hooks:
        # L10N: 挂钩已在使用
        check.add("hook", "taken", _("This hook is in use. Take another one."))
    check.note("pieces", pieces_problem(typed.pieces))
    if typed.sealed:
        # L10N: 请填写封条号
        check.require("seal", typed.seal, _("Write the number of the seal."))
    if typed.kind == HOUSEHOLD:
        _consent(typed, check)
    return check.problems


def _consent(typed: Custody, check: Checker) -> None:
    if not typed.room:
        # L10N: 请选择房号
        check.add("unit_id", "required", _("Choose the room."))
    # L10N: 请填写交钥匙的人
    check.require("given_by", typed.given_by, _("Who gives the keys?"))
    if not typed.consented:
        # L10N: 须业主签字同意托管
        check.add("consented", "required", _("The owner has to sign for the custody."))
    # L10N: 请填写同意的业主
    check.require("consent_by", typed.consent_by, _("Write which owner agrees."))
    if typed.consent_by.strip() and typed.owners and typed.consent_by.strip() not in typed.owners:
        # L10N: {name} 不是该户业主
        words = _("{name} is not an owner of this room. An owner has to agree.")
        check.add("consent_by", "not-owner", words.format(name=typed.consent_by.strip()))


def pieces_problem(pieces: int) -> Problem | None:
    """A set has at least one piece."""
    if 1 <= pieces <= MOST_PIECES:
        return None
    # L10N: 件数须为 1 至 {most}
    return Problem("number", _("The pieces are 1 to {most}.").format(most=MOST_PIECES), "pieces")


@dataclass(frozen=True, slots=True)
class Loan:
    """What is typed when a set is lent.

    Attributes:
        borrower_kind: owner, family, staff, contractor, other. permission: how the owner agreed; permitted_by: who did.
        standing: the owner agreed beforehand that staff take the keys.
    """

    kind: str
    borrower_kind: str
    borrower: str
    purpose: str
    due_at: datetime | None
    permission: str = ""
    permitted_by: str = ""
    standing: bool = False
    sealed: bool = False


BORROWERS = ("owner", "family", "staff", "contractor", "other")
PERMISSIONS = ("present", "phone", "written", "standing")


def needs_permission(kind: str, borrower_kind: str) -> bool:
    """Whether a loan needs the owner's word: keys of a home, to anybody but an owner."""
    return kind == HOUSEHOLD and borrower_kind != "owner"


def loan_problems(typed: Loan, *, now: datetime, most_days: int, owners: Collection[str] = ()) -> list[Problem]:
    """What is wrong with a loan: borrower, purpose, due back, the owner's word (handbook M8)."""
    check = Checker()
    if typed.borrower_kind not in BORROWERS:
        # L10N: 请选择借用人类别
        check.add("borrower_kind", "choice", _("Choose who borrows."))
    # L10N: 请填写借用人
    check.require("borrower", typed.borrower, _("Who borrows?"))
    # L10N: 请填写用途
    check.require("purpose", typed.purpose, _("Write what it is for."))
    # L10N: 请填写归还时间
    check.require("due_at", typed.due_at, _("When is it due back?"))
    if typed.due_at is not None:
        check.note("due_at", due_problem(typed.due_at, now=now, most_days=most_days))
    if typed.borrower_kind == "owner" and typed.kind == HOUSEHOLD and owners and typed.borrower.strip() not in owners:
        if typed.borrower.strip():
            words = _("{name} is not an owner of this room. Choose another kind of borrower.")
            check.add("borrower", "not-owner", words.format(name=typed.borrower.strip()))
    elif needs_permission(typed.kind, typed.borrower_kind):
        _permission(typed, check)
    return check.problems


def _permission(typed: Loan, check: Checker) -> None:
    if typed.permission not in PERMISSIONS:
        # L10N: 出借须业主同意，请选择同意方式
        check.add("permission", "required", _("Keys of a home are lent only with the owner's word. How was it given?"))
    elif typed.permission == "standing":
        if not typed.standing:
            # L10N: 托管时未同意工作人员取用
            check.add("permission", "no-standing", _("The owner did not agree beforehand. Ask the owner."))
        elif typed.borrower_kind != "staff":
            # L10N: 事先同意只限工作人员
            check.add("permission", "staff-only", _("What was agreed beforehand is for staff only. Ask the owner."))
        elif typed.sealed:
            # L10N: 已封存的钥匙须业主当次同意
            check.add("permission", "sealed", _("Sealed keys are opened only with the owner's word for this time."))
    else:
        # L10N: 请填写同意的业主
        check.require("permitted_by", typed.permitted_by, _("Write which owner agrees."))


def due_problem(due_at: datetime, *, now: datetime, most_days: int) -> Problem | None:
    """A loan is due after now, and within the days of the policy."""
    if due_at <= now:
        # L10N: 归还时间须晚于现在
        return Problem("past", _("This time is over. Choose a later one."), "due_at")
    if due_at > now + timedelta(days=most_days):
        # L10N: 最多借用 {n} 天
        return Problem("too-long", _("Keys are lent for {n} days at most.").format(n=most_days), "due_at")
    return None


def return_problems(pieces: int, *, outstanding: int, condition: str, note: str) -> list[Problem]:
    """What is wrong with a return: the pieces are counted, damage is described; fewer pieces than lent are allowed (M8)."""
    check = Checker()
    if pieces < 1:
        # L10N: 请清点归还件数
        check.add("pieces", "number", _("Count the pieces that came back."))
    elif pieces > outstanding:
        # L10N: 只有 {n} 件在外
        check.add("pieces", "too-many", _("Only {n} are out. Count again.").format(n=outstanding))
    if condition not in ("good", "damaged"):
        # L10N: 请选择验收情况
        check.add("condition", "choice", _("Choose the condition."))
    elif condition == "damaged":
        # L10N: 请说明损坏情况
        check.require("note", note, _("Describe the damage."))
    return check.problems


@dataclass(frozen=True, slots=True)
class Counted:
    """A set of a count: what the book says is on the hook, and what was found there."""

    number: str
    expected: int
    counted: int

    @property
    def difference(self) -> int:
        """More (+) or fewer (−) than the book says."""
        return self.counted - self.expected


def count_problems(typed: Mapping[int, int], expected: Mapping[int, int], note: str) -> list[Problem]:
    """A count names every set; a difference is explained, not corrected (handbook M8, S15)."""
    check = Checker()
    missing = sorted(set(expected) - set(typed))
    if missing:
        # L10N: 还有 {n} 项没有清点
        check.add("lines", "missing", _("{n} are not counted yet.").format(n=len(missing)))
    if any(not 0 <= pieces <= MOST_PIECES for pieces in typed.values()):
        check.add("lines", "number", _("The pieces are 0 to {most}.").format(most=MOST_PIECES))
    if any(typed[each] != expected[each] for each in typed if each in expected):
        # L10N: 有差异，请说明
        check.require("note", note, _("There are differences. Write what is known of them."))
    return check.problems


def count_is_due(last: date | None, today: date, days: int) -> bool:
    """Whether a count is due: the days of the policy are over since the last one, or there was none."""
    return last is None or today >= last + timedelta(days=days)


def keys_out(number: str, borrower: str, target: str = "") -> Obstacle:
    """Keys of a home are out: they come back before anybody moves out."""
    # L10N: 钥匙 {number} 由 {name} 借出未还
    words = _("The keys {number} are lent to {name} and not back.").format(number=number, name=borrower)
    # L10N: 归还验收
    return Obstacle("keys-out", words, settle=target or "keys:out", settle_words=_("Accept return"))


def keys_kept(numbers: str, target: str = "") -> Obstacle:
    """Keys of a home lie at the desk: they are handed back before anybody moves out; a supervisor may leave them there."""
    # L10N: 钥匙 {numbers} 还在前台托管
    words = _("The keys {numbers} are still in custody. Hand them back.").format(numbers=numbers)
    # L10N: 交还钥匙; 继续托管的原因
    return Obstacle(
        "keys-kept", words, settle=target or "keys:held", settle_words=_("Hand back"), waivable_by="supervisor",
        waive_words=_("Why they stay in custody"),
    )  # fmt: skip


def outstanding(row: Any) -> int:
    """The pieces of a loan that are not back."""
    return int(row.pieces - row.pieces_back)


__all__ = [
    "BORROWERS", "CYCLE", "HELD", "HOUSEHOLD", "KINDS", "MOST_PIECES", "OUT", "PERMISSIONS", "Counted", "Custody", "Loan",
    "count_is_due", "count_problems", "custody_problems", "due_problem", "keys_kept", "keys_out", "loan_problems",
    "needs_permission", "outstanding", "pieces_problem", "return_problems",
]  # fmt: skip

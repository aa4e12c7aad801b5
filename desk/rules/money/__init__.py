"""The cashier's rules: split payments, charges, ages of deposits, the life of a shift (handbook A6, B3, C-20, C-22, R2, S15)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desk.errors import Problem
from desk.i18n import N_, _
from desk.rules.kit.dates import add_months
from desk.rules.kit.lifecycle import LifeCycle, Move, Need
from desk.rules.kit.money import Settled, Tender, allocate, figures, settle

PREPAID = "prepaid"
"""The method of a tender that is paid from the unit's prepayment."""
SETTLED_KINDS = ("management", "water", "electricity")
"""What "fees settled" means: management fee and utilities only; the rest warns (handbook C-22)."""
UTILITIES = ("water", "electricity")
"""Collected for a supplier: no handling fee may stand on them (handbook C-20)."""
PREFIXES = {"income": "SK", "deposit": "BZ", "refund": "TK", "deposit-refund": "TB", "settlement": "BJ"}
"""The kinds of numbered money papers and what their numbers begin with; a number holds one kind only (handbook B3, R2)."""
COMES_IN = ("income", "deposit")
"""The kinds of receipts that bring money in; refunds pay it out, a settlement moves none."""


@dataclass(frozen=True, slots=True)
class Payment:
    """How a payment is split.

    Attributes:
        shares: fen by charge. settled: what each tender brings in, and the change.
        prepaid: what is kept as a prepayment of the unit.
    """

    shares: Mapping[int, int]
    settled: Settled
    prepaid: int = 0

    @property
    def total(self) -> int:
        """What the receipt is for, in fen."""
        return sum(tender.fen for tender in self.settled.kept)


def payment(
    open_items: Sequence[tuple[int, int]],
    tenders: Sequence[Tender],
    named: Mapping[int, int] | None = None,
    *,
    keep: bool = False,
) -> Payment | Problem:
    """Splits what was handed over (handbook R2): less than is owed is a part payment, more gives change from the cash part.

    What is more than the cash part could give back is refused, unless the payer wants it kept: it becomes a prepayment (预缴款)
    of the unit, which pays its next charges.

    Args:
        open_items: (charge, open fen), the oldest first.
        tenders: what was handed over.
        named: how much goes on which charge; then all of it has to be there, and the rest is no part payment of others.
        keep: keep what is over as a prepayment instead of giving change.

    Returns:
        The split, or a problem: `positive`, `short`, `change`, `named` (more than is open), `credit` (a prepayment cannot be
        kept as a prepayment).
    """
    given = sum(tender.fen for tender in tenders)
    if not tenders or any(tender.fen <= 0 for tender in tenders):
        return Problem("positive", _("Each amount that is handed over is more than 0."), "tenders")
    owed = dict(open_items)
    if named is not None and any(fen <= 0 or fen > owed.get(item, 0) for item, fen in named.items()):
        # L10N: 所填金额超过该项未付金额
        return Problem("named", _("More is named than is open on this charge."), "named")
    due = sum(named.values()) if named else min(given, sum(owed.values()))
    over = given - due
    if over > 0 and (keep or due == 0):
        if not keep:
            return Problem("positive", _("There is nothing to pay. An amount is more than 0."), "amount")
        if any(tender.method == PREPAID for tender in tenders):
            # L10N: 预缴款抵扣不能超过应付金额
            return Problem("credit", _("No more of the prepayment can be used than is to be paid."), "tenders")
        shares = allocate(due, open_items, named) if due else {}
        return Payment(shares, Settled(tuple(tenders), 0), over)
    split = settle(due, tenders)
    if isinstance(split, Problem):
        return split
    return Payment(allocate(due, open_items, named), split)


_HANDLING = ("手续费", "手續費", "代收费", "代收費", "服务费", "服務費", "handling", "surcharge")


def charge_problems(kind: str, item: str, fen: int, kinds: Iterable[str]) -> list[Problem]:
    """What is wrong with a charge: it has a known kind, more than 0, and no handling fee stands on collected utilities (handbook C-20)."""
    found = []
    if fen <= 0:
        found.append(Problem("positive", _("An amount is more than 0."), "amount"))
    if kind not in kinds:
        found.append(Problem("required", _("Choose what kind of fee it is."), "kind"))
    if kind in UTILITIES and any(word in item.casefold() for word in _HANDLING):
        # L10N: 代收水电费不得加收手续费
        words = _("No handling fee may be charged for collecting water and electricity.")
        found.append(Problem("handling", words, "item"))
    return found


AGES = ("quarter", "half", "year", "three-years", "older")
"""How long a deposit has been held: up to 3 and 6 months, 1 and 3 years, longer."""
_MONTHS = (3, 6, 12, 36)


def age(taken: date, today: date) -> str:
    """The age of a deposit, of `AGES`; the corresponding day itself still belongs to the younger one."""
    for name, months in zip(AGES, _MONTHS, strict=False):
        if today <= add_months(taken, months):
            return name
    return AGES[-1]


def deposit_problem(fen: int, most: int) -> Problem | None:
    """A deposit is more than 0 and at most what the agreement or the city allows (handbook B3); `most` 0 sets no bound."""
    if fen <= 0:
        return Problem("positive", _("A deposit is more than 0."), "amount")
    if most and fen > most:
        # L10N: 押金最高 {most}
        return Problem("most", _("A deposit here is at most {most}.").format(most=figures(most)), "amount")
    return None


@dataclass(frozen=True, slots=True)
class Deduction:
    """What is taken from the deposit for a damage.

    Attributes:
        item, reason, evidence: in words. fen: more than 0. fine: never allowed (handbook C-9).
    """

    item: str
    reason: str
    fen: int
    evidence: str = ""
    fine: bool = False


@dataclass(frozen=True, slots=True)
class Refund:
    """How a deposit is divided.

    Attributes:
        refund: goes out. deducted: stays as damages. claim: damages beyond the deposit, owed.
    """

    refund: int
    deducted: int
    claim: int


def deduction_problems(deductions: Sequence[Deduction]) -> list[Problem]:
    """A deduction has an item, a reason and an amount; a fine is none: a property company may not fine (handbook C-9, R9)."""
    found = []
    for place, line in enumerate(deductions):
        if line.fen <= 0:
            found.append(Problem("positive", _("A deduction is more than 0."), f"deductions.{place}.amount"))
        if not line.item.strip():
            found.append(Problem("required", _("What is deducted for?"), f"deductions.{place}.item"))
        if not line.reason.strip():
            found.append(Problem("required", _("Say why it is deducted."), f"deductions.{place}.reason"))
        if line.fine:
            # L10N: 物业企业无罚款权，只能按实际损失逐项扣除
            words = _("A property company may not fine. Only damages can be deducted, item by item.")
            found.append(Problem("fine", words, f"deductions.{place}.reason"))
    return found


def divide(deposit: int, deductions: Sequence[Deduction]) -> Refund:
    """Deducts up to the deposit, pays the rest out, claims what exceeds it: 2,000.00 − 2,300.00 → 0.00, owed 300.00 (handbook R9)."""
    damages = sum(line.fen for line in deductions)
    deducted = min(deposit, damages)
    return Refund(deposit - deducted, deducted, damages - deducted)


def take_over_problem(*, same_person: bool, difference: int, approved: bool) -> Problem | None:
    """Nobody takes over from oneself with a difference in the cash, unless a supervisor has looked at it (handbook S15)."""
    if same_person and difference and not approved:
        # L10N: 现金有差异，不能自己接自己的班
        words = _("The cash does not agree. Somebody else takes over, or a supervisor approves it.")
        return Problem("oneself", words, "login")
    return None


SHIFT = LifeCycle(
    kind="shift",
    states=("open", "handed-over", "refused", "taken-over"),
    names="shift_states",
    ended=("taken-over",),
    likely={"open": "hand-over", "handed-over": "take-over", "refused": "hand-over"},
    moves=(
        Move("open", ("",), "open", hidden=True),
        Move(
            "hand-over",
            ("open", "refused"),
            "handed-over",
            # L10N: 交班
            label=N_("Hand over"),
            needs=(Need("pieces", N_("Count the cash first.")),),
        ),
        # L10N: 接班
        Move("take-over", ("handed-over",), "taken-over", label=N_("Take over")),
        Move(
            "refuse",
            ("handed-over",),
            "refused",
            # L10N: 拒绝接班
            label=N_("Refuse"),
            needs=(Need("reason", N_("Say why it is refused.")),),
        ),
    ),
)
AT_WORK = ("open", "refused")
"""States in which a shift takes and pays out money."""


__all__ = [
    "AGES",
    "AT_WORK",
    "COMES_IN",
    "PREFIXES",
    "PREPAID",
    "SETTLED_KINDS",
    "SHIFT",
    "UTILITIES",
    "Deduction",
    "Payment",
    "Refund",
    "age",
    "charge_problems",
    "deduction_problems",
    "deposit_problem",
    "divide",
    "payment",
    "take_over_problem",
]

"""Fees: charge items and their rates, what stands in the way of saving them, the life of a bill (handbook A6, B3, C-20, S1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from desk.errors import Problem
from desk.i18n import N_, _
from desk.rules.kit.dates import add_months
from desk.rules.kit.lifecycle import LifeCycle, Move, Need

FAMILIES = ("service", "value-added", "energy", "parking")
"""物业服务费, 增值服务费, 能源费, 停车位费 (handbook A6)."""
BASES = ("area", "fixed", "meter", "space", "once")
"""How the quantity of a month is found: floor area, one, what a meter counted, parking spaces, once and never again."""
PAYERS = ("owner", "tenant")
METERS = ("water", "electricity", "gas", "heat")
LARGEST_RATE = Decimal(1_000_000)
PLACES = 4
"""A rate and a reading have at most so many places."""
HANDLING = ("手续费", "手續費", "代收费", "代收費", "服务费", "服務費", "handling", "surcharge")
FORECAST_MOST = 12


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def month_end(first: date) -> date:
    """The last day of a month."""
    return date.fromordinal(add_months(first.replace(day=1), 1).toordinal() - 1)


def months_from(first: date, count: int) -> tuple[date, ...]:
    """The first days of so many months, beginning with `first`'s."""
    start = month_of(first)
    return tuple(add_months(start, ahead) for ahead in range(count))


# -------------------------------------------------------------------------------------------------------- what is typed
@dataclass(frozen=True, slots=True)
class ItemWords:
    """What is said of a charge item before it is saved.

    Attributes:
        supplier: for whom the money is collected; "" for the centre's own. charge_kind: code of `charge_kinds`.
    """

    code: str
    name: str
    family: str
    basis: str
    charge_kind: str
    supplier: str = ""
    meter_kind: str = ""


def item_problems(item: ItemWords, kinds: Collection[str], taken: Collection[str]) -> list[Problem]:
    """What is wrong with a charge item; one that collects for a supplier holds no handling fee (handbook C-20).

    Args:
        item: what is typed.
        kinds: known kinds of fees.
        taken: codes of other items.
    """
    found = []
    if not item.code.strip():
        # L10N: 请填写项目编号
        found.append(Problem("required", _("Give the item a short code."), "code"))
    elif item.code.strip() in taken:
        # L10N: 编号已被使用
        found.append(Problem("taken", _("Another item has this code already."), "code"))
    if not item.name.strip():
        # L10N: 请填写收费项目名称
        found.append(Problem("required", _("Name the charge item."), "name"))
    for field, value, known in (
        ("family", item.family, FAMILIES),
        ("basis", item.basis, BASES),
        ("charge_kind", item.charge_kind, kinds),
    ):
        if value not in known:
            # L10N: 请从列表中选择
            found.append(Problem("required", _("Choose one from the list."), field))
    if item.basis == "meter" and item.meter_kind not in METERS:
        # L10N: 请选择表的种类
        found.append(Problem("required", _("Choose which meter counts it."), "meter_kind"))
    if item.supplier.strip() and (handling := handling_word(item.name)):
        # L10N: 代收费用不得加收手续费（{word}）
        words = _("No handling fee may be charged for what is collected for a supplier ({word}).")
        found.append(Problem("handling", words.format(word=handling), "name"))
    return found


def handling_word(name: str) -> str:
    """The word in a name that says it is a fee for collecting; "" for none."""
    plain = name.casefold().replace(" ", "")
    return next((word for word in HANDLING if word in plain), "")


def rate_problem(rate: Decimal | None, field: str = "rate") -> Problem | None:
    """A rate is more than 0, has at most four places, and is no slip of the finger."""
    if rate is None:
        # L10N: 请填写单价
        return Problem("required", _("Write down the rate."), field)
    if not rate.is_finite() or rate <= 0:
        # L10N: 单价须大于 0
        return Problem("positive", _("A rate is more than 0."), field)
    if rate != round(rate, PLACES):
        # L10N: 单价最多四位小数
        return Problem("places", _("A rate has at most four places after the point."), field)
    if rate >= LARGEST_RATE:
        return Problem("large", _("This amount is too large. Please check it."), field)
    return None


def new_rate_problem(since: date | None, others: Iterable[date], billed_until: date | None) -> Problem | None:
    """A new rate begins on a day of its own, after what was billed (handbook S1, settled reading "Fees").

    Args:
        since: its first day.
        others: first days of the item's other rates.
        billed_until: the last day that a bill of the item covers; None when nothing was billed.
    """
    if since is None:
        # L10N: 请填写启用日期
        return Problem("required", _("From which day on?"), "since")
    if since in set(others):
        # L10N: 该日已有单价
        return Problem("taken", _("Another rate begins on this day already."), "since")
    if billed_until is not None and since <= billed_until:
        # L10N: 已出账至 {day}，新单价须在其后启用
        words = _("Bills were made up to {day}. A new rate begins after that.")
        return Problem("billed", words.format(day=billed_until.isoformat()), "since")
    return None


def period_problem(since: date | None, until: date | None, field: str = "until") -> Problem | None:
    """An end lies not before its start."""
    if since is not None and until is not None and until < since:
        # L10N: 结束日早于开始日
        return Problem("order", _("The end lies before the start."), field)
    return None


def overlaps(since: date, until: date | None, others: Iterable[tuple[date, date | None]]) -> bool:
    """Whether a period (None: without an end) shares a day with one of the others."""
    return any(
        (first <= until if until is not None else True) and (last is None or last >= since) for first, last in others
    )


# ------------------------------------------------------------------------------------------------------ life of a bill
def _owing(bill: Any) -> bool:
    return bool(bill.open_fen)


def _untouched(bill: Any) -> bool:
    return bool(bill.open_fen + bill.prepaid_fen == bill.fen)


SHOWN = ("open", "part-paid", "settled", "disputed", "at-law", "void")
"""How a bill is shown; what was paid of it is seen from its charge, the rest is kept."""

BILL = LifeCycle(
    kind="bill",
    states=("open", "disputed", "at-law", "void"),
    names="bill_states",
    ended=("void",),
    moves=(
        Move("make", ("",), "open", hidden=True),
        Move(
            "dispute",
            ("open", "at-law"),
            "disputed",
            event="disputed",
            # L10N: 登记异议
            label=N_("Record a dispute"),
            # L10N: {number} 已登记异议，暂不催缴
            done=N_("{number} is disputed and is not dunned."),
            needs=(Need("reason", N_("Say what is disputed.")),),
            fits=_owing,
        ),
        Move(
            "resolve",
            ("disputed",),
            "open",
            event="resolved",
            # L10N: 异议了结
            label=N_("Settle the dispute"),
            # L10N: {number} 异议已了结
            done=N_("The dispute of {number} is settled."),
            needs=(Need("reason", N_("Say how it was settled.")),),
        ),
        Move(
            "sue",
            ("open",),
            "at-law",
            event="sued",
            role="supervisor",
            # L10N: 转诉讼
            label=N_("Take to court"),
            # L10N: {number} 已转诉讼
            done=N_("{number} is at law."),
            needs=(Need("reason", N_("Say which case, and since when.")),),
            fits=_owing,
            quiet=True,
        ),
        Move(
            "withdraw",
            ("at-law",),
            "open",
            event="withdrawn",
            role="supervisor",
            # L10N: 撤回诉讼
            label=N_("Withdraw from court"),
            # L10N: {number} 已撤回诉讼
            done=N_("{number} is no longer at law."),
            needs=(Need("reason", N_("Say why it is withdrawn.")),),
            quiet=True,
        ),
        Move(
            "void",
            ("open", "disputed"),
            "void",
            event="voided",
            role="supervisor",
            # L10N: 作废账单
            label=N_("Void the bill"),
            # L10N: {number} 已作废，下次出账时会重新生成
            done=N_("{number} is void. The next run makes it anew."),
            needs=(Need("reason", N_("Say why the bill is void.")),),
            danger=True,
            quiet=True,
            fits=_untouched,
        ),
    ),
)

LETTER = LifeCycle(
    kind="dunning",
    states=("issued", "signed", "refused", "void"),
    names="letter_states",
    ended=("signed", "refused", "void"),
    likely={"issued": "sign"},
    moves=(
        Move("issue", ("",), "issued", hidden=True),
        Move(
            "sign",
            ("issued",),
            "signed",
            event="signed",
            # L10N: 登记签收
            label=N_("Note who signed"),
            # L10N: {number} 已签收
            done=N_("{number} was signed for."),
            needs=(Need("signer", N_("Who signed for it?")), Need("on", N_("On which day?"))),
        ),
        Move(
            "refuse",
            ("issued",),
            "refused",
            event="refused",
            # L10N: 拒签 / 无法送达
            label=N_("Note a refusal"),
            # L10N: {number} 未签收，已留证
            done=N_("It is kept that {number} was not signed for."),
            needs=(Need("note", N_("Say how it was delivered, and who was there.")), Need("on", N_("On which day?"))),
        ),
        Move(
            "void",
            ("issued",),
            "void",
            event="voided",
            role="supervisor",
            # L10N: 作废催缴单
            label=N_("Void the letter"),
            # L10N: {number} 已作废
            done=N_("{number} is void."),
            needs=(Need("reason", N_("Say why the letter is void.")),),
            danger=True,
            quiet=True,
        ),
    ),
)

STATEMENT = LifeCycle(
    kind="statement",
    states=("issued", "signed", "disputed"),
    names="statement_states",
    ended=("signed",),
    likely={"issued": "sign"},
    moves=(
        Move("issue", ("",), "issued", hidden=True),
        Move(
            "sign",
            ("issued", "disputed"),
            "signed",
            event="signed",
            # L10N: 对账相符，已签字
            label=N_("Note who signed"),
            # L10N: {number} 已签字确认
            done=N_("{number} was signed as right."),
            needs=(Need("signer", N_("Who signed for it?")), Need("on", N_("On which day?"))),
        ),
        Move(
            "dispute",
            ("issued",),
            "disputed",
            event="disputed",
            # L10N: 对账有异议
            label=N_("Note the dispute"),
            # L10N: {number} 有异议
            done=N_("{number} is disputed."),
            needs=(Need("note", N_("Say what is disputed.")), Need("on", N_("On which day?"))),
        ),
    ),
)


def shown_state(state: str, fen: int, open_fen: int) -> str:
    """How a bill is shown, of `SHOWN`: a dispute or a case at court is over when it is paid."""
    if state == "void":
        return state
    if open_fen == 0:
        return "settled"
    if state != "open":
        return state
    return "open" if open_fen == fen else "part-paid"


def signing_problem(on: date | None, issued: date, today: date) -> Problem | None:
    """A paper is signed for between its issue and today."""
    if on is None:
        return None
    if on > today:
        return Problem("future", _("This day has not come yet. Choose today or an earlier one."), "on")
    if on < issued:
        # L10N: 早于开具日 {day}
        return Problem("order", _("It was issued on {day} only.").format(day=issued.isoformat()), "on")
    return None


__all__ = [
    "BASES",
    "BILL",
    "FAMILIES",
    "FORECAST_MOST",
    "LETTER",
    "METERS",
    "PAYERS",
    "SHOWN",
    "STATEMENT",
    "ItemWords",
    "handling_word",
    "item_problems",
    "month_end",
    "month_of",
    "months_from",
    "new_rate_problem",
    "overlaps",
    "period_problem",
    "rate_problem",
    "shown_state",
    "signing_problem",
]

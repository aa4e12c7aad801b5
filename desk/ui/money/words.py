"""Amounts and problems of money, as the window says them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from desk.catalog import catalog, label
from desk.errors import InvalidInput, Problem
from desk.i18n import N_, _
from desk.rules.kit.amounts import to_fen
from desk.rules.money import PREPAID

METHODS = ("cash", "wechat", "alipay", "card", "transfer")
"""The means of payment that bring money in, in the order of the fields."""


def fen(amount: Decimal | None) -> int:
    """What was typed, in whole fen; 0 for nothing."""
    return to_fen(amount) if amount is not None else 0


def kind_words(kind: str) -> str:
    """A kind of fee or deposit."""
    # L10N: 预缴款
    return _("Prepayment") if kind == PREPAID else label("charge_kinds", kind)


CHARGE_STATES = {
    # L10N: 未缴
    "open": N_("Unpaid"),
    # L10N: 部分已缴
    "part-paid": N_("Partly paid"),
    # L10N: 已缴清
    "settled": N_("Paid"),
    # L10N: 已作废
    "void": N_("Void"),
}
RECEIPT_KINDS = {
    # L10N: 收款收据
    "income": N_("Receipt"),
    # L10N: 押金收据
    "deposit": N_("Deposit receipt"),
    # L10N: 退款单
    "refund": N_("Refund slip"),
    # L10N: 退押金单
    "deposit-refund": N_("Deposit refund slip"),
    # L10N: 应补缴通知单
    "settlement": N_("Claim beyond the deposit"),
}


def choices(name: str) -> Callable[[], list[tuple[str, str]]]:
    """The entries of a list, for a field."""
    return lambda: [(one.code, one.label) for one in catalog(name)]


def payouts() -> list[tuple[str, str]]:
    """The means by which money can be paid out."""
    return [(code, label("tenders", code)) for code in METHODS]


def beside(error: InvalidInput, place: Callable[[Problem], str]) -> InvalidInput:
    """The same problems under other fields.

    Args:
        error: what the service says.
        place: gives the field of the form, "" for the form as a whole.
    """
    found = []
    for problem in error.problems:
        parts = problem.field.split(".")
        words = problem.message
        if len(parts) == 3 and parts[1].isdigit():
            words = _("Line {n}: {problem}").format(n=int(parts[1]) + 1, problem=words)
        found.append(Problem(problem.code, words, place(problem)))
    return InvalidInput(found)


def placed(problems: Iterable[tuple[str, str]]) -> Callable[[Problem], str]:
    """A `place` by the beginnings of the service's fields."""
    table = tuple(problems)

    def place(problem: Problem) -> str:
        return next((name for start, name in table if problem.field.startswith(start)), problem.field)

    return place


def total(amounts: Iterable[Any]) -> int:
    """A sum in fen."""
    return sum(int(each) for each in amounts)


__all__ = [
    "CHARGE_STATES",
    "METHODS",
    "RECEIPT_KINDS",
    "beside",
    "choices",
    "fen",
    "kind_words",
    "payouts",
    "placed",
    "total",
]

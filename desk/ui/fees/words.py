"""How the window says bills, rates and debts; the choices of its lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from desk.catalog import catalog, label
from desk.errors import InvalidInput, Problem
from desk.i18n import _
from desk.rules.fees import month_of
from desk.rules.kit import wording
from desk.rules.kit.dates import add_months
from desk.rules.kit.money import figures

LAMPS = {"open": "amber", "part-paid": "amber", "settled": "green", "disputed": "amber", "at-law": "red", "void": "red"}
TONES = {"settled": "green", "void": "muted", "disputed": "amber", "at-law": "red", "part-paid": "amber"}
MONTHS_BACK = 24


def plain(value: Decimal | None) -> str:
    """A quantity or rate without noughts at its end; nothing for none."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def tone(row: Any) -> str:
    """The tone of a bill's state."""
    return TONES.get(row.state, "")


def amount(fen: int) -> str:
    """An amount in a list; nothing for 0."""
    return figures(fen) if fen else ""


def months(today: date, *, ahead: int = 1) -> list[tuple[str, str]]:
    """The months that can be chosen, the newest first, as `2026-11-01` and words."""
    first = add_months(month_of(today), ahead)
    return [
        (each.isoformat(), wording.month(each))
        for each in (add_months(first, -back) for back in range(MONTHS_BACK + ahead))
    ]


def chosen(name: str) -> list[tuple[str, str]]:
    """The entries of a list, for a field."""
    return [(one.code, one.label) for one in catalog(name)]


def basis_unit(basis: str, meter_kind: str) -> str:
    """The unit of a rate."""
    return {
        # L10N: 元/平方米·月
        "area": _("yuan/m² a month"),
        # L10N: 元/月
        "fixed": _("yuan a month"),
        # L10N: 元/个·月
        "space": _("yuan a space and month"),
        # L10N: 元
        "once": _("yuan once"),
        # L10N: 元/千瓦时 / 元/立方米
        "meter": _("yuan/kWh") if meter_kind == "electricity" else _("yuan/m³"),
    }[basis]


def age_words(age: str) -> str:
    """The age of a debt."""
    return label("fee_ages", age)


def age_tone(age: str) -> str:
    """The tone of an age: over six months is red, the target is none."""
    return {"half": "amber", "older": "red", "limitation": "red"}.get(age, "")


def beside(error: InvalidInput, fields: Mapping[str, str]) -> InvalidInput:
    """The same problems under the fields of the form, by the service's names."""
    return InvalidInput(
        [Problem(each.code, each.message, fields.get(each.field, each.field)) for each in error.problems]
    )


__all__ = ["LAMPS", "age_tone", "age_words", "amount", "basis_unit", "beside", "chosen", "months", "plain", "tone"]

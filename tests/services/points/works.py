"""Members with cards, counters and receipts for the tests of points."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from desk.services import cards, points, schemes
from desk.services.households import PersonEntry
from desk.services.kit.desk import Desk
from desk.services.points import LineEntry, PurchaseEntry
from desk.services.schemes import CounterEntry

TODAY = date(2026, 11, 21)
DOCUMENTS = ("11010519491231002X", "440524188001010014")
_NAMES = "周启明 欧阳雪 单雄风 李思远 郑佳 吴一凡 何静 曾国平 孙丽 钱多多 马小军 高远".split()


def number_of(serial: int, born: date) -> str:
    """A resident's number that is sound: area, birth, serial, check character."""
    digits = f"110105{born:%Y%m%d}{serial:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return digits + "10X98765432"[total % 11]


def join(
    desk: Desk,
    serial: int = 1,
    tier: str = "gold",
    *,
    name: str = "",
    born: date = date(1985, 3, 14),
    how: str = "moved",
    **more: Any,
) -> Any:
    """Somebody who joins, with a card."""
    person = PersonEntry(
        name or _NAMES[serial % len(_NAMES)], phones=(f"1380000{serial:04d}",), birthday=born, document_kind="resident-card",
        document_number=number_of(serial % 1000, born + timedelta(days=serial // 1000)), address="阳光花园1栋1单元101",
    )  # fmt: skip
    entry = cards.JoinEntry(
        person, tier=tier, how=how, joined_on=more.pop("joined_on", desk.today()) if how == "moved" else None,
        receipts_seen=True, identity_seen=True, goods=("clothing",), consent=True, greetings=True, **more,
    )  # fmt: skip
    return cards.join(desk, entry)


def counter(desk: Desk, code: str = "A01", *, takes_part: bool = True) -> None:
    """A counter of the mall."""
    schemes.save_counter(desk, CounterEntry(code, f"专柜{code}", "clothing", takes_part=takes_part))


_receipts = iter(range(1, 10**9))


def buy(desk: Desk, member_id: int, paid: int, **more: Any) -> int:
    """A receipt of counter A01 as printed."""
    entry = {"receipt": f"R{next(_receipts)}", "counter": "A01", "member_id": member_id, "paid": paid, **more}
    return points.log_purchase(desk, PurchaseEntry(**entry))


def lines(*labels: int, promotion: int = 1000) -> tuple[LineEntry, ...]:
    """Lines of a receipt by their label prices."""
    return tuple(LineEntry(label, promotion) for label in labels)

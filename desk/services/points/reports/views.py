"""A member report as it is shown, printed and saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desk.i18n import _
from desk.rules.kit.money import figures


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a breakdown: in words, purchases, members, amount in fen."""

    words: str
    count: int
    members: int
    fen: int


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One view of the sales: by level, price band, brand, category, age, sex."""

    code: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Reaction:
    """How members reacted to a campaign: members who bought in it, and in the four weeks before; amounts in fen (handbook V14)."""

    name: str
    since: date
    until: date
    members: int
    fen: int
    before_members: int
    before_fen: int


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report of members' purchases.

    Attributes:
        kind: of `SPANS`. first, last: its days. fen, count, members: sales, receipts, members who bought.
        joined, ended: memberships. earned, spent: points. months: amounts by month of the year that ends with it.
        language: it was made in.
    """

    kind: str
    title: str
    name: str
    site: str
    first: date
    last: date
    fen: int
    count: int
    members: int
    joined: int
    ended: int
    earned: int
    spent: int
    breakdowns: tuple[Breakdown, ...]
    months: tuple[tuple[str, int], ...]
    reactions: tuple[Reaction, ...]
    language: str


def sums(view: ReportView) -> tuple[tuple[str, str], ...]:
    """The large figures of a report, in words."""
    mean = view.fen // view.count if view.count else 0
    return (
        # L10N: 会员消费额; 小票数; 消费会员数; 平均每单
        (_("Members' purchases"), figures(view.fen)),
        (_("Shop receipts"), f"{view.count:,}"),
        (_("Members who bought"), f"{view.members:,}"),
        (_("Mean of a receipt"), figures(mean)),
        # L10N: 新入会; 退会; 发放积分; 兑换积分
        (_("Joined"), f"{view.joined:,}"),
        (_("Left"), f"{view.ended:,}"),
        (_("Points earned"), f"{view.earned:,}"),
        (_("Points redeemed"), f"{view.spent:,}"),
    )


__all__ = ["Breakdown", "Line", "Reaction", "ReportView", "sums"]

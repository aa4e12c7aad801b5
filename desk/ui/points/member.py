"""What points show on a member's page: the newest entries, and the acts of the counter with their keys (hook of cards)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk.i18n import N_, _
from desk.rules.kit.money import figures
from desk.services import points
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import PageAction, clear
from desk.ui.kit.record_cards import TOP, Facts, FactSheet
from desk.ui.kit.record_page import RecordCard
from desk.ui.points import acts

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.points import PointsView

FIRST_ROW = 3
MOST = 12
"""So many entries stand on the page; the statement has all."""


def member_cards(_page: Any) -> tuple[RecordCard, ...]:
    """The card of points on a member's page."""
    return (
        # L10N: 积分
        RecordCard(
            "points", N_("Points"), PointsCard, read=_read, shows=frozenset({"member", "purchase"}), always=True
        ),
    )


def _read(desk: Desk, member_id: int) -> PointsView:
    return points.member_points(desk, member_id)


class PointsCard(QWidget):
    """Buttons of the counter's acts, what the next level takes, and the newest entries."""

    def __init__(self, page: Any) -> None:
        super().__init__()
        self._page = page
        self._shown: PointsView | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        self.buttons: list[tuple[theme.Button, str]] = []
        rows = (QHBoxLayout(), QHBoxLayout())  # two rows: the card must not be wider than a small window
        for label, key, code, role in ACTS:
            if role == "hidden":
                continue
            button = theme.Button("", key=key, role=role)
            button.clicked.connect(lambda _checked=False, name=code: self.run(name))
            rows[len(self.buttons) >= FIRST_ROW].addWidget(button)
            self.buttons.append((button, label))
        for row in rows:
            row.setSpacing(theme.GAP)
            row.addStretch(1)
            layout.addLayout(row)
        self._facts = Facts()
        layout.addWidget(self._facts)
        self._entries = QWidget()
        self._grid = QGridLayout(self._entries)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setColumnStretch(2, 1)
        layout.addWidget(self._entries)
        self._none = theme.text("", "muted", wrap=True)
        layout.addWidget(self._none)
        self.retranslate()

    def page_keys(self) -> tuple[PageAction, ...]:
        """The page has these keys too."""
        return tuple(PageAction(label, key, partial(self.run, code)) for label, key, code, _role in ACTS)

    def retranslate(self) -> None:
        """Says its words anew."""
        for button, label in self.buttons:
            button.set_words(_(label))
        # L10N: 还没有积分记录。按 Ins 登记消费小票。
        self._none.setText(_("No points yet. Ins logs a receipt."))
        if self._shown is not None:
            self.fill(self._shown)

    def fill(self, shown: PointsView) -> None:
        """Shows what a member has."""
        self._shown = shown
        self._facts.fill(_sheet(shown))
        clear(self._grid)
        for place, entry in enumerate(shown.entries[:MOST]):
            cells = (
                theme.text(say.short_day(self._page.desk, entry.day), "muted"),
                theme.text(entry.words, "strong"),
                theme.text(" · ".join(part for part in (entry.about, entry.note) if part), "", wrap=True),
                theme.text(f"{entry.points:+,}", "good" if entry.points > 0 else "bad"),
                theme.text(f"{entry.balance:,}", "muted"),
            )
            for at, widget in enumerate(cells):
                self._grid.addWidget(widget, place, at, TOP)
        self._entries.setVisible(bool(shown.entries))
        self._none.setVisible(not shown.entries)

    def run(self, code: str) -> None:
        """One of the counter's acts."""
        page, record = self._page, self._page.record
        if record is None:
            return
        name = f"{record.number} {record.name}"
        if code == "purchase":
            acts.log_purchase(page, record.id, name=name)
        elif code == "redeem":
            acts.redeem(page, record.id, name)
        elif code == "gift":
            acts.give_gift(page, record.id, name, self._shown.gifts if self._shown else ())
        elif code == "coupon":
            acts.coupon(page, record.id, name)
        elif code == "parking":
            acts.parking(page, record.id)
        elif code == "statement":
            acts.print_statement(page, record.id)
        elif code == "adjust":
            acts.adjust(page, record.id, name)
        elif code == "upgrades":
            page.shell.open_page("upgrades")
        else:
            page.shell.open_page("purchases", member_id=record.id, text=record.number, view="all")


ACTS = (
    # L10N: 登记消费
    (N_("Log a purchase"), "Ins", "purchase", "primary"),
    # L10N: 积分兑换
    (N_("Redeem points"), "Alt+E", "redeem", ""),
    # L10N: 发放礼品
    (N_("Hand out a gift"), "Alt+G", "gift", ""),
    # L10N: 消费和退货
    (N_("Purchases and refunds"), "Ctrl+1", "purchases", ""),
    # L10N: 打印积分明细
    (N_("Print the points statement"), "", "statement", ""),
    # L10N: 兑换现金券
    (N_("Coupon for points"), "Alt+U", "coupon", "hidden"),
    # L10N: 发放停车券
    (N_("Parking voucher"), "Alt+P", "parking", "hidden"),
    # L10N: 调整积分
    (N_("Correct points"), "", "adjust", "hidden"),
    # L10N: 等级提议
    (N_("Levels to decide"), "Ctrl+2", "upgrades", "hidden"),
)
"""Label, key, code, role of the button; hidden ones have their key alone (F1 lists them)."""


def _sheet(shown: PointsView) -> FactSheet:
    # L10N: 升至{level}：已达 {reached}，还差 {missing}
    wide = []
    for step in shown.steps:
        # L10N: 还差 {missing}; 已满足
        left = _("{missing} missing").format(missing=step.missing) if step.missing else _("reached")
        wide.append((shown.next_level, f"{step.words} · {left}", "" if step.missing else "good"))
    return FactSheet(
        "",
        (
            # L10N: 可用积分; 累计积分; 近十二个月消费; 即将到期
            (_("Points"), f"{shown.balance:,}", "bad" if shown.balance < 0 else "strong"),
            (_("Lifetime points"), f"{shown.lifetime:,}", ""),
            (_("Spent in twelve months"), figures(shown.spent_year), ""),
            (_("Running out within 30 days"), f"{shown.expiring:,}" if shown.expiring else "", "warning"),
        ),
        tuple(wide),
    )


__all__ = ["PointsCard", "member_cards"]

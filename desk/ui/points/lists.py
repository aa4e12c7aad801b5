"""The lists of points: receipts, redemptions, vouchers, gifts and draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QMenu

from desk.i18n import N_, _, ngettext
from desk.rules.kit.wording import listed
from desk.services import points
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.kit import words as say
from desk.ui.kit.list_page import ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column
from desk.ui.points import acts
from desk.ui.points.words import state_tone, state_words, yuan_words

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.points import GiftView, PurchaseView, RedemptionView, VoucherView

# L10N: 没有小票。按 Ins 登记。
_NONE = N_("No receipt is in this list. Ins logs one.")


BESIDE = (
    # L10N: 会员报表
    ("report", N_("Member reports"), "Ctrl+1", "points-report"),
    # L10N: 前 500 名会员
    ("top", N_("TOP 500"), "Ctrl+8", "top-members"),
    # L10N: 兑换记录
    ("redemptions", N_("Redemptions"), "Ctrl+2", "redemptions"),
    # L10N: 现金券和停车券
    ("vouchers", N_("Vouchers"), "Ctrl+3", "vouchers"),
    # L10N: 礼品和抽奖
    ("gifts", N_("Gifts and draws"), "Ctrl+4", "points-gifts"),
    # L10N: 会员制度
    ("scheme", N_("VIP scheme"), "Ctrl+5", "vip-scheme"),
)
"""The lists beside the receipts: name, words, key, page."""


@dataclass(frozen=True, slots=True)
class PurchaseQuery(Query):
    """Which receipts are shown; `today`: what the views count from."""

    today: date | None = None


class PurchasesPage(ListPage):
    """The receipts; Enter opens the member, Ins logs a receipt."""

    # L10N: 消费积分
    heading = N_("Purchases and points")
    views = (
        # L10N: 今日; 本月; 未办卡; 全部
        View("today", N_("Today"), _NONE),
        View("month", N_("This month"), _NONE),
        View("kept", N_("No card yet"), N_("No receipt of somebody without a card is kept.")),
        View("all", N_("All"), _NONE),
    )
    # L10N: 小票号、专柜、会员编号或姓名
    search = N_("Receipt, counter, membership or name")
    hides = ("label", "staff", "day")
    shows = frozenset({"purchase", "member"})

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 张小票
        return ngettext("{n} receipt", "{n} receipts", total)

    def columns(self) -> tuple[Column, ...]:
        def left(row: PurchaseView) -> str:
            return yuan_words(row.paid - row.refunded) or "0.00"

        def mind(row: PurchaseView) -> str:
            if row.void:
                # L10N: 已作废
                return _("Void")
            # L10N: 退货 {amount}; 办卡小票
            parts = [_("refunded {amount}").format(amount=yuan_words(row.refunded))] if row.refunded else []
            return " · ".join([*parts, *([_("joining receipt")] if row.joining else [])])

        return (
            # L10N: 日期
            Column("day", N_("Day"), 11, get=lambda row: say.day(row.day), least=11),
            # L10N: 会员
            Column("member", N_("Member"), 26, bold=True, least=20),
            # L10N: 专柜
            Column("counter", N_("Counter (shop)"), 14, least=8),
            # L10N: 小票号
            Column("receipt", N_("Number of the shop receipt"), 14, least=8),
            # L10N: 标价
            Column("label", N_("Label price"), 12, get=lambda row: yuan_words(row.label), align="right"),
            # L10N: 实付
            Column("paid", N_("Amount paid"), 12, get=left, align="right", least=10),
            # L10N: 积分
            Column("points", N_("Points"), 8, get=lambda row: f"{row.points:,}", align="right", least=7),
            # L10N: 提示
            Column("mind", N_("Mind"), 18, get=mind, tone=lambda row: "red" if row.void else "amber"),
            # L10N: 经办
            Column("staff", N_("By"), 8, tone=lambda _row: "muted"),
        )  # fmt: skip

    def list_acts(self) -> tuple[ListAct, ...]:
        shell = self.shell
        lists = (
            ListAct(code, words, key, partial(shell.open_page, page), on="list") for code, words, key, page in BESIDE
        )
        return (
            ListAct("open", N_("Open the member"), "Enter", self._open),
            # L10N: 等级提议
            ListAct("upgrades", N_("Levels to decide"), "Ctrl+6", lambda: shell.open_page("upgrades"), on="list", at="head"),
            # L10N: 其他列表…
            ListAct("more", N_("Other lists…"), "Ctrl+7", self.more, on="list", at="head"),
            # L10N: 登记消费
            ListAct("log", N_("Log a purchase"), "Ins", self._log, on="list", at="head", role="primary"),
            # L10N: 登记退货
            ListAct("refund", N_("Log a refund"), "Ctrl+U", lambda row: acts.refund(self, row), at="under", fits=_left),
            # L10N: 小票作废
            ListAct(
                "void", N_("The receipt is void"), "Ctrl+Del", lambda row: acts.void_purchase(self, row), at="under",
                fits=_stands,
            ),
            # L10N: 导入小票
            ListAct("import", N_("Import receipts"), "Ctrl+I", self.import_file, on="list", at="under"),
            *lists,
        )  # fmt: skip

    def more(self) -> None:
        """The lists beside this one, in a menu; each has its key too."""
        menu = QMenu(self)
        for _code, words, key, page in BESIDE:
            action = menu.addAction(f"{_(words)}\t{key}")
            action.triggered.connect(lambda _checked=False, code=page: self.shell.open_page(code))
        button = self.buttons["more"]
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    @staticmethod
    def read(desk: Desk, query: PurchaseQuery, part: Part) -> Answer:
        today = query.today or desk.today()
        since = {"today": today, "month": today.replace(day=1)}.get(query.view)
        which = points.PurchaseFilter(since, None, query.text, kept=query.view == "kept")
        return points.purchases(desk, which, offset=part.offset, limit=part.limit)

    def query(self) -> PurchaseQuery:
        return PurchaseQuery(self.view(), self.words(), self.desk.today())

    def _open(self, row: PurchaseView) -> None:
        if row.member_id is not None:
            self.shell.open_target(f"member:{row.member_id}")

    def _log(self) -> None:
        acts.log_purchase(self)

    def import_file(self) -> None:
        """Takes the receipts of a shop's workbook, on a page of its own."""
        self.shell.open_page("receipts-import")


def _left(row: Any) -> bool:
    return row is not None and not row.void and row.refunded < row.paid


def _stands(row: Any) -> bool:
    return row is not None and not row.void


class RedemptionsPage(ListPage):
    """The redemptions; one that was a mistake is taken back here."""

    # L10N: 兑换记录
    heading = N_("Redemptions")
    views = (View("all", N_("All"), N_("Nothing was redeemed yet. Open a member and press Ctrl+D.")),)
    shows = frozenset({"redemption", "member"})

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 张兑换单
        return ngettext("{n} redemption", "{n} redemptions", total)

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("number", N_("Number"), 18, bold=True, least=18),
            Column("day", N_("Day"), 11, get=lambda row: say.day(row.day), least=11),
            Column("member", N_("Member"), 26, least=20),
            Column("item", N_("Item for points"), 18),
            Column("label", N_("Label price"), 12, get=lambda row: yuan_words(row.label), align="right"),
            Column("points", N_("Points"), 9, get=lambda row: f"{row.points:,}", align="right"),
            Column("state", N_("State"), 8, get=state_words, tone=state_tone),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            ListAct("open", N_("Open the member"), "Enter", lambda row: self.shell.open_target(f"member:{row.member_id}")),
            # L10N: 补打
            ListAct("print", N_("Print again"), "Ctrl+P", lambda row: acts.print_numbers(self, row.number), at="under"),
            # L10N: 作废
            ListAct("void", N_("Take the redemption back"), "Ctrl+B", self._void, at="under",
                    fits=lambda row: row is not None and row.state == "done"),
        )  # fmt: skip

    @staticmethod
    def read(desk: Desk, _query: Query, part: Part) -> Answer:
        return points.redemptions(desk, offset=part.offset, limit=part.limit)

    def _void(self, row: RedemptionView) -> None:
        def save(reason: str) -> Any:
            return points.void_redemption(self.desk, row.id, reason=reason)

        # L10N: 撤回兑换; 积分已退回
        acts.with_reason(
            self, N_("Take the redemption back"), save, yes=_("Take the redemption back"), note=f"{row.number} · {row.member}",
            role="supervisor", said=_("The points are back."),
        )  # fmt: skip


class VouchersPage(ListPage):
    """Coupons and parking vouchers; a parking voucher is taken in by its number."""

    # L10N: 现金券和停车券
    heading = N_("Vouchers")
    views = (
        # L10N: 未使用; 已使用; 已过期; 已作废; 全部
        View("open", N_("Not used yet"), N_("No voucher is open.")),
        View("used", N_("Taken in"), N_("No voucher was used yet.")),
        View("expired", N_("Out of date"), N_("No voucher ran out.")),
        View("void", N_("Void"), N_("No voucher is void.")),
        View("all", N_("All"), N_("No voucher was issued yet.")),
    )
    shows = frozenset({"voucher", "member"})

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 张券
        return ngettext("{n} voucher", "{n} vouchers", total)

    def columns(self) -> tuple[Column, ...]:
        return (
            # L10N: 券号
            Column("number", N_("Voucher number"), 18, bold=True, least=18),
            # L10N: 面值
            Column("words", N_("Worth"), 16),
            Column("member", N_("Member"), 26, least=20),
            # L10N: 起; 止; 使用
            Column("since", N_("From"), 11, get=lambda row: say.day(row.since), least=11),
            Column("until", N_("Valid until"), 11, get=lambda row: say.day(row.until), least=11),
            Column("state", N_("State"), 8, get=state_words, tone=state_tone),
            Column("used", N_("Taken in"), 20, get=lambda row: f"{say.day(row.used_on)} {row.used_at}".strip()),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        def is_open(row: VoucherView | None) -> bool:
            return row is not None and row.state == "open"

        return (
            ListAct("open", N_("Open the member"), "Enter", lambda row: self.shell.open_target(f"member:{row.member_id}")),
            # L10N: 核销
            ListAct("use", N_("Take in a voucher"), "Ins", self.use, on="list", at="head", role="primary"),
            ListAct("print", N_("Print again"), "Ctrl+P", lambda row: acts.print_numbers(self, row.number), at="under"),
            ListAct("void", N_("Void"), "Ctrl+Del", self._void, at="under", fits=is_open),
        )  # fmt: skip

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        state = "" if query.view in ("", "all") else query.view
        return points.vouchers(desk, state=state, offset=part.offset, limit=part.limit)

    def use(self) -> None:
        """Asks for the number of a voucher, scanned or typed."""
        desk = self.desk
        spec = FormSpec(
            N_("Take in a voucher"),
            (
                # L10N: 券号
                FieldSpec("number", N_("Voucher number"), required=True, max_length=30, scans=lambda _code: True),
                # L10N: 使用地点
                FieldSpec("where", N_("Used at"), max_length=40),
            ),
        )

        def save(values: dict[str, Any]) -> Any:
            return points.use_voucher(desk, values["number"], where=values["where"])

        # L10N: 核销; {number} 已核销（{words}）
        acts.start(
            self, spec, save, yes=_("Take in"),
            said=lambda row: _("{number} is taken in: {words}.").format(number=row.number, words=row.words),
        )  # fmt: skip

    def _void(self, row: VoucherView) -> None:
        def save(reason: str) -> Any:
            return points.void_voucher(self.desk, row.number, reason=reason)

        acts.with_reason(
            self, N_("Void the voucher"), save, yes=_("Void"), note=f"{row.number} · {row.member}", role="supervisor",
            said=_("The voucher is void."),
        )  # fmt: skip


class GiftsPage(ListPage):
    """Gifts that were handed out, and lucky draws."""

    # L10N: 礼品和抽奖
    heading = N_("Gifts and draws")
    views = (
        # L10N: 全部; 季度; 生日; 办卡; 奖品
        View("all", N_("All"), N_("No gift was handed out yet. Open a member and press Ctrl+T.")),
        View("quarter", N_("Gift of the quarter"), N_("No gift of the quarter was handed out.")),
        View("birthday", N_("Birthday gift"), N_("No birthday gift was handed out.")),
        View("card", N_("Gift with the card"), N_("No gift with a card was handed out.")),
        View("prize", N_("Prize of a draw"), N_("No prize was drawn.")),
    )
    shows = frozenset({"gift", "draw", "member"})

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 份礼品
        return ngettext("{n} gift", "{n} gifts", total)

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("number", N_("Number"), 18, bold=True, least=18),
            Column("day", N_("Day"), 11, get=lambda row: say.day(row.day), least=11),
            Column("member", N_("Member"), 26, least=20),
            Column("words", N_("Kind of gift"), 14),
            # L10N: 期间
            Column("period", N_("Period"), 16),
            Column("item", N_("Gift"), 18),
            Column("state", N_("State"), 8, get=state_words, tone=state_tone),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            ListAct("open", N_("Open the member"), "Enter", lambda row: self.shell.open_target(f"member:{row.member_id}")),
            # L10N: 抽奖
            ListAct("draw", N_("Draw"), "Ins", self.draw, on="list", at="head", role="primary"),
            ListAct("print", N_("Print again"), "Ctrl+P", lambda row: acts.print_numbers(self, row.number), at="under"),
            ListAct("void", N_("Take the gift back"), "Ctrl+B", self._void, at="under", fits=lambda row: row is not None and row.state == "given"),
        )  # fmt: skip

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        kind = "" if query.view in ("", "all") else query.view
        return points.gifts(desk, kind=kind, offset=part.offset, limit=part.limit)

    def draw(self) -> None:
        """Asks for prize and number of winners, draws, and prints the record."""
        desk = self.desk
        spec = FormSpec(
            # L10N: 抽奖
            N_("Draw"),
            (
                # L10N: 奖品; 名额
                FieldSpec("prize", N_("Prize"), required=True, max_length=60),
                FieldSpec("prizes", N_("How many win"), "number", required=True, default=1),
            ),
        )

        def save(values: Mapping[str, Any]) -> Any:
            return points.draw(desk, prizes=int(values["prizes"] or 0), prize=values["prize"])

        dialog = acts.start(
            self, spec, save, yes=_("Draw and print"), then=lambda row: acts.print_numbers(self, row.number),
            # L10N: {number}：{people} 人参加，中奖 {winners}
            said=lambda row: _("{number}: {people} in the draw, won by {winners}.").format(
                number=row.number, people=f"{row.people:,}", winners=listed(row.winners)
            ),
        )  # fmt: skip
        dialog.approval.ask("supervisor")

    def _void(self, row: GiftView) -> None:
        def save(reason: str) -> Any:
            return points.void_gift(self.desk, row.id, reason=reason)

        acts.with_reason(
            self, N_("Take the gift back"), save, yes=_("Take the gift back"), note=f"{row.number} · {row.member}",
            role="supervisor", said=_("The gift is taken back."),
        )  # fmt: skip


__all__ = ["GiftsPage", "PurchasesPage", "RedemptionsPage", "VouchersPage"]

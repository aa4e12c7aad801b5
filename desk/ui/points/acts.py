"""The short forms of points: a receipt, a refund, a redemption, a gift, an adjustment; the keyboard alone suffices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from desk.errors import InvalidInput
from desk.i18n import N_, _
from desk.rules.kit.money import figures
from desk.services import points, schemes, slips
from desk.services.points import GIFTS
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.points.words import fen, rate_of, yuan, yuan_words
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.points import Booked, ProposalView, PurchaseView
    from desk.ui.kit.pages import Page

# L10N: 原因
_REASON = FieldSpec("reason", N_("Reason"), "multiline", span="full", lines=2, required=True)


def _is_coupon(code: str) -> bool:
    return code.strip().upper().startswith("QG-")


# L10N: 会员卡
_WHO = FieldSpec(
    "who",
    N_("Member"),
    required=True,
    span="full",
    # L10N: 刷卡，或输入卡号、会员编号、手机、姓名
    help=N_("Scan the card, or type its number, the membership, a phone or the name"),
    scans=lambda code: not _is_coupon(code),
)
# L10N: 商品
_ITEM = FieldSpec("item", N_("Item for points"), required=True, span="full", max_length=60)


def _counters(page: Page, *, participating: bool = False) -> Callable[[], list[tuple[str, str]]]:
    def offered() -> list[tuple[str, str]]:
        return [
            (each.code, f"{each.code} {each.name}") for each in schemes.counters(page.desk, participating=participating)
        ]

    return offered


def start(page: Page, spec: FormSpec, save: Callable[[dict[str, Any]], Any], *, yes: str, **more: Any) -> ActDialog:
    """Opens a dialog that asks for a colleague's PIN when the act says that it needs one."""
    then: Callable[[Any], object] | None = more.pop("then", None)
    said: Callable[[Any], str] | None = more.pop("said", None)
    dialog = ActDialog(page, spec, save, yes=yes, **more)

    def acted(after: Any) -> None:
        if said is not None:
            page.shell.messages.info(said(after))
        if then is not None:
            then(after)

    dialog.acted.connect(acted)
    dialog.start()
    return dialog


def _counter_field(page: Page, *, participating: bool = False) -> FieldSpec:
    # L10N: 专柜
    return FieldSpec(
        "counter", N_("Counter (shop)"), "choice", required=True, choices=_counters(page, participating=participating),
        editable=True,
    )  # fmt: skip


def purchase_spec(page: Page, *, asks_who: bool) -> FormSpec:
    """What is asked of a receipt."""
    fields = (
        *((_WHO,) if asks_who else ()),
        # L10N: 小票号
        FieldSpec("receipt", N_("Number of the shop receipt"), required=True, max_length=40),
        _counter_field(page),
        # L10N: 标价（元）
        FieldSpec(
            "label",
            N_("Label price"),
            "money",
            help=N_("Price before any discount; several lines: type what was paid."),
        ),
        # L10N: 促销（折）
        FieldSpec("promotion", N_("Promotion (tenths)"), "number", help=N_("8 for 8折; empty without one")),
        # L10N: 实付（元）
        FieldSpec("paid", N_("Amount paid"), "money", help=N_("Left empty: by the card's rate")),
        # L10N: 消费日期
        FieldSpec("day", N_("Day of the receipt"), "date", help=N_("Left empty: today")),
        # L10N: 特公价商品; 中高档商品; 以小票为准
        FieldSpec("special", N_("Goods"), "check", text=N_("Special price: no discount")),
        FieldSpec("graded", N_("Grade of the goods"), "check", text=N_("Medium or high-grade goods")),
        # L10N: 现金券编号
        FieldSpec("coupon", N_("Coupon"), max_length=20, scans=_is_coupon),
        FieldSpec("as_printed", N_("If it differs"), "check", text=N_("Keep what the receipt says")),
    )
    # L10N: 登记消费
    return FormSpec(N_("Log a purchase"), fields)


_PLACES = {"lines.0.label": "label", "lines.0.promotion": "promotion", "lines": "label", "card": "who"}


def log_purchase(
    page: Page, member_id: int | None = None, *, name: str = "", then: Callable[[Any], object] | None = None
) -> ActDialog:
    """Asks for a receipt; of a member's page the member is known."""
    desk = page.desk

    def save(values: dict[str, Any]) -> Any:
        label, paid = fen(values["label"]), fen(values["paid"])
        lines = (
            (points.LineEntry(label, rate_of(values["promotion"]), values["special"], values["graded"]),)
            if label
            else ()
        )
        entry = points.PurchaseEntry(
            values["receipt"], values["counter"], values["day"], lines, paid, as_printed=values["as_printed"],
            graded=values["graded"], coupon=values["coupon"], who=values.get("who", ""), member_id=member_id,
        )  # fmt: skip
        places = {**_PLACES, **({"card": "receipt"} if member_id is not None else {})}
        try:
            key = points.log_purchase(desk, entry)
        except InvalidInput as error:
            raise error.placed(places) from error
        return points.booked(desk, key)

    def offer(after: Booked) -> None:
        if then is not None:
            then(after)
        if after.joins:
            page.shell.open_page("member-form", customer_id=(after.customer_id, after.name))

    # L10N: 登记
    return start(
        page, purchase_spec(page, asks_who=member_id is None), save, yes=_("Log"), note=name, said=said_of, then=offer
    )


def said_of(after: Booked) -> str:
    """What is said after a purchase: points, balance, a raise, or that the card can be offered."""
    if after.member_id is None:
        if after.joins:
            # L10N: 已登记。已达到{level}的办卡标准，请邀请办卡。
            return _("Kept for {name}. The joining level of {level} is reached: offer the card.").format(
                name=after.name, level=after.joins
            )
        # L10N: 已登记，{name} 尚未办卡
        return _("Kept for {name}, who has no card yet.").format(name=after.name)
    # L10N: {name}：实付 {paid}，积 {points} 分，可用 {balance} 分
    words = _("{name}: {paid} paid, {points} points, {balance} in all.").format(
        name=after.name, paid=figures(after.paid), points=f"{after.points:,}", balance=f"{after.balance:,}"
    )
    return f"{words} {after.name} {after.raised}" if after.raised else words


def refund(page: Page, row: PurchaseView) -> ActDialog:
    """Asks what a counter gave back of a purchase."""
    desk, left = page.desk, row.paid - row.refunded
    spec = FormSpec(
        # L10N: 登记退货
        N_("Log a refund"),
        (
            # L10N: 退款金额（元）
            FieldSpec("fen", N_("Given back"), "money", required=True),
            # L10N: 退货日期
            FieldSpec("day", N_("Day of the refund"), "date", help=N_("Left empty: today")),
            FieldSpec("reason", N_("Reason"), span="full", max_length=120),
        ),
    )

    def save(values: dict[str, Any]) -> Any:
        return points.refund(desk, row.id, fen(values["fen"]) or 0, reason=values["reason"], day=values["day"])

    # L10N: 已登记退货，积分 {points}
    return start(
        page, spec, save, yes=_("Log"), note=f"{row.member} · {row.counter} {row.receipt} · {yuan_words(left)}",
        values={"fen": yuan(left)}, said=lambda delta: _("The refund is logged: {points} points.").format(points=f"{delta:+,}"),
    )  # fmt: skip


def with_reason(
    page: Page, title: str, save: Callable[[str], Any], *, yes: str, note: str, role: str, said: str
) -> ActDialog:
    """Asks for a reason, and for the PIN of who may."""
    dialog = ActDialog(
        page, FormSpec(title, (_REASON,)), lambda values: save(values["reason"]), yes=yes, note=note, danger=True
    )
    dialog.approval.ask(role)
    dialog.acted.connect(lambda _after: page.shell.messages.info(said))
    dialog.start()
    return dialog


def void_purchase(page: Page, row: PurchaseView) -> ActDialog:
    """Takes a purchase back whole."""

    def save(reason: str) -> Any:
        return points.void_purchase(page.desk, row.id, reason=reason)

    # L10N: 小票作废
    return with_reason(
        page, N_("The receipt is void"), save, yes=_("Void"), note=f"{row.member} · {row.counter} {row.receipt}",
        role="supervisor", said=_("The purchase is taken back, its points with it."),
    )  # fmt: skip


def redeem(page: Page, member_id: int, name: str) -> ActDialog:
    """Asks for an item to be had for points, and prints its 兑换单."""
    desk = page.desk
    spec = FormSpec(
        # L10N: 积分兑换
        N_("Redeem points"),
        (
            _ITEM,
            # L10N: 标价（元）
            FieldSpec("label", N_("Label price"), "money", required=True),
            _counter_field(page, participating=True),
            FieldSpec("special", N_("Goods"), "check", text=N_("Special price")),
            # L10N: 为折后价
            FieldSpec("reduced", N_("Kind of price"), "check", text=N_("The price is after a discount")),
            FieldSpec("note", N_("Note"), span="full", max_length=120),
        ),
    )

    def save(values: dict[str, Any]) -> Any:
        entry = points.RedeemEntry(
            member_id, fen(values["label"]) or 0, values["item"], values["counter"], values["special"], values["reduced"],
            values["note"],
        )  # fmt: skip
        return points.redeem(desk, entry)

    # L10N: 兑换并打印
    return start(
        page, spec, save, yes=_("Redeem and print"), note=name, then=lambda after: print_numbers(page, after.number),
        said=lambda after: _("{number}: {points} points are taken.").format(number=after.number, points=f"{after.points:,}"),
    )  # fmt: skip


def coupon(page: Page, member_id: int, name: str) -> ActDialog:
    """Asks for the value of a coupon and prints both papers."""
    desk = page.desk
    # L10N: 兑换现金券; 面值（元）
    spec = FormSpec(N_("Coupon for points"), (FieldSpec("label", N_("Value"), "money", required=True),))

    def save(values: dict[str, Any]) -> Any:
        return points.coupon(desk, points.RedeemEntry(member_id, fen(values["label"]) or 0))

    return start(
        page, spec, save, yes=_("Redeem and print"), note=name,
        then=lambda after: print_numbers(page, after.number, after.coupon),
        said=lambda after: _("{number}: {points} points are taken.").format(number=after.number, points=f"{after.points:,}"),
    )  # fmt: skip


def parking(page: Page, member_id: int) -> None:
    """Issues today's parking voucher and prints it."""
    desk = page.desk

    def save() -> Any:
        return points.parking(desk, member_id)

    def done(after: Any) -> None:
        # L10N: 已发放停车券 {number}（{words}）
        page.shell.messages.info(_("{number}: {words}.").format(number=after.number, words=after.words))
        print_numbers(page, after.number)

    page.act(save, done)


def give_gift(page: Page, member_id: int, name: str, due: tuple[str, ...] = ()) -> ActDialog:
    """Asks which gift is handed out and prints its slip."""
    desk = page.desk

    def kinds() -> list[tuple[str, str]]:
        return [(code, _(words)) for code, words in GIFTS.items() if code != "prize"]

    spec = FormSpec(
        # L10N: 发放礼品
        N_("Hand out a gift"),
        (
            # L10N: 礼品类别
            FieldSpec("kind", N_("Kind of gift"), "choice", required=True, choices=kinds),
            # L10N: 礼品名称
            FieldSpec("item", N_("Gift"), required=True, max_length=60),
        ),
    )

    def save(values: dict[str, Any]) -> Any:
        return points.give(desk, points.GiftEntry(member_id, values["kind"], values["item"]))

    return start(
        page, spec, save, yes=_("Hand out and print"), note=name, values={"kind": due[0]} if due else None,
        then=lambda after: print_numbers(page, after.number),
        said=lambda after: _("{number}: the gift is handed out.").format(number=after.number),
    )  # fmt: skip


def adjust(page: Page, member_id: int, name: str) -> ActDialog:
    """Corrects points by hand, with a supervisor's PIN."""
    desk = page.desk
    spec = FormSpec(
        # L10N: 调整积分
        N_("Correct points"),
        # L10N: 增减积分
        (FieldSpec("points", N_("Points (minus takes)"), "number", required=True), _REASON),
    )

    def save(values: dict[str, Any]) -> Any:
        return points.adjust(desk, points.AdjustEntry(member_id, int(values["points"] or 0), values["reason"]))

    dialog = ActDialog(page, spec, save, yes=_("Correct"), note=name)
    dialog.approval.ask("supervisor")
    dialog.acted.connect(
        # L10N: 已调整，可用积分 {balance}
        lambda after: page.shell.messages.info(
            _("Corrected: {balance} points now.").format(balance=f"{after.balance:,}")
        )
    )
    dialog.start()
    return dialog


def print_statement(page: Page, member_id: int) -> None:
    """Issues and prints 我的积分从何而来."""
    desk = page.desk

    def save() -> Any:
        return points.issue_statement(desk, member_id)

    page.act(save, lambda slip: print_slip(page, slip))


def print_numbers(page: Page, *numbers: str) -> None:
    """Prints slips one after the other by their numbers."""
    desk = page.desk

    def look() -> list[Any]:
        return [slips.slip_view(desk, number) for number in numbers if number]

    def show(found: list[Any]) -> None:
        def go(place: int = 0) -> None:
            if place < len(found):
                print_slip(page, found[place], on_done=lambda: go(place + 1))

        go()

    page.ask(look, show)


def decide(page: Page, row: ProposalView) -> ActDialog | None:
    """Confirms an upgrade, takes one back, records a judgement."""
    desk = page.desk
    note = f"{row.member} · {row.words} · {row.before} → {row.after}"
    if row.kind == "judge":
        # L10N: 评定依据（仅限本中心数据，不涉及银行资信和社会地位）
        words = FieldSpec(
            "words", N_("What the centre's own data says"), "multiline", span="full", lines=3, required=True
        )

        def judged(values: Mapping[str, Any]) -> Any:
            return points.judge(desk, points.JudgeEntry(row.id, values["words"]))

        # L10N: 记录评定
        dialog = ActDialog(page, FormSpec(N_("Record the judgement"), (words,)), judged, yes=_("Record"), note=note)
        dialog.approval.ask("supervisor")
        # L10N: 已记录评定
        dialog.acted.connect(lambda _after: page.shell.messages.info(_("The judgement is recorded.")))
        dialog.start()
        return dialog

    def save(values: Mapping[str, Any]) -> Any:
        return points.confirm(desk, row.id, note=values["note"])

    # L10N: 备注
    spec = FormSpec(N_("Decide about the level"), (FieldSpec("note", N_("Note"), span="full", max_length=120),))
    dialog = ActDialog(page, spec, save, yes=_("Confirm"), note=note)
    if row.kind != "upgrade":
        dialog.approval.ask("supervisor")
    # L10N: 等级已更新
    dialog.acted.connect(lambda _after: page.shell.messages.info(_("The level is decided.")))
    dialog.start()
    return dialog


def decline(page: Page, row: ProposalView) -> ActDialog:
    """Declines a proposal with a reason."""

    def save(reason: str) -> Any:
        return points.decline(page.desk, row.id, reason=reason)

    # L10N: 不同意
    return with_reason(
        page, N_("Decline"), save, yes=_("Decline"), note=f"{row.member} · {row.words} · {row.before} → {row.after}",
        role="supervisor", said=_("The proposal is declined."),
    )  # fmt: skip


__all__ = [
    "adjust", "coupon", "decide", "decline", "give_gift", "log_purchase", "parking", "print_numbers", "print_statement",
    "purchase_spec", "redeem", "refund", "said_of", "void_purchase", "with_reason",
]  # fmt: skip

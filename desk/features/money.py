"""Money at the counter: the journal, charges and balances, receipts, deposits, refunds, the cashier's shift."""

from __future__ import annotations

from desk.features.kit import (
    EXPORTED,
    Act,
    Due,
    Feature,
    Findable,
    HouseholdAct,
    Key,
    Light,
    Numbers,
    OwnList,
    PageSpec,
    PolicyKey,
    QuickAction,
    Record,
    SlipKind,
    Undo,
)
from desk.i18n import N_

# L10N: 收费与押金
_MONEY = N_("Money")
# L10N: 存根联, 客户联, 记账联
_THREE_COPIES = (N_("Counterfoil"), N_("Customer copy"), N_("Accounts copy"))
# L10N: 客户联, 存根联
_TWO_COPIES = (N_("Customer copy"), N_("Office copy"))
# L10N: 票据只能在收款处作废（须主管批准，自动冲销）
_VOID = N_("A money paper is voided at the cashier's, where its entry is reversed.")
_SMALL = ("a5", "241-half", "241-third", "roll-80")

_PAID = Undo(run="desk.services.money.receipts:undo_receipts")
_CHARGED = Undo(run="desk.services.money.charges:undo_charges")
# L10N: 导入的期初欠费不能整体撤销：请逐笔冲销有误的应收款。
_IMPORTED = Undo(instead=N_("Imported balances are not undone as a whole: reverse the charges that are wrong."))
# L10N: 作废的单据不能恢复：请重新收款或退款，开新的单据。
_VOIDED = Undo(instead=N_("What is void stays void: take or give the money again, on a new paper."))
# L10N: 已冲销的应收款不能恢复：请重新计收。
_REVERSED = Undo(instead=N_("A charge that was taken back is not revived: charge it again."))
# L10N: 已接管的押金不能撤销：请以退押金结清。
_OPENED = Undo(instead=N_("A deposit that was taken over stays on the books: settle it by its refund."))
# L10N: 现金移动不能撤销：请反向登记一次。
_MOVED = Undo(instead=N_("Moved cash is not undone: enter the same sum the other way."))
# L10N: 交接班由双方输入密码确认，不能撤销：请再次交接。
_SHIFT = Undo(instead=N_("Who is on duty is settled by two PINs and is not undone: hand the shift over again."))
# L10N: 交班不能自行撤销：接班人可以拒绝接班并说明原因。
_HANDED = Undo(
    instead=N_("A hand-over is not taken back by who made it: the one who takes over refuses it, with the reason.")
)
# L10N: 代班已登记，不能撤销：请登记返岗。
_STANDING = Undo(instead=N_("Standing in is on record: enter that the one on duty is back."))
# L10N: 返岗已登记，不能撤销：请重新登记代班。
_BACK = Undo(instead=N_("Coming back is on record: enter the standing in again."))

SLIPS = (
    # L10N: 收款收据
    SlipKind(
        "receipt",
        "SK",
        N_("Receipt"),
        "a5",
        _SMALL,
        _THREE_COPIES,
        carries="receipt",
        own_void=_VOID,
        subject=("receipt",),
    ),
    SlipKind(
        "deposit-receipt",
        "BZ",
        # L10N: 押金收据
        N_("Deposit receipt"),
        "a5",
        _SMALL,
        _THREE_COPIES,
        carries="receipt",
        own_void=_VOID,
        subject=("receipt",),
    ),
    # L10N: 退款单
    SlipKind(
        "refund",
        "TK",
        N_("Refund slip"),
        "a5",
        _SMALL,
        _THREE_COPIES,
        carries="receipt",
        own_void=_VOID,
        subject=("receipt",),
    ),
    SlipKind(
        "deposit-refund",
        "TB",
        # L10N: 退押金单
        N_("Deposit refund slip"),
        "a5",
        _SMALL,
        _THREE_COPIES,
        carries="receipt",
        own_void=_VOID,
        subject=("receipt",),
    ),
    SlipKind(
        "settlement",
        "BJ",
        # L10N: 应补缴通知单
        N_("Claim beyond the deposit"),
        "a5",
        _SMALL,
        _TWO_COPIES,
        carries="receipt",
        own_void=_VOID,
        subject=("receipt",),
    ),
    # L10N: 缴费通知单
    SlipKind("payment-notice", "JF", N_("Payment notice"), "a5", ("a5", "241-half", "a4"), _TWO_COPIES),
    # L10N: 交接班记录
    SlipKind("shift-sheet", "JJ", N_("Hand-over sheet"), "a4", ("a4",), own_void=_VOID, subject=("shift",)),
    # L10N: 收款日报
    SlipKind("day-book", "RB", N_("Day book"), "a4-wide", ("a4-wide",)),
)

PAGES = (
    # L10N: 收费
    PageSpec("cashier", N_("Take payments"), "desk.ui.money.cashier:CashierPage", icon="money"),
    # L10N: 收据
    PageSpec(
        "receipts", N_("Receipts"), "desk.ui.money.receipts:ReceiptsPage", parent="cashier", targets=("receipts",)
    ),
    PageSpec("receipt", N_("Receipt"), "desk.ui.money.receipts:ReceiptPage", parent="cashier", targets=("receipt",)),
    # L10N: 欠费
    PageSpec("arrears", N_("Arrears"), "desk.ui.money.arrears:ArrearsPage", parent="cashier", targets=("arrears",)),
    # L10N: 该户费用
    PageSpec(
        "charges", N_("Charges of a room"), "desk.ui.money.arrears:ChargesPage", parent="cashier", targets=("charges",)
    ),
    # L10N: 导入欠费表
    PageSpec("arrears-import", N_("Import arrears"), "desk.ui.money.imports:ArrearsImportPage", parent="cashier"),
    # L10N: 押金
    PageSpec(
        "deposits", N_("Deposits"), "desk.ui.money.deposits:DepositsPage", parent="cashier", targets=("deposits",)
    ),
    # L10N: 班次
    PageSpec("shifts", N_("Shifts"), "desk.ui.money.shifts:ShiftsPage", parent="cashier", targets=("shifts",)),
    PageSpec("shift", N_("Shift"), "desk.ui.money.shifts:ShiftPage", parent="cashier", targets=("shift",)),
    # L10N: 收款日报
    PageSpec("day-book", N_("Day book"), "desk.ui.money.day_book:DayBookPage", parent="cashier"),
)

KEYS = (
    Key("Enter", ("Give back", "Take a payment")), Key("F9", ("Take a payment",)),
    Key("Ins", ("Bring forward", "New charge", "Open a shift", "Take a deposit", "Take a payment", "Write a line")),
    Key("Alt+A", ("Tick all charges, or none",), "ticks all charges, or none"),
    Key("Alt+S", ("The rest by this means",), "the rest by this means"), Key("Ctrl+B", ("Back on duty",)),
    Key("Ctrl+D", ("Stand in",)), Key("Ctrl+Del", ("Void the charge",)), Key("Ctrl+H", ("Open the room",)),
    Key("Ctrl+I", ("Import a list",)), Key("Ctrl+Ins", ("Bring a prepayment forward", "One from an old paper")),
    Key("Ctrl+J", ("Next step", "Open a shift, or go to it")), Key("Ctrl+M", ("Hand over",)),
    Key("Ctrl+N", ("Invoice number",)), Key("Ctrl+O", ("All charges of the room",)),
    Key("Ctrl+P", ("Payment notice", "Print again", "Print the day book", "Print the sheet")),
    Key("Ctrl+PgDown", ("The day after",)), Key("Ctrl+PgUp", ("The day before",)),
    Key("Ctrl+U", ("Pay the prepayment back", "Refund")), Key("Ctrl+Y", ("Take over",)),
    Key("Ctrl+Shift+Q", ("Move cash",), "moves cash"), Key("Ctrl+Shift+Y", ("Refuse",)),
)  # fmt: skip


FEATURE = Feature(
    code="money",
    keys=KEYS,
    ledgers=("journal_entry", "posting"),
    tables=("desk.models.money",),
    records=(
        Record(
            "receipt",
            # L10N: 收据
            N_("Receipt"),
            "desk.models.money:Receipt",
            find=Findable(
                11,
                # L10N: 收据
                N_("Receipts"),
                writer="desk.services.money.household:pages",
                shows=("payer", "room", "amount"),
                # L10N: 已作废
                past=N_("Void"),
                newest_first=True,
            ),
        ),
        # L10N: 班次
        Record("shift", N_("Shift"), "desk.models.money:Shift", lifecycle="desk.rules.money:SHIFT"),
        # L10N: 应收款
        Record("charge", N_("Charge"), "desk.models.money:Charge", title="item"),
        # L10N: 押金
        Record("deposit", N_("Deposit"), "desk.models.money:Deposit", title="item"),
    ),
    numbers=(
        Numbers("desk.models.money:Receipt.number", ("SK", "BZ", "TK", "TB", "BJ")),
        Numbers("desk.models.money:Shift.number", ("JB",)),
    ),
    policy=(
        # L10N: 前台可自行退款的上限（元）
        PolicyKey(
            "money.refund_alone",
            "decimal",
            N_("A receptionist refunds alone up to (yuan)"),
            _MONEY,
            least=0,
            most=100000,
        ),
        # L10N: 装修保证金上限（元，0 为不限）
        PolicyKey(
            "money.deposit_most",
            "decimal",
            N_("Renovation deposit at most (yuan, 0: no bound)"),
            _MONEY,
            least=0,
            most=1000000,
        ),
        # L10N: 来电卡显示欠费金额的最低岗位; 前台 / 客服主管 / 经理
        PolicyKey(
            "money.caller_amounts",
            "choice",
            N_("How much is owed is shown while somebody calls, from"),
            _MONEY,
            choices=(
                # L10N: 前台起; 主管起; 仅经理
                ("receptionist", N_("Receptionists on")),
                ("supervisor", N_("Supervisors on")),
                ("manager", N_("The manager only")),
            ),
        ),
        # L10N: 缴费通知单期限（天）
        PolicyKey("money.notice_days", "int", N_("A payment notice gives (days)"), _MONEY, least=1, most=90),
    ),
    lists=(
        # L10N: 收费项目
        OwnList("charge_items", N_("Charge items")),
    ),
    slips=SLIPS,
    pages=PAGES,
    # L10N: 收费
    actions=(QuickAction(N_("Take a payment"), "F9", "cashier", takes=("unit_id",)),),
    tour="desk.tour.money:story",
    due=(
        # L10N: 待接班
        Due(
            "shift-waiting",
            N_("Handed over, nobody took over"),
            "desk.services.money.household:waiting",
            urgent=True,
            order=9,
        ),
    ),
    # L10N: 费用
    lights=(
        # L10N: 费用已结清
        Light(
            "fees",
            "desk.services.money.household:light",
            order=40,
            label=N_("Fees"),
            none=N_("All settled"),
            health="fees",
        ),
        # L10N: 押金, 无在押押金
        Light(
            "deposits", "desk.services.money.household:deposits", order=42, label=N_("Deposits"), none=N_("None held")
        ),
    ),
    hooks={"caller_lines": "desk.services.money.household:caller_lines"},
    used=("shift",),
    homes=("account.unit_id", "receipt.unit_id"),
    # L10N: 收费 / 收费
    household_acts=(
        HouseholdAct("money", N_("Take a payment"), "F9", page="cashier", short=N_("Pay"), order=20),
        HouseholdAct("deposits", page="deposits", short=N_("Look"), order=21),
    ),
    timeline=("desk.services.money.household:lines",),
    checks=("desk.services.money.check:check",),
    acts=(
        Act("money.charge", "desk.services.money:charge", undo=_CHARGED),
        Act("money.bring-forward", "desk.services.money:bring_forward", role="supervisor", undo=_CHARGED),
        Act("money.import-arrears", "desk.services.money:import_arrears", role="supervisor", undo=_IMPORTED),
        Act("money.pay", "desk.services.money:pay", undo=_PAID),
        Act("money.void", "desk.services.money:void", role="supervisor", undo=_VOIDED),
        Act("money.refund", "desk.services.money:refund", undo=_PAID),
        Act("money.take-deposit", "desk.services.money:take_deposit", undo=_PAID),
        Act("money.refund-deposit", "desk.services.money:settle_deposit", undo=_PAID),
        Act("money.balances", "desk.services.money:balances", changes=False),
        Act("money.arrears", "desk.services.money:arrears", changes=False),
        Act("money.deposits", "desk.services.money:deposits", changes=False),
        Act("money.held", "desk.services.money:held_by_age", changes=False),
        Act("money.day-book", "desk.services.money:day_book", changes=False),
        Act(
            "money.bring-credit-forward",
            "desk.services.money:bring_credit_forward",
            role="supervisor",
            undo=_CHARGED,
            events=("money.bring-forward",),
        ),
        Act("money.void-charge", "desk.services.money:void_charge", undo=_REVERSED),
        Act("money.day-book-export", "desk.services.money:save_day_book", role="manager", undo=EXPORTED),
        Act("money.issue-day-book", "desk.services.money:issue_day_book", events=("money.day-book",)),
        Act("money.open-deposit", "desk.services.money:open_deposit", role="supervisor", undo=_OPENED),
        Act("money.notice", "desk.services.money:issue_notice"),
        Act("money.note-invoice", "desk.services.money:note_invoice", events=("money.invoice",)),
        Act("money.refund-prepayment", "desk.services.money:refund_prepayment", undo=_PAID),
        Act("shift.come-back", "desk.services.money:come_back", undo=_BACK, events=("shift.back",)),
        Act("shift.log", "desk.services.money:log_line"),
        Act("shift.move-cash", "desk.services.money:move_cash", undo=_MOVED, events=("shift.cash",)),
        Act("shift.refuse", "desk.services.money:refuse", undo=_SHIFT),
        Act("shift.stand-in", "desk.services.money:stand_in", undo=_STANDING),
        Act("shift.open", "desk.services.money:open_shift", undo=_SHIFT),
        Act("shift.hand-over", "desk.services.money:hand_over", undo=_HANDED),
        Act("shift.take-over", "desk.services.money:take_over", undo=_SHIFT),
    ),
)

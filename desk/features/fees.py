"""Fees: charge items and meters, the month's bills, dunning, statements of the quarter, what will fall due."""

from __future__ import annotations

from desk.features.kit import (
    Act,
    Due,
    Feature,
    Findable,
    HouseholdAct,
    HouseholdCard,
    Key,
    Light,
    Numbers,
    PageSpec,
    PolicyKey,
    Record,
    SlipKind,
    Undo,
)
from desk.i18n import N_

# L10N: 账单催缴
_FEES = N_("Bills, dunning")
# L10N: 住户联, 存根联
_TWO = (N_("Household's copy"), N_("Office copy"))
# L10N: 账单由账单页作废（自动冲销）
_BY_BILL = N_("A bill is voided on its own page, where its charge is reversed.")
# L10N: 请在催缴单页作废
_BY_LETTER = N_("A dunning letter is voided on its own page.")
# L10N: 对账单与账目对应，不能单独作废
_BY_STATEMENT = N_("A statement says what the books say and cannot be voided alone.")
# L10N: 预计已登记，供与账单核对
_BY_FORECAST = N_("A forecast is kept as it was given out, to be compared with the bills.")

# L10N: 出账不能整体撤销：请作废有误的账单，再次出账即补齐。
_RUN = Undo(instead=N_("A run is not undone as a whole: void the bills that are wrong, the next run makes them anew."))
# L10N: 作废的账单不能恢复：下一次出账会重新生成。
_VOID_BILL = Undo(instead=N_("A void bill stays void: the next run makes it anew."))
# L10N: 导入的读数不能整体撤销：请逐条更正有误的读数。
_READ = Undo(instead=N_("Imported readings are not undone as a whole: correct the readings that are wrong."))
# L10N: 已编号的单据保留：如有误，请重新出具并注明。
_NUMBERED = Undo(
    instead=N_("It has its number and stays: issue a new one, and write on the old paper that it is replaced.")
)

SLIPS = (
    SlipKind(
        "bill",
        "ZD",
        # L10N: 缴费通知单（账单）
        N_("Bill of a month"),
        "a5",
        ("a5", "241-half", "a4"),
        carries="bill",
        own_void=_BY_BILL,
        subject=("bill",),
    ),
    SlipKind(
        "dunning",
        "CJ",
        # L10N: 催缴通知单
        N_("Dunning notice"),
        "a5",
        ("a5", "a4"),
        _TWO,
        carries="dunning",
        own_void=_BY_LETTER,
        subject=("dunning",),
    ),
    SlipKind(
        "statement",
        "YJ",
        # L10N: 对账单
        N_("Statement of account"),
        "a5",
        ("a5", "a4"),
        _TWO,
        carries="statement",
        own_void=_BY_STATEMENT,
        subject=("statement",),
    ),
    SlipKind(
        "forecast",
        "YE",
        # L10N: 预计应收款明细
        N_("Receivables to come"),
        "a4",
        ("a4", "a4-wide"),
        carries="forecast",
        own_void=_BY_FORECAST,
        subject=("forecast",),
    ),
    # L10N: 抄表单
    SlipKind("meter-sheet", "CS", N_("Meter sheet"), "a4", ("a4",), subject=("building", "site")),
)

POLICY = (
    # L10N: 账单缴费期限（天）
    PolicyKey("fees.due_days", "int", N_("Bills are due after (days)"), _FEES, 0, 180),
    # L10N: 每月出账提醒日
    PolicyKey("fees.bill_day", "int", N_("Bills of a month are made by day"), _FEES, 1, 28),
    # L10N: 每月催缴日
    PolicyKey("fees.dunning_day", "int", N_("Monthly dunning list on day"), _FEES, 1, 28),
    # L10N: 催缴单付款期限（天）
    PolicyKey("fees.pay_by_days", "int", N_("A dunning letter gives (days)"), _FEES, 1, 90),
    # L10N: 承诺付款最长（天）
    PolicyKey("fees.promise_days", "int", N_("A promise to pay runs at most (days)"), _FEES, 1, 365),
    # L10N: 出账时自动抵扣预缴款
    PolicyKey("fees.use_prepaid", "bool", N_("The run uses prepayments"), _FEES),
    # L10N: 读数异常：用量为平时的倍数
    PolicyKey("fees.jump_times", "decimal", N_("A reading jumps from (times the usual)"), _FEES, 1, 100),
    # L10N: 读数异常：不足此用量不提示
    PolicyKey("fees.jump_least", "decimal", N_("… and from (units)"), _FEES, 0, 100000),
    # L10N: 履约率下限（%）
    PolicyKey("fees.fulfilment_percent", "decimal", N_("Fulfilment at least (%)"), _FEES, 0, 100),
    # L10N: 履约率统计（月）
    PolicyKey("fees.fulfilment_months", "int", N_("Fulfilment over (months)"), _FEES, 1, 60),
    # L10N: 对账期限（工作日）
    PolicyKey("fees.statement_days", "int", N_("Statements are back within (working days)"), _FEES, 1, 60),
    PolicyKey(
        "fees.forbidden_words",
        "text",
        # L10N: 催缴函禁用词
        N_("Words no dunning letter may say"),
        _FEES,
        # L10N: 以空格分隔；停水、停电、停气、停暖、断水、断电始终禁用（民法典第944条）
        help=N_("Parted by blanks. Those that the Civil Code forbids are refused in any case."),
    ),
)

_S = "desk.services.fees:"
ACTS = (
    Act("bill.to-send", "desk.services.fees.bills:texts_for", changes=False),
    Act("fees.items", _S + "items", changes=False),
    Act("fees.show-item", _S + "item", changes=False),
    Act("fees.check-item", _S + "check_item", changes=False),
    Act("fees.item", _S + "save_item", role="supervisor"),
    Act("fees.retire-item", _S + "retire_item", role="supervisor"),
    Act("fees.rate", _S + "add_rate", role="supervisor"),
    Act("fees.drop-rate", _S + "drop_rate", role="supervisor"),
    Act("fees.discount", _S + "add_discount", role="manager"),
    Act("fees.assignments", _S + "assignments", changes=False),
    Act("fees.check-assignment", _S + "check_assignment", changes=False),
    Act("fees.assign", _S + "assign", role="supervisor"),
    Act("fees.assign-kind", _S + "assign_kind", role="supervisor"),
    Act("fees.change-assignment", _S + "change_assignment", role="supervisor"),
    Act("fees.end-assignment", _S + "end_assignment", role="supervisor"),
    Act("fees.exempt", _S + "exempt", role="supervisor"),
    Act("fees.drop-exemption", _S + "drop_exemption", role="supervisor"),
    Act("fees.meters", _S + "meters", changes=False),
    Act("fees.show-meter", _S + "meter", changes=False),
    Act("fees.check-reading", _S + "check_reading", changes=False),
    Act("fees.meter", _S + "add_meter"),
    Act("fees.reading", _S + "read_meter"),
    Act("fees.readings", _S + "read_many"),
    Act("fees.correct-reading", _S + "correct_reading"),
    Act("fees.exchange", _S + "exchange"),
    Act("fees.import-readings", _S + "import_readings", undo=_READ),
    Act("fees.meter-sheet", _S + "meter_paper"),
    Act("fees.check-run", _S + "check_run", changes=False),
    Act("fees.preview", _S + "preview_run", changes=False),
    Act("fees.run", _S + "run", undo=_RUN),
    Act("fees.runs", _S + "runs", changes=False),
    Act("bill.list", _S + "bills", changes=False),
    Act("bill.counts", _S + "bill_counts", changes=False),
    Act("bill.show", _S + "bill", changes=False),
    Act("bill.by-number", _S + "bill_by_number", changes=False),
    Act("bill.to-pay", _S + "to_pay", changes=False),
    Act("bill.soon", _S + "due_soon", changes=False),
    Act("bill.preview", _S + "bill_preview", changes=False),
    Act("bill.dispute", _S + "dispute"),
    Act("bill.resolve", _S + "resolve"),
    Act("bill.sue", _S + "sue", role="supervisor"),
    Act("bill.withdraw", _S + "withdraw", role="supervisor"),
    Act("bill.void", _S + "void_bill", role="supervisor", undo=_VOID_BILL),
    Act("fees.bill-paper", _S + "bill_paper"),
    Act("fees.bill-papers", _S + "issue_papers"),
    Act("fees.debts", _S + "debts", changes=False),
    Act("fees.debt-counts", _S + "debt_counts", changes=False),
    Act("fees.debt", _S + "debt", changes=False),
    Act("fees.ages", _S + "ages", changes=False),
    Act("fees.fulfilment", _S + "fulfilment_list", changes=False),
    Act("fees.take-class-back", _S + "take_class_back", role="supervisor"),
    Act("bill.texts", _S + "texts", changes=False),
    Act("fees.check-text", _S + "check_text", changes=False),
    Act("fees.dunning-text", _S + "save_text", role="supervisor"),
    Act("fees.letters", _S + "letters", changes=False),
    Act("dunning.show", _S + "letter", changes=False),
    Act("fees.letter-preview", _S + "letter_preview", changes=False),
    Act("fees.dun", _S + "dun"),
    Act("fees.dun-many", _S + "dun_many"),
    Act("dunning.sign", _S + "sign_letter"),
    Act("dunning.refuse", _S + "refuse_letter"),
    Act("dunning.void", _S + "void_letter", role="supervisor"),
    Act("fees.contact", _S + "note_contact"),
    Act("fees.check-quarter", _S + "check_quarter", changes=False),
    Act("fees.quarter", _S + "quarters", changes=False),
    Act("fees.statement-list", _S + "statements", changes=False),
    Act("statement.show", _S + "statement", changes=False),
    Act("fees.statements", _S + "issue_statements", undo=_NUMBERED),
    Act("statement.sign", _S + "sign_statement"),
    Act("statement.dispute", _S + "dispute_statement"),
    Act("fees.check-forecast", _S + "check_forecast", changes=False),
    Act("fees.to-come", _S + "forecast", changes=False),
    Act("fees.to-come-by-home", _S + "forecast_by_home", changes=False),
    Act("fees.forecast-preview", _S + "forecast_preview", changes=False),
    Act("fees.forecast", _S + "issue_forecast", undo=_NUMBERED),
    Act("fees.compare", _S + "compare_month", changes=False),
)

_D = "desk.services.fees.household:"
DUE = (
    # L10N: 承诺付款未兑现
    Due("fees-broken", N_("Promises to pay that were broken"), _D + "broken", True, True, order=23),
    # L10N: 今日到期的付款承诺
    Due("fees-promised", N_("Promises to pay that end today"), _D + "promised_today", waits=True, order=24),
    # L10N: 本月待催缴
    Due("fees-dunning", N_("Households to dun"), _D + "to_dun", waits=True, order=25),
    # L10N: 本月未出账的收费项目
    Due("fees-unbilled", N_("Charge items not billed this month"), _D + "unbilled", waits=True, order=26),
    # L10N: 催缴单未签收
    Due("fees-unsigned", N_("Dunning letters not signed for"), _D + "unsigned", waits=True, order=27),
    # L10N: 对账单未签回
    Due("fees-statements", N_("Statements not back"), _D + "open_statements", order=45),
    # L10N: 欠费超过 6 个月
    Due("fees-older", N_("Debts older than six months"), _D + "older", order=46),
)

_UI = "desk.ui.fees."
PAGES = (
    PageSpec("bills", _FEES, _UI + "bills:BillsPage", icon="bills", targets=("bills",)),
    # L10N: 账单
    PageSpec("bill", N_("Bill"), _UI + "bill:BillPage", parent="bills", targets=("bill",)),
    # L10N: 扫描账单收费
    PageSpec("bill-scan", N_("Pay a scanned bill"), _UI + "bill:BillScanPage", parent="bills", scans=("ZD-",)),
    # L10N: 月度出账
    PageSpec("bill-run", N_("Month's run"), _UI + "run:RunPage", parent="bills", targets=("bill-runs",)),
    # L10N: 收费项目
    PageSpec("fee-items", N_("Charge items"), _UI + "items:ItemsPage", parent="bills"),
    PageSpec("fee-item", N_("Charge item"), _UI + "item:ItemPage", parent="bills", targets=("fee-item",)),
    # L10N: 抄表
    PageSpec("meters", N_("Meters"), _UI + "meters:MetersPage", parent="bills", targets=("meters",)),
    PageSpec("meter", N_("Meter"), _UI + "meter:MeterPage", parent="bills", targets=("meter",)),
    # L10N: 导入抄表读数
    PageSpec("readings-import", N_("Import readings"), _UI + "imports:ReadingsImportPage", parent="bills"),
    # L10N: 催缴
    PageSpec("debts", N_("Dunning"), _UI + "debts:DebtsPage", parent="bills", targets=("debts",)),
    # L10N: 欠费住户
    PageSpec("debt", N_("Debt of a household"), _UI + "debt:DebtPage", parent="bills", targets=("debt",)),
    # L10N: 催缴单
    PageSpec(
        "letters", N_("Dunning letters"), _UI + "letters:LettersPage", parent="bills", targets=("letters", "dunning")
    ),
    # L10N: 欠费分析
    PageSpec("debt-ages", N_("Arrears by age"), _UI + "ages:AgesPage", parent="bills"),
    # L10N: 对账单
    PageSpec(
        "statements",
        N_("Statements"),
        _UI + "statements:StatementsPage",
        parent="bills",
        targets=("statements", "statement"),
    ),
    # L10N: 预计应收
    PageSpec(
        "forecast", N_("Receivables to come"), _UI + "forecast:ForecastPage", parent="bills", targets=("forecast",)
    ),
)

KEYS = (
    Key("Enter", ("Open the bill", "Open the household", "Open the meter")), Key("F6", ("By home, or by item",)),
    Key("F9", ("Take a payment",)), Key("Ins", ("Give to a room", "New charge item", "Put a meter in")),
    Key("Alt+B", ("Debts and promises",), "debts and promises"), Key("Ctrl+B", ("Take the class back",)),
    Key("Ctrl+Del", ("End", "Void the bill", "Void the letter")),
    Key("Ctrl+E", ("Change", "Change the item", "Correct the reading", "Texts of the letters")),
    Key("Ctrl+Enter", ("Bill the month", "Give it out on paper")), Key("Ctrl+G", ("Log a contact",)),
    Key("Ctrl+H", ("Open the household",)), Key("Ctrl+I", ("Import readings",)), Key("Ctrl+Ins", ("Give to every room",)),
    Key("Ctrl+J", ("Read from here",)), Key("Ctrl+M", ("Take to court", "Withdraw from court")),
    Key("Ctrl+O", ("Compare with this month's bills", "Receivables to come")),
    Key("Ctrl+P", ("Dun", "Print the bill", "Print the letter", "Print the meter sheet", "Print the month's bills", "Print the statement")),
    Key("Ctrl+T", ("Note who signed",)), Key("Ctrl+Shift+N", ("Exchange", "New rate")),
    Key("Ctrl+Shift+P", ("Dun all of the list", "Issue the statements", "Print the bill", "Print the month's bills")),
    Key("Ctrl+Shift+S", ("Retire, or use again",)),
    Key("Ctrl+Shift+Y", ("Note a refusal", "Note the dispute", "Record a dispute", "Settle the dispute")),
)  # fmt: skip


FEATURE = Feature(
    code="fees",
    tables=("desk.models.fees",),
    # L10N: 催缴联系
    person_words={"dunning_contact": N_("Talk about a debt")},
    records=(
        Record(
            "bill",
            # L10N: 账单
            N_("Bill"),
            "desk.models.fees:Bill",
            files=True,
            find=Findable(
                13,
                # L10N: 账单
                N_("Bills"),
                writer="desk.services.fees.bills:pages",
                shows=("item", "room"),
                # L10N: 已作废
                past=N_("Void"),
                newest_first=True,
                read=40,
            ),
            lifecycle="desk.rules.fees:BILL",
            texts="desk.services.fees.bills:texts_for",
        ),
        # L10N: 催缴单
        Record(
            "dunning",
            N_("Dunning letter"),
            "desk.models.fees:DunningLetter",
            lifecycle="desk.rules.fees:LETTER",
            withdraw="desk.services.fees.letters:withdraw",
        ),
        # L10N: 对账单
        Record("statement", N_("Statement"), "desk.models.fees:Statement", lifecycle="desk.rules.fees:STATEMENT"),
        # L10N: 预计应收
        Record("forecast", N_("Forecast"), "desk.models.fees:Forecast"),
        # L10N: 收费项目
        Record("fee-item", N_("Charge item"), "desk.models.fees:FeeItem", title="name"),
        # L10N: 表
        Record("meter", N_("Meter"), "desk.models.fees:Meter"),
        # L10N: 出账
        Record("bill-run", N_("Run of a month"), "desk.models.fees:BillRun", title="month"),
    ),
    numbers=(
        Numbers("desk.models.fees:Bill.number", ("ZD",)),
        Numbers("desk.models.fees:DunningLetter.number", ("CJ",)),
        Numbers("desk.models.fees:Statement.number", ("YJ",)),
        Numbers("desk.models.fees:Forecast.number", ("YE",)),
    ),
    policy=POLICY,
    slips=SLIPS,
    pages=PAGES,
    keys=KEYS,
    due=DUE,
    household_acts=(
        # L10N: 欠费与催缴
        HouseholdAct("debt", N_("Debts and promises"), "Alt+B", page="debt", order=25),
    ),
    # L10N: 账单
    household_cards=(
        HouseholdCard("bills", N_("Bills"), read=_D + "of_home", make="desk.ui.fees.household:bills_list", order=42),
    ),
    used=("charge", "fee_assignment", "statement"),
    homes=("charge.unit_id", "bill.unit_id", "dunning_letter.unit_id", "dunning_contact.unit_id"),
    # L10N: 催缴 / 没有逾期
    lights=(Light("dunning", _D + "light", order=41, label=N_("Dunning"), none=N_("Nothing past due"), health="fees"),),
    acts=ACTS,
    timeline=(_D + "lines",),
    checks=("desk.services.fees.check:check",),
    hooks={
        "book_charges": "desk.services.fees.book:charges",
        "charge_voided": "desk.services.fees.bills:charge_voided",
        "parking_paid": "desk.services.fees.parking:paid_until",
    },
    tour="desk.tour.fees:story",
)

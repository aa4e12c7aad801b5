# ruff: noqa: I001 - names that are handed on stand by module
"""Money at the counter (handbook A6, B3, R1, R2, R9, S15): the door of the feature.

Everything that changes money runs through `journal.post` and `journal.reverse`; another feature that takes or returns money
inside an act of its own uses `within`.
"""

from typing import TYPE_CHECKING

from desk.services.kit import doors

if TYPE_CHECKING:
    from desk.services.money.charges import (
        bring_credit_forward as bring_credit_forward,
        bring_forward as bring_forward,
        charge as charge,
        check_charge as check_charge,
        void_charge as void_charge,
    )
    from desk.services.money.day_book import (
        BookRow as BookRow,
        DayBook as DayBook,
        day_book as day_book,
        issue_day_book as issue_day_book,
        save_day_book as save_day_book,
    )
    from desk.services.money.deposits import (
        check_settle as check_settle,
        check_take as check_take,
        open_deposit as open_deposit,
        settle_deposit as settle_deposit,
        take_deposit as take_deposit,
    )
    from desk.services.money.entries import (
        ChargeEntry as ChargeEntry,
        Deduction as Deduction,
        DepositEntry as DepositEntry,
        HandOverEntry as HandOverEntry,
        NoticeEntry as NoticeEntry,
        OldDepositEntry as OldDepositEntry,
        PayEntry as PayEntry,
        RefundEntry as RefundEntry,
        SettleEntry as SettleEntry,
        TakeEntry as TakeEntry,
        Tender as Tender,
    )
    from desk.services.money.imports import (
        ArrearsReport as ArrearsReport,
        LeftOut as LeftOut,
        import_arrears as import_arrears,
    )
    from desk.services.money.notices import (
        check_notice as check_notice,
        issue_notice as issue_notice,
        notice_preview as notice_preview,
    )
    from desk.services.money.read import (
        ReceiptFilter as ReceiptFilter,
        arrears as arrears,
        balances as balances,
        charges_of as charges_of,
        deposits as deposits,
        held_by_age as held_by_age,
        open_charges as open_charges,
        receipt as receipt,
        receipt_by_number as receipt_by_number,
        receipts as receipts,
    )
    from desk.services.money.receipts import (
        check_payment as check_payment,
        note_invoice as note_invoice,
        pay as pay,
        quote as quote,
        receipt_preview as receipt_preview,
        void as void,
    )
    from desk.services.money.refunds import (
        check_refund as check_refund,
        refund as refund,
        refund_prepayment as refund_prepayment,
    )
    from desk.services.money.shifts import (
        come_back as come_back,
        hand_over as hand_over,
        log_line as log_line,
        move_cash as move_cash,
        my_shift as my_shift,
        open_shift as open_shift,
        refuse as refuse,
        shift as shift,
        shifts as shifts,
        stand_in as stand_in,
        take_over as take_over,
        waiting as waiting,
    )
    from desk.services.money.views import (
        AgeView as AgeView,
        ArrearsRow as ArrearsRow,
        BalanceView as BalanceView,
        ChargeView as ChargeView,
        DepositView as DepositView,
        HeldView as HeldView,
        LineView as LineView,
        LogView as LogView,
        ReceiptRow as ReceiptRow,
        ReceiptView as ReceiptView,
        SettlementView as SettlementView,
        ShiftView as ShiftView,
    )

doors.lazily(
    __name__,
    charges="bring_credit_forward bring_forward charge check_charge void_charge",
    day_book="BookRow DayBook day_book issue_day_book save_day_book",
    deposits="check_settle check_take open_deposit settle_deposit take_deposit",
    entries=(
        "ChargeEntry Deduction DepositEntry HandOverEntry NoticeEntry OldDepositEntry PayEntry RefundEntry "
        "SettleEntry TakeEntry Tender"
    ),
    imports="ArrearsReport LeftOut import_arrears",
    notices="check_notice issue_notice notice_preview",
    read=(
        "ReceiptFilter arrears balances charges_of deposits held_by_age open_charges receipt receipt_by_number receipts"
    ),
    receipts="check_payment note_invoice pay quote receipt_preview void",
    refunds="check_refund refund refund_prepayment",
    shifts=(
        "come_back hand_over log_line move_cash my_shift open_shift refuse shift shifts stand_in take_over waiting"
    ),
    views=(
        "AgeView ArrearsRow BalanceView ChargeView DepositView HeldView LineView LogView ReceiptRow "
        "ReceiptView SettlementView ShiftView"
    ),
)

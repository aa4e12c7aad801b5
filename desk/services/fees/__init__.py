# ruff: noqa: I001 - names that are handed on stand by module
"""Fees (handbook A6, B3, C-20, C-33, S1, S2): charge items, meters, the month's bills, dunning, statements, forecasts: the door.

Money goes by `services.money`: a bill raises a charge, a payment settles it, a void bill takes it back.
"""

from typing import TYPE_CHECKING

from desk.services.kit import doors

if TYPE_CHECKING:  # by the door it is looked up when it is asked for
    from desk.services.fees.assignments import (
        assign as assign,
        assign_kind as assign_kind,
        assignments as assignments,
        change_assignment as change_assignment,
        check_assignment as check_assignment,
        drop_exemption as drop_exemption,
        end_assignment as end_assignment,
        exempt as exempt,
    )
    from desk.services.fees.bills import (
        BillFilter as BillFilter,
        bill as bill,
        bill_by_number as bill_by_number,
        bill_counts as bill_counts,
        bills as bills,
        dispute as dispute,
        due_soon as due_soon,
        resolve as resolve,
        sue as sue,
        to_pay as to_pay,
        void_bill as void_bill,
        withdraw as withdraw,
    )
    from desk.services.fees.debts import (
        ages as ages,
        debt as debt,
        debt_counts as debt_counts,
        debts as debts,
        fulfilment_list as fulfilment_list,
        take_class_back as take_class_back,
    )
    from desk.services.fees.entries import (
        AssignEntry as AssignEntry,
        ContactEntry as ContactEntry,
        DiscountEntry as DiscountEntry,
        ExchangeEntry as ExchangeEntry,
        ExemptEntry as ExemptEntry,
        ForecastEntry as ForecastEntry,
        ItemEntry as ItemEntry,
        LetterEntry as LetterEntry,
        MeterEntry as MeterEntry,
        ReadingEntry as ReadingEntry,
        RunEntry as RunEntry,
    )
    from desk.services.fees.forecasts import (
        check_forecast as check_forecast,
        compare_month as compare_month,
        forecast as forecast,
        forecast_by_home as forecast_by_home,
        forecast_preview as forecast_preview,
        issue_forecast as issue_forecast,
    )
    from desk.services.fees.imports import (
        ReadingsReport as ReadingsReport,
        import_readings as import_readings,
    )
    from desk.services.fees.items import (
        add_discount as add_discount,
        add_rate as add_rate,
        check_item as check_item,
        drop_rate as drop_rate,
        item as item,
        items as items,
        retire_item as retire_item,
        save_item as save_item,
    )
    from desk.services.fees.letters import (
        check_text as check_text,
        dun as dun,
        dun_many as dun_many,
        forbidden_words as forbidden_words,
        letter as letter,
        letter_preview as letter_preview,
        letters as letters,
        note_contact as note_contact,
        refuse_letter as refuse_letter,
        save_text as save_text,
        sign_letter as sign_letter,
        texts as texts,
        void_letter as void_letter,
    )
    from desk.services.fees.papers import (
        bill_paper as bill_paper,
        bill_preview as bill_preview,
        issue_papers as issue_papers,
        meter_paper as meter_paper,
    )
    from desk.services.fees.readings import (
        MeterFilter as MeterFilter,
        add_meter as add_meter,
        check_reading as check_reading,
        correct_reading as correct_reading,
        exchange as exchange,
        meter as meter,
        meters as meters,
        read_many as read_many,
        read_meter as read_meter,
    )
    from desk.services.fees.run import (
        check_run as check_run,
        preview_run as preview_run,
        run as run,
        runs as runs,
    )
    from desk.services.fees.statements import (
        check_quarter as check_quarter,
        dispute_statement as dispute_statement,
        issue_statements as issue_statements,
        quarters as quarters,
        sign_statement as sign_statement,
        statement as statement,
        statements as statements,
    )
    from desk.services.fees.views import (
        AgeSum as AgeSum,
        AgesView as AgesView,
        AssignmentView as AssignmentView,
        BillRow as BillRow,
        BillView as BillView,
        ContactView as ContactView,
        DebtRow as DebtRow,
        DebtView as DebtView,
        DifferenceRow as DifferenceRow,
        ForecastView as ForecastView,
        FulfilmentRow as FulfilmentRow,
        ItemView as ItemView,
        LetterView as LetterView,
        MeterView as MeterView,
        QuarterView as QuarterView,
        RateView as RateView,
        ReadingView as ReadingView,
        RunRow as RunRow,
        RunView as RunView,
        SoonRow as SoonRow,
        StatementRow as StatementRow,
        TextView as TextView,
    )

doors.lazily(
    __name__,
    assignments=(
        "assign assign_kind assignments change_assignment check_assignment drop_exemption end_assignment exempt"
    ),
    bills=("BillFilter bill bill_by_number bill_counts bills dispute due_soon resolve sue to_pay void_bill withdraw"),
    debts="ages debt debt_counts debts fulfilment_list take_class_back",
    entries=(
        "AssignEntry ContactEntry DiscountEntry ExchangeEntry ExemptEntry ForecastEntry ItemEntry LetterEntry "
        "MeterEntry ReadingEntry RunEntry"
    ),
    forecasts="check_forecast compare_month forecast forecast_by_home forecast_preview issue_forecast",
    imports="ReadingsReport import_readings",
    items="add_discount add_rate check_item drop_rate item items retire_item save_item",
    letters=(
        "check_text dun dun_many forbidden_words letter letter_preview letters note_contact refuse_letter "
        "save_text sign_letter texts void_letter"
    ),
    papers="bill_paper bill_preview issue_papers meter_paper",
    readings="MeterFilter add_meter check_reading correct_reading exchange meter meters read_many read_meter",
    run="check_run preview_run run runs",
    statements="check_quarter dispute_statement issue_statements quarters sign_statement statement statements",
    views=(
        "AgeSum AgesView AssignmentView BillRow BillView ContactView DebtRow DebtView DifferenceRow "
        "ForecastView FulfilmentRow ItemView LetterView MeterView QuarterView RateView ReadingView RunRow "
        "RunView SoonRow StatementRow TextView"
    ),
)

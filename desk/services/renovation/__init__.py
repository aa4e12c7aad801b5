# ruff: noqa: I001 - names that are handed on stand by module
"""The renovation file (handbook A5, C-7, C-8, C-9, C-14, C-32, R1, R3 to R9): the door of the feature."""

from typing import TYPE_CHECKING

from desk.services.kit import doors

if TYPE_CHECKING:
    from desk.services.renovation.archive import (
        print_passes as print_passes,
    )
    from desk.services.renovation.entries import (
        ContractorEntry as ContractorEntry,
        Deduction as Deduction,
        DocumentEntry as DocumentEntry,
        DownstairsEntry as DownstairsEntry,
        ExtendEntry as ExtendEntry,
        FileEntry as FileEntry,
        HotWorkEntry as HotWorkEntry,
        InspectionEntry as InspectionEntry,
        LostEntry as LostEntry,
        OldFileEntry as OldFileEntry,
        PassEntry as PassEntry,
        PassesEntry as PassesEntry,
        RefundEntry as RefundEntry,
        ViolationEntry as ViolationEntry,
        WorkEntry as WorkEntry,
    )
    from desk.services.renovation.filing import (
        approve as approve,
        check_file as check_file,
        edit as edit,
        file as file,
        keep_scan as keep_scan,
        note as note,
        receive as receive,
        receive_plans as receive_plans,
        return_ as return_,
        sign as sign,
        start as start,
        submit as submit,
        take_over as take_over,
        tell as tell,
    )
    from desk.services.renovation.inspections import (
        ask_inspection as ask_inspection,
        find_violation as find_violation,
        inspect as inspect,
        reinspect as reinspect,
        report_violation as report_violation,
    )
    from desk.services.renovation.lists import (
        LISTS as LISTS,
        FileFilter as FileFilter,
        building_sheet as building_sheet,
        counts as counts,
        deposits_by_age as deposits_by_age,
        files as files,
        issue_building_sheet as issue_building_sheet,
        passes_out as passes_out,
    )
    from desk.services.renovation.money import (
        Proposals as Proposals,
        charge_fee as charge_fee,
        fees as fees,
        notify as notify,
        pay_fees as pay_fees,
        proposals as proposals,
        take_deposit as take_deposit,
        take_over_deposit as take_over_deposit,
    )
    from desk.services.renovation.papers import (
        issue_paper as issue_paper,
        offered as offered,
        paper_of as paper_of,
        preview as preview,
    )
    from desk.services.renovation.passes import (
        issue_passes as issue_passes,
        lose as lose,
        permit_hot_work as permit_hot_work,
        take_back as take_back,
        void_pass as void_pass,
        worker_pass as worker_pass,
    )
    from desk.services.renovation.periods import (
        extend as extend,
        resume as resume,
        suspend as suspend,
    )
    from desk.services.renovation.read import (
        by_number as by_number,
        entry_of as entry_of,
        gate_obstacles as gate_obstacles,
        numbers as numbers,
        of_unit as of_unit,
        papers_to_hand_in as papers_to_hand_in,
        renovation as renovation,
    )
    from desk.services.renovation.refunds import (
        apply_refund as apply_refund,
        cancel as cancel,
        file_away as file_away,
        refund as refund,
        refund_cancelled as refund_cancelled,
        sweep as sweep,
    )
    from desk.services.renovation.register import (
        check_contractor as check_contractor,
        contractor as contractor,
        contractors as contractors,
        save_contractor as save_contractor,
    )
    from desk.services.renovation.settling import (
        declare_lost as declare_lost,
        note_attempt as note_attempt,
        note_downstairs as note_downstairs,
        note_moving_in as note_moving_in,
    )
    from desk.services.renovation.texts import (
        TextView as TextView,
        save_text as save_text,
        text as text,
        text_codes as text_codes,
    )
    from desk.services.renovation.views import (
        ContractorView as ContractorView,
        FileRow as FileRow,
        PassView as PassView,
        RefundView as RefundView,
        RenovationView as RenovationView,
        ViolationView as ViolationView,
    )
    from desk.services.renovation.whole_file import (
        whole_file as whole_file,
    )

doors.lazily(
    __name__,
    archive="print_passes",
    entries=(
        "ContractorEntry Deduction DocumentEntry DownstairsEntry ExtendEntry FileEntry HotWorkEntry "
        "InspectionEntry LostEntry OldFileEntry PassEntry PassesEntry RefundEntry ViolationEntry WorkEntry"
    ),
    filing=(
        "approve check_file edit file keep_scan note receive receive_plans return_ sign start submit take_over tell"
    ),
    inspections="ask_inspection find_violation inspect reinspect report_violation",
    lists="LISTS FileFilter building_sheet counts deposits_by_age files issue_building_sheet passes_out",
    money="Proposals charge_fee fees notify pay_fees proposals take_deposit take_over_deposit",
    papers="issue_paper offered paper_of preview",
    passes="issue_passes lose permit_hot_work take_back void_pass worker_pass",
    periods="extend resume suspend",
    read="by_number entry_of gate_obstacles numbers of_unit papers_to_hand_in renovation",
    refunds="apply_refund cancel file_away refund refund_cancelled sweep",
    register="check_contractor contractor contractors save_contractor",
    settling="declare_lost note_attempt note_downstairs note_moving_in",
    texts="TextView save_text text text_codes",
    views="ContractorView FileRow PassView RefundView RenovationView ViolationView",
    whole_file="whole_file",
)

"""Slips: what was issued on paper, its printings, and the list of all of it."""

from __future__ import annotations

from desk.features.kit import (
    LOOKED,
    PRINTED,
    Act,
    Feature,
    Findable,
    GuideStep,
    Key,
    Numbers,
    PageSpec,
    Record,
    SlipKind,
)
from desk.i18n import N_

# What stands on a slip may be whole phones and numbers: they come out by an act only, which leaves an event.
ACTS = (
    Act("slip.show", "desk.services.slips:slip_view", changes=False),
    Act("slip.of", "desk.services.slips:slips_of", changes=False),
    Act("slip.list", "desk.services.slips.lists:slip_list", changes=False),
    Act("slip.printings", "desk.services.slips.lists:printings", changes=False),
    Act("slip.printer", "desk.services.slips:printer_choice", changes=False),
    Act("slip.content", "desk.services.slips:slip_content", changes=False),
    Act("slip.whole", "desk.services.slips:whole_content", undo=LOOKED, events=("slip.look",)),
    Act("slip.pdf", "desk.services.slips:pdf", undo=LOOKED, events=("slip.look",)),
    Act("slip.print", "desk.services.slips:print_copy", undo=PRINTED, events=("slip.print", "slip.print-whole")),
    Act(
        "slip.print-many",
        "desk.services.slips:print_many",
        undo=PRINTED,
        events=("slip.print-many", "slip.print-whole-many"),
    ),
    Act("slip.printed", "desk.services.slips:printed", undo=PRINTED._replace(aside=True)),
    Act("slip.void", "desk.services.slips:void"),
    Act("file.print", "desk.services.slips.photos:photo_paper"),
    Act("settings.printer", "desk.services.slips:save_printer_choice"),
)
_GUIDE = "desk.services.site.guide:"

KEYS = (
    Key("Enter", ("Open the record",)), Key("Ctrl+Del", ("Void the slip",)), Key("Ctrl+E", ("Printer and paper",)),
    Key("Ctrl+O", ("Open the PDF",)),
)  # fmt: skip


FEATURE = Feature(
    code="slips",
    keys=KEYS,
    acts=ACTS,
    guide=(
        # L10N: 打印测试网格，量出偏移
        GuideStep("printers", N_("Measure the printers by the test grid"), "settings:print", _GUIDE + "printers", 3),
        # L10N: 打印第一张单据
        GuideStep("printed", N_("Print the first slip"), "requests", _GUIDE + "printed", 4),
    ),
    tables=("desk.models.slips",),
    records=(
        Record(
            "slip",
            # L10N: 单据
            N_("Slip"),
            "desk.models.slips:SlipRecord",
            withdraw="desk.services.undo:void_slip",
            find=Findable(
                3,
                # L10N: 单据
                N_("Slips"),
                writer="desk.services.slips.index:pages",
                shows=("title",),
                # L10N: 已作废
                past=N_("Void"),
                newest_first=True,
                read=40,
            ),
        ),
    ),
    slips=(
        SlipKind(
            "photo-sheet",
            "ZP",
            # L10N: 照片页
            N_("Photo sheet"),
            "a4",
            ("a4",),
            subject=(
                "request",
                "incident",
                "public-notice",
                "work-order",
                "bill",
                "renovation",
                "move",
                "release",
                "key-set",
                "visit",
                "parcel",
                "parking-card",
                "member",
            ),
        ),
    ),
    numbers=(Numbers("desk.models.slips:SlipRecord.number"),),
    # L10N: 单据
    pages=(PageSpec("slips", N_("Slips"), "desk.ui.slips.page:SlipsPage", icon="slips", targets=("slip",)),),
    checks=("desk.services.slips.check:changed",),
)

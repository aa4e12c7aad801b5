"""Slips: what was issued on paper, its printings, and the list of all of it."""

from __future__ import annotations

from desk.features import Feature, Findable, Numbers, PageSpec, Record
from desk.i18n import N_

FEATURE = Feature(
    code="slips",
    tables=("desk.models.slips",),
    records=(
        Record(
            "slip",
            # L10N: 单据
            N_("Slip"),
            "desk.models.slips:SlipRecord",
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
    numbers=(Numbers("desk.models.slips:SlipRecord.number"),),
    # L10N: 单据
    pages=(PageSpec("slips", N_("Slips"), "desk.ui.slips.page:SlipsPage", icon="slips", targets=("slip",)),),
    checks=("desk.services.slips.check:changed",),
)

"""Reports: the month and the year of the centre in figures."""

from __future__ import annotations

from desk.features.kit import EXPORTED, Act, Feature, Key, PageSpec
from desk.i18n import N_

ACTS = (
    Act("report.month", "desk.services.reports:month_report", changes=False),
    Act("report.unfinished", "desk.services.reports:unfinished_report", changes=False),
    Act("report.export", "desk.services.reports:save_unfinished", role="manager", undo=EXPORTED),
)

KEYS = (
    Key("F6", ("The other report",)), Key("Ctrl+P", ("Print",)), Key("Ctrl+PgDown", ("Next month",)),
    Key("Ctrl+PgUp", ("Month before",)),
)  # fmt: skip


FEATURE = Feature(
    code="reports",
    keys=KEYS,
    acts=ACTS,
    # L10N: 报表
    pages=(PageSpec("reports", N_("Reports"), "desk.ui.reports.page:ReportsPage", icon="reports"),),
)

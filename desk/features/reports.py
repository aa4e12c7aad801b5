"""Reports: the month and the year of the centre in figures."""

from __future__ import annotations

from desk.features import Feature, PageSpec
from desk.i18n import N_

FEATURE = Feature(
    code="reports",
    # L10N: 报表
    pages=(PageSpec("reports", N_("Reports"), "desk.ui.reports.page:ReportsPage", icon="reports"),),
)

"""Reports: the month, and everything unfinished on a day."""

from __future__ import annotations

from desk.features import Act, Feature

ACTS = (
    Act("report.month", "desk.services.reports:month_report", changes=False),
    Act("report.unfinished", "desk.services.reports:unfinished_report", changes=False),
)

FEATURE = Feature(code="reports", acts=ACTS)

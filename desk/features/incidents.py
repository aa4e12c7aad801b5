"""Mass incidents: one cause that many people call about."""

from __future__ import annotations

from desk.features import Feature, Numbers, PageSpec, Record
from desk.i18n import N_

FEATURE = Feature(
    code="incidents",
    tables=("desk.models.incidents",),
    # L10N: 群发事件
    records=(Record("incident", N_("Incident"), "desk.models.incidents:Incident"),),
    numbers=(Numbers("desk.models.incidents:Incident.number", ("SJ",)),),
    pages=(
        PageSpec(
            "incidents",
            # L10N: 群发事件
            N_("Incidents"),
            "desk.ui.incidents:IncidentsPage",
            parent="requests",
            targets=("incidents",),
        ),
    ),
)

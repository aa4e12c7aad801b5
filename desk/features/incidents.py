"""Mass incidents: one cause that many people call about."""

from __future__ import annotations

from desk.features.kit import EXPORTED, Act, Feature, Key, Numbers, PageSpec, Record
from desk.i18n import N_

ACTS = (
    Act("incident.show", "desk.services.incidents:incident", changes=False),
    Act("incident.list", "desk.services.incidents:incidents", changes=False),
    Act("incident.proposed-text", "desk.services.incidents:proposed_text", changes=False),
    Act("incident.phones", "desk.services.incidents:phone_list", role="supervisor", undo=EXPORTED),
    Act("incident.start", "desk.services.incidents:start_incident"),
    Act("incident.change", "desk.services.incidents:change_incident"),
    Act("incident.end", "desk.services.incidents:end_incident"),
)

KEYS = (
    Key("Ins", ("Start an incident",)), Key("Ctrl+E", ("Change",)), Key("Ctrl+O", ("Attached requests",)),
    Key("Ctrl+W", ("End the incident",)), Key("Ctrl+Shift+E", ("Phones for a text to many",)),
)  # fmt: skip


FEATURE = Feature(
    code="incidents",
    keys=KEYS,
    acts=ACTS,
    tables=("desk.models.incidents",),
    # L10N: 群发事件
    records=(
        Record(
            "incident",
            N_("Incident"),
            "desk.models.incidents:Incident",
            lifecycle="desk.rules.incidents:CYCLE",
            files=True,
            withdraw="desk.services.incidents:withdraw",
        ),
    ),
    numbers=(Numbers("desk.models.incidents:Incident.number", ("SJ",)),),
    pages=(
        PageSpec(
            "incidents",
            # L10N: 群发事件
            N_("Incidents"),
            "desk.ui.incidents.list:IncidentsPage",
            parent="requests",
            targets=("incidents",),
        ),
        PageSpec(
            "incident", N_("Incident"), "desk.ui.incidents.page:IncidentPage", parent="requests", targets=("incident",)
        ),
    ),
)

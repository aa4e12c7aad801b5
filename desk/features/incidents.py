"""Mass incidents: one cause that many people call about."""

from __future__ import annotations

from desk.features import Act, Feature

ACTS = (
    Act("incident.show", "desk.services.incidents:incident", changes=False),
    Act("incident.list", "desk.services.incidents:incidents", changes=False),
    Act("incident.start", "desk.services.incidents:start_incident"),
    Act("incident.change", "desk.services.incidents:change_incident"),
    Act("incident.end", "desk.services.incidents:end_incident"),
)

FEATURE = Feature(code="incidents", acts=ACTS)

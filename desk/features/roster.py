"""The roster: a site's own list of rooms and people, from Excel."""

from __future__ import annotations

from desk.features import Act, Feature

ACTS = (
    Act("roster.preview", "desk.services.roster:preview", changes=False),
    Act("roster.import", "desk.services.roster:import_roster", role="supervisor"),
)

FEATURE = Feature(code="roster", acts=ACTS)

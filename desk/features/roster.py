"""The roster: a site's own list of rooms and people, brought in from Excel."""

from __future__ import annotations

from desk.features import Feature, PageSpec
from desk.i18n import N_

FEATURE = Feature(
    code="roster",
    pages=(
        # L10N: 导入花名册
        PageSpec("roster", N_("Import a roster"), "desk.ui.roster.page:RosterImportPage", parent="households"),
    ),
)

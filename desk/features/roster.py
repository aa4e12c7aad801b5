"""The roster: a site's own list of rooms and people, brought in from Excel."""

from __future__ import annotations

from desk.features.kit import Act, Feature, GuideStep, Key, PageSpec, Undo
from desk.i18n import N_

# L10N: 导入不能整体撤销：请更正表格后再次导入，个别内容在房间页上更正。
_IMPORTED = Undo(
    instead=N_(
        "An import is not undone as a whole: correct the workbook and import it again, single entries at their room."
    )
)

ACTS = (
    Act("roster.preview", "desk.services.roster:preview", changes=False),
    Act("roster.import", "desk.services.roster:import_roster", role="supervisor", undo=_IMPORTED),
)

KEYS = (
    Key("Ctrl+A", ("All differences",)), Key("Ctrl+Ins", ("Register as well",)), Key("Ctrl+Y", ("Take the list's",)),
    Key("Ctrl+Shift+Y", ("Keep what is stored",)),
)  # fmt: skip


FEATURE = Feature(
    code="roster",
    keys=KEYS,
    acts=ACTS,
    # L10N: 导入住户花名册
    guide=(GuideStep("roster", N_("Bring in the roster"), "roster", "desk.services.site.guide:roster", 1),),
    pages=(
        # L10N: 导入花名册
        PageSpec(
            "roster",
            N_("Import a roster"),
            "desk.ui.roster.page:RosterImportPage",
            parent="households",
            targets=("roster",),
        ),
    ),
)

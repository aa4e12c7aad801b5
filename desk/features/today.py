"""Today: what is due now. What can be due is said by the other features."""

from __future__ import annotations

from desk.features.kit import Act, Feature, Key, PageSpec
from desk.i18n import N_

ACTS = (
    Act("today.show", "desk.services.kit.due:items", changes=False),
    Act("today.walk", "desk.services.kit.due:walk", changes=False),
    Act("guide.show", "desk.services.site.guide:guide", changes=False),
    Act("guide.dismiss", "desk.services.site.guide:dismiss", role="supervisor"),
)

KEYS = (
    Key("Enter", ("Begin the morning walk", "Do it")), Key("F6", ("Go to what is due",)),
    Key("Ctrl+PgDown", ("Put it off, on to the next",)),
)  # fmt: skip


FEATURE = Feature(
    code="today",
    keys=KEYS,
    acts=ACTS,
    tour="desk.tour.workday:tell",
    pages=(
        # L10N: 今日
        PageSpec("today", N_("Today"), "desk.ui.today.page:TodayPage", icon="today"),
        # L10N: 晨检
        PageSpec("walk", N_("Morning walk"), "desk.ui.today.walk:WalkPage", parent="today"),
    ),
)

"""Today: what is due now. What can be due is said by the other features."""

from __future__ import annotations

from desk.features import Act, Feature, PageSpec
from desk.i18n import N_

ACTS = (Act("today.show", "desk.services.kit.due:items", changes=False),)

FEATURE = Feature(
    code="today",
    acts=ACTS,
    # L10N: 今日
    pages=(PageSpec("today", N_("Today"), "desk.ui.today:TodayPage", icon="today"),),
)

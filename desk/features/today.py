"""Today: what is due now."""

from __future__ import annotations

from desk.features import Act, Feature

ACTS = (Act("today.show", "desk.services.today:today", changes=False),)

FEATURE = Feature(code="today", acts=ACTS)

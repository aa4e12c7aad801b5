"""Calls: the strip of those that wait, and the last ones as a caller-ID box told them."""

from __future__ import annotations

from desk.features import Act, Bar, Feature, PageSpec
from desk.i18n import N_

_S = "desk.services.calls:"

FEATURE = Feature(
    code="calls",
    acts=(
        Act("call.list", _S + "calls", changes=False),
        Act("call.ringing", _S + "ringing", changes=False),
        Act("call.ring", _S + "ring", role=""),
        Act("call.take", _S + "take"),
        Act("call.number", _S + "number"),
    ),
    # L10N: 最近来电
    pages=(PageSpec("calls", N_("Last calls"), "desk.ui.calls.list:CallsPage", parent="requests", targets=("calls",)),),
    bars=(Bar("desk.ui.calls.strip:CallStrip"),),
    tour="desk.tour.calls:tell",
)

"""Calls: the strip of those that wait, and the last ones as a caller-ID box told them."""

from __future__ import annotations

from desk.features.kit import LOOKED, Act, Bar, Feature, HouseholdCard, Key, PageSpec
from desk.i18n import N_

_S = "desk.services.calls:"

KEYS = (
    Key("Enter", ("Log a request",)), Key("Alt+R", ("Show the number",)),
    # Of the strip, on every page.
    Key("Ctrl+Tab", (), "the next call that waits"), Key("Ctrl+F7", (), "the last calls"),
)  # fmt: skip


FEATURE = Feature(
    code="calls",
    keys=KEYS,
    acts=(
        Act("call.list", _S + "calls", changes=False),
        Act("call.ringing", _S + "ringing", changes=False),
        Act("call.ring", _S + "ring", role="", undo=LOOKED),
        Act("call.take", _S + "take", undo=LOOKED),
        Act("call.number", _S + "number", undo=LOOKED),
    ),
    # L10N: 最近来电
    pages=(PageSpec("calls", N_("Last calls"), "desk.ui.calls.list:CallsPage", parent="requests", targets=("calls",)),),
    # Told of while somebody calls: declared here, so that a home without notes is not asked for them (`homes`).
    household_cards=(
        # L10N: 住户提示
        HouseholdCard(
            "notes",
            N_("Household notes"),
            read="desk.services.households.notes:of_home",
            make="desk.ui.households.notes:NotesCard",
            order=5,
        ),
    ),
    homes=("household_note.unit_id",),
    bars=(Bar("desk.ui.calls.strip:CallStrip"),),
    tour="desk.tour.calls:tell",
)

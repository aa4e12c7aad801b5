"""Umbrellas lent to residents at the counter."""

from __future__ import annotations

from desk.features.kit import (
    Act,
    Due,
    Feature,
    Findable,
    HouseholdAct,
    HouseholdCard,
    Light,
    Numbers,
    PageSpec,
    PolicyKey,
    QuickAction,
    Record,
    SlipKind,
)

HERE = "tests.features.umbrellas"

FEATURE = Feature(
    code="umbrellas",
    tables=(f"{HERE}.models",),
    records=(
        Record(
            "umbrella",
            "Umbrella",
            f"{HERE}.models:Umbrella",
            find=Findable(
                15,
                "Umbrellas",
                writer=f"{HERE}.services:pages",
                shows=("room", "borrower"),
                past="Not out any more",
                newest_first=True,
            ),
            lifecycle=f"{HERE}.rules:CYCLE",
        ),
    ),
    numbers=(Numbers(f"{HERE}.models:Umbrella.number", ("YS",)),),
    policy=(PolicyKey("umbrellas.days", "int", "Umbrellas are lent for (days)", "Umbrellas", 1, 30),),
    slips=(
        SlipKind("umbrella", "YS", "Umbrella loan", "a5", ("a5", "roll-80"), carries="umbrella", subject=("umbrella",)),
    ),
    pages=(
        PageSpec("umbrellas", "Umbrellas", f"{HERE}.ui:UmbrellasPage", icon="release", targets=("umbrellas",)),
        PageSpec("umbrella", "Umbrella", f"{HERE}.ui:UmbrellaPage", parent="umbrellas", targets=("umbrella",)),
    ),
    actions=(QuickAction("Umbrellas", "Shift+F8", "umbrellas"),),
    due=(Due("umbrellas", "Umbrellas not back", f"{HERE}.services:due", urgent=True, waits=True, order=35),),
    lights=(Light("umbrellas", f"{HERE}.services:light", order=25, label="Umbrellas", none="None out"),),
    used=("umbrella",),
    homes=("umbrella.unit_id",),
    household_acts=(
        HouseholdAct("umbrellas", "Lend an umbrella", "Ctrl+Shift+U", run=f"{HERE}.ui:lend_here", short="Take back"),
    ),
    household_cards=(
        HouseholdCard("umbrellas", "Umbrellas", read=f"{HERE}.services:loans", make=f"{HERE}.ui:loans_list"),
    ),
    acts=(
        Act("umbrella.list", f"{HERE}.services:umbrellas", changes=False),
        Act("umbrella.show", f"{HERE}.services:umbrella", changes=False),
        Act("umbrella.lend", f"{HERE}.services:lend"),
        Act("umbrella.move", f"{HERE}.services:move"),
    ),
    timeline=(f"{HERE}.services:lines",),
    checks=(f"{HERE}.services:check",),
    obstacles={"umbrella.lend": f"{HERE}.services:in_the_way"},
)

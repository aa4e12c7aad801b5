"""Umbrellas lent to residents at the counter."""

from __future__ import annotations

from desk.features.kit import (
    Act,
    Due,
    Feature,
    Findable,
    HouseholdAct,
    HouseholdCard,
    Key,
    Light,
    Numbers,
    OwnList,
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
                16,
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
    policy=(PolicyKey("umbrellas.days", "int", "Umbrellas are lent for (days)", "Umbrellas", 1, 30, default=3),),
    lists=(
        OwnList(
            "umbrella_kinds",
            "Kinds of umbrellas",
            entries=(
                {"code": "long", "zh_CN": "长柄伞", "zh_TW": "長柄傘", "en": "Long"},
                {"code": "folding", "zh_CN": "折叠伞", "zh_TW": "折疊傘", "en": "Folding"},
            ),
        ),
    ),
    slips=(
        SlipKind("umbrella", "YS", "Umbrella loan", "a5", ("a5", "roll-80"), carries="umbrella", subject=("umbrella",)),
    ),
    pages=(
        PageSpec("umbrellas", "Umbrellas", f"{HERE}.ui:UmbrellasPage", icon="release", targets=("umbrellas",)),
        PageSpec("umbrella", "Umbrella", f"{HERE}.ui:UmbrellaPage", parent="umbrellas", targets=("umbrella",)),
    ),
    actions=(QuickAction("Umbrellas", "Shift+F8", "umbrellas"),),
    keys=(
        Key("Ctrl+F6", ("Lend an umbrella",), "lends an umbrella"),
        Key("Ins", ("Lend an umbrella",)),
        Key("Ctrl+B", ("Bring back", "Found again")),
        Key("Ctrl+J", ("Next step",)),
        Key("Ctrl+Shift+X", ("Report lost",)),
    ),
    due=(Due("umbrellas", "Umbrellas not back", f"{HERE}.services:due", urgent=True, waits=True, order=35),),
    lights=(Light("umbrellas", f"{HERE}.services:light", order=25, label="Umbrellas", none="None out"),),
    used=("umbrella",),
    homes=("umbrella.unit_id",),
    household_acts=(
        HouseholdAct("umbrellas", "Lend an umbrella", "Ctrl+F6", run=f"{HERE}.ui:lend_here", short="Take back"),
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

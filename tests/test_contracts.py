"""The contracts of imports name no feature, and still hold: a new one lies among the others, and is entered by its door."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from desk import features

grimp = pytest.importorskip("grimp")
contracts = pytest.importorskip("tools.contracts")

SETTINGS: dict[str, Any] = tomllib.loads(
    (Path(__file__).resolve().parent.parent / "pyproject.toml").read_text(encoding="utf-8")
)["tool"]["importlinter"]


def told(**imports: str) -> Any:
    """A graph of imports: `a_b="c.d"` says that desk.a.b imports desk.c.d."""
    graph = grimp.ImportGraph()
    for importer, imported in imports.items():
        names = f"desk.{importer.replace('_', '.')}", f"desk.{imported}"
        for name in names:
            graph.add_module(name)
        graph.add_import(importer=names[0], imported=names[1])
    return graph


def contract(kind: str) -> dict[str, Any]:
    return next(dict(each) for each in SETTINGS["contracts"] if each["type"] == kind)


def test_what_no_line_names_lies_side_by_side() -> None:
    there = {"umbrellas", "keys", "kit", "money"}
    assert contracts.spread(["*", "money", "kit"], there) == ["keys | umbrellas", "money", "kit"]
    assert contracts.spread(["today | *", "kit"], there) == ["today | keys | money | umbrellas", "kit"]
    assert contracts.spread(["*", "kit"], {"kit"}) == ["kit"]


def test_each_room_of_features_has_its_place_for_new_ones() -> None:
    rooms = [each for each in SETTINGS["contracts"] if each["type"] == "room"]
    assert [each["containers"] for each in rooms] == [
        [f"desk.{room}"] for room in ("rules", "models", "slips", "services", "ui")
    ]
    for each in rooms:
        assert sum("*" in layer.split(" | ") for layer in each["layers"]) == 1
    named = {part for each in rooms for layer in each["layers"] for part in layer.split(" | ")}
    lone = {"renovation", "keys", "visitors", "parcels", "parking", "certificates", "releases", "fees", "moves"}
    assert not named & lone, "a feature on which nothing stands needs no line"
    assert lone <= {feature.code for feature in features.features()}


def test_a_feature_is_entered_by_its_door_only() -> None:
    rule = {key: value for key, value in contract("doors").items() if key not in ("name", "type", "ignore_imports")}
    doors = contracts.DoorsContract("doors", {}, rule)
    good = told(
        ui_umbrellas_page="services.umbrellas.acts", ui_keys="services.umbrellas", services_keys="services.kit.desk"
    )
    assert doors.check(good, verbose=False).kept
    wrong = told(ui_keys_list="services.umbrellas.acts", services_keys="slips.umbrellas.loan")
    assert doors.check(wrong, verbose=False).metadata["wrong"] == [
        "desk.ui.keys.list -> desk.services.umbrellas.acts",
        "desk.services.keys -> desk.slips.umbrellas.loan",
    ]

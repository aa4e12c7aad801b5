"""Contracts of import-linter that name no feature: a new one needs no line in pyproject.toml (architecture "Arrows")."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from importlinter import Contract, ContractCheck, fields, output
from importlinter.application import contract_utils
from importlinter.contracts.layers import LayersContract

if TYPE_CHECKING:
    from grimp import ImportGraph

ROOT = Path(__file__).resolve().parent.parent
REST = "*"


def children(package: str) -> set[str]:
    """The modules and packages directly in a package."""
    folder = ROOT.joinpath(*package.split("."))
    modules = {file.stem for file in folder.glob("*.py")} - {"__init__"}
    return modules | {file.parent.name for file in folder.glob("*/__init__.py")}


def spread(layers: list[str], there: set[str]) -> list[str]:
    """The layers with `*` spread: whatever no layer names, side by side; none of these knows another."""
    named = {part.strip(" ()") for layer in layers for part in layer.replace(":", "|").split("|")}
    rest = sorted(there - named)
    found = []
    for layer in layers:
        parts = [part.strip() for part in layer.split("|")]
        if REST in parts:
            at = parts.index(REST)
            parts[at : at + 1] = rest
        if parts:
            found.append(" | ".join(parts))
    return found


class RoomContract(LayersContract):
    """The features of one room in layers. `*` stands for all that are not named: a new feature is among them."""

    type_name = "room"

    def __init__(self, name: str, session_options: dict[str, Any], contract_options: dict[str, Any]) -> None:
        (room,) = contract_options["containers"]
        layers = spread(contract_options["layers"], children(room))
        super().__init__(name, session_options, {**contract_options, "layers": layers})


class DoorsContract(Contract):
    """A feature's package is entered by its door: what lies inside is imported by the feature itself only, in whatever room.

    Options: `rooms`; `free`: packages in them that are no feature; `ignore_imports`: the parts that are doors of their own.
    """

    type_name = "doors"
    rooms = fields.ListField(subfield=fields.StringField())
    free = fields.ListField(subfield=fields.StringField())
    ignore_imports = fields.SetField(subfield=fields.ImportExpressionField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002 - as import-linter calls it
        """Every import of something inside a feature from outside it."""
        removed = contract_utils.remove_ignored_imports_and_report(
            graph=graph,
            ignore_imports=self.ignore_imports,  # type: ignore[arg-type]  # as the field parses it
            unmatched_alerting=contract_utils.AlertLevel.ERROR,
        )
        wrong = []
        for module in sorted(graph.modules):
            feature = self._feature_of(module)
            if not feature or module.count(".") < 3:
                continue
            wrong += [
                f"{importer} -> {module}"
                for importer in sorted(graph.find_modules_that_directly_import(module))
                if importer.split(".")[2:3] != [feature]
            ]
        return ContractCheck(
            kept=not wrong, warnings=list(removed.warnings), ignored_import_count=removed.ignored_import_count,
            metadata={"wrong": wrong},
        )  # fmt: skip

    def _feature_of(self, module: str) -> str:
        """The feature that a module of these rooms belongs to, "" for none."""
        room, _dot, rest = module.removeprefix("desk.").partition(".")
        name = rest.split(".")[0]
        return name if room in self.rooms and name not in self.free else ""  # type: ignore[operator]  # the fields' parsed values

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Names them."""
        for line in check.metadata["wrong"]:
            output.print_error(f"- {line}", bold=False)


__all__ = ["DoorsContract", "RoomContract", "children", "spread"]

"""The rulebook is pure and cheap to import: it loads no database, no window, no big dictionary."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROBE = """
import importlib, sys
for name in {names!r}:
    importlib.import_module("desk.rules." + name)
heavy = ("pypinyin", "lunar_python", "PySide6", "sqlalchemy", "reportlab", "openpyxl", "babel")
print(sorted(name for name in sys.modules if name.split(".")[0] in heavy))
print(sorted(name for name in sys.modules if name.startswith("desk.") and not name.startswith("desk.rules")))
"""


def test_importing_the_rules_loads_nothing_heavy_and_no_other_room() -> None:
    room = ROOT / "desk" / "rules"
    names = sorted(".".join(file.relative_to(room).with_suffix("").parts) for file in room.rglob("*.py"))
    names = [name.removesuffix(".__init__") for name in names if name != "__init__"]
    assert "kit.names" in names
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(names=names)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    heavy, rooms = done.stdout.splitlines()
    assert heavy == "[]"
    below = {"desk.catalog", "desk.config", "desk.errors", "desk.features", "desk.i18n", "desk.paths"}
    assert {name for name in eval(rooms) if not name.startswith("desk.features.kit")} <= below  # no manifest

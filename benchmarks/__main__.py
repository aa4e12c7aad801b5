"""`python -m benchmarks [--json] [--only finder,import] [--quick]`: the table of architecture "Speed".

Each row stands on a floor measured in the same run on the same machine, so the ratios can be compared between machines.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
import tempfile
from pathlib import Path

from benchmarks.table import NotThere, Row, as_text, missing, say

PARTS = {
    "start": ("benchmarks.start", "start and memory against a bare PySide6 window", "≤ 2×; ≤ 1.9×"),
    "finder": ("benchmarks.finder", "finder, per keystroke at 100,000 customers", "≤ 2 ms; ≤ 1.3×"),
    "million": ("benchmarks.million", "finder, per keystroke at 1,000,000 customers", "≤ 4 ms; ≤ 16 ms"),
    "painted": (
        "benchmarks.painted",
        "list of everything, finder, lists, forms: from a key to the painted answer",
        "≤ 50 ms",
    ),
    "opening": ("benchmarks.opening", "opening any page; statements after one save", "≤ 100 ms; ≤ 30"),
    "save": ("benchmarks.saving", "save a request until its slip's PDF is ready", "≤ 20 ms and ≤ 2.5×"),
    "print": ("benchmarks.batch", "1,000 receipts as one PDF", "≤ 1.2×"),
    "list": ("benchmarks.lists", "a list of 100,000 rows: first rows", "≤ 50 ms, no full load"),
    "requests": ("benchmarks.requests", "100,000 requests: overdue list, month report", "≤ 50 ms; ≤ 3 s"),
    "money": (
        "benchmarks.money",
        "receipt, day book, a journal of 1,000,000 entries",
        "≤ 80 ms; ≤ 3 s; ≤ 5 ms; ≤ 100 ms",
    ),
    "releases": ("benchmarks.releases", "issue a goods release until its pages are ready for the printer", "≤ 100 ms"),
    "fees": (
        "benchmarks.fees",
        "10,000 rooms × 3 items: the month's run, its bills as one PDF, arrears by age",
        "≤ 20 s; ≤ 1.3×; ≤ 200 ms",
    ),
    "members": ("benchmarks.members", "100,000 members: opening one by the number of its card", "≤ 50 ms; ≤ 50 ms"),
    "moves": ("benchmarks.moves", "clearance of a household at 100,000 homes, everything in use", "≤ 10 ms"),
    "points": (
        "benchmarks.points",
        "100,000 members with 2,000,000 entries: a member, a purchase, the nightly run",
        "≤ 50 ms; ≤ 30 ms; ≤ 60 s",
    ),
    "safety": ("benchmarks.safety", "encrypted against plain; check of 1,000,000 acts", "≤ 1.3×; ≤ 10 s"),
    "import": ("benchmarks.importing", "importing a roster of 10,000 rooms", "≥ 4,000 rows/s and ≤ 4×"),
}


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Prints the table of docs/architecture.md."
    )
    parser.add_argument("--json", action="store_true", help="one JSON value on stdout and nothing else")
    parser.add_argument("--only", default="", help=f"some rows: {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="a tenth of the size, to see that it runs")
    parser.add_argument("--folder", type=Path, help="keep the made sites there and use them again")
    options = parser.parse_args()
    wanted = [part.strip() for part in options.only.split(",") if part.strip()] or list(PARTS)
    if unknown := set(wanted) - set(PARTS):
        parser.error(f"unknown rows: {', '.join(sorted(unknown))}")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="desk-bench-") as temporary:
        rows = [row for part in wanted for row in _measure(part, options.folder or Path(temporary), options.quick)]
    if options.json:
        machine = {
            "python": platform.python_version(),
            "system": platform.system(),
            "machine": platform.machine(),
            "cores": os.cpu_count(),
        }
        print(json.dumps({"machine": machine, "rows": [row.as_json() for row in rows]}, ensure_ascii=False, indent=1))
    else:
        print(as_text(rows))
    return 0


def _measure(part: str, folder: Path, quick: bool) -> list[Row]:
    module, what, goal = PARTS[part]
    say(f"{what} …")
    try:
        measured: list[Row] = importlib.import_module(module).rows(folder, quick=quick)
    except (NotThere, ImportError) as error:
        return [missing(what, goal, str(error))]
    return measured


if __name__ == "__main__":
    sys.exit(main())

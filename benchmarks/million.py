"""The finder at 1,000,000 customers; making them takes some minutes, so it is a part of its own."""

from __future__ import annotations

from pathlib import Path

from benchmarks import finder
from benchmarks.table import Row, percentile, say

GOAL_MS = 4.0
GOAL_SLOWEST_MS = 16.0
COMMON = ("zhang 146", "wang 13", "li 6", "chen 7")
"""A frequent name with the first figures of a number: both words fit tens of thousands, few fit both."""


def rows(folder: Path, *, quick: bool = False) -> list[Row]:
    size = 20_000 if quick else 1_000_000
    with finder.site(folder, size) as desk:
        texts = finder.keystrokes([*finder.queries(desk.database.file, count=130), *COMMON])
        times = finder.measure(desk, texts)
        base = percentile(finder.floor(desk.database.file, texts), 0.95)
    tail, (worst, text) = percentile(times, 0.95), max(zip(times, texts, strict=True))
    say(
        f"  {size:,}: median {percentile(times, 0.5):.2f} ms, p95 {tail:.2f} ms over {len(times)}, slowest {text!r} {worst:.1f}"
    )
    return [
        Row(
            finder.WHAT.format(count=size), tail, "ms", base, "raw sqlite3: one prefix walk", tail / base, f"≤ {GOAL_MS:.0f} ms",
            tail <= GOAL_MS,
        ),
        Row(
            f"finder, the slowest keystroke at {size:,} customers", worst, "ms", None, "", None, f"≤ {GOAL_SLOWEST_MS:.0f} ms",
            worst <= GOAL_SLOWEST_MS, f"“{text}”",
        ),
    ]  # fmt: skip

"""Opening every page on a large demo until it is painted, and what one save asks of the database and of the window."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from benchmarks.painted import Eyes, eyes_on
from benchmarks.table import Row, percentile, say

UNITS = 1_000
ROUNDS = 3
GOAL_MS = 100.0
MOST_STATEMENTS = 30
PARTS = {"RequestPage", "TodayPage"}
"""What a saved request shows: the record (and whether it has files), the count beside Today."""
OWN = {"RequestFormPage", "DraftBox", "Preview", "SlipPreview"}
"""The act itself and the form's draft are no reading again."""


@contextmanager
def window(folder: Path, units: int) -> Iterator[tuple[Any, Any]]:
    """The window on a demo of so many rooms, and a Desk; the demo is made the first time in this folder."""
    from desk import paths
    from desk.app import open_desk
    from desk.services.demo import make_demo
    from desk.services.kit.desk import sit_down
    from desk.ui.kit import tasks

    data = folder / f"demo-{units}"
    fresh = not paths.database_file(data).exists()
    desk = open_desk(data)
    try:
        if fresh:
            make_demo(desk, units=units)
        sit_down(desk)
        eyes = eyes_on(desk)
        yield eyes, desk
        tasks.wait()
        eyes.window.close()
    finally:
        desk.database.close()


def _pages(eyes: Eyes) -> dict[str, list[float]]:
    """Milliseconds of each page that opens without a record, until what it reads is painted; the first of each imports its code.

    A preview beside a form is drawn a while after the typing, so it is not waited for.
    """
    from desk.ui.kit import pages, tasks

    took: dict[str, list[float]] = {}
    for _again in range(ROUNDS):
        for spec in pages.registered():
            if spec.targets or spec.scans:
                continue
            eyes.window.open_page("today")
            eyes.settle()
            took.setdefault(spec.code, []).append(eyes.key(partial(eyes.window.open_page, spec.code), tasks.idle))
            eyes.settle()
    return took


def _save(eyes: Eyes, desk: Any) -> tuple[int, set[str]]:
    """How many statements run after Ctrl+S in the form of a request, and what is read again."""
    from sqlalchemy import event

    from desk.services import requests
    from desk.ui.kit import tasks

    eyes.window.open_page("request-form")
    eyes.settle()
    page = eyes.window.page()
    page.form.set_values({"unit_id": 1, "customer_id": "王五", "kind": "repair", "channel": "phone"})
    promise = requests.proposed_promise(desk, "normal")
    page.form.set_values({"category": ("leak", "x"), "content": "水管漏水", "promised_at": promise})
    eyes.settle()
    statements: list[str] = []
    parts: list[str] = []
    run = tasks.run

    def ran(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT")):
            statements.append(statement)

    def started(job: Any, **options: Any) -> Any:
        parts.append(type(options.get("owner")).__name__)
        return run(job, **options)

    event.listen(desk.database.engine, "before_cursor_execute", ran)
    with mock.patch.object(tasks, "run", started):
        page.submit(printing=False)
        eyes.settle()
    event.remove(desk.database.engine, "before_cursor_execute", ran)
    assert type(eyes.window.page()).__name__ == "RequestPage", f"nothing was saved: {page.form.problems()}"
    return len(statements), set(parts) - OWN


def rows(folder: Path, *, quick: bool = False) -> list[Row]:
    units = 144 if quick else UNITS
    with window(folder, units) as (eyes, desk):
        took = _pages(eyes)
        count, parts = _save(eyes, desk)
    every = [each for times in took.values() for each in times]
    tail = percentile(every, 0.95)
    slowest = sorted(((max(times), code) for code, times in took.items()), reverse=True)[:5]
    say(
        f"  {len(took)} pages, median {percentile(every, 0.5):.1f} ms, p95 {tail:.1f} ms;"
        f" slowest {', '.join(f'{code} {ms:.0f}' for ms, code in slowest)}; {count} statements, {', '.join(sorted(parts))}"
    )
    worst, code = slowest[0]
    return [
        Row(
            "opening any page on a large demo, until painted, 95th percentile", tail, "ms", None, "", None, f"≤ {GOAL_MS:.0f} ms",
            tail <= GOAL_MS, f"{len(took)} pages, first openings too; slowest {code} {worst:.0f} ms",
        ),
        Row(
            "statements after one save", count, "", None, "", None, f"≤ {MOST_STATEMENTS}; only what is shown is read again",
            count <= MOST_STATEMENTS and parts <= PARTS,
        ),
    ]  # fmt: skip

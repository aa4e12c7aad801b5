"""What each of a counter's works costs on an encrypted site, against the same site plain; and the check of a record of 1,000,000 acts.

The column "encrypted" of the table is of these rows: both sites by turns, in the same run.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.table import Row, median, say, seconds

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk

GOAL_ENCRYPTED = 1.3
GOAL_CHECK = 10.0
EVENTS = 1_000_000
RUNS, RUNS_OF_MS = 25, 80
"""Of what waits for the disk, and of what is read in a few milliseconds."""
PASSWORD = "four unrelated words"


def rows(folder: Path, *, quick: bool = False) -> list[Row]:
    return [*_encrypted(folder, quick=quick), _check(folder, quick=quick)]


def _encrypted(folder: Path, *, quick: bool) -> list[Row]:
    from desk import paths
    from desk.app import open_desk
    from desk.services.demo import make_demo
    from desk.services.site import encryption

    plain, sealed = folder / "safety-plain", folder / "safety-sealed"
    for data in (plain, sealed):
        shutil.rmtree(data, ignore_errors=True)
    desk = open_desk(plain)
    make_demo(desk, units=144)
    desk.database.close()
    shutil.copytree(plain, sealed)
    size = paths.database_file(sealed).stat().st_size
    took = seconds(lambda: encryption.turn_on(sealed, PASSWORD))
    say(f"  encrypting {size / 1e6:.0f} MB: {took:.1f} s")
    found = []
    one, other = open_desk(plain), open_desk(sealed, password=PASSWORD)
    try:
        for what, work, runs in _works():
            times: dict[str, list[float]] = {"plain": [], "sealed": []}
            for number in range(3 if quick else runs):
                for name, site in (("plain", one), ("sealed", other)):  # by turns: a slow moment hits both
                    times[name].append(seconds(lambda site=site, number=number, work=work: work(site, number)) * 1000)
            usual, ratio = median(times["plain"][1:]), median(times["sealed"][1:]) / median(times["plain"][1:])
            found.append(
                Row(
                    f"{what}, also encrypted", usual, "ms", None, "", None, f"encrypted ≤ {GOAL_ENCRYPTED}×", ratio <= GOAL_ENCRYPTED,
                    sealed=ratio,
                )
            )  # fmt: skip
    finally:
        one.database.close()
        other.database.close()
    return found


def _works() -> list[tuple[str, Callable[[Desk, int], object], int]]:
    from benchmarks import data
    from desk.rules.requests import RequestEntry
    from desk.services import finder, requests, slips
    from desk.services import households as household
    from desk.services.demo import sit_down
    from desk.services.kit import due
    from desk.services.site.backup import backup

    rng = random.Random(5)

    def save(desk: Desk, number: int) -> object:
        sit_down(desk)
        entry = RequestEntry(
            kind="complaint", channel="phone", unit_id=1 + number % 100, caller_name=data.name(rng), caller_phone="13800000177",
            category="noise", severity="normal", content="楼上敲打" * 20, repeated_back=True,
            promised_at=requests.proposed_promise(desk, "normal"),
        )  # fmt: skip
        return slips.pdf(desk, requests.log_request(desk, entry).slips[-1].number)

    return [
        ("save a request until its slip's PDF is ready", save, RUNS),
        (
            "finder, 20 keystrokes",
            lambda desk, _n: [finder.find(desk, "1-1-10234567890abcdef"[:k]) for k in range(1, 21)],
            RUNS_OF_MS,
        ),
        ("a household's page", lambda desk, number: household.household(desk, 1 + number % 100), RUNS_OF_MS),
        ("Today", lambda desk, _n: due.items(desk), RUNS_OF_MS),
        ("list of rooms", lambda desk, _n: household.units(desk, limit=100), RUNS_OF_MS),
        ("the day's backup", lambda desk, number: backup(desk, desk.data / "stick" / f"copy-{number}.zip"), RUNS),
        ("a copy as a database", lambda desk, number: backup(desk, desk.data / f"copy-{number}.sqlite3"), RUNS),
    ]


def _check(folder: Path, *, quick: bool) -> Row:
    from desk import paths
    from desk.app import open_desk
    from desk.services.site.check import check

    data = folder / "safety-events"
    shutil.rmtree(data, ignore_errors=True)
    desk = open_desk(data)
    with desk.act("test.first"):
        pass
    desk.database.close()
    count = EVENTS // 10 if quick else EVENTS
    _write(paths.database_file(data), count)
    desk = open_desk(data)
    try:
        took = seconds(lambda: _clean(check(desk)))
    finally:
        desk.database.close()
    with closing(sqlite3.connect(paths.database_file(data))) as connection:
        floor = seconds(
            lambda: [
                hashlib.sha256(row[0].encode()) for row in connection.execute("SELECT data || hash FROM audit_event")
            ]
        )
    most = GOAL_CHECK * count / EVENTS
    return Row(
        f"desk check of {count:,} acts", took, "s", floor, "raw SELECT and one SHA-256 a row", took / floor, f"≤ {most:.0f} s",
        took <= most,
    )  # fmt: skip


def _clean(findings: list[object]) -> None:
    assert findings == [], findings


def _write(file: Path, count: int) -> None:
    """A whole record of acts, written straight into the table."""
    with closing(sqlite3.connect(file)) as connection:
        state, previous = connection.execute("SELECT state, hash FROM audit_event ORDER BY id DESC LIMIT 1").fetchone()

        def events() -> object:
            nonlocal previous
            for number in range(2, count + 1):
                data = json.dumps(
                    {"content": "楼上敲打墙面", "number": f"BX-20261121-{number:04d}"},
                    ensure_ascii=False,
                    separators=(",", ":"),
                )
                text = (
                    f'["{previous}","2026-11-21T01:00:00+00:00",null,"request.log","request:{number}",{data},"{state}"]'
                )
                digest = hashlib.sha256(text.encode()).hexdigest()
                yield ("2026-11-21 01:00:00.000000", "request.log", f"request:{number}", data, previous, digest, state)
                previous = digest

        connection.executemany(
            "INSERT INTO audit_event (at, act, subject, data, previous, hash, state) VALUES (?, ?, ?, ?, ?, ?, ?)",
            events(),
        )
        # The counter is a row like any other: its sum goes along.
        from desk.models.kit.engines import ledger

        connection.execute("UPDATE sequence SET last = ? WHERE name = 'audit'", (count,))
        total = ledger.sum_of(connection, "sequence", ledger.tables_of(connection)["sequence"])
        connection.execute("UPDATE row_sum SET total = ? WHERE name = 'sequence'", (f"{total:064x}",))
        sums = dict(connection.execute("SELECT name, total FROM row_sum"))
        row = connection.execute(
            "SELECT id, previous, subject, data FROM audit_event ORDER BY id DESC LIMIT 1"
        ).fetchone()
        sealed = ledger.seal(sums)
        text = f'["{row[1]}","2026-11-21T01:00:00+00:00",null,"request.log","{row[2]}",{row[3]},"{sealed}"]'
        digest = hashlib.sha256(text.encode()).hexdigest()
        connection.execute("UPDATE audit_event SET state = ?, hash = ? WHERE id = ?", (sealed, digest, row[0]))
        connection.commit()

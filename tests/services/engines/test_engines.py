"""What both engines must do alike, and what several counters do to one site at the same moment."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Sequence as Several
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select

from desk.models import AuditEvent, Building, Customer, Draft, Sequence, SlipRecord
from desk.models.kit.database import open_database
from desk.models.kit.functions import begins_with, ends_with, holds, new_ids
from desk.models.money import Receipt
from desk.services import money
from desk.services.drafts import draft, save_draft
from desk.services.kit.desk import Actor, Desk
from desk.services.kit.sequences import next_number
from desk.services.site.check import check

ODD = [
    "b",
    "B",
    "a",
    "A",
    "é",
    "ä",
    "z",
    "Z",
    "_",
    "-",
    "~",
    "1",
    "10",
    "2",
    "王",
    "李",
    "𠮷",
    "ａ",
    "單",
    "单",
    " ",
    "a b",
    "ab",
]


def customers(desk: Desk, *names: str) -> None:
    with desk.act("test.people") as act:
        for name in names:
            act.session.add(
                Customer(kind="person", name=name, surname_length=1, created_at=desk.clock(), changed_at=desk.clock())
            )


def found(desk: Desk, condition) -> list[str]:
    with desk.look() as session:
        return list(session.scalars(select(Customer.name).where(condition).order_by(Customer.name)))


# --------------------------------------------------------------------------------------------------- the same answers
def test_texts_are_in_the_order_of_their_code_points(desk):
    customers(desk, *ODD)
    with desk.look() as session:
        names = list(session.scalars(select(Customer.name).order_by(Customer.name)))
        last = session.scalar(select(func.max(Customer.name)))
    assert names == sorted(ODD)
    assert last == max(ODD)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("wang", ["WANG Fang", "wang_fang"]),
        ("G F", ["WANG Fang"]),
        ("_", ["wang_fang"]),
        ("%", ["100%"]),
        ("/", ["a/b"]),
        ("é", ["José"]),
        ("É", ["JOSÉ"]),
        ("王", ["王芳"]),
    ],
)
def test_a_word_is_found_in_either_case_of_latin_letters_and_stands_for_itself(desk, word, expected):
    customers(desk, "WANG Fang", "wang_fang", "100%", "a/b", "José", "JOSÉ", "王芳")
    assert found(desk, holds(Customer.name, word)) == expected


def test_ends_are_found_in_either_case_and_beginnings_as_written(desk):
    customers(desk, "TS-1", "ts-1", "TS-12")
    assert found(desk, ends_with(Customer.name, "S-1")) == ["TS-1", "ts-1"]
    assert found(desk, begins_with(Customer.name, "TS-1")) == ["TS-1", "TS-12"]


def test_a_glance_takes_named_parameters_and_percent_signs(desk):
    with desk.database.glance() as connection:
        row = connection.execute(
            "SELECT :a, :b FROM site WHERE name LIKE '%服务%' AND ':a' <> :a AND 5 % 3 = 2", {"a": "x%", "b": "100"}
        ).fetchone()
        assert tuple(row) == ("x%", "100")
        assert connection.execute("SELECT count(*) FROM staff WHERE login LIKE 'l%'").fetchone()[0] == 1


def test_a_pasted_nul_loses_nothing_else(desk):
    customers(desk, "王\x00芳")
    assert [name.replace("\x00", "") for name in found(desk, Customer.id > 0)] == ["王芳"]


def test_ids_of_bulk_rows_and_of_single_ones_never_meet(desk):
    with desk.act("test.bulk") as act:
        ids = new_ids(act.session, Building, 3)
        act.session.execute(
            Building.__table__.insert(),
            [{"id": key, "code": f"c{key}", "name": "x", "sort": "x"} for key in ids],
        )
    with desk.act("test.single") as act:
        single = Building(code="single", name="x", sort="x")
        act.session.add(single)
        act.session.flush()
        assert single.id > max(ids)
        assert list(ids) == sorted(ids)


def test_a_draft_is_written_over(desk):
    save_draft(desk, "request", {"a": 1})
    save_draft(desk, "request", {"a": 2})
    assert draft(desk, "request") == ({"a": 2}, desk.clock())
    with desk.look() as session:
        assert session.scalar(select(func.count()).select_from(Draft)) == 1


# --------------------------------------------------------------------------------------------- several at one moment
def in_threads(*jobs) -> None:
    failed: list[BaseException] = []

    def run(job) -> None:
        try:
            job()
        except BaseException as error:  # noqa: BLE001 - shown below
            failed.append(error)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_two_counters_give_numbers_without_a_gap_even_when_acts_fail(site_place, desk, staff_of_site, clock):
    day = date(2026, 11, 21)
    other = Desk(open_database(site_place), data=desk.data, clock=clock, actor=staff_of_site.supervisor)

    def take(counter: Desk) -> None:
        for number in range(25):
            try:
                with counter.act("test.number") as act:
                    next_number(act.session, "XX" if number % 2 else "YY", day)
                    next_number(act.session, "YY" if number % 2 else "XX", day)
                    if number % 5 == 0:
                        raise KeyError
            except KeyError:
                continue

    in_threads(lambda: take(desk), lambda: take(other))
    other.database.close()
    with desk.look() as session:
        given = dict(session.execute(select(Sequence.name, Sequence.last).where(Sequence.name != "audit")).all())
        events = session.scalar(select(func.count()).select_from(AuditEvent).where(AuditEvent.act == "test.number"))
    assert given == {"XX-20261121": 40, "YY-20261121": 40}
    assert events == 40
    assert {finding.code for finding in check(desk)} <= {"sequence-gap"}  # the numbers were used for nothing


_ISSUE = """
import sys
from pathlib import Path
from desk.models.kit.database import open_database
from desk.services import slips
from desk.services.kit.desk import Actor, Desk
from desk.slips.engine.slip import Field, Slip

place, data, staff, count = sys.argv[1:]
slip = Slip(kind="complaint", title="投诉登记单", site="阳光花园", fields=(Field("房号", "1栋1单元101"),), copies=("客户联",))
desk = Desk(
    open_database(place if "://" in place else Path(place), busy_seconds=60), data=Path(data),
    actor=Actor(int(staff), "x", "x", "receptionist"),
)
desk.site, desk.policy
print("ready", flush=True)
sys.stdin.readline()
for _number in range(int(count)):
    with desk.act("slip.issue") as act:
        slips.issue(act, desk, slip, subject="unit:1")
desk.database.close()
"""

_PAY = """
import sys
from pathlib import Path
from desk.models.kit.database import open_database
from desk.rules.kit.money import Tender
from desk.services import money
from desk.services.kit.desk import Actor, Desk

place, data, staff, count = sys.argv[1:]
desk = Desk(
    open_database(place if "://" in place else Path(place), busy_seconds=60), data=Path(data),
    actor=Actor(int(staff), "x", "x", "receptionist"),
)
desk.site, desk.policy
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(count)):
    line = money.ChargeEntry("service", 100 + number, None, item="门禁卡")
    money.pay(desk, money.PayEntry("单雄风", (Tender("wechat", 100 + number),), lines=(line,)))
desk.database.close()
"""


def _at_once(code: str, place: object, desk: Desk, people: Several[Actor], each: int) -> None:
    """Runs the same work in two processes that begin together, each as another member of staff."""
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(place), str(desk.data), str(person.id), str(each)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for person in people
    ]  # fmt: skip
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in workers:
        worker.communicate(timeout=120)
        assert worker.returncode == 0


def test_two_processes_take_payments_at_once(engine, site_place, desk, staff_of_site):
    """No receipt number is shared or left out, and the journal's sums agree."""
    each = 20 if engine == "sqlite" else 100 if os.environ.get("CI") else 40
    people = (staff_of_site.receptionist, staff_of_site.supervisor)
    for counter, person in enumerate(people, 1):
        desk.actor = person
        money.open_shift(desk, counter=str(counter))
    _at_once(_PAY, site_place, desk, people, each)
    with desk.look() as session:
        rows = session.execute(select(Receipt.number, Receipt.fen).order_by(Receipt.id)).all()
    days = {number[3:11] for number, _fen in rows}
    if len(days) == 1:  # not at midnight
        assert sorted(int(number[-4:]) for number, _fen in rows) == list(range(1, 2 * each + 1))
    assert sum(fen for _number, fen in rows) == 2 * sum(100 + number for number in range(each))
    assert check(desk) == []


def test_two_processes_issue_slips_at_once(engine, site_place, desk, staff_of_site):
    """No gap, no double, one chain of events."""
    each = 50 if engine == "sqlite" else 1000 if os.environ.get("CI") else 250
    people = (staff_of_site.receptionist, staff_of_site.supervisor)
    _at_once(_ISSUE, site_place, desk, people, each)
    with desk.look() as session:
        rows = session.execute(select(SlipRecord.number, SlipRecord.staff_id).order_by(SlipRecord.id)).all()
        days = {number[3:11] for number, _staff in rows}
        turns = sum(1 for (_a, one), (_b, next_) in pairwise(rows) if one != next_)
    assert len(rows) == len({number for number, _staff in rows}) == 2 * each
    if len(days) == 1:  # not at midnight
        assert sorted(int(number[-4:]) if len(number) == 16 else 0 for number, _staff in rows) == list(
            range(1, 2 * each + 1)
        )
    assert turns > 0
    assert check(desk) == []


def test_the_last_events_cannot_be_taken_away_unseen(desk):
    for _ in range(3):
        with desk.act("test.act"):
            pass
    assert check(desk) == []
    with desk.database.write() as session:
        last = session.scalar(select(func.max(AuditEvent.id)))
        session.execute(delete(AuditEvent.__table__).where(AuditEvent.__table__.c.id == last))
    found = {finding.code for finding in check(desk)} - {"rows"}
    # Where the site is a file, what stands beside it about the last act tells the same.
    assert found == ({"audit-chain"} if desk.database.file is None else {"audit-chain", "anchor"})


def test_a_site_of_an_older_version_gets_its_count_with_the_next_act(desk):
    with desk.act("test.act"):
        pass
    with desk.database.write() as session:
        session.execute(delete(Sequence).where(Sequence.name == "audit"))
    with desk.act("test.act"):
        pass
    with desk.look() as session:
        events = session.scalar(select(func.count()).select_from(AuditEvent))
        assert session.get(Sequence, "audit").last == events
    # The row was taken away behind the program's back, which the sums of rows tell.
    assert {finding.code for finding in check(desk)} <= {"rows"}


# ----------------------------------------------------------------------------------------------------- one place only
def test_nobody_else_speaks_an_engines_own_language():
    import desk as program

    root = Path(program.__file__).parent
    engines = root / "models" / "kit" / "engines"
    strangers = {
        str(file.relative_to(root)): word
        for file in root.rglob("*.py")
        if engines not in file.parents and "migrations" not in file.parts
        for word in ("PRAGMA", "sqlite_master", "pg_catalog", ".contains(", ".like(", ".ilike(")
        if word in file.read_text(encoding="utf-8") and (word.isupper() or "services" in file.parts or "models" in file.parts)
    }  # fmt: skip
    assert strangers == {}

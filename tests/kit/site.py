"""What the tests of services and of the window share: a clock that stands, a PIN, a set-up site that is copied for each test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from desk import paths
from desk.models.kit.database import Database, open_database
from desk.services import site, staff
from desk.services.kit.desk import Actor, Desk

START = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
"""10:00 in Shanghai, a Saturday."""
PIN = "246810"
"""Of everybody on every test site."""


_SHARED: dict[str, tuple[Any, Any]] = {}


def hurried(database: Database) -> Database:
    """An opened database that uses the statements others of its kind compiled, and that does not wait for the disk.

    SQLAlchemy keeps what it compiled for each engine object, and a test has one of its own. That a kill loses nothing is
    tested by `tests/e2e/test_kill.py`, with the program's own settings.
    """
    make = database.backend.engine

    def engine(**options: Any) -> Engine:
        made = make(**options)
        name = made.dialect.name
        if name in _SHARED:
            made.dialect, made._compiled_cache = _SHARED[name]
        else:  # only what has been connected knows the server: an engine that never was would leave the others without

            def keep(_connection: Any) -> None:
                _SHARED.setdefault(name, (made.dialect, made._compiled_cache))

            event.listen(made, "engine_connect", keep, once=True)
        if database.file is not None:
            event.listen(made, "connect", lambda connection, _record: connection.execute("PRAGMA synchronous=OFF"))
        return made

    database.backend.engine = engine
    return database


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **delta: float) -> None:
        self.now += timedelta(**delta)


@dataclass
class People:
    """The staff of the test site."""

    manager: Actor
    supervisor: Actor
    receptionist: Actor


def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes PINs cheap: the cost of their hash is not what the tests are about."""
    monkeypatch.setattr(staff, "_ROUNDS", 1)
    monkeypatch.setattr(staff, "_MEMORY", 8)


def actor(member: staff.StaffView) -> Actor:
    """Somebody of the staff at the counter."""
    return Actor(member.id, member.login, member.name, member.role)


@contextmanager
def new_site(
    data: Path, *plans: site.BuildingPlan, name: str = "阳光花园物业服务中心", hotline: str = "0755-26001234"
) -> Iterator[Desk]:
    """A site in `data`, set up a month ago with the manager 周敏 at the counter; closed at the end of the block."""
    with pytest.MonkeyPatch.context() as patch:
        quick(patch)
        desk = Desk(open_database(paths.database_file(data)), data=data, clock=Clock(START - timedelta(days=30)))
        site.set_up(desk, site.SetUp(name, hotline, "zh_CN", plans, "周敏", "zhou", PIN))
        yield desk
        desk.database.close()


def make_master(data: Path, *plans: site.BuildingPlan) -> tuple[Path, People]:
    """A closed site's database with a manager, a supervisor and a receptionist."""
    with new_site(data, *plans) as desk:
        assert desk.actor is not None
        chief = staff.add_staff(desk, staff.StaffEntry("chen", "陈刚", "supervisor", PIN))
        clerk = staff.add_staff(desk, staff.StaffEntry("lin", "林晓", "receptionist", PIN))
        people = People(desk.actor, actor(chief), actor(clerk))
    return paths.database_file(data), people

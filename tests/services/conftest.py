"""A site to work on: a real SQLite file, built once per session, closed, and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from desk import paths
from desk.models import AuditEvent
from desk.models.kit.database import open_database
from desk.services import site, staff
from desk.services.kit.desk import Actor, Desk
from desk.services.kit.sealed import opened

START = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
"""10:00 in Shanghai, a Saturday."""
PIN = "246810"


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


@pytest.fixture(autouse=True)
def quick_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cost of a PIN's hash is not what these tests are about."""
    monkeypatch.setattr(staff, "_ROUNDS", 1)
    monkeypatch.setattr(staff, "_MEMORY", 8)


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, People]:
    """The set-up site's database, closed."""
    data = tmp_path_factory.mktemp("master")
    database = open_database(paths.database_file(data))
    desk = Desk(database, data=data, clock=Clock(START - timedelta(days=30)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staff, "_ROUNDS", 1)
        patch.setattr(staff, "_MEMORY", 8)
        site.set_up(
            desk,
            site.SetUp(
                site_name="阳光花园物业服务中心",
                hotline="0755-26001234",
                language="zh_CN",
                buildings=(site.BuildingPlan("1栋", 2, 3, 2), site.BuildingPlan("A座", 0, 2, 2)),
                manager_name="周敏",
                manager_login="zhou",
                manager_pin=PIN,
            ),
        )
        assert desk.actor is not None
        manager = desk.actor
        chief = staff.add_staff(desk, staff.StaffEntry("chen", "陈刚", "supervisor", PIN))
        clerk = staff.add_staff(desk, staff.StaffEntry("lin", "林晓", "receptionist", PIN))
    database.close()
    return paths.database_file(data), People(
        manager,
        Actor(chief.id, chief.login, chief.name, chief.role),
        Actor(clerk.id, clerk.login, clerk.name, clerk.role),
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def staff_of_site(master: tuple[Path, People]) -> People:
    return master[1]


@pytest.fixture
def empty_desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    """A desk on a new folder: no site, nobody signed in."""
    database = open_database(paths.database_file(tmp_path))
    yield Desk(database, data=tmp_path, clock=clock)
    database.close()


@pytest.fixture
def desk(master: tuple[Path, People], tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    """A desk on a copy of the set-up site: 1栋 (12 units, ids 1 to 12), A座 (4 units), the receptionist signed in."""
    file = paths.database_file(tmp_path)
    shutil.copy(master[0], file)
    database = open_database(file)
    yield Desk(database, data=tmp_path, clock=clock, actor=master[1].receptionist)
    database.close()


@pytest.fixture
def events(desk: Desk) -> Callable[[str], list[AuditEvent]]:
    """The audit events of an act so far, oldest first, with the values that are sealed in place."""

    def of(act: str) -> list[AuditEvent]:
        with desk.look() as session:
            rows = list(session.scalars(select(AuditEvent).where(AuditEvent.act == act).order_by(AuditEvent.id)))
            for row, data in zip(rows, opened(session, [row.data or {} for row in rows]), strict=True):
                set_committed_value(row, "data", data)
            return rows

    return of


@pytest.fixture
def picture(tmp_path: Path) -> Callable[..., Path]:
    """Makes picture files; each text gives another content."""

    def of(text: str = "a face", name: str = "photo.jpg") -> Path:
        file = tmp_path / name
        file.write_bytes(b"\xff\xd8\xff\xe0" + text.encode())
        return file

    return of


@pytest.fixture
def resident() -> Callable[..., str]:
    """Makes resident card numbers with their check digit, by the standard's arithmetic and not by the code under test."""

    def number(birthday: str = "19850314", sequence: str = "003", area: str = "110000") -> str:
        first = area + birthday + sequence
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        return first + "10X98765432"[sum(int(d) * w for d, w in zip(first, weights, strict=True)) % 11]

    return number

"""A site to work on: built once per session, closed, and copied for each test; on both engines.

A test that asks for `desk`, `empty_desk` or `place` runs once on SQLite and once on PostgreSQL, unless it is marked
`one_engine`: then on SQLite only.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from desk import paths
from desk.models import AuditEvent
from desk.models.kit.database import Database, backend_for, open_database
from desk.services import site
from desk.services.kit.desk import Desk
from desk.services.kit.sealed import opened
from tests.kit import postgresql
from tests.kit.site import Clock, People, hurried, make_master, quick


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Which engines a test runs on."""
    if "engine" in metafunc.fixturenames:
        one = metafunc.definition.get_closest_marker("one_engine") is not None
        one = one or postgresql.left_out()  # test_postgresql.py is skipped then, and says why
        metafunc.parametrize("engine", ["sqlite"] if one else ["sqlite", "postgresql"], scope="session")


@pytest.fixture(autouse=True)
def quick_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cost of a PIN's hash is not what these tests are about."""
    quick(monkeypatch)


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, People]:
    """The set-up site's database, closed."""
    return make_master(
        tmp_path_factory.mktemp("master"), site.BuildingPlan("1栋", 2, 3, 2), site.BuildingPlan("A座", 0, 2, 2)
    )


@pytest.fixture(scope="session")
def empty_template(server: postgresql.Server) -> str:
    """The name of a database with tables and no site."""
    name = server.new()
    open_database(server.address(name)).close()
    return name


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with tables and no site, closed."""
    file = paths.database_file(tmp_path_factory.mktemp("empty"))
    open_database(file).close()
    return file


@pytest.fixture(scope="session")
def site_template(server: postgresql.Server, master: tuple[Path, People]) -> str:
    """The name of a database with the set-up site, the same rows as in the file."""
    name = server.new()
    backend_for(server.address(name)).replace_by(master[0])
    return name


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def staff_of_site(master: tuple[Path, People]) -> People:
    return master[1]


def _opened(place: Path | str) -> Database:
    database = hurried(open_database(place))
    if database.file is None:
        postgresql.watch_order(database.engine)
    return database


@pytest.fixture
def place(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """Where a new site goes: a file or a database of the server that has its tables and nothing in them."""
    if engine == "sqlite":
        yield shutil.copy(request.getfixturevalue("empty_file"), paths.database_file(tmp_path))
        return
    server: postgresql.Server = request.getfixturevalue("server")
    with server.kept(request.getfixturevalue("empty_template")) as address:
        yield address


@pytest.fixture
def empty_desk(place: Path | str, tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    """A desk on a new place: no site, nobody signed in."""
    database = _opened(place)
    yield Desk(database, data=tmp_path, clock=clock)
    database.close()


@pytest.fixture
def site_place(
    engine: str, request: pytest.FixtureRequest, master: tuple[Path, People], tmp_path: Path
) -> Iterator[Path | str]:
    """Where a copy of the set-up site is."""
    if engine == "sqlite":
        file = paths.database_file(tmp_path)
        shutil.copy(master[0], file)
        yield file
        return
    server: postgresql.Server = request.getfixturevalue("server")
    with server.kept(request.getfixturevalue("site_template")) as address:
        yield address


@pytest.fixture
def desk(site_place: Path | str, master: tuple[Path, People], tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    """A desk on a copy of the set-up site: 1栋 (12 units, ids 1 to 12), A座 (4 units), the receptionist signed in."""
    database = _opened(site_place)
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

"""What every test stands on: no display needed, no real user's folders, Chinese at the start, silence in the log."""

from __future__ import annotations

import gc
import logging
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from tests.kit.postgresql import Server

# Before anything imports Qt. DESK_TEST_DISPLAY=1 shows the windows on the display that there is.
if not os.environ.get("DESK_TEST_DISPLAY"):
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
for _name in ("QT_SCALE_FACTOR", "QT_SCREEN_SCALE_FACTORS", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME"):
    os.environ.pop(_name, None)

if sys.dont_write_bytecode:
    # Whoever wants no compiled files among the sources gets them elsewhere: each of the tests' own processes would compile
    # seven hundred modules anew, which takes longer than most of what it is asked to do.
    sys.dont_write_bytecode = False
    sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"] = str(Path(__file__).parent.parent / "build" / "pycache")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def _in_memory() -> str | None:
    """Where files are never written to a disk, if there is room: each test has a site of its own, two megabytes of it."""
    folder = Path("/dev/shm")
    return str(folder) if folder.is_dir() and shutil.disk_usage(folder).free > 4 << 30 else None


# No test reads or writes the folders of the person who runs it.
_home = Path(tempfile.mkdtemp(prefix="desk-tests-", dir=_in_memory()))
if "PYTEST_DEBUG_TEMPROOT" not in os.environ and _in_memory():
    os.environ["PYTEST_DEBUG_TEMPROOT"] = _in_memory() or ""
for _name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
    (_home / _name).mkdir(mode=0o700)
    os.environ[_name] = str(_home / _name)

# The usual seven hundred new objects between two looks for garbage cost a fifth of the tests' time.
gc.set_threshold(50_000, 20, 20)

settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("desk"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.hookimpl(trylast=True)  # after the order was made up by chance
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first: one that begins last keeps everybody waiting."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_unconfigure() -> None:
    shutil.rmtree(_home, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def compiled_catalogues() -> None:
    """`make test` compiles them; a bare pytest on a fresh checkout says what to do instead of failing in odd places."""
    from desk import paths

    missing = [po for po in paths.i18n().glob("*/LC_MESSAGES/*.po") if not po.with_suffix(".mo").exists()]
    if missing:
        pytest.exit(
            "The catalogues are not compiled: run `make test`, or `python tools/catalogues.py compile`.", returncode=4
        )


@pytest.fixture(autouse=True)
def default_words() -> Iterator[None]:
    """Each test starts in the default language and with the program's lists, whatever the site of the one before had of its own."""
    from desk import catalog, i18n

    i18n.set_language(i18n.DEFAULT_LANGUAGE)
    yield
    i18n.set_language(i18n.DEFAULT_LANGUAGE)
    catalog.use_list_changes(())


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server of this run (of each worker its own), started by the first test that asks for it."""
    from tests.kit import postgresql

    postgresql.require()
    with postgresql.running() as started:
        yield started


class ExpectedLog:
    """The warnings of Desk's own loggers in one test, and which of them the test asked for."""

    def __init__(self) -> None:
        self.records: list[logging.LogRecord] = []
        self._patterns: list[re.Pattern[str]] = []

    def __call__(self, pattern: str) -> None:
        """From here on a record whose text matches `pattern` is expected, and has to come."""
        self._patterns.append(re.compile(pattern))

    @property
    def messages(self) -> list[str]:
        """The texts logged so far, warnings and worse."""
        return [record.getMessage() for record in self.records]

    def unexpected(self) -> list[str]:
        """The records nobody asked for."""
        return [
            f"{record.levelname} {record.name}: {record.getMessage()}"
            for record in self.records
            if not any(pattern.search(record.getMessage()) for pattern in self._patterns)
        ]

    def absent(self) -> list[str]:
        """The patterns that no record matched."""
        return [p.pattern for p in self._patterns if not any(p.search(text) for text in self.messages)]


@pytest.fixture(autouse=True)
def expected_log() -> Iterator[ExpectedLog]:
    """A warning in Desk's log fails the test, unless the test said `expected_log("its text")` before."""
    expected = ExpectedLog()
    handler = logging.Handler(logging.WARNING)
    handler.emit = expected.records.append
    logger = logging.getLogger("desk")
    logger.addHandler(handler)
    yield expected
    logger.removeHandler(handler)
    if found := expected.unexpected():
        pytest.fail("logged without being expected:\n" + "\n".join(found))
    if absent := expected.absent():
        pytest.fail(f"expected in the log, but absent: {absent}")

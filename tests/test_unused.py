"""What waits until somebody asks for it: the libraries of the window do without it, and who asks gets it whole."""

from __future__ import annotations

import subprocess
import sys

BEGIN = """
import sys
from desk import unused
unused.leave_out_openssl()
unused.wait()
"""


def run(code: str) -> None:
    subprocess.run([sys.executable, "-c", BEGIN + code], check=True, timeout=60)


def test_sqlalchemy_is_used_without_what_it_imports_for_others() -> None:
    run("""
import sqlalchemy, sqlalchemy.orm
with sqlalchemy.create_engine("sqlite://").connect() as connection:
    assert connection.execute(sqlalchemy.text("SELECT 1")).scalar() == 1
for name in ("socket", "selectors", "asyncio.events", "email.message", "_ssl", "_hashlib"):
    assert sys.modules.get(name) is None, name
""")


def test_who_asks_for_more_gets_the_whole_module() -> None:
    run("""
import asyncio, importlib.metadata
from asyncio import iscoroutine
assert "asyncio.events" not in sys.modules
async def seven():
    await asyncio.sleep(0)
    return 7
coroutine = seven()
assert iscoroutine(coroutine)
assert asyncio.run(coroutine) == 7
assert issubclass(asyncio.CancelledError, BaseException) and asyncio.get_running_loop
assert iscoroutine is asyncio.iscoroutine
from importlib import metadata
assert metadata.version("sqlalchemy") and importlib.metadata is metadata
try:
    asyncio.no_such_thing
except AttributeError as error:
    assert "no_such_thing" in str(error)
else:
    raise SystemExit("found what is not there")
""")


def test_two_that_ask_at_once_get_the_same() -> None:
    run("""
import asyncio, threading
from concurrent.futures import ThreadPoolExecutor
together = threading.Barrier(4)
def ask(name):
    together.wait()
    return getattr(asyncio, name)
with ThreadPoolExecutor(4) as pool:
    found = list(pool.map(ask, ["run", "Queue", "TimeoutError", "Lock"]))
assert found == [asyncio.run, asyncio.Queue, asyncio.TimeoutError, asyncio.Lock]
""")


def test_what_was_imported_before_stays() -> None:
    run_before = """
import sys, asyncio
whole = asyncio
from desk import unused
unused.wait()
assert sys.modules["asyncio"] is whole and asyncio.run
"""
    subprocess.run([sys.executable, "-c", run_before], check=True, timeout=60)

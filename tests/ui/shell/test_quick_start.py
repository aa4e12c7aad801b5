"""What keeps the start quick and small (architecture "Speed"), seen in processes of their own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desk import features, logs, paths
from desk.ui.kit import tasks

FIND = """
import sys
from pathlib import Path
from desk.app import open_desk
from desk.services.finder import find
desk = open_desk(Path(sys.argv[1]))
print(desk.site.name, bool(desk.policy["staff.idle_minutes"]), [hit.title for hit in find(desk, "1-1-101")], "sqlalchemy" in sys.modules)
desk.database.close()
"""

WINDOW = """
import sys
from pathlib import Path
from desk.window import run_window
def ready(window):
    import builtins
    import linecache
    from desk.ui.kit import tasks
    importer = builtins.__import__
    print(type(importer).__name__, importer.__name__, [n for n in ("ssl", "_hashlib", "PySide6.QtNetwork") if sys.modules.get(n)])
    print(window.width(), window.height())
    window.resize(720, 610)
    def end():
        print(len([name for name in linecache.cache if name.endswith(".py") and "sqlalchemy" in name]))
        window.close()
    tasks.run(lambda: __import__("desk.models").models.Unit, on_done=lambda unit: (print(unit.__name__), end()))
sys.exit(run_window(Path(sys.argv[1]), on_ready=ready))
"""

TODAY = """
import sys
from pathlib import Path
from desk.window import run_window
def ready(window):
    from PySide6.QtCore import QTimer
    from desk.ui.kit import tasks
    def look():
        if not tasks.idle() or "sqlalchemy.orm" not in sys.modules:
            QTimer.singleShot(50, look)
            return
        print(*sorted(name for name in sys.modules if name.startswith("desk.")))
        window.close()
    QTimer.singleShot(300, look)
sys.exit(run_window(Path(sys.argv[1]), on_ready=ready))
"""


def run(code: str, data: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", code, str(data)], capture_output=True, text=True, timeout=60, encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"}, check=True,
    )  # fmt: skip
    return done.stdout.splitlines()


@pytest.fixture
def data(ui_master, tmp_path) -> Path:
    shutil.copy(ui_master[0], paths.database_file(tmp_path))
    return tmp_path


def test_the_finder_answers_without_sqlalchemy(data):
    assert run(FIND, data) == ["阳光花园 True ['1栋1单元101'] False"]


def test_the_window_keeps_its_size_and_leaves_out_what_it_does_not_need(data):
    first = run(WINDOW, data)
    assert first[0] == "builtin_function_or_method __import__ []"
    assert first[2:] == ["Unit", "0"]
    left = paths.viewing(data) / "x" / "slip.pdf"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"%PDF")
    assert run(WINDOW, data)[1] == "720 610"
    assert not paths.viewing(data).exists()
    log = logs.file_of(data).read_text(encoding="utf-8")
    assert re.search(r"INFO desk.window Desk \S+: window after \d+ ms, site open after \d+ ms", log)
    assert log.count("INFO desk.window end") == 2


def test_a_held_pool_waits_and_keeps_its_order(qtbot):
    done: list[int] = []
    tasks.hold("test")
    try:
        for number in range(3):
            tasks.run(lambda number=number: number, on_done=done.append, pool="test")
        tasks.run(lambda: 9, on_done=done.append, pool="other")
        qtbot.waitUntil(lambda: done == [9])
    finally:
        tasks.release("test")
    qtbot.waitUntil(lambda: done == [9, 0, 1, 2])


MOST_MODULES = 175
"""Of ours, loaded when the first page has been filled. Each costs 20 to 100 kB and a millisecond; the memory of the program is to
stay under twice that of a bare window, and SQLAlchemy takes half of what there is. A feature that is not used adds its manifest."""


def test_what_is_not_used_on_a_site_is_not_loaded_for_its_first_page(data):
    """Neither tables nor services, slips or pages of a feature whose tables are empty (`Feature.used`)."""
    loaded = run(TODAY, data)[0].split()
    unused = [feature.code for feature in features.features() if feature.used]
    assert {"money", "renovation"} <= set(unused)
    rooms = tuple(f"desk.{room}.{code}" for code in unused for room in ("models", "services", "slips", "ui", "rules"))
    assert [name for name in loaded if name in rooms or name.startswith(tuple(f"{room}." for room in rooms))] == []
    assert len(loaded) <= MOST_MODULES, loaded


def test_what_falls_due_of_a_feature_is_asked_only_where_it_is_used():
    """All but the desk's own, which every site uses from its first day."""
    own = {"callbacks", "households", "orders", "requests", "site"}
    assert {feature.code for feature in features.features() if feature.due and not feature.used} <= own

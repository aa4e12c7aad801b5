"""The whole process from its start to a usable finder, and its memory, against a bare PySide6 window with one label."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.table import NotThere, Row, median, say

GOAL_TIME = 2.0
GOAL_MEMORY = 1.9
RUNS = 7

# Both say when they can be used, and what memory they hold once the work of the start is over.
_END = """
def ended(ready):
    import json, os, sys
    from pathlib import Path
    status = Path("/proc/self/status")
    if status.exists():
        kilobytes = int(status.read_text().split("VmRSS:")[1].split()[0])
    else:
        import psutil
        kilobytes = psutil.Process().memory_info().rss // 1024
    print(json.dumps({"ready": ready, "memory": kilobytes / 1024}), flush=True)
    os._exit(0)
"""

_BARE = (
    _END
    + """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(QLabel("Desk"))
window.resize(1280, 720)
window.show()
def usable():
    ready = time.time()
    QTimer.singleShot(1000, lambda: ended(ready))
QTimer.singleShot(0, usable)
app.exec()
"""
)

# Usable: the window is seen, the finder has the focus and shows what it found for what was typed. The memory is taken a second
# later at least, and after the first page has read what is due (which loads SQLAlchemy).
_DESK = (
    _END
    + """
import os, sys, time
from pathlib import Path
from desk.window import run_window
def on_ready(window):
    from PySide6.QtCore import QTimer
    from desk.ui.kit import tasks
    def check(holds, words):
        if not holds:
            print(words, file=sys.stderr, flush=True)
            os._exit(1)
    def answered(text):
        ready = time.time()
        check(window.isVisible() and window.finder.hasFocus(), "the finder is not seen or has no focus")
        check(window.finder.list.isVisible() and window.finder.list.model.rowCount(), "nothing was found")
        window.finder.escape()
        window.finder.escape()
        QTimer.singleShot(1000, lambda: filled(ready))
    def filled(ready):
        if tasks.idle():
            check("sqlalchemy.orm" in sys.modules, "the first page was not filled")
            ended(ready)
        QTimer.singleShot(100, lambda: filled(ready))
    window.resize(1280, 720)  # as large as the bare one
    window.finder.answered.connect(answered)
    QTimer.singleShot(0, lambda: window.finder.type_in("1-1"))
run_window(Path(sys.argv[1]), demo=True, on_ready=on_ready)
"""
)


def _run(code: str, folder: Path, *arguments: str) -> tuple[float, float]:
    """Seconds until usable, and megabytes a second later."""
    # Both find their byte code, as every start but the first does, also where the one who measures keeps none in the tree.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    start = time.time()
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=environment,
    )
    lines = [line for line in result.stdout.splitlines() if line.startswith("{")]
    if result.returncode or not lines:
        raise NotThere(f"the window did not come up: {result.stderr.strip().splitlines()[-1:] or result.returncode}")
    said: dict[str, Any] = json.loads(lines[-1])
    return said["ready"] - start, said["memory"]


def _demo(folder: Path) -> Path:
    from desk.app import open_desk
    from desk.services.demo import make_demo

    data = folder / "demo"
    desk = open_desk(data)
    try:
        make_demo(desk)
    finally:
        desk.database.close()
    return data


def rows(folder: Path, *, quick: bool = False) -> list[Row]:
    data = _demo(folder)
    bare, ours = [], []
    _run(_BARE, folder)
    _run(_DESK, folder, str(data))  # files into the system's cache, byte code written
    for _ in range(3 if quick else RUNS):
        bare.append(_run(_BARE, folder))
        ours.append(_run(_DESK, folder, str(data)))
    time_ours, time_bare = median(t for t, _m in ours) * 1000, median(t for t, _m in bare) * 1000
    memory_ours, memory_bare = median(m for _t, m in ours), median(m for _t, m in bare)
    say(f"  start {time_ours:.0f} ms against {time_bare:.0f}; memory {memory_ours:.0f} MB against {memory_bare:.0f}")
    window = "bare PySide6 window with one label"
    return [
        Row(
            "start to a usable finder, whole process", time_ours, "ms", time_bare, window, time_ours / time_bare,
            f"≤ {GOAL_TIME:g}×", time_ours / time_bare <= GOAL_TIME,
        ),
        Row(
            "memory with the demo site open", memory_ours, "MB", memory_bare, window, memory_ours / memory_bare,
            f"≤ {GOAL_MEMORY:g}×", memory_ours / memory_bare <= GOAL_MEMORY,
        ),
    ]  # fmt: skip

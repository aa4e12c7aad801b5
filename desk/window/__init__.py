# ruff: noqa: PLC0415 - Qt, and what is left out of the process, come in this order
"""The window on a site, from its start to its end: the door of the composition root."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desk import unused

if TYPE_CHECKING:
    from desk.ui.shell.main_window import MainWindow


def run_window(
    data: Path,
    *,
    database_url: str | None = None,
    demo: bool = False,
    on_ready: Callable[[MainWindow], None] | None = None,
) -> int:
    """Opens the window on the site in `data` and stays until it is closed.

    The window is on the screen before the database and what reads it are loaded (architecture "Speed").

    Args:
        data: the site's folder.
        database_url: a PostgreSQL database that holds the site.
        demo: the site is the demo, whose receptionist is at the counter already.
        on_ready: called once with the window when the finder can be used (benchmarks, tests).

    Returns:
        The exit code; 0 also when another window on this site was raised instead.
    """
    # What the start makes stays: to look through all of it for what may go takes up to 10 of its 250 ms. See `running._Run.attach`.
    gc.disable()
    try:
        unused.leave_out_openssl()
        unused.wait()
        # The window's own modules come after that: Qt, and what is left out, are imported by them.
        from desk.window.running import run

        return run(data, database_url, on_ready, demo=demo)
    finally:
        gc.enable()

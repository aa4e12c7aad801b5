"""When an open window works by itself: the day's backup and tidying, what time does to records.

The work is imported on its worker: SQLAlchemy comes with it.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer

from desk import features
from desk.services.kit.desk import Desk
from desk.ui.kit import tasks
from desk.ui.shell.main_window import MainWindow


def begin(window: MainWindow, desk: Desk) -> None:
    """The day's backup and tidying, off the UI thread, a moment after the start; a failure is said in words."""

    def run() -> None:
        tasks.run(
            lambda: features.load("desk.window.work:back_up")(desk),
            on_done=lambda _made: window.status.refresh(),
            owner=window,
            pool=tasks.LONG,
        )
        tasks.run(lambda: features.load("desk.window.work:second_copy")(desk), owner=window, pool=tasks.LONG)
        tasks.run(lambda: features.load("desk.window.work:tidy")(desk), owner=window, pool=tasks.LONG)
        begin_day()

    def begin_day() -> None:
        # What time itself does to records (a period that ended): again and again, it finds nothing when it was done.
        tasks.run(lambda: features.load("desk.window.work:begin_day")(desk), owner=window, pool=tasks.LONG)

    def pass_minute() -> None:
        if desk.actor is not None and not window.locked():
            tasks.run(lambda: features.load("desk.window.work:pass_minute")(desk), owner=window, pool=tasks.LONG)

    # A moment later: the one who signed in does something first.
    window.signed_in.connect(lambda: QTimer.singleShot(3000, window, begin_day))
    QTimer.singleShot(3000, window, run)
    # A counter PC is left on for weeks: the next day has its backup too.
    hourly = QTimer(window)
    hourly.setObjectName("daily backup")
    hourly.timeout.connect(run)
    hourly.start(3_600_000)
    each_minute = QTimer(window)
    each_minute.setObjectName("minute")
    each_minute.timeout.connect(pass_minute)
    each_minute.start(60_000)

"""The composition root: the site's folder, its lock, its database, the window."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desk import paths
from desk.errors import DeskError, StorageError
from desk.i18n import _

if TYPE_CHECKING:
    from desk.services.desk import Desk
    from desk.ui.main_window import MainWindow


def open_desk(data: Path, *, clock: Callable[[], datetime] | None = None) -> Desk:
    """Opens the site in `data`, making an empty one where there is none.

    An older one is migrated, after a verified backup.

    Raises:
        StorageError: in words, with what to do.
    """
    from desk.models.database import open_database, translated
    from desk.services.desk import Desk, utc_now

    file = paths.database_file(data)
    try:
        database = open_database(file)
    except StorageError as error:
        if error.code != "older":
            raise
        with translated():
            migrate(file)
        database = open_database(file)
    return Desk(database, data=data, clock=clock or utc_now)


def migrate(file: Path) -> Path:
    """Brings an older database to this version; the verified copy made before is returned."""
    from sqlalchemy import create_engine, event

    from desk.models.database import revision_of
    from desk.models.migrations import upgrade
    from desk.services.backup import copy_database

    before = paths.backups(file.parent) / f"before-migration-{revision_of(file)}.sqlite3"
    copy_database(file, before)
    engine = create_engine(f"sqlite:///{file.as_posix()}", connect_args={"isolation_level": None})
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with engine.begin() as connection:
        upgrade(connection)
    engine.dispose()
    return before


def run_window(
    data: Path,
    *,
    sign_in_as: str | None = None,
    theme: str | None = None,
    on_ready: Callable[[MainWindow], None] | None = None,
) -> int:
    """Opens the window on the site in `data` and stays until it is closed.

    Args:
        data: the site's folder.
        sign_in_as: login of a member of the staff without a PIN (the demo's), to skip the sign-in.
        theme: light, dark or system; the site's setting when None.
        on_ready: called once with the window when the finder can be used (benchmarks, tests).

    Returns:
        The exit code; 0 also when another window on this site was raised instead.
    """
    from PySide6.QtWidgets import QApplication, QMessageBox

    from desk import crash
    from desk.ui import single, translator
    from desk.ui import theme as looks

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setApplicationName("Desk")
    app.setDesktopFileName("desk")
    looks.apply(app, theme or "light")
    instance = single.claim(data)
    if instance is None:
        return 0  # the first window has been raised
    try:
        left_by_fault = crash.watch_hard_faults(data)
        desk = open_desk(data)
    except DeskError as error:
        translator.switch_language(app, "zh_CN")
        QMessageBox.critical(None, _("Desk"), str(error))
        return 1
    try:
        from desk.services import settings_for_start

        chosen = settings_for_start.read(desk)
        translator.switch_language(app, chosen.language)
        looks.apply(app, theme or chosen.theme)

        from desk.ui.main_window import MainWindow

        window = MainWindow(desk)
        instance.raised.connect(window.come_forward)
        crash.install(data, window.report_bug)
        window.start(sign_in_as=sign_in_as, left_by_fault=left_by_fault)
        if on_ready is not None:
            on_ready(window)
        return app.exec()
    finally:
        crash.stop_watching()
        desk.database.close()
        instance.release()

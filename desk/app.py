"""The composition root: the site's folder, its lock, its database, the window."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desk import __version__, logs, paths, unused
from desk.errors import DeskError, StorageError
from desk.i18n import DEFAULT_LANGUAGE, LANGUAGES, _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desk.services.kit.desk import Desk
    from desk.ui.kit.preferences import Preferences
    from desk.ui.shell.main_window import MainWindow
    from desk.ui.shell.single import Instance
    from desk.ui.site.offline import Offline, Outcome


log = logging.getLogger("desk.app")


def open_desk(
    data: Path,
    database_url: str | None = None,
    *,
    clock: Callable[[], datetime] | None = None,
    password: str | None = None,
) -> Desk:
    """Opens the site in `data`, making an empty one where there is none.

    An older one is migrated, after a verified backup.

    Args:
        data: the folder of the database, of attachments, backups and reports.
        database_url: a PostgreSQL database that holds the site instead of the folder's file.
        clock: gives the present moment; the machine's when None.
        password: for a server that asks for one; of an encrypted site, its password or recovery code.

    Raises:
        StorageError: in words, with what to do; `lost`: the database is gone or cut off, but its copies or papers are there.
    """
    from desk.models.kit.database import open_database, storage_error_from_os
    from desk.services.kit import own_lists
    from desk.services.kit.desk import Desk, utc_now
    from desk.slips.engine import fonts

    place = database_url or paths.database_file(data)
    key = None
    try:
        paths.private(data)
        paths.make_private(data)
        if database_url is None:
            _refuse_a_lost_database(data)
            key = unlock(data, password)
    except OSError as error:
        raise storage_error_from_os(error) from error
    older = False
    try:
        database = open_database(place, password=password, key=key)
    except StorageError as error:
        if error.code != "older":
            raise
        older = True
        migrate(place, paths.backups(data), password=password, key=key)
        database = open_database(place, password=password, key=key)
    if database.file is not None:
        paths.only_mine(database.file)
    desk = Desk(database, data=data, clock=clock or utc_now)
    if key is not None:
        desk.unlocked_on = desk.today()
    if older:
        _note_upgrade(desk)
    own_lists.load(desk)
    fonts.use_extra_fonts(paths.fonts(data))
    return desk


def _note_upgrade(desk: Desk) -> None:
    """A migration changes rows; the sums of all of them are reckoned anew by an event that says so."""
    with desk.database.glance() as connection:
        last = connection.execute("SELECT state FROM audit_event ORDER BY id DESC LIMIT 1").fetchone()
    if last is not None and last[0] is not None:
        with desk.act("site.upgraded") as act:
            act.subject = "site:1"


def unlock(data: Path, password: str | None) -> bytes | None:
    """The key of the site in a folder, None where it is not encrypted. Raises as `keys.key_for`."""
    from desk.models.kit import keys

    spare = paths.backups(data) / paths.key_file(data).name
    return keys.key_for(paths.database_file(data), paths.key_file(data), password, spare=spare)


def _refuse_a_lost_database(data: Path) -> None:
    """A database that is gone or was cut off, where its copies and papers are still there, is no new site.

    Raises:
        StorageError: `lost`. OSError: the disk said no.
    """
    file = paths.database_file(data)
    if file.exists() and file.stat().st_size >= 512:
        return
    from desk.services.site import copies

    wal = Path(f"{file}-wal")
    attachments = paths.attachments(data)
    newest = copies.latest(paths.backups(data))
    if not (
        newest is not None
        or (file.exists() and file.stat().st_size > 0)
        or (wal.exists() and wal.stat().st_size > 0)
        or (attachments.is_dir() and any(attachments.iterdir()))
        or paths.key_file(data).exists()
    ):
        return
    # L10N: 数据文件丢失或被截断，但它的备份、附件还在。没有新建站点。
    words = _(
        "The data file {file} is gone or cut off, though what belongs to it is still here. No new site was made."
    ).format(file=file.name)
    if newest is not None:
        # L10N: 最近的备份是 {copy}，请用“恢复备份”把它恢复。
        words += " " + _("The newest backup is {copy}; please restore it.").format(copy=newest.file.name)
    else:
        # L10N: 请恢复一份备份，或把数据文件放回。
        words += " " + _("Please restore a backup, or put the data file back.")
    raise StorageError("lost", words)


def migrate(place: Path | str, backups: Path, *, password: str | None = None, key: bytes | None = None) -> Path:
    """Brings an older database to this version; the verified copy made before, in `backups`, is returned."""
    from desk.models.kit.database import backend_for, upgrade
    from desk.services.site.backup import copy_database

    backend = backend_for(place, password=password, key=key)
    before = backups / f"before-migration-{backend.revision()}.sqlite3"
    copy_database(backend, before)
    upgrade(backend)
    return before


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
    # What the start makes stays: to look through all of it for what may go takes up to 10 of its 250 ms. See `_Run.attach`.
    gc.disable()
    try:
        return _run_window(data, database_url, on_ready, demo=demo)
    finally:
        gc.enable()


def _run_window(
    data: Path, database_url: str | None, on_ready: Callable[[MainWindow], None] | None, *, demo: bool
) -> int:
    unused.leave_out_openssl()
    unused.wait()
    from desk import ui  # noqa: F401 - before PySide6, whose way of importing it takes back

    # isort: split

    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QMessageBox

    from desk import crash

    app, preferences = _application(data)
    try:
        instance = _claim(data)
    except DeskError as error:
        QMessageBox.critical(None, _("Desk"), str(error))
        return 1
    if instance is None:
        return 0  # the first window has been raised
    from desk.ui.shell.main_window import MainWindow

    before: Outcome | None = None
    try:
        while True:
            window = MainWindow(staff_sign_in=not demo)
            instance.serve(window)
            crash.install(data, window.report_bug)
            run = _Run(app, window, data, demo=demo, left_by_fault=bool(crash.watch_hard_faults(data)))
            window.offline_wanted.connect(run.stop_for)
            _place(window, preferences)
            window.show()
            QTimer.singleShot(0, lambda run=run, before=before: run.attach(database_url, on_ready, before))
            try:
                code = app.exec()
            finally:
                run.end()
            if run.job is None:
                return code
            before = _between(app, window, run, run.job, data)
    finally:
        instance.release()


def _between(app: QApplication, window: MainWindow, run: _Run, job: Offline, data: Path) -> Outcome:
    """The site is closed: what was asked for is done, and the window comes back."""
    from PySide6.QtCore import QEvent

    from desk.ui.site import offline

    window.hide()
    window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    before = offline.perform(job, data)
    return before if before.password is not None else replace(before, password=run.password)


def _claim(data: Path) -> Instance | None:
    """Takes the folder; another computer's lock only after asking."""
    from PySide6.QtWidgets import QMessageBox

    from desk.ui.shell import single

    try:
        return single.claim(data)
    except DeskError as error:
        if error.code != "elsewhere":
            raise
        buttons = QMessageBox.StandardButton
        # L10N: 那里的前台确实已关闭吗？
        words = error.message + "\n\n" + _("Is Desk closed there?")
        if QMessageBox.question(None, _("Desk"), words, buttons.Yes | buttons.No, buttons.No) != buttons.Yes:
            raise
        return single.claim(data, take_over=True)


def _application(data: Path) -> tuple[QApplication, Preferences]:
    """Qt's application, in the language and look that this PC remembers."""
    from PySide6.QtWidgets import QApplication

    from desk.ui.kit import theme, translator
    from desk.ui.kit.preferences import Preferences

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    if app.platformName() == "offscreen":
        _without_a_display()
    app.setApplicationName("Desk")
    app.setWindowIcon(theme.window_icon())
    app.setDesktopFileName("desk")
    preferences = Preferences(data)
    language = preferences.get("language")
    translator.switch_language(app, language if language in LANGUAGES else DEFAULT_LANGUAGE)
    theme.apply(app, preferences.get("theme") or "system", text_size=preferences.get("text_size") or "normal")
    return app, preferences


def _without_a_display() -> None:
    """Qt says for each window what a display that is not there cannot do; forty such lines hide the one that matters."""
    from PySide6.QtCore import qInstallMessageHandler

    def tell(_kind: object, _where: object, words: str) -> None:
        if not words.startswith("This plugin does not support") and sys.stderr is not None:
            sys.stderr.write(f"{words}\n")

    qInstallMessageHandler(tell)


def _place(window: MainWindow, preferences: Preferences) -> None:
    """Puts the window where it was; the first time it fills the screen.

    A counter's PC often has 1366 × 768: less what the title bar and the task bar take, which only the system knows.
    """
    from PySide6.QtCore import QSize, Qt

    geometry = preferences.get("geometry", None)
    if geometry is None or not window.restoreGeometry(geometry):
        window.resize(window.screen().availableSize().boundedTo(QSize(1366, 700)))  # when it is no longer maximised
        window.setWindowState(window.windowState() | Qt.WindowState.WindowMaximized)


class _Run:
    """One run of the window: what it opened, and closes at its end."""

    def __init__(self, app: QApplication, window: MainWindow, data: Path, *, demo: bool, left_by_fault: bool) -> None:
        self._app = app
        self._window = window
        self._data = data
        self._demo = demo
        self._left_by_fault = left_by_fault
        self._desk: Desk | None = None
        self._journal: logging.Handler | None = None
        self.job: Offline | None = None
        """Work for which the site has to be closed; the window comes back after it."""
        self.password: str | None = None
        """What opened an encrypted site; kept in memory for coming back."""

    def stop_for(self, job: Offline) -> None:
        """Ends this run of the window for work that needs the site closed."""
        self.job = job
        self._app.exit(0)

    def attach(
        self,
        database_url: str | None,
        on_ready: Callable[[MainWindow], None] | None,
        before: Outcome | None = None,
    ) -> None:
        """Opens the site behind the window that is shown already; ends the program where it cannot be read.

        Args:
            database_url: a PostgreSQL database that holds the site.
            on_ready: called once with the window when the finder can be used.
            before: what work that needed the site closed left to do and to say.
        """
        from PySide6.QtWidgets import QMessageBox

        from desk.services.kit import viewing

        shown = logs.since_start()
        viewing.empty(self._data)  # what a run that was killed left there
        try:
            self._open(database_url, before)
        except Exception as error:  # noqa: BLE001 - a window that cannot read its site is of no use to anybody
            self._journal = logs.install(self._data)
            if isinstance(error, StorageError) and error.code in _UNREADABLE and not database_url:
                from desk.ui.shell.rescue import offer

                job = offer(self._window, self._data, error)
                if job is not None:
                    self.stop_for(job)
                    return
            words = _no_start(self._data, error)
            QMessageBox.critical(self._window, _("Desk"), words)
            self._app.exit(1)
            return
        # The log begins when the window has its site: the folder is known to be its own then.
        open_after = logs.since_start()
        self._journal = logs.install(self._data)
        log.info("Desk %s: window after %.0f ms, site open after %.0f ms", __version__, shown, open_after)
        logs.note_machine()
        if self._left_by_fault:
            log.warning("the last run ended by a fault")
            self._window.messages.info(
                _("Desk ended unexpectedly last time. What was saved is complete; drafts are kept.")
            )
        assert self._desk is not None
        if before is not None:
            self._tell(before)
        _daily_backup(self._window, self._desk)
        gc.freeze()  # what is there is left alone from here on, too
        gc.enable()
        if on_ready is not None:
            on_ready(self._window)

    def _open(self, database_url: str | None, before: Outcome | None) -> None:
        from desk.ui.kit import tasks

        box = _password_box(self._window)

        def ask(sentence: str) -> str | None:
            self.password = box(sentence)
            return self.password

        self.password = None if before is None else before.password
        self._desk = desk = open_asking(self._data, database_url, ask, password=self.password)
        if before is not None and before.afterwards is not None:
            before.afterwards(desk)
        if self._demo:
            from desk.services.kit.desk import sit_down

            sit_down(desk)
        # The finder is ready to answer before the first page begins to load what it reads with.
        tasks.hold(tasks.READS, tasks.ACTS)
        tasks.run(lambda: _warm_up(desk), on_error=lambda _error: None, pool=tasks.SEARCH).finished.connect(
            lambda: tasks.release(tasks.READS, tasks.ACTS)
        )
        self._window.attach(desk)

    def _tell(self, before: Outcome) -> None:
        """What the work left to say; a recovery code has to be printed before anything else."""
        if before.code and self._desk is not None:
            from desk.ui.site.recovery import show_code

            show_code(self._window, self._desk, before.code)
        if before.words:
            self._window.messages.info(before.words)

    def end(self) -> None:
        """Waits for what is under way, and closes what was opened."""
        from desk import crash
        from desk.services.kit import viewing
        from desk.ui.kit import tasks

        gc.unfreeze()
        gc.enable()
        tasks.wait()
        crash.stop_watching()
        if self._desk is not None:
            self._desk.database.end()
        viewing.empty(self._data)
        log.info("end")
        logs.remove(self._journal)


_UNREADABLE = ("lost", "broken", "broken-header", "not-a-database", "keys-missing", "keys-damaged")
"""Why data cannot be opened that a backup would mend."""


def _no_start(data: Path, error: Exception) -> str:
    """What is said when the site cannot be read: its own sentence, or that there is a report."""
    from desk import crash

    if isinstance(error, DeskError):
        log.warning("no start: %s", error.code)
        return str(error)
    log.exception("no start")
    return _("Desk could not start. The data was left as it is. A report is in {file}.").format(
        file=crash.report(data, error) or "-"
    )


def open_asking(
    data: Path, database_url: str | None, ask: Callable[[str], str | None], *, password: str | None = None
) -> Desk:
    """Opens the site, asking for its password, or that of its server, when there is need of one.

    Args:
        data: the site's folder.
        database_url: a PostgreSQL database that holds the site.
        ask: is given a sentence and returns what was typed; None gives up.
        password: what is known already.

    Raises:
        StorageError: as `open_desk`; a password is asked for three times.
    """
    for attempts_left in (3, 2, 1, 0):
        try:
            return open_desk(data, database_url, password=password)
        except StorageError as error:
            if error.code not in ("password-needed", "wrong-password") or not attempts_left:
                raise
            password = ask(str(error))
            if password is None:
                raise
    raise AssertionError  # the last attempt returns or raises


def _password_box(window: MainWindow) -> Callable[[str], str | None]:
    def ask(sentence: str) -> str | None:
        from PySide6.QtWidgets import QInputDialog, QLineEdit

        typed, accepted = QInputDialog.getText(window, _("Desk"), sentence, QLineEdit.EchoMode.Password)
        return typed if accepted else None

    return ask


def _warm_up(desk: Desk) -> None:
    """One search, so that the clerk's first one finds everything loaded."""
    from desk.services import finder as search

    search.find(desk, "1")


def _daily_backup(window: MainWindow, desk: Desk) -> None:
    """The day's backup and tidying, off the UI thread, a moment after the start; a failure is said in words."""
    from PySide6.QtCore import QTimer

    from desk import features
    from desk.services.kit import in_use
    from desk.ui.kit import tasks

    def back_up() -> object:
        from desk.services.site.backup import daily_backup  # on the worker: SQLAlchemy comes with it

        return daily_backup(desk)

    def tidy() -> None:
        from desk.services import drafts
        from desk.services.kit import attachments
        from desk.services.site import copies

        drafts.expire(desk)
        attachments.sweep(desk)
        copies.sweep_site(desk.data)
        if desk.database.key is not None:  # what was interrupted when the site was encrypted
            attachments.turn_files(desk, desk.database.key)

    def second() -> object:
        from desk.services.site.second import weekly_copy

        return weekly_copy(desk)

    def run() -> None:
        tasks.run(
            back_up,
            on_done=lambda _made: window.status.refresh(),
            owner=window,
            pool=tasks.LONG,
        )
        tasks.run(second, owner=window, pool=tasks.LONG)
        tasks.run(tidy, owner=window, pool=tasks.LONG)
        begin_day()

    def begin_day() -> None:
        # What time itself does to records (a period that ended): again and again, it finds nothing when it was done.
        tasks.run(pass_day, owner=window, pool=tasks.LONG)

    def pass_day() -> None:
        for begin in features.hooks("site_begins"):
            begin(desk)
        in_use.time_passes(desk, "day_begins")

    def pass_minute() -> None:
        if desk.actor is not None and not window.locked():
            tasks.run(lambda: in_use.time_passes(desk, "minute_passes"), owner=window, pool=tasks.LONG)

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

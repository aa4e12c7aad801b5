# ruff: noqa: PLC0415 - the window is on the screen before this is loaded, and work that needs the site closed is rare
"""One run of the window after another: shown first, then the site is opened behind it.

What is imported inside functions here waits until the window is on the screen, or until the site has to be closed for some work.
"""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desk import ui  # noqa: F401 - before PySide6, whose way of importing it takes back

# isort: split

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QMessageBox

from desk import __version__, crash, logs
from desk.errors import DeskError, StorageError
from desk.i18n import DEFAULT_LANGUAGE, LANGUAGES, _
from desk.services.kit import viewing
from desk.ui.kit import tasks, theme, translator
from desk.ui.kit.preferences import Preferences
from desk.ui.shell import single
from desk.ui.shell.main_window import MainWindow

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.ui.shell.single import Instance
    from desk.ui.site.offline import Offline, Outcome

log = logging.getLogger("desk.window")


def run(data: Path, database_url: str | None, on_ready: Callable[[MainWindow], None] | None, *, demo: bool) -> int:
    """Shows the window, opens the site behind it, and stays until it is closed; see `run_window`."""
    app, preferences = _application(data)
    try:
        instance = _claim(data)
    except DeskError as error:
        QMessageBox.critical(None, _("Desk"), str(error))
        return 1
    if instance is None:
        return 0  # the first window has been raised
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
    from desk.ui.site import offline

    window.hide()
    window.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    before = offline.perform(job, data)
    return before if before.password is not None else replace(before, password=run.password)


def _claim(data: Path) -> Instance | None:
    """Takes the folder; another computer's lock only after asking."""
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

    def tell(_kind: object, _where: object, words: str) -> None:
        if not words.startswith("This plugin does not support") and sys.stderr is not None:
            sys.stderr.write(f"{words}\n")

    qInstallMessageHandler(tell)


def _place(window: MainWindow, preferences: Preferences) -> None:
    """Puts the window where it was; the first time it fills the screen.

    A counter's PC often has 1366 × 768: less what the title bar and the task bar take, which only the system knows.
    """
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
        from desk.window import daily

        daily.begin(self._window, self._desk)
        gc.freeze()  # what is there is left alone from here on, too
        gc.enable()
        if on_ready is not None:
            on_ready(self._window)

    def _open(self, database_url: str | None, before: Outcome | None) -> None:
        from desk.app import open_asking
        from desk.services.kit.desk import sit_down

        box = _password_box(self._window)

        def ask(sentence: str) -> str | None:
            self.password = box(sentence)
            return self.password

        self.password = None if before is None else before.password
        self._desk = desk = open_asking(self._data, database_url, ask, password=self.password)
        if before is not None and before.afterwards is not None:
            before.afterwards(desk)
        if self._demo:
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
    if isinstance(error, DeskError):
        log.warning("no start: %s", error.code)
        return str(error)
    log.exception("no start")
    return _("Desk could not start. The data was left as it is. A report is in {file}.").format(
        file=crash.report(data, error) or "-"
    )


def _password_box(window: MainWindow) -> Callable[[str], str | None]:
    def ask(sentence: str) -> str | None:
        typed, accepted = QInputDialog.getText(window, _("Desk"), sentence, QLineEdit.EchoMode.Password)
        return typed if accepted else None

    return ask


def _warm_up(desk: Desk) -> None:
    """One search, so that the clerk's first one finds everything loaded."""
    from desk.services import finder as search

    search.find(desk, "1")

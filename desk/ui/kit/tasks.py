"""Work off the UI thread: one worker for the database, one for the finder; results come back by signal.

The window never waits: no `processEvents`, no lock taken by the UI. A job that takes longer than 300 ms shows a progress
dialog with Cancel when it was given a title.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desk.errors import DeskError, NotAllowed
from desk.i18n import _
from desk.ui.kit import theme

PROGRESS_AFTER_MS = 300

Done = Callable[[Any], object]
Failed = Callable[[DeskError], object]


class Cancelled(Exception):
    """Raised by `Progress.step` inside the job when the clerk pressed Cancel."""


class Progress(QObject):
    """Handed to a job that shows its progress; may be called from the worker.

    Signals:
        moved: done, total (0 = unknown), words.
    """

    moved = Signal(int, int, str)

    def __init__(self) -> None:
        super().__init__()
        self._cancel = threading.Event()

    def __call__(self, done: int, total: int = 0, words: str = "") -> None:
        """Says how far the job is; the services' `progress=` callback."""
        self.moved.emit(done, total, words)

    def cancelled(self) -> bool:
        """Whether Cancel was pressed; the services' `cancelled=` callback."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Asks the job to stop at its next step."""
        self._cancel.set()

    def step(self, done: int, total: int = 0, words: str = "") -> None:
        """Says how far the job is.

        Raises:
            Cancelled: when Cancel was pressed.
        """
        if self.cancelled():
            raise Cancelled
        self(done, total, words)


class Job(QObject):
    """A piece of work under way.

    Signals:
        finished: always, on the UI thread, after the callbacks.
    """

    finished = Signal()
    _ended = Signal(object, object)

    def __init__(
        self,
        fn: Callable[..., Any],
        *,
        on_done: Done | None,
        on_error: Failed | None,
        owner: QObject | None,
        progress: Progress | None,
    ) -> None:
        super().__init__()
        self._fn = fn
        self._on_done = on_done
        self._on_error = on_error
        self._owner = owner
        self.progress = progress
        self._repeat: Callable[[Callable[..., Any]], object] | None = None
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def repeated_by(self, run_again: Callable[[Callable[..., Any]], object]) -> None:
        """Says how the work is run once more."""
        self._repeat = run_again

    def work(self) -> None:
        """Runs on the worker; every outcome goes back by signal."""
        value: Any = None
        error: BaseException | None = None
        try:
            value = self._fn(self.progress) if self.progress is not None else self._fn()
        except BaseException as caught:  # noqa: BLE001 - handed to the UI thread, which tells bugs from sentences
            error = caught
        if shiboken6.isValid(self):
            self._ended.emit(value, error)

    @property
    def owner(self) -> QObject | None:
        """The widget that waits for it."""
        return self._owner

    def again(self, around: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
        """Runs the work once more, inside `around`, with the same callbacks."""
        if self._repeat is not None:
            self._repeat(around(self._fn))

    def refuse(self, error: DeskError) -> None:
        """Tells an error to who waits for it."""
        (self._on_error or default_error)(error)

    @Slot(object, object)
    def _deliver(self, value: Any, error: BaseException | None) -> None:
        _running.discard(self)
        try:
            if self._owner is not None and not shiboken6.isValid(self._owner):
                return  # the page is gone, nobody waits for it
            if error is None:
                if self._on_done is not None:
                    self._on_done(value)
            elif isinstance(error, Cancelled):
                pass
            elif isinstance(error, DeskError):
                if not (isinstance(error, NotAllowed) and _approval and _approval[0](error, self)):
                    self.refuse(error)
            else:
                sys.excepthook(type(error), error, error.__traceback__)  # a bug: the crash report's business
        finally:
            self.finished.emit()


class _Runner(QRunnable):
    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def run(self) -> None:
        self._job.work()


_running: set[Job] = set()
_pools: dict[str, QThreadPool] = {}
_held: dict[str, list[_Runner]] = {}
_default_error: list[Failed] = []
_approval: list[Callable[[NotAllowed, Job], bool]] = []


def set_default_error(show: Failed | None) -> None:
    """Says where errors go that a job's starter does not handle (the window's message bar)."""
    _default_error[:] = [show] if show else []


def set_approval(ask: Callable[[NotAllowed, Job], bool] | None) -> None:
    """Says who asks for an approval when a job needs a higher role than the one at the counter has.

    It gets the error and the job, and says whether it took care: by `job.again` once somebody approved, by `job.refuse` when
    nobody did.
    """
    _approval[:] = [ask] if ask else []


def default_error(error: DeskError) -> None:
    """Shows an error nobody else handled."""
    if _default_error:
        _default_error[0](error)
    else:
        sys.excepthook(type(error), error, error.__traceback__)


def _pool(name: str) -> QThreadPool:
    if name not in _pools:
        pool = QThreadPool()
        pool.setMaxThreadCount(1)  # one writer; jobs keep their order
        pool.setExpiryTimeout(-1)  # the worker keeps its database connection
        _pools[name] = pool
        app = QApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(lambda: pool.waitForDone(5000))
    return _pools[name]


def run(
    fn: Callable[..., Any],
    *,
    on_done: Done | None = None,
    on_error: Failed | None = None,
    progress: str = "",
    owner: QWidget | None = None,
    pool: str = "database",
) -> Job:
    """Runs `fn` on a worker thread and calls back on the UI thread.

    Args:
        fn: called without arguments; with a `Progress` when `progress` is given. Must not touch widgets.
        on_done: gets what `fn` returned.
        on_error: gets a DeskError; without it the window's message bar shows it. Other exceptions go to `sys.excepthook`.
        progress: title of the progress dialog (shown after 300 ms, with Cancel).
        owner: callbacks are dropped when it is gone by then; also the parent of the dialog.
        pool: `database` (one worker, in order) or `search`.
    """
    reporter = Progress() if progress else None
    job = Job(fn, on_done=on_done, on_error=on_error, owner=owner, progress=reporter)
    job.repeated_by(partial(run, on_done=on_done, on_error=on_error, progress=progress, owner=owner, pool=pool))
    _running.add(job)
    if reporter is not None:
        ProgressDialog.follow(job, reporter, progress, owner.window() if owner is not None else None)
    if pool in _held:
        _held[pool].append(_Runner(job))
    else:
        _pool(pool).start(_Runner(job))
    return job


def hold(pool: str) -> None:
    """Lets the jobs of a pool wait until `release`: at the start the finder comes first (Python runs one thread at a time)."""
    _held.setdefault(pool, [])


def release(pool: str) -> None:
    """Starts the jobs that were held."""
    for runner in _held.pop(pool, []):
        _pool(pool).start(runner)


def idle() -> bool:
    """Whether nothing is under way (for tests and for closing)."""
    return not _running


def wait(milliseconds: int = 5000) -> None:
    """Waits for the workers; only for closing the program (results still come by signal)."""
    for pool in _pools.values():
        pool.waitForDone(milliseconds)


def stop() -> None:
    """Asks every job that can be cancelled to stop; for closing the program: what it had begun is rolled back."""
    for job in tuple(_running):
        if job.progress is not None:
            job.progress.cancel()


class ProgressDialog(QDialog):
    """A bar, what is being done, and Cancel."""

    def __init__(self, reporter: Progress, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._reporter = reporter
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(theme.characters(self, 52))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(theme.text(title, "heading"))
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(title)
        layout.addWidget(self._bar)
        self._words = theme.text("", "muted", wrap=True)
        layout.addWidget(self._words)
        row = QHBoxLayout()
        row.addStretch(1)
        self.cancel_button = theme.Button(_("Cancel"), key="Esc")
        self.cancel_button.clicked.connect(self.reject)
        row.addWidget(self.cancel_button)
        layout.addLayout(row)
        reporter.moved.connect(self._moved)

    @classmethod
    def follow(cls, job: Job, reporter: Progress, title: str, parent: QWidget | None) -> ProgressDialog:
        """Makes the dialog of a job; it appears only when the job is still running after a while."""
        dialog = cls(reporter, title, parent)
        timer = QTimer(dialog)
        timer.setSingleShot(True)
        timer.timeout.connect(dialog.show)
        timer.start(PROGRESS_AFTER_MS)

        def end() -> None:
            timer.stop()
            active = dialog.isActiveWindow()
            dialog.hide()
            if active and parent is not None:
                parent.activateWindow()  # the next key belongs to the page, also where no window manager sees to it
            dialog.deleteLater()

        job.finished.connect(end)
        return dialog

    @Slot(int, int, str)
    def _moved(self, done: int, total: int, words: str) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if words:
            self._words.setText(words)

    def reject(self) -> None:
        """Cancel and Esc ask the job to stop; the dialog closes when it has."""
        self._reporter.cancel()
        self.cancel_button.setEnabled(False)
        self._words.setText(_("Stopping…"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        else:
            super().keyPressEvent(event)

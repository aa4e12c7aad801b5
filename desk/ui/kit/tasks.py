"""Work off the UI thread: acts, reads, long work, search and printers have workers of their own; every outcome comes back.

A job ends in a value, in a sentence (`DeskError`), or in a bug; a bug is reported and comes back as a sentence too
(`Unexpected`), so whoever waits for an answer always gets one and nothing stays locked. The window itself never waits: no
`processEvents`, no lock taken by the UI. A job that takes longer than 300 ms shows a progress dialog with Cancel when it was
given a title.

Order: jobs of one pool run one after the other, as they were started. Between pools there is no order, so an act and the
question that must see it either stand in one pool, or the question is asked when the act has answered.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from types import TracebackType
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desk import crash
from desk.errors import DeskError, NotAllowed, Unexpected
from desk.i18n import _
from desk.ui.kit import theme

PROGRESS_AFTER_MS = 300

ACTS = "acts"
"""What changes something: in order, and never behind a question, a backup or a printer."""
READS = "reads"
"""What a page shows."""
LONG = "long"
"""What may take minutes: import, backup, batch, report."""
SEARCH = "search"
"""What follows each key: the finder and the lists under boxes."""
PRINTERS = "printers"
"""What asks the system about printers, which may take seconds."""
PRINTING = "printing"
"""What waits for a printer."""
PREVIEW = "preview"
"""Pictures of slips while they are typed."""

Done = Callable[[Any], object]
Failed = Callable[[DeskError], object]
Broken = Callable[[Unexpected], object]


def gone(owner: QObject | None) -> bool:
    """Whether the widget that waited was closed meanwhile."""
    return owner is not None and not shiboken6.isValid(owner)


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


class Busy:
    """A scope: something is under way and must not be begun twice. It always ends, whatever happens inside.

    Given to `run` it lasts until the outcome is there, and ends before the outcome is told; `with busy:` works as well.

    Args:
        changed: told True when it begins and False when it ends (fields become read-only meanwhile).
    """

    def __init__(self, changed: Callable[[bool], object] | None = None) -> None:
        self._changed = changed
        self._depth = 0

    def __bool__(self) -> bool:
        return self._depth > 0

    def __enter__(self) -> Busy:
        self._depth += 1
        if self._depth == 1 and self._changed is not None:
            self._changed(True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._depth -= 1
        if self._depth == 0 and self._changed is not None:
            self._changed(False)


class Job(QObject):
    """A piece of work under way.

    Signals:
        finished: always, on the UI thread, after the callbacks.
    """

    finished = Signal()

    def __init__(
        self,
        fn: Callable[..., Any],
        *,
        on_done: Done | None,
        on_error: Failed | None,
        on_bug: Broken | None,
        owner: QObject | None,
        progress: Progress | None,
        busy: Busy | None,
    ) -> None:
        super().__init__()
        self._fn = fn
        self._on_done = on_done
        self._on_error = on_error
        self._on_bug = on_bug
        self._owner = owner
        self._busy = busy
        if busy is not None:
            busy.__enter__()
        self.progress = progress
        self.dialog: ProgressDialog | None = None  # one without a window above it is held by nothing else
        self._repeat: Callable[[Callable[..., Any]], object] | None = None

    def repeated_by(self, run_again: Callable[[Callable[..., Any]], object]) -> None:
        """Says how the work is run once more."""
        self._repeat = run_again

    def work(self) -> tuple[Any, BaseException | None]:
        """Runs on the worker; every outcome goes back to the UI thread."""
        try:
            return (self._fn(self.progress) if self.progress is not None else self._fn()), None
        except BaseException as caught:  # noqa: BLE001 - handed to the UI thread, which tells bugs from sentences
            return None, caught

    @property
    def owner(self) -> QObject | None:
        """The widget that waits for it."""
        return self._owner

    def again(self, around: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
        """Runs the work once more, inside `around`, with the same callbacks."""
        if self._repeat is not None:
            self._repeat(around(self._fn))

    def at_end(self, fn: Callable[[], object]) -> None:
        """Calls `fn` after the outcome was told, whatever it was, a cancelled one too, unless the owner is gone by then."""
        self.finished.connect(lambda: None if gone(self._owner) else fn())

    def refuse(self, error: DeskError) -> None:
        """Tells an error to who waits for it."""
        (self._on_error or default_error)(error)

    def deliver(self, value: Any, error: BaseException | None) -> None:
        """Tells the outcome, on the UI thread."""
        _running.discard(self)
        try:
            if not gone(self._owner):
                self._tell(value, error)
            elif error is not None and not isinstance(error, (DeskError, Cancelled)):
                crash.met(error)  # the page is gone and nobody waits; a bug is reported all the same
        except Exception as bug:  # noqa: BLE001 - raised by a callback; what it was about to show is lost, not the window
            default_error(crash.met(bug))
        finally:
            self.finished.emit()

    def _tell(self, value: Any, error: BaseException | None) -> None:
        if self._busy is not None:
            self._busy.__exit__(None, None, None)
        if error is None:
            if self._on_done is not None:
                self._on_done(value)
        elif isinstance(error, Cancelled):
            pass
        elif isinstance(error, DeskError):
            if not (isinstance(error, NotAllowed) and _approval and _approval[0](error, self)):
                self.refuse(error)
        else:
            (self._on_bug or self._on_error or default_error)(crash.met(error))


class _Worker(QObject):
    """A thread that does the jobs of one pool, one after the other.

    A thread of Python's own and no QThreadPool: that one keeps most of the jobs it was ever given, each with its page (three of
    four, PySide 6.11), and lets go of the others on its thread, where no widget may end. Here a job travels in a parcel that is
    emptied on the UI thread, so whatever it holds ends there. The thread does not hinder the program's end: a printer that never
    answers must not.
    """

    _back = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._jobs: SimpleQueue[list[Any] | threading.Event] = SimpleQueue()
        self._done: SimpleQueue[list[Any]] = SimpleQueue()
        self._back.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        threading.Thread(target=self._work, name=f"desk-{name}", daemon=True).start()

    def start(self, job: Job) -> None:
        self._jobs.put([job])

    def reached(self) -> threading.Event:
        """What is set as soon as everything given so far is done."""
        event = threading.Event()
        self._jobs.put(event)
        return event

    def _work(self) -> None:
        while True:
            parcel = self._jobs.get()
            if isinstance(parcel, threading.Event):
                parcel.set()
                continue
            parcel.extend(parcel[0].work())
            self._done.put(parcel)
            if shiboken6.isValid(self):
                self._back.emit()

    @Slot()
    def _deliver(self) -> None:
        parcel = self._done.get_nowait()
        error, value, job = parcel.pop(), parcel.pop(), parcel.pop()
        job.deliver(value, error)


_running: set[Job] = set()
_workers: dict[str, _Worker] = {}
_held: dict[str, list[Job]] = {}
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
    elif not isinstance(error, Unexpected):  # that one has been reported
        crash.met(error)


def _worker(name: str) -> _Worker:
    if name not in _workers:
        _workers[name] = _Worker(name)
        app = QApplication.instance()
        if app is not None and len(_workers) == 1:
            app.aboutToQuit.connect(wait)
    return _workers[name]


def run(
    fn: Callable[..., Any],
    *,
    on_done: Done | None = None,
    on_error: Failed | None = None,
    on_bug: Broken | None = None,
    progress: str = "",
    owner: QWidget | None = None,
    busy: Busy | None = None,
    pool: str = "",
) -> Job:
    """Runs `fn` on a worker thread and calls back on the UI thread.

    Args:
        fn: called without arguments; with a `Progress` when `progress` is given. Must not touch widgets.
        on_done: gets what `fn` returned.
        on_error: gets a DeskError; without it the window's message bar shows it.
        on_bug: gets any other exception, reported already and put into words; without it `on_error` gets the words.
        progress: title of the progress dialog (shown after 300 ms, with Cancel).
        owner: callbacks are dropped when it is gone by then; also the parent of the dialog.
        busy: lasts until the outcome is there.
        pool: `ACTS`, `READS`…; left out, `LONG` for work that shows its progress, else `READS`.
    """
    reporter = Progress() if progress else None
    pool = pool or (LONG if progress else READS)
    job = Job(fn, on_done=on_done, on_error=on_error, on_bug=on_bug, owner=owner, progress=reporter, busy=busy)
    job.repeated_by(
        partial(
            run, on_done=on_done, on_error=on_error, on_bug=on_bug, progress=progress, owner=owner, busy=busy, pool=pool
        )
    )
    _running.add(job)
    if reporter is not None:
        job.dialog = ProgressDialog.follow(job, reporter, progress, owner.window() if owner is not None else None)
    if pool in _held:
        _held[pool].append(job)
    else:
        _worker(pool).start(job)
    return job


def hold(*pools: str) -> None:
    """Lets the jobs of pools wait until `release`: at the start the finder comes first (Python runs one thread at a time)."""
    for pool in pools:
        _held.setdefault(pool, [])


def release(*pools: str) -> None:
    """Starts the jobs that were held."""
    for pool in pools:
        for job in _held.pop(pool, []):
            _worker(pool).start(job)


def idle() -> bool:
    """Whether nothing is under way (for tests and for closing)."""
    return not _running


def wait(milliseconds: int = 5000) -> None:
    """Waits for the workers; only for closing the program (results still come by signal)."""
    until = time.monotonic() + milliseconds / 1000
    for reached in [worker.reached() for worker in _workers.values()]:
        reached.wait(max(until - time.monotonic(), 0))


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
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self.show)
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
        dialog._wait.start(PROGRESS_AFTER_MS)
        job.finished.connect(dialog._end)  # its own slot: a dialog that went with its window hears no more of the job
        return dialog

    @Slot()
    def _end(self) -> None:
        self._wait.stop()
        active = self.isActiveWindow()
        self.hide()
        parent = self.parentWidget()
        if active and parent is not None:
            parent.activateWindow()  # the next key belongs to the page, also where no window manager sees to it
        self.deleteLater()

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

# ruff: noqa: PLC0415 - dialogs and pages that most starts do not show
"""The window: sidebar, finder, messages, pages, status line; the way there and back.

It is on the screen, with a finder that takes keys, before anything heavy is imported: the desk may be attached later, and
each page is imported when it is first opened.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk import features
from desk.errors import NotAllowed
from desk.features.kit import PageSpec, QuickAction
from desk.i18n import _
from desk.ui.kit import pages, tasks, theme
from desk.ui.kit.keys import UNDO_KEY, keys_of
from desk.ui.kit.messages import ACT_KEY, MessageBar
from desk.ui.kit.preferences import Preferences
from desk.ui.kit.theme.spoken import say_names
from desk.ui.shell.file_dates import FileDates
from desk.ui.shell.finder import Finder
from desk.ui.shell.focus import FocusKeeper, HeldKeys, PageKeys
from desk.ui.shell.help import DialogKeys, open_manual
from desk.ui.shell.leaving import Left
from desk.ui.shell.scanner import Scanner
from desk.ui.shell.scans import Scans
from desk.ui.shell.sidebar import Sidebar
from desk.ui.shell.status import StatusLine
from desk.ui.shell.undoing import Undoer

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk

STATUS = ("site", "building")
"""Kinds of records that the line at the bottom tells something of."""
NARROW = 1120
"""Below this width (1366×768 at 125 % and more) the sidebar shows small labels under its icons."""


class MainWindow(QMainWindow):
    """The one window of Desk.

    Args:
        desk: the desk; None to show the window first and `attach()` it a moment later.
        staff_sign_in: whether the sign-in page comes first (not for the tour, the bench and a site without PINs).

    Attributes:
        messages: the bar for news and errors: `.info(words)`, `.error(words)`, `.explain(error)`.
        finder: the one box.
        gate: the sign-in or the set-up that covers the window; None while somebody is at the counter.

    Signals:
        page_opened: code of the page, after it was refreshed.
        something_changed: an act was done; with the `Changes`.
        signed_in: after a member of staff signed in.
        call_came: a caller-ID box told a number (`desk call`).
        offline_wanted: work that needs the site closed (`ui.site.offline`).
    """

    page_opened = Signal(str)
    something_changed = Signal(object)
    signed_in = Signal()
    call_came = Signal(str)
    offline_wanted = Signal(object)
    _bug_met = Signal(str, str)

    def __init__(self, desk: Desk | None = None, *, staff_sign_in: bool = True) -> None:
        super().__init__()
        self._desk: Desk | None = None
        self._staff_sign_in = staff_sign_in
        self._pages: dict[str, pages.Page] = {}
        self._page: pages.Page | None = None
        self._place: tuple[str, dict[str, Any]] | None = None
        self._history: list[tuple[str, dict[str, Any], Any]] = []
        """Pages that the way back leads to, with what brings each back as it was."""
        self.gate: QWidget | None = None
        self._left: Left | None = None
        self._unsaid: Any = None
        self._preferences: Preferences | None = None
        self._build()
        self._bind()
        self.retranslate()
        tasks.set_default_error(self.messages.explain)
        tasks.set_approval(self._ask_approval)
        if desk is not None:
            self.attach(desk)

    # ------------------------------------------------------------------------------------------------- building
    def _build(self) -> None:
        self.setMinimumSize(640, 420)
        self._outer = QStackedWidget()
        self.setCentralWidget(self._outer)
        self._shell = QWidget()
        self._outer.addWidget(self._shell)
        across = QHBoxLayout(self._shell)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self.sidebar = Sidebar()
        self.sidebar.opened.connect(self.open_page)
        self.sidebar.lock_pressed.connect(self.lock)
        self.sidebar.help_pressed.connect(self.show_keys)
        across.addWidget(self.sidebar)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        across.addLayout(right, 1)
        bar = QFrame()
        bar.setProperty("role", "bar")
        self._bar = QHBoxLayout(bar)
        self._bar.setContentsMargins(theme.MARGIN, 9, theme.MARGIN, 9)
        self._bar.setSpacing(theme.GAP)
        self.finder = Finder()
        self.finder.chosen.connect(self._found)
        self.finder.read = self._is_code
        self.finder.scanned.connect(self._scanned_in_finder)
        self._bar.addWidget(self.finder, 1)
        self._quick: list[tuple[QuickAction, theme.Button]] = []
        for action in pages.actions():
            button = theme.Button("", key=action.key)
            button.clicked.connect(lambda _checked=False, a=action: self.start(a))
            self._bar.addWidget(button)
            self._quick.append((action, button))
        self._more = theme.Button("", key="Ctrl+K")
        self._more.clicked.connect(lambda _checked=False: self.show_palette())
        self._bar.addWidget(self._more)
        right.addWidget(bar)
        for strip in pages.bars():
            right.addWidget(features.load(strip.make)(self))
        self.messages = MessageBar()
        right.addWidget(self.messages)
        self._stack = QStackedWidget()
        right.addWidget(self._stack, 1)
        self.status = StatusLine()
        right.addWidget(self.status)
        self._idle = QTimer(self)
        self._idle.setInterval(30_000)
        self._idle.timeout.connect(self._check_idle)
        self._used_at: Any = None
        self.finder.setFocus()

    def _ask_approval(self, error: NotAllowed, job: tasks.Job) -> bool:
        """Something needs a higher role: whoever has it is asked for the PIN, on the page that is shown."""
        from desk.ui.forms.approving import ask_approval

        return self._page is not None and self.gate is None and ask_approval(self._page, error, job)

    def _bind(self) -> None:
        self._bug_met.connect(self._show_bug)

        def key(sequence: str, run: Any) -> None:
            pages.shortcut(sequence, self, lambda: run() if self.gate is None else None)

        for general, run in self._general.items():
            key(general, run)
        for number, spec in enumerate(self._sidebar_pages()[:9], start=1):  # the keys that a keyboard has
            key(f"Alt+{number}", lambda code=spec.code: self.open_page(code))
        for action, _button in self._quick:
            key(action.key, lambda a=action: self._quick_key(a))
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._focus = FocusKeeper(self, app, self.page)
        PageKeys(app, self)
        DialogKeys(self, app)
        HeldKeys(self, app)
        FileDates(self, app)
        self.scans = Scans(self)
        self.undoer = Undoer(self, app)
        self.scanner = Scanner(app)
        self.scanner.scanned.connect(self.take_scan)
        self.scanner.used.connect(self._used)

    @cached_property
    def _general(self) -> Mapping[str, Callable[[], object]]:
        """What keys do on every page."""
        return {
            "F1": self.show_keys,
            "F2": self.focus_finder,
            pages.LOOK_UP: lambda: pages.look_up(self, self._page),
            "F5": self.refresh,
            ACT_KEY: self.messages.act,
            "Ctrl+K": self.show_palette,
            "Ctrl+L": self.lock,
        }

    def general(self, key: str) -> Callable[[], object] | None:
        """What a key does on every page; None where it is none of these."""
        return self.undoer.undo if key == UNDO_KEY else self._general.get(key)

    @staticmethod
    def _sidebar_pages() -> list[PageSpec]:
        return [page for page in pages.registered() if page.icon]

    def retranslate(self) -> None:
        """Says its own words anew; the parts do so themselves."""
        for action, button in self._quick:
            button.set_words(_(action.label))
        self._fit()
        self._retitle()

    # ------------------------------------------------------------------------------------------------- the desk
    @property
    def desk(self) -> Desk:
        """The desk of this window."""
        assert self._desk is not None, "the desk is not attached yet"
        return self._desk

    def attached(self) -> bool:
        """Whether the desk is there already."""
        return self._desk is not None

    @property
    def preferences(self) -> Preferences:
        """What this PC remembers of its window."""
        assert self._preferences is not None, "the desk is not attached yet"
        return self._preferences

    def attach(self, desk: Desk) -> None:
        """Connects the window with its desk: first set-up, sign-in, or at once the first page."""
        self._desk = desk
        self._preferences = Preferences(desk.data)
        geometry = self.preferences.get("geometry", None)
        if isinstance(geometry, QByteArray) and not self.isVisible():
            self.restoreGeometry(geometry)
        self.finder.use(desk)
        self.status.use(desk)
        self.undoer.use(desk)
        self._retitle()
        if not desk.site.ready:
            self._show_set_up()
        elif self._staff_sign_in and desk.actor is None:
            self._show_sign_in()
        else:
            self._enter()

    def _show_set_up(self) -> None:
        from desk.ui.shell.set_up import SetUpPage

        page = SetUpPage(self.desk)
        page.finished.connect(self._enter)
        page.encrypt.connect(self._encrypt)
        self._show_gate(page)

    def _encrypt(self, password: str) -> None:
        """The set-up asked for an encrypted site; there is no more than the set-up in it yet."""
        from desk.ui.site.offline import encrypt_job

        self.go_offline(encrypt_job(password, self.desk.actor))

    def _show_sign_in(self) -> None:
        from desk.ui.shell.sign_in import SignInPage

        page = SignInPage(self.desk)
        page.signed_in.connect(self._enter)
        self._show_gate(page)

    def _show_gate(self, page: QWidget) -> None:
        self._drop_gate()
        self.gate = page
        self._outer.addWidget(page)
        self._outer.setCurrentWidget(page)
        self._retitle()
        page.setFocus()

    def _drop_gate(self) -> None:
        if self.gate is not None:
            self._outer.removeWidget(self.gate)
            self.gate.deleteLater()
            self.gate = None

    def _enter(self) -> None:
        """Somebody is at the counter: on with the page that was open, or the first one."""
        self._outer.setCurrentWidget(self._shell)
        self._drop_gate()
        self.sidebar.set_staff(self.desk.actor.name if self.desk.actor else "")
        self._retitle()
        self.status.refresh()
        self._used()
        self._idle.start()
        left, self._left = self._left, None
        if self._page is None:
            first = self._sidebar_pages()
            if first:
                self.open_page(first[0].code, keep_focus=True)
            self.focus_finder()
        elif left is None or left.come_back(self.desk.actor):
            self.refresh()
        else:  # a colleague: what was begun is the other one's draft
            self._history.clear()
            self.leave()
            self.messages.info(left.words())
        self.signed_in.emit()

    def lock(self) -> None:
        """Signs out and asks who is at the counter now; the page and what was typed in it stay for who comes back."""
        if self._desk is None or self.gate is not None:
            return
        self._left = Left(self, self._desk, self._page)
        self._idle.stop()
        self.messages.clear()  # what was said was said to who leaves
        self._show_sign_in()
        self._left.sign_out()

    def locked(self) -> bool:
        """Whether the sign-in or the set-up covers the window."""
        return self.gate is not None

    def _used(self) -> None:
        if self._desk is not None:
            self._used_at = self._desk.clock()

    def _check_idle(self) -> None:
        minutes = self.desk.policy["staff.idle_minutes"]
        if not (self._staff_sign_in and minutes and self._used_at is not None and tasks.idle()):
            return
        if (self.desk.clock() - self._used_at).total_seconds() >= minutes * 60:
            self.lock()

    # ----------------------------------------------------------------------------------------------- ways to go
    def open_page(self, code: str, *, keep_focus: bool = False, **args: Any) -> pages.Page | None:
        """Opens a page by its code.

        Returns:
            The page; None when there is none or the page shown now did not want to be left.
        """
        if not self._may_leave():
            return None
        if self._place is not None and self._place != (code, args):
            self._history.append((*self._place, self._page.memento() if self._page is not None else None))
            del self._history[:-50]
            if code == next((first.code for first in self._sidebar_pages()), ""):
                self._history.clear()  # the first page is where every way back ends
        return self._go(code, args, keep_focus=keep_focus)

    def open_target(self, target: str, *, about: str = "") -> pages.Page | None:
        """Opens a record: `unit:12`, `customer:3`, `request:5`, `slip:TS-20261121-0031`.

        Args:
            target: the record.
            about: another record that was looked for, which the page shows as part of this one: a resident of the room.
        """
        kind, args = pages.target_args(target)
        spec = pages.page_for(kind)
        if spec is None:
            return None
        if about:
            args["about"] = about
        return self.open_page(spec.code, **args)

    def open_hit(self, hit: Any) -> pages.Page | None:
        """Opens what was found; a person who lives somewhere is selected on the page of the household."""
        apart = hit.target.partition(":")[0] != hit.kind
        return self.open_target(hit.target, about=f"{hit.kind}:{hit.id}" if apart else "")

    def new_request(
        self, unit_id: int | None = None, customer_id: int | None = None, kind: str = ""
    ) -> pages.Page | None:
        """Opens the form of a complaint, repair…, filled with what is known."""
        known: dict[str, Any] = {"unit_id": unit_id, "customer_id": customer_id, "kind": kind}
        return self.open_page("request-form", **{name: value for name, value in known.items() if value})

    def start(self, action: QuickAction) -> pages.Page | None:
        """Begins an act by its key, about what the page shown is about."""
        here = self._place[0] if self._place is not None else ""
        around = self._page.context() if self._page is not None and (not action.on or here in action.on) else {}
        about = {name: around[name] for name in action.takes if around.get(name)}
        return self.open_page(action.page, **{**about, **action.args})

    def _quick_key(self, action: QuickAction) -> None:
        """The key of a quick act: a page that does the same with what it shows has it first."""
        own = self._page.actions_by_key() if self._page is not None else ()
        mine = next((each for each in own if each.key == action.key), None)
        if mine is not None:
            mine.run()
        else:
            self.start(action)

    def back(self) -> None:
        """Goes back to the page before (Esc)."""
        if self._history and self._may_leave():
            code, args, memento = self._history.pop()
            self._go(code, args, memento=memento)

    def leave_for(self, code: str, **args: Any) -> pages.Page | None:
        """Opens a page in place of this one, which has saved what it held and is not come back to."""
        return self._go(code, args)

    def place(self) -> tuple[str, dict[str, Any]]:
        """The code of the page shown now, and what it was opened with."""
        return self._place or ("", {})

    def go_on_with(self, code: str, args: dict[str, Any], slot: str) -> pages.Page | None:
        """Opens the form that a draft belongs to, with the draft in it."""
        if not self._may_leave():
            return None
        if self._place is not None and self._page is not None:
            self._history.append((*self._place, self._page.memento()))
        return self._go(code, args, memento=slot)

    def leave(self) -> None:
        """Goes back without asking: the page has saved what it held."""
        if self._history:
            code, args, memento = self._history.pop()
            self._go(code, args, memento=memento)
        else:
            first = self._sidebar_pages()
            if first:
                self._go(first[0].code, {})

    def _may_leave(self) -> bool:
        return self._page is None or self._page.can_leave()

    def _go(
        self, code: str, args: Mapping[str, Any], *, keep_focus: bool = False, memento: Any = None
    ) -> pages.Page | None:
        spec = pages.spec_of(code)
        if spec is None or self._desk is None:
            return None
        if code not in self._pages:
            page = pages.load(spec)(self, self._desk)
            page.title_changed.connect(self._retitle)
            page.bind_keys()
            page.retranslate()
            self._pages[code] = page
            self._stack.addWidget(page)
        page = self._pages[code]
        if self._place is not None and self._place != (code, args):
            self.messages.end()
        if self._page is not None:
            self._page.set_keys_enabled(False)
        self._page = page
        self._place = (code, dict(args))
        # What was changed up to here is read now: it is told to the others, and this page is not read twice.
        self._unsaid = self._take_changes()
        self._stack.setCurrentWidget(page)
        page.set_keys_enabled(True)
        if memento is None:
            page.open(**args)
        else:
            page.come_back(memento, **args)
        page.refresh()
        self.sidebar.set_current(spec.code if spec.icon else spec.parent)
        self._retitle()
        first = None if keep_focus else page.first_focus()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.page_opened.emit(code)
        return page

    def page(self) -> pages.Page | None:
        """The page shown now."""
        return self._page

    def changed(self, result: Any = None) -> None:
        """Says that an act was done: the shown page reads anew what it shows of it, the others when they are shown."""
        new = self.desk.take_changes()
        told = new if self._unsaid is None else new | self._unsaid
        self._unsaid = None
        if self._page is not None and new:
            self._page.refresh_after(new, result)
        if told.concern(STATUS):
            self.status.refresh()
        self.undoer.show()
        if told:
            self.something_changed.emit(told)

    def _take_changes(self) -> Any:
        taken = self.desk.take_changes()
        return taken if self._unsaid is None else taken | self._unsaid

    def refresh(self) -> None:
        """Reads the shown page anew (F5)."""
        if self._page is not None:
            self._page.refresh()
        self.status.refresh()

    def go_offline(self, job: Any) -> bool:
        """Closes the site for work that needs it closed, and opens the window again; False when the page does not want to be left."""
        if not self._may_leave():
            return False
        self.offline_wanted.emit(job)
        return True

    def set_badge(self, code: str, count: int) -> None:
        """Shows a count beside a sidebar entry; 0 shows none."""
        self.sidebar.set_badge(code, count)

    # ------------------------------------------------------------------------------------------ finder and scans
    def focus_finder(self) -> None:
        """Puts the cursor into the finder, its text selected."""
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.finder.selectAll()

    def _found(self, hit: Any) -> None:
        if self.open_hit(hit) is not None:
            self.finder.clear()

    def _is_code(self, text: str) -> bool:
        return self.scans.reads(text)

    def _scanned_in_finder(self, text: str) -> None:
        self.finder.clear()
        self.take_scan(text)

    def take_scan(self, text: str) -> None:
        """A code was scanned, or typed into the finder: its record opens (`ui.shell.scans`)."""
        self.scans.take(text)

    # ------------------------------------------------------------------------------------------------------ help
    def show_keys(self) -> None:
        """Shows the manual, the page's keys first (F1)."""
        self.show_manual(self, self._keys_of(self.place()[0]))

    def show_manual(self, parent: QWidget, keys: Sequence[tuple[str, str]] = ()) -> None:
        """Opens the manual over the window or over a dialog, whose keys are given (`ui.shell.help`)."""
        open_manual(self, parent, here=keys, pages=self._keys_of, dialog=parent is not self)

    def _keys_of(self, code: str) -> Sequence[tuple[str, str]]:
        """The keys of a page; none of one that was not opened yet."""
        page = self._pages.get(code)
        return keys_of(page) if page is not None else ()

    def show_palette(self, over: QDialog | None = None) -> QDialog | None:
        """Shows everything that can be done (Ctrl+K), over a dialog with what that one does; None while nobody is signed in."""
        if self.gate is not None or self._desk is None:
            return None
        from desk.ui.shell.palette import Palette

        return Palette(self, self, over).start()

    # ---------------------------------------------------------------------------------------------------- others
    def come_forward(self) -> None:
        """Another start of the program asked for this window."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def report_bug(self, error: BaseException, file: Path | None) -> None:
        """Says calmly that a bug was met; callable from any thread (see desk.crash)."""
        self._bug_met.emit(type(error).__name__, "" if file is None else str(file))

    def _show_bug(self, _kind: str, file: str) -> None:
        words = _("Something went wrong inside Desk. What was saved is safe, and what you typed is kept as a draft.")
        if file:
            words += " " + _("A report is in {file}.").format(file=file)
        self.messages.error(words)

    def _retitle(self) -> None:
        # L10N: 前台
        shown = self._page is not None and self.gate is None  # a locked window's title names nobody
        parts = [
            self._page.title() if self._page and shown else "",
            self._desk.site.name if self._desk else "",
            _("Desk"),
        ]
        self.setWindowTitle(" · ".join(part for part in parts if part))
        if self._page is not None:
            say_names(self._page, self._page.title())

    def _fit(self) -> None:
        narrow = self.width() < NARROW
        self.sidebar.set_narrow(narrow)
        self.status.set_narrow(narrow)
        # The finder keeps a good third of the bar: buttons that do not fit beside it are in the list of everything, whose button stands last.
        # L10N: 更多
        self._more.set_words(_("More"))
        for action, button in self._quick:
            button.set_words(_(action.label))
        room = (self.width() - self.sidebar.width()) * 0.64
        widths = [button.sizeHint().width() + theme.GAP for _action, button in self._quick]
        all_fit = sum(widths) <= room
        room -= 0 if all_fit else self._more.sizeHint().width() + theme.GAP
        for (_action, button), used in zip(self._quick, accumulate(widths), strict=True):
            button.setVisible(all_fit or used <= room)
        self._more.setVisible(not all_fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.gate is None:
            if self._page is None or not self._page.key_back():
                if not self._history:
                    self.messages.clear()
                self.back()
            return
        idle = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.finder.text().strip()
        if idle and self.gate is None and self._page is not None and self._page.takes_idle_enter:
            self._page.keyPressEvent(event)
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.gate is None and not self._may_leave():
            event.ignore()
            return
        if self._preferences is not None:
            self._preferences.put("geometry", self.saveGeometry())
        self._idle.stop()
        tasks.stop()
        tasks.wait()
        tasks.set_default_error(None)
        tasks.set_approval(None)
        super().closeEvent(event)

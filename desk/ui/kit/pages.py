"""The pages of the window, as the features declare them; each is imported when it is first opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from desk import features
from desk.errors import DeskError, InvalidInput
from desk.features.kit import Bar, PageSpec, QuickAction
from desk.i18n import N_, _
from desk.ui.kit import tasks, theme

if TYPE_CHECKING:  # the desk itself brings SQLAlchemy along; the window is on the screen before that
    from desk.services.kit.changes import Changes
    from desk.services.kit.desk import Desk
    from desk.ui.kit.messages import MessageBar
    from desk.ui.kit.preferences import Preferences


# L10N: 现在不能这样做
NOT_NOW = N_("Not possible now")

MOVING = ("Left", "Right", "Up", "Down", "PgUp", "PgDown", "Home", "End", "Tab")


def registered() -> tuple[PageSpec, ...]:
    """The pages of every feature, in the order of the sidebar."""
    return _registered(features.FEATURES)


@cache
def _registered(_refs: tuple[str, ...]) -> tuple[PageSpec, ...]:
    """Kept by the features it was made of, as they keep what they declare."""
    return tuple(features.each("pages"))


def actions() -> tuple[QuickAction, ...]:
    """The buttons beside the finder, in the order of their keys."""
    return tuple(sorted(features.each("actions"), key=lambda action: (len(action.key), action.key)))


def bars() -> tuple[Bar, ...]:
    """The strips over the pages, from top to bottom."""
    return tuple(sorted(features.each("bars"), key=lambda bar: bar.order))


def spec_of(code: str) -> PageSpec | None:
    """The page of a code, None when there is none."""
    return next((page for page in registered() if page.code == code), None)


def page_for(kind: str) -> PageSpec | None:
    """The page that opens a kind of record."""
    return next((page for page in registered() if kind in page.targets), None)


def shortcut(keys: str, parent: QWidget, run: Callable[[], object]) -> QShortcut:
    """Binds a key to the window of a widget. Held down it acts once: only keys that move go on (arrows, Tab)."""
    made = QShortcut(QKeySequence(keys), parent)
    made.setAutoRepeat(keys.rpartition("+")[2] in MOVING)
    made.activated.connect(run)
    return made


def page_for_scan(text: str) -> PageSpec | None:
    """The page that opens what was scanned by its code's beginning."""
    code = text.strip().upper()
    return next((page for page in registered() if any(code.startswith(begin) for begin in page.scans)), None)


def target_args(target: str) -> tuple[str, dict[str, Any]]:
    """`unit:12` → ("unit", {"unit_id": 12}); `slip:TS-20261121-0031` → ("slip", {"number": "TS-…"})."""
    kind, _colon, rest = target.partition(":")
    return kind, {f"{kind}_id": int(rest)} if rest.isdigit() else {"number": rest}


def load(page: PageSpec) -> Callable[[Shell, Desk], Page]:
    """Imports a page's class."""
    found: Callable[[Shell, Desk], Page] = features.load(page.factory)
    return found


# L10N: 尚未选择记录：请从列表打开一条，或按 F2 输入编号或姓名查找。
NOTHING_CHOSEN = N_("Nothing is chosen yet. Open a record from its list, or find it by its number or name with F2.")
"""What a page of a record says that was opened without one."""
LOOK_UP = "Shift+F1"
"""The key that shows the desk's own book beside what is being done."""


def look_up(owner: QWidget, page: Page | None) -> None:
    """Shows the desk's own book over a window or a dialog, about a page; the feature that has it says how."""
    if page is not None:
        for show in features.hooks("look_up"):
            show(owner, page)


class Shell(Protocol):
    """What a page knows of the window around it (ui.shell.main_window). No page imports the window itself.

    Attributes:
        messages: the bar for news and errors.
        something_changed: signal, an act was done; with the `Changes`.
    """

    messages: MessageBar
    something_changed: Any

    @property
    def preferences(self) -> Preferences:
        """What this PC remembers of its window."""
        ...

    def open_page(self, code: str, *, keep_focus: bool = False, **args: Any) -> Page | None:
        """Opens a page by its code; None when there is none, or the page shown now did not want to be left."""
        ...

    def open_target(self, target: str) -> Page | None:
        """Opens a record: `unit:12`, `slip:TS-20261121-0031`."""
        ...

    def new_request(self, unit_id: int | None = None, customer_id: int | None = None, kind: str = "") -> Page | None:
        """Opens the form of a complaint, repair…, filled with what is known."""
        ...

    def page(self) -> Page | None:
        """The page shown now."""
        ...

    def place(self) -> tuple[str, Mapping[str, Any]]:
        """The code of the page shown now, and what it was opened with."""
        ...

    def back(self) -> None:
        """Goes back to the page before."""
        ...

    def leave(self) -> None:
        """Goes back without asking: the page has saved what it held."""
        ...

    def leave_for(self, code: str, **args: Any) -> Page | None:
        """Opens a page in place of this one, which has saved what it held and is not come back to."""
        ...

    def changed(self, result: Any = None) -> None:
        """Says that an act was done, and what it gave back: what shows something of what it changed is read again."""
        ...

    def show_manual(self, parent: QWidget, keys: Sequence[tuple[str, str]] = ()) -> None:
        """Opens the manual at the page shown, over a dialog whose keys are given."""
        ...

    def set_badge(self, code: str, count: int) -> None:
        """Shows a count beside a sidebar entry; 0 shows none."""
        ...

    def lock(self) -> None:
        """Signs out and asks who is at the counter now."""
        ...

    def show_palette(self, over: QDialog | None = None) -> QDialog | None:
        """Shows everything that can be done (Ctrl+K), over a dialog with what that one does."""
        ...

    def go_offline(self, job: Any) -> bool:
        """Closes the site for work that needs it closed (`ui.site.offline`); False when this page does not want to be left."""
        ...

    def retranslate(self) -> None:
        """Says its own words anew (the site got another name)."""
        ...


@dataclass(frozen=True, slots=True)
class PageAction:
    """Something a page does; bound to its key while the page is shown, listed by F1 and offered by Ctrl+K.

    Attributes:
        label: msgid. key: `Ctrl+P`, `Ins`…; "" has none of its own. run: what is called.
        on: what it is done with, where that is not the page itself: `row`, the current row of its list; `record`, what the page
            shows; `form`, what is typed on it; `view`, what the list shows.
        why_not: says why it cannot be done now, "" when it can; None asks the page.
    """

    label: str
    key: str
    run: Callable[[], object]
    on: str = ""
    why_not: Callable[[], str] | None = None


class Page(QWidget):
    """A page of the window.

    A page builds its widgets in `__init__` (without words), says the words in `retranslate()`, and reads its data in
    `refresh()` off the UI thread by `self.ask(…)`. The window calls `open(**args)`, then `refresh()` each time the page is
    shown and when an act elsewhere changed something while it is visible.

    Attributes:
        shows: kinds of records it shows anything of; None: of every kind. After an act it reads anew only then.
        takes_idle_enter: Enter in the empty finder is the page's.

    Signals:
        title_changed: the window's title follows it.
    """

    shows: ClassVar[frozenset[str] | None] = None
    takes_idle_enter: ClassVar[bool] = False
    title_changed = Signal()

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__()
        self.shell = shell
        self.desk = desk
        self.setProperty("role", "page")
        self._shortcuts: list[QShortcut] = []

    # -- what a page overrides
    def title(self) -> str:
        """The words in the window's title."""
        return ""

    def open(self, **args: Any) -> None:
        """Takes the arguments of `open_page` or the target; called before `refresh()`."""

    def refresh(self) -> None:
        """Reads its data anew; must be quick on the UI thread."""

    def concerned(self, changes: Changes) -> bool:
        """Whether it shows anything of what an act changed."""
        return self.shows is None or changes.concern(self.shows)

    def refresh_after(self, changes: Changes, result: Any = None) -> None:
        """Reads anew what it shows of what an act changed; what the act gave back need not be read again."""
        if self.concerned(changes):
            self.refresh()

    def retranslate(self) -> None:
        """Says every word anew; cheap, may be called twice."""

    def can_leave(self) -> bool:
        """Asks when something typed would be lost; False stays on the page."""
        return True

    def memento(self) -> Any:
        """What brings the page back as it is when the way back leads here; kept by the window."""
        return None

    def come_back(self, memento: Any, **args: Any) -> None:
        """The way back leads here: opens it as it was left."""
        self.open(**args)

    def put_aside(self) -> bool:
        """Somebody locks the window: keeps what was typed as a draft of who typed it; whether there was anything."""
        return False

    def actions_by_key(self) -> tuple[PageAction, ...]:
        """What the page does by key."""
        return ()

    def offered_acts(self) -> tuple[PageAction, ...]:
        """Everything that can be done on the page, with a key or without one, for the list of all acts (Ctrl+K)."""
        return self.actions_by_key()

    def openable_parts(self) -> tuple[tuple[str, str], ...]:
        """Its parts that can be opened by themselves: what `open(part=…)` takes, and the msgid of each."""
        return ()

    def record_kind(self) -> str:
        """The kind of the record that is shown, "" for none."""
        return ""

    def choose_paper(self) -> Callable[[str], object] | None:
        """Opens the papers that can be issued for what is shown, at one kind; None where there are none."""
        return None

    def why_not(self, action: PageAction) -> str:
        """Why something cannot be done now, as far as its button tells; "" when it can."""
        words = _(action.label)
        buttons = [button for button in self.findChildren(theme.Button) if button.accessibleName() == words]
        if not buttons or any(button.isEnabled() and button.isVisible() for button in buttons):
            return ""
        return _(NOT_NOW)

    def scanned(self, text: str) -> bool:
        """Takes a scanned code for itself; False lets the window open the record."""
        return False

    def context(self) -> dict[str, Any]:
        """What an act begun on this page is about: `unit_id`, `customer_id`."""
        return {}

    def first_focus(self) -> QWidget | None:
        """What gets the focus when the page is opened; None leaves it in the finder."""
        return None

    def key_back(self) -> bool:
        """Esc inside the page; True when it was used (a popup closed), else the window goes back."""
        return False

    # -- what a page uses
    def ask(
        self,
        fn: Callable[[], Any],
        on_done: Callable[[Any], object],
        *,
        on_error: Callable[[DeskError], object] | None = None,
        pool: str = tasks.READS,
    ) -> None:
        """Asks a service off the UI thread; an error goes to the message bar unless `on_error` takes it."""
        tasks.run(fn, on_done=on_done, on_error=on_error, owner=self, pool=pool)

    def act(
        self,
        fn: Callable[[], Any],
        on_done: Callable[[Any], object] | None = None,
        *,
        on_problems: Callable[[InvalidInput], object] | None = None,
        busy: tasks.Busy | None = None,
        pool: str = tasks.ACTS,
    ) -> None:
        """Runs an act off the UI thread; when it is done, every page knows that something changed."""

        def done(value: Any) -> None:
            self.shell.changed(value)
            if on_done is not None:
                on_done(value)

        def failed(error: DeskError) -> None:
            if on_problems is not None and isinstance(error, InvalidInput):
                on_problems(error)
            else:
                self.shell.messages.explain(error)

        tasks.run(fn, on_done=done, on_error=failed, owner=self, busy=busy, pool=pool)

    # -- the window's side
    def bind_keys(self) -> None:
        """Binds the page's keys; they work while the page has the window's focus. A page whose keys change calls it anew."""
        for old in self._shortcuts:
            old.setEnabled(False)
            old.deleteLater()
        self._shortcuts = []
        taken = {action.key for action in actions()}
        for action in self.actions_by_key():
            if action.key in ("", "Enter") or action.key in taken:
                continue  # a focused button or field has Enter first: see keyPressEvent; quick acts' keys are the window's
            # Enter has two keys: the big one is Return to Qt.
            for key in {action.key, action.key.replace("Enter", "Return")}:
                self._shortcuts.append(shortcut(key, self, action.run))

    def set_keys_enabled(self, enabled: bool) -> None:
        """Two pages may use the same key: only the shown one has it."""
        for shortcut in self._shortcuts:
            shortcut.setEnabled(enabled)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter that nothing on the page took for itself does what the page shows Enter for."""
        enter = next((action for action in self.actions_by_key() if action.key == "Enter"), None)
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if enter is not None and plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter.run()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            self.title_changed.emit()
        super().changeEvent(event)


def scrolling(content: QWidget) -> QScrollArea:
    """Lets a page's content scroll where the screen is small (1366×768 at 150 % is 911×512); never sideways by a hair."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    content.setProperty("role", "page")
    # One of its own: asked for Qt's, PySide makes the classes of every kind of widget to learn which one it is (0.5 MB and 5 ms).
    area.setViewport(QWidget())
    area.setWidget(content)
    content.setAutoFillBackground(False)
    return area


def clear(layout: QLayout) -> None:
    """Takes everything out of a layout; its widgets go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def column(page: QWidget, *, scroll: bool = True) -> QVBoxLayout:
    """The usual frame of a page: margins, and scrolling when it is too high; returns the layout to fill."""
    outer = QVBoxLayout(page)
    outer.setContentsMargins(0, 0, 0, 0)
    if not scroll:
        outer.setContentsMargins(theme.MARGIN, 14, theme.MARGIN, 12)
        outer.setSpacing(12)
        return outer
    content = QWidget()
    outer.addWidget(scrolling(content))
    inner = QVBoxLayout(content)
    inner.setContentsMargins(theme.MARGIN, 14, theme.MARGIN, 12)
    inner.setSpacing(12)
    return inner


__all__ = [
    "Page",
    "PageAction",
    "Shell",
    "actions",
    "bars",
    "clear",
    "column",
    "load",
    "page_for",
    "page_for_scan",
    "registered",
    "scrolling",
    "spec_of",
    "target_args",
]

"""A bug anywhere in saving, reading or printing: it is said, reported, what was typed stays, and the work goes on.

The pages come from the registry, their acts from the keys they declare, their dialogs from what these open: a new feature is
tried without a line here.
"""

from __future__ import annotations

import itertools
import logging
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QTabBar
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from desk import crash, paths
from desk.models import Draft
from desk.services import money, requests
from desk.services.kit.desk import Actor, Desk
from desk.services.requests import RequestEntry
from desk.ui.forms import Form, dialog, page, saving
from desk.ui.forms.dialog import ActDialog
from desk.ui.forms.page import FormPage
from desk.ui.kit import messages, pages, printing, tasks, theme
from desk.ui.settings import calendar, parts
from tests.ui.windows import forget_pages

pytest_plugins = ["tests.ui.counter"]

BUGS = {
    "RuntimeError": RuntimeError("boom"),
    "IntegrityError": IntegrityError("INSERT …", {}, sqlite3.IntegrityError("UNIQUE constraint failed: t.c")),
}
SAVERS = (dialog, page, parts, calendar)
"""Where forms are saved: each calls `saving.submit`."""


def bugs_from(spec: pages.PageSpec) -> Iterator[Exception]:
    """One kind of bug after the other; pages begin with different ones."""
    kinds = itertools.cycle(BUGS.values())
    return itertools.islice(kinds, pages.registered().index(spec) % len(BUGS), None)


@contextmanager
def opened_site(at_the_counter: AbstractContextManager[Any], manager: Actor) -> Iterator[Any]:
    """The counter with one request that was given to a crew, and an open shift with one receipt."""
    with at_the_counter as counter, pytest.MonkeyPatch.context() as patch:
        entry = RequestEntry(
            kind="repair",
            channel="phone",
            unit_id=counter.unit,
            customer_id=counter.residents()["单雄风"],
            category="leak",
            content="客厅漏水",
            repeated_back=True,
            promised_at=requests.proposed_promise(counter.desk, "normal"),
        )
        counter.desk.actor = manager
        logged = requests.log_request(counter.desk, entry)
        given = requests.assign(counter.desk, logged.id, department="engineering", responsible="陈刚")
        counter.number = next(slip.number for slip in given.slips if slip.kind == "dispatch")
        money.open_shift(counter.desk, opening=10_000)
        copy = money.ChargeEntry("service", 100, 1, item="复印")
        money.pay(counter.desk, money.PayEntry("单雄风", (money.Tender("cash", 100),), 1, lines=(copy,)))
        patch.setattr(QFileDialog, "getOpenFileName", lambda *_args, **_kw: ("", ""))
        patch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_kw: ("", ""))
        patch.setattr(messages, "ask", lambda *_args, **_kw: True)
        patch.setattr(printing, "open_pdf", lambda _path: None)
        patch.setattr(QDesktopServices, "openUrl", lambda _url: True)
        patch.setattr(crash, "log", logging.getLogger("tests.bugs"))  # what is logged here is wanted
        yield counter
        counter.window.close()
        assert not counter.window.isVisible(), "the window does not close"


class Shared:
    """One window for the tests of all pages: nothing that they try is saved. After one that failed there is a new one."""

    def __init__(self, make: Callable[[], AbstractContextManager[Any]]) -> None:
        self._make = make
        self._open: Any = None
        self._site: Any = None

    def take(self) -> Any:
        """The window on the first page; none of the others is there yet, and no report or draft."""
        if self._open is not None and not self._site.left:
            self.end()
        if self._open is None:
            self._open = self._make()
            self._site = self._open.__enter__()
        site = self._site
        site.window.open_page("today")
        site.settle()
        forget_pages(site.window)
        for file in paths.crashes(site.desk.data).glob("*"):
            file.unlink()
        with site.desk.database.write() as session:
            session.execute(delete(Draft))
        site.left = False
        return site

    def end(self) -> None:
        """Closes the window."""
        if self._open is not None:
            ending, self._open = self._open, None
            ending.__exit__(None, None, None)


@pytest.fixture(scope="module")
def shared(new_counter: Any, counter_master: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    made = Shared(lambda: opened_site(new_counter(tmp_path_factory.mktemp("site")), counter_master[2]))
    yield made
    made.end()


@pytest.fixture
def site(shared: Shared, monkeypatch: pytest.MonkeyPatch, no_printers: None) -> Any:
    """The counter for one page; bugs go the way they go in the program."""
    found = shared.take()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(crash, "_reports", None)
    crash.install(found.desk.data, found.window.report_bug)
    return found


@contextmanager
def broken(bug: Exception, *, reads: bool = False, acts: bool = False, prints: bool = False) -> Iterator[None]:
    """Every read, every act or every printer breaks."""

    def breaks(*_args: Any, **_kw: Any) -> Any:
        raise bug.with_traceback(None)

    with pytest.MonkeyPatch.context() as patch:
        if reads:
            patch.setattr(Desk, "look", breaks)
        if acts:
            patch.setattr(Desk, "act", breaks)
        if prints:
            patch.setattr(printing, "available_printers", breaks)
        yield


@contextmanager
def broken_saves(bug: Exception) -> Iterator[list[Form]]:
    """What a form is handed to breaks, whatever was typed; gives the forms that were saved."""
    saved: list[Form] = []
    real = saving.submit

    def submit(form: Form, _save: Any, **options: Any) -> None:
        def breaks(_values: Any) -> Any:
            raise bug.with_traceback(None)

        saved.append(form)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Form, "check", lambda _form: {})
            real(form, breaks, **{**options, "wrong": None})

    with pytest.MonkeyPatch.context() as patch:
        for module in SAVERS:
            patch.setattr(module, "submit", submit)
        yield saved


def open_page(site: Any, spec: pages.PageSpec) -> pages.Page:
    """Opens a page with the first record of its kind."""
    kind = spec.targets[0] if spec.targets and not spec.icon else ""
    args = {"number": site.number} if spec.scans else pages.target_args(f"{kind}:1")[1] if kind else {}
    found = site.window.open_page(spec.code, **args)
    site.settle()
    assert found is not None, f"{spec.code} could not be opened: the page before could not be left"
    return found


def told(site: Any) -> str:
    """The report that the message bar names."""
    reports = list(paths.crashes(site.desk.data).glob("crash-*.txt"))
    assert reports, "no report was written"
    assert any(str(file) in site.message() for file in reports), site.message()
    return site.message()


def type_words(form: Form) -> None:
    for spec in form.spec.fields:
        field = form.field(spec.name)
        if spec.kind in ("text", "multiline") and field.isEnabled():
            field.restore("写了一半")


def dialogs() -> list[QDialog]:
    return [
        widget
        for widget in QApplication.topLevelWidgets()
        if isinstance(widget, QDialog) and widget.isVisible() and not isinstance(widget, tasks.ProgressDialog)
    ]


def close_dialogs(site: Any) -> None:
    """Esc closes whatever is open."""
    for _again in range(4):
        shown = dialogs()
        for each in shown:
            each.reject()
        site.settle()
        if not shown:
            break
    assert not dialogs(), "a dialog cannot be closed"


def leave(site: Any) -> None:
    """The page can be left, and nothing of it is in the way when the window is closed."""
    assert site.window.open_page("today") is not None
    site.settle()
    assert not dialogs()
    site.left = True


def each_page() -> list[Any]:
    return [pytest.param(spec, id=spec.code) for spec in pages.registered()]


def test_the_ways_of_saving_are_all_tried() -> None:
    """A module that saves forms by itself would escape the test below."""
    for module in SAVERS:
        assert module.submit is saving.submit


@pytest.mark.parametrize("spec", each_page())
def test_a_page_whose_reading_breaks_says_so_and_is_left(site: Any, spec: pages.PageSpec) -> None:
    with broken(next(bugs_from(spec)), reads=True):
        open_page(site, spec)
        site.window.refresh()
        site.settle()
        told(site)
        close_dialogs(site)
    shown = open_page(site, spec)
    site.window.refresh()
    site.settle()
    assert shown.isVisible(), "and it reads again"
    leave(site)


def try_out(site: Any, shown: pages.Page, act: Callable[[], object], bug: Exception) -> int:
    """Does an act of a page while everything it may save or print breaks; gives how many forms were saved."""
    site.window.messages.clear()
    with broken(bug, acts=True, prints=True), broken_saves(bug) as saved:
        form = shown.form if isinstance(shown, FormPage) else None
        if form is not None:
            type_words(form)
            site.settle()
        typed = form.state() if form is not None else None
        act()
        site.settle()
        if saved:
            assert told(site)
            assert form is None or form.state() == typed, "what was typed is still there"
        for asked in [each for each in dialogs() if isinstance(each, ActDialog)]:
            save_breaks(site, asked)
        close_dialogs(site)
    return len(saved)


@pytest.mark.parametrize("spec", each_page())
def test_a_page_whose_saving_and_printing_break_stays_usable(site: Any, spec: pages.PageSpec) -> None:
    shown = open_page(site, spec)
    tried = 0
    for action, bug in zip(shown.actions_by_key(), bugs_from(spec), strict=False):
        tried += try_out(site, shown, action.run, bug)
        if site.window.page() is not shown:
            shown = open_page(site, spec)
    # What has nothing to save without a record or a list to begin with is not saved.
    assert tried or not isinstance(shown, FormPage) or not shown.save_button.isEnabled()
    leave(site)


@pytest.mark.parametrize("spec", each_page())
def test_every_button_of_a_page_may_break(site: Any, spec: pages.PageSpec) -> None:
    """Also what no key of the page does: the settings, the cards of a household.

    The page is opened anew where a button led away from it. Nothing is painted meanwhile: how a page looks after a bug the
    tests above paint, and how each looks `test_structure`; painting is a third of what a button costs.
    """
    site.window.setUpdatesEnabled(False)
    shown = open_page(site, spec)
    tabs = next((bar for bar in shown.findChildren(QTabBar) if bar.isVisible()), None)
    for tab in range(tabs.count() if tabs is not None else 1):

        def buttons(tab: int = tab) -> list[theme.Button]:
            if tabs is not None:
                tabs.setCurrentIndex(tab)
                site.settle()
            return [one for one in shown.findChildren(theme.Button) if one.isVisible() and one.isEnabled()]

        for at in range(len(buttons())):
            here = buttons()
            if at < len(here):
                try_out(site, shown, here[at].click, BUGS["RuntimeError"])
                if site.window.page() is not shown:
                    open_page(site, spec)
    site.window.setUpdatesEnabled(True)
    leave(site)


def save_breaks(site: Any, asked: ActDialog) -> None:
    """What was typed into a dialog stays, it says what happened, and it can be closed."""
    type_words(asked.form)
    site.settle()
    typed = asked.form.state()
    asked.act()
    site.settle()
    assert "crash-" in asked.problem(), asked.windowTitle()
    assert asked.form.state() == typed
    assert not asked.busy
    asked.reject()
    site.settle()

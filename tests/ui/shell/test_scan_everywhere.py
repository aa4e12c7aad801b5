"""A scan into any field of any form, of pages and of dialogs, leaves the form as it was: by keys, handed over or composed by an input method.

On the way, everything that is shown has a name for screen readers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desk.ui.forms import Form
from desk.ui.forms.dialog import Dialog
from desk.ui.kit import pages
from desk.ui.shell import scanner
from tests.ui.test_bugs import BUGS, broken, dialogs, open_page, shared, site
from tests.ui.test_structure import nameless
from tests.ui.windows import forget_pages, settled

__all__ = ["shared", "site"]
pytest_plugins = ["tests.ui.counter"]
CODE = "BX-20261121-0002"
ENOUGH = 12
"""So often a kind of field is tried in each way; all forms are gone through for kinds that are new."""
MANY = 25
"""Pages that may stand beside the one that is tried: what leads to another page leads to one of these most often."""
TRIED: Counter[tuple[str, ...]] = Counter()
CLOCK = [1_000]
"""The scanner's clock: real time is not waited for."""


def key(text: str, code: int = 0, gap: int = 5) -> None:
    """A key where it enters the window; goes on to the focused widget as Qt sends it."""
    CLOCK[0] += gap
    event = QKeyEvent(QEvent.Type.KeyPress, code or Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, text)
    event.setTimestamp(CLOCK[0])
    window = QApplication.focusWidget().window().windowHandle()
    QCoreApplication.sendEvent(window, event)


def compose(shown: str, handed: str = "") -> None:
    CLOCK[0] += 5
    event = QInputMethodEvent(shown, [])
    if handed:
        event.setCommitString(handed)
    QCoreApplication.sendEvent(QApplication.focusWidget(), event)


def enter() -> None:
    key("\r", Qt.Key.Key_Return)


def by_keys() -> None:
    for letter in CODE:
        key(letter, Qt.Key(ord(letter)))
    enter()


def handed_over() -> None:
    """The input method hands over each key by itself, full width; Enter comes as a key."""
    for letter in CODE:
        compose("", chr(ord(letter) + 0xFEE0))
    enter()


def composed() -> None:
    """It composes all of it, and its Enter hands over the letters."""
    for end in range(1, len(CODE) + 1):
        compose(CODE[:end].lower())
    compose("", CODE.lower())


def half_composed() -> None:
    """It composes the letters, makes a word of them at the dash, and lets the rest through."""
    compose("b")
    compose("b'x")
    compose("", "不行-")
    for letter in CODE[3:]:
        key(letter, Qt.Key(ord(letter)))
    enter()


WAYS: tuple[Callable[[], None], ...] = (by_keys, handed_over, composed, half_composed)


def targets(form: Form) -> list[tuple[str, QWidget]]:
    """The fields that can be typed into; what has cells has the focus in its first."""
    found = []
    for spec in form.spec.fields:
        field = form.field(spec.name)
        if field.isVisible() and field.isEnabled():
            found.append((spec.name, field))
    return found


def scan_into(form: Form, scans: list[str], wrong: list[str], where: str, turn: int) -> int:
    for name, field in targets(form):
        field.setFocus()
        if not (field.hasFocus() or (QApplication.focusWidget() and field.isAncestorOf(QApplication.focusWidget()))):
            continue
        held = QApplication.focusWidget()
        takes = held.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
        way = WAYS[turn % len(WAYS)] if takes else by_keys
        kind = (type(field).__name__, type(held).__name__, way.__name__)
        TRIED[kind] += 1
        if TRIED[kind] > ENOUGH:
            turn += 1
            continue
        before = form.state()
        turn += 1
        key("", Qt.Key.Key_F30, gap=1_000)  # what was typed before is long ago
        scans.clear()
        way()
        if [scan.upper() for scan in scans] != [CODE]:
            wrong.append(f"{where} {name} {way.__name__}: scans {scans}")
        if form.state() != before:
            now = form.state()
            bad = {part: (before[part], now[part]) for part in now if now[part] != before[part]}
            wrong.append(f"{where} {name} {way.__name__}: {bad}")
        if QApplication.focusWidget() is not held:
            wrong.append(f"{where} {name} {way.__name__}: the focus went to {QApplication.focusWidget()}")
        QTest.qWait(0)
    return turn


def quiet() -> None:
    """Until nothing is under way; without the pauses of a hand."""
    settled(2)


def close_dialogs() -> None:
    while dialogs():
        for shown in dialogs():
            shown.reject()
        quiet()


def forms_in(root: QWidget) -> list[Form]:
    return [form for form in root.findChildren(Form) if form.isVisible()]


@pytest.mark.long
def test_every_field_of_every_form_is_left_as_it_was(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    scans: list[str] = []
    monkeypatch.setattr(site, "settle", quiet)
    monkeypatch.setattr(scanner, "time", SimpleNamespace(monotonic=lambda: CLOCK[0] / 1000))
    monkeypatch.setattr(site.window.scans, "take", scans.append)
    site.window.setUpdatesEnabled(False)  # nobody looks at it: `test_structure` paints every page
    wrong: list[str] = []
    turn = 0
    seen: set[tuple[str, ...]] = set()
    for spec in pages.registered():
        shown = open_page(site, spec)
        wrong += [f"{spec.code}: a screen reader is silent about {what}" for what in nameless(shown)]
        for form in forms_in(shown):
            turn = scan_into(form, scans, wrong, spec.code, turn)
        for action in shown.actions_by_key():
            with broken(BUGS["RuntimeError"], acts=True, prints=True):
                action.run()
                quiet()
                for dialog in dialogs():
                    silent = nameless(dialog) if isinstance(dialog, Dialog) else []
                    wrong += [f"{spec.code} {action.key}: a screen reader is silent about {what}" for what in silent]
                    for form in forms_in(dialog):
                        shape = tuple(f"{field.name}:{field.kind}" for field in form.spec.fields)
                        if shape in seen:
                            continue
                        seen.add(shape)
                        turn = scan_into(form, scans, wrong, f"{spec.code} {action.key}", turn)
                close_dialogs()
            if site.window.page() is not shown or site.window.locked():
                shown = open_page(site, spec)
        if len(site.window._pages) > MANY:
            forget_pages(site.window)
    site.window.setUpdatesEnabled(True)
    assert turn > 200, "fields were found"
    assert wrong == [], "\n".join(wrong)

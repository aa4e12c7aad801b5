"""The keys: what each means in the whole program (`MEANINGS`), which of them a page has, for the manual (F1) and the list of acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desk import features
from desk.features.kit import Key
from desk.i18n import N_, _
from desk.ui.kit.messages import ACT_KEY
from desk.ui.kit.pages import LOOK_UP

if TYPE_CHECKING:
    from desk.ui.kit.pages import Page

UNDO_KEY = "Ctrl+Z"
"""Takes back what was done in the last minute; in a field that was changed it is the field's own undo."""
Rows = Sequence[tuple[str, str]]
"""Keys, each with what it does, translated."""

GENERAL = (
    # L10N: 查找
    ("F2", N_("Find anything")),
    # L10N: 全部功能：输入拼音首字母执行
    ("Ctrl+K", N_("Everything that can be done")),
    ("Esc", N_("Go back")),
    ("F5", N_("Read anew")),
    # L10N: 执行提示条上的操作
    (ACT_KEY, N_("Do what the message offers")),
    # L10N: 撤销一分钟内的操作
    (UNDO_KEY, N_("Undo what was done in the last minute")),
    # L10N: 换班 / 切换人员
    ("Ctrl+L", N_("Switch user")),
    ("Alt+1…9", N_("Open a page of the sidebar")),
    # L10N: 查阅业务手册
    (LOOK_UP, N_("Look it up in the handbook")),
    # L10N: 使用手册和按键
    ("F1", N_("The manual, and the keys")),
)
"""Keys that mean the same on every page."""
IN_FORMS = (
    ("Enter", N_("Next field")),
    ("Shift+Enter", N_("New line in a text")),
)
MEANINGS: Mapping[str, str] = {
    "Del": "ends or retires what is chosen",
    "Enter": "opens the row, or does what is likeliest with it",
    "F6": "the next part of what is shown: filter, report, preview",
    "F7": "goes on with the draft",
    "F9": "takes money",
    "Ins": "a new one of what is shown",
    "Shift+Del": "corrects what is over already",
    "Alt+Left": "the page of the manual that was read before",
    "Alt+Right": "the page of the manual that was read after",
    "Alt+R": "shows whole numbers",
    "Ctrl+A": "all of them",
    "Ctrl+B": "it comes back",
    "Ctrl+D": "gives it to somebody to do",
    "Ctrl+Del": "voids, cancels or ends it",
    "Ctrl+E": "changes it",
    "Ctrl+Enter": "finishes: saves, prints where there is a paper",
    "Ctrl+F": "filters the list",
    "Ctrl+F5": "reckons now what time does",
    "Ctrl+F8": "copies what is sent to a customer",
    "Ctrl+F9": "the photos on paper",
    "Ctrl+G": "calls or tells somebody",
    "Ctrl+H": "opens the household",
    "Ctrl+I": "takes a file in",
    "Ctrl+Ins": "a new one of another kind",
    "Ctrl+J": "the next step of its way",
    "Ctrl+M": "passes it on: upwards, outside, to the next shift",
    "Ctrl+N": "notes something about it",
    "Ctrl+O": "opens what belongs to it",
    "Ctrl+P": "prints",
    "Ctrl+PgDown": "the next month, day or part",
    "Ctrl+PgUp": "the month, day or part before",
    "Ctrl+R": "says how it went",
    "Ctrl+S": "saves",
    "Ctrl+T": "signed",
    "Ctrl+U": "gives it or the money back",
    "Ctrl+V": "pastes",
    "Ctrl+W": "closes the matter",
    "Ctrl+Y": "yes: accepts, approves, confirms",
    "Ctrl+Shift+A": "prints on A4",
    "Ctrl+Shift+D": "the papers that are brought",
    "Ctrl+Shift+Del": "strikes it out for good",
    "Ctrl+Shift+E": "saves as Excel",
    "Ctrl+Shift+G": "puts a fee on it",
    "Ctrl+Shift+I": "inspects",
    "Ctrl+Shift+K": "prints the card itself",
    "Ctrl+Shift+N": "a new one in place of the old",
    "Ctrl+Shift+P": "the other papers, or all of them",
    "Ctrl+Shift+R": "more time",
    "Ctrl+Shift+S": "stops it, or lets it go on",
    "Ctrl+Shift+T": "answers or reports in writing",
    "Ctrl+Shift+U": "gives all of it back",
    "Ctrl+Shift+X": "it is lost",
    "Ctrl+Shift+Y": "no: refuses, disputes",
    "Shift+F6": "the part before",
    "Shift+F7": "drops the draft",
}
"""What a key means on every page that has it. Keys that one feature alone has are told by its manifest (`Key.means`).

A key has one meaning in the whole program: tests/ui/shell/test_palette.py walks all pages and dialogs with this table and those of
the features. An act that is a case of no meaning has no key of its own: the list of everything (Ctrl+K) leads to it by its letters.
`Ctrl+1` to `Ctrl+9` are the first to ninth way beside what is shown: another list, part, or act that settles.
"""
CASES = (
    Key("Enter", ("Open",)),
    Key("F6", ("Next filter", "Show the slip")),
    Key("F7", ("Continue the draft",)),
    Key("Ctrl+A", ("Mark all (Space marks one)",)),
    Key("Ctrl+Del", ("Cancel", "Void")),
    Key("Ctrl+Enter", ("Import", "Save and print", "Save")),
    Key("Ctrl+F", ("Filter the list",)),
    Key("Ctrl+F8", ("Copy a text for the customer",)),
    Key("Ctrl+F9", ("Print photos",)),
    Key("Ctrl+N", ("Note",)),
    Key("Ctrl+O", ("Choose a file",)),
    Key("Ctrl+P", ("Print the slip",)),
    Key("Ctrl+S", ("Save as PDF", "Save problems", "Save")),
    Key("Ctrl+V", ("Paste a photo or file",)),
    Key("Ctrl+Shift+E", ("Save as Excel",)),
    Key("Ctrl+Shift+P", ("Other papers…",)),
    Key("Ctrl+Shift+Y", ("Return",)),
    Key("Shift+F6", ("Previous filter",)),
    Key("Shift+F7", ("Discard the draft",)),
)
"""What the window's own machinery does by keys: lists, forms, papers. What a feature does stands in its manifest."""
BESIDE = frozenset(f"Ctrl+{number}" for number in range(1, 10))
"""Keys of what stands beside, by its place."""


def general() -> Rows:
    """The keys that work on every page, those of the quick acts among them."""
    quick = sorted(features.each("actions"), key=lambda action: (len(action.key), action.key))
    return [(key, _(words)) for key, words in (*GENERAL[:2], *((each.key, each.label) for each in quick), *GENERAL[2:])]


def keys_of(page: Page) -> Rows:
    """The keys of a page besides those that work everywhere, each once, in the order of what it does."""
    taken = {key for key, _words in general()}
    rows: dict[str, str] = {}
    for action in page.actions_by_key():
        if action.key and action.key not in taken:
            rows.setdefault(action.key, _(action.label))
    told: dict[str, str] = {}
    for key, words in rows.items():  # one act of two keys is one row
        told[words] = f"{told[words]} {key}" if words in told else key
    rows = {keys: words for words, keys in told.items()}
    if page.findChild(QWidget, FORM) is not None:
        for key, words in IN_FORMS:
            rows.setdefault(key, _(words))
    return list(rows.items())


FORM = "form"
"""The object name of a form: a page that has one has the keys of a form."""


__all__ = ["FORM", "GENERAL", "IN_FORMS", "general", "keys_of"]

"""What a field of a form is, and what every field can do."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

Choices = Callable[[], Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a form.

    Attributes:
        name: its name in the service's input.
        label: msgid.
        kind: text, multiline, choice, ticks, date, datetime, check, phone-list, money, number, plate, pin, room, person, or entry:
            one of a long list, found by typing, whose value is its code.
        required: marked with a star; the form refuses it empty before asking the service.
        needed_when: gets the form's values; marked with a star as well, but it is the service that asks for it.
        help: msgid of a quiet line under the field. placeholder: msgid inside it.
        choices: gives (code, words) for `choice` and `ticks`; asked again when the language changes.
        span: `half` of the form's width or `full`.
        visible_when: gets the form's values; False hides the field. kept: its value is handed over although it is hidden.
        known: whether a code is still offered; a draft that has another one is asked anew.
        lines: height of a multiline field. max_length: most characters; 0 = as a line or a
            text of several lines has at most (rules.kit.texts).
        text: msgid of the words beside a check box.
        default: the value of an empty form.
        search: for room and person: another search than the finder's.
        editable: a choice that also takes other words.
        new_row: starts a new row, so that what belongs together stands together.
        keeps_place: while it is hidden its place stays empty, so that no field moves because of a choice; or gets the form's
            values and says whether it does (a field that this form never shows needs none).
        instead_of: stands in the place of another field, which is hidden while this one is shown.
        scans: whether a code that is scanned while the form is open is meant for it; None: no code is.
        suggest: gives what a slash offers in a text besides the office's phrases (`phrases`); asked on a worker.
        widget: makes the field from spec and desk instead of `kind` (a table of lines); it has what `Common` has, and a signal `changed`.
    """

    name: str
    label: str
    kind: str = "text"
    required: bool = False
    help: str = ""
    placeholder: str = ""
    choices: Choices | None = None
    span: str = "half"
    visible_when: Callable[[Mapping[str, Any]], bool] | None = None
    needed_when: Callable[[Mapping[str, Any]], bool] | None = None
    kept: bool = False
    known: Callable[[Any], bool] | None = None
    lines: int = 3
    max_length: int = 0
    text: str = ""
    default: Any = None
    search: Callable[[str], Sequence[Any]] | None = None
    editable: bool = False
    new_row: bool = False
    keeps_place: bool | Callable[[Mapping[str, Any]], bool] = False
    instead_of: str = ""
    scans: Callable[[str], bool] | None = None
    suggest: Callable[[], Sequence[str]] | None = None
    widget: Callable[[FieldSpec, Any], Any] | None = None


class Common:
    """What every field can do; the classes below replace what differs."""

    spec: FieldSpec

    def problem(self) -> str:
        """A sentence when what is typed cannot be read as a value, else ""."""
        return ""

    def understood(self) -> str:
        """How the typed text was understood, when that is not obvious (dates)."""
        return ""

    def remark(self) -> str:
        """What is worth knowing about the typed text, which is taken all the same; "" for nothing."""
        return ""

    def takes(self, typed: str) -> bool:
        """Whether a character that another field could not take belongs here."""
        return False

    def takes_enter(self) -> bool:
        """Whether Enter means something to the field itself just now."""
        return False

    def settle(self) -> None:
        """Takes the form it has once it is left: a short date is written out, words that name an entry choose it."""

    def set_read_only(self, on: bool) -> None:
        """Shows its value and takes no key and no click, or takes them again. The focus stays where it is."""
        raise NotImplementedError

    if TYPE_CHECKING:
        # Each kind of field has these of its own; Qt's class comes first among its bases.
        def value(self) -> Any: ...
        def set_value(self, value: Any) -> None: ...

    def beneath(self) -> Any:
        """A widget directly under the field; None for none."""
        return None

    def last_stop(self) -> Any:
        """The widget after which Tab goes on to the next field; a field of several cells puts them in order first."""
        return self

    def state(self) -> Any:
        return self.value()

    def restore(self, state: Any) -> None:
        self.set_value(state)

    def is_empty(self) -> bool:
        return self.value() in (None, "", ())

    def retranslate(self) -> None:
        """Says its words anew."""


def is_page_key(event: QKeyEvent) -> bool:
    """Whether a key with a letter belongs to the page or the window (Alt+5) and must not be typed into a field.

    On keyboards with a third level that one is Ctrl+Alt to Qt, and types.
    """
    held = event.modifiers()
    alone = held & Qt.KeyboardModifier.AltModifier and not held & Qt.KeyboardModifier.ControlModifier
    return bool(alone and event.text() and event.text().isprintable())

"""The fields of forms: one class for each kind of value, all with the same few methods.

A field's value is what the service takes (a code, a date, ids), its state is plain JSON for a draft.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from desk import i18n
from desk.i18n import _
from desk.ui import dates, theme
from desk.ui.finder import SearchBox

if TYPE_CHECKING:
    from desk.services.desk import Desk

Choices = Callable[[], Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a form.

    Attributes:
        name: its name in the service's input.
        label: msgid.
        kind: text, multiline, choice, date, datetime, check, phone-list, money, number, plate, pin, room or person.
        required: marked with a star; the form refuses it empty before asking the service.
        help: msgid of a quiet line under the field. placeholder: msgid inside it.
        choices: gives (code, words) for `choice`; asked again when the language changes.
        span: `half` of the form's width or `full`.
        visible_when: gets the form's values; False hides the field.
        lines: height of a multiline field. max_length: most characters, 0 = no limit.
        text: msgid of the words beside a check box.
        default: the value of an empty form.
        search: for room and person: another search than the finder's.
        editable: a choice that also takes other words.
        new_row: starts a new row, so that what belongs together stands together.
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
    lines: int = 3
    max_length: int = 0
    text: str = ""
    default: Any = None
    search: Callable[[str], Sequence[Any]] | None = None
    editable: bool = False
    new_row: bool = False


class _Common:
    """What every field can do; the classes below replace what differs."""

    spec: FieldSpec

    def problem(self) -> str:
        """A sentence when what is typed cannot be read as a value, else ""."""
        return ""

    def understood(self) -> str:
        """How the typed text was understood, when that is not obvious (dates)."""
        return ""

    def takes_enter(self) -> bool:
        """Whether Enter means something to the field itself just now."""
        return False

    def state(self) -> Any:
        return self.value()  # type: ignore[attr-defined]

    def restore(self, state: Any) -> None:
        self.set_value(state)  # type: ignore[attr-defined]

    def is_empty(self) -> bool:
        return self.value() in (None, "", ())  # type: ignore[attr-defined]

    def retranslate(self) -> None:
        """Says its words anew."""


class TextField(QLineEdit, _Common):
    """One line of text."""

    changed = Signal()

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__()
        self.spec = spec
        if spec.max_length:
            self.setMaxLength(spec.max_length)
        self.textChanged.connect(self.changed)

    def value(self) -> Any:
        return self.text().strip()

    def set_value(self, value: Any) -> None:
        self.setText("" if value is None else str(value))
        self.setCursorPosition(0)

    def state(self) -> Any:
        return self.text()

    def restore(self, state: Any) -> None:
        self.setText(state or "")

    def is_empty(self) -> bool:
        return not self.text().strip()

    def retranslate(self) -> None:
        self.setPlaceholderText(_(self.spec.placeholder) if self.spec.placeholder else "")


class PinField(TextField):
    """Digits that are not shown; full-width digits count as digits. Never kept in a draft."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)

    def value(self) -> str:
        return unicodedata.normalize("NFKC", self.text()).strip()

    def state(self) -> str:
        return ""


class PlateField(TextField):
    """A number plate: capitals, half width, no spaces."""

    def value(self) -> str:
        return "".join(unicodedata.normalize("NFKC", self.text()).upper().split())


class PhonesField(TextField):
    """Several phones in one line, with any separator."""

    def value(self) -> tuple[str, ...]:
        text = unicodedata.normalize("NFKC", self.text())
        for separator in ",;、/":
            text = text.replace(separator, "\n")
        parts = [part.strip() for part in text.split("\n")]
        return tuple(phone for part in parts for phone in self._split(part) if phone)

    @staticmethod
    def _split(part: str) -> list[str]:
        words = part.split()
        # `13800000001 13900000002` are two, `010 6000 0000` is one.
        return words if len(words) > 1 and all(len(word) >= 7 for word in words) else [part]

    def set_value(self, value: Any) -> None:
        self.setText(", ".join(value) if isinstance(value, (tuple, list)) else (value or ""))
        self.setCursorPosition(0)


class NumberField(TextField):
    """A number; None when empty."""

    decimals = True

    def _read(self) -> Decimal | None:
        text = unicodedata.normalize("NFKC", self.text()).replace(",", "").replace("¥", "").replace(" ", "").removesuffix("元")
        if not text:
            return None
        number = Decimal(text)
        if not number.is_finite():
            raise InvalidOperation
        return number

    def value(self) -> Any:
        try:
            return self._read()
        except InvalidOperation:
            return None

    def set_value(self, value: Any) -> None:
        self.setText("" if value is None else f"{value}")
        self.setCursorPosition(0)

    def problem(self) -> str:
        try:
            self._read()
        except InvalidOperation:
            return _("“{text}” is not a number.").format(text=self.text().strip())
        return ""


class MoneyField(NumberField):
    """An amount in yuan."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def problem(self) -> str:
        try:
            number = self._read()
        except InvalidOperation:
            return _("“{text}” is not an amount. Write it like 1200.50.").format(text=self.text().strip())
        if number is not None and number != number.quantize(Decimal("0.01")):
            return _("An amount has at most two decimals.")
        return ""


class TextArea(QPlainTextEdit, _Common):
    """Several lines; Enter moves on, Shift+Enter makes a new line."""

    changed = Signal()

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__()
        self.spec = spec
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self.changed)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(round(self.fontMetrics().lineSpacing() * self.spec.lines + 20))

    def value(self) -> str:
        return self.toPlainText().strip()

    def set_value(self, value: Any) -> None:
        self.setPlainText(value or "")

    def is_empty(self) -> bool:
        return not self.value()

    def retranslate(self) -> None:
        self.setPlaceholderText(_(self.spec.placeholder) if self.spec.placeholder else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.insertPlainText("\n")  # not Qt's line separator, which would stay in the text
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()


class CheckField(QCheckBox, _Common):
    """Yes or no. Required means: must be ticked."""

    changed = Signal()

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__()
        self.spec = spec
        self.toggled.connect(lambda _on: self.changed.emit())

    def value(self) -> bool:
        return self.isChecked()

    def set_value(self, value: Any) -> None:
        self.setChecked(bool(value))

    def is_empty(self) -> bool:
        return not self.isChecked()

    def retranslate(self) -> None:
        self.setText(_(self.spec.text) if self.spec.text else "")


TYPING_FROM = 9
"""A list this long is searched by typing; shorter ones are chosen by arrow keys."""


class ChoiceField(QComboBox, _Common):
    """One of a list, stored as its code. Long lists take typing: any part of the words finds them."""

    changed = Signal()

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__()
        self.spec = spec
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setMaxVisibleItems(14)
        self.refill()
        self.currentIndexChanged.connect(lambda _row: self.changed.emit())
        if spec.default is not None:
            self.set_value(spec.default)

    def refill(self) -> None:
        """Asks for the choices anew, keeping what is chosen."""
        value = self.value() if self.count() else ""
        choices = list(self.spec.choices()) if self.spec.choices else []
        with QSignalBlocker(self):
            self.clear()
            if not any(code == "" for code, _words in choices) and not self.spec.required:
                self.addItem("", "")
            for code, words in choices:
                self.addItem(words, code)
            searching = self.spec.editable or self.count() >= TYPING_FROM
            if searching != self.isEditable():
                self._set_searching(searching)
            self.setCurrentIndex(0 if self.count() and not self.spec.required else -1)
            self._choose(value)

    def _set_searching(self, searching: bool) -> None:
        self.setEditable(searching)
        if not searching:
            return
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer, line = self.completer(), self.lineEdit()
        if completer is None or line is None:
            return
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(12)
        line.editingFinished.connect(self._settle)
        line.textEdited.connect(lambda _text: self.changed.emit())
        line.setFrame(False)

    def _settle(self) -> None:
        """Leaving the field: typed words that name one entry choose it, others are put back (or kept, when allowed)."""
        text = self.currentText().strip().casefold()
        if text == self.itemText(self.currentIndex()).casefold():
            return
        rows = range(self.count())
        exact = [row for row in rows if self.itemText(row).casefold() == text]
        near = exact or [row for row in rows if text and text in self.itemText(row).casefold()]
        if near and (exact or not self.spec.editable):
            self.setCurrentIndex(near[0])
            self.setEditText(self.itemText(near[0]))
        elif not self.spec.editable:
            self.setEditText(self.itemText(self.currentIndex()))

    def _choose(self, code: Any) -> None:
        row = self.findData(code)
        if row >= 0:
            self.setCurrentIndex(row)
        elif self.spec.editable and code:
            self.setCurrentIndex(-1)
            self.setEditText(str(code))
        elif code and self.count():
            self.addItem(str(code), code)  # a code the catalogue no longer has stays what it was
            self.setCurrentIndex(self.count() - 1)

    def value(self) -> str:
        if self.isEditable():
            text = self.currentText().strip()
            row = self.currentIndex()
            if row >= 0 and self.itemText(row) == text:
                return str(self.itemData(row) or "")
            match = next((r for r in range(self.count()) if self.itemText(r).casefold() == text.casefold()), -1)
            if match >= 0:
                return str(self.itemData(match) or "")
            return text if self.spec.editable else str(self.itemData(row) or "") if row >= 0 else ""
        data = self.currentData()
        return str(data) if data else ""

    def set_value(self, value: Any) -> None:
        before = self.value()
        with QSignalBlocker(self):
            self.setCurrentIndex(0 if self.count() and not self.spec.required else -1)
            if value:
                self._choose(value)
        if self.value() != before:
            self.changed.emit()

    def retranslate(self) -> None:
        self.refill()

    def takes_enter(self) -> bool:
        completer = self.completer()
        return self.view().isVisible() or (completer is not None and completer.popup().isVisible())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the wheel scrolls the form; it must not change what was chosen


class DateField(TextField):
    """A date, typed in any short way; shows how it was understood."""

    def __init__(self, spec: FieldSpec, desk: Desk | None) -> None:
        super().__init__(spec)
        self._desk = desk
        self.editingFinished.connect(self._settle)

    def _now(self) -> datetime:
        return self._desk.now() if self._desk is not None else datetime.now().astimezone()

    def _read(self) -> date | datetime | None:
        return dates.read_date(self.text(), today=self._now().date())

    def value(self) -> Any:
        return self._read()

    def set_value(self, value: Any) -> None:
        self.setText(self._written(value) if value else "")
        self.setCursorPosition(0)

    def _written(self, value: Any) -> str:
        return value.isoformat() if isinstance(value, date) else str(value)

    def problem(self) -> str:
        if self.text().strip() and self.value() is None:
            return _("“{text}” is not a date. Write it like 2026-03-01, 3-1, today or +3.").format(text=self.text().strip())
        return ""

    def understood(self) -> str:
        value = self._read()
        if value is None:
            return ""
        from babel.dates import format_date

        return format_date(value, format="full", locale=i18n.current_language())

    def _settle(self) -> None:
        value = self._read()
        if value is not None and self._written(value) != self.text():
            self.setText(self._written(value))


class MomentField(DateField):
    """A day and a time."""

    def _read(self) -> datetime | None:
        return dates.read_moment(self.text(), now=self._now())

    def _written(self, value: Any) -> str:
        if isinstance(value, datetime):
            local = value.astimezone(self._now().tzinfo) if value.tzinfo else value
            return f"{local:%Y-%m-%d %H:%M}"
        return str(value)

    def problem(self) -> str:
        if self.text().strip() and self.value() is None:
            return _("“{text}” is not a time. Write it like 11:00, tomorrow 9:30, 3-1 15:00 or +2h.").format(text=self.text().strip())
        return ""

    def understood(self) -> str:
        value = self._read()
        if value is None:
            return ""
        from babel.dates import format_date

        words = format_date(value, format="full", locale=i18n.current_language())
        return f"{words} {value:%H:%M}"


class RecordField(SearchBox, _Common):
    """A room or a person, found like in the finder; a person may also be somebody who is not registered."""

    changed = Signal()

    def __init__(self, spec: FieldSpec, desk: Desk | None) -> None:
        super().__init__(None, grouped=False)
        self.spec = spec
        self._desk = desk
        self._id: int | None = None
        self._title = ""
        self._wanted = "unit" if spec.kind == "room" else "customer"
        self.set_search(spec.search or self._find)
        self.chosen.connect(self._take)
        self.textChanged.connect(self._typed)

    def _find(self, text: str) -> Sequence[Any]:
        from desk.services import search

        assert self._desk is not None
        return [hit for hit in search.find(self._desk, text, limit=40) if hit.kind == self._wanted][:12]

    def _take(self, hit: Any) -> None:
        self.set_value((hit.id, hit.title))

    def _typed(self, text: str) -> None:
        if self._id is not None and text != self._title:
            self._id = None
        theme.set_role(self, "true" if self._id is not None else "", name="chosen")
        self.changed.emit()

    def value(self) -> int | None:
        return self._id

    def set_value(self, value: Any) -> None:
        if isinstance(value, (tuple, list)):
            self._id, self._title = int(value[0]), str(value[1])
        elif isinstance(value, int):
            self._id, self._title = value, f"#{value}"
            self._look_up(value)
        else:
            self._id, self._title = None, str(value or "")
        self.setText(self._title)
        self.setCursorPosition(0)
        self.changed.emit()

    def _look_up(self, record: int) -> None:
        """The name of a record that came as a number alone."""
        desk = self._desk
        if desk is None:
            return
        from desk.ui import tasks

        def read() -> str:
            from desk.services import titles

            return titles.title_of(desk, self._wanted, record)

        def show(title: str) -> None:
            if self._id == record and title:
                self._title = title
                self.setText(title)
                self.setCursorPosition(0)

        tasks.run(read, on_done=show, owner=self)

    def state(self) -> Any:
        return [self._id, self._title] if self._id is not None else self.text()

    def restore(self, state: Any) -> None:
        self.set_value(state)

    def is_empty(self) -> bool:
        return self._id is None and (self.spec.kind == "room" or not self.text().strip())

    def problem(self) -> str:
        if self.spec.kind == "room" and self._id is None and self.text().strip():
            return _("Choose a room from the list.")
        return ""

    def takes_enter(self) -> bool:
        return self._id is None and bool(self.text().strip())

    def wants_enter(self) -> bool:
        return self.takes_enter()

    def escape(self) -> bool:
        return self.close_list()

    def retranslate(self) -> None:
        self.setPlaceholderText(_(self.spec.placeholder) if self.spec.placeholder else "")


Field = TextField | TextArea | CheckField | ChoiceField | RecordField


def make(spec: FieldSpec, desk: Desk | None) -> Field:
    """The widget of a field.

    Raises:
        ValueError: an unknown kind.
    """
    simple: dict[str, type[TextField]] = {
        "text": TextField,
        "pin": PinField,
        "plate": PlateField,
        "phone-list": PhonesField,
        "money": MoneyField,
        "number": NumberField,
    }
    if spec.kind in simple:
        return simple[spec.kind](spec)
    if spec.kind == "multiline":
        return TextArea(spec)
    if spec.kind == "choice":
        return ChoiceField(spec)
    if spec.kind == "check":
        return CheckField(spec)
    if spec.kind == "date":
        return DateField(spec, desk)
    if spec.kind == "datetime":
        return MomentField(spec, desk)
    if spec.kind in ("room", "person"):
        return RecordField(spec, desk)
    raise ValueError(f"unknown kind of field {spec.kind!r}")


def focusable(field: QWidget) -> QWidget:
    """What gets the keys of a field: the field itself (a searching list hands them on to its line)."""
    return field

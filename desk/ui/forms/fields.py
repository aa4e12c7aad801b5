"""The fields of forms: one class for each kind of value, all with the same few methods.

A field's value is what the service takes (a code, a date, ids), its state is plain JSON for a draft.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QSizePolicy

from desk.i18n import _
from desk.rules.kit import texts, wording
from desk.rules.kit.dates import weekday_problem
from desk.rules.kit.money import parse_number
from desk.ui.forms.base import Choices, Common, FieldSpec
from desk.ui.forms.choice import ChoiceField, RecordField, TicksField
from desk.ui.forms.glyphs import unprintable
from desk.ui.kit import dates
from desk.ui.kit.theme.offers import OfferChips, OfferedTime

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk

MOST = 12
"""No figure at a counter has more digits before its point."""
FINEST = 12
"""Nor more noughts after it."""


def printed_words(text: str) -> str:
    """Warns of what the slips' font lacks; "" when everything can be printed."""
    odd = unprintable(text)
    # L10N: {characters} 打印时以 〓 代替
    return _("{characters} will be printed as 〓.").format(characters=" ".join(odd[:8])) if odd else ""


class TextField(QLineEdit, Common):
    """One line of text."""

    changed = Signal()

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__()
        self.spec = spec
        self.textChanged.connect(self.changed)

    def value(self) -> Any:
        return texts.visible(self.text()).strip()

    def problem(self) -> str:
        found = texts.line_problem(self.text()) or texts.length_problem(self.text(), self.spec.max_length or texts.LINE)
        return found.message if found else ""

    def takes(self, typed: str) -> bool:
        return True

    def remark(self) -> str:
        return printed_words(self.text())

    def set_value(self, value: Any) -> None:
        self.setText("" if value is None else str(value))
        self.setCursorPosition(0)

    def state(self) -> Any:
        return self.text()

    def restore(self, state: Any) -> None:
        self.setText(state or "")

    def is_empty(self) -> bool:
        return not texts.visible(self.text()).strip()

    def set_read_only(self, on: bool) -> None:
        self.setReadOnly(on)

    def retranslate(self) -> None:
        self.setPlaceholderText(_(self.spec.placeholder) if self.spec.placeholder else "")


class PinField(TextField):
    """Digits that are not shown; full-width digits count as digits. Never kept in a draft."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        if spec.max_length:
            self.setMaxLength(spec.max_length)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)

    def value(self) -> str:
        return unicodedata.normalize("NFKC", texts.visible(self.text())).strip()

    def state(self) -> str:
        return ""


class SecretField(TextField):
    """A password: not shown, taken as it is typed, never kept in a draft."""

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        if spec.max_length:
            self.setMaxLength(spec.max_length)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)

    def value(self) -> str:
        return texts.visible(self.text())

    def state(self) -> str:
        return ""


class PlateField(TextField):
    """A number plate: capitals, half width, no spaces."""

    def value(self) -> str:
        return "".join(unicodedata.normalize("NFKC", texts.visible(self.text())).upper().split())


class PhonesField(TextField):
    """Several phones in one line, with any separator."""

    def value(self) -> tuple[str, ...]:
        text = unicodedata.normalize("NFKC", texts.visible(self.text()))
        for separator in ",;、/":
            text = text.replace(separator, "\n")
        parts = [part.strip() for part in text.split("\n")]
        return tuple(phone for part in parts for phone in self._split(part) if phone)

    def problem(self) -> str:
        # A line break parts two numbers.
        found = texts.length_problem(self.text(), self.spec.max_length or texts.LINE)
        return found.message if found else ""

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

    def _read(self) -> Decimal | None:
        text = texts.visible(self.text()).strip()
        if not text:
            return None
        number = parse_number(text)
        if not number.is_finite() or number.adjusted() >= MOST or number.adjusted() < -FINEST:
            raise InvalidOperation  # a slip of the finger; whole numbers of a million digits would stop the program
        return number

    def value(self) -> Any:
        try:
            return self._read()
        except InvalidOperation:
            return None

    def takes(self, typed: str) -> bool:
        return typed.isdigit()

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


class TextArea(QPlainTextEdit, Common):
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
        return texts.visible(self.toPlainText()).strip()

    def problem(self) -> str:
        found = texts.length_problem(self.toPlainText(), self.spec.max_length or texts.LONG)
        return found.message if found else ""

    def takes(self, typed: str) -> bool:
        return True

    def remark(self) -> str:
        return printed_words(self.toPlainText())

    def set_value(self, value: Any) -> None:
        self.setPlainText(value or "")

    def is_empty(self) -> bool:
        return not self.value()

    def set_read_only(self, on: bool) -> None:
        self.setReadOnly(on)

    def retranslate(self) -> None:
        self.setPlaceholderText(_(self.spec.placeholder) if self.spec.placeholder else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.isReadOnly():
            super().keyPressEvent(event)
        elif (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ):
            self.insertPlainText("\n")  # not Qt's line separator, which would stay in the text
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()


class CheckField(QCheckBox, Common):
    """Yes or no. Required means: must be ticked."""

    changed = Signal()

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__()
        self.spec = spec
        self._read_only = False
        self.toggled.connect(lambda _on: self.changed.emit())

    def value(self) -> bool:
        return self.isChecked()

    def set_value(self, value: Any) -> None:
        self.setChecked(bool(value))

    def is_empty(self) -> bool:
        return not self.isChecked()

    def set_read_only(self, on: bool) -> None:
        self._read_only = on

    def nextCheckState(self) -> None:
        if not self._read_only:
            super().nextCheckState()

    def retranslate(self) -> None:
        self.setText(_(self.spec.text) if self.spec.text else "")


class DateField(TextField):
    """A date, typed in any short way; shows how it was understood."""

    def __init__(self, spec: FieldSpec, desk: Desk | None) -> None:
        super().__init__(spec)
        self._desk = desk
        self._typed_at: datetime | None = None
        self.textChanged.connect(self._typed)
        self.editingFinished.connect(self.settle)

    def _typed(self) -> None:
        """`today` and `+2h` mean what they meant when they were typed, also where midnight passes before the form is saved."""
        self._typed_at = self._clock()

    def _clock(self) -> datetime:
        return self._desk.now() if self._desk is not None else datetime.now().astimezone()

    def _now(self) -> datetime:
        return self._typed_at if self._typed_at is not None else self._clock()

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
            return _("“{text}” is not a date. Write it like 2026-03-01, 3-1, today or +3.").format(
                text=self.text().strip()
            )
        return ""

    def understood(self) -> str:
        value = self._read()
        if value is None:
            return ""
        said = wording.full_day(value)
        odd = weekday_problem(self.text(), value)
        return f"{said} {odd.message}" if odd else said

    def settle(self) -> None:
        value = self._read()
        if value is not None and self._written(value) != self.text():
            self.setText(self._written(value))

    def state(self) -> str:
        """As it is written once it is left: a draft that is taken up tomorrow means the day that was meant."""
        value = self._read()
        return self._written(value) if value is not None else self.text()


class MomentField(DateField):
    """A day and a time; a figure alone takes what is offered under it."""

    def __init__(self, spec: FieldSpec, desk: Desk | None) -> None:
        super().__init__(spec, desk)
        self.offered: tuple[OfferedTime, ...] = ()
        self.chips = OfferChips(self.take_offer)

    def beneath(self) -> OfferChips:
        return self.chips

    def offer(self, offered: Sequence[OfferedTime]) -> None:
        """Offers times, each by its figure."""
        self.offered = tuple(offered)
        self.chips.show_offers(self.offered)

    def take_offer(self, number: int) -> None:
        """Takes what stands behind a figure."""
        if not self.isReadOnly() and number <= len(self.offered):
            self.set_value(self.offered[number - 1].moment)

    def _read(self) -> datetime | None:
        typed = unicodedata.normalize("NFKC", self.text()).strip()
        if len(typed) == 1 and typed.isdigit() and 0 < int(typed) <= len(self.offered):
            return self.offered[int(typed) - 1].moment
        return dates.read_moment(self.text(), now=self._now())

    def _written(self, value: Any) -> str:
        if isinstance(value, datetime):
            local = value.astimezone(self._now().tzinfo) if value.tzinfo else value
            return wording.moment(local)
        return str(value)

    def problem(self) -> str:
        if self.text().strip() and self.value() is None:
            return _("“{text}” is not a time. Write it like 11:00, tomorrow 9:30, 3-1 15:00 or +2h.").format(
                text=self.text().strip()
            )
        return ""

    def understood(self) -> str:
        value = self._read()
        if value is None:
            return ""
        return f"{wording.full_day(value)} {wording.hour(value)}"


Field = TextField | TextArea | CheckField | ChoiceField | RecordField | TicksField


def make(spec: FieldSpec, desk: Desk | None) -> Field:
    """The widget of a field.

    Raises:
        ValueError: an unknown kind.
    """
    if spec.widget is not None:
        made: Field = spec.widget(spec, desk)
        return made
    simple: dict[str, type[TextField]] = {
        "text": TextField,
        "pin": PinField,
        "secret": SecretField,
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
    if spec.kind == "ticks":
        return TicksField(spec)
    if spec.kind == "check":
        return CheckField(spec)
    if spec.kind == "date":
        return DateField(spec, desk)
    if spec.kind == "datetime":
        return MomentField(spec, desk)
    if spec.kind in ("room", "person", "entry"):
        return RecordField(spec, desk)
    raise ValueError(f"unknown kind of field {spec.kind!r}")


__all__ = ["ChoiceField", "Choices", "Field", "FieldSpec", "RecordField", "make"]

"""The form engine: a form is a list of fields, labelled, laid out in one or two columns, and one service call.

Rules live in services and rules and come back as problems by field; the form shows each beside its field, in words, and
moves the focus to the first. Enter moves on. A page around a form is `page.FormPage`, a dialog `dialog.ActDialog`; both save it
by `saving.submit`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from desk.errors import InvalidInput
from desk.i18n import _
from desk.ui.forms import fields
from desk.ui.forms.base import FieldSpec, is_page_key
from desk.ui.forms.cell import Cell
from desk.ui.forms.layout import STAR, FieldGrid
from desk.ui.forms.phrases import Phrases
from desk.ui.kit import theme
from desk.ui.kit.keys import FORM
from desk.ui.kit.theme.chooser import Chooser

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk

FIRST_WORDS = 16
"""So many characters of a field tell what a draft is about."""


@dataclass(frozen=True, slots=True)
class FormSpec:
    """A form: the msgid of its title, and its fields in the order of typing."""

    title: str
    fields: tuple[FieldSpec, ...]


class Form(FieldGrid):
    """A form built from its spec.

    Attributes:
        phrases: what a slash offers, by the field.

    Signals:
        changed: something was typed or set; several changes in a row come as one.
        finished: Enter in the last field.
        focused: the field that got the focus (so that a scrolling page shows it).
    """

    changed = Signal()
    finished = Signal()
    focused = Signal(object)

    def __init__(self, spec: FormSpec, desk: Desk | None = None, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(FORM)
        self.spec = spec
        self.phrases: dict[str, Phrases] = {}
        self._saved: dict[str, Any] = {}
        self._read_only = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._settle)
        for field_spec in spec.fields:
            self._add(field_spec, desk)
        self.retranslate()
        for field_spec in spec.fields:
            if field_spec.default is not None:
                self.field(field_spec.name).set_value(field_spec.default)
        self._hide_some()
        self._place(2)
        self.mark_saved()

    def _add(self, spec: FieldSpec, desk: Desk | None) -> None:
        field = fields.make(spec, desk)
        label = theme.text("", "label", wrap=True, parent=self)
        label.setBuddy(field)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Minimum)
        cell = Cell(spec, field)
        cell.setParent(self)
        self._labels[spec.name] = label
        self._cells[spec.name] = cell
        field.installEventFilter(self)
        if spec.kind == "multiline" or (spec.kind == "text" and spec.span == "full" and spec.widget is None):
            self.phrases[spec.name] = Phrases(field, spec.suggest)
        field.changed.connect(lambda: self._field_changed(spec.name))
        if isinstance(field, fields.RecordField):
            field.chosen.connect(lambda _hit: self._found(field))
            field.submitted.connect(lambda _text: self._found(field))
        elif isinstance(field, Chooser):
            field.entered.connect(lambda: self._next(field))
            field.passed_on.connect(lambda typed: self._pass_on(field, typed))

    # --------------------------------------------------------------------------------------------------- values
    def field(self, name: str) -> Any:
        """The widget of a field."""
        return self._cells[name].field

    def has_field(self, name: str) -> bool:
        """Whether the form has a field of this name, shown now."""
        return name in self._cells and name not in self._hidden

    def value(self, name: str) -> Any:
        """The value of a field."""
        return self.field(name).value()

    def set_value(self, name: str, value: Any) -> None:
        """Sets a field."""
        self.field(name).set_value(value)

    def values(self) -> dict[str, Any]:
        """All values by name; hidden fields give their empty value; persons and rooms also `name_text`."""
        found: dict[str, Any] = {}
        for name, cell in self._cells.items():
            if name in self._hidden and not cell.spec.kept:
                found[name] = _empty(cell.spec)
            else:
                found[name] = cell.field.value()
            if isinstance(cell.field, fields.RecordField):
                found[f"{name}_text"] = "" if name in self._hidden else cell.field.text().strip()
        return found

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Sets several fields; names without a field are passed over."""
        for name, value in values.items():
            if name in self._cells:
                self.set_value(name, value)
        self._settle()

    def clear(self) -> None:
        """Empties every field to its default."""
        for name, cell in self._cells.items():
            cell.field.set_value(cell.spec.default)
            self._say_problem(name, "")
            cell.say(cell.note, "")
        self._say_general("")
        self._settle()
        self.mark_saved()

    def state(self) -> dict[str, Any]:
        """What is typed, as JSON: for a draft, and to tell whether something changed."""
        return {name: _plain(cell.field.state()) for name, cell in self._cells.items()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Puts a draft back."""
        for name, value in state.items():
            if name in self._cells:
                self.field(name).restore(value)
        self._settle()

    def settle(self) -> None:
        """Every field takes the form it has once it is left: nothing changes by itself after this."""
        QGuiApplication.inputMethod().commit()  # what is still being composed was typed, too
        for cell in self._cells.values():
            cell.field.settle()
        if self._timer.isActive():
            self._settle()

    def set_read_only(self, on: bool) -> None:
        """Shows what is typed and takes nothing more, or goes on; the focus stays where it is."""
        self._read_only = on
        for cell in self._cells.values():
            cell.field.set_read_only(on)

    def is_changed(self) -> bool:
        """Whether something differs from what was saved or set at the start."""
        return self._meant(self.state()) != self._meant(self._saved)

    def has_content(self, *, besides: Collection[str] = ()) -> bool:
        """Whether something was typed that would be missed: words, numbers, somebody chosen; not only a list or a box.

        Args:
            besides: fields that alone are no loss.
        """
        now, before = self._meant(self.state()), self._meant(self._saved)
        return any(
            now[name] != before.get(name) and not cell.field.is_empty()
            for name, cell in self._cells.items()
            if name not in besides and (cell.spec.kind not in ("choice", "check") or cell.spec.editable)
        )

    def summary(self, state: Mapping[str, Any]) -> str:
        """What tells one draft from another: who, where, the first words."""
        words = []
        for name, cell in self._cells.items():
            value = state.get(name)
            if cell.spec.kind in ("room", "person", "entry"):
                words.append(str(value[1] if isinstance(value, list) else value or ""))
            elif cell.spec.kind in ("text", "multiline") and cell.spec.visible_when is None and isinstance(value, str):
                words.append(value)
        short = (" ".join(text.split()) for text in words)
        return " · ".join(text[:FIRST_WORDS] for text in short if text)[: 4 * FIRST_WORDS]

    def _meant(self, state: Mapping[str, Any]) -> dict[str, Any]:
        """A state without the titles of chosen records, which are read a moment after their numbers."""
        return {
            name: value[:1]
            if isinstance(value, list) and isinstance(self._cells[name].field, fields.RecordField)
            else value
            for name, value in state.items()
        }

    def mark_saved(self, state: Mapping[str, Any] | None = None) -> None:
        """What is typed now, or `state` where that was handed over, counts as unchanged."""
        self._saved = dict(self.state() if state is None else state)

    @contextmanager
    def quietly(self) -> Iterator[None]:
        """What the program fills in by itself inside the block is nothing that the clerk would lose."""
        before = self._meant(self.state())
        yield
        saved, after = self._meant(self._saved), self.state()
        for name, value in self._meant(after).items():
            if value != before[name] and before[name] == saved.get(name):
                self._saved[name] = after[name]

    def refill(self, name: str) -> None:
        """Asks for the choices of a field anew (they depend on another field)."""
        field = self.field(name)
        if isinstance(field, fields.ChoiceField):
            field.refill()

    # ------------------------------------------------------------------------------------------------- problems
    def check(self) -> dict[str, str]:
        """What is missing or cannot be read, before any service is asked."""
        found: dict[str, str] = {}
        for name, cell in self._cells.items():
            if name in self._hidden or not cell.field.isEnabledTo(self):
                continue
            problem = cell.field.problem()
            if not problem and cell.spec.required and cell.field.is_empty():
                if cell.spec.kind == "check":
                    problem = _("Please tick this first.")
                elif cell.spec.kind in ("choice", "room"):
                    problem = _("Please choose: {label}.").format(label=_(cell.spec.label))
                else:
                    problem = _("Please fill in: {label}.").format(label=_(cell.spec.label))
            if problem:
                found[name] = problem
        return found

    def show_problems(self, problems: Mapping[str, str] | InvalidInput, *, focus: bool = True) -> None:
        """Shows each sentence beside its field, others above the form, and moves the focus to the first."""
        by_field = problems.by_field() if isinstance(problems, InvalidInput) else problems
        rest = [sentence for name, sentence in by_field.items() if name not in self._cells or name in self._hidden]
        self._say_general("\n".join(rest))
        first = ""
        for name in self._cells:
            sentence = by_field.get(name, "")
            self._say_problem(name, sentence)
            if sentence and not first:
                first = name
        if first and focus:
            self._focus(first)

    def clear_problems(self) -> None:
        """Takes all sentences away."""
        self.show_problems({})

    def problems(self) -> dict[str, str]:
        """The sentences shown now, by field; "" for the one above the form."""
        found = {name: cell.problem.text() for name, cell in self._cells.items() if cell.problem.text()}
        if self._general.text():
            found[""] = self._general.text()
        return found

    def show_hint(self, name: str, words: str) -> None:
        """A quiet amber note under a field (a warning that may stay); "" takes it away."""
        cell = self._cells[name]
        cell.say(cell.note, words)

    def _say_problem(self, name: str, words: str) -> None:
        cell = self._cells[name]
        cell.say(cell.problem, words)
        theme.set_role(cell.field, "true" if words else "", name="problem")
        cell.field.setAccessibleDescription(words)

    def _say_general(self, words: str) -> None:
        self._general.setText(words)
        self._general.setVisible(bool(words))

    # ---------------------------------------------------------------------------------------------- what happens
    def _field_changed(self, name: str) -> None:
        cell = self._cells.get(name)
        if cell is None:
            return
        if cell.problem.text():
            self._say_problem(name, "")  # it is being put right
        self._show_understood(cell)
        self._timer.start()

    def _show_understood(self, cell: Cell) -> None:
        words, remark = cell.field.understood(), cell.field.remark()
        quiet = remark or (_(cell.spec.help) if cell.spec.help else "")
        cell.say(cell.help, f"= {words}" if words else quiet)

    def _settle(self) -> None:
        self._timer.stop()
        self._hide_some()
        self.changed.emit()

    def _hide_some(self) -> None:
        values = {name: cell.field.value() for name, cell in self._cells.items()}
        hidden = {
            cell.spec.name
            for cell in self._cells.values()
            if cell.spec.visible_when is not None and not cell.spec.visible_when(values)
        }
        for name, cell in self._cells.items():
            self._labels[name].setText(self._label_words(cell.spec, values))
        held = {name for name in hidden if _holds_place(self._cells[name].spec, values)}
        if (hidden, held) != (self._hidden, self._held):
            self._hidden, self._held = hidden, held
            if self._columns:
                self._place(self._columns)

    # ---------------------------------------------------------------------------------------------------- words
    @staticmethod
    def _label_words(spec: FieldSpec, values: Mapping[str, Any]) -> str:
        needed = spec.required or (spec.needed_when is not None and spec.needed_when(values))
        return f"{_(spec.label)}{STAR}" if needed else _(spec.label)

    def retranslate(self) -> None:
        """Says every word anew."""
        values = {name: cell.field.value() for name, cell in self._cells.items()}
        for name, cell in self._cells.items():
            words = _(cell.spec.label)
            self._labels[name].setText(self._label_words(cell.spec, values))
            cell.field.setAccessibleName(words)
            cell.field.retranslate()
            self._show_understood(cell)
        if self._columns:
            self._place(self._columns)

    # ---------------------------------------------------------------------------------------------------- focus
    def focus_first(self) -> None:
        """Puts the cursor into the first field that is empty, else into the first."""
        shown = [name for name in self._cells if name not in self._hidden and self._cells[name].field.isEnabled()]
        empty = [name for name in shown if self._cells[name].field.is_empty()]
        if shown:
            self._focus((empty or shown)[0])

    def focused_name(self) -> str:
        """The field that has the cursor; "" for none."""
        window = self.window().focusWidget()
        return (
            next(
                (name for name, cell in self._cells.items() if window is cell.field or cell.field.isAncestorOf(window)),
                "",
            )
            if window is not None
            else ""
        )

    def go_on(self, name: str) -> bool:
        """Puts the cursor behind what was typed in a field, so that the next letter goes on with it; False where it is not shown."""
        if not self.has_field(name):
            return False
        self._focus(name)
        field = self.field(name)
        if isinstance(field, QLineEdit):
            field.end(False)
        elif isinstance(field, QPlainTextEdit):
            field.moveCursor(QTextCursor.MoveOperation.End)
        return True

    def first(self) -> QWidget | None:
        """The widget `focus_first` would give the focus to."""
        shown = [name for name in self._cells if name not in self._hidden and self._cells[name].field.isEnabled()]
        empty = [name for name in shown if self._cells[name].field.is_empty()]
        return self._cells[(empty or shown)[0]].field if shown else None

    def take_scan(self, code: str) -> bool:
        """Puts a scanned code into the field that is meant for it, and goes on to the next; False when none is shown."""
        for name, cell in self._cells.items():
            meant = cell.spec.scans
            if meant is not None and meant(code) and name not in self._hidden and cell.field.isEnabled():
                self.set_value(name, code)
                self._field_changed(name)
                self._focus(name)
                self._next(cell.field)
                return True
        return False

    def _focus(self, name: str) -> None:
        self._cells[name].field.setFocus(Qt.FocusReason.TabFocusReason)
        self.focused.emit(self._cells[name])

    def _next(self, field: QWidget) -> None:
        names = [name for name in self._cells if name not in self._hidden and self._cells[name].field.isEnabled()]
        here = next((at for at, name in enumerate(names) if self._cells[name].field is field), -1)
        if here + 1 < len(names):
            self._focus(names[here + 1])
        else:
            self.finished.emit()

    def _found(self, field: QWidget) -> None:
        """A search answered Enter; who has gone on by Tab meanwhile is not called back."""
        if field.hasFocus():
            self._next(field)

    def _pass_on(self, field: QWidget, typed: str) -> None:
        """What a list cannot take goes on to the next field that takes it, and is seen there."""
        names = [name for name in self._cells if name not in self._hidden and self._cells[name].field.isEnabled()]
        here = next((at for at, name in enumerate(names) if self._cells[name].field is field), len(names))
        name = next((name for name in names[here + 1 :] if self._cells[name].field.takes(typed)), None)
        if name is not None:
            self._focus(name)
            key = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, typed)
            QApplication.sendEvent(self._cells[name].field, key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(watched, event)
        if kind == QEvent.Type.InputMethod and self._read_only:
            return True  # what was being composed when the save began
        if kind == QEvent.Type.FocusIn:
            cell = self._cell_of(watched)
            if cell is not None:
                self.focused.emit(cell)
        return False

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        if is_page_key(event):
            return True
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return False
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        cell = self._cell_of(watched)
        if cell is None or cell.field.takes_enter():
            return False
        self._next(cell.field)
        return True

    def _cell_of(self, watched: QObject) -> Cell | None:
        return next((cell for cell in self._cells.values() if watched is cell.field), None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def _holds_place(spec: FieldSpec, values: Mapping[str, Any]) -> bool:
    return spec.keeps_place(values) if callable(spec.keeps_place) else spec.keeps_place


def _empty(spec: FieldSpec) -> Any:
    return {"check": False, "phone-list": (), "ticks": ()}.get(
        spec.kind, None if spec.kind in ("date", "datetime", "money", "number", "room", "person") else ""
    )


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


__all__ = ["FieldSpec", "Form", "FormSpec"]

"""What is open on a room, the oldest first, each with a tick and how much of it is paid now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QSizePolicy, QWidget

from desk.i18n import N_, _
from desk.rules.kit.money import figures, yuan
from desk.ui.forms.base import FieldSpec, is_page_key
from desk.ui.forms.fields import MoneyField
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.money.rows import Composite, pass_on
from desk.ui.money.words import CHARGE_STATES, fen

if TYPE_CHECKING:
    from desk.services.money import ChargeView

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ChargesField(Composite):
    """The open charges of a room. Untouched, the oldest are paid first: its value is None then, else fen by charge.

    Attributes:
        ticks, amounts: the widgets of each charge, by its id.
    """

    changed = Signal()

    def __init__(self, spec: FieldSpec, _desk: Any = None) -> None:
        super().__init__()
        self.spec = spec
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._charges: tuple[ChargeView, ...] = ()
        self.ticks: dict[int, QCheckBox] = {}
        self.amounts: dict[int, MoneyField] = {}
        self._read_only = self._quiet = False
        self._draft: dict[int, str] | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 4)
        self._grid.setHorizontalSpacing(theme.GAP)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._none = theme.text("", "muted", wrap=True, parent=self)
        self._grid.addWidget(self._none, 0, 0, 1, 3)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_charges(self, charges: Sequence[ChargeView], ticked: Collection[int] = ()) -> None:
        """Shows these; ticked are those named, else all that are not disputed."""
        self._quiet = True
        for widget in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if widget is not self._none:
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self._charges, self.ticks, self.amounts = tuple(charges), {}, {}
        for row, charge in enumerate(charges, 1):
            tick = QCheckBox(self)
            on = charge.id in ticked if ticked else not charge.disputed
            tick.setChecked(on)
            tick.toggled.connect(lambda on, one=charge.id: self._toggled(one, on))
            amount = MoneyField(FieldSpec("amount", N_("Amount"), "money"))
            amount.setParent(self)
            amount.setFixedWidth(theme.characters(self, 14))
            amount.set_value(yuan(charge.open_fen) if on else None)
            amount.changed.connect(self._typed)
            since = theme.text("", "muted", parent=self)
            since.setObjectName(f"since-{charge.id}")
            self.ticks[charge.id], self.amounts[charge.id] = tick, amount
            for column, widget in enumerate((tick, since, amount)):
                self._grid.addWidget(widget, row, column)
            for widget in (tick, amount):
                widget.installEventFilter(self)
                widget.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes by `inside`
        self._quiet = False
        self.retranslate()
        self.set_read_only(self._read_only)
        self.changed.emit()

    def inside(self) -> list[QWidget]:
        return [widget for one, tick in self.ticks.items() for widget in (tick, self.amounts[one])]

    def charges(self) -> tuple[ChargeView, ...]:
        """Those that are shown."""
        return self._charges

    def due(self) -> int:
        """What is ticked, in fen."""
        return sum(self._named().values())

    def tick_all(self) -> None:
        """Ticks all, or none where all are ticked."""
        on = not all(tick.isChecked() for tick in self.ticks.values())
        for tick in self.ticks.values():
            tick.setChecked(on)

    def _named(self) -> Mapping[int, int]:
        found = {one: fen(self.amounts[one].value()) for one, tick in self.ticks.items() if tick.isChecked()}
        return {one: amount for one, amount in found.items() if amount}

    def touched(self) -> bool:
        """Whether something else than all of it is to be paid."""
        return self._named() != {charge.id: charge.open_fen for charge in self._charges if not charge.disputed}

    def _toggled(self, one: int, on: bool) -> None:
        charge = next(charge for charge in self._charges if charge.id == one)
        self.amounts[one].set_value(yuan(charge.open_fen) if on else None)
        self._typed()

    def _typed(self) -> None:
        if not self._quiet:
            self.changed.emit()

    # ------------------------------------------------------------------------------------------------- the field
    def value(self) -> Any:
        return dict(self._named()) if self.touched() else None

    def set_value(self, value: Any) -> None:
        if value is None:
            self._draft = None
            self.show_charges(())

    def state(self) -> Any:
        if self._draft is not None:
            return [list(pair) for pair in self._draft.items()]
        if not self.touched():
            return None
        return [[one, self.amounts[one].text()] for one, tick in self.ticks.items() if tick.isChecked()]

    def restore(self, state: Any) -> None:
        """What was ticked waits until the charges are read (`go_on`): they may be others than then."""
        try:
            self._draft = {int(one): str(amount) for one, amount in state or ()} or None
        except (TypeError, ValueError):  # not a draft of ours
            self._draft = None

    def waits(self) -> bool:
        """Whether a draft was put back whose charges are not shown yet."""
        return self._draft is not None

    def go_on(self) -> None:
        """Ticks what the draft had ticked, of what is still open, and never more than is open."""
        draft, self._draft = self._draft, None
        if draft is None:
            return
        for charge in self._charges:
            self.ticks[charge.id].setChecked(charge.id in draft)
            if charge.id in draft:
                field = self.amounts[charge.id]
                field.setText(draft[charge.id])
                if fen(field.value()) > charge.open_fen:
                    field.set_value(yuan(charge.open_fen))

    def is_empty(self) -> bool:
        return self._draft is None and not self.touched()

    def problem(self) -> str:
        return next((words for field in self.amounts.values() if (words := field.problem())), "")

    def set_read_only(self, on: bool) -> None:
        self._read_only = on
        for one, tick in self.ticks.items():
            tick.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on)
            self.amounts[one].set_read_only(on)

    def retranslate(self) -> None:
        # L10N: 没有未缴费用
        self._none.setText(_("Nothing is open on this room."))
        self._none.setVisible(not self._charges)
        for charge in self._charges:
            words = " ".join(part for part in (charge.item, charge.period) if part)
            self.ticks[charge.id].setText(words)
            # L10N: {item}：本次收
            self.amounts[charge.id].setAccessibleName(_("{item}: paid now").format(item=words))
            since = self.findChild(QLabel, f"since-{charge.id}")
            if isinstance(since, QLabel):
                # L10N: 有异议
                parts = [_("Disputed")] if charge.disputed else []
                parts += [_(CHARGE_STATES[charge.state])] if charge.state == "part-paid" else []
                # L10N: {day} 起
                parts += [_("since {day}").format(day=say.day(charge.since)), figures(charge.open_fen)]
                since.setText(" · ".join(parts))

    # ------------------------------------------------------------------------------------------------------ keys
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        first = next(iter(self.ticks.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if is_page_key(event):
            return True
        if event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            pass_on(self, event)
            return True
        if self._read_only and event.key() == Qt.Key.Key_Space:
            return True
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        for widgets in (list(self.ticks.values()), list(self.amounts.values())):
            if step and watched in widgets:
                at = widgets.index(watched) + step  # type: ignore[arg-type]  # a widget is looked for among its own kind
                if 0 <= at < len(widgets):
                    widgets[at].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False


__all__ = ["ChargesField"]

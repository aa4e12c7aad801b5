"""What can be done with a shift: open, write into its book, stand in, move cash, hand over, take over, refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desk.i18n import N_, _
from desk.rules import money as rules
from desk.rules.kit.money import DENOMINATIONS, figures
from desk.services import money, slips, staff
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.acts import ActForm, Acts
from desk.ui.forms.base import is_page_key
from desk.ui.forms.dialog import ActDialog
from desk.ui.forms.fields import NumberField
from desk.ui.kit import theme
from desk.ui.money.rows import Composite, pass_on
from desk.ui.money.words import fen
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.money import ShiftView
    from desk.services.staff import StaffView
    from desk.ui.kit.pages import Page

KEYS = {"hand-over": "Ctrl+M", "take-over": "Ctrl+Y", "refuse": "Ctrl+Shift+Y"}


class PiecesField(Composite):
    """Counted notes and coins by denomination, the sum following the typing; its value is pieces by fen."""

    changed = Signal()

    def __init__(self, spec: FieldSpec, _desk: Any = None) -> None:
        super().__init__()
        self.spec = spec
        self.expected: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(4)
        self.counts: dict[int, NumberField] = {}
        half = (len(DENOMINATIONS) + 1) // 2
        for at, coin in enumerate(DENOMINATIONS):
            count = NumberField(FieldSpec(str(coin), "", "number"))
            count.setParent(self)
            count.setAlignment(Qt.AlignmentFlag.AlignRight)
            count.setMinimumWidth(theme.characters(self, 6))
            count.setAccessibleName(figures(coin))
            count.installEventFilter(self)
            count.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes by `inside`
            count.changed.connect(self._typed)
            self.counts[coin] = count
            name = theme.text(figures(coin), "", parent=self)
            name.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(name, at % half, 2 * (at // half))
            grid.addWidget(count, at % half, 2 * (at // half) + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.sum_words = theme.text("", "strong", wrap=True, parent=self)
        grid.addWidget(self.sum_words, half, 0, 1, 4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._say()

    def inside(self) -> list[QWidget]:
        return list(self.counts.values())

    def total(self) -> int:
        """What was counted, in fen; parts of a note count as nothing."""
        return sum(coin * count for coin, count in self.value().items())

    def difference(self) -> int:
        """Counted less expected."""
        return self.total() - (self.expected or 0)

    def _typed(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        # L10N: 清点合计 {amount}
        words = [_("Counted {amount}").format(amount=figures(self.total()))]
        if self.expected is not None:
            # L10N: 账面 {amount}
            words.append(_("expected {amount}").format(amount=figures(self.expected)))
            # L10N: 差异 {amount}
            words.append(_("difference {amount}").format(amount=figures(self.difference())))
        self.sum_words.setText(" · ".join(words))
        theme.set_role(self.sum_words, "bad" if self.expected is not None and self.difference() else "strong")

    # ------------------------------------------------------------------------------------------------- the field
    def value(self) -> dict[int, int]:
        found = {}
        for coin, field in self.counts.items():
            count = field.value()
            if count is not None and count == int(count) and count > 0:
                found[coin] = int(count)
        return found

    def set_value(self, value: Any) -> None:
        for coin, field in self.counts.items():
            field.set_value((value or {}).get(coin))
        self._say()

    def state(self) -> Any:
        return {str(coin): field.text() for coin, field in self.counts.items() if field.text()}

    def restore(self, state: Any) -> None:
        for coin, field in self.counts.items():
            field.setText((state or {}).get(str(coin), "") if isinstance(state, dict) else "")

    def is_empty(self) -> bool:
        return not any(field.text().strip() for field in self.counts.values())

    def problem(self) -> str:
        for field in self.counts.values():
            count = field.value()
            if field.problem() or (count is not None and (count < 0 or count != int(count))):
                # L10N: 请填写整数张数
                return _("“{text}” is no number of notes or coins.").format(text=field.text())
        return ""

    def set_read_only(self, on: bool) -> None:
        for field in self.counts.values():
            field.set_read_only(on)

    def retranslate(self) -> None:
        self._say()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        next(iter(self.counts.values())).setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if is_page_key(event):
            return True
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 1 if enter else 0)
        if not step or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        fields = list(self.counts.values())
        at = fields.index(watched) + step  # type: ignore[arg-type]  # a widget is looked for among its own kind
        if 0 <= at < len(fields):
            fields[at].setFocus(Qt.FocusReason.TabFocusReason)
        elif enter:
            pass_on(self, event)
        return True


# ------------------------------------------------------------------------------------------------------------ dialogs
def open_shift(page: Page) -> ActDialog:
    """Asks for counter and float, and opens the shift."""
    desk = page.desk
    spec = FormSpec(
        # L10N: 开班
        N_("Open a shift"),
        (
            # L10N: 收费台
            FieldSpec("counter", N_("Counter"), required=True, max_length=10, default="1"),
            # L10N: 备用金
            FieldSpec("opening", N_("Float"), "money", required=True),
        ),
    )

    def save(values: dict[str, Any]) -> ShiftView:
        return money.open_shift(desk, counter=values["counter"], opening=fen(values["opening"]))

    # L10N: 开班
    dialog = ActDialog(
        page, spec, save, yes=_("Open a shift"), note=_("The float comes from the safe; count it first.")
    )

    def opened(shift: ShiftView) -> None:
        # L10N: {number} 已开班
        page.shell.messages.info(_("{number} is open.").format(number=shift.number))
        page.refresh()

    dialog.acted.connect(opened)
    dialog.start()
    return dialog


def log_line(page: Page) -> ActDialog:
    """Writes a line into the book of the shift."""
    desk = page.desk
    spec = FormSpec(
        # L10N: 值班记事
        N_("Write into the shift book"),
        (
            # L10N: 事项
            FieldSpec("text", N_("What happened"), "multiline", required=True, span="full", lines=2),
            # L10N: 告知
            FieldSpec("told", N_("Told to"), max_length=40),
            # L10N: 后续
            FieldSpec("follow_up", N_("What follows"), max_length=80),
        ),
    )

    def save(values: dict[str, Any]) -> ShiftView:
        return money.log_line(desk, values["text"], told=values["told"], follow_up=values["follow_up"])

    return _started(page, spec, save, _("Save"))


def move_cash(page: Page) -> ActDialog:
    """Cash out of the drawer into the safe, or change into it."""
    desk = page.desk
    spec = FormSpec(
        # L10N: 钱箱存取
        N_("Move cash"),
        (
            # L10N: 方向
            FieldSpec(
                "way",
                N_("Way"),
                "choice",
                required=True,
                default="out",
                # L10N: 取出交保险柜 / 放入零钱
                choices=lambda: [("out", _("Out of the drawer, into the safe")), ("in", _("Change into the drawer"))],
            ),
            FieldSpec("amount", N_("Amount"), "money", required=True),
            # L10N: 去向或来源
            FieldSpec("note", N_("Where to, or from"), required=True, span="full", max_length=60),
        ),
    )

    def save(values: dict[str, Any]) -> ShiftView:
        amount = fen(values["amount"])
        return money.move_cash(desk, amount if values["way"] == "out" else -amount, note=values["note"])

    return _started(page, spec, save, _("Move cash"))


def stand_in(page: Page) -> None:
    """Somebody stands in while the one on duty steps away; the shift leader agreed."""
    desk = page.desk

    def look() -> Any:
        return staff.staff_list(desk)

    def ask(people: tuple[StaffView, ...]) -> None:
        here = [person for person in people if person.active and desk.actor and person.id != desk.actor.id]
        spec = FormSpec(
            # L10N: 顶岗
            N_("Stand in"),
            (
                # L10N: 顶岗人
                FieldSpec(
                    "login",
                    N_("Who stands in"),
                    "choice",
                    required=True,
                    choices=lambda: [(person.login, person.name) for person in here],
                ),
                FieldSpec("pin", N_("PIN"), "pin", required=True, max_length=12),
                # L10N: 领班
                FieldSpec(
                    "leader_id",
                    N_("Shift leader"),
                    "choice",
                    required=True,
                    choices=lambda: [(str(person.id), person.name) for person in here],
                ),
                FieldSpec("reason", N_("Reason"), required=True, span="full", max_length=60),
            ),
        )

        def save(values: dict[str, Any]) -> ShiftView:
            return money.stand_in(
                desk,
                login=values["login"],
                pin=values["pin"],
                leader_id=int(values["leader_id"]),
                reason=values["reason"],
            )

        _started(page, spec, save, _("Stand in"))

    page.ask(look, ask)


def _started(page: Page, spec: FormSpec, save: Any, yes: str) -> ActDialog:
    dialog = ActDialog(page, spec, save, yes=yes)
    dialog.acted.connect(lambda _shift: page.refresh())
    dialog.start()
    return dialog


class ShiftActs(Acts):
    """Hand over, take over, refuse: as the life cycle of a shift has them."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, rules.SHIFT, {"hand-over": _hand_over, "take-over": _take_over, "refuse": _refuse})

    def read(self, record_id: int, code: str) -> tuple[Any, Any]:
        shift = money.shift(self._desk, record_id)
        people = () if code == "hand-over" else staff.staff_list(self._desk)
        return shift, people

    def note(self, record: Any) -> tuple[str, ...]:
        return (record.number, record.staff, figures(record.cash))


def _hand_over(page: Page, shift: ShiftView, _around: Any) -> ActForm:
    def pieces(spec: FieldSpec, desk: Any) -> PiecesField:
        field = PiecesField(spec, desk)
        field.expected = shift.cash
        field.retranslate()
        return field

    def differs(values: Any) -> bool:
        return sum(coin * count for coin, count in (values["pieces"] or {}).items()) != shift.cash

    def save(values: dict[str, Any]) -> ShiftView:
        return money.hand_over(
            page.desk, money.HandOverEntry(values["pieces"], values["pin"], values["reason"], values["remarks"])
        )

    def printed(after: ShiftView) -> None:
        print_sheet(page, after)

    return ActForm(
        (
            # L10N: 清点张数
            FieldSpec("pieces", N_("Counted"), span="full", widget=pieces),
            # L10N: 差异原因
            FieldSpec("reason", N_("Why it differs"), span="full", needed_when=differs, max_length=80),
            # L10N: 交接事项
            FieldSpec("remarks", N_("For the next shift"), span="full", max_length=120),
            # L10N: 交班人密码
            FieldSpec("pin", N_("Your PIN"), "pin", required=True, max_length=12),
        ),
        save,
        # L10N: {number} 已交班，等待接班
        said=lambda after: _("{number} is handed over and waits to be taken over.").format(number=after.number),
        then=printed,
    )


def _who(people: tuple[StaffView, ...]) -> tuple[FieldSpec, ...]:
    here = [person for person in people if person.active]
    return (
        # L10N: 接班人
        FieldSpec(
            "login",
            N_("Who takes over"),
            "choice",
            required=True,
            choices=lambda: [(person.login, person.name) for person in here],
        ),
        FieldSpec("pin", N_("PIN"), "pin", required=True, max_length=12),
    )


def _counted(shift: ShiftView) -> str:
    if shift.counted is None:
        return ""
    # L10N: 清点 {amount}，差异 {difference}
    words = _("counted {amount}, difference {difference}")
    return words.format(amount=figures(shift.counted), difference=figures(shift.difference or 0))


def _take_over(page: Page, shift: ShiftView, people: tuple[StaffView, ...]) -> ActForm:
    def save(values: dict[str, Any]) -> ShiftView:
        return money.take_over(page.desk, shift.id, login=values["login"], pin=values["pin"])

    def taken(after: ShiftView) -> None:
        page.shell.retranslate()
        page.shell.open_page("shift", shift_id=after.id)

    return ActForm(
        _who(people),
        save,
        # L10N: {staff} 已接班，新班次 {number}
        said=lambda after: _("{staff} is on duty now, shift {number}.").format(staff=after.staff, number=after.number),
        note=_counted(shift),
        then=taken,
    )


def _refuse(page: Page, shift: ShiftView, people: tuple[StaffView, ...]) -> ActForm:
    def save(values: dict[str, Any]) -> ShiftView:
        return money.refuse(page.desk, shift.id, login=values["login"], pin=values["pin"], reason=values["reason"])

    return ActForm(
        # L10N: 原因
        (*_who(people), FieldSpec("reason", N_("Reason"), span="full", max_length=80)),
        save,
        # L10N: {number} 未被接收，请重新清点
        said=lambda after: _("{number} was refused; it is counted anew.").format(number=after.number),
        note=_counted(shift),
    )


def print_sheet(page: Page, shift: ShiftView) -> None:
    """Prints the newest hand-over sheet of a shift."""
    desk = page.desk

    def look() -> Any:
        return slips.slips_of(desk, f"shift:{shift.id}")

    def show(found: tuple[Any, ...]) -> None:
        if found:
            print_slip(page, found[-1])
        else:
            # L10N: 交班后才有交接班记录
            page.shell.messages.info(_("The hand-over sheet is made when the shift is handed over."))

    page.ask(look, show)


__all__ = ["KEYS", "PiecesField", "ShiftActs", "log_line", "move_cash", "open_shift", "print_sheet", "stand_in"]

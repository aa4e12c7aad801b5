"""Who is at the counter: a name, a PIN, Enter. Nothing needs the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from desk import catalog
from desk.errors import DeskError
from desk.i18n import N_, _
from desk.services import staff
from desk.services.site import encryption
from desk.ui.forms.fields import FieldSpec, PinField, SecretField
from desk.ui.kit import tasks, theme
from desk.ui.kit.preferences import Preferences

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk

_PIN = FieldSpec("pin", N_("PIN"), "pin", max_length=12)
_CODE = FieldSpec("recovery_code", N_("Recovery code"), "secret", max_length=60)
_SITE = FieldSpec("site_password", N_("Site password"), "secret", max_length=128)


_RECOVER = QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_1)


class _Pin(PinField):
    """The PIN's line; arrow keys choose the name."""

    moved = Signal(int)
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class _Secret(SecretField):
    """The site password's line."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class SignInPage(QWidget):
    """Covers the window until somebody signs in.

    Signals:
        signed_in: `desk.actor` is set.
    """

    signed_in = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._preferences = Preferences(desk.data)
        self.busy = tasks.Busy()
        self._recovering = False
        self._staff: list[Any] = []
        self._build()
        self.retranslate()
        self._load()

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        self._card = theme.Card()
        self._card.setMinimumWidth(theme.characters(self, 48))
        self._card.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        body = self._card.body
        body.setContentsMargins(12, 6, 12, 8)
        body.setSpacing(10)
        self._site = theme.text("", "muted")
        self._title = theme.text("", "title")
        body.addWidget(self._site)
        body.addWidget(self._title)
        self.names = QListWidget()
        self.names.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # the arrow keys reach it from the PIN's line
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.names.currentRowChanged.connect(self._chosen)
        self.pin = _Pin(_PIN)
        self.names.itemClicked.connect(lambda _item: self.pin.setFocus())
        self.names.itemActivated.connect(lambda _item: self.pin.setFocus())
        body.addWidget(self.names)
        self._label = theme.text("", "label")
        self.pin.moved.connect(self._move)
        self.pin.entered.connect(self.enter)
        self._label.setBuddy(self.pin)
        self._add_code(body)
        body.addWidget(self._label)
        body.addWidget(self.pin)
        self._add_site_password(body)
        self.problem = theme.text("", "problem", wrap=True)
        self.problem.setMinimumHeight(self.fontMetrics().height() * 2)
        self.problem.setAlignment(Qt.AlignmentFlag.AlignTop)
        body.addWidget(self.problem)
        row = QHBoxLayout()
        self.forgotten = theme.Button("", key="Ctrl+1", role="small")
        self.forgotten.clicked.connect(lambda: self.recover(on=not self._recovering))
        row.addWidget(self.forgotten)
        row.addStretch(1)
        self.button = theme.Button("", key="Enter", role="primary")
        self.button.clicked.connect(self.enter)
        row.addWidget(self.button)
        body.addLayout(row)
        middle.addWidget(self._card)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(3)

    def _add_code(self, body: Any) -> None:
        """A manager who forgot the PIN sets a new one by the code from the safe."""
        self._code_label = theme.text("", "label")
        self.code = _Secret(_CODE)
        self.code.entered.connect(self.enter)
        self._code_label.setBuddy(self.code)
        body.addWidget(self._code_label)
        body.addWidget(self.code)

    def _add_site_password(self, body: Any) -> None:
        """An encrypted site's password, once a day on a PC that is left on: it was typed at the start of that day's run."""
        self._site_label = theme.text("", "label")
        self.site_password = _Secret(_SITE)
        self.site_password.entered.connect(self.enter)
        self._site_label.setBuddy(self.site_password)
        body.addWidget(self._site_label)
        body.addWidget(self.site_password)
        self._ask_site_password()

    def _ask_site_password(self) -> None:
        asked = self._desk.database.key is not None and self._desk.unlocked_on != self._desk.today()
        self._site_label.setVisible(asked)
        self.site_password.setVisible(asked)

    def _load(self) -> None:
        def read() -> list[Any]:
            return staff.staff_list(self._desk)

        tasks.run(read, on_done=self._show, on_error=lambda error: self.problem.setText(error.message), owner=self)

    def _show(self, people: list[Any]) -> None:
        self._staff = people
        self.names.clear()
        for person in people:
            item = QListWidgetItem(f"{person.name}    {catalog.label('staff_roles', person.role)}")
            item.setData(Qt.ItemDataRole.UserRole, person.login)
            self.names.addItem(item)
        last = self._preferences.get("login")
        row = next((at for at, person in enumerate(people) if person.login == last), 0)
        if people:
            self.names.setCurrentRow(row)
            height = self.names.sizeHintForRow(0) * min(len(people), 6) + 6
            self.names.setFixedHeight(height)

    def _person(self) -> Any | None:
        row = self.names.currentRow()
        return self._staff[row] if 0 <= row < len(self._staff) else None

    def _chosen(self, _row: int) -> None:
        person = self._person()
        asked = person is None or person.has_pin
        self.pin.setVisible(asked)
        self._label.setVisible(asked)
        self.pin.clear()
        self.problem.setText("")
        self.recover(on=False)

    def recover(self, *, on: bool) -> None:
        """Asks the chosen manager for the recovery code and a new PIN instead of the forgotten one."""
        person = self._person()
        could = person is not None and person.role == "manager" and person.has_pin
        self._recovering = on and could
        self.forgotten.setVisible(could)
        for part in (self._code_label, self.code):
            part.setVisible(self._recovering)
        self.code.clear()
        self.problem.setText("")
        self._say()
        if self._recovering:
            self.code.setFocus()

    def _say(self) -> None:
        # L10N: 新 PIN 码; PIN 码
        words = _("New PIN") if self._recovering else _("PIN")
        self._label.setText(words)
        self.pin.setAccessibleName(words)
        # L10N: 恢复码（保险柜内）
        self._code_label.setText(_("Recovery code, from the safe"))
        self.code.setAccessibleName(_("Recovery code"))
        # L10N: 想起来了; 忘记 PIN 码
        self.forgotten.set_words(_("I know it after all") if self._recovering else _("Forgotten PIN"))
        # L10N: 设新 PIN 并登录; 登录
        self.button.set_words(_("Set it and sign in") if self._recovering else _("Sign in"))

    def _move(self, step: int) -> None:
        count = self.names.count()
        if count:
            self.names.setCurrentRow((self.names.currentRow() + step) % count)

    def enter(self) -> None:
        """Signs the chosen one in with the PIN typed."""
        person = self._person()
        if person is None or self.busy:
            return
        if person.has_pin and not self.pin.value():
            self.problem.setText(_("Type your PIN."))
            self.pin.setFocus()
            return
        pin, secret, code = self.pin.value(), self.site_password.value(), self.code.value()
        recovering = self._recovering
        asked = not self.site_password.isHidden()
        if asked and not secret:
            # L10N: 请输入站点密码（每天一次）。
            self.problem.setText(_("Type the site password, once a day."))
            self.site_password.setFocus()
            return

        def work() -> Any:
            if asked:
                encryption.confirm(self._desk, secret)
                self._desk.unlocked_on = self._desk.today()
            if recovering:
                staff.recover(self._desk, person.login, code, pin)
            return staff.sign_in(self._desk, person.login, pin)

        tasks.run(
            work,
            on_done=lambda _actor: self._done(person.login),
            on_error=self._failed,
            owner=self,
            busy=self.busy,
            pool=tasks.ACTS,  # behind the signing out of the one before
        )

    def _done(self, login: str) -> None:
        self._preferences.put("login", login)
        self.signed_in.emit()

    def _failed(self, error: DeskError) -> None:
        self.problem.setText(error.message)
        fields = {"wrong-password": self.site_password, "wrong-code": self.code}
        field = fields.get(error.code, self.pin)
        field.selectAll()
        field.setFocus()

    def retranslate(self) -> None:
        """Says its words anew."""
        self._site.setText(self._desk.site.name)
        # L10N: 请选择当班人员
        self._title.setText(_("Who is at the counter?"))
        self._say()
        # L10N: 站点密码（每天一次）
        self._site_label.setText(_("Site password, once a day"))
        self.site_password.setAccessibleName(_("Site password"))
        self.names.setAccessibleName(_("Staff"))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.pin.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter()
        elif event.keyCombination() == _RECOVER and not self.forgotten.isHidden():
            self.recover(on=not self._recovering)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            row = self.names.currentRow()
            self._show(self._staff)
            self.names.setCurrentRow(row)
        super().changeEvent(event)

"""Who is at the counter: a name, a PIN, Enter. Nothing needs the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from desk import catalog
from desk.errors import DeskError
from desk.i18n import N_, _
from desk.ui.forms.fields import FieldSpec, PinField, SecretField
from desk.ui.kit import tasks, theme
from desk.ui.kit.preferences import Preferences

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk

_PIN = FieldSpec("pin", N_("PIN"), "pin", max_length=12)
_SITE = FieldSpec("site_password", N_("Site password"), "secret", max_length=128)


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
        body.addWidget(self._label)
        body.addWidget(self.pin)
        # An encrypted site's password, once a day on a PC that is left on: it was typed at the start of that day's run.
        self._site_label = theme.text("", "label")
        self.site_password = _Secret(_SITE)
        self.site_password.entered.connect(self.enter)
        self._site_label.setBuddy(self.site_password)
        body.addWidget(self._site_label)
        body.addWidget(self.site_password)
        self._ask_site_password()
        self.problem = theme.text("", "problem", wrap=True)
        self.problem.setMinimumHeight(self.fontMetrics().height() * 2)
        self.problem.setAlignment(Qt.AlignmentFlag.AlignTop)
        body.addWidget(self.problem)
        row = QHBoxLayout()
        row.addStretch(1)
        self.button = theme.Button("", key="Enter", role="primary")
        self.button.clicked.connect(self.enter)
        row.addWidget(self.button)
        body.addLayout(row)
        middle.addWidget(self._card)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(3)

    def _ask_site_password(self) -> None:
        asked = self._desk.database.key is not None and self._desk.unlocked_on != self._desk.today()
        self._site_label.setVisible(asked)
        self.site_password.setVisible(asked)

    def _load(self) -> None:
        def read() -> list[Any]:
            from desk.services import staff

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
        pin, secret = self.pin.value(), self.site_password.value()
        asked = not self.site_password.isHidden()
        if asked and not secret:
            # L10N: 请输入站点密码（每天一次）。
            self.problem.setText(_("Type the site password, once a day."))
            self.site_password.setFocus()
            return

        def work() -> Any:
            from desk.services import staff

            if asked:
                from desk.services.site import encryption

                encryption.confirm(self._desk, secret)
                self._desk.unlocked_on = self._desk.today()
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
        field = self.site_password if error.code == "wrong-password" else self.pin
        field.selectAll()
        field.setFocus()

    def retranslate(self) -> None:
        """Says its words anew."""
        self._site.setText(self._desk.site.name)
        # L10N: 请选择当班人员
        self._title.setText(_("Who is at the counter?"))
        # L10N: PIN 码
        self._label.setText(_("PIN"))
        # L10N: 站点密码（每天一次）
        self._site_label.setText(_("Site password, once a day"))
        self.site_password.setAccessibleName(_("Site password"))
        self.pin.setAccessibleName(_("PIN"))
        self.names.setAccessibleName(_("Staff"))
        # L10N: 登录
        self.button.set_words(_("Sign in"))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.pin.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            row = self.names.currentRow()
            self._show(self._staff)
            self.names.setCurrentRow(row)
        super().changeEvent(event)

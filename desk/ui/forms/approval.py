"""Approval on the spot: somebody who may stands beside the counter, is chosen, and enters the PIN (architecture "Approval on the spot")."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.catalog import label
from desk.errors import DeskError, NotAllowed
from desk.i18n import N_, _
from desk.services import staff
from desk.services.staff import Approval, approve, approving
from desk.ui.forms import FieldSpec, Form, FormSpec
from desk.ui.kit import tasks, theme

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.staff import StaffView

Save = Callable[[dict[str, Any]], Any]
ABOUT_THE_PIN = frozenset({"wrong-pin", "locked-out", "unknown-login"})
"""Codes of what is wrong with an approval itself, not with what it approves."""
REFUSED = {
    # L10N: 此项须由主管当场授权，请选择授权人并输入密码
    "supervisor": N_("A supervisor has to approve this: choose the name and enter the PIN."),
    # L10N: 此项须由经理当场授权，请选择授权人并输入密码
    "manager": N_("The manager has to approve this: choose the name and enter the PIN."),
}


class ApprovalBox(QWidget):
    """The fields of an approval, under the form of an act; hidden while the one at the counter may do it alone.

    Attributes:
        role: the least role that has to approve; "" while nobody has to.
        form: who approves, and the PIN.
        comes_first: nothing else is asked, so the cursor stands in it.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._people: tuple[StaffView, ...] = ()
        self._alone = self._refused = self.comes_first = False
        self.role = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._why = theme.text("", "note-info", wrap=True)
        layout.addWidget(self._why)
        spec = FormSpec(
            # L10N: 当场授权
            N_("Approval by PIN"),
            (
                # L10N: 授权人
                FieldSpec("approver", N_("Approved by"), "choice", choices=self._choices),
                # L10N: 密码
                FieldSpec("approval_pin", N_("PIN"), "pin", max_length=12),
            ),
        )
        self.form = Form(spec, desk)
        layout.addWidget(self.form)
        self.hide()

    def ask(self, role: str, *, anyway: bool = False) -> None:
        """Asks for the approval of somebody who has a role; "" asks for none.

        `anyway`: also of one who has the role: what is done concerns that person, and the service asked for another one.
        """
        if role and not anyway and self._desk.may(role):
            role = ""
        if role == self.role:
            return
        self.role = role
        self.setVisible(bool(role))
        self._why.setText(_(REFUSED[role]) if role else "")
        if not role:
            return
        desk = self._desk

        def look() -> tuple[StaffView, ...]:
            return staff.approvers(desk, role)

        tasks.run(look, on_done=self._offer, owner=self)

    def _offer(self, people: tuple[StaffView, ...]) -> None:
        self._people = people
        self.form.refill("approver")
        if people and not self.form.value("approver"):
            self.form.set_value("approver", people[0].login)
        if self._alone or self._refused or self.comes_first:
            self.form.field("approval_pin" if people else "approver").setFocus()

    def _choices(self) -> list[tuple[str, str]]:
        return [(person.login, f"{person.name} · {label('staff_roles', person.role)}") for person in self._people]

    def identify_only(self) -> None:
        """The dialog does nothing but ask who approves; `acted` then gives the person."""
        self._alone = True

    def missing(self) -> str:
        """What lacks of the approval, in a sentence; "" when nothing does."""
        if not self.role:
            return ""
        values = self.form.values()
        if not values["approver"]:
            # L10N: 请选择授权人
            return _("Choose who approves it.")
        # L10N: 请授权人输入密码
        return "" if values["approval_pin"] else _("The one who approves enters the PIN.")

    def around(self, save: Save) -> Save:
        """The act with the approval; as it is when there is none."""
        if not self.role or self.missing():
            return save
        desk, values = self._desk, self.form.values()
        if self._alone:

            def identified(_given: dict[str, Any]) -> Any:
                return approve(desk, Approval(values["approver"], values["approval_pin"]))

            return identified

        def approved(given: dict[str, Any]) -> Any:
            with approving(desk, Approval(values["approver"], values["approval_pin"])):
                return save(given)

        return approved

    def takes(self, error: DeskError) -> bool:
        """Whether an error is the approval's: a higher role is needed, or the PIN was wrong; it is shown here then."""
        if isinstance(error, NotAllowed) and error.role:
            again = bool(self.role)
            self._refused = True
            self.ask(error.role, anyway=True)
            self.form.show_problems({"approver": _(REFUSED[error.role])} if again else {})
        elif self.role and error.code in ABOUT_THE_PIN:
            self.form.set_value("approval_pin", "")
            self.form.show_problems({"approval_pin": error.message})
        else:
            return False
        if not self.form.value("approver"):
            self.form.focus_first()
        else:
            self.form.field("approval_pin").setFocus()
        return True


__all__ = ["ApprovalBox"]

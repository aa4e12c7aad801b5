"""The staff part of the settings: who works here, with which role; one's own PIN."""

from __future__ import annotations

from typing import Any

from desk import catalog
from desk.errors import InvalidInput, Problem
from desk.i18n import N_, _
from desk.services import staff
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import messages, tasks
from desk.ui.kit import words as say
from desk.ui.kit.list_card import ListAct
from desk.ui.kit.tables import Column
from desk.ui.settings.parts import TablePart
from desk.ui.site.recovery import show_code


def _roles() -> list[tuple[str, str]]:
    return [(choice.code, choice.label) for choice in catalog.catalog("staff_roles")]


def _departments() -> list[tuple[str, str]]:
    return [(choice.code, choice.label) for choice in catalog.catalog("departments")]


def _entry_spec(title: str, *, pin: bool) -> FormSpec:
    fields = [
        # L10N: 姓名
        FieldSpec("name", N_("Name"), required=True, max_length=30),
        # L10N: 登录名
        FieldSpec("login", N_("Sign-in name"), required=True, max_length=20),
        # L10N: 岗位权限
        FieldSpec("role", N_("Staff role"), "choice", required=True, choices=_roles, default="receptionist"),
        # L10N: 部门
        FieldSpec("department", N_("Works in"), "choice", choices=_departments),
        FieldSpec("phone", N_("Phone"), max_length=30),
    ]
    if pin:
        fields.append(FieldSpec("pin", N_("PIN (digits)"), "pin", required=True, max_length=12))
    return FormSpec(title, tuple(fields))


_PIN_SPEC = FormSpec(
    # L10N: 设置新 PIN 码
    N_("Set a new PIN"),
    (
        FieldSpec("pin", N_("New PIN (digits)"), "pin", required=True, max_length=12),
        FieldSpec("again", N_("PIN again"), "pin", required=True, max_length=12),
    ),
)


_OWN_PIN_SPEC = FormSpec(
    _PIN_SPEC.title,
    # L10N: 现在的 PIN 码
    (FieldSpec("old", N_("PIN so far"), "pin", max_length=12), *_PIN_SPEC.fields),
)


class StaffPart(TablePart):
    """A table of the staff; the manager adds, changes, resets and retires, everybody changes the own PIN."""

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("name", N_("Name"), 16, bold=True, tone=self._tone, least=16),
            Column("login", N_("Sign-in name"), 14),
            Column("role", N_("Staff role"), 12, get=lambda row: catalog.label("staff_roles", row.role)),
            Column("department", N_("Works in"), 18, get=lambda row: say.word("departments", row.department)),
            Column("phone", N_("Phone"), 16, least=13),
            # L10N: 在职 / 已离职
            Column(
                "state", N_("State"), 10, get=lambda row: _("Active") if row.active else _("Retired"), tone=self._tone
            ),
        )

    def acts(self) -> tuple[ListAct, ...]:
        def allowed(_row: Any) -> bool:
            return self.may_try()

        return (
            ListAct("add", N_("Add"), "Ins", self._add, on="list", at="head", role="small", fits=allowed),
            ListAct("change", N_("Change"), "Enter", self._change, at="head", role="small", fits=allowed),
            # L10N: 重设 PIN
            ListAct(
                "pin",
                N_("Set PIN"),
                "Ctrl+1",
                self._set_pin,
                at="head",
                role="small",
                fits=allowed,
            ),
            # L10N: 经理恢复码
            ListAct(
                "code",
                N_("Recovery code"),
                "Ctrl+2",
                self._code,
                on="list",
                at="head",
                role="small",
                fits=allowed,
                help=N_("A code for the safe: with it a manager who forgot the PIN sets a new one."),
            ),
            ListAct(
                "retire",
                N_("Retire"),
                "Del",
                self._retire,
                at="head",
                role="small",
                fits=lambda row: self.may_try() and row.active and not self._own(row),
            ),
        )

    def _own(self, row: Any) -> bool:
        return self.desk.actor is not None and row.id == self.desk.actor.id

    @staticmethod
    def _tone(row: Any) -> str:
        return "" if row.active else "muted"

    def refresh(self) -> None:
        def read() -> list[Any]:
            return staff.staff_list(self.desk, active_only=False)

        tasks.run(read, on_done=self.table.set_rows, owner=self)
        self.card.show_state()

    def _add(self) -> None:
        def save(values: dict[str, Any]) -> Any:
            return staff.add_staff(self.desk, staff.StaffEntry(**values))

        # L10N: 添加人员
        dialog = ActDialog(self.page, _entry_spec(N_("Add a member of the staff"), pin=True), save, yes=_("Add"))
        dialog.approval.ask("manager")
        dialog.start()

    def _change(self, row: Any) -> None:
        def save(values: dict[str, Any]) -> Any:
            return staff.change_staff(self.desk, row.id, staff.StaffEntry(pin="", **values))

        known = {name: getattr(row, name) for name in ("name", "login", "role", "department", "phone")}
        # L10N: 修改人员
        dialog = ActDialog(
            self.page, _entry_spec(N_("Change a member of the staff"), pin=False), save, yes=_("Save"), values=known
        )
        dialog.approval.ask("manager")
        dialog.start()

    def _code(self) -> None:
        def work() -> str:
            return staff.new_recovery_code(self.desk)

        def show(code: str) -> None:
            show_code(self.window(), self.desk, code, of_site=False)

        tasks.run(work, on_done=show, owner=self, pool=tasks.ACTS)

    def _set_pin(self, row: Any) -> None:
        def save(values: dict[str, Any]) -> None:
            if values["pin"] != values["again"]:
                raise InvalidInput([Problem("pin", _("The two PINs differ."), "again")])
            staff.set_pin(self.desk, row.id, values["pin"], old=values.get("old", ""))

        spec = _OWN_PIN_SPEC if self._own(row) else _PIN_SPEC
        dialog = ActDialog(self.page, spec, save, yes=_("Save"), note=row.name)
        if self.desk.actor is None or row.id != self.desk.actor.id:
            dialog.approval.ask("manager")
        dialog.acted.connect(
            lambda _nothing: self.shell.messages.info(_("The new PIN of {name} is set.").format(name=row.name))
        )
        dialog.start()

    def _retire(self, row: Any) -> None:
        sure = messages.ask(
            self,
            # L10N: {name} 已离职？
            _("Has {name} left?").format(name=row.name),
            _("The name stays in the history; signing in is no longer possible."),
            # L10N: 办理离职
            yes=_("Retire"),
            no=_("Cancel"),
            danger=True,
        )
        if not sure:
            return

        def work() -> None:
            staff.retire(self.desk, row.id)

        tasks.run(work, on_done=lambda _nothing: self.refresh(), owner=self, pool=tasks.ACTS)

    def retranslate(self) -> None:
        # L10N: 人员
        self.card.set_heading(_("Staff"))
        self.card.retranslate()

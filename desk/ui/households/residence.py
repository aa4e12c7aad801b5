"""Living in a home and owning it, in the window: who moves back in, a transfer of the ownership, a registration made by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk import catalog
from desk.i18n import N_, _
from desk.rules import households as rules
from desk.services import households as household
from desk.services.households.views import PersonEntry
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog

if TYPE_CHECKING:
    from desk.ui.households.shown import HouseholdShown


def _select_first(page: HouseholdShown) -> None:
    page.shell.messages.warn(_("Select a person first."))


def live_here(page: HouseholdShown) -> ActDialog | None:
    """Notes that the selected person, who is registered and lives elsewhere, begins to live here (handbook C-21)."""
    person = page.selected()
    if person is None or person.until is not None:
        _select_first(page)
        return None
    if person.lives:
        page.shell.messages.warn(_("{name} lives here already.").format(name=person.name))
        return None
    desk = page.desk
    # L10N: 登记在住; 入住日期
    spec = FormSpec(
        N_("Lives here from now"), (FieldSpec("on", N_("Moves in on"), "date", required=True, span="full"),)
    )

    def save(values: dict[str, Any]) -> Any:
        return household.move_in(desk, person.occupancy_id, on=values["on"])

    note = f"{person.name} · {catalog.label('roles', person.role)}"
    dialog = ActDialog(page, spec, save, yes=_("Save"), values={"on": desk.today()}, note=note)
    # L10N: {name} 已登记为在住
    dialog.acted.connect(lambda _after: page.shell.messages.info(_("{name} lives here now.").format(name=person.name)))
    dialog.start()
    return dialog


def lease(page: HouseholdShown) -> ActDialog | None:
    """Asks until when the lease of the selected tenant or borrower runs (handbook A2)."""
    person = page.selected()
    if person is None or person.until is not None or person.role not in rules.LEASED:
        # L10N: 请先选中租户或借用人
        page.shell.messages.warn(_("Select a tenant or borrower first."))
        return None
    desk = page.desk
    # L10N: 租期; 租期至
    spec = FormSpec(N_("Lease"), (FieldSpec("lease_until", N_("Lease until"), "date", span="full"),))

    def save(values: dict[str, Any]) -> Any:
        return household.change_lease(desk, person.occupancy_id, until=values["lease_until"])

    note = f"{person.name} · {catalog.label('roles', person.role)}"
    dialog = ActDialog(page, spec, save, yes=_("Save"), values={"lease_until": person.lease_until}, note=note)
    dialog.acted.connect(lambda _after: page.shell.messages.info(_("Saved.")))
    dialog.start()
    return dialog


def transfer(page: HouseholdShown) -> ActDialog | None:
    """Asks for the paper, the day and the new owner; the old owners' ownership and living here end (handbook M1)."""
    if page.view is None:
        return None
    desk, unit_id = page.desk, page.unit_id
    owners = [person for person in page.view.people if person.role == "owner" and person.until is None]

    def leaving() -> list[tuple[str, str]]:
        # L10N: 全部业主
        return [("", _("all owners")), *((str(one.occupancy_id), one.name) for one in owners)]

    spec = FormSpec(
        # L10N: 过户
        N_("Transfer of title"),
        (
            # L10N: 过户资料
            FieldSpec("paper", N_("Paper of the transfer"), "choice", required=True, choices=_papers),
            # L10N: 资料编号
            FieldSpec("number", N_("Number of the paper"), required=True, max_length=40),
            # L10N: 过户日期
            FieldSpec("on", N_("Transferred on"), "date", required=True),
            # L10N: 原业主
            FieldSpec("leaving", N_("Who owned it"), "choice", choices=leaving),
            # L10N: 新业主
            FieldSpec("name", N_("New owner"), required=True, max_length=40),
            FieldSpec("phone", N_("Phone")),
            FieldSpec("document_number", N_("Document number"), max_length=30),
            # L10N: 已同意个人信息告知
            FieldSpec("consent", N_("Consent"), "check", text=N_("Agreed to the notice on personal data")),
        ),
    )

    def save(values: dict[str, Any]) -> Any:
        number = (values["document_number"] or "").strip()
        phone = (values["phone"] or "").strip()
        person = PersonEntry(
            values["name"], document_kind="resident-card" if number else "", document_number=number,
            phones=(phone,) if phone else (), consent=values["consent"],
        )  # fmt: skip
        gone = (int(values["leaving"]),) if values["leaving"] else ()
        entry = household.TransferEntry(values["paper"], values["number"], values["on"], gone, people=(person,))
        return household.transfer(desk, unit_id, entry)

    # L10N: 原业主的业主身份和在住同时结束；欠费和押金仍归原业主
    note = _("Owning and living here end for who owned it; what is owed and held stays theirs.")
    dialog = ActDialog(page, spec, save, yes=_("Save"), values={"paper": "title-deed", "on": desk.today()}, note=note)
    # L10N: 已过户给 {name}
    dialog.acted.connect(
        lambda new: page.shell.messages.info(_("The home belongs to {name} now.").format(name=new[0].name))
    )
    dialog.start()
    return dialog


def _papers() -> list[tuple[str, str]]:
    return [(each.code, each.label) for each in catalog.catalog("transfer_papers")]


def strike(page: HouseholdShown) -> ActDialog | None:
    """Ends the selected person's registration that was made by mistake; an ownership needs a supervisor (handbook C-19)."""
    person = page.selected()
    if person is None or person.until is not None:
        _select_first(page)
        return None
    desk = page.desk
    # L10N: 撤销登记（登记有误）
    spec = FormSpec(N_("Strike a registration"), (FieldSpec("reason", N_("Reason"), required=True, span="full"),))

    def save(values: dict[str, Any]) -> Any:
        return household.strike(desk, person.occupancy_id, reason=values["reason"])

    note = f"{person.name} · {catalog.label('roles', person.role)}"
    dialog = ActDialog(page, spec, save, yes=_("Strike it"), note=note, danger=True)
    if person.role == "owner":
        dialog.approval.ask("supervisor")
    # L10N: 已撤销 {name} 的登记
    dialog.acted.connect(
        lambda _after: page.shell.messages.info(_("The registration of {name} is struck.").format(name=person.name))
    )
    dialog.start()
    return dialog


def correct_leaving(page: HouseholdShown) -> ActDialog | None:
    """Puts the moving-out of the selected person right, with the reason (handbook S34)."""
    person = page.selected()
    if person is None or person.lives_until is None:
        # L10N: 请先选中已搬出的人
        page.shell.messages.warn(_("Select a person who has moved out."))
        return None
    desk = page.desk
    # L10N: 搬出登记更正
    spec = FormSpec(N_("Correct a moving-out"), (FieldSpec("reason", N_("Reason"), required=True, span="full"),))

    def save(values: dict[str, Any]) -> Any:
        return household.correct_leaving(desk, person.occupancy_id, reason=values["reason"])

    # L10N: {name} 恢复在住；随搬出停用的车辆和居住证同时恢复。
    note = _("{name} lives here as before; plates and passes that ended with it hold again.").format(name=person.name)
    # L10N: 更正
    dialog = ActDialog(page, spec, save, yes=_("Correct it"), note=note)
    # L10N: {name} 的搬出登记已更正
    words = _("The moving-out of {name} is put right.").format(name=person.name)
    dialog.acted.connect(lambda _after: page.shell.messages.info(words))
    dialog.start()
    return dialog


__all__ = ["correct_leaving", "live_here", "strike", "transfer"]

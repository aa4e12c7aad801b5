"""What is known of the selected person, printed for that person by the manager's word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk.i18n import N_, _
from desk.services.access import known
from desk.ui.forms import FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.slips import SlipView
    from desk.ui.households.shown import HouseholdShown


def print_known(page: HouseholdShown) -> ActDialog | None:
    """Asks for the manager's PIN, issues the sheet and prints it."""
    person = page.selected()
    if person is None:
        # L10N: 请先选中一位住户
        page.shell.messages.info(_("Select a person on the left first."))
        return None
    desk, who = page.desk, person.customer_id
    # L10N: 个人信息查询单
    spec = FormSpec(N_("What is known of a person"), ())

    def save(_values: dict[str, Any]) -> SlipView:
        return known.person_sheet(desk, who)

    # L10N: {name}：全部已登记的信息、记录和查阅情况，含完整号码，交给本人。请先核对来人身份。
    note = _(
        "{name}: all data, records and looks that are on file, with whole numbers, for that person. Check first who asks."
    )
    dialog = ActDialog(page, spec, save, yes=_("Issue and print"), note=note.format(name=person.name))
    dialog.approval.ask("manager")
    dialog.acted.connect(lambda slip: print_slip(page, slip))
    return dialog.start()


__all__ = ["print_known"]

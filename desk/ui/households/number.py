"""The document number of somebody: the one on the card is typed and compared, or the one on file is shown by a supervisor's word.

To check a person at the counter nobody needs to see the number on file (handbook C-34).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk.catalog import catalog
from desk.i18n import N_, _
from desk.rules.kit.identity_line import parse_identity_line
from desk.services import households as household
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog

if TYPE_CHECKING:
    from desk.services.households.views import PersonView, Revealed
    from desk.ui.households.shown import HouseholdShown

NUMBER_KEY = "Alt+Shift+R"


def ask_number(page: HouseholdShown, purpose: str = "") -> ActDialog | None:
    """Asks for the number on the card; left empty, the one on file is shown to whoever has the word of who may see it.

    Args:
        page: the page of the home.
        purpose: code of `view_purposes`, when it was said before.
    """
    person = page.selected()
    if person is None or not person.document:
        # L10N: 请先选中一位有证件号码的人
        page.shell.messages.info(_("Select somebody whose document number is on file first."))
        return None
    desk, who = page.desk, person.customer_id
    choices = [(choice.code, choice.label) for choice in catalog("view_purposes")]
    spec = FormSpec(
        # L10N: 证件号码
        N_("Document number"),
        (
            # L10N: 证件上的号码
            FieldSpec("number", N_("Number on the document"), max_length=200, scans=bool),
            # L10N: 用途
            FieldSpec("purpose", N_("What for"), "choice", required=True, choices=lambda: choices),
        ),
    )

    def save(values: dict[str, Any]) -> bool | Revealed:
        if values["number"].strip():
            line = parse_identity_line(values["number"])  # what a card reader gave
            return household.check_identity(desk, who, number=line.number if line else values["number"])
        return household.reveal(desk, who, purpose=values["purpose"], document=True)

    dialog = ActDialog(
        page, spec, save,
        # L10N: 核对或显示
        yes=_("Compare or show"),
        values={"purpose": purpose or "papers"},
        title=_("Document number: {name}").format(name=person.name),
        # L10N: 录入或扫描对方出示的证件号码，程序核对是否与档案一致。留空则显示档案中的完整号码，须经授权并留有记录。
        note=_("Type or scan the number on the document: it is compared with the one on file. Left empty, the number on file is "
               "shown, which needs an approval. Both stay on record."),
    )  # fmt: skip
    dialog.acted.connect(lambda result: _told(page, person, result))
    return dialog.start()


def _told(page: HouseholdShown, person: PersonView, result: bool | Revealed) -> None:
    messages = page.shell.messages
    if result is True:
        # L10N: 号码与档案一致
        messages.info(_("The number of {name} agrees with the one on file.").format(name=person.name))
    elif result is False:
        # L10N: 号码与档案不一致，请核对证件
        messages.warn(
            _("The number does not agree with the one on file of {name}. Look at the document again.").format(
                name=person.name
            )
        )
    else:
        page.show_numbers(person.customer_id, result)


__all__ = ["NUMBER_KEY", "ask_number"]

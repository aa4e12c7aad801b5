"""One letter to one person, from the page of the household."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.i18n import N_, _
from desk.services import letters
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import words as say
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.letters import LetterView, TemplateView
    from desk.ui.households.shown import HouseholdShown


def write_one(page: HouseholdShown) -> None:
    """Asks for the template, and writes to the person who is selected, else to the first who belongs there."""
    view = page.view
    if view is None:
        return
    person = page.selected() or next((one for one in view.people if one.here), None)
    if person is None or not person.here:
        # L10N: 请先选中该户的一个人
        page.shell.messages.warn(_("Select a person of this home first."))
        return
    desk, chosen = page.desk, person

    def look() -> Any:
        return letters.templates(desk, state="in-use", limit=500).rows

    page.ask(look, lambda templates: _ask(page, chosen, templates))


def _ask(page: HouseholdShown, person: Any, templates: tuple[TemplateView, ...]) -> None:
    desk, unit_id = page.desk, page.unit_id
    if not templates:
        page.shell.messages.warn(
            _("No template is in use. Approve one among the templates first."),
            label=_("Templates of letters"),
            action=lambda: page.shell.open_page("letter-templates"),
        )
        return
    fields = (
        FieldSpec(
            "template_id", N_("Template"), "choice", required=True, span="full",
            choices=lambda: [(str(one.id), say.dotted(label("letter_kinds", one.kind), one.name)) for one in templates],
        ),
        FieldSpec("again", N_("Again"), "check", span="full", text=N_("Although it was sent lately")),
    )  # fmt: skip

    def save(values: dict[str, Any]) -> Any:
        entry = letters.LetterEntry(
            int(values["template_id"]), unit_id, person.customer_id, again=bool(values["again"])
        )
        return letters.send_letter(desk, entry)

    def done(view: LetterView) -> None:
        # L10N: {number} 已写好
        page.shell.messages.info(_("{number} is written.").format(number=view.number))
        if view.slip is not None:
            print_slip(page, view.slip)

    spec = FormSpec(N_("Write a letter"), fields)
    values = {"template_id": str(templates[0].id)}
    dialog = ActDialog(
        page, spec, save, yes=_("Write and print"), values=values, note=say.dotted(person.name, person.salutation)
    )
    dialog.acted.connect(done)
    dialog.start()


__all__ = ["write_one"]

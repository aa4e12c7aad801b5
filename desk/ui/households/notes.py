"""The notes of a household on its page: what to know before ringing there, each with its last day; added and taken away by keys."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy

from desk.catalog import catalog
from desk.i18n import N_, _
from desk.services import households
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import clear
from desk.ui.kit.record_cards import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk.services.households.notes import NoteView
    from desk.ui.households.shown import HouseholdShown

A_YEAR = timedelta(days=365)
"""The last day that is proposed."""


class NotesCard(Grid):
    """A row for each note: its words, whom it is about, its last day, and the button that takes it away."""

    def __init__(self, page: HouseholdShown) -> None:
        super().__init__(0)
        self._page = page
        self.buttons: list[theme.Button] = []

    def fill(self, shown: Sequence[NoteView]) -> None:
        """Shows the notes that hold today."""
        clear(self._grid)
        self.buttons = []
        for row, note in enumerate(shown):
            words = theme.text(note.text, "strong", wrap=True)
            words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            # L10N: 至 {day}
            until = _("until {day}").format(day=say.day(note.until))
            about = theme.text(say.dotted(note.person, until, note.by), "muted")
            # L10N: 取消此提示
            button = theme.Button(_("Take it away"), role="small")
            button.setAccessibleDescription(note.text)
            button.clicked.connect(lambda _checked=False, note=note: self._end(note))
            self.buttons.append(button)
            for place, widget in enumerate((words, about, button)):
                self._grid.addWidget(widget, row, place, Qt.AlignmentFlag.AlignVCenter)

    def _end(self, note: NoteView) -> None:
        page = self._page

        def end() -> None:
            households.end_note(page.desk, note.id)

        # L10N: 提示已取消
        page.act(end, lambda _done: page.shell.messages.info(_("The note is taken away.")))


def add(page: HouseholdShown) -> ActDialog:
    """Asks for a note about the household, or about one of its people."""
    desk, unit_id = page.desk, page.unit_id

    def whose() -> list[tuple[str, str]]:
        # L10N: 整户
        people = page.view.people if page.view is not None else ()
        return [("", _("The home")), *((str(one.customer_id), one.name) for one in people if one.here)]

    spec = FormSpec(
        # L10N: 添加住户提示
        N_("Add a household note"),
        (
            # L10N: 提示
            FieldSpec(
                "text", N_("What to know"), "choice", required=True, editable=True, span="full",
                choices=lambda: [(one.label, one.label) for one in catalog("household_notes")],
            ),
            # L10N: 关于
            FieldSpec("customer_id", N_("About"), "choice", choices=whose),
            # L10N: 最后一天
            FieldSpec("until", N_("Last day"), "date", required=True),
        ),
    )  # fmt: skip

    def save(values: dict[str, Any]) -> Any:
        who = int(values["customer_id"]) if values["customer_id"] else None
        return households.add_note(desk, unit_id, households.NoteEntry(values["text"], values["until"], who))

    dialog = ActDialog(
        page,
        spec,
        save,
        yes=_("Save"),
        values={"until": desk.today() + A_YEAR, "customer_id": ""},
        # L10N: 来电时显示，并印在派工单上；到期自动取消。有关个人的，本人搬离或撤回同意即清除。
        note=_(
            "Shown when somebody calls, and printed on work orders, until its last day. What is about a person goes when the person "
            "leaves or takes the consent back."
        ),
    )
    # L10N: 已添加提示
    dialog.acted.connect(lambda _note: page.shell.messages.info(_("The note is kept.")))
    dialog.start()
    return dialog


__all__ = ["NotesCard", "add"]

"""The list of umbrellas, and one of them with what can be done with it."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from desk.i18n import _
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import theme
from desk.ui.kit.pages import Page, PageAction, column
from desk.ui.kit.tables import Column, Table
from tests.features.umbrellas import rules

LEND = FormSpec(
    "Lend an umbrella",
    (FieldSpec("unit_id", "Room", "room", required=True), FieldSpec("borrower", "Lent to", required=True)),
)
NOTE = FormSpec("Umbrella", (FieldSpec("note", "Note"),))


class UmbrellasPage(Page):
    """All loans; Enter opens one, Ins lends."""

    def __init__(self, shell: Any, desk: Any) -> None:
        super().__init__(shell, desk)
        layout = column(self, scroll=False)
        self.table = Table(
            (
                Column("number", "Number", 18, bold=True),
                Column("room", "Room", 16),
                Column("borrower", "Lent to", 16),
                Column("state", "State", 8, get=lambda row: _(rules.CYCLE.states[row.state])),
            )
        )
        self.table.opened.connect(lambda row: shell.open_target(f"umbrella:{row.id}"))
        layout.addWidget(self.table)

    def title(self) -> str:
        return _("Umbrellas")

    def first_focus(self) -> Any:
        return self.table.view

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (PageAction("Lend an umbrella", "Ins", self.lend),)

    def refresh(self) -> None:
        from tests.features.umbrellas import services

        self.ask(lambda: services.umbrellas(self.desk), self.table.set_rows)

    def lend(self) -> None:
        """Asks for room and borrower."""
        from tests.features.umbrellas import services

        def save(values: dict[str, Any]) -> Any:
            return services.lend(self.desk, services.LoanEntry(values["unit_id"], values["borrower"]))

        dialog = ActDialog(self, LEND, save, yes=_("Lend"))
        dialog.acted.connect(lambda loan: self.shell.open_target(f"umbrella:{loan.id}"))
        dialog.start()


class UmbrellaPage(Page):
    """One loan; its buttons are the moves of the life cycle that fit."""

    def __init__(self, shell: Any, desk: Any) -> None:
        super().__init__(shell, desk)
        self._id = 0
        self.loan: Any = None
        layout = column(self)
        self.words = theme.text("", "title")
        layout.addWidget(self.words)
        row = QHBoxLayout()
        self.buttons = {move.code: theme.Button("") for move in rules.CYCLE.moves}
        for code, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, c=code: self.move_on(c))
            row.addWidget(button)
        layout.addLayout(row)
        layout.addStretch(1)

    def title(self) -> str:
        return self.loan.number if self.loan else _("Umbrella")

    def open(self, **args: Any) -> None:
        self._id = int(args["umbrella_id"])

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (PageAction("Next step", "Ctrl+J", self.next_step),)

    def refresh(self) -> None:
        from tests.features.umbrellas import services

        self.ask(lambda: services.umbrella(self.desk, self._id), self._show)

    def _show(self, loan: Any) -> None:
        self.loan = loan
        self.retranslate()
        self.title_changed.emit()

    def retranslate(self) -> None:
        if self.loan is None or self.desk.actor is None:
            return
        self.words.setText(f"{self.loan.number} · {self.loan.room} · {_(rules.CYCLE.states[self.loan.state])}")
        fitting = {move.code for move in rules.CYCLE.fitting(self.loan, self.desk.actor.role)}
        for move in rules.CYCLE.moves:
            self.buttons[move.code].set_words(_(move.label))
            self.buttons[move.code].setVisible(move.code in fitting)

    def next_step(self) -> None:
        """The move that most likely comes next."""
        move = rules.CYCLE.next_move(self.loan, self.desk.actor.role) if self.loan and self.desk.actor else None
        if move is not None:
            self.move_on(move.code)

    def move_on(self, code: str) -> None:
        """Does a move; asks for what it needs."""
        from tests.features.umbrellas import services

        move = rules.CYCLE.by_code[code]
        if move.needs:
            save: Any = lambda values: services.move(self.desk, self._id, code, values["note"])  # noqa: E731
            dialog = ActDialog(self, NOTE, save, yes=_(move.label), danger=move.danger)
            dialog.acted.connect(lambda _loan: self.shell.changed())
            dialog.start()
        else:
            self.act(lambda: services.move(self.desk, self._id, code), self._moved(move.done))

    def _moved(self, words: str) -> Any:
        return lambda loan: self.shell.messages.info(_(words).format(number=loan.number))

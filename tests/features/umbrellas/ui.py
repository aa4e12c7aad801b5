"""The list of umbrellas, and one of them with what can be done with it."""

from __future__ import annotations

from typing import Any

from desk.catalog import label
from desk.i18n import _
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.acts import ActForm, Acts, FormFactory
from desk.ui.forms.common import choices
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit.pages import Page, PageAction, column
from desk.ui.kit.record_cards import Facts, FactSheet, Related, RelatedList
from desk.ui.kit.record_page import Head, RecordCard, RecordPage
from desk.ui.kit.tables import Column, Table
from desk.ui.slips.record import papers_card
from tests.features.umbrellas import rules

LEND = FormSpec(
    "Lend an umbrella",
    (
        FieldSpec("unit_id", "Room", "room", required=True),
        FieldSpec("borrower", "Lent to", required=True),
        FieldSpec("kind", "Kind", "choice", choices=choices("umbrella_kinds")),
    ),
)
KEYS = {"return": "Ctrl+B", "lose": "Ctrl+Shift+X", "find": "Ctrl+B"}


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
                Column("state", "State", 8, get=lambda row: rules.CYCLE.state_words(row.state)),
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
        _lend(self)


def _lend(page: Page, **known: Any) -> None:
    from tests.features.umbrellas import services

    def save(values: dict[str, Any]) -> Any:
        return services.lend(page.desk, services.LoanEntry(values["unit_id"], values["borrower"], values["kind"] or ""))

    dialog = ActDialog(page, LEND, save, yes=_("Lend"), values=known)
    dialog.acted.connect(lambda loan: page.shell.open_target(f"umbrella:{loan.id}"))
    dialog.start()


def lend_here(page: Any) -> None:
    """Lends one to the household whose page is shown; what its lamp and its button do."""
    _lend(page, unit_id=page.unit_id)


def loans_list(page: Any) -> RelatedList:
    """The loans on the household's page."""
    return RelatedList(
        page,
        lambda loan: Related(rules.CYCLE.state_words(loan.state), loan.number, f"umbrella:{loan.id}", loan.borrower),
    )


class UmbrellaActs(Acts):
    """What may be done with one: the life cycle says it, the forms ask for what a move needs."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, rules.CYCLE, {"return": _form("return"), "lose": _form("lose"), "find": _form("find")})

    def read(self, record_id: int, code: str) -> tuple[Any, None]:
        from tests.features.umbrellas import services

        return services.umbrella(self._desk, record_id), None


def _form(code: str) -> FormFactory:
    def made(page: Page, loan: Any, _around: Any) -> ActForm:
        from tests.features.umbrellas import services

        fields = tuple(FieldSpec(need.field, "Note") for need in rules.CYCLE.by_code[code].needs)
        return ActForm(fields, lambda values: services.move(page.desk, loan.id, code, values.get("note", "")))

    return made


class UmbrellaPage(RecordPage):
    """One loan; its buttons are the moves of the life cycle that fit."""

    kind = "umbrella"
    cycle = rules.CYCLE
    keys = KEYS

    @staticmethod
    def read(desk: Any, record_id: int) -> Any:
        from tests.features.umbrellas import services

        return services.umbrella(desk, record_id)

    def make_acts(self) -> UmbrellaActs:
        return UmbrellaActs(self)

    def head(self, record: Any) -> Head:
        return Head(record.number, state=rules.CYCLE.state_words(record.state), facts=record.room)

    def cards(self) -> tuple[RecordCard, ...]:
        return (
            RecordCard("loan", "Loan", lambda _page: Facts(), of=_facts),
            papers_card(read=_slips),
        )

    def more_keys(self) -> tuple[PageAction, ...]:
        return (PageAction("Next step", "Ctrl+J", self.next_step),)

    def next_step(self) -> None:
        """The move that most likely comes next."""
        code = rules.CYCLE.next_move(self.record) if self.record else ""
        if code:
            self.do(code)


def _facts(loan: Any) -> FactSheet:
    return FactSheet(
        short=(
            ("Lent to", loan.borrower, "strong"),
            ("Kind", label("umbrella_kinds", loan.kind), ""),
            ("Back by", f"{loan.due_on}", ""),
            ("Note", loan.note, ""),
        )
    )


def _slips(desk: Any, record_id: int) -> Any:
    from desk.services import slips

    return slips.slips_of(desk, f"umbrella:{record_id}")

"""One visit: who came to whom, their cards, what they brought forward, the papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.i18n import N_, _
from desk.rules.visitors import CYCLE
from desk.services import visitors as service
from desk.ui.kit import words as say
from desk.ui.kit.list_card import ListAct, ListCard
from desk.ui.kit.record_cards import Facts, FactSheet, Rows
from desk.ui.kit.record_page import Head, RecordCard, RecordPage
from desk.ui.kit.tables import Column
from desk.ui.slips.files import files_card
from desk.ui.slips.record import papers_card
from desk.ui.visitors.acts import KEYS, CardActs, VisitActs
from desk.ui.visitors.list import TONES, card_columns

if TYPE_CHECKING:
    from desk.ui.kit.pages import Page, PageAction


class CardsCard(ListCard):
    """The cards of a visit, with what can be done with each."""

    def __init__(self, page: Page) -> None:
        acts = CardActs(page)
        super().__init__(
            card_columns(page.desk)[:3] + card_columns(page.desk)[5:],
            (
                ListAct(
                    "back", N_("Take the card back"), "Ctrl+Shift+B", acts.take_back, at="under",
                    fits=lambda row: row.state in ("out", "lost"),
                ),
                ListAct(
                    "lost", N_("Record a loss"), "Ctrl+Shift+X", acts.lose, at="under", fits=lambda row: row.state == "out"
                ),
            ),
        )  # fmt: skip

    def fill(self, rows: Any) -> None:
        """Shows them."""
        self.table.fit_rows(max(1, len(rows)))
        self.table.set_rows(rows)
        self.retranslate()

    def page_keys(self) -> tuple[PageAction, ...]:
        """Its keys on the page."""
        return tuple(self.actions_by_key())


def _people(_page: Page) -> Rows:
    return Rows(
        (
            # L10N: 访客
            Column("name", N_("Visitor"), 12, bold=True),
            # L10N: 证件
            Column("document", N_("Document"), 26),
            # L10N: 电话
            Column("phone", N_("Phone"), 14),
        )
    )


class VisitPage(RecordPage):
    """One visit; its buttons are the moves of the life cycle that fit."""

    kind = "visit"
    cycle = CYCLE
    keys = KEYS
    shows = frozenset({"visit", "visitor-card"})
    link_key = "Ctrl+H"
    link_label = N_("Open the household")
    acts_heading = N_("What to do")

    @staticmethod
    def read(desk: Any, record_id: int) -> Any:
        return service.visit(desk, record_id)

    @staticmethod
    def id_of(desk: Any, number: str) -> int:
        return service.by_number(desk, number).id

    def make_acts(self) -> VisitActs:
        return VisitActs(self)

    def head(self, record: Any) -> Head:
        late = [card.label or card.number for card in record.cards if card.late]
        return Head(
            record.number,
            lamp="red" if late else TONES.get(record.state, "").replace("muted", ""),
            state=label("visit_states", record.state),
            # L10N: 未按时收回：{cards}
            late=_("not back in time: {cards}").format(cards=say.listed(late)) if late else "",
            facts=say.dotted(record.people[0].name, record.host),
            link=f"{record.room}  Ctrl+H" if record.unit_id else "",
            target=f"unit:{record.unit_id}" if record.unit_id else "",
        )

    def _facts(self, view: Any) -> FactSheet:
        agreed = say.dotted(view.agreed_by, view.agreed)
        desk = self.desk
        return FactSheet(
            short=(
                (_("Room visited"), view.room, "strong"),
                (_("Person visited"), view.host, "strong"),
                (_("Came at"), say.moment(desk, view.came_at), ""),
                (_("Means to leave at"), say.moment(desk, view.until), ""),
                (_("Left at"), say.moment(desk, view.left_at) if view.state == "left" else "", ""),
                (_("Answer of the host"), label("visit_answers", view.answer), ""),
                # L10N: 领班同意
                (_("Shift leader agrees"), agreed, ""),
                (_("Carries"), view.brings, ""),
                (_("Plate"), view.plate, ""),
                (_("Handled by"), view.staff, ""),
            ),
            wide=(
                (_("Purpose of the visit"), view.purpose, ""),
                (_("Brought forward"), view.matter, ""),
                (_("Passed to"), view.passed_to, ""),
                (_("What came of it"), view.result, ""),
                (_("Note"), view.note, ""),
            ),
        )

    def cards(self) -> tuple[RecordCard, ...]:
        return (
            # L10N: 详情
            RecordCard("details", N_("Details"), lambda _page: Facts(), of=self._facts),
            # L10N: 访客
            RecordCard("people", N_("Visitors"), _people, of=lambda view: view.people),
            # L10N: 临时卡
            RecordCard("cards", N_("Temporary cards"), CardsCard, of=lambda view: view.cards),
            papers_card(of=lambda view: view.slips),
            files_card("visit"),
        )


__all__ = ["VisitPage"]

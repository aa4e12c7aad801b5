"""One parking card: plate, holder, space, validity, papers."""

from __future__ import annotations

from typing import Any

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.rules.parking import CYCLE, LIVE
from desk.services import parking as service
from desk.ui.kit import words as say
from desk.ui.kit.pages import PageAction
from desk.ui.kit.record_cards import Facts, FactSheet
from desk.ui.kit.record_page import Head, RecordCard, RecordPage
from desk.ui.parking.acts import KEYS, ParkingActs
from desk.ui.parking.list import tone
from desk.ui.slips.actions import print_slip
from desk.ui.slips.files import files_card
from desk.ui.slips.record import papers_card


class ParkingCardPage(RecordPage):
    """One card; its buttons are the moves of the life cycle that fit."""

    kind = "parking-card"
    cycle = CYCLE
    keys = KEYS
    # L10N: 停用，或恢复
    shared = {"Ctrl+Shift+S": N_("Stop the card, or let it work again")}
    shows = frozenset({"parking-card"})
    link_key = "Ctrl+H"
    link_label = N_("Open the household")
    acts_heading = N_("What to do")

    @staticmethod
    def read(desk: Any, record_id: int) -> Any:
        return service.card(desk, record_id)

    @staticmethod
    def id_of(desk: Any, number: str) -> int:
        return service.by_number(desk, number).id

    def make_acts(self) -> ParkingActs:
        return ParkingActs(self)

    def head(self, record: Any) -> Head:
        late = ""
        if record.state in LIVE and record.left < 0:
            # L10N: 已过期 {n} 天
            late = ngettext("ran out {n} day ago", "ran out {n} days ago", -record.left).format(n=-record.left)
        return Head(
            record.number,
            lamp="green" if record.state == "active" and not tone(record) else tone(record).replace("muted", ""),
            state=label("parking_card_states", record.state),
            late=late,
            facts=say.dotted(record.plate, record.holder),
            link=f"{record.room}  Ctrl+H" if record.unit_id else "",
            target=f"unit:{record.unit_id}" if record.unit_id else "",
        )

    def _facts(self, view: Any) -> FactSheet:
        return FactSheet(
            short=(
                (_("Plate"), view.plate, "strong"),
                (_("Card holder"), view.holder, "strong"),
                (_("Phone"), view.phone, ""),
                (_("Kind of card"), label("parking_card_kinds", view.kind), ""),
                (_("Parking space"), view.space, ""),
                (_("Valid from"), say.day(view.first), ""),
                (_("Valid until"), say.day(view.until), "strong"),
                (_("Paid until"), say.day(view.paid_until), ""),
                (_("Receipt"), view.receipt, ""),
                (_("Takes the place of"), view.replaces, ""),
                (_("Handled by"), view.staff, ""),
            ),
            wide=(
                (_("Why beyond what is paid"), view.unpaid_because, ""),
                (_("Reason"), view.reason, ""),
                (_("Note"), view.note, ""),
            ),
        )

    def cards(self) -> tuple[RecordCard, ...]:
        return (
            # L10N: 详情
            RecordCard("details", N_("Details"), lambda _page: Facts(), of=self._facts),
            papers_card(of=lambda view: view.slips),
            files_card("parking-card"),
        )

    def more_keys(self) -> tuple[PageAction, ...]:
        # L10N: 打印卡片
        return (PageAction(N_("Print the card itself"), "Ctrl+Shift+K", self.print_card),)

    def print_card(self) -> None:
        """Prints the card itself."""
        if self.record is None:
            return
        desk, wanted = self.desk, self.record.id

        def work() -> Any:
            return service.issue_plastic(desk, wanted)

        self.act(work, lambda slip: print_slip(self, slip))


__all__ = ["ParkingCardPage"]

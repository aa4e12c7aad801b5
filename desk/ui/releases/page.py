"""The page of a release slip: what it is at the gate now, the goods, the facts, the history, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.i18n import N_
from desk.rules.releases.cycle import CYCLE
from desk.services import releases
from desk.ui.kit.record_cards import Facts, FactSheet
from desk.ui.kit.record_page import Head, RecordCard, RecordPage
from desk.ui.releases import cards
from desk.ui.releases.acts import KEYS, SHARED, ReleaseActs
from desk.ui.releases.words import LAMPS
from desk.ui.slips.files import files_card
from desk.ui.slips.record import papers_card

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.releases import ReleaseView


class ReleasePage(RecordPage):
    """One release slip."""

    kind = "release"
    shows = frozenset({"release"})
    cycle = CYCLE
    keys = KEYS
    shared = SHARED
    resting = "note"
    acts_heading = N_("What to do")
    link_key = "Ctrl+H"
    # L10N: 打开住户
    link_label = N_("Open the household")

    @staticmethod
    def read(desk: Desk, record_id: int) -> ReleaseView:
        return releases.release(desk, record_id)

    @staticmethod
    def id_of(desk: Desk, number: str) -> int:
        return releases.by_number(desk, number).id

    def make_acts(self) -> ReleaseActs:
        return ReleaseActs(self)

    def head(self, record: ReleaseView) -> Head:
        used = record.verdict == "used"
        return Head(
            record.number,
            lamp="amber" if record.mismatch else "green" if used else LAMPS[record.verdict],
            state=CYCLE.state_words(record.state),
            late="" if record.verdict == "good" or used else record.verdict_words,
            facts=record.verdict_words if record.verdict == "good" or used else "",
            link=f"{record.room}  {self.link_key}",
            target=f"unit:{record.unit_id}",
        )

    def cards(self) -> tuple[RecordCard, ...]:
        return (
            # L10N: 搬出物品
            RecordCard("goods", N_("Goods that leave"), lambda _page: cards.GoodsList(), of=lambda row: row.items),
            RecordCard("details", N_("Details"), lambda _page: Facts(), of=self._facts),
            RecordCard("history", N_("History"), lambda page: cards.History(page.desk), of=lambda row: row.events),
            papers_card(of=lambda row: row.slips),
            files_card("release"),
        )

    def _facts(self, row: ReleaseView) -> FactSheet:
        return cards.facts(self.desk, row)


__all__ = ["ReleasePage"]

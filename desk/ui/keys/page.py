"""One set of keys: where it hangs, who has it, its loans, history and papers."""

from __future__ import annotations

from typing import Any

from desk.catalog import label
from desk.i18n import N_, _
from desk.rules.keys import CYCLE
from desk.services import keys as service
from desk.ui.keys.acts import KEYS, KeySetActs
from desk.ui.kit import words as say
from desk.ui.kit.pages import Page
from desk.ui.kit.record_cards import Facts, FactSheet, Rows
from desk.ui.kit.record_page import Head, RecordCard, RecordPage
from desk.ui.kit.tables import Column
from desk.ui.slips.files import files_card
from desk.ui.slips.record import papers_card

LAMPS = {"kept": "green", "out": "amber", "partly": "amber", "lost": "red"}


def _loans(page: Page) -> Rows:
    desk = page.desk
    return Rows(
        (
            # L10N: 借用单号
            Column("number", N_("Loan no."), 18, bold=True, least=18),
            # L10N: 借用人
            Column("borrower", N_("Borrower"), 12, least=8),
            # L10N: 用途
            Column("purpose", N_("Purpose"), 14),
            # L10N: 借出时间
            Column("lent_at", N_("Lent at"), 12, get=lambda row: say.short_moment(desk, row.lent_at), least=11),
            # L10N: 应还时间
            Column(
                "due_at", N_("Due back"), 12, get=lambda row: say.short_moment(desk, row.due_at), least=11,
                tone=lambda row: "red" if row.late else "",
            ),
            # L10N: 归还时间
            Column("ended_at", N_("Back at"), 12, get=lambda row: say.short_moment(desk, row.ended_at), least=11),
            # L10N: 归还件数
            Column("pieces_back", N_("Pieces back"), 8, get=lambda row: f"{row.pieces_back}/{row.pieces}", align="right"),
        )
    )  # fmt: skip


def _history(page: Page) -> Rows:
    desk = page.desk
    return Rows(
        (
            # L10N: 时间, 事项, 经办人, 说明
            Column("at", N_("Time"), 12, get=lambda row: say.short_moment(desk, row.at), least=11),
            Column("kind", N_("Matter"), 12, get=lambda row: label("key_events", row.kind), bold=True),
            Column("staff", N_("Handled by"), 10),
            Column("note", N_("Note"), 30),
        )
    )


def _facts(view: Any) -> FactSheet:
    agreed = label("key_permissions", "standing") if view.standing else ""
    return FactSheet(
        short=(
            (_("What it is"), view.name, "strong"),
            (_("Number of pieces"), f"{view.pieces}", "strong"),
            (_("Tag"), view.tag, ""),
            (_("Hook"), view.hook, ""),
            (_("Seal"), view.seal, ""),
            (_("Kind"), label("key_kinds", view.kind), ""),
            (_("Given by"), view.given_by, ""),
            (_("Phone"), view.phone, ""),
            (_("Owner who agrees"), say.dotted(view.consent_by, agreed), ""),
            (_("In custody until"), say.day(view.until), ""),
            (_("Taken by"), view.staff, ""),
            (_("Received by"), view.ended_to, ""),
        ),
        wide=((_("Note"), view.note, ""),),
    )


class KeySetPage(RecordPage):
    """One set; its buttons are the moves of the life cycle that fit."""

    kind = "key-set"
    cycle = CYCLE
    keys = KEYS
    # L10N: 归还验收，或找回
    shared = {"Ctrl+B": N_("Accept return, or found again"), "Ctrl+Shift+X": N_("Record a loss")}
    shows = frozenset({"key-set"})
    link_key = "Ctrl+H"
    link_label = N_("Open the household")
    acts_heading = N_("What to do")

    @staticmethod
    def read(desk: Any, record_id: int) -> Any:
        return service.key_set(desk, record_id)

    @staticmethod
    def id_of(desk: Any, number: str) -> int:
        return service.by_number(desk, number).id

    def make_acts(self) -> KeySetActs:
        return KeySetActs(self)

    def head(self, record: Any) -> Head:
        late = ""
        if record.loan is not None and record.loan.late:
            # L10N: 应于 {time} 归还
            late = _("due back {time}").format(time=say.when(self.desk, record.loan.due_at))
        return Head(
            record.number,
            lamp="red" if late else LAMPS.get(record.state, ""),
            state=label("key_states", record.state),
            late=late,
            facts=record.loan.borrower if record.loan is not None else "",
            link=f"{record.room}  Ctrl+H" if record.unit_id else "",
            target=f"unit:{record.unit_id}" if record.unit_id else "",
        )

    def cards(self) -> tuple[RecordCard, ...]:
        return (
            # L10N: 详情
            RecordCard("details", N_("Details"), lambda _page: Facts(), of=_facts),
            # L10N: 借用记录; 还没有借出过
            RecordCard("loans", N_("Loans"), _loans, of=lambda view: view.loans, empty=N_("Never lent yet.")),
            # L10N: 经过
            RecordCard("history", N_("History"), _history, of=lambda view: view.events),
            papers_card(of=lambda view: view.slips),
            files_card("key-set"),
        )


__all__ = ["KeySetPage"]

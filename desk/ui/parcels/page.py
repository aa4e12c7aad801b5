"""One thing that is kept: for whom, where it lies, who took it, its tag."""

from __future__ import annotations

from typing import Any

from desk.catalog import label
from desk.i18n import N_, _
from desk.rules.parcels import CYCLE
from desk.services import parcels as service
from desk.ui.kit import words as say
from desk.ui.kit.record_cards import Facts, FactSheet
from desk.ui.kit.record_page import Head, RecordCard, RecordPage
from desk.ui.parcels.acts import KEYS, ParcelActs
from desk.ui.slips.files import files_card
from desk.ui.slips.record import papers_card


class ParcelPage(RecordPage):
    """One thing; its buttons are the moves of the life cycle that fit."""

    kind = "parcel"
    cycle = CYCLE
    keys = KEYS
    shows = frozenset({"parcel"})
    link_key = "Ctrl+H"
    link_label = N_("Open the household")
    acts_heading = N_("What to do")

    @staticmethod
    def read(desk: Any, record_id: int) -> Any:
        return service.parcel(desk, record_id)

    @staticmethod
    def id_of(desk: Any, number: str) -> int:
        return service.by_number(desk, number).id

    def make_acts(self) -> ParcelActs:
        return ParcelActs(self)

    def head(self, record: Any) -> Head:
        lamp = "red" if record.late else "amber" if record.state == "kept" else ""
        return Head(
            record.number,
            lamp=lamp,
            state=label("parcel_states", record.state),
            # L10N: 应于 {day} 前处理
            late=_("was kept until {day}").format(day=say.short_day(self.desk, record.due_on)) if record.late else "",
            facts=say.dotted(label("parcel_kinds", record.kind), record.what),
            link=f"{record.room}  Ctrl+H" if record.unit_id else "",
            target=f"unit:{record.unit_id}" if record.unit_id else "",
        )

    def _facts(self, view: Any) -> FactSheet:
        desk = self.desk
        told = say.dotted(say.short_moment(desk, view.told_at), view.told_how)
        allowed = label("parcel_permissions", view.authorised_how) if view.authorised_how else ""
        return FactSheet(
            short=(
                (_("Recipient"), view.recipient, "strong"),
                (_("Phone"), view.phone, ""),
                (_("Thing"), f"{view.what} ×{view.pieces}", "strong"),
                (_("What kind"), label("parcel_contents", view.contents), ""),
                (_("Kept where"), view.place, "strong"),
                (_("Kept until"), say.day(view.due_on), ""),
                (_("Brought by"), view.brought_by, ""),
                (_("Waybill"), view.tracking, ""),
                (_("Found where"), view.where_found, ""),
                (_("Seal"), view.seal, ""),
                (_("Taken at"), say.moment(desk, view.taken_at), ""),
                (_("Taken by"), say.listed((view.staff, view.witness)), ""),
                (_("Recipient told"), told, ""),
                (_("Received by"), view.receiver, "strong"),
                (_("Handed out at"), say.moment(desk, view.ended_at), ""),
                (_("Handled by"), view.ended_by, ""),
                (_("Allowed by"), say.dotted(view.authorised_by, allowed), ""),
            ),
            wide=((_("What the claimant says of it"), view.claim, ""), (_("Note"), view.note, "")),
        )

    def cards(self) -> tuple[RecordCard, ...]:
        return (
            # L10N: 详情
            RecordCard("details", N_("Details"), lambda _page: Facts(), of=self._facts),
            papers_card(of=lambda view: view.slips),
            files_card("parcel"),
        )


__all__ = ["ParcelPage"]

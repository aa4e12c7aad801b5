"""The page of a move: its steps, what is still needed, the clearance of a household that leaves, its papers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.i18n import N_, _
from desk.rules.moves.cycle import CYCLE
from desk.services import moves as service
from desk.ui.kit import printing, tasks
from desk.ui.kit.pages import PageAction
from desk.ui.kit.record_cards import Facts, Related, RelatedList
from desk.ui.kit.record_page import Head, RecordCard, RecordPage
from desk.ui.moves import cards
from desk.ui.moves.acts import KEYS, MoveActs
from desk.ui.slips.actions import ask_file
from desk.ui.slips.batch import open_file
from desk.ui.slips.files import files_card
from desk.ui.slips.record import Further, papers_card

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.moves import MoveView

LAMPS = {"open": "amber", "leaving": "amber", "moved-in": "green", "moved-out": "green"}
# L10N: 人员或水电费; 发放或收回钥匙; 发放资料或收回居住证; 居住证或清户单; 办结; 取消或撤销
SHARED = {
    "Alt+F": N_("People, or utilities"),
    "Alt+K": N_("Keys out, or back"),
    "Alt+J": N_("Handed out, or passes back"),
    "Alt+I": N_("Residence passes, or clearance sheet"),
    "Ctrl+J": N_("Finish the move"),
    "Ctrl+Del": N_("Cancel, or take back"),
}


_PAPERS = Further(
    service.offered,
    lambda desk, record_id, kind: service.preview(desk, record_id, service.paper_of(kind)),
    lambda desk, record_id, kind: service.issue_paper(desk, record_id, service.paper_of(kind)),
)
"""The papers of a move."""


class MovePage(RecordPage):
    """One move, in or out."""

    kind = "move"
    shows = frozenset({"move", "resident-pass", "request", "slip", "receipt", "unit"})
    cycle = CYCLE
    keys = KEYS
    shared = SHARED
    resting = "note"
    # L10N: 办理
    acts_heading = N_("What to do")
    link_key = "Ctrl+H"
    # L10N: 打开住户
    link_label = N_("Open the household")

    @staticmethod
    def read(desk: Desk, record_id: int) -> MoveView:
        return service.move(desk, record_id)

    @staticmethod
    def id_of(desk: Desk, number: str) -> int:
        return service.by_number(desk, number).id

    def make_acts(self) -> MoveActs:
        return MoveActs(self)

    def head(self, record: MoveView) -> Head:
        names = record.people[0].name if record.people else ""
        return Head(
            record.number,
            lamp=LAMPS.get(record.state, "red"),
            state=label("move_states", record.state),
            facts=" · ".join(part for part in (label("move_kinds", record.kind), names) if part),
            link=f"{record.room}  {self.link_key}",
            target=f"unit:{record.unit_id}",
        )

    def cards(self) -> tuple[RecordCard, ...]:
        return (
            # L10N: 还缺
            RecordCard("missing", N_("Still needed"), lambda _page: cards.Rows(1), of=cards.missing),
            # L10N: 清户
            RecordCard(
                "clearance", N_("Clearance"), lambda page: cards.Clearance(page.settle), read=_clearance,
                shows=frozenset({"move", "unit", "request", "receipt", "resident-pass", "renovation", "deposit"}),
            ),
            # L10N: 详情
            RecordCard("details", N_("Details"), lambda _page: Facts(), of=cards.facts),
            # L10N: 人员
            RecordCard("people", N_("People"), lambda _page: cards.Rows(1), of=cards.people),
            # L10N: 缺陷
            RecordCard("defects", N_("Defects"), lambda page: RelatedList(page, _defect), of=lambda move: move.defects),
            # L10N: 表底数、钥匙、资料
            RecordCard("handed", N_("Meters, keys, handed out"), lambda _page: cards.Rows(1), of=cards.handed),
            # L10N: 居住证
            RecordCard("passes", N_("Residence passes"), lambda _page: cards.Rows(1), of=cards.passes),
            # L10N: 经过
            RecordCard("history", N_("History"), lambda _page: cards.Rows(2), of=lambda move: cards.history(self, move)),
            # L10N: 会签
            RecordCard(
                "stations", N_("Sign-off"), lambda _page: cards.Rows(2), of=lambda move: cards.stations(self, move), right=True
            ),
            # L10N: 资料
            RecordCard("papers", N_("Papers"), lambda _page: cards.Rows(1), of=cards.papers, right=True),
            papers_card(of=lambda move: move.slips, further=_PAPERS),
            files_card("move"),
            # L10N: 整份档案
            RecordCard(
                "whole", N_("Whole file"), lambda page: cards.WholeFile(page.keep_whole), of=lambda move: move.slips, right=True
            ),
        )  # fmt: skip

    def also_shows(self, record: MoveView) -> tuple[tuple[str, int], ...]:
        return (("unit", record.unit_id), *(("request", each.request_id) for each in record.defects if each.request_id))

    def more_keys(self) -> tuple[PageAction, ...]:
        return (
            PageAction(N_("Whole file as one PDF"), "Ctrl+S", self.keep_whole),
            # L10N: 去收费
            PageAction(N_("Take the payment"), "F9", lambda: self.settle("money")),
        )

    def settle(self, act: str) -> None:
        """Does what settles a matter: an act of this move, the cashier's page, or the record itself."""
        record = self.record
        if record is None:
            return
        if act in CYCLE.by_code:
            self.do(act)
        elif act == "money":
            self.shell.open_page("cashier", unit_id=record.unit_id)
        elif act == f"move:{record.id}" or act.startswith("leave:"):
            self.do("keys-back")
        elif act.startswith("resident-passes:") and record.state in ("leaving", "moved-out"):
            self.do("passes-back")
        elif ":" in act:
            self.shell.open_target(act)
        else:
            self.shell.open_target(f"unit:{record.unit_id}")

    def keep_whole(self, path: Path | None = None) -> None:
        """Keeps every paper of the move as one PDF; asks where when no path is given."""
        record = self.record
        target = path or (ask_file(self, record.number) if record is not None else None)
        if record is None or target is None:
            return
        desk, file = self.desk, target

        def work() -> None:
            printing.save_pdf(service.whole_file(desk, record.id), file)

        def saved(_nothing: object) -> None:
            # L10N: 已存为; 打开
            words = _("Saved as {file}.").format(file=file.name)
            self.shell.messages.info(words, label=_("Open"), action=lambda: open_file(self, file))

        self.act(work, saved, pool=tasks.LONG)


def _clearance(desk: Desk, record_id: int) -> Any:
    """What stands open, while the household leaves and afterwards; nothing for a move-in."""
    view = service.move(desk, record_id)
    return service.clearance(desk, view.unit_id) if view.state in ("leaving", "moved-out") else None


def _defect(each: Any) -> Related:
    part = f"{label('handover_rooms', each.room)} {label('handover_items', each.item)}"
    # L10N: 物业已知
    told = _("stated by the centre") if each.origin == "stated" else ""
    # L10N: 已整改
    done = "" if each.open else _("put right") if each.request else _("noted only")
    words = " · ".join(text for text in (each.words, told, done) if text)
    return Related(part, each.request or "–", f"request:{each.request_id}" if each.request_id else "", words)


__all__ = ["MovePage"]

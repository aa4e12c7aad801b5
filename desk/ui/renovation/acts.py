"""The acts on a renovation file: their keys, what is read before each, what settles an obstacle (the forms: *_forms)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desk.i18n import N_, _
from desk.rules.kit.gate import Obstacle
from desk.rules.kit.lifecycle import Move
from desk.rules.renovation.cycle import CYCLE
from desk.services import renovation as service
from desk.ui.forms.acts import Acts
from desk.ui.renovation.around import Around
from desk.ui.renovation.filing_forms import FILING
from desk.ui.renovation.money_forms import MONEY
from desk.ui.renovation.site_forms import SITE

if TYPE_CHECKING:
    from desk.services.renovation import RenovationView
    from desk.ui.kit.pages import Page

KEYS = {
    "submit": "Ctrl+J",
    "approve": "Ctrl+Y",
    "return": "Ctrl+Shift+Y",
    "tell": "Ctrl+G",
    "sign": "Ctrl+T",
    "start": "Ctrl+J",
    "extend": "Ctrl+Shift+R",
    "ask-inspection": "Ctrl+J",
    "pass-completion": "Ctrl+Y",
    "fail-completion": "Ctrl+Shift+Y",
    "refund": "Ctrl+U",
    "file-away": "Ctrl+J",
    "suspend": "Ctrl+Shift+S",
    "resume": "Ctrl+Shift+S",
    "resume-extended": "Ctrl+Shift+S",
    "cancel": "Ctrl+Del",
    "edit": "Ctrl+E",
    "document": "Ctrl+Shift+D",
    "deposit": "Alt+Y",
    "pass": "Alt+Q",
    "hot-work": "Ctrl+Shift+H",
    "inspect": "Ctrl+Shift+I",
    "violation": "Ctrl+Shift+V",
    "downstairs": "Alt+X",
    "moved-in": "Ctrl+Shift+M",
    "note": "Ctrl+N",
}
"""By the act's code. Acts that are never possible at the same time may share a key."""
ELSEWHERE = ("edit",)
"""Acts that open a page of their own."""
_WAIVED = {
    # L10N: 非退款日办理的原因
    "refund-day": N_("Why on this day"),
    # L10N: 他人代领的原因
    "payer": N_("Why to somebody else"),
}
_SETTLED_BY = {"documents": "document", "inspect": "inspect"}


class RenovationActs(Acts):
    """Opens the act's form for a file, and does the act."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, CYCLE, {**FILING, **MONEY, **SITE})
        self._around = Around()

    def read(self, record_id: int, code: str) -> tuple[RenovationView, Around]:
        view = service.renovation(self._desk, record_id)
        gates = [move.gate for move in CYCLE.moves if move.gate and CYCLE.possible(view, move.code)]
        self._around = Around(
            {gate: service.gate_obstacles(self._desk, record_id, gate) for gate in gates},
            service.fees(self._desk, record_id),
            service.proposals(self._desk),
        )
        return view, self._around

    def note(self, record: RenovationView) -> tuple[str, ...]:
        return (record.number, record.room, record.applicant)

    def in_the_way(self, record: RenovationView, move: Move) -> tuple[Obstacle, ...]:
        if move.code == "cancel" and not record.certificate:
            return ()
        return tuple(_worded(each) for each in self._around.gates.get(move.gate, ()))

    def elsewhere(self, record: RenovationView, code: str) -> None:
        self._page.shell.open_page("renovation-form", renovation_id=record.id)

    def settle(self, record: RenovationView, obstacle: Obstacle, move: Move) -> None:
        page: Any = self._page
        if obstacle.settle == "passes":
            page.show_passes()
        elif obstacle.settle == "reinspect":
            page.show_violations()
        elif obstacle.settle == "pay":
            page.pay_fees()
        else:
            code = _SETTLED_BY.get(obstacle.settle, obstacle.settle)
            if code == "document" and not CYCLE.possible(record, code):
                page.shell.messages.info(obstacle.words)
            else:
                self.open_for(record.id, code)


def _worded(obstacle: Obstacle) -> Obstacle:
    """An obstacle whose button and field say something."""
    if obstacle.waivable_by and not obstacle.waive_words:
        obstacle = replace(obstacle, waive_words=_WAIVED.get(obstacle.code, N_("Why it is done without")))
    if not obstacle.settle or obstacle.settle_words:
        return obstacle
    # L10N: 收取费用; 登记资料
    words = {"pay": _("Take the fees"), "documents": _("Add papers"), "refund": _("Refund the deposit")}
    return replace(obstacle, settle_words=words.get(obstacle.settle, _("Settle it")))


__all__ = ["ELSEWHERE", "KEYS", "RenovationActs"]

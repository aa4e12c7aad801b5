"""The acts on a request: their keys, what is read before each, and those that are no short form (the forms: act_forms)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk import features
from desk.catalog import label
from desk.i18n import _
from desk.rules.kit.gate import Obstacle
from desk.rules.kit.lifecycle import Move
from desk.rules.requests.cycle import CLOSING, CYCLE
from desk.services import incidents, requests, workers
from desk.ui.forms.acts import Acts
from desk.ui.kit import words as say
from desk.ui.kit.pages import target_args
from desk.ui.requests.act_forms import FORMS
from desk.ui.requests.choices import Around

if TYPE_CHECKING:
    from desk.services.requests.views import RequestView
    from desk.ui.forms.dialog import ActDialog
    from desk.ui.kit.pages import Page

KEYS = {
    "assign": "Ctrl+D",
    "transfer": "Ctrl+D",
    "accept": "Ctrl+Y",
    "start": "Ctrl+J",
    "resolve": "Ctrl+R",
    "reply": "Ctrl+Shift+T",
    "callback": "Ctrl+G",
    "close": "Ctrl+W",
    "resume": "Ctrl+Shift+S",
    "hold": "Ctrl+Shift+S",
    "return": "Ctrl+B",
    "confirm": "Ctrl+Shift+C",
    "escalate": "Ctrl+M",
    "repair": "Ctrl+F3",
    "link": "Ctrl+Shift+L",
    "attach": "Ctrl+Shift+W",
    "note": "Ctrl+N",
    "reopen": "Ctrl+Shift+O",
    "cancel": "Ctrl+Del",
}
"""By the act's code. Acts that are never possible at the same time may share a key."""
ELSEWHERE = ("callback", "repair")
"""Acts that open more than a short form."""


class RequestActs(Acts):
    """Opens the act's form for a request, and does the act."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, CYCLE, FORMS)

    def read(self, record_id: int, code: str) -> tuple[RequestView, Around]:
        view = requests.request(self._desk, record_id)
        running: tuple[Any, ...] = ()
        if code == "attach":
            running = incidents.incidents(self._desk, unit_id=view.unit_id)
        return view, Around(workers.candidates(self._desk), running)

    def note(self, record: RequestView) -> tuple[str, ...]:
        return (record.number, record.room, record.caller_name)

    def in_the_way(self, record: RequestView, move: Move) -> tuple[Obstacle, ...]:
        return record.closing if move.gate == CLOSING else ()

    def elsewhere(self, record: RequestView, code: str) -> None:
        if code == "repair":
            self._page.shell.open_page("request-form", origin_id=record.id, kind="repair")
        else:
            self.call_back(record)

    def settle(self, record: RequestView, obstacle: Obstacle, move: Move) -> None:
        self.call_back(record, then=move.code)

    def open_for(self, record_id: int, code: str, *, instead: Any = ()) -> None:
        # Who says assign of a job that somebody has means: to somebody else.
        super().open_for(record_id, code, instead=(*instead, "transfer") if code == "assign" else instead)

    def call_back(self, view: RequestView, *, then: str = "") -> None:
        """Opens the form of a callback; afterwards goes on to the act it stood in the way of."""
        dialog: ActDialog = next(features.hooks("call_back"))(self._page, view)

        def acted(after: RequestView) -> None:
            shell = self._page.shell
            if after.state == "received" and after.reopened > view.reopened:
                # L10N: 客户不满意，已重新打开
                words = _("{number}: the customer is dissatisfied, so it was reopened. Assign it again.").format(
                    number=after.number
                )
                shell.open_page("request", request_id=after.id)
                shell.messages.warn(words)
                return
            shell.messages.info(callback_words(self._desk, after))
            if then and not any(obstacle.settle == "callback" for obstacle in after.closing):
                self.open_for(after.id, then)

        dialog.acted.connect(acted)
        self.start(dialog)


def do_due(page: Page, row: Any) -> None:
    """Does the one act of a due request over a page (features.kit.Due.act)."""
    kind, args = target_args(row.target)
    acts = RequestActs(page)
    acts.open_for(args[f"{kind}_id"], row.act)


def callback_words(desk: Any, after: RequestView) -> str:
    """The sentence after a callback."""
    last = after.callbacks[-1] if after.callbacks else None
    what = label("callback_outcomes", last.outcome) if last else ""
    if last is not None and last.score is not None:
        what = label("scores", str(last.score))
    if after.callback_due_at is not None:
        again = say.when(desk, after.callback_due_at)
        # L10N: {number} 回访已记录：{what}；下次 {time}
        return _("{number}: callback noted ({what}); next call {time}.").format(
            number=after.number, what=what, time=again
        )
    # L10N: {number} 回访已记录：{what}
    return _("{number}: callback noted ({what}).").format(number=after.number, what=what)


__all__ = ["ELSEWHERE", "KEYS", "RequestActs", "callback_words"]

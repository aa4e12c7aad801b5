"""The form of a call, as far as it is about calling.

It waits by name when it is interrupted; what is known of the caller stands beside it; one key says that it is about what runs
already; times are promised by one key.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from desk.i18n import N_, _
from desk.services import requests
from desk.services.requests import calling, moves
from desk.ui.forms.page import SIDE_FROM, FormPage
from desk.ui.kit import words as say
from desk.ui.kit.pages import PageAction
from desk.ui.kit.theme.offers import OfferedTime
from desk.ui.requests.caller import JOIN_KEY, NEXT_KEY, CallerCardView

if TYPE_CHECKING:
    from desk.services.requests.views import RequestView


class CallForm(FormPage):
    """Base of the request form.

    Attributes:
        caller_card: what is known of room and caller. repeats: the requests on it.
    """

    _over: QVBoxLayout
    """Over the fields: where the card stands in a narrow window."""
    _beside: QVBoxLayout

    def make_card(self) -> CallerCardView:
        """Makes the caller card; its place is the page's."""
        self._asked_card: tuple[int | None, int | None, str] = (None, None, "")
        self._offers_for = ""
        self._offered_times: tuple[datetime, ...] = ()
        self.caller_card = CallerCardView(self, self._join)
        self.repeats = self.caller_card.repeats
        return self.caller_card

    def new_call(self) -> None:
        """Nothing is known of who calls now."""
        self._asked_card = (None, None, "")
        self._offers_for, self._offered_times = "", ()
        self.caller_card.show_card(None)

    def call_keys(self) -> tuple[PageAction, ...]:
        """The keys of the card."""
        return (
            # L10N: 同一事项，记入正在办理的单
            PageAction(N_("The same as the request that runs"), JOIN_KEY, self._join),
            # L10N: 换一单
            PageAction(N_("Another running request"), NEXT_KEY, self.caller_card.choose_next),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < SIDE_FROM  # then the side is shown by a button, and the card stands over the fields
        self.caller_card.set_compact(on=narrow)
        layout = self._over if narrow else self._beside
        if layout.indexOf(self.caller_card) < 0:
            layout.insertWidget(0, self.caller_card)

    # ------------------------------------------------------------------------------------------------ calls that wait
    def tell_kept(self) -> None:
        """An interrupted call says so itself: it waits as a chip on top of the window."""

    def _show_offer(self) -> None:
        """So do those begun before."""

    def draft_keys(self) -> list[PageAction]:
        return [
            PageAction(N_("Continue the draft"), "F7", self._take_offer),
            # L10N: 丢弃此通话
            PageAction(N_("Discard this call"), "Shift+F7", self._discard),
        ]

    def _discard(self) -> None:
        """The call on the screen is dropped; the message brings it back."""
        if self.busy or not self.form.has_content():
            return
        self.form.settle()
        state, drafts, slot = self.form.state(), self._drafts, self.slot
        self._draft_timer.stop()
        drafts.forget(slot)
        self.form.mark_saved()
        self.shell.leave()
        # L10N: 通话内容已丢弃; 恢复
        self.shell.messages.info(
            _("The call is discarded."),
            label=_("Bring it back"),
            action=lambda: drafts.keep(state, lambda _at: None, slot),
        )

    def ask_card(self) -> None:
        """What is known of room and caller, when that is not asked already."""
        wanted = (self.form.value("unit_id"), self.form.value("customer_id"), self.form.value("category"))
        if wanted == self._asked_card:
            return
        self._asked_card = wanted
        unit, person, category = wanted
        if unit is None and person is None:
            self.caller_card.show_card(None)
            return
        desk = self.desk

        def look() -> Any:
            return calling.caller_card(desk, unit_id=unit, customer_id=person, category=category)

        def show(found: Any) -> None:
            if wanted == self._asked_card:
                self.caller_card.show_card(found)
                self.keep_in_view()

        self.ask(look, show)

    def last_results(self) -> Sequence[str]:
        """How requests of the chosen category were handled lately; on a worker."""
        return calling.last_results(self.desk, self._asked_card[2])

    def _join(self) -> None:
        """The call is about what runs already: it goes into that request's history, and nothing is registered."""
        running = self.caller_card.chosen()
        if running is None or self.busy:
            return
        self.form.settle()
        values, slot, desk = self.form.values(), self.slot, self.desk
        self._draft_timer.stop()

        def join() -> RequestView:
            return moves.again(
                desk,
                running.request_id,
                note=values["content"],
                unit_id=values["unit_id"],
                customer_id=values["customer_id"],
            )

        def joined(view: RequestView) -> None:
            self._drafts.forget(slot)
            self.form.mark_saved()
            self.shell.leave_for("request", request_id=view.id)
            # L10N: 已记入 {number}，未重复登记
            self.shell.messages.info(_("Noted on {number}; nothing was registered twice.").format(number=view.number))

        self.act(
            join, joined, on_problems=lambda error: self.form.show_problems({"content": str(error)}), busy=self.busy
        )

    # ---------------------------------------------------------------------------------------------- times by one key
    def offer_times(self, severity: str) -> None:
        """The times that are promised by the keys 1, 2, 3, for an urgency."""
        if severity == self._offers_for:
            return
        self._offers_for = severity
        desk = self.desk

        def look() -> tuple[datetime, ...]:
            return requests.promise_offers(desk, severity)

        def show(times: tuple[datetime, ...]) -> None:
            if severity == self._offers_for:
                self._offered_times = times
                self.show_offers()

        self.ask(look, show)

    def show_offers(self) -> None:
        today = self.desk.today()
        times = [
            OfferedTime(say.hour(self.desk, at) if at.date() == today else say.when(self.desk, at), at)
            for at in self._offered_times
        ]
        self.form.field("promised_at").offer(times)


__all__ = ["CallForm"]

"""The form of a complaint, a repair…: what the caller says on the left, the slip as it will be printed on the right.

A room brings its people, a person brings room and phone; the urgency proposes the promised time; what is open or came lately
for the same room, line and building stands under the fields; a mass incident that runs there is offered to be joined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.catalog import catalog, label
from desk.errors import InvalidInput, Problem
from desk.i18n import N_, _
from desk.rules.requests import RequestEntry, must_repeat_back
from desk.services import finder as search
from desk.services import requests, slips, workers
from desk.services.households import callers
from desk.slips.engine.slip import Marks
from desk.ui.kit import theme
from desk.ui.kit.pages import PageAction, Shell
from desk.ui.kit.preview import SlipPreview
from desk.ui.requests.around import IncidentBar, OriginNote
from desk.ui.requests.call_form import CallForm
from desk.ui.requests.fields import SPEC, offered
from desk.ui.requests.parts import (
    NOBODY,
    Offers,
    Pick,
    categories,
    kind_of,
    nobody,
    problems_of,
)
from desk.ui.requests.promises import Fullness
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.households.callers import CallerView
    from desk.services.kit.desk import Desk
    from desk.services.requests.views import RequestView

PAPER = "a5"
_ENTRY = tuple(field.name for field in fields(RequestEntry))


# -------------------------------------------------------------------------------------------------------------- the page
class RequestFormPage(CallForm):
    """Logs a request."""

    spec = SPEC
    draft_key = "request"

    def __init__(self, shell: Shell, desk: Desk) -> None:
        self._residents: tuple[CallerView, ...] = ()
        self._filling = False
        self._unit: int | None = None
        self._person: int | None = None
        self._promise_for = ""
        self._proposed: datetime | None = None
        self._department = ""
        self._preview_busy = False
        self._preview_for: RequestEntry | None = None
        self._paper = PAPER
        self._kind_for_search = "complaint"
        self._opened = 0
        super().__init__(shell, desk)
        self.fullness = Fullness(self, self.form)
        category, person, room = (self.form.field(name) for name in ("category", "customer_id", "unit_id"))
        category.chosen.connect(self._category_chosen)
        category.set_search(lambda typed: categories(self._kind_for_search, typed))
        Offers(category, lambda: categories(self.form.value("kind")))
        self._person_offers = Offers(person, self._people, at_once=True)
        person.set_search(self._search_people)
        person.chosen.connect(self._person_chosen)
        room.set_search(self._search_rooms)
        room.chosen.connect(self._room_or_person)
        self.form.phrases["result"].suggest = self.last_results

    def side(self) -> QWidget:
        holder = QWidget()
        self._beside = QVBoxLayout(holder)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(12)
        card = theme.Card()
        self.preview = SlipPreview(
            debounce=0
        )  # the service is asked for one slip after the other: that is pause enough
        card.body.addWidget(self.preview, 1)
        self._beside.addWidget(self.caller_card)
        self._beside.addWidget(card, 1)
        return holder

    def above(self) -> QWidget:
        holder = QWidget()
        box = self._over = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        self.make_card()
        self.origin_note = OriginNote(self, self.form)
        self.incident_bar = IncidentBar(self, self.form)
        box.addWidget(self.origin_note)
        box.addWidget(self.incident_bar)
        return holder

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            *super().actions_by_key(),
            # L10N: 打开重复的单
            PageAction(N_("Open the first repeat"), "Ctrl+O", self._open_repeat),
            # L10N: 并入多户事件
            PageAction(N_("Join the mass incident"), "Ctrl+Shift+W", self.incident_bar.join),
            *self.call_keys(),
        )

    def retranslate(self) -> None:
        super().retranslate()
        self.caller_card.retranslate()
        self.show_offers()
        self.incident_bar.retranslate()
        self.origin_note.retranslate()
        category = self.form.value("category")
        if category:  # its words are in the language of before
            self._quietly(lambda: self.form.set_value("category", (category, label("categories", category))))

    # ------------------------------------------------------------------------------------------------------- opening
    def start(self, **args: Any) -> dict[str, Any]:
        """`unit_id`, `customer_id`, `kind`: what is known already; `origin_id`: the request it comes from."""
        self._opened += 1
        opened = self._opened
        self._residents = ()
        self._unit = self._person = None
        self._promise_for = ""
        self._proposed = None
        self._department = ""
        self._preview_for = None
        self.incident_bar.reset()
        self.new_call()
        unit, person, origin = args.get("unit_id"), args.get("customer_id"), args.get("origin_id")
        desk = self.desk

        def look() -> Any:
            known = callers.caller(desk, person, unit_id=unit) if person else callers.room(desk, unit) if unit else None
            names = workers.candidates(desk)
            entry = requests.entry_from(desk, origin, kind=args.get("kind") or "repair") if origin else None
            room = callers.room(desk, entry.unit_id).room if entry and entry.unit_id else ""
            strict = desk.policy["requests.repeat_back"] == "required"
            return known, names, slips.printer_choice(desk, "complaint").paper, entry, room, strict

        def show(answer: Any) -> None:
            if opened != self._opened:
                return
            known, offered.people, self._paper, entry, room, offered.repeat_back = answer
            before = self.form.state()
            self._quietly(lambda: self.form.refill("responsible"))
            if known is not None:
                self._fill_caller(known, room=unit or known.unit_id)
                first = "kind" if known.customer_id is not None else "customer_id"
                self._focus_on(first)
            if entry is not None:
                self._fill_from(entry, room)
            if args.get("phone"):  # who rang is not on file
                self.form.set_value("caller_phone", args["phone"])
            if args.get("rang"):  # who rang is known already: that is worth keeping, though nothing was typed yet
                self.form.mark_saved(before)
                self._keep_draft()

        self.ask(look, show)
        if origin:
            return {"kind": args.get("kind") or "repair", "origin_id": str(origin)}
        return {"kind": args["kind"]} if args.get("kind") else {}

    def _fill_from(self, entry: RequestEntry, room: str) -> None:
        """What another request turned into: its words and its caller, for the clerk to put right."""
        person = entry.customer_id
        known = {code for code, _words in problems_of(entry.kind)}
        self._problems_for(entry.kind)

        def fill() -> None:
            self._person = person  # what the entry says of the caller stands
            values = {
                name: getattr(entry, name)
                for name in ("caller_phone", "channel", "kind", "content", "place", "severity", "wish")
            }
            values["unit_id"] = (entry.unit_id, room) if entry.unit_id else None
            values["customer_id"] = (person, entry.caller_name) if person else entry.caller_name
            offered_now = entry.category in {choice.code for choice in catalog("categories")}
            values["category"] = (entry.category, label("categories", entry.category)) if offered_now else None
            values["problem"] = entry.problem if entry.problem in known else ""
            self.form.set_values(values)

        self._quietly(fill)
        self.changed()
        self._focus_on("content" if self.form.value("category") else "category")

    def first_focus(self) -> QWidget | None:
        return self.form.field("unit_id")

    def _focus_on(self, name: str) -> None:
        window = self.window()
        if self.shell.page() is self and (window.focusWidget() is None or self.isAncestorOf(window.focusWidget())):
            self.form.field(name).setFocus(Qt.FocusReason.TabFocusReason)

    def _quietly(self, change: Any) -> None:
        """Changes the form by itself: that alone is nothing the clerk would lose."""
        self._filling = True
        try:
            with self.form.quietly():
                change()
        finally:
            self._filling = False

    # ------------------------------------------------------------------------------------------------- room and caller
    def _search_rooms(self, text: str) -> Sequence[Any]:
        """Rooms, and people: a name or a phone typed into the room's box brings both."""
        return search.find(self.desk, text, limit=12, kinds=("unit", "customer"))

    def _room_or_person(self, hit: Any) -> None:
        if hit.kind == "customer":
            self._quietly(lambda: self.form.set_value("unit_id", None))
            self._look_up(hit.id, None)
        else:
            self._unit = None  # read its people even when it is the same room
            self._room_changed(self.form.value("unit_id"))

    def _search_people(self, text: str) -> Sequence[Any]:
        folded = text.strip().casefold()
        own = [pick for pick in self._people() if folded in pick.title.casefold()]
        known = {pick.id for pick in own}
        found = search.find(self.desk, text, limit=30, kinds=("customer",))
        rooms = {resident.customer_id for resident in self._residents}
        found.sort(key=lambda hit: hit.id not in rooms)
        named = [*own, *(hit for hit in found if hit.id not in known)]
        return [*named[:11], *nobody(self._kind_for_search, text)]  # nobody comes after everybody

    def _category_chosen(self, hit: Any) -> None:
        """A category of another kind says which kind it is: 渗漏水 typed for the kind makes a repair of it."""
        wanted = kind_of(hit.id, self.form.value("kind"))
        if wanted != self.form.value("kind"):
            self.form.set_value("kind", wanted)

    def _person_chosen(self, hit: Any) -> None:
        """Nobody is a choice too: no name is kept."""
        if hit.kind != NOBODY:
            return

        def fill() -> None:
            self.form.set_value("customer_id", None)
            self.form.set_value("caller_phone", "")
            self.form.set_value("anonymous", True)

        fill()
        self.changed()
        self._focus_on("kind")

    def _people(self) -> list[Pick]:
        """The people of the chosen room."""
        return [
            Pick(
                "customer",
                resident.customer_id or 0,
                resident.name,
                f"{label('roles', resident.role)}  {resident.phone}",
            )
            for resident in self._residents
        ]

    def _room_changed(self, unit: int | None) -> None:
        if unit == self._unit:
            return
        self._unit = unit
        self._residents = ()
        if unit is None:
            return
        desk = self.desk

        def look() -> Any:
            return callers.residents(desk, unit)

        def show(found: tuple[CallerView, ...]) -> None:
            if unit != self._unit:
                return
            self._residents = found
            box = self.form.field("customer_id")
            person = self.form.value("customer_id")
            if person is not None:  # chosen before the room: by a draft, or for another room
                here = any(each.customer_id == person for each in found)
                self.form.show_hint("customer_id", "" if here else _("Not registered in this room."))
            if box.hasFocus() and not box.text().strip():
                self._person_offers.show()

        self.ask(look, show)

    def _person_changed(self, person: int | None) -> None:
        if person == self._person:
            return
        before, self._person = self._person, person
        if person is not None:
            self._look_up(person, self.form.value("unit_id"))
        elif before is not None and "*" in self.form.value("caller_phone"):
            self._quietly(lambda: self.form.set_value("caller_phone", ""))  # it was the other one's

    def _look_up(self, person: int, unit: int | None) -> None:
        desk, opened = self.desk, self._opened
        box = self.form.field("customer_id")
        typed = box.text()

        def look() -> Any:
            return callers.caller(desk, person, unit_id=unit)

        def show(known: CallerView) -> None:
            if opened == self._opened and box.text() == typed:  # else somebody else was named meanwhile
                self._fill_caller(known, room=unit or known.unit_id)
                if any(self.form.field(name).hasFocus() for name in ("unit_id", "customer_id", "caller_phone")):
                    self._focus_on("kind")  # who and where are known: on with what it is

        self.ask(look, show)

    def _fill_caller(self, known: CallerView, *, room: int | None) -> None:
        def fill() -> None:
            if room is not None and known.room and (self.form.value("unit_id") is None):
                self.form.set_value("unit_id", (room, known.room))
            if known.customer_id is not None:
                self._person = known.customer_id
                self.form.set_value("customer_id", (known.customer_id, known.name))
                typed = self.form.value("caller_phone")
                if not typed or "*" in typed:
                    self.form.set_value("caller_phone", known.phone)
            role = label("roles", known.role) if known.role else ""
            self.form.show_hint(
                "customer_id",
                "" if known.unit_id == room else _("Not registered in this room.") if role or room else "",
            )

        self._quietly(fill)
        self._room_changed(self.form.value("unit_id"))
        self.changed()

    # --------------------------------------------------------------------------------------------- what follows the typing
    def changed(self) -> None:
        if self._filling or not hasattr(self, "fullness"):
            return
        values = self.form.values()
        self._kind_for_search = values["kind"]
        self._problems_for(values["kind"])
        category = next((choice for choice in catalog("categories") if choice.code == values["category"]), None)
        if category is not None and values["kind"] not in category.extra.get("kinds", (values["kind"],)):
            self._quietly(lambda: self.form.set_value("category", None))
        self._room_changed(values["unit_id"])
        self._person_changed(values["customer_id"])
        self._propose_promise(values["severity"])
        self.offer_times(values["severity"])
        self._remark(values)
        self._propose_department(values["kind"])
        self.ask_card()
        self.incident_bar.follow(values["unit_id"])
        self.origin_note.follow()
        self._follow()

    def _problems_for(self, kind: str) -> None:
        if kind == offered.kind:
            return
        offered.kind = kind
        if self.form.value("problem") not in {code for code, _words in problems_of(kind)}:
            self._quietly(lambda: self.form.set_value("problem", ""))
        self._quietly(lambda: self.form.refill("problem"))

    def _propose_promise(self, severity: str) -> None:
        if severity == self._promise_for:
            return
        self._promise_for = severity
        desk, opened = self.desk, self._opened

        def look() -> datetime:
            return requests.proposed_promise(desk, severity)

        def show(moment: datetime) -> None:
            now = self.form.value("promised_at")
            if opened == self._opened and severity == self._promise_for and now in (None, self._proposed):
                self._proposed = moment
                self._quietly(lambda: self.form.set_value("promised_at", moment))
                self._proposed = self.form.value("promised_at")
                self._follow()

        self.ask(look, show)

    def _remark(self, values: dict[str, Any]) -> None:
        """What is odd and may stay: a promise when nobody works, a complaint that was not repeated back."""
        promised = values["promised_at"]
        outside = promised is not None and requests.outside_service(self.desk, promised, values["severity"])
        # L10N: 该时间在服务时间以外
        odd = _("Nobody works at that time (service hours).") if outside else ""
        self.fullness.follow(lambda words: self.form.show_hint("promised_at", " ".join(filter(None, (odd, words)))))
        self.form.show_hint("promised_at", " ".join(filter(None, (odd, self.fullness.words))))
        spoken = must_repeat_back(values["kind"], values["channel"])
        reminded = spoken and not offered.repeat_back and not values["repeated_back"]
        # L10N: 尚未向客户复述，保存后计入月报
        words = _("Not repeated back yet: it is saved so, and counted in the month's report.")
        self.form.show_hint("repeated_back", words if reminded else "")

    def _propose_department(self, kind: str) -> None:
        wanted = "engineering" if kind == "repair" else ""
        if wanted != self._department and self.form.value("department") == self._department:
            self._department = wanted
            self._quietly(lambda: self.form.set_value("department", wanted))

    def _open_repeat(self) -> None:
        if self.repeats.found:
            self.shell.open_page("request", request_id=self.repeats.found[0].request_id)

    # ------------------------------------------------------------------------------------------------------- the preview
    def entry(self, values: dict[str, Any] | None = None) -> RequestEntry:
        """What is typed, as the service takes it."""
        values = self.form.values() if values is None else values
        entry = {name: values[name] for name in _ENTRY if name in values}
        for name in ("incident_id", "origin_id"):
            entry[name] = int(values[name]) if values[name] else None
        entry["caller_name"] = "" if values["customer_id"] else values["customer_id_text"]
        if values["anonymous"]:
            entry.update(customer_id=None, caller_name="", caller_phone="")
        return RequestEntry(**entry)

    def _follow(self) -> None:
        """Asks for the slip of what is typed now; while one is being made only the newest waits."""
        entry = self.entry()
        if self._preview_busy or entry == self._preview_for:
            return
        self._preview_busy = True
        self._preview_for = entry
        desk = self.desk

        def make() -> Any:
            return requests.complaint_slip_preview(desk, entry)

        def show(slip: Any) -> None:
            self._preview_busy = False
            self.preview.show_slip(slip, self._paper, Marks(preview=True))
            self._follow()

        def failed(_error: Any) -> None:
            self._preview_busy = False

        self.ask(make, show, on_error=failed)

    # ------------------------------------------------------------------------------------------------------------ saving
    def save(self, values: dict[str, Any]) -> Any:
        try:
            return requests.log_request(self.desk, self.entry(values))
        except InvalidInput as error:
            # The form shows the caller's name in the box where the person is chosen.
            raise InvalidInput(
                [
                    Problem(p.code, p.message, "customer_id" if p.field == "caller_name" else p.field, p.warning)
                    for p in error.problems
                ]
            ) from error

    def saved(self, result: RequestView, printing: bool) -> None:
        page = self.shell.leave_for("request", request_id=result.id)
        # L10N: 已登记 {number}; 再登记一件
        self.shell.messages.info(
            _("Logged {number}.").format(number=result.number), label=_("Log another"), action=self.shell.new_request
        )
        if printing and result.slips and page is not None:
            print_slip(page, result.slips[-1])


__all__ = ["RequestFormPage"]

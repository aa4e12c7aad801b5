"""The form of a complaint, a repair…: what the caller says on the left, the slip as it will be printed on the right.

A room brings its people, a person brings room and phone; the urgency proposes the promised time; what is open or came lately
for the same room, line and building stands under the fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk.config import catalog, label
from desk.errors import InvalidInput, Problem
from desk.i18n import N_, _
from desk.rules.requests import ANONYMOUS_KINDS, RequestEntry
from desk.ui import theme
from desk.ui.form import FieldSpec, FormPage, FormSpec
from desk.ui.pages import PageAction
from desk.ui.request_acts import departments
from desk.ui.slip_actions import print_slip

if TYPE_CHECKING:
    from desk.services.callers import CallerView
    from desk.services.desk import Desk
    from desk.services.request_views import RepeatView, RequestView
    from desk.ui.finder import SearchBox
    from desk.ui.main_window import MainWindow

PAPER = "a5"
_ENTRY = tuple(field.name for field in fields(RequestEntry))
_SHOWN_REPEATS = 3


def _choices(name: str) -> list[tuple[str, str]]:
    return [(choice.code, choice.label) for choice in catalog(name)]


# --------------------------------------------------------------------------------------------------------- the category
@dataclass(frozen=True, slots=True)
class Pick:
    """A line of the list under a box: a category, or one of the room's people."""

    kind: str
    id: int
    title: str
    subtitle: str
    target: str = ""
    past: bool = False


@lru_cache(maxsize=1024)
def _sounds(words: str) -> frozenset[str]:
    from desk.rules.names import pinyin_terms

    return frozenset(pinyin_terms(words))


def _sounds_like(words: str, typed: str) -> bool:
    """Whether pinyin or initials of the words begin with what is typed."""
    return any(term.startswith(typed) for term in _sounds(words))


def categories(kind: str, typed: str = "") -> list[Pick]:
    """The categories offered for a kind of request, those that fit what is typed: words, pinyin or initials."""
    groups = {choice.code: choice.label for choice in catalog("groups")}
    typed = typed.strip().casefold()
    found: list[tuple[int, Pick]] = []
    for number, choice in enumerate(catalog("categories"), start=1):
        if kind and kind not in choice.extra.get("kinds", (kind,)):
            continue
        rank = _fits(choice.label, typed, choice.labels.values())
        if rank is not None:
            found.append((rank, Pick("category", number, choice.label, groups.get(choice.extra.get("group", ""), ""))))
    return [pick for _rank, pick in sorted(found, key=lambda item: item[0])]


def _fits(words: str, typed: str, others: Any) -> int | None:
    if not typed:
        return 0
    if words.casefold().startswith(typed):
        return 0
    if typed.isascii() and _sounds_like(words, typed):
        return 1
    if any(typed in other.casefold() for other in others):
        return 2
    if typed.isascii() and any(_sounds_like(words[start:], typed) for start in range(1, len(words))):
        return 3
    return None


def category_code(number: int | None) -> str:
    """The code of a category by its place in the catalog; "" for none."""
    listed = catalog("categories")
    return listed[number - 1].code if number and number <= len(listed) else ""


def category_number(code: str) -> int:
    """The place of a category in the catalog, from 1; 0 for none."""
    return next((place for place, choice in enumerate(catalog("categories"), start=1) if choice.code == code), 0)


class _Offers(QObject):
    """Lets an empty search box offer its list: by Down or a click, and (for people) when it gets the focus."""

    def __init__(self, box: SearchBox, offers: Any, *, at_once: bool = False) -> None:
        super().__init__(box)
        self._box = box
        self._offers = offers
        self._at_once = at_once
        box.installEventFilter(self)

    def show(self) -> bool:
        """Opens the list when there is something to offer."""
        hits = self._offers()
        if not hits or not self._box.isVisible():
            return False
        self._box.list.show_hits(hits, "")
        return True

    def _may(self) -> bool:
        return not self._box.text().strip() or getattr(self._box, "value", lambda: None)() is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            open_now = self._box.list.isVisible()
            if event.key() == Qt.Key.Key_Down and not open_now and self._may():
                return self.show()
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and open_now and not self._box.text().strip():
                return self._box.list.choose()
        else:
            clicked = kind == QEvent.Type.MouseButtonRelease and self._may() and not self._box.list.isVisible()
            entered = kind == QEvent.Type.FocusIn and self._at_once and not self._box.text().strip()
            if clicked or entered:
                self.show()
        return False


# ----------------------------------------------------------------------------------------------------------- the repeats
class _Repeats(QFrame):
    """What is open or came lately for the same room, the rooms above and below, and the building."""

    def __init__(self, page: RequestFormPage) -> None:
        super().__init__()
        self._page = page
        self.found: tuple[RepeatView, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self._words = theme.text("", "note-warning", wrap=True)
        layout.addWidget(self._words)
        self._row = QHBoxLayout()
        self._row.setSpacing(2)
        layout.addLayout(self._row)
        self.links: list[theme.Button] = []
        self.hide()

    def words(self) -> str:
        """The sentence shown; "" when there is nothing."""
        return self._words.text() if not self.isHidden() else ""

    def show_repeats(self, found: Sequence[RepeatView]) -> None:
        self.found = tuple(found)
        for link in self.links:
            self._row.removeWidget(link)
            link.deleteLater()
        while self._row.count():
            self._row.takeAt(0)
        self.links = []
        for repeat in self.found[:_SHOWN_REPEATS]:
            link = theme.Button("", role="link")
            link.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            link.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            link.setMinimumWidth(1)
            link.clicked.connect(lambda _checked=False, r=repeat: self._page.shell.open_page("request", request_id=r.request_id))
            self.links.append(link)
            self._row.addWidget(link)
        self._row.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        self.setVisible(bool(self.found))
        if not self.found:
            return
        days = self._page.desk.policy["requests.repeat_days"]
        sentences = []
        counted = {why: sum(repeat.why == why for repeat in self.found) for why in ("room", "line", "building")}
        if counted["room"]:
            # L10N: 本户有 {n} 件未结或 {days} 天内的单
            sentences.append(_("This room: {n} open or of the last {days} days").format(n=counted["room"], days=days))
        if counted["line"]:
            # L10N: 上下楼 {n} 件
            sentences.append(_("rooms above and below: {n}").format(n=counted["line"]))
        if counted["building"]:
            # L10N: 同一楼栋 {n} 件
            sentences.append(_("same building: {n}").format(n=counted["building"]))
        # L10N: ；
        self._words.setText(_("; ").join(sentences))
        for link, repeat in zip(self.links, self.found, strict=False):
            link.set_words(repeat.number)
            what = [repeat.room, label("categories", repeat.category), label("states", repeat.state), repeat.content]
            link.setToolTip(" · ".join(part for part in what if part))


# -------------------------------------------------------------------------------------------------------------- the page
def _may_be_anonymous(values: Any) -> bool:
    return values.get("kind") in ANONYMOUS_KINDS


class RequestFormPage(FormPage):
    """Logs a request."""

    spec = FormSpec(
        # L10N: 登记投诉报修
        N_("Log a request"),
        (
            # L10N: 房号
            FieldSpec("unit_id", N_("Room"), "room", placeholder=N_("Room, name or phone")),
            # L10N: 来人
            FieldSpec("customer_id", N_("Caller"), "person", placeholder=N_("Name, or choose a person")),
            # L10N: 电话
            FieldSpec("caller_phone", N_("Phone")),
            # L10N: 渠道
            FieldSpec("channel", N_("Channel"), "choice", required=True, choices=lambda: _choices("channels"), default="phone"),
            # L10N: 种类
            FieldSpec("kind", N_("Kind"), "choice", required=True, choices=lambda: _choices("kinds"), default="complaint"),
            # L10N: 类别
            FieldSpec("category", N_("Category"), "person", required=True, placeholder=N_("Type, or ↓ for the list")),
            # L10N: 内容
            FieldSpec("content", N_("Details"), "multiline", required=True, span="full", lines=3),
            # L10N: 地点
            FieldSpec("place", N_("Place"), "choice", choices=lambda: [("", ""), *_choices("places")], editable=True),
            # L10N: 紧急程度
            FieldSpec("severity", N_("Urgency"), "choice", required=True, choices=lambda: _choices("severities"), default="normal"),
            # L10N: 复述
            FieldSpec("repeated_back", N_("Confirmation"), "check", text=N_("Repeated back and confirmed")),
            # L10N: 当场解决
            FieldSpec("solved_on_spot", N_("On the spot"), "check", text=N_("Solved on the spot")),
            # L10N: 承诺时间
            FieldSpec("promised_at", N_("Promised by"), "datetime", visible_when=lambda values: not values["solved_on_spot"]),
            # L10N: 匿名
            FieldSpec("anonymous", N_("Anonymous"), "check", text=N_("No name is kept"), visible_when=_may_be_anonymous),
            # L10N: 处理结果
            FieldSpec("result", N_("Result"), "multiline", span="full", lines=2, visible_when=lambda values: values["solved_on_spot"]),
            # L10N: 责任部门
            FieldSpec("department", N_("Department"), "choice", choices=departments),
            # L10N: 责任人
            FieldSpec("responsible", N_("Responsible"), "choice", editable=True, choices=lambda: RequestFormPage.staff),
            # L10N: 客户诉求
            FieldSpec("wish", N_("Customer's wish"), span="full"),
        ),
    )
    draft_key = "request"
    staff: list[tuple[str, str]] = [("", "")]
    """The names offered as responsible; read when the form is opened."""

    def __init__(self, shell: MainWindow, desk: Desk) -> None:
        self._residents: tuple[CallerView, ...] = ()
        self._filling = False
        self._unit: int | None = None
        self._person: int | None = None
        self._promise_for = ""
        self._proposed: datetime | None = None
        self._department = ""
        self._asked_repeats: tuple[int | None, str] = (None, "")
        self._preview_busy = False
        self._preview_for: RequestEntry | None = None
        self._paper = PAPER
        self._kind_for_search = "complaint"
        self._opened = 0
        super().__init__(shell, desk)
        category, person, room = (self.form.field(name) for name in ("category", "customer_id", "unit_id"))
        category.set_search(lambda typed: categories(self._kind_for_search, typed))
        self._category_offers = _Offers(category, lambda: categories(self.form.value("kind")))
        self._person_offers = _Offers(person, self._people, at_once=True)
        person.set_search(self._search_people)
        room.set_search(self._search_rooms)
        room.chosen.connect(self._room_or_person)

    def side(self) -> QWidget:
        from desk.ui.preview import SlipPreview

        card = theme.Card()
        self.preview = SlipPreview()
        card.body.addWidget(self.preview, 1)
        return card

    def below(self) -> QWidget:
        self.repeats = _Repeats(self)
        return self.repeats

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            *super().actions_by_key(),
            # L10N: 打开重复的单
            PageAction(N_("Open the first repeat"), "Ctrl+G", self._open_repeat),
            # L10N: 显示单据预览
            PageAction(N_("Show the slip"), "F6", self.side_button.toggle),
        )

    def retranslate(self) -> None:
        super().retranslate()
        self.repeats.retranslate()
        number = self.form.value("category")
        if number:  # its words are in the language of before
            self._filling = True
            self.form.set_value("category", (number, label("categories", category_code(number))))
            self._filling = False

    # ------------------------------------------------------------------------------------------------------- opening
    def start(self, **args: Any) -> dict[str, Any]:
        """`unit_id`, `customer_id`, `kind`: what is known already."""
        self._opened += 1
        opened = self._opened
        self._residents = ()
        self._unit = self._person = None
        self._promise_for = ""
        self._proposed = None
        self._department = ""
        self._asked_repeats = (None, "")
        self._preview_for = None
        self.repeats.show_repeats(())
        unit, person = args.get("unit_id"), args.get("customer_id")
        desk = self.desk

        def look() -> Any:
            from desk.services import callers, slips, staff

            known = callers.caller(desk, person, unit_id=unit) if person else callers.room(desk, unit) if unit else None
            names = [(member.name, member.name) for member in staff.staff_list(desk)]
            return known, names, slips.printer_choice(desk, "complaint").paper

        def show(answer: Any) -> None:
            if opened != self._opened:
                return
            known, names, self._paper = answer
            type(self).staff = [("", ""), *names]
            self._quietly(lambda: self.form.refill("responsible"))
            if known is not None:
                self._fill_caller(known, room=unit or known.unit_id)
                first = "kind" if known.customer_id is not None else "customer_id"
                self._focus_on(first)

        self.ask(look, show)
        return {"kind": args["kind"]} if args.get("kind") else {}

    def first_focus(self) -> QWidget | None:
        return self.form.field("unit_id")

    def _focus_on(self, name: str) -> None:
        window = self.window()
        if self.shell.page() is self and (window.focusWidget() is None or self.isAncestorOf(window.focusWidget())):
            self.form.field(name).setFocus(Qt.FocusReason.TabFocusReason)

    def _quietly(self, change: Any) -> None:
        """Changes the form by itself: that alone is nothing the clerk would lose."""
        untouched = not self.form.is_changed()
        self._filling = True
        try:
            change()
        finally:
            self._filling = False
        if untouched:
            self.form.mark_saved()

    # ------------------------------------------------------------------------------------------------- room and caller
    def _search_rooms(self, text: str) -> Sequence[Any]:
        """Rooms, and people: a name or a phone typed into the room's box brings both."""
        from desk.services import search

        return [hit for hit in search.find(self.desk, text, limit=30) if hit.kind in ("unit", "customer")][:12]

    def _room_or_person(self, hit: Any) -> None:
        if hit.kind == "customer":
            self._quietly(lambda: self.form.set_value("unit_id", None))
            self._look_up(hit.id, None)
        else:
            self._unit = None  # read its people even when it is the same room
            self._room_changed(self.form.value("unit_id"))

    def _search_people(self, text: str) -> Sequence[Any]:
        from desk.services import search

        folded = text.strip().casefold()
        own = [pick for pick in self._people() if folded in pick.title.casefold()]
        known = {pick.id for pick in own}
        found = [hit for hit in search.find(self.desk, text, limit=30) if hit.kind == "customer"]
        rooms = {resident.customer_id for resident in self._residents}
        found.sort(key=lambda hit: hit.id not in rooms)
        return [*own, *(hit for hit in found if hit.id not in known)][:12]

    def _people(self) -> list[Pick]:
        """The people of the chosen room."""
        return [
            Pick("customer", resident.customer_id or 0, resident.name, f"{label('roles', resident.role)}  {resident.phone}")
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
            from desk.services import callers

            return callers.residents(desk, unit)

        def show(found: tuple[CallerView, ...]) -> None:
            if unit != self._unit:
                return
            self._residents = found
            box = self.form.field("customer_id")
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

        def look() -> Any:
            from desk.services import callers

            return callers.caller(desk, person, unit_id=unit)

        def show(known: CallerView) -> None:
            if opened == self._opened:
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
            self.form.show_hint("customer_id", "" if known.unit_id == room else _("Not registered in this room.") if role or room else "")

        self._quietly(fill)
        self._room_changed(self.form.value("unit_id"))
        self.changed()

    # --------------------------------------------------------------------------------------------- what follows the typing
    def changed(self) -> None:
        if self._filling or not hasattr(self, "preview"):
            return
        values = self.form.values()
        self._kind_for_search = values["kind"]
        number = values["category"]
        if number and values["kind"] not in catalog("categories")[number - 1].extra.get("kinds", (values["kind"],)):
            self._quietly(lambda: self.form.set_value("category", None))
        self._room_changed(values["unit_id"])
        self._person_changed(values["customer_id"])
        self._propose_promise(values["severity"])
        self._propose_department(values["kind"])
        self._ask_repeats()
        self._follow()

    def _propose_promise(self, severity: str) -> None:
        if severity == self._promise_for:
            return
        self._promise_for = severity
        desk, opened = self.desk, self._opened

        def look() -> datetime:
            from desk.services import requests

            return requests.proposed_promise(desk, severity)

        def show(moment: datetime) -> None:
            now = self.form.value("promised_at")
            if opened == self._opened and severity == self._promise_for and now in (None, self._proposed):
                self._proposed = moment
                self._quietly(lambda: self.form.set_value("promised_at", moment))
                self._proposed = self.form.value("promised_at")
                self._follow()

        self.ask(look, show)

    def _propose_department(self, kind: str) -> None:
        wanted = "engineering" if kind == "repair" else ""
        if wanted != self._department and self.form.value("department") == self._department:
            self._department = wanted
            self._quietly(lambda: self.form.set_value("department", wanted))

    def _ask_repeats(self) -> None:
        wanted = (self.form.value("unit_id"), category_code(self.form.value("category")))
        if wanted == self._asked_repeats:
            return
        self._asked_repeats = wanted
        unit, category = wanted
        if unit is None:
            self.repeats.show_repeats(())
            return
        desk = self.desk

        def look() -> Any:
            from desk.services import requests

            return requests.repeats(desk, unit_id=unit, category=category)

        def show(found: Any) -> None:
            if wanted == self._asked_repeats:
                self.repeats.show_repeats(found)

        self.ask(look, show)

    def _open_repeat(self) -> None:
        if self.repeats.found:
            self.shell.open_page("request", request_id=self.repeats.found[0].request_id)

    # ------------------------------------------------------------------------------------------------------- the preview
    def entry(self, values: dict[str, Any] | None = None) -> RequestEntry:
        """What is typed, as the service takes it."""
        values = self.form.values() if values is None else values
        entry = {name: values[name] for name in _ENTRY if name in values}
        entry["category"] = category_code(values["category"])
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
            from desk.services import requests

            return requests.complaint_slip_preview(desk, entry)

        def show(slip: Any) -> None:
            from desk.slips.slip import Marks

            self._preview_busy = False
            self.preview.show_slip(slip, self._paper, Marks(preview=True))
            self._follow()

        def failed(_error: Any) -> None:
            self._preview_busy = False

        self.ask(make, show, on_error=failed)

    # ------------------------------------------------------------------------------------------------------------ saving
    def submit(self, *, printing: bool) -> None:
        problems = {}
        values = self.form.values()
        if values["category"] is None and values["category_text"]:
            # L10N: 请从列表中选择类别
            problems["category"] = _("Choose the category from the list.")
        if problems:
            self.form.show_problems({**self.form.check(), **problems})
            return
        super().submit(printing=printing)

    def save(self, values: dict[str, Any]) -> Any:
        from desk.services import requests

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
        self.shell.leave()
        page = self.shell.open_page("request", request_id=result.id)
        # L10N: 已登记 {number}; 再登记一件
        self.shell.messages.info(_("Logged {number}.").format(number=result.number), label=_("Log another"), action=self.shell.new_request)
        if printing and result.slips and page is not None:
            print_slip(page, result.slips[-1])


__all__ = ["RequestFormPage", "categories", "category_code", "category_number"]

"""The household page: who lives and lived in a room, what stands open, its papers, its history, and every act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QScrollArea, QTabWidget, QWidget

from desk import catalog
from desk.errors import DeskError, NotFound
from desk.i18n import N_, _
from desk.rules.kit import wording
from desk.services import households as household
from desk.services.kit import attachments
from desk.ui.households import acts, offered
from desk.ui.households.cards import ActsCard, LightsCard, PersonCard
from desk.ui.households.dossier import DossierList
from desk.ui.households.list import area_text, state_name
from desk.ui.households.number import NUMBER_KEY, ask_number
from desk.ui.households.purpose import ask_purpose
from desk.ui.households.shown import HouseholdShown
from desk.ui.kit import tasks, theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import PageAction, Shell, column
from desk.ui.kit.record_cards import Columns
from desk.ui.kit.record_page import Head, RecordHead
from desk.ui.kit.tables import Column, Table

if TYPE_CHECKING:
    from desk.services.households.views import DossierView, HouseholdView, PersonView, Revealed, UnitView
    from desk.services.kit.desk import Desk
    from desk.services.kit.lines import TimelineView

NARROW = 860
"""Below this width of the page (1366×768 at 125 % and more) the cards stand under each other."""
MOST_PEOPLE = 8
"""More people than this scroll inside their table."""


def _muted(person: PersonView) -> str:
    return "" if person.here else "muted"


def role_words(person: PersonView) -> str:
    """The role, with the relation where it says more: 家庭成员（配偶）."""
    role = catalog.label("roles", person.role)
    relation = catalog.label("relations", person.relation) if person.relation else ""
    # L10N: {role}（{relation}）
    return _("{role} ({relation})").format(role=role, relation=relation) if relation else role


def stay_words(person: PersonView) -> str:
    """From when to when."""
    if person.leaving:
        # L10N: 今日搬出
        return _("moves out today")
    if person.until:
        return f"{say.day(person.since) or '…'} – {say.day(person.until)}"
    if not person.lives:
        # L10N: 不在此居住
        return _("lives elsewhere")
    # L10N: {day} 起
    began = person.lives_since or person.since
    words = _("since {day}").format(day=say.day(began)) if began else ""
    if person.lease_until:
        # L10N: {since}，租期至 {day}
        return wording.listed((words, _("lease until {day}").format(day=say.day(person.lease_until))))
    return words


def event_moment(desk: Desk, at: datetime) -> str:
    """When, as short as it can be. A stay has a day and no hour: it is kept at midnight."""
    local = desk.local(at)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return say.short_day(desk, local)
    return say.when(desk, at)


def event_state(row: TimelineView) -> str:
    """The state of a request in words, and what of the others is void; what is issued needs none."""
    if row.state == "void":
        # L10N: 已作废
        return _("void")
    return catalog.label("states", row.state) if row.state and row.target.startswith("request:") else ""


PEOPLE = (
    # L10N: 姓名
    Column("name", N_("Name"), 14, bold=True, tone=_muted),
    # L10N: 身份
    Column("role", N_("Role"), 24, get=role_words, tone=_muted),
    # L10N: 电话
    Column("phone", N_("Phone"), 14, tone=_muted, least=12),
    # L10N: 证件
    Column("document", N_("Document"), 11, tone=_muted),
    # L10N: 起止
    Column("since", N_("From – to"), 24, get=stay_words, tone=_muted),
)


class HouseholdPage(HouseholdShown):
    """One room (architecture "The window")."""

    shows = frozenset({"unit", "customer", "slip"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.unit_id = 0
        self.view = None
        self._show_past: bool | None = None
        self._wanted_tab = ""
        self._wanted_person = 0
        self._wanted_vehicle = ""
        self._purpose = ""
        self._own, self._offered = acts.page_actions(self), offered.actions(self)
        self.heading = RecordHead()
        self.heading.link.clicked.connect(lambda: acts.change_room(self))
        self._build_left()
        self._build_right()
        # Narrow: directly under the people stands what can be done with them.
        self._columns = Columns(
            (self._people_card, self._tabs_card),
            (self.lights, self.acts, self.person),
            (self._people_card, self.acts, self.person, self.lights, self._tabs_card),
            wide=theme.characters(self, 56),
            growing=(self._tabs_card, self.person),
        )
        layout = column(self)
        layout.addWidget(self.heading)
        layout.addLayout(self._columns, 1)

    # -- building ------------------------------------------------------------------------------------------------
    def _build_left(self) -> None:
        self._people_card = theme.Card()
        self._past = theme.Button("", role="link")
        self._past.clicked.connect(self._toggle_past)
        self._people_card.add_to_heading(self._past)
        self.people = Table(PEOPLE, sort="", descending=False)
        self.people.opened.connect(self._edit)
        self.people.selected.connect(self._selected)
        self._people_card.body.addWidget(self.people)
        self.timeline = Table(
            (
                # L10N: 时间
                Column("at", N_("When"), 13, get=lambda row: event_moment(self.desk, row.at)),
                # L10N: 事项
                Column("title", N_("Matter"), 24, least=20),
                # L10N: 状态
                Column("state", N_("State"), 9, get=event_state, tone=lambda row: "red" if row.state == "void" else ""),
                # L10N: 经办
                Column("staff", N_("By"), 9, tone=lambda _row: "muted"),
                # L10N: 内容
                Column("detail", N_("Details"), 30, tone=lambda _row: "muted"),
            ),
            sort="",
            descending=True,
        )
        self.timeline.opened.connect(self._open_event)
        self.dossier = DossierList()
        self.dossier.toggled.connect(lambda paper: acts.toggle_paper(self, paper))
        self.dossier.filed.connect(lambda paper, place: acts.file_paper(self, paper, place))
        self.dossier.scan_wanted.connect(self._attach)
        self.dossier.scan_opened.connect(lambda paper: acts.open_scan(self, paper))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for widget in (self.timeline, self.dossier):
            self.tabs.addTab(widget, "")
        self.cards = offered.CardTabs(self, self.tabs)
        self._tabs_card = theme.Card()
        self._tabs_card.body.addWidget(self.tabs)

    def _build_right(self) -> None:
        self.lights = LightsCard()
        self.lights.asked.connect(self._settle)
        self.acts = ActsCard(self._own, "F3", self._offered)
        self.person = PersonCard()
        self.person.reveal_asked.connect(self._reveal)
        self.person.document_asked.connect(lambda: ask_number(self, self._purpose))
        self.person.consent_asked.connect(lambda: acts.record_consent(self))
        self.person.withdrawal_asked.connect(lambda: acts.withdraw_consent(self))

    # -- the page ------------------------------------------------------------------------------------------------
    def title(self) -> str:
        # L10N: 住户
        return self.view.unit.name if self.view is not None else _("Household")

    def open(self, **args: Any) -> None:
        """`unit_id`; `tab`, `about` (`customer:3`): what is shown of it; `vehicle`: a plate to be registered here."""
        unit_id = int(args.get("unit_id") or self.unit_id)
        self._wanted_tab = str(args.get("tab", ""))
        kind, _colon, number = str(args.get("about", "")).partition(":")
        self._wanted_person = int(number) if kind == "customer" else 0
        self._wanted_vehicle = str(args.get("vehicle", ""))
        if unit_id != self.unit_id:
            self.unit_id = unit_id
            self.view = None
            self._purpose = ""
            self._show_past = None
            self.heading.show_head(Head(""))
            self.people.set_rows(())
            self.person.show_person(None, self._photo)

    def context(self) -> dict[str, Any]:
        """What an act begun on this page is about: the room and the selected person."""
        person = self.selected()
        who = person.customer_id if person is not None and person.here else None
        known = {"unit_id": self.unit_id, "customer_id": self._wanted_person or who}
        return {name: value for name, value in known.items() if value}

    def refresh(self) -> None:
        unit_id = self.unit_id
        if not unit_id:
            return

        purpose = self._purpose

        def read() -> HouseholdView:
            return household.household(self.desk, unit_id, purpose=purpose)

        def failed(error: DeskError) -> None:
            if error.code == "purpose" and unit_id == self.unit_id:
                ask_purpose(self, self._for)
            else:
                tasks.default_error(error)

        self.ask(read, self._show, on_error=failed)

    def _for(self, purpose: str) -> None:
        """Goes on once it was said what the page is opened for; without a purpose it is left."""
        if purpose:
            self._purpose = purpose
            self.refresh()
        else:
            self.shell.leave()

    def actions_by_key(self) -> tuple[PageAction, ...]:
        others = {"", "Enter", *offered.window_keys()}  # Enter is the table's
        return (
            *(action for action in (*self._own, *self._offered) if action.key not in others),
            # L10N: 显示或隐藏号码
            PageAction(N_("Show or hide whole numbers"), "Alt+R", self._reveal_key),
            # L10N: 核对或显示证件号码
            PageAction(N_("Compare or show the document number"), NUMBER_KEY, lambda: ask_number(self, self._purpose)),
            # L10N: 记录同意; 撤回同意
            PageAction(N_("Record consent"), "Ctrl+Y", lambda: acts.record_consent(self)),
            PageAction(N_("Withdraw a consent"), "Ctrl+Shift+Y", lambda: acts.withdraw_consent(self)),
            # L10N: 显示或隐藏已搬出的人
            PageAction(N_("Show or hide who moved out"), "Alt+H", self._toggle_past),
        )

    def offered_acts(self) -> tuple[PageAction, ...]:
        return (*self.actions_by_key(), PageAction(N_("Change room data"), "", self.heading.link.click))

    def first_focus(self) -> QWidget | None:
        return self.people.view

    def retranslate(self) -> None:
        # L10N: 住户
        self._people_card.set_heading(_("People"))
        # L10N: 往来记录
        self.tabs.setTabText(0, _("Timeline"))
        self.timeline.set_empty(_("Nothing has happened here yet. Complaints, slips and changes will be listed."))
        # L10N: 这套房还没有登记住户
        self.people.set_empty(
            _("Nobody is registered in this room yet."), button=_("Add a person"), action=lambda: acts.add_person(self)
        )
        for part in (self.people, self.timeline, self.dossier, self.acts, self.person):
            part.retranslate()
        if self.view is not None:
            self.refresh()  # labels of lights and papers come from the service in the language of now
            self._show(self.view)

    # -- showing -------------------------------------------------------------------------------------------------
    def _show(self, view: HouseholdView) -> None:
        if view.unit.id != self.unit_id:
            return  # another room was opened meanwhile
        self.view = view
        unit = view.unit
        self.heading.show_head(self._head(unit))
        self._show_people()
        self.timeline.set_rows(view.timeline)
        self.dossier.show_papers(view.dossier)
        received = sum(paper.state == "received" for paper in view.dossier)
        # L10N: 资料 {n}/{total}
        self.tabs.setTabText(1, _("Papers {n}/{total}").format(n=received, total=len(view.dossier)))
        self.cards.show_cards(view.cards)
        self.lights.show_lights(view.lights, view.health)
        if self._wanted_tab:
            wanted, self._wanted_tab = self._wanted_tab, ""
            if not self.cards.open(wanted) and wanted == "dossier":
                self.show_papers()
        if self._wanted_vehicle:
            plate, self._wanted_vehicle = self._wanted_vehicle, ""
            acts.add_vehicle(self, plate)
        self.title_changed.emit()

    def _head(self, unit: UnitView) -> Head:
        assert self.view is not None
        facts = [
            area_text(unit.area),
            state_name(unit.state),
            catalog.label("unit_kinds", unit.kind),
            *self.view.vehicles,
            unit.note,
            *(note.text for note in self.view.cards.get("notes", ())),
        ]
        return Head(
            unit.name if unit.name.startswith(unit.building) else f"{unit.building} {unit.name}",
            facts=" · ".join(fact for fact in facts if fact),
            # L10N: 修改房屋信息
            link=_("Change room data"),
        )

    def _show_people(self) -> None:
        assert self.view is not None
        now = self.selected()
        past = [person for person in self.view.people if not person.here]
        wanted_person, self._wanted_person = self._wanted_person, 0
        found = [person for person in self.view.people if person.customer_id == wanted_person]
        found.sort(key=lambda person: not person.here)
        if found:
            now = found[0]
            if not now.here:
                self._show_past = True
        shown = self._show_past if self._show_past is not None else len(self.view.people) <= MOST_PEOPLE - 2
        rows = self.view.people if shown else tuple(person for person in self.view.people if person.here)
        self.people.set_rows(rows)
        self.people.fit_rows(max(1, min(MOST_PEOPLE, len(rows))))
        if rows:
            kept = now is not None and any(row.occupancy_id == now.occupancy_id for row in rows)
            wanted = now.occupancy_id if kept and now is not None else rows[0].occupancy_id
            self.people.select(lambda row: row.occupancy_id == wanted)
        self._past.setVisible(bool(past))
        # L10N: 隐藏已搬出 / 显示已搬出（{n}）
        words = _("Hide who moved out") if shown else _("Show who moved out ({n})").format(n=len(past))
        self._past.set_words(words)
        self._selected(self.selected())

    def _toggle_past(self) -> None:
        if self.view is not None:
            shown = self._show_past if self._show_past is not None else len(self.view.people) <= MOST_PEOPLE - 2
            self._show_past = not shown
            self._show_people()

    def selected(self) -> PersonView | None:
        """The person selected in the table."""
        found: PersonView | None = self.people.current()
        return found

    def _selected(self, person: PersonView | None) -> None:
        self.person.show_person(person, self._photo)

    def _photo(self, sha: str) -> bytes | None:
        try:
            return attachments.read(self.desk, sha)
        except NotFound:
            return None

    def show_papers(self) -> None:
        """Goes to the checklist, at the first missing paper."""
        self.tabs.setCurrentWidget(self.dossier)
        self.dossier.select_missing()
        QTimer.singleShot(0, self._scroll_to_tabs)

    def _scroll_to_tabs(self) -> None:
        """Brings what was opened into sight, where the page is higher than the window."""
        parent = self._tabs_card.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(self._tabs_card, 0, 24)
                above = self._tabs_card.mapTo(parent.viewport(), self._tabs_card.rect().topLeft()).y()
                if above < 0:  # higher than the window: its head is what tells where one is
                    bar = parent.verticalScrollBar()
                    bar.setValue(bar.value() + above)
                return
            parent = parent.parentWidget()

    # -- what is chosen ------------------------------------------------------------------------------------------
    def _edit(self, person: PersonView) -> None:
        self.shell.open_page("person", customer_id=person.customer_id, unit_id=self.unit_id)

    def _open_event(self, event: TimelineView) -> None:
        if event.target.startswith("customer:") and self.view is not None:
            customer_id = int(event.target.partition(":")[2])
            if any(person.customer_id == customer_id for person in self.view.people):
                if not any(person.customer_id == customer_id and person.here for person in self.view.people):
                    self._show_past = True
                    self._show_people()
                self.people.select(lambda row: row.customer_id == customer_id)
                self.people.view.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        if event.target:
            self.shell.open_target(event.target)

    def _settle(self, act: str) -> None:
        if act == "add-person":
            acts.add_person(self)
        elif act == "dossier":
            self.show_papers()
        elif (declared := offered.of_code(act)) is not None:
            offered.run(self, declared)
        elif ":" in act:  # the record itself (`renovation:12`)
            self.shell.open_target(act)

    def show_history(self, wanted: Callable[[TimelineView], bool]) -> None:
        """Goes to the first line of the history that is wanted; where it is the only one, to what it is about."""
        assert self.view is not None
        found = [row for row in self.view.timeline if wanted(row)]
        if len(found) == 1:
            self.shell.open_target(found[0].target)
        elif found:
            self.tabs.setCurrentWidget(self.timeline)
            self.timeline.select(lambda row: row.target == found[0].target)
            self.timeline.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reveal_key(self) -> None:
        if self.person.revealed():
            self.person.hide_numbers()
        else:
            self._reveal()

    def _reveal(self) -> None:
        person = self.selected()
        if person is None:
            return
        if self._purpose:  # it was said when the page was opened
            self._reveal_for(person, self._purpose)
        else:
            # L10N: 查看号码的用途
            ask_purpose(self, lambda code: self._reveal_for(person, code), _("What do you need the numbers for?"))

    def _reveal_for(self, person: PersonView, purpose: str) -> None:
        if purpose:
            desk = self.desk
            self.ask(
                lambda: household.reveal(desk, person.customer_id, purpose=purpose),
                lambda revealed: self.show_numbers(person.customer_id, revealed),
            )

    def show_numbers(self, customer_id: int, revealed: Revealed) -> None:
        """Shows whole numbers of somebody who is still selected."""
        now = self.selected()
        if now is not None and now.customer_id == customer_id:
            self.person.show_numbers(revealed)

    def _attach(self, paper: DossierView) -> None:
        # L10N: 选择扫描件
        title = _("Choose the scan of: {paper}").format(paper=paper.label)
        # L10N: 扫描件
        kinds = _("Scans") + " (*.pdf *.jpg *.jpeg *.png *.tif *.tiff)"
        file, _kind = QFileDialog.getOpenFileName(self.window(), title, "", kinds)
        if file:
            acts.attach_scan(self, paper, Path(file))

    # -- Qt ------------------------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self._columns.fold(narrow=narrow)
        self.tabs.setMinimumHeight(300 if narrow else 220)

    def hideEvent(self, event: QHideEvent) -> None:
        self.person.hide_numbers()
        super().hideEvent(event)

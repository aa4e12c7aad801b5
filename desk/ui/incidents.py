"""Mass incidents: one cause, many callers; started, changed, ended, with the requests attached to each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from desk.catalog import catalog, label
from desk.i18n import N_, _, ngettext
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import theme
from desk.ui.kit.pages import Page, PageAction, Shell, column
from desk.ui.kit.tables import Column, Table
from desk.ui.requests.list import moment_words

if TYPE_CHECKING:
    from desk.services.incidents import IncidentEntry, IncidentView
    from desk.services.kit.desk import Desk

NARROW = 960
VIEWS = (
    # L10N: 进行中
    ("running", N_("Running")),
    # L10N: 全部
    ("all", N_("All")),
)
EMPTY = {
    # L10N: 目前没有群发事件
    "running": N_(
        "Nothing runs now. When a lift stops or the water fails for many, start it here: each call is then attached with one key."
    ),
    "all": N_("There was no mass incident yet."),
}


class IncidentsPage(Page):
    """The running ones first; Enter changes one, its requests are one key away."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._view = "running"
        layout = column(self, scroll=False)
        top = QHBoxLayout()
        top.setSpacing(theme.GAP)
        self._title = theme.text("", "title")
        self._total = theme.text("", "muted")
        top.addWidget(self._title)
        top.addWidget(self._total)
        top.addStretch(1)
        self.start_button = theme.Button("", key="Ins", role="primary")
        self.start_button.clicked.connect(self.start_one)
        top.addWidget(self.start_button)
        layout.addLayout(top)
        row = QHBoxLayout()
        row.setSpacing(6)
        self._group = QButtonGroup(self)
        self.views: dict[str, theme.Button] = {}
        for code, _words in VIEWS:
            button = theme.Button("", role="small")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, c=code: self.show_view(c))
            self._group.addButton(button)
            self.views[code] = button
            row.addWidget(button)
        row.addStretch(1)
        layout.addLayout(row)
        self.card = theme.Card()
        self.table = Table(self._columns())
        self.table.opened.connect(self.change_it)
        self.table.selected.connect(self._selected)
        self.table.add_action(N_("Change"), "", self.change_it)
        self.table.add_action(N_("Attached requests"), "", self.show_requests)
        self.table.add_action(N_("End the incident"), "", self.end_it)
        self.card.body.addWidget(self.table, 1)
        self.detail = theme.text("", "muted", wrap=True)
        self.card.body.addWidget(self.detail)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GAP)
        self.change_button = theme.Button("", key="Enter")
        self.requests_button = theme.Button("", key="Ctrl+O")
        self.end_button = theme.Button("", key="Ctrl+E")
        for button, run in (
            (self.change_button, self.change_it),
            (self.requests_button, self.show_requests),
            (self.end_button, self.end_it),
        ):
            button.clicked.connect(lambda _checked=False, r=run: self._with_current(r))
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.card.body.addLayout(buttons)
        layout.addWidget(self.card, 1)

    def _columns(self) -> tuple[Column, ...]:
        desk = self.desk

        def state(row: IncidentView) -> str:
            return "amber" if row.state == "running" else "muted"

        def late(row: IncidentView) -> str:
            return (
                "red"
                if row.state == "running" and row.expected_at is not None and row.expected_at < desk.clock()
                else ""
            )

        return (
            # L10N: 编号
            Column("number", N_("Number"), 18, bold=True, least=18),
            # L10N: 事件
            Column("title", N_("What happened"), 26, least=14),
            # L10N: 范围
            Column("where", N_("Where"), 16, get=_where),
            Column("state", N_("State"), 9, get=lambda row: label("incident_states", row.state), tone=state),
            # L10N: 关联单
            Column("requests", N_("Requests"), 9, get=lambda row: f"{row.requests:,}", align="right"),
            # L10N: 开始
            Column("started_at", N_("Started"), 13, get=lambda row: moment_words(desk, row.started_at), least=12),
            # L10N: 预计恢复
            Column(
                "expected_at",
                N_("Expected to end"),
                15,
                get=lambda row: moment_words(desk, row.ended_at or row.expected_at),
                tone=late,
                least=13,
            ),
        )

    # ---------------------------------------------------------------------------------------------------- the page
    def title(self) -> str:
        # L10N: 群发事件
        return _("Incidents")

    def open(self, **args: Any) -> None:
        if args.get("view") in self.views:
            self._view = str(args["view"])
        self._say()

    def refresh(self) -> None:
        desk, running = self.desk, self._view == "running"

        def look() -> Any:
            from desk.services import incidents

            return incidents.incidents(desk, running=running, limit=200)

        self.ask(look, self._show)

    def _show(self, rows: Any) -> None:
        self.table.set_rows(rows)
        # L10N: {n} 起
        self._total.setText(ngettext("{n} incident", "{n} incidents", len(rows)).format(n=len(rows)))

    def retranslate(self) -> None:
        self._title.setText(self.title())
        # L10N: 发起事件
        self.start_button.set_words(_("Start an incident"))
        self.change_button.set_words(_("Change"))
        # L10N: 关联的登记单
        self.requests_button.set_words(_("Attached requests"))
        # L10N: 结束事件
        self.end_button.set_words(_("End the incident"))
        for code, words in VIEWS:
            self.views[code].set_words(_(words))
        self.table.retranslate()
        self._say()
        self._selected(self.table.current())

    def first_focus(self) -> QWidget | None:
        return self.table.view

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            PageAction(N_("Start an incident"), "Ins", self.start_one),
            PageAction(N_("Attached requests"), "Ctrl+O", lambda: self._with_current(self.show_requests)),
            PageAction(N_("End the incident"), "Ctrl+E", lambda: self._with_current(self.end_it)),
            PageAction(N_("Next list"), "F6", lambda: self.show_view("all" if self._view == "running" else "running")),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.hide_columns(*(("where", "started_at") if self.width() < NARROW else ()))

    def view(self) -> str:
        """The list that is shown: running or all."""
        return self._view

    def show_view(self, code: str) -> None:
        """Shows one of the lists."""
        self._view = code
        self._say()
        self.refresh()

    def _say(self) -> None:
        self.views[self._view].setChecked(True)
        self.table.set_empty(_(EMPTY[self._view]), button=_("Start an incident"), action=self.start_one)

    def _selected(self, row: IncidentView | None) -> None:
        running = row is not None and row.state == "running"
        self.change_button.setEnabled(running)
        self.end_button.setEnabled(running)
        self.requests_button.setEnabled(row is not None and row.requests > 0)
        words = ""
        if row is not None:
            # L10N: 对来电者说：
            told = _("Tell callers: {words}").format(words=row.note) if row.note and running else ""
            # L10N: 结果：
            ended = _("Result: {words}").format(words=row.result) if row.result else ""
            # L10N: 未关闭 {n} 件
            waiting = (
                ngettext("{n} request is not closed.", "{n} requests are not closed.", row.open).format(n=row.open)
                if row.open
                else ""
            )
            words = " ".join(part for part in (_where(row), told, ended, waiting) if part)
        self.detail.setText(words)

    # ------------------------------------------------------------------------------------------------------- acts
    def _with_current(self, run: Any) -> None:
        row = self.table.current()
        if row is not None:
            run(row)

    def _form(self, title: str, save: Any, *, yes: str, values: dict[str, Any], done: Any) -> None:
        desk = self.desk

        def look() -> Any:
            from desk.services import site

            return site.buildings(desk)

        def ask(buildings: Any) -> None:
            places = [(str(building.id), building.name) for building in buildings]
            spec = FormSpec(
                title,
                (
                    # L10N: 事件名称
                    FieldSpec(
                        "title",
                        N_("What happened"),
                        required=True,
                        span="full",
                        max_length=60,
                        placeholder=N_("Such as: no water in building 3"),
                    ),
                    FieldSpec(
                        "category",
                        N_("Category"),
                        "choice",
                        choices=lambda: [(one.code, one.label) for one in catalog("categories")],
                    ),
                    # L10N: 影响楼栋（空为全区）
                    FieldSpec(
                        "building",
                        N_("Building"),
                        "choice",
                        choices=lambda: places,
                        help=N_("Left empty, it concerns the whole site."),
                    ),
                    FieldSpec(
                        "place",
                        N_("Place"),
                        "choice",
                        choices=lambda: [(one.code, one.label) for one in catalog("places")],
                    ),
                    # L10N: 预计恢复时间
                    FieldSpec("expected_at", N_("Expected to end"), "datetime"),
                    # L10N: 对来电者的说法
                    FieldSpec("note", N_("What callers are told"), "multiline", span="full", lines=2),
                ),
            )
            dialog = ActDialog(self, spec, lambda given: save(_entry(given)), yes=yes, values=values)
            dialog.acted.connect(done)
            dialog.start()

        self.ask(look, ask)

    def start_one(self) -> None:
        """Asks what happened and starts an incident."""
        desk = self.desk

        def save(entry: IncidentEntry) -> IncidentView:
            from desk.services import incidents

            return incidents.start_incident(desk, entry)

        def done(row: IncidentView) -> None:
            self.show_view("running")
            # L10N: {number} 已开始，登记时可直接关联
            self.shell.messages.info(
                _("{number} runs; the request form offers to attach calls to it.").format(number=row.number)
            )

        self._form(N_("Start an incident"), save, yes=_("Start"), values={}, done=done)

    def change_it(self, row: IncidentView) -> None:
        """Changes what is known of a running incident."""
        if row.state != "running":
            return
        desk = self.desk

        def save(entry: IncidentEntry) -> IncidentView:
            from desk.services import incidents

            return incidents.change_incident(desk, row.id, entry)

        values = {
            "title": row.title,
            "category": row.category,
            "building": str(row.building_id or ""),
            "place": row.place,
            "expected_at": row.expected_at,
            "note": row.note,
        }
        done = lambda after: self.shell.messages.info(_("{number} is changed.").format(number=after.number))  # noqa: E731
        self._form(N_("Change the incident"), save, yes=_("Save"), values=values, done=done)

    def end_it(self, row: IncidentView) -> None:
        """Asks for the result and ends an incident, its requests along with it when wished."""
        if row.state != "running":
            return
        desk = self.desk
        spec = FormSpec(
            N_("End the incident"),
            (
                FieldSpec("result", N_("Result"), "multiline", required=True, span="full", lines=2),
                FieldSpec("cause", N_("Cause"), span="full"),
                FieldSpec(
                    "resolve_requests",
                    N_("Requests"),
                    "check",
                    span="full",
                    # L10N: 关联的登记单一并处理完毕
                    text=N_("Every attached request that is not done becomes resolved with this result"),
                    default=True,
                ),
            ),
        )

        def save(values: dict[str, Any]) -> IncidentView:
            from desk.services import incidents

            return incidents.end_incident(desk, row.id, **values)

        # L10N: {number} 已结束
        done = lambda after: self.shell.messages.info(_("{number} is over.").format(number=after.number))  # noqa: E731
        count = ngettext("{n} request", "{n} requests", row.requests).format(n=row.requests)
        dialog = ActDialog(self, spec, save, yes=_("End the incident"), note=" · ".join((row.number, row.title, count)))
        dialog.acted.connect(done)
        dialog.start()

    def show_requests(self, row: IncidentView) -> None:
        """Opens the list of the requests that are attached."""
        if row.requests:
            self.shell.open_page("requests", incident_id=row.id, view="all")


def _entry(given: dict[str, Any]) -> IncidentEntry:
    from desk.services.incidents import IncidentEntry

    building = given.pop("building")
    return IncidentEntry(building_id=int(building) if building else None, **given)


def _where(row: IncidentView) -> str:
    # L10N: 全区
    building = row.building or _("Whole site")
    return " ".join(part for part in (building, label("places", row.place) if row.place else "") if part)


__all__ = ["IncidentsPage"]

"""Mass incidents: one cause, many callers; started, changed, ended, with the requests attached to each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk.catalog import catalog, label
from desk.i18n import N_, _, ngettext
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.list_page import ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column

if TYPE_CHECKING:
    from desk.services.incidents import IncidentEntry, IncidentView
    from desk.services.kit.desk import Desk
    from desk.ui.kit.pages import Shell


def _runs(row: IncidentView) -> bool:
    return row.state == "running"


class IncidentsPage(ListPage):
    """The running ones first; Enter changes one, its requests are one key away."""

    # L10N: 群发事件
    heading = N_("Incidents")
    views = (
        View(
            "running",
            # L10N: 进行中
            N_("Running"),
            # L10N: 目前没有群发事件
            N_(
                "Nothing runs now. When a lift stops or the water fails for many, start it here: each call is then attached with one key."
            ),
        ),
        # L10N: 全部
        View("all", N_("All"), N_("There was no mass incident yet.")),
    )
    hides = ("where", "started_at")
    shows = frozenset({"incident", "request"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.detail = theme.text("", "muted", wrap=True)
        self.card.add_below(self.detail)
        self.table.selected.connect(self._tell)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 起
        return ngettext("{n} incident", "{n} incidents", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk

        def state(row: IncidentView) -> str:
            return "amber" if _runs(row) else "muted"

        def late(row: IncidentView) -> str:
            return "red" if _runs(row) and row.expected_at is not None and row.expected_at < desk.clock() else ""

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
            Column("started_at", N_("Started"), 13, get=lambda row: say.when(desk, row.started_at), least=12),
            # L10N: 预计恢复
            Column(
                "expected_at",
                N_("Expected to end"),
                15,
                get=lambda row: say.when(desk, row.ended_at or row.expected_at),
                tone=late,
                least=13,
            ),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            # L10N: 发起事件
            ListAct("start", N_("Start an incident"), "Ins", self.start_one, on="list", at="head", role="primary"),
            ListAct("change", N_("Change"), "Enter", self.change_it, at="under", fits=_runs),
            ListAct(
                "requests",
                # L10N: 关联的登记单
                N_("Attached requests"),
                "Ctrl+O",
                self.show_requests,
                at="under",
                fits=lambda row: row.requests > 0,
            ),
            # L10N: 结束事件
            ListAct("end", N_("End the incident"), "Ctrl+E", self.end_it, at="under", fits=_runs),
        )

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        from desk.services import incidents

        return incidents.incident_page(desk, running=query.view == "running", offset=part.offset, limit=part.limit)

    def retranslate(self) -> None:
        super().retranslate()
        self._tell(self.table.current())

    def _tell(self, row: IncidentView | None) -> None:
        words = ""
        if row is not None:
            # L10N: 对来电者说：
            told = _("Tell callers: {words}").format(words=row.note) if row.note and _runs(row) else ""
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
        self.detail.setVisible(bool(words))

    # ------------------------------------------------------------------------------------------------------- acts
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

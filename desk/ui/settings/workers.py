"""The workers part of the settings: who does the jobs, with trades and shifts, without a sign-in."""

from __future__ import annotations

from typing import Any

from desk.catalog import catalog
from desk.i18n import N_, _
from desk.services import workers
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import tasks
from desk.ui.kit import words as say
from desk.ui.kit.list_card import ListAct
from desk.ui.kit.tables import Column
from desk.ui.settings.parts import TablePart


def _choices(name: str) -> list[tuple[str, str]]:
    return [(choice.code, choice.label) for choice in catalog(name)]


def _spec(title: str) -> FormSpec:
    fields = (
        FieldSpec("name", N_("Name"), required=True, max_length=30),
        FieldSpec("department", N_("Works in"), "choice", choices=lambda: _choices("departments")),
        # L10N: 班次；起始日
        FieldSpec("hours", N_("Shift"), placeholder=N_("8-17; at night 20-8; empty: all day"), max_length=20),
        FieldSpec("days", N_("Days of work"), "choice", required=True, choices=lambda: _choices("work_days")),
        FieldSpec("phone", N_("Phone"), max_length=30),
        # L10N: 休假至（含当日）
        FieldSpec("away_until", N_("On leave until"), "date"),
        # L10N: 工种
        FieldSpec("trades", N_("Trades"), "ticks", span="full", choices=lambda: _choices("crew_trades")),
    )
    return FormSpec(title, fields)


class WorkersPart(TablePart):
    """A table of the workers; the supervisor adds, changes and retires."""

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("name", N_("Name"), 14, bold=True, tone=self._tone, least=12),
            Column("department", N_("Works in"), 12, get=lambda row: say.word("departments", row.department)),
            # L10N: 工种
            Column(
                "trades",
                N_("Trades"),
                18,
                get=lambda row: say.listed(say.word("crew_trades", code) for code in row.trades),
            ),
            Column("hours", N_("Shift"), 13, get=lambda row: row.hours or _("all day"), least=12),
            Column("days", N_("Days of work"), 12, get=lambda row: say.word("work_days", row.days)),
            Column("phone", N_("Phone"), 15, least=13),
            Column("state", N_("State"), 12, get=self._state, tone=self._state_tone, least=10),
        )

    def acts(self) -> tuple[ListAct, ...]:
        def allowed(_row: Any) -> bool:
            return self.may_try()

        return (
            ListAct("add", N_("Add"), "Ins", self._add, on="list", at="head", role="small", fits=allowed),
            ListAct("change", N_("Change"), "Enter", self._change, at="head", role="small", fits=allowed),
            ListAct(
                "retire",
                # L10N: 办理离职 / 恢复在职
                lambda row: N_("Retire") if row is None or row.active else N_("Back at work"),
                "Del",
                self._turn,
                at="head",
                role="small",
                fits=allowed,
            ),
        )

    def _state(self, row: Any) -> str:
        if not row.active:
            return _("Retired")
        if row.away_until is not None and row.away_until >= self.desk.today():
            # L10N: 休假至 {day}
            return _("on leave until {day}").format(day=say.short_day(self.desk, row.away_until))
        return _("on duty") if row.on_duty else _("off duty")

    @staticmethod
    def _tone(row: Any) -> str:
        return "" if row.active else "muted"

    @staticmethod
    def _state_tone(row: Any) -> str:
        return "green" if row.on_duty else "muted"

    def refresh(self) -> None:
        def read() -> tuple[Any, ...]:
            return workers.workers(self.desk)

        tasks.run(read, on_done=self.table.set_rows, owner=self)
        self.card.show_state()

    def _open(self, title: str, values: dict[str, Any], save: Any, *, yes: str) -> None:
        def store(typed: dict[str, Any]) -> Any:
            return save(workers.WorkerEntry(**typed))

        dialog = ActDialog(self.page, _spec(title), store, yes=yes, values=values)
        dialog.approval.ask("supervisor")
        dialog.acted.connect(self._acted)
        dialog.start()

    def _acted(self, row: Any) -> None:
        self.refresh()
        tasks.run(lambda: None, on_done=lambda _n: self.table.select(lambda each: each.id == row.id), owner=self)

    def _add(self) -> None:
        def save(entry: Any) -> Any:
            return workers.add_worker(self.desk, entry)

        values = {"department": "engineering", "days": "1234567"}
        # L10N: 添加工人
        self._open(N_("Add a worker"), values, save, yes=_("Add"))

    def _change(self, row: Any) -> None:
        def save(entry: Any) -> Any:
            return workers.change_worker(self.desk, row.id, entry)

        names = ("name", "department", "hours", "days", "phone", "away_until", "trades")
        values = {name: getattr(row, name) for name in names}
        # L10N: 修改工人
        self._open(N_("Change a worker"), values, save, yes=_("Save"))

    def _turn(self, row: Any) -> None:
        def save(_values: dict[str, Any]) -> Any:
            return (workers.retire_worker if row.active else workers.restore_worker)(self.desk, row.id)

        title = N_("Has this worker left?") if row.active else N_("Take this worker back?")
        # L10N: 旧记录保留姓名，今后不再派工
        note = _("Records keep the name; no new job is given to it.") if row.active else ""
        dialog = ActDialog(
            self.page,
            FormSpec(title, ()),
            save,
            yes=_("Retire") if row.active else _("Back at work"),
            note=say.dotted(row.name, note),
            danger=row.active,
        )
        dialog.approval.ask("supervisor")
        dialog.acted.connect(self._acted)
        dialog.start()

    def retranslate(self) -> None:
        # L10N: 工人
        self.card.set_heading(_("Those who do the jobs"))
        # L10N: 还没有工人
        self.table.set_empty(_("No workers yet. Ins adds those who do the jobs; they need no sign-in."))
        self.card.retranslate()


__all__ = ["WorkersPart"]

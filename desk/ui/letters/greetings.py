"""Whom to greet today and in the next days, what became of each; the lists that were made; the occasions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from desk.catalog import catalog, label
from desk.i18n import N_, _, ngettext
from desk.rules.letters import GREETING
from desk.rules.letters.occasions import RULES
from desk.services import letters
from desk.services.kit.paging import Page as Rows
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.acts import ActForm, Acts, FormFactory
from desk.ui.forms.common import NOTE
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import words as say
from desk.ui.kit.list_page import ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column
from desk.ui.letters.of_run import OfRunPage, RunQuery
from desk.ui.letters.runs import ask_export
from desk.ui.slips.actions import print_slip
from desk.ui.slips.many import print_papers

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.letters import GreetingRunView, GreetingView, OccasionView
    from desk.ui.kit.pages import Page, Shell

TONES = {"": "amber", "due": "amber", "done": "green", "missed": "red", "dropped": "muted"}
# L10N: 没有需要问候的人
_NOBODY = N_("Nobody is to be greeted in this time. Ins makes a list for an occasion.")
# L10N: 没有记录
_NONE = N_("No greeting is in this list now.")


class GreetingActs(Acts):
    """What may be done with a greeting."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, GREETING, {code: _form(code) for code in ("done", "miss", "drop")})

    def read(self, record_id: int, code: str) -> tuple[GreetingView, None]:
        return letters.greeting(self._desk, record_id), None

    def number(self, record: Any) -> str:
        return str(record.name)

    def note(self, record: Any) -> tuple[str, ...]:
        return (record.name, record.salutation, record.room, record.occasion_name)


def _form(code: str) -> FormFactory:
    def made(page: Page, row: GreetingView, _around: Any) -> ActForm:
        def save(values: dict[str, Any]) -> Any:
            acts: dict[str, Any] = {
                "done": letters.note_greeted, "miss": letters.note_missed, "drop": letters.drop_greeting,
            }  # fmt: skip
            return acts[code](page.desk, row.id, **values)

        return ActForm((NOTE,), save)

    return made


class GreetingsPage(OfRunPage):
    """Whom to greet; Enter shows the household, Ctrl+G notes that somebody was greeted, Space marks several."""

    # L10N: 问候
    heading = N_("Greetings")
    views = (
        # L10N: 今天; 7 天内; 30 天内
        View("today", N_("Today"), _NOBODY),
        View("week", N_("In 7 days"), _NOBODY),
        View("month", N_("In 30 days"), _NOBODY),
        # L10N: 已问候; 未联系上; 全部
        View("done", N_("Greeted"), _NONE),
        View("missed", N_("Could not be reached"), _NONE),
        View("all", N_("All"), _NONE),
    )
    # L10N: 姓名、房号
    search = N_("Name or room")
    shows = frozenset({"greeting", "greeting-run", "customer"})
    marking = True
    hides = ("number", "done_by")

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._acts = GreetingActs(self)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 人
        return ngettext("{n} person", "{n} people", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk
        return (
            Column("mark", "✓", 3, get=self.mark, least=3, bold=True),
            Column("on", N_("Date"), 11, get=lambda row: say.day(row.on), least=11),
            # L10N: 节日
            Column("occasion_name", N_("Occasion"), 12, least=8),
            Column("name", N_("Name"), 10, bold=True, least=8),
            Column("salutation", N_("Salutation"), 10),
            Column("room", N_("Room"), 15, least=12),
            # L10N: 重点客户（蛋糕）
            Column("key", N_("Key customer"), 10, get=lambda row: _("Cake or gift") if row.key else "", tone=lambda _row: "amber"),
            Column("means", N_("Means"), 9, get=lambda row: label("greeting_means", row.means) if row.means else ""),
            Column("state", N_("State"), 9, get=_state, tone=lambda row: TONES[row.state]),
            # L10N: 名单
            Column("number", N_("List of greetings"), 18),
            Column("done_by", N_("By"), 14, get=lambda row: say.dotted(row.done_by, say.short_moment(desk, row.done_at))),
            Column("note", N_("Note"), 14),
        )  # fmt: skip

    def list_acts(self) -> tuple[ListAct, ...]:
        def may(code: str) -> Any:
            return lambda row: row is not None and bool(row.id) and GREETING.possible(row, code)

        shell = self.shell
        return (
            ListAct("open", N_("Open the household"), "Enter", self.open_person),
            # L10N: 问候名单; 节日
            ListAct("runs", N_("Lists of greetings"), "Ctrl+1", lambda: shell.open_page("greeting-runs"), on="list", at="head"),
            ListAct("occasions", N_("Occasions"), "Ctrl+2", lambda: shell.open_page("occasions"), on="list", at="head"),
            # L10N: 新问候名单
            ListAct(
                "new", N_("New list of greetings"), "Ins", lambda: shell.open_page("greet"), on="list", at="head", role="primary"
            ),
            # L10N: 已问候; 未联系上; 移出名单
            ListAct("done", N_("Greeted"), "Ctrl+J", self._done, on="rows", at="under", role="primary", fits=_waits),
            ListAct(
                "miss", N_("Could not be reached"), "Ctrl+R", lambda row: self._acts.open_for(row.id, "miss"), at="under", fits=may("miss")
            ),
            ListAct(
                "drop", N_("Take off the list"), "Ctrl+Del", lambda row: self._acts.open_for(row.id, "drop"), at="under",
                fits=may("drop"),
            ),
        )  # fmt: skip

    @staticmethod
    def read(desk: Desk, query: RunQuery, part: Part) -> Answer:
        which = letters.GreetingFilter(query.view or "today", query.run, query.text)
        return letters.greetings(desk, which, offset=part.offset, limit=part.limit)

    @staticmethod
    def count(desk: Desk) -> Mapping[str, int]:
        return letters.greeting_counts(desk)

    def open(self, **args: Any) -> None:
        """`run_id`: of one list; `greeting_id`: the one that is meant is made current; `view`, or a `greetings:CODE` target."""
        meant = self.only(args.get("run_id"), args.get("greeting_id"))
        view = "all" if meant else str(args.get("view") or args.get("number") or "")
        super().open(**{**args, "view": view, "text": ""})

    def _done(self, rows: Sequence[GreetingView]) -> None:
        due = [row.id for row in rows if row.id and GREETING.possible(row, "done")]
        if len(due) == 1:
            self._acts.open_for(due[0], "done")
            return
        if not due:
            # L10N: 尚未列入名单，请先按 Ins 建立名单
            self.shell.messages.info(_("They stand on no list yet: Ins makes one."))
            return
        desk = self.desk

        def work() -> Any:
            return letters.note_all_greeted(desk, due)

        def noted(answer: Any) -> None:
            # L10N: 已登记 {n} 人
            words = ngettext("{n} person is noted as greeted.", "{n} people are noted as greeted.", len(answer))
            self.shell.messages.info(words.format(n=len(answer)))
            if self.marks is not None:
                self.marks.clear()

        self.act(work, noted)


def _waits(row: GreetingView | None) -> bool:
    """Also a birthday that stands on no list yet: the key says what to do first."""
    return row is not None and (not row.id or GREETING.possible(row, "done"))


def _state(row: GreetingView) -> str:
    # L10N: 未列入名单
    return label("greeting_states", row.state) if row.state else _("On no list yet")


class GreetingRunsPage(ListPage):
    """The lists that were made; Enter shows the people of one."""

    # L10N: 问候名单
    heading = N_("Lists of greetings")
    views = (View("all", N_("All"), N_("No list of greetings yet. Ins makes one.")),)
    shows = frozenset({"greeting", "greeting-run"})
    hides = ("staff", "left_out")

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 份名单
        return ngettext("{n} list", "{n} lists", total)

    def columns(self) -> tuple[Column, ...]:
        def number(name: str) -> Any:
            return lambda row: f"{getattr(row, name):,}"

        def span(row: GreetingRunView) -> str:
            return say.day(row.day) if row.day == row.until else f"{say.day(row.day)} – {say.day(row.until)}"

        return (
            Column("number", N_("Number"), 18, bold=True, least=18),
            Column("name", N_("Occasion"), 16, least=10),
            Column("day", N_("Date"), 24, get=span),
            Column("means", N_("Means"), 10, get=lambda row: label("greeting_means", row.means)),
            # L10N: 人数
            Column("people", N_("People to greet"), 8, get=number("people"), align="right"),
            Column("left_out", N_("Left out"), 8, get=number("left_out"), align="right"),
            Column("done", N_("Greeted"), 8, get=number("done"), align="right"),
            Column("missed", N_("Could not be reached"), 9, get=number("missed"), align="right"),
            Column("staff", N_("By"), 8, tone=lambda _row: "muted"),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            # L10N: 查看名单
            ListAct("open", N_("Show the people"), "Enter", lambda row: self.shell.open_page("greetings", run_id=row.id)),
            ListAct(
                "new", N_("New list of greetings"), "Ins", lambda: self.shell.open_page("greet"), on="list", at="head",
                role="primary",
            ),
            # L10N: 打印名单或贺卡
            ListAct("print", N_("Print the list or its cards"), "Ctrl+P", self._print, at="under", role="primary"),
            ListAct("export", N_("Export contacts"), "Ctrl+Shift+E", self.export, at="under"),
        )  # fmt: skip

    @staticmethod
    def read(desk: Desk, _query: Query, part: Part) -> Answer:
        return letters.greeting_runs(desk, offset=part.offset, limit=part.limit)

    def _print(self, row: GreetingRunView) -> None:
        if row.numbers:
            print_papers(self, "letter", row.numbers)
        elif row.slip is not None:
            print_slip(self, row.slip)

    def export(self, row: GreetingRunView, path: Path | None = None) -> None:
        """Writes the people with telephone and e-mail to a workbook; that needs the manager, and is noted."""
        target = path
        if target is None:
            chosen, _filter = QFileDialog.getSaveFileName(
                self.window(), _("Export contacts"), str(Path.home() / f"{row.number}.xlsx"), "Excel (*.xlsx)"
            )
            target = Path(chosen) if chosen else None
        if target is None:
            return
        desk = self.desk

        def work(file: Path) -> Any:
            return letters.export_greetings(desk, row.id, file)

        ask_export(self, row.number, target, work)


class OccasionsPage(ListPage):
    """The occasions with their next day; Enter makes a list for one, Ins adds one of the site's own."""

    # L10N: 节日
    heading = N_("Occasions")
    views = (View("all", N_("All"), ""),)
    shows = frozenset({"greeting-occasion"})

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 个节日
        return ngettext("{n} occasion", "{n} occasions", total)

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("name", N_("Occasion"), 20, bold=True),
            # L10N: 日期规则
            Column("rule", N_("Goes by"), 20, get=lambda row: label("occasion_rules", row.rule)),
            # L10N: 下一次
            Column("day", N_("Next time"), 14, get=lambda row: say.day(row.day)),
            # L10N: 自定义
            Column("own", N_("The site's own"), 12, get=lambda row: "✓" if row.own else ""),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            ListAct(
                "open", N_("New list of greetings"), "Enter", lambda row: self.shell.open_page("greet", occasion=row.code),
                at="under", role="primary",
            ),
            # L10N: 添加节日
            ListAct("add", N_("Add an occasion"), "Ins", self.add, on="list", at="head", role="primary"),
            # L10N: 停用
            ListAct("retire", N_("Offer it no more"), "Ctrl+Del", self._retire, at="under", fits=lambda row: row is not None and row.own),
        )  # fmt: skip

    @staticmethod
    def read(desk: Desk, _query: Query, part: Part) -> Answer:
        found = letters.occasions(desk)
        return Rows(found[part.offset : part.offset + part.limit], len(found))

    def add(self) -> None:
        """Asks for name and day of an occasion of the site's own."""
        desk = self.desk
        fields = (
            FieldSpec("name", N_("Occasion"), required=True, max_length=20),
            FieldSpec(
                "rule", N_("Goes by"), "choice", required=True, default="fixed",
                choices=lambda: [(one.code, one.label) for one in catalog("occasion_rules") if one.code in RULES],
            ),
            # L10N: 月; 日; 第几个; 星期
            FieldSpec("month", N_("Month (1 to 12)"), "number", required=True),
            FieldSpec("day", N_("Day of the month"), "number", visible_when=lambda values: values.get("rule") != "nth"),
            FieldSpec(
                "nth", N_("Which one"), "choice", default="1", visible_when=lambda values: values.get("rule") == "nth",
                choices=lambda: [(str(at), str(at)) for at in range(1, 6)],
            ),
            FieldSpec(
                "weekday", N_("Weekday"), "choice", default="0", visible_when=lambda values: values.get("rule") == "nth",
                choices=lambda: [(one.code, one.label) for one in catalog("weekdays")],
            ),
        )  # fmt: skip

        def save(values: dict[str, Any]) -> Any:
            entry = letters.OccasionEntry(
                values["name"], values["rule"], int(values["month"] or 0), int(values["day"] or 0), int(values["nth"] or 0),
                int(values["weekday"] or 0),
            )  # fmt: skip
            return letters.add_occasion(desk, entry)

        dialog = ActDialog(self, FormSpec(N_("Add an occasion"), fields), save, yes=_("Save"))
        dialog.approval.ask("supervisor")
        # L10N: 已添加 {name}
        dialog.acted.connect(lambda row: self.shell.messages.info(_("{name} is added.").format(name=row.name)))
        dialog.start()

    def _retire(self, row: OccasionView) -> None:
        desk = self.desk

        def save(_values: dict[str, Any]) -> Any:
            return letters.retire_occasion(desk, row.code)

        dialog = ActDialog(
            self, FormSpec(N_("Offer it no more"), ()), save, yes=_("Offer it no more"), note=row.name, danger=True
        )
        dialog.approval.ask("supervisor")
        # L10N: {name} 已停用
        dialog.acted.connect(
            lambda done: self.shell.messages.info(_("{name} is offered no more.").format(name=done.name))
        )
        dialog.start()


__all__ = ["GreetingRunsPage", "GreetingsPage", "OccasionsPage"]

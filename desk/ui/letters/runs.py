"""The runs of letters: printed as one, with the list for who delivers them; whom a run left out; the list for other means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.services import letters
from desk.ui.forms import FormSpec
from desk.ui.forms.dialog import ActDialog, Dialog
from desk.ui.kit import words as say
from desk.ui.kit.list_page import Empty, ListAct, ListPage, Part, Query
from desk.ui.kit.tables import Answer, Column, Table
from desk.ui.slips.actions import print_slip
from desk.ui.slips.batch import open_file
from desk.ui.slips.many import print_papers

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.letters import LeftOutView, RunView

LEFT_OUT = (
    Column("room", N_("Room"), 18, bold=True),
    Column("name", N_("Name"), 14),
    # L10N: 未列入原因
    Column("why", N_("Why no letter"), 30, get=lambda row: label("letter_gaps", row.why), tone=lambda _row: "amber"),
)
"""Whom a run leaves out."""


class RunsPage(ListPage):
    """Runs, the newest first; Enter shows the letters of one."""

    # L10N: 函件批次
    heading = N_("Runs of letters")
    # L10N: 编号、事由、模板
    search = N_("Number, subject, template")
    shows = frozenset({"letter-run", "letter"})
    hides = ("staff", "returned")

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 批
        return ngettext("{n} run", "{n} runs", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk

        def number(name: str) -> Any:
            return lambda row: f"{getattr(row, name):,}"

        return (
            Column("number", N_("Number"), 18, bold=True, least=18),
            # L10N: 事由
            Column("subject", N_("Subject of the letters"), 22, least=12),
            # L10N: 模板
            Column("template", N_("Template"), 16, least=9),
            # L10N: 时间
            Column("at", N_("When"), 13, get=lambda row: say.short_moment(desk, row.at)),
            # L10N: 份数
            Column("letters", N_("Number of letters"), 8, get=number("letters"), align="right"),
            Column("left_out", N_("Left out"), 8, get=number("left_out"), align="right"),
            Column("delivered", N_("Delivered"), 8, get=number("delivered"), align="right"),
            Column("returned", N_("Came back"), 8, get=number("returned"), align="right"),
            Column("staff", N_("By"), 8, tone=lambda _row: "muted"),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            # L10N: 查看函件
            ListAct("open", N_("Show the letters"), "Enter", lambda row: self.shell.open_page("letter-list", run_id=row.id)),
            ListAct(
                "write", N_("Write letters"), "Ins", lambda: self.shell.open_page("letter-write"), on="list", at="head",
                role="primary",
            ),
            # L10N: 打印全部函件
            ListAct("print", N_("Print all letters"), "Ctrl+P", self._print, at="under", role="primary"),
            # L10N: 打印送达清单
            ListAct("list", N_("Print the delivery list"), "Ctrl+Shift+P", self._print_list, at="under"),
            # L10N: 未列入名单
            ListAct("left", N_("Who was left out"), "Ctrl+O", self._left_out, at="under", fits=lambda row: row is not None and row.left_out > 0),
            # L10N: 导出联系方式
            ListAct("export", N_("Export contacts"), "Ctrl+Shift+E", self.export),
        )  # fmt: skip

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        return letters.runs(desk, text=query.text, offset=part.offset, limit=part.limit)

    def open(self, **args: Any) -> None:
        """`number`: a run that was scanned or is meant."""
        number = str(args.get("number") or "")
        super().open(**({**args, "text": number} if number else args))

    def empty(self) -> Empty:
        if self.narrowed():
            return super().empty()
        # L10N: 还没有发过函。按 Ins 批量发函。
        return Empty(
            _("No run of letters yet. Ins writes letters."),
            _("Write letters"),
            lambda: self.shell.open_page("letter-write"),
        )

    def _print(self, row: RunView) -> None:
        desk = self.desk

        def look() -> Any:
            return letters.run_view(desk, row.id)

        self.ask(look, lambda view: print_papers(self, "letter", view.numbers))

    def _print_list(self, row: RunView) -> None:
        if row.slip is not None:
            print_slip(self, row.slip)

    def _left_out(self, row: RunView) -> None:
        desk = self.desk

        def look() -> Any:
            return letters.left_out(desk, row.id)

        self.ask(look, lambda rows: LeftOutDialog(self, row, rows).open())

    def export(self, row: RunView, path: Path | None = None) -> None:
        """Writes the recipients with telephone and e-mail to a workbook; that needs the manager, and is noted."""
        target = path
        if target is None:
            chosen, _filter = QFileDialog.getSaveFileName(
                self.window(), _("Export contacts"), str(Path.home() / f"{row.number}.xlsx"), "Excel (*.xlsx)"
            )
            target = Path(chosen) if chosen else None
        if target is None:
            return
        ask_export(self, row.number, target, lambda file: _export(self.desk, row.id, file))


def _export(desk: Desk, run_id: int, file: Path) -> Path:
    return letters.export_run(desk, run_id, file)


def ask_export(page: Any, note: str, target: Path, work: Any) -> None:
    """Asks for the manager's word, then writes the workbook."""
    # L10N: 将导出完整电话号码，须经理授权；导出将被记录
    words = _("Whole telephone numbers leave the desk: the manager approves it, and it is noted.")
    spec = FormSpec(N_("Export contacts"), ())
    dialog = ActDialog(page, spec, lambda _values: work(target), yes=_("Export contacts"), note=say.dotted(note, words))
    dialog.approval.ask("manager")
    dialog.acted.connect(
        lambda _file: page.shell.messages.info(
            _("Saved as {file}.").format(file=target.name), label=_("Open"), action=lambda: open_file(page, target)
        )
    )
    dialog.start()


class LeftOutDialog(Dialog):
    """Whom a run left out, each with the reason; Enter opens the home."""

    def __init__(self, page: Any, row: RunView, rows: tuple[LeftOutView, ...]) -> None:
        super().__init__(page, _("Who was left out"), note=say.dotted(row.number, row.subject))
        self.table = Table(LEFT_OUT)
        self.table.retranslate()
        self.table.set_rows(rows)
        self.table.setMinimumSize(self.fontMetrics().averageCharWidth() * 90, self.fontMetrics().height() * 14)
        self.table.opened.connect(self._open)
        self.content.addWidget(self.table, 1)
        self.add_button(_("Close"), "Esc", self.reject)

    def _open(self, row: LeftOutView) -> None:
        self.reject()
        if row.unit_id is not None:
            self._page.shell.open_target(f"unit:{row.unit_id}")


__all__ = ["LEFT_OUT", "LeftOutDialog", "RunsPage", "ask_export"]

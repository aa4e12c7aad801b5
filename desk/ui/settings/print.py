"""The printing part of the settings: printer, paper, sets and offset for each kind of slip, and the test grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from desk.features import slip_kinds
from desk.i18n import N_, _
from desk.services import slips
from desk.slips.engine.paper import PAPERS
from desk.ui.kit import printing, tasks, theme
from desk.ui.kit.list_card import ListAct, ListCard
from desk.ui.kit.pages import Page, PageAction
from desk.ui.kit.tables import Column
from desk.ui.settings.parts import Part
from desk.ui.slips.actions import printer_options


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    choice: Any


def _offset(row: _Row) -> str:
    return f"{row.choice.offset_x / 10:+.1f} / {row.choice.offset_y / 10:+.1f}"


class Printing(Part):
    """A table of the kinds of slips; Enter changes one."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.card = ListCard(
            (
                Column("kind", N_("Slip"), 26, get=lambda row: _(slip_kinds()[row.id].label), bold=True),
                Column("printer", N_("Printer"), 22, get=lambda row: row.choice.printer or _("The system's printer")),
                Column("paper", N_("Paper size"), 22, get=lambda row: _(PAPERS[row.choice.paper].label)),
                # L10N: 份数
                Column("copies", N_("Sets"), 6, get=lambda row: str(row.choice.copies)),
                # L10N: 偏移 右/下（毫米）
                Column("offset", N_("Offset right / down (mm)"), 16, get=_offset),
            ),
            (
                ListAct("change", N_("Change"), "Enter", self._change, at="head", role="small"),
                # L10N: 打印测试网格
                ListAct("grid", N_("Test grid"), "Ctrl+P", self._grid, at="head", role="small"),
            ),
            heading=True,
        )
        self.table = self.card.table
        self.table.fit_rows(20)
        self.words = theme.text("", "muted", wrap=True)
        self.card.body.addWidget(self.words)
        self.box.addWidget(self.card)
        self.box.addStretch(1)

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return self.card.actions_by_key()

    def refresh(self) -> None:
        def read() -> list[_Row]:
            return [_Row(kind, slips.printer_choice(self.desk, kind)) for kind in slip_kinds()]

        tasks.run(read, on_done=self.table.set_rows, owner=self)

    def _change(self, row: _Row) -> None:
        printer_options(self.page, row.id, on_done=self.refresh)

    def _grid(self, row: _Row) -> None:
        """Prints 10 mm squares on the paper of a kind, moved by the offset in force, so that what is still off can be measured."""
        choice = row.choice

        def make() -> tuple[str, bytes]:
            known = printing.available_printers()
            name = choice.printer if choice.printer in known else "" if choice.printer else next(iter(known), "")
            return name, slips.test_page(choice.paper, offset=(choice.offset_x, choice.offset_y)) if name else b""

        def send(answer: tuple[str, bytes]) -> None:
            name, pdf = answer
            if name:
                job = printing.print_pdf(pdf, name, choice.paper, title=_("Test grid"), owner=self)
                job.finished.connect(self._printed)
            elif choice.printer:
                # L10N: 找不到打印机 {name}，测试网格未打印
                words = _("The printer {name} is not there: switch it on or choose another one. No grid was printed.")
                self.shell.messages.warn(words.format(name=choice.printer))
            else:
                # L10N: 本机没有打印机，测试网格未打印
                self.shell.messages.warn(_("No printer is set up on this PC, so no test grid was printed."))

        tasks.run(make, on_done=send, owner=self, pool=tasks.PRINTERS)

    def _printed(self, worked: bool, words: str) -> None:
        if worked:
            # L10N: 测试网格已送往打印机
            self.shell.messages.info(_("The test grid was sent to the printer."))
        else:
            self.shell.messages.error(words)

    def retranslate(self) -> None:
        self.card.set_heading(_("Printers and papers"))
        # L10N: 测试网格每格 10 毫米：量出偏差后填入“偏移”
        self.words.setText(
            _(
                "The test grid has squares of 10 mm. Measure how far it is off and enter that as the offset; negative is left or up."
            )
        )
        self.card.retranslate()

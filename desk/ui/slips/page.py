"""The slips: the list of all of them, and one with its preview, its state and the record of its printings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk.i18n import N_, _, ngettext
from desk.services import slips
from desk.services.slips import lists
from desk.slips.engine.slip import Marks
from desk.ui.kit import pages, theme
from desk.ui.kit import words as say
from desk.ui.kit.list_page import Empty, ListAct, ListPage, Part, Query
from desk.ui.kit.preview import SlipPreview
from desk.ui.kit.tables import Answer, Column
from desk.ui.slips.actions import (
    open_slip_pdf,
    print_slip,
    printer_options,
    save_slip_pdf,
    slip_menu,
    slip_state_words,
    void_slip,
)

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.slips import SlipView
    from desk.services.slips.lists import PrintingView
    from desk.ui.kit.pages import Shell

NARROW = 860
"""Below this width the list or the slip is shown, not both."""


def _has_record(slip: SlipView) -> bool:
    return pages.page_for(slip.subject.partition(":")[0]) is not None


class SlipsPage(ListPage):
    """All slips; `number` opens one of them."""

    # L10N: 单据
    heading = N_("Slips")
    # L10N: 单号或单据名称
    search = N_("Number or kind of slip")
    sort, descending = "issued", True
    shows = frozenset({"slip"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        self._number = ""
        self._slip: SlipView | None = None
        self._read_for = ""
        super().__init__(shell, desk)
        self.table.selected.connect(self._selected)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 张
        return ngettext("{n} slip", "{n} slips", total)

    def columns(self) -> tuple[Column, ...]:
        def tone(slip: SlipView) -> str:
            return "red" if slip.state == "void" else "muted" if slip.printings else ""

        return (
            # L10N: 单号
            Column("number", N_("Number"), 18, bold=True, sort="number", least=18),
            # L10N: 单据
            Column("title", N_("Slip"), 20, sort="title"),
            # L10N: 开具时间
            Column(
                "issued_at",
                N_("Issued"),
                13,
                get=lambda slip: say.short_moment(self.desk, slip.issued_at),
                sort="issued",
                least=13,
            ),
            # L10N: 打印
            Column("state", N_("State"), 14, get=slip_state_words, sort="state", tone=tone),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            ListAct(
                "print",
                # L10N: 补打; 打印
                lambda slip: N_("Reprint") if slip is not None and slip.printings else N_("Print"),
                "Ctrl+P",
                lambda slip: print_slip(self, slip),
                at="beside",
                role="primary",
                # L10N: 打印
                help=N_("Print the slip"),
            ),
            # L10N: 打开登记
            ListAct("record", N_("Open the record"), "Enter", self._opened, at="beside", fits=_has_record),
            # L10N: 另存为 PDF
            ListAct("save", N_("Save as PDF"), "Ctrl+S", lambda slip: save_slip_pdf(self, slip)),
            # L10N: 打开 PDF
            ListAct("pdf", N_("Open the PDF"), "Ctrl+O", lambda slip: open_slip_pdf(self, slip)),
            # L10N: 打印机与纸张
            ListAct("printer", N_("Printer and paper"), "Ctrl+E", lambda slip: printer_options(self, slip.kind)),
            ListAct(
                "void",
                # L10N: 作废
                N_("Void the slip"),
                "Ctrl+Del",
                lambda slip: void_slip(self, slip),
                fits=lambda slip: slip.state != "void",
            ),
        )

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        return lists.slip_list(
            desk,
            text=query.text,
            sort=part.sort,
            descending=part.descending,
            offset=part.offset,
            limit=part.limit,
        )

    def beside(self) -> QWidget:
        self._one_card = theme.Card()
        head = QHBoxLayout()
        self._light = theme.Light("green")
        self._heading = theme.text("", "heading")
        head.addWidget(self._light)
        head.addWidget(self._heading)
        head.addStretch(1)
        self._facts = theme.text("", "muted", wrap=True)
        self._printings = theme.text("", "small", wrap=True)
        buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        buttons.setSpacing(theme.GAP)
        self.print_button, self.record_button = self.buttons["print"], self.buttons["record"]
        self.more_button = theme.Button("")
        self.more_button.clicked.connect(self._show_menu)
        for button in (self.print_button, self.record_button, self.more_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.preview = SlipPreview()
        body: QVBoxLayout | QBoxLayout = self._one_card.body
        body.addLayout(head)
        body.addWidget(self._facts)
        body.addWidget(self._printings)
        body.addLayout(buttons)
        body.addWidget(self.preview, 1)
        return self._one_card

    def empty(self) -> Empty:
        if self.narrowed():
            return super().empty()
        # L10N: 尚无单据。登记投诉、报修或打印登记表时会开具单据
        return Empty(_("No slip here. Slips are issued when a request is logged or a form is printed."))

    # ---------------------------------------------------------------------------------------------------- the page
    def title(self) -> str:
        return self._slip.number if self._slip is not None and self._number else super().title()

    def open(self, **args: Any) -> None:
        """`number`: the slip to show."""
        self._number = str(args.get("number", ""))
        if self._number or not args:
            args["text"] = self._number
        super().open(**args)
        self._fit_one()

    def refresh(self) -> None:
        self._read_for = ""
        super().refresh()

    def retranslate(self) -> None:
        # L10N: 更多
        self.more_button.set_words(_("More"))
        super().retranslate()
        self._say_one()

    def key_back(self) -> bool:
        if self._narrow() and self._number:
            self._number = ""
            self._set_text("")
            self.again()
            self._fit_one()
            return True
        return not self._number and super().key_back()

    # ------------------------------------------------------------------------------------------------------ showing
    def slip(self) -> SlipView | None:
        """The slip that is shown."""
        return self._slip

    def _selected(self, slip: SlipView | None) -> None:
        self._slip = slip
        self._say_one()
        if slip is None:
            self.preview.clear()
            self._printings.setText("")
            return
        key = f"{slip.number} {slip.printings} {slip.state}"
        if key == self._read_for:
            return
        self._read_for = key
        desk, number = self.desk, slip.number

        def look() -> Any:
            return slips.slip_content(desk, number), lists.printings(desk, number)

        def show(answer: Any) -> None:
            if self._slip is None or self._slip.number != number:
                return
            content, printings = answer
            self.preview.show_slip(content, self._slip.paper, Marks(void=self._slip.state == "void"))
            self._say_printings(printings)

        self.ask(look, show)

    def _say_printings(self, printings: tuple[PrintingView, ...]) -> None:
        lines = []
        for printing in printings[-4:]:
            # L10N: 首次打印; 补打 {n}
            what = _("reprint {n}").format(n=printing.count) if printing.count else _("first printing")
            parts = [
                say.short_moment(self.desk, printing.at),
                # L10N: 打印机未接收，不计
                what if printing.taken else _("not taken by the printer, not counted"),
                printing.staff,
                printing.printer,
                printing.reason,
            ]
            lines.append(" · ".join(part for part in parts if part))
        self._printings.setText("\n".join(lines))
        self._printings.setVisible(bool(lines))

    def _say_one(self) -> None:
        slip = self._slip
        self.more_button.setEnabled(slip is not None)
        self._heading.setText(slip.number if slip else "")
        self._light.setVisible(slip is not None)
        if slip is None:
            self._facts.setText("")
            return
        self._light.set_state("red" if slip.state == "void" else "green" if slip.printings else "blue")
        parts = [slip.title, say.moment(self.desk, slip.issued_at), slip.staff, slip_state_words(slip)]
        self._facts.setText(" · ".join(part for part in parts if part))

    # --------------------------------------------------------------------------------------------------------- acts
    def print_it(self) -> None:
        """Prints the slip that is shown (again)."""
        self.card.run("print")

    def _show_menu(self) -> None:
        if self._slip is not None:
            menu = slip_menu(self, self._slip, self)
            menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def _opened(self, slip: SlipView) -> None:
        if self._narrow() and not self._number:
            self._number = slip.number
            self._fit_one()
        else:
            self.shell.open_target(slip.subject)

    # --------------------------------------------------------------------------------------------------------- room
    def _narrow(self) -> bool:
        return self.width() < NARROW

    def _fit_one(self) -> None:
        narrow = self._narrow()
        self.card.setVisible(not narrow or not self._number)
        self._one_card.setVisible(not narrow or bool(self._number))

    def fit(self, *, narrow: bool) -> None:
        super().fit(narrow=narrow)
        self._fit_one()


__all__ = ["SlipsPage"]

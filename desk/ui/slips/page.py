"""The slips: the list of all of them, and one with its preview, its state and the record of its printings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desk.i18n import N_, _, ngettext
from desk.ui.kit import theme
from desk.ui.kit.pages import Page, PageAction, Shell, column
from desk.ui.kit.preview import SlipPreview
from desk.ui.kit.tables import Column, Table
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

NARROW = 860


class _Filter(QLineEdit):
    """Down and Enter go on to the list, Esc empties the line first."""

    def __init__(self, page: SlipsPage) -> None:
        super().__init__()
        self._page = page
        self.setClearButtonEnabled(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._page.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class SlipsPage(Page):
    """All slips; `number` opens one of them."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._number = ""
        self._slip: SlipView | None = None
        self._read_for = ""
        layout = column(self, scroll=False)
        top = QHBoxLayout()
        top.setSpacing(theme.GAP)
        self._title = theme.text("", "title")
        self._total = theme.text("", "muted")
        self.text = _Filter(self)
        self.text.setMaximumWidth(theme.characters(self, 40))
        top.addWidget(self._title)
        top.addWidget(self._total)
        top.addStretch(1)
        top.addWidget(self.text, 2)
        layout.addLayout(top)
        across = QHBoxLayout()
        across.setSpacing(12)
        self._list_card = theme.Card()
        self.table = Table(self._columns(), self._fetch, sort="issued", descending=True)
        self.table.selected.connect(self._selected)
        self.table.opened.connect(self._opened)
        self.table.loaded.connect(self._loaded)
        self._list_card.body.addWidget(self.table)
        across.addWidget(self._list_card, 3)
        across.addWidget(self._one(), 2)
        layout.addLayout(across, 1)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(150)
        self._typing.timeout.connect(lambda: self.table.reload(keep=False))
        self.text.textChanged.connect(lambda _text: self._typing.start())

    def _one(self) -> QWidget:
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
        self.print_button = theme.Button("", key="Ctrl+P", role="primary")
        self.print_button.clicked.connect(self.print_it)
        self.record_button = theme.Button("", key="Enter")
        self.record_button.clicked.connect(self._open_record)
        self.more_button = theme.Button("")
        self.more_button.clicked.connect(self._more)
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

    def _columns(self) -> tuple[Column, ...]:
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
                get=lambda slip: f"{self.desk.local(slip.issued_at):%m-%d %H:%M}",
                sort="issued",
            ),
            # L10N: 打印
            Column("state", N_("State"), 14, get=slip_state_words, sort="state", tone=tone),
        )

    # ---------------------------------------------------------------------------------------------------- the page
    def title(self) -> str:
        # L10N: 单据
        return self._slip.number if self._slip is not None and self._number else _("Slips")

    def open(self, **args: Any) -> None:
        """`number`: the slip to show."""
        self._number = str(args.get("number", ""))
        if self._number:
            self.text.setText(self._number)
        elif not args and self.text.text():
            self.text.clear()
        self._fit()

    def refresh(self) -> None:
        self.table.reload()
        self._read_for = ""

    def retranslate(self) -> None:
        self._title.setText(_("Slips"))
        self.text.setPlaceholderText(_("Number or kind of slip") + "  Ctrl+F")
        self.text.setAccessibleName(_("Filter"))
        # L10N: 更多
        self.more_button.set_words(_("More"))
        # L10N: 打开登记
        self.record_button.set_words(_("Open the record"))
        self.table.retranslate()
        # L10N: 尚无单据。登记投诉、报修或打印登记表时会开具单据
        self.table.set_empty(_("No slip here. Slips are issued when a request is logged or a form is printed."))
        self._say()

    def first_focus(self) -> QWidget | None:
        return self.table.view

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            PageAction(N_("Filter the list"), "Ctrl+F", self.text.setFocus),
            # L10N: 打印
            PageAction(N_("Print the slip"), "Ctrl+P", self.print_it),
            # L10N: 另存为 PDF
            PageAction(N_("Save as PDF"), "Ctrl+S", partial(self._do, save_slip_pdf)),
            # L10N: 打开 PDF
            PageAction(N_("Open the PDF"), "Ctrl+O", partial(self._do, open_slip_pdf)),
            # L10N: 打印机与纸张
            PageAction(N_("Printer and paper"), "Ctrl+T", self._options),
            # L10N: 作废
            PageAction(N_("Void the slip"), "Ctrl+Del", self._void),
        )

    def key_back(self) -> bool:
        if self._narrow() and self._number:
            self._number = ""
            self.text.clear()
            self._fit()
            return True
        return False

    # ------------------------------------------------------------------------------------------------------ showing
    def slip(self) -> SlipView | None:
        """The slip that is shown."""
        return self._slip

    def _fetch(self, offset: int, limit: int, sort: str, descending: bool) -> tuple[Any, int]:
        from desk.services.slips import lists as slip_lists

        page = slip_lists.slip_list(
            self.desk, text=self.text.text(), sort=sort, descending=descending, offset=offset, limit=limit
        )
        return page.rows, page.total

    def _loaded(self, total: int) -> None:
        # L10N: {n} 张
        self._total.setText(ngettext("{n} slip", "{n} slips", total).format(n=f"{total:,}"))

    def _selected(self, slip: SlipView | None) -> None:
        self._slip = slip
        self._say()
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
            from desk.services import slips
            from desk.services.slips import lists as slip_lists

            return slips.slip_content(desk, number), slip_lists.printings(desk, number)

        def show(answer: Any) -> None:
            if self._slip is None or self._slip.number != number:
                return
            from desk.slips.engine.slip import Marks

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
                f"{self.desk.local(printing.at):%m-%d %H:%M}",
                what,
                printing.staff,
                printing.printer,
                printing.reason,
            ]
            lines.append(" · ".join(part for part in parts if part))
        self._printings.setText("\n".join(lines))
        self._printings.setVisible(bool(lines))

    def _say(self) -> None:
        slip = self._slip
        self._one_card.setEnabled(slip is not None)
        self._heading.setText(slip.number if slip else "")
        self._light.setVisible(slip is not None)
        # L10N: 补打; 打印
        self.print_button.set_words(_("Reprint") if slip and slip.printings else _("Print"))
        if slip is None:
            self._facts.setText("")
            return
        self._light.set_state("red" if slip.state == "void" else "green" if slip.printings else "blue")
        parts = [slip.title, f"{self.desk.local(slip.issued_at):%Y-%m-%d %H:%M}", slip.staff, slip_state_words(slip)]
        self._facts.setText(" · ".join(part for part in parts if part))
        self.record_button.setVisible(slip.subject.partition(":")[0] in ("request", "unit", "customer"))

    # --------------------------------------------------------------------------------------------------------- acts
    def print_it(self) -> None:
        """Prints the slip that is shown (again)."""
        self._do(print_slip)

    def _do(self, act: Any) -> None:
        if self._slip is not None:
            act(self, self._slip)

    def _options(self) -> None:
        if self._slip is not None:
            printer_options(self, self._slip.kind)

    def _void(self) -> None:
        if self._slip is not None and self._slip.state != "void":
            void_slip(self, self._slip)

    def _more(self) -> None:
        if self._slip is not None:
            menu = slip_menu(self, self._slip, self)
            menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def _opened(self, slip: SlipView) -> None:
        if self._narrow() and not self._number:
            self._number = slip.number
            self._fit()
        else:
            self._open_record()

    def _open_record(self) -> None:
        if self._slip is not None and self.record_button.isVisibleTo(self._one_card):
            self.shell.open_target(self._slip.subject)

    # --------------------------------------------------------------------------------------------------------- room
    def _narrow(self) -> bool:
        return self.width() < NARROW

    def _fit(self) -> None:
        narrow = self._narrow()
        self._list_card.setVisible(not narrow or not self._number)
        self._one_card.setVisible(not narrow or bool(self._number))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


__all__ = ["SlipsPage"]

"""What can be done with an issued slip, the same on every page: print, print again, save or open as PDF, void, choose the printer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desk.errors import DeskError
from desk.features import slip_kinds
from desk.i18n import N_, _, ngettext
from desk.services import slips
from desk.services.kit import viewing
from desk.slips.engine.paper import PAPERS
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import printing, tasks, theme
from desk.ui.kit import words as say
from desk.ui.slips.sending import send

if TYPE_CHECKING:
    from desk.services.slips import PrinterChoice, SlipView
    from desk.ui.kit.pages import Page

Done = Callable[[], object]


# ----------------------------------------------------------------------------------------------------------- printing
_on_the_way: set[str] = set()
"""Numbers of the slips that are being sent to a printer now."""


@contextmanager
def _stops(number: str) -> Iterator[None]:
    """Where printing ends early, the slip may be printed again."""
    try:
        yield
    except BaseException:
        _on_the_way.discard(number)
        raise


def print_slip(page: Page, slip: SlipView, *, reason: str = "", on_done: Done | None = None) -> None:
    """Prints a slip on the printer remembered for its kind, off the UI thread; a later printing is marked 补打.

    Where no printer is set up the message bar says so and offers the PDF instead; nothing is counted then.

    Args:
        page: the page that asks; its message bar tells what happened.
        slip: the slip.
        reason: why it is printed again, kept in the log.
        on_done: called when the printer took it.
    """
    desk = page.desk
    if slip.number in _on_the_way:
        return  # the key was pressed twice; a second paper is wanted once the first has come out
    _on_the_way.add(slip.number)

    def look() -> tuple[PrinterChoice, list[str]]:
        with _stops(slip.number):
            return slips.printer_choice(desk, slip.kind), printing.available_printers()

    def chosen(answer: tuple[PrinterChoice, list[str]]) -> None:
        choice, known = answer
        name = choice.printer or (known[0] if known else "")
        if name not in known:
            _on_the_way.discard(slip.number)
        if not known:
            _no_printer(page, slip)
        elif name not in known:
            page.shell.messages.warn(
                # L10N: 找不到打印机
                _("The printer {name} is not there. {number} is saved; choose another printer.").format(
                    name=name, number=slip.number
                ),
                # L10N: 选择打印机
                label=_("Choose a printer"),
                action=lambda: printer_options(page, slip.kind, on_done=lambda: print_slip(page, slip, reason=reason)),
            )
        else:
            _print(page, slip, replace(choice, printer=name), reason, on_done)

    page.ask(look, chosen, pool=tasks.PRINTERS)


def _no_printer(page: Page, slip: SlipView) -> None:
    page.shell.messages.warn(
        # L10N: 本机没有打印机，单据已保存，可另存为 PDF
        _("No printer is set up on this PC. {number} is saved and can be kept as a PDF.").format(number=slip.number),
        # L10N: 另存为 PDF
        label=_("Save as PDF"),
        action=lambda: save_slip_pdf(page, slip),
    )


def _print(page: Page, slip: SlipView, choice: PrinterChoice, reason: str, on_done: Done | None) -> None:
    desk = page.desk

    def make() -> Any:
        return slips.print_copy(
            desk, slip.number, printer=choice.printer, reason=reason, paper=choice.paper, waits=True
        )

    def taken(made: Any) -> None:
        page.shell.messages.info(printed_words(slip.number, choice.printer, made.count))
        if on_done is not None:
            on_done()

    def failed(words: str) -> None:
        page.shell.messages.error(words, label=_("Save as PDF"), action=lambda: save_slip_pdf(page, slip))

    send(
        page,
        make,
        choice,
        title=slip.number,
        on_taken=taken,
        on_failed=failed,
        over=lambda: _on_the_way.discard(slip.number),
    )


def printed_words(number: str, printer: str, count: int) -> str:
    """The sentence after printing: the first time, or a reprint with its count."""
    if count:
        # L10N: 已补打（第 {count} 次）
        return _("{number} printed again on {printer}, marked as reprint {count}.").format(
            number=number, printer=printer, count=count
        )
    # L10N: 已打印
    return _("{number} sent to {printer}.").format(number=number, printer=printer)


# ---------------------------------------------------------------------------------------------------------------- PDF
def ask_file(page: Page, number: str) -> Path | None:
    """Asks where to keep a PDF; None when the clerk thinks better of it."""
    preferences = page.shell.preferences
    folder = Path(str(preferences.get("pdf_folder", "") or Path.home())) if preferences else Path.home()
    if not folder.is_dir():
        folder = Path.home()
    # L10N: 另存为 PDF
    chosen, _filter = QFileDialog.getSaveFileName(
        page.window(), _("Save as PDF"), str(folder / f"{number}.pdf"), "PDF (*.pdf)"
    )
    if not chosen:
        return None
    path = Path(chosen)
    path = path if path.suffix.lower() == ".pdf" else path.with_name(path.name + ".pdf")
    if preferences:
        preferences.put("pdf_folder", str(path.parent))
    return path


def save_slip_pdf(page: Page, slip: SlipView, path: Path | None = None) -> None:
    """Keeps a slip as a PDF file; asks where when no path is given."""
    path = path or ask_file(page, slip.number)
    if path is None:
        return
    desk, target = page.desk, path

    def work() -> None:
        paper = slips.printer_choice(desk, slip.kind).paper
        printing.save_pdf(slips.pdf(desk, slip.number, paper=paper, purpose="save"), target)

    def saved(_nothing: object) -> None:
        page.shell.messages.info(
            # L10N: 已存为
            _("Saved as {file}.").format(file=target.name),
            # L10N: 打开
            label=_("Open"),
            action=lambda: _open(page, target),
        )

    page.ask(work, saved, pool=tasks.LONG)


def open_slip_pdf(page: Page, slip: SlipView) -> None:
    """Opens a slip in the program the PC uses for PDF files, from a private folder that is emptied when Desk ends."""
    desk = page.desk

    def work() -> Path:
        pdf = slips.pdf(desk, slip.number)
        try:
            return viewing.put(desk, f"{slip.number}.pdf", pdf)
        except OSError as error:
            raise DeskError(
                "pdf-not-saved",
                _("{file} could not be written ({reason}). Choose another folder; the slip itself is saved.").format(
                    file=f"{slip.number}.pdf", reason=error.strerror or error
                ),
            ) from error

    page.ask(work, lambda file: _open(page, file), pool=tasks.LONG)


def _open(page: Page, path: Path) -> None:
    try:
        printing.open_pdf(path)
    except DeskError as error:
        page.shell.messages.explain(error)


# ---------------------------------------------------------------------------------------------------------------- void
def void_slip(page: Page, slip: SlipView, *, on_done: Done | None = None) -> ActDialog:
    """Asks for the reason and voids a slip; the number is never used again (handbook C-19)."""
    desk = page.desk
    # L10N: 作废单据; 原因
    spec = FormSpec(
        N_("Void the slip"), (FieldSpec("reason", N_("Reason"), "multiline", required=True, span="full", lines=2),)
    )

    def save(values: dict[str, Any]) -> Any:
        return slips.void(desk, slip.number, reason=values["reason"])

    def acted(_view: Any) -> None:
        # L10N: 已作废
        page.shell.messages.info(_("{number} is void.").format(number=slip.number))
        if on_done is not None:
            on_done()

    dialog = ActDialog(
        page,
        spec,
        save,
        # L10N: 作废
        yes=_("Void"),
        # L10N: 作废 {number}
        title=_("Void {number}").format(number=slip.number),
        note=_("The number stays and is never used again. Printed copies should be taken back."),
        danger=True,
    )
    dialog.acted.connect(acted)
    return dialog.start()


# ------------------------------------------------------------------------------------------------------------- printer
def printer_options(page: Page, kind: str, *, on_done: Done | None = None) -> None:
    """Lets the clerk choose printer, paper, copies and offset of a kind of slip; remembered on this site."""
    desk = page.desk

    def look() -> tuple[PrinterChoice, list[str]]:
        return slips.printer_choice(desk, kind), printing.available_printers()

    page.ask(
        look,
        lambda answer: _options_dialog(page, kind, answer[0], answer[1], on_done),
        pool=tasks.PRINTERS,
    )


def _options_dialog(
    page: Page, kind: str, choice: PrinterChoice, known: Sequence[str], on_done: Done | None
) -> ActDialog:
    desk = page.desk

    def save(values: dict[str, Any]) -> None:
        slips.save_printer_choice(
            desk,
            kind,
            slips.PrinterChoice(
                printer=values["printer"],
                paper=values["paper"],
                copies=int(values["copies"] or 0),
                offset_x=round(Decimal(values["offset_x"] or 0) * 10),
                offset_y=round(Decimal(values["offset_y"] or 0) * 10),
                trim=round(Decimal(values["trim"] or 0) * 100),
            ),
        )

    def acted(_nothing: Any) -> None:
        # L10N: 已记住打印设置
        page.shell.messages.info(_("Remembered for {kind}.").format(kind=_(slip_kinds()[kind].label)))
        if on_done is not None:
            on_done()

    dialog = ActDialog(
        page,
        _options_spec(kind, choice, known),
        save,
        yes=_("Save"),
        values={
            "printer": choice.printer,
            "paper": choice.paper,
            "copies": choice.copies,
            "offset_x": Decimal(choice.offset_x) / 10,
            "offset_y": Decimal(choice.offset_y) / 10,
            "trim": Decimal(choice.trim) / 100,
        },
        note="{kind}: {words}".format(
            kind=_(slip_kinds()[kind].label),
            # L10N: 套打偏移
            words=_("the offset moves the whole print, for forms that are printed already; negative is left or up."),
        ),
    )
    dialog.acted.connect(acted)
    return dialog.start()


def _options_spec(kind: str, choice: PrinterChoice, known: Sequence[str]) -> FormSpec:
    names = list(known)
    if choice.printer and choice.printer not in names:
        names.append(choice.printer)

    def printers() -> list[tuple[str, str]]:
        # L10N: 系统默认打印机
        return [("", _("The system's printer")), *((name, name) for name in names)]

    def papers() -> list[tuple[str, str]]:
        return [(code, _(PAPERS[code].label)) for code in slip_kinds()[kind].papers]

    def continuous(values: Mapping[str, Any]) -> bool:
        return bool(values.get("paper")) and PAPERS[values["paper"]].continuous

    return FormSpec(
        # L10N: 打印设置
        N_("Printer and paper"),
        (
            # L10N: 打印机
            FieldSpec("printer", N_("Printer"), "choice", choices=printers, span="full"),
            # L10N: 纸张
            FieldSpec("paper", N_("Paper size"), "choice", choices=papers),
            # L10N: 份数
            FieldSpec("copies", N_("Sets"), "number"),
            # L10N: 右移（毫米）
            FieldSpec("offset_x", N_("Right (mm)"), "number"),
            # L10N: 下移（毫米）
            FieldSpec("offset_y", N_("Down (mm)"), "number"),
            # L10N: 每页修正（毫米）; 连续打印一百页，量最后一页的偏差除以 100；偏高填正数
            FieldSpec(
                "trim",
                N_("Each page (mm)"),
                "number",
                visible_when=continuous,
                span="full",
                help=N_("Print 100 pages, measure how far the last one is off, divide by 100; too high: positive."),
            ),
        ),
    )


# ------------------------------------------------------------------------------------------------------------- the bar
def slip_state_words(slip: SlipView) -> str:
    """How it stands with a slip: void with its reason, printed how often, or not printed yet."""
    if slip.state == "void":
        # L10N: 已作废：{reason}
        return _("Void: {reason}").format(reason=slip.void_reason)
    if not slip.printings:
        # L10N: 未打印
        return _("not printed yet")
    # L10N: 已打印 {n} 次
    return ngettext("printed {n} time", "printed {n} times", slip.printings).format(n=slip.printings)


def slip_menu(page: Page, slip: SlipView, parent: QWidget) -> QMenu:
    """The rarer things to do with a slip."""
    menu = QMenu(parent)
    menu.addAction(_("Save as PDF"), lambda: save_slip_pdf(page, slip))
    # L10N: 打开 PDF
    menu.addAction(_("Open the PDF"), lambda: open_slip_pdf(page, slip))
    # L10N: 打印机与纸张…
    menu.addAction(_("Printer and paper…"), lambda: printer_options(page, slip.kind))
    menu.addSeparator()
    # L10N: 作废…
    void = menu.addAction(_("Void…"), lambda: void_slip(page, slip))
    void.setEnabled(slip.state != "void")
    return menu


class _SlipRow(QWidget):
    def __init__(self, page: Page, slip: SlipView) -> None:
        super().__init__()
        self.slip = slip
        self._page = page
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(2)
        self.number = theme.Button("", role="link")
        self.number.clicked.connect(lambda: page.shell.open_target(f"slip:{slip.number}"))
        self.facts = theme.text("", "small", wrap=True)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GAP)
        self.print_button = theme.Button("", role="small")
        self.print_button.clicked.connect(lambda: print_slip(page, slip))
        self.more_button = theme.Button("", role="small")
        self.more_button.clicked.connect(self._more)
        buttons.addWidget(self.print_button)
        buttons.addWidget(self.more_button)
        grid.addWidget(self.number, 0, 0)
        grid.addWidget(self.facts, 1, 0, 1, 2)
        grid.addLayout(buttons, 0, 1)
        grid.setColumnStretch(0, 1)
        self.retranslate()

    def _more(self) -> None:
        menu = slip_menu(self._page, self.slip, self)
        menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def retranslate(self) -> None:
        slip = self.slip
        self.number.set_words(slip.number)
        issued = say.short_moment(self._page.desk, slip.issued_at)
        parts = [slip.title, issued, slip_state_words(slip)]
        self.facts.setText(" · ".join(parts))
        self.facts.setToolTip(say.tooltip(" · ".join(parts)))
        theme.set_role(self.facts, "bad" if slip.state == "void" else "small")
        # L10N: 补打; 打印
        self.print_button.set_words(_("Reprint") if slip.printings else _("Print"))
        # L10N: 更多
        self.more_button.set_words(_("More"))


class SlipBar(QWidget):
    """The slips of a record, newest first, each with what can be done with it.

    Args:
        page: the page it stands on.
        empty: msgid of what is said without any slip.
    """

    def __init__(self, page: Page, *, empty: str = N_("No slip yet.")) -> None:
        super().__init__()
        self._page = page
        self._empty = empty
        self._slips: tuple[SlipView, ...] = ()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._none = theme.text("", "muted", wrap=True)
        self._layout.addWidget(self._none)
        self.rows: list[_SlipRow] = []

    def show_slips(self, slips: Sequence[SlipView]) -> None:
        """Shows these slips (given oldest first, as a record's view has them)."""
        if tuple(slips) == self._slips and self.rows:
            return
        self._slips = tuple(slips)
        for row in self.rows:
            self._layout.removeWidget(row)
            row.deleteLater()
        self.rows = [_SlipRow(self._page, slip) for slip in reversed(self._slips)]
        for row in self.rows:
            self._layout.addWidget(row)
        self.retranslate()

    def newest(self) -> SlipView | None:
        """The newest valid slip."""
        return next((slip for slip in reversed(self._slips) if slip.state != "void"), None)

    def print_newest(self) -> None:
        """Prints the newest valid slip (again)."""
        slip = self.newest()
        if slip is not None:
            print_slip(self._page, slip)
        else:
            self._page.shell.messages.info(_(self._empty))

    def retranslate(self) -> None:
        """Says its words anew."""
        # L10N: 尚无单据
        self._none.setText(_(self._empty))
        self._none.setVisible(not self.rows)
        for row in self.rows:
            row.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


__all__ = [
    "SlipBar",
    "ask_file",
    "open_slip_pdf",
    "print_slip",
    "printed_words",
    "printer_options",
    "save_slip_pdf",
    "slip_menu",
    "slip_state_words",
    "void_slip",
]

"""The recovery code, shown once: printed or saved for the safe before anything else goes on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desk.errors import DeskError
from desk.i18n import _
from desk.services.site.recovery import recovery_pdf
from desk.ui.kit import printing, tasks, theme
from desk.ui.kit.pages import shortcut

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk


class CodeDialog(QDialog):
    """Shows a recovery code until somebody says that it lies in the safe."""

    def __init__(self, parent: QWidget, desk: Desk, code: str, *, of_site: bool = True) -> None:
        super().__init__(parent)
        self._desk, self._code, self._of_site = desk, code, of_site
        # L10N: 恢复码（存保险柜）
        self.setWindowTitle(_("Recovery code for the safe"))
        box = QVBoxLayout(self)
        box.setSpacing(12)
        title = theme.text(self.windowTitle(), "title")
        box.addWidget(title)
        words = (
            # L10N: 忘记站点密码时，只有这个恢复码还能打开数据。它只显示这一次，程序中不保存。
            _(
                "When the site password is forgotten, only this code opens the data. It is shown this once and kept nowhere."
            )
            if of_site
            # L10N: 经理忘记 PIN 码时，用这个恢复码设置新的 PIN 码。它只显示这一次，程序中不保存。
            else _(
                "When the manager forgets the PIN, this code sets a new one. It is shown this once and kept nowhere."
            )
        )
        box.addWidget(theme.text(words, wrap=True))
        self.code = theme.text(code, "title")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.code.setAccessibleName(self.windowTitle())
        box.addWidget(self.code)
        # L10N: 恢复码已打印或抄下，并存入保险柜
        self.sure = QCheckBox(_("It is printed or written down, and lies in the safe"))
        box.addWidget(self.sure)
        row = QHBoxLayout()
        # L10N: 另存为 PDF
        self.save_button = theme.Button(_("Save as PDF"), key="Ctrl+S")
        self.save_button.clicked.connect(self.save)
        # L10N: 打印
        self.print_button = theme.Button(_("Print"), key="Ctrl+P")
        self.print_button.clicked.connect(self.print)
        # L10N: 继续
        self.go_button = theme.Button(_("Go on"), key="Ctrl+Enter", role="primary")
        self.go_button.setEnabled(False)
        self.sure.toggled.connect(self.go_button.setEnabled)
        self.go_button.clicked.connect(self.accept)
        row.addWidget(self.print_button)
        row.addWidget(self.save_button)
        row.addStretch(1)
        row.addWidget(self.go_button)
        box.addLayout(row)
        self.note = theme.text("", "muted", wrap=True)
        box.addWidget(self.note)
        for keys, run in (
            ("Ctrl+S", self.save),
            ("Ctrl+P", self.print),
            ("Ctrl+Return", self.go_button.click),
            ("Ctrl+Enter", self.go_button.click),
        ):
            shortcut(keys, self, run)
        self.setMinimumWidth(theme.characters(self, 60))

    def reject(self) -> None:
        """Esc is not enough: the code would be gone."""
        if self.sure.isChecked():
            self.accept()

    def _pdf(self) -> bytes:
        return recovery_pdf(self._desk, self._code, of_site=self._of_site)

    def print(self) -> None:
        """Prints the sheet on the usual printer."""
        printer = QPrinterInfo.defaultPrinterName()
        if not printer:
            # L10N: 本机没有打印机，请另存为 PDF。
            self.note.setText(_("There is no printer on this PC. Please save it as PDF."))
            return

        def work() -> int:
            return printing.print_now(self._pdf(), printer, "a4", title=self.windowTitle())

        job = printing.PrintJob(work, self)
        # L10N: 已送打印机
        job.finished.connect(lambda good, words: self.note.setText(_("Sent to the printer.") if good else words))
        job.start()

    def save(self) -> None:
        """Saves the sheet as a PDF, outside the data folder."""
        file, _kind = QFileDialog.getSaveFileName(self, _("Save as PDF"), "", "PDF (*.pdf)")
        if file:
            self.save_to(Path(file))

    def save_to(self, file: Path) -> None:
        """Writes the sheet to a file."""

        def done(_nothing: Any) -> None:
            self.note.setText(_("Saved: {file}").format(file=file.name))

        tasks.run(lambda: printing.save_pdf(self._pdf(), file), on_done=done, on_error=self._failed, owner=self)

    def _failed(self, error: DeskError) -> None:
        self.note.setText(error.message)


def show_code(parent: QWidget, desk: Desk, code: str, *, of_site: bool = True) -> None:
    """Shows a code until it lies in the safe."""
    CodeDialog(parent, desk, code, of_site=of_site).exec()


__all__ = ["CodeDialog", "show_code"]

"""The checklist of a household's papers: received or missing, where they are filed, their scans (handbook A1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desk import catalog
from desk.i18n import N_, _
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import shortcut
from desk.ui.kit.tables import Column, Table

if TYPE_CHECKING:
    from desk.services.households.views import DossierView


COLUMNS = (
    # L10N: 状态（已收 / 缺）
    Column(
        "state",
        N_("State"),
        9,
        get=lambda row: catalog.label("dossier_states", row.state),
        tone=lambda row: "amber" if row.state == "missing" else "green",
    ),
    # L10N: 资料
    Column("label", N_("Paper"), 36),
    # L10N: 收件日期
    Column("received_on", N_("Received on"), 12, get=lambda row: say.day(row.received_on)),
    # L10N: 存放位置
    Column("filed_at", N_("Filed at"), 14),
    # L10N: 扫描件
    Column("attachment_name", N_("Scan"), 13, tone=lambda _row: "muted"),
)


class DossierList(QWidget):
    """The papers of a file.

    Signals:
        toggled: a paper was received, or is missing after all.
        filed: paper, where it is filed.
        scan_wanted: a file is to be attached to a paper.
        scan_opened: the scan of a paper is to be shown.
    """

    toggled = Signal(object)
    filed = Signal(object, str)
    scan_wanted = Signal(object)
    scan_opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GAP)
        self.table = Table(COLUMNS, sort="", descending=False)
        # L10N: 收到 / 标记为缺
        self.table.add_action(lambda _row: N_("Received or missing"), "Space", self.toggled.emit)
        space = shortcut("Space", self.table, lambda: self._with(self.toggled.emit))
        space.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.table.opened.connect(lambda _row: self.focus_place())
        self.table.selected.connect(self._selected)
        layout.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        self._toggle = theme.Button("", key="Space", role="small")
        self._toggle.clicked.connect(lambda: self._with(self.toggled.emit))
        row.addWidget(self._toggle)
        self.place = QLineEdit()
        self.place.installEventFilter(self)
        row.addWidget(self.place, 1)
        self._attach = theme.Button("", role="small")
        self._attach.clicked.connect(lambda: self._with(self.scan_wanted.emit))
        self._open = theme.Button("", role="small")
        self._open.clicked.connect(lambda: self._with(self.scan_opened.emit))
        row.addWidget(self._attach)
        row.addWidget(self._open)
        layout.addLayout(row)
        self.retranslate()

    def show_papers(self, papers: tuple[DossierView, ...]) -> None:
        """Shows the papers; the same one stays selected."""
        now = self.current()
        self.table.set_rows(papers)
        if now is not None:
            self.table.select(lambda row: row.paper == now.paper)
        elif papers:
            self.table.select(lambda row: row.paper == papers[0].paper)
        self._selected(self.current())

    def current(self) -> DossierView | None:
        """The selected paper."""
        found: DossierView | None = self.table.current()
        return found

    def select_missing(self) -> None:
        """Selects the first missing paper and takes the focus."""
        self.table.select(lambda row: row.state == "missing")
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_place(self) -> None:
        """Goes to where the place is typed."""
        if self.place.isEnabled():
            self.place.setFocus(Qt.FocusReason.OtherFocusReason)
            self.place.selectAll()

    def _with(self, run: Callable[[DossierView], object]) -> None:
        paper = self.current()
        if paper is not None:
            run(paper)

    def _selected(self, paper: DossierView | None) -> None:
        for widget in (self._toggle, self.place, self._attach):
            widget.setEnabled(paper is not None)
        self._open.setEnabled(paper is not None and bool(paper.attachment))
        if not self.place.hasFocus():
            self.place.setText(paper.filed_at if paper is not None else "")
        missing = paper is None or paper.state == "missing"
        # L10N: 标记已收 / 标记为缺
        self._toggle.set_words(_("Mark received") if missing else _("Mark missing"))

    def _file(self) -> None:
        paper = self.current()
        if paper is not None:
            self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
            self.filed.emit(paper, self.place.text().strip())

    def retranslate(self) -> None:
        """Says its words anew."""
        self.table.retranslate()
        # L10N: 存放位置，如 A 柜 3 层
        self.place.setPlaceholderText(_("Filed at: cabinet, folder (Enter saves)"))
        self.place.setAccessibleName(_("Filed at"))
        # L10N: 附扫描件…
        self._attach.set_words(_("Attach scan…"))
        # L10N: 打开扫描件
        self._open.set_words(_("Open scan"))
        self._selected(self.current())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.place and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._file()
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
                self._selected(self.current())
                return True
        return super().eventFilter(watched, event)


__all__ = ["DossierList"]

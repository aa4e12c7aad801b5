"""The list of requests: filters, sorting and paging in SQL, and the acts that need no form page."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLineEdit, QWidget

from desk.config import catalog, label
from desk.i18n import N_, _, ngettext
from desk.ui import theme
from desk.ui.pages import Page, PageAction, column
from desk.ui.request_acts import RequestActs
from desk.ui.tables import Column, Table

if TYPE_CHECKING:
    from desk.services.desk import Desk
    from desk.services.request_views import RequestFilter, RequestRow
    from desk.ui.main_window import MainWindow

NARROW = 960
"""Below this width of the page the list shows fewer columns."""

VIEWS = (
    # L10N: 未关闭
    ("open", N_("Not closed")),
    # L10N: 已超时
    ("overdue", N_("Overdue")),
    # L10N: 待派工
    ("unassigned", N_("To hand over")),
    # L10N: 今日到期
    ("due", N_("Due today")),
    # L10N: 待关闭
    ("resolved", N_("To close")),
    # L10N: 全部
    ("all", N_("All")),
)
"""What the list can show; the codes are also those of `requests:CODE` targets."""

EMPTY = {
    "open": N_("Nothing is open. New complaints and repairs are logged with F3."),
    "overdue": N_("Nothing is past its promised time."),
    "unassigned": N_("Nothing waits to be handed over."),
    "due": N_("Nothing is promised for the rest of today."),
    "resolved": N_("Nothing waits to be closed."),
    "all": N_("No request yet. Complaints and repairs are logged with F3."),
}


def moment_words(desk: Desk, moment: datetime | None) -> str:
    """A moment as a list shows it: time alone today, with tomorrow's word, else the day too."""
    if moment is None:
        return ""
    at = desk.local(moment)
    days = (at.date() - desk.today()).days
    if days == 0:
        # L10N: 今天 {time}
        return _("Today {time}").format(time=f"{at:%H:%M}")
    if days == 1:
        # L10N: 明天 {time}
        return _("Tomorrow {time}").format(time=f"{at:%H:%M}")
    return f"{at:%m-%d %H:%M}" if at.year == desk.today().year else f"{at:%Y-%m-%d %H:%M}"


def responsible_words(department: str, responsible: str) -> str:
    """Department and person, as far as they are known."""
    return " ".join(part for part in (label("departments", department) if department else "", responsible) if part)


class _FilterLine(QLineEdit):
    """Down goes on to the list, Esc empties the line first."""

    def __init__(self, page: RequestsPage) -> None:
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


class RequestsPage(Page):
    """Requests, filtered by what is to be done with them, by kind and by words."""

    def __init__(self, shell: MainWindow, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.acts = RequestActs(self)
        self._view = "open"
        self._kind = ""
        self._unit: int | None = None
        layout = column(self, scroll=False)
        top = QHBoxLayout()
        top.setSpacing(theme.GAP)
        self._title = theme.text("", "title")
        self._total = theme.text("", "muted")
        self.text = _FilterLine(self)
        self.text.setMaximumWidth(theme.characters(self, 40))
        self.new_button = theme.Button("", key="F3", role="primary")
        self.new_button.clicked.connect(self._new)
        top.addWidget(self._title)
        top.addWidget(self._total)
        top.addStretch(1)
        top.addWidget(self.text, 2)
        top.addWidget(self.new_button)
        layout.addLayout(top)
        filters = QHBoxLayout()
        filters.setSpacing(6)
        self._group = QButtonGroup(self)
        self.views: dict[str, theme.Button] = {}
        for code, _words in VIEWS:
            button = theme.Button("", role="small")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, c=code: self.show_view(c))
            self._group.addButton(button)
            self.views[code] = button
            filters.addWidget(button)
        filters.addStretch(1)
        self.kind = QComboBox()
        self.kind.currentIndexChanged.connect(self._kind_chosen)
        filters.addWidget(self.kind)
        layout.addLayout(filters)
        self.table = Table(self._columns(), self._fetch, sort="received", descending=True)
        self.table.opened.connect(lambda row: shell.open_page("request", request_id=row.id))
        self.table.loaded.connect(self._loaded)
        # L10N: 派工
        self.table.add_action(N_("Assign"), "Ctrl+D", self._assign)
        card = theme.Card()
        card.body.addWidget(self.table)
        layout.addWidget(card, 1)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(150)
        self._typing.timeout.connect(lambda: self.table.reload(keep=False))
        self.text.textChanged.connect(lambda _text: self._typing.start())

    def _columns(self) -> tuple[Column, ...]:
        desk = self.desk

        def late(row: RequestRow) -> str:
            return "red" if row.overdue else ""

        def state(row: RequestRow) -> str:
            return "muted" if row.state in ("closed", "cancelled") else "green" if row.state == "resolved" else ""

        return (
            # L10N: 单号
            Column("number", N_("Number"), 18, bold=True, sort="number", least=18),
            # L10N: 种类
            Column("kind", N_("Kind"), 11, get=lambda row: label("kinds", row.kind), sort="kind"),
            # L10N: 房号
            Column("room", N_("Room"), 15, sort="room", least=13),
            # L10N: 来人
            Column("caller", N_("Caller"), 10),
            # L10N: 承诺时间
            Column("promised_at", N_("Promised by"), 15, get=lambda row: moment_words(desk, row.promised_at), sort="promised", tone=late, least=15),
            # L10N: 责任人
            Column("responsible", N_("Responsible"), 15, get=lambda row: responsible_words(row.department, row.responsible), sort="responsible"),
            # L10N: 状态
            Column("state", N_("State"), 10, get=lambda row: label("states", row.state), sort="state", tone=state),
            # L10N: 内容
            Column("content", N_("Details"), 30),
        )

    # ---------------------------------------------------------------------------------------------------- the page
    def title(self) -> str:
        # L10N: 投诉报修
        return _("Requests")

    def open(self, **args: Any) -> None:
        """`view` (or the code of a `requests:CODE` target), `kind`, `unit_id`, `text`."""
        view = args.get("view") or args.get("number") or ""
        if args.get("unit_id") or view or "kind" in args or "text" in args:
            self._unit = args.get("unit_id")
            self._kind = args.get("kind", "")
            self.text.setText(args.get("text", ""))
        if view in self.views:
            self._view = view
        self._say_filters()

    def refresh(self) -> None:
        self.table.reload()

    def retranslate(self) -> None:
        self._title.setText(_("Requests"))
        # L10N: 登记
        self.new_button.set_words(_("New request"))
        # L10N: 在结果中查找
        self.text.setPlaceholderText(_("Number, room, name or words") + "  Ctrl+F")
        self.text.setAccessibleName(_("Filter"))
        for code, words in VIEWS:
            self.views[code].set_words(_(words))
        self.kind.blockSignals(True)
        self.kind.clear()
        # L10N: 全部种类
        self.kind.addItem(_("Every kind"), "")
        for choice in catalog("kinds"):
            self.kind.addItem(choice.label, choice.code)
        self.kind.blockSignals(False)
        self.kind.setAccessibleName(_("Kind"))
        self.table.retranslate()
        self._say_filters()

    def first_focus(self) -> QWidget | None:
        return self.table.view

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The number's first letters tell the kind; the caller stands on the request's own page.
        self.table.hide_columns(*(("kind", "caller") if self.width() < NARROW else ()))

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            PageAction(N_("Filter the list"), "Ctrl+F", self.text.setFocus),
            # L10N: 下一个筛选
            PageAction(N_("Next filter"), "F6", lambda: self._step(1)),
            PageAction(N_("Previous filter"), "Shift+F6", lambda: self._step(-1)),
        )

    # ----------------------------------------------------------------------------------------------------- filters
    def view(self) -> str:
        """The code of what is shown."""
        return self._view

    def show_view(self, code: str) -> None:
        """Shows another part of the list."""
        self._view = code
        self._unit = None
        self._say_filters()
        self.table.reload(keep=False)

    def _step(self, by: int) -> None:
        codes = [code for code, _words in VIEWS]
        self.show_view(codes[(codes.index(self._view) + by) % len(codes)])

    def _kind_chosen(self, _index: int) -> None:
        self._kind = self.kind.currentData() or ""
        self.table.reload(keep=False)

    def _say_filters(self) -> None:
        self.views[self._view].setChecked(True)
        self.kind.blockSignals(True)
        self.kind.setCurrentIndex(max(0, self.kind.findData(self._kind)))
        self.kind.blockSignals(False)
        self._say_empty()

    def _say_empty(self) -> None:
        if self.text.text().strip() or self._kind or self._unit:
            # L10N: 没有符合条件的单
            self.table.set_empty(_("Nothing fits these filters."), button=_("Show all"), action=self.show_all)
        else:
            self.table.set_empty(_(EMPTY[self._view]), button=_("New request"), action=self._new)

    def _new(self) -> None:
        self.shell.new_request()

    def show_all(self) -> None:
        """Takes every filter away."""
        self._kind = ""
        self.text.clear()
        self.show_view("all")

    def filter(self) -> RequestFilter:
        """What the list shows, as the service takes it."""
        from desk.services.request_views import RequestFilter

        overdue = self._view == "overdue"
        return RequestFilter(
            state="open" if overdue else self._view,
            kind=self._kind,
            text=self.text.text(),
            unit_id=self._unit,
            overdue=overdue,
        )

    def _fetch(self, offset: int, limit: int, sort: str, descending: bool) -> tuple[Any, int]:
        from desk.services import requests

        page = requests.requests(self.desk, self.filter(), sort=sort, descending=descending, offset=offset, limit=limit)
        return page.rows, page.total

    def _loaded(self, total: int) -> None:
        # L10N: {n} 件
        self._total.setText(ngettext("{n} request", "{n} requests", total).format(n=f"{total:,}"))
        self._say_empty()

    def _assign(self, row: RequestRow) -> None:
        self.acts.open_for(row.id, "assign")


__all__ = ["EMPTY", "VIEWS", "RequestsPage", "moment_words", "responsible_words"]

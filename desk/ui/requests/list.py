"""The list of requests: filters with counts, sorting and paging in SQL, acts on one request and on many."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QMenu, QWidget

from desk.catalog import catalog, label
from desk.i18n import N_, _, ngettext
from desk.ui.kit import pages, theme
from desk.ui.kit.marks import MOST, Marks, MarksBar
from desk.ui.kit.pages import Page, PageAction, Shell, column
from desk.ui.kit.tables import Column, Table
from desk.ui.requests import filters as request_filters
from desk.ui.requests.acts import RequestActs
from desk.ui.requests.bulk import assign_marked
from desk.ui.requests.filters import EMPTY, OTHERS, VIEWS, FilterList, built_in

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.requests.filters import SavedFilter
    from desk.services.requests.views import RequestFilter, RequestRow

NARROW = 960
"""Below this width of the page the filters are a drop-down and the list shows fewer columns."""
WIDE = 1400
"""From this width on there is room for every column."""

DOORS = (
    # L10N: 回访
    ("callbacks", N_("Callbacks"), "Alt+C"),
    # L10N: 派工单
    ("work-orders", N_("Work orders"), "Alt+W"),
    # L10N: 群发事件（批量事件）
    ("incidents", N_("Incidents"), "Alt+I"),
    # L10N: 质量抽查
    ("quality", N_("Quality"), "Alt+Q"),
)
"""Pages reached from here instead of the sidebar: code, words, key."""
LIGHTS = {"green": "●", "amber": "▲", "red": "■"}
"""Colour is never alone: each light has its shape."""


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

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self.acts = RequestActs(self)
        self._view = "open"
        self._more: RequestFilter | None = None
        self._saved: dict[str, SavedFilter] = {}
        self._counts: dict[str, int] = {}
        self._unit: int | None = None
        layout = column(self, scroll=False)
        layout.addLayout(self._head())
        layout.addLayout(self._second())
        across = QHBoxLayout()
        across.setSpacing(12)
        self.filters = FilterList()
        self.filters.chosen.connect(self.show_view)
        self._second_row.insertWidget(0, self.filters.box)
        self.filters.box.hide()
        across.addWidget(self.filters)
        self.table = Table(self._columns(), self._fetch, sort="received", descending=True)
        self.marks = Marks(self.table)
        self.table.opened.connect(lambda row: shell.open_page("request", request_id=row.id))
        self.table.loaded.connect(self._loaded)
        # L10N: 派工
        self.table.add_action(N_("Assign"), "Ctrl+D", self._assign)
        # L10N: 打印派工单
        self.table.add_action(N_("Print the work order"), "Ctrl+P", self._print)
        # L10N: 选中 / 取消选中
        self.table.add_action(N_("Mark (Space)"), "", self.marks.toggle)
        card = theme.Card()
        self.marks_bar = MarksBar(
            self.marks,
            (
                (N_("Assign"), "Ctrl+D", lambda: self._assign(self.table.current())),
                (N_("Print work orders"), "Ctrl+P", lambda: self._print(self.table.current())),
                # L10N: 取消选中
                (N_("Clear marks"), "Esc", self.marks.clear),
            ),
        )
        card.body.addWidget(self.marks_bar)
        card.body.addWidget(self.table)
        across.addWidget(card, 1)
        layout.addLayout(across, 1)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(150)
        self._typing.timeout.connect(self._again)
        self.text.textChanged.connect(lambda _text: self._typing.start())

    def _head(self) -> QHBoxLayout:
        top = QHBoxLayout()
        top.setSpacing(theme.GAP)
        self._title = theme.text("", "title")
        self._total = theme.text("", "muted")
        top.addWidget(self._title)
        top.addWidget(self._total)
        top.addStretch(1)
        self.doors: dict[str, theme.Button] = {}
        for code, _words, key in DOORS:
            if pages.spec_of(code) is not None:
                button = theme.Button("", key=key, role="small")
                button.clicked.connect(lambda _checked=False, c=code: self.shell.open_page(c))
                self.doors[code] = button
                top.addWidget(button)
        self.doors_button = theme.Button("", role="small")
        self.doors_button.clicked.connect(self._doors_menu)
        self.doors_button.hide()
        top.addWidget(self.doors_button)
        self.new_button = theme.Button("", key="F3", role="primary")
        self.new_button.clicked.connect(self._new)
        top.addWidget(self.new_button)
        return top

    def _second(self) -> QHBoxLayout:
        row = self._second_row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        self.text = _FilterLine(self)
        self.text.setMaximumWidth(theme.characters(self, 44))
        self.text.setMinimumWidth(theme.characters(self, 12))
        row.addWidget(self.text, 2)
        self.kind = QComboBox()
        self.kind.currentIndexChanged.connect(self._kind_chosen)
        row.addWidget(self.kind)
        self.more_button = theme.Button("", role="small")
        self.more_button.clicked.connect(self._ask_more)
        row.addWidget(self.more_button)
        self._narrowed = theme.text("", "muted")
        row.addWidget(self._narrowed)
        row.addStretch(1)
        self.save_button = theme.Button("", role="small")
        self.save_button.clicked.connect(self._save_filter)
        self.drop_button = theme.Button("", role="small")
        self.drop_button.clicked.connect(self._drop_filter)
        row.addWidget(self.save_button)
        row.addWidget(self.drop_button)
        return row

    def _columns(self) -> tuple[Column, ...]:
        desk = self.desk

        def late(row: RequestRow) -> str:
            return "red" if row.overdue else ""

        def light(row: RequestRow) -> str:
            return "" if row.state in ("closed", "cancelled") else row.light

        def state(row: RequestRow) -> str:
            return "muted" if row.state in ("closed", "cancelled") else "green" if row.state == "resolved" else ""

        def state_words(row: RequestRow) -> str:
            parts = [label("states", row.state), label("escalations", row.escalated) if row.escalated else ""]
            return " · ".join(part for part in parts if part)

        return (
            Column("mark", "✓", 3, get=lambda row: "✓" if row in self.marks else "", least=3, bold=True),
            Column("light", "●", 3, get=lambda row: LIGHTS.get(light(row), ""), tone=light, least=3),
            # L10N: 单号
            Column("number", N_("Number"), 18, bold=True, sort="number", least=18),
            # L10N: 种类
            Column("kind", N_("Kind"), 9, get=lambda row: label("kinds", row.kind), sort="kind"),
            # L10N: 房号
            Column("room", N_("Room"), 13, sort="room", least=13),
            # L10N: 来人
            Column("caller", N_("Caller"), 10),
            # L10N: 下一时限
            Column(
                "due", N_("Due"), 15, get=lambda row: moment_words(desk, row.due_at), sort="due", tone=light, least=15
            ),
            # L10N: 承诺时间
            Column(
                "promised_at",
                N_("Promised by"),
                15,
                get=lambda row: moment_words(desk, row.promised_at),
                sort="promised",
                tone=late,
                least=15,
            ),
            # L10N: 责任人
            Column(
                "responsible",
                N_("Responsible"),
                14,
                get=lambda row: responsible_words(row.department, row.responsible),
                sort="responsible",
            ),
            # L10N: 状态
            Column("state", N_("State"), 9, get=state_words, sort="state", tone=state),
            # L10N: 内容
            Column("content", N_("Details"), 24),
        )

    # ---------------------------------------------------------------------------------------------------- the page
    def title(self) -> str:
        # L10N: 投诉报修
        return _("Requests")

    def open(self, **args: Any) -> None:
        """`view` (or the code of a `requests:CODE` target), `kind`, `unit_id`, `incident_id`, `text`."""
        view = str(args.get("view") or args.get("number") or "")
        narrower = args.get("incident_id")
        if args.get("unit_id") or narrower or view or "kind" in args or "text" in args:
            self._unit = args.get("unit_id")
            self._more = replace(built_in("all"), incident_id=narrower) if narrower else None
            self._set_kind(args.get("kind", ""))
            self.text.setText(args.get("text", ""))
            if narrower:
                view = view or "all"
        if view in EMPTY or view in self._saved:
            self._view = view
        self._say_filters()

    def refresh(self) -> None:
        self.table.reload()
        desk = self.desk

        def look() -> Any:
            from desk.services.requests import filters as service

            return service.saved_filters(desk), service.filter_counts(desk)

        self.ask(look, self._counted)

    def retranslate(self) -> None:
        self._title.setText(_("Requests"))
        # L10N: 登记
        self.new_button.set_words(_("New request"))
        # L10N: 相关页面
        self.doors_button.set_words(_("Related pages") + " ▾")
        self._fit_doors()
        # L10N: 在结果中查找
        self.text.setPlaceholderText(_("Number, room, name or words") + "  Ctrl+F")
        self.text.setAccessibleName(_("Filter"))
        kind = self.kind.currentData() or ""
        self.kind.blockSignals(True)
        self.kind.clear()
        # L10N: 全部种类
        self.kind.addItem(_("Every kind"), "")
        for choice in catalog("kinds"):
            self.kind.addItem(choice.label, choice.code)
        self.kind.blockSignals(False)
        self._set_kind(kind)
        self.kind.setAccessibleName(_("Kind"))
        # L10N: 更多条件
        self.more_button.set_words(_("More…"))
        # L10N: 保存筛选
        self.save_button.set_words(_("Save filter"))
        # L10N: 删除此筛选
        self.drop_button.set_words(_("Drop this filter"))
        self.marks_bar.retranslate()
        self.filters.retranslate()
        self.table.retranslate()
        self._say_filters()

    def first_focus(self) -> QWidget | None:
        return self.table.view

    def key_back(self) -> bool:
        if self.marks.ids():
            self.marks.clear()
            return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self.filters.setVisible(not narrow)
        self.filters.box.setVisible(narrow)
        hidden: tuple[str, ...] = ()
        if narrow:
            # The number's first letters tell the kind; the caller stands on the request's own page.
            hidden = ("kind", "caller", "promised_at")
        elif self.width() < WIDE:
            hidden = ("kind", "caller")
        self.table.hide_columns(*hidden)
        self._say_buttons()
        self._fit_doors()

    def _fit_doors(self) -> None:
        """Words and keys of the related pages, the words alone, or one button for all: what there is room for."""
        # F3 stands in the bar above too.
        self.new_button.setHidden(self.width() < NARROW)
        taken = self._title.sizeHint().width() + theme.characters(self, 16)
        taken += 0 if self.new_button.isHidden() else self.new_button.sizeHint().width()
        room = self.width() - 2 * theme.MARGIN - taken - 2 * theme.GAP
        for keys in (True, False):
            for code, words, key in DOORS:
                if code in self.doors:
                    self.doors[code].set_words(_(words))
                    if not keys:
                        self.doors[code].setText(_(words))
                    self.doors[code].setToolTip(f"{_(words)}  {key}")
            needed = sum(button.sizeHint().width() + theme.GAP for button in self.doors.values())
            if needed <= room:
                break
        for button in self.doors.values():
            button.setHidden(needed > room)
        self.doors_button.setHidden(needed <= room or not self.doors)

    def _doors_menu(self) -> None:
        menu = QMenu(self)
        for code, words, key in DOORS:
            if code in self.doors:
                menu.addAction(f"{_(words)}\t{key}", partial(self.shell.open_page, code))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.doors_button.mapToGlobal(self.doors_button.rect().bottomLeft()))

    def actions_by_key(self) -> tuple[PageAction, ...]:
        doors = (
            PageAction(words, key, partial(self.shell.open_page, code))
            for code, words, key in DOORS
            if code in self.doors
        )
        return (
            PageAction(N_("Filter the list"), "Ctrl+F", self.text.setFocus),
            # L10N: 下一个筛选
            PageAction(N_("Next filter"), "F6", lambda: self._step(1)),
            PageAction(N_("Previous filter"), "Shift+F6", lambda: self._step(-1)),
            PageAction(N_("Narrow the list"), "Ctrl+Shift+F", self._ask_more),
            PageAction(N_("Save filter"), "Ctrl+S", self._save_filter),
            # L10N: 选中全部
            PageAction(N_("Mark all (Space marks one)"), "Ctrl+A", self._mark_all),
            *doors,
        )

    # ----------------------------------------------------------------------------------------------------- filters
    def view(self) -> str:
        """The code of what is shown."""
        return self._view

    def show_view(self, code: str) -> None:
        """Shows another part of the list."""
        before, own = self._saved.get(self._view), self._saved.get(code)
        self._view = code
        self._unit = None
        if own is not None and own.own:
            self._more = own.filter
            self._set_kind(own.filter.kind)
            self._set_text(own.filter.text)
        elif before is not None and before.own:
            self._more = None  # what the saved filter had set goes with it
            self._set_kind("")
            self._set_text("")
        self._say_filters()
        self.table.reload(keep=False)

    def _set_text(self, words: str) -> None:
        self.text.blockSignals(True)
        self.text.setText(words)
        self.text.blockSignals(False)

    def _set_kind(self, code: str) -> None:
        self.kind.blockSignals(True)
        self.kind.setCurrentIndex(max(0, self.kind.findData(code)))
        self.kind.blockSignals(False)

    def _step(self, by: int) -> None:
        codes = self.filters.codes() or [code for code, _words in VIEWS]
        here = codes.index(self._view) if self._view in codes else 0
        self.show_view(codes[(here + by) % len(codes)])

    def _kind_chosen(self, _index: int) -> None:
        self._again()

    def _again(self) -> None:
        self._say_filters()
        self.table.reload(keep=False)

    def _counted(self, answer: Any) -> None:
        saved, self._counts = answer
        self._saved = {one.code: one for one in saved}
        if self._view not in EMPTY and self._view not in self._saved:
            self._view = "open"  # it was dropped elsewhere
            self.table.reload(keep=False)
        self._say_filters()

    def _say_filters(self) -> None:
        self.filters.show_filters(
            request_filters.rows_of(tuple(self._saved.values()), self._counts, self._view), self._view
        )
        self._say_empty()
        words = request_filters.said(self._more) if self._more is not None else ""
        self._narrowed.setText(words)
        self._narrowed.setVisible(bool(words))
        self._say_buttons()

    def _say_buttons(self) -> None:
        own = self._view in self._saved and self._saved[self._view].own
        self.drop_button.setVisible(own)
        narrowed = bool(self.kind.currentData() or self.text.text().strip() or self._more)
        self.save_button.setVisible(narrowed and not own)

    def _say_empty(self) -> None:
        if self.text.text().strip() or self.kind.currentData() or self._unit or self._more or self._view not in EMPTY:
            # L10N: 没有符合条件的单
            self.table.set_empty(_("Nothing fits these filters."), button=_("Show all"), action=self.show_all)
        else:
            self.table.set_empty(_(EMPTY[self._view]), button=_("New request"), action=self._new)

    def _new(self) -> None:
        self.shell.new_request()

    def show_all(self) -> None:
        """Takes every filter away."""
        self._more = None
        self._set_kind("")
        self._set_text("")
        self.show_view("all")

    def filter(self) -> RequestFilter:
        """What the list shows, as the service takes it."""
        own = self._saved.get(self._view)
        if own is not None:
            wanted = own.filter
        else:
            wanted = built_in(self._view if self._view in EMPTY else "open")
        more = self._more
        if more is not None:
            names = ("severity", "category", "building_id", "department", "responsible", "incident_id")
            wanted = replace(wanted, mine=wanted.mine or more.mine, **{name: getattr(more, name) for name in names})
        return replace(wanted, kind=self.kind.currentData() or "", text=self.text.text().strip(), unit_id=self._unit)

    def _ask_more(self) -> None:
        def take(wanted: RequestFilter) -> None:
            self._set_kind(wanted.kind)
            empty = replace(wanted, state="open", kind="", text="", unit_id=None, overdue=False) == built_in("open")
            self._more = None if empty else wanted
            self._again()

        request_filters.more_filters(self, self.filter(), take)

    def _save_filter(self) -> None:
        def saved(one: SavedFilter) -> None:
            self._saved[one.code] = one
            self.show_view(one.code)
            self.refresh()
            # L10N: 已保存筛选
            self.shell.messages.info(_("The filter {name} is saved.").format(name=one.label))

        request_filters.save_filter(self, self.filter(), saved)

    def _drop_filter(self) -> None:
        code, desk = self._view, self.desk
        name = self._saved[code].label

        def drop() -> None:
            from desk.services.requests import filters as service

            service.drop_filter(desk, code)

        def dropped(_nothing: Any) -> None:
            self.show_view("open")
            self._saved.pop(code, None)
            # L10N: 已删除筛选
            self.shell.messages.info(_("The filter {name} is dropped.").format(name=name))

        self.act(drop, dropped)

    # -------------------------------------------------------------------------------------------------------- rows
    def _fetch(self, offset: int, limit: int, sort: str, descending: bool) -> tuple[Any, int]:
        from desk.services import requests

        page = requests.requests(self.desk, self.filter(), sort=sort, descending=descending, offset=offset, limit=limit)
        return page.rows, page.total

    def _loaded(self, total: int) -> None:
        # L10N: {n} 件
        self._total.setText(ngettext("{n} request", "{n} requests", total).format(n=f"{total:,}"))
        self._say_empty()

    def _mark_all(self) -> None:
        if self.text.hasFocus():
            self.text.selectAll()
            return
        wanted = self.filter()

        def look() -> Any:
            from desk.services import requests

            return requests.requests(self.desk, wanted, offset=0, limit=MOST)

        def mark(page: Any) -> None:
            self.marks.add(page.rows)
            if page.total > len(page.rows):
                # L10N: 最多选中 {n} 件
                self.shell.messages.info(_("The newest {n} are marked; more cannot be done in one go.").format(n=MOST))

        self.ask(look, mark)

    # -------------------------------------------------------------------------------------------------------- acts
    def _assign(self, row: RequestRow | None) -> None:
        if self.marks.ids():
            assign_marked(self, self.marks)
        elif row is not None:
            self.acts.open_for(row.id, "assign")

    def _print(self, row: RequestRow | None) -> None:
        from desk.ui.slips.batch import print_orders_of

        rows = self.marks.rows() or ([row] if row is not None else [])
        print_orders_of(self, [one.number for one in rows], on_done=self.marks.keep)


__all__ = ["DOORS", "EMPTY", "LIGHTS", "OTHERS", "VIEWS", "RequestsPage", "moment_words", "responsible_words"]

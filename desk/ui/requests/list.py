"""The list of requests: filters with counts, sorting and paging in SQL, acts on one request and on many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from desk.catalog import catalog, label
from desk.i18n import N_, _, ngettext
from desk.rules.kit.wording import dotted
from desk.services import requests
from desk.services.requests import filters as service
from desk.ui.kit import pages, theme
from desk.ui.kit import words as say
from desk.ui.kit.list_page import Empty, ListAct, ListPage, Part, ViewRow
from desk.ui.kit.pages import PageAction
from desk.ui.kit.tables import Answer, Column
from desk.ui.kit.theme.chooser import Chooser
from desk.ui.requests import filters as request_filters
from desk.ui.requests.acts import RequestActs
from desk.ui.requests.bulk import assign_marked
from desk.ui.requests.filters import OTHERS, VIEWS, built_in
from desk.ui.slips.batch import print_orders_of

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.requests.filters import SavedFilter
    from desk.services.requests.views import RequestFilter, RequestRow
    from desk.ui.kit.pages import Shell

NARROW = 960
"""Below this width of the page the filters are a drop-down and the list shows fewer columns."""
WIDE = 1400
"""From this width on there is room for every column."""

DOORS = (
    # L10N: 回访
    ("callbacks", N_("Callbacks"), "Ctrl+1"),
    # L10N: 派工单
    ("work-orders", N_("Work orders"), "Ctrl+2"),
    # L10N: 群发事件（批量事件）
    ("incidents", N_("Incidents"), "Ctrl+3"),
    # L10N: 质量抽查
    ("quality", N_("Quality"), "Ctrl+4"),
    # L10N: 承诺日历
    ("promises", N_("Calendar of promises"), "Ctrl+5"),
)
"""Pages reached from here instead of the sidebar: code, words, key."""
LIGHTS = {"green": "●", "amber": "▲", "red": "■"}
"""Colour is never alone: each light has its shape."""


def _about(row: RequestRow) -> str:
    """Category and content."""
    return dotted(label("categories", row.category) if row.category else "", row.content)


def _state_words(row: RequestRow) -> str:
    """The state, and who higher has it."""
    return dotted(label("states", row.state), label("escalations", row.escalated) if row.escalated else "")


class RequestsPage(ListPage):
    """Requests, filtered by what is to be done with them, by kind and by words."""

    # L10N: 投诉报修
    heading = N_("Requests")
    views = VIEWS
    views_aside = True
    # L10N: 在结果中查找
    search = N_("Number, room, name or words")
    sort, descending = "received", True
    marking = True
    shows = frozenset({"request", "work-order", "settings"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        self._narrower: RequestFilter | None = None
        self._saved: dict[str, SavedFilter] = {}
        self._unit: int | None = None
        super().__init__(shell, desk)
        self.acts = RequestActs(self)
        self._add_doors()

    def _add_doors(self) -> None:
        self.doors: dict[str, theme.Button] = {}
        place = self.head.indexOf(self.buttons["new"])
        for code, _words, key in DOORS:
            if pages.spec_of(code) is not None:
                button = theme.Button("", key=key, role="small")
                button.clicked.connect(lambda _checked=False, c=code: self.shell.open_page(c))
                self.doors[code] = button
                self.head.insertWidget(place + len(self.doors) - 1, button)
        self.doors_button = theme.Button("", role="small")
        self.doors_button.clicked.connect(self._doors_menu)
        self.doors_button.hide()
        self.head.insertWidget(place + len(self.doors), self.doors_button)

    def narrowing(self) -> Sequence[QWidget]:
        self.kind = Chooser()
        self.kind.currentIndexChanged.connect(lambda _at: self.again())
        self.narrow_button = theme.Button("", key="Ctrl+Shift+F", role="small")
        self.narrow_button.clicked.connect(self._ask_more)
        self._narrowed = theme.text("", "muted")
        self.save_button = theme.Button("", key="Ctrl+S", role="small")
        self.save_button.clicked.connect(self._save_filter)
        self.drop_button = theme.Button("", role="small")
        self.drop_button.clicked.connect(self._drop_filter)
        return self.kind, self.narrow_button, self._narrowed, self.save_button, self.drop_button

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 件
        return ngettext("{n} request", "{n} requests", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk

        def late(row: RequestRow) -> str:
            return "red" if row.overdue else ""

        def light(row: RequestRow) -> str:
            return "" if row.state in ("closed", "cancelled") else row.light

        def state(row: RequestRow) -> str:
            return "muted" if row.state in ("closed", "cancelled") else "green" if row.state == "resolved" else ""

        return (
            Column("mark", "✓", 3, get=self.mark, least=3, bold=True),
            Column("light", "●", 3, get=lambda row: LIGHTS.get(light(row), ""), tone=light, least=3),
            # L10N: 单号
            Column("number", N_("Number"), 18, bold=True, sort="number", least=18),
            # L10N: 种类
            Column("kind", N_("Kind"), 9, get=lambda row: label("kinds", row.kind), sort="kind"),
            # L10N: 房号
            Column("room", N_("Room"), 13, sort="room", least=13),
            # L10N: 来人
            Column("caller", N_("Caller"), 8, sort="caller"),
            # L10N: 下一时限
            Column(
                "due",
                N_("Next limit"),
                13,
                get=lambda row: say.when(desk, row.due_at),
                sort="due",
                tone=light,
                least=12,
            ),
            # L10N: 承诺时间
            Column(
                "promised_at",
                N_("Promised by"),
                13,
                get=lambda row: say.when(desk, row.promised_at),
                sort="promised",
                tone=late,
                least=12,
            ),
            # L10N: 责任人
            Column(
                "responsible",
                N_("Responsible"),
                14,
                get=lambda row: say.responsible(row.department, row.responsible),
                sort="responsible",
                least=14,
            ),
            # L10N: 状态
            Column("state", N_("State"), 9, get=_state_words, sort="state", tone=state),
            # L10N: 内容
            Column("content", N_("Details"), 30, get=_about, least=16),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            ListAct("open", N_("Open the request"), "Enter", self._open),
            # L10N: 派工
            ListAct("assign", N_("Assign"), "Ctrl+D", self._assign, on="rows"),
            # L10N: 打印派工单
            ListAct("print", N_("Print work orders"), "Ctrl+P", self._print, on="rows"),
            # L10N: 登记; F3 belongs to the window
            ListAct("new", N_("New request"), "F3", self._new, on="list", at="head", role="primary"),
        )

    @staticmethod
    def read(desk: Desk, query: RequestFilter, part: Part) -> Answer:
        return requests.requests(
            desk, query, sort=part.sort, descending=part.descending, offset=part.offset, limit=part.limit
        )

    def query(self) -> RequestFilter:
        own = self._saved.get(self._view)
        wanted = own.filter if own is not None else built_in(self._view if self._built_in() else "open")
        more = self._narrower
        if more is not None:
            narrowed = {name: getattr(more, name) for name in request_filters.NARROWS}
            wanted = replace(wanted, mine=wanted.mine or more.mine, **narrowed)
        return replace(wanted, kind=self.kind.currentData() or "", text=self.words(), unit_id=self._unit)

    def offered(self) -> list[ViewRow]:
        return request_filters.rows_of(tuple(self._saved.values()), self._counts, self._view)

    def narrowed(self) -> bool:
        return bool(self.words() or self.kind.currentData() or self._unit or self._narrower or not self._built_in())

    def empty(self) -> Empty:
        other = OTHERS.get(self._view)
        if other is not None and not self.narrowed():
            return Empty(_(other.empty), _("New request"), self._new)
        return super().empty()

    def _built_in(self) -> bool:
        return super().knows(self._view) or self._view in OTHERS

    def knows(self, code: str) -> bool:
        return super().knows(code) or code in OTHERS or code in self._saved

    # ---------------------------------------------------------------------------------------------------- the page
    def open(self, **args: Any) -> None:
        """`view` (or the code of a `requests:CODE` target), `kind`, `unit_id`, `incident_id`, `text`."""
        view = str(args.get("view") or args.get("number") or "")
        incident = args.get("incident_id")
        if args.get("unit_id") or incident or view or "kind" in args or "text" in args:
            self._unit = args.get("unit_id")
            self._narrower = replace(built_in("all"), incident_id=incident) if incident else None
            self._set_kind(args.get("kind", ""))
            view = view or ("all" if incident else "")
            super().open(view=view, text=args.get("text", ""))
        else:
            super().open()

    def refresh(self) -> None:
        super().refresh()
        desk = self.desk

        def look() -> Any:
            return service.saved_filters(desk), service.filter_counts(desk)

        self.ask(look, self._filtered)

    def _filtered(self, answer: tuple[Sequence[SavedFilter], Mapping[str, int]]) -> None:
        saved, counts = answer
        self._saved = {one.code: one for one in saved if one.own}
        if not self.knows(self._view):
            self._view = "open"  # it was dropped elsewhere
            self.again()
        self._counted(counts)

    def retranslate(self) -> None:
        # L10N: 相关页面
        self.doors_button.set_words(_("Related pages") + " ▾")
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
        self.narrow_button.set_words(_("More…"))
        # L10N: 保存筛选
        self.save_button.set_words(_("Save filter"))
        # L10N: 删除此筛选
        self.drop_button.set_words(_("Drop this filter"))
        super().retranslate()
        self._fit_doors()

    def fit(self, *, narrow: bool) -> None:
        super().fit(narrow=narrow)
        hidden: tuple[str, ...] = ()
        if narrow:
            # The number's first letters tell the kind; the caller stands on the request's own page.
            hidden = ("kind", "caller", "promised_at")
        elif self.width() < WIDE:
            hidden = ("kind",)
        self.table.hide_columns(*hidden)
        self._fit_doors()

    def _fit_doors(self) -> None:
        """Words and keys of the related pages, the words alone, or one button for all: what there is room for."""
        # F3 stands in the bar above too.
        self.buttons["new"].setHidden(self.width() < NARROW)
        taken = self._title.sizeHint().width() + theme.characters(self, 16)
        taken += 0 if self.buttons["new"].isHidden() else self.buttons["new"].sizeHint().width()
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
            *(action for action in super().actions_by_key() if action.key != "F3"),
            PageAction(N_("Narrow the list"), "Ctrl+Shift+F", self._ask_more),
            PageAction(N_("Save filter"), "Ctrl+S", self._save_filter),
            *doors,
        )

    # ----------------------------------------------------------------------------------------------------- filters
    def show_view(self, code: str) -> None:
        """Shows another part of the list."""
        before, own = self._saved.get(self._view), self._saved.get(code)
        self._unit = None
        if own is not None:
            self._narrower = own.filter
            self._set_kind(own.filter.kind)
            self._set_text(own.filter.text)
        elif before is not None:
            self._narrower = None  # what the saved filter had set goes with it
            self._set_kind("")
            self._set_text("")
        super().show_view(code)

    def show_all(self) -> None:
        self._narrower = None
        self._set_kind("")
        super().show_all()

    def _set_kind(self, code: str) -> None:
        self.kind.blockSignals(True)
        self.kind.setCurrentIndex(max(0, self.kind.findData(code)))
        self.kind.blockSignals(False)

    def show_state(self) -> None:
        super().show_state()
        words = request_filters.said(self._narrower) if self._narrower is not None else ""
        self._narrowed.setText(words)
        self._narrowed.setVisible(bool(words))
        own = self._view in self._saved
        self.drop_button.setVisible(own)
        typed = bool(self.kind.currentData() or self.words() or self._narrower)
        self.save_button.setVisible(typed and not own)

    def _ask_more(self) -> None:
        def take(wanted: RequestFilter) -> None:
            self._set_kind(wanted.kind)
            empty = replace(wanted, state="open", kind="", text="", unit_id=None, overdue=False) == built_in("open")
            self._narrower = None if empty else wanted
            if wanted.only in ("closed", "cancelled") and self._built_in():
                self._view = "all"  # among the open ones there is none
            self.again()

        request_filters.more_filters(self, self.query(), take)

    def _save_filter(self) -> None:
        def saved(one: SavedFilter) -> None:
            self._saved[one.code] = one
            self.show_view(one.code)
            self.refresh()
            # L10N: 已保存筛选
            self.shell.messages.info(_("The filter {name} is saved.").format(name=one.label))

        request_filters.save_filter(self, self.query(), saved)

    def _drop_filter(self) -> None:
        code, desk = self._view, self.desk
        name = self._saved[code].label

        def drop() -> None:
            service.drop_filter(desk, code)

        def dropped(_nothing: Any) -> None:
            self.show_view("open")
            self._saved.pop(code, None)
            # L10N: 已删除筛选
            self.shell.messages.info(_("The filter {name} is dropped.").format(name=name))

        self.act(drop, dropped)

    # -------------------------------------------------------------------------------------------------------- acts
    def _new(self) -> None:
        self.shell.new_request()

    def _open(self, row: RequestRow) -> None:
        self.shell.open_page("request", request_id=row.id)

    def _assign(self, rows: Sequence[RequestRow]) -> None:
        assert self.marks is not None
        if self.marks.ids():
            assign_marked(self, self.marks)
        else:
            self.acts.open_for(rows[0].id, "assign")

    def _print(self, rows: Sequence[RequestRow]) -> None:
        assert self.marks is not None
        print_orders_of(self, {one.number: one.id for one in rows}, on_done=self.marks.keep)


__all__ = ["DOORS", "LIGHTS", "RequestsPage"]

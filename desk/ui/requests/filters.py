"""The filters of the list of requests: those the program brings with their counts, those a site saved, and a form for more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from desk.catalog import catalog
from desk.i18n import N_, _
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import tasks, theme
from desk.ui.kit.tables import Column, Table

if TYPE_CHECKING:
    from desk.services.requests.filters import SavedFilter
    from desk.services.requests.views import RequestFilter
    from desk.ui.kit.pages import Page

VIEWS = (
    # L10N: 未关闭
    ("open", N_("Not closed")),
    # L10N: 我负责的
    ("mine", N_("Mine")),
    # L10N: 已超时
    ("overdue", N_("Overdue")),
    # L10N: 时限预警
    ("at-risk", N_("At risk")),
    # L10N: 挂起
    ("on-hold", N_("On hold")),
    # L10N: 待回访
    ("callback", N_("To call back")),
    # L10N: 派工单未回
    ("unreturned", N_("Work order out")),
    # L10N: 待派工
    ("unassigned", N_("To hand over")),
    # L10N: 今日到期
    ("due", N_("Due today")),
    # L10N: 待关闭
    ("resolved", N_("To close")),
    # L10N: 全部
    ("all", N_("All")),
)
"""What the list can always show; the codes are also those of `requests:CODE` targets."""

OTHERS = {
    # L10N: 时限已过
    "late": N_("A time limit has passed"),
    # L10N: 挂起到期
    "hold-over": N_("Hold is over"),
    # L10N: 已升级
    "escalated": N_("Escalated"),
}
"""Shown only while Today or a link asks for them."""

EMPTY = {
    "open": N_("Nothing is open. New complaints and repairs are logged with F3."),
    "mine": N_("Nothing open is yours."),
    "overdue": N_("Nothing is past its promised time."),
    "at-risk": N_("No time limit is about to run out."),
    "late": N_("No time limit has passed."),
    "on-hold": N_("Nothing is on hold."),
    "hold-over": N_("No hold has run out."),
    "callback": N_("Nobody waits to be called back."),
    "unreturned": N_("No work order is out."),
    "unassigned": N_("Nothing waits to be handed over."),
    "due": N_("Nothing is promised for the rest of today."),
    "resolved": N_("Nothing waits to be closed."),
    "escalated": N_("Nothing is escalated."),
    "all": N_("No request yet. Complaints and repairs are logged with F3."),
}
_ALARMING = ("overdue", "late", "hold-over")
_WARNING = ("at-risk", "unassigned")


@dataclass(frozen=True, slots=True)
class FilterRow:
    """A filter as the list of filters shows it; `count` None while it is not known."""

    id: str
    label: str
    count: int | None
    own: bool


def built_in(code: str) -> RequestFilter:
    """What a filter of the program shows."""
    from desk.services.requests.views import RequestFilter

    if code == "mine":
        return RequestFilter(mine=True)
    if code == "overdue":
        return RequestFilter(overdue=True)
    return RequestFilter(state=code)


class FilterList(QWidget):
    """The filters with their counts; the same as a drop-down where there is little room.

    Signals:
        chosen: code of the filter.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[FilterRow] = []
        self._code = "open"
        self._quiet = False
        self.table = Table(
            (
                Column("label", N_("Filter"), 16, tone=lambda row: "" if row.count != 0 else "muted", least=12),
                Column("count", N_("Count"), 5, get=self._count, align="right", tone=self._tone, least=5),
            )
        )
        self.table.view.horizontalHeader().hide()
        self.table.selected.connect(self._selected)
        card = theme.Card()
        card.body.addWidget(self.table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        self.setFixedWidth(theme.characters(self, 28) + 40)
        self.box = QComboBox()
        self.box.activated.connect(lambda at: self._choose(self.box.itemData(at)))

    @staticmethod
    def _count(row: FilterRow) -> str:
        return "" if row.count is None or row.id in ("all",) else f"{row.count:,}"

    @staticmethod
    def _tone(row: FilterRow) -> str:
        if not row.count:
            return "muted"
        return "red" if row.id in _ALARMING else "amber" if row.id in _WARNING else ""

    def show_filters(self, rows: Sequence[FilterRow], current: str) -> None:
        """Shows these filters, one of them chosen."""
        self._rows, self._code, self._quiet = list(rows), current, True
        self.table.set_rows(self._rows)
        self.table.select(lambda row: row.id == current)
        self._quiet = False
        self.box.clear()
        for row in self._rows:
            words = f"{row.label} ({row.count:,})" if row.count and row.id != "all" else row.label
            self.box.addItem(words, row.id)
        self.box.setCurrentIndex(max(0, self.box.findData(current)))

    def mark(self, code: str) -> None:
        """Marks a filter as the one shown."""
        self._code, self._quiet = code, True
        self.table.select(lambda row: row.id == code)
        self._quiet = False
        self.box.setCurrentIndex(max(0, self.box.findData(code)))

    def codes(self) -> list[str]:
        """The filters in their order."""
        return [row.id for row in self._rows]

    def rows(self) -> list[FilterRow]:
        """The filters as shown."""
        return self._rows

    def _selected(self, row: FilterRow | None) -> None:
        if row is not None and not self._quiet and row.id != self._code:
            self._choose(row.id)

    def _choose(self, code: str) -> None:
        if code != self._code:
            self._code = code
            self.chosen.emit(code)

    def retranslate(self) -> None:
        """Says its names anew; the rows are given anew by the page."""
        # L10N: 筛选
        self.table.view.setAccessibleName(_("Filters"))
        self.box.setAccessibleName(_("Filters"))
        self.table.retranslate()


def rows_of(saved: Sequence[SavedFilter], counts: dict[str, int], current: str) -> list[FilterRow]:
    """The program's filters, then those of the site, "all" last."""
    rows = [FilterRow(code, _(words), counts.get(code), own=False) for code, words in VIEWS if code != "all"]
    if current in OTHERS:
        rows.append(FilterRow(current, _(OTHERS[current]), counts.get(current), own=False))
    rows += [FilterRow(one.code, one.label, counts.get(one.code), own=True) for one in saved if one.own]
    rows.append(FilterRow("all", _("All"), None, own=False))
    return rows


def _choices(name: str) -> Callable[[], list[tuple[str, str]]]:
    return lambda: [(choice.code, choice.label) for choice in catalog(name)]


def more_filters(page: Page, current: RequestFilter, take: Callable[[RequestFilter], object]) -> None:
    """Asks for what else the list is narrowed to."""
    desk = page.desk

    def look() -> Any:
        from desk.services import site, staff

        return site.buildings(desk), staff.staff_list(desk)

    def ask(answer: Any) -> None:
        buildings, people = answer
        places = [(str(building.id), building.name) for building in buildings]
        names = [(member.name, member.name) for member in people]
        spec = FormSpec(
            # L10N: 更多筛选条件
            N_("Narrow the list"),
            (
                FieldSpec("kind", N_("Kind"), "choice", choices=_choices("kinds")),
                # L10N: 紧急程度
                FieldSpec("severity", N_("Urgency"), "choice", choices=_choices("severities")),
                FieldSpec("category", N_("Category"), "choice", choices=_choices("categories")),
                FieldSpec("building", N_("Building"), "choice", choices=lambda: places),
                FieldSpec("department", N_("Department"), "choice", choices=_choices("departments")),
                FieldSpec("responsible", N_("Responsible"), "choice", choices=lambda: names, editable=True),
                # L10N: 只看我的
                FieldSpec("mine", N_("Mine"), "check", text=N_("Only those that are mine"), span="full"),
            ),
        )

        def save(values: dict[str, Any]) -> RequestFilter:
            building = values.pop("building")
            return replace(current, building_id=int(building) if building else None, **values)

        known = {
            name: getattr(current, name)
            for name in ("kind", "severity", "category", "department", "responsible", "mine")
        }
        # L10N: 筛选
        dialog = ActDialog(
            page, spec, save, yes=_("Show"), values={**known, "building": str(current.building_id or "")}
        )
        dialog.acted.connect(take)
        dialog.start()

    tasks.run(look, on_done=ask, owner=page)


def said(wanted: RequestFilter, *, building: str = "") -> str:
    """What the list is narrowed to beside kind and words, in words."""
    from desk.catalog import label

    parts = [
        label("severities", wanted.severity) if wanted.severity else "",
        label("categories", wanted.category) if wanted.category else "",
        building,
        label("departments", wanted.department) if wanted.department else "",
        wanted.responsible,
    ]
    return " · ".join(part for part in parts if part)


def save_filter(page: Page, wanted: RequestFilter, done: Callable[[SavedFilter], object]) -> None:
    """Asks for a name and keeps the filter under it."""
    desk = page.desk
    # L10N: 保存筛选
    spec = FormSpec(
        N_("Save this filter"), (FieldSpec("name", N_("Filter name"), required=True, span="full", max_length=20),)
    )

    def save(values: dict[str, Any]) -> SavedFilter:
        from desk.services.requests import filters as request_filters

        return request_filters.save_filter(desk, values["name"], wanted)

    # L10N: 以后在筛选列表里选它即可
    dialog = ActDialog(page, spec, save, yes=_("Save"), note=_("It stands in the list of filters from now on."))
    dialog.acted.connect(done)
    dialog.start()


__all__ = [
    "EMPTY",
    "OTHERS",
    "VIEWS",
    "FilterList",
    "FilterRow",
    "built_in",
    "more_filters",
    "rows_of",
    "said",
    "save_filter",
]

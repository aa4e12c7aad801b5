"""The filters of the list of requests: those the program brings with their counts, those a site saved, and a form for more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from desk.catalog import catalog, label
from desk.errors import InvalidInput, Problem
from desk.i18n import N_, _
from desk.rules.kit.wording import day, dotted
from desk.services import site, workers
from desk.services.requests import filters as request_filters
from desk.services.requests.views import RequestFilter
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import tasks
from desk.ui.kit.views import View, ViewRow, view_rows
from desk.ui.workers import responsible_field

if TYPE_CHECKING:
    from desk.services.requests.filters import SavedFilter
    from desk.ui.kit.pages import Page

VIEWS = (
    # L10N: 未关闭
    View("open", N_("Not closed"), N_("Nothing is open. New complaints and repairs are logged with F3.")),
    # L10N: 我负责的
    View("mine", N_("Mine"), N_("Nothing open is yours.")),
    # L10N: 已超时
    View("overdue", N_("Overdue"), N_("Nothing is past its promised time."), "red"),
    # L10N: 时限预警
    View("at-risk", N_("At risk"), N_("No time limit is about to run out."), "amber"),
    # L10N: 暂缓
    View("on-hold", N_("On hold"), N_("Nothing is on hold.")),
    # L10N: 待回访
    View("callback", N_("To call back"), N_("Nobody waits to be called back.")),
    # L10N: 派工单未回
    View("unreturned", N_("Work order out"), N_("No work order is out.")),
    # L10N: 待派工
    View("unassigned", N_("To hand over"), N_("Nothing waits to be handed over."), "amber"),
    # L10N: 今日到期
    View("due", N_("Due today"), N_("Nothing is promised for the rest of today.")),
    # L10N: 待关闭
    View("resolved", N_("To close"), N_("Nothing waits to be closed.")),
    # L10N: 全部
    View("all", N_("All"), N_("No request yet. Complaints and repairs are logged with F3.")),
)
"""What the list can always show; the codes are also those of `requests:CODE` targets."""

OTHERS = {
    view.code: view
    for view in (
        # L10N: 时限已过
        View("late", N_("A time limit has passed"), N_("No time limit has passed."), "red"),
        # L10N: 暂缓到期
        View("hold-over", N_("Hold is over"), N_("No hold has run out."), "red"),
        # L10N: 已升级
        View("escalated", N_("Escalated"), N_("Nothing is escalated.")),
    )
}
"""Shown only while Today or a link asks for them."""


NARROWS = (
    "severity", "category", "building_id", "department", "responsible", "incident_id", "channel", "only", "since", "until",
)  # fmt: skip
"""Fields of a filter that narrow a view further, beside kind, words and whose it is."""


def built_in(code: str) -> RequestFilter:
    """What a filter of the program shows."""
    if code == "mine":
        return RequestFilter(mine=True)
    if code == "overdue":
        return RequestFilter(overdue=True)
    return RequestFilter(state=code)


def rows_of(saved: Sequence[SavedFilter], counts: Mapping[str, int], current: str) -> list[ViewRow]:
    """The program's filters, then those of the site, "all" last."""
    always = [view for view in VIEWS if view.code != "all"]
    if current in OTHERS:
        always.append(OTHERS[current])
    rows = view_rows(always, counts)
    rows += [ViewRow(one.code, one.label, counts.get(one.code)) for one in saved]
    return [*rows, ViewRow("all", _("All"))]


def _choices(name: str) -> Callable[[], list[tuple[str, str]]]:
    return lambda: [(choice.code, choice.label) for choice in catalog(name)]


def more_filters(page: Page, current: RequestFilter, take: Callable[[RequestFilter], object]) -> None:
    """Asks for what else the list is narrowed to."""
    desk = page.desk

    def look() -> Any:
        return site.buildings(desk), workers.candidates(desk)

    def ask(answer: Any) -> None:
        buildings, people = answer
        places = [(str(building.id), building.name) for building in buildings]
        spec = FormSpec(
            # L10N: 更多筛选条件
            N_("Narrow the list"),
            (
                FieldSpec("kind", N_("Kind"), "choice", choices=_choices("kinds")),
                # L10N: 紧急程度
                FieldSpec("severity", N_("Urgency"), "choice", choices=_choices("severities")),
                FieldSpec("category", N_("Category"), "choice", choices=_choices("categories")),
                FieldSpec("building", N_("Building"), "choice", choices=lambda: places),
                FieldSpec("channel", N_("Channel"), "choice", choices=_choices("channels")),
                FieldSpec("department", N_("Department"), "choice", choices=_choices("departments")),
                responsible_field(lambda: people),
                # L10N: 只看我的
                FieldSpec("only", N_("State"), "choice", choices=_choices("states")),
                # L10N: 受理日期（从）
                FieldSpec("since", N_("Taken from"), "date"),
                # L10N: 受理日期（到）
                FieldSpec("until", N_("Taken until"), "date"),
                FieldSpec("mine", N_("Mine"), "check", text=N_("Only those that are mine"), span="full"),
            ),
        )

        def save(values: dict[str, Any]) -> RequestFilter:
            building = values.pop("building")
            if values["since"] and values["until"] and values["until"] < values["since"]:
                # L10N: 截止日期早于起始日期
                raise InvalidInput([Problem("order", _("This day is before the first one."), "until")])
            return replace(current, building_id=int(building) if building else None, **values)

        known = {
            name: getattr(current, name)
            for name in (*NARROWS, "kind", "mine")
            if name not in ("building_id", "incident_id")
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
    parts = [
        label("severities", wanted.severity) if wanted.severity else "",
        label("categories", wanted.category) if wanted.category else "",
        building,
        label("departments", wanted.department) if wanted.department else "",
        wanted.responsible,
        label("channels", wanted.channel) if wanted.channel else "",
        label("states", wanted.only) if wanted.only else "",
        span(wanted.since, wanted.until),
    ]
    return dotted(*parts)


def span(first: date | None, last: date | None) -> str:
    """The days that a filter shows, in words; nothing for every day."""
    if first is not None and last is not None:
        return _("{first} to {last}").format(first=day(first), last=day(last))
    if first is not None:
        # L10N: {day} 起
        return _("from {day} on").format(day=day(first))
    # L10N: 至 {day}
    return _("until {day}").format(day=day(last)) if last is not None else ""


def save_filter(page: Page, wanted: RequestFilter, done: Callable[[SavedFilter], object]) -> None:
    """Asks for a name and keeps the filter under it."""
    desk = page.desk
    # L10N: 保存筛选
    spec = FormSpec(
        N_("Save this filter"), (FieldSpec("name", N_("Filter name"), required=True, span="full", max_length=20),)
    )

    def save(values: dict[str, Any]) -> SavedFilter:
        return request_filters.save_filter(desk, values["name"], wanted)

    # L10N: 以后在筛选列表里选它即可
    dialog = ActDialog(page, spec, save, yes=_("Save"), note=_("It stands in the list of filters from now on."))
    dialog.acted.connect(done)
    dialog.start()


__all__ = [
    "NARROWS",
    "OTHERS",
    "VIEWS",
    "built_in",
    "more_filters",
    "rows_of",
    "said",
    "save_filter",
    "span",
]

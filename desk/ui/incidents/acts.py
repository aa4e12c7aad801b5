"""The acts on a mass incident: their keys, and what each asks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.catalog import catalog, label
from desk.i18n import N_, _, ngettext
from desk.rules.incidents import CYCLE
from desk.services import incidents, site
from desk.services.incidents import IncidentEntry
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.acts import NEW, ActForm, Acts
from desk.ui.forms.dialog import ActDialog
from desk.ui.slips.batch import open_file

if TYPE_CHECKING:
    from desk.services.incidents import IncidentView
    from desk.ui.kit.pages import Page

KEYS = {"change": "Ctrl+E", "end": "Ctrl+W"}
"""By the act's code."""


class IncidentActs(Acts):
    """Opens the form of an act for an incident, and does the act.

    Args:
        page: the page it belongs to.
        started: called when one was started.
    """

    def __init__(self, page: Page, started: Callable[[IncidentView], object] | None = None) -> None:
        super().__init__(page, CYCLE, {"start": self._start, "change": _change, "end": _end})
        self._started = started

    def read(self, record_id: int, code: str) -> tuple[Any, Any]:
        record = NEW if code == "start" else incidents.incident(self._desk, record_id)
        return record, site.buildings(self._desk) if code in ("start", "change") else ()

    def note(self, record: Any) -> tuple[str, ...]:
        if record is NEW:
            return ()
        count = ngettext("{n} request", "{n} requests", record.requests).format(n=record.requests)
        return (record.number, record.title, count)

    def _start(self, page: Page, _new: Any, buildings: Any) -> ActForm:
        desk = page.desk

        def save(given: dict[str, Any]) -> IncidentView:
            return incidents.start_incident(desk, _entry(given))

        return ActForm(_fields(buildings), save, yes=_("Start"), then=self._started)


def _change(page: Page, row: IncidentView, buildings: Any) -> ActForm:
    desk = page.desk

    def save(given: dict[str, Any]) -> IncidentView:
        return incidents.change_incident(desk, row.id, _entry(given))

    values = {
        "title": row.title,
        "category": row.category,
        "building": str(row.building_id or ""),
        "place": row.place,
        "expected_at": row.expected_at,
        "note": row.note,
    }
    return ActForm(_fields(buildings), save, yes=_("Save"), values=values)


def _end(page: Page, row: IncidentView, _around: Any) -> ActForm:
    desk = page.desk
    fields = (
        FieldSpec("result", N_("Result"), "multiline", span="full", lines=2),
        FieldSpec("cause", N_("Cause"), span="full"),
        FieldSpec(
            "resolve_requests",
            N_("Requests"),
            "check",
            span="full",
            # L10N: 关联的登记单一并处理完毕
            text=N_("Every attached request that is not done becomes resolved with this result"),
            default=True,
        ),
    )

    def save(values: dict[str, Any]) -> IncidentView:
        return incidents.end_incident(desk, row.id, **values)

    return ActForm(fields, save)


def _choices(name: str) -> Callable[[], list[tuple[str, str]]]:
    return lambda: [(one.code, one.label) for one in catalog(name)]


def _fields(buildings: Any) -> tuple[FieldSpec, ...]:
    places = [(str(building.id), building.name) for building in buildings]
    return (
        FieldSpec(
            "title",
            # L10N: 事件名称
            N_("What happened"),
            span="full",
            max_length=60,
            placeholder=N_("Such as: no water in building 3"),
        ),
        FieldSpec("category", N_("Category"), "choice", choices=_choices("categories")),
        FieldSpec(
            "building",
            # L10N: 影响楼栋（空为全区）
            N_("Building"),
            "choice",
            choices=lambda: places,
            help=N_("Left empty, it concerns the whole site."),
        ),
        FieldSpec("place", N_("Place"), "choice", choices=_choices("places")),
        # L10N: 预计恢复时间
        FieldSpec("expected_at", N_("Expected to end"), "datetime"),
        # L10N: 对来电者的说法
        FieldSpec("note", N_("What callers are told"), "multiline", span="full", lines=2),
    )


def _entry(given: dict[str, Any]) -> IncidentEntry:
    values = dict(given)
    building = values.pop("building")
    return IncidentEntry(building_id=int(building) if building else None, **values)


def runs(row: IncidentView) -> bool:
    """Whether it is not over."""
    return row.state == "running"


def where(row: IncidentView) -> str:
    """Building and place, or the whole site."""
    # L10N: 全区
    building = row.building or _("Whole site")
    return " ".join(part for part in (building, label("places", row.place) if row.place else "") if part)


def ask_phones(page: Page, row: IncidentView) -> None:
    """Asks for the text, then where the list of numbers goes; a supervisor's PIN is asked for (handbook C-27)."""
    desk = page.desk

    def look() -> str:
        return incidents.proposed_text(desk, row.id)

    def ask(text: str) -> None:
        fields = (
            # L10N: 短信内容; 存到
            FieldSpec("text", N_("Text to send"), "multiline", required=True, span="full", lines=4, max_length=300),
            FieldSpec("file", N_("Save as"), required=True, span="full", max_length=200),
        )

        def save(values: dict[str, Any]) -> Any:
            file = Path(values["file"]).with_suffix(".xlsx")
            return incidents.phone_list(desk, row.id, file, text=values["text"])

        # L10N: 群发名单
        spec = FormSpec(N_("Phones for a text to many"), fields)
        # L10N: 名单只有手机号和短信内容，没有姓名；导出会留下记录。
        note = _("The list holds mobile numbers and the text, no names. That it was made stays on record.")
        values = {"text": text, "file": str(Path.home() / f"{row.number}.xlsx")}
        dialog = ActDialog(page, spec, save, yes=_("Save the list"), values=values, note=note)
        dialog.approval.ask("supervisor")
        dialog.acted.connect(lambda made: _told(page, made))
        dialog.start()

    page.ask(look, ask)


def _told(page: Page, made: Any) -> None:
    # L10N: 已存为 {file}：{n} 个手机号；{m} 户没有手机号
    words = _("Saved as {file}: {n} numbers; {m} homes have none.")
    page.shell.messages.info(
        words.format(file=made.file.name, n=made.numbers, m=made.without),
        label=_("Open"),
        action=lambda: open_file(page, made.file),
    )


__all__ = ["KEYS", "IncidentActs", "ask_phones", "runs", "where"]

"""What can be done with notices, and what each act asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk.catalog import catalog
from desk.i18n import N_, _
from desk.rules.kit.gate import Obstacle
from desk.rules.kit.lifecycle import Move
from desk.rules.notices import CYCLE
from desk.services import notices as service
from desk.ui.forms import FieldSpec
from desk.ui.forms.acts import ActForm, Acts, FormFactory
from desk.ui.forms.common import NOTE, REASON
from desk.ui.forms.rows import FILES_HINT, FilesField
from desk.ui.kit.words import dotted
from desk.ui.slips.record import print_newest

if TYPE_CHECKING:
    from desk.services.notices import NoticeView
    from desk.ui.kit.pages import Page

KEYS = {
    "approve": "Ctrl+J",
    "issue": "Ctrl+J",
    "post": "Ctrl+M",
    "take-down": "Ctrl+B",
    "extend": "Ctrl+Shift+R",
    "end": "Ctrl+J",
    "withdraw": "Ctrl+Shift+Y",
    "edit": "Ctrl+E",
    "cancel": "Ctrl+Del",
}
"""By the act's code. Acts that are never possible at the same time may share a key."""

# L10N: 提前时间不足的原因
_LATE = FieldSpec("reason", N_("Told late because"), span="full", max_length=60)
# L10N: 经手人
_BY = FieldSpec("by", N_("By whom"), max_length=30)


def _boards() -> list[tuple[str, str]]:
    return [(each.label, each.label) for each in catalog("notice_boards")]


def _print_poster(page: Page) -> Any:
    return lambda after: print_newest(page, after, "notice-poster")


def _approve(page: Page, view: NoticeView, _around: Any) -> ActForm:
    return _told_in_time(page, view, "approve")


def _issue(page: Page, view: NoticeView, _around: Any) -> ActForm:
    return _told_in_time(page, view, "issue")


def _told_in_time(page: Page, view: NoticeView, name: str) -> ActForm:
    """Asks for the reason only where less time is left than the kind is told ahead."""
    late = view.short and not view.late_reason

    def save(values: dict[str, Any]) -> Any:
        waived = values.get("waived")
        return getattr(service, name)(page.desk, view.id, reason=values.get("reason") or "", waived=waived)

    # L10N: 须提前 {lead}，原因将印在公告上
    note = _("It is told {lead} ahead; the reason is printed.").format(lead=view.lead) if late else view.title
    then = _print_poster(page) if name == "issue" else None
    yes = _("Save and print") if name == "issue" else ""
    return ActForm((_LATE,) if late else (), save, note=note, then=then, yes=yes)


def _post(page: Page, view: NoticeView, _around: Any) -> ActForm:
    fields = (
        # L10N: 张贴位置
        FieldSpec("place", N_("Where it hangs"), "choice", choices=_boards, editable=True, max_length=60),
        _BY,
        # L10N: 张贴时间
        FieldSpec("at", N_("Put up at"), "datetime", required=True),
        # L10N: 照片
        FieldSpec("photo", N_("Photo"), placeholder=FILES_HINT, widget=lambda spec, _desk: FilesField(spec)),
        FieldSpec("note", N_("Note"), span="full", max_length=60),
    )

    def save(values: dict[str, Any]) -> Any:
        photo = values["photo"][0] if values["photo"] else None
        return service.post(
            page.desk, view.id, service.PostingEntry(values["place"], values["by"], values["at"], photo, values["note"])
        )

    who = page.desk.actor.name if page.desk.actor else ""
    return ActForm(fields, save, values={"at": page.desk.now(), "by": who}, note=dotted(view.title, view.area))


def _take_down(page: Page, view: NoticeView, _around: Any) -> ActForm:
    def save(values: dict[str, Any]) -> Any:
        return service.take_down(page.desk, view.id, by=values["by"], at=values["at"], note=values["note"])

    # L10N: 取下时间
    fields = (_BY, FieldSpec("at", N_("Taken down at"), "datetime", required=True), NOTE)
    who = page.desk.actor.name if page.desk.actor else ""
    hanging = dotted(*(each.place for each in view.postings if each.down_at is None))
    return ActForm(fields, save, values={"at": page.desk.now(), "by": who}, note=hanging)


def _extend(page: Page, view: NoticeView, _around: Any) -> ActForm:
    fields = (
        # L10N: 预计恢复时间
        FieldSpec("until", N_("Expected back"), "datetime"),
        # L10N: 告知来电人的话
        FieldSpec("note", N_("What callers are told"), span="full", max_length=100),
    )

    def save(values: dict[str, Any]) -> Any:
        return service.extend(page.desk, view.id, until=values["until"], note=values["note"])

    return ActForm(fields, save, yes=_("Save and print"), note=view.title, then=_print_poster(page))


def _end(page: Page, view: NoticeView, _around: Any) -> ActForm:
    outage = bool(view.begun_at)
    fields = (
        # L10N: 恢复情况
        FieldSpec("result", N_("How it ended"), "multiline", span="full", lines=2),
        # L10N: 已关联的工单; 一并登记结果
        FieldSpec(
            "resolve_requests", N_("Requests"), "check", span="full", visible_when=lambda _values: outage,
            text=N_("Record this result for the requests attached to it"),
        ),
    )  # fmt: skip

    def save(values: dict[str, Any]) -> Any:
        return service.end(
            page.desk, view.id, result=values["result"], resolve_requests=bool(values["resolve_requests"])
        )

    return ActForm(fields, save, note=dotted(view.title, *view.running))


def _withdraw(page: Page, view: NoticeView, _around: Any) -> ActForm:
    def save(values: dict[str, Any]) -> Any:
        return service.withdraw(page.desk, view.id, **values)

    def then(after: NoticeView) -> None:
        page.shell.open_target(f"public-notice:{after.id}")
        print_newest(page, after, "notice-poster")

    return ActForm((REASON,), save, yes=_("Save and print"), note=view.title, then=then)


def _cancel(page: Page, view: NoticeView, _around: Any) -> ActForm:
    def save(values: dict[str, Any]) -> Any:
        return service.cancel(page.desk, view.id, **values)

    return ActForm((REASON,), save, note=view.title)


FORMS: dict[str, FormFactory] = {
    "approve": _approve,
    "issue": _issue,
    "post": _post,
    "take-down": _take_down,
    "extend": _extend,
    "end": _end,
    "withdraw": _withdraw,
    "cancel": _cancel,
}


class NoticeActs(Acts):
    """Opens the act's form for a notice, and does the act."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, CYCLE, FORMS)
        self._obstacles: tuple[Obstacle, ...] = ()

    def read(self, record_id: int, code: str) -> tuple[Any, Any]:
        view = service.notice(self._desk, record_id)
        self._obstacles = service.in_the_way(self._desk, record_id) if code in ("approve", "issue") else ()
        return view, None

    def in_the_way(self, record: Any, move: Move) -> tuple[Obstacle, ...]:
        return self._obstacles if move.gate else ()

    def settle(self, record: Any, obstacle: Obstacle, move: Move) -> None:
        self.elsewhere(record, "edit")

    def elsewhere(self, record: Any, code: str) -> None:
        self._page.shell.open_page("notice-form", notice_id=record.id)


__all__ = ["FORMS", "KEYS", "NoticeActs"]

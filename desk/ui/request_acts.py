"""The acts on a request, each a short form: assign, resolve, close, cancel, reopen, add a note."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk.config import catalog
from desk.i18n import N_, _
from desk.ui.act_dialog import ActDialog
from desk.ui.form import FieldSpec, FormSpec
from desk.ui.slip_actions import print_slip

if TYPE_CHECKING:
    from desk.services.request_views import RequestView
    from desk.services.staff import StaffView
    from desk.ui.pages import Page


@dataclass(frozen=True, slots=True)
class ActSpec:
    """One act: its code in `RequestView.moves`, msgid of the button, key, and msgid of the dialog's title."""

    code: str
    label: str
    key: str
    title: str
    danger: bool = False


ACTS: tuple[ActSpec, ...] = (
    # L10N: 派工; 派工给
    ActSpec("assign", N_("Assign"), "Ctrl+D", N_("Assign and print the work order")),
    # L10N: 处理完毕; 登记处理结果
    ActSpec("resolve", N_("Resolved"), "Ctrl+R", N_("Record how it was handled")),
    # L10N: 关闭
    ActSpec("close", N_("Close the request"), "Ctrl+E", N_("Close the request")),
    # L10N: 备注; 添加备注
    ActSpec("note", N_("Add a note"), "Ctrl+N", N_("Add a note")),
    # L10N: 重新打开
    ActSpec("reopen", N_("Reopen"), "Ctrl+O", N_("Reopen the request")),
    # L10N: 取消此单
    ActSpec("cancel", N_("Cancel the request"), "Ctrl+Del", N_("Cancel the request"), danger=True),
)
"""In the order they are offered."""

# What a first press of the assign button would do on a request that somebody has already.
# L10N: 改派
ASSIGN_AGAIN = N_("Assign to somebody else")


def departments() -> list[tuple[str, str]]:
    """The departments to choose from."""
    return [("", ""), *((choice.code, choice.label) for choice in catalog("departments"))]


def assigned_words(view: RequestView) -> str:
    """The sentence after assigning."""
    # L10N: 已派工给 {who}
    return _("{number} assigned to {who}.").format(number=view.number, who=view.responsible)


class RequestActs:
    """Opens the act's form for a request, and does the act."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._desk = page.desk
        self.dialog: ActDialog | None = None

    def open_for(self, request_id: int, code: str) -> None:
        """Reads the request, then opens the act's form; says why not when the act is not possible now."""
        desk = self._desk

        def look() -> tuple[RequestView, list[StaffView]]:
            from desk.services import requests, staff

            return requests.request(desk, request_id), list(staff.staff_list(desk))

        self._page.ask(look, lambda answer: self._open(code, *answer))

    def _open(self, code: str, view: RequestView, staff: list[StaffView]) -> None:
        if code not in view.moves:
            # L10N: 当前状态不能这样做
            self._page.shell.messages.info(_("{number}: this cannot be done in its present state.").format(number=view.number))
            return
        getattr(self, f"_{code}")(view, staff)

    def _start(
        self,
        code: str,
        view: RequestView,
        fields: tuple[FieldSpec, ...],
        save: Callable[[dict[str, Any]], RequestView],
        *,
        yes: str,
        done: Callable[[RequestView], object],
        values: dict[str, Any] | None = None,
        note: str = "",
    ) -> None:
        act = next(act for act in ACTS if act.code == code)
        parts = [view.number, view.room, view.caller_name]
        dialog = ActDialog(
            self._page,
            FormSpec(act.title, fields),
            save,
            yes=yes,
            values=values,
            note=" · ".join(part for part in (*parts, note) if part),
            danger=act.danger,
        )
        dialog.acted.connect(done)
        self.dialog = dialog
        dialog.destroyed.connect(lambda: setattr(self, "dialog", None))
        dialog.start()

    def _say(self, words: str) -> None:
        self._page.shell.messages.info(words)

    # ---------------------------------------------------------------------------------------------------- the acts
    def _assign(self, view: RequestView, staff: list[StaffView]) -> None:
        desk = self._desk
        names = [(member.name, member.name) for member in staff]
        fields = (
            # L10N: 责任部门
            FieldSpec("department", N_("Department"), "choice", required=True, choices=departments),
            # L10N: 责任人
            FieldSpec("responsible", N_("Responsible"), "choice", required=True, choices=lambda: names, editable=True),
            # L10N: 承诺时间
            FieldSpec("promised_at", N_("Promised by"), "datetime"),
            # L10N: 备注
            FieldSpec("note", N_("Note"), "text", span="full"),
        )

        def save(values: dict[str, Any]) -> RequestView:
            from desk.services import requests

            promised = values["promised_at"]
            return requests.assign(
                desk,
                view.id,
                department=values["department"],
                responsible=values["responsible"],
                promised_at=None if promised == view.promised_at else promised,
                note=values["note"],
            )

        def done(after: RequestView) -> None:
            self._say(assigned_words(after))
            order = next((slip for slip in reversed(after.slips) if slip.kind == "dispatch" and slip.state != "void"), None)
            if order is not None:
                print_slip(self._page, order)

        department = view.department or ("engineering" if view.kind == "repair" else "")
        self._start(
            "assign",
            view,
            fields,
            save,
            # L10N: 派工并打印
            yes=_("Assign and print"),
            done=done,
            values={"department": department, "responsible": view.responsible, "promised_at": view.promised_at},
        )

    def _resolve(self, view: RequestView, staff: list[StaffView]) -> None:
        desk = self._desk
        fields = (
            # L10N: 处理结果
            FieldSpec("result", N_("Result"), "multiline", required=True, span="full", lines=3),
            # L10N: 原因
            FieldSpec("cause", N_("Cause"), "text", span="full"),
        )

        def save(values: dict[str, Any]) -> RequestView:
            from desk.services import requests

            return requests.resolve(desk, view.id, result=values["result"], cause=values["cause"])

        self._start(
            "resolve",
            view,
            fields,
            save,
            # L10N: 处理完毕
            yes=_("Resolved"),
            # L10N: 已登记处理结果
            done=lambda after: self._say(_("{number} is resolved.").format(number=after.number)),
            values={"result": view.result, "cause": view.cause},
        )

    def _close(self, view: RequestView, staff: list[StaffView]) -> None:
        desk = self._desk
        names = [(member.name, member.name) for member in staff]
        offered = {
            "responsible": FieldSpec("responsible", N_("Responsible"), "choice", choices=lambda: names, editable=True, required=True),
            "cause": FieldSpec("cause", N_("Cause"), "text", span="full", required=True),
            "result": FieldSpec("result", N_("Result"), "multiline", span="full", lines=2, required=True),
        }
        fields = (
            *(offered[name] for name in ("responsible", "cause", "result") if name in view.closing_needs),
            FieldSpec("note", N_("Note"), "text", span="full"),
        )

        def save(values: dict[str, Any]) -> RequestView:
            from desk.services import requests

            filled = {name: values[name] for name in view.closing_needs if name in values}
            return requests.close(desk, view.id, note=values["note"], **filled)

        self._start(
            "close",
            view,
            fields,
            save,
            yes=_("Close the request"),
            # L10N: 已关闭
            done=lambda after: self._say(_("{number} is closed.").format(number=after.number)),
        )

    def _reason(self, code: str, view: RequestView, *, yes: str, words: str) -> None:
        desk = self._desk

        def save(values: dict[str, Any]) -> RequestView:
            from desk.services import requests

            return getattr(requests, code)(desk, view.id, reason=values["reason"])

        fields = (FieldSpec("reason", N_("Reason"), "multiline", required=True, span="full", lines=2),)
        self._start(code, view, fields, save, yes=yes, done=lambda after: self._say(_(words).format(number=after.number)))

    def _cancel(self, view: RequestView, staff: list[StaffView]) -> None:
        # L10N: 取消此单; {number} 已取消
        self._reason("cancel", view, yes=_("Cancel the request"), words=N_("{number} is cancelled."))

    def _reopen(self, view: RequestView, staff: list[StaffView]) -> None:
        # L10N: 重新打开; {number} 已重新打开
        self._reason("reopen", view, yes=_("Reopen"), words=N_("{number} is open again."))

    def _note(self, view: RequestView, staff: list[StaffView]) -> None:
        desk = self._desk

        def save(values: dict[str, Any]) -> RequestView:
            from desk.services import requests

            return requests.add_note(desk, view.id, values["note"])

        fields = (FieldSpec("note", N_("Note"), "multiline", required=True, span="full", lines=3),)
        # L10N: 已添加备注
        done = lambda after: self._say(_("Noted on {number}.").format(number=after.number))  # noqa: E731
        self._start("note", view, fields, save, yes=_("Save"), done=done)


__all__ = ["ACTS", "ASSIGN_AGAIN", "ActSpec", "RequestActs", "assigned_words", "departments"]

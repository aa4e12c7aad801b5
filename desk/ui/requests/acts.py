"""The acts on a request: which there are, their keys, and how their forms are opened (the forms are in request_act_forms)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desk.catalog import catalog
from desk.i18n import N_, _
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import words as say

if TYPE_CHECKING:
    from desk.services.requests.views import RequestView
    from desk.services.staff import StaffView
    from desk.ui.kit.pages import Page


@dataclass(frozen=True, slots=True)
class ActSpec:
    """One act: its code in `RequestView.moves`, msgid of the button, key, and msgid of the dialog's title.

    Acts that are never possible at the same time may share a key (hold and resume). Quiet ones are not steps of the
    life cycle: they are offered smaller.
    """

    code: str
    label: str
    key: str
    title: str
    danger: bool = False
    quiet: bool = False


ACTS: tuple[ActSpec, ...] = (
    # L10N: 派工; 派工给
    ActSpec("assign", N_("Assign"), "Ctrl+D", N_("Assign and print the work order")),
    # L10N: 接单
    ActSpec("accept", N_("Accepted"), "Ctrl+A", N_("The job is accepted")),
    # L10N: 开始处理
    ActSpec("start", N_("Start work"), "Ctrl+T", N_("Work has started")),
    # L10N: 处理完毕; 登记处理结果
    ActSpec("resolve", N_("Resolved"), "Ctrl+R", N_("Record how it was handled")),
    # L10N: 回复; 回复客户
    ActSpec("reply", N_("Replied"), "Ctrl+Y", N_("Record the reply to the customer")),
    # L10N: 回访
    ActSpec("callback", N_("Call back"), "Ctrl+G", N_("Call back")),
    # L10N: 关闭
    ActSpec("close", N_("Close the request"), "Ctrl+E", N_("Close the request")),
    # L10N: 恢复
    ActSpec("resume", N_("Resume"), "Ctrl+U", N_("Resume the work")),
    # L10N: 挂起
    ActSpec("hold", N_("Put on hold"), "Ctrl+U", N_("Put on hold")),
    # L10N: 改派
    ActSpec("transfer", N_("Reassign"), "Ctrl+D", N_("Assign to somebody else")),
    # L10N: 退回
    ActSpec("return", N_("Returned"), "Ctrl+B", N_("The job was returned")),
    # L10N: 核实问题
    ActSpec("confirm", N_("Confirm the problem"), "Ctrl+I", N_("What the problem really is"), quiet=True),
    # L10N: 升级; 升级上报
    ActSpec("escalate", N_("Escalate"), "Ctrl+M", N_("Escalate"), quiet=True),
    # L10N: 转为报修
    ActSpec("repair", N_("Make a repair of it"), "Ctrl+F3", N_("Make a repair of it"), quiet=True),
    # L10N: 关联
    ActSpec("link", N_("Link another request"), "Ctrl+J", N_("Link another request"), quiet=True),
    # L10N: 并入群体事件
    ActSpec("attach", N_("Mass incident"), "Ctrl+W", N_("Put under a mass incident"), quiet=True),
    # L10N: 备注; 添加备注
    ActSpec("note", N_("Add a note"), "Ctrl+N", N_("Add a note"), quiet=True),
    # L10N: 重新打开
    ActSpec("reopen", N_("Reopen"), "Ctrl+O", N_("Reopen the request")),
    # L10N: 取消此单
    ActSpec("cancel", N_("Cancel the request"), "Ctrl+Del", N_("Cancel the request"), danger=True),
)
"""In the order they are offered."""

_SPEC = {act.code: act for act in ACTS}


def fitting(view: RequestView) -> tuple[ActSpec, ...]:
    """The acts that make sense now, in the order they are offered."""
    moves = set(view.moves)
    if "transfer" in moves or (view.state != "received" and "assign" in moves):
        moves = (moves - {"assign"}) | {"transfer"}  # both are one service: to somebody else once it was assigned
    if view.kind == "complaint" and "link" in moves:
        moves.add("repair")
    if "escalate" in moves:  # as long as it is not closed
        moves.add("attach")
    return tuple(act for act in ACTS if act.code in moves)


def next_act(view: RequestView) -> str:
    """The act that most likely comes next; "" when nothing has to be done."""
    wanted = {
        "received": "assign",
        # A crew's paper comes back with the job done; a complaint goes through hands that say so.
        "assigned": "accept" if view.kind == "complaint" else "resolve",
        "accepted": "start" if view.kind == "complaint" else "resolve",
        "in-progress": "resolve",
        "on-hold": "resume",
        "resolved": "reply" if view.kind == "complaint" else "close",
        "replied": "callback" if "callback" in view.closing_needs else "close",
    }.get(view.state, "")
    return wanted if wanted in view.moves else ""


@dataclass(frozen=True, slots=True)
class ActForm:
    """What an act asks and does.

    Attributes:
        fields: of the form. yes: words of the button that does it.
        save: calls the service with the form's values, off the UI thread.
        said: the sentence after it was done.
        values: what the fields start with.
        note: a sentence above the fields.
        then: goes on after it was done (prints the work order).
    """

    fields: tuple[FieldSpec, ...]
    yes: str
    save: Callable[[dict[str, Any]], RequestView]
    said: Callable[[RequestView], str]
    values: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    then: Callable[[RequestView], object] | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What is read together with the request when an act begins: names to choose from, running incidents, the role."""

    staff: tuple[StaffView, ...] = ()
    incidents: tuple[Any, ...] = ()
    supervisor: bool = False

    def names(self) -> list[tuple[str, str]]:
        """The staff as choices."""
        return [(member.name, member.name) for member in self.staff]


def departments() -> list[tuple[str, str]]:
    """The departments to choose from."""
    return [("", ""), *((choice.code, choice.label) for choice in catalog("departments"))]


def is_supervisor(desk: Any) -> bool:
    """Whether the one at the counter is a supervisor or above."""
    return desk.actor is not None and desk.actor.role in ("supervisor", "manager")


class RequestActs:
    """Opens the act's form for a request, and does the act."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._desk = page.desk
        self.dialog: ActDialog | None = None

    def open_for(self, request_id: int, code: str, *, instead: Collection[str] = ()) -> None:
        """Reads the request, then opens the act's form; says why not when the act is not possible now.

        Args:
            request_id: which request.
            code: the act.
            instead: acts that share its key; the first that is possible is opened.
        """
        desk = self._desk

        def look() -> tuple[RequestView, Around]:
            from desk.services import requests, staff

            view = requests.request(desk, request_id)
            running: tuple[Any, ...] = ()
            if code == "attach":
                from desk.services import incidents

                running = incidents.incidents(desk, unit_id=view.unit_id)
            return view, Around(tuple(staff.staff_list(desk)), running, is_supervisor(desk))

        self._page.ask(look, lambda answer: self._open((code, *instead), *answer))

    def _open(self, codes: tuple[str, ...], view: RequestView, around: Around) -> None:
        possible = {act.code for act in fitting(view)}
        if "assign" in codes:
            codes = (*codes, "transfer")  # who says assign of a job that somebody has means: to somebody else
        code = next((each for each in codes if each in possible), "")
        if not code:
            # L10N: 当前状态不能这样做
            self._page.shell.messages.info(
                _("{number}: this cannot be done in its present state.").format(number=view.number)
            )
        elif self.dialog is not None:
            return  # the key was pressed twice while the request was read
        elif code == "repair":
            self._page.shell.open_page("request-form", origin_id=view.id, kind="repair")
        elif code == "callback":
            self.call_back(view)
        elif code == "close" and "callback" in view.closing_needs and not around.supervisor:
            # L10N: 投诉须先回访才能关闭
            why = _("A complaint is closed after a callback. Call back now; closing comes next.")
            self.call_back(view, note=why, then_close=True)
        else:
            self._open_form(code, view, around)

    def _open_form(self, code: str, view: RequestView, around: Around) -> None:
        from desk.ui.requests import act_forms

        form = act_forms.FORMS[code](self._page, view, around)
        act = _SPEC[code]
        parts = (view.number, view.room, view.caller_name, form.note)
        dialog = ActDialog(
            self._page,
            FormSpec(act.title, form.fields),
            form.save,
            yes=form.yes,
            values=form.values,
            note=" · ".join(part for part in parts if part),
            danger=act.danger,
        )
        if code == "close" and "callback" in view.closing_needs:
            self._offer_callback(dialog, view)

        def acted(after: RequestView) -> None:
            self._page.shell.messages.info(form.said(after))
            if form.then is not None:
                form.then(after)

        dialog.acted.connect(acted)
        self._start(dialog)

    def _start(self, dialog: ActDialog) -> None:
        dialog.finished.connect(lambda _code: self._closed(dialog))
        self.dialog = dialog
        dialog.start()

    def _closed(self, dialog: ActDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None

    def _offer_callback(self, dialog: ActDialog, view: RequestView) -> None:
        """A supervisor may waive the callback, or make it at once."""

        def instead() -> None:
            dialog.reject()
            self.call_back(view, then_close=True)

        # L10N: 现在回访
        dialog.add_button(_("Call back now"), "Ctrl+G", instead)

    def call_back(self, view: RequestView, *, note: str = "", then_close: bool = False) -> None:
        """Opens the form of a callback; with `then_close` goes on to closing when the customer is content."""
        from desk.ui.callbacks.dialog import CallbackDialog

        dialog = CallbackDialog(self._page, view, note=note)

        def acted(after: RequestView) -> None:
            shell = self._page.shell
            if after.state == "received" and after.reopened > view.reopened:
                # L10N: 客户不满意，已重新打开
                words = _("{number}: the customer is dissatisfied, so it was reopened. Assign it again.").format(
                    number=after.number
                )
                shell.open_page("request", request_id=after.id)
                shell.messages.warn(words)
                return
            shell.messages.info(callback_words(self._desk, after))
            if then_close and "close" in after.moves and "callback" not in after.closing_needs:
                self.open_for(after.id, "close")

        dialog.acted.connect(acted)
        self._start(dialog)


def callback_words(desk: Any, after: RequestView) -> str:
    """The sentence after a callback."""
    from desk.catalog import label

    last = after.callbacks[-1] if after.callbacks else None
    what = label("callback_outcomes", last.outcome) if last else ""
    if last is not None and last.score is not None:
        what = label("scores", str(last.score))
    if after.callback_due_at is not None:
        again = say.when(desk, after.callback_due_at)
        # L10N: {number} 回访已记录：{what}；下次 {time}
        return _("{number}: callback noted ({what}); next call {time}.").format(
            number=after.number, what=what, time=again
        )
    # L10N: {number} 回访已记录：{what}
    return _("{number}: callback noted ({what}).").format(number=after.number, what=what)


__all__ = [
    "ACTS",
    "ActForm",
    "ActSpec",
    "Around",
    "RequestActs",
    "callback_words",
    "departments",
    "fitting",
    "is_supervisor",
    "next_act",
]

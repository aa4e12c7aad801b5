"""The short forms of the acts on a request: what each asks, and the service that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desk.catalog import catalog, label
from desk.i18n import N_, _
from desk.rules.requests import REPLY_METHODS
from desk.ui.forms import FieldSpec
from desk.ui.requests.acts import ActForm, Around, departments
from desk.ui.requests.parts import problems_of
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.requests.views import RequestView
    from desk.ui.kit.pages import Page

_NOTE = FieldSpec("note", N_("Note"), "text", span="full")


def _choices(name: str) -> list[tuple[str, str]]:
    return [(choice.code, choice.label) for choice in catalog(name)]


def _said(words: str) -> Callable[[RequestView], str]:
    return lambda after: _(words).format(number=after.number)


def _assign(page: Page, view: RequestView, around: Around) -> ActForm:
    desk = page.desk
    fields = (
        # L10N: 责任部门
        FieldSpec("department", N_("Department"), "choice", required=True, choices=departments),
        # L10N: 责任人
        FieldSpec("responsible", N_("Responsible"), "choice", required=True, choices=around.names, editable=True),
        # L10N: 承诺时间
        FieldSpec("promised_at", N_("Promised by"), "datetime"),
        # L10N: 备注
        _NOTE,
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

    def then(after: RequestView) -> None:
        order = next((slip for slip in reversed(after.slips) if slip.kind == "dispatch" and slip.state != "void"), None)
        if order is not None:
            print_slip(page, order)

    department = view.department or ("engineering" if view.kind == "repair" else "")
    return ActForm(
        fields,
        # L10N: 派工并打印
        _("Assign and print"),
        save,
        # L10N: 已派工给 {who}
        lambda after: _("{number} assigned to {who}.").format(number=after.number, who=after.responsible),
        values={"department": department, "responsible": view.responsible, "promised_at": view.promised_at},
        then=then,
    )


def _transfer(page: Page, view: RequestView, around: Around) -> ActForm:
    form = _assign(page, view, around)
    # L10N: 现在由 {who} 负责
    note = _("Now with {who}").format(who=view.responsible) if view.responsible else ""
    # It goes to somebody else: the old name would only have to be deleted.
    return ActForm(form.fields, form.yes, form.save, form.said, {**form.values, "responsible": ""}, note, form.then)


def _simple(code: str, yes: str, said: str) -> Callable[[Page, RequestView, Around], ActForm]:
    """An act with a remark that may stay empty: accept, start, resume."""

    def form(page: Page, view: RequestView, _around: Around) -> ActForm:
        def save(values: dict[str, Any]) -> RequestView:
            from desk.services.requests import moves as request_moves

            done: RequestView = getattr(request_moves, code)(page.desk, view.id, note=values["note"])
            return done

        return ActForm((_NOTE,), _(yes), save, _said(said))

    return form


def _reason(code: str, yes: str, said: str) -> Callable[[Page, RequestView, Around], ActForm]:
    """An act with a reason: cancel, reopen, return."""

    def form(page: Page, view: RequestView, _around: Around) -> ActForm:
        def save(values: dict[str, Any]) -> RequestView:
            from desk.services import requests
            from desk.services.requests import moves as request_moves

            act = getattr(requests, code, None) or getattr(request_moves, code)
            done: RequestView = act(page.desk, view.id, reason=values["reason"])
            return done

        fields = (FieldSpec("reason", N_("Reason"), "multiline", required=True, span="full", lines=2),)
        return ActForm(fields, _(yes), save, _said(said))

    return form


def _hold(page: Page, view: RequestView, _around: Around) -> ActForm:
    fields = (
        # L10N: 挂起原因
        FieldSpec(
            "reason", N_("Reason"), "choice", required=True, editable=True, choices=lambda: _choices("hold_reasons")
        ),
        # L10N: 挂起至
        FieldSpec("until", N_("Until"), "datetime", required=True, placeholder=N_("tomorrow 9:00, +3d …")),
        # L10N: 新的承诺时间; 与客户另约的时间
        FieldSpec(
            "promised_at",
            N_("New promise"),
            "datetime",
            span="full",
            help=N_("Only when another time was agreed with the customer."),
        ),
    )

    def save(values: dict[str, Any]) -> RequestView:
        from desk.services.requests import moves as request_moves

        return request_moves.hold(
            page.desk, view.id, reason=values["reason"], until=values["until"], promised_at=values["promised_at"]
        )

    # L10N: 挂起; {number} 已挂起
    return ActForm(fields, _("Put on hold"), save, _said(N_("{number} is on hold; its clocks stand still.")))


def _resolve(page: Page, view: RequestView, _around: Around) -> ActForm:
    fields = (
        # L10N: 处理结果
        FieldSpec("result", N_("Result"), "multiline", required=True, span="full", lines=3),
        # L10N: 原因
        FieldSpec("cause", N_("Cause"), "text", span="full"),
    )

    def save(values: dict[str, Any]) -> RequestView:
        from desk.services import requests

        return requests.resolve(page.desk, view.id, result=values["result"], cause=values["cause"])

    # L10N: 处理完毕; 已登记处理结果
    said = _said(N_("{number} is resolved."))
    return ActForm(fields, _("Resolved"), save, said, values={"result": view.result, "cause": view.cause})


def _reply_methods() -> list[tuple[str, str]]:
    known = {choice.code for choice in catalog("channels")}
    return [(code, label("channels" if code in known else "callback_methods", code)) for code in REPLY_METHODS]


def _reply(page: Page, view: RequestView, _around: Around) -> ActForm:
    fields = (
        # L10N: 回复内容
        FieldSpec("note", N_("Reply"), "multiline", required=True, span="full", lines=3),
        # L10N: 回复方式
        FieldSpec("method", N_("Way"), "choice", required=True, choices=_reply_methods),
    )

    def save(values: dict[str, Any]) -> RequestView:
        from desk.services.requests import moves as request_moves

        return request_moves.reply(page.desk, view.id, note=values["note"], method=values["method"])

    method = view.channel if view.channel in REPLY_METHODS else "phone"
    # L10N: 已回复客户
    return ActForm(fields, _("Save"), save, _said(N_("{number}: the reply is noted.")), values={"method": method})


def _escalate(page: Page, view: RequestView, _around: Around) -> ActForm:
    fields = (
        # L10N: 上报给
        FieldSpec("to", N_("Escalate to"), "choice", required=True, choices=lambda: _choices("escalations")),
        # L10N: 升级原因
        FieldSpec("reason", N_("Reason"), "multiline", required=True, span="full", lines=2),
    )

    def save(values: dict[str, Any]) -> RequestView:
        from desk.services.requests import moves as request_moves

        return request_moves.escalate(page.desk, view.id, to=values["to"], reason=values["reason"])

    # L10N: 升级; 已上报{who}
    return ActForm(
        fields,
        _("Escalate"),
        save,
        lambda after: _("{number} is escalated to: {who}.").format(
            number=after.number, who=label("escalations", after.escalated)
        ),
        values={"to": "manager" if view.escalated == "supervisor" else "supervisor"},
    )


def _confirm(page: Page, view: RequestView, _around: Around) -> ActForm:
    def categories() -> list[tuple[str, str]]:
        return [(c.code, c.label) for c in catalog("categories") if view.kind in c.extra.get("kinds", (view.kind,))]

    fields = (
        # L10N: 核实情况
        FieldSpec("confirmed", N_("Confirmed problem"), "multiline", required=True, span="full", lines=3),
        # L10N: 类别
        FieldSpec("category", N_("Category"), "choice", choices=categories),
        # L10N: 问题类别
        FieldSpec("problem", N_("Kind of problem"), "choice", choices=lambda: problems_of(view.kind)),
        # L10N: 地点
        FieldSpec("place", N_("Place"), "choice", editable=True, choices=lambda: _choices("places")),
        # L10N: 紧急程度
        FieldSpec("severity", N_("Urgency"), "choice", required=True, choices=lambda: _choices("severities")),
        # L10N: 原因
        FieldSpec("cause", N_("Cause"), "text", span="full"),
    )
    names = ("confirmed", "category", "problem", "place", "severity", "cause")
    before = {name: getattr(view, name) for name in names}

    def save(values: dict[str, Any]) -> RequestView:
        from desk.services.requests import moves as request_moves

        changed = {name: values[name] for name in names[1:] if values[name] != before[name]}
        return request_moves.confirm(page.desk, view.id, confirmed=values["confirmed"], **changed)

    # L10N: 已核实
    return ActForm(fields, _("Save"), save, _said(N_("{number}: the confirmed problem is noted.")), values=before)


def _close(page: Page, view: RequestView, around: Around) -> ActForm:
    offered = {
        "responsible": FieldSpec(
            "responsible", N_("Responsible"), "choice", choices=around.names, editable=True, required=True
        ),
        "cause": FieldSpec("cause", N_("Cause"), "text", span="full", required=True),
        "result": FieldSpec("result", N_("Result"), "multiline", span="full", lines=2, required=True),
        "waiver": FieldSpec(
            "waiver",
            # L10N: 免回访原因
            N_("Waive the callback"),
            "text",
            span="full",
            required=True,
            # L10N: 主管说明免除回访的原因
            help=N_("Why a supervisor does without the callback."),
        ),
    }
    wanted: list[str] = [name for name in ("responsible", "cause", "result") if name in view.closing_needs]
    if "callback" in view.closing_needs:
        wanted.append("waiver")

    def save(values: dict[str, Any]) -> RequestView:
        from desk.services import requests

        return requests.close(page.desk, view.id, note=values["note"], **{name: values[name] for name in wanted})

    # L10N: 已关闭
    return ActForm(
        (*(offered[name] for name in wanted), _NOTE), _("Close the request"), save, _said(N_("{number} is closed."))
    )


def _note(page: Page, view: RequestView, _around: Around) -> ActForm:
    def save(values: dict[str, Any]) -> RequestView:
        from desk.services import requests

        return requests.add_note(page.desk, view.id, values["note"])

    fields = (FieldSpec("note", N_("Note"), "multiline", required=True, span="full", lines=3),)
    # L10N: 已添加备注
    return ActForm(fields, _("Save"), save, _said(N_("Noted on {number}.")))


def _link(page: Page, view: RequestView, _around: Around) -> ActForm:
    desk = page.desk

    def search(text: str) -> Sequence[Any]:
        from desk.services import finder as service

        return [hit for hit in service.find(desk, text, limit=13, kinds=("request",)) if hit.id != view.id][:12]

    fields = (
        # L10N: 另一单
        FieldSpec(
            "other_id",
            N_("Other request"),
            "person",
            required=True,
            span="full",
            placeholder=N_("Number, room or words"),
            search=search,
        ),
        # L10N: 关系
        FieldSpec("kind", N_("Relation"), "choice", required=True, choices=_relations),
    )

    def save(values: dict[str, Any]) -> RequestView:
        from desk.errors import InvalidInput, Problem
        from desk.services.requests import moves as request_moves

        if values["other_id"] is None:
            raise InvalidInput([Problem("required", _("Choose a request from the list."), "other_id")])
        return request_moves.link(desk, view.id, values["other_id"], kind=values["kind"])

    # L10N: 已关联
    return ActForm(fields, _("Link"), save, _said(N_("{number} is linked.")), values={"kind": "related"})


def _relations() -> list[tuple[str, str]]:
    return [(choice.code, choice.label) for choice in catalog("link_kinds") if choice.code != "came-from"]


def _attach(page: Page, view: RequestView, around: Around) -> ActForm:
    choices = [("", ""), *((str(each.id), f"{each.number} {each.title}") for each in around.incidents)]
    if view.incident_id is not None and str(view.incident_id) not in dict(choices):
        choices.append((str(view.incident_id), view.incident))
    # L10N: 群体事件
    fields = (FieldSpec("incident_id", N_("Mass incident"), "choice", span="full", choices=lambda: choices),)

    def save(values: dict[str, Any]) -> RequestView:
        from desk.services.requests import moves as request_moves

        return request_moves.attach(page.desk, view.id, int(values["incident_id"]) if values["incident_id"] else None)

    def said(after: RequestView) -> str:
        if after.incident_id is None:
            return _("{number} stands on its own.").format(number=after.number)
        return _("{number} belongs to: {incident}.").format(number=after.number, incident=after.incident)

    # L10N: 当前没有正在处理的群体事件
    note = "" if around.incidents else _("No mass incident is running for this building.")
    return ActForm(fields, _("Save"), save, said, values={"incident_id": str(view.incident_id or "")}, note=note)


FORMS: Mapping[str, Callable[[Any, Any, Around], ActForm]] = {
    "assign": _assign,
    "transfer": _transfer,
    # L10N: 接单; {number} 已接单
    "accept": _simple("accept", N_("Accepted"), N_("{number} is accepted.")),
    # L10N: 开始处理; {number} 处理中
    "start": _simple("start", N_("Start work"), N_("{number}: work has started.")),
    # L10N: 恢复; {number} 已恢复处理
    "resume": _simple("resume", N_("Resume"), N_("{number} goes on.")),
    # L10N: 退回; {number} 已退回，请重新派工
    "return": _reason("return_", N_("Returned"), N_("{number} was returned. Assign it again.")),
    "hold": _hold,
    "resolve": _resolve,
    "reply": _reply,
    "escalate": _escalate,
    "confirm": _confirm,
    "close": _close,
    "note": _note,
    "link": _link,
    "attach": _attach,
    # L10N: 取消此单; {number} 已取消
    "cancel": _reason("cancel", N_("Cancel the request"), N_("{number} is cancelled.")),
    # L10N: 重新打开; {number} 已重新打开
    "reopen": _reason("reopen", N_("Reopen"), N_("{number} is open again.")),
}
"""The acts that are a short form."""

__all__ = ["FORMS"]

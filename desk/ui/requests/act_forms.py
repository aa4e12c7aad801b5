"""The short forms of the acts on a request: what each asks, and the service that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desk.catalog import catalog, label
from desk.i18n import N_, _
from desk.rules.requests import REPLY_METHODS
from desk.services import finder as service
from desk.services import requests
from desk.services.requests import calling
from desk.services.requests import moves as request_moves
from desk.ui.forms import FieldSpec
from desk.ui.forms.acts import ActForm, FormFactory
from desk.ui.requests.choices import Around, departments
from desk.ui.requests.parts import problems_of
from desk.ui.requests.promises import Fullness
from desk.ui.slips.actions import print_slip
from desk.ui.workers import responsible_field

if TYPE_CHECKING:
    from desk.services.requests.views import RequestView
    from desk.ui.kit.pages import Page

_NOTE = FieldSpec("note", N_("Note"), "text", span="full")


def _choices(name: str) -> list[tuple[str, str]]:
    return [(choice.code, choice.label) for choice in catalog(name)]


def _assign(page: Page, view: RequestView, around: Around) -> ActForm:
    desk = page.desk
    fields = (
        # L10N: 责任部门
        FieldSpec("department", N_("Department"), "choice", choices=departments),
        responsible_field(lambda: around.people, present=view.responsible),
        # L10N: 承诺时间
        FieldSpec("promised_at", N_("Promised by"), "datetime"),
        # L10N: 备注
        _NOTE,
    )

    def save(values: dict[str, Any]) -> RequestView:
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

    def watch(form: Any) -> None:
        fullness = Fullness(page, form, but=view.id)

        def follow() -> None:
            fullness.follow(lambda words: form.show_hint("promised_at", words))

        form.changed.connect(follow)
        follow()

    department = view.department or ("engineering" if view.kind == "repair" else "")
    return ActForm(
        fields,
        save,
        # L10N: 派工并打印
        yes=_("Assign and print"),
        words=lambda after: {"who": after.responsible},
        values={"department": department, "responsible": view.responsible, "promised_at": view.promised_at},
        then=then,
        watch=watch,
    )


def _transfer(page: Page, view: RequestView, around: Around) -> ActForm:
    form = _assign(page, view, around)
    # L10N: 现在由 {who} 负责
    note = _("Now with {who}").format(who=view.responsible) if view.responsible else ""
    # It goes to somebody else: the old name would only have to be deleted.
    return replace(form, values={**form.values, "responsible": ""}, note=note)


def _simple(code: str) -> Callable[[Page, RequestView, Around], ActForm]:
    """An act with a remark that may stay empty: accept, start, resume."""

    def form(page: Page, view: RequestView, _around: Around) -> ActForm:
        def save(values: dict[str, Any]) -> RequestView:
            done: RequestView = getattr(request_moves, code)(page.desk, view.id, note=values["note"])
            return done

        return ActForm((_NOTE,), save)

    return form


def _reason(code: str) -> Callable[[Page, RequestView, Around], ActForm]:
    """An act with a reason: cancel, reopen, return."""

    def form(page: Page, view: RequestView, _around: Around) -> ActForm:
        def save(values: dict[str, Any]) -> RequestView:
            act = getattr(requests, code, None) or getattr(request_moves, code)
            done: RequestView = act(page.desk, view.id, reason=values["reason"])
            return done

        return ActForm((FieldSpec("reason", N_("Reason"), "multiline", span="full", lines=2),), save)

    return form


def _hold(page: Page, view: RequestView, _around: Around) -> ActForm:
    fields = (
        # L10N: 暂缓原因
        FieldSpec("reason", N_("Reason"), "choice", editable=True, choices=lambda: _choices("hold_reasons")),
        # L10N: 暂缓至
        FieldSpec("until", N_("Until"), "datetime", placeholder=N_("tomorrow 9:00, +3d …")),
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
        return request_moves.hold(
            page.desk, view.id, reason=values["reason"], until=values["until"], promised_at=values["promised_at"]
        )

    return ActForm(fields, save)


def _last_results(page: Page, view: RequestView) -> Callable[[], Sequence[str]]:
    """How requests of this category were handled lately."""

    def look() -> Sequence[str]:
        return calling.last_results(page.desk, view.category)

    return look


def _resolve(page: Page, view: RequestView, _around: Around) -> ActForm:
    fields = (
        # L10N: 处理结果
        FieldSpec("result", N_("Result"), "multiline", span="full", lines=3, suggest=_last_results(page, view)),
        # L10N: 原因
        FieldSpec("cause", N_("Cause"), "text", span="full"),
        *_analysis(view),
    )

    def save(values: dict[str, Any]) -> RequestView:
        return requests.resolve(
            page.desk,
            view.id,
            result=values["result"],
            cause=values["cause"],
            analysis=values.get("analysis", ""),
        )

    values = {"result": view.result, "cause": view.cause, "analysis": view.analysis}
    return ActForm(fields, save, values=values)


def _analysis(view: RequestView) -> tuple[FieldSpec, ...]:
    """What a complaint is asked besides: its nature and how it came about."""
    if view.kind != "complaint":
        return ()
    # L10N: 性质与分析
    return (FieldSpec("analysis", N_("Analysis"), "multiline", span="full", lines=2),)


def _reply_methods() -> list[tuple[str, str]]:
    known = {choice.code for choice in catalog("channels")}
    return [(code, label("channels" if code in known else "callback_methods", code)) for code in REPLY_METHODS]


def _reply(page: Page, view: RequestView, _around: Around) -> ActForm:
    fields = (
        # L10N: 回复内容
        FieldSpec("note", N_("Reply"), "multiline", span="full", lines=3),
        # L10N: 回复方式
        FieldSpec("method", N_("Way"), "choice", choices=_reply_methods),
    )

    def save(values: dict[str, Any]) -> RequestView:
        return request_moves.reply(page.desk, view.id, note=values["note"], method=values["method"])

    method = view.channel if view.channel in REPLY_METHODS else "phone"
    return ActForm(fields, save, yes=_("Save"), values={"method": method})


def _escalate(page: Page, view: RequestView, _around: Around) -> ActForm:
    fields = (
        # L10N: 上报给
        FieldSpec("to", N_("Escalate to"), "choice", choices=lambda: _choices("escalations")),
        # L10N: 升级原因
        FieldSpec("reason", N_("Reason"), "multiline", span="full", lines=2),
    )

    def save(values: dict[str, Any]) -> RequestView:
        return request_moves.escalate(page.desk, view.id, to=values["to"], reason=values["reason"])

    return ActForm(
        fields,
        save,
        words=lambda after: {"who": label("escalations", after.escalated)},
        values={"to": "manager" if view.escalated == "supervisor" else "supervisor"},
    )


def _confirm(page: Page, view: RequestView, _around: Around) -> ActForm:
    def categories() -> list[tuple[str, str]]:
        return [(c.code, c.label) for c in catalog("categories") if view.kind in c.extra.get("kinds", (view.kind,))]

    fields = (
        # L10N: 核实情况
        FieldSpec("confirmed", N_("Confirmed problem"), "multiline", span="full", lines=3),
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
        changed = {name: values[name] for name in names[1:] if values[name] != before[name]}
        return request_moves.confirm(page.desk, view.id, confirmed=values["confirmed"], **changed)

    return ActForm(fields, save, yes=_("Save"), values=before)


def _close(page: Page, view: RequestView, around: Around) -> ActForm:
    offered = {
        "responsible": responsible_field(lambda: around.people),
        "cause": FieldSpec("cause", N_("Cause"), "text", span="full"),
        "result": FieldSpec(
            "result", N_("Result"), "multiline", span="full", lines=2, suggest=_last_results(page, view)
        ),
    }
    lacking = [obstacle.field for obstacle in view.closing if obstacle.field]

    def save(values: dict[str, Any]) -> RequestView:
        return requests.close(
            page.desk,
            view.id,
            note=values["note"],
            waiver=values.get("waived", {}).get("callback", ""),
            words={name: values.get(name, "") for name in ("analysis", "summary")},
            **{name: values[name] for name in lacking},
        )

    # L10N: 总结评价
    summary = (FieldSpec("summary", N_("Summary"), "multiline", span="full", lines=2),)
    words = (*_analysis(view), *summary) if view.kind == "complaint" else ()

    def then(after: RequestView) -> None:
        if after.lacks_words:
            # L10N: 已关闭，但还缺性质与分析或总结评价，投诉处理单上留空待填
            page.shell.messages.warn(
                _("{number} is closed without analysis or summary; the handling form has room for them.").format(
                    number=after.number
                )
            )

    return ActForm(
        (*(offered[name] for name in lacking), *words, _NOTE),
        save,
        values={"analysis": view.analysis, "summary": view.summary} if words else {},
        then=then,
    )


def _note(page: Page, view: RequestView, _around: Around) -> ActForm:
    def save(values: dict[str, Any]) -> RequestView:
        return requests.add_note(page.desk, view.id, values["note"], told=bool(values.get("told")))

    fields = [FieldSpec("note", N_("Note"), "multiline", span="full", lines=3)]
    if any(clock.code == "first-word" and not clock.done for clock in view.clocks):
        # L10N: 客户; 已告知客户（首次回音）
        fields.append(FieldSpec("told", N_("Customer"), "check", text=N_("The customer was told so"), span="full"))
    return ActForm(tuple(fields), save, yes=_("Save"))


def _link(page: Page, view: RequestView, _around: Around) -> ActForm:
    desk = page.desk

    def search(text: str) -> Sequence[Any]:
        return [hit for hit in service.find(desk, text, limit=13, kinds=("request",)) if hit.id != view.id][:12]

    fields = (
        # L10N: 另一单
        FieldSpec(
            "other_id",
            N_("Other request"),
            "person",
            span="full",
            placeholder=N_("Number, room or words"),
            search=search,
        ),
        # L10N: 关系
        FieldSpec("kind", N_("Relation"), "choice", required=True, choices=_relations),
    )

    def save(values: dict[str, Any]) -> RequestView:
        return request_moves.link(desk, view.id, values["other_id"], kind=values["kind"])

    return ActForm(fields, save, yes=_("Link"), values={"kind": "related"})


def _relations() -> list[tuple[str, str]]:
    return [(choice.code, choice.label) for choice in catalog("link_kinds") if choice.code != "came-from"]


def _attach(page: Page, view: RequestView, around: Around) -> ActForm:
    choices = [("", ""), *((str(each.id), f"{each.number} {each.title}") for each in around.incidents)]
    if view.incident_id is not None and str(view.incident_id) not in dict(choices):
        choices.append((str(view.incident_id), view.incident))
    # L10N: 多户事件
    fields = (FieldSpec("incident_id", N_("Mass incident"), "choice", span="full", choices=lambda: choices),)

    def save(values: dict[str, Any]) -> RequestView:
        return request_moves.attach(page.desk, view.id, int(values["incident_id"]) if values["incident_id"] else None)

    def said(after: RequestView) -> str:
        if after.incident_id is None:
            return _("{number} stands on its own.").format(number=after.number)
        return _("{number} belongs to: {incident}.").format(number=after.number, incident=after.incident)

    # L10N: 当前没有正在处理的多户事件
    note = "" if around.incidents else _("No mass incident is running for this building.")
    values = {"incident_id": str(view.incident_id or "")}
    return ActForm(fields, save, yes=_("Save"), said=said, values=values, note=note)


FORMS: Mapping[str, FormFactory] = {
    "assign": _assign,
    "transfer": _transfer,
    "accept": _simple("accept"),
    "start": _simple("start"),
    "resume": _simple("resume"),
    "return": _reason("return_"),
    "hold": _hold,
    "resolve": _resolve,
    "reply": _reply,
    "escalate": _escalate,
    "confirm": _confirm,
    "close": _close,
    "note": _note,
    "link": _link,
    "attach": _attach,
    "cancel": _reason("cancel"),
    "reopen": _reason("reopen"),
}
"""The acts that are a short form."""

__all__ = ["FORMS"]

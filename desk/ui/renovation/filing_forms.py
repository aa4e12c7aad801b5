"""The short forms of a filing's acts: submitted, approved, returned, told, signed, started, extended, cancelled; its papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.i18n import N_, _
from desk.rules.kit.dates import add_months
from desk.rules.kit.wording import listed
from desk.services import renovation as service
from desk.ui.forms import FieldSpec
from desk.ui.forms.acts import ActForm, FormFactory
from desk.ui.forms.rows import ChecksField
from desk.ui.renovation.words import choices
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.renovation import RenovationView
    from desk.ui.kit.pages import Page
    from desk.ui.renovation.around import Around

# L10N: 原因
_REASON = FieldSpec("reason", N_("Reason"), "multiline", span="full", lines=2)
# L10N: 备注
_NOTE = FieldSpec("note", N_("Note"), span="full")
HERE = (
    # L10N: 已收
    ("received", N_("here")),
    # L10N: 已盖章
    ("stamped", N_("stamped")),
)
"""The ticks of a paper."""


def noted(after: Any) -> str:
    """The sentence after an act that is no step."""
    # L10N: {number} 已登记
    return _("{number}: noted.").format(number=after.number)


def print_newest(page: Page, view: RenovationView, kind: str) -> None:
    """Prints the newest valid slip of a kind."""
    slip = next((slip for slip in reversed(view.slips) if slip.kind == kind and slip.state != "void"), None)
    if slip is not None:
        print_slip(page, slip)


def _simple(name: str) -> FormFactory:
    """An act that asks nothing."""

    def form(page: Page, view: RenovationView, _around: Around) -> ActForm:
        def save(_values: dict[str, Any]) -> Any:
            return getattr(service, name)(page.desk, view.id)

        return ActForm((), save)

    return form


def _with(name: str, field: FieldSpec, said: Callable[[Any], str] | None = None) -> FormFactory:
    """An act with one text."""

    def form(page: Page, view: RenovationView, _around: Around) -> ActForm:
        def save(values: dict[str, Any]) -> Any:
            if name == "note":
                return service.note(page.desk, view.id, values["note"])
            return getattr(service, name)(page.desk, view.id, **{field.name: values[field.name]})

        return ActForm((field,), save, said=said)

    return form


def _approve(page: Page, view: RenovationView, _around: Around) -> ActForm:
    def save(_values: dict[str, Any]) -> Any:
        return service.approve(page.desk, view.id)

    return ActForm((), save, then=lambda after: print_newest(page, after, "renovation-filing"))


def _return(page: Page, view: RenovationView, _around: Around) -> ActForm:
    def save(values: dict[str, Any]) -> Any:
        return service.return_(page.desk, view.id, missing=values["missing"])

    # L10N: 缺少
    field = FieldSpec("missing", N_("What is missing"), "multiline", span="full", lines=3)
    return ActForm((field,), save, values={"missing": listed(view.missing)})


def _tell(page: Page, view: RenovationView, _around: Around) -> ActForm:
    fields = (
        # L10N: 告知方式
        FieldSpec("how", N_("Told by"), "choice", choices=choices("told_by")),
        # L10N: 告知时间
        FieldSpec("at", N_("When"), "datetime"),
        _NOTE,
    )

    def save(values: dict[str, Any]) -> Any:
        return service.tell(page.desk, view.id, how=values["how"], at=values["at"], note=values["note"])

    return ActForm(fields, save, values={"how": "phone"})


def _sign(page: Page, view: RenovationView, _around: Around) -> ActForm:
    parties: tuple[tuple[str, str], ...] = (
        # L10N: 业主已签字
        ("owner", N_("The owner has signed")),
        # L10N: 施工单位已签字
        ("contractor", N_("The contractor has signed")),
        # L10N: 物业服务中心已签字
        ("centre", N_("The service centre has signed")),
    )
    parties = tuple(each for each in parties if each[0] != "contractor" or view.contractor_id is not None)
    fields = (
        *(
            # L10N: 签字
            FieldSpec(code, N_("Signature"), "check", text=words, span="full")
            for code, words in parties
        ),
        # L10N: 签字日期
        FieldSpec("on", N_("Signed on"), "date"),
    )

    def save(values: dict[str, Any]) -> Any:
        signed = [code for code, _words in parties if values[code]]
        return service.sign(page.desk, view.id, signed=signed, on=values["on"])

    return ActForm(fields, save, yes=_("Save"), said=noted, values={"on": page.desk.today()})


def _start(page: Page, view: RenovationView, _around: Around) -> ActForm:
    def save(_values: dict[str, Any]) -> Any:
        return service.start(page.desk, view.id)

    # L10N: 登记证一式四份：原件、出入证专用、贴于户门、存档
    note = _("The certificate comes on four sheets with one number.")
    return ActForm((), save, note=note, then=lambda after: print_newest(page, after, "renovation-certificate"))


def _extend(page: Page, view: RenovationView, around: Around) -> ActForm:
    active = [each for each in view.passes if each.state == "active"]

    def cards() -> list[tuple[str, str, tuple[str, ...]]]:
        return [(each.number, f"{each.number} {each.name}", ("received",)) for each in active]

    fields = (
        # L10N: 延期至
        FieldSpec("until", N_("New last day"), "date", help=N_("Counted from the old last day.")),
        # L10N: 登记证复印件
        FieldSpec(
            "copies",
            N_("Certificate"),
            "check",
            # L10N: 登记证的两份复印件均已出示
            text=N_("Both copies of the certificate are here"),
            span="full",
        ),
        # L10N: 出示的出入证
        *(
            [
                FieldSpec(
                    "passes",
                    N_("Passes shown"),
                    "lines",
                    span="full",
                    widget=lambda spec, _desk: ChecksField(spec, HERE[:1], cards),
                )
            ]
            if active
            else []
        ),
    )

    def save(values: dict[str, Any]) -> Any:
        shown = tuple(number for number, ticks in (values.get("passes") or {}).items() if ticks)
        return service.extend(
            page.desk, view.id, service.ExtendEntry(values["until"], shown, 2 if values["copies"] else 0)
        )

    months = around.proposals.months if around.proposals is not None else 1
    # L10N: 原最后一天 {day}
    note = _("The period in force ends on {day}.").format(day=view.last.isoformat())
    return ActForm(
        fields, save, note=note, values={"until": add_months(view.last, months)},
        then=lambda after: print_newest(page, after, "renovation-filing"),
    )  # fmt: skip


def _documents(page: Page, view: RenovationView, _around: Around) -> ActForm:
    def papers() -> list[tuple[str, str, tuple[str, ...]]]:
        return [
            (each.code, label("renovation_documents", each.code), ("received", "stamped") if each.needs_seal else ("received",))
            for each in view.documents
        ]  # fmt: skip

    def plans() -> list[tuple[str, str, tuple[str, ...]]]:
        return [(each.code, label("renovation_works", each.code), ("received",)) for each in view.works]

    fields = (
        # L10N: 资料
        FieldSpec(
            "documents", N_("Papers"), "lines", span="full", widget=lambda spec, _desk: ChecksField(spec, HERE, papers)
        ),
        # L10N: 各项图纸
        FieldSpec(
            "plans",
            N_("Plan of each item"),
            "lines",
            span="full",
            widget=lambda spec, _desk: ChecksField(spec, HERE[:1], plans),
        ),
    )

    def save(values: dict[str, Any]) -> Any:
        before = {each.code: each for each in view.documents}
        entries = [
            service.DocumentEntry(code, "received" in ticks, "stamped" in ticks, before[code].received_on)
            for code, ticks in values["documents"].items()
            if code in before
            and ("received" in ticks, "stamped" in ticks)
            != (before[code].received_on is not None, before[code].stamped)
        ]
        plans_now = [code for code, ticks in values["plans"].items() if ticks]
        after = service.receive(page.desk, view.id, entries) if entries else view
        if set(plans_now) != {each.code for each in view.works if each.plan}:
            after = service.receive_plans(page.desk, view.id, plans_now)
        return after

    got = {
        each.code: (*(["received"] if each.received_on else []), *(["stamped"] if each.stamped else []))
        for each in view.documents
    }
    here = {each.code: ("received",) for each in view.works if each.plan}
    return ActForm(fields, save, yes=_("Save"), said=noted, values={"documents": got, "plans": here})


FILING: dict[str, FormFactory] = {
    "submit": _simple("submit"),
    "approve": _approve,
    "return": _return,
    "tell": _tell,
    "sign": _sign,
    "start": _start,
    "extend": _extend,
    "ask-inspection": _simple("ask_inspection"),
    "file-away": _simple("file_away"),
    "suspend": _with("suspend", _REASON),
    "resume": _simple("resume"),
    "resume-extended": _simple("resume"),
    "cancel": _with("cancel", _REASON),
    "document": _documents,
    "note": _with("note", FieldSpec("note", N_("Note"), "multiline", span="full", lines=2), noted),
}

__all__ = ["FILING", "HERE", "noted", "print_newest"]

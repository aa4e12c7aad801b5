"""The forms of what happens on site: passes, hot work, inspections, violations, the owner downstairs, moving in, losses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desk.errors import InvalidInput
from desk.i18n import N_, _, ngettext
from desk.services import renovation as service
from desk.ui.forms import FieldSpec
from desk.ui.forms.acts import ActForm, FormFactory
from desk.ui.forms.rows import FILES_HINT, FilesField, RowsField
from desk.ui.renovation.filing_forms import noted, print_newest
from desk.ui.renovation.money_forms import tender
from desk.ui.renovation.words import choices, fen, payment_fields, yuan
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.renovation import RenovationView
    from desk.ui.kit.pages import Page
    from desk.ui.renovation.around import Around

# L10N: 备注
_NOTE = FieldSpec("note", N_("Note"), "multiline", span="full", lines=2)
# L10N: 照片
PHOTOS = FieldSpec(
    "photos", N_("Photos"), span="full", placeholder=FILES_HINT, widget=lambda spec, _desk: FilesField(spec)
)

# --------------------------------------------------------------------------------------------------------- the passes
_WORKER = (
    # L10N: 姓名
    FieldSpec("name", N_("Name"), max_length=30),
    # L10N: 证件号码
    FieldSpec("document_number", N_("Document number"), max_length=30),
    # L10N: 工种
    FieldSpec("trade", N_("Trade"), "choice", choices=choices("trades", blank=True)),
    # L10N: 照片
    FieldSpec("photo", N_("Photo"), placeholder=FILES_HINT, widget=lambda spec, _desk: FilesField(spec)),
)


def _pass_fields() -> tuple[FieldSpec, ...]:
    return (
        # L10N: 施工人员
        FieldSpec(
            "workers", N_("Who gets a pass"), "lines", required=True, span="full",
            widget=lambda spec, desk: RowsField(spec, desk, _WORKER, (3, 5, 3, 4)),
        ),
        # L10N: 有效期自
        FieldSpec("first", N_("Valid from"), "date"),
        # L10N: 有效期至
        FieldSpec("until", N_("Valid until"), "date"),
        # L10N: 已出示登记证复印件（办理出入证专用）
        FieldSpec("copy_shown", N_("Certificate"), "check", text=N_("Copy 1 of the certificate was shown"), span="full"),
        # L10N: 身份证复印件、照片已收
        FieldSpec(
            "papers_seen", N_("Papers"), "check", text=N_("Identity copies and photos of all are here"), span="full"
        ),
        # L10N: 每张押金（元）
        FieldSpec("deposit", N_("Deposit each"), "money"),
        *payment_fields(),
        # L10N: 实收（元）
        FieldSpec("handed", N_("Handed over"), "money"),
    )  # fmt: skip


def _pass(page: Page, view: RenovationView, around: Around) -> ActForm:
    each = around.proposals.pass_deposit if around.proposals is not None else 0
    fields = _pass_fields()

    def save(values: dict[str, Any]) -> Any:
        papers = values["papers_seen"]
        workers = tuple(
            service.PassEntry(
                line["name"], line["document_number"], trade=line["trade"] or "other",
                photo=line["photo"][0] if line["photo"] else None, papers_seen=papers,
            )
            for line in values["workers"]
        )  # fmt: skip
        deposit = fen(values["deposit"])
        due = deposit * len(workers)
        paid = (tender(values, due),) if due else ()
        entry = service.PassesEntry(
            workers, values["first"], values["until"], values["copy_shown"], deposit, values["payer"], paid
        )
        try:
            return service.issue_passes(page.desk, view.id, entry)
        except InvalidInput as error:
            raise error.placed({"workers": "workers", "tenders": "handed", "deposits": "deposit"}) from error

    def said(made: Any) -> str:
        # L10N: 已办理 {n} 张出入证
        return ngettext("{n} pass is issued.", "{n} passes are issued.", len(made)).format(n=len(made))

    shown: Any = page
    return ActForm(
        fields,
        save,
        # L10N: 办理并打印
        yes=_("Issue and print"),
        said=said,
        values={
            "first": max(view.first, page.desk.today()),
            "until": view.last,
            "deposit": yuan(each),
            "payer": view.contractor or view.owner or view.applicant,
            "method": "cash",
        },
        then=lambda _made: shown.print_passes(),
    )


def _hot_work(page: Page, view: RenovationView, _around: Around) -> ActForm:
    fields = (
        # L10N: 动火部位
        FieldSpec("place", N_("Place"), required=True),
        # L10N: 动火人
        FieldSpec("worker", N_("Worker"), required=True),
        # L10N: 操作证号
        FieldSpec("certificate", N_("Welder's certificate")),
        # L10N: 监护人
        FieldSpec("watch", N_("Fire watch"), required=True),
        # L10N: 开始
        FieldSpec("start", N_("Begins at"), "datetime", required=True),
        # L10N: 结束
        FieldSpec("until", N_("Ends at"), "datetime", required=True),
        # L10N: 灭火器（具）
        FieldSpec("extinguishers", N_("Fire extinguishers"), "number", required=True),
    )

    def save(values: dict[str, Any]) -> Any:
        entry = service.HotWorkEntry(**{**values, "extinguishers": int(values["extinguishers"] or 0)})
        return service.permit_hot_work(page.desk, view.id, entry)

    return ActForm(fields, save, yes=_("Issue and print"), said=noted, then=lambda slip: print_slip(page, slip))


# -------------------------------------------------------------------------------------------------------- inspections
def _inspection_fields() -> tuple[FieldSpec, ...]:
    return (
        # L10N: 检查日期
        FieldSpec("on", N_("Day"), "date", required=True),
        # L10N: 检查人
        FieldSpec("inspector", N_("Inspector")),
        _NOTE,
        PHOTOS,
    )


def _inspect(page: Page, view: RenovationView, _around: Around) -> ActForm:
    def kinds() -> list[tuple[str, str]]:
        return [each for each in choices("inspection_kinds")() if each[0] != "completion"]

    fields = (
        # L10N: 检查种类
        FieldSpec("kind", N_("Kind of inspection"), "choice", required=True, choices=kinds),
        FieldSpec(
            "passed",
            # L10N: 结果
            N_("Result"),
            "choice",
            required=True,
            # L10N: 合格 / 不合格
            choices=lambda: [("yes", _("in order")), ("no", _("not in order"))],
        ),
        *_inspection_fields(),
    )

    def save(values: dict[str, Any]) -> Any:
        entry = service.InspectionEntry(**{**values, "passed": values["passed"] == "yes"})
        return service.inspect(page.desk, view.id, entry)

    start = {"submitted": "plans", "approved": "not-begun", "told": "not-begun"}.get(view.state, "interim")
    return ActForm(
        fields, save, yes=_("Save"), said=noted, values={"kind": start, "passed": "yes", **_today(page)},
    )  # fmt: skip


def _today(page: Page) -> dict[str, Any]:
    return {"on": page.desk.today(), "inspector": page.desk.actor.name if page.desk.actor else ""}


def _completion(*, passed: bool) -> FormFactory:
    def form(page: Page, view: RenovationView, _around: Around) -> ActForm:
        def save(values: dict[str, Any]) -> Any:
            return service.inspect(page.desk, view.id, service.InspectionEntry("completion", passed, **values))

        return ActForm(
            _inspection_fields(), save, values=_today(page),
            then=lambda after: print_newest(page, after, "renovation-acceptance"),
        )  # fmt: skip

    return form


def _violation(page: Page, view: RenovationView, _around: Around) -> ActForm:
    fields = (
        # L10N: 违规情况
        FieldSpec("finding", N_("Violation found"), "multiline", required=True, span="full", lines=2),
        # L10N: 整改要求
        FieldSpec("demand", N_("To be put right"), "multiline", span="full", lines=2),
        # L10N: 部位
        FieldSpec("place", N_("Place")),
        # L10N: 整改期限
        FieldSpec("deadline", N_("Deadline"), "date", help=N_("Left empty: as the policy says.")),
        # L10N: 依据
        FieldSpec("basis", N_("By which clause"), span="full"),
        PHOTOS,
    )

    def save(values: dict[str, Any]) -> Any:
        return service.find_violation(page.desk, view.id, service.ViolationEntry(**values))

    return ActForm(
        fields, save, yes=_("Issue and print"), said=noted,
        then=lambda after: print_newest(page, after, "rectification"),
    )  # fmt: skip


# ------------------------------------------------------------------------------------ what the refund asks for besides
def _what() -> list[tuple[str, str]]:
    return [
        # L10N: 楼下业主已签字
        ("signed", _("the owner downstairs has signed")),
        # L10N: 登记一次联系
        ("attempt", _("a try to reach the owner")),
        # L10N: 不适用：底层
        ("ground", _("not needed: ground floor")),
        # L10N: 不适用：楼下空置
        ("vacant", _("not needed: nobody lives there")),
        # L10N: 不适用：联系不上
        ("unreachable", _("not needed: the owner cannot be reached")),
    ]


def _is(*codes: str) -> Any:
    def visible(values: Mapping[str, Any]) -> bool:
        return values.get("what") in codes

    return visible


_WAIVERS = ("ground", "vacant", "unreachable")


def _downstairs(page: Page, view: RenovationView, _around: Around) -> ActForm:
    fields = (
        # L10N: 登记内容
        FieldSpec("what", N_("What is noted"), "choice", required=True, choices=_what, span="full"),
        # L10N: 签字人
        FieldSpec("signer", N_("Signed by"), visible_when=_is("signed")),
        # L10N: 签字日期
        FieldSpec("signed_on", N_("Signed on"), "date", visible_when=_is("signed")),
        # L10N: 由业主本人签字（租户签字无效）
        FieldSpec(
            "by_owner", N_("Signature"), "check", text=N_("By the owner, not the tenant"), visible_when=_is("signed"),
            span="full",
        ),
        # L10N: 联系方式
        FieldSpec("how", N_("How"), "choice", choices=choices("told_by"), visible_when=_is("attempt")),
        FieldSpec("note", N_("Note"), visible_when=_is("attempt")),
        # L10N: 楼下房号（与推算不同时）
        FieldSpec(
            "unit_id", N_("Room downstairs"), "room", visible_when=_is("signed", *_WAIVERS),
            # L10N: 留空按房号推算
            help=N_("Left empty: the room found by its number."),
        ),
        # L10N: 原因
        FieldSpec("reason", N_("Reason"), span="full", visible_when=_is(*_WAIVERS)),
    )  # fmt: skip

    def save(values: dict[str, Any]) -> Any:
        if values["what"] == "attempt":
            return service.note_attempt(page.desk, view.id, how=values["how"], note=values["note"])
        waiver = values["what"] if values["what"] in _WAIVERS else ""
        entry = service.DownstairsEntry(
            values["signer"], values["signed_on"], values["by_owner"], values["unit_id"], waiver, values["reason"]
        )
        try:
            return service.note_downstairs(page.desk, view.id, entry)
        except InvalidInput as error:
            raise error.placed({"waiver": "what"}) from error

    # L10N: 已联系 {n} 次
    tried = ngettext("{n} try so far", "{n} tries so far", view.attempts).format(n=view.attempts)
    return ActForm(
        fields, save, yes=_("Save"), said=noted, note=tried if view.attempts else "",
        values={"what": "signed", "signed_on": page.desk.today(), "how": "phone"},
    )  # fmt: skip


def _nobody(values: Mapping[str, Any]) -> bool:
    return not values.get("nobody")


def _moved_in(page: Page, view: RenovationView, _around: Around) -> ActForm:
    fields = (
        # L10N: 无人入住
        FieldSpec("nobody", N_("Moving in"), "check", text=N_("Nobody has moved in"), span="full"),
        # L10N: 入住日期
        FieldSpec("on", N_("Moved in on"), "date", visible_when=_nobody),
    )

    def save(values: dict[str, Any]) -> Any:
        return service.note_moving_in(page.desk, view.id, on=values["on"], nobody=values["nobody"])

    return ActForm(
        fields, save, yes=_("Save"), said=noted, values={"on": view.moved_in, "nobody": view.nobody_moved_in}
    )


def _lost(page: Page, view: RenovationView, _around: Around) -> ActForm:
    fields = (
        FieldSpec(
            "what",
            # L10N: 遗失的是
            N_("What is lost"),
            "choice",
            required=True,
            # L10N: 登记证原件 / 保证金收据
            choices=lambda: [("certificate", _("the certificate")), ("receipt", _("the receipt of the deposit"))],
        ),
        # L10N: 遗失声明
        FieldSpec("note", N_("Declaration"), "multiline", span="full", lines=2),
    )

    def save(values: dict[str, Any]) -> Any:
        return service.declare_lost(page.desk, view.id, service.LostEntry(values["what"], values["note"]))

    return ActForm(fields, save, yes=_("Save"), said=noted)


SITE: dict[str, FormFactory] = {
    "pass": _pass,
    "hot-work": _hot_work,
    "inspect": _inspect,
    "pass-completion": _completion(passed=True),
    "fail-completion": _completion(passed=False),
    "violation": _violation,
    "downstairs": _downstairs,
    "moved-in": _moved_in,
    "declare-lost": _lost,
}

__all__ = ["PHOTOS", "SITE"]

"""The fields of a release's form: who applies with which papers, what leaves, when and with whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desk.i18n import N_, _
from desk.rules.releases import LESSEES, UTILITIES, asks_for_fees
from desk.ui.forms import FieldSpec
from desk.ui.forms.rows import ChecksField, RowsField
from desk.ui.releases.goods import GoodsField
from desk.ui.releases.words import choices, scopes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    Lines = list[tuple[str, str, tuple[str, ...]]]

    class ReleaseForm(Protocol):
        """What the lists of the fields are asked of."""

        def applicants(self) -> list[tuple[str, str]]: ...
        def owners(self) -> list[tuple[str, str]]: ...
        def papers(self) -> Lines: ...
        def residents(self) -> Lines: ...
        def billed_elsewhere(self) -> Sequence[str]: ...


ROLES = {"owner": ("owner",), "tenant": ("tenant",), "borrower": ("borrower",), "merchant": ("owner", "tenant")}
WITH_OWNER = ("agent", *LESSEES)
_GOODS = (
    # L10N: 物品名称; 可用拼音
    FieldSpec("name", N_("Item name"), "entry", max_length=60, widget=GoodsField),
    # L10N: 数量（空为 1）
    FieldSpec("quantity", N_("Quantity (blank: 1)"), "number"),
    # L10N: 备注
    FieldSpec("remark", N_("Note"), max_length=60),
)
# L10N: 已核对
SEEN = (("seen", N_("seen")),)
# L10N: 随之搬走
LEAVES = (("leaves", N_("leaves")),)


def _is(*applicants: str) -> Any:
    return lambda values: values.get("applicant") in applicants


def _alone(values: Mapping[str, Any]) -> bool:
    return values.get("applicant") in LESSEES and not values.get("owner_here")


def asks(values: Mapping[str, Any]) -> bool:
    """Whether the fees must be settled first."""
    return asks_for_fees(values.get("scope") or "part", lease_end=bool(values.get("lease_end")))


def _whole(values: Mapping[str, Any]) -> bool:
    return values.get("scope") == "whole"


def _wrong_line(line: Mapping[str, Any]) -> Mapping[str, str]:
    """What is wrong with a line of goods, by cell."""
    found = {}
    if not line["name"]:
        # L10N: 请填写物品名称
        found["name"] = _("Say what it is.")
    if line["quantity"] is not None and (line["quantity"] <= 0 or line["quantity"] % 1):
        # L10N: 数量须为大于 0 的整数
        found["quantity"] = _("A quantity is a whole number above 0.")
    return found


def _on_site() -> list[tuple[str, str]]:
    # L10N: 业主; 物业人员
    return [("", ""), ("owner", _("the owner")), ("desk", _("somebody of the centre"))]


_CARRYING = (
    # L10N: 搬出时间; 电梯或装卸区; 有效期至（空为当日）
    FieldSpec("move_at", N_("Leaves at"), "datetime", required=True, new_row=True),
    FieldSpec("valid_to", N_("Valid to"), "date", help=N_("Left empty: the day of the move.")),
    FieldSpec("slot", N_("Lift or loading place"), "choice", choices=choices("release_slots", blank=True)),
    # L10N: 承运人; 车牌; 申请人电话; 证件号码
    FieldSpec("carrier", N_("Carrier"), max_length=40),
    FieldSpec("plate", N_("Number plate"), "plate"),
    FieldSpec("phone", N_("Phone")),
    FieldSpec("document", N_("Document number"), max_length=20),
    FieldSpec("note", N_("Note"), max_length=80),
)  # fmt: skip


def fields(page: ReleaseForm) -> tuple[FieldSpec, ...]:
    """Who applies, what leaves, when; the lists of people are the page's."""
    return (
        FieldSpec("unit_id", N_("Room"), "room", required=True),
        # L10N: 搬出范围
        FieldSpec("scope", N_("What leaves"), "choice", required=True, choices=scopes, default="part"),
        # L10N: 申请人身份
        FieldSpec(
            "applicant", N_("Applies as"), "choice", required=True, choices=choices("release_applicants"),
            default="owner",
        ),
        # L10N: 登记人员
        FieldSpec(
            "customer_id", N_("On the register"), "choice", choices=page.applicants, visible_when=_is(*ROLES),
            keeps_place=True,
        ),
        *_applicant_fields(page),
        # L10N: 已核对资料
        FieldSpec(
            "papers", N_("Papers seen"), "lines", span="full",
            widget=lambda spec, _desk: ChecksField(spec, SEEN, page.papers),
        ),
        # L10N: 搬出物品
        FieldSpec(
            "items", N_("Goods that leave"), "lines", required=True, span="full",
            widget=lambda spec, desk: RowsField(spec, desk, _GOODS, (5, 2, 4), wrong=_wrong_line),
        ),
        *_CARRYING,
        *_whole_fields(page),
    )  # fmt: skip


def _applicant_fields(page: ReleaseForm) -> tuple[FieldSpec, ...]:
    """What each kind of applicant is asked: in the same four places, so that no other field moves."""
    named = _is("agent", "merchant", "contractor")
    return (
        # L10N: 申请人
        FieldSpec(
            "name", N_("Applicant"), visible_when=named, needed_when=named, max_length=40, new_row=True, keeps_place=True,
        ),
        # L10N: 退租
        FieldSpec(
            "lease_end", N_("Lease"), "check", text=N_("The lease ends"), visible_when=_is(*LESSEES), instead_of="name",
        ),
        # L10N: 单位
        FieldSpec("company", N_("Company"), visible_when=_is("contractor"), max_length=60, keeps_place=True),
        # L10N: 业主到场
        FieldSpec(
            "owner_here", N_("Owner"), "check", text=N_("The owner is here"), visible_when=_is(*LESSEES),
            instead_of="company",
        ),
        # L10N: 委托或同意的业主
        FieldSpec(
            "owner_id", N_("Owner who agrees"), "choice", choices=page.owners, visible_when=_is(*WITH_OWNER),
            keeps_place=True,
        ),
        # L10N: 同意书上的业主电话
        FieldSpec(
            "owner_phone", N_("Owner's phone on the consent"), visible_when=_alone, needed_when=_alone, keeps_place=True,
        ),
        # L10N: 在场人员
        FieldSpec(
            "on_site", N_("Who is there"), "choice", choices=_on_site, visible_when=_is("contractor"),
            needed_when=_is("contractor"), instead_of="owner_phone",
        ),
    )  # fmt: skip


def _whole_fields(page: ReleaseForm) -> tuple[FieldSpec, ...]:
    def elsewhere(kind: str) -> Any:
        return lambda values: asks(values) and kind in page.billed_elsewhere()

    def any_elsewhere(values: Mapping[str, Any]) -> bool:
        return any(elsewhere(kind)(values) for kind in UTILITIES)

    return (
        # L10N: 谁随之搬走
        FieldSpec(
            "leaving", N_("Who leaves"), "lines", span="full", visible_when=_whole,
            widget=lambda spec, _desk: ChecksField(spec, LEAVES, page.residents),
        ),
        # L10N: 人员仍在住，只搬物品
        FieldSpec(
            "nobody_leaves", N_("Residence"), "check", text=N_("Nobody leaves, only the goods"), visible_when=_whole,
        ),
        # L10N: 水费; 电费; 依据
        FieldSpec(
            "water", N_("Water bill"), "choice", choices=choices("release_ticks", blank=True),
            visible_when=elsewhere("water"),
        ),
        FieldSpec(
            "electricity", N_("Electricity bill"), "choice", choices=choices("release_ticks", blank=True),
            visible_when=elsewhere("electricity"),
        ),
        FieldSpec("utilities_note", N_("Seen by what, or why"), visible_when=any_elsewhere, max_length=80),
        # L10N: 特批原因; 费用未结清时由经理授权
        FieldSpec(
            "waived", N_("The manager's reason"), span="full", visible_when=asks, max_length=80,
            help=N_("Only where fees are open, with the manager's PIN; printed on the stub."),
        ),
    )  # fmt: skip


__all__ = ["ROLES", "WITH_OWNER", "asks", "fields"]

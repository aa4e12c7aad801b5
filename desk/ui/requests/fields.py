"""The fields of a new request, in the order of typing."""

from __future__ import annotations

from typing import Any

from desk.catalog import catalog
from desk.i18n import N_
from desk.rules.requests import ANONYMOUS_KINDS, PROMISED_KINDS, from_authority, must_repeat_back
from desk.rules.workers import Candidate
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.requests.choices import departments
from desk.ui.requests.parts import problems_of
from desk.ui.workers import responsible_field


class Offered:
    """What some lists of the form offer depends on the moment.

    Attributes:
        people: who is offered as responsible; read when the form is opened.
        kind: the kind chosen, on which the problems depend.
        repeat_back: whether a spoken complaint has to be repeated back before it is saved.
    """

    def __init__(self) -> None:
        self.people: tuple[Candidate, ...] = ()
        self.kind = "complaint"
        self.repeat_back = True


offered = Offered()


def _choices(name: str) -> list[tuple[str, str]]:
    return [(choice.code, choice.label) for choice in catalog(name)]


def _may_be_anonymous(values: Any) -> bool:
    return values.get("kind") in ANONYMOUS_KINDS


SPEC = FormSpec(
    # L10N: 登记投诉报修
    N_("Log a request"),
    (
        # L10N: 房号
        FieldSpec(
            "unit_id",
            N_("Room"),
            "room",
            placeholder=N_("Room, name or phone"),
            needed_when=lambda values: values["kind"] == "repair" and not values["place"],
        ),
        # L10N: 来人
        FieldSpec(
            "customer_id",
            N_("Caller"),
            "person",
            placeholder=N_("Name, or choose a person"),
            needed_when=lambda values: not (values["anonymous"] and _may_be_anonymous(values)),
        ),
        # L10N: 电话
        FieldSpec("caller_phone", N_("Phone")),
        # L10N: 渠道
        FieldSpec(
            "channel", N_("Channel"), "choice", required=True, choices=lambda: _choices("channels"), default="phone"
        ),
        # L10N: 种类
        FieldSpec("kind", N_("Kind"), "choice", required=True, choices=lambda: _choices("kinds"), default="complaint"),
        # L10N: 类别
        FieldSpec(
            "category",
            N_("Category"),
            "entry",
            required=True,
            placeholder=N_("Type, or ↓ for the list"),
            known=lambda code: any(choice.code == code for choice in catalog("categories")),
        ),
        # L10N: 内容
        FieldSpec("content", N_("Details"), "multiline", required=True, span="full", lines=3),
        # L10N: 复述
        FieldSpec(
            "repeated_back",
            N_("Confirmation"),
            "check",
            text=N_("Repeated back and confirmed"),
            new_row=True,
            needed_when=lambda values: offered.repeat_back and must_repeat_back(values["kind"], values["channel"]),
        ),
        # L10N: 匿名; 不留姓名
        FieldSpec(
            "anonymous",
            N_("Anonymous"),
            "check",
            text=N_("No name is kept"),
            visible_when=_may_be_anonymous,
            keeps_place=True,
        ),
        # L10N: 地点
        FieldSpec("place", N_("Place"), "choice", choices=lambda: [("", ""), *_choices("places")], editable=True),
        # L10N: 问题类别
        FieldSpec("problem", N_("Kind of problem"), "choice", choices=lambda: problems_of(offered.kind)),
        # L10N: 紧急程度
        FieldSpec(
            "severity",
            N_("Urgency"),
            "choice",
            required=True,
            choices=lambda: _choices("severities"),
            default="normal",
        ),
        # L10N: 主管部门要求答复日期
        FieldSpec(
            "answer_by",
            N_("Answer by"),
            "date",
            visible_when=lambda values: from_authority(values["channel"]),
            needed_when=lambda _values: True,
        ),
        # Never shown: they are here so that a draft keeps them.
        # L10N: 多户事件; 来源单
        FieldSpec("incident_id", N_("Mass incident"), visible_when=lambda _values: False, kept=True),
        FieldSpec("origin_id", N_("Came from"), visible_when=lambda _values: False, kept=True),
        # L10N: 当场解决
        FieldSpec("solved_on_spot", N_("On the spot"), "check", text=N_("Solved on the spot"), new_row=True),
        # L10N: 承诺时间
        FieldSpec(
            "promised_at",
            N_("Promised by"),
            "datetime",
            visible_when=lambda values: not values["solved_on_spot"],
            keeps_place=True,
            needed_when=lambda values: values["kind"] in PROMISED_KINDS,
        ),
        # L10N: 处理结果
        FieldSpec(
            "result",
            N_("Result"),
            "multiline",
            lines=2,
            visible_when=lambda values: values["solved_on_spot"],
            keeps_place=True,
            instead_of="promised_at",
            needed_when=lambda _values: True,
        ),
        # L10N: 责任部门
        FieldSpec("department", N_("Department"), "choice", choices=departments, new_row=True),
        responsible_field(lambda: offered.people),
        # L10N: 客户诉求
        FieldSpec("wish", N_("Customer's wish"), span="full"),
    ),
)

__all__ = ["SPEC", "Offered", "offered"]

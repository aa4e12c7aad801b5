"""The fields of the form of a person, in the order in which they are asked at the counter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from desk import catalog
from desk.i18n import N_
from desk.rules import households as rules
from desk.services.households.views import PersonEntry
from desk.ui.forms import FormSpec
from desk.ui.forms.fields import FieldSpec

LINE_SIGNS = ("|", "｜", "\t", "\n", "\u2028", "\u2029", "：", ":", ";", "；", ",", "，")
"""A name with one of these may be the line of an identity-card reader."""

Values = Mapping[str, Any]
Choices = Callable[[str], list[tuple[str, str]]]
"""Gives the choices of a field that depend on what is typed."""


def _entries(name: str, codes: Sequence[str] = ()) -> Callable[[], list[tuple[str, str]]]:
    def choices() -> list[tuple[str, str]]:
        return [(choice.code, choice.label) for choice in catalog.catalog(name) if not codes or choice.code in codes]

    return choices


def _relations() -> list[tuple[str, str]]:
    # Kept in words: relations are free, and the register card prints them as they are.
    return [(choice.label, choice.label) for choice in catalog.catalog("relations")]


def _adding(values: Values) -> bool:
    return bool(values["adding"])


def _into_room(values: Values) -> bool:
    return bool(values["adding"]) and values["unit_id"] is not None


def _related(values: Values) -> bool:
    return _into_room(values) and values["role"] in ("member", "relative", "tenant", "borrower")


def _an_owner(values: Values) -> bool:
    return _into_room(values) and values["role"] == "owner"


def _leased(values: Values) -> bool:
    return _into_room(values) and values["role"] in rules.LEASED


def _is_company(values: Values) -> bool:
    return values["kind"] == "company"


def _has_emergency(values: Values) -> bool:
    """A company is not asked for it; what a list brought stays to be seen."""
    return _is_person(values) or bool(values["emergency_name"] or values["emergency_phone"])


def _is_person(values: Values) -> bool:
    return values["kind"] != "company"


def _stay() -> tuple[FieldSpec, ...]:
    """Where and as what; only of somebody new."""
    return (
        FieldSpec("adding", N_("Register a person"), "check", visible_when=lambda _values: False),
        FieldSpec("photo_file", N_("Photo"), visible_when=lambda _values: False),
        # L10N: 房号
        FieldSpec("unit_id", N_("Room"), "room", visible_when=_adding),
        # L10N: 身份（业主、租户…）
        FieldSpec("role", N_("Role"), "choice", required=True, choices=_entries("roles"), visible_when=_into_room),
        # L10N: 入住日期
        FieldSpec("since", N_("Since"), "date", visible_when=_into_room),
    )


def _of_role() -> tuple[FieldSpec, ...]:
    """What the chosen role needs: it comes after what is always asked, and keeps its place."""
    return (
        # L10N: 与户主关系
        FieldSpec(
            "relation",
            N_("Relation"),
            "choice",
            choices=_relations,
            editable=True,
            visible_when=_related,
            keeps_place=_into_room,
            new_row=True,
        ),
        # L10N: 居住; 在此居住
        FieldSpec(
            "lives",
            N_("Residence"),
            "check",
            text=N_("Lives in this home"),
            default=True,
            visible_when=_an_owner,
            keeps_place=_into_room,
            instead_of="relation",
        ),
    )


def _person(choices: Choices) -> tuple[FieldSpec, ...]:
    """Who it is: what is asked of everybody."""
    return (
        # L10N: 姓名或单位名称；可粘贴读卡器的一行
        FieldSpec(
            "name",
            N_("Name or company"),
            required=True,
            max_length=400,
            placeholder=N_("Name, or the line of a card reader"),
        ),
        # L10N: 个人 / 单位
        FieldSpec("kind", N_("Kind of customer"), "choice", required=True, choices=_entries("customer_kinds")),
        # L10N: 联系人（单位）
        FieldSpec("contact_name", N_("Contact person"), visible_when=_is_company, keeps_place=True),
        # L10N: 证件类型
        FieldSpec("document_kind", N_("Kind of document"), "choice", choices=lambda: choices("document_kind")),
        # L10N: 证件号码
        FieldSpec("document_number", N_("Document number"), max_length=60),
        # L10N: 电话（可填多个）
        FieldSpec(
            "phones",
            N_("Phones"),
            "phone-list",
            placeholder=N_("several with a comma between"),
        ),
        # L10N: 已核对原件
        FieldSpec("document_checked", N_("Original"), "check", text=N_("I have seen the document")),
        *_of_role(),
        # L10N: 性别
        FieldSpec("sex", N_("Sex"), "choice", choices=_entries("sexes"), visible_when=_is_person, keeps_place=True),
        # L10N: 出生日期
        FieldSpec("birthday", N_("Date of birth"), "date", visible_when=_is_person, keeps_place=True),
        # L10N: 过公历还是农历生日
        FieldSpec(
            "birthday_calendar",
            N_("Birthday kept by"),
            "choice",
            required=True,
            choices=_entries("calendars"),
            visible_when=_is_person,
            keeps_place=True,
        ),
        # L10N: 姓（复姓更正）
        FieldSpec(
            "surname_length",
            N_("Surname"),
            "choice",
            required=False,
            choices=lambda: choices("surname_length"),
            visible_when=_is_person,
            keeps_place=True,
        ),
        *_agreed(),
    )


def _agreed() -> tuple[FieldSpec, ...]:
    """The consent."""
    return (
        # L10N: 同意个人信息处理告知（{version} 版）
        FieldSpec(
            "consent",
            N_("Consent"),
            "check",
            span="full",
            text=N_("Has read and signed the notice on personal data (under 14: the guardian)"),
            visible_when=_is_person,
            keeps_place=True,
        ),
    )


def _further() -> tuple[FieldSpec, ...]:
    """What is asked when there is time."""
    return (
        # L10N: 租期至
        FieldSpec("lease_until", N_("Lease until"), "date", visible_when=_leased, keeps_place=_into_room),
        # L10N: 称呼
        FieldSpec("salutation", N_("Salutation")),
        # L10N: 客户等级
        FieldSpec(
            "klass", N_("Class"), "choice", choices=_entries("classes", [code for code in rules.CLASSES if code])
        ),
        # L10N: 联系频率
        FieldSpec("contact_rhythm", N_("To be in touch"), "choice", choices=_entries("contact_rhythms")),
        # L10N: 紧急联系人
        FieldSpec("emergency_name", N_("Emergency contact"), visible_when=_has_emergency, keeps_place=True),
        # L10N: 紧急联系电话
        FieldSpec("emergency_phone", N_("Emergency phone"), visible_when=_has_emergency, keeps_place=True),
        # L10N: 紧急联系人与本人关系
        FieldSpec(
            "emergency_relation",
            N_("Contact is"),
            "choice",
            choices=_relations,
            editable=True,
            visible_when=_has_emergency,
            keeps_place=True,
        ),
        # L10N: 工作单位
        FieldSpec("workplace", N_("Workplace"), visible_when=_is_person, keeps_place=True),
        # L10N: 职位
        FieldSpec("position", N_("Position"), visible_when=_is_person, keeps_place=True),
        # L10N: 通讯地址
        FieldSpec("address", N_("Address")),
        # L10N: 备注
        FieldSpec("note", N_("Note"), "multiline", span="full", lines=2),
    )


def _guardian(child: Callable[[Values], bool]) -> tuple[FieldSpec, ...]:
    """Who signed for a child: asked last, so that no other field moves when a birthday or the consent says so."""

    def signs(values: Values) -> bool:
        return _is_person(values) and bool(values["consent"]) and child(values)

    return (
        # L10N: 签字的监护人
        FieldSpec(
            "guardian_name",
            N_("Guardian who signed"),
            visible_when=signs,
            needed_when=lambda _values: True,
            new_row=True,
        ),
        # L10N: 监护人是孩子的（父亲、母亲……）
        FieldSpec(
            "guardian_as",
            N_("Guardian is"),
            "choice",
            choices=_entries("guardians"),
            editable=True,
            visible_when=signs,
            needed_when=lambda _values: True,
        ),
        # L10N: 签字日期
        FieldSpec("guardian_on", N_("Signed on"), "date", visible_when=signs),
    )


def make_spec(choices: Choices, child: Callable[[Values], bool] = lambda _values: False) -> FormSpec:
    """The form.

    Args:
        child: whether what is typed is somebody under 14.
        choices: gives the choices of `document_kind` and `surname_length`, which depend on what is typed.
    """
    return FormSpec(
        N_("Register a person"),
        (
            *_stay(),
            *_person(choices),
            *_further(),
            *_guardian(child),
        ),
    )


def entry_of(values: Mapping[str, Any], *, photo: str = "") -> PersonEntry:
    """What is typed, as the service takes it."""
    plain = (
        "name", "kind", "sex", "document_kind", "document_number", "document_checked", "birthday", "birthday_calendar",
        "phones", "workplace", "position", "address", "emergency_name", "emergency_relation", "emergency_phone",
        "klass", "note", "salutation", "consent", "guardian_name", "guardian_as", "guardian_on", "contact_name",
        "contact_rhythm",
    )  # fmt: skip
    given = {name: values[name] for name in plain}
    given["kind"] = given["kind"] or "person"
    given["birthday_calendar"] = given["birthday_calendar"] or "solar"
    if not given["document_number"]:
        given["document_kind"] = ""
        given["document_checked"] = False
    length = values["surname_length"]
    return PersonEntry(**given, photo=photo, surname_length=int(length) if length else None)


__all__ = ["LINE_SIGNS", "entry_of", "make_spec"]

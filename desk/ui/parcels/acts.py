"""What can be done with things that are kept, and what each act asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from desk.i18n import N_, _
from desk.rules.parcels import CYCLE, PRECIOUS
from desk.services import parcels as service
from desk.services import staff
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.acts import ActForm, Acts, FormFactory
from desk.ui.forms.common import NOTE, REASON, choices, whole
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit.words import dotted, listed
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.parcels import ParcelView
    from desk.services.staff import StaffView
    from desk.ui.kit.pages import Page

KEYS = {
    "hand-out": "Ctrl+J",
    "tell": "Ctrl+G",
    "return": "Ctrl+U",
    "police": "Ctrl+M",
    "dispose": "Ctrl+Shift+Del",
    "void": "Ctrl+Del",
}
"""By the act's code."""


def _for_somebody(values: Mapping[str, Any]) -> bool:
    return values.get("kind") in ("parcel", "left")


def _found(values: Mapping[str, Any]) -> bool:
    return bool(values.get("kind") == "found")


def _by_two(values: Mapping[str, Any]) -> bool:
    return _found(values) and values.get("contents") in PRECIOUS


def others(page: Page, staff: tuple[StaffView, ...]) -> Callable[[], list[tuple[Any, str]]]:
    """The colleagues of whoever is at the counter, for a field."""
    actor = page.desk.actor
    mine = actor.id if actor is not None else 0
    return lambda: [("", ""), *((str(one.id), one.name) for one in staff if one.active and one.id != mine)]


def thing_fields(page: Page, staff: tuple[StaffView, ...]) -> tuple[FieldSpec, ...]:
    """What is asked of a thing that is taken: for whom first, then what it is and where it lies."""
    return (
        # L10N: 类别
        FieldSpec("kind", N_("Kind"), "choice", required=True, choices=choices("parcel_kinds"), default="parcel"),
        # L10N: 房号
        FieldSpec("unit_id", N_("Room"), "room", visible_when=_for_somebody, keeps_place=True),
        # L10N: 收件人
        FieldSpec("recipient", N_("Recipient"), max_length=30, visible_when=_for_somebody, keeps_place=True),
        # L10N: 电话
        FieldSpec("phone", N_("Phone"), visible_when=_for_somebody, keeps_place=True),
        # L10N: 运单号（可扫描）
        FieldSpec("tracking", N_("Waybill"), max_length=40, visible_when=lambda values: values.get("kind") == "parcel", keeps_place=True),
        # L10N: 拾得地点
        FieldSpec(
            "where_found", N_("Found where"), max_length=60, visible_when=_found, needed_when=_found, instead_of="tracking"
        ),
        # L10N: 送来人
        FieldSpec("brought_by", N_("Brought by"), max_length=30),
        # L10N: 物品
        FieldSpec("what", N_("Thing"), required=True, max_length=60),
        # L10N: 性质
        FieldSpec("contents", N_("What kind"), "choice", required=True, choices=choices("parcel_contents"), default="general"),
        # L10N: 件数
        FieldSpec("pieces", N_("Number of pieces"), "number", required=True, default=1),
        # L10N: 存放位置
        FieldSpec("place", N_("Kept where"), required=True, max_length=30),
        # L10N: 保管至
        FieldSpec("due_on", N_("Kept until"), "date"),
        # L10N: 封存
        FieldSpec("sealed", N_("Sealed"), "check", text=N_("In a sealed bag")),
        # L10N: 封条号
        FieldSpec("seal", N_("Seal"), max_length=30, visible_when=lambda values: bool(values.get("sealed")), keeps_place=True),
        NOTE,
        # L10N: 第二经办人
        FieldSpec(
            "witness_id", N_("Second of the staff"), "choice", choices=others(page, staff), visible_when=_by_two,
            needed_when=_by_two,
        ),
    )  # fmt: skip


def _with_staff(page: Page, then: Callable[[tuple[StaffView, ...]], object]) -> None:
    desk = page.desk

    def look() -> Any:
        return staff.staff_list(desk)

    page.ask(look, then)


def take(page: Page, *, unit_id: int | None = None) -> None:
    """Asks for a thing, takes it and prints its tag; the list stays, so that the next one is taken at once."""
    _with_staff(page, lambda staff: _take(page, staff, unit_id))


def _take(page: Page, staff: tuple[StaffView, ...], unit_id: int | None) -> None:
    desk = page.desk

    def save(values: dict[str, Any]) -> Any:
        values.pop("unit_id_text", None)
        found = values["kind"] == "found"
        dropped = ("unit_id", "recipient", "phone", "tracking") if found else ("where_found", "witness_id")
        typed = {name: value for name, value in values.items() if name not in dropped and value is not None}
        typed["pieces"] = whole(values["pieces"])
        if found:
            typed["witness_id"] = int(values["witness_id"]) if values.get("witness_id") else None
        return service.take(desk, service.ParcelEntry(**typed))

    def done(view: ParcelView) -> None:
        # L10N: {number} 已登记保管
        page.shell.messages.info(_("{number} is kept.").format(number=view.number))
        if view.slips:
            print_slip(page, view.slips[-1])

    # L10N: 登记物品
    spec = FormSpec(N_("Take a thing"), thing_fields(page, staff))
    values = {"kind": "parcel", "contents": "general", "pieces": 1, "unit_id": unit_id}
    dialog = ActDialog(page, spec, save, yes=_("Save and print"), values=values)
    dialog.acted.connect(done)
    dialog.start()


def _hand_out(page: Page, view: ParcelView, _around: Any) -> ActForm:
    def stranger(values: Mapping[str, Any]) -> bool:
        return bool(view.people) and str(values.get("receiver") or "").strip() not in ("", *view.people)

    # L10N: 领取人
    fields = [FieldSpec("receiver", N_("Received by"), required=True, max_length=30)]
    if view.kind == "found":
        fields += [
            # L10N: 认领人描述的特征
            FieldSpec("claim", N_("What the claimant says of it"), "multiline", span="full", lines=2, required=True),
            # L10N: 证件; 已核对并当场交还
            FieldSpec(
                "document_seen", N_("Document"), "check", text=N_("Looked at and given back at once; never kept"),
                span="full", required=True,
            ),
        ]  # fmt: skip
    else:
        fields += [
            # L10N: 手机尾号
            FieldSpec("tail", N_("Phone, last digits"), max_length=4),
            # L10N: 同意人（领取人非该户人员）
            FieldSpec("authorised_by", N_("Allowed by"), max_length=30, visible_when=stranger, needed_when=stranger),
            # L10N: 同意方式
            FieldSpec(
                "authorised_how", N_("How it was allowed"), "choice", choices=choices("parcel_permissions"),
                visible_when=stranger, needed_when=stranger,
            ),
        ]  # fmt: skip
    # L10N: 签字; 领取人已签字
    fields.append(
        FieldSpec(
            "signed", N_("Signature"), "check", text=N_("Whoever takes it has signed"), required=view.kind == "found"
        )
    )

    def save(values: dict[str, Any]) -> Any:
        typed = {name: value for name, value in values.items() if value is not None}
        return service.hand_out(page.desk, view.id, service.HandingEntry(**typed))

    # L10N: 该户：{names}
    who = _("Of this home: {names}").format(names=listed(view.people)) if view.people else ""
    first = view.recipient or (view.people[0] if view.people else "")
    return ActForm(tuple(fields), save, values={"receiver": first}, note=dotted(view.what, view.place, who))


def _tell(page: Page, view: ParcelView, _around: Any) -> ActForm:
    def save(values: dict[str, Any]) -> Any:
        return service.tell(page.desk, view.id, **values)

    # L10N: 通知方式
    return ActForm((FieldSpec("how", N_("How it was told"), max_length=60),), save, values={"how": _("by telephone")})


def _with_note(name: str) -> FormFactory:
    def made(page: Page, view: ParcelView, _around: Any) -> ActForm:
        def save(values: dict[str, Any]) -> Any:
            return getattr(service, name)(page.desk, view.id, note=values["note"])

        return ActForm((REASON if name == "void" else NOTE,), save, note=view.what)

    return made


def _dispose(page: Page, view: ParcelView, staff: Any) -> ActForm:
    def save(values: dict[str, Any]) -> Any:
        witness = int(values["witness_id"]) if values["witness_id"] else None
        return service.dispose(page.desk, view.id, note=values["note"], witness_id=witness)

    second = FieldSpec("witness_id", N_("Second of the staff"), "choice", choices=others(page, staff), required=True)
    return ActForm((NOTE, second), save, note=view.what)


FORMS: dict[str, FormFactory] = {
    "hand-out": _hand_out,
    "tell": _tell,
    "return": _with_note("give_back"),
    "police": _with_note("to_police"),
    "dispose": _dispose,
    "void": _with_note("void"),
}


class ParcelActs(Acts):
    """Opens the act's form for a thing, and does the act."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, CYCLE, FORMS)

    def read(self, record_id: int, code: str) -> tuple[Any, Any]:
        around = staff.staff_list(self._desk) if code == "dispose" else ()
        return service.parcel(self._desk, record_id), around

    def note(self, record: Any) -> tuple[str, ...]:
        return (record.number, record.room)


__all__ = ["FORMS", "KEYS", "ParcelActs", "take", "thing_fields"]

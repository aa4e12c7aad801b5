"""The acts on keys: their keys on the keyboard, and what each asks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from desk.i18n import N_, _
from desk.rules.keys import CYCLE, HOUSEHOLD, needs_permission
from desk.services import keys as service
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.acts import ActForm, Acts, FormFactory
from desk.ui.forms.common import HOW, NOTE, REASON, choices, whole
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit.words import dotted
from desk.ui.slips.record import print_newest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk.services.keys import KeySetView
    from desk.ui.kit.pages import Page

KEYS = {
    "lend": "Ctrl+J",
    "return": "Ctrl+B",
    "prolong": "Ctrl+Shift+R",
    "lose": "Ctrl+Shift+X",
    "lose-rest": "Ctrl+Shift+X",
    "find": "Ctrl+B",
    "hand-back": "Ctrl+U",
    "change": "Ctrl+E",
    "void": "Ctrl+Del",
}
"""By the act's code. Acts that are never possible at the same time may share a key."""


def _home(values: Mapping[str, Any]) -> bool:
    return bool(values.get("kind") == HOUSEHOLD)


def custody_fields() -> tuple[FieldSpec, ...]:
    """What is asked of a set that comes into custody."""
    return (
        # L10N: 类别
        FieldSpec("kind", N_("Kind"), "choice", required=True, choices=choices("key_kinds"), default=HOUSEHOLD),
        # L10N: 房号
        FieldSpec("unit_id", N_("Room"), "room", visible_when=_home, needed_when=_home, keeps_place=True),
        # L10N: 名称
        FieldSpec("name", N_("What it is"), required=True, max_length=40, placeholder=N_("front door, walkie-talkie…")),
        # L10N: 件数
        FieldSpec("pieces", N_("Number of pieces"), "number", required=True, default=1),
        # L10N: 标签号
        FieldSpec("tag", N_("Tag"), required=True, max_length=30),
        # L10N: 挂钩
        FieldSpec("hook", N_("Hook"), required=True, max_length=30),
        # L10N: 封存; 已装袋封存
        FieldSpec("sealed", N_("Sealed"), "check", text=N_("In a sealed bag")),
        # L10N: 封条号
        FieldSpec(
            "seal", N_("Seal"), max_length=30, visible_when=lambda values: bool(values.get("sealed")), keeps_place=True
        ),
        NOTE,
        # What is asked of a home's keys only stands last, so that no other field moves.
        # L10N: 交钥匙人
        FieldSpec("given_by", N_("Given by"), max_length=30, visible_when=_home, needed_when=_home),
        # L10N: 电话
        FieldSpec("phone", N_("Phone"), visible_when=_home),
        # L10N: 同意托管的业主
        FieldSpec("consent_by", N_("Owner who agrees"), max_length=30, visible_when=_home, needed_when=_home),
        # L10N: 托管期限
        FieldSpec("until", N_("In custody until"), "date", visible_when=_home),
        FieldSpec(
            "consented",
            # L10N: 同意
            N_("Consent"),
            "check",
            # L10N: 业主已签字同意托管
            text=N_("An owner has signed for the custody"),
            visible_when=_home,
            needed_when=_home,
            span="full",
        ),
        FieldSpec(
            "standing",
            # L10N: 委托
            N_("Beforehand"),
            "check",
            # L10N: 工作人员维修时可取用
            text=N_("Staff may take them for repairs"),
            visible_when=_home,
            span="full",
        ),
    )


def take(page: Page, *, unit_id: int | None = None) -> ActDialog:
    """Asks for a set and takes it into custody; its slip is printed and its page opened."""
    desk = page.desk

    def save(values: dict[str, Any]) -> Any:
        home = values["kind"] == HOUSEHOLD
        values.pop("unit_id_text", None)  # what was typed to find the room
        dropped = ("unit_id", "given_by", "phone", "consent_by", "until", "consented", "standing")
        typed = {name: value for name, value in values.items() if home or name not in dropped}
        return service.take(desk, service.KeySetEntry(**{**typed, "pieces": whole(typed["pieces"])}))

    def done(view: KeySetView) -> None:
        # L10N: {number} 已登记托管
        page.shell.messages.info(_("{number} is in custody.").format(number=view.number))
        page.shell.open_target(f"key-set:{view.id}")
        print_newest(page, view, "key-custody")

    values = {"kind": HOUSEHOLD, "pieces": 1, "unit_id": unit_id}
    # L10N: 登记托管 / 保存并打印
    spec = FormSpec(N_("Take keys into custody"), custody_fields())
    dialog = ActDialog(page, spec, save, yes=_("Save and print"), values=values)
    dialog.acted.connect(done)
    dialog.start()
    return dialog


def _lend(page: Page, view: KeySetView, _around: Any) -> ActForm:
    home = view.kind == HOUSEHOLD

    def asks(values: Mapping[str, Any]) -> bool:
        return needs_permission(view.kind, str(values.get("borrower_kind") or ""))

    def asks_who(values: Mapping[str, Any]) -> bool:
        return asks(values) and values.get("permission") != "standing"

    fields = (
        # L10N: 借用人类别
        FieldSpec("borrower_kind", N_("Borrows as"), "choice", required=True, choices=choices("key_borrowers")),
        # L10N: 借用人
        FieldSpec("borrower", N_("Borrower"), required=True, max_length=30),
        # L10N: 电话
        FieldSpec("phone", N_("Phone")),
        # L10N: 单位
        FieldSpec("company", N_("Company"), max_length=40),
        # L10N: 用途
        FieldSpec("purpose", N_("Purpose"), required=True, span="full", max_length=80),
        # L10N: 应还时间
        FieldSpec("due_at", N_("Due back"), "datetime", required=True),
        FieldSpec(
            "permission",
            # L10N: 业主同意方式
            N_("Owner's word"),
            "choice",
            choices=choices("key_permissions"),
            visible_when=asks,
            needed_when=asks,
        ),
        # L10N: 同意的业主
        FieldSpec("permitted_by", N_("Owner who agrees"), max_length=30, visible_when=asks_who, needed_when=asks_who),
        NOTE,
    )

    def save(values: dict[str, Any]) -> Any:
        return service.lend(page.desk, view.id, service.LoanEntry(**values))

    hours = timedelta(hours=int(page.desk.policy["keys.hours"]))
    owner = view.owners[0] if home and view.owners else ""
    return ActForm(
        fields,
        save,
        yes=_("Save and print"),
        values={
            "borrower_kind": "owner" if home else "staff", "borrower": owner, "due_at": page.desk.now() + hours,
            "permitted_by": owner,
        },
        note=dotted(view.name, _("seal {seal}").format(seal=view.seal) if view.sealed else ""),
        then=lambda after: print_newest(page, after, "key-loan"),
    )  # fmt: skip


def _accept(page: Page, view: KeySetView, _around: Any) -> ActForm:
    left = view.loan.pieces - view.loan.pieces_back if view.loan else view.pieces
    fields = [
        # L10N: 归还件数
        FieldSpec("pieces", N_("Pieces back"), "number", required=True),
        # L10N: 验收情况
        FieldSpec("condition", N_("Condition"), "choice", required=True, choices=choices("key_conditions")),
    ]
    if view.sealed:
        # L10N: 新封条号
        fields.append(FieldSpec("seal", N_("New seal"), max_length=30))
    fields.append(NOTE)

    def save(values: dict[str, Any]) -> Any:
        entry = service.ReturnEntry(**{**values, "pieces": whole(values["pieces"])})
        return service.take_back(page.desk, view.id, entry)

    def said(after: KeySetView) -> str:
        if after.loan is not None:
            missing = after.loan.pieces - after.loan.pieces_back
            # L10N: {number} 部分归还，还有 {n} 件在外
            return _("{number}: {n} are still out.").format(number=after.number, n=missing)
        return _("{number} is back.").format(number=after.number)

    # L10N: 借出 {n} 件 {name}
    told = _("{n} lent to {name}").format(n=left, name=view.loan.borrower) if view.loan else ""
    return ActForm(
        tuple(fields), save, values={"pieces": left, "condition": "good"}, note=dotted(view.name, told), said=said
    )


def _prolong(page: Page, view: KeySetView, _around: Any) -> ActForm:
    def save(values: dict[str, Any]) -> Any:
        return service.prolong(page.desk, view.id, **values)

    fields = (FieldSpec("due_at", N_("Due back"), "datetime", required=True), REASON)
    hours = timedelta(hours=int(page.desk.policy["keys.hours"]))
    return ActForm(fields, save, values={"due_at": page.desk.now() + hours})


def _with_note(name: str, field: FieldSpec) -> FormFactory:
    def made(page: Page, view: KeySetView, _around: Any) -> ActForm:
        def save(values: dict[str, Any]) -> Any:
            return getattr(service, name)(page.desk, view.id, note=values["note"])

        return ActForm((field,), save, note=view.name)

    return made


def receiver_fields() -> tuple[FieldSpec, ...]:
    """Who takes keys at the end of their custody."""
    return (
        # L10N: 领取人
        FieldSpec("receiver", N_("Received by"), required=True, max_length=30),
        # L10N: 签字; 领取人已签字
        FieldSpec("signed", N_("Signature"), "check", text=N_("Whoever takes them has signed"), required=True),
        NOTE,
    )


def _hand_back(page: Page, view: KeySetView, _around: Any) -> ActForm:
    def save(values: dict[str, Any]) -> Any:
        return service.hand_back(page.desk, view.id, service.HandBackEntry(**values))

    return ActForm(
        receiver_fields(),
        save,
        yes=_("Save and print"),
        values={"receiver": view.owners[0] if view.owners else view.given_by},
        then=lambda after: print_newest(page, after, "key-hand-back"),
    )


def hand_over_all(page: Page, unit_id: int, room: str) -> ActDialog:
    """Hands all keys of a home over in one act."""
    desk = page.desk

    def save(values: dict[str, Any]) -> Any:
        return service.hand_over_all(desk, unit_id, service.HandBackEntry(**values))

    def done(views: tuple[KeySetView, ...]) -> None:
        # L10N: 已交还 {n} 串
        page.shell.messages.info(_("{n} sets of keys are handed back.").format(n=len(views)))
        print_newest(page, views[0], "key-hand-back")

    # L10N: 交还该户全部钥匙
    spec = FormSpec(N_("Hand over all keys of the home"), receiver_fields())
    dialog = ActDialog(page, spec, save, yes=_("Save and print"), note=room)
    dialog.acted.connect(done)
    dialog.start()
    return dialog


def _change(page: Page, view: KeySetView, _around: Any) -> ActForm:
    names = ("hook", "until", "standing", "sealed", "seal", "note")
    wanted = {field.name: field for field in custody_fields()}
    home = ("until", "standing")
    fields = tuple(
        FieldSpec(
            name, wanted[name].label, wanted[name].kind, text=wanted[name].text, span=wanted[name].span,
            visible_when=wanted["seal"].visible_when if name == "seal" else None, required=wanted[name].required,
        )
        for name in names
        if view.kind == HOUSEHOLD or name not in home
    )  # fmt: skip

    def save(values: dict[str, Any]) -> Any:
        return service.change(page.desk, view.id, service.ChangeEntry(**values))

    return ActForm(fields, save, values={name: getattr(view, name) for name in names})


def _recount(page: Page, view: KeySetView, _around: Any) -> ActForm:
    def save(values: dict[str, Any]) -> Any:
        return service.recount(page.desk, view.id, pieces=whole(values["pieces"]), note=values["note"])

    fields = (FieldSpec("pieces", N_("Number of pieces"), "number", required=True), REASON)
    return ActForm(fields, save, values={"pieces": view.pieces})


FORMS: dict[str, FormFactory] = {
    "lend": _lend,
    "return": _accept,
    "prolong": _prolong,
    "lose": _with_note("lose", HOW),
    "lose-rest": _with_note("lose", HOW),
    "find": _with_note("find", HOW),
    "hand-back": _hand_back,
    "change": _change,
    "recount": _recount,
    "void": _with_note("void", REASON),
}


class KeySetActs(Acts):
    """Opens the act's form for a set, and does the act."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, CYCLE, FORMS)

    def read(self, record_id: int, code: str) -> tuple[Any, None]:
        return service.key_set(self._desk, record_id), None

    def note(self, record: Any) -> tuple[str, ...]:
        return (record.number, record.room)


__all__ = ["FORMS", "KEYS", "KeySetActs", "hand_over_all", "take"]

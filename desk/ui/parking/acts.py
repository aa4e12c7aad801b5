"""What can be done with parking cards, and what each act asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desk.i18n import N_, _
from desk.rules.parking import CYCLE, beyond
from desk.services import parking as service
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.acts import ActForm, Acts, FormFactory
from desk.ui.forms.common import HOW, NOTE, REASON, choices
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit.words import dotted
from desk.ui.slips.record import print_newest

if TYPE_CHECKING:
    from desk.services.parking import PaidView, ParkingCardView, SpaceView
    from desk.ui.forms import Form
    from desk.ui.kit.pages import Page

KEYS = {
    "renew": "Ctrl+J",
    "replace": "Ctrl+Shift+N",
    "lose": "Ctrl+Shift+X",
    "suspend": "Ctrl+Shift+S",
    "resume": "Ctrl+Shift+S",
    "return": "Ctrl+B",
    "cancel": "Ctrl+Del",
}
"""By the act's code. Acts that are never possible at the same time may share a key."""


def _monthly(values: Mapping[str, Any]) -> bool:
    return values.get("kind") != "staff"


def _unpaid(values: Mapping[str, Any]) -> bool:
    return values.get("until") is not None and beyond(values["until"], values.get("paid_until"))


def paid_fields() -> tuple[FieldSpec, ...]:
    """How long a card is valid, and how long is paid."""
    return (
        # L10N: 有效期至
        FieldSpec("until", N_("Valid until"), "date", required=True),
        # L10N: 已缴费至
        FieldSpec("paid_until", N_("Paid until"), "date"),
        # L10N: 收据号
        FieldSpec("receipt", N_("Receipt"), max_length=30),
        # L10N: 未缴费仍有效的原因
        FieldSpec(
            "unpaid_because",
            N_("Why beyond what is paid"),
            max_length=60,
            visible_when=_unpaid,
            needed_when=_unpaid,
            keeps_place=True,
        ),
    )


def card_fields(spaces: Sequence[SpaceView]) -> tuple[FieldSpec, ...]:
    """What is asked of a card that is issued."""

    def free() -> list[tuple[Any, str]]:
        unused = (one for one in spaces if not one.retired and not one.card)
        return [("", ""), *((str(one.id), dotted(one.number, one.room)) for one in unused)]

    return (
        # L10N: 卡类
        FieldSpec(
            "kind", N_("Kind of card"), "choice", required=True, choices=choices("parking_card_kinds"), default="month"
        ),
        # L10N: 房号
        FieldSpec(
            "unit_id",
            N_("Room"),
            "room",
            visible_when=_monthly,
            needed_when=lambda v: v.get("kind") == "month",
            keeps_place=True,
        ),
        # L10N: 车牌
        FieldSpec("plate", N_("Plate"), "plate", required=True),
        # L10N: 持卡人
        FieldSpec("holder", N_("Card holder"), required=True, max_length=30),
        # L10N: 电话
        FieldSpec("phone", N_("Phone")),
        # L10N: 车位
        FieldSpec("space_id", N_("Parking space"), "choice", choices=free),
        # L10N: 有效期自
        FieldSpec("first", N_("Valid from"), "date", required=True),
        *paid_fields(),
        FieldSpec(
            "papers_seen",
            # L10N: 证件; 已核对行驶证、驾驶证并当场交还
            N_("Papers"),
            "check",
            text=N_("Driving licence and registration seen and given back"),
            span="full",
            required=True,
        ),
        NOTE,
    )


def issue(page: Page, *, unit_id: int | None = None, plate: str = "") -> None:
    """Asks for a card and issues it; `plate`: of the car that was scanned."""
    desk = page.desk

    def look() -> Any:
        return service.spaces(desk, limit=2000).rows

    page.ask(look, lambda spaces: _issue(page, spaces, unit_id, plate))


def _issue(page: Page, spaces: Sequence[SpaceView], unit_id: int | None, plate: str = "") -> None:
    desk = page.desk

    def save(values: dict[str, Any]) -> Any:
        values.pop("unit_id_text", None)
        space = int(values["space_id"]) if values["space_id"] else None
        typed = {**values, "space_id": space, "unpaid_because": values["unpaid_because"] or ""}
        if typed["kind"] == "staff":
            typed["unit_id"] = None
        return service.issue_card(desk, service.ParkingCardEntry(**typed))

    def done(view: ParkingCardView) -> None:
        # L10N: {number} 已办理
        page.shell.messages.info(_("{number} is issued.").format(number=view.number))
        page.shell.open_target(f"parking-card:{view.id}")
        print_newest(page, view, "parking-card")

    # L10N: 办理停车卡
    spec = FormSpec(N_("Issue a parking card"), card_fields(spaces))
    values = {"kind": "month", "unit_id": unit_id, "first": desk.today(), "plate": plate}
    dialog = ActDialog(page, spec, save, yes=_("Save and print"), values=values)
    _with_approval(dialog)
    follow_books(page, dialog.form)
    dialog.acted.connect(done)
    dialog.start()


def _paid_values(books: PaidView | None) -> dict[str, Any]:
    return {"paid_until": books.until, "receipt": books.paper} if books is not None else {}


def _tell_books(form: Form, books: PaidView | None) -> None:
    """Says under the field that the day comes from the bills; nothing where it is typed."""
    # L10N: 已缴费至取自物业账单，不必填写。
    form.show_hint(
        "paid_until", _("This day comes from the month's bills; it is not typed.") if books is not None else ""
    )


def follow_books(page: Page, form: Form) -> None:
    """Fills in until when parking is paid as soon as the home is known, where the month's bills say it."""
    asked: list[Any] = [None]

    def follow() -> None:
        values = form.values()
        monthly = values.get("kind") == "month" and isinstance(values.get("unit_id"), int)
        wanted = (values["unit_id"], values.get("space_id") or "") if monthly else None
        if wanted == asked[0]:
            return
        asked[0] = wanted
        if wanted is None:
            _tell_books(form, None)
            return
        unit_id, space = wanted

        def look() -> Any:
            return service.paid_until(page.desk, unit_id, space_id=int(space) if space else None)

        page.ask(look, lambda books: show(wanted, books))

    def show(wanted: Any, books: PaidView | None) -> None:
        if wanted == asked[0]:
            for name, value in _paid_values(books).items():
                form.set_value(name, value)
            _tell_books(form, books)

    form.changed.connect(follow)
    follow()


def _with_approval(dialog: ActDialog) -> None:
    """A supervisor's PIN is asked for as soon as the card would be valid beyond what is paid."""

    def follow() -> None:
        values = dialog.form.values()
        wanted = _unpaid(values) and str(values.get("unpaid_because") or "").strip()
        dialog.approval.ask("supervisor" if wanted else "receptionist")

    dialog.form.changed.connect(follow)


def _renew(page: Page, view: ParkingCardView, books: PaidView | None) -> ActForm:
    def save(values: dict[str, Any]) -> Any:
        entry = service.RenewEntry(**{**values, "unpaid_because": values["unpaid_because"] or ""})
        return service.renew(page.desk, view.id, entry)

    return ActForm(
        paid_fields(), save, yes=_("Save and print"), note=dotted(view.plate, f"{view.until}"),
        then=lambda after: print_newest(page, after, "parking-card"), values=_paid_values(books),
        watch=lambda form: _tell_books(form, books),
    )  # fmt: skip


def _replace(page: Page, view: ParkingCardView, _around: Any) -> ActForm:
    def other(values: Mapping[str, Any]) -> bool:
        return str(values.get("plate") or "").strip() not in ("", view.plate)

    fields = (
        # L10N: 新车牌（不变则不改）
        FieldSpec("plate", N_("Plate"), "plate"),
        FieldSpec(
            "papers_seen", N_("Papers"), "check", text=N_("Driving licence and registration seen and given back"),
            span="full", visible_when=other, needed_when=other,
        ),
        REASON,
    )  # fmt: skip

    def save(values: dict[str, Any]) -> Any:
        seen = bool(values["papers_seen"])
        return service.replace(page.desk, view.id, service.ReplaceEntry(values["note"], values["plate"], seen))

    def then(after: ParkingCardView) -> None:
        page.shell.open_target(f"parking-card:{after.id}")
        print_newest(page, after, "parking-card")

    return ActForm(fields, save, yes=_("Save and print"), values={"plate": view.plate}, then=then)


def _plain(name: str, *fields: FieldSpec) -> FormFactory:
    def made(page: Page, view: ParkingCardView, _around: Any) -> ActForm:
        def save(values: dict[str, Any]) -> Any:
            return getattr(service, name)(page.desk, view.id, **values)

        return ActForm(fields, save, note=dotted(view.plate, view.holder))

    return made


FORMS: dict[str, FormFactory] = {
    "renew": _renew,
    "replace": _replace,
    "lose": _plain("lose", HOW),
    "suspend": _plain("suspend", REASON),
    "resume": _plain("resume"),
    "return": _plain("take_back", NOTE),
    "cancel": _plain("cancel", REASON),
}


class ParkingActs(Acts):
    """Opens the act's form for a card, and does the act."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, CYCLE, FORMS)

    def read(self, record_id: int, code: str) -> tuple[Any, PaidView | None]:
        """The card; for a renewal until when the month's bills say that parking is paid."""
        card = service.card(self._desk, record_id)
        if code != "renew" or card.kind != "month" or card.unit_id is None:
            return card, None
        return card, service.paid_until(self._desk, card.unit_id, space_id=card.space_id)

    def note(self, record: Any) -> tuple[str, ...]:
        return (record.number, record.room)

    def start(self, dialog: ActDialog) -> None:
        """A renewal beyond what is paid asks for the supervisor's PIN."""
        if "unpaid_because" in dialog.form.values():
            _with_approval(dialog)
        super().start(dialog)


def ask_space(page: Page, row: SpaceView | None = None) -> None:
    """Asks for a space, new or to be changed; a supervisor registers it."""
    desk = page.desk
    fields = (
        # L10N: 车位号
        FieldSpec("number", N_("Parking space"), required=True, max_length=20),
        # L10N: 种类
        FieldSpec(
            "kind", N_("Kind"), "choice", required=True, choices=choices("parking_space_kinds"), default="public"
        ),
        FieldSpec("unit_id", N_("Room"), "room", visible_when=lambda values: values.get("kind") in ("own", "let")),
        # L10N: 停用
        FieldSpec("retired", N_("Out of use"), "check", text=N_("No card is issued for it any more"), span="full"),
        NOTE,
    )

    def save(values: dict[str, Any]) -> Any:
        values.pop("unit_id_text", None)
        return service.save_space(desk, service.SpaceEntry(**values), row.id if row is not None else None)

    values = {name: getattr(row, name) for name in ("number", "kind", "unit_id", "retired", "note")} if row else {}
    # L10N: 登记车位 / 修改车位
    title = N_("Change the parking space") if row else N_("Add a parking space")
    dialog = ActDialog(page, FormSpec(title, fields), save, yes=_("Save"), values=values or {"kind": "public"})
    dialog.approval.ask("supervisor")
    # L10N: {name} 已保存
    dialog.acted.connect(lambda after: page.shell.messages.info(_("{name} is saved.").format(name=after.number)))
    dialog.start()


__all__ = ["FORMS", "KEYS", "ParkingActs", "ask_space", "card_fields", "issue"]

"""The forms that begin a move: who moves in where, with whose consent; who leaves, when and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.errors import InvalidInput
from desk.i18n import N_, _
from desk.services import moves as service
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.page import FormPage
from desk.ui.forms.rows import ChecksField
from desk.ui.moves.fields import movers, people_field
from desk.ui.moves.words import choices

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.moves import KnownView
    from desk.ui.kit.pages import Shell


def _who(*codes: str) -> Any:
    def visible(values: Mapping[str, Any]) -> bool:
        return values.get("who") in codes

    return visible


def consent_fields(visible: Any = None) -> tuple[FieldSpec, ...]:
    """The owner's word for somebody else's moving in."""
    return (
        # L10N: 业主（同意或到场）
        FieldSpec("owner_word", N_("Owner"), visible_when=visible, new_row=True, max_length=30),
        # L10N: 业主电话
        FieldSpec("owner_phone", N_("Owner's phone"), visible_when=visible),
        # L10N: 书面同意已由业主签字
        FieldSpec(
            "owner_signed", N_("Consent"), "check", text=N_("The owner signed the written consent"), span="full",
            visible_when=visible,
        ),
    )  # fmt: skip


class _MoveForm(FormPage):
    """What both forms do: they ask what is known of the room that is chosen."""

    prints = False
    under_way = ""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        self._known: KnownView | None = None
        self._asked: int | None = None
        super().__init__(shell, desk)

    def open(self, **args: Any) -> None:
        """`unit_id`: the room."""
        self._known, self._asked = None, None
        args = {"unit_id" if name == "leave_id" else name: value for name, value in args.items()}
        super().open(**args)
        with self.form.quietly():
            if self.form.value("day") is None:
                self.form.set_value("day", self.desk.today())
        self._ask_room()

    def changed(self) -> None:
        self._ask_room()

    def _ask_room(self) -> None:
        unit_id = self.form.value("unit_id")
        if unit_id == self._asked:
            return
        self._asked, self._known = unit_id, None
        if not unit_id:
            return
        desk = self.desk

        def look() -> Any:
            return service.known(desk, unit_id)

        self.ask(look, lambda found: self._answered(unit_id, found))

    def _answered(self, unit_id: int, found: KnownView) -> None:
        if unit_id != self._asked:
            return
        self._known = found
        other = found.move_in if self.under_way == "in" else found.move_out
        if other is not None:
            # L10N: {room} 正在办理，可继续; 继续办理
            self.shell.messages.info(
                _("{room}: a move is under way. It can be taken up again.").format(room=found.room),
                label=_("Go on"),
                action=lambda: self.shell.open_target(f"move:{other}"),
            )
        self.room_known(found)

    def room_known(self, found: KnownView) -> None:
        """Shows what is known of the room."""

    def saved(self, result: Any, printing: bool) -> None:
        # L10N: {number} 已开始办理
        self.shell.messages.info(_("{number} is begun.").format(number=result.number))
        self.shell.leave()
        self.shell.open_target(f"move:{result.id}")


TYPED = (
    "who", "day", "fees_from", "deed_number", "deed_holder", "lease_until", "owner_word", "owner_phone", "owner_signed",
    "agent", "note",
)  # fmt: skip
"""What the form hands on as it is typed."""


class MoveInForm(_MoveForm):
    """Begins a move-in (F11); what is not known yet is added on the move's page."""

    draft_key = "move-in"
    under_way = "in"
    spec = FormSpec(
        # L10N: 办理入住
        N_("Move in"),
        (
            FieldSpec("unit_id", N_("Room"), "room", required=True),
            # L10N: 入住人身份
            FieldSpec("who", N_("Moves in as"), "choice", required=True, choices=choices("move_who"), default="owner"),
            # L10N: 入住日期
            FieldSpec("day", N_("Moves in on"), "date", required=True),
            # L10N: 计费起始日
            FieldSpec("fees_from", N_("Fees from"), "date", help=N_("Left empty: the day of moving in.")),
            people_field(),
            # L10N: 代理人
            FieldSpec("agent", N_("Agent"), max_length=30, help=N_("Left empty: they come themselves.")),
            FieldSpec("note", N_("Note"), max_length=200),
            # What only some are asked stands last, so that no other field moves.
            # L10N: 房产证编号
            FieldSpec("deed_number", N_("Title deed number"), visible_when=_who("owner"), max_length=40, new_row=True),
            # L10N: 房产证权利人
            FieldSpec("deed_holder", N_("Holder on the deed"), visible_when=_who("owner"), max_length=40),
            *consent_fields(_who("tenant", "relative", "borrower", "company")),
            # L10N: 租期至
            FieldSpec("lease_until", N_("Lease until"), "date", visible_when=_who("tenant", "company", "borrower")),
        ),
    )

    def room_known(self, found: KnownView) -> None:
        form = self.form
        elsewhere = [name for _stay, name, role, lives in found.people if role == "owner" and not lives]
        if form.value("who") == "owner" and elsewhere and form.field("people").is_empty():
            with form.quietly():
                form.set_value("people", [{"name": name} for name in elsewhere])

    def save(self, values: dict[str, Any]) -> Any:
        people = movers(values.pop("people"), company=values["who"] == "company")
        entry = service.BeginEntry(values["unit_id"] or 0, people=people, **{name: values[name] for name in TYPED})
        try:
            return service.begin(self.desk, entry)
        except InvalidInput as error:
            raise error.placed({"people": "people"}) from error


class MoveOutForm(_MoveForm):
    """Begins a move-out: who leaves, when and why."""

    draft_key = "move-out"
    under_way = "out"

    def __init__(self, shell: Shell, desk: Desk) -> None:
        self.spec = FormSpec(N_("Move out"), self._fields())
        super().__init__(shell, desk)

    def _fields(self) -> tuple[FieldSpec, ...]:
        return (
            FieldSpec("unit_id", N_("Room"), "room", required=True),
            # L10N: 搬出原因
            FieldSpec("why", N_("Why they leave"), "choice", required=True, choices=choices("move_why"), default="end-of-lease"),
            # L10N: 搬出日期
            FieldSpec("day", N_("Last day"), "date", required=True),
            # L10N: 新联系地址
            FieldSpec("forwarding", N_("Post goes to"), max_length=100),
            # L10N: 搬出人员; 全户搬出和退租可不勾选
            FieldSpec(
                "people", N_("Who leaves"), "lines", span="full",
                # L10N: 搬出
                widget=lambda spec, _desk: ChecksField(spec, (("leaves", N_("leaves")),), self._people),
                help=N_("Nothing ticked: the whole household; at the end of a lease all but the owners."),
            ),
            FieldSpec("note", N_("Note"), span="full", max_length=200),
        )  # fmt: skip

    def _people(self) -> list[tuple[str, str, tuple[str, ...]]]:
        found = getattr(self, "_known", None)
        if found is None:
            return []
        return [
            (str(stay), f"{name} · {label('roles', role)}", ("leaves",))
            for stay, name, role, lives in found.people
            if lives
        ]

    def room_known(self, found: KnownView) -> None:
        self.form.field("people").refill()
        tenants = any(role in ("tenant", "borrower") and lives for _stay, _name, role, lives in found.people)
        if not tenants and self.form.value("why") == "end-of-lease":
            with self.form.quietly():
                self.form.set_value("why", "whole")
        self.form.settle()

    def save(self, values: dict[str, Any]) -> Any:
        people = tuple(int(stay) for stay, ticks in values["people"].items() if ticks)
        entry = service.LeaveEntry(
            values["unit_id"] or 0, values["why"], values["day"], people, values["forwarding"], values["note"]
        )
        return service.leave(self.desk, entry)


__all__ = ["MoveInForm", "MoveOutForm", "consent_fields"]

"""The forms of a move-in: people and photos, papers, the hand-over, the stations, the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desk.catalog import catalog, label
from desk.errors import InvalidInput
from desk.i18n import N_, _, ngettext
from desk.services import moves as service
from desk.ui.forms import FieldSpec
from desk.ui.forms.acts import ActForm, FormFactory
from desk.ui.forms.rows import ChecksField
from desk.ui.moves.fields import defects_field, keys_field, movers, people_field
from desk.ui.moves.form import consent_fields
from desk.ui.moves.passes import print_passes
from desk.ui.moves.words import choices, print_newest

if TYPE_CHECKING:
    from desk.services.moves import MoveView
    from desk.ui.kit.pages import Page

# L10N: 已收
HERE = (("here", N_("here")),)


def noted(after: Any) -> str:
    """{number} is noted."""
    # L10N: {number} 已登记
    return _("{number}: noted.").format(number=after.number)


def _people(page: Page, view: MoveView, _around: Any) -> ActForm:
    known = {person.name: person.customer_id for person in view.people}

    def save(values: dict[str, Any]) -> Any:
        people = movers(values["people"], company=view.who == "company", known=known)
        try:
            return service.name_people(page.desk, view.id, people)
        except InvalidInput as error:
            raise error.placed({"people": "people"}) from error

    lines = [
        {"name": person.name, "relation": person.relation, "photos": person.photos or None, "identity": person.identity}
        for person in view.people
    ]
    return ActForm((people_field(required=True),), save, yes=_("Save"), said=noted, values={"people": lines})


def _papers(page: Page, view: MoveView, _around: Any) -> ActForm:
    def rows() -> list[tuple[str, str, tuple[str, ...]]]:
        found: list[tuple[str, str, tuple[str, ...]]] = []
        for paper in view.papers:
            words = label("move_papers", paper.code)
            if paper.optional:
                # L10N: {paper}（选交）
                words = _("{paper} (optional)").format(paper=words)
            elif paper.station:
                # L10N: {paper}（签订）
                words = _("{paper} (to be signed)").format(paper=words)
            found.append((paper.code, words, ("here",)))
        return found

    def save(values: dict[str, Any]) -> Any:
        return service.see_papers(page.desk, view.id, [code for code, ticks in values["papers"].items() if ticks])

    field = FieldSpec(
        # L10N: 资料
        "papers",
        N_("Papers"),
        "lines",
        span="full",
        widget=lambda spec, _desk: ChecksField(spec, HERE, rows),
    )
    here = {paper.code: ["here"] for paper in view.papers if paper.on is not None}
    # L10N: 本类申请人无须另交资料
    note = "" if view.papers else _("Nothing besides identity and photos is asked for.")
    return ActForm((field,), save, yes=_("Save"), said=noted, values={"papers": here}, note=note)


def _inspect(page: Page, view: MoveView, _around: Any) -> ActForm:
    def rooms() -> list[tuple[str, str, tuple[str, ...]]]:
        return [(choice.code, choice.label, ("seen",)) for choice in catalog("handover_rooms")]

    def save(values: dict[str, Any]) -> Any:
        entry = service.InspectEntry(
            tuple(code for code, ticks in values["rooms"].items() if ticks),
            tuple(
                service.DefectEntry(line["room"], line["item"], line["words"], line["stated"])
                for line in values["defects"]
            ),
        )
        try:
            return service.inspect(page.desk, view.id, entry)
        except InvalidInput as error:
            raise error.placed({"defects": "defects"}) from error

    fields = (
        defects_field(),
        FieldSpec(
            # L10N: 已验房间; 已验
            "rooms", N_("Rooms looked at"), "lines", span="full",
            widget=lambda spec, _desk: ChecksField(spec, (("seen", N_("looked at")),), rooms),
        ),
    )  # fmt: skip
    ticked = {code: ["seen"] for code in view.rooms or [choice.code for choice in catalog("handover_rooms")][:-1]}
    return ActForm(
        fields, save, yes=_("Save and print"), said=noted, values={"rooms": ticked},
        then=lambda after: print_newest(page, after, "move-handover"),
    )  # fmt: skip


def _readings(page: Page, view: MoveView, _around: Any) -> ActForm:
    known = {each.meter: each for each in view.readings}

    def save(values: dict[str, Any]) -> Any:
        readings = tuple(
            service.ReadingEntry(choice.code, values[choice.code], values[f"{choice.code}_serial"])
            for choice in catalog("meters")
            if values[choice.code] is not None
        )
        try:
            return service.read_meters(page.desk, view.id, readings)
        except InvalidInput as error:
            first = catalog("meters")[0].code
            raise error.placed({"readings": first}) from error

    fields: list[FieldSpec] = []
    for choice in catalog("meters"):
        fields.append(FieldSpec(choice.code, choice.label, "number", new_row=True))
        # L10N: 表号
        fields.append(FieldSpec(f"{choice.code}_serial", N_("Meter number"), max_length=30))
    values: dict[str, Any] = {meter: each.value for meter, each in known.items()}
    values |= {f"{meter}_serial": each.serial for meter, each in known.items()}
    return ActForm(tuple(fields), save, yes=_("Save"), said=noted, values=values)


def _main(view: MoveView) -> str:
    return view.people[0].name if view.people else ""


# L10N: 签收人
_SIGNED_BY = FieldSpec("signed_by", N_("Signed for by"), required=True, max_length=30)


def _keys(page: Page, view: MoveView, _around: Any) -> ActForm:
    def save(values: dict[str, Any]) -> Any:
        keys = tuple(
            service.KeyEntry(line["kind"], int(line["pieces"] or 0), line["number"]) for line in values["keys"]
        )
        try:
            return service.hand_keys(page.desk, view.id, service.KeysEntry(keys, values["signed_by"]))
        except InvalidInput as error:
            raise error.placed({"keys": "keys"}) from error

    return ActForm(
        (keys_field(), _SIGNED_BY), save, yes=_("Save and print"), said=noted, values={"signed_by": _main(view)},
        then=lambda after: print_newest(page, after, "move-keys"),
    )  # fmt: skip


def _handouts(page: Page, view: MoveView, _around: Any) -> ActForm:
    known = {each.code: each.pieces for each in view.handouts}

    def rows() -> list[tuple[str, str, tuple[str, ...]]]:
        return [(choice.code, choice.label, ("given",)) for choice in catalog("handouts")]

    def save(values: dict[str, Any]) -> Any:
        pieces = {code: known.get(code, 1) for code, ticks in values["pieces"].items() if ticks}
        return service.hand_out(page.desk, view.id, service.HandoutsEntry(pieces, values["signed_by"]))

    fields = (
        FieldSpec(
            # L10N: 发放物品; 已发
            "pieces", N_("What is handed out"), "lines", span="full",
            widget=lambda spec, _desk: ChecksField(spec, (("given", N_("given")),), rows),
        ),
        _SIGNED_BY,
    )  # fmt: skip
    ticked = {code: ["given"] for code in known}
    return ActForm(
        fields, save, yes=_("Save and print"), said=noted, values={"pieces": ticked, "signed_by": _main(view)},
        then=lambda after: print_newest(page, after, "move-handouts"),
    )  # fmt: skip


def _sign(page: Page, view: MoveView, _around: Any) -> ActForm:
    left = [each for each in view.stations if not each.signer]
    following = next((each.code for each in left if each.needed), left[0].code if left else "")

    def stations() -> list[tuple[str, str]]:
        return [(each.code, label("move_stations", each.code)) for each in left]

    def save(values: dict[str, Any]) -> Any:
        return service.sign(page.desk, view.id, service.SignEntry(**values))

    fields = (
        # L10N: 会签站
        FieldSpec("station", N_("Station"), "choice", required=True, choices=stations),
        # L10N: 会签人
        FieldSpec("signer", N_("Signed by"), required=True, max_length=30),
        FieldSpec("note", N_("Note"), span="full", max_length=100),
        # L10N: 免办原因; 填写即免办该站
        FieldSpec(
            "waived", N_("Not needed, because"), span="full", max_length=100,
            help=N_("Left empty: the station has checked what it stands for."),
        ),
    )  # fmt: skip
    actor = page.desk.actor.name if page.desk.actor else ""
    return ActForm(
        fields, save, yes=_("Sign for the station"), said=noted, values={"station": following, "signer": actor}
    )


def _move_in(page: Page, view: MoveView, _around: Any) -> ActForm:
    def save(values: dict[str, Any]) -> Any:
        return service.move_in(page.desk, view.id, service.DoneEntry(values["day"], values.get("waived", {})))

    # L10N: 入住日期
    fields = (FieldSpec("day", N_("Moves in on"), "date", required=True),)
    kind = "move-sign-off" if view.who == "owner" else "move-members"
    return ActForm(
        fields, save, yes=_("Finish"), values={"day": min(view.day, page.desk.today())},
        then=lambda after: print_newest(page, after, kind),
    )  # fmt: skip


def _fee(page: Page, view: MoveView, _around: Any) -> ActForm:
    def save(values: dict[str, Any]) -> Any:
        fen = int((values["fen"] or 0) * 100)
        return service.charge_fee(page.desk, view.id, kind=values["kind"], fen=fen, item=values["item"])

    fields = (
        # L10N: 收费项目
        FieldSpec("kind", N_("Kind of charge"), "choice", required=True, choices=choices("charge_kinds")),
        # L10N: 金额（元）
        FieldSpec("fen", N_("Amount"), "money", required=True),
        # L10N: 说明
        FieldSpec("item", N_("What it is for"), span="full", max_length=60),
    )
    return ActForm(fields, save, yes=_("Charge it"), said=noted)


def _passes(page: Page, view: MoveView, _around: Any) -> ActForm:
    def save(values: dict[str, Any]) -> Any:
        try:
            return service.issue_passes(page.desk, view.id, service.PassesEntry((), values["first"], values["until"]))
        except InvalidInput as error:
            raise error.placed({"people": "first"}) from error

    fields = (
        # L10N: 有效期自
        FieldSpec("first", N_("Valid from"), "date", required=True),
        # L10N: 有效期至; 留空长期有效
        FieldSpec("until", N_("Valid until"), "date", help=N_("Left empty: no end.")),
    )

    def said(made: Any) -> str:
        # L10N: 已办理 {n} 张居住证
        return ngettext("{n} residence pass is issued.", "{n} residence passes are issued.", len(made)).format(
            n=len(made)
        )

    return ActForm(
        fields, save, yes=_("Issue and print"), said=said, values={"first": view.day, "until": view.lease_until},
        then=lambda made: print_passes(page, [each.number for each in made], "a4"),
    )  # fmt: skip


def _edit(page: Page, view: MoveView, _around: Any) -> ActForm:
    def save(values: dict[str, Any]) -> Any:
        entry = service.BeginEntry(view.unit_id, values.pop("who", view.who), values.pop("day"), **values)
        return service.edit(page.desk, view.id, entry)

    # L10N: 搬出日期 / 入住日期
    day = FieldSpec("day", N_("Moves in on") if view.kind == "in" else N_("Last day"), "date", required=True)
    note = FieldSpec("note", N_("Note"), span="full", max_length=200)
    if view.kind == "out":
        return ActForm((day, note), save, yes=_("Save"), said=noted, values={"day": view.day, "note": view.note})
    fields = (
        FieldSpec("who", N_("Moves in as"), "choice", required=True, choices=choices("move_who")),
        day,
        FieldSpec("fees_from", N_("Fees from"), "date"),
        FieldSpec("lease_until", N_("Lease until"), "date"),
        FieldSpec("deed_number", N_("Title deed number"), max_length=40),
        FieldSpec("deed_holder", N_("Holder on the deed"), max_length=40),
        *consent_fields(),
        FieldSpec("agent", N_("Agent"), max_length=30),
        note,
    )
    names = (
        "who", "day", "fees_from", "lease_until", "deed_number", "deed_holder", "owner_word", "owner_phone", "owner_signed",
        "agent", "note",
    )  # fmt: skip
    values: Mapping[str, Any] = {name: getattr(view, name) for name in names}
    return ActForm(fields, save, yes=_("Save"), said=noted, values=dict(values))


def _note(page: Page, view: MoveView, _around: Any) -> ActForm:
    def save(values: dict[str, Any]) -> Any:
        return service.note(page.desk, view.id, values["note"])

    return ActForm(
        (FieldSpec("note", N_("Note"), "multiline", span="full", lines=3),), save, yes=_("Save"), said=noted
    )  # fmt: skip


def _cancel(page: Page, view: MoveView, _around: Any) -> ActForm:
    def save(values: dict[str, Any]) -> Any:
        return service.cancel(page.desk, view.id, reason=values["reason"])

    # L10N: 原因
    return ActForm((FieldSpec("reason", N_("Reason"), span="full"),), save)


IN: dict[str, FormFactory] = {
    "people": _people,
    "papers": _papers,
    "inspect": _inspect,
    "readings": _readings,
    "keys": _keys,
    "handouts": _handouts,
    "sign": _sign,
    "move-in": _move_in,
    "fee": _fee,
    "passes": _passes,
    "edit": _edit,
    "note": _note,
    "cancel": _cancel,
}

__all__ = ["IN", "noted"]

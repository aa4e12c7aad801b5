"""The forms of a move-out: utilities, keys and passes back, the clearance sheet, the end, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.errors import InvalidInput
from desk.i18n import N_, _
from desk.rules.money import UTILITIES
from desk.services import moves as service
from desk.ui.forms import FieldSpec
from desk.ui.forms.acts import ActForm, FormFactory
from desk.ui.moves.in_forms import noted
from desk.ui.moves.words import choices, print_newest
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.moves import MoveView
    from desk.ui.kit.pages import Page


def _utilities(page: Page, view: MoveView, _around: Any) -> ActForm:
    def save(values: dict[str, Any]) -> Any:
        answers = {
            kind: {"how": values[f"{kind}_how"], "reason": values[f"{kind}_reason"]}
            for kind in UTILITIES
            if values[f"{kind}_how"]
        }
        return service.note_utilities(page.desk, view.id, answers)

    fields = []
    values: dict[str, Any] = {}
    for kind in UTILITIES:
        fields.append(
            FieldSpec(
                f"{kind}_how",
                label("charge_kinds", kind),
                "choice",
                choices=choices("utility_answers", blank=True),
                new_row=True,
            )
        )
        # L10N: 原因或账单
        fields.append(FieldSpec(f"{kind}_reason", N_("Reason or bill"), max_length=60))
        known: Mapping[str, str] = view.utilities.get(kind, {})
        values |= {f"{kind}_how": known.get("how", "bill-seen"), f"{kind}_reason": known.get("reason", "")}
    return ActForm(tuple(fields), save, yes=_("Save"), said=noted, values=values)


_RESULTS = (
    # L10N: 交回
    ("back", N_("came back")),
    # L10N: 业主留用
    ("kept", N_("The owner keeps them")),
    # L10N: 遗失
    ("lost", N_("is lost")),
)


def _keys_back(page: Page, view: MoveView, _around: Any) -> ActForm:
    out = [key for key in view.keys if key.missing]

    def results() -> list[tuple[str, str]]:
        # L10N: 未交回
        return [("", _("not back")), *((code, _(words)) for code, words in _RESULTS)]

    def save(values: dict[str, Any]) -> Any:
        entries = [
            service.KeyBackEntry(
                key.id, values[f"result_{key.id}"], int(values[f"pieces_{key.id}"] or 0), values[f"note_{key.id}"]
            )
            for key in out
            if values[f"result_{key.id}"]
        ]
        chosen = [key.id for key in out if values[f"result_{key.id}"]]
        try:
            return service.take_keys(page.desk, view.id, entries)
        except InvalidInput as error:
            places = {
                f"keys.{place}.{name}": f"{name}_{key_id}"
                for place, key_id in enumerate(chosen)
                for name in ("result", "pieces", "note")
            }
            first = {"keys": f"result_{out[0].id}"} if out else {}
            raise error.placed({**places, **first}) from error

    fields: list[FieldSpec] = []
    values: dict[str, Any] = {}
    for key in out:
        name = " ".join(part for part in (label("move_key_kinds", key.kind), key.number) if part)
        fields += [
            FieldSpec(f"result_{key.id}", f"{name} × {key.missing}", "choice", choices=results, new_row=True),
            # L10N: 交回数量
            FieldSpec(f"pieces_{key.id}", N_("Pieces back"), "number"),
            # L10N: 验收情况
            FieldSpec(f"note_{key.id}", N_("Condition, how lost"), span="full", max_length=80),
        ]
        values |= {f"result_{key.id}": "back", f"pieces_{key.id}": key.missing}
    # L10N: 没有未交回的钥匙
    return ActForm(
        tuple(fields), save, yes=_("Save"), said=noted, values=values, note="" if out else _("No key is out.")
    )


def _passes_back(page: Page, view: MoveView, _around: Any) -> ActForm:
    held = [each for each in view.passes if each.state in ("active", "cancelled")]

    def results() -> list[tuple[str, str]]:
        return [("", _("not back")), ("back", _("came back")), ("lost", _("is lost"))]

    def save(values: dict[str, Any]) -> Any:
        chosen = [each for each in held if values[f"pass_{each.id}"]]
        entries = [
            service.PassBackEntry(each.number, values[f"pass_{each.id}"] == "lost", values[f"note_{each.id}"])
            for each in chosen
        ]
        try:
            return service.take_passes(page.desk, view.id, entries)
        except InvalidInput as error:
            places = {f"passes.{place}.note": f"note_{each.id}" for place, each in enumerate(chosen)}
            places |= {f"passes.{place}.number": f"pass_{each.id}" for place, each in enumerate(chosen)}
            first = {"passes": f"pass_{held[0].id}"} if held else {}
            raise error.placed({**places, **first}) from error

    fields: list[FieldSpec] = []
    for each in held:
        fields += [
            FieldSpec(f"pass_{each.id}", f"{each.number} {each.name}", "choice", choices=results, new_row=True),
            # L10N: 遗失经过
            FieldSpec(f"note_{each.id}", N_("How it was lost"), max_length=80),
        ]
    values = {f"pass_{each.id}": "back" for each in held}
    # L10N: 没有在外的居住证
    note = "" if held else _("No residence pass is out.")
    return ActForm(tuple(fields), save, yes=_("Save"), said=noted, values=values, note=note)


def _clearance(page: Page, view: MoveView, _around: Any) -> ActForm:
    def save(_values: dict[str, Any]) -> Any:
        return service.issue_clearance(page.desk, view.id)

    return ActForm((), save, said=noted, then=lambda slip: print_slip(page, slip))


def _move_out(page: Page, view: MoveView, _around: Any) -> ActForm:
    def save(values: dict[str, Any]) -> Any:
        return service.move_out(page.desk, view.id, service.DoneEntry(values["day"], values.get("waived", {})))

    # L10N: 搬出日期
    fields = (FieldSpec("day", N_("Last day"), "date", required=True),)
    return ActForm(
        fields, save, yes=_("Finish"), values={"day": min(view.day, page.desk.today())},
        then=lambda after: print_newest(page, after, "move-clearance"),
    )  # fmt: skip


def _reverse(page: Page, view: MoveView, _around: Any) -> ActForm:
    def save(values: dict[str, Any]) -> Any:
        return service.reverse(page.desk, view.id, reason=values["reason"])

    return ActForm((FieldSpec("reason", N_("Reason"), span="full"),), save)


OUT: dict[str, FormFactory] = {
    "utilities": _utilities,
    "keys-back": _keys_back,
    "passes-back": _passes_back,
    "clearance": _clearance,
    "move-out": _move_out,
    "reverse": _reverse,
}

__all__ = ["OUT"]

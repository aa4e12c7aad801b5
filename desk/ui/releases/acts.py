"""The acts on a release: their keys, and what each asks; the same at the gate and on the slip's page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from desk.i18n import N_
from desk.rules.releases.cycle import CYCLE
from desk.services import releases
from desk.services.releases import GateEntry
from desk.ui.forms import FieldSpec
from desk.ui.forms.acts import ActForm, Acts
from desk.ui.forms.rows import RowsField

if TYPE_CHECKING:
    from desk.services.releases import ReleaseView
    from desk.ui.kit.pages import Page

KEYS = {
    "pass": "Ctrl+J",
    "part": "Ctrl+Shift+J",
    "refuse": "Ctrl+Shift+Y",
    "return": "Ctrl+B",
    "reissue": "Ins",
    "drop": "Ctrl+B",
    "void": "Ctrl+Del",
    "note": "Ctrl+N",
}
"""By the act's code. Acts that are never possible at the same time may share a key."""
# L10N: 收回门岗联，或未用销单
SHARED = {"Ctrl+B": N_("Gate copy is back, or close unused")}

# L10N: 门岗人员
_GUARD = FieldSpec("guard", N_("Guard"), max_length=40)
# L10N: 承运人证件号码
_CARRIER = FieldSpec("carrier_document", N_("Carrier's document"), max_length=30)
# L10N: 放行时间（空为现在）
_AT = FieldSpec("at", N_("Passed at"), "datetime", help=N_("Left empty: now."))


class ReleaseActs(Acts):
    """Opens the form of an act for a release, and does the act."""

    def __init__(self, page: Page) -> None:
        super().__init__(
            page,
            CYCLE,
            {
                "pass": _pass, "part": _part, "refuse": _refuse, "return": _return, "drop": _drop, "void": _void,
                "note": _note,
            },
        )  # fmt: skip

    def read(self, record_id: int, code: str) -> tuple[ReleaseView, None]:
        return releases.release(self._desk, record_id), None

    def note(self, record: ReleaseView) -> tuple[str, ...]:
        return (record.number, record.room, record.name)

    def elsewhere(self, record: ReleaseView, code: str) -> None:
        self._page.shell.open_page("release-form", replaces=record.id)


def _gate(run: Callable[..., Any]) -> Callable[[dict[str, Any]], Any]:
    def save(values: dict[str, Any]) -> Any:
        lines = values.pop("left", ())
        left = tuple(int(line["count"]) if line["count"] is not None else 0 for line in lines)
        return run(GateEntry(left=left, **values))

    return save


def _pass(page: Page, record: ReleaseView, _around: Any) -> ActForm:
    def run(entry: Any) -> Any:
        return releases.let_pass(page.desk, record.id, entry)

    return ActForm((_GUARD, _CARRIER, _AT), _gate(run))


def _part(page: Page, record: ReleaseView, _around: Any) -> ActForm:
    def run(entry: Any) -> Any:
        return releases.let_part_pass(page.desk, record.id, entry)

    cells = (
        FieldSpec("name", N_("Item name"), max_length=80),
        # L10N: 清单数量; 放行数量
        FieldSpec("listed", N_("Listed"), "number"),
        FieldSpec("count", N_("Left now"), "number"),
    )
    left = FieldSpec(
        "left", N_("How many left"), "lines", required=True, span="full",
        widget=lambda spec, desk: _LeftField(spec, desk, cells, (6, 2, 2)),
    )  # fmt: skip
    rows = [{"name": item.name, "listed": item.quantity, "count": item.quantity} for item in record.items]
    return ActForm((_GUARD, left, _CARRIER, _AT), _gate(run), values={"left": rows})


class _LeftField(RowsField):
    """The lines of the slip: only how many left is typed, and no line is added."""

    def _add(self) -> list[Any]:
        row = super()._add()
        for cell in row[:2]:
            cell.set_read_only(True)
            cell.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return row

    def set_read_only(self, on: bool) -> None:
        super().set_read_only(on)
        for row in self._rows:
            for cell in row[:2]:
                cell.set_read_only(True)

    def rows_of_cells(self) -> list[list[Any]]:
        return [row[2:] for row in self._rows]

    def _ended(self) -> None:
        self._quiet = False
        self._say_sum()
        self.changed.emit()

    def _drop_current(self) -> None:
        """Lines of the slip stay."""

    def _typed(self, cell: Any) -> None:
        if not self._quiet:
            self.changed.emit()

    def takes_enter(self) -> bool:
        found = self._place_of(self.window().focusWidget())
        return found is not None and not self._at_the_end(*found)


def _refuse(page: Page, record: ReleaseView, _around: Any) -> ActForm:
    def run(entry: Any) -> Any:
        return releases.refuse(page.desk, record.id, entry)

    # L10N: 清单外物品
    wrong = FieldSpec("note", N_("Goods not on the list"), span="full", max_length=100)
    return ActForm((_GUARD, wrong, _AT), _gate(run))


def _plain(name: str, fields: tuple[FieldSpec, ...]) -> Callable[[Page, ReleaseView, Any], ActForm]:
    def made(page: Page, record: ReleaseView, _around: Any) -> ActForm:
        def save(values: Mapping[str, Any]) -> Any:
            return getattr(releases, name)(page.desk, record.id, **values)

        return ActForm(fields, save)

    return made


_return = _plain(
    "copy_back",
    # L10N: 不符之处; 与门岗联一致可留空
    (FieldSpec("difference", N_("What differs"), span="full", max_length=100, help=N_("Left empty: it agrees.")),),
)
_drop = _plain("drop", (FieldSpec("note", N_("Note"), span="full", max_length=100),))
_void = _plain("void", (FieldSpec("reason", N_("Reason"), span="full", max_length=100),))
_note = _plain("note", (FieldSpec("note", N_("Note"), span="full", max_length=200),))


__all__ = ["KEYS", "SHARED", "ReleaseActs"]

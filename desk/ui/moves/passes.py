"""Residence passes: the list of those with somebody, to come back, running out; what is done with each; printing their cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.services import moves as service
from desk.services import site
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import words as say
from desk.ui.kit.list_page import ListAct, ListPage, Part, Query, View
from desk.ui.kit.tables import Answer, Column
from desk.ui.moves.words import pass_tone
from desk.ui.slips.sending import send_cards

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.moves import ResidentPassView
    from desk.ui.kit.pages import Page, Shell

# L10N: 没有符合此项的居住证
_NONE = N_("No residence pass is in this list now.")


@dataclass(frozen=True, slots=True)
class PassQuery(Query):
    """Which passes are shown; `unit`: the id of one home."""

    unit: int | None = None


class PassesPage(ListPage):
    """Residence passes; Enter opens the household."""

    # L10N: 居住证
    heading = N_("Residence passes")
    views = (
        # L10N: 在外
        View("held", N_("With somebody"), _NONE),
        # L10N: 待交回
        View("cancelled", N_("To come back"), _NONE, "amber"),
        # L10N: 即将到期
        View("ending", N_("Running out"), _NONE, "amber"),
        View("all", N_("All"), _NONE),
    )
    views_aside = True
    # L10N: 证号、房号、姓名
    search = N_("Number, room, name")
    marking = True
    shows = frozenset({"resident-pass", "move", "unit"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        self._unit: int | None = None
        super().__init__(shell, desk)

    @staticmethod
    def counted(total: int) -> str:
        return ngettext("{n} pass", "{n} passes", total)

    def columns(self) -> tuple[Column, ...]:
        return (
            # L10N: 证号
            Column("number", N_("Number"), 18, bold=True, least=18),
            # L10N: 姓名
            Column("name", N_("Name"), 12, least=8),
            # L10N: 房号
            Column("room", N_("Room"), 14, least=13),
            # L10N: 身份
            Column("role", N_("Role"), 10, get=lambda row: label("roles", row.role)),
            # L10N: 有效期至
            Column("until", N_("Valid until"), 12, get=lambda row: say.day(row.until) or _("no end"), least=11),
            # L10N: 状态
            Column("state", N_("State"), 14, get=_state, tone=pass_tone, least=12),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            ListAct("open", N_("Open the household"), "Enter", self._open),
            # L10N: 交回
            ListAct(
                "back", N_("Take back"), "Ctrl+B", self._back, at="under",
                fits=lambda row: row.state in ("active", "cancelled", "lost"),
            ),
            # L10N: 挂失
            ListAct(
                "lost", N_("Lost"), "Ctrl+Shift+X", self._lose, at="under",
                fits=lambda row: row.state in ("active", "cancelled"),
            ),
            # L10N: 补办
            ListAct(
                "replace", N_("Replace"), "Ctrl+Shift+N", self._replace, at="under",
                fits=lambda row: row.state in ("active", "lost"),
            ),
            # L10N: 作废
            ListAct(
                "void", N_("Void"), "Ctrl+Del", self._void, at="under", fits=lambda row: row.state == "active",
            ),
            # L10N: 打印 A4（八张一页）
            ListAct("a4", N_("Print on A4"), "Ctrl+Shift+A", self._print_a4, on="rows", at="under"),
            # L10N: 打印卡片
            ListAct("cr80", N_("Print on cards"), "Ctrl+Shift+K", self._print_cards, on="rows"),
            # L10N: 办理居住证
            ListAct("issue", N_("Issue passes"), "Ins", self._issue, on="list", at="head", role="primary"),
            # L10N: 整栋办理
            ListAct("building", N_("Issue for a building"), "Ctrl+Ins", self._building, on="list", at="head"),
        )  # fmt: skip

    @staticmethod
    def read(desk: Desk, query: PassQuery, part: Part) -> Answer:
        which = service.PassFilter(query.view or "held", query.text, query.unit)
        return service.passes(desk, which, offset=part.offset, limit=part.limit)

    @staticmethod
    def count(desk: Desk) -> Mapping[str, int]:
        return service.pass_counts(desk)

    def query(self) -> PassQuery:
        return PassQuery(self._view, self.words(), self._unit)

    def narrowed(self) -> bool:
        return bool(self.words() or self._unit)

    def show_all(self) -> None:
        self._unit = None
        super().show_all()

    def open(self, **args: Any) -> None:
        """`view`; `resident-passes_id`: a home; `number`: a view, or a pass that was scanned."""
        number = str(args.get("number") or "")
        self._unit = args.get("resident-passes_id") or args.get("unit_id")
        if number.startswith("JZ-"):
            super().open(view="all", text=number)
            return
        super().open(view="all" if self._unit else args.get("view") or number or "held")

    def _open(self, row: ResidentPassView) -> None:
        self.shell.open_target(f"unit:{row.unit_id}")

    def _back(self, row: ResidentPassView) -> None:
        desk = self.desk

        def work() -> Any:
            return service.take_back(desk, row.id)

        # L10N: {number} 已交回
        self.act(work, lambda after: self.shell.messages.info(_("{number} is back.").format(number=after.number)))

    def _lose(self, row: ResidentPassView) -> None:
        desk = self.desk

        def save(values: dict[str, Any]) -> Any:
            return service.lose(desk, row.id, note=values["note"])

        # L10N: 居住证挂失; 遗失经过
        spec = FormSpec(N_("Lost"), (FieldSpec("note", N_("How it was lost"), required=True, span="full"),))
        dialog = ActDialog(self, spec, save, yes=_("Save"), note=f"{row.number} · {row.name}")
        words = _("{number} is recorded as lost.")
        dialog.acted.connect(lambda after: self.shell.messages.info(words.format(number=after.number)))
        dialog.start()

    def _void(self, row: ResidentPassView) -> None:
        desk = self.desk

        def save(values: dict[str, Any]) -> Any:
            return service.void_pass(desk, row.id, reason=values["reason"])

        # L10N: 作废居住证
        spec = FormSpec(N_("Void a pass"), (FieldSpec("reason", N_("Reason"), required=True, span="full"),))
        dialog = ActDialog(self, spec, save, yes=_("Void"), note=f"{row.number} · {row.name}", danger=True)
        dialog.approval.ask("supervisor")
        # L10N: {number} 已作废
        words = _("{number} is void.")
        dialog.acted.connect(lambda after: self.shell.messages.info(words.format(number=after.number)))
        dialog.start()

    def _replace(self, row: ResidentPassView) -> None:
        desk = self.desk

        def work() -> Any:
            return service.replace_pass(desk, row.id)

        def done(after: Any) -> None:
            # L10N: 已补办 {number}，旧证作废
            self.shell.messages.info(_("{number} is issued; the old one is dead.").format(number=after.number))
            print_passes(self, [after.number], "cr80")

        self.act(work, done)

    def _print_a4(self, rows: Sequence[ResidentPassView]) -> None:
        print_passes(self, [row.number for row in rows], "a4")

    def _print_cards(self, rows: Sequence[ResidentPassView]) -> None:
        print_passes(self, [row.number for row in rows], "cr80")

    def _issue(self) -> None:
        desk = self.desk

        def save(values: dict[str, Any]) -> Any:
            entry = service.PassesEntry((), None, values["until"])
            return service.issue_for_unit(desk, values["unit_id"] or 0, entry)

        spec = FormSpec(
            # L10N: 办理居住证
            N_("Issue passes"),
            (
                FieldSpec("unit_id", N_("Room"), "room", required=True),
                FieldSpec("until", N_("Valid until"), "date", help=N_("Left empty: no end.")),
            ),
        )
        # L10N: 发给该户所有还没有居住证的在住人员
        note = _("For everybody living there who has none.")
        dialog = ActDialog(self, spec, save, yes=_("Issue and print"), note=note, values={"unit_id": self._unit})
        dialog.acted.connect(lambda made: print_passes(self, [each.number for each in made], "a4"))
        dialog.start()

    def _building(self) -> None:
        desk = self.desk

        def look() -> Any:
            return site.buildings(desk)

        self.ask(look, self._ask_building)

    def _ask_building(self, buildings: Any) -> None:
        desk = self.desk

        def save(values: dict[str, Any]) -> Any:
            return service.issue_for_building(desk, int(values["building"]), until=values["until"])

        spec = FormSpec(
            N_("Issue for a building"),
            (
                # L10N: 楼栋
                FieldSpec(
                    "building", N_("Building"), "choice", required=True,
                    choices=lambda: [(str(each.id), each.name) for each in buildings],
                ),
                FieldSpec("until", N_("Valid until"), "date", help=N_("Left empty: no end.")),
            ),
        )  # fmt: skip
        dialog = ActDialog(self, spec, save, yes=_("Issue and print"))
        dialog.approval.ask("supervisor")
        dialog.acted.connect(self._issued)
        dialog.start()

    def _issued(self, made: Any) -> None:
        count = len(made.issued)
        said = ngettext("{n} residence pass is issued.", "{n} residence passes are issued.", count).format(n=count)
        if made.left_out:
            # L10N: 另有 {n} 人未发（未满 14 周岁须监护人同意）
            left = len(made.left_out)
            said += " " + ngettext(
                "{n} person got none: a guardian must agree.", "{n} people got none: a guardian must agree.", left
            ).format(n=left)
        self.shell.messages.info(said)
        if made.issued:
            print_passes(self, list(made.issued), "a4")


def _state(row: ResidentPassView) -> str:
    # L10N: 已过期
    return _("run out") if row.shown == "expired" else label("resident_pass_states", row.state)


def print_passes(page: Page, numbers: Sequence[str], paper: str) -> None:
    """Prints cards: eight to an A4 sheet, or one by one on CR80; without a printer it says so."""
    if not numbers:
        return

    def make(printer: str) -> Any:
        return service.print_passes(page.desk, numbers, paper=paper, printer=printer, waits=True)

    send_cards(
        page, "resident-pass", paper, make, title=_("Residence passes"),
        sent=lambda printer: _("The residence passes were sent to {printer}.").format(printer=printer),
    )  # fmt: skip


__all__ = ["PassesPage", "print_passes"]

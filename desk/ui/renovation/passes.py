"""Passes and violations of a file in small lists, with what can be done with each; their sheets of cards."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout

from desk.catalog import label
from desk.i18n import N_, _
from desk.services import renovation as service
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import theme
from desk.ui.kit.list_card import ListAct, ListCard
from desk.ui.kit.pages import PageAction
from desk.ui.kit.tables import Column
from desk.ui.renovation.money_forms import print_receipts
from desk.ui.renovation.words import payment_fields, yuan_words
from desk.ui.slips.sending import send_cards

if TYPE_CHECKING:
    from desk.services.renovation import PassView, ViolationView
    from desk.ui.kit.pages import Page

_TONES = {"active": "green", "expired": "red", "over": "red", "suspended": "amber", "lost": "red"}


def shown_words(row: PassView) -> str:
    """The state of a pass as it is shown."""
    extra = {
        # L10N: 已过期
        "expired": _("run out"),
        # L10N: 已失效
        "over": _("no longer valid"),
        # L10N: 已暂停
        "suspended": _("suspended"),
    }
    return extra.get(row.shown) or label("pass_states", row.state)


def pass_columns() -> tuple[Column, ...]:
    """The columns of passes."""
    return (
        # L10N: 证号
        Column("number", N_("Number"), 18, bold=True, least=18),
        # L10N: 姓名
        Column("name", N_("Name"), 10, least=8),
        # L10N: 工种
        Column("trade", N_("Trade"), 10, get=lambda row: label("trades", row.trade)),
        # L10N: 有效期至
        Column("until", N_("Valid until"), 12, get=lambda row: row.until.isoformat(), least=11),
        # L10N: 状态
        Column("shown", N_("State"), 9, get=shown_words, tone=lambda row: _TONES.get(row.shown, "muted")),
        # L10N: 押金
        Column("deposit_held", N_("Deposit"), 9, get=lambda row: yuan_words(row.deposit_held), align="right"),
    )


def _active(row: PassView) -> bool:
    return bool(row.state == "active")


def _returnable(row: PassView) -> bool:
    return row.state in ("active", "lost")


SHOWN = 8
"""More rows than this scroll inside their table."""
# L10N: 打印 A4（八张一页）; 打印卡片
PRINTS = (("a4", N_("Print on A4"), "Ctrl+Shift+A"), ("cr80", N_("Print on cards"), "Ctrl+Shift+K"))


class RowsCard(ListCard):
    """A few records of a file in a table of the page."""

    def fill(self, rows: Sequence[Any]) -> None:
        """Shows them."""
        self.table.fit_rows(max(1, min(len(rows), SHOWN)))
        self.table.set_rows(rows)

    def page_keys(self) -> tuple[PageAction, ...]:
        """The keys of the acts."""
        return self.actions_by_key()


class PassesCard(RowsCard):
    """The passes of a file, and the buttons that print its cards."""

    def __init__(self, page: Any) -> None:
        self._page = page
        acts = PassActs(page)
        super().__init__(
            pass_columns(),
            (
                # L10N: 交回
                ListAct("back", N_("Take back"), "Ctrl+B", acts.take_back, at="under", fits=_returnable),
                # L10N: 挂失
                ListAct("lost", N_("Lost"), "Ctrl+Shift+X", acts.lose, at="under", fits=_active),
                # L10N: 作废
                ListAct("void", N_("Void"), "Ctrl+Shift+Del", acts.void, at="under", fits=_active, role="danger"),
            ),
        )
        self.print_buttons: dict[str, theme.Button] = {}
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        for paper, _words, key in PRINTS:
            button = self.print_buttons[paper] = theme.Button("", key=key, role="small")
            button.clicked.connect(partial(self._print, paper))
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)

    def _print(self, paper: str, _checked: bool = False) -> None:
        self._page.print_passes(paper)

    def page_keys(self) -> tuple[PageAction, ...]:
        prints = (PageAction(words, key, partial(self._print, paper)) for paper, words, key in PRINTS)
        return (*super().page_keys(), *prints)

    def retranslate(self) -> None:
        super().retranslate()
        for paper, words, _key in PRINTS:
            self.print_buttons[paper].set_words(_(words))


class PassActs:
    """What can be done with a pass; the same on the file's page and in the list of those that are out."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def _ask(self, row: PassView, spec: FormSpec, save: Any, **options: Any) -> ActDialog:
        note = " · ".join((row.number, row.room, row.name))
        dialog = ActDialog(self._page, spec, save, note=note, **options)
        dialog.start()
        return dialog

    def take_back(self, row: PassView) -> None:
        """Takes a pass back, its deposit on a paper of its own."""
        desk, page = self._page.desk, self._page
        held = row.deposit_held
        fields = (
            (
                FieldSpec(
                    "refund",
                    N_("Deposit"),
                    "check",
                    # L10N: 现在退还押金
                    text=N_("The deposit goes back now"),
                    default=True,
                    span="full",
                ),
                *payment_fields(payee=True),
            )
            if held
            else ()
        )

        def save(values: dict[str, Any]) -> Any:
            if not held:
                return service.take_back(desk, row.id, refund=False)
            return service.take_back(
                desk, row.id, refund=values["refund"], payee=values["payee"], method=values["method"],
                reference=values["reference"],
            )  # fmt: skip

        def done(after: PassView) -> None:
            # L10N: {number} 已交回
            page.shell.messages.info(_("{number} is back.").format(number=after.number))
            if held and not after.deposit_held:
                self._print_refund(after)

        values = {"payee": row.name, "refund": True, "method": "cash"} if held else {}
        words = f"{yuan_words(held)}" if held else ""
        # L10N: 交回出入证
        dialog = self._ask(row, FormSpec(N_("Take a pass back"), fields), save, yes=_("Take back"), values=values)
        if words:
            # L10N: 押金 {amount}
            dialog.tell(_("Its deposit: {amount}").format(amount=words))
        dialog.acted.connect(done)

    def _print_refund(self, row: PassView) -> None:
        desk = self._page.desk

        def look() -> list[str]:
            return [
                each.number for each in service.renovation(desk, row.renovation_id).receipts if each.kind != "deposit"
            ][-1:]

        self._page.ask(look, lambda numbers: print_receipts(self._page, numbers))

    def lose(self, row: PassView) -> None:
        """Records a loss."""
        self._with_words(row, N_("Record a lost pass"), "note", _("Record the loss"), danger=False)

    def void(self, row: PassView) -> None:
        """Voids a pass that was issued by mistake."""
        self._with_words(row, N_("Void a pass"), "reason", _("Void"), danger=True)

    def _with_words(self, row: PassView, title: str, name: str, yes: str, *, danger: bool) -> None:
        desk = self._page.desk

        def save(values: dict[str, Any]) -> Any:
            if name == "note":
                return service.lose(desk, row.id, note=values["note"])
            return service.void_pass(desk, row.id, reason=values["reason"])

        # L10N: 经过 / 原因
        words = N_("How it was lost") if name == "note" else N_("Reason")
        spec = FormSpec(title, (FieldSpec(name, words, "multiline", required=True, span="full", lines=2),))
        dialog = self._ask(row, spec, save, yes=yes, danger=danger)
        if danger:
            dialog.approval.ask("supervisor")
        # L10N: {number} 已登记
        dialog.acted.connect(
            lambda after: self._page.shell.messages.info(_("{number}: noted.").format(number=after.number))
        )


def _open(row: ViolationView) -> bool:
    return bool(row.state != "put-right")


class ViolationsCard(RowsCard):
    """The violations of a file, each with its notice."""

    def __init__(self, page: Page) -> None:
        self._page = page

        def tone(row: ViolationView) -> str:
            return "muted" if row.state == "put-right" else "red" if row.overdue else "amber"

        super().__init__(
            (
                # L10N: 通知单号
                Column("number", N_("Number"), 18, bold=True, least=18),
                # L10N: 违规情况
                Column("finding", N_("Violation found"), 24),
                # L10N: 期限
                Column("deadline", N_("Deadline"), 11, get=lambda row: row.deadline.isoformat(), tone=tone, least=11),
                Column("state", N_("State"), 9, get=lambda row: label("violation_states", row.state), tone=tone),
            ),
            (
                # L10N: 复查
                ListAct("reinspect", N_("Inspect again"), "Ctrl+R", self._reinspect, at="under", fits=_open),
                # L10N: 报告主管部门
                ListAct(
                    "report",
                    N_("Report"),
                    "Ctrl+Shift+T",
                    self._report,
                    at="under",
                    fits=lambda row: row.state == "open",
                ),
            ),
        )

    def _ask(self, row: ViolationView, spec: FormSpec, save: Any, **options: Any) -> ActDialog:
        dialog = ActDialog(self._page, spec, save, note=f"{row.number} · {row.finding}", **options)
        # L10N: {number} 已登记
        dialog.acted.connect(
            lambda _after: self._page.shell.messages.info(_("{number}: noted.").format(number=row.number))
        )
        dialog.start()
        return dialog

    def _reinspect(self, row: ViolationView) -> None:
        desk = self._page.desk
        spec = FormSpec(
            # L10N: 整改复查
            N_("Second look"),
            (
                FieldSpec(
                    "result",
                    # L10N: 结果
                    N_("Result"),
                    "choice",
                    required=True,
                    # L10N: 已整改 / 未整改
                    choices=lambda: [("yes", _("put right")), ("no", _("not put right"))],
                ),
                # L10N: 复查日期
                FieldSpec("on", N_("Day"), "date", required=True),
                FieldSpec("note", N_("Note"), "multiline", span="full", lines=2),
            ),
        )

        def save(values: dict[str, Any]) -> Any:
            return service.reinspect(
                desk, row.id, put_right=values["result"] == "yes", note=values["note"], on=values["on"]
            )

        self._ask(row, spec, save, yes=_("Save"), values={"result": "yes", "on": desk.today()})

    def _report(self, row: ViolationView) -> None:
        desk = self._page.desk
        spec = FormSpec(
            # L10N: 报告主管部门
            N_("Report to the authority"),
            (
                # L10N: 主管部门
                FieldSpec("authority", N_("Authority"), required=True, span="full"),
                # L10N: 报告日期
                FieldSpec("on", N_("Day"), "date", required=True),
            ),
        )

        def save(values: dict[str, Any]) -> Any:
            return service.report_violation(desk, row.id, authority=values["authority"], on=values["on"])

        dialog = self._ask(row, spec, save, yes=_("Save"), values={"on": desk.today()})
        dialog.approval.ask("supervisor")


def print_passes(page: Page, renovation_id: int, paper: str) -> None:
    """Prints all valid cards of a file: eight to an A4 sheet, or one by one on CR80; without a printer it says so."""

    def make(printer: str) -> Any:
        return service.print_passes(page.desk, renovation_id, paper=paper, printer=printer, waits=True)

    send_cards(
        # L10N: 出入证已送 {printer}
        page, "worker-pass", paper, make, title=_("Passes out"),
        sent=lambda printer: _("The passes were sent to {printer}.").format(printer=printer),
    )  # fmt: skip


__all__ = ["PassActs", "PassesCard", "ViolationsCard", "pass_columns", "print_passes", "shown_words"]

"""The dunning letters: who signed for them, which nobody did; and the texts of the letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.rules.fees import LETTER
from desk.rules.kit.money import figures
from desk.services import fees
from desk.ui.fees.doors import Doors
from desk.ui.fees.words import amount, chosen
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.acts import ActForm, Acts, FormFactory
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import words as say
from desk.ui.kit.list_page import Empty, ListAct, ListPage, Part, Query, View
from desk.ui.kit.pages import PageAction
from desk.ui.kit.tables import Answer, Column
from desk.ui.slips.actions import print_slip

if TYPE_CHECKING:
    from desk.services.fees import LetterView
    from desk.services.kit.desk import Desk
    from desk.ui.kit.pages import Page

TONES = {"issued": "amber", "signed": "green", "void": "muted", "refused": "red"}
# L10N: 没有催缴单
_NONE = N_("No letter is in this list now.")


class LetterActs(Acts):
    """What may be done with a letter."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, LETTER, {code: _form(code) for code in ("sign", "refuse", "void")})

    def read(self, record_id: int, code: str) -> tuple[LetterView, None]:
        return fees.letter(self._desk, record_id), None

    def note(self, record: LetterView) -> tuple[str, ...]:
        return (record.number, record.room, record.payer, figures(record.fen))


def _form(code: str) -> FormFactory:
    def made(page: Page, row: LetterView, _around: Any) -> ActForm:
        # L10N: 签收人; 日期; 送达情况
        signer, on = FieldSpec("signer", N_("Signed for by"), max_length=30), FieldSpec("on", N_("Day of it"), "date")
        note = FieldSpec("note", N_("How it was delivered"), "multiline", span="full", lines=2)
        reason = FieldSpec("reason", N_("Reason"), "multiline", span="full", lines=2)
        fields = {"sign": (signer, on), "refuse": (on, note), "void": (reason,)}[code]

        def save(values: dict[str, Any]) -> Any:
            acts: dict[str, Any] = {"sign": fees.sign_letter, "refuse": fees.refuse_letter, "void": fees.void_letter}
            return acts[code](page.desk, row.id, **values)

        values = {"on": page.desk.today(), "signer": row.payer} if code == "sign" else {"on": page.desk.today()}
        return ActForm(fields, save, values=values if code != "void" else {})

    return made


class LettersPage(ListPage):
    """Letters; Enter shows the household, Ctrl+G notes who signed for one."""

    # L10N: 催缴单
    heading = N_("Dunning letters")
    views = (
        # L10N: 待签收
        View("issued", N_("Not signed for"), _NONE),
        # L10N: 已签收
        View("signed", N_("Signed for"), _NONE),
        # L10N: 拒签
        View("refused", N_("Refused"), _NONE),
        View("all", N_("All"), _NONE),
    )
    shows = frozenset({"dunning", "receipt", "charge"})
    hides = ("payer",)

    def __init__(self, shell: Any, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._acts = LetterActs(self)

    def between(self, layout: QVBoxLayout) -> None:
        self.doors = Doors(self, "letters")
        layout.addWidget(self.doors)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 份
        return ngettext("{n} letter", "{n} letters", total)

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("number", N_("Number"), 18, bold=True, least=18),
            Column("room", N_("Room"), 15, least=13),
            Column("payer", N_("Payer"), 10),
            Column("step", N_("Dunning step"), 11, get=lambda row: label("dunning_steps", row.step)),
            Column("fen", N_("Amount"), 12, get=lambda row: figures(row.fen), align="right", least=11),
            Column("open_fen", N_("Still open"), 12, get=lambda row: amount(row.open_fen), align="right", least=11),
            # L10N: 开具日
            Column("issued", N_("Issued on"), 11, get=lambda row: say.day(row.issued)),
            Column("pay_by", N_("Pay by"), 11, get=lambda row: say.day(row.pay_by)),
            Column(
                "state",
                N_("State"),
                9,
                get=lambda row: label("letter_states", row.state),
                tone=lambda row: TONES[row.state],
            ),
            # L10N: 签收人
            Column("signer", N_("Signed for by"), 12),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        def open_one(row: LetterView | None) -> bool:
            return row is not None and row.state == "issued"

        return (
            ListAct(
                "open",
                N_("Open"),
                "Enter",
                lambda row: self.shell.open_page("debt", debt_id=row.unit_id, payer_id=row.payer_id),
            ),
            # L10N: 函件内容
            ListAct("texts", N_("Texts of the letters"), "Ctrl+E", self.texts, on="list", at="head"),
            # L10N: 登记签收
            ListAct(
                "sign",
                N_("Note who signed"),
                "Ctrl+T",
                lambda row: self._do(row, "sign"),
                at="under",
                role="primary",
                fits=open_one,
            ),
            # L10N: 未签收
            ListAct(
                "refuse",
                N_("Note a refusal"),
                "Ctrl+Shift+Y",
                lambda row: self._do(row, "refuse"),
                at="under",
                fits=open_one,
            ),
            # L10N: 打印
            ListAct(
                "print",
                N_("Print the letter"),
                "Ctrl+P",
                self._print,
                at="under",
                fits=lambda row: row is not None and row.slip is not None,
            ),
            ListAct(
                "void", N_("Void the letter"), "Ctrl+Del", lambda row: self._do(row, "void"), at="under", fits=open_one
            ),
        )

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        state = "" if query.view == "all" else query.view
        return fees.letters(desk, state=state, offset=part.offset, limit=part.limit)

    def open(self, **args: Any) -> None:
        """`view`; `dunning_id`: the letter that is meant is made current."""
        self.meant = int(args.get("dunning_id") or 0)
        super().open(**{**args, "view": "all" if self.meant else args.get("view") or args.get("number") or ""})

    def empty(self) -> Empty:
        return Empty(super().empty().words)

    def retranslate(self) -> None:
        self.doors.retranslate()
        super().retranslate()

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (*super().actions_by_key(), *self.doors.keys())

    def _do(self, row: LetterView, code: str) -> None:
        self._acts.open_for(row.id, code)

    def _print(self, row: LetterView) -> None:
        if row.slip is not None:
            print_slip(self, row.slip)

    def texts(self) -> None:
        """Shows the text of a step and keeps a new version of it; one that threatens the supply is refused."""
        desk = self.desk

        def look() -> Any:
            return {each.step: each.text for each in fees.texts(desk)}

        self.ask(look, self._ask_text)

    def _ask_text(self, texts: dict[str, str]) -> None:
        desk = self.desk
        fields = (
            FieldSpec("step", N_("Dunning step"), "choice", required=True, choices=lambda: chosen("dunning_steps"), default="reminder"),
            # L10N: 函件内容; 可用：{姓名} {房号} {金额} {大写} {日期} {期限} {落款}
            FieldSpec(
                "text", N_("Text"), "multiline", required=True, span="full", lines=7,
                help=N_("It may hold {姓名} {房号} {金额} {大写} {日期} {期限} {落款}."),
            ),
            FieldSpec(
                "reason", N_("Reason"), span="full", max_length=80,
                # L10N: 仅当某词只是其他词语的一部分时填写（如“判断水表”）
                help=N_("Only where a word reads like a threat but is part of another one."),
            ),
        )  # fmt: skip

        def save(values: dict[str, Any]) -> Any:
            return fees.save_text(desk, values["step"], values["text"], reason=values["reason"])

        start = {"step": "reminder", "text": texts["reminder"]}
        # L10N: 函件内容
        dialog = ActDialog(self, FormSpec(N_("Texts of the letters"), fields), save, yes=_("Save"), values=start)
        dialog.approval.ask("supervisor")
        shown = {"step": "reminder"}

        def follow() -> None:
            step = dialog.form.value("step")
            if step and step != shown["step"]:
                untouched = dialog.form.value("text").strip() == texts[shown["step"]].strip()
                shown["step"] = step
                if untouched:
                    dialog.form.set_value("text", texts[step])

        dialog.form.changed.connect(follow)
        # L10N: 第 {n} 版已保存
        dialog.acted.connect(lambda text: self.shell.messages.info(_("Version {n} is saved.").format(n=text.version)))
        dialog.start()


__all__ = ["LettersPage"]

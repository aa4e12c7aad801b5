"""The letters: what became of each; delivered ones are noted one by one or as the list came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.rules.letters import LETTER
from desk.services import letters
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.acts import ActForm, Acts, FormFactory
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import words as say
from desk.ui.kit.list_page import Empty, ListAct, Part, View
from desk.ui.kit.tables import Answer, Column
from desk.ui.letters.of_run import OfRunPage, RunQuery
from desk.ui.slips.many import print_papers

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.letters import LetterView
    from desk.ui.kit.pages import Page, Shell

TONES = {"issued": "amber", "delivered": "green", "returned": "red", "void": "muted"}
# L10N: 没有函件
_NONE = N_("No letter is in this list now.")


class LetterActs(Acts):
    """What may be done with a letter."""

    def __init__(self, page: Page) -> None:
        super().__init__(page, LETTER, {code: _form(code) for code in ("deliver", "return", "void")})

    def read(self, record_id: int, code: str) -> tuple[LetterView, None]:
        return letters.letter(self._desk, record_id), None

    def note(self, record: LetterView) -> tuple[str, ...]:
        return (record.number, record.room, record.name, record.template)


def _fields(code: str) -> tuple[FieldSpec, ...]:
    # L10N: 送达人
    by = FieldSpec("by", N_("Delivered by"), max_length=30)
    on = FieldSpec("on", N_("Day of it"), "date")
    # L10N: 签收人
    signer = FieldSpec("signer", N_("Signed for by"), max_length=30)
    # L10N: 退回原因
    why = FieldSpec("note", N_("Why it came back"), "multiline", span="full", lines=2)
    reason = FieldSpec("reason", N_("Reason"), "multiline", span="full", lines=2)
    return {"deliver": (by, on, signer), "return": (on, why), "void": (reason,)}[code]


def _form(code: str) -> FormFactory:
    def made(page: Page, row: LetterView, _around: Any) -> ActForm:
        desk = page.desk

        def save(values: dict[str, Any]) -> Any:
            acts: dict[str, Any] = {
                "deliver": letters.deliver, "return": letters.take_back, "void": letters.void_letter,
            }  # fmt: skip
            return acts[code](desk, row.id, **values)

        values: dict[str, Any] = {} if code == "void" else {"on": desk.today()}
        if code == "deliver":
            values |= {"by": desk.actor.name if desk.actor else "", "signer": row.name}
        return ActForm(_fields(code), save, values=values)

    return made


class LettersPage(OfRunPage):
    """Letters; Enter shows the household, Ins writes new ones, Ctrl+J notes a delivery, Space marks several."""

    # L10N: 函件
    heading = N_("Letters sent")
    views = (
        # L10N: 待送达
        View("issued", N_("To be delivered"), N_("No letter waits for its delivery.")),
        # L10N: 已送达; 已退回; 已作废
        View("delivered", N_("Delivered"), _NONE),
        View("returned", N_("Came back"), _NONE),
        View("void", N_("Void letters"), _NONE),
        View("all", N_("All"), _NONE),
    )
    # L10N: 编号、房号、姓名、模板、事由、批次
    search = N_("Number, room, name, template, subject, run")
    shows = frozenset({"letter", "letter-run"})
    marking = True
    hides = ("run", "staff", "signer")

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._acts = LetterActs(self)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 份函件
        return ngettext("{n} letter", "{n} letters", total)

    def columns(self) -> tuple[Column, ...]:
        return (
            Column("mark", "✓", 3, get=self.mark, least=3, bold=True),
            Column("number", N_("Number"), 18, bold=True, least=18),
            Column("room", N_("Room"), 15, least=13),
            # L10N: 收件人
            Column("name", N_("Recipient"), 11, least=8),
            # L10N: 模板
            Column("template", N_("Template"), 15, least=9),
            # L10N: 批次
            Column("run", N_("Run of letters"), 18),
            Column("day", N_("Date"), 11, get=lambda row: say.day(row.day), least=11),
            Column(
                "state", N_("State"), 9, get=lambda row: label("letter_delivery_states", row.state),
                tone=lambda row: TONES[row.state],
            ),
            # L10N: 送达
            Column("delivered", N_("Delivery"), 18, get=_delivery),
            Column("signer", N_("Signed for by"), 10),
            Column("staff", N_("By"), 8, tone=lambda _row: "muted"),
        )  # fmt: skip

    def list_acts(self) -> tuple[ListAct, ...]:
        def issued(row: LetterView | None) -> bool:
            return row is not None and row.state == "issued"

        shell = self.shell
        return (
            ListAct("open", N_("Open the household"), "Enter", self.open_person),
            # L10N: 函件批次; 函件模板
            ListAct("runs", N_("Runs of letters"), "Ctrl+1", lambda: shell.open_page("letter-runs"), on="list", at="head"),
            ListAct(
                "templates", N_("Templates of letters"), "Ctrl+2", lambda: shell.open_page("letter-templates"), on="list",
                at="head",
            ),
            ListAct("greetings", N_("Greetings"), "Ctrl+3", lambda: shell.open_page("greetings"), on="list", at="head"),
            # L10N: 批量发函
            ListAct(
                "write", N_("Write letters"), "Ins", lambda: shell.open_page("letter-write"), on="list", at="head",
                role="primary",
            ),
            ListAct(
                "deliver", N_("Note the delivery"), "Ctrl+J", self._deliver, on="rows", at="under", role="primary", fits=issued
            ),
            ListAct(
                "return", N_("Note that it came back"), "Ctrl+B", lambda row: self._acts.open_for(row.id, "return"), at="under",
                fits=lambda row: row is not None and row.state in ("issued", "delivered"),
            ),
            # L10N: 打印
            ListAct("print", N_("Print the letters"), "Ctrl+P", self._print, on="rows", at="under"),
            ListAct(
                "void", N_("Void this letter"), "Ctrl+Del", lambda row: self._acts.open_for(row.id, "void"), at="under",
                fits=issued,
            ),
        )  # fmt: skip

    @staticmethod
    def read(desk: Desk, query: RunQuery, part: Part) -> Answer:
        state = "" if query.view == "all" else query.view
        which = letters.LetterFilter(state, query.run, None, query.text)
        return letters.letters(desk, which, offset=part.offset, limit=part.limit)

    @staticmethod
    def count(desk: Desk) -> Mapping[str, int]:
        return letters.letter_counts(desk)

    def open(self, **args: Any) -> None:
        """`run_id`: of one run; `letter_id` or `number`: the one that is meant is made current; `view`."""
        meant = self.only(args.get("run_id"), args.get("letter_id"))
        number = str(args.get("number") or "")
        scanned = number if number.startswith("XH-") else ""
        view = "all" if meant or scanned else str(args.get("view") or number)
        super().open(**{**args, "view": view, "text": scanned})

    def empty(self) -> Empty:
        if self.narrowed():
            return super().empty()
        # L10N: 按 Ins 批量发函；给一个人发函请从住户页面办理。
        words = _("Ins writes letters to many; to one person you write from the page of the household.")
        return Empty(
            f"{super().empty().words} {words}", _("Write letters"), lambda: self.shell.open_page("letter-write")
        )

    def _print(self, rows: Sequence[LetterView]) -> None:
        # Building order is the order in which a run wrote them.
        print_papers(
            self, "letter", [row.number for row in sorted(rows, key=lambda row: row.id) if row.state != "void"]
        )

    def _deliver(self, rows: Sequence[LetterView]) -> None:
        waiting = [row for row in rows if row.state == "issued"]
        if len(waiting) == 1:
            self._acts.open_for(waiting[0].id, "deliver")
        elif waiting:
            self._deliver_many([row.id for row in waiting])

    def _deliver_many(self, ids: list[int]) -> None:
        desk = self.desk

        def save(values: dict[str, Any]) -> Any:
            return letters.deliver_many(desk, ids, **values)

        def done(answer: Any) -> None:
            # L10N: {n} 份函件已登记送达
            words = ngettext("{n} letter is noted as delivered.", "{n} letters are noted as delivered.", len(answer))
            self.shell.messages.info(words.format(n=len(answer)))
            if self.marks is not None:
                self.marks.clear()

        by, on, _signer = _fields("deliver")
        spec = FormSpec(N_("Note the delivery"), (by, on))
        # L10N: {n} 份函件
        note = ngettext("{n} letter", "{n} letters", len(ids)).format(n=len(ids))
        values = {"by": desk.actor.name if desk.actor else "", "on": desk.today()}
        dialog = ActDialog(self, spec, save, yes=_("Note the delivery"), note=note, values=values)
        dialog.acted.connect(done)
        dialog.start()


def _delivery(row: LetterView) -> str:
    if row.delivered_on is None:
        return row.note
    return say.dotted(say.day(row.delivered_on), row.delivered_by, row.note)


__all__ = ["TONES", "LetterActs", "LettersPage"]

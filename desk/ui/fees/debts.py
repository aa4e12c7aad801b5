"""The dunning list: who is to be dunned, with the next step; promises; the monthly letters in one go; proposals by fulfilment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.rules.kit.money import figures
from desk.services import fees
from desk.ui.fees.debt import ask_contact, dun
from desk.ui.fees.doors import Doors
from desk.ui.fees.words import age_tone, age_words
from desk.ui.kit import words as say
from desk.ui.kit.list_page import Empty, ListAct, ListPage, Part, Query, View
from desk.ui.kit.pages import PageAction
from desk.ui.kit.tables import Answer, Column
from desk.ui.slips.many import print_papers, with_progress

if TYPE_CHECKING:
    from desk.services.fees import DebtRow
    from desk.services.kit.desk import Desk

# L10N: 没有符合条件的住户
_NONE = N_("No household is in this list now.")


class DebtsPage(ListPage):
    """Households with something past due; Enter opens one, Ctrl+M logs a contact, Ctrl+P duns one, Ctrl+Shift+P all."""

    # L10N: 催缴
    heading = N_("Dunning")
    views = (
        # L10N: 待催缴
        View("due", N_("To dun"), N_("Nobody is to be dunned now.")),
        # L10N: 承诺付款
        View("promises", N_("With a promise"), _NONE),
        # L10N: 超过 6 个月
        View("older", N_("Over 6 months"), _NONE, "red"),
        # L10N: 诉讼
        View("law", N_("At law"), _NONE),
        # L10N: 全部逾期
        View("all", N_("All that is past due"), _NONE),
    )
    views_aside = True
    # L10N: 房号、付款人
    search = N_("Room, payer")
    shows = frozenset({"bill", "charge", "receipt", "dunning", "unit"})
    hides = ("letter_on", "count")

    def between(self, layout: QVBoxLayout) -> None:
        self.doors = Doors(self, "debts")
        layout.addWidget(self.doors)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 户
        return ngettext("{n} household", "{n} households", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk

        def promise(row: DebtRow) -> str:
            if not row.promise:
                return ""
            return say.dotted(
                label("promise_states", row.promise), say.short_day(desk, row.promised) if row.promised else ""
            )

        return (
            Column("room", N_("Room"), 15, bold=True, least=13),
            Column("payer", N_("Payer"), 10),
            # L10N: 逾期金额
            Column("fen", N_("Past due"), 12, get=lambda row: figures(row.fen), align="right", least=11),
            # L10N: 笔数
            Column("count", N_("Entries"), 7, align="right"),
            # L10N: 账龄
            Column("age", N_("Debt age"), 15, get=lambda row: age_words(row.age), tone=lambda row: age_tone(row.age)),
            # L10N: 上一步
            Column("step", N_("Last step"), 11, get=lambda row: label("dunning_steps", row.step) if row.step else ""),
            # L10N: 日期
            Column(
                "letter_on",
                N_("Letter of"),
                9,
                get=lambda row: say.short_day(desk, row.letter_on) if row.letter_on else "",
            ),
            # L10N: 下一步
            Column(
                "next_step",
                N_("Next step"),
                11,
                get=lambda row: label("dunning_steps", row.next_step) if row.next_step else "",
            ),
            # L10N: 承诺
            Column(
                "promise",
                N_("Promise"),
                18,
                least=18,
                get=promise,
                tone=lambda row: "red" if row.promise == "broken" else "",
            ),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        def owing(row: DebtRow | None) -> bool:
            return row is not None and row.fen > 0

        return (
            ListAct(
                "open",
                N_("Open"),
                "Enter",
                lambda row: self.shell.open_page("debt", debt_id=row.unit_id, payer_id=row.payer_id),
            ),
            # L10N: 本月催缴（全部开具）
            ListAct(
                "all", N_("Dun all of the list"), "Ctrl+Shift+P", self.dun_all, on="list", at="head", role="primary"
            ),
            # L10N: 开具催缴单
            ListAct(
                "dun",
                N_("Dun"),
                "Ctrl+P",
                lambda row: dun(self, row.unit_id, row.payer_id, row.next_step),
                at="under",
                fits=owing,
            ),
            # L10N: 登记联系
            ListAct(
                "contact",
                N_("Log a contact"),
                "Ctrl+G",
                lambda row: ask_contact(self, row.unit_id, row.payer_id, row.room),
                at="under",
            ),
            # L10N: 收费
            ListAct(
                "pay",
                N_("Take a payment"),
                "F9",
                lambda row: self.shell.open_page("cashier", unit_id=row.unit_id),
                at="under",
            ),
        )

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:
        return fees.debts(desk, view=query.view, text=query.text, offset=part.offset, limit=part.limit)

    @staticmethod
    def count(desk: Desk) -> Mapping[str, int]:
        return fees.debt_counts(desk)

    def open(self, **args: Any) -> None:
        """`view`, or the code of a `debts:CODE` target; `text`."""
        super().open(**{**args, "view": args.get("view") or args.get("number") or ""})

    def empty(self) -> Empty:
        if self.narrowed():
            return super().empty()
        return Empty(super().empty().words)

    def retranslate(self) -> None:
        self.doors.retranslate()
        super().retranslate()

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (*super().actions_by_key(), *self.doors.keys())

    def dun_all(self) -> None:
        """Issues the next letter for every household of the list, and prints them in building order."""
        desk = self.desk

        def work(progress: Any) -> Any:
            return fees.dun_many(desk, progress=progress, cancelled=progress.cancelled)

        def done(letters: Any) -> None:
            count = len(letters)
            # L10N: 已开具 {n} 份催缴单
            words = ngettext("{n} letter issued.", "{n} letters issued.", count).format(n=count)
            self.shell.messages.info(words)
            print_papers(self, "dunning", [letter.number for letter in letters])

        # L10N: 正在开具催缴单
        with_progress(self, _("Issuing the letters"), work, done)


__all__ = ["DebtsPage"]

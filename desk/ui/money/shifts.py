"""Shifts: the list, and one of them with its book, its cash and what can be done with it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.catalog import label
from desk.i18n import N_, _, ngettext
from desk.rules import money as rules
from desk.rules.kit.money import figures
from desk.services import money
from desk.services.kit import paging
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.acts import ActsCard, by_key
from desk.ui.kit.list_page import Empty, ListAct, ListPage, Part, Query, View
from desk.ui.kit.pages import Page, PageAction, column
from desk.ui.kit.tables import Answer, Column, Table
from desk.ui.money import shift_acts

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk
    from desk.services.money import LogView, ShiftView
    from desk.ui.kit.pages import Shell

DAYS = 31


def _tone(row: ShiftView) -> str:
    return {"open": "green", "handed-over": "amber", "refused": "red"}.get(row.state, "muted")


class ShiftsPage(ListPage):
    """The shifts of the last month, the newest first; Enter opens one."""

    # L10N: 班次
    heading = N_("Shifts")
    # L10N: 近 31 天没有班次
    views = (View("all", N_("All"), N_("No shift in the last 31 days.")),)
    shows = frozenset({"shift", "receipt"})
    hides = ("counter", "taken")

    @staticmethod
    def counted(total: int) -> str:
        # L10N: {n} 个班次
        return ngettext("{n} shift", "{n} shifts", total)

    def columns(self) -> tuple[Column, ...]:
        desk = self.desk

        def difference(row: ShiftView) -> str:
            return figures(row.difference) if row.difference is not None else ""

        return (
            # L10N: 编号
            Column("number", N_("Number"), 18, bold=True, least=18),
            Column("counter", N_("Counter"), 7),
            # L10N: 当班人
            Column("staff", N_("On duty"), 10, least=8),
            Column("state", N_("State"), 14, get=lambda row: label("shift_states", row.state), tone=_tone, least=12),
            # L10N: 开班时间
            Column("opened", N_("Opened"), 13, get=lambda row: say.when(desk, row.opened_at), least=12),
            # L10N: 交班时间
            Column("handed", N_("Handed over at"), 13, get=lambda row: say.when(desk, row.handed_at), least=12),
            # L10N: 钱箱
            Column("cash", N_("Drawer"), 13, get=lambda row: figures(row.cash), align="right", least=11),
            Column(
                "difference",
                # L10N: 差异
                N_("Difference"),
                11,
                get=difference,
                align="right",
                tone=lambda row: "red" if row.difference else "",
                least=9,
            ),
            # L10N: 接班人
            Column("taken", N_("Taken over by"), 12, get=lambda row: row.taken_by),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            # L10N: 开班
            ListAct("new", N_("Open a shift"), "Ins", self._new, on="list", at="head", role="primary"),
            # L10N: 打开
            ListAct(
                "open", N_("Open"), "Enter", lambda row: self.shell.open_page("shift", shift_id=row.id), at="under"
            ),
        )

    @staticmethod
    def read(desk: Desk, query: Query, part: Part) -> Answer:  # noqa: ARG004 - as every list reads

        now = desk.clock()
        rows = money.shifts(desk, since=now - timedelta(days=DAYS), until=now + timedelta(days=1))
        return paging.Page(rows[part.offset : part.offset + part.limit], len(rows))

    def empty(self) -> Empty:
        return Empty(super().empty().words, _("Open a shift"), self._new)

    def _new(self) -> None:
        shift_acts.open_shift(self)


def log_columns(desk: Desk) -> tuple[Column, ...]:
    """The columns of the shift book; moments in the site's zone."""
    return (
        # L10N: 时间
        Column("at", N_("Time"), 16, get=lambda row: say.when(desk, row.at), least=12),
        # L10N: 事项
        Column("text", N_("What happened"), 34, bold=True),
        # L10N: 告知
        Column("told", N_("Told to"), 14),
        # L10N: 后续
        Column("follow_up", N_("What follows"), 18),
        # L10N: 记录人
        Column("staff", N_("Written by"), 12),
    )


class ShiftPage(Page):
    """One shift; `shift:12`, or the own one when no id is given."""

    shows = frozenset({"shift", "receipt"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell, desk)
        self._id = 0
        self.shift: ShiftView | None = None
        self.acts = shift_acts.ShiftActs(self)
        layout = column(self)
        head = theme.Card()
        line = QHBoxLayout()
        self._number = theme.text("", "title")
        self._cash = theme.text("", "title")
        line.addWidget(self._number)
        line.addStretch(1)
        line.addWidget(self._cash)
        head.body.addLayout(line)
        self._facts = theme.text("", "", wrap=True)
        self._counted = theme.text("", "", wrap=True)
        self._notice = theme.text("", "note-warning", wrap=True)
        for words in (self._facts, self._counted, self._notice):
            head.body.addWidget(words)
        layout.addWidget(head)
        self.card = ActsCard(rules.SHIFT, shift_acts.KEYS)
        self.card.chosen.connect(self.move_on)
        self.buttons = self.card.buttons
        layout.addWidget(self.card)
        layout.addWidget(self._build_small())
        book = theme.Card()
        self._book_words = theme.text("", "strong")
        book.body.addWidget(self._book_words)
        self.log = Table(log_columns(self.desk))
        self.log.fit_rows(6)
        book.body.addWidget(self.log)
        layout.addWidget(book)
        layout.addStretch(1)

    def _build_small(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        self.small: dict[str, theme.Button] = {}
        for action in self._small_acts():
            button = theme.Button("", key=action.key, role="small")
            button.clicked.connect(lambda _checked=False, run=action.run: run())
            self.small[action.key] = button
            row.addWidget(button)
        row.addStretch(1)
        return holder

    def _small_acts(self) -> tuple[PageAction, ...]:
        return (
            # L10N: 记事
            PageAction(N_("Write a line"), "Ins", self._log),
            # L10N: 钱箱存取
            PageAction(N_("Move cash"), "Ctrl+Shift+Q", self._move_cash),
            # L10N: 顶岗
            PageAction(N_("Stand in"), "Ctrl+D", self._stand_in),
            # L10N: 顶岗结束
            PageAction(N_("Back on duty"), "Ctrl+B", self._come_back),
            # L10N: 打印交接班记录
            PageAction(N_("Print the sheet"), "Ctrl+P", self._print),
        )

    def title(self) -> str:
        # L10N: 班次
        return self.shift.number if self.shift else _("Shift")

    def open(self, **args: Any) -> None:
        self._id = int(args.get("shift_id", 0))
        self._show(None)

    def first_focus(self) -> QWidget | None:
        return self.log.view

    def actions_by_key(self) -> tuple[PageAction, ...]:
        return (
            # L10N: 下一步
            PageAction(N_("Next step"), "Ctrl+J", self._next),
            *(
                PageAction(rules.SHIFT.by_code[codes[0]].label, key, partial(self.move_on, *codes))
                for key, codes in by_key(rules.SHIFT, shift_acts.KEYS)
            ),
            *self._small_acts(),
        )

    def refresh(self) -> None:
        wanted, desk = self._id, self.desk

        def look() -> ShiftView | None:
            return money.shift(desk, wanted) if wanted else money.my_shift(desk)

        def show(found: ShiftView | None) -> None:
            if wanted == self._id:
                self._id = found.id if found is not None else 0  # the own one stays after it was handed over
                self._show(found)

        self.ask(look, show)

    def retranslate(self) -> None:
        self.card.retranslate()
        for action in self._small_acts():
            self.small[action.key].set_words(_(action.label))
        self.log.retranslate()
        # L10N: 值班记事
        self._book_words.setText(_("Shift book"))
        # L10N: 没有记事
        self.log.set_empty(_("Nothing was written into the book of this shift."))
        self._show(self.shift)

    def _standing(self) -> LogView | None:
        shift = self.shift
        lines = shift.log if shift is not None else ()
        return next((line for line in lines if line.kind == "stand-in" and line.until is None), None)

    def _show(self, found: ShiftView | None) -> None:
        self.shift = found
        self.card.show_for(found)
        self.card.setVisible(found is not None and found.state != "taken-over")
        at_work = found is not None and found.state in rules.AT_WORK
        standing = self._standing()
        fits = {
            "Ins": at_work,
            "Ctrl+Shift+Q": at_work,
            "Ctrl+D": at_work and standing is None,
            "Ctrl+B": standing is not None,
            "Ctrl+P": found is not None and found.handed_at is not None,
        }
        for key, button in self.small.items():
            button.setEnabled(fits[key])
        self.log.set_rows(found.log if found is not None else ())
        if found is None:
            # L10N: 您没有当班的班次
            self._number.setText(_("You have no shift at work."))
            for words in (self._cash, self._facts, self._counted, self._notice):
                words.setText("")
            self._notice.hide()
            return
        self._number.setText(f"{found.number} · {label('shift_states', found.state)}")
        # L10N: 钱箱 {amount}
        self._cash.setText(_("Drawer {amount}").format(amount=figures(found.cash)))
        facts = [
            # L10N: {counter} 号台
            _("counter {counter}").format(counter=found.counter),
            found.staff,
            # L10N: {time} 开班
            _("opened {time}").format(time=say.when(self.desk, found.opened_at)),
            # L10N: 备用金 {amount}
            _("float {amount}").format(amount=figures(found.opening)),
        ]
        if found.handed_at is not None:
            # L10N: {time} 交班
            facts.append(_("handed over {time}").format(time=say.when(self.desk, found.handed_at)))
        if found.taken_by:
            # L10N: {staff} 接班
            facts.append(_("taken over by {staff}").format(staff=found.taken_by))
        self._facts.setText(" · ".join(facts))
        self._say_counted(found)
        self._say_notice(found, standing)
        self.title_changed.emit()

    def _say_counted(self, found: ShiftView) -> None:
        words = ""
        if found.counted is not None:
            # L10N: 账面 {expected}，清点 {counted}，差异 {difference}
            words = _("expected {expected}, counted {counted}, difference {difference}").format(
                expected=figures(found.expected or 0), counted=figures(found.counted),
                difference=figures(found.difference or 0),
            )  # fmt: skip
            words = " · ".join(part for part in (words, found.reason, found.remarks) if part)
        self._counted.setText(words)
        self._counted.setVisible(bool(words))
        theme.set_role(self._counted, "bad" if found.difference else "muted")

    def _say_notice(self, found: ShiftView, standing: LogView | None) -> None:
        words = []
        if found.gap is not None:
            # L10N: 此前空岗：{start} 至 {end}
            words.append(
                _("Nobody was at the counter from {start} to {end}.").format(
                    start=say.when(self.desk, found.gap[0]), end=say.when(self.desk, found.gap[1])
                )
            )
        if standing is not None:
            # L10N: {who} 顶岗中（领班 {leader} 同意）
            words.append(
                _("{who} stands in, agreed by {leader}.").format(who=standing.stand_in, leader=standing.leader)
            )
        if found.state == "refused":
            # L10N: 拒绝接班：{reason}
            words.append(_("Refused: {reason}").format(reason=found.refused_reason))
        self._notice.setText("\n".join(words))
        self._notice.setVisible(bool(words))

    # ------------------------------------------------------------------------------------------------------- acts
    def _next(self) -> None:
        code = rules.SHIFT.next_move(self.shift) if self.shift else ""
        if code:
            self.move_on(code)

    def move_on(self, code: str, *instead: str) -> None:
        """Opens the form of a move."""
        if self.shift is not None:
            self.acts.open_for(self.shift.id, code, instead=instead)

    def _log(self) -> None:
        if self.small["Ins"].isEnabled():
            shift_acts.log_line(self)

    def _move_cash(self) -> None:
        if self.small["Ctrl+Shift+Q"].isEnabled():
            shift_acts.move_cash(self)

    def _stand_in(self) -> None:
        if self.small["Ctrl+D"].isEnabled():
            shift_acts.stand_in(self)

    def _come_back(self) -> None:
        desk = self.desk
        if not self.small["Ctrl+B"].isEnabled():
            return

        def back() -> ShiftView:
            return money.come_back(desk)

        self.act(back, self._show)

    def _print(self) -> None:
        if self.shift is not None:
            shift_acts.print_sheet(self, self.shift)


__all__ = ["ShiftPage", "ShiftsPage"]

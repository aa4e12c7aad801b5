"""The monthly quality sample of complaints (handbook C-3): drawn by a supervisor, visited at the door, the rates against their aims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk.catalog import label
from desk.errors import DeskError
from desk.i18n import N_, _, ngettext
from desk.rules.callbacks.sampling import month_of, next_month
from desk.services.callbacks import quality
from desk.ui.callbacks.dialog import reason_fields, reasons_of, scores
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.list_page import Empty, ListAct, ListPage, Part
from desk.ui.kit.tables import Answer, Column

if TYPE_CHECKING:
    from desk.services.callbacks.quality import SampleItemView, SampleView
    from desk.services.kit.desk import Desk
    from desk.ui.kit.pages import Shell


class _Figure(QWidget):
    """One figure with its aim: light, caption, value, and what is still missing."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(9)
        grid.setVerticalSpacing(2)
        self._light = theme.Light("green")
        self.caption = theme.text("", "muted")
        self.value = theme.text("", "heading")
        self.aim = theme.text("", "small", wrap=True)
        grid.addWidget(self._light, 0, 0)
        grid.addWidget(self.caption, 0, 1)
        grid.addWidget(self.value, 1, 1)
        grid.addWidget(self.aim, 2, 1)
        grid.setColumnStretch(1, 1)

    def say(self, caption: str, value: str, aim: str, state: str) -> None:
        """Shows a figure; `state` is the light's, "" for none."""
        self.caption.setText(caption)
        self.value.setText(value)
        self.aim.setText(aim)
        self._light.setVisible(bool(state))
        if state:
            self._light.set_state(state)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The sample of a month as the list takes it."""

    month: date
    sample: SampleView | None

    @property
    def rows(self) -> tuple[SampleItemView, ...]:
        return self.sample.items if self.sample is not None else ()

    @property
    def total(self) -> int:
        return len(self.rows)


def _visit_fields() -> tuple[FieldSpec, ...]:
    return (
        # L10N: 回访日期
        FieldSpec("visited_on", N_("On"), "date", required=True),
        # L10N: 上门
        FieldSpec("at_door", N_("At the door"), "check", text=N_("Asked at the door")),
        # L10N: 客户签字; 签字人
        FieldSpec("signed", N_("Signature"), "check", text=N_("The customer signed"), new_row=True),
        FieldSpec("signer", N_("Signed by"), "text", visible_when=lambda values: values["signed"]),
        # L10N: 满意度
        FieldSpec("score", N_("Grade"), "choice", choices=scores, required=True, new_row=True),
        *reason_fields(),
        # L10N: 客户意见
        FieldSpec("words", N_("What was said"), "multiline", span="full", lines=2),
    )


class QualityPage(ListPage):
    """The sample of a month."""

    # L10N: 质量抽查
    heading = N_("Quality sample")
    hides = ("signer", "caller")
    shows = frozenset({"quality-sample", "request"})

    def __init__(self, shell: Shell, desk: Desk) -> None:
        self._month = month_of(desk.today())
        self._sample: SampleView | None = None
        self._read = False
        self.dialog: ActDialog | None = None
        super().__init__(shell, desk)
        self._month_words = theme.text("", "heading")
        self.head.insertWidget(1, self._month_words)

    @staticmethod
    def counted(total: int) -> str:
        # L10N: 已抽 {n} 件
        return ngettext("{n} sampled", "{n} sampled", total)

    def columns(self) -> tuple[Column, ...]:
        def way(row: SampleItemView) -> str:
            # L10N: 上门回访; 其他方式
            return _("At the door") if row.at_door else _("Any way")

        def done(row: SampleItemView) -> str:
            if row.visited_on is None:
                # L10N: 待访
                return _("to do")
            if not row.counts:
                # L10N: 无签字，不计
                return _("not signed, does not count")
            return f"{say.short_day(self.desk, row.visited_on)} {row.staff}"

        def tone(row: SampleItemView) -> str:
            return "green" if row.counts else "amber" if row.visited_on is not None else ""

        def grade(row: SampleItemView) -> str:
            return label("scores", str(row.score)) if row.score is not None else ""

        return (
            # L10N: 房号
            Column("room", N_("Room"), 15, bold=True, least=13),
            # L10N: 来人
            Column("caller", N_("Caller"), 9),
            # L10N: 回访方式
            Column("at_door", N_("How"), 12, get=way),
            # L10N: 是否完成
            Column("done", N_("Done"), 16, get=done, tone=tone, least=13),
            # L10N: 签字人
            Column("signer", N_("Signature"), 10),
            # L10N: 满意度
            Column("score", N_("Grade"), 10, get=grade),
            # L10N: 单号
            Column("number", N_("Number"), 18, least=18),
            # L10N: 内容
            Column("content", N_("Details"), 24),
        )

    def list_acts(self) -> tuple[ListAct, ...]:
        return (
            ListAct(
                "before",
                # L10N: 上月
                N_("Month before"),
                "Ctrl+PgUp",
                lambda: self.go(-1),
                on="list",
                at="head",
                role="small",
            ),
            ListAct(
                "after",
                # L10N: 下月
                N_("Month after"),
                "Ctrl+PgDown",
                lambda: self.go(1),
                on="list",
                at="head",
                role="small",
                fits=lambda _row: next_month(self._month) <= self.desk.today(),
            ),
            ListAct(
                "draw",
                # L10N: 补抽; 抽样
                lambda _row: N_("Draw what is missing") if self._sample is not None else N_("Draw the sample"),
                "Ctrl+J",
                self.draw,
                on="list",
                at="head",
                role="primary",
                fits=lambda _row: self._missing(),
                help=N_("Draw the sample"),
            ),
            ListAct("visit", N_("Return visit"), "Enter", self.visit),
            ListAct("request", N_("Open the request"), "Ctrl+O", self._open_request),
        )

    @staticmethod
    def read(desk: Desk, query: date, _part: Part) -> Answer:
        return _Drawn(query, quality.sample(desk, query))

    def between(self, layout: QVBoxLayout) -> None:
        self._figures_card = theme.Card()
        row = QHBoxLayout()
        row.setSpacing(28)
        self.figures = [_Figure() for _each in range(3)]
        for figure in self.figures:
            row.addWidget(figure, 1)
        self._figures_card.body.addLayout(row)
        self._drawn = theme.text("", "small", wrap=True)
        self._drawn.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._figures_card.body.addWidget(self._drawn)
        self._figures_card.hide()
        layout.addWidget(self._figures_card)

    def query(self) -> date:
        return self._month

    def empty(self) -> Empty:
        if not self._read:
            return Empty("")
        # L10N: 该月尚未抽样
        words = _("No sample was drawn for this month. A supervisor draws one of every ten complaints, at least one.")
        return Empty(words, _("Draw the sample"), self.draw)

    # ------------------------------------------------------------------------------------------------------ showing
    def sample(self) -> SampleView | None:
        """What is shown; None where none was drawn."""
        return self._sample

    def month(self) -> date:
        """The first day of the month that is shown."""
        return self._month

    def go(self, by: int) -> None:
        """The month before or after, not beyond this one."""
        wanted = next_month(self._month) if by > 0 else month_of(self._month - timedelta(days=1))
        if wanted <= self.desk.today():
            self._month = wanted
            self._read = False
            self.again()

    def took(self, answer: _Drawn) -> None:
        if answer.month == self._month:
            self._sample = answer.sample
            self._read = True

    def _missing(self) -> bool:
        return self._sample is None or len(self._sample.items) < self._sample.needed

    def show_state(self) -> None:
        super().show_state()
        self._month_words.setText(say.month(self._month))
        self._fit_head()
        found = self._sample
        self._figures_card.setVisible(found is not None)
        if found is None:
            return
        policy = self.desk.policy
        # L10N: 抽样; 当月投诉 {n} 件，应抽 {needed} 件
        aim = _("of {n} complaints; {needed} are wanted").format(n=found.population, needed=found.needed)
        self.figures[0].say(_("Sampled"), str(len(found.items)), aim, "amber" if self._missing() else "green")
        # L10N: 回访率; 已完成 {done} / {needed}，目标 {aim} %
        rate = _("{done} of {needed} done; the aim is {aim} % of the complaints")
        aim = rate.format(done=found.done, needed=found.needed, aim=policy["quality.sample_percent"])
        self.figures[1].say(_("Asked"), say.percent(found.rate), aim, "green" if found.met else "amber")
        # L10N: 上门率; 上门并签字 {done} / {needed}，目标 {aim} %
        rate = _("{done} of {needed} at the door and signed; the aim is {aim} % of the sample")
        aim = rate.format(done=found.doors_done, needed=found.doors_needed, aim=policy["quality.door_percent"])
        self.figures[2].say(
            _("At the door"), say.percent(found.door_rate), aim, "green" if found.doors_met else "amber"
        )
        # L10N: {time} 由 {name} 抽样，随机种子 {seed}
        words = _("Drawn {time} by {name}; seed {seed}. With the seed anyone can draw the same sample again.")
        when = say.moment(self.desk, found.drawn_at)
        self._drawn.setText(words.format(time=when, name=found.drawn_by, seed=found.seed))

    # ------------------------------------------------------------------------------------------------------ the acts
    def draw(self) -> None:
        """Draws the month's sample, or what it lacks."""
        desk, month = self.desk, self._month

        def work() -> SampleView:
            return quality.draw_sample(desk, month)

        def done(found: SampleView) -> None:
            self.refresh()
            # L10N: 已抽 {n} 件，其中上门 {doors} 件
            words = _("{n} drawn, {doors} of them to be visited at the door.")
            doors = sum(item.at_door for item in found.items)
            self.shell.messages.info(words.format(n=len(found.items), doors=doors))

        def refused(error: DeskError) -> None:
            self.shell.messages.explain(error)

        self.act(work, done, on_problems=refused)

    def visit(self, row: SampleItemView) -> None:
        """Records how the visit of a sampled complaint went."""
        desk = self.desk

        def save(values: dict[str, Any]) -> SampleView:
            entry = quality.VisitEntry(
                visited_on=values["visited_on"],
                at_door=values["at_door"],
                signed=values["signed"],
                signer=values["signer"],
                score=int(values["score"]) if values["score"] else None,
                reasons=reasons_of(values),
                words=values["words"],
            )
            return quality.record_visit(desk, row.id, entry)

        values = {
            "visited_on": row.visited_on or desk.today(),
            "at_door": row.visited if row.visited_on else row.at_door,
            "signed": row.signed,
            "signer": row.signer or row.caller,
            "score": str(row.score or ""),
            "words": row.words,
        }
        # L10N: 上门回访
        title = _("Visit at the door") if row.at_door else _("Return visit")
        note = " · ".join(part for part in (row.number, row.room, row.caller, row.content[:80]) if part)
        dialog = ActDialog(
            self,
            FormSpec(N_("Return visit"), _visit_fields()),
            save,
            yes=_("Save"),
            values=values,
            note=note,
            title=title,
        )

        def closed(_code: int) -> None:
            self.dialog = None

        dialog.acted.connect(lambda found: self._visited(row, found))
        dialog.finished.connect(closed)
        self.dialog = dialog
        dialog.start()

    def _visited(self, row: SampleItemView, found: SampleView) -> None:
        item = next((each for each in found.items if each.id == row.id), None)
        if item is not None and not item.counts:
            # L10N: 上门回访无客户签字，不计入
            self.shell.messages.warn(
                _("{number}: noted, but a visit without a signature does not count.").format(number=row.number)
            )
        else:
            # L10N: 回访已记录
            self.shell.messages.info(_("{number}: the visit is noted.").format(number=row.number))

    def _open_request(self, row: SampleItemView) -> None:
        self.shell.open_page("request", request_id=row.request_id)


__all__ = ["QualityPage"]

"""Calling back: who, about what, earlier attempts, and how the call ended. One key gives the grade."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.catalog import catalog, label
from desk.i18n import N_, _
from desk.rules.callbacks import DISSATISFIED, METHODS, OUTCOMES, SCORES, CallbackEntry
from desk.services import callbacks
from desk.ui.forms import FieldSpec, FormSpec
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import tasks, theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import shortcut

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desk.services.requests.views import CallbackView, RequestView
    from desk.ui.kit.pages import Page

NO_ANSWER_KEY = "0"
SHOWN = 3
"""So many earlier attempts are named."""
LOW = 620
"""In a window below this height (1366×768 at 125 % and more) less is told of the request."""


def shortened(words: str, length: int) -> str:
    """The beginning of a long text, on one paragraph."""
    words = " ".join(words.split())
    return words if len(words) <= length else f"{words[:length]}…"


def scores() -> list[tuple[str, str]]:
    """The five grades, each with the key that gives it in front."""
    return [(str(score), f"{score}  {label('scores', str(score))}") for score in SCORES]


def reasons() -> list[tuple[str, str]]:
    """Why somebody is dissatisfied."""
    return [("", ""), *((choice.code, choice.label) for choice in catalog("callback_reasons"))]


def bad_grade(values: Mapping[str, Any]) -> bool:
    """Whether the grade chosen takes the request up again, and so needs its reasons."""
    return values.get("score") in {str(score) for score in SCORES if score <= DISSATISFIED}


def reasons_of(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The reasons chosen, each once."""
    return tuple(dict.fromkeys(code for code in (values["reasons"], values["more_reasons"]) if code))


def reason_fields() -> tuple[FieldSpec, ...]:
    """Two places for reasons: the first is asked for, the rest stands in the words."""
    return (
        # L10N: 不满意原因
        FieldSpec(
            "reasons", N_("Reason"), "choice", choices=reasons, visible_when=bad_grade, new_row=True, keeps_place=True
        ),
        # L10N: 另一原因
        FieldSpec(
            "more_reasons", N_("Second reason"), "choice", choices=reasons, visible_when=bad_grade, keeps_place=True
        ),
    )


def attempt_words(page: Page, attempt: CallbackView) -> str:
    """An attempt in one line: when, how it ended, the grade, who called."""
    what = label("callback_outcomes", attempt.outcome)
    if attempt.score is not None:
        what = label("scores", str(attempt.score))
    why = say.listed(label("callback_reasons", code) for code in attempt.reasons)
    again = ""
    if attempt.again_at is not None:
        # L10N: 约 {time} 再打
        again = _("again {time}").format(time=say.short_moment(page.desk, attempt.again_at))
    parts = (say.short_moment(page.desk, attempt.at), what, why, attempt.words, again, attempt.staff)
    return " · ".join(part for part in parts if part)


def _fields() -> tuple[FieldSpec, ...]:
    """What is asked; the next call stands in the place of the grade."""

    def outcome_is(*wanted: str) -> Any:
        return lambda values: values["outcome"] in wanted

    return (
        # L10N: 回访结果
        FieldSpec(
            "outcome",
            N_("Outcome"),
            "choice",
            required=True,
            choices=lambda: [(code, label("callback_outcomes", code)) for code in OUTCOMES],
        ),
        # L10N: 回访方式
        FieldSpec(
            "method",
            N_("Way"),
            "choice",
            required=True,
            default="phone",
            choices=lambda: [(code, label("callback_methods", code)) for code in METHODS],
        ),
        # L10N: 满意度
        FieldSpec(
            "score",
            N_("Grade"),
            "choice",
            choices=scores,
            visible_when=outcome_is("reached"),
            new_row=True,
            keeps_place=True,
        ),
        *reason_fields(),
        # L10N: 再次回访时间
        FieldSpec(
            "again_at",
            N_("Call again at"),
            "datetime",
            visible_when=outcome_is("later", "no-answer"),
            instead_of="score",
            keeps_place=True,
            placeholder=N_("tomorrow 9:00, +2h …"),
        ),
        # L10N: 客户意见
        FieldSpec("words", N_("What was said"), "multiline", span="full", lines=2),
    )


class CallbackDialog(ActDialog):
    """One attempt to call back.

    The digits 1–5 give the grade and say that the customer was reached; 0 says that nobody answered.

    Args:
        page: the page it belongs to.
        view: the request.
        note: why it is asked now.
    """

    def __init__(self, page: Page, view: RequestView, *, note: str = "") -> None:
        self.view = view

        # L10N: 记录回访
        super().__init__(
            page, FormSpec(N_("Call back"), _fields()), self._record, yes=_("Note the call"), values={"method": "phone"}
        )
        self._masked = view.caller_phone
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(1, self._facts(note))
        for name in ("outcome", "method", "score"):
            self.form.field(name).installEventFilter(self)
        # L10N: 1–5 满意度，0 无人接听
        self._row.insertWidget(0, theme.text(_("1–5: grade, 0: no answer"), "small"))
        if not view.may_score:
            # L10N: 本单由您处理，满意度须由他人登记
            self.form.show_hint("outcome", _("You did this job: somebody else has to record the grade."))

    def about(self) -> str:
        return self.view.number

    # ------------------------------------------------------------------------------------------------------ the facts
    def _facts(self, note: str) -> QWidget:
        holder = QWidget()
        box = QVBoxLayout(holder)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        if note:
            box.addWidget(theme.text(note, "note-info", wrap=True))
        view = self.view
        who = QHBoxLayout()
        who.setSpacing(theme.GAP)
        # L10N: 匿名
        name = _("Anonymous") if view.anonymous else view.caller_name
        who.addWidget(theme.text(" ".join(part for part in (view.room, name) if part), "strong"))
        self.phone = theme.text(self._masked, "strong")
        who.addWidget(self.phone)
        # L10N: 显示完整号码
        self.reveal_button = theme.Button(_("Show the number"), key="Alt+R", role="small")
        self.reveal_button.clicked.connect(self.reveal)
        self.reveal_button.setEnabled(bool(self._masked))
        who.addWidget(self.reveal_button)
        who.addStretch(1)
        who.addWidget(theme.text(view.number, "muted"))
        box.addLayout(who)
        shortcut("Alt+R", self, self.reveal)
        low = self._page.window().height() < LOW
        box.addWidget(theme.text(shortened(view.content, 60 if low else 120), "", wrap=True))
        if view.result:
            result = shortened(view.result, 60 if low else 120)
            # L10N: 处理结果：{result}
            box.addWidget(theme.text(_("Result: {result}").format(result=result), "muted", wrap=True))
        for attempt in view.callbacks[-(1 if low else SHOWN) :]:
            box.addWidget(theme.text(attempt_words(self._page, attempt), "small", wrap=True))
        return holder

    def reveal(self) -> None:
        """Shows the whole number; that somebody looked is noted."""
        desk, request_id = self._page.desk, self.view.id

        def look() -> str:
            return callbacks.phone(desk, request_id)

        def show(number: str) -> None:
            self.phone.setText(number)
            self.reveal_button.setEnabled(False)

        if self.reveal_button.isEnabled():
            tasks.run(look, on_done=show, on_error=self._failed, owner=self)

    # ------------------------------------------------------------------------------------------------------- the keys
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.text():
            if event.text() in {str(score) for score in SCORES}:
                self.form.set_values({"outcome": "reached", "score": event.text()})
                self.form.field("reasons" if bad_grade(self.form.values()) else "words").setFocus()
                return True
            if event.text() == NO_ANSWER_KEY:
                self.form.set_values({"outcome": "no-answer"})
                self.form.field("again_at").setFocus()
                return True
        return super().eventFilter(watched, event)

    def _record(self, values: dict[str, Any]) -> RequestView:
        entry = CallbackEntry(
            outcome=values["outcome"],
            method=values["method"],
            score=int(values["score"]) if values["score"] else None,
            reasons=reasons_of(values),
            words=values["words"],
            again_at=values["again_at"],
        )
        return callbacks.record_callback(self._page.desk, self.view.id, entry)


__all__ = ["CallbackDialog", "attempt_words", "bad_grade", "reason_fields", "reasons", "reasons_of", "scores"]

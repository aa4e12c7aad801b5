"""A page that is a form: card, slip beside it, the bar with its keys, drafts, and the way out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.i18n import N_, _, ngettext
from desk.rules.kit import wording
from desk.services.kit.changes import Typed
from desk.ui.forms import Form, FormSpec
from desk.ui.forms.draft_box import MARK, DraftBox, new_slot
from desk.ui.forms.saving import submit
from desk.ui.kit import messages, tasks, theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import Page, PageAction, scrolling

SIDE_FROM = 960
"""Below this width of the page the slip is shown instead of the form, by a button."""
DRAFT_MS = 1500
"""So long after the first key that is not kept yet a draft is kept, however fast the typing goes on."""


class FormPage(Page):
    """Base of form pages. A subclass gives `spec` and `save(values)`, and what else it needs.

    Attributes:
        spec: the form.
        draft_key: under which the draft is kept; "" keeps none.
        prints: whether `Save and print` is offered.
        side_label: msgid of what stands beside the form.
        form: the form.
        busy: a save is under way.
    """

    spec: FormSpec
    draft_key: str = ""
    prints = True
    # L10N: 显示单据预览
    side_label: str = N_("Show the slip")

    def __init__(self, shell: Any, desk: Any) -> None:
        super().__init__(shell, desk)
        self.busy = tasks.Busy(self._busy_changed)
        self._returning = ""
        self._left_at: dict[str, str] = {}
        self._typing_in = ""
        self._drafts = DraftBox(self)
        self._kept_at: datetime | None = None
        self.form = Form(self.spec, desk)
        self._title = theme.text("", "title")
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(DRAFT_MS)
        self._draft_timer.timeout.connect(self._draft_due)
        self._build()
        self.form.changed.connect(self._form_changed)
        self.form.finished.connect(lambda: self._main_button().setFocus(Qt.FocusReason.TabFocusReason))
        self.form.focused.connect(lambda cell: self._area.ensureWidgetVisible(cell, 0, 24))

    def _build(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(theme.MARGIN, 14, theme.MARGIN, 12)
        across.setSpacing(14)
        self._card = theme.Card()
        self._card.body.setSpacing(10)
        self._card.body.addWidget(self._title)
        self._offer = QWidget()
        offer_row = QHBoxLayout(self._offer)
        offer_row.setContentsMargins(0, 0, 0, 0)
        self._offer_words = theme.text("", "note-info", wrap=True)
        self._offer_take = theme.Button("", key="F7", role="small")
        self._offer_take.clicked.connect(self._take_offer)
        self._offer_drop = theme.Button("", key="Shift+F7", role="small")
        for button in (self._offer_take, self._offer_drop):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the cursor stays where the clerk is typing
        self._offer_drop.clicked.connect(self._drop_offer)
        offer_row.addWidget(self._offer_words, 1)
        offer_row.addWidget(self._offer_take)
        offer_row.addWidget(self._offer_drop)
        self._offer.hide()
        self._card.body.addWidget(self._offer)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 2, 6, 2)
        inner.setSpacing(10)
        above = self.above()
        if above is not None:
            inner.addWidget(above)
        inner.addWidget(self.form)
        below = self.below()
        if below is not None:
            inner.addWidget(below)
        inner.addStretch(1)
        self._area = scrolling(content)
        self._card.body.addWidget(self._area, 1)
        self._card.body.addWidget(theme.Rule())
        self._card.body.addLayout(self._buttons())
        across.addWidget(self._card, 3)
        self._side = self.side()
        if self._side is not None:
            across.addWidget(self._side, 2)
        self.side_button.hide()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        self._state = theme.text("", "small")
        row.addWidget(self._state)
        row.addStretch(1)
        self.side_button = theme.Button("", key="F6")
        self.side_button.setCheckable(True)
        self.side_button.toggled.connect(self._turn)
        row.addWidget(self.side_button)
        self.cancel_button = theme.Button("", key="Esc")
        self.cancel_button.clicked.connect(self.shell.back)
        row.addWidget(self.cancel_button)
        self.save_button = theme.Button("", key="Ctrl+S", role="" if self.prints else "primary")
        self.save_button.clicked.connect(lambda: self.submit(printing=False))
        row.addWidget(self.save_button)
        self.print_button = theme.Button("", key="Ctrl+Enter", role="primary")
        self.print_button.clicked.connect(lambda: self.submit(printing=True))
        if not self.prints:
            self.print_button.hide()
        row.addWidget(self.print_button)
        return row

    def _main_button(self) -> theme.Button:
        return self.print_button if self.prints else self.save_button

    def scanned(self, text: str) -> bool:
        return not self.busy and self.form.take_scan(text)

    # -- what a form page overrides
    def start(self, **args: Any) -> dict[str, Any]:
        """The values the form starts with, from the arguments of `open_page`."""
        return args

    def save(self, values: dict[str, Any]) -> Any:
        """Calls the service; runs off the UI thread."""
        raise NotImplementedError

    def saved(self, result: Any, printing: bool) -> None:
        """It was saved; `printing` when the clerk wants the slip now. Goes back."""
        # L10N: 已保存
        self.shell.messages.info(_("Saved."))
        self.shell.leave()

    def side(self) -> QWidget | None:
        """What stands beside the form (the slip's preview)."""
        return None

    def above(self) -> QWidget | None:
        """What stands over the fields."""
        return None

    def below(self) -> QWidget | None:
        """What stands under the fields (hints, repeats)."""
        return None

    def changed(self) -> None:
        """Something was typed: live checks and the preview."""

    def worth_keeping(self) -> bool:
        """Whether what is typed would be missed, so that a draft is kept of it."""
        return self.form.has_content()

    # -- the page
    def title(self) -> str:
        return _(self.spec.title)

    def open(self, **args: Any) -> None:
        self._returning = str(args.pop("draft", ""))
        self._kept_at = None
        self._drafts.offers = []
        self._draft_timer.stop()
        self._offer.hide()
        self.side_button.setChecked(False)
        self.form.clear()
        self.form.set_values(self.start(**args))
        self.form.mark_saved()
        self._show_state()
        self._look_for_draft()

    @property
    def slot(self) -> str:
        """What the entry being typed is kept under."""
        return self._drafts.slot

    def memento(self) -> str:
        """The draft of what is being typed: an entry that was interrupted comes back as it was."""
        return self._drafts.slot if self.draft_key and self.worth_keeping() else ""

    def come_back(self, memento: Any, **args: Any) -> None:
        self.open(**args)
        self._returning = str(memento or "")

    def first_focus(self) -> QWidget | None:
        return self.form.first()

    def actions_by_key(self) -> tuple[PageAction, ...]:
        keys = [PageAction(N_("Save"), "Ctrl+S", lambda: self.submit(printing=False), on="form")]
        if self.prints:
            keys.append(PageAction(N_("Save and print"), "Ctrl+Enter", lambda: self.submit(printing=True), on="form"))
        else:
            keys.append(PageAction(N_("Save"), "Ctrl+Enter", lambda: self.submit(printing=False), on="form"))
        if self.draft_key:
            keys += self.draft_keys()
        if self._side is not None:
            keys.append(PageAction(self.side_label, "F6", self.side_button.toggle))
        return tuple(keys)

    def draft_keys(self) -> list[PageAction]:
        """The keys of the drafts."""
        return [
            PageAction(N_("Continue the draft"), "F7", self._take_offer, on="form"),
            # L10N: 丢弃草稿
            PageAction(N_("Discard the draft"), "Shift+F7", self._drop_offer, on="form"),
        ]

    def can_leave(self) -> bool:
        if self.busy:
            return False
        self.form.settle()
        if not self.form.is_changed():
            return True
        if self.draft_key:
            if not self.worth_keeping():
                return True
            self._keep_draft()
            self.tell_kept()
            return True
        return messages.ask(
            self,
            _("Leave this form?"),
            _("What you typed was not saved and will be lost."),
            yes=_("Leave"),
            no=_("Stay"),
            danger=True,
        )

    def tell_kept(self) -> None:
        """Says that what was typed is kept."""
        # L10N: 已存为草稿
        self.shell.messages.info(
            _("What you typed is kept as a draft."),
            # L10N: 丢弃
            label=_("Discard it"),
            action=partial(self._drafts.forget, self._drafts.slot),
        )

    def put_aside(self) -> bool:
        if self.busy or not self.draft_key or not self.worth_keeping():
            return False
        self._keep_draft()
        return True

    def retranslate(self) -> None:
        self._title.setText(self.title())
        # L10N: 取消
        self.cancel_button.set_words(_("Cancel"))
        # L10N: 保存
        self.save_button.set_words(_("Save"))
        # L10N: 保存并打印
        self.print_button.set_words(_("Save and print"))
        # L10N: 单据预览
        self.side_button.set_words(_("Preview"))
        # L10N: 继续填写
        self._offer_take.set_words(_("Continue"))
        self._offer_drop.set_words(_("Discard"))
        self._show_state()
        self._show_offer()

    def wrong(self) -> Mapping[str, str]:
        """What the page sees wrong besides the form, by field; told with all the rest."""
        return {}

    def submit(self, *, printing: bool) -> None:
        """Saves what is typed; what is wrong with it is said beside the fields, all at once."""
        slot = self._drafts.slot if self.draft_key else ""
        self.side_button.setChecked(False)  # what is wrong is said beside fields that are seen
        since, place = self.desk.steps.last_event(), self.shell.place()

        def done(result: Any) -> None:
            self._draft_timer.stop()
            if slot:
                self.desk.steps.typed(since, Typed(new_slot(slot.partition(MARK)[0]), self.form.state(), *place))
                self._drafts.forget(slot)
            self.saved(result, printing)
            self.shell.changed()

        submit(
            self.form,
            self.save,
            owner=self,
            busy=self.busy,
            done=done,
            failed=self.shell.messages.explain,
            wrong=self.wrong(),
        )

    def _form_changed(self) -> None:
        # Not begun anew with each key: who types without a pause has a draft, too.
        if self.draft_key and not self.busy and not self._draft_timer.isActive() and self.worth_keeping():
            self._draft_timer.start()
        self.changed()

    def _busy_changed(self, on: bool) -> None:
        self.form.set_read_only(on)

    # -- drafts
    def _look_for_draft(self) -> None:
        if self.draft_key:
            self._drafts.look(self.draft_key, self._found_drafts)

    def _found_drafts(self) -> None:
        returning, self._returning = self._returning, ""
        if returning and not self.worth_keeping():
            state = self._drafts.take(returning)
            if state is not None:
                self._restore(state)
        self._show_offer()

    def _show_offer(self) -> None:
        offers = self._drafts.offers
        self._offer.setVisible(bool(offers))
        if not offers:
            return
        first = offers[0]
        when = say.when(self.desk, first.at)
        # L10N: {time} 有一份未保存的内容
        words = _("There is an unsaved entry from {time}.").format(time=when)
        about = self.form.summary(first.state)
        if about:
            # L10N: {time} 未保存的内容：{about}
            words = _("Unsaved, from {time}: {about}").format(time=when, about=about)
        more = len(offers) - 1
        if more:
            # L10N: 另有 {n} 份
            words += "  " + ngettext("{n} more", "{n} more", more).format(n=more)
        self._offer_words.setText(words)

    def _take_offer(self) -> None:
        """Goes on with the offered draft; what is being typed is put back behind the others, so the key leads through all."""
        if self.busy or not self._drafts.offers:
            return
        self.form.settle()
        if self.worth_keeping():
            self._drafts.put_back(self.form.state())
        state = self._drafts.take()
        self._restore(state)
        self._show_offer()

    def _restore(self, state: Mapping[str, Any]) -> None:
        self._draft_timer.stop()
        self.form.clear_problems()
        self.form.restore(state)
        self._kept_at = None
        self._show_state()
        if not self.form.go_on(self._left_at.get(self.slot, "")):
            self.form.focus_first()

    def _drop_offer(self) -> None:
        self._drafts.drop()
        self._show_offer()  # the one before

    def _draft_due(self) -> None:
        """What is being saved is no draft yet; where the save is refused it becomes one."""
        if self.busy:
            self._draft_timer.start()
        else:
            self._keep_draft()

    def _keep_draft(self) -> None:
        self._draft_timer.stop()
        if self.draft_key and self.worth_keeping():
            self._left_at[self.slot] = self.form.focused_name() or self._left_at.get(self.slot, "")
            self._drafts.keep(self.form.state(), self._draft_kept)

    def _draft_kept(self, at: datetime) -> None:
        self._kept_at = at
        self._show_state()

    def _show_state(self) -> None:
        if self._kept_at is None:
            self._state.setText("")
        else:
            # L10N: 草稿已自动保存 {time}
            self._state.setText(_("Draft saved {time}").format(time=wording.hour(self._kept_at)))

    def keep_in_view(self) -> None:
        """What appeared over the fields must not push the one being typed out of sight."""
        name = self.form.focused_name()
        if name:
            QTimer.singleShot(0, self, lambda: self._area.ensureWidgetVisible(self.form.field(name), 0, 24))

    # -- room
    def _turn(self, on: bool) -> None:
        """Where it is narrow, what stands beside the form takes its place and gives it back, with the cursor where it was."""
        if on:
            self._typing_in = self.form.focused_name()
        self._fit()
        if not on and self._typing_in:
            self.form.field(self._typing_in).setFocus(Qt.FocusReason.OtherFocusReason)
            self._typing_in = ""

    def _fit(self) -> None:
        side = self._side
        if side is None:
            return
        narrow = self.width() < SIDE_FROM
        self.side_button.setVisible(narrow)
        self._area.setVisible(True)
        if narrow:
            shown = self.side_button.isChecked()
            side.setVisible(shown)
            self._area.setVisible(not shown)
            if shown and side.parentWidget() is not self._card:
                self._card.body.insertWidget(self._card.body.indexOf(self._area) + 1, side, 1)
        else:
            across = self.layout()
            if isinstance(across, QHBoxLayout) and across.indexOf(side) < 0:
                across.addWidget(side, 2)
            side.setVisible(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

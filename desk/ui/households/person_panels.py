"""What stands around the form of a person: somebody who may be the same, the photo, how letters address them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, Qt, Signal
from PySide6.QtGui import QImageReader, QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desk.i18n import _, ngettext
from desk.ui.kit import theme

if TYPE_CHECKING:
    from desk.services.households.views import DuplicateView

PHOTO = (90, 120)
"""A one-inch photo is three to four."""


class DuplicatePanel(QWidget):
    """Who on file may be the person being typed; the clerk decides.

    Signals:
        used: the customer's id, None when the clerk takes it back.
    """

    used = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self._views: tuple[DuplicateView, ...] = ()
        self._usable = True
        self.chosen: DuplicateView | None = None
        self.buttons: list[theme.Button] = []
        self.hide()

    def show_views(self, views: Sequence[DuplicateView], *, usable: bool) -> None:
        """Shows who was found.

        Args:
            views: who may be the same person.
            usable: whether one of them may be taken instead (not while changing somebody's data).
        """
        if tuple(views) == self._views and usable == self._usable:
            return
        self._views, self._usable = tuple(views), usable
        if self.chosen is not None and self.chosen.customer_id not in {view.customer_id for view in views}:
            self.choose(None)
        self.retranslate()

    def choose(self, view: DuplicateView | None) -> None:
        """Takes somebody on file instead of the one being typed, or takes that back."""
        self.chosen = view
        self.retranslate()
        self.used.emit(view.customer_id if view is not None else None)

    def clear(self) -> None:
        """Forgets everybody."""
        self._views = ()
        self.chosen = None
        self.retranslate()

    def text(self) -> str:
        """All that is said (for tests and screen readers)."""
        return " ".join(label.text() for label in self.findChildren(QLabel) if label.isVisibleTo(self))

    def retranslate(self) -> None:
        """Says everything anew."""
        while (item := self._layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
        self.buttons = []
        self.setVisible(bool(self._views))
        shown = (self.chosen,) if self.chosen is not None else self._views
        for view in shown:
            self._layout.addWidget(self._row(view))

    def _row(self, view: DuplicateView) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        facts = [view.name, *view.rooms[:2], view.document_masked, view.phone_masked]
        who = " · ".join(fact for fact in facts if fact)
        if self.chosen is not None:
            # L10N: 将使用档案中的…；空白项以本表补充
            words = _("On file: {who}. This record is kept; what it lacks is filled in from this form.").format(who=who)
            # L10N: 改为新建
            button = theme.Button(_("Register anew"), role="small")
            button.clicked.connect(lambda: self.choose(None))
        else:
            # L10N: 可能是同一人 / 证件号码相同 / 姓名和电话相同
            why = _("same document number") if view.why == "document" else _("same name and phone")
            words = _("Possibly the same person ({why}): {who}").format(why=why, who=who)
            # L10N: 使用此人
            button = theme.Button(_("Use this person"), role="small")
            button.clicked.connect(lambda _checked=False, chosen=view: self.choose(chosen))
        note = theme.text(words, "note-info" if self.chosen is not None else "note-warning", wrap=True)
        button.setAccessibleDescription(words)
        row.addWidget(note, 1)
        row.addWidget(button)
        button.setVisible(self._usable)  # only now: without a parent it would be a window of its own
        self.buttons.append(button)
        return box


class PersonSide(theme.Card):
    """The photo, and what follows from what is typed: how a letter addresses the person, the age, the lunar day.

    Signals:
        photo_wanted: a photo is to be chosen.
        photo_dropped: the photo is to be taken away.
    """

    photo_wanted = Signal()
    photo_dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaximumWidth(theme.characters(self, 38))
        top = QHBoxLayout()
        top.setSpacing(14)
        self.picture = QLabel()
        self.picture.setFixedSize(*PHOTO)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setWordWrap(True)
        self.picture.setProperty("role", "note-info")
        top.addWidget(self.picture)
        buttons = QVBoxLayout()
        buttons.setSpacing(theme.GAP)
        self.choose_button = theme.Button("", role="small")
        self.choose_button.clicked.connect(self.photo_wanted)
        self.drop_button = theme.Button("", role="small")
        self.drop_button.clicked.connect(self.photo_dropped)
        self._rule = theme.text("", "small", wrap=True)
        for widget in (self.choose_button, self.drop_button, self._rule):
            buttons.addWidget(widget)
        buttons.addStretch(1)
        top.addLayout(buttons, 1)
        self.body.addLayout(top)
        self.body.addWidget(theme.Rule())
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)
        self._facts: dict[str, tuple[QLabel, QLabel]] = {}
        for row, name in enumerate(("salutation", "age", "lunar", "notice")):
            pair = (theme.text("", "muted"), theme.text("", "strong" if name == "salutation" else "", wrap=True))
            self._grid.addWidget(pair[0], row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(pair[1], row, 1)
            self._facts[name] = pair
        self._reader = theme.text("", "small", wrap=True)
        self.body.addWidget(self._reader)
        if isinstance(self.body, QVBoxLayout):
            self.body.addStretch(1)
        self._file: Path | bytes | None = None

    def offer_photo(self, wanted: bool) -> None:
        """Whether a photo is asked for: a company has none."""
        for part in (self.picture, self.choose_button, self.drop_button):
            part.setVisible(wanted)

    def show_photo(self, file: Path | bytes | None) -> bool:
        """Shows a photo, or its empty place; False when the file is no picture."""
        picture = QPixmap()
        if file is not None:
            kept = QBuffer()
            if isinstance(file, bytes):
                kept.setData(file)
                reader = QImageReader(kept)
            else:
                reader = QImageReader(str(file))
            reader.setAutoTransform(True)  # a telephone notes how it was held
            picture = QPixmap.fromImage(reader.read())
        self._file = file if not picture.isNull() else None
        if picture.isNull():
            self.picture.setPixmap(QPixmap())
            # L10N: 无照片
            self.picture.setText(_("No photo"))
        else:
            ratio = self.devicePixelRatioF()
            scaled = picture.scaled(
                self.picture.size() * ratio,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            scaled.setDevicePixelRatio(ratio)
            self.picture.setPixmap(scaled)
        self.drop_button.setVisible(not picture.isNull())
        return file is None or not picture.isNull()

    def say(self, name: str, words: str) -> None:
        """Shows a fact, "" hides its line."""
        for label in self._facts[name]:
            label.setVisible(bool(words))
        self._facts[name][1].setText(words)

    def fact(self, name: str) -> str:
        """A fact that is shown."""
        return self._facts[name][1].text()

    def say_age(self, age: int | None) -> None:
        """Shows the age in full years."""
        # L10N: {n} 岁
        self.say("age", "" if age is None or age < 0 else ngettext("{n} year", "{n} years", age).format(n=age))

    def retranslate(self) -> None:
        """Says its words anew."""
        # L10N: 照片与称呼
        self.set_heading(_("Photo and salutation"))
        # L10N: 选择照片…
        self.choose_button.set_words(_("Choose a photo…"))
        # L10N: 移除照片
        self.drop_button.set_words(_("Remove the photo"))
        # L10N: 一寸照片，须本人同意
        self._rule.setText(_("A one-inch photo; kept only with consent."))
        # L10N: 称呼
        self._facts["salutation"][0].setText(_("Salutation"))
        # L10N: 年龄
        self._facts["age"][0].setText(_("Age"))
        # L10N: 农历
        self._facts["lunar"][0].setText(_("Lunar day"))
        # L10N: 告知书版本
        self._facts["notice"][0].setText(_("Notice"))
        # L10N: 读卡器输出的一行可直接粘贴到姓名栏
        self._reader.setText(_("The line of an identity-card reader can be pasted into the name: it fills the form."))
        self.show_photo(self._file)


__all__ = ["DuplicatePanel", "PersonSide"]

"""The cards at the right of the household page: what stands open, what can be done, and who is selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desk import catalog
from desk.i18n import _, ngettext
from desk.rules.kit import identity
from desk.rules.kit.phones import format_phone
from desk.rules.kit.wording import labelled, listed
from desk.ui.households import offered
from desk.ui.kit import theme
from desk.ui.kit import words as say
from desk.ui.kit.pages import clear

if TYPE_CHECKING:
    from desk.services.households.views import HealthView, PersonView, Revealed
    from desk.services.kit.lines import LightView
    from desk.ui.kit.pages import PageAction

REVEAL_MS = 30_000
"""Whole numbers are hidden again after this time, so that they do not stay on a screen that others can see."""
PHOTO = 76
"""Height of a photo in device-independent pixels."""


class _Snug(theme.Card):
    """A card that asks for the height its words need at its real width, so that the page scrolls only when it must."""

    def minimumSizeHint(self) -> QSize:
        hint, layout = super().minimumSizeHint(), self.layout()
        if layout is not None and layout.hasHeightForWidth() and self.width() > hint.width() // 2:
            hint.setHeight(layout.totalHeightForWidth(self.width()))
        return hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class LightsCard(_Snug):
    """The clearance lights (architecture "The clearance"), each with its reason and the act that settles it.

    Signals:
        asked: code of the act whose button was pressed.
    """

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.GAP)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(2, 1)
        self.body.addLayout(self._grid)
        self._lights: Sequence[LightView] = ()
        self._health: HealthView | None = None
        self.buttons: dict[str, theme.Button] = {}

    def show_lights(self, lights: Sequence[LightView], health: HealthView | None = None) -> None:
        """Shows the lights anew, and under them the household's health in one line."""
        if tuple(lights) == tuple(self._lights) and health == self._health and self._grid.count():
            self._say_heading()
            return
        self._lights, self._health = lights, health
        self._say_heading()
        clear(self._grid)
        self.buttons = {}
        told = [light for light in lights if light.state != "green" or light.act]
        for row, light in enumerate(told):
            dot = theme.Light(light.state)
            dot.setAccessibleDescription(f"{light.label}: {light.text}")
            self._grid.addWidget(dot, row, 0)
            self._grid.addWidget(theme.text(light.label, "strong"), row, 1)
            words = theme.text(light.text, "muted", wrap=True)
            words.setToolTip(say.tooltip(light.text))
            self._grid.addWidget(words, row, 2)
            if light.act:
                button = theme.Button(offered.lamp_words(light.act), role="small")
                button.clicked.connect(lambda _checked=False, act=light.act: self.asked.emit(act))
                button.setAccessibleDescription(f"{light.label}: {light.text}")
                self._grid.addWidget(button, row, 3)
                self.buttons[light.act] = button
        self._say_settled([light for light in lights if light not in told], len(told))
        if health is not None:
            self._say_health(health, len(told) + 1)

    def _say_settled(self, settled: Sequence[LightView], row: int) -> None:
        """What is in order stands in one line: it is no reason to read fifteen."""
        if not settled:
            return
        details = "\n".join(f"{light.label}: {light.text}" for light in settled)
        dot = theme.Light("green")
        dot.setAccessibleDescription(details)
        self._grid.addWidget(dot, row, 0, Qt.AlignmentFlag.AlignTop)
        # L10N: 已办清
        label = theme.text(_("In order"), "strong")
        self._grid.addWidget(label, row, 1, Qt.AlignmentFlag.AlignTop)
        words = theme.text(listed(light.label for light in settled), "muted", wrap=True)
        words.setToolTip(say.tooltip(details))
        self._grid.addWidget(words, row, 2, 1, 2)

    def _say_health(self, health: HealthView, row: int) -> None:
        """The index and its parts; why a part is no more stands in the tip, the act that helps in the lamps above."""
        # L10N: {part} {score}（占 {weight}%）
        words = _("{part} {score} ({weight} %)")
        parts = [words.format(part=each.label, score=f"{each.score:.0f}", weight=each.weight) for each in health.parts]
        details = "\n".join(
            labelled(part, each.why) if each.why else part for part, each in zip(parts, health.parts, strict=True)
        )
        dot = theme.Light(health.state)
        dot.setAccessibleDescription(details)
        self._grid.addWidget(dot, row, 0, Qt.AlignmentFlag.AlignTop)
        # L10N: 健康指数 {n}
        heading = theme.text(_("Health {n}").format(n=f"{health.value:.1f}"), "strong")
        self._grid.addWidget(heading, row, 1, Qt.AlignmentFlag.AlignTop)
        short = theme.text(say.dotted(*(f"{each.label} {each.score:.0f}" for each in health.parts)), "muted", wrap=True)
        short.setToolTip(say.tooltip(details))
        self._grid.addWidget(short, row, 2, 1, 2)

    def _say_heading(self) -> None:
        n = sum(light.state != "green" for light in self._lights)
        if n:
            # L10N: 清户灯 · 有 {n} 项未了
            self.set_heading(ngettext("Clearance · {n} matter open", "Clearance · {n} matters open", n).format(n=n))
        else:
            # L10N: 清户灯 · 全部办清
            self.set_heading(_("Clearance · everything settled"))


class ActsCard(theme.Card):
    """A button for every act of the page, with its key.

    Args:
        actions: of the page itself. primary: the key of the one that stands first, over the whole width.
        offered: by the features; smaller, below.
    """

    def __init__(self, actions: Sequence[PageAction], primary: str, offered: Sequence[PageAction] = ()) -> None:
        super().__init__()
        self._actions = (*actions, *offered)
        self.buttons: dict[str, theme.Button] = {}
        self._groups: list[tuple[QGridLayout, list[theme.Button], bool]] = []
        for group, role in ((actions, ""), (offered, "small")):
            grid = QGridLayout()
            grid.setSpacing(theme.GAP)
            self.body.addLayout(grid)
            made = [self._button(action, "primary" if action.key == primary else role) for action in group]
            self._groups.append((grid, made, group is actions))
        self._room = 0

    def _button(self, action: PageAction, role: str) -> theme.Button:
        button = theme.Button("", key=action.key, role=role)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda _checked=False, run=action.run: run())
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the selected person selected and focused
        self.buttons[action.key or action.label] = button
        return button

    def retranslate(self) -> None:
        """Says heading and buttons anew."""
        # L10N: 办理
        self.set_heading(_("Acts"))
        for action in self._actions:
            self.buttons[action.key or action.label].set_words(_(action.label))
        self._arrange()

    def _arrange(self) -> None:
        """In as many columns as nearly all words allow; a longer one, and the first act of the page, over the whole width."""
        room = self.width() - 2 * theme.MARGIN
        for grid, made, leads in self._groups:
            first, others = (made[:1], made[1:]) if leads else ([], made)
            columns, long = self._columns(others, room)
            for column in range(3):
                grid.setColumnStretch(column, 1 if column < columns else 0)
            short = [button for button in others if button not in long]
            for row, button in enumerate(first):
                grid.addWidget(button, row, 0, 1, columns)
            for index, button in enumerate(short):
                grid.addWidget(button, len(first) + index // columns, index % columns)
            end = len(first) + -(-len(short) // columns)
            for row, button in enumerate(long, end):
                grid.addWidget(button, row, 0, 1, columns)

    @staticmethod
    def _columns(buttons: Sequence[theme.Button], room: int) -> tuple[int, list[theme.Button]]:
        """How many columns, and the few buttons that are too wide for one of them."""
        for columns in (3, 2):
            most = (room - (columns - 1) * theme.GAP) // columns
            long = [button for button in buttons if button.sizeHint().width() > most]
            if len(long) * 6 <= len(buttons):
                return columns, long
        return 1, []

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.width() != self._room:
            self._room = self.width()
            self._arrange()


class PersonCard(_Snug):
    """The selected person: how to address them, numbers masked until they are revealed, what they agreed to.

    Signals:
        reveal_asked: the whole phones are wanted (audited). document_asked: the document number is to be compared or shown.
        consent_asked: the person agrees now. withdrawal_asked: the person takes a consent back.
    """

    reveal_asked = Signal()
    document_asked = Signal()
    consent_asked = Signal()
    withdrawal_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._person: PersonView | None = None
        self._revealed: Revealed | None = None
        self._reveal = theme.Button("", key="Alt+R", role="small")
        self._reveal.clicked.connect(self._toggle)
        self.add_to_heading(self._reveal)
        across = QHBoxLayout()
        across.setSpacing(12)
        self._photo = QLabel()
        self._photo.setFixedSize(round(PHOTO * 0.75), PHOTO)
        self._photo.setScaledContents(False)
        self._photo.hide()
        across.addWidget(self._photo, 0, Qt.AlignmentFlag.AlignTop)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        across.addLayout(self._grid, 1)
        self.body.addLayout(across)
        consent = QHBoxLayout()
        consent.setSpacing(theme.GAP)
        self._light = theme.Light("amber")
        self._consent = theme.text("", "muted", wrap=True)
        self._agree = theme.Button("", key="Ctrl+Y", role="small")
        self._agree.clicked.connect(self.consent_asked)
        self._withdraw = theme.Button("", key="Ctrl+Shift+Y", role="small")
        self._withdraw.clicked.connect(self.withdrawal_asked)
        consent.addWidget(self._light)
        consent.addWidget(self._consent, 1)
        consent.addWidget(self._agree)
        consent.addWidget(self._withdraw)
        self._consent_row = QWidget()
        self._consent_row.setLayout(consent)
        consent.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self._consent_row)
        self._note = theme.text("", "small", wrap=True)
        self.body.addWidget(self._note)
        self._empty = theme.text("", "muted", wrap=True)
        self.body.addWidget(self._empty)
        if isinstance(self.body, QVBoxLayout):
            self.body.addStretch(1)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(REVEAL_MS)
        self.timer.timeout.connect(self.hide_numbers)
        self.values: dict[str, str] = {}

    def show_person(self, person: PersonView | None, photo: Callable[[str], bytes | None]) -> None:
        """Shows somebody (or nobody); another person's numbers are masked again.

        Args:
            person: who is selected.
            photo: gives the content of a stored photo.
        """
        if person is None or self._person is None or person.customer_id != self._person.customer_id:
            self._revealed = None
            self.timer.stop()
        self._person = person
        content = photo(person.photo) if person is not None and person.photo else None
        picture = QPixmap()
        if content is not None:
            picture.loadFromData(content)
        self._photo.setVisible(not picture.isNull())
        if not picture.isNull():
            ratio = self.devicePixelRatioF()
            size = self._photo.size() * ratio
            scaled = picture.scaled(
                size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            scaled.setDevicePixelRatio(ratio)
            self._photo.setPixmap(scaled)
        self.retranslate()

    def show_numbers(self, revealed: Revealed) -> None:
        """Shows the whole numbers for half a minute."""
        self._revealed = revealed
        self.timer.start()
        self.retranslate()

    def hide_numbers(self) -> None:
        """Masks the numbers again."""
        self.timer.stop()
        if self._revealed is not None:
            self._revealed = None
            self.retranslate()

    def revealed(self) -> bool:
        """Whether whole numbers are shown."""
        return self._revealed is not None

    def _toggle(self) -> None:
        if self._revealed is not None:
            self.hide_numbers()
        else:
            self.reveal_asked.emit()

    def retranslate(self) -> None:
        """Says everything anew."""
        person = self._person
        clear(self._grid)
        self._reveal.setVisible(person is not None and bool(person.phones or person.document))
        asked = person is not None and person.kind != "company"  # nobody consents for a company
        self._consent_row.setVisible(asked and self._revealed is None)
        self._note.setVisible(False)
        self._empty.setVisible(person is None)
        # L10N: 选中一位住户，查看其资料
        self._empty.setText(_("Select a person on the left to see their data."))
        self.values = {}
        if person is None:
            # L10N: 个人信息
            self.set_heading(_("Personal data"))
            return
        self.set_heading(f"{person.name} · {person.salutation}" if person.salutation else person.name)
        # L10N: 显示号码 / 隐藏号码
        self._reveal.set_words(_("Hide numbers") if self._revealed else _("Show numbers"))
        for row, (label, value) in enumerate(self._facts(person)):
            if value:
                name = theme.text(label, "muted")
                self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
                shown = theme.text(value, "", wrap=True)
                shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                self._grid.addWidget(shown, row, 1)
                self.values[label] = value
                if label == _("Document") and person.kind != "company":
                    self._grid.addWidget(self._compare(), row, 2, Qt.AlignmentFlag.AlignTop)
        self._light.set_state("green" if person.consent else "amber")
        # L10N: 已同意个人信息告知 / 尚未签署个人信息同意
        self._consent.setText(
            _("Agreed to the notice on personal data")
            if person.consent
            else _("Has not agreed to the notice on personal data yet")
        )
        # L10N: 记录同意
        self._agree.set_words(_("Record consent"))
        self._agree.setVisible(not person.consent and person.here)
        # L10N: 撤回同意（按钮）
        self._withdraw.set_words(_("Take it back"))
        self._withdraw.setVisible(person.consent)
        if self._revealed is not None:
            # L10N: 已记入审计，30 秒后自动隐藏
            self._note.setText(_("On record; hidden again after {n} seconds.").format(n=REVEAL_MS // 1000))
            self._note.setVisible(True)

    def _compare(self) -> theme.Button:
        """The way to the document number: it is compared with the card, or shown by the word of who may see it."""
        # L10N: 核对
        button = theme.Button(_("Compare"), role="link")
        button.setToolTip(f"{_('Compare or show the document number')} (Alt+Shift+R)")
        button.clicked.connect(self.document_asked)
        return button

    def _facts(self, person: PersonView) -> list[tuple[str, str]]:
        seen = self._revealed
        phones = [format_phone(number) for number in seen.phones] if seen else list(person.phones)
        number = (seen.document_number if seen else "") or person.document
        kind = identity.kind_name(person.document_kind) if number else ""
        # L10N: 已核原件
        checked = _("paper seen") if number and person.document_checked else ""
        born = [person.birthday_text, catalog.label("sexes", person.sex) if person.sex else ""]
        facts = [
            # L10N: 电话
            (_("Phone"), listed(phones)),
            # L10N: 证件
            (_("Document"), " · ".join(part for part in (f"{kind} {number}".strip(), checked) if part)),
            # L10N: 生日
            (_("Birthday"), " · ".join(part for part in born if part)),
            # L10N: 联系人（单位）
            (_("Contact person"), person.contact_name),
            # L10N: 联系频率
            (_("To be in touch"), catalog.label("contact_rhythms", person.contact_rhythm)),
            # L10N: 客户等级
            (_("Class"), catalog.label("classes", person.klass) if person.klass else ""),
            # L10N: 生日与节日问候：已同意
            (
                _("Greetings"),
                _("agreed to them") if person.greets else _("not agreed to (Ctrl+Y)") if person.consent else "",
            ),
            # L10N: 备注
            (_("Note"), person.note),
            # L10N: 搬出原因
            (_("Why the stay ended"), person.end_reason),
        ]
        if seen and seen.emergency_phone:
            # L10N: 紧急联系电话
            facts.append((_("Emergency phone"), format_phone(seen.emergency_phone)))
        return facts


__all__ = ["REVEAL_MS", "ActsCard", "LightsCard", "PersonCard"]

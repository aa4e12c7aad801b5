"""The sidebar: the pages, who is at the counter, help. Narrow screens get small words under the icons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from desk.i18n import N_, _
from desk.ui.kit import pages, theme

WIDE = 168
SMALL = 82


class SideButton(QAbstractButton):
    """One entry: icon, words, and a count when something waits there."""

    def __init__(self, icon: str, label: str, *, quiet: bool = False) -> None:
        super().__init__()
        self.label = label
        self._icon = icon
        self._quiet = quiet
        self._narrow = False
        self._badge = 0
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Maximum)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCheckable(not quiet)

    def set_words(self, words: str) -> None:
        """Says it anew."""
        self.setText(words)
        self.setAccessibleName(words)
        self.setToolTip(words if self._narrow else "")
        self.updateGeometry()
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        """Words under the icon."""
        self._narrow = narrow
        self.set_words(self.text())

    def set_badge(self, count: int) -> None:
        """A count at the right."""
        self._badge = count
        self.setAccessibleDescription(str(count) if count else "")
        self.update()

    def sizeHint(self) -> QSize:
        line = QFontMetrics(self.font()).height()
        return QSize(SMALL if self._narrow else WIDE, line * 3 + 4 if self._narrow and not self._quiet else line + 18)

    def minimumSizeHint(self) -> QSize:
        """Where the screen is low the entries move together; narrow ones then say their words without the icon."""
        return QSize(self.sizeHint().width(), QFontMetrics(self.font()).height() + 2)

    def _small_font(self) -> QFont:
        """The words under an icon, as small as it takes to show them whole."""
        font = QFont(self.font())
        size = font.pointSizeF() * 0.9
        room = self.width() - 10
        while size > font.pointSizeF() * 0.62:
            font.setPointSizeF(size)
            if QFontMetrics(font).horizontalAdvance(self.text()) <= room:
                break
            size -= 0.25
        return font

    def paintEvent(self, event: QPaintEvent) -> None:
        c = theme.colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.rect().adjusted(8, 2, -8, -2) if not self._narrow else self.rect().adjusted(4, 2, -4, -2)
        if self.isChecked() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(c.sidebar_active if self.isChecked() else c.sidebar_hover))
            painter.drawRoundedRect(QRectF(area), 6, 6)
        if self.hasFocus():
            painter.setPen(QColor(c.sidebar_bright))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        color = c.sidebar_bright if self.isChecked() else c.sidebar_text
        picture = theme.pixmap(self._icon, color, size=20, ratio=self.devicePixelRatioF())
        painter.setPen(QColor(color))
        if self._narrow:
            line = QFontMetrics(self.font()).height()
            if not self._quiet and self.height() < line + 28:
                painter.setFont(self._small_font())
                # A count stands at the right: the words make room for it.
                words = area.adjusted(2, 0, -30, 0) if self._badge else area
                side = Qt.AlignmentFlag.AlignLeft if self._badge else Qt.AlignmentFlag.AlignHCenter
                painter.drawText(words, side | Qt.AlignmentFlag.AlignVCenter, self.text())
            elif self._quiet:
                painter.drawPixmap((self.width() - 20) // 2, (self.height() - 20) // 2, picture)
            else:
                painter.drawPixmap((self.width() - 20) // 2, round((self.height() - 20 - line) / 2) - 1, picture)
                painter.setFont(self._small_font())
                painter.drawText(
                    QRect(2, self.height() - line - 9, self.width() - 4, line + 4),
                    Qt.AlignmentFlag.AlignCenter,
                    self.text(),
                )
        else:
            painter.drawPixmap(area.left() + 10, (self.height() - 20) // 2, picture)
            font = QFont(self.font())
            font.setBold(self.isChecked())
            painter.setFont(font)
            words = area.adjusted(40, 0, -8, 0)
            shown = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if self._badge:
            self._paint_badge(painter, area)
        painter.end()

    def _paint_badge(self, painter: QPainter, area: QRect) -> None:
        c = theme.colors()
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.85)
        font.setBold(True)
        metrics = QFontMetrics(font)
        words = str(self._badge) if self._badge < 1000 else "999+"
        height = metrics.height() + 1
        width = max(height, metrics.horizontalAdvance(words) + 12)
        right = area.right() - (8 if not self._narrow else 6)
        top = (self.height() - height) / 2 if not self._narrow else area.top() + min(3, (area.height() - height) // 2)
        box = QRectF(right - width, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(c.sidebar_bright))
        painter.setOpacity(0.16)
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setOpacity(1.0)
        painter.setFont(font)
        painter.setPen(QColor(c.sidebar_bright))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


class Sidebar(QWidget):
    """The sidebar.

    Signals:
        opened: code of the page that was clicked.
        lock_pressed, help_pressed: the entries at the bottom.
    """

    opened = Signal(str)
    lock_pressed = Signal()
    help_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._narrow = False
        self._staff = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(1)
        layout.addSpacing(58)  # the program's name is painted there
        self.buttons: dict[str, SideButton] = {}
        for page in pages.registered():
            if page.icon:
                button = SideButton(page.icon, page.label)
                button.clicked.connect(lambda _checked=False, code=page.code: self._clicked(code))
                self.buttons[page.code] = button
                layout.addWidget(button)
        layout.addStretch(1)
        self.staff_button = SideButton("lock", "", quiet=True)
        self.staff_button.clicked.connect(self.lock_pressed)
        self.help_button = SideButton("keys", N_("F1 Manual"), quiet=True)
        self.help_button.clicked.connect(self.help_pressed)
        layout.addWidget(self.staff_button)
        layout.addWidget(self.help_button)
        self._current = ""
        self.retranslate()
        self.set_narrow(False)

    def _clicked(self, code: str) -> None:
        self.set_current(self._current)  # the window decides; it may have to ask first
        self.opened.emit(code)

    def set_current(self, code: str) -> None:
        """Lights up the page's entry."""
        self._current = code
        for name, button in self.buttons.items():
            button.setChecked(name == code)

    def set_badge(self, code: str, count: int) -> None:
        """A count beside an entry."""
        if code in self.buttons:
            self.buttons[code].set_badge(count)

    def set_staff(self, name: str) -> None:
        """Who is at the counter."""
        self._staff = name
        self.retranslate()

    def set_narrow(self, narrow: bool) -> None:
        """Small words under the icons."""
        self._narrow = narrow
        self.setFixedWidth(SMALL if narrow else WIDE)
        for button in (*self.buttons.values(), self.staff_button, self.help_button):
            button.set_narrow(narrow)

    def retranslate(self) -> None:
        """Says its words anew."""
        for button in self.buttons.values():
            button.set_words(_(button.label))
        # L10N: 换班 / 切换人员
        self.staff_button.set_words(self._staff or _("Sign in"))
        self.staff_button.setToolTip(_("Switch user") + " (Ctrl+L)")
        # L10N: F1 使用手册
        self.help_button.set_words(_("F1 Manual"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c = theme.colors()
        painter.fillRect(self.rect(), QColor(c.sidebar))
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * (1.3 if not self._narrow else 1.1))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(c.sidebar_bright))
        area = QRect(18, 0, self.width() - 18, 58) if not self._narrow else QRect(0, 0, self.width(), 58)
        align = Qt.AlignmentFlag.AlignVCenter | (
            Qt.AlignmentFlag.AlignHCenter if self._narrow else Qt.AlignmentFlag.AlignLeft
        )
        painter.drawText(area, align, _("Desk"))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

"""How the window looks: one table of colours for light and dark, sizes, fonts, icons, and the few widgets that carry them.

Colours and fonts reach the widgets by the palette and by one application style sheet made from the table, so a change of
theme or text size while the program runs reaches everything at once. Widgets say what they are by the `role` property
(`title`, `muted`, `card`, `primary`…), never which colour they have.
"""

from __future__ import annotations

import sys
from functools import cache

from PySide6.QtCore import QByteArray, QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QIcon,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desk import paths
from desk.i18n import N_, _
from desk.ui.kit.theme.looks import COLORS, Colors, style_sheet

THEMES = ("system", "light", "dark")
TEXT_SIZES = {"small": 9.0, "normal": 10.0, "large": 11.5, "larger": 13.0}
"""Point sizes of the text; the rest of the sizes follow from the text's height."""

GAP = 8
"""Between things that belong together, in device-independent pixels."""
MARGIN = 16
"""Around cards and pages."""

_font_families: list[str] = []


class _Look(QObject):
    """What is in force, and the follower of the system's light or dark."""

    def __init__(self) -> None:
        super().__init__()
        self.choice = "system"
        self.text_size = "normal"
        self.name = "light"
        self.watching = False

    def system_changed(self, _scheme: object = None) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication) and self.choice == "system":
            apply(app, "system", text_size=self.text_size)


_look = _Look()


def colors() -> Colors:
    """The colours in force."""
    return COLORS[_look.name]


def current() -> tuple[str, str]:
    """The chosen theme and text size."""
    return _look.choice, _look.text_size


def is_dark() -> bool:
    """Whether the dark colours are in force."""
    return _look.name == "dark"


def load_fonts() -> list[str]:
    """Makes the shipped Chinese font known to Qt (1–2 ms, the file is mapped) and returns the families in order.

    Windows and macOS have good Chinese fonts of their own; there ours only fills in rare characters of names.
    """
    if not _font_families:
        shipped: list[str] = []
        for file in sorted((paths.resources() / "fonts").glob("*.ttf"), reverse=True):
            number = QFontDatabase.addApplicationFont(str(file))
            shipped += [name for name in QFontDatabase.applicationFontFamilies(number) if name not in shipped]
        own = {"win32": ["Microsoft YaHei UI"], "darwin": ["PingFang SC"]}.get(sys.platform, [])
        known = set(QFontDatabase.families()) if own else set()
        _font_families.extend([name for name in own if name in known] + shipped)
    return _font_families


def apply(app: QApplication, choice: str = "system", *, text_size: str = "normal") -> None:
    """Gives the whole program its look; may be called again at any time.

    Args:
        app: the application.
        choice: one of THEMES.
        text_size: one of TEXT_SIZES.
    """
    hints = app.styleHints()
    _look.choice = choice if choice in THEMES else "system"
    _look.text_size = text_size if text_size in TEXT_SIZES else "normal"
    wanted = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(_look.choice, Qt.ColorScheme.Unknown)
    if not _look.watching:
        app.setStyle("Fusion")
        hints.colorSchemeChanged.connect(_look.system_changed)
        _look.watching = True
    hints.setColorScheme(wanted)
    _look.name = _look.choice if _look.choice != "system" else _system_name(hints.colorScheme())
    font = QFont(app.font())
    font.setFamilies(load_fonts() or font.families())
    font.setPointSizeF(TEXT_SIZES[_look.text_size])
    if sys.platform not in ("win32", "darwin"):
        # Our font carries no hints. To make some up FreeType studies dozens of characters of each weight: 5 MB, and the letters look the same.
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    app.setFont(font)
    app.setPalette(_palette(colors()))
    app.setStyleSheet(style_sheet(colors(), size=font.pointSizeF(), tone=_look.name))
    for widget in app.topLevelWidgets():
        widget.update()


def _system_name(scheme: Qt.ColorScheme) -> str:
    return "dark" if scheme == Qt.ColorScheme.Dark else "light"


def _palette(c: Colors) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    pairs = (
        (role.Window, c.window), (role.WindowText, c.text), (role.Base, c.field), (role.AlternateBase, c.hover),
        (role.Text, c.text), (role.Button, c.card), (role.ButtonText, c.text), (role.BrightText, c.red),
        (role.ToolTipBase, c.card), (role.ToolTipText, c.text), (role.PlaceholderText, c.muted),
        (role.Highlight, c.accent), (role.HighlightedText, c.accent_text), (role.Link, c.link), (role.LinkVisited, c.link),
        (role.Light, c.line), (role.Midlight, c.line), (role.Mid, c.field_line), (role.Dark, c.field_line), (role.Shadow, c.line),
        (role.Accent, c.accent),
    )  # fmt: skip
    for name, value in pairs:
        palette.setColor(name, QColor(value))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(c.muted))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Base, QColor(c.window))
    return palette


# ---------------------------------------------------------------------------------------------------------- icons
@cache
def _svg(name: str) -> bytes:
    file = paths.resources() / "icons" / f"{name}.svg"
    return file.read_bytes() if file.exists() else b""


@cache
def _pixmap(name: str, color: str, size: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    pixmap.fill(Qt.GlobalColor.transparent)
    data = _svg(name).replace(b"currentColor", color.encode())
    if data:
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(data)).render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
        painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(name: str, color: str, *, size: int = 18, ratio: float = 1.0) -> QPixmap:
    """A picture of `resources/icons` in a colour."""
    return _pixmap(name, color, size, ratio)


def icon(name: str, *, color: str = "", size: int = 18) -> QIcon:
    """An icon in the text's colour (or another one); made for the sharpest screen of the day."""
    return QIcon(_pixmap(name, color or colors().text, size, 2.0))


def window_icon() -> QIcon:
    """The program's own picture, for the title bar and the task bar."""
    found = QIcon()
    for size in (16, 32, 64, 128):
        found.addPixmap(_pixmap("desk", "", size, 1.0))
    return found


# -------------------------------------------------------------------------------------------------------- widgets
def characters(widget: QWidget, count: float) -> int:
    """The width of `count` average letters in the widget's font, in pixels; a Chinese character counts two."""
    return round(QFontMetricsF(widget.font()).horizontalAdvance("0") * count)


def set_role(widget: QWidget, role: str, *, name: str = "role") -> None:
    """Changes what a widget is, and lets the style sheet see it."""
    if widget.property(name) != role:
        widget.setProperty(name, role)
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)


def text(words: str = "", role: str = "", *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """A label. Roles: title, title-bad, heading, strong, muted, small, problem, good, warning, bad, key, note-info/-good/-warning/-bad."""
    label = QLabel(words, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)  # what people typed is never read as HTML
    if role:
        label.setProperty("role", role)
    if wrap:
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label


class Button(QPushButton):
    """A push button that shows its key behind its words: `Save and print  Ctrl+Enter`.

    Args:
        words: what it does (already translated; set again in retranslate()).
        key: the key that does the same, shown and not bound (a page's actions bind it).
        role: "", primary, danger, link or small.
    """

    def __init__(self, words: str = "", *, key: str = "", role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._key_shown = True
        if role:
            self.setProperty("role", role)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_words(words)

    def set_words(self, words: str) -> None:
        """Says it anew, in the language of now."""
        self.setAccessibleName(words)
        self._say()

    def key(self) -> str:
        """The key that does the same."""
        return self._key

    def show_key(self, *, shown: bool) -> None:
        """Leaves the key out where there is no room for it; the tooltip says it then."""
        self._key_shown = shown
        self._say()

    def _say(self) -> None:
        words = self.accessibleName().replace("&", "&&")
        key = (_("Space") if self._key == "Space" else self._key) if words else ""
        self.setText(f"{words}  {key}" if key and self._key_shown else words)
        self.setToolTip("" if self._key_shown else key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.click()
        else:
            super().keyPressEvent(event)


class Card(QFrame):
    """A white sheet with an optional heading, and buttons at the heading's right.

    Attributes:
        body: the layout to fill.
    """

    def __init__(self, heading: str = "", *, parent: QWidget | None = None, horizontal: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, 12, MARGIN, 12)
        outer.setSpacing(GAP)
        self._top = QHBoxLayout()
        self._top.setSpacing(GAP)
        self._heading = text(heading, "heading", parent=self)  # shown without a parent it would be a window of its own
        self._heading.setVisible(bool(heading))
        self._top.addWidget(self._heading)
        self._top.addStretch(1)
        outer.addLayout(self._top)
        self.body: QBoxLayout = QHBoxLayout() if horizontal else QVBoxLayout()
        self.body.setSpacing(GAP)
        outer.addLayout(self.body, 1)

    def set_heading(self, words: str) -> None:
        """Says the heading anew."""
        self._heading.setText(words)
        self._heading.setVisible(bool(words))

    def heading(self) -> str:
        """The words of the heading, "" without one."""
        return self._heading.text()

    def add_to_heading(self, widget: QWidget) -> None:
        """Puts a button or a note at the right of the heading."""
        self._top.addWidget(widget)


class Rule(QFrame):
    """A thin line between parts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rule")
        self.setFixedHeight(1)


LIGHTS = {
    # L10N: 正常
    "green": N_("Light: in order"),
    # L10N: 需留意
    "amber": N_("Light: to be looked at"),
    # L10N: 有问题或已逾期
    "red": N_("Light: a problem, or late"),
    # L10N: 进行中
    "blue": N_("Light: under way"),
}
"""What a lamp says to who cannot see its colour."""


class Light(QWidget):
    """A clearance light: a dot in green, amber or red. The state is also said to screen readers, colour is never alone."""

    def __init__(self, state: str = "green", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.setFixedSize(14, 14)
        self.set_state(state)

    def set_state(self, state: str) -> None:
        """Shows `green`, `amber`, `red` or `blue`."""
        self._state = state
        self._say()
        self.update()

    def _say(self) -> None:
        self.setAccessibleName(_(LIGHTS.get(self._state, LIGHTS["blue"])))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(colors(), self._state, colors().muted)))
        painter.drawEllipse(QRectF(2, 2, 10, 10))
        painter.end()


class IconLabel(QWidget):
    """A small picture in a colour of the theme (by its name in Colors), sharp on every screen."""

    def __init__(self, name: str, *, color: str = "muted", size: int = 18, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._color, self._size = name, color, size
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(
            0, 0, pixmap(self._name, getattr(colors(), self._color), size=self._size, ratio=self.devicePixelRatioF())
        )
        painter.end()


def is_look_change(event: QEvent) -> bool:
    """Whether an event tells a widget that colours or fonts changed."""
    return event.type() in (
        QEvent.Type.PaletteChange,
        QEvent.Type.ApplicationPaletteChange,
        QEvent.Type.FontChange,
        QEvent.Type.ApplicationFontChange,
        QEvent.Type.StyleChange,
    )

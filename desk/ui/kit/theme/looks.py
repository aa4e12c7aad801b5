"""The colours of the window, and the style sheet made of them (ui.kit.theme puts it to use)."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor

from desk import paths


@dataclass(frozen=True, slots=True)
class Colors:
    """Every colour of the program. `*_soft` are backgrounds under text of the colour they are named after."""

    window: str
    card: str
    line: str
    field: str
    field_line: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    accent_text: str
    focus: str
    link: str
    hover: str
    selection: str
    idle: str
    sidebar: str
    sidebar_active: str
    sidebar_hover: str
    sidebar_text: str
    sidebar_bright: str
    green: str
    amber: str
    red: str
    blue: str
    green_soft: str
    amber_soft: str
    red_soft: str
    blue_soft: str


COLORS = {
    "light": Colors(
        window="#f2f5f8", card="#ffffff", line="#e0e6ed", field="#ffffff", field_line="#7d8a99",
        text="#17222e", muted="#566475", accent="#1b66ad", accent_hover="#155591", accent_text="#ffffff", focus="#040e1a", link="#1b66ad",
        hover="#f0f5fa", selection="#d9e9f8", idle="#e9edf1",
        sidebar="#12324d", sidebar_active="#1f4f78", sidebar_hover="#1a4265", sidebar_text="#b9cbdb", sidebar_bright="#ffffff",
        green="#186f40", amber="#8f5500", red="#b82828", blue="#1b66ad",
        green_soft="#e7f5ed", amber_soft="#fff5df", red_soft="#fdecec", blue_soft="#e7f1fb",
    ),
    "dark": Colors(
        window="#151b23", card="#1d2530", line="#2e3947", field="#171e27", field_line="#6d7d92",
        text="#e3e9f0", muted="#9dacbc", accent="#2b72b8", accent_hover="#2f78bf", accent_text="#ffffff", focus="#c2e0fc", link="#6cb2f2",
        hover="#253040", selection="#1e3a56", idle="#2b3542",
        sidebar="#0e1823", sidebar_active="#1c3a57", sidebar_hover="#162b40", sidebar_text="#9fb2c5", sidebar_bright="#ffffff",
        green="#55c78c", amber="#e6ad49", red="#f48383", blue="#6cb2f2",
        green_soft="#172c22", amber_soft="#302614", red_soft="#371f22", blue_soft="#182c41",
    ),
}  # fmt: skip
"""Light and dark side by side; a test checks that every pair of text and ground can be read."""


def style_sheet(c: Colors, *, size: float, tone: str) -> str:
    """The style sheet of the whole program.

    Args:
        c: the colours.
        size: of the text, in points.
        tone: `light` or `dark`, for the icons.
    """
    icons = (paths.resources() / "icons").as_posix()
    return "".join(
        (
            _words_and_frames(c, size),
            _fields(c, size, icons, tone),
            _buttons(c),
            _lists(c, icons, tone),
            _around(c),
        )
    )


def _words_and_frames(c: Colors, size: float) -> str:
    """Labels, notes, cards, bars."""
    return f"""
QToolTip {{ background: {c.card}; color: {c.text}; border: 1px solid {c.line}; padding: 4px 6px; }}
QLabel[role="title"], QLabel[role="title-bad"] {{ font-size: {size * 1.5:.1f}pt; font-weight: bold; }}
QLabel[role="title-bad"] {{ color: {c.red}; }}
QLabel[role="heading"] {{ font-size: {size * 1.05:.1f}pt; font-weight: bold; }}
QLabel[role="strong"] {{ font-weight: bold; }}
QLabel[role="muted"], QLabel[role="label"] {{ color: {c.muted}; }}
QLabel[role="small"] {{ color: {c.muted}; font-size: {size * 0.9:.1f}pt; }}
QLabel[role="problem"] {{ color: {c.red}; font-size: {size * 0.95:.1f}pt; }}
QLabel[role="good"] {{ color: {c.green}; }}
QLabel[role="warning"] {{ color: {c.amber}; }}
QLabel[role="bad"] {{ color: {c.red}; }}
QLabel[role="key"] {{ background: {c.hover}; border: 1px solid {c.line}; border-radius: 4px; padding: 1px 6px; }}
QLabel[role="note-info"], QLabel[role="note-good"], QLabel[role="note-warning"], QLabel[role="note-bad"] {{
    border-radius: 6px; padding: 8px 12px; }}
QLabel[role="note-info"] {{ background: {c.blue_soft}; color: {c.text}; border: 1px solid {_soft(c.blue)}; }}
QLabel[role="note-good"] {{ background: {c.green_soft}; color: {c.text}; border: 1px solid {_soft(c.green)}; }}
QLabel[role="note-warning"] {{ background: {c.amber_soft}; color: {c.text}; border: 1px solid {_soft(c.amber)}; }}
QLabel[role="note-bad"] {{ background: {c.red_soft}; color: {c.text}; border: 1px solid {_soft(c.red)}; }}
QFrame[role="card"] {{ background: {c.card}; border: 1px solid {c.line}; border-radius: 8px; }}
QFrame[role="bar"] {{ background: {c.card}; border: none; border-bottom: 1px solid {c.line}; }}
QFrame[role="status"] {{ background: {c.card}; border: none; border-top: 1px solid {c.line}; }}
QFrame[role="popup"] {{ background: {c.card}; border: 1px solid {c.field_line}; border-radius: 8px; }}
QFrame[role="rule"] {{ background: {c.line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[role="message-info"] {{ background: {c.green_soft}; border: none; border-bottom: 1px solid {_soft(c.green)}; }}
QFrame[role="message-error"] {{ background: {c.red_soft}; border: none; border-bottom: 1px solid {_soft(c.red)}; }}
QFrame[role="message-warning"] {{ background: {c.amber_soft}; border: none; border-bottom: 1px solid {_soft(c.amber)}; }}
"""


def _fields(c: Colors, size: float, icons: str, tone: str) -> str:
    """Where something is typed or ticked."""
    return f"""
QScrollArea, QScrollArea > QWidget > QWidget[role="page"] {{ background: transparent; border: none; }}
QLineEdit, QPlainTextEdit, QComboBox {{
    background: {c.field}; color: {c.text}; border: 1px solid {c.field_line}; border-radius: 6px;
    padding: 5px 9px; selection-background-color: {c.accent}; selection-color: {c.accent_text}; }}
QPlainTextEdit {{ padding: 3px 6px; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{ border: 2px solid {c.accent}; padding: 4px 8px; }}
QPlainTextEdit:focus {{ padding: 2px 5px; }}
QLineEdit[problem="true"], QPlainTextEdit[problem="true"], QComboBox[problem="true"] {{ border: 1px solid {c.red}; }}
QLineEdit[problem="true"]:focus, QPlainTextEdit[problem="true"]:focus, QComboBox[problem="true"]:focus {{
    border: 2px solid {c.red}; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QLineEdit:read-only {{
    background: {c.window}; color: {c.muted}; }}
QLineEdit[role="finder"] {{ padding: 8px 12px 8px 36px; border-radius: 8px; font-size: {size * 1.1:.1f}pt; }}
QLineEdit[role="finder"]:focus {{ padding: 7px 11px 7px 35px; }}
QComboBox {{ combobox-popup: 0; }}
QComboBox:editable {{ padding: 5px 9px; }}
QComboBox::drop-down {{ subcontrol-origin: border; subcontrol-position: center right; width: 26px; border: none; }}
QComboBox::down-arrow {{ image: url("{icons}/chevron-{tone}.svg"); width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{ background: {c.card}; color: {c.text}; border: 1px solid {c.field_line};
    selection-background-color: {c.selection}; selection-color: {c.text}; outline: none; }}
QComboBox QAbstractItemView::item {{ min-height: {size * 2.2:.0f}px; padding: 2px 8px; }}
QComboBox QLineEdit, QComboBox QLineEdit:focus {{ border: none; padding: 0; background: transparent; }}
QCheckBox {{ spacing: 8px; padding: 4px 0; }}
QCheckBox::indicator {{ width: 16px; height: 16px; border: 1px solid {c.muted}; border-radius: 4px; background: {c.field}; }}
QCheckBox::indicator:hover {{ border-color: {c.accent}; }}
QCheckBox::indicator:checked {{ background: {c.accent}; border-color: {c.accent}; image: url("{icons}/tick.svg"); }}
QCheckBox::indicator:focus {{ border: 2px solid {c.accent}; width: 14px; height: 14px; }}
QCheckBox::indicator:checked:focus {{ border: 2px solid {c.focus}; }}
QCheckBox[problem="true"]::indicator {{ border-color: {c.red}; }}
QCheckBox::indicator:disabled {{ background: {c.window}; border-color: {c.line}; }}
"""


def _buttons(c: Colors) -> str:
    """Buttons."""
    return f"""
QPushButton {{ background: {c.card}; color: {c.text}; border: 1px solid {c.field_line}; border-radius: 6px;
    padding: 6px 14px; }}
QPushButton:hover {{ background: {c.hover}; }}
QPushButton:pressed {{ background: {c.selection}; }}
QPushButton:focus {{ border: 2px solid {c.accent}; padding: 5px 13px; }}
QPushButton:disabled {{ color: {c.muted}; background: {c.window}; border-color: {c.line}; }}
QPushButton:checked {{ background: {c.selection}; border-color: {c.accent}; }}
QPushButton[role="primary"] {{ background: {c.accent}; color: {c.accent_text}; border: 1px solid {c.accent}; font-weight: bold; }}
QPushButton[role="primary"]:hover, QPushButton[role="primary"]:pressed {{ background: {c.accent_hover}; border-color: {c.accent_hover}; }}
QPushButton[role="primary"]:focus {{ background: {c.accent}; border: 2px solid {c.focus}; }}
QPushButton[role="primary"]:disabled {{ background: {c.field_line}; border-color: {c.field_line}; color: {c.card}; }}
QPushButton[role="danger"] {{ color: {c.red}; border-color: {c.red}; }}
QPushButton[role="link"] {{ background: transparent; border: 1px solid transparent; color: {c.link}; padding: 2px 6px; text-align: left; }}
QPushButton[role="link"]:hover {{ text-decoration: underline; }}
QPushButton[role="link"]:focus {{ border: 1px solid {c.accent}; padding: 2px 6px; }}
QPushButton[role="small"] {{ padding: 3px 10px; }}
QPushButton[role="chip"], QPushButton[role="ringing"], QPushButton[role="offer"] {{ padding: 2px 10px; border-radius: 11px; }}
QPushButton[role="ringing"] {{ background: {c.amber_soft}; border-color: {c.amber}; font-weight: bold; }}
QPushButton[role="offer"] {{ padding: 1px 8px; }}
QPushButton[role="small"]:focus {{ padding: 2px 9px; }}
"""


def _lists(c: Colors, icons: str, tone: str) -> str:
    """Tables, lists, their heads."""
    return f"""
QTableView, QListView, QTreeView {{ background: {c.card}; color: {c.text}; border: none; outline: none;
    alternate-background-color: {c.card}; selection-background-color: {c.selection}; selection-color: {c.text}; gridline-color: {c.line}; }}
QTableView::item, QListView::item {{ padding: 0 6px; }}
QListWidget::item {{ padding: 7px 8px; border-radius: 5px; }}
QListWidget::item:selected {{ background: {c.selection}; color: {c.text}; }}
QTableView::item {{ border-bottom: 1px solid {c.line}; }}
QTableView {{ border: 2px solid transparent; }}
QTableView:focus {{ border: 2px solid {c.link}; border-radius: 4px; }}
QTableView::item:selected {{ background: {c.selection}; }}
QTableView[keys="no"]::item:selected {{ background: {c.idle}; }}
QHeaderView {{ background: {c.card}; border: none; }}
QHeaderView::section {{ background: {c.card}; color: {c.muted}; border: none; border-bottom: 1px solid {c.field_line};
    padding: 6px 9px; font-weight: normal; }}
QHeaderView::section:hover {{ color: {c.text}; }}
QHeaderView::down-arrow {{ image: url("{icons}/chevron-{tone}.svg"); width: 9px; height: 9px; subcontrol-position: center right; }}
QHeaderView::up-arrow {{ image: url("{icons}/chevron-up-{tone}.svg"); width: 9px; height: 9px; subcontrol-position: center right; }}
QTableCornerButton::section {{ background: {c.card}; border: none; }}
"""


def _around(c: Colors) -> str:
    """Bars, tabs, menus."""
    return f"""
QScrollBar:vertical {{ background: transparent; width: 11px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 11px; margin: 0; }}
QScrollBar::handle {{ background: {c.field_line}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {c.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {c.line}; }}
QTabBar {{ background: transparent; }}
QTabBar::tab {{ background: transparent; color: {c.muted}; border: none; border-bottom: 2px solid transparent; padding: 7px 14px; }}
QTabBar::tab:selected {{ color: {c.text}; border-bottom: 2px solid {c.accent}; }}
QTabBar::tab:focus {{ color: {c.link}; }}
QProgressBar {{ background: {c.hover}; border: 1px solid {c.line}; border-radius: 5px; height: 10px; text-align: center; }}
QProgressBar::chunk {{ background: {c.accent}; border-radius: 4px; }}
QMenu {{ background: {c.card}; color: {c.text}; border: 1px solid {c.field_line}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 14px; border-radius: 4px; }}
QMenu::item:selected {{ background: {c.selection}; }}
QMenu::item:disabled {{ color: {c.muted}; }}
"""


def _soft(color: str) -> str:
    """A colour as a quiet line."""
    value = QColor(color)
    return f"rgba({value.red()}, {value.green()}, {value.blue()}, 110)"


__all__ = ["COLORS", "Colors", "style_sheet"]

"""Colours that can be read, fonts that are there, one look at a time."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo, QPalette, QRawFont
from PySide6.QtWidgets import QWidget

from desk import paths
from desk.ui.kit import theme


def brightness(name):
    def part(value):
        value /= 255
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    color = QColor(name)
    return 0.2126 * part(color.red()) + 0.7152 * part(color.green()) + 0.0722 * part(color.blue())


def contrast(one, other):
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


GROUNDS = ("card", "window", "field", "hover", "selection", "idle", "green_soft", "amber_soft", "red_soft", "blue_soft")
"""What words stand on, a chosen row and a note among them."""
TEXTS = ("text", "muted", "link", "green", "amber", "red", "blue")
WORDS = [
    *product(TEXTS, GROUNDS),
    ("accent_text", "accent"), ("accent_text", "accent_hover"),
    *product(("sidebar_text", "sidebar_bright"), ("sidebar", "sidebar_hover", "sidebar_active")),
]  # fmt: skip
EDGES = [
    *product(("field_line", "accent", "red", "muted"), ("card", "window", "field")),
    ("field_line", "hover"),  # a button under the mouse
    *product(("focus",), ("card", "window", "accent")),  # the ring lies between the button and the page
    *product(("link", "accent"), ("card",)),  # the frame of the list that has the keys
    ("sidebar_bright", "sidebar"),
]
"""Edges of what can be typed into or pressed, and the mark of what has the keys."""


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(WORDS, 4.5), (EDGES, 3.0)], ids=["words", "edges"])
def test_every_word_and_edge_can_be_seen_on_its_ground(name, pairs, least):
    c = theme.COLORS[name]
    found = {(one, ground): round(contrast(getattr(c, one), getattr(c, ground)), 2) for one, ground in pairs}
    assert {pair: ratio for pair, ratio in found.items() if ratio < least} == {}


def test_the_shipped_font_shows_chinese_and_rare_names(look):
    assert "Noto Sans SC" in theme.load_fonts()
    assert QFontInfo(look.font()).family() in theme.load_fonts()
    raw = QRawFont.fromFont(look.font())
    for character in "前台翟㛃䶮":
        assert raw.supportsCharacter(ord(character)), character
    assert "Noto Sans SC" in QFontDatabase.families()


def test_switching_reaches_palette_and_widgets(look, qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    label = theme.text("房号", "muted", parent=widget)
    label.ensurePolished()
    theme.apply(look, "dark", text_size="large")
    assert theme.is_dark()
    assert theme.current() == ("dark", "large")
    assert look.palette().color(QPalette.ColorRole.Window).name() == theme.COLORS["dark"].window
    assert look.font().pointSizeF() == theme.TEXT_SIZES["large"]
    label.ensurePolished()
    assert label.palette().color(QPalette.ColorRole.WindowText).name() == theme.COLORS["dark"].muted
    theme.apply(look, "light")
    label.ensurePolished()
    assert label.palette().color(QPalette.ColorRole.WindowText).name() == theme.COLORS["light"].muted


def test_unknown_choices_fall_back(look):
    theme.apply(look, "neon", text_size="huge")
    assert theme.current() == ("system", "normal")


def test_every_icon_named_by_a_page_is_there(qapp):
    from desk.ui.kit import pages

    wanted = {page.icon for page in pages.registered() if page.icon} | {"search", "lock", "keys", "empty"}
    missing = [name for name in sorted(wanted) if not (paths.resources() / "icons" / f"{name}.svg").exists()]
    assert not missing
    assert (
        not theme.pixmap("search", "#000000", size=18).toImage().allGray()
        or not theme.pixmap("search", "#ff0000").isNull()
    )


def test_a_button_shows_its_key_and_says_only_its_words(look, qtbot):
    button = theme.Button("Save & print", key="Ctrl+Enter")
    qtbot.addWidget(button)
    assert button.text() == "Save && print  Ctrl+Enter"
    assert button.accessibleName() == "Save & print"


def test_a_card_is_no_window_of_its_own(look, qtbot):
    before = set(look.topLevelWindows())
    card = theme.Card("住户")
    qtbot.addWidget(card)
    assert set(look.topLevelWindows()) == before

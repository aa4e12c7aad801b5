"""Colours that can be read, fonts that are there, one look at a time."""

from __future__ import annotations

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


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_text_can_be_read_on_its_ground(name):
    c = theme.COLORS[name]
    pairs = [
        *[(text, ground) for text in (c.text, c.muted, c.green, c.amber, c.red, c.link) for ground in (c.card, c.window, c.hover)],
        (c.accent_text, c.accent), (c.accent_text, c.accent_hover), (c.text, c.selection), (c.text, c.field), (c.muted, c.field),
        (c.sidebar_text, c.sidebar), (c.sidebar_text, c.sidebar_hover), (c.sidebar_bright, c.sidebar_active),
        (c.text, c.green_soft), (c.text, c.amber_soft), (c.text, c.red_soft), (c.text, c.blue_soft),
    ]  # fmt: skip
    weak = [(text, ground, round(contrast(text, ground), 2)) for text, ground in pairs if contrast(text, ground) < 4.5]
    assert not weak


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


def test_every_icon_named_by_a_page_is_there():
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

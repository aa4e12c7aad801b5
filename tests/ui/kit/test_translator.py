"""Qt's own words, and the switch of language while the window is open."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QDialogButtonBox

from desk import i18n
from desk.ui.kit import translator


@pytest.mark.parametrize(("language", "words"), [("zh_CN", "取消"), ("zh_TW", "取消"), ("en", "Cancel")])
def test_qts_buttons_speak_the_language(look, qtbot, language, words):
    translator.switch_language(look, language)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text().replace("&", "").startswith(words)
    assert i18n.current_language() == language
    assert QLocale().name() == QLocale(language).name()


def test_a_menus_text_keeps_its_key(look):
    translator.switch_language(look, "zh_CN")
    translated = QCoreApplication.translate("QWidgetTextControl", "&Undo")
    assert translated != "&Undo"


def test_switching_back_and_forth_leaves_no_translators_behind(look):
    for language in ("en", "zh_TW", "zh_CN", "en"):
        translator.switch_language(look, language)
    assert len(translator._installed) <= 2
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_every_text_listed_is_a_text_of_qt_without_ampersands():
    assert not [text for text in translator.QT_TEXTS if "&" in text]

"""Qt's own words (OK, Cancel, the menu of a text field) from our catalogue, and the switch of language while running."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from desk import i18n
from desk.i18n import N_, pgettext

QT_TEXTS = (
    N_("OK"), N_("Cancel"), N_("Close"), N_("Save"), N_("Open"), N_("Yes"), N_("No"), N_("Apply"), N_("Discard"), N_("Retry"),
    N_("Undo"), N_("Redo"), N_("Cut"), N_("Copy"), N_("Paste"), N_("Delete"), N_("Select All"),
)  # fmt: skip
"""The texts Qt asks for that a receptionist meets; listed so that they are extracted."""

_KNOWN = frozenset(QT_TEXTS)
_FILE_DIALOG = ("QFileDialog", "QFileSystemModel", "QAbstractFileIconProvider")


def _file_words() -> Mapping[str, str]:
    """What Qt's own file dialog says on a desktop without one, where Qt's catalogues lack it or say it in other words."""
    return {
        # L10N: 查找范围： 文件名： 文件类型：
        "Look in:": pgettext("file dialog", "Look in:"),
        "File name:": pgettext("file dialog", "File name:"),
        "Files of type:": pgettext("file dialog", "Files of type:"),
        # L10N: 名称 大小 类型 修改日期
        "Name": pgettext("file dialog", "Name"),
        "Size": pgettext("file dialog", "Size"),
        "Type": pgettext("file dialog", "Type"),
        "Date Modified": pgettext("file dialog", "Date Modified"),
        # L10N: 此电脑 磁盘 文件夹 文件
        "Computer": pgettext("file dialog", "Computer"),
        "Drive": pgettext("file dialog", "Drive"),
        "Folder": pgettext("file dialog", "Folder"),
        "File Folder": pgettext("file dialog", "Folder"),
        "File": pgettext("file dialog", "File"),
        "Files": pgettext("file dialog", "Files"),
        # L10N: 位置 新建文件夹 所有文件
        "Sidebar": pgettext("file dialog", "Places"),
        "List of places and bookmarks": pgettext("file dialog", "Places"),
        "New Folder": pgettext("file dialog", "New folder"),
        "Create New Folder": pgettext("file dialog", "New folder"),
        "Create a New Folder": pgettext("file dialog", "New folder"),
        "All Files (*)": pgettext("file dialog", "All files (*)"),
    }


class Translator(QTranslator):
    """Answers Qt from the gettext catalogue: `&Undo` is looked up as `Undo`."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        words = source.replace("&", "")
        tail = ""
        if "\t" in words:  # `&Undo\tCtrl+Z`
            words, _tab, tail = words.partition("\t")
        if context in _FILE_DIALOG and words in (own := _file_words()):
            return own[words]
        if words not in _KNOWN or not i18n.has_message(words):
            return None
        return i18n._(words) + (f"\t{tail}" if tail else "")

    def isEmpty(self) -> bool:
        return False


def languages() -> list[tuple[str, str]]:
    """The languages to choose from, each in its own words."""
    return list(i18n.LANGUAGES.items())


_installed: list[QTranslator] = []


def switch_language(app: QApplication, language: str) -> None:
    """Switches the program to `language` (see desk.i18n.LANGUAGES) while it runs.

    Every living widget gets a LanguageChange event and says its words anew in `retranslate()`.
    """
    i18n.set_language(language)
    locale = QLocale(language)
    QLocale.setDefault(locale)
    for old in _installed:
        app.removeTranslator(old)
    _installed.clear()
    base = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if language != "en" and base.load(f"qtbase_{language}", folder):
        app.installTranslator(base)
        _installed.append(base)
    own = Translator(app)
    app.installTranslator(own)  # asked first: the last one installed
    _installed.append(own)

"""What Qt says by itself: its file dialog, where the desktop has none of its own, speaks our languages; the window has our picture."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QStyleOptionViewItem, QTreeView

from desk.ui.kit import theme, translator


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW"])
def test_the_file_dialog_is_whole_in_our_words(look, qtbot, tmp_path, language):
    (tmp_path / "backups").mkdir()
    translator.switch_language(look, language)
    dialog = QFileDialog(None, "", str(tmp_path), "")
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.show()
    view = dialog.findChild(QTreeView)
    model = view.model()
    qtbot.waitUntil(lambda: model.rowCount(view.rootIndex()) > 0)
    said = [label.text() for label in dialog.findChildren(QLabel)]
    said += [button.text() or button.toolTip() for button in dialog.findChildren(QAbstractButton)]
    said += [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    said += [model.index(0, 2, view.rootIndex()).data()]
    english = [words for words in said if re.search("[a-z]{2}", words or "")]
    assert english == []
    assert "体积" not in said


def test_the_window_has_a_picture_of_its_own(look):
    icon = theme.window_icon()
    assert {size.width() for size in icon.availableSizes()} == {16, 32, 64, 128}
    image = icon.pixmap(32, 32).toImage()
    assert image.pixelColor(4, 16).name() == "#1b66ad"


def test_the_file_dialog_writes_dates_as_the_program_does(window, qtbot, tmp_path):
    (tmp_path / "backups").mkdir()
    dialog = QFileDialog(window, "", str(tmp_path), "")
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setViewMode(QFileDialog.ViewMode.Detail)
    dialog.show()
    view = dialog.findChild(QTreeView)
    qtbot.waitUntil(lambda: view.model().rowCount(view.rootIndex()) > 0)
    view.setFocus()
    qtbot.waitUntil(lambda: isinstance(dialog.focusWidget(), QTreeView))
    index = view.model().index(0, 3, view.rootIndex())
    option = QStyleOptionViewItem()
    view.itemDelegateForColumn(3).initStyleOption(option, index)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", option.text)

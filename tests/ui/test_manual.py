"""F1 opens the manual over the work: at the page shown, also from a dialog; nothing typed is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk import i18n
from desk.services import manual
from desk.tour.manual import keep, page_keys, pictures_by_page
from desk.ui.households import acts
from desk.ui.kit import translator
from desk.ui.manual import ManualDialog
from tests.ui.test_structure import clipped, nameless

EVERYWHERE = {
    "Enter", "Esc", "F1", "F2", "F5", "F6", "Ctrl+F", "Ctrl+L", "Ctrl+S", "Ctrl+Enter", "Ctrl+P", "Shift+Tab", "Tab", "Ins", "Ctrl+Tab",
    "Ctrl+K", "Ctrl+Z", "F12",
}  # fmt: skip
"""Keys of the window, of every form and of every list."""


def opened() -> ManualDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ManualDialog)
    return dialog


def press(widget: Any, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)
    QTest.qWait(1)


@pytest.fixture
def form(window: Any, settle: Any) -> Any:
    page = window.open_page("request-form")
    settle()
    page.form.set_values({"content": "厨房漏水"})
    page.form.field("content").setFocus()
    return page


def test_f1_opens_the_chapter_of_the_page_and_esc_goes_back_with_all_that_was_typed(window, form):
    press(form.form.field("content"), Qt.Key.Key_F1)
    dialog = opened()
    assert dialog.shown() == "request-form"
    words = dialog.browser.toPlainText()
    assert "登记投诉报修" in words
    assert "保存并打印" in words
    press(dialog, Qt.Key.Key_Escape)
    assert window.page() is form
    assert form.form.value("content") == "厨房漏水"


def test_f1_in_a_dialog_keeps_the_dialog(window, settle, qtbot):
    window.open_page("household", unit_id=1)
    settle()
    page = window.page()
    asked = acts.add_vehicle(page)
    asked.form.set_values({"plate": "粤B12345"})
    qtbot.waitUntil(asked.isActiveWindow)
    press(asked.form.field("plate"), Qt.Key.Key_F1)
    assert opened().shown() == "household"
    press(opened(), Qt.Key.Key_Escape)
    assert asked.isVisible()
    assert asked.form.value("plate") == "粤B12345"
    asked.reject()


def test_it_is_searched_walked_and_followed_by_keys(window, form, qtbot):
    window.show_keys()
    dialog = opened()
    qtbot.waitUntil(dialog.isActiveWindow)
    press(dialog, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert dialog.box.hasFocus()
    dialog.box.setText("门岗联")
    assert dialog.shown() == "releases" or dialog.contents.count() < len(manual.chapters())
    press(dialog.box, Qt.Key.Key_Down)
    press(dialog.box, Qt.Key.Key_Escape)
    assert dialog.isVisible(), "Esc in the box empties it first"
    assert dialog.contents.count() == len(manual.chapters())
    dialog.browser.anchorClicked.emit(QUrl("page:settings"))
    assert dialog.shown() == "settings"
    press(dialog, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert dialog.shown() != "settings"
    dialog.reject()


def test_a_picture_of_the_tour_is_shown(window, form):
    window.show_keys()
    picture = opened().browser.loadResource(
        QTextDocument.ResourceType.ImageResource.value, QUrl("picture:request-form")
    )
    assert isinstance(picture, QImage)
    assert picture.width() > 400
    opened().reject()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("size", [(1366, 768), (911, 512)])
def test_its_words_fit(window, look, settle, language, size):
    translator.switch_language(look, language)
    window.resize(*size)
    settle()
    window.show_keys()
    dialog = opened()
    assert clipped(dialog) + nameless(dialog) == []
    assert dialog.browser.document().size().width() <= dialog.browser.viewport().width() + 1
    dialog.reject()


def test_every_key_that_a_text_names_is_a_key_of_its_page() -> None:
    keys = page_keys(i18n.DEFAULT_LANGUAGE)
    wrong = []
    for chapter in manual.chapters():
        own = {key.replace("Return", "Enter") for key, _words in keys.get(chapter.code, ())}
        named = {piece.words for piece in chapter.pieces("key")}
        wrong += [f"{chapter.code}: {key}" for key in named - own - EVERYWHERE]
    assert wrong == []


def test_the_picture_of_a_page_is_the_one_that_is_marked_or_named_so() -> None:
    story = {
        "pictures": [
            {"page": "household", "name": "find-room", "file": "1.png"},
            {"page": "household", "name": "household", "file": "2.png"},
            {"page": "request", "name": "complaint-logged", "file": "3.png"},
            {"page": "request", "name": "complaint-on-hold", "file": "4.png"},
            {"page": "request", "name": "complaint-closed", "file": "5.png"},
        ]
    }
    assert pictures_by_page(story) == {"household": "2.png", "request": "4.png"}


def test_the_handbook_has_a_chapter_for_each_page_with_its_keys_and_bookmarks() -> None:
    import pypdfium2

    from desk.slips.manual import handbook

    chapters = [manual.chapter(code, "zh_CN") for code in ("start", "gate", "request")]
    pdf = handbook(chapters, title="前台使用手册", keys=lambda code: [("Ctrl+D", "派工")] if code == "request" else ())
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    assert [mark.get_title() for mark in document.get_toc()] == ["从这里开始", "门岗核验", "工单"]
    whole = re.sub(r"\s", "", "".join(texts))
    assert "目录" in texts[1]
    place = next(at for at, text in enumerate(texts) if "屏幕用大字显示" in text) + 1
    assert re.search(rf"门岗核验[.\s]*{place}\b", texts[1]), "the contents name its page"
    assert "派工[Ctrl+D]" in whole
    document.close()


def test_pictures_are_kept_by_page_and_old_ones_go(look, tmp_path) -> None:
    image = QImage(1366, 768, QImage.Format.Format_RGB32)
    image.fill(0)
    image.save(str(tmp_path / "1.png"))
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "gone.webp").write_bytes(b"")
    keep({"today": "1.png"}, tmp_path, folder)
    assert [file.name for file in folder.iterdir()] == ["today.webp"]
    assert QImage(str(folder / "today.webp")).width() == 880

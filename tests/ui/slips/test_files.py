"""Photos on a record: pasted and dropped, shown small, removed with a reason."""

from __future__ import annotations

import inspect
from datetime import timedelta

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from desk import features
from desk.services import requests
from desk.services.requests import RequestEntry
from desk.services.site import record_files
from desk.ui.kit import pages
from desk.ui.kit.record_page import RecordPage

pytest_plugins = ["tests.ui.counter"]


@pytest.fixture
def on_page(counter):
    promised = counter.desk.clock() + timedelta(hours=3)
    entry = RequestEntry(
        "repair", "phone", caller_name="王五", category="leak", content="漏水", place="1栋", promised_at=promised
    )
    counter.id = requests.log_request(counter.desk, entry).id
    counter.window.open_page("request", request_id=counter.id)
    counter.settle()
    return counter


def photo(color=0xFF2040):
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(color)
    return image


def files(counter):
    return record_files.files_of(counter.desk, f"request:{counter.id}")


def test_a_photo_is_pasted_and_removed_by_keys(on_page):
    counter = on_page
    box = counter.page().card("files").content
    assert box.isVisible()
    assert not box.list.isVisible()
    QGuiApplication.clipboard().clear()
    counter.press("Ctrl+V")
    assert "先复制" in counter.message()
    QGuiApplication.clipboard().setImage(photo())
    counter.press("Ctrl+V")
    (kept,) = files(counter)
    assert (kept.name, kept.media_type) == ("粘贴的照片.png", "image/png")
    assert (box.list.count(), box.list.isVisible()) == (1, True)
    assert not box.list.item(0).icon().isNull()
    box.list.setFocus()
    counter.press("Delete")
    dialog = QApplication.activeModalWidget()
    dialog.act()
    counter.settle()
    assert list(dialog.form.problems()) == ["reason"]
    dialog.form.set_value("reason", "拍错了")
    dialog.act()
    counter.settle()
    assert files(counter) == ()
    assert not box.list.isVisible()


def test_files_are_dropped_and_what_is_no_picture_is_refused_in_words(on_page, tmp_path):
    counter = on_page
    box = counter.page().card("files").content
    good, bad = tmp_path / "现场.png", tmp_path / "x.jpg"
    photo(0x20FF40).save(str(good))
    bad.write_text("@echo off")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(good))])
    assert box.take(data)
    counter.settle()
    assert [each.name for each in files(counter)] == ["现场.png"]
    data.setUrls([QUrl.fromLocalFile(str(bad))])
    box.take(data)
    counter.settle()
    assert "x.jpg" in counter.message()
    assert len(files(counter)) == 1
    data = QMimeData()
    data.setText("only words")
    assert not box.take(data)


def test_the_photos_are_printed_by_a_key(on_page, monkeypatch):
    counter = on_page
    counter.press("Ctrl+F9")
    assert "没有可打印的照片" in counter.message()
    QGuiApplication.clipboard().setImage(photo())
    counter.press("Ctrl+V")
    sent = []
    monkeypatch.setattr(
        "desk.ui.slips.files.print_slip", lambda page, slip: sent.append((page, slip.kind, slip.subject))
    )
    assert counter.page().card("files").content.print_button.isVisible()
    counter.press("Ctrl+F9")
    assert sent == [(counter.page(), "photo-sheet", f"request:{counter.id}")]


def test_every_page_of_a_record_takes_photos():
    """Whatever has a page of its own is a record that photos are kept with; a household has its papers, a person the photo."""
    found = [pages.load(spec) for spec in pages.registered()]
    records = {page.kind: page for page in found if isinstance(page, type) and issubclass(page, RecordPage)}
    assert len(records) >= 13
    assert {code for code, record in features.records().items() if record.files} == set(records)
    assert set(features.slip_kinds()["photo-sheet"].subject) == set(records)
    assert [
        kind for kind, page in records.items() if f'files_card("{kind}")' not in inspect.getsource(page.cards)
    ] == []

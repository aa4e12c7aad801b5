"""Notices by keys: written with a proposed text, approved by a PIN, issued, put up, delivered, ended."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication

from desk.services import incidents
from desk.services import notices as service
from desk.ui.forms.dialog import ActDialog
from tests.kit.site import PIN

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def dialog() -> ActDialog:
    (found,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, ActDialog) and one.isVisible()]
    return found


def no_dialog() -> None:
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, ActDialog) and one.isVisible()]
    assert [(one.problem(), one.form.problems(), one.approval.form.problems()) for one in found] == []


def typed(counter: Counter, **other: Any) -> dict[str, Any]:
    day = counter.desk.midnight(counter.desk.today() + timedelta(days=3))
    return {
        "scope": "buildings", "places": "1", "since": day + timedelta(hours=9), "until": day + timedelta(hours=17),
        "title": "停水通知", "text": "因更换水泵，暂停供水。", "english": "The water will be off.", **other,
    }  # fmt: skip


def written(counter: Counter, **other: Any) -> Any:
    counter.window.open_page("notices")
    counter.settle()
    counter.press("Insert")
    counter.settle()
    form = counter.page().form
    assert "〔" in form.value("text")  # proposed for an outage
    form.set_values(typed(counter, **other))
    counter.settle()
    counter.press("Ctrl+S")
    page = counter.page()
    counter.until(lambda: page.record is not None)
    return page


def test_a_notice_goes_its_way_by_keys(counter: Counter) -> None:
    page = written(counter)
    assert (page.record.state, page.record.area) == ("draft", "1栋")
    counter.press("Ctrl+J")
    dialog().approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    no_dialog()
    counter.press("Ctrl+J")
    no_dialog()
    assert page.record.state == "issued"
    assert [slip.kind for slip in page.record.slips] == ["notice-poster"]
    counter.press("Ctrl+M")
    dialog().form.set_value("place", "1单元大堂")
    counter.press("Ctrl+Enter")
    no_dialog()
    assert [each.place for each in page.record.postings] == ["1单元大堂"]
    counter.press("Ctrl+1")
    counter.settle()
    deliveries = counter.page()
    deliveries.show_view("all")
    counter.settle()
    counter.press("Space", "Down", "Space", "Ctrl+J")
    dialog().form.set_value("outcome", "left")
    counter.press("Ctrl+Enter")
    no_dialog()
    assert service.deliveries(counter.desk, page.record.id, view="done").total == 2
    counter.press("Esc")
    counter.until(lambda: counter.page() is page)
    counter.press("Ctrl+B", "Ctrl+Enter")
    no_dialog()
    assert service.notice(counter.desk, page.record.id).up == 0


def test_the_photo_of_a_posting_is_opened_and_the_proof_is_offered(
    counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = written(counter)
    counter.press("Ctrl+J")
    dialog().approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter", "Ctrl+J")
    no_dialog()
    photo = tmp_path / "gate.png"
    Image.new("RGB", (3, 4), "green").save(photo)
    service.post(counter.desk, page.record.id, service.PostingEntry("小区大门", "李强", photo=photo))
    service.post(counter.desk, page.record.id, service.PostingEntry("1单元大堂", "李强"))
    page.refresh()
    counter.until(lambda: len(page.record.postings) == 2)
    opened: list[Path] = []
    monkeypatch.setattr("desk.ui.notices.page.open_file", lambda _page, file: opened.append(file))
    page.open_photo(page.record.postings[0])
    counter.settle()
    assert [file.read_bytes() for file in opened] == [photo.read_bytes()]
    page.open_photo(page.record.postings[1])
    counter.settle()
    assert "没有照片" in counter.message()
    assert [each.possible for each in service.papers(counter.desk, page.record.id) if each.kind == "notice-proof"] == [
        True
    ]


def test_what_may_not_hang_is_said_before_the_approval(counter: Counter) -> None:
    page = written(counter, text="请联系单雄风。")
    counter.press("Ctrl+J")
    assert "单雄风" in dialog().told() or any("单雄风" in words for words in dialog().wrong().values())
    dialog().form.set_value("waive:notice-name", "不是人名")
    counter.settle()
    dialog().approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    no_dialog()
    assert page.record.state == "approved"


def test_an_outage_that_is_over_is_asked_about(counter: Counter) -> None:
    now = counter.desk.clock()
    page = written(counter, emergency=True, since=now - timedelta(minutes=5), until=now + timedelta(hours=1))
    counter.press("Ctrl+J")
    dialog().approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    counter.press("Ctrl+J")
    no_dialog()
    service.sweep(counter.desk)
    page.refresh()
    counter.settle()
    assert page.record.running
    assert len(incidents.incidents(counter.desk)) == 1
    counter.press("Ctrl+Shift+R")
    dialog().form.set_value("until", now + timedelta(hours=3))
    counter.press("Ctrl+Enter")
    no_dialog()
    assert page.record.until == now + timedelta(hours=3)
    counter.press("Ctrl+M")
    dialog().form.set_value("place", "大门")
    counter.press("Ctrl+Enter")
    counter.press("Ctrl+J")
    counter.press("Ctrl+Enter")
    assert set(dialog().form.problems()) == {"result"}
    dialog().form.set_value("result", "已恢复供水")
    counter.press("Ctrl+Enter")
    no_dialog()
    assert page.record.state == "ended"
    assert incidents.incidents(counter.desk) == ()


def test_a_draft_is_changed_and_a_notice_withdrawn_by_keys(counter: Counter) -> None:
    written(counter)
    counter.press("Ctrl+E")
    counter.settle()
    form = counter.page().form
    assert form.value("title") == "停水通知"
    form.set_value("title", "停水改期通知")
    counter.press("Ctrl+S")
    counter.settle()
    assert counter.page().record.title == "停水改期通知"
    for _step in range(2):
        counter.press("Ctrl+J")
        if counter.page().record.state == "draft":
            dialog().approval.form.set_value("approval_pin", PIN)
            counter.press("Ctrl+Enter")
    counter.press("Ctrl+Shift+Y")
    dialog().form.set_value("note", "供水公司改期")
    dialog().approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    no_dialog()
    counter.until(lambda: counter.page().record is not None and bool(counter.page().record.withdraws))
    assert counter.page().record.withdraws.startswith("TZ-")

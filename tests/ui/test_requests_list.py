"""The list of requests: filters, words, sorting, opening, empty states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desk.services import requests
from desk.services.requests import RequestEntry

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def log(counter: Counter, content: str, *, kind: str = "repair", severity: str = "normal") -> int:
    return requests.log_request(
        counter.desk,
        RequestEntry(
            kind,
            "phone",
            unit_id=counter.unit,
            caller_name="王五",
            category="leak",
            content=content,
            severity=severity,
            repeated_back=True,
            promised_at=requests.proposed_promise(counter.desk, severity),
        ),
    ).id


def shown(counter: Counter) -> list[str]:
    counter.settle()
    return [row.content for _number, row in sorted(counter.page().table.model.loaded(), key=lambda item: item[0])]


def test_newest_first_then_by_what_is_clicked(counter: Counter) -> None:
    for content in ("甲", "乙", "丙"):
        log(counter, content, severity="urgent" if content == "乙" else "normal")
        counter.clock.forward(minutes=1)
    counter.window.open_page("requests")
    assert shown(counter) == ["丙", "乙", "甲"]
    page = counter.page()
    place = next(n for n, column in enumerate(page.table.model.columns) if column.sort == "promised")
    header = page.table.view.horizontalHeader()
    counter.qtbot.mouseClick(
        header.viewport(), Qt.MouseButton.LeftButton, pos=header.rect().topLeft() + _inside(header, place)
    )
    assert shown(counter)[0] == "乙"


def _inside(header, section):
    from PySide6.QtCore import QPoint

    return QPoint(header.sectionViewportPosition(section) + 12, header.height() // 2)


def test_enter_opens_the_request_and_esc_comes_back(counter: Counter) -> None:
    request_id = log(counter, "甲")
    counter.window.open_page("requests")
    counter.settle()
    counter.press("Enter")
    assert counter.page().view().id == request_id
    counter.press("Esc")
    assert counter.page().view() == "open"


def test_filters_by_state_overdue_kind_and_words(counter: Counter) -> None:
    log(counter, "水管漏水", severity="urgent")
    done = log(counter, "门锁坏")
    requests.resolve(counter.desk, done, result="已修")
    requests.close(counter.desk, done)
    log(counter, "楼上吵", kind="complaint")
    counter.clock.forward(hours=3)
    counter.window.open_page("requests")
    assert shown(counter) == ["楼上吵", "水管漏水"]
    counter.press("F6")
    assert counter.page().view() == "overdue"
    assert shown(counter) == ["水管漏水"]
    counter.page().show_view("all")
    assert len(shown(counter)) == 3
    page = counter.page()
    page.kind.setCurrentIndex(page.kind.findData("complaint"))
    assert shown(counter) == ["楼上吵"]
    page.show_all()
    counter.press("Ctrl+F")
    counter.write("门锁")
    counter.until(lambda: page.table.total() == 1)
    assert shown(counter) == ["门锁坏"]
    counter.press("Down")
    assert page.table.view.hasFocus()


def test_what_today_points_at_is_shown(counter: Counter) -> None:
    log(counter, "甲")
    counter.clock.forward(days=2)
    counter.window.open_target("requests:overdue")
    assert counter.page().view() == "overdue"
    assert shown(counter) == ["甲"]


def test_empty_says_what_to_do(counter: Counter) -> None:
    counter.window.open_page("requests")
    counter.settle()
    table = counter.page().table
    assert "F3" in table._empty_words.text()
    assert table.empty_button.isVisible()
    counter.page().show_view("overdue")
    counter.settle()
    assert "F3" not in table._empty_words.text()


def test_assigning_from_the_list(counter: Counter) -> None:
    request_id = log(counter, "甲")
    counter.window.open_page("requests")
    counter.settle()
    counter.press("Ctrl+D")
    dialog = counter.page().acts.dialog
    assert dialog is not None
    dialog.form.set_value("responsible", "陈刚")
    counter.press("Ctrl+Enter")
    view = requests.request(counter.desk, request_id)
    assert (view.state, view.department) == ("assigned", "engineering")
    counter.until(lambda: counter.page().table.current().state == "assigned")


def test_a_narrow_list_keeps_the_whole_number(counter: Counter) -> None:
    log(counter, "甲" * 40)
    counter.window.resize(911, 512)
    counter.window.open_page("requests")
    counter.settle()
    table = counter.page().table
    header = table.view.horizontalHeader()
    font = table.view.fontMetrics()
    assert header.sectionSize(0) >= font.horizontalAdvance("BX-20261121-0001") + 12
    assert table.view.isColumnHidden(1)
    counter.window.resize(1366, 768)
    counter.settle()
    assert not table.view.isColumnHidden(1)

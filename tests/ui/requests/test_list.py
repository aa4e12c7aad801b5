"""The list of requests: filters, words, sorting, opening, empty states."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk.services import incidents, requests
from desk.services.requests import RequestEntry
from desk.services.requests import filters as request_filters
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit.marks import RefusedDialog
from tests.ui.test_structure import clipped, nameless

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
    counter.press("F6", "F6")
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
    assert "F3" in table.empty_words.text()
    assert table.empty_button.isVisible()
    counter.page().show_view("overdue")
    counter.settle()
    assert "F3" not in table.empty_words.text()


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
    number = [column.name for column in table.model.columns].index("number")
    assert header.sectionSize(number) >= font.horizontalAdvance("BX-20261121-0001") + 12
    promised = [column.name for column in table.model.columns].index("promised_at")
    assert table.view.isColumnHidden(promised)
    assert counter.page().filters.box.isVisible()
    counter.window.resize(1366, 768)
    counter.settle()
    assert not table.view.isColumnHidden(promised)
    assert counter.page().filters.isVisible()


def dialog(kind=ActDialog):
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


def test_filters_say_how_many_and_lights_how_urgent(counter: Counter) -> None:
    log(counter, "甲", severity="urgent")
    counter.clock.forward(hours=3)
    log(counter, "乙")
    counter.window.open_page("requests")
    counter.settle()
    counts = {row.id: row.count for row in counter.page().filters.rows()}
    assert (counts["overdue"], counts["mine"], counts["callback"]) == (1, 2, 0)
    columns = counter.page().table.model.columns
    light = next(column for column in columns if column.name == "light")
    rows = {row.content: row for _at, row in counter.page().table.model.loaded()}
    assert light.text(rows["甲"]) == "■"
    assert light.tone(rows["甲"]) == "red"
    assert light.text(rows["乙"]) == "●"


def test_a_filter_is_chosen_by_arrows_in_the_list_of_filters(counter: Counter) -> None:
    log(counter, "甲", severity="urgent")
    counter.clock.forward(hours=3)
    log(counter, "乙")
    counter.window.open_page("requests")
    counter.settle()
    counter.page().filters.table.view.setFocus()
    counter.press("Down", "Down")
    assert counter.page().view() == "overdue"
    assert shown(counter) == ["甲"]


def test_an_own_filter_is_saved_used_and_dropped(counter: Counter) -> None:
    log(counter, "楼上吵", kind="complaint")
    log(counter, "漏水")
    counter.window.open_page("requests")
    counter.settle()
    page = counter.page()
    counter.press("Ctrl+Shift+F")
    dialog().form.set_value("kind", "complaint")
    counter.press("Ctrl+Enter")
    assert shown(counter) == ["楼上吵"]
    assert page.save_button.isVisible()
    counter.press("Ctrl+S")
    counter.write("投诉")
    counter.press("Enter", "Ctrl+Enter")
    assert page.view() == "own:投诉"
    assert {row.id: row.count for row in page.filters.rows()}["own:投诉"] == 1
    page.show_view("open")
    assert len(shown(counter)) == 2
    page.show_view("own:投诉")
    assert shown(counter) == ["楼上吵"]
    page.drop_button.click()
    counter.settle()
    assert page.view() == "open"
    assert [one.code for one in request_filters.saved_filters(counter.desk) if one.own] == []


def test_a_filter_without_a_name_is_refused_beside_the_field(counter: Counter) -> None:
    counter.window.open_page("requests")
    counter.settle()
    counter.press("Ctrl+S", "Ctrl+Enter")
    assert "name" in dialog().form.problems()
    counter.press("Esc")


def test_narrowing_by_more_than_the_kind(counter: Counter) -> None:
    log(counter, "甲", severity="urgent")
    log(counter, "乙")
    counter.window.open_page("requests")
    counter.settle()
    counter.press("Ctrl+Shift+F")
    dialog().form.set_value("severity", "urgent")
    counter.press("Ctrl+Enter")
    assert shown(counter) == ["甲"]
    assert counter.page()._narrowed.text()
    counter.page().show_all()
    assert len(shown(counter)) == 2


def test_narrowing_by_channel_state_and_days(counter: Counter) -> None:
    log(counter, "甲")
    done = log(counter, "乙")
    requests.resolve(counter.desk, done, result="已修")
    requests.close(counter.desk, done)
    counter.window.open_page("requests")
    counter.settle()
    counter.press("Ctrl+Shift+F")
    today = counter.desk.today()
    dialog().form.set_values({"channel": "phone", "only": "closed", "since": today, "until": today - timedelta(days=1)})
    counter.press("Ctrl+Enter")
    assert "until" in dialog().form.problems()
    dialog().form.set_value("until", today)
    counter.press("Ctrl+Enter")
    assert counter.page().view() == "all"
    assert shown(counter) == ["乙"]
    assert today.isoformat() in counter.page()._narrowed.text()


def test_rooms_and_initials_find_as_in_the_finder_and_closed_ones_are_hinted_at(counter: Counter) -> None:
    done = log(counter, "甲")
    requests.resolve(counter.desk, done, result="已修")
    requests.close(counter.desk, done)
    log(counter, "乙")
    counter.window.open_page("requests")
    counter.settle()
    counter.press("Ctrl+F")
    counter.write("ww")  # 王五
    counter.until(counter.page().closed_button.isVisible)
    assert shown(counter) == ["乙"]
    assert "1" in counter.page().closed_button.text()


def test_a_new_request_is_the_chosen_one_when_the_list_comes_back(counter: Counter) -> None:
    for content in ("甲", "乙", "丙"):
        log(counter, content)
        counter.clock.forward(minutes=1)
    counter.window.open_page("requests")
    counter.settle()
    counter.press("Down", "Down", "Enter")
    log(counter, "丁")
    counter.press("Esc")
    assert counter.page().table.current().content == "丁"
    counter.press("Down", "Enter", "Esc")
    assert counter.page().table.current().content == "丙"


def test_no_mark_is_left_over_an_empty_list(counter: Counter) -> None:
    one = log(counter, "甲")
    counter.window.open_page("requests")
    counter.settle()
    counter.press("Space")
    assert counter.page().marks.ids() == [one]
    requests.resolve(counter.desk, one, result="已修")
    requests.close(counter.desk, one)
    counter.press("F5")
    assert shown(counter) == []
    assert counter.page().marks.ids() == []


def test_at_the_usual_size_the_caller_and_the_category_are_shown(counter: Counter) -> None:
    log(counter, "水管漏水")
    counter.window.open_page("requests")
    counter.settle()
    table = counter.page().table
    names = [column.name for column in table.model.columns]
    assert not table.view.isColumnHidden(names.index("caller"))
    words = table.model.columns[names.index("content")].text(table.current())
    assert words.endswith("水管漏水")
    assert len(words) > len("水管漏水")  # the category stands before it


def test_marked_requests_are_assigned_together_and_what_is_refused_says_why(counter: Counter) -> None:
    for content in ("甲", "乙"):
        log(counter, content)
        counter.clock.forward(minutes=1)
    closed = log(counter, "丙")
    requests.resolve(counter.desk, closed, result="已修")
    requests.close(counter.desk, closed)
    counter.window.open_page("requests", view="all")
    counter.settle()
    page = counter.page()
    counter.press("Space", "Space", "Space")
    assert len(page.marks.ids()) == 3
    counter.press("Ctrl+D")
    dialog().form.set_value("responsible", "陈刚")
    counter.press("Ctrl+Enter")
    refused = dialog(RefusedDialog)
    assert [row.request_id for _at, row in refused.table.model.loaded()] == [closed]
    assert all(row.message for _at, row in refused.table.model.loaded())
    refused.accept()
    counter.settle()
    states = {row.content: row.state for _at, row in page.table.model.loaded()}
    assert states == {"甲": "assigned", "乙": "assigned", "丙": "closed"}
    assert page.marks.ids() == [closed]
    counter.press("Esc")
    assert page.marks.ids() == []
    assert counter.page() is page


def test_somebody_who_left_is_refused_for_all(counter: Counter) -> None:
    log(counter, "甲")
    counter.window.open_page("requests")
    counter.settle()
    counter.press("Ctrl+A", "Ctrl+D")
    dialog().form.set_value("responsible", "")
    counter.press("Ctrl+Enter")
    assert "responsible" in dialog().form.problems()
    counter.press("Esc")


def test_marks_by_shift_and_arrows_outlast_sorting(counter: Counter) -> None:
    for content in ("甲", "乙", "丙"):
        log(counter, content)
        counter.clock.forward(minutes=1)
    counter.window.open_page("requests")
    counter.settle()
    page = counter.page()
    counter.press("Shift+Down")
    marked = set(page.marks.ids())
    assert len(marked) == 2
    assert page.card.marks_bar.isVisible()
    page.table._header_clicked([column.name for column in page.table.model.columns].index("number"))
    counter.settle()
    assert set(page.marks.ids()) == marked
    counter.press("Ctrl+A")
    assert len(page.marks.ids()) == 3


def test_the_requests_of_an_incident(counter: Counter) -> None:
    running = incidents.start_incident(counter.desk, incidents.IncidentEntry("停水"))
    log(counter, "甲")
    attached = log(counter, "乙")
    from desk.services.requests import moves as request_moves

    request_moves.attach(counter.desk, attached, running.id)
    counter.window.open_page("requests", incident_id=running.id, view="all")
    assert shown(counter) == ["乙"]
    counter.window.open_page("requests", view="open")
    assert len(shown(counter)) == 2


@pytest.mark.parametrize(
    "view", ["late", "at-risk", "hold-over", "escalated", "callback", "unreturned", "unassigned", "due"]
)
def test_every_view_that_today_points_at_opens(counter: Counter, view: str) -> None:
    counter.window.open_target(f"requests:{view}")
    counter.settle()
    assert counter.page().view() == view
    assert counter.page().table.empty_words.text()


def test_related_pages_open_by_key(counter: Counter) -> None:
    counter.window.open_page("requests")
    counter.settle()
    counter.press("Ctrl+2")
    assert type(counter.page()).__name__ == "WorkOrdersPage"


@pytest.mark.parametrize("size", [(1366, 768), (911, 512), (829, 420)])
def test_every_word_is_whole_with_marks_too(counter: Counter, size: tuple[int, int]) -> None:
    log(counter, "甲")
    counter.window.resize(*size)
    counter.window.open_page("requests", kind="repair")
    counter.settle()
    counter.press("Space")
    assert clipped(counter.window) + nameless(counter.window) == []
    assert counter.window.width() == size[0]

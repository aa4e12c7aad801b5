"""Mass incidents: started, changed, ended by keys; their requests one key away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from desk.models.incidents import Incident
from desk.services import incidents, requests
from desk.services.incidents import IncidentEntry
from desk.services.requests import RequestEntry
from desk.services.requests import moves as request_moves
from desk.ui.forms.dialog import ActDialog
from tests.ui.test_structure import clipped, nameless

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def dialog() -> ActDialog:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, ActDialog) and one.isVisible())


def opened(counter: Counter) -> None:
    counter.window.open_page("incidents")
    counter.settle()


def attached(counter: Counter, incident_id: int) -> int:
    promised = requests.proposed_promise(counter.desk, "normal")
    entry = RequestEntry(
        "repair",
        "phone",
        unit_id=counter.unit,
        caller_name="王五",
        category="leak",
        content="没水",
        repeated_back=True,
        promised_at=promised,
    )
    view = requests.log_request(counter.desk, entry)
    request_moves.attach(counter.desk, view.id, incident_id)
    return view.id


def test_an_incident_from_start_to_end(counter: Counter) -> None:
    opened(counter)
    assert counter.page().table.empty_button.isVisible()
    counter.press("Insert")
    counter.write("1栋停水")
    dialog().form.set_value("note", "抢修中")
    counter.press("Ctrl+Enter")
    (running,) = incidents.incidents(counter.desk)
    assert (running.title, running.note) == ("1栋停水", "抢修中")
    assert "抢修中" in counter.page().detail.text()
    request_id = attached(counter, running.id)
    counter.press("F5", "Ctrl+E")
    dialog().form.set_value("title", "1栋2栋停水")
    counter.press("Ctrl+Enter")
    assert incidents.incident(counter.desk, running.id).title == "1栋2栋停水"
    counter.press("Ctrl+W")
    counter.press("Ctrl+Enter")
    assert "result" in dialog().form.problems()
    counter.write("管道已修复")
    counter.press("Ctrl+Enter")
    over = incidents.incident(counter.desk, running.id)
    assert (over.state, over.result) == ("ended", "管道已修复")
    assert requests.request(counter.desk, request_id).state == "resolved"
    assert counter.page().table.total() == 0
    counter.press("F6")
    assert counter.page().table.total() == 1
    assert not counter.page().buttons["change"].isEnabled()
    counter.press("Enter")
    assert counter.page().title() == running.number
    assert not any(button.isVisible() for button in counter.page().buttons.values()), "it is over"


def test_the_page_of_one_shows_what_is_told_and_its_requests(counter: Counter) -> None:
    running = incidents.start_incident(counter.desk, incidents.IncidentEntry("停电", note="供电局抢修"))
    request_id = attached(counter, running.id)
    opened(counter)
    counter.press("Enter")
    page = counter.page()
    assert page.buttons["end"].hasFocus(), "the likely next act"
    assert [label.text() for label in page.findChildren(QLabel) if label.text() == "供电局抢修"]
    (button,) = page.card("requests").content.buttons
    assert button.text() == requests.request(counter.desk, request_id).number
    counter.press("Ctrl+E")
    dialog().form.set_value("note", "两小时后恢复")
    counter.press("Ctrl+Enter")
    assert page.record.note == "两小时后恢复"
    counter.press("Ctrl+W")
    counter.write("已恢复")
    counter.press("Ctrl+Enter")
    assert (page.record.state, page.record.result) == ("ended", "已恢复")
    page.card("requests").content.buttons[0].click()
    counter.settle()
    assert counter.page().view().state == "resolved"


def test_a_save_reads_only_the_cards_that_show_what_changed(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    from desk.ui.incidents import page as shown

    running = incidents.start_incident(counter.desk, incidents.IncidentEntry("停电"))
    read: list[str] = []
    of_it, attached_to_it = shown.IncidentPage.read, shown._attached
    monkeypatch.setattr(
        shown.IncidentPage, "read", staticmethod(lambda desk, one: read.append("incident") or of_it(desk, one))
    )
    monkeypatch.setattr(shown, "_attached", lambda desk, one: read.append("requests") or attached_to_it(desk, one))
    counter.window.open_target(f"incident:{running.id}")
    counter.settle()
    assert sorted(read) == ["incident", "requests"]
    read.clear()
    counter.press("Ctrl+E", "Ctrl+Enter")
    assert read == [], "the act gave it back, and no request was changed"
    attached(counter, running.id)
    counter.window.changed()
    counter.settle()
    assert "requests" in read


def test_a_list_of_more_than_two_hundred_has_no_silent_end(counter: Counter) -> None:
    first = incidents.start_incident(counter.desk, IncidentEntry("第 0 次停水"))
    with counter.desk.database.write() as session:
        row = session.get(Incident, first.id)
        assert row is not None
        same = {name: getattr(row, name) for name in ("started_at", "staff_id")}
        for turn in range(1, 231):
            session.add(Incident(**{**same, "number": f"SJ-20251121-{turn:04}", "title": f"第 {turn} 次停水"}))
    counter.window.open_page("incidents", view="all")
    counter.settle()
    page = counter.page()
    assert page.table.total() == 231
    assert "231" in page._total.text()
    counter.press("End")
    counter.settle()
    assert page.table.current() is not None
    shown = {row.title for _at, row in page.table.model.loaded()}
    assert "第 1 次停水" in shown


def test_its_requests_are_one_key_away(counter: Counter) -> None:
    running = incidents.start_incident(counter.desk, incidents.IncidentEntry("停电"))
    request_id = attached(counter, running.id)
    opened(counter)
    counter.press("Ctrl+O")
    assert [row.id for _at, row in counter.page().table.model.loaded()] == [request_id]
    title = counter.page().title()
    counter.press("Esc")
    assert counter.page().title() != title
    assert [row.id for _at, row in counter.page().table.model.loaded()] == [running.id]


def test_an_expected_end_in_the_past_is_refused_beside_the_field(counter: Counter) -> None:
    opened(counter)
    counter.press("Insert")
    counter.write("停电")
    dialog().form.field("expected_at").setText("2026-11-20 10:00")
    counter.press("Ctrl+Enter")
    assert "expected_at" in dialog().form.problems()
    assert dialog().form.value("title") == "停电"
    counter.press("Esc")
    assert incidents.incidents(counter.desk) == ()


@pytest.mark.parametrize("size", [(1366, 768), (911, 512), (829, 420)])
def test_every_word_is_whole(counter: Counter, size: tuple[int, int]) -> None:
    counter.window.resize(*size)
    incidents.start_incident(counter.desk, incidents.IncidentEntry("停电", note="供电局抢修，预计两小时恢复" * 3))
    opened(counter)
    assert clipped(counter.window) + nameless(counter.window) == []
    counter.press("Enter")
    assert clipped(counter.window) + nameless(counter.window) == []

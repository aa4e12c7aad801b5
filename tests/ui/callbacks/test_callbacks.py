"""The callback desk: who is due, a call by a few keys, the whole number only when asked for, no grade for one's own job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from desk.models import AuditEvent
from desk.services import requests
from desk.services.requests import RequestEntry
from desk.services.requests import moves as request_moves

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def resolved(counter: Counter, responsible: str = "陈刚", unit: int = 1, content: str = "楼上连续三晚敲打。") -> int:
    desk = counter.desk
    entry = RequestEntry(
        "complaint",
        "phone",
        unit_id=unit,
        customer_id=counter.residents()["单雄风"],
        category="noise",
        content=content,
        repeated_back=True,
        promised_at=requests.proposed_promise(desk, "normal"),
    )
    request_id = requests.log_request(desk, entry).id
    requests.assign(desk, request_id, department="security", responsible=responsible)
    requests.resolve(desk, request_id, result=f"已上门劝阻{content}", cause="夜间装修")
    request_moves.reply(desk, request_id, note="已告知")
    return request_id


def open_desk(counter: Counter) -> Any:
    counter.window.open_page("callbacks")
    counter.settle()
    return counter.page()


def test_nobody_to_call_says_what_comes_here(counter: Counter) -> None:
    page = open_desk(counter)
    assert page.table.total() == 0
    assert page.table.empty_words.text()


def test_who_is_due_is_called_by_enter_and_one_digit(counter: Counter) -> None:
    first, second = resolved(counter), resolved(counter)
    page = open_desk(counter)
    assert [page.table.model.row(n).request_id for n in (0, 1)] == [first, second]
    assert page.table.current().phone == "138****0001"
    counter.press("Enter", "5")
    assert page.acts.dialog.form.value("outcome") == "reached"
    counter.press("Ctrl+Enter")
    view = requests.request(counter.desk, first)
    assert view.callbacks[-1].score == 5
    assert page.table.total() == 1, "the one called is gone from the list"
    assert view.number in counter.message()


def test_an_unanswered_call_comes_again(counter: Counter) -> None:
    request_id = resolved(counter)
    page = open_desk(counter)
    counter.press("Enter", "0", "Ctrl+Enter")
    row = page.table.current()
    assert (row.attempts, row.last_outcome) == (1, "no-answer")
    counter.press("Enter")
    form = page.acts.dialog.form
    form.set_value("outcome", "later")
    counter.settle()
    counter.press("Ctrl+Enter")
    assert set(form.problems()) == {"again_at"}
    form.field("again_at").setText("昨天 9:00")
    counter.press("Ctrl+Enter")
    assert set(form.problems()) == {"again_at"}
    form.field("again_at").setText("明天 9:00")
    counter.press("Ctrl+Enter")
    assert (
        counter.desk.local(requests.request(counter.desk, request_id).callback_due_at).strftime("%d %H:%M")
        == "22 09:00"
    )


def test_a_dissatisfied_customer_reopens_it_and_it_is_shown(counter: Counter) -> None:
    request_id = resolved(counter)
    page = open_desk(counter)
    counter.press("Enter", "1")
    form = page.acts.dialog.form
    counter.press("Ctrl+Enter")
    assert set(form.problems()) == {"reasons"}
    form.set_value("reasons", "slow")
    form.set_value("more_reasons", "attitude")
    counter.press("Ctrl+Enter")
    shown = counter.page()
    assert shown is not page
    view = shown.view()
    assert (view.id, view.state, view.reopened) == (request_id, "received", 1)
    assert view.callbacks[-1].reasons == ("slow", "attitude")
    assert view.number in counter.message()
    assert shown.buttons["assign"].hasFocus()


def test_the_whole_number_is_shown_when_asked_for_and_that_is_noted(counter: Counter) -> None:
    request_id = resolved(counter)
    page = open_desk(counter)
    counter.press("Enter")
    dialog = page.acts.dialog
    assert dialog.phone.text() == "138****0001"
    counter.press("Alt+R")
    assert dialog.phone.text() == "13800010001"
    counter.press("Esc")
    with counter.desk.look() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.act == "callback.reveal")).all()
    assert [event.subject for event in events] == [f"request:{request_id}"]


def test_ones_own_job_is_refused_beside_the_grade(counter: Counter) -> None:
    request_id = resolved(counter, responsible="林晓")
    page = open_desk(counter)
    counter.press("Enter")
    form = page.acts.dialog.form
    assert form._cells["outcome"].note.text(), "said before anything is typed"
    counter.press("5", "Ctrl+Enter")
    assert set(form.problems()) == {"score"}
    assert "林晓" in form.problems()["score"]
    counter.press("Esc")
    assert requests.request(counter.desk, request_id).callbacks == ()


def test_nothing_is_asked_before_something_was_done(counter: Counter) -> None:
    request_id = resolved(counter)
    page = open_desk(counter)
    counter.press("Enter")
    dialog = page.acts.dialog
    requests.reopen(counter.desk, request_id, reason="同事刚刚重新打开")
    counter.press("4")
    dialog.form.set_value("words", "写了很多")
    counter.press("Ctrl+Enter")
    assert dialog.problem(), "it says what to do first"
    assert dialog.form.value("words") == "写了很多", "nothing is lost"
    counter.press("Esc")


def test_only_late_ones(counter: Counter) -> None:
    resolved(counter)
    page = open_desk(counter)
    counter.press("F6")
    assert page.table.total() == 0
    counter.clock.forward(days=3)
    counter.press("F5")
    assert page.table.total() == 1
    assert page.table.current().late


@pytest.mark.parametrize("size", [(1366, 768), (911, 512)])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_call_fits_the_screen(counter: Counter, size: tuple[int, int], language: str, qapp: QApplication) -> None:
    from desk.ui.kit import translator

    resolved(counter, content="楼上连续三晚 23 点后装修敲打，影响老人休息，希望查明并制止，给书面答复。" * 3)
    counter.window.resize(*size)
    try:
        translator.switch_language(qapp, language)
        page = open_desk(counter)
        counter.press("Enter", "0")
        counter.write("+2h")
        counter.press("Ctrl+Enter")
        counter.clock.forward(hours=3)
        page = open_desk(counter)
        counter.press("Enter", "2")
        dialog = page.acts.dialog
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        counter.settle()
        assert dialog.height() <= size[1]
        assert dialog.minimumSizeHint().height() <= size[1]
        assert dialog.width() <= size[0]
        counter.press("Esc")
    finally:
        translator.switch_language(qapp, "zh_CN")

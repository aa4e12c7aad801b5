"""The page of a request: what is shown, and the acts by keys from assigning to closing and reopening."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from desk import i18n
from desk.services import requests
from desk.services.requests import RequestEntry
from desk.ui.kit import translator
from tests.ui.test_structure import clipped

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def log(counter: Counter, kind: str = "complaint", **other: Any) -> int:
    entry = {
        "kind": kind,
        "channel": "phone",
        "unit_id": counter.unit,
        "customer_id": counter.residents()["单雄风"],
        "category": "noise" if kind == "complaint" else "leak",
        "content": "楼上连续三晚敲打。",
        "repeated_back": True,
        "promised_at": requests.proposed_promise(counter.desk, "normal"),
        **other,
    }
    return requests.log_request(counter.desk, RequestEntry(**entry)).id


def open_it(counter: Counter, request_id: int) -> Any:
    counter.window.open_target(f"request:{request_id}")
    counter.settle()
    assert counter.page().view() is not None
    return counter.page()


def test_a_repair_from_assigning_to_closing_by_keys(counter: Counter) -> None:
    request_id = log(counter, "repair")
    page = open_it(counter, request_id)
    assert page.buttons["assign"].hasFocus()
    assert not page.buttons["close"].isEnabled()
    counter.press("Enter")
    form = page.acts.dialog.form
    form.set_value("department", "security")
    counter.press("Ctrl+Enter")
    assert set(form.problems()) == {"responsible"}, "nothing is assigned to nobody"
    counter.write("陈刚")
    counter.press("Ctrl+Enter")
    assert page.acts.dialog is None
    view = requests.request(counter.desk, request_id)
    assert (view.state, view.responsible) == ("assigned", "陈刚")
    assert [slip.kind for slip in view.slips] == ["complaint", "dispatch"]
    assert view.slips[-1].number in counter.message(), "no printer: the work order is saved and says so"
    assert page.view().state == "assigned"
    counter.press("Ctrl+R")
    counter.write("已上门劝阻，邻居答应不再施工。")
    counter.press("Ctrl+Enter")
    assert requests.request(counter.desk, request_id).state == "resolved"
    counter.press("Ctrl+W")
    counter.write("业主签字确认")
    counter.press("Ctrl+Enter")
    view = requests.request(counter.desk, request_id)
    assert (view.state, view.events[-1].note) == ("closed", "业主签字确认")
    assert page.buttons["reopen"].isEnabled()
    assert not page.buttons["assign"].isEnabled()
    assert view.number in counter.message()


def test_closing_a_complaint_asks_for_what_is_missing_and_keeps_what_is_typed(counter: Counter) -> None:
    """Handbook A4: not without cause and callback; a supervisor may do without the callback and says why."""
    from desk.services import staff

    request_id = log(counter, responsible="陈刚", department="security")
    requests.resolve(counter.desk, request_id, result="已劝阻")
    staff.sign_in(counter.desk, "zhou", "246810")
    page = open_it(counter, request_id)
    counter.press("Ctrl+W")
    dialog = page.acts.dialog
    form = dialog.form
    assert set(form.values()) == {"cause", "analysis", "summary", "waive:callback", "note"}, (
        "what is known already is not asked again"
    )
    counter.press("Ctrl+Enter")
    assert set(form.problems()) == {"cause", "waive:callback"}, "everything at once"
    assert "回访" in dialog.told()
    counter.write("邻居夜间装修")
    counter.press("Ctrl+Enter")
    assert set(form.problems()) == {"waive:callback"}
    assert not dialog.approval.isVisible(), "the manager needs nobody's word"
    assert form.value("cause") == "邻居夜间装修"
    assert requests.request(counter.desk, request_id).state == "resolved"
    counter.write("客户出国，无法联系")
    counter.press("Ctrl+Enter")
    view = requests.request(counter.desk, request_id)
    assert (view.state, view.waiver) == ("closed", "客户出国，无法联系")
    assert page.view().waiver == view.waiver


def test_a_supervisor_who_closes_can_call_back_at_once(counter: Counter) -> None:
    from desk.services import staff
    from desk.ui.callbacks.dialog import CallbackDialog

    request_id = log(counter, responsible="陈刚", department="security", cause="夜间装修")
    requests.resolve(counter.desk, request_id, result="已劝阻")
    staff.sign_in(counter.desk, "zhou", "246810")
    page = open_it(counter, request_id)
    counter.press("Ctrl+W")
    counter.press("Ctrl+1")
    assert isinstance(page.acts.dialog, CallbackDialog)
    counter.press("5", "Ctrl+Enter")
    assert page.acts.dialog is not None, "on with closing"
    counter.press("Ctrl+Enter")
    assert page.view().state == "closed"


def test_a_receptionist_waives_the_callback_with_a_supervisor_beside_the_counter(counter: Counter) -> None:
    request_id = log(counter, responsible="陈刚", department="security", cause="夜间装修")
    requests.resolve(counter.desk, request_id, result="已劝阻")
    page = open_it(counter, request_id)
    counter.press("Ctrl+W")
    dialog = page.acts.dialog
    assert not dialog.approval.isVisible()
    dialog.form.set_value("waive:callback", "客户出国，无法联系")
    counter.settle()
    assert dialog.approval.isVisible()
    assert dialog.approval.form.value("approver") == "chen"
    counter.press("Ctrl+Enter")
    assert requests.request(counter.desk, request_id).state == "resolved", "not without the PIN"
    dialog.approval.form.set_value("approval_pin", "246810")
    counter.press("Ctrl+Enter")
    view = requests.request(counter.desk, request_id)
    assert (view.state, view.waiver, view.events[-1].staff) == ("closed", "客户出国，无法联系", "林晓")


def test_closing_without_a_callback_calls_back_first_then_closes(counter: Counter) -> None:
    from desk.ui.callbacks.dialog import CallbackDialog

    request_id = log(counter, responsible="陈刚", department="security")
    requests.resolve(counter.desk, request_id, result="已劝阻", cause="夜间装修")
    page = open_it(counter, request_id)
    counter.press("Ctrl+W", "Ctrl+1")
    assert isinstance(page.acts.dialog, CallbackDialog)
    counter.press("0", "Ctrl+Enter")
    assert page.acts.dialog is None, "nobody answered: it cannot be closed yet"
    assert page.view().state == "resolved"
    counter.press("Ctrl+W", "Ctrl+1", "4", "Ctrl+Enter")
    assert not isinstance(page.acts.dialog, CallbackDialog)
    counter.press("Ctrl+Enter")
    assert page.view().state == "closed"


def test_a_complaint_from_the_first_word_to_the_end_by_keys_alone(counter: Counter) -> None:
    """Issue 3: assign, accept, hold, resume, resolve, reply, no answer, dissatisfied and reopened, once more, satisfied, closed."""
    counter.window.open_target(f"unit:{counter.unit}")
    counter.settle()
    counter.until(lambda: counter.page().context().get("customer_id"))
    counter.press("F3")
    counter.press("Tab", "z", "s", "Enter")  # a complaint, noise
    counter.write("楼上连续三晚敲打，希望制止。")
    form = counter.page().form
    while not form.field("repeated_back").hasFocus():
        counter.press("Enter")
    counter.press("Space", "Ctrl+S")
    page = counter.page()
    view = page.view()
    assert (view.kind, view.state, view.category) == ("complaint", "received", "noise")

    def assign(name: str) -> None:
        assert page.buttons["assign"].hasFocus()
        counter.press("Enter")
        form = page.acts.dialog.form
        if not form.value("responsible"):
            assert form.field("department").hasFocus()
            counter.write("秩序部")
            counter.press("Enter")
            counter.write(name)
        if form.value("promised_at") is None:  # of the time before, and past
            assert form.field("promised_at").hasFocus()
            counter.write("+5h")
        counter.press("Ctrl+Enter")
        assert (page.view().state, page.view().responsible, page.view().department) == ("assigned", name, "security")

    assign("陈刚")
    counter.clock.forward(minutes=2)
    counter.press("Ctrl+Y", "Ctrl+Enter")
    assert page.view().state == "accepted"
    counter.press("Ctrl+Shift+S")
    counter.press("Ctrl+Enter")
    assert set(page.acts.dialog.form.problems()) == {"reason", "until"}
    counter.write("等待配件")
    counter.press("Enter")
    if not page.acts.dialog.form.field("until").hasFocus():
        counter.press("Enter")  # the first one chose from the list
    counter.write("2026-11-20 9:00")
    counter.press("Ctrl+Enter")
    assert set(page.acts.dialog.form.problems()) == {"until"}, "a time in the past is refused beside its field"
    assert page.acts.dialog.form.value("reason") == "parts"
    page.acts.dialog.form.field("until").selectAll()
    counter.write("明天 9:00")
    counter.press("Ctrl+Enter")
    assert (page.view().state, page.view().hold_reason) == ("on-hold", "parts")
    counter.clock.forward(hours=3)
    counter.press("Ctrl+Shift+S", "Ctrl+Enter")
    assert page.view().state == "in-progress"
    for round_ in (0, 1):
        if round_:
            assign("陈刚")
        counter.press("Ctrl+R")
        counter.write("已上门劝阻，邻居答应不再施工。")
        counter.press("Enter")
        counter.write("邻居夜间装修")
        counter.press("Ctrl+Enter")
        assert page.view().state == "resolved"
        assert page.buttons["reply"].isVisible()
        counter.press("Ctrl+Shift+T")
        counter.write("已告知业主处理情况")
        counter.press("Ctrl+Enter")
        assert page.view().state == "replied"
        assert page.buttons["callback"].property("role") == "primary"
        if round_:
            break
        counter.press("Ctrl+G", "0", "Ctrl+Enter")
        assert page.view().callbacks[-1].outcome == "no-answer"
        counter.clock.forward(hours=5)
        counter.press("Ctrl+G", "2")
        assert page.acts.dialog.form.field("reasons").hasFocus()
        counter.press("Ctrl+Enter")
        assert set(page.acts.dialog.form.problems()) == {"reasons"}
        counter.write("问题未解决")
        counter.press("Ctrl+Enter")
        view = page.view()
        assert (view.state, view.reopened) == ("received", 1)
        assert view.number in counter.message()
    counter.press("Ctrl+G", "4", "Ctrl+Enter")
    assert page.view().callbacks[-1].score == 4
    assert page.buttons["close"].property("role") == "primary"
    counter.press("Ctrl+W", "Ctrl+Enter")
    view = requests.request(counter.desk, view.id)
    assert (view.state, view.reopened, [c.score for c in view.callbacks]) == ("closed", 1, [None, 2, 4])
    assert page.view() == view


def test_only_what_makes_sense_now_is_offered(counter: Counter) -> None:
    request_id = log(counter)
    page = open_it(counter, request_id)
    shown = {code for code, button in page.buttons.items() if button.isVisible()}
    assert {"assign", "resolve", "confirm", "escalate", "cancel", "note", "link", "repair"} <= shown
    assert not shown & {"accept", "transfer", "callback", "close", "reopen", "resume", "return", "reply"}
    requests.assign(counter.desk, request_id, department="security", responsible="陈刚", promised_at=None)
    counter.press("F5")
    shown = {code for code, button in page.buttons.items() if button.isVisible()}
    assert {"transfer", "accept", "start", "return", "hold"} <= shown
    assert "assign" not in shown
    assert page.buttons["accept"].hasFocus(), "the likely next act"


def test_a_job_given_back_is_open_to_be_assigned_again(counter: Counter) -> None:
    request_id = log(counter)
    requests.assign(counter.desk, request_id, department="security", responsible="陈刚")
    page = open_it(counter, request_id)
    counter.press("Ctrl+B", "Ctrl+Enter")
    assert set(page.acts.dialog.form.problems()) == {"reason"}
    counter.write("不属于秩序部")
    counter.press("Ctrl+Enter")
    assert (page.view().state, page.view().responsible) == ("received", "")


def test_somebody_else_gets_the_job_and_its_new_work_order(counter: Counter) -> None:
    request_id = log(counter)
    requests.assign(counter.desk, request_id, department="security", responsible="陈刚")
    page = open_it(counter, request_id)
    counter.press("Ctrl+D")
    form = page.acts.dialog.form
    assert form.value("responsible") == ""
    form.field("responsible").setFocus()
    counter.write("王师傅")
    counter.press("Ctrl+Enter")
    assert page.view().responsible == "王师傅"
    assert [slip.state for slip in page.view().slips if slip.kind == "dispatch"] == ["void", "issued"]


def test_escalating_is_said_on_the_page_and_on_the_slip(counter: Counter) -> None:
    request_id = log(counter)
    page = open_it(counter, request_id)
    counter.press("Ctrl+M")
    page.acts.dialog.form.field("reason").setFocus()
    counter.write("多户投诉，媒体关注")
    counter.press("Ctrl+Enter")
    assert page.view().escalated == "supervisor"
    assert page.heading.late.text()
    counter.press("Ctrl+M")
    assert page.acts.dialog.form.value("to") == "manager"
    page.acts.dialog.form.field("reason").setFocus()
    counter.write("再升级")
    counter.press("Ctrl+Enter")
    assert page.view().escalated == "manager"


def test_the_confirmed_problem(counter: Counter) -> None:
    request_id = log(counter)
    page = open_it(counter, request_id)
    counter.press("Ctrl+Shift+C")
    counter.write("实为水泵振动")
    page.acts.dialog.form.set_value("category", "water")
    page.acts.dialog.form.set_value("problem", "abnormal-noise")
    counter.press("Ctrl+Enter")
    view = requests.request(counter.desk, request_id)
    assert (view.confirmed, view.category, view.problem) == ("实为水泵振动", "water", "abnormal-noise")


def test_two_requests_are_linked_and_one_opens_the_other(counter: Counter) -> None:
    first, second = log(counter), log(counter, "repair")
    page = open_it(counter, first)
    number = requests.request(counter.desk, second).number
    counter.press("Ctrl+Shift+L")
    counter.write(number[-4:])
    counter.until(page.acts.dialog.form.field("other_id").list.isVisible)
    counter.press("Enter", "Ctrl+Enter")
    assert [link.number for link in page.view().links] == [number]
    page.links.buttons[0].click()
    counter.settle()
    assert page.view().id == second


def test_a_complaint_becomes_a_repair_and_both_stay_linked(counter: Counter) -> None:
    request_id = log(counter, category="leak", content="楼上漏水到厨房。")
    open_it(counter, request_id)
    counter.press("Ctrl+F3")
    form = counter.page().form
    assert (form.value("kind"), form.value("unit_id"), form.value("content")) == (
        "repair",
        counter.unit,
        "楼上漏水到厨房。",
    )
    assert form.value("customer_id") == counter.residents()["单雄风"]
    assert counter.page().origin_note.isVisible()
    counter.press("Ctrl+S")
    view = counter.page().view()
    assert (view.kind, view.caller_phone) == ("repair", "138****0001")
    assert [(link.request_id, link.relation) for link in view.links] == [(request_id, "came-from")]
    assert requests.request(counter.desk, request_id).links[0].relation == "became"


def test_a_request_joins_and_leaves_a_mass_incident(counter: Counter) -> None:
    from desk.services import incidents

    incident = incidents.start_incident(counter.desk, incidents.IncidentEntry("1栋停水", "water"))
    request_id = log(counter)
    page = open_it(counter, request_id)
    counter.press("Ctrl+Shift+W")
    page.acts.dialog.form.set_value("incident_id", str(incident.id))
    counter.press("Ctrl+Enter")
    assert page.view().incident == "1栋停水"
    counter.press("Ctrl+Shift+W")
    page.acts.dialog.form.set_value("incident_id", "")
    counter.press("Ctrl+Enter")
    assert page.view().incident_id is None


def test_the_clocks_say_until_when_and_stand_still_on_hold(counter: Counter) -> None:
    from PySide6.QtWidgets import QLabel

    from desk.services.requests import moves as request_moves

    request_id = log(counter)
    requests.assign(counter.desk, request_id, department="security", responsible="陈刚")
    page = open_it(counter, request_id)

    def words() -> str:
        return " ".join(label.text() for label in page.card("clocks").findChildren(QLabel) if label.isVisible())

    before = words()
    assert before
    until = counter.desk.now().replace(hour=9) + timedelta(days=2)
    request_moves.hold(counter.desk, request_id, reason="parts", until=until)
    counter.press("F5")
    assert words() != before
    assert any(clock.due is None for clock in page.view().clocks)


def test_the_first_word_stands_beside_the_reply_limit_until_a_note_says_it(counter: Counter) -> None:
    from PySide6.QtWidgets import QLabel

    request_id = log(counter)
    page = open_it(counter, request_id)

    def words(card: str) -> str:
        return " ".join(label.text() for label in page.card(card).findChildren(QLabel) if label.isVisible())

    first, reply = (words("clocks").find(word) for word in ("首次回音", "回复期限"))
    assert 0 <= first < reply
    counter.press("Ctrl+N")
    form = page.acts.dialog.form
    assert {"note", "told"} <= {field.name for field in form.spec.fields}
    counter.write("已电话告知：明早上门查看")
    form.set_value("told", True)
    counter.press("Ctrl+Enter")
    clocks = {clock.code: clock.done for clock in requests.request(counter.desk, request_id).clocks}
    assert (clocks["first-word"], clocks["reply"]) == (True, False)
    assert "已告知客户" in words("history")
    counter.press("Ctrl+N")
    assert "told" not in {field.name for field in page.acts.dialog.form.spec.fields}


def test_reopening_and_cancelling_need_a_reason(counter: Counter) -> None:
    request_id = log(counter, "repair")
    page = open_it(counter, request_id)
    counter.press("Ctrl+Del")
    form = page.acts.dialog.form
    counter.press("Ctrl+Enter")
    assert set(form.problems()) == {"reason"}
    counter.write("业主自己修好了")
    counter.press("Ctrl+Enter")
    assert requests.request(counter.desk, request_id).state == "cancelled"
    counter.press("Ctrl+Shift+O")
    counter.write("又漏了")
    counter.press("Ctrl+Enter")
    view = requests.request(counter.desk, request_id)
    assert (view.state, view.reopened) == ("received", 1)
    assert [event.kind for event in view.events][-2:] == ["cancelled", "reopened"]
    assert page.view() == view


def test_a_note_goes_into_the_history(counter: Counter) -> None:
    page = open_it(counter, log(counter, "repair"))
    counter.press("Ctrl+N")
    counter.write("业主晚上七点后在家")
    counter.press("Ctrl+Enter")
    assert page.view().events[-1].note == "业主晚上七点后在家"


def test_an_act_that_is_not_possible_says_so(counter: Counter) -> None:
    page = open_it(counter, log(counter, "repair"))
    counter.press("Ctrl+W")
    assert page.acts.dialog is None
    assert page.view().number in counter.message()


def test_esc_leaves_an_act_without_doing_it(counter: Counter) -> None:
    request_id = log(counter, "repair")
    page = open_it(counter, request_id)
    counter.press("Ctrl+N")
    counter.write("x")
    counter.press("Esc")
    assert page.acts.dialog is None
    assert len(page.view().events) == 1
    assert counter.page() is page


def test_what_is_overdue_is_said_in_words(counter: Counter) -> None:
    request_id = log(counter, "repair")
    counter.clock.forward(days=2)
    page = open_it(counter, request_id)
    assert page.view().overdue
    assert page.heading.late.text()


def test_a_new_call_is_empty_and_another_one_of_the_household_has_a_key_of_its_own(counter: Counter) -> None:
    """The next caller is somebody else: nothing of the request on the screen goes into the new one by itself."""
    request_id = log(counter, "repair")
    open_it(counter, request_id)
    counter.press("F3")
    form = counter.page().form
    assert (form.value("unit_id"), form.value("customer_id"), form.value("caller_phone")) == (None, None, "")
    assert form.field("unit_id").hasFocus()
    open_it(counter, request_id)
    counter.press("Shift+F3")
    assert (form.value("unit_id"), form.value("customer_id")) == (counter.unit, counter.residents()["单雄风"])


def test_the_room_is_one_key_away(counter: Counter) -> None:
    open_it(counter, log(counter, "repair"))
    counter.press("Ctrl+H")
    assert counter.page().context()["unit_id"] == counter.unit


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [(1366, 768), (1093, 614), (911, 512)])
def test_the_page_fits(counter: Counter, size: tuple[int, int], language: str, qapp: Any) -> None:
    from PySide6.QtWidgets import QScrollArea

    from desk.services.requests import moves as request_moves
    from desk.ui.kit import translator

    counter.window.resize(*size)
    try:
        translator.switch_language(qapp, language)
        request_id = log(counter, content="很长的内容。" * 60)
        requests.assign(counter.desk, request_id, department="security", responsible="陈刚")
        requests.resolve(counter.desk, request_id, result="已劝阻")
        requests.reopen(counter.desk, request_id, reason="又发生了")
        counter.clock.forward(days=2)
        request_moves.escalate(counter.desk, request_id, to="manager", reason="多户投诉")
        page = open_it(counter, request_id)
        area = page.findChild(QScrollArea)
        assert area.horizontalScrollBar().maximum() == 0
        for button in page.buttons.values():
            if button.isVisible():
                assert button.width() >= button.sizeHint().width(), button.text()
    finally:
        translator.switch_language(qapp, "zh_CN")


def test_acts_in_longer_words_stand_in_fewer_columns(counter: Counter, qapp: QApplication) -> None:
    job = log(counter, "repair")
    requests.assign(counter.desk, job, department="engineering", responsible="陈刚")
    requests.cancel(counter.desk, job, reason="客户来电取消")
    open_it(counter, job)
    try:
        translator.switch_language(qapp, "en")
        counter.settle()
        said = [each.text() for each in counter.page().card("clocks").content.findChildren(QLabel)]
        assert clipped(counter.window) == []
        assert "done in time" not in said  # nobody did it
        assert "cancelled: no longer counted" in said
    finally:
        translator.switch_language(qapp, i18n.DEFAULT_LANGUAGE)

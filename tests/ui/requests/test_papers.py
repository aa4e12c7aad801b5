"""The further papers of a request and the day's sheet, issued and printed by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from desk.services import requests, slips
from desk.services.requests import RequestEntry
from desk.services.requests import papers as request_papers
from desk.services.slips import lists as slip_lists
from desk.ui.kit import printing
from desk.ui.slips.record import OTHER_PAPERS
from tests.kit.pdf import page_text

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


def handled(counter: Counter) -> int:
    request_id = log(counter, responsible="陈刚", department="security")
    requests.resolve(counter.desk, request_id, result="已停止夜间施工。", cause="不知道时段")
    return request_id


def open_it(counter: Counter, request_id: int) -> Any:
    counter.window.open_target(f"request:{request_id}")
    counter.settle()
    assert counter.page().view() is not None
    return counter.page()


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch, counter: Counter) -> list[tuple[str, str, str]]:
    """What a printer that takes everything got: title, paper, text of the first page."""
    assert counter.desk.actor is not None  # the counter has its own printers; these come after
    got: list[tuple[str, str, str]] = []

    def take(
        pdf: bytes, _name: str, paper: str, _offset: tuple[int, int] = (0, 0), *, title: str = "", **_more: int
    ) -> int:
        got.append((title, paper, page_text(pdf, 0)))
        return 1

    monkeypatch.setattr(printing, "available_printers", lambda: ["HP"])
    monkeypatch.setattr(printing, "print_now", take)
    return got


def kinds(counter: Counter, request_id: int) -> list[str]:
    return [slip.kind for slip in requests.request(counter.desk, request_id).slips]


def offered(counter: Counter, request_id: int) -> dict[str, bool]:
    return {offer.kind: offer.possible for offer in request_papers.offered(counter.desk, request_id)}


def test_how_a_paper_will_look_is_seen_before_it_is_issued(counter: Counter) -> None:
    request_id = handled(counter)
    page = open_it(counter, request_id)
    before = kinds(counter, request_id)
    counter.press("Ctrl+Shift+P")
    dialog = page.papers.dialog
    counter.until(lambda: dialog.preview.pages() >= 1)
    assert dialog.preview.isVisible()
    counter.press("Down")
    counter.until(lambda: dialog.preview.pages() >= 1)
    counter.press("Esc")
    assert kinds(counter, request_id) == before


def test_papers_that_do_not_fit_yet_say_why(counter: Counter) -> None:
    fresh = log(counter)
    assert offered(counter, fresh) == {
        "handling": True, "callback": False, "reply": False, "rectification": True,
    }  # fmt: skip
    nameless = log(counter, caller_name="", customer_id=None, anonymous=True)
    requests.assign(counter.desk, nameless, department="security", responsible="陈刚")
    requests.resolve(counter.desk, nameless, result="已劝阻")
    possible = offered(counter, nameless)
    assert not possible["reply"]
    assert not possible["callback"]
    assert "handling" not in offered(counter, log(counter, "repair")), "the form is of complaints"


def test_the_handling_form_by_two_keys(counter: Counter, printed: list[tuple[str, str, str]]) -> None:
    request_id = handled(counter)
    page = open_it(counter, request_id)
    assert (OTHER_PAPERS, "Ctrl+Shift+P") in {(action.label, action.key) for action in page.actions_by_key()}
    counter.press("Ctrl+Shift+P", "Enter")
    assert page.papers.dialog is None
    assert kinds(counter, request_id)[-1] == "handling"
    slip = page.view().slips[-1]
    assert [(title, paper) for title, paper, _text in printed] == [(slip.number, "a4")]
    assert "已停止夜间施工。" in printed[0][2]
    assert slip.number in counter.message()
    assert page.papers.slips.rows[0].slip.printings == 1
    counter.press("Ctrl+Shift+P")
    assert slip.number in page.papers.dialog.offers[0].words, "that there is one already is said"
    counter.press("Esc")
    assert kinds(counter, request_id).count("handling") == 1
    assert counter.page() is page


def test_what_is_not_possible_yet_is_refused_with_its_reason(counter: Counter) -> None:
    request_id = log(counter)
    page = open_it(counter, request_id)
    before = kinds(counter, request_id)
    counter.press("Ctrl+Shift+P", "Down", "Enter")
    dialog = page.papers.dialog
    assert dialog.offers[1].words in dialog.problem()
    counter.press("Up")
    assert not dialog.problem(), "the reason was of the other paper"
    counter.press("Esc")
    assert page.papers.dialog is None
    assert kinds(counter, request_id) == before


def test_the_callback_record_without_a_printer_is_saved_and_says_so(counter: Counter) -> None:
    request_id = handled(counter)
    page = open_it(counter, request_id)
    page.papers.button.click()
    counter.settle()
    counter.press("Down", "Enter")
    slip = page.view().slips[-1]
    assert (slip.kind, slip.printings) == ("callback", 0)
    assert slip.number in counter.message()


def test_the_letter_asks_for_its_parts(counter: Counter, printed: list[tuple[str, str, str]]) -> None:
    request_id = handled(counter)
    page = open_it(counter, request_id)
    counter.press("Ctrl+Shift+P", "Down", "Down", "Enter")
    form = page.papers.dialog.form
    assert form.value("signed_by") == "林晓"
    counter.write("经查属实。")
    form.field("further").setFocus()
    counter.write("一周内巡查三次。")
    counter.press("Ctrl+Enter")
    assert page.papers.dialog is None
    assert kinds(counter, request_id)[-1] == "reply"
    for part in ("经查属实。", "一周内巡查三次。", "已停止夜间施工。", "林晓"):
        assert part in printed[0][2], part
    assert requests.request(counter.desk, request_id).state == "resolved", "a paper is no reply"


def test_a_notice_names_what_is_missing_then_goes_to_the_other_household(
    counter: Counter, printed: list[tuple[str, str, str]]
) -> None:
    request_id = log(counter)
    page = open_it(counter, request_id)
    before = kinds(counter, request_id)
    counter.press("Ctrl+Shift+P", "Down", "Down", "Down", "Enter")
    dialog = page.papers.dialog
    form = dialog.form
    counter.press("Ctrl+Enter")
    assert set(form.problems()) == {"unit_id", "addressee", "findings", "demand", "deadline"}
    assert dialog.height() < counter.window.height()
    assert kinds(counter, request_id) == before
    form.set_values(
        {"unit_id": 3, "addressee": "刘洋", "findings": "夜间装修", "demand": "停止夜间施工", "damage": "地砖"}
    )
    form.set_value("deadline", counter.desk.clock().replace(day=20))
    counter.settle()
    counter.press("Ctrl+Enter")
    assert set(form.problems()) == {"deadline", "amount"}, "in the past, and without a price"
    form.set_value("deadline", counter.desk.clock().replace(day=28))
    form.field("amount").setFocus()
    counter.press("3", "0", "0", "Ctrl+Enter")
    assert page.papers.dialog is None
    assert kinds(counter, request_id)[-1] == "rectification"
    text = printed[0][2]
    for part in ("刘洋", "夜间装修", "停止夜间施工", "地砖", "300.00"):
        assert part in text, part
    assert "单雄风" not in text, "who complained is not told to the neighbour"


def test_the_sheet_of_a_day_from_the_reports(counter: Counter, printed: list[tuple[str, str, str]]) -> None:
    request_id = log(counter)
    counter.window.open_page("reports")
    counter.settle()
    counter.window.activateWindow()  # the report's progress window may have had the keys
    counter.page().month.setFocus()
    counter.press("Ctrl+Shift+P")
    dialog = counter.window.findChild(_dialog())
    dialog.form.set_value("day", counter.desk.today().replace(day=22))
    counter.press("Ctrl+Enter")
    assert set(dialog.form.problems()) == {"day"}, "a day to come"
    assert not printed
    dialog.form.set_value("day", counter.desk.today())
    counter.press("Ctrl+Enter")
    assert len(printed) == 1
    number, paper, text = printed[0]
    slip = slips.slip_view(counter.desk, number)
    assert (slip.kind, slip.subject, paper) == ("day-sheet", "day:2026-11-21", "a4-wide")
    assert "楼上连续三晚敲打。" in text
    assert [one.count for one in slip_lists.printings(counter.desk, number)] == [0]
    assert requests.request(counter.desk, request_id).state == "received"


def _dialog() -> type:
    from desk.ui.forms.dialog import ActDialog

    return ActDialog

"""Printing, reprinting, voiding and saving slips; without a printer the clerk is told what to do."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QFileDialog

from desk.errors import DeskError
from desk.services import requests, slips
from desk.services.requests import RequestEntry
from desk.services.slips import lists as slip_lists
from desk.ui.kit import printing
from desk.ui.slips import actions as slip_actions
from tests.kit.pdf import page_text

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


@pytest.fixture
def page(counter: Counter) -> Any:
    """The page of a request with its slip."""
    when = requests.proposed_promise(counter.desk, "normal")
    entry = RequestEntry(
        "repair", "phone", unit_id=1, caller_name="王五", category="leak", content="漏水", promised_at=when
    )
    view = requests.log_request(counter.desk, entry)
    counter.window.open_target(f"request:{view.id}")
    counter.settle()
    return counter.page()


@pytest.fixture
def printer(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """A printer that takes everything; what it got."""
    got: list[tuple[Any, ...]] = []

    def take(
        pdf: bytes, name: str, paper: str, offset: tuple[int, int] = (0, 0), *, title: str = "", trim: int = 0
    ) -> int:
        assert trim == 0
        got.append((name, paper, offset, title, pdf))
        return 1

    monkeypatch.setattr(printing, "available_printers", lambda: ["LQ-630K", "HP"])
    monkeypatch.setattr(printing, "print_now", take)
    return got


def text_of(pdf: bytes) -> str:
    return page_text(pdf, 0)


def test_without_a_printer_the_pdf_is_offered_and_nothing_is_counted(
    counter: Counter, page: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = page.view().slips[0].number
    counter.press("Ctrl+P")
    assert number in counter.message()
    assert slips.slip_view(counter.desk, number).printings == 0
    target = tmp_path / "out" / "slip"
    target.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    counter.window.messages._button.click()
    counter.settle()
    saved = target.with_name("slip.pdf")
    assert "漏水" in text_of(saved.read_bytes())
    assert "slip.pdf" in counter.message()


def test_printing_twice_marks_the_second_as_reprint(
    counter: Counter, page: Any, printer: list[tuple[Any, ...]]
) -> None:
    number = page.view().slips[0].number
    counter.press("Ctrl+P")
    assert slips.slip_view(counter.desk, number).printings == 1
    assert printer[0][:4] == ("LQ-630K", "a5", (0, 0), number)
    assert "补打" not in text_of(printer[0][4])
    assert "LQ-630K" in counter.message()
    assert page.papers.slips.rows[0].slip.printings == 1
    counter.press("Ctrl+P")
    assert "补打" in text_of(printer[1][4])
    assert [p.count for p in slip_lists.printings(counter.desk, number)] == [0, 1]


def test_printer_paper_copies_and_offset_are_remembered(
    counter: Counter, page: Any, printer: list[tuple[Any, ...]]
) -> None:
    slip_actions.printer_options(page, "complaint")
    counter.settle()
    from desk.ui.forms.dialog import ActDialog

    dialog = counter.window.findChild(ActDialog)
    dialog.form.set_values({"printer": "HP", "paper": "241-half", "copies": 2, "offset_x": "-1.5", "offset_y": "2"})
    dialog.form.set_value("copies", 12)
    counter.press("Ctrl+Enter")
    assert set(dialog.form.problems()) == {"copies"}
    dialog.form.set_value("copies", 2)
    counter.press("Ctrl+Enter")
    assert slips.printer_choice(counter.desk, "complaint") == slips.PrinterChoice("HP", "241-half", 2, -15, 20)
    counter.press("Ctrl+P")
    assert [job[:3] for job in printer] == [("HP", "241-half", (-15, 20))] * 2
    assert slips.slip_view(counter.desk, page.view().slips[0].number).printings == 1


def test_a_printer_that_is_gone_is_said(counter: Counter, page: Any, printer: list[tuple[Any, ...]]) -> None:
    slips.save_printer_choice(counter.desk, "complaint", slips.PrinterChoice("OLD", "a5"))
    counter.press("Ctrl+P")
    assert "OLD" in counter.message()
    assert printer == []


def test_a_printer_that_fails_is_said_and_the_slip_is_saved(
    counter: Counter, page: Any, printer: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any, **_more: Any) -> int:
        raise DeskError("printer-failed", "LQ-630K 没有接收")

    monkeypatch.setattr(printing, "print_now", fail)
    counter.press("Ctrl+P")
    assert counter.message() == "LQ-630K 没有接收"
    number = page.view().slips[0].number
    assert slips.slip_view(counter.desk, number).printings == 0  # the customer has no first sheet yet
    assert [one.taken for one in slip_lists.printings(counter.desk, number)] == [False]


def test_voiding_needs_a_reason_and_shows(counter: Counter, page: Any) -> None:
    number = page.view().slips[0].number
    slip_actions.void_slip(page, page.view().slips[0])
    counter.settle()
    from desk.ui.forms.dialog import ActDialog

    dialog = counter.window.findChild(ActDialog)
    counter.press("Ctrl+Enter")
    assert set(dialog.form.problems()) == {"reason"}
    counter.write("写错房号")
    counter.press("Ctrl+Enter")
    assert slips.slip_view(counter.desk, number).state == "void"
    assert "写错房号" in page.papers.slips.rows[0].facts.text()
    assert page.papers.slips.newest() is None
    assert number in counter.message()


def test_an_old_slip_is_voided_with_the_word_of_a_supervisor(counter: Counter, page: Any) -> None:
    counter.clock.forward(days=1)
    dialog = slip_actions.void_slip(page, page.view().slips[0])
    counter.settle()
    counter.write("写错")
    counter.press("Ctrl+Enter")
    assert dialog.approval.isVisible()
    assert slips.slip_view(counter.desk, page.view().slips[0].number).state == "issued"
    counter.write("246810")
    counter.press("Ctrl+Enter")
    assert slips.slip_view(counter.desk, page.view().slips[0].number).state == "void"


def test_a_scanned_slip_opens_with_preview_and_log(counter: Counter, page: Any, printer: list[tuple[Any, ...]]) -> None:
    number = page.view().slips[0].number
    counter.press("Ctrl+P")
    counter.window.open_target(f"slip:{number}")
    counter.settle()
    shown = counter.page()
    assert shown.slip().number == number
    counter.until(lambda: shown.preview.pages() >= 1)
    assert "LQ-630K" in shown._printings.text()
    counter.press("Ctrl+P")
    assert len(printer) == 2
    counter.until(lambda: len(shown._printings.text().splitlines()) == 2)
    counter.press("Enter")
    assert counter.page().view().number == number


def test_opening_as_pdf_writes_a_private_file(counter: Counter, page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(printing, "open_pdf", opened.append)
    slip_actions.open_slip_pdf(page, page.view().slips[0])
    counter.settle()
    assert "漏水" in text_of(opened[0].read_bytes())
    opened[0].unlink()


def test_save_and_print_logs_and_prints_in_one_go(counter: Counter, printer: list[tuple[Any, ...]]) -> None:
    counter.window.new_request(1, counter.residents()["单雄风"], "repair")
    counter.settle()
    form = counter.page().form
    counter.press("Enter")
    counter.press("d", "t")  # 电梯
    counter.until(form.field("category").list.isVisible)
    counter.press("Enter")
    counter.write("电梯异响")
    counter.press("Ctrl+Enter")
    ((name, paper, _offset, number, pdf),) = printer
    assert (name, paper) == ("LQ-630K", "a5")
    assert number == counter.page().view().number
    assert "电梯异响" in text_of(pdf)
    assert counter.page().view().slips[0].printings == 1


def test_ctrl_p_twice_prints_once(counter: Counter, page: Any, printer: list[tuple[Any, ...]]) -> None:
    slip = page.papers.slips.newest()
    for _press in range(2):
        slip_actions.print_slip(page, slip)
    counter.settle()
    assert len(printer) == 1
    slip_actions.print_slip(page, slip)
    counter.settle()
    assert len(printer) == 2


def test_a_printing_that_was_refused_may_be_tried_again(
    counter: Counter, page: Any, printer: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_more: Any) -> Any:
        raise DeskError("disk-full", "磁盘已满。")

    with monkeypatch.context() as patch:
        patch.setattr(slips, "print_copy", refuse)
        counter.press("Ctrl+P")
    assert counter.message() == "磁盘已满。"
    assert not printer
    counter.press("Ctrl+P")
    assert len(printer) == 1

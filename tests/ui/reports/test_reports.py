"""Reports on the screen: the month with its charts, what is unfinished on a day; saved, printed, cancelled."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication

from desk.services import reports, requests
from desk.services.requests import RequestEntry
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit import printing, theme
from tests.kit.site import PIN
from tests.ui.test_structure import clipped, nameless

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def log(counter: Counter, content: str, kind: str = "repair") -> int:
    promised = requests.proposed_promise(counter.desk, "normal")
    entry = RequestEntry(
        kind,
        "phone",
        unit_id=counter.unit,
        caller_name="王五",
        category="leak",
        content=content,
        repeated_back=True,
        promised_at=promised,
    )
    return requests.log_request(counter.desk, entry).id


def opened(counter: Counter, **args: Any) -> Any:
    counter.window.open_page("reports", **args)
    counter.settle()
    return counter.page()


def test_the_month_shows_its_figures_and_the_charts_of_the_paper(counter: Counter) -> None:
    log(counter, "甲")
    log(counter, "乙", "complaint")
    page = opened(counter)
    view = page.report()
    assert (view.name, view.total) == ("2026-11", 2)
    assert [words for words, value in page.sheet.figures() if value == "2"]
    charts = reports.report_charts(view)
    assert len(page.sheet.pictures) == len(charts)
    assert [picture.accessibleName() for picture in page.sheet.pictures] == [chart.title for chart in charts]
    assert all(picture.pixmap().width() > 100 and picture.accessibleDescription() for picture in page.sheet.pictures)


def test_months_by_key_and_an_empty_one_says_so(counter: Counter) -> None:
    log(counter, "甲")
    page = opened(counter)
    counter.press("Ctrl+PgUp")
    assert page.report().name == "2026-10"
    assert page._state.isVisible()
    counter.press("Ctrl+PgDown")
    assert page.report().name == "2026-11"
    assert not page._state.isVisible()
    counter.press("Ctrl+PgDown")
    assert page.report().name == "2026-11"


def test_unfinished_on_a_day_opens_its_requests(counter: Counter) -> None:
    request_id = log(counter, "甲")
    page = opened(counter)
    counter.press("F6")
    assert [row.request_id for row in page.report().rows] == [request_id]
    page.table.view.setFocus()
    counter.press("Enter")
    assert counter.page().view().id == request_id
    counter.press("Esc")
    page.day.setFocus()
    page.day.setText("2026-11-20")
    counter.press("Enter")
    assert page.report().rows == ()
    page.year_end_button.click()
    counter.settle()
    assert page.report().on == date(2025, 12, 31)


def test_a_day_to_come_and_no_day_are_refused_and_nothing_is_saved_of_them(counter: Counter) -> None:
    page = opened(counter, view="unfinished")
    page.day.setFocus()
    for text in ("2026-12-31", "abc"):
        page.day.setText(text)
        counter.press("Enter")
        assert page._state.isVisible()
        assert page.day.text() == text
    page.day.setText("2026-12-31")
    counter.press("Enter")
    assert page.report() is None
    assert not page.pdf_button.isEnabled()


@pytest.mark.parametrize("view", ["month", "unfinished"])
def test_saved_as_pdf_and_as_workbook_by_key(
    counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, view: str
) -> None:
    log(counter, "甲")
    page = opened(counter, view=view)
    asked = []

    def choose(_parent: Any, _title: str, name: str, _kinds: str) -> tuple[str, str]:
        asked.append(Path(name).name)
        return str(tmp_path / f"report{Path(name).suffix}"), ""

    monkeypatch.setattr("desk.ui.reports.page.QFileDialog.getSaveFileName", choose)
    if view == "unfinished":  # it names callers: the manager approves it
        counter.press("Ctrl+S")
        (asking,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, ActDialog) and one.isVisible()]
        assert asking.approval.role == "manager"
        asking.approval.form.set_value("approval_pin", PIN)
        counter.press("Ctrl+Enter")
        assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
        return
    counter.press("Ctrl+S")
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    counter.press("Ctrl+Shift+E")
    assert (tmp_path / "report.xlsx").read_bytes().startswith(b"PK")
    assert [Path(name).suffix for name in asked] == [".pdf", ".xlsx"]
    assert asked[0] == reports.file_name(page.report(), "pdf")


def test_printing_and_a_pc_without_a_printer(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(counter)
    counter.press("Ctrl+P")
    assert counter.window.messages.kind == "warning"
    sent = []
    monkeypatch.setattr(printing, "available_printers", lambda: ["Office"])
    monkeypatch.setattr(
        printing, "print_now", lambda pdf, printer, *_args, **_kinds: sent.append((pdf[:4], printer)) or 1
    )
    counter.press("Ctrl+P")
    counter.until(lambda: "Office" in counter.message())
    assert sent == [(b"%PDF", "Office")]


def test_cancel_stops_the_report_and_says_how_to_go_on(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    log(counter, "甲")
    page = opened(counter)
    real = reports.month_report

    def slow(desk: Any, year: int, month: int, *, progress: Any) -> Any:
        progress.__self__.cancel()  # as the button does while the job runs
        return real(desk, year, month, progress=progress)

    monkeypatch.setattr(reports, "month_report", slow)
    page.month.setCurrentIndex(1)
    page.refresh()
    counter.settle()
    assert page.report() is None
    assert "F5" in page._state.text()
    assert not page.pdf_button.isEnabled()
    monkeypatch.setattr(reports, "month_report", real)
    counter.press("F5")
    assert page.report().name == "2026-10"


def test_charts_follow_width_and_theme(counter: Counter) -> None:
    log(counter, "甲")
    page = opened(counter)
    wide = page.sheet.pictures[0].pixmap().width()
    light = page.sheet.pictures[0].pixmap().toImage().pixelColor(2, 2).lightness()
    counter.window.resize(911, 512)
    counter.until(lambda: page.sheet.pictures[0].pixmap().width() < wide)
    app = QApplication.instance()
    theme.apply(app, "dark")
    counter.until(lambda: page.sheet.pictures[0].pixmap().toImage().pixelColor(2, 2).lightness() < light - 50)
    theme.apply(app, "light")
    counter.settle()


@pytest.mark.parametrize("size", [(1366, 768), (911, 512), (829, 420)])
@pytest.mark.parametrize("view", ["month", "unfinished"])
def test_every_word_is_whole(counter: Counter, size: tuple[int, int], view: str) -> None:
    log(counter, "甲")
    counter.window.resize(*size)
    opened(counter, view=view)
    assert clipped(counter.window) + nameless(counter.window) == []
    assert counter.window.width() == size[0]

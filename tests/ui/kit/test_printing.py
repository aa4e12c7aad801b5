"""Printing at exact size, the preview following the typing, PDFs saved whole."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QDesktopServices
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desk import i18n
from desk.errors import DeskError
from desk.slips.engine import raster
from desk.slips.engine.paper import PAPERS
from desk.slips.engine.renderer import render, render_many
from desk.slips.engine.slip import Field, Marks, Slip
from desk.ui.kit import printing, tasks
from desk.ui.kit.preview import SlipPreview

SLIP = Slip(
    "complaint",
    "投诉/服务登记单",
    "TS-20261121-0031",
    "阳光花园物业服务中心",
    fields=(
        Field("房号", "2栋1单元1203", bold=True),
        Field("来人", "王䶮"),
        Field("内容", "楼上施工", span=12, lines=4),
    ),
    copies=("客户联", "存根联"),
)


@pytest.mark.parametrize("paper", ["a4", "a5", "241-whole", "241-half", "241-third", "roll-80"])
def test_printed_pages_have_the_exact_size(qapp: QApplication, tmp_path: Path, paper: str) -> None:
    pdf = render(SLIP, paper)
    out = tmp_path / "printed.pdf"
    assert printing.print_now(pdf, printing.to_file(out), paper) == 2
    wanted, got = raster.pages(pdf), raster.pages(out.read_bytes())
    assert len(got) == 2
    for want, have in zip(wanted, got, strict=True):
        # Qt rounds a PDF's page to whole points (0.18 mm at most); 241 mm papers are whole points
        tolerance = 0.001 if paper.startswith("241") else 0.51
        assert (have.width, have.height) == pytest.approx((want.width, want.height), abs=tolerance)


def frame(pdf: bytes, page: int = 0) -> tuple[int, int, int, int]:
    """The box around all ink of a page, in tenths of a millimetre."""
    picture = raster.page_mono(pdf, page, 254)
    rows = [picture.data[y * picture.stride : y * picture.stride + picture.width] for y in range(picture.height)]
    inked = [y for y, row in enumerate(rows) if 0 in row]
    left = min(rows[y].find(0) for y in inked)
    right = max(rows[y].rfind(0) for y in inked)
    return left, inked[0], right, inked[-1]


@pytest.mark.parametrize("paper", ["a5", "241-half"])
def test_nothing_is_scaled_on_the_way(qapp: QApplication, tmp_path: Path, paper: str) -> None:
    pdf = render(SLIP, paper)
    out = tmp_path / "printed.pdf"
    printing.print_now(pdf, printing.to_file(out), paper)
    for here, there in zip(frame(pdf), frame(out.read_bytes()), strict=True):
        assert abs(here - there) <= 3  # 0.3 mm


def test_what_continuous_paper_drifts_is_made_good_page_by_page(qapp: QApplication, tmp_path: Path) -> None:
    """A hundred receipts on thirds: fed 0.05 mm short each, the last one would stand 5 mm too high."""
    pages = 100
    pdf = render_many([(SLIP, Marks())] * (pages // 2), "241-third")
    out = tmp_path / "printed.pdf"
    assert printing.print_now(pdf, printing.to_file(out), "241-third", trim=5) == pages
    first, last = (frame(out.read_bytes(), page) for page in (0, pages - 2))
    assert abs((last[1] - first[1]) / 10 - (pages - 2) * 0.05) <= 0.3  # mm; both are the customer's copy
    few = render_many([(SLIP, Marks())] * 5, "241-third")
    printing.print_now(few, printing.to_file(out), "241-third")
    first, last = (frame(out.read_bytes(), page) for page in (0, 8))
    assert abs(last[1] - first[1]) / 10 <= 0.1, "a printer that feeds right needs nothing: not 1 mm in a hundred"
    printing.print_now(few, printing.to_file(out), "a5", trim=5)
    first, last = (frame(out.read_bytes(), page) for page in (0, 8))
    assert last == first, "a cut sheet begins anew"


def test_offset_is_applied_once_and_signed(qapp: QApplication, tmp_path: Path) -> None:
    pdf = render(SLIP, "241-half")
    plain, moved = tmp_path / "plain.pdf", tmp_path / "moved.pdf"
    printing.print_now(pdf, printing.to_file(plain), "241-half")
    printing.print_now(pdf, printing.to_file(moved), "241-half", (30, -20))
    before, after = frame(plain.read_bytes()), frame(moved.read_bytes())
    assert abs(after[0] - before[0] - 30) <= 1
    assert abs(after[1] - before[1] + 20) <= 1


def test_rolls_of_different_lengths_are_cut_right(qapp: QApplication, tmp_path: Path) -> None:
    from desk.slips.engine.renderer import render_many
    from desk.slips.engine.slip import plain

    longer = replace(SLIP, clauses=("请勿影响邻里。",) * 9, copies=())
    pdf = render_many([(replace(SLIP, copies=()), plain()), (longer, plain())], "roll-80")
    sizes = raster.pages(pdf)
    assert sizes[0].height < sizes[1].height
    seen: list[tuple[float, float]] = []
    original = printing.prepare

    def prepare(printer, paper, size, title=""):
        original(printer, paper, size, title)
        got = printer.pageLayout().pageSize().size(printer.pageLayout().pageSize().definitionUnits())
        seen.append((got.width(), got.height()))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printing, "prepare", prepare)
        printing.print_now(pdf, printing.to_file(tmp_path / "roll.pdf"), "roll-80")
    assert seen == [pytest.approx((size.width, size.height), abs=0.01) for size in sizes]


def test_pins_get_black_and_white(qapp: QApplication) -> None:
    pdf = render(SLIP, "241-half")
    image = printing.page_image(pdf, 0, 180, mono=True)
    assert image.depth() == 1
    colour = printing.page_image(pdf, 0, 180)
    # the shade behind a caption: light in colour, white for pins
    sheet = PAPERS["241-half"]
    shades = [
        (x, y)
        for x in range(int(sheet.left / 72 * 180), int(sheet.left / 72 * 180) + 60)
        for y in range(150, 200)
        if colour.pixelColor(x, y).lightness() in range(230, 254)
    ]
    assert len(shades) > 500
    assert sum(image.pixelColor(x, y) == QColor("white") for x, y in shades) > len(shades) * 0.95


def test_a_printer_that_is_not_there_is_named(qapp: QApplication) -> None:
    with pytest.raises(DeskError) as caught:
        printing.print_now(render(SLIP, "a5"), "No such printer", "a5")
    assert caught.value.code == "printer-gone"
    assert "No such printer" in caught.value.message


def test_job_runs_in_the_background_and_reports(qtbot, tmp_path: Path) -> None:
    out = tmp_path / "printed.pdf"
    job = printing.print_pdf(render(SLIP, "a5"), printing.to_file(out), "a5")
    with qtbot.waitSignal(job.finished, timeout=10_000) as blocker:
        assert job.pages == 0  # started, not waited for
    assert blocker.args == [True, ""]
    assert job.pages == 2
    assert len(raster.pages(out.read_bytes())) == 2


@pytest.mark.qt_log_ignore(r"QPainter::begin\(\): Returned false", extend=True)
def test_job_reports_failure_in_words(qtbot, tmp_path: Path, expected_log) -> None:
    expected_log("printing on .* failed")
    job = printing.print_pdf(render(SLIP, "a5"), printing.to_file(tmp_path / "no" / "folder" / "x.pdf"), "a5")
    with qtbot.waitSignal(job.finished, timeout=10_000) as blocker:
        pass
    worked, words = blocker.args
    assert not worked
    assert "x.pdf" in words


def test_printers_default_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["B", "a", "LQ"]))
    monkeypatch.setattr(QPrinterInfo, "defaultPrinterName", staticmethod(lambda: "LQ"))
    assert printing.available_printers() == ["LQ", "a", "B"]


def test_saving_is_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "单据.pdf"
    path.write_bytes(b"before")

    def full(_fd: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(DeskError) as caught:
            printing.save_pdf(b"%PDF new", path)
    assert caught.value.code == "pdf-not-saved"
    assert "No space left" in caught.value.message
    assert path.read_bytes() == b"before"
    assert [p.name for p in tmp_path.iterdir()] == ["单据.pdf"]
    printing.save_pdf(b"%PDF new", path)
    assert path.read_bytes() == b"%PDF new"
    with pytest.raises(DeskError, match=r"x\.pdf"):
        printing.save_pdf(b"", tmp_path / "missing" / "x.pdf")


def test_opening_without_a_pdf_program_says_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(lambda _url: False))
    with pytest.raises(DeskError) as caught:
        printing.open_pdf(tmp_path / "a.pdf")
    assert "a.pdf" in caught.value.message


# -- preview ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def preview(qtbot) -> SlipPreview:
    window = QWidget()
    layout = QVBoxLayout(window)
    widget = SlipPreview()
    layout.addWidget(widget)
    window.resize(420, 700)
    qtbot.addWidget(window)
    window.show()
    widget.window_ = window  # keeps the parent alive
    return widget


def shown(qtbot, preview: SlipPreview, slip: Slip, paper: str = "a5", marks: Marks | None = None) -> None:
    with qtbot.waitSignal(preview.rendered, timeout=10_000):
        preview.show_slip(slip, paper, marks)


def test_preview_shows_the_slip_on_white_and_says_what_it_is(qtbot, preview: SlipPreview) -> None:
    shown(qtbot, preview, SLIP)
    picture = preview.picture()
    assert preview.pages() == 1
    assert picture.pixelColor(2, 2) == QColor("white")
    assert (
        min(
            picture.pixelColor(x, y).lightness()
            for x in range(0, picture.width(), 2)
            for y in range(0, picture.height(), 2)
        )
        < 60
    )
    assert picture.height() / picture.width() == pytest.approx(210 / 148, abs=0.01)
    assert "客户联 / 存根联" in preview.accessibleName()
    with i18n.speaking("zh_CN"):
        assert i18n._("A5") in preview.accessibleName()


def test_preview_is_as_sharp_as_the_screen(qtbot, preview: SlipPreview) -> None:
    shown(qtbot, preview, SLIP)
    picture = preview.picture()
    assert abs(picture.width() - preview._sheets.page_width() * preview.devicePixelRatioF()) <= 2


def test_preview_makes_only_the_latest_wish(qtbot, preview: SlipPreview, monkeypatch: pytest.MonkeyPatch) -> None:
    from desk.ui.kit import preview as module

    made: list[str] = []
    original = module._make
    monkeypatch.setattr(
        module, "_make", lambda wanted, photos: (made.append(wanted.slip.title), original(wanted, photos))[1]
    )
    for n in range(20):
        preview.show_slip(replace(SLIP, title=f"单 {n}"), "a5")
    with qtbot.waitSignal(preview.rendered, timeout=10_000):
        pass
    assert made == ["单 19"]
    before = preview.picture().copy()
    preview.show_slip(replace(SLIP, title="另一张"), "a5")
    assert preview.picture() == before  # the old picture stays until the new one is there
    with qtbot.waitSignal(preview.rendered, timeout=10_000):
        pass
    assert preview.picture() != before


def test_preview_says_why_it_cannot_be_printed(qtbot, preview: SlipPreview, monkeypatch: pytest.MonkeyPatch) -> None:
    shown(qtbot, preview, SLIP)

    def broken(*_arguments: object, **_more: object) -> bytes:
        raise DeskError("font-unreadable", "字体文件无法读取")

    monkeypatch.setattr("desk.ui.kit.preview.render", broken)
    with qtbot.waitSignal(preview.failed, timeout=10_000) as blocker:
        preview.show_slip(replace(SLIP, title="王"), "a5")
    monkeypatch.undo()
    assert "字体" in blocker.args[0]
    assert "字体" in preview.problem()
    assert preview.pages() == 1
    shown(qtbot, preview, SLIP)
    assert preview.problem() == ""
    preview.clear()
    assert preview.pages() == 0


def test_preview_zooms_with_its_width(qtbot, preview: SlipPreview) -> None:
    shown(qtbot, preview, SLIP)
    before = preview.picture().width()
    with qtbot.waitSignal(preview.rendered, timeout=10_000):
        preview.window_.resize(700, 700)
    assert preview.picture().width() > before + 200


@pytest.mark.parametrize("works", [True, False])
def test_the_printer_may_answer_after_the_page_is_gone(qapp: QApplication, qtbot: QtBot, works: bool) -> None:
    """What came out needs no word; what did not come out is told by the window."""
    told: list[str] = []
    gate = threading.Event()

    def work() -> int:
        gate.wait(5)
        if not works:
            raise DeskError("printer", "The printer has no paper.")
        return 1

    page = QWidget()
    tasks.set_default_error(lambda error: told.append(error.message))
    try:
        printing.PrintJob(work, page).start().finished.connect(lambda _worked, words: page.setWindowTitle(words))
        page.deleteLater()
        QApplication.sendPostedEvents(page)
        gate.set()
        qtbot.waitUntil(tasks.idle)
    finally:
        tasks.set_default_error(None)
    assert told == ([] if works else ["The printer has no paper."])

"""From PDF to paper: pages become pictures and go through QPrinter at their exact physical size (architecture "Slips and printing").

Papers are custom sizes matched exactly (Qt's usual fuzzy matching makes A4 of 209 × 296 mm) and always portrait, even where wider than
high: `Landscape` would turn a 241 × 140 mm form on its side. Rasterising and painting happen on a worker thread.
"""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from PySide6.QtCore import QMarginsF, QObject, QPointF, QRectF, QSizeF, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from desk.errors import DeskError
from desk.i18n import _
from desk.slips.engine import raster
from desk.slips.engine.paper import MM, PAPERS, Paper
from desk.ui.kit import tasks

log = logging.getLogger("desk.printing")

Offset = tuple[int, int]
"""Right and down in 0.1 mm, signed."""


def available_printers() -> list[str]:
    """The names of the printers this PC knows, the default one first. Asks the system: may take a moment."""
    names = QPrinterInfo.availablePrinterNames()
    default = QPrinterInfo.defaultPrinterName()
    return sorted(names, key=lambda name: (name != default, name.casefold()))


def exact_size(width: float, height: float) -> QPageSize:
    """A custom page of this size in points, never taken for a standard size near it."""
    return QPageSize(QSizeF(width, height), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)


def to_printer(name: str) -> QPrinter:
    """A QPrinter for this queue.

    Raises:
        DeskError: code `printer-gone` when the system does not know it.
    """
    if name not in QPrinterInfo.availablePrinterNames():
        raise DeskError(
            "printer-gone",
            _("The printer {name} is not there. Switch it on or choose another one; the slip is saved.").format(
                name=name
            ),
        )
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(name)
    return printer


def to_file(path: Path) -> QPrinter:
    """A QPrinter that writes a PDF file, for tests and for trying an offset without paper."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def print_now(
    pdf: bytes, printer: str | QPrinter, paper: str, offset: Offset = (0, 0), *, title: str = "", trim: int = 0
) -> int:
    """Prints all pages and returns their count. Blocks: call it off the UI thread, or use `print_pdf`.

    Pages of one size make one job; where sizes differ (slips on a roll) each run of equal sizes is a job of its own.

    Args:
        pdf: made by the slip renderer.
        printer: name of a queue, or a QPrinter (of which only name or output file are kept).
        paper: code of the paper; decides resolution and black-and-white.
        offset: moves the print right and down, in 0.1 mm.
        title: name of the job in the queue.
        trim: how much lower each page of continuous paper is printed than the one before, in 0.01 mm, signed: what a printer
            feeds a twentieth of a millimetre short is half a centimetre after a hundred receipts. The page itself keeps
            its size, because drivers round it to whole points.

    Raises:
        DeskError: codes `printer-gone`, `printer-failed`, `pdf-unreadable`.
    """
    sheet = PAPERS[paper]
    sizes = raster.pages(pdf)
    device = to_printer(printer) if isinstance(printer, str) else printer
    for size, run in groupby(enumerate(sizes), key=lambda item: item[1]):
        _print_run(pdf, [index for index, _size in run], device, sheet, size, (offset, trim), title)
    return len(sizes)


def _print_run(
    pdf: bytes,
    pages: list[int],
    printer: QPrinter,
    paper: Paper,
    size: raster.PageSize,
    place: tuple[Offset, int],
    title: str,
) -> None:
    offset, trim = place
    prepare(printer, paper, size, title)
    step = trim / 100 * MM * printer.resolution() / 72 if paper.continuous else 0.0
    painter = QPainter()
    if not painter.begin(printer):
        raise _failed(printer)
    try:
        scale = printer.resolution() / 72
        shift = QPointF(offset[0] / 10 * MM * scale, offset[1] / 10 * MM * scale)
        target = QRectF(shift.x(), shift.y(), size.width * scale, size.height * scale)
        for at, index in enumerate(pages):
            if at and not printer.newPage():
                raise _failed(printer)
            here = target.translated(0, at * step)
            painter.drawImage(here, page_image(pdf, index, printer.resolution(), mono=paper.mono))
        if printer.printerState() == QPrinter.PrinterState.Error:
            raise _failed(printer)
    finally:
        ended = painter.end()
    if not ended:
        raise _failed(printer)


def prepare(printer: QPrinter, paper: Paper, size: raster.PageSize, title: str = "") -> None:
    """Sets a printer to exactly this page: custom size, portrait, no margins, origin at the paper's corner."""
    printer.setResolution(paper.dpi)
    printer.setFullPage(True)
    layout = QPageLayout(
        exact_size(size.width, size.height),
        QPageLayout.Orientation.Portrait,
        QMarginsF(0, 0, 0, 0),
        QPageLayout.Unit.Point,
    )
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)
    if paper.mono:
        printer.setColorMode(QPrinter.ColorMode.GrayScale)
    printer.setDocName(title or "Desk")
    printer.setCreator("Desk")


def page_image(pdf: bytes, index: int, dpi: float, *, mono: bool = False) -> QImage:
    """A page as a Qt image on white; black and white for pins and heat."""
    if mono:
        picture = raster.page_mono(pdf, index, dpi)
        grey = QImage(picture.data, picture.width, picture.height, picture.stride, QImage.Format.Format_Grayscale8)
        return grey.convertToFormat(QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither)
    picture = raster.page_rgb(pdf, index, dpi)
    image = QImage(picture.data, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32)
    return image.copy()  # its own pixels: the bytes go away with this frame


def _failed(printer: QPrinter) -> DeskError:
    name = printer.printerName() or printer.outputFileName()
    log.warning("printing on %s failed, state %s", name, printer.printerState())
    return DeskError(
        "printer-failed",
        _(
            "{name} did not take the slip. Check that it is on and has paper, then print again; the slip is saved."
        ).format(name=name),
    )


class PrintJob(QObject):
    """A printing under way.

    Args:
        work: prints, and says how many pages.
        owner: the widget that shows the outcome; when it is gone by then, a failure is told by the window instead.

    Signals:
        finished: whether it worked, and the sentence to show ("" when it worked).
    """

    finished = Signal(bool, str)

    def __init__(self, work: Callable[[], int], owner: QWidget | None = None) -> None:
        super().__init__()  # no child of the owner: the paper comes out, or does not, whether the page is still there or not
        self._work = work
        self._owner = owner
        self.pages = 0

    def start(self) -> PrintJob:
        """Starts printing on the worker for printing; jobs keep their order."""
        tasks.run(self._work, on_done=self._done, on_error=self._error, pool=tasks.PRINTING)
        _jobs.add(self)
        return self

    def _done(self, pages: int) -> None:
        _jobs.discard(self)
        self.pages = pages
        if not tasks.gone(self._owner):
            self.finished.emit(True, "")

    def _error(self, error: DeskError) -> None:
        _jobs.discard(self)
        if tasks.gone(self._owner):
            tasks.default_error(error)
        else:
            self.finished.emit(False, error.message)


_jobs: set[PrintJob] = set()


def print_pdf(
    pdf: bytes,
    printer: str | QPrinter,
    paper: str,
    offset: Offset = (0, 0),
    *,
    title: str = "",
    trim: int = 0,
    owner: QWidget | None = None,
) -> PrintJob:
    """Prints in the background; the arguments are those of `print_now`, and the widget that shows the outcome.

    Returns:
        The job, started; connect to its `finished` at once.
    """
    return PrintJob(lambda: print_now(pdf, printer, paper, offset, title=title, trim=trim), owner).start()


def save_pdf(pdf: bytes, path: Path) -> None:
    """Writes the PDF so that the file is either whole or as it was before.

    Raises:
        DeskError: code `pdf-not-saved`, saying why.
    """
    part: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".part", dir=path.parent)
        part = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(pdf)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except OSError as error:
        if part is not None:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        raise DeskError(
            "pdf-not-saved",
            _("{file} could not be written ({reason}). Choose another folder; the slip itself is saved.").format(
                file=path.name, reason=error.strerror or error
            ),
        ) from error


def open_pdf(path: Path) -> None:
    """Opens a PDF in the program the PC uses for them.

    Raises:
        DeskError: code `pdf-not-opened` when there is none.
    """
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        raise DeskError(
            "pdf-not-opened",
            _("No program on this PC opens PDF files. The file is at {path}.").format(path=path),
        )


__all__ = [
    "PrintJob",
    "available_printers",
    "exact_size",
    "open_pdf",
    "page_image",
    "print_now",
    "print_pdf",
    "save_pdf",
    "to_file",
    "to_printer",
]

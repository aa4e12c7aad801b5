"""The slip beside the form, as it will be printed; follows the typing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QStyle, QVBoxLayout, QWidget

from desk.errors import DeskError
from desk.i18n import _, ngettext
from desk.rules.kit.wording import clauses
from desk.slips.engine import raster
from desk.slips.engine.paper import PAPERS
from desk.slips.engine.renderer import render
from desk.slips.engine.slip import Marks, Slip, plain
from desk.ui.kit import printing, tasks, theme
from desk.ui.kit.words import tooltip

DEBOUNCE_MS = 40
"""Typing pauses this long before the picture is made; with about 40 ms for the picture it stays below 100 ms."""
_GAP = 14
_MOST_PAGES = 12


@dataclass(frozen=True, slots=True)
class _Wanted:
    slip: Slip
    paper: str
    marks: Marks
    pixels: int
    """Width of the page in device pixels."""
    ratio: float


@dataclass(slots=True)
class _Result:
    pictures: list[QImage]
    sizes: list[raster.PageSize]


def _make(wanted: _Wanted, photos: Callable[[str], bytes | None] | None) -> _Result:
    """Renders and rasterises (on the worker). Copies differ in their name only: the first one is shown."""
    slip = wanted.slip
    if len(slip.copies) > 1:
        slip = replace(slip, copies=slip.copies[:1])
    pdf = render(slip, wanted.paper, wanted.marks, pictures=photos)
    sizes = raster.pages(pdf)[:_MOST_PAGES]
    pictures = []
    for index, size in enumerate(sizes):
        image = printing.page_image(pdf, index, max(18.0, wanted.pixels / size.width * 72))
        image.setDevicePixelRatio(wanted.ratio)
        pictures.append(image)
    return _Result(pictures, sizes)


class _Sheets(QWidget):
    """The pages under each other; paper stays white in the dark."""

    def __init__(self) -> None:
        super().__init__()
        self.available = 0
        self.pictures: list[QImage] = []
        self.sizes: list[raster.PageSize] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def page_width(self) -> int:
        # Room for the scroll bar is kept always: if it came and went with the height, the picture would flicker.
        return max(60, self.available - self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent) - 2 * _GAP)

    def fit(self) -> None:
        """Takes the height the pages need at this width."""
        width = self.page_width()
        high = sum(int(width * size.height / size.width) + _GAP for size in self.sizes) + _GAP
        self.setFixedHeight(max(high, 1))

    def sizeHint(self) -> QSize:
        return QSize(320, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        width, y = self.page_width(), float(_GAP)
        left = (self.width() - width) / 2
        for picture, size in zip(self.pictures, self.sizes, strict=True):
            height = width * size.height / size.width
            target = QRectF(left, y, width, height)
            painter.fillRect(target.adjusted(-1, -1, 1, 1), QColor(theme.colors().line))
            painter.fillRect(target, Qt.GlobalColor.white)
            painter.drawImage(target, picture)
            y += height + _GAP


class SlipPreview(QFrame):
    """Shows the pages of a slip, made off the UI thread.

    The old picture stays until the new one is there; of several wishes only the latest is made.

    Args:
        parent: the parent.
        debounce: how long a wish waits for a newer one, in ms; 0 where the slips already come one after the other.

    Attributes:
        photos: gives the photos that a slip names by their hash, on the worker; None leaves their frames empty.

    Signals:
        rendered: a new picture is shown.
        failed: the slip cannot be printed as it is; the sentence (a missing glyph).
    """

    rendered = Signal()
    failed = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, debounce: int = DEBOUNCE_MS) -> None:
        super().__init__(parent)
        self.photos: Callable[[str], bytes | None] | None = None
        self._slip: Slip | None = None
        self._paper = ""
        self._marks = plain()
        self._busy = False
        self._tried: _Wanted | None = None
        self._problem = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(debounce)
        self._timer.timeout.connect(self._start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self._title = theme.text("", "strong")
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout.addWidget(self._title)
        self._note = theme.text("", "note-warning", wrap=True)
        self._note.hide()
        layout.addWidget(self._note)
        self._sheets = _Sheets()
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._sheets)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout.addWidget(self._scroll, 1)
        self.retranslate()

    def show_slip(self, slip: Slip, paper: str, marks: Marks | None = None) -> None:
        """Wants this slip shown; comes back at once, `rendered` follows.

        Args:
            slip: the content.
            paper: a code of `PAPERS`.
            marks: as for printing.
        """
        marks = marks or plain()
        if (slip, paper, marks) == (self._slip, self._paper, self._marks):
            return
        self._slip, self._paper, self._marks = slip, paper, marks
        self.retranslate()
        # Not started again by each key: so the picture follows while somebody types fast.
        if not self._timer.isActive():
            self._timer.start()

    def clear(self) -> None:
        """Shows nothing."""
        self._slip, self._tried = None, None
        self._sheets.pictures, self._sheets.sizes = [], []
        self._sheets.fit()
        self._sheets.update()
        self._say("")
        self.retranslate()

    def pages(self) -> int:
        """How many pages are shown."""
        return len(self._sheets.pictures)

    def picture(self, index: int = 0) -> QImage:
        """The picture of a page, in device pixels."""
        return self._sheets.pictures[index]

    def problem(self) -> str:
        """Why the slip cannot be printed as it is; "" when it can."""
        return self._problem

    def retranslate(self) -> None:
        """Says the title line anew: paper and copies."""
        parts = [_("Slip preview")]
        if self._slip is not None:
            parts.append(_(PAPERS[self._paper].label))
            if self._slip.copies:
                parts.append(" / ".join(self._slip.copies))
            if self.pages() > 1:
                parts.append(ngettext("{n} page", "{n} pages", self.pages()).format(n=self.pages()))
        words = " · ".join(parts)
        self._title.setText(words)
        self._title.setToolTip(tooltip(words))
        self.setAccessibleName(words)
        self._sheets.setAccessibleName(words)
        if self._slip is not None:
            said = [f"{cell.label} {cell.value}" for cell in (*self._slip.fields, *self._slip.after) if cell.value]
            self._sheets.setAccessibleDescription(clauses([self._slip.title, *said]))

    # -- making the picture --------------------------------------------------------------------------------------
    def _wanted(self) -> _Wanted | None:
        if self._slip is None:
            return None
        ratio = self.devicePixelRatioF()
        return _Wanted(self._slip, self._paper, self._marks, round(self._sheets.page_width() * ratio), ratio)

    def _start(self) -> None:
        wanted = self._wanted()
        if wanted is None or self._busy or wanted == self._tried:
            return
        self._busy = True
        self._tried, photos = wanted, self.photos
        job = tasks.run(
            lambda: _make(wanted, photos), on_done=self._done, on_error=self._error, owner=self, pool=tasks.PREVIEW
        )
        job.finished.connect(self._free)

    def _free(self) -> None:
        self._busy = False
        self._start()  # a newer wish may have come meanwhile

    def _done(self, result: _Result) -> None:
        if self._slip is not None:
            self._sheets.pictures, self._sheets.sizes = result.pictures, result.sizes
            self._sheets.fit()
            self._sheets.update()
            self._say("")
            self.retranslate()
            self.rendered.emit()

    def _error(self, error: DeskError) -> None:
        self._say(error.message)
        self.failed.emit(error.message)

    def _say(self, words: str) -> None:
        self._problem = words
        self._note.setText(words)
        self._note.setVisible(bool(words))

    # -- Qt ------------------------------------------------------------------------------------------------------
    def sizeHint(self) -> QSize:
        return QSize(theme.characters(self, 46), theme.characters(self, 60))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sheets.available = self.width()
        self._sheets.fit()
        if self._slip is not None and not self._timer.isActive():
            self._timer.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.DevicePixelRatioChange, QEvent.Type.PaletteChange):
            self._sheets.update()
            if self._slip is not None and not self._timer.isActive():
                self._timer.start()


def paper_card(preview: SlipPreview) -> theme.Card:
    """The card with the paper beside a form."""
    card = theme.Card()
    card.body.addWidget(preview, 1)
    return card


__all__ = ["DEBOUNCE_MS", "SlipPreview", "paper_card"]

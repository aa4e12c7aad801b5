"""Pages of a PDF as pictures, through pypdfium2; for the preview and for the printer. Knows no Qt."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from desk.errors import DeskError
from desk.i18n import _

_LOCK = threading.Lock()  # PDFium is not safe to use from two threads at once


@dataclass(frozen=True, slots=True)
class PageSize:
    """The size of a page in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as pixels: rows of `stride` bytes, four bytes a pixel (blue, green, red, unused), on white."""

    width: int
    height: int
    stride: int
    data: bytes


def _open(pdf: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise DeskError(
            "pdf-unreadable", _("This PDF cannot be read ({error}). Print the slip again.").format(error=error)
        ) from error


def pages(pdf: bytes) -> list[PageSize]:
    """The sizes of all pages.

    Raises:
        DeskError: code `pdf-unreadable`.
    """
    with _LOCK:
        document = _open(pdf)
        try:
            return [PageSize(*document.get_page_size(index)) for index in range(len(document))]
        finally:
            document.close()


def page_rgb(pdf: bytes, index: int, dpi: float) -> Picture:
    """One page as a picture on white.

    Args:
        pdf: the file.
        index: of the page, from 0.
        dpi: pixels per inch.

    Raises:
        DeskError: code `pdf-unreadable`.
    """
    with _LOCK:
        document = _open(pdf)
        try:
            page = document[index]
            try:
                bitmap = page.render(scale=dpi / 72, fill_color=(255, 255, 255, 255), prefer_bgrx=True)
                try:
                    return Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
                finally:
                    bitmap.close()
            finally:
                page.close()
        finally:
            document.close()


def page_text(pdf: bytes, index: int) -> str:
    """The text of one page, as a reader would copy it."""
    with _LOCK:
        document = _open(pdf)
        try:
            page = document[index]
            text_page = page.get_textpage()
            try:
                return str(text_page.get_text_range()).replace("\r\n", "\n")
            finally:
                text_page.close()
                page.close()
        finally:
            document.close()


__all__ = ["PageSize", "Picture", "page_rgb", "page_text", "pages"]

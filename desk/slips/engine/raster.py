# ruff: noqa: PLC0415 - PDFium is loaded with the first picture of a page
"""Pages of a PDF as pictures, for the preview and for the printer, and several PDFs as one; through pypdfium2. Knows no Qt."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from desk.errors import DeskError
from desk.i18n import _

_LOCK = threading.Lock()  # PDFium is not safe to use from two threads at once

_BLACK_OR_WHITE = bytes(0 if grey < 170 else 255 for grey in range(256))


@dataclass(frozen=True, slots=True)
class PageSize:
    """The size of a page in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as pixels: rows of `stride` bytes."""

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


def joined(documents: Iterable[bytes]) -> bytes:
    """Several PDFs as one, each page on its own paper.

    Raises:
        DeskError: code `pdf-unreadable`.
    """
    import pypdfium2

    with _LOCK:
        whole = pypdfium2.PdfDocument.new()
        for pdf in documents:
            part = _open(pdf)
            whole.import_pages(part)
            part.close()
        out = BytesIO()
        whole.save(out)
        whole.close()
    return out.getvalue()


def _render(pdf: bytes, index: int, dpi: float, **options: Any) -> Picture:
    with _LOCK:
        document = _open(pdf)
        try:
            page = document[index]
            bitmap = page.render(scale=dpi / 72, fill_color=(255, 255, 255, 255), **options)
            picture = Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
            bitmap.close()
            page.close()
            return picture
        finally:
            document.close()


def page_rgb(pdf: bytes, index: int, dpi: float) -> Picture:
    """One page as a picture of four bytes a pixel (blue, green, red, unused) on white.

    Args:
        pdf: the file.
        index: of the page, from 0.
        dpi: pixels per inch.

    Raises:
        DeskError: code `pdf-unreadable`.
    """
    return _render(pdf, index, dpi, prefer_bgrx=True)


def page_mono(pdf: bytes, index: int, dpi: float) -> Picture:
    """One page in black and white for pins and heat, one byte a pixel, 0 or 255.

    Light shades become white and all writing black; printer drivers would turn both into scattered dots. Lines and bars of codes are
    whole pixels.

    Raises:
        DeskError: code `pdf-unreadable`.
    """
    picture = _render(pdf, index, dpi, grayscale=True, no_smoothpath=True)
    return Picture(picture.width, picture.height, picture.stride, picture.data.translate(_BLACK_OR_WHITE))


__all__ = ["PageSize", "Picture", "joined", "page_mono", "page_rgb", "pages"]

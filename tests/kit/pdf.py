"""What a reader of a PDF reads."""

from __future__ import annotations

import pypdfium2


def page_text(pdf: bytes, index: int) -> str:
    """The text of one page, as a reader would copy it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return str(document[index].get_textpage().get_text_range()).replace("\r\n", "\n")
    finally:
        document.close()

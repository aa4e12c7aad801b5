"""The floor under every PDF: ReportLab's canvas alone, writing the same texts line by line."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

_FONT = "BenchRegular"


def raw_pages(pages: Iterable[Sequence[str]]) -> bytes:
    """A PDF with the texts of each page drawn one below the other, in the slips' own font."""
    from reportlab.lib.pagesizes import A5
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfgen.canvas import Canvas

    if _FONT not in pdfmetrics.getRegisteredFontNames():
        from reportlab.pdfbase.ttfonts import TTFont

        from desk import paths

        file = next((paths.resources() / "fonts").glob("*Regular*.ttf"))
        pdfmetrics.registerFont(TTFont(_FONT, str(file)))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A5)
    for texts in pages:
        canvas.setFont(_FONT, 9)
        height = A5[1] - 30
        for text in texts:
            if text:
                canvas.drawString(30, height, text)
                height -= 12
        canvas.showPage()
    canvas.save()
    return stream.getvalue()

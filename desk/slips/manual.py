"""The manual as a printed handbook: contents with page numbers, a chapter for each page, pictures, bookmarks."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from PIL import Image as Photo
from reportlab.lib import colors
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Frame, Image, PageBreak, PageTemplate, Paragraph, Spacer, Table
from reportlab.platypus.tableofcontents import TableOfContents

from desk.i18n import _
from desk.rules.manual import Block, Chapter
from desk.slips.engine.fonts import LOCK, faces, stand_in

MARGIN = 56.0
"""Points around the text of an A4 sheet."""
_WIDE = 595.28 - 2 * MARGIN
_LINK, _QUIET = "#0b57a4", "#5f6b7a"


def handbook(
    chapters: Sequence[Chapter],
    *,
    title: str,
    subtitle: str = "",
    picture: Callable[[str], Path | None] = lambda _name: None,
    keys: Callable[[str], Sequence[tuple[str, str]]] = lambda _code: (),
) -> bytes:
    """The whole manual as a PDF.

    Args:
        chapters: in their order; each begins on a page of its own.
        title: on the first page, and below each other one.
        subtitle: under the title.
        picture: the file of a picture by its name; None leaves it out.
        keys: the keys of a chapter's page, with their words.

    Returns:
        The bytes of the PDF; a character that the fonts lack is shown as a stand-in.
    """
    with LOCK:
        return _Handbook(title, subtitle, picture, keys).make(chapters)


class _Handbook:
    def __init__(self, title: str, subtitle: str, picture: Any, keys: Any) -> None:
        self._title, self._subtitle, self._picture, self._keys = title, subtitle, picture, keys
        self._shortcuts: dict[str, str] = {}
        self._plain, self._bold = faces()[0].name, faces(bold=True)[0].name
        quiet = HexColor(_QUIET)
        base: dict[str, Any] = {"fontName": self._plain, "fontSize": 10.5, "leading": 17, "wordWrap": "CJK"}
        self._styles = {
            "title": ParagraphStyle("title", **{**base, "fontName": self._bold, "fontSize": 26, "leading": 36}),
            "subtitle": ParagraphStyle("subtitle", **base, textColor=quiet),
            "chapter": ParagraphStyle(
                "chapter", **{**base, "fontName": self._bold, "fontSize": 18, "leading": 26, "spaceAfter": 8}
            ),
            "heading": ParagraphStyle(
                "heading", **{**base, "fontName": self._bold, "fontSize": 12.5, "leading": 19},
                spaceBefore=10, spaceAfter=3, keepWithNext=1,
            ),
            "text": ParagraphStyle("text", **base, spaceAfter=4),
            "step": ParagraphStyle("step", **base, leftIndent=18, bulletIndent=0, spaceAfter=2),
            "caption": ParagraphStyle("caption", **{**base, "fontSize": 9, "leading": 13}, textColor=quiet, spaceAfter=6),
            "cell": ParagraphStyle("cell", **{**base, "fontSize": 9.5, "leading": 14}),
            "contents": ParagraphStyle("contents", **{**base, "leading": 19}),
        }  # fmt: skip

    def make(self, chapters: Sequence[Chapter]) -> bytes:
        book = self
        plain = self._plain

        class Document(BaseDocTemplate):
            def afterFlowable(self, flowable: Any) -> None:  # noqa: N802 - ReportLab's name
                code = getattr(flowable, "chapter", "")
                if code:
                    words = flowable.getPlainText()
                    self.canv.bookmarkPage(code)
                    self.canv.addOutlineEntry(words, code, 0, closed=True)
                    self.notify("TOCEntry", (0, escape(words), self.page, code))

        def foot(canvas: Any, document: Any) -> None:
            if document.page == 1:
                return
            canvas.saveState()
            canvas.setFont(plain, 8.5)
            canvas.setFillColor(_QUIET)
            canvas.drawString(MARGIN, 30, stand_in(book._title))
            canvas.drawRightString(A4[0] - MARGIN, 30, f"{document.page}")
            canvas.restoreState()

        out = io.BytesIO()
        document = Document(
            out, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN,
            title=self._title, author=self._subtitle, subject=self._title, creator="Desk", invariant=1,
        )  # fmt: skip
        frame = Frame(MARGIN, MARGIN, _WIDE, A4[1] - 2 * MARGIN, 0, 0, 0, 0)
        document.addPageTemplates([PageTemplate("page", [frame], onPage=foot)])
        contents = TableOfContents(levelStyles=[self._styles["contents"]], dotsMinLevel=0)
        story: list[Any] = [
            Spacer(1, 200), Paragraph(self._safe(self._title), self._styles["title"]),
            Paragraph(self._safe(self._subtitle), self._styles["subtitle"]), PageBreak(),
            # L10N: 目录
            Paragraph(self._safe(_("Contents")), self._styles["chapter"]), contents,
        ]  # fmt: skip
        for chapter in chapters:
            story += [PageBreak(), *self._chapter(chapter)]
        document.multiBuild(story)
        return out.getvalue()

    def _safe(self, words: str) -> str:
        return escape(stand_in(words))

    def _chapter(self, chapter: Chapter) -> list[Any]:
        self._shortcuts = {words: key for key, words in self._keys(chapter.code)}
        heading: Any = Paragraph(self._safe(chapter.title), self._styles["chapter"])
        heading.chapter = f"page-{chapter.code}"
        story: list[Any] = [heading]
        blocks = list(chapter.blocks)
        first = next((at for at, block in enumerate(blocks) if block.kind != "text"), len(blocks))
        for block in blocks[:first]:
            story += self._block(block, 0)
        story += self._image(chapter.code)
        number = 0
        for block in blocks[first:]:
            number = number + 1 if block.kind == "step" else 0
            story += self._block(block, number)
        return story + self._key_table(chapter.code)

    def _block(self, block: Block, number: int) -> list[Any]:
        if block.kind == "picture":
            return self._image(block.target)
        words = self._words(block)
        if block.kind in ("step", "point"):
            mark = f"{number}." if block.kind == "step" else "•"
            return [Paragraph(words, self._styles["step"], bulletText=mark)]
        return [Paragraph(words, self._styles["heading" if block.kind == "heading" else "text"])]

    def _words(self, block: Block) -> str:
        found = []
        for piece in block.pieces:
            words = self._safe(piece.words)
            if piece.kind in ("key", "label"):
                words = f'<font name="{self._bold}">{words}</font>'
                if key := self._shortcuts.get(piece.words, ""):
                    words += f' <font color="{_QUIET}">[{self._safe(key)}]</font>'
            elif piece.kind == "link":
                words = f'<a href="#page-{piece.target}" color="{_LINK}">{words}</a>'
            found.append(words)
        return "".join(found)

    def _image(self, name: str) -> list[Any]:
        file = self._picture(name)
        if file is None:
            return []
        packed = io.BytesIO()
        with Photo.open(file) as photo:
            wide, high = photo.size
            # As it lies in the PDF: a picture of another kind would be kept there unpacked, ten times as large.
            photo.convert("RGB").save(packed, "JPEG", quality=72, optimize=True)
        packed.seek(0)
        image = Image(packed, _WIDE, _WIDE * high / wide)
        return [Spacer(1, 4), image, Spacer(1, 8)]

    def _key_table(self, code: str) -> list[Any]:
        rows = [
            (Paragraph(self._safe(key), self._styles["cell"]), Paragraph(self._safe(words), self._styles["cell"]))
            for key, words in self._keys(code)
        ]
        if not rows:
            return []
        table = Table(rows, colWidths=[_WIDE * 0.28, _WIDE * 0.72])
        table.setStyle(
            [
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.HexColor("#d5dae1")), ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 3), ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ]
        )  # fmt: skip
        # L10N: 本页按键
        return [Paragraph(self._safe(_("Keys of this page")), self._styles["heading"]), table]


__all__ = ["handbook"]

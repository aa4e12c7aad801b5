# ruff: noqa: PLC0415 - ReportLab is loaded with the first page that is drawn; the names of fonts are known before
"""The fonts of the slips: registered once per process, and asked whether they hold a character.

ReportLab prints a blank for a glyph it lacks and says nothing; the first victims are residents with rare names. What no font
holds is drawn as `STAND_IN` instead, and the foot of the paper names it (`lacking`): one character never stops other people's papers.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from desk import paths
from desk.errors import DeskError
from desk.i18n import _

LOCK = threading.RLock()
"""Held while a PDF is made: ReportLab's font registry and subsetting share state between documents."""

_REGULAR, _BOLD = "NotoSansSC", "NotoSansSC-Bold"
_CACHE_LIMIT = 50_000
STAND_IN = "〓"
"""Drawn for a character that no font holds: the printers' own mark for a missing sort (architecture "Slips and printing")."""
_NAMED = 6
# Parts of one picture: what a joiner ties on, the tones of skin, the selector and the keycap behind it.
_JOINED = re.compile(
    "(?<=[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f])"
    "(?:\u200d[\u2600-\u27bf\U0001f000-\U0001faff]|[\ufe0f\u20e3\U0001f3fb-\U0001f3ff])+"
)
_FIVE_DIGITS = re.compile(r"<([0-9A-F]{5,6})>")


@dataclass(slots=True)
class Face:
    """One registered font: its ReportLab name, ReportLab's font object, glyphs and widths (1/1000 em) by code point."""

    name: str
    font: Any
    glyphs: dict[int, int]
    widths: dict[int, float]


@dataclass(slots=True)
class _Faces:
    regular: tuple[Face, ...]
    bold: tuple[Face, ...]


_faces: _Faces | None = None
_extra: list[Path] = []
_widths: dict[tuple[str, bool], float] = {}
_held: set[str] = set()
"""Characters that were found in a font."""
broken: dict[tuple[str, float, float, bool], list[str]] = {}
"""Texts broken into lines (layout.text_lines), kept as long as the fonts are the same."""


class _Outlines:
    """The table of outlines, cut where it lies: ReportLab would copy its 10 MB for each font of each document.

    Measured over 20 slips of the demo: 8.6 ms instead of 10.6 a document, and 9.5 MB less at the most (108 against 118).
    """

    def __init__(self, data: bytes, start: int) -> None:
        self._data = data
        self._start = start

    def __getitem__(self, part: slice) -> bytes:
        return self._data[self._start + part.start : self._start + part.stop]


def _load(name: str, file: Path) -> Face:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.pdfdoc import PDFArray
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    class SlipFont(TTFont):
        """A font whose rare characters (beyond U+FFFF) can be copied from the PDF and found in it.

        ReportLab writes their code points with five digits into the map to Unicode, where UTF-16 is due. It also formats
        each of the 256 widths of a subset as an object of its own: they are joined once here.
        """

        def addObjects(self, doc: Any) -> None:  # noqa: N802 - ReportLab's name
            super().addObjects(doc)
            for key, stream in doc.idToObject.items():
                if key.startswith("toUnicodeCMap:"):
                    stream.content = _FIVE_DIGITS.sub(_utf16, stream.content)
            for font in doc.idToObject["BasicFonts"].dict.values():
                widths = getattr(font, "Widths", None)
                if isinstance(widths, PDFArray):
                    font.Widths = f"[ {' '.join(f'{width:g}' for width in widths.sequence)} ]".encode()

    try:
        font = SlipFont(name, str(file))
    except (OSError, TTFError) as error:
        raise DeskError(
            "font-unreadable",
            _("The font file {file} cannot be read ({error}). Install the program again or remove that font.").format(
                file=file.name, error=error
            ),
        ) from error
    face: Any = font.face
    whole = face.get_table
    outlines = _Outlines(face._ttf_data, face.get_table_pos("glyf")[0])

    def table(tag: str) -> Any:
        """A table of the font for a PDF, which needs neither its names nor its values for Windows (ISO 32000-1, 9.9)."""
        if tag in ("name", "OS/2"):
            raise KeyError(tag)
        return outlines if tag == "glyf" else whole(tag)

    face.get_table = table
    pdfmetrics.registerFont(font)
    # ReportLab keeps the first font of a name; charts look it up there and have to find the one of the slips.
    registry: Any = pdfmetrics
    registry._fonts[name] = font
    glyphs = {code: glyph for code, glyph in font.face.charToGlyph.items() if glyph}
    return Face(name, font, glyphs, dict(font.face.charWidths))


def _utf16(match: re.Match[str]) -> str:
    return f"<{chr(int(match[1], 16)).encode('utf-16-be').hex().upper()}>"


def faces(bold: bool = False) -> tuple[Face, ...]:
    """The fonts to look a character up in, first match wins; loads them on first use (about 0.2 s)."""
    global _faces
    if _faces is None:
        with LOCK:
            if _faces is None:
                folder = paths.resources() / "fonts"
                regular = _load(_REGULAR, folder / "NotoSansSC-Regular.ttf")
                heavy = _load(_BOLD, folder / "NotoSansSC-Bold.ttf")
                extra = tuple(_load(f"Site{i}", file) for i, file in enumerate(_extra))
                _faces = _Faces((regular, *extra), (heavy, regular, *extra))
    return _faces.bold if bold else _faces.regular


def files() -> tuple[Path, ...]:
    """The font files that a character is looked up in: the program's own and the site's."""
    return (paths.resources() / "fonts" / "NotoSansSC-Regular.ttf", *_extra)


def warm_up() -> None:
    """Loads ReportLab and the fonts ahead of the first slip (call off the UI thread)."""
    faces()


def use_extra_fonts(folder: Path) -> list[Path]:
    """Takes the site's own TrueType fonts (`fonts/` in the data folder) for characters that Noto Sans SC lacks.

    Args:
        folder: may be missing.

    Returns:
        The files that will be used. They are read on the next printing.
    """
    global _faces
    with LOCK:
        found = sorted(folder.glob("*.ttf")) if folder.is_dir() else []
        if found != _extra:
            _extra[:] = found
            _faces = None
            _widths.clear()
            _held.clear()
            broken.clear()
        return found


_PLAIN = re.compile("[\n -~\u00a5\u00b7\u00d7\u3000-\u3020\u4e00-\u9fff\uff01-\uff5e]*")
"""What is printed as it stands: no character in it is composed, invisible, or another kind of space."""


@lru_cache(maxsize=8192)
def clean(text: str) -> str:
    """The text as printed: composed (NFC: NFKC would change names), without invisible characters and what is none, all spaces plain.

    Line breaks and the ideographic space stay. Selectors of glyph variants are dropped: the base character is printed.
    """
    if _PLAIN.fullmatch(text):
        return text
    text = _JOINED.sub("", text)
    out = []
    for char in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")):
        if char in "\n　":
            out.append(char)
            continue
        category = unicodedata.category(char)
        if char == "\t" or category in ("Zs", "Zl", "Zp"):
            out.append(" ")
        elif (
            category in ("Cc", "Cf", "Cs")
            or ord(char) & 0xFFFE == 0xFFFE
            or 0xFE00 <= ord(char) <= 0xFE0F
            or 0xE0100 <= ord(char) <= 0xE01EF
        ):
            continue
        else:
            out.append(char)
    return "".join(out)


def missing_glyphs(texts: list[str] | tuple[str, ...]) -> list[str]:
    """The characters of `texts` that no font holds, each once, in order of appearance."""
    whole = "".join(texts)
    if _held.issuperset(whole):
        return []
    known = [face.glyphs for face in faces()]
    found: dict[str, None] = {}
    for char in dict.fromkeys(whole):
        lacks = [
            part for part in clean(char) if part not in "\n　" and not any(ord(part) in glyphs for glyphs in known)
        ]
        found |= dict.fromkeys(lacks)
        if not lacks:
            _held.add(char)
    # Composition needs neighbours (e + ´): ask again whether the whole text still has them.
    if found:
        left = set(clean("\n".join(texts)))
        return [char for char in found if char in left]
    return []


def lacking(texts: list[str] | tuple[str, ...]) -> str:
    """The sentence for the foot of a paper that says what `STAND_IN` stands for; "" when every character can be printed."""
    missing = missing_glyphs(texts)
    if not missing:
        return ""
    codes = [f"U+{ord(char):04X}" for char in missing[:_NAMED]]
    # L10N: 〓 表示打印字体缺少的字：U+1F621 U+1F64F
    return _("{mark} stands for what the printing font lacks: {characters}").format(
        mark=STAND_IN, characters=" ".join(codes) + (" …" if len(missing) > _NAMED else "")
    )


def stand_in(text: str) -> str:
    """A line with `STAND_IN` for each character that no font holds: it is drawn, never left blank, and stops no paper."""
    known = [face.glyphs for face in faces()]
    if all(code in known[0] for code in map(ord, text)):
        return text
    return "".join(char if any(ord(char) in glyphs for glyphs in known) else STAND_IN for char in text)


def width(text: str, size: float, bold: bool = False) -> float:
    """The width of one line of text in points."""
    key = (text, bold)
    thousandths = _widths.get(key)
    if thousandths is None:
        chain = faces(bold)
        first = chain[0].widths
        thousandths = 0.0
        for code in map(ord, text):
            advance = first.get(code)
            if advance is None:
                advance = next((face.widths[code] for face in chain if code in face.widths), 1000.0)
            thousandths += advance
        if len(_widths) > _CACHE_LIMIT:
            _widths.clear()
        _widths[key] = thousandths
    return thousandths * size / 1000


def runs(text: str, bold: bool = False) -> list[tuple[Face, str]]:
    """The text cut by the font that holds each character."""
    chain = faces(bold)
    first = chain[0].glyphs
    if all(code in first for code in map(ord, text)):
        return [(chain[0], text)]
    out: list[tuple[Face, str]] = []
    for char in stand_in(text):
        face = next((f for f in chain if ord(char) in f.glyphs), chain[0])
        if out and out[-1][0] is face:
            out[-1] = (face, out[-1][1] + char)
        else:
            out.append((face, char))
    return out


__all__ = [
    "LOCK",
    "STAND_IN",
    "Face",
    "clean",
    "faces",
    "files",
    "lacking",
    "missing_glyphs",
    "runs",
    "stand_in",
    "use_extra_fonts",
    "warm_up",
    "width",
]

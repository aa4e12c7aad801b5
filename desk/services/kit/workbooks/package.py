# ruff: noqa: PLC0415 - openpyxl is loaded with the first workbook
"""The parts of an Excel workbook that values need: its sheets, shared texts, which formats are dates, from when days are counted.

Looks do not matter here: a workbook with broken styles, with parts named in other case or with a wrong slash is still read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import IO, Any
from xml.etree import ElementTree
from xml.parsers import expat
from zipfile import ZipFile

PIECE = 1 << 16
"""Bytes read at a time."""
MOST_UNPACKED = 300 << 20
"""A workbook is not unpacked beyond this: a list of 100,000 rooms takes a tenth of it."""
_MOST_SMALL = 16 << 20
"""Nor a part that is read as a whole (the list of sheets, the styles)."""
_MOST_SHARED = 2_000_000
MOST_TOKEN = 4 << 20
"""Bytes of one tag, text or comment; a cell has at most 32,767 characters. Longer ones are read again for each piece that comes."""
MOST_TEXT = 32_767
"""Characters of a cell, by Excel."""
MOST_ESCAPED = 7 * MOST_TEXT
"""Characters of a cell in the file, where each may be written `_xHHHH_`."""
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_DATE_IDS = frozenset([*range(14, 18), *range(22, 23), *range(27, 32), 36, *range(50, 55), 57, 58])
_TIME_IDS = frozenset([18, 19, 20, 21, *range(32, 36), 45, 47, 55, 56])
_DURATION_IDS = frozenset([46])


class TooLarge(ValueError):
    """A workbook that would take all memory or time."""


def parse(source: IO[bytes], parser: Any, *, begun: bytes = b"", given: int = 0) -> Iterator[None]:
    """Feeds a part to an expat parser piece by piece; gives control back after each.

    Args:
        source: the part.
        parser: of expat.
        begun: what of the part was read already, and the parser does not have.
        given: how many bytes the parser has already.

    Raises:
        TooLarge: a tag, text or comment without end.
    """
    while piece := begun or source.read(PIECE):
        begun = b""
        parser.Parse(piece, False)
        given += len(piece)
        if given - parser.CurrentByteIndex > MOST_TOKEN:
            raise TooLarge
        yield
    parser.Parse(b"", True)
    yield


def unescaped(text: str) -> str:
    """The text of a cell with each `_xHHHH_` as its character: a carriage return is a line break, other controls are dropped."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda found: _character(int(found[1], 16)), text)
    if re.search("[\ud800-\udfff]", text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _character(code: int) -> str:
    return "" if (code < 32 and code not in (9, 10, 13)) or 127 <= code < 160 else chr(code)


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells joined to one: rows counted from 1, columns from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """A sheet of a workbook.

    Attributes:
        title: its name.
        sheet_state: visible, hidden or veryHidden.
        part: the name of its part in the package.
        max_row: about how many rows it has, by what the file says of itself; None when it says nothing.
    """

    title: str
    sheet_state: str
    part: str
    max_row: int | None = None


@dataclass(slots=True)
class Workbook:
    """An opened workbook."""

    archive: ZipFile
    names: dict[str, str]
    worksheets: list[Sheet] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    from_1904: bool = False
    name: str = ""
    dates: set[int] = field(default_factory=set)
    durations: set[int] = field(default_factory=set)

    @property
    def epoch(self) -> datetime:
        """The day from which the days are counted."""
        return datetime(1904, 1, 1) if self.from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - workbooks know no zones

    def open(self, part: str) -> IO[bytes]:
        """A part by its name; case and slashes do not matter.

        Raises:
            KeyError: there is none.
        """
        return self.archive.open(self.names[_name(part)])

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return _name(part) in self.names

    def merged(self, sheet: Sheet) -> list[Merged]:
        """The cells of a sheet that are joined. They stand behind the values in the file, so it is looked through for them alone."""
        found: dict[Merged, None] = {}
        rest = b""
        with self.open(sheet.part) as source:
            while piece := source.read(PIECE):
                rest += piece
                for left, top, right, bottom in _MERGED.findall(rest):
                    found[Merged(int(top), column_index(left), int(bottom), column_index(right))] = None
                rest = rest[-200:]
        return list(found)

    def close(self) -> None:
        """Closes the file."""
        self.archive.close()


def column_index(letters: str | bytes) -> int:
    """The number of a column from its letters, A is 0."""
    index = 0
    for letter in (letters.decode() if isinstance(letters, bytes) else letters).upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def _name(part: str) -> str:
    return normpath(part.replace("\\", "/")).lstrip("/").casefold()


def _bare(tag: str) -> str:
    return tag.rpartition("}")[2]


def _attribute(element: ElementTree.Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if _bare(key) == name), "")


def _children(element: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (child for child in element.iter() if _bare(str(child.tag)) == name)


def open_package(content: bytes) -> Workbook:
    """Opens a workbook.

    Raises:
        TooLarge: it holds more than a list of rooms can. Exception: almost any, when the package is damaged.
    """
    archive = ZipFile(BytesIO(content))
    if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
        raise TooLarge
    book = Workbook(archive, {_name(name): name for name in archive.namelist()})
    main = next(iter(_related(book, "", "officeDocument")), ("", "xl/workbook.xml"))[1]
    root = _tree(book, main)
    for properties in _children(root, "workbookPr"):
        book.from_1904 = _attribute(properties, "date1904").lower() in ("1", "true", "on")
    targets = dict(_related(book, main, "worksheet"))
    for sheet in _children(root, "sheet"):
        part = targets.get(next((v for k, v in sheet.attrib.items() if k.startswith("{") and _bare(k) == "id"), ""))
        if part is not None and book.has(part):
            state = _attribute(sheet, "state") or "visible"
            book.worksheets.append(Sheet(_attribute(sheet, "name"), state, part, _rows_said(book, part)))
    for part in _own_part(book, main, "sharedStrings"):
        book.shared = list(_texts(book, part))
    for part in _own_part(book, main, "styles"):
        _read_formats(book, part)
    return book


def _own_part(book: Workbook, main: str, kind: str) -> list[str]:
    """The workbook's part of a kind: as it is related, else beside the workbook, where it usually lies."""
    parts = [part for _key, part in _related(book, main, kind)] or [join(dirname(main), f"{kind}.xml")]
    return [part for part in parts[:1] if book.has(part)]


def _related(book: Workbook, part: str, kind: str) -> list[tuple[str, str]]:
    """Ids and names of the parts of a kind that belong to a part."""
    folder, _slash, name = part.rpartition("/")
    relations = join(folder, "_rels", f"{name}.rels")
    if not book.has(relations):
        return []
    root = _tree(book, relations)
    found = []
    for relation in _children(root, "Relationship"):
        if _attribute(relation, "Type").rpartition("/")[2].casefold() == kind.casefold():
            target = _attribute(relation, "Target").replace("\\", "/")
            inside = join(dirname(part), target)
            found.append((_attribute(relation, "Id"), target if target.startswith("/") else inside))
    return found


def _tree(book: Workbook, part: str) -> ElementTree.Element:
    """A small part as a whole."""
    if book.archive.getinfo(book.names[_name(part)]).file_size > _MOST_SMALL:
        raise TooLarge
    with book.open(part) as source:
        return ElementTree.parse(source).getroot()


def _rows_said(book: Workbook, part: str) -> int | None:
    with book.open(part) as source:
        said = re.search(rb'<(?:\w+:)?dimension\s[^>]*ref="[A-Z]+\d+:[A-Z]+(\d+)"', source.read(4096))
    return int(said[1]) if said else None


def _texts(book: Workbook, part: str) -> Iterator[str]:
    """The shared texts; readings of characters (`rPh`) do not belong to them."""
    collected = _Shared()
    count = 0
    with book.open(part) as source:
        for _piece in parse(source, collected.parser):
            count += len(collected.done)
            if count > _MOST_SHARED:
                raise TooLarge
            yield from collected.done
            collected.done.clear()


class _Shared:
    """Listens to the parser and collects texts."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.done: list[str] = []
        self.pieces: list[str] = []
        self.size = 0
        self.silent = False

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "rPh":
            self.silent = True
        elif tag == "t" and not self.silent:
            self.parser.CharacterDataHandler = self._characters

    def _characters(self, text: str) -> None:
        self.size += len(text)
        if self.size > MOST_ESCAPED:
            raise TooLarge
        self.pieces.append(text)

    def _end(self, name: str) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "rPh":
            self.silent = False
        elif tag == "t":
            self.parser.CharacterDataHandler = None
        elif tag == "si":
            self.done.append(unescaped("".join(self.pieces)))
            self.pieces, self.size = [], 0


def _read_formats(book: Workbook, part: str) -> None:
    """Which of the cells' styles are dates, and which durations; anything else about the styles may be wrong."""
    from openpyxl.styles.numbers import is_date_format, is_timedelta_format

    try:
        root = _tree(book, part)
    except ElementTree.ParseError:
        return
    own = {_attribute(item, "numFmtId"): _attribute(item, "formatCode") for item in _children(root, "numFmt")}
    styles = next(_children(root, "cellXfs"), None)
    for number, style in enumerate(() if styles is None else _children(styles, "xf")):
        key = _attribute(style, "numFmtId")
        code = own.get(key)
        if code is not None:
            is_date, is_duration = bool(is_date_format(code)), bool(is_timedelta_format(code))
        else:
            known = int(key) if key.isdigit() else 0
            is_date, is_duration = known in _DATE_IDS or known in _TIME_IDS, known in _DURATION_IDS
        if is_date or is_duration:
            book.dates.add(number)
        if is_duration:
            book.durations.add(number)

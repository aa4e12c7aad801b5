# ruff: noqa: PLC0415 - its reader is loaded with the first old workbook
"""Lists that are no .xlsx: old workbooks (.xls, .et of WPS), texts (.csv, .txt), and web pages that a program saved as .xls.

An old workbook is read by calamine. A text is what its bytes can be: UTF-8 or UTF-16 by its mark, UTF-8, GB 18030, Big5, in this
order; its columns are parted by the sign that its lines have most evenly.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from html.parser import HTMLParser

from desk.services.kit.workbooks.package import Merged, Sheet, TooLarge

OLD = b"\xd0\xcf\x11\xe0"
"""How a file of Excel 97–2003, or one with a password, begins."""
_MOST_CHARACTERS = 32_767
"""Of one cell, as Excel has it."""
_MOST_ROWS = 1_048_576
_PARTED_BY = ",\t;|"
_LOOKED_AT = 40
"""Lines that are looked at to find what parts the columns."""


@dataclass(slots=True)
class Listed:
    """A workbook that was read whole; the same shape as `package.Workbook`.

    Attributes:
        tables: the rows of each sheet, by the sheet's part.
        joined: the cells of a sheet that are joined.
        from_1904: never: days are days already.
    """

    worksheets: list[Sheet] = field(default_factory=list)
    tables: dict[str, Sequence[Sequence[object]]] = field(default_factory=dict)
    joined: dict[str, list[Merged]] = field(default_factory=dict)
    name: str = ""
    from_1904: bool = False

    def merged(self, sheet: Sheet) -> list[Merged]:
        """The cells of a sheet that are joined to one."""
        return self.joined.get(sheet.part, [])

    def rows(self, sheet: Sheet) -> Iterator[tuple[object, ...]]:
        """The values of a sheet, row by row."""
        for row in self.tables[sheet.part]:
            yield tuple(_value(value) for value in row)

    def close(self) -> None:
        """Nothing is held open."""

    def add(self, title: str, state: str, rows: Sequence[Sequence[object]], joined: Iterable[Merged] = ()) -> None:
        """Adds a sheet."""
        part = str(len(self.worksheets))
        self.worksheets.append(Sheet(title, state, part, len(rows)))
        self.tables[part], self.joined[part] = rows, list(joined)


def _value(value: object) -> object:
    """A value as the reader of .xlsx gives it: nothing instead of an empty text, whole numbers whole, a day with its midnight."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    if isinstance(value, str) and len(value) > _MOST_CHARACTERS:
        raise TooLarge
    return None if value == "" else value


# ---------------------------------------------------------------------------------------------------------- .xls, .et
class Locked(ValueError):
    """The workbook has a password."""


def open_old(content: bytes) -> Listed:
    """Opens a workbook of Excel 97–2003 or WPS.

    Raises:
        Locked. Exception: almost any, when it is damaged.
    """
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    if "EncryptedPackage".encode("utf-16-le") in content or _is_encrypted(content):
        raise Locked
    found = Listed()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as error:
        raise Locked from error
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        joined = (Merged(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in _joined(sheet))
        state = "visible" if about.visible == SheetVisibleEnum.Visible else "hidden"
        found.add(about.name, state, sheet.to_python(skip_empty_area=False), joined)
    return found


_BEGIN = re.compile(rb"\x09\x08[\x08\x10]\x00\x00[\x05\x06]\x05\x00")
"""The first record of the workbook in an .xls: begin of file, the version, the workbook as a whole."""
_ENCRYPTED, _FEW = 0x2F, 8


def _is_encrypted(content: bytes) -> bool:
    """Whether one of the first records of an .xls says that what follows is encrypted."""
    found = _BEGIN.search(content)
    place = found.start() if found else len(content)
    for _record in range(_FEW):
        kind, size = (int.from_bytes(content[at : at + 2], "little") for at in (place, place + 2))
        if kind == _ENCRYPTED:
            return True
        place += 4 + size
    return False


def _joined(sheet: object) -> Iterable[tuple[tuple[int, int], tuple[int, int]]]:
    return getattr(sheet, "merged_cell_ranges", None) or ()


# ---------------------------------------------------------------------------------------------------------- .csv, .txt
def open_text(content: bytes, title: str) -> Listed:
    """Reads a list in text; its sheet has the file's name.

    Raises:
        TooLarge. ValueError: no text in any writing known here.
    """
    text = decoded(content)
    found = Listed()
    told, text = _told(text)
    parted = told or _parted_by(text)
    csv.field_size_limit(_MOST_CHARACTERS)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=parted, strict=False):
            rows.append([_plain(cell) for cell in row])
            if len(rows) > _MOST_ROWS:
                raise TooLarge
    except csv.Error as error:
        raise TooLarge from error
    found.add(title, "visible", rows)
    return found


def looks_like_table(content: bytes) -> bool:
    """Whether bytes are a text in columns, whatever the file is called: many a program calls its text with tabs .xls."""
    try:
        text = decoded(content)
    except ValueError:
        return False
    lines = [line for line in text[:200_000].splitlines() if line.strip()][:_LOOKED_AT]
    if len(lines) < 2 or lines[0].lstrip().startswith(("<", "{", "[{")):
        return False
    sign = _parted_by(text)
    return sum(sign in line for line in lines) * 2 > len(lines)


def decoded(content: bytes) -> str:
    """The text of bytes.

    Raises:
        ValueError: it is none.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(name)
    if b"\x00" in content:
        raise ValueError("no text")
    texts = {}
    for name in ("utf-8", "gb18030", "cp950"):
        try:
            texts[name] = content.decode(name)
        except UnicodeDecodeError:
            continue
    if "utf-8" in texts:
        return texts["utf-8"]
    if not texts:
        raise ValueError("no text")
    # Both can read nearly everything: what was written in the other one comes out as rare characters.
    return max(texts.values(), key=_usual)


def _usual(text: str) -> float:
    """How many of the Chinese characters are everyday ones of their writing."""
    chinese = [character for character in text if character > "\u2e7f"]
    if not chinese:
        return 1.0
    simplified = sum(_frequent(character, "gb2312", 0xD7) for character in chinese)
    traditional = sum(_frequent(character, "big5", 0xC6) for character in chinese)
    return max(simplified, traditional) / len(chinese)


def _frequent(character: str, code: str, last: int) -> bool:
    """Whether a character is a mark or one of the frequent ones, which come first in its code; `last`: of their first bytes."""
    try:
        written = character.encode(code)
    except UnicodeEncodeError:
        return False
    return len(written) == 2 and written[0] <= last


_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def _told(text: str) -> tuple[str, str]:
    """What the first line says parts the columns (Excel writes it), and the text behind it."""
    said = _SEPARATOR.match(text)
    return (said[1], text[said.end() :]) if said else ("", text)


def _parted_by(text: str) -> str:
    """The sign that most lines have the same number of times."""
    lines = [line for line in text[:200_000].splitlines() if line.strip()][:_LOOKED_AT]

    def even(sign: str) -> tuple[int, int]:
        counts = Counter(line.count(sign) for line in lines)
        counts.pop(0, None)
        number, often = max(counts.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return often, number

    return max(_PARTED_BY, key=even)


def _plain(cell: str) -> str:
    """A cell without what keeps Excel from taking it for a number: `="0101"`, `'0101`, a tab behind it."""
    text = cell.strip()
    if text.startswith('="') and text.endswith('"'):
        return text[2:-1]
    return text[1:] if text.startswith("'") and text[1:2].isdigit() else text


# ----------------------------------------------------------------------------------------------- web pages called .xls
def looks_like_page(content: bytes) -> bool:
    """Whether a file is a web page: many a program exports its lists so and calls them .xls."""
    head = content[:2048].lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").replace(b"\x00", b"").lower()
    return head.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head"))


def open_page(content: bytes, title: str) -> Listed:
    """Reads the tables of a web page, each as a sheet.

    Raises:
        TooLarge. ValueError: there is none.
    """
    said = re.search(rb'charset\s*=\s*["\']?([\w-]+)', content[:4096])
    try:
        text = content.decode(said[1].decode("ascii")) if said else decoded(content)
    except (LookupError, UnicodeDecodeError):
        text = decoded(content)
    tables = _Tables()
    tables.feed(text)
    tables.close()
    if not tables.done:
        raise ValueError("no table")
    found = Listed()
    for number, (rows, joined) in enumerate(tables.done, 1):
        found.add(title if number == 1 else f"{title} {number}", "visible", rows, joined)
    return found


class _Tables(HTMLParser):
    """Collects the rows of tables; of tables within tables the inner ones are part of their cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[tuple[list[list[str]], list[Merged]]] = []
        self._rows: list[list[str]] = []
        self._joined: list[Merged] = []
        self._taken: dict[int, int] = {}
        self._depth = 0
        self._cell: list[str] | None = None
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._rows, self._joined, self._taken = [], [], {}
        elif self._depth != 1:
            return
        elif tag == "tr":
            self._end_cell()
            self._rows.append([])
            if len(self._rows) > _MOST_ROWS:
                raise TooLarge
        elif tag in ("td", "th"):
            self._end_cell()
            given = dict(attributes)
            self._span = (_number(given.get("rowspan")), _number(given.get("colspan")))
            self._cell = []
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            if self._depth == 1:
                self._end_cell()
                if self._rows:
                    self.done.append((self._rows, self._joined))
            self._depth = max(0, self._depth - 1)
        elif tag in ("td", "th", "tr") and self._depth == 1:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        text = _plain("\n".join(" ".join(line.split()) for line in "".join(self._cell).split("\n")).strip())
        self._cell = None
        if not self._rows:
            self._rows.append([])
        row, number = self._rows[-1], len(self._rows)
        while self._taken.get(len(row), 0) >= number:  # reached down to from a row above
            row.append("")
        left, (down, across) = len(row), self._span
        row += [text] + [""] * (across - 1)
        if down > 1 or across > 1:
            self._joined.append(Merged(number, left, number + down - 1, left + across - 1))
        for column in range(left, left + across):
            self._taken[column] = number + down - 1


def _number(said: str | None) -> int:
    return min(max(int(said), 1), 16_384) if said and said.isdigit() else 1


__all__ = ["OLD", "Listed", "Locked", "decoded", "looks_like_page", "open_old", "open_page", "open_text"]

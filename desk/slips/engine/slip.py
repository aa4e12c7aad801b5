"""The slip: what stands on one numbered piece of paper, as plain data.

A slip holds finished text in the language it is printed in, no layout. The same content renders to the same bytes,
so the database keeps the content (canonical JSON and its SHA-256), not the PDF.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

NUMBER_AFTER_SAVING = ""
"""The number of a slip that is only previewed; the renderer prints 保存后编号 for it."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A drawn box with its label, ticked or empty (boxes are not in the font: they are drawn)."""

    label: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One labelled cell of the grid.

    Attributes:
        label: the caption; "" for a cell without one.
        value: the text; line breaks are kept; "" leaves room for handwriting.
        ticks: drawn boxes, printed after the value.
        span: how many of the grid's 12 columns label and value take together (12 = the whole row).
        lines: the least number of text lines the cell is high.
        bold: for what the eye looks for first (room, amount).
    """

    label: str
    value: str = ""
    ticks: tuple[Tick, ...] = ()
    span: int = 6
    lines: int = 1
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: heading, relative width, and whether figures stand at the right."""

    heading: str
    width: float = 1.0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Lines of a slip (family members, goods); runs on to further pages with its headings repeated.

    Attributes:
        heading: a caption above the table, or "".
        columns: the columns.
        rows: the texts, row by row.
        least_rows: blank rows are added up to this number, for handwriting.
        closing: a line under the last row, such as ——以下空白——, or "".
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    heading: str = ""
    least_rows: int = 0
    closing: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign: caption, the name already known (printed), and whether a date line follows."""

    label: str
    name: str = ""
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of running text at the top of a letter, in the size of values and without a frame.

    Attributes:
        text: the words; line breaks are kept.
        indent: the first line begins two characters in, as Chinese letters do.
        right: stands at the right (who signs, the date).
        bold: for the salutation.
        size: "" as values, `large` or `huge` for a poster, which is read from a step away.
        centre: stands in the middle.
    """

    text: str
    indent: bool = False
    right: bool = False
    bold: bool = False
    size: str = ""
    centre: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo on a slip, by the hash of the stored file: the slip's content stays small and says which picture it was.

    Attributes:
        sha: SHA-256 of the file. caption: under it. whole: nothing of it is cut away to fill the frame.
    """

    sha: str
    caption: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Something at a place on a card; all lengths in millimetres from the card's upper left corner, y downwards.

    Attributes:
        kind: text, picture, qr, bars, line, frame or fill.
        text: the words; what a code says; the hash of a picture.
        x, y: the upper left corner. width, height: of its box; text shrinks to fit it, then breaks, and is never cut.
        size: of text, in points. bold; align: l, c or r within the box. tone: black, grey, red or white.
    """

    kind: str
    x: float
    y: float
    width: float = 0.0
    height: float = 0.0
    text: str = ""
    size: float = 7.0
    bold: bool = False
    align: str = "l"
    tone: str = "black"


@dataclass(frozen=True, slots=True)
class Card:
    """A free layout of its own size, printed alone (CR80) or several on a sheet with marks to cut along.

    Attributes:
        width, height: in millimetres.
    """

    width: float
    height: float
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Slip:
    """One numbered slip.

    Attributes:
        kind: the code of the kind (`complaint`, `dispatch`, `register-card`), see `desk.features.slip_kinds`.
        title: the form's name as printed.
        number: ASCII, e.g. `TS-20261121-0031`; NUMBER_AFTER_SAVING while previewing.
        site: the centre's name, top left.
        body: running text above the grid, for letters.
        fields: the grid above the table.
        tables: tables, in order.
        after: the grid below the tables.
        clauses: small print (notes to the customer).
        signatures: places to sign.
        copies: names of the copies (存根联, 客户联); one page set each; empty = a single unnamed copy.
        footer: left bottom line (issued at, by whom).
        hotline: the centre's telephone, right bottom.
        language: the language of the texts (for dates and line breaking).
        seals: captions of boxes for a seal, right of the last clauses; printed dashed, a seal is never printed.
        pictures: photos below everything else, three in a row.
        cards: free layouts; a slip with cards has nothing else on the page.
        back: running text that begins a page of its own: the back of the sheet.
        stub: cells below the others that stand on one copy only (why something was allowed). stub_copy: the name of that copy.
    """

    kind: str
    title: str
    number: str = NUMBER_AFTER_SAVING
    site: str = ""
    fields: tuple[Field, ...] = ()
    tables: tuple[Table, ...] = ()
    after: tuple[Field, ...] = ()
    clauses: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    copies: tuple[str, ...] = ()
    footer: str = ""
    hotline: str = ""
    language: str = "zh_CN"
    body: tuple[Passage, ...] = ()
    seals: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    cards: tuple[Card, ...] = ()
    back: tuple[Passage, ...] = ()
    stub: tuple[Field, ...] = ()
    stub_copy: str = ""

    def numbered(self, number: str) -> Slip:
        """The same slip with its number."""
        return replace(self, number=number)

    def of_copy(self, name: str) -> Slip:
        """The slip as one of its copies has it: the stub's cells are on the stub only."""
        own = self.stub if name == self.stub_copy else ()
        return replace(self, after=(*self.after, *own), stub=(), stub_copy="")

    def to_json(self) -> str:
        """Canonical JSON: sorted keys, no spaces, defaults left out, so that equal slips are equal bytes."""
        return json.dumps(_compact(asdict(self)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Slip:
        """The slip that `to_json` wrote."""
        data = json.loads(text)
        return cls(
            **{
                **data,
                "fields": tuple(_field(f) for f in data.get("fields", ())),
                "after": tuple(_field(f) for f in data.get("after", ())),
                "stub": tuple(_field(f) for f in data.get("stub", ())),
                "tables": tuple(_table(t) for t in data.get("tables", ())),
                "clauses": tuple(data.get("clauses", ())),
                "signatures": tuple(Signature(**s) for s in data.get("signatures", ())),
                "copies": tuple(data.get("copies", ())),
                "body": tuple(Passage(**{**{"text": ""}, **p}) for p in data.get("body", ())),
                "seals": tuple(data.get("seals", ())),
                "pictures": tuple(Picture(**p) for p in data.get("pictures", ())),
                "cards": tuple(_card(c) for c in data.get("cards", ())),
                "back": tuple(Passage(**{**{"text": ""}, **p}) for p in data.get("back", ())),
            }
        )

    def texts(self) -> list[str]:
        """Every text that will be printed, to see what the font lacks."""
        if self.cards:
            return [piece.text for card in self.cards for piece in card.pieces if piece.kind == "text" and piece.text]
        cells = (*self.fields, *self.after, *self.stub)
        found = [self.title, self.number, self.site, self.footer, self.hotline, *self.clauses, *self.copies]
        found += [passage.text for passage in (*self.body, *self.back)]
        for cell in cells:
            found += [cell.label, cell.value, *(tick.label for tick in cell.ticks)]
        for table in self.tables:
            found += [table.heading, table.closing, *(c.heading for c in table.columns)]
            found += [text for row in table.rows for text in row]
        for signature in self.signatures:
            found += [signature.label, signature.name]
        found += [*self.seals, *(picture.caption for picture in self.pictures)]
        return [text for text in found if text]


def sha256(content: str) -> str:
    """The hash kept beside a slip's content."""
    return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Marks:
    """What the printing adds to a stored slip without changing its content.

    Attributes:
        reprint: 0 for the first printing, else the count that 补打 shows.
        void: True prints 作废 across every page.
        preview: True for an unsaved slip (the number reads 保存后编号).
        issued_at: the moment that the document names as its own, so that a reprint is the same document.
    """

    reprint: int = 0
    void: bool = False
    preview: bool = False
    issued_at: datetime | None = None


_PLAIN = Marks()


def plain() -> Marks:
    """The first, valid printing."""
    return _PLAIN


def _is_nothing(value: Any) -> bool:
    """What is left out of the content; a figure 0 is something, though it equals False."""
    return value is None or value is False or (isinstance(value, (str, tuple, list)) and not value)


def _compact(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _compact(v) for k, v in value.items() if not _is_nothing(v)}
    if isinstance(value, (list, tuple)):
        return [_compact(v) for v in value]
    return value


def _field(data: dict[str, Any]) -> Field:
    return Field(
        **{**{"label": ""}, **data, "ticks": tuple(Tick(**{**{"label": ""}, **t}) for t in data.get("ticks", ()))}
    )


def _table(data: dict[str, Any]) -> Table:
    return Table(
        **{
            **data,
            "columns": tuple(Column(**{**{"heading": ""}, **c}) for c in data["columns"]),
            "rows": tuple(tuple(row) for row in data.get("rows", ())),
        }
    )


def _card(data: dict[str, Any]) -> Card:
    pieces = tuple(Piece(**{**{"x": 0.0, "y": 0.0}, **piece}) for piece in data.get("pieces", ()))
    return Card(data["width"], data["height"], pieces)


__all__ = [
    "Card",
    "Column",
    "Field",
    "Marks",
    "Passage",
    "Picture",
    "Piece",
    "Signature",
    "Slip",
    "Table",
    "Tick",
    "plain",
    "sha256",
]

"""Workbooks that are read: opened without holding the file, in words where they cannot be; their rows as values."""

from __future__ import annotations

import stat
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from desk.errors import DeskError
from desk.i18n import _
from desk.services.kit.workbooks import foreign
from desk.services.kit.workbooks.cells import sheet_rows
from desk.services.kit.workbooks.others import (
    OLD,
    Listed,
    Locked,
    looks_like_page,
    looks_like_table,
    open_old,
    open_page,
    open_text,
)
from desk.services.kit.workbooks.package import Merged, Sheet, TooLarge, Workbook, open_package
from desk.services.kit.workbooks.xmls import OPEN_DOCUMENT, check_binary, looks_like_2003, open_2003, open_document

Progress = Callable[[int, int], None]
"""Called with how much is done and about how much there is."""
Cancelled = Callable[[], bool]
"""Asked now and then; True stops."""


def _broken() -> DeskError:
    return DeskError(
        "workbook-broken",
        _("This file cannot be read as a list. Open it in Excel, save it again as .xlsx and choose the new file."),
    )


TEXTS = (".csv", ".txt", ".tsv")
"""How files are called that hold a list in text."""
KINDS = (".xlsx", ".xlsm", ".xls", ".et", ".xlsb", ".ods", *TEXTS)
"""How files are called that may hold a list."""
MOST_PACKED = 50 << 20
"""Bytes of a workbook's file."""


def _large(file: Path) -> DeskError:
    return DeskError(
        "workbook-large",
        # L10N: 文件过大
        _(
            "{file} holds more than a list of rooms can, and was not read. Copy only the list into a new workbook, without pictures, "
            "and choose that file."
        ).format(file=file.name),
    )


def _content(file: Path) -> bytes:
    # All of it at once: the file is not held open, and one that is open in Excel can be read.
    try:
        kind = file.stat()
        if not stat.S_ISREG(kind.st_mode):
            raise _broken()  # a device or a pipe may never end
        if kind.st_size > MOST_PACKED:
            raise _large(file)
        content = file.read_bytes()
    except FileNotFoundError:
        raise DeskError("file-missing", _("The file {file} is not there.").format(file=file.name)) from None
    except OSError as error:
        raise DeskError(
            "file-unreadable",
            _("The file {file} cannot be read. Close it in other programs, or copy it, and try again.").format(
                file=file.name
            ),
        ) from error
    return content


Book = Workbook | Listed
"""An opened list, whatever it is kept in."""


def _book(content: bytes, file: Path) -> Book:
    """The list that the content holds; what it is shows by its content, not by its name.

    Raises:
        Locked, TooLarge. Exception: almost any, when it is damaged.
    """
    if content.startswith(OLD):
        return open_old(content)
    if content.startswith(b"PK"):
        return _packed(content)
    if looks_like_2003(content):
        return open_2003(content)
    if looks_like_page(content):
        return open_page(content, file.stem)
    foreign.refuse(content, file.name)
    if file.suffix.lower() in TEXTS or looks_like_table(content):
        return open_text(content, file.stem)
    raise ValueError("no list")


def _packed(content: bytes) -> Book:
    """A list in a zip archive: .xlsx, .xlsb, .ods."""
    with ZipFile(BytesIO(content)) as archive:
        names = {name.replace("\\", "/").lstrip("/").casefold() for name in archive.namelist()}
    if "xl/workbook.bin" in names:
        check_binary(content)
        return open_old(content)
    if "content.xml" in names and OPEN_DOCUMENT in content[:200]:
        return open_document(content)
    return open_package(content)


@contextmanager
def opened(file: Path) -> Iterator[Book]:
    """The list: .xlsx, .xls, .et of WPS, .csv or .txt, a web page called .xls; a damaged one becomes a sentence."""
    content = _content(file)
    try:
        workbook = _book(content, file)
    except DeskError:
        raise
    except TooLarge as error:
        raise _large(file) from error
    except Locked as error:
        raise DeskError(
            "workbook-password",
            _("This workbook has a password. Open it in Excel, save it without the password and choose that file."),
        ) from error
    except Exception as error:  # a damaged workbook raises almost anything
        foreign.refuse(content, file.name)
        raise _broken() from error
    workbook.name = file.name
    try:
        yield workbook
    finally:
        workbook.close()


def rows(workbook: Book, sheet: Sheet, *, merged: bool | Collection[int] = False) -> Iterator[tuple[object, ...]]:
    """The values of a sheet, row by row; rows that are not in the file are empty.

    Args:
        workbook: an opened workbook.
        sheet: one of its sheets.
        merged: whether a cell joined over several rows counts for all of them (where the row has anything of its own); or in which
            columns it does: an amount joined over three rooms is owed once.
    """
    found = workbook.rows(sheet) if isinstance(workbook, Listed) else sheet_rows(workbook, sheet)
    joined: dict[int, list[Merged]] = {}
    try:
        if merged:
            for cells in workbook.merged(sheet):
                if cells.bottom > cells.top and (merged is True or cells.left in merged):
                    joined.setdefault(cells.top, []).append(cells)
        current: dict[int, tuple[int, object]] = {}
        for number, row in enumerate(found, start=1):
            yield _filled(row, number, joined, current) if joined else row
    except (DeskError, GeneratorExit):
        raise
    except TooLarge as error:
        raise _large(Path(workbook.name)) from error
    except Exception as error:  # see opened
        raise _broken() from error


def _filled(
    row: tuple[object, ...], number: int, joined: dict[int, list[Merged]], current: dict[int, tuple[int, object]]
) -> tuple[object, ...]:
    """The row with the values of cells that reach down to it; `current` keeps them by column, with their last row."""
    own = any(value is not None and value != "" for value in row)
    values = list(row)
    for column, (last, value) in list(current.items()):
        if number > last:
            del current[column]
        elif own:
            values += [None] * (column + 1 - len(values))
            if values[column] in (None, ""):
                values[column] = value
    for cells in joined.get(number, ()):
        if cells.left < len(row) and row[cells.left] not in (None, ""):
            current[cells.left] = (cells.bottom, row[cells.left])
    return tuple(values)


def visible(workbook: Book) -> list[Sheet]:
    """The sheets that are not hidden."""
    return [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]


def stop_if(cancelled: Cancelled | None) -> None:
    """Stops the import when the clerk said so; the transaction is rolled back.

    Raises:
        DeskError: code `cancelled`.
    """
    if cancelled is not None and cancelled():
        raise DeskError("cancelled", _("The import was stopped. Nothing was changed."))


__all__ = ["KINDS", "Book", "Cancelled", "Progress", "opened", "rows", "stop_if", "visible"]

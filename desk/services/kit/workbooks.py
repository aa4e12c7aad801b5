"""Workbooks that are read: opened without holding the file, in words where they cannot be; their rows as values."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from desk.errors import DeskError
from desk.i18n import _
from desk.services.kit.cells import sheet_rows

Progress = Callable[[int, int], None]
"""Called with how much is done and about how much there is."""
Cancelled = Callable[[], bool]
"""Asked now and then; True stops."""


def _broken() -> DeskError:
    return DeskError(
        "workbook-broken",
        _(
            "This file cannot be read as an Excel workbook. Open it in Excel, save it again as .xlsx and choose the new file."
        ),
    )


def _content(file: Path) -> bytes:
    # All of it at once: the file is not held open, and one that is open in Excel can be read.
    try:
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
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise DeskError(
                "workbook-password",
                _("This workbook has a password. Open it in Excel, save it without the password and choose that file."),
            )
        raise DeskError(
            "workbook-xls",
            _("This is an old .xls workbook. Open it in Excel, save it as .xlsx and choose the new file."),
        )
    if not content.startswith(b"PK"):
        if file.suffix.lower() == ".xls":
            raise DeskError(
                "workbook-xls",
                _("This is an old .xls workbook. Open it in Excel, save it as .xlsx and choose the new file."),
            )
        raise _broken()
    return content


@contextmanager
def opened(file: Path) -> Iterator[Any]:
    """The workbook; whatever openpyxl says about a damaged one becomes a sentence."""
    import openpyxl

    content = _content(file)
    with warnings.catch_warnings():
        # openpyxl warns of styles and extensions it does not know; they do not matter to us.
        warnings.simplefilter("ignore")
        try:
            workbook = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # a damaged workbook makes openpyxl raise almost anything
            raise _broken() from error
        try:
            yield workbook
        finally:
            workbook.close()


def rows(workbook: Any, sheet: Any) -> Iterator[tuple[object, ...]]:
    """The values of a sheet, row by row; rows that are not in the file are empty."""
    found = sheet_rows(workbook, sheet)
    while True:
        try:
            row = next(found)
        except StopIteration:
            return
        except Exception as error:  # see opened
            raise _broken() from error
        yield row


def visible(workbook: Any) -> list[Any]:
    """The sheets that are not hidden."""
    return [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]


def stop_if(cancelled: Cancelled | None) -> None:
    """Stops the import when the clerk said so; the transaction is rolled back.

    Raises:
        DeskError: code `cancelled`.
    """
    if cancelled is not None and cancelled():
        raise DeskError("cancelled", _("The import was stopped. Nothing was changed."))


__all__ = ["Cancelled", "Progress", "opened", "rows", "stop_if", "visible"]

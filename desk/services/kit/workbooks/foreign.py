"""Files that are no lists, told by their content: what they are is said, not only that they cannot be read."""

from __future__ import annotations

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from desk.errors import DeskError
from desk.i18n import N_, _

_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", N_("a PDF")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"BM", N_("a picture")),
    (b"II*\x00", N_("a picture")),
    (b"MM\x00*", N_("a picture")),
    (b"RIFF", N_("a picture")),
    (b"{\\rtf", N_("a document of a word processor")),
    (b"Rar!", N_("a packed archive (unpack it first)")),
    (b"7z\xbc\xaf", N_("a packed archive (unpack it first)")),
    (b"\x1f\x8b", N_("a packed archive (unpack it first)")),
    (b"MZ", N_("a program")),
    (b"SQLite format 3", N_("a database")),
)
"""How such files begin, and what they are; texts may begin with two letters of these, so the short ones need a byte that no text has."""
_STREAMS: tuple[tuple[str, str], ...] = (
    ("WordDocument", N_("a document of a word processor")),
    ("PowerPoint Document", N_("a presentation")),
)
_PARTS: tuple[tuple[str, str], ...] = (
    ("word/", N_("a document of a word processor")),
    ("ppt/", N_("a presentation")),
)


def refuse(content: bytes, name: str) -> None:
    """Refuses a file of which it can be said what it is.

    Raises:
        DeskError: `workbook-empty`, `workbook-foreign`.
    """
    mark = next((each for each in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff") if content.startswith(each)), b"")
    if not content[len(mark) :].strip(b"\x00 \r\n\t"):
        # L10N: 文件“{file}”是空的，里面没有内容。请检查是否下载或另存完整，再选择。
        words = _("{file} is empty. Look whether it was saved or downloaded whole, and choose it again.")
        raise DeskError("workbook-empty", words.format(file=name))
    if name.startswith("~$") and len(content) < 1024:
        # L10N: “{file}”只是 Excel 打开文件时留下的标记，请选择同名但不带 ~$ 的文件。
        words = _(
            "{file} is only the mark that Excel makes while a list is open. Choose the file of that name without ~$."
        )
        raise DeskError("workbook-foreign", words.format(file=name))
    what = _what(content)
    if what:
        # L10N: “{file}”是{what}，不是表格。请选择 Excel、WPS 或文本表格。
        words = _("{file} is {what}, not a list. Choose a list of Excel or WPS, or a text with columns.")
        raise DeskError("workbook-foreign", words.format(file=name, what=_(what)))


def _what(content: bytes) -> str:
    if content.startswith(b"PK"):
        return _in_archive(content)
    for stream, what in _STREAMS:
        if content.startswith(b"\xd0\xcf\x11\xe0") and stream.encode("utf-16-le") in content:
            return what
    head = content[:64]
    binary = b"\x00" in head or any(byte < 9 or 13 < byte < 32 for byte in head)
    return next(
        (what for begin, what in _BEGINNINGS if content.startswith(begin) and (len(begin) > 2 or binary)),
        "",
    )


def _in_archive(content: bytes) -> str:
    """What a zip archive is that holds no workbook; "" when it does, or is damaged."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = [name.replace("\\", "/").lstrip("/").casefold() for name in archive.namelist()]
    except BadZipFile:
        return ""
    if any(name.startswith("xl/") for name in names):
        return ""
    for begin, what in _PARTS:
        if any(name.startswith(begin) for name in names):
            return what
    # L10N: 压缩包
    return N_("a packed archive (unpack it first)")


__all__ = ["refuse"]

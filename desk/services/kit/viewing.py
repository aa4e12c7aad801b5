"""Papers that are opened in another program: a folder nobody else can read or guess, emptied at the start and at the end."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from desk import paths

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk

_BEFORE = ("desk-slips", "desk-scans")
"""Where versions before left such papers, in the folder of everybody's temporary files."""


def put(desk: Desk, name: str, content: bytes) -> Path:
    """Writes a paper to look at; each one lies in a new folder of its own.

    Args:
        desk: the desk.
        name: what the other program shows; signs that no file system takes are left out, a long one is cut.
        content: the bytes.

    Raises:
        OSError: the disk said no.
    """
    folder = Path(tempfile.mkdtemp(prefix="", dir=paths.private(paths.viewing(desk.data))))
    file = folder / _file_name(name)
    with open(file, "xb", opener=lambda path, flags: os.open(path, flags, 0o600)) as stream:
        stream.write(content)
    return file


def _file_name(name: str) -> str:
    plain = Path("".join(sign for sign in name if sign.isprintable() and sign not in '\\/:*?"<>|')).name
    given = Path(plain.strip(". ") or "paper")
    # A name has 255 bytes at most, a hanzi takes three of them.
    return f"{given.stem[:60]}{given.suffix[:10]}"


def empty(data: Path) -> None:
    """Removes every paper that was opened; one that a program still holds open (Windows) goes at the next start."""
    shutil.rmtree(paths.viewing(data), ignore_errors=True)
    for name in _BEFORE:
        folder = Path(tempfile.gettempdir()) / name
        # Only what is ours: in everybody's folder a name proves nothing.
        if folder.is_dir() and not folder.is_symlink() and (os.name == "nt" or folder.stat().st_uid == os.getuid()):
            shutil.rmtree(folder, ignore_errors=True)


__all__ = ["empty", "put"]

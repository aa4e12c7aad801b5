# ruff: noqa: PLC0415 - asked only where no folder was given
"""Where things are: the program's own files, and the folder of a site."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    """A folder shipped with the program: beside the package in a checkout, inside it when installed from a wheel."""
    inside = _PACKAGE / "_shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def resources() -> Path:
    """Fonts, icons, policy.toml, catalog.toml and the demo's roster."""
    return _shipped("resources")


def i18n() -> Path:
    """The message catalogues."""
    return _shipped("i18n")


def default_data_folder() -> Path:
    """The user's data folder for the one site of this PC."""
    import platformdirs

    return Path(platformdirs.user_data_dir("Desk", appauthor=False))


def database_file(data: Path) -> Path:
    """The site's database."""
    return data / "desk.sqlite3"


def key_file(data: Path) -> Path:
    """The wrapped key of an encrypted site."""
    return data / "desk.keys"


def last_act(data: Path) -> Path:
    """The last act that was saved, told beside the database."""
    return data / "desk.sqlite3.last"


def backups(data: Path) -> Path:
    """Verified copies of the database."""
    return data / "backups"


def attachments(data: Path) -> Path:
    """Scanned papers, stored under their SHA-256."""
    return data / "attachments"


def fonts(data: Path) -> Path:
    """The site's own fonts, for characters that Noto Sans SC lacks."""
    return data / "fonts"


def crashes(data: Path) -> Path:
    """Reports of bugs, one text file each."""
    return data / "crashes"


def logs(data: Path) -> Path:
    """The log, rotated; it holds no personal data."""
    return data / "logs"


def viewing(data: Path) -> Path:
    """Papers that were opened in another program; emptied at the start and at the end."""
    return data / "viewing"


def private(folder: Path) -> Path:
    """Makes a folder that only this user may read, with its parents; gives it back.

    Raises:
        OSError: the disk said no.
    """
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def only_mine(file: Path) -> None:
    """Takes a file or folder away from everybody else; a disk that knows no rights (a stick) is left as it is."""
    if os.name == "nt":  # the profile's folder is private there, and modes say nothing
        return
    try:
        mode = file.stat().st_mode
        if mode & 0o077:
            file.chmod(mode & 0o700)
    except OSError:
        return


def make_private(data: Path) -> None:
    """Takes a site's folder, and what Desk keeps in it, away from everybody else (older versions left them open).

    A folder that holds other things too (somebody's own documents) keeps its mode; what is Desk's in it does not.
    """
    if os.name == "nt" or not data.is_dir():
        return
    folders = [backups(data), attachments(data), crashes(data), logs(data), viewing(data)]
    own = {folder.name for folder in folders} | {"fonts", "window.ini", "desk.keys"}
    with os.scandir(data) as entries:
        names = [entry.name for entry in entries]
    ours = [name for name in names if name in own or ".sqlite3" in name]
    if len(ours) == len(names):
        only_mine(data)
    for name in ours:
        entry = data / name
        if entry.is_dir() and not entry.is_symlink():
            if entry.stat().st_mode & 0o077:
                for inside in entry.rglob("*"):
                    if not inside.is_symlink():
                        only_mine(inside)
                only_mine(entry)
        elif not entry.is_symlink():
            only_mine(entry)

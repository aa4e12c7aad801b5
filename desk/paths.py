"""Where things are: the program's own files, and the folder of a site."""

from __future__ import annotations

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


def backups(data: Path) -> Path:
    """Verified copies of the database."""
    return data / "backups"


def attachments(data: Path) -> Path:
    """Scanned papers, stored under their SHA-256."""
    return data / "attachments"


def crashes(data: Path) -> Path:
    """Reports of bugs, one text file each."""
    return data / "crashes"

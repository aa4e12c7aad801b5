"""What this PC remembers of its window: language, theme, text size, place on the screen.

Kept beside the database in a small file, so that the window has its look before the database is opened.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings


class Preferences:
    """Reads and writes `window.ini` of a site's folder. Names: language, theme, text_size, geometry, printer."""

    def __init__(self, data: Path) -> None:
        self._settings = QSettings(str(data / "window.ini"), QSettings.Format.IniFormat)

    def get(self, name: str, default: Any = "") -> Any:
        """A remembered value."""
        return self._settings.value(name, default)

    def put(self, name: str, value: Any) -> None:
        """Remembers a value."""
        self._settings.setValue(name, value)

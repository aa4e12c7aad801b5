"""What the manual takes from the window itself: pictures of the tour, and the keys that each page has."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from desk import features, tour
from desk.tour import run_tour
from desk.ui.kit import keys, pages, tasks
from desk.ui.shell.main_window import MainWindow

WIDTH, QUALITY = 880, 62
"""Pictures of the manual: narrower than the window and squeezed, about 20 kB each."""
MARKS: Mapping[str, str] = {
    "request-form": "complaint-form",
    "request": "complaint-on-hold",
    "household": "household",
    "person": "tenant-form",
    "roster": "roster-preview",
    "today": "today",
}
"""Which picture shows a page best, where it is neither the one with the page's name nor the first of the page."""


def pictures_by_page(story: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, str]:
    """The file of the picture that stands for each page, out of a tour's story."""
    found: dict[str, str] = {}
    for picture in story["pictures"]:
        page, name = str(picture.get("page", "")), str(picture["name"])
        if page and (page not in found or name in (page, MARKS.get(page))) and name != "other-language":
            found[page] = str(picture["file"])
    for picture in story["pictures"]:
        if MARKS.get(str(picture.get("page", ""))) == picture["name"]:
            found[str(picture["page"])] = str(picture["file"])
    return found


def draw(folder: Path, language: str) -> list[str]:
    """Runs the tour and keeps a picture of each page.

    Args:
        folder: where `PAGE.webp` go; what was there before goes.
        language: of the window.

    Returns:
        The pages that have a picture.
    """
    with tempfile.TemporaryDirectory(prefix="desk-manual-") as made:
        out = Path(made) / "tour"
        chosen = pictures_by_page(run_tour(out, data=Path(made) / "site", language=language))
        keep(chosen, out, folder)
    return sorted(chosen)


def keep(chosen: Mapping[str, str], out: Path, folder: Path) -> None:
    """Keeps a tour's pictures as `PAGE.webp`; what the folder held before goes.

    Args:
        chosen: the file of each page's picture.
        out: where these are.
        folder: where they go.

    Raises:
        OSError: a picture cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.webp"):
        old.unlink()
    for page, file in chosen.items():
        image = QImage(str(out / file)).scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)
        if not image.save(str(folder / f"{page}.webp"), quality=QUALITY):  # the format goes by the name
            raise OSError(f"cannot write the picture of {page}")


def page_keys(language: str) -> dict[str, list[tuple[str, str]]]:
    """The keys of every page with their words, as the window itself would say them; on a site of its own that is thrown away."""
    tour._screen(1.0)
    app = tour._application(language, "light")
    found: dict[str, list[tuple[str, str]]] = {}
    with tempfile.TemporaryDirectory(prefix="desk-manual-") as made:
        desk = tour._new_site(Path(made))
        window = MainWindow(staff_sign_in=False)
        try:
            for spec in pages.registered():
                page = pages.load(spec)(window, desk)
                found[spec.code] = list(keys.keys_of(page))
                page.deleteLater()
            app.processEvents()
        finally:
            tasks.wait()
            window.close()
            desk.database.close()
    return found


def written() -> tuple[str, ...]:
    """The pages that need a text."""
    return tuple(page.code for page in features.each("pages"))


__all__ = ["draw", "keep", "page_keys", "pictures_by_page", "written"]

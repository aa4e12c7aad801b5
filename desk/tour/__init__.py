"""The tour: the real window driven by keys through every main job; pictures, slips and `tour.json` come of it."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from desk import paths
from desk.app import open_desk
from desk.errors import DeskError
from desk.i18n import _
from desk.services.site import ensure_site
from desk.tour import story as tour_story
from desk.tour.hands import Hands
from desk.ui.kit import tasks, translator
from desk.ui.kit import theme as looks
from desk.ui.shell import single
from desk.ui.shell.main_window import MainWindow

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk


def run_tour(
    out: Path,
    *,
    data: Path | None = None,
    language: str = "zh_CN",
    size: tuple[int, int] = (1366, 768),
    scale: float = 1.0,
    theme: str = "light",
    stories: Sequence[str] | None = None,
) -> dict[str, list[dict[str, Any]]]:
    """Drives the window through every main job; needs no display.

    Args:
        out: where pictures, slips and `tour.json` go.
        data: the site's folder; an empty temporary one when None.
        language: what the set-up chooses.
        size: the screen in pixels.
        scale: 1.5 for a screen at 150 %.
        theme: light or dark.
        stories: which are told between the opening and the round through the lists (`desk.tour.story.stories`); all when None.

    Returns:
        What `tour.json` holds: pictures, slips, jobs.
    """
    _clear(out)
    _screen(scale)
    app = _application(language, theme)  # noqa: F841 - it lives as long as somebody holds it
    folder = data or Path(tempfile.mkdtemp(prefix="desk-tour-"))
    paths.database_file(folder).parent.mkdir(parents=True, exist_ok=True)
    instance = single.claim(folder)
    if instance is None:
        raise DeskError("in-use", "the folder of the tour is open in another window")
    try:
        desk = _new_site(folder)
    except DeskError:
        instance.release()
        raise
    window = MainWindow(staff_sign_in=True)
    window.resize(round(size[0] / scale), round(size[1] / scale))
    window.show()
    window.activateWindow()
    window.attach(desk)
    hands = Hands(window, desk, out)
    try:
        with tour_story.paper_printer(hands):
            tour_story.tell(hands, language, stories)
    finally:
        tasks.wait()
        window.close()
        desk.database.close()
        instance.release()
        (out / "tour.json").write_text(json.dumps(hands.story, ensure_ascii=False, indent=1), encoding="utf-8")
    return hands.story


def _clear(out: Path) -> None:
    """Takes the pictures and papers of an earlier tour away."""
    out.mkdir(parents=True, exist_ok=True)
    for old in (*out.glob("*.png"), *out.glob("*.pdf"), *out.glob("tour.json")):
        old.unlink()


def _screen(scale: float) -> None:
    """Makes up a screen where there is none; before Qt is imported."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if scale != 1.0:
        os.environ["QT_SCALE_FACTOR"] = str(scale)


def _application(language: str, theme: str) -> QApplication:
    """Qt's application, kept while its windows are shown."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setCursorFlashTime(0)  # the same picture each time
    translator.switch_language(app, language)
    looks.apply(app, theme)
    return app


def _new_site(folder: Path) -> Desk:
    """The site of the tour, which fills it from the beginning.

    Raises:
        DeskError: `tour-site`: there is a site already.
    """
    desk = open_desk(folder)
    ensure_site(desk)
    desk.forget()
    if desk.site.ready:
        desk.database.close()
        # L10N: 导览会填写新数据，只能在空文件夹中进行
        raise DeskError(
            "tour-site", _("The tour fills a new site; this folder holds one already. Nothing was changed.")
        )
    return desk

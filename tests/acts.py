"""`python -m tests.acts`: opens every page on a small site and writes what each does to `resources/acts`, for the list of acts."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desk.ui.shell.main_window import MainWindow

HEAD = "# What each page does, for the list of acts (Ctrl+K): page, on, key, act. Written by `python -m tests.acts`."


def files_of(window: MainWindow, look: Callable[[Any, Any], object] | None = None) -> dict[str, str]:
    """The files by feature, as the pages of this window say them; `look(spec, page)` sees each page, too."""
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    from desk import features
    from desk.ui.kit import tasks
    from desk.ui.shell import offers

    found: dict[str, list[str]] = {}
    for feature, spec in ((each.code, page) for each in features.features() for page in each.pages):
        page = window.open_page(spec.code)
        until = time.monotonic() + 10
        while not tasks.idle() and time.monotonic() < until:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        QApplication.processEvents()
        assert page is not None, spec.code
        found.setdefault(feature, [HEAD]).extend("\t".join(each) for each in offers.of_page(page, spec))
        if look is not None:
            look(spec, page)
    return {feature: "".join(f"{line}\n" for line in lines) for feature, lines in found.items()}


@contextmanager
def _window() -> Iterator[MainWindow]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from desk.services import site
    from desk.ui.kit import tasks, theme
    from desk.ui.shell.main_window import MainWindow
    from tests.kit.site import new_site

    app = QApplication(sys.argv[:1])
    theme.apply(app, "light")
    with (
        tempfile.TemporaryDirectory(prefix="desk-acts-") as folder,
        new_site(Path(folder), site.BuildingPlan("1栋", 1, 3, 2)) as desk,
    ):
        window = MainWindow(desk, staff_sign_in=False)
        window.resize(1366, 768)
        window.show()
        yield window
        tasks.wait()
        window.close()


def main() -> int:
    from desk.ui.shell import offers

    with _window() as window:
        files = files_of(window)
    folder = offers.file_of("").parent
    folder.mkdir(exist_ok=True)
    for file in folder.glob("*.tsv"):
        file.unlink()
    for feature, text in files.items():
        offers.file_of(feature).write_text(text, encoding="utf-8")
    sys.stdout.write(f"{sum(text.count(chr(10)) - 1 for text in files.values())} acts\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

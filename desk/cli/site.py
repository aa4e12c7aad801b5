"""How a command opens the site that it works on."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from desk import i18n
from desk.app import open_asking
from desk.cli.common import asking, data_folder, known_password
from desk.services.kit.desk import Desk
from desk.services.site import ensure_site


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[Desk]:
    """The site of `--data` or `--database`, closed at the end; a new one is first made empty, with default settings (architecture "Commands")."""
    desk = open_asking(data_folder(options), options.database, asking(options), password=known_password(options))
    try:
        site = ensure_site(desk)
        i18n.set_language(site.language)
        yield desk
    finally:
        desk.database.close()

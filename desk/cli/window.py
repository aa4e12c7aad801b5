"""The command without a name: the window on this site. Nothing is imported here that the window does not need."""

from __future__ import annotations

import argparse

from desk.cli.common import data_folder
from desk.window import run_window


def run(options: argparse.Namespace) -> int:
    """Opens the window on this site."""
    return run_window(data_folder(options), database_url=options.database)

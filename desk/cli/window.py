"""The command without a name: the window on this site. Nothing is imported here that the window does not need."""

from __future__ import annotations

import argparse

from desk.app import run_window
from desk.cli.common import data_folder


def run(options: argparse.Namespace) -> int:
    """Opens the window on this site."""
    return run_window(data_folder(options), database_url=options.database)

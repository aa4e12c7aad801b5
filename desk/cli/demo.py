"""`desk demo`: an invented community, and the window on it."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from desk.app import open_asking
from desk.cli.common import ask_password, print_json
from desk.i18n import _
from desk.services.demo import make_demo
from desk.window import run_window


def do_demo(options: argparse.Namespace) -> int:
    """Makes a demo community and opens the window on it."""
    data = options.data or Path(tempfile.mkdtemp(prefix="desk-demo-"))
    desk = open_asking(data, options.database, ask_password)
    try:
        counts = make_demo(desk, units=options.units, seed=options.seed)
    finally:
        desk.database.close()
    if options.json:
        print_json({"data": data, "units": counts.units, "people": counts.customers})
    else:
        print(_("A demo community with {units} rooms is in {folder}").format(units=counts.units, folder=data))
    if options.no_window:
        return 0
    return run_window(data, database_url=options.database, demo=True)

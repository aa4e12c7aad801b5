"""A clerk in a process of its own, who logs requests as fast as the disk allows, until it is killed.

    clerk.py SITE [SCRATCH]

For each line on standard input one clerk begins, all of them on the site, one after the other: they have their parent's
imports, so that a life costs no start. Its process number is printed on a line, then one number as soon as each act is
finished, and "dead" after its end. The scratch site is the parent's: one act there loads what acts load.
"""

import os
import subprocess
import sys
from pathlib import Path

from desk.app import open_desk
from desk.services.demo import sit_down
from desk.services.kit.desk import Desk
from desk.services.requests import log_request, proposed_promise
from desk.services.requests.views import RequestEntry

PASSWORD = os.environ.get("CLERK_PASSWORD")
"""Of an encrypted site."""


def log(desk: Desk) -> str:
    """One act; its number."""
    entry = RequestEntry(
        kind="repair",
        channel="phone",
        unit_id=1,
        caller_name="单雄风",
        category="leak",
        content="厨房水管接头渗漏" * 20,
        severity="urgent",
        repeated_back=True,
        promised_at=proposed_promise(desk, "urgent"),
    )
    return log_request(desk, entry).number


def say(word: object) -> None:
    """One line, at once and whole."""
    os.write(1, f"{word}\n".encode())


def live(site: Path) -> None:
    """Logs until the end."""
    desk = open_desk(site, password=PASSWORD)
    sit_down(desk)
    if not hasattr(os, "fork"):
        log(desk)  # nothing is loaded yet
    say(os.getpid())
    while True:
        say(log(desk))


def serve(site: Path, scratch: Path) -> None:
    """Begins a life for each line that comes in."""
    desk = open_desk(scratch, password=PASSWORD)
    sit_down(desk)
    log(desk)
    desk.database.close()
    for _line in sys.stdin:
        if not hasattr(os, "fork"):
            subprocess.run([sys.executable, __file__, str(site)], check=False)
        elif child := os.fork():
            os.waitpid(child, 0)
        else:
            live(site)
        say("dead")


if len(sys.argv) > 2:
    serve(Path(sys.argv[1]), Path(sys.argv[2]))
else:
    live(Path(sys.argv[1]))

"""The power goes at each system call that changes the disk, one life after the other: no finished act is lost, and the data is whole.

    python -m tests.e2e.kills [--encrypted] [--most N] [--only fsync …]

One life is: open the site, log a request with its slip, keep a photo, make a backup, log another request, put the backup back, log a
third, close. First it is watched by strace (Linux), which counts its calls; then it is lived once for each of them, on a fresh copy
of the site, and killed (SIGKILL) as it enters that call. After each death the site is opened, checked, and worked with.
For kills at random moments: DESK_TEST_KILLS=300 python -m pytest tests/e2e/test_kill.py.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import select

from desk import paths
from desk.app import open_desk
from desk.models import Request, SlipRecord
from desk.models.kit import keys
from desk.services.demo import make_demo, sit_down
from desk.services.kit import attachments
from desk.services.kit.desk import Desk
from desk.services.requests import RequestEntry, log_request, proposed_promise
from desk.services.site import encryption, record_files
from desk.services.site.backup import backup, verify
from desk.services.site.check import check
from desk.services.site.restore import restore

CHANGING = (
    "write", "pwrite64", "writev", "pwritev", "pwritev2", "ftruncate", "truncate", "fallocate", "fsync", "fdatasync", "sync_file_range",
    "rename", "renameat", "renameat2", "unlink", "unlinkat", "link", "linkat", "symlink", "symlinkat", "mkdir", "mkdirat", "rmdir",
    "chmod", "fchmod", "fchmodat", "copy_file_range", "sendfile",
)  # fmt: skip
"""System calls that change a disk. A file that is only made changes nothing that is looked at; what is written into it does."""
PASSWORD = "four unrelated words"
PHOTO = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


# ------------------------------------------------------------------------------------------------------------- a life
def say(word: object) -> None:
    """One line, at once and whole: what it names is finished."""
    os.write(1, f"{word}\n".encode())


def opened(site: Path) -> Desk:
    """The site, with somebody at the counter."""
    desk = open_desk(site, password=os.environ.get("CLERK_PASSWORD"))
    sit_down(desk)
    return desk


def logged(desk: Desk) -> str:
    """One request with its slip; its number."""
    entry = RequestEntry(
        kind="repair", channel="phone", unit_id=1, caller_name="单雄风", category="leak", content="厨房水管接头渗漏" * 20,
        severity="urgent", repeated_back=True, promised_at=proposed_promise(desk, "urgent"),
    )  # fmt: skip
    return log_request(desk, entry).number


def live(site: Path) -> None:
    """Everything that one life does; each thing is said when it is finished."""
    desk = opened(site)
    say(f"request {logged(desk)}")
    (kept,) = record_files.add_file(desk, "request:1", content=PHOTO, name="现场.pdf")
    say(f"file {kept.sha256}")
    made = backup(desk)
    say(f"backup {made.file.name}")
    say(f"request {logged(desk)}")
    key = desk.database.key
    desk.database.close()
    say("restoring")
    restore(site, made.file, key=key)
    say(f"restored {made.file.name}")
    desk = opened(site)
    say(f"request {logged(desk)}")
    desk.database.close()
    say("closed")


# -------------------------------------------------------------------------------------------------------- what is left
def what_is_wrong(site: Path, said: list[str]) -> list[str]:
    """What a death left that it must not have left; empty when all is well."""
    things = [tuple(line.split(" ", 1)) for line in said]
    desk = open_desk(site, password=os.environ.get("CLERK_PASSWORD"))
    sit_down(desk)
    try:
        wrong = [f"check: {finding}" for finding in check(desk)]
        with desk.look() as session:
            stored, slips = (
                set(session.scalars(select(Request.number))),
                set(session.scalars(select(SlipRecord.number))),
            )
        restoring = ("restoring",) in things
        restored = any(thing[0] == "restored" for thing in things)
        numbers = [thing[1] for thing in things if thing[0] == "request"]
        for place, number in enumerate(numbers):
            # What was logged after the backup is gone once it is back; while it is put back either is right.
            if place == 1 and (restored or restoring):
                continue
            if number not in stored or number not in slips:
                wrong.append(f"lost: {number}")
        for thing in things:
            if thing[0] == "file" and not attachments.path_of(desk, thing[1]).is_file():
                wrong.append("lost: the photo")
            if thing[0] == "backup":
                verify(paths.backups(site) / thing[1], key=desk.database.key)
        if logged(desk) in stored:
            wrong.append("a number was given twice")
        verify(backup(desk).file, key=desk.database.key)
        wrong += [f"afterwards: {finding}" for finding in check(desk)]
    finally:
        desk.database.close()
    left = [file.name for file in site.rglob("*.part*")] + [file.name for file in site.glob("incoming*")]
    if len(left) > 3:
        wrong.append(f"left behind: {left}")
    return wrong


# -------------------------------------------------------------------------------------------------------------- deaths
def lived(site: Path, *traced: str) -> tuple[list[str], int]:
    """Lives a life under strace; what it said, and how it ended."""
    done = subprocess.run(
        ["strace", "-f", "-qq", "--seccomp-bpf", *traced, sys.executable, "-m", "tests.e2e.kills", "--life", str(site)],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, timeout=300, check=False,
    )  # fmt: skip
    return [line for line in done.stdout.splitlines() if line], done.returncode


def calls_of(master: Path, folder: Path) -> Counter[str]:
    """How often a life makes each call."""
    site, log = folder / "counted", folder / "calls"
    shutil.copytree(master, site)
    said, code = lived(site, "-o", str(log), "-e", f"trace={','.join(CHANGING)}", "-e", "decode-pids=none")
    assert code == 0, said
    assert said[-1] == "closed", said
    found = re.findall(r"^(?:\d+ +)?([a-z0-9_]+)\(", log.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
    shutil.rmtree(site)
    return Counter(found)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.kills", description=__doc__)
    parser.add_argument("--life", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--encrypted", action="store_true")
    parser.add_argument("--most", type=int, default=10_000, help="at most so many of each call, evenly spread")
    parser.add_argument("--only", nargs="+", choices=CHANGING, default=CHANGING)
    options = parser.parse_args()
    if options.encrypted or "CLERK_PASSWORD" in os.environ:
        keys.TIME, keys.MEMORY, keys.LANES = 1, 64, 1  # what a key costs is not what this is about
    if options.life:
        live(options.life)
        return 0
    with tempfile.TemporaryDirectory(prefix="desk-kills-") as name:
        return deaths(Path(name), options)


def deaths(folder: Path, options: argparse.Namespace) -> int:
    """Kills a life at each call; 1 when any of them left something wrong."""
    master, site = folder / "master", folder / "site"
    desk = open_desk(master)
    make_demo(desk, units=2, seed=3)
    desk.database.close()
    if options.encrypted:
        encryption.turn_on(master, PASSWORD)
        os.environ["CLERK_PASSWORD"] = PASSWORD
    calls = calls_of(master, folder)
    print(f"{sum(calls.values())} calls: {dict(calls.most_common())}", flush=True)
    began, lives, killed, bad = time.monotonic(), 0, 0, 0
    for call in options.only:
        many = min(calls[call], options.most)
        for count in sorted({1 + at * (calls[call] - 1) // max(1, many - 1) for at in range(many)}):
            shutil.rmtree(site, ignore_errors=True)
            shutil.copytree(master, site)
            said, code = lived(
                site, "-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={count}"
            )
            lives, killed = lives + 1, killed + (code != 0)
            try:
                wrong = what_is_wrong(site, said)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is what this looks for
                wrong = [f"{type(error).__name__}: {error}"]
            if wrong:
                bad += 1
                print(f"{call} {count}: after {said}: {wrong}", flush=True)
    print(f"{lives} lives, {killed} killed, {bad} with something wrong, {time.monotonic() - began:.0f} s", flush=True)
    return 1 if bad or not killed else 0


if __name__ == "__main__":
    sys.exit(main())

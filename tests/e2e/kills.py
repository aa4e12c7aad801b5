"""The power goes at each system call that changes the disk: no finished act is lost, and the data is whole.

    python -m tests.e2e.kills [day turning roster] [--encrypted]          (Linux, with strace)

A life is a script of acts, told as they are finished:

- `day`: open the site, log a request with its slip, keep a photo, make a backup, log another request, put the backup back, log a
  third, close;
- `turning`: encrypt a site, change its password and its recovery code, make it plain again;
- `roster`: load an office's list of rooms, then the same list with other people.

It is lived once. strace stops it after each call that changes a disk, and what lies in the site's folder at that moment is copied:
it is what a SIGKILL leaves there, for what a process wrote belongs to the system as soon as the call is over. Each folder that was
not seen before is opened, checked and worked with, in one process that has everything loaded; so a life of thousands of calls
takes minutes (less with TMPDIR=/dev/shm). (That a real SIGKILL leaves no other thing: tests/e2e/test_kill.py, at random moments; a long run of it is
DESK_TEST_KILLS=300 python -m pytest tests/e2e/test_kill.py.)
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import func, select

from desk import paths
from desk.app import open_desk
from desk.errors import StorageError
from desk.models import Customer, Request, SlipRecord, Staff
from desk.models.kit import keys
from desk.services.demo import make_demo
from desk.services.kit import attachments
from desk.services.kit.desk import Actor, Desk, sit_down
from desk.services.requests import RequestEntry, log_request, proposed_promise
from desk.services.roster import Choices, import_roster
from desk.services.site import copies, encryption, record_files
from desk.services.site.backup import backup, verify
from desk.services.site.check import check
from desk.services.site.restore import restore

CHANGING = (
    "open", "openat", "creat", "write", "pwrite64", "writev", "pwritev", "pwritev2", "ftruncate", "truncate", "fallocate", "fsync",
    "fdatasync", "sync_file_range", "rename", "renameat", "renameat2", "unlink", "unlinkat", "link", "linkat", "symlink", "symlinkat",
    "mkdir", "mkdirat", "rmdir", "chmod", "fchmod", "fchmodat", "copy_file_range", "sendfile",
)  # fmt: skip
"""System calls that change a disk; opening may make a file, or empty one."""
PASSWORD, OTHER_PASSWORD = "four unrelated words", "five words nobody would guess"
PHOTO = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
WAIT = 120.0


# ------------------------------------------------------------------------------------------------------------- lives
def say(*words: object) -> None:
    """One line, at once and whole: what it names is finished."""
    os.write(1, f"{' '.join(map(str, words))}\n".encode())


def opened(site: Path, *passwords: str) -> Desk:
    """The site, by whichever of these opens it, with somebody at the counter."""
    tried = passwords or (os.environ.get("CLERK_PASSWORD"),)
    for place, password in enumerate(tried):
        try:
            desk = open_desk(site, password=password)
        except StorageError as error:
            if error.code != "wrong-password" or place == len(tried) - 1:
                raise
        else:
            break
    sit_down(desk)
    return desk


def as_manager(desk: Desk) -> Desk:
    """The same desk, with the manager at it."""
    with desk.look() as session:
        asked = select(Staff.id, Staff.login, Staff.name, Staff.role).where(Staff.role == "manager")
        row = session.execute(asked).first()
    assert row is not None
    desk.actor = Actor(*row)
    return desk


def logged(desk: Desk) -> str:
    """One request with its slip; its number."""
    entry = RequestEntry(
        kind="repair", channel="phone", unit_id=1, caller_name="单雄风", category="leak", content="厨房水管接头渗漏" * 20,
        severity="urgent", repeated_back=True, promised_at=proposed_promise(desk, "urgent"),
    )  # fmt: skip
    return log_request(desk, entry).number


def day(site: Path) -> None:
    """Requests, a photo, a backup, and the way back."""
    desk = opened(site)
    say("request", logged(desk))
    (kept,) = record_files.add_file(desk, "request:1", content=PHOTO, name="现场.pdf")
    say("file", kept.sha256)
    made = backup(desk)
    say("backup", made.file.name)
    say("request", logged(desk))
    key = desk.database.key
    desk.database.close()
    say("restoring")
    restore(site, made.file, key=key)
    say("restored", made.file.name)
    desk = opened(site)
    say("request", logged(desk))
    desk.database.close()


def turning(site: Path) -> None:
    """Encrypted, another password and code, plain again, with a photo and a copy of before."""
    desk = opened(site, PASSWORD)
    say("request", logged(desk))
    (kept,) = record_files.add_file(desk, "request:1", content=PHOTO, name="现场.pdf")
    say("file", kept.sha256)
    say("backup", backup(desk).file.name)
    desk.database.close()
    say("encrypting")
    encryption.turn_on(site, PASSWORD)
    desk = opened(site, PASSWORD)
    encryption.after_turning(desk, encrypted=True)
    say("encrypted")
    as_manager(desk)
    encryption.change_password(desk, old=PASSWORD, password=OTHER_PASSWORD)
    say("changed")
    encryption.new_recovery_code(desk, password=OTHER_PASSWORD)
    say("request", logged(desk))
    encryption.after_turning(desk, encrypted=False)
    desk.database.close()
    say("decrypting")
    encryption.turn_off(site, OTHER_PASSWORD)
    desk = opened(site)
    say("request", logged(desk))
    desk.database.close()


def roster(site: Path) -> None:
    """An office's own list, all of it or nothing, twice."""
    desk = as_manager(opened(site))
    for round_ in (1, 2):
        file = site.with_name(f"list-{round_}.csv")
        lines = [f"9栋,{1 + n // 10},{n // 10 + 1}0{n % 10},业主{round_}{n},1380013{n:04d},{80 + n}" for n in range(60)]
        file.write_text("\n".join(["楼栋,单元,房号,业主姓名,电话,建筑面积", *lines]), encoding="utf-8")
        import_roster(desk, file, differences=Choices(otherwise="co-owner"))
        say("imported", round_)
    desk.database.close()


LIVES: dict[str, Callable[[Path], None]] = {"day": day, "turning": turning, "roster": roster}


# -------------------------------------------------------------------------------------------------------- what is left
def what_is_wrong(site: Path, said: list[str]) -> list[str]:
    """What a death left that it must not have left; empty when all is well."""
    things = [tuple(line.split(" ")) for line in said]
    passwords: tuple[str, ...] = (PASSWORD, OTHER_PASSWORD) if ("encrypting",) in things else ()
    if ("changed",) in things:
        passwords = (OTHER_PASSWORD,)
    desk = opened(site, *passwords)
    try:
        wrong = [f"check: {finding}" for finding in check(desk)]
        wrong += _lost(desk, things)
        with desk.look() as session:
            stored = set(session.scalars(select(Request.number)))
        for thing in things:
            if thing[0] == "backup":
                _good_copy(desk, paths.backups(site) / thing[1])
        if logged(desk) in stored:
            wrong.append("a number was given twice")
        verify(backup(desk).file, key=desk.database.key)
        wrong += [f"afterwards: {finding}" for finding in check(desk)]
    finally:
        desk.database.close()
    copies.sweep_site(site)  # as the window's start does, and the day's backup
    copies.sweep(paths.backups(site))
    left = [
        file.name for pattern in ("*.part*", "incoming*", "turned*", "desk-restore-*") for file in site.rglob(pattern)
    ]
    return [*wrong, *(f"left behind: {name}" for name in left)]


def _good_copy(desk: Desk, file: Path) -> None:
    """A copy that was finished is good, plain or by the site's key."""
    try:
        verify(file)
    except StorageError:
        if desk.database.key is not None:
            verify(file, key=desk.database.key)
            return
        # The site is plain again and the copy is of the days between: the password of that time opens it.
        wrapped = keys.parse(_keys_beside(file))
        for password in (PASSWORD, OTHER_PASSWORD):
            with suppress(StorageError):
                verify(file, key=keys.unlock(wrapped, password))
                return
        raise


def _keys_beside(file: Path) -> bytes:
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            return archive.read(copies.KEYS)
    return file.with_name(file.name + ".keys").read_bytes()


def _lost(desk: Desk, things: list[tuple[str, ...]]) -> list[str]:
    """Which finished acts are not there."""
    wrong = []
    with desk.look() as session:
        stored = set(session.scalars(select(Request.number)))
        slips = set(session.scalars(select(SlipRecord.number)))
        imported = {
            round_: session.scalar(select(func.count()).where(Customer.name.like(f"业主{round_}%")))
            for round_ in (1, 2)
        }
    restoring = ("restoring",) in things
    numbers = [thing[1] for thing in things if thing[0] == "request"]
    for place, number in enumerate(numbers):
        # What was logged after the backup is gone once it is back; while it is put back either is right.
        if place == 1 and restoring:
            continue
        if number not in stored or number not in slips:
            wrong.append(f"lost: {number}")
    for thing in things:
        if thing[0] == "file":
            file = attachments.path_of(desk, thing[1])
            if not file.is_file() or attachments.read(desk, thing[1]) != PHOTO:
                wrong.append("lost: the photo")
        if thing[0] == "imported" and imported[int(thing[1])] != 60:
            wrong.append(f"lost: list {thing[1]}")
    wrong += [f"half of list {round_}: {many}" for round_, many in imported.items() if many not in (0, 60)]
    return wrong


# -------------------------------------------------------------------------------------------------------------- deaths
@dataclass
class Tried:
    """How far a run is."""

    folder: Path
    stops: int = 0
    states: int = 0
    bad: int = 0
    seen: set[bytes] = field(default_factory=set)
    calls: Counter[str] = field(default_factory=Counter)

    def stopped(self, site: Path, said: list[str], call: str) -> None:
        """Looks at what lies there now, unless that was seen before."""
        self.stops += 1
        self.calls[call] += 1
        print_of = fingerprint(site, said)
        if print_of in self.seen:
            return
        self.seen.add(print_of)
        self.states += 1
        place = self.folder / f"state-{self.states}"
        shutil.copytree(site, place, symlinks=True)
        try:
            wrong = what_is_wrong(place, said)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what this looks for
            wrong = [f"{type(error).__name__}: {error}", *traceback.format_exc().strip().splitlines()[-6:]]
        shutil.rmtree(place)
        if wrong:
            self.bad += 1
            print(f"call {self.stops}, {call} after {said}: {wrong}", flush=True)


UNREAD = re.compile(r"-shm$|\.part|^incoming\.|^turned\.|/unpacked-|/desk-restore-|/\.new-")
"""What nobody opens after a death: the index of a log that has no reader, and what is made anew or swept: that it is there counts."""
TAIL = 65_536


def fingerprint(site: Path, said: list[str]) -> bytes:
    """What lies there, as far as anybody can see of it."""
    digest = hashlib.blake2b(repr(said).encode())
    for folder, names, files in os.walk(site):
        names.sort()
        for name in [*names, *sorted(files)]:
            file = f"{folder}/{name}"
            digest.update(f"\0{file}\0".encode())
            if name in files and not UNREAD.search(file) and not UNREAD.search(name):
                content = Path(file).read_bytes()
                whole, behind = committed(content) if name.endswith("-wal") else (content, 0)
                digest.update(hashlib.blake2b(whole).digest() + bytes(str(behind // TAIL), "ascii"))
    return digest.digest()


def committed(log: bytes) -> tuple[bytes, int]:
    """The part of a WAL that counts, up to the last frame that ends a transaction; and how much was begun behind it.

    What is begun is looked at once for each `TAIL` bytes: SQLite reads no more of it than that it is not ended.
    """
    if len(log) < 32:
        return b"", len(log)
    size, salts, end, at = int.from_bytes(log[8:12], "big") or 65_536, log[16:24], 32, 32
    while at + 24 + size <= len(log) and log[at + 8 : at + 16] == salts:
        ends = log[at + 4 : at + 8] != b"\0\0\0\0"
        at += 24 + size
        end = at if ends else end
    return log[:end], at - end


STOPPED = re.compile(rb"^(\d+) +--- stopped by SIGSTOP ---", re.MULTILINE)
CALLED = re.compile(rb"^\d+ +(?:<\.\.\. )?([a-z0-9_]+)(?:\(| resumed)", re.MULTILINE)


def next_stop(log: BinaryIO, tracer: subprocess.Popen[bytes]) -> tuple[int, str] | None:
    """Waits until all threads of the life stand still: its number, and the call after which it does; None at its end."""
    told, end = b"", time.monotonic() + WAIT
    while time.monotonic() < end:
        told += log.read()
        stopped = set(STOPPED.findall(told))
        for first in stopped:
            process = thread_group(int(first))
            threads = {folder.name.encode() for folder in Path(f"/proc/{process}/task").glob("*")}
            if process is not None and stopped >= threads:
                return process, CALLED.findall(told)[-1].decode()
        if tracer.poll() is not None:
            return None
        time.sleep(0.0002)
    raise TimeoutError(f"no call in {WAIT:.0f} s: {told[-500:]!r}")


def thread_group(thread: int) -> int | None:
    """The process that a thread belongs to."""
    try:
        found = re.search(r"^Tgid:\s+(\d+)", Path(f"/proc/{thread}/status").read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        return None
    return int(found[1]) if found else None


def lived(name: str, master: Path, folder: Path) -> Tried:
    """Lives a life, and dies at each of its calls."""
    tried = Tried(folder)
    site, log, words = folder / "site", folder / "calls", folder / "said"
    shutil.copytree(master, site)
    log.touch()
    with words.open("wb") as out:
        tracer = subprocess.Popen(
            [
                "strace", "-f", "-qqq", "-s", "0", "-o", str(log), "-e", f"trace={','.join(CHANGING)}", "-e", "signal=STOP",
                "-e", f"inject={','.join(CHANGING)}:signal=STOP",
                sys.executable, "-m", "tests.e2e.kills", "--life", str(site), name,
            ],
            stdout=out, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip
    with log.open("rb") as read:
        while (stop := next_stop(read, tracer)) is not None:
            tried.stopped(site, words.read_text(encoding="utf-8").splitlines(), stop[1])
            os.kill(stop[0], signal.SIGCONT)
    code = tracer.wait(WAIT)
    said = words.read_text(encoding="utf-8").splitlines()
    if code or said[-1:] != ["closed"]:
        tried.bad += 1
        print(f"the life itself ended by {code} after {said}", flush=True)
    return tried


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.kills", description=__doc__)
    parser.add_argument("lives", nargs="*", metavar="LIFE", help=f"of {', '.join(LIVES)}; all")
    parser.add_argument("--life", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--encrypted", action="store_true")
    options = parser.parse_args()
    keys.TIME, keys.MEMORY, keys.LANES = 1, 64, 1  # what a key costs is not what this is about
    if options.life:
        LIVES[options.lives[0]](options.life)
        say("closed")
        return 0
    bad = 0
    for name in options.lives or LIVES:
        if name != "turning" or not options.encrypted:
            bad += deaths(name, options)
    return 1 if bad else 0


def deaths(name: str, options: argparse.Namespace) -> int:
    """Kills a life at each call; how often it left something wrong."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="desk-kills-") as folder:
        master = Path(folder) / "master"
        desk = open_desk(master)
        make_demo(desk, units=2, seed=3)
        desk.database.close()
        if options.encrypted:
            encryption.turn_on(master, PASSWORD)
            os.environ["CLERK_PASSWORD"] = PASSWORD
        warm = Path(folder) / "warm"
        shutil.copytree(master, warm)
        assert what_is_wrong(warm, []) == []
        shutil.rmtree(warm)
        tried = lived(name, master, Path(folder))
    print(
        f"{name}{', encrypted' if options.encrypted else ''}: {tried.stops} calls, {tried.states} different folders, "
        f"{tried.bad} with something wrong, {time.monotonic() - began:.0f} s; {dict(tried.calls.most_common())}",
        flush=True,
    )
    return tried.bad if tried.states else 1


if __name__ == "__main__":
    sys.exit(main())

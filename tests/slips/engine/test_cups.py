"""A real print queue: CUPS with an Epson 24-pin driver that writes ESC/P2 into a file.

A private scheduler with its own folder and port, so nothing of the machine's printing is touched. Debian packages: cups (with
cups-filters; both come without recommends except cups-filters, cups-ppdc).
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

CUPSD = shutil.which("cupsd") or ("/usr/sbin/cupsd" if Path("/usr/sbin/cupsd").exists() else None)
LPADMIN = shutil.which("lpadmin") or ("/usr/sbin/lpadmin" if Path("/usr/sbin/lpadmin").exists() else None)

pytestmark = [
    pytest.mark.cups,
    pytest.mark.skipif(not (CUPSD and LPADMIN), reason="CUPS is not installed (Debian: cups cups-filters)"),
]

CONF = """
LogLevel debug
MaxLogSize 0
Listen 127.0.0.1:{port}
Browsing No
DefaultAuthType None
WebInterface No
<Location />
  Order allow,deny
  Allow all
</Location>
<Location /admin>
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
FILES = """
FileDevice Yes
ConfigFilePerm 0644
ServerRoot {root}/etc
RequestRoot {root}/spool
CacheDir {root}/cache
StateDir {root}/state
TempDir {root}/tmp
ErrorLog {root}/error_log
AccessLog {root}/access_log
PageLog {root}/page_log
"""


class Queue:
    def __init__(self, root: Path, env: dict[str, str]) -> None:
        self.root, self.env = root, env
        self.output = root / "out" / "printed.escp"

    def log(self) -> str:
        file = self.root / "error_log"
        return file.read_text(errors="replace")[-4000:] if file.exists() else ""

    def wait_for_jobs(self) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            done = subprocess.run(
                ["lpstat", "-W", "not-completed", "-o"], env=self.env, capture_output=True, text=True, check=False
            )
            if done.returncode == 0 and not done.stdout.strip():
                return
            time.sleep(0.1)
        pytest.fail("the queue did not finish:\n" + self.log())


@pytest.fixture(scope="module")
def queue() -> Iterator[Queue]:
    root = Path(tempfile.mkdtemp(prefix="desk-cups-"))
    root.chmod(0o755)  # filters run as another user
    for name in ("etc", "spool", "cache", "state", "tmp", "out"):
        (root / name).mkdir()
    for name in ("spool", "tmp", "cache", "out"):
        (root / name).chmod(0o777)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (root / "etc" / "cupsd.conf").write_text(CONF.format(port=port))
    (root / "etc" / "cups-files.conf").write_text(FILES.format(root=root))
    env = {**os.environ, "CUPS_SERVER": f"127.0.0.1:{port}", "HOME": str(root), "LC_ALL": "C.UTF-8"}
    server = subprocess.Popen(
        [str(CUPSD), "-f", "-c", str(root / "etc" / "cupsd.conf"), "-s", str(root / "etc" / "cups-files.conf")],
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    made = Queue(root, env)
    try:
        end = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if server.poll() is not None or time.monotonic() > end:
                    pytest.fail("cupsd did not start:\n" + made.log())
                time.sleep(0.05)
        done = subprocess.run(
            [str(LPADMIN), "-p", "LQ", "-E", "-v", f"file:{made.output}", "-m", "drv:///sample.drv/epson24.ppd"],
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr + made.log()
        yield made
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        shutil.rmtree(root, ignore_errors=True)


SCRIPT = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
app = QApplication([])
from desk.ui.kit import printing
assert "LQ" in printing.available_printers(), printing.available_printers()
printing.print_now(Path(sys.argv[1]).read_bytes(), "LQ", sys.argv[2], title="slip")
"""


@dataclass
class Printed:
    """What the printer would do: form length and, in inches, the box around all dots of each form."""

    length: float
    forms: list[tuple[float, float]]


def read_escp(data: bytes) -> Printed:
    """Follows the ESC/P2 commands that the driver sends; fails on any other."""
    assert data.startswith(b"\x1b@"), data[:40]
    columns_per_inch = {0: 60, 1: 120, 2: 120, 3: 240, 32: 60, 33: 120, 38: 90, 39: 180, 40: 360}
    length, x, at = 0.0, 0.0, 0
    lowest, highest = 99.0, 0.0
    forms = []
    while at < len(data):
        byte = data[at]
        if byte != 0x1B:
            if byte == 0x0C:
                forms.append((lowest, highest))
                lowest, highest = 99.0, 0.0
            elif byte in (0x0D, 0x0A):
                x = 0.0
            else:
                assert byte in (0x12, 0x00), hex(byte)
            at += 1
            continue
        command = chr(data[at + 1])
        at += 2
        if command in "@P2O":
            continue
        if command == "$":
            x = int.from_bytes(data[at : at + 2], "little") / 60
            at += 2
        elif command == "*":
            mode, count = data[at], int.from_bytes(data[at + 1 : at + 3], "little")
            size = 3 if mode >= 32 else 1
            dots = data[at + 3 : at + 3 + count * size]
            inked = [place // size for place, value in enumerate(dots) if value]
            if inked:
                lowest = min(lowest, x + inked[0] / columns_per_inch[mode])
                highest = max(highest, x + inked[-1] / columns_per_inch[mode])
            x += count / columns_per_inch[mode]
            at += 3 + count * size
        elif command == "C":
            if data[at]:
                length = data[at] / 6  # lines of 1/6 in, set by ESC 2
                at += 1
            else:
                length = float(data[at + 1])
                at += 2
        else:
            assert command in "xUlQN3J", command
            at += 1
    return Printed(length, forms)


@pytest.mark.parametrize(("paper", "inches"), [("241-half", 5.5), ("241-third", 11 / 3)])
def test_a_slip_comes_out_of_a_24_pin_printer(
    queue: Queue, complaint, paper: str, inches: float, tmp_path: Path
) -> None:
    from desk.slips.engine import raster
    from desk.slips.engine.renderer import render

    if queue.output.exists():
        queue.output.unlink()
    pdf = tmp_path / "slip.pdf"
    pdf.write_bytes(render(complaint, paper))
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(pdf), paper],
        env={**queue.env, "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    queue.wait_for_jobs()
    assert queue.output.exists(), queue.log()
    data = queue.output.read_bytes()
    printed = read_escp(data)
    assert printed.length == pytest.approx(inches, abs=1e-9)
    assert len(printed.forms) == len(raster.pages(pdf.read_bytes()))  # no blank form between them
    for left, right in printed.forms:
        # The frame of the grid stands 0.75 in from both edges of 9.5 in. The printer's column 0 is where its driver says that
        # printing can begin: 0.25 in from the edge (HWMargins 18 in sample.drv).
        assert left + 0.25 == pytest.approx(0.75, abs=1 / 60)
        assert right + 0.25 == pytest.approx(8.75, abs=1 / 60)

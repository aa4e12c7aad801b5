"""Makes everything ready to run: `.venv`, its packages, the compiled catalogues, Qt's system libraries.

Needs nothing but a Python with its standard library. What was done is remembered in `.venv/desk-ready.json`, so that
the second time it returns at once. With `--display` the libraries of a real window are looked at too.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "desk-ready.json"
LOCK = ROOT / "requirements.lock"

# The shared libraries that the PySide6 wheel expects of a Linux system, and the Debian packages that bring them.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
X11_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
# Printing to a CUPS queue wants it; everything else, "Save as PDF" too, works without.
PRINT_LIBRARIES = {"libcups.so.2": "libcups2"}

_PROBE_LIBRARIES = """
import ctypes, sys
for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
    except OSError:
        print(name)
"""
_PROBE_QT = "import PySide6.QtWidgets, PySide6.QtPrintSupport"
_PROBE_PYTHON = "import sys; print(sys.executable); sys.exit(sys.version_info < (3, 11))"


class NotReadyError(Exception):
    """What is missing, in one line."""


def say(text: str) -> None:
    print(text, flush=True)


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def succeeds(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def system_packages(packages: list[str], needed_for: str) -> None:
    """Installs Debian packages where that is allowed, else says which are missing."""
    line = f"apt-get install -y {' '.join(packages)}"
    if not shutil.which("apt-get"):
        raise NotReadyError(
            f"Missing for {needed_for}: what Debian calls {', '.join(packages)}. Install it and try again."
        )
    if not is_root():
        raise NotReadyError(f"Missing for {needed_for}: run  sudo {line}  and try again.")
    say(f"Missing for {needed_for}: {line}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    for command in (install, ["apt-get", "update", "-q"], install):
        result = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        if command is install and result.returncode == 0:
            return
    reason = (result.stderr.strip().splitlines() or ["no reason given"])[-1]
    raise NotReadyError(f"Missing for {needed_for}: {line}  did not work ({reason}).")


def base_python() -> str:
    """The interpreter that `.venv` is made with: 3.11 or newer."""
    names = [sys.executable, "python3.11", "python3.12", "python3.13", "python3.14", "python3", "python"]
    for name in names:
        found = shutil.which(name) if name else None
        if found and succeeds(found, "-c", _PROBE_PYTHON):
            return found
    raise NotReadyError("Missing: Python 3.11 or newer. On Debian 12:  apt-get install python3.11 python3.11-venv")


def make_venv() -> None:
    if succeeds(str(PYTHON), "-m", "pip", "--version"):
        return
    python = base_python()
    if not succeeds(python, "-c", "import ensurepip, venv"):
        version = subprocess.run(
            [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        system_packages([f"python{version}-venv"], "making .venv")
    say(f"Making .venv with {python} …")
    result = subprocess.run([python, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False)
    if result.returncode:
        lines = (result.stdout + result.stderr).strip().splitlines() or ["no reason given"]
        raise NotReadyError(f"Making .venv failed: {lines[-1]}")


def fingerprint() -> str:
    """Changes when another set of packages is wanted, or the checkout has moved."""
    digest = hashlib.sha256(str(ROOT).encode())
    for file in (LOCK, ROOT / "pyproject.toml", Path(__file__)):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def pip(*arguments: str) -> None:
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode == 0:
        return
    output = result.stdout + result.stderr
    unreachable = (
        "NewConnectionError",
        "NameResolutionError",
        "ConnectTimeout",
        "Max retries",
        "ProxyError",
        "SSLError",
        "from versions: none",
    )
    if any(word in output for word in unreachable):
        raise NotReadyError(
            "The Python package index cannot be reached (or lacks a package): check the network or pip's settings."
        )
    errors = (
        [line for line in output.splitlines() if line.startswith("ERROR")]
        or output.strip().splitlines()
        or ["no reason given"]
    )
    raise NotReadyError(f"Installing the packages failed: {errors[0]}")


def install_packages() -> None:
    say("Installing the packages of requirements.lock into .venv (once, about a minute) …")
    pip("install", "--requirement", str(LOCK))
    pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))


def missing_libraries(wanted: dict[str, str]) -> list[str]:
    """The Debian packages behind the libraries that do not load."""
    result = subprocess.run([str(PYTHON), "-c", _PROBE_LIBRARIES, *wanted], capture_output=True, text=True, check=False)
    return [wanted[name] for name in result.stdout.split()]


def check_libraries(display: bool) -> None:
    if not sys.platform.startswith("linux"):
        return
    wanted = dict(QT_LIBRARIES)
    if display and os.environ.get("DISPLAY"):
        wanted |= X11_LIBRARIES
    elif display:
        wanted |= WAYLAND_LIBRARIES
    if missing := missing_libraries(wanted):
        system_packages(missing, "the window (Qt)")
    if missing := missing_libraries(PRINT_LIBRARIES):
        try:
            system_packages(missing, "printing")
        except NotReadyError as problem:
            say(f"{problem} Until then slips can only be saved as PDF.")
    result = subprocess.run([str(PYTHON), "-c", _PROBE_QT], capture_output=True, text=True, check=False)
    if result.returncode:
        raise NotReadyError(f"Qt does not start: {result.stderr.strip().splitlines()[-1]}")


def compile_catalogues() -> None:
    sources = sorted((ROOT / "i18n").glob("*/LC_MESSAGES/*.po"))
    older = [
        po for po in sources if not (mo := po.with_suffix(".mo")).exists() or mo.stat().st_mtime < po.stat().st_mtime
    ]
    if older:
        subprocess.run([str(PYTHON), str(ROOT / "tools" / "catalogues.py"), "compile"], check=True)


def display_wanted() -> bool:
    return not sys.platform.startswith("linux") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main(arguments: list[str]) -> int:
    display = "--display" in arguments and display_wanted()
    try:
        done = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        done = {}
    try:
        want = fingerprint()
        if done.get("packages") != want or not PYTHON.exists():
            make_venv()
            STAMP.unlink(missing_ok=True)  # interrupted half-way, the next run starts over
            install_packages()
            done = {"packages": want, "libraries": []}
        session = "window" if display else "offscreen"
        if session not in done["libraries"]:
            check_libraries(display)
            done["libraries"].append(session)
            STAMP.write_text(json.dumps(done), encoding="utf-8")
        compile_catalogues()
    except NotReadyError as problem:
        print(problem, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as problem:
        print(f"{Path(problem.cmd[-2]).name} {problem.cmd[-1]} failed, see above", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

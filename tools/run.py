"""`make run`: the demo site's window, or, where there is no display, the tour's pictures and slips."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    linux = sys.platform.startswith("linux")
    if not linux or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return subprocess.run([sys.executable, "-m", "desk", "demo", *arguments], cwd=ROOT, check=False).returncode
    out = Path("build") / "tour"
    print("No display here: the tour walks through the program without one …", flush=True)
    command = [sys.executable, "-m", "desk", "tour", "--out", str(out), *arguments]
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    if code == 0:
        pictures, slips = (len(list((ROOT / out).rglob(kind))) for kind in ("*.png", "*.pdf"))
        print(f"Look at {out.as_posix()}/: {pictures} pictures and {slips} slips as PDF.")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

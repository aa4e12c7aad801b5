"""What must not be in the repository: build outputs, huge files, paths of one machine, hosts of package registries."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 20 * 1024 * 1024
LONG = 450  # lines; a file past this usually hides two ideas
WIDEST = 150  # characters; the formatter keeps code at 120, but a table of data stays a table
TOO_LONG = 560  # lines; from here on it is refused
BUILT = re.compile(r"(^|/)(build|dist|__pycache__|\.venv)/|\.(mo|pyc|egg-info|sqlite3|whl)$")
# Written in pieces, so that this file does not find itself.
MACHINE = re.compile(r"(?<![A-Za-z0-9_.])/(" + "|".join(("work", "root", "farm", "home", "Users")) + r")/[A-Za-z0-9_.]")
REGISTRY = re.compile(
    r"\b(" + "|".join(("py" + "pi", "pythonhost" + "ed", "npm" + "js", "deb" + "ian")) + r")\.(org|com|io|net)\b"
)
CONFLICT = re.compile(r"^(<{7}|>{7}) ", re.MULTILINE)


def tracked() -> list[Path]:
    """The files of the repository, those not yet committed included."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    return [ROOT / name for name in sorted(set(listed.split("\0"))) if name and (ROOT / name).is_file()]


def problems() -> list[str]:
    found = []
    for file in tracked():
        name = file.relative_to(ROOT).as_posix()
        if BUILT.search(name):
            found.append(f"{name}: a build output")
        if file.stat().st_size > LARGEST:
            found.append(f"{name}: larger than 20 MB")
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if MACHINE.search(line):
                found.append(f"{name}:{number}: a path of one machine")
            if REGISTRY.search(line):
                found.append(f"{name}:{number}: a package registry's host")
            if file.suffix == ".py" and len(line) > WIDEST:
                found.append(f"{name}:{number}: {len(line)} characters, more than {WIDEST}")
        if CONFLICT.search(text):
            found.append(f"{name}: a merge conflict")
        if (
            name.startswith("desk/")
            and "/migrations/" not in name
            and file.suffix == ".py"
            and text.count("\n") > TOO_LONG
        ):
            found.append(f"{name}: {text.count(chr(10))} lines, more than {TOO_LONG}: which two ideas are in it?")
    return found


def main() -> int:
    found = problems()
    for file in tracked():
        if file.suffix == ".py" and "desk" in file.parts and file.read_text(encoding="utf-8").count("\n") > LONG:
            print(f"long, to be split when it is next touched: {file.relative_to(ROOT).as_posix()}")
    print("\n".join(found) if found else "Tree: clean")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""What must not be in the repository: build outputs, huge files, paths of one machine, hosts of package registries.

And how far a thing may grow before nobody finds anything in it: a folder, a function; a long file is only named.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 20 * 1024 * 1024
LONG = 450  # lines of a file; past this it usually hides two ideas, so it is named
MOST_MODULES = 20  # of a folder
BY_FEATURE = (
    "desk/features",
    "desk/models",
    "desk/models/migrations/versions",
)  # one file a feature, or a change of the tables: as many as there are, each found by its name
MOST_LINES = 60  # of a function, its docstring included; tables of data belong into constants
WIDEST = 150  # characters; the formatter keeps code at 120, but a table of data stays a table
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
    return found


def sizes() -> tuple[list[str], list[str]]:
    """What has grown too far in the program, and what is only long."""
    refused, named = [], []
    modules: Counter[str] = Counter()
    for file in tracked():
        name = file.relative_to(ROOT).as_posix()
        if file.suffix != ".py" or not name.startswith("desk/"):
            continue
        modules[file.parent.relative_to(ROOT).as_posix()] += 1
        text = file.read_text(encoding="utf-8")
        if "/migrations/" in name:  # written once, read once
            continue
        if text.count("\n") > LONG:
            named.append(f"{name}: {text.count(chr(10))} lines: which two ideas are in it?")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > MOST_LINES:
                    refused.append(f"{name}:{node.lineno}: {node.name} has {lines} lines, more than {MOST_LINES}")
    for folder, count in modules.items():
        if count > MOST_MODULES and folder not in BY_FEATURE:
            refused.append(f"{folder}: {count} modules, more than {MOST_MODULES}")
    return refused, named


def main() -> int:
    """Names everything; 1 when something is refused."""
    refused, named = sizes()
    found = problems() + refused
    for line in named:
        print(f"long, to be split when it is next touched: {line}")
    print("\n".join(found) if found else "Tree: clean")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

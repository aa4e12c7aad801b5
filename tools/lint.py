"""`make lint`: every check, all of them even when one fails, and one closing line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHECKS = {
    "ruff": ["-m", "ruff", "check", "--quiet", "."],
    "format": ["-m", "ruff", "format", "--check", "--quiet", "."],
    "mypy": ["-m", "mypy", "--no-error-summary"],
    "imports": ["-c", "import sys; from importlinter import cli; sys.exit(cli.lint_imports())"],
    "translations": ["tools/catalogues.py", "check"],
    "dead code": ["tools/dead_code.py"],
    "tree": ["tools/check_tree.py"],
}


def main(arguments: list[str]) -> int:
    failed = []
    for name in arguments or CHECKS:
        print(f"— {name}", flush=True)
        if subprocess.run(
            [sys.executable, *CHECKS[name]], cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"}, check=False
        ).returncode:
            failed.append(name)
    print(f"Lint: failed ({', '.join(failed)})" if failed else "Lint: clean")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

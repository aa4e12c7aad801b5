"""`make clean`: removes what can be made again."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (
    ".venv", "build", "dist", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache",
)  # fmt: skip

if __name__ == "__main__":
    for name in FOLDERS:
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for room in ("desk", "tests", "benchmarks", "tools"):
        for cache in (ROOT / room).rglob("__pycache__"):
            shutil.rmtree(cache, ignore_errors=True)
    for compiled in (ROOT / "i18n").rglob("*.mo"):
        compiled.unlink()

"""The manifests cost next to nothing: they are read before the window shows."""

from __future__ import annotations

import subprocess
import sys

PROBE = """
import sys
from desk import features
found = features.features()
print(sorted(name for name in sys.modules if name.startswith("desk.") and not name.startswith("desk.features")))
print([name for name in ("sqlalchemy", "PySide6", "reportlab", "tomllib") if name in sys.modules])
"""


def test_reading_every_manifest_imports_no_other_room() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["['desk.i18n', 'desk.paths']", "[]"]

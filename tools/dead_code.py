"""What nothing calls: vulture over the program, knowing which names the manifests and the libraries call.

A name that only a test uses is dead: the test keeps it alive. So the tests are not read here.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).resolve().parent.parent
READ = ("desk", "tools", "benchmarks", "hatch_build.py")
NAMED = re.compile(r'"desk(?:\.\w+)*:(\w+)"')
"""A lazy reference of a manifest: `desk.services.orders:slip_voided`."""

QT = (
    "*Event", "dragEnterEvent", "headerData", "paint", "isEmpty", "disambiguation", "sizeHint", "eventFilter", "focusNextPrevChild",
)  # fmt: skip
SQLALCHEMY = (
    "process_bind_param", "impl", "process_result_value", "cache_ok", "inherit_cache", "type_annotation_map", "__getattr__",
)  # fmt: skip
OTHER_LIBRARIES = (
    "converter", "handleError",  # logging
    "buffer_text", "StartElementHandler", "EndElementHandler", "CharacterDataHandler",  # expat
    "freeze_panes", "number_format", "data_type",  # openpyxl
    "itersize",  # psycopg
    "header_comment",  # babel
    "ShippedFiles", "initialize",  # hatchling
)  # fmt: skip
DECLARED = (
    "FEATURE",  # the manifests, found by their modules
    "lifecycle", "prefixes", "carries",  # what the tests of all features go by
    "occupied", "rooms_created", "rooms_updated", "void_approver_id", "taken_by", "from_paper",  # printed by `desk ask`
    "added_at", "changed_at", "renderer", "occupancies",  # columns that are looked up in the database
    "USAGE",  # an exit code of argparse, named among the others
)  # fmt: skip
TESTED = ("form_of",)  # the way from a rule's key to the form it stands in
COMING = (
    "working_days_after", "period_problem", "without_permit", "applicant_problems", "work_problems",  # renovation
)  # fmt: skip
DECORATORS = ("@event.listens_for", "@compiles", "@listens_for", "@*.listens_for")


def main() -> int:
    """Names what is dead; 1 when something is."""
    manifests = (ROOT / "desk" / "features").glob("*.py")
    named = {name for file in manifests for name in NAMED.findall(file.read_text(encoding="utf-8"))}
    vulture = Vulture(
        ignore_names=[*named, *QT, *SQLALCHEMY, *OTHER_LIBRARIES, *DECLARED, *TESTED, *COMING],
        ignore_decorators=list(DECORATORS),
    )
    vulture.scavenge([str(ROOT / name) for name in READ], exclude=["*/migrations/*", "*/tests/*"])
    dead = vulture.get_unused_code()
    for item in dead:
        print(f"{Path(item.filename).relative_to(ROOT).as_posix()}:{item.first_lineno}: nothing uses {item.name}")
    if not dead:
        print("Dead code: none")
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())

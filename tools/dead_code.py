"""What nothing calls: vulture over the program, knowing which names the manifests and the libraries call.

A name that only a test uses is dead: the test keeps it alive. So the tests are not read here. What a module offers (`__all__`) is
not used by that either.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from vulture import Vulture

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from desk import features  # noqa: E402 - of this folder

READ = ("desk", "tools", "benchmarks", "hatch_build.py")
REFERENCE = re.compile(r"desk(?:\.\w+)*:([\w.]+)")
"""A lazy reference of a manifest: `desk.services.orders:slip_voided`."""
REFERENCE_IN_QUOTES = re.compile(r'"desk(?:\.\w+)*:(\w+)"')
ALSO_NAMING = ("desk/cli/line.py", "desk/window/daily.py")
"""What refers in the same way: commands, and the work of an open window."""
SHOWN = ("models", "services", "features")
"""Rooms whose declared fields are read without being named: columns, views as `desk ask` prints them, manifests."""

QT = (
    "*Event",
    "headerData",
    "paint",
    "isEmpty",
    "disambiguation",
    "focusNextPrevChild",
    "filterAcceptsRow",
    "lessThan",
)
SQLALCHEMY = ("process_bind_param", "impl", "process_result_value", "cache_ok", "inherit_cache", "type_annotation_map")
OTHER_LIBRARIES = (
    "converter", "handleError",  # logging
    "buffer_text", "StartDoctypeDeclHandler", "StartElementHandler", "EndElementHandler", "CharacterDataHandler",  # expat
    "freeze_panes", "number_format", "data_type",  # openpyxl
    "handle_starttag", "handle_endtag", "handle_data",  # html.parser
    "itersize",  # psycopg
    "header_comment",  # babel
    "ShippedFiles", "initialize",  # hatchling
    "afterFlowable",  # reportlab
    "RoomContract", "DoorsContract", "type_name", "render_broken_contract",  # import-linter, by pyproject.toml
)  # fmt: skip
DECLARED = (
    "RowSum",  # a table that the engine writes by its name
    "MEANINGS",
    "CASES",
    "means",  # what each key means; a test walks all pages and dialogs with it
    "FEATURE",  # the manifests, found by their modules
    "USAGE",  # an exit code of argparse, named among the others
    "of_page",  # what `python -m tests.acts` writes into resources/acts
    "__getattr__",  # of a module
    "__class__",  # of a module that looks its names up
    "without_permit",  # the days themselves; papers.days_without_permit counts them
    "form_of",  # how tests come from a rule's key to the form it stands in
)
DECORATORS = ("@*.listens_for", "@compiles")


def fields() -> set[str]:
    """The annotated fields of the classes in SHOWN."""
    found = set()
    for room in SHOWN:
        for file in (ROOT / "desk" / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ClassDef):
                    lines = (line for line in node.body if isinstance(line, ast.AnnAssign))
                    found |= {line.target.id for line in lines if isinstance(line.target, ast.Name)}
    return found


def references(declared: Any) -> Iterator[str]:
    """What the manifests name, however their text is put together."""
    if isinstance(declared, str):
        if match := REFERENCE.fullmatch(declared):
            yield from match[1].split(".")
    elif isinstance(declared, Mapping):
        yield from references(tuple(declared.values()))
    elif isinstance(declared, tuple):
        for each in declared:
            yield from references(each)


class Reader(Vulture):  # type: ignore[misc]  # vulture has no types
    """Takes no name for used because `__all__` lists it."""

    def visit_Assign(self, node: ast.Assign) -> None:  # noqa: N802 - as vulture calls it
        """Every assignment but that of `__all__`."""
        if not any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets):
            super().visit_Assign(node)


def main() -> int:
    """Names what is dead; 1 when something is."""
    also = [REFERENCE_IN_QUOTES.findall((ROOT / file).read_text(encoding="utf-8")) for file in ALSO_NAMING]
    named = {*references(features.features()), *(name for found in also for name in found)}
    known = [*named, *fields(), *QT, *SQLALCHEMY, *OTHER_LIBRARIES, *DECLARED]
    vulture = Reader(ignore_names=known, ignore_decorators=list(DECORATORS))
    vulture.scavenge([str(ROOT / name) for name in READ], exclude=["*/migrations/*", "*/tests/*"])
    dead = vulture.get_unused_code()
    for item in dead:
        print(f"{Path(item.filename).relative_to(ROOT).as_posix()}:{item.first_lineno}: nothing uses {item.name}")
    if not dead:
        print("Dead code: none")
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())

"""`make lock`: writes requirements.lock from what is installed in `.venv` for pyproject.toml.

Names and versions only: no host, so that it installs from any index. What other systems need besides is listed here.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
# Wanted on Windows only, so never installed where the lock is usually written.
ELSEWHERE = {
    "colorama": "colorama==0.4.6 ; sys_platform == 'win32'",
    "tzdata": "tzdata==2026.6 ; sys_platform == 'win32'",
}


def direct_dependencies(project: dict[str, Any]) -> list[Requirement]:
    """What pyproject.toml asks for: the program, its tests, its lint and its build."""
    lines = list(project["project"]["dependencies"])
    for extra in project["project"].get("optional-dependencies", {}).values():
        lines += extra
    for group in project["dependency-groups"].values():
        lines += [line for line in group if isinstance(line, str)]
    return [Requirement(line) for line in lines]


def pins() -> dict[str, str]:
    """Every package that the direct ones need here, with its installed version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found = dict(ELSEWHERE)
    queue = direct_dependencies(project)
    while queue:
        requirement = queue.pop()
        name = canonicalize_name(requirement.name)
        if name in found or (
            requirement.marker
            and not any(requirement.marker.evaluate({"extra": extra}) for extra in (requirement.extras or {""}))
        ):
            continue
        found[name] = f"{name}=={metadata.version(name)}"
        for line in metadata.requires(name) or []:
            child = Requirement(line)
            extras = requirement.extras or {""}
            if child.marker is None or any(child.marker.evaluate({"extra": extra}) for extra in extras):
                child.marker = None
                queue.append(child)
    return found


def main() -> int:
    lines = [pin for _name, pin in sorted(pins().items())]
    head = "# Exact versions of everything: the program, its tests, its lint, its build. Written by `make lock`.\n"
    (ROOT / "requirements.lock").write_text(head + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"requirements.lock: {len(lines)} packages")
    return 0


def locked(text: str) -> dict[str, str]:
    """Names and versions of a lock file."""
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", text, re.MULTILINE))


if __name__ == "__main__":
    sys.exit(main())

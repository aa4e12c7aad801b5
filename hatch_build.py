"""Build hook: the wheel carries the resources and the compiled catalogues inside the package."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShippedFiles(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles i18n/*.po and puts resources and catalogues where desk.paths looks for them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "tools"))
        import catalogues

        compiled = catalogues.compile_all(root)
        if version == "editable":
            return  # a checkout is used as it lies
        shipped = {root / "resources": "desk/_shipped/resources"}
        shipped |= {mo: f"desk/_shipped/{mo.relative_to(root).as_posix()}" for mo in compiled}
        build_data["force_include"].update({str(source): target for source, target in shipped.items()})

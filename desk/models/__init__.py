"""What is stored: SQLAlchemy models of one site's database.

A table that is asked for here (`from desk.models import Unit`) loads all of them, see `tables`. The package alone loads none, nor
SQLAlchemy: `database` opens a site, and the finder searches it, before that is there (DESIGN §7).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desk.models.kit.tables import *  # noqa: F403 - the same names
else:

    def __getattr__(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        from importlib import import_module

        # `from desk.models import migrations` asks here too, before it imports.
        tables = import_module("desk.models.kit.tables")
        if name not in tables.__all__:
            raise AttributeError(f"desk.models has no table {name}")
        return getattr(tables, name)

# ruff: noqa: PLC0415 - SQLAlchemy comes after the finder has answered
"""What is stored: SQLAlchemy models of one site's database.

The tables of the desk's own features can be asked for here (`from desk.models import Unit`), those of the others by their
module (`from desk.models.money import Receipt`). `Base` and `load_tables` load all: the features say in which modules they are.
The package alone loads none, nor SQLAlchemy: `database` opens a site, and the finder searches it, before that is there
(architecture "Speed").
"""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.features import each

if TYPE_CHECKING:  # the types of what is asked for here; a new feature asks its own module
    from desk.models.attachments import *
    from desk.models.callbacks import *
    from desk.models.finder.tables import *
    from desk.models.households import *
    from desk.models.incidents import *
    from desk.models.kit.base import Base as Base
    from desk.models.orders import *
    from desk.models.records import *
    from desk.models.requests import *
    from desk.models.site import *
    from desk.models.slips import *
    from desk.models.staff import *
else:
    _HERE = (
        "staff", "site", "records", "households", "attachments", "slips", "requests", "incidents", "callbacks", "orders",
        "finder.tables",
    )  # fmt: skip
    """The modules above; what leans on others comes after them."""

    def __getattr__(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "Base":  # whoever asks for it wants to know every table
            return load_tables()
        # One module after the other until it is found: tables that nobody asks for are not made, they take memory and time.
        for module in _HERE:
            found = vars(import_module(f"{__name__}.{module}")).get(name)
            if isinstance(found, type) and hasattr(found, "__table__"):
                globals()[name] = found  # asked once
                return found
        # `from desk.models import migrations` asks here too, before it imports.
        raise AttributeError(f"desk.models has no table {name}")


def load_tables() -> type[Base]:
    """Imports the tables of every feature; gives their base."""
    from desk.models.kit.base import Base

    for module in each("tables"):
        import_module(module)
    return Base


def table_names() -> frozenset[str]:
    """The tables of every feature by their names, read where they are declared: to load them all takes 25 MB and 0.4 s."""
    found: set[str] = set()
    for module in each("tables"):
        spec = find_spec(module)
        if spec is None or spec.origin is None or not spec.origin.endswith(".py"):  # shipped without sources
            return frozenset(load_tables().metadata.tables)
        found.update(_NAME.findall(Path(spec.origin).read_text(encoding="utf-8")))
    return frozenset(found)


_NAME = re.compile(r'^    __tablename__ = "(\w+)"$', re.M)

"""What is stored: SQLAlchemy models of one site's database.

A table that is asked for here (`from desk.models import Unit`) loads all of them: the features say in which modules they are.
The package alone loads none, nor SQLAlchemy: `database` opens a site, and the finder searches it, before that is there
(architecture "Speed").
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the types of what is asked for here; a new feature asks its own module
    from desk.models.attachments import *  # noqa: F403
    from desk.models.callbacks import *  # noqa: F403
    from desk.models.finder.tables import *  # noqa: F403
    from desk.models.households import *  # noqa: F403
    from desk.models.incidents import *  # noqa: F403
    from desk.models.kit.base import Base as Base
    from desk.models.orders import *  # noqa: F403
    from desk.models.records import *  # noqa: F403
    from desk.models.requests import *  # noqa: F403
    from desk.models.site import *  # noqa: F403
    from desk.models.slips import *  # noqa: F403
    from desk.models.staff import *  # noqa: F403
else:

    def __getattr__(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        # `from desk.models import migrations` asks here too, before it imports.
        base = load_tables()
        if name == "Base":
            return base
        tables = {mapper.class_.__name__: mapper.class_ for mapper in base.registry.mappers}
        if name not in tables:
            raise AttributeError(f"desk.models has no table {name}")
        globals()[name] = tables[name]  # asked once
        return tables[name]


def load_tables() -> type[Base]:
    """Imports the tables of every feature; gives their base."""
    from importlib import import_module

    from desk.features import each
    from desk.models.kit.base import Base

    for module in each("tables"):
        import_module(module)
    return Base

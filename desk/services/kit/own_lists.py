"""A site's own lists, laid over those of catalog.toml when the site is opened; without SQLAlchemy (the start)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from desk.catalog import ListChange, use_list_changes

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk


def load(desk: Desk) -> None:
    """Reads what this site changed of the lists; from here on `catalog.catalog` and `catalog.label` say it."""
    with desk.database.glance() as connection:
        rows = connection.execute(
            "SELECT name, code, labels, extra, retired FROM catalog_change ORDER BY name, position, code"
        ).fetchall()
    use_list_changes(
        ListChange(name, code, _words(labels), _words(extra), bool(retired))
        for name, code, labels, extra, retired in rows
    )


def _words(text: str | None) -> dict[str, Any] | None:
    """A stored object; None for none, and for one that cannot be read: the program's own words stand then."""
    try:
        found = json.loads(text) if text else None
    except ValueError:
        found = None
    return found if isinstance(found, dict) else None

# ruff: noqa: PLC0415 - Alembic is loaded when a migration is due
"""Steps from one version of the tables to the next (Alembic); imported only when a step is due."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection


def config(connection: Connection) -> Config:
    """Alembic's configuration for an open connection; there is no alembic.ini."""
    from alembic.config import Config

    settings = Config()
    settings.set_main_option("script_location", Path(__file__).parent.as_posix())
    settings.attributes["connection"] = connection
    return settings


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Brings the tables to a version, the newest if none is named, inside the caller's transaction."""
    from alembic import command

    command.upgrade(config(connection), revision)

"""Alembic's entry: runs the steps on the connection it was given."""

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from desk.models import Base


def _plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """A step names plain SQL types: it must still run when a class of ours has changed."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=_plain_type,
    transactional_ddl=False,  # the caller holds the transaction
)
context.run_migrations()

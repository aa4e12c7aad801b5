"""What was typed and not yet saved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from desk.models.kit.base import Base
from desk.models.kit.types import Json


class Draft(Base):
    """The unsaved contents of a form, by form and clerk; survives a crash."""

    __tablename__ = "draft"

    key: Mapped[str] = mapped_column(primary_key=True)
    data: Mapped[Any] = mapped_column(Json)
    saved_at: Mapped[datetime]

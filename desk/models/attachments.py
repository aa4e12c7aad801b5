"""Stored files: what they are, and who uses them. The bytes lie in the site's attachments folder under their SHA-256."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from desk.models.kit.base import Base, Numbered


class Attachment(Base):
    """A stored file by its content hash; the same content is stored once, however often it is used.

    Attributes:
        name: what the file was called when it came in; shown only, nothing is opened by it.
        media_type: by its content (rules.kit.files), never by its name.
        size: bytes.
    """

    __tablename__ = "attachment"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    media_type: Mapped[str] = mapped_column(default="")
    size: Mapped[int]
    added_at: Mapped[datetime]


class AttachmentUse(Numbered, Base):
    """One use of a stored file; the file goes with its last use.

    Attributes:
        subject: kind and id of the record that shows it, `customer:12`.
        role: what it is there, `photo`, `dossier:id-copy`; a record has one file in each role.
    """

    __tablename__ = "attachment_use"
    __table_args__ = (UniqueConstraint("subject", "role"),)

    sha256: Mapped[str] = mapped_column(ForeignKey("attachment.sha256"), index=True)
    subject: Mapped[str]
    role: Mapped[str]

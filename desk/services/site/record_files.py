"""Photos and papers of a record (handbook S30): added, listed, removed; what a file is, its content says (attachments)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desk import features
from desk.errors import Checker, DeskError, NotFound
from desk.i18n import _
from desk.models import Attachment, AttachmentUse
from desk.rules.kit import texts
from desk.services.kit import attachments

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desk.services.kit.desk import Desk

MOST = 20
"""So many files a record has at most."""
ROLE = "file:"
"""How the roles of these uses begin; others (a photo on a pass, a scan in the dossier) belong to their features."""


@dataclass(frozen=True, slots=True)
class FileView:
    """A file of a record.

    Attributes:
        role: names it within its record. name: what it was called. media_type: what its content is. size: in bytes.
    """

    role: str
    sha256: str
    name: str
    media_type: str
    size: int
    added_at: datetime

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown small, and printed."""
        return self.media_type.startswith("image/")


def files_of(desk: Desk, subject: str) -> tuple[FileView, ...]:
    """The files of a record, in the order they came.

    Raises:
        NotFound: no such record, or its kind takes no files.
    """
    with desk.look() as session:
        subject_of(session, subject)
        return listed(session, subject)


def has_files(desk: Desk, subject: str) -> bool:
    """Whether a record has any file at all: asked in plain SQL each time its page is read, most have none."""
    with desk.database.glance() as connection:
        found = connection.execute(
            "SELECT 1 FROM attachment_use WHERE subject = :subject AND role LIKE 'file:%' LIMIT 1", {"subject": subject}
        ).fetchone()
    return found is not None


def listed(session: Session, subject: str) -> tuple[FileView, ...]:
    """The files of a record, inside a session."""
    rows = session.execute(
        select(AttachmentUse.role, Attachment)
        .join(Attachment, Attachment.sha256 == AttachmentUse.sha256)
        .where(AttachmentUse.subject == subject, AttachmentUse.role.startswith(ROLE))
        .order_by(AttachmentUse.id)
    )
    return tuple(FileView(role, row.sha256, row.name, row.media_type, row.size, row.added_at) for role, row in rows)


def add_file(
    desk: Desk, subject: str, *, file: Path | None = None, content: bytes = b"", name: str = ""
) -> tuple[FileView, ...]:
    """Keeps a file with a record: one that lies on the disk, or what was pasted; gives all files of the record.

    Args:
        desk: the desk.
        subject: kind and id, `request:12`.
        file: where it lies; or
        content: its bytes.
        name: what it is called; the file's own when "".

    Raises:
        DeskError: as `attachments.store`; `files-many`: the record has twenty already; `file-twice`: it has this one.
        NotFound: no such record, or its kind takes no files; NotAllowed.
    """
    with desk.act("file.add") as act:
        desk.require("receptionist")
        kind, number = subject_of(act.session, subject)
        check = Checker()
        check.note("name", texts.line_problem(name) or texts.length_problem(name, texts.LINE))
        if file is None and not content:
            check.add("file", "required", _("Choose a file."))
        check.done()
        there = listed(act.session, subject)
        if len(there) >= MOST:
            # L10N: 每条记录最多 {most} 个文件
            raise DeskError("files-many", _("A record takes {most} files at most.").format(most=MOST))
        last = max((int(each.role.removeprefix(ROLE)) for each in there), default=0)
        stored = attachments.store(
            act,
            desk,
            file if file is not None else content,
            subject=subject,
            role=f"{ROLE}{last + 1:03}",
            name=name.strip(),
        )
        if stored.sha256 in {each.sha256 for each in there}:
            # L10N: 这个文件已经有了
            raise DeskError("file-twice", _("This file is here already."))
        called = act.sealed(f"attachment:{stored.sha256}", "file", name.strip() or (file.name if file else ""))
        act.touch("file", number)
        act.about(kind, number, sha256=stored.sha256, file=called, size=stored.size)
        return listed(act.session, subject)


def remove_file(desk: Desk, subject: str, role: str, *, reason: str) -> tuple[FileView, ...]:
    """Removes a file from a record; the event says why, and which it was by its hash.

    Raises:
        InvalidInput: field `reason`. NotFound: no such record or file; NotAllowed.
    """
    with desk.act("file.remove") as act:
        desk.require("receptionist")
        kind, number = subject_of(act.session, subject)
        check = Checker()
        check.require("reason", reason, _("Say why it is removed."))
        check.note("reason", texts.line_problem(reason) or texts.length_problem(reason, texts.LINE))
        check.done()
        found = next((each for each in listed(act.session, subject) if each.role == role), None)
        if found is None:
            raise NotFound(_("This file is not there any more."))
        attachments.release(act, desk, subject=subject, role=role)
        act.touch("file", number)
        act.about(kind, number, sha256=found.sha256, reason=reason.strip())
        return listed(act.session, subject)


def subject_of(session: Session, subject: str) -> tuple[str, int]:
    """Kind and id of a record that takes files and is there.

    Raises:
        NotFound: no such record, or its kind takes no files.
    """
    kind, _colon, number = subject.partition(":")
    record = features.records().get(kind)
    if record is None or not record.files or not number.isdecimal() or len(number) > 18:
        raise NotFound(_("There is no record that takes files: {name}.").format(name=subject[:40]))
    model: Any = features.load(record.model)
    if session.get(model, int(number)) is None:
        raise NotFound(_("There is no record that takes files: {name}.").format(name=subject[:40]))
    return kind, int(number)


__all__ = ["FileView", "add_file", "files_of", "has_files", "listed", "remove_file", "subject_of"]

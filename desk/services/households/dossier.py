"""The file of a suite: its 14 papers, where they are, and their scans (DOMAIN A1)."""

from __future__ import annotations

import hashlib
import mimetypes
import os
import re
import tempfile
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import paths
from desk.errors import Checker, DeskError, NotFound
from desk.i18n import _
from desk.models import Attachment, Consent, DossierItem, Occupancy
from desk.rules import households as rules
from desk.services.households.read import get_unit, papers
from desk.services.kit.desk import Act, Desk

ATTACHMENT_MOST = 50 * 1024 * 1024
"""Bytes of a scan; a longer file is a film or a mistake."""


def set_dossier(
    desk: Desk, unit_id: int, paper: str, *, state: str, filed_at: str = "", received_on: date | None = None
) -> None:
    """Notes that a paper of the file was received and where it is filed, or that it is missing (DOMAIN A1).

    Args:
        desk: the desk.
        unit_id: the unit.
        paper: code in catalog.toml, `dossier`.
        state: missing or received.
        filed_at: cabinet, folder.
        received_on: the day; today when None and received.

    Raises:
        InvalidInput: fields `paper`, `state`, `received_on`.
        NotFound: no such unit.
    """
    with desk.act("household.dossier") as act:
        desk.require("receptionist")
        today = desk.local(act.at).date()
        check = Checker()
        _check_paper(check, paper)
        if state not in rules.DOSSIER_STATES:
            check.add("state", "choice", _("Choose received or missing."))
        if received_on is not None and received_on > today:
            check.add("received_on", "date", _("That day has not come yet."))
        check.done()
        get_unit(act.session, unit_id)
        item = _item(act.session, unit_id, paper)
        received = state == "received"
        before = item.state
        item.state = state
        item.received_on = (received_on or item.received_on or today) if received else None
        item.filed_at = filed_at.strip() if received else ""
        act.about("unit", unit_id, paper=paper, before=before, state=state, filed_at=item.filed_at)


def receive_within(act: Act, desk: Desk, unit_id: int, paper: str) -> None:
    """Notes that a paper was received, inside the act of the feature it came with; one that is there already stays as it is."""
    item = _item(act.session, unit_id, paper)
    if item.state != "received":
        item.state, item.received_on = "received", desk.local(act.at).date()
        act.data.setdefault("dossier", []).append(paper)
        act.session.flush()


def attach(desk: Desk, unit_id: int, paper: str, file: Path) -> str:
    """Adds the scan of a paper; the paper counts as received. The file is copied under its content's hash.

    The copy is complete on the disk before the database mentions it: a crash in between leaves a spare file, never a
    row without its file.

    Returns:
        The SHA-256 of the content.

    Raises:
        DeskError: `file-missing`, `file-too-big` (50 MB), `file-empty`; `photo-consent`, for a copy of an identity document
            whose owner has not agreed to images (C-12).
        StorageError: the disk said no.
        InvalidInput: field `paper`.
        NotFound: no such unit.
    """
    desk.require("receptionist")
    check = Checker()
    _check_paper(check, paper)
    check.done()
    digest, size = store_file(desk, file)
    with desk.act("household.attach") as act:
        get_unit(act.session, unit_id)
        if paper in rules.IMAGE_PAPERS and not _image_agreed(act.session, unit_id):
            message = _(
                "A picture of an identity document is kept only with the owner's consent. Record the consent first."
            )
            raise DeskError("photo-consent", message)
        if act.session.get(Attachment, digest) is None:
            media_type = mimetypes.guess_type(file.name)[0] or ""
            act.session.add(
                Attachment(sha256=digest, name=file.name, media_type=media_type, size=size, added_at=act.at)
            )
        item = _item(act.session, unit_id, paper)
        item.attachment = digest
        item.state = "received"
        item.received_on = item.received_on or desk.local(act.at).date()
        act.about("unit", unit_id, paper=paper, sha256=digest, file=file.name, size=size)
    return digest


def store_file(desk: Desk, file: Path) -> tuple[str, int]:
    """Copies a file into the site's attachments; gives its SHA-256 and its size in bytes.

    Raises:
        DeskError: `file-missing`, `file-too-big`, `file-empty`.
        StorageError: the disk said no.
    """
    from desk.models.kit.database import storage_error_from_os

    try:
        size = file.stat().st_size
        if size > ATTACHMENT_MOST:
            raise DeskError(
                "file-too-big",
                _("The file {file} is larger than 50 MB. Please scan it smaller.").format(file=file.name),
            )
        content = file.read_bytes()
    except OSError as error:
        raise DeskError(
            "file-missing",
            _("The file {file} cannot be read. Please check that it is still there.").format(file=file.name),
        ) from error
    if not content:
        raise DeskError("file-empty", _("The file {file} is empty.").format(file=file.name))
    digest = hashlib.sha256(content).hexdigest()
    folder = paths.attachments(desk.data)
    target = folder / digest
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if target.exists() and target.stat().st_size == len(content):
            return digest, len(content)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise storage_error_from_os(error) from error
    return digest, len(content)


def attachment_path(desk: Desk, sha: str) -> Path:
    """Where a scan lies.

    Raises:
        NotFound: no such scan, or its file is gone.
    """
    file = paths.attachments(desk.data) / sha
    if not re.fullmatch(r"[0-9a-f]{64}", sha) or not file.is_file():
        raise NotFound(_("The scan is not in the attachments folder. Please restore it from a backup of the folder."))
    return file


def _check_paper(check: Checker, paper: str) -> None:
    if paper not in papers():
        check.add("paper", "choice", _("Choose one of the papers of the file."))


def _item(session: Session, unit_id: int, paper: str) -> DossierItem:
    item = session.scalars(
        select(DossierItem).where(DossierItem.unit_id == unit_id, DossierItem.paper == paper)
    ).first()
    if item is None:
        item = DossierItem(unit_id=unit_id, paper=paper, state="missing", filed_at="", attachment="")
        session.add(item)
    return item


def _image_agreed(session: Session, unit_id: int) -> bool:
    query = select(Consent.id).join(Occupancy, Occupancy.customer_id == Consent.customer_id)
    return bool(
        session.scalars(
            query.where(
                Occupancy.unit_id == unit_id,
                Occupancy.role == "owner",
                Occupancy.until.is_(None),
                Consent.purpose == "photo",
                Consent.withdrawn_at.is_(None),
            ).limit(1)
        ).first()
    )

"""The file of a suite: its 14 papers, where they are, and their scans (handbook A1)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import Checker, DeskError
from desk.i18n import _
from desk.models import DossierItem
from desk.rules import households as rules
from desk.services.households.consents import image_agreed
from desk.services.households.read import get_unit, papers
from desk.services.kit import attachments
from desk.services.kit.desk import Act, Desk


def set_dossier(
    desk: Desk, unit_id: int, paper: str, *, state: str, filed_at: str = "", received_on: date | None = None
) -> None:
    """Notes that a paper of the file was received and where it is filed, or that it is missing (handbook A1).

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
    """Adds the scan of a paper, in the place of the one before; the paper counts as received.

    Returns:
        The SHA-256 of the content.

    Raises:
        DeskError: `file-missing`, `file-too-big` (50 MB), `file-empty`, `file-kind`; `photo-consent`, for a copy of an
            identity document whose owner has not agreed to images (handbook C-12).
        StorageError: the disk said no.
        InvalidInput: field `paper`.
        NotFound: no such unit.
    """
    check = Checker()
    _check_paper(check, paper)
    check.done()
    with desk.act("household.attach") as act:
        desk.require("receptionist")
        get_unit(act.session, unit_id)
        if paper in rules.IMAGE_PAPERS and not image_agreed(act.session, unit_id):
            message = _(
                "A picture of an identity document is kept only with the owner's consent. Record the consent first."
            )
            raise DeskError("photo-consent", message)
        stored = attachments.store(act, desk, file, subject=f"unit:{unit_id}", role=f"dossier:{paper}")
        item = _item(act.session, unit_id, paper)
        item.attachment = stored.sha256
        item.state = "received"
        item.received_on = item.received_on or desk.local(act.at).date()
        # A file is called what somebody called it, often after a person: the name goes with the file.
        name = act.sealed(f"attachment:{stored.sha256}", "file", file.name)
        act.about("unit", unit_id, paper=paper, sha256=stored.sha256, file=name, size=stored.size)
    return stored.sha256


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

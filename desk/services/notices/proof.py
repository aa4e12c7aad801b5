"""The proof that a notice was told: where it hung, or who signed for it at the door (handbook S22)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from desk.errors import Checker
from desk.i18n import _
from desk.models import Unit
from desk.models.notices import Notice, NoticeDelivery, NoticePosting
from desk.rules import notices as rules
from desk.rules.kit import files
from desk.rules.kit.texts import entry_problems
from desk.services.kit import attachments
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import moving
from desk.services.kit.paging import Page
from desk.services.notices import area as areas
from desk.services.notices.core import NOTICES, get, noted, view
from desk.services.notices.papers import rows_of
from desk.services.notices.views import DeliveryEntry, DeliveryRow, NoticeView, PostingEntry


def post(desk: Desk, notice_id: int, entry: PostingEntry) -> NoticeView:
    """Notes where a notice was put up, by whom, when, with a picture.

    Raises:
        InvalidInput: fields `place`, `by`, `at` (`future`: done later than now; `early`: before it was issued), `photo`.
        DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(act: Act, row: Notice, check: Checker) -> None:
        check.problems += entry_problems(entry, names=("by",))
        _when(check, entry.at, act.at, row.issued_at, "at")
        if entry.photo is not None:
            _picture(check, entry.photo)

    values = {"place": entry.place, "by": entry.by}
    with moving(desk, NOTICES, notice_id, "post", values, checks=checks) as step:
        act, row = step.act, step.row
        made = NoticePosting(
            notice_id=row.id, place=entry.place.strip(), posted_at=entry.at or act.at, posted_by=entry.by.strip(), photo="",
            note=entry.note.strip(), down_by="", staff_id=act.staff_id,
        )  # fmt: skip
        act.session.add(made)
        act.session.flush()
        if entry.photo is not None:
            stored = attachments.store(
                act, desk, entry.photo, subject=f"public-notice:{row.id}", role=f"posting-{made.id}"
            )
            made.photo = stored.sha256
        row.up, row.told = row.up + 1, True
        noted(act, row, place=made.place)
        return view(act.session, desk, row)


def _picture(check: Checker, file: Path) -> None:
    try:
        with file.open("rb") as stream:
            kind = files.media_type(stream.read(16))
    except OSError:
        kind = ""
    if not kind.startswith("image/"):
        check.add("photo", "photo", _("{file} is no picture.").format(file=file.name))


def _when(check: Checker, at: datetime | None, now: datetime, issued: datetime | None, field: str) -> None:
    if at is not None and at > now:
        # L10N: 时间不能晚于现在
        check.add(field, "future", _("This lies ahead. Only what was done is recorded."))
    elif at is not None and issued is not None and at < issued.replace(second=0, microsecond=0):  # typed to the minute
        # L10N: 时间不能早于发布时间
        check.add(field, "early", _("This is before the notice was issued."))


def take_down(desk: Desk, notice_id: int, *, by: str, at: datetime | None = None, note: str = "") -> NoticeView:
    """Notes that every poster of a notice that still hangs was taken down.

    Raises:
        InvalidInput: fields `by`, `at`. DeskError: `illegal-move`, none hangs. NotFound; NotAllowed.
    """

    def checks(act: Act, row: Notice, check: Checker) -> None:
        _when(check, at, act.at, row.issued_at, "at")

    with moving(desk, NOTICES, notice_id, "take-down", {"by": by, "note": note}, checks=checks) as step:
        act, row = step.act, step.row
        hanging = select(NoticePosting).where(NoticePosting.notice_id == row.id, NoticePosting.down_at.is_(None))
        for posting in act.session.scalars(hanging).all():
            posting.down_at, posting.down_by = at or act.at, by.strip()
            posting.note = " ".join(part for part in (posting.note, note.strip()) if part)
        row.up = 0
        noted(act, row)
        return view(act.session, desk, row)


def deliver(desk: Desk, notice_id: int, entry: DeliveryEntry) -> NoticeView:
    """Notes what came of delivering a notice to homes; a later try takes the place of an earlier one.

    Raises:
        InvalidInput: `units` (`required`, `outside`: not in its area), `outcome`, `signer` (who signed; `one`: a signer is one
            home's), `on` (`future`, `early`). DeskError: `illegal-move`: it is not issued. NotFound; NotAllowed.
    """
    with desk.act("public-notice.deliver") as act:
        desk.require("receptionist")
        session, row = act.session, get(act.session, notice_id)
        today = desk.local(act.at).date()
        check = Checker(entry_problems(entry, names=("signer", "by")))
        if row.state != "issued":
            # L10N: 发布后才能登记送达
            check.add("units", "state", _("Only a notice that is issued is delivered."))
        _delivery(check, desk, row, entry)
        area = areas.of_notice(session, row)
        wanted = set(entry.units)
        inside = set(session.scalars(select(Unit.id).where(areas.homes(area), Unit.id.in_(wanted))))
        if wanted - inside:
            # L10N: 有房屋不在通知范围内
            check.add("units", "outside", _("A home is not in the area of this notice."))
        check.done()
        before = {
            each.unit_id: each
            for each in session.scalars(
                select(NoticeDelivery).where(NoticeDelivery.notice_id == row.id, NoticeDelivery.unit_id.in_(wanted))
            )
        }
        for unit_id in dict.fromkeys(entry.units):
            done = before.get(unit_id) or NoticeDelivery(notice_id=row.id, unit_id=unit_id, staff_id=act.staff_id)
            done.outcome, done.on, done.by = entry.outcome, entry.on or today, entry.by.strip()
            done.signer, done.note = entry.signer.strip(), entry.note.strip()
            session.add(done)
            act.touch("unit", unit_id)
        row.told = True
        noted(act, row, homes=len(wanted), outcome=entry.outcome)
        return view(session, desk, row)


def _delivery(check: Checker, desk: Desk, row: Notice, entry: DeliveryEntry) -> None:
    if not entry.units:
        # L10N: 请选择房屋
        check.add("units", "required", _("Choose the homes."))
    if entry.outcome not in rules.OUTCOMES:
        # L10N: 请选择结果
        check.add("outcome", "choice", _("Choose the result."))
    if entry.outcome == "signed" and len(entry.units) == 1 and not entry.signer.strip():
        # L10N: 请填写签收人
        check.add("signer", "required", _("Who signed for it?"))
    if entry.signer.strip() and len(entry.units) > 1:
        # L10N: 签收人请逐户填写
        check.add("signer", "one", _("One person signs for one home. Record them one by one."))
    if entry.on is None:
        return
    if entry.on > desk.today():
        check.add("on", "future", _("This lies ahead. Only what was done is recorded."))
    elif row.issued_at is not None and entry.on < desk.local(row.issued_at).date():
        check.add("on", "early", _("This is before the notice was issued."))


def deliveries(
    desk: Desk, notice_id: int, *, view: str = "all", text: str = "", offset: int = 0, limit: int = 200
) -> Page[DeliveryRow]:
    """The homes of a notice's area in the order of the houses, with what came of the delivery.

    Args:
        desk: the desk.
        notice_id: the notice.
        view: `all`; `left`: homes with somebody in them that were not reached yet; `done`: those that were.
        text: words in the room's name.
        offset: rows left out at the start.
        limit: the most rows.

    Raises:
        NotFound: there is no such notice.
    """
    with desk.look() as session:
        rows = [row for row in rows_of(session, desk, get(session, notice_id)) if text.strip() in row.room]
    if view == "left":
        rows = [row for row in rows if row.lived_in and row.outcome not in rules.REACHED]
    elif view == "done":
        rows = [row for row in rows if row.outcome in rules.REACHED]
    return Page(tuple(rows[offset : offset + limit]), len(rows))


__all__ = ["deliver", "deliveries", "post", "take_down"]

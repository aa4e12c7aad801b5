"""Photos of a record on paper (handbook S30): whatever the record is, its pictures are printed as a sheet of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desk import features
from desk.errors import DeskError
from desk.i18n import _
from desk.rules.kit import wording
from desk.services.kit.papers import writing
from desk.services.site import record_files
from desk.services.slips import SlipView, issue
from desk.slips.engine.head import PaperHead
from desk.slips.photos import photo_sheet

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk


def photo_paper(desk: Desk, subject: str) -> SlipView:
    """Issues the sheet of a record's photos; a PDF among its files is printed by itself.

    Args:
        desk: the desk.
        subject: kind and id, `release:12`.

    Raises:
        DeskError: `no-photos`: there is no picture among its files.
        NotFound: no such record, or its kind takes no files; NotAllowed: nobody is signed in.
    """
    with desk.act("file.print") as act:
        desk.require("receptionist")
        kind, number = record_files.subject_of(act.session, subject)
        photos = [each for each in record_files.listed(act.session, subject) if each.is_picture]
        if not photos:
            # L10N: 没有可打印的照片
            raise DeskError("no-photos", _("There is no photo to be printed."))
        record = features.records()[kind]
        row: Any = act.session.get(features.load(record.model), number)
        with writing(desk) as head:
            slip = photo_sheet(
                _(record.label),
                str(getattr(row, record.title, "") or number),
                [(each.sha256, wording.moment(desk.local(each.added_at))) for each in photos],
                PaperHead(**head),
            )
        view = issue(act, desk, slip, subject=subject)
        act.about(kind, number, number=view.number, photos=len(photos))
        return view


__all__ = ["photo_paper"]

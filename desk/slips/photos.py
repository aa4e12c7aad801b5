"""The 照片页 of a record (handbook S30): its photos on paper, for the file or for who asks to see them."""

from __future__ import annotations

from collections.abc import Sequence

from desk.i18n import _, speaking
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Field, Picture, Slip


def photo_sheet(record: str, number: str, photos: Sequence[tuple[str, str]], head: PaperHead) -> Slip:
    """The sheet.

    Args:
        record: what kind of record it is.
        number: what names it.
        photos: the hash of each picture and the words under it.
        head: of the paper.
    """
    with speaking(head.language):
        return head.slip(
            "photo-sheet",
            # L10N: 照片页
            _("Photo sheet"),
            fields=(
                # L10N: 所属记录 / 照片数
                Field(_("Record"), record, span=4),
                Field(_("No."), number, span=5, bold=True),
                Field(_("Photos"), str(len(photos)), span=3),
            ),
            pictures=tuple(Picture(sha, words, whole=True) for sha, words in photos),
        )


__all__ = ["photo_sheet"]

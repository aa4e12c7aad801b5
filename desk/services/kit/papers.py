"""Papers, each declared once: what it is, when it is not possible, how it is built. Preview, issue and the list come from that.

A paper is about a record (or a room, or a day); a feature says how its record is read. The head that stands on every paper
(site, hotline, when and by whom it was issued, copies, language) is built here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from desk.errors import DeskError
from desk.features import slip_kinds
from desk.i18n import _, speaking
from desk.services.kit.words import issued_line
from desk.slips.engine.head import Head, PaperHead
from desk.slips.engine.slip import NUMBER_AFTER_SAVING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from desk.services.kit.desk import Desk
    from desk.slips.engine.slip import Slip

Record = TypeVar("Record")


class CopiedHead(Head):
    """The head of a paper that has named copies."""

    copies: tuple[str, ...]


@contextmanager
def writing(desk: Desk, *, at: datetime | None = None, staff: str | None = None) -> Iterator[Head]:
    """Writes a paper: its words are those of the site's slips; gives the head.

    Args:
        desk: the desk.
        at: when it is issued; now when None.
        staff: by whom; the one at the counter when None.
    """
    with speaking(desk.site.slip_language):
        yield Head(
            site=desk.site.name,
            hotline=desk.site.hotline,
            issued=issued_line(desk, at, staff),
            language=desk.site.slip_language,
        )


@contextmanager
def writing_copies(
    desk: Desk, kind: str, *, at: datetime | None = None, staff: str | None = None
) -> Iterator[CopiedHead]:
    """The same for a kind that has named copies."""
    with writing(desk, at=at, staff=staff) as head:
        yield CopiedHead(**head, copies=tuple(_(copy) for copy in slip_kinds()[kind].copies))


def _nothing(_record: Any) -> str:
    return ""


def _always(_record: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Paper(Generic[Record]):
    """One paper.

    Attributes:
        kind: code of the kind of slip. act: name of the audit event of issuing it.
        about: msgid, one sentence of what it is.
        build: `(session, desk, record, entry) → Slip`; also for looking at, so unfinished records leave room to write.
        fits: whether it is a paper of such a record at all.
        why_not: the sentence that says why it cannot be issued now (in the language in force); "" when it can.
        asks: whether something is asked that is not in the record; then `entry` is what was typed.
    """

    kind: str
    act: str
    about: str
    build: Callable[[Session, Desk, Record, Any], Slip]
    fits: Callable[[Record], bool] = _always
    why_not: Callable[[Record], str] = _nothing
    asks: bool = False

    def refuse(self, record: Record) -> None:
        """Refuses what cannot be issued now.

        Raises:
            DeskError: `paper-not-yet`, with the reason.
        """
        reason = self.why_not(record)
        if reason:
            raise DeskError("paper-not-yet", reason)


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper as it is offered for a record.

    Attributes:
        kind: code of the kind of slip. title: its name.
        words: what it is, its last number, or why it is not possible yet; one sentence.
        possible: whether it can be issued now.
        asks: whether something is asked first.
    """

    kind: str
    title: str
    words: str
    possible: bool = True
    asks: bool = False


def offers(papers: Iterable[Paper[Record]], record: Record, issued: Sequence[Any]) -> tuple[Offer, ...]:
    """The papers that fit a record, each with what is to be said of it.

    Args:
        papers: in the order in which they are offered.
        record: what they are about.
        issued: the record's slips (`SlipView`), oldest first.
    """
    last = {slip.kind: slip.number for slip in issued if slip.state != "void"}
    found = []
    for paper in papers:
        if not paper.fits(record):
            continue
        why_not = paper.why_not(record)
        words = why_not or _(paper.about)
        if paper.kind in last and not why_not:
            # L10N: 已开具 {number}，再开为新编号
            words = _("Issued as {number}; issued again it gets a new number.").format(number=last[paper.kind])
        found.append(Offer(paper.kind, _(slip_kinds()[paper.kind].label), words, not why_not, paper.asks))
    return tuple(found)


def head_of(desk: Desk, kind: str, number: str = NUMBER_AFTER_SAVING) -> PaperHead:
    """The head of a paper of a kind as one value, in the language in force; `number`: where it has one already."""
    return PaperHead(
        desk.site.name, desk.site.hotline, issued_line(desk), desk.site.slip_language,
        tuple(_(copy) for copy in slip_kinds()[kind].copies), number,
    )  # fmt: skip


__all__ = ["CopiedHead", "Head", "Offer", "Paper", "head_of", "offers", "writing", "writing_copies"]

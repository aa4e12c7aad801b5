"""The papers of a notice: each is checked against the register before it is issued (handbook S22)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import DeskError
from desk.i18n import N_, _
from desk.models import Unit
from desk.models.notices import Notice, NoticeDelivery, NoticePosting
from desk.rules import notices as rules
from desk.rules.kit import wording
from desk.services.kit.desk import Act, Desk
from desk.services.kit.papers import Offer, Paper, offers, writing
from desk.services.kit.words import word
from desk.services.notices import area as areas
from desk.services.notices import register
from desk.services.notices.core import get, noted, reached
from desk.services.notices.views import DeliveryRow, NoticeEntry
from desk.services.site import record_files
from desk.services.slips import SlipView, issue, views
from desk.slips import notices as forms
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Slip

PAPERS = ("notice-poster", "notice-copy", "notice-list", "notice-proof")


def when_words(desk: Desk, since: datetime | None, until: datetime | None) -> str:
    """From when until when, as a notice says it: `2026年11月24日 09:00 至 17:00`; in the language in force."""
    if since is None:
        return ""
    first, last = desk.local(since), desk.local(until) if until is not None else None
    begins = f"{wording.written_day(first.date())} {wording.hour(first)}"
    if last is None:
        # L10N: 自 {first} 起
        return _("from {first} until further notice").format(first=begins)
    ends = wording.hour(last)
    if last.date() != first.date():
        ends = f"{wording.written_day(last.date())} {ends}"
    # L10N: {first} 至 {last}
    return _("{first} to {last}").format(first=begins, last=ends)


def facts(session: Session, desk: Desk, row: Notice) -> forms.NoticeFacts:
    """A notice as its papers say it, in the language in force."""
    other = session.get(Notice, row.withdraws_id) if row.withdraws_id is not None else None
    return forms.NoticeFacts(
        row.number, word("notice_kinds", row.kind), row.title, row.text, row.english, areas.of_notice(session, row).words(),
        when_words(desk, row.since, row.until),
        wording.written_day(desk.local(row.issued_at or desk.clock()).date()), row.late_reason, row.emergency,
        wording.dotted(other.number, other.title) if other is not None else "",
    )  # fmt: skip


def _poster(session: Session, desk: Desk, row: Notice, _entry: object) -> Slip:
    with writing(desk) as head:
        return forms.poster(facts(session, desk, row), PaperHead(**head))


def _copy(session: Session, desk: Desk, row: Notice, _entry: object) -> Slip:
    with writing(desk) as head:
        return forms.household_copy(facts(session, desk, row), PaperHead(**head))


def _list(session: Session, desk: Desk, row: Notice, _entry: object) -> Slip:
    with writing(desk) as head:
        lines = [
            forms.ListLine(
                each.room, word("notice_outcomes", each.outcome) if each.outcome else "", wording.day(each.on),
                # L10N: 无人居住
                "" if each.lived_in else _("nobody lives there"),
            )
            for each in rows_of(session, desk, row)
        ]  # fmt: skip
        homes, done = reached(session, desk, row, areas.of_notice(session, row))
        share = wording.dotted(f"{done}/{homes}", wording.percent(rules.percent(done, homes), places=0))
        return forms.delivery_list(facts(session, desk, row), lines, share, PaperHead(**head))


def _proof(session: Session, desk: Desk, row: Notice, _entry: object) -> Slip:
    postings = session.scalars(
        select(NoticePosting).where(NoticePosting.notice_id == row.id).order_by(NoticePosting.id)
    ).all()
    more = [
        each.sha256 for each in record_files.listed(session, f"public-notice:{row.id}") if each.is_picture
    ]  # fmt: skip
    with writing(desk) as head:
        lines = [
            forms.PostedLine(
                each.place, f"{wording.moment(desk.local(each.posted_at))} {each.posted_by}",
                f"{wording.moment(desk.local(each.down_at))} {each.down_by}" if each.down_at is not None else "", each.photo,
                each.note,
            )
            for each in postings
        ]  # fmt: skip
        homes, done = reached(session, desk, row, areas.of_notice(session, row))
        tried = session.scalars(select(NoticeDelivery.id).where(NoticeDelivery.notice_id == row.id).limit(1)).first()
        share = (
            wording.dotted(f"{done}/{homes}", wording.percent(rules.percent(done, homes), places=0)) if tried else ""
        )
        return forms.proof(facts(session, desk, row), lines, more, share, PaperHead(**head))


def rows_of(session: Session, desk: Desk, row: Notice) -> Sequence[DeliveryRow]:
    """Every home of a notice's area in the order of the houses, with what came of its delivery."""
    question = (
        select(Unit.id, Unit.name, areas.lived_in(desk).label("lived"), NoticeDelivery)
        .outerjoin(NoticeDelivery, (NoticeDelivery.unit_id == Unit.id) & (NoticeDelivery.notice_id == row.id))
        .where(areas.homes(areas.of_notice(session, row)))
        .order_by(Unit.sort)
    )
    return [_delivered(unit_id, name, lived, done) for unit_id, name, lived, done in session.execute(question)]


def _delivered(unit_id: int, name: str, lived: object, done: NoticeDelivery | None) -> DeliveryRow:
    if done is None:
        return DeliveryRow(unit_id, name, bool(lived), "", "", None, "", "")
    return DeliveryRow(unit_id, name, bool(lived), done.outcome, done.signer, done.on, done.by, done.note)


def _not_issued(row: Notice) -> str:
    # L10N: 发布后才能打印
    return "" if row.state in ("issued", "ended", "withdrawn") else _("It is printed once it is issued.")


def _not_told(row: Notice) -> str:
    # L10N: 登记张贴后才能打印
    return _not_issued(row) or ("" if row.told else _("It is printed once a posting is recorded."))


OFFERED: tuple[Paper[Notice], ...] = (
    # L10N: 张贴用，A4
    Paper("notice-poster", "public-notice.paper", N_("For the notice boards, A4."), _poster, why_not=_not_issued),
    # L10N: 送达各户用，A5，按户数设置份数
    Paper("notice-copy", "public-notice.paper", N_("For the homes, A5; set the number of sets when printing."), _copy, why_not=_not_issued),
    # L10N: 逐户签收，A4
    Paper("notice-list", "public-notice.paper", N_("Every home with room to sign, A4."), _list, why_not=_not_issued),
    # L10N: 张贴位置、时间与照片，留存备查
    Paper("notice-proof", "public-notice.paper", N_("Where and when it hung, with the photos: kept as proof."), _proof, why_not=_not_told),
)  # fmt: skip
"""The papers of a notice."""


def _paper(kind: str) -> Paper[Notice]:
    return next(paper for paper in OFFERED if paper.kind == kind)


def check_words(session: Session, desk: Desk, row: Notice) -> None:
    """Refuses what may not hang on a wall.

    Raises:
        DeskError: `notice-name`, `notice-phone`, `notice-room`.
    """
    found = register.obstacles(session, desk, f"public-notice:{row.id}")
    if found:
        raise DeskError(found[0].code, " ".join(each.words for each in found))


def issue_poster(act: Act, desk: Desk, row: Notice) -> SlipView:
    """The poster under the notice's number, a later one under an edition of it."""
    done = [slip for slip in views(act.session, [f"public-notice:{row.id}"]) if slip.kind == "notice-poster"]
    number = row.number + (f"-{len(done) + 1}" if done else "")
    return issue(act, desk, _poster(act.session, desk, row, None), subject=f"public-notice:{row.id}", number=number)


def papers(desk: Desk, notice_id: int) -> tuple[Offer, ...]:
    """The papers that can be issued for a notice, or why not yet.

    Raises:
        NotFound: there is no such notice.
    """
    with desk.look() as session:
        return offers(OFFERED, get(session, notice_id), views(session, [f"public-notice:{notice_id}"]))


def paper_preview(desk: Desk, notice_id: int, kind: str) -> Slip:
    """A paper as it would be issued now.

    Raises:
        NotFound: there is no such notice, or no such paper.
    """
    with desk.look() as session:
        row = get(session, notice_id)
        return _known(kind).build(session, desk, row, None)


def typed_preview(desk: Desk, entry: NoticeEntry) -> Slip:
    """The poster of a notice as it is typed, whatever is still missing."""
    with desk.look() as session, writing(desk) as head:
        area = areas.read(session, entry.scope, entry.places)
        made = forms.NoticeFacts(
            "", word("notice_kinds", entry.kind) if entry.kind in rules.KINDS else "", entry.title.strip(), entry.text.strip(),
            entry.english.strip(), area.words() if area.problem is None else entry.places.strip(),
            when_words(desk, entry.since, entry.until), wording.written_day(desk.today()), "", entry.emergency,
        )  # fmt: skip
        return forms.poster(made, PaperHead(**head))


def _known(kind: str) -> Paper[Notice]:
    if kind not in PAPERS:
        # L10N: 没有这种单据
        raise DeskError("unknown", _("There is no such paper."))
    return _paper(kind)


def issue_paper(desk: Desk, notice_id: int, kind: str) -> SlipView:
    """Issues a paper of a notice: the poster again, the household copy, the delivery list, the record of where it hung.

    Raises:
        DeskError: `paper-not-yet`; `notice-name`, `notice-phone`, `notice-room`: the register has changed. NotFound; NotAllowed.
    """
    with desk.act("public-notice.paper") as act:
        desk.require("receptionist")
        row, paper = get(act.session, notice_id), _known(kind)
        paper.refuse(row)
        if kind not in ("notice-list", "notice-proof"):  # the office's own papers
            check_words(act.session, desk, row)
        if kind == "notice-poster":
            slip = issue_poster(act, desk, row)
        else:
            made = paper.build(act.session, desk, row, None)
            slip = issue(act, desk, made, subject=f"public-notice:{row.id}")
        noted(act, row, slip=slip.number)
        return slip


__all__ = [
    "PAPERS",
    "check_words",
    "facts",
    "issue_paper",
    "issue_poster",
    "paper_preview",
    "papers",
    "rows_of",
    "typed_preview",
]

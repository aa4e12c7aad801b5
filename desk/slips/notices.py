"""The papers of a notice (handbook S22): poster (A4), household copy (A5), delivery list with signatures, record of where it hung."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desk.i18n import _, pgettext, speaking
from desk.rules.kit.wording import labelled
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Column, Field, Passage, Picture, Signature, Slip, Table

_HUGE = 170
"""A text of so many characters' weight still fits in the largest size, `_LARGE` in the next one."""
_LARGE = 420
_ENGLISH = 0.55
"""How wide a Latin letter is beside a Chinese character."""
_SMALLER = {"huge": "large", "large": "", "": ""}
"""The size of the English beside that of the text."""


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """A notice; texts are finished.

    Attributes:
        kind: its kind in words. when: from when until when. late: why it is told late, "" for in time. emergency: it had happened.
        withdraws: number and title of the notice that it takes back. day: when it was issued.
    """

    number: str
    kind: str
    title: str
    text: str
    english: str
    area: str
    when: str
    day: str
    late: str = ""
    emergency: bool = False
    withdraws: str = ""


@dataclass(frozen=True, slots=True)
class ListLine:
    """A home of the delivery list: what came of it so far, "" for not yet; remark: nobody lives there. Who signed stands on the signed list only."""

    room: str
    outcome: str = ""
    day: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class PostedLine:
    """Where it hangs or hung: put up when, by whom; taken down, "" while it hangs. sha: of the photo, "" for none. note: free words."""

    place: str
    posted: str
    down: str = ""
    sha: str = ""
    note: str = ""


def _weight(facts: NoticeFacts) -> float:
    return len(facts.text) + len(facts.english) * _ENGLISH


def _paragraphs(text: str, size: str) -> tuple[Passage, ...]:
    return tuple(Passage(line.strip(), indent=True, size=size) for line in text.splitlines() if line.strip())


def _english(text: str, size: str) -> tuple[Passage, ...]:
    return tuple(Passage(line.strip(), size=size) for line in text.splitlines() if line.strip())


def _more(facts: NoticeFacts) -> tuple[Field, ...]:
    """What stands in the grid of both papers."""
    return (
        # L10N: 未能提前的原因
        *((Field(_("Told late because"), facts.late, span=12),) if facts.late else ()),
        # L10N: 撤回的公告
        *((Field(_("Takes back"), facts.withdraws, span=12),) if facts.withdraws else ()),
    )


def _words(facts: NoticeFacts, size: str) -> tuple[Passage, ...]:
    """Greeting and text."""
    # L10N: 紧急
    urgent = (Passage(_("Urgent"), bold=True, centre=True, size=size),) if facts.emergency else ()
    # L10N: 尊敬的业主/住户：
    greeting = Passage(_("Dear resident,"), bold=True, size=size)
    return (*urgent, greeting, *_paragraphs(facts.text, size))


def _hotline(head: PaperHead) -> tuple[str, ...]:
    # L10N: 咨询请拨打服务热线 {hotline}
    return (_("Questions: please call {hotline}.").format(hotline=head.hotline),) if head.hotline else ()


def poster(facts: NoticeFacts, head: PaperHead) -> Slip:
    """The poster (A4): large type, what it is about, where and when; nobody's name, telephone or debt, not the clerk's either."""
    with speaking(head.language):
        weight = _weight(facts)
        size = "huge" if weight <= _HUGE else "large" if weight <= _LARGE else ""
        # L10N: 范围：{area} / 时间：{when}
        where, when = labelled(_("Area"), facts.area), labelled(pgettext("notice", "Time"), facts.when)
        signed = tuple(Passage(words, right=True, size=size) for words in (head.site, facts.day) if words)
        return replace(head, issued="").slip(
            "notice-poster",
            facts.title,
            facts.number,
            body=(
                *_words(facts, size),
                *(Passage(words, bold=True, size=size) for words in (where, when)),
                *_english(facts.english, _SMALLER[size]),
                *signed,
            ),
            fields=_more(facts),
            clauses=_hotline(head),
            # L10N: 盖章
            seals=(_("Service centre (seal)"),),
        )


def household_copy(facts: NoticeFacts, head: PaperHead) -> Slip:
    """The copy for a household (A5), the same words."""
    with speaking(head.language):
        return replace(head, issued="").slip(
            "notice-copy",
            facts.title,
            body=(*_words(facts, ""), *_english(facts.english, "")),
            fields=(
                # L10N: 范围 / 时间
                Field(_("Area"), facts.area, span=12, bold=True),
                Field(pgettext("notice", "Time"), facts.when, span=12, bold=True),
                *_more(facts),
                # L10N: 公告编号
                Field(_("Notice no."), facts.number, span=12),
            ),
            # L10N: {day}发布
            clauses=(*_hotline(head), _("Issued on {day}.").format(day=facts.day)),
            seals=(_("Service centre (seal)"),),
        )


def delivery_list(facts: NoticeFacts, lines: Sequence[ListLine], reached: str, head: PaperHead) -> Slip:
    """The 通知送达签收表: each home with room to sign; a paper of the office that hangs nowhere."""
    with speaking(head.language):
        return head.slip(
            "notice-list",
            # L10N: 通知送达签收表
            _("Delivery list of a notice"),
            fields=(
                Field(_("Notice no."), facts.number, span=6, bold=True),
                # L10N: 标题
                Field(_("Title"), facts.title, span=6, bold=True),
                Field(_("Area"), facts.area, span=12),
                # L10N: 户数 / 送达率
                Field(_("Homes"), str(len(lines)), span=6),
                Field(_("Delivery reached"), reached, span=6),
            ),
            tables=(
                Table(
                    (
                        # L10N: 序号, 房号, 签收人, 日期, 备注
                        Column(_("No."), 0.6, right=True),
                        Column(_("Room"), 2.2),
                        Column(_("Signed for by"), 2.2),
                        Column(_("Date"), 1.6),
                        Column(_("Note"), 2.0),
                    ),
                    tuple(
                        (str(place), line.room, "", line.day, " ".join(filter(None, (line.outcome, line.remark))))
                        for place, line in enumerate(lines, 1)
                    ),
                ),
            ),
            # L10N: 送达人
            signatures=(Signature(_("Delivered by"), dated=True), Signature(_("Checked by"), dated=True)),
        )


def proof(facts: NoticeFacts, lines: Sequence[PostedLine], more: Sequence[str], reached: str, head: PaperHead) -> Slip:
    """The 公告张贴记录: where and how long it hung, with the photos; a paper of the office, kept as the proof that it was told.

    Args:
        facts: the notice.
        lines: where it was put up, in the order it was.
        more: hashes of further photos of the record.
        reached: what came of the delivery, "" where none was tried.
        head: of the paper.
    """
    with speaking(head.language):
        # L10N: 照片 {n}
        named = {at: _("Photo {n}").format(n=at) for at, line in enumerate(lines, 1) if line.sha}
        photos = [
            Picture(line.sha, f"{at} · {line.posted}", whole=True) for at, line in enumerate(lines, 1) if line.sha
        ]
        return head.slip(
            "notice-proof",
            # L10N: 公告张贴记录
            _("Record of a notice put up"),
            fields=(
                Field(_("Notice no."), facts.number, span=6, bold=True),
                Field(_("Title"), facts.title, span=6, bold=True),
                Field(_("Area"), facts.area, span=6),
                Field(pgettext("notice", "Time"), facts.when, span=6),
                *((Field(_("Delivery reached"), reached, span=12),) if reached else ()),
            ),
            tables=(
                Table(
                    (
                        Column(_("No."), 0.8, right=True),
                        # L10N: 张贴位置 / 张贴 / 取下 / 照片
                        Column(_("Where it hangs"), 2.1),
                        Column(_("Put up"), 2.6),
                        Column(_("Taken down"), 2.6),
                        Column(_("Photo"), 0.9),
                        Column(_("Note"), 1.0),
                    ),
                    tuple(
                        (str(at), line.place, line.posted, line.down, named.get(at, ""), line.note)
                        for at, line in enumerate(lines, 1)
                    ),
                ),
            ),
            pictures=(*photos, *(Picture(sha, whole=True) for sha in more)),
            signatures=(Signature(_("Checked by"), dated=True),),
        )


__all__ = ["ListLine", "NoticeFacts", "PostedLine", "delivery_list", "household_copy", "poster", "proof"]

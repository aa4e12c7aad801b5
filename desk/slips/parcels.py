"""The papers of things that are kept (handbook S20): the tag in two parts, the count sheet, the notice of found things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desk.i18n import _, speaking
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Column, Field, Signature, Slip, Table


@dataclass(frozen=True, slots=True)
class ThingFacts:
    """A thing; texts are finished. `kind`: code, `title`: of its tag."""

    number: str
    kind: str
    room: str
    recipient: str
    what: str
    contents: str
    pieces: int
    place: str
    taken: str
    due: str
    brought_by: str = ""
    tracking: str = ""
    seal: str = ""
    where: str = ""
    staff: str = ""
    witness: str = ""


def tag(facts: ThingFacts, slip_kind: str, head: PaperHead) -> Slip:
    """The tag of a thing: one part goes on it, the other one is signed when it is handed out."""
    titles = {
        # L10N: 包裹签收单
        "parcel": _("Parcel receipt"),
        # L10N: 寄存物品单
        "left": _("Receipt for a thing left"),
        # L10N: 失物招领登记单
        "found": _("Receipt for a thing found"),
    }
    with speaking(head.language):
        return head.slip(
            slip_kind,
            titles[facts.kind],
            facts.number,
            fields=tuple(
                Field(caption, text, span=12, bold=bold)
                for caption, text, bold in (
                    (_("Room"), facts.room, True),
                    # L10N: 收件人 / 物品 / 性质
                    (_("Recipient"), facts.recipient, True),
                    (_("Thing"), f"{facts.what} ×{facts.pieces}", True),
                    (_("What kind"), facts.contents, False),
                    # L10N: 送来人 / 运单号 / 拾得地点
                    (_("Brought by"), facts.brought_by, False),
                    (_("Waybill"), facts.tracking, False),
                    (_("Found where"), facts.where, False),
                    # L10N: 封条号 / 存放位置 / 保管至
                    (_("Seal"), facts.seal, False),
                    (_("Kept where"), facts.place, True),
                    (_("Taken at"), facts.taken, False),
                    (_("Kept until"), facts.due, False),
                    (_("Taken by"), " ".join(part for part in (facts.staff, facts.witness) if part), False),
                )
                if text
            ),
            # L10N: 领取人 / 手机尾号 / 领取时间
            after=(Field(_("Phone, last digits"), "", span=12), Field(_("Handed out at"), "", span=12)),
            signatures=(Signature(_("Received by")),),
        )


def _columns() -> tuple[Column, ...]:
    return (
        # L10N: 编号, 房号, 收件人, 物品, 位置, 保管至
        Column(_("Number"), 2.4),
        Column(_("Room"), 1.8),
        Column(_("Recipient"), 1.2),
        Column(_("Thing"), 1.8),
        Column(_("Kept where"), 1.2),
        Column(_("Kept until"), 1.4),
    )


def count_sheet(things: Sequence[ThingFacts], when: str, staff: str, head: PaperHead) -> Slip:
    """The 保管物品盘点表: everything that is kept, with room to tick."""
    with speaking(head.language):
        return head.slip(
            "parcel-count",
            # L10N: 保管物品盘点表
            _("Count of things kept"),
            fields=(Field(_("Counted at"), when), Field(_("Counted by"), staff)),
            tables=(
                Table(
                    # L10N: 应有 / 实有
                    (*_columns(), Column(_("By the book"), 0.9, right=True), Column(_("Counted"), 0.9, right=True)),
                    tuple(
                        (each.number, each.room, each.recipient, each.what, each.place, each.due, str(each.pieces), "")
                        for each in things
                    ),
                    least_rows=3,
                ),
            ),
            after=(Field(_("About the differences"), "", span=12, lines=2),),
            signatures=(Signature(_("Counted by"), staff, dated=True), Signature(_("Witness"), dated=True)),
        )


def found_notice(things: Sequence[ThingFacts], day: str, head: PaperHead) -> Slip:
    """The 招领启事: where and when, and of what kind; how it looks is for the claimant to say (handbook S20)."""
    with speaking(head.language):
        return head.slip(
            "found-notice",
            # L10N: 招领启事
            _("Notice of things found"),
            # L10N: 日期
            fields=(Field(_("Day"), day, span=12),),
            tables=(
                Table(
                    (
                        Column(_("Number"), 2.2),
                        # L10N: 拾得时间
                        Column(_("Taken at"), 1.8),
                        Column(_("Found where"), 3),
                        Column(_("What kind"), 1.4),
                        Column(_("Kept until"), 1.4),
                    ),
                    tuple((each.number, each.taken, each.where, each.contents, each.due) for each in things),
                ),
            ),
            clauses=(
                # L10N: 请失主携带有效证件到前台，说明物品特征后领取；证件核对后当场交还，不扣押身份证。
                _(
                    "Please come to the desk with a document and describe the thing. The document is given back at once (不扣押身份证)."
                ),
                # L10N: 逾期无人认领的，按规定移交公安机关或处理。
                _("What nobody claims in time goes to the police or is dealt with by the rules."),
            ),
            # L10N: 盖章
            seals=(_("Service centre (seal)"),),
        )


__all__ = ["ThingFacts", "count_sheet", "found_notice", "tag"]

"""The 装修缴费通知单: what is to be paid, before any receipt (handbook R2, R4). It moves no money."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from desk.catalog import catalog, label
from desk.errors import Checker, InvalidInput, Problem
from desk.i18n import _
from desk.rules.kit import wording
from desk.rules.money import PREPAID
from desk.services.kit.desk import Desk
from desk.services.kit.papers import writing_copies
from desk.services.money import charges
from desk.services.money.core import the_unit
from desk.services.money.entries import NoticeEntry
from desk.services.slips import SlipView, issue
from desk.slips.engine.slip import Slip
from desk.slips.money.notice import NoticeFacts, payment_notice
from desk.slips.money.receipt import LineFacts


def check_notice(desk: Desk, entry: NoticeEntry) -> list[Problem]:
    """What is wrong with a notice as it is typed."""
    check = Checker()
    # L10N: 请填写付款方
    check.require("payer", entry.payer, _("Who pays?"))
    if entry.pay_by is not None and entry.pay_by < desk.today():
        # L10N: 截止日已过
        check.add("pay_by", "past", _("This day has passed already."))
    for place, each in enumerate(entry.deposits):
        if each.fen <= 0:
            check.add(f"deposits.{place}.amount", "positive", _("A deposit is more than 0."))
    return check.problems


def notice_preview(desk: Desk, entry: NoticeEntry) -> Slip:
    """The notice as it would be issued.

    Raises:
        NotFound: there is no such room.
    """
    with desk.look() as session:
        return _notice(session, desk, entry)


def issue_notice(desk: Desk, entry: NoticeEntry) -> SlipView:
    """Issues a payment notice.

    Raises:
        InvalidInput: fields of `NoticeEntry`; `charges`: `nothing`, nothing is to be paid. NotFound; NotAllowed.
    """
    problems = check_notice(desk, entry)
    if problems:
        raise InvalidInput(problems)
    with desk.act("money.notice") as act:
        desk.require("receptionist")
        slip = _notice(act.session, desk, entry)
        if not slip.tables:
            # L10N: 没有应缴项目
            raise InvalidInput([Problem("nothing", _("Nothing is to be paid."), "charges")])
        issued = issue(act, desk, slip, subject=entry.subject or f"unit:{entry.unit_id}")
        act.about("unit", entry.unit_id, number=issued.number)
        return issued


def _notice(session: Session, desk: Desk, entry: NoticeEntry) -> Slip:
    unit = the_unit(session, entry.unit_id)
    rows = charges.open_charges(session, entry.unit_id, entry.charges)
    pay_by = entry.pay_by or desk.today() + timedelta(days=int(desk.policy["money.notice_days"]))
    with writing_copies(desk, "payment-notice") as head:
        return payment_notice(
            NoticeFacts(
                renovation=entry.subject.startswith("renovation:"),
                room=unit.name if unit else "",
                payer=entry.payer.strip(),
                fees=tuple(LineFacts(row.item, row.open_fen, row.period) for row in rows),
                deposits=tuple(
                    LineFacts(each.item or label("deposit_kinds", each.kind), each.fen) for each in entry.deposits
                ),
                pay_by=wording.day(pay_by),
                methods=wording.listed(choice.label for choice in catalog("tenders") if choice.code != PREPAID),
                remark=entry.note.strip(),
                staff=desk.actor.name if desk.actor else "",
                **head,
            )
        )


__all__ = ["check_notice", "issue_notice", "notice_preview"]

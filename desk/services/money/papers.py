"""The cashier's papers, made from what is stored, in the language of the slips."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.i18n import _, speaking
from desk.models.money import Deduction, Deposit, Receipt, ReceiptLine, ReceiptTender, Shift
from desk.rules.kit import wording
from desk.rules.kit.money import Tender, figures
from desk.rules.money import COMES_IN, PREPAID
from desk.services.finder import index
from desk.services.kit import audit
from desk.services.kit.desk import Act, Desk
from desk.services.kit.papers import writing, writing_copies
from desk.services.money.core import words_of_kind
from desk.services.money.sheet import sheet
from desk.services.money.views import BookRow, DayBook
from desk.services.slips import SlipView, issue, views
from desk.slips.money.day_book import BookLine, DayBookFacts, day_book_slip
from desk.slips.money.receipt import SLIPS, LineFacts, ReceiptFacts, receipt_slip, title
from desk.slips.money.shift import ShiftFacts, shift_sheet


def in_slip_language(desk: Desk, kind: str) -> str:
    """A kind of fee as receipts name it."""
    with speaking(desk.site.slip_language):
        return words_of_kind(kind)


def kept_words(desk: Desk, kind: str) -> str:
    """A prepayment as receipts name it: for any fee, or for one kind."""
    with speaking(desk.site.slip_language):
        return wording.dotted(words_of_kind(PREPAID), words_of_kind(kind) if kind else "")


def kind_words(kind: str) -> str:
    """A kind of money paper, in the language in force."""
    return title(kind)


def void_words(void: str, reason: str) -> str:
    """What the day book says of a void receipt."""
    if not void:
        return ""
    # L10N: 作废 / 冲销前日
    return " ".join(part for part in (_("Void") if void == "day" else _("Reversal of an earlier day"), reason) if part)


def slip_of(session: Session, row: Receipt) -> SlipView | None:
    """The paper of a receipt."""
    found = views(session, [f"receipt:{row.id}"])
    return found[0] if found else None


def issue_receipt(act: Act, desk: Desk, row: Receipt) -> SlipView:
    """Issues the paper of a receipt of income or deposits."""
    return _issue(act, desk, row)


def issue_refund(act: Act, desk: Desk, row: Receipt) -> SlipView:
    """Issues the slip of a refund of income."""
    return _issue(act, desk, row)


def issue_settlement(act: Act, desk: Desk, row: Receipt) -> SlipView:
    """Issues the slip of a deposit that went back, or the claim beyond it."""
    return _issue(act, desk, row)


def _issue(act: Act, desk: Desk, row: Receipt) -> SlipView:
    session = act.session
    kind = SLIPS[row.kind]
    lines = [
        LineFacts(line.item, line.fen, line.period)
        for line in row.lines
        if row.kind != "settlement" or line.deposit_id is not None
    ]
    deductions = session.scalars(select(Deduction).where(Deduction.receipt_id == row.id).order_by(Deduction.id))
    lines += [LineFacts(each.item, -each.fen, reason=_joined((each.reason, each.evidence))) for each in deductions]
    with writing_copies(desk, kind) as head:
        slip = receipt_slip(
            ReceiptFacts(
                kind=row.kind,
                day=wording.day(row.day),
                payer=row.payer,
                room=row.unit.name if row.unit else "",
                lines=tuple(lines),
                fen=row.fen,
                method=how_paid(row.tenders, row.change),
                refers=_refers(session, row),
                invoice=row.invoice_number,
                renovation=any(_renovation(session, line.deposit_id) for line in row.lines if line.deposit_id),
                remark=row.note,
                cashier=desk.actor.name if desk.actor else "",
                **head,
            )
        )
    index.write(session, "receipt", [row.id])
    return issue(act, desk, slip, subject=f"receipt:{row.id}", number=row.number)


def _joined(parts: Iterable[str]) -> str:
    return wording.clauses(parts)


def how_paid(tenders: Sequence[Tender | ReceiptTender], change: int) -> str:
    """The means of payment in words, each with its amount where there are several; and the change."""
    several = len(tenders) > 1
    words = [
        " ".join(
            part
            for part in (label("tenders", each.method), figures(each.fen) if several else "", each.reference)
            if part
        )
        for each in tenders
    ]
    if change:
        # L10N: 找零 {amount}
        words.append(_("change {amount}").format(amount=figures(change)))
    return wording.clauses(words)


def _refers(session: Session, row: Receipt) -> str:
    """The numbers of the receipts that the paper goes back on."""
    if row.refers_id is not None:
        return session.scalar(select(Receipt.number).where(Receipt.id == row.refers_id)) or ""
    ids = [line.deposit_id for line in row.lines if line.deposit_id is not None]
    if row.kind in COMES_IN or not ids:
        return ""
    own = session.scalars(
        select(Receipt.number)
        .join(ReceiptLine, ReceiptLine.receipt_id == Receipt.id)
        .where(ReceiptLine.deposit_id.in_(ids), Receipt.kind == "deposit")
    ).all()
    old = session.scalars(select(Deposit.paper_number).where(Deposit.id.in_(ids), Deposit.paper_number != "")).all()
    return wording.listed(dict.fromkeys([*own, *old]))


def _renovation(session: Session, deposit_id: int) -> bool:
    return session.scalar(select(Deposit.kind).where(Deposit.id == deposit_id)) == "renovation"


# -------------------------------------------------------------------------------------------------------- other papers
def issue_shift_sheet(act: Act, desk: Desk, row: Shift) -> SlipView:
    """Issues the 交接班记录 of a shift that is handed over."""
    with writing_copies(desk, "shift-sheet") as head:
        head["issued"] = audit.stamped(act.session, head["issued"])
        found = sheet(act.session, desk, row, act.at)
        shift = found.shift
        slip = shift_sheet(
            ShiftFacts(
                shift=shift.number,
                counter=shift.counter,
                who=shift.staff,
                since=wording.moment(desk.local(shift.opened_at)),
                until=wording.moment(desk.local(shift.handed_at or act.at)),
                gap=" – ".join(wording.short_moment(desk.local(moment), desk.today()) for moment in shift.gap or ()),
                opening=shift.opening,
                expected=shift.expected or 0,
                counted=shift.counted,
                reason=shift.reason,
                methods=tuple((label("tenders", method), fen) for method, fen in found.methods.items()),
                papers=tuple(
                    (kind_words(each.kind), each.count, _span(each.first, each.last), each.fen) for each in found.papers
                ),
                voids=found.voids,
                slips=tuple((each.kind, each.count, _span(each.first, each.last)) for each in found.slips),
                due=found.due,
                custody=tuple((each.title, each.number, each.detail, each.count) for each in found.custody),
                pieces=dict(shift.pieces),
                log=tuple(
                    (
                        wording.hour(desk.local(line.at)),
                        _log_words(desk, line.kind, line.text, line.stand_in, line.leader),
                        line.told,
                        line.follow_up if line.until is None else wording.hour(desk.local(line.until)),
                    )
                    for line in shift.log
                ),
                remarks=shift.remarks,
                **head,
            )
        )
    return issue(act, desk, slip, subject=f"shift:{row.id}")


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first} – {last}"


def _log_words(_desk: Desk, kind: str, text: str, stand_in: str, leader: str) -> str:
    if kind != "stand-in":
        return text
    # L10N: {who} 代班（{leader} 同意）：{reason}
    return _("{who} stands in ({leader} agreed): {reason}").format(who=stand_in, leader=leader, reason=text)


def issue_day_book(act: Act, desk: Desk, found: DayBook) -> SlipView:
    """Issues the 收款日报 of a day."""
    with writing(desk) as head:
        slip = day_book_slip(
            DayBookFacts(
                day=wording.day(found.day),
                lines=tuple(_book_line(desk, row) for row in found.rows),
                methods=tuple((label("tenders", method), fen) for method, fen in found.methods.items()),
                items=tuple(
                    # L10N: 押金
                    (_("Deposits") if kind == "deposit" else words_of_kind(kind), fen)
                    for kind, fen in found.items.items()
                ),
                count=found.count,
                voids=found.voids,
                income=found.income,
                deposits=found.deposits,
                refunds=found.refunds,
                over_short=found.over_short,
                **head,
            )
        )
    return issue(act, desk, slip, subject=f"day:{found.day:%Y-%m-%d}")


def _book_line(desk: Desk, row: BookRow) -> BookLine:
    return BookLine(
        number=row.number,
        time=wording.hour(desk.local(row.at)),
        room=row.room,
        payer=row.payer,
        items=row.items,
        method=wording.listed(label("tenders", method) for method in row.methods),
        fen=row.fen,
        cashier=row.staff,
        void=void_words(row.void, row.reason),
    )

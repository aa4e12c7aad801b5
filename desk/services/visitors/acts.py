"""Visitors come and leave, cards go out and come back (handbook A8, M9); deposits only through the cashier's door."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from desk.errors import Checker, NotFound
from desk.i18n import _, speaking
from desk.models import Unit
from desk.models.money import Account, Deposit
from desk.models.visitors import Visit, VisitorCard, VisitPerson
from desk.rules import visitors as rules
from desk.rules.kit import wording
from desk.rules.kit.amounts import to_fen
from desk.rules.kit.identity import DocumentKind, check_document, kind_name
from desk.rules.kit.money import Tender, figures
from desk.rules.kit.phones import check_phone
from desk.rules.kit.texts import NAME, entry_problems, length_problem
from desk.services.finder import index
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import moving
from desk.services.kit.papers import writing
from desk.services.kit.sealed import Personal
from desk.services.kit.sequences import next_number
from desk.services.kit.words import moment_of, word
from desk.services.money import DepositEntry, SettleEntry, TakeEntry, check_take
from desk.services.money.within import issue_receipt, settle_within, take
from desk.services.slips import issue
from desk.services.undo import reason as why
from desk.services.visitors.core import CARDS, VISITS, card_views, get, view
from desk.services.visitors.views import CardEntry, VisitEntry, VisitorCardView, VisitView
from desk.slips import visitors as forms
from desk.slips.engine.head import PaperHead

PREFIX, CARD_PREFIX = "FK", "LS"


def register(desk: Desk, entry: VisitEntry) -> VisitView:
    """Registers a visit, gives cards out (a deposit each, where one is asked), issues the 访客登记单 and the paper card.

    Somebody whose host says no, or is not reached, is kept as not let in and gets no card.

    Raises:
        InvalidInput: fields of `VisitEntry`; `card`: `host`; `labels`: `taken`; `tenders`. DeskError: `no-shift`, for a deposit.
        NotFound: no such room.
        NotAllowed: the host was not reached and no supervisor (shift leader) agrees.
    """
    with desk.act("visit.register") as act:
        desk.require("receptionist")
        names = [name for each in (entry.name, *entry.companions) if (name := each.strip())]
        admitted = rules.let_in(entry.answer, entry.agreed)
        check = Checker(entry_problems(entry, names=("name", "host"), long=("matter", "note")))
        if entry.unit_id is not None and act.session.get(Unit, entry.unit_id) is None:
            raise NotFound(_("This room is not registered."))
        typed = rules.Visiting(
            names, entry.unit_id is not None, entry.host, entry.purpose, entry.seen, entry.answer, entry.agreed, entry.until,
            entry.card, entry.labels, entry.matter, entry.passed_to,
        )  # fmt: skip
        check.problems += rules.visit_problems(typed, now=act.at, paper_hours=int(desk.policy["visitors.paper_hours"]))
        check.problems += [p for each in entry.companions if (p := length_problem(each, NAME, "companions"))]
        document, phone = _document(desk, check, entry, act.at)
        _labels_free(act, check, entry.labels if entry.card == "plastic" else (), "labels")
        wanted = _wanted(entry.card, entry.labels) if admitted else ()
        fen = _deposit(desk, entry.deposit) if wanted else 0
        if fen:
            check.problems += check_take(desk, _taking(entry.name, entry, fen, len(wanted), "visit:0", entry.unit_id))
        check.done()
        leader = desk.authority("supervisor").id if admitted and entry.answer == "not-reached" else None
        row = Visit(
            number=next_number(act.session, PREFIX, desk.local(act.at).date()), state="here" if admitted else "refused",
            unit_id=entry.unit_id, host=entry.host.strip(), answer=entry.answer,
            agreed=entry.agreed.strip() if leader else "", agreed_by_id=leader, purpose=entry.purpose.strip(),
            brings=entry.brings.strip(), plate=entry.plate.strip().upper(), came_at=act.at, until=entry.until,
            left_at=None if admitted else act.at, matter=entry.matter.strip(), passed_to=entry.passed_to.strip(),
            result="", note=entry.note.strip(), staff_id=act.staff_id,
            people=[VisitPerson(position=place, name=name) for place, name in enumerate(names)],
        )  # fmt: skip
        row.people[0].document_kind, row.people[0].document_number = entry.document_kind if document else "", document
        row.people[0].phone = phone
        act.session.add(row)
        act.session.flush()
        until = entry.until or act.at
        cards = [_give(act, desk, row, kind, label, until) for kind, label in wanted]
        receipt = (
            _take(act, desk, cards, _taking(entry.name, entry, fen, len(cards), f"visit:{row.id}", row.unit_id))
            if fen
            else ""
        )
        _issue_sheet(act, desk, row, cards, receipt, fen)
        _noted(act, row, cards=[card.number for card in cards], answer=row.answer, receipt=receipt)
        act.data["name"] = act.sealed(f"visit:{row.id}", "name", names[0])
        return view(act.session, desk, row, receipt)


def _document(desk: Desk, check: Checker, entry: VisitEntry, now: datetime) -> tuple[str, str]:
    """The number of the document and the phone as they are kept; both may be left out (handbook C-12)."""
    number = phone = ""
    if entry.document_number.strip():
        if entry.document_kind not in set(DocumentKind):
            check.add("document_kind", "choice", _("Choose the kind of document."))
        else:
            found = check_document(entry.document_kind, entry.document_number, today=desk.local(now).date())
            check.note("document_number", found.error)
            number = found.number
    if entry.phone.strip():
        told = check_phone(entry.phone)
        check.note("phone", told.problem)
        phone = told.number
    return number, phone


def _labels_free(act: Act, check: Checker, labels: Sequence[str], field: str) -> None:
    out = set(act.session.scalars(select(VisitorCard.label_out).where(VisitorCard.label_out.in_(labels))))
    if out:
        # L10N: 卡 {numbers} 尚未收回
        words = _("The cards {numbers} are out already.").format(numbers=wording.listed(sorted(filter(None, out))))
        check.add(field, "taken", words)


def _wanted(card: str, labels: Sequence[str]) -> tuple[tuple[str, str], ...]:
    if card == "plastic":
        return tuple(("plastic", label.strip()) for label in labels)
    return (("paper", ""),) if card == "paper" else ()


def _deposit(desk: Desk, typed: int | None) -> int:
    return to_fen(Decimal(str(desk.policy["visitors.card_deposit"]))) if typed is None else typed


def _taking(
    payer: str, entry: VisitEntry | CardEntry, fen: int, cards: int, subject: str, unit_id: int | None
) -> TakeEntry:
    with_words = DepositEntry("pass", fen)
    tender = Tender(entry.method, fen * cards, entry.reference)
    return TakeEntry(payer, (tender,), (with_words,) * cards, unit_id, subject)


def _give(act: Act, desk: Desk, row: Visit, kind: str, label: str, until: datetime) -> VisitorCard:
    card = VisitorCard(
        number=next_number(act.session, CARD_PREFIX, desk.local(act.at).date()), visit_id=row.id, kind=kind, label=label,
        label_out=label or None, state="out", until=until, issued_at=act.at, note="", staff_id=act.staff_id, visit=row,
    )  # fmt: skip
    act.session.add(card)
    act.session.flush()
    if kind == "paper":
        with writing(desk) as head:
            facts = forms.CardFacts(
                card.number, row.people[0].name, row.unit.name if row.unit else "", row.host, moment_of(desk, until)
            )
            slip = forms.paper_card(facts, PaperHead(**head))
        issue(act, desk, slip, subject=f"visit:{row.id}", number=card.number, people=_people(row))
    return card


def _take(act: Act, desk: Desk, cards: Sequence[VisitorCard], taking: TakeEntry) -> str:
    with speaking(desk.site.slip_language):
        receipt = take(act, desk, taking)
    issue_receipt(act, desk, receipt)
    for card, line in zip(cards, receipt.lines, strict=True):
        card.deposit_id = line.deposit_id
    act.session.flush()
    return receipt.number


def _people(row: Visit) -> list[Personal]:
    about = f"visit:{row.id}"
    found = [Personal(about, "name", person.name) for person in row.people]
    first = row.people[0]
    found += [Personal(about, "document", first.document_number), Personal(about, "phone", first.phone)]
    found += [Personal(about, "name", row.host), Personal(about, "plate", row.plate)]
    return [one for one in found if one.text]


def _issue_sheet(act: Act, desk: Desk, row: Visit, cards: Sequence[VisitorCard], receipt: str, fen: int) -> None:
    with writing(desk) as head:
        people = tuple(
            forms.PersonFacts(
                person.name,
                wording.labelled(
                    kind_name(person.document_kind) if person.document_kind else "", person.document_number
                ),
                person.phone,
            )
            for person in row.people
        )
        facts = forms.VisitFacts(
            row.number, row.unit.name if row.unit else "", row.host, word("visit_answers", row.answer), row.state == "here",
            people, row.purpose, moment_of(desk, row.came_at), moment_of(desk, row.until), row.brings, row.plate,
            wording.listed(f"{card.number} {card.label}".strip() for card in cards),
            f"{receipt} {figures(fen * len(cards))}" if receipt else "", row.matter, row.passed_to, row.agreed,
            act.actor.name if act.actor else "",
        )  # fmt: skip
        slip = forms.visit_sheet(facts, PaperHead(**head))
    issue(act, desk, slip, subject=f"visit:{row.id}", number=row.number, people=_people(row))


def _noted(act: Act, row: Visit, **data: object) -> None:
    act.about("visit", row.id, number=row.number, state=row.state, **data)
    act.touch("unit", row.unit_id)
    act.session.flush()
    index.write(act.session, "visit", [row.id])


def add_card(desk: Desk, visit_id: int, entry: CardEntry) -> VisitView:
    """Gives out a further card.

    Raises:
        InvalidInput: `card`, `label`, `until`, `tenders`. DeskError: `illegal-move`, `no-shift`. NotFound; NotAllowed.
    """
    labels = (entry.label,) if entry.label.strip() else ()
    fen = _deposit(desk, entry.deposit)

    def taking(row: Visit) -> TakeEntry:
        return _taking(row.people[0].name, entry, fen, 1, f"visit:{row.id}", row.unit_id)

    def checks(act: Act, row: Visit, check: Checker) -> None:
        hours = int(desk.policy["visitors.paper_hours"])
        for problem in rules.card_problems(entry.card, labels, 1, entry.until, now=act.at, paper_hours=hours):
            check.add("label" if problem.field == "labels" else problem.field, problem.code, problem.message)
        if entry.card == "none":
            check.add("card", "choice", _("Choose the card."))
        _labels_free(act, check, labels, "label")
        if fen:
            check.problems += check_take(desk, taking(row))

    with moving(desk, VISITS, visit_id, "card", checks=checks) as step:
        act, row = step.act, step.row
        assert entry.until is not None
        card = _give(act, desk, row, *_wanted(entry.card, labels)[0], entry.until)
        receipt = _take(act, desk, [card], taking(row)) if fen else ""
        _noted(act, row, card=card.number, receipt=receipt)
        return view(act.session, desk, row, receipt)


def leave(desk: Desk, visit_id: int, *, cards_back: tuple[int, ...] = (), note: str = "") -> VisitView:
    """The visitor leaves; the cards that are handed in come back. Deposits go back by `return_card`; what is not handed in is out.

    Args:
        desk: the desk.
        visit_id: which visit.
        cards_back: ids of the cards that are here. One with a deposit is taken back with its money by `return_card` first.
        note: a remark.

    Raises:
        InvalidInput: `cards_back`: `deposit`, its deposit has to go back with it. DeskError: `illegal-move`. NotFound; NotAllowed.
    """

    def checks(act: Act, row: Visit, check: Checker) -> None:
        own = {card.id: card for card in act.session.scalars(select(VisitorCard).where(VisitorCard.visit_id == row.id))}
        for each in cards_back:
            if each not in own or own[each].state != "out":
                # L10N: 该卡不在外
                check.add("cards_back", "not-out", _("This card is not out."))
            elif _held(act, own[each]):
                # L10N: 请先收回有押金的卡并退押金
                check.add("cards_back", "deposit", _("Take the card back with its deposit first."))

    with moving(desk, VISITS, visit_id, "leave", {"note": note}, checks=checks) as step:
        act, row = step.act, step.row
        for card in act.session.scalars(select(VisitorCard).where(VisitorCard.id.in_(cards_back))):
            card.state, card.label_out, card.ended_at = rules.CARD_CYCLE.after(card, "return"), None, act.at
        row.left_at = act.at
        row.note = " ".join(part for part in (row.note, note.strip()) if part)
        _noted(act, row, cards=list(cards_back))
        return view(act.session, desk, row)


def withdraw(act: Act, desk: Desk, row: Visit) -> None:
    """A visit whose entry was undone is over (services.undo)."""
    if row.state == "here":
        row.state, row.left_at = rules.CYCLE.after(row, "leave"), act.at
    row.note = " ".join(part for part in (row.note, why(desk)) if part)
    _noted(act, row)


def withdraw_card(act: Act, desk: Desk, card: VisitorCard) -> None:
    """A card that was given out by an undone act is back."""
    card.state, card.label_out, card.ended_at = rules.CARD_CYCLE.after(card, "return"), None, act.at
    card.note = why(desk)


def _held(act: Act, card: VisitorCard) -> int:
    if card.deposit_id is None:
        return 0
    balance = act.session.scalar(
        select(Account.balance).join(Deposit, Deposit.account_id == Account.id).where(Deposit.id == card.deposit_id)
    )
    return -(balance or 0)


def return_card(
    desk: Desk, card_id: int, *, refund: bool = True, payee: str = "", method: str = "cash", reference: str = ""
) -> VisitorCardView:
    """Takes a card back, and with `refund` gives its deposit back.

    Args:
        desk: the desk.
        card_id: which card.
        refund: now; else the cashier gives it back later.
        payee: who receives it; method, reference: how.
        method: see `payee`.
        reference: see `payee`.

    Raises:
        InvalidInput: `payee`. DeskError: `illegal-move`, `drawer`, `no-shift`. NotFound.
        NotAllowed: more than a receptionist refunds alone (policy of the cashier).
    """

    def checks(act: Act, row: VisitorCard, check: Checker) -> None:
        if refund and _held(act, row):
            check.require("payee", payee, _("Who receives the money?"))

    with moving(desk, CARDS, card_id, "return", checks=checks) as step:
        act, row = step.act, step.row
        row.label_out, row.ended_at = None, act.at
        act.session.flush()
        receipt = ""
        if refund and row.deposit_id is not None and _held(act, row):
            settled = settle_within(
                act, desk, SettleEntry((row.deposit_id,), payee, method, reference, remark=row.number)
            )
            receipt = settled.receipt.number
        return _card_noted(act, desk, row, receipt=receipt)


def lose_card(desk: Desk, card_id: int, *, note: str) -> VisitorCardView:
    """Records that a card did not come back: it is lost, its number stays dead, its deposit stays with the cashier (handbook M9).

    Raises:
        InvalidInput: field `note`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, CARDS, card_id, "lose", {"note": note}) as step:
        step.row.ended_at, step.row.note = step.act.at, note.strip()
        return _card_noted(step.act, desk, step.row)


def _card_noted(act: Act, desk: Desk, row: VisitorCard, **data: object) -> VisitorCardView:
    act.about("visitor-card", row.id, number=row.number, state=row.state, **data)
    visit = get(act.session, row.visit_id)
    act.touch("visit", visit.id)
    act.touch("unit", visit.unit_id)
    act.session.flush()
    index.write(act.session, "visit", [visit.id])
    return card_views(act.session, desk, [row.id])[0]


def feed_back(desk: Desk, visit_id: int, *, answer: str) -> VisitView:
    """What came of a matter that a visitor brought forward was told to them (handbook A8, M9).

    Raises:
        InvalidInput: field `answer`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, VISITS, visit_id, "answer", {"answer": answer}) as step:
        step.row.result, step.row.answered_at = answer.strip(), step.act.at
        _noted(step.act, step.row)
        return view(step.act.session, desk, step.row)


__all__ = ["CARD_PREFIX", "PREFIX", "add_card", "feed_back", "leave", "lose_card", "register", "return_card"]

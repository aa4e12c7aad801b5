"""The 整改通知单 (handbook C-9): it asks for correction; a property company has no power to fine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from desk import i18n
from desk.catalog import label
from desk.errors import Checker, InvalidInput, NotFound, Problem
from desk.i18n import _
from desk.models import Unit
from desk.rules.kit import texts
from desk.rules.kit.amounts import in_figures, in_words
from desk.rules.kit.phones import mask_phone
from desk.services.kit.desk import Desk
from desk.services.kit.lifecycle import moving
from desk.services.kit.papers import writing_copies
from desk.services.kit.sealed import Personal
from desk.services.kit.words import TextView, moment_of, texts_of
from desk.services.requests import forms
from desk.services.requests.core import REQUESTS, finish, record
from desk.services.requests.read import get, subject
from desk.services.requests.views import RequestView
from desk.services.requests.words import caller_of
from desk.services.slips import SlipView, issue
from desk.slips.engine.slip import Slip
from desk.slips.requests.notice import DamageFacts, NoticeFacts, rectification_notice

MOST_DAMAGE = Decimal(10_000_000)
"""In yuan; more is a mistake of typing."""


@dataclass(frozen=True, slots=True)
class DamageEntry:
    """One damaged thing: what, how much of it (2 块), what putting it right costs, in yuan."""

    item: str
    quantity: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class NoticeEntry:
    """What is typed for a rectification notice (handbook C-9: no fines).

    Attributes:
        unit_id: the room it goes to; request_id: what it belongs to, if anything.
        addressee: owner or user; "" takes the name in the request.
        contact: the person on the spot; place: where it was found.
        findings, basis, demand: what was found, by which clause, what has to be done.
        deadline: by when, aware.
        reported: the authority it was reported to.
    """

    unit_id: int
    findings: str
    demand: str
    deadline: datetime | None
    request_id: int | None = None
    addressee: str = ""
    phone: str = ""
    contact: str = ""
    place: str = ""
    basis: str = ""
    found_at: datetime | None = None
    found_by: str = ""
    damages: tuple[DamageEntry, ...] = ()
    reported: str = ""


def check_notice(desk: Desk, entry: NoticeEntry) -> list[Problem]:
    """What is wrong with a notice as it is typed; by field, damages as `damages.<n>.amount`."""
    long = ("findings", "demand", "basis", "reported", "place")
    check = Checker(texts.entry_problems(entry, names=("found_by",), long=long))
    # L10N: 请填写存在的问题
    check.require("findings", entry.findings, _("Write what was found."))
    # L10N: 请填写整改要求
    check.require("demand", entry.demand, _("Write what has to be put right."))
    # L10N: 请填写整改期限
    check.require("deadline", entry.deadline, _("By when? A notice needs a deadline."))
    if entry.deadline is not None and entry.deadline <= desk.clock():
        check.add("deadline", "past", _("This time has passed already. Promise one that lies ahead."))
    for place, damage in enumerate(entry.damages):
        check.require(f"damages.{place}.item", damage.item, _("What was damaged?"))
        if not _priced(damage):
            # L10N: 金额须大于零
            check.add(f"damages.{place}.amount", "amount", _("The amount is more than zero yuan. Please check it."))
    return check.problems


def _priced(damage: DamageEntry) -> bool:
    return damage.amount.is_finite() and Decimal(0) < damage.amount <= MOST_DAMAGE


def notice_preview(desk: Desk, entry: NoticeEntry) -> Slip:
    """The 整改通知单 as it would be issued; unfinished entries show what there is.

    Raises:
        NotFound: there is no such room or request.
    """
    with desk.look() as session:
        return build_notice(session, desk, entry)


def issue_notice(desk: Desk, entry: NoticeEntry) -> SlipView:
    """Issues a 整改通知单. It asks for correction; nothing is charged by it (handbook C-9).

    Raises:
        InvalidInput: fields of `NoticeEntry`.
        NotFound; NotAllowed.
    """
    problems = check_notice(desk, entry)
    if problems:
        raise InvalidInput(problems)
    with desk.act("notice.issue") as act:
        desk.require("receptionist")
        slip = build_notice(act.session, desk, entry)
        about = subject(entry.request_id) if entry.request_id is not None else f"unit:{entry.unit_id}"
        persons = forms.people(get(act.session, entry.request_id)) if entry.request_id is not None else []
        if entry.addressee.strip():
            persons.append(Personal(f"unit:{entry.unit_id}", "name", entry.addressee.strip()))
        issued = issue(act, desk, slip, subject=about, people=persons)
        act.about("unit", entry.unit_id, number=issued.number, request=entry.request_id)
        return issued


def build_notice(session: Session, desk: Desk, entry: NoticeEntry) -> Slip:
    """The paper of an entry, inside a session."""
    unit = session.get(Unit, entry.unit_id)
    if unit is None:
        raise NotFound(_("This room is not there."))
    row = get(session, entry.request_id) if entry.request_id is not None else None
    priced = [damage for damage in entry.damages if _priced(damage)]
    total = sum((damage.amount for damage in priced), Decimal(0))
    with writing_copies(desk, "rectification") as head:
        return rectification_notice(
            NoticeFacts(
                reference=row.number if row else "",
                room=unit.name,
                addressee=entry.addressee.strip() or (caller_of(row) if row else ""),
                phone=mask_phone(entry.phone.strip()),
                contact=entry.contact.strip(),
                found_at=moment_of(desk, entry.found_at),
                found_by=entry.found_by.strip() or (desk.actor.name if desk.actor else ""),
                place=entry.place.strip(),
                findings=entry.findings.strip(),
                basis=entry.basis.strip(),
                demand=entry.demand.strip(),
                # L10N: {moment} 前
                deadline=_("by {moment}").format(moment=moment_of(desk, entry.deadline)) if entry.deadline else "",
                damages=tuple(
                    DamageFacts(damage.item, damage.quantity, in_figures(damage.amount)) for damage in priced
                ),
                total=f"{in_figures(total)}　{in_words(total)}" if priced else "",
                reported=entry.reported.strip(),
                issued_by=desk.actor.name if desk.actor else "",
                **head,
            )
        )


# ------------------------------------------------------------------------------- texts to send by hand (handbook S30)
def texts_for(desk: Desk, request_id: int) -> tuple[TextView, ...]:
    """The texts for a request in the language of the slips, those that fit its state first.

    Raises:
        NotFound: there is no such request.
    """
    with desk.look() as session, i18n.speaking(desk.site.slip_language):
        row = get(session, request_id)
        matter = label("categories", row.category) if row.category else label("kinds", row.kind)
        until = row.promised_at if row.state != "on-hold" else row.hold_until
        return texts_of(desk, "request", row.state, number=row.number, matter=matter, until=until)


def note_sent(desk: Desk, request_id: int, code: str) -> RequestView:
    """Notes in the history that a text was sent: the contact leaves its line (handbook S10, S30).

    Raises:
        InvalidInput: field `code`, there is no such text.
        NotFound: there is no such request; NotAllowed.
    """
    words = next((one.words for one in texts_for(desk, request_id) if one.code == code), "")
    if not words:
        raise InvalidInput([Problem("unknown", _("There is no such text."), "code")])
    # L10N: 已发送：{words}
    note = _("Sent: {words}").format(words=words)
    with moving(desk, REQUESTS, request_id, "note", {"note": note}, name="request.text-sent") as step:
        record(step.act, step.row, step.move.happened, note=note, text=code)
        return finish(step.act, desk, step.row)


__all__ = [
    "DamageEntry",
    "NoticeEntry",
    "check_notice",
    "issue_notice",
    "note_sent",
    "notice_preview",
    "texts_for",
]

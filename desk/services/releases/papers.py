"""The papers of a release, made from what is stored, in the language of the slips."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desk.errors import InvalidInput, Problem
from desk.i18n import _, pgettext, speaking
from desk.models import Customer, Unit
from desk.models.releases import Release, ReleaseEvent
from desk.rules.households import tidy_plate
from desk.rules.kit.identity import mask_number
from desk.rules.kit.phones import check_phone, mask_phone
from desk.rules.kit.wording import listed
from desk.rules.releases import LESSEES, cycle, total_words
from desk.services.kit.desk import Act, Desk
from desk.services.kit.papers import head_of
from desk.services.kit.sealed import Personal
from desk.services.kit.words import moment_of, word
from desk.services.releases.core import seen, subject
from desk.services.releases.entries import ReleaseEntry
from desk.services.slips import SlipView, issue
from desk.slips import releases as forms
from desk.slips.engine.slip import Slip

WEEK_MOST = 31
"""So many days one reconciliation covers at most."""


def _valid(first: date, last: date) -> str:
    if first == last:
        # L10N: {day} 当日有效
        return _("{day} only").format(day=first.isoformat())
    # L10N: {first} 至 {last}
    return _("{first} to {last}").format(first=first.isoformat(), last=last.isoformat())


def _owner_words(name: str, phone: str, *, here: bool) -> str:
    if not name:
        return ""
    if here:
        # L10N: {name}（到场）
        return _("{name} (here)").format(name=name)
    return f"{name} {phone}".strip()


def _papers(codes: Sequence[str]) -> str:
    return listed(word("release_papers", code) for code in codes)


def _slip(session: Session, desk: Desk, row: Release) -> Slip:
    owner = session.get(Customer, row.owner_id) if row.owner_id is not None else None
    waived = ""
    if row.waived:
        by = row.waived_by.name if row.waived_by else ""
        waived = f"{listed(dict.fromkeys(row.waived.values()))} {by}".strip()
    known = session.get(Customer, row.customer_id) if row.customer_id is not None else None
    phone, document = row.phone, row.document
    if known is not None:  # what the register knows need not be typed
        phone = phone or (known.phones[0].number if known.phones else "")
        document = document or known.document_number
    lender = f"{row.company} {row.name}".strip() if row.company else row.name
    facts = forms.ReleaseFacts(
        room=row.unit.name, applicant=lender, role=word("release_applicants", row.applicant),
        document=mask_number(document) if document else "", phone=phone,
        owner=_owner_words(owner.name if owner else "", row.owner_phone, here=row.owner_here),
        papers=_papers(seen(row)), whole=row.scope == "whole", lease_end=row.lease_end,
        goods=tuple((item.name, f"{item.quantity}", item.remark) for item in row.items),
        total=total_words([item.quantity for item in row.items]), carrier=row.carrier, plate=row.plate,
        move=moment_of(desk, row.move_at), slot=word("release_slots", row.slot),
        valid=_valid(row.valid_from, row.valid_to), note=row.note, waived=waived, lessee=row.applicant != "owner",
        clerk=desk.actor.name if desk.actor else "",
    )  # fmt: skip
    return forms.release_slip(facts, head_of(desk, "release"))


def issue_within(act: Act, desk: Desk, row: Release) -> SlipView:
    """Issues the slip under the release's number."""
    with speaking(desk.site.slip_language):
        slip = _slip(act.session, desk, row)
    return issue(act, desk, slip, subject=subject(row), number=row.number, people=_people_of(act.session, row))


def _people_of(session: Session, row: Release) -> list[Personal]:
    owner = session.get(Customer, row.owner_id) if row.owner_id is not None else None
    about = f"customer:{row.customer_id}" if row.customer_id is not None else subject(row)
    of_owner = f"customer:{row.owner_id}"
    known = session.get(Customer, row.customer_id) if row.customer_id is not None else None
    found = [Personal(about, "name", row.name), Personal(about, "phone", row.phone)]
    if known is not None:
        found += [Personal(about, "phone", each.number) for each in known.phones[:1]]
    found.append(Personal(subject(row), "name", row.carrier))
    if owner is not None:
        found += [Personal(of_owner, "name", owner.name), Personal(of_owner, "phone", row.owner_phone)]
    return [each for each in found if each.text]


def slip_of_entry(
    desk: Desk, entry: ReleaseEntry, unit: Unit, applicant: Customer | None, owner: Customer | None
) -> Slip:
    """The slip of what is typed, as far as it is typed."""
    lessee = entry.applicant in ("agent", *LESSEES)
    name = entry.name.strip() or (applicant.name if applicant is not None else "")
    if entry.applicant == "merchant" and applicant is not None:
        name = f"{applicant.name} {entry.name}".strip()
    elif entry.company.strip():
        name = f"{entry.company.strip()} {name}".strip()
    day = desk.local(entry.move_at).date() if entry.move_at is not None else None
    goods = [item for item in entry.items if item.name.strip()]
    phone = check_phone(entry.phone).number if entry.phone.strip() else ""
    document = entry.document.strip().upper()
    if applicant is not None:
        phone = phone or (applicant.phones[0].number if applicant.phones else "")
        document = document or applicant.document_number
    # The slip has them whole; whoever only looks at what would be printed sees them masked (handbook C-27).
    phone, owner_phone = mask_phone(phone), mask_phone(entry.owner_phone)
    with speaking(desk.site.slip_language):
        facts = forms.ReleaseFacts(
            room=unit.name, applicant=name, role=word("release_applicants", entry.applicant),
            document=mask_number(document) if document else "", phone=phone,
            owner=_owner_words(owner.name, owner_phone, here=entry.owner_here) if owner and lessee else "",
            papers=_papers(sorted(set(entry.papers))), whole=entry.scope == "whole", lease_end=entry.lease_end,
            goods=tuple((item.name, f"{item.quantity}", item.remark) for item in goods),
            total=total_words([item.quantity for item in goods]) if goods else "", carrier=entry.carrier,
            plate=tidy_plate(entry.plate), move=moment_of(desk, entry.move_at), slot=word("release_slots", entry.slot),
            valid=_valid(day, entry.valid_to or day) if day is not None else "", note=entry.note,
            waived=listed(dict.fromkeys(each for each in entry.waived.values() if each.strip())),
            lessee=entry.applicant != "owner", clerk=desk.actor.name if desk.actor else "",
        )  # fmt: skip
        return forms.release_slip(facts, head_of(desk, "release"))


# ------------------------------------------------------------------------------------------------------- the week
def _week(session: Session, desk: Desk, first: date, last: date) -> Slip:
    since, until = desk.midnight(first), desk.midnight(last + timedelta(days=1))
    rows = session.execute(
        select(Release, Unit.name)
        .join(Unit, Unit.id == Release.unit_id)
        .where(
            or_(
                (Release.gate_at >= since) & (Release.gate_at < until),
                (Release.valid_to >= first) & (Release.valid_to <= last),
            )
        )
        .order_by(Release.number)
    ).all()
    shown = session.execute(
        select(ReleaseEvent, Release.number)
        .join(Release, Release.id == ReleaseEvent.release_id)
        .where(ReleaseEvent.at >= since, ReleaseEvent.at < until, ReleaseEvent.kind.startswith("gate-"))
        .order_by(ReleaseEvent.id)
    ).all()
    with speaking(desk.site.slip_language):
        states = Counter(row.state for row, _room in rows)
        out = sum(1 for row, _room in rows if row.state in cycle.USED and row.copy_back_on is None)
        # L10N: 部分 / 全部; 已收回 / 未收回
        scopes = {"part": pgettext("release", "Part"), "whole": pgettext("release", "Whole")}
        lines = tuple(
            forms.WeekLine(
                row.number, room, scopes[row.scope], word("release_states", row.state),
                moment_of(desk, row.gate_at), row.guard,
                (row.copy_back_on.isoformat() if row.copy_back_on else _("still at the gate")) if row.state in cycle.USED else "",
                row.difference,
            )
            for row, room in rows
        )  # fmt: skip
        sums = [(word("release_states", state), str(states[state])) for state in cycle.CYCLE.states if states[state]]
        # L10N: 门岗联未收回
        sums.append((_("Copies not back"), str(out)))
        facts = forms.WeekFacts(
            f"{first.isoformat()} — {last.isoformat()}", lines, tuple(sums),
            tuple((moment_of(desk, e.at), number, word("release_events", e.kind)) for e, number in shown),
        )  # fmt: skip
        return forms.week_sheet(facts, head_of(desk, "release-week"))


def _check_week(first: date, last: date, today: date) -> None:
    found = []
    if last < first:
        # L10N: 结束日期早于开始日期
        found.append(Problem("order", _("The last day lies before the first day."), "last"))
    elif (last - first).days >= WEEK_MOST:
        # L10N: 一次最多核对 {n} 天
        found.append(Problem("long", _("At most {n} days at once.").format(n=WEEK_MOST), "last"))
    if first > today:
        found.append(Problem("future", _("This day has not come yet. Choose today or an earlier one."), "first"))
    if found:
        raise InvalidInput(found)


def week_preview(desk: Desk, first: date, last: date) -> Slip:
    """The reconciliation of some days as it would be issued.

    Raises:
        InvalidInput: fields `first`, `last`.
    """
    _check_week(first, last, desk.today())
    with desk.look() as session:
        return _week(session, desk, first, last)


def issue_week(desk: Desk, first: date, last: date) -> SlipView:
    """Issues the reconciliation of some days, a week as a rule.

    Raises:
        InvalidInput: fields `first`, `last`. NotAllowed: nobody is signed in.
    """
    _check_week(first, last, desk.today())
    with desk.act("release.week") as act:
        desk.require("receptionist")
        slip = issue(act, desk, _week(act.session, desk, first, last), subject=f"day:{last:%Y-%m-%d}")
        act.data.update(first=first.isoformat(), last=last.isoformat(), number=slip.number)
        return slip


__all__ = ["issue_week", "issue_within", "slip_of_entry", "week_preview"]

"""Notices are written, approved, issued, ended, withdrawn (handbook S22). A withdrawal is a notice of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desk.errors import Checker, InvalidInput, Problem
from desk.i18n import _, speaking
from desk.models import Customer, Incident
from desk.models.notices import Notice, NoticePlace
from desk.rules import notices as rules
from desk.rules.kit import gate, wording
from desk.rules.kit.texts import entry_problems
from desk.rules.kit.wording import labelled
from desk.services import incidents
from desk.services.kit.desk import Act, Desk
from desk.services.kit.gate import obstacles
from desk.services.kit.lifecycle import Step, advance, moving
from desk.services.kit.sequences import next_number
from desk.services.notices import area as areas
from desk.services.notices import register
from desk.services.notices.core import NOTICES, PREFIX, get, incidents_of, is_late, noted, view
from desk.services.notices.papers import issue_poster
from desk.services.notices.views import NoticeEntry, NoticeView, Proposal
from desk.services.requests.core import check_code
from desk.services.undo import reason as why_undone

Waived = Mapping[str, str]


# ------------------------------------------------------------------------------------------------------------- writing
def write(desk: Desk, entry: NoticeEntry) -> NoticeView:
    """Keeps a notice as a draft with a number.

    Raises:
        InvalidInput: fields of `NoticeEntry`: `since` (`past`), `until` (`before`), `places` (`empty`, `unknown`), `text`, `english`
            (`poster`, `required`) … NotAllowed: nobody is signed in.
    """
    with desk.act("public-notice.write") as act:
        desk.require("receptionist")
        area = _checked(act, desk, entry)
        row = Notice(
            number=next_number(act.session, PREFIX, desk.local(act.at).date()), state="draft", made_at=act.at,
            staff_id=act.staff_id, up=0, told=False, late_reason="", allowed="", result="", note="",
        )  # fmt: skip
        _take(row, entry)
        act.session.add(row)
        act.session.flush()
        _places(act, row, area)
        noted(act, row, about=row.kind)
        return view(act.session, desk, row)


def edit(desk: Desk, notice_id: int, entry: NoticeEntry) -> NoticeView:
    """Changes a notice that is not issued; it waits for approval again, whatever was approved.

    Raises:
        InvalidInput: as `write`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, NOTICES, notice_id, "edit") as step:
        act, row = step.act, step.row
        area = _checked(act, desk, entry)
        _take(row, entry)
        row.approved_at = row.approved_by = None
        row.late_reason = row.allowed = ""
        act.session.execute(delete(NoticePlace).where(NoticePlace.notice_id == row.id))
        _places(act, row, area)
        noted(act, row, about=row.kind)
        return view(act.session, desk, row)


def check(desk: Desk, entry: NoticeEntry) -> list[Problem]:
    """What is wrong with a notice as it is typed; what may not stand on a poster is a warning until it is approved."""
    with desk.look() as session:
        problems = _problems(session, desk, entry, desk.clock())[0]
        text = "\n".join((entry.title, entry.text, entry.english))
        found = register.found_in(session, desk, text)
        return [*problems, *(Problem(each.code, each.words, "text", warning=True) for each in found)]


def proposal(desk: Desk, kind: str) -> Proposal:
    """The texts proposed for a kind: in the language of the site's papers, and in English.

    Raises:
        InvalidInput: field `kind`, there is no such kind.
    """
    if kind not in rules.KINDS:
        raise InvalidInput([Problem("choice", _("Choose the kind."), "kind")])
    with speaking(desk.site.slip_language):
        title, text = rules.own_texts(kind)
    with speaking("en"):
        english = labelled(*rules.own_texts(kind))
    return Proposal(title, text, "" if desk.site.slip_language == "en" else english)


def _checked(act: Act, desk: Desk, entry: NoticeEntry) -> areas.Area:
    problems, area = _problems(act.session, desk, entry, act.at)
    if problems:
        raise InvalidInput(problems)
    return area


def _problems(session: Session, desk: Desk, entry: NoticeEntry, at: datetime) -> tuple[list[Problem], areas.Area]:
    check = Checker(entry_problems(entry, long=("text", "english", "places")))
    area = areas.read(session, entry.scope, entry.places)
    if area.problem is not None:
        check.problems.append(area.problem)
    homes = areas.counted(session, desk, area)[0]
    typed = rules.Typed(
        entry.kind, entry.title, entry.text, entry.english,
        desk.local(entry.since) if entry.since is not None else None,
        desk.local(entry.until) if entry.until is not None else None,
        1 if area.problem is not None else homes, entry.emergency, bool(desk.policy["notices.english"]),
    )  # fmt: skip
    check.problems += rules.problems(typed, desk.local(at))
    if rules.unfilled(entry.title, entry.text):
        # L10N: 请把〔〕中的内容填写完整
        check.add("text", "unfilled", _("Fill in what stands in 〔〕."))
    if rules.unfilled(entry.english):
        check.add("english", "unfilled", _("Fill in what stands in 〔〕."))
    if entry.kind == "outage":
        check_code(check, "category", "categories", entry.category)
    return check.problems, area


def _take(row: Notice, entry: NoticeEntry) -> None:
    assert entry.since is not None
    row.kind, row.title, row.text, row.english = (
        entry.kind,
        entry.title.strip(),
        entry.text.strip(),
        entry.english.strip(),
    )
    row.scope = entry.scope
    row.since, row.until, row.emergency = entry.since, entry.until, entry.emergency
    row.category = entry.category if entry.kind == "outage" else ""


def _places(act: Act, row: Notice, area: areas.Area) -> None:
    row.places = wording.listed(place.words for place in area.places)  # as it was understood: 1 → 1栋
    for place in area.places:
        act.session.add(
            NoticePlace(notice_id=row.id, building_id=place.building_id, entrance=place.entrance, unit_id=place.unit_id)
        )
    act.session.flush()


# ------------------------------------------------------------------------------------------------- approval and issue
def _lateness(desk: Desk, reason: str) -> Callable[[Act, Notice, Checker], None]:
    """Checks time: it has not begun, and what is told late has its reason, which a supervisor gives."""

    def checks(act: Act, row: Notice, check: Checker) -> None:
        if row.since < act.at and not row.emergency:
            check.add("since", "past", _("This time has passed already. Tick the emergency if it has happened."))
        elif is_late(desk, row) and not row.late_reason:
            check.note("reason", rules.late_problem(rules.lead_of(row.kind, desk.policy), reason))
        check.done()
        if is_late(desk, row) and not row.late_reason:
            desk.require("supervisor")

    return checks


def _late(desk: Desk, step: Step[Notice], reason: str) -> None:
    if is_late(desk, step.row) and not step.row.late_reason:
        step.row.late_reason = reason.strip()


def _allow(act: Act, row: Notice, waived: Waived) -> None:
    """Names that a supervisor let stand are not asked about again."""
    if "notice-name" not in waived:
        return
    names = rules.names_in(register.printed(act.session, row), _names(act))
    row.allowed = "\n".join(dict.fromkeys([*row.allowed.splitlines(), *names]))


def _names(act: Act) -> list[str]:
    return list(act.session.scalars(select(Customer.name).distinct()))


def approve(desk: Desk, notice_id: int, *, reason: str = "", waived: Waived | None = None) -> NoticeView:
    """A supervisor approves a draft.

    Args:
        desk: the desk.
        notice_id: the notice.
        reason: why it is told later than its kind is; printed.
        waived: `notice-name` with the reason, where words of the text are nobody's name.

    Raises:
        InvalidInput: `reason` (`short`), `since` (`past`), `notice-name`, `notice-phone`, `notice-room`.
        DeskError: `illegal-move`. NotFound; NotAllowed: not a supervisor.
    """
    checks = _lateness(desk, reason)
    with moving(desk, NOTICES, notice_id, "approve", {"reason": reason}, checks=checks, waived=waived) as step:
        act, row = step.act, step.row
        _late(desk, step, reason)
        _allow(act, row, step.waived)
        row.approved_at, row.approved_by = act.at, desk.authority("supervisor").id
        noted(act, row, reason=row.late_reason, waived=dict(step.waived))
        return view(act.session, desk, row)


def issue(desk: Desk, notice_id: int, *, reason: str = "", waived: Waived | None = None) -> NoticeView:
    """Issues an approved notice with its poster; from now on it is put up or delivered.

    Raises:
        InvalidInput: as `approve`: time has passed since, or the register has changed. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    checks = _lateness(desk, reason)
    with moving(desk, NOTICES, notice_id, "issue", {"reason": reason}, checks=checks, waived=waived) as step:
        act, row = step.act, step.row
        _late(desk, step, reason)
        _allow(act, row, step.waived)
        row.issued_at = act.at
        slip = issue_poster(act, desk, row)
        noted(act, row, slip=slip.number, waived=dict(step.waived))
        return view(act.session, desk, row)


# ------------------------------------------------------------------------------------------------------------ the end
def end(desk: Desk, notice_id: int, *, result: str = "", resolve_requests: bool = False) -> NoticeView:
    """A notice is over; of an outage: it is back, so its mass incidents end.

    Args:
        desk: the desk.
        notice_id: the notice.
        result: how it ended; callers are told.
        resolve_requests: requests attached to the incidents are resolved with it.

    Raises:
        InvalidInput: field `result`, of an outage. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, NOTICES, notice_id, "end", {"result": result}) as step:
        act, row = step.act, step.row
        resolved = _end_incidents(act, desk, row, result, resolve_requests=resolve_requests)
        row.ended_at, row.result = act.at, result.strip()
        noted(act, row, resolved=resolved)
        return view(act.session, desk, row)


def _end_incidents(act: Act, desk: Desk, row: Notice, result: str, *, resolve_requests: bool) -> list[str]:
    resolved: list[str] = []
    for incident in incidents_of(act.session, row):
        if incident.state == "running":
            resolved += incidents.end_within(act, desk, incident, result, resolve_requests=resolve_requests)
    return resolved


def extend(desk: Desk, notice_id: int, *, until: datetime | None, note: str = "") -> NoticeView:
    """The answer "not back yet": an outage goes on until another time, its incidents say so, a new poster is issued.

    Raises:
        InvalidInput: field `until` (`required`, `past`, `not-later`). DeskError: `illegal-move`; as `issue_paper`. NotFound; NotAllowed.
    """

    def checks(act: Act, row: Notice, check: Checker) -> None:
        if until is not None and until <= act.at:
            check.add("until", "past", _("This time has passed already. Choose one that lies ahead."))
        elif until is not None and row.until is not None and until <= row.until:
            # L10N: 须晚于原定时间
            check.add("until", "not-later", _("Choose a time after the one that was told."))

    with moving(desk, NOTICES, notice_id, "extend", {"until": until, "note": note}, checks=checks) as step:
        act, row = step.act, step.row
        assert until is not None
        before, row.until = row.until, until
        for incident in incidents_of(act.session, row):
            if incident.state == "running":
                _told_longer(act, incident, until, note)
        slip = issue_poster(act, desk, row)
        noted(act, row, before=f"{before}", until=f"{until}", slip=slip.number)
        return view(act.session, desk, row)


def _told_longer(act: Act, incident: Incident, until: datetime, note: str) -> None:
    incident.expected_at = until
    incident.note = "\n".join(part for part in (note.strip(), incident.note) if part)
    act.touch("incident", incident.id)


def withdraw(desk: Desk, notice_id: int, *, note: str) -> NoticeView:
    """Takes a notice back by a new one to the same area, which is issued at once and told as widely.

    Returns:
        The new notice.

    Raises:
        InvalidInput: field `note`, why; as `approve`, what may not stand on a poster. DeskError: `illegal-move`. NotFound;
            NotAllowed: not a supervisor.
    """
    with moving(desk, NOTICES, notice_id, "withdraw", {"note": note}) as step:
        act, old = step.act, step.row
        with speaking(desk.site.slip_language):
            # L10N: 关于撤回“{title}”的通知
            title = _("Withdrawn: {title}").format(title=old.title)
            # L10N: {day} 发布的“{title}”（{number}）撤回：{reason}
            text = _("The notice {number}, “{title}”, is withdrawn: {reason}").format(
                number=old.number, title=old.title, reason=note.strip()
            )
        with speaking("en"):
            english = _("The notice {number} is withdrawn.").format(number=old.number) if old.english else ""
        new = Notice(
            number=next_number(act.session, PREFIX, desk.local(act.at).date()), kind=old.kind, state="approved", title=title[:100],
            text=text, english=english, scope=old.scope, places=old.places, since=act.at, until=old.until, emergency=False,
            category="", late_reason="", allowed=old.allowed, result="", note="", withdraws_id=old.id, made_at=act.at,
            staff_id=act.staff_id, approved_at=act.at, approved_by=desk.authority("supervisor").id, up=0, told=False,
        )  # fmt: skip
        act.session.add(new)
        act.session.flush()
        _places(act, new, areas.of_notice(act.session, old))
        left = gate.standing(obstacles(act.session, desk, "public-notice.print", f"public-notice:{new.id}"))
        if left:
            raise InvalidInput([Problem(each.code, each.words, "note") for each in left])
        advance(rules.CYCLE, new, "issue")
        new.issued_at = act.at
        issue_poster(act, desk, new)
        _end_incidents(act, desk, old, note, resolve_requests=False)
        old.ended_at, old.note = act.at, note.strip()
        noted(act, old, withdrawn_by=new.number)
        noted(act, new, withdraws=old.number)
        return view(act.session, desk, new)


def cancel(desk: Desk, notice_id: int, *, note: str) -> NoticeView:
    """Cancels a notice that was not issued; its number stays.

    Raises:
        InvalidInput: field `note`. DeskError: `illegal-move`. NotFound; NotAllowed.
    """
    with moving(desk, NOTICES, notice_id, "cancel", {"note": note}) as step:
        step.row.note, step.row.ended_at = note.strip(), step.act.at
        noted(step.act, step.row)
        return view(step.act.session, desk, step.row)


def undone(act: Act, desk: Desk, row: Notice) -> None:
    """A notice that an undone act had written is cancelled (services.undo)."""
    row.state, row.note, row.ended_at = "cancelled", why_undone(desk), act.at
    noted(act, row)


def entry_of(desk: Desk, notice_id: int) -> NoticeEntry:
    """A notice as it was typed, to be changed.

    Raises:
        NotFound: there is no such notice.
    """
    with desk.look() as session:
        row = get(session, notice_id)
        return NoticeEntry(
            row.kind, row.title, row.text, row.since, row.until, row.scope, row.places, row.english, row.emergency, row.category
        )  # fmt: skip


__all__ = ["approve", "cancel", "check", "edit", "end", "entry_of", "extend", "issue", "proposal", "withdraw", "write"]

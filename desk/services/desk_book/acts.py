"""The book is changed by supervisors; receptionists propose (handbook S14)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.errors import Checker, InvalidInput, Problem
from desk.i18n import _
from desk.models.desk_book import BookChange, BookEntry
from desk.rules import desk_book as rules
from desk.rules.kit import wording
from desk.rules.kit.texts import entry_problems
from desk.services.desk_book.core import (
    BASE,
    CHANGES,
    as_text,
    change_views,
    charge_items,
    from_data,
    get,
    outdated,
    to_data,
    views,
    written,
)
from desk.services.desk_book.views import BookText, BookView, ChangeView, Number
from desk.services.kit.desk import Act, Desk
from desk.services.kit.lifecycle import moving


def _problems(session: Session, desk: Desk, text: BookText, entry_id: int | None) -> list[Problem]:
    found = entry_problems(text, long=("text", "keywords"))
    taken = ""
    if text.kind == "charge" and text.item:
        others = session.scalars(
            select(BookEntry).where(
                BookEntry.kind == "charge", BookEntry.item == text.item, BookEntry.id != (entry_id or 0)
            )
        )
        taken = next(
            (
                row.title
                for row in others
                if rules.overlap(text.valid_from, text.valid_until, row.valid_from, row.valid_until)
            ),
            "",
        )
    known = not text.item or text.item in charge_items(session, desk)
    typed = rules.Typed(
        text.kind, text.title, text.text, text.phone if text.kind == "telephone" else "", text.item, text.valid_from,
        text.valid_until, taken, known,
    )  # fmt: skip
    return [*found, *rules.problems(typed)]


def _take(act: Act, row: BookEntry, text: BookText) -> None:
    phone = rules.read_phone(text.phone) if text.kind == "telephone" and text.phone.strip() else None
    row.kind, row.title, row.text, row.keywords = (
        text.kind,
        text.title.strip(),
        text.text.strip(),
        text.keywords.strip(),
    )
    row.phone = phone.number if phone is not None else ""
    row.item = text.item if text.kind == "charge" else ""
    row.public, row.valid_from, row.valid_until, row.source = (
        text.public, text.valid_from, text.valid_until, text.source.strip(),
    )  # fmt: skip
    row.updated_at, row.updated_by = act.at, act.staff_id


def _save(act: Act, desk: Desk, text: BookText, entry_id: int | None) -> BookEntry:
    problems = _problems(act.session, desk, text, entry_id)
    if problems:
        raise InvalidInput(problems)
    row = get(act.session, entry_id) if entry_id is not None else BookEntry(version=0, pages="")
    _keep(act, row)
    _take(act, row, text)
    row.version += 1
    row.reviewed_on = desk.local(act.at).date()
    act.session.add(row)
    written(act, [row])
    return row


def _keep(act: Act, row: BookEntry) -> None:
    """What the program began with has no change that made it: it is kept as one before it is written over."""
    known = select(BookChange.id).where(BookChange.entry_id == row.id, BookChange.version == row.version)
    if row.version and act.session.scalars(known.limit(1)).first() is None:
        # L10N: 手册初始内容
        act.session.add(_made(act, row, act.staff_id, row.updated_at, _("As the book began")))
        act.session.flush()


def _made(act: Act, row: BookEntry, decided_by: int, at: datetime, note: str = "") -> BookChange:
    """The version of an entry that stands now, as a change that was accepted."""
    return BookChange(
        entry_id=row.id, state="accepted", title=row.title, data=to_data(as_text(row)), version=row.version, made_at=at,
        staff_id=act.staff_id, decided_at=at, decided_by=decided_by, note=note,
    )  # fmt: skip


def save(desk: Desk, text: BookText, entry_id: int | None = None) -> BookView:
    """Puts an entry into the book, or changes one; the version before is kept.

    Raises:
        InvalidInput: fields of `BookText`: `item` (`taken`: a valid text for this charge item is there), `phone`, `text`,
            `valid_until` (`before`) … NotFound; NotAllowed: not a supervisor.
    """
    with desk.act("book.save") as act:
        desk.require("supervisor")
        row = _save(act, desk, text, entry_id)
        act.session.add(_made(act, row, desk.authority("supervisor").id, act.at))
        act.about("book-entry", row.id, version=row.version)
        return views(act.session, desk, [row])[0]


def propose(desk: Desk, text: BookText, entry_id: int | None = None) -> ChangeView:
    """Proposes an entry, or a change of one; a supervisor decides.

    Raises:
        InvalidInput: as `save`. NotFound; NotAllowed: nobody is signed in.
    """
    with desk.act("book.propose") as act:
        desk.require("receptionist")
        base = get(act.session, entry_id).version if entry_id is not None else 0
        problems = _problems(act.session, desk, text, entry_id)
        if problems:
            raise InvalidInput(problems)
        row = BookChange(
            entry_id=entry_id, state="proposed", title=text.title.strip(), data={**to_data(text), BASE: base}, version=None,
            made_at=act.at, staff_id=act.staff_id, note="",
        )  # fmt: skip
        act.session.add(row)
        act.session.flush()
        act.about("book-change", row.id)
        act.touch("book-entry", entry_id)
        return change_views(act.session, [row])[0]


def accept(desk: Desk, change_id: int, *, over: bool = False) -> ChangeView:
    """Takes a proposal over into the book.

    Args:
        desk: the desk.
        change_id: which proposal.
        over: the supervisor has seen that the book's text is newer than the proposal, and replaces it.

    Raises:
        InvalidInput: as `save`; `over` (`newer`): the book has changed since it was proposed. DeskError: `illegal-move`.
        NotFound; NotAllowed: not a supervisor.
    """

    def checks(act: Act, row: BookChange, check: Checker) -> None:
        entry = act.session.get(BookEntry, row.entry_id) if row.entry_id is not None else None
        if entry is not None and outdated(entry, row) and not over:
            # L10N: 提出建议之后，该条目已于 {day} 修改。请核对后再决定是否覆盖。
            words = _(
                "The entry was changed on {day}, after this was proposed. Compare both texts, then replace the newer one or not."
            )
            check.add("over", "newer", words.format(day=wording.day(desk.local(entry.updated_at).date())))

    with moving(desk, CHANGES, change_id, "accept", name="book-change.accept", checks=checks) as step:
        act, row = step.act, step.row
        entry = _save(act, desk, from_data(row.data), row.entry_id)
        entry.updated_by = row.staff_id
        row.entry_id, row.version = entry.id, entry.version
        row.decided_at, row.decided_by = act.at, desk.authority("supervisor").id
        act.about("book-change", row.id, entry=entry.id, version=entry.version)
        act.session.flush()
        return change_views(act.session, [row])[0]


def refuse(desk: Desk, change_id: int, *, note: str) -> ChangeView:
    """Does not take a proposal over, with the reason.

    Raises:
        InvalidInput: field `note`. DeskError: `illegal-move`. NotFound; NotAllowed: not a supervisor.
    """
    with moving(desk, CHANGES, change_id, "refuse", {"note": note}, name="book-change.refuse") as step:
        act, row = step.act, step.row
        row.note, row.decided_at, row.decided_by = note.strip(), act.at, desk.authority("supervisor").id
        act.about("book-change", row.id)
        act.touch("book-entry", row.entry_id)
        act.session.flush()
        return change_views(act.session, [row])[0]


def review(desk: Desk, entry_id: int) -> BookView:
    """An entry was looked through and is right as it stands.

    Raises:
        NotFound; NotAllowed: not a supervisor.
    """
    with desk.act("book.review") as act:
        desk.require("supervisor")
        row = get(act.session, entry_id)
        row.reviewed_on = desk.local(act.at).date()
        act.about("book-entry", row.id)
        return views(act.session, desk, [row])[0]


def save_numbers(desk: Desk, numbers: Sequence[Number]) -> tuple[BookView, ...]:
    """Fills in telephones: those that are typed; the others stay missing.

    Raises:
        InvalidInput: field `phone-ID` of each number that is none. NotFound; NotAllowed: not a supervisor.
    """
    with desk.act("book.numbers") as act:
        desk.require("supervisor")
        check, changed = Checker(), []
        for each in numbers:
            row = get(act.session, each.id)
            phone = rules.read_phone(each.phone) if each.phone.strip() else None
            if phone is not None:
                check.note(f"phone-{each.id}", phone.problem)
            number = phone.number if phone is not None else ""
            if row.kind != "telephone":
                # L10N: 不是电话条目
                check.add(f"phone-{each.id}", "kind", _("This entry is no telephone."))
            elif row.phone != number:
                _keep(act, row)
                row.phone, row.version = number, row.version + 1
                row.updated_at, row.updated_by, row.reviewed_on = act.at, act.staff_id, desk.local(act.at).date()
                changed.append(row)
        check.done()
        act.session.add_all(_made(act, row, desk.authority("supervisor").id, act.at) for row in changed)
        written(act, changed)
        act.data["numbers"] = len(changed)
        return views(act.session, desk, changed)


__all__ = ["accept", "propose", "refuse", "review", "save", "save_numbers"]

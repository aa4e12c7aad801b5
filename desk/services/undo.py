"""Undo: takes back what was done in the last minute, by an event of its own that names the first one (handbook S34).

Rows are put back only while they are as the act left them. A record that has a number is never deleted: it goes to the end of its
life cycle that its feature names, and the slips that were issued become void. Money, points and whatever else is only ever added
to has a way of its own: its feature's reversal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desk import features
from desk.errors import DeskError
from desk.i18n import _, speaking
from desk.models import PrintLog, SlipRecord, load_tables
from desk.services import drafts
from desk.services.finder import index
from desk.services.kit import attachments
from desk.services.kit.changes import LASTS, Step
from desk.services.kit.desk import Act, Desk
from desk.services.slips import void_within

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desk.models.kit.engines.images import Image

Key = tuple[Any, ...]
_ALWAYS_KEPT = ("sealed_value",)
"""What events and slips stand on stays, whatever is undone."""


@dataclass(frozen=True, slots=True)
class DraftBack:
    """An entry that is a draft again: its key, and what opens the form it belongs to."""

    key: str
    page: str
    args: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Undone:
    """What was undone.

    Attributes:
        act: name of the act. event: id of its audit event. subject: what it was about.
        words: what had been said when it was done.
        papers: numbers of its slips that were printed: somebody has to take them back.
        draft: what was typed and is a draft again.
    """

    act: str
    event: int
    subject: str
    words: str
    papers: tuple[str, ...]
    draft: DraftBack | None


@dataclass(frozen=True, slots=True)
class UndoView:
    """What Ctrl+Z would do now.

    Attributes:
        act: name of the act. event: id of its audit event. subject: what it was about.
        words: what was said when it was done.
        seconds: how long it can be undone yet, whole seconds.
        instead: in words, why it cannot be undone and what to do instead; "" when it can be.
    """

    act: str
    event: int
    subject: str
    words: str
    seconds: int
    instead: str


def offered(desk: Desk) -> UndoView | None:
    """What would be undone now; None when the minute of everything is over."""
    now = desk.clock()
    steps = desk.steps.top(now)
    if not steps:
        return None
    last = steps[0]
    left = int((last.at + LASTS - now).total_seconds())
    return UndoView(last.act, last.event, last.subject, last.words, max(left, 1), _why_not(steps))


def undo(desk: Desk, *, event: int | None = None) -> Undone:
    """Takes the last act back, or the one with this audit event, within its minute.

    Args:
        desk: the desk.
        event: id of the act's audit event; None: the latest.

    Raises:
        DeskError: `nothing-to-undo`; `not-undoable`, with a sentence that says what to do instead (it is off the way back
            then, so that the act before it comes next); `changed-since`: somebody went on with it.
        NotAllowed: a colleague's act, without being supervisor; or the role that the feature's own way back needs.
    """
    now = desk.clock()
    steps = desk.steps.top(now) if event is None else desk.steps.of_event(event, now)
    if not steps:
        # L10N: 最近一分钟内没有可以撤销的操作。
        raise DeskError("nothing-to-undo", _("Nothing was done in the last minute that could be undone."))
    if why := _why_not(steps):
        desk.steps.drop(steps)
        raise DeskError("not-undoable", why)
    papers: list[str] = []
    rows = tuple(step for step in steps if not step.declared.undo.run)
    for step in steps:
        if step.declared.undo.run:
            own_only(desk, step)
            with desk.undoing(step):
                features.load(step.declared.undo.run)(desk, step)
    if rows:
        papers = _restore(desk, rows)
    desk.steps.drop(steps)
    desk.forget()
    tables = frozenset(image.table for step in steps for image in step.images or ())
    for hook in features.hooks("put_back"):
        hook(desk, tables)
    last = steps[0]
    return Undone(last.act, last.event, last.subject, last.words, tuple(papers), _draft_back(desk, steps))


def own_only(desk: Desk, step: Step) -> None:
    """Lets only the one who did it undo it, or a supervisor.

    Raises:
        NotAllowed: somebody else, without being supervisor.
    """
    if desk.actor is None or desk.actor.id != step.staff_id:
        desk.require("supervisor")


def added(step: Step, table: str) -> list[int]:
    """The ids of the rows that an act added to a table, in the order of adding."""
    return [
        image.new["id"]
        for image in step.images or ()
        if image.table == table and image.old is None and image.new is not None
    ]


def _why_not(steps: Sequence[Step]) -> str:
    for step in steps:
        how = step.declared.undo
        if how.instead:
            return _(how.instead)
        if how.run:
            continue
        if step.images is None:
            # L10N: 此操作一次改动的记录过多，无法撤销。请逐条更正。
            return _("This changed too many records at once to be undone. Please correct them one by one.")
        if any(_erased(image) for image in step.images):
            # L10N: 已删除的个人信息或扫描件无法恢复，因此不能撤销。请重新登记。
            return _("What was erased cannot be brought back, so this cannot be undone. Please enter it again.")
        if any(image.table in _ledgers(features.FEATURES) for image in step.images):
            # L10N: 此业务已记账，无法撤销。请在收银处作废对应的单据或红冲。
            return _("Money or points were booked with it, so this cannot be undone. Please reverse the entry instead.")
    return ""


def _erased(image: Image) -> bool:
    """Whether somebody's data was erased, or a file."""
    return (image.old is not None and image.table in (*_ALWAYS_KEPT, "attachment")) or image.table == "erasure"


@cache
def _ledgers(refs: tuple[str, ...]) -> frozenset[str]:  # noqa: ARG001 - the features it was made of
    return frozenset(features.each("ledgers"))


# ---------------------------------------------------------------------------------------------------- rows put back
@cache
def _key_of(table: str) -> tuple[str, ...]:
    return tuple(column.name for column in load_tables().metadata.tables[table].primary_key)


@cache
def _numbered(refs: tuple[str, ...]) -> Mapping[str, tuple[Any, str]]:  # noqa: ARG001 - the features it was made of
    """By table of records with a number: the class, and how one is withdrawn."""
    found = {}
    for numbers in features.each("numbers"):
        model = features.load(numbers.column.rpartition(".")[0])
        found[model.__tablename__] = (model, "")
    for record in features.records().values():
        model = features.load(record.model)
        if record.withdraw:
            found[model.__tablename__] = (model, record.withdraw)
    return found


def _place(image: Image) -> tuple[str, Key]:
    row = image.new if image.new is not None else image.old
    assert row is not None
    return image.table, tuple(row[name] for name in _key_of(image.table))


def _named(table: str, key: Key) -> dict[str, Any]:
    return dict(zip(_key_of(table), key, strict=True))


def _changed_since() -> DeskError:
    # L10N: 之后已有人在此基础上继续办理，不能撤销。请打开该记录，从当前状态更正。
    return DeskError(
        "changed-since",
        _(
            "Somebody went on with it since, so it is not undone. Please open the record and correct it from where it stands."
        ),
    )


def _restore(desk: Desk, steps: Sequence[Step]) -> list[str]:
    """One transaction and one event for all of them; gives the numbers of slips that were printed."""
    first = steps[-1]
    with desk.act(f"{first.act}.undone") as act:
        for step in steps:
            own_only(desk, step)
        papers: list[str] = []
        for step in steps:
            papers += _put_back(act, desk, step)
        act.subject = first.subject
        act.data.update(undoes=first.event)
        if len(steps) > 1:
            act.data.update(undoes_also=[step.event for step in steps[:-1]])
        if papers:
            act.data.update(papers=papers)
    return papers


def _put_back(act: Act, desk: Desk, step: Step) -> list[str]:
    session, images = act.session, step.images or ()
    rows = desk.database.backend.rows(session)
    left = {_place(image): image.new for image in images}
    for (table, key), row in left.items():
        if rows.now(table, _named(table, key)) != row:
            desk.steps.drop([step])
            raise _changed_since()
    kept = _kept(images)
    printed = _printed(session, step)
    # First, so that a place that one of them holds (a plate's only card) is free for the one before.
    _withdraw(act, desk, kept)
    session.flush()
    try:
        for image in reversed(images):
            place = _place(image)
            if place not in kept:
                rows.back(image, _named(*place))
    except Exception as error:
        if not desk.database.backend.built_upon(error):
            raise
        desk.steps.drop([step])
        raise _changed_since() from error
    session.expire_all()
    files = [image.new["sha256"] for image in images if image.table == "attachment" and image.new is not None]
    if files:
        attachments.drop_when_kept(act, desk, files)
    for record in step.changed:
        act.touch(*record)
    session.flush()
    _index_again(session, step)
    return printed


def _kept(images: Sequence[Image]) -> set[tuple[str, Key]]:
    """The places of rows that were added and stay: records with a number, slips, and what hangs together with them."""
    added = {_place(image): image.new for image in images if image.old is None and image.new is not None}
    gone = {_place(image) for image in images if image.new is None}
    numbered = _numbered(features.FEATURES)
    kept = {place for place in added if place[0] in numbered or place[0] in _ALWAYS_KEPT} - gone
    edges = []
    tables = load_tables().metadata.tables
    for place, row in added.items():
        for key in tables[place[0]].foreign_keys:
            other = (key.column.table.name, (row[key.parent.name],))
            if other in added and other != place:
                edges.append((place, other))
    while True:
        # What a kept row points at stays, and what belongs to a kept record; what hangs on a paper alone goes.
        more = {a for a, b in edges if b in kept and b[0] != "slip"} | {b for a, b in edges if a in kept}
        if more <= kept:
            return kept
        kept |= more


def _withdraw(act: Act, desk: Desk, kept: set[tuple[str, Key]]) -> None:
    numbered = _numbered(features.FEATURES)
    for table, key in sorted(kept, key=lambda place: (place[0] == "slip", place)):
        if table not in numbered:
            continue
        model, withdraw = numbered[table]
        assert withdraw, f"{table}: nothing says how a record is withdrawn"
        row = act.session.get(model, key[0])
        features.load(withdraw)(act, desk, row)


def reason(desk: Desk) -> str:
    """What stands as the reason where an undone act left a record or a slip void; in the language of the site's papers."""
    with speaking(desk.site.slip_language):
        # L10N: 前台撤销
        return _("Undone at the counter")


def void_slip(act: Act, desk: Desk, row: Any) -> None:
    """A slip that an undone act issued becomes void; its number is never used again (handbook C-19)."""
    if row.state != "void":
        void_within(act, row.number, reason(desk))
    act.touch("slip", row.id)
    act.touch_subject(row.subject)


def _printed(session: Session, step: Step) -> list[str]:
    """The numbers of its slips that a printer took.

    Raises:
        DeskError: `not-undoable`: one of them was handed out as a document that only its feature voids.
    """
    if not step.issued:
        return []
    rows = session.execute(
        select(SlipRecord.number, SlipRecord.kind)
        .where(SlipRecord.id.in_(step.issued), SlipRecord.id.in_(select(PrintLog.slip_id).where(PrintLog.taken)))
        .order_by(SlipRecord.id)
    ).all()
    for _number, kind in rows:
        if own := features.slip_kinds()[kind].own_void:
            raise DeskError("not-undoable", _(own))
    return [number for number, _kind in rows]


def _index_again(session: Session, step: Step) -> None:
    kinds: dict[str, list[int]] = {}
    for kind, record_id in step.indexed:
        kinds.setdefault(kind, []).append(record_id)
    for kind, ids in kinds.items():
        index.write(session, kind, sorted(ids))


def _draft_back(desk: Desk, steps: Sequence[Step]) -> DraftBack | None:
    """What was typed comes back as a draft of who typed it."""
    back = None
    for step in steps:
        if step.typed is not None:
            drafts.save_draft(desk, step.typed.key, step.typed.state, staff_id=step.staff_id)
            back = DraftBack(step.typed.key, step.typed.page, step.typed.args)
    return back


__all__ = ["DraftBack", "UndoView", "Undone", "added", "offered", "own_only", "reason", "undo", "void_slip"]

"""The finder's reading in lists: a list's box finds rooms and names as F2 does (12501, tny), beside the words it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Integer, and_, false, or_, select, type_coerce, union_all

from desk.models.finder.keys import shelf, subject_id
from desk.models.finder.tables import SearchTerm
from desk.rules.kit.rooms import estate_name
from desk.services.finder.query import words

if TYPE_CHECKING:
    from desk.services.kit.desk import Desk

_LAST = "\U0010ffff"


def met(desk: Desk, text: str, **ids: Any) -> ColumnElement[bool]:
    """Whether the finder finds a row, or a record it names, by every word of a text.

    Ends of phones and plates are left to the finder, which counts such look-ups (`watch`).

    Args:
        desk: the desk; the site's name may stand in front of a room.
        text: as typed into the list's box.
        ids: by kind of record the columns with its ids: `unit=Request.unit_id, request=Request.id`; `_` stands for `-`.
    """
    conditions = []
    for word in words(text, estate=estate_name(desk.site.name)):
        starts = [start for start in word.starts if start[:1] not in "+#"]
        if not starts:
            return false()
        conditions.append(or_(*(column.in_(_ids(kind.replace("_", "-"), starts)) for kind, column in ids.items())))
    return and_(*conditions) if conditions else false()


def _ids(kind: str, starts: list[str]) -> Any:
    """The ids of the records of a kind with a term that begins so; each question is a walk along the index."""
    shelves = [shelf(kind, past=past, minor=minor) for past in (False, True) for minor in (False, True)]
    record = subject_id(kind, type_coerce(SearchTerm.entry_id, Integer))
    walks = [
        select(record).where(SearchTerm.shelf.in_(shelves), SearchTerm.term >= start, SearchTerm.term < start + _LAST)
        for start in starts
    ]
    return walks[0] if len(walks) == 1 else union_all(*walks)


__all__ = ["met"]

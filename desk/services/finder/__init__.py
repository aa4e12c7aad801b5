"""The finder: one box that finds rooms, people, requests and slips, whatever is typed (architecture "Finder", "Speed").

A search reads the first few terms of each shelf that begin with what was typed, in the order of the index: its cost does not
grow with the number of customers. Everything that needs thinking (readings, masks, reversed digits) was done when the record
was saved, see `search_index`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from desk import features
from desk.catalog import label
from desk.features.kit import Findable
from desk.i18n import _
from desk.models.finder.keys import entry_subject, shelf
from desk.rules.kit.rooms import estate_name
from desk.services.finder import watch
from desk.services.finder.again import again
from desk.services.finder.query import Word, joined, tells, words

if TYPE_CHECKING:
    from desk.models.kit.database import Glance
    from desk.services.kit.desk import Desk


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the finder's list.

    Attributes:
        kind: of the record, as its feature calls it.
        id: of that record.
        title: room, name or number.
        subtitle: what tells it from its like, in the current language; personal numbers are masked.
        target: where Enter goes: `unit:12`, `customer:7` (lives nowhere yet), `request:3`, `slip:TS-20261121-0031`.
        past: moved out, closed or void.
    """

    kind: str
    id: int
    title: str
    subtitle: str
    target: str
    past: bool


_Rank = tuple[int, int]
"""(how well the words are met, 0 is best; 1 for the past)."""

_MET = "EXISTS (SELECT 1 FROM search_term o WHERE o.entry_id = t.entry_id AND o.term >= :a{bounds} AND o.term < :z{bounds})"
_AT_LEAST = 4
"""So many lines each kind may show before a kind that ranks higher takes the rest."""
_COUNTED = (200, 2000)
"""Terms of a word are counted up to the first number, and up to the second where that does not tell the words apart."""
_TOGETHER = 480
"""Scans in one statement; SQLite takes 500."""
_LAST = "\U0010ffff"


def find(desk: Desk, text: str, *, limit: int = 30, kinds: Collection[str] = ()) -> list[Found]:
    """What the finder shows for a text, grouped by kind, the best first.

    Args:
        desk: the desk.
        text: as typed or scanned; several words must all be met. Empty text finds nothing.
        limit: the most lines.
        kinds: only these kinds, which then have all the lines; empty for all.

    Returns:
        At most `limit` lines. Within a kind: exact before beginnings, whole names before parts of them, present before past,
        then in the order of rooms; requests and slips newest first.
    """
    found = _found_by(desk, text, limit, kinds)
    # Only what found nothing is read again, so that the usual look-up costs nothing more.
    others = again(text) if not found else iter(())
    while not found and (other := next(others, None)) is not None:
        found = _found_by(desk, other, limit, kinds)
    return found


def _found_by(desk: Desk, text: str, limit: int, kinds: Collection[str]) -> list[Found]:
    """What one reading of a text finds."""
    typed = words(text, estate=estate_name(desk.site.name))
    if not typed:
        return []
    watch.look_up(text, desk)
    with desk.database.glance() as connection:
        ranks = _ranks(connection, typed)
        if kinds:
            ranks = {key: rank for key, rank in ranks.items() if entry_subject(key)[0] in kinds}
        groups = _groups(connection, ranks)
    return _shown(groups, ranks, typed, limit, desk.today())


# --------------------------------------------------------------------------------------------------------- the questions
def _ranks(connection: Glance, typed: Sequence[Word]) -> dict[int, _Rank]:
    """How well the entries that were found meet the words, in the order of the index; read from the index alone."""
    ranks: dict[int, _Rank] = {}
    name = typed[0] if len(typed) == 1 else joined(typed)
    if name is not None:
        for place, term, key in _scanned(connection, [name]):
            if not any(term.startswith(start) and tells(start, term) for start in name.starts):
                continue
            tier = 2 if place % 2 else 0 if term in name.starts else 1
            _better(ranks, key, (tier, place // 2 % 2))
    if len(typed) > 1:
        order = _by_selectivity(connection, typed)
        rows = _scanned(connection, order)
        exact = _exact(connection, typed, rows)
        for place, _term, key in rows:
            # A name typed in pieces (wang fang) is better met by the whole, above, than by two parts of it.
            _better(ranks, key, (1 + len(typed) - exact.get(key, 0), place // 2 % 2))
    return ranks


def _scanned(connection: Glance, order: Sequence[Word]) -> list[Any]:
    """(shelf, term, key) of the first few terms of each shelf that meet the words."""
    statements, bounds = _statements(tuple(len(word.starts) for word in order), features.FEATURES), _bounds(order)
    return [row for statement in statements for row in connection.execute(statement, bounds)]


def _better(ranks: dict[int, _Rank], key: int, rank: _Rank) -> None:
    if key not in ranks or rank < ranks[key]:
        ranks[key] = rank


_ENTRIES = "SELECT id, past, title, detail, target, sort FROM search_entry WHERE id IN ({keys})"


def _groups(connection: Glance, ranks: Mapping[int, _Rank]) -> dict[str, list[Any]]:
    """The entries of the best ranks by kind, in order."""
    keys: dict[str, list[int]] = {}
    for key in sorted(ranks, key=ranks.__getitem__):
        keys.setdefault(entry_subject(key)[0], []).append(key)
    wanted = [key for kind, found in keys.items() for key in found[: _declared(kind).kept]]
    groups: dict[str, list[Any]] = {}
    if wanted:
        names, values = _several("k", wanted)
        rows = connection.execute(_ENTRIES.format(keys=names), values).fetchall()
        for row in sorted(rows, key=lambda row: (ranks[row[0]], row[5], row[2], row[0])):
            groups.setdefault(entry_subject(row[0])[0], []).append(row)
    return groups


def _several(name: str, values: Sequence[Any]) -> tuple[str, dict[str, Any]]:
    """Names of parameters for `IN (…)`, and their values."""
    named = {f"{name}{place}": value for place, value in enumerate(values)}
    return ", ".join(f":{place}" for place in named), named


def _bounds(order: Sequence[Word]) -> dict[str, str]:
    bounds = {}
    for place, word in enumerate(order):
        for way, start in enumerate(word.starts):
            bounds[f"a{place}_{way}"] = start
            bounds[f"z{place}_{way}"] = start + _LAST
    return bounds


def _declared(kind: str) -> Findable:
    """How a kind is found."""
    found = features.records()[kind].find
    assert found is not None
    return found


@lru_cache(maxsize=256)
def _statements(ways: tuple[int, ...], _features: tuple[str, ...]) -> tuple[str, ...]:
    """What is asked for so many ways to read each word, of these features: one statement, unless there are very many.

    The first word drives; each other one is asked of its entries.

    `shelf = 0 AND term >= a AND term < z ORDER BY term LIMIT n` is one walk along the index, on SQLite and on PostgreSQL.
    """
    # One EXISTS for each way: joined by OR inside one, SQLite would collect rows instead of looking straight into the table.
    others = "".join(
        " AND (" + " OR ".join(_MET.format(bounds=f"{place}_{way}") for way in range(count)) + ")"
        for place, count in enumerate(ways)
        if place
    )
    scans: list[str] = []
    for record in features.findable().values():
        kind, found = record.code, _declared(record.code)
        read = found.read if len(ways) == 1 else found.matching
        # Numbers hold their day: the newest are last.
        direction = "DESC" if found.newest_first else ""
        for past in (False, True):
            for minor in (False, True):
                scans += [
                    f"SELECT * FROM (SELECT t.shelf, t.term, t.entry_id FROM search_term t"  # noqa: S608 - constants only
                    f" WHERE t.shelf = {shelf(kind, past=past, minor=minor)} AND t.term >= :a0_{way} AND t.term < :z0_{way}"
                    f"{others} ORDER BY t.term {direction} LIMIT {read}) s{len(scans) + way}"
                    for way in range(ways[0])
                ]
    return tuple(" UNION ALL ".join(scans[at : at + _TOGETHER]) for at in range(0, len(scans), _TOGETHER))


@lru_cache(maxsize=16)
def _count_statement(ways: int, most: int, _features: tuple[str, ...]) -> str:
    places = [slot * 4 + part for slot in features.findable() for part in range(4)]
    counts = [
        f"(SELECT COUNT(*) FROM (SELECT 1 FROM search_term WHERE shelf = {place} AND term >= :a0_{way}"  # noqa: S608 - constants only
        f" AND term < :z0_{way} LIMIT {most}) c{place}_{way})"
        for place in places
        for way in range(ways)
    ]
    return "SELECT " + ", ".join(counts)


def _by_selectivity(connection: Glance, typed: Sequence[Word]) -> list[Word]:
    """The words, the one with the fewest terms first; counting stops early."""
    counts: dict[Word, int] = {}
    for most in _COUNTED:
        for word in typed:
            statement = _count_statement(len(word.starts), most, features.FEATURES)
            counts[word] = sum(connection.execute(statement, _bounds([word])).fetchone())
        if min(counts.values()) < most:
            break
    return sorted(typed, key=lambda word: counts[word])


_EXACT = "SELECT entry_id, term FROM search_term WHERE entry_id IN ({keys}) AND term IN ({starts})"


def _exact(connection: Glance, typed: Sequence[Word], rows: Sequence[Any]) -> Mapping[int, int]:
    """How many of several words are met exactly, by entry."""
    starts = {start: place for place, word in enumerate(typed) for start in word.starts}
    met: dict[int, set[int]] = {}
    keys = list(dict.fromkeys(row[2] for row in rows))
    if keys:
        names, values = _several("k", keys)
        terms, more = _several("s", list(starts))
        for key, term in connection.execute(_EXACT.format(keys=names, starts=terms), {**values, **more}):
            met.setdefault(key, set()).add(starts[term])
    return {key: len(places) for key, places in met.items()}


# ------------------------------------------------------------------------------------------------------------- the order
def _shown(
    groups: Mapping[str, list[Any]], ranks: Mapping[int, _Rank], typed: Sequence[Word], limit: int, today: date
) -> list[Found]:
    found_kinds = [record.code for record in features.each("records") if record.find is not None]
    rooms = all(word.room for word in typed)
    usual = found_kinds if rooms else sorted(found_kinds, key=lambda kind: not _declared(kind).people)
    kinds = sorted(groups, key=lambda kind: (ranks[groups[kind][0][0]][0], usual.index(kind)))
    found: list[Found] = []
    for place, kind in enumerate(kinds):
        kept = sum(min(len(groups[later]), _AT_LEAST) for later in kinds[place + 1 :])
        room = max(limit - len(found) - kept, min(_AT_LEAST, limit - len(found)))
        found += [_found(kind, row, today) for row in groups[kind][:room]]
    return found[:limit]


# ------------------------------------------------------------------------------------------------------------- the words
def _found(kind: str, row: Any, today: date) -> Found:
    key, past, title, kept, target, _sort = row
    declared = _declared(kind)
    detail = json.loads(kept) if kept else {}
    parts = [part for part in _details(declared, detail) if part]
    if past and detail.get("until", "") >= today.isoformat():
        past = False  # the index was written when it ended, and does not know that the last day counts
        parts += [_(declared.last_day)] if declared.last_day else []
    if past and declared.past:
        parts.append(_(declared.past))
    return Found(kind, entry_subject(key)[1], title, " · ".join(parts), target, bool(past))


def _details(declared: Findable, detail: dict[str, Any]) -> list[str]:
    if declared.words:
        words: list[str] = features.load(declared.words)(detail)
        return words
    return [_part(field, detail) for field in declared.shows]


def _part(field: str, detail: dict[str, Any]) -> str:
    """A field of the detail; `list:field` holds a code."""
    name, _colon, code = field.rpartition(":")
    value = str(detail.get(code) or "")
    return label(name, value) if name and value else value

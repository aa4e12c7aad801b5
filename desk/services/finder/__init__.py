"""The finder: one box that finds rooms, people, requests and slips, whatever is typed (DESIGN §5, §7).

A search reads the first few terms of each shelf that begin with what was typed, in the order of the index: its cost does not
grow with the number of customers. Everything that needs thinking (readings, masks, reversed digits) was done when the record
was saved, see `search_index`.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from desk.catalog import label
from desk.i18n import N_, _
from desk.models.finder.keys import KINDS, entry_subject, shelf
from desk.services.finder.query import Word, joined, words

if TYPE_CHECKING:
    from desk.models.kit.database import Glance
    from desk.services.finder.index import (
        index_customer,
        index_customers,
        index_request,
        index_requests,
        index_slip,
        index_slips,
        index_unit,
        index_units,
        reindex,
    )
    from desk.services.kit.desk import Desk
else:

    def __getattr__(name: str) -> Any:
        # Writing the index needs SQLAlchemy; finding does not, and comes first when the window opens.
        if name in __all__:
            return getattr(importlib.import_module("desk.services.finder.index"), name)
        raise AttributeError(name)


__all__ = [
    "Found",
    "find",
    "index_customer",
    "index_customers",
    "index_request",
    "index_requests",
    "index_slip",
    "index_slips",
    "index_unit",
    "index_units",
    "reindex",
]


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the finder's list.

    Attributes:
        kind: unit, customer, request or slip.
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

# How many terms of a shelf are looked at. Units: a whole entrance, so that its rooms can be put into natural order.
_READ = {"unit": 300, "customer": 120, "request": 60, "slip": 40}
_KEPT = {"unit": 300, "customer": 60, "request": 40, "slip": 40}
"""Of how many entries the lines are read, to put them into order."""
_READ_MATCHING = {"unit": 120, "customer": 60, "request": 30, "slip": 30}
"""The same where several words must be met."""
_MET = "EXISTS (SELECT 1 FROM search_term o WHERE o.entry_id = t.entry_id AND o.term >= :a{bounds} AND o.term < :z{bounds})"
_AT_LEAST = 4
"""So many lines each kind may show before a kind that ranks higher takes the rest."""
_COUNTED = (200, 2000)
"""Terms of a word are counted up to the first number, and up to the second where that does not tell the words apart."""
_LAST = "\U0010ffff"


def find(desk: Desk, text: str, *, limit: int = 30) -> list[Found]:
    """What the finder shows for a text, grouped by kind, the best first.

    Args:
        desk: the desk.
        text: as typed or scanned; several words must all be met. Empty text finds nothing.
        limit: the most lines.

    Returns:
        At most `limit` lines. Within a kind: exact before beginnings, whole names before parts of them, present before past,
        then in the order of rooms; requests and slips newest first.
    """
    typed = words(text)
    if not typed:
        return []
    with desk.database.glance() as connection:
        ranks = _ranks(connection, typed)
        groups = _groups(connection, ranks)
    return _shown(groups, ranks, typed, limit)


# --------------------------------------------------------------------------------------------------------- the questions
def _ranks(connection: Glance, typed: Sequence[Word]) -> dict[int, _Rank]:
    """How well the entries that were found meet the words, in the order of the index; read from the index alone."""
    ranks: dict[int, _Rank] = {}
    name = typed[0] if len(typed) == 1 else joined(typed)
    if name is not None:
        for place, term, key in connection.execute(_statement((len(name.starts),)), _bounds([name])):
            tier = 2 if place % 2 else 0 if term in name.starts else 1
            _better(ranks, key, (tier, place // 2 % 2))
    if len(typed) > 1:
        order = _by_selectivity(connection, typed)
        rows = connection.execute(_statement(tuple(len(word.starts) for word in order)), _bounds(order)).fetchall()
        exact = _exact(connection, typed, rows)
        for place, _term, key in rows:
            # A name typed in pieces (wang fang) is better met by the whole, above, than by two parts of it.
            _better(ranks, key, (1 + len(typed) - exact.get(key, 0), place // 2 % 2))
    return ranks


def _better(ranks: dict[int, _Rank], key: int, rank: _Rank) -> None:
    if key not in ranks or rank < ranks[key]:
        ranks[key] = rank


_ENTRIES = "SELECT id, past, title, detail, target, sort FROM search_entry WHERE id IN ({keys})"


def _groups(connection: Glance, ranks: Mapping[int, _Rank]) -> dict[str, list[Any]]:
    """The entries of the best ranks by kind, in order."""
    keys: dict[str, list[int]] = {}
    for key in sorted(ranks, key=ranks.__getitem__):
        keys.setdefault(entry_subject(key)[0], []).append(key)
    wanted = [key for kind, found in keys.items() for key in found[: _KEPT[kind]]]
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


@lru_cache(maxsize=256)
def _statement(ways: tuple[int, ...]) -> str:
    """The statement for so many ways to read each word. The first word drives; each other one is asked of its entries.

    `shelf = 0 AND term >= a AND term < z ORDER BY term LIMIT n` is one walk along the index, on SQLite and on PostgreSQL.
    """
    # One EXISTS for each way: joined by OR inside one, SQLite would collect rows instead of looking straight into the table.
    others = "".join(
        " AND (" + " OR ".join(_MET.format(bounds=f"{place}_{way}") for way in range(count)) + ")"
        for place, count in enumerate(ways)
        if place
    )
    read = _READ if len(ways) == 1 else _READ_MATCHING
    scans: list[str] = []
    for kind in KINDS:
        # Numbers hold their day: the newest are last.
        direction = "DESC" if kind in ("request", "slip") else ""
        for past in (False, True):
            for minor in (False, True):
                scans += [
                    f"SELECT * FROM (SELECT t.shelf, t.term, t.entry_id FROM search_term t"  # noqa: S608 - constants only
                    f" WHERE t.shelf = {shelf(kind, past=past, minor=minor)} AND t.term >= :a0_{way} AND t.term < :z0_{way}"
                    f"{others} ORDER BY t.term {direction} LIMIT {read[kind]}) s{len(scans) + way}"
                    for way in range(ways[0])
                ]
    return " UNION ALL ".join(scans)


@lru_cache(maxsize=16)
def _count_statement(ways: int, most: int) -> str:
    counts = [
        f"(SELECT COUNT(*) FROM (SELECT 1 FROM search_term WHERE shelf = {place} AND term >= :a0_{way}"  # noqa: S608 - constants only
        f" AND term < :z0_{way} LIMIT {most}) c{place}_{way})"
        for place in range(len(KINDS) * 4)
        for way in range(ways)
    ]
    return "SELECT " + " + ".join(counts)


def _by_selectivity(connection: Glance, typed: Sequence[Word]) -> list[Word]:
    """The words, the one with the fewest terms first; counting stops early."""
    counts: dict[Word, int] = {}
    for most in _COUNTED:
        for word in typed:
            statement = _count_statement(len(word.starts), most)
            counts[word] = connection.execute(statement, _bounds([word])).fetchone()[0]
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
    groups: Mapping[str, list[Any]], ranks: Mapping[int, _Rank], typed: Sequence[Word], limit: int
) -> list[Found]:
    usual = KINDS if all(word.room for word in typed) else ("customer", *(kind for kind in KINDS if kind != "customer"))
    kinds = sorted(groups, key=lambda kind: (ranks[groups[kind][0][0]][0], usual.index(kind)))
    found: list[Found] = []
    for place, kind in enumerate(kinds):
        kept = sum(min(len(groups[later]), _AT_LEAST) for later in kinds[place + 1 :])
        room = max(limit - len(found) - kept, min(_AT_LEAST, limit - len(found)))
        found += [_found(kind, row) for row in groups[kind][:room]]
    return found[:limit]


# ------------------------------------------------------------------------------------------------------------- the words
# L10N: 已迁出, 已关闭, 已作废
_PAST = {"customer": N_("Moved out"), "request": N_("Closed"), "slip": N_("Void")}


def _found(kind: str, row: Any) -> Found:
    key, past, title, detail, target, _sort = row
    parts = [part for part in _details(kind, json.loads(detail) if detail else {}) if part]
    if past and kind in _PAST:
        parts.append(_(_PAST[kind]))
    return Found(kind, entry_subject(key)[1], title, " · ".join(parts), target, bool(past))


def _details(kind: str, detail: dict[str, Any]) -> list[str]:
    if kind == "unit":
        owners, tenants = "、".join(detail["owners"]), "、".join(detail["tenants"])
        lived_in = bool(owners or tenants)
        return [
            owners,
            # L10N: 租户：{names}
            _("Tenant: {names}").format(names=tenants) if tenants else "",
            # That somebody lives there is seen from the names.
            "" if lived_in and detail["state"] in ("vacant", "occupied") else label("unit_states", detail["state"]),
            *detail["plates"],
        ]
    if kind == "customer":
        return [*(f"{room} {label('roles', role)}" for room, role in detail["rooms"]), detail["phone"]]
    if kind == "request":
        category = label("categories", detail["category"]) if detail["category"] else ""
        return [label("kinds", detail["kind"]), detail["room"], detail["caller"], category]
    return [detail["title"]]

"""What Desk can do: the one list of features, and what a feature declares to every room.

A feature is one file here and has the same name in each room. The file is plain data: codes, words, numbers, and *references*
(`"desk.services.requests.today:rows"`) that are imported when they are first needed. So this room costs nothing at the start,
imports no other room, and everything that the program knows about a feature in general places (finder, Today, timeline,
settings, `desk check`, side bar, slips) comes from its manifest. A new feature is one line in `FEATURES`.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from desk.features.kit import Act, Feature, OwnList, PolicyKey, Record, Ref, SlipKind

FEATURES: tuple[Ref, ...] = (
    "desk.features.today:FEATURE",
    "desk.features.households:FEATURE",
    "desk.features.roster:FEATURE",
    "desk.features.requests:FEATURE",
    "desk.features.callbacks:FEATURE",
    "desk.features.calls:FEATURE",
    "desk.features.orders:FEATURE",
    "desk.features.incidents:FEATURE",
    "desk.features.notices:FEATURE",
    "desk.features.money:FEATURE",
    "desk.features.fees:FEATURE",
    "desk.features.renovation:FEATURE",
    "desk.features.moves:FEATURE",
    "desk.features.releases:FEATURE",
    "desk.features.keys:FEATURE",
    "desk.features.visitors:FEATURE",
    "desk.features.parcels:FEATURE",
    "desk.features.parking:FEATURE",
    "desk.features.certificates:FEATURE",
    "desk.features.cards:FEATURE",
    "desk.features.points:FEATURE",
    "desk.features.schemes:FEATURE",
    "desk.features.letters:FEATURE",
    "desk.features.slips:FEATURE",
    "desk.features.reports:FEATURE",
    "desk.features.access:FEATURE",
    "desk.features.desk_book:FEATURE",
    "desk.features.site:FEATURE",
    "desk.features.staff:FEATURE",
    "desk.features.workers:FEATURE",
)
"""Every feature, in the order in which the window and the lists show them. A new one is one line here."""


def load(ref: Ref) -> Any:
    """Imports what a reference names (`module:name`, `module:Class.attribute`)."""
    module, _colon, path = ref.partition(":")
    found: Any = importlib.import_module(module)
    for name in path.split("."):
        found = getattr(found, name)
    return found


@cache
def _loaded(refs: tuple[Ref, ...]) -> tuple[Feature, ...]:
    return tuple(load(ref) for ref in refs)


# What is looked up is kept by the features it was made of, so that another `FEATURES` (tests) needs no clearing.
@cache
def _records(refs: tuple[Ref, ...]) -> Mapping[str, Record]:
    return {record.code: record for feature in _loaded(refs) for record in feature.records}


@cache
def _slots(refs: tuple[Ref, ...]) -> Mapping[int, Record]:
    found = {record.find.slot: record for record in _records(refs).values() if record.find is not None}
    return dict(sorted(found.items()))


@cache
def _slip_kinds(refs: tuple[Ref, ...]) -> Mapping[str, SlipKind]:
    return {kind.code: kind for feature in _loaded(refs) for kind in feature.slips}


def features() -> tuple[Feature, ...]:
    """Every feature."""
    return _loaded(FEATURES)


def each(name: str) -> Iterator[Any]:
    """What all features declare under one name, in the order of the features: `each("pages")`."""
    for feature in features():
        yield from getattr(feature, name)


def records() -> Mapping[str, Record]:
    """Every kind of record by its code."""
    return _records(FEATURES)


def findable() -> Mapping[int, Record]:
    """The kinds that the finder finds, by slot and in the order of their slots."""
    return _slots(FEATURES)


def slip_kinds() -> Mapping[str, SlipKind]:
    """Every kind of slip by its code."""
    return _slip_kinds(FEATURES)


def policy() -> Mapping[str, PolicyKey]:
    """Every value of the rulebook that may be changed, by its key."""
    return {key.key: key for key in each("policy")}


@cache
def _undoing(refs: tuple[Ref, ...]) -> Mapping[str, Act]:
    acts = [act for feature in _loaded(refs) for act in feature.acts if act.changes]
    return {name: act for act in acts for name in act.events or (act.code,)}


def act_of(event: str) -> Act | None:
    """The act that writes an audit event of this name; None for what the program does besides."""
    return _undoing(FEATURES).get(event)


def own_lists() -> Mapping[str, OwnList]:
    """Every list that a site may change, by its name."""
    return {own.name: own for own in each("lists")}


def hooks(moment: str) -> Iterator[Any]:
    """What is to be called at a moment, loaded."""
    for feature in features():
        if moment in feature.hooks:
            yield load(feature.hooks[moment])

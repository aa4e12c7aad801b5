"""What Desk can do: the one list of features, and what a feature declares to every room.

A feature is one file here and has the same name in each room. The file is plain data: codes, words, numbers, and *references*
(`"desk.services.requests.today:rows"`) that are imported when they are first needed. So this room costs nothing at the start,
imports no other room, and everything that the program knows about a feature in general places (finder, Today, timeline,
settings, `desk check`, side bar, slips) comes from its manifest. A new feature is one line in `FEATURES`.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

Ref = str
"""`module:name`, imported when it is first needed."""

FEATURES: tuple[Ref, ...] = (
    "desk.features.today:FEATURE",
    "desk.features.households:FEATURE",
    "desk.features.roster:FEATURE",
    "desk.features.requests:FEATURE",
    "desk.features.callbacks:FEATURE",
    "desk.features.orders:FEATURE",
    "desk.features.incidents:FEATURE",
    "desk.features.money:FEATURE",
    "desk.features.slips:FEATURE",
    "desk.features.reports:FEATURE",
    "desk.features.site:FEATURE",
    "desk.features.staff:FEATURE",
)
"""Every feature, in the order in which the window and the lists show them. A new one is one line here."""


@dataclass(frozen=True, slots=True)
class Findable:
    """How a kind of record is found by the one box.

    Attributes:
        slot: its place inside the keys of the index, 0 to 15; stored, so it is never changed and never given away.
        heading: msgid over its hits.
        writer: `(connection, ids) → pages of the index` (services.finder.index).
        every: `(connection) → ids` of all records, for writing the index anew.
        words: `(detail) → parts` of the second line; light, it runs at every key.
        past: msgid said of what is over (moved out, closed, void); "" says nothing.
        newest_first: numbers that hold their day, the newest are wanted.
        read: terms of a shelf looked at; kept: entries whose lines are read; matching: terms where several words must be met.
    """

    slot: int
    heading: str
    writer: Ref
    every: Ref
    words: Ref
    past: str = ""
    newest_first: bool = False
    read: int = 60
    kept: int = 40
    matching: int = 30


@dataclass(frozen=True, slots=True)
class Record:
    """A kind of record.

    Attributes:
        code: the kind in targets and audit subjects (`request:12`).
        label: msgid of its name. model: its table.
        title: the column that names one (`number`, `name`), or a reference to `(row) → str`.
        page: code of the page that opens it; "" for none.
        find: how the finder finds it; None when it does not.
        lifecycle: reference to its `LifeCycle` (rules), "" when it has none.
    """

    code: str
    label: str
    model: Ref
    title: str = "number"
    page: str = ""
    find: Findable | None = None
    lifecycle: Ref = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column that holds numbers given by sequences (`TS-20261121-0031`): `desk check` looks for gaps.

    Attributes:
        column: `module:Class.attribute`.
        prefixes: what its numbers may begin with.
    """

    column: Ref
    prefixes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicyKey:
    """A number or switch of the rulebook that a manager may change.

    Attributes:
        key: dotted name in policy.toml. type: int, decimal, bool, text, choice, hours.
        label: msgid. group: msgid of the heading it stands under in the settings. unit: msgid (minutes, days, %), "" for none.
        least, most: bounds, inclusive. choices: `(code, msgid)` for `choice`. help: msgid.
        check: `(value) → Problem | None` for what bounds cannot say.
    """

    key: str
    type: str
    label: str
    group: str
    unit: str = ""
    least: float | None = None
    most: float | None = None
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""
    check: Ref = ""


@dataclass(frozen=True, slots=True)
class OwnList:
    """A list of catalog.toml that a site may add to, rename in, retire from.

    Attributes:
        name: in catalog.toml. label: msgid. kinds: whether its entries say for which kinds of requests they are offered.
    """

    name: str
    label: str
    kinds: bool = False


@dataclass(frozen=True, slots=True)
class SlipKind:
    """A kind of slip.

    Attributes:
        code: what the database keeps. prefix: of its numbers (`TS-20261121-0031`). label: msgid of its name.
        paper: code of the default paper. papers: codes of the papers it may be printed on.
        copies: msgids of the default copies; empty = one unnamed copy.
        on_void: `(act, desk, slip, reason)` called inside the voiding transaction; "" when a slip stands for itself.
        own_void: it can be voided only through its feature (a receipt, a deposit); the words say where.
        subject: kinds of records it is about; its paper's declaration is found by it (services.kit.papers).
    """

    code: str
    prefix: str
    label: str
    paper: str
    papers: tuple[str, ...]
    copies: tuple[str, ...] = ()
    on_void: Ref = ""
    own_void: str = ""
    subject: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page of the window.

    Attributes:
        code: its name in `open_page`.
        label: msgid of its name.
        factory: the class, imported when the page is first opened; it takes (shell, desk).
        icon: a picture of resources/icons; "" for a page that is not in the sidebar.
        parent: for a page that is not in the sidebar: the sidebar entry that lights up for it.
        targets: kinds of records it opens (`unit` for `unit:12`).
        scans: how the codes begin that it opens when they are scanned anywhere (`PG-`), as `number=`.
    """

    code: str
    label: str
    factory: Ref
    icon: str = ""
    parent: str = ""
    targets: tuple[str, ...] = ()
    scans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuickAction:
    """A button beside the finder, with its key.

    Attributes:
        label: msgid. key: the key. page: what it opens. args: with which arguments.
        takes: names of what it takes over from the page shown (see `Page.context`).
    """

    label: str
    key: str
    page: str
    args: Mapping[str, Any] = field(default_factory=dict)
    takes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """Something that falls due (SPECS S11): one engine feeds Today, badges, lists and the health of a household.

    Attributes:
        code: `callback`, `promise`. label: msgid. role: the least role it is shown to.
        items: `(session, desk, now, limit) → DueItems`; the count comes from SQL, only the first rows are read.
        of_unit: `(session, desk, unit_id, now) → DueItems`; "" when it does not belong to a household.
        urgent: past its date it is red, not amber. order: of Today's cards, the most pressing first.
    """

    code: str
    label: str
    items: Ref
    of_unit: Ref = ""
    urgent: bool = False
    order: int = 50
    role: str = "receptionist"


@dataclass(frozen=True, slots=True)
class Light:
    """One lamp of the household clearance (DESIGN §4): `(session, desk, unit_id) → LightView`.

    Attributes:
        code: what it is about. read: the reference. order: on the household page.
    """

    code: str
    read: Ref
    order: int = 50


@dataclass(frozen=True, slots=True)
class Act:
    """One act or question that can be run by name (`desk act request.log`).

    Attributes:
        code: dotted name, for an act the same as its audit event.
        run: the service's function `(desk, …) → view`.
        changes: whether it is an act; a question changes nothing.
        role: the least role that may run it, "" for whoever comes (the first set-up, signing in); the function checks it again.
    """

    code: str
    run: Ref
    changes: bool = True
    role: str = "receptionist"


@dataclass(frozen=True, slots=True)
class Feature:
    """What one feature declares. Everything but its code may be left out.

    Attributes:
        code: its name in every room.
        tables: modules of its tables.
        records, numbers, policy, lists, slips, pages, actions, due, lights: see there.
        acts: what can be run by name, acts and questions.
        timeline: `(session, desk, unit_id) → lines` of the household's history.
        events: words of its audit events: `{act: (data) → (title, detail)}`, for the timeline.
        checks: `(session, desk) → findings` for `desk check`.
        obstacles: by act of a gate, `(session, desk, subject) → obstacles` that stand in its way.
        hooks: by moment (`policy_changed`, `stay_ended`, `unit_added`), what is called inside that transaction.
        tour: its story in the tour, `(hands)`.
    """

    code: str
    tables: tuple[str, ...] = ()
    records: tuple[Record, ...] = ()
    numbers: tuple[Numbers, ...] = ()
    policy: tuple[PolicyKey, ...] = ()
    lists: tuple[OwnList, ...] = ()
    slips: tuple[SlipKind, ...] = ()
    pages: tuple[PageSpec, ...] = ()
    actions: tuple[QuickAction, ...] = ()
    due: tuple[Due, ...] = ()
    lights: tuple[Light, ...] = ()
    acts: tuple[Act, ...] = ()
    timeline: tuple[Ref, ...] = ()
    events: Ref = ""
    checks: tuple[Ref, ...] = ()
    obstacles: Mapping[str, Ref] = field(default_factory=dict)
    hooks: Mapping[str, Ref] = field(default_factory=dict)
    tour: Ref = ""


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


def features() -> tuple[Feature, ...]:
    """Every feature."""
    return _loaded(FEATURES)


def each(name: str) -> Iterator[Any]:
    """What all features declare under one name, in the order of the features: `each("pages")`."""
    for feature in features():
        yield from getattr(feature, name)


def records() -> Mapping[str, Record]:
    """Every kind of record by its code."""
    return {record.code: record for record in each("records")}


def findable() -> tuple[Record, ...]:
    """The kinds that the finder finds, in the order of their slots."""
    kinds: Iterable[Record] = (record for record in each("records") if record.find is not None)
    return tuple(sorted(kinds, key=lambda record: record.find.slot if record.find else 0))


def slip_kinds() -> Mapping[str, SlipKind]:
    """Every kind of slip by its code."""
    return {kind.code: kind for kind in each("slips")}


def hooks(moment: str) -> Iterator[Any]:
    """What is to be called at a moment, loaded."""
    for feature in features():
        if moment in feature.hooks:
            yield load(feature.hooks[moment])

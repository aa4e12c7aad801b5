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
from types import MappingProxyType
from typing import Any, NamedTuple

from desk.i18n import N_

Ref = str
"""`module:name`, imported when it is first needed."""

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


_NOTHING: Mapping[str, Any] = MappingProxyType({})


# Named tuples: making fourteen frozen dataclasses would take 6 ms before the window shows, these take one.
class Findable(NamedTuple):
    """How a kind of record is found by the one box.

    Attributes:
        slot: its place inside the keys of the index, 0 to 15; stored, so it is never changed and never given away.
        heading: msgid over its hits.
        writer: `(connection, ids) → pages of the index` (services.finder.index).
        shows: what stands behind the title: fields of the entry's detail, as `field` or `list:field` for a code of a list.
        words: `(detail) → parts` instead of `shows`, where fields are not enough; it needs no SQLAlchemy.
        past: msgid said of what is over (moved out, closed, void); "" says nothing.
        last_day: msgid said while its last day lasts: a page of the index that is past may give that day as `until`.
        newest_first: its terms are numbers that hold their day, and the newest are wanted.
        people: its titles are names: it comes first unless what was typed reads as a room.
        read: terms of a shelf looked at; kept: entries whose lines are read; matching: terms where several words must be met.
    """

    slot: int
    heading: str
    writer: Ref
    shows: tuple[str, ...] = ()
    words: Ref = ""
    past: str = ""
    last_day: str = ""
    newest_first: bool = False
    people: bool = False
    read: int = 60
    kept: int = 40
    matching: int = 30


class Record(NamedTuple):
    """A kind of record.

    Attributes:
        code: the kind in targets and audit subjects (`request:12`); the page that has it among its `targets` opens it.
        label: msgid of its name. model: its table.
        title: the column that names one (`number`, `name`).
        find: how the finder finds it; None when it does not.
        lifecycle: reference to its `LifeCycle` (rules), "" when it has none.
        files: it takes photos and papers (services.site.record_files); its page has a card for them.
        withdraw: `(act, desk, row)`, ends a record that was entered by an act that is undone: it becomes void by its life cycle and
            keeps its number (handbook C-19); "": it is taken away, or such an act is not undone by putting rows back.
        texts: `(desk, id) → texts` to send about it by hand, those that fit first (services.kit.words.texts_of, handbook S30); its page
            copies them by a key. text_sent: `(desk, id, code)`, notes that one was sent; "" where nothing keeps it.
    """

    code: str
    label: str
    model: Ref
    title: str = "number"
    find: Findable | None = None
    lifecycle: Ref = ""
    files: bool = False
    withdraw: Ref = ""
    texts: Ref = ""
    text_sent: Ref = ""


class Numbers(NamedTuple):
    """A column that holds numbers given by sequences (`TS-20261121-0031`): `desk check` looks for gaps.

    Attributes:
        column: `module:Class.attribute`.
        prefixes: what its numbers begin with; those of slips are said by the kinds of slips.
    """

    column: Ref
    prefixes: tuple[str, ...] = ()


class HeldNumber(NamedTuple):
    """A column that holds the telephone or document number of somebody, as it was typed there.

    Attributes:
        column: `table.column`.
        about: the kind of record whose events and slips say it, `visit`.
        key: the column of the table that holds that record's id.
    """

    column: str
    about: str
    key: str = "id"


class PolicyKey(NamedTuple):
    """A value of the rulebook that a manager may change; what it is before that stands in policy.toml.

    Attributes:
        key: dotted name in policy.toml. type: int, decimal, bool, text, choice; `elsewhere`: changed on a page of its own.
        label: msgid, with its unit. group: msgid of the heading it stands under in the settings.
        least, most: bounds, inclusive. choices: `(code, msgid)` for `choice`. help: msgid.
    """

    key: str
    type: str
    label: str
    group: str
    least: float | None = None
    most: float | None = None
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""


class OwnList(NamedTuple):
    """A list of catalog.toml that a site may add to, rename in, retire from: its entries are only words to the program.

    Attributes:
        name: in catalog.toml. label: msgid.
        kinds: whether its entries say for which kinds of requests they are offered.
        groups: the list that its entries are grouped by; "" for none.
        longest: characters of an entry at most.
        marks: what an entry may be besides, as `(code, msgid)`: a tick each.
    """

    name: str
    label: str
    kinds: bool = False
    groups: str = ""
    longest: int = 40
    marks: tuple[tuple[str, str], ...] = ()


class SlipKind(NamedTuple):
    """A kind of slip.

    Attributes:
        code: what the database keeps. prefix: of its numbers (`TS-20261121-0031`). label: msgid of its name.
        paper: code of the default paper. papers: codes of the papers it may be printed on.
        copies: msgids of the default copies; empty = one unnamed copy.
        carries: kind of the record whose number it carries instead of one of its own ("request").
        on_void: `(act, desk, slip_id, reason)` called inside the voiding transaction; "" when a slip stands for itself.
        own_void: msgid that says where it is voided, when only its feature may do that (a receipt, a deposit).
        subject: kinds of records it is about.
    """

    code: str
    prefix: str
    label: str
    paper: str
    papers: tuple[str, ...]
    copies: tuple[str, ...] = ()
    carries: str = ""
    on_void: Ref = ""
    own_void: str = ""
    subject: tuple[str, ...] = ()


class PageSpec(NamedTuple):
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


class QuickAction(NamedTuple):
    """A button beside the finder, with its key.

    Attributes:
        label: msgid. key: the key. page: what it opens. args: with which arguments.
        takes: names of what it takes over from the page shown (see `Page.context`).
        on: codes of the only pages that it takes something from; empty: from any.
    """

    label: str
    key: str
    page: str
    args: Mapping[str, Any] = _NOTHING
    takes: tuple[str, ...] = ()
    on: tuple[str, ...] = ()


class Due(NamedTuple):
    """Something that falls due (handbook S11): one engine (services.kit.due) feeds Today and the counts of the sidebar.

    Attributes:
        code: `callback`, `promise`. label: msgid. role: the least role it is shown to.
        items: `(session, desk, now, limit) → DueItems`; the count comes from SQL, only the first rows are read.
        urgent: it wants doing now, and is red. waits: somebody has to do it today: it is counted beside the sidebar's entry.
        standing: a state rather than a thing to do: shown even when all is well, and no reason to leave one's tea.
        order: of Today's cards, the most pressing first.
        walk: its place in the morning walk (handbook S30), which goes through what waits; those of one place by `order`.
        act: `(page, row)` does the one act of a row over a page (`DueRow.act`); "" opens the record.
    """

    code: str
    label: str
    items: Ref
    urgent: bool = False
    waits: bool = False
    standing: bool = False
    order: int = 50
    role: str = "receptionist"
    walk: int = 50
    act: Ref = ""


class GuideStep(NamedTuple):
    """A step of a new site's first week (handbook S30); it ticks itself.

    Attributes:
        code: its name. label: msgid. target: what opens it (`settings:staff`). order: among the steps.
        done: `(session, desk) → bool`.
    """

    code: str
    label: str
    target: str
    done: Ref
    order: int = 50


class Light(NamedTuple):
    """One lamp of the household clearance (architecture "The clearance").

    Attributes:
        code: what it is about. read: `(session, desk, household) → LightView`. order: on the household page.
        leaving: it is a matter to be settled when the household leaves: it stands on the clearance sheet.
        label, none: msgids of its name, and of what is said where the feature has no rows of the household (`homes`, `people`):
            then the lamp is green and nothing is read.
        health: the part of the household's health that it tells of (rules.health.PARTS); "" for none.
    """

    code: str
    read: Ref
    order: int = 50
    leaving: bool = True
    label: str = ""
    none: str = ""
    health: str = ""


class HouseholdAct(NamedTuple):
    """What a feature does for a household: a button of its page, and what the button of a lamp does.

    Attributes:
        code: its name; a lamp whose `act` is this code (LightView) has a button that does it.
        label: msgid of the button; "" for what only a lamp does.
        key: its key on the page (see `desk.ui.households.acts` for those that are taken). The key of a quick action may be
            named too: it is shown on the button, and stays the window's.
        page: the page it opens, with `unit_id=` and, where somebody is selected, `customer_id=`.
        run: instead of a page, `(page)`: called with the household's page (`desk.ui.households.shown`).
        short: msgid on the lamp's button, "" says "Open".
        order: among the buttons.
    """

    code: str
    label: str = ""
    key: str = ""
    page: str = ""
    run: Ref = ""
    short: str = ""
    order: int = 50


class HouseholdCard(NamedTuple):
    """What a feature shows of a household: a tab beside its timeline and papers, there when there is something to show.

    Attributes:
        code: its name. heading: msgid on the tab.
        read: `(session, desk, household) → what it shows`, read with the household; nothing (`()`, None) takes the tab away.
        make: `(page) → content`, a widget with `fill(shown)`; made when there is something to show for the first time.
        order: among the tabs.
    """

    code: str
    heading: str
    read: Ref
    make: Ref
    order: int = 50


class Bar(NamedTuple):
    """A strip over the pages, under the finder: a widget that shows itself when it has something to show.

    Attributes:
        make: `(window) → widget`; made with the window, before SQLAlchemy is there.
        order: from top to bottom.
    """

    make: Ref
    order: int = 50


class Undo(NamedTuple):
    """How an act is taken back within a minute (services.undo).

    Attributes:
        run: `(desk, done)`, the feature's own way back, which runs acts of the feature; "": the rows are put back as they were,
            records with a number go where their `Numbers` say, slips become void.
        instead: msgid that says why it cannot be undone and what to do instead; "": it can be.
        aside: it is no step of its own on the way back: somebody only looked, or what was done before is printed.
    """

    run: Ref = ""
    instead: str = ""
    aside: bool = False


RESTORE = Undo()
"""The rows are put back as they were."""
# L10N: 查看无法撤销：谁看过什么已记录在案。
LOOKED = Undo(instead=N_("Looking cannot be undone: it stays on record who saw what."), aside=True)
# L10N: 已打印的纸张无法撤销：请收回作废，或在单据页上作废该单据。
PRINTED = Undo(instead=N_("What was printed cannot be undone: take the paper back, and void the slip if it is wrong."))
# L10N: 到期的事项由时间决定，无法撤销：请为该记录办理新的业务。
TIME = Undo(instead=N_("What time itself does cannot be undone: go on with the record from here."), aside=True)


class Act(NamedTuple):
    """One act or question that can be run by name (`desk act request.log`).

    Attributes:
        code: dotted name, for an act the same as its audit event.
        run: the service's function `(desk, …) → view`.
        changes: whether it is an act; a question changes nothing.
        role: the least role that may run it, "" for whoever comes (the first set-up, signing in); the function checks it again.
        undo: how it is taken back, or why it cannot be. events: the names of its audit events where they are others than the code.
    """

    code: str
    run: Ref
    changes: bool = True
    role: str = "receptionist"
    undo: Undo = RESTORE
    events: tuple[str, ...] = ()


class Way(NamedTuple):
    """What fits a code that was scanned and that no record has: a button of the question that is asked then.

    Attributes:
        label: msgid of the button. page: what it opens. takes: the argument that gets the code as it was read.
        about: names of what the page shown must be about (`unit_id`); it is handed on. Empty: always offered.
        args: further arguments.
    """

    label: str
    page: str
    takes: str
    about: tuple[str, ...] = ()
    args: Mapping[str, Any] = _NOTHING


class Code(NamedTuple):
    """A code that may be scanned or read anywhere (ui.shell.scans); several features may know records of one code.

    Attributes:
        code: its name. label: msgid of what it is (`Number plate`); "" for a code that has no form of its own.
        reads: `(text) → the code as it is kept`, "" when the text is none; pure.
        look: `(session, desk, code) → targets` of the records that have it, `(target, about)` each, the best first.
        masked: it is a person's number, and is shown by its last digits.
        ways: what is offered when no record has it.
    """

    code: str
    label: str
    reads: Ref
    look: Ref
    masked: bool = False
    ways: tuple[Way, ...] = ()


class Feature(NamedTuple):
    """What one feature declares. Everything but its code may be left out.

    Attributes:
        code: its name in every room.
        tables: modules of its tables.
        records, numbers, policy, lists, slips, pages, actions, due, guide, lights, household_acts, household_cards: see there.
        bars: see there.
        acts: what can be run by name, acts and questions.
        codes: which codes it owns that are scanned or read; numbers of records and slips need none.
        used: tables that have a row as soon as the feature is used. While they are all empty nothing of it is due, and its
            modules are not loaded for Today. Without `used` it is always asked.
        ledgers: tables that are only added to: an act that wrote one is undone by a reversal, never by putting rows back.
        homes: columns `table.column` that hold the room of its rows. One question asks them all for a household; without a row
            of it, the feature's timeline, cards and lamps with `none` are not asked, nor their modules loaded. Without
            `homes` they always are.
        people: columns `table.column` that hold the person of its rows: the same question asks for rows of whoever lives or lived
            there, and counts like `homes`.
        numbers_held: columns that hold telephones and document numbers of people: they are erased there, too, when they must be.
        timeline: `(session, desk, household) → lines` of its history (services.kit.lines).
        events: words of its audit events about rooms and people: `{act: (data) → (title, detail)}`, for the timeline.
        checks: `(session, desk) → findings` for `desk check`.
        obstacles: by act of a gate, `(session, desk, subject) → obstacles` that stand in its way.
        hooks: by moment, what another feature calls, those with `session` or `act` inside its transaction:
            `policy_changed`: `(session, desk, keys)`, these rules (`holidays`: that table) are others from here on.
            `stay_ended`: `(act, desk, unit_id, customer_id)`, somebody's registration in a room ended.
            `stay_again`: `(act, desk, unit_id, customer_id, passes)`, an ending was entered wrongly; the passes that it cancelled.
            `put_back`: `(desk, tables)`, an act was undone; the tables of which it had written rows.
            `units_changed`: `(session, unit_ids)`, rooms were added.
            `rooms_renamed`: `(session, unit_ids, before, now)`, their names begin otherwise from here on.
            `call_back`: `(page, request view)`, the dialog of a callback.
            `day_begins`: `(desk)`, at each sign-in and each hour, once it is in use (`used`): what time itself does to records.
            `site_begins`: `(desk)`, as often, whether it is in use or not: what it begins with.
            `look_up`: `(owner, page)`, the desk's own book beside a form or dialog (`owner`), about a page.
            `book_charges`: `(session, desk) → (key, name, words)…`, charge items with their rates, for the book.
            `policy_checked`: `(policy) → problems` by key, what is wrong with rules that are to be put in force together.
            `parking_paid`: `(session, desk, unit_id, space) → (day, paper) | None`, until when parking of a home is paid by its bills.
            `minute_passes`: `(desk)`, each minute, once it is in use: what begins at its time. It asks one small question and mostly
                does nothing.
            `people_changed`: `(session, customer_ids)`, what the finder knows of people is others from here on.
            `no_greetings`: `(session, customer_ids) → ids` of those among them who want no greetings and notices (handbook C-36).
            `consent_withdrawn`: `(act, desk, customer_id, purpose) → names of what was erased`, an agreement was taken back;
                purpose `notices`: a member wants none any more.
            `member_level`: `(session, desk, customer_id) → code`, the level that somebody has earned without a card; "" for none.
            `member_joined`, `member_ended`: `(act, desk, member_id)`, a membership began or ended.
            `member_facts`: `(session, desk, member) → facts` of a member's page (services.cards.views).
            `member_handbook`: `(session, desk) → (heading, lines)`, further chapters of the members' handbook.
            `member_cards`: `(page) → cards` of a member's page (ui.kit.record_page).
            `scheme_in_use`: `(session, day) → bool`, something was reckoned by the VIP scheme on a day.
            `charge_voided`: `(act, desk, subject, reason)`, a charge about a record of the feature was taken back at the cashier's.
            `receipt_voided`: `(act, desk, kind, subject)`, a money paper about a record of the feature was taken back.
            `caller_lines`: `(session, desk, unit_id, customer_id) → CallerLine…`, what to know while somebody calls from a room (None:
                it is not known) or as a person on file (likewise).
            `shift_lines`: `(session, desk) → ShiftLine…`, what is out or kept when a shift is handed over.
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
    guide: tuple[GuideStep, ...] = ()
    lights: tuple[Light, ...] = ()
    household_acts: tuple[HouseholdAct, ...] = ()
    household_cards: tuple[HouseholdCard, ...] = ()
    bars: tuple[Bar, ...] = ()
    acts: tuple[Act, ...] = ()
    codes: tuple[Code, ...] = ()
    used: tuple[str, ...] = ()
    ledgers: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    numbers_held: tuple[HeldNumber, ...] = ()
    timeline: tuple[Ref, ...] = ()
    events: Ref = ""
    checks: tuple[Ref, ...] = ()
    obstacles: Mapping[str, Ref] = _NOTHING
    hooks: Mapping[str, Ref] = _NOTHING
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

"""What a feature declares of its records: kinds, numbers, slips, values of the rulebook, lists, codes that are scanned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from desk.features.kit.reference import NOTHING, Ref


# Named tuples: making fourteen frozen dataclasses would take 6 ms before the window shows, these take one.
class Findable(NamedTuple):
    """How a kind of record is found by the one box.

    Attributes:
        slot: its place inside the keys of the index, 0 to 63; stored, so it is never changed and never given away.
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
    """A value of the rulebook that a manager may change; what it is before that stands in policy.toml, or here.

    Attributes:
        key: dotted name in policy.toml. type: int, decimal, bool, text, choice; `elsewhere`: changed on a page of its own.
        label: msgid, with its unit. group: msgid of the heading it stands under in the settings.
        least, most: bounds, inclusive. choices: `(code, msgid)` for `choice`. help: msgid.
        default: what it is where policy.toml does not say it: a feature brings its numbers along.
    """

    key: str
    type: str
    label: str
    group: str
    least: float | None = None
    most: float | None = None
    choices: tuple[tuple[str, str], ...] = ()
    help: str = ""
    default: Any = None


class OwnList(NamedTuple):
    """A list of catalog.toml that a site may add to, rename in, retire from: its entries are only words to the program.

    Attributes:
        name: in catalog.toml. label: msgid.
        kinds: whether its entries say for which kinds of requests they are offered.
        groups: the list that its entries are grouped by; "" for none.
        longest: characters of an entry at most.
        marks: what an entry may be besides, as `(code, msgid)`: a tick each.
        entries: what it has at first, as entries of catalog.toml, where it does not stand there: a feature brings its list along.
    """

    name: str
    label: str
    kinds: bool = False
    groups: str = ""
    longest: int = 40
    marks: tuple[tuple[str, str], ...] = ()
    entries: tuple[Mapping[str, Any], ...] = ()


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
    args: Mapping[str, Any] = NOTHING


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

"""The shapes of what a feature declares: plain named tuples, and no feature (architecture "Feature manifest")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from desk.features.kit.acts import EXPORTED, LOOKED, PRINTED, RESTORE, TIME, Act, Undo
from desk.features.kit.records import Code, Findable, HeldNumber, Numbers, OwnList, PolicyKey, Record, SlipKind, Way
from desk.features.kit.reference import NOTHING, Ref
from desk.features.kit.window import Bar, Due, GuideStep, HouseholdAct, HouseholdCard, Key, Light, PageSpec, QuickAction


class Feature(NamedTuple):
    """What one feature declares. Everything but its code may be left out.

    Attributes:
        code: its name in every room.
        tables: modules of its tables.
        records, numbers, policy, lists, slips, pages, actions, keys, due, guide, lights, household_acts, household_cards: see there.
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
        identity_scans: roles of stored files (`dossier:owner-id-copy`) that are pictures of somebody's identity document.
        person_words: msgids by table, what a row is called that refers to a person and is no record (services.access.known).
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
    keys: tuple[Key, ...] = ()
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
    identity_scans: tuple[str, ...] = ()
    person_words: Mapping[str, str] = NOTHING
    timeline: tuple[Ref, ...] = ()
    events: Ref = ""
    checks: tuple[Ref, ...] = ()
    obstacles: Mapping[str, Ref] = NOTHING
    hooks: Mapping[str, Ref] = NOTHING
    tour: Ref = ""


__all__ = [
    "EXPORTED",
    "LOOKED",
    "PRINTED",
    "RESTORE",
    "TIME",
    "Act",
    "Bar",
    "Code",
    "Due",
    "Feature",
    "Findable",
    "GuideStep",
    "HeldNumber",
    "HouseholdAct",
    "HouseholdCard",
    "Key",
    "Light",
    "Numbers",
    "OwnList",
    "PageSpec",
    "PolicyKey",
    "QuickAction",
    "Record",
    "Ref",
    "SlipKind",
    "Undo",
    "Way",
]

"""What every feature declares holds: each reference leads somewhere, nothing is declared twice, every rule and list is there."""

from __future__ import annotations

import importlib
import inspect
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from unittest.mock import Mock

import pytest

from desk import config, features
from desk.catalog import catalog
from desk.features import load
from desk.features.kit import Feature, Findable, Numbers, Record
from desk.models.finder.keys import FIRST, FURTHER, SLOTS, entry_key, entry_subject, subject_id
from desk.rules.kit.lifecycle import ROLES
from desk.slips.engine.paper import PAPERS

SHAPES = {
    "writer": 2, "words": 1, "on_void": 4, "items": 4, "read": 3, "timeline": 3, "checks": 2, "obstacles": 3,
    "policy_changed": 3, "stay_ended": 4, "units_changed": 2, "rooms_renamed": 4, "receipt_voided": 4, "charge_voided": 4,
    "shift_lines": 2, "people_changed": 2, "no_greetings": 2,
    "consent_withdrawn": 4, "member_level": 3, "member_joined": 3, "member_ended": 3, "member_facts": 3, "member_cards": 1,
    "member_handbook": 2, "factory": 2, "tour": 1, "household_run": 1, "household_make": 1,
}  # fmt: skip
"""How many things each kind of reference is called with."""


def declared(name: str) -> list[Any]:
    return list(features.each(name))


def references(feature: Feature) -> Iterator[tuple[str, str]]:
    """Every reference of a manifest with what it is used as."""
    for record in feature.records:
        yield "model", record.model
        if record.lifecycle:
            yield "lifecycle", record.lifecycle
        if record.find is not None:
            yield "writer", record.find.writer
            if record.find.words:
                yield "words", record.find.words
    for kind in feature.slips:
        if kind.on_void:
            yield "on_void", kind.on_void
    yield from (("column", numbers.column) for numbers in feature.numbers)
    yield from (("factory", page.factory) for page in feature.pages)
    yield from (("items", due.items) for due in feature.due)
    yield from (("read", light.read) for light in feature.lights)
    yield from (("household_run", act.run) for act in feature.household_acts if act.run)
    yield from (("read", card.read) for card in feature.household_cards)
    yield from (("household_make", card.make) for card in feature.household_cards)
    yield from (("act", act.run) for act in feature.acts)
    for name in ("timeline", "checks"):
        yield from ((name, ref) for ref in getattr(feature, name))
    yield from (("obstacles", ref) for ref in feature.obstacles.values())
    yield from feature.hooks.items()
    if feature.events:
        yield "events", feature.events
    if feature.tour:
        yield "tour", feature.tour


def takes(call: Any, count: int) -> bool:
    """Whether something can be called with so many things one after the other."""
    try:
        inspect.signature(call).bind(*range(count))
    except TypeError:
        return False
    return True


def twice(found: list[Any]) -> list[Any]:
    return [one for one, count in Counter(found).items() if count > 1]


@pytest.mark.parametrize("feature", features.features(), ids=lambda feature: feature.code)
def test_every_reference_leads_to_what_it_is_used_as(feature: Feature) -> None:
    wrong = []
    for use, ref in references(feature):
        found = load(ref)
        if use == "model":
            good = hasattr(found, "__table__")
        elif use == "act":
            good = next(iter(inspect.signature(found).parameters), "") == "desk"
        elif use == "events":
            good = all(takes(words, 1) for words in found.values())
        elif use in SHAPES:
            good = takes(found, SHAPES[use])
        else:
            good = found is not None
        if not good:
            wrong.append((use, ref))
    assert wrong == []


def test_the_hooks_and_roles_are_known_ones() -> None:
    moments = {moment for feature in features.features() for moment in feature.hooks}
    assert moments <= {
        "policy_changed",
        "stay_ended",
        "stay_again",
        "rooms_renamed",
        "put_back",
        "units_changed",
        "call_back",
        "day_begins",
        "site_begins",
        "minute_passes",
        "look_up",
        "book_charges",
        "receipt_voided",
        "charge_voided",
        "shift_lines",
        "caller_lines",
        "people_changed",
        "no_greetings",
        "consent_withdrawn",
        "scheme_in_use",
        "member_level",
        "member_joined",
        "member_ended",
        "member_facts",
        "member_cards",
        "member_handbook",
        "parking_paid",
        "policy_checked",
    }
    assert {due.role for due in declared("due")} <= set(ROLES)
    assert {act.role for act in declared("acts")} <= {"", *ROLES}


def test_nothing_is_declared_twice() -> None:
    for name, code in (
        ("records", "code"), ("policy", "key"), ("lists", "name"), ("slips", "code"), ("slips", "prefix"), ("pages", "code"),
        ("actions", "key"), ("due", "code"), ("lights", "code"), ("acts", "code"), ("numbers", "column"),
        ("household_acts", "code"), ("household_cards", "code"),
    ):  # fmt: skip
        assert twice([getattr(one, code) for one in declared(name)]) == [], name
    for name in ("targets", "scans"):
        assert twice([target for page in declared("pages") for target in getattr(page, name)]) == [], name
    assert twice([feature.code for feature in features.features()]) == []
    assert twice(declared("tables")) == []


def test_the_rooms_of_a_features_rows_are_columns_with_an_index() -> None:
    """`homes` are asked for each household that is opened: each is a column of a table, first in an index."""
    from desk.models.kit.base import Base

    for feature in features.features():
        for module in feature.tables:
            importlib.import_module(module)
        for home in (*feature.homes, *feature.people):
            table, _dot, column = home.partition(".")
            firsts = {next(iter(index.columns)).name for index in Base.metadata.tables[table].indexes}
            assert column in firsts, home
        if feature.homes or feature.people:
            assert all(light.none and light.label for light in feature.lights), feature.code


def test_what_a_household_is_offered_can_be_done() -> None:
    """Each act opens a page or calls something, has words on its button or is a lamp's, and a key of its own."""
    from desk.ui.households import acts
    from desk.ui.kit.pages import actions

    pages = {page.code for page in declared("pages")}
    window = {action.key for action in actions()}
    own = {action.key for action in acts.page_actions(Mock())} | {"Alt+R", "Alt+H"}
    keys = []
    for act in declared("household_acts"):
        assert bool(act.run) != bool(act.page), act.code
        assert act.page in {"", *pages}, act.code
        assert act.label or act.short, act.code
        assert act.key not in own - {""}, f"{act.code}: {act.key} is the page's own"
        keys += [act.key] if act.key and act.key not in window else []
    assert twice(keys) == []


def test_the_finders_slots_stay_what_they_were() -> None:
    kept = {0: "unit", 1: "customer", 2: "request", 3: "slip", 4: "member"}  # stored in the keys of every site
    found = {slot: record.code for slot, record in features.findable().items()}
    assert {slot: found.get(slot) for slot in kept} == kept
    assert all(0 <= slot < SLOTS for slot in found)
    assert len(found) == sum(record.find is not None for record in declared("records"))


def test_a_key_of_the_finder_tells_kind_and_id_and_the_first_sixteen_kinds_keep_theirs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert [entry_key("unit", 5), entry_key("customer", 5), entry_key("book-entry", 5)] == [80, 81, 95]
    last = Findable(SLOTS - 1, "", writer="")
    made = Feature(
        "made", records=(Record("a", "A", "", find=Findable(FIRST, "", "")), Record("z", "Z", "", find=last))
    )
    every = {**features.records(), **{record.code: record for record in made.records}}
    monkeypatch.setattr(features, "records", lambda: every)
    monkeypatch.setattr(features, "findable", lambda: {one.find.slot: one for one in every.values() if one.find})
    kinds = [record.code for record in every.values() if record.find is not None]
    keys: set[int] = set()
    for kind in kinds:
        for number in (0, 1, 15, 16, 47, 48, 1_000_000, 2**31 // FURTHER - 1):
            key = entry_key(kind, number)
            assert (entry_subject(key), subject_id(kind, key)) == ((kind, number), number)
            assert -(2**31) <= key < 2**31
            assert key not in keys
            keys.add(key)


def test_what_begins_a_record_is_no_act_of_one() -> None:
    """It is done by a form or a list, so a record's page does not offer it, nor does the list of everything."""
    for record in declared("records"):
        if record.lifecycle:
            begins = [move for move in load(record.lifecycle).moves if "" in move.sources]
            assert [move.code for move in begins if not move.hidden] == [], record.code


def test_numbers_begin_differently_unless_a_slip_carries_its_records_number() -> None:
    numbers: list[Numbers] = declared("numbers")
    of_records = [prefix for one in numbers for prefix in one.prefixes]
    assert twice(of_records) == []
    for kind in declared("slips"):
        assert (kind.prefix in of_records) == bool(kind.carries), kind.code
        if kind.carries:
            model = features.records()[kind.carries].model
            assert kind.prefix in next(one for one in numbers if one.column.startswith(f"{model}.")).prefixes
    assert all(
        re.fullmatch("[A-Z]{2}", prefix) for prefix in [*of_records, *(kind.prefix for kind in declared("slips"))]
    )


def test_the_kinds_of_slips_are_printed_on_papers_there_are() -> None:
    for kind in declared("slips"):
        assert kind.paper in kind.papers
        assert set(kind.papers) <= set(PAPERS)
        assert set(kind.subject) <= set(features.records())


def leaves(tree: dict[str, Any], before: str = "") -> Iterator[str]:
    known = features.policy()
    for name, value in tree.items():
        key = f"{before}{name}"
        if isinstance(value, dict) and key not in known:
            yield from leaves(value, f"{key}.")
        else:
            yield key


def test_every_number_of_the_rulebook_is_declared_and_within_its_bounds() -> None:
    from desk.errors import Checker
    from desk.services.site.policy import check_value

    brought = {key for key, rule in features.policy().items() if rule.default is not None}
    assert sorted([*leaves(config.toml("policy.toml")), *brought]) == sorted(features.policy())
    check = Checker()
    for key, rule in features.policy().items():
        if rule.type != "elsewhere":
            check_value(check, key, key, config.Policy()[key])
            assert rule.type in ("bool", "text", "choice") or None not in (rule.least, rule.most), key
    assert check.problems == []


def test_every_list_a_site_changes_is_in_the_catalogue() -> None:
    own = features.own_lists()
    for name, declaration in own.items():
        assert catalog(name)
        assert not declaration.groups or catalog(declaration.groups)
        assert declaration.kinds == any("kinds" in choice.extra for choice in catalog(name)), name


def test_every_kind_that_is_found_has_a_page_that_opens_it() -> None:
    opened = {target for page in declared("pages") for target in page.targets}
    assert {record.code for record in features.findable().values()} <= opened
    codes = {page.code for page in declared("pages")}
    assert {page.parent for page in declared("pages") if page.parent} <= codes
    assert {action.page for action in declared("actions")} <= codes


def test_every_word_that_is_declared_is_translated() -> None:
    from desk.i18n import _, set_language

    words = {record.label for record in declared("records")} | {
        record.find.heading for record in features.findable().values()
    }
    words |= {record.find.past for record in features.findable().values()} - {""}
    words |= {key.label for key in declared("policy")} | {key.group for key in declared("policy")}
    for name in ("lists", "slips", "pages", "actions", "due"):
        words |= {one.label for one in declared(name)}
    words |= {copy for kind in declared("slips") for copy in kind.copies}
    for language in ("zh_CN", "zh_TW"):
        set_language(language)
        assert [one for one in sorted(words) if _(one) == one] == [], language


def test_every_event_of_a_household_has_words() -> None:
    """What is audited about a room or a person is told on the household's page, or is looking only."""
    import re
    from pathlib import Path

    import desk

    told = {act for feature in features.features() if feature.events for act in load(feature.events)}
    source = (Path(desk.__file__).parent / "services" / "households").rglob("*.py")
    written = {act for file in source for act in re.findall(r'\.act\("(household\.[a-z-]+)"', file.read_text("utf-8"))}
    silent = {
        "household.open", "household.reveal", "household.check-identity", "household.end-vehicle",
        "household.register-card",
    }  # fmt: skip
    assert written - told <= silent
    assert told <= written

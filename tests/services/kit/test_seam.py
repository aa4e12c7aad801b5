"""Acts by name: every one is declared, its entry and view have schemas, and plain data that is wrong is refused by field."""

from __future__ import annotations

import ast
import inspect
import json
import re
import shutil
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from desk import features, paths
from desk.errors import DeskError, InvalidInput, NotAllowed, NotFound
from desk.models.kit.database import Database, open_database
from desk.rules.kit.lifecycle import ROLES
from desk.services import finder, households
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit import seam
from desk.services.kit.desk import Desk
from tests.kit.site import hurried
from tests.services import request_site

SERVICES = Path(finder.__file__).parent.parent
ACTS = tuple(features.each("acts"))


# ------------------------------------------------------------------------------------------------- nothing is missing
@dataclass
class Function:
    """A function at the top of a module of the services, and which names it calls."""

    module: str
    tree: ast.FunctionDef
    calls: set[str] = field(default_factory=set)

    @property
    def public(self) -> bool:
        first = [argument.arg for argument in self.tree.args.args[:1]]
        helper = any("contextmanager" in ast.unparse(each) for each in self.tree.decorator_list)
        return not self.tree.name.startswith("_") and first == ["desk"] and not helper

    @property
    def acts(self) -> bool:
        """It opens an act itself."""
        return any(isinstance(node, ast.Call) and ast.unparse(node.func) == "desk.act" for node in ast.walk(self.tree))


def acting() -> set[str]:
    """The public functions that are acts: they open one, or call a helper that does."""
    found: dict[tuple[str, str], Function] = {}
    for file in SERVICES.rglob("*.py"):
        module = ".".join(file.relative_to(SERVICES.parent.parent).with_suffix("").parts).removesuffix(".__init__")
        tree = ast.parse(file.read_text(encoding="utf-8"))
        imported = {
            alias.asname or alias.name: (node.module, alias.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        }
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                named = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
                function = Function(module, node)
                function.calls = {imported.get(name, (module, name)) for name in named}
                found[module, node.name] = function
    helpers = {key for key, function in found.items() if function.acts and not function.public}
    return {
        f"{module}:{name}"
        for (module, name), function in found.items()
        if function.public and not module.endswith(".demo") and (function.acts or function.calls & helpers)
    }


PARTS_OF_A_RESTORE = {
    "desk.services.site.backup_files:after_restore",
    "desk.services.households.consents:repeat_erasures",
    "desk.services.site.backup:backup_to",
    "desk.services.site.encryption:after_turning",
}
"""What `desk restore`, `desk backup` and `desk encrypt` do on their way; it makes no sense on its own."""


NO_JSON = {
    "desk.services.renovation.whole_file:whole_file", "desk.services.moves.whole_file:whole_file",
    "desk.services.reports:save_report",
}  # fmt: skip
"""What they give is a PDF; what the last takes is the report that is shown (by name: `report.export`)."""


def test_every_act_of_the_services_is_declared() -> None:
    known = acting()
    assert len(known) > 50
    declared = {f"{function.__module__}:{function.__name__}" for function in (features.load(act.run) for act in ACTS)}
    assert sorted(known - declared - PARTS_OF_A_RESTORE - NO_JSON) == []


def test_names_are_given_once_and_say_feature_and_act() -> None:
    names = [act.code for act in ACTS]
    assert sorted(set(names)) == sorted(names)
    assert all(name.count(".") == 1 for name in names)
    assert {act.role for act in ACTS} <= {"", *ROLES}


def test_the_manifest_and_the_function_agree_on_what_changes_something() -> None:
    known = acting()
    for act in ACTS:
        function = features.load(act.run)
        if f"{function.__module__}:{function.__name__}" in known:
            assert act.changes, act.code


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.code)
def test_an_act_says_what_it_does_and_what_it_takes_and_gives(act: features.kit.Act) -> None:
    way = seam.way(act.code)
    assert way.summary.endswith(".")
    words = inspect.getdoc(way.run)
    # What may go wrong is part of how an act is used.
    assert not (act.changes and way.fields and act.role) or "Raises:" in words, (
        f"{act.run} does not say what it refuses"
    )
    for schema in (way.entry_schema(), way.view_schema()):
        for part in ({**schema, "$defs": {}}, *schema.get("$defs", {}).values()):
            well_formed(json.dumps(part, sort_keys=True))


@cache
def well_formed(part: str) -> None:
    """Checks a part of a schema; views share most of theirs."""
    Draft202012Validator.check_schema(json.loads(part))


# --------------------------------------------------------------------------------------------- whatever comes is borne
def anything(hint: Any, number: int, text: str, folder: Path) -> Any:
    """A value of the right type that means nothing, or names a record that is there."""
    simple = {
        int: number, str: text, bool: True, float: 1.5, date: "2026-11-21", datetime: "2026-11-22T10:00:00+08:00",
        Decimal: "1.50", Path: str(folder / "nothing.xlsx"), bytes: "YQ==", Any: text, type(None): None,
    }  # fmt: skip
    if hint in simple:
        return simple[hint]
    if is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        return {each.name: anything(hints[each.name], number, text, folder) for each in fields(hint)}
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return parts[0]
    if origin in (typing.Union, types.UnionType):
        return anything(parts[0], number, text, folder)
    if issubclass(origin, Mapping):
        return {str(anything(parts[0], number, text, folder)): anything(parts[1], number, text, folder)}
    assert issubclass(origin, Iterable)
    return [anything(parts[0], number, text, folder)]


START = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
PHONE, DOCUMENT = "13812340001", "110000198503140032"


@pytest.fixture(scope="module")
def lived_in(master, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with a person in room 1, a request of theirs that is resolved, and the register card; closed."""
    data = tmp_path_factory.mktemp("lived-in")
    shutil.copy(master[0], paths.database_file(data))
    database = open_database(paths.database_file(data))
    desk = Desk(database, data=data, clock=lambda: START, actor=master[1].receptionist)
    person = PersonEntry(
        "单雄风", phones=(PHONE,), document_kind="resident-card", document_number=DOCUMENT, consent=True
    )
    households.register_person(desk, person, StayEntry(1, "owner"))
    households.register_card(desk, 1)
    request_site.resolved(desk)
    database.close()
    return paths.database_file(data)


class Unwritten:
    """A copy of the site for one act after the other, as long as none of them changes it."""

    def __init__(self, site: Path, folders: pytest.TempPathFactory) -> None:
        self._site = site
        self._folders = folders
        self._database: Database | None = None
        self._data = Path()

    def desk(self) -> Desk:
        """A desk on it."""
        if self._database is None:
            self._data = self._folders.mktemp("site")
            shutil.copy(self._site, paths.database_file(self._data))
            self._database = hurried(open_database(paths.database_file(self._data)))
        return Desk(self._database, data=self._data, clock=lambda: START)

    def end(self) -> None:
        """It was changed, or is not needed any more."""
        if self._database is not None:
            self._database.close()
            self._database = None


@pytest.fixture(scope="module")
def unwritten(lived_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unwritten]:
    kept = Unwritten(lived_in, tmp_path_factory)
    yield kept
    kept.end()


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.code)
def test_whatever_comes_is_refused_in_words_or_gives_a_view_of_the_declared_form(
    act: features.kit.Act, unwritten: Unwritten, staff_of_site, tmp_path: Path
) -> None:
    """And what a question tells holds no whole phone or document number: to see one is an act."""
    desk = unwritten.desk()
    before = _rows(desk)
    way = seam.way(act.code)
    taken, given = Draft202012Validator(way.entry_schema()), Draft202012Validator(way.view_schema())
    for (number, text), every in product(((1, "PG-20261121-0001"), (987654, "nonsense")), (True, False)):
        desk.actor = staff_of_site.manager
        data = {
            name: anything(member.type, number, text, tmp_path)
            for name, member in way.fields.items()
            if every or member.required
        }
        for name in {"limit", "offset"} & set(data):
            data[name] = min(data[name], 1000)
        taken.validate(data)
        try:
            told = seam.to_json(seam.run(desk, way, data))
        except DeskError:
            continue
        given.validate(json.loads(told))
        assert act.changes or not re.search(rf"{PHONE}|{DOCUMENT}", told)
    if _rows(desk) != before:
        unwritten.end()
        assert act.changes, "a question wrote something"


def _rows(desk: Desk) -> list[tuple[str, str]]:
    """What the rows of all tables add up to, and how many events there are: the same as long as nothing was written."""
    with desk.database.glance() as plain:
        sums = plain.execute("SELECT name, total FROM row_sum ORDER BY name").fetchall()
        return [*sums, *plain.execute("SELECT 'events', count(*) FROM audit_event").fetchall()]


# ------------------------------------------------------------------------------------------------------ wrong by field
def refused(desk: Desk, name: str, **data: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        seam.run(desk, seam.way(name), data)
    return {problem.field: problem.code for problem in caught.value.problems}


LINE = {"kind": "material", "name": "水管", "quantity": "2"}
BACK = {"order_id": 1, "arrived_at": None, "finished_at": None}


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({}, {"order_id": "missing", "arrived_at": "missing", "finished_at": "missing"}),
        ({**BACK, "order_id": "1", "reslut": "x"}, {"order_id": "type", "reslut": "unknown-field"}),
        ({**BACK, "order_id": 2**63}, {"order_id": "type"}),
        ({**BACK, "arrived_at": "2026-11-21T10:00:00"}, {"arrived_at": "type"}),
        ({**BACK, "lines": [LINE, {**LINE, "price": 12.5}]}, {"lines.1.price": "type"}),
        ({**BACK, "lines": [{**LINE, "price": "dear"}]}, {"lines.0.price": "type"}),
        ({**BACK, "lines": [{"kind": "material"}]}, {"lines.0.name": "missing"}),
        ({**BACK, "lines": [{**LINE, "prise": "1"}]}, {"lines.0.prise": "unknown-field"}),
    ],
)
def test_wrong_data_is_refused_by_field_before_anything_runs(desk: Desk, data: dict, found: dict) -> None:
    assert refused(desk, "order.return", **data) == found


def test_what_a_rule_refuses_has_the_name_of_the_key(desk: Desk) -> None:
    request_site.given_out(desk)
    found = refused(
        desk, "order.return", order_id=1, arrived_at=None, finished_at=None, lines=[{**LINE, "price": "1.005"}]
    )
    assert found["arrived_at"] == "required"
    assert found["lines.0.price"] == "places"


def test_amounts_and_moments_keep_their_exact_value(desk: Desk, clock) -> None:
    request_site.given_out(desk)
    clock.forward(hours=3)
    view = seam.run(
        desk, seam.way("order.return"),
        {"order_id": 1, "arrived_at": "2026-11-21T11:00:00+08:00", "finished_at": "2026-11-21T04:00:00Z",
         "result": "换了水管。", "lines": [{**LINE, "quantity": "0.5", "price": "12.50"}]},
    )  # fmt: skip
    told = json.loads(seam.to_json(view))
    assert (told["total"], told["lines"][0]["amount"]) == ("6.25", "6.25")
    assert datetime.fromisoformat(told["arrived_at"]) == datetime.fromisoformat("2026-11-21T11:00:00+08:00")


def test_on_a_command_line_a_text_stands_for_a_number(desk: Desk) -> None:
    request_site.log(desk)
    page = seam.run(desk, seam.way("request.list"), {"limit": "1", "descending": "false"}, lax=True)
    assert page.total == 1


@pytest.mark.parametrize("data", [{"limit": 0}, {"limit": 1001}, {"offset": -1}])
def test_a_list_is_asked_for_in_pages(desk: Desk, data: dict) -> None:
    assert list(refused(desk, "request.list", **data).values()) == ["type"]


def test_a_name_that_is_not_there_is_said_in_words() -> None:
    with pytest.raises(NotFound):
        seam.way("request.logg")


def test_the_declared_role_is_asked_for_before_the_data_is_read(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        seam.run(desk, seam.way("catalogue.add"), {})
    desk.actor = None
    with pytest.raises(NotAllowed):
        seam.run(desk, seam.way("request.list"), {})


def test_questions_write_nothing_and_revealing_is_an_act_with_an_event(desk: Desk, events) -> None:
    request_site.log(desk)
    shown = json.loads(seam.to_json(seam.run(desk, seam.way("request.show"), {"request_id": 1})))
    assert "13812340001" not in json.dumps(shown)
    assert seam.run(desk, seam.way("callback.reveal"), {"request_id": 1}) == "13812340001"
    assert len(events("callback.reveal")) == 1

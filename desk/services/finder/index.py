"""Writes what the finder looks through, inside the act that changes a record: nothing is computed while searching.

Each record has one entry and a set of terms. A query finds an entry when it is the beginning of a term. Terms are folded
(`rules.names.fold`); three kinds carry a mark, so that a number typed for one thing does not find all others:

- `+13812340001`: the digits of a phone number from the front,
- `#10004321831`: the digits of a phone number, or a number plate, from the back (last digits become a beginning),
- `#130020261121`: a record's sequence number from the back, then its day, so that the newest of equal ones is last.

Rooms are stored once, as their code (`1-1-101`); the query is brought to that writing (`search_query`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Table, bindparam, delete, func, insert, select
from sqlalchemy.orm import Session

from desk.models import (
    Building,
    Customer,
    Occupancy,
    Phone,
    Request,
    SearchEntry,
    SearchTerm,
    SlipRecord,
    Unit,
    Vehicle,
)
from desk.models.finder.keys import entry_key, shelf
from desk.models.kit.types import canonical
from desk.rules.kit.names import fold, hanzi_terms, pinyin_terms, readings
from desk.rules.kit.phones import mask_phone
from desk.services.finder.query import room_code

if TYPE_CHECKING:
    from sqlalchemy import Connection, Dialect

    from desk.services.kit.desk import Desk

_CHUNK = 1000
_INITIALS = 8
_CLOSED = frozenset({"closed", "cancelled"})

_entry: Table = SearchEntry.__table__  # type: ignore[assignment]
_term: Table = SearchTerm.__table__  # type: ignore[assignment]


@dataclass(slots=True)
class _Page:
    """What one record puts into the index."""

    key: int
    kind: str
    past: bool
    title: str
    detail: dict[str, Any]
    target: str
    sort: str
    terms: dict[str, int] = field(default_factory=dict)

    def add(self, terms: Iterable[str], *, past: bool | None = None, minor: bool = False) -> None:
        place = shelf(self.kind, past=self.past if past is None else past, minor=minor)
        if not self.terms:
            self.terms = dict.fromkeys(terms, place)
            return
        for term in terms:
            # The same word twice: the better shelf stays.
            if self.terms.get(term, place) >= place:
                self.terms[term] = place

    def row(self) -> tuple[Any, ...]:
        detail = canonical(self.detail) if self.detail else ""
        return (self.key, int(self.past), self.title, detail, self.target, self.sort)


# ------------------------------------------------------------------------------------------------------------- terms
@lru_cache(maxsize=20_000)
def name_terms(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The terms of a name: those of the whole name, and those of parts of it (given name, later words).

    The whole name's initials (wf for 王芳) are among the first, so that they count as an exact hit.
    """
    sounds = readings(name)
    if not sounds:
        return frozenset({fold(name)} - {""}), frozenset()
    sound_terms = pinyin_terms(name)
    first = {reading[0] for reading in sounds[0] if reading}
    initials = [sorted({reading[0] for reading in character if reading}) for character in sounds]
    count = 1
    for letters in initials:
        count *= len(letters)
    whole = {fold(name).replace(" ", "")} | {term for term in sound_terms if term[0] in first}
    if 1 < len(initials) <= _INITIALS and count <= _INITIALS:
        whole |= {"".join(letters) for letters in product(*initials)}
    return frozenset(whole), frozenset((hanzi_terms(name) | sound_terms) - whole)


def phone_terms(number: str) -> set[str]:
    """The terms of a kept phone number: from the front, and from the back with and without its extension."""
    parts = number.split("-")
    main = re.sub(r"\D", "", "".join(parts[:2]) if number.startswith("0") else parts[0])
    whole = re.sub(r"\D", "", number)
    return {f"{mark}{digits}" for mark, digits in (("+", main), ("#", main[::-1]), ("#", whole[::-1])) if digits}


def plate_terms(plate: str) -> set[str]:
    """The terms of a number plate: whole, without the province, without the authority's letter, and from the back."""
    folded = re.sub(r"[^\w]", "", fold(plate))
    return {term for term in (folded, folded[1:], folded[2:], f"#{folded[::-1]}") if len(term) > 1}


def number_terms(number: str) -> set[str]:
    """The terms of a record's number TS-20261121-0031: whole, without dashes, without its letters, and its last digits."""
    folded = fold(number)
    parts = folded.split("-")
    terms = {folded, folded.replace("-", "")}
    if len(parts) > 1:
        terms |= {"-".join(parts[1:]), "".join(parts[1:]), f"#{parts[-1][::-1]}{''.join(parts[1:-1])}"}
    return terms


class _Room(NamedTuple):
    code: str
    name: str
    building: str
    entrance: str
    room: str
    sort: str

    def own(self) -> tuple[set[str], set[str]]:
        """The terms of the room itself: best ones, lesser ones."""
        building, entrance, room = _folded(self.building), _folded(self.entrance), _folded(self.room)
        best = {_folded(self.code), f"{building}-{room}", f"{building}{entrance}{room}", room} | self._name()
        if not entrance:
            return best, set()
        best.add(f"{building}-{entrance}-{room}")
        return best, {f"{building}{room}", f"{entrance}单元{room}"} - best

    def of_person(self) -> set[str]:
        """The terms a person has for living there; fewer, since there are more people than rooms."""
        building, room = _folded(self.building), _folded(self.room)
        return {_folded(self.code), f"{building}-{room}", room} | self._name()

    def _name(self) -> set[str]:
        # 1栋1单元101 needs no term of its own: as a query it becomes the code. 翠园3栋 does.
        entrance = f"{self.entrance}单元" if self.entrance else ""
        if self.building.isascii() and self.name == f"{self.building}栋{entrance}{self.room}":
            return set()
        name = fold(self.name).replace(" ", "")
        return set() if room_code(name) == fold(self.code) else {name}


def _folded(code: str) -> str:
    """`fold` of a short code, nearly always plain digits."""
    return code if code.isdecimal() and code.isascii() else fold(code)


# ------------------------------------------------------------------------------------------------ called inside acts
def index_customer(session: Session, customer_id: int) -> None:
    """Writes a customer's entry anew, and those of the rooms where the customer is named."""
    session.flush()
    units = select(Occupancy.unit_id).where(Occupancy.customer_id == customer_id).distinct()
    index_customers(session, [customer_id])
    index_units(session, session.connection().execute(units).scalars().all())


def index_unit(session: Session, unit_id: int) -> None:
    """Writes a unit's entry anew, and those of its people, who show its name."""
    session.flush()
    people = select(Occupancy.customer_id).where(Occupancy.unit_id == unit_id).distinct()
    index_units(session, [unit_id])
    index_customers(session, session.connection().execute(people).scalars().all())


def index_customers(session: Session, ids: Iterable[int]) -> None:
    """Writes the entries of many customers (not of their units): a few questions for each thousand."""
    session.flush()
    for chunk in _chunks(ids):
        _write(session.connection(), "customer", chunk, _customer_pages(session.connection(), chunk))


def index_units(session: Session, ids: Iterable[int]) -> None:
    """Writes the entries of many units (not of their people)."""
    session.flush()
    for chunk in _chunks(ids):
        _write(session.connection(), "unit", chunk, _unit_pages(session.connection(), chunk))


def index_request(session: Session, request_id: int) -> None:
    """Writes a request's entry anew: its number, its caller and its room."""
    index_requests(session, [request_id])


def index_requests(session: Session, ids: Iterable[int]) -> None:
    """Writes the entries of many requests."""
    session.flush()
    for chunk in _chunks(ids):
        _write(session.connection(), "request", chunk, _request_pages(session.connection(), chunk))


def index_slip(session: Session, slip_id: int) -> None:
    """Writes a slip's entry anew: its number, and whether it is void."""
    index_slips(session, [slip_id])


def index_slips(session: Session, ids: Iterable[int]) -> None:
    """Writes the entries of many slips."""
    session.flush()
    for chunk in _chunks(ids):
        _write(session.connection(), "slip", chunk, _slip_pages(session.connection(), chunk))


def reindex(desk: Desk, progress: Callable[[int, int], None] | None = None) -> int:
    """Writes the whole index anew, a thousand records at a time (after a migration, or when a check found it wrong).

    Args:
        desk: the desk.
        progress: told how many of how many records are done.

    Returns:
        How many records have an entry now.
    """
    work: list[tuple[Callable[[Session, Iterable[int]], None], list[int]]] = []
    with desk.look() as session:
        for model, index in (
            (Unit, index_units), (Customer, index_customers), (Request, index_requests), (SlipRecord, index_slips),
        ):  # fmt: skip
            ids = list(session.execute(select(model.__table__.c.id).order_by(model.__table__.c.id)).scalars())
            work += [(index, chunk) for chunk in _chunks(ids)]
    total, done = sum(len(chunk) for _index, chunk in work), 0
    for write, chunk in work:
        with desk.turn() as session:
            write(session, chunk)
        done += len(chunk)
        if progress is not None:
            progress(done, total)
    with desk.look() as session:
        return session.execute(select(func.count()).select_from(_entry)).scalar_one()


# ------------------------------------------------------------------------------------------------------ what to write
def _customer_pages(connection: Connection, ids: Sequence[int]) -> Iterator[_Page]:
    phones: defaultdict[int, list[str]] = defaultdict(list)
    rooms: defaultdict[int, list[tuple[int, str, bool, _Room]]] = defaultdict(list)
    plates: defaultdict[int, list[str]] = defaultdict(list)
    for customer_id, number in connection.execute(
        select(Phone.customer_id, Phone.number)
        .where(Phone.customer_id.in_(ids))
        .order_by(Phone.customer_id, Phone.position)
    ):
        phones[customer_id].append(number)
    for row in connection.execute(
        select(
            Occupancy.customer_id, Unit.id, Occupancy.role, Occupancy.until, Unit.code, Unit.name, Building.code, Unit.entrance,
            Unit.room, Unit.sort,
        ).join(Unit, Unit.id == Occupancy.unit_id).join(Building, Building.id == Unit.building_id)
        .where(Occupancy.customer_id.in_(ids))
    ):  # fmt: skip
        customer, unit_id, role, until, *parts = row
        rooms[customer].append((unit_id, role, until is None, _Room(*parts)))
    for owner_id, plate in connection.execute(
        select(Vehicle.customer_id, Vehicle.plate).where(Vehicle.customer_id.in_(ids), Vehicle.until.is_(None))
    ):
        plates[owner_id or 0].append(plate)
    for customer_id, name in connection.execute(select(Customer.id, Customer.name).where(Customer.id.in_(ids))):
        stays = sorted(rooms[customer_id], key=lambda stay: (not stay[2], stay[3].sort))
        current = [stay for stay in stays if stay[2]]
        past = bool(stays) and not current
        shown = current or stays[-1:]
        page = _Page(
            entry_key("customer", customer_id), "customer", past, name,
            {
                "rooms": [[stay[3].name, stay[1]] for stay in shown[:3]],
                "phone": mask_phone(phones[customer_id][0]) if phones[customer_id] else "",
            },
            f"unit:{shown[0][0]}" if shown else f"customer:{customer_id}",
            shown[0][3].sort if shown else "~",
        )  # fmt: skip
        whole_terms, part_terms = name_terms(name)
        page.add(whole_terms)
        page.add(part_terms, minor=True)
        for number in phones[customer_id]:
            page.add(phone_terms(number))
        for plate in plates[customer_id]:
            page.add(plate_terms(plate))
        for _unit_id, _role, lasts, room in stays:
            page.add(room.of_person(), past=past or not lasts)
        yield page


def _unit_pages(connection: Connection, ids: Sequence[int]) -> Iterator[_Page]:
    people: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    plates: defaultdict[int, list[str]] = defaultdict(list)
    for unit_id, role, name in connection.execute(
        select(Occupancy.unit_id, Occupancy.role, Customer.name)
        .join(Customer, Customer.id == Occupancy.customer_id)
        .where(Occupancy.unit_id.in_(ids), Occupancy.until.is_(None), Occupancy.role.in_(("owner", "tenant")))
        .order_by(Occupancy.id)
    ):
        people[unit_id].append((role, name))
    for unit_id, plate in connection.execute(
        select(Vehicle.unit_id, Vehicle.plate)
        .where(Vehicle.unit_id.in_(ids), Vehicle.until.is_(None))
        .order_by(Vehicle.id)
    ):
        plates[unit_id].append(plate)
    for row in connection.execute(
        select(Unit.id, Unit.state, Unit.code, Unit.name, Building.code, Unit.entrance, Unit.room, Unit.sort)
        .join(Building, Building.id == Unit.building_id)
        .where(Unit.id.in_(ids))
    ):
        unit_id, state, *parts = row
        room = _Room(*parts)
        detail = {
            "owners": [name for role, name in people[unit_id] if role == "owner"][:3],
            "tenants": [name for role, name in people[unit_id] if role == "tenant"][:2],
            "state": state,
            "plates": plates[unit_id][:2],
        }
        page = _Page(entry_key("unit", unit_id), "unit", False, room.name, detail, f"unit:{unit_id}", room.sort)
        best, lesser = room.own()
        page.add(best)
        page.add(lesser, minor=True)
        for plate in plates[unit_id]:
            page.add(plate_terms(plate))
        yield page


def _request_pages(connection: Connection, ids: Sequence[int]) -> Iterator[_Page]:
    for row in connection.execute(
        select(
            Request.id, Request.number, Request.kind, Request.state, Request.category, Request.caller_name, Request.caller_phone,
            Unit.name, Unit.code, Request.anonymous,
        ).outerjoin(Unit, Unit.id == Request.unit_id).where(Request.id.in_(ids))
    ):  # fmt: skip
        request_id, number, kind, state, category, caller, phone, room, code, anonymous = row
        shown = "" if anonymous else caller
        page = _Page(
            entry_key("request", request_id), "request", state in _CLOSED, number,
            {"kind": kind, "state": state, "category": category, "room": room or "", "caller": shown},
            f"request:{request_id}", f"{9_999_999_999 - request_id:010d}",
        )  # fmt: skip
        page.add(number_terms(number))
        if code:
            page.add([fold(code)], minor=True)
        if shown:
            for terms in name_terms(shown):
                page.add(terms, minor=True)
        if phone and not anonymous:
            page.add(phone_terms(phone), minor=True)
        yield page


def _slip_pages(connection: Connection, ids: Sequence[int]) -> Iterator[_Page]:
    for slip_id, number, kind, title, state in connection.execute(
        select(SlipRecord.id, SlipRecord.number, SlipRecord.kind, SlipRecord.title, SlipRecord.state).where(
            SlipRecord.id.in_(ids)
        )
    ):
        page = _Page(
            entry_key("slip", slip_id), "slip", state == "void", number, {"kind": kind, "title": title, "state": state},
            f"slip:{number}", f"{9_999_999_999 - slip_id:010d}",
        )  # fmt: skip
        page.add(number_terms(number))
        yield page


# ---------------------------------------------------------------------------------------------------------- writing it
def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    every = list(dict.fromkeys(ids))
    for start in range(0, len(every), _CHUNK):
        yield every[start : start + _CHUNK]


def _write(connection: Connection, kind: str, ids: Sequence[int], pages: Iterable[_Page]) -> None:
    """Makes the entries of `ids` those of `pages`; what is the same already is not written again."""
    keys = [entry_key(kind, subject_id) for subject_id in ids]
    old_rows = {row[0]: tuple(row) for row in connection.execute(select(_entry).where(_entry.c.id.in_(keys)))}
    old_terms: defaultdict[int, dict[str, int]] = defaultdict(dict)
    if old_rows:
        for key, term, place in connection.execute(
            select(_term.c.entry_id, _term.c.term, _term.c.shelf).where(_term.c.entry_id.in_(list(old_rows)))
        ):
            old_terms[key][term] = place
    new_rows, changed_rows, new_terms, gone_terms = [], [], [], []
    seen = set()
    for page in pages:
        seen.add(page.key)
        row = page.row()
        before = old_rows.get(page.key)
        if before is None:
            new_rows.append(row)
        elif before != row:
            changed_rows.append(row)
        terms_before = old_terms.get(page.key)
        if not terms_before:
            new_terms += [(page.key, term, place) for term, place in page.terms.items()]
        elif terms_before != page.terms:
            gone_terms += [(page.key, t) for t, place in terms_before.items() if page.terms.get(t) != place]
            new_terms += [(page.key, t, place) for t, place in page.terms.items() if terms_before.get(t) != place]
    gone = [key for key in old_rows if key not in seen]
    if gone:
        connection.execute(delete(_term).where(_term.c.entry_id.in_(gone)))
        connection.execute(delete(_entry).where(_entry.c.id.in_(gone)))
    _run_many(connection, _ADD_ENTRY, _ENTRY_COLUMNS, new_rows)
    for row in changed_rows:
        values = dict(zip(_ENTRY_COLUMNS, row, strict=True))
        connection.execute(_entry.update().where(_entry.c.id == row[0]).values(values))
    _run_many(connection, _DROP_TERM, ("e", "t"), gone_terms)
    _run_many(connection, _ADD_TERM, _TERM_COLUMNS, new_terms)


_ENTRY_COLUMNS = ("id", "past", "title", "detail", "target", "sort")
_TERM_COLUMNS = ("entry_id", "term", "shelf")
_ADD_ENTRY = insert(_entry).values({name: bindparam(name) for name in _ENTRY_COLUMNS})
_ADD_TERM = insert(_term).values({name: bindparam(name) for name in _TERM_COLUMNS})
_DROP_TERM = delete(_term).where(_term.c.entry_id == bindparam("e"), _term.c.term == bindparam("t"))


@lru_cache(maxsize=16)
def _compiled(statement: Any, dialect: Dialect) -> Any:
    """A statement in the driver's words; there are three of them, each compiled once."""
    return statement.compile(dialect=dialect)


def _run_many(connection: Connection, statement: Any, names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    """Executemany without a dictionary for each row, whatever the driver's way of writing parameters."""
    if not rows:
        return
    compiled = _compiled(statement, connection.dialect)
    if compiled.positional:
        order = [names.index(name) for name in compiled.positiontup]
        if order != list(range(len(names))):
            rows = [tuple(row[place] for place in order) for row in rows]
        connection.exec_driver_sql(str(compiled), rows)
    else:
        connection.exec_driver_sql(str(compiled), [dict(zip(names, row, strict=True)) for row in rows])

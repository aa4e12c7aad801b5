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
from itertools import product, repeat
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, bindparam, delete, func, insert, select
from sqlalchemy.orm import Session

from desk import features
from desk.models import SearchEntry, SearchTerm
from desk.models.finder.keys import entry_key, shelf
from desk.models.kit.bulk import run_many
from desk.models.kit.types import canonical
from desk.rules.kit.names import fold, hanzi_terms, pinyin_terms, readings

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desk.services.kit.desk import Desk

_CHUNK = 1000
_INITIALS = 8
_NO_DIGIT, _NO_SIGN, _NO_WORD = re.compile(r"\D"), re.compile(r"[^0-9a-z]"), re.compile(r"[^\w]")
_CARD = re.compile(r"\d{6}19\d{9}[\dx]")

_entry: Table = SearchEntry.__table__  # type: ignore[assignment]  # SQLAlchemy's stubs: __table__ is a Table
_term: Table = SearchTerm.__table__  # type: ignore[assignment]  # SQLAlchemy's stubs: __table__ is a Table


@dataclass(slots=True)
class Page:
    """What one record puts into the index.

    Attributes:
        kind, id: of the record.
        past: it is over (moved out, closed, void).
        title: what is shown first; detail: what the rest is made of, codes and masked numbers.
        target: where Enter goes.
        sort: order among equals; `newest(id)` puts the latest first.
    """

    kind: str
    id: int
    past: bool
    title: str
    detail: dict[str, Any]
    target: str
    sort: str
    terms: dict[str, int] = field(default_factory=dict)

    @property
    def key(self) -> int:
        """Its key in the index."""
        return entry_key(self.kind, self.id)

    def add(self, terms: Iterable[str], *, past: bool | None = None, minor: bool = False) -> None:
        """Adds terms that lead to it; minor ones are parts of names and what others are called."""
        place = shelf(self.kind, past=self.past if past is None else past, minor=minor)
        added, known = dict.fromkeys(terms, place), self.terms
        # The same word twice: the better shelf stays.
        for term in known.keys() & added.keys():
            added[term] = min(known[term], place)
        known.update(added)

    def row(self) -> tuple[Any, ...]:
        """The columns of its entry."""
        detail = canonical(self.detail) if self.detail else ""
        return (self.key, int(self.past), self.title, detail, self.target, self.sort)


def newest(record_id: int) -> str:
    """A `sort` that puts the latest record first."""
    return f"{9_999_999_999 - record_id:010d}"


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
    closed = fold(name).replace(" ", "")
    whole = {closed, closed.replace("(", "").replace(")", "")} | {term for term in sound_terms if term[0] in first}
    if 1 < len(initials) <= _INITIALS and count <= _INITIALS:
        whole |= {"".join(letters) for letters in product(*initials)}
    return frozenset(whole), frozenset((hanzi_terms(name) | sound_terms) - whole)


def phone_terms(number: str) -> set[str]:
    """The terms of a kept phone number: from the front, and from the back with and without its extension."""
    parts = number.split("-")
    main = _NO_DIGIT.sub("", "".join(parts[:2]) if number.startswith("0") else parts[0])
    whole = _NO_DIGIT.sub("", number)
    return {f"{mark}{digits}" for mark, digits in (("+", main), ("#", main[::-1]), ("#", whole[::-1])) if digits}


def document_terms(number: str) -> set[str]:
    """The terms of an identity number: from the back, so that the whole of it or its last four characters find.

    Its beginning, place and birthday of whole families, leads to nobody. An old 15-digit number finds its 18 digits.
    """
    plain = _NO_SIGN.sub("", fold(number))
    terms = {f"#{plain[::-1]}"} if len(plain) >= 4 else set()
    if _CARD.fullmatch(plain):
        terms.add(f"#{(plain[:6] + plain[8:17])[::-1]}")
    return terms


def plate_terms(plate: str) -> set[str]:
    """The terms of a number plate: whole, without the province, without the authority's letter, and from the back."""
    folded = _NO_WORD.sub("", fold(plate))
    return {term for term in (folded, folded[1:], folded[2:], f"#{folded[::-1]}") if len(term) > 1}


def number_terms(number: str) -> set[str]:
    """The terms of a record's number TS-20261121-0031: whole, without dashes, without its letters, its last digits, and as TS31 for short."""
    folded = fold(number)
    parts = folded.split("-")
    terms = {folded, folded.replace("-", "")}
    if len(parts) > 1:
        terms |= {"-".join(parts[1:]), "".join(parts[1:]), f"#{parts[-1][::-1]}{''.join(parts[1:-1])}"}
        if parts[-1].isdecimal():
            terms.add(f"{parts[0]}{int(parts[-1])}")
    return terms


# ------------------------------------------------------------------------------------------------ called inside acts
def write(session: Session, kind: str, ids: Iterable[int], *, new: bool = False) -> None:
    """Writes the entries of many records of one kind anew: a few questions for each thousand; `new` ones have none yet.

    What other records show of them is not written; who knows of such asks for it (services.households.index).
    """
    declared = features.records()[kind].find
    assert declared is not None, f"the finder does not find a {kind}"
    pages = features.load(declared.writer)
    session.flush()
    ids = list(ids)
    session.info.setdefault("desk_indexed", set()).update((kind, record_id) for record_id in ids)
    for chunk in _chunks(ids):
        _write(session.connection(), kind, chunk, pages(session.connection(), chunk), new=new)


def reindex(desk: Desk, progress: Callable[[int, int], None] | None = None) -> int:
    """Writes the whole index anew, a thousand records at a time (after a migration, or when a check found it wrong).

    Args:
        desk: the desk.
        progress: told how many of how many records are done.

    Returns:
        How many records have an entry now.
    """
    work: list[tuple[str, list[int]]] = []
    with desk.look() as session:
        for record in features.findable().values():
            table: Table = features.load(record.model).__table__
            ids = list(session.execute(select(table.c.id).order_by(table.c.id)).scalars())
            work += [(record.code, chunk) for chunk in _chunks(ids)]
    total, done = sum(len(chunk) for _kind, chunk in work), 0
    for kind, chunk in work:
        with desk.turn() as session:
            write(session, kind, chunk)
        done += len(chunk)
        if progress is not None:
            progress(done, total)
    with desk.look() as session:
        return session.execute(select(func.count()).select_from(_entry)).scalar_one()


# ---------------------------------------------------------------------------------------------------------- writing it
def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    every = list(dict.fromkeys(ids))
    for start in range(0, len(every), _CHUNK):
        yield every[start : start + _CHUNK]


def _write(connection: Connection, kind: str, ids: Sequence[int], pages: Iterable[Page], *, new: bool = False) -> None:
    """Makes the entries of `ids` those of `pages`; what is the same already is not written again."""
    keys = [entry_key(kind, subject_id) for subject_id in ids]
    kept = () if new else connection.execute(select(_entry).where(_entry.c.id.in_(keys)))
    old_rows = {row[0]: tuple(row) for row in kept}
    old_terms: defaultdict[int, dict[str, int]] = defaultdict(dict)
    if old_rows:
        for key, term, place in connection.execute(
            select(_term.c.entry_id, _term.c.term, _term.c.shelf).where(_term.c.entry_id.in_(list(old_rows)))
        ):
            old_terms[key][term] = place
    new_rows, changed_rows, gone_terms = [], [], []
    new_terms: list[tuple[int, str, int]] = []
    seen = set()
    for page in pages:
        key = page.key
        seen.add(key)
        row = page.row()
        before = old_rows.get(key)
        if before is None:
            new_rows.append(row)
        elif before != row:
            changed_rows.append(row)
        terms_before = old_terms.get(key)
        if not terms_before:
            new_terms += zip(repeat(key), page.terms, page.terms.values())
        elif terms_before != page.terms:
            gone_terms += [(key, t) for t, place in terms_before.items() if page.terms.get(t) != place]
            new_terms += [(key, t, place) for t, place in page.terms.items() if terms_before.get(t) != place]
    gone = [key for key in old_rows if key not in seen]
    if gone:
        connection.execute(delete(_term).where(_term.c.entry_id.in_(gone)))
        connection.execute(delete(_entry).where(_entry.c.id.in_(gone)))
    run_many(connection, _ADD_ENTRY, _ENTRY_COLUMNS, new_rows)
    for row in changed_rows:
        values = dict(zip(_ENTRY_COLUMNS, row, strict=True))
        connection.execute(_entry.update().where(_entry.c.id == row[0]).values(values))
    run_many(connection, _DROP_TERM, ("e", "t"), gone_terms)
    run_many(connection, _ADD_TERM, _TERM_COLUMNS, new_terms)


_ENTRY_COLUMNS = ("id", "past", "title", "detail", "target", "sort")
_TERM_COLUMNS = ("entry_id", "term", "shelf")
_ADD_ENTRY = insert(_entry).values({name: bindparam(name) for name in _ENTRY_COLUMNS})
_ADD_TERM = insert(_term).values({name: bindparam(name) for name in _TERM_COLUMNS})
_DROP_TERM = delete(_term).where(_term.c.entry_id == bindparam("e"), _term.c.term == bindparam("t"))

"""Sealed values: what events and slips say of a person, so that it can be erased without breaking chain or hash.

An event holds `{"sealed": digest}` in the place of the value, a slip's content a token with the digest; the value lies in
`sealed_value`. `shred` takes value and salt away: what was hashed stays as it was.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import CursorResult, select, update

from desk.i18n import _
from desk.models import SealedValue
from desk.models.kit.types import canonical
from desk.rules.kit import identity, phones

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

GONE = "***"
"""What a paper shows in the place of an erased value."""

_MASKS: Mapping[str, Callable[[str], str]] = {
    "phone": lambda text: phones.mask_phone(text.replace(" ", "")),
    "document": identity.mask_number,
}
_TOKEN = re.compile("\x02([0-9a-f]{64})\x03")
_FORM = frozenset({"kind", "title", "number", "site", "hotline", "copies", "language", "label", "heading"})
"""Keys under which a slip holds the form's own words; a person's name may be one of them."""
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Personal:
    """A text of a slip that belongs to a person.

    Attributes:
        about: whom it concerns, `customer:12`, or `request:7` for a caller who is not on file.
        kind: name, phone, document, address, other.
    """

    about: str
    kind: str
    text: str


def digest_of(salt: str, value: Any) -> str:
    """The digest under which a value is sealed."""
    return hashlib.sha256(f"{salt}{canonical(value)}".encode()).hexdigest()


def seal(session: Session, about: str, kind: str, value: Any) -> str:
    """Keeps a value beside what will be hashed; gives its digest."""
    salt = secrets.token_hex(16)
    digest = digest_of(salt, value)
    session.add(SealedValue(digest=digest, about=about, kind=kind, salt=salt, value=value))
    return digest


def opened(session: Session, data: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The data of events with their values in place; "" for what was erased. One question for each 500 values."""
    rows = list(data)
    values = dict(_values(session, [digest for row in rows for digest in digests(row)]))
    return [_replaced(row, values) for row in rows]


def digests(data: Any) -> Iterator[str]:
    """The digests of sealed values anywhere in an event's data."""
    if isinstance(data, Mapping):
        if set(data) == {"sealed"} and isinstance(data["sealed"], str):
            yield data["sealed"]
        else:
            for value in data.values():
                yield from digests(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from digests(value)


def _replaced(data: Any, values: Mapping[str, tuple[str, Any]]) -> Any:
    if isinstance(data, Mapping):
        if set(data) == {"sealed"}:
            value = values.get(data["sealed"], ("", None))[1]
            return "" if value is None else value
        return {name: _replaced(value, values) for name, value in data.items()}
    return [_replaced(value, values) for value in data] if isinstance(data, list | tuple) else data


def _values(session: Session, wanted: Iterable[str]) -> Iterator[tuple[str, tuple[str, Any]]]:
    all_of_them = list(dict.fromkeys(wanted))
    for first in range(0, len(all_of_them), _AT_ONCE):
        part = all_of_them[first : first + _AT_ONCE]
        for digest, kind, value in session.execute(
            select(SealedValue.digest, SealedValue.kind, SealedValue.value).where(SealedValue.digest.in_(part))
        ):
            yield digest, (kind, value)


# ------------------------------------------------------------------------------------------------------ contents of slips
def seal_content(session: Session, content: str, people: Iterable[Personal]) -> str:
    """A slip's content with each text of a person replaced by a token; the form's own words stay."""
    known: dict[str, Personal] = {}
    for one in people:
        if len(one.text) > 1:  # a single character stands in half of all words
            known.setdefault(one.text, one)
    if not known:
        return content
    pattern = re.compile("|".join(re.escape(text) for text in sorted(known, key=len, reverse=True)))
    given: dict[str, str] = {}

    def token(match: re.Match[str]) -> str:
        text = match[0]
        if text not in given:
            given[text] = f"\x02{seal(session, known[text].about, known[text].kind, text)}\x03"
        return given[text]

    return canonical(_walk(json.loads(content), lambda text: pattern.sub(token, text)))


def hide_numbers(content: str, people: Iterable[Personal]) -> str:
    """The content of a slip that is only looked at: the numbers of people masked (handbook C-27)."""
    known: dict[str, str] = {}
    for one in people:
        if one.kind in _MASKS and len(one.text) > 1:
            written = {one.text, phones.format_phone(one.text)} if one.kind == "phone" else {one.text}
            known |= {text: _MASKS[one.kind](text) for text in written}
    if not known:
        return content
    pattern = re.compile("|".join(re.escape(text) for text in sorted(known, key=len, reverse=True)))
    return canonical(_walk(json.loads(content), lambda text: pattern.sub(lambda found: known[found[0]], text)))


def content_digests(content: str) -> list[str]:
    """The digests of a slip's tokens; content is JSON, in which the token's ends are escaped."""
    return re.findall(r"\\u0002([0-9a-f]{64})\\u0003", content)


def open_contents(session: Session, contents: Iterable[str], *, masked: bool) -> list[str]:
    """The contents of slips with their values in place, numbers masked if wanted; `GONE` for what was erased."""
    rows = list(contents)
    values = dict(_values(session, [digest for row in rows for digest in content_digests(row)]))

    def value(match: re.Match[str]) -> str:
        kind, text = values.get(match[1], ("", None))
        if text is None:
            return GONE
        return _MASKS.get(kind, str)(text) if masked else text

    return [
        canonical(_walk(json.loads(row), lambda text: _TOKEN.sub(value, text))) if content_digests(row) else row
        for row in rows
    ]


def identities_in(session: Session, contents: Iterable[str]) -> list[int]:
    """How many whole identity numbers of people each slip's content holds; a company's credit code is none (handbook C-34)."""
    rows = [content_digests(content) for content in contents]
    values = dict(_values(session, [digest for row in rows for digest in row]))
    numbers = {
        digest
        for digest, (kind, text) in values.items()
        if kind == "document" and text is not None and not identity.is_credit_code(identity.normalise(text))
    }
    return [len(numbers.intersection(row)) for row in rows]


def _walk(value: Any, change: Callable[[str], str], key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _walk(item, change, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_walk(item, change, key) for item in value]
    return change(value) if isinstance(value, str) and key not in _FORM else value


def missing(session: Session, wanted: Iterable[str]) -> Iterator[str]:
    """Which of the digests no row stands for, in words, for `desk check`."""
    asked = sorted(wanted)
    there = {digest for digest, _value in _values(session, asked)}
    for digest in asked:
        if digest not in there:
            # L10N: 封存的值 {digest} 缺失
            yield _("The sealed value {digest} is missing.").format(digest=digest[:12])


# ---------------------------------------------------------------------------------------------------------------- erasing
def shred(session: Session, about: str, kinds: Iterable[str] | None = None) -> int:
    """Erases what is sealed about somebody, all or some kinds of it; gives how many values are gone."""
    query = update(SealedValue).where(SealedValue.about == about, SealedValue.salt.is_not(None))
    if kinds is not None:
        query = query.where(SealedValue.kind.in_(list(kinds)))
    session.flush()
    done = session.execute(query.values(salt=None, value=None))
    session.expire_all()
    return done.rowcount if isinstance(done, CursorResult) else 0


def shred_values(session: Session, digests: Iterable[str]) -> None:
    """Erases some sealed values and no others."""
    session.flush()
    session.execute(update(SealedValue).where(SealedValue.digest.in_(list(digests))).values(salt=None, value=None))
    session.expire_all()


__all__ = [
    "GONE",
    "Personal",
    "content_digests",
    "digest_of",
    "digests",
    "hide_numbers",
    "identities_in",
    "missing",
    "open_contents",
    "opened",
    "seal",
    "seal_content",
    "shred",
    "shred_values",
]

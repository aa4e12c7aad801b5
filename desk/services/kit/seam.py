"""The seam between plain data and the acts: what a program sends becomes an entry, what an act gives back becomes JSON.

An act is a function `(desk, …) → view` that a feature's manifest names. Its parameters are the fields of one object; where one
of them is an entry (a dataclass), the entry's own fields lie in that object, so that a problem's field is the key it is about.
Nothing is copied by hand: msgspec reads and writes by the types of the signature.

In JSON days and moments are ISO 8601, a moment always with its zone; an amount or quantity is a text, `"12.50"`, so that no
reader makes a binary fraction of it; bytes (a PDF) are base64; a share is `"3/4"`.
"""

from __future__ import annotations

import functools
import inspect
import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import isfinite
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import msgspec

from desk import features
from desk.errors import InvalidInput, NotFound, Problem
from desk.features.kit import Act
from desk.i18n import _
from desk.services.kit.desk import Desk

_PAGING = {"limit": Annotated[int, msgspec.Meta(ge=1, le=1000)], "offset": Annotated[int, msgspec.Meta(ge=0, le=2**31)]}
"""By the names that paging has everywhere: a list is asked for in pages."""
MOST = 10**15
_WHOLE = Annotated[int, msgspec.Meta(ge=-MOST, le=MOST)]
"""No number, amount in fen or id of a centre is larger; sums of thousands of them still fit into a column."""
_MOMENT = Annotated[datetime, msgspec.Meta(tz=True)]


class _Amount(Decimal):
    """An amount as it stands in JSON: a text."""


class Field(NamedTuple):
    """A key of the object that an act takes.

    Attributes:
        type: what it becomes. required: it has no default.
        default: what counts when it is left out; None when required.
    """

    type: Any
    required: bool
    default: Any


@dataclass(frozen=True, slots=True)
class Way:
    """How an act is reached by name.

    Attributes:
        act: its declaration. run: the function.
        fields: the keys of the object it takes.
        entry: the parameter whose fields lie in that object; "" when there is none. entry_type: its class.
        view: the type of what comes back.
    """

    act: Act
    run: Callable[..., Any]
    fields: Mapping[str, Field]
    entry: str
    entry_type: Any
    view: Any

    @property
    def summary(self) -> str:
        """What it does: the first paragraph of the function's words."""
        return (inspect.getdoc(self.run) or "").split("\n\n")[0].replace("\n", " ")

    @property
    def undo(self) -> dict[str, str]:
        """Whether it can be undone for a minute at the counter, and what to do instead where it cannot (handbook S34)."""
        if not self.act.changes:
            return {"way": "nothing"}
        how = self.act.undo
        if how.instead:
            return {"way": "none", "instead": _(how.instead)}
        return {"way": "reversal" if how.run else "put-back"}

    def entry_schema(self) -> dict[str, Any]:
        """The JSON schema of the object it takes."""
        return _schema(_struct("Entry", self.fields))

    def view_schema(self) -> dict[str, Any]:
        """The JSON schema of what comes back."""
        return _schema(self.view)

    def described(self) -> dict[str, Any]:
        """Everything that a program has to know of it."""
        return {
            "name": self.act.code,
            "changes": self.act.changes,
            "role": self.act.role,
            "undo": self.undo,
            "summary": self.summary,
            "entry": self.entry_schema(),
            "view": self.view_schema(),
        }


def ways() -> tuple[Way, ...]:
    """Every act and question, in the order of the features."""
    return tuple(_way(act) for act in features.each("acts"))


def way(code: str) -> Way:
    """The act or question with this name.

    Raises:
        NotFound: there is none.
    """
    for act in features.each("acts"):
        if act.code == code:
            return _way(act)
    # L10N: 没有名为 {name} 的操作或查询
    raise NotFound(_("There is no act or question named {name}.").format(name=code))


def run(desk: Desk, found: Way, data: Mapping[str, Any], *, lax: bool = False) -> Any:
    """Runs an act with plain data, as the one who is at the counter.

    Args:
        desk: the desk.
        found: the act or question.
        data: the object it takes, as JSON gives it.
        lax: texts stand for numbers and switches too (`limit=5` on a command line).

    Returns:
        What the function gives back; see `to_json`.

    Raises:
        InvalidInput: keys that are missing, unknown or of another type, all of them; and what the act refuses.
        DeskError: what the act raises; NotAllowed: a lesser role.
    """
    if found.act.role:
        desk.require(found.act.role)
    given = _converted(found, data, strict=not lax)
    if found.entry:
        own = {field.name for field in fields(found.entry_type)}
        entry = found.entry_type(**{name: value for name, value in given.items() if name in own})
        given = {name: value for name, value in given.items() if name not in own} | {found.entry: entry}
    return found.run(desk, **given)


def to_json(view: Any) -> str:
    """What an act gave back, as one JSON value."""
    return msgspec.json.encode(view, enc_hook=_encoded).decode()


def _converted(found: Way, data: Mapping[str, Any], *, strict: bool) -> dict[str, Any]:
    # L10N: 没有这个字段
    problems = [
        Problem("unknown-field", _("There is no such field."), name) for name in data if name not in found.fields
    ]
    given = {}
    for name, field in found.fields.items():
        if name in data:
            try:
                # First by the checked form, which knows unknown keys, moments without a zone and amounts that are no text.
                msgspec.convert(data[name], _checked(field.type, name), strict=strict, dec_hook=_decoded)
                given[name] = msgspec.convert(data[name], _readable(field.type), strict=strict, dec_hook=_decoded)
                problems += _odd(given[name], name)
            except msgspec.ValidationError as error:
                problems.append(_problem(name, str(error)))
        elif field.required:
            problems.append(Problem("missing", _("This field is missing."), name))
    if problems:
        raise InvalidInput(problems)
    return given


_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_DAYS = (date(1800, 1, 1), date(2200, 12, 31))


def _odd(value: Any, where: str) -> list[Problem]:
    """What nothing can be done with, by field: half a character, a zero byte; a day far from any that a centre deals with."""
    if isinstance(value, str):
        # L10N: 含有无法识别的字符
        return [Problem("text", _("This holds signs that are no text."), where)] if _NO_TEXT.search(value) else []
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        if not _DAYS[0] <= day <= _DAYS[1]:
            # L10N: 年份不可能是 {year}
            return [Problem("date", _("The year {year} cannot be right.").format(year=day.year), where)]
        return []
    if isinstance(value, Decimal | float):
        if not isfinite(value) or not -MOST <= value <= MOST:
            # L10N: 数值超出范围
            return [Problem("range", _("This number is beyond all bounds."), where)]
        return []
    inside: list[tuple[Any, str]]
    if is_dataclass(value) and not isinstance(value, type):
        inside = [(getattr(value, each.name), f"{where}.{each.name}") for each in fields(value)]
    elif isinstance(value, Mapping):
        inside = [(key, where) for key in value] + [(each, f"{where}.{key}") for key, each in value.items()]
    elif isinstance(value, list | tuple | set | frozenset):
        inside = [(each, f"{where}.{place}") for place, each in enumerate(value)]
    else:
        return []
    return [problem for each, place in inside for problem in _odd(each, place)]


def _problem(name: str, said: str) -> Problem:
    """A refusal of msgspec, "Expected `int`, got `str` - at `$[0].price`", by field: `lines.0.price`."""
    reason, _at, place = said.partition(" - at ")
    where = name + re.sub(r"\[(\d+|\.\.\.)\]", r".\1", place.strip("`").removeprefix("$"))
    if inner := re.search(r"(missing required|contains unknown) field `(.+)`", reason):
        if inner[1] == "missing required":
            # L10N: 缺少这个字段
            return Problem("missing", _("This field is missing."), f"{where}.{inner[2]}")
        return Problem("unknown-field", _("There is no such field."), f"{where}.{inner[2]}")
    # L10N: 格式不符：{reason}
    return Problem("type", _("This does not fit: {reason}").format(reason=reason.replace("`", "")), where)


@functools.cache
def _way(act: Act) -> Way:
    function = features.load(act.run)
    # The desk stands under TYPE_CHECKING in modules that the window loads early.
    hints = typing.get_type_hints(function, localns={"Desk": Desk}, include_extras=True)
    parameters = [
        parameter
        for parameter in list(inspect.signature(function).parameters.values())[1:]
        if not _is_callable(hints[parameter.name])  # progress, cancelled: for the window
    ]
    entries = [parameter.name for parameter in parameters if is_dataclass(hints[parameter.name])]
    entry = entries[0] if len(entries) == 1 else ""
    found: dict[str, Field] = {}
    for parameter in parameters:
        if parameter.name == entry:
            found |= _fields_of(hints[entry])
        else:
            required = parameter.default is inspect.Parameter.empty
            found[parameter.name] = Field(hints[parameter.name], required, None if required else parameter.default)
    return Way(act, function, found, entry, hints.get(entry), hints.get("return"))


def _fields_of(kind: Any) -> dict[str, Field]:
    hints = typing.get_type_hints(kind, include_extras=True)
    found = {}
    for field in fields(kind):
        default = field.default if field.default_factory is MISSING else field.default_factory()
        required = default is MISSING
        found[field.name] = Field(hints[field.name], required, None if required else default)
    return found


@functools.cache
def _struct_of(kind: Any) -> type[msgspec.Struct]:
    """The checked form of an entry."""
    return _struct(kind.__name__, _fields_of(kind), words=inspect.getdoc(kind) or "")


def _struct(title: str, members: Mapping[str, Field], words: str = "") -> type[msgspec.Struct]:
    return msgspec.defstruct(
        title,
        [
            (name, _checked(field.type, name)) if field.required else (name, _checked(field.type, name), field.default)
            for name, field in members.items()
        ],
        kw_only=True,
        forbid_unknown_fields=True,
        namespace={"__doc__": words} if words else None,
    )


def _checked(hint: Any, name: str = "") -> Any:
    """The type by which a value is checked before it is read by its own."""
    if hint is int:
        return _PAGING.get(name, _WHOLE)
    if is_dataclass(hint):
        return _struct_of(typing.cast("type", hint))
    return _replaced(hint, {datetime: _MOMENT, Decimal: _Amount}, lambda part: _checked(part, name))


def _readable(hint: Any) -> Any:
    """The type by which a value is read: an iterable is any sequence."""
    return _replaced(hint, {}, _readable)


def _replaced(hint: Any, simple: Mapping[Any, Any], inside: Callable[[Any], Any]) -> Any:
    if hint in simple:
        return simple[hint]
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if not parts or origin is typing.Literal:
        return hint
    if origin in (typing.Union, types.UnionType):
        return functools.reduce(lambda left, right: left | right, map(inside, parts))
    if origin is Annotated:
        return Annotated[inside(parts[0]), *parts[1:]]
    within = tuple(part if part is Ellipsis else inside(part) for part in parts)
    if origin is Iterable:
        origin = Sequence
    return origin[within if len(within) > 1 else within[0]]


def _is_callable(hint: Any) -> bool:
    return typing.get_origin(hint) is Callable or any(
        typing.get_origin(part) is Callable for part in typing.get_args(hint)
    )


def _decoded(kind: Any, value: Any) -> Any:
    """What msgspec does not read by itself."""
    if isinstance(value, kind):
        return value
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"Expected text, got {type(value).__name__}")
    if kind is _Amount:
        try:
            return _Amount(value)
        except InvalidOperation:
            raise ValueError("Expected an amount such as 12.50") from None
    if kind is Path:
        return Path(value)
    if kind is Fraction:
        return Fraction(value)
    raise NotImplementedError(f"{kind} is not read from JSON")


def _encoded(value: Any) -> Any:
    """What msgspec does not write by itself."""
    if isinstance(value, Path | Fraction):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise NotImplementedError(f"{type(value)} is not written as JSON")


def _schema(kind: Any) -> dict[str, Any]:
    return msgspec.json.schema(kind, schema_hook=_special_schema)


def _special_schema(kind: Any) -> dict[str, Any]:
    if kind is _Amount:
        return {"type": "string", "format": "decimal"}
    if kind is Path:
        return {"type": "string", "format": "path"}
    if kind is Fraction:
        return {"type": "string", "format": "fraction"}
    raise NotImplementedError(f"{kind} has no JSON schema")

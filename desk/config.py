"""The rulebook's numbers: `resources/policy.toml` and what features bring along, with what a manager changed on this site on top."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from desk import features, paths


@cache
def toml(name: str) -> dict[str, Any]:
    """One of the tables in resources/, read once."""
    with (paths.resources() / name).open("rb") as stream:
        read: dict[str, Any] = _shared(tomllib.load(stream))
    return read


def _shared(value: Any) -> Any:
    """The same with each key once: the reader makes a text of each `code` and `zh_CN` it meets, 4,000 of them."""
    if isinstance(value, dict):
        return {sys.intern(key): _shared(each) for key, each in value.items()}
    return [_shared(each) for each in value] if isinstance(value, list) else value


def holidays() -> Mapping[str, Any]:
    """The holiday table that the program brings (resources/holidays.toml)."""
    return toml("holidays.toml")


class Policy:
    """Typed access to the policy's values by dotted name; an unknown name fails at once.

    Args:
        changed: values a manager changed, by dotted name.
    """

    def __init__(self, changed: Mapping[str, Any] | None = None) -> None:
        self._changed = dict(changed or {})

    def changed(self, values: Mapping[str, Any]) -> Policy:
        """The policy with more values changed."""
        return Policy({**self._changed, **values})

    def __getitem__(self, name: str) -> Any:
        if name in self._changed:
            return self._changed[name]
        value: Any = toml("policy.toml")
        for part in name.split("."):
            if part not in value:
                return _declared(name)
            value = value[part]
        return value


def _declared(name: str) -> Any:
    """A value that its feature brings along; KeyError for a name that nobody declares."""
    key = features.policy()[name]
    if key.default is None:
        raise KeyError(name)
    return key.default

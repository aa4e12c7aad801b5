"""The rulebook's numbers: `resources/policy.toml`, with what a manager changed on this site on top."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from desk import i18n, paths


@cache
def _toml(name: str) -> dict[str, Any]:
    with (paths.resources() / name).open("rb") as stream:
        return tomllib.load(stream)


class Policy:
    """Typed access to the policy's values by dotted name; an unknown name fails at once.

    Args:
        changed: values a manager changed, by dotted name.
    """

    def __init__(self, changed: Mapping[str, Any] | None = None) -> None:
        self._changed = dict(changed or {})

    def __getitem__(self, name: str) -> Any:
        if name in self._changed:
            return self._changed[name]
        value: Any = _toml("policy.toml")
        for part in name.split("."):
            value = value[part]
        return value


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list in catalog.toml.

    Attributes:
        code: what the database stores.
        labels: the words by language.
        extra: other keys of the entry.
    """

    code: str
    labels: Mapping[str, str]
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The words in the current language."""
        language = i18n.current_language()
        return self.labels.get(language) or self.labels["zh_CN"]


@cache
def catalog(name: str) -> tuple[Choice, ...]:
    """A list of catalog.toml, such as `categories`, `departments` or `channels`."""
    found = []
    for entry in _toml("catalog.toml")[name]:
        labels = {language: entry[language] for language in i18n.LANGUAGES if language in entry}
        extra = {key: value for key, value in entry.items() if key not in i18n.LANGUAGES and key != "code"}
        found.append(Choice(entry["code"], labels, extra))
    return tuple(found)


def label(name: str, code: str) -> str:
    """The words for a stored code; the code itself when the catalog no longer has it (an old record stays readable)."""
    return next((choice.label for choice in catalog(name) if choice.code == code), code)

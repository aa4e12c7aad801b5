"""The lists to choose from: `resources/catalog.toml`, with what this site added, renamed or retired on top."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from desk import config, features, i18n


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
        return self.labels.get(language) or self.labels.get("zh_CN") or next(iter(self.labels.values()))


@dataclass(frozen=True, slots=True)
class ListChange:
    """What a site changed of one entry of a list, or the entry that it added.

    Attributes:
        name: the list, `categories`.
        labels: the words by language; None keeps those of catalog.toml.
        extra: other keys that differ; None keeps them all.
        retired: not offered any more.
    """

    name: str
    code: str
    labels: Mapping[str, str] | None = None
    extra: Mapping[str, Any] | None = None
    retired: bool = False


_changes: Mapping[tuple[str, str], ListChange] = {}


def use_list_changes(changes: Iterable[ListChange]) -> None:
    """Lays a site's changes over the lists of catalog.toml, in place of earlier ones (one site is open at a time)."""
    global _changes
    found = {(change.name, change.code): change for change in changes}
    if found == _changes:
        return
    _changes = found
    _every.cache_clear()
    catalog.cache_clear()


@cache
def _every(name: str) -> Mapping[str, Choice]:
    """A list with all its entries by code, retired ones too: the program's first, then the site's own."""
    found = dict(_original(name))
    for (its_list, code), change in _changes.items():
        if its_list != name:
            continue
        old = found.get(code)
        if old is None and not change.labels:
            continue  # an entry of catalog.toml that a newer version no longer has
        found[code] = Choice(
            code,
            {**(old.labels if old else {}), **(change.labels or {})},
            {**(old.extra if old else {}), **(change.extra or {})},
        )
    return found


@cache
def _original(name: str) -> Mapping[str, Choice]:
    found = {}
    for entry in config.toml("catalog.toml").get(name) or features.own_lists()[name].entries:
        labels = {language: entry[language] for language in i18n.LANGUAGES if language in entry}
        extra = {key: value for key, value in entry.items() if key not in i18n.LANGUAGES and key != "code"}
        found[entry["code"]] = Choice(entry["code"], labels, extra)
    return found


@cache
def catalog(name: str) -> tuple[Choice, ...]:
    """A list to choose from, such as `categories`, `departments` or `channels`: without what the site retired."""
    return tuple(choice for code, choice in _every(name).items() if not retired(name, code))


def whole_catalog(name: str) -> tuple[Choice, ...]:
    """A list with what the site retired."""
    return tuple(_every(name).values())


def original(name: str, code: str) -> Choice | None:
    """The entry as the program brings it; None for one that the site added."""
    return _original(name).get(code)


def retired(name: str, code: str) -> bool:
    """Whether the site does not offer an entry any more."""
    change = _changes.get((name, code))
    return change is not None and change.retired


def label(name: str, code: str) -> str:
    """The words for a stored code; the code itself when no list has it (an old record stays readable)."""
    choice = _every(name).get(code)
    return code if choice is None else choice.label

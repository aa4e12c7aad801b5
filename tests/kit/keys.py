"""The law of keys: one meaning each in the whole program, told by `desk.ui.kit.keys` and the manifests together."""

from __future__ import annotations

from desk import features
from desk.ui.kit import keys


def meanings() -> dict[str, set[str]]:
    """What is said of each key; two of one key are one too many."""
    found = {key: {meaning} for key, meaning in keys.MEANINGS.items()}
    for own in features.each("keys"):
        found.setdefault(own.key, set())
        if own.means:
            found[own.key].add(own.means)
    return found


def cases() -> dict[str, set[str]]:
    """The acts that each key is said to do."""
    found: dict[str, set[str]] = {}
    for own in (*keys.CASES, *features.each("keys")):
        found.setdefault(own.key, set()).update(own.acts)
    return found


def wrong_key(key: str, label: str) -> str:
    """Why an act may not have a key, "" when it may."""
    if key in keys.BESIDE or key in dict(keys.GENERAL):
        return ""
    said = meanings().get(key, set())
    if not said:
        return f"{key} has no meaning: give it one where the feature declares its keys, or take another key"
    meaning = " and ".join(f"“{each}”" for each in sorted(said))
    if len(said) > 1:
        return f"{key} means {meaning}"
    if label in cases().get(key, ()):
        return ""
    return f"{key} means {meaning}; is “{label}” a case of it? Then its feature's `keys` name it there, else take its key away"

# ruff: noqa: PLC0415 - its dictionary is loaded when somebody first types a letter
"""How an act is meant by a few letters: pinyin, initials, words; and the short letters that stand beside each act and are its own.

The letters of an act are those that a clerk would guess: the initials of its words where they are free, else some of them with
an initial of its page before. Nobody has to learn them: they are shown, and whatever else is typed is found as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

MOST = 4
"""So many letters at most lead to any act."""
USUAL = {
    "重": "chong",
    "调": "tiao",
    "还": "huan",
    "行": "xing",
    "传": "chuan",
    "长": "chang",
    "数": "shu",
    "车": "che",
    "便": "bian",
}
"""How characters are read in the names of acts, where another reading is more frequent in names of people."""
_SOME = 12
"""Combinations of initials that are looked at; long names of acts with many doubtful characters would have hundreds."""


class Sound(NamedTuple):
    """How words sound.

    Attributes:
        initials: the first letters, the likeliest reading first. full: everything spelled out. starts: where syllables begin in it.
    """

    initials: tuple[str, ...]
    full: str
    starts: tuple[int, ...]


@lru_cache(maxsize=4096)
def sound(words: str) -> Sound:
    """How words sound; a word of another script sounds as it is written."""
    from desk.rules.kit.names import readings  # its dictionary is loaded when somebody first asks

    # Behind another word a character is read as in any word, not as a surname (单 dan, not shan).
    heard = readings(f"a {words}")[1:]
    usual = iter(character for character in words if "\u4e00" <= character <= "\u9fff")
    syllables: list[list[str]] = []
    for each in heard:
        known = USUAL.get(next(usual, ""), "") if not _latin(each[0], words) else ""
        syllables.append([known, *each] if known else list(each))
    letters = [tuple(dict.fromkeys(reading[0] for reading in each if reading)) for each in syllables]
    initials: dict[str, None] = {}
    for combination in product(*letters):
        initials["".join(combination)] = None
        if len(initials) >= _SOME:
            break
    full, starts = "", []
    for each in syllables:
        starts.append(len(full))
        full += each[0]
    return Sound(tuple(initials) or ("",), full, tuple(starts))


def _latin(syllable: str, words: str) -> bool:
    return syllable in words.casefold()


def fit(typed: str, words: str, where: str, own: str) -> int | None:
    """How well what was typed means an act; less is better, None is not at all.

    Args:
        typed: in small letters, without blanks at the ends.
        words: of the act.
        where: of its page.
        own: its own letters.
    """
    if typed == own:
        return 0
    said, heard = words.casefold(), sound(words)
    if typed in (said, heard.initials[0]):
        return 1
    if said.startswith(typed) or heard.initials[0].startswith(typed) or heard.full.startswith(typed):
        return 2
    if any(each.startswith(typed) for each in heard.initials):
        return 3
    if typed in said:
        return 4
    if any(typed in each for each in heard.initials) or any(heard.full.startswith(typed, at) for at in heard.starts):
        return 5
    if own.startswith(typed):
        return 6
    if where and (" " in typed or _begins(typed[0], where)) and _fits_both(typed, words, where):
        return 7
    return None


def _fits_both(typed: str, words: str, where: str) -> bool:
    """The page first, then the act: `gdpg`, `gongdan pg`, `工单 派工`; or the page alone."""
    if _begins(typed, where):
        return True
    parts = typed.split()
    if len(parts) > 1:
        return all(_begins(part, where) or _begins(part, words) for part in parts)
    return any(_begins(typed[:at], where) and _begins(typed[at:], words) for at in range(1, len(typed)))


def _begins(typed: str, words: str) -> bool:
    heard = sound(words)
    return (
        words.casefold().startswith(typed)
        or heard.full.startswith(typed)
        or any(each.startswith(typed) for each in heard.initials)
    )


def _guesses(words: str, where: str) -> Iterator[str]:
    """The letters that an act might have, the most natural first; all of its own sound or its page's."""
    page = sound(where)
    for act in sound(words).initials[:3]:
        if 2 <= len(act) <= MOST:
            yield act
        yield from (act[:size] for size in (2, 3, MOST) if len(act) >= size)
        for head in page.initials[:2]:
            yield from (
                head[:before] + act[:after] for before, after in ((1, 1), (1, 2), (1, 3), (2, 2), (2, 1), (3, 1))
            )
            yield from (head[:before] + act[-after:] for before, after in ((1, 2), (2, 2), (1, 3)))
        yield from (act[:at] + act[at + 1 :][: MOST - at] for at in range(1, min(len(act), MOST)))
    full, head_full = sound(words).full, page.full
    yield from (full[:size] for size in (2, 3, MOST))
    yield from (first + rest for first in (head_full[:2], head_full[:1]) for rest in (full[:2], full[:3]))
    pool = dict.fromkeys(full + head_full)
    yield from ("".join(each) for size in (3, MOST) for each in product(pool, repeat=size) if each[0] == full[:1])


def assign(acts: Iterable[tuple[str, str]], taken: Sequence[str] = ()) -> list[str]:
    """Letters for each act (words, page), different from all others; the first ones have the first choice.

    Nobody has the initials that several acts share (打印 stands on many pages), nor those of another one: whoever types them means
    the act that is shown.
    """
    wanted = list(acts)
    meant = Counter(natural for words, _where in wanted for natural in {words.casefold(), sound(words).initials[0]})
    used = set(taken)
    found = []
    for words, where in wanted:
        mine = {words.casefold(), sound(words).initials[0]}
        own = next(
            (
                each
                for each in _guesses(words, where)
                if 1 < len(each) <= MOST and each.isalnum() and each not in used and meant[each] <= (each in mine)
            ),
            "",
        )
        used.add(own)
        found.append(own)
    return found


__all__ = ["MOST", "Sound", "assign", "fit", "sound"]

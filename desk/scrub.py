"""Takes out of a text what may be of a person: for the log and the reports of bugs, which a site may send."""

from __future__ import annotations

import re
import traceback
from pathlib import Path

_PARAMETERS = re.compile(r"\[(?:parameters|SQL parameters)[^\n]*")
_DIGITS = re.compile(r"\d(?:[ -]?\d){4,}[0-9Xx]?")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
_WORD_OF_OURS = re.compile(r"['\"][A-Za-z_][\w.]*['\"]")
_OUR_NAMES = (AttributeError, ImportError, NameError, TypeError)
"""What these quote is a name in a program, not something typed."""


def message(text: str) -> str:
    """The text without long numbers, without anything that is not ASCII (names), without what stands in quotes."""
    text = _PARAMETERS.sub("[parameters …]", text)
    return _DIGITS.sub("#", _FOREIGN.sub("…", _QUOTED.sub("'…'", text)))


def numbers(text: str) -> str:
    """The text without long numbers: for words of our own, which hold nothing else of anybody."""
    return _DIGITS.sub("#", text)


def report(error: BaseException) -> str:
    """The traceback of an error with all that led to it: places and kinds of errors whole, their messages scrubbed.

    Values of variables are never in it, and the user's folder is `~`: an account may be called after a person.
    """
    lines: list[str] = []
    _chain(error, lines, set())
    return "".join(lines).replace(str(Path.home()), "~")


def _chain(error: BaseException, lines: list[str], seen: set[int]) -> None:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        _chain(before, lines, seen)
        lines.append("\nThen:\n\n")
    lines.append("Traceback (most recent call last):\n")
    lines.extend(traceback.format_tb(error.__traceback__))
    lines.append(_last(error))
    for inner in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        lines.append("\nIn the group:\n\n")
        _chain(inner, lines, seen)


def _last(error: BaseException) -> str:
    kind, said = type(error), str(error)
    name = kind.__qualname__
    if kind.__module__ not in ("builtins", "__main__"):
        name = f"{kind.__module__}.{name}"
    if isinstance(error, _OUR_NAMES):
        said = _WORD_OF_OURS.sub(lambda found: f"`{found[0][1:-1]}`", said)
    return f"{name}: {message(said)}\n"


__all__ = ["message", "numbers", "report"]

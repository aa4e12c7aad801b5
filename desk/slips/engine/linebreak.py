"""Breaking lines as Chinese typesetting wants it. Pure: text, a width and a measure in, lines out.

- no line starts with ， 。 ： ； ！ ？ 、 ） 》 ” ’ 】 … and their like, none ends with （ 《 “ 【 and their like;
- an amount (¥12,000.00, 2,000 元), a number and a Latin word stay whole as long as they fit on a line of their own;
- —— and …… are not cut.

Where a line is too narrow for that (a word longer than the line, a run of closing marks), text is cut anywhere rather than lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable

Measure = Callable[[str], float]

NO_START = frozenset("，。：；！？、）》〉」』】〕〗］｝”’…‥·・．％‰℃々〻ー～—ヽヾゝゞ,.;:!?)]}%>|/")
"""What no line starts with."""
NO_END = frozenset("（《〈「『【〔〖［｛“‘([{<¥￥$€£№#＃")
"""What no line ends with."""

_CJK = (
    "\u2e80-\u303f\u3040-\u30ff\u3100-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uffef\U00020000-\U0003ffff"
)
_UNIT = "(?:人民币元|万元|亿元|元|角|分|万|亿|千克|公斤|平方米|%|％|‰|℃|㎡|m²|m2|kWh|kW)"
_TOKEN = re.compile(
    rf"""
    (?P<space>[ \u3000]+)
  | (?P<amount>[+\-−±]?(?:[¥￥$€£][ ]?)?[+\-−]?[0-9０-９][0-9０-９,，.．]*(?<![,，.．])(?:[ ]?{_UNIT})?)
  | (?P<dash>—+|…+|‥+|～+)
  | (?P<closing>[，。：；！？、）》〉」』】〕〗］｝”’]|(?<=[{_CJK}”’])[,.;:!?)\]}}%>|/]+)
  | (?P<opening>[（《〈「『【〔〖［｛“‘])
  | (?P<word>[^ \u3000{_CJK}“”‘’—…‥¥￥]+(?:(?<=[0-9]){_UNIT})?)
  | (?P<one>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CURRENCY = frozenset("¥￥$€£")
_HYPHEN = re.compile(r"(?<=[^\W\d_]{2}-)(?=[^\W\d_]{2})")


def clusters(text: str) -> list[str]:
    """The text cut into pieces between which a line may end; joined, they are the text again. No line breaks in it.

    A piece that is blank may be dropped at the end of a line.
    """
    pieces: list[str] = []
    glue = False  # the piece before must keep the next one
    before = ""
    for match in _TOKEN.finditer(text):
        token, kind = match.group(), match.lastgroup
        if kind == "space":
            if glue and pieces:
                pieces[-1] += token
            else:
                pieces.append(token)
                before = kind
            continue
        joins = bool(pieces) and before != "space"
        if joins and not glue:
            # A word right behind an amount or a word (B2-0301室, 3kg/天) belongs to it, except behind a CJK character.
            latin = kind in ("word", "amount") and before in ("word", "amount") and token[0] not in _CURRENCY
            joins = latin or token[0] in NO_START or kind == "closing"
        # Wang-Smith may be broken behind its hyphen; TS-20261121-0031 may not.
        first, *more = _HYPHEN.split(token) if kind == "word" else [token]
        if joins or glue:
            pieces[-1] += first
        else:
            pieces.append(first)
        pieces += more
        glue = token[-1] in NO_END
        before = kind or ""
    return pieces


def break_lines(text: str, width: float, measure: Measure) -> list[str]:
    """Breaks `text` into lines no wider than `width`.

    Args:
        text: line breaks in it are kept; an empty text is one empty line.
        width: the room, in the unit of `measure`.
        measure: width of a string.

    Returns:
        The lines without the spaces around their breaks; nothing else is dropped or added.
    """
    lines: list[str] = []
    for paragraph in map(str.rstrip, text.split("\n")):
        if not paragraph or measure(paragraph) <= width:
            lines.append(paragraph)
        else:
            lines += _fill(paragraph, width, measure)
    return lines


def _fill(paragraph: str, width: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    line, used = "", 0.0
    for piece in clusters(paragraph):
        size = measure(piece)
        if used + size <= width + 1e-6:
            line, used = line + piece, used + size
            continue
        if not piece.strip():  # spaces at the end of a line go; the next piece starts a new one
            used = width + 1
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
            line, used = "", 0.0
        elif used > width:
            line, used = "", 0.0
        if size <= width - used + 1e-6:
            line, used = line + piece, used + size
            continue
        *full, line = _cut(line + piece, width, measure)
        lines += full
        used = measure(line)
    if line.strip():
        lines.append(line.rstrip())
    return lines


def _cut(piece: str, width: float, measure: Measure) -> list[str]:
    """Cuts a piece that is wider than a line: between its words and marks first, then anywhere, a character a line at least.

    Amounts and words that fit on a line stay whole even where a mark then starts a line.
    """
    out: list[str] = []
    line = ""
    for match in _TOKEN.finditer(piece):
        token = match.group()
        if measure(line + token) <= width:
            line += token
            continue
        if line.strip() and (measure(token) <= width or len(line) == 1):
            out.append(line.rstrip())
            line = token.lstrip()
            if measure(line) <= width:
                continue
            token, line = line, ""
        *full, line = _chop(line + token, width, measure)
        out += full
    return [*out, line]


def _chop(rest: str, width: float, measure: Measure) -> list[str]:
    out: list[str] = []
    while rest and measure(rest) > width:
        count = 1
        while count < len(rest) and measure(rest[: count + 1]) <= width:
            count += 1
        if count == len(rest):
            break
        best = count
        while best > 1 and (rest[best] in NO_START or rest[best - 1] in NO_END):
            best -= 1
        if best == 1 and count > 1:
            best = count
        out.append(rest[:best].rstrip())
        rest = rest[best:].lstrip()
    return [*out, rest]


__all__ = ["NO_END", "NO_START", "break_lines", "clusters"]

"""A chapter of the manual as the simple HTML that Qt's text browser shows, in the colours of the theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from types import MappingProxyType

from desk.rules.manual import Block, Chapter, Piece
from desk.ui.kit import theme

Keys = Sequence[tuple[str, str]]
"""Keys with what they do, translated."""
KEY_WIDTH = 290
"""Pixels that a key with its words takes, about."""
NONE: Mapping[str, str] = MappingProxyType({})


def style() -> str:
    """The style sheet, by the theme's colours."""
    c = theme.colors()
    return (
        f"body {{ color: {c.text}; }} h1 {{ font-size: x-large; margin: 2px 0 6px 0; }}"
        f" h2 {{ font-size: large; margin: 14px 0 2px 0; }} p {{ margin: 4px 0; line-height: 145%; }}"
        f" li {{ margin: 2px 0; line-height: 145%; }} a {{ color: {c.link}; text-decoration: none; }}"
        f" td {{ padding: 1px 16px 1px 0; }} .key {{ background-color: {c.selection}; }}"
    )


def page(
    chapter: Chapter,
    pictures: Sequence[str],
    width: int,
    keys: Sequence[tuple[str, Keys]] = (),
    shortcuts: Mapping[str, str] = NONE,
) -> str:
    """The HTML of a chapter.

    Args:
        chapter: what is shown.
        pictures: names of pictures that are there; the chapter's own stands behind its first words.
        width: of pictures, in pixels.
        keys: lists of keys with their headings; the first stands on top, the others behind the words.
        shortcuts: the key of a button by its words, shown behind the words.
    """
    words = _Words(shortcuts)
    found = [f"<h1>{escape(chapter.title)}</h1>"]
    tables = [_keys(heading, rows, max(2, width // KEY_WIDTH)) for heading, rows in keys if rows]
    found += tables[:1]
    blocks = list(chapter.blocks)
    first = next((at for at, block in enumerate(blocks) if block.kind != "text"), len(blocks))
    found += [words.block(block, pictures, width) for block in blocks[:first]]
    if chapter.code in pictures:
        found.append(_picture(chapter.code, width))
    found += words.runs(blocks[first:], pictures, width)
    found += tables[1:]
    return f"<html><body>{''.join(found)}</body></html>"


class _Words:
    """Blocks as HTML; a label has its key behind it."""

    def __init__(self, shortcuts: Mapping[str, str]) -> None:
        self._shortcuts = shortcuts

    def runs(self, blocks: Sequence[Block], pictures: Sequence[str], width: int) -> list[str]:
        """Blocks, with steps and points gathered into their lists."""
        found: list[str] = []
        open_list = ""
        for block in blocks:
            wanted = {"step": "ol", "point": "ul"}.get(block.kind, "")
            if wanted != open_list:
                found += [f"</{open_list}>"] if open_list else []
                found += [f"<{wanted}>"] if wanted else []
                open_list = wanted
            found.append(self.block(block, pictures, width))
        return [*found, f"</{open_list}>"] if open_list else found

    def block(self, block: Block, pictures: Sequence[str], width: int) -> str:
        if block.kind == "picture":
            return _picture(block.target, width) if block.target in pictures else ""
        words = "".join(self._piece(piece) for piece in block.pieces)
        tag = {"heading": "h2", "text": "p"}.get(block.kind, "li")
        return f"<{tag}>{words}</{tag}>"

    def _piece(self, piece: Piece) -> str:
        words = escape(piece.words)
        if piece.kind == "key":
            return _key(piece.words)
        if piece.kind == "label":
            key = self._shortcuts.get(piece.words, "")
            return f"<b>{words}</b>{' ' + _key(key) if key else ''}"
        if piece.kind == "link":
            return f'<a href="page:{piece.target}">{words}</a>'
        return words


def _key(key: str) -> str:
    return f'<span class="key">&nbsp;{escape(key)}&nbsp;</span>'


def _picture(name: str, width: int) -> str:
    return f'<p><img src="picture:{name}" width="{width}"></p>'


def _keys(heading: str, rows: Keys, columns: int) -> str:
    """Keys side by side: the list stays short above the words."""
    cells = [f"<td>{_key(key)}</td><td>{escape(words)}</td>" for key, words in rows]
    high = -(-len(cells) // columns)
    lines = [f"<tr>{''.join(cells[at::high])}</tr>" for at in range(high)]
    return f"<h2>{escape(heading)}</h2><table>{''.join(lines)}</table>"


__all__ = ["Keys", "page", "style"]

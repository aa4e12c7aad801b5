"""Whatever was typed into a record, each of its papers can be made: pictures, other scripts, marks nobody sees, words without an end."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desk.features import slip_kinds
from desk.slips.engine.renderer import render
from desk.slips.engine.slip import Slip

TYPED = frozenset(
    {"value", "text", "cells", "values", "words", "items", "rows", "lines", "left", "right", "note", "cell"}
)
"""Keys under which a slip holds what was typed."""
ODD = {
    "pictures, rare characters, other scripts": "楼上太吵了😡🙏👨‍👩‍👧 𠮷王𮭡 \ue863 \u202eעברית\u202c العربية หนังสือ"
    + "\u0301" * 50,
    "marks that nobody sees, signs of other languages": "\u200b\u200d\ufeff<b>&amp;%s{0}{name}\\\n\t\r\n/",
    "words without an end": "长" * 600 + "W" * 400,
}


def typed(value: Any, odd: str, key: str = "") -> Any:
    """A slip's content with something else typed everywhere; codes are the program's own."""
    if isinstance(value, dict):
        code = value.get("kind") in ("qr", "bars")
        return {name: item if code else typed(item, odd, name) for name, item in value.items()}
    if isinstance(value, list):
        return [typed(item, odd, key) for item in value]
    return odd if isinstance(value, str) and value and key in TYPED else value


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
def test_every_paper_is_made_whatever_was_typed(more: dict[str, Slip], odd: str) -> None:
    assert len(more) > 70
    for kind, slip in more.items():
        content = json.loads(slip.to_json())
        changed = typed(content, odd)
        paper = slip_kinds()[kind].paper if kind in slip_kinds() else "a4"
        assert render(Slip.from_json(json.dumps(changed)), paper).startswith(b"%PDF"), kind

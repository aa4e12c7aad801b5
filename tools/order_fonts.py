"""Puts the characters that are used most at the beginning of the shipped fonts.

Run by hand, on fonts as they come:

    pip install fonttools && python tools/order_fonts.py FOLDER

A font is mapped into memory, and a system brings in what lies around each character that is drawn, 64 KB on Linux. In the order of
Unicode the few hundred characters of a window lie all over the 10 MB, of which a third is then in memory (6.5 MB of both weights);
in the order of use, a tenth of that. The outlines, what belongs to them and the names stay as they are, so slips are the same bytes.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def in_order_of_use() -> Iterator[str]:
    """The characters of the program's words, lists and example names by their number, then those of GB 2312: the common ones first."""
    counted: Counter[str] = Counter()
    words = (ROOT / "i18n").glob("zh_*/LC_MESSAGES/desk.po")
    for file in sorted([*words, *(ROOT / "resources").glob("*.toml"), ROOT / "desk/services/demo.py"]):
        counted.update(file.read_text(encoding="utf-8"))
    yield from sorted(counted, key=lambda sign: (-counted[sign], sign))
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            yield bytes((high, low)).decode("gb2312", errors="ignore")


def order(file: Path) -> None:
    """Writes a font anew, in its place."""
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.reorderGlyphs import reorderGlyphs
    from fontTools.ttLib.tables.DefaultTable import DefaultTable

    font: Any = TTFont(file, recalcBBoxes=False, recalcTimestamp=False)
    names = font.reader["name"]
    known = font.getBestCmap()
    old = font.getGlyphOrder()
    wanted = [old[0], *(known[ord(sign)] for sign in in_order_of_use() if sign and ord(sign) in known)]
    reorderGlyphs(font, list(dict.fromkeys([*wanted, *old])))
    font.tables["name"] = DefaultTable("name")
    font.tables["name"].data = names
    fresh = file.with_suffix(".new")
    font.save(fresh, reorderTables=False)
    fresh.replace(file)


def main() -> int:
    for file in sorted(Path(sys.argv[1]).glob("*.ttf")):
        order(file)
        print(file.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())

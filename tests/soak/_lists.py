"""Odd lists of an office's own and odd command lines, for the run of odd values."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from desk import paths
from desk.app import open_desk
from desk.cli import main
from desk.services.demo import make_demo
from tests.soak._machine import Dice

IMPORTS = {
    "roster.import": (
        "楼栋",
        "单元",
        "房号",
        "面积",
        "姓名",
        "身份证号码",
        "电话",
        "身份",
        "入住日期",
        "车牌号",
        "备注",
        "配偶姓名",
        "性别",
    ),
    "money.import-arrears": ("房号", "费用", "金额", "期间", "姓名", "备注", "日期", "凭证"),
    "fees.import-readings": ("房号", "水表", "电表", "读数", "日期", "表号"),
    "purchase.import": ("日期", "卡号", "小票号", "柜台", "金额", "标价", "商品"),
}
"""The acts that take a list in, with headings that such lists have."""


def odd_list(dice: Dice, text: Callable[[], str], folder: Path, act: str) -> Path:
    """A list with good headings, mostly, and anything in its cells."""
    headings = [word if dice.number(0, 9) else text() for word in IMPORTS[act] if dice.number(0, 7)]
    rows = [[_cell(dice, text, heading) for heading in headings] for _row in range(dice.number(0, 12))]
    if dice.number(0, 3) == 0:
        file = folder / "list.csv"
        lines = [
            ",".join(f'"{str(cell if cell is not None else "").replace(chr(34), chr(34) * 2)}"' for cell in row)
            for row in [headings, *rows]
        ]
        code = dice.of(("utf-8", "utf-8-sig", "gb18030", "utf-16"))
        file.write_bytes("\r\n".join(lines).encode(code, errors="replace"))
        return file
    file, book = folder / "list.xlsx", Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = dice.of(("名册", "1栋", "2栋1单元", "Sheet1", "3号楼"))
    for row in [headings, *rows]:
        sheet.append([_storable(cell) for cell in row])
    if dice.number(0, 3) == 0 and rows and len(headings) > 1:
        sheet.merge_cells(start_row=2, end_row=2 + dice.number(0, 3), start_column=1, end_column=1 + dice.number(0, 1))
    book.save(file)
    return file


def _storable(cell: object) -> object:
    """A workbook takes no control characters, and neither does Excel."""
    if not isinstance(cell, str):
        return cell
    return ILLEGAL_CHARACTERS_RE.sub("", cell.encode("utf-8", "replace").decode())[:32_000]


def _cell(dice: Dice, text: Callable[[], str], heading: str) -> object:
    way = dice.number(0, 9)
    if way < 3:
        return text()
    if way == 3:
        return dice.of((None, 0, -1, 101, 46024, 1e300, 110000198001010000, 0.1, True))
    good = {
        "楼栋": "1栋", "单元": 1, "房号": dice.of(("1-1-101", 101, "102", "1-1-201")),
        "姓名": dice.of(("周启明", "谭文", "新人")), "身份": dice.of(("业主", "租户", "配偶")),
        "金额": "12.50", "日期": "2026-11-01", "电话": "13800000101",
    }  # fmt: skip
    return good.get(heading)


class Commands:
    """A site of its own, to which odd command lines are given."""

    def __init__(self, folder: Path) -> None:
        self.site, self.folder = folder / "commands", folder
        desk = open_desk(self.site)
        make_demo(desk, units=2, seed=1)
        desk.database.close()

    def run(self, dice: Dice, text: Callable[[], str], names: Sequence[str], odd: Path) -> str:
        """One command line; whatever it says, it is no fault of the program. Gives the command's name."""
        out = self.folder / "out"
        entry = self.folder / "entry.json"
        entry.write_bytes(json.dumps({"text": text(), "limit": dice.of((1, -1, "x"))}).encode("utf-8", "replace"))
        name = dice.of(
            ("find", "print", "import", "act", "ask", "ask", "backup", "restore", "check", "acts", "nothing")
        )
        rest: dict[str, list[object]] = {
            "find": [text()], "print": [text(), "-o", out], "import": ["roster", odd, "--dry-run"],
            "act": [dice.of(names), entry, "--as", dice.of(("lin", text()))],
            "ask": [dice.of(names), dice.of((entry, f"text={text()}"))], "backup": [dice.of((out, odd, self.folder))],
            "restore": [odd], "check": ["--code", text()], "acts": [text()], "nothing": [],
        }  # fmt: skip
        line = ["--data", str(self.site), name if name != "nothing" else text(), *map(str, rest[name])]
        said, wrong = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(wrong):
            try:
                code = main(line)
            except SystemExit as ended:
                code = int(ended.code or 0)
        assert code in (0, 1, 2), (line, wrong.getvalue())
        assert "Traceback" not in wrong.getvalue(), line
        assert not paths.crashes(self.site).is_dir() or not list(paths.crashes(self.site).iterdir()), line
        return name

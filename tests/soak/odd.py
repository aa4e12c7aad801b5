"""Odd values at every act and question, the finder, the imports and the command lines: each is refused in words or done, never a fault.

The kinds of values are those that people met at real desks: invisible marks and emoji in names, numbers in any writing, rooms nobody
wrote before, texts without end, days of year one, halves of characters, spreadsheets' formulas, folders with signs in their names.
After each step a refused act has left no event; the long run looks at the whole site too.
"""

from __future__ import annotations

import base64
import types
import typing
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from desk import features
from desk.catalog import catalog
from desk.errors import DeskError
from desk.models import AuditEvent
from desk.services import finder, households, requests
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit import seam
from desk.services.kit.desk import Actor, Desk
from desk.services.site.check import check
from tests.services import request_site
from tests.soak import _lists
from tests.soak._machine import Dice

LEFT_OUT = frozenset(
    {"site.check", "backup.make", "backup.second", "site.password", "site.recovery-code", "site.places"}
)
"""What takes seconds each, asks for the password of an encrypted site, or names places outside the run's folder: their own tests try these."""

ROOMS = (
    "1-1-101", "1栋1单元0101室", "１栋１单元１０１", "B1-102", "S-12", "商铺S-12", "五〇二", "三幢", "1-0-101", "1201/1202", "1幢101-102", "负101",
    "A座-12F-1203", "一期-1号楼-1单元-309", "C区1号楼1单元101", "177弄1号101室", "2门洞", "1-2-21-2101", "2026-1-2 0:00:00", "46024", "#楼", "栋",
)  # fmt: skip
NUMBERS = (
    "13800000102", "\u202d13800000102\u202c", "\u206813800000103\u2069", "１３８００００００１０４", "+44 (0) 20 7031 3000", "852-61234567",
    "0755-26001111转8", "1.10000199003E+17", "110105194912310021", "\u202d11010519491231002X\u202c", "121100004000000001", "A123456(3)",
    "M12345678", "+86", "000", "(", "99999999999999999999", "91350100M000100Y43", "1 3 8 0 0", "٠١٢٣٤", "²³", "一二三", "-1", "0x1F",
)  # fmt: skip
NAMES = (
    "周启明", "褚燕\n13800000102", "王\U00023b61", "业主张\ue863反映漏水", "José García", "Finch & Sons Ltd", "郑朗等3人", "Null", "张_x4E09_",
    "陈默然(业主)褚燕(租客)", "赵\U0002c1d5", "\u3164", "東門雪", "小苏🌸", "नमस्ते", "👨‍👩‍👧", "ﷺ", "الاسم", "𝓐", "ǅ", "İi", "ß", "e\u0301" * 20,
)  # fmt: skip
TEXTS = (
    "物业你好🙏 电梯又坏了😡", "灯坏了\ufffe", "灯坏了\ud83d", "\udc00", "\x00", "a\x00b", "\x1b[31m", "\r\n\r\n", "\u2028", "\ufeff", "\u200b" * 30,
    "①89㎡½", "_x000D_", "=1+1", "=HYPERLINK(\"http://x\")", "<img src=//x>", "'; DROP TABLE unit; --", "%", "_", "\\", "{name}", "{0}", "%s",
    "../../etc/passwd", "a%41b", "CON", "\\\\nas\\backup", "file:///x", "89,5", "￥１２３", "1e400", "NaN", "inf", "-0", "2026年3月5日星期四",
    "民國115年11月25日", "2026-02-30", "24:60", " ", "\t", "", "　",
)  # fmt: skip
DAYS = (
    "0001-01-01", "9999-12-31", "1899-12-31", "1900-02-29", "2024-02-29", "2026-11-21", "2026-11-22", "2027-01-31", "2031-06-30", "1949-10-01",
)  # fmt: skip
MOMENTS = (
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-11-21T10:00:00+08:00", "2026-11-22T10:00:00+14:00", "2026-11-21T00:00:00-12:00",
    "1969-12-31T23:59:59.999999Z", "2026-12-01T08:30:00+08:00",
)  # fmt: skip
AMOUNTS = (
    "0", "0.01", "-0.01", "1.005", "12.50", "99999999999.99", "1e30", "-1e-30", "NaN", "Infinity", "92233720368547758.07", "0.1", "100", "1E2",
)  # fmt: skip
BYTES = (
    b"",
    b"\x89PNG\r\n\x1a\n",
    b"%PDF-1.4\n",
    b"MZ\x90\x00",
    b"\xff\xd8\xff\xe0" + b"\0" * 40,
    b"<svg/>",
    b"\0" * 4000,
)
INTEGERS = (0, -1, 1, 2, 3, 4, 7, 12, 100, 2**31, 2**53, 2**63 - 1, -(2**63))
MARKS = (
    "\u202a",
    "\u200e",
    "\ufe0d",
    "\ufffc",
    "\u00ad",
    "\u2060",
    "\n",
    "\t",
    "🙏",
    "\u0301",
    "\u3000",
    "\ue863",
    "\ud83d",
)


class Odd:
    """Somebody at the desk who types anything anywhere."""

    def __init__(self, desk: Desk, clock: Any, people: Sequence[Actor]) -> None:
        self.desk, self.clock, self.people = desk, clock, people
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.acts = [act for act in features.each("acts") if act.code not in LEFT_OUT]
        self.commands: _lists.Commands | None = None
        self.lists = [each.name for each in features.each("lists")]
        self.files = self._files(desk.data)
        self.begun()

    def begun(self) -> None:
        """A few records, so that a number may be somebody's."""
        self.desk.actor = self.people[-1]
        for place, name in enumerate(("周启明", "谭文", "萧念"), start=1):
            person = PersonEntry(name, phones=(f"1380000010{place}",), consent=True)
            households.register_person(self.desk, person, StayEntry(place, "owner" if place != 2 else "tenant"))
        request_site.resolved(self.desk)
        requests.log_request(self.desk, request_site.entry(self.desk, kind="repair", category="water"))

    @staticmethod
    def _files(folder: Path) -> list[Path]:
        made = [folder / "odd.xlsx", folder / "空 文件.png", folder / "a%41b?.pdf"]
        for file, content in zip(made, (b"PK\x03\x04nothing", b"", b"%PDF-1.4\n"), strict=True):
            file.write_bytes(content)
        # Everything lies in the run's own folder: an act that writes must find nothing else to write to.
        return [*made, folder, folder / "nothing" / "there.xlsx", folder / ("x" * 300)]

    # ------------------------------------------------------------------------------------------------------- the values
    def text(self, dice: Dice, name: str = "") -> str:
        """A text that somebody might type into a field, or paste."""
        many = dice.of((ROOMS, NUMBERS, NAMES, TEXTS, DAYS, AMOUNTS))
        if "phone" in name or "number" in name:
            many = dice.of((NUMBERS, TEXTS, many))
        elif "name" in name:
            many = dice.of((NAMES, many))
        text = str(dice.of(many))
        way = dice.number(0, 11)
        if way == 0:
            text = text + str(dice.of(MARKS)) + text
        elif way == 1:
            text = str(dice.of(MARKS)) + text + str(dice.of(MARKS))
        elif way == 2:
            text = (text or "长") * dice.of((7, 60, 400, 4000))
        elif way == 3:
            text = self.code(dice)
        return text

    def code(self, dice: Dice) -> str:
        """A code that some list or record knows."""
        lists = ("channels", "severities", "kinds", "roles", "categories", "departments", "unit_kinds", *self.lists)
        found = [each.code for each in catalog(dice.of(lists))]
        return str(
            dice.of([*found, "manager", "receptionist", "zh_CN", "Asia/Shanghai", "unit:1", "customer:1", "1栋"])
        )

    def value(self, hint: Any, dice: Dice, name: str = "", depth: int = 0) -> Any:
        """A value for a parameter of a type, as JSON brings it."""
        simple: dict[Any, Any] = {
            int: lambda: dice.of(INTEGERS), str: lambda: self.text(dice, name), bool: lambda: dice.of((True, False)),
            float: lambda: dice.of((0.0, -1.5, 1e308, 5e-324)), date: lambda: dice.of(DAYS), datetime: lambda: dice.of(MOMENTS),
            Decimal: lambda: dice.of(AMOUNTS), Path: lambda: str(dice.of(self.files)), type(None): lambda: None,
            bytes: lambda: base64.b64encode(dice.of(BYTES)).decode(),
            Any: lambda: dice.of((None, 1, True, self.text(dice), [], {}, {"a": [self.text(dice)]})),
        }  # fmt: skip
        if hint in simple:
            return simple[hint]()
        if is_dataclass(hint):
            hints = typing.get_type_hints(hint)
            return {
                each.name: self.value(hints[each.name], dice, each.name, depth + 1)
                for each in fields(hint)
                if dice.number(0, 3) or _needed(each)
            }
        origin, parts = typing.get_origin(hint), typing.get_args(hint)
        if origin is typing.Literal:
            return dice.of(parts)
        if origin in (typing.Union, types.UnionType):
            return self.value(dice.of(parts), dice, name, depth)
        many = range(dice.of((0, 1, 1, 2, 30)) if depth < 2 else dice.number(0, 2))
        if issubclass(origin, Mapping):
            return {
                str(self.value(parts[0], dice, name, depth + 1)): self.value(parts[1], dice, name, depth + 1)
                for _each in many
            }
        assert issubclass(origin, Iterable)
        return [self.value(parts[0], dice, name, depth + 1) for _each in many]

    # --------------------------------------------------------------------------------------------------------- the steps
    def step(self, dice: Dice) -> None:
        """One act or question with odd values, or a look into the finder."""
        self.desk.actor = dice.of(self.people)
        if dice.number(0, 9) == 0:
            text = self.text(dice)
            finder.find(self.desk, text, limit=5)
            self.done["finder"] += 1
            return
        turn = dice.number(0, 39)
        if turn == 0:
            self.command(dice)
            return
        act = dice.of(self.acts)
        if turn < 3:
            code = dice.of(tuple(_lists.IMPORTS))
            act = next(each for each in self.acts if each.code == code)
            self.desk.actor = self.people[0]
        way = seam.way(act.code)
        data = {
            name: self.value(member.type, dice, name)
            for name, member in way.fields.items()
            if member.required or dice.number(0, 2)
        }
        for name in {"limit", "offset"} & set(data):
            data[name] = dice.of((0, 1, 5, 1000))
        if turn in (1, 2):
            data["file"] = str(_lists.odd_list(dice, lambda: self.text(dice), self.desk.data, act.code))
            data.pop("plans", None)
            if dice.number(0, 3):
                data |= {"dry_run": False, "skip_bad": True} | (
                    {"otherwise": "replace"} if act.code == "roster.import" else {}
                )
        before = self.events()
        try:
            told = seam.run(self.desk, way, data)
            seam.to_json(told)
        except DeskError as error:
            self.refused[f"{act.code}: {error.code}"] += 1
            if not error.message:
                raise
            # A wrong PIN is recorded, whatever it was typed for.
            assert "pin" in way.fields or self.events() == before, f"{act.code} was refused and left an event"
        except Exception as error:
            raise AssertionError(f"{act.code} with {data!r}") from error
        else:
            self.done[act.code] += 1

    def command(self, dice: Dice) -> None:
        """One odd command line."""
        if self.commands is None:
            folder = self.desk.data / "lines"
            folder.mkdir()
            self.commands = _lists.Commands(folder)
        odd = _lists.odd_list(dice, lambda: self.text(dice), self.commands.folder, dice.of(tuple(_lists.IMPORTS)))
        name = self.commands.run(dice, lambda: self.text(dice), [act.code for act in self.acts], odd)
        self.done[f"desk {name}"] += 1

    def events(self) -> int:
        """How many events there are but of looks, which are noted whatever comes after them."""
        looks = (
            "household.reveal",
            "household.open",
            "slip.look",
            "finder.many",
            "callback.reveal",
            "staff.failed",
            "staff.refused",
        )
        with self.desk.look() as session:
            return session.scalar(select(func.count(AuditEvent.id)).where(AuditEvent.act.not_in(looks))) or 0

    def whole(self) -> None:
        """The site as a whole is sound."""
        self.desk.actor = self.people[0]
        assert check(self.desk) == []


def _needed(each: Any) -> bool:
    from dataclasses import MISSING

    return each.default is MISSING and each.default_factory is MISSING


def begin(desk: Desk, clock: Any, people: Sequence[Actor]) -> Odd:
    """The machine of the long run."""
    return Odd(desk, clock, (people.manager, people.supervisor, people.receptionist))

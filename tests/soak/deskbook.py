"""Random changes of the desk's own book, legal and illegal, against a model of every version; after each act the laws hold.

The laws: an entry says what was saved last, every version before it is kept, the first one too; what is only proposed or was refused
is nowhere in the book; nothing is found, shown beside a form or printed that has ended or has not begun; a charge item has one
valid text on each day; a refused act leaves everything as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from desk.errors import DeskError
from desk.models import AuditEvent
from desk.models.desk_book import BookChange, BookEntry
from desk.services import desk_book as service
from desk.services import fees
from desk.services.desk_book import BookText
from desk.services.fees import ItemEntry
from desk.services.finder import find
from desk.services.kit.desk import Desk
from desk.services.site import check
from tests.soak._machine import Dice

WORDS = ("访客登记", "垃圾清运", "停车须知", "装修须知", "电梯困人", "消防演习", "快递代收", "宠物登记")


class Shelf:
    """The book, and the model: by entry every text it ever had, by proposal what it would say."""

    def __init__(self, desk: Desk, clock: Any, people: Any) -> None:
        self.desk, self.clock, self.people = desk, clock, people
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.versions: dict[int, list[BookText]] = {}
        self.open: dict[int, tuple[int | None, BookText]] = {}
        made = fees.save_item(desk, ItemEntry("WY", "物业服务费", rate=Decimal("2.68"), since=desk.today()))
        self.item = f"fee-item:{made.id}"
        self.mark = 0
        service.begin(desk)
        with desk.look() as session:
            self.start = set(session.scalars(select(BookEntry.id)))

    @property
    def acts(self) -> tuple[Callable[[Dice], None], ...]:
        """Every act, the common ones more often."""
        return (
            self.save, self.save, self.change, self.change, self.change_start, self.propose, self.propose, self.accept, self.accept,
            self.refuse, self.end, self.numbers, self.review, self.begin_again, self.sleep, self.paper,
        )  # fmt: skip

    def step(self, dice: Dice) -> None:
        """One act, and the laws after it."""
        act = dice.of(self.acts)
        self.desk.actor = dice.of((self.people.receptionist, self.people.supervisor, self.people.supervisor))
        before = self._figures()
        try:
            act(dice)
            self.done[act.__name__] += 1
        except DeskError as error:
            self.refused[f"{act.__name__}: {error.code}"] += 1
            assert self._figures() == before, f"a refused {act.__name__} changed something"
        self.laws(dice)

    def _figures(self) -> tuple[object, ...]:
        with self.desk.look() as session:
            return (
                session.scalar(select(func.count(AuditEvent.id))),
                tuple(session.execute(select(BookEntry.id, BookEntry.version)).all()),
                tuple(session.execute(select(BookChange.id, BookChange.state)).all()),
            )

    # -------------------------------------------------------------------------------------------------------------- laws
    def _valid(self, text: BookText) -> bool:
        today = self.desk.today()
        return (text.valid_from or today) <= today <= (text.valid_until or today)

    def laws(self, dice: Dice) -> None:
        """One entry is looked at in full; what is found is valid."""
        with self.desk.look() as session:
            there = set(session.scalars(select(BookEntry.id)))
        assert there == self.start | set(self.versions), "an entry came or went by itself"
        if not self.versions:
            return
        one = dice.of(list(self.versions))
        kept = self.versions[one]
        view = service.entry(self.desk, one)
        said = kept[-1]
        assert (view.title, view.text, view.phone, view.valid_until) == (
            said.title,
            said.text,
            said.phone,
            said.valid_until,
        )
        assert view.version == len(kept) + (one in self.start)
        assert view.valid == self._valid(said)
        found = {
            each.version: each.text for each in service.changes(self.desk, entry_id=one) if each.state == "accepted"
        }
        assert sorted(number for number in found if number is not None) == list(range(1, view.version + 1))
        for at, text in enumerate(kept, 1 + (one in self.start)):
            assert (found[at].title, found[at].text) == (text.title, text.text), "a version is not what it was"
        beside = {each.id for each in service.search(self.desk, said.title)}
        assert (one in beside) == self._valid(said), "the book shows what is not valid"
        for hit in find(self.desk, said.title, limit=60, kinds=("book-entry",)):
            now = self.versions.get(hit.id)
            if now is not None and now[-1].valid_until is not None:
                assert hit.past == (now[-1].valid_until < self.desk.today()), (
                    "what has ended is found as if it were valid"
                )

    def whole(self) -> None:
        """Everything that `desk check` proves; one text for the charge item each day; what the papers say is valid."""
        assert check.check(self.desk) == []
        texts = [kept[-1] for kept in self.versions.values() if kept[-1].kind == "charge"]
        with self.desk.look() as session:
            texts += [
                BookText("charge", row.title, valid_from=row.valid_from, valid_until=row.valid_until)
                for row in session.scalars(select(BookEntry).where(BookEntry.item != "", BookEntry.id.in_(self.start)))
                if row.id not in self.versions
            ]
        for day in (self.desk.today() + timedelta(days=each) for each in (-30, 0, 1, 30, 400)):
            valid = [text for text in texts if (text.valid_from or day) <= day <= (text.valid_until or day)]
            assert len(valid) <= 1, "two texts for one charge item"
        for kind, rows in (("book-wall", "telephone"), ("book-leaflet", "procedure")):
            printed = "".join(service.preview(self.desk, kind).texts())
            for kept in self.versions.values():
                if kept[-1].kind == rows and (rows == "telephone" or kept[-1].public):
                    assert (kept[-1].title in printed) == self._valid(kept[-1]), kept[-1].title

    # -------------------------------------------------------------------------------------------------------------- acts
    def _text(self, dice: Dice) -> BookText:
        kind = dice.of(("procedure", "procedure", "telephone", "phrase", "charge", "law"))
        self.mark += 1
        title = f"{dice.of(WORDS)}{self.mark}号"
        first = self._day(dice)
        last = self._day(dice)
        return BookText(
            kind, title, dice.of((f"第{self.mark}稿。", f"第{self.mark}稿。", "")),
            phone=dice.of(("110", "0755-26001234", "x1")) if kind == "telephone" else "",
            item=self.item if kind == "charge" else "", public=dice.number(0, 1) == 1, valid_from=first, valid_until=last,
        )  # fmt: skip

    def _day(self, dice: Dice) -> date | None:
        return self.desk.today() + timedelta(days=dice.number(-5, 9)) if dice.number(0, 2) == 0 else None

    def save(self, dice: Dice) -> None:
        text = self._text(dice)
        view = service.save(self.desk, text)
        assert self.desk.actor == self.people.supervisor
        self.versions[view.id] = [text]

    def _one(self, dice: Dice) -> int:
        return int(dice.of(list(self.versions)[-20:] or [9999]))

    def change(self, dice: Dice) -> None:
        one, text = self._one(dice), self._text(dice)
        service.save(self.desk, text, one)
        self.versions[one].append(text)

    def change_start(self, dice: Dice) -> None:
        """One of the texts that the book began with: its first version is kept, too."""
        one, text = dice.of(sorted(self.start)), self._text(dice)
        service.save(self.desk, text, one)
        self.versions.setdefault(one, []).append(text)

    def propose(self, dice: Dice) -> None:
        text, one = self._text(dice), dice.of((None, self._one(dice)))
        self.open[service.propose(self.desk, text, one).id] = (one, text, len(self.versions.get(one or 0, ())))

    def _change(self, dice: Dice) -> int:
        return int(dice.of(list(self.open)[-6:] or [9999]))

    def accept(self, dice: Dice) -> None:
        change, over = self._change(dice), dice.number(0, 1) == 1
        view = service.accept(self.desk, change, over=over)
        one, text, seen = self.open.pop(change)
        stands = len(self.versions.get(one or 0, ()))
        assert over or one is None or stands == seen, "a proposal wrote over a newer text unasked"
        assert view.entry_id is not None
        assert one in (None, view.entry_id)
        self.versions.setdefault(view.entry_id, []).append(text)

    def refuse(self, dice: Dice) -> None:
        change = self._change(dice)
        service.refuse(self.desk, change, note=dice.of(("已有", "已有", "")))
        del self.open[change]

    def end(self, dice: Dice) -> None:
        """An entry is withdrawn: its last day is set."""
        one = self._one(dice)
        old = self.versions[one][-1] if one in self.versions else BookText("law", "", "")
        last = self.desk.today() - timedelta(days=dice.number(0, 3))
        text = BookText(
            old.kind, old.title, old.text, phone=old.phone, item=old.item, public=old.public, valid_until=last
        )
        service.save(self.desk, text, one)
        self.versions[one].append(text)

    def numbers(self, dice: Dice) -> None:
        phones = [one for one, kept in self.versions.items() if kept[-1].kind == "telephone"]
        one, phone = int(dice.of(phones or [9999])), dice.of(("119", "0755-26001234", "?"))
        service.save_numbers(self.desk, [service.Number(one, phone)])
        old = self.versions[one][-1]
        if old.phone != phone:
            self.versions[one].append(
                BookText(old.kind, old.title, old.text, phone=phone, public=old.public, valid_from=old.valid_from, valid_until=old.valid_until)
            )  # fmt: skip

    def review(self, dice: Dice) -> None:
        view = service.review(self.desk, self._one(dice))
        assert view.reviewed_on == self.desk.today()
        assert not view.overdue

    def begin_again(self, dice: Dice) -> None:
        """The book began once: what a site ended does not come back; only a charge item without any entry gets one."""
        del dice
        with self.desk.look() as session:
            without = session.scalars(select(BookEntry.id).where(BookEntry.item != "")).first() is None
        assert service.begin(self.desk) == int(without)
        with self.desk.look() as session:
            self.start |= set(session.scalars(select(BookEntry.id))) - set(self.versions)

    def paper(self, dice: Dice) -> None:
        service.print_paper(self.desk, dice.of(("book-wall", "book-leaflet")))

    def sleep(self, dice: Dice) -> None:
        """Days go by: entries begin and end by themselves."""
        self.clock.forward(days=dice.of((1, 1, 4, 30)))


def begin(desk: Desk, clock: Any, people: Any) -> Shelf:
    """A book with its start texts."""
    desk.actor = people.manager
    return Shelf(desk, clock, people)


__all__ = ["Shelf", "begin"]

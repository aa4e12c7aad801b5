"""Random letters and greetings, legal and illegal, against a model of who agreed to what; after each act the laws hold.

The laws: nobody gets two letters of a run; nobody without the agreement, or with an objection, gets what needs one, nor stands on
a list of greetings; the delivery list names exactly the letters that were written, in their order, and each names nobody else;
whoever had a letter gets it again only when the clerk says so, and a void one does not count; one occasion and year greets
nobody twice; who is left out has a reason; a refused act leaves everything as it was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from desk.errors import DeskError
from desk.models import AuditEvent, Customer
from desk.models.cards import Member
from desk.models.letters import Greeting, GreetingRun, Letter, LetterRun, LetterTemplate
from desk.models.slips import SlipRecord
from desk.rules.letters.audience import FREE_KINDS
from desk.services import cards, households, letters, slips
from desk.services.cards.core import set_tier
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit.desk import Desk
from desk.services.kit.sequences import next_number
from desk.services.site import check
from tests.soak._machine import Dice

HOMES = (
    ("李明", "male", 1, "owner"), ("王芳", "female", 1, "member"), ("欧阳修文", "male", 2, "tenant"),
    ("赵强", "male", 3, "owner"), ("钱多", "female", 3, "tenant"), ("孙小满", "female", 3, "member"), ("周全", "male", 4, "owner"),
)  # fmt: skip
CHILD = "孙小满"
BORN = date(2018, 6, 1)
"""Of the child."""
SERVICE = "尊敬的{称呼}：\n请核对 {房号} 登记的电话。\n{落款}\n{日期}"
FREE = "{称呼}：\n祝您一切顺利。"


class PostRoom:
    """The desk's letters, and the model: who agreed, who objects, who had what on which day."""

    def __init__(self, desk: Desk, clock: Any) -> None:
        self.desk, self.clock = desk, clock
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.people: dict[str, int] = {}
        self.agreed: dict[str, set[int]] = {"greetings": set(), "guardian": set()}
        self.objects: set[int] = set()
        self.members: dict[int, int] = {}
        self.templates: dict[str, int] = {}
        self.had: dict[int, tuple[str, str, int, date]] = {}
        """By letter what it was: the template's number, for whom (home or person), the id, the day."""
        self._prepare()

    def _prepare(self) -> None:
        for name, sex, unit, role in HOMES:
            child = name == CHILD
            entry = PersonEntry(name, sex=sex, birthday=BORN if child else date(1980, 11, 25))
            self.people[name] = households.register_person(self.desk, entry, StayEntry(unit, role)).customer_id
        with self.desk.act("test.members") as act:
            for name in ("李明", "周全"):
                row = Member(
                    number=next_number(act.session, "HY", self.desk.today()), customer_id=self.people[name], holder=self.people[name],
                    scheme="points", tier="", state="active", joined_on=self.desk.today(), goods=[], opted_out=False,
                    last_use_on=self.desk.today(), created_at=act.at, staff_id=act.staff_id,
                )  # fmt: skip
                act.session.add(row)
                act.session.flush()
                set_tier(act, row, "gold", since=self.desk.today(), why="joined")
                self.members[self.people[name]] = row.id
        for kind, text in (("service", SERVICE), ("greeting", FREE), ("news", FREE)):
            draft = letters.save_template(self.desk, letters.TemplateEntry(kind, kind, text))
            self.templates[kind] = letters.approve_template(self.desk, draft.id).id

    @property
    def acts(self) -> tuple[Callable[[Dice], None], ...]:
        """Every act, the common ones more often."""
        return (
            self.run, self.run, self.run, self.cancelled_run, self.send, self.send, self.agree, self.agree, self.take_back_agreement,
            self.object, self.greet, self.greet, self.greet, self.greeted, self.miss, self.drop, self.deliver, self.deliver_many,
            self.came_back, self.void, self.void, self.new_version, self.unapproved, self.sleep, self.sleep,
        )  # fmt: skip

    def step(self, dice: Dice) -> None:
        """One act, and the laws after it."""
        act = dice.of(self.acts)
        before = self._figures()
        try:
            act(dice)
            self.done[act.__name__] += 1
        except DeskError as error:
            self.refused[f"{act.__name__}: {error.code}"] += 1
            assert self._figures() == before, f"a refused {act.__name__} changed something"
        self.laws()

    def _figures(self) -> tuple[object, ...]:
        with self.desk.look() as session:
            return tuple(
                session.scalar(select(func.count()).select_from(kind))
                for kind in (AuditEvent, Letter, LetterRun, LetterTemplate, Greeting, GreetingRun, SlipRecord)
            )

    # -------------------------------------------------------------------------------------------------------------- laws
    def laws(self) -> None:
        """What may be told of all greetings and letters at any time."""
        with self.desk.look() as session:
            greets = session.execute(
                select(Greeting.occasion, Greeting.year, Greeting.customer_id, Greeting.state)
            ).all()
        counted = Counter((row.occasion, row.year, row.customer_id) for row in greets if row.state != "dropped")
        assert not [each for each, times in counted.items() if times > 1], "somebody is greeted twice"
        waiting = {row.customer_id for row in greets if row.state == "due"}
        assert waiting <= self.may_greet(), "somebody waits to be greeted who did not agree, or objects"
        listed = {row.customer_id for row in letters.greetings(self.desk, letters.GreetingFilter("month")).rows}
        assert listed <= self.may_greet()

    def may_greet(self) -> set[int]:
        """Who agreed, does not object and, while a child under 14, has a guardian's word."""
        child = self.people[CHILD]
        found = self.agreed["greetings"] - self.objects
        grown = self.desk.today() >= date(BORN.year + 14, BORN.month, BORN.day)
        return found if grown or child in self.agreed["guardian"] else found - {child}

    def whole(self) -> None:
        """Everything that `desk check` proves, and that states of letters and of their papers agree."""
        found = check.check(self.desk)
        assert found == [], found
        with self.desk.look() as session:
            rows = session.execute(
                select(Letter.number, Letter.state, SlipRecord.state).outerjoin(
                    SlipRecord, SlipRecord.number == Letter.number
                )
            ).all()
        for number, state, paper in rows:
            assert paper is not None, f"the letter {number} has no paper"
            assert (state == "void") == (paper == "void"), number
        counts = letters.letter_counts(self.desk)
        assert counts["all"] == sum(each for name, each in counts.items() if name != "all") == len(rows)

    def _check_letters(self, numbers: Sequence[str], kind: str) -> list[tuple[int | None, int]]:
        """Each letter names its recipient and nobody else; who needs to agree did. Gives home and person of each."""
        with self.desk.look() as session:
            rows = session.execute(
                select(Letter, Customer.name).join(Customer, Customer.id == Letter.customer_id).where(
                    Letter.number.in_(numbers)
                ).order_by(Letter.id)
            ).all()  # fmt: skip
            found = [
                (row.id, row.number, row.unit_id, row.customer_id, row.template, row.household, row.day, name)
                for row, name in rows
            ]
        assert [each[1] for each in found] == list(numbers)
        for letter_id, number, unit_id, customer_id, template, household, day, name in found:
            words = "".join(slips.slip_content(self.desk, number).texts())
            assert not [other for other in self.people if other != name and other in words], f"{number} names another"
            if kind in FREE_KINDS:
                assert customer_id in self.may_greet(), f"{number} needs an agreement"
            by_home = household and unit_id is not None
            self.had[letter_id] = (template, "home" if by_home else "person", unit_id if by_home else customer_id, day)
        return [(each[2], each[3]) for each in found]

    def _recent(self, template: str, by: str, one: int) -> bool:
        """Whether somebody had a letter of the template within the days of the rule, by the model."""
        since = self.desk.today() - timedelta(days=int(self.desk.policy["letters.again_days"]))
        return any((t, b, i) == (template, by, one) and day > since for t, b, i, day in self.had.values())

    def _number(self, kind: str) -> str:
        return letters.template(self.desk, self.templates[kind]).number

    def _check_list(self, number: str, numbers: Sequence[str]) -> None:
        rows = slips.slip_content(self.desk, number).tables[0].rows
        assert [row[3] for row in rows] == list(numbers), "the delivery list is not what was printed"
        assert [row[0] for row in rows] == [f"{at}" for at in range(1, len(rows) + 1)]

    # -------------------------------------------------------------------------------------------------------------- acts
    def _entry(self, dice: Dice) -> tuple[str, letters.RunEntry]:
        kind = dice.of(("service", "service", "greeting", "news"))
        without = (dice.of(list(self.people.values())),) if dice.number(0, 3) == 0 else ()
        entry = letters.RunEntry(
            self.templates[kind], "核对", role=dice.of(("", "", "owner", "tenant", "living")), persons=dice.number(0, 1) == 1,
            again=dice.number(0, 2) == 0, without=without, tier=dice.of(("", "", "", "gold")),
        )  # fmt: skip
        return kind, entry

    def run(self, dice: Dice) -> None:
        kind, entry = self._entry(dice)
        number = self._number(kind)
        by = "person" if entry.persons else "home"
        before = {
            "person": {one for one in self.people.values() if self._recent_person(number, one)},
            "home": {unit for unit in range(1, 5) if self._recent(number, "home", unit)},
        }[by]  # fmt: skip
        preview = letters.preview_run(self.desk, entry)
        view = letters.run(self.desk, entry)
        people = self._check_letters(view.numbers, kind)
        assert [(one.unit_id, one.customer_id) for one in preview.letters] == people, "the preview showed other letters"
        assert len(people) == view.letters
        assert view.left_out == len(preview.left_out)
        assert all(one.why for one in preview.left_out)
        assert len({person for _unit, person in people}) == len(people), "somebody is in a run twice"
        if not entry.persons:
            assert len({unit for unit, _person in people}) == len(people), "a home is in a run twice"
        if not entry.again:
            assert not {person if entry.persons else unit for unit, person in people} & before, "it was sent lately"
        assert not {person for _unit, person in people} & set(entry.without)
        self._check_list(view.number, view.numbers)

    def _recent_person(self, template: str, one: int) -> bool:
        """Whoever a letter was addressed to had it, whether as a person or for the home."""
        since = self.desk.today() - timedelta(days=int(self.desk.policy["letters.again_days"]))
        with self.desk.look() as session:
            days = session.scalars(
                select(Letter.day).where(Letter.template == template, Letter.customer_id == one, Letter.state != "void")
            ).all()
        return any(day > since for day in days)

    def cancelled_run(self, dice: Dice) -> None:
        _kind, entry = self._entry(dice)
        left = dice.number(0, 2)
        asked: list[int] = []

        def stop() -> bool:
            asked.append(1)
            return len(asked) > left

        before = self._figures()
        try:
            view = letters.run(self.desk, entry, cancelled=stop)
        except DeskError:
            assert self._figures() == before, "a cancelled run left something"
            raise
        self._check_letters(view.numbers, _kind)  # it was shorter than the clerk's patience

    def send(self, dice: Dice) -> None:
        kind = dice.of(("service", "greeting", "news"))
        name, _sex, unit, _role = dice.of(HOMES)
        one, again = self.people[name], dice.number(0, 2) == 0
        recent = self._recent_person(self._number(kind), one)
        view = letters.send_letter(self.desk, letters.LetterEntry(self.templates[kind], unit, one, again=again))
        assert again or not recent
        self._check_letters([view.number], kind)

    def agree(self, dice: Dice) -> None:
        purpose = dice.of(("greetings", "greetings", "greetings", "guardian"))
        one = self.people[CHILD] if purpose == "guardian" else dice.of(list(self.people.values()))
        signature = {"guardian_name": "赵强", "guardian_as": "father"} if purpose == "guardian" else {}
        households.give_consent(self.desk, one, purpose, **signature)
        self.agreed[purpose].add(one)

    def take_back_agreement(self, dice: Dice) -> None:
        purpose = dice.of(("greetings", "greetings", "guardian"))
        one = self.people[CHILD] if purpose == "guardian" else dice.of(list(self.people.values()))
        households.withdraw_consent(self.desk, one, purpose)
        self.agreed[purpose].discard(one)

    def object(self, dice: Dice) -> None:
        """A member changes what the card's application says: agreement and objection with it."""
        one = dice.of(list(self.members))
        greetings, opted_out = dice.number(0, 2) > 0, dice.number(0, 2) == 0
        cards.edit(self.desk, self.members[one], cards.EditEntry(greetings=greetings, opted_out=opted_out))
        (self.agreed["greetings"].add if greetings else self.agreed["greetings"].discard)(one)
        (self.objects.add if opted_out else self.objects.discard)(one)

    def greet(self, dice: Dice) -> None:
        means = dice.of(("card", "card", "call", "sms", "gift"))
        entry = letters.GreetingEntry(
            dice.of(("birthday", "christmas", "thanksgiving", "mid-autumn", "cold-spell")), means, self.templates["greeting"],
            days=dice.of((0, 7, 30)), day=self.desk.today() + timedelta(days=dice.number(-1, 5)) if dice.number(0, 1) else None,
        )  # fmt: skip
        preview = letters.preview_greetings(self.desk, entry)
        view = letters.make_greetings(self.desk, entry)
        rows = letters.greetings(self.desk, letters.GreetingFilter("all", view.id)).rows
        assert {row.customer_id for row in rows} == {one.customer_id for one in preview.letters}
        assert len(rows) == view.people == len({row.customer_id for row in rows})
        assert {row.customer_id for row in rows} <= self.may_greet()
        if means == "card":
            people = self._check_letters(view.numbers, "greeting")
            assert {person for _unit, person in people} == {row.customer_id for row in rows}
            run = letters.runs(self.desk).rows[0]
            self._check_list(run.number, view.numbers)
        else:
            told = [row[3] for row in slips.slip_content(self.desk, view.number).tables[0].rows]
            assert sorted(told) == sorted(row.name for row in rows)

    def _greeting(self, dice: Dice) -> int:
        rows = letters.greetings(self.desk, letters.GreetingFilter(dice.of(("month", "missed", "all")))).rows
        return int(dice.of(rows).id) if rows else 0

    def greeted(self, dice: Dice) -> None:
        letters.note_greeted(self.desk, self._greeting(dice))

    def miss(self, dice: Dice) -> None:
        letters.note_missed(self.desk, self._greeting(dice))

    def drop(self, dice: Dice) -> None:
        letters.drop_greeting(self.desk, self._greeting(dice), note=dice.of(("已搬走", "")))

    def _letter(self, dice: Dice) -> int:
        rows = letters.letters(self.desk, letters.LetterFilter(state=dice.of(("issued", "", ""))), limit=12).rows
        return int(dice.of(rows).id) if rows else 0

    def deliver(self, dice: Dice) -> None:
        on = self.desk.today() + timedelta(days=dice.number(-1, 1))
        letters.deliver(self.desk, self._letter(dice), by=dice.of(("小王", "")), on=on, signer="本人")

    def deliver_many(self, dice: Dice) -> None:
        rows = letters.letters(self.desk, letters.LetterFilter(state=dice.of(("issued", ""))), limit=3).rows
        letters.deliver_many(self.desk, [row.id for row in rows], by="小王", on=self.desk.today())

    def came_back(self, dice: Dice) -> None:
        letters.take_back(self.desk, self._letter(dice), on=self.desk.today(), note=dice.of(("无人", "")))

    def void(self, dice: Dice) -> None:
        letter_id = self._letter(dice)
        view = letters.void_letter(self.desk, letter_id, reason="写错")
        self.had.pop(letter_id)
        assert view.state == "void"

    def new_version(self, dice: Dice) -> None:
        kind = dice.of(list(self.templates))
        old = letters.template(self.desk, self.templates[kind])
        words = asdict(letters.TemplateEntry(old.name, old.kind, old.text[:120] + "　", style=old.style))
        draft = letters.save_template(self.desk, letters.TemplateEntry(**words), template_id=old.id)
        self.templates[kind] = letters.approve_template(self.desk, draft.id).id
        assert letters.template(self.desk, old.id).state == "withdrawn"
        assert letters.template(self.desk, old.id).text == old.text

    def unapproved(self, dice: Dice) -> None:
        """Nothing is printed from what is not approved."""
        kind = dice.of(list(self.templates))
        draft = letters.save_template(self.desk, letters.TemplateEntry("草稿", kind, FREE))
        before = self._figures()
        for call in (letters.run, letters.preview_run):
            with pytest.raises(DeskError) as told:
                call(self.desk, letters.RunEntry(draft.id, "草稿"))
            assert told.value.code == "not-in-use", "an unapproved text was printed"
        assert self._figures() == before
        letters.withdraw_template(self.desk, draft.id, reason="不用")

    def sleep(self, dice: Dice) -> None:
        """Days go by."""
        self.clock.forward(days=dice.of((1, 6, 21)))


def begin(desk: Desk, clock: Any, people: Any) -> PostRoom:
    """A post room whose supervisor does everything."""
    desk.actor = people.supervisor
    return PostRoom(desk, clock)


__all__ = ["PostRoom", "begin"]

"""Homes with people who get letters, and templates to write them from."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from desk.errors import InvalidInput
from desk.models.cards import Member
from desk.services import letters as service
from desk.services.households import give_consent, register_person
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit.desk import Desk
from desk.services.kit.sequences import next_number
from tests.kit.site import People

TEXT = "尊敬的{称呼}：\n请核对 {房号} 登记的电话。\n{落款}\n{日期}"
GREETING = "{称呼}：\n祝您节日快乐。"


def homes(desk: Desk) -> dict[str, int]:
    """The owner and his wife in 101, a tenant with a compound surname in 102, a company in 201, a child in 202."""
    people = (
        ("李明", "male", "person", 1, "owner", date(1980, 5, 6)),
        ("王芳", "female", "person", 1, "member", date(1982, 11, 21)),
        ("欧阳修文", "male", "person", 2, "tenant", date(1990, 1, 2)),
        ("光明公司", "", "company", 3, "owner", None),
        ("赵小满", "male", "person", 4, "member", date(2018, 6, 1)),
        ("赵强", "male", "person", 4, "owner", date(1988, 3, 3)),
    )
    found = {}
    for at, (name, sex, kind, unit, role, born) in enumerate(people):
        child = name == "赵小满"
        entry = PersonEntry(
            name, kind=kind, sex=sex, phones=() if child else (f"1380001000{at}",), birthday=None if child else born,
        )  # fmt: skip
        found[name] = register_person(desk, entry, StayEntry(unit, role)).customer_id
    return found


def agreed(desk: Desk, *people: int, purpose: str = "greetings") -> None:
    for customer_id in people:
        give_consent(desk, customer_id, purpose)


def member(desk: Desk, customer_id: int, *, tier: str = "gold", opted_out: bool = False) -> None:
    """Makes somebody a member."""
    with desk.act("test.member") as act:
        today = desk.today()
        act.session.add(
            Member(
                number=next_number(act.session, "HY", today), customer_id=customer_id, holder=customer_id, scheme="points",
                tier=tier, state="active", joined_on=today, goods=[], opted_out=opted_out, last_use_on=today,
                created_at=act.at, staff_id=act.staff_id,
            )
        )  # fmt: skip


def in_use(desk: Desk, people: People, **other: Any) -> service.TemplateView:
    values: dict[str, Any] = {"name": "核对函", "kind": "service", "text": TEXT, "style": "gong", **other}
    draft = service.save_template(desk, service.TemplateEntry(**values))
    with desk.approved(people.supervisor):
        return service.approve_template(desk, draft.id)


def refused(call: Any, *given: Any, **named: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as told:
        call(*given, **named)
    return {problem.field: problem.code for problem in told.value.problems}

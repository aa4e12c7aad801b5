"""The health of a household comes of its lamps and papers; its rules are changed together (handbook S11)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from desk.errors import InvalidInput
from desk.services import households, money
from desk.services.fees import take_class_back  # noqa: F401 - the fees tell their lamp
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit.desk import Desk
from desk.services.site.policy import change_rules
from tests.kit.site import People

pytestmark = pytest.mark.one_engine
KEY = "households.health_"


def parts(desk: Desk) -> dict[str, Decimal]:
    found = households.household(desk, 1).health
    assert found is not None
    return {part.code: part.score for part in found.parts}


def test_each_part_says_why_and_which_act_helps(desk: Desk, staff_of_site: People) -> None:
    assert households.household(desk, 1).health is None, "nobody belongs to the home"
    households.register_person(desk, PersonEntry("王芳", phones=("13800010001",)), StayEntry(1, "owner"))
    found = households.household(desk, 1).health
    assert found is not None
    assert parts(desk) == {"safety": 50, "requests": 100, "papers": 0, "custody": 100, "fees": 100}
    assert (found.value, found.state) == (Decimal("65.0"), "amber")
    told = {part.code: (part.why, part.act) for part in found.parts}
    assert told["requests"] == ("", "")
    assert "防火责任书" in told["safety"][0]
    assert told["safety"][1] == told["papers"][1] == "dossier"
    papers = [paper.paper for paper in households.household(desk, 1).dossier]
    for paper in papers[: len(papers) // 2]:
        households.set_dossier(desk, 1, paper, state="received")
    assert parts(desk)["papers"] == Decimal(100 * (len(papers) // 2)) / len(papers)
    households.set_dossier(desk, 1, "fire-responsibility", state="received")
    assert parts(desk)["safety"] == 100
    money.charge(desk, money.ChargeEntry("management", 100, 1, since=desk.today() - timedelta(days=1)))
    owing = next(part for part in households.household(desk, 1).health.parts if part.code == "fees")  # type: ignore[union-attr]
    assert owing.score < 100
    assert owing.why
    assert owing.act


def test_weights_are_changed_together_and_are_a_hundred(desk: Desk, staff_of_site: People) -> None:
    desk.actor = staff_of_site.manager
    with pytest.raises(InvalidInput) as refused:
        change_rules(desk, {KEY + "safety": 40})
    assert {problem.field: problem.code for problem in refused.value.problems} == {KEY + "safety": "sum"}
    with pytest.raises(InvalidInput) as refused:
        change_rules(desk, {KEY + "amber": 95})
    assert {problem.field: problem.code for problem in refused.value.problems} == {KEY + "amber": "order"}
    change_rules(desk, {KEY + "safety": 40, KEY + "fees": 0})
    households.register_person(desk, PersonEntry("王芳"), StayEntry(1, "owner"))
    found = households.household(desk, 1).health
    assert found is not None
    assert found.value == Decimal("60.0")  # 0.40 × 50 + 25 + 0 + 15 + 0
    assert found.state == "amber"

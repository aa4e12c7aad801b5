"""The health of a household (handbook S11), of the lamps that the features light anyway: nothing more is asked for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from desk import features
from desk.errors import Problem
from desk.i18n import _
from desk.rules import health as rules
from desk.rules.kit import wording
from desk.services.households.views import DossierView, HealthPart, HealthView, HouseholdView
from desk.services.kit.lines import LightView

KEY = "households.health_"
"""How its settings begin: the weight of each part, and from where it is green and amber."""
FIRE = "fire-responsibility"
"""The paper of the file that the part of safety looks at."""


def settings(policy: Any) -> tuple[dict[str, int], int, int]:
    """Weights by part, and from where the index is green and amber."""
    weights = {part: int(policy[KEY + part]) for part in rules.PARTS}
    return weights, int(policy[KEY + "green"]), int(policy[KEY + "amber"])


def check_rules(policy: Any) -> list[Problem]:
    """What is wrong with a rulebook that is to be put in force, by the key of its rule (hook `policy_checked`)."""
    weights, green, amber = settings(policy)
    found = rules.problems(weights, green=green, amber=amber)
    return [Problem(each.code, each.message, KEY + each.field) for each in found]


def of(policy: Any, home: HouseholdView) -> HealthView | None:
    """The index of a household whose lamps are read; None for a home that nobody belongs to."""
    if not any(person.here for person in home.people):
        return None
    weights, green, amber = settings(policy)
    parts = tuple(_part(part, weights[part], home) for part in rules.PARTS)
    value = rules.index({part.code: part.score for part in parts}, weights)
    return HealthView(value, rules.state(value, green=green, amber=amber), parts)


def _part(part: str, weight: int, home: HouseholdView) -> HealthPart:
    lamps = _lamps(part, home.lights)
    scores = [min((Decimal(rules.LAMPS[lamp.state]) for lamp in lamps), default=Decimal(rules.WHOLE))]
    why = [wording.labelled(lamp.label, lamp.text) for lamp in lamps if lamp.state != "green"]
    act = next((lamp.act for lamp in lamps if lamp.state != "green" and lamp.act), "")
    if part == "papers" and home.dossier:
        here = sum(paper.state == "received" for paper in home.dossier)
        scores = [Decimal(rules.WHOLE * here) / len(home.dossier)]
    fire = next((paper for paper in home.dossier if paper.paper == FIRE), None)
    if part == "safety" and fire is not None:
        scores.append(Decimal(rules.WHOLE if fire.state == "received" else 0))
        if fire.state != "received":
            why.append(_missing(fire))
            act = act or "dossier"
    return HealthPart(part, _labels()[part], rules.mean(scores), weight, wording.clauses(why), act)


def _missing(paper: DossierView) -> str:
    # L10N: 缺{paper}
    return _("{paper} is missing").format(paper=paper.label)


def _lamps(part: str, lights: Sequence[LightView]) -> list[LightView]:
    belongs = {light.code for light in features.each("lights") if light.health == part}
    return [light for light in lights if light.code in belongs]


def _labels() -> Mapping[str, str]:
    return {
        # L10N: 安全; 投诉报修; 资料; 保管; 费用
        "safety": _("Safety"),
        "requests": _("Requests"),
        "papers": _("Papers"),
        "custody": _("Custody"),
        "fees": _("Fees"),
    }


__all__ = ["check_rules", "of", "settings"]

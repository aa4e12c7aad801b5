"""The lamps of a household that its own papers and people light."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desk.i18n import _
from desk.rules import households as rules
from desk.services.households.read import papers
from desk.services.households.views import HouseholdView
from desk.services.kit.desk import Desk
from desk.services.kit.lines import LightView


def owner(_session: Session, _desk: Desk, home: HouseholdView) -> LightView:
    """Whether an owner is registered."""
    now = [person for person in home.people if person.here]
    lamp = rules.owner_light(sum(person.role == "owner" for person in now), len(now))
    # L10N: 业主
    return LightView("owner", _("Owner"), lamp.text, lamp.state, "" if lamp.state == "green" else "add-person")


def dossier(_session: Session, _desk: Desk, home: HouseholdView) -> LightView:
    """Whether all papers of the file are there."""
    known = papers()
    missing = {paper.paper: paper.label for paper in home.dossier if paper.state == "missing" and paper.paper in known}
    lamp = rules.dossier_light(missing, len(known))
    # L10N: 资料
    return LightView("dossier", _("Papers"), lamp.text, lamp.state, "" if lamp.state == "green" else "dossier")

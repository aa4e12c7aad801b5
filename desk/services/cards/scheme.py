"""The scheme in force, as members and cards need it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from desk.rules.schemes import Level, Scheme, level_name, scheme_name
from desk.rules.schemes.standard import STANDARD
from desk.rules.schemes.words import level_lines
from desk.services import schemes
from desk.services.cards.views import LevelView, SchemeView
from desk.services.kit.desk import Desk


def in_force(session: Session, desk: Desk) -> Scheme:
    """The scheme that new members join today."""
    return schemes.at(session, desk.today())


def named(session: Session, desk: Desk, code: str) -> Scheme:
    """A scheme by its code, with the site's numbers of today, else the last it had; the one in force for an unknown code."""
    now = in_force(session, desk)
    if now.code == code or code not in STANDARD:
        return now
    line = schemes.timeline(session)
    return next((each.scheme for each in reversed(line) if each.scheme.code == code), STANDARD[code])


def joins(scheme: Scheme, level: Level, free: str = "") -> bool:
    """Whether one can begin with a level: it has a joining condition or runs free in a campaign, and asks no judgement."""
    return not level.judgement and (bool(level.join) or level.code == free or scheme.by_request)


def view(session: Session, desk: Desk) -> SchemeView:
    """The scheme in force, in words."""
    scheme = in_force(session, desk)
    campaign = next((each for each in scheme.campaigns_on(desk.today()) if each.free_level), None)
    free = campaign.free_level if campaign else ""
    return SchemeView(
        scheme.code,
        scheme_name(scheme),
        tuple(
            LevelView(
                each.code, level_name(scheme, each.code), joins(scheme, each, free), each.letters,
                level_lines(scheme, each),
            )
            for each in scheme.levels
        ),
        scheme.form,
        scheme.by_request,
        free,
        campaign.name if campaign else "",
    )  # fmt: skip


__all__ = ["in_force", "joins", "named", "view"]

"""Which features a site uses: one that it may not use names its tables (`Feature.used`), and while they are empty nobody asks it.

Neither what falls due nor what time does to records is asked of it then, and its modules are not loaded: asked all, an open window
of a new site held 34 MB more, for 0.7 s of work that found nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from desk import features
from desk.services.kit.desk import Desk

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from desk.models.kit.database import Database

_met: WeakKeyDictionary[Database, set[str]] = WeakKeyDictionary()
"""The features that were found to be in use, by the database: they stay so."""


def features_of(session: Session, desk: Desk) -> list[features.Feature]:
    """The features that say no table, or have a row in one of theirs: one question for those not met before."""
    from sqlalchemy import exists, literal_column, select, table

    met = _met.setdefault(desk.database, set())
    unmet = [feature for feature in features.features() if feature.used and feature.code not in met]
    names = list(dict.fromkeys(name for feature in unmet for name in feature.used))
    if names:
        found = session.execute(
            select(*(exists(select(literal_column("1")).select_from(table(name))).label(name) for name in names))
        ).one()
        there = dict(zip(names, found, strict=True))
        met.update(feature.code for feature in unmet if any(there[name] for name in feature.used))
    return [feature for feature in features.features() if not feature.used or feature.code in met]


def time_passes(desk: Desk, moment: str) -> None:
    """What time itself does to the records of the features in use.

    Args:
        desk: the desk.
        moment: `day_begins` or `minute_passes`, a hook `(desk)`.
    """
    if not any(moment in feature.hooks for feature in features.features()):
        return
    with desk.look() as session:
        found = [feature for feature in features_of(session, desk) if moment in feature.hooks]
    for feature in found:
        features.load(feature.hooks[moment])(desk)


__all__ = ["features_of", "time_passes"]

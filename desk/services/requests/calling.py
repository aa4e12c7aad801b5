"""What there is to know while somebody calls: what runs already, what came lately, and what the features say (hook `caller_lines`)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from desk import features
from desk.models import Request, Unit
from desk.rules import requests as rules
from desk.services.kit.desk import Desk
from desk.services.kit.lines import CallerLine
from desk.services.requests.lists import SHORT, repeats
from desk.services.requests.views import RepeatView

RESULTS = 8
"""So many results of a category are offered again."""
_LOOKED_AT = 60


@dataclass(frozen=True, slots=True)
class CallerCard:
    """What the caller card shows.

    Attributes:
        repeats: what is open or came lately for the same room, line, building, and what the caller has open elsewhere; the
            nearest first, as `requests.repeats`.
        lines: what the features tell of the home and the caller.
        running: the repeats that are open, so that a call about one of them joins it: those of the room first, then those of
            the caller, then those of the line and the building of the chosen category.
    """

    repeats: tuple[RepeatView, ...] = ()
    lines: tuple[CallerLine, ...] = ()
    running: tuple[RepeatView, ...] = ()


def caller_card(
    desk: Desk, *, unit_id: int | None = None, customer_id: int | None = None, category: str = ""
) -> CallerCard:
    """What is known of the room and the person who call; nothing of nobody."""
    if unit_id is None and customer_id is None:
        return CallerCard()
    near = repeats(desk, unit_id=unit_id, category=category) if unit_id is not None else ()
    own = _of_person(desk, customer_id, {each.request_id for each in near}) if customer_id is not None else ()
    with desk.look() as session:
        lines = [line for hook in features.hooks("caller_lines") for line in hook(session, desk, unit_id, customer_id)]
    around = [each for each in near if each.why == "room" or category]
    order = ("room", "caller", "line", "building")
    running = sorted(
        (each for each in (*around, *own) if each.state in rules.OPEN),
        key=lambda each: (order.index(each.why), bool(category) and each.category != category),
    )
    return CallerCard((*near, *own), tuple(lines), tuple(running))


def _of_person(desk: Desk, customer_id: int, known: set[int]) -> tuple[RepeatView, ...]:
    """What somebody has open outside the room they call from."""
    with desk.look() as session:
        rows = session.execute(
            select(
                Request.id, Request.number, Request.kind, Request.category, Request.state, Request.received_at, Unit.name,
                func.substr(Request.content, 1, SHORT),
            )
            .outerjoin(Unit, Unit.id == Request.unit_id)
            .where(Request.customer_id == customer_id, Request.state.in_(rules.OPEN))
            .order_by(Request.received_at.desc(), Request.id.desc())
            .limit(RESULTS)
        )  # fmt: skip
        return tuple(
            RepeatView(number, one, kind, category, state, at, "caller", room or "", content)
            for one, number, kind, category, state, at, room, content in rows
            if one not in known
        )


def last_results(desk: Desk, category: str) -> tuple[str, ...]:
    """How requests of a category were handled lately, each wording once, the newest first."""
    if not category:
        return ()
    with desk.look() as session:
        found = session.scalars(
            select(Request.result)
            .where(Request.category == category, Request.result != "")
            .order_by(Request.received_at.desc(), Request.id.desc())
            .limit(_LOOKED_AT)
        )
        return tuple(list(dict.fromkeys(found))[:RESULTS])


__all__ = ["CallerCard", "caller_card", "last_results"]

"""What may not stand on a poster, checked against the register before anything is printed (handbook S22, PIPL 25)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desk.errors import NotFound
from desk.i18n import _
from desk.models import Customer, Phone, Unit
from desk.models.kit.functions import holds
from desk.models.money import Charge
from desk.models.notices import Notice
from desk.rules import notices as rules
from desk.rules.kit.gate import Obstacle
from desk.services.kit.desk import Desk
from desk.services.notices import area as areas

_MOST = 400
"""Numbers asked for at once."""


def found_in(session: Session, desk: Desk, text: str, *, allowed: Sequence[str] = ()) -> list[Obstacle]:
    """Names, telephones and rooms in arrears that a text would put on a poster.

    Args:
        session: of the act, or of a question.
        desk: the desk.
        text: everything that would be printed.
        allowed: names that a supervisor let stand.
    """
    found = []
    names = rules.names_in(text, session.scalars(select(Customer.name).distinct()))
    if names := [name for name in names if name not in allowed]:
        found.append(rules.name_obstacle(names))
    written = set(rules.numbers_in(text)[:_MOST])
    if written:
        bare = {number.removeprefix("86") for number in written} | written
        lines = session.scalars(select(Phone.number).where(or_(Phone.number.in_(bare), holds(Phone.number, "-"))))
        known = {digits for number in lines for digits in rules.writings(number)}
        own = set(rules.numbers_in(desk.site.hotline))
        if phones := [number for number in rules.phones_in(text, known) if number not in own]:
            found.append(rules.phone_obstacle(len(phones)))
    if rules.rooms_in(text, _owing(session, desk)):
        found.append(rules.room_obstacle())
    return found


def _owing(session: Session, desk: Desk) -> dict[str, str]:
    """The rooms in arrears, by each of their writings."""
    found: dict[str, str] = {}
    for name, code in session.execute(
        select(Unit.name, Unit.code)
        .join(Charge, Charge.unit_id == Unit.id)
        .where(Charge.open_fen > 0, Charge.since < desk.today())
        .distinct()
    ):
        found |= {name: name, code: name}
    return found


def obstacles(session: Session, desk: Desk, subject: str) -> list[Obstacle]:
    """What stands in the way of printing a notice (`public-notice:12`)."""
    row = session.get(Notice, int(subject.removeprefix("public-notice:")))
    if row is None:
        raise NotFound(_("This notice is not there."))
    return found_in(session, desk, printed(session, row), allowed=row.allowed.splitlines())


def in_the_way(desk: Desk, notice_id: int) -> tuple[Obstacle, ...]:
    """What stands in the way of printing a notice, as the window asks before its approval.

    Raises:
        NotFound: there is no such notice.
    """
    with desk.look() as session:
        return tuple(obstacles(session, desk, f"public-notice:{notice_id}"))


def printed(session: Session, row: Notice) -> str:
    """All words of a notice that its poster would show, one part a line."""
    parts = (row.title, row.text, row.english, areas.of_notice(session, row).words(), row.late_reason)
    return "\n".join(part for part in parts if part)


__all__ = ["found_in", "in_the_way", "obstacles", "printed"]

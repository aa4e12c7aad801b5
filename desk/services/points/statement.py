"""我的积分从何而来: the printed statement of a member's points, entry by entry, and why the level is what it is."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.i18n import _
from desk.models.points import PointEntry
from desk.rules.kit import wording
from desk.rules.kit.money import figures
from desk.rules.schemes import words as scheme_words
from desk.services import cards, schemes
from desk.services.kit.desk import Desk
from desk.services.kit.papers import writing
from desk.services.points import papers
from desk.services.points.read import member_points
from desk.services.points.within import entry_views
from desk.services.slips import SlipView, issue
from desk.slips import points as slips
from desk.slips.engine.slip import Slip

LONGEST = 2000
"""Entries of one statement: the newest."""


def statement_preview(desk: Desk, member_id: int) -> Slip:
    """The statement as it would be printed, without a number.

    Raises:
        NotFound: no such member.
    """
    with desk.look() as session:
        return _statement(session, desk, member_id)


def issue_statement(desk: Desk, member_id: int) -> SlipView:
    """Issues the statement of a member's points.

    Raises:
        NotFound. NotAllowed.
    """
    with desk.act("points.statement") as act:
        desk.require("receptionist")
        member = cards.get(act.session, member_id)
        slip = _statement(act.session, desk, member_id)
        issued = issue(act, desk, slip, subject=f"member:{member.id}", people=[papers.person(member)])
        act.about("member", member.id, number=member.number, slip=issued.number)
        return issued


def _statement(session: Session, desk: Desk, member_id: int) -> Slip:
    scheme = schemes.at(session, desk.today())
    with writing(desk) as head:
        view = member_points(desk, member_id)
        rows = session.scalars(
            select(PointEntry).where(PointEntry.member_id == member_id).order_by(PointEntry.id.desc()).limit(LONGEST)
        ).all()
        lines = tuple(
            slips.Line(
                wording.day(each.day), each.words, "\n".join(part for part in (each.about, each.note) if part),
                f"{each.points:+,}", f"{each.lifetime:+,}" if each.lifetime else "", f"{each.balance:,}",
            )
            for each in entry_views(session, list(reversed(rows)))
        )  # fmt: skip
        sums = (
            # L10N: 可用积分
            (_("Points"), f"{view.balance:,}"),
            # L10N: 累计积分
            (_("Lifetime points"), f"{view.lifetime:,}"),
            # L10N: 近十二个月消费
            (_("Spent in twelve months"), figures(view.spent_year)),
        )
        points = {
            scheme_words.condition_words(each)
            for level in scheme.levels
            for each in level.upgrade
            if each.kind == "lifetime"
        }
        steps = tuple(
            (
                each.words,
                f"{each.reached:,}" if each.words in points else figures(each.reached),
                # L10N: 已满足
                each.missing or _("reached"),
            )
            for each in view.steps
        )
        facts = slips.StatementFacts(
            f"{view.number} {view.name}",
            view.tier,
            sums,
            steps,
            view.next_level,
            lines,
            scheme_words.rules_lines(scheme),
        )
        return slips.statement(head, facts)


__all__ = ["issue_statement", "statement_preview"]

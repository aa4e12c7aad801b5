"""What the refund gate has to know of a file, and what stands in its way (handbook R8)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.models.renovation import Renovation, RenovationInspection, Violation, WorkerPass
from desk.rules.kit.gate import Obstacle
from desk.rules.renovation import gate
from desk.services.kit.desk import Desk
from desk.services.renovation.core import missing_papers, refund_weekdays

_OUT = ("active",)


def active_passes(session: Session, row: Renovation) -> list[WorkerPass]:
    """The passes that are neither returned, nor lost with a record, nor void."""
    return list(
        session.scalars(
            select(WorkerPass)
            .where(WorkerPass.renovation_id == row.id, WorkerPass.state.in_(_OUT))
            .order_by(WorkerPass.number)
        )
    )


def facts(session: Session, row: Renovation) -> gate.RefundFacts:
    """What the gate has to know; what is only known at the counter (papers shown, who is there) is filled in with the refund."""
    inspections = session.scalars(
        select(RenovationInspection)
        .where(RenovationInspection.renovation_id == row.id, RenovationInspection.kind == "completion")
        .order_by(RenovationInspection.id)
    )
    violations = session.scalars(
        select(Violation.number)
        .where(Violation.renovation_id == row.id, Violation.state != "put-right")
        .order_by(Violation.id)
    )
    return gate.RefundFacts(
        inspections=tuple(gate.Inspection(each.on, each.passed) for each in inspections),
        moved_in=row.moved_in,
        nobody_moved_in=row.nobody_moved_in,
        downstairs_signed=row.downstairs_signed_on,
        downstairs_waived=bool(row.downstairs_waiver),
        certificate=row.certificate_back,
        receipt=row.receipt_back,
        passes_out=tuple(each.number for each in active_passes(session, row)),
        missing_papers=missing_papers(row, signing=True),
        violations=tuple(violations),
    )


def in_the_way(session: Session, desk: Desk, row: Renovation) -> tuple[Obstacle, ...]:
    """Everything that stands in the way of the refund today, at once."""
    return gate.obstacles(
        facts(session, row),
        desk.today(),
        weekdays=refund_weekdays(desk),
        from_moving_in_alone=bool(desk.policy["renovation.from_moving_in"]),
        months=int(desk.policy["renovation.wait_months"]),
    )

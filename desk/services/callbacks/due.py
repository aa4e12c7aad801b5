"""Whose customers are to be called back."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.i18n import _
from desk.models import CallbackAttempt, Request
from desk.services.kit.desk import Desk
from desk.services.kit.lines import CallerLine
from desk.services.requests.due import OfState

waiting = OfState("callback", sort="callback", target="callbacks")


def caller_lines(session: Session, _desk: Desk, unit_id: int | None, customer_id: int | None) -> list[CallerLine]:
    """How content the room, or the caller, was when called back last."""
    about = [
        column == known
        for column, known in ((Request.unit_id, unit_id), (Request.customer_id, customer_id))
        if known is not None
    ]
    if not about:
        return []
    last = session.execute(
        select(CallbackAttempt.score, Request.number, Request.id)
        .join(Request, Request.id == CallbackAttempt.request_id)
        .where(or_(*about), CallbackAttempt.score.is_not(None))
        .order_by(CallbackAttempt.at.desc(), CallbackAttempt.id.desc())
        .limit(1)
    ).first()
    if last is None:
        return []
    score, number, request_id = int(last[0] or 0), last[1], last[2]
    # L10N: 上次回访：{score}（{number}）
    words = _("Last callback: {score} ({number})").format(score=label("scores", str(score)), number=number)
    return [CallerLine("callback", words, "red" if score <= 2 else "", f"request:{request_id}")]

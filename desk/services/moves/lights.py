"""The lamps of a household that its keys, residence passes and moves light (architecture "The clearance")."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.catalog import label
from desk.i18n import _, ngettext
from desk.models.moves import Move, ResidentPass
from desk.rules.kit.wording import listed, short_day
from desk.services.households.views import HouseholdView
from desk.services.kit.desk import Desk
from desk.services.kit.lines import LightView
from desk.services.moves.core import HELD_PASSES, key_words, keys_out


def keys(session: Session, _desk: Desk, home: HouseholdView) -> LightView:
    """Amber while keys that were handed out are with the household, red when nobody lives there any more."""
    # L10N: 领用钥匙
    name = _("Keys handed out")
    out = keys_out(session, home.unit.id)
    if not out:
        # L10N: 无未交回钥匙
        return LightView("move-keys", name, _("None out"), "green", "")
    # L10N: {key} × {n}
    words = listed(_("{key} × {n}").format(key=key_words(key), n=key.pieces - key.back) for key in out)
    lived_in = any(person.lives for person in home.people)
    return LightView("move-keys", name, words, "amber" if lived_in else "red", _leave(session, home))


def passes(session: Session, _desk: Desk, home: HouseholdView) -> LightView:
    """Amber while residence passes are out, red while cancelled ones did not come back."""
    # L10N: 居住证
    name = _("Residence passes")
    found = session.scalars(
        select(ResidentPass)
        .where(ResidentPass.unit_id == home.unit.id, ResidentPass.state.in_(HELD_PASSES))
        .order_by(ResidentPass.number)
    ).all()
    if not found:
        # L10N: 无在外居住证
        return LightView("resident-passes", name, _("None out"), "green", "")
    gone = [each.number for each in found if each.state == "cancelled"]
    if gone:
        # L10N: 已注销未交回：{numbers}
        words = _("cancelled, not back: {numbers}").format(numbers=listed(gone))
        return LightView("resident-passes", name, words, "red", f"resident-passes:{home.unit.id}")
    # L10N: {n} 张在用
    words = ngettext("{n} out", "{n} out", len(found)).format(n=len(found))
    return LightView("resident-passes", name, words, "amber", f"resident-passes:{home.unit.id}")


def move(session: Session, desk: Desk, home: HouseholdView) -> LightView:
    """Amber while a move is under way."""
    # L10N: 入住搬出
    name = _("Moves")
    row = session.scalars(
        select(Move)
        .where(Move.open_unit.in_((f"in:{home.unit.id}", f"out:{home.unit.id}")))
        .order_by(Move.id.desc())
        .limit(1)
    ).first()
    if row is None:
        # L10N: 无办理中的入住或搬出
        return LightView("moves", name, _("None under way"), "green", "")
    words = f"{label('move_states', row.state)} {row.number} {short_day(row.day, desk.today())}"
    return LightView("moves", name, words, "amber", f"move:{row.id}")


def _leave(session: Session, home: HouseholdView) -> str:
    """Where keys are settled: the move-out under way, else the form that begins one."""
    found = session.scalar(select(Move.id).where(Move.open_unit == f"out:{home.unit.id}"))
    return f"move:{found}" if found is not None else f"leave:{home.unit.id}"


__all__ = ["keys", "move", "passes"]

"""What `desk check` asks of the slips."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.i18n import _
from desk.models import SlipRecord
from desk.services.kit.desk import Desk
from desk.services.site.check import Finding
from desk.slips.engine.slip import sha256


def changed(session: Session, _desk: Desk) -> list[Finding]:
    """Slips whose stored content does not fit its hash."""
    rows = session.execute(
        select(SlipRecord.number, SlipRecord.content, SlipRecord.sha256).execution_options(yield_per=500)
    )
    return [
        Finding("slip-hash", _("The content of slip {number} was changed.").format(number=number))
        for number, content, digest in rows
        if sha256(content) != digest
    ]

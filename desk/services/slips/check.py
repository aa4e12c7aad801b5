"""What `desk check` asks of the slips."""

from __future__ import annotations

from contextlib import closing

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk.i18n import _
from desk.models import SlipRecord
from desk.services.kit import sealed
from desk.services.kit.desk import Desk
from desk.services.site.check import Finding
from desk.slips.engine.slip import sha256


def changed(session: Session, _desk: Desk) -> list[Finding]:
    """Slips whose stored content does not fit its hash, or whose sealed values are not there."""
    found, named = [], set()
    rows = session.execute(
        select(SlipRecord.number, SlipRecord.content, SlipRecord.sha256).execution_options(yield_per=500)
    )
    with closing(rows):
        for number, content, digest in rows:
            if sha256(content) != digest:
                found.append(Finding("slip-hash", _("The content of slip {number} was changed.").format(number=number)))
            named.update(sealed.content_digests(content))
    return found + [Finding("sealed", words) for words in sealed.missing(session, named)]

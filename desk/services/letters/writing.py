"""Writing letters: what one says, its number, its slip; inside the act it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from desk.catalog import label
from desk.i18n import speaking
from desk.models import Staff
from desk.models.letters import Letter, LetterTemplate
from desk.rules import letters as rules
from desk.rules.kit import wording
from desk.rules.kit.money import figures
from desk.services.kit.desk import Act, Desk
from desk.services.kit.papers import writing
from desk.services.kit.sealed import Personal
from desk.services.kit.sequences import next_numbers
from desk.services.kit.workbooks import Cancelled, Progress, stop_if
from desk.services.letters.views import Recipient
from desk.services.slips import issue
from desk.slips import letters as forms
from desk.slips.engine.head import PaperHead
from desk.slips.engine.slip import Slip

PREFIX = "XH"


def sender(desk: Desk, session: Session, staff_id: int | None) -> str:
    """Who signs: the centre, then title and name of the sending clerk (handbook S3), in the language in force; two lines."""
    staff = session.get(Staff, staff_id) if staff_id is not None else None
    clerk = f"{label('staff_roles', staff.role)} {staff.name}" if staff is not None else ""
    return "\n".join(line for line in (desk.site.name, clerk) if line)


def values(desk: Desk, session: Session, one: Recipient, day: date, staff_id: int | None) -> dict[str, str]:
    """What stands in the place of each placeholder, in the language in force."""
    return {
        "称呼": one.salutation,
        "姓名": one.name,
        "房号": one.room,
        "金额": figures(one.fen) if one.fen is not None else "",
        "日期": wording.written_day(day),
        "落款": sender(desk, session, staff_id),
    }


def slip_of(
    desk: Desk, session: Session, template: LetterTemplate, one: Recipient, day: date, staff_id: int | None
) -> Slip:
    """One letter, in the language of its template."""
    with writing(desk) as head, speaking(template.language):
        filled = values(desk, session, one, day, staff_id)
        facts = forms.LetterFacts(
            template.name,
            one.room,
            one.name,
            rules.parts(template.text, filled),
            service=template.kind not in rules.FREE_KINDS,
        )
        return forms.letter(facts, replace(PaperHead(**head), language=template.language))


def write(
    act: Act,
    desk: Desk,
    template: LetterTemplate,
    people: Sequence[Recipient],
    *,
    run_id: int | None = None,
    household: bool = True,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[Letter]:
    """Writes a letter to each, in the order given, each with its number and slip.

    Raises:
        DeskError: `cancelled`.
    """
    session, day = act.session, desk.local(act.at).date()
    rows = []
    for at, (number, one) in enumerate(zip(next_numbers(session, PREFIX, day, len(people)), people, strict=True), 1):
        stop_if(cancelled)
        row = Letter(
            number=number, template_id=template.id, template=template.number, run_id=run_id, unit_id=one.unit_id,
            customer_id=one.customer_id, household=household, day=day, fen=one.fen, state="issued", delivered_by="",
            signer="", note="", at=act.at, staff_id=act.staff_id,
        )  # fmt: skip
        session.add(row)
        session.flush()
        about = f"customer:{one.customer_id}"
        slip = slip_of(desk, session, template, one, day, act.staff_id)
        personal = [Personal(about, "name", text) for text in {one.name, one.salutation} if text]
        issue(act, desk, slip, subject=f"letter:{row.id}", number=number, people=personal)
        act.touch("unit", one.unit_id)
        rows.append(row)
        if progress is not None:
            progress(at, len(people))
    return rows


__all__ = ["PREFIX", "sender", "slip_of", "values", "write"]

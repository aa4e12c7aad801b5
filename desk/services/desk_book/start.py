"""What the book begins with: twelve telephones, headings of facilities, papers and procedures, emergencies, standards of the reception."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from desk import config
from desk.models.desk_book import BookEntry
from desk.services.desk_book.core import charge_items, written
from desk.services.kit.desk import Act, Desk


def _missing_items(session: Session, desk: Desk) -> dict[str, str]:
    """Charge items without an entry: name by key."""
    known = set(session.scalars(select(BookEntry.item).where(BookEntry.item != "")))
    return {key: each.name for key, each in charge_items(session, desk).items() if key not in known}


def begin(desk: Desk) -> int:
    """Puts the start texts into an empty book, and an entry for each charge item that has none; nothing when both are done.

    The texts are in the site's language and a site changes them as it likes; what it ended does not come back.

    Returns:
        How many entries came in.

    Raises:
        NotAllowed: nobody is signed in.
    """
    if desk.actor is None:
        return 0
    with desk.look() as session:
        begun = session.scalars(select(BookEntry.id).limit(1)).first() is not None
        if begun and not _missing_items(session, desk):
            return 0
    with desk.act("book.begin") as act:
        desk.require("receptionist")
        rows = [] if begun else _start_texts(act, desk)
        today = desk.local(act.at).date()
        for key, name in _missing_items(act.session, desk).items():
            rows.append(
                BookEntry(
                    kind="charge", title=name, text="", keywords="", phone="", item=key, public=True, pages="", source="", version=1,
                    updated_at=act.at, reviewed_on=today,
                )
            )  # fmt: skip
        act.session.add_all(rows)
        written(act, rows)
        act.data["entries"] = len(rows)
        return len(rows)


def _start_texts(act: Act, desk: Desk) -> list[BookEntry]:
    language, today = desk.site.language, desk.local(act.at).date()
    found = []
    for each in config.toml("book.toml")["entries"]:
        words = each.get(language) or each["en"]
        found.append(
            BookEntry(
                code=each["code"], kind=each["kind"], title=words["title"], text=words["text"], keywords=words["keywords"], phone="",
                item="", public=bool(each.get("public")), pages=",".join(each.get("pages", ())), source="", version=1,
                updated_at=act.at, reviewed_on=today,
            )
        )  # fmt: skip
    return found


__all__ = ["begin"]

"""After the guardian took the word back a child's numbers lie nowhere: no row, no page of the file, no log, no term of the finder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import select

from desk import features, paths
from desk.models.kit.base import Base
from desk.rules.kit.phones import format_phone
from desk.services import calls, drafts, finder, keys, parcels, parking, requests, slips, visitors
from desk.services import households as h
from desk.services.access import known
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit import attachments, viewing
from desk.services.kit.desk import Desk
from desk.services.requests import RequestEntry
from desk.services.site.backup import backup
from desk.services.site.backup_files import after_restore
from desk.services.site.check import check
from desk.services.site.restore import restore
from tests.kit.site import Clock, People
from tests.services.test_personal import everything, forget

PHONE, NAME = "13899887701", "欧阳小满"


def tells(number: str) -> set[str]:
    """A number as it is kept, as it is written, and as the finder turns it round."""
    phones = {PHONE, format_phone(PHONE), f"{PHONE[:3]}-{PHONE[3:7]}-{PHONE[7:]}"}
    return {number, number[::-1], number.lower(), PHONE[::-1], *phones}


@pytest.fixture
def child(
    desk: Desk, resident: Callable[..., str], picture: Callable[..., Path], clock: Clock, staff_of_site: People
) -> tuple[int, str]:
    """A child with a record in every feature that keeps a number of somebody, with papers, drafts, calls and opened files."""
    number, later = resident("20150501", "017"), clock() + timedelta(hours=3)
    entry = PersonEntry(
        NAME, document_number=number, phones=(PHONE,), consent=True, guardian_name="欧阳念南", guardian_as="mother",
    )  # fmt: skip
    who = h.register_person(desk, entry, StayEntry(1, "member", "女儿"), photo_file=picture()).customer_id
    h.register_card(desk, 1)
    logged = requests.log_request(desk, RequestEntry(
        "complaint", "phone", unit_id=1, customer_id=who, caller_phone=PHONE, category="noise", content="楼上太吵", severity="normal",
        repeated_back=True, promised_at=later,
    ))  # fmt: skip
    requests.assign(desk, logged.id, department="security", responsible="陈刚")
    kept = keys.take(desk, keys.KeySetEntry("equipment", "对讲机", "R-1", "A-1"))
    keys.lend(desk, kept.id, keys.LoanEntry("other", NAME, "取球", later, phone=format_phone(PHONE)))
    visitors.register(desk, visitors.VisitEntry(
        NAME, "送作业", "yes", unit_id=2, seen=True, document_kind="resident-card", document_number=number, phone=PHONE, card="paper",
        until=later,
    ))  # fmt: skip
    parcels.take(desk, parcels.ParcelEntry("parcel", "书", "A3", unit_id=1, recipient=NAME, phone=PHONE))
    parking.issue_card(desk, parking.ParkingCardEntry(
        "粤B12345", NAME, desk.today(), "visitor", phone=PHONE, paid_until=desk.today(), papers_seen=True,
    ))  # fmt: skip
    with desk.approved(staff_of_site.manager):
        sheet = known.person_sheet(desk, who)
    drafts.save_draft(desk, "request", {"caller_phone": format_phone(PHONE)})
    drafts.save_draft(desk, f"person:{who}#1", {"name": NAME, "document_number": number})
    calls.ring(desk, PHONE)
    for typed in (PHONE, number, PHONE[-4:]):
        finder.find(desk, typed)
    h.check_identity(desk, who, number=number)
    h.reveal(desk, who, purpose="callback")
    viewing.put(desk, "sheet.pdf", slips.pdf(desk, sheet.number))
    with desk.look() as session:
        (photo,) = session.scalars(select(Base.metadata.tables["attachment"].c.sha256)).all()
    attachments.for_viewing(desk, photo, "photo.jpg")
    return who, number


def rows(desk: Desk) -> Iterator[tuple[str, str]]:
    """Every row of every table, as text, on either engine."""
    for module in features.each("tables"):
        import_module(module)
    with desk.look() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)):
                yield table.name, repr(tuple(row))


def left_over(desk: Desk, number: str) -> set[str]:
    """Where one of the numbers lies still: tables, and files of the site but for backups."""
    wanted = tells(number)
    found = {name for name, text in rows(desk) if any(tell in text for tell in wanted)}
    for file in desk.data.rglob("*"):
        if file.is_file() and "backups" not in file.relative_to(desk.data).parts:
            content = file.read_bytes()
            if any(tell.encode() in content or tell.encode("utf-16-le") in content for tell in wanted):
                found.add(file.relative_to(desk.data).as_posix())
    return found


def test_nothing_but_sealed_values_is_left(desk: Desk, child: tuple[int, str]) -> None:
    customer, number = child
    before = left_over(desk, number)
    assert before >= {
        "customer",
        "phone",
        "sealed_value",
        "draft",
        "visit_person",
        "parcel",
        "key_loan",
        "parking_card",
        "request",
    }
    assert list(paths.attachments(desk.data).iterdir())
    assert list(paths.viewing(desk.data).rglob("*.*"))

    h.withdraw_consent(desk, customer, "guardian")

    if desk.database.file is not None:
        everything(desk)  # what lies in the log is written into the file, as at the end of the day
    assert left_over(desk, number) == set()
    assert list(paths.attachments(desk.data).iterdir()) == []
    assert not paths.viewing(desk.data).exists() or not list(paths.viewing(desk.data).rglob("*.*"))
    for typed in (PHONE, number, PHONE[-4:], number[-4:]):
        assert not [one for one in finder.find(desk, typed) if NAME in one.title], typed
    assert check(desk) == []


@pytest.mark.one_engine
def test_nothing_is_left_after_a_restore_of_an_older_copy(desk: Desk, child: tuple[int, str], clock: Clock) -> None:
    customer, number = child
    made = backup(desk)
    clock.forward(days=1)
    h.withdraw_consent(desk, customer, "guardian")
    actor = desk.actor
    desk.database.close()
    kept = restore(desk.data, made.file)
    from desk.app import open_desk

    again = open_desk(desk.data, clock=clock)
    again.actor = actor
    assert left_over(again, number)  # the copy knew the child
    after_restore(again, made.file, kept, forget=forget)
    everything(again)
    assert left_over(again, number) == set()
    assert check(again) == []
    again.database.close()

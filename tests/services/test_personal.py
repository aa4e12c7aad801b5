"""What is kept of a person, and that it is gone when it has to go."""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import select

from desk import features, paths
from desk.errors import DeskError, InvalidInput, NotAllowed, NotFound
from desk.models import AuditEvent, Customer, Draft, Request, SealedValue, SlipRecord
from desk.models.keys import KeyLoan
from desk.models.kit.base import Base
from desk.models.parcels import Parcel
from desk.models.parking import ParkingCard
from desk.models.visitors import VisitPerson
from desk.services import drafts, keys, parcels, parking, requests, slips, visitors
from desk.services import households as h
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit import attachments, sealed, viewing
from desk.services.kit.desk import Desk
from desk.services.requests import RequestEntry
from desk.services.site.backup import backup
from desk.services.site.backup_files import after_restore
from desk.services.site.check import check
from desk.services.site.restore import restore
from tests.kit.site import Clock

PHONE = "13800000177"


def everything(desk: Desk) -> bytes:
    """All bytes of the database, WAL included."""
    file = paths.database_file(desk.data)
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return b"".join(Path(f"{file}{end}").read_bytes() for end in ("", "-wal") if Path(f"{file}{end}").exists())


def stored(desk: Desk) -> list[str]:
    folder = paths.attachments(desk.data)
    return sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []


@pytest.fixture
def child(desk: Desk, resident: Callable[..., str], picture: Callable[..., Path]) -> tuple[int, str]:
    """A child on file with everything that a guardian may agree to: customer, identity number."""
    number = resident("20150501", "013")
    entry = PersonEntry(
        "欧阳小满",
        document_number=number,
        phones=(PHONE,),
        consent=True,
        guardian_name="欧阳念南",
        guardian_as="mother",
    )
    view = h.register_person(desk, entry, StayEntry(1, "member", "女儿"), photo_file=picture())
    return view.customer_id, number


# ------------------------------------------------------------------------------------------------- withdrawing consent
@pytest.mark.one_engine
def test_after_the_guardian_took_it_back_a_childs_numbers_are_nowhere(desk: Desk, child: tuple[int, str]) -> None:
    customer, number = child
    h.register_card(desk, 1)
    entry = RequestEntry(kind="complaint", channel="phone", unit_id=1, category="noise", content="楼上太吵", severity="normal",
                         customer_id=customer, caller_phone=PHONE, repeated_back=True, promised_at=desk.clock() + timedelta(hours=2))  # fmt: skip
    logged = requests.log_request(desk, entry)
    requests.assign(desk, logged.id, department="security", responsible="陈刚")
    drafts.save_draft(desk, f"person:{customer}#1", {"name": "欧阳小满", "phones": [PHONE]})
    drafts.save_draft(desk, "request", {"caller_phone": "138 0000 0177"})
    drafts.save_draft(desk, "person:new:4", {"name": "别人"})
    card = slips.whole_content(desk, "DJ-20261121-0001", purpose="look")
    assert number in "\n".join(card.texts())
    assert "138 0000 0177" in "\n".join(card.texts())

    h.withdraw_consent(desk, customer, "guardian")

    bytes_of_all = everything(desk)
    for text in (number, PHONE, "138 0000 0177"):
        assert text.encode() not in bytes_of_all, text
    for slip in ("DJ-20261121-0001", "PG-20261121-0001"):
        texts = "\n".join(slips.whole_content(desk, slip, purpose="look").texts())
        assert number not in texts
        assert "138 0000 0177" not in texts
        assert PHONE not in texts
        assert sealed.GONE in texts
        assert slips.pdf(desk, slip).startswith(b"%PDF")
    assert stored(desk) == []
    with desk.look() as session:
        assert session.scalar(select(Request.caller_phone)) == ""
    assert [draft.key for draft in drafts.drafts(desk)] == ["person:new:4"]
    assert check(desk) == []


def test_a_childs_numbers_go_from_the_log_of_keys_visitors_parcels_and_cards_too(
    desk: Desk, child: tuple[int, str]
) -> None:
    """The names stay as long as the log has to say who had the thing; what only the guardian's word allowed goes at once."""
    customer, number = child
    later, spoken = desk.clock() + timedelta(hours=3), "138-0000-0177"
    kept = keys.take(desk, keys.KeySetEntry("equipment", "对讲机", "R-1", "A-1"))
    lent = keys.lend(desk, kept.id, keys.LoanEntry("other", "欧阳小满", "取球", later, phone=spoken))
    visit = visitors.register(
        desk,
        visitors.VisitEntry("欧阳小满", "送作业", "yes", unit_id=2, seen=True, document_kind="resident-card", document_number=number,
                            phone=PHONE, card="paper", until=later),
    )  # fmt: skip
    parcel = parcels.take(
        desk, parcels.ParcelEntry("parcel", "书", "A3", unit_id=1, recipient="欧阳小满", phone=spoken)
    )
    car = parking.ParkingCardEntry(
        "粤B12345", "欧阳小满", desk.today(), "visitor", phone=PHONE, paid_until=desk.today(), papers_seen=True
    )
    card = parking.issue_card(desk, car)
    other = parcels.take(
        desk, parcels.ParcelEntry("parcel", "书", "A3", unit_id=1, recipient="王芳", phone="13800000188")
    )

    def papers() -> str:
        numbers = (
            *(slip.number for slip in keys.key_set(desk, kept.id).slips),
            visit.number,
            parcel.number,
            card.number,
        )
        found = [slips.whole_content(desk, slip, purpose="look").texts() for slip in numbers]
        return "\n".join(text for texts in found for text in texts)

    assert number in papers()
    assert PHONE in papers()
    h.withdraw_consent(desk, customer, "guardian")
    after = papers()
    assert number not in after
    assert PHONE not in after.replace(" ", "")
    assert "欧阳小满" in after
    with desk.look() as session:
        texts = [
            *session.scalars(select(KeyLoan.phone)), *session.scalars(select(VisitPerson.phone)),
            *session.scalars(select(VisitPerson.document_number)), *session.scalars(select(ParkingCard.phone)),
            *session.scalars(select(Parcel.phone).order_by(Parcel.id)),
        ]  # fmt: skip
    assert texts == ["", "", "", "", "", "13800000188"]
    assert lent.state == "out"
    assert keys.key_set(desk, kept.id).state == "out"
    assert other.phone
    assert check(desk) == []


@pytest.mark.one_engine
def test_a_number_that_the_mother_has_as_well_stays_hers(desk: Desk, child: tuple[int, str]) -> None:
    customer, _number = child
    h.register_person(desk, PersonEntry("欧阳念南", phones=(PHONE,)), StayEntry(1, "owner"))
    parcels.take(desk, parcels.ParcelEntry("parcel", "书", "A3", unit_id=1, recipient="欧阳念南", phone=PHONE))
    h.withdraw_consent(desk, customer, "guardian")
    with desk.look() as session:
        assert session.scalar(select(Parcel.phone)) == PHONE


def test_every_column_with_a_number_of_somebody_is_known_to_the_erasing() -> None:
    """Beside those of the register itself, of the staff, of firms and of what a contract keeps: works, and the ledger of members."""
    for module in features.each("tables"):
        import_module(module)
    own = {"customer", "staff", "worker", "contractor", "book_entry", "renovation", "worker_pass", "member"}
    held = {each.column for each in features.each("numbers_held")}
    there = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if table.name not in own and (column.name.endswith("phone") or column.name in ("document", "document_number"))
    }
    there |= {"release_slip.carrier_document"}
    assert held == there


@pytest.mark.one_engine
def test_unticking_the_consent_in_the_form_erases_too(desk: Desk, child: tuple[int, str]) -> None:
    customer, number = child
    h.register_card(desk, 1)
    h.change_person(desk, customer, PersonEntry("欧阳小满"))
    assert number.encode() not in everything(desk)
    assert stored(desk) == []
    assert check(desk) == []


def test_a_child_is_a_child_by_the_sites_own_date(desk: Desk, clock: Clock, resident: Callable[..., str]) -> None:
    """It is 14 from local midnight on, eight hours before it is by UTC."""
    clock.now = datetime(2026, 11, 20, 17, tzinfo=UTC)  # the 21st, 01:00 in Shanghai
    number = resident("20121121", "013")
    view = h.register_person(
        desk,
        PersonEntry("欧阳大满", document_number=number, consent=True, guardian_name="欧阳念南", guardian_as="mother"),
        StayEntry(1, "member"),
    )
    h.give_consent(desk, view.customer_id, "guardian")
    h.withdraw_consent(desk, view.customer_id, "guardian")
    with desk.look() as session:
        assert session.scalar(select(Customer.document_number)) == number


def test_the_scan_of_an_identity_card_goes_with_the_last_owners_consent(
    desk: Desk, picture: Callable[..., Path]
) -> None:
    owners = [
        h.register_person(desk, PersonEntry(name, consent=True), StayEntry(1, "owner")).customer_id
        for name in ("欧阳念南", "赵六")
    ]
    for owner in owners:
        h.give_consent(desk, owner, "photo")
    sha = h.attach(desk, 1, "owner-id-copy", picture())
    h.withdraw_consent(desk, owners[0], "photo")
    assert stored(desk) == [sha]
    h.withdraw_consent(desk, owners[1], "photo")
    assert stored(desk) == []
    assert check(desk) == []


# -------------------------------------------------------------------------------------------------------- sealed values
def test_no_name_and_no_number_stands_in_the_record_of_acts(desk: Desk, child: tuple[int, str]) -> None:
    customer, number = child
    h.change_person(desk, customer, PersonEntry("欧阳小滿", document_number=number, note="爱画画", consent=True))
    h.add_vehicle(desk, 1, "粤B12345", customer)
    h.end_stay(desk, next(p.occupancy_id for p in h.household(desk, 1).people), on=desk.today(), reason="")
    with desk.look() as session:
        data = "".join(str(row) for row in session.scalars(select(AuditEvent.data)))
    for text in ("欧阳", "爱画画", "粤B12345", number[-4:]):
        assert text not in data
    assert any("欧阳小满" in line.detail for line in h.household(desk, 1).timeline)


def test_shredding_leaves_chain_and_slips_whole(desk: Desk, child: tuple[int, str]) -> None:
    h.register_card(desk, 1)
    with desk.turn() as session:
        assert sealed.shred(session, f"customer:{child[0]}") > 0
        assert (
            session.scalars(select(SealedValue.salt).where(SealedValue.about == f"customer:{child[0]}")).all()[0]
            is None
        )
    assert check(desk) == []
    assert "欧阳小满" not in "".join(slips.whole_content(desk, "DJ-20261121-0001", purpose="look").texts())
    assert all(line.detail.count("欧阳") == 0 for line in h.household(desk, 1).timeline if line.title == "登记")


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE sealed_value SET value = '\"别人\"' WHERE kind = 'name'",
        "DELETE FROM sealed_value WHERE kind = 'name'",
    ],
)
def test_a_sealed_value_that_was_changed_or_taken_away_is_found(
    desk: Desk, child: tuple[int, str], change: str
) -> None:
    with closing(sqlite3.connect(paths.database_file(desk.data))) as connection:
        connection.execute(change)
        connection.commit()
    assert {finding.code for finding in check(desk)} == {"sealed", "rows"}


def test_a_name_like_a_word_of_the_form_leaves_the_form_alone(desk: Desk) -> None:
    h.register_person(desk, PersonEntry("业主"), StayEntry(1, "owner"))
    h.register_card(desk, 1)
    with desk.look() as session:
        content = session.scalars(select(SlipRecord.content)).one()
    assert '"label":"业主"' in content
    assert "业主" in slips.whole_content(desk, "DJ-20261121-0001", purpose="look").texts()


# ------------------------------------------------------------------------------------------------- who sees whole numbers
def test_whole_numbers_on_slips_are_masked_or_leave_a_trace(
    desk: Desk, child: tuple[int, str], events: Callable[[str], list[AuditEvent]]
) -> None:
    h.register_card(desk, 1)
    texts = "\n".join(slips.slip_content(desk, "DJ-20261121-0001").texts())
    assert child[1] not in texts
    assert f"****{child[1][-4:]}" in texts
    assert "138****0177" in texts
    assert events("slip.look") == []
    slips.pdf(desk, "DJ-20261121-0001", purpose="save")
    assert [(e.data["number"], e.data["purpose"]) for e in events("slip.look")] == [("DJ-20261121-0001", "save")]
    desk.actor = None
    with pytest.raises(NotAllowed):
        slips.pdf(desk, "DJ-20261121-0001")
    with pytest.raises(NotAllowed):
        slips.whole_content(desk, "DJ-20261121-0001", purpose="look")


# --------------------------------------------------------------------------------------------------------- stored files
def test_a_refused_save_leaves_no_file(desk: Desk, picture: Callable[..., Path]) -> None:
    with pytest.raises(InvalidInput):
        h.register_person(desk, PersonEntry("", consent=True), photo_file=picture())
    with pytest.raises(NotFound):
        h.attach(desk, 999, "floor-plan", picture())
    with pytest.raises(RuntimeError), desk.act("test.act") as act:
        attachments.store(act, desk, picture(), subject="customer:1", role="photo")
        assert len(stored(desk)) == 1
        raise RuntimeError
    assert stored(desk) == []
    assert check(desk) == []


def test_a_file_goes_with_its_last_use(desk: Desk, picture: Callable[..., Path]) -> None:
    first = h.attach(desk, 1, "floor-plan", picture("plan"))
    assert h.attach(desk, 2, "floor-plan", picture("plan")) == first
    with desk.look() as session:
        assert attachments.uses(session, first) == 2
    second = h.attach(desk, 1, "floor-plan", picture("a better scan"))
    assert stored(desk) == sorted([first, second])
    h.attach(desk, 2, "floor-plan", picture("a better scan"))
    assert stored(desk) == [second]
    assert check(desk) == []


def test_only_pictures_and_pdf_are_kept_whatever_they_are_called(desk: Desk, tmp_path: Path) -> None:
    for name, content in (
        ("run.bat", b"@echo off"),
        ("scan.pdf", b"MZ\x90\x00"),
        ("photo.jpg", b"<svg/>"),
        ("x.webp", b"\0" * 8 + b"WEBP"),
    ):
        file = tmp_path / name
        file.write_bytes(content)
        with pytest.raises(DeskError) as refused:
            h.attach(desk, 1, "floor-plan", file)
        assert refused.value.code == "file-kind"
    disguised = tmp_path / "plan.bat"
    disguised.write_bytes(b"%PDF-1.7")
    shown = attachments.for_viewing(desk, h.attach(desk, 1, "floor-plan", disguised), "plan.bat")
    assert shown.suffix == ".pdf"


def test_check_reads_the_stored_files(desk: Desk, picture: Callable[..., Path]) -> None:
    sha = h.attach(desk, 1, "floor-plan", picture())
    folder = paths.attachments(desk.data)
    (folder / sha).write_bytes(b"%PDF-1.7 something else")
    assert [finding.code for finding in check(desk)] == ["attachment"]
    (folder / sha).unlink()
    assert [finding.code for finding in check(desk)] == ["attachment"]
    (folder / ("0" * 64)).write_bytes(b"%PDF")
    assert len(check(desk)) == 2


def test_what_a_crash_left_is_no_fault_of_the_data(desk: Desk, picture: Callable[..., Path]) -> None:
    folder = paths.private(paths.attachments(desk.data))
    (folder / ".new-xyz").write_bytes(b"%PDF")
    (folder / hashlib.sha256(b"%PDF").hexdigest()).write_bytes(b"%PDF")
    assert check(desk) == []


def test_what_a_crash_left_is_swept_after_an_hour(desk: Desk, clock: Clock, picture: Callable[..., Path]) -> None:
    sha = h.attach(desk, 1, "floor-plan", picture())
    folder = paths.attachments(desk.data)
    left = [folder / ("a" * 64), folder / ".new-xyz"]
    for file in left:
        file.write_bytes(b"%PDF")
    for age, there in ((timedelta(minutes=30), True), (timedelta(hours=2), False)):
        moment = (clock.now - age).timestamp()
        for file in (*left, folder / sha):
            if file.exists():
                os.utime(file, (moment, moment))
        attachments.sweep(desk)
        assert [file.exists() for file in left] == [there, there]
    assert stored(desk) == [sha]


# -------------------------------------------------------------------------------------------------- backups and restore
def forget(desk: Desk, done: list) -> int:
    return h.repeat_erasures(desk, done)


@pytest.mark.one_engine
def test_a_backup_takes_the_stored_files_along(desk: Desk, picture: Callable[..., Path], tmp_path: Path) -> None:
    sha = h.attach(desk, 1, "floor-plan", picture())
    made = backup(desk, tmp_path / "stick" / "copy.sqlite3")
    assert (made.file.parent / "attachments" / sha).read_bytes() == picture().read_bytes()
    fresh = tmp_path / "new pc"
    assert restore(fresh, made.file) is None
    from desk.app import open_desk

    there = open_desk(fresh, clock=desk.clock)
    done = after_restore(there, made.file, None, forget=forget)
    assert (done.files, done.missing) == (1, 0)
    assert check(there) == []
    there.database.close()


@pytest.mark.one_engine
def test_a_restore_forgets_again_whom_the_site_had_forgotten(
    desk: Desk, child: tuple[int, str], clock: Clock, tmp_path: Path
) -> None:
    from desk.app import open_desk

    made = backup(desk)
    clock.forward(days=1)
    h.withdraw_consent(desk, child[0], "guardian")
    assert not any((made.file.parent / "attachments").iterdir())
    actor = desk.actor
    desk.database.close()
    kept = restore(desk.data, made.file)
    again = open_desk(desk.data, clock=clock)
    again.actor = actor
    done = after_restore(again, made.file, kept, forget=forget)
    assert (done.people, done.missing) == (1, 0)
    with again.look() as session:
        assert session.scalar(select(Customer.document_number)) == ""
    assert child[1].encode() not in everything(again)
    assert check(again) == []
    with again.look() as session:
        acts = list(session.scalars(select(AuditEvent.act).order_by(AuditEvent.id)))
    assert acts[-1] == "backup.restore"
    again.database.close()


# ------------------------------------------------------------------------------------------------ drafts, papers to look at
def test_a_draft_runs_out_after_thirty_days_also_where_nobody_types(desk: Desk, clock: Clock) -> None:
    drafts.save_draft(desk, "request", {"content": "old"})
    clock.forward(days=20)
    drafts.save_draft(desk, "person", {"name": "new"})
    clock.forward(days=11)
    assert drafts.expire(desk) == 1
    with desk.look() as session:
        assert [key.partition(":")[2] for key in session.scalars(select(Draft.key))] == ["person"]


def test_papers_to_look_at_lie_where_nobody_else_reads_or_guesses(desk: Desk) -> None:
    first, second = (viewing.put(desk, "../DJ-20261121-0001.pdf", b"%PDF") for _each in range(2))
    assert first != second
    assert first.name == "DJ-20261121-0001.pdf"
    assert first.is_relative_to(paths.viewing(desk.data))
    if os.name != "nt":
        assert [part.stat().st_mode & 0o777 for part in (first, first.parent, first.parent.parent)] == [
            0o600,
            0o700,
            0o700,
        ]
    viewing.empty(desk.data)
    assert not paths.viewing(desk.data).exists()


@pytest.mark.skipif(os.name == "nt", reason="modes say nothing there")
def test_a_sites_folder_is_nobody_elses(tmp_path: Path) -> None:
    from desk.app import open_desk

    data = tmp_path / "site"
    data.mkdir(mode=0o755)
    open_desk(data).database.close()
    paths.database_file(data).chmod(0o644)
    (data / "backups").mkdir(mode=0o755)
    (data / "backups" / "desk-1.sqlite3").write_bytes(b"")
    (data / "backups" / "desk-1.sqlite3").chmod(0o644)
    desk = open_desk(data)
    backup(desk)
    with desk.act("test.act"):
        pass
    modes = {file.relative_to(data).as_posix(): file.stat().st_mode & 0o777 for file in (data, *data.rglob("*"))}
    desk.database.close()
    assert all(mode & 0o077 == 0 for mode in modes.values()), modes


@pytest.mark.skipif(os.name == "nt", reason="modes say nothing there")
def test_somebodys_own_folder_and_files_keep_their_modes(tmp_path: Path) -> None:
    from desk.app import open_desk

    tmp_path.chmod(0o755)
    own = tmp_path / "script.sh"
    own.write_text("#!/bin/sh\n")
    own.chmod(0o755)
    open_desk(tmp_path).database.close()
    assert own.stat().st_mode & 0o777 == 0o755
    assert tmp_path.stat().st_mode & 0o777 == 0o755
    assert paths.database_file(tmp_path).stat().st_mode & 0o777 == 0o600


@pytest.mark.one_engine
def test_what_is_erased_is_overwritten(desk: Desk) -> None:
    with desk.database.read() as session:
        assert session.connection().exec_driver_sql("PRAGMA secure_delete").scalar() == 1
    with desk.database.glance() as connection:
        assert connection.execute("PRAGMA secure_delete").fetchone()[0] == 1


def test_an_error_of_the_database_says_nothing_of_what_was_typed(desk: Desk) -> None:
    from sqlalchemy.exc import IntegrityError

    from desk.models import Phone

    with pytest.raises(IntegrityError) as broken, desk.database.write() as session:
        session.add(Phone(customer_id=987654, number=PHONE))
    assert PHONE not in str(broken.value)
    assert re.search(r"INSERT INTO phone", str(broken.value))

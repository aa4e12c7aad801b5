"""A site that a version before really made is brought up to date; nothing of it is lost, and what is to be erasable is."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from desk import paths
from desk.app import open_desk
from desk.models import Attachment, AttachmentUse, AuditEvent, Occupancy, SealedValue, SlipRecord
from desk.models.kit.engines.sqlite import APPLICATION_ID
from desk.services import households, slips
from desk.services.kit import sealed
from desk.services.kit.desk import Actor, Desk
from desk.services.site.check import check

DUMP = Path(__file__).parent / "site-0001.sql"
"""Made by the last version with the first tables: a household with a child, a photo and a scan, its card, a work order."""
FILES = (b"\xff\xd8\xff\xe0 a face", b"%PDF-1.4 scan")
OWNER, CHILD = "110000198503140032", "11000020150501013X"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    data = tmp_path / "site"
    paths.private(paths.attachments(data))
    with closing(sqlite3.connect(paths.database_file(data))) as connection:
        connection.executescript(DUMP.read_text(encoding="utf-8"))
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    from hashlib import sha256

    for content in FILES:
        (paths.attachments(data) / sha256(content).hexdigest()).write_bytes(content)
    return data


def opened(site: Path) -> Desk:
    desk = open_desk(site)
    desk.actor = Actor(1, "zhou", "周敏", "manager")
    return desk


def test_a_site_of_the_first_tables_is_whole_afterwards(site: Path) -> None:
    desk = opened(site)
    assert check(desk) == []
    assert not desk.site.demo
    with desk.look() as session:
        uses = {(row.subject, row.role) for row in session.scalars(select(AttachmentUse))}
        kinds = sorted(session.scalars(select(Attachment.media_type)))
        slip = session.scalars(select(SlipRecord.number).where(SlipRecord.kind == "register-card")).one()
        last = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert last is not None
        assert (last.act, last.data["events"]) == ("audit.seal", last.id - 1)
    assert uses == {("customer:2", "photo"), ("unit:1", "dossier:temporary-covenant")}
    assert kinds == ["application/pdf", "image/jpeg"]
    texts = "\n".join(slips.whole_content(desk, slip, purpose="look").texts())
    for text in (OWNER, CHILD, "周启明", "周小满", "138 0000 0102", "139 0000 0002"):
        assert text in texts
    assert CHILD not in "\n".join(slips.slip_content(desk, slip).texts())
    timeline = " ".join(line.detail for line in households.household(desk, 1).timeline)
    assert "周启明" in timeline
    assert "粤B12345" in timeline
    with desk.act("test.act"):  # the chain goes on
        pass
    assert check(desk) == []
    desk.database.close()


def test_what_the_older_version_left_in_clear_can_be_erased_now(site: Path) -> None:
    desk = opened(site)
    file = paths.database_file(site)
    households.withdraw_consent(desk, 2, "guardian")
    with desk.turn() as session:
        sealed.shred(session, "customer:1")
        assert session.scalars(select(SealedValue.value).where(SealedValue.about == "customer:1")).first() is None
    assert check(desk) == []
    with desk.look() as session:
        said = "".join(str(row) for row in session.scalars(select(AuditEvent.data)))
        said += "".join(session.scalars(select(SlipRecord.content)))
    for text in (OWNER, "周启明", "13800000102", "粤B12345", "养狗"):
        assert text not in said
    desk.database.close()
    content = file.read_bytes()
    for text in (CHILD, "13800000177", "138 0000 0177"):
        assert text.encode() not in content
    assert next(iter(paths.attachments(site).iterdir())).read_bytes() == FILES[1]


def test_a_chain_that_was_tampered_with_is_not_made_good(site: Path) -> None:
    with closing(sqlite3.connect(paths.database_file(site))) as connection:
        connection.execute("UPDATE audit_event SET data = '{}' WHERE id = 5")
        connection.execute("UPDATE slip SET content = replace(content, '渗漏', '漏水')")
        connection.commit()
    desk = opened(site)
    codes = {finding.code for finding in check(desk)}
    desk.database.close()
    assert codes == {"audit-chain", "slip-hash"}


def test_a_site_whose_files_are_lost_is_brought_up_and_says_so(site: Path) -> None:
    shutil.rmtree(paths.attachments(site))
    desk = opened(site)
    assert [finding.code for finding in check(desk)] == ["attachment", "attachment"]
    desk.database.close()


def test_an_older_demo_is_known_as_one(site: Path) -> None:
    with closing(sqlite3.connect(paths.database_file(site))) as connection:
        connection.execute("UPDATE site SET hotline = '010-6000 0000'")
        connection.commit()
    desk = open_desk(site)
    assert desk.site.demo
    desk.database.close()


def test_who_was_registered_lived_there_but_an_owner_whose_home_is_let_or_empty(site: Path) -> None:
    with closing(sqlite3.connect(paths.database_file(site))) as connection:
        unit, customer = connection.execute("SELECT min(unit_id), min(customer_id) FROM occupancy").fetchone()
        rooms = let, empty, left = (901, 902, 903)
        for room in rooms:
            connection.execute(
                "INSERT INTO unit (id, building_id, entrance, room, code, name, sort, floor, area, kind, state, note)"
                " SELECT ?, building_id, entrance, ?, ?, ?, sort, floor, area, kind, 'occupied', note FROM unit WHERE id = ?",
                (room, f"{room}", f"x-{room}", f"{room}", unit),
            )
        connection.execute("UPDATE unit SET state = 'vacant' WHERE id = ?", (empty,))
        for room, role, until in (
            (let, "owner", None), (let, "tenant", None), (empty, "owner", None), (left, "tenant", "2026-03-31"),
            (left, "owner", None),
        ):  # fmt: skip
            connection.execute(
                "INSERT INTO occupancy (customer_id, unit_id, role, relation, since, until, end_reason)"
                " VALUES (?, ?, ?, '', '2024-01-05', ?, '')",
                (customer, room, role, until),
            )
        connection.commit()
    desk = opened(site)
    with desk.look() as session:
        found = {
            (stay.unit_id, stay.role): (stay.lives, stay.lives_since, stay.lives_until)
            for stay in session.scalars(select(Occupancy).where(Occupancy.unit_id.in_(rooms)))
        }
    desk.database.close()
    began = date(2024, 1, 5)
    assert found == {
        (let, "owner"): (False, None, None),
        (let, "tenant"): (True, began, None),
        (empty, "owner"): (False, None, None),
        (left, "tenant"): (True, began, date(2026, 3, 31)),
        (left, "owner"): (True, began, None),
    }

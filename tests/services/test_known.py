"""What is known of a person stands on one sheet, complete whatever feature keeps it (handbook B3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from desk.errors import NotAllowed, NotFound
from desk.models import AuditEvent
from desk.services import households as h
from desk.services import parcels, requests, slips
from desk.services.access import known
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit.desk import Desk
from desk.services.requests import RequestEntry
from desk.services.site.check import check
from tests.kit.site import Clock, People

NUMBER, PHONE = "110000197102270034", "13977665544"


def test_every_table_that_refers_to_a_person_has_its_place_and_its_words() -> None:
    found = known.references()
    assert len(found) > 25
    assert sorted(each.code for each in found if each.table.name not in known.SHOWN and not known.words_of(each)) == []
    assert {each.table.name for each in found} >= known.SHOWN


@pytest.fixture
def person(desk: Desk, clock: Clock) -> int:
    entry = PersonEntry(
        "尉迟显影", document_number=NUMBER, phones=(PHONE,), workplace="显影光学仪器厂", address="显影巷9号", consent=True,
        note="不吃辣", emergency_name="亲友甲", emergency_phone="13755443322", sex="male",
    )  # fmt: skip
    who = h.register_person(desk, entry, StayEntry(1, "owner")).customer_id
    h.add_vehicle(desk, 1, "粤B7Q9X2", who)
    h.add_note(desk, 1, h.NoteEntry("午间勿扰显影", desk.today().replace(year=2027), who))
    logged = requests.log_request(desk, RequestEntry(
        "repair", "phone", unit_id=1, customer_id=who, category="leak", content="漏水", promised_at=clock() + timedelta(hours=2)
    ))  # fmt: skip
    parcels.take(desk, parcels.ParcelEntry("parcel", "书", "A3", unit_id=1, recipient="尉迟显影", phone=PHONE))
    h.reveal(desk, who, purpose="callback")
    assert logged.id
    return who


def test_the_sheet_says_everything_to_the_person_by_the_managers_word(
    desk: Desk, person: int, staff_of_site: People, events: Callable[[str], list[AuditEvent]]
) -> None:
    with pytest.raises(NotAllowed) as refused:
        known.person_sheet(desk, person)
    assert refused.value.role == "manager"
    before = "\n".join(known.person_sheet_preview(desk, person).texts())
    assert NUMBER not in before
    assert "139 7766 5544" not in before
    with desk.approved(staff_of_site.manager):
        slip = known.person_sheet(desk, person)
    text = "\n".join(slips.whole_content(desk, slip.number, purpose="look").texts())
    for said in (
        "尉迟显影", NUMBER, "139 7766 5544", "显影光学仪器厂", "显影巷9号", "不吃辣", "亲友甲", "137 5544 3322", "粤B7Q9X2",
        "午间勿扰显影", "1栋1单元101", "BX-20261121-0001", "回访联系", "林晓",
    ):  # fmt: skip
        assert said in text, said
    assert parcels.parcels(desk).rows[0].number in text  # found by the phone that was typed there
    (event,) = events("access.person-sheet")
    assert (event.subject, event.data["purpose"]) == (f"customer:{person}", "own")
    assert check(desk) == []
    with desk.approved(staff_of_site.manager), pytest.raises(NotFound):
        known.person_sheet(desk, 999)

"""Texts to copy: by template, the fitting one first, nothing of a person; noted as a contact when it was sent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.errors import InvalidInput, NotAllowed
from desk.services import incidents, requests
from desk.services.households import people
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.incidents import IncidentEntry
from desk.services.kit import words
from desk.services.requests import RequestEntry
from desk.services.requests import notices as service


def log(desk, **more):
    promised = desk.clock() + timedelta(hours=3)
    entry = RequestEntry(
        "repair", "phone", unit_id=1, caller_name="单雄风", caller_phone="13800010001", category="leak", content="厨房龙头滴答",
        promised_at=promised, **more,
    )  # fmt: skip
    return requests.log_request(desk, entry)


def test_the_text_of_the_state_comes_first_and_names_nobody(desk):
    made = log(desk)
    found = service.texts_for(desk, made.id)
    assert (found[0].code, found[0].fits) == ("accepted", True)
    said = found[0].words
    assert made.number in said
    assert "11-21 13:00" in said
    assert "0755-26001234" in said
    for one in found:
        assert "{" not in one.words
        assert not any(secret in one.words for secret in ("单雄风", "13800010001", "滴答", "1栋1单元101"))
    requests.assign(desk, made.id, department="engineering", responsible="赵铁柱")
    requests.resolve(desk, made.id, result="已修好")
    assert service.texts_for(desk, made.id)[0].code == "done"


def test_a_moment_that_has_passed_is_not_promised_again(desk, clock):
    made = log(desk)
    clock.forward(days=1)
    assert "近期" in service.texts_for(desk, made.id)[0].words


def test_what_was_sent_is_noted(desk):
    made = log(desk)
    after = service.note_sent(desk, made.id, "accepted")
    assert after.events[-1].note == f"已发送：{service.texts_for(desk, made.id)[0].words}"
    assert after.events[-1].data["text"] == "accepted"
    with pytest.raises(InvalidInput):
        service.note_sent(desk, made.id, "nothing")


def test_other_braces_stay_as_they_are_written():
    assert words.filled("{site} {name} {number}", {"site": "A", "number": "1"}) == "A {name} 1"


def test_the_phones_of_an_incident_leave_with_a_supervisors_word_and_without_names(
    desk, staff_of_site, tmp_path, events
):
    for name, phones, unit in (
        ("单雄风", ("13800010001", "010-61521911"), 1),
        ("曾丽", ("13800010002",), 1),
        ("何欣", ("010-61521912",), 2),
    ):
        people.register_person(desk, PersonEntry(name, phones=phones), StayEntry(unit, "owner"))
    running = incidents.start_incident(desk, IncidentEntry("1栋停水", building_id=1, note="正在抢修"))
    log(desk, incident_id=running.id)
    file = tmp_path / "list.xlsx"
    text = incidents.proposed_text(desk, running.id)
    assert text == "【阳光花园物业服务中心】1栋停水 正在抢修"
    with pytest.raises(NotAllowed):
        incidents.phone_list(desk, running.id, file, text=text)
    assert not file.exists()
    desk.actor = staff_of_site.supervisor
    for wrong in ("", "字" * 301):
        with pytest.raises(InvalidInput):
            incidents.phone_list(desk, running.id, file, text=wrong)
    made = incidents.phone_list(desk, running.id, file, text=text)
    assert (made.numbers, made.without) == (2, 1)
    rows = cells(file)
    assert rows[1:] == [("13800010001", text), ("13800010002", text)]
    assert not any("单雄风" in str(cell) for row in rows for cell in row)
    (event,) = events("incident.phones")
    assert (event.data["numbers"], event.data["file"]) == (2, "list.xlsx")
    assert "13800010001" not in str(event.data)


def cells(file):
    from openpyxl import load_workbook

    return [tuple(cell.value for cell in row) for row in load_workbook(file).active.iter_rows()]

"""Notes about a household: until a day, shown at calls and on work orders, forgotten with whom they are about."""

from __future__ import annotations

from datetime import date

import pytest

from desk.errors import InvalidInput, NotAllowed, NotFound
from desk.models import SealedValue
from desk.services import households, requests
from desk.services.households import NoteEntry, people
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit.sealed import GONE
from desk.services.requests import calling
from desk.services.slips import slip_content

UNTIL = date(2027, 5, 31)


def resident(desk, name="谭文", role="tenant", consent=True):
    return people.register_person(desk, PersonEntry(name, consent=consent), StayEntry(1, role)).customer_id


def texts(desk, unit=1):
    return [note.text for note in households.notes(desk, unit)]


def test_a_note_holds_until_its_last_day_that_day_included(desk, clock, events):
    note = households.add_note(desk, 1, NoteEntry(" 家有\n犬只 ", UNTIL))
    assert (note.text, note.person, note.until, note.by) == ("家有 犬只", "", UNTIL, "林晓")
    assert texts(desk) == ["家有 犬只"]
    assert texts(desk, 2) == []
    (event,) = events("household.note")
    assert event.subject == "unit:1"
    assert event.data["text"] == "家有 犬只"
    clock.forward(days=(UNTIL - desk.today()).days)
    assert texts(desk) == ["家有 犬只"]
    clock.forward(days=1)
    assert texts(desk) == []


@pytest.mark.parametrize(
    ("entry", "fields"),
    [
        (NoteEntry(" ", UNTIL), {"text"}),
        (NoteEntry("狗" * 61, UNTIL), {"text"}),
        (NoteEntry("狗", None), {"until"}),
        (NoteEntry("狗", date(2026, 11, 20)), {"until"}),
        (NoteEntry("狗", date(2029, 1, 1)), {"until"}),
        (NoteEntry("狗", UNTIL, customer_id=999), {"customer_id"}),
        (NoteEntry("", None), {"text", "until"}),
    ],
)
def test_what_is_wrong_is_told_at_once_and_nothing_is_kept(desk, entry, fields):
    with pytest.raises(InvalidInput) as refused:
        households.add_note(desk, 1, entry)
    assert set(refused.value.by_field()) == fields
    assert texts(desk) == []


@pytest.mark.one_engine
def test_a_note_about_somebody_needs_the_consent(desk):
    who = resident(desk, consent=False)
    with pytest.raises(InvalidInput) as refused:
        households.add_note(desk, 1, NoteEntry("老人独居", UNTIL, who))
    assert set(refused.value.by_field()) == {"customer_id"}
    households.give_consent(desk, who, "register")
    households.add_note(desk, 1, NoteEntry("老人独居", UNTIL, who))
    assert texts(desk) == ["老人独居"]


@pytest.mark.one_engine
def test_nobody_notes_unsigned_and_a_note_ends_once(desk):
    note = households.add_note(desk, 1, NoteEntry("请勿按门铃", UNTIL))
    households.end_note(desk, note.id)
    assert texts(desk) == []
    for gone in (note.id, 999):
        with pytest.raises(NotFound):
            households.end_note(desk, gone)
    with pytest.raises(NotFound):
        households.add_note(desk, 999, NoteEntry("请勿按门铃", UNTIL))
    desk.actor = None
    with pytest.raises(NotAllowed):
        households.add_note(desk, 1, NoteEntry("请勿按门铃", UNTIL))


def test_a_note_about_somebody_is_taken_away_with_the_stay(desk):
    who = resident(desk)
    households.add_note(desk, 1, NoteEntry("老人独居", UNTIL, who))
    households.add_note(desk, 1, NoteEntry("家有犬只", UNTIL))
    (stay,) = [person.occupancy_id for person in households.household(desk, 1).people]
    households.end_stay(desk, stay, on=desk.today(), reason="搬走")
    assert texts(desk) == ["家有犬只"]


def test_withdrawn_consent_erases_the_words_everywhere(desk):
    who = resident(desk)
    households.add_note(desk, 1, NoteEntry("老人独居，听力不好", UNTIL, who))
    logged = requests.log_request(
        desk,
        requests.RequestEntry(
            "repair", "phone", unit_id=1, customer_id=who, category="leak", content="漏水",
            promised_at=requests.proposed_promise(desk, "normal"),
        ),
    )  # fmt: skip
    order = requests.assign(desk, logged.id, department="engineering", responsible="赵铁柱").slips[-1]
    assert order.kind == "dispatch"

    def printed():
        return [field.value for field in slip_content(desk, order.number).fields]

    assert "老人独居，听力不好" in printed()
    households.withdraw_consent(desk, who, "register")
    assert texts(desk) == []
    assert GONE in printed()
    assert not any("听力" in value for value in printed())
    with desk.look() as session:
        assert not [row for row in session.query(SealedValue) if row.value and "听力" in str(row.value)]
    lines = households.household(desk, 1).timeline
    assert any(line.title and line.detail == "" for line in lines), "that there was a note stays"
    assert not any("听力" in line.detail for line in lines)


@pytest.mark.one_engine
def test_the_card_and_the_caller_card_show_it(desk):
    who = resident(desk)
    households.add_note(desk, 1, NoteEntry("老人独居", UNTIL, who))
    assert [note.text for note in households.household(desk, 1).cards["notes"]] == ["老人独居"]
    assert "notes" not in households.household(desk, 2).cards
    (line,) = [line for line in calling.caller_card(desk, unit_id=1).lines if line.code == "note"]
    assert line.text == "谭文：老人独居"
    assert line.state == "amber"

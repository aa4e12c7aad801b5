"""Greetings: lists with who is left out, nobody twice for one occasion and year, what became of each (handbook C-36, S9)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from desk.errors import DeskError, NotAllowed, NotFound
from desk.models import Customer
from desk.models.cards import Member
from desk.services import cards, slips, undo
from desk.services import letters as service
from desk.services.households import give_consent, withdraw_consent
from desk.services.kit import due
from desk.services.kit.desk import Desk
from desk.services.letters import GreetingEntry, GreetingFilter, OccasionEntry
from desk.services.site.check import check
from tests.kit.site import Clock, People
from tests.services.letters.letter_site import GREETING, agreed, homes, in_use, member, refused


@pytest.fixture
def people(desk: Desk) -> dict[str, int]:
    """李明, 王芳 (birthday today) and 欧阳修文 agreed to greetings; the others did not."""
    found = homes(desk)
    agreed(desk, found["李明"], found["王芳"], found["欧阳修文"])
    return found


def whys(found: service.GreetingPreview) -> dict[str, str]:
    return {one.name: one.why for one in found.left_out}


def names(found: service.GreetingPreview) -> list[str]:
    return [one.name for one in found.letters]


def test_a_list_says_who_is_on_it_and_who_is_left_out(desk: Desk, people: dict[str, int]) -> None:
    member(desk, people["欧阳修文"], tier="", opted_out=True)
    found = service.preview_greetings(desk, GreetingEntry("thanksgiving", "call"))
    assert (found.occasion, found.day) == ("感恩节", date(2026, 11, 26))
    assert names(found) == ["李明", "王芳"]
    assert whys(found) == {
        "欧阳修文": "opted-out",
        "赵强": "no-consent",
        "赵小满": "no-consent",
    }  # no company among them
    made = service.make_greetings(desk, GreetingEntry("thanksgiving", "call"))
    assert (made.number, made.people, made.left_out, made.due) == ("WH-20261121-0001", 2, 3, 2)
    listed = slips.whole_content(desk, made.number, purpose="look")
    assert [row[3] for row in listed.tables[0].rows] == ["李明", "王芳"]
    assert "13800010000" in listed.tables[0].rows[0][5]
    assert "13800010000" not in "".join(slips.slip_content(desk, made.number).texts())
    assert check(desk) == []


def test_one_occasion_and_year_greets_nobody_twice(desk: Desk, people: dict[str, int], clock: Clock) -> None:
    service.make_greetings(desk, GreetingEntry("thanksgiving", "call", building_id=1))
    again = service.preview_greetings(desk, GreetingEntry("thanksgiving", "gift"))
    assert names(again) == []
    assert whys(again)["李明"] == "greeted"
    with pytest.raises(DeskError) as told:
        service.make_greetings(desk, GreetingEntry("thanksgiving", "sms"))
    assert told.value.code == "nothing"
    one = service.greetings(desk, GreetingFilter("all")).rows[0]
    assert refused(service.drop_greeting, desk, one.id, note=" ") == {"note": "required"}
    service.drop_greeting(desk, one.id, note="外出")
    assert names(service.preview_greetings(desk, GreetingEntry("thanksgiving", "gift"))) == [one.name]
    assert len(names(service.preview_greetings(desk, GreetingEntry("christmas", "call")))) == 3
    clock.forward(days=30)  # the next one is another year's
    assert len(names(service.preview_greetings(desk, GreetingEntry("thanksgiving", "call")))) == 3


def test_birthdays_of_today_7_and_30_days(desk: Desk, people: dict[str, int], clock: Clock) -> None:
    def who(days: int) -> list[tuple[str, date | None]]:
        return [
            (one.name, one.on)
            for one in service.preview_greetings(desk, GreetingEntry("birthday", "call", days=days)).letters
        ]

    assert who(0) == [("王芳", date(2026, 11, 21))]
    clock.forward(days=-1)
    assert who(0) == []
    assert who(7) == [("王芳", date(2026, 11, 21))]
    clock.forward(days=15)
    assert who(30) == [("欧阳修文", date(2027, 1, 2))]
    unlisted = service.greetings(desk, GreetingFilter("month")).rows
    assert [(row.id, row.name, row.state) for row in unlisted] == [(0, "欧阳修文", "")]  # on no list yet
    made = service.make_greetings(desk, GreetingEntry("birthday", "gift", days=30))
    listed = service.greetings(desk, GreetingFilter("month")).rows
    assert [(row.run_id, row.year) for row in listed] == [(made.id, 2027)]
    assert service.greetings(desk, GreetingFilter("week")).total == 0
    assert refused(service.preview_greetings, desk, GreetingEntry("birthday", "call", days=3)) == {"days": "choice"}


def test_a_lunar_birthday_counts_for_its_lunar_year(desk: Desk, people: dict[str, int]) -> None:
    with desk.act("test.birthday") as act:
        act.session.execute(
            update(Customer)
            .where(Customer.id == people["李明"])
            .values(birthday_calendar="lunar", birthday_month=10, birthday_day=20, birthday_leap=False)
        )
    found = service.preview_greetings(desk, GreetingEntry("birthday", "call", days=30))
    assert {one.name: one.on for one in found.letters} == {"王芳": date(2026, 11, 21), "李明": date(2026, 11, 28)}


def test_key_customers_get_a_cake(desk: Desk, people: dict[str, int]) -> None:
    with desk.act("test.class") as act:
        act.session.execute(update(Customer).where(Customer.id == people["王芳"]).values(klass="A"))
    made = service.make_greetings(desk, GreetingEntry("birthday", "gift", klass="A"))
    (row,) = service.greetings(desk, GreetingFilter("today")).rows
    assert (row.name, row.key, made.people) == ("王芳", True, 1)
    assert slips.slip_content(desk, made.number).tables[0].rows[0][6] == "★"


def test_cards_are_letters_in_a_greeting_that_is_in_use(
    desk: Desk, people: dict[str, int], staff_of_site: People
) -> None:
    service_letter = in_use(desk, staff_of_site)
    for wrong in (0, 99, service_letter.id):
        assert refused(service.make_greetings, desk, GreetingEntry("christmas", "card", wrong)) == {
            "template_id": "not-in-use"
        }
    card = in_use(desk, staff_of_site, name="贺卡", kind="greeting", text=GREETING)
    made = service.make_greetings(desk, GreetingEntry("christmas", "card", card.id))
    assert made.numbers == ("XH-20261121-0001", "XH-20261121-0002", "XH-20261121-0003")
    assert slips.slip_content(desk, made.numbers[1]).signatures == ()
    assert service.runs(desk).rows[0].subject == "圣诞节"
    stopped = GreetingEntry("mid-autumn", "card", card.id)
    with pytest.raises(DeskError) as told:
        service.make_greetings(desk, stopped, cancelled=lambda: True)
    assert told.value.code == "cancelled"
    assert service.greeting_runs(desk).total == 1
    assert check(desk) == []


def test_what_became_of_each(desk: Desk, people: dict[str, int], clock: Clock) -> None:
    made = service.make_greetings(desk, GreetingEntry("thanksgiving", "call"))
    one, two, three = (row.id for row in service.greetings(desk, GreetingFilter("all", made.id)).rows)

    def waiting() -> int:
        return {item.code: item.count for item in due.items(desk)}.get("greetings-open", 0)

    assert waiting() == 0
    clock.forward(days=5)
    assert waiting() == 3
    done = service.note_greeted(desk, one, note="很高兴")
    assert (done.state, done.done_by, done.note) == ("done", "林晓", "很高兴")
    assert service.note_missed(desk, two).state == "missed"
    assert waiting() == 1
    assert service.note_greeted(desk, two).state == "done"  # reached the second time
    with pytest.raises(DeskError):
        service.note_missed(desk, one)
    with pytest.raises(DeskError):
        service.note_all_greeted(desk, [one, three])  # all or none
    assert refused(service.note_all_greeted, desk, []) == {"greetings": "required"}
    service.note_all_greeted(desk, [three])
    view = service.greeting_run(desk, made.id)
    assert (view.done, view.missed, view.due) == (3, 0, 0)
    assert service.greeting_counts(desk)["done"] == 3


def test_who_takes_the_agreement_back_is_on_no_list(desk: Desk, people: dict[str, int]) -> None:
    service.make_greetings(desk, GreetingEntry("thanksgiving", "call"))
    withdraw_consent(desk, people["李明"], "greetings")
    states = {row.name: row.state for row in service.greetings(desk, GreetingFilter("all")).rows}
    assert states == {"李明": "dropped", "王芳": "due", "欧阳修文": "due"}
    assert "李明" not in [row.name for row in service.greetings(desk, GreetingFilter("month")).rows]


@pytest.mark.parametrize("what", [cards.EditEntry(), cards.EditEntry(greetings=True, opted_out=True)])
def test_a_member_who_wants_none_is_on_no_list(desk: Desk, people: dict[str, int], what: cards.EditEntry) -> None:
    """The card's application is where members say so: whoever was listed before waits no more."""
    member(desk, people["李明"])
    service.make_greetings(desk, GreetingEntry("thanksgiving", "call"))
    with desk.look() as session:
        member_id = session.scalars(select(Member.id)).one()
    cards.edit(desk, member_id, what)
    states = {row.name: row.state for row in service.greetings(desk, GreetingFilter("all")).rows}
    assert states == {"李明": "dropped", "王芳": "due", "欧阳修文": "due"}


def test_a_child_whose_guardian_takes_the_word_back_is_on_no_list(desk: Desk, people: dict[str, int]) -> None:
    with desk.act("test.birthday") as act:
        act.session.execute(update(Customer).where(Customer.id == people["赵小满"]).values(birthday=date(2018, 6, 1)))
    give_consent(desk, people["赵小满"], "greetings")
    give_consent(desk, people["赵小满"], "guardian", guardian_name="赵强", guardian_as="father")
    service.make_greetings(desk, GreetingEntry("christmas", "call"))
    withdraw_consent(desk, people["赵小满"], "guardian")
    states = {row.name: row.state for row in service.greetings(desk, GreetingFilter("all")).rows}
    assert states["赵小满"] == "dropped"


def test_a_list_that_is_undone_keeps_nobody_from_another_one(desk: Desk, people: dict[str, int]) -> None:
    made = service.make_greetings(desk, GreetingEntry("christmas", "call"))
    undo.undo(desk)
    assert {row.state for row in service.greetings(desk, GreetingFilter("all", made.id)).rows} == {"dropped"}
    assert check(desk) == []
    assert service.make_greetings(desk, GreetingEntry("christmas", "call")).people == 3


def test_occasions_of_the_sites_own(desk: Desk, people: dict[str, int], staff_of_site: People) -> None:
    entry = OccasionEntry("社区日", "nth", 12, nth=2, weekday=6)
    with pytest.raises(NotAllowed):
        service.add_occasion(desk, entry)
    with desk.approved(staff_of_site.supervisor):
        own = service.add_occasion(desk, entry)
        assert refused(service.add_occasion, desk, entry) == {"name": "taken"}
        assert refused(service.add_occasion, desk, OccasionEntry("春节", "fixed", 1, 1)) == {"name": "taken"}
    assert (own.day, own.own) == (date(2026, 12, 13), True)
    assert own in service.occasions(desk)
    assert len(names(service.preview_greetings(desk, GreetingEntry(own.code, "call")))) == 3
    with desk.approved(staff_of_site.supervisor):
        service.retire_occasion(desk, own.code)
        for wrong in ("own:99", "spring", "own:x"):
            with pytest.raises(NotFound):
                service.retire_occasion(desk, wrong)
    assert refused(service.preview_greetings, desk, GreetingEntry(own.code, "call")) == {"occasion": "choice"}


def test_a_cold_spell_has_the_day_that_is_given(desk: Desk, people: dict[str, int]) -> None:
    assert refused(service.make_greetings, desk, GreetingEntry("cold-spell", "fax")) == {
        "day": "required",
        "means": "choice",
    }
    past = GreetingEntry("cold-spell", "sms", day=desk.today() - timedelta(1))
    assert refused(service.make_greetings, desk, past) == {"day": "past"}
    assert service.make_greetings(desk, GreetingEntry("cold-spell", "sms", day=desk.today())).people == 3


def test_telephone_numbers_leave_with_the_managers_word(
    desk: Desk, people: dict[str, int], staff_of_site: People, tmp_path: Path
) -> None:
    made = service.make_greetings(desk, GreetingEntry("thanksgiving", "sms"))
    file = tmp_path / "phones.xlsx"
    with desk.approved(staff_of_site.supervisor), pytest.raises(NotAllowed):
        service.export_greetings(desk, made.id, file)
    with desk.approved(staff_of_site.manager):
        service.export_greetings(desk, made.id, file)
    rows = list(load_workbook(file).active.values)
    assert [row[1] for row in rows[1:]] == ["李明", "王芳", "欧阳修文"]
    assert rows[1][3] == "13800010000"

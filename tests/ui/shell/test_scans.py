"""A scan opens its record: numbers, identity cards, credit codes, plates, cards, tags, waybills; what nobody has is named and offered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk import features
from desk.services import households, incidents, parcels, parking
from desk.services.finder import scanned
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.incidents import IncidentEntry
from desk.services.requests import RequestEntry, log_request
from desk.ui.forms.dialog import Dialog
from desk.ui.households import acts
from tests.ui.cards.test_desk import joined
from tests.ui.keys.things import keep_things
from tests.ui.shell import test_scan_everywhere as scan

pytest_plugins = ["tests.ui.counter"]
NUMBER = "110000199003070046"
LINE = f"欧阳念南\t女\t汉\t1990年03月07日\t北京市东城区幸福路1号\t{NUMBER}"


@pytest.fixture
def number() -> str:
    from desk.tour.hands import resident_card

    return resident_card("11000019900307004")


def page_of(counter: Any) -> Any:
    counter.settle()
    return counter.window.page()


def logged(counter: Any, kind: str = "repair") -> Any:
    entry = RequestEntry(
        kind, "phone", unit_id=1, caller_name="单雄风", category="leak", content="漏水", repeated_back=True,
        promised_at=counter.clock() + timedelta(hours=2),
    )  # fmt: skip
    return log_request(counter.desk, entry)


def test_a_number_of_request_and_slip_opens_the_request_at_once(counter: Any) -> None:
    request = logged(counter, "complaint")
    for text in (request.number, request.number.lower(), request.number.replace("-", ""), wide(request.number)):
        counter.window.open_page("today")
        counter.window.take_scan(text)
        assert page_of(counter).view().number == request.number, text


def wide(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) for letter in text)


def test_a_number_of_no_finders_shelf_opens_too(counter: Any) -> None:
    incident = incidents.start_incident(counter.desk, IncidentEntry("停水"))
    counter.window.take_scan(incident.number)
    assert type(page_of(counter)).__name__ == "IncidentPage"


def test_every_number_that_is_given_opens_a_page_or_a_slip() -> None:
    """Each prefix leads somewhere: to a page of its own, to a record with a page, or to its slip."""
    slips = {kind.prefix for kind in features.each("slips")}
    own = {begin.rstrip("-") for page in features.each("pages") for begin in page.scans}
    for numbers in features.each("numbers"):
        for prefix in numbers.prefixes:
            records = [record for record, _column in scanned._numbered_by(prefix)]
            assert records or prefix in slips or prefix in own, prefix


def test_every_code_of_the_manifests_reads_and_looks(counter: Any) -> None:
    for code in features.each("codes"):
        assert features.load(code.reads)("") == ""
        with counter.desk.look() as session:
            assert features.load(code.look)(session, counter.desk, "000000") == []
        pages = {page.code for page in features.each("pages")}
        assert all(way.page in pages for way in code.ways)


def registered(counter: Any, number: str, **more: Any) -> Any:
    entry = PersonEntry("欧阳念南", document_kind="resident-card", document_number=number, consent=True, **more)
    return households.register_person(counter.desk, entry, StayEntry(1, "tenant", since=counter.desk.today()))


@pytest.mark.parametrize("ways", ["number", "line", "wide"])
def test_an_identity_card_opens_the_household_with_the_person_selected(counter: Any, number: str, ways: str) -> None:
    person = registered(counter, number)
    counter.window.open_page("today")
    text = {"number": number, "line": LINE.replace(NUMBER, number), "wide": wide(number)}[ways]
    counter.window.take_scan(text)
    page = page_of(counter)
    assert page.unit_id == 1
    assert page.selected().customer_id == person.customer_id


def test_an_unknown_identity_card_is_offered_to_be_registered(counter: Any, number: str) -> None:
    counter.window.take_scan(LINE.replace(NUMBER, number))
    counter.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Dialog)
    assert number not in dialog.windowTitle(), "a whole number is not shown"
    assert number[-4:] in dialog.windowTitle()
    counter.press("Enter")
    form = page_of(counter).form
    assert (form.value("name"), form.value("document_number")) == ("欧阳念南", number)
    assert form.value("address") == "北京市东城区幸福路1号"
    assert f"{form.value('birthday')}" == "1990-03-07"


def test_a_card_read_on_the_form_fills_it_and_stays_there(counter: Any, number: str) -> None:
    page = counter.window.open_page("person")
    counter.settle()
    counter.window.take_scan(LINE.replace(NUMBER, number))
    assert page_of(counter) is page
    assert page.form.value("name") == "欧阳念南"
    assert page.form.value("document_number") == number
    assert page.form.is_changed(), "it is a draft until it is saved"


def test_a_plate_opens_the_household_then_the_parking_card(counter: Any) -> None:
    households.add_vehicle(counter.desk, 1, "粤B12345")
    counter.window.take_scan("粤b·12345")
    assert page_of(counter).unit_id == 1
    last = counter.desk.today() + timedelta(days=30)
    entry = parking.ParkingCardEntry("粤B67890", "单雄风", last, unit_id=1, paid_until=last, papers_seen=True)
    card = parking.issue_card(counter.desk, entry)
    counter.window.take_scan("粤B67890")
    assert page_of(counter).record.number == card.number


def test_an_unknown_plate_offers_the_room_shown_and_a_parking_card(counter: Any) -> None:
    counter.window.open_page("household", unit_id=1)
    counter.settle()
    counter.window.take_scan("粤B99999")
    counter.settle()
    counter.press("1")
    dialog = QApplication.activeModalWidget()
    assert dialog.form.value("plate") == "粤B99999"
    counter.press("Esc")
    counter.window.open_page("today")
    counter.window.take_scan("粤B99999")
    counter.settle()
    counter.press("1")
    assert QApplication.activeModalWidget().form.value("plate") == "粤B99999"


def test_a_members_card_opens_the_member(counter: Any) -> None:
    member = joined(counter)
    counter.window.open_page("today")
    for text in (member.card.number, wide(member.card.number)):
        counter.window.take_scan(text)
        assert page_of(counter).record.id == member.id


def test_a_tag_opens_its_keys_and_a_waybill_its_parcel(counter: Any) -> None:
    keep_things(counter.desk)
    counter.window.take_scan("K-1")
    assert page_of(counter).record.tag == "K-1"
    entry = parcels.ParcelEntry("parcel", "纸箱", "A4", unit_id=1, tracking="SF1080422766731")
    parcel = parcels.take(counter.desk, entry)
    counter.window.take_scan("SF1080422766731")
    assert page_of(counter).record.number == parcel.number


def test_an_unknown_number_of_this_house_is_named(counter: Any) -> None:
    counter.window.take_scan("SJ-20250101-0001")
    counter.settle()
    assert "SJ-20250101-0001" in QApplication.activeModalWidget().windowTitle()
    counter.press("F2")
    assert counter.window.finder.hasFocus()


def test_a_scan_in_a_dialog_waits_until_it_is_closed(counter: Any) -> None:
    request = logged(counter)
    counter.window.open_page("household", unit_id=1)
    counter.settle()
    dialog = acts.add_vehicle(counter.window.page())
    counter.settle()
    before = dialog.form.state()
    dialog.form.field("plate").setFocus()
    for letter in request.number:
        scan.key(letter, Qt.Key(ord(letter)))
    scan.enter()
    counter.settle()
    assert dialog.isVisible()
    assert dialog.form.state() == before
    assert request.number in counter.message()
    dialog.reject()
    assert page_of(counter).view().number == request.number


def test_the_line_of_a_reader_is_taken_whole_with_its_tabs(counter: Any, number: str) -> None:
    """Tab and Enter inside it move no focus; what the reader adds behind the number goes nowhere."""
    registered(counter, number)
    page = counter.window.open_page("request-form")
    counter.settle()
    page.form.field("content").setFocus()
    before = page.form.state()
    scan.key("", Qt.Key.Key_F30, gap=1_000)
    for letter in LINE.replace(NUMBER, number):
        scan.key(letter, Qt.Key.Key_Tab if letter == "\t" else 0)
    scan.enter()
    for letter in "某公安局":
        scan.key(letter)
    scan.enter()
    assert page.form.state() == before
    assert page_of(counter).unit_id == 1


def test_typed_into_the_finder_a_code_opens_its_record_at_enter(counter: Any) -> None:
    request = logged(counter, "complaint")
    counter.press("F2")
    counter.write(request.number)
    QTest.qWait(60)
    counter.press("Enter")
    assert page_of(counter).view().number == request.number


def test_words_are_no_codes() -> None:
    for text in ("11101", "1-1-101", "zhang san", "13800138000", "88001", "二〇二六年十一月", "12345678901234567890"):
        assert scanned.read(text).code == "", text
    assert scanned.read("TS202611210031").kept == "TS-20261121-0031"
    assert scanned.read("XX-20261121-0001").code == ""

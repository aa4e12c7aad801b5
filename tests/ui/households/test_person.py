"""The form of a person: registering, changing, live checks, duplicates, card readers; by real keys on a real file."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage

from desk.i18n import _
from desk.services import drafts
from desk.services import households as household
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit import attachments
from desk.ui.households import person as person_form
from tests.ui.household_site import OWNER_NUMBER, ROOM, acts, opened, press, resident, settle

CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


@pytest.fixture
def window(qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr(person_form, "CHECK_MS", 0)
    with opened(qtbot, tmp_path) as window:
        yield window


@pytest.fixture
def page(window, qtbot):
    window.open_target(f"unit:{ROOM}")
    settle(qtbot)
    page = window.open_page("person", unit_id=ROOM)
    settle(qtbot)
    return page


def checked(page, qtbot):
    """Waits for the live checks of what was typed last."""
    settle(qtbot)
    qtbot.waitUntil(lambda: not page._checks.isActive() and not page._running)
    settle(qtbot)


def put(page, qtbot, **values):
    page.form.set_values(values)
    checked(page, qtbot)


def people(page, room=ROOM):
    return {person.name: person for person in household.household(page.desk, room).people}


def edit(window, qtbot, name):
    customer_id = next(
        person.customer_id for person in household.household(window.desk, ROOM).people if person.name == name
    )
    page = window.open_page("person", customer_id=customer_id, unit_id=ROOM)
    settle(qtbot)
    return page


def test_a_tenant_is_registered_by_keys_alone(page, window, qtbot):
    press(qtbot, Key.Key_Down)  # the role: owner
    press(qtbot, Key.Key_Down)  # tenant
    assert page.form.value("role") == "tenant"
    press(qtbot, Key.Key_Return)
    assert page.form.field("since").hasFocus()
    press(qtbot, Key.Key_Return)
    assert page.form.field("name").hasFocus(), "what the role needs besides comes after what is always asked"
    qtbot.keyClicks(window.focusWidget(), "John Smith")
    page.form.field("phones").setFocus()
    qtbot.keyClicks(window.focusWidget(), "13800013333, 010-61521911")
    press(qtbot, Key.Key_S, CTRL)
    who = people(page)["John Smith"]
    assert (who.role, who.phones, who.since) == ("tenant", ("138****3333", "010-****1911"), date(2026, 11, 21))
    assert window.page().unit_id == ROOM
    assert "John Smith" in window.messages.text()


def test_the_number_fills_birthday_and_sex_but_never_over_the_clerk(page, qtbot):
    put(page, qtbot, document_number=resident("19920510", "004"))
    assert page.form.value("birthday") == date(1992, 5, 10)
    assert page.form.value("sex") == "female"
    put(page, qtbot, document_number=resident("19800101", "003"))
    assert page.form.value("birthday") == date(1980, 1, 1)
    assert page.form.value("sex") == "male"
    put(page, qtbot, birthday=date(1981, 1, 1))
    put(page, qtbot, document_number=resident("19920510", "004"))
    assert page.form.value("birthday") == date(1981, 1, 1)


def test_a_wrong_check_digit_is_told_while_typing(page, qtbot):
    field = page.form.field("document_number")
    field.setFocus()
    right = resident("19920510", "004")
    wrong = right[:-1] + ("0" if right[-1] != "0" else "1")
    qtbot.keyClicks(field, wrong[:10])
    checked(page, qtbot)
    assert "document_number" not in page.form.problems()  # it is not complete yet
    qtbot.keyClicks(field, wrong[10:])
    checked(page, qtbot)
    assert page.form.problems()["document_number"]
    assert field.hasFocus()
    field.setText(right)
    checked(page, qtbot)
    assert "document_number" not in page.form.problems()


def test_half_a_phone_is_told_once_the_field_is_left(page, qtbot):
    field = page.form.field("phones")
    field.setFocus()
    qtbot.keyClicks(field, "138")
    checked(page, qtbot)
    assert "phones" not in page.form.problems()
    press(qtbot, Key.Key_Tab)
    checked(page, qtbot)
    assert page.form.problems()["phones"]


def test_an_unknown_area_only_warns_and_is_saved(page, qtbot):
    number = resident("19920510", "004", area="990000"[:1].replace("9", "7") + "90000")
    put(page, qtbot, name="钱七", role="tenant", document_number=number)
    assert "document_number" not in page.form.problems()
    assert page.form._cells["document_number"].note.text()
    press(qtbot, Key.Key_Return, CTRL)
    assert "钱七" in people(page)


def test_wrong_data_is_refused_beside_its_field(page, qtbot, window):
    put(page, qtbot, name="钱七", role="tenant", phones=("138",))
    press(qtbot, Key.Key_S, CTRL)
    assert window.page() is page
    assert page.form.problems()["phones"]
    assert page.form.field("phones").hasFocus()
    assert "钱七" not in people(page)


def test_a_missing_name_and_role_are_told(page, qtbot):
    press(qtbot, Key.Key_S, CTRL)
    assert {"name", "role"} <= set(page.form.problems())


def test_a_duplicate_is_offered_and_the_clerk_takes_it(page, qtbot, window):
    before = people(page)["李䶮"]
    put(page, qtbot, name="李䶮", role="tenant", document_number=OWNER_NUMBER)
    assert page.panel.isVisible()
    assert "1栋1单元201" in page.panel.text()
    assert OWNER_NUMBER not in page.panel.text()
    page.panel.buttons[0].click()
    settle(qtbot)
    press(qtbot, Key.Key_S, CTRL)
    found = [person for person in household.household(page.desk, ROOM).people if person.name == "李䶮"]
    assert {person.role for person in found} == {"owner", "tenant"}
    assert {person.customer_id for person in found} == {before.customer_id}


def test_the_clerk_may_register_anew_all_the_same(page, qtbot):
    put(page, qtbot, name="李䶮", role="tenant", phones=("13800010009",))
    assert page.panel.isVisible()
    page.panel.buttons[0].click()
    settle(qtbot)
    page.panel.buttons[0].click()  # takes it back
    assert page._existing is None
    press(qtbot, Key.Key_S, CTRL)
    found = [person for person in household.household(page.desk, ROOM).people if person.name == "李䶮"]
    assert len({person.customer_id for person in found}) == 2


def test_a_pasted_reader_line_fills_the_form(page, qtbot, window):
    number = resident("19920510", "004")
    QGuiApplication.clipboard().setText(f"欧阳娜\n女\n汉\n19920510\n广东省深圳市南山区科技路8号\n{number}\n")
    page.form.field("name").setFocus()
    press(qtbot, Key.Key_V, CTRL)
    values = page.form.values()
    assert (values["name"], values["sex"], values["birthday"]) == ("欧阳娜", "female", date(1992, 5, 10))
    assert (values["document_kind"], values["document_number"]) == ("resident-card", number)
    assert values["document_checked"]
    assert values["address"] == "广东省深圳市南山区科技路8号"


def test_a_line_typed_by_a_reader_is_understood_too(page, qtbot):
    number = resident("19920510", "004")
    page.form.field("name").setText(f"欧阳娜|女|汉|19920510|广东省深圳市南山区科技路8号|{number}")
    checked(page, qtbot)
    assert page.form.value("name") == "欧阳娜"
    assert page.form.value("document_number") == number


def test_an_ordinary_name_is_pasted_as_it_is(page, qtbot):
    QGuiApplication.clipboard().setText("王小明")
    page.form.field("name").setFocus()
    press(qtbot, Key.Key_V, CTRL)
    assert page.form.value("name") == "王小明"


def test_compound_surnames_and_their_correction(page, qtbot):
    put(page, qtbot, name="欧阳娜", sex="female")
    assert page.facts.fact("salutation") == "欧阳女士"
    put(page, qtbot, surname_length="1")
    assert page.facts.fact("salutation") == "欧女士"
    put(page, qtbot, salutation="欧老师")
    assert page.facts.fact("salutation") == "欧老师"
    put(page, qtbot, role="tenant")
    press(qtbot, Key.Key_S, CTRL)
    assert people(page)["欧阳娜"].salutation == "欧老师"


def test_a_lunar_birthday_is_shown_and_kept(page, qtbot):
    put(page, qtbot, name="钱七", role="tenant", birthday=date(1990, 1, 27), birthday_calendar="lunar")
    assert page.facts.fact("lunar") == _("month {month}, day {day}").format(month=1, day=1)
    press(qtbot, Key.Key_S, CTRL)
    assert people(page)["钱七"].birthday_text == _("lunar month {month}, day {day}").format(month=1, day=1)


def test_a_company_has_a_credit_code_and_no_birthday(page, qtbot):
    put(page, qtbot, kind="company", name="某某科技有限公司", role="owner")
    assert page.form.value("document_kind") == "credit-code"
    assert not page.form.field("birthday").isVisible()
    assert page.form.field("document_kind").findData("passport") < 0
    put(page, qtbot, document_number="91350100M000100Y43")
    press(qtbot, Key.Key_S, CTRL)
    assert people(page)["某某科技有限公司"].kind == "company"


def test_a_child_needs_the_guardian(page, qtbot):
    put(page, qtbot, name="小宝", role="member", birthday=date(2020, 1, 1), phones=("13800013333",))
    press(qtbot, Key.Key_S, CTRL)
    assert page.form.problems()["phones"]
    put(page, qtbot, consent=True)
    press(qtbot, Key.Key_S, CTRL)
    assert set(page.form.problems()) == {"guardian_name", "guardian_as"}
    put(page, qtbot, guardian_name="欧阳念南", guardian_as="mother", guardian_on=date(2026, 11, 20))
    press(qtbot, Key.Key_S, CTRL)
    assert people(page)["小宝"].consent
    entry = household.person_for_edit(page.desk, people(page)["小宝"].customer_id)
    assert (entry.guardian_name, entry.guardian_as, entry.guardian_on) == ("欧阳念南", "mother", date(2026, 11, 20))


def test_a_company_is_asked_for_name_code_and_contact(page, qtbot):
    put(page, qtbot, name="某某科技有限公司", kind="company", role="tenant")
    shown = {spec.name for spec in page.spec.fields if page.form.field(spec.name).isVisibleTo(page)}
    assert {"name", "document_number", "contact_name", "phones", "lease_until"} <= shown
    assert not shown & {"consent", "guardian_name", "emergency_name", "emergency_phone", "sex", "birthday", "workplace"}
    assert not page.facts.choose_button.isVisibleTo(page)
    put(page, qtbot, contact_name="郑朗", contact_rhythm="monthly", lease_until=date(2027, 6, 30))
    press(qtbot, Key.Key_S, CTRL)
    firm = people(page)["某某科技有限公司"]
    assert (firm.contact_name, firm.contact_rhythm, firm.lease_until) == ("郑朗", "monthly", date(2027, 6, 30))


def test_a_photo_is_kept_with_consent(page, qtbot, tmp_path, window):
    file = tmp_path / "photo.png"
    image = QImage(90, 120, QImage.Format.Format_RGB32)
    image.fill(QColor("#556677"))
    assert image.save(str(file))
    put(page, qtbot, name="钱七", role="tenant", consent=True)
    page.set_photo(file)
    press(qtbot, Key.Key_S, CTRL)
    who = people(page)["钱七"]
    assert attachments.path_of(page.desk, who.photo).read_bytes() == file.read_bytes()
    again = edit(window, qtbot, "钱七")
    assert not again.facts.picture.pixmap().isNull()


def test_a_file_that_is_no_picture_is_refused(page, qtbot, tmp_path, window):
    file = tmp_path / "photo.png"
    file.write_bytes(b"no picture")
    page.set_photo(file)
    assert window.messages.text()
    assert page._photo_file is None


def test_changing_reads_audited_and_saves(window, qtbot):
    window.open_target(f"unit:{ROOM}")
    settle(qtbot)
    before = acts(window.desk).count("household.reveal")
    page = edit(window, qtbot, "李䶮")
    assert acts(window.desk).count("household.reveal") == before + 1
    assert page.form.value("document_number") == OWNER_NUMBER
    assert page.form.value("phones") == ("13800010009", "0755-26001111")
    assert not page.form.is_changed()
    assert not page.form.field("role").isVisible()
    put(page, qtbot, workplace="某某学校")
    press(qtbot, Key.Key_S, CTRL)
    customer_id = people(page)["李䶮"].customer_id
    kept = household.person_for_edit(window.desk, customer_id)
    assert (kept.workplace, kept.document_number, kept.consent, kept.emergency_phone) == (
        "某某学校",
        OWNER_NUMBER,
        True,
        "13900001111",
    )
    assert window.page().unit_id == ROOM


def test_a_customer_without_a_room_is_opened_for_changing(window, qtbot):
    who = household.register_person(window.desk, PersonEntry("路人甲"))
    page = window.open_target(f"customer:{who.customer_id}")
    settle(qtbot)
    assert page.form.value("name") == "路人甲"
    assert "路人甲" in page._title.text()
    put(page, qtbot, note="常客")
    press(qtbot, Key.Key_S, CTRL)
    assert household.person_for_edit(window.desk, who.customer_id).note == "常客"


def test_without_a_room_somebody_is_only_put_on_file(window, qtbot):
    page = window.open_page("person")
    settle(qtbot)
    assert not page.form.field("role").isVisible()
    put(page, qtbot, name="访客乙")
    press(qtbot, Key.Key_S, CTRL)
    with window.desk.look() as session:
        from sqlalchemy import select

        from desk.models import Customer

        assert session.scalars(select(Customer.name).where(Customer.name == "访客乙")).one()


def test_the_same_role_twice_is_refused_in_words(page, qtbot):
    who = people(page)["欧阳念南"]
    put(page, qtbot, name="欧阳念南", role="tenant", phones=("13900008877",))
    press(qtbot, Key.Key_S, CTRL)
    assert page.form.problems()["name"]
    assert len([p for p in household.household(page.desk, ROOM).people if p.name == who.name]) == 1


def test_what_was_typed_survives_as_a_draft(page, qtbot, window):
    put(page, qtbot, name="钱七", role="tenant")
    window.back()
    settle(qtbot)
    assert window.page() is not page
    window.open_page("person", unit_id=ROOM)
    settle(qtbot)
    assert page.form.value("name") == ""
    press(qtbot, Key.Key_F7)
    assert page.form.value("name") == "钱七"
    assert page.form.value("role") == "tenant"


def test_another_room_starts_empty(page, qtbot, window):
    put(page, qtbot, name="钱七", role="tenant", document_number=OWNER_NUMBER)
    page.form.mark_saved()
    window.open_page("person", unit_id=1)
    settle(qtbot)
    checked(page, qtbot)
    assert page.form.value("name") == ""
    assert page.form.value("unit_id") == 1
    assert not page.panel.isVisible()


def test_stay_entry_is_what_was_typed(page, qtbot):
    values = page.form.values() | {"role": "member", "relation": "配偶", "since": date(2026, 1, 2)}
    assert page._stay(values) == StayEntry(ROOM, "member", "配偶", date(2026, 1, 2))


def test_a_form_left_before_its_data_came_can_be_typed_in_again(page, window, qtbot):
    customer_id = people(page)["李䶮"].customer_id
    settle(qtbot)
    window.open_page("person", customer_id=customer_id, unit_id=ROOM)  # and at once something else
    window.open_page("person", unit_id=ROOM)
    settle(qtbot)
    assert page.form.isEnabled()
    assert page.form.value("name") == ""


def test_a_long_paste_into_a_line_is_told_and_not_cut(page, qtbot):
    for name in ("workplace", "salutation", "emergency_name", "phones", "address", "position", "emergency_phone"):
        page.form.field(name).setText("长" * 10_000)
        assert name in page.form.check(), name


def test_looking_in_and_going_back_leaves_no_draft(page, window, qtbot):
    checked(page, qtbot)
    window.back()
    settle(qtbot)
    assert window.page() is not page
    assert window.messages.text() == ""
    assert drafts.drafts(window.desk) == []


def test_looking_at_somebodys_data_leaves_no_draft(window, qtbot):
    window.open_target(f"unit:{ROOM}")
    settle(qtbot)
    page = edit(window, qtbot, "李䶮")
    checked(page, qtbot)
    window.back()
    settle(qtbot)
    assert drafts.drafts(window.desk) == []

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event, func, select

from desk import paths
from desk.errors import DeskError, InvalidInput, NotAllowed, NotFound
from desk.models import Consent, Customer, Occupancy, Request
from desk.services import households as h
from desk.services import slips
from desk.services.finder import find
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit import attachments
from desk.services.site.check import check

TODAY = date(2026, 11, 21)


@pytest.fixture
def adult(resident):
    return PersonEntry(
        name="欧阳念南",
        document_number=resident("19850314", "004"),
        phones=("138 0000 0001", "0755-26001234"),
        birthday=date(1985, 3, 14),
        sex="female",
    )


@pytest.fixture
def owner(desk, adult):
    """欧阳念南, owner of 1栋1单元101 since 2020-06-12."""
    return h.register_person(desk, adult, StayEntry(1, "owner", since=date(2020, 6, 12)))


def fields_of(call, *arguments, **named):
    with pytest.raises(InvalidInput) as caught:
        call(*arguments, **named)
    return {(problem.field, problem.code) for problem in caught.value.problems}


def number_of(desk, model):
    with desk.look() as session:
        return session.scalar(select(func.count()).select_from(model))


def people(desk, unit_id=1):
    return h.household(desk, unit_id).people


# ----------------------------------------------------------------------------------------------------- registering
def test_a_registered_person_lives_there_masked_and_found(desk, owner):
    (person,) = people(desk)
    assert person == owner
    assert (person.name, person.role, person.since, person.until) == ("欧阳念南", "owner", date(2020, 6, 12), None)
    assert person.phones == ("138****0001", "0755-****1234")
    assert person.phone == "138****0001"
    assert person.document.startswith("****")
    assert len(person.document) == 8
    assert person.document_kind == "resident-card"
    assert person.salutation == "欧阳女士"
    assert h.household(desk, 1).unit.state == "occupied"
    for words in ("欧阳", "oynn", "0001", "1-1-101"):
        assert find(desk, words), words
    assert check(desk) == []


def test_all_that_is_wrong_is_told_beside_its_field_and_nothing_is_kept(desk, adult):
    bad = replace(
        adult,
        name=" ",
        document_number=adult.document_number[:-1] + ("1" if adult.document_number[-1] != "1" else "2"),
        phones=("138", "13800000001"),
        emergency_phone="12",
        birthday=date(2027, 1, 1),
        sex="x",
        klass="E",
    )
    assert fields_of(h.register_person, desk, bad, StayEntry(1, "guest")) == {
        ("name", "required"),
        ("document_number", "id-check-digit"),
        ("phones", "phone"),
        ("emergency_phone", "phone"),
        ("birthday", "date"),
        ("sex", "choice"),
        ("klass", "choice"),
        ("role", "role"),
    }
    assert number_of(desk, Customer) == 0


def test_live_checks_also_warn(desk, adult):
    odd = replace(adult, sex="male", birthday=date(1985, 3, 15))
    found = {(p.field, p.code, p.warning) for p in h.check_person(desk, odd)}
    assert found == {("birthday", "birthday-differs", True), ("sex", "sex-differs", True)}
    assert h.check_person(desk, adult) == []
    h.register_person(desk, odd)  # a warning is no refusal


def test_a_document_is_recognised_by_its_shape_and_an_empty_one_is_none(desk, adult):
    assert h.register_person(desk, replace(adult, document_kind="")).document_kind == "resident-card"
    bare = h.register_person(desk, replace(adult, name="李四", document_kind="passport", document_number=" "))
    assert (bare.document_kind, bare.document) == ("", "")
    assert fields_of(h.register_person, desk, replace(adult, document_number="?")) == {("document_kind", "required")}
    wrong = replace(adult, document_kind="credit-code", document_number="91350100M000100Y43")
    assert fields_of(h.register_person, desk, wrong) == {("document_kind", "document-kind")}


def test_a_company_owns_but_is_no_member(desk):
    company = PersonEntry(
        "海风贸易有限公司", kind="company", document_number="91350100M000100Y43", phones=("0755-26001234",)
    )
    assert fields_of(h.register_person, desk, company, StayEntry(13, "member")) == {("role", "role")}
    view = h.register_person(desk, company, StayEntry(13, "owner"))
    assert (view.kind, view.document_kind, view.salutation) == ("company", "credit-code", "贵公司")
    assert fields_of(h.register_person, desk, replace(company, birthday=date(2000, 1, 1))) == {("birthday", "company")}


def test_lunar_birthdays_keep_the_lunar_day(desk, adult):
    # 2020-06-12 was the 21st day of the leap fourth month; 1985-03-14 the 23rd of the first.
    view = h.register_person(desk, replace(adult, birthday_calendar="lunar"))
    with desk.look() as session:
        row = session.get_one(Customer, view.customer_id)
        assert (row.birthday_month, row.birthday_day, row.birthday_leap) == (1, 23, False)
    child = PersonEntry("小满", birthday=date(2020, 6, 12), birthday_calendar="lunar")
    view = h.register_person(desk, child)
    with desk.look() as session:
        row = session.get_one(Customer, view.customer_id)
        assert (row.birthday_month, row.birthday_day, row.birthday_leap) == (4, 21, True)
    assert "4" in view.birthday_text
    assert "21" in view.birthday_text


def test_the_clerk_corrects_the_surname(desk, adult):
    assert h.register_person(desk, replace(adult, name="东方红", surname_length=1, sex="")).salutation.startswith(
        "东先生"
    )
    assert fields_of(h.register_person, desk, replace(adult, name="李", surname_length=2)) == {
        ("surname_length", "surname")
    }


def test_a_stay_far_ahead_is_a_typing_error(desk, adult):
    ahead = TODAY + timedelta(days=400)
    assert fields_of(h.register_person, desk, adult, StayEntry(1, "tenant", since=ahead)) == {("since", "date")}
    h.register_person(desk, adult, StayEntry(1, "tenant", since=TODAY + timedelta(days=30)))


def test_unknown_rooms_and_people_are_told(desk, adult):
    for call in (
        lambda: h.register_person(desk, adult, StayEntry(999, "owner")),
        lambda: h.register_person(desk, adult, StayEntry(1, "owner"), customer_id=999),
        lambda: h.change_person(desk, 999, adult),
        lambda: h.reveal(desk, 999, purpose="file"),
        lambda: h.household(desk, 999),
        lambda: h.end_stay(desk, 999, on=TODAY),
    ):
        with pytest.raises(NotFound):
            call()
    assert number_of(desk, Customer) == 0


def test_unsigned_nobody_changes_or_reveals(desk, owner, adult):
    desk.actor = None
    for call in (
        lambda: h.register_person(desk, replace(adult, name="李四"), StayEntry(1, "tenant")),
        lambda: h.change_person(desk, owner.customer_id, adult),
        lambda: h.end_stay(desk, owner.occupancy_id, on=TODAY),
        lambda: h.reveal(desk, owner.customer_id, purpose="file"),
        lambda: h.person_for_edit(desk, owner.customer_id),
        lambda: h.set_dossier(desk, 1, "floor-plan", state="received"),
        lambda: h.add_vehicle(desk, 1, "粤B12345"),
        lambda: h.change_unit(desk, 1, area=None, kind="shop", state="vacant", note=""),
        lambda: h.register_card(desk, 1),
    ):
        with pytest.raises(NotAllowed):
            call()
    assert len(people(desk)) == 1


# ---------------------------------------------------------------------------------------------------- the same person
def test_the_same_person_is_not_registered_twice_in_the_same_role(desk, owner, adult):
    again = {("name", "already-registered")}
    by_document = replace(adult, name="欧阳念楠", phones=())
    by_phone = replace(adult, name="欧阳 念南", document_number="")
    by_name_alone = PersonEntry("欧阳念南")
    for entry in (by_document, by_phone, by_name_alone):
        assert fields_of(h.register_person, desk, entry, StayEntry(1, "owner")) == again
    assert fields_of(h.register_person, desk, adult, StayEntry(1, "owner"), customer_id=owner.customer_id) == again
    assert len(people(desk)) == 1


def test_a_namesake_a_second_role_another_room_and_a_return_are_allowed(desk, owner, adult, resident):
    namesake = replace(adult, document_number=resident("19860314", "024"), birthday=date(1986, 3, 14))
    h.register_person(desk, namesake, StayEntry(1, "owner"))
    h.register_person(desk, adult, StayEntry(1, "tenant"), customer_id=owner.customer_id)
    h.register_person(desk, adult, StayEntry(2, "owner"), customer_id=owner.customer_id)
    h.strike(desk, people(desk)[-1].occupancy_id, reason="登记有误")
    h.register_person(desk, adult, StayEntry(1, "tenant", since=TODAY), customer_id=owner.customer_id)
    assert number_of(desk, Customer) == 2
    assert number_of(desk, Occupancy) == 5


def test_a_known_customer_keeps_the_record_and_gains_what_was_missing(desk, owner, adult):
    typed = PersonEntry("欧阳念南", phones=("13911112222",), workplace="海风贸易", sex="male")
    view = h.register_person(desk, typed, StayEntry(2, "tenant"), customer_id=owner.customer_id)
    assert view.customer_id == owner.customer_id
    assert view.sex == "female"
    assert h.reveal(desk, owner.customer_id, purpose="file").phones == ("13800000001", "0755-26001234", "13911112222")
    assert h.person_for_edit(desk, owner.customer_id).workplace == "海风贸易"
    bare = h.register_person(desk, PersonEntry(""), StayEntry(3, "tenant"), customer_id=owner.customer_id)
    assert bare.name == "欧阳念南"


def test_duplicates_by_document_or_by_name_and_phone(desk, owner, adult, resident):
    def look(**named):
        asked = {"name": "", "document_number": "", "phones": (), **named}
        return [(found.customer_id, found.why) for found in h.duplicates(desk, **asked)]

    me = owner.customer_id
    spaced = adult.document_number[:6] + " " + adult.document_number[6:].lower()
    assert look(name="别人", document_number=spaced) == [(me, "document")]
    assert look(name="欧阳 念南", phones=("+86 138-0000-0001",)) == [(me, "name-phone")]
    assert look(name="别人", phones=("13800000001",)) == []
    assert look(name="欧阳念南", phones=("13900000001",)) == []
    assert look(name="欧阳念南", phones=("138",)) == []
    other = resident("19700101", "001")
    assert look(name="欧阳念南", phones=("13800000001",), document_number=other) == []
    assert look(name="欧阳念南", phones=("13800000001",), exclude=me) == []
    (found,) = h.duplicates(desk, name="欧阳念南", document_number="", phones=("13800000001",))
    assert found.rooms == ("1栋1单元101",)
    assert (found.document_masked, found.phone_masked) == (owner.document, "138****0001")


def test_a_renewed_travel_permit_is_the_same_person(desk):
    h.register_person(desk, PersonEntry("陈大文", document_number="H1234567800"))
    (found,) = h.duplicates(desk, name="", document_number="H1234567801", phones=())
    assert found.why == "document"


# ----------------------------------------------------------------------------------------------------------- children
@pytest.mark.parametrize("birthday", ["document", "typed"])
def test_of_a_child_only_name_and_relation_without_the_guardian(desk, resident, birthday):
    number = resident("20121122", "013")  # 13 years old, 14 tomorrow
    child = PersonEntry(
        "欧阳小满",
        document_number=number if birthday == "document" else "",
        birthday=date(2012, 11, 22),
        phones=("13800000001",),
    )
    if birthday == "document":
        child = replace(child, birthday=None)
    found = fields_of(h.register_person, desk, child, StayEntry(1, "member", "女儿"))
    wanted = {("phones", "child-consent")} | (
        {("document_number", "child-consent")} if birthday == "document" else set()
    )
    assert found == wanted
    h.register_person(desk, replace(child, document_number="", phones=()), StayEntry(1, "member", "女儿"))


def test_from_14_on_nobody_else_is_asked(desk, resident):
    h.register_person(
        desk, PersonEntry("欧阳小满", document_number=resident("20121121", "013"), phones=("13800000001",))
    )


def test_the_guardians_consent_is_recorded_and_its_withdrawal_erases(desk, resident, events):
    child = PersonEntry(
        "欧阳小满",
        document_number=resident("20150501", "013"),
        phones=("13800000001",),
        consent=True,
        guardian_name="欧阳念南",
        guardian_as="mother",
    )
    view = h.register_person(desk, child, StayEntry(1, "member", "女儿"))
    assert view.consent
    with desk.look() as session:
        (consent,) = session.scalars(select(Consent))
        assert (consent.purpose, consent.text_version, consent.withdrawn_at) == ("guardian", "2026-1", None)
    h.withdraw_consent(desk, view.customer_id, "guardian")
    (person,) = people(desk)
    assert (person.name, person.relation, person.document, person.phones, person.consent) == (
        "欧阳小满",
        "女儿",
        "",
        (),
        False,
    )
    assert events("household.withdraw-consent")[-1].data["erased"] == ["document_number", "phones"]
    assert not find(desk, "13800000001")


# ------------------------------------------------------------------------------------------------- consent and photos
def test_a_photo_needs_consent_and_goes_with_it(desk, adult, picture):
    with pytest.raises(InvalidInput) as refused:
        h.register_person(desk, adult, photo_file=picture())
    assert [(problem.field, problem.code) for problem in refused.value.problems] == [("photo", "photo-consent")]
    view = h.register_person(desk, replace(adult, consent=True), photo_file=picture())
    assert attachments.path_of(desk, view.photo).read_bytes() == picture().read_bytes()
    h.withdraw_consent(desk, view.customer_id, "photo")
    assert h.person_for_edit(desk, view.customer_id).photo == ""
    with pytest.raises(NotFound):
        attachments.path_of(desk, view.photo)
    assert check(desk) == []


def test_somebody_elses_photo_is_not_taken(desk, adult, owner, picture):
    theirs = h.register_person(desk, PersonEntry("赵六", consent=True), photo_file=picture()).photo
    assert fields_of(h.change_person, desk, owner.customer_id, replace(adult, photo=theirs, consent=True)) == {
        ("photo", "photo")
    }


def test_consent_is_given_once_and_withdrawn_not_deleted(desk, owner):
    me = owner.customer_id
    assert not owner.consent
    with pytest.raises(DeskError) as caught:
        h.withdraw_consent(desk, me, "register")
    assert caught.value.code == "no-consent"
    h.give_consent(desk, me, "register")
    h.give_consent(desk, me, "register")
    assert number_of(desk, Consent) == 1
    assert people(desk)[0].consent
    h.withdraw_consent(desk, me, "register")
    assert not people(desk)[0].consent
    assert number_of(desk, Consent) == 1
    h.give_consent(desk, me, "register")
    assert number_of(desk, Consent) == 2
    assert fields_of(h.give_consent, desk, me, "everything") == {("purpose", "choice")}


def test_unticking_consent_in_the_form_withdraws_it(desk, adult):
    view = h.register_person(desk, replace(adult, consent=True))
    entry = h.person_for_edit(desk, view.customer_id)
    assert entry.consent
    assert h.change_person(desk, view.customer_id, entry).consent
    assert number_of(desk, Consent) == 1
    assert not h.change_person(desk, view.customer_id, replace(entry, consent=False)).consent


# ----------------------------------------------------------------------------------------------- changing, looking up
def test_what_is_read_for_editing_is_what_was_typed(desk, adult, staff_of_site):
    full = replace(
        adult,
        document_kind="resident-card",
        document_checked=True,
        phones=("13800000001",),
        workplace="海风贸易",
        position="会计",
        address="深圳市",
        emergency_name="欧阳海",
        emergency_relation="父亲",
        emergency_phone="13900000002",
        klass="A",
        note="不吃猪肉",
        salutation="欧阳老师",
        surname_length=1,
    )
    view = h.register_person(desk, full)
    masked = replace(full, document_number=f"****{full.document_number[-4:]}")
    assert h.person_for_edit(desk, view.customer_id) == masked
    h.change_person(desk, view.customer_id, replace(masked, note="不吃猪肉"))  # given back as it is, the number stays
    desk.actor = staff_of_site.supervisor
    assert h.person_for_edit(desk, view.customer_id) == full


def test_changes_are_audited_before_and_after_with_numbers_masked(desk, owner, adult, events, resident):
    number = resident("19850314", "024")
    changed = replace(adult, name="欧阳念楠", document_number=number, phones=("13911112222", "13800000001"), klass="B")
    changed = replace(changed, emergency_name="欧阳海", emergency_phone="13900000002")
    view = h.change_person(desk, owner.customer_id, changed)
    assert view.phones == ("139****2222", "138****0001")
    data = events("household.change")[-1].data
    assert data["changed"]["name"] == ["欧阳念南", "欧阳念楠"]
    assert data["changed"]["klass"] == ["", "B"]
    assert data["changed"]["phones"] == [["138****0001", "0755-****1234"], ["139****2222", "138****0001"]]
    assert data["changed"]["document_number"] == [owner.document, f"****{number[-4:]}"]
    everything = str([e.data for act in ("household.register", "household.change") for e in events(act)])
    for secret in (number, adult.document_number, "13911112222", "13800000001", "13900000002"):
        assert secret not in everything
    assert find(desk, "欧阳念楠")
    assert not find(desk, "26001234")


def test_a_refused_change_changes_nothing(desk, owner, adult):
    assert fields_of(h.change_person, desk, owner.customer_id, replace(adult, name="", phones=("1",))) == {
        ("name", "required"),
        ("phones", "phone"),
    }
    assert people(desk)[0] == owner


def test_whole_numbers_are_given_out_only_with_a_trace(desk, owner, adult, events, staff_of_site):
    assert h.reveal(desk, owner.customer_id, purpose="file").phones[0] == "13800000001"
    h.person_for_edit(desk, owner.customer_id)
    found = events("household.reveal")
    assert [(e.subject, e.staff_id) for e in found] == [
        (f"customer:{owner.customer_id}", staff_of_site.receptionist.id)
    ] * 2
    assert adult.document_number not in str([e.data for e in found])
    assert adult.document_number not in str(h.household(desk, 1))
    assert "13800000001" not in str(h.household(desk, 1))


# ------------------------------------------------------------------------------------------------------------- leaving
def test_leaving_ends_the_stay_and_keeps_the_history(desk, owner, adult, resident):
    tenant = h.register_person(
        desk, PersonEntry("赵六", phones=("13722220000",)), StayEntry(1, "tenant", since=date(2023, 1, 5))
    )
    assert h.household(desk, 1).unit.state == "let"
    h.end_stay(desk, tenant.occupancy_id, on=date(2026, 11, 20), reason="退租")
    view = h.household(desk, 1)
    assert [(p.name, p.until, p.end_reason) for p in view.people] == [
        ("欧阳念南", None, ""),
        ("赵六", date(2026, 11, 20), "退租"),
    ]
    assert view.unit.state == "occupied"
    h.end_stay(desk, owner.occupancy_id, on=TODAY)
    assert h.household(desk, 1).unit.state == "vacant"
    assert all(found.past for found in find(desk, "赵六"))


def test_a_wrong_moving_out_is_put_right_with_the_reason(desk, owner, clock, events, staff_of_site):
    """A wrong moving-out had no way back (handbook S34)."""
    h.add_vehicle(desk, 1, "粤B12345", owner.customer_id)
    tenant = h.register_person(desk, PersonEntry("赵六"), StayEntry(1, "tenant", since=date(2023, 1, 5)))
    with pytest.raises(DeskError) as early:
        h.correct_leaving(desk, owner.occupancy_id, reason="选错了人")
    assert early.value.code == "not-ended-here"
    h.end_stay(desk, owner.occupancy_id, on=TODAY)
    h.end_stay(desk, tenant.occupancy_id, on=date(2026, 11, 20), reason="退租")
    assert fields_of(h.correct_leaving, desk, owner.occupancy_id, reason=" ") == {("reason", "required")}
    clock.forward(minutes=5)
    back = h.correct_leaving(desk, owner.occupancy_id, reason="选错了人")
    assert (back.name, back.lives, back.lives_until, back.until) == ("欧阳念南", True, None, None)
    view = h.household(desk, 1)
    assert (view.unit.state, view.vehicles) == ("occupied", ("粤B12345",))
    assert not any(found.past for found in find(desk, "欧阳念南"))
    assert find(desk, "粤B12345"), "the plate leads there again"
    assert check(desk) == []
    event = events("household.correct-leaving")[0]
    assert event.data["corrects"] == events("household.end-stay")[0].id
    assert ("搬出登记有误，已更正", "选错了人") in [
        (line.title, line.detail.split(" · ")[-1]) for line in view.timeline
    ]
    with pytest.raises(DeskError):
        h.correct_leaving(desk, owner.occupancy_id, reason="再来一次")
    clock.forward(days=1)
    with pytest.raises(NotAllowed) as later:
        h.correct_leaving(desk, tenant.occupancy_id, reason="未退租")
    assert later.value.role == "supervisor"
    desk.actor = staff_of_site.supervisor
    assert h.correct_leaving(desk, tenant.occupancy_id, reason="未退租").until is None
    assert h.household(desk, 1).unit.state == "let"


def test_a_stay_ends_once_on_a_day_that_was(desk, owner):
    for day in (date(2020, 6, 11), TODAY + timedelta(days=1)):
        assert fields_of(h.end_stay, desk, owner.occupancy_id, on=day) == {("on", "date")}
    h.end_stay(desk, owner.occupancy_id, on=date(2020, 6, 12))
    with pytest.raises(DeskError) as caught:
        h.end_stay(desk, owner.occupancy_id, on=TODAY)
    assert caught.value.code == "ended-already"
    (person,) = people(desk)
    assert (person.until, person.lives_until) == (None, date(2020, 6, 12))  # an owner who left stays owner


def test_ones_plate_leaves_too_but_not_the_others(desk, owner):
    h.add_vehicle(desk, 1, "粤B12345", owner.customer_id)
    h.add_vehicle(desk, 1, "粤B54321")
    h.end_stay(desk, owner.occupancy_id, on=TODAY)
    assert h.household(desk, 1).vehicles == ("粤B54321",)


def test_renovating_stays_until_somebody_ends_it(desk, owner):
    h.change_unit(desk, 1, area=None, kind="residence", state="renovating", note="")
    h.register_person(desk, PersonEntry("赵六"), StayEntry(1, "tenant"))
    assert h.household(desk, 1).unit.state == "renovating"


# ---------------------------------------------------------------------------------------------- room, papers, vehicles
def test_a_room_is_changed_and_audited(desk, events):
    h.change_unit(desk, 1, area=Decimal("89.50"), kind="shop", state="let", note=" 临街 ")
    unit = h.household(desk, 1).unit
    assert (unit.area, unit.kind, unit.state, unit.note) == (Decimal("89.50"), "shop", "let", "临街")
    h.change_unit(desk, 1, area=Decimal("90"), kind="shop", state="let", note="临街")
    assert events("household.unit")[-1].data == {"changed": {"area": ["89.5", "90"]}}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"area": Decimal("0")}, "area"),
        ({"area": Decimal("NaN")}, "area"),
        ({"area": Decimal("12.345")}, "area"),
        ({"area": Decimal("100001")}, "area"),
        ({"kind": "castle"}, "kind"),
        ({"state": "burning"}, "state"),
    ],
)
def test_a_wrong_room_is_refused(desk, change, field):
    good = {"area": None, "kind": "residence", "state": "vacant", "note": ""}
    with pytest.raises(InvalidInput) as caught:
        h.change_unit(desk, 1, **{**good, **change})
    assert list(caught.value.by_field()) == [field]


def test_the_file_has_14_papers(desk, owner):
    assert [paper.state for paper in h.household(desk, 1).dossier] == ["missing"] * 14
    h.set_dossier(desk, 1, "floor-plan", state="received", filed_at="2柜3格")
    h.set_dossier(desk, 1, "register-card", state="received", received_on=date(2020, 6, 12))
    papers = {paper.paper: paper for paper in h.household(desk, 1).dossier}
    assert (papers["floor-plan"].received_on, papers["floor-plan"].filed_at) == (TODAY, "2柜3格")
    assert papers["register-card"].received_on == date(2020, 6, 12)
    h.set_dossier(desk, 1, "floor-plan", state="missing", filed_at="2柜3格")
    paper = next(paper for paper in h.household(desk, 1).dossier if paper.paper == "floor-plan")
    assert (paper.state, paper.received_on, paper.filed_at) == ("missing", None, "")
    assert fields_of(h.set_dossier, desk, 1, "novel", state="lost", received_on=TODAY + timedelta(days=1)) == {
        ("paper", "choice"),
        ("state", "choice"),
        ("received_on", "date"),
    }


def test_a_scan_lies_under_its_hash_before_the_row_says_so(desk, tmp_path, events):
    scan = tmp_path / "规约 1.pdf"
    scan.write_bytes(b"%PDF-1.4 scan")
    sha = h.attach(desk, 1, "temporary-covenant", scan)
    assert sha == hashlib.sha256(b"%PDF-1.4 scan").hexdigest()
    assert attachments.path_of(desk, sha).read_bytes() == b"%PDF-1.4 scan"
    paper = next(paper for paper in h.household(desk, 1).dossier if paper.paper == "temporary-covenant")
    assert (paper.state, paper.received_on, paper.attachment_name, paper.attachment) == (
        "received",
        TODAY,
        "规约 1.pdf",
        sha,
    )
    assert h.attach(desk, 2, "temporary-covenant", scan) == sha
    assert [file.name for file in paths.attachments(desk.data).iterdir()] == [sha]
    assert check(desk) == []


def test_scans_that_cannot_be_kept_are_told(desk, tmp_path, monkeypatch):
    scan = tmp_path / "scan.pdf"

    def code():
        with pytest.raises(DeskError) as caught:
            h.attach(desk, 1, "floor-plan", scan)
        return caught.value.code

    assert code() == "file-missing"
    scan.write_bytes(b"")
    assert code() == "file-empty"
    with scan.open("wb") as stream:
        stream.truncate(attachments.MOST + 1)
    assert code() == "file-too-big"
    scan.write_bytes(b"@echo off")
    assert code() == "file-kind"
    scan.write_bytes(b"%PDF-1.7")
    monkeypatch.setattr(attachments.os, "fsync", lambda _handle: (_ for _ in ()).throw(OSError(28, "full")))
    assert code() == "disk-full"
    assert list(paths.attachments(desk.data).iterdir()) == []
    assert all(paper.state == "missing" for paper in h.household(desk, 1).dossier)


def test_a_lost_or_strange_scan_is_not_found(desk):
    for sha in ("0" * 64, "../desk.sqlite3", ""):
        with pytest.raises(NotFound):
            attachments.path_of(desk, sha)


def test_a_picture_of_an_identity_card_needs_the_owners_consent(desk, owner, tmp_path):
    scan = tmp_path / "id.jpg"
    scan.write_bytes(b"\xff\xd8\xff jpeg")
    with pytest.raises(DeskError) as caught:
        h.attach(desk, 1, "owner-id-copy", scan)
    assert caught.value.code == "photo-consent"
    h.give_consent(desk, owner.customer_id, "photo")
    h.attach(desk, 1, "owner-id-copy", scan)
    assert attachments.path_of(desk, hashlib.sha256(b"\xff\xd8\xff jpeg").hexdigest()).is_file()


def test_plates_are_tidied_odd_ones_only_warn(desk):
    assert h.add_vehicle(desk, 1, " 粤b·12345 ") == []
    assert h.household(desk, 1).vehicles == ("粤B12345",)
    assert [p.code for p in h.add_vehicle(desk, 1, "粤BF12345")] == []
    assert [(p.code, p.warning) for p in h.add_vehicle(desk, 1, "XYZ")] == [("plate", True)]
    assert [p.code for p in h.add_vehicle(desk, 2, "粤B12345")] == ["plate-elsewhere"]
    assert fields_of(h.add_vehicle, desk, 1, "粤B-12345") == {("plate", "already-registered")}
    assert fields_of(h.add_vehicle, desk, 1, " · ") == {("plate", "required")}
    assert [found.title for found in find(desk, "粤BF12345")] == ["1栋1单元101"]


def test_a_plate_that_left_may_return(desk):
    h.add_vehicle(desk, 1, "粤B12345")
    h.end_vehicle(desk, 1, "粤B12345")
    assert h.household(desk, 1).vehicles == ()
    with pytest.raises(NotFound):
        h.end_vehicle(desk, 1, "粤B12345")
    h.add_vehicle(desk, 1, "粤B12345")
    assert h.household(desk, 1).vehicles == ("粤B12345",)


# -------------------------------------------------------------------------------------------------- the household page
def log(desk, number, *, state="received", promised=None, unit=1):
    with desk.act("test.request") as act:
        act.session.add(
            Request(
                number=number,
                kind="complaint",
                state=state,
                channel="counter",
                unit_id=unit,
                content="楼上漏水",
                received_at=act.at,
                promised_at=promised,
                first_receiver_id=act.staff_id,
            )
        )


def light(desk, code):
    return next(light for light in h.household(desk, 1).lights if light.code == code)


def test_the_light_of_requests(desk, clock):
    assert light(desk, "requests").state == "green"
    log(desk, "TS-20261121-0001", state="closed", promised=clock.now - timedelta(days=1))
    log(desk, "TS-20261121-0002", state="cancelled")
    log(desk, "TS-20261121-0003", unit=2)
    assert light(desk, "requests").state == "green"
    log(desk, "TS-20261121-0004", promised=clock.now + timedelta(hours=1))
    assert (light(desk, "requests").state, light(desk, "requests").act) == ("amber", "requests")
    clock.forward(hours=2)
    assert light(desk, "requests").state == "red"


def test_a_resolved_request_is_open_but_not_late(desk, clock):
    log(desk, "TS-20261121-0001", state="resolved", promised=clock.now - timedelta(days=1))
    assert light(desk, "requests").state == "amber"


def test_the_lights_of_owner_and_papers(desk, adult):
    assert light(desk, "owner").state == "amber"
    h.register_person(desk, adult, StayEntry(1, "owner"))
    assert light(desk, "owner").state == "green"
    for paper in h.papers():
        assert (light(desk, "dossier").state, light(desk, "dossier").act) == ("amber", "dossier")
        h.set_dossier(desk, 1, paper, state="received")
    assert (light(desk, "dossier").state, light(desk, "dossier").act) == ("green", "")


def test_the_timeline_tells_the_newest_first(desk, clock, adult):
    owner = h.register_person(desk, adult, StayEntry(1, "owner", since=date(2020, 6, 12)))
    clock.forward(hours=1)
    log(desk, "TS-20261121-0001")
    clock.forward(hours=1)
    h.reveal(desk, owner.customer_id, purpose="file")
    card = h.register_card(desk, 1)
    clock.forward(hours=1)
    h.set_dossier(desk, 1, "floor-plan", state="received")
    clock.forward(hours=1)
    h.end_stay(desk, owner.occupancy_id, on=TODAY)
    timeline = h.household(desk, 1).timeline
    assert [event.target for event in timeline] == [
        f"customer:{owner.customer_id}",
        "",
        f"slip:{card.number}",
        "request:1",
        f"customer:{owner.customer_id}",
        f"customer:{owner.customer_id}",
    ]
    assert timeline[-1].at == datetime(2020, 6, 11, 16, tzinfo=UTC)
    assert timeline[3].state == "received"
    assert {event.staff for event in timeline[:-1]} == {"林晓"}


def test_an_imported_stay_is_told_without_an_act(desk, owner):
    with desk.act("test.import") as act:
        act.session.add(
            Occupancy(
                customer_id=owner.customer_id, unit_id=2, role="tenant", since=date(2019, 1, 1), until=date(2019, 6, 1)
            )
        )
    assert [event.at.date() for event in h.household(desk, 2).timeline] == [date(2019, 5, 31), date(2018, 12, 31)]


def test_people_stand_by_role_then_those_who_left(desk, owner, clock):
    for name, role in (("甲", "relative"), ("乙", "member"), ("丙", "tenant")):
        h.register_person(desk, PersonEntry(name), StayEntry(1, role))
    h.end_stay(desk, people(desk)[1].occupancy_id, on=TODAY)
    clock.forward(days=1)
    assert [person.name for person in people(desk)] == ["欧阳念南", "乙", "甲", "丙"]


def test_the_page_asks_few_questions_whatever_lives_there(desk, clock):
    for number in range(12):
        h.register_person(desk, PersonEntry(f"住户{number}", phones=(f"1380000{number:04d}",)), StayEntry(1, "member"))
        log(desk, f"TS-20261121-{number + 1:04d}")
    statements = []
    event.listen(desk.database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    h.household(desk, 1)
    assert len(statements) <= 12  # one asks who has rows of the room, one is for all sealed values of its history


# --------------------------------------------------------------------------------------------------- the list of units
def test_units_come_in_order_and_in_pages(desk, owner):
    h.register_person(desk, PersonEntry("赵六"), StayEntry(1, "tenant"))
    page = h.units(desk, limit=3)
    assert page.total == 16
    assert [row.name for row in page.rows] == ["1栋1单元101", "1栋1单元102", "1栋1单元201"]
    first = page.rows[0]
    assert (first.owner, first.tenants, first.state, first.phone_masked) == ("欧阳念南", 1, "let", "138****0001")
    assert [row.name for row in h.units(desk, offset=14).rows] == ["A座201", "A座202"]
    for text in ("", "座"):  # rows that went meanwhile: the count still says how many there are
        beyond = h.units(desk, text=text, offset=40)
        assert (beyond.rows, beyond.total) == ((), 4 if text else 16)
    found = h.units(desk, text="座", offset=1, limit=2)
    assert ([row.name for row in found.rows], found.total) == (["A座102", "A座201"], 4)


def test_a_room_typed_means_that_room_and_not_all_homes_of_who_lives_there(desk, owner):
    h.register_person(desk, PersonEntry(""), StayEntry(5, "owner"), customer_id=owner.customer_id)
    assert [row.name for row in h.units(desk, text="1-1-101").rows] == ["1栋1单元101"]
    assert h.units(desk, text="念南").total == 2


def test_words_of_the_list_of_rooms_are_looked_for_by_one_statement(desk, owner):
    statements = []
    event.listen(desk.database.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    assert h.units(desk, text="oynn").total == 1
    asked = [each for each in statements if each != "BEGIN"]
    assert len(asked) == 3  # the rooms with their count, who belongs there, telephones


def test_units_by_building_room_or_who_lives_there(desk, owner, clock):
    assert h.units(desk, building_id=2).total == 4
    assert [row.name for row in h.units(desk, text="2单元 302").rows] == ["1栋2单元302"]
    assert [row.name for row in h.units(desk, text="1-2-302").rows] == ["1栋2单元302"]
    assert [row.name for row in h.units(desk, text="念南").rows] == ["1栋1单元101"]
    assert h.units(desk, text="%").total == 0
    gone = h.register_person(desk, PersonEntry("赵六"), StayEntry(1, "tenant"))
    h.end_stay(desk, gone.occupancy_id, on=TODAY)
    h.end_stay(desk, owner.occupancy_id, on=TODAY)
    clock.forward(days=1)
    assert h.units(desk, text="赵六").total == 0
    assert h.units(desk, text="念南").total == 1  # owns it still


# --------------------------------------------------------------------------------------------------- the register card
def test_the_register_card_is_issued_whole_and_previewed_masked(desk, owner, adult, events):
    h.add_vehicle(desk, 1, "粤B12345")
    preview = "\n".join(h.register_card_preview(desk, 1).texts())
    assert adult.document_number not in preview
    assert "138****0001" in preview
    view = h.register_card(desk, 1)
    assert (view.kind, view.subject, view.number) == ("register-card", "unit:1", "DJ-20261121-0001")
    assert adult.document_number not in "\n".join(slips.slip_content(desk, view.number).texts())
    texts = "\n".join(slips.whole_content(desk, view.number, purpose="look").texts())
    for wanted in (
        adult.document_number,
        "138 0000 0001",
        "欧阳念南",
        "1栋1单元101",
        "粤B12345",
        "阳光花园物业服务中心",
        "2020-06-12",
    ):
        assert wanted in texts
    assert events("household.register-card")[-1].data == {"slips": ["DJ-20261121-0001"]}
    assert slips.pdf(desk, view.number).startswith(b"%PDF")


def test_the_card_lists_who_lives_there_now(desk, owner, clock):
    gone = h.register_person(desk, PersonEntry("赵六"), StayEntry(1, "tenant"))
    h.register_person(desk, PersonEntry("欧阳海"), StayEntry(1, "member", "父亲"))
    h.end_stay(desk, gone.occupancy_id, on=TODAY)
    clock.forward(days=1)
    (members,) = h.register_card_preview(desk, 1).tables
    assert [(row[0], row[1]) for row in members.rows] == [("欧阳念南", "业主"), ("欧阳海", "父亲")]


def test_the_card_speaks_the_language_of_slips(desk, owner, staff_of_site):
    from desk.services import site

    desk.actor = staff_of_site.manager
    site.change_site(desk, slip_language="en")
    slip = h.register_card_preview(desk, 1)
    assert slip.language == "en"
    assert slip.tables[0].rows[0][1] == "Owner"


@pytest.mark.parametrize("typed", ["王\u200b五", "王五\x00", "\ufeff王五", "王\u2060五\u202c", "王五\x07"])
def test_signs_nobody_sees_do_not_get_into_a_name(desk, typed):
    """Copied out of chats and tables; with them nobody would be found by the name again."""
    entry = PersonEntry(typed, note="a\u200b\x00b\nc", workplace="\ufeff顺丰\x00")
    view = h.register_person(desk, entry)
    assert view.name == "王五"
    kept = h.person_for_edit(desk, view.customer_id)
    assert (kept.note, kept.workplace) == ("ab\nc", "顺丰")


def test_a_phone_of_ten_thousand_signs_is_refused_in_one_sentence(desk):
    with pytest.raises(InvalidInput) as refused:
        h.register_person(desk, PersonEntry("王五", phones=("长" * 10_000,), emergency_phone="1" * 10_000))
    assert all(len(problem.message) < 160 for problem in refused.value.problems)


@pytest.mark.parametrize("field", ["note", "workplace", "address", "emergency_name", "salutation", "position"])
def test_a_page_of_text_in_one_field_is_told_beside_it(desk, field):
    with pytest.raises(InvalidInput) as refused:
        h.register_person(desk, replace(PersonEntry("王五"), **{field: "长" * 10_000}))
    assert list(refused.value.by_field()) == [field]

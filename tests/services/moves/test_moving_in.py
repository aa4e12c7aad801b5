"""Moving in (handbook A2, M3, M6): who must show what, the owner's word, stations, the hand-over, what it leaves behind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from desk.errors import DeskError, InvalidInput
from desk.models import DossierItem, Request
from desk.services import households as h
from desk.services import money, slips
from desk.services import moves as service
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.money import PayEntry, Tender
from desk.services.moves import DefectEntry, HandoutsEntry, InspectEntry, KeyEntry, KeysEntry, MoverEntry, ReadingEntry
from tests.services.moves.counter import OWNER, PAPERS, ROOM, TENANT, Counter, fields, words

WHO = ("owner", "tenant", "relative", "borrower", "company")
ROLES = {"owner": "owner", "tenant": "tenant", "relative": "relative", "borrower": "borrower", "company": "tenant"}


@pytest.mark.parametrize("who", WHO)
def test_everybody_moves_in_with_the_papers_of_a2(counter: Counter, who: str) -> None:
    counter.owner(lives=False)
    done = counter.moved_in(who)
    assert (done.state, done.missing) == ("moved-in", ())
    (here,) = [person for person in counter.home().people if person.lives]
    assert (here.name, here.role, here.lives_since) == (done.people[0].name, ROLES[who], date(2026, 11, 23))
    assert counter.home().unit.state == ("let" if ROLES[who] == "tenant" else "occupied")


@pytest.mark.one_engine
@pytest.mark.parametrize(("who", "paper"), [(who, paper) for who in WHO for paper in PAPERS[who]])
def test_each_paper_of_a2_is_missed_in_turn(counter: Counter, who: str, paper: str) -> None:
    counter.owner(lives=False)
    row = counter.ready(who)
    service.see_papers(counter.desk, row.id, [each.code for each in row.papers if each.on and each.code != paper])
    name = next(each.label for each in row.papers if each.code == paper)
    with pytest.raises(InvalidInput) as refused:
        service.move_in(counter.desk, row.id)
    assert fields(refused) == {"papers": "papers"}
    assert name in words(refused)


@pytest.mark.one_engine
@pytest.mark.parametrize("paper", ["attorney", "attorney-owner-copy", "agent-id"])
def test_an_agent_brings_three_papers(counter: Counter, paper: str) -> None:
    counter.owner(lives=False)
    row = counter.ready("owner", agent="陈代理")
    wanted = {"attorney", "attorney-owner-copy", "agent-id", "title-deed", "covenant", "service-agreement"}
    service.see_papers(counter.desk, row.id, sorted(wanted - {paper}))
    with pytest.raises(InvalidInput) as refused:
        service.move_in(counter.desk, row.id)
    assert fields(refused) == {"papers": "papers"}
    service.see_papers(counter.desk, row.id, sorted(wanted))
    assert service.move_in(counter.desk, row.id).state == "moved-in"


@pytest.mark.one_engine
@pytest.mark.parametrize(("first", "second", "named"), [(2, 1, "李小红"), (1, 2, TENANT), (2, 0, "李小红")])
def test_two_photos_of_each_and_whoever_lacks_one_is_named(
    counter: Counter, first: int, second: int, named: str
) -> None:
    people = (counter.mover(TENANT, 1, photos=first), counter.mover("李小红", 2, photos=second))
    row = counter.ready(people=people)
    with pytest.raises(InvalidInput) as refused:
        service.move_in(counter.desk, row.id)
    assert fields(refused) == {"photos": "photos"}
    assert named in words(refused)


def test_an_identity_document_that_was_not_seen_names_whose(counter: Counter) -> None:
    row = counter.ready(people=(counter.mover(TENANT, 1), counter.mover("李小红", 2, identity=False)))
    with pytest.raises(InvalidInput) as refused:
        service.move_in(counter.desk, row.id)
    assert fields(refused) == {"identity": "identity"}
    assert "李小红" in words(refused)


def test_what_is_missing_comes_all_at_once(counter: Counter) -> None:
    counter.owner(lives=False)
    row = counter.begin("relative", people=(MoverEntry(TENANT),), owner_word="", owner_signed=False, owner_phone="")
    with pytest.raises(InvalidInput) as refused:
        service.move_in(counter.desk, row.id)
    assert set(fields(refused)) == {
        "photos", "identity", "papers", "owner-owner_word", "owner-owner_signed", "owner-owner_phone", "stations",
    }  # fmt: skip
    assert {each.settle for each in service.in_the_way(counter.desk, row.id)} == {"people", "papers", "edit", "sign"}


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("more", "code"),
    [({"owner_word": ""}, "required"), ({"owner_signed": False}, "consent"), ({"owner_phone": ""}, "required")],
)
@pytest.mark.parametrize("who", ["relative", "borrower"])
def test_the_owners_consent_has_name_signature_and_phone(counter: Counter, who: str, more: dict, code: str) -> None:
    counter.owner(lives=False)
    row = counter.ready(who, **more)
    with pytest.raises(InvalidInput) as refused:
        service.move_in(counter.desk, row.id)
    assert [problem.code for problem in refused.value.problems] == [f"owner-{next(iter(more))}"]
    assert code


def test_any_co_owner_is_enough_an_ended_owner_and_a_stranger_are_refused(counter: Counter) -> None:
    counter.owner(lives=False)
    counter.owner("王强", lives=False, phones=("13800000002",))
    assert counter.begin("borrower", owner_word="王强").owner_word == "王强"
    service.cancel(counter.desk, 1, reason="重新办理")
    sold = h.TransferEntry("title-deed", "粤(2026)7", counter.desk.today(), owners=(), people=(PersonEntry("周新"),))
    h.transfer(counter.desk, ROOM, sold)
    for name in (OWNER, "路人甲"):
        with pytest.raises(InvalidInput) as refused:
            counter.begin("borrower", owner_word=name)
        assert fields(refused) == {"owner_word": "owner"}
        assert name in words(refused)


def test_a_tenant_with_an_owner_present_who_is_not_on_the_register_is_refused(counter: Counter) -> None:
    counter.owner(lives=False)
    with pytest.raises(InvalidInput) as refused:
        counter.begin("tenant", owner_word="王方")
    assert fields(refused) == {"owner_word": "owner"}
    assert counter.begin("tenant", owner_word=OWNER).owner_word == OWNER


def test_a_phone_on_the_consent_that_differs_from_the_file_warns(counter: Counter) -> None:
    counter.owner(lives=False)
    (warning,) = service.check_begin(counter.desk, counter.entry("borrower", owner_phone="13900000009"))
    assert (warning.field, warning.warning) == ("owner_phone", True)
    assert service.check_begin(counter.desk, counter.entry("borrower")) == []


def test_the_holder_of_the_deed_is_compared_with_the_register(counter: Counter) -> None:
    counter.owner(lives=False)
    (warning,) = service.check_begin(counter.desk, counter.entry("owner", deed_holder="王方"))
    assert (warning.field, warning.code, warning.warning) == ("deed_holder", "deed", True)


def test_an_owner_on_the_register_is_recognised_and_not_registered_twice(counter: Counter) -> None:
    owner = counter.owner(lives=False)
    done = counter.moved_in("owner")
    assert done.people[0].customer_id == owner.customer_id
    assert [(person.role, person.lives) for person in counter.home().people] == [("owner", True)]


def test_a_document_on_file_for_somebody_else_is_refused(counter: Counter) -> None:
    h.register_person(
        counter.desk,
        PersonEntry("赵六", document_kind="resident-card", document_number=counter.resident(sequence="001")),
    )
    with pytest.raises(InvalidInput) as refused:
        counter.begin()
    assert fields(refused) == {"people.0.document_number": "document"}


def test_stations_sign_in_turn_and_each_waits_for_its_matter(counter: Counter) -> None:
    counter.owner(lives=False)
    desk = counter.desk
    row = counter.begin("owner")
    with pytest.raises(InvalidInput) as refused:
        counter.sign(row, "treaty")
    assert fields(refused) == {"station": "order"}
    service.charge_fee(desk, row.id, kind="management", fen=30000)
    with pytest.raises(InvalidInput) as refused:
        counter.sign(row, "money")
    assert "300.00" in words(refused)
    money.pay(desk, PayEntry(OWNER, (Tender("cash", 30000),), unit_id=ROOM))
    counter.sign(row, "money")
    with pytest.raises(InvalidInput) as refused:
        counter.sign(row, "treaty")
    assert "临时管理规约" in words(refused)
    service.see_papers(desk, row.id, ["title-deed", "covenant", "service-agreement"])
    counter.sign(row, "treaty")
    counter.sign(row, "property")
    with pytest.raises(InvalidInput) as refused:
        counter.sign(row, "inspection")
    assert fields(refused) == {"station": "open"}
    with pytest.raises(InvalidInput) as refused:
        counter.sign(row, "property")
    assert fields(refused) == {"station": "signed"}
    counter.inspected(row)
    after = counter.sign(row, "inspection")
    assert [(each.code, bool(each.signer)) for each in after.stations] == [
        ("money", True), ("treaty", True), ("property", True), ("inspection", True),
    ]  # fmt: skip


def test_defects_become_repair_requests_of_who_moves_in(counter: Counter) -> None:
    row = counter.begin()
    defects = (
        DefectEntry("kitchen", "pipes", "水槽下漏水"),
        DefectEntry("living", "walls", "墙面裂缝", stated=True),
        DefectEntry("living", "doors", "门把手划痕", repair=False),
    )
    after = counter.inspected(row, *defects)
    assert [(each.origin, bool(each.request), each.open) for each in after.defects] == [
        ("found", True, True), ("stated", True, True), ("found", False, False),
    ]  # fmt: skip
    with counter.desk.look() as session:
        requests = session.scalars(select(Request).order_by(Request.id)).all()
    assert [(each.kind, each.unit_id, each.caller_name, each.category) for each in requests] == [
        ("repair", ROOM, TENANT, "leak"), ("repair", ROOM, TENANT, "walls"),
    ]  # fmt: skip
    content = slips.slip_content(counter.desk, after.slips[-1].number)
    assert after.slips[-1].number.startswith("YF-20261123-")
    texts = "\n".join(content.texts())
    assert "水槽下漏水" in texts
    assert requests[0].number in texts


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (InspectEntry(()), {"rooms": "required"}),
        (InspectEntry(("attic",)), {"rooms": "choice"}),
        (
            InspectEntry(("living",), (DefectEntry("attic", "roof", " "),)),
            {"defects.0.room": "choice", "defects.0.item": "choice", "defects.0.words": "required"},
        ),
    ],
)
def test_an_inspection_that_says_nothing_is_refused(counter: Counter, entry: InspectEntry, expected: dict) -> None:
    row = counter.begin()
    with pytest.raises(InvalidInput) as refused:
        service.inspect(counter.desk, row.id, entry)
    assert fields(refused) == expected


def test_readings_are_kept_for_the_bills(counter: Counter) -> None:
    row = counter.meters(counter.begin())
    assert [(each.meter, each.value) for each in row.readings] == [
        ("water", Decimal("12.50")),
        ("electricity", Decimal(301)),
    ]
    row = service.read_meters(counter.desk, row.id, (ReadingEntry("water", Decimal("12.60")),))
    assert [each.value for each in row.readings if each.meter == "water"] == [Decimal("12.60")]


@pytest.mark.one_engine
@pytest.mark.parametrize("value", [None, Decimal(-1), Decimal("0.001"), Decimal("NaN"), Decimal(10**9)])
def test_a_reading_that_is_none_is_refused(counter: Counter, value: Decimal | None) -> None:
    row = counter.begin()
    with pytest.raises(InvalidInput) as refused:
        service.read_meters(counter.desk, row.id, (ReadingEntry("water", value),))
    assert set(fields(refused)) == {"readings.0.value"}


def test_keys_are_signed_for_and_never_out_twice(counter: Counter) -> None:
    row = counter.keys(counter.begin())
    assert row.slips[-1].number.startswith("LY-20261123-")
    with pytest.raises(InvalidInput) as refused:
        counter.keys(row)
    assert fields(refused) == {"keys.0.number": "out"}
    with pytest.raises(InvalidInput) as refused:
        service.hand_keys(counter.desk, row.id, KeysEntry((KeyEntry("boat", 0),), " "))
    assert fields(refused) == {"keys.0.kind": "choice", "keys.0.pieces": "number", "signed_by": "required"}


def test_what_is_handed_out_is_signed_for(counter: Counter) -> None:
    row = counter.handouts(counter.begin())
    assert [(each.code, each.pieces) for each in row.handouts] == [("owner-handbook", 1), ("use-manual", 1)]
    with pytest.raises(InvalidInput) as refused:
        service.hand_out(counter.desk, row.id, HandoutsEntry({}, ""))
    assert fields(refused) == {"pieces": "required", "signed_by": "required"}


def test_an_owners_file_ticks_the_dossier(counter: Counter) -> None:
    counter.owner(lives=False)
    row = counter.ready("owner")
    service.see_papers(
        counter.desk, row.id, ["title-deed", "covenant", "service-agreement", "fire-letter", "owner-id-copy"]
    )
    done = service.move_in(counter.desk, row.id)
    with counter.desk.look() as session:
        here = set(
            session.scalars(
                select(DossierItem.paper).where(DossierItem.unit_id == ROOM, DossierItem.state == "received")
            )
        )
    assert here == {
        "move-in-sign-off", "temporary-covenant", "early-service-agreement", "move-in-payment", "handover-record",
        "register-card", "owner-id-copy", "fire-responsibility",
    }  # fmt: skip
    assert {slip.number[:2] for slip in done.slips} == {"YF", "RH", "CY"}


def test_the_first_day_of_fees_is_the_day_of_moving_in(counter: Counter) -> None:
    assert counter.begin(day=date(2026, 12, 1)).fees_from == date(2026, 12, 1)
    service.cancel(counter.desk, 1, reason="改期")
    assert counter.begin(fees_from=date(2026, 12, 15)).fees_from == date(2026, 12, 15)


def test_nobody_moves_in_before_the_day(counter: Counter) -> None:
    row = counter.ready(day=date(2026, 11, 24))
    with pytest.raises(InvalidInput) as refused:
        service.move_in(counter.desk, row.id)
    assert fields(refused) == {"day": "future"}
    counter.on("2026-11-24")
    assert service.move_in(counter.desk, row.id).state == "moved-in"


def test_it_can_be_left_and_taken_up_again(counter: Counter) -> None:
    row = counter.begin(people=())
    assert row.next_step == "people"
    with pytest.raises(InvalidInput) as refused:
        counter.begin()
    assert fields(refused) == {"unit_id": "under-way"}
    row = service.name_people(
        counter.desk, row.id, (counter.mover(TENANT), counter.mover("李小红", 2, relation="配偶"))
    )
    assert row.next_step == "inspect"
    assert service.by_number(counter.desk, row.number).people == row.people
    row = service.name_people(
        counter.desk, row.id, (MoverEntry(customer_id=row.people[0].customer_id, photos=2, identity=True),)
    )
    assert [person.name for person in row.people] == [TENANT]


def test_a_cancelled_move_keeps_its_number_and_cannot_go_on(counter: Counter) -> None:
    row = counter.ready()
    with pytest.raises(InvalidInput) as refused:
        service.cancel(counter.desk, row.id, reason=" ")
    assert fields(refused) == {"reason": "required"}
    assert service.cancel(counter.desk, row.id, reason="不租了").state == "cancelled"
    with pytest.raises(DeskError) as stopped:
        service.move_in(counter.desk, row.id)
    assert stopped.value.code == "illegal-move"
    assert counter.begin().number != row.number


def test_members_live_with_the_tenant(counter: Counter) -> None:
    row = counter.moved_in(people=(counter.mover(TENANT, 1), counter.mover("李小红", 2, relation="配偶")))
    people = {person.name: (person.role, person.relation) for person in counter.home().people}
    assert people == {TENANT: ("tenant", ""), "李小红": ("member", "配偶")}
    assert all(person.occupancy_id for person in row.people)


def test_the_whole_file_is_one_pdf(counter: Counter) -> None:
    row = counter.handouts(counter.keys(counter.meters(counter.begin())))
    content = service.whole_file(counter.desk, row.id)
    import pypdfium2

    with pypdfium2.PdfDocument(content) as whole:
        assert len(whole) == 3  # two copies of the keys
        text = "".join(page.get_textpage().get_text_range() for page in whole)
    assert "钥匙领用表" in text
    assert "资料发放签收表" in text


def test_a_company_moves_in_by_its_authorised_person(counter: Counter) -> None:
    done = counter.moved_in("company")
    (company,) = counter.home().people
    assert (company.kind, company.role, company.lives) == ("company", "tenant", True)
    with pytest.raises(InvalidInput) as refused:
        service.issue_passes(counter.desk, done.id)
    assert fields(refused) == {"people": "required"}
    stay = StayEntry(4, "borrower")
    with pytest.raises(InvalidInput) as refused:
        h.register_person(counter.desk, PersonEntry("某公司", kind="company"), stay)
    assert fields(refused) == {"role": "role"}

"""A release from the application to the slip: what is refused, what is waived, what the paper says (handbook A3, M2, M3, M5, M10)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desk.errors import DeskError, InvalidInput, NotAllowed, NotFound
from desk.services import finder, households, money, slips
from desk.services import releases as service
from desk.services.households import TransferEntry
from desk.services.households.views import PersonEntry
from desk.services.releases import Item
from desk.services.site.policy import change_rules
from tests.services.releases.goods import GOODS, GUARD, OTHER, OWNER, PAPERS, ROOM, TENANT, Counter, codes, fields


def test_an_owners_part_release_passes_whatever_is_owed(counter: Counter) -> None:
    counter.owe()
    made = counter.issue()
    assert (made.number, made.state, made.name) == ("FX-20261123-0001", "issued", OWNER)
    assert [(item.name, item.quantity) for item in made.items] == [("沙发", 2), ("冰箱", 1), ("纸箱", 8)]
    assert (made.valid_from, made.valid_to, made.verdict) == (date(2026, 11, 23), date(2026, 11, 23), "good")
    paper = slips.slip_content(counter.desk, made.number)
    assert [slip.number for slip in made.slips] == [made.number]
    assert paper.copies == ("存根联", "客户联", "门岗联")
    assert paper.tables[0].rows == (("1. 沙发（三人座）", "2", "2. 冰箱", "1", "3. 纸箱", "8"),)
    assert paper.stub == ()
    assert next(field.value for field in paper.fields if field.label == "电话") == "138****0001"  # the register's


@pytest.mark.parametrize("scope", [{"scope": "whole", "nobody_leaves": True}, {"lease_end": True}])
def test_whole_and_end_of_lease_wait_for_the_fees(counter: Counter, scope: dict[str, object]) -> None:
    counter.owe(1)
    counter.owe(5000, "parking")
    with pytest.raises(InvalidInput) as refused:
        counter.issue("tenant", **scope)
    assert fields(refused) == {"waived": "fees"}
    assert "0.01" in refused.value.message
    checked = service.check_release(counter.desk, counter.entry("tenant", **scope))
    assert [(each.code, each.settle) for each in checked.obstacles] == [("fees", "pay")]
    assert any("50.00" in words for words in checked.warnings)
    counter.pay(1)
    made = counter.issue("tenant", **scope)
    assert made.scope == scope.get("scope", "part")


def test_a_fee_is_waived_by_the_manager_with_a_reason_on_the_stub(counter: Counter) -> None:
    counter.owe()
    reason = "已约定月底转账"
    entry = counter.entry(scope="whole", nobody_leaves=True, waived={"fees": reason})
    with pytest.raises(NotAllowed) as refused:
        service.issue(counter.desk, entry)
    assert refused.value.role == "manager"
    with counter.desk.approved(counter.people.supervisor), pytest.raises(NotAllowed):
        service.issue(counter.desk, entry)
    with counter.as_manager():
        made = service.issue(counter.desk, entry)
    assert (made.waived, made.waived_by) == ((reason,), counter.people.manager.name)
    paper = slips.slip_content(counter.desk, made.number)
    assert reason in paper.stub[0].value
    assert paper.stub_copy == paper.copies[0]
    with counter.as_manager(), pytest.raises(InvalidInput) as blank:
        service.issue(counter.desk, counter.entry(scope="whole", nobody_leaves=True, waived={"fees": "  "}))
    assert codes(blank) == ["fees"]
    with counter.as_manager(), pytest.raises(InvalidInput) as unwaivable:
        service.issue(counter.desk, counter.entry(papers=(), waived={"own-id": "认识"}))
    assert codes(unwaivable) == ["own-id"]


def test_each_way_of_applying_with_its_people(counter: Counter) -> None:
    borrower = counter.stay("赵借", "borrower")
    company = counter.stay("晨星贸易有限公司", "tenant", OTHER, kind="company")
    counter.stay("业主乙", "owner", OTHER)
    rows = [
        counter.issue(),
        counter.issue("agent"),
        counter.issue("tenant", customer_id=counter.tenant),
        counter.issue(
            "tenant", customer_id=counter.tenant, papers=("own-id", "owner-id"), owner_here=True, owner_phone=""
        ),
        counter.issue("borrower", customer_id=borrower),
        counter.issue("merchant", unit_id=OTHER, customer_id=company),
    ]
    assert [(row.name, row.company, row.owner) for row in rows] == [
        (OWNER, "", ""), ("周师傅", "", OWNER), (TENANT, "", OWNER), (TENANT, "", OWNER), ("赵借", "", OWNER),
        ("周师傅", "晨星贸易有限公司", ""),
    ]  # fmt: skip


def test_who_is_not_on_the_register_is_refused(counter: Counter) -> None:
    rows = [
        ({"applicant": "tenant", "customer_id": counter.owner}, "customer_id"),
        # the tenant comes with the owner, and the name is not on the register
        ({"applicant": "tenant", "name": "无名", "owner_here": True, "papers": ("own-id", "owner-id")}, "customer_id"),
        ({"applicant": "borrower"}, "customer_id"),
        ({"applicant": "merchant"}, "customer_id"),
        ({"applicant": "contractor", "on_site": "desk"}, "applicant"),
    ]
    for more, field in rows:
        with pytest.raises(InvalidInput) as refused:
            counter.issue(**more)
        assert field in fields(refused)


def test_consent_of_an_owner_who_sold_is_refused(counter: Counter) -> None:
    yesterday = counter.desk.today() - timedelta(days=1)
    sold = TransferEntry("title-deed", "粤2026不动产权第0001号", yesterday, people=(PersonEntry("新业主"),))
    households.transfer(counter.desk, ROOM, sold)
    counter.on("2026-11-25")
    with pytest.raises(InvalidInput) as refused:
        counter.issue("tenant", owner_id=counter.owner)
    assert fields(refused) == {"owner_id": "owner-ended"}
    with pytest.raises(InvalidInput) as gone:
        counter.issue("owner", customer_id=counter.owner)
    assert fields(gone) == {"customer_id": "registered"}
    assert counter.issue("tenant").owner == "新业主"


def test_who_moved_out_owns_on_and_asks_for_a_release_but_a_tenant_who_left_does_not(counter: Counter) -> None:
    home = households.household(counter.desk, ROOM)
    for name in (OWNER, TENANT):
        stay = next(each.occupancy_id for each in home.people if each.name == name)
        households.end_stay(counter.desk, stay, on=counter.desk.today())
    assert counter.issue("tenant", customer_id=counter.tenant).name == TENANT  # the last day is a day of living here
    counter.on("2026-11-24")
    known = {each.name: each.lives for each in service.around(counter.desk, ROOM).people}
    assert known == {OWNER: False}
    assert counter.issue(scope="whole").state == "issued"  # nobody is registered as living there
    with pytest.raises(InvalidInput) as refused:
        counter.issue("tenant", customer_id=counter.tenant)
    assert fields(refused) == {"customer_id": "registered"}


@pytest.mark.parametrize(("applicant", "paper"), [(who, paper) for who, papers in PAPERS.items() for paper in papers])
@pytest.mark.one_engine
def test_each_paper_missing_in_turn(counter: Counter, applicant: str, paper: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        counter.issue(applicant, papers=tuple(each for each in PAPERS[applicant] if each != paper))
    assert paper in codes(refused)
    assert fields(refused)["papers"] == paper


def test_everything_that_is_wrong_comes_at_once(counter: Counter) -> None:
    counter.owe()
    with pytest.raises(InvalidInput) as refused:
        counter.issue(
            "tenant", items=(Item("", 0),), papers=(), owner_phone="", scope="whole", phone="1", document="1",
            move_at=counter.at("2026-11-22"), valid_to=date(2026, 11, 20), slot="nowhere", name="无名",
        )  # fmt: skip
    assert set(fields(refused)) == {
        "items.0.name", "items.0.quantity", "papers", "owner_phone", "waived", "leaving", "phone", "document", "move_at",
        "valid_to", "slot", "customer_id",
    }  # fmt: skip
    assert service.counts(counter.desk)["all"] == 0
    with pytest.raises(InvalidInput) as empty:
        counter.issue(items=())
    assert fields(empty) == {"items": "required"}
    with pytest.raises(NotFound):
        counter.issue(unit_id=999)


def test_utilities_of_a_supplier_are_ticked_with_a_reason(counter: Counter) -> None:
    counter.desk.actor = counter.people.manager
    change_rules(counter.desk, {"releases.water_here": False, "releases.electricity_here": False})
    counter.desk.actor = counter.people.receptionist
    whole = {"scope": "whole", "nobody_leaves": True}
    with pytest.raises(InvalidInput) as refused:
        counter.issue(**whole)
    assert fields(refused) == {"utilities": "utilities"}
    ticks = {"water": "bill-seen", "electricity": "not-ours"}
    with pytest.raises(InvalidInput) as why:
        counter.issue(**whole, utilities=ticks)
    assert fields(why) == {"utilities_note": "utilities-note"}
    assert counter.issue(**whole, utilities=ticks, utilities_note="10 月账单；电表已销户").scope == "whole"
    assert counter.issue().state == "issued"


def test_a_whole_move_asks_who_leaves(counter: Counter) -> None:
    with pytest.raises(InvalidInput) as refused:
        counter.issue(scope="whole")
    assert fields(refused) == {"leaving": "leaving"}
    assert OWNER in refused.value.message
    assert counter.issue(scope="whole", leaving=(OWNER, TENANT)).leaving == f"{OWNER}、{TENANT}"


def test_what_warns_lets_pass(counter: Counter) -> None:
    entry = counter.entry(
        "tenant", owner_phone="13911112222", plate="ABC", items=(Item("全部家具"),), slot="goods-lift"
    )
    counter.issue(slot="goods-lift")
    told = service.check_release(counter.desk, entry)
    assert told.obstacles == ()
    assert len(told.warnings) == 4
    assert service.issue(counter.desk, entry).plate == "ABC"


def test_it_is_found_seen_and_listed(counter: Counter) -> None:
    made = counter.issue(plate="粤B12345", carrier="顺风搬家")
    hits = finder.find(counter.desk, "FX-20261123-0001")
    assert ("release", made.id) in [(hit.kind, hit.id) for hit in hits]
    for text in ("12345", "FX 1"):
        assert any(hit.kind == "release" for hit in finder.find(counter.desk, text)), text
    home = households.household(counter.desk, ROOM)
    lamp = next(each for each in home.lights if each.code == "releases")
    assert (lamp.state, lamp.act) == ("amber", f"release:{made.id}")
    assert any(made.number in line.title for line in home.timeline)
    assert [row.number for row in service.releases(counter.desk, service.ReleaseFilter("today", "顺风")).rows] == [
        made.number
    ]
    counter.issue(items=GOODS[:1])
    assert service.usual_goods(counter.desk, ROOM)[0] == "沙发"


def test_a_new_slip_takes_the_place_of_the_old_one(counter: Counter) -> None:
    first = counter.issue()
    refused = service.refuse(counter.desk, first.id, service.GateEntry("老吴", note="多一台电视"))
    assert refused.state == "refused"
    entry = service.entry_of(counter.desk, first.id)
    assert entry.replaces == first.number
    second = service.issue(counter.desk, entry)
    old = service.release(counter.desk, first.id)
    assert (old.state, old.replaced_by, second.replaces) == ("void", second.number, first.number)
    assert old.slips[0].state == "void"
    with pytest.raises(DeskError, match="作废") as again:
        service.issue(counter.desk, entry)
    assert again.value.code == "illegal-move"
    with pytest.raises(DeskError) as shown:
        service.let_pass(counter.desk, first.id, GUARD)
    assert shown.value.code == "void"
    assert service.let_pass(counter.desk, second.id, GUARD).state == "passed"


def test_only_of_the_same_room(counter: Counter) -> None:
    first = counter.issue()
    counter.stay("业主乙", "owner", OTHER)
    with pytest.raises(InvalidInput) as refused:
        counter.issue(unit_id=OTHER, replaces=first.number)
    assert fields(refused) == {"unit_id": "unit"}
    with pytest.raises(NotFound):
        counter.issue(replaces="FX-20260101-0001")


def test_a_payment_between_check_and_issue_counts(counter: Counter) -> None:
    counter.owe()
    entry = counter.entry(scope="whole", nobody_leaves=True)
    assert [each.code for each in service.check_release(counter.desk, entry).obstacles] == ["fees"]
    counter.pay()
    assert service.check_release(counter.desk, entry).obstacles == ()
    money.charge(counter.desk, money.ChargeEntry("water", 1, ROOM))  # by another counter, before the key is pressed
    with pytest.raises(InvalidInput) as refused:
        service.issue(counter.desk, entry)
    assert codes(refused) == ["fees"]

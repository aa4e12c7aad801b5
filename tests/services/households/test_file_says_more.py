"""What the file of a home says besides: guardians who signed, companies' contacts, leases, papers of the site's own, what changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from desk.errors import DeskError, InvalidInput
from desk.models import Consent
from desk.services import households as h
from desk.services.households import lights, residence
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit.desk import Desk
from desk.services.site import catalogue
from tests.kit.site import Clock, People

CHILD = PersonEntry("欧阳小满", birthday=date(2018, 5, 1), phones=("13800000001",), consent=True)


def fields(call: Callable[[], object]) -> set[str]:
    with pytest.raises(InvalidInput) as refused:
        call()
    return {problem.field for problem in refused.value.problems}


# ------------------------------------------------------------------------------------------------------------ guardians
@pytest.mark.parametrize(
    ("signed", "wrong"),
    [
        ({}, {"guardian_name", "guardian_as"}),
        ({"guardian_name": "欧阳念南"}, {"guardian_as"}),
        ({"guardian_name": "欧阳 小满", "guardian_as": "mother"}, {"guardian_name"}),
        ({"guardian_name": "欧阳念南", "guardian_as": "mother", "guardian_on": date(2030, 1, 1)}, {"guardian_on"}),
        ({"guardian_name": "欧阳念南\n", "guardian_as": "阿姨" * 80}, {"guardian_as"}),
    ],
)
def test_a_childs_consent_says_who_signed_as_what_and_when(
    desk: Desk, signed: dict[str, object], wrong: set[str]
) -> None:
    from dataclasses import replace

    assert fields(lambda: h.register_person(desk, replace(CHILD, **signed), StayEntry(1, "member"))) == wrong
    bare = h.register_person(desk, PersonEntry("欧阳小满", birthday=date(2018, 5, 1)), StayEntry(1, "member"))
    assert bare.child
    assert fields(lambda: h.give_consent(desk, bare.customer_id, "register", **signed)) == wrong


def test_the_signature_is_kept_and_asked_once(desk: Desk) -> None:
    from dataclasses import replace

    signed = replace(CHILD, guardian_name="欧阳念南", guardian_as="mother", guardian_on=date(2026, 11, 20))
    child = h.register_person(desk, signed, StayEntry(1, "member"))
    entry = h.person_for_edit(desk, child.customer_id)
    assert (entry.guardian_name, entry.guardian_as, entry.guardian_on) == ("欧阳念南", "mother", date(2026, 11, 20))
    h.change_person(desk, child.customer_id, replace(entry, phones=("13800000002",)))
    with desk.look() as session:
        (consent,) = session.scalars(select(Consent))
        assert (consent.purpose, consent.signed_by, consent.signed_as) == ("guardian", "欧阳念南", "mother")


def test_an_older_tick_without_a_signature_is_no_obstacle(desk: Desk) -> None:
    from dataclasses import replace

    child = h.register_person(
        desk, replace(CHILD, guardian_name="欧阳念南", guardian_as="mother"), StayEntry(1, "member")
    )
    with desk.act("test.older") as act:
        for consent in act.session.scalars(select(Consent)):
            consent.signed_by = consent.signed_as = ""
    entry = h.person_for_edit(desk, child.customer_id)
    h.change_person(desk, child.customer_id, replace(entry, note="怕狗"))
    h.change_person(desk, child.customer_id, replace(entry, guardian_name="欧阳远", guardian_as="father"))
    assert h.person_for_edit(desk, child.customer_id).guardian_name == "欧阳远"


# ------------------------------------------------------------------------------------------------------------ companies
def test_a_company_has_a_contact_person_and_loses_nothing_by_an_empty_tick(desk: Desk) -> None:
    firm = PersonEntry(
        "某某科技有限公司", kind="company", contact_name="郑朗", contact_rhythm="quarterly", consent=True
    )
    view = h.register_person(desk, firm, StayEntry(1, "tenant"))
    assert (view.contact_name, view.contact_rhythm) == ("郑朗", "quarterly")
    h.change_person(desk, view.customer_id, PersonEntry("某某科技有限公司", kind="company", contact_name="冯悦"))
    after = h.household(desk, 1).people[0]
    assert (after.contact_name, after.consent) == ("冯悦", True)
    assert fields(lambda: h.register_person(desk, PersonEntry("甲", contact_rhythm="never"))) == {"contact_rhythm"}
    assert fields(lambda: h.register_person(desk, PersonEntry("甲公司", kind="company", contact_name="乙\n丙"))) == {
        "contact_name"
    }


# --------------------------------------------------------------------------------------------------------------- leases
def test_a_lease_that_ends_is_due(desk: Desk, clock: Clock, staff_of_site: People) -> None:
    today = desk.today()
    tenant = h.register_person(
        desk, PersonEntry("谭文"), StayEntry(1, "tenant", since=today, lease_until=today + timedelta(days=31))
    )
    owner = h.register_person(desk, PersonEntry("萧念"), StayEntry(1, "owner"))

    def due() -> list[str]:
        with desk.look() as session:
            return [row.detail for row in residence.leases(session, desk, desk.clock(), 5).rows]

    assert due() == []
    clock.now += timedelta(days=1)
    assert due() == [f"租期至 {today + timedelta(days=31)}"]
    clock.now += timedelta(days=31)
    assert due() == [f"租期已于 {today + timedelta(days=31)} 届满"]
    h.change_lease(desk, tenant.occupancy_id, until=today + timedelta(days=400))
    assert due() == []
    line = h.household(desk, 1).timeline[0]
    assert (line.title, line.detail) == (
        "租期变更", f"谭文 · 租期至 {today + timedelta(days=31)} → {today + timedelta(days=400)}",
    )  # fmt: skip
    h.change_lease(desk, tenant.occupancy_id, until=None)
    assert fields(lambda: h.change_lease(desk, owner.occupancy_id, until=today)) == {"lease_until"}
    assert fields(lambda: h.change_lease(desk, tenant.occupancy_id, until=today - timedelta(days=1))) == {"lease_until"}
    wrong = StayEntry(2, "owner", since=today, lease_until=today)
    assert fields(lambda: h.register_person(desk, PersonEntry("甲"), wrong)) == {"lease_until"}
    h.change_lease(desk, tenant.occupancy_id, until=desk.today())
    h.end_stay(desk, tenant.occupancy_id, on=desk.today())
    assert due() == []
    with pytest.raises(DeskError):
        h.change_lease(desk, tenant.occupancy_id, until=desk.today())


# --------------------------------------------------------------------------------------------------------------- papers
def test_a_site_has_papers_of_its_own(desk: Desk, staff_of_site: People) -> None:
    desk.actor = staff_of_site.supervisor
    before = len(h.papers())
    own = catalogue.add_entry(desk, "dossier", labels={"zh_CN": "宠物登记表"}).code
    catalogue.rename_entry(desk, "dossier", "temporary-covenant", labels={"zh_CN": "管理规约"})
    h.set_dossier(desk, 1, own, state="received")
    h.set_dossier(desk, 1, "move-in-payment", state="received")
    catalogue.retire_entry(desk, "dossier", "move-in-payment")
    catalogue.retire_entry(desk, "dossier", "handover-record")
    shown = {paper.paper: paper for paper in h.household(desk, 1).dossier}
    assert len(h.papers()) == before - 1
    assert shown[own].label == "宠物登记表"
    assert shown["temporary-covenant"].label == "管理规约"
    assert shown["move-in-payment"].label == "入伙交费单"  # what there is of it stays readable
    assert "handover-record" not in shown
    with desk.look() as session:
        home = h.household(desk, 1)
        assert f"{before - 1} 份缺 {before - 2} 份" in lights.dossier(session, desk, home).text


# -------------------------------------------------------------------------------------------------------- what changed
def test_the_history_says_what_changed_masked(desk: Desk) -> None:
    from dataclasses import replace
    from decimal import Decimal

    person = PersonEntry("周启明", phones=("13800000101",), sex="male", address="旧地址")
    view = h.register_person(desk, person, StayEntry(1, "owner"))
    h.change_person(
        desk, view.customer_id,
        replace(person, name="周启铭", phones=("13800000199", "13800000101"), sex="", klass="A", address="", note="长" * 60),
    )  # fmt: skip
    line = next(line for line in h.household(desk, 1).timeline if line.title == "资料变更")
    assert line.detail == (
        "周启铭 · 姓名 周启明 → 周启铭、电话 138****0101 → 138****0199、138****0101、性别 男 → （无）、通讯地址 旧地址 → （无）、客户等级 （无） → A类（重要）、"
        f"备注 （无） → {'长' * 24}…"
    )
    h.change_unit(desk, 1, area=Decimal("89.50"), kind="residence", state="occupied", note="")
    line = next(line for line in h.household(desk, 1).timeline if line.title == "房屋信息变更")
    assert line.detail == "建筑面积（㎡） （无） → 89.50"

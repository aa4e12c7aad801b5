"""Joining, cards and their life, papers: the acts at the counter (handbook A9, B1, V3, V7, V11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from desk.errors import DeskError, InvalidInput, NotAllowed, NotFound
from desk.models.cards import Member, MemberEvent
from desk.models.households import Consent, Customer
from desk.services import cards as service
from desk.services import households, points, schemes, slips
from desk.services.cards import EditEntry, JoinEntry, MemberView
from desk.services.households.views import PersonEntry, StayEntry
from desk.services.kit.gate import obstacles
from desk.services.points import PurchaseEntry
from desk.services.schemes import CounterEntry
from desk.services.site import policy
from desk.services.site.check import check
from tests.services.cards.works import NAME, Counter, fields, switch

pytestmark = pytest.mark.one_engine
D = date.fromisoformat


# ------------------------------------------------------------------------------------------------------------- joining
def test_somebody_new_joins_with_form_and_card(counter: Counter) -> None:
    member = counter.join(latin_name="Ouyang Niannan", email="o@example.com", work_address="科技园", greetings=True)
    assert (member.number, member.name, member.state, member.scheme, member.tier) == (
        "HY-20261121-0001", NAME, "active", "points", "gold",
    )  # fmt: skip
    assert member.card is not None
    assert (member.card.number, member.card.state, member.card.vip) == ("8800261121000016", "active", True)
    assert (member.phone, member.document) == ("138****0001", "****0024")
    assert [slip.kind for slip in member.slips] == ["member-application", "member-card"]
    assert member.slips[0].number == member.number
    assert member.greets
    with counter.desk.look() as session:
        person = session.scalars(select(Customer).where(Customer.id == member.customer_id)).one()
        assert (person.document_number, person.document_checked) == (counter.resident("19850314", "002"), True)
        agreed = {row.purpose: row.text_version for row in session.scalars(select(Consent))}
    assert set(agreed) == {"register", "membership", "greetings"}
    assert agreed["membership"] == "member-2026-1"
    assert check(counter.desk) == []


def test_somebody_on_file_is_asked_only_for_what_is_lacking(counter: Counter) -> None:
    desk = counter.desk
    view = households.register_person(
        desk, PersonEntry(NAME, phones=("13900000009",), birthday=D("1985-03-14"), consent=True), StayEntry(1, "owner")
    )
    standing = service.standing(desk, view.customer_id)
    assert standing.asks == ("document", "address", "goods")
    assert standing.known == {"name": NAME, "age": "1985-03-14", "phone": "139****0009"}
    with pytest.raises(InvalidInput) as refused:
        counter.join(PersonEntry(""), customer_id=view.customer_id)
    assert set(fields(refused)) == {"document_number", "address"}
    typed = counter.person(name="别的名字", phones=(), birthday=None)
    member = counter.join(typed, customer_id=view.customer_id)
    assert (member.name, member.phone, member.room) == (NAME, "139****0009", "1栋1单元101")
    assert member.unit_id == 1


def test_everything_that_is_wrong_is_told_at_once(counter: Counter) -> None:
    entry = JoinEntry(
        PersonEntry("", document_kind="resident-card", document_number="110000198503140025"), email="x", goods=("?",)
    )
    with pytest.raises(InvalidInput) as refused:
        service.join(counter.desk, entry)
    assert fields(refused) == {
        "name": "required", "document_number": "id-check-digit", "birthday": "required", "address": "required",
        "phones": "required", "goods": "choice", "email": "mail", "consent": "consent", "identity_seen": "required",
        "receipts_seen": "required",
    }  # fmt: skip
    told = {problem.field for problem in service.check_join(counter.desk, entry)}
    assert told == set(fields(refused))
    assert service.counts(counter.desk)["all"] == 0


@pytest.mark.parametrize(
    ("more", "field", "code"),
    [
        ({"tier": "platinum"}, "tier", "choice"), ({"how": "request"}, "how", "choice"), ({"how": "favour"}, "how", "choice"),
        ({"how": "moved"}, "joined_on", "date"), ({"how": "moved", "joined_on": D("2026-11-22")}, "joined_on", "date"),
        ({"work_address": "x" * 101}, "work_address", "long"), ({"latin_name": "a\nb"}, "latin_name", "lines"),
    ],
)  # fmt: skip
def test_each_refusal_has_its_field(counter: Counter, more: dict[str, object], field: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        counter.join(**more)
    assert fields(refused)[field] == code


def test_one_person_has_one_living_membership(counter: Counter) -> None:
    desk, person = counter.desk, counter.person()
    first = counter.join(person)
    with pytest.raises(InvalidInput) as refused:
        counter.join(person)
    assert fields(refused)["customer_id"] == "already-member"  # known by the document
    with pytest.raises(InvalidInput) as refused:
        counter.join(PersonEntry(""), customer_id=first.customer_id)
    assert fields(refused)["customer_id"] == "already-member"
    ended = service.end(desk, first.id, reason="搬走", points="余额作废，已告知本人")
    assert (ended.state, ended.card, ended.old_cards[0].state) == ("ended", None, "cancelled")
    assert (ended.end_reason, ended.points_said) == ("搬走", "余额作废，已告知本人")
    again = counter.join(PersonEntry(""), customer_id=first.customer_id)
    assert (again.number, again.customer_id) == ("HY-20261121-0002", first.customer_id)
    assert check(desk) == []


def test_a_document_that_is_on_file_leads_to_its_person(counter: Counter) -> None:
    person = counter.person()
    households.register_person(counter.desk, replace(person, consent=True))
    with pytest.raises(InvalidInput) as refused:
        counter.join(person)
    assert fields(refused)["customer_id"] == "on-file"


def test_two_records_of_one_document_are_one_person(counter: Counter) -> None:
    desk, person = counter.desk, counter.person()
    counter.join(person)
    twin = households.register_person(desk, replace(person, consent=True))
    with pytest.raises(InvalidInput) as refused:
        counter.join(PersonEntry(""), customer_id=twin.customer_id)
    assert fields(refused)["customer_id"] == "already-member"


def test_a_member_of_old_papers_is_taken_over_by_a_supervisor(counter: Counter) -> None:
    entry = counter.entry(how="moved", joined_on=D("2020-05-01"), receipts_seen=False, tier="diamond")
    with pytest.raises(NotAllowed):
        service.join(counter.desk, entry)
    with counter.role("supervisor"):
        member = service.join(counter.desk, entry)
    assert (member.joined_on, member.tier, member.last_use_on) == (D("2020-05-01"), "diamond", D("2020-05-01"))


def test_the_scheme_in_force_says_level_and_letters(counter: Counter) -> None:
    switch(counter, "tiers")
    view = service.scheme_in_force(counter.desk)
    assert [level.code for level in view.levels if level.joins] == ["ordinary"]
    with pytest.raises(InvalidInput) as refused:
        counter.join(tier="purple")
    assert fields(refused)["tier"] == "choice"
    member = counter.join()
    assert member.card is not None
    assert (member.scheme, member.tier, member.card.vip) == ("tiers", "ordinary", False)


# ------------------------------------------------------------------------------------------------------------ approval
def test_a_request_waits_for_a_leader_who_did_not_write_it(counter: Counter) -> None:
    desk = counter.desk
    switch(counter, "approval")
    with counter.role("supervisor"):
        own = counter.join()
    member = counter.join(how="proposal", proposed_by="客服部", receipts_seen=False)
    assert (member.state, member.how, member.card, own.how) == ("applied", "proposal", None, "request")
    with pytest.raises(NotAllowed):
        service.approve(desk, member.id)
    with counter.role("supervisor"):
        with pytest.raises(NotAllowed):
            service.approve(desk, own.id)  # written down by the same hand
        approved = service.approve(desk, member.id)
    assert (approved.state, approved.tier, approved.tier_since) == ("active", "vip", desk.today())
    assert approved.card is not None
    with counter.role("manager"):
        rejected = service.reject(desk, own.id, reason="单笔消费未达标准")
    assert (rejected.state, rejected.end_reason) == ("rejected", "单笔消费未达标准")
    assert service.of_customer(desk, own.customer_id) is None
    assert check(desk) == []


@pytest.mark.parametrize(
    ("paid", "graded", "enough"),
    [
        (9999_99, True, False), (10000_00, True, True), (10000_01, True, True), (10000_00, False, False),
        (19999_99, False, False), (20000_00, False, True),
    ],
)  # fmt: skip
def test_a_request_is_approved_on_what_was_bought(counter: Counter, paid: int, graded: bool, enough: bool) -> None:
    desk = counter.desk
    switch(counter, "approval")
    home = households.register_person(desk, replace(counter.person(), consent=True), StayEntry(1, "owner"))
    with counter.role("supervisor"):
        schemes.save_counter(desk, CounterEntry("A01", "珠宝"))
    points.log_purchase(desk, PurchaseEntry("1", "A01", paid=paid, graded=graded, customer_id=home.customer_id))
    asked = counter.join(PersonEntry(""), customer_id=home.customer_id, receipts_seen=False)
    with counter.role("supervisor"):
        if enough:
            assert service.approve(desk, asked.id).state == "active"
            return
        with pytest.raises(InvalidInput) as refused:
            service.approve(desk, asked.id)
        assert fields(refused) == {"purchases": "purchases"}
        assert "10,000.00" in refused.value.problems[0].message
        assert "20,000.00" in refused.value.problems[0].message
    with counter.role("manager"):
        assert service.approve(desk, asked.id, waived={"purchases": "公司重点客户"}).state == "active"


def test_a_proposal_names_who_proposes(counter: Counter) -> None:
    switch(counter, "approval")
    with pytest.raises(InvalidInput) as refused:
        counter.join(how="proposal", receipts_seen=False)
    assert fields(refused) == {"proposed_by": "required"}


# --------------------------------------------------------------------------------------------------------------- cards
def test_a_card_is_signed_for(counter: Counter) -> None:
    desk = counter.desk
    member = counter.join()
    assert service.counts(desk)["waiting"] == 1
    with pytest.raises(InvalidInput) as refused:
        service.hand_over(desk, member.id, signer=" ")
    assert fields(refused) == {"signer": "required"}
    member = service.hand_over(desk, member.id, signer=NAME)
    assert member.card is not None
    assert (member.card.collected_on, member.card.collected_by) == (desk.today(), NAME)
    with pytest.raises(DeskError) as twice:
        service.hand_over(desk, member.id, signer=NAME)
    assert twice.value.code == "illegal-move"


def test_a_replacement_keeps_all_and_kills_the_old_number(counter: Counter) -> None:
    desk = counter.desk
    holder = counter.holder()
    with desk.act("test.points") as act:
        row = act.session.get_one(Member, holder.id)
        service.set_tier(act, row, "diamond", since=desk.today(), why="upgrade", lifetime=8000)
    before = counter.lose(service.member(desk, 1))
    after = counter.replace(before)
    assert before.card is not None
    assert after.card is not None
    assert (after.card.number, after.card.old, after.card.cause) == ("8800261121000027", before.card.number, "lost")
    for name in ("number", "customer_id", "name", "document", "tier", "tier_since", "joined_on", "last_use_on"):
        assert getattr(after, name) == getattr(before, name), name
    assert (after.card.tier, after.old_cards[0].tier) == ("diamond", "gold")
    assert after.old_cards[0].state == "replaced"
    assert service.scan(desk, before.card.number).code == "card-dead"
    assert service.scan(desk, after.card.number).refusal == ""
    states = {slip.number: slip.state for slip in after.slips if slip.kind == "member-card"}
    assert states == {"KP-20261121-0001": "void", "KP-20261121-0002": "issued"}
    with pytest.raises(DeskError) as dead:
        service.find(desk, after.id, identity_seen=True)  # found again: it stays dead
    assert dead.value.code == "illegal-move"
    assert check(desk) == []


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"cause": ""}, {"cause": "required"}), ({"cause": "lent"}, {"cause": "choice"}),
        ({"identity_seen": False}, {"identity_seen": "required"}), ({"old_returned": False}, {"old_returned": "required"}),
        ({"expires_on": D("2026-11-21")}, {"expires_on": "date"}),
    ],
)  # fmt: skip
def test_a_replacement_asks_for_cause_document_and_the_old_card(
    counter: Counter, entry: dict[str, object], told: dict[str, str]
) -> None:
    member = counter.holder()
    with pytest.raises(InvalidInput) as refused:
        counter.replace(member, **{"cause": "damaged", **entry})
    assert {name: code for name, code in fields(refused).items() if name in told} == told


def test_a_lost_card_is_replaced_for_that_and_not_used_meanwhile(counter: Counter) -> None:
    desk = counter.desk
    member = counter.lose(counter.holder())
    assert member.card is not None
    number = member.card.number
    found = service.scan(desk, number)
    assert (found.name, found.code) == (NAME, "card-lost")
    assert found.refusal in member.warnings[0]
    with desk.look() as session:
        with pytest.raises(DeskError) as refused:
            service.usable(session, number, desk.today())
        assert refused.value.code == "card-lost"
    with pytest.raises(InvalidInput) as refused_cause:
        counter.replace(member, "damaged")
    assert fields(refused_cause) == {"cause": "choice"}
    back = service.find(desk, member.id, identity_seen=True)
    assert (back.card_state, service.scan(desk, number).refusal) == ("active", "")


def test_a_frozen_card_waits_for_a_supervisor(counter: Counter) -> None:
    desk = counter.desk
    member = counter.holder()
    with pytest.raises(NotAllowed):
        service.freeze(desk, member.id, reason="疑似转借")
    with counter.role("supervisor"):
        frozen = service.freeze(desk, member.id, reason="疑似转借")
    assert frozen.card is not None
    assert service.scan(desk, frozen.card.number).code == "card-frozen"
    with pytest.raises(DeskError) as refused:
        counter.replace(frozen, "damaged")  # no way around it
    assert refused.value.code == "illegal-move"
    with counter.role("supervisor"):
        assert service.unfreeze(desk, member.id, reason="已核实本人使用").card_state == "active"


def test_a_card_runs_out_after_its_last_day(counter: Counter) -> None:
    desk = counter.desk
    with counter.role("manager"):
        policy.change_rules(desk, {"cards.valid_months": 24})
    member = counter.holder()
    assert member.card is not None
    assert member.card.expires_on == D("2028-11-21")
    counter.on("2028-10-22")
    assert service.counts(desk)["expiring"] == 1
    assert "2028-11-21" in service.member(desk, member.id).warnings[0]
    counter.on("2028-11-21")
    assert service.member(desk, member.id).card_state == "active"
    counter.on("2028-11-22")
    assert service.member(desk, member.id).card_state == "expired"
    assert service.scan(desk, member.card.number).code == "card-expired"
    renewed = counter.replace(service.member(desk, member.id), "expired")
    assert renewed.card is not None
    assert (renewed.card_state, renewed.card.expires_on) == ("active", D("2030-11-22"))
    assert service.sweep(desk) == 0


def test_a_cancelled_card_leaves_the_membership(counter: Counter) -> None:
    member = counter.holder()
    with counter.role("supervisor"):
        bare = service.cancel_card(counter.desk, member.id, reason="印刷错误")
    assert (bare.state, bare.card, bare.tier) == ("active", None, "gold")
    again = service.issue_card(counter.desk, member.id)
    assert again.card is not None
    assert (again.card.number, again.card.old) == ("8800261121000027", "")


def test_name_and_identity_never_change(counter: Counter) -> None:
    desk = counter.desk
    member = counter.lose(counter.holder())
    person = households.person_for_edit(desk, member.customer_id)
    other = counter.resident("19850314", "888")
    households.change_person(desk, member.customer_id, replace(person, document_number=other))
    seen = service.member(desk, member.id)
    assert seen.identity_changed
    with desk.look() as session:
        assert [each.code for each in obstacles(session, desk, "member.replace", f"member:{member.id}")] == ["identity"]
    with pytest.raises(InvalidInput) as refused:
        counter.replace(seen)
    assert fields(refused) == {"identity": "identity"}
    with pytest.raises(NotAllowed):
        counter.replace(seen, waived={"identity": "原录入错误"})
    with counter.role("supervisor"):
        assert counter.replace(seen, waived={"identity": "原录入错误"}).card_state == "active"


def test_replaced_twice_in_a_year_is_shown(counter: Counter) -> None:
    member = counter.replace(counter.lose(counter.holder()))
    assert (member.replaced, member.warnings) == (1, ())
    counter.on("2027-03-01")
    member = counter.replace(counter.lose(member))
    assert member.replaced == 2
    assert "2" in member.warnings[0]
    counter.on("2028-03-01")
    assert service.member(counter.desk, member.id).replaced == 0


def test_the_number_on_the_document_is_compared_not_shown(counter: Counter) -> None:
    member = counter.join()
    whole = counter.resident("19850314", "002")
    assert service.compare_identity(counter.desk, member.id, f" {whole.lower()} ")
    assert not service.compare_identity(counter.desk, member.id, counter.resident("19850314", "004"))
    assert whole not in repr(member)


# -------------------------------------------------------------------------------------------------- level and dormant
def test_a_level_has_always_its_event(counter: Counter, events) -> None:
    desk = counter.desk
    member = counter.join()
    with desk.act("test.upgrade") as act:
        row = act.session.get_one(Member, member.id)
        service.set_tier(act, row, "diamond", since=D("2026-12-01"), why="upgrade")
        service.note_use(act, row, D("2026-12-01"))
        service.note_use(act, row, D("2026-11-25"))  # an earlier day changes nothing
    after = service.member(desk, member.id)
    assert (after.tier, after.tier_since, after.last_use_on) == ("diamond", D("2026-12-01"), D("2026-12-01"))
    assert after.events[0].words == "尊贵VIP黄金卡 → VIP钻石卡" or " → " in after.events[0].words
    assert any("gold" in word or "黄金" in word for word in after.warnings)  # the card says another level
    assert events("test.upgrade")[0].subject == f"member:{member.id}"
    with desk.act("test.behind") as act:
        act.session.get_one(Member, member.id).tier = "gold"
    assert "member-tier" in {finding.code for finding in check(desk)}


# -------------------------------------------------------------------------------------------------------- changing, ending
def test_what_may_change_changes_and_the_form_gets_a_new_edition(counter: Counter) -> None:
    desk = counter.desk
    member = counter.join()
    changed = service.edit(
        desk, member.id, EditEntry("Ouyang", "o@example.com", "科技园", ("food", "dining"), True, True)
    )
    assert (changed.latin_name, changed.goods, changed.opted_out, changed.greets) == (
        "Ouyang",
        ("food", "dining"),
        True,
        False,
    )
    assert service.edit_entry(desk, member.id) == EditEntry(
        "Ouyang", "o@example.com", "科技园", ("food", "dining"), True, True
    )
    paper = service.issue_paper(desk, member.id, "member-application")
    assert paper.number == "HY-20261121-0001-2"
    assert slips.slip_view(desk, "HY-20261121-0001").state == "void"
    assert "o@example.com" in "".join(slips.whole_content(desk, paper.number, purpose="look").texts())
    back = service.edit(desk, member.id, EditEntry(goods=("food",)))
    assert (back.greets, service.edit_entry(desk, member.id).greetings) == (False, False)


def test_an_end_says_what_happens_to_the_points(counter: Counter) -> None:
    member = counter.holder()
    with pytest.raises(InvalidInput) as refused:
        service.end(counter.desk, member.id, reason="", points="")
    assert fields(refused) == {"reason": "required", "points": "required"}


def test_a_withdrawn_consent_ends_and_erases(counter: Counter) -> None:
    desk = counter.desk
    member = counter.holder(email="o@example.com", work_address="科技园南区", latin_name="Ouyang")
    after = service.withdraw(desk, member.id)
    assert (after.state, after.card, after.email, after.work_address, after.latin_name, after.goods) == (
        "ended", None, "", "", "", (),
    )  # fmt: skip
    paper = "".join(slips.slip_content(desk, member.number).texts())
    assert "o@example.com" not in paper
    assert "科技园南区" not in paper
    with pytest.raises(DeskError) as none:
        service.withdraw(desk, member.id)
    assert none.value.code == "no-consent"
    assert check(desk) == []


# ---------------------------------------------------------------------------------------------------------------- papers
def test_papers_say_what_they_must(counter: Counter) -> None:
    desk = counter.desk
    member = counter.replace(counter.lose(counter.holder(latin_name="Ouyang")))
    by_kind = {offer.kind: offer for offer in service.offered(desk, member.id)}
    assert not by_kind["card-receipt"].possible  # the new card was not handed over yet
    with pytest.raises(DeskError) as early:
        service.issue_paper(desk, member.id, "card-receipt")
    assert early.value.code == "paper-not-yet"
    form = slips.whole_content(desk, member.number, purpose="look")
    texts = "\n".join(form.texts())
    for words in (
        NAME,
        "Ouyang",
        counter.resident("19850314", "002"),
        "138 0000 0001",
        "1栋1单元101",
        "8800 2611 2100 0016",
    ):
        assert (words in texts) is (words != "8800 2611 2100 0016")  # the form was printed before the card was made
    assert form.back
    assert "138 0000 0001" not in "\n".join(slips.slip_content(desk, member.number).texts())
    plastic = slips.whole_content(desk, "KP-20261121-0002", purpose="look")
    codes = [piece.text for card in plastic.cards for piece in card.pieces if piece.kind in ("qr", "bars")]
    assert codes == ["8800261121000027"] * 2
    assert not any(NAME in text or "138" in text for text in plastic.texts())  # its number only (handbook C-30)
    paper = next(slip for slip in member.slips if slip.kind == "card-replacement")
    said = "\n".join(slips.whole_content(desk, paper.number, purpose="look").texts())
    assert "8800 2611 2100 0016" in said
    assert "8800 2611 2100 0027" in said
    with pytest.raises(DeskError):
        slips.void(desk, "KP-20261121-0002", reason="x")
    with pytest.raises(NotFound):
        service.preview(desk, member.id, "nothing")


def test_the_handbook_is_the_scheme_in_words(counter: Counter) -> None:
    slip = service.issue_handbook(counter.desk)
    assert slip.number == "SC-20261121-0001"
    assert len(service.handbook_preview(counter.desk).body) > 15


def test_nothing_is_left_of_a_refused_act(counter: Counter) -> None:
    member = counter.holder()
    with counter.desk.look() as session:
        before = session.query(MemberEvent).count()
    for act in (
        lambda: service.end(counter.desk, member.id, reason="", points="x"), lambda: service.lose(counter.desk, member.id, note=""),
        lambda: counter.replace(member, ""),
    ):  # fmt: skip
        with pytest.raises(DeskError):
            act()
    with counter.desk.look() as session:
        assert session.query(MemberEvent).count() == before


def test_the_view_tells_no_whole_number(counter: Counter) -> None:
    member: MemberView = counter.join()
    assert "13800000001" not in repr(member)

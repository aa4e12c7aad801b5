"""Cards that were bought printed, or are of an earlier system: registered with the number that stands on them (handbook V11, C-19, C-30)."""

from __future__ import annotations

from datetime import date

import pytest

from desk.errors import InvalidInput
from desk.services import cards as service
from desk.services import finder, undo
from desk.services.cards import BookFilter, MemberFilter
from desk.services.finder.scanned import look, read
from desk.services.site.check import check
from tests.services.cards.works import NAME, Counter, fields, switch

OLD = "0012345678"
CREDIT_CODE = "91350100M000100Y43"


def test_it_is_registered_by_its_own_number_and_found_like_any_other(counter: Counter) -> None:
    desk = counter.desk
    with counter.role("supervisor"):
        member = counter.join(how="moved", joined_on=date(2020, 3, 1), card_number="0012 3456 78")
    assert member.card is not None
    assert (member.card.number, member.card.own, member.card.serial) == (OLD, False, "KP-20261121-0001")
    assert [slip.kind for slip in member.slips] == ["member-application"]  # nothing of it is printed here
    assert service.scan(desk, OLD).refusal == ""
    assert service.member_id_of(desk, "0012-345678") == member.id
    assert look(desk, read(OLD)) == [(f"member:{member.id}", {"number": OLD})]
    for text in (OLD, "5678", "00123"):
        assert [hit.target for hit in finder.find(desk, text, kinds=("member",))] == [f"member:{member.id}"], text
        assert service.members(desk, MemberFilter("all", text=text)).total == 1, text
    service.hand_over(desk, member.id, signer=NAME)
    (row,) = service.issue_list(desk, BookFilter(text=OLD)).rows
    assert (row.number, row.collected_by) == (OLD, NAME)
    assert check(desk) == []


@pytest.mark.one_engine
def test_letters_and_small_letters_of_a_reader_are_one_number(counter: Counter) -> None:
    desk = counter.desk
    member = counter.join(card=False)
    service.issue_card(desk, member.id, number="a0b1 c2d3")
    for text in ("A0B1C2D3", "a0b1c2d3"):
        assert service.scan(desk, text).member_id == member.id
        assert look(desk, read(text)) == [(f"member:{member.id}", {"number": "A0B1C2D3"})]
        assert [hit.target for hit in finder.find(desk, text, kinds=("member",))] == [f"member:{member.id}"], text


@pytest.mark.one_engine
def test_a_number_is_used_once_whatever_became_of_its_card(counter: Counter) -> None:
    desk = counter.desk
    first = counter.holder(card_number=OLD)
    with pytest.raises(InvalidInput) as refused:
        counter.join(card_number="00 1234 5678")
    assert fields(refused) == {"card_number": "taken"}
    after = counter.replace(counter.lose(first), number="77001234")
    assert after.card is not None
    assert (after.card.number, after.card.old, after.card.own) == ("77001234", OLD, False)
    assert service.scan(desk, OLD).code == "card-dead"
    other = counter.join(card=False)
    for number, code in (
        (OLD, "taken"),
        ("8800261121000016", "own"),
        ("13800000001", "personal"),
        (CREDIT_CODE, "code"),
        ("1", "form"),
    ):
        with pytest.raises(InvalidInput) as refused:
            service.issue_card(desk, other.id, number=number)
        assert fields(refused) == {"number": code}
    again = counter.replace(after, "damaged")  # the next one is of this house, and printed
    assert again.card is not None
    assert (again.card.number, again.card.own) == ("8800261121000034", True)
    assert {slip.number: slip.state for slip in again.slips if slip.kind == "member-card"} == {
        again.card.serial: "issued"
    }
    assert service.papers_of_cards(desk, [again.id]).numbers == (again.card.serial,)
    assert check(desk) == []


@pytest.mark.one_engine
def test_what_is_not_printed_here_is_said_in_a_batch(counter: Counter) -> None:
    member = counter.join(card_number=OLD)
    batch = service.papers_of_cards(counter.desk, [member.id])
    assert batch.numbers == ()
    assert [each.member_id for each in batch.refused] == [member.id]


@pytest.mark.one_engine
def test_it_ends_and_is_undone_without_a_paper(counter: Counter) -> None:
    desk = counter.desk
    gone = counter.join(card_number=OLD)
    service.end(desk, gone.id, reason="搬走", points="作废")
    member = counter.join(card=False)
    service.issue_card(desk, member.id, number="77001234")
    undo.undo(desk)
    view = service.member(desk, member.id)
    assert view.card is None
    assert [(card.number, card.state) for card in view.old_cards] == [("77001234", "cancelled")]
    assert check(desk) == []


@pytest.mark.one_engine
def test_a_leader_approves_with_the_card_that_lies_ready(counter: Counter) -> None:
    desk = counter.desk
    switch(counter, "approval")
    asked = counter.join(how="request")
    with counter.role("supervisor"):
        with pytest.raises(InvalidInput) as refused:
            service.approve(desk, asked.id, card_number="12")
        assert fields(refused) == {"card_number": "form"}
        member = service.approve(desk, asked.id, card_number=OLD)
    assert member.card is not None
    assert (member.card.number, member.card.own) == (OLD, False)


@pytest.mark.one_engine
def test_the_check_finds_a_number_that_is_not_what_it_says(counter: Counter) -> None:
    from sqlalchemy import select

    from desk.models.cards import Card

    counter.join(card_number=OLD)
    with counter.desk.act("test.behind") as act:
        act.session.scalars(select(Card)).one().own = True
    assert "card-number" in {finding.code for finding in check(counter.desk)}

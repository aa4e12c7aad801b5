"""Visitors: let in or not, cards out once and back, deposits by the cashier, matters fed back (handbook A8, M9)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from desk.errors import DeskError, InvalidInput, NotAllowed, NotFound
from desk.models import SealedValue
from desk.models.money import Shift
from desk.models.visitors import VisitorCard
from desk.services import households, money, slips
from desk.services import visitors as service
from desk.services.finder import find
from desk.services.kit import due, sealed
from desk.services.kit.desk import Desk
from desk.services.kit.gate import obstacles
from desk.services.money.sheet import sheet
from desk.services.site.check import check
from tests.kit.site import Clock, People

OWN = "visitor-"
"""How this feature's obstacles begin; a move-out has others too."""


def entry(desk: Desk, **other: Any) -> service.VisitEntry:
    values = {
        "name": "赵来访", "purpose": "走亲访友", "answer": "yes", "unit_id": 1, "host": "王芳", "seen": True,
        "until": desk.clock() + timedelta(hours=3),
    }  # fmt: skip
    return service.VisitEntry(**{**values, **other})


def plastic(desk: Desk, *labels: str, **other: Any) -> service.VisitEntry:
    companions = tuple(f"同行{number}" for number in range(len(labels) - 1))
    return entry(desk, card="plastic", labels=labels, companions=companions, **other)


def refused(call: Any, *given: Any, **named: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as told:
        call(*given, **named)
    return {problem.field: problem.code for problem in told.value.problems}


def test_a_visit_is_registered_with_sheet_and_paper_card(desk: Desk, resident) -> None:
    number = resident()
    view = service.register(
        desk, entry(desk, card="paper", document_kind="resident-card", document_number=number, phone="13912345678", plate="粤b12345")
    )  # fmt: skip
    assert (view.number, view.state, view.room, view.plate) == ("FK-20261121-0001", "here", "1栋1单元101", "粤B12345")
    assert view.people[0].document.endswith(number[-4:])
    assert number not in view.people[0].document
    assert [(slip.kind, slip.number) for slip in view.slips] == [
        ("visitor-card", "LS-20261121-0001"),
        ("visit", view.number),
    ]
    for slip in view.slips:
        assert "不扣押身份证" in "\n".join(slips.slip_content(desk, slip.number).texts())
        assert slips.pdf(desk, slip.number).startswith(b"%PDF")
    assert number not in "\n".join(slips.slip_content(desk, view.number).texts())
    left = service.leave(desk, view.id, cards_back=(view.cards[0].id,))
    assert (left.state, left.cards[0].state) == ("left", "back")
    assert check(desk) == []


def test_a_host_who_says_no_or_is_not_reached_gives_no_card(desk: Desk, staff_of_site: People) -> None:
    gone = service.register(desk, entry(desk, answer="no"))
    assert (gone.state, gone.cards) == ("refused", ())
    assert refused(service.register, desk, entry(desk, answer="no", card="paper")) == {"card": "host"}
    assert refused(service.register, desk, entry(desk, answer="not-reached", card="paper")) == {"card": "host"}
    agreed = entry(desk, answer="not-reached", card="paper", agreed="业主母亲，领班认识")
    with pytest.raises(NotAllowed):
        service.register(desk, agreed)
    with desk.approved(staff_of_site.supervisor):
        view = service.register(desk, agreed)
    assert (view.state, view.agreed_by, len(view.cards)) == ("here", staff_of_site.supervisor.name, 1)


def test_a_plastic_card_is_out_once(desk: Desk) -> None:
    view = service.register(desk, plastic(desk, "V-01", "V-02"))
    assert [card.label for card in view.cards] == ["V-01", "V-02"]
    assert refused(service.register, desk, plastic(desk, "V-02")) == {"labels": "taken"}
    more = service.CardEntry("plastic", desk.clock() + timedelta(hours=1), "V-01")
    assert refused(service.add_card, desk, view.id, more) == {"label": "taken"}
    service.leave(desk, view.id, cards_back=(view.cards[0].id,))
    assert service.register(desk, plastic(desk, "V-01")).cards[0].label == "V-01"
    assert [card.label for card in service.cards(desk).rows] == ["V-02", "V-01"]
    with pytest.raises(DeskError):
        service.leave(desk, view.id)
    assert refused(service.leave, desk, 2, cards_back=(view.cards[0].id,)) == {"cards_back": "not-out"}


def test_a_deposit_is_taken_for_each_card_and_goes_back_with_it(desk: Desk, staff_of_site: People) -> None:
    money.open_shift(desk, opening=100_000)
    view = service.register(desk, plastic(desk, "V-01", "V-02", deposit=2000))
    assert [card.held for card in view.cards] == [2000, 2000]
    assert money.receipt_by_number(desk, view.receipt).fen == 4000
    one, two = view.cards
    assert refused(service.leave, desk, view.id, cards_back=(one.id,)) == {"cards_back": "deposit"}
    assert refused(service.return_card, desk, one.id) == {"payee": "required"}
    with pytest.raises(NotAllowed):  # the cashier's policy: a receptionist refunds nothing alone
        service.return_card(desk, one.id, payee="赵来访")
    with desk.approved(staff_of_site.supervisor):
        back = service.return_card(desk, one.id, payee="赵来访")
    assert (back.state, back.held) == ("back", 0)
    with pytest.raises(DeskError):
        service.return_card(desk, one.id, payee="赵来访")
    held = money.deposits(desk, subject=f"visit:{view.id}").rows
    with pytest.raises(InvalidInput):  # not past the card that is out
        money.settle_deposit(desk, money.SettleEntry((held[0].id,), "赵来访"))
    lost = service.lose_card(desk, two.id, note="公交车上丢失")
    assert (lost.state, lost.held) == ("lost", 2000)
    assert refused(service.register, desk, plastic(desk, "V-02")) == {"labels": "taken"}  # a lost card stays dead
    with desk.approved(staff_of_site.supervisor):
        assert service.return_card(desk, two.id, payee="赵来访").held == 0
    assert check(desk) == []


def test_cards_not_back_and_matters_are_due(desk: Desk, clock: Clock) -> None:
    money.open_shift(desk, opening=0)
    view = service.register(
        desk, plastic(desk, "V-01", until=clock() + timedelta(hours=20), matter="电梯异响", passed_to="工程部 李强")
    )  # fmt: skip

    def count(code: str) -> int:
        return next(item.count for item in due.items(desk) if item.code == code)

    assert (count("visitor-cards"), count("visitor-matters")) == (0, 1)
    lamps = {lamp.code: lamp.state for lamp in households.household(desk, 1).lights}
    assert lamps["visitors"] == "amber"
    clock.forward(hours=21)
    assert count("visitor-cards") == 1
    assert {lamp.code: lamp.state for lamp in households.household(desk, 1).lights}["visitors"] == "red"
    assert service.cards(desk, "late").total == service.visits(desk, service.VisitFilter("late")).total == 1
    with desk.look() as session:
        line = sheet(session, desk, session.scalars(select(Shift)).one(), desk.clock()).custody[0]
        assert line.number == view.cards[0].number
        assert line.detail.endswith("过夜")
        assert [each.code for each in obstacles(session, desk, "move.out", "unit:1") if each.code.startswith(OWN)] == [
            "visitor-card-out"
        ]
    assert refused(service.feed_back, desk, view.id, answer="") == {"answer": "required"}
    assert service.feed_back(desk, view.id, answer="已派维保，电话告知").result.startswith("已派维保")
    with pytest.raises(DeskError):
        service.feed_back(desk, view.id, answer="再说一次")
    assert count("visitor-matters") == 0


def test_the_finder_knows_visitors_plates_and_cards(desk: Desk) -> None:
    view = service.register(desk, plastic(desk, "V-01", plate="粤B12345"))
    for text in (view.number, "V-01", view.cards[0].number, "赵来访", "12345"):
        assert f"visit:{view.id}" in [hit.target for hit in find(desk, text)], text
    assert service.by_number(desk, "V-01").id == service.by_number(desk, view.cards[0].number).id == view.id
    with pytest.raises(NotFound):
        service.by_number(desk, "V-99")
    assert service.visits(desk, service.VisitFilter(text="赵来")).total == 1
    assert service.visits(desk, service.VisitFilter(text="V-01")).total == 1
    assert service.counts(desk)["here"] == service.card_counts(desk)["out"] == 1
    assert [line.target for line in households.household(desk, 1).timeline] == [f"visit:{view.id}"]


def test_who_visited_is_erased_in_time(desk: Desk, clock: Clock) -> None:
    view = service.register(desk, entry(desk, phone="13912345678", plate="粤B12345"))
    still = service.register(desk, plastic(desk, "V-01"))
    for each in (view, still):
        service.leave(desk, each.id)
    clock.forward(days=181)
    assert service.sweep(desk) == 1  # the one with a card out is still needed
    gone = service.visit(desk, view.id)
    assert [(person.name, person.phone) for person in gone.people] == [(sealed.GONE, "")]
    assert gone.plate == gone.host == ""
    assert find(desk, "12345") == []
    with desk.look() as session:
        values = select(SealedValue.value).where(SealedValue.about == f"visit:{view.id}")
        assert set(session.scalars(values)) == {None}
    assert service.sweep(desk) == 0
    assert check(desk) == []


def test_desk_check_finds_what_does_not_agree(desk: Desk) -> None:
    service.register(desk, plastic(desk, "V-01"))
    with desk.database.write() as session:
        session.execute(update(VisitorCard).values(state="back"))
    assert {finding.code for finding in check(desk)} - {"rows"} == {"visitor-card"}

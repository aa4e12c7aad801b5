"""Joining, cards and their life, papers: the acts at the counter (handbook A9, B1, V3, V7, V11)."""

from __future__ import annotations

from desk.services import cards as service
from desk.services.site.check import check
from tests.services.cards.works import Counter


def test_a_lost_card_is_replaced(counter: Counter) -> None:
    member = counter.replace(counter.lose(counter.holder()))
    assert member.card is not None
    assert (member.card.number, member.old_cards[0].number) == ("8800261121000027", "8800261121000016")
    assert check(counter.desk) == []
    assert service.scan(counter.desk, "8800261121000016").code == "card-dead"

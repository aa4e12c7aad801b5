"""Receipts in the finder: by number, payer, room and tax invoice; a void one is past."""

from __future__ import annotations

from dataclasses import replace

from desk.services import money
from desk.services.finder import Found, find
from desk.services.finder.index import reindex
from desk.services.kit.desk import Desk
from desk.services.money import ChargeEntry, PayEntry, Tender
from tests.kit.site import People

ROOM = 1


def hits(desk: Desk, text: str) -> list[Found]:
    return [hit for hit in find(desk, text) if hit.kind == "receipt"]


def test_receipts_are_found(desk: Desk, staff_of_site: People) -> None:
    money.open_shift(desk, opening=10000)
    line = ChargeEntry("service", 12345, ROOM, "疏通下水")
    made = money.pay(desk, PayEntry("欧阳明月", (Tender("cash", 12345),), ROOM, lines=(line,)))
    for text in (made.number, made.number.rsplit("-", 1)[1], "欧阳明月", "oymy"):
        assert [hit.id for hit in hits(desk, text)] == [made.id], text
    found = hits(desk, made.number)[0]
    assert (found.title, found.target, found.past) == (made.number, f"receipt:{made.id}", False)
    assert found.subtitle == "欧阳明月 · 1栋1单元101 · ¥123.45"
    money.note_invoice(desk, made.id, "24442000000012345678")
    assert [hit.id for hit in hits(desk, "12345678")] == [made.id]
    desk.actor = replace(staff_of_site.receptionist, role="supervisor")
    money.void(desk, made.id, reason="重复收费")
    assert [hit.past for hit in hits(desk, made.number)] == [True]
    before = [(hit.id, hit.subtitle) for hit in hits(desk, "欧阳明月")]
    reindex(desk)
    assert [(hit.id, hit.subtitle) for hit in hits(desk, "欧阳明月")] == before

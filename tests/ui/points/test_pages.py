"""Points by real keys: a receipt at the member's page, a refund, an upgrade, a redemption, the scheme's numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication

from desk.services import cards, points, schemes
from desk.services.kit.desk import Actor
from tests.services.points.works import buy, join
from tests.services.points.works import counter as shop

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


@pytest.fixture
def boss(counter_master: Any) -> Actor:
    """The manager."""
    found: Actor = counter_master[2]
    return found


@pytest.fixture
def member(counter: Counter, boss: Actor) -> Any:
    """A gold member, with a counter of the mall; the receptionist sits at the desk."""
    desk, clerk = counter.desk, counter.desk.actor
    desk.actor = boss
    shop(desk)
    found = join(desk)
    desk.actor = clerk
    return found


def dialog() -> Any:
    found = QApplication.activeModalWidget()
    assert found is not None
    return found


def fill(at: Counter, **words: str) -> None:
    """Types into fields of the dialog, each reached by Tab."""
    for name, text in words.items():
        field = dialog().form.field(name)
        for _each in range(40):
            if at.focus() is field or field.isAncestorOf(at.focus()):
                break
            at.press("Tab")
        at.write(text)


def opened(at: Counter, member: Any) -> Any:
    at.window.open_target(f"member:{member.id}")
    at.settle()
    return at.window.page()


def test_a_receipt_is_logged_at_the_members_page_by_keys(counter: Counter, member: Any) -> None:
    at = counter
    opened(at, member)
    at.press("Ins")
    fill(at, receipt="0001", counter="A01", label="1280", promotion="8")
    at.press("Ctrl+Enter")
    assert QApplication.activeModalWidget() is None
    view = points.member_points(at.desk, member.id)
    assert (view.balance, view.spent_year) == (90, 901_12)
    assert "901.12" in at.window.messages.text()


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(counter: Counter, member: Any) -> None:
    at = counter
    opened(at, member)
    at.press("Ins")
    fill(at, receipt="0001", counter="A01", label="100", paid="90")
    at.press("Ctrl+Enter")
    form = dialog().form
    assert "88.00" in form.problems()["paid"]
    assert form.value("receipt") == "0001"
    field = form.field("as_printed")
    field.setFocus()
    at.press("Space")
    at.press("Ctrl+Enter")
    assert points.member_points(at.desk, member.id).spent_year == 90_00


def test_a_refund_from_the_list(counter: Counter, member: Any) -> None:
    at = counter
    buy(at.desk, member.id, 2000_00)
    at.window.open_page("purchases")
    at.settle()
    at.press("Down", "Ctrl+U")
    field = dialog().form.field("fen")
    field.setFocus()
    field.selectAll()
    at.write("0.01")
    at.press("Ctrl+Enter")
    assert points.member_points(at.desk, member.id).balance == 199


def test_an_upgrade_is_confirmed_and_the_gift_of_the_quarter_comes(counter: Counter, member: Any) -> None:
    at = counter
    buy(at.desk, member.id, 80000_00)
    page = opened(at, member)
    at.press("Ctrl+2", "Ctrl+Y")
    at.press("Ctrl+Enter")
    assert cards.member(at.desk, member.id).tier == "diamond"
    page = opened(at, member)
    assert page.record.tier == "diamond"
    at.press("Alt+G")
    assert dialog().form.value("kind") == "quarter"
    fill(at, item="雨伞")
    at.press("Ctrl+Enter")
    assert points.gifts(at.desk, member_id=member.id).total == 1


def test_a_redemption_prints_its_slip(counter: Counter, member: Any) -> None:
    at = counter
    buy(at.desk, member.id, 15000_00)
    opened(at, member)
    at.press("Alt+E")
    fill(at, item="电饭煲", label="380", counter="A01")
    at.press("Ctrl+Enter")
    (row,) = points.redemptions(at.desk).rows
    assert (row.number, row.points) == ("DX-20261121-0001", 1500)


def test_the_scheme_is_changed_from_tomorrow_on(counter: Counter, member: Any, boss: Actor) -> None:
    at = counter
    at.desk.actor = boss
    at.window.open_page("vip-scheme")
    at.settle()
    at.press("Ctrl+E")
    form = dialog().form
    form.set_value("bonus", 20)
    at.press("Ctrl+Enter")
    assert schemes.current(at.desk).bonus == 10
    assert schemes.current(at.desk, at.desk.today() + timedelta(days=1)).bonus == 20
    assert schemes.current(at.desk, at.desk.today() + timedelta(days=1)) == replace(
        schemes.standard("points"), bonus=20
    )

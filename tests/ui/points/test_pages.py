"""Points by real keys: a receipt at the member's page, a refund, an upgrade, a redemption, the scheme's numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook, load_workbook
from PySide6.QtWidgets import QApplication, QFileDialog

from desk.rules.schemes import Campaign
from desk.rules.schemes.standard import POINTS, TIERS
from desk.services import cards, points, schemes
from desk.services.kit.desk import Actor
from desk.services.points import RunView
from desk.services.schemes import SchemeEntry
from desk.ui.points.top import days
from desk.ui.points.upgrades import ran_words
from tests.kit.site import PIN
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
    assert schemes.current(at.desk, at.desk.today() + timedelta(days=1)) == replace(POINTS, bonus=20)


def test_a_scanned_card_fills_the_receipts_form_and_a_coupon_its_field(counter: Counter, member: Any) -> None:
    at = counter
    at.window.open_page("purchases")
    at.settle()
    at.press("Ins")
    at.window.take_scan(member.card.number)
    at.settle()
    assert dialog().form.value("who") == member.card.number
    assert dialog().form.focused_name() == "receipt"
    fill(at, receipt="0042", counter="A01", paid="559")
    at.press("Ctrl+Enter")
    assert points.member_points(at.desk, member.id).balance == 55
    at.press("Ins")
    at.window.take_scan("QG-20261121-0001")
    assert (dialog().form.value("who"), dialog().form.value("coupon")) == ("", "QG-20261121-0001")
    at.press("Esc")


def test_levels_are_reckoned_now_and_it_says_what_was_done(counter: Counter, member: Any, boss: Actor) -> None:
    at = counter
    clerk, at.desk.actor = at.desk.actor, boss
    tomorrow = at.desk.today() + timedelta(days=1)
    schemes.save(at.desk, SchemeEntry(TIERS, tomorrow, mapping={"gold": "gold", "diamond": "diamond"}))
    at.clock.forward(days=1)
    at.desk.actor = clerk
    at.window.open_page("upgrades")
    at.settle()
    at.press("Ctrl+F5")
    at.settle()
    said = at.window.messages.text()
    assert "1" in said
    assert cards.member(at.desk, member.id).scheme == "tiers"


def test_the_words_of_a_run_name_only_what_there_was() -> None:
    assert ran_words(RunView(3, expired=20, upgraded=1)).count("·") == 2
    assert "0" not in ran_words(RunView(3))
    assert ran_words(RunView(2, cancelled=True)) != ran_words(RunView(2))


def test_the_five_hundred_open_their_member_and_are_saved(counter: Counter, member: Any, tmp_path: Path) -> None:
    at = counter
    buy(at.desk, member.id, 100_00)
    page = at.window.open_page("top-members")
    at.settle()
    assert page.table.total() == 1
    page.save_pdf(tmp_path / "top.pdf")
    at.settle()
    assert dialog().approval.role == "manager"
    dialog().approval.form.set_value("approval_pin", PIN)
    at.press("Ctrl+Enter")
    assert (tmp_path / "top.pdf").read_bytes().startswith(b"%PDF")
    at.press("Enter")
    assert at.window.page().record.id == member.id


@pytest.mark.parametrize(
    ("view", "today", "first", "last"),
    [
        ("half", "2026-06-30", "2026-01-01", "2026-06-30"), ("half", "2026-07-01", "2026-07-01", "2026-07-01"),
        ("half-before", "2026-06-30", "2025-07-01", "2025-12-31"), ("half-before", "2026-07-01", "2026-01-01", "2026-06-30"),
        ("year", "2026-11-21", "2026-01-01", "2026-11-21"), ("year-before", "2026-11-21", "2025-01-01", "2025-12-31"),
        ("month", "2026-11-21", "2026-11-01", "2026-11-21"),
    ],
)  # fmt: skip
def test_the_days_of_the_five_hundred(view: str, today: str, first: str, last: str) -> None:
    assert days(view, date.fromisoformat(today)) == (date.fromisoformat(first), date.fromisoformat(last))


def test_the_report_shows_its_campaigns_and_asks_whom_to_tell(
    counter: Counter, member: Any, boss: Actor, tmp_path: Path
) -> None:
    at = counter
    today = at.desk.today()
    at.desk.actor = boss
    schemes.save(
        at.desk,
        SchemeEntry(
            replace(POINTS, campaigns=(Campaign("店庆", today, today + timedelta(days=9)),)), today + timedelta(days=1)
        ),
    )
    buy(at.desk, member.id, 100_00)
    at.clock.forward(days=1)
    page = at.window.open_page("points-report")
    at.settle()
    assert page._campaigns.isVisible()
    page.save_targets(tmp_path / "t.xlsx")
    at.settle()
    dialog().form.set_value("least", "11")
    at.press("Ctrl+Enter")
    assert len(list(load_workbook(tmp_path / "t.xlsx").active.values)) == 2  # type: ignore[union-attr]  # openpyxl: perhaps no sheet


def test_a_shops_list_is_tried_and_its_problems_lead_to_the_member(
    counter: Counter, boss: Actor, member: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Workbook()
    sheet: Any = book.active
    for row in (("日期", "专柜", "小票号", "实付", "卡号"), ("2026-11-21", "A01", "1", "56.81", member.number),
                ("2026-11-21", "Z99", "2", "10", member.number), ("2026-11-21", "A01", "3", "10", "没有这个人")):  # fmt: skip
        sheet.append(row)
    book.save(tmp_path / "list.xlsx")
    counter.desk.actor = boss
    counter.window.open_page("purchases")
    counter.settle()
    counter.press("Ctrl+I")
    page: Any = counter.page()
    assert page.title()
    assert not page.day_field.isVisible()
    page.load(tmp_path / "list.xlsx")
    counter.until(lambda: page.report is not None)
    assert not page.import_button.isEnabled()
    page.problems.view.setFocus()
    assert page.problems.current().column == "B"
    assert "Z99" in page._sentence.text()
    marked = tmp_path / "marked.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(marked), ""))
    counter.press("Ctrl+S")
    counter.until(marked.exists)
    counter.settle()
    assert load_workbook(marked).active["B3"].comment.text == page.report.problems[0].message
    page.problems.view.setFocus()
    counter.press("Down", "Enter")
    assert counter.page() is page, "nobody is known for it"
    counter.press("Up", "Enter")
    assert type(counter.page()).__name__ == "MemberPage"
    counter.press("Esc")
    assert counter.page() is page
    assert page.report is not None
    page.skip.setFocus()
    counter.press("Space")
    counter.until(page.import_button.isEnabled)
    counter.press("Ctrl+Enter")
    counter.until(lambda: page.report.written)
    assert points.purchases(counter.desk).total == 1

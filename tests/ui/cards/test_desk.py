"""Members by keys: the VIP desk, the application, a card handed over, lost, replaced; a dead card that is scanned; lists and batches."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QLabel

from desk.services import cards as service
from desk.services.cards import JoinEntry, MemberView
from desk.services.households.views import PersonEntry
from desk.ui.forms.dialog import ActDialog
from desk.ui.kit.marks import RefusedDialog
from desk.ui.slips.papers import PapersDialog
from tests.kit.site import PIN
from tests.ui.household_site import resident
from tests.ui.test_structure import clipped, nameless

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]
NUMBER = resident("19850314", "002")


def dialog() -> ActDialog:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, ActDialog) and one.isVisible())


def is_open() -> bool:
    return any(isinstance(one, ActDialog) and one.isVisible() for one in QApplication.topLevelWidgets())


def joined(counter: Counter, name: str = "王芳", place: int = 1, **more: Any) -> MemberView:
    """A member who joined before the test."""
    person = PersonEntry(
        name, document_kind="resident-card", document_number=resident("19850314", f"{place * 2 + 500:03d}"),
        birthday=date(1985, 3, 14), phones=(f"1390000{place:04d}",), address="2栋",
    )  # fmt: skip
    known: dict[str, Any] = {"receipts_seen": True, "identity_seen": True, "consent": True, "goods": ("food",)}
    member = service.join(counter.desk, JoinEntry(person, **{**known, **more}))
    counter.window.changed()
    return member


def holder(counter: Counter, **more: Any) -> MemberView:
    return service.hand_over(counter.desk, joined(counter, **more).id, signer="本人")


def show(counter: Counter, member: MemberView) -> Any:
    counter.window.open_target(f"member:{member.id}")
    counter.settle()
    return counter.page()


def scan(counter: Counter, code: str) -> None:
    """What the scanner tells the window (tests/ui/shell/test_scanner.py reads its keys)."""
    counter.window.take_scan(code)
    counter.settle()


def to(counter: Counter, name: str) -> None:
    """Tab to a field of the form that is shown."""
    form = dialog().form if is_open() else counter.page().form
    field = form.field(name)
    for _again in range(40):
        if counter.focus() is field or field.isAncestorOf(counter.focus()):
            return
        counter.press("Tab")
    raise AssertionError(name)


def test_somebody_new_joins_by_keys_alone(counter: Counter) -> None:
    counter.press("F10")
    assert counter.page().title() == "会员台"
    counter.write("欧阳念南")
    counter.press("Enter")  # nobody of that name: the application, with the name
    form = counter.page().form
    assert form.field("customer_id").text() == "欧阳念南"
    to(counter, "document_number")
    counter.write(NUMBER)
    counter.press("Enter")
    assert (form.value("birthday"), form.value("sex")) == (date(1985, 3, 14), "female")  # the card says both
    to(counter, "phones")
    counter.write("13800000009")
    counter.press("Enter")
    counter.write("2栋1单元1203")
    counter.press("Enter", "Right", "Space", "Right", "Space")
    assert form.value("goods") == ("cosmetics", "jewellery")
    counter.press("Ctrl+Enter")
    assert set(form.problems()) == {"receipts_seen", "identity_seen", "consent"}
    for name in ("receipts_seen", "identity_seen", "consent", "greetings"):
        to(counter, name)
        counter.press("Space")
    counter.press("Ctrl+S")
    page = counter.page()
    assert page.record.name == "欧阳念南"
    assert "HY-20261121-0001" in counter.message()
    assert page.record.greets
    assert page.card("papers").content.slips is not None
    assert page.buttons["hand-over"].hasFocus()


def test_somebody_on_file_is_asked_only_for_the_rest(counter: Counter) -> None:
    counter.press("F10")
    counter.write("单雄风")
    counter.press("Enter")
    page = counter.page()
    assert page.form.value("customer_id") == counter.residents()["单雄风"]
    assert not page.form.field("phones").isEnabled()  # it is on file
    assert page.form.has_field("address")
    shown = [each.text() for each in page._known.findChildren(QLabel)]
    assert any("138****" in words for words in shown)
    counter.press("Ctrl+S")
    assert {"document_number", "birthday", "address", "goods"} <= set(page.form.problems())


def test_a_member_is_found_and_not_offered_to_join_again(counter: Counter) -> None:
    member = holder(counter)
    counter.press("F10")
    counter.write("wf")
    hits = [counter.page().box.list.model.hit(row) for row in range(counter.page().box.list.model.rowCount())]
    assert [hit.target for hit in hits if hit is not None] == [f"member:{member.id}"]
    counter.press("Enter")
    assert counter.page().record.id == member.id
    counter.window.open_page("member-form", customer_id=(member.customer_id, "王芳"))
    counter.settle()
    assert member.number in counter.page()._told.text()


def test_the_card_is_handed_over_lost_found_and_replaced(counter: Counter) -> None:
    member = joined(counter)
    page = show(counter, member)
    counter.press("Ctrl+J")
    assert dialog().form.value("signer") == "王芳"
    counter.press("Ctrl+Enter")
    assert page.record.handed_over
    counter.press("Ctrl+Shift+X", "Ctrl+Enter")
    assert "note" in dialog().form.problems()
    counter.write("本人来电，地铁遗失")
    counter.press("Ctrl+Enter")
    assert page.record.card_state == "lost"
    assert "挂失" in page.heading.late.text()
    assert page.buttons["replace"].isVisible()
    counter.press("Ctrl+B")
    to(counter, "identity_seen")
    counter.press("Space")
    to(counter, "document_shown")
    counter.write(resident("19850314", "888"))
    counter.press("Ctrl+Enter")
    assert "document_shown" in dialog().form.problems()  # it says only that it does not agree
    counter.press("Esc")
    counter.press("Ctrl+Shift+N")
    assert dialog().form.value("cause") == "lost"
    to(counter, "identity_seen")
    counter.press("Space", "Ctrl+Enter")
    assert not is_open()
    assert (page.record.card_state, page.record.card.number) == ("active", "8800261121000027")
    assert "8800 2611 2100 0027" in counter.message() or "打印" in counter.message()


def test_a_dead_card_that_is_scanned_says_so_beside_its_holder(counter: Counter) -> None:
    member = holder(counter)
    assert member.card is not None
    service.lose(counter.desk, member.id, note="丢失")
    new = service.replace(counter.desk, member.id, service.ReplaceEntry("lost", identity_seen=True))
    counter.window.open_page("today")
    counter.settle()
    scan(counter, member.card.number)
    page = counter.page()
    assert page.record.name == "王芳"
    assert "永久失效" in page.heading.late.text()
    assert new.card is not None
    scan(counter, new.card.number)
    assert "永久失效" not in counter.page().heading.late.text()


def test_a_supervisor_freezes_on_the_spot(counter: Counter) -> None:
    page = show(counter, holder(counter))
    counter.press("Ctrl+Shift+S")
    counter.write("疑似转借")
    dialog().approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    assert page.record.card_state == "frozen"
    assert "不能使用" in page.heading.late.text()


def test_name_and_document_stand_in_no_form_of_change(counter: Counter) -> None:
    page = show(counter, holder(counter))
    counter.press("Ctrl+E")
    form = dialog().form
    assert [spec.name for spec in form.spec.fields] == [
        "latin_name", "email", "work_address", "goods", "greetings", "opted_out",
    ]  # fmt: skip
    form.set_value("email", "wf@example.com")
    counter.press("Ctrl+Enter")
    assert page.record.email == "wf@example.com"


def test_the_end_asks_what_happens_to_the_points(counter: Counter) -> None:
    page = show(counter, holder(counter))
    counter.press("Ctrl+W", "Ctrl+Enter")
    assert set(dialog().form.problems()) == {"reason", "points"}
    dialog().form.set_values({"reason": "搬走", "points": "余额作废，已告知本人"})
    counter.press("Ctrl+Enter")
    assert (page.record.state, page.record.points_said) == ("ended", "余额作废，已告知本人")


def test_papers_are_issued_from_a_list(counter: Counter) -> None:
    show(counter, holder(counter))
    counter.press("Ctrl+Shift+P")
    papers = next(one for one in QApplication.topLevelWidgets() if isinstance(one, PapersDialog) and one.isVisible())
    assert [offer.kind for offer in papers.offers if offer.possible] == [
        "member-application", "card-receipt", "member-handbook",
    ]  # fmt: skip
    papers.table.select(lambda offer: offer.kind == "member-handbook")
    counter.press("Enter")
    assert any(slip.kind == "member-handbook" for slip in counter.page().record.slips)


def test_cards_are_issued_from_the_list_in_one_go(counter: Counter) -> None:
    for place, name in enumerate(("甲一", "乙二", "丙三"), 1):
        joined(counter, name, place, card=False)
    joined(counter, "丁四", 4)
    counter.window.open_page("members", view="active")
    counter.settle()
    page = counter.page()
    page.table.view.setFocus()
    counter.press("Ctrl+A", "Ctrl+J")
    assert service.counts(counter.desk)["without"] == 0
    assert "PDF" in counter.message()  # no printer on this PC: they can be kept as one PDF
    counter.press("Ctrl+A", "Ctrl+P")
    counter.window.open_page("members", view="waiting")
    counter.settle()
    assert counter.page().table.total() == 4
    counter.press("Ctrl+2")
    assert counter.page().title() == "发卡登记簿"
    counter.press("Ctrl+P", "Ctrl+Enter")
    assert not is_open()


def test_who_has_no_card_in_use_is_named(counter: Counter) -> None:
    service.lose(counter.desk, holder(counter).id, note="丢失")
    from desk.ui.cards import batch

    counter.window.open_page("members", view="lost")
    counter.settle()
    batch.print_cards_of(counter.page(), [1])
    counter.settle()
    (told,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, RefusedDialog) and one.isVisible()]
    assert told.table.total() == 1
    told.accept()


def test_the_list_says_how_many_birthdays_are_left_out(counter: Counter) -> None:
    counter.clock.now = counter.clock.now.replace(year=2027, month=3, day=10)
    joined(counter, "甲一", 1, greetings=True)
    joined(counter, "乙二", 2)
    counter.window.open_page("members", view="birthdays")
    counter.settle()
    page = counter.page()
    assert page.table.total() == 1
    assert page.closed_button.isVisible()
    assert "1" in page.closed_button.text()


def test_nothing_is_clipped_or_nameless(counter: Counter) -> None:
    member = service.replace(
        counter.desk,
        service.lose(counter.desk, holder(counter).id, note="丢失").id,
        service.ReplaceEntry("lost", identity_seen=True),
    )
    for size in ((1366, 768), (911, 512)):
        counter.window.resize(*size)
        for code, args in (
            ("members", {}),
            ("member-desk", {}),
            ("member-form", {}),
            ("card-book", {}),
            ("member", {"member_id": member.id}),
        ):
            counter.window.open_page(code, **args)
            counter.settle()
            assert clipped(counter.page()) == [], (size, code)
            assert nameless(counter.page()) == [], code


# ---------------------------------------------------------------------------------------------------- made elsewhere
def test_a_card_made_elsewhere_is_scanned_into_the_form(counter: Counter) -> None:
    member = joined(counter, card=False)
    page = show(counter, member)
    counter.press("Ctrl+J")
    counter.settle()
    assert dialog().form.has_field("number")
    scan(counter, "13900000001")  # a phone's number: not the field's
    assert dialog().form.value("number") == ""
    scan(counter, "00 1234 5678")
    assert dialog().form.value("number") == "00 1234 5678"
    counter.press("Ctrl+Enter")
    counter.settle()
    card = service.member(counter.desk, member.id).card
    assert card is not None
    assert (card.number, card.own) == ("0012345678", False)
    counter.press("F10")
    scan(counter, "0012345678")
    assert counter.page() is page
    assert "0012345678" in page.head(service.member(counter.desk, member.id)).state


def test_a_number_that_is_taken_stands_beside_its_field(counter: Counter) -> None:
    joined(counter, card_number="0012345678")
    show(counter, joined(counter, "李娜", 2, card=False))
    counter.press("Ctrl+J")
    to(counter, "number")
    counter.write("0012345678")
    counter.press("Ctrl+Enter")
    counter.settle()
    assert "0012345678" in dialog().form.problems()["number"]
    assert dialog().form.value("number") == "0012345678"
    counter.press("Esc")


def test_the_issue_book_is_saved_by_the_managers_word(counter: Counter, tmp_path: Path) -> None:
    joined(counter)
    page = counter.window.open_page("card-book")
    counter.settle()
    page.export(tmp_path / "book.xlsx")
    counter.settle()
    assert not (tmp_path / "book.xlsx").exists()
    with_word(counter)
    assert (tmp_path / "book.xlsx").exists()
    page = counter.window.open_page("members")
    counter.settle()
    page.export(tmp_path / "members.xlsx")
    with_word(counter)
    assert (tmp_path / "members.xlsx").exists()


def with_word(counter: Counter) -> None:
    """The manager enters the PIN."""
    counter.settle()
    assert dialog().approval.role == "manager"
    dialog().approval.form.set_value("approval_pin", PIN)
    counter.press("Ctrl+Enter")
    counter.settle()
    assert not is_open()

"""Keys by keys: taken, lent, accepted back, counted; each refusal stands beside its field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from desk.services import keys as service
from desk.ui.forms.dialog import ActDialog
from tests.ui.keys.things import OWNER, key_entry, lent_keys

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]


def dialog() -> ActDialog:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, ActDialog) and one.isVisible())


def no_dialog() -> None:
    open_ones = [one for one in QApplication.topLevelWidgets() if isinstance(one, ActDialog) and one.isVisible()]
    assert [(one.problem(), one.form.problems()) for one in open_ones] == []


def test_keys_are_taken_lent_and_accepted_back_by_keys(counter: Counter) -> None:
    counter.window.open_page("keys")
    counter.settle()
    counter.press("Insert")
    counter.press("Ctrl+Enter")
    assert set(dialog().form.problems()) >= {"name", "tag", "hook"}  # nothing is lost, everything is told
    dialog().form.set_values(
        {"unit_id": 1, "name": "入户门钥匙", "tag": "K-1", "hook": "A-01", "given_by": OWNER, "consent_by": OWNER, "consented": True}
    )  # fmt: skip
    counter.press("Ctrl+Enter")
    no_dialog()
    page = counter.page()
    counter.until(lambda: page.record is not None)
    assert (page.record.number[:3], page.record.state) == ("KT-", "kept")
    counter.press("Ctrl+J")
    assert dialog().form.value("borrower") == OWNER
    dialog().form.set_value("purpose", "开门")
    counter.press("Ctrl+Enter")
    no_dialog()
    assert page.record.state == "out"
    counter.press("Ctrl+B")
    assert dialog().form.value("pieces") == 1
    counter.press("Ctrl+Enter")
    no_dialog()
    assert page.record.state == "kept"


def test_fewer_pieces_leave_them_out_and_the_list_says_so(counter: Counter) -> None:
    lent_keys(counter.desk)
    counter.window.open_page("keys", view="out")
    counter.settle()
    counter.press("Ctrl+B")
    dialog().form.set_value("pieces", 1)
    counter.press("Ctrl+Enter")
    no_dialog()
    assert "1" in counter.message()
    assert service.key_sets(counter.desk).rows[0].state == "partly"
    counter.press("Ctrl+J")  # not while a part is out
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, ActDialog) and one.isVisible()]


def test_the_count_goes_by_space_figures_and_scans(counter: Counter) -> None:
    for number in ("1", "2", "3"):
        service.take(counter.desk, key_entry(tag=f"K-{number}", hook=f"A-0{number}"))
    counter.window.open_page("key-count")
    counter.settle()
    page = counter.page()
    counter.press("Space", "1")
    assert list(page.pieces.values()) == [2, 1]
    counter.window.take_scan("K-3")
    assert list(page.pieces.values()) == [2, 1, 2]
    counter.press("Ctrl+Enter")
    counter.press("Ctrl+Enter")
    assert "note" in dialog().form.problems()
    dialog().form.set_value("note", "一把在工程部")
    counter.press("Ctrl+Enter")
    no_dialog()
    assert service.key_counts(counter.desk).rows[0].differences == 1


def test_a_scanned_slip_or_tag_opens_the_set(counter: Counter) -> None:
    view = lent_keys(counter.desk)
    for code in (view.number, view.loan.number, view.tag):
        counter.window.open_page("today")
        counter.settle()
        counter.window.take_scan(code)
        counter.settle()
        assert counter.page().record.id == view.id, code

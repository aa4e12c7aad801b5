"""The document number at the counter: compared without being seen, shown by a supervisor's word on the spot (handbook C-34)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from sqlalchemy import select

from desk.models import AuditEvent, SlipRecord
from desk.services import households, slips
from desk.services.households.views import PersonEntry
from desk.ui.forms.dialog import ActDialog, Dialog
from desk.ui.households.purpose import PurposeDialog
from tests.kit.site import PIN
from tests.ui.seen import shown

if TYPE_CHECKING:
    from tests.ui.counter import Counter

pytest_plugins = ["tests.ui.counter"]

NUMBER = "110000197102270034"


def dialogs() -> list[Any]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, Dialog) and one.isVisible()]


def dialog() -> ActDialog:
    (found,) = [one for one in dialogs() if isinstance(one, ActDialog)]
    return found


@pytest.fixture
def home(counter: Counter) -> Any:
    entry = PersonEntry(
        "单雄风", document_kind="resident-card", document_number=NUMBER, phones=("13800010001",), consent=True
    )
    households.change_person(counter.desk, counter.residents()["单雄风"], entry)
    counter.window.open_target("unit:1")
    counter.settle()
    return counter.page()


def looked(counter: Counter) -> list[tuple[str, dict[str, Any]]]:
    with counter.desk.look() as session:
        wanted = ("household.reveal", "household.check-identity", "access.person-sheet")
        rows = session.scalars(select(AuditEvent).where(AuditEvent.act.in_(wanted)).order_by(AuditEvent.id))
        return [(row.act, dict(row.data or {})) for row in rows if row.act in wanted]


def test_phones_by_two_keys_and_the_identity_number_stays_masked(counter: Counter, home: Any) -> None:
    counter.press("Alt+R")
    (asked,) = dialogs()
    assert isinstance(asked, PurposeDialog)
    counter.press("1")
    words = " ".join(shown(home))
    assert "138 0001 0001" in words
    assert NUMBER not in words
    assert looked(counter)[-1] == (
        "household.reveal", {"purpose": "request", "document": False},
    )  # fmt: skip
    counter.press("Alt+R")
    assert "138 0001 0001" not in " ".join(shown(home))


def test_whoever_does_not_say_what_for_sees_nothing(counter: Counter, home: Any) -> None:
    counter.press("Alt+R", "Esc")
    assert "138 0001 0001" not in " ".join(shown(home))
    assert looked(counter) == []


def test_the_number_on_the_card_is_typed_and_compared(counter: Counter, home: Any) -> None:
    for typed, words in ((NUMBER, "与档案一致"), ("110000198503140032", "不一致")):
        counter.press("Alt+Shift+R")
        counter.write(typed)
        counter.press("Ctrl+Enter")
        assert words in counter.message()
        assert NUMBER not in " ".join(shown(home))
    assert [data["agrees"] for _act, data in looked(counter)] == [True, False]


def test_the_number_is_shown_by_a_supervisors_word_on_the_spot(counter: Counter, home: Any) -> None:
    counter.press("Alt+Shift+R", "Ctrl+Enter")
    assert dialog().approval.role == "supervisor"
    counter.write(PIN)
    counter.press("Ctrl+Enter")
    assert NUMBER in " ".join(shown(home))
    act, data = looked(counter)[-1]
    assert (act, data["document"], data["approved_by"]) == ("household.reveal", True, "陈刚")


def test_an_approval_that_lacks_is_said_once(counter: Counter, home: Any) -> None:
    counter.press("Alt+Shift+R", "Ctrl+Enter")
    shown_dialog = dialog()
    counter.press("Ctrl+Enter")  # without the PIN
    said = [label.text() for label in shown_dialog.findChildren(QLabel) if label.isVisible() and label.text()]
    assert len(said) == len(set(said)), said
    counter.press("Esc")


def test_a_slip_of_yesterday_asks_for_the_word_and_prints_with_it(
    counter: Counter, home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = households.register_card(counter.desk, 1)
    counter.clock.now += timedelta(days=1)
    counter.window.open_target(f"slip:{card.number}")
    counter.settle()
    assert NUMBER not in " ".join(shown(counter.page()))
    from desk.ui.kit import printing

    opened: list[Any] = []
    monkeypatch.setattr(printing, "open_pdf", opened.append)
    from desk.ui.slips.actions import open_slip_pdf

    open_slip_pdf(counter.page(), slips.slip_view(counter.desk, card.number))
    counter.settle()
    assert opened == []
    assert dialog().approval.role == "supervisor"
    counter.write(PIN)
    counter.press("Ctrl+Enter")
    assert len(opened) == 1


def test_what_is_known_is_printed_by_the_managers_word(counter: Counter, home: Any) -> None:
    counter.press("Alt+Shift+P")
    assert dialog().approval.role == "manager"
    counter.write(PIN)
    counter.press("Ctrl+Enter")
    with counter.desk.look() as session:
        (row,) = session.scalars(select(SlipRecord).where(SlipRecord.kind == "person-sheet"))
        assert row.number.startswith("GX-")
    assert looked(counter)[-1][0] == "access.person-sheet"
